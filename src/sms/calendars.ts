import { calendarOf, type CalendarTerms, type WorkCalendar } from '../service-levels/calendar.js';
import { list, state, text, type Fields } from './data.js';
import type { Model } from './model.js';
import { foundSame, sameData, type Findings } from './reads.js';
import type { Item } from './types.js';

/** The terms of an entry of `calendars`. Without a time zone of its own it has the one given, that of sms.yaml. */
export function calendarTerms(entry: unknown, timeZone: string): CalendarTerms {
  return {
    timeZone: text(entry, 'timeZone') ?? timeZone,
    // Whatever stands there: what is no list of hours is read as none.
    hours: text(entry, 'hours') === 'always' ? 'always' : list(entry, 'hours') as Exclude<CalendarTerms['hours'], 'always'>,
    holidays: list(entry, 'holidays') as NonNullable<CalendarTerms['holidays']>, exceptions: list(entry, 'exceptions') as NonNullable<CalendarTerms['exceptions']>,
  };
}

/**
 * The calendars of the Model by id, ready to be counted in; undefined for what is no calendar, has no hours, an unknown time zone,
 * or contradicts itself: two readers would count differently.
 */
export function workCalendars(model: Model): (id: string) => WorkCalendar | undefined {
  const known = new Map<string, WorkCalendar | undefined>();
  return id => {
    if (!known.has(id)) {
      const item = model.item(id), entry = item?.type === 'calendar' && item.path.length > 0 ? calendarsIn(model).get(placeOf(item)) : undefined;
      const read = entry && state(entry, 'hours') === 'filled' ? calendarOf(calendarTerms(entry, model.config.timeZone)) : undefined;
      known.set(id, read?.problems.length === 0 ? read.calendar : undefined);
    }
    return known.get(id);
  };
}

/** What the calendars of the Model say, by where they stand. */
function calendarsIn(model: Model): ReadonlyMap<string, Fields> {
  const find = (seen: Model): ReadonlyMap<string, Fields> => new Map(seen.ofType('calendar').map(item => [placeOf(item), seen.value(item)]));
  return foundSame(model, calendarsByModel, find, (before, now) => sameData([...before], [...now]));
}

const calendarsByModel: Findings<ReadonlyMap<string, Fields>> = new WeakMap();

function placeOf({ file, path }: Item): string { return `${file} ${path.join('.')}`; }
