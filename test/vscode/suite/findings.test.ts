import assert from 'node:assert/strict';
import { commands, languages, Range, window, workspace, WorkspaceEdit, type TextDocument } from 'vscode';
import { act, hasScreen, shot } from './screen.js';
import { closeUnsaved, file, findings, folder, until, untilFindings } from './waiting.js';

const REFERENCE = 'ref-unresolved-or-obsolete';
const STATUS = '.statusbar-item:has-text("SMS: ")';

describe('findings in VS Code', () => {
  before(async () => {
    await untilFindings('the first findings', () => findings('mail/processes/review.md').length > 0 && findings('print/page.md').length > 0);
  });
  afterEach(async () => {
    await closeUnsaved();
    await commands.executeCommand('sms.test.idle');
  });

  it('stand for all files, none of them open, each on the exact value', () => {
    const [found] = findings('mail/processes/review.md', REFERENCE);
    assert.deepEqual([found?.range.start.line, found?.range.start.character, found?.range.end.character], [11, 16, 29]);
    assert.equal(findings('mail/processes/review.md', 'doc-review-overdue').length, 1);
    assert.deepEqual(findings('mail/processes/incident.md'), []);
    assert.deepEqual(findings('outside.md'), []);
  });

  it('of two SMS do not mix', () => {
    assert.deepEqual(findings('print/page.md', 'doc-duplicate-id'), []);
    assert.equal(findings('print/page.md', REFERENCE).length, 1);
  });

  it('come in another file from an unsaved change, and go when it is corrected', async () => {
    const catalogue = await open('mail/catalogue.yaml');
    await replace(catalogue, 'SVC-MAIL', 'SVC-POST');
    await untilFindings('a finding in the procedure', () => findings('mail/processes/incident.md', REFERENCE).length === 1);
    assert.ok(catalogue.isDirty);
    assert.match(findings('mail/processes/incident.md', REFERENCE)[0]?.message ?? '', /SVC-MAIL/);
    await commands.executeCommand('workbench.actions.view.problems');
    await shot('problems-from-unsaved-change');
    await replace(catalogue, 'SVC-POST', 'SVC-MAIL');
    await untilFindings('no finding in the procedure', () => findings('mail/processes/incident.md').length === 0);
  });

  it('come in an adopted file of any extension, and not in a file outside of every SMS', async () => {
    assert.equal(findings('mail/legacy/notes.txt', REFERENCE).length, 1);
    const notes = await open('mail/legacy/notes.txt');
    await replace(notes, 'SVC-FAX', 'SVC-MAIL');
    await untilFindings('the mention resolves', () => findings('mail/legacy/notes.txt', REFERENCE).length === 0);
    const outside = await open('outside.md');
    await replace(outside, 'SVC-NOWHERE', 'SVC-ANYWHERE');
    await commands.executeCommand('sms.test.idle');
    assert.deepEqual(findings('outside.md'), []);
  });

  it('follow files that come, move and go', async () => {
    const text = new TextEncoder().encode('---\nkind: document\nid: DOC-NEW\ntitle: New\n---\n[[SVC-NEW]]\n');
    await workspace.fs.writeFile(file('mail/new.md'), text);
    await untilFindings('findings of the new file', () => findings('mail/new.md', REFERENCE).length === 1);
    await workspace.fs.rename(file('mail/new.md'), file('mail/moved.md'));
    await untilFindings('findings moved', () => findings('mail/new.md').length === 0 && findings('mail/moved.md', REFERENCE).length === 1);
    await workspace.fs.delete(file('mail/moved.md'));
    await untilFindings('findings gone', () => findings('mail/moved.md').length === 0);
  });

  it('begin with a new sms.yaml and end with it, for documents that are open', async () => {
    const outside = await open('outside.md');
    await workspace.fs.writeFile(file('sms.yaml'), new TextEncoder().encode('sms: 1\norganization: Outer\ntimeZone: Europe/Amsterdam\n'));
    await untilFindings('the file is part of an SMS now', () => findings('outside.md', REFERENCE).length === 1);
    await replace(outside, 'SVC-NOWHERE', 'SVC-ELSEWHERE');
    await untilFindings('its unsaved text counts', () => /SVC-ELSEWHERE/.test(findings('outside.md', REFERENCE)[0]?.message ?? ''));
    await workspace.fs.delete(file('sms.yaml'));
    await untilFindings('it is outside again', () => findings('outside.md').length === 0);
    assert.equal(findings('print/page.md', REFERENCE).length, 1);
  });

  it('are the same after the checking was restarted, unsaved text included', async () => {
    const catalogue = await open('mail/catalogue.yaml');
    await replace(catalogue, 'SVC-MAIL', 'SVC-POST');
    await untilFindings('a finding in the procedure', () => findings('mail/processes/incident.md', REFERENCE).length === 1);
    const before = snapshot();
    await commands.executeCommand('sms.restartServer');
    await until('the same findings', [languages.onDidChangeDiagnostics], () => snapshot() === before);
    assert.ok(catalogue.isDirty);
  });

  it('are counted in the status bar, which leads to the Problems view', async function () {
    if (!hasScreen) { this.skip(); return; }
    await commands.executeCommand('workbench.action.closePanel');
    const { label = [] } = await act({ waitFor: STATUS }, { text: STATUS, as: 'label' });
    assert.match(label[0] ?? '', /SMS: \d+ minor, 2 observations/);
    await act({ click: `${STATUS} a` }, { waitFor: '.markers-panel .monaco-list-row' }, { shot: 'problems-of-two-sms' });
  });

  it('lead from the code in the Problems view to the rule', async function () {
    if (!hasScreen) { this.skip(); return; }
    await open('mail/processes/review.md');
    await commands.executeCommand('workbench.actions.view.problems');
    const link = `.markers-panel a:has-text("${REFERENCE}")`;
    await act({ waitFor: link }, { hover: link }, { shot: 'problems-code-link' }, { click: link }, { waitFor: `.tab:has-text("${REFERENCE}.md")` });
    await commands.executeCommand('workbench.action.closePanel');
    const { heading = [] } = await act({ webview: true, waitFor: 'h1' }, { webview: true, text: 'h1', as: 'heading' }, { shot: 'rule-page' });
    assert.deepEqual(heading.map(text => text.trim()), ['References point at what exists and is in force']);
  });

  it('lead from the hover over the squiggle to the rule', async function () {
    if (!hasScreen) { this.skip(); return; }
    await open('mail/processes/review.md');
    await untilFindings('findings', () => findings('mail/processes/review.md', REFERENCE).length === 1);
    const link = `.monaco-hover:not(.hidden) a:has-text("Show the rule ${REFERENCE}")`;
    await act({ waitFor: '.squiggly-warning' }, { hover: '.squiggly-warning >> nth=-1' }, { waitFor: link }, { shot: 'squiggle-hover' }, { click: link }, { waitFor: `.tab:has-text("${REFERENCE}.md")` });
  });

  it('have rules that can be chosen from a list', async function () {
    if (!hasScreen) { this.skip(); return; }
    const shown = commands.executeCommand('sms.showRule');
    await act({ waitFor: '.quick-input-list .monaco-list-row' }, { type: 'yaml-syntax' }, { waitFor: '.quick-input-list .monaco-list-row:has-text("yaml-syntax")' },
      { shot: 'choose-a-rule' }, { press: 'Enter' }, { waitFor: '.tab:has-text("yaml-syntax.md")' });
    await shown;
  });

  it('of an unknown rule lead to a sentence, not to an empty page', async () => {
    const before = window.tabGroups.all.flatMap(({ tabs }) => tabs).length;
    await commands.executeCommand('sms.showRule', 'no-such-rule');
    assert.equal(window.tabGroups.all.flatMap(({ tabs }) => tabs).length, before);
    await commands.executeCommand('notifications.showList');
    if (hasScreen) await act({ waitFor: '.notification-list-item:has-text("no-such-rule")' }, { shot: 'message-with-log' });
    await commands.executeCommand('notifications.clearAll');
  });
});

async function open(path: string): Promise<TextDocument> {
  const document = await workspace.openTextDocument(file(path));
  await window.showTextDocument(document);
  return document;
}

/** Replaces the first occurrence, without saving. */
async function replace(document: TextDocument, from: string, to: string): Promise<void> {
  const at = document.getText().indexOf(from);
  assert.ok(at >= 0, `${from} stands in ${document.uri.path}`);
  const edit = new WorkspaceEdit();
  edit.replace(document.uri, new Range(document.positionAt(at), document.positionAt(at + from.length)), to);
  assert.ok(await workspace.applyEdit(edit));
}

/** All that our server says, as text. */
function snapshot(): string {
  const all = languages.getDiagnostics().filter(([uri, found]) => uri.path.startsWith(folder().path) && found.length > 0);
  return JSON.stringify(all.map(([uri, found]) => [uri.path, found.map(({ range, message }) => [range, message])]).sort());
}
