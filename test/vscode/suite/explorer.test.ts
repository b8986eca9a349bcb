import assert from 'node:assert/strict';
import { commands, extensions, Range, window, workspace, WorkspaceEdit } from 'vscode';
import { act, hasScreen, type Step } from './screen.js';
import { file, findings, until, untilFindings } from './waiting.js';

const pane = (name: string): string => `.pane:has(.pane-header[aria-label^="${name}"])`;
const EXPLORER = pane('Explorer');

const row = (words: string): string => `${EXPLORER} .monaco-list-row[aria-label*="${words}"]`;
const names = (as: string): Step => ({ text: `${EXPLORER} .monaco-list-row .monaco-icon-label-container`, as });
const tidy = (texts: readonly string[] = []): string[] => texts.map(text => text.replace(/\s+/g, ' ').trim());
const header = (name: string): Step => ({ click: `${pane(name)} .pane-header` });
const pick = (words: string): Step => ({ click: `.quick-input-list .monaco-list-row[aria-label*="${words}"]` });
const selected = (): string => { const { activeTextEditor: editor } = window; return editor?.document.getText(editor.selection) ?? ''; };

describe('the explorer in VS Code', function () {
  before(async function () {
    if (!hasScreen) { this.skip(); return; }
    await extensions.getExtension('sms-as-code.sms-as-code')?.activate();
    await commands.executeCommand('sms.test.idle');
    await commands.executeCommand('sms.showCoverage');
    // Room for the explorer.
    await act({ waitFor: row('4 Context of the organization') }, header('Documents'), header('History'));
  });

  const groupBy = async (mode: string): Promise<void> => {
    const chosen = commands.executeCommand('sms.groupExplorer');
    await act({ waitFor: '.quick-input-list .monaco-list-row' }, pick(mode));
    await chosen;
  };

  it('shows the chapters, what is to be looked at in each, and the clauses with their states', async () => {
    const { all } = await act({ waitFor: row('5.3 Organizational roles') }, names('all'), { shot: 'explorer-clauses' }), shown = tidy(all);
    assert.match(shown[0] ?? '', /^4 Context of the organization ?4 to look at$/);
    assert.ok(shown.some(text => /^5\.3 Organizational roles, responsibilities and authorities ?approved/.test(text)), shown.join('\n'));
    assert.ok(shown.some(text => /^4\.3 Determining the scope of the service management system ?missing/.test(text)), shown.join('\n'));
    const { counts = [] } = await act({ text: `${EXPLORER} .pane-header .description`, as: 'counts' });
    assert.match(counts.join(''), /^by clause · \d+ missing, .*\d+ approved/);
  });

  it('unfolds a clause into what it is shown by, and opens the document where its id stands', async () => {
    await act({ hover: row('5.3 Organizational roles') }, { waitFor: '.monaco-hover:has-text("approved and in force")' });
    await act({ click: row('5.3 Organizational roles') }, { waitFor: row('Roles with their responsibilities') }, { click: row('Roles with their responsibilities') }, { waitFor: row('ROLES Roles') });
    await act({ click: `${row('ROLES Roles')} .monaco-icon-label >> nth=-1` });
    await until<unknown>('the document', [window.onDidChangeActiveTextEditor, window.onDidChangeTextEditorSelection], () => selected() === 'ROLES');
    assert.equal(window.activeTextEditor?.document.uri.path, file('roles.yaml').path);
  });

  it('follows what is typed and not saved, and keeps what is chosen', async () => {
    const document = await workspace.openTextDocument(file('roles.yaml')), at = document.getText().indexOf('status: approved') + 'status: '.length, edit = new WorkspaceEdit();
    edit.replace(document.uri, new Range(document.positionAt(at), document.positionAt(at + 'approved'.length)), 'draft');
    await workspace.applyEdit(edit);
    await commands.executeCommand('sms.test.idle');
    await act({ waitFor: row('authorities, drafted') }, { waitFor: `${row('ROLES Roles')}.selected` });
    await window.showTextDocument(document);
    await commands.executeCommand('workbench.action.files.revert');
    await act({ waitFor: row('authorities, approved') });
  });

  it('goes to a clause: chooses it and shows its page', async () => {
    await commands.executeCommand('sms.goToClause', '8.3.3');
    await act({ waitFor: `${row('8.3.3 Service level management')}.selected` }, { waitFor: 'h1:has-text("8.3.3 Service level management")', webview: true }, { shot: 'explorer-clause-page' });
    const chosen = commands.executeCommand('sms.goToClause');
    await act({ waitFor: '.quick-input-list .monaco-list-row' }, { type: '5.3' }, { shot: 'explorer-go-to-clause' }, pick('5.3 Organizational roles'));
    await chosen;
    await act({ waitFor: `${row('5.3 Organizational roles')}.selected` });
    await commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('shows another standard as soon as something names a clause of it, and goes to its clauses', async () => {
    const property = file('property.md'), text = '---\nkind: document\nid: DOC-PROPERTY\ntitle: Equipment of customers\nstatus: draft\nclauses: ["iso9001:8.5.3"]\n---\nHow we keep it.\n';
    await workspace.fs.writeFile(property, new TextEncoder().encode(text));
    // A file that another program writes is seen a moment later, and of what stands below the window no row is there.
    await untilFindings('the new document', () => findings('property.md', 'doc-control-block-missing').length > 0);
    await commands.executeCommand('sms.goToClause', 'iso9001:8.5.3');
    await act({ waitFor: `${row('8.5.3 Property belonging to customers')}.selected` }, { waitFor: 'h1:has-text("Property belonging to customers")', webview: true }, { shot: 'explorer-iso-9001' });
    const { all = [] } = await act(names('all'));
    assert.ok(tidy(all).some(shown => /^8\.5\.3 Property belonging to customers or external providers ?drafted/.test(shown)), tidy(all).join('\n'));
    await commands.executeCommand('workbench.action.closeAllEditors');
    await workspace.fs.delete(property);
    await act({ waitGone: row('8.5.3 Property belonging to customers') });
  });

  it('groups by kind, by owner and by due date, as chosen, and says so', async () => {
    await groupBy('Kind,');
    await act({ click: row('Role register') }, { waitFor: row('ROLES Roles') }, { click: row('Procedure, 4') }, { shot: 'explorer-kinds' });
    await groupBy('Owner,');
    await act({ click: row('SMS manager') }, { shot: 'explorer-owners' });
    await groupBy('Due date,');
    await act({ waitFor: row('Overdue') }, { shot: 'explorer-due' });
    const { counts = [] } = await act({ text: `${EXPLORER} .pane-header .description`, as: 'counts' });
    assert.match(counts.join(''), /^by due date/);
    await commands.executeCommand('sms.showCoverage');
    await act({ waitFor: row('4 Context of the organization') });
  });
});
