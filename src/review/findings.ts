import { groupBy } from '../sms/data.js';
import { argumentsOf, entriesOf, fingerprint, subjectOf } from '../sms/findings.js';
import { comparePositions, compareText } from '../sms/text.js';
import type { Finding, Grade } from '../sms/types.js';
import type { FindingChanges } from './types.js';

/**
 * Which findings came and which went from one check to a later one. One that lacks less than it did (`fields` in a list that grew shorter) did not come.
 * `renamed`: ids from earlier to later. `remaining` counts the others, without those that are graded differently now.
 */
export function findingChanges(before: readonly Finding[], after: readonly Finding[], renamed: readonly (readonly [string, string])[]): FindingChanges {
  const ids = new Map(renamed), gone = new Set(before), left = new Set(after), regraded: { finding: Finding; from: Grade }[] = [];
  let remaining = 0;
  /** Pairs what is left on both sides by a key, each with the first that fits. */
  const pair = (keyOf: (finding: Finding, ids: ReadonlyMap<string, string>) => string, fits?: (earlier: Finding, finding: Finding) => boolean): void => {
    const groups = groupBy([...gone].reverse(), finding => keyOf(finding, ids));
    for (const finding of left) {
      const group = groups.get(keyOf(finding, NOTHING)) ?? [], earlier = fits ? group.slice(-MOST_COMPARED).reverse().find(each => gone.has(each) && fits(each, finding)) : group.pop();
      if (!earlier) continue;
      gone.delete(earlier);
      left.delete(finding);
      if (earlier.grade === finding.grade) remaining++; else regraded.push({ finding, from: earlier.grade });
    }
  };
  // What nothing changed for is the same object in both: most of all findings.
  for (const finding of after) if (gone.delete(finding)) { left.delete(finding); remaining++; }
  // Those of the same file and grade find each other first: else of two the wrong one would be called mended, or regraded.
  pair((finding, names) => `${finding.grade} ${fingerprint(finding, names)} ${finding.file}`);
  pair((finding, names) => `${finding.grade} ${fingerprint(finding, names)}`);
  pair(fingerprint);
  pair((finding, names) => JSON.stringify(subjectOf(finding, names)), (earlier, finding) => lacksLess(finding, earlier, ids));
  return { introduced: [...left].sort(gravestFirst), fixed: [...gone].sort(gravestFirst), regraded: regraded.sort((a, b) => gravestFirst(a.finding, b.finding)), remaining };
}

/** Of one rule about one thing: among more nobody could say which of them was mended in part. */
const MOST_COMPARED = 50;
const NOTHING: ReadonlyMap<string, string> = new Map();
const GRAVITY: Readonly<Record<Grade, number>> = { major: 0, minor: 1, observation: 2 };

function gravestFirst(a: Finding, b: Finding): number {
  return GRAVITY[a.grade] - GRAVITY[b.grade] || compareText(a.file, b.file) || comparePositions(a.range.start, b.range.start) || compareText(a.rule, b.rule) || compareText(a.message, b.message);
}

/** Whether a finding is an earlier one with less in its lists: some of that is mended. */
function lacksLess(finding: Finding, earlier: Finding, renamed: ReadonlyMap<string, string>): boolean {
  const was = new Map(argumentsOf(earlier, renamed)), other = argumentsOf(finding, NOTHING).filter(([name, value]) => was.get(name) !== value);
  return other.length > 0 && other.every(([name]) => {
    const listed = new Set(entriesOf(earlier.words?.[name] ?? ''));
    return listed.size > 1 && entriesOf(finding.words?.[name] ?? finding.args[name] ?? '').every(entry => listed.has(entry));
  });
}
