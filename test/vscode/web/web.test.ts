import { commands, env, extensions, Range, UIKind, window, workspace, WorkspaceEdit, type CompletionList, type Hover, type Location, type LocationLink } from 'vscode';
import { closeUnsaved, file, findings, until, untilFindings } from '../suite/waiting.js';
import { act } from './screen.js';

const REFERENCE = 'ref-unresolved-or-obsolete', NO_GIT = 'git cannot be asked';
const STATUS = '.statusbar-item:has-text("SMS: ")', DOCUMENTS = '.pane:has(.pane-header[aria-label^="Documents"])', HISTORY = '.pane:has(.pane-header[aria-label^="History"])';
const PROCEDURE = 'mail/processes/incident.md';

/** There is no `node:assert` here. */
function equal(found: unknown, expected: unknown): void {
  if (JSON.stringify(found) !== JSON.stringify(expected)) throw new Error(`found ${JSON.stringify(found)}, expected ${JSON.stringify(expected)}`);
}

describe('VS Code for the Web', () => {
  before(async () => {
    await untilFindings('the first findings', () => findings('mail/processes/review.md').length > 0 && findings('print/page.md').length > 0);
  });
  afterEach(async () => {
    await closeUnsaved();
    await commands.executeCommand('notifications.clearAll');
    await commands.executeCommand('sms.test.idle');
  });

  it('has the extension in a Worker, awake by itself', () => {
    equal([env.uiKind, typeof Reflect.get(globalThis, 'process'), file('').scheme], [UIKind.Web, 'undefined', 'vscode-remote']);
    equal(extensions.getExtension('sms-as-code.sms-as-code')?.isActive, true);
  });

  it('shows the findings of all files of each SMS, none of them open', () => {
    equal(findings('mail/processes/review.md', REFERENCE).map(({ range: { start, end } }) => [start.line, start.character, end.character]), [[11, 16, 29]]);
    equal(findings('mail/processes/review.md', 'doc-review-overdue').length, 1);
    equal(findings('mail/legacy/notes.txt', REFERENCE).length, 1);
    equal([findings(PROCEDURE), findings('outside.md'), findings('print/page.md', 'doc-duplicate-id')], [[], [], []]);
  });

  it('follows what is typed and not saved, and what comes and goes', async () => {
    await replace('mail/catalogue.yaml', 'SVC-MAIL', 'SVC-POST');
    await untilFindings('a finding in the procedure', () => findings(PROCEDURE, REFERENCE).length === 1);
    await replace('mail/catalogue.yaml', 'SVC-POST', 'SVC-MAIL');
    await untilFindings('no finding in the procedure', () => findings(PROCEDURE).length === 0);
    await workspace.fs.writeFile(file('mail/new.md'), new TextEncoder().encode('---\nkind: document\nid: DOC-NEW\ntitle: New\n---\n[[SVC-NEW]]\n'));
    await untilFindings('findings of the new file', () => findings('mail/new.md', REFERENCE).length === 1);
    await workspace.fs.delete(file('mail/new.md'));
    await untilFindings('findings gone', () => findings('mail/new.md').length === 0);
  });

  it('answers over an id: what it names, where that is defined, where it is used; and completes and renames it', async () => {
    const document = await workspace.openTextDocument(file(PROCEDURE)), at = document.positionAt(document.getText().indexOf('SVC-MAIL') + 3);
    const hovers = await commands.executeCommand<Hover[]>('vscode.executeHoverProvider', document.uri, at);
    equal(hovers.some(({ contents }) => contents.some(part => (typeof part === 'string' ? part : part.value).includes('Managed e-mail'))), true);
    const defined = await commands.executeCommand<(Location | LocationLink)[]>('vscode.executeDefinitionProvider', document.uri, at);
    equal(defined.map(each => ('uri' in each ? each.uri : each.targetUri).toString()), [file('mail/catalogue.yaml').toString()]);
    const used = await commands.executeCommand<Location[]>('vscode.executeReferenceProvider', document.uri, at);
    equal(used.some(({ uri }) => uri.toString() === document.uri.toString()), true);
    const { items } = await commands.executeCommand<CompletionList>('vscode.executeCompletionItemProvider', document.uri, at);
    equal(items.some(({ label }) => (typeof label === 'string' ? label : label.label) === 'SVC-MAIL'), true);
    const renamed = await commands.executeCommand<WorkspaceEdit>('vscode.executeDocumentRenameProvider', document.uri, at, 'SVC-POST');
    equal(renamed.entries().map(([uri]) => workspace.asRelativePath(uri)).filter(path => path === 'mail/catalogue.yaml' || path === PROCEDURE).length, 2);
  });

  it('counts in the status bar', async () => {
    const { label = [] } = await act({ waitFor: STATUS }, { text: STATUS, as: 'label' });
    equal(/SMS: \d+ minor, 2 observations/.test(label[0] ?? ''), true);
  });

  it('says in one sentence what is missing: in the register, in the history, and where something is to be approved', async () => {
    await commands.executeCommand('smsDocuments.focus');
    const { message = [] } = await act({ waitFor: `${DOCUMENTS} .message:has-text("${NO_GIT}")` }, { text: `${DOCUMENTS} .message`, as: 'message' });
    // Of two SMS once.
    equal(message.join('').split(NO_GIT).length, 2);
    await window.showTextDocument(file(PROCEDURE));
    await commands.executeCommand('sms.showHistory', file(PROCEDURE));
    await act({ waitFor: `${HISTORY} .message:has-text("${NO_GIT}")` }, { shot: 'web' });
    for (const command of ['sms.approve', 'sms.recordReview']) {
      await commands.executeCommand(command, file(PROCEDURE));
      await commands.executeCommand('notifications.showList');
      await act({ waitFor: `.notification-list-item-message:has-text("${NO_GIT}")` });
      await commands.executeCommand('notifications.clearAll');
    }
  });

  it('checks again after the checking was restarted, unsaved text included', async () => {
    await replace('mail/catalogue.yaml', 'SVC-MAIL', 'SVC-POST');
    await untilFindings('a finding in the procedure', () => findings(PROCEDURE, REFERENCE).length === 1);
    await commands.executeCommand('sms.restartServer');
    await commands.executeCommand('sms.test.idle');
    await untilFindings('the same finding', () => findings(PROCEDURE, REFERENCE).length === 1);
  });
});

/** Replaces the first occurrence, without saving. */
async function replace(path: string, from: string, to: string): Promise<void> {
  const document = await workspace.openTextDocument(file(path)), at = document.getText().indexOf(from), edit = new WorkspaceEdit();
  await window.showTextDocument(document);
  edit.replace(document.uri, new Range(document.positionAt(at), document.positionAt(at + from.length)), to);
  equal([at >= 0, await workspace.applyEdit(edit)], [true, true]);
  await until('the text', [workspace.onDidChangeTextDocument], () => document.getText().includes(to));
}
