import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFileSync, chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openHistory, type GitHistory, type HistoryOptions } from '../../src/node/git-history.js';
import { isHistory, type Commit, type History, type NoHistory } from '../../src/sms/history.js';
import { LIMITS } from '../../src/sms/limits.js';
import { Repository } from '../support/repository.js';

const posix = process.platform !== 'win32';
const GIT = posix ? execFileSync('which', ['git'], { encoding: 'utf8' }).trim() : 'git';
const LONG = Array.from({ length: 30 }, (_, at) => `line ${at}\n`).join('');

describe('history out of git', () => {
  const made: Repository[] = [];
  const create = async (options: { format?: 'sha256' } = {}): Promise<Repository> => {
    const repo = await Repository.create(options);
    made.push(repo);
    return repo;
  };
  after(() => { for (const repo of made) repo.remove(); });
  const open = (repo: Repository, more: Partial<HistoryOptions> = {}): GitHistory => openHistory({ root: repo.path, environment: repo.environment, ...more });
  const read = async (repo: Repository, more: Partial<HistoryOptions> = {}): Promise<History> => {
    const history = await open(repo, more).read();
    if (!isHistory(history)) throw new Error(JSON.stringify(history));
    return history;
  };
  const reason = async (repo: Repository, more: Partial<HistoryOptions> = {}): Promise<NoHistory['reason'] | 'none'> => {
    const history = await open(repo, more).read();
    return isHistory(history) ? 'none' : history.reason;
  };
  const blob = (repo: Repository, at: string): string => repo.git('rev-parse', at);
  const commitOf = ({ commits }: History, id: string): Commit => {
    const commit = commits.find(one => one.id === id);
    assert.ok(commit, id);
    return commit;
  };

  describe('of one repository with branches, merges and strange names', () => {
    let repo: Repository, first: string, side: string, other: string, merge: string, moved: string, gone: string, evil: string;
    const strange = posix ? 'sms/-p "q"\n\x01 ü.md' : 'sms/-p ü.md';
    before(async () => {
      repo = await create();
      first = repo.write({ 'sms/a.md': LONG, 'sms/b.md': 'b\n', 'top.txt': 't\n', 'smsx/no.md': 'no\n' })
        .commit({ author: 'Ann Ash <ann@example.org>', date: '2026-01-10T23:30:00-05:00', committer: 'Bot <bot@example.org>', committed: '2026-01-11T06:00:00+01:00', message: 'First' });
      repo.branch('side');
      side = repo.write({ 'sms/b.md': 'b side\n' }).commit({ author: 'Bea <bea@example.org>' });
      repo.checkout('main');
      other = repo.write({ 'top.txt': 't2\n' }).commit();
      merge = repo.merge('side');
      moved = repo.write({ [strange]: 's\n' }).rename('sms/a.md', 'sms/deep/c.md').commit();
      gone = repo.write({ 'sms/b.md': undefined }).commit();
      repo.branch('evil', gone).write({ 'sms/deep/c.md': `${LONG}theirs\n` }).commit();
      repo.checkout('main').write({ 'top.txt': 't3\n' }).commit();
      repo.git('merge', '-q', '--no-commit', '--no-ff', 'evil');
      evil = repo.rename('sms/deep/c.md', 'sms/d.md').write({ 'sms/d.md': `${LONG}theirs\nand what nobody wrote before\n` }).commit({ message: 'Merge with more' });
      repo.tag('light', { at: first }).tag('v1.0', { message: 'One', author: 'Lena <lena@example.org>', date: '2026-02-03T04:05:06-02:30', at: moved });
      repo.git('tag', '-a', '-m', 'nested', 'nested', 'v1.0');
      repo.git('update-ref', 'refs/tags/v9.9', repo.git('rev-parse', 'v1.0'));
      repo.git('tag', 'tree', 'HEAD^{tree}');
    });

    it('reads commits from the whole work tree, children first, with authors, committers and changes as written', async () => {
      const history = await read(repo);
      assert.deepEqual([history.head, history.branch, history.cut, history.ignored, history.underway], [evil, 'main', undefined, [], undefined]);
      assert.deepEqual(history.commits.map(({ id }) => id), repo.git('log', '--topo-order', '--format=%H').split('\n'));
      assert.deepEqual(commitOf(history, first), {
        id: first, parents: [], author: { name: 'Ann Ash', email: 'ann@example.org', at: '2026-01-10T23:30:00-05:00' },
        committer: { name: 'Bot', email: 'bot@example.org', at: '2026-01-11T06:00:00+01:00' },
        changes: ['sms/a.md', 'sms/b.md', 'smsx/no.md', 'top.txt'].map(file => ({ file, before: [], after: blob(repo, `${first}:${file}`) })),
      });
      assert.deepEqual(commitOf(history, side).changes, [{ file: 'sms/b.md', before: [blob(repo, `${first}:sms/b.md`)], after: blob(repo, `${side}:sms/b.md`) }]);
      assert.deepEqual([commitOf(history, merge).parents, commitOf(history, merge).changes], [[other, side], [{ file: 'sms/b.md', before: [blob(repo, `${first}:sms/b.md`)], after: blob(repo, `${side}:sms/b.md`) }]]);
      assert.deepEqual(commitOf(history, gone).changes, [{ file: 'sms/b.md', before: [blob(repo, `${side}:sms/b.md`)] }]);
      assert.deepEqual(new Map(history.files), new Map(repo.git('ls-tree', '-r', '-z', 'HEAD').split('\0').filter(line => line !== '').map(line => [line.slice(line.indexOf('\t') + 1), line.split(/[ \t]/)[2] ?? ''])));
    });

    it('G03 G23 follows names that hold anything, renamings, and what a merge brought into its first parent', async () => {
      const history = await read(repo);
      assert.deepEqual(commitOf(history, moved).changes, [
        { file: strange, before: [], after: blob(repo, `${moved}:${strange}`) },
        { file: 'sms/deep/c.md', from: 'sms/a.md', before: [blob(repo, `${first}:sms/a.md`)], after: blob(repo, `${first}:sms/a.md`) },
      ]);
      assert.deepEqual(commitOf(history, evil).changes, [
        { file: 'sms/d.md', from: 'sms/deep/c.md', before: [blob(repo, `${moved}:sms/deep/c.md`)], after: blob(repo, 'HEAD:sms/d.md') },
      ]);
    });

    it('of a folder of the repository only what touches it, and merges, each leading to the next', async () => {
      const history = await read(repo, { root: join(repo.path, 'sms') });
      assert.equal(history.head, evil);
      assert.deepEqual([...history.files.keys()].sort(), [strange.slice(4), 'd.md']);
      assert.equal(history.commits.some(({ id }) => id === other), false);
      assert.deepEqual(commitOf(history, first).changes.map(({ file }) => file), ['a.md', 'b.md']);
      assert.deepEqual(commitOf(history, merge).parents, [first, side]);
      assert.deepEqual(commitOf(history, moved).changes.map(({ file, from }) => [file, from]), [[strange.slice(4), undefined], ['deep/c.md', 'a.md']]);
      const ids = new Set(history.commits.map(({ id }) => id));
      assert.deepEqual(history.commits.flatMap(({ parents }) => parents.filter(parent => !ids.has(parent))), []);
      assert.deepEqual((await read(repo, { root: join(repo.path, 'never', 'was') })).files.size, 0);
    });

    it('of a folder that was moved within the repository goes on where it was before', async () => {
      const moving = await create();
      const born = moving.write({ 'top.txt': 't', 'docs/sms.yaml': 'sms: 1\n', 'docs/a.md': LONG, 'docs/b.md': 'b', 'docs/c.md': 'c', 'docs/d.md': `${LONG}d` }).commit({ author: 'Ann <ann@example.org>' });
      const edited = moving.write({ 'docs/a.md': `${LONG}more\n` }).commit({ author: 'Bea <bea@example.org>' });
      moving.rename('docs', 'office/sms').rename('office/sms/d.md', 'office/sms/deep/e.md').write({ 'office/sms/b.md': 'written anew, with other words', 'office/sms/c.md': undefined });
      const move = moving.commit({ author: 'Cem <cem@example.org>' }), later = moving.write({ 'office/sms/a.md': `${LONG}more and more\n` }).commit();
      const history = await read(moving, { root: join(moving.path, 'office', 'sms') });
      assert.deepEqual(history.commits.map(({ id, parents }) => [id, parents]), [[later, [move]], [move, [edited]], [edited, [born]], [born, []]]);
      assert.deepEqual(commitOf(history, move).changes.map(({ file, from, before, after }) => [file, from, before.length, after !== undefined]).sort(), [
        ['b.md', undefined, 1, true], ['c.md', undefined, 1, false], ['deep/e.md', 'd.md', 1, true],
      ]);
      assert.deepEqual(commitOf(history, born).changes.map(({ file }) => file), ['a.md', 'b.md', 'c.md', 'd.md', 'sms.yaml']);
    });

    it('G21 reads tags with the name inside and the tagger, through tags of tags; one that leads to no commit is left out', async () => {
      const { tags } = await read(repo);
      const object = repo.git('rev-parse', 'v1.0'), tagger = { name: 'Lena', email: 'lena@example.org', at: '2026-02-03T04:05:06-02:30' };
      assert.deepEqual(tags.filter(({ name }) => name !== 'nested'), [
        { name: 'light', object: first, commit: first },
        { name: 'v1.0', object, commit: moved, nameInside: 'v1.0', tagger },
        { name: 'v9.9', object, commit: moved, nameInside: 'v1.0', tagger },
      ]);
      assert.deepEqual(tags.filter(({ name }) => name === 'nested').map(({ commit, nameInside }) => [commit, nameInside]), [[moved, 'nested']]);
    });

    it('reads the history of another commit when one is asked for', async () => {
      const history = await read(repo, { revision: 'v1.0' });
      assert.deepEqual([history.head, history.branch, history.files.has('sms/deep/c.md'), history.commits.length], [moved, undefined, true, 5]);
      assert.equal(await reason(repo, { revision: '--output=x' }), 'bad-revision');
      assert.equal(existsSync(join(repo.path, 'x')), false);
    });

    it('gives contents by id: of blobs alone, and none larger than the limit', async () => {
      const ids = [blob(repo, `${first}:sms/b.md`), blob(repo, 'HEAD:top.txt'), first, 'f'.repeat(40), 'HEAD:top.txt', '--batch', `${first}\nHEAD`];
      const contents = await open(repo).blobs(ids);
      assert.deepEqual([...contents].map(([id, bytes]) => [id, Buffer.from(bytes).toString()]), [[ids[0], 'b\n'], [ids[1], 't3\n']]);
      writeFileSync(join(repo.home, 'large'), Buffer.alloc(LIMITS.fileBytes + 1, 'x'));
      writeFileSync(join(repo.home, 'whole'), Buffer.alloc(LIMITS.fileBytes, 0));
      const [large, whole] = ['large', 'whole'].map(name => repo.git('hash-object', '-w', join(repo.home, name))) as [string, string];
      assert.deepEqual([...await open(repo).blobs([large, whole])].map(([id, bytes]) => [id, bytes.length]), [[whole, LIMITS.fileBytes]]);
    });

    it('knows who would commit here', async () => {
      assert.equal(await open(repo).identity(), undefined);
      repo.git('config', '--global', 'user.email', 'user@example.org');
      assert.deepEqual(await open(repo).identity(), { name: '', email: 'user@example.org' });
      repo.git('config', 'user.email', 'here@example.org');
      repo.git('config', 'user.name', 'Ann Ash');
      assert.deepEqual(await open(repo).identity(), { name: 'Ann Ash', email: 'here@example.org' });
      assert.equal(await openHistory({ root: repo.home, environment: repo.environment }).identity(), undefined);
    });
  });

  it('reads again only what changed', async () => {
    const repo = await create();
    repo.write({ 'a.md': 'a' }).commit();
    const source = open(repo);
    const once = await source.read();
    assert.equal(await source.read(), once);
    repo.tag('v1');
    const tagged = await source.read();
    assert.deepEqual(isHistory(tagged) && tagged.tags.map(({ name }) => name), ['v1']);
    const next = repo.write({ 'a.md': 'b' }).commit();
    const [one, two] = await Promise.all([source.read(), source.read()]);
    assert.equal(isHistory(one) && one.head, next);
    assert.equal(one, two);
    repo.branch('other');
    const other = await source.read();
    assert.equal(isHistory(other) && other.branch, 'other');
    rmSync(join(repo.path, '.git'), { recursive: true });
    assert.deepEqual((await source.read() as NoHistory).reason, 'not-a-repository');
    assert.equal((await source.blobs([next])).size, 0);
    repo.git('init', '-q');
    assert.deepEqual((await source.read() as NoHistory).reason, 'no-commits');
    const anew = repo.commit();
    const again = await source.read();
    assert.equal(isHistory(again) && again.head, anew);
    source.dispose();
  });

  /** A git that notes what it is asked, and does what `instead` says (a `case` of sh over the whole command) before all else. */
  const noting = (repo: Repository, instead: string): { program: string; asked: (verb: string) => number } => {
    const program = join(repo.home, 'noting-git'), calls = join(repo.home, 'calls');
    writeFileSync(calls, '');
    writeFileSync(program, `#!/bin/sh\necho " $* " >> '${calls}'\ncase " $* " in ${instead} esac\nexec '${GIT}' "$@"\n`);
    chmodSync(program, 0o755);
    return { program, asked: verb => readFileSync(calls, 'utf8').split(` ${verb} `).length - 1 };
  };

  it('G28 does not wait again for a git that took too long or failed, before something changed or it is to forget', async function () {
    if (!posix) this.skip();
    const repo = await create(), no = join(repo.home, 'no');
    const first = repo.write({ 'a.md': 'a' }).commit(), content = blob(repo, 'HEAD:a.md');
    const state = (word: string): void => writeFileSync(no, word);
    const { program, asked } = noting(repo, `*" $(cat '${no}') "*) kill -9 $$;; *" $(sed s/slow-// '${no}') "*) exec sleep 600;;`);
    const source = open(repo, { program, seconds: 4 });
    const told = async (): Promise<string> => { const history = await source.read(); return isHistory(history) ? history.head : history.reason; };

    state('slow-log');
    assert.deepEqual([await told(), asked('log')], ['too-slow', 1]);
    assert.deepEqual([await told(), await told(), asked('log')], ['too-slow', 'too-slow', 1]);
    state('log');
    source.forget();
    // With renamings, and without.
    assert.deepEqual([await told(), await told(), asked('log')], ['failed', 'failed', 3]);
    const second = repo.commit();
    assert.deepEqual([await told(), await told(), asked('log')], ['failed', 'failed', 5]);
    state('nothing');
    assert.deepEqual([await told(), asked('log')], ['failed', 5]);
    source.forget();
    assert.deepEqual([await told(), await told(), asked('log')], [second, second, 6]);

    state('cat-file');
    const known = asked('cat-file');
    for (const _ of [1, 2]) assert.deepEqual([(await source.blobs([content])).size, source.failure()?.reason, asked('cat-file')], [0, 'failed', known + 1]);
    state('nothing');
    assert.deepEqual([(await source.blobs([content])).size, (await source.messages([first])).size, asked('cat-file')], [0, 1, known + 3]);
    repo.tag('v1');
    await source.read();
    assert.deepEqual([(await source.blobs([content])).size, source.failure()], [1, undefined]);

    // Not even what is checked out.
    state('version');
    source.forget();
    for (const _ of [1, 2]) assert.deepEqual([await told(), (await source.blobs([content])).size, await source.identity(), source.failure()?.reason, asked('version')], ['failed', 0, undefined, 'failed', 4]);
    state('nothing');
    source.forget();
    assert.deepEqual([await told(), (await source.blobs([content])).size, source.failure()], [second, 1, undefined]);
  });

  it('is over when it is disposed of: nothing runs on or is started', async function () {
    if (!posix) this.skip();
    const repo = await create(), pid = join(repo.home, 'pid');
    const id = repo.write({ 'a.md': 'a' }).commit();
    for (const [verb, opened] of [['log', 1], ['version', 0]] as const) {
      rmSync(pid, { force: true });
      const { program, asked } = noting(repo, `*" ${verb} "*) echo $$ > '${pid}.new'; mv '${pid}.new' '${pid}'; exec sleep 600;;`);
      const source = open(repo, { program, seconds: 10 }), reading = source.read();
      while (!existsSync(pid)) await new Promise(setImmediate);
      source.dispose();
      assert.deepEqual(await reading, { reason: 'failed', detail: 'it was ended' });
      assert.deepEqual([asked(verb), asked('for-each-ref')], [1, opened]);
      source.forget();
      assert.deepEqual([await source.read(), (await source.blobs([id])).size, source.failure()?.reason, asked('version')], [{ reason: 'failed', detail: 'it was ended' }, 0, 'failed', 1]);
      const stat = `/proc/${readFileSync(pid, 'utf8').trim()}/stat`;
      assert.equal(existsSync(stat) && !/\) [ZX] /.test(readFileSync(stat, 'utf8')), false);
    }
  });

  it('G12 says what is under way: a detached HEAD, a merge, a rebase, a bisect, a cherry-pick, a revert', async () => {
    const repo = await create();
    const first = repo.write({ 'a.md': 'a\n' }).commit();
    repo.branch('side').write({ 'a.md': 'side\n' }).commit();
    repo.checkout('main').write({ 'a.md': 'main\n' }).commit();
    repo.write({ 'a.md': 'main 2\n' }).commit();
    const conflict = (...args: string[]): void => assert.throws(() => repo.git(...args));
    const state = async (): Promise<unknown> => { const { underway, branch } = await read(repo); return [underway, branch]; };
    conflict('merge', 'side');
    assert.deepEqual(await state(), ['merge', 'main']);
    assert.equal((await read(repo, { revision: 'HEAD' })).underway, undefined);
    repo.git('merge', '--abort');
    conflict('rebase', 'side');
    assert.deepEqual(await state(), ['rebase', undefined]);
    repo.git('rebase', '--abort');
    conflict('cherry-pick', 'side');
    assert.deepEqual(await state(), ['cherry-pick', 'main']);
    repo.git('cherry-pick', '--abort');
    conflict('revert', 'HEAD~1');
    assert.deepEqual(await state(), ['revert', 'main']);
    repo.git('revert', '--abort');
    repo.git('bisect', 'start', 'HEAD', first);
    assert.deepEqual(await state(), ['bisect', undefined]);
    repo.git('bisect', 'reset');
    repo.git('checkout', '-q', '--detach');
    assert.deepEqual(await state(), [undefined, undefined]);
  });

  it('G14 says where a shallow history ends', async () => {
    const repo = await create();
    repo.write({ 'sms/a.md': '1' }).commit();
    const second = repo.write({ 'b.md': '2' }).commit();
    const third = repo.write({ 'sms/a.md': '3' }).commit();
    const path = join(repo.home, 'shallow');
    execFileSync('git', ['clone', '-q', '--depth=2', `file://${repo.path}`, path], { env: repo.environment, stdio: 'ignore' });
    const history = await read(repo, { root: path });
    assert.deepEqual(history.cut, { reason: 'shallow', at: [second] });
    assert.deepEqual(history.commits.map(({ id, changes }) => [id, changes.length]), [[third, 1], [second, 2]]);
    assert.deepEqual((await read(repo, { root: join(path, 'sms') })).cut, { reason: 'shallow', at: [second] });
  });

  it('G14 sees that a shallow history was deepened, though nothing else changed, and where one ends among very many', async () => {
    const repo = await create();
    const ids = ['1', '2', '3'].map(n => repo.write({ 'a.md': n }).commit());
    const path = join(repo.home, 'deepened'), git = (...args: string[]): void => { execFileSync('git', args, { cwd: repo.home, env: repo.environment, stdio: 'ignore' }); };
    git('clone', '-q', '--depth=1', `file://${repo.path}`, path);
    const source = open(repo, { root: path });
    const state = async (): Promise<unknown> => { const history = await source.read(); return isHistory(history) && [history.commits.length, history.cut?.at]; };
    assert.deepEqual(await state(), [1, [ids[2]]]);
    git('-C', path, 'fetch', '-q', '--deepen=1');
    assert.deepEqual(await state(), [2, [ids[1]]]);
    appendFileSync(join(path, '.git', 'shallow'), Array.from({ length: 30_000 }, (_, at) => `${String(at).padStart(40, '0')}\n`).join(''));
    assert.deepEqual(await state(), [2, [ids[1]]]);
    writeFileSync(join(path, '.git', 'shallow'), `${ids[1] ?? ''}\n`);
    git('-C', path, 'fetch', '-q', '--unshallow');
    assert.deepEqual(await state(), [3, undefined]);
  });

  it('G15 G17 leaves replacements, grafts and mailmaps out of account, and says so', async () => {
    const repo = await create();
    const first = repo.write({ 'sms/a.md': '1' }).commit({ message: 'One' });
    const second = repo.write({ 'sms/a.md': '2' }).commit();
    const third = repo.write({ '.mailmap': 'Boss <boss@example.org> <ann@example.org>\n' }).commit();
    writeFileSync(join(repo.home, 'object'), repo.git('cat-file', 'commit', first).replace('One', 'APPROVED'));
    repo.git('replace', first, repo.git('hash-object', '-t', 'commit', '-w', join(repo.home, 'object')));
    writeFileSync(join(repo.path, '.git', 'info', 'grafts'), `${third}\n`);
    assert.equal(repo.git('log', '--format=%s %aN'), 'Change Boss');
    const source = open(repo, { root: join(repo.path, 'sms') });
    const history = await source.read();
    assert.ok(isHistory(history));
    assert.deepEqual(history.ignored, ['replace-refs', 'grafts', 'mailmap']);
    assert.deepEqual(history.commits.map(({ id, author }) => [id, author.name, author.email]), [second, first].map(id => [id, 'Ann Ash', 'ann@example.org']));
    assert.equal((await source.messages([first])).get(first)?.message, 'One\n');
  });

  it('G16 tells dates as they are written, and orders by descent alone', async () => {
    const repo = await create();
    const dates = ['2026-05-01T10:00:00+02:00', '2099-01-01T00:00:00Z', '2001-01-01T00:00:00+14:00', '1970-01-01T00:00:01Z', '@1700000000 +9999'];
    const ids = dates.map(date => repo.commit({ date })).reverse();
    const { commits } = await read(repo);
    assert.deepEqual(commits.map(({ id }) => id), ids);
    assert.deepEqual(commits.map(({ author }) => author.at.slice(0, 19)), ['2023-11-19T02:52:20', '1970-01-01T00:00:01', '2001-01-01T00:00:00', '2099-01-01T00:00:00', '2026-05-01T10:00:00']);
    assert.equal(commits[2]?.author.at, '2001-01-01T00:00:00+14:00');
  });

  it('G25 reads messages as they are: encodings, control characters, a megabyte of subject, trailers of the last paragraph', async () => {
    const repo = await create();
    const said = (message: string, ...config: string[]): string => {
      writeFileSync(join(repo.home, 'message'), message);
      repo.git(...config, 'commit', '-q', '--allow-empty', '--cleanup=verbatim', '-F', join(repo.home, 'message'));
      return repo.git('rev-parse', 'HEAD');
    };
    const messages = [
      'Subject\n\nBody\n\nReviewed-by: Ann <a@example.org>\nApproved-by: Bea\n  <b@example.org>\n', 'Key: not a trailer\n', 'Subject\n\nOne line.\nSigned-off-by: Ann\n', 'Subject\n\nOne line.\nApproved-by: Ann\n',
      'Subject\n\nA: 1\n\nB: 2\n\n\n', 'Subject\n\n(cherry picked from commit 1234)\nX: y\n', 'Subject\n\nx\nx\nx\nx\nSigned-off-by: Ann\n', 'Subject\nApproved-by: Ann\n', 'Subject\n\nhttps://example.org/x\nNot one\n', 'Subject\n\n# comment\nA: 1\n',
      '# comment\n\nA: 1\n', 'S\n\nA : spaced\nÄ: no\n', 'S\n\nA:\nB: 2\r\n', 'S\r\n\r\nA: 1\r\n', '\x1b]8;;https://example.org\x07link \u202e \x1b[2J\n\nApproved-by: \x1b[31mAnn\n',
    ];
    const ids = messages.map(message => said(message));
    const long = said(`${'x'.repeat(1_200_000)}\n\nLong: yes\n`);
    writeFileSync(join(repo.home, 'latin'), Buffer.from('Gr\u00fc\u00dfe\n\nApproved-by: J\u00f6rg\n', 'latin1'));
    repo.git('-c', 'i18n.commitEncoding=ISO-8859-1', 'commit', '-q', '--allow-empty', '-F', join(repo.home, 'latin'));
    const latin = repo.git('rev-parse', 'HEAD');
    writeFileSync(join(repo.home, 'broken'), Buffer.concat([Buffer.from(repo.git('cat-file', 'commit', latin).replace(/encoding .*\n/, '').replace(/\n\n[^]*$/, '\n\n')), Buffer.from([0x42, 0xff, 0x43, 0x0a])]));
    const broken = repo.git('hash-object', '-t', 'commit', '-w', join(repo.home, 'broken'));
    const found = await open(repo).messages([...ids, long, latin, broken, repo.git('rev-parse', 'HEAD^{tree}')]);
    assert.deepEqual(ids.map(id => found.get(id)?.message), messages);
    for (const [at, id] of ids.entries()) {
      const told = execFileSync('git', ['interpret-trailers', '--parse', '--no-divider'], { env: repo.environment, cwd: repo.path, input: messages[at] ?? '', encoding: 'utf8' }).split('\n').filter(line => line !== '');
      assert.deepEqual(found.get(id)?.trailers.map(({ key, value }) => `${key}: ${value}`.trim()), told.filter(line => !line.startsWith('(')).map(line => line.replace(/\r$/, '').trim()), JSON.stringify(messages[at]));
    }
    assert.deepEqual(found.get(ids[0] ?? '')?.trailers, [{ key: 'Reviewed-by', value: 'Ann <a@example.org>' }, { key: 'Approved-by', value: 'Bea <b@example.org>' }]);
    assert.deepEqual([found.get(long)?.message.length, found.get(long)?.trailers], [1_200_012, [{ key: 'Long', value: 'yes' }]]);
    assert.deepEqual(found.get(latin), { message: 'Grüße\n\nApproved-by: Jörg\n', trailers: [{ key: 'Approved-by', value: 'Jörg' }], signed: false });
    assert.equal(found.get(broken)?.message, 'B\ufffdC\n');
    assert.equal(found.size, ids.length + 3);
  });

  it('G25 reads a message of very many blanks', async () => {
    const repo = await create(), message = `Subject\n\n${' '.repeat(300_000)}x\n\nKey: value${'\t \n'.repeat(300_000)}`;
    writeFileSync(join(repo.home, 'object'), `${repo.git('cat-file', 'commit', repo.commit()).split('\n\n')[0] ?? ''}\n\n${message}`);
    const id = repo.git('hash-object', '-t', 'commit', '-w', join(repo.home, 'object'));
    const found = (await open(repo).messages([id])).get(id);
    assert.ok(found?.message === message);
    assert.deepEqual(found.trailers, [{ key: 'Key', value: 'value' }]);
  });

  it('G18 checks each signature once for each list of trusted keys, four at the same time and 200 for one question', async function () {
    if (!posix) this.skip();
    const repo = await create(), key = repo.sshKey('key'), trusted = join(repo.home, 'allowed'), seen = join(repo.home, 'seen');
    writeFileSync(trusted, repo.signerLine(key, 'ann@example.org'));
    const good = repo.commit({ sign: key, message: 'Good' }), text = repo.git('cat-file', 'commit', good);
    const paths = Array.from({ length: 202 }, (_, at) => join(repo.home, `forged${at}`));
    for (const [at, path] of paths.entries()) writeFileSync(path, text.replace('Good', `Forged ${at}`));
    const forged = execFileSync('git', ['hash-object', '-t', 'commit', '-w', '--stdin-paths'], { cwd: repo.path, env: repo.environment, input: `${paths.join('\n')}\n`, encoding: 'utf8' }).trim().split('\n');
    const { program, asked } = noting(repo, `*" verify-commit "*) echo 1 >> '${seen}'; '${GIT}' "$@"; code=$?; echo -1 >> '${seen}'; exit $code;;`);
    const source = open(repo, { program, allowedSigners: trusted }), all = [good, ...forged];
    const states = async (): Promise<Record<string, number>> => {
      const counts: Record<string, number> = {};
      for (const { state, detail } of (await source.signatures(all)).values()) counts[detail ?? state] = (counts[detail ?? state] ?? 0) + 1;
      return counts;
    };
    assert.deepEqual([await states(), asked('verify-commit')], [{ 'good-trusted': 1, 'bad': 199, 'too many signatures at once': 3 }, 200]);
    let running = 0;
    const atOnce = Math.max(...readFileSync(seen, 'utf8').trim().split('\n').map(step => running += Number(step)));
    assert.ok(atOnce > 1 && atOnce <= 4, String(atOnce));
    assert.deepEqual([await states(), asked('verify-commit')], [{ 'good-trusted': 1, 'bad': 202 }, 203]);
    assert.deepEqual([await states(), asked('verify-commit')], [{ 'good-trusted': 1, 'bad': 202 }, 203]);
    const one = async (): Promise<unknown> => [(await source.signatures([good])).get(good)?.state, asked('verify-commit')];
    writeFileSync(trusted, `# nobody\n`);
    assert.deepEqual(await one(), ['good-untrusted', 204]);
    assert.deepEqual(await one(), ['good-untrusted', 204]);
    source.forget();
    assert.deepEqual(await one(), ['good-untrusted', 205]);
  });

  it('G28 does not wait for the program that checks signatures more than once', async function () {
    if (!posix) this.skip();
    const repo = await create(), key = repo.sshKey('key');
    const ids = Array.from({ length: 9 }, (_, at) => repo.commit({ sign: key, message: String(at) }));
    const { program, asked } = noting(repo, `*" verify-commit "*) exec sleep 600;;`);
    const source = open(repo, { program, seconds: 4 });
    for (const _ of [1, 2]) {
      const found = await source.signatures(ids);
      assert.deepEqual(ids.map(id => found.get(id)), ids.map(() => ({ state: 'cannot-check', detail: '4 s' })));
      assert.equal(asked('verify-commit'), 4);
    }
  });

  it('G18 G19 G20 keeps five states of signatures apart, and trusts settings of the user alone', async () => {
    const repo = await create();
    const [known, unknown, old] = ['known', 'unknown', 'old'].map(name => repo.sshKey(name)) as [string, string, string];
    const trusted = join(repo.home, 'allowed');
    writeFileSync(trusted, repo.signerLine(known, 'ann@example.org') + repo.signerLine(old, 'old@example.org', 'valid-before="20260301"'));
    const good = repo.commit({ sign: known, message: 'Good' }), stranger = repo.commit({ sign: unknown }), unsigned = repo.commit();
    const late = repo.commit({ sign: old, date: '2026-04-01T10:00:00+00:00' }), backdated = repo.commit({ sign: old, date: '2026-02-01T10:00:00+00:00' });
    repo.tag('signed', { sign: known, message: 'Signed' }).tag('plain', { message: 'Plain' }).tag('odd', { sign: unknown, message: 'Odd' });
    const object = (text: string, type = 'commit'): string => {
      writeFileSync(join(repo.home, 'object'), text);
      return repo.git('hash-object', '--literally', '-t', type, '-w', join(repo.home, 'object'));
    };
    const forged = object(repo.git('cat-file', 'commit', good).replace('Good', 'APPROVED'));
    const header = (value: string): string => object(repo.git('cat-file', 'commit', unsigned).replace('\n\n', `\ngpgsig ${value}\n\n`));
    const x509 = header('-----BEGIN SIGNED MESSAGE-----\n MIAG\n -----END SIGNED MESSAGE-----'), nonsense = header('hello');
    const [signedTag, plainTag, oddTag] = ['signed', 'plain', 'odd'].map(name => repo.git('rev-parse', name)) as [string, string, string];
    const all = [good, stranger, unsigned, late, backdated, signedTag, plainTag, oddTag, forged, x509, nonsense];
    const states = async (more: Partial<HistoryOptions> = {}): Promise<string[]> => {
      const found = await open(repo, more).signatures(all);
      return all.map(id => found.get(id)?.state ?? 'absent');
    };
    const T = 'good-trusted', U = 'good-untrusted', C = 'cannot-check';
    const untrusted = [U, U, 'unsigned', U, U, U, 'unsigned', U, 'bad', C, C];

    // The repository says whom to trust: that does not count.
    repo.write({ 'allowed': readFileSync(trusted, 'utf8') });
    repo.git('config', 'gpg.ssh.allowedSignersFile', join(repo.path, 'allowed'));
    assert.match(repo.git('log', '-1', '--format=%G?', good), /G/);
    assert.deepEqual(await states(), untrusted);
    assert.equal((await open(repo).signatures([good])).get(good)?.detail, 'no list of trusted keys is set');
    assert.deepEqual(await states({ allowedSigners: join(repo.path, 'allowed') }), untrusted);
    assert.equal((await open(repo, { allowedSigners: join(repo.path, 'allowed') }).signatures([good])).get(good)?.detail, 'the list of trusted keys lies in the repository');
    assert.equal((await open(repo, { allowedSigners: join(repo.home, 'none') }).signatures([good])).get(good)?.detail, 'the list of trusted keys is not there');

    const judged = [T, U, 'unsigned', U, T, T, 'unsigned', U, 'bad', C, C];
    assert.deepEqual(await states({ allowedSigners: trusted }), judged);
    repo.git('config', '--global', 'gpg.ssh.allowedSignersFile', '~/allowed');
    assert.deepEqual(await states(), judged);
    const found = await open(repo).signatures(all);
    assert.deepEqual([found.get(good)?.signer, found.get(signedTag)?.signer], ['ann@example.org', 'ann@example.org']);
    assert.match(found.get(good)?.key ?? '', /^SHA256:/);
    assert.equal(found.get(late)?.detail, 'the key had expired');
    assert.equal(found.get(stranger)?.detail, 'the key is not in the list of trusted keys');
    // Backdating makes an expired key good again: what it is worth is said.
    assert.equal(found.get(backdated)?.detail, 'the key is valid on the day that the commit claims');

    writeFileSync(join(repo.home, 'revoked'), readFileSync(`${known}.pub`));
    repo.git('config', '--global', 'gpg.ssh.revocationFile', '~/revoked');
    const revoked = await open(repo).signatures([good, forged, backdated]);
    assert.deepEqual([good, forged, backdated].map(id => [revoked.get(id)?.state, revoked.get(id)?.detail]), [[U, 'the key is revoked'], ['bad', undefined], [T, 'the key is valid on the day that the commit claims']]);

    const messages = await open(repo).messages([good, unsigned]);
    assert.deepEqual([messages.get(good)?.signed, messages.get(unsigned)?.signed], [true, false]);
    assert.deepEqual(await states({ sshKeygen: join(repo.home, 'none') }), [C, C, 'unsigned', C, C, C, 'unsigned', C, C, C, C]);
  });

  it('G18 judges signatures of gpg by the trust that the user gave the key', async function () {
    const repo = await create();
    const gnupg = join(repo.home, '.gnupg');
    mkdirSync(gnupg, { mode: 0o700 });
    const environment = { ...repo.environment, GNUPGHOME: gnupg };
    const gpg = (args: readonly string[], input = ''): string => execFileSync('gpg', ['--batch', '--quiet', '--no-tty', ...args], { env: environment, input, encoding: 'utf8', stdio: ['pipe', 'pipe', 'ignore'] });
    try {
      gpg(['--passphrase', '', '--quick-gen-key', 'Ann <ann@example.org>', 'ed25519', 'sign', 'never']);
    } catch (error) {
      console.log(`      gpg makes no key here: skipped (${error instanceof Error ? error.message.split('\n')[0] : ''})`);
      this.skip();
    }
    repo.write({ 'a.md': 'a' }).commit();
    const sign = (message: string): string => {
      execFileSync('git', ['-c', 'user.name=Ann', '-c', 'user.email=ann@example.org', 'commit', '-q', '--allow-empty', '-S', '-m', message], { cwd: repo.path, env: environment, stdio: 'ignore' });
      return repo.git('rev-parse', 'HEAD');
    };
    const good = sign('Good');
    writeFileSync(join(repo.home, 'object'), repo.git('cat-file', 'commit', good).replace('Good', 'APPROVED'));
    const forged = repo.git('hash-object', '-t', 'commit', '-w', join(repo.home, 'object'));
    const fingerprint = /^fpr:+([0-9A-F]+):/m.exec(gpg(['--with-colons', '--list-keys']))?.[1] ?? '';
    const states = async (more: Partial<HistoryOptions> = {}): Promise<unknown[]> => {
      const found = await open(repo, { environment, ...more }).signatures([good, forged]);
      return [good, forged].map(id => found.get(id)?.state);
    };
    assert.deepEqual(await states(), ['good-trusted', 'bad']);
    assert.deepEqual((await open(repo, { environment }).signatures([good])).get(good), { state: 'good-trusted', signer: 'Ann <ann@example.org>', key: fingerprint });
    gpg(['--import-ownertrust'], `${fingerprint}:2:\n`);
    assert.deepEqual(await states(), ['good-untrusted', 'bad']);
    assert.deepEqual(await states({ gpg: join(repo.home, 'none') }), ['cannot-check', 'cannot-check']);
    const stranger = join(repo.home, 'stranger');
    mkdirSync(stranger, { mode: 0o700 });
    assert.deepEqual(await states({ environment: { ...environment, GNUPGHOME: stranger } }), ['cannot-check', 'cannot-check']);
    for (const home of [gnupg, stranger]) execFileSync('gpgconf', ['--kill', 'all'], { env: { ...environment, GNUPGHOME: home }, stdio: 'ignore' });
  });

  it('G09 G26 keeps what can be read of a damaged history, and says where it ends', async () => {
    const repo = await create();
    const drop = (id: string): void => rmSync(join(repo.path, '.git', 'objects', id.slice(0, 2), id.slice(2)), { force: true });
    const spoil = (id: string): void => {
      drop(id);
      repo.write({ [`.git/objects/${id.slice(0, 2)}/${id.slice(2)}`]: 'rubbish' });
    };
    const ids = ['1', '2', '3', '4'].map(n => repo.write({ 'sms/a.md': `${LONG}${n}\n`, [`sms/${n}.md`]: n }).commit({ message: n })) as [string, string, string, string];
    const blobs = ids.map(id => blob(repo, `${id}:sms/a.md`)) as [string, string, string, string];
    repo.rename('sms/a.md', 'sms/b.md').write({ 'sms/b.md': `${LONG}5\n` });
    const fifth = repo.commit({ message: '5' });

    // A blob: renamings cannot be told any more, all else can.
    spoil(blobs[3]);
    drop(blobs[1]);
    const source = open(repo);
    assert.deepEqual([...(await source.blobs(blobs)).keys()], [blobs[0], blobs[2]]);
    const whole = await read(repo);
    assert.deepEqual([whole.cut, whole.commits.length, whole.commits[0]?.changes.length], [undefined, 5, 2]);
    // A tag object, and a commit in the middle.
    repo.tag('light', { at: ids[0] }).tag('v1', { message: 'One', at: ids[2] });
    drop(repo.git('rev-parse', 'v1'));
    drop(ids[1]);
    for (const root of [repo.path, join(repo.path, 'sms')]) {
      const cut = await read(repo, { root });
      assert.equal(cut.cut?.reason, 'missing-objects');
      assert.deepEqual(cut.commits.map(({ id }) => id), [fifth, ids[3]].slice(0, cut.commits.length));
      assert.deepEqual(cut.cut?.at, [cut.commits.at(-1)?.id]);
      assert.equal(cut.files.size, 5);
      assert.deepEqual(cut.tags.map(({ name }) => name), ['light']);
      assert.deepEqual(cut.commits[0]?.changes.map(({ file }) => file), (root === repo.path ? ['sms/a.md', 'sms/b.md'] : ['a.md', 'b.md']));
    }
    assert.deepEqual([...(await source.messages([...ids, fifth])).keys()], [ids[0], ids[2], ids[3], fifth]);
    // The newest.
    drop(repo.git('rev-parse', 'HEAD^{tree}'));
    assert.equal(await reason(repo), 'damaged');
    spoil(fifth);
    assert.equal(await reason(repo), 'damaged');
    assert.equal(await reason(repo, { revision: fifth }), 'damaged');
  });

  it('G26 reads a history with missing objects again: they may come', async () => {
    const repo = await create();
    const ids = ['1', '2', '3', '4'].map(n => repo.write({ 'a.md': n }).commit()), middle = ids[1] ?? '';
    const path = join(repo.path, '.git', 'objects', middle.slice(0, 2), middle.slice(2)), object = readFileSync(path);
    rmSync(path);
    const source = open(repo);
    const state = async (): Promise<unknown> => { const history = await source.read(); return isHistory(history) && [history.commits.length, history.cut?.reason]; };
    assert.deepEqual(await state(), [1, 'missing-objects']);
    writeFileSync(path, object);
    assert.deepEqual(await state(), [4, undefined]);
  });

  it('G26 tells what is not there from what could not be read', async () => {
    const repo = await create();
    repo.write({ 'a.md': 'a', 'b.md': 'b' }).commit();
    repo.git('config', 'user.email', 'ann@example.org');
    const [good, bad] = ['a.md', 'b.md'].map(file => blob(repo, `HEAD:${file}`)) as [string, string];
    const source = open(repo), config = readFileSync(join(repo.path, '.git', 'config'));
    assert.equal(source.failure(), undefined);
    assert.deepEqual([(await source.blobs([good, 'f'.repeat(40)])).size, source.failure()], [1, undefined]);
    rmSync(join(repo.path, '.git', 'objects', bad.slice(0, 2), bad.slice(2)));
    repo.write({ [`.git/objects/${bad.slice(0, 2)}/${bad.slice(2)}`]: 'rubbish' });
    assert.deepEqual([(await source.blobs([good, bad])).size, source.failure()?.reason], [1, 'damaged']);
    assert.deepEqual([(await source.blobs([good])).size, source.failure()], [1, undefined]);
    repo.write({ '.git/config': '[nonsense' });
    assert.deepEqual([await source.identity(), source.failure()?.reason], [undefined, 'damaged']);
    repo.write({ '.git/config': config });
    assert.deepEqual([(await source.identity())?.email, source.failure()], ['ann@example.org', undefined]);
    rmSync(join(repo.path, '.git'), { recursive: true });
    source.forget();
    assert.deepEqual([(await source.messages([good])).size, source.failure()?.reason], [0, 'not-a-repository']);
  });

  it('G22 reads octopus merges, and squashes as the one commit that they are', async () => {
    const repo = await create();
    const base = repo.write({ 'a.md': 'a' }).commit();
    const tips = ['x', 'y', 'z'].map(name => repo.branch(name, base).write({ [`${name}.md`]: name }).commit());
    const main = repo.checkout('main').write({ 'm.md': 'm' }).commit();
    const octopus = repo.merge(['x', 'y', 'z']);
    repo.branch('work').write({ 'a.md': 'b' }).commit({ author: 'Bea <bea@example.org>', message: 'Work\n\nReviewed-by: Lena' });
    const squash = repo.checkout('main').squash('work', { author: 'Bot <bot@example.org>' });
    repo.branch('late', octopus).write({ 'late.md': 'l' }).commit({ author: 'Bea <bea@example.org>' });
    const rebased = repo.rebase('main', { committer: 'Bot <bot@example.org>' });
    const history = await read(repo);
    assert.deepEqual(commitOf(history, rebased).parents, [squash]);
    assert.deepEqual([commitOf(history, octopus).parents, commitOf(history, octopus).changes.map(({ file }) => file)], [[main, ...tips], ['x.md', 'y.md', 'z.md']]);
    assert.deepEqual([commitOf(history, squash).parents, commitOf(history, squash).author.name, commitOf(history, squash).changes.map(({ file }) => file)], [[octopus], 'Bot', ['a.md']]);
    assert.deepEqual([commitOf(history, rebased).author.name, commitOf(history, rebased).committer.name], ['Bea', 'Bot']);
  });

  it('G29 reads a repository of SHA-256, and one with very many refs; one of a later format is refused', async () => {
    const repo = await create({ format: 'sha256' });
    const first = repo.write({ 'a.md': 'a' }).commit(), second = repo.write({ 'a.md': 'b' }).commit();
    assert.equal(first.length, 64);
    repo.tag('v1', { message: 'One' });
    const history = await read(repo);
    assert.deepEqual(history.commits.map(({ id, changes }) => [id, changes[0]?.file]), [[second, 'a.md'], [first, 'a.md']]);
    assert.deepEqual(history.commits[1]?.changes[0]?.before, []);
    assert.deepEqual([(await open(repo).blobs([...history.files.values()])).size, history.tags[0]?.commit], [1, second]);
    appendFileSync(join(repo.path, '.git', 'packed-refs'), Array.from({ length: 100_000 }, (_, at) => `${second} refs/tags/t${String(at).padStart(6, '0')}\n`).join(''));
    assert.equal((await read(repo)).tags.length, 100_001);
    repo.git('config', 'extensions.fromTheFuture', 'true');
    assert.equal(await reason(repo), 'git-too-old');
  });

  it('G12 G13 tells why there is none', async () => {
    const repo = await create();
    assert.equal(await reason(repo), 'no-commits');
    assert.equal(await reason(repo, { root: dirname(repo.home) }), 'not-a-repository');
    assert.equal(await reason(repo, { root: join(repo.path, '.git') }), 'bare');
    assert.equal(await reason(repo, { program: join(repo.home, 'none') }), 'git-missing');
  });
});
