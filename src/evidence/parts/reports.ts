import { number, objects, text, type Fields } from '../../sms/data.js';
import { amountWord, limitWord } from '../../sms/amounts.js';
import { told, type Language } from '../../sms/language.js';
import { namedIn, namedItem } from '../../sms/named.js';
import { labelOf } from '../../sms/naming.js';
import { agreementsOf, breachesOf, resultsOf, serviceReports, type ReportEntry, type ServiceReport } from '../../sms/service-reports.js';
import { spanName } from '../../sms/spans.js';
import { targetOn } from '../../sms/supplies.js';
import { inline, joinInlines, span, type Desk, type PartMaker } from '../desk.js';
import type { Block, Inline, Row } from '../pack.js';
import { actionCells, actionColumns } from './actions.js';
import { emptyIn } from './empty.js';

/** The service reports of the period: what was promised, what was reached, what was decided. One report, one block: each belongs to its customers alone. */
export const reports: PartMaker = {
  id: 'reports',
  clauses: ['8.3.3', '9.4'],
  title: language => language.text('pack.reports.title', 'Service reports'),
  make(desk) {
    const { checked: { model, findings }, period, language, inScope, sentence } = desk, t: Language['text'] = language.text,
      all = serviceReports(model).filter(({ period: own }) => own.to >= period.from && own.from <= period.to);
    const shown = all.filter(({ artefact }) => inScope(artefact.id)),
      lacking = findings.filter(({ rule, subject, artefact }) => rule === 'service-report-missing' && inScope(subject ?? artefact ?? ''));
    const missing: Block[] = lacking.map(finding => ({ type: 'note', tone: 'bad', text: [span(sentence(finding), { rule: finding.rule })] }));
    if (shown.length === 0) return missing.length > 0 ? missing
      : { empty: emptyIn(desk, t('pack.reports.empty', 'No service report tells of a time between {from} and {to}. Clauses 8.3.3 and 9.4 say what is expected.',
      { ...period })) };
    return [
      ...missing,
      {
        type: 'table', key: 'reports', title: t('pack.reports.table', 'Reports and what they come to'), rows: shown.map(report => reportRow(report, desk)),
          ...(all.length > shown.length && { leftOut: all.length - shown.length }),
        columns: [
          { key: 'report', title: t('pack.column.report', 'Report'), head: true }, { key: 'period', title: t('pack.column.period', 'Period') },
          { key: 'for', title: t('pack.column.for', 'About') }, { key: 'met', title: t('pack.column.met', 'Targets met'), numeric: true },
          { key: 'missed', title: t('pack.column.missed', 'Missed'), numeric: true },
          { key: 'breaches', title: t('pack.column.breaches', 'Breaches'), numeric: true },
          { key: 'decisions', title: t('pack.column.decisions', 'Decisions') }, { key: 'given', title: t('pack.column.given', 'Given to') },
        ],
      },
      ...shown.map((report): Block => ({ type: 'folded', title: `${report.artefact.title} (${report.artefact.id})`, blocks: reportBlocks(report, desk) })),
    ];
  },
};

function reportRow({ artefact, period }: ServiceReport, { checked: { model }, language, inScope }: Desk): Row {
  const t: Language['text'] = language.text, results = resultsOf(model, artefact), met = results.filter(({ value }) => value['met'] === true).length,
    missed = results.filter(({ value }) => value['met'] === false).length;
  const decisions = objects(artefact.data, 'decisions').map(({ value }) => value), open = decisions.filter(isOpen).length;
  const about = [...agreementsOf(model, artefact)].concat(namedIn(model, artefact, artefact.data, 'customers').map(({ id }) => id)).filter(inScope);
  const given = objects(artefact.data, 'communicatedTo').flatMap(({ value }): Inline[] => { const to = namedItem(model, value, 'to'), on = text(value, 'on');
    return to && (to.type !== 'customer' || inScope(to.id)) ? [[span(labelOf(to), { item: to.id }), ...(on === undefined ? [] : [span(`, ${on}`)])]] : []; });
  return { id: artefact.id, cells: [
    [span(labelOf(artefact), { item: artefact.id })], inline(told(language, spanName(period))), joinInlines(about.map(id => [span(id, { item: id })])),
      inline(met), missed > 0 ? inline(missed, 'bad') : inline(0), inline(breachesOf(model, artefact).length),
    inline(decisions.length === 0 ? t('pack.reports.no-decision', 'none') : open === 0
      ? t('pack.reports.all-done', '{count}, all done', { count: decisions.length })
      : t('pack.reports.some-open', '{count}, {open} open', { count: decisions.length, open })),
    given.length > 0 ? joinInlines(given, '; ') : inline(t('pack.reports.given-to-nobody', 'nobody, as far as it says'), 'attention'),
  ] };
}

function isOpen(value: Fields): boolean { return text(value, 'status') !== 'done' && text(value, 'status') !== 'cancelled' && text(value, 'doneOn') === undefined; }

function reportBlocks(report: ServiceReport, desk: Desk): readonly Block[] {
  const { artefact } = report, { checked: { model }, language } = desk, t: Language['text'] = language.text, results = resultsOf(model, artefact),
    breaches = breachesOf(model, artefact), decisions = objects(artefact.data, 'decisions');
  const said = (['trends', 'findings'] as const).flatMap((key): Block[] => { const words = text(artefact.data, key); return words === undefined ? []
    : [{ type: 'note', text: [span(key === 'trends' ? t('pack.reports.trends', 'Trends: ') : t('pack.reports.findings', 'What was found: '), undefined,
    { mark: 'strong' }), span(words)] }]; });
  return [
    ...(results.length === 0 ? [] : [{
      type: 'table' as const, key: `results-${artefact.id}`,
        title: t('pack.reports.results', 'What was promised and what was reached: {id}', { id: artefact.id }),
        rows: results.map(entry => resultRow(entry, report, desk)),
      columns: [
        { key: 'service', title: t('pack.column.service', 'Service') }, { key: 'target', title: t('pack.column.target', 'Target'), head: true },
        { key: 'promised', title: t('pack.column.promised', 'Promised, by the terms in force') },
        { key: 'value', title: t('pack.column.value', 'Reached'), numeric: true },
        { key: 'cases', title: t('pack.column.cases', 'Cases in time') }, { key: 'met', title: t('pack.column.result', 'Result') },
        { key: 'before', title: t('pack.column.before', 'Before') }, { key: 'comment', title: t('pack.column.comment', 'Comment') },
      ],
    }]),
    ...(breaches.length === 0 ? [] : [{
      type: 'table' as const, key: `breaches-${artefact.id}`, title: t('pack.reports.breaches', 'Breaches: {id}', { id: artefact.id }),
      columns: [
        { key: 'breach', title: t('pack.column.breach', 'Breach'), head: true }, { key: 'target', title: t('pack.column.target', 'Target') },
        { key: 'actual', title: t('pack.column.actual', 'Instead') }, { key: 'cause', title: t('pack.column.cause', 'Cause') },
        { key: 'told', title: t('pack.column.told', 'Customer told on') }, { key: 'records', title: t('pack.column.records', 'Records') },
      ],
      rows: breaches.map(({ id, title, target, value }) => ({ id, cells: [
        [span(`${title} (${id})`, { item: id })], target ? [span(target.id, { item: target.id })]
          : inline(t('pack.reports.not-said', 'not said'), 'attention'), inline(text(value, 'actual')), inline(text(value, 'cause')),
        text(value, 'customerInformedOn') === undefined ? inline(t('pack.reports.not-said', 'not said'), 'attention')
          : inline(text(value, 'customerInformedOn')), joinInlines(namedIn(model, artefact, value, 'records').map(item => [span(item.id, { item: item.id })])),
      ] })),
    }]),
    ...(decisions.length === 0 ? [{ type: 'note' as const, tone: 'attention' as const, text: [span(t('pack.reports.undecided', 'The report holds no decision.'))] }] : [{
      type: 'table' as const, key: `decisions-${artefact.id}`, title: t('pack.reports.decided', 'Decisions: {id}', { id: artefact.id }),
        columns: actionColumns(t('pack.column.decision', 'Decision'), language),
      rows: decisions.map(({ at, value }) => { const id = `${artefact.id}#${text(value, 'id') ?? String(at + 1)}`;
        return { id, cells: actionCells([span(`${text(value, 'title') ?? ''} (${id})`, { item: id })], value, 'due', desk) }; }),
    }]),
    ...said,
  ];
}

function resultRow({ target, value }: ReportEntry, { period }: ServiceReport, { checked: { model }, language }: Desk): Row {
  const t: Language['text'] = language.text, sla = target && model.artefact(target.artefact), terms = target && sla
    ? targetOn(model.value(target), sla, period.to) : undefined;
  const services = target && sla ? namedIn(model, sla, model.value(target), 'services') : [], met = value['met'], within = number(value, 'within'),
    cases = number(value, 'cases');
  const before = objects(value, 'previous').map(({ value: earlier }) => `${text(earlier, 'period') ?? '–'}: ${number(earlier, 'value') ?? '–'}`);
  return { cells: [
    services.length === 0 && sla ? [span(t('pack.reports.all-services', 'all of {sla}', { sla: sla.id }), { item: sla.id })]
      : joinInlines(services.map(item => [span(labelOf(item), { item: item.id })])), target ? [span(labelOf(target), { item: target.id })]
      : inline(text(value, 'target') ?? t('pack.reports.not-said', 'not said'), 'attention'), inline(terms ? promised(terms, language) : undefined),
    inline(reached(value, terms, language)), inline(within === undefined || cases === undefined ? undefined
      : t('pack.reports.of', '{within} of {cases}', { within, cases })),
    met === true ? inline(t('pack.reports.met', 'met'), 'good') : met === false ? inline(t('pack.reports.missed', 'missed'), 'bad')
      : inline(t('pack.reports.no-data', 'no data'), 'quiet'), inline(before.join(', ')), inline(text(value, 'comment')),
  ] };
}

function promised(terms: Fields, language: Language): string {
  const value = number(terms, 'value'), attainment = number(terms, 'attainment');
  const limit = value === undefined ? '' : String(told(language, limitWord(text(terms, 'operator'), amountWord(value, text(terms, 'unit')))));
  return attainment === undefined ? limit : language.text('trace.target.attainment', '{limit} in {percent} % of the cases', { limit, percent: attainment });
}

/** With a share of cases the figure is a percentage, else in the unit of the target. */
function reached(value: Fields, terms: Fields | undefined, language: Language): string | undefined {
  const figure = number(value, 'value');
  return figure === undefined ? undefined : String(told(language, amountWord(figure, number(terms, 'attainment') === undefined ? text(terms, 'unit') : 'percent')));
}
