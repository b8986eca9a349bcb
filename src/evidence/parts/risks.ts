import { isAboveAppetite } from '../../service-levels/risk.js';
import { addTo, fields, groupBy, number, objects, text, type Fields } from '../../sms/data.js';
import { isDay } from '../../sms/days.js';
import { isRetired } from '../../sms/header.js';
import type { Language } from '../../sms/language.js';
import { namedItem } from '../../sms/named.js';
import { assess, criteriaOf, isClosed, isOpportunity, type Criteria } from '../../sms/risks.js';
import type { Artefact, Item } from '../../sms/types.js';
import { inline, joinInlines, span, type Desk, type PartMaker } from '../desk.js';
import type { Block, Inline, Row, Table, Tone } from '../pack.js';
import { namedInline, nameSpan } from './names.js';

/** The risk registers against the criteria: how high, what is done, what remains, who accepted it. */
export const risks: PartMaker = {
  id: 'risks',
  clauses: ['6.1'],
  title: language => language.text('pack.risks.title', 'Risks and opportunities'),
  make(desk) {
    const { checked: { model }, language, inScope } = desk, t: Language['text'] = (...args) => language.text(...args);
    const all = model.ofType('risk').flatMap((item): Risk[] => {
      const register = model.artefact(item.artefact);
      return register && !isRetired(register) ? [{ item, risk: model.value(item), register, criteria: criteriaOf(model, register) }] : [];
    });
    const shown = all.filter(({ item }) => inScope(item.id)), dangers = shown.filter(({ risk }) => !isOpportunity(risk));
    const chances = shown.filter(({ risk }) => isOpportunity(risk));
    if (shown.length === 0) return { empty: all.length === 0 ? t('pack.risks.empty',
      'No risk is entered in a risk register. Clause 6.1 shows what is missing.')
      : t('pack.risks.out-of-scope', 'No risk belongs to what this pack is about.') };
    const leftOut = (isOne: (risk: Fields) => boolean): Partial<Table> => { const count = all.filter(({ item, risk }) => isOne(risk)
      && !inScope(item.id)).length; return count > 0 ? { leftOut: count } : {}; };
    return [
      ...(dangers.length === 0 ? [] : [...heatMaps(dangers, desk),
        { ...table('risks', t('pack.risks.table', 'Risks, by their number'), dangers, desk), ...leftOut(risk => !isOpportunity(risk)) }]),
      ...(chances.length === 0 ? [] : [{ ...table('opportunities', t('pack.risks.opportunities', 'Opportunities'), chances, desk), ...leftOut(isOpportunity) }]),
    ];
  },
};

interface Risk { item: Item; risk: Fields; register: Artefact; criteria: Criteria | undefined }

function table(key: string, title: string, all: readonly Risk[], desk: Desk): Table {
  const t: Language['text'] = (...args) => desk.language.text(...args);
  return {
    type: 'table', key, title, rows: all.map(risk => riskRow(risk, desk)),
    columns: [
      { key: 'risk', title: key === 'risks' ? t('pack.risks.risk', 'Risk') : t('pack.risks.opportunity', 'Opportunity'), head: true },
      { key: 'about', title: t('pack.risks.about', 'About') }, { key: 'owner', title: t('pack.column.owner', 'Owner') },
      { key: 'score', title: t('pack.risks.score', 'Likelihood × consequence') },
      { key: 'level', title: t('pack.risks.level', 'Level') }, { key: 'treatment', title: t('pack.risks.treatment', 'Treatment') },
      { key: 'residual', title: t('pack.risks.residual', 'What remains') },
      { key: 'appetite', title: t('pack.risks.appetite', 'Against the appetite') }, { key: 'status', title: t('pack.column.status', 'Status') },
    ],
  };
}

function riskRow({ item, risk, criteria }: Risk, { checked: { model, today }, language, inScope }: Desk): Row {
  const t: Language['text'] = (...args) => language.text(...args), residual = fields(risk, 'residual'), owner = namedInline(model, risk, 'owner');
  const actions = objects(risk, 'actions').map(({ value }) => value), treatment = text(risk, 'treatment');
  // What is high of an opportunity is no danger.
  const tinted = !isOpportunity(risk), about = ['services', 'parties'].map(key => namedInline(model, risk, key, inScope)).filter(one => one.length > 0);
  return { id: item.id, cells: [
    [nameSpan(item)], joinInlines(about), owner.length > 0 ? owner : inline(t('pack.risks.no-owner', 'nobody'), 'bad'), inline(score(risk, language)),
      level(criteria, risk, language, tinted),
    [...(treatment === undefined ? inline(t('pack.risks.untreated', 'not decided'), isClosed(risk) ? 'quiet' : 'attention') : inline(treatment)),
      ...(actions.length > 0 ? [span(': '), ...joinInlines(actions.map(action => actionWords(action, today, language)), '; ')] : [])],
    residual ? [...inline(`${score(residual, language)}: `), ...level(criteria, residual, language, tinted)]
      : inline(t('pack.risks.no-residual', 'not said'), 'quiet'),
    isOpportunity(risk) ? inline('–') : againstAppetite(criteria, risk, { model, today, language }),
      inline(text(risk, 'status') ?? t('pack.risks.no-status', 'not said')),
  ] };
}

/** `2 × 4`. */
function score(of: Fields, language: Language): string {
  const likelihood = number(of, 'likelihood'), consequence = number(of, 'consequence');
  return likelihood === undefined || consequence === undefined ? language.text('pack.risks.not-assessed', 'not assessed') : `${likelihood} × ${consequence}`;
}

function level(criteria: Criteria | undefined, of: Fields, language: Language, tinted: boolean): Inline {
  const found = criteria && assess(criteria, of);
  if (!criteria || !found) return inline(text(of, 'level') ?? language.text('pack.risks.no-level', 'no level'), 'attention');
  return inline(found.score === undefined ? found.level : `${found.level} (${found.score})`, tinted ? heat(criteria, found.level) : undefined);
}

const HEAT = ['heat-1', 'heat-2', 'heat-3', 'heat-4', 'heat-5'] as const satisfies readonly Tone[];

/** Levels from low to high over the five tones. */
function heat({ order }: Criteria, level: string): Tone | undefined {
  const at = order.indexOf(level);
  return at < 0 ? undefined : HEAT[order.length < 2 ? 0 : Math.round(at * (HEAT.length - 1) / (order.length - 1))];
}

function actionWords(action: Fields, today: string, language: Language): Inline {
  const due = text(action, 'due'), status = text(action, 'status');
  const isOver = status === 'done' || status === 'cancelled' || text(action, 'doneOn') !== undefined;
  const words = [text(action, 'title') ?? text(action, 'id') ?? '–',
    [status, due === undefined ? undefined : language.text('pack.risks.due', 'due {day}',
    { day: due })].filter(part => part !== undefined).join(', ')].filter(part => part !== '');
  return [span(words.length > 1 ? `${words[0] ?? ''} (${words[1] ?? ''})` : words[0] ?? ''),
    ...(isDay(due) && due < today && !isOver ? inline(` – ${language.text('pack.risks.overdue', 'overdue')}`, 'bad') : [])];
}

/** Whether what remains needs somebody to accept it, and whether that was done; as the rule on it judges. */
function againstAppetite(criteria: Criteria | undefined, risk: Fields,
  { model, today, language }: { model: Desk['checked']['model']; today: string; language: Language }): Inline {
  const t: Language['text'] = (...args) => language.text(...args), found = criteria && assess(criteria, fields(risk, 'residual') ?? risk);
  const appetite = criteria?.appetite;
  if (isClosed(risk)) return inline(t('pack.risks.closed', 'closed'), 'quiet');
  const isAbove = found && appetite !== undefined ? isAboveAppetite(criteria.order, found.level, appetite) : undefined;
  if (isAbove === undefined) return inline(t('pack.risks.no-appetite', 'cannot be told'), 'attention');
  if (!isAbove) return inline(t('pack.risks.within', 'within'), 'good');
  const tolerance = criteria && text(criteria.artefact.data, 'tolerance'), acceptance = fields(risk, 'acceptance');
  const by = namedItem(model, acceptance, 'by'), until = text(acceptance, 'until');
  if (criteria && found && tolerance !== undefined && isAboveAppetite(criteria.order, found.level,
    tolerance) === true) return inline(t('pack.risks.above-tolerance', 'above what anybody may accept'), 'bad');
  if (!by) return inline(t('pack.risks.not-accepted', 'above, and nobody accepted it'), 'bad');
  const [words, tone]: [string, Tone] = until === undefined ? [t('pack.risks.accepted', 'above, accepted by '), 'attention']
    : until < today ? [t('pack.risks.expired', 'above; accepted until {until} only, by ', { until }), 'bad']
      : [t('pack.risks.accepted-until', 'above, accepted until {until} by ', { until }), 'attention'];
  return [...inline(words, tone), nameSpan(by)];
}

/** One map for each set of criteria: as the risks stand, and as they would after their treatment. Closed ones are in neither. */
function heatMaps(dangers: readonly Risk[], { language }: Desk): readonly Block[] {
  const t: Language['text'] = (...args) => language.text(...args), open = dangers.filter(({ risk }) => !isClosed(risk));
  return [...groupBy(open, ({ criteria }) => criteria?.artefact)].flatMap(([artefact, own]): Block[] => {
    const criteria = own[0]?.criteria;
    if (!artefact || !criteria || criteria.likelihood.length === 0 || criteria.consequence.length === 0) {
      return [{ type: 'note', tone: 'attention', text: inline(t('pack.risks.no-criteria',
        'Risks without criteria that could be read, and therefore on no map:')) }, { type: 'list', items: own.map(({ item }) => [nameSpan(item)]) }];
    }
    const appetite = criteria.appetite === undefined ? [] : [span(t('pack.risks.appetite-is', ' Levels up to {appetite} need nobody\'s acceptance.',
      { appetite: criteria.appetite }))];
    return [
      { type: 'note', text: [span(t('pack.risks.criteria', 'Judged by ')), nameSpan(artefact), span('.'), ...appetite] },
      heatMap(`heat-${artefact.id}`, t('pack.risks.map', 'How likely, with what consequence: as the risks stand'), criteria, own, risk => risk, language),
      ...(own.some(({ risk }) => fields(risk, 'residual')) ? [{ type: 'folded' as const,
        title: t('pack.risks.map-after-title', 'The same after treatment'), blocks: [
        heatMap(`heat-after-${artefact.id}`, t('pack.risks.map-after', 'How likely, with what consequence: what remains after treatment'), criteria,
          own, risk => fields(risk, 'residual') ?? risk, language),
      ] }] : []),
    ];
  });
}

/** Likelihoods from high to low, consequences from low to high. Each cell says its level, how many there are, and which. */
function heatMap(key: string, title: string, criteria: Criteria, all: readonly Risk[], assessed: (risk: Fields) => Fields, language: Language): Table {
  const t: Language['text'] = (...args) => language.text(...args);
  const scaleTitle = (field: string, value: number): string => { const word = text(objects(criteria.artefact.data,
    field).find(one => one.value['value'] === value)?.value, 'title'); return word === undefined ? String(value) : `${value}: ${word}`; };
  const at = new Map<string, Risk[]>(), off: Risk[] = [];
  for (const one of all) {
    const own = assessed(one.risk), likelihood = number(own, 'likelihood'), consequence = number(own, 'consequence');
    if (likelihood !== undefined && consequence !== undefined && criteria.likelihood.includes(likelihood)
      && criteria.consequence.includes(consequence)) addTo(at, `${likelihood} ${consequence}`, one); else off.push(one);
  }
  const consequences = [...new Set(criteria.consequence)].sort((a, b) => a - b), likelihoods = [...new Set(criteria.likelihood)].sort((a, b) => b - a);
  return {
    type: 'table', key, title,
    columns: [{ key: 'likelihood', title: t('pack.risks.likelihood', 'Likelihood'), head: true },
      ...consequences.map(value => ({ key: `consequence-${value}`, title: scaleTitle('consequence', value) }))],
    rows: [
      ...likelihoods.map((likelihood): Row => ({ cells: [inline(scaleTitle('likelihood', likelihood)), ...consequences.map(consequence => {
        const found = at.get(`${likelihood} ${consequence}`) ?? [], name = assess(criteria, { likelihood, consequence })?.level;
        const tone = name === undefined ? undefined : heat(criteria, name);
        const head = name ?? t('pack.risks.no-level', 'no level');
        return [span(found.length === 0 ? head : t('pack.risks.cell', '{level}, {count}: ', { level: head, count: found.length }), undefined, tone
          ? { tone } : {}), ...joinInlines(found.map(({ item }) => [span(item.id, { item: item.id })]))];
      })] })),
      ...(off.length === 0 ? [] : [{ cells: [inline(t('pack.risks.off-scale', 'not assessed, or not on the scales')),
        joinInlines(off.map(({ item }) => [span(item.id, { item: item.id })])), ...consequences.slice(1).map(() => [])] }]),
    ],
  };
}
