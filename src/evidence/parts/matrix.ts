import { compositeAvailability, neededFromWeakest, percentText } from '../../service-levels/composite.js';
import type { TimeLimit } from '../../service-levels/measurability.js';
import { durationMinutes } from '../../service-levels/underpinning.js';
import { currentSlas, isValidOn, limitOf, servicesOfTarget, targetsOf, termOn } from '../../sms/agreements.js';
import { amountWord, limitWord, timeOf } from '../../sms/amounts.js';
import { itemsAround } from '../../sms/around.js';
import { fields, groupBy, number, text, type Fields } from '../../sms/data.js';
import { joined, told, type Language } from '../../sms/language.js';
import { namedItems } from '../../sms/named.js';
import { labelOf } from '../../sms/naming.js';
import { isClosed, isOpportunity } from '../../sms/risks.js';
import { gapsUnder, leftUnder, OWN_WORK_SHARE, recoveryGap, suppliesOn, supportsBy, targetOn, type Support, type SupplyGap, type TimePromise } from '../../sms/supplies.js';
import { compareText } from '../../sms/text.js';
import type { Artefact, Item, Word } from '../../sms/types.js';
import { readUnderpinning, restsOnBroken, serviceHours } from '../../sms/underpinning.js';
import { inline, joinInlines, span, type Desk, type PartMaker } from '../desk.js';
import type { Block, Inline, Row } from '../pack.js';
import { asInForce, namedInline, nameSpan } from './names.js';

/** What is promised for which service, to whom, and what carries it: the availability of all that a service rests on, and what suppliers have promised. */
export const matrix: PartMaker = {
  id: 'matrix',
  clauses: ['8.3.3', '8.3.4'],
  title: language => language.text('pack.matrix.title', 'Targets against services'),
  make(desk) {
    const { checked: { model }, language, inScope } = desk, t: Language['text'] = (...args) => language.text(...args);
    const all = currentSlas(model), promises = all.filter(({ id }) => inScope(id)).flatMap(sla => promisesOf(sla, desk));
    if (promises.length === 0) {
      return { empty: all.length === 0 ? t('pack.matrix.empty', 'There is no agreement on service levels. Clause 8.3.3 shows what is missing.')
        : t('pack.matrix.no-target', 'No agreement that this pack is about promises anything by a target today.') };
    }
    return [...overview(promises, desk), ...availability(promises, desk), ...times(promises, desk), ...recovery(desk)];
  },
};

/** A target as it holds today, in the agreement as it is in force. */
interface Promised { sla: Artefact; path: TimePromise['path']; id: string; title: string; target: Fields; terms: Fields; services: readonly Item[] }

function promisesOf(artefact: Artefact, desk: Desk): readonly Promised[] {
  const { checked: { model, today }, inScope } = desk, sla = asInForce(desk, artefact);
  if (termOn(sla, today) === 'over') return [];
  return targetsOf(sla).filter(({ id }) => inScope(id)).map(each => ({ ...each, sla, terms: targetOn(each.target, sla, today), services: servicesOfTarget(model, sla, each.target) }))
    .filter(({ services }) => services.length === 0 || services.some(({ id }) => inScope(id)));
}

function say(language: Language, word: Word): string { return String(told(language, word)); }

const SIGNS: Readonly<Record<string, string>> = { 'at-most': '≤', 'at-least': '≥', 'equal': '=' };

/** `≤ 4 hours (95 %)`. */
function promiseWords({ terms }: Promised, language: Language): string {
  const value = number(terms, 'value'), attainment = number(terms, 'attainment'), operator = text(terms, 'operator') ?? '';
  const limit = value === undefined ? language.text('pack.matrix.no-value', 'no value') : say(language, amountWord(value, text(terms, 'unit')));
  return [SIGNS[operator] ?? operator, limit, attainment === undefined ? undefined : `(${attainment} %)`].filter(part => part !== undefined && part !== '').join(' ');
}

/** Services beside each other for which there is room; of more, each row names its own. */
const MOST_COLUMNS = 8;

/** For each agreement what is measured against the services that it is measured of. */
function overview(promises: readonly Promised[], { checked: { model, today }, language, inScope }: Desk): readonly Block[] {
  const t: Language['text'] = (...args) => language.text(...args), about = ({ services }: Promised): readonly Item[] => services.filter(({ id }) => inScope(id));
  const order = new Map(model.ofType('service').map(({ id }, at) => [id, at]));
  return [...groupBy(promises.filter(promise => about(promise).length > 0), ({ sla }) => sla.id)].flatMap(([id, own]): readonly Block[] => {
    const sla = own[0]?.sla, services = [...new Map(own.flatMap(about).map(service => [service.id, service])).values()].sort((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0));
    if (!sla) return [];
    const beside = services.length <= MOST_COLUMNS, lines = [...groupBy(own, ({ terms }) => JSON.stringify([metricOf(terms), text(terms, 'priority') ?? ''])).values()]
      .sort(([a], [b]) => (a && b ? compareText(lineOrder(a.terms), lineOrder(b.terms)) : 0));
    const cell = (of: readonly Promised[]): Inline => joinInlines(of.map(each => [span(promiseWords(each, language), { item: each.id })]), '; ');
    const rows = lines.map((line): Row => ({ cells: [
      inline(lineName(line[0]?.terms ?? {}, language)),
      ...(beside ? services.map(service => cell(line.filter(each => about(each).some(({ id }) => id === service.id))))
        : [joinInlines([...groupBy(line, each => about(each).map(({ id }) => id).join(' ')).values()].map(same => [...cell(same), span(': '), ...joinInlines((same[0] ? about(same[0]) : []).map(service => [nameSpan(service)]))]), '; ')]),
    ] }));
    const names = { agreement: labelOf(sla), version: text(sla.data, 'version') ?? '' };
    return [
      { type: 'heading', text: names.version === '' ? names.agreement : t('pack.matrix.agreement', '{agreement}, version {version}', names) },
      { type: 'note', text: [
        span(t('pack.matrix.with', 'With ')), ...namedInline(model, sla.data, 'customers', inScope), ...(isValidOn(sla, today) ? [] : inline(t('pack.matrix.not-in-force', ' (not in force today)'), 'attention')),
        span('. '), span(t('pack.matrix.whole', 'The whole agreement'), { item: id }), span('.'),
      ] },
      {
        type: 'table', key: `matrix-${id}`, title: t('pack.matrix.table', 'What is promised for which service'), rows,
        columns: [
          { key: 'measure', title: t('pack.matrix.measure', 'Measured'), head: true },
          ...(beside ? services.map(({ title }, at) => ({ key: `service-${at + 1}`, title })) : [{ key: 'promised', title: t('pack.matrix.promised', 'Promised') }]),
        ],
      },
    ];
  });
}

/** Availability first, then by name and priority. */
function lineOrder(terms: Fields): string { const metric = metricOf(terms); return JSON.stringify([metric === 'availability' ? 0 : 1, metric, text(terms, 'priority') ?? '']); }

/** `Restoration time, P1`. */
function lineName(terms: Fields, language: Language): string {
  const metric = capital(metricOf(terms).replaceAll('-', ' ')), priority = text(terms, 'priority');
  return priority === undefined ? metric : language.text('pack.matrix.of-priority', '{metric}, {priority}', { metric, priority });
}

function metricOf(terms: Fields): string { return text(terms, 'metric') ?? '–'; }
function capital(of: string): string { return of.charAt(0).toUpperCase() + of.slice(1); }

/** Each promise of availability against what the service reaches with all that it rests on. */
function availability(promises: readonly Promised[], desk: Desk): readonly Block[] {
  const { checked: { model, today }, language, inScope } = desk, t: Language['text'] = (...args) => language.text(...args);
  const underpinning = readUnderpinning(model), hours = serviceHours(model, today, underpinning);
  const shares = promises.filter(({ terms }) => text(terms, 'metric') === 'availability' && text(terms, 'unit') === 'percent'
    && text(terms, 'operator') !== 'at-most');
  const rows = shares.flatMap(promise => promise.services.filter(({ id }) => inScope(id)).map((service): Row => {
    const promised = number(promise.terms, 'value'), calendar = text(promise.terms, 'calendar'), own = underpinning.graph.nodes.get(service.id)?.own;
    const composite = restsOnBroken(underpinning, service.id) ? undefined
      : compositeAvailability(underpinning.graph, service.id, new Set(hours.narrower(service, calendar)));
    const share = composite?.share, fewer = hours.needed(service, calendar);
    const better = composite && promised !== undefined ? neededFromWeakest(composite, promised / 100) : undefined;
    const weakest = better && model.item(better.id);
    const reached = composite === undefined || share === undefined || promised === undefined
      ? inline(t('pack.matrix.not-computable', 'cannot be computed'), 'attention')
      : inline(composite.kind === 'upper-bound' ? t('pack.matrix.at-most', 'at most {share} %', { share: percentText(share, promised / 100) })
        : `${percentText(share, promised / 100)} %`);
    const misses = share !== undefined && promised !== undefined && share < promised / 100 - 1e-12;
    return { cells: [
      [nameSpan(promise)], [nameSpan(service)], inline(promised === undefined ? '–' : `${promised} %`),
        inline(own === undefined ? t('pack.matrix.unknown', 'not known') : `${percentText(own, -1)} %`, own === undefined ? 'attention' : undefined), reached,
      share === undefined ? inline(composite === undefined ? t('pack.matrix.broken', 'open: something that it rests on is not known')
        : t('pack.matrix.open', 'open: too little is known'), 'attention')
        : misses ? [...inline(t('pack.matrix.not-carried', 'not carried'), 'bad'), ...watched([[promise.id], [service.id]], desk)]
          : fewer.length > 0 ? inline(t('pack.matrix.fewer-hours', 'not in all hours: {parts} are there for fewer', { parts: fewer.join(', ') }), 'attention')
            : composite?.kind === 'upper-bound' ? inline(t('pack.matrix.bound', 'open: not all parts are known'), 'attention')
              : inline(t('pack.matrix.carried', 'carried'), 'good'),
      weakest ? [nameSpan(weakest), ...(misses ? inline(better.needed === undefined ? t('pack.matrix.weakest-never', ': even at 100 % not enough')
        : t('pack.matrix.weakest-needed', ': {needed} % would be needed', { needed: percentText(better.needed, better.share) })) : [])] : [],
    ] };
  }));
  if (rows.length === 0) return [{ type: 'note', text: inline(t('pack.matrix.no-availability',
    'No availability is promised, so that there is no composite to hold against it.')) }];
  return [{
    type: 'table', key: 'availability', title: t('pack.matrix.availability', 'Promised availability and what it rests on'), rows,
    columns: [
      { key: 'target', title: t('pack.column.target', 'Target'), head: true }, { key: 'service', title: t('pack.column.service', 'Service') },
      { key: 'promised', title: t('pack.matrix.promised', 'Promised'), numeric: true },
      { key: 'own', title: t('pack.matrix.own', 'Its own part'), numeric: true },
      { key: 'composite', title: t('pack.matrix.composite', 'With all it rests on'), numeric: true },
      { key: 'carried', title: t('pack.matrix.verdict', 'Carried?') },
      { key: 'weakest', title: t('pack.matrix.weakest', 'Weakest part') },
    ],
  }, { type: 'note', tone: 'quiet', text: inline(t('pack.matrix.how',
    'Parts that a service needs are multiplied, what several need is counted once, and of redundant parts so many as are needed must work; parts are taken to fail independently.')) }];
}

/** Each promise of time against what others have promised for it. */
function times(promises: readonly Promised[], desk: Desk): readonly Block[] {
  const { checked: { model, today }, language, inScope } = desk, t: Language['text'] = (...args) => language.text(...args);
  const supportsOf = supportsBy(model, suppliesOn(model, today));
  const ownShare = Number(model.config.rules['underpinning-weaker-than-sla']?.thresholds['ownWorkShare'] ?? OWN_WORK_SHARE);
  const limited = promises.flatMap(promise => {
    const limit = limitOf(promise.terms);
    return limit ? [{ ...promise, limit, supports: supportsOf(promise.sla, promise) }] : [];
  });
  const under = limited.filter(({ supports }) => supports.length > 0), alone = limited.length - under.length;
  const rows = under.map((promise): Row => {
    const gaps = gapsUnder(model, promise, promise.supports, ownShare), left = leftUnder(promise, promise.supports);
    // Judged by all of them, also where not all may be shown.
    const shown = promise.supports.filter(({ agreement }) => inScope(agreement.id)), hidden = promise.supports.length - shown.length;
    return { cells: [
      [nameSpan(promise)], inline(time(promise.limit, language)),
      joinInlines([
        ...shown.map(support => [span(labelOf({ id: support.id, title: support.title }), { item: support.id }), span(`: ${supportWords(support, language)}`)]),
        ...(hidden > 0 ? [inline(t('pack.matrix.hidden', 'others that are not shown: {count}', { count: hidden }))] : []),
      ], '; '),
      gaps.length === 0 ? (left ? inline(t('pack.matrix.carried-left', 'carried; {left} are left', { left: time(left, language) }), 'good')
        : inline(t('pack.matrix.not-comparable', 'open: cannot be compared'), 'attention'))
        : [...joinInlines(gaps.map(gap => inline(gapWords(gap, promise.limit, language), 'bad')), '; '),
          ...watched([[promise.id], gaps.flatMap(({ supports }) => supports.flatMap(({ id, agreement }) => [id, agreement.id]))], desk)],
    ] };
  });
  return [
    ...(rows.length === 0 ? [] : [{
      type: 'table' as const, key: 'times', title: t('pack.matrix.times', 'Promised times and what is agreed beneath them'), rows,
      columns: [
        { key: 'target', title: t('pack.column.target', 'Target'), head: true }, { key: 'promised', title: t('pack.matrix.promised', 'Promised') },
        { key: 'under', title: t('pack.matrix.under', 'Agreed with those who supply') },
        { key: 'left', title: t('pack.matrix.verdict', 'Carried?') },
      ],
    }]),
    ...(alone > 0 ? [{ type: 'note' as const, text: inline(t('pack.matrix.alone',
      'Promises of time beneath which nothing is agreed with others, so that they rest on our own work: {count}.', { count: alone })) }] : []),
  ];
}

/** The open risks that name what is not carried, so that somebody watches it: those that name the first, or else one of the next. */
function watched([ids = [], ...others]: readonly (readonly string[])[], desk: Desk): Inline {
  const { checked: { model }, language, inScope } = desk;
  const found = new Map(ids.flatMap(id => model.referencesTo(id)).flatMap(({ file, path }) => itemsAround(model.files.get(file),
    path)).filter(({ type, id }) => type === 'risk' && inScope(id)).map(item => [item.id, item]));
  const open = [...found.values()].filter(item => !isClosed(model.value(item)) && !isOpportunity(model.value(item))).sort((a, b) => compareText(a.id, b.id));
  if (open.length === 0 && others.length > 0) return watched(others, desk);
  return open.length === 0 ? inline(language.text('pack.matrix.unwatched', '; no risk names it'), 'bad')
    : [span(language.text('pack.matrix.watched', '; watched as ')), ...joinInlines(open.map(({ id }) => [span(id, { item: id })]))];
}

function time({ minutes, clock }: TimeLimit, language: Language): string { return say(language, timeOf(duration(minutes), clock)); }

/** `1 hours 30 minutes` reads badly, so that only whole hours are told as such. */
function duration(minutes: number): Word {
  const hours = Math.floor(minutes / 60), rest = Math.round((minutes - hours * 60) * 10) / 10;
  return hours === 0 || (rest > 0 && minutes < 120) ? amountWord(Math.round(minutes * 10) / 10, 'minutes') : rest === 0 ? amountWord(hours, 'hours')
    : joined([amountWord(hours, 'hours'), amountWord(rest, 'minutes')], ' ');
}

function supportWords({ target }: Support, language: Language): string {
  const value = number(target, 'value'), handover = text(target, 'handover');
  const limit = value === undefined ? '–' : say(language, limitWord(text(target, 'operator'), amountWord(value, text(target, 'unit'))));
  return handover === undefined ? limit : language.text('pack.matrix.handover', '{limit}, {handover} to hand over', { limit, handover });
}

function gapWords(gap: SupplyGap, limit: TimeLimit, language: Language): string {
  const t: Language['text'] = (...args) => language.text(...args);
  if (gap.gap === 'hours') return t('pack.matrix.gap-hours', 'not carried: it is kept in the hours of {calendar} only, and needed in those of {needed}', { calendar: labelOf(gap.calendar), needed: labelOf(gap.needed) });
  if (gap.gap === 'response') return t('pack.matrix.gap-response', 'not carried: an answer after {answer} leaves too little of {limit}',
    { answer: time(gap.answer, language), limit: time(limit, language) });
  return t('pack.matrix.gap-sum', 'not carried: it may take {total}', { total: time({ ...limit, minutes: gap.minutes }, language) });
}

/** What is agreed with suppliers for the time after a disaster, against what the services need. */
function recovery({ checked: { model, today }, language, inScope }: Desk): readonly Block[] {
  const t: Language['text'] = (...args) => language.text(...args);
  const rows = suppliesOn(model, today).filter(({ id }) => inScope(id)).flatMap(agreement => namedItems(model, agreement.data, 'services',
    'service').filter(({ id }) => inScope(id)).flatMap(service => (['rto', 'rpo'] as const).flatMap((key): Row[] => {
    const promised = text(fields(agreement.data, 'continuity'), key), needed = text(fields(model.value(service), 'continuity'), key);
    if (promised === undefined || needed === undefined) return [];
    return [{ cells: [
      [nameSpan(agreement)], [nameSpan(service)], inline(key === 'rto' ? t('pack.matrix.rto', 'time until it works again')
        : t('pack.matrix.rpo', 'data that may be lost')), inline(promised), inline(needed),
      durationMinutes(promised) === undefined || durationMinutes(needed) === undefined
        ? inline(t('pack.matrix.not-comparable', 'open: cannot be compared'), 'attention')
        : recoveryGap(agreement, model.value(service), key) ? inline(t('pack.matrix.not-carried', 'not carried'), 'bad')
          : inline(t('pack.matrix.carried', 'carried'), 'good'),
    ] }];
  })));
  if (rows.length === 0) return [];
  return [{
    type: 'table', key: 'recovery', title: t('pack.matrix.recovery', 'After a disaster'), rows,
    columns: [
      { key: 'agreement', title: t('pack.column.agreement', 'Agreement'), head: true },
      { key: 'service', title: t('pack.column.service', 'Service') }, { key: 'what', title: t('pack.matrix.what', 'What') },
      { key: 'promised', title: t('pack.matrix.agreed', 'Agreed') }, { key: 'needed', title: t('pack.matrix.needed', 'Needed') },
      { key: 'carried', title: t('pack.matrix.verdict', 'Carried?') },
    ],
  }];
}
