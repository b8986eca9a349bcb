import { promises as fs, type Stats } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import type { Change, Commit, CommitMessage, History, HistorySource, NoHistory, Signature, Tag, Who } from '../sms/history.js';
import { LIMITS } from '../sms/limits.js';
import { GitError, isWithin, LOG_FIELDS, noHistory, openGit, Processes, type Anchors, type Git, type GitObject, type GitOptions, type LogWay } from './git.js';

export interface HistoryOptions extends GitOptions {
  /** The commit whose history is asked for, as a user names it; the one that is checked out where it is not given. */
  revision?: string;
  /** The repository where it was found already, with the same options. */
  opened?: Git;
  /** Absolute path of the list of trusted SSH keys, from the settings of the user or the machine; else git's own setting there. */
  allowedSigners?: string;
}

/** Of a commit or a tag object; what is larger is left out. */
const OBJECT_BYTES = 8 * LIMITS.fileBytes;
/** Of the list of commits at which a shallow repository ends. */
const SHALLOW_BYTES = 64 * LIMITS.fileBytes;
/** How many signatures are checked for one question, and how many of them at the same time. */
const MOST_SIGNATURES = 200;
const SIGNATURES_AT_ONCE = 4;
/** How many tags may be nested in each other. */
const MOST_NESTED = 10;
const UNDERWAY: readonly (readonly [file: string, what: NonNullable<History['underway']>])[] = [
  ['rebase-merge', 'rebase'], ['rebase-apply', 'rebase'], ['MERGE_HEAD', 'merge'], ['CHERRY_PICK_HEAD', 'cherry-pick'], ['REVERT_HEAD', 'revert'], ['BISECT_LOG', 'bisect'],
];

/** A history out of git, with what its owner may do. */
export interface GitHistory extends HistorySource {
  /**
   * Why the contents, messages, signatures or the identity that were asked for last were not told, or not all of them: what did not come then need not be absent.
   * Undefined where git answered. What `read()` meets it tells itself.
   */
  failure(): NoHistory | undefined;
  /** Forgets what is known, and that git took too long or failed, which else is not tried again before something changed. */
  forget(): void;
  /** Ends what is running, and starts nothing any more. */
  dispose(): void;
}

type Asked = 'blobs' | 'messages' | 'signatures' | 'identity';

/** What a source knows until it forgets. */
interface Memory {
  opened?: Promise<Git> | undefined;
  /** Why git could not even tell what is checked out: nothing says when that is over. */
  unopened?: NoHistory;
  /** What decides whether something changed, as read last, and what was told of it. */
  key?: string | undefined;
  told?: History | NoHistory | undefined;
  failures: Map<Asked, NoHistory>;
  verdicts: Map<Format, Verdicts>;
  /** One after the other. */
  reading: Promise<unknown>;
  verifying: Promise<unknown>;
}

/** What would take as long or go as wrong again. */
function lasts({ reason }: NoHistory): boolean { return reason === 'too-slow' || reason === 'failed'; }

/**
 * The history of one SMS out of git. Nothing is read before `read()` is called first, and nothing again before something changed. Where the SMS is a folder of
 * a repository, the history is that of the folder: commits that do not touch it are passed over, so that `head` need not be among the commits.
 */
export function openHistory(options: HistoryOptions): GitHistory {
  const processes = options.processes ?? new Processes();
  const fresh = (): Memory => ({ ...(options.opened && { opened: Promise.resolve(options.opened) }), failures: new Map(), verdicts: new Map(), reading: Promise.resolve(), verifying: Promise.resolve() });
  let memory = fresh(), asked: string | undefined;

  const git = (now: Memory): Promise<Git> => {
    if (!now.opened) {
      const opening = now.opened = openGit({ ...options, processes });
      opening.catch((error: unknown) => {
        // It may be put right by the next call.
        if (now.opened === opening) now.opened = undefined;
        if (error instanceof GitError && lasts(error)) now.unopened = noHistory(error);
      });
    }
    return now.opened;
  };
  const readNow = async (now: Memory): Promise<History | NoHistory> => {
    if (now.unopened) return now.unopened;
    let key: string | undefined;
    try {
      const repository = await git(now);
      if (options.revision !== undefined) asked ??= await repository.resolve(options.revision);
      const [head, refs, marks] = await Promise.all([asked === undefined ? repository.head() : { commit: asked }, repository.refs(), readMarks(repository)]);
      key = JSON.stringify([head, [...refs], marks]);
      if (now.key !== key) {
        now.key = key;
        now.told = undefined;
        now.failures.clear();
      }
      if (now.told) return now.told;
      const history = await readHistory(repository, head, refs, marks, asked !== undefined);
      // Objects that are missing may come without anything else changing.
      if (history.cut?.reason !== 'missing-objects') now.told = history;
      return history;
    } catch (error) {
      const why = noHistory(error);
      if (lasts(why) && key !== undefined) now.told = why;
      else {
        // The repository may be another one by the next call.
        now.opened = now.key = now.told = undefined;
        if (lasts(why)) now.unopened = why;
      }
      return why;
    }
  };
  const note = ({ failures }: Memory, what: Asked, why: NoHistory | undefined): void => {
    // The last one stands last.
    failures.delete(what);
    if (why) failures.set(what, why);
  };
  /** Where git cannot tell, nothing is there, and why is remembered. */
  const orNothing = async <T>(what: Asked, nothing: T, read: (repository: Git, onDamaged: (why: GitError) => void) => Promise<T>, now = memory): Promise<T> => {
    const before = now.unopened ?? now.failures.get(what);
    if (before && lasts(before)) {
      note(now, what, before);
      return nothing;
    }
    let why: NoHistory | undefined;
    try {
      return await read(await git(now), damage => { why ??= noHistory(damage); });
    } catch (error) {
      why = noHistory(error);
      return nothing;
    } finally {
      note(now, what, why);
    }
  };

  return {
    read() {
      const now = memory, reading = now.reading.then(() => readNow(now));
      now.reading = reading.catch(() => undefined);
      return reading;
    },
    blobs: ids => orNothing('blobs', new Map(), async (repository, onDamaged) => contentsOf(await repository.objects(ids.filter(isId), LIMITS.fileBytes, onDamaged), ['blob'])),
    messages: commits => orNothing('messages', new Map(), async (repository, onDamaged) => {
      const found = contentsOf(await repository.objects(commits.filter(isId), OBJECT_BYTES, onDamaged), ['commit']);
      return new Map([...found].map(([id, bytes]) => [id, readMessage(bytes)]));
    }),
    signatures(ids) {
      const now = memory, verifying = now.verifying.then(() => orNothing('signatures', new Map(), (repository, onDamaged) => readSignatures(repository, ids.filter(isId), { ...options, known: now.verdicts, onDamaged }), now));
      now.verifying = verifying.catch(() => undefined);
      return verifying;
    },
    identity: () => orNothing('identity', undefined, async repository => {
      const [email, name] = await Promise.all([repository.identity('user.email'), repository.identity('user.name')]);
      return email === undefined || email === '' ? undefined : { name: name ?? '', email };
    }),
    failure: () => [...memory.failures.values()].at(-1),
    forget() { memory = fresh(); },
    dispose() { processes.end(); },
  };
}

function isId(id: string): boolean { return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(id); }

function contentsOf(objects: ReadonlyMap<string, GitObject>, types: readonly GitObject['type'][]): Map<string, Buffer> {
  return new Map([...objects].flatMap(([id, { type, bytes }]): [string, Buffer][] => (bytes && types.includes(type) ? [[id, bytes]] : [])));
}

// ---- what stands beside the commits ----

interface Marks { shallow: readonly string[]; grafts: boolean; mailmap: boolean; underway?: NonNullable<History['underway']> }

async function readMarks({ top, gitDir, commonDir }: Git): Promise<Marks> {
  const [shallow, grafts, mailmap, ...underway] = await Promise.all([
    textOf(join(commonDir, 'shallow'), SHALLOW_BYTES), textOf(join(commonDir, 'info', 'grafts')), exists(join(top, '.mailmap')), ...UNDERWAY.map(([file]) => exists(join(gitDir, file))),
  ]);
  const what = UNDERWAY[underway.indexOf(true)]?.[1];
  return { shallow: shallow.split('\n').filter(isId), grafts: /^[0-9a-f]{40}/m.test(grafts), mailmap, ...(what && { underway: what }) };
}

async function exists(path: string): Promise<boolean> { return (await statOf(path)) !== undefined; }

async function statOf(path: string): Promise<Stats | undefined> {
  try {
    return await fs.stat(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}

async function textOf(path: string, most: number = LIMITS.fileBytes): Promise<string> {
  const stats = await statOf(path);
  return stats?.isFile() === true && stats.size <= most ? fs.readFile(path, 'latin1') : '';
}

/** Which changes where the contents of one of the files did. */
async function stampOf(paths: readonly string[]): Promise<string> {
  return JSON.stringify(await Promise.all(paths.map(async path => {
    const stats = await statOf(path);
    return [path, ...(stats ? [stats.mtimeMs, stats.ctimeMs, stats.size] : [])];
  })));
}

// ---- the log pass ----

async function readHistory(git: Git, { commit: head, branch }: { commit: string; branch?: string }, refs: ReadonlyMap<string, string>, marks: Marks, asked: boolean): Promise<History> {
  const noIds: string[] = [];
  const [log, tree, tags, ends] = await Promise.all([
    readLog(git, head, git.prefix), git.tree(head), readTags(git, refs), marks.shallow.length > 0 ? git.ends(head) : noIds,
  ]);
  const files = new Map(tree.flatMap(({ mode, id, path }): [string, string][] => (isFile(mode) && path.startsWith(git.prefix) ? [[path.slice(git.prefix.length), id]] : [])));
  const boundary = marks.shallow.filter(id => ends.includes(id));
  const ignored: History['ignored'][number][] = [];
  if ([...refs.keys()].some(name => name.startsWith('refs/replace/'))) ignored.push('replace-refs');
  if (marks.grafts) ignored.push('grafts');
  if (marks.mailmap || tree.some(({ path }) => path === '.mailmap')) ignored.push('mailmap');
  return {
    head, ...(branch !== undefined && { branch }), commits: log.commits, tags, files,
    ...(log.cutAt ? { cut: { reason: 'missing-objects', at: log.cutAt } } : boundary.length > 0 ? { cut: { reason: 'shallow', at: boundary } } : {}),
    ignored, ...(!asked && marks.underway && { underway: marks.underway }),
  };
}

/** All commits; where not all could be read, also those behind which knowledge ends. */
async function readLog(git: Git, head: string, prefix: string, moves = 0): Promise<{ commits: Commit[]; cutAt?: string[] }> {
  const guess = await tryLog(git, head, 'guess', prefix);
  if (!guess.failure) return prefix === '' || moves === MOST_MOVES ? { commits: guess.commits } : withEarlierPlace(git, guess.commits, prefix, moves);
  // Ordering needs every commit, and renamings need contents: without them git comes as far as it can.
  const { commits: read, failure } = await tryLog(git, head, 'plain', prefix);
  if (read.length === 0) throw failure ?? guess.failure;
  const commits = prefix === '' ? childrenFirst(read) : withoutIdle(childrenFirst(read));
  if (!failure) return { commits };
  const known = new Set(commits.map(({ id }) => id));
  return { commits, cutAt: commits.filter(({ parents }) => parents.some(parent => !known.has(parent))).map(({ id }) => id) };
}

/** How often the folder of the SMS may have been moved within its repository. */
const MOST_MOVES = 5;
const CONFIG = 'sms.yaml';

/** Goes on where the folder of the SMS was before it was moved within the repository: the commit that moved it moved no file as seen from the SMS. */
async function withEarlierPlace(git: Git, commits: Commit[], prefix: string, moves: number): Promise<{ commits: Commit[]; cutAt?: string[] }> {
  const birth = commits.findLast(({ changes }) => changes.some(({ file, before, after, from }) => file === CONFIG && before.length === 0 && after !== undefined && from === undefined));
  if (!birth) return { commits };
  const reader = logReader('');
  await git.one(birth.id, reader.onToken);
  const [whole] = reader.finish(), was = whole?.changes.find(({ file }) => file === prefix + CONFIG)?.from, [parent] = whole?.parents ?? [];
  if (!whole || parent === undefined || was === undefined || (was !== CONFIG && !was.endsWith(`/${CONFIG}`))) return { commits };
  const place = was.slice(0, -CONFIG.length), earlier = await readLog(git, parent, place, moves + 1);
  const known = new Set(commits.map(({ id }) => id)), older = earlier.commits.filter(({ id }) => !known.has(id)), [top] = older;
  const moved: Commit = { ...birth, parents: top ? [top.id] : [], changes: movedChanges(whole.changes, place, prefix) };
  return { ...earlier, commits: [...commits.map(commit => (commit === birth ? moved : commit)), ...older] };
}

/** The changes of the commit that moved the folder, as seen from the SMS. */
function movedChanges(changes: readonly Change[], place: string, prefix: string): Change[] {
  const seen = new Map<string, Change>();
  for (const { file, from, before, after } of changes) {
    if (!file.startsWith(prefix) || after === undefined) continue;
    const name = file.slice(prefix.length), source = from?.startsWith(place) === true && !from.startsWith(prefix) ? from.slice(place.length) : undefined;
    if (source === name && before.includes(after)) continue;
    seen.set(name, { file: name, before: source === undefined ? [] : before, after, ...(source !== undefined && source !== name && { from: source }) });
  }
  const sources = new Set([...seen.values()].flatMap(({ file, from }) => from ?? file)), kept = new Set(changes.flatMap(({ from }) => from ?? []));
  for (const { file, before, after } of changes) {
    if (after !== undefined || !file.startsWith(place) || file.startsWith(prefix) || kept.has(file)) continue;
    const name = file.slice(place.length), written = seen.get(name);
    // Written anew in the move: git saw no renaming, yet the name stayed.
    if (written && written.before.length === 0) seen.set(name, { ...written, before });
    else if (!written && !sources.has(name)) seen.set(name, { file: name, before });
  }
  return [...seen.values()];
}

async function tryLog(git: Git, head: string, how: LogWay, prefix: string): Promise<{ commits: Commit[]; failure?: GitError }> {
  const reader = logReader(prefix);
  try {
    await git.log(head, how, prefix, reader.onToken);
    return { commits: reader.finish() };
  } catch (error) {
    if (!(error instanceof GitError) || (error.reason !== 'damaged' && error.reason !== 'failed')) throw error;
    return { commits: reader.finish(), failure: error };
  }
}

/** Passes over commits that touched nothing, as git does itself where it walks a folder. */
function withoutIdle(commits: readonly Commit[]): Commit[] {
  const instead = new Map<string, string>();
  for (const { id, parents, changes } of [...commits].reverse()) {
    const [parent, ...more] = parents;
    if (changes.length === 0 && parent !== undefined && more.length === 0) instead.set(id, instead.get(parent) ?? parent);
  }
  return commits.filter(({ id }) => !instead.has(id)).map(commit => ({ ...commit, parents: [...new Set(commit.parents.map(parent => instead.get(parent) ?? parent))] }));
}

/** Puts every commit before its parents and else keeps the order. */
function childrenFirst(commits: readonly Commit[]): Commit[] {
  const byId = new Map(commits.map(commit => [commit.id, commit]));
  const children = new Map<string, number>();
  for (const { parents } of commits) for (const parent of parents) children.set(parent, (children.get(parent) ?? 0) + 1);
  const ready = commits.filter(({ id }) => !children.has(id)).reverse(), ordered: Commit[] = [];
  for (let next = ready.pop(); next; next = ready.pop()) {
    ordered.push(next);
    for (const parent of [...next.parents].reverse()) {
      const left = (children.get(parent) ?? 0) - 1;
      children.set(parent, left);
      const commit = byId.get(parent);
      if (left === 0 && commit) ready.push(commit);
    }
  }
  return ordered;
}

/** Reads the tokens of the log: the fields of a commit, then for each change `:modes ids status` and its path; of a renaming the path before first. */
function logReader(prefix: string): { onToken: (token: string) => void; finish: () => Commit[] } {
  const commits: Commit[] = [];
  let fields: string[] = [], changes: Change[] = [], raw: { modes: [string, string]; ids: [string, string] } | undefined, paths: string[] = [], pathsLeft = 0;
  const close = (): void => {
    const [id = '', parents = '', name = '', email = '', at = '', committer = '', committerEmail = '', committed = ''] = fields;
    if (fields.length === LOG_FIELDS) {
      commits.push({ id, parents: parents === '' ? [] : parents.split(' '), author: { name, email, at }, committer: { name: committer, email: committerEmail, at: committed }, changes });
    }
    fields = [];
    changes = [];
  };
  const closeChange = ({ modes, ids }: NonNullable<typeof raw>): void => {
    const file = paths.at(-1) ?? '', before = isFile(modes[0]) ? [ids[0]] : [], after = isFile(modes[1]) ? ids[1] : undefined;
    const from = paths.length > 1 && before.length > 0 ? paths[0] : undefined;
    if (!file.startsWith(prefix) || (before.length === 0 && after === undefined)) return;
    changes.push({ file: file.slice(prefix.length), before, ...(after !== undefined && { after }), ...(from?.startsWith(prefix) === true && { from: from.slice(prefix.length) }) });
  };
  const onToken = (token: string): void => {
    if (fields.length > 0 && fields.length < LOG_FIELDS) {
      fields.push(token);
    } else if (raw) {
      paths.push(token);
      if (--pathsLeft > 0) return;
      closeChange(raw);
      raw = undefined;
    } else if (token.startsWith('\x01')) {
      close();
      fields = [token.slice(1)];
    } else {
      const meta = token.startsWith('\n') ? token.slice(1) : token;
      // Between the format and the changes of a merge may stand an empty token.
      if (!meta.startsWith(':')) return;
      const [modeBefore = '', mode = '', idBefore = '', id = '', status = ''] = meta.slice(1).split(' ');
      raw = { modes: [modeBefore, mode], ids: [idBefore, id] };
      paths = [];
      pathsLeft = /^[RC]/.test(status) ? 2 : 1;
    }
  };
  return { onToken, finish: () => { close(); return commits; } };
}

/** A plain file: no link, no commit of another repository. */
function isFile(mode: string): boolean { return mode.startsWith('100'); }

// ---- tags ----

/** Tags that lead to commits, through tags of tags. */
async function readTags(git: Git, refs: ReadonlyMap<string, string>): Promise<Tag[]> {
  const named = [...refs].filter(([name]) => name.startsWith('refs/tags/'));
  const objects = new Map<string, GitObject>();
  let wanted = new Set(named.map(([, id]) => id));
  for (let nested = 0; wanted.size > 0 && nested < MOST_NESTED; nested++) {
    const found = await git.objects(wanted, OBJECT_BYTES);
    wanted = new Set();
    for (const [id, object] of found) {
      objects.set(id, object);
      const target = object.type === 'tag' && object.bytes ? headersOf(object.bytes).get('object') : undefined;
      if (target !== undefined && isId(target) && !objects.has(target)) wanted.add(target);
    }
  }
  return named.flatMap(([ref, object]): Tag[] => {
    let commit: string | undefined = object;
    for (let at = objects.get(object), nested = 0; at?.type === 'tag' && nested < MOST_NESTED; nested++) {
      commit = at.bytes && headersOf(at.bytes).get('object');
      at = commit === undefined ? undefined : objects.get(commit);
    }
    if (commit === undefined || objects.get(commit)?.type !== 'commit') return [];
    const { type, bytes } = objects.get(object) ?? {};
    const headers: ReadonlyMap<string, string> = type === 'tag' && bytes ? headersOf(bytes) : new Map<string, string>();
    const nameInside = headers.get('tag'), tagger = readWho(headers.get('tagger') ?? '');
    return [{ name: ref.slice('refs/tags/'.length), object, commit, ...(nameInside !== undefined && { nameInside }), ...(tagger && { tagger }) }];
  });
}

/** `Name <e-mail> seconds ±hhmm`. */
function readWho(text: string): Who | undefined {
  const match = /^(.*?) ?<([^<>]*)> (-?\d{1,11}) ([+-])(\d\d)(\d\d)$/.exec(text);
  if (!match) return undefined;
  const [, name = '', email = '', seconds = '', sign = '+', hours = '', minutes = ''] = match;
  const local = new Date((Number(seconds) + (sign === '-' ? -60 : 60) * (Number(hours) * 60 + Number(minutes))) * 1000);
  return Number.isNaN(local.getTime()) ? undefined : { name, email, at: `${local.toISOString().slice(0, -5)}${sign}${hours}:${minutes}` };
}

// ---- commit and tag objects ----

/** The first value of each header, with continued lines joined by line ends. */
function headersOf(bytes: Buffer): Map<string, string> {
  const end = bytes.indexOf('\n\n');
  const headers = new Map<string, string>();
  for (const header of bytes.toString('utf8', 0, end < 0 ? bytes.length : end).split(/\n(?! )/)) {
    const space = header.indexOf(' ');
    const key = header.slice(0, Math.max(space, 0));
    if (!headers.has(key)) headers.set(key, header.slice(space + 1).replace(/\n /g, '\n'));
  }
  return headers;
}

function readMessage(bytes: Buffer): CommitMessage {
  const headers = headersOf(bytes);
  const end = bytes.indexOf('\n\n');
  const message = decode(end < 0 ? Buffer.alloc(0) : bytes.subarray(end + 2), headers.get('encoding'));
  return { message, trailers: readTrailers(message), signed: headers.has('gpgsig') || headers.has('gpgsig-sha256') };
}

function decode(bytes: Buffer, encoding = 'utf-8'): string {
  try {
    return new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes);
  } catch (error) {
    // An encoding that nobody knows.
    if (!(error instanceof RangeError)) throw error;
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  }
}

/**
 * The trailers of a message as `git interpret-trailers --parse` tells them without settings: the last paragraph, unless it is the first, where all its lines are
 * trailers, or a quarter of them and one of git's own.
 */
function readTrailers(message: string): { key: string; value: string }[] {
  const all = message.trimEnd().split(/\r?\n/);
  let start = all.length;
  while (start > 0 && all[start - 1]?.trim() !== '') start--;
  if (start === 0) return [];
  const trailers: { key: string; value: string }[] = [];
  let others = 0, own = false, inTrailer = false;
  for (const line of all.slice(start)) {
    if (line.startsWith('#')) continue;
    const trailer = /^([A-Za-z0-9-]+)[ \t]*:(.*)$/.exec(line);
    const last = trailers.at(-1);
    if (/^(?:Signed-off-by: |\(cherry picked from commit )/.test(line)) own = true;
    if (trailer) trailers.push({ key: trailer[1] ?? '', value: (trailer[2] ?? '').trim() });
    else if (line.startsWith('(cherry picked from commit ')) { inTrailer = false; continue; }
    else if (/^\s/.test(line) && inTrailer && last) last.value = `${last.value} ${line.trim()}`;
    else others++;
    inTrailer = trailer !== null || (inTrailer && /^\s/.test(line));
  }
  return others === 0 || (own && trailers.length * 3 >= others) ? trailers : [];
}

// ---- signatures ----

type Format = 'ssh' | 'gpg' | 'x509';
const FORMATS: readonly (readonly [armour: string, format: Format])[] = [
  ['-----BEGIN SSH SIGNATURE-----', 'ssh'], ['-----BEGIN PGP SIGNATURE-----', 'gpg'], ['-----BEGIN PGP MESSAGE-----', 'gpg'], ['-----BEGIN SIGNED MESSAGE-----', 'x509'],
];

/** What was found of signatures of a format, for as long as the lists or key rings by which they were judged stay as they are. */
interface Verdicts {
  stamp: string;
  byId: Map<string, Signature>;
  /** The program takes too long: it is not asked again. */
  slow?: Signature;
}

/** How signatures of a format are judged, and what that rests on beside the signatures. */
interface Judge { stamp: string; judge: (type: 'commit' | 'tag', id: string) => Promise<Signature> }

interface SignatureOptions extends HistoryOptions { known: Map<Format, Verdicts>; onDamaged: (why: GitError) => void }

async function readSignatures(git: Git, ids: readonly string[], options: SignatureOptions): Promise<Map<string, Signature>> {
  const signatures = new Map<string, Signature>(), judges = new Map<Format, Judge | string>(), open: (() => Promise<void>)[] = [];
  for (const [id, { type, bytes }] of await git.objects(ids, OBJECT_BYTES, options.onDamaged)) {
    if (type !== 'commit' && type !== 'tag') continue;
    const armour = bytes && armourOf(type, bytes), format = FORMATS.find(([begin]) => armour?.trimStart().startsWith(begin) === true)?.[1];
    if (!bytes) signatures.set(id, cannotCheck('the object is too large'));
    else if (armour === undefined) signatures.set(id, { state: 'unsigned' });
    else if (format === undefined) signatures.set(id, cannotCheck('the signature is of a kind that is not known'));
    else {
      const judge = judges.get(format) ?? await judgeOf(git, format, options);
      judges.set(format, judge);
      if (typeof judge === 'string') { signatures.set(id, cannotCheck(judge)); continue; }
      const verdicts = verdictsOf(options.known, format, judge.stamp), verdict = verdicts.byId.get(id) ?? verdicts.slow;
      signatures.set(id, verdict ?? cannotCheck('too many signatures at once'));
      if (!verdict) open.push(async () => { signatures.set(id, verdicts.slow ?? await judged(judge, type, id, verdicts)); });
    }
  }
  const left = open.slice(0, MOST_SIGNATURES).reverse();
  await Promise.all(Array.from({ length: SIGNATURES_AT_ONCE }, async () => {
    for (let next = left.pop(); next; next = left.pop()) await next();
  }));
  return signatures;
}

function cannotCheck(detail: string): Signature { return { state: 'cannot-check', detail }; }

function verdictsOf(known: Map<Format, Verdicts>, format: Format, stamp: string): Verdicts {
  const before = known.get(format);
  if (before?.stamp === stamp) return before;
  const verdicts = { stamp, byId: new Map<string, Signature>() };
  known.set(format, verdicts);
  return verdicts;
}

async function judged({ judge }: Judge, type: 'commit' | 'tag', id: string, verdicts: Verdicts): Promise<Signature> {
  try {
    const verdict = await judge(type, id);
    verdicts.byId.set(id, verdict);
    return verdict;
  } catch (error) {
    const { reason, detail } = noHistory(error), verdict = cannotCheck(detail);
    if (reason === 'too-slow') verdicts.slow = verdict;
    else verdicts.byId.set(id, verdict);
    return verdict;
  }
}

/** The judge of a format, or why there is none. */
async function judgeOf(git: Git, format: Format, { environment = process.env, allowedSigners }: HistoryOptions): Promise<Judge | string> {
  if (format === 'x509') return 'X.509 signatures are not checked';
  const program = await git.checker(format);
  if (program === undefined) return `${format === 'ssh' ? 'ssh-keygen' : 'gpg'} was not found`;
  if (format === 'gpg') return { stamp: await stampOf([program, ...keyRings(environment)]), judge: async (type, id) => judgeGpg(await git.verify(type, id, {})) };
  if (git.version[0] === 2 && git.version[1] < 34) return 'this git is too old to check SSH signatures';
  const trust = await readTrust(git, allowedSigners);
  return { stamp: JSON.stringify([program, trust]), judge: (type, id) => verifySsh(git, type, id, trust) };
}

/** What gpg trusts, and where it says so. */
function keyRings(environment: NodeJS.ProcessEnv): string[] {
  const { GNUPGHOME, APPDATA, HOME = homedir() } = environment;
  const folder = GNUPGHOME ?? (process.platform === 'win32' && APPDATA !== undefined ? join(APPDATA, 'gnupg') : join(HOME, '.gnupg'));
  return ['pubring.kbx', 'pubring.gpg', join('public-keys.d', 'pubring.db'), 'trustdb.gpg', 'tofu.db', 'gpg.conf'].map(file => join(folder, file));
}

/** The text of the signature, where the object carries one. */
function armourOf(type: 'commit' | 'tag', bytes: Buffer): string | undefined {
  const headers = headersOf(bytes);
  const header = headers.get('gpgsig') ?? headers.get('gpgsig-sha256');
  if (header !== undefined || type === 'commit') return header;
  const body = bytes.toString('latin1');
  const at = FORMATS.map(([armour]) => body.lastIndexOf(`\n${armour}`)).reduce((a, b) => Math.max(a, b));
  return at < 0 ? undefined : body.slice(at + 1);
}

interface Trust {
  anchors: Anchors;
  /** Why no SSH key is trusted. */
  none?: string;
  /** The list says when keys are valid, and ssh-keygen compares that with the day that the commit claims. */
  dated: boolean;
  /** Of the lists. */
  stamp: string;
}

async function readTrust(git: Git, given: string | undefined): Promise<Trust> {
  const [allowedSigners, revoked] = await Promise.all([given ?? git.trusted('gpg.ssh.allowedSignersFile'), git.trusted('gpg.ssh.revocationFile')]);
  const lists = [['the list of trusted keys', allowedSigners], ['the list of revoked keys', revoked]].flatMap(([what = '', path]) => (path === undefined ? [] : [{ what, path }]));
  const stamp = await stampOf(lists.map(({ path }) => path)), nobody = (none: string): Trust => ({ anchors: {}, none, dated: false, stamp });
  if (allowedSigners === undefined) return nobody('no list of trusted keys is set');
  for (const { what, path } of lists) {
    const problem = await unusable(git, path);
    if (problem !== undefined) return nobody(`${what} ${problem}`);
  }
  const dated = /\bvalid-(?:after|before)=/i.test(await textOf(allowedSigners));
  return { anchors: { allowedSigners, ...(revoked !== undefined && { revoked }) }, dated, stamp };
}

async function unusable(git: Git, path: string): Promise<string | undefined> {
  if (!isAbsolute(path) || (await statOf(path))?.isFile() !== true) return 'is not there';
  const real = await fs.realpath(path);
  // Whoever can write to the repository must not say whom to trust.
  return [git.top, git.gitDir, git.commonDir].some(folder => isWithin(real, folder)) ? 'lies in the repository' : undefined;
}

async function verifySsh(git: Git, type: 'commit' | 'tag', id: string, trust: Trust): Promise<Signature> {
  const signature = judgeSsh(await git.verify(type, id, trust.anchors), trust);
  if (signature.state !== 'bad' || trust.anchors.revoked === undefined) return signature;
  // ssh-keygen says no more of a revoked key than of a bad signature.
  const untrusted = judgeSsh(await git.verify(type, id, {}), trust);
  return untrusted.state === 'good-untrusted' ? { ...untrusted, detail: 'the key is revoked' } : signature;
}

function judgeSsh({ good, said }: { good: boolean; said: string }, trust: Trust): Signature {
  const match = /^Good "git" signature (?:for (.+) )?with \S+ key (\S+)$/m.exec(said);
  if (match) {
    const [, signer, key = ''] = match;
    if (good && signer !== undefined && trust.anchors.allowedSigners !== undefined) {
      return { state: 'good-trusted', signer, key, ...(trust.dated && { detail: 'the key is valid on the day that the commit claims' }) };
    }
    const expired = /: key has expired: /.test(said) ? 'the key had expired' : /: key is not yet valid: /.test(said) ? 'the key was not valid yet' : undefined;
    return { state: 'good-untrusted', key, detail: trust.none ?? expired ?? 'the key is not in the list of trusted keys' };
  }
  return /^(?:Could not verify signature\.|Signature verification failed: .*)$/m.test(said) ? { state: 'bad' } : { state: 'cannot-check', detail: complaint(said) };
}

/** By the status lines of gpg, which no user id can imitate: gpg escapes line ends in them. */
function judgeGpg({ said }: { said: string }): Signature {
  const status = said.split('\n').flatMap(line => (line.startsWith('[GNUPG:] ') ? [line.slice('[GNUPG:] '.length).split(' ')] : []));
  const verdicts = status.filter(([word = '']) => /^(?:GOODSIG|BADSIG|EXPSIG|EXPKEYSIG|REVKEYSIG|ERRSIG)$/.test(word));
  const [word, , ...user] = verdicts[0] ?? [];
  if (word === undefined) return { state: 'cannot-check', detail: complaint(said) };
  if (verdicts.length > 1) return { state: 'cannot-check', detail: 'there are several signatures' };
  const key = status.find(([name]) => name === 'VALIDSIG')?.[1] ?? verdicts[0]?.[1];
  const of = { ...(word !== 'ERRSIG' && { signer: user.join(' ') }), ...(key !== undefined && { key }) };
  const untrusted = (detail: string): Signature => ({ state: 'good-untrusted', ...of, detail });
  switch (word) {
    case 'GOODSIG': return status.some(([name = '']) => /^TRUST_(?:FULLY|ULTIMATE)$/.test(name)) ? { state: 'good-trusted', ...of } : untrusted('the key is not trusted');
    case 'EXPSIG': return untrusted('the signature has expired');
    case 'EXPKEYSIG': return untrusted('the key has expired');
    case 'REVKEYSIG': return untrusted('the key is revoked');
    case 'BADSIG': return { state: 'bad', ...of };
    default: return { state: 'cannot-check', ...of, detail: status.some(([name]) => name === 'NO_PUBKEY') ? 'the public key is not known here' : complaint(said) };
  }
}

function complaint(said: string): string {
  const line = said.split('\n').find(text => text.trim() !== '' && !text.startsWith('[GNUPG:]')) ?? 'no answer';
  return line.replace(/[\x00-\x1f\x7f]/g, ' ').slice(0, 300);
}
