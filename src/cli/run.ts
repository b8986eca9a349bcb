import type { ClauseCoverage } from '../evidence/coverage.js';
import type { CommitOfDay } from '../node/git-files.js';
import type { Rule } from '../rules/rule.js';
import type { CheckResult, Outcome } from '../session/session.js';
import type { Finding, Grade } from '../sms/types.js';
import type { SelectedCommit } from './moment.js';

/** What `sms check` found, before it is written in one of the formats. */
export interface CheckRun {
  roots: readonly CheckedRoot[];
  /** What went wrong apart from any one SMS. */
  errors: readonly string[];
  outcome: Outcome;
  exitCode: number;
  failOn: Grade;
  /** The rules that were run, by id. */
  rules: ReadonlyMap<string, Rule>;
}

export interface CheckedRoot {
  /** The folder as the user named it. */
  name: string;
  /** What to put before a file's name, so that it is found from the folder the user is in; empty where that is not possible. */
  prefix: string;
  /** The same from the top of the repository, where that is known. */
  repositoryPrefix: string;
  /** The file given with `--config`, where it lies outside: its name among the files of the SMS, and as seen from the folder the user is in. */
  outside: { name: string; shown: string } | undefined;
  /** The commit that was checked instead of the folder. */
  commit: SelectedCommit | undefined;
  /** `--today` was given. */
  todayGiven: boolean;
  /** Of `--since`: the findings of the result are those that are new. */
  since?: Since;
  result: CheckResult;
  outcome: Outcome;
  coverage: readonly ClauseCoverage[];
}

/** What `--since` held the findings against. `base`: absent where it could not be found; `none`: a sentence, where there was no SMS then. */
export interface Since { revision: string; base?: CommitOfDay; none?: string; remaining: number; fixed: number }

/** Why the result of an SMS is not whole, or none at all. */
export function problemsOf({ result: { error, incomplete } }: CheckedRoot): { file?: string; rule?: string; message: string }[] {
  const without = error === 'config' ? ['The configuration cannot be used as it is: see the findings of config-invalid.'] : error === 'nothing' ? ['There is nothing to check.'] : [];
  return [
    ...without.map(message => ({ message })),
    ...incomplete.map(({ file, rule, reason }) => ({
      message: `Not checked${rule === undefined ? '' : `, rule ${rule}`}: ${reason}`, ...(file !== undefined && { file }), ...(rule !== undefined && { rule }),
    })),
  ];
}

export const GRADES: readonly Grade[] = ['major', 'minor', 'observation'];

export function countGrades(findings: readonly Finding[]): Record<Grade, number> {
  const counts = { major: 0, minor: 0, observation: 0 };
  for (const { grade } of findings) counts[grade]++;
  return counts;
}

const SEVERITY: readonly number[] = [0, 1, 3, 2, 70];
const CODES: Readonly<Record<Outcome, number>> = { clean: 0, findings: 1, incomplete: 3, error: 2 };

/** format.md: 70 > 2 > 3 > 1 > 0. */
export function worstOutcome(outcomes: readonly Outcome[]): Outcome {
  return outcomes.reduce<Outcome>((worst, next) => (SEVERITY.indexOf(CODES[next]) > SEVERITY.indexOf(CODES[worst]) ? next : worst), 'clean');
}

export function exitCodeOf(outcome: Outcome, exitZero: boolean): number { return outcome === 'findings' && exitZero ? 0 : CODES[outcome]; }

/** A file of the SMS as it is found from the folder the user is in. */
export function placeOf({ prefix, outside }: CheckedRoot, file: string): string { return file === outside?.name ? outside.shown : prefix + file; }

/** A file of the SMS as the repository knows it. */
export function repositoryPlaceOf({ repositoryPrefix, outside }: CheckedRoot, file: string): string { return file === outside?.name ? outside.shown : repositoryPrefix + file; }

export function grouped<T>(all: readonly T[], key: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const value of all) {
    const group = groups.get(key(value));
    if (group) group.push(value); else groups.set(key(value), [value]);
  }
  return groups;
}
