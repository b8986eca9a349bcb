import { advanceDays, advanceMs, businessDays, workingMs, type WorkCalendar } from './calendar.js';
import { msPerDay, type Instant } from './time-zone.js';

/**
 * What a number of time counts. Seconds, minutes, hours and business-hours run in the hours of the target's calendar, so that in one that is
 * always open an hour is an hour. A day is 24 hours round the clock, whatever the calendar. A business day is the working time of a
 * day, however long that is (`businessDays`): from noon to noon of the next working day where both have the same hours.
 */
export type TimeUnit = 'seconds' | 'minutes' | 'hours' | 'days' | 'business-hours' | 'business-days';

/** How a target measures time. `starts` and `stops` name moments of the ticket. */
export interface ClockTerms {
  value: number;
  unit: TimeUnit;
  calendar: WorkCalendar;
  starts: string;
  stops: string;
  /** The reasons for which the clock stands still; time under any other reason counts. */
  holds: readonly string[];
  /** `5 days`, from the stop on. A ticket opened again later is a new case. Without it every reopening goes on counting. */
  reopenedWithin?: string;
  onPriorityChange?: 'continues' | 'restarts';
  /** Share of the time from which on a ticket is at risk; 0.75 without it. */
  warningAt?: number;
}

export interface Ticket {
  /** By name: `openedAt`, `restoredAt`, … */
  moments: Readonly<Record<string, Instant | undefined>>;
  holds?: readonly { reason?: string; from?: Instant; to?: Instant }[];
  /** `resolvedAt` is the moment at which it was resolved again; it stops a clock that stops at `restoredAt` as well. */
  reopened?: readonly { at: Instant; resolvedAt?: Instant }[];
  priorityChanges?: readonly { at: Instant; from?: string; to: string }[];
}

export type ClockState = 'ok' | 'at-risk' | 'breached';

/**
 * What is odd about a hold. The time of one without reason, with a reason that was not agreed, without a beginning, or with an end before
 * it counts as if there were no hold. Overlapping holds count once, what lies outside the open time counts not at all, and a hold that
 * was not ended before the clock stopped ends there.
 */
export interface HoldProblem {
  index: number;
  problem: 'no-reason' | 'reason-not-agreed' | 'no-beginning' | 'ends-before-it-begins' | 'overlaps' | 'outside-open-time' | 'not-ended';
}

export interface Reading {
  startedAt: Instant;
  /** Where a change of priority set the clock to nought. */
  restartedAt?: Instant;
  /** Absent while it runs. */
  stoppedAt?: Instant;
  /** In the unit of the target. */
  elapsed: number;
  /** Minutes on the same clock; for business days those of the calendar. */
  minutes: number;
  /** Of what is elapsed to what is promised. */
  ratio: number;
  /** Whether a stopped clock kept the limit, which itself is still in time. Of a running one false when the limit is reached, else absent. */
  met?: boolean;
  /**
   * By the ratio. A stopped clock is breached only past the limit. One that would be breached, or past due if holds did not count, but
   * stands in an accepted hold, is at risk: nobody can work on it now. `met` tells whether the promise is broken.
   */
  state: ClockState;
  /** Running, and in an accepted hold now. */
  onHold: boolean;
  /** Of accepted holds, on the clock of `minutes`. */
  holdMinutes: number;
  /** Of the open time on that clock, from 0 to 1. */
  holdShare: number;
  /** Accepted holds that took some of the open time. */
  holdCount: number;
  holdProblems: readonly HoldProblem[];
}

/**
 * `no-start`: the moment that starts the clock is unknown. `not-started`: it lies in the future. `stop-before-start`: the record
 * contradicts itself. `limit-unusable`: the promised value is not above nought. `out-of-range`: a moment lies outside the years that
 * calendars are computed for.
 */
export interface NoReading { problem: 'no-start' | 'not-started' | 'stop-before-start' | 'limit-unusable' | 'out-of-range' }

/** ok below the share of warning, then at risk, breached from 1 on. */
export function stateOf(ratio: number, warningAt = 0.75): ClockState {
  if (ratio >= 1) return 'breached';
  return ratio >= warningAt ? 'at-risk' : 'ok';
}

/** What a target says of a ticket as of `now`; what happened later than that has not happened yet. */
export function readClock(terms: ClockTerms, ticket: Ticket, now: Instant): Reading | NoReading {
  const measure = measureOf(terms);
  if (!measure) return { problem: 'limit-unusable' };
  const run = runOf(terms, ticket, now);
  if ('problem' in run) return run;
  const { accepted, problems } = holdsOf(terms, ticket, run, now);

  const open = sum(run.open, measure.between), held = sum(accepted, measure.between);
  const openMs = measure.inDays ? sum(run.open, measure.clock) : open;
  const heldMs = measure.inDays ? sum(accepted, measure.clock) : held;
  if (open === undefined || held === undefined || openMs === undefined || heldMs === undefined) return { problem: 'out-of-range' };
  const counted = rounded(measure, open - held), ratio = counted / measure.limit;
  const { startedAt, restartedAt, stoppedAt } = run;
  const onHold = stoppedAt === undefined && isOnHold(terms, ticket, now);
  const met = stoppedAt === undefined ? (ratio >= 1 ? false : undefined) : ratio <= 1;
  return {
    startedAt, ...(restartedAt === undefined ? {} : { restartedAt }), ...(stoppedAt === undefined ? {} : { stoppedAt }),
    elapsed: counted / measure.one, minutes: (openMs - heldMs) / 60_000, ratio, ...(met === undefined ? {} : { met }),
    state: stateNow(terms, { ratio, met, onHold, ratioWithoutHolds: open / measure.limit }),
    onHold, holdMinutes: heldMs / 60_000, holdShare: openMs > 0 ? heldMs / openMs : 0, holdCount: countHolds(terms, ticket, run),
    holdProblems: problems,
  };
}

function stateNow({ warningAt }: ClockTerms, { ratio, met, onHold, ratioWithoutHolds }:
  { ratio: number; met: boolean | undefined; onHold: boolean; ratioWithoutHolds: number }): ClockState {
  if (onHold && ratioWithoutHolds >= 1) return 'at-risk';
  return met === true && ratio >= 1 ? 'at-risk' : stateOf(ratio, warningAt);
}

/**
 * When the time of the ticket is used up: it went through reopenings and accepted holds, and from now on goes on without another one (a hold
 * that has no end ends now). Of a stopped clock when it would have been. Undefined where that cannot be computed or never comes.
 */
export function dueAt(terms: ClockTerms, ticket: Ticket, now: Instant): Instant | undefined {
  const measure = measureOf(terms), run = runOf(terms, ticket, now);
  if (!measure || 'problem' in run) return undefined;
  const last = run.open.length - 1;
  const open = run.open.map(([from, to], i): Span => [from, i === last ? Infinity : to]);
  const { accepted } = holdsOf(terms, ticket, { ...run, open }, now);
  let left = measure.limit;
  for (const [from, to] of without(open, accepted)) {
    if (to === Infinity) return measure.advance(from, left);
    const part = measure.between(from, to);
    if (part === undefined) return undefined;
    if (rounded(measure, left - part) <= 0) return measure.advance(from, left);
    left -= part;
  }
  return undefined;
}

/**
 * The priority whose target holds for a ticket: where the clock goes on, the highest that it ever had; where it begins again, the last.
 * `order` is highest first. Undefined where none of its priorities is in it.
 */
export function priorityThatCounts(order: readonly string[], ticket: { priority?: string; priorityChanges?: Ticket['priorityChanges'] },
  onPriorityChange: 'continues' | 'restarts' = 'continues'): string | undefined {
  const changes = [...ticket.priorityChanges ?? []].sort((a, b) => a.at - b.at);
  const last = changes.at(-1)?.to ?? ticket.priority;
  if (onPriorityChange === 'restarts') return last !== undefined && order.includes(last) ? last : undefined;
  const had = new Set([ticket.priority, ...changes.flatMap(({ from, to }) => [from, to])]);
  return order.find((priority) => had.has(priority));
}

type Span = readonly [from: Instant, to: Instant];

/** Time in the base of a unit: ms, or business days. */
interface Measure {
  limit: number;
  /** One of the unit. */
  one: number;
  inDays: boolean;
  between: (from: Instant, to: Instant) => number | undefined;
  /** Ms, whatever the unit. */
  clock: (from: Instant, to: Instant) => number | undefined;
  advance: (from: Instant, amount: number) => Instant | undefined;
}

const unitMs = new Map<string, number>([
  ['seconds', 1000], ['minutes', 60_000], ['hours', 3_600_000], ['business-hours', 3_600_000], ['days', msPerDay],
]);

function measureOf({ value, unit, calendar }: ClockTerms): Measure | undefined {
  if (!(value > 0) || !Number.isFinite(value)) return undefined;
  const clock = (from: Instant, to: Instant): number | undefined => workingMs(calendar, from, to);
  if (unit === 'business-days') {
    const between = (from: Instant, to: Instant): number | undefined => businessDays(calendar, from, to);
    return { limit: value, one: 1, inDays: true, between, clock, advance: (from, days) => advanceDays(calendar, from, days) };
  }
  const one = unitMs.get(unit);
  if (one === undefined) return undefined;
  const limit = Math.round(value * one);
  if (unit !== 'days') return { limit, one, inDays: false, between: clock, clock, advance: (from, ms) => advanceMs(calendar, from, ms) };
  const elapsed = (from: Instant, to: Instant): number => Math.max(0, to - from);
  return { limit, one, inDays: false, between: elapsed, clock: elapsed, advance: (from, ms) => from + ms };
}

/** Sums of shares of days are off by rounding; ms are whole. */
function rounded({ inDays }: Measure, amount: number): number { return inDays ? Math.round(amount * 1e9) / 1e9 : amount; }

function sum(spans: readonly Span[], between: Measure['between']): number | undefined {
  let total: number | undefined = 0;
  for (const [from, to] of spans) {
    const part = between(from, to);
    total = part === undefined || total === undefined ? undefined : total + part;
  }
  return total;
}

/** When the clock was open, in order and without overlap, as of now. `all` is so without regard to a restart. */
interface Run { startedAt: Instant; restartedAt?: Instant; stoppedAt?: Instant; open: readonly Span[]; all: readonly Span[] }

/** Answering a customer is done once: what opens a ticket again asks for work, not for another answer. */
const answers = new Set(['acknowledgedAt', 'respondedAt', 'answeredAt']);

function runOf(terms: ClockTerms, ticket: Ticket, now: Instant): Run | NoReading {
  const startedAt = momentOf(ticket, terms.starts), stop = momentOf(ticket, terms.stops);
  if (startedAt === undefined) return { problem: 'no-start' };
  if (stop !== undefined && stop < startedAt) return { problem: 'stop-before-start' };
  if (startedAt > now) return { problem: 'not-started' };
  let stoppedAt = stop !== undefined && stop <= now ? stop : undefined;
  const all: Span[] = [[startedAt, stoppedAt ?? now]];

  const reopened = answers.has(terms.stops) ? [] : ticket.reopened ?? [];
  for (const { at, resolvedAt } of reopened.length > 1 ? [...reopened].sort((a, b) => a.at - b.at) : reopened) {
    if (stoppedAt === undefined || at > now) break;
    const again = resolvedAt !== undefined && resolvedAt >= at && resolvedAt <= now ? resolvedAt : undefined;
    if (at < stoppedAt) {
      // The stop on record is a later one than that before the reopening, which is unknown: nothing can be dropped.
      if (again === undefined || again <= stoppedAt) continue;
      all[all.length - 1] = [all.at(-1)?.[0] ?? startedAt, again];
    } else {
      if (terms.reopenedWithin !== undefined && at > after(stoppedAt, terms.reopenedWithin)) break;
      all.push([at, again ?? now]);
    }
    stoppedAt = again;
  }

  const restartedAt = terms.onPriorityChange === 'restarts' ? restart(ticket, startedAt, stoppedAt ?? now) : undefined;
  const open = restartedAt === undefined ? all : all.flatMap(([from, to]): Span[] => (to <= restartedAt ? [] : [[Math.max(from, restartedAt), to]]));
  return { startedAt, all, open, ...(restartedAt === undefined ? {} : { restartedAt }), ...(stoppedAt === undefined ? {} : { stoppedAt }) };
}

function momentOf({ moments }: Ticket, name: string): Instant | undefined {
  const at = Object.hasOwn(moments, name) ? moments[name] : undefined;
  return at !== undefined && Number.isFinite(at) ? at : undefined;
}

/** The last real change of priority while the ticket was open. */
function restart({ priorityChanges }: Ticket, from: Instant, to: Instant): Instant | undefined {
  let last: Instant | undefined;
  for (const change of priorityChanges ?? []) {
    if (change.from !== change.to && change.at > from && change.at < to && !(last !== undefined && last > change.at)) last = change.at;
  }
  return last;
}

/** A period after an instant, in days of 24 hours; months and years by the calendar of UTC. An unreadable one never ends. */
function after(at: Instant, period: string): Instant {
  const match = /^\s*(\d{1,5})\s+(day|week|month|year)s?\s*$/.exec(period);
  const count = Number(match?.[1] ?? Infinity);
  switch (match?.[2]) {
    case 'day': return at + count * msPerDay;
    case 'week': return at + count * 7 * msPerDay;
    case 'month': return monthsAfter(at, count);
    case 'year': return monthsAfter(at, count * 12);
    default: return Infinity;
  }
}

function monthsAfter(at: Instant, count: number): Instant {
  const date = new Date(at), day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + count);
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  return date.setUTCDate(Math.min(day, lastDay));
}

type Hold = NonNullable<Ticket['holds']>[number];

function isAccepted({ holds }: ClockTerms, hold: Hold): hold is Hold & { from: Instant } {
  return hold.from !== undefined && hold.reason !== undefined && holds.includes(hold.reason) && (hold.to === undefined || hold.to >= hold.from);
}

const none: { accepted: readonly Span[]; problems: readonly HoldProblem[] } = { accepted: [], problems: [] };

/** The accepted holds inside the open time, merged; and what is odd about any. */
function holdsOf(terms: ClockTerms, ticket: Ticket, run: Run, now: Instant): typeof none {
  const { holds = [] } = ticket;
  if (holds.length === 0) return none;
  const end = run.stoppedAt ?? now, problems: HoldProblem[] = [];
  const readable: { index: number; span: Span }[] = [], accepted: Span[] = [];
  for (const [index, hold] of holds.entries()) {
    const { reason, from, to } = hold;
    if (reason === undefined || reason === '') problems.push({ index, problem: 'no-reason' });
    else if (!terms.holds.includes(reason)) problems.push({ index, problem: 'reason-not-agreed' });
    if (from === undefined) problems.push({ index, problem: 'no-beginning' });
    else if (to !== undefined && to < from) problems.push({ index, problem: 'ends-before-it-begins' });
    else {
      const span: Span = [from, to ?? Math.max(from, end)];
      const runsOn = run.stoppedAt === undefined ? run.all.at(-1) : undefined;
      const isInside = run.all.some((open) => open[0] <= from && (span[1] <= open[1] || open === runsOn));
      if (!isInside) problems.push({ index, problem: 'outside-open-time' });
      if (to === undefined && run.stoppedAt !== undefined) problems.push({ index, problem: 'not-ended' });
      readable.push({ index, span });
      if (isAccepted(terms, hold)) accepted.push(span);
    }
  }
  let covered = -Infinity;
  for (const { index, span: [from, to] } of readable.sort((a, b) => a.span[0] - b.span[0])) {
    if (from < covered && from < to) problems.push({ index, problem: 'overlaps' });
    covered = Math.max(covered, to);
  }
  return { accepted: within(merge(accepted), run.open), problems };
}

function countHolds(terms: ClockTerms, { holds = [] }: Ticket, { open }: Run): number {
  return holds.filter((hold) => isAccepted(terms, hold) && open.some(([start, stop]) => hold.from < stop && (hold.to ?? Infinity) > start)).length;
}

function isOnHold(terms: ClockTerms, { holds = [] }: Ticket, now: Instant): boolean {
  return holds.some((hold) => isAccepted(terms, hold) && hold.from <= now && (hold.to ?? Infinity) > now);
}

function merge(spans: readonly Span[]): Span[] {
  const result: Span[] = [];
  for (const [from, to] of [...spans].sort((a, b) => a[0] - b[0])) {
    const last = result.at(-1);
    if (last && from <= last[1]) result[result.length - 1] = [last[0], Math.max(last[1], to)];
    else result.push([from, to]);
  }
  return result;
}

function within(spans: readonly Span[], open: readonly Span[]): Span[] {
  return open.flatMap(([start, stop]) => spans.flatMap(([from, to]): Span[] => {
    const clipped: Span = [Math.max(start, from), Math.min(stop, to)];
    return clipped[0] < clipped[1] ? [clipped] : [];
  }));
}

/** What is left of the open time when the holds, which lie in it in order, are taken out. */
function without(open: readonly Span[], holds: readonly Span[]): Span[] {
  const left: Span[] = [];
  for (const [start, stop] of open) {
    let at = start;
    for (const [from, to] of holds) {
      if (to <= start || from >= stop) continue;
      if (at < from) left.push([at, from]);
      at = Math.max(at, to);
    }
    if (at < stop) left.push([at, stop]);
  }
  return left;
}
