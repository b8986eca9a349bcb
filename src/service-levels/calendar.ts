import { dayNumber, firstYear, instantAt, lastYear, msPerDay, zoneOf, type Instant, type Zone } from './time-zone.js';

const msPerMinute = 60_000;

/**
 * A calendar as a file states it; nothing of it need be right, or even of these types. A time is `hh:mm`, 24:00 is the midnight at the end
 * of the day.
 */
export interface CalendarTerms {
  /** IANA name. */
  timeZone: string;
  hours: 'always' | readonly { days: readonly string[]; from: string; to: string }[];
  /** Days without hours. A calendar that is always open ignores them. */
  holidays?: readonly { on: string }[];
  /** Days with other hours than usual, one entry for each stretch; without from and to the day is closed. */
  exceptions?: readonly { on: string; from?: string; to?: string }[];
}

/**
 * `no-such-time` and `no-such-day`: not written as such, or no such thing exists (31 February). `from-not-before-to`: hours over midnight
 * are written as two entries, one to 24:00 and one from 00:00. `half-an-exception`: one of from and to. `exceptions-contradict`: of two
 * entries for a day one closes it or they overlap. `exception-on-holiday`: it opens what is a holiday. `exception-of-always`: always open
 * and yet closed. `never-open`: there are no hours at all.
 */
export type CalendarProblemKind = 'unknown-time-zone' | 'unknown-weekday' | 'no-such-time' | 'from-not-before-to' | 'overlapping-hours'
  | 'no-such-day' | 'half-an-exception' | 'exceptions-contradict' | 'exception-on-holiday' | 'exception-of-always' | 'never-open';

type DataPath = readonly (string | number)[];

export interface CalendarProblem {
  problem: CalendarProblemKind;
  /** Where in the terms: `['hours', 0, 'from']`. */
  path: DataPath;
  /** Where that is which it contradicts. */
  other?: DataPath;
  /** What is written there, or the weekday or day that two entries meet on. */
  value?: string;
}

/** Minutes of a day, from the first up to the second. */
type Stretch = readonly [from: number, to: number];

/** The working stretches of one year, in order, as instants. */
interface YearHours {
  from: Instant;
  to: Instant;
  starts: Float64Array;
  ends: Float64Array;
  /** Ms worked in the year before each stretch, and before each day that has hours. */
  before: Float64Array;
  beforeDay: Float64Array;
  /** Ms of each day that has hours. */
  lengths: Float64Array;
  total: number;
}

/** Working hours ready to be counted in. Keep it as long as the calendar stays the same: years are worked out once, when first asked for. */
export interface WorkCalendar {
  readonly zone: Zone;
  readonly always: boolean;
  /** By day of the week, Sunday first. */
  readonly weekly: readonly (readonly Stretch[])[];
  /** Holidays and exceptions by day number. */
  readonly special: ReadonlyMap<number, readonly Stretch[]>;
  readonly lastSpecialDay: number;
  readonly years: Map<number, YearHours>;
}

const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/**
 * The calendar of some terms, and what is wrong with these. It is undefined only where the time zone is unknown. Otherwise what cannot be
 * read is left out, overlapping hours count once, and an exception wins over a holiday, since it says more.
 */
export function calendarOf(terms: CalendarTerms): { calendar: WorkCalendar | undefined; problems: CalendarProblem[] } {
  const problems: CalendarProblem[] = [];
  const zone = zoneOf(terms.timeZone);
  if (!zone) problems.push({ problem: 'unknown-time-zone', path: ['timeZone'], value: said(terms.timeZone) });

  const always = terms.hours === 'always';
  const weekly = weeklyHours(terms.hours, problems);
  const special = always ? new Map<number, Stretch[]>() : specialDays(terms, problems);
  for (const [i] of always ? entriesOf(terms.exceptions) : []) problems.push({ problem: 'exception-of-always', path: ['exceptions', i] });
  if (![...weekly, ...special.values()].some((stretches) => stretches.length > 0)) problems.push({ problem: 'never-open', path: ['hours'] });

  if (!zone) return { calendar: undefined, problems };
  const lastSpecialDay = [...special.keys()].reduce((last, day) => Math.max(last, day), -Infinity);
  return { calendar: { zone, always, weekly, special, lastSpecialDay, years: new Map() }, problems };
}

function weeklyHours(hours: CalendarTerms['hours'], problems: CalendarProblem[]): Stretch[][] {
  if (hours === 'always') return weekdays.map(() => [[0, 24 * 60]]);
  const found = weekdays.map((): { stretch: Stretch; path: DataPath }[] => []);
  for (const [i, entry] of entriesOf(hours)) {
    const stretch = stretchOf(entry, ['hours', i], problems);
    for (const [j, name] of Array.isArray(entry.days) ? entry.days.entries() : []) {
      const day = found[weekdays.indexOf(name)];
      if (!day) problems.push({ problem: 'unknown-weekday', path: ['hours', i, 'days', j], value: said(name) });
      else if (stretch) {
        const other = day.find((earlier) => overlap(earlier.stretch, stretch));
        if (other) problems.push({ problem: 'overlapping-hours', path: ['hours', i], other: other.path, value: name });
        day.push({ stretch, path: ['hours', i] });
      }
    }
  }
  return found.map((day) => merged(day.map(({ stretch }) => stretch)));
}

function specialDays(terms: CalendarTerms, problems: CalendarProblem[]): Map<number, Stretch[]> {
  const holidays = new Map<number, DataPath>();
  for (const [i, { on }] of entriesOf(terms.holidays)) {
    const day = dayNumber(on);
    if (day === undefined) problems.push({ problem: 'no-such-day', path: ['holidays', i, 'on'], value: said(on) });
    else if (!holidays.has(day)) holidays.set(day, ['holidays', i]);
  }
  const exceptions = new Map<number, { stretch: Stretch | undefined; path: DataPath }[]>();
  for (const [i, entry] of entriesOf(terms.exceptions)) {
    const path: DataPath = ['exceptions', i], day = dayNumber(entry.on), from = entry.from ?? undefined, to = entry.to ?? undefined;
    if (day === undefined) problems.push({ problem: 'no-such-day', path: [...path, 'on'], value: said(entry.on) });
    const closed = from === undefined && to === undefined;
    if (!closed && (from === undefined || to === undefined)) problems.push({ problem: 'half-an-exception', path });
    const stretch = from === undefined || to === undefined ? undefined : stretchOf({ from, to }, path, problems);
    if (day === undefined || (!closed && !stretch)) continue;

    const earlier = exceptions.get(day) ?? [];
    const other = earlier.find((before) => !before.stretch !== closed || (before.stretch && stretch && overlap(before.stretch, stretch)));
    if (other) problems.push({ problem: 'exceptions-contradict', path, other: other.path, value: entry.on });
    const holiday = holidays.get(day);
    if (holiday && stretch) problems.push({ problem: 'exception-on-holiday', path, other: holiday, value: entry.on });
    exceptions.set(day, [...earlier, { stretch, path }]);
  }
  const special = new Map<number, Stretch[]>([...holidays.keys()].map((day) => [day, []]));
  for (const [day, entries] of exceptions) special.set(day, merged(entries.flatMap(({ stretch }) => (stretch ? [stretch] : []))));
  return special;
}

function stretchOf({ from, to }: { from: string; to: string }, path: DataPath, problems: CalendarProblem[]): Stretch | undefined {
  const start = minutesOf(from), end = minutesOf(to);
  if (start === undefined) problems.push({ problem: 'no-such-time', path: [...path, 'from'], value: said(from) });
  if (end === undefined) problems.push({ problem: 'no-such-time', path: [...path, 'to'], value: said(to) });
  if (start === undefined || end === undefined) return undefined;
  if (start < end) return [start, end];
  problems.push({ problem: 'from-not-before-to', path, value: `${from} ${to}` });
  return undefined;
}

/** What may come from a file: something else than a list, or entries that are none. */
function entriesOf<T extends object>(list: readonly T[] | string | undefined): [number, T][] {
  return Array.isArray(list) ? [...(list as readonly T[]).entries()].filter(([, entry]) => typeof entry === 'object' && entry !== null) : [];
}

function said(value: unknown): string { return typeof value === 'string' || typeof value === 'number' ? String(value) : ''; }

function minutesOf(time: unknown): number | undefined {
  const match = typeof time === 'string' ? /^(\d\d):([0-5]\d)$/.exec(time) : null;
  const minutes = match ? Number(match[1]) * 60 + Number(match[2]) : Infinity;
  return minutes <= 24 * 60 ? minutes : undefined;
}

function overlap(a: Stretch, b: Stretch): boolean { return a[0] < b[1] && b[0] < a[1]; }

function merged(stretches: readonly Stretch[]): Stretch[] {
  const result: Stretch[] = [];
  for (const [from, to] of [...stretches].sort((a, b) => a[0] - b[0])) {
    const last = result.at(-1);
    if (last && from <= last[1]) result[result.length - 1] = [last[0], Math.max(last[1], to)];
    else result.push([from, to]);
  }
  return result;
}

function hoursOfYear(calendar: WorkCalendar, year: number): YearHours | undefined {
  const known = calendar.years.get(year);
  if (known || !(year >= firstYear && year <= lastYear)) return known;
  const { zone } = calendar;
  const firstDay = Date.UTC(year, 0, 1) / msPerDay, nextYear = Date.UTC(year + 1, 0, 1) / msPerDay;
  const starts: number[] = [], ends: number[] = [], before: number[] = [], beforeDay: number[] = [], lengths: number[] = [];
  let total = 0;
  for (let day = firstDay; day < nextYear; day++) {
    const startOfDay = total;
    for (const [from, to] of calendar.special.get(day) ?? calendar.weekly[(day + 4) % 7] ?? []) {
      const start = instantAt(zone, day, from), end = to === 24 * 60 ? instantAt(zone, day + 1, 0) : instantAt(zone, day, to);
      if (start >= end) continue;
      starts.push(start);
      ends.push(end);
      before.push(total);
      total += end - start;
    }
    if (total === startOfDay) continue;
    beforeDay.push(startOfDay);
    lengths.push(total - startOfDay);
  }
  const hours: YearHours = {
    from: instantAt(zone, firstDay, 0), to: instantAt(zone, nextYear, 0), total, starts: Float64Array.from(starts), ends: Float64Array.from(ends),
    before: Float64Array.from(before), beforeDay: Float64Array.from(beforeDay), lengths: Float64Array.from(lengths),
  };
  calendar.years.set(year, hours);
  return hours;
}

/** The local year of an instant and its hours; undefined outside the years. */
function yearAt(calendar: WorkCalendar, at: Instant): { year: number; hours: YearHours } | undefined {
  const utcYear = new Date(at).getUTCFullYear();
  for (const year of [utcYear, utcYear + 1, utcYear - 1]) {
    const hours = hoursOfYear(calendar, year);
    if (hours && at >= hours.from && at < hours.to) return { year, hours };
  }
  return undefined;
}

/** Index of the last value that is at most (or, with `below`, less than) the given one; −1 where there is none. */
function lastUpTo(values: Float64Array, value: number, below = false): number {
  let low = 0, high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1, found = values[middle] ?? 0;
    if (found < value || (found === value && !below)) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Ms worked in the year up to an instant of it. */
function workedUntil({ starts, ends, before }: YearHours, at: Instant): number {
  const i = lastUpTo(starts, at);
  return i < 0 ? 0 : (before[i] ?? 0) + Math.min(at, ends[i] ?? 0) - (starts[i] ?? 0);
}

/** The first instant by which so many ms (more than none, and not more than the year has) were worked in the year. */
function whenWorked({ starts, before }: YearHours, ms: number): Instant {
  const i = lastUpTo(before, ms, true);
  return (starts[i] ?? 0) + ms - (before[i] ?? 0);
}

/** Working days of a year up to so many ms of it: whole ones and the share of the last. */
function daysWorked({ beforeDay, lengths }: YearHours, ms: number): number {
  const day = lastUpTo(beforeDay, ms);
  return day < 0 ? 0 : day + (ms - (beforeDay[day] ?? 0)) / (lengths[day] ?? 1);
}

/** Working ms between two instants: 0 where the second is not after the first; undefined where one lies outside the years. */
export function workingMs(calendar: WorkCalendar, from: Instant, to: Instant): number | undefined {
  if (calendar.always) return isInYears(from) && isInYears(to) ? Math.max(0, to - from) : undefined;
  return between(calendar, from, to, workedUntil, (hours) => hours.total);
}

function isInYears(at: Instant): boolean { return at >= Date.UTC(firstYear, 0, 1) && at < Date.UTC(lastYear + 1, 0, 1); }

function between(calendar: WorkCalendar, from: Instant, to: Instant, until: (hours: YearHours, at: Instant) => number,
  ofYear: (hours: YearHours) => number): number | undefined {
  const first = yearAt(calendar, from), last = yearAt(calendar, to);
  if (!first || !last) return undefined;
  if (to <= from) return 0;
  let sum = until(last.hours, to) - until(first.hours, from);
  for (let year = first.year; year < last.year; year++) {
    const hours = hoursOfYear(calendar, year);
    sum += hours ? ofYear(hours) : 0;
  }
  return sum;
}

/** Working minutes between two instants: 0 where the second is not after the first; undefined where one lies outside the years. */
export function workingMinutes(calendar: WorkCalendar, from: Instant, to: Instant): number | undefined {
  const ms = workingMs(calendar, from, to);
  return ms === undefined ? undefined : ms / msPerMinute;
}

/**
 * Business days between two instants. Each day counts the part of its own hours that lies between them, so that a day of five hours
 * (Christmas Eve, say) is one business day as a day of ten is. In a calendar that is always open a day goes from midnight to midnight.
 * Rounded to a billionth, so that days that add up to five are five.
 */
export function businessDays(calendar: WorkCalendar, from: Instant, to: Instant): number | undefined {
  const days = between(calendar, from, to, (hours, at) => daysWorked(hours, workedUntil(hours, at)), (hours) => hours.lengths.length);
  return days === undefined ? undefined : Math.round(days * 1e9) / 1e9;
}

/** The first instant by which so many working ms have passed; the start itself for none. Undefined where that never is, or too far away. */
export function advanceMs(calendar: WorkCalendar, from: Instant, ms: number): Instant | undefined {
  if (!Number.isFinite(ms)) return undefined;
  if (calendar.always) return isInYears(from) && isInYears(from + ms) ? from + Math.max(0, Math.round(ms)) : undefined;
  const first = yearAt(calendar, from);
  if (!first) return undefined;
  if (ms <= 0) return from;
  let left = workedUntil(first.hours, from) + Math.round(ms);
  for (const hours of yearsFrom(calendar, first.year)) {
    if (left <= hours.total) return left <= workedUntil(hours, from) ? from : whenWorked(hours, left);
    left -= hours.total;
  }
  return undefined;
}

/** As `workingMinutes` counts: the first instant by which so many of them have passed. Undefined where that never is, or too far away. */
export function advance(calendar: WorkCalendar, from: Instant, minutes: number): Instant | undefined {
  return advanceMs(calendar, from, minutes * msPerMinute);
}

/** As `businessDays` counts: the first instant by which so many of them have passed. */
export function advanceDays(calendar: WorkCalendar, from: Instant, days: number): Instant | undefined {
  const first = yearAt(calendar, from);
  if (!first || !Number.isFinite(days)) return undefined;
  if (days <= 0) return from;
  let left = daysWorked(first.hours, workedUntil(first.hours, from)) + days;
  for (const hours of yearsFrom(calendar, first.year)) {
    const { beforeDay, lengths } = hours;
    if (left <= lengths.length + 1e-9) {
      const day = Math.max(0, Math.ceil(left - 1e-9) - 1);
      return whenWorked(hours, (beforeDay[day] ?? 0) + Math.round((left - day) * (lengths[day] ?? 0)));
    }
    left -= lengths.length;
  }
  return undefined;
}

/** The years in which there may be hours, from one on. */
function* yearsFrom(calendar: WorkCalendar, year: number): Generator<YearHours> {
  const isOpenWeekly = calendar.weekly.some((stretches) => stretches.length > 0);
  for (let next = year; isOpenWeekly || Date.UTC(next, 0, 1) / msPerDay <= calendar.lastSpecialDay; next++) {
    const hours = hoursOfYear(calendar, next);
    if (!hours) return;
    yield hours;
  }
}

/** Whether the instant lies in working hours; undefined outside the years. */
export function isOpen(calendar: WorkCalendar, at: Instant): boolean | undefined {
  const worked = workingMs(calendar, at, at + 1);
  return worked === undefined ? undefined : worked > 0;
}

/** Working minutes of one calendar between two instants in which the other is closed: 0 where the other covers it. */
export function minutesOutside(inner: WorkCalendar, outer: WorkCalendar, from: Instant, to: Instant): number | undefined {
  const all = workingMs(inner, from, to);
  if (all === undefined || workingMs(outer, from, to) === undefined) return undefined;
  let common = 0;
  const others = stretches(outer, from, to);
  let other = others.next();
  for (const [start, end] of stretches(inner, from, to)) {
    while (!other.done && other.value[0] < end) {
      common += Math.max(0, Math.min(end, other.value[1]) - Math.max(start, other.value[0]));
      if (other.value[1] > end) break;
      other = others.next();
    }
  }
  return (all - common) / msPerMinute;
}

function* stretches(calendar: WorkCalendar, from: Instant, to: Instant): Generator<readonly [Instant, Instant], void> {
  if (calendar.always) {
    if (from < to) yield [from, to];
    return;
  }
  for (let at = yearAt(calendar, from); at && at.hours.from < to;) {
    const { starts, ends } = at.hours;
    for (const [i, start] of starts.entries()) {
      const clipped = [Math.max(from, start), Math.min(to, ends[i] ?? start)] as const;
      if (clipped[0] < clipped[1]) yield clipped;
    }
    const year: number = at.year + 1, hours = hoursOfYear(calendar, year);
    at = hours && { year, hours };
  }
}
