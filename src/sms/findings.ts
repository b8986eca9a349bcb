import { sha256Of } from './hash.js';
import { ENGLISH, told } from './language.js';
import { comparePositions, compareText, textHash } from './text.js';
import type { Finding, Report, Word } from './types.js';

/** What tells findings apart, and what does not. */

/** In order of file, place, rule. */
export function compareFindings(a: Report, b: Report): number {
  return compareText(a.file, b.file) || comparePositions(a.range.start, b.range.start) || compareText(a.rule, b.rule) || compareText(a.message, b.message)
    || compareText(JSON.stringify(a.args), JSON.stringify(b.args));
}

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

/** Ten letters, so that YAML reads them as a word. */
const MARK = 10;
/** A list of more entries in one sentence stands for itself. */
const MOST_MARKS = 100;
/**
 * What a deviation keeps of a finding, to know it again on other days and at other places: a mark for each entry of a list in its sentence (of "owner and
 * hours are missing" one for either), so that less of it is known too. The same rests on ids as in `fingerprint`. In order, none twice.
 */
export function marksOf(finding: Finding): string[] {
  const lists = Object.entries(finding.words ?? {}).filter(([name]) => !PASSING.has(name)).map(([name, word]) => ({ name, entries: entriesOf(word) }));
  const isLong = lists.reduce((product, { entries }) => product * entries.length, 1) > MOST_MARKS;
  const single = isLong ? [finding] : lists.reduce<Finding[]>((all, { name, entries }) => all.flatMap(each => entries.map(entry => ({ ...each, args: { ...each.args, [name]: entry } }))), [finding]);
  return [...new Set(single.map(markOf))].sort(compareText);
}

function markOf(finding: Finding): string {
  const digits = sha256Of(new TextEncoder().encode(JSON.stringify([...subjectOf(finding, NOTHING), argumentsOf(finding, NOTHING)])));
  return [...digits.slice(0, MARK)].map(digit => 'abcdefghijklmnop'[parseInt(digit, 16)] ?? '').join('');
}

const NOTHING: ReadonlyMap<string, string> = new Map();

/** Arguments that never tell one finding from another: where something stands, what was probably meant, and lists that are cut. */
const PASSING: ReadonlySet<string> = new Set(['line', 'hint', 'suggestion', 'list', 'rest']);
/** `"Managed e-mail" (SVC-MAIL)`, as sentences name a thing. */
const NAMED = /"[^"]*" \(([^()\s]+)\)/g;
const DAY_OR_COMMIT = /\b\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:\d\d)?)?\b|\b[0-9a-f]{12}\b/g;
const MAYBE_ID = /[\p{L}\p{N}][\p{L}\p{N}_.#-]*[\p{L}\p{N}]/gu;

export function subjectOf({ rule, message, subject, artefact, file }: Finding, renamed: ReadonlyMap<string, string>): string[] {
  return [rule, message, now(subject ?? artefact ?? '', renamed), subject === undefined && artefact === undefined ? file : ''];
}

export function argumentsOf(finding: Finding, renamed: ReadonlyMap<string, string>): [name: string, value: string][] {
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

/** The entries of `a, b and c`. */
export function entriesOf(list: Word): string[] {
  if (typeof list !== 'object') return [String(list)];
  const { id, args } = list;
  return args && (id === undefined || id === 'list.and' || id === 'list.or') ? Object.values(args).flatMap(entriesOf) : [String(told(ENGLISH, list))];
}
