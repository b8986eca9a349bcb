import { join, sep } from 'node:path';
import { HEAD_BYTES, readResult, tooLarge } from '../sms/bytes.js';
import { UnreadableFile, type Files, type ReadResult } from '../sms/files.js';
import { dayOf, type NoHistory } from '../sms/history.js';
import { LIMITS } from '../sms/limits.js';
import type { Day } from '../sms/types.js';
import { listSms, type Entry } from '../sms/walk.js';
import { GitError, isRevision, noHistory, openGit, Processes, type Git, type NamedCommit, type GitObject, type GitOptions } from './git.js';

/** The files of an SMS as they stand in one commit. */
export interface CommitFiles extends Files {
  commit: string;
  /** When it was committed, as the committer wrote it: a moment with offset, and its day. */
  committed: string;
  day: Day;
  /** Undefined for what is no file in this commit. */
  idOf(file: string): string | undefined;
  /** The repository, found: whoever asks for the history as well need not look for it again. It ends with the files. */
  git: Git;
  /** Ends what is running, and starts nothing any more. */
  dispose(): void;
}

/** A commit and the committer's claim of when it was made. */
export interface CommitOfDay { commit: string; committed: string }

/** How many links may lead to each other before they count as a circle. */
const MOST_LINKS = 40;
/** The longest target of a link that a system follows; a longer one counts as leading outside. */
const LINK_BYTES = 4096;

/**
 * The files of the SMS at `root` in a commit, without a checkout; `revision` as a user names it. The root need not exist on disk any more. Judged as on disk,
 * but for what a commit does not hold: submodules are no files, and a link that leaves the root is reported even where it leads nowhere.
 */
export async function gitFiles(options: GitOptions & { revision: string }): Promise<CommitFiles | NoHistory> {
  const processes = options.processes ?? new Processes();
  try {
    const git = await openGit({ ...options, processes });
    const commit = await git.resolve(options.revision);
    const [tree, committed] = await Promise.all([readTree(git, commit), committedAt(git, commit)]);
    const links = await readLinks(git, tree), fetch = fetcher(git);
    return {
      commit, committed, day: dayOf(committed), git,
      list: ignore => listSms(async folder => tree.folders.get(folder) ?? (folder === '' ? [] : 'vanished'), async file => leadsInside(links, file), ignore),
      read: file => read(git, tree, fetch, file),
      stream: file => stream(git, tree, file),
      idOf: file => { const entry = tree.blobs.get(file); return entry?.is === 'file' ? entry.id : undefined; },
      dispose: () => { processes.end(); },
    };
  } catch (error) {
    if (!options.processes) processes.end();
    return noHistory(error);
  }
}

/**
 * The newest commit, from the one that is checked out (or `revision`) through first parents, that was committed no later than a day, by the days that the
 * committers wrote; undefined where all are later. Whoever gives `processes` can end it.
 */
export async function commitAsOf(options: GitOptions & { revision?: string }, day: Day): Promise<CommitOfDay | undefined | NoHistory> {
  const processes = options.processes ?? new Processes();
  try {
    const git = await openGit({ ...options, processes });
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
  } finally {
    if (!options.processes) processes.end();
  }
}

/** Two states of a repository that are held against each other. Without `head`: what stands on disk. */
export interface Span { base: CommitOfDay; head?: CommitOfDay }

/**
 * Why there is nothing to compare with: `unrelated` histories, or, in a copy of the repository that is not whole, a commit from which both come that may lie
 * beyond its end (`beyond-cut`), or a name that such a copy may lack (`not-fetched`).
 */
export interface NoBase { noBase: 'unrelated' | 'beyond-cut' | 'not-fetched'; base: string; head: string }

/** The commits that a user means: `base` as it is, or (`merged`) the one from which it and the head went apart. Without `head` the commit checked out stands for it. */
export async function spanOf(options: GitOptions, { base, head, merged }: { base: string; head?: string; merged: boolean }): Promise<Span | NoBase | NoHistory> {
  const processes = options.processes ?? new Processes();
  try {
    const git = await openGit({ ...options, processes }), of = async (commit: string): Promise<CommitOfDay> => ({ commit, committed: await committedAt(git, commit) });
    const resolved = await Promise.all([base, head].map(async name => (name === undefined ? (await git.head()).commit : git.resolve(name)))).catch(async (error: unknown) => {
      if (error instanceof GitError && error.reason === 'bad-revision' && isRevision(error.detail) && await git.isShallow()) return error.detail;
      throw error;
    });
    if (typeof resolved === 'string') return { noBase: 'not-fetched', base: resolved, head: head ?? 'HEAD' };
    const [one = '', other = ''] = resolved, common = merged ? await git.mergeBase(one, other) : one;
    if (common === undefined) return { noBase: await git.isShallow() ? 'beyond-cut' : 'unrelated', base, head: head ?? 'HEAD' };
    return { base: await of(common), ...(head !== undefined && { head: await of(other) }) };
  } catch (error) {
    return noHistory(error);
  } finally {
    if (!options.processes) processes.end();
  }
}

/** Branches, those of remotes, and tags, with the commits they name and when these were made, as their committers claim. */
export async function namedCommits(options: GitOptions): Promise<readonly NamedCommit[] | NoHistory> {
  const processes = options.processes ?? new Processes();
  try {
    return await (await openGit({ ...options, processes })).names();
  } catch (error) {
    return noHistory(error);
  } finally {
    if (!options.processes) processes.end();
  }
}

/** A commit with the id of the tree that it holds, which is that of the whole repository. */
export async function commitWithTree(options: GitOptions & { revision: string }): Promise<CommitOfDay & { tree: string } | NoHistory> {
  const processes = options.processes ?? new Processes();
  try {
    const git = await openGit({ ...options, processes }), commit = await git.resolve(options.revision), object = (await git.objects([commit], LIMITS.fileBytes)).get(commit);
    const tree = /^tree ([0-9a-f]+)\n/.exec(object?.bytes?.toString('latin1') ?? '')?.[1];
    return tree === undefined ? { reason: 'damaged', detail: commit } : { commit, committed: await committedAt(git, commit), tree };
  } catch (error) {
    return noHistory(error);
  } finally {
    if (!options.processes) processes.end();
  }
}

/** When a commit was made, as its committer wrote it: a moment with offset. */
export async function committedAt(git: Git, commit: string): Promise<string> {
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
  const add = (file: string, of: Entry['is']): void => {
    // Upwards until a folder is known, however deep the file lies.
    for (let path = file, is = of; ; is = 'folder') {
      const slash = path.lastIndexOf('/'), folder = path.slice(0, Math.max(slash, 0)), entries = folders.get(folder), entry: Entry = { name: path.slice(slash + 1), is };
      if (entries) { entries.push(entry); return; }
      folders.set(folder, [entry]);
      path = folder;
    }
  };
  for (const { mode, id, path } of await git.tree(commit)) {
    if (!path.startsWith(git.prefix)) continue;
    const file = path.slice(git.prefix.length), is = mode.startsWith('100') ? 'file' : mode === '120000' ? 'link' : 'other';
    add(file, is);
    blobs.set(file, { id, is });
  }
  return { folders, blobs };
}

/** A name as links lead to it; where it is a link itself its target, or that it is too long. */
interface Name { names: Map<string, Name>; target?: string | 'too-long' }
interface Links { top: Name; root: readonly string[]; at: Name }

/** All links by their names from the top of the file system, where the root of the SMS stands on disk. */
async function readLinks(git: Git, { blobs }: Tree): Promise<Links> {
  const links = [...blobs].filter(([, { is }]) => is === 'link'), targets = await git.objects(links.map(([, { id }]) => id), LINK_BYTES);
  const top: Name = { names: new Map() }, root = join(git.top, git.prefix).split(sep).filter(part => part !== ''), at = named(top, root);
  for (const [file, { id }] of links) {
    const object = targets.get(id);
    named(at, file.split('/')).target = object && !object.bytes ? 'too-long' : object?.bytes?.toString('utf8') ?? '';
  }
  return { top, root, at };
}

function named(from: Name, parts: readonly string[]): Name {
  let at = from;
  for (const part of parts) {
    let next = at.names.get(part);
    if (!next) at.names.set(part, next = { names: new Map() });
    at = next;
  }
  return at;
}

/** Follows a link by names alone through the links of the commit; what lies outside the root counts as plain folders. */
function leadsInside({ top, root, at: inside }: Links, file: string): boolean {
  // Each step costs the same, however long the way: what stands in a commit may be made to be slow.
  const left = [...root, ...file.split('/')].reverse(), way: (Name | undefined)[] = [top];
  for (let followed = 0; left.length > 0;) {
    const part = left.pop() ?? '';
    if (part === '' || part === '.') continue;
    if (part === '..') {
      if (way.length > 1) way.pop();
      continue;
    }
    const next = way.at(-1)?.names.get(part);
    if (next?.target === undefined) { way.push(next); continue; }
    if (next.target === 'too-long') return false;
    // A circle leads nowhere.
    if (++followed > MOST_LINKS) return true;
    if (/^(?:[/\\]|[A-Za-z]:)/.test(next.target)) way.length = 1;
    for (const name of next.target.split(/[/\\]/).reverse()) left.push(name);
  }
  return way[root.length] === inside;
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

async function* stream(git: Git, { blobs }: Tree, file: string): AsyncGenerator<Uint8Array> {
  const entry = blobs.get(file);
  if (!entry) throw new UnreadableFile('vanished', '');
  if (entry.is !== 'file') throw new UnreadableFile('unreadable', 'it is no plain file');
  try {
    const object = (await git.objects([entry.id], LIMITS.tableBytes)).get(entry.id);
    if (object?.type !== 'blob') throw new UnreadableFile('unreadable', 'it is missing or damaged in the repository');
    if (!object.bytes) throw new UnreadableFile('too-large', '');
    yield object.bytes;
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    throw new UnreadableFile('unreadable', `git: ${error.detail}`);
  }
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
