import { STATES, stateWord } from '../../sms/clause-states.js';
import { FORMAT, type Config } from '../../sms/config.js';
import { gradeWord, type Language } from '../../sms/language.js';
import { isHistory } from '../../sms/history.js';
import { standardsOf, type Standards } from '../../sms/standards.js';
import type { Finding } from '../../sms/types.js';
import { inline, joinInlines, span, type Desk, type PartMaker } from '../desk.js';
import { gradeTone, GRADES, placeOf, stateTone, titleOfClause } from '../looks.js';
import type { Block, Facts, Inline, PackScope, Table, Tone } from '../pack.js';
import { evidenceLevel, findingsIn, outcomeOf } from '../standing.js';

/** What the pack is of, what the check came to, how much of it can be proved, and what is worst. */
export const cover: PartMaker = {
  id: 'cover',
  clauses: [],
  title: language => language.text('pack.cover.title', 'What this pack is and what it shows'),
  make(desk) {
    const { language, draft } = desk, t: Language['text'] = (...args) => language.text(...args), outcome = outcomeOf(desk), level = evidenceLevel(desk),
      found = findingsIn(desk);
    return [
      ...(draft ? [note('bad', t('pack.cover.draft',
        'DRAFT: made from files that are not those of a commit. Nobody can find the same again; it is no evidence.'))] : []),
      note(outcome === 'clean' ? 'good' : outcome === 'findings' ? 'attention' : 'bad', outcomeWords(outcome, desk)),
      { type: 'facts', facts: factsOf(desk) },
      note(level.level === 'E0' ? 'bad' : level.level === 'E2' ? 'good' : 'quiet',
        t('pack.cover.level', 'Evidence level {level}. {reason}', { level: level.level, reason: level.reason })),
      ...counts(found, desk),
      ...worst(found, desk),
      note('quiet', t('pack.cover.grades',
        'Grades are suggestions: only an auditor grades. A state says what is there and how recent it is, not whether it is good. What was not looked at stands in the next chapter.')),
    ];
  },
};

function note(tone: Tone, said: string): Block { return { type: 'note', tone, text: [{ text: said, tone }] }; }

function outcomeWords(outcome: ReturnType<typeof outcomeOf>, { checked: { incomplete, error }, language }: Desk): string {
  const t: Language['text'] = (...args) => language.text(...args);
  switch (outcome) {
    case 'error': return error === 'nothing' ? t('pack.outcome.nothing', 'Nothing was checked: there is no artefact in this folder.')
      : t('pack.outcome.config', 'It could not be checked, because sms.yaml cannot be used.');
    case 'incomplete': return t('pack.outcome.incomplete',
      'Incomplete: not everything that was to be checked could be, in {count} places; the next chapter lists them. What is said here holds for the rest only.',
      { count: incomplete.length });
    case 'findings': return t('pack.outcome.findings', 'Everything that was to be checked was checked, and there are findings.');
    case 'clean': return t('pack.outcome.clean',
      'Everything that was to be checked was checked, and nothing graver than an observation was found. What the rules do not look at stands in the next chapter.');
  }
}

function factsOf({ checked: { config, today, todayFrom, control: { history } }, scope, further, period, commit, draft, tool, language }: Desk): Facts['facts'] {
  const t: Language['text'] = (...args) => language.text(...args);
  const fact = (name: string, value: string): { name: string; value: Inline } => ({ name, value: inline(value) });
  const by = { 'option': t('pack.today.option', 'as asked for'), 'sms.yaml': t('pack.today.sms', 'fixed in sms.yaml'),
    'commit': t('pack.today.commit', 'the day of the commit'), 'clock': t('pack.today.clock', 'by the clock') }[todayFrom];
  return [
    fact(t('pack.fact.organization', 'Organization'), config.organization), fact(t('pack.fact.standard', 'Standard'), config.standard),
    fact(t('pack.fact.scope', 'This pack is about'), scopeWords(scope, language, standardsOf(config))),
    ...(further ? [{ name: t('pack.fact.further', 'Seen from'), value: [span(further.standard.title, { part: 'further' })] }] : []),
    fact(t('pack.fact.today', 'As of'), t('pack.today', '{today} ({by})', { today, by })),
    fact(t('pack.fact.period', 'Records of'), t('pack.period', '{from} to {to}', { from: period.from, to: period.to })),
    { name: t('pack.fact.commit', 'Commit'), value: commit ? [span(commit.id, undefined, { mark: 'code' }), ...inline(commitWords(commit, draft, language))]
      : inline(t('pack.fact.no-commit', 'none: the files are in no commit'), 'attention') },
    ...(isHistory(history) && history.cut
      ? [{ name: t('pack.fact.history', 'History'), value: inline(t('pack.fact.cut', 'not complete in this copy'), 'attention') }] : []),
    ...(config.stage === 'building'
      ? [{ name: t('pack.fact.stage', 'Stage'), value: inline(t('pack.fact.building', 'being built: what is missing altogether counts as an observation'), 'attention' as const) }] : []),
    ...ownFacts(config, scope, language),
    fact(t('pack.fact.tool', 'Made with'), t('pack.fact.tool-version', '{name} {version}, format {format}',
      { name: tool.name, version: tool.version, format: FORMAT })),
  ];
}

/** By what else than this program it was judged. Which files these are, everybody who has the whole may know. */
function ownFacts({ own }: Config, scope: PackScope, language: Language): Facts['facts'] {
  const files = own.files.filter(({ use, text }) => use !== 'requirements' && text !== undefined).map(({ file }) => file);
  if (files.length === 0) return [];
  const named = scope.of === 'all' ? joinInlines(files.map(file => [span(file, undefined, { mark: 'code' })])) : inline(files.length);
  return [{ name: language.text('pack.fact.own', 'Judged as well by rules, kinds and standards of its own'), value: named }];
}

function commitWords({ day, tag }: NonNullable<Desk['commit']>, draft: boolean, language: Language): string {
  const on = tag === undefined ? language.text('pack.commit.day', ' of {day}', { day }) : language.text('pack.commit.tag', ' of {day}, tag {tag}', { day, tag });
  return draft ? `${on}${language.text('pack.commit.changed', ', and files that differ from it')}` : on;
}

function scopeWords(scope: PackScope, language: Language, standards: Standards): string {
  switch (scope.of) {
    case 'all': return language.text('pack.scope.all', 'the whole service management system');
    case 'clause': return language.text('pack.scope.clause', 'clause {id} {title}', { id: scope.id, title: titleOfClause(scope.id, language, standards) }).trimEnd();
    case 'service': return language.text('pack.scope.service', 'the service {title} ({id}), what it rests on and what is promised of it',
      { title: scope.title, id: scope.id });
    case 'customer': return language.text('pack.scope.customer', 'the customer {title} ({id})', { title: scope.title, id: scope.id });
    case 'stage1': return language.text('pack.scope.stage1', 'the documents that a stage 1 audit asks for');
    case 'stage2': return language.text('pack.scope.stage2', 'the processes that a stage 2 audit looks into');
  }
}

function counts(found: readonly Finding[], { covered, checked: { accepted }, scope, language }: Desk): readonly Block[] {
  const t: Language['text'] = (...args) => language.text(...args), number = t('pack.column.number', 'Number'), whole = scope.of === 'all';
  const columns = (head: string): Table['columns'] => [{ key: 'what', title: head, head: true }, { key: 'count', title: number, numeric: true }];
  const grades = GRADES.map(grade => ({ grade, count: found.filter(each => each.grade === grade).length }));
  const states = STATES.map(state => ({ state, count: covered.filter(each => each.state === state).length })).filter(({ count }) => count > 0);
  return [
    {
      type: 'table', key: 'cover-findings', columns: columns(t('pack.column.grade', 'Grade')),
      title: whole ? t('pack.cover.findings', 'Findings by suggested grade') : t('pack.cover.findings-scope', 'Findings on what this pack is about, by suggested grade'),
      rows: [
        ...grades.map(({ grade, count }) => ({ cells: [inline(gradeWord(grade, language), count > 0 ? gradeTone(grade) : undefined), inline(count)] })),
        ...(whole && accepted.length > 0 ? [{ cells: [inline(t('pack.cover.accepted', 'accepted for a time, not counted'), 'quiet'), inline(accepted.length)] }] : []),
      ],
    },
    {
      type: 'table', key: 'cover-states', columns: columns(t('pack.column.state', 'State')),
      title: t('pack.cover.states', 'The {count} lowest-level clauses by state, in the whole SMS', { count: covered.length }),
      rows: states.map(({ state, count }) => ({ cells: [inline(stateWord(state, language), stateTone(state)), inline(count)] })),
    },
  ];
}

/** More are counted and stand among the clauses. */
const MOST = 10;

function worst(found: readonly Finding[], { covered, sentence, inScope, scope, language }: Desk): readonly Block[] {
  const t: Language['text'] = (...args) => language.text(...args), blocks: Block[] = [];
  const grave = (['major', 'minor'] as const).flatMap(grade => found.filter(each => each.grade === grade));
  const bare = covered.filter(({ state, evidence }) => (state === 'missing' || state === 'drafted') && (scope.of === 'all' || evidence.some(({ id }) => inScope(id))));
  if (grave.length === 0 && bare.length === 0) return [];
  blocks.push({ type: 'heading', id: 'worst', text: t('pack.cover.worst', 'What is worst, first') });
  if (bare.length > 0) {
    const named = joinInlines(bare.map(({ clause: { id } }) => [span(id, { clause: id })]));
    blocks.push({ type: 'note', tone: 'bad', text: [span(t('pack.cover.not-shown', 'Clauses for which something is missing or only drafted: ')), ...named, span('.')] });
  }
  if (grave.length > 0) {
    blocks.push({ type: 'list', items: grave.slice(0, MOST).map(each => [
      span(gradeWord(each.grade, language), { rule: each.rule }, { tone: gradeTone(each.grade), mark: 'strong' }), span(` – ${sentence(each)} `), placeOf(each),
    ]) });
  }
  if (grave.length > MOST) {
    const more = t('pack.cover.more', 'And {count} more: ', { count: grave.length - MOST });
    blocks.push({ type: 'note', text: [span(more), span(t('pack.clauses.title', 'Clauses'), { part: 'clauses' }), span('.')] });
  }
  return blocks;
}
