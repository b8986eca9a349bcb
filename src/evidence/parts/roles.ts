import { fields, groupBy, objects, text, texts, type Fields } from '../../sms/data.js';
import { isCurrent } from '../../sms/header.js';
import type { Language } from '../../sms/language.js';
import type { Model } from '../../sms/model.js';
import { namedItem } from '../../sms/named.js';
import { holdersOn } from '../../sms/people.js';
import { recordsInFiles, type ListedRecord } from '../../sms/records.js';
import type { Item } from '../../sms/types.js';
import { inline, joinInlines, span, type Desk, type PartMaker } from '../desk.js';
import { flowchart, MOST_NODES, titlesOf } from '../diagrams.js';
import type { Block, Inline, Row } from '../pack.js';
import { namedInline, nameSpan } from './names.js';

/** Who holds which role on the day. */
export const roles: PartMaker = {
  id: 'roles',
  clauses: ['5.3', '7.2'],
  title: language => language.text('pack.roles.title', 'Roles and who holds them'),
  make(desk) {
    const { checked: { model, today }, language, inScope } = desk, t: Language['text'] = (...args) => language.text(...args);
    const all = model.ofType('role').filter(item => isCurrent(model, item)), shown = all.filter(({ id }) => inScope(id)), competence = competenceOf(model);
    if (shown.length === 0) {
      return { empty: all.length === 0 ? t('pack.roles.empty', 'There is no role register, or it lists no role. Clause 5.3 shows what is missing.')
        : t('pack.roles.out-of-scope', 'No role belongs to what this pack is about.') };
    }
    return [
      {
        type: 'table', key: 'roles', title: t('pack.roles.table', 'Roles on {today}', { today }),
          rows: shown.map(role => roleRow(role, competence, desk)), ...(all.length > shown.length && { leftOut: all.length - shown.length }),
        columns: [
          { key: 'role', title: t('pack.column.role', 'Role'), head: true }, { key: 'held', title: t('pack.roles.held', 'Held by') },
          { key: 'since', title: t('pack.roles.since', 'Since') }, { key: 'deputy', title: t('pack.roles.deputy', 'Deputy') },
          { key: 'reports', title: t('pack.roles.reports-to', 'Reports to') }, { key: 'authorities', title: t('pack.roles.authorities', 'May') },
          { key: 'competence', title: t('pack.roles.competence', 'Competence shown') },
        ],
      },
      ...lines(shown, model, t),
    ];
  },
};

function roleRow(role: Item, competence: ReadonlyMap<string, readonly ListedRecord[]>, { checked: { model, today }, language, inScope }: Desk): Row {
  const value = model.value(role), t: Language['text'] = (...args) => language.text(...args), holders = holdersOn(value, today);
  const deputy = namedItem(model, value, 'deputy');
  const top = value['topManagement'] === true ? inline(t('pack.roles.top', ' – top management')) : [];
  const assures = texts(value, 'assures');
  const deputies = deputy?.type === 'role' ? holdersOn(model.value(deputy), today).flatMap(holder => holderName(model, holder)) : [];
  const shownBy = [...new Set(holders.flatMap(holder => { const person = namedItem(model, holder,
    'person'); return (person && competence.get(person.id)) ?? []; }).concat(competence.get(role.id) ?? []))];
  return { id: role.id, cells: [
    [nameSpan(role), ...top, ...(assures.length > 0 ? inline(t('pack.roles.assures', ' – assures {what}', { what: assures.join(', ') })) : [])],
    holders.length > 0 ? joinInlines(holders.flatMap(holder => holderName(model, holder)))
      : inline(t('pack.roles.nobody', 'nobody'), model.referencesTo(role.id).length > 0 ? 'bad' : 'attention'),
    inline(holders.map(holder => text(holder, 'from') ?? t('pack.roles.no-day', 'not said')).join(', ')),
    deputy ? [nameSpan(deputy), ...(deputies.length > 0 ? [span(': '), ...joinInlines(deputies)] : [])] : inline(t('pack.roles.no-deputy', 'none'), 'quiet'),
    namedInline(model, value, 'reportsTo', inScope), inline(texts(value, 'authorities').join('; ')),
    joinInlines(shownBy.map(record => competenceWords(record, language))),
  ] };
}

function holderName(model: Model, holder: Fields): Inline[] {
  const person = namedItem(model, holder, 'person'), named = text(holder, 'person') ?? text(holder, 'group');
  return person ? [[span(person.title, { item: person.id })]] : named === undefined ? [] : [[span(named)]];
}

/** Records of competence by the person or role that they are about. */
function competenceOf(model: Model): ReadonlyMap<string, readonly ListedRecord[]> {
  const about = (data: Fields): string | undefined => (namedItem(model, data, 'person') ?? namedItem(model, data, 'role'))?.id;
  const known = recordsInFiles(model, 'competence-record').flatMap(record => { const id = about(record.data); return id === undefined ? [] : [{ id, record }]; });
  return new Map([...groupBy(known, ({ id }) => id)].map(([id, own]) => [id, own.map(({ record }) => record)]));
}

/** `COMP-LM: 3 sufficient, 1 partly`. */
function competenceWords({ id, data }: ListedRecord, language: Language): Inline {
  const results = objects(data, 'competences').map(({ value }) => text(fields(value, 'evaluation'),
    'result') ?? language.text('pack.roles.not-judged', 'not judged'));
  const counts = [...groupBy(results, result => result)].map(([result, own]) => `${own.length} ${result}`);
  return [span(id, { item: id }), ...inline(`: ${counts.join(', ') || language.text('pack.roles.nothing-shown', 'nothing')}`,
    results.every(result => result === 'sufficient') ? undefined : 'attention')];
}

/** Who reports to whom, where it is said. */
function lines(shown: readonly Item[], model: Model, t: Language['text']): readonly Block[] {
  const ids = new Set(shown.map(({ id }) => id));
  const pairs = shown.flatMap(role => { const to = namedItem(model, model.value(role), 'reportsTo'); return to && ids.has(to.id) ? [{ role, to }] : []; });
  const drawn = [...new Map(pairs.flatMap(({ role, to }) => [to, role]).map(item => [item.id, item])).values()];
  if (pairs.length === 0 || drawn.length > MOST_NODES) return [];
  const title = t('pack.roles.lines', 'Who reports to whom'), titled = titlesOf(drawn);
  return [flowchart({
    key: 'lines', title, direction: 'LR', nodes: drawn.map(item => ({ id: item.id, text: titled(item) })),
      edges: pairs.map(({ role, to }) => ({ from: to.id, to: role.id })),
    text: {
      type: 'table', key: 'lines', title, rows: pairs.map(({ role, to }) => ({ cells: [[nameSpan(role)], [nameSpan(to)]] })),
      columns: [{ key: 'role', title: t('pack.column.role', 'Role'), head: true }, { key: 'to', title: t('pack.roles.reports-to', 'Reports to') }],
    },
  })];
}
