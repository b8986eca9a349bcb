import assert from 'node:assert/strict';
import { commands, ConfigurationTarget, extensions, Range, Selection, TabInputWebview, Uri, ViewColumn, window, workspace, WorkspaceEdit, type TextEditor } from 'vscode';
import { act, hasScreen, type Step } from './screen.js';
import { closeUnsaved, file, until } from './waiting.js';

const SLA = 'agreements/sla-boreal.yaml', PROCEDURE = 'processes/incident/procedure.md';
/** In the page. */
const page = (step: Step): Step => ({ ...step, webview: true });
const MATRIX = '.part-matrix';

// A copy of samples/harbour.
describe('pages beside the editor in VS Code', function () {
  this.timeout(180_000);
  before(async function () {
    if (!hasScreen) { this.skip(); return; }
    await extensions.getExtension('sms-as-code.sms-as-code')?.activate();
    await commands.executeCommand('sms.test.idle');
    await commands.executeCommand('workbench.action.closePanel');
    await commands.executeCommand('workbench.action.closeSidebar');
  });
  after(async () => {
    await workspace.getConfiguration('workbench').update('colorTheme', undefined, ConfigurationTarget.Global);
    await closeUnsaved();
  });

  it('asks what the evidence pack is about and opens it beside the source, which keeps the focus', async () => {
    await open(SLA, 'kind');
    const begun = commands.executeCommand('sms.openPack');
    await act({ waitFor: '.quick-input-list .monaco-list-row:has-text("The whole SMS")' }, { shot: 'pack-choose' }, { click: '.quick-input-list .monaco-list-row:has-text("The whole SMS")' });
    await begun;
    await act(page({ waitFor: MATRIX }), { shot: 'pack-open' });
    assert.equal(window.activeTextEditor?.document.uri.toString(), file(SLA).toString());
    const { titles = [] } = await act(page({ text: '#contents li', as: 'titles' }));
    assert.equal(titles.length, 18, titles.join(' | '));
    const { failed = [] } = await act(page({ waitFor: 'h1' }), page({ text: '#parts', as: 'failed' }));
    assert.doesNotMatch(failed.join(''), /could not be made/);
  });

  it('shows a change while one types, and leaves focus, place and what was unfolded as they are', async () => {
    const editor = await open(SLA, 'value: 99.9');
    await act(page({ waitFor: '.lit' }), page({ click: '#contents > summary' }), page({ waitFor: '#contents nav' }), { shot: 'pack-contents' }, page({ click: '#contents a[data-to="part:matrix"]' }), { shot: 'pack-matrix' });
    const { document } = editor, at = document.getText().indexOf('value: 99.9') + 'value: 99.'.length;
    await window.showTextDocument(document, { viewColumn: ViewColumn.One, selection: new Selection(document.positionAt(at), document.positionAt(at + 1)) });
    await act({ type: '5' }, page({ waitFor: `${MATRIX} td:has-text("99.5")` }), { shot: 'pack-changed' });
    assert.equal(window.activeTextEditor?.document.uri.toString(), file(SLA).toString());
    assert.match(document.getText(), /value: 99\.5/);
    await commands.executeCommand('undo');
    await act(page({ waitFor: `${MATRIX} td:has-text("99.9")` }));
  });

  it('shows only what has the words that one looks for, also after it was hidden', async () => {
    await act(page({ fill: '#search', with: 'boreal mail' }), page({ waitFor: '#found:has-text("places")' }), { shot: 'pack-filtered' });
    await act(page({ waitGone: '.part-raci' }));
    const { before = [] } = await act(page({ text: '#found', as: 'before' }));
    await window.showTextDocument(file(PROCEDURE), { viewColumn: ViewColumn.Two });
    await window.tabGroups.close(window.tabGroups.all.flatMap(group => group.tabs).filter(({ input }) => typeof input === 'object' && input !== null && 'uri' in input && String(input.uri) === file(PROCEDURE).toString()));
    const { after = [] } = await act(page({ waitFor: '#found:has-text("places")' }), page({ text: '#found', as: 'after' }));
    assert.deepEqual(after, before);
    await act(page({ fill: '#search', with: '' }), page({ waitFor: '.part-raci' }));
  });

  it('leads to the source of what one clicks on', async () => {
    await act(page({ click: '.part-catalogue a[data-to="item:SVC-MAIL"]' }));
    await until<unknown>('the catalogue', [window.onDidChangeVisibleTextEditors, window.onDidChangeTextEditorSelection], () => window.visibleTextEditors.some(({ document, selection }) => document.uri.path.endsWith('catalogue/services.yaml') && document.lineAt(selection.start.line).text.includes('SVC-MAIL')));
    await act({ shot: 'pack-source' });
  });

  it('draws its diagrams, in dark and in high contrast too', async () => {
    await act(page({ click: '#contents > summary' }), page({ click: '#contents a[data-to="part:catalogue"]' }), page({ hover: '.part-catalogue figure .drawing' }), page({ waitFor: '.part-catalogue figure[data-drawn] img' }), { shot: 'pack-diagram' });
    for (const [name, theme] of [['dark', 'Default Dark Modern'], ['contrast', 'Default High Contrast'], ['light', 'Default Light Modern']] as const) {
      await workspace.getConfiguration('workbench').update('colorTheme', theme, ConfigurationTarget.Global);
      await act(page({ hover: '.part-catalogue figure .drawing' }), page({ waitFor: '.part-catalogue figure[data-drawn] img' }), { shot: `pack-${name}-diagram` }, page({ click: '#contents > summary' }), page({ click: '#contents a[data-to="part:risks"]' }), { shot: `pack-${name}-risks` }, page({ click: '#contents > summary' }), page({ click: '#contents a[data-to="part:catalogue"]' }));
    }
  });

  it('previews an artefact with what was found where it was found, and a diagram that has a mistake', async () => {
    await commands.executeCommand('workbench.action.closeAllEditors');
    const editor = await open(PROCEDURE, '# ');
    await commands.executeCommand('sms.previewArtefact');
    await act(page({ waitFor: 'article.document .body' }), { shot: 'artefact' });
    const drawn = editor.document.positionAt(editor.document.getText().indexOf('```mermaid'));
    await window.showTextDocument(editor.document, { viewColumn: ViewColumn.One, selection: new Selection(drawn, drawn) });
    await act(page({ waitFor: 'article.document figure[data-drawn] img' }), { shot: 'artefact-diagram' });
    assert.equal(window.activeTextEditor?.document.uri.toString(), editor.document.uri.toString());
    const text = editor.document.getText(), owner = text.indexOf('owner: '), arrow = text.indexOf('-->', text.indexOf('```mermaid')), edit = new WorkspaceEdit();
    edit.replace(editor.document.uri, new Range(editor.document.positionAt(arrow), editor.document.positionAt(arrow + 3)), '--> -->');
    edit.replace(editor.document.uri, new Range(editor.document.positionAt(owner), editor.document.positionAt(owner + 'owner: '.length)), 'owner: NOBODY-');
    assert.ok(await workspace.applyEdit(edit));
    await commands.executeCommand('sms.test.idle');
    await act(page({ waitFor: 'article .finding' }), { shot: 'artefact-finding' });
    await window.showTextDocument(editor.document, { viewColumn: ViewColumn.One, selection: new Selection(drawn, drawn) });
    await act(page({ waitFor: '.drawing .problem' }), page({ waitFor: '.drawing img' }), { shot: 'artefact-broken' });
    const { source = [] } = await act(page({ text: 'details.source[open] code', as: 'source' }));
    assert.match(source.join(), /--> -->/);
  });

  it('follows the cursor, and opens the source of a place', async () => {
    await commands.executeCommand('workbench.action.files.revert');
    const editor = await open(PROCEDURE, '# ', 'last');
    await act(page({ waitFor: '.lit' }), { shot: 'artefact-followed' });
    editor.selection = new Selection(0, 0, 0, 0);
    await act(page({ click: 'article .body h4 >> nth=1' }), page({ press: 'Enter' }));
    await until<unknown>('the cursor elsewhere', [window.onDidChangeTextEditorSelection], () => (window.activeTextEditor?.selection.start.line ?? 0) > 0);
  });

  it('shows the thread of a record', async () => {
    await commands.executeCommand('workbench.action.closeAllEditors');
    await open('records/incidents/INC-2841.yaml', 'title');
    const begun = commands.executeCommand('sms.traceRecord');
    await act({ waitFor: '.quick-input-list .monaco-list-row >> nth=0' }, { shot: 'trace-choose' }, { press: 'Enter' });
    await begun;
    const { hops = [] } = await act(page({ waitFor: '.part-trace table' }), { shot: 'trace' }, page({ text: '.part-trace tbody tr', as: 'hops' }));
    assert.ok(hops.length > 10);
    assert.ok(window.tabGroups.all.some(group => group.tabs.some(({ input }) => input instanceof TabInputWebview)));
  });

  it('says what cannot be shown', async () => {
    await commands.executeCommand('sms.traceRecord', 'ICN-2841');
    await act(page({ waitFor: '#problem:has-text("INC-2841")' }), { shot: 'trace-none' });
  });
});

/** The source with the cursor at the first (or last) of some words, in the first column. */
async function open(path: string, words: string, which: 'first' | 'last' = 'first'): Promise<TextEditor> {
  const document = await workspace.openTextDocument(Uri.parse(file(path).toString())), text = document.getText(), at = document.positionAt(which === 'first' ? text.indexOf(words) : text.lastIndexOf(words));
  return window.showTextDocument(document, { viewColumn: ViewColumn.One, selection: new Selection(at, at), preview: false });
}
