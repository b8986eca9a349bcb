import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { commands, Range, window, workspace, WorkspaceEdit } from 'vscode';
import { act, hasScreen } from './screen.js';
import { closeUnsaved, file, findings, untilFindings } from './waiting.js';

const REFERENCE = 'ref-unresolved-or-obsolete', PROCEDURE = 'mail/processes/incident.md';
const MESSAGE = '.notification-list-item:has-text("no longer checked")';

/** Processes of our server, children of this extension host. */
function servers(): number[] {
  return execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n').flatMap(line => {
    const [, pid, parent, args = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return Number(parent) === process.pid && /dist.server\.cjs/.test(args) ? [Number(pid)] : [];
  });
}

function kill(): void {
  const [server, ...more] = servers();
  assert.ok(server !== undefined && more.length === 0, 'there is one server');
  process.kill(server, 'SIGKILL');
}

describe('a server that is killed', function () {
  this.timeout(180_000);
  before(function () { if (process.platform === 'win32') this.skip(); });
  afterEach(async () => {
    await closeUnsaved();
    await commands.executeCommand('notifications.clearAll');
  });

  it('five times in three minutes starts four times, then one message offers Restart and Show Log; text that is not saved counts throughout', async () => {
    const document = await workspace.openTextDocument(file('mail/catalogue.yaml')), at = document.getText().indexOf('SVC-MAIL'), edit = new WorkspaceEdit();
    await window.showTextDocument(document);
    edit.replace(document.uri, new Range(document.positionAt(at), document.positionAt(at + 'SVC-MAIL'.length)), 'SVC-POST');
    await workspace.applyEdit(edit);
    const typed = document.getText();
    await untilFindings('the finding', () => findings(PROCEDURE, REFERENCE).length === 1);
    for (let restart = 1; restart <= 4; restart++) {
      kill();
      await untilFindings('the findings of before are taken back', () => findings(PROCEDURE).length === 0);
      await untilFindings(`the finding, after restart ${restart}`, () => findings(PROCEDURE, REFERENCE).length === 1);
      assert.deepEqual([document.isDirty, document.getText()], [true, typed]);
    }
    kill();
    await untilFindings('nothing stands that nobody checks', () => findings(PROCEDURE).length === 0);
    assert.deepEqual([servers(), document.isDirty, document.getText()], [[], true, typed]);
    if (!hasScreen) return;
    await commands.executeCommand('notifications.showList');
    const { messages = [], buttons = [] } = await act({ waitFor: MESSAGE }, { text: MESSAGE, as: 'messages' }, { text: `${MESSAGE} .monaco-button`, as: 'buttons' }, { shot: 'server-given-up' });
    assert.equal(messages.length, 1);
    assert.deepEqual(buttons.map(text => text.trim()), ['Restart', 'Show Log']);
    await act({ click: `${MESSAGE} .monaco-button:has-text("Restart")` });
    await untilFindings('the finding, after the restart by hand', () => findings(PROCEDURE, REFERENCE).length === 1);
    // And again as often as before.
    kill();
    await untilFindings('taken back', () => findings(PROCEDURE).length === 0);
    await untilFindings('the finding', () => findings(PROCEDURE, REFERENCE).length === 1);
    assert.deepEqual([document.isDirty, document.getText()], [true, typed]);
  });
});
