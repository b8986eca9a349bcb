import { join, posix, sep } from 'node:path';
import type { Files, ReadResult } from '../sms/files.js';
import { dayOf, type NoHistory } from '../sms/history.js';
import { LIMITS } from '../sms/limits.js';
import type { Day } from '../sms/types.js';
import { HEAD_BYTES, listSms, readResult, tooLarge, type Entry } from './disk.js';
import { GitError, noHistory, openGit, type Git, type GitObject, type GitOptions } from './git.js';

/** The files of an SMS as they stand in one commit. */
export interface CommitFiles extends Files {
  commit: string;
  /** When it was committed, as the committer wrote it: a moment with offset, and its day. */
  committed: string;
  day: Day;
}

/** A commit and the committer's claim of when it was made. */
export interface CommitOfDay { commit: string; committed: string }

/** How many links may lead to each other before they count as a circle. */
const MOST_LINKS = 40;

/**
 * The files of the SMS at `root` in a commit, without a checkout; `revision` as a user names it. The root need not exist on disk any more. Judged as on disk,
 * but for what a commit does not hold: submodules are no files, and a link that leaves the root is reported even where it leads nowhere.
 */
export async function gitFiles(options: GitOptions & { revision: string }): Promise<CommitFiles | NoHistory> {
  try {
    const git = await openGit(options);
    const commit = await git.resolve(options.revision);
    const [tree, committed] = await Promise.all([readTree(git, commit), committedAt(git, commit)]);
    const fetch = fetcher(git);
    return {
      commit, committed, day: dayOf(committed),
      list: async ignore => {
        const links = await readLinks(git, tree);
        return listSms(async folder => tree.folders.get(folder) ?? (folder === '' ? [] : 'vanished'), async file => leadsInside(join(git.top, git.prefix), links, file), ignore);
      },
      read: file => read(git, tree, fetch, file),
    };
  } catch (error) {
    return noHistory(error);
  }
}

/**
 * The newest commit, from the one that is checked out (or `revision`) through first parents, that was committed no later than a day, by the days that the
 * committers wrote; undefined where all are later.
 */
export async function commitAsOf(options: GitOptions & { revision?: string }, day: Day): Promise<CommitOfDay | undefined | NoHistory> {
  try {
    const git = await openGit(options);
    const from = options.revision === undefined ? (await git.head()).commit : await git.resolve(options.revision);
    let found: CommitOfDay | undefined;
    await git.firstParents(from, (commit, committed) => {
      const on = dayOf(committed);
      if (on === '' || on > day) return undefined;
      found = { commit, committed };
      return 'enough';
    });
    return found;
  } catch (error) {
    return noHistory(error);
  }
}

async function committedAt(git: Git, commit: string): Promise<string> {
  let at = '';
  await git.firstParents(commit, (_, committed) => {
    at = committed;
    return 'enough';
  });
  return at;
}

/** Everything by its path from the root of the SMS. */
interface Tree {
  folders: ReadonlyMap<string, readonly Entry[]>;
  blobs: ReadonlyMap<string, { id: string; is: Entry['is'] }>;
}

async function readTree(git: Git, commit: string): Promise<Tree> {
  const folders = new Map<string, Entry[]>([['', []]]), blobs = new Map<string, { id: string; is: Entry['is'] }>();
  const add = (path: string, is: Entry['is']): void => {
    const slash = path.lastIndexOf('/'), folder = path.slice(0, Math.max(slash, 0));
    let entries = folders.get(folder);
    if (!entries) {
      folders.set(folder, entries = []);
      add(folder, 'folder');
    }
    entries.push({ name: path.slice(slash + 1), is });
  };
  for (const { mode, id, path } of await git.tree(commit)) {
    if (!path.startsWith(git.prefix)) continue;
    const file = path.slice(git.prefix.length), is = mode.startsWith('100') ? 'file' : mode === '120000' ? 'link' : 'other';
    add(file, is);
    blobs.set(file, { id, is });
  }
  return { folders, blobs };
}

/** The targets of links by the path of the link. */
async function readLinks(git: Git, { blobs }: Tree): Promise<ReadonlyMap<string, string>> {
  const links = [...blobs].filter(([, { is }]) => is === 'link');
  const targets = await git.objects(links.map(([, { id }]) => id), LIMITS.fileBytes);
  return new Map(links.map(([file, { id }]) => [file, targets.get(id)?.bytes?.toString('utf8') ?? '']));
}

/** Follows a link by names alone through the links of the commit; what lies outside the root counts as plain folders. */
function leadsInside(rootPath: string, links: ReadonlyMap<string, string>, file: string): boolean {
  const root = `/${rootPath.split(sep).filter(part => part !== '').join('/')}`;
  const within = (path: string): string | undefined => (path === root ? '' : path.startsWith(`${root}/`) ? path.slice(root.length + 1) : undefined);
  const left = file.split('/').reverse();
  let at = root;
  for (let followed = 0; left.length > 0;) {
    const part = left.pop() ?? '';
    if (part === '' || part === '.') continue;
    const next = part === '..' ? posix.dirname(at) : posix.join(at, part);
    const inside = within(next), target = inside === undefined ? undefined : links.get(inside);
    if (target === undefined || part === '..') { at = next; continue; }
    // A circle leads nowhere.
    if (++followed > MOST_LINKS) return true;
    const parts = target.split(/[/\\]/);
    if (/^(?:[/\\]|[A-Za-z]:)/.test(target)) at = '/';
    left.push(...parts.reverse());
  }
  return within(at) !== undefined;
}

type Fetch = (id: string) => Promise<GitObject | undefined>;

/** Gathers what is asked for at the same time into one reading. */
function fetcher(git: Git): Fetch {
  let waiting: { id: string; done: (object: Promise<GitObject | undefined>) => void }[] = [];
  const flush = (): void => {
    const batch = waiting;
    waiting = [];
    const found = git.objects(batch.map(({ id }) => id), LIMITS.fileBytes);
    for (const { id, done } of batch) done(found.then(objects => objects.get(id)));
  };
  return id => new Promise(done => {
    if (waiting.push({ id, done }) === 1) setImmediate(flush);
  });
}

async function read(git: Git, { blobs, folders }: Tree, fetch: Fetch, file: string): Promise<ReadResult> {
  const entry = blobs.get(file);
  if (!entry) return { ok: false, reason: folders.has(file) ? 'not-a-file' : 'vanished', detail: '' };
  if (entry.is !== 'file') return { ok: false, reason: 'not-a-file', detail: '' };
  try {
    const object = await fetch(entry.id);
    if (object?.type !== 'blob') return { ok: false, reason: 'unreadable', detail: 'it is missing or damaged in the repository' };
    return object.bytes ? readResult(object.bytes) : tooLarge(object.size, await git.beginning(entry.id, HEAD_BYTES));
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    return { ok: false, reason: 'unreadable', detail: `git: ${error.detail}` };
  }
}
