import { STATES, stateMeaning, stateWord } from '../../sms/clause-states.js';
import { text } from '../../sms/data.js';
import { kindsOf } from '../../sms/kinds.js';
import { gradeWord, type Language } from '../../sms/language.js';
import { compareClauses, numberOf, type Clause, type Standard } from '../../sms/standard.js';
import { standardsOf, type Standards } from '../../sms/standards.js';
import type { Artefact, Finding } from '../../sms/types.js';
import { areas, families, outsideClauses, type ClauseCoverage } from '../coverage.js';
import { aboutMap } from '../further-coverage.js';
import { inline, joinInlines, span, type Desk, type PartMaker } from '../desk.js';
import { gradeTone, GRADES, placeOf, stateTone, titleOfClause } from '../looks.js';
import type { Block, Inline, Row, Table } from '../pack.js';
import { findingsIn } from '../standing.js';
import { nameSpan } from './names.js';

/** The tree of clauses: how far each lowest-level one is shown, why, by what, and what was found about it. */
export const clauses: PartMaker = {
  id: 'clauses',
  clauses: [],
  title: language => language.text('pack.clauses.title', 'Clauses'),
  make(desk) {
    const { main } = standardsOf(desk.checked.config), t: Language['text'] = (...args) => desk.language.text(...args);
    return [
      meanings(desk.covered, desk), ...stages(desk), ...tree(wantedLeaves(desk), main, desk.covered, desk),
      { type: 'heading', id: 'findings', text: t('pack.clauses.findings', 'Findings') }, ...findingBlocks(desk),
    ];
  },
};

/** The clauses of another standard, as far as what names them and what shows those that correspond goes. */
export const further: PartMaker = {
  id: 'further',
  clauses: [],
  title: (language, { further: other }) => language.text('pack.further.title', 'Clauses of {standard}', { standard: other?.standard.title ?? '' }),
  wanted: desk => desk.further !== undefined,
  make(desk) {
    const { further: other, scope, checked: { config } } = desk, { leavesOf, sharedBy } = standardsOf(config);
    if (!other) return [];
    const { standard, covered } = other, asked = scope.of === 'clause' ? new Set(leavesOf(scope.id)) : undefined;
    const shown = asked ? covered.filter(({ clause }) => asked.has(clause) || sharedBy(clause.id).some(each => asked.has(each))) : covered;
    return [
      { type: 'note', tone: 'attention', text: inline(aboutMap(desk.language), 'attention') }, ...(standard.source === undefined ? [] : [{ type: 'note' as const, text: inline(standard.source) }]),
      meanings(covered, desk), ...tree(new Set(shown.map(({ clause }) => clause.id)), standard, covered, desk),
    ];
  },
};

function meanings(covered: readonly ClauseCoverage[], { language }: Desk): Block {
  return { type: 'facts', facts: STATES.filter(state => covered.some(each => each.state === state)).map(state => ({ name: stateWord(state, language), value: inline(stateMeaning(state, language)) })) };
}

/** All, or those that the pack is about: of a clause of another standard those that correspond. */
function wantedLeaves({ scope, covered, checked }: Desk): ReadonlySet<string> {
  switch (scope.of) {
    case 'clause': { const { leavesOf, sharedBy } = standardsOf(checked.config); return new Set(leavesOf(scope.id).flatMap(leaf => [leaf, ...sharedBy(leaf.id)]).map(({ id }) => id)); }
    case 'stage2': return new Set(areas(covered, checked).flatMap(area => area.clauses.map(({ clause }) => clause.id)));
    default: return new Set(covered.map(({ clause }) => clause.id));
  }
}

/** A heading for each branch; the leaves right below it in a table. */
function tree(wanted: ReadonlySet<string>, { clauses: all }: Standard, covered: readonly ClauseCoverage[], desk: Desk): readonly Block[] {
  const { language, checked: { config } } = desk, standards = standardsOf(config), { leavesOf } = standards, byId = new Map(covered.map(each => [each.clause.id, each])), isMain = covered === desk.covered, blocks: Block[] = [];
  const isWanted = ({ id }: Clause): boolean => leavesOf(id).some(leaf => wanted.has(leaf.id));
  let open: { parent: string; rows: Row[] } | undefined;
  for (const each of all) {
    if (!isWanted(each)) continue;
    const { id, parent = '' } = each, entry = byId.get(id), named = (of: string): string => `${numberOf(of)} ${titleOfClause(of, language, standards)}`.trim();
    if (each.leaf !== true) { blocks.push({ type: 'heading', id, text: named(id) }); open = undefined; continue; }
    if (!entry) continue;
    if (open?.parent !== parent) {
      open = { parent, rows: [] };
      const key = `clauses-${id}`, table: Table = { type: 'table', key, title: language.text('pack.clauses.under', 'Under {clause}',
        { clause: named(parent) }), columns: columns(language, isMain), rows: open.rows };
      blocks.push(table);
    }
    open.rows.push(leafRow(entry, standards, desk, isMain));
  }
  return blocks;
}

function columns(language: Language, isMain: boolean): Table['columns'] {
  const t: Language['text'] = (...args) => language.text(...args);
  return [
    { key: 'clause', title: t('pack.column.clause', 'Clause'), head: true }, { key: 'state', title: t('pack.column.state', 'State') },
    { key: 'reason', title: t('pack.column.reason', 'Why') }, { key: 'evidence', title: t('pack.column.evidence', 'Evidence') },
    { key: 'findings', title: t('pack.column.findings', 'Findings') },
    isMain ? { key: 'suggested', title: t('pack.column.suggested', 'Suggested grade') } : { key: 'corresponds', title: t('pack.column.corresponds', 'Corresponds to (a suggestion)') },
  ];
}

function leafRow(entry: ClauseCoverage, standards: Standards, desk: Desk, isMain: boolean): Row {
  const { clause: { id }, state, reason, suggestion, elsewhere } = entry, { language, scope, inScope } = desk;
  const own = scope.of === 'all' ? entry.findings
    : countsOf(entry.weighing.filter(each => { const about = each.subject ?? each.artefact; return about !== undefined && inScope(about); }));
  const counts = GRADES.flatMap((grade): Inline[] => (own[grade] === 0 ? [] : [inline(`${own[grade]} ${gradeWord(grade, language)}`, gradeTone(grade))]));
  const others = scope.of === 'all' ? elsewhere : [], weighing = language.text('pack.clauses.elsewhere', 'weighing under ');
  const beside = others.length > 0 ? [...(counts.length > 0 ? inline('; ') : []), span(weighing), ...joinInlines(others.map(other => [span(other, { clause: other })]))] : [];
  return { id, cells: [
    inline(`${numberOf(id)} ${titleOfClause(id, language, standards)}`), inline(stateWord(state, language), stateTone(state)), inline(reason),
    evidenceInline(entry.evidence.filter(each => inScope(each.id)), desk),
    counts.length + beside.length === 0 ? inline(language.text('pack.none', 'none'), 'quiet') : [...joinInlines(counts), ...beside],
    !isMain ? joinInlines(standards.sharedBy(id).map(({ id: other }) => [span(other, { clause: other })]))
      : suggestion && scope.of !== 'customer' ? inline(`${gradeWord(suggestion.grade, language)}: ${suggestion.because}`, gradeTone(suggestion.grade)) : [],
  ] };
}

function countsOf(findings: readonly Finding[]): ClauseCoverage['findings'] {
  const count = (grade: Finding['grade']): number => findings.filter(each => each.grade === grade).length;
  return { major: count('major'), minor: count('minor'), observation: count('observation') };
}

/** More records of a kind, and more documents, are counted: one click leads to them. */
const MOST = 6, MOST_DOCUMENTS = 12;

function evidenceInline(evidence: readonly Artefact[], { language, checked: { model } }: Desk): Inline {
  const shown = evidence.filter(({ header }) => header !== 'record'), records = evidence.filter(({ header }) => header === 'record');
  const status = ({ header, data }: Artefact): Inline => {
    const is = text(data, 'status');
    return header === 'document' && (is === 'draft' || is === 'in-review') ? inline(` (${is.replace('-', ' ')})`, 'attention') : [];
  };
  const byKind = [...new Set(records.map(({ kind }) => kind))].flatMap((kind): Inline[] => {
    const own = records.filter(each => each.kind === kind);
    return own.length <= MOST ? own.map(each => [nameSpan(each)])
      : [[span(`${language.text(`kind.${kind}`, kindsOf(model.config).get(kind)?.name ?? kind)}: `), span(String(own.length), { part: 'records' })]];
  });
  const documents = shown.length <= MOST_DOCUMENTS ? shown.map(each => [nameSpan(each), ...status(each)])
    : [[span(language.text('pack.clauses.documents', '{count} documents', { count: shown.length }), { part: 'register' })]];
  const all = [...documents, ...byKind];
  return all.length === 0 ? inline(language.text('pack.none', 'none'), 'quiet') : joinInlines(all, '; ');
}

/** What audits of two stages ask for, as they ask for it. */
function stages(desk: Desk): readonly Block[] {
  const { scope, checked, covered, inScope, language } = desk;
  const t: Language['text'] = (...args) => language.text(...args);
  if (scope.of !== 'stage1' && scope.of !== 'stage2') return [];
  const all = scope.of === 'stage1' ? families(checked).map(each => ({ ...each, evidence: each.elements.flatMap(({ evidence }) => evidence) }))
    : areas(covered, checked).map(each => ({ ...each, evidence: each.clauses.flatMap(({ evidence }) => evidence) }));
  return [{
    type: 'table', key: scope.of, title: scope.of === 'stage1' ? t('pack.clauses.stage1', 'What a stage 1 audit asks for')
      : t('pack.clauses.stage2', 'What a stage 2 audit looks into'),
    columns: [
      { key: 'family', title: t('pack.column.area', 'Area'), head: true }, { key: 'asks', title: t('pack.column.asks', 'What is asked') },
      { key: 'state', title: t('pack.column.state', 'State') }, { key: 'reason', title: t('pack.column.reason', 'Why') },
      { key: 'evidence', title: t('pack.column.evidence', 'Evidence') }, { key: 'findings', title: t('pack.column.findings', 'Findings'), numeric: true },
    ],
    rows: all.map(({ title, asks, state, reason, evidence, findings }) => ({ cells: [
      inline(title), inline(asks), inline(stateWord(state, language), stateTone(state)), inline(reason),
      evidenceInline([...new Set(evidence)].filter(each => inScope(each.id)), desk), inline(findings.length),
    ] })),
  }];
}

function findingBlocks(desk: Desk): readonly Block[] {
  const { language, sentence, ruleTitle } = desk, t: Language['text'] = (...args) => language.text(...args), found = findingsIn(desk),
    outside = new Set(outsideClauses(found));
  if (found.length === 0) return [{ type: 'note', tone: 'good', text: inline(t('pack.clauses.no-findings', 'No finding on what this pack is about.'), 'good') }];
  return [{
    type: 'table', key: 'findings', title: t('pack.clauses.all-findings', 'Findings, the gravest first'),
    columns: [
      { key: 'finding', title: t('pack.column.finding', 'Finding'), head: true }, { key: 'grade', title: t('pack.column.suggested', 'Suggested grade') },
      { key: 'clauses', title: t('pack.column.clauses', 'Clauses') }, { key: 'place', title: t('pack.column.place', 'Place') },
      { key: 'rule', title: t('pack.column.rule', 'Rule') },
    ],
    rows: GRADES.flatMap(grade => found.filter(each => each.grade === grade)).map(each => ({ cells: [
      inline(sentence(each)), inline(gradeWord(each.grade, language), gradeTone(each.grade)),
      outside.has(each) ? inline(each.clauses.join(', ') || t('pack.clauses.outside', 'none of the standard'))
        : joinInlines([...each.clauses].sort(compareClauses).map(id => [span(id, { clause: id })])),
      [placeOf(each)], [span(ruleTitle(each.rule), { rule: each.rule })],
    ] })),
  }];
}
