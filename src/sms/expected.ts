import { isFields, list, objects, text, texts, type Fields } from './data.js';
import { daysBetween, isDay } from './days.js';
import { isRetired } from './header.js';
import { kindsOf } from './kinds.js';
import type { Model } from './model.js';
import { foundOnce, type Findings } from './reads.js';
import { manifest, type ManifestRow } from './standard.js';
import type { Artefact, Day, Item, Kind } from './types.js';

/** What the standard expects of this SMS: the rows of the manifest (schemas/standards/manifest.json), each for all that it counts by. */
export interface Expectation {
  row: ManifestRow;
  /** The service, customer or party that it is expected for; absent where it is expected of the SMS. */
  about?: Item;
  /** What there is of its kinds, drafts too; a document that is held elsewhere is among it (format.md F11). Logs stand for their records. */
  held: readonly Artefact[];
}

/** Rows of which no kind exists yet are left out. A row that counts by something of which there is nothing expects nothing. */
export function expectations(model: Model): readonly Expectation[] {
  return foundOnce(model, known, seen => manifest().flatMap(row => expected(seen, row)));
}

const known: Findings<readonly Expectation[]> = new WeakMap();

function expected(model: Model, row: ManifestRow): Expectation[] {
  if (!row.kinds.some(kind => kindsOf(model.config).get(kind) !== undefined)) return [];
  const held = row.kinds.flatMap(kind => heldOfKind(model, kind));
  if (FIELD[row.per] === undefined) return [{ row, held }];
  const about = new Map<string, Set<Artefact>>(), ofAll: Artefact[] = [];
  for (const artefact of held) {
    const ids = aboutIds(model, artefact, row);
    if (!ids) ofAll.push(artefact);
    for (const id of ids ?? []) {
      const own = about.get(id);
      if (own) own.add(artefact); else about.set(id, new Set([artefact]));
    }
  }
  return subjects(model, row).map(item => ({ row, about: item, held: [...about.get(item.id) ?? [], ...ofAll] }));
}

/** The artefacts of a kind that were not superseded or withdrawn, and the logs of its records. */
export function heldOfKind(model: Model, kind: Kind): readonly Artefact[] {
  return [...model.ofKind(kind), ...model.ofKind('record-log').filter(({ data }) => text(data, 'of') === kind)].filter(artefact => artefact.header !== 'document' || !isRetired(artefact));
}

/** The field that says what an artefact is about, for several and for one. */
const FIELD: Readonly<Partial<Record<ManifestRow['per'], readonly [several: string, one: string]>>> = { service: ['services', 'service'], customer: ['customers', 'customer'], supplier: ['parties', 'party'] };

/** What it is about; undefined where it is about all: a table, whose rows are not looked at here, and a log that says that there was nothing. */
function aboutIds(model: Model, { kind, data }: Artefact, row: ManifestRow): readonly string[] | undefined {
  if (kind !== 'record-log') return namedIn(model, data, row);
  return isTable(data) || list(data, 'records').length === 0 ? undefined : objects(data, 'records').flatMap(({ value }) => namedIn(model, value, row));
}

function namedIn(model: Model, data: unknown, { per }: ManifestRow): readonly string[] {
  const [several = '', one = ''] = FIELD[per] ?? [];
  return [...texts(data, several), ...texts(data, one), ...objects(data, several).flatMap(({ value }) => texts(value, one))].flatMap(id => model.item(id)?.id ?? []);
}

function isTable(data: unknown): boolean { return isFields(data) && isFields(data['table']); }

/** Live services for customers; customers; parties of the types that the row names. */
function subjects(model: Model, row: ManifestRow): readonly Item[] {
  const current = (item: Item): boolean => { const artefact = model.artefact(item.artefact); return artefact === undefined || !isRetired(artefact); };
  const value = (item: Item, field: string, unsaid = ''): string => text(model.value(item), field) ?? unsaid;
  switch (row.per) {
    case 'service': return model.ofType('service').filter(item => current(item) && value(item, 'status', 'live') === 'live' && value(item, 'type', 'customer-facing') === 'customer-facing');
    case 'customer': return model.ofType('customer').filter(current);
    case 'supplier': return model.ofType('party').filter(item => current(item) && (row.of === undefined || row.of.includes(value(item, 'type'))));
    default: return [];
  }
}

/** All records of one kind, wherever they stand. */
export interface RecordTally { count: number; newest?: Day; oldest?: Day }
export type Tallies = ReadonlyMap<Kind, RecordTally>;

/** Several tallies as one. */
export function sumOfTallies(tallies: readonly RecordTally[]): RecordTally {
  const newest = tallies.flatMap(tally => tally.newest ?? []).sort().at(-1), oldest = tallies.flatMap(tally => tally.oldest ?? []).sort()[0];
  return { count: tallies.reduce((sum, { count }) => sum + count, 0), ...(newest !== undefined && { newest }), ...(oldest !== undefined && { oldest }) };
}

const SILENCE = { most: 20, days: 30, fewest: 10 } as const;

/** Nothing since for many times as long as there usually lies between two of them, and for a month at least. Of a few records nothing is usual. */
export function isSilent({ count, newest, oldest }: RecordTally, today: Day): boolean {
  return newest !== undefined && oldest !== undefined && isLong(daysBetween(newest, today), count, oldest, newest);
}

/** Nothing from a day on until much later than usual: those of the time before are not here. */
export function beginsLate({ count, newest, oldest }: RecordTally, from: Day): boolean {
  return newest !== undefined && oldest !== undefined && isLong(daysBetween(from, oldest), count, oldest, newest);
}

function isLong(gap: number, count: number, oldest: Day, newest: Day): boolean {
  return count >= SILENCE.fewest && gap > SILENCE.days && gap > SILENCE.most * daysBetween(oldest, newest) / (count - 1);
}

/** The records of which one service, customer or party is expected to have some; all of the kinds where a table does not tell whose they are. */
export function tallyOf(model: Model, { row, about, held }: Expectation, tallies: Tallies, today: Day): RecordTally {
  if (!about || held.some(({ data }) => isTable(data))) return sumOfTallies(row.kinds.flatMap(kind => tallies.get(kind) ?? []));
  const records = held.flatMap(({ kind, data }) => (kind === 'record-log' ? objects(data, 'records').map(({ value }) => value).filter(value => namedIn(model, value, row).includes(about.id)) : [data]));
  return sumOfTallies(records.map(record => tallyOfRecord(record, today)));
}

export function tallyOfRecord(data: unknown, today: Day): RecordTally {
  const day = dayOfRecord(data, today);
  return { count: 1, ...(day !== undefined && { newest: day, oldest: day }) };
}

/** Days that were set beforehand: that they have come shows nothing. */
const PLANNED = new Set(['nextOn', 'dueOn', 'checkOn', 'endsOn', 'expiresOn', 'endOfLifeOn']);

/**
 * The latest day that a record names up to today, of its own or of a moment or of the end of its period (names of days: format.md F3): by it a record
 * counts as recent. Undefined where it names none.
 */
export function dayOfRecord(data: unknown, today: Day): Day | undefined {
  if (!isFields(data)) return undefined;
  let newest: Day | undefined;
  for (const key in data) if (tellsDay(key)) newest = later(newest, data[key], today);
  const period = data['period'];
  if (isFields(period)) newest = later(newest, period['to'], today);
  // A register that is a record is as recent as what was last entered.
  if (newest === undefined) for (const key in data) for (const inner of [data[key], ...list(data, key)]) newest = later(newest, dayOfRecord(inner, today), today);
  return newest;
}

/** The day on which what a record tells of began: the earliest that it names itself; of one that tells of a period its last. Undefined where it names none. */
export function beginningOf(data: Fields, today: Day): Day | undefined {
  if (isFields(data['period'])) return dayOfRecord(data, today);
  let earliest: string | undefined;
  for (const key in data) {
    const value = tellsDay(key) ? data[key] : undefined;
    if (typeof value === 'string' && (earliest === undefined || value < earliest)) earliest = value;
  }
  const day = earliest?.slice(0, 10);
  return day === undefined ? dayOfRecord(data, today) : isDay(day) ? day : undefined;
}

function tellsDay(key: string): boolean { return (key === 'on' || key.endsWith('On') || key.endsWith('At')) && !PLANNED.has(key); }

/** The day of a value, where it is later than what is known and not after today; else what is known. */
function later(known: Day | undefined, value: unknown, today: Day): Day | undefined {
  // A moment of an earlier day, or of this one, need not be cut: tables have millions of them.
  if (typeof value !== 'string' || (known !== undefined && (value <= known || value.startsWith(known)))) return known;
  const day = value.slice(0, 10);
  return day <= today && isDay(day) ? day : known;
}
