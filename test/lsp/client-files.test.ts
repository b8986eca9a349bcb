import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { FILE_BYTES, FOLDER, IDLE, REGISTER, type FileBytesParams, type FileBytesResult, type FolderParams, type FolderResult, type RegisterResult } from '../../src/protocol.js';
import { clientFiles, isClientPath, type AskClient } from '../../src/server/client-files.js';
import type { Surroundings } from '../../src/server/workspace.js';
import { UnreadableFile } from '../../src/sms/files.js';
import { LIMITS } from '../../src/sms/limits.js';
import { Editor, Folder, surroundings, type Texts } from './editor.js';
import { createProtocolConnection, StreamMessageReader, StreamMessageWriter, type PublishDiagnosticsParams } from './protocol.js';

const SMS = 'sms: 1\norganization: Example\ntimeZone: Europe/Amsterdam\n', TOP = 'vscode-vfs://github/harbour', REFERENCE = 'ref-unresolved-or-obsolete';
const page = (id: string, text: string): string => `---\nkind: document\nid: ${id}\ntitle: A page\n---\n${text}\n`;

/** A file system as a client has it, by addresses without escapes; a name with `@` at its end is a link. Counts what is asked of it. */
class Provider {
  readonly opened: string[] = [];
  readonly read: string[] = [];
  constructor(readonly files: Map<string, Uint8Array | string>) {}

  readonly ask: AskClient = <R>(method: string, params: object): Promise<R> => Promise.resolve(this.answer(method, params) as R);

  answer(method: string, params: object): FolderResult | FileBytesResult {
    if (method === FOLDER) return this.folder(decodeURIComponent((params as FolderParams).uri).replace(/\/$/, ''));
    assert.equal(method, FILE_BYTES);
    return this.bytes(params as FileBytesParams);
  }

  private folder(path: string): FolderResult {
    this.opened.push(path);
    const names = new Map<string, 'folder' | 'file' | 'link'>();
    for (const file of this.files.keys()) {
      if (!file.startsWith(`${path}/`)) continue;
      const [name = '', more] = file.slice(path.length + 1).split('/');
      names.set(name.replace(/@$/, ''), more !== undefined ? 'folder' : name.endsWith('@') ? 'link' : 'file');
    }
    return names.size === 0 ? { failed: 'vanished' } : { entries: [...names].map(([name, is]) => ({ name, is })) };
  }

  private bytes({ uri, most, head }: FileBytesParams): FileBytesResult {
    const path = decodeURIComponent(uri), content = this.files.get(path);
    this.read.push(path);
    if (content === undefined) return { failed: 'vanished', detail: '' };
    const bytes = Buffer.from(content);
    return { size: bytes.length, bytes: (bytes.length > most ? bytes.subarray(0, head) : bytes).toString('base64') };
  }
}

const provider = (texts: Readonly<Record<string, string | Uint8Array>>, top = TOP): Provider => new Provider(new Map(Object.entries(texts).map(([file, text]) => [`${top}/${file}`, text])));

describe('files of the client', function () {
  this.timeout(60_000);
  const disk = surroundings();
  const editors: Editor[] = [];
  afterEach(async () => { for (const editor of editors.splice(0)) await editor.dispose(); });
  after(() => disk.dispose());

  const start = async (files: Provider, uri: string, options: { capabilities?: object; settings?: { trusted: boolean } } = {}): Promise<Editor> => {
    const around: Surroundings = { ...clientFiles(files.ask), parser: disk.parser, languages: {}, now: disk.now };
    const editor = Editor.connect(around);
    editors.push(editor);
    await editor.connection.sendRequest('initialize', {
      processId: null, rootUri: null, capabilities: options.capabilities ?? {}, workspaceFolders: [{ uri, name: 'x' }], initializationOptions: options.settings ? { settings: options.settings } : {},
    });
    await editor.connection.sendNotification('initialized', {});
    await editor.idle();
    return editor;
  };

  it('have paths that are their addresses without escapes, and come back as addresses', () => {
    const { pathOfUri, uriOfPath } = clientFiles(() => Promise.reject(new Error('not asked')));
    for (const [uri, path] of [
      ['vscode-vfs://github/a%20b/%C3%A9%23.md', 'vscode-vfs://github/a b/é#.md'], ['vscode-remote://wsl%2Bubuntu/home/x.yaml', 'vscode-remote://wsl%2Bubuntu/home/x.yaml'],
      ['memfs:/x.md', 'memfs:/x.md'], ['file:///c%3A/x.md', 'file:///c:/x.md'],
    ] as const) {
      assert.equal(pathOfUri(uri), path);
      assert.equal(uriOfPath(path), uri);
    }
    assert.deepEqual(['vscode-vfs://github/a/', 'vscode-vfs://github/', 'VSCODE-VFS://github', 'memfs:/'].map(pathOfUri), ['vscode-vfs://github/a', 'vscode-vfs://github', 'vscode-vfs://github', 'memfs:']);
    assert.deepEqual([uriOfPath('vscode-vfs://github'), uriOfPath('memfs:')], ['vscode-vfs://github/', 'memfs:/']);
    // No folders, an escaped slash, a half escape, more than a path.
    assert.deepEqual(['untitled:Untitled-1', 'vscode-vfs://github/a%2Fb', 'vscode-vfs://github/%C3', 'sms-past:/a?b', 'vscode-vfs://github/a#b', 'no address'].map(pathOfUri), Array<undefined>(6).fill(undefined));
    assert.deepEqual(['memfs:/x', 'file:///x', '/x/y', 'c:/x', 'c:'].map(isClientPath), [true, true, false, false, false]);
  });

  it('give the same findings as files on disk', async () => {
    const texts: Texts = {
      'sms.yaml': `${SMS}ignore: [drafts]\nadopt:\n  - { files: old/*.txt, as: markdown, kind: document, id: { from: path } }\n`, 'old/a.txt': 'See [[SVC-OLD]].', 'é b/c.md': `\ufeff${page('DOC-B', '[[SVC-B]]')}`,
      'drafts/x.md': page('DOC-X', '[[SVC-X]]'), '.hidden/y.md': page('DOC-Y', '[[SVC-Y]]'), 'node_modules/z.md': page('DOC-Z', '[[SVC-Z]]'), 'pack/MANIFEST.sha256': '', 'pack/p.md': page('DOC-P', '[[SVC-P]]'),
      'inner/sms.yaml': SMS, 'inner/i.md': page('DOC-B', '[[SVC-I]]'), 'notes.md': 'No document.', 'log.yaml': 'kind: record-log\nid: LOG\ntitle: Incidents\nof: incident-record\ntable: { file: log.csv }\n', 'log.csv': 'id,title\nINC-1,Ä\nINC-1,b\n',
    };
    const folder = await new Folder().write(texts);
    try {
      const local = await Editor.start(disk, { folders: [folder.path] });
      editors.push(local);
      await local.idle();
      const far = await start(provider(texts), TOP);
      const named = (editor: Editor, top: string): string => JSON.stringify(editor.everything()).replaceAll(top, '');
      assert.match(named(far, TOP), /SVC-OLD.*SVC-B|SVC-B.*SVC-OLD/);
      assert.equal(named(far, TOP), named(local, folder.uri('').replace(/\/$/, '')));
    } finally {
      folder.remove();
    }
  });

  it('are judged as on disk where they are no text or too large', async () => {
    const far = await start(provider({
      'sms.yaml': SMS, 'latin.md': Buffer.from(page('DOC-L', 'caf\u00e9'), 'latin1'), 'wide.md': Buffer.from('\ufeffkind: x', 'utf16le'),
      'large.md': page('DOC-G', 'x'.repeat(LIMITS.fileBytes)), 'large-attachment.md': 'x'.repeat(LIMITS.fileBytes + 1), 'attachment.md': Buffer.from([0xe9, 0xe9]), 'away.md@': '',
    }), TOP);
    const rules = Object.fromEntries(Object.entries(far.everything()).map(([uri, found]) => [uri.slice(TOP.length + 1), found.map(({ code }) => String(code))]));
    assert.deepEqual([rules['latin.md'], rules['wide.md'], rules['large.md'], rules['large-attachment.md'], rules['attachment.md'], rules['away.md']], [['encoding-invalid'], ['encoding-invalid'], ['file-too-large'], undefined, undefined, undefined]);
  });

  it('come as streams of portions, of a table that is too much to hand over not at all', async () => {
    const bytes = Buffer.from(Array.from({ length: 200_000 }, (_, i) => i % 251)), files = provider({ 'log.csv': bytes });
    const portions: Uint8Array[] = [];
    for await (const portion of clientFiles(files.ask).openFiles(TOP).stream('log.csv')) portions.push(portion);
    assert.ok(portions.length > 1);
    assert.ok(Buffer.concat(portions).equals(bytes));
    const large = clientFiles(<R>() => Promise.resolve({ size: 2 ** 27, bytes: '' } as R)).openFiles(TOP).stream('log.csv');
    await assert.rejects(async () => { for await (const _ of large) assert.fail('nothing comes'); }, (error: unknown) => error instanceof UnreadableFile && /64 MiB/.test(error.detail));
    const gone = clientFiles(provider({}).ask).openFiles(TOP).stream('log.csv');
    await assert.rejects(async () => { for await (const _ of gone) assert.fail('nothing comes'); }, (error: unknown) => error instanceof UnreadableFile && error.reason === 'vanished');
  });

  it('have no history, which one sentence says, trusted or not', async () => {
    for (const settings of [undefined, { trusted: true }, { trusted: false }]) {
      const far = await start(provider({ 'sms.yaml': SMS, 'a.md': page('DOC-A', 'x') }), TOP, settings ? { settings } : {});
      const { roots: [root] } = await far.connection.sendRequest<RegisterResult>(REGISTER, {});
      assert.equal(root?.notes.length, 1);
      assert.match(root?.notes[0] ?? '', /git cannot be asked/);
    }
  });

  it('are asked for under the scheme of their folder, where the client lets us choose', async () => {
    const files = provider({ 'a b/sms.yaml': SMS });
    const far = await start(files, TOP, { capabilities: { textDocument: { synchronization: { dynamicRegistration: true }, filters: { relativePatternSupport: true } } } });
    await far.until('documents are asked for', () => [...far.registrations.values()].some(({ method }) => method === 'textDocument/didOpen'));
    const opening = [...far.registrations.values()].find(({ method }) => method === 'textDocument/didOpen');
    assert.deepEqual(opening?.registerOptions.documentSelector, [{ scheme: 'vscode-vfs', pattern: { baseUri: `${TOP}/a%20b`, pattern: '**/*' } }]);
  });

  it('follow what is typed, and what comes and goes', async () => {
    const files = provider({ 'sms.yaml': SMS, 'a.md': page('DOC-A', '[[DOC-B]]') }), far = await start(files, TOP), uri = `${TOP}/a.md`;
    assert.equal(far.of(uri, REFERENCE).length, 1);
    files.files.set(`${TOP}/b.md`, page('DOC-B', 'x'));
    await far.told(['created', `${TOP}/b.md`]);
    await far.until('the link resolves', () => far.of(uri, REFERENCE).length === 0);
    await far.open(uri, page('DOC-A', '[[DOC-C]]'));
    await far.until('the unsaved text counts', () => far.of(uri, REFERENCE).length === 1);
  });

  it('that cannot be opened are said to be, by a client that knows no such request too', async () => {
    const around: Surroundings = { ...clientFiles(() => Promise.reject(new Error('Unhandled method sms/folder'))), parser: disk.parser, languages: {}, now: disk.now };
    const editor = Editor.connect(around);
    editors.push(editor);
    await editor.connection.sendRequest('initialize', { processId: null, rootUri: TOP, capabilities: {}, workspaceFolders: null });
    await editor.connection.sendNotification('initialized', {});
    await editor.idle();
    await editor.until('it is logged', () => editor.logged.some(line => /a folder cannot be opened.*vscode-vfs/.test(line)));
    assert.deepEqual(editor.published, []);
  });

  it('are checked by the server of the desktop beside those on disk', async () => {
    const files = provider({ 'sms.yaml': SMS, 'a.md': page('DOC-A', '[[DOC-B]]') }), folder = await new Folder().write({ 'sms.yaml': SMS, 'a.md': page('DOC-A', '[[DOC-C]]') });
    const child = spawn(process.execPath, [join(process.cwd(), 'dist/server.cjs'), '--stdio']);
    try {
      const connection = createProtocolConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin)), found = new Map<string, string>();
      connection.onNotification('textDocument/publishDiagnostics', ({ uri, diagnostics }: PublishDiagnosticsParams) => { found.set(uri, JSON.stringify(diagnostics)); });
      for (const method of [FOLDER, FILE_BYTES]) connection.onRequest<unknown, void>(method, (params: object) => files.answer(method, params));
      connection.listen();
      const top = folder.uri('').replace(/\/$/, '');
      await connection.sendRequest('initialize', { processId: null, rootUri: null, capabilities: {}, workspaceFolders: [{ uri: TOP, name: 'far' }, { uri: top, name: 'near' }] });
      await connection.sendNotification('initialized', {});
      await connection.sendRequest(IDLE, {});
      assert.match(found.get(`${TOP}/a.md`) ?? '', /DOC-B/);
      assert.match(found.get(`${top}/a.md`) ?? '', /DOC-C/);
      const { roots } = await connection.sendRequest<RegisterResult>(REGISTER, {});
      assert.deepEqual(roots.map(({ uri, notes }) => [uri, /git cannot be asked/.test(notes.join())]), [[top, false], [TOP, true]]);
    } finally {
      child.kill('SIGKILL');
      folder.remove();
    }
  });

  describe('of which few are ours', () => {
    const ours: Texts = Object.fromEntries<string>([['sms.yaml', SMS], ...Array.from({ length: 10 }, (_, i): [string, string] => [`d/${i}.md`, page(`DOC-${i}`, `[[DOC-${i + 1}]]`)])]);
    const many = (of: (i: number) => string): Texts => Object.fromEntries(Array.from({ length: 20_000 }, (_, i): [string, string] => [of(i), 'kind: x']));

    it('nothing is read outside of an SMS in a subfolder, and each folder is opened twice at most', async () => {
      const files = provider({ ...many(i => `src/${i % 200}/f${i}.md`), ...Object.fromEntries(Object.entries(ours).map(([file, text]) => [`docs/sms/${file}`, text])) }), far = await start(files, TOP);
      assert.equal(far.status?.roots.length, 1);
      assert.equal(far.of(`${TOP}/docs/sms/d/9.md`, REFERENCE).length, 1);
      assert.deepEqual([...new Set(files.read)].filter(path => !path.startsWith(`${TOP}/docs/sms/`)), []);
      assert.deepEqual([...files.read].sort(), [...new Set(files.read)].sort(), 'no file is read twice');
      assert.equal(files.read.length, 11);
      // Once in search of roots; the two of the SMS once more each time that it is listed.
      assert.equal(files.opened.filter(path => path.startsWith(`${TOP}/src`)).length, 201);
      const [opened, read] = [files.opened.length, files.read.length];
      await far.open(`${TOP}/docs/sms/d/9.md`, page('DOC-9', 'Done.'));
      await far.until('it is mended', () => far.of(`${TOP}/docs/sms/d/9.md`, REFERENCE).length === 0);
      assert.deepEqual([files.opened.length, files.read.length], [opened, read], 'typing asks for no file');
      await far.told(...Array.from({ length: 500 }, (_, i): ['changed', string] => ['changed', `${TOP}/src/${i % 200}/f${i}.md`]));
      await far.idle();
      assert.deepEqual([files.opened.length, files.read.length], [opened, read], 'changes outside ask for none');
      await far.told(...Array.from({ length: 5_000 }, (_, i): ['created', string] => ['created', `${TOP}/src/${i % 200}/f${i}.md`]));
      await far.idle();
      assert.equal(files.read.length, read);
      assert.ok(files.opened.length - opened < 250, 'of thousands that come at once not each is opened in search of roots');
    });

    it('the same holds on disk', async () => {
      const folder = new Folder(), asked: string[] = [];
      try {
        for (let i = 0; i < 200; i++) await folder.write(Object.fromEntries(Array.from({ length: 100 }, (_, j) => [`src/${i}/f${j}.md`, 'kind: x'])));
        await folder.write(Object.fromEntries(Object.entries(ours).map(([file, text]) => [`docs/sms/${file}`, text])));
        const counting: Surroundings = { ...disk, openFiles: root => {
          const files = disk.openFiles(root);
          return { list: ignore => files.list(ignore), stream: file => files.stream(file), read: file => { asked.push(`${root}/${file}`); return files.read(file); } };
        } };
        const editor = await Editor.start(counting, { folders: [folder.path] });
        editors.push(editor);
        await editor.idle();
        assert.equal(editor.of(folder.uri('docs/sms/d/9.md'), REFERENCE).length, 1);
        assert.deepEqual([...asked].sort(), Object.keys(ours).map(file => `${folder.path}/docs/sms/${file}`).sort());
      } finally {
        folder.remove();
      }
    });

    it('of 20,000 attachments none is read', async () => {
      const files = provider({ ...many(i => `attachments/${i % 200}/f${i}.pdf`), ...ours }), far = await start(files, TOP);
      assert.equal(far.of(`${TOP}/d/9.md`, REFERENCE).length, 1);
      assert.equal(files.read.length, 11);
      await far.told(['changed', `${TOP}/d/3.md`]);
      await far.idle();
      assert.deepEqual(files.read.slice(11), [`${TOP}/d/3.md`]);
    });
  });
});
