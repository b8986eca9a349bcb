import { joined, phrase } from './language.js';
import type { Phrase, Word } from './types.js';

/** Amounts and days of the week in words, for messages. */

/** `4 hours`, `99.9 %`: with the unit of a target; one that is none of ours stands as it is written. */
export function amountWord(count: Word, unit: string | undefined): Word {
  const one = count === 1 || count === '1';
  switch (unit) {
    case undefined: case 'count': return count;
    case 'percent': return phrase('amount.percent', '{count} %', { count });
    case 'seconds': return one ? phrase('amount.second', '1 second') : phrase('amount.seconds', '{count} seconds', { count });
    case 'minutes': return one ? phrase('amount.minute', '1 minute') : phrase('amount.minutes', '{count} minutes', { count });
    case 'hours': return one ? phrase('amount.hour', '1 hour') : phrase('amount.hours', '{count} hours', { count });
    case 'days': return one ? phrase('amount.day', '1 day') : phrase('amount.days', '{count} days', { count });
    case 'business-hours': return one ? phrase('amount.business-hour', '1 business hour') : phrase('amount.business-hours', '{count} business hours', { count });
    case 'business-days': return one ? phrase('amount.business-day', '1 business day') : phrase('amount.business-days', '{count} business days', { count });
    case 'score': return phrase('amount.score', '{count} score', { count });
    default: return joined([count, unit], ' ');
  }
}

/** `at most 4 hours`; another operator, or none, stands as it is written. */
export function limitWord(operator: string | undefined, amount: Word): Word {
  switch (operator) {
    case 'at-most': return phrase('limit.at-most', 'at most {amount}', { amount });
    case 'at-least': return phrase('limit.at-least', 'at least {amount}', { amount });
    case 'equal': return phrase('limit.equal', 'exactly {amount}', { amount });
    default: return operator === undefined ? amount : joined([operator, amount], ' ');
  }
}

/** `4 hours of working time` where the clock runs in business hours. */
export function timeOf(time: Word, clock: 'elapsed' | 'business'): Word {
  return clock === 'business' ? phrase('amount.working-time', '{time} of working time', { time }) : time;
}

const WEEKDAYS: ReadonlyMap<string, Phrase> = new Map([
  ['mon', phrase('weekday.mon', 'Monday')], ['tue', phrase('weekday.tue', 'Tuesday')], ['wed', phrase('weekday.wed', 'Wednesday')], ['thu', phrase('weekday.thu', 'Thursday')],
  ['fri', phrase('weekday.fri', 'Friday')], ['sat', phrase('weekday.sat', 'Saturday')], ['sun', phrase('weekday.sun', 'Sunday')],
]);

/** A day of the week by its name in calendars, `mon`. */
export function weekdayWord(day: string): Word { return WEEKDAYS.get(day) ?? day; }
