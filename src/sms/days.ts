import { daysInMonth, digitsAt } from '../service-levels/time-zone.js';
import type { Day } from './types.js';

/** Days are compared as text: `yyyy-mm-dd` sorts by time. Nothing here asks a clock. */

/** True for a day that exists: not 2026-02-30. */
export function isDay(value: unknown): value is Day {
  if (typeof value !== 'string' || value.length !== 10 || value[4] !== '-' || value[7] !== '-') return false;
  const year = digitsAt(value, 0, 4), month = digitsAt(value, 5, 2), day = digitsAt(value, 8, 2);
  return year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

export interface Period { count: number; unit: 'day' | 'week' | 'month' | 'year' }

/** `12 months`; undefined where it is none. */
export function parsePeriod(value: unknown): Period | undefined {
  const match = typeof value === 'string' ? /^\s*([1-9]\d{0,4})\s+(day|week|month|year)s?\s*$/.exec(value) : null;
  return match ? { count: Number(match[1]), unit: match[2] as Period['unit'] } : undefined;
}

/** The day a period later (or, with a negative sign, earlier). Months keep the day of the month, or take the last day of a shorter one (F8). */
export function addPeriod(day: Day, period: Period, sign: 1 | -1 = 1): Day {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  if (period.unit === 'day' || period.unit === 'week') {
    const shift = sign * period.count * (period.unit === 'week' ? 7 : 1);
    return new Date(Date.UTC(year, month - 1, date + shift)).toISOString().slice(0, 10);
  }
  const months = year * 12 + month - 1 + sign * period.count * (period.unit === 'year' ? 12 : 1);
  const newYear = Math.floor(months / 12), newMonth = (months % 12) + 1;
  return `${String(newYear).padStart(4, '0')}-${String(newMonth).padStart(2, '0')}-${String(Math.min(date, daysInMonth(newYear, newMonth))).padStart(2, '0')}`;
}

/** A number of days later, or earlier where it is negative. */
export function addDays(day: Day, count: number): Day { return addPeriod(day, { count: Math.abs(count), unit: 'day' }, count < 0 ? -1 : 1); }

/** From the first to the second; negative where the second comes first. */
export function daysBetween(from: Day, to: Day): number { return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000); }

/** Of those that are days; undefined where none is. */
export function latestDay(days: Iterable<string | undefined>): Day | undefined { return [...days].filter(isDay).sort().at(-1); }

/** Of those that are days; undefined where none is. */
export function earliestDay(days: Iterable<string | undefined>): Day | undefined { return [...days].filter(isDay).sort()[0]; }

/** The calendar day of a moment in a time zone (IANA name); undefined where the zone is unknown. */
export function dayIn(timeZone: string, moment: Date): Day | undefined {
  try {
    const parts = new Intl.DateTimeFormat('en-CA', { timeZone, calendar: 'gregory', numberingSystem: 'latn', year: 'numeric', month: '2-digit', day: '2-digit' })
      .formatToParts(moment);
    const part = (type: string): string => parts.find(p => p.type === type)?.value ?? '';
    return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The clock time of a moment in a time zone, `20:40`; undefined where the zone is unknown. */
export function timeIn(timeZone: string, moment: Date): string | undefined {
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone, numberingSystem: 'latn', hourCycle: 'h23', hour: '2-digit', minute: '2-digit' }).format(moment);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

export function isTimeZone(value: string): boolean { return dayIn(value, new Date(0)) !== undefined; }

/** The names of zones that the platform knows. */
export function timeZones(): readonly string[] { return Intl.supportedValuesOf('timeZone'); }
