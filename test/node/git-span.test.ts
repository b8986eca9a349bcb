import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { spanOf, type NoBase, type Span } from '../../src/node/git-files.js';
import type { NoHistory } from '../../src/sms/history.js';
import { Repository } from '../support/repository.js';

describe('two states of a repository', () => {
  let repo: Repository, first: string, ours: string, theirs: string, merge: string;
  const span = (base: string, head: string | undefined, merged: boolean, root = repo.path): Promise<Span | NoBase | NoHistory> =>
    spanOf({ root, environment: repo.environment }, { base, merged, ...(head !== undefined && { head }) });
  const commits = async (...asked: Parameters<typeof span>): Promise<unknown> => {
    const found = await span(...asked);
    return 'base' in found && !('noBase' in found) ? [found.base.commit, found.head?.commit] : found;
  };

  before(async () => {
    repo = await Repository.create();
    first = repo.write({ 'a.md': '1\n' }).commit({ date: '2026-02-01T23:30:00-05:00' });
    theirs = repo.branch('theirs').write({ 'b.md': '2\n' }).commit();
    ours = repo.checkout('main').write({ 'c.md': '3\n' }).commit();
    repo.branch('merged');
    merge = repo.merge('theirs');
    repo.checkout('main');
  });
  after(() => repo.remove());

  it('are the commits as they are named, or the one where they went apart', async () => {
    assert.deepEqual(await commits('theirs', 'main', false), [theirs, ours]);
    assert.deepEqual(await commits('theirs', 'main', true), [first, ours]);
    assert.deepEqual(await commits('theirs', 'merged', true), [theirs, merge]);
    assert.deepEqual(await span('main', 'main', true), { base: { commit: ours, committed: (await span('main', 'main', false) as Span).base.committed }, head: (await span('main', 'main', false) as Span).head });
    assert.equal((await span('main~1', 'main', false) as Span).base.committed, '2026-02-01T23:30:00-05:00');
  });

  it('end at what stands on disk where no head is named, from the commit that is checked out', async () => {
    assert.deepEqual(await commits('theirs', undefined, true), [first, undefined]);
    assert.deepEqual(await commits('theirs', undefined, false), [theirs, undefined]);
  });

  it('may have no commit in common, in a whole repository or beyond the end of one that is cut', async () => {
    repo.git('checkout', '-q', '--orphan', 'elsewhere');
    repo.write({ 'z.md': 'z\n' }).commit();
    repo.checkout('main');
    assert.deepEqual(await commits('elsewhere', 'main', true), { noBase: 'unrelated', base: 'elsewhere', head: 'main' });
    assert.deepEqual((await commits('elsewhere', 'main', false) as string[]).length, 2);
    const path = join(repo.home, 'shallow'), git = (...args: string[]): void => { execFileSync('git', args, { cwd: repo.home, env: repo.environment, stdio: 'ignore' }); };
    git('clone', '-q', '--depth=1', '--no-single-branch', `file://${repo.path}`, path);
    assert.deepEqual(await commits('origin/theirs', undefined, true, path), { noBase: 'beyond-cut', base: 'origin/theirs', head: 'HEAD' });
    assert.deepEqual(await commits('HEAD~1', undefined, true, path), { noBase: 'not-fetched', base: 'HEAD~1', head: 'HEAD' });
    assert.deepEqual(await commits('origin/main', undefined, true, path), [ours, undefined]);
    git('-C', path, 'fetch', '-q', '--unshallow');
    assert.deepEqual(await commits('origin/theirs', undefined, true, path), [first, undefined]);
  });

  it('are not there under names that nothing has or that are none, and outside of a repository', async () => {
    assert.deepEqual(await commits('nowhere', 'main', true), { reason: 'bad-revision', detail: 'nowhere' });
    assert.deepEqual(await commits('main', '--output=x', false), { reason: 'bad-revision', detail: '--output=x' });
    assert.equal((await span('main', undefined, true, repo.home) as NoHistory).reason, 'not-a-repository');
  });
});
