import { dayAt } from '../sms/data.js';
import { phrase } from '../sms/language.js';
import type { Day, Path, Phrase } from '../sms/types.js';

/** What was done on a day, as it reads after `was`. */
const STEPS = {
  'received': phrase('step.received', 'received'), 'answered': phrase('step.answered', 'answered'), 'handed on': phrase('step.handed-on', 'handed on'), 'closed': phrase('step.closed', 'closed'),
  'entered': phrase('step.entered', 'entered'), 'done': phrase('step.done', 'done'), 'found': phrase('step.found', 'found'), 'recorded': phrase('step.recorded', 'recorded'),
  'resolved': phrase('step.resolved', 'resolved'), 'checked for effect': phrase('step.checked-for-effect', 'checked for effect'),
} as const;
type Step = keyof typeof STEPS;

/** Something that was done on a day: the key of the day, seen from `of`. */
export interface DatedStep { of: unknown; key: string; path: Path; words: Step }

/** A day that cannot be: it lies after today, or before a day that comes first. `why` reads after `on 2026-07-01,`. */
export interface WrongDay { path: Path; step: Phrase; on: Day; why: Phrase }

/** The first day that cannot be. The steps are in their order; those without a day, or with one that does not exist, are left out. */
export function wrongDay(today: Day, steps: readonly DatedStep[]): WrongDay | undefined {
  let latest: { on: Day; step: Phrase } | undefined;
  for (const { of, key, path, words } of steps) {
    const on = dayAt(of, key), step = STEPS[words];
    if (on === undefined) continue;
    if (on > today) return { path, step, on, why: phrase('day.after-today', 'which is after today') };
    if (latest && on < latest.on) return { path, step, on, why: phrase('day.before', 'before it was {step} on {on}', { step: latest.step, on: latest.on }) };
    latest = { on, step };
  }
  return undefined;
}

/** Of a record whose days are fields of its own: in their order, each with its words. */
export function stepsOf(data: unknown, words: Readonly<Record<string, Step>>): readonly DatedStep[] {
  return Object.entries(words).map(([key, own]) => ({ of: data, key, path: [key], words: own }));
}

/** What a rule says of such a day; the arguments are `name` and those of WrongDay. */
export const WRONG_DAY = '{name} was {step} on {on}, {why}. Correct the wrong one of its days: what is worked out from them is wrong as well.';
