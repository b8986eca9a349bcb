import { digitsAt } from '../service-levels/time-zone.js';
import { isDay } from './days.js';
import type { Day } from './types.js';

/** Reads days and moments as other systems write them. Nothing here asks a clock or the place of the machine. */

const PARTS = { yyyy: '(?<year>\\d{4})', MM: '(?<month>\\d{2})', M: '(?<month>\\d{1,2})', dd: '(?<day>\\d{2})', d: '(?<day>\\d{1,2})',
  HH: '(?<hour>\\d{2})', H: '(?<hour>\\d{1,2})', mm: '(?<minute>\\d{2})', ss: '(?<second>\\d{2})' } as const;

/** `dd-MM-yyyy HH:mm` as a pattern; undefined where it names no day, or a part twice. Signs that are no part stand for themselves. */
export function formatPattern(format: string): RegExp | undefined {
  const seen = new Set<string>();
  let twice = false;
  const source = format.replace(/yyyy|MM?|dd?|HH?|mm|ss|[\s\S]/g, token => {
    const part = PARTS[token as keyof typeof PARTS] as string | undefined;
    if (part === undefined) return /\s/.test(token) ? '\\s+' : token.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
    const name = part.slice(3, part.indexOf('>'));
    twice ||= seen.has(name);
    seen.add(name);
    return part;
  });
  return twice || !['year', 'month', 'day'].every(name => seen.has(name)) ? undefined : new RegExp(`^\\s*${source}\\s*$`, 'u');
}

const ISO = /^\s*(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})(?:[T ](?<hour>\d{2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:\.\d+)?)?)?(?<offset>Z|[+-]\d{2}:?\d{2})?\s*$/;

/** What reads a text as a day, or undefined for what is none. `format` as in a record-log; without it `2026-07-03`, with or without a time. */
export function dayReader(format?: string): ((text: string) => Day | undefined) | undefined {
  const pattern = format === undefined ? ISO : formatPattern(format);
  return pattern && (text => {
    const groups = pattern.exec(text)?.groups, day = groups && dayOf(groups);
    return isDay(day) ? day : undefined;
  });
}

/**
 * What reads a text as a moment with its offset, `2026-07-03T09:15:00+02:00`, or undefined for what is none. Times without an offset are those of
 * the time zone; of an hour that comes twice the first is meant, one that is left out reads as if the clock had not been put forward.
 */
export function momentReader(timeZone: string, format?: string): ((text: string) => string | undefined) | undefined {
  const pattern = format === undefined ? ISO : formatPattern(format), offsetOf = offsets(timeZone), places = format === undefined ? undefined : placesOf(format);
  const zoned = (day: Day, hour: number, minute: number, second: number): string | undefined => {
    if (hour > 23 || minute > 59 || second > 59) return undefined;
    const wall = `${day}T${TWO[hour] ?? ''}:${TWO[minute] ?? ''}:${TWO[second] ?? ''}`;
    return offsetOf && wall + written(offsetOf(Date.UTC(digitsAt(day, 0, 4), digitsAt(day, 5, 2) - 1, digitsAt(day, 8, 2), hour, minute, second)));
  };
  // Few days come in many rows; by year, month and day as one number. `offset` where it is the same from midnight to midnight: none changes twice in a day.
  const days = new Map<number, { day: Day; offset: string | undefined } | undefined>();
  const dayFrom = (year: number, month: number, date: number): { day: Day; offset: string | undefined } | undefined => {
    const key = (year * 100 + month) * 100 + date;
    if (!days.has(key)) {
      const day = `${String(year).padStart(4, '0')}-${two(month)}-${two(date)}`, offset = isDay(day) ? zoned(day, 0, 0, 0)?.slice(OFFSET) : undefined;
      days.set(key, isDay(day) ? { day, offset: offset === zoned(day, 23, 59, 59)?.slice(OFFSET) ? offset : undefined } : undefined);
    }
    return days.get(key);
  };
  return pattern && offsetOf && (text => {
    // Most are written with all their digits, and need not be taken apart by a pattern.
    if (places && text.length === format?.length && fits(text, places)) {
      const { year, month, day: date, hour, minute, second } = places.parts, at = (place: number | undefined): number => (place === undefined ? 0 : digitsAt(text, place, 2));
      const y = year === undefined ? 0 : digitsAt(text, year, 4), mo = at(month), d = at(date), h = at(hour), mi = at(minute), s = at(second);
      if (y >= 0 && mo >= 0 && d >= 0 && h >= 0 && mi >= 0 && s >= 0) {
        const found = dayFrom(y, mo, d);
        if (!found || h > 23 || mi > 59 || s > 59) return undefined;
        return found.offset === undefined ? zoned(found.day, h, mi, s) : `${found.day}T${TWO[h] ?? ''}:${TWO[mi] ?? ''}:${TWO[s] ?? ''}${found.offset}`;
      }
    }
    const groups = pattern.exec(text)?.groups, day = groups && dayOf(groups);
    if (!groups || !isDay(day)) return undefined;
    const { hour = '00', minute = '00', second = '00', offset } = groups, [h, m, s] = [Number(hour), Number(minute), Number(second)];
    if (offset === undefined) return zoned(day, h, m, s);
    return h > 23 || m > 59 || s > 59 ? undefined : `${day}T${two(h)}:${two(m)}:${two(s)}${offset === 'Z' ? '+00:00' : offset.replace(/^(.\d\d)(\d\d)$/, '$1:$2')}`;
  });
}

/** Where the offset begins in `2026-07-03T09:15:00+02:00`. */
const OFFSET = 19;

type PartName = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second';
interface Places { parts: Readonly<Partial<Record<PartName, number>>>; signs: readonly { at: number; sign: string }[] }

/** Where the parts of a format stand that has all digits of each; undefined for others. */
function placesOf(format: string): Places | undefined {
  const parts: Partial<Record<PartName, number>> = {}, signs: { at: number; sign: string }[] = [];
  for (const { 0: token, index } of format.matchAll(/yyyy|MM?|dd?|HH?|mm|ss|[\s\S]/g)) {
    const name = FIXED.get(token);
    if (name !== undefined) parts[name] = index;
    else if (/[MdH]/.test(token)) return undefined;
    else signs.push({ at: index, sign: token });
  }
  return { parts, signs };
}

const FIXED: ReadonlyMap<string, PartName> = new Map([['yyyy', 'year'], ['MM', 'month'], ['dd', 'day'], ['HH', 'hour'], ['mm', 'minute'], ['ss', 'second']]);

function fits(text: string, { signs }: Places): boolean {
  for (const { at, sign } of signs) if (text[at] !== sign) return false;
  return true;
}

const TWO = Array.from({ length: 60 }, (_, value) => String(value).padStart(2, '0'));

function dayOf(groups: Readonly<Record<string, string | undefined>>): string {
  return `${groups['year'] ?? ''}-${(groups['month'] ?? '').padStart(2, '0')}-${(groups['day'] ?? '').padStart(2, '0')}`;
}

function two(value: number): string { return TWO[value] ?? String(value); }

function written(minutes: number): string {
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

const QUARTER = 900_000;

const zones = new Map<string, ((wall: number) => number) | undefined>();

/** The offset in minutes of a zone at a time on its wall, given as if it were one of UTC; undefined for an unknown zone. */
function offsets(timeZone: string): ((wall: number) => number) | undefined {
  // What was asked about a zone once is known for all tables.
  if (!zones.has(timeZone)) zones.set(timeZone, askedOf(timeZone));
  return zones.get(timeZone);
}

function askedOf(timeZone: string): ((wall: number) => number) | undefined {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', { timeZone, calendar: 'gregory', numberingSystem: 'latn', hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
  // Asking takes long; no zone changes its offset but at a quarter of an hour.
  const known = new Map<number, number>();
  const at = (instant: number): number => {
    const key = Math.floor(instant / QUARTER);
    let offset = known.get(key);
    if (offset === undefined) {
      const part: Record<string, number> = {};
      for (const { type, value } of format.formatToParts(key * QUARTER)) part[type] = Number(value);
      offset = (Date.UTC(part['year'] ?? 0, (part['month'] ?? 1) - 1, part['day'], part['hour'], part['minute']) - key * QUARTER) / 60_000;
      known.set(key, offset);
    }
    return offset;
  };
  return wall => {
    const before = at(wall - 86_400_000), after = at(wall - before * 60_000);
    return at(wall - after * 60_000) === after && at(wall - before * 60_000) !== before ? after : before;
  };
}
