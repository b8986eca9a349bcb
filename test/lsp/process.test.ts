import assert from 'node:assert/strict';
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createProtocolConnection, StreamMessageReader, StreamMessageWriter, type ProtocolConnection, type PublishDiagnosticsParams } from './protocol.js';
import { Folder } from './editor.js';

/** The server as the build has it, in a process of its own. */
describe('language server process', function () {
  this.timeout(60_000);
  const running: ChildProcessWithoutNullStreams[] = [];
  const folder = new Folder();
  before(() => folder.write({ 'sms.yaml': 'sms: 1\norganization: Example\ntimeZone: Europe/Amsterdam\n', 'a.md': '---\nkind: document\nid: DOC-A\ntitle: A\n---\n[[SVC-A]]\n' }));
  afterEach(() => { for (const child of running.splice(0)) child.kill('SIGKILL'); });
  after(() => { folder.remove(); });

  const start = (): ChildProcessWithoutNullStreams => {
    const child = spawn(process.execPath, [join(process.cwd(), 'dist/server.cjs'), '--stdio'], { cwd: folder.path });
    running.push(child);
    return child;
  };
  const connect = (child: ChildProcessWithoutNullStreams): ProtocolConnection => {
    const connection = createProtocolConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
    connection.listen();
    return connection;
  };
  const initialize = (connection: ProtocolConnection, processId: number | null = null): Promise<unknown> =>
    connection.sendRequest('initialize', { processId, rootUri: folder.uri('').replace(/\/$/, ''), capabilities: {}, workspaceFolders: null });
  const exit = async (child: ChildProcessWithoutNullStreams): Promise<unknown> => {
    if (child.exitCode === null) await once(child, 'exit');
    return child.exitCode;
  };

  it('checks the folder that an older client names, and exits 0 after shutdown', async () => {
    const child = start(), connection = connect(child);
    const published = new Promise<PublishDiagnosticsParams>(resolve => {
      connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => { if (params.uri === folder.uri('a.md')) resolve(params); });
    });
    await initialize(connection);
    await connection.sendNotification('initialized', {});
    assert.ok((await published).diagnostics.some(({ code }) => code === 'ref-unresolved-or-obsolete'));
    await connection.sendRequest('shutdown');
    await connection.sendNotification('exit');
    assert.equal(await exit(child), 0);
  });

  it('exits 1 when it is told to without shutdown, and when its client closes the line', async () => {
    const told = start(), connection = connect(told);
    await initialize(connection);
    await connection.sendNotification('exit');
    assert.equal(await exit(told), 1);
    const left = start();
    await initialize(connect(left));
    left.stdin.end();
    assert.equal(await exit(left), 1);
  });

  it('ends when the process that it serves is gone', async () => {
    const gone = spawn(process.execPath, ['-e', '']);
    await once(gone, 'exit');
    const child = start();
    await initialize(connect(child), gone.pid ?? null);
    assert.equal(await exit(child), 1);
  });

  it('says what went wrong and exits 70 after a mistake of ours', async () => {
    const program = `require(${JSON.stringify(join(process.cwd(), 'dist/server.cjs'))}); setTimeout(() => { throw new Error('planted'); });`;
    const child = spawn(process.execPath, ['-e', program, '--', 'server', '--stdio']);
    running.push(child);
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => { said += text; });
    assert.equal(await exit(child), 70);
    assert.match(said, /^server: ended by a mistake in this program Error: planted/);
  });

  it('goes on after a message that is no JSON', async () => {
    const child = start();
    child.stdin.write('Content-Length: 5\r\n\r\n{nope');
    const connection = connect(child);
    assert.ok(await initialize(connection));
  });
});
