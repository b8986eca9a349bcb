import assert from 'node:assert/strict';
import { commands, extensions, Range, TabInputTextDiff, TabInputWebview, window, workspace, WorkspaceEdit } from 'vscode';
import { act, hasScreen, type Step } from './screen.js';
import { file, until } from './waiting.js';

const REVIEW = '.pane:has(.pane-header[aria-label^="Review"])', SLA = 'agreements/sla-boreal.yaml';
const PICK = '.quick-input-list .monaco-list-row';
const row = (words: string): string => `${REVIEW} .monaco-list-row[aria-label*="${words}"]`;
const box = (words: string, ticked?: boolean): string => `${row(words)} .custom-view-tree-node-item-checkbox[aria-checked${ticked === undefined ? '' : `="${ticked}"`}]`;
const lines = (as: string): Step => ({ text: `${REVIEW} .monaco-list-row .label-name`, as });

// A copy of samples/harbour in git: on main as it is, on the branch that is checked out with a change that is proposed.
describe('reviewing a change in VS Code', function () {
  this.timeout(120_000);
  before(async function () {
    if (!hasScreen) { this.skip(); return; }
    await extensions.getExtension('sms-as-code.sms-as-code')?.activate();
    await commands.executeCommand('sms.test.idle');
    await commands.executeCommand('workbench.action.closePanel');
  });
  after(async () => {
    for (const document of workspace.textDocuments) {
      if (!document.isDirty) continue;
      await window.showTextDocument(document);
      await commands.executeCommand('workbench.action.files.revert');
    }
  });

  it('asks against what, and shows what changed, what decides about the checking first', async () => {
    const begun = commands.executeCommand('sms.reviewChanges');
    await act({ waitFor: `${PICK}:has-text("main")` }, { shot: 'review-choose' }, { click: `${PICK}:has-text("main")` });
    await begun;
    // Room for what is read here.
    await act(...['Explorer', 'Documents', 'History'].map((view): Step => ({ click: `.pane-header[aria-label^="${view}"]` })));
    // The editor has the focus: what it gives up the views get.
    for (let step = 0; step < 4; step++) await commands.executeCommand('workbench.action.decreaseViewWidth');
    const { all = [] } = await act({ waitFor: row('Response to priority 2 incidents') }, lines('all'), { shot: 'review' });
    const at = (words: string): number => { const found = all.findIndex(text => text.includes(words)); assert.ok(found >= 0, `${words}: ${all.join(' | ')}`); return found; };
    assert.ok(at('What is checked at all') < at('Promises') && at('Promises') < at('Content that approvals cover'));
    await act({ waitFor: `${row('loosened')}[aria-label*="30 minutes"][aria-label*="45 minutes"]` });
  });

  it('unfolds a change to what it reaches and who must agree', async () => {
    await act({ click: row('Response to priority 2 incidents') }, { press: 'ArrowRight' }, { waitFor: row('Boreal Foods GmbH must agree') }, { shot: 'review-consequence' });
  });

  it('opens the difference at the place', async () => {
    const near = (): string => {
      const editor = window.visibleTextEditors.find(each => each.document.uri.toString() === file(SLA).toString()), line = editor?.selection.start.line ?? 0;
      return editor?.document.getText().split('\n').slice(Math.max(0, line - 8), line + 9).join('\n') ?? '';
    };
    await until<unknown>('the cursor at the value', [window.onDidChangeVisibleTextEditors, window.onDidChangeTextEditorSelection], () => near().includes('value: 45'));
    const tab = window.tabGroups.activeTabGroup.activeTab;
    assert.ok(tab?.input instanceof TabInputTextDiff, tab?.label);
    assert.equal(tab.input.modified.toString(), file(SLA).toString());
  });

  it('ticks off what was looked at, and brings back only what changes again', async () => {
    const document = await workspace.openTextDocument(file(SLA));
    const promise = async (minutes: number): Promise<void> => {
      const now = document.getText().match(/value: (?:45|60)/)?.[0] ?? '', at = document.getText().indexOf(now), edit = new WorkspaceEdit();
      if (now === `value: ${minutes}`) return;
      edit.replace(document.uri, new Range(document.positionAt(at), document.positionAt(at + now.length)), `value: ${minutes}`);
      assert.ok(await workspace.applyEdit(edit));
      await commands.executeCommand('sms.test.idle');
    };
    // A further try finds what the first one left.
    await promise(45);
    await act({ click: box('45 minutes') }, { waitFor: box('45 minutes', true) }, { click: box('knowledge-stale') }, { waitFor: box('knowledge-stale', true) }, { shot: 'review-ticked' });
    await promise(60);
    await act({ waitFor: box('60 minutes', false) }, { waitFor: box('knowledge-stale', true) }, { shot: 'review-again' });
  });

  it('shows a document as one reads it, with what came and went marked', async () => {
    await act({ hover: row('Incident management procedure') }, { click: `${row('Incident management procedure')} .action-label[aria-label^="Show Document with Changes Marked"]` });
    await until<unknown>('the page', [window.tabGroups.onDidChangeTabs], () => window.tabGroups.all.some(group => group.tabs.some(({ input }) => input instanceof TabInputWebview)));
    const { came = [] } = await act({ webview: true, waitFor: 'ins' }, { webview: true, text: 'ins', as: 'came' }, { shot: 'review-page' });
    assert.match(came.join(' '), /as soon as it can be/);
  });

  it('says what is wrong with a base that is none', async () => {
    await commands.executeCommand('sms.reviewChanges', 'no-such-branch');
    await act({ waitFor: `${REVIEW} .message:has-text("no-such-branch")` }, { shot: 'review-no-base' });
    await commands.executeCommand('sms.endReview');
    await act({ waitGone: `${REVIEW} .pane-header` });
  });
});
