import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { diskFiles } from '../../src/node/disk.js';
import { commitAsOf, gitFiles, type CommitFiles } from '../../src/node/git-files.js';
import { Processes, type GitOptions } from '../../src/node/git.js';
import type { Listing } from '../../src/sms/files.js';
import type { NoHistory } from '../../src/sms/history.js';
import { LIMITS } from '../../src/sms/limits.js';
import { Repository } from '../support/repository.js';

const posix = process.platform !== 'win32';

describe('the files of a commit', () => {
  let repo: Repository, first: string, second: string, third: string;
  const options = (more: Partial<GitOptions> = {}): GitOptions => ({ root: join(repo.path, 'sms'), environment: repo.environment, ...more });
  const open = async (revision: string, more: Partial<GitOptions> = {}): Promise<CommitFiles> => {
    const files = await gitFiles({ ...options(more), revision });
    if ('reason' in files) throw new Error(JSON.stringify(files));
    return files;
  };
  const sorted = ({ files, skipped, limit }: Listing): Listing => ({ files: [...files].sort(), skipped: [...skipped].sort((a, b) => (a.file < b.file ? -1 : 1)), ...(limit && { limit }) });

  before(async () => {
    repo = await Repository.create();
    first = repo.write({
      'top.md': 'top', 'smsx/no.md': 'no', 'sms/sms.yaml': 'sms: 1\n', 'sms/a.md': '\ufeffa\r\n', 'sms/deep/folder/b.yaml': 'b', 'sms/.hidden/c.md': 'c', 'sms/.dot.md': 'd', 'sms/node_modules/x/y.md': 'y',
      'sms/inner/sms.yaml': 'sms: 1\n', 'sms/inner/z.md': 'z', 'sms/pack/MANIFEST.sha256': '', 'sms/pack/p.md': 'p', 'sms/drafts/q.md': 'q', 'sms/odd/sms.yaml/r.md': 'r',
      'sms/latin.md': Buffer.from('# Caf\u00e9\n', 'latin1'), 'sms/wide.md': Buffer.from('\ufeffx', 'utf16le'), 'sms/large.md': `kind: document\n${'x'.repeat(LIMITS.fileBytes)}`, 'sms/whole.md': 'x'.repeat(LIMITS.fileBytes),
      'sms/nul.md': 'a\0b', [`sms/${'d/'.repeat(LIMITS.pathDepth + 2)}e.md`]: 'e', [`sms/${`${'x'.repeat(200)}/`.repeat(6)}f.md`]: 'f', ...(posix && { 'sms/-p\n"q".md': 'strange' }),
      'sms/subst.md': '$Id$ $Format:%H$\n',
    }).commit({ date: '2026-02-01T23:30:00-05:00' });
    if (posix) {
      const link = (file: string, target: string): void => symlinkSync(target, join(repo.path, 'sms', file));
      const links = {
        'in.md': 'a.md', 'up.md': '../top.md', 'etc.md': '/etc/passwd', 'own.md': join(repo.path, 'sms', 'a.md'), 'round.md': '../sms/a.md', 'folder': 'deep', 'through.md': 'folder/folder/b.yaml',
        'out.md': 'folder/../../top.md', 'loop': 'loop', 'loops.md': 'loop/x.md', 'nowhere.md': 'not/there.md', 'beside.md': '../smsx/no.md', 'parent': '..', 'again.md': 'parent/sms/a.md', 'deep/far.md': '../a.md',
      };
      for (const [file, target] of Object.entries(links)) link(file, target);
    }
    // What these would make of the files in a work tree is no content of the commit.
    second = repo.write({ '.gitattributes': '*.md text eol=crlf ident export-subst filter=lfs\nd*/** working-tree-encoding=UTF-16\n' }).commit({ date: '2026-02-10T00:10:00+09:00' });
    third = repo.write({ 'sms/a.md': 'later\n' }).commit({ date: '2026-03-01T10:00:00+01:00' });
  });
  after(() => repo.remove());

  it('are listed, judged and read as those on disk', async () => {
    const [commit, disk] = [await open('HEAD'), diskFiles(join(repo.path, 'sms'))];
    assert.deepEqual([commit.commit, commit.committed, commit.day], [third, '2026-03-01T10:00:00+01:00', '2026-03-01']);
    for (const ignore of [[], ['drafts/**'], ['**/*.md']]) assert.deepEqual(sorted(await commit.list(ignore)), sorted(await disk.list(ignore)));
    const listing = await commit.list([]);
    assert.deepEqual([...new Set(listing.skipped.map(({ reason }) => reason))], posix ? ['link-outside-root'] : []);
    if (posix) assert.deepEqual(sorted(listing).skipped.map(({ file }) => file), ['beside.md', 'etc.md', 'out.md', 'parent', 'up.md']);
    for (const file of ['a.md', 'deep/folder/b.yaml', 'latin.md', 'wide.md', 'large.md', 'whole.md', 'nul.md', 'gone.md', 'deep', 'in.md', 'folder', 'loop', '../top.md', '-p\n"q".md', '', '.dot.md']) {
      assert.deepEqual(await commit.read(file), await disk.read(file).then(read => (file === '../top.md' ? { ok: false, reason: 'vanished', detail: '' } : read)), file);
    }
  });

  it('are those of the past, also where the folder is gone from the disk', async () => {
    const past = await open(first);
    assert.deepEqual(await past.read('a.md'), { ok: true, text: 'a\r\n' });
    assert.deepEqual(past.day, '2026-02-01');
    const other = await Repository.create();
    const id = other.write({ 'docs/sms/sms.yaml': 'sms: 1\n', 'docs/sms/x.md': 'x' }).commit();
    rmSync(join(other.path, 'docs'), { recursive: true });
    const files = await gitFiles({ root: join(other.path, 'docs', 'sms'), environment: other.environment, revision: id });
    assert.ok('list' in files);
    assert.deepEqual((await files.list([])).files.sort(), ['sms.yaml', 'x.md']);
    const none = await gitFiles({ root: join(other.path, 'never'), environment: other.environment, revision: id });
    assert.ok('list' in none);
    assert.deepEqual(await none.list([]), { files: [], skipped: [] });
    assert.deepEqual(await none.read('sms.yaml'), { ok: false, reason: 'vanished', detail: '' });
    other.remove();
  });

  it('of a whole repository, read many at once', async () => {
    const all = await open('HEAD~1', { root: repo.path });
    assert.equal(all.commit, second);
    const { files } = await all.list([]);
    // sms/ holds a sms.yaml and so is an SMS of its own.
    assert.deepEqual(files.sort(), ['smsx/no.md', 'top.md']);
    const texts = await Promise.all(Array.from({ length: 500 }, (_, at) => all.read(at % 2 === 0 ? 'top.md' : 'smsx/no.md')));
    assert.deepEqual(new Set(texts.map(read => read.ok && read.text)), new Set(['top', 'no']));
  });

  it('G26 that are damaged or not here cannot be read, the others can', async () => {
    const other = await Repository.create();
    const id = other.write({ 'a.md': 'a', 'b.md': 'b', 'c.md': 'c' }).commit();
    const path = (file: string): string => { const blob = other.git('rev-parse', `HEAD:${file}`); return `.git/objects/${blob.slice(0, 2)}/${blob.slice(2)}`; };
    rmSync(join(other.path, path('a.md')));
    rmSync(join(other.path, path('b.md')));
    other.write({ [path('b.md')]: 'rubbish' });
    const files = await gitFiles({ root: other.path, environment: other.environment, revision: id });
    assert.ok('list' in files);
    assert.deepEqual(await Promise.all((await files.list([])).files.sort().map(async file => { const read = await files.read(file); return read.ok ? read.text : read.reason; })), ['unreadable', 'unreadable', 'c']);
    other.remove();
  });

  it('with links that are long lead outside, or are followed in a time that grows with their length alone', async () => {
    const other = await Repository.create(), { environment } = other;
    other.write({ 'a.md': 'a' });
    const short = (at: number): string => `${'x/'.repeat(800)}${'../'.repeat(800)}chain${at}`;
    const links: Record<string, string> = {
      'huge': '/'.repeat(400_000), 'dots': './'.repeat(400_000), 'whole': `${'./'.repeat(2046)}a.md`, 'over': `${'./'.repeat(2046)}aa.md`, 'long-inside': `${'x/'.repeat(1000)}${'../'.repeat(1000)}a.md`,
      ...Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`chain${at}`, at === 39 ? 'a.md' : short(at + 1)])), ...Object.fromEntries(Array.from({ length: 400 }, (_, at) => [`head${at}`, short(at % 30)])),
    };
    for (const [name, target] of Object.entries(links)) writeFileSync(join(other.home, name), target);
    const ids = execFileSync('git', ['hash-object', '-w', '--stdin-paths'], { cwd: other.path, env: environment, input: Object.keys(links).map(name => `${join(other.home, name)}\n`).join(''), encoding: 'utf8' }).split('\n');
    execFileSync('git', ['update-index', '--add', '--index-info'], { cwd: other.path, env: environment, input: Object.keys(links).map((name, at) => `120000 ${ids[at] ?? ''}\t${name}\n`).join('') });
    other.git('commit', '-q', '-m', 'Links');
    const files = await gitFiles({ root: other.path, environment, revision: 'HEAD' });
    assert.ok('list' in files);
    assert.deepEqual(sorted(await files.list([])).skipped, ['dots', 'huge', 'long-inside', 'over'].map(file => ({ file, reason: 'link-outside-root' })));
    other.remove();
  });

  it('in folders of any depth', async () => {
    const other = await Repository.create(), { environment } = other;
    const commit = `commit refs/heads/main\ncommitter A <a@example.org> 1770000000 +0000\ndata 0\nM 100644 inline a.md\ndata 1\na\nM 100644 inline ${'d/'.repeat(12_000)}b.md\ndata 1\nb\n`;
    execFileSync('git', ['fast-import', '--quiet'], { cwd: other.path, env: environment, input: commit });
    const files = await gitFiles({ root: other.path, environment, revision: 'main' });
    // A later git refuses such a tree itself.
    if ('reason' in files) assert.match(files.detail, /depth/);
    else assert.deepEqual(await files.list([]), { files: ['a.md'], skipped: [], limit: { kind: 'depth', value: LIMITS.pathDepth } });
    other.remove();
  });

  it('are no longer read when they are disposed of, nor is the commit of a day looked for', async function () {
    const files = await open('HEAD'), calls = join(repo.home, 'calls'), slow = join(repo.home, 'slow-git');
    assert.equal((await files.read('a.md')).ok, true);
    files.dispose();
    assert.deepEqual(await files.read('a.md'), { ok: false, reason: 'unreadable', detail: 'git: it was ended' });
    if (!posix) this.skip();
    writeFileSync(slow, `#!/bin/sh\ncase " $* " in *" log "*) echo $$ >> '${calls}'; exec sleep 600;; esac\nexec '${execFileSync('which', ['git'], { encoding: 'utf8' }).trim()}' "$@"\n`);
    chmodSync(slow, 0o755);
    const processes = new Processes(), looking = commitAsOf(options({ program: slow, processes }), '2026-02-28');
    while (!existsSync(calls)) await new Promise(setImmediate);
    processes.end();
    assert.deepEqual(await looking, { reason: 'failed', detail: 'it was ended' });
    assert.equal((await commitAsOf(options({ processes }), '2026-02-28') as NoHistory).reason, 'failed');
  });

  it('tells why there are none', async () => {
    const reason = async (revision: string, more: Partial<GitOptions> = {}): Promise<string> => { const files = await gitFiles({ ...options(more), revision }); return 'reason' in files ? files.reason : 'none'; };
    assert.equal(await reason('nowhere'), 'bad-revision');
    assert.equal(await reason('--output=x'), 'bad-revision');
    assert.equal(await reason('HEAD', { root: dirname(repo.path) }), 'not-a-repository');
  });

  it('as of a day are those of the newest commit by then, through first parents, by the days that the committers wrote', async () => {
    const asOf = async (day: string, revision?: string): Promise<string | undefined> => {
      const found = await commitAsOf({ ...options(), ...(revision !== undefined && { revision }) }, day);
      if (found && 'reason' in found) throw new Error(JSON.stringify(found));
      return found?.commit;
    };
    assert.deepEqual(await Promise.all(['2026-01-31', '2026-02-01', '2026-02-09', '2026-02-10', '2026-02-28', '2026-03-01', '2030-01-01'].map(day => asOf(day))), [undefined, first, first, second, second, third, third]);
    assert.deepEqual(await Promise.all([asOf('2026-12-31', 'HEAD~1'), asOf('2026-02-09', second)]), [second, first]);
    assert.deepEqual(await commitAsOf(options(), '2026-02-28'), { commit: second, committed: '2026-02-10T00:10:00+09:00' });
    // What came by a merge counts from the merge; who backdates is believed.
    repo.branch('side', first).write({ 'sms/side.md': 's' }).commit({ date: '2026-02-20T10:00:00Z' });
    const merge = repo.checkout('main').merge('side', { date: '2026-04-01T10:00:00Z' });
    const backdated = repo.write({ 'sms/a.md': 'back' }).commit({ author: 'A <a@example.org>', date: '2026-05-01T10:00:00Z', committed: '2025-01-01T00:00:00Z' });
    assert.deepEqual(await Promise.all([asOf('2026-02-28', merge), asOf('2026-02-28')]), [second, backdated]);
    const failed = await commitAsOf(options({ root: repo.home }), '2026-01-01');
    assert.ok(failed && 'reason' in failed && failed.reason === 'not-a-repository');
  });
});
