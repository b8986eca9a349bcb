import { dayNumber } from './time-zone.js';

/** An entry whose terms change with time: `effectiveFrom` is the first day of these, `previously` lists earlier ones, newest first. */
export type Terms = Readonly<Record<string, unknown>>;

/**
 * The terms in force on a day (`yyyy-mm-dd`): those with the latest first day that is not after it, either the entry itself or one of its
 * earlier terms, which are complete and inherit nothing. `firstDay` holds for an entry that states none, as that of its agreement. Undefined
 * before the first day and where no day is known; of two with the same day the one that stands first.
 */
export function inForceOn(entry: Terms, day: string, firstDay?: string): Terms | undefined {
  let latest: Dated | undefined;
  for (const dated of [{ terms: entry, from: dayOf(entry) ?? firstDay, index: -1 }, ...previous(entry)]) {
    if (dated.from !== undefined && dated.from <= day && (latest?.from === undefined || dated.from > latest.from)) latest = dated;
  }
  return latest?.terms;
}

/** `no-day`: nobody can say when the terms held. `same-day`: other terms before them in the list begin on it too. */
export interface TermsProblem {
  problem: 'no-day' | 'no-such-day' | 'same-day' | 'not-newest-first';
  /** In `previously`; −1 is the entry itself. */
  index: number;
  day?: string;
}

/**
 * What is contradictory about the days of an entry and its earlier terms. Each day is held against the one before it in the list. An entry
 * without earlier terms and without a day is none: it may take that of its agreement.
 */
export function termsProblems(entry: Terms, firstDay?: string): TermsProblem[] {
  const problems: TermsProblem[] = [];
  const earlier = previous(entry), from = dayOf(entry) ?? firstDay;
  let newer = from;
  if (earlier.length > 0 && from === undefined) problems.push({ problem: stated(entry) ? 'no-such-day' : 'no-day', index: -1, ...said(entry) });
  else if (stated(entry) && dayOf(entry) === undefined) problems.push({ problem: 'no-such-day', index: -1, ...said(entry) });
  const seen = new Set(newer === undefined ? [] : [newer]);
  for (const dated of earlier) {
    const { index } = dated;
    if (dated.from === undefined) problems.push({ problem: stated(dated.terms) ? 'no-such-day' : 'no-day', index, ...said(dated.terms) });
    else if (seen.has(dated.from)) problems.push({ problem: 'same-day', index, day: dated.from });
    else if (newer !== undefined && dated.from > newer) problems.push({ problem: 'not-newest-first', index, day: dated.from });
    if (dated.from === undefined) continue;
    seen.add(dated.from);
    newer = dated.from;
  }
  return problems;
}

interface Dated { terms: Terms; from: string | undefined; index: number }

function previous({ previously }: Terms): Dated[] {
  if (!Array.isArray(previously)) return [];
  return previously.flatMap((terms: unknown, index) => (isTerms(terms) ? [{ terms, from: dayOf(terms), index }] : []));
}

function isTerms(value: unknown): value is Terms { return typeof value === 'object' && value !== null && !Array.isArray(value); }

function stated({ effectiveFrom }: Terms): boolean { return effectiveFrom !== undefined && effectiveFrom !== null && effectiveFrom !== ''; }

function said({ effectiveFrom }: Terms): { day?: string } { return typeof effectiveFrom === 'string' ? { day: effectiveFrom } : {}; }

/** A day that exists: 2026-02-30 would be taken for the second of March. */
function dayOf({ effectiveFrom: day }: Terms): string | undefined {
  if (typeof day !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(day)) return undefined;
  if (dayNumber(day) !== undefined) return day;
  const time = Date.parse(`${day}T00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day) ? day : undefined;
}
