import { periodOf, type Period } from './availability.js';
import type { WorkCalendar } from './calendar.js';
import { isTimeMetric } from './measurability.js';
import { isLessOften, type Interval } from './underpinning.js';

/**
 * Whether a whole target promises more than another one, or less. `neutral`: the same in other words. `changed`: it cannot be ordered, because it
 * measures something else, because one part is tighter and another looser, or because it cannot be read.
 */
export type Tightness = 'tightened' | 'loosened' | 'neutral' | 'changed';

/** What is judged by itself. `value` is operator, value and unit; `attainment` is attainment and percentile. */
export type TargetPart = 'metric' | 'priority' | 'services' | 'population' | 'value' | 'attainment' | 'window' | 'calendar' | 'starts' | 'stops' | 'holds'
  | 'reopenedWithin' | 'onPriorityChange' | 'excludes' | 'exclusionEvidence' | 'downtime' | 'warningAt';

/** The terms of a target as a file states them: what is unknown need be neither right nor of the right type. Absent is undefined. */
export interface WholeTarget {
  metric?: unknown;
  priority?: unknown;
  /** All services that it is for, those of its agreement where it names none. */
  services?: readonly string[] | undefined;
  population?: unknown;
  operator?: unknown;
  value?: unknown;
  unit?: unknown;
  attainment?: unknown;
  percentile?: unknown;
  window?: unknown;
  /** `hours` undefined: no such calendar, or one that contradicts itself. */
  calendar?: { id: string; hours: WorkCalendar | undefined } | undefined;
  starts?: unknown;
  stops?: unknown;
  holds?: unknown;
  /** A length of time, or what stands there instead of one. */
  reopenedWithin?: Interval | string | undefined;
  onPriorityChange?: unknown;
  excludes?: unknown;
  exclusionEvidence?: unknown;
  downtime?: { value?: unknown; unit?: unknown; per?: unknown } | undefined;
  warningAt?: unknown;
}

export interface Comparison {
  direction: Tightness;
  /** The parts that are not written alike, in order. */
  parts: readonly { part: TargetPart; direction: Tightness }[];
}

/**
 * Orders two targets part by part and puts the parts together. Exchanging the two exchanges tightened and loosened.
 * `since`: number of the day (days since 1970) before which holidays and exceptions of calendars do not count.
 */
export function tightness(before: WholeTarget, after: WholeTarget, since?: number): Comparison {
  const parts = PARTS.flatMap(([part, compare]) => {
    const direction = compare(before, after, since);
    return direction === undefined ? [] : [{ part, direction }];
  });
  return { direction: combined(parts.map(({ direction }) => direction)), parts };
}

/** All tightened or neutral: tightened. All loosened or neutral: loosened. Of nothing: neutral. Everything else cannot be ordered. */
export function combined(directions: Iterable<Tightness>): Tightness {
  const found = new Set(directions);
  found.delete('neutral');
  return found.size > 1 ? 'changed' : [...found][0] ?? 'neutral';
}

/** Gives nothing where both sides are written alike. */
type Compare = (before: WholeTarget, after: WholeTarget, since: number | undefined) => Tightness | undefined;

const PARTS: readonly (readonly [TargetPart, Compare])[] = [
  ['metric', (before, after) => (alike(before.metric, after.metric) ? undefined : metricOf(before) === metricOf(after) ? 'neutral' : 'changed')],
  ['priority', ({ priority: before }, { priority: after }) => (alike(before, after) ? undefined : 'changed')],
  ['services', ({ services: before }, { services: after }) => inverse(sets(before, after))],
  ['population', ({ population: before }, { population: after }) => (alike(before, after) ? undefined : 'changed')],
  ['value', values],
  ['attainment', attainments],
  ['window', windows],
  ['calendar', calendars],
  // Of the moments of a case (service-levels/clock.ts) the later one gives more time where counting starts, and less where it stops.
  ['starts', (before, after) => counted(before, after, inverse(moments(before.starts, after.starts)))],
  ['stops', (before, after) => counted(before, after, moments(before.stops, after.stops))],
  ['holds', (before, after) => counted(before, after, sets(before.holds, after.holds))],
  ['reopenedWithin', (before, after) => counted(before, after, intervals(before.reopenedWithin, after.reopenedWithin))],
  ['onPriorityChange', (before, after) => counted(before, after, ranked(ON_CHANGE, before.onPriorityChange ?? 'continues', after.onPriorityChange ?? 'continues'))],
  ['excludes', (before, after) => sets(before.excludes ?? [], after.excludes ?? [])],
  // Proof that nobody has to bring leaves out more.
  ['exclusionEvidence', ({ exclusionEvidence: before }, { exclusionEvidence: after }) => (
    alike(before, after) ? undefined : !given(before) ? 'tightened' : !given(after) ? 'loosened' : 'changed')],
  ['downtime', ({ downtime: before }, { downtime: after }) => {
    if (alike(before?.value, after?.value) && alike(before?.unit, after?.unit) && alike(before?.per, after?.per)) return undefined;
    const one = region({ ...before, operator: 'at-most' }), other = region({ ...after, operator: 'at-most' });
    return one && other && alike(before?.per, after?.per) ? regions(one, other) : 'changed';
  }],
  // Whoever is warned earlier can still do something. Without it three quarters (domain, risk of a breach).
  ['warningAt', ({ warningAt: before }, { warningAt: after }) => (alike(before, after) ? undefined : ordered(after ?? 0.75, before ?? 0.75))],
];

/** Who begins to count again has more time. */
const ON_CHANGE = ['restarts', 'continues'];

function given(value: unknown): boolean { return value !== undefined && value !== null && value !== ''; }

/** Written alike; what is not a number is like itself too. */
function alike(before: unknown, after: unknown): boolean {
  if (typeof before === 'object' && typeof after === 'object' && before && after) return JSON.stringify(before) === JSON.stringify(after);
  return Object.is(before, after) || (!given(before) && !given(after));
}

function isNumber(value: unknown): value is number { return typeof value === 'number' && Number.isFinite(value); }

/** Rounding of figures that are changed into another unit. */
function isNear(a: number, b: number): boolean {
  const size = Math.max(Math.abs(a), Math.abs(b));
  return a === b || (size < Infinity && Math.abs(a - b) <= 1e-9 * size);
}

/** The higher number is the tighter one. */
function ordered(before: unknown, after: unknown): Tightness {
  if (!isNumber(before) || !isNumber(after)) return 'changed';
  return isNear(before, after) ? 'neutral' : after > before ? 'tightened' : 'loosened';
}

function inverse(direction: Tightness | undefined): Tightness | undefined {
  return direction === 'tightened' ? 'loosened' : direction === 'loosened' ? 'tightened' : direction;
}

/** The later one in the list is the tighter one; undefined where both are the same. */
function ranked(list: readonly string[], before: unknown, after: unknown): Tightness | undefined {
  if (alike(before, after)) return undefined;
  const [from, to] = [before, after].map(value => list.findIndex(entry => entry === value));
  return from === undefined || to === undefined || from < 0 || to < 0 ? 'changed' : ordered(from, to);
}

/** The larger set is the looser one, as of what is left out. Of sets where each has something of its own nothing can be said. */
function sets(before: unknown, after: unknown): Tightness | undefined {
  const [from, to] = [before, after].map(texts);
  if (!from || !to) return alike(before, after) ? undefined : 'changed';
  const added = [...to].some(entry => !from.has(entry)), removed = [...from].some(entry => !to.has(entry));
  return added && removed ? 'changed' : added ? 'loosened' : removed ? 'tightened' : undefined;
}

function texts(value: unknown): ReadonlySet<string> | undefined {
  if (typeof value === 'string' && value !== '') return new Set([value]);
  return Array.isArray(value) && value.every(entry => typeof entry === 'string') ? new Set(value) : undefined;
}

/** What is counted, and on which clock; a number of it. */
interface Measured { of: string; factor: number }

const TIME: ReadonlyMap<unknown, number> = new Map([['seconds', 1], ['minutes', 60], ['hours', 3600], ['days', 24 * 3600]]);

/**
 * Seconds, minutes, hours and business hours run in the hours of the calendar; a day is 24 hours round the clock, whatever the calendar (clock.ts): which
 * hours count is the calendar's part. Business hours without a calendar are on a clock of their own, and a business day has no length.
 */
function measured({ unit, calendar }: WholeTarget): Measured {
  const seconds = unit === 'business-hours' && calendar ? 3600 : TIME.get(unit);
  if (seconds !== undefined) return { of: 'time', factor: seconds };
  if (unit === 'percent' || unit === 'ratio') return { of: 'share', factor: unit === 'percent' ? 1 : 100 };
  return { of: given(unit) ? `unit ${String(unit)}` : 'unit', factor: 1 };
}

function isTime({ of }: Measured): boolean { return of === 'time' || of === 'unit business-hours' || of === 'unit business-days'; }

/** Shares of the agreed time in which the service is down: 0.5 % of it is 99.5 % availability. */
const OPPOSITE: ReadonlySet<unknown> = new Set(['unavailability', 'downtime']);

function isOpposite(target: WholeTarget): boolean { return OPPOSITE.has(target.metric) && measured(target).of === 'share'; }

function metricOf(target: WholeTarget): unknown { return isOpposite(target) ? 'availability' : target.metric; }

/** The results that keep a target. */
interface Region { of: string; from: number; to: number }

function region(target: WholeTarget): Region | undefined {
  const { of, factor } = measured(target), { operator, value } = target;
  if (!isNumber(value)) return undefined;
  const at = Number((value * factor).toPrecision(12));
  if (operator !== 'at-least' && operator !== 'at-most' && operator !== 'equal') return undefined;
  const from = operator === 'at-most' ? -Infinity : at, to = operator === 'at-least' ? Infinity : at;
  return isOpposite(target) ? { of, from: Number((100 - to).toFixed(9)), to: Number((100 - from).toFixed(9)) } : { of, from, to };
}

/** A target that fewer results keep is tighter: at most 3 than at most 4, exactly 4 than at most 4. Exactly 4 and exactly 3 have no order. */
function regions(before: Region, after: Region): Tightness {
  if (before.of !== after.of) return 'changed';
  const reaches = (a: number, b: number): boolean => a >= b || isNear(a, b);
  const tighter = reaches(after.from, before.from) && reaches(before.to, after.to), looser = reaches(before.from, after.from) && reaches(after.to, before.to);
  return tighter && looser ? 'neutral' : tighter ? 'tightened' : looser ? 'loosened' : 'changed';
}

function values(before: WholeTarget, after: WholeTarget): Tightness | undefined {
  if (alike(before.operator, after.operator) && alike(before.value, after.value) && alike(before.unit, after.unit)) return undefined;
  const one = region(before), other = region(after);
  return one && other ? regions(one, other) : 'changed';
}

/**
 * Without an attainment all cases must keep the value. A percentile (nearest rank) of 95 that is at most 4 hours says the same as 95 % of the cases within
 * 4 hours; one of 5 that is at least a value says that 95 % reach it.
 */
function attainments(before: WholeTarget, after: WholeTarget): Tightness | undefined {
  if (alike(before.attainment, after.attainment) && alike(before.percentile, after.percentile)) return undefined;
  const one = shareOf(before), other = shareOf(after);
  if (one !== undefined && other !== undefined) return ordered(one, other);
  if (alike(before.percentile, after.percentile)) return ordered(before.attainment ?? 100, after.attainment ?? 100);
  return 'changed';
}

/** Percent of the cases that must keep the value; undefined where it is said twice, or cannot be read. */
function shareOf({ attainment, percentile, operator }: WholeTarget): number | undefined {
  if (!given(percentile)) return !given(attainment) ? 100 : isNumber(attainment) ? attainment : undefined;
  if (given(attainment) || !isNumber(percentile)) return undefined;
  return operator === 'at-most' ? percentile : operator === 'at-least' ? 100 - percentile : undefined;
}

/**
 * A share or a mean that is kept in every month is kept in the quarter as well, since that is the months' weighted mean, but not the other way round: a bad
 * month can be made good in the others. So of two windows of which one consists of the other the shorter is tighter. An amount, such as minutes of downtime
 * or a number of outages, adds up instead: not more than three in a year is tighter than not more than three in a month.
 */
function windows(before: WholeTarget, after: WholeTarget): Tightness | undefined {
  if (alike(before.window, after.window)) return undefined;
  const [from, to] = [before.window, after.window].map(windowOf), how = howTaken(before);
  if (from === undefined || to === undefined) return 'changed';
  if (JSON.stringify(from) === JSON.stringify(to)) return 'neutral';
  const shorter: Tightness = consistsOf(from, to) ? 'tightened' : consistsOf(to, from) ? 'loosened' : 'changed';
  if (how === undefined || how !== howTaken(after)) return 'changed';
  const side = sideOf(before);
  if (how === 'mean' || (side === 'at-least' && sideOf(after) === side)) return shorter;
  return side === 'at-most' && sideOf(after) === side ? inverse(shorter) : 'changed';
}

function windowOf(window: unknown): Period | 'per-event' | undefined {
  return window === 'per-event' ? window : typeof window === 'string' ? periodOf(window) : undefined;
}

const CALENDAR_PARTS: ReadonlyMap<unknown, readonly unknown[]> = new Map([
  ['week', ['day']], ['month', ['day']], ['quarter', ['day', 'month']], ['year', ['day', 'month', 'quarter']],
]);

/** Whether each of the longer windows is made of whole shorter ones: 90 rolling days of three times 30, no month of them. */
function consistsOf(longer: Period | 'per-event', shorter: Period | 'per-event'): boolean {
  if (longer === 'per-event') return false;
  if (shorter === 'per-event') return true;
  if (typeof longer === 'object') return typeof shorter === 'object' ? longer.days % shorter.days === 0 : shorter === 'day';
  return CALENDAR_PARTS.get(longer)?.includes(shorter) === true;
}

/** Whether the result of a window is a share or mean of what happened in it, or its sum; undefined where nobody can tell. */
function howTaken(target: WholeTarget): 'mean' | 'sum' | undefined {
  const { of } = measured(target), share = shareOf(target);
  if (of === 'share' || of === 'unit score' || (share !== undefined && share < 100)) return 'mean';
  if (of === 'unit count') return 'sum';
  if (!isTime(measured(target)) || typeof target.metric !== 'string') return undefined;
  return isTimeMetric(target.metric) ? 'mean' : OPPOSITE.has(target.metric) ? 'sum' : undefined;
}

/** Of what is measured; for downtime in percent that of the availability. */
function sideOf(target: WholeTarget): unknown {
  const { operator } = target;
  if (!isOpposite(target)) return operator;
  return operator === 'at-most' ? 'at-least' : operator === 'at-least' ? 'at-most' : operator;
}

/**
 * A part by which more or less time is counted, judged as for a time that must not be exceeded: there it is tighter to count more. What must at least be
 * reached is reached sooner if more is counted.
 */
function counted(before: WholeTarget, after: WholeTarget, direction: Tightness | undefined): Tightness | undefined {
  if (direction !== 'tightened' && direction !== 'loosened') return direction;
  if (!isTime(measured(before)) && !isTime(measured(after))) return direction;
  const side = sideOf(before);
  if (side !== sideOf(after)) return 'changed';
  return side === 'at-most' ? direction : side === 'at-least' ? inverse(direction) : 'changed';
}

/**
 * A clock that runs in more hours leaves less time. Availability in more hours promises more: there are hours in which there was none before, though
 * the same share of more hours is more downtime in minutes. What a calendar does to other figures nobody knows.
 */
function calendars(before: WholeTarget, after: WholeTarget, since: number | undefined): Tightness | undefined {
  const from = before.calendar, to = after.calendar, byDays = before.unit === 'business-days' && after.unit === 'business-days';
  if (!from && !to) return undefined;
  const one = hoursCounted(before), other = hoursCounted(after);
  if (!one || !other) return from?.id === to?.id && one === other ? undefined : 'changed';
  const hours = compareHours(one, other, since, byDays);
  if (hours === 'same') return from?.id === to?.id ? undefined : 'neutral';
  if (hours === 'other') return 'changed';
  const direction: Tightness = hours === 'more' ? 'tightened' : 'loosened', times = [before, after].map(target => isTime(measured(target)));
  if (times[0] && times[1]) return counted(before, after, direction);
  return metricOf(before) === 'availability' && metricOf(after) === 'availability' && !times[0] && !times[1] ? direction : 'changed';
}

/** The hours in which the numbers of a target count. */
type Hours = Pick<WorkCalendar, 'always' | 'weekly' | 'special'> & { zone: { name: string } };

function hoursCounted({ unit, calendar }: WholeTarget): Hours | undefined {
  return unit === 'days' && calendar?.hours ? { ...calendar.hours, always: true } : calendar?.hours;
}

/**
 * Whether the later hours contain the earlier ones, on every weekday and on every day with hours of its own from the day `since` on (days since 1970; without
 * it all). In different time zones nothing can be said, unless one is always open. `byDays`: as business days count, for which a day is one however
 * long it is, so that hours can only be ordered by whole days.
 */
export function compareHours(before: Hours, after: Hours, since = -Infinity, byDays = false): 'more' | 'fewer' | 'same' | 'other' {
  const special = [...new Set([before, after].flatMap(({ always, special: days }) => (always ? [] : [...days.keys()])))].filter(day => day >= since);
  const on = ({ always, weekly, special: own }: Hours, weekday: number, day?: number): readonly Stretch[] => (
    always ? ALL_DAY : (day === undefined ? undefined : own.get(day)) ?? weekly[weekday] ?? []);
  // 1970-01-01 was a Thursday; the week begins with Sunday.
  const days = [...[0, 1, 2, 3, 4, 5, 6].map(weekday => [weekday] as const), ...special.map(day => [(((day + 4) % 7) + 7) % 7, day] as const)];
  const isOpenAlways = (hours: Hours): boolean => days.every(([weekday, day]) => covers(on(hours, weekday, day), ALL_DAY));
  if (before.zone.name !== after.zone.name && !isOpenAlways(before) && !isOpenAlways(after)) return 'other';
  let more = false, fewer = false;
  for (const [weekday, day] of days) {
    const one = on(before, weekday, day), other = on(after, weekday, day), isMore = !covers(one, other), isFewer = !covers(other, one);
    if (byDays && (isMore || isFewer) && one.length > 0 && other.length > 0) return 'other';
    more ||= isMore;
    fewer ||= isFewer;
  }
  return more && fewer ? 'other' : more ? 'more' : fewer ? 'fewer' : 'same';
}

type Stretch = readonly [from: number, to: number];

const ALL_DAY: readonly Stretch[] = [[0, 24 * 60]];

/** The stretches of a calendar neither touch nor overlap. */
function covers(outer: readonly Stretch[], inner: readonly Stretch[]): boolean {
  return inner.every(([from, to]) => outer.some(([start, end]) => start <= from && to <= end));
}

/** In the order of a case: restored is when the service is back, resolved when the ticket is done, closed when somebody confirmed it. */
const MOMENTS = ['openedAt', 'acknowledgedAt', 'restoredAt', 'resolvedAt', 'closedAt'];

function moments(before: unknown, after: unknown): Tightness | undefined { return ranked(MOMENTS, before, after); }

/** Who counts on for longer after a case is opened again counts more. */
function intervals(before: Interval | string | undefined, after: Interval | string | undefined): Tightness | undefined {
  if (alike(before, after)) return undefined;
  if (typeof before !== 'object' || typeof after !== 'object') return 'changed';
  if (isLessOften(after, before)) return 'tightened';
  if (isLessOften(before, after)) return 'loosened';
  return before.unit === after.unit || isOneScale(before, after) ? 'neutral' : 'changed';
}

function isOneScale(...intervals: Interval[]): boolean { return new Set(intervals.map(({ unit }) => unit === 'month' || unit === 'year')).size === 1; }
