import type { Change, Commit, History } from '../sms/history.js';
import type { Contents } from '../sms/control.js';

/**
 * One commit that touched a document, with its place among the commits of the history (0 is the newest). `change.before` holds the blobs in all
 * parents; a merge that only takes over what one of them had is no step.
 */
export interface Step { at: number; commit: Commit; change: Change }

/** The life of one document in git. */
export interface Thread {
  /** Newest first, on all branches. */
  steps: readonly Step[];
  /** The names that its file had, that of today first. */
  names: readonly string[];
}

/** The history of an SMS, ready to be asked about single files. */
export interface Threads {
  history: History;
  /**
   * The life of a document: its id (or an earlier one of it) is the thread, through renamings and through a new file that takes over from a
   * deleted one.
   */
  of(file: string, ids: readonly string[]): Promise<Thread>;
  /** The same with every content read, so that what held another id under the same name is told apart. */
  verified(file: string, ids: readonly string[]): Promise<Thread>;
  /**
   * The steps that made the document what it was after a commit (by default the newest), newest first: where a merge took over one side, those
   * of that side alone.
   */
  lineage(thread: Thread, at?: number): readonly Step[];
  commit(id: string | undefined): Commit | undefined;
  /** True where the second commit is the first or comes after it. */
  isBefore(earlier: number, later: number): boolean;
  /** True where git was cut off at this commit: what it seems to create may be older, and of others. */
  isCut(step: Step): boolean;
}

interface Index {
  at: ReadonlyMap<string, number>;
  byFile: ReadonlyMap<string, readonly Step[]>;
  deletions: readonly Step[];
  /** Places of the parents of each commit, the first first. */
  parents: readonly (readonly number[])[];
  merges: boolean;
  ancestors: Map<number, Uint8Array>;
  /** By blob, the steps that left it. */
  byBlob?: ReadonlyMap<string, readonly Step[]>;
  /** By id, the steps that deleted a document with it; read once. */
  deleted?: Promise<ReadonlyMap<string, readonly Step[]>>;
  threads: Map<string, Promise<Thread>>;
  lineages: WeakMap<Thread, Map<number, readonly Step[]>>;
  held?: { key: string; blobs: string[]; after: Int32Array };
}

const indexes = new WeakMap<History, Index>();

/** Lists are built once a history. `contents` is asked for ids where git's word for a renaming is not enough. */
export function threadsOf(history: History, contents: Contents): Threads {
  const index = indexed(history), cut = new Set(history.cut?.at);
  const isBefore = (earlier: number, later: number): boolean => earlier === later || (earlier > later && ancestorsOf(index, later)[earlier] === 1);
  const isCut = ({ commit }: Step): boolean => cut.has(commit.id);
  return {
    history, isBefore, isCut,
    commit: id => history.commits[index.at.get(id ?? '') ?? -1],
    lineage: (thread, at = 0) => {
      const known = index.lineages.get(thread) ?? new Map<number, readonly Step[]>(), steps = known.get(at) ?? lineage(thread, at, index);
      index.lineages.set(thread, known.set(at, steps));
      return steps;
    },
    of: (file, ids) => once(file, ids, false),
    verified: (file, ids) => once(file, ids, true),
  };

  function once(file: string, ids: readonly string[], isRead: boolean): Promise<Thread> {
    const key = JSON.stringify([file, ids, isRead]), thread = index.threads.get(key) ?? find(file, ids, isRead);
    index.threads.set(key, thread);
    return thread;
  }

  async function find(file: string, ids: readonly string[], isRead: boolean): Promise<Thread> {
    const found = new Map<Change, Step>(), names = [file];
    const queue: { file: string; from: Step | undefined }[] = [{ file, from: undefined }];
    for (let next = queue.pop(); next; next = queue.pop()) {
      const { file: name, from } = next;
      const births: Step[] = [], own = index.byFile.get(name) ?? [];
      const past = isRead ? await contents.past(own.flatMap(({ change }) => [change.after, ...change.before].flatMap(blob => (blob === undefined ? [] : [{ file: name, blob }])))) : new Map<string, never>();
      const isOther = (blob: string | undefined): boolean => { const id = blob === undefined ? undefined : past.get(blob)?.id; return id !== undefined && id !== '' && !ids.includes(id); };
      for (const step of own) {
        // The document was elsewhere while another one had its name.
        if (isOther(step.change.after ?? step.change.before[0])) continue;
        // Under its earlier name the file counts until it was renamed, and in branches that did not know of the renaming.
        if (found.has(step.change) || (from && (step.at === from.at || isBefore(from.at, step.at)))) continue;
        // The same name may have been another document's before.
        const newer = births.at(-1);
        if (newer && isBefore(step.at, newer.at) && !await holds(step, ids, contents)) break;
        found.set(step.change, step);
        if (step.change.before.length > 0 && step.change.from === undefined && !isOther(step.change.before[0])) continue;
        // What a merge brought from another of its parents began there.
        if (index.parents[step.at]?.slice(1).some(parent => blobAt(parent, [name], index) !== undefined) !== true) births.push(step);
      }
      for (const birth of births) {
        const earlier = isCut(birth) ? undefined : await placeBefore(birth, ids, isRead, index, isBefore, contents);
        if (!earlier) continue;
        if (!names.includes(earlier.file)) names.push(earlier.file);
        queue.push({ file: earlier.file, from: birth });
        // What it says there is no new content.
        found.set(birth.change, { ...birth, change: { ...birth.change, from: earlier.file, before: [earlier.blob] } });
      }
    }
    // A renaming is told once, under the new name.
    const renamed = new Set([...found.values()].flatMap(({ at, change }) => (change.after === undefined ? [] : [at])));
    const steps = [...found.values()].filter(({ at, change }) => change.after !== undefined || !renamed.has(at)).sort((a, b) => a.at - b.at);
    return { steps: steps.flatMap((step, i) => withAllParents(step, i < steps.length - 1, names, index)), names };
  }
}

/**
 * A merge with what all its parents had; none where it took over one of them. Of a folder of the repository git leaves out parents that never had
 * the folder, so what seems to create a file may be a merge that brought it from its one parent left.
 */
function withAllParents(step: Step, hasOlder: boolean, names: readonly string[], index: Index): Step[] {
  const { change } = step, parents = index.parents[step.at] ?? [];
  if (parents.length < 2 && (change.before.length > 0 || !hasOlder)) return [step];
  const before = [...change.before, ...(change.before.length > 0 ? parents.slice(1) : parents).flatMap(parent => blobAt(parent, names, index) ?? [])];
  return change.after !== undefined && before.includes(change.after) ? [] : [{ ...step, change: { ...change, before: change.before.length > 0 || parents.length > 1 ? before : [] } }];
}

function lineage({ steps, names }: Thread, from: number, index: Index): readonly Step[] {
  if (!index.merges) return from === 0 ? steps : steps.filter(({ at }) => at >= from);
  const own = new Map(steps.map(step => [step.at, step])), reached: Step[] = [], seen = new Uint8Array(index.parents.length), waiting = [from];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (seen[at] === 1) continue;
    seen[at] = 1;
    const step = own.get(at), parents = index.parents[at] ?? [];
    if (step) reached.push(step);
    // A merge that is no step has the text of one parent; where several have it, it came to all of them in the same way or another.
    const blob = parents.length > 1 && !step ? blobAt(at, names, index) : undefined;
    waiting.push(...parents.length > 1 && !step ? parents.filter(parent => blobAt(parent, names, index) === blob) : parents);
  }
  return reached.sort((a, b) => a.at - b.at);
}

/** What a document held after each commit, under whichever name it had. The table of the last one asked for is kept: questions come document by document. */
function blobAt(from: number, names: readonly string[], index: Index): string | undefined {
  const key = names.join('\0');
  if (index.held?.key !== key) index.held = { key, ...heldBy(names, index) };
  return index.held.blobs[(index.held.after[from] ?? 0) - 1];
}

/** By the place of a commit the number of its blob, 0 where there is none. Changes are told against the first parent, and parents come later in the list. */
function heldBy(names: readonly string[], { byFile, parents }: Index): { blobs: string[]; after: Int32Array } {
  const blobs: string[] = [], tables = names.map(name => {
    const after = new Int32Array(parents.length), steps = byFile.get(name) ?? [];
    let next = steps.length - 1;
    for (let at = parents.length - 1; at >= 0; at--) {
      after[at] = after[parents[at]?.[0] ?? -1] ?? 0;
      for (; next >= 0 && steps[next]?.at === at; next--) after[at] = steps[next]?.change.after === undefined ? 0 : blobs.push(steps[next]?.change.after ?? '');
    }
    return after;
  });
  const [first = new Int32Array(parents.length), ...others] = tables;
  for (const other of others) for (let at = 0; at < first.length; at++) if (first[at] === 0) first[at] = other[at] ?? 0;
  return { blobs, after: first };
}

/**
 * The file in which the artefact stood before this one came: where git saw a renaming; one that the same commit changed or whose very bytes this
 * one has; or one that had the id and was deleted then or earlier.
 */
async function placeBefore(birth: Step, ids: readonly string[], isRead: boolean, index: Index, isBefore: Threads['isBefore'], contents: Contents): Promise<{ file: string; blob: string } | undefined> {
  const { change } = birth;
  // Documents of one kind resemble each other: git takes one for the other.
  if (change.from !== undefined && await holds({ ...birth, change: { file: change.from, before: change.before } }, ids, contents)) return { file: change.from, blob: change.before[0] ?? '' };
  if (isRead) {
    const beside = birth.commit.changes.length > MOST_BESIDE ? [] : birth.commit.changes.filter(({ file, before }) => file !== change.file && before.length > 0).map(each => ({ file: each.file, blob: each.before[0] ?? '' }));
    index.byBlob ??= byBlob(index.byFile);
    const same = (index.byBlob.get(change.after ?? '') ?? []).filter(step => step.change.file !== change.file && step.at !== birth.at && isBefore(step.at, birth.at)).map(step => ({ file: step.change.file, blob: change.after ?? '' }));
    const past = await contents.past([...beside, ...same]), found = [...beside, ...same].find(({ blob }) => ids.includes(past.get(blob)?.id ?? ''));
    if (found) return found;
  }
  if (index.deletions.length === 0) return undefined;
  const deleted = await (index.deleted ??= deletions(index, contents));
  const candidates = ids.flatMap(id => deleted.get(id) ?? []).sort((a, b) => a.at - b.at);
  const last = candidates.find(step => step.change.file !== change.file && isBefore(step.at, birth.at));
  return last && { file: last.change.file, blob: last.change.before[0] ?? '' };
}

/** A commit that changed more files says nothing by what it changed beside. */
const MOST_BESIDE = 100;

function byBlob(byFile: Index['byFile']): Map<string, Step[]> {
  const found = new Map<string, Step[]>();
  for (const step of [...byFile.values()].flat()) {
    const { after } = step.change, known = after === undefined ? undefined : found.get(after);
    if (known) known.push(step); else if (after !== undefined) found.set(after, [step]);
  }
  return found;
}

async function deletions({ deletions: steps }: Index, contents: Contents): Promise<ReadonlyMap<string, readonly Step[]>> {
  const past = await contents.past(steps.map(({ change }) => ({ file: change.file, blob: change.before[0] ?? '' })));
  const found = new Map<string, Step[]>();
  for (const step of steps) {
    const id = past.get(step.change.before[0] ?? '')?.id ?? '';
    if (id !== '') found.set(id, [...found.get(id) ?? [], step]);
  }
  return found;
}

async function holds({ change }: Step, ids: readonly string[], contents: Contents): Promise<boolean> {
  const blob = change.after ?? change.before[0] ?? '';
  return ids.includes((await contents.past([{ file: change.file, blob }])).get(blob)?.id ?? '');
}

function indexed(history: History): Index {
  let index = indexes.get(history);
  if (!index) {
    const byFile = new Map<string, Step[]>(), deletions: Step[] = [];
    const add = (step: Step): void => {
      const known = byFile.get(step.change.file);
      if (known) known.push(step); else byFile.set(step.change.file, [step]);
      if (step.change.after === undefined) deletions.push(step);
    };
    history.commits.forEach((commit, at) => {
      for (const change of commit.changes) {
        add({ at, commit, change });
        // A renaming deletes the file under its earlier name.
        if (change.from !== undefined) add({ at, commit, change: { file: change.from, before: change.before } });
      }
    });
    const at = new Map(history.commits.map(({ id }, place) => [id, place]));
    const parents = history.commits.map(commit => commit.parents.flatMap(parent => at.get(parent) ?? []));
    index = { at, byFile, deletions, parents, merges: parents.some(({ length }) => length > 1), ancestors: new Map(), threads: new Map(), lineages: new WeakMap() };
    indexes.set(history, index);
  }
  return index;
}

/** How many sets of ancestors are kept: most documents ask for the same few commits. */
const MOST_SETS = 200;

/** One mark for each commit that comes before the given one, itself included. */
function ancestorsOf({ parents, ancestors }: Index, of: number): Uint8Array {
  let marks = ancestors.get(of);
  if (!marks) {
    marks = new Uint8Array(parents.length);
    marks[of] = 1;
    // Parents come later in the list, so one pass reaches all of them.
    for (let at = of; at < marks.length; at++) if (marks[at] === 1) for (const parent of parents[at] ?? []) marks[parent] = 1;
    if (ancestors.size >= MOST_SETS) ancestors.clear();
    ancestors.set(of, marks);
  }
  return marks;
}
