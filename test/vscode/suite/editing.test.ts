import assert from 'node:assert/strict';
import {
  commands, extensions, Position, Range, Selection, window, workspace, WorkspaceEdit,
  type CodeAction, type CodeLens, type CompletionItem, type CompletionList, type DocumentHighlight, type DocumentLink, type DocumentSymbol, type FoldingRange, type Hover,
  type InlayHint, type Location, type LocationLink, type SemanticTokens, type SemanticTokensLegend, type SymbolInformation, type TextDocument, type TextEditor, type Uri,
} from 'vscode';
import { act, hasScreen, lensesThere } from './screen.js';
import { closeUnsaved, file, findings, until, untilFindings } from './waiting.js';

const CATALOGUE = 'catalogue/services.yaml', SLA = 'agreements/sla-boreal.yaml', RISKS = 'risks/register.yaml';
const CONTINUITY = 'processes/continuity/procedure.md', ARTICLE = 'registers/knowledge/mail-relay-queue.md';
const REFERENCE = 'ref-unresolved-or-obsolete';
const SUGGESTED = '.suggest-widget.visible .monaco-list-row';
const HOVER = '.monaco-hover:not(.hidden)';

// A copy of samples/harbour. In the texts `|` is the cursor.
describe('editing an SMS in VS Code', () => {
  before(async () => {
    await extensions.getExtension('sms-as-code.sms-as-code')?.activate();
    await commands.executeCommand('sms.test.idle');
  });
  afterEach(async () => {
    await commands.executeCommand('refactorPreview.discard');
    await closeUnsaved();
    await commands.executeCommand('sms.test.idle');
  });

  describe('completes', () => {
    it('an id in a block of YAML, with its title', async () => {
      const items = await completions(await cursor(CATALOGUE, 'owner: ROLE-|MAIL'));
      assert.equal(detailOf(items, 'ROLE-HOST'), 'Owner of application hosting');
      assert.ok(!labels(items).includes('SVC-NET'));
    });

    it('an id in a list in brackets, where one has just typed', async () => {
      const there = await typed(SLA, 'SVC-ERP, SVC-BACKUP|]', ', SVC-'), items = await completions(there), net = items.find(item => labelOf(item) === 'SVC-NET');
      assert.ok(net, labels(items).join());
      const { range, text } = insertion(net);
      await write(there.document, range, text);
      assert.ok(there.document.getText().includes('services: [SVC-MAIL, SVC-WORK, SVC-ERP, SVC-BACKUP, SVC-NET]'));
    });

    it('a key and a choice of an object in YAML', async () => {
      const keys = await completions(await typed(CATALOGUE, 'users: 420 mailboxes, 380 of them in daily use|', '\n    '));
      assert.ok(labels(keys).includes('validFrom') || labels(keys).includes('aliases'), labels(keys).join());
      assert.ok(!labels(keys).includes('users'), 'what is there is not offered again');
      assert.deepEqual(labels(await completions(await cursor(CATALOGUE, 'status: |live\n    type: customer-facing\n    owner: ROLE-MAIL'))), ['pipeline', 'live', 'retiring', 'retired']);
    });

    it('a key and an id in front matter', async () => {
      const keys = labels(await completions(await typed(CONTINUITY, 'process: service-continuity-management|', '\n')));
      assert.ok(keys.includes('classification') && !keys.includes('owner'), keys.join());
      assert.equal(detailOf(await completions(await cursor(CONTINUITY, 'approver: ROLE-|MD')), 'ROLE-SD'), 'Service director');
    });

    it('an id in running text and in a diagram', async () => {
      assert.ok(labels(await completions(await typed(CONTINUITY, 'both customers go on working|', ' on SVC-'), '-')).includes('SVC-VOICE'));
      assert.ok(labels(await completions(await typed(CONTINUITY, '  SVC-NET --> SVC-BACKUP|', '\n  SVC-NET --> SVC-'), '-')).includes('SVC-VOICE'));
    });

    it('an id that stands in another file that is not saved', async () => {
      await replaced(CATALOGUE, '- id: SVC-VOICE', '- id: SVC-CALLS');
      await commands.executeCommand('sms.test.idle');
      const items = await completions(await cursor(SLA, 'services: [SVC-|MAIL, SVC-WORK'));
      assert.deepEqual([labels(items).includes('SVC-CALLS'), labels(items).includes('SVC-VOICE')], [true, false]);
    });

    it('in a file with a syntax error above and below', async () => {
      await replaced(SLA, 'title: Service level agreement with Boreal Foods', 'title: "Service level');
      await untilFindings('the syntax error', () => findings(SLA, 'yaml-syntax').length > 0);
      const items = labels(await completions(await cursor(SLA, 'owner: ROLE-|SLM')));
      assert.ok(items.includes('ROLE-HOST'), items.join());
      await typed(SLA, 'supportGroup: ROLE-DESK|', '\ncustomers: [');
      assert.ok(labels(await completions(await cursor(SLA, 'supportGroup: ROLE-|DESK'))).includes('ROLE-HOST'));
    });
  });

  describe('tells', () => {
    it('what an id in running text is, who answers for it and who uses it', async () => {
      const [text] = await hovers(await cursor(CONTINUITY, 'SVC-LIS (2 hours), SVC-E|RP (4 hours)'));
      assert.match(text ?? '', /^\*\*Hosting of the order and warehouse system\*\* `SVC-ERP` · Service/);
      assert.match(text ?? '', /Owner: .*ROLE-HOST/);
      assert.match(text ?? '', /99\.9449/);
    });

    it('what a field means, and what the percentage behind it leaves', async () => {
      const there = await cursor(SLA, 'value: 99|.9\n    unit: percent\n    window: calendar-month'), [text] = await hovers(there);
      assert.match(text ?? '', /It leaves 43 min 12 s of downtime/);
      const { document } = there, hints = await ask<InlayHint[]>('vscode.executeInlayHintProvider', document.uri, new Range(0, 0, document.lineCount, 0));
      const hint = hints.find(({ position }) => position.line === there.position.line);
      assert.deepEqual([hint?.label, hint?.position.character], ['= 43 min 12 s down per month', document.lineAt(there.position.line).text.length]);
    });

    it('above things who uses them, leading there', async () => {
      const { document, position } = await cursor(CATALOGUE, '- id: SVC|-MAIL'), all = await ask<CodeLens[]>('vscode.executeCodeLensProvider', document.uri);
      const lens = all.find(({ range, command }) => range.start.line === position.line && command?.command === 'sms.showReferences');
      assert.match(lens?.command?.title ?? '', /^\d+ [a-z]+.* and \d+ others use this$/);
      const top = all.find(({ range, command }) => range.start.line === 1 && command?.command === 'sms.showHistory');
      assert.equal(top?.command?.title, 'Approval of version 4.1: only claimed');
    });

    it('the ids in running text by their colour', async () => {
      const { document, position } = await typed(CONTINUITY, 'both customers go on working|', ' on SVC-NONE and SVC-ERP');
      const { tokenModifiers, tokenTypes } = await ask<SemanticTokensLegend>('vscode.provideDocumentSemanticTokensLegend', document.uri);
      const { data } = await ask<SemanticTokens>('vscode.provideDocumentSemanticTokens', document.uri), found: string[] = [];
      let line = 0, character = 0;
      for (let at = 0; at < data.length; at += 5) {
        const [lines = 0, characters = 0, length = 0, type = 0, bits = 0] = data.slice(at, at + 5);
        line += lines;
        character = lines > 0 ? characters : character + characters;
        if (line !== position.line) continue;
        const text = document.getText(new Range(line, character, line, character + length));
        found.push([text, tokenTypes[type], ...tokenModifiers.filter((_, bit) => bits & (1 << bit))].join(' '));
      }
      assert.deepEqual(found, ['SVC-NONE class unresolved', 'SVC-ERP class']);
    });

    it('how a file in YAML is made up, and folds it', async () => {
      const { document } = await cursor(CATALOGUE, 'services:|'), [root] = await ask<DocumentSymbol[]>('vscode.executeDocumentSymbolProvider', document.uri);
      assert.deepEqual([root?.name, root?.detail], ['Service catalogue', 'CAT-HARBOUR · Service catalogue']);
      const services = root?.children.find(({ name }) => name === 'services')?.children ?? [];
      assert.deepEqual(services.slice(0, 2).map(({ name, detail }) => [name, detail]), [['Managed e-mail', 'SVC-MAIL'], ['Managed workplace', 'SVC-WORK']]);
      const folded = await ask<FoldingRange[]>('vscode.executeFoldingRangeProvider', document.uri), first = lineOf(document, '  - id: SVC-MAIL');
      assert.ok(folded.some(({ start, end }) => start === first && end === lineOf(document, '  - id: SVC-WORK') - 1));
    });
  });

  describe('leads', () => {
    it('from a diagram to where the id stands', async () => {
      assert.deepEqual(await definitions(await cursor(CONTINUITY, 'SVC-IAM --> SVC-L|IS --> SVC-ERP')), ['catalogue/services.yaml: SVC-LIS']);
    });

    it('from a full name in a list to a target of another file, and to an id that is not saved yet', async () => {
      assert.deepEqual(await definitions(await cursor(RISKS, 'targets: [SLA-BOREAL#mail|-availability')), ['agreements/sla-boreal.yaml: mail-availability']);
      await replaced(CATALOGUE, '- id: SVC-WORK', '- id: SVC-DESKTOP');
      await typed(ARTICLE, 'Users can sign on and send|', ' from SVC-DESKTOP');
      await commands.executeCommand('sms.test.idle');
      assert.deepEqual(await definitions(await cursor(ARTICLE, 'from SVC-DESK|TOP')), ['catalogue/services.yaml: SVC-DESKTOP']);
    });

    it('to all that names an id, in every sort of file', async () => {
      const { document, position } = await cursor(CATALOGUE, '- id: SVC-|ERP'), all = await ask<Location[]>('vscode.executeReferenceProvider', document.uri, position);
      const files = new Set(all.map(({ uri }) => workspace.asRelativePath(uri)));
      for (const name of [CATALOGUE, SLA, CONTINUITY, RISKS, 'policies/change-policy.md', 'processes/incident/on-call-handbook.md']) {
        assert.ok(files.has(name), `${name}: ${[...files].join(', ')}`);
      }
      for (const { uri, range } of all) assert.equal((await workspace.openTextDocument(uri)).getText(range), 'SVC-ERP', uri.path);
      const own = all.filter(({ uri }) => uri.path === document.uri.path).map(({ range }) => range);
      const marked = await ask<DocumentHighlight[]>('vscode.executeDocumentHighlights', document.uri, position);
      assert.deepEqual(marked.map(({ range }) => range), own);
    });

    it('to a file, and to things by the words of their titles', async () => {
      const { document } = await cursor(SLA, 'evidence:|'), links = await ask<DocumentLink[]>('vscode.executeLinkProvider', document.uri);
      assert.ok(links.some(({ target, range }) => target?.path === file('agreements/signed/sla-boreal-1.4.pdf').path && document.getText(range) === 'signed/sla-boreal-1.4.pdf'));
      const found = await ask<SymbolInformation[]>('vscode.executeWorkspaceSymbolProvider', 'warehouse');
      assert.ok(found.some(({ name, location }) => name.includes('SVC-ERP') && location.uri.path === file(CATALOGUE).path), found.map(({ name }) => name).join('; '));
    });
  });

  describe('changes', () => {
    it('an id everywhere: what stands in fields, texts and diagrams of files that are open and of those that are not', async () => {
      const { document, position } = await cursor(CATALOGUE, '- id: SVC-W|ORK');
      const prepared = await ask<{ range: Range; placeholder: string }>('vscode.prepareRename', document.uri, position);
      assert.deepEqual([prepared.placeholder, document.getText(prepared.range)], ['SVC-WORK', 'SVC-WORK']);
      const edit = await ask<WorkspaceEdit>('vscode.executeDocumentRenameProvider', document.uri, position, 'SVC-DESKTOP');
      const files = edit.entries().map(([uri]) => workspace.asRelativePath(uri));
      for (const name of [CATALOGUE, SLA, CONTINUITY]) assert.ok(files.includes(name), files.join(', '));
      const procedure = (await workspace.openTextDocument(file(CONTINUITY))), edits = edit.get(procedure.uri);
      assert.deepEqual(edits.map(({ range, newText }) => [procedure.getText(range), newText]), [['SVC-WORK', 'SVC-DESKTOP'], ['SVC-WORK', 'SVC-DESKTOP']]);
    });

    it('no id into one that is taken or cannot be one, and says why', async () => {
      const { document, position } = await cursor(CATALOGUE, '- id: SVC-W|ORK');
      const refusal = (name: string): Promise<string> => ask('vscode.executeDocumentRenameProvider', document.uri, position, name).then(() => 'renamed', (error: unknown) => String(error));
      assert.match(await refusal('SVC-MAIL'), /SVC-MAIL/);
      assert.match(await refusal('not an id'), /not an id/);
      await assert.rejects(ask('vscode.prepareRename', document.uri, new Position(document.lineCount - 1, 0)), /There is no id here/);
    });

    it('what a finding is about, by the fix that it names, and the finding goes', async () => {
      const { document } = await replaced(ARTICLE, 'services: [SVC-MAIL]', 'services: [SVC-MIAL]');
      await untilFindings('the finding', () => findings(ARTICLE, REFERENCE).length === 1);
      const [finding] = findings(ARTICLE, REFERENCE), actions = await ask<CodeAction[]>('vscode.executeCodeActionProvider', document.uri, finding?.range, 'quickfix', 10);
      const fix = actions.find(({ isPreferred }) => isPreferred);
      assert.ok(fix?.edit && /SVC-MAIL/.test(fix.title), actions.map(({ title }) => title).join('; '));
      assert.ok(await workspace.applyEdit(fix.edit));
      await untilFindings('no finding', () => findings(ARTICLE, REFERENCE).length === 0);
      assert.ok(document.getText().includes('services: [SVC-MAIL]\n'));
    });
  });

  describe('on the screen', () => {
    before(async function () {
      if (!hasScreen) { this.skip(); return; }
      await commands.executeCommand('workbench.action.closeSidebar');
      await commands.executeCommand('workbench.action.closePanel');
    });

    it('proposes what may stand in YAML while one types, and tells of it', async () => {
      await show(await cursor(SLA, 'SVC-ERP, SVC-BACKUP|]'));
      await act({ type: ', SVC-' }, { waitFor: `${SUGGESTED}:has-text("SVC-NET")` });
      await commands.executeCommand('toggleSuggestionDetails');
      await act({ waitFor: '.suggest-details-container:has-text("Owner")' }, { shot: 'editing-completion-yaml' });
      await commands.executeCommand('toggleSuggestionDetails');
      await act({ click: `${SUGGESTED}:has-text("SVC-NET")` });
      await until('the id', [workspace.onDidChangeTextDocument], () => window.activeTextEditor?.document.getText().includes('SVC-BACKUP, SVC-NET]') === true);
    });

    it('proposes keys in YAML, with what they mean', async () => {
      const editor = await show(await cursor(CATALOGUE, 'users: 420 mailboxes, 380 of them in daily use|'));
      await act({ press: 'Enter' }, { press: 'Control+Space' }, { waitFor: SUGGESTED });
      await commands.executeCommand('toggleSuggestionDetails');
      await act({ waitFor: '.suggest-details-container' }, { shot: 'editing-completion-keys' });
      await commands.executeCommand('toggleSuggestionDetails');
      await act({ press: 'Escape' });
      assert.ok(editor.document.isDirty);
    });

    it('proposes ids in running text of Markdown behind [[ and behind a prefix that is known', async () => {
      const editor = await show(await cursor(ARTICLE, 'Users can sign on and send|'));
      await act({ type: ' from [[' }, { waitFor: SUGGESTED }, { shot: 'editing-completion-brackets' });
      await act({ type: 'SVC-V' }, { waitFor: `${SUGGESTED}:has-text("SVC-VOICE")` }, { click: `${SUGGESTED}:has-text("SVC-VOICE")` });
      await until('the id', [workspace.onDidChangeTextDocument], () => editor.document.getText().includes('send from SVC-VOICE,'));
      await act({ type: ' or SVC-' }, { waitFor: `${SUGGESTED}:has-text("SVC-NET")` }, { shot: 'editing-completion-prose' }, { type: 'NE' }, { press: 'Tab' });
      await until('the id', [workspace.onDidChangeTextDocument], () => editor.document.getText().includes('send from SVC-VOICE or SVC-NET,'));
    });

    it('shows what an id is, and what a target leaves', async function () {
      this.timeout(120_000);
      await hovered(await cursor(CATALOGUE, '- { to: SVC-M|ON, kind: soft }'), 'Monitoring', 'editing-hover-id');
      await hovered(await cursor(CATALOGUE, 'availabilityRequirement: 99|.9'), 'required availability', 'editing-hover-requirement');
      await hovered(await cursor(CATALOGUE, '- id: SVC-MA|IL'), 'it reaches 99.9424 %', 'editing-hover-service');
      await hovered(await cursor(SLA, 'value: 99|.9\n    unit: percent\n    window: calendar-month'), '43 min 12 s of downtime', 'editing-hover-target');
      await hovered(await cursor(CONTINUITY, 'CUS-BOR|EAL within 20'), 'Boreal Foods', 'editing-hover-prose');
    });

    it('shows lenses above things and hints behind values, and leads from a lens to its users', async () => {
      await show(await cursor(SLA, '|targets:'), 'top');
      await act({ waitFor: '.codelens-decoration a:has-text("this")' }, { waitFor: '.view-line:has-text("43 min 12 s down per month")' }, { shot: 'editing-lenses-hints' });
      await show(await cursor(CATALOGUE, '|kind: service-catalogue'), 'top');
      await act({ waitFor: '.codelens-decoration a:has-text("only claimed")' }, { shot: 'editing-lenses-catalogue' });
      await show(await cursor(CATALOGUE, '|services:'), 'top');
      await act({ click: '.codelens-decoration a:has-text("2 service level agreements, ")' }, { waitFor: '.peekview-widget .monaco-list-row' }, { shot: 'editing-lens-users' }, { press: 'Escape' });
    });

    it('offers the fixes of a finding in a menu', async () => {
      await replaced(ARTICLE, 'services: [SVC-MAIL]', 'services: [SVC-MIAL]');
      const editor = await show(await cursor(ARTICLE, '[SVC-|MIAL]'));
      await untilFindings('the finding', () => findings(ARTICLE, REFERENCE).length === 1);
      await commands.executeCommand('editor.action.quickFix');
      await act({ waitFor: '.action-widget .monaco-list-row:has-text("SVC-MAIL")' }, { shot: 'editing-quick-fixes' }, { click: '.action-widget .monaco-list-row:has-text("SVC-MAIL")' });
      await until('the id', [workspace.onDidChangeTextDocument], () => editor.document.getText().includes('services: [SVC-MAIL]\n'));
    });

    it('shows the outline of a file', async () => {
      await show(await cursor(SLA, 'id: p1-resp|onse'));
      await commands.executeCommand('outline.focus');
      await act({ click: '.pane-header[aria-label^="Explorer Section"]' });
      await act({ waitFor: '.outline-pane .monaco-list-row:has-text("Response to priority 1 incidents")' }, { shot: 'editing-outline' });
      await commands.executeCommand('workbench.action.closeSidebar');
    });

    // The last one: VS Code saves what it changed in files that were not open.
    it('asks before it renames an id in the running text of approved documents, and keeps the id of before', async () => {
      const { document } = await show(await cursor(CATALOGUE, '- id: SVC-W|ORK')), contract = await workspace.openTextDocument(file('agreements/contracts/device.yaml'));
      await act(lensesThere);
      const renamed = commands.executeCommand('editor.action.rename'), row = (words: string): string => `.bulk-edit-panel .monaco-list-row:has-text("${words}")`;
      await act({ fill: '.rename-box input', with: 'SVC-DESKTOP' }, { press: 'Enter' }, { waitFor: row('SVC-DESKTOP') });
      await commands.executeCommand('refactorPreview.groupByType');
      // The list draws only what has room.
      await commands.executeCommand('workbench.action.toggleMaximizedPanel');
      await act({ waitFor: row('In running text of approved documents') }, { shot: 'editing-rename-preview' });
      await commands.executeCommand('workbench.action.toggleMaximizedPanel');
      await commands.executeCommand('refactorPreview.apply');
      await renamed;
      await until('the new id', [workspace.onDidChangeTextDocument], () => /- id: SVC-DESKTOP\n {4}aliases: \[SVC-WORK\]\n/.test(document.getText()));
      assert.match(contract.getText(), /^services: \[SVC-DESKTOP\]$/m);
      assert.match((await workspace.openTextDocument(file(SLA))).getText(), /^services: \[SVC-MAIL, SVC-DESKTOP,/m);
      await commands.executeCommand('sms.test.idle');
      assert.deepEqual([...findings(SLA, REFERENCE), ...findings(CONTINUITY, REFERENCE)], []);
      await commands.executeCommand('workbench.action.closePanel');
    });
  });
});

interface Cursor { document: TextDocument; position: Position }

const ask = async <T>(command: string, ...args: unknown[]): Promise<T> => commands.executeCommand<T>(command, ...args);

/** The place of `|` in a text that stands in the file. */
async function cursor(name: string, marked: string): Promise<Cursor> {
  const document = await workspace.openTextDocument(file(name)), before = marked.indexOf('|'), text = marked.replace('|', ''), at = document.getText().indexOf(text);
  assert.ok(before >= 0 && at >= 0, `${text} stands in ${name}`);
  return { document, position: document.positionAt(at + before) };
}

/** Puts a text at the cursor, without saving; the cursor behind it. */
async function typed(name: string, marked: string, text: string): Promise<Cursor> {
  const { document, position } = await cursor(name, marked), at = document.offsetAt(position);
  await write(document, new Range(position, position), text);
  return { document, position: document.positionAt(at + text.length) };
}

/** Puts another text in the place of one, without saving; the cursor in front of it. */
async function replaced(name: string, from: string, to: string): Promise<Cursor> {
  const { document, position } = await cursor(name, `|${from}`);
  await write(document, new Range(position, document.positionAt(document.offsetAt(position) + from.length)), to);
  return { document, position };
}

async function write({ uri }: TextDocument, range: Range, text: string): Promise<void> {
  const edit = new WorkspaceEdit();
  edit.replace(uri, range, text);
  assert.ok(await workspace.applyEdit(edit));
}

/** Holds the mouse over the cursor until these words are told, and takes the picture. Lenses that come late move the text away from under the mouse: then again. */
async function hovered(at: Cursor, words: string, picture: string): Promise<void> {
  await show(at);
  for (let tries = 1; ; tries++) {
    try {
      await act({ hover: '.monaco-editor.focused .cursor' }, { waitFor: `${HOVER}:has-text("${words}")`, timeout: 5000 }, { shot: picture }, { press: 'Escape' });
      return;
    } catch (error) {
      if (tries === 4) throw error;
      await act({ hover: '.statusbar' });
    }
  }
}

async function show({ document, position }: Cursor, reveal: 'top' | 'center' = 'center'): Promise<TextEditor> {
  const editor = await window.showTextDocument(document, { preview: false });
  editor.selection = new Selection(position, position);
  await commands.executeCommand('revealLine', { lineNumber: position.line, at: reveal });
  return editor;
}

const labelOf = ({ label }: CompletionItem): string => (typeof label === 'string' ? label : label.label);
const labels = (items: readonly CompletionItem[]): string[] => items.map(labelOf);

async function completions({ document, position }: Cursor, trigger?: string): Promise<CompletionItem[]> {
  return (await ask<CompletionList>('vscode.executeCompletionItemProvider', document.uri, position, trigger)).items;
}

function detailOf(items: readonly CompletionItem[], label: string): string | undefined {
  const item = items.find(each => labelOf(each) === label);
  assert.ok(item, `${label} is not among ${labels(items).join(', ')}`);
  return item.detail;
}

/** What is written where. */
function insertion({ range, insertText }: CompletionItem): { range: Range; text: string } {
  assert.ok(range && insertText !== undefined);
  return { range: 'inserting' in range ? range.inserting : range, text: typeof insertText === 'string' ? insertText : insertText.value };
}

async function hovers({ document, position }: Cursor): Promise<string[]> {
  const all = await ask<Hover[]>('vscode.executeHoverProvider', document.uri, position);
  return all.map(({ contents }) => contents.map(content => (typeof content === 'string' ? content : content.value)).join('\n'));
}

/** `file: text` of what the cursor leads to. */
async function definitions({ document, position }: Cursor): Promise<string[]> {
  const found = await ask<(Location | LocationLink)[]>('vscode.executeDefinitionProvider', document.uri, position);
  return Promise.all(found.map(async each => {
    const [uri, range]: [Uri, Range] = 'targetUri' in each ? [each.targetUri, each.targetRange] : [each.uri, each.range];
    return `${workspace.asRelativePath(uri)}: ${(await workspace.openTextDocument(uri)).getText(range)}`;
  }));
}

function lineOf(document: TextDocument, text: string): number {
  const at = document.getText().indexOf(text);
  assert.ok(at >= 0, text);
  return document.positionAt(at).line;
}
