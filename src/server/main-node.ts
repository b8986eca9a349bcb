import { availableParallelism } from 'node:os';
import { createConnection } from 'vscode-languageserver/node';
import { diskFiles } from '../node/disk.js';
import { openHistory } from '../node/git-history.js';
import { parsePool } from '../node/parse-pool.js';
import { rootsBelow } from '../node/roots.js';
import { pathOfUri, slashed, uriOfPath } from '../node/uri.js';
import { serve } from './server.js';

/** The language server as a process of its own: `--stdio`, `--node-ipc`, `--socket=PORT` or `--pipe=NAME`, as the client says. */
const connection = createConnection();

// After a mistake of ours nothing is known about our state: say it and end, the client starts us anew.
process.on('uncaughtException', error => {
  process.stderr.write(`server: ended by a mistake in this program ${error.stack ?? error.message}\n`, () => { process.exit(70); });
});

serve(connection, {
  openFiles: diskFiles,
  openHistory: (root, { git, allowedSigners }) => openHistory({ root, ...(git !== undefined && { program: git }), ...(allowedSigners !== undefined && { allowedSigners }) }),
  // A file gets a second; the first of a thread waits for the thread to start as well.
  parser: parsePool({ worker: `${__dirname}/worker.cjs`, threads: Math.max(1, Math.min(4, availableParallelism() - 1)), seconds: 3 }),
  findRoots: async (folder, depth) => {
    const { roots, unreadable, cut } = await rootsBelow(folder, depth);
    return { roots: roots.map(slashed), unreadable, cut };
  },
  pathOfUri, uriOfPath,
  now: () => new Date(),
});
