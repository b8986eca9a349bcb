import { WEIGHT, type CheckResult } from '../session/session.js';
import { sentence } from '../rules/check.js';
import { state, text } from '../sms/data.js';
import { dayOf, isHistory } from '../sms/history.js';
import { clause } from '../sms/standard.js';
import { comparePositions, compareText, visible } from '../sms/text.js';
import type { ClauseRef, Finding, Grade } from '../sms/types.js';
import { outsideClauses } from '../evidence/coverage.js';
import { harmless } from './escape.js';
import { paragraph, plural, row, type Painter } from './layout.js';
import { shortId } from './names.js';
import { todayWords } from './opening.js';
import { countGrades, GRADES, grouped, placeOf, type CheckedRoot, type CheckRun, type Since } from './run.js';

export interface Look {
  paint: Painter;
  /** Columns of the terminal; undefined where there is none, and lines are left as long as they are. */
  width: number | undefined;
  quiet: boolean;
  /** How many findings to show. */
  most?: number;
}

const TABLE_WIDTH = 110;
const MOST_RELATED = 3;
const MOST_TITLES = 4;
/** Files without a finding that are named; more of them are counted. */
const MOST_FILES = 12;
/** An SMS with fewer artefacts is asked whether it is still being built. */
const YOUNG = 15;

/** Nothing of the SMS is there yet: that is all there is to say. */
function isEmpty({ result }: CheckedRoot): boolean { return result.error === 'nothing' && result.model.artefacts.length === 0; }

/** What a person reads: what was accepted and what was not looked at, the clauses touched, then findings by file, the worst last, beside the outcome. */
export function textReport(run: CheckRun, look: Look): string {
  const lines = run.roots.flatMap(root => [
    ...(run.roots.length > 1 ? [look.paint.bold(harmless(visible(root.name))), ''] : []),
    ...(look.quiet || isEmpty(root) ? [] : [...withoutFindings(root, look), ...accepted(root, run, look), ...notLookedAt(root, look), ...(run.roots.length > 1 ? [] : waiting(root, look)), ...byClause(root, look)]),
    ...(isEmpty(root) ? [] : findings(root, run, look)),
    ...outcomeLine(root, run, look), ...(run.roots.length > 1 ? [''] : []),
  ]);
  const [first] = run.roots;
  if (first && run.roots.length > 1 && !look.quiet) lines.push(...waiting(first, look));
  if (run.roots.length > 1) lines.push(`${plural(run.roots.length, 'SMS', 'SMS')}: ${run.roots.map(root => `${visible(root.name)} ${root.outcome}`).join(', ')}.`);
  return lines.length === 0 ? '' : lines.join('\n') + '\n';
}

/** The outcome of one SMS in a line. */
export function lastLine({ result, outcome, outside, commit, todayGiven, since }: CheckedRoot, run: CheckRun): string {
  const config = visible(outside?.shown ?? result.config.file);
  const counts = countGrades(result.findings), count = result.model.artefacts.length;
  const found = counted(counts), documents = plural(count, 'artefact');
  const what = {
    clean: `Clean: ${documents} checked, nothing at or above ${run.failOn}${result.findings.length === 0 ? '' : `; ${found}`}.`,
    findings: `Findings: ${found} in ${documents}.`,
    incomplete: `Incomplete: ${plural(result.incomplete.length, 'thing')} could not be checked (${documents} read); found so far: ${found}.`,
    error: result.error === 'nothing'
      ? 'Error: there is nothing to check. No file of this SMS is a YAML or Markdown document with a kind, and none is adopted (--allow-empty accepts that).'
      : `Error: ${config} cannot be used as it is, so the result means nothing until it is corrected.`,
  }[outcome];
  return [
    what, ...acceptedWords(result),
    ...(since ? sinceWords(since) : []),
    ...(result.config.stage === 'building' ? ['Stage: building, so what is missing altogether is one list.']
      : count > 0 && count < YOUNG && counts.major > 0 ? [`If this SMS is still being built, write "stage: building" in ${config}: then what is missing is one list.`] : []),
    `As of ${result.today} (${todayWords(result, commit, todayGiven, outside?.shown)}).`, ...(result.config.organization === '' ? [] : [visible(result.config.organization).replace(/(?<!\.)$/, '.')]),
  ].join(' ');
}

function acceptedWords({ accepted: all, model }: CheckResult): string[] {
  const { own, until } = baselineIn({ accepted: all, model }), count = all.length, whole = count === own.length ? '' : `${own.length} of them `;
  if (count === 0) return [];
  return [`${count} accepted as ${count === 1 ? 'a deviation' : 'deviations'}${own.length === 0 ? '' : `, ${whole}in the baseline until ${until}`}.`];
}

/** Of what is accepted that of a baseline, whose entries say which findings they cover; and the day until which that holds, at the longest. */
function baselineIn({ accepted: all, model }: Pick<CheckResult, 'accepted' | 'model'>): { own: Finding[]; entries: ReadonlySet<string>; files: string[]; until: string } {
  const valueOf = (id = ''): unknown => { const item = model.item(id); return item && model.value(item); };
  const own = all.filter(({ deviation }) => state(valueOf(deviation), 'only') === 'filled'), entries = new Set(own.flatMap(({ deviation }) => deviation ?? []));
  const days = [...new Set([...entries].flatMap(id => text(valueOf(id), 'until') ?? []))].sort();
  return { own, entries, files: [...new Set([...entries].flatMap(id => model.item(id)?.file ?? []))].sort(), until: days.at(-1) ?? '' };
}

/** What `--since` leaves out. */
function sinceWords({ revision, base, none, remaining, fixed }: Since): string[] {
  if (!base) return [];
  const then = `commit ${shortId(base.commit)} of ${dayOf(base.committed)}, from which ${visible(revision)} and this went apart`;
  return [none ?? `Only what is new since ${then}: ${remaining} that ${remaining === 1 ? 'was' : 'were'} there already ${remaining === 1 ? 'is' : 'are'} not told, ${fixed} ${fixed === 1 ? 'is' : 'are'} mended.`];
}

function outcomeLine(root: CheckedRoot, run: CheckRun, { paint, width }: Look): string[] {
  const worst = GRADES.find(grade => countGrades(root.result.findings)[grade] > 0) ?? 'observation';
  const colour = (line: string): string => paint.bold(root.outcome === 'clean' ? paint.good(line) : paint.grade(root.outcome === 'findings' ? worst : 'major', line));
  return paragraph(harmless(lastLine(root, run)), width, 0).map(colour);
}

function counted(counts: Readonly<Record<Grade, number>>): string {
  return GRADES.filter(grade => counts[grade] > 0).map(grade => plural(counts[grade], grade, grade === 'observation' ? 'observations' : grade)).join(', ') || 'nothing';
}

function findings(root: CheckedRoot, run: CheckRun, look: Look): string[] {
  const worst = (of: readonly Finding[]): number => Math.max(...of.map(({ grade }) => WEIGHT[grade]));
  const order = (a: Finding, b: Finding): number => WEIGHT[a.grade] - WEIGHT[b.grade] || comparePositions(a.range.start, b.range.start) || compareText(a.rule, b.rule);
  const files = [...grouped(root.result.findings, ({ file }) => file)]
    .sort(([a, left], [b, right]) => worst(left) - worst(right) || compareText(a, b))
    .map(([file, own]) => ({ file, own: [...own].sort(order) }));
  let left = Math.max(0, root.result.findings.length - (look.most ?? Infinity));
  const lines = left === 0 ? [] : [`${plural(left, 'more finding')} not shown (--max-findings ${look.most ?? 0}); --format json lists all.`, ''];
  for (const { file, own } of leaveOut(files, left)) {
    const { artefact } = root.result.model.files.get(file) ?? {};
    lines.push(look.paint.bold(harmless(visible(placeOf(root, file)))) + (artefact ? look.paint.dim(harmless(`  ${visible(artefact.title)}`)) : ''));
    for (const finding of own) lines.push(...one(root, finding, run, look));
    lines.push('');
  }
  return lines;
}

/** The artefacts about which there is nothing to say: so that nobody wonders whether they were looked at. */
function withoutFindings({ result, since }: CheckedRoot, look: Look): string[] {
  // Without those that are not new nobody can tell.
  if (result.error !== undefined || since) return [];
  const told = new Set([...[...result.findings, ...result.accepted].map(({ file }) => file), ...result.incomplete.map(({ file }) => file)]);
  const silent = result.model.artefacts.filter(({ file }) => !told.has(file));
  const shown = silent.slice(0, MOST_FILES).map(({ file, title }) => `${file} (${title})`);
  return section(`Checked without a finding: ${plural(silent.length, 'file')}`,
    silent.length > MOST_FILES ? [...shown, `and ${plural(silent.length - MOST_FILES, 'more file')}`] : shown, look);
}

/** Without the least of the findings over all files. */
function leaveOut(files: readonly { file: string; own: Finding[] }[], count: number): { file: string; own: Finding[] }[] {
  if (count === 0) return [...files];
  const ranked = files.flatMap(({ own }) => own).map((finding, at) => ({ finding, at })).sort((a, b) => WEIGHT[a.finding.grade] - WEIGHT[b.finding.grade] || a.at - b.at);
  const out = new Set(ranked.slice(0, count).map(({ finding }) => finding));
  return files.map(({ file, own }) => ({ file, own: own.filter(finding => !out.has(finding)) })).filter(({ own }) => own.length > 0);
}

function one(root: CheckedRoot, finding: Finding, run: CheckRun, { paint, width, quiet }: Look): string[] {
  const { grade } = finding;
  const lines = paragraph(harmless(headLine(root, finding, run)), width, 4, true).map(harmless);
  const coloured = lines.map((line, at) => (at === 0 ? line.replace(`  ${grade}  `, () => `  ${paint.grade(grade, grade)}  `) : line));
  const related = quiet ? [] : finding.related.slice(0, MOST_RELATED).map(at => `see ${position(root, at.file, at.range.start)}${at.text === '' ? '' : `: ${at.text}`}`);
  const more = finding.related.length - related.length;
  return [
    ...coloured,
    ...[`${finding.rule} · ${clauseNames(finding.clauses)}`, ...related, ...(quiet || more <= 0 ? [] : [`and ${plural(more, 'more place')}`])]
      .flatMap(line => paragraph(visible(line), width, 4)).map(line => paint.dim(harmless(line))),
  ];
}

/** `catalogue.yaml:12:9  minor  SVC-NET has no owner. …`: terminals make the beginning a link. */
function headLine(root: CheckedRoot, finding: Finding, run: CheckRun): string {
  return `${visible(position(root, finding.file, finding.range.start))}  ${finding.grade}  ${visible(sentence(run.rules.get(finding.rule), finding))}`;
}

function position(root: CheckedRoot, file: string, { line, character }: { line: number; character: number }): string {
  return `${placeOf(root, file)}:${line + 1}:${character + 1}`;
}

/** `clause 8.2.4 Service catalogue management`; of many, the numbers. */
export function clauseNames(refs: readonly ClauseRef[]): string {
  const names = [...new Set(refs)].map(ref => {
    const known = refs.length > MOST_TITLES ? undefined : clause(ref);
    return known ? `${ref} ${known.title}` : ref;
  });
  return `${names.length === 1 ? 'clause' : 'clauses'} ${names.join(', ')}`;
}

function accepted(root: CheckedRoot, run: CheckRun, look: Look): string[] {
  const { result } = root;
  const { own, entries, files, until } = baselineIn(result), single = result.accepted.filter(finding => !own.includes(finding));
  const baseline = own.length === 0 ? [] : section('Baseline (not counted)', [
    `${plural(own.length, 'finding')} (${counted(countGrades(own))}) in ${plural(entries.size, 'entry', 'entries')} of ${files.join(', ')}, until ${until}. `
    + 'sms check --format json lists them; sms baseline takes out what is mended.',
  ], look);
  if (single.length === 0) return baseline;
  return [...baseline, look.paint.bold('Accepted deviations (not counted)'), ...single.flatMap(finding => {
    const deviation = result.model.item(finding.deviation ?? ''), value = deviation && result.model.value(deviation);
    const until = text(value, 'until');
    const reason = [finding.deviation, until && `until ${until}`, text(value, 'owner'), text(value, 'reason')].filter(part => part !== undefined && part !== '').join(' · ');
    return [
      ...paragraph(harmless(headLine(root, finding, run)), look.width, 4, true).map(harmless),
      ...paragraph(visible(`${finding.rule} · ${reason}`), look.width, 4).map(line => look.paint.dim(harmless(line))),
    ];
  }), ''];
}

function notLookedAt({ result }: CheckedRoot, look: Look): string[] {
  return [
    ...section('Could not be checked', result.incomplete.map(({ file, rule, reason }) => `${file ?? (rule === undefined ? 'the SMS' : `rule ${rule}`)}: ${reason}`), look),
    ...section('Rules switched off or graded differently', result.settings.map(({ rule, off, grade, reason, owner, until }) =>
      `${rule}: ${off ? 'off' : `graded ${grade ?? ''}`} until ${until}, ${owner}: ${reason}`), look),
    ...section('History', history(result), look),
    ...(result.attachments.length === 0 ? [] : [`${plural(result.attachments.length, 'other file')} (attachments) left alone.`, '']),
  ];
}

/** What is known of the history beside what already makes the run incomplete. */
function history({ historyNotes, withoutHistory, incomplete, control }: CheckResult): string[] {
  const told = new Set(incomplete.map(({ reason }) => reason)), worth = [...control.documents.values()].flatMap(({ approval }) => approval?.state ?? []);
  const count = (state: string): number => worth.filter(each => each === state).length;
  return [
    ...(isHistory(control.history) && worth.length > 0
      ? [`Approvals: ${count('evidenced')} evidenced, ${count('claimed')} only claimed, ${count('contradicted')} contradicted. Which and why: sms register`] : []),
    ...historyNotes.filter(note => !told.has(note)),
    ...(withoutHistory.length === 0 ? [] : [`Without a history ${withoutHistory.length === 1 ? 'this rule is' : 'these rules are'} in part not checked: ${withoutHistory.join(', ')}.`]),
  ];
}

/** The same for every SMS: what this release cannot decide, in a few groups; `sms rules` says it for each rule. */
function waiting({ result }: CheckedRoot, look: Look): string[] {
  const groups = [...grouped(result.waiting, ({ waitsFor }) => waitGroup(waitsFor))].sort(([a], [b]) => compareText(a, b));
  const [title, ...rest] = section(`Not in force yet: ${plural(result.waiting.length, 'rule')} (for each: sms rules)`,
    groups.map(([group, rules]) => `waiting for ${group}: ${rules.map(({ rule }) => rule).join(', ')}.`), { ...look, width: look.width ?? TABLE_WIDTH });
  return title === undefined ? [] : [title, ...rest.map(look.paint.dim)];
}

function waitGroup(waitsFor: string): string {
  return /\bkinds?\b|\brecords\b/.test(waitsFor) ? 'kinds of documents and records still to come' : 'checks still to be written';
}

function section(title: string, entries: readonly string[], { paint, width }: Look): string[] {
  return entries.length === 0 ? [] : [paint.bold(title), ...entries.flatMap(entry => paragraph(harmless(visible(entry)), width, 2)).map(harmless), ''];
}

/** Clauses with findings that count; how all of them stand is the business of `sms coverage`. */
function byClause({ result, coverage }: CheckedRoot, { paint, width }: Look): string[] {
  if (result.error !== undefined) return [];
  const total = Math.max(60, Math.min(width ?? TABLE_WIDTH, 140)), titleWidth = Math.min(56, total - 9 - 20), widths = [9, titleWidth, 18];
  const touched = coverage.filter(({ findings: f }) => f.major > 0 || f.minor > 0), outside = countGrades(outsideClauses(result.findings));
  const lines = touched.map(({ clause: { id, title }, findings: of }) => ({ id, title, of }));
  if (outside.major > 0 || outside.minor > 0) lines.push({ id: '', title: 'Outside the clauses (certification)', of: outside });
  const missing = coverage.filter(({ state }) => state === 'missing').length;
  return [
    ...(lines.length === 0 ? [] : [paint.bold(`Findings by clause of ${visible(result.config.standard)}`)]),
    ...lines.flatMap(({ id, title, of }) => {
      const worst = GRADES.find(grade => of[grade] > 0) ?? 'observation';
      return row([`  ${id}`, title, counted(of)], widths, (cell, column) => (column === 2 ? paint.grade(worst, cell) : cell)).map(harmless);
    }),
    paint.dim(`Of ${coverage.length} clauses ${missing === 0 ? 'none' : missing} still ${missing > 1 ? 'lack' : 'lacks'} something that shows them: sms coverage. A finding counts in each clause that it touches. Why a rule minds: sms explain RULE`), '',
  ];
}
