import { blobIdOf } from '../control/digest.js';
import { coverage } from '../evidence/coverage.js';
import { approvalChanges, clauseChanges } from '../review/standing.js';
import { tablesOf } from '../review/attachments.js';
import { changesBetween } from '../review/changes.js';
import { consentsOf } from '../review/consents.js';
import { consequencesOf } from '../review/consequence.js';
import { findingChanges } from '../review/findings.js';
import type { At, Change, Consequence, FindingChanges, NotCompared, Review, State } from '../review/types.js';
import { DIRECTIONS, WEIGHTS } from '../review/weights.js';
import { ruleById } from '../rules/index.js';
import { UnreadableFile, type Files, type Parser } from '../sms/files.js';
import type { HistorySource } from '../sms/history.js';
import { ENGLISH, phrase, type Language } from '../sms/language.js';
import { buildModel } from '../sms/model.js';
import { ORIGIN } from '../sms/parse.js';
import { comparePositions, compareText } from '../sms/text.js';
import type { Word } from '../sms/types.js';
import { Session, type CheckResult, type CheckSettings, type SessionOptions } from './session.js';

/** One of two states of an SMS, checked, both on the same day: the earlier one on the day of the later. */
export interface Side {
  session: Session;
  result: CheckResult;
  /** Those that the session was opened from. */
  files: Files;
}

/**
 * Checks an earlier state as of the day of the later one; what stands in both is neither read nor judged again. Undefined where there was no SMS: no sms.yaml, and
 * none given in `options`.
 */
export async function earlierSide(files: Files, history: HistorySource, { session: known, result: { today } }: Side, { parser, options = {}, ...settings }: EarlierOptions): Promise<Side | undefined> {
  if (options.configText === undefined && files.idOf?.('sms.yaml') === undefined) return undefined;
  const session = new Session(files, parser, { ...options, history, known });
  await session.refresh();
  return { session, files, result: await session.check({ ...settings, today }) };
}

export interface EarlierOptions extends Pick<CheckSettings, 'now' | 'rules'> { parser: Parser; options?: SessionOptions }

/** Of what could not be read as sms.yaml at all: its adoptions and what it ignores are not known, so that nothing can be said of other files. */
const UNREAD: ReadonlySet<string> = new Set(['missing', 'unreadable', 'version', 'syntax']);

/** Why nothing can be said of an SMS, by what is wrong with its sms.yaml; undefined where it can. */
export function whyUnread({ config }: Pick<CheckResult, 'config'>): Word | undefined {
  const report = config.reports.find(({ message }) => UNREAD.has(message));
  if (!report) return undefined;
  const { rule, message, args, words } = report;
  return phrase(`rule.${rule}.message.${message}`, ruleById(rule)?.messages[message]?.text ?? message, { ...args, ...words });
}

/**
 * What the change from one state of an SMS to another means. Without `before` there was no SMS, and everything is new. Where the earlier sms.yaml cannot be
 * read, nothing is compared, and the review says so. `language`: of sentences about clauses; all others are phrases.
 */
export async function review(before: Side | undefined, after: Side, language: Language = ENGLISH): Promise<Review> {
  const reason = before && whyUnread(before.result);
  if (before && reason !== undefined) return { ...NOTHING, notCompared: [{ side: 'before', file: before.result.config.file, reason: phrase('review.unread-before', 'nothing can be compared with what stood there: {reason}', { reason }) }] };
  const [then, now] = await states(before, after);
  const { changes, renamed, files, notCompared } = changesBetween(then.state, now.state), consequences = consequencesOf(changes, then.state, now.state);
  const clauses = [before, after].map(side => (side ? coverage(side.result, language) : []));
  return {
    changes: worstFirst(changes, consequences), consequences, consents: consentsOf(changes, then.state, now.state, after.result.control),
    approvals: approvalChanges(before?.result.control, after.result.control, renamed, id => after.result.model.item(id)?.title ?? id), clauses: clauseChanges(clauses[0] ?? [], clauses[1] ?? []),
    findings: findingChanges(then.state.findings, now.state.findings, renamed), renamed, files,
    notCompared: inOrder([...notCompared, ...then.notCompared, ...now.notCompared, ...gaps(before, after)]),
  };
}

/** Which findings came and which went: the same as in a review, without all else. */
export function findingsBetween(before: Side | undefined, after: Side): FindingChanges {
  if (!before) return findingChanges([], after.result.findings, []);
  const [then, now] = [stateOf(before), stateOf(after)];
  return findingChanges(then.findings, now.findings, changesBetween(then, now).renamed);
}

const NOTHING: Review = {
  changes: [], consequences: [], consents: [], approvals: [], clauses: [], findings: { introduced: [], fixed: [], regraded: [], remaining: 0 }, renamed: [],
  files: { changed: 0, added: 0, removed: 0, moved: 0 }, notCompared: [],
};

interface Seen { state: State; notCompared: NotCompared[] }

async function states(before: Side | undefined, after: Side): Promise<[Seen, Seen]> {
  const idOf = (file: string): string | undefined => before?.files.idOf?.(file) ?? after.files.idOf?.(file);
  const [then, now] = await Promise.all([before, after].map(side => attachmentsOf(side, idOf)));
  const notCompared = { before: [] as NotCompared[], after: [] as NotCompared[] };
  for (const [side, own, other] of [['before', then, now], ['after', now, then]] as const) for (const [file, hash] of own ?? []) {
    if (hash !== undefined) continue;
    notCompared[side].push({ side, file, reason: phrase('review.attachment-unread', 'it cannot be read') });
    // Of what is there and cannot be read nobody claims that it changed.
    own?.set(file, other?.get(file) ?? '');
    if (other?.has(file)) other.set(file, own?.get(file));
  }
  return [
    { state: before ? stateOf(before, then) : beforeAll(after), notCompared: notCompared.before },
    { state: stateOf(after, now), notCompared: notCompared.after },
  ];
}

/** Nothing, under the same configuration: without an SMS there was none that could have changed. */
function beforeAll({ session, result: { config, today } }: Side): State {
  return {
    model: buildModel([], [], config), today, findings: [], incomplete: [], attachments: new Map(), textOf: file => (file === config.file ? session.textOf(file) : undefined), locate: () => ORIGIN,
  };
}

function stateOf({ session, result: { model, today, findings, incomplete, control } }: Side, attachments: ReadonlyMap<string, string | undefined> = new Map()): State {
  // What is missing of the past of a file hinders nobody from reading it.
  const isOfHistory = (file: string | undefined): boolean => file !== undefined && control.unread.includes(file) && model.files.get(file)?.incomplete === undefined;
  return {
    model, today, findings, textOf: file => session.textOf(file), locate: (file, path, part) => session.locate(file, path, part), incomplete: incomplete.filter(({ file }) => !isOfHistory(file)),
    attachments: new Map([...attachments].map(([file, hash]) => [file, hash ?? ''])),
  };
}

/** Git's id of each file that is no artefact; undefined for what cannot be read. What git has under an id is not read for it. */
async function attachmentsOf(side: Side | undefined, idOf: (file: string) => string | undefined): Promise<Map<string, string | undefined>> {
  const found = new Map<string, string | undefined>();
  for (const file of side ? [...side.result.attachments, ...tablesOf(side.result).keys()].filter(file => side.result.model.paths.has(file)) : []) {
    const { files } = side as Side;
    try {
      found.set(file, files.idOf?.(file) ?? await idOfBytes(() => files.stream(file), idOf(file)));
    } catch (error) {
      if (!(error instanceof UnreadableFile)) throw error;
      found.set(file, undefined);
    }
  }
  return found;
}

/** With line ends as git keeps them where that is what it has: a work tree on Windows has others. */
export async function idOfBytes(open: () => AsyncIterable<Uint8Array>, like = ''): Promise<string> {
  const id = await blobIdOf(open, like);
  return id === like || like === '' || await blobIdOf(() => withoutReturns(open()), like) !== like ? id : like;
}

async function* withoutReturns(portions: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held = false;
  for await (const portion of portions) {
    const even = new Uint8Array(portion.length + 1);
    let length = 0;
    for (const byte of portion) {
      if (held && byte !== LINE_FEED) even[length++] = RETURN;
      held = byte === RETURN;
      if (!held) even[length++] = byte;
    }
    yield even.subarray(0, length);
  }
  if (held) yield Uint8Array.of(RETURN);
}

const LINE_FEED = 10, RETURN = 13;

/** What one of the checks could not look at beside single files: what it would have found is not known. */
function gaps(before: Side | undefined, after: Side): NotCompared[] {
  const [then = [], now = []] = [before, after].map(side => side?.result.incomplete.filter(({ file }) => file === undefined || side.result.control.unread.includes(file)) ?? []);
  const key = ({ file, reason }: { file?: string; reason: string }): string => JSON.stringify([file, reason]), [earlier, later] = [then, now].map(all => new Set(all.map(key)));
  const entry = (side: NotCompared['side']) => ({ file, reason }: { file?: string; reason: string }): NotCompared => ({ side, ...(file !== undefined && { file }), reason });
  return [
    ...now.map(each => entry(earlier?.has(key(each)) === true ? 'both' : 'after')(each)), ...then.filter(each => later?.has(key(each)) !== true).map(entry('before')),
  ];
}

function inOrder(all: readonly NotCompared[]): NotCompared[] {
  const byKey = new Map(all.map(each => [JSON.stringify([each.side, each.file, each.reason]), each]));
  return [...byKey].sort(([a, one], [b, other]) => compareText(one.file ?? '', other.file ?? '') || compareText(a, b)).map(([, each]) => each);
}

/** By weight and direction, then by how much it reaches, file and place. */
function worstFirst(changes: readonly Change[], consequences: readonly Consequence[]): Change[] {
  const reach = new Map<string, number>();
  // What no longer carries something weighs more than any number of things that name it.
  for (const { changes: keys, reached } of consequences) for (const key of keys) reach.set(key, reached.reduce((sum, { grave }) => sum + (grave ? GRAVE : 1), 0));
  const place = ({ before, after }: Change): At | undefined => after ?? before;
  return [...changes].sort((a, b) => WEIGHTS.indexOf(a.weight) - WEIGHTS.indexOf(b.weight) || DIRECTIONS.indexOf(a.direction) - DIRECTIONS.indexOf(b.direction)
    || (reach.get(b.key) ?? 0) - (reach.get(a.key) ?? 0) || compareText(place(a)?.file ?? '', place(b)?.file ?? '')
    || comparePositions(place(a)?.range.start ?? ORIGIN.start, place(b)?.range.start ?? ORIGIN.start) || compareText(a.key, b.key));
}

const GRAVE = 1_000_000;
