import { fields, list, text, texts, type Fields } from '../../sms/data.js';
import { beginningOf, beginsLate, heldOfKind, isSilent, type RecordTally } from '../../sms/expected.js';
import type { Language } from '../../sms/language.js';
import { idOf } from '../../sms/named.js';
import { labelOf } from '../../sms/naming.js';
import { logsOf, recordsInFiles, type ListedRecord } from '../../sms/records.js';
import { kindsOf, type KindSchema } from '../../sms/kinds.js';
import { compareClauses } from '../../sms/standard.js';
import { compareText } from '../../sms/text.js';
import type { Artefact, Day } from '../../sms/types.js';
import { inline, joinInlines, span, type Desk, type PartMaker, type TableFacts } from '../desk.js';
import type { Block, Inline, Row } from '../pack.js';
import { emptyIn } from './empty.js';

/** What was recorded: how much of it there is, of when, from where, and by what it can be known again. */
export const records: PartMaker = {
  id: 'records',
  clauses: ['7.5.4'],
  title: language => language.text('pack.records.title', 'Records of the period'),
  make(desk) {
    const populations = kindsOf(desk.checked.model.config).all().filter(({ header, kind }) => header === 'record' && kind !== 'record-log').flatMap(info => populationOf(info, desk) ?? []);
    const t: Language['text'] = desk.language.text, { period } = desk;
    if (populations.length === 0) return { empty: emptyIn(desk, t('pack.records.empty', 'There are no records yet. The part on clauses says which of them expect some.')) };
    return [
      { type: 'note', text: [span(t('pack.records.period',
        'Records from {from} to {to}, each counted by the day on which it began. The population is everything that is kept, of whatever day: a sample is drawn from it.', { ...period }))] },
      {
        type: 'table', key: 'populations', title: t('pack.records.populations', 'Populations by kind of record'),
        columns: [
          { key: 'kind', title: t('pack.column.kind', 'Kind'), head: true }, { key: 'clauses', title: t('pack.column.clauses', 'Clauses') },
          { key: 'all', title: t('pack.column.population', 'Population'), numeric: true },
          { key: 'period', title: t('pack.column.in-period', 'In the period'), numeric: true }, { key: 'oldest', title: t('pack.column.oldest', 'Oldest') },
          { key: 'newest', title: t('pack.column.newest', 'Newest') },
          { key: 'kept', title: t('pack.column.kept', 'Kept as') }, { key: 'gaps', title: t('pack.column.gaps', 'To be looked at') },
        ],
        rows: populations.map(population => populationRow(population, desk)),
      },
      ...sourcesTable(desk), ...customersTable(populations, desk), ...populations.flatMap(population => listing(population, desk)),
    ];
  },
};

interface Population { info: KindSchema; listed: readonly ListedRecord[]; logs: readonly Artefact[]; tables: readonly TableFacts[]; held: readonly Artefact[] }

/** Undefined for a kind of which the scope holds nothing. */
function populationOf(info: KindSchema, desk: Desk): Population | undefined {
  const { checked: { model }, inScope, tables } = desk, held = heldOfKind(model, info.kind).filter(artefact => holds(artefact, desk));
  if (held.length === 0) return undefined;
  const of = new Set(held), logs = logsOf(model, info.kind).filter(log => of.has(log));
  return { info, held, logs, listed: recordsInFiles(model, info.kind).filter(({ artefact, id }) => of.has(artefact) && inScope(id)),
    tables: logs.flatMap(log => tables.get(log.id) ?? []) };
}

function dayOf({ data }: { data: Fields }, { checked: { today } }: Desk): Day | undefined { return beginningOf(data, today); }

function inPeriod(day: Day | undefined, { period: { from, to } }: Desk): boolean { return day !== undefined && day >= from && day <= to; }

/** Whether the scope holds it, or some of its rows: what these are about stands in no file. Rows are not counted by service, and so all of them are shown. */
function holds({ id, data }: Artefact, { checked: { model }, scope, inScope, tables }: Desk): boolean {
  const facts = tables.get(id);
  if (facts && scope.of === 'customer') return [...facts.byCustomer.keys()].some(customer => idOf(model, customer) === scope.id);
  return inScope(id) || (facts !== undefined && scope.of === 'service' && ['service', 'services'].some(field => kindsOf(model.config).get(text(data, 'of') ?? '')?.shape.properties.has(field) === true));
}

/** Of a customer's pack only what is of that customer is counted: how much others have is theirs. */
function rowsIn(facts: TableFacts, { scope }: Desk): { all?: number; period: number } {
  return scope.of === 'customer' ? { period: facts.byCustomer.get(scope.id) ?? 0 } : { all: facts.rows, period: facts.inPeriod };
}

function populationRow({ info, listed, logs, tables, held }: Population, desk: Desk): Row {
  const { language, checked: { today } } = desk, t: Language['text'] = language.text,
    days = listed.map(record => dayOf(record, desk)).filter(day => day !== undefined).sort();
  const ofAll = tables.map(facts => rowsIn(facts, desk)), all = ofAll.some(facts => facts.all === undefined) ? undefined
    : listed.length + ofAll.reduce((sum, facts) => sum + (facts.all ?? 0), 0);
  const period = listed.filter(record => inPeriod(dayOf(record, desk), desk)).length + ofAll.reduce((sum, facts) => sum + facts.period, 0),
    whole = desk.scope.of !== 'customer';
  const oldest = [...days.slice(0, 1), ...(whole ? tables.flatMap(facts => facts.oldest ?? []) : [])].sort()[0],
    newest = [...days.slice(-1), ...(whole ? tables.flatMap(facts => facts.newest ?? []) : [])].sort().at(-1);
  const tally: RecordTally | undefined = all === undefined ? undefined : { count: all, ...(newest !== undefined && { newest }), ...(oldest !== undefined && { oldest }) };
  const files = listed.filter(({ log }) => !log).length, entries = listed.length - files;
  const kept = [
    ...(files > 0 ? [files === 1 ? t('pack.records.file', '1 file') : t('pack.records.files', '{count} files', { count: files })] : []),
    ...(entries > 0 ? [entries === 1 ? t('pack.records.entry', '1 entry of a log') : t('pack.records.entries', '{count} entries of logs', { count: entries })] : []),
    ...ofAll.map(facts => (facts.all === undefined ? t('pack.records.rows-of', '{count} rows of this customer in a table', { count: facts.period })
      : t('pack.records.rows', '{count} rows of a table', { count: facts.all }))),
  ];
  const declared = all === 0 ? logs.filter(log => !fields(log.data, 'table') && list(log.data, 'records').length === 0) : [];
  const gaps: Inline[] = [
    ...(declared.length > 0 ? [[span(t('pack.records.no-cases', 'no cases, as {log} says', { log: declared.map(({ id }) => id).join(', ') }), undefined,
      { tone: 'quiet' })]] : []),
    ...(all !== 0 && period === 0 ? [[span(t('pack.records.none-in-period', 'none in the period'), undefined, { tone: 'attention' as const })]] : []),
    ...(tally && beginsLate(tally, desk.period.from) ? [[span(t('pack.records.begins-late', 'nothing before {day}', { day: oldest ?? '' }), undefined,
      { tone: 'attention' as const })]] : []),
    ...(tally && isSilent(tally, today) ? [[span(t('pack.records.silent', 'nothing since {day}, much longer than usual', { day: newest ?? '' }), undefined,
      { tone: 'attention' as const })]] : []),
    ...standing(held, desk),
    ...(desk.scope.of === 'service' && tables.length > 0 ? [[span(t('pack.records.all-services', 'rows of tables are those of all services'), undefined, { tone: 'quiet' as const })]] : []),
    ...logs.flatMap(log => exportGap(log, desk)),
  ];
  return { cells: [
    [span(language.text(`kind.${info.kind}`, info.name))],
      joinInlines([...new Set(info.clauses.map(({ clause }) => clause))].sort(compareClauses).map(clause => [span(clause, { clause })])),
    inline(all ?? '–'), inline(period), inline(oldest), inline(newest), inline(kept.join(', ')), joinInlines(gaps, '; '),
  ] };
}

/** How the clauses see these records, where they are not as expected. */
function standing(held: readonly Artefact[], { covered }: Desk): Inline[] {
  const own = new Set(held), seen = new Set<string>();
  return covered.flatMap(({ clause, elements }) => elements.flatMap(({ as, state, reason, evidence }): Inline[] => {
    const isOurs = as === 'retain' && evidence.length > 0 && evidence.every(artefact => own.has(artefact))
      && (state === 'stale' || state === 'missing' || state === 'drafted');
    if (!isOurs || seen.has(reason)) return [];
    seen.add(reason);
    return [[span(reason, { clause: clause.id }, { tone: 'attention' })]];
  }));
}

/** What came after the export is in no table. */
function exportGap(log: Artefact, { period, language }: Desk): Inline[] {
  const exported = text(fields(log.data, 'table'), 'exportedAt')?.slice(0, 10);
  return exported !== undefined && exported < period.to
    ? [[span(language.text('pack.records.exported-before', '{log} was exported on {day}: what came later is not in it', { log: log.id, day: exported }),
    { item: log.id }, { tone: 'attention' })]] : [];
}

/** The tables that rows come from: the system, the moment of export, and the hash by which the file is known again. */
function sourcesTable(desk: Desk): Block[] {
  const { checked: { model }, tables, language } = desk, t: Language['text'] = language.text;
  const rows = [...tables].sort(([a], [b]) => compareText(a, b)).flatMap(([id, facts]): Row[] => {
    const log = model.artefact(id), table = fields(log?.data, 'table'), { all, period } = rowsIn(facts, desk);
    return log && holds(log, desk) ? [{ id, cells: [
      [span(labelOf(log), { item: id })], [span(facts.file, { file: facts.file }, { mark: 'code' })],
        inline(text(table, 'system') ?? t('pack.records.no-system', 'not said'), text(table, 'system') === undefined ? 'attention' : undefined),
      inline(text(table, 'exportedAt') ?? t('pack.records.no-export', 'not said'), text(table, 'exportedAt') === undefined ? 'attention' : undefined),
        inline(all ?? '–'), inline(period),
      facts.sha256 === undefined ? inline(t('pack.records.not-read', 'none: it was not read to its end'), 'bad') : [span(facts.sha256, undefined, { mark: 'code' })],
    ] }] : [];
  });
  return rows.length === 0 ? [] : [{
    type: 'table', key: 'sources', title: t('pack.records.sources', 'Where tables of records come from'), rows,
    columns: [
      { key: 'log', title: t('pack.column.log', 'Log'), head: true }, { key: 'file', title: t('pack.column.file', 'File') },
      { key: 'system', title: t('pack.column.system', 'System') }, { key: 'exported', title: t('pack.column.exported', 'Exported at') },
      { key: 'rows', title: t('pack.column.rows', 'Rows'), numeric: true },
      { key: 'period', title: t('pack.column.in-period', 'In the period'), numeric: true }, { key: 'sha256', title: 'SHA-256' },
    ],
  }];
}

/** Records of the period by customer, of the kinds that say whose they are. */
function customersTable(populations: readonly Population[], desk: Desk): Block[] {
  const { checked: { model }, inScope, language } = desk, t: Language['text'] = language.text, counts = new Map<string, Map<string, number>>();
  for (const { info, listed, tables } of populations) {
    const own = new Map<string, number>(), add = (customer: string, count: number): void => { own.set(customer, (own.get(customer) ?? 0) + count); };
    for (const record of listed) if (inPeriod(dayOf(record, desk), desk)) for (const customer of customersOf(record.data, desk)) add(customer, 1);
    for (const { byCustomer } of tables) for (const [customer, count] of byCustomer) add(customer, count);
    if (own.size > 0) counts.set(info.kind, own);
  }
  const all = model.ofType('customer').filter(({ id }) => [...counts.values()].some(own => own.has(id))), shown = all.filter(({ id }) => inScope(id)),
    kindsShown = [...counts.keys()].filter(kind => shown.some(({ id }) => counts.get(kind)?.has(id) === true));
  return shown.length === 0 ? [] : [{
    type: 'table', key: 'customers', title: t('pack.records.customers', 'Records of the period by customer, of the kinds that say whose they are'),
    columns: [{ key: 'kind', title: t('pack.column.customer', 'Customer'), head: true },
      ...kindsShown.map(kind => ({ key: kind, title: language.text(`kind.${kind}`, kindsOf(model.config).all().find(info => info.kind === kind)?.name ?? kind), numeric: true }))],
    rows: shown.map(customer => ({ id: customer.id, cells: [[span(labelOf(customer), { item: customer.id })],
      ...kindsShown.map(kind => inline(counts.get(kind)?.get(customer.id) ?? 0))] })),
    ...(all.length > shown.length && { leftOut: all.length - shown.length }),
  }];
}

function customersOf(data: Fields, { checked: { model } }: Desk): readonly string[] { return [...new Set(['customer',
  'customers'].flatMap(key => texts(data, key)).map(id => idOf(model, id)))]; }

/** More rows nobody reads; a sample of them is drawn from the files. */
const MOST_LISTED = 500;

/** The records of the period that stand in files and logs, one by one: what a sample is drawn from. Rows of tables stand in their tables. */
function listing({ info, listed }: Population, desk: Desk): Block[] {
  const { language } = desk, t: Language['text'] = language.text, name = language.text(`kind.${info.kind}`, info.name);
  const found = listed.flatMap(record => { const day = dayOf(record, desk); return day !== undefined && inPeriod(day, desk) ? [{ record, day }] : [];
    }).sort((a, b) => compareText(a.day, b.day) || compareText(a.record.id, b.record.id));
  // What shows no clause by itself, approvals among it, stands in other parts.
  return found.length === 0 || info.clauses.length === 0 ? [] : [{
    type: 'folded', title: t('pack.records.listing', '{kind}: {count} in the period', { kind: name, count: found.length }),
    blocks: [{
      type: 'table', key: `list-${info.kind}`, title: t('pack.records.list-title', '{kind} of the period that stand in files and logs', { kind: name }),
      columns: [{ key: 'id', title: t('pack.column.id', 'Id'), head: true }, { key: 'title', title: t('pack.column.title', 'Title') },
        { key: 'day', title: t('pack.column.began', 'Began on') }, { key: 'customer', title: t('pack.column.customer', 'Customer') },
        { key: 'status', title: t('pack.column.status', 'Status') }, { key: 'file', title: t('pack.column.file', 'File') }],
      rows: found.slice(-MOST_LISTED).map(({ record: { id, title, data, artefact }, day }) => ({ id, cells: [
        [span(id, { item: id })], inline(title), inline(day), joinInlines(customersOf(data, desk).map(customer => [span(customer, { item: customer })])),
          inline(text(data, 'status')), [span(artefact.file, { file: artefact.file }, { mark: 'code' })],
      ] })),
    }, ...(found.length > MOST_LISTED ? [{ type: 'note' as const, tone: 'quiet' as const,
      text: [span(t('pack.records.most-listed', 'The latest {count} are listed; all of them stand in their files.', { count: MOST_LISTED }))] }] : [])],
  }];
}
