import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import {
  createProtocolConnection, createServerConnection, FileChangeType, StreamMessageReader, StreamMessageWriter,
  type ClientCapabilities, type Diagnostic, type ProtocolConnection, type PublishDiagnosticsParams, type Registration,
} from './protocol.js';
import { diskFiles } from '../../src/node/disk.js';
import { parsePool } from '../../src/node/parse-pool.js';
import { rootsBelow } from '../../src/node/roots.js';
import { pathOfUri, slashed, uriOfPath } from '../../src/node/uri.js';
import { IDLE, STATUS, type IdleResult, type InitializationOptions, type StatusParams } from '../../src/protocol.js';
import { serve } from '../../src/server/server.js';
import type { Surroundings } from '../../src/server/workspace.js';

/** How long an expected publication may take, in milliseconds: a limit for what never comes, not a measure. */
const LIMIT = 20_000;

/** Texts of a folder by their paths. */
export type Texts = Readonly<Record<string, string>>;

/** A temporary folder with these files; `remove` takes it away. */
export class Folder {
  readonly path = slashed(realpathSync(mkdtempSync(join(tmpdir(), 'sms lsp '))));

  async write(texts: Texts): Promise<this> {
    for (const [file, text] of Object.entries(texts)) {
      await mkdir(dirname(join(this.path, file)), { recursive: true });
      await writeFile(join(this.path, file), text);
    }
    return this;
  }
  async delete(file: string): Promise<void> { await rm(join(this.path, file), { recursive: true }); }
  async rename(from: string, to: string): Promise<void> { await rename(join(this.path, from), join(this.path, to)); }
  uri(file: string): string { return uriOfPath(`${this.path}/${file}`); }
  remove(): void { rmSync(this.path, { recursive: true, force: true }); }
}

/** The real surroundings of the server, with the threads of the build. */
export function surroundings(): Surroundings & { dispose(): Promise<void> } {
  const parser = parsePool({ worker: join(process.cwd(), 'dist/worker.cjs'), threads: 1, seconds: 10 });
  return {
    openFiles: diskFiles, parser, pathOfUri, uriOfPath,
    findRoots: async (folder, depth) => {
      const { roots, unreadable, cut } = await rootsBelow(folder, depth);
      return { roots: roots.map(slashed), unreadable, cut };
    },
    now: () => new Date('2026-10-15T12:00:00Z'),
    languages: {},
    dispose: () => parser.dispose(),
  };
}

export interface EditorOptions { folders: readonly string[]; capabilities?: ClientCapabilities; options?: InitializationOptions; locale?: string }

/** A language client as small as can be, over JSON-RPC in memory, that remembers all that the server published. */
export class Editor {
  readonly published: PublishDiagnosticsParams[] = [];
  readonly registrations = new Map<string, Registration>();
  readonly logged: string[] = [];
  status: StatusParams | undefined;
  private readonly current = new Map<string, Diagnostic[]>();
  private readonly versions = new Map<string, number>();
  private waiting: (() => void)[] = [];

  private constructor(readonly connection: ProtocolConnection, private readonly end: () => void) {}

  /** A client and a server that are connected, not initialized. */
  static connect(around: Surroundings): Editor {
    const toServer = new PassThrough(), toClient = new PassThrough();
    const server = createServerConnection(toServer, toClient);
    serve(server, around);
    const connection = createProtocolConnection(new StreamMessageReader(toClient), new StreamMessageWriter(toServer));
    const editor = new Editor(connection, () => { server.dispose(); });
    connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
      editor.published.push(params);
      editor.current.set(params.uri, params.diagnostics);
      editor.wake();
    });
    connection.onNotification(STATUS, (params: StatusParams) => { editor.status = params; editor.wake(); });
    connection.onNotification('window/logMessage', ({ message }: { message: string }) => { editor.logged.push(message); });
    connection.onRequest('client/registerCapability', ({ registrations }: { registrations: Registration[] }) => {
      for (const registration of registrations) editor.registrations.set(registration.id, registration);
      editor.wake();
      return null;
    });
    connection.onRequest('client/unregisterCapability', ({ unregisterations }: { unregisterations: { id: string }[] }) => {
      for (const { id } of unregisterations) editor.registrations.delete(id);
      editor.wake();
      return null;
    });
    connection.listen();
    return editor;
  }

  static async start(around: Surroundings, options: EditorOptions): Promise<Editor> {
    const editor = Editor.connect(around);
    await editor.initialize(options);
    return editor;
  }

  async initialize({ folders, capabilities = {}, options = {}, locale }: EditorOptions): Promise<unknown> {
    const result = await this.connection.sendRequest('initialize', {
      processId: null, rootUri: null, capabilities, initializationOptions: options, ...(locale !== undefined && { locale }),
      workspaceFolders: folders.map(path => ({ uri: uriOfPath(path), name: path })),
    });
    await this.connection.sendNotification('initialized', {});
    return result;
  }

  diagnostics(uri: string): Diagnostic[] { return this.current.get(uri) ?? []; }
  codes(uri: string): string[] { return this.diagnostics(uri).map(({ code }) => String(code)); }
  /** Those of one rule. */
  of(uri: string, rule: string): Diagnostic[] { return this.diagnostics(uri).filter(({ code }) => code === rule); }
  /** All that stands, by address. */
  everything(): Record<string, Diagnostic[]> { return Object.fromEntries([...this.current].filter(([, found]) => found.length > 0).sort(([a], [b]) => (a < b ? -1 : 1))); }

  async open(uri: string, text: string): Promise<void> {
    this.versions.set(uri, 1);
    await this.connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version: 1, text } });
  }
  /** Replaces the whole text, or the range given. */
  async change(uri: string, text: string, range?: Diagnostic['range']): Promise<number> {
    const version = (this.versions.get(uri) ?? 0) + 1;
    this.versions.set(uri, version);
    await this.connection.sendNotification('textDocument/didChange', { textDocument: { uri, version }, contentChanges: [{ text, ...(range && { range }) }] });
    return version;
  }
  async save(uri: string): Promise<void> { await this.connection.sendNotification('textDocument/didSave', { textDocument: { uri } }); }
  async close(uri: string): Promise<void> { await this.connection.sendNotification('textDocument/didClose', { textDocument: { uri } }); }
  async told(...changes: ['created' | 'changed' | 'deleted', string][]): Promise<void> {
    const types = { created: FileChangeType.Created, changed: FileChangeType.Changed, deleted: FileChangeType.Deleted };
    await this.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: changes.map(([type, uri]) => ({ uri, type: types[type] })) });
  }

  idle(): Promise<IdleResult> { return this.connection.sendRequest<IdleResult>(IDLE, {}); }

  /** Waits until it holds, looking again after each message of the server. */
  async until(what: string, holds: () => boolean): Promise<void> {
    const timer = setTimeout(() => { this.wake(); }, LIMIT);
    const end = performance.now() + LIMIT;
    try {
      while (!holds()) {
        if (performance.now() >= end) throw new Error(`This did not happen: ${what}\n${JSON.stringify(this.everything(), undefined, 1)}\n${this.logged.join('\n')}`);
        await new Promise<void>(resolve => { this.waiting.push(resolve); });
      }
    } finally {
      clearTimeout(timer);
    }
  }

  async dispose(): Promise<void> {
    await this.connection.sendRequest('shutdown');
    this.connection.dispose();
    this.end();
  }

  private wake(): void { for (const resolve of this.waiting.splice(0)) resolve(); }
}
