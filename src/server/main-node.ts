import { availableParallelism } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { createConnection } from 'vscode-languageserver/node';
import languages from '#languages';
import { diskFiles } from '../node/disk.js';
import { openHistory } from '../node/git-history.js';
import { giveBackMemory } from '../node/memory.js';
import { parsePool } from '../node/parse-pool.js';
import { rootsBelow } from '../node/roots.js';
import { pathOfUri, slashed, uriOfPath } from '../node/uri.js';
import { clientFiles, isClientPath } from './client-files.js';
import { pastsIn } from './past.js';
import { serve } from './server.js';

/** Milliseconds without a question or a change after which nobody will mind that memory is given back. */
const QUIET = 10_000;

/** The language server as a process of its own: `--stdio`, `--node-ipc`, `--socket=PORT` or `--pipe=NAME`, as the client says. */
const connection = createConnection();

// Each check leaves much behind that is soon of no use. By itself V8 (Node's engine) lets the heap grow to a multiple of what is in use before it looks for that.
setFlagsFromString('--heap-growing-percent=25');

// After a mistake of ours nothing is known about our state: say it and end, the client starts us anew.
process.on('uncaughtException', error => {
  process.stderr.write(`server: ended by a mistake in this program ${error.stack ?? error.message}\n`, () => { process.exit(70); });
});

const far = clientFiles((method, params) => connection.sendRequest(method, params));

// A file gets a second; the first of a thread waits for the thread to start as well.
const parser = parsePool({ worker: `${__dirname}/worker.cjs`, threads: Math.max(1, Math.min(4, availableParallelism() - 1)), seconds: 3 });

serve(connection, {
  openFiles: root => (isClientPath(root) ? far.openFiles(root) : diskFiles(root)),
  openHistory: (root, { git, allowedSigners }) => (isClientPath(root) ? undefined
    : openHistory({ root, ...(git !== undefined && { program: git }), ...(allowedSigners !== undefined && { allowedSigners }) })),
  pastsOf: (root, programs) => (isClientPath(root) ? undefined : pastsIn(root, programs)),
  parser,
  turn: go => { setImmediate(go); },
  rest: { after: QUIET, begin: async () => { await parser.endIdle(); giveBackMemory(); }, end: () => parser.ready() },
  findRoots: async (folder, depth) => {
    if (isClientPath(folder)) return far.findRoots(folder, depth);
    const { roots, unreadable, cut } = await rootsBelow(folder, depth);
    return { roots: roots.map(slashed), unreadable, cut };
  },
  pathOfUri: uri => (uri.startsWith('file:') ? pathOfUri(uri) : far.pathOfUri(uri)),
  uriOfPath: path => (isClientPath(path) ? far.uriOfPath(path) : uriOfPath(path)),
  languages,
  now: () => new Date(),
});
