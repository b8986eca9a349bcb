import assert from 'node:assert/strict';
import { commands, extensions, Range, window, workspace, WorkspaceEdit } from 'vscode';
import { act, hasScreen, type Step } from './screen.js';
import { file, until } from './waiting.js';

const pane = (name: string): string => `.pane:has(.pane-header[aria-label^="${name}"])`;
const CLAUSES = pane('Clauses');

const row = (words: string): string => `${CLAUSES} .monaco-list-row[aria-label*="${words}"]`;
const names = (as: string): Step => ({ text: `${CLAUSES} .monaco-list-row .monaco-icon-label-container`, as });
const tidy = (texts: readonly string[] = []): string[] => texts.map(text => text.replace(/\s+/g, ' ').trim());
const header = (name: string): Step => ({ click: `${pane(name)} .pane-header` });

describe('the clauses in VS Code', function () {
  before(async function () {
    if (!hasScreen) { this.skip(); return; }
    await extensions.getExtension('sms-as-code.sms-as-code')?.activate();
    await commands.executeCommand('sms.test.idle');
    await commands.executeCommand('sms.showCoverage');
    // Room for the clauses.
    await act(header('Documents'), header('History'), { waitFor: row('4 Context of the organization') });
  });

  it('shows the chapters, what is to be looked at in each, and the clauses with their states', async () => {
    const { all } = await act({ waitFor: row('5.3 Organizational roles') }, names('all'), { shot: 'clauses' }), shown = tidy(all);
    assert.match(shown[0] ?? '', /^4 Context of the organization ?4 to look at$/);
    assert.ok(shown.some(text => /^5\.3 Organizational roles, responsibilities and authorities ?approved/.test(text)), shown.join('\n'));
    assert.ok(shown.some(text => /^4\.3 Determining the scope of the service management system ?missing/.test(text)), shown.join('\n'));
    const { counts = [] } = await act({ text: `${CLAUSES} .pane-header .description`, as: 'counts' });
    assert.match(counts.join(''), /^\d+ missing, .*\d+ approved/);
  });

  it('unfolds a clause into what it is shown by, and opens the document where its id stands', async () => {
    await act({ click: row('5.3 Organizational roles') }, { waitFor: row('Roles with their responsibilities') }, { click: row('Roles with their responsibilities') }, { waitFor: `${CLAUSES} .monaco-list-row:has-text("ROLES")` });
    await act({ click: `${CLAUSES} .monaco-list-row .monaco-icon-label:has-text("ROLES") >> nth=-1` });
    const selected = (): string => { const { activeTextEditor: editor } = window; return editor?.document.getText(editor.selection) ?? ''; };
    await until<unknown>('the document', [window.onDidChangeActiveTextEditor, window.onDidChangeTextEditorSelection], () => selected() === 'ROLES');
    assert.equal(window.activeTextEditor?.document.uri.path, file('roles.yaml').path);
    await act({ shot: 'clause-document' }, { hover: row('5.3 Organizational roles') }, { waitFor: '.monaco-hover:has-text("approved and in force")' }, { shot: 'clause-hover' });
  });

  it('follows what is typed and not saved', async () => {
    const document = await workspace.openTextDocument(file('roles.yaml')), at = document.getText().indexOf('status: approved') + 'status: '.length, edit = new WorkspaceEdit();
    edit.replace(document.uri, new Range(document.positionAt(at), document.positionAt(at + 'approved'.length)), 'draft');
    await workspace.applyEdit(edit);
    await commands.executeCommand('sms.test.idle');
    await act({ waitFor: row('authorities, drafted') });
    await window.showTextDocument(document);
    await commands.executeCommand('workbench.action.files.revert');
    await act({ waitFor: row('authorities, approved') });
  });
});
