/** A moment in milliseconds since 1970-01-01T00:00Z. */
export type Instant = number;

const second = 1000, minute = 60 * second;
export const msPerDay = 24 * 60 * minute;

/** Years for which a zone is asked; what Intl says of earlier ones is no better than a guess, and later ones are typing errors. */
export const firstYear = 1970, lastYear = 2199;

/** Days since 1970-01-01 of a day `yyyy-mm-dd`; undefined for one that does not exist or lies outside the years. */
export function dayNumber(day: unknown): number | undefined {
  if (typeof day !== 'string' || day.length !== 10 || day[4] !== '-' || day[7] !== '-') return undefined;
  const year = digitsAt(day, 0, 4), month = digitsAt(day, 5, 2), date = digitsAt(day, 8, 2);
  return year >= firstYear && year <= lastYear ? daysSince1970(year, month, date) : undefined;
}

/** So many digits from a place on as a number; −1 where there is anything else. Tables ask a million times. */
export function digitsAt(text: string, at: number, count: number): number {
  let value = 0;
  for (let i = at; i < at + count; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (!(digit >= 0 && digit <= 9)) return -1;
    value = value * 10 + digit;
  }
  return value;
}

const lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** None for what is no month. */
export function daysInMonth(year: number, month: number): number {
  return month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : lengths[month - 1] ?? 0;
}

function daysSince1970(year: number, month: number, date: number): number | undefined {
  const most = daysInMonth(year, month);
  if (date < 1 || date > most) return undefined;
  // Years from March to February, so that a leap day is the last one: Date.UTC takes longer, and tables ask a million times.
  const years = month > 2 ? year : year - 1, months = (month + 9) % 12;
  const daysBefore = 365 * years + Math.floor(years / 4) - Math.floor(years / 100) + Math.floor(years / 400) + Math.floor((153 * months + 2) / 5);
  return daysBefore + date - 1 - DAYS_TO_1970;
}

/** From 1 March of the year 0. */
const DAYS_TO_1970 = 719_468;

/**
 * The instant of a date and time with its offset (RFC 3339; seconds may be left out). Undefined for a text without an offset, which means
 * nothing without knowing where it was written, and for one that does not exist.
 */
export function instantOf(moment: unknown): Instant | undefined {
  if (typeof moment !== 'string' || moment[4] !== '-' || moment[7] !== '-' || moment[13] !== ':') return undefined;
  if (!'Tt '.includes(moment[10] ?? '-')) return undefined;
  const year = digitsAt(moment, 0, 4), day = year < 100 ? undefined : daysSince1970(year, digitsAt(moment, 5, 2), digitsAt(moment, 8, 2));
  const hours = digitsAt(moment, 11, 2), minutes = digitsAt(moment, 14, 2);
  if (day === undefined || hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return undefined;

  let at = 16, ms = 0;
  if (moment[at] === ':') {
    const seconds = digitsAt(moment, at + 1, 2);
    if (seconds < 0 || seconds > 60) return undefined;
    ms = seconds * second;
    at += 3;
    if (moment[at] === '.') {
      const start = ++at;
      while (digitsAt(moment, at, 1) >= 0) at++;
      if (at === start) return undefined;
      ms += Math.floor(Number(`0.${moment.slice(start, at)}`) * second);
    }
  }
  const offset = offsetIn(moment, at);
  return offset === undefined ? undefined : day * msPerDay + (hours * 60 + minutes - offset) * minute + ms;
}

function offsetIn(text: string, at: number): number | undefined {
  const sign = text[at];
  if ((sign === 'Z' || sign === 'z') && text.length === at + 1) return 0;
  if ((sign !== '+' && sign !== '-') || text.length !== at + 6 || text[at + 3] !== ':') return undefined;
  const hours = digitsAt(text, at + 1, 2), minutes = digitsAt(text, at + 4, 2);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return undefined;
  return (sign === '+' ? 1 : -1) * (hours * 60 + minutes);
}

/** From `start` on the wall clock is ahead of UTC by `offset` ms, until the next segment starts. */
interface Segment { start: Instant; offset: number }

/** A time zone that Intl knows, with the offsets of the years that were asked for. */
export interface Zone { readonly name: string; readonly format: Intl.DateTimeFormat; readonly years: Map<number, readonly Segment[]> }

// Asking Intl is slow, and the same few zones are asked for by every calendar: what was learned of one is kept.
const zones = new Map<string, Zone>();

/** The zone with an IANA name; undefined for an unknown one. */
export function zoneOf(name: unknown): Zone | undefined {
  if (typeof name !== 'string') return undefined;
  const known = zones.get(name);
  if (known) return known;
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone: name, calendar: 'gregory', numberingSystem: 'latn', hourCycle: 'h23',
      year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
    });
    const zone = { name, format, years: new Map<number, readonly Segment[]>() };
    zones.set(name, zone);
    return zone;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function offsetAt(zone: Zone, at: Instant): number {
  const part = new Map(zone.format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const wall = Date.UTC(part.get('year') ?? 0, (part.get('month') ?? 1) - 1, part.get('day') ?? 1,
    part.get('hour') ?? 0, part.get('minute') ?? 0, part.get('second') ?? 0);
  return wall - at;
}

/** Offsets from two days before a year to two days after it. One question a day, and between days that differ the moment is halved out. */
function segmentsOf(zone: Zone, year: number): readonly Segment[] {
  const known = zone.years.get(year);
  if (known) return known;
  const from = Date.UTC(year, 0, 1) - 2 * msPerDay, to = Date.UTC(year + 1, 0, 1) + 2 * msPerDay;
  const segments: Segment[] = [{ start: from, offset: offsetAt(zone, from) }];
  for (let day = from, offset = segments[0]?.offset ?? 0; day < to; day += msPerDay) {
    const next = offsetAt(zone, day + msPerDay);
    if (next === offset) continue;
    let before = day, after = day + msPerDay;
    while (after - before > second) {
      const middle = before + Math.floor((after - before) / 2 / second) * second;
      if (offsetAt(zone, middle) === offset) before = middle;
      else after = middle;
    }
    segments.push({ start: after, offset: next });
    offset = next;
  }
  zone.years.set(year, segments);
  return segments;
}

/**
 * The first instant at which the wall clock of a day (number since 1970) shows so many minutes after midnight, or more. So a time in the
 * hour that is skipped in spring is the moment of the change, and of a time that comes twice in autumn it is the first.
 */
export function instantAt(zone: Zone, day: number, minutes: number): Instant {
  const wall = day * msPerDay + minutes * minute;
  const segments = segmentsOf(zone, new Date(day * msPerDay).getUTCFullYear());
  for (const [i, { start, offset }] of segments.entries()) {
    const end = segments[i + 1]?.start ?? Infinity;
    if (wall < end + offset) return Math.max(start, wall - offset);
  }
  return wall;
}

/** The first instant of a day in a time zone; undefined for an unknown zone and a day that does not exist. */
export function startOfDay(timeZone: string, day: string): Instant | undefined {
  const zone = zoneOf(timeZone), number = dayNumber(day);
  return zone && number !== undefined ? instantAt(zone, number, 0) : undefined;
}
