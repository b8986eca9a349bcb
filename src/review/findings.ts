import { groupBy } from '../sms/data.js';
import { ENGLISH, told } from '../sms/language.js';
import { comparePositions, compareText, textHash } from '../sms/text.js';
import type { Finding, Grade, Word } from '../sms/types.js';
import type { FindingChanges } from './types.js';

/**
 * What a finding is about, as a short text that stays the same when the file is moved, renamed, reformatted or re-ordered: rule, message, the id it is about
 * (the file where there is none), and the arguments that tell it from others of the same message. Titles, numbers, days, lines and hints do not count: they
 * change while the finding stays. Two findings may share one. `renamed`: ids that changed, from earlier to later.
 */
export function fingerprint(finding: Finding, renamed: ReadonlyMap<string, string> = NOTHING): string { return textHash(JSON.stringify([...subjectOf(finding, renamed), argumentsOf(finding, renamed)])); }

/** The same for all findings of a run, each with its number among those that share it, in the order given: for programs that want them to differ. */
export function fingerprints(findings: readonly Finding[]): string[] {
  const counts = new Map<string, number>();
  return findings.map(finding => {
    const own = fingerprint(finding), number = (counts.get(own) ?? 0) + 1;
    counts.set(own, number);
    return `${own}:${number}`;
  });
}

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

/** Arguments that never tell one finding from another: where something stands, what was probably meant, and lists that are cut. */
const PASSING: ReadonlySet<string> = new Set(['line', 'hint', 'suggestion', 'list', 'rest']);
/** `"Managed e-mail" (SVC-MAIL)`, as sentences name a thing. */
const NAMED = /"[^"]*" \(([^()\s]+)\)/g;
const DAY_OR_COMMIT = /\b\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:\d\d)?)?\b|\b[0-9a-f]{12}\b/g;
const MAYBE_ID = /[\p{L}\p{N}][\p{L}\p{N}_.#-]*[\p{L}\p{N}]/gu;

function subjectOf({ rule, message, subject, artefact, file }: Finding, renamed: ReadonlyMap<string, string>): string[] {
  return [rule, message, now(subject ?? artefact ?? '', renamed), subject === undefined && artefact === undefined ? file : ''];
}

function argumentsOf(finding: Finding, renamed: ReadonlyMap<string, string>): [name: string, value: string][] {
  const { args, subject, artefact } = finding, own = new Set([subject, artefact]), hasId = typeof args['id'] === 'string' && args['id'] !== '';
  return Object.entries(args).sort(([a], [b]) => compareText(a, b)).flatMap(([name, value]): [string, string][] => {
    if (typeof value === 'number' || PASSING.has(name) || (name === 'title' && hasId)) return [];
    // What is called by its title alone, with its id behind it: `Log the incident (RACI-INC#log)`.
    const inBrackets = / \(([^()\s]+)\)$/.exec(value)?.[1];
    const bare = inBrackets !== undefined && own.has(inBrackets) ? inBrackets : value.replace(NAMED, '$1').replace(DAY_OR_COMMIT, '');
    return [[name, renamed.size === 0 ? bare : bare.replace(MAYBE_ID, word => now(word, renamed))]];
  });
}

function now(id: string, renamed: ReadonlyMap<string, string>): string {
  const [head = '', ...local] = id.split('#');
  return renamed.get(id) ?? [renamed.get(head) ?? head, ...local].join('#');
}

/** Whether a finding is an earlier one with less in its lists: some of that is mended. */
function lacksLess(finding: Finding, earlier: Finding, renamed: ReadonlyMap<string, string>): boolean {
  const was = new Map(argumentsOf(earlier, renamed)), other = argumentsOf(finding, NOTHING).filter(([name, value]) => was.get(name) !== value);
  return other.length > 0 && other.every(([name]) => {
    const listed = new Set(entriesOf(earlier.words?.[name] ?? ''));
    return listed.size > 1 && entriesOf(finding.words?.[name] ?? finding.args[name] ?? '').every(entry => listed.has(entry));
  });
}

/** The entries of `a, b and c`. */
function entriesOf(list: Word): string[] {
  if (typeof list !== 'object') return [String(list)];
  const { id, args } = list;
  return args && (id === undefined || id === 'list.and' || id === 'list.or') ? Object.values(args).flatMap(entriesOf) : [String(told(ENGLISH, list))];
}
