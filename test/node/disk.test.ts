import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { diskFiles } from '../../src/node/disk.js';
import { parsePool } from '../../src/node/parse-pool.js';
import { Session, outcome, type CheckResult } from '../../src/session/session.js';
import type { Files } from '../../src/sms/files.js';
import { LIMITS } from '../../src/sms/limits.js';

const CONFIG = 'sms: 1\norganization: Example\ntimeZone: UTC\ntoday: 2026-10-15\nstage: building\n';
const document = (id: string): string => `kind: document\nid: ${id}\ntitle: ${id}\nversion: 1.0\nstatus: draft\nowner: ROLE-A\napprover: ROLE-A\nreviewEvery: 12 months\n`;

describe('what stands on a disk', function () {
  const posix = process.platform !== 'win32';
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'sms-disk-'));
    writeFileSync(join(root, 'sms.yaml'), CONFIG);
    writeFileSync(join(root, 'good.yaml'), `${document('GOOD')}zzz: 1\n`);
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const check = async (options: { files?: Files; worker?: string; seconds?: number } = {}): Promise<CheckResult> => {
    const pool = parsePool({ worker: options.worker ?? join(process.cwd(), 'dist/worker.cjs'), threads: 1, seconds: options.seconds ?? 10 });
    try {
      const session = new Session(options.files ?? diskFiles(root), pool);
      await session.refresh();
      return await session.check({ now: new Date(0) });
    } finally {
      await pool.dispose();
    }
  };
  const about = (result: CheckResult, file: string): string[] => result.findings.filter(f => f.file === file).map(({ rule, message }) => `${rule} ${message}`);

  it('P01 links that leave the root are told and not followed; links inside are judged where they lead', async function () {
    if (!posix) this.skip();
    const outside = mkdtempSync(join(tmpdir(), 'sms-outside-'));
    writeFileSync(join(outside, 'secret.yaml'), document('SECRET'));
    symlinkSync(join(outside, 'secret.yaml'), join(root, 'link.yaml'));
    symlinkSync(outside, join(root, 'folder'));
    symlinkSync(join(root, 'good.yaml'), join(root, 'again.yaml'));
    symlinkSync('.', join(root, 'loop'));
    const result = await check();
    rmSync(outside, { recursive: true });
    assert.deepEqual(about(result, 'link.yaml'), ['link-outside-root symlink']);
    assert.deepEqual(about(result, 'folder'), ['link-outside-root symlink']);
    assert.deepEqual(result.model.artefacts.map(({ id }) => id), ['GOOD']);
    assert.deepEqual(about(result, 'good.yaml').filter(f => f.startsWith('field-unknown')), ['field-unknown unknown']);
  });

  it('P03 a named pipe is no document and blocks nothing', async function () {
    if (!posix) this.skip();
    execFileSync('mkfifo', [join(root, 'pipe.yaml')]);
    assert.deepEqual(about(await check(), 'pipe.yaml'), ['file-unreadable not-a-file']);
  });

  it('P05 a folder beside the root whose name begins alike is outside', async function () {
    if (!posix) this.skip();
    mkdirSync(`${root}-evil`);
    writeFileSync(`${root}-evil/x.yaml`, document('EVIL'));
    symlinkSync(`${root}-evil/x.yaml`, join(root, 'x.yaml'));
    const result = await check();
    rmSync(`${root}-evil`, { recursive: true });
    assert.deepEqual(about(result, 'x.yaml'), ['link-outside-root symlink']);
  });

  it('P09 a file that is deleted between listing and reading makes the run incomplete, the others are checked', async () => {
    writeFileSync(join(root, 'gone.yaml'), document('GONE'));
    const disk = diskFiles(root);
    const result = await check({ files: { ...disk, list: async ignore => { const listing = await disk.list(ignore); rmSync(join(root, 'gone.yaml')); return listing; } } });
    assert.deepEqual(about(result, 'gone.yaml'), ['file-unreadable vanished']);
    assert.ok(about(result, 'good.yaml').includes('field-unknown unknown'));
    assert.equal(outcome(result, 'minor'), 'incomplete');
  });

  it('P09 a file that cannot be opened makes the run incomplete', async () => {
    writeFileSync(join(root, 'locked.yaml'), document('LOCKED'));
    const disk = diskFiles(root);
    // As root every file can be opened, so the refusal is put in its place.
    const result = await check({ files: { ...disk, read: async file => (file === 'locked.yaml' ? { ok: false, reason: 'unreadable', detail: 'no permission' } : disk.read(file)) } });
    assert.deepEqual(about(result, 'locked.yaml'), ['file-unreadable unreadable']);
    assert.equal(outcome(result, 'minor'), 'incomplete');
  });

  it('a thread that hangs over a file is ended: that file is over a limit, the others go on', async () => {
    writeFileSync(join(root, 'slow.yaml'), document('SLOW'));
    const worker = join(root, '.worker.cjs');
    writeFileSync(worker, `const { parentPort } = require('node:worker_threads');
parentPort.postMessage('ready');
parentPort.on('message', ({ jobs }) => { for (const { at, job } of jobs) {
  if (job.file === 'slow.yaml') for (;;);
  parentPort.postMessage({ at, facts: JSON.stringify({ file: job.file, items: [], references: [], candidates: [], sections: [], diagrams: [], prose: [], reports: [] }) });
} });`);
    const result = await check({ worker, seconds: 1 });
    assert.deepEqual(about(result, 'slow.yaml'), ['limit-reached time']);
    assert.deepEqual(result.incomplete.map(({ file }) => file), ['slow.yaml']);
  });

  it('a thread that is not there is an error, not the fault of a file', async () => {
    for (let at = 0; at < 600; at++) writeFileSync(join(root, `d${at}.yaml`), document(`D-${at}`));
    await assert.rejects(check({ worker: join(root, 'nowhere.cjs') }));
  });

  it('folders deeper than the limit, and paths longer, make the run incomplete', async () => {
    mkdirSync(join(root, ...Array.from({ length: LIMITS.pathDepth + 2 }, () => 'd')), { recursive: true });
    const deep = await check();
    assert.deepEqual(about(deep, 'sms.yaml').filter(f => f.startsWith('limit')), ['limit-reached depth']);
    assert.equal(outcome(deep, 'minor'), 'incomplete');
    rmSync(join(root, 'd'), { recursive: true });
    mkdirSync(join(root, ...Array.from({ length: 6 }, () => 'x'.repeat(200))), { recursive: true });
    assert.deepEqual(about(await check(), 'sms.yaml').filter(f => f.startsWith('limit')), ['limit-reached path']);
  });

  it('a large file and one in another encoding are attachments unless they claim to be an artefact', async () => {
    writeFileSync(join(root, 'lock.yaml'), `packages:\n${'  a: 1\n'.repeat(200_000)}`);
    writeFileSync(join(root, 'notes.md'), Buffer.from('# Caf\u00e9\n', 'latin1'));
    writeFileSync(join(root, 'large.yaml'), `${document('LARGE')}# ${'x'.repeat(1_100_000)}\n`);
    const result = await check();
    assert.deepEqual(result.incomplete.map(({ file }) => file), ['large.yaml']);
    assert.deepEqual(['lock.yaml', 'notes.md'].flatMap(file => about(result, file)), []);
  });

  it('a page that only shows fields in its text is an attachment', async () => {
    writeFileSync(join(root, 'how-to.md'), '\n---\n\n# Deployments\n\n```yaml\nkind: Deployment\n```\n');
    writeFileSync(join(root, 'late.md'), '\n---\nkind: document\nid: LATE\n---\n');
    const result = await check();
    assert.deepEqual(about(result, 'how-to.md'), []);
    assert.deepEqual(about(result, 'late.md'), ['front-matter-unclosed unopened']);
  });

  it('an SMS inside, a pack, dot folders and node_modules are not looked at; a folder that is called sms.yaml hides nothing', async () => {
    for (const folder of ['inner', 'pack', '.hidden', 'node_modules', 'odd']) {
      mkdirSync(join(root, folder));
      writeFileSync(join(root, folder, 'a.yaml'), document(`IN-${folder}`));
    }
    writeFileSync(join(root, 'inner', 'sms.yaml'), CONFIG);
    writeFileSync(join(root, 'pack', 'MANIFEST.sha256'), '');
    mkdirSync(join(root, 'odd', 'sms.yaml'));
    assert.deepEqual((await check()).model.artefacts.map(({ id }) => id), ['GOOD', 'IN-odd']);
  });

  it('what sms.yaml asks for and this release does not do is incomplete', async () => {
    writeFileSync(join(root, 'sms.yaml'), `${CONFIG}schemas: kinds\n`);
    const result = await check();
    assert.equal(outcome(result, 'minor'), 'incomplete');
    assert.match(result.incomplete[0]?.reason ?? '', /schemas/);
  });

  for (const [what, lines] of Object.entries({
    'files outside': 'adopt: [{ files: ../x/*.md, as: markdown, kind: document }]', 'an unknown kind': 'adopt: [{ files: x/*.md, as: markdown, kind: dokument }]',
    'an unknown field': 'adopt: [{ files: x/*.md, as: markdown, kind: document, fields: { titel: name } }]', 'an unknown type': 'ids: { servcie: SVC-* }', 'a kind that is none': 'reviewEvery: { documnet: 1 year }',
  })) {
    it(`sms.yaml that names ${what} cannot be used`, async () => {
      writeFileSync(join(root, 'sms.yaml'), `${CONFIG}${lines}\n`);
      assert.equal(outcome(await check(), 'minor'), 'error');
    });
  }
});
