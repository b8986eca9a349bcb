import { sentence } from '../rules/check.js';
import { rulesOf } from '../rules/book.js';
import { WEIGHTS } from '../review/weights.js';
import { groupBy } from '../sms/data.js';
import { dayOf } from '../sms/history.js';
import { ENGLISH, told } from '../sms/language.js';
import { labelOf } from '../sms/naming.js';
import { headline } from '../review/headline.js';
import type { Change, Consent, Consequence, Direction, Review, Weight } from '../review/types.js';
import { visible } from '../sms/text.js';
import type { Finding, Grade, Word } from '../sms/types.js';
import type { DiffRun } from './diff.js';
import { harmless } from './escape.js';
import { paragraph, plural, type Painter } from './layout.js';
import { shortId } from './names.js';
import { todayWords } from './opening.js';
import { clauseNames } from './text-report.js';

interface Look { paint: Painter; width: number | undefined; all: boolean }

const HEADINGS: Readonly<Record<Weight, string>> = {
  frame: 'What is checked at all (settings, deviations, rules of your own)', promise: 'Promises', content: 'Content that approvals cover', lifecycle: 'Versions, states and days of documents',
  progress: 'How things went', record: 'Records', attachment: 'Other files', editorial: 'The same in other words',
};
/** As bad news is coloured. */
const COLOURS: Readonly<Record<Direction, Grade | undefined>> = { loosened: 'major', changed: 'minor', tightened: 'observation', neutral: undefined };
const SIDES = { before: ', as it was', after: ', as it is', both: '' };
/** Things reached that are named; more of them are counted. */
const MOST_REACHED = 8;

/** What a person reads: the headline, then changes worst first, each with what it reaches and who must agree, then findings, approvals, clauses, and what was not compared. */
export function diffText(run: DiffRun, look: Look): string {
  const { review } = run, lines = liner(look), folded = look.all ? [] : review.changes.filter(({ weight }) => weight === 'editorial');
  const byWeight = groupBy(review.changes.filter(change => !folded.includes(change)), ({ weight }) => weight);
  const byThing = new Map(review.consequences.flatMap(consequence => consequence.changes.map(key => [key, consequence] as const)));
  return [
    ...lines(0, headlineOf(review)).map(look.paint.bold), ...lines(0, counts(run)), ...run.notes.flatMap(note => lines(0, note)), '',
    ...WEIGHTS.flatMap(weight => section(HEADINGS[weight], byWeight.get(weight) ?? [], change => ofChange(change, byThing.get(change.key), run, look), look)),
    ...(folded.length === 0 ? [] : [...lines(0, `${HEADINGS.editorial}: ${plural(folded.length, 'change')} in ${plural(new Set(folded.map(placeOf)).size, 'file')}, not shown (--all).`), '']),
    ...section('New findings', review.findings.introduced, finding => ofFinding(finding, run, look), look),
    ...section('Findings that are graded otherwise now', review.findings.regraded, ({ finding, from }) => ofFinding(finding, run, look, `, before ${from}`), look),
    ...section('Mended findings', review.findings.fixed, finding => ofFinding(finding, run, look), look),
    ...section('Approvals', review.approvals, ({ artefact, became, say }) => [...lines(2, `${became}  ${labelOf(artefact)}`), ...lines(6, told(ENGLISH, say))], look),
    ...section('Who must agree', review.consents, consent => ofConsent(consent, look), look),
    ...section('Clauses', review.clauses, ({ clause, title, before, after, reason }) => [...lines(2, `${clause} ${title}: ${before} > ${after}`), ...lines(6, reason).map(look.paint.dim)], look),
    ...section('Could not be compared', review.notCompared, ({ side, file, reason }) => lines(2, `${file ?? 'the SMS'}${SIDES[side]}: ${told(ENGLISH, reason)}`), look),
    ...lines(0, lastLine(run)).map(look.paint.bold),
  ].join('\n').concat('\n');
}

/** `1 promise loosened. 2 approvals voided.` */
function headlineOf(review: Review): string { return headline(review).map(part => `${capital(String(told(ENGLISH, part)))}.`).join(' '); }

function capital(text: string): string { return text.charAt(0).toUpperCase() + text.slice(1); }

/** How much of it there is. */
function counts({ review: { files, findings, consents } }: DiffRun): string {
  const touched = [`${files.changed} changed`, ...(['added', 'removed', 'moved'] as const).flatMap(what => (files[what] > 0 ? [`${files[what]} ${what}`] : []))].join(', ');
  const found = `${findings.introduced.length} new, ${findings.fixed.length} mended, ${findings.regraded.length === 0 ? '' : `${findings.regraded.length} graded differently, `}${findings.remaining} as before`;
  return `Files: ${touched}. Findings: ${found}.${consents.length === 0 ? '' : ` ${plural(consents.length, 'consent')} needed.`}`;
}

function ofChange(change: Change, consequence: Consequence | undefined, run: DiffRun, look: Look): string[] {
  const { direction, say, parts = [], clauses } = change, lines = liner(look), grade = COLOURS[direction];
  const consents = run.review.consents.filter(({ changes }) => changes.includes(change.key)), inWords = (word: Word): string => String(told(ENGLISH, word));
  const head = lines(2, `${direction === 'neutral' ? '' : `${direction}  `}${inWords(say)}`);
  return [
    ...(grade && head[0] !== undefined ? [head[0].replace(direction, () => look.paint.grade(grade, direction)), ...head.slice(1)] : head),
    ...parts.flatMap(part => lines(6, inWords(part))),
    ...lines(6, [placeOf(change), ...(clauses.length > 0 ? [clauseNames(clauses)] : [])].join(' · ')).map(look.paint.dim),
    ...(consequence && consequence.reached.length > 0 ? lines(6, `Reaches ${reachedBy(consequence)}`) : []),
    ...(consents.length === 0 ? [] : lines(6, `Needs the consent of ${consents.map(({ who, state }) => `${labelOf(who)} (${state})`).join(', ')}`)),
  ];
}

function reachedBy({ reached }: Consequence): string {
  const graveFirst = [...reached].sort((a, b) => Number(b.grave ?? false) - Number(a.grave ?? false)), shown = graveFirst.slice(0, MOST_REACHED);
  const names = shown.map(({ as, thing, say }) => `${as === 'other' ? '' : `${as.replace('-', ' ')} `}${labelOf(thing)}${say ? `: ${told(ENGLISH, say)}` : ''}`);
  return [...names, ...(reached.length > shown.length ? [`and ${reached.length - shown.length} more`] : [])].join('; ');
}

function ofConsent({ artefact, meaning, who, because, state, record }: Consent, look: Look): string[] {
  const lines = liner(look), text = `${state}  ${meaning} by ${labelOf(who)}: ${labelOf(artefact)}${artefact.version === undefined ? '' : ` version ${artefact.version}`}`;
  const paint = { missing: (word: string) => look.paint.grade('major', word), contradicted: (word: string) => look.paint.grade('major', word), evidenced: look.paint.good, claimed: (word: string) => word };
  const why = [
    ...because.map(reason => String(told(ENGLISH, reason))), ...(who.persons.length > 0 ? [who.persons.join(', ')] : []),
    ...(record ? [[record.id, record.person, record.on].filter(each => each !== undefined).join(', ')] : []),
  ];
  return [...lines(2, text).map(line => line.replace(state, () => paint[state](state))), ...(why.length === 0 ? [] : lines(6, why.join(' · ')).map(look.paint.dim))];
}

function ofFinding(finding: Finding, { result }: DiffRun, look: Look, more = ''): string[] {
  const { file, range: { start }, grade, rule, clauses } = finding, lines = liner(look);
  const [head = '', ...rest] = lines(2, `${file}:${start.line + 1}:${start.character + 1}  ${grade}${more}  ${sentence(rulesOf(result.config).get(rule), finding)}`);
  return [head.replace(`  ${grade}`, () => `  ${look.paint.grade(grade, grade)}`), ...rest, ...lines(6, `${rule} · ${clauseNames(clauses)}`).map(look.paint.dim)];
}

function lastLine({ range, base, head, root, result, todayGiven, exitCode }: DiffRun): string {
  const to = head ? `commit ${shortId(head.commit)} of ${dayOf(head.committed)}` : 'what stands on disk';
  return [
    ...(exitCode === 3 ? ['Incomplete: not everything could be compared.'] : []),
    `${visible(range)}: from commit ${shortId(base.commit)} of ${dayOf(base.committed)} to ${to}. Both as of ${result.today} (${todayWords(result, root.commit, todayGiven)}).`,
    ...(result.config.organization === '' ? [] : [visible(result.config.organization).replace(/(?<!\.)$/, '.')]),
  ].join(' ');
}

/** `agreements/sla.yaml:12`: terminals make it a link. */
function placeOf({ before, after, artefact }: Change): string {
  const at = after ?? before;
  return at ? `${at.file}:${at.range.start.line + 1}${after ? '' : ' (as it was)'}` : artefact.id;
}

function section<T>(title: string, entries: readonly T[], lines: (entry: T) => string[], { paint }: Look): string[] {
  return entries.length === 0 ? [] : [paint.bold(`${title} (${entries.length})`), ...entries.flatMap(lines), ''];
}

function liner({ width }: Look): (indent: number, text: string | number) => string[] { return (indent, text) => paragraph(visible(String(text)), width, indent).map(harmless); }
