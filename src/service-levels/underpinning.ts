/** What a promise to the customer rests on: times of those who support it, their hours, their intervals of reporting. No Model, no clock. */

/** One who supports a promise: the time it may take, and the time until a case is there and back, both in minutes on the same clock. */
export interface SupportLink {
  minutes: number;
  handover?: number;
  /** At the same time as the others that are so marked; else after all the others. */
  parallel?: boolean;
}

/**
 * The longest time that a chain of support may take, in minutes: those who work one after the other are added up with their handovers, of
 * those who work at the same time the slowest counts once. 0 for nobody.
 */
export function chainMinutes(links: readonly SupportLink[]): number {
  let inTurn = 0, atOnce = 0;
  for (const { minutes, handover = 0, parallel = false } of links) {
    if (parallel) atOnce = Math.max(atOnce, minutes + handover);
    else inTurn += minutes + handover;
  }
  return inTurn + atOnce;
}

/**
 * The most that a supplier may take to answer, so that of the time to restore (minutes) the provider's own share of the work is left.
 * `ownShare`: 0 to 1.
 */
export function latestResponse(restoreMinutes: number, ownShare: number): number { return restoreMinutes * (1 - Math.min(1, Math.max(0, ownShare))); }

const MINUTES_OF: Readonly<Record<string, number>> = { minute: 1, hour: 60, day: 24 * 60 };

/** `4 hours`, `30 minutes`, `1.5 days` in minutes; undefined where it is no such length of time. */
export function durationMinutes(value: string | undefined): number | undefined {
  const match = /^\s*(\d{1,9}(?:\.\d{1,9})?)\s+(minute|hour|day)s?\s*$/.exec(value ?? '');
  return match ? Number(match[1]) * (MINUTES_OF[match[2] ?? ''] ?? NaN) : undefined;
}

export interface Interval { count: number; unit: 'day' | 'week' | 'month' | 'year' }

/** A month has 28 to 31 days, so intervals in days and in months are only told apart where they are further off than that. */
const MONTH = { least: 28, most: 31 };

/** True where one surely comes less often than the other: `3 months` than `1 month`, not `30 days` than `1 month`. */
export function isLessOften(one: Interval, other: Interval): boolean {
  const a = lengthOf(one), b = lengthOf(other);
  return a.scale === b.scale ? a.amount > b.amount : daysOf(a).least > daysOf(b).most;
}

interface Length { scale: 'days' | 'months'; amount: number }

function lengthOf({ count, unit }: Interval): Length {
  return unit === 'day' || unit === 'week' ? { scale: 'days', amount: count * (unit === 'week' ? 7 : 1) } : { scale: 'months', amount: count * (unit === 'year' ? 12 : 1) };
}

function daysOf({ scale, amount }: Length): { least: number; most: number } {
  return scale === 'days' ? { least: amount, most: amount } : { least: amount * MONTH.least, most: amount * MONTH.most };
}

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** The hours of a week on the clock on the wall: `from` and `to` as `08:00`, `24:00` being the end of the day. Holidays are not looked at. */
export type WeeklyHours = 'always' | readonly { days: readonly Weekday[]; from: string; to: string }[];

/** A stretch of one day, in minutes from midnight. */
export interface DayStretch { day: Weekday; from: number; to: number }

const DAY = 24 * 60;

/**
 * What of the needed hours the offered ones leave out, day by day, Monday first; empty where they cover all of them. Both on the same clock on
 * the wall: of calendars in different time zones nothing can be said this way, unless one of them is `always`.
 */
export function hoursLeftOut(offered: WeeklyHours, needed: WeeklyHours): DayStretch[] {
  if (offered === 'always') return [];
  return WEEKDAYS.flatMap(day => {
    let open = stretchesOf(needed, day);
    for (const { from, to } of stretchesOf(offered, day)) {
      open = open.flatMap(one => [{ from: one.from, to: Math.min(one.to, from) }, { from: Math.max(one.from, to), to: one.to }].filter(left => left.from < left.to));
    }
    return open.map(({ from, to }) => ({ day, from, to }));
  });
}

/** The stretches of a day in order, those that touch or overlap joined. */
function stretchesOf(hours: WeeklyHours, day: Weekday): { from: number; to: number }[] {
  if (hours === 'always') return [{ from: 0, to: DAY }];
  const joined: { from: number; to: number }[] = [];
  const sorted = hours.filter(({ days }) => days.includes(day)).map(({ from, to }) => ({ from: timeOfDay(from), to: timeOfDay(to) }))
    .filter(({ from, to }) => from < to).sort((a, b) => a.from - b.from);
  for (const one of sorted) {
    const last = joined.at(-1);
    if (last && one.from <= last.to) last.to = Math.max(last.to, one.to);
    else joined.push(one);
  }
  return joined;
}

/** NaN for what is no time of day: such hours cover nothing. */
function timeOfDay(text: string): number {
  const match = /^(\d\d):(\d\d)$/.exec(text);
  return match ? Number(match[1]) * 60 + Number(match[2]) : NaN;
}
