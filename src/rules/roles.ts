import { objects, text, type Fields } from '../sms/data.js';
import { isDay } from '../sms/days.js';
import type { Day } from '../sms/types.js';

/** Who holds a role on a day. Days of beginning and end count; a day that cannot be read is taken as no limit. */
export function holdersOn(role: Fields, day: Day): readonly Fields[] {
  return objects(role, 'holders').map(({ value }) => value).filter(holder => {
    const from = text(holder, 'from'), until = text(holder, 'until');
    return (!isDay(from) || from <= day) && (!isDay(until) || until >= day);
  });
}
