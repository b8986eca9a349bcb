import type { NoReading, Reading } from './clock.js';
import type { Instant } from './time-zone.js';

/**
 * Which cases a window counts. `stopped-in-window`: those whose clock stopped in it, and those that still run at its end and are past due,
 * in every window again until they stop. `started-in-window`: those whose clock started in it, however long they ran.
 */
export type Population = 'stopped-in-window' | 'started-in-window';

/** Cases of a target in a window, counted one by one: the memory it takes does not grow with them. */
export interface Tally {
  met: number;
  missedStopped: number;
  /** Still running and past due: missed, whenever they will stop. */
  missedOpen: number;
  /** Still running and in time: they are not part of the percentage. */
  notYetDue: number;
  /** The first hundred of these. */
  notYetDueIds: string[];
  /** Cases that contradict themselves or miss a moment, so that nobody can say in which window they belong. */
  unreadable: number;
}

const mostIds = 100;

export function newTally(): Tally { return { met: 0, missedStopped: 0, missedOpen: 0, notYetDue: 0, notYetDueIds: [], unreadable: 0 }; }

/** Adds a case that is of the target. Read its clock as of the end of the window, or of now where that is earlier. */
export function count(tally: Tally, reading: Reading | NoReading, window: { from: Instant; to: Instant }, population: Population, id?: string): void {
  if ('problem' in reading) {
    if (reading.problem !== 'not-started') tally.unreadable++;
    return;
  }
  const { startedAt, stoppedAt, met } = reading;
  const at = population === 'stopped-in-window' ? stoppedAt : startedAt;
  if (at === undefined ? startedAt >= window.to : at < window.from || at >= window.to) return;
  if (stoppedAt !== undefined) tally[met === true ? 'met' : 'missedStopped']++;
  else if (met === false) tally.missedOpen++;
  else {
    tally.notYetDue++;
    if (id !== undefined && tally.notYetDueIds.length < mostIds) tally.notYetDueIds.push(id);
  }
}

/** Several windows or populations together: counts are added, percentages never averaged. */
export function sumOf(tallies: readonly Tally[]): Tally {
  const total = newTally();
  for (const { notYetDueIds, ...counts } of tallies) {
    for (const key of ['met', 'missedStopped', 'missedOpen', 'notYetDue', 'unreadable'] as const) total[key] += counts[key];
    total.notYetDueIds.push(...notYetDueIds.slice(0, mostIds - total.notYetDueIds.length));
  }
  return total;
}

export interface Attainment {
  met: number;
  missed: number;
  cases: number;
  /** Absent without cases. */
  percent?: number;
  /** Whether as many as promised kept the limit. Absent without cases. */
  kept?: boolean;
  /** Fewer than twenty: show the counts, a percentage would say more than it knows. */
  tooFewForPercent: boolean;
}

/** The share within the limit against the promised one (percent; all of them without it). */
export function attainmentOf(tally: Tally, attainment = 100): Attainment {
  const { met } = tally, missed = tally.missedStopped + tally.missedOpen, cases = met + missed;
  const told = cases === 0 ? {} : { percent: (met * 100) / cases, kept: met >= leastOf(attainment, cases) };
  return { met, missed, cases, ...told, tooFewForPercent: cases < 20 };
}

/**
 * Whether the percentile (by nearest rank) lies within the limit. Exact, although only counts are known: it does when as many cases as its
 * rank are within the limit. Undefined without cases.
 */
export function percentileKept(tally: Tally, percentile: number): boolean | undefined {
  const cases = tally.met + tally.missedStopped + tally.missedOpen;
  return cases === 0 ? undefined : tally.met >= rankOf(percentile, cases);
}

/** The least whole number that is so many percent; 95 % of 20 are 19 and not, by rounding in binary, a hair more. */
function leastOf(percent: number, cases: number): number { return Math.ceil((percent * cases) / 100 - 1e-9); }

function rankOf(p: number, cases: number): number { return Math.min(cases, Math.max(1, leastOf(p, cases))); }

/** The percentile by nearest rank: the smallest value that at least p percent of the values do not exceed. Undefined without values. */
export function percentile(values: readonly number[], p: number): number | undefined {
  return [...values].sort((a, b) => a - b)[rankOf(p, values.length) - 1];
}

/**
 * Lengths of time, in whatever unit, for means and percentiles. Up to 10,000 are kept, so that all is exact; of more, those of equal size
 * within 1 % are counted together, and percentiles are right within half of that. Count, mean and extremes stay exact.
 */
export interface Durations {
  count: number;
  sum: number;
  least: number;
  most: number;
  /** Undefined once there are too many. */
  values: number[] | undefined;
  buckets: Map<number, number>;
}

const mostValues = 10_000, growth = Math.log(1.01), smallest = 1e-3;

export function newDurations(): Durations { return { count: 0, sum: 0, least: Infinity, most: -Infinity, values: [], buckets: new Map() }; }

/** Adds a length; one that is negative or no number is none. */
export function addDuration(durations: Durations, value: number): void {
  if (!(value >= 0) || !Number.isFinite(value)) return;
  durations.count++;
  durations.sum += value;
  durations.least = Math.min(durations.least, value);
  durations.most = Math.max(durations.most, value);
  if (durations.values && durations.values.length < mostValues) durations.values.push(value);
  else {
    spill(durations);
    putInBucket(durations, value, 1);
  }
}

function putInBucket({ buckets }: Durations, value: number, times: number): void {
  const bucket = value < smallest ? -1 : Math.floor(Math.log(value / smallest) / growth);
  buckets.set(bucket, (buckets.get(bucket) ?? 0) + times);
}

function spill(durations: Durations): void {
  for (const value of durations.values ?? []) putInBucket(durations, value, 1);
  durations.values = undefined;
}

/** Both together; neither is changed. */
export function mergeDurations(a: Durations, b: Durations): Durations {
  const both: Durations = {
    count: a.count + b.count, sum: a.sum + b.sum, least: Math.min(a.least, b.least), most: Math.max(a.most, b.most),
    values: a.values && b.values && a.count + b.count <= mostValues ? [...a.values, ...b.values] : undefined, buckets: new Map(),
  };
  if (both.values) return both;
  for (const part of [a, b]) {
    for (const value of part.values ?? []) putInBucket(both, value, 1);
    for (const [bucket, times] of part.buckets) both.buckets.set(bucket, (both.buckets.get(bucket) ?? 0) + times);
  }
  return both;
}

/** The percentile by nearest rank. Undefined without values. */
export function percentileOf(durations: Durations, p: number): number | undefined {
  if (durations.count === 0) return undefined;
  return durations.values ? percentile(durations.values, p) : atRank(durations, rankOf(p, durations.count));
}

function atRank({ buckets, count, least, most }: Durations, rank: number): number {
  if (rank >= count) return most;
  let seen = 0;
  for (const [bucket, times] of [...buckets].sort(([a], [b]) => a - b)) {
    seen += times;
    if (seen >= rank) return Math.min(most, Math.max(least, bucket < 0 ? 0 : smallest * Math.exp((bucket + 0.5) * growth)));
  }
  return most;
}

/** The mean hides the tail: show median and p90 beside it. The median of an even number of values lies between the two in the middle. */
export function summaryOf(durations: Durations):
  { count: number; mean?: number; median?: number; p90?: number; least?: number; most?: number; exact: boolean } {
  const { count, sum, least, most, values } = durations, exact = values !== undefined;
  if (count === 0) return { count, exact };
  const sorted = values && [...values].sort((a, b) => a - b);
  const ranked = (rank: number): number => sorted?.[rank - 1] ?? atRank(durations, rank);
  const middle = Math.ceil(count / 2), median = count % 2 === 1 ? ranked(middle) : (ranked(middle) + ranked(middle + 1)) / 2;
  return { count, mean: sum / count, median, p90: ranked(rankOf(90, count)), least, most, exact };
}

/**
 * Means of failures in observed service time, all in one unit: MTRS = downtime / failures, MTBF = uptime / failures, MTBSI = MTBF + MTRS,
 * A = MTBF / MTBSI. Without failures there are no means and A is 1. Undefined where the figures contradict one another.
 */
export function failureMeans({ agreed, downtime, failures }: { agreed: number; downtime: number; failures: number }):
  { mtrs?: number; mtbf?: number; mtbsi?: number; availability: number } | undefined {
  const isPossible = agreed > 0 && Number.isFinite(agreed) && downtime >= 0 && downtime <= agreed && Number.isInteger(failures) && failures >= 0;
  if (!isPossible || (failures === 0 && downtime > 0)) return undefined;
  if (failures === 0) return { availability: 1 };
  const mtrs = downtime / failures, mtbf = (agreed - downtime) / failures;
  return { mtrs, mtbf, mtbsi: mtbf + mtrs, availability: mtbf / (mtbf + mtrs) };
}

/**
 * Successful changes of those implemented. One that failed, was reversed or caused a major incident is not successful, nor is one with any
 * other outcome; a cancelled one was not implemented.
 */
export function changeSuccess(changes: Iterable<{ outcome: string; causedMajorIncident?: boolean }>):
  { successful: number; implemented: number; rate?: number } {
  let successful = 0, all = 0;
  for (const { outcome, causedMajorIncident } of changes) {
    if (outcome === 'cancelled') continue;
    all++;
    if (outcome === 'successful' && causedMajorIncident !== true) successful++;
  }
  return { successful, implemented: all, ...(all === 0 ? {} : { rate: successful / all }) };
}
