import { calendarOf, type WorkCalendar } from '../service-levels/calendar.js';
import { inForceOn, termsProblems } from '../service-levels/in-force.js';
import { combined, compareHours, tightness, type TargetPart, type WholeTarget } from '../service-levels/tightness.js';
import { dayNumber } from '../service-levels/time-zone.js';
import { amountWord, limitWord } from '../sms/amounts.js';
import { calendarTerms, workCalendars } from '../sms/calendars.js';
import { fields, isFields, objects, state, text, texts, type Fields } from '../sms/data.js';
import { isDay, parsePeriod } from '../sms/days.js';
import { joined, phrase } from '../sms/language.js';
import type { Model } from '../sms/model.js';
import { labelOf } from '../sms/naming.js';
import type { Shape } from '../sms/shapes.js';
import { compareText, normalText } from '../sms/text.js';
import type { Artefact, Day, Phrase, Word } from '../sms/types.js';
import type { Direction, State } from './types.js';
import { cut, listWord } from './words.js';

/** What is compared as a whole: service level targets, matrices of priorities, calendars; and what a change of them means, in sentences. */

/** The two states, and the artefact in each that the compared thing stands in. `later`: what an earlier id is called later, where it was renamed. */
export interface Between { before: State; after: State; artefact: { before: Artefact; after: Artefact }; later?: (id: string) => string }

/** What a change means; the parts are told where there is more to it than the sentence says. */
export interface Meant { direction: Direction; say: Phrase; parts: readonly Phrase[] }

/** What a target promises. Other fields of it (title, source, calculation, those of support) are changes of their own. */
export const TARGET_FIELDS: ReadonlySet<string> = new Set([
  'metric', 'priority', 'services', 'operator', 'value', 'unit', 'attainment', 'percentile', 'population', 'window', 'calendar', 'clock', 'excludes',
  'exclusionEvidence', 'downtime', 'warningAt', 'effectiveFrom', 'previously',
]);
/** What a matrix says, without the header of its file. */
export const MATRIX_FIELDS: ReadonlySet<string> = new Set(['impacts', 'urgencies', 'priorities', 'matrix', 'tieBreak', 'previously']);
/** What makes the hours of a calendar. */
export const CALENDAR_FIELDS: ReadonlySet<string> = new Set(['timeZone', 'hours', 'holidays', 'exceptions']);

/** Whether things of this shape are targets: they have an operator beside a value that is ordered by it. */
export function isTarget(shape: Shape | undefined): boolean {
  return has(shape, 'operator') && shape?.properties.get('value')?.direction === 'by-operator';
}
/** Whether things of this shape are matrices of priorities. */
export function isMatrix(shape: Shape | undefined): boolean { return has(shape, 'impacts', 'urgencies', 'priorities', 'matrix'); }
/** Whether things of this shape are calendars in which time is counted. */
export function isCalendar(shape: Shape | undefined): boolean { return has(shape, 'timeZone', 'hours', 'holidays'); }

function has(shape: Shape | undefined, ...fields: readonly string[]): boolean { return fields.every(field => shape?.properties.has(field) === true); }

/**
 * Whether a target promises more than it did: the terms that are in force today and those that will be later, each of both states. Undefined where all
 * that is promised is written alike.
 */
export function targetChange(before: Fields, after: Fields, between: Between): Meant | undefined {
  const target = targetWord(after, between), since = dayNumber(between.after.today);
  const compare: CompareTerms = (was, now, from) => {
    const day = from ?? between.after.today;
    if (!was) return now && { direction: 'tightened', say: beginsWord(target, now, day), parts: [] };
    if (!now) return { direction: 'loosened', say: gapWord(target, day), parts: [] };
    const { direction, parts } = tightness(wholeOf(was, before, after, between, 'before'), wholeOf(now, after, before, between, 'after'), since);
    return parts.length === 0 ? undefined : { direction, ...targetSentence({ target, direction, parts, was, now, from }, between) };
  };
  const found = overTime(before, after, between, compare);
  if (found.stages.length > 0 || found.past !== undefined) return meant(found, target);
  return isSame(before, after, TARGET_FIELDS) ? undefined : otherwise(target, before, after);
}

function beginsWord(target: Word, now: Fields, day: Day): Phrase {
  const terms = promised(now) ?? promiseWord(now);
  return phrase('review.target.begins', '{target} promises {terms} from {day} on, where nothing was promised before', { target, terms, day });
}

function gapWord(target: Word, day: Day): Phrase {
  return phrase('review.target.gap', '{target} promises nothing from {day} on: no terms of that day are written down', { target, day });
}

/** `at most 4 hours for 95 % of the cases in each month`: what a target that came or went promises. Undefined where it says no number. */
export function promised(target: Fields): Phrase | undefined {
  if (state(target, 'value') !== 'filled') return undefined;
  return termsWord(target, ['attainment', 'percentile'].some(key => state(target, key) === 'filled'), state(target, 'window') === 'filled');
}

type Stage = Meant;

/** What differs today and on days to come, and the first day of the past whose terms are not those that they were. */
interface OverTime { stages: readonly Stage[]; past: Day | undefined }

/** Holds terms against each other; gives nothing where they are alike. `from`: the day from which they hold, where it is worth saying. */
type CompareTerms = (was: Fields | undefined, now: Fields | undefined, from: Day | undefined) => Stage | undefined;

/**
 * Compares what both states say of each day from which other terms hold (format.md F9): today, those to come, and those past. An entry that knows no day
 * holds always.
 */
function overTime(before: Fields, after: Fields, { after: { today } }: Between, compare: CompareTerms): OverTime {
  const terms = [before, after].flatMap(entry => [entry, ...objects(entry, 'previously').map(({ value }) => value)]);
  const days = [...new Set(terms.map(each => text(each, 'effectiveFrom')))].filter(isDay).sort(compareText);
  // An entry with earlier terms and no day of its own holds today, whatever the days of those: that it has none is found elsewhere.
  const on = (entry: Fields, day: Day): Fields | undefined => inForceOn(entry, day, state(entry, 'previously') === 'filled' ? today : '0000-00-00');
  const at = (day: Day, from: Day | undefined): Stage | undefined => compare(on(before, day), on(after, day), from);
  const begins = text(after, 'effectiveFrom'), isNew = isDay(begins) && begins <= today && begins !== text(before, 'effectiveFrom');
  const now = at(today, isNew ? begins : undefined), stages = [now, ...days.filter(day => day > today).map(day => at(day, day))].flatMap(stage => stage ?? []);
  // Terms that are new today are told with their day; only what was said of the time before it is history written otherwise.
  const until = now && isNew ? begins : today;
  return { stages, past: days.find(day => day < until && (at(day, day)?.direction ?? 'neutral') !== 'neutral') };
}

function meant({ stages, past: day }: OverTime, what: Word): Meant {
  const [first, ...later] = stages;
  if (!first) {
    const args = { what, day: day ?? '' };
    return { direction: 'changed', say: phrase('review.terms.past', 'What {what} said of the time from {day} on is written otherwise; what holds today is the same', args), parts: [] };
  }
  const since = day === undefined ? []
    : [phrase('review.terms.since', 'The terms since {day} are written otherwise as well: cases of that time are judged by them', { day })];
  const direction = combined(stages.map(stage => stage.direction));
  return { direction, say: first.say, parts: [...first.parts, ...later.flatMap(({ say, parts }) => [say, ...parts]), ...since] };
}

/** Nothing of what is promised differs on any day. */
function otherwise(what: Word, before: Fields, after: Fields): Meant {
  const isUnclear = [before, after].some(entry => termsProblems(entry, '0000-00-00').length > 0);
  if (!isUnclear) return { direction: 'neutral', say: phrase('review.terms.same', '{what} says the same in other words', { what }), parts: [] };
  const say = phrase('review.terms.unclear', '{what} is written otherwise, and its days do not tell when which terms hold', { what });
  return { direction: 'changed', say, parts: [] };
}

/** Whether two objects say the same in some fields: without fields that have no value, and typography. */
function isSame(before: unknown, after: unknown, keys: Iterable<string>): boolean {
  const said = (of: unknown): string => JSON.stringify([...keys].map(key => plain(isFields(of) ? of[key] : undefined)));
  return said(before) === said(after);
}

function plain(value: unknown): unknown {
  if (typeof value === 'string') return normalText(value) || null;
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  if (Array.isArray(value)) return value.map(plain);
  if (!isFields(value)) return value ?? null;
  return Object.keys(value).sort(compareText).flatMap(key => { const said = plain(value[key]); return said === null ? [] : [[key, said]]; });
}

const kept = new WeakMap<Model, (id: string) => WorkCalendar | undefined>();

/** Worked out once for a Model. */
function calendarsOf(model: Model): (id: string) => WorkCalendar | undefined {
  let known = kept.get(model);
  if (!known) kept.set(model, known = workCalendars(model));
  return known;
}

/** The terms of an entry as they are compared. Earlier ones are for what the entry is for. `other`: the entry on the other side. */
function wholeOf(terms: Fields, entry: Fields, other: Fields, between: Between, side: 'before' | 'after'): WholeTarget {
  const clock = fields(terms, 'clock'), downtime = fields(terms, 'downtime'), calendar = calendarIn(terms);
  const now = (id: string): string => nowCalled(id, between, side);
  // What neither names comes from the agreement, and a change of that is none of the target.
  const services = state(entry, 'services') === 'filled' ? entry : state(other, 'services') === 'filled' ? between.artefact[side].data : undefined;
  return {
    ...writtenIn(entry, ['metric', 'priority']),
    ...writtenIn(terms, ['population', 'operator', 'value', 'unit', 'attainment', 'percentile', 'window', 'excludes', 'exclusionEvidence', 'warningAt']),
    services: services && texts(services, 'services').map(now),
    calendar: calendar === undefined ? undefined : { id: now(calendar), hours: calendarsOf(between[side].model)(calendar) },
    // What is no object cannot be read, and is compared as it is written.
    ...(clock ? writtenIn(clock, ['starts', 'stops', 'holds', 'onPriorityChange']) : { starts: compared(terms['clock']) }),
    reopenedWithin: parsePeriod(clock?.['reopenedWithin']) ?? text(clock, 'reopenedWithin'),
    downtime: downtime ? writtenIn(downtime, ['value', 'unit', 'per']) : { value: compared(terms['downtime']) },
  };
}

function writtenIn(of: Fields, keys: readonly string[]): Fields { return Object.fromEntries(keys.map(key => [key, compared(of[key])])); }

function calendarIn(terms: Fields): string | undefined {
  return text(terms, 'calendar') ?? (state(terms, 'calendar') === 'filled' ? JSON.stringify(terms['calendar']) : undefined);
}

/** What an id is called in the later state: as an alias says, or as was found out. */
function nowCalled(id: string, { before, after, later }: Between, side: 'before' | 'after'): string {
  if (side === 'after') return after.model.inFiles(id)?.id ?? id;
  const now = later?.(id) ?? id;
  return after.model.inFiles(now)?.id ?? before.model.inFiles(now)?.id ?? now;
}

/** A value without typography. */
function compared(value: unknown): unknown {
  if (typeof value === 'string') return normalText(value) || undefined;
  return Array.isArray(value) ? value.map(compared) : isFields(value) ? JSON.stringify(plain(value)) : value;
}

/** `Restoration of P2 for Boreal Foods`. */
function targetWord(target: Fields, { after: { model }, artefact }: Between): Word {
  const name = text(target, 'title') ?? text(target, 'id') ?? artefact.after.title, { data } = artefact.after;
  const named = (key: string): Word => listWord(texts(data, key).map(id => model.item(id)?.title || id));
  if (texts(data, 'customers').length > 0) return phrase('review.target.for', '{name} for {customers}', { name, customers: named('customers') });
  return text(data, 'party') === undefined ? name : phrase('review.target.with', '{name} with {party}', { name, party: named('party') });
}

interface Told {
  target: Word;
  direction: Direction;
  parts: readonly { part: TargetPart; direction: Direction }[];
  was: Fields;
  now: Fields;
  from: Day | undefined;
}

/** What stands in the sentence itself; other parts are told behind it. */
const CORE: readonly TargetPart[] = ['value', 'attainment', 'window'];

function targetSentence({ target, direction, parts, was, now, from }: Told, between: Between): { say: Phrase; parts: readonly Phrase[] } {
  const differ = CORE.map(part => parts.some(each => each.part === part)), [, attainment = false, window = false] = differ;
  const words = parts.map(each => ({ ...each, say: partWord(each.part, was, now, between) }));
  const others = toldOf(words.filter(({ part }) => !CORE.includes(part)), direction);
  const core = changedFrom(target, direction, termsWord(was, attainment, window), termsWord(now, attainment, window));
  const say = !differ.includes(true) ? changedIn(target, direction, joined(others, '; ')) : others.length === 0 ? core : joined([core, ...others], '; ');
  return { say: fromDay(say, from), parts: words.length > 1 ? words.map(directed) : [] };
}

function fromDay(change: Phrase, day: Day | undefined): Phrase {
  return day === undefined ? change : phrase('review.from-day', '{change}, from {day} on', { change, day });
}

const MOST_SAID = 3;

/** The first of the parts; where they do not all go one way, with what each means. */
function toldOf(parts: readonly Part[], direction: Direction): readonly Word[] {
  const words = parts.map(part => (direction === 'changed' ? directed(part) : part.say));
  return words.length <= MOST_SAID ? words : [...words.slice(0, MOST_SAID - 1), phrase('review.more', '{count} more', { count: words.length - MOST_SAID + 1 })];
}

function changedFrom(what: Word, direction: Direction, before: Word, after: Word): Phrase {
  switch (direction) {
    case 'tightened': return phrase('review.from-to.tightened', '{what} tightened from {before} to {after}', { what, before, after });
    case 'loosened': return phrase('review.from-to.loosened', '{what} loosened from {before} to {after}', { what, before, after });
    case 'changed': return phrase('review.from-to.changed', '{what} changed from {before} to {after}', { what, before, after });
    case 'neutral': return phrase('review.from-to.neutral', '{what} says the same in other words: {after} instead of {before}', { what, before, after });
  }
}

function changedIn(what: Word, direction: Direction, parts: Word): Phrase {
  switch (direction) {
    case 'tightened': return phrase('review.in.tightened', '{what} tightened: {parts}', { what, parts });
    case 'loosened': return phrase('review.in.loosened', '{what} loosened: {parts}', { what, parts });
    case 'changed': return phrase('review.in.changed', '{what} changed: {parts}', { what, parts });
    case 'neutral': return phrase('review.in.neutral', '{what} says the same in other words: {parts}', { what, parts });
  }
}

interface Part { direction: Direction; say: Phrase }

/** A part with what it means by itself. */
function directed({ say, direction }: Part): Phrase {
  switch (direction) {
    case 'tightened': return phrase('review.part.tightened', '{part} (tightened)', { part: say });
    case 'loosened': return phrase('review.part.loosened', '{part} (loosened)', { part: say });
    case 'changed': return phrase('review.part.changed', '{part} (cannot be ordered)', { part: say });
    case 'neutral': return phrase('review.part.neutral', '{part} (means the same)', { part: say });
  }
}

function instead(part: Word, before: Word, after: Word): Phrase {
  return phrase('review.instead', '{part}: {after} instead of {before}', { part, before, after });
}

function partWord(part: TargetPart, was: Fields, now: Fields, between: Between): Phrase {
  const value = (of: Fields, key: string): Word => rawWord(of[key]);
  const both = (label: Word, key: string): Phrase => instead(label, value(was, key), value(now, key));
  const clock = (label: Word, key: string): Phrase => instead(label, value(fields(was, 'clock') ?? {}, key), value(fields(now, 'clock') ?? {}, key));
  switch (part) {
    case 'metric': return both(phrase('review.part.metric', 'metric'), 'metric');
    case 'priority': return both(phrase('review.part.priority', 'priority'), 'priority');
    case 'services': return setWord(phrase('review.part.services', 'services'), servicesOf(was, between, 'before'), servicesOf(now, between, 'after'));
    case 'population': return both(phrase('review.part.population', 'cases'), 'population');
    case 'value': return instead(phrase('review.part.value', 'value'), promiseWord(was), promiseWord(now));
    case 'attainment': return instead(phrase('review.part.attainment', 'attainment'), attainmentWord(was), attainmentWord(now));
    case 'window': return instead(phrase('review.part.window', 'window'), windowWord(was), windowWord(now));
    case 'calendar': return calendarWord(was, now, between);
    case 'starts': return clock(phrase('review.part.starts', 'start of the clock'), 'starts');
    case 'stops': return clock(phrase('review.part.stops', 'end of the clock'), 'stops');
    case 'holds': return setWord(phrase('review.part.holds', 'reasons for a hold'), fields(was, 'clock')?.['holds'], fields(now, 'clock')?.['holds']);
    case 'reopenedWithin': return clock(phrase('review.part.reopened', 'reopening period'), 'reopenedWithin');
    case 'onPriorityChange': return clock(phrase('review.part.priority-change', 'clock when the priority changes'), 'onPriorityChange');
    case 'excludes': return setWord(phrase('review.part.excludes', 'exclusions'), was['excludes'], now['excludes']);
    case 'exclusionEvidence': return both(phrase('review.part.exclusion-evidence', 'evidence of exclusions'), 'exclusionEvidence');
    case 'downtime': return instead(phrase('review.part.downtime', 'stated downtime'), downtimeWord(was), downtimeWord(now));
    case 'warningAt': return both(phrase('review.part.warning', 'warning share'), 'warningAt');
  }
}

function setWord(part: Word, before: unknown, after: unknown): Phrase {
  const from = texts({ before }, 'before'), to = texts({ after }, 'after');
  const more = to.filter(entry => !from.includes(entry)), less = from.filter(entry => !to.includes(entry));
  const added = listWord(more), removed = listWord(less);
  if (more.length > 0 && less.length > 0) return phrase('review.part.added-removed', '{part}: {added} added, {removed} removed', { part, added, removed });
  if (more.length > 0) return phrase('review.part.added', '{part}: {added} added', { part, added });
  return less.length > 0 ? phrase('review.part.removed', '{part}: {removed} removed', { part, removed }) : instead(part, rawWord(before), rawWord(after));
}

/** A value as it is written. */
function rawWord(value: unknown): Word {
  if (value === undefined || value === null || value === '') return phrase('review.nothing', 'nothing');
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return cut(value);
  return Array.isArray(value) ? listWord(value.map(rawWord)) : cut(JSON.stringify(value));
}

/** `at most 4 hours`. */
function promiseWord(terms: Fields): Word {
  const amount = state(terms, 'value') === 'filled' ? amountWord(rawWord(terms['value']), text(terms, 'unit')) : phrase('review.limit.none', 'no value');
  return limitWord(text(terms, 'operator'), amount);
}

function attainmentWord(terms: Fields): Word {
  const said: Phrase[] = [];
  if (state(terms, 'attainment') === 'filled') said.push(phrase('review.attainment', '{count} % of the cases', { count: rawWord(terms['attainment']) }));
  if (state(terms, 'percentile') === 'filled') said.push(phrase('review.percentile', 'the percentile of {count}', { count: rawWord(terms['percentile']) }));
  return said.length === 0 ? phrase('review.attainment.all', 'all cases') : joined(said);
}

function windowWord(terms: Fields, key = 'window'): Word {
  const window = text(terms, key), days = /^rolling-(\d+)d$/.exec(window ?? '')?.[1];
  if (days !== undefined) return phrase('review.window.rolling', 'any {days} days', { days });
  switch (window) {
    case undefined: return phrase('review.window.none', 'no window');
    case 'calendar-month': return phrase('review.window.month', 'each month');
    case 'quarter': return phrase('review.window.quarter', 'each quarter');
    case 'year': return phrase('review.window.year', 'each year');
    case 'per-event': return phrase('review.window.event', 'each event');
    default: return window;
  }
}

function termsWord(terms: Fields, attainment: boolean, window: boolean): Phrase {
  return joined([promiseWord(terms), ...(attainment ? [phrase('review.terms.for', 'for {cases}', { cases: attainmentWord(terms) })] : []),
    ...(window ? [phrase('review.terms.in', 'in {window}', { window: windowWord(terms) })] : [])], ' ');
}

function downtimeWord(terms: Fields): Word {
  const downtime = fields(terms, 'downtime');
  if (!downtime) return rawWord(terms['downtime']);
  return joined([amountWord(rawWord(downtime['value']), text(downtime, 'unit')), phrase('review.terms.in', 'in {window}', { window: windowWord(downtime, 'per') })], ' ');
}

function calendarWord(was: Fields, now: Fields, { before, after }: Pick<Between, 'before' | 'after'>): Phrase {
  const [from, to] = [text(was, 'calendar'), text(now, 'calendar')], part = phrase('review.part.calendar', 'calendar');
  const one = calendarName(from, before), other = calendarName(to, after);
  if (from !== to || from === undefined) return instead(part, one, other);
  return phrase('review.part.same-calendar', 'calendar: the hours of {calendar} are others', { calendar: other });
}

/** Those of its agreement where the target names none; by what they are called now, so that a new title is no new thing. */
function servicesOf(terms: Fields, between: Between, side: 'before' | 'after'): readonly string[] {
  return texts(state(terms, 'services') === 'filled' ? terms : between.artefact[side].data, 'services').map(id => {
    const now = nowCalled(id, between, side);
    return labelOf(between.after.model.inFiles(now) ?? between.before.model.inFiles(now) ?? { id: now, title: now });
  });
}

function calendarName(id: string | undefined, { model }: State): Word {
  return id === undefined ? phrase('review.calendar.none', 'no calendar') : labelOf(model.inFiles(id) ?? { id, title: id });
}

/**
 * Whether cases get more urgent priorities than before: those of each impact and urgency, today and on days to come. Other levels, priorities or ways out of a
 * tie cannot be ordered. Undefined where the matrix is written alike.
 */
export function matrixChange(before: Fields, after: Fields, between: Between): Meant | undefined {
  const matrix = labelOf(between.artefact.after), isDated = [before, after].some(entry => state(entry, 'previously') === 'filled');
  // Without earlier terms the day is that of the version, as in the header of every document, and the version before it holds until then.
  const [one, other] = isDated ? [before, after] : [{ ...before, effectiveFrom: undefined }, { ...after, effectiveFrom: undefined }];
  const found = overTime(one, other, between, (was, now, from) => {
    const parts = matrixParts(was, now);
    if (parts.length === 0) return undefined;
    const direction = combined(parts.map(part => part.direction));
    const say = changedIn(matrix, direction, joined(toldOf(parts, direction), '; '));
    return { direction, say: fromDay(say, from), parts: parts.length > 1 ? parts.map(directed) : [] };
  });
  if (found.stages.length > 0 || found.past !== undefined) return meant(found, matrix);
  return isSame(before, after, MATRIX_FIELDS) ? undefined : otherwise(matrix, before, after);
}

function matrixParts(was: Fields | undefined, now: Fields | undefined): readonly Part[] {
  if (!was) return now ? [{ direction: 'tightened', say: phrase('review.matrix.begins', 'there was none before') }] : [];
  if (!now) return [{ direction: 'loosened', say: phrase('review.matrix.gap', 'there is none that holds') }];
  const cells = cellParts(was, now), lists = MATRIX_LISTS.filter(([key]) => !isSame(was, now, [key])).map(([key, label]): Part => (
    { direction: 'changed', say: instead(label, levelsWord(was, key), levelsWord(now, key)) }));
  if (cells.length > 0 || isSame(was, now, ['matrix'])) return [...cells, ...lists];
  // What is no matrix has no cells.
  return [{ direction: 'changed', say: instead(phrase('review.matrix.cells', 'matrix'), rawWord(was['matrix']), rawWord(now['matrix'])) }, ...lists];
}

/** What gives the cells their meaning. */
const MATRIX_LISTS: readonly (readonly [string, Phrase])[] = [
  ['priorities', phrase('review.matrix.priorities', 'priorities')], ['impacts', phrase('review.matrix.impacts', 'levels of impact')],
  ['urgencies', phrase('review.matrix.urgencies', 'levels of urgency')], ['tieBreak', phrase('review.matrix.tie-break', 'tie-break rule')],
];

function cellParts(was: Fields, now: Fields): readonly Part[] {
  const one = fields(was, 'matrix') ?? {}, other = fields(now, 'matrix') ?? {};
  /** Those that are written, highest first, and then those that no list has. */
  const levels = (list: string, level: string, ...written: readonly Fields[]): readonly string[] => {
    const names = written.flatMap(row => Object.keys(row)), known = [now, was].flatMap(of => objects(of, list).map(({ value }) => text(value, level) ?? ''));
    return [...new Set([...known, ...names])].filter(name => names.includes(name));
  };
  return levels('impacts', 'impact', one, other).flatMap(impact => {
    const from = fields(one, impact) ?? {}, to = fields(other, impact) ?? {};
    return levels('urgencies', 'urgency', from, to).filter(urgency => !isSame(from, to, [urgency])).map((urgency): Part => {
      const cell = phrase('review.matrix.cell', 'impact {impact} and urgency {urgency}', { impact, urgency });
      return { direction: urgencyOf(was, now, from[urgency], to[urgency]), say: instead(cell, rawWord(from[urgency]), rawWord(to[urgency])) };
    });
  });
}

/** Levels by their names, with what they are recognized by where it is only this that differs. */
function levelsWord(of: Fields, key: string): Word {
  const levels = objects(of, key).map(({ value }) => Object.values(value).filter(part => typeof part === 'string').join(': '));
  return levels.length > 0 ? cut(levels.join(', ')) : rawWord(of[key]);
}

/** By the place in the lists of priorities, highest first; where the two lists contradict each other, or do not have them both, nobody knows. */
function urgencyOf(was: Fields, now: Fields, before: unknown, after: unknown): Direction {
  const [from, to] = [before, after].map(cell => (typeof cell === 'string' ? normalText(cell) : ''));
  if (from === '' || to === '') return from === to ? 'changed' : from === '' ? 'tightened' : 'loosened';
  const signs = [was, now].flatMap(of => {
    const [a = -1, b = -1] = [from, to].map(name => texts(of, 'priorities').findIndex(priority => normalText(priority) === name));
    return a < 0 || b < 0 ? [] : [Math.sign(a - b)];
  });
  const [sign] = signs;
  return sign === undefined || signs.some(each => each !== sign) || sign === 0 ? 'changed' : sign > 0 ? 'tightened' : 'loosened';
}

/** Whether a calendar has more hours than before, from today on. Undefined where its hours are written alike. */
export function calendarChange(before: Fields, after: Fields, { before: was, after: now }: Pick<Between, 'before' | 'after'>): Meant | undefined {
  const zones = { before: text(before, 'timeZone') ?? was.model.config.timeZone, after: text(after, 'timeZone') ?? now.model.config.timeZone };
  const from: Fields = { ...before, timeZone: zones.before }, to: Fields = { ...after, timeZone: zones.after }, since = dayNumber(now.today);
  if (isSame(from, to, CALENDAR_FIELDS)) return undefined;
  const id = text(after, 'id') ?? '', calendar = labelOf({ id, title: text(after, 'title') ?? id });
  const compare = (other: Fields): Direction => {
    const [one, hours] = [from, other].map(soundHours);
    return one && hours ? BY_HOURS[compareHours(one, hours, since)] : 'changed';
  };
  // Each part by itself, the others being as they were.
  const parts = [...CALENDAR_FIELDS].filter(field => !isSame(from, to, [field])).map((field): Part => ({
    direction: field === 'timeZone' ? 'changed' : compare({ ...from, [field]: to[field] }), say: calendarPart(field, from, to),
  }));
  const direction = parts.some(part => part.direction === 'changed') ? 'changed' : compare(to);
  return { direction, say: hoursSentence(calendar, direction, joined(toldOf(parts, direction), '; ')), parts: parts.length > 1 ? parts.map(directed) : [] };
}

/** Undefined for hours that contradict themselves: two readers would count differently. */
function soundHours(entry: Fields): WorkCalendar | undefined {
  const { calendar, problems } = calendarOf(calendarTerms(entry, ''));
  return problems.length === 0 ? calendar : undefined;
}

const BY_HOURS = { more: 'tightened', fewer: 'loosened', same: 'neutral', other: 'changed' } as const;

function hoursSentence(calendar: Word, direction: Direction, parts: Word): Phrase {
  switch (direction) {
    case 'tightened': return phrase('review.hours.more', '{calendar} has more hours: {parts}', { calendar, parts });
    case 'loosened': return phrase('review.hours.fewer', '{calendar} has fewer hours: {parts}', { calendar, parts });
    case 'changed': return phrase('review.hours.other', '{calendar} has other hours: {parts}', { calendar, parts });
    case 'neutral': return phrase('review.hours.same', '{calendar} has the same hours from today on: {parts}', { calendar, parts });
  }
}

function calendarPart(field: string, from: Fields, to: Fields): Phrase {
  switch (field) {
    case 'timeZone': return instead(phrase('review.calendar.zone', 'time zone'), rawWord(from[field]), rawWord(to[field]));
    case 'hours': return instead(phrase('review.calendar.hours', 'hours'), hoursWord(from), hoursWord(to));
    case 'holidays': return setWord(phrase('review.calendar.holidays', 'holidays'), daysOf(from, field), daysOf(to, field));
    default: return setWord(phrase('review.calendar.exceptions', 'exceptions'), daysOf(from, field), daysOf(to, field));
  }
}

/** `mon–fri 08:00–18:00`. */
function hoursWord(calendar: Fields): Word {
  if (text(calendar, 'hours') === 'always') return phrase('review.calendar.always', 'always');
  const entries = objects(calendar, 'hours');
  return entries.length === 0 ? rawWord(calendar['hours']) : joined(entries.map(({ value }) => {
    const days = texts(value, 'days'), isRun = days.length > 2 && WEEK.join(' ').includes(days.join(' '));
    return `${isRun ? `${days[0]}–${days.at(-1)}` : days.join(' ')} ${text(value, 'from') ?? '?'}–${text(value, 'to') ?? '?'}`;
  }));
}

const WEEK = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** `2026-12-24 08:00–13:00`. Titles and reasons change no hours, but say what it is. */
function daysOf(calendar: Fields, field: string): readonly string[] {
  return objects(calendar, field).map(({ value }) => {
    const hours = [text(value, 'from'), text(value, 'to')].filter(time => time !== undefined).join('–'), title = text(value, 'title') ?? text(value, 'reason');
    return `${text(value, 'on') ?? '?'}${hours && ` ${hours}`}${title === undefined ? '' : ` (${title})`}`;
  });
}

/**
 * Another calendar in a field of hours, such as `supportHours`: whether the later one has more of them, from today on. `what`: whose hours, in words.
 * Undefined where both are the same one, and have the same hours.
 */
export function calendarSwap(what: Word, before: string | undefined, after: string | undefined, between: Pick<Between, 'before' | 'after'>): Meant | undefined {
  const { before: was, after: now } = between;
  const one = before === undefined ? undefined : calendarsOf(was.model)(before), other = after === undefined ? undefined : calendarsOf(now.model)(after);
  const compare = (): Direction => {
    if (one && other) return BY_HOURS[compareHours(one, other, dayNumber(now.today))];
    return before === undefined && other ? 'tightened' : one && after === undefined ? 'loosened' : 'changed';
  };
  const direction = compare();
  if (before === after && (direction === 'neutral' || (!one && !other))) return undefined;
  return { direction, say: swapSentence(what, direction, calendarName(before, was), calendarName(after, now)), parts: [] };
}

function swapSentence(what: Word, direction: Direction, before: Word, after: Word): Phrase {
  switch (direction) {
    case 'tightened': return phrase('review.swap.more', '{what}: {after} instead of {before}, with more hours', { what, before, after });
    case 'loosened': return phrase('review.swap.fewer', '{what}: {after} instead of {before}, with fewer hours', { what, before, after });
    case 'changed': return phrase('review.swap.other', '{what}: {after} instead of {before}, with other hours', { what, before, after });
    case 'neutral': return phrase('review.swap.same', '{what}: {after} instead of {before}, with the same hours', { what, before, after });
  }
}
