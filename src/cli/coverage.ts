import { areas, families, integration, outsideClauses, type Area, type ClauseCoverage, type Element, type Family, type Link } from '../evidence/coverage.js';
import { aboutMap, coverageOf } from '../evidence/further-coverage.js';
import { sentence } from '../rules/check.js';
import { rulesOf } from '../rules/book.js';
import type { Rule } from '../rules/rule.js';
import { STATES, stateMeaning, stateWord, type ClauseState } from '../sms/clause-states.js';
import { FORMAT } from '../sms/config.js';
import { groupBy, text as textOf } from '../sms/data.js';
import { ENGLISH } from '../sms/language.js';
import { chaptersOf, leavesOf, numberOf, views, type Standard } from '../sms/standard.js';
import { standardsOf, type Standards } from '../sms/standards.js';
import { nearest, sentenceList, visible } from '../sms/text.js';
import type { Artefact, Finding, Grade } from '../sms/types.js';
import type { Options } from './arguments.js';
import { harmless, jsonText } from './escape.js';
import type { Io } from './io.js';
import { oneBased, TOOL } from './json-report.js';
import { painter, paragraph, plural, row, wantsColour, type Painter } from './layout.js';
import { commitFacts } from './moment.js';
import { historyFacts, todayWords, withDocuments, type DocumentsAsked } from './opening.js';
import { markdownText } from './register-reports.js';
import { countGrades, GRADES } from './run.js';

/** `sms coverage`: writes how far each clause is shown and gives the exit code; 3 where something could not be read, so that the picture may be wrong. */
export function coverageCommand(folder: string | undefined, options: Options, io: Io, rules: readonly Rule[]): Promise<number> {
  const stages = (['stage1', 'stage2'] as const).filter(stage => options.on(stage));
  if (stages.length > 0 && options.text('by') !== undefined) {
    io.stderr(`sms: --by orders the clauses; --${stages[0] ?? ''} lists what an audit asks for. Use one of the two.\n`);
    return Promise.resolve(2);
  }
  return withDocuments('coverage', folder, options, io, asked => {
    const { result } = asked, standards = standardsOf(result.config), given = options.text('standard'), standard = standardNamed(given, standards), byPdca = options.text('by') === 'pdca';
    const refuse = (problem: string): Promise<number> => { io.stderr(`${harmless(visible(`sms: ${problem}`))}\n`); return Promise.resolve(2); };
    if ('problem' in standard) return refuse(standard.problem);
    const isMain = standard === standards.main;
    if (!isMain && (byPdca || stages.length > 0)) return refuse(`--${stages[0] ?? 'by pdca'} orders the clauses of ISO/IEC 20000-1 alone. With --standard ${standard.id} leave it out.`);
    const covered = coverageOf(standard, result, ENGLISH);
    const picture: Picture = {
      ...asked, covered, stages, standard, ...(!isMain && { further: aboutMap(ENGLISH) }), groups: byPdca ? byPhase(covered) : byChapter(covered, standard, standards),
      families: isMain ? families(result) : [], areas: isMain ? areas(covered, result) : [], links: integration(result), outside: isMain ? outsideClauses(result.findings) : [],
    };
    switch (options.text('format')) {
      case 'json': io.stdout(json(picture)); break;
      case 'md': io.stdout(markdown(picture)); break;
      default: io.stdout(text(picture, painter(wantsColour(io, options.on('no-color'))), io.isTTY ? io.columns : undefined));
    }
    for (const { file, reason } of result.incomplete) io.stderr(`${harmless(visible(`sms: Not everything could be read. ${file ?? 'The SMS'}: ${reason}`))}\n`);
    return Promise.resolve(result.incomplete.length > 0 ? 3 : 0);
  }, { rules });
}

interface Picture extends DocumentsAsked {
  covered: readonly ClauseCoverage[];
  /** The one whose clauses these are; `further`: what is to be known of the picture where it is another than ISO/IEC 20000-1. */
  standard: Standard; further?: string;
  /** Of which audits it is asked; of none: clause by clause. */
  stages: readonly ('stage1' | 'stage2')[];
  groups: readonly Group[]; families: readonly Family[]; areas: readonly Area[]; links: readonly Link[];
  /** Findings on no clause of the standard, the gravest first. */
  outside: readonly Finding[];
}

interface Group { title: string; entries: readonly ClauseCoverage[] }

/** The standard that an option names by its id, ISO/IEC 20000-1 where it names none. */
export function standardNamed(given: string | undefined, { main, all, get }: Standards): Standard | { problem: string } {
  if (given === undefined) return main;
  const found = get(given), known = all.map(({ id }) => id), near = nearest(given, known);
  return found ?? { problem: `There is no standard "${given}" here.${near === undefined ? '' : ` Did you mean ${near}?`} Known are ${sentenceList(known)}; a standard of your own stands in standards/ in a folder that sms.yaml names under schemas.` };
}

function byChapter(covered: readonly ClauseCoverage[], standard: Standard, standards: Standards): readonly Group[] {
  return chaptersOf(standard).map(({ id, title }) => { const wanted = new Set(standards.leavesOf(id).map(leaf => leaf.id)); return { title: `${numberOf(id)} ${title}`, entries: covered.filter(({ clause }) => wanted.has(clause.id)) }; });
}

function byPhase(covered: readonly ClauseCoverage[]): readonly Group[] {
  return views().pdca.map(({ title, clauses: of }) => ({ title: `${title} (${clauseWords(of)})`, entries: below(covered, of) }));
}

function below(covered: readonly ClauseCoverage[], ids: readonly string[]): readonly ClauseCoverage[] {
  const wanted = new Set(ids.flatMap(id => leavesOf(id)).map(({ id }) => id));
  return covered.filter(entry => wanted.has(entry.clause.id));
}

// ---- words ----

function wordOf(state: ClauseState): string { return stateWord(state, ENGLISH); }

function clauseWords(ids: readonly string[]): string { return `${ids.length === 1 ? 'clause' : 'clauses'} ${sentenceList(ids)}`; }

function countsOf(entries: readonly { state: ClauseState }[]): string {
  return STATES.flatMap(state => { const count = entries.filter(entry => entry.state === state).length; return count === 0 ? [] : [`${count} ${wordOf(state)}`]; }).join(', ');
}

/** Drafts say that they are. */
function nameOf({ id, header, data }: Artefact): string {
  const status = textOf(data, 'status');
  return header === 'document' && (status === 'draft' || status === 'in-review') ? `${id} (${status.replace('-', ' ')})` : id;
}

function titleOf({ result, standard, further }: Picture): string { return further === undefined ? result.config.standard : standard.title; }

function aboutFurther({ standard: { source = '' }, further }: Picture): string[] { return further === undefined ? [] : [further, ...(source === '' ? [] : [source])]; }

/** Of many clauses the numbers are enough: the table has their titles. */
function namesOfClauses(entries: readonly ClauseCoverage[]): string {
  const name = ({ clause: { id, title } }: ClauseCoverage): string => (entries.length > MANY ? numberOf(id) : `${numberOf(id)} ${title}`);
  return entries.map(name).join(entries.length > MANY ? ', ' : ' · ');
}

/** More are counted and no longer named. */
const MANY = 8;

function namesOf({ evidence }: ClauseCoverage): string {
  const names = evidence.map(nameOf);
  if (names.length <= MANY) return names.length === 0 ? '–' : names.length > 4 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
  const of = (header: Artefact['header']): Artefact[] => evidence.filter(each => each.header === header), documents = of('document'), logs = evidence.filter(({ kind }) => kind === 'record-log');
  const counted = [[documents.length, 'document'], [of('record').length - logs.length, 'record'], [logs.length, 'log']] as const;
  return counted.flatMap(([count, word]) => (count > 0 ? [plural(count, word)] : [])).join(', ');
}

function findingCounts(counts: Readonly<Record<Grade, number>>): string {
  return GRADES.filter(grade => counts[grade] > 0).map(grade => plural(counts[grade], grade, grade === 'observation' ? 'observations' : grade)).join(', ');
}

function told(finding: Finding, { result }: Pick<Picture, 'result'>): string { return sentence(rulesOf(result.config).get(finding.rule), finding); }

/** Rules that say what the state of the clause says already: here their names are enough. */
const SAID = new Set(['mandatory-artefact-missing', 'evidence-clause-empty']);

function toldHere(finding: Finding, picture: Pick<Picture, 'result'>): string { return SAID.has(finding.rule) ? `${finding.rule} (what to write: sms check)` : `${placeOf(finding)} · ${told(finding, picture)}`; }

function gradeWords({ suggestion }: ClauseCoverage): string { return suggestion ? `Suggested grade: ${suggestion.grade} (${suggestion.because}).` : ''; }

/** What the suggestion rests on, and what is less grave beside it; observations where there is nothing else. */
function findingsOf({ suggestion, weighing }: ClauseCoverage): readonly Finding[] { return suggestion ? weighing.filter(finding => finding.grade !== 'observation' || suggestion.findings.includes(finding)) : []; }

/** A finding weighs at the first clause that it names; the others refer to it. */
function elsewhereWords({ elsewhere }: ClauseCoverage): string { return elsewhere.length === 0 ? '' : `Findings that touch this clause too weigh under ${sentenceList(elsewhere)}.`; }

const NOTHING_TO_SEE = 'Nothing is missing, drafted or stale, and nothing was found that suggests more than an observation.';

/** Clauses to be looked at, the gravest first; those in which the same stands the same way are one entry. */
interface Look { entries: readonly ClauseCoverage[]; first: ClauseCoverage }

function toLookAt(covered: readonly ClauseCoverage[]): readonly Look[] {
  const weight = ({ state, suggestion }: ClauseCoverage): number => (state === 'missing' || suggestion?.grade === 'major' ? 2 : state === 'drafted' || state === 'stale' || suggestion?.grade === 'minor' ? 1 : 0);
  const entries = covered.filter(entry => weight(entry) > 0).sort((a, b) => weight(b) - weight(a));
  const same = ({ state, reason, suggestion }: ClauseCoverage): string => JSON.stringify([state, reason, suggestion?.findings.map(({ rule, file, range, args }) => [rule, file, range, args])]);
  return [...groupBy(entries, same).values()].flatMap(alike => { const [first] = alike; return first ? [{ entries: alike, first }] : []; });
}

/** Findings of one rule that say the same of several things are told by the first and a number. */
interface Told { grade: Grade; first: Finding; others: readonly Finding[] }

function grouped(findings: readonly Finding[]): readonly Told[] {
  return GRADES.flatMap(grade => [...groupBy(findings.filter(finding => finding.grade === grade), ({ rule, message }) => `${rule} ${message}`).values()])
    .flatMap(([first, ...others]) => (first ? [{ grade: first.grade, first, others }] : []));
}

function placeOf({ file, range }: Finding): string { return `${file}:${range.start.line + 1}`; }

function othersWords({ first, others }: Told): string {
  const files = new Set([first, ...others].map(({ file }) => file)).size;
  if (others.length === 0 || SAID.has(first.rule)) return '';
  return others.length <= 3 ? `Likewise ${sentenceList(others.map(placeOf))} (${first.rule}).` : `Likewise ${others.length} times more, ${files === 1 ? 'all in this file' : `in ${files} files`} (${first.rule}).`;
}

/** What the approvals are worth on which states rest: told where some are no more than a word. */
function claimWords({ control }: Picture['result']): string {
  const documents = [...control.documents.values()].filter(({ due }) => due !== 'retired'), claimed = documents.filter(({ approval }) => approval?.state === 'claimed').length;
  return claimed === 0 ? '' : `${plural(claimed, 'approval')} only claimed, not evidenced by git (sms register). `;
}

/** What belongs to no clause, by the standard that it belongs to. */
function outsideGroups({ outside }: Picture): readonly { title: string; findings: readonly Finding[] }[] {
  const isCertification = ({ clauses: ids }: Finding): boolean => ids.some(id => id.startsWith('iso17021'));
  return [
    { title: 'Outside the clauses: certification (ISO/IEC 17021-1)', findings: outside.filter(isCertification) },
    { title: 'Outside the clauses', findings: outside.filter(finding => !isCertification(finding)) },
  ].filter(({ findings }) => findings.length > 0);
}

function lastLine(picture: Picture): string {
  const { result, root, todayGiven, covered, stages, families: nine, areas: eight, outside } = picture, counts = [
    ...(stages.includes('stage1') ? [`${plural(nine.length, 'family', 'families')}: ${countsOf(nine)}.`] : []), ...(stages.includes('stage2') ? [`${plural(eight.length, 'area')}: ${countsOf(eight)}.`] : []),
    ...(stages.length === 0 ? [`${plural(covered.length, 'clause')}: ${countsOf(covered)}.`] : []),
    ...(outside.length > 0 ? [`Outside the clauses: ${findingCounts(countGrades(outside))}.`] : []),
  ];
  return `${counts.join(' ')} As of ${result.today} (${todayWords(result, root.commit, todayGiven)}). `
    + `${result.accepted.length > 0 ? `${plural(result.accepted.length, 'accepted deviation')} not counted. ` : ''}${result.incomplete.length > 0 ? 'Not everything could be read, so this may be wrong. ' : ''}${claimWords(result)}`
    + 'A state says what is there and how recent it is, not whether it is good; grades are suggestions, for only an auditor grades.';
}

// ---- for people ----

const TABLE_WIDTH = 110, MOST = 4;
/** The column of the state, with the space after it. */
const INDENT = 11;

interface Page extends Pick<Picture, 'result'> { paint: Painter; total: number; say: (words: string, indent?: number) => string[]; stateWord: (state: ClauseState) => string }

function text(picture: Picture, paint: Painter, width: number | undefined): string {
  const { result, covered, stages } = picture, total = Math.max(80, Math.min(width ?? TABLE_WIDTH, 140));
  const page: Page = {
    result, paint, total,
    say: (words, indent = 0) => paragraph(visible(words), total, indent).map(harmless),
    stateWord: state => (state === 'missing' || state === 'drafted' ? paint.grade('major', wordOf(state)) : state === 'stale' ? paint.grade('minor', wordOf(state)) : state === 'operating' ? paint.good(wordOf(state)) : wordOf(state)),
  };
  const lines = [...page.say(`${result.config.organization} · ${titleOf(picture)}`).map(paint.bold), '', ...aboutFurther(picture).flatMap(words => [...page.say(words).map(paint.dim), ''])];
  for (const { title, findings } of outsideGroups(picture)) {
    const worst = GRADES.find(grade => findings.some(finding => finding.grade === grade)) ?? 'observation';
    lines.push(paint.grade(worst, title), ...findingLines(findings, page), '');
  }
  if (stages.includes('stage1')) lines.push(...stage1(picture, page));
  if (stages.includes('stage2')) lines.push(...stage2(picture, page));
  if (stages.length === 0) lines.push(...lookFirst(covered, page), ...table(picture, page));
  const used = [
    ...(stages.includes('stage1') ? picture.families : []), ...(stages.includes('stage2') ? picture.areas.flatMap(area => [area, ...area.clauses]) : []), ...(stages.length === 0 ? covered : []),
  ].map(({ state }) => state);
  lines.push(...STATES.filter(state => used.includes(state)).flatMap(state => row([wordOf(state), stateMeaning(state, ENGLISH)], [INDENT - 2, total - INDENT])).map(paint.dim), '');
  return [...lines, ...page.say(lastLine(picture)).map(paint.bold), ''].join('\n');
}

/** The state and what it is about, on one line where there is room. */
function headed(state: ClauseState, title: string, { paint, say, stateWord }: Page): string[] {
  return say(title, INDENT).map((line, at) => (at === 0 ? stateWord(state) + ' '.repeat(Math.max(1, INDENT - wordOf(state).length)) + paint.bold(line.trimStart()) : paint.bold(line)));
}

function stage1({ families: nine }: Picture, page: Page): string[] {
  const { paint, say } = page;
  return [paint.bold('What an audit of the documents (stage 1) asks for'), '', ...nine.flatMap(({ title, asks, state, reason, findings }) => [
    ...headed(state, title, page), ...say(`${asks}.`, INDENT).map(paint.dim), ...say(reason, INDENT), ...findingLines(findings, page), '',
  ])];
}

function stage2({ areas: eight, links }: Picture, page: Page): string[] {
  const { paint, say } = page;
  return [paint.bold('What an audit of operation (stage 2) looks into'), '', ...eight.flatMap(({ title, asks, state, clauses: of, remarks, findings }) => [
    ...headed(state, title, page), ...say(`${asks}.`, INDENT).map(paint.dim), ...areaLines(of).flatMap(line => say(line, INDENT)),
    ...remarks.flatMap(remark => say(remark, INDENT)), ...findingLines(findings, page), '',
  ]), paint.bold('How the records hang together'), ...say(linkWords(links)), ''];
}

/** What is said of several clauses alike is said once. */
function areaLines(of: readonly ClauseCoverage[]): readonly string[] {
  return [...groupBy(of, ({ state, reason }) => `${wordOf(state)}. ${reason}`)].map(([words, entries]) => `${sentenceList(entries.map(({ clause }) => clause.id))} ${words}`);
}

function linkWords(links: readonly Link[]): string {
  return `${links.map(({ from, to, pairs }) => `${from} – ${to}: ${pairs}`).join(', ')}. Counted in pairs that name one another; the rows of tables are not looked into.`;
}

function lookFirst(covered: readonly ClauseCoverage[], page: Page): string[] {
  const { paint, say } = page, looks = toLookAt(covered), toldUnder = new Map<Finding, string>();
  if (looks.length === 0) return [...say(NOTHING_TO_SEE), ''];
  return [paint.bold('To be looked at first'), '', ...looks.flatMap(({ entries, first }) => {
    const { clause, state, reason, suggestion } = first, known = new Set(suggestion?.findings.flatMap(finding => toldUnder.get(finding) ?? [])), fresh = findingsOf(first).filter(finding => !toldUnder.has(finding));
    for (const finding of fresh) toldUnder.set(finding, clause.id);
    return [
      ...headed(state, namesOfClauses(entries), page), ...say(reason, INDENT),
      ...(suggestion ? say(gradeWords(first), INDENT).map(line => paint.grade(suggestion.grade, line)) : []), ...findingLines(fresh, page),
      ...(known.size === 0 ? [] : say(`${fresh.length > 0 ? 'Others' : 'These'} stand under ${sentenceList([...known])}.`, INDENT + 2).map(paint.dim)),
      ...(first.elsewhere.length === 0 ? [] : say(elsewhereWords(first), INDENT + 2).map(paint.dim)), '',
    ];
  })];
}

function findingLines(findings: readonly Finding[], page: Page): string[] {
  const { paint, say } = page;
  const all = grouped(findings), rest = all.slice(MOST).reduce((sum, { others }) => sum + 1 + others.length, 0);
  return [...all.slice(0, MOST).flatMap(each => [
    ...say(`${each.grade} · ${toldHere(each.first, page)}`, INDENT + 2), ...[othersWords(each)].filter(words => words !== '').flatMap(words => say(words, INDENT + 2)),
  ]), ...(rest > 0 ? say(`And ${plural(rest, 'more finding')} of other rules: sms check.`, INDENT + 2) : [])].map(paint.dim);
}

function table({ groups, result, further }: Picture, { paint, total, say, stateWord }: Page): string[] {
  const standards = standardsOf(result.config), through = (id: string): string => { const others = further === undefined ? [] : standards.sharedBy(id); return others.length === 0 ? '' : ` (through ${others.map(other => other.id).join(', ')})`; };
  const evidenceWidth = Math.floor((total - 39) * 0.45), widths = [9, total - 39 - evidenceWidth, 10, evidenceWidth, 12];
  return [...row(['', '', 'State', 'Shown by', 'Findings'], widths).map(paint.dim), ...groups.flatMap(({ title, entries }) => [
    ...(title.length + countsOf(entries).length + 2 <= total ? [`${paint.bold(title)}  ${paint.dim(countsOf(entries))}`] : [...say(title).map(paint.bold), ...say(countsOf(entries), 2).map(paint.dim)]),
    ...entries.flatMap(entry => {
      const worst = GRADES.find(grade => entry.findings[grade] > 0);
      // A paragraph sign and its number stay on one line.
      return row([`  ${numberOf(entry.clause.id)}`, `${entry.clause.title.replace('¶ ', '¶\u00a0')}${through(entry.clause.id)}`, wordOf(entry.state), visible(namesOf(entry)), findingCounts(entry.findings)], widths,
        (cell, column) => (cell === '' ? cell : column === 2 ? stateWord(entry.state) : column === 4 && worst ? paint.grade(worst, cell) : cell)).map(harmless);
    }), '',
  ])];
}

// ---- for minutes or a wiki ----

function markdown(picture: Picture): string {
  const { result, stages, covered, families: nine, areas: eight } = picture;
  const lines = [`# Coverage of ${markdownText(titleOf(picture))}, ${markdownText(result.config.organization)}`, '', markdownText(lastLine(picture)), '', ...aboutFurther(picture).flatMap(words => [markdownText(words), ''])];
  const tabled = (head: readonly string[], rows: readonly (readonly string[])[]): void => {
    lines.push(`| ${head.join(' | ')} |`, `|${head.map(() => ' --- |').join('')}`, ...rows.map(cells => `| ${cells.map(markdownText).join(' | ')} |`), '');
  };
  const listed = (findings: readonly Finding[]): void => {
    for (const each of grouped(findings)) lines.push(`- ${each.grade} · ${markdownText(`${toldHere(each.first, picture)} ${othersWords(each)}`.trimEnd())}`);
    if (findings.length > 0) lines.push('');
  };
  const found = (all: readonly { title: string; findings: readonly Finding[] }[]): void => {
    for (const { title, findings } of all.filter(each => each.findings.length > 0)) { lines.push(`### Findings: ${markdownText(title)}`, ''); listed(findings); }
  };
  for (const { title, findings } of outsideGroups(picture)) { lines.push(`## ${title}`, ''); listed(findings); }
  if (stages.includes('stage1')) {
    lines.push('## What an audit of the documents (stage 1) asks for', '');
    tabled(['Family', 'Asked', 'State', 'Why'], nine.map(({ title, asks, state, reason }) => [title, asks, wordOf(state), reason]));
    found(nine);
  }
  if (stages.includes('stage2')) {
    lines.push('## What an audit of operation (stage 2) looks into', '');
    tabled(['Area', 'Looked for', 'Clause', 'State', 'Why'], eight.flatMap(area => area.clauses.map((entry, at) => [at === 0 ? area.title : '', at === 0 ? area.asks : '', entry.clause.id, wordOf(entry.state), entry.reason])));
    lines.push(`How the records hang together: ${markdownText(linkWords(picture.links))}`, '', ...eight.flatMap(area => area.remarks.map(remark => `- ${markdownText(`${area.title}. ${remark}`)}`)), '');
    found(eight);
  }
  if (stages.length === 0) {
    const looks = toLookAt(covered);
    lines.push('## To be looked at first', '', ...(looks.length === 0 ? [NOTHING_TO_SEE, ''] : []));
    for (const { entries, first } of looks) {
      lines.push(`### ${markdownText(namesOfClauses(entries))}: ${wordOf(first.state)}`, '', markdownText(first.reason), '');
      if (first.suggestion) { lines.push(markdownText(gradeWords(first)), ''); listed(findingsOf(first)); }
      if (first.elsewhere.length > 0) lines.push(elsewhereWords(first), '');
    }
    for (const { title, entries } of picture.groups) {
      lines.push(`## ${markdownText(title)}`, '');
      tabled(['Clause', 'Title', 'State', 'Why', 'Shown by', 'Findings'], entries.map(entry => [numberOf(entry.clause.id), entry.clause.title, wordOf(entry.state), entry.reason, namesOf(entry), findingCounts(entry.findings)]));
    }
  }
  return [...lines, '## What the states mean', '', ...STATES.map(state => `- *${wordOf(state)}*: ${stateMeaning(state, ENGLISH)}`), ''].join('\n');
}

// ---- for programs ----

/** Described by schemas/reports/coverage.json. All of it, whatever part was asked for. */
function json({ root, result, covered, standard, further, families: nine, areas: eight, links, outside }: Picture): string {
  const finding = (of: Finding): unknown => ({ rule: of.rule, message: of.message, text: told(of, { result }), grade: of.grade, file: of.file, range: oneBased(of.range) });
  const artefact = ({ id, kind, file }: Artefact): unknown => ({ id, kind, file });
  const element = ({ title, as, state, reason, optional, records, evidence }: Element): unknown => ({ title, as, state, reason, optional, records, evidence: evidence.map(artefact) });
  const phaseOf = new Map(views().pdca.flatMap(({ title, clauses: of }) => of.flatMap(id => leavesOf(id)).map(({ id }) => [id, title.toLowerCase()] as const)));
  return jsonText({
    format: FORMAT, tool: TOOL, root: root.name, organization: result.config.organization, standard: result.config.standard, ...(further !== undefined && { of: { id: standard.id, title: standard.title, source: standard.source, note: further } }), today: result.today, todayFrom: result.todayFrom,
    ...commitFacts(root.commit), history: historyFacts(result, root.commit), incomplete: result.incomplete, counts: countGrades(result.findings), accepted: result.accepted.length,
    outside: outside.map(finding),
    clauses: covered.map(({ clause: { id, title, parent }, state, reason, elements, evidence, findings, suggestion, elsewhere }) => ({
      clause: id, title, parent, phase: phaseOf.get(id), state, reason, elements: elements.map(element), evidence: evidence.map(artefact), findings,
      suggestion: suggestion && { grade: suggestion.grade, because: suggestion.because, findings: suggestion.findings.map(finding) }, elsewhere,
    })),
    stage1: nine.map(({ title, asks, state, reason, elements, findings }) => ({ title, asks, state, reason, elements: elements.map(element), findings: findings.map(finding) })),
    stage2: eight.map(({ title, asks, state, reason, clauses: of, remarks, findings }) => ({ title, asks, state, reason, clauses: of.map(({ clause }) => clause.id), remarks, findings: findings.map(finding) })),
    links,
  });
}
