import assert from 'node:assert/strict';
import { threadsOf, type Threads } from '../../src/control/threads.js';
import type { Contents, Revision } from '../../src/sms/control.js';
import type { Change, Commit, History } from '../../src/sms/history.js';

const WHO = { name: 'Ann Ash', email: 'ann@example.org', at: '2026-01-05T12:00:00+00:00' };

type Told = [id: string, parents: string, ...changes: string[]];

/** `+f=blob`, `f=old>new`, `-f=old`, `f<from=old>new`, with `old,old` for a merge. Newest first, as git tells it. */
function change(text: string): Change {
  const match = /^([+-]?)([^=<]+)(?:<([^=]+))?=([^>]*)(?:>(.*))?$/.exec(text);
  const [, sign = '', file = '', from, first = '', second] = match ?? [];
  const before = sign === '+' ? [] : first.split(','), after = sign === '+' ? first : sign === '-' ? undefined : second;
  return { file, before, ...(from !== undefined && { from }), ...(after !== undefined && { after }) };
}

function historyOf(commits: readonly Told[], more: Partial<History> = {}): History {
  return {
    head: commits[0]?.[0] ?? '', tags: [], files: new Map(), ignored: [],
    commits: commits.map(([id, parents, ...changes]): Commit => ({ id, parents: parents.split(' ').filter(each => each !== ''), author: WHO, committer: WHO, changes: changes.map(change) })), ...more,
  };
}

/** Blobs are named `ID.n`: the document with that id, or nothing that could be read for `?`. Counts what is asked for. */
function contentsOf(): Contents & { asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    past: wanted => {
      asked.push(...wanted.map(({ blob }) => blob));
      return Promise.resolve(new Map(wanted.filter(({ blob }) => blob !== '' && !blob.startsWith('?')).map(({ file, blob }): [string, Revision] => (
        [blob, { blob, file, id: blob.split('.')[0] ?? '', kind: 'document', title: '', digest: blob }]))));
    },
    today: () => Promise.resolve(new Map()),
  };
}

function threads(commits: readonly Told[], more: Partial<History> = {}): { of: (file: string, ...ids: string[]) => Promise<string>; asked: string[]; all: Threads } {
  const contents = contentsOf(), all = threadsOf(historyOf(commits, more), contents);
  return { all, asked: contents.asked, of: async (file, ...ids) => (await all.of(file, ids)).steps.map(({ commit, change: { file: at } }) => `${commit.id}:${at}`).join(' ') };
}

describe('threads: the commits that touched an artefact', () => {
  it('are those of its file, newest first, and nothing of the past is read for it', async () => {
    const { of, asked } = threads([['c', 'b', 'f=A.1>A.2', '+g=B.1'], ['b', 'a', 'h=C.1>C.2'], ['a', '', '+f=A.1', '+h=C.1']]);
    assert.equal(await of('f', 'A'), 'c:f a:f');
    assert.equal(await of('g', 'B'), 'c:g');
    assert.equal(await of('nowhere', 'Z'), '');
    assert.deepEqual(asked, []);
  });

  it('go on under the name before a renaming, for what has the same id', async () => {
    const { of } = threads([['c', 'b', 'g=A.2>A.3'], ['b', 'a', 'g<f=A.1>A.2'], ['a', '', '+f=A.1']]);
    assert.equal(await of('g', 'A'), 'c:g b:g a:f');
  });

  it('go through several renamings, and back to a name', async () => {
    const { of } = threads([['e', 'd', 'f<h=A.3>A.4'], ['d', 'c', 'h<g=A.2>A.3'], ['c', 'b', 'g=A.1>A.2'], ['b', 'a', 'g<f=A.1>A.1'], ['a', '', '+f=A.1']]);
    assert.equal(await of('f', 'A'), 'e:f d:h c:g b:g a:f');
  });

  it('do not take a file that only resembles this one for its past', async () => {
    const { of } = threads([['b', 'a', 'g<f=B.1>A.1'], ['a', '', '+f=B.1']]);
    assert.equal(await of('g', 'A'), 'b:g');
  });

  it('go on where git saw no renaming, by the id of what was deleted', async () => {
    const { of } = threads([['d', 'c', '+new=A.3'], ['c', 'b', '-old=A.2', '-other=B.1'], ['b', 'a', 'old=A.1>A.2'], ['a', '', '+old=A.1', '+other=B.1']]);
    assert.equal(await of('new', 'A'), 'd:new c:old b:old a:old');
  });

  it('take the earlier ids for the same artefact', async () => {
    const { of } = threads([['c', 'b', '+new=NEW.1', '-old=OLD.1'], ['b', 'a', '+x=Z.1'], ['a', '', '+old=OLD.1']]);
    assert.equal(await of('new', 'NEW'), 'c:new');
    assert.equal(await of('new', 'NEW', 'OLD'), 'c:new a:old');
  });

  it('end where another document had the name before', async () => {
    const { of } = threads([['d', 'c', 'f=A.1>A.2'], ['c', 'b', '+f=A.1'], ['b', 'a', '-f=B.1'], ['a', '', '+f=B.1']]);
    assert.equal(await of('f', 'A'), 'd:f c:f');
  });

  it('go on where the same document was deleted and came back', async () => {
    const { of } = threads([['d', 'c', 'f=A.2>A.3'], ['c', 'b', '+f=A.2'], ['b', 'a', '-f=A.1'], ['a', '', '+f=A.1']]);
    assert.equal(await of('f', 'A'), 'd:f c:f b:f a:f');
  });

  it('go on where the name belonged to another document for a while', async () => {
    const { of } = threads([['e', 'd', 'f<h=A.2>A.3'], ['d', 'c', '-f=B.1'], ['c', 'b', '+f=B.1'], ['b', 'a', 'h<f=A.1>A.2'], ['a', '', '+f=A.1']]);
    assert.equal(await of('f', 'A'), 'e:f b:h a:f');
  });

  it('take in all branches, and an edit under the old name that did not know of the renaming', async () => {
    const { of } = threads([['m', 'r e', 'new<old=A.1,A.2>A.3'], ['r', 'a', 'new<old=A.1>A.1'], ['e', 'a', 'old=A.1>A.2'], ['a', '', '+old=A.1']]);
    assert.equal(await of('new', 'A'), 'm:new r:new e:old a:old');
  });

  it('leave out what another document did later under the old name', async () => {
    const { of } = threads([['d', 'c', 'old=B.1>B.2'], ['c', 'b', '+old=B.1'], ['b', 'a', 'new<old=A.1>A.1'], ['a', '', '+old=A.1']]);
    assert.equal(await of('new', 'A'), 'b:new a:old');
    assert.equal(await of('old', 'B'), 'd:old c:old');
  });

  it('go no further back than the history is known', async () => {
    const cut = { cut: { reason: 'shallow', at: ['b'] } } as const, { of, all, asked } = threads([['c', 'b', 'f=A.1>A.2'], ['b', 'a', '+f=A.1', '-g=A.0']], cut);
    assert.equal(await of('f', 'A'), 'c:f b:f');
    const [newest, oldest] = (await all.of('f', ['A'])).steps;
    assert.deepEqual([newest && all.isCut(newest), oldest && all.isCut(oldest)], [false, true]);
    assert.deepEqual(asked, []);
  });

  it('stay apart where what is to be compared cannot be read', async () => {
    const { of } = threads([['b', 'a', '+new=A.1', '-old=?'], ['a', '', '+old=?']]);
    assert.equal(await of('new', 'A'), 'b:new');
  });
});

describe('threads: before and after', () => {
  const { all } = threads([['m', 'l r'], ['l', 'a'], ['r', 'a'], ['a', ''], ['x', '']]);
  const at = (id: string): number => all.history.commits.findIndex(commit => commit.id === id);

  it('follow parents, not dates or the order of the list', () => {
    const wanted: [string, string, boolean][] = [['a', 'm', true], ['l', 'm', true], ['r', 'm', true], ['m', 'm', true], ['m', 'a', false], ['l', 'r', false], ['r', 'l', false], ['x', 'm', false], ['a', 'x', false]];
    for (const [earlier, later, before] of wanted) assert.equal(all.isBefore(at(earlier), at(later)), before, `${earlier} ${later}`);
  });

  it('find commits by id', () => {
    assert.equal(all.commit('r')?.id, 'r');
    assert.equal(all.commit('nowhere'), undefined);
    assert.equal(all.commit(undefined), undefined);
  });

  it('stay right beyond the number of sets that are kept', () => {
    const long = threads(Array.from({ length: 600 }, (_, n): Told => [`c${599 - n}`, n === 599 ? '' : `c${598 - n}`])).all;
    for (let n = 0; n < 599; n++) assert.ok(long.isBefore(n + 1, n) && !long.isBefore(n, n + 1), String(n));
  });
});
