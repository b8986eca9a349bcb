import { addDays, addPeriod, type Period } from '../sms/days.js';
import type { Day } from '../sms/types.js';
import type { Span } from '../sms/spans.js';

/** More periods than a daily report has in ten years mean that somebody mistyped a year. */
const MOST_PERIODS = 4000;

interface Dues { from: Day; every: Period; within: Period; until?: Day; since: Day; today: Day }

/**
 * The periods that follow one another from a day and whose report is due before today: the last day of the period plus the time to report
 * lies in the past. `until`: the last day that is reported. `since`: periods that ended before it are left out.
 */
export function duePeriods({ from, every, within, until, since, today }: Dues): readonly Span[] {
  const found: Span[] = [];
  for (let i = 0; i < MOST_PERIODS; i++) {
    // Counted from the first day each time: from 31 January, months end on the 27th, the 30th …
    const begin = addPeriod(from, { ...every, count: every.count * i }), next = addPeriod(from, { ...every, count: every.count * (i + 1) });
    const to = addDays(next, -1);
    if (addPeriod(to, within) >= today || (until !== undefined && to > until)) break;
    if (to >= since) found.push({ from: begin, to });
  }
  return found;
}
