import { dayAt, fields, objects, text, texts, type Fields } from '../../sms/data.js';
import { beginningOf } from '../../sms/expected.js';
import type { Language } from '../../sms/language.js';
import { namedIn, namedItem } from '../../sms/named.js';
import { labelOf } from '../../sms/naming.js';
import { recordsInFiles } from '../../sms/records.js';
import { compareText } from '../../sms/text.js';
import type { Artefact, Day, Item } from '../../sms/types.js';
import { inline, joinInlines, span, type Desk, type PartMaker } from '../desk.js';
import type { Block, Inline, Row } from '../pack.js';
import { actionCells, actionColumns } from './actions.js';
import { emptyIn } from './empty.js';

/** How the organization looks at itself and what comes of it: audits, management reviews, nonconformities, improvements. What is open is shown, of whatever day. */
export const audits: PartMaker = {
  id: 'audits',
  clauses: ['9.2', '9.3', '10.1', '10.2'],
  title: language => language.text('pack.audits.title', 'Audits, reviews, nonconformities and improvements'),
  make(desk) {
    const t: Language['text'] = desk.language.text;
    const parts: readonly (readonly [heading: string, id: string, blocks: readonly Block[], none: string])[] = [
      [t('pack.audits.internal', 'Internal audits'), 'audits-internal', auditBlocks(desk),
        t('pack.audits.no-audits', 'No internal audit is planned or recorded (clause 9.2).')],
      [t('pack.audits.reviews', 'Management reviews'), 'audits-reviews', reviewBlocks(desk),
        t('pack.audits.no-reviews', 'No management review is recorded (clause 9.3).')],
      [t('pack.audits.nonconformities', 'Nonconformities'), 'audits-nonconformities', nonconformityBlocks(desk),
        t('pack.audits.no-nonconformities', 'No nonconformity was raised in the period, and none is open (clause 10.1).')],
      [t('pack.audits.improvements', 'Improvements'), 'audits-improvements', improvementBlocks(desk),
        t('pack.audits.no-improvements', 'No improvement was raised in the period, and none is open (clause 10.2).')],
    ];
    return parts.every(([, , blocks]) => blocks.length === 0)
      ? { empty: emptyIn(desk, t('pack.audits.empty', 'There is nothing of this yet: no audit, no review, no nonconformity, no improvement.')) }
      : parts.flatMap(([heading, id, blocks, none]): Block[] => [{ type: 'heading', id, text: heading },
        ...(blocks.length > 0 ? blocks : [{ type: 'note' as const, ...(desk.scope.of === 'all' && { tone: 'attention' as const }), text: inline(emptyIn(desk, none)) }])]);
  },
};

function auditBlocks(desk: Desk): Block[] {
  const { checked: { model, today }, inScope, language } = desk, t: Language['text'] = language.text;
  const internal = model.ofKind('audit-report').filter(({ data }) => text(data, 'type') !== 'external'), held = internal.filter(({ id }) => inScope(id));
  const auditsOf = (reports: readonly Artefact[]): ReadonlySet<string> => new Set(reports.flatMap(report => namedIn(model, report, report.data, 'audit').map(({ id }) => id)));
  const reported = auditsOf(internal), shown = auditsOf(held), planned = model.ofType('audit').filter(item => inScope(item.artefact) && !shown.has(item.id));
  const rows = [
    ...planned.map((item): { day: string; row: Row } => {
      const value = model.value(item), day = text(value, 'plannedOn') ?? '', status = text(value, 'status'), isHeld = reported.has(item.id),
        late = !isHeld && day !== '' && day < today && status !== 'cancelled';
      return { day, row: { id: item.id, cells: [[span(labelOf(item), { item: item.id })], inline(daysText(day, text(value, 'plannedTo'))), clausesOf(value),
        inline(isHeld ? t('pack.audits.held', 'held') : late ? t('pack.audits.not-held', 'planned, and no report of it') : status ?? t('pack.audits.planned', 'planned'), late ? 'bad' : 'quiet'), [],
        auditorsOf(value, model)] } };
    }),
    ...held.map((report): { day: string; row: Row } => {
      const { data } = report, day = text(data, 'from') ?? '', findings = objects(data, 'findings').map(({ value }) => value),
        count = (grade: string): number => findings.filter(value => text(value, 'grade') === grade).length;
      return { day, row: { id: report.id, cells: [
        [span(labelOf(report), { item: report.id })], inline(daysText(day, text(data, 'to'))),
          joinInlines([...new Set(objects(data, 'conformity').flatMap(({ value }) => texts(value, 'clauses')))].map(clause => [span(clause.trim(),
          { clause: clause.trim() })])),
        inline(t('pack.audits.held', 'held'), 'good'), inline(t('pack.audits.counts', '{major} major, {minor} minor, {observations} observations',
          { major: count('major'), minor: count('minor'), observations: count('observation') })), auditorsOf(data, model),
      ] } };
    }),
  ].sort((a, b) => compareText(a.day, b.day)).map(({ row }) => row);
  const findings = held.flatMap(report => objects(report.data, 'findings').map(({ at, value }) => findingRow(report, at, value, desk)));
  return [
    ...(rows.length === 0 ? [] : [{
      type: 'table' as const, key: 'internal-audits', title: t('pack.audits.internal', 'Internal audits'), rows,
      columns: [{ key: 'audit', title: t('pack.column.audit', 'Audit'), head: true }, { key: 'days', title: t('pack.column.days', 'Days') },
        { key: 'clauses', title: t('pack.column.clauses', 'Clauses') }, { key: 'state', title: t('pack.column.state', 'State') },
        { key: 'findings', title: t('pack.column.findings', 'Findings') }, { key: 'auditors', title: t('pack.column.auditors', 'Auditors') }],
    }]),
    ...(findings.length === 0 ? [] : [{
      type: 'table' as const, key: 'audit-findings', title: t('pack.audits.findings', 'Findings of internal audits'), rows: findings,
      columns: [{ key: 'finding', title: t('pack.column.finding', 'Finding'), head: true },
        { key: 'grade', title: t('pack.column.auditor-grade', 'Grade by the auditor') }, { key: 'clauses', title: t('pack.column.clauses', 'Clauses') },
        { key: 'owner', title: t('pack.column.owner', 'Owner') },
        { key: 'nonconformity', title: t('pack.column.nonconformity', 'Nonconformity') }],
    }]),
  ];
}

/** `2026-09-01 – 2026-09-03`. */
function daysText(from: string, to: string | undefined): string { return to === undefined || to === from ? from : `${from} – ${to}`; }

function clausesOf(value: Fields): Inline { return joinInlines(texts(value, 'clauses').map(clause => [span(clause.trim(), { clause: clause.trim() })])); }

function auditorsOf(value: Fields, model: Desk['checked']['model']): Inline {
  return joinInlines(objects(value, 'auditors').flatMap(({ value: auditor }): Inline[] => {
    const person = namedItem(model, auditor, 'person'), name = person ? [span(labelOf(person), { item: person.id })]
      : inline(text(auditor, 'name') ?? text(auditor, 'role')), why = text(auditor, 'independence');
    return name.length === 0 ? [] : [[...name, ...(why === undefined ? [] : [span(` (${why})`)])]];
  }), '; ');
}

function findingRow(report: Artefact, at: number, value: Fields, { checked: { model }, language }: Desk): Row {
  const id = `${report.id}#${text(value, 'id') ?? String(at + 1)}`, named = namedIn(model, report, value, 'nonconformity'),
    naming = model.ofType('nonconformity').filter(item => { const artefact = model.artefact(item.artefact); return artefact !== undefined
    && namedIn(model, artefact, model.value(item), 'from').some(source => source.id === id); });
  const answers = [...new Map([...named, ...naming].map(item => [item.id, item])).values()], grade = text(value, 'grade'), owner = namedItem(model, value, 'owner');
  return { id, cells: [
    [span(`${text(value, 'title') ?? ''} (${id})`, { item: id })], inline(grade), clausesOf(value), owner ? [span(labelOf(owner), { item: owner.id })]
      : inline(text(value, 'owner')),
    answers.length > 0 ? joinInlines(answers.map(item => [span(item.id, { item: item.id })])) : grade === 'observation'
      ? inline(language.text('pack.audits.not-asked', 'none is asked for'), 'quiet') : inline(language.text('pack.audits.no-answer', 'none'), 'bad'),
  ] };
}

function reviewBlocks(desk: Desk): Block[] {
  const { checked: { model, today }, inScope, language } = desk, t: Language['text'] = language.text,
    held = model.ofKind('management-review').filter(({ id }) => inScope(id)).sort((a, b) => compareText(text(a.data, 'on') ?? '', text(b.data, 'on') ?? ''));
  if (held.length === 0) return [];
  const last = held.at(-1), next = text(last?.data, 'nextOn');
  const isShown = (review: Artefact, value: Fields): boolean => review === last || (text(value, 'status') !== 'done' && text(value, 'status') !== 'cancelled');
  const decisions = held.flatMap(review => objects(review.data, 'decisions').flatMap(({ at, value }): Row[] => {
    const id = `${review.id}#${text(value, 'id') ?? String(at + 1)}`;
    return isShown(review, value) ? [{ id, cells: actionCells([span(`${text(value, 'title') ?? ''} (${id})`, { item: id })], value, 'due', desk) }] : [];
  }));
  return [
    {
      type: 'table', key: 'management-reviews', title: t('pack.audits.reviews', 'Management reviews'),
      columns: [{ key: 'review', title: t('pack.column.management-review', 'Review'), head: true }, { key: 'day', title: t('pack.column.day', 'Day') },
        { key: 'chair', title: t('pack.column.chair', 'Led by') }, { key: 'inputs', title: t('pack.column.inputs', 'Inputs'), numeric: true },
        { key: 'decisions', title: t('pack.column.decisions', 'Decisions'), numeric: true }],
      rows: held.map(({ id, title, data }) => { const chair = namedItem(model, data, 'chair');
        return { id, cells: [[span(labelOf({ id, title }), { item: id })], inline(text(data, 'on')), chair ? [span(labelOf(chair), { item: chair.id })]
        : inline(text(data, 'chair')), inline(objects(data, 'inputs').length), inline(objects(data, 'decisions').length)] }; }),
    },
    ...(next === undefined ? [] : [{ type: 'note' as const, ...(next < today && { tone: 'bad' as const }),
      text: [span(next < today ? t('pack.audits.next-late', 'The next review was to be held on {day}, and none is recorded since.', { day: next })
      : t('pack.audits.next', 'The next review is planned for {day}.', { day: next }))] }]),
    ...(decisions.length === 0 ? [] : [{ type: 'table' as const, key: 'review-decisions',
      title: t('pack.audits.decisions', 'Decisions of the last review, and earlier ones that are open'),
      columns: actionColumns(t('pack.column.decision', 'Decision'), language), rows: decisions }]),
  ];
}

const OVER: ReadonlySet<string> = new Set(['closed', 'withdrawn', 'rejected']);

/** Raised in the period, or not over. */
function isShown(value: Fields, day: Day | undefined, { period }: Desk): boolean {
  return !OVER.has(text(value, 'status') ?? '') || (day !== undefined && day >= period.from && day <= period.to)
    || [dayAt(value, 'closedOn'), dayAt(value, 'doneOn')].some(over => over !== undefined && over >= period.from && over <= period.to);
}

function nonconformityBlocks(desk: Desk): Block[] {
  const { checked: { model, today }, inScope, language } = desk, t: Language['text'] = language.text,
    all = recordsInFiles(model, 'nonconformity').filter(({ id }) => inScope(id));
  const shown = all.filter(({ data }) => isShown(data, beginningOf(data, today), desk)), older = all.length - shown.length;
  const first = actionColumns(t('pack.column.nonconformity', 'Nonconformity'), language).filter(({ key }) => key !== 'result');
  return shown.length === 0 ? older > 0 ? [olderNote(older, t)] : [] : [
    {
      type: 'table', key: 'nonconformities', title: t('pack.audits.nonconformities', 'Nonconformities'),
      columns: [...first.slice(0, 1), { key: 'from', title: t('pack.column.from', 'Comes from') },
        { key: 'grade', title: t('pack.column.own-grade', 'Grade') }, ...first.slice(1), { key: 'actions', title: t('pack.column.actions', 'Actions done') },
        { key: 'effect', title: t('pack.column.effect', 'Effect checked') }],
      rows: shown.map(({ id, title, data, artefact }) => {
        const [name = [], owner = [], due = [], status = [], late = []] = actionCells([span(labelOf({ id, title }), { item: id })], data, 'dueOn', desk),
          actions = objects(data, 'actions').map(({ value }) => value), check = fields(data, 'effectiveness'), on = text(check, 'checkedOn');
        return { id, cells: [
          name, joinInlines(namedIn(model, artefact, data, 'from').map(item => [span(item.id, { item: item.id })])), inline(text(data, 'grade')), owner, due,
            status, late,
          inline(t('pack.reports.of', '{within} of {cases}',
            { within: actions.filter(value => text(value, 'status') === 'done' || text(value, 'doneOn') !== undefined).length, cases: actions.length })),
          on === undefined ? inline(text(data, 'status') === 'closed' ? t('pack.audits.not-checked', 'no') : t('pack.audits.not-yet', 'not yet'),
            text(data, 'status') === 'closed' ? 'bad' : undefined)
            : inline(t('pack.audits.checked', '{day}: {result}', { day: on, result: text(check, 'result') ?? '–' })),
        ] };
      }),
    },
    ...(older > 0 ? [olderNote(older, t)] : []),
  ];
}

function olderNote(count: number, t: Language['text']): Block { return { type: 'note', tone: 'quiet',
  text: [span(t('pack.audits.older', 'Over before the period, and not listed: {count}.', { count }))] }; }

function improvementBlocks(desk: Desk): Block[] {
  const { checked: { model }, inScope, language } = desk, t: Language['text'] = language.text,
    all = model.ofType('improvement').filter(({ id }) => inScope(id)),
    shown = all.filter(item => { const value = model.value(item); return isShown(value, dayAt(value, 'raisedOn'), desk); }), older = all.length - shown.length;
  return shown.length === 0 ? older > 0 ? [olderNote(older, t)] : [] : [
    {
      type: 'table', key: 'improvements', title: t('pack.audits.improvements', 'Improvements'),
      columns: [...actionColumns(t('pack.column.improvement', 'Improvement'), language), { key: 'measured', title: t('pack.column.measured', 'Aim and figure') }],
      rows: shown.map((item: Item) => { const value = model.value(item);
        return { id: item.id, cells: [...actionCells([span(labelOf(item), { item: item.id })], value, 'due', desk), inline(aimsOf(value, t, model))] }; }),
    },
    ...(older > 0 ? [olderNote(older, t)] : []),
  ];
}

/** `Share of drivers: from 3 to 15, 17 reached`. */
function aimsOf(value: Fields, t: Language['text'], model: Desk['checked']['model']): string {
  const name = (aim: Fields): string => text(aim, 'title') ?? namedItem(model, aim, 'measure')?.title ?? text(aim, 'measure') ?? '';
  const figure = (of: Fields, key: string): string => { const found = of[key]; return typeof found === 'number' || typeof found === 'string' ? String(found) : '–'; };
  return objects(value, 'targets').map(({ value: aim }) => (aim['result'] === undefined
    ? t('pack.audits.aim', '{title}: from {baseline} to {value}', { title: name(aim), baseline: figure(aim, 'baseline'), value: figure(aim, 'value') })
    : t('pack.audits.aim-reached', '{title}: from {baseline} to {value}, {result} reached',
      { title: name(aim), baseline: figure(aim, 'baseline'), value: figure(aim, 'value'), result: figure(aim, 'result') }))).join('; ');
}
