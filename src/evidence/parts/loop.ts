import { told, type Language } from '../../sms/language.js';
import { closedLoops, HOPS, type Chain, type Hop, type Link } from '../../sms/loop.js';
import { namedIn } from '../../sms/named.js';
import { spanName } from '../../sms/spans.js';
import { serviceReports } from '../../sms/service-reports.js';
import { traceBlocks, traceOf } from '../trace.js';
import type { ClauseRef } from '../../sms/types.js';
import { inline, joinInlines, span, type Desk, type PartMaker } from '../desk.js';
import type { Block, Inline, Row } from '../pack.js';
import { emptyIn } from './empty.js';

/** Closing the loop: for each breach of the period the chain from the record to the management review, and the hop that is missing with its clause. */
export const loop: PartMaker = {
  id: 'loop',
  clauses: ['8.3.3', '9.4', '10.1', '9.3'],
  title: language => language.text('pack.loop.title', 'Closing the loop'),
  make(desk) {
    const { checked: { model, findings }, period, language, inScope, sentence } = desk, t: Language['text'] = language.text;
    const of = new Set(serviceReports(model).filter(({ period: own }) => own.to >= period.from && own.from <= period.to).map(({ artefact }) => artefact)),
      all = closedLoops(model).filter(({ breach }) => of.has(breach.report)), chains = all.filter(({ breach }) => inScope(breach.report.id));
    const unreported = findings.filter(({ rule, message, subject, artefact }) => rule === 'sla-breach-no-action' && UNREPORTED.has(message)
      && inScope(subject ?? artefact ?? ''));
    const left: Block[] = unreported.map(finding => ({ type: 'note', tone: 'bad', text: [span(sentence(finding), { rule: finding.rule })] }));
    if (chains.length === 0) return left.length > 0 ? left
      : { empty: emptyIn(desk, t('pack.loop.empty',
      'No service report of the period names a breach, and no record that missed its target is without one: there is no loop to close.')) };
    const broken = chains.filter(({ links }) => links.some(({ state }) => state === 'missing'));
    return [
      { type: 'note', tone: broken.length > 0 || left.length > 0 ? 'bad' : 'good',
        text: [span(broken.length > 0 ? t('pack.loop.broken',
        'Of {count} breaches {broken} have a hop missing. A breach is followed from the record to the review by top management.',
        { count: chains.length, broken: broken.length })
        : t('pack.loop.closed', 'Of {count} breaches none has a hop missing. A breach is followed from the record to the review by top management.',
          { count: chains.length }))] },
      ...left,
      {
        type: 'table', key: 'chains', title: t('pack.loop.table', 'The chain of each breach'), rows: chains.map(chain => chainRow(chain, desk)),
          ...(all.length > chains.length && { leftOut: all.length - chains.length }),
        columns: [{ key: 'breach', title: t('pack.column.breach', 'Breach'), head: true }, { key: 'period', title: t('pack.column.period', 'Period') },
          ...HOPS.map(hop => ({ key: hop, title: hopTitle(hop, t) })), { key: 'gap', title: t('pack.loop.gap', 'Missing') }],
      },
      ...threads(chains, desk),
    ];
  },
};

/** What is missed and told by nobody. */
const UNREPORTED: ReadonlySet<string> = new Set(['not-reported', 'unanswered']);

const CLAUSES: Readonly<Record<Hop, ClauseRef>> = { record: '8.6.1', target: '8.3.3', report: '9.4', decision: '9.4', action: '10.1.1', effect: '10.1.1', review: '9.3' };

function hopTitle(hop: Hop, t: Language['text']): string {
  switch (hop) {
    case 'record': return t('pack.loop.record', 'Record');
    case 'target': return t('pack.loop.target', 'Target');
    case 'report': return t('pack.loop.report', 'Report');
    case 'decision': return t('pack.loop.decision', 'Decision');
    case 'action': return t('pack.loop.action', 'Nonconformity or improvement');
    case 'effect': return t('pack.loop.effect', 'Effect checked');
    case 'review': return t('pack.loop.review', 'Management review');
  }
}

function chainRow({ breach, links }: Chain, { checked: { model }, language }: Desk): Row {
  const t: Language['text'] = language.text, missing = links.filter(({ state }) => state === 'missing'),
    period = serviceReports(model).find(({ artefact }) => artefact === breach.report)?.period;
  return { id: breach.id, cells: [
    [span(`${breach.title} (${breach.id})`, { item: breach.id })], inline(period && told(language, spanName(period))),
    ...HOPS.map(hop => linkCell(links.find(link => link.hop === hop), hop, t)),
    missing.length === 0 ? inline(t('pack.loop.nothing', 'nothing'), 'good')
      : joinInlines(missing.map(({ hop }) => [span(`${hopTitle(hop, t)} `, undefined, { tone: 'bad' }), span(CLAUSES[hop], { clause: CLAUSES[hop] })])),
  ] };
}

function linkCell(link: Link | undefined, hop: Hop, t: Language['text']): Inline {
  switch (link?.state) {
    case 'there': return joinInlines([...new Set(link.by)].map(id => [span(id, { item: id })]));
    case 'missing': return inline(t('trace.state.missing', 'missing'), 'bad');
    default: return inline(hop === 'record' ? t('pack.loop.no-single', 'no single case') : t('trace.state.not-yet', 'not yet'), 'quiet');
  }
}

const MOST_THREADS = 20;

/** The thread of the single records behind the breaches, as an auditor follows it; those that are rows of tables are followed by `sms trace`. */
function threads(chains: readonly Chain[], { checked, language, sentence, inScope }: Desk): Block[] {
  const { model } = checked, t: Language['text'] = language.text,
    records = [...new Set(chains.flatMap(({ breach }) => namedIn(model, breach.report, breach.value, 'records').map(({ id }) => id)))].filter(inScope);
  const found = records.filter(id => model.inFiles(id) !== undefined).slice(0, MOST_THREADS).flatMap(id => traceOf({ checked, language, sentence }, id) ?? []),
    rest = records.length - found.length;
  return [
    ...found.map((trace): Block => ({ type: 'folded', title: t('pack.loop.thread', 'The thread of {id}: {title}', { id: trace.id, title: trace.title }),
      blocks: traceBlocks(trace, language) })),
    ...(rest > 0 ? [{ type: 'note' as const, tone: 'quiet' as const,
      text: [span(t('pack.loop.rows', 'Of {count} further records the thread is not written here: sms trace with the id shows it.', { count: rest }))] }] : []),
  ];
}
