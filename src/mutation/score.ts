import { addTo } from '../sms/data.js';
import type { ClauseRef, Grade, Kind, Path, Phrase } from '../sms/types.js';

/** What came of mutants: counts, and never one figure for the SMS. */

/** Why no rule that looks at what a fault says noticed it. `only-as-change`: any change of the approved text would have been noticed. */
export interface Survival { reason: 'accepted' | 'switched-off' | 'only-as-change' | 'not-in-force' | 'not-asked'; text: Phrase }

/** One fault, and which rules noticed it. */
export interface Mutant {
  operator: string;
  kind: Kind;
  file: string;
  /** Where, in the original; from 0. */
  line: number;
  path: Path;
  /** What was done. */
  text: Phrase;
  /** What it should break. */
  clauses: readonly ClauseRef[];
  /** `caught`: a finding of grade minor or major came. `observed`: nothing but observations. `changed`: only that an approved text is another one now. */
  state: 'caught' | 'observed' | 'changed' | 'survived';
  caughtBy: readonly { rule: string; grade: Grade }[];
  /** Of one that survived, or was noticed as a change alone. */
  why?: Survival;
}

export interface Mutation {
  /** By operator, kind and place. */
  mutants: readonly Mutant[];
  /** All that were tried. */
  operators: readonly { id: string; title: Phrase }[];
  /** How many mutants there could be. */
  places: number;
  /** Findings of the SMS as it is. */
  before: number;
  /** Rules that are not switched off. */
  rules: number;
}

export interface Count { made: number; caught: number; observed: number; changed: number; survived: number }

export function countOf(mutants: readonly Mutant[]): Count {
  const of = (state: Mutant['state']): number => mutants.filter(mutant => mutant.state === state).length;
  return { made: mutants.length, caught: of('caught'), observed: of('observed'), changed: of('changed'), survived: of('survived') };
}

/** Counts by what a mutant belongs to, in the order in which that comes first. One that belongs to several counts for each. */
export function countsBy(mutants: readonly Mutant[], keysOf: (mutant: Mutant) => readonly string[]): (Count & { key: string })[] {
  const groups = new Map<string, Mutant[]>();
  for (const mutant of mutants) for (const key of new Set(keysOf(mutant))) addTo(groups, key, mutant);
  return [...groups].map(([key, own]) => ({ key, ...countOf(own) }));
}
