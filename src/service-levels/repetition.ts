/** What became of a target in one period; `none` where there was no case. */
export type Outcome = 'met' | 'missed' | 'none';

/** So many misses among so many periods, the last one among them. */
export interface Repetition { misses: number; of: number }

/** Two of three periods, or three of twelve (domain dossier, section 6.6). */
export const REPEATED: readonly Repetition[] = [{ misses: 2, of: 3 }, { misses: 3, of: 12 }];

/**
 * The periods at which a miss is a repeated one: missed itself, and with those before it often enough by one of the limits. `outcomes` are of
 * periods that follow one another, oldest first; a period without a case counts as one that passed. Gives their places in the list.
 */
export function repeatedAt(outcomes: readonly Outcome[], limits: readonly Repetition[] = REPEATED): number[] {
  return outcomes.flatMap((outcome, at) => (outcome === 'missed' && limits.some(({ misses, of }) => missesIn(outcomes, at, of).length >= misses) ? [at] : []));
}

/** The misses among so many periods that end with this one, by their places in the list. */
export function missesIn(outcomes: readonly Outcome[], last: number, of: number): number[] {
  const first = Math.max(0, last - of + 1);
  return outcomes.slice(first, last + 1).flatMap((outcome, at) => (outcome === 'missed' ? [first + at] : []));
}

/** The misses that make the one at this place a repeated one, by the first limit that they reach; none where they reach no limit. */
export function repetitionAt(outcomes: readonly Outcome[], last: number, limits: readonly Repetition[] = REPEATED): number[] {
  if (outcomes[last] !== 'missed') return [];
  for (const { misses, of } of limits) {
    const found = missesIn(outcomes, last, of);
    if (found.length >= misses) return found;
  }
  return [];
}

/** A miss of one sort of target (metric and priority) at one customer in one period. */
export interface Miss { sort: string; customer: string; period: string }

/** Misses of one sort in one period at several customers at once, in the order of the first of each. One customer counts once. */
export function missedAtSeveral<T extends Miss>(misses: readonly T[], customers = 2): T[][] {
  const groups = new Map<string, T[]>();
  for (const miss of misses) {
    const key = JSON.stringify([miss.sort, miss.period]);
    groups.set(key, [...groups.get(key) ?? [], miss]);
  }
  return [...groups.values()].filter(group => new Set(group.map(({ customer }) => customer)).size >= customers);
}
