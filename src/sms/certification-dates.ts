import { addPeriod, type Period } from './days.js';
import type { Day } from './types.js';

/** The days of a cycle of certification, as ISO/IEC 17021-1 counts them: from the decision, not from the last day of stage 2. */

/** Last day of validity: three years from the decision, less a day. */
export function expiryOf(decision: Day): Day { return addPeriod(addPeriod(decision, years(3)), days(1), -1); }

/** A date of the cycle with the day from which on it should be planned and the one by which the plan should put it. */
export interface Due { opensOn: Day; planBy: Day; dueOn: Day }

/**
 * The next surveillance audit that has to be held, or undefined where the cycle asks for none any more. The first is due 12 months after the
 * decision; then one in every calendar year after that of the decision, but for the year of recertification. `held`: days of those held.
 */
export function nextSurveillance(decision: Day, expiry: Day, held: readonly Day[]): Due | undefined {
  if (held.length === 0) {
    return { opensOn: addPeriod(decision, months(10)), planBy: addPeriod(decision, months(12)), dueOn: addPeriod(decision, months(12)) };
  }
  for (let year = yearOf(decision) + 1; year < yearOf(recertification(expiry).dueOn); year++) {
    if (held.some(day => yearOf(day) === year)) continue;
    const dueOn = `${year}-12-31`, planBy = earlier(addPeriod(decision, months(24)), dueOn);
    return { opensOn: addPeriod(planBy, months(2), -1), planBy, dueOn };
  }
  return undefined;
}

/** When the recertification audit should be held: four months to one month before the certificate expires, so that the decision comes in time. */
export function recertification(expiry: Day): Due {
  const dueOn = addPeriod(expiry, months(1), -1);
  return { opensOn: addPeriod(expiry, months(4), -1), planBy: dueOn, dueOn };
}

/** Until this day the body may restore an expired certificate once outstanding work is finished; afterwards stage 2 is the least. */
export function restorableUntil(expiry: Day): Day { return addPeriod(expiry, months(6)); }

/** By this day a suspension is lifted, or the body withdraws the certificate or narrows its scope. */
export function suspensionEnds(from: Day): Day { return addPeriod(from, months(6)); }

/** Until this day stage 2 may follow on stage 1; bodies then want stage 1 again. */
export function stage1HoldsUntil(end: Day): Day { return addPeriod(end, months(6)); }

/** Until this day the end of a major nonconformity has to be verified, else stage 2 is held again. */
export function stage2HoldsUntil(end: Day): Day { return addPeriod(end, months(6)); }

/** How it stands with a certificate on a day. */
export type Validity = 'valid' | 'suspended' | 'restorable' | 'lapsed' | 'withdrawn';

export function validityOn(today: Day, { expiry, suspendedFrom, liftedOn, withdrawnOn }: { expiry: Day; suspendedFrom?: Day; liftedOn?: Day; withdrawnOn?: Day }): Validity {
  if (withdrawnOn !== undefined && withdrawnOn <= today) return 'withdrawn';
  if (expiry < today) return today <= restorableUntil(expiry) ? 'restorable' : 'lapsed';
  return suspendedFrom !== undefined && suspendedFrom <= today && !(liftedOn !== undefined && liftedOn <= today) ? 'suspended' : 'valid';
}

/** What the contract with the body allows; 30 and 90 days where it says nothing. */
export interface Terms { respondWithin?: Period; closeMajorWithin?: Period }

/** By when a nonconformity raised on a day is answered and, a major one, closed; on recertification never later than the certificate expires. */
export function nonconformityDates(raised: Day, terms: Terms, recertifying?: { expiry: Day }): { respondBy: Day; closeMajorBy: Day } {
  const closeMajorBy = addPeriod(raised, terms.closeMajorWithin ?? days(90));
  return { respondBy: addPeriod(raised, terms.respondWithin ?? days(30)), closeMajorBy: recertifying ? earlier(closeMajorBy, recertifying.expiry) : closeMajorBy };
}

function earlier(a: Day, b: Day): Day { return a < b ? a : b; }
function yearOf(day: Day): number { return Number(day.slice(0, 4)); }
function days(count: number): Period { return { count, unit: 'day' }; }
function months(count: number): Period { return { count, unit: 'month' }; }
function years(count: number): Period { return { count, unit: 'year' }; }
