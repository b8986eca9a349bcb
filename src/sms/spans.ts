import { fields, text } from './data.js';
import { addDays, addPeriod, daysBetween, isDay } from './days.js';
import { phrase } from './language.js';
import { counted } from './text.js';
import type { Day, Word } from './types.js';

/** A stretch of days, first and last included: a `period` or `cycle` with `from` and `to`. */
export interface Span { from: Day; to: Day }

export function spanOf(of: unknown, key: string): Span | undefined {
  const span = fields(of, key), from = text(span, 'from'), to = text(span, 'to');
  return isDay(from) && isDay(to) && from <= to ? { from, to } : undefined;
}

export function includes({ from, to }: Span, day: Day): boolean { return from <= day && day <= to; }

/** True where the second lies wholly in the first. */
export function covers(whole: Span, part: Span): boolean { return whole.from <= part.from && part.to <= whole.to; }

/** `2026-04` for a calendar month, else `2026-04-01 to 2026-06-30`. */
export function spanName(span: Span): Word {
  const { from, to } = span;
  return from.endsWith('-01') && monthsIn(span) === 1 ? from.slice(0, 7) : phrase('span.from-to', '{from} to {to}', { from, to });
}

/** As long, and just before it: months before months. */
export function spanBefore(span: Span): Span {
  const { from, to } = span, months = monthsIn(span), last = addDays(from, -1);
  return { from: months === undefined ? addDays(from, -daysBetween(from, to) - 1) : addPeriod(from, { count: months, unit: 'month' }, -1), to: last };
}

/** As an interval is written: `3 months` where it is whole months, else its days. */
export function lengthOfSpan(span: Span): string {
  const months = monthsIn(span);
  return months === undefined ? counted(daysBetween(span.from, span.to) + 1, 'day') : counted(months, 'month');
}

/** A year at most. */
function monthsIn({ from, to }: Span): number | undefined {
  const next = addDays(to, 1), count = monthOf(next) - monthOf(from);
  return count >= 1 && count <= 12 && addPeriod(from, { count, unit: 'month' }) === next ? count : undefined;
}

function monthOf(day: Day): number { return 12 * Number(day.slice(0, 4)) + Number(day.slice(5, 7)); }
