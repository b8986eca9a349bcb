import { dayAt } from '../sms/data.js';
import type { Day, Path } from '../sms/types.js';

/** Something that was done on a day: the key of the day, seen from `of`, and how it reads after `was`: `closed`. */
export interface DatedStep { of: unknown; key: string; path: Path; words: string }

/** A day that cannot be: it lies after today, or before a day that comes first. `why` reads after `on 2026-07-01,`. */
export interface WrongDay { path: Path; step: string; on: Day; why: string }

/** The first day that cannot be. The steps are in their order; those without a day, or with one that does not exist, are left out. */
export function wrongDay(today: Day, steps: readonly DatedStep[]): WrongDay | undefined {
  let latest: { on: Day; words: string } | undefined;
  for (const { of, key, path, words } of steps) {
    const on = dayAt(of, key);
    if (on === undefined) continue;
    if (on > today) return { path, step: words, on, why: 'which is after today' };
    if (latest && on < latest.on) return { path, step: words, on, why: `before it was ${latest.words} on ${latest.on}` };
    latest = { on, words };
  }
  return undefined;
}

/** Of a record whose days are fields of its own: in their order, each with its words. */
export function stepsOf(data: unknown, words: Readonly<Record<string, string>>): readonly DatedStep[] {
  return Object.entries(words).map(([key, own]) => ({ of: data, key, path: [key], words: own }));
}

/** What a rule says of such a day; the arguments are `name` and those of WrongDay. */
export const WRONG_DAY = '{name} was {step} on {on}, {why}. Correct the wrong one of its days: what is worked out from them is wrong as well.';
