import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { commands, env, extensions, TabInputTextDiff, window, workspace, WorkspaceEdit, type Uri } from 'vscode';
import { act, hasScreen, shot, type Step } from './screen.js';
import { closeUnsaved, file, folder, until } from './waiting.js';

const DOCUMENTS = '.pane:has(.pane-header[aria-label^="Documents"])', HISTORY = '.pane:has(.pane-header[aria-label^="History"])';
const PICK = '.quick-input-list .monaco-list-row', INCIDENTS = 'processes/incident.md';
const restricted = process.env['SMS_TEST_TRUST'] === 'restricted';

const row = (view: string, words: string): string => `${view} .monaco-list-row:has-text("${words}")`;
const names = (view: string, as: string): Step => ({ text: `${view} .monaco-list-row .label-name`, as });
const pick = (words: string): Step[] => [{ waitFor: `${PICK}:has-text("${words}")` }, { click: `${PICK}:has-text("${words}")` }];
/** Commits are made on the day that counts as today in this SMS. */
const DAY = '2026-10-15T11:00:00+02:00';
const git = (...args: string[]): string => execFileSync('git', args, { cwd: folder().fsPath, encoding: 'utf8', env: { ...process.env, GIT_AUTHOR_DATE: DAY, GIT_COMMITTER_DATE: DAY } }).trim();

describe('document control in VS Code', function () {
  before(async function () {
    if (!hasScreen) { this.skip(); return; }
    await extensions.getExtension('sms-as-code.sms-as-code')?.activate();
    await commands.executeCommand('sms.test.idle');
    await commands.executeCommand('sms.showExplorer');
    // Room for the documents.
    await act({ waitFor: `${DOCUMENTS} .pane-header` }, { click: '.pane-header[aria-label^="Explorer"]' }, { waitFor: row(DOCUMENTS, 'Handling incidents') });
  });
  afterEach(async () => {
    await closeUnsaved();
    await commands.executeCommand('notifications.clearAll');
  });

  if (restricted) {
    it('shows in Restricted Mode what the files claim, and asks no git', async () => {
      const { message = [] } = await act({ waitFor: `${DOCUMENTS} .message:has-text("not trusted")` }, { text: `${DOCUMENTS} .message`, as: 'message' }, { shot: 'documents-restricted' });
      assert.match(message.join(''), /git is not asked/);
      await commands.executeCommand('sms.showHistory', file(INCIDENTS));
      await act({ waitFor: `${HISTORY} .message:has-text("not trusted")` });
      await commands.executeCommand('sms.approve', file(INCIDENTS));
      await said('not trusted');
      assert.equal(window.visibleTextEditors.length, 0);
    });
    return;
  }

  it('shows the register, grouped by how documents stand, with what is overdue on the icon', async () => {
    const { all = [], badge = [] } = await act(names(DOCUMENTS, 'all'), { waitFor: '.activitybar .action-item:has([aria-label^="SMS"]) .badge-content' },
      { text: '.activitybar .action-item:has([aria-label^="SMS"]) .badge-content', as: 'badge' }, { shot: 'documents' });
    assert.deepEqual(all.map(text => text.trim()), [
      'Overdue for review (1)', 'Reviewing services with customers', 'In work (draft, in review) (2)', 'Handling incidents', 'Using e-mail',
      'In force (1)', 'Roles, responsibilities and authorities', 'Withdrawn or superseded (1)',
    ]);
    assert.deepEqual(badge, ['1']);
    await act({ waitFor: `${DOCUMENTS} .monaco-list-row[aria-label^="Reviewing services with customers, PROC-REV, version 1.2, approved, approval only claimed, review overdue since 2026-02-10"]` },
      { hover: row(DOCUMENTS, 'Reviewing services') }, { waitFor: '.monaco-hover:has-text("Approved on")' }, { shot: 'documents-hover' });
  });

  it('opens a document where its id stands', async () => {
    await act({ click: row(DOCUMENTS, 'Reviewing services') });
    await until<unknown>('the document', [window.onDidChangeActiveTextEditor, window.onDidChangeTextEditorSelection], () => selected() === 'PROC-REV');
    assert.equal(window.activeTextEditor?.document.uri.path, file('processes/reviews.md').path);
  });

  it('sorts the documents, and filters them while words are typed', async () => {
    const sorting = commands.executeCommand('sms.sortDocuments');
    await act(...pick('Title'), { waitGone: row(DOCUMENTS, 'Overdue for review') });
    await sorting;
    const { sorted = [] } = await act(names(DOCUMENTS, 'sorted'), { shot: 'documents-sorted' });
    assert.deepEqual(sorted.map(text => text.trim()), ['Handling incidents', 'Receiving faxes', 'Reviewing services with customers', 'Roles, responsibilities and authorities', 'Using e-mail']);
    const filtering = commands.executeCommand('sms.filterDocuments');
    await act({ waitFor: '.quick-input-box input' }, { type: 'draft level' }, { waitGone: row(DOCUMENTS, 'Handling incidents') }, { press: 'Escape' }, { waitFor: row(DOCUMENTS, 'Handling incidents') });
    await filtering;
    const again = commands.executeCommand('sms.filterDocuments');
    const { filtered = [], message = [] } = await act({ waitFor: '.quick-input-box input' }, { type: 'in review sms' }, { waitGone: row(DOCUMENTS, 'Handling incidents') }, { press: 'Enter' },
      names(DOCUMENTS, 'filtered'), { text: `${DOCUMENTS} .message`, as: 'message' }, { shot: 'documents-filtered' });
    await again;
    assert.deepEqual(filtered.map(text => text.trim()), ['Using e-mail']);
    assert.match(message.join(''), /“in review sms”: 1 of 5/);
    await commands.executeCommand('sms.clearDocumentsFilter');
    const back = commands.executeCommand('sms.sortDocuments');
    await act(...pick('State, in groups'), { waitFor: row(DOCUMENTS, 'Overdue for review') });
    await back;
  });

  it('shows the history of the document in the editor, and what a commit changed', async () => {
    await window.showTextDocument(file(INCIDENTS));
    await commands.executeCommand('sms.showHistory');
    const { entries = [] } = await act({ waitFor: row(HISTORY, '2026-09-20') }, { waitFor: row(HISTORY, 'Femke Bos <femke@harbour.example>') }, names(HISTORY, 'entries'), { shot: 'history' });
    assert.deepEqual(entries.map(text => text.trim()).filter(text => /^\d{4}-/.test(text)), [
      '2026-09-20 · 1.1 written by Femke Bos', '2026-03-02 · moved by Femke Bos', '2025-11-20 · 1.0 set to approved by Femke Bos', '2025-09-15 · 0.9 created by Femke Bos',
    ]);
    await act({ click: row(HISTORY, '2026-09-20') });
    await untilTab(/^PROC-INC: 1\.0 of 2026-03-02 ↔ 1\.1 of 2026-09-20$/);
    const [original, modified] = diffed();
    assert.match(original, /version: "1\.0"[^]*Incidents are recorded\.\n$/);
    assert.match(modified, /version: "1\.1"[^]*given a priority\.\n$/);
    await act({ waitFor: '.monaco-diff-editor .view-line' }, { shot: 'history-difference' });
    await commands.executeCommand('workbench.action.closeAllEditors');
    await act({ click: row(HISTORY, '2025-09-15') });
    await until('the text of then', [window.onDidChangeActiveTextEditor], () => window.activeTextEditor?.document.uri.scheme === 'sms-past');
    assert.match(window.activeTextEditor?.document.getText() ?? '', /version: "0\.9"/);
    const [newest, , , oldest] = git('log', '--follow', '--format=%H', '--', INCIDENTS).split('\n');
    await commands.executeCommand('sms.compareSelected', undefined, [newest, oldest]);
    await untilTab(/^PROC-INC: 0\.9 of 2025-09-15 ↔ 1\.1 of 2026-09-20$/);
    await commands.executeCommand('sms.compareWithWorkingCopy', oldest);
    await untilTab(/^PROC-INC: 0\.9 of 2025-09-15 ↔ working copy$/);
    await commands.executeCommand('workbench.action.closeAllEditors');
    await commands.executeCommand('sms.openVersion', newest);
    await until('the newest text', [window.onDidChangeActiveTextEditor], () => /given a priority/.test(window.activeTextEditor?.document.getText() ?? ''));
    assert.equal(window.activeTextEditor?.document.uri.scheme, 'sms-past');
  });

  it('does nothing when a command is called without what it is about', async () => {
    for (const command of ['sms.compareWithPrevious', 'sms.compareWithWorkingCopy', 'sms.openVersion']) await commands.executeCommand(command, { entry: { commit: 7 } });
    assert.equal(window.tabGroups.all.flatMap(({ tabs }) => tabs).length, 0);
    await commands.executeCommand('sms.compareSelected', undefined, []);
    await said('Select two entries');
  });

  it('compares any two versions', async () => {
    const comparing = commands.executeCommand('sms.compareVersions', file(INCIDENTS));
    await act(...pick('0.9 of 2025-09-15'), { waitFor: '.quick-input-box input[placeholder*="2 of 2"]' }, { shot: 'compare-versions' }, ...pick('Working copy'));
    await comparing;
    await untilTab(/^PROC-INC: 0\.9 of 2025-09-15 ↔ working copy$/);
    assert.match(diffed()[0], /version: "0\.9"/);
    assert.match(diffed()[1], /version: "1\.1"/);
  });

  it('refuses the author with the sentence that says why', async () => {
    const approving = commands.executeCommand('sms.approve', file('processes/mail.md'));
    const { refused = [] } = await act({ waitFor: `${PICK}:has-text("not possible")` }, { text: `${PICK}:has-text("not possible")`, as: 'refused' }, { shot: 'approve-own' }, { press: 'Enter' }, { waitFor: `${PICK}:has-text("not possible")` }, { press: 'Escape' });
    await approving;
    assert.match(refused.join(''), /Approve.*wrote/);
    assert.match(await said('You wrote'), /commit/);
    assert.equal(git('status', '--porcelain'), '');
  });

  it('approves what somebody else wrote: header and record in one step, a message for the commit, and no commit', async () => {
    const head = git('rev-parse', 'HEAD'), before = readFileSync(file(INCIDENTS).fsPath, 'utf8');
    const approving = commands.executeCommand('sms.approve', file(INCIDENTS));
    await act({ waitFor: `${PICK}:has-text("it may be used")` }, { shot: 'approve-meaning' }, ...pick('it may be used'), { waitFor: '.quick-input-message:has-text("in force")' }, { shot: 'approve-day' }, { press: 'Enter' },
      { waitFor: '.quick-input-message:has-text("to say")' }, { type: 'Clear now.' }, { press: 'Enter' }, { waitFor: `${PICK}:has-text("commits nothing")` }, { shot: 'approve-confirm' }, { press: 'Enter' });
    await approving;
    const text = readFileSync(file(INCIDENTS).fsPath, 'utf8');
    assert.match(text, /^status: approved$/m);
    assert.match(text, /^approvedOn: 2026-10-15$/m);
    assert.deepEqual(workspace.textDocuments.filter(({ isDirty }) => isDirty), []);
    const record = window.visibleTextEditors.map(({ document }) => document).find(document => document.getText().includes('kind: approval-record'));
    assert.match(record?.getText() ?? '', /^comment: .*Clear now\./m);
    const box = inputBox();
    assert.match(box, /^Approve PROC-INC 1\.1/);
    assert.match(await said('waits in the Source Control view'), /not committed/);
    await shot('approved');
    assert.equal(git('rev-parse', 'HEAD'), head);
    assert.equal(git('diff', '--cached', '--name-only'), '');
    // One step back takes away both.
    await window.showTextDocument(file(INCIDENTS), { preserveFocus: false });
    await commands.executeCommand('undo');
    assert.equal(window.activeTextEditor?.document.getText(), before);
    assert.equal(existsSync(record?.uri.fsPath ?? ''), false);
    await commands.executeCommand('redo');
    assert.equal(window.activeTextEditor?.document.getText(), text);
    await workspace.saveAll();
    assert.ok(existsSync(record?.uri.fsPath ?? ''));
    // Once the approver commits it, it is evidenced, which the views notice by themselves.
    await commands.executeCommand('sms.showHistory', file(INCIDENTS));
    git('add', '-A');
    git('commit', '-q', '-m', box);
    const evidenced = `${DOCUMENTS} .monaco-list-row[aria-label*="Handling incidents"][aria-label*="approval evidenced"]`;
    await act({ waitFor: evidenced }, { waitFor: row(HISTORY, '1.1 approved by Lena Maas') }, { shot: 'history-approved' });
  });

  it('records a review of what is still right, after the document was saved', async () => {
    const document = await workspace.openTextDocument(file('roles.yaml'));
    const edit = new WorkspaceEdit();
    edit.insert(document.uri, document.positionAt(0), '# Looked through.\n');
    await workspace.applyEdit(edit);
    const recording = commands.executeCommand('sms.recordReview', file('roles.yaml'));
    await act(...pick('Save and Continue'));
    await recording;
    assert.equal(document.isDirty, false);
    // What is reviewed must be committed before.
    assert.match(await said(''), /commit/);
    git('checkout', '-q', 'roles.yaml');
  });

  it('keeps what somebody wrote into the box for commit messages', async () => {
    const repository = gitApi().getRepository(folder());
    assert.ok(repository);
    repository.inputBox.value = 'My own words';
    await commands.executeCommand('sms.test.idle');
    const recording = commands.executeCommand('sms.recordReview', file(INCIDENTS));
    await act({ waitFor: '.quick-input-message:has-text("to say")' }, { press: 'Enter' }, { waitFor: `${PICK}:has-text("commits nothing")` }, { shot: 'review-confirm' }, { press: 'Enter' });
    await recording;
    assert.equal(repository.inputBox.value, 'My own words');
    assert.match(await env.clipboard.readText(), /^Record review of PROC-INC 1\.1/);
    assert.match(await said('on the clipboard'), /not committed/);
  });
});

/** Messages do not pop up in a VS Code under test; they wait in the list of notifications. */
async function said(words: string): Promise<string> {
  await commands.executeCommand('notifications.showList');
  const message = `.notification-list-item-message${words === '' ? '' : `:has-text("${words}")`}`;
  const { text = [] } = await act({ waitFor: message }, { text: message, as: 'text' });
  await commands.executeCommand('notifications.hideList');
  return text.join('\n');
}

function selected(): string | undefined {
  const editor = window.activeTextEditor;
  return editor?.document.getText(editor.selection);
}

function untilTab(title: RegExp): Promise<void> {
  return until<unknown>(`a tab ${title.source}`, [window.tabGroups.onDidChangeTabs, workspace.onDidOpenTextDocument], () => title.test(window.tabGroups.activeTabGroup.activeTab?.label ?? '') && diffed().every(text => text !== ''));
}

/** Both texts of the difference that is shown; empty until they are there. */
function diffed(): [string, string] {
  const input = window.tabGroups.activeTabGroup.activeTab?.input;
  if (!(input instanceof TabInputTextDiff)) return ['', ''];
  const textOf = (uri: Uri): string => workspace.textDocuments.find(document => document.uri.toString() === uri.toString())?.getText() ?? '';
  return [textOf(input.original), textOf(input.modified)];
}

interface Git { getRepository(uri: Uri): { inputBox: { value: string } } | null }
function gitApi(): Git { return (extensions.getExtension('vscode.git')?.exports as { getAPI(version: 1): Git }).getAPI(1); }
function inputBox(): string { return gitApi().getRepository(folder())?.inputBox.value ?? ''; }
