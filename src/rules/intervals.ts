import { addPeriod, earliestDay, parsePeriod } from '../sms/days.js';
import { phrase } from '../sms/language.js';
import type { Day, Word } from '../sms/types.js';

/** Intervals as they are written: `3 months`. What cannot be read is told by its field. */

/** The day by which the next one is due after the last, all intervals added; undefined where one cannot be read. */
export function dueAfter(last: Day, ...intervals: readonly (string | number | undefined)[]): Day | undefined {
  let due: Day = last;
  for (const interval of intervals) {
    const period = parsePeriod(interval);
    if (!period) return undefined;
    due = addPeriod(due, period);
  }
  return due;
}

/** The day that lies an interval before another; undefined where it cannot be read. */
export function dayBefore(day: Day, interval: string | number | undefined): Day | undefined {
  const period = parsePeriod(interval);
  return period && addPeriod(day, period, -1);
}

/** The interval that is over first, counted from a day. */
export function shortest(from: Day, intervals: readonly (string | undefined)[]): string | undefined {
  const first = earliestDay(intervals.map(interval => dueAfter(from, interval)));
  return first === undefined ? undefined : intervals.find(interval => dueAfter(from, interval) === first);
}

/** For messages: `every month`, `every 3 months`. */
export function everyInterval(interval: string): Word {
  const period = parsePeriod(interval);
  if (period?.count !== 1) return phrase('every.period', 'every {period}', { period: interval });
  switch (period.unit) {
    case 'day': return phrase('every.day', 'every day');
    case 'week': return phrase('every.week', 'every week');
    case 'month': return phrase('every.month', 'every month');
    case 'year': return phrase('every.year', 'every year');
  }
}
