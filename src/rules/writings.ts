import { isDay, parsePeriod } from '../sms/days.js';
import { momentReader } from '../sms/moments.js';
import type { Day } from '../sms/types.js';

/** What people write where a field wants a day, a moment, a time, a period or a number: as the field wants it, where it can mean one thing only. */

const MONTHS = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december'];

/** `31.03.2026`, `31/3/2026`, `2026/03/31`, `20260331`, `31 March 2026`, `Mar 31, 2026`. Undefined for 3/4/2026: nobody knows which is the month. */
export function dayMeant(text: string): Day | undefined {
  const written = text.trim();
  const iso = /^(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?:[T ]\d{1,2}:\d{2}.*)?$/.exec(written) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(written);
  if (iso) return day(iso[1], iso[2], iso[3]);
  const dotted = /^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})$/.exec(written);
  if (dotted) return day(dotted[3], dotted[2], dotted[1]);
  const slashed = /^(\d{1,2})[/-](\d{1,2})[/-](\d{4})$/.exec(written);
  if (slashed) {
    const ways = new Set([day(slashed[3], slashed[2], slashed[1]), day(slashed[3], slashed[1], slashed[2])].filter(way => way !== undefined));
    return ways.size === 1 ? [...ways][0] : undefined;
  }
  const named = /^(\d{1,2})(?:st|nd|rd|th|\.)?\s+(?:of\s+)?([A-Za-z]{3,9})\.?,?\s+(\d{4})$/.exec(written);
  if (named) return day(named[3], month(named[2]), named[1]);
  const american = /^([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})$/.exec(written);
  return american ? day(american[3], month(american[1]), american[2]) : undefined;
}

function month(name = ''): string | undefined {
  const found = MONTHS.filter(month => month.startsWith(name.toLowerCase()));
  return found.length === 1 && found[0] ? String(MONTHS.indexOf(found[0]) + 1) : undefined;
}

function day(year: string | undefined, month: string | undefined, date: string | undefined): Day | undefined {
  if (year === undefined || month === undefined || date === undefined) return undefined;
  const written = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  return isDay(written) ? written : undefined;
}

/** `14.07.2026 2:10` with the difference from world time that the zone has then; a moment that names its own keeps it. Undefined without a time. */
export function momentMeant(text: string, timeZone: string): string | undefined {
  const parts = /^(.*\d)(?:T|,?\s+)(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:\.\d+)?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?\s*$/.exec(text.trim());
  const on = parts && dayMeant(parts[1] ?? '');
  if (!parts || on === undefined) return undefined;
  const [, , hour = '', minute = '', second = '00', offset = ''] = parts;
  return momentReader(timeZone)?.(`${on}T${hour.padStart(2, '0')}:${minute}:${second}${offset === 'UTC' ? 'Z' : offset}`);
}

const PERIODS: Readonly<Record<string, string>> = {
  daily: '1 day', weekly: '1 week', fortnightly: '2 weeks', monthly: '1 month', quarterly: '3 months', 'half-yearly': '6 months', 'semi-annually': '6 months',
  yearly: '1 year', annually: '1 year', annual: '1 year',
};
const UNITS: Readonly<Record<string, string>> = { d: 'day', w: 'week', m: 'month', y: 'year' };
const NUMBERS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];

/** `yearly`, `every 6 months`, `six months`, `12months`, `P1Y`, `each year`. */
export function periodMeant(text: string): string | undefined {
  const words = text.trim().toLowerCase().replace(/^(?:every|each|once (?:a|per|every))\s+/, '');
  const known = Object.hasOwn(PERIODS, words) ? PERIODS[words] : undefined;
  if (known !== undefined) return known;
  const [, count = '1', unit] = /^(?:p\s*)?(?:(\d+|[a-z]+?)[\s-]*)?(d|w|m|mo|y|days?|weeks?|months?|years?)\.?$/.exec(words) ?? [];
  const letter = unit?.[0] ?? '', number = /^\d+$/.test(count) ? Number(count) : count === 'a' ? 1 : NUMBERS.indexOf(count) + 1;
  const written = `${number} ${UNITS[letter] ?? ''}${number === 1 ? '' : 's'}`;
  // A single `m` may be minutes.
  return number > 0 && unit !== undefined && !(unit === 'm' && !words.startsWith('p')) && parsePeriod(written) ? written : undefined;
}

/** `4h`, `30 min`, `4 hrs`, `1day`. */
export function durationMeant(text: string): string | undefined {
  const [, count, unit = ''] = /^(\d+(?:\.\d+)?)\s*(min|mins|minutes?|h|hrs?|hours?|d|days?)\.?$/i.exec(text.trim()) ?? [];
  const word = unit.toLowerCase().startsWith('m') ? 'minute' : unit.toLowerCase().startsWith('h') ? 'hour' : 'day';
  return count === undefined ? undefined : `${Number(count)} ${word}${Number(count) === 1 ? '' : 's'}`;
}

/** `99.9 %`, `99,9`, `1 000`. Undefined for `1,000`, which is a thousand or one. */
export function numberMeant(text: string): number | undefined {
  const bare = text.trim().replace(/\s*(?:%|percent|per cent)$/i, '').replace(/^(\d{1,3})(?:[ \u00a0\u202f]\d{3})+$/, whole => whole.replace(/\D/g, ''));
  const decimal = /^[-+]?\d+,\d{1,2}$/.test(bare) ? bare.replace(',', '.') : bare;
  return /^[-+]?\d+(?:\.\d+)?$/.test(decimal) ? Number(decimal) : undefined;
}

/** `8:00` and `8h00` as `08:00`, `6 pm` as `18:00`. */
export function timeMeant(text: string): string | undefined {
  const [, hour, minute = '00', half] = /^(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm|h)?$/i.exec(text.trim()) ?? [];
  if (hour === undefined || (minute === '00' && half === undefined && !/[:.h]/i.test(text))) return undefined;
  const late = half?.toLowerCase() === 'pm', early = half?.toLowerCase() === 'am', clock = late || early ? (Number(hour) % 12) + (late ? 12 : 0) : Number(hour);
  return clock > 24 || Number(minute) > 59 || ((late || early) && Number(hour) > 12) ? undefined : `${String(clock).padStart(2, '0')}:${minute}`;
}

/** `yes`, `No`, `on`. */
export function booleanMeant(text: string): boolean | undefined {
  const word = text.trim().toLowerCase();
  return ['yes', 'y', 'on', 'true'].includes(word) ? true : ['no', 'n', 'off', 'false'].includes(word) ? false : undefined;
}

/** `Amsterdam`, `europe/amsterdam`: the one zone that is called so. */
export function timeZoneMeant(text: string): string | undefined {
  const word = text.trim().toLowerCase().replace(/\s+/g, '_');
  const found = Intl.supportedValuesOf('timeZone').filter(zone => zone.toLowerCase() === word || zone.toLowerCase().endsWith(`/${word}`));
  return found.length === 1 ? found[0] : undefined;
}
