import { groupBy, text, texts } from '../sms/data.js';
import { addPeriod, isDay } from '../sms/days.js';
import { approvalOn, inForce, isRetired, nextReview, successorsIn } from '../sms/header.js';
import { dayOf, isHistory, type History, type NoHistory } from '../sms/history.js';
import type { Model } from '../sms/model.js';
import type { Approval, ChangedSinceApproval, Contents, Control, DocumentControl, Revision, Stray } from '../sms/control.js';
import { compareText } from '../sms/text.js';
import type { Artefact, Day, Item } from '../sms/types.js';
import { blobsOf, broughtBy, claimOf, contentSince, judge, readable, reason, recordsIn, type ApprovalRecord, type Bench } from './approvals.js';
import { threadsOf, type Step, type Thread, type Threads } from './threads.js';

/** A review is due soon when it is due within these days (format.md F8). */
const SOON = { count: 30, unit: 'day' } as const;

export interface ControlInput {
  model: Model;
  today: Day;
  history: History | NoHistory;
  contents: Contents;
  /** Whether what stands in a file today is this blob of git. */
  isBlob(file: string, blob: string): boolean;
  /** What was found before, by document; taken over where nothing changed that it follows from. */
  known?: Map<string, Known>;
}

/** A judgement and what it follows from, as all of them do and by itself: objects that are other ones after a change. */
export interface Known { shared: readonly unknown[]; own: readonly unknown[]; control: DocumentControl }

/**
 * Document control of a whole SMS (clause 7.5; format.md F6, F8, F10). Reads contents of the past only where a judgement needs them:
 * where a document was changed under the version that it was approved in, and where a record is to be judged.
 */
export async function documentControl(input: ControlInput): Promise<Control> {
  const { model, history } = input;
  const desk = deskOf(input);
  const documents = new Map<string, DocumentControl>();
  const controlled = [...new Map([...model.artefacts].reverse().filter(({ header }) => header === 'document').map(document => [document.id, document])).values()].reverse();
  const shared = [history, input.today, model.config, ...registersIn(model)], held = new Map<readonly unknown[], boolean>();
  const holds = (then: readonly unknown[]): boolean => {
    const known = held.get(then) ?? same(then, shared);
    held.set(then, known);
    return known;
  };
  const judged = controlled.map(document => {
    // By file: the words of a page are no fields of its artefact.
    const own = [...[document, ...desk.recordsOf(document.id).map(({ artefact }) => artefact)].map(({ file }) => model.files.get(file)), ...desk.successors.get(document.id) ?? []];
    const known = input.known?.get(document.id);
    return { document, own, known: known && holds(known.shared) && same(known.own, own) ? known.control : undefined };
  });
  await readAhead(judged.flatMap(({ document, known }) => (known ? [] : [document])), desk, input.contents);
  for (const { document, own, known } of judged) {
    const missed = desk.missed.length, before = input.known?.get(document.id)?.control, found = known ?? await ofDocument(document, desk);
    // Most of what is written in a file is nothing to document control: what says the same stays the same object, for all who look at it.
    const control = before && found !== before && JSON.stringify(before) === JSON.stringify(found) ? before : found;
    documents.set(document.id, control);
    // What could not be read is asked for again.
    if (desk.missed.length === missed) input.known?.set(document.id, { shared, own, control }); else input.known?.delete(document.id);
  }
  return { history, documents, strays: strays(model, desk.records), unread: [...new Set([...desk.missed, ...missedByThreads(history)])].sort(compareText) };
}

function same(then: readonly unknown[], now: readonly unknown[]): boolean { return then.length === now.length && then.every((each, at) => each === now[at]); }

/** Where people, roles and parties stand: what they are called and who holds what decides about every approval. */
function registersIn(model: Model): Artefact[] {
  const ids = new Set(['person', 'role', 'party', 'customer'].flatMap(type => model.ofType(type)).map(({ artefact }) => artefact));
  return model.artefacts.filter(({ id }) => ids.has(id));
}

/** What all documents of an SMS are judged with; the timeline of one document uses it too. */
export interface Desk extends ControlInput {
  threads: Threads | undefined;
  records: readonly ApprovalRecord[];
  recordsOf(id: string): readonly ApprovalRecord[];
  successors: ReadonlyMap<string, readonly Artefact[]>;
  /** Files of which git names a content that it does not give, each time it was asked for. */
  missed: readonly string[];
}

export function deskOf(input: ControlInput): Desk {
  const { model, history } = input;
  const missed: string[] = [], contents = noting(input.contents, file => missed.push(file));
  // Threads are found once a history: what they missed stays missed.
  const forThreads = noting(input.contents, file => missedByThreads(history).add(file));
  const records = recordsIn(model), byDocument = byDocumentOf(records);
  return { ...input, contents, threads: isHistory(history) ? threadsOf(history, forThreads) : undefined, records, recordsOf: id => byDocument.get(id) ?? [], successors: successorsIn(model), missed };
}

const documentsOf = new WeakMap<readonly ApprovalRecord[], ReadonlyMap<string, readonly ApprovalRecord[]>>();

function byDocumentOf(records: readonly ApprovalRecord[]): ReadonlyMap<string, readonly ApprovalRecord[]> {
  const known = documentsOf.get(records) ?? groupBy(records, ({ about }) => about);
  documentsOf.set(records, known);
  return known;
}

/** The same contents; tells the files of which something was asked for that is not there. */
function noting(contents: Contents, miss: (file: string) => void): Contents {
  return {
    today: files => contents.today(files),
    past: async wanted => {
      const found = await contents.past(wanted);
      for (const { file, blob } of wanted) if (!found.has(blob) && blob !== '') miss(file);
      return found;
    },
  };
}

const missedInThreads = new WeakMap<History | NoHistory, Set<string>>();

function missedByThreads(history: History | NoHistory): Set<string> {
  const missed = missedInThreads.get(history) ?? new Set<string>();
  missedInThreads.set(history, missed);
  return missed;
}

/** What the records of a document are judged with. Its contents are left out where nothing needs them, unless they are asked for. */
export async function benchOf(document: Artefact, desk: Desk, isAsked = false): Promise<Bench> {
  const { model, today, history, threads, contents } = desk;
  const records = desk.recordsOf(document.id);
  // Of a document that nobody approved by a record every content need not be read.
  const thread = await threadOf(document, desk, isAsked || records.length > 0);
  const now = isAsked || isJudged(document, records, thread.steps, desk) ? (await contents.today([document.file])).get(document.file) : undefined;
  return { model, today, document, history, threads, thread, records, contents, now };
}

/** True where records speak of the document, or it may have changed under its version. */
function isJudged({ data, file }: Artefact, records: readonly ApprovalRecord[], steps: readonly Step[], { history, isBlob }: Desk): boolean {
  if (records.length > 0) return true;
  if (!isHistory(history) || text(data, 'status') !== 'approved' || text(data, 'version') === undefined) return false;
  const blob = history.files.get(file);
  return steps.length > 1 || (blob !== undefined && !isBlob(file, blob));
}

/** Reads in a few large portions what the judgements will probably ask for; what is missing is told when they do. */
async function readAhead(documents: readonly Artefact[], desk: Desk, contents: Contents): Promise<void> {
  if (documents.length === 0) return;
  const { threads } = desk, now: string[] = [], past: { file: string; blob: string }[] = [];
  for (const document of documents) {
    const records = desk.recordsOf(document.id), thread = await threadOf(document, desk), { steps } = thread;
    if (!isJudged(document, records, steps, desk)) continue;
    now.push(document.file);
    past.push(...(records.length > 0 ? blobsOf(steps)
      : (threads?.lineage(thread) ?? []).slice(0, FIRST_STATES).flatMap(({ change }) => (change.after === undefined ? [] : [{ file: change.file, blob: change.after }]))));
  }
  for (const { artefact } of documents.flatMap(({ id }) => desk.recordsOf(id))) {
    now.push(artefact.file);
    if (threads) past.push(...blobsOf((await threads.of(artefact.file, [artefact.id])).steps));
  }
  await contents.today(now);
  await contents.past(past);
}

async function threadOf(document: Artefact, { model, threads }: Desk, isRead = false): Promise<Thread> {
  const ids = idsOf(model, document);
  return await (isRead ? threads?.verified(document.file, ids) : threads?.of(document.file, ids)) ?? { steps: [], names: [document.file] };
}

/** The id of today and the earlier ones. */
function idsOf(model: Model, { id }: Artefact): string[] { return [id, ...(model.item(id)?.aliases ?? []).map(alias => alias.id)]; }

async function ofDocument(document: Artefact, desk: Desk): Promise<DocumentControl> {
  const { model, today, history, threads } = desk, { data, id, kind, title, file } = document;
  const bench = await benchOf(document, desk), { thread: { steps }, records } = bench;
  const approvals: Approval[] = [];
  for (const record of records) approvals.push(await judge(record, bench));
  approvals.sort((a, b) => compareText(b.on ?? '', a.on ?? '') || compareText(a.record?.id ?? '', b.record?.id ?? ''));

  const status = text(data, 'status'), version = text(data, 'version'), field = (key: string): { [K in string]?: string } => optional(key, text(data, key));
  const written = text(data, 'reviewedOn'), header = isDay(written) && written <= today ? written : undefined, reviewedOn = latest([
    ...(header === undefined ? [] : [header]),
    ...approvals.flatMap(({ meaning, state, on }) => (meaning === 'reviewed' && state !== 'contradicted' && on !== undefined && on <= today ? [on] : [])),
  ]);
  const due = nextReview(document, model.config, reviewedOn), last = steps[0];
  const claimed = (status === 'approved' || isRetired(document)) && version !== undefined ? approvalOf(document, version, approvals, desk) : undefined;
  const approval = claimed && !claimed.record && version !== undefined ? await withoutRecord(claimed, version, bench) : claimed;
  const inUse = versionInForce(document, approvals, desk);
  const changed = status === 'approved' && version !== undefined ? await changedSince(version, bench) : undefined;
  return {
    id, kind, title, file, inForce: inUse !== undefined && status === 'approved' && inUse === (version ?? ''), ...optional('versionInForce', inUse),
    ...optional('version', version), ...optional('status', status), ...field('owner'), ...field('approver'), ...field('classification'),
    ...day('approvedOn', text(data, 'approvedOn')), ...day('effectiveFrom', text(data, 'effectiveFrom')), ...day('reviewedOn', reviewedOn), ...day('nextReview', due),
    due: isRetired(document) ? 'retired' : due === undefined ? 'none' : due < today ? 'overdue' : due <= addPeriod(today, SOON) ? 'due-soon' : 'later',
    ...(approval && { approval }), approvals, ...(changed && { changedSinceApproval: changed }),
    supersedes: texts(data, 'supersedes').map(each => model.item(each)?.id ?? each), supersededBy: (desk.successors.get(id) ?? []).map(successor => successor.id),
    obsoleteCopies: threads ? copies(document, steps, threads) : [],
    ...(isHistory(history) && { committed: committed(document, history, desk), commits: steps.map(({ commit }) => commit.id) }),
    ...(last && threads?.isCut(last) !== true && { changed: { commit: last.commit.id, on: dayOf(last.commit.author.at), by: last.commit.author.name } }),
  };
}

/**
 * Who wrote content since the version before was approved, up to today; what approving asks for. What only the person with these addresses
 * called approved does not count as that.
 */
export async function authorsOf(document: Artefact, addresses: readonly string[], desk: Desk): Promise<{ name: string; email: string; commits: string[] }[]> {
  const bench = await benchOf(document, desk, true), version = text(document.data, 'version'), now = bench.now?.digest;
  // What was changed under an approved version is approved as the next one: then that version itself is the one before.
  const own = bench.records.filter(record => record.meaning === 'approved' && record.version === version && record.digest !== undefined);
  const isNext = own.length > 0 ? !own.some(({ digest }) => digest === now) : version !== undefined && await changedSince(version, bench) !== undefined;
  const { written } = await contentSince(isNext ? undefined : version, undefined, addresses, bench);
  const authors = new Map<string, { name: string; email: string; commits: string[] }>();
  for (const { commit } of written) {
    const known = authors.get(commit.author.email);
    if (known) known.commits.push(commit.id); else authors.set(commit.author.email, { name: commit.author.name, email: commit.author.email, commits: [commit.id] });
  }
  return [...authors.values()];
}

/** The version that holds today: by the records of approvals the latest to take effect, without any by the header alone (format.md F9). */
function versionInForce(document: Artefact, approvals: readonly Approval[], { today, successors }: Desk): string | undefined {
  if (isRetired(document) || (successors.get(document.id) ?? []).some(successor => inForce(successor, today))) return undefined;
  if (inForce(document, today)) return text(document.data, 'version') ?? '';
  return approvalOn(approvals, today)?.version;
}

/** The approval of today's version: by the approver's role where there is a record of it; a false one is told before a true one. */
function approvalOf(document: Artefact, version: string, approvals: readonly Approval[], { model, history }: Desk): Approval {
  const approver = text(document.data, 'approver'), role = approver === undefined ? undefined : model.item(approver)?.id ?? approver;
  const own = approvals.filter(approval => approval.meaning === 'approved' && approval.version === version);
  const fitting = own.filter(approval => approval.role === undefined || role === undefined || approval.role === role);
  const worst = (state: Approval['state']): Approval | undefined => fitting.find(approval => approval.state === state);
  const chosen = worst('contradicted') ?? worst('evidenced') ?? worst('claimed');
  if (chosen) return chosen;
  const other = own[0];
  return other ? claimOf({ model, document, history }, version, 'role-not-approver', { role: role ?? '', other: other.role ?? '' }) : claimOf({ model, document, history }, version, 'no-record');
}

/** An approval that only the header claims, held against the days on which its version was written. */
async function withoutRecord(approval: Approval, version: string, { threads, thread, contents }: Bench): Promise<Approval> {
  const lineage = threads?.lineage(thread) ?? [], { on } = approval;
  // What the history begins with was approved elsewhere; and contents are read only where some commit came after the day.
  if (on === undefined || !lineage.slice(0, -1).some(({ commit }) => on < dayOf(commit.author.at))) return approval;
  const { states } = await statesOf(version, lineage, contents), first = states.at(-1)?.step;
  if (!first || first === lineage.at(-1) || on >= dayOf(first.commit.author.at)) return approval;
  return { ...approval, reasons: [reason('day-before-content', { day: on, other: dayOf(first.commit.author.at), commit: first.commit.id }), ...approval.reasons] };
}

/** The content differs from what was approved under the version of today: by a record of it, else by what history shows (rule 4). */
async function changedSince(version: string, bench: Bench): Promise<ChangedSinceApproval | undefined> {
  const { now, thread, records, contents, threads } = bench;
  if (!now) return undefined;
  const own = records.filter(record => record.meaning === 'approved' && record.version === version && record.digest?.startsWith('sms1:') === true);
  if (own.some(({ digest }) => digest === now.digest)) return undefined;
  const record = own[0];
  const { states, whole } = await statesOf(version, threads?.lineage(thread) ?? [], contents);
  if (record) {
    // A digest that the document never had is wrong itself: that is said of the record.
    const fitted = states.find(({ revision }) => revision.digest === record.digest), oldest = thread.steps.at(-1);
    if (threads && !fitted && whole && !(oldest && threads.isCut(oldest))) return undefined;
    const brought = fitted && threads ? (await broughtBy(record.artefact, threads, contents)).step?.commit.id : undefined;
    return { version, record: record.artefact.id, ...(fitted && { approvedIn: brought ?? fitted.step.commit.id }), ...lastWriter(states, now) };
  }
  // The state in which the version was approved first; git may be cut off before it.
  const approved = states.findLast(({ revision }) => revision.status === 'approved');
  if (!approved || threads?.isCut(approved.step) === true || approved.revision.digest === now.digest) return undefined;
  return { version, approvedIn: approved.step.commit.id, ...lastWriter(states, now) };
}

/** How many states of a document are read first; most have had another version by then. */
const FIRST_STATES = 2;

interface State { step: Step; revision: Revision }

/**
 * The states of the document under one version, newest first, until it had another. Contents are read as far as that, in growing portions; `whole`
 * is false where one could not be read.
 */
async function statesOf(version: string, steps: readonly Step[], contents: Contents): Promise<{ states: State[]; whole: boolean }> {
  const states: State[] = [];
  let whole = true;
  for (let from = 0, size = FIRST_STATES; from < steps.length; from += size, size *= 2) {
    const portion = steps.slice(from, from + size).filter(({ change }) => change.after !== undefined);
    const past = await contents.past(portion.map(({ change }) => ({ file: change.file, blob: change.after ?? '' })));
    for (const step of portion) {
      const revision = readable(past, step.change.after);
      if (!revision) { whole = false; continue; }
      if (revision.version !== version) return { states, whole };
      states.push({ step, revision });
    }
  }
  return { states, whole };
}

/** Who made the content what it is; nobody where it is not committed. */
function lastWriter(states: readonly State[], now: Revision): Partial<ChangedSinceApproval> {
  if (states[0]?.revision.digest !== now.digest) return {};
  const last = states.find((state, at) => state.revision.digest === now.digest && states[at + 1]?.revision.digest !== now.digest);
  return last ? { commit: last.step.commit.id, on: dayOf(last.step.commit.author.at), by: last.step.commit.author.name } : {};
}

/** Files of today that hold an earlier content of the document. */
function copies(document: Artefact, steps: readonly Step[], { history }: Threads): string[] {
  const current = history.files.get(document.file), earlier = new Set(steps.flatMap(({ change }) => [change.after ?? '', ...change.before]).filter(blob => blob !== '' && blob !== current));
  if (earlier.size === 0) return [];
  const files = filesByBlob(history);
  return [...earlier].flatMap(blob => files.get(blob) ?? []).filter(file => file !== document.file).sort(compareText);
}

const byBlob = new WeakMap<History, Map<string, string[]>>();

function filesByBlob(history: History): Map<string, string[]> {
  let files = byBlob.get(history);
  if (!files) {
    byBlob.set(history, files = new Map());
    for (const [file, blob] of history.files) files.set(blob, [...files.get(blob) ?? [], file]);
  }
  return files;
}

function committed({ file }: Artefact, { files }: History, { isBlob }: Desk): DocumentControl['committed'] & string {
  const blob = files.get(file);
  return blob === undefined ? 'new' : isBlob(file, blob) ? 'yes' : 'changed';
}

const straysOf = new WeakMap<readonly ApprovalRecord[], readonly Stray[]>();

/** The records are the same list only while all ids lead to the same (recordsIn), so that what was found of them holds. */
function strays(model: Model, records: readonly ApprovalRecord[]): readonly Stray[] {
  const known = straysOf.get(records) ?? findStrays(model, records);
  straysOf.set(records, known);
  return known;
}

function findStrays(model: Model, records: readonly ApprovalRecord[]): readonly Stray[] {
  const seen = new Map<string, ApprovalRecord>();
  return records.flatMap((record): Stray[] => {
    const { artefact: { id, file }, about, version, role = '', meaning, on = '', person = '', party = '' } = record, target = model.item(about);
    const stray = { record: id, file, artefact: about, version, role };
    if (!target) return [{ ...stray, reason: 'unknown-artefact' }];
    if (!isDocument(model, target)) return [{ ...stray, reason: 'not-a-document' }];
    // Reviews come again; several may agree.
    const key = [about, version, role, meaning, meaning === 'reviewed' ? on : '', ...(meaning === 'agreed' ? [person, party] : [])].join('\0');
    if (seen.has(key)) return [{ ...stray, reason: 'duplicate' }];
    seen.set(key, record);
    return [];
  });
}

function isDocument(model: Model, item: Item): boolean { return item.path.length === 0 && model.artefact(item.id)?.header === 'document'; }

function latest(days: readonly Day[]): Day | undefined { return days.reduce<Day | undefined>((last, each) => (last === undefined || each > last ? each : last), undefined); }
function optional(key: string, value: string | undefined): { [K in string]?: string } { return value === undefined ? {} : { [key]: value }; }
function day(key: string, value: string | undefined): { [K in string]?: string } { return isDay(value) ? { [key]: value } : {}; }
