import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { CLEAN, FAULTY, NOTE } from './fixtures.js';
import { inFolder } from './scenario.js';

/** The program itself, as it is installed. */
const CLI = join(process.cwd(), 'dist/cli.cjs');

interface Ended { code: number | null; stdout: string; stderr: string }

function start(argv: readonly string[], cwd: string, env: Record<string, string> = {}): ReturnType<typeof spawn> {
  return spawn(process.execPath, [CLI, ...argv], { cwd, env: { PATH: process.env['PATH'] ?? '', ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
}

async function end(argv: readonly string[], cwd: string, env: Record<string, string> = {}): Promise<Ended> {
  const child = start(argv, cwd, env);
  let stdout = '', stderr = '';
  child.stdout?.on('data', (chunk: Buffer) => { stdout += chunk.toString(); });
  child.stderr?.on('data', (chunk: Buffer) => { stderr += chunk.toString(); });
  const [code] = await once(child, 'close') as [number | null];
  return { code, stdout, stderr };
}

/** Enough documents that the check is still under way when a signal arrives. */
const LARGE: Readonly<Record<string, string>> = {
  ...CLEAN, ...Object.fromEntries(Array.from({ length: 3000 }, (_, n) => [`notes/n${n}.md`, NOTE('ROLE-SMM').replace('DOC-NOTE', `DOC-${n}`)])),
};

describe('sms as a process', function () {
  this.timeout(60_000);

  it('ends with the exit code of the outcome', async () => {
    await inFolder(CLEAN, async folder => assert.equal((await end(['check'], folder)).code, 0));
    await inFolder(FAULTY, async folder => assert.equal((await end(['check'], folder)).code, 1));
    await inFolder({}, async folder => assert.equal((await end(['check'], folder)).code, 2));
  });

  it('writes the same bytes in every locale and time zone (C12)', async () => {
    const files = { ...FAULTY, 'Ärger/ı.md': NOTE('ROLE-ı').replace('DOC-NOTE', 'DOC-ı'), 'z/I.md': NOTE('ROLE-I').replace('DOC-NOTE', 'DOC-Z') };
    await inFolder(files, async folder => {
      for (const format of ['text', 'json', 'sarif', 'github', 'gitlab', 'junit', 'md']) {
        const plain = await end(['check', '--format', format], folder);
        assert.equal(plain.code, 1);
        assert.ok(plain.stdout.length > 100);
        const places = [{ LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', TZ: 'Pacific/Kiritimati' }, { LANG: 'de_DE.UTF-8', LC_ALL: 'de_DE.UTF-8', TZ: 'America/Los_Angeles' }];
        await Promise.all(places.map(async env => { assert.equal((await end(['check', '--format', format], folder, env)).stdout, plain.stdout, `${format} ${JSON.stringify(env)}`); }));
      }
    });
  });

  it('writes the same bytes in whatever order the files came to the disk', async () => {
    const files = Object.entries({ ...FAULTY, 'b/x.md': NOTE('ROLE-B').replace('DOC-NOTE', 'DOC-B'), 'a/x.md': NOTE('ROLE-A').replace('DOC-NOTE', 'DOC-A') });
    const texts = [];
    for (const order of [files, [...files].reverse()]) texts.push(await inFolder(Object.fromEntries(order), async folder => (await end(['check'], folder)).stdout));
    assert.equal(texts[0], texts[1]);
  });

  it('is silent about a reader that has had enough (C03)', async () => {
    await inFolder(FAULTY, async folder => {
      for (const argv of [['check'], ['rules'], ['--help']]) {
        const child = start(argv, folder);
        child.stdout?.destroy();
        let stderr = '';
        child.stderr?.on('data', (chunk: Buffer) => { stderr += chunk.toString(); });
        const [code] = await once(child, 'close') as [number | null];
        assert.equal(stderr, '');
        assert.equal(code, argv[0] === 'check' ? 1 : 0);
      }
    });
  });

  for (const [signal, code] of [['SIGINT', 130], ['SIGTERM', 143]] as const) {
    it(`ends with ${code} after ${signal}, without a result (C01)`, async function () {
      if (process.platform === 'win32') this.skip();
      await inFolder(LARGE, async folder => {
        const child = start(['check', '--debug'], folder);
        let stdout = '', stderr = '';
        child.stdout?.on('data', (chunk: Buffer) => { stdout += chunk.toString(); });
        child.stderr?.on('data', (chunk: Buffer) => {
          if (stderr === '') child.kill(signal);
          stderr += chunk.toString();
        });
        const [ended] = await once(child, 'close') as [number | null];
        assert.equal(ended, code);
        assert.match(stderr, /there is no result/);
        assert.equal(stdout, '');
      });
    });
  }
});
