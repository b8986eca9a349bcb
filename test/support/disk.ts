import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { diskFiles } from '../../src/node/disk.js';
import { parsePool } from '../../src/node/parse-pool.js';
import { Session, type CheckResult } from '../../src/session/session.js';

/** Checks a folder as the command line does: real disk, real threads. */
export async function checkFolder(folder: string, options: { today?: string; config?: string } = {}): Promise<CheckResult> {
  const pool = parsePool({ worker: join(process.cwd(), 'dist/worker.cjs'), threads: 2, seconds: 10 });
  try {
    const session = options.config === undefined ? new Session(diskFiles(folder), pool)
      : new Session(diskFiles(folder), pool, { configFile: options.config, configText: readFileSync(options.config, 'utf8') });
    await session.refresh();
    return await session.check({ now: new Date('2026-10-15T10:00:00Z'), ...(options.today !== undefined && { today: options.today }) });
  } finally {
    await pool.dispose();
  }
}
