import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, renameSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { placesOf, readZip, zipOf } from '../../src/evidence/archive.js';
import { manifestOf, readManifest } from '../../src/evidence/statement.js';
import { writeFolder } from '../../src/node/write-folder.js';
import { sha256Of } from '../../src/sms/hash.js';
import { Repository } from '../support/repository.js';
import { CLEAN, NOTE } from './fixtures.js';
import { inFolder, runHere, type Ran } from './scenario.js';

const CLI = join(process.cwd(), 'dist/cli.cjs');
const NAMES: Readonly<Record<string, string>> = { ...CLEAN, 'notes/b.md': NOTE('ROLE-SMM'), 'notes/a.md': NOTE('ROLE-SMM').replace('DOC-NOTE', 'DOC-A').replace('Text.', 'Two\nlines.'), 'plan.txt': 'An attachment.\n' };

/** All files below a folder with their bytes. */
function under(folder: string): Map<string, Buffer> {
  const paths = (readdirSync(folder, { recursive: true, withFileTypes: true })).filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name).slice(folder.length + 1));
  return new Map(paths.sort().map(path => [path, readFileSync(join(folder, path))]));
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe('sms pack', function () {
  this.timeout(120_000);
  let repository: Repository, out: string;

  beforeEach(async () => {
    repository = await Repository.create();
    repository.write(NAMES).commit({ date: '2026-03-30T10:00:00+00:00' });
    out = join(dirname(repository.path), 'evidence');
  });
  afterEach(() => { repository.remove(); });

  const env = (): Record<string, string> => Object.fromEntries(Object.entries(repository.environment).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
  const sms = (...argv: string[]): Promise<Ran> => runHere(argv, { cwd: repository.path, env: env() });
  const packed = async (...argv: string[]): Promise<string> => {
    const { status, stderr } = await sms('pack', '-o', out, ...argv);
    assert.equal(status, 0, stderr);
    return out;
  };

  it('writes the same bytes of a commit in every locale, time zone, home and folder, whatever the order of the files', async () => {
    const commit = repository.git('rev-parse', 'HEAD'), other = join(dirname(repository.path), 'Ümlaut copy');
    execFileSync('git', ['clone', '-q', repository.path, other], { env: repository.environment });
    // The same files, made in another order.
    for (const file of Object.keys(NAMES).reverse()) { const text = readFileSync(join(other, file)); unlinkSync(join(other, file)); writeFileSync(join(other, file), text); }
    const places = [
      { cwd: repository.path, folder: '.', own: join(dirname(repository.path), 'p1'), more: { TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', USER: 'ann' } },
      { cwd: '/', folder: other, own: join(dirname(repository.path), 'p2'), more: { TZ: 'America/Los_Angeles', LANG: 'de_DE.UTF-8', LC_ALL: 'C', USER: 'bob', SMS_THREADS: '1' } },
    ];
    for (const [format, ...at] of [['all', '--at', commit], ['zip', '--at', commit], ['all', '--today', '2026-03-31']] as const) {
      const [one, two] = places.map(({ cwd, folder, own, more }) => {
        const { status, stderr } = spawnSync(process.execPath, [CLI, 'pack', folder, '-o', own, '--format', format, ...at], { cwd, env: { ...env(), ...more }, encoding: 'utf8' });
        assert.equal(status, 0, stderr);
        const files = under(own);
        rmSync(own, { recursive: true });
        return files;
      });
      assert.deepEqual([...one?.keys() ?? []], [...two?.keys() ?? []]);
      for (const [path, bytes] of one ?? []) assert.ok(two?.get(path)?.equals(bytes), `${format}: ${path}`);
      assert.ok((one?.size ?? 0) >= 1);
      for (const [path, bytes] of one ?? []) for (const word of [repository.path, dirname(repository.path), basename(other)]) assert.ok(!bytes.includes(word), `${path} tells ${word}`);
    }
  });

  it('holds the very bytes of the commit, and says what it is', async () => {
    repository.tag('v1', { message: 'First' });
    const files = under(await packed('--at', 'v1'));
    for (const [file, text] of Object.entries(NAMES)) assert.equal(files.get(`artefacts/${file}`)?.toString(), text);
    const statement = JSON.parse(files.get('STATEMENT.json')?.toString() ?? '');
    assert.equal(statement.subject[0].digest.sha256, sha256(files.get('MANIFEST.sha256') ?? Buffer.alloc(0)));
    assert.equal(statement.subject[1].digest.gitCommit, repository.git('rev-parse', 'HEAD'));
    assert.equal(statement.subject[2].digest.gitTree, repository.git('rev-parse', 'HEAD^{tree}'));
    assert.equal(statement.predicate.commit.tag, 'v1');
    assert.equal(statement.predicate.today, '2026-03-30');
    assert.deepEqual(statement.predicate.tool.rules.examples.right, statement.predicate.tool.rules.examples.count);
    const listed = JSON.parse(files.get('data/files.json')?.toString() ?? '') as { file: string; blob: string }[];
    for (const { file, blob } of listed) assert.equal(blob, repository.git('rev-parse', `HEAD:${file}`));
  });

  it('calls what is not the commit a draft, and --require refuses it', async () => {
    for (const dirty of [{ 'notes/a.md': NOTE('ROLE-SMM').replace('DOC-NOTE', 'DOC-A') }, { 'notes/new.md': NOTE('ROLE-SMM').replace('DOC-NOTE', 'DOC-NEW') }, { 'notes/b.md': undefined }, { 'plan.txt': 'Another.\n' }]) {
      repository.write(dirty);
      const { status, stderr } = await sms('pack', '-o', out, '--require', 'E1');
      assert.equal(status, 1);
      assert.match(stderr, new RegExp(`A draft: .*${Object.keys(dirty)[0] ?? ''}`));
      assert.ok(!existsSync(out));
      const pack = JSON.parse(under(await packed()).get('pack.json')?.toString() ?? '');
      assert.equal(pack.draft, true);
      assert.equal(pack.level.level, 'E0');
      // The commit itself is what it was.
      assert.equal(JSON.parse(under(await packed('--at', 'HEAD', '--require', 'E1')).get('pack.json')?.toString() ?? '').draft, false);
      rmSync(out, { recursive: true });
      repository.git('checkout', '-q', '--', '.');
      repository.git('clean', '-qfd');
    }
  });

  it('is a draft without a repository', async () => {
    await inFolder(NAMES, async folder => {
      const { status } = await runHere(['pack', '-o', '../sms-evidence-of-none', '--require', 'E1'], { cwd: folder });
      assert.equal(status, 1);
    });
  });

  it('is of a higher level where a trusted signer signed the tag', async () => {
    const key = repository.sshKey('ann'), signers = join(dirname(repository.path), 'signers');
    writeFileSync(signers, repository.signerLine(key, 'ann@example.org'));
    repository.tag('v1', { message: 'First', sign: key });
    const { status, stderr } = await runHere(['pack', '-o', out, '--at', 'v1', '--require', 'E2'], { cwd: repository.path, env: { ...env(), SMS_ALLOWED_SIGNERS: signers } });
    assert.equal(status, 0, stderr);
    assert.equal((await sms('pack', '-o', out, '--at', 'v1', '--require', 'E2')).status, 1);
  });

  it('shows a document as it is in force, in the very bytes that were approved, while the next version is written', async () => {
    const roles = CLEAN['roles.yaml']?.replace('people: [{ id: P-ANN, name: Ann Smit }]', 'people:\n  - { id: P-ANN, name: Ann Smit, emails: [ann@example.org] }\n  - { id: P-BOB, name: Bob Beech, emails: [bob@example.org] }')
      .replace('  - id: ROLE-SMM\n', '  - { id: ROLE-DIR, title: Director, holders: [{ person: P-BOB, from: 2026-01-01 }] }\n  - id: ROLE-SMM\n') ?? '';
    const note = NOTE('ROLE-SMM').replace('approver: ROLE-SMM', 'approver: ROLE-DIR').replace('status: draft', 'status: in-review');
    repository.write({ 'roles.yaml': roles, 'notes/b.md': note }).commit({ date: '2026-03-30T10:00:00+00:00' });
    repository.git('config', 'user.email', 'bob@example.org');
    repository.git('config', 'user.name', 'Bob Beech');
    const approved = await sms('approve', 'DOC-NOTE', '--meaning', 'approved');
    assert.equal(approved.status, 0, approved.stderr);
    repository.commit({ author: 'Bob Beech <bob@example.org>', date: '2026-03-31T10:00:00+00:00', message: approved.stdout });
    const then = readFileSync(join(repository.path, 'notes/b.md'), 'utf8');
    repository.write({ 'notes/b.md': then.replace('status: approved', 'status: draft').replace(/version: .*/, 'version: "2"').replace('Text.', 'The next text.') }).commit({ date: '2026-03-31T11:00:00+00:00' });
    const files = under(await packed('--at', 'HEAD')), register = JSON.parse(files.get('data/register.json')?.toString() ?? '') as { id: string; by: string; version: string; versionInForce: string; blob: string }[], entry = register.find(({ id }) => id === 'DOC-NOTE');
    assert.equal(entry?.by, 'record');
    assert.equal(entry.version, '2');
    assert.match(files.get('artefacts/notes/b.md')?.toString() ?? '', /The next text\./);
    const held = files.get('in-force/notes/b.md')?.toString() ?? '';
    assert.match(held, /\nText\.\n/);
    assert.match(held, new RegExp(`version: "?${entry.versionInForce}"?\n`));
    assert.equal(repository.git('cat-file', 'blob', entry.blob), held.trimEnd());
  });

  it('says where the history ends, and can be told to refuse that', async () => {
    repository.write({ 'notes/a.md': NOTE('ROLE-SMM').replace('DOC-NOTE', 'DOC-A').replace('Text.', 'Later.') }).commit();
    const shallow = join(dirname(repository.path), 'shallow');
    execFileSync('git', ['clone', '-q', '--depth', '1', `file://${repository.path}`, shallow], { env: repository.environment });
    const refused = await runHere(['pack', '-o', out, '--require-complete-history'], { cwd: shallow, env: env() });
    assert.equal(refused.status, 3);
    assert.ok(!existsSync(out));
    const { status, stderr } = await runHere(['pack', '-o', out], { cwd: shallow, env: env() });
    assert.equal(status, 3);
    assert.match(stderr, /git fetch --unshallow/);
    assert.equal(JSON.parse(readFileSync(join(out, 'pack.json'), 'utf8')).outcome, 'incomplete');
    assert.equal((await sms('pack', '-o', out, '--require-complete-history')).status, 0);
  });

  it('replaces a pack of its own, and nothing else', async () => {
    await packed();
    const before = under(out);
    repository.write({ 'notes/a.md': NOTE('ROLE-SMM').replace('DOC-NOTE', 'DOC-A').replace('Text.', 'Changed.') }).commit({ date: '2026-03-30T11:00:00+00:00' });
    await packed('--format', 'zip');
    assert.deepEqual(readdirSync(out), ['evidence-pack.zip']);
    await packed();
    assert.notDeepEqual(under(out).get('artefacts/notes/a.md'), before.get('artefacts/notes/a.md'));
    writeFileSync(join(out, 'mine.txt'), 'Not to be lost.');
    const { status, stderr } = await sms('pack', '-o', out);
    assert.equal(status, 2);
    assert.match(stderr, /mine\.txt/);
    assert.equal(readFileSync(join(out, 'mine.txt'), 'utf8'), 'Not to be lost.');
  });

  it('refuses folders that are not its own to write', async () => {
    const elsewhere = join(dirname(repository.path), 'elsewhere'), link = join(dirname(repository.path), 'link');
    mkdirSync(elsewhere);
    symlinkSync(elsewhere, link);
    writeFileSync(join(elsewhere, 'evidence-pack.zip'), 'no zip');
    for (const [target, said] of [
      [repository.path, /is the folder of the SMS/], [dirname(repository.path), /is the folder of the SMS, or holds it/], [join(repository.path, '.git', 'pack'), /belongs to git/], [join(repository.path, '.GIT', 'pack'), /belongs to git/],
      [link, /is a link/], [elsewhere, /evidence-pack\.zip/], [join(repository.path, 'plan.txt'), /plan\.txt/],
    ] as const) {
      const before = under(dirname(repository.path)), { status, stderr } = await sms('pack', '-o', target);
      assert.equal(status, 2, `${target} ${stderr}`);
      assert.match(stderr, said);
      assert.deepEqual([...under(dirname(repository.path)).keys()].filter(path => !path.startsWith('work/.GIT')), [...before.keys()]);
    }
    const { status, stderr } = await sms('pack', '-o', join(repository.path, 'plan.txt', 'pack'));
    assert.equal(status, 3);
    assert.match(stderr, /could not be written \(a file stands where a folder should\)/);
    if (existsSync('/proc/self')) assert.equal((await sms('pack', '-o', '/proc/nowhere/pack')).status, 3);
    assert.equal((await sms('pack')).status, 2);
    assert.equal((await sms('pack', '-o', '-')).status, 2);
  });

  it('may lie inside the SMS, which does not read it', async () => {
    assert.equal((await sms('pack', '-o', 'evidence')).status, 0);
    const { stdout } = await sms('check', '--format', 'json');
    assert.equal(JSON.parse(stdout).runs[0].artefacts, 3);
    assert.equal((await sms('pack', '-o', 'evidence', '--require', 'E1')).status, 0);
  });

  it('keeps what stood there whole where the machine fails in between', async () => {
    await packed();
    const before = under(out), tooLong = `${'x'.repeat(300)}.md`;
    const written = await writeFolder(out, [{ path: 'a.md', bytes: Buffer.from('a') }, { path: tooLong, bytes: Buffer.from('b') }], { apart: repository.path, lost: () => Promise.resolve(undefined) });
    assert.deepEqual(written, { ok: false, reason: 'failed', detail: 'ENAMETOOLONG' });
    assert.deepEqual(under(out), before);
    assert.deepEqual(readdirSync(dirname(out)).filter(name => name.includes('.tmp-')), []);
  });

  it('is whole or absent after a kill at any moment, and clears away what that left', async () => {
    const run = (): ReturnType<typeof spawn> => spawn(process.execPath, [CLI, 'pack', '-o', out, '--format', 'md'], { cwd: repository.path, env: env(), stdio: 'ignore' });
    const ended = (child: ReturnType<typeof spawn>): Promise<unknown> => new Promise(resolve => child.on('close', resolve));
    const before = process.hrtime.bigint();
    await ended(run());
    const whole = Number(process.hrtime.bigint() - before) / 1e6, left = (): string[] => readdirSync(dirname(out)).filter(name => name.includes('.tmp-'));
    for (let step = 0; step < 8; step++) {
      const child = run(), done = ended(child);
      await wait(whole * (0.5 + step * 0.07));
      child.kill('SIGKILL');
      await done;
      // Put aside and not replaced yet: the next run brings it back.
      if (existsSync(out)) assert.equal((await sms('verify', out)).status, 0, `after ${step}`);
      else assert.ok(left().some(name => name.includes('sms-old')));
    }
    mkdirSync(join(dirname(out), '.evidence.sms-new.tmp-999999'));
    renameSync(out, join(dirname(out), '.evidence.sms-old.tmp-999998'));
    assert.equal((await sms('pack', '-o', out, '--at', 'nowhere')).status, 2);
    const kept = await writeFolder(out, [], { apart: repository.path, lost: ({ names }) => Promise.resolve(names[0]) });
    assert.equal(kept.ok, false);
    assert.equal((await sms('verify', out)).status, 0);
    assert.deepEqual(left(), []);
  });

  it('signs the statement, and ssh-keygen agrees', async () => {
    const key = repository.sshKey('lena');
    await packed('--sign', key);
    assert.equal((await sms('verify', out)).status, 0);
    const bad = await sms('pack', '-o', join(dirname(out), 'unsigned'), '--sign', join(dirname(out), 'no-key'));
    assert.equal(bad.status, 3);
    assert.ok(!existsSync(join(dirname(out), 'unsigned')));
  });

  it('can be checked with the commands that VERIFY.md names', async () => {
    const key = repository.sshKey('lena'), signers = join(dirname(repository.path), 'signers');
    writeFileSync(signers, `lena@example.org namespaces="sms-evidence-pack" ${readFileSync(`${key}.pub`, 'utf8')}`);
    repository.tag('v1', { message: 'First' });
    await packed('--sign', key, '--at', 'v1');
    const commands = [...readFileSync(join(out, 'VERIFY.md'), 'utf8').matchAll(/```sh\n([\s\S]*?)```/g)].map(([, command = '']) => command);
    const bash = (command: string, cwd = out): { out: string; status: number | null } => {
      const ran = spawnSync('bash', ['-c', command], { cwd, encoding: 'utf8', env: { ...repository.environment, REPOSITORY: repository.path, ALLOWED_SIGNERS: signers, ADDRESS: 'lena@example.org' } });
      return { out: `${ran.stdout}${ran.stderr}`.trim(), status: ran.status };
    };
    const said = commands.map(command => bash(command).out);
    assert.equal(commands.length, 8);
    assert.deepEqual(said.slice(0, 3), ['', '', '1']);
    assert.match(said[3] ?? '', new RegExp(`^${sha256(readFileSync(join(out, 'STATEMENT.json')))}  STATEMENT.json$`));
    assert.match(said[4] ?? '', /^Good "sms-evidence-pack" signature for lena@example.org/);
    assert.equal(said[5], repository.git('rev-parse', 'HEAD^{tree}'));
    assert.ok(said[6]?.startsWith(repository.git('rev-parse', 'HEAD')));
    assert.equal(said[7], '');
    // Each finds what it is for.
    writeFileSync(join(out, 'artefacts/plan.txt'), 'Another.\n');
    assert.match(bash(commands[0] ?? '').out, /artefacts\/plan\.txt: FAILED/);
    assert.match(bash(commands[7] ?? '').out, /^\d+c\d+/);
    writeFileSync(join(out, 'added.txt'), '');
    assert.match(bash(commands[1] ?? '').out, /> added\.txt/);
    writeFileSync(join(out, 'MANIFEST.sha256'), manifestOf([{ path: 'a', bytes: Buffer.from('a') }], sha256Of));
    assert.equal(bash(commands[2] ?? '').out, '0');
    writeFileSync(join(out, 'STATEMENT.json'), readFileSync(join(out, 'STATEMENT.json'), 'utf8').replace('"clean"', '"clear"').replace('"findings"', '"clean"'));
    assert.notEqual(bash(commands[4] ?? '').status, 0);
  });

  it('gives files names that every system can hold, and lists the others', async () => {
    const hostile = ['aux.md', 'notes/trail.md ', 'dot./x.md', 'a:b.md', 'Case.md', 'case.md', 'Folder/x.md', 'folder/y.md', 'line\nbreak.md', 'u\u0308.md', `${'l'.repeat(150)}.md`, 'back\\slash.md', '-n.md', 'COM1', 'right\u202eto-left.md', "it's $(x) `y`.md"];
    repository.write(Object.fromEntries(hostile.map((file, at) => [file, file.endsWith('.md') ? NOTE('ROLE-SMM').replace('DOC-NOTE', `DOC-H${at}`) : 'x\n']))).commit({ date: '2026-03-30T10:00:00+00:00' });
    const files = under(await packed()), listed = JSON.parse(files.get('data/files.json')?.toString() ?? '') as { file: string; path: string }[];
    assert.equal((await sms('verify', out)).status, 0);
    for (const file of hostile) {
      const path = listed.find(each => each.file === file)?.path ?? '';
      assert.match(path, /^(?:artefacts|renamed)\/[^<>:"|?*\\\p{Cc}\p{Cf}]+$/u, file);
      assert.ok(files.has(path), file);
    }
    assert.equal(new Set([...files.keys()].map(path => path.normalize('NFKC').toLowerCase())).size, files.size);
    assert.match(files.get('VERIFY.md')?.toString() ?? '', /a:b\.md/);
    assert.equal(spawnSync('sha256sum', ['--check', '--strict', '--quiet', 'MANIFEST.sha256'], { cwd: out, encoding: 'utf8' }).stdout, '');
    const commands = [...readFileSync(join(out, 'VERIFY.md'), 'utf8').matchAll(/```sh\n([\s\S]*?)```/g)].map(([, command = '']) => command);
    for (const at of [1, -1]) assert.equal(spawnSync('bash', ['-c', commands.at(at) ?? ''], { cwd: out, encoding: 'utf8', env: { ...repository.environment, REPOSITORY: repository.path } }).stdout, '');
  });

  it('makes a ZIP that other programs open', async () => {
    await packed('--format', 'zip');
    const said = execFileSync('unzip', ['-t', 'evidence-pack.zip'], { cwd: out, encoding: 'utf8' });
    assert.match(said, /No errors detected/);
    const folder = join(dirname(out), 'unzipped');
    execFileSync('unzip', ['-q', join(out, 'evidence-pack.zip'), '-d', folder]);
    assert.equal((await sms('verify', folder)).status, 0);
    // Packed again by another program, with the folder around it and compressed.
    execFileSync('zip', ['-qr', 'again.zip', 'unzipped'], { cwd: dirname(out) });
    assert.equal((await sms('verify', join(dirname(out), 'again.zip'))).status, 0);
  });
});

describe('sms pack of what not everybody may see', function () {
  this.timeout(120_000);
  const harbour = join(process.cwd(), 'samples', 'harbour'), register = (file: string): string => readFileSync(join(harbour, 'registers', file), 'utf8');
  const people = [...register('roles.yaml').matchAll(/\bname: ([^,}]+),? *(?:emails: \[([^\]]+)\])?/g)].flatMap(([, name = '', mail]) => [name.trim(), ...(mail === undefined ? [] : [mail.trim()])]);

  const packed = async (...argv: string[]): Promise<Map<string, Buffer>> => inFolder({}, async folder => {
    const { status, stderr } = await runHere(['pack', harbour, '-o', join(folder, 'out'), ...argv]);
    assert.equal(status, 0, stderr);
    assert.equal((await runHere(['verify', join(folder, 'out')])).status, 0);
    return under(join(folder, 'out'));
  });

  for (const [customer, other] of [['CUS-MAASLAB', /boreal/i], ['CUS-BOREAL', /maas-?delta|maas-?lab/i]] as const) it(`shows ${customer} nothing of others, in any file, and says how much it left out`, async () => {
    const files = await packed('--scope', `customer:${customer}`);
    assert.deepEqual([...files].filter(([path, bytes]) => other.test(path) || other.test(bytes.toString())).map(([path]) => path), []);
    const { leftOut } = JSON.parse(files.get('pack.json')?.toString() ?? '') as { leftOut: string[] };
    assert.ok(leftOut.some(said => /Original files left out, .*: [1-9]/.test(said)), leftOut.join(' '));
    assert.ok([...files.keys()].some(path => path.startsWith('artefacts/')));
  });

  it('names nobody with --roles-only', async () => {
    assert.ok(people.length > 20);
    const files = await packed('--roles-only');
    for (const [path, bytes] of files) if (path !== 'index.html') for (const name of people) assert.ok(!bytes.includes(name), `${path} names ${name}`);
    const page = files.get('index.html')?.toString() ?? '';
    for (const name of people) assert.ok(!page.includes(name), `index.html names ${name}`);
  });

  it('is about a clause, a service or a stage, and says what there is where it is about none of these', async () => {
    for (const scope of ['clause:8.3.3', 'stage1', 'stage2']) {
      const files = await packed('--scope', scope), all = JSON.parse(files.get('data/files.json')?.toString() ?? '[]') as { file: string }[];
      assert.ok(all.length > 3 && all.length < 300, `${scope}: ${all.length} files`);
    }
    for (const [scope, said] of [['clause:99', /no clause "99"/], ['service:NONE', /no service "NONE"\. There are: SVC-/], ['customer:SVC-EMAIL', /no customer/], ['nonsense', /--scope takes/]] as const) {
      const { status, stderr } = await runHere(['pack', harbour, '-o', 'never-written', '--scope', scope]);
      assert.equal(status, 2);
      assert.match(stderr, said);
    }
  });
});

describe('sms verify', function () {
  this.timeout(60_000);
  let base: string, good: string;

  before(async () => {
    base = realpathSync(mkdtempSync(join(tmpdir(), 'sms-verify-')));
    good = join(base, 'good');
    await inFolder(NAMES, async folder => { assert.equal((await runHere(['pack', folder, '-o', good])).status, 0); });
  });
  after(() => { rmSync(base, { recursive: true, force: true }); });

  const change = (folder: string, path: string, to: (text: string) => string): void => { writeFileSync(join(folder, path), to(readFileSync(join(folder, path), 'utf8'))); };
  const NOTE_A = 'artefacts/notes/a.md';
  const TAMPERED: readonly (readonly [what: string, change: (folder: string) => void, said: RegExp])[] = [
    ['one byte changed', folder => { change(folder, NOTE_A, text => text.replace('Two', 'Twn')); }, /^artefacts\/notes\/a\.md: its content was changed\.$/m],
    ['a file added', folder => { writeFileSync(join(folder, 'artefacts/extra.md'), 'x'); }, /^artefacts\/extra\.md: it was added; no list names it\.$/m],
    ['a file removed', folder => { unlinkSync(join(folder, NOTE_A)); }, /^artefacts\/notes\/a\.md: it is missing\.$/m],
    ['a file renamed', folder => { renameSync(join(folder, NOTE_A), join(folder, 'artefacts/z.md')); }, /^artefacts\/notes\/a\.md: it was renamed to artefacts\/z\.md\.$/m],
    ['a file duplicated in other case', folder => { cpSync(join(folder, NOTE_A), join(folder, 'artefacts/notes/A.md')); }, /^artefacts\/notes\/A\.md: it was added, and differs from artefacts\/notes\/a\.md in capital letters alone\.$/m],
    ['a file with other line ends', folder => { change(folder, NOTE_A, text => text.replace(/\n/g, '\r\n')); }, /^artefacts\/notes\/a\.md: its line ends were converted; else it is the same text\.$/m],
    ['the manifest changed with a file', folder => {
      change(folder, NOTE_A, text => text.replace('Two', 'Twn'));
      change(folder, 'MANIFEST.sha256', text => text.replace(/^[0-9a-f]{64}(?=  artefacts\/notes\/a\.md$)/m, sha256(readFileSync(join(folder, NOTE_A)))));
    }, /^MANIFEST\.sha256: the list of files is another one than the statement is about\.$/m],
    ['the statement changed', folder => { change(folder, 'STATEMENT.json', text => text.replace('"draft": true', '"draft": false')); }, /^STATEMENT\.json: it says otherwise than the files of the pack themselves\.$/m],
    ['the manifest with other line ends', folder => { change(folder, 'MANIFEST.sha256', text => text.replace(/\n/g, '\r\n')); }, /^MANIFEST\.sha256: its line ends were converted; else it is the same text\.$/m],
    ['the statement with other line ends', folder => { change(folder, 'STATEMENT.json', text => text.replace(/\n/g, '\r\n')); }, /^STATEMENT\.json: its line ends were converted/m],
    ['no manifest', folder => { unlinkSync(join(folder, 'MANIFEST.sha256')); }, /^MANIFEST\.sha256: it is missing\.$/m],
    ['no statement', folder => { unlinkSync(join(folder, 'STATEMENT.json')); }, /^STATEMENT\.json: it is missing\.$/m],
    ['a manifest that is none', folder => { writeFileSync(join(folder, 'MANIFEST.sha256'), 'Hello\n'); }, /^MANIFEST\.sha256: it cannot be read as what it should be\.$/m],
  ];

  it('has nothing to say of a pack as it was written', async () => {
    for (const pack of [good, zipped(good)]) {
      const { status, stdout } = await runHere(['verify', pack]);
      assert.equal(status, 0);
      assert.match(stdout, /^All \d+ files of the pack are as it lists them, and there are no others\.$/m);
      assert.ok(stdout.includes(sha256(readFileSync(join(good, 'STATEMENT.json')))));
    }
  });

  for (const [what, tamper, said] of TAMPERED) it(`names it: ${what}`, async () => {
    const folder = join(base, 'bad');
    rmSync(folder, { recursive: true, force: true });
    cpSync(good, folder, { recursive: true });
    tamper(folder);
    for (const pack of [folder, zipped(folder)]) {
      const { status, stdout } = await runHere(['verify', pack]);
      assert.equal(status, 1);
      assert.match(stdout, said);
      assert.match(stdout, /^1 difference: /m);
    }
  });

  function zipped(folder: string): string {
    const file = join(base, `${basename(folder)}.zip`);
    writeFileSync(file, zipOf([...under(folder)].map(([path, bytes]) => ({ path, bytes }))));
    return file;
  }

  it('tells what is no pack from what cannot be read', async () => {
    for (const text of ['', 'PK', 'x'.repeat(1000)]) writeFileSync(join(base, 'no.zip'), text);
    const cut = readFileSync(zipped(good));
    writeFileSync(join(base, 'cut.zip'), cut.subarray(0, cut.length - 100));
    mkdirSync(join(base, 'empty'), { recursive: true });
    for (const pack of ['no.zip', 'cut.zip', 'empty', 'nowhere']) assert.equal((await runHere(['verify', pack], { cwd: base })).status, 2, pack);
    symlinkSync('loop', join(base, 'loop'));
    assert.equal((await runHere(['verify', 'loop'], { cwd: base })).status, 3);
  });

  it('never takes an archive for more than it is', () => {
    const zip = zipOf([{ path: 'a', bytes: Buffer.from('aaaa') }, { path: 'b/c', bytes: Buffer.from('c') }]);
    assert.deepEqual(readZip(zip)?.map(({ path, bytes }) => [path, Buffer.from(bytes).toString()]), [['a', 'aaaa'], ['b/c', 'c']]);
    // Any byte may be wrong: nothing crashes.
    for (let at = 0; at < zip.length; at++) for (const value of [0, 255, 1]) {
      const other = zip.slice();
      other[at] = value;
      readZip(other);
    }
  });

  it('reads a manifest as sha256sum writes it, odd names too', async () => {
    await inFolder({ 'a b': '1', 'new\nline': '2', 'back\\slash': '3', 'plain': '4', 'return\r': '5' }, folder => {
      const said = execFileSync('sha256sum', readdirSync(folder), { cwd: folder, encoding: 'utf8' }), own = [...under(folder)].map(([path, bytes]) => ({ path, bytes }));
      assert.deepEqual(readManifest(said), new Map([...readManifest(manifestOf(own, sha256Of)) ?? []].sort(([a], [b]) => readdirSync(folder).indexOf(a) - readdirSync(folder).indexOf(b))));
      writeFileSync(join(folder, '..', 'sms-manifest'), manifestOf(own, sha256Of));
      execFileSync('sha256sum', ['--check', '--strict', '--quiet', '../sms-manifest'], { cwd: folder });
      rmSync(join(folder, '..', 'sms-manifest'));
      return Promise.resolve();
    });
  });

  it('finds a place for every name, each another one', () => {
    const files = ['A/x', 'a/y', 'a', 'A', 'con', 'x/lpt9.txt', 'x/ ', 'ok.md', 'x/ok.md', 'ﬁ.md', 'fi.md'], places = placesOf(files, 'artefacts', text => sha256Of(new TextEncoder().encode(text)));
    assert.equal(new Set([...places.values()].map(path => path.normalize('NFKC').toLowerCase())).size, files.length);
    assert.equal(places.get('x/ok.md'), 'artefacts/x/ok.md');
    for (const file of ['con', 'x/lpt9.txt', 'x/ ', 'a', 'a/y']) assert.match(places.get(file) ?? '', /^renamed\//, file);
  });
});
