import assert from 'node:assert/strict';
import { CodeActionKind, commands, languages, Range, Selection, window, workspace, type CodeAction, type Diagnostic, type TextEditor, type Uri } from 'vscode';
import { act, hasScreen, lensesThere, type Step } from './screen.js';
import { codeOf, file, findings, until } from './waiting.js';

const EXPLORER = '.pane:has(.pane-header[aria-label^="Explorer"])';
const row = (words: string): string => `${EXPLORER} .monaco-list-row[aria-label*="${words}"]`;
const SLA = 'sla-with-boreal-foods.yaml';
const INPUT = '.quick-input-widget .quick-input-box input';
const choice = (words: string): string => `.quick-input-list .monaco-list-row[aria-label*="${words}"]`;
/** An input that asks this, answered; what stands there is replaced. */
const answer = (prompt: string, text: string): Step[] => [{ waitFor: `.quick-input-widget:has-text("${prompt}")` }, { fill: INPUT, with: text }, { press: 'Enter' }];
/** An input that asks this, with what is proposed. */
const agree = (prompt: string): Step[] => [{ waitFor: `.quick-input-widget:has-text("${prompt}")` }, { press: 'Enter' }];

/** Our findings, as `file: rule`; what a young SMS still lacks is no defect of it. */
const found = (): string[] => languages.getDiagnostics().flatMap(([uri, all]) => all.filter(({ source, code }) => source === 'SMS' && code !== undefined).map(each => `${workspace.asRelativePath(uri)}: ${codeOf(each)}`))
  .filter(each => each !== 'sms.yaml: mandatory-artefact-missing');
const idle = (): Thenable<unknown> => commands.executeCommand('sms.test.idle');
const editorOf = async (name: string): Promise<TextEditor> => window.showTextDocument(await workspace.openTextDocument(file(name)), { preview: false });

/** Puts the cursor behind a text of the file, where it stands last. */
async function cursorBehind(name: string, text: string): Promise<TextEditor> {
  const editor = await editorOf(name), at = editor.document.getText().lastIndexOf(text);
  assert.ok(at >= 0, `${text} in ${name}:\n${editor.document.getText()}`);
  const position = editor.document.positionAt(at + text.length);
  editor.selection = new Selection(position, position);
  editor.revealRange(editor.selection);
  return editor;
}

/** Presses a button of the walkthrough, in its step. */
async function press(step: string, button: string): Promise<void> {
  await commands.executeCommand('workbench.action.openWalkthrough', 'sms-as-code.sms-as-code#start', false);
  await act({ click: `.getting-started-step:has-text("${step}")` }, { click: `.getting-started-step.expanded .monaco-button:has-text("${button}")` });
}

describe('the walkthrough from an empty folder', function () {
  this.timeout(120_000);
  before(function () { if (!hasScreen) this.skip(); });

  it('creates an SMS, after it has shown which files', async () => {
    // Who looks for it where there is none yet is told how to begin.
    await commands.executeCommand('sms.showExplorer');
    await act({ waitFor: `${EXPLORER} .monaco-button:has-text("New SMS…")` }, { waitFor: `${EXPLORER} .monaco-button:has-text("Open Walkthrough")` }, { shot: 'journey-1-welcome' });
    await act({ click: `${EXPLORER} .monaco-button:has-text("Open Walkthrough")` }, { waitFor: '.getting-started-step:has-text("Create an SMS")' });
    // Room for the picture beside the steps.
    await commands.executeCommand('workbench.action.closeSidebar');
    await act({ waitFor: '.getting-started-step:has-text("Create an SMS")' }, { shot: 'journey-1-walkthrough' });
    await press('Create an SMS', 'New SMS…');
    await act(
      ...answer('Which organization is it for?', 'Harbour Managed Services'), ...answer('Which services does it deliver?', 'E-mail'), ...answer('For which customers?', 'Boreal Foods'), ...answer('Who builds it?', 'Lena Maas'),
      { waitFor: choice('new file sms.yaml') }, { shot: 'journey-2-files' }, { click: choice('Create') },
    );
    await until<unknown>('the catalogue', [window.onDidChangeActiveTextEditor], () => window.activeTextEditor?.document.uri.path === file('catalogue.yaml').path);
    await idle();
    await act({ waitFor: row('4 Context of the organization') }, { shot: 'journey-3-created' });
    // What only its people know is not made up.
    assert.deepEqual(found().sort(), ['catalogue-field-missing', 'catalogue-not-accessible', 'service-criticality-or-requirements-missing'].map(rule => `catalogue.yaml: ${rule}`));
  });

  it('adds a service to the catalogue', async () => {
    await press('Add a service', 'Add Service…');
    await act({ click: choice('Service in Service catalogue') }, ...answer('What is it called?', 'Network'), { waitFor: '.quick-input-widget:has-text("Its id")' }, { shot: 'journey-4-id' }, { press: 'Enter' });
    await until<unknown>('the service', [workspace.onDidChangeTextDocument, window.onDidChangeActiveTextEditor], () => window.activeTextEditor?.document.getText().includes('- id: SVC-NETWORK') === true);
    await idle();
    await act({ shot: 'journey-5-service' });
    await window.activeTextEditor?.document.save();
  });

  it('writes an agreement with a target that can be measured', async () => {
    await press('Write an SLA target', 'Add Target…');
    await act({ click: choice('Service level agreement') }, ...answer('What is it called?', 'SLA with Boreal Foods'), ...agree('Its id'), ...agree('The file to write'));
    await until<unknown>('the agreement', [window.onDidChangeActiveTextEditor], () => window.activeTextEditor?.document.uri.path.endsWith('/sla-with-boreal-foods.yaml') === true);
    await idle();
    await fill({ owner: 'ROLE-SMM', approver: 'ROLE-TOP', customers: '[CUS-BOREAL-FOODS]' });
    // What may stand there is proposed while one types.
    await cursorBehind(SLA, 'services:');
    await act({ type: ' [SVC' }, { waitFor: '.suggest-widget.visible .monaco-list-row:has-text("SVC-NETWORK")' }, { shot: 'journey-6-proposals' }, { click: '.suggest-widget.visible .monaco-list-row:has-text("SVC-NETWORK")' });
    await until<unknown>('the service in the agreement', [workspace.onDidChangeTextDocument], () => /^services: \[SVC-NETWORK\]$/m.test(textOf(SLA)));
    await press('Write an SLA target', 'Add Target…');
    await act({ click: choice('Target in SLA with Boreal Foods') }, ...answer('What is it called?', 'Availability'), ...agree('Its id'));
    await until<unknown>('the target', [workspace.onDidChangeTextDocument, window.onDidChangeActiveTextEditor], () => textOf(SLA).includes('title: Availability'));
    await cursorBehind(SLA, 'title: Availability');
    await insert('\n    metric: availability\n    operator: at-least\n    value: 99.5\n    unit: percent\n    population: Minutes of service time in which the network was to be had.\n    window: calendar-month');
    await idle();
    await act({ shot: 'journey-7-target' });
  });

  it('adds a risk', async () => {
    await press('Add a risk', 'Add Risk…');
    await act({ click: choice('Risk register') }, ...answer('What is it called?', 'Risks'), ...answer('Its id', 'RISKS'), ...answer('The file to write', 'risks.yaml'));
    await until<unknown>('the register', [window.onDidChangeActiveTextEditor], () => window.activeTextEditor?.document.uri.path.endsWith('/risks.yaml') === true);
    await press('Add a risk', 'Add Risk…');
    await act({ click: choice('Risk in Risks') }, ...answer('What is it called?', 'The only line to the hall fails'), ...agree('Its id'));
    await until<unknown>('the risk', [workspace.onDidChangeTextDocument, window.onDidChangeActiveTextEditor], () => textOf('risks.yaml').includes('title: The only line'));
    await idle();
    await act({ shot: 'journey-8-risk' });
  });

  it('renames the service everywhere', async () => {
    await cursorBehind('catalogue.yaml', '- id: SVC-NETW');
    await act(lensesThere);
    const renamed = commands.executeCommand('editor.action.rename');
    await act({ fill: '.rename-box input', with: 'SVC-NET' }, { shot: 'journey-9-rename' }, { press: 'Enter' });
    await renamed;
    await until<unknown>('the new name', [workspace.onDidChangeTextDocument], () => /^services: \[SVC-NET\]$/m.test(textOf(SLA)) && textOf('catalogue.yaml').includes('- id: SVC-NET\n'));
    await idle();
    await act({ shot: 'journey-10-renamed' });
  });

  it('mends every finding: with quick fixes, with what only people know, and by accepting for a time what is still to be agreed', async () => {
    await choose('catalogue.yaml', 'catalogue-field-missing', 'depends on nothing');
    for (const [place, words] of [['\npublishedAt:', ' https://portal.harbour.example/services'], ['title: E-mail', '\n    criticality: { level: high, reason: Orders come by mail. }']] as const) {
      await cursorBehind('catalogue.yaml', place);
      await insert(words);
    }
    await idle();
    await choose('catalogue.yaml', 'catalogue-field-missing', 'ROLE-SMM', 'journey-11-quick-fix');
    await cursorBehind('catalogue.yaml', '\n    dependsOn:');
    await insert(' []');
    await choose('catalogue.yaml', 'service-criticality-or-requirements-missing', 'level');
    await cursorBehind('catalogue.yaml', '\n      level:');
    await act({ type: ' ' }, { press: 'Control+Space' }, { waitFor: '.suggest-widget.visible .monaco-list-row:has-text("high")' }, { shot: 'journey-12-choices' }, { click: '.suggest-widget.visible .monaco-list-row:has-text("high")' });
    await idle();
    await choose('risks.yaml', 'risk-unattended', 'ROLE-SMM');
    for (const [key, value] of [['owner', 'ROLE-SMM'], ['approver', 'ROLE-TOP']] as const) {
      await cursorBehind('risks.yaml', `\n${key}:`);
      await insert(` ${value}`);
    }
    await idle();
    assert.deepEqual(found().filter(each => each.startsWith('catalogue.yaml') || each.includes('doc-control') || each.includes('unattended')), []);
    let shots = 0;
    for (let left = open(); left.length > 0; left = open()) {
      const [finding] = left;
      if (!finding || shots > 20) break;
      await accept(finding, shots++ === 0);
      // The same is not asked twice: the register is a draft, and counts only when it is approved.
      accepted.add(keyOf(finding));
    }
    assert.ok(shots >= 5, found().join('\n'));
    await cursorBehind('deviations.yaml', 'status: draft');
    await replace('deviations.yaml', 'status: draft', 'status: approved');
    await replace('deviations.yaml', 'approver: ROLE-TOP', `approver: ROLE-TOP\napprovedOn: ${TODAY}\neffectiveFrom: ${TODAY}`);
    await idle();
    await act({ shot: 'journey-14-mended' });
    assert.deepEqual(found(), []);
    await workspace.saveAll();
  });

  it('sees the explorer follow', async () => {
    await press('See how it stands', 'Show Explorer');
    await commands.executeCommand('workbench.action.closeAllEditors');
    const chosen = commands.executeCommand('sms.groupExplorer');
    await act({ waitFor: choice('Service,') }, { shot: 'journey-15-group-by' }, { click: choice('Service,') });
    await chosen;
    await act({ waitFor: row('SVC-NET Network, service') }, { click: `${row('SVC-NET Network, service')} .monaco-tl-twistie` }, { waitFor: row('Service level agreement, 1') }, { click: row('Service level agreement, 1') });
    const { all = [] } = await act({ waitFor: row('SLA with Boreal Foods') }, { text: `${EXPLORER} .monaco-list-row .label-name`, as: 'all' }, { shot: 'journey-16-explorer' });
    assert.deepEqual(all.map(text => text.trim()), ['E-mail', 'Network', 'Role', 'Service level agreement', 'SLA with Boreal Foods']);
    await commands.executeCommand('workbench.action.openWalkthrough', 'sms-as-code.sms-as-code#start', false);
    await act({ shot: 'journey-17-done' });
  });
});

/** As the calendar on this machine has it: the SMS takes its time zone. */
const TODAY = new Date().toLocaleDateString('sv-SE');

interface Found { uri: Uri; rule: string; diagnostic: Diagnostic }
const accepted = new Set<string>();
const keyOf = ({ uri, rule, diagnostic: { message } }: Found): string => `${uri.path} ${rule} ${message}`;

/** Our findings that nobody accepted yet. */
function open(): Found[] {
  return languages.getDiagnostics().flatMap(([uri, all]) => all.filter(({ source, code }) => source === 'SMS' && code !== undefined).map(diagnostic => ({ uri, rule: codeOf(diagnostic), diagnostic })))
    .filter(each => each.rule !== 'mandatory-artefact-missing' && !accepted.has(keyOf(each)));
}

/** Makes a quick fix of a finding, chosen by words in its title. */
async function choose(name: string, rule: string, words: string, picture?: string): Promise<void> {
  const editor = await editorOf(name), finding = findings(name, rule)[0] ?? assert.fail(`${rule} in ${name}: ${found().join(', ')}`), { uri } = editor.document;
  await showMenu(editor, finding.range, picture);
  const actions = await commands.executeCommand<CodeAction[]>('vscode.executeCodeActionProvider', uri, finding.range, CodeActionKind.QuickFix.value, 50);
  const { edit } = actions.find(({ title }) => title.includes(words)) ?? assert.fail(`${words}: ${actions.map(({ title }) => title).join(', ')}`);
  assert.ok(edit && await workspace.applyEdit(edit), words);
  await idle();
}

/** The menu of quick fixes for the picture. What is chosen goes another way: lenses that come after a check move the text, and VS Code closes the menu then. */
async function showMenu(editor: TextEditor, range: Range, picture: string | undefined): Promise<void> {
  editor.selection = new Selection(range.start, range.start);
  editor.revealRange(range);
  if (picture === undefined) return;
  await commands.executeCommand('editor.action.quickFix');
  await act({ shot: picture }, { press: 'Escape' });
}

/** Accepts a finding with a reason, by the command that the menu of quick fixes leads to. */
async function accept({ uri, rule, diagnostic: { range } }: Found, picture: boolean): Promise<void> {
  const { start, end } = range, place = { start: { line: start.line, character: start.character }, end: { line: end.line, character: end.character } };
  if (picture) await showMenu(await editorOf(workspace.asRelativePath(uri)), range, 'journey-13-menu');
  const done = commands.executeCommand('sms.acceptFinding', uri.toString(), rule, place);
  await act(
    { waitFor: `.quick-input-widget:has-text("Accept ${rule}")` }, { waitFor: INPUT }, ...(picture ? [{ shot: 'journey-13-reason' }] : []),
    { type: 'Boreal Foods and we are still agreeing on it.' }, { press: 'Enter' },
    { click: choice('SMS manager') }, ...agree('Until which day?'), { waitFor: choice('deviations.yaml') }, ...(picture ? [{ shot: 'journey-13-accept' }] : []), { press: 'Enter' },
  );
  await done;
  await until<unknown>('the register of deviations', [window.onDidChangeActiveTextEditor], () => window.activeTextEditor?.document.uri.path.endsWith('/deviations.yaml') === true);
  await idle();
}

async function replace(name: string, text: string, by: string): Promise<void> {
  const editor = await editorOf(name), at = editor.document.getText().indexOf(text);
  assert.ok(at >= 0, `${text} in ${name}`);
  await editor.edit(edit => { edit.replace(new Range(editor.document.positionAt(at), editor.document.positionAt(at + text.length)), by); });
}

const textOf = (name: string): string => workspace.textDocuments.find(({ uri }) => uri.path === file(name).path)?.getText() ?? '';

async function insert(text: string): Promise<void> {
  const editor = window.activeTextEditor ?? assert.fail('no editor');
  await editor.edit(edit => { edit.insert(editor.selection.active, text); });
}

/** Values behind keys of the agreement that have none yet. */
async function fill(values: Readonly<Record<string, string>>): Promise<void> {
  for (const [key, value] of Object.entries(values)) {
    await cursorBehind(SLA, `\n${key}:`);
    await insert(` ${value}`);
  }
}
