import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parsePool } from '../../src/node/parse-pool.js';
import { defaults } from '../../src/sms/config.js';
import { emptyFacts } from '../../src/sms/parse.js';

describe('threads that parse', () => {
  let root: string;
  beforeEach(() => { root = mkdtempSync(join(tmpdir(), 'sms-pool-')); });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('are started where there is work enough for them: few files wait for one that is there', async () => {
    // Each leaves a file where it was started.
    const worker = join(root, 'worker.cjs'), started = join(root, 'started-');
    writeFileSync(worker, `const { parentPort, threadId } = require('node:worker_threads');
require('node:fs').writeFileSync(${JSON.stringify(started)} + threadId, '');
parentPort.on('message', ({ jobs }) => { for (const { at, job } of jobs) parentPort.postMessage({ at, facts: JSON.stringify({ ...${JSON.stringify(emptyFacts(''))}, file: job.file }) }); });
parentPort.postMessage('ready');
`);
    const count = (): number => readdirSync(root).filter(name => name.startsWith('started-')).length;
    const pool = parsePool({ worker, threads: 2, seconds: 10, forOneRun: true });
    const parse = async (files: number): Promise<void> => {
      const jobs = Array.from({ length: files }, (_, at) => ({ file: `${at}.yaml`, text: '' }));
      assert.deepEqual((await pool.parse(jobs, { config: defaults('sms.yaml'), today: '2026-01-01' })).map(({ file }) => file), jobs.map(({ file }) => file));
    };
    try {
      await parse(60);
      assert.equal(count(), 1);
      await parse(60);
      assert.equal(count(), 1);
      await parse(300);
      assert.equal(count(), 2);
    } finally {
      await pool.dispose();
    }
  });
});
