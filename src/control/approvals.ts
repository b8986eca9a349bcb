import { text } from '../sms/data.js';
import { addPeriod, isDay } from '../sms/days.js';
import { dayOf, isHistory, type Commit, type Who } from '../sms/history.js';
import { namesOf, type Model } from '../sms/model.js';
import { addressesOf, holds, holdersOn, onlyHolder, sameAddress } from '../sms/people.js';
import type { Approval, Contents, Control, Reason, ReasonCode, Revision } from '../sms/control.js';
import type { Artefact, Day } from '../sms/types.js';
import type { Step, Thread, Threads } from './threads.js';

/** The algorithm of the digests that this release can compute (format.md F10). */
const ALGORITHM = 'sms1';

/** An approval record as it stands today, with what document control needs of it. */
export interface ApprovalRecord {
  artefact: Artefact;
  /** Id of the document that it is about, in today's spelling. */
  about: string;
  version: string;
  meaning: Approval['meaning'];
  role?: string;
  person?: string;
  party?: string;
  on?: Day;
  digest?: string;
  blob?: string;
}

/** All records of the SMS. One without a version or with a meaning that nobody knows says nothing; that is told of its fields. */
export function recordsIn(model: Model): readonly ApprovalRecord[] {
  const artefacts = model.ofKind('approval-record'), names = namesOf(model), before = names && knownRecords.get(names);
  if (before?.artefacts.length === artefacts.length && before.artefacts.every((each, at) => each === artefacts[at])) return before.records;
  const records = readRecords(artefacts, model);
  if (names) knownRecords.set(names, { artefacts, records });
  return records;
}

/** By what the ids of a Model lead to: while that and the artefacts are the same, so are the records. */
const knownRecords = new WeakMap<object, { artefacts: readonly Artefact[]; records: readonly ApprovalRecord[] }>();

function readRecords(artefacts: readonly Artefact[], model: Model): readonly ApprovalRecord[] {
  return artefacts.flatMap(artefact => {
    const { data } = artefact, role = text(data, 'role'), person = text(data, 'person'), party = text(data, 'party'), on = text(data, 'on');
    const digest = text(data, 'digest'), blob = text(data, 'blob'), about = text(data, 'artefact') ?? '', meaning = text(data, 'meaning');
    const today = (id: string): string => model.item(id)?.id ?? id, version = text(data, 'version');
    if (version === undefined || (meaning !== 'approved' && meaning !== 'reviewed' && meaning !== 'agreed' && meaning !== 'withdrawn')) return [];
    return [{
      artefact, about: today(about), version, meaning,
      ...(role !== undefined && { role: today(role) }), ...(person !== undefined && { person: today(person) }), ...(party !== undefined && { party }),
      ...(isDay(on) && { on }), ...(digest !== undefined && { digest }), ...(blob !== undefined && { blob }),
    }];
  });
}

/** What the records of one document are judged with. */
export interface Bench {
  model: Model;
  today: Day;
  document: Artefact;
  /** The document as it is today; absent where it could not be read to its end. */
  now: Revision | undefined;
  history: Control['history'];
  /** Absent without a history. */
  threads: Threads | undefined;
  /** The life of the document in git. */
  thread: Thread;
  /** All records about the document. */
  records: readonly ApprovalRecord[];
  contents: Contents;
}

/**
 * What a record is worth (format.md F10): contradicted where version, digest, role on the day or independence is false; evidenced where all of
 * that holds and its person made the commit that brought it; else claimed. The first reason is the one that decides.
 */
export async function judge(record: ApprovalRecord, bench: Bench): Promise<Approval> {
  const { model, threads } = bench;
  const brought = threads && await broughtBy(record.artefact, threads, bench.contents);
  const reasons = [...dayAndRole(record, bench), ...await content(record, brought?.step, bench)];
  if (record.meaning === 'approved' && brought?.step && threads) reasons.push(...await ownContent(record, brought.step, bench));
  const falsified = reasons.filter(({ code }) => CONTRADICTIONS.has(code)), doubts = [...reasons.filter(each => !falsified.includes(each)), ...hand(record, brought, bench)];
  const state = falsified.length > 0 ? 'contradicted' : doubts.length > 0 ? 'claimed' : 'evidenced';
  const evidence = reason('own-commit', { person: nameOf(model, record.person), commit: brought?.step?.commit.id ?? '', day: record.on ?? '' });
  return {
    ...approvalOf(record, model, brought?.step?.commit), state,
    reasons: state === 'contradicted' ? [...falsified, ...doubts.filter(({ code }) => code !== 'no-history')] : state === 'claimed' ? doubts : [evidence],
    remarks: remarks(record, brought?.step, bench),
  };
}

const CONTRADICTIONS: ReadonlySet<ReasonCode> = new Set(['digest-differs', 'version-unknown', 'role-not-held', 'own-content', 'day-in-future']);

/** What the header says where no record bears it out. */
export function claimOf({ model, document, history }: Pick<Bench, 'model' | 'document' | 'history'>, version: string, code: 'no-record' | 'role-not-approver', args: Record<string, string> = {}): Approval {
  const { data } = document, on = text(data, 'approvedOn'), role = text(data, 'approver'), from = text(data, 'effectiveFrom');
  const named = text(data, 'approvedBy'), holder = isDay(on) ? onlyHolder(model, role, on) : undefined, person = named ?? holder;
  return {
    version, meaning: 'approved', state: 'claimed', reasons: [reason(code, { ...args, version, ...(person !== undefined && { person: nameOf(model, person) }), ...(isDay(on) && { day: on }) }), ...(isHistory(history) ? [] : [reason('no-history')])], remarks: [],
    ...(role !== undefined && { role }), ...(person !== undefined && { person: model.item(person)?.id ?? person }), ...(isDay(on) && { on }), ...(isDay(from) && { effectiveFrom: from }),
  };
}

function approvalOf(record: ApprovalRecord, model: Model, commit: Commit | undefined): Omit<Approval, 'state' | 'reasons' | 'remarks'> {
  const { artefact: { id, file, data }, version, meaning, role, person, party, on } = record;
  const effectiveFrom = text(data, 'effectiveFrom'), comment = text(data, 'comment');
  return {
    record: { id, file }, version, meaning,
    ...(role !== undefined && { role }), ...(person !== undefined && { person: model.item(person)?.id ?? person }), ...(party !== undefined && { party }),
    ...(on !== undefined && { on }), ...(isDay(effectiveFrom) && { effectiveFrom }), ...(comment !== undefined && { comment }), ...(commit && { commit: commit.id }),
  };
}

function dayAndRole({ on, role, person, party }: ApprovalRecord, { model, today }: Bench): Reason[] {
  if (on === undefined) return [reason('no-day')];
  const reasons = on > today ? [reason('day-in-future', { day: on, today })] : [];
  // Who agreed from outside holds no role here.
  if (person === undefined) return reasons;
  const known = role === undefined ? undefined : model.item(role);
  if (model.item(person)?.type !== 'person') return [...reasons, reason('no-person')];
  if (known?.type !== 'role') return party === undefined ? [...reasons, reason('no-role', role === undefined ? {} : { role })] : reasons;
  if (holds(model, person, known.id, on)) return reasons;
  const holders = holdersOn(model.value(known), on).flatMap(holder => text(holder, 'person') ?? []);
  return [...reasons, reason('role-not-held', { person: nameOf(model, person), role: known.id, roleTitle: known.title, day: on, holders: holders.map(id => nameOf(model, id)).join(', ') })];
}

/** Whether version and digest fit: today for the version of today, at the commit that brought the record for every earlier one. */
async function content(record: ApprovalRecord, brought: Step | undefined, bench: Bench): Promise<Reason[]> {
  const { version, digest, on } = record, { now, threads } = bench;
  const algorithm = digest?.split(':')[0], blind = digest === undefined ? [reason('no-digest')] : algorithm !== ALGORITHM ? [reason('unknown-algorithm', { algorithm: algorithm ?? '' })] : [];
  // While the next version is written under the same number, the record is about what stood there before.
  const isDraft = text(bench.document.data, 'status') === 'draft' || text(bench.document.data, 'status') === 'in-review';
  if (!threads || (now?.version === version && !isDraft)) {
    if (!now || now.version !== version) return [...blind, now ? reason('no-history') : reason('history-damaged', { version })];
    if (isDraft && blind.length === 0 && now.digest !== digest) return [reason('no-history')];
    return blind.length > 0 || now.digest === digest ? blind : [reason('digest-differs', { version, digest: shortDigest(digest ?? ''), other: shortDigest(now.digest) })];
  }
  const states = await statesAt(brought?.at, bench), then = states[0]?.revision, commit = brought && { commit: brought.commit.id };
  // A record may come late, for a version that the document had before.
  const had = then?.version === version ? [then] : states.flatMap(({ revision }) => (revision?.version === version ? [revision] : []));
  if (had[0]) {
    return blind.length > 0 || had.some(revision => revision.digest === digest) ? blind
      : [reason('digest-differs', { version, digest: shortDigest(digest ?? ''), other: shortDigest(had[0].digest), ...commit })];
  }
  const oldest = states.at(-1)?.step;
  if (!oldest) return [...blind, reason('not-committed')];
  if (threads.isCut(oldest)) return [...blind, reason('history-cut', commit)];
  if (states.some(({ revision }) => !revision)) return [...blind, reason('history-damaged', { version })];
  const begins = dayOf(oldest.commit.author.at);
  if (on !== undefined && on < begins) return [...blind, reason('before-history', { version, day: begins, ...commit })];
  return [reason('version-unknown', { version, ...(then?.version !== undefined && { other: then.version }), ...commit })];
}

/** One state of a document in git; without a revision where it could not be read. */
export interface State { step: Step; revision: Revision | undefined }

/** The states that the document went through up to a commit (by default the newest), the latest first. */
async function statesAt(at: number | undefined, { threads, thread, contents }: Pick<Bench, 'threads' | 'thread' | 'contents'>): Promise<State[]> {
  const steps = threads?.lineage(thread, at).filter(({ change }) => change.after !== undefined) ?? [];
  const past = await contents.past(steps.map(({ change }) => ({ file: change.file, blob: change.after ?? '' })));
  return steps.map(step => ({ step, revision: readable(past, step.change.after) }));
}

/** A content that could be read to its end. */
export function readable(past: ReadonlyMap<string, Revision>, blob: string | undefined): Revision | undefined {
  const revision = blob === undefined ? undefined : past.get(blob);
  return revision?.unreadable ? undefined : revision;
}

/** The commit since which a record says what it says today; without one it is not committed so. Comments and spelling apart. */
export async function broughtBy(record: Artefact, threads: Threads, contents: Contents): Promise<{ step: Step | undefined; committed: boolean }> {
  const steps = threads.lineage(await threads.of(record.file, [record.id]));
  const now = (await contents.today([record.file])).get(record.file)?.says;
  const past = await contents.past(blobsOf(steps));
  const says = (blob: string | undefined): string | undefined => (blob === undefined ? undefined : past.get(blob)?.says);
  if (now === undefined || says(steps[0]?.change.after) !== now) return { step: undefined, committed: false };
  return { step: steps.find(({ change }) => says(change.after) === now && !change.before.some(blob => says(blob) === now)), committed: true };
}

/** Every content that the steps name, before and after. */
export function blobsOf(steps: readonly Step[]): { file: string; blob: string }[] {
  return steps.flatMap(({ change }) => [change.after, ...change.before].flatMap(blob => (blob === undefined ? [] : [{ file: change.file, blob }])));
}

/** Reasons why it is not known to be the person's own hand. */
function hand({ person, party, artefact }: ApprovalRecord, brought: { step: Step | undefined; committed: boolean } | undefined, { model, history, threads }: Bench): Reason[] {
  if (!brought || !isHistory(history)) return [reason('no-history')];
  if (person === undefined) return [party === undefined ? reason('no-person') : reason('outside-party', { other: model.item(party)?.title ?? party, person: text(artefact.data, 'name') ?? '' })];
  if (!brought.committed || !brought.step) return [reason(history.cut && history.files.has(artefact.file) ? 'history-cut' : 'not-committed')];
  const { step } = brought, { commit } = step, known = model.item(person), addresses = known ? addressesOf(model, known) : [];
  if (threads?.isCut(step) === true) return [reason('history-cut', { commit: commit.id })];
  if (addresses.length === 0) return [reason('person-without-email', { person: nameOf(model, person) })];
  const args = { person: nameOf(model, person), commit: commit.id, day: dayOf(commit.author.at) };
  if (!addresses.includes(sameAddress(commit.author.email))) return [reason('commit-of-other', { ...args, by: whoIs(commit.author) })];
  return addresses.includes(sameAddress(commit.committer.email)) ? [] : [reason('committed-by-other', { ...args, by: whoIs(commit.committer) })];
}

/** Independence: the person wrote none of the content since the previous approved version. And the day of the record lies not before that content. */
async function ownContent(record: ApprovalRecord, brought: Step, bench: Bench): Promise<Reason[]> {
  const { model, threads } = bench, known = record.person === undefined ? undefined : model.item(record.person);
  // A record that came before the text that it approves speaks of what was written later.
  const states = await statesAt(undefined, bench), fits = ({ revision }: State): boolean => revision?.version === record.version && revision.digest === record.digest;
  const latest = states.findIndex(fits), until = latest >= 0 && threads?.isBefore(brought.at, states[latest]?.step.at ?? 0) === true ? states[latest]?.step.at : brought.at;
  const days = latest >= 0 ? dayFits(record, states.slice(latest), threads) : [];
  if (!known) return days;
  const addresses = addressesOf(model, known), { written, whole, cut } = await contentSince(record.version, until, addresses, bench);
  const own = written.filter(({ commit }) => addresses.includes(sameAddress(commit.author.email)));
  if (own.length === 0) return [...days, ...(cut ? [reason('history-cut', { commit: brought.commit.id })] : whole ? [] : [reason('history-damaged', { version: record.version })])];
  return [...days, reason('own-content', { person: nameOf(model, record.person), commit: own.map(({ commit }) => commit.id).join(', '), same: own.some(({ at }) => at === brought.at) ? 'yes' : '' })];
}

/** `states`: from the latest that the record approves back. By the days that the commits claim. */
function dayFits({ on, version }: ApprovalRecord, states: readonly State[], threads: Threads | undefined): Reason[] {
  const digest = states[0]?.revision?.digest, end = states.findIndex(({ revision }) => revision?.digest !== digest), same = end < 0 ? states : states.slice(0, end);
  const first = same.at(-1)?.step, day = first && dayOf(first.commit.author.at);
  if (!first || day === undefined || on === undefined || on >= day || threads?.isCut(first) === true) return [];
  return [same.length === states.length ? reason('before-history', { version, day, commit: first.commit.id }) : reason('day-before-content', { day: on, other: day, commit: first.commit.id })];
}

type SinceBench = Pick<Bench, 'model' | 'threads' | 'thread' | 'contents' | 'records'>;

/**
 * The commits up to `until` (all of them without it) that changed the digest since the version before `version` was approved, newest first: who
 * wrote it. An approval that only the person with these addresses claimed is none. `whole` is false where a content could not be read; `cut` is
 * true where more may have been written before git's knowledge begins.
 */
export async function contentSince(version: string | undefined, until: number | undefined, addresses: readonly string[], bench: SinceBench):
Promise<{ written: readonly Step[]; whole: boolean; cut: boolean }> {
  const { threads, thread, contents } = bench;
  if (!threads) return { written: [], whole: false, cut: false };
  const steps = threads.lineage(thread, until), past = await contents.past(blobsOf(steps));
  const at = (blob: string | undefined): Revision | undefined => readable(past, blob);
  const previous = await previouslyApproved(version, steps.map(step => ({ step, revision: at(step.change.after) })), addresses, bench);
  // What cannot be read may have been the approved text: before it nothing is known.
  const unread = steps.find(({ change }) => change.after !== undefined && !at(change.after));
  let whole = true, cut = false;
  const written = steps.filter(step => {
    const { change } = step;
    if (change.after === undefined || (previous && threads.isBefore(step.at, previous.at))) return false;
    if (threads.isCut(step)) { cut = true; return false; }
    const after = at(change.after);
    if (!after || (unread && threads.isBefore(step.at, unread.at)) || change.before.some(blob => !at(blob))) { whole = false; return false; }
    return !change.before.some(blob => at(blob)?.digest === after.digest);
  });
  return { written, whole, cut };
}

/** The latest commit at which the document was what had been approved as an earlier version. Nobody's own text becomes that by their own word. */
async function previouslyApproved(version: string | undefined, states: readonly State[], addresses: readonly string[], bench: SinceBench): Promise<Step | undefined> {
  const { model, records, threads, contents } = bench;
  const versions = new Set(states.flatMap(({ revision }) => (revision?.status === 'approved' && revision.version !== version ? [revision.version] : [])));
  for (const earlier of versions) {
    const own = states.filter(({ revision }) => revision?.version === earlier && revision?.status === 'approved'), first = own.at(-1);
    const record = records.find(each => each.meaning === 'approved' && each.version === earlier && each.digest !== undefined);
    const approved = record?.digest ?? first?.revision?.digest, step = own.find(({ revision }) => revision?.digest === approved)?.step;
    if (!step || !first) continue;
    const person = record?.person === undefined ? undefined : model.item(record.person);
    const isOwn = (by: readonly string[]): boolean => by.some(address => addresses.includes(address));
    const hand = record && threads ? (await broughtBy(record.artefact, threads, contents)).step?.commit.author.email : undefined;
    if (record && !isOwn([...person ? addressesOf(model, person) : [], ...hand === undefined ? [] : [sameAddress(hand)]])) return step;
    const wrote = record ? (await contentSince(earlier, first.step.at, addresses, bench)).written : [first.step];
    if (!wrote.some(({ commit }) => isOwn([sameAddress(commit.author.email)]))) return step;
  }
  return undefined;
}

/** A record that comes so long after its day is noticed. */
const LATE = { count: 14, unit: 'day' } as const;

/** What is noticed beside and decides nothing. */
function remarks({ on, blob, person, meaning, version }: ApprovalRecord, brought: Step | undefined, { model, document, threads, thread: { steps } }: Bench): Reason[] {
  const told: Reason[] = [];
  const named = text(document.data, 'approvedBy'), current = meaning === 'approved' && version === text(document.data, 'version');
  if (current && named !== undefined && person !== undefined && (model.item(named)?.id ?? named) !== person) told.push(reason('person-differs', { person: nameOf(model, person), other: nameOf(model, named) }));
  if (!threads || !brought) return told;
  const { commit } = brought, day = dayOf(commit.committer.at);
  if (on !== undefined && isDay(day) && addPeriod(on, LATE) < day) told.push(reason('brought-later', { day: on, other: day, commit: commit.id }));
  if (on !== undefined && on > day) told.push(reason('day-after-commit', { day: on, other: day, commit: commit.id }));
  if (blob !== undefined && !threads.history.cut && !steps.some(({ change }) => change.after === blob)) told.push(reason('blob-not-in-history', { blob: blob }));
  const parent = threads.commit(commit.parents[0]);
  if (parent && Date.parse(commit.committer.at) < Date.parse(parent.committer.at)) told.push(reason('date-before-parent', { day, other: dayOf(parent.committer.at), commit: commit.id }));
  return told;
}

export function reason(code: ReasonCode, args: Record<string, string> = {}): Reason { return { code, args }; }

function shortDigest(digest: string): string { return digest.slice(0, digest.indexOf(':') + 13); }
function whoIs({ name, email }: Who): string { return `${name} <${email}>`; }

function nameOf(model: Model, person: string | undefined): string { return person === undefined ? '' : model.item(person)?.title ?? person; }
