import { list, number, objects, text, texts, type Fields } from '../../sms/data.js';
import { isCurrent } from '../../sms/header.js';
import type { Language } from '../../sms/language.js';
import { labelOf } from '../../sms/naming.js';
import type { Item } from '../../sms/types.js';
import { inline, joinInlines, type Desk, type PartMaker } from '../desk.js';
import { flowchart, MOST_NODES, titlesOf, type FlowEdge, type FlowNode } from '../diagrams.js';
import type { Block, Diagram, Inline, Row } from '../pack.js';
import { namedInline, nameSpan } from './names.js';

/** The services: who answers for them, who has them, when they run, and what they rest on. */
export const catalogue: PartMaker = {
  id: 'catalogue',
  clauses: ['8.2.4', '8.3.4'],
  title: language => language.text('pack.catalogue.title', 'Service catalogue'),
  make(desk) {
    const { checked: { model }, language, inScope } = desk, t: Language['text'] = (...args) => language.text(...args);
    const all = model.ofType('service').filter(item => isCurrent(model, item)), services = all.filter(({ id }) => inScope(id));
    if (services.length === 0) {
      return { empty: all.length === 0 ? t('pack.catalogue.empty',
        'No service is described: there is no service catalogue, or it lists none. Clause 8.2.4 shows what is missing.')
        : t('pack.catalogue.out-of-scope', 'No service of the catalogue belongs to what this pack is about.') };
    }
    return [
      {
        type: 'table', key: 'services', title: t('pack.catalogue.table', 'Services'), ...(all.length > services.length && { leftOut: all.length - services.length }),
        columns: [
          { key: 'service', title: t('pack.column.service', 'Service'), head: true }, { key: 'owner', title: t('pack.column.owner', 'Owner') },
          { key: 'status', title: t('pack.column.status', 'Status') },
          { key: 'type', title: t('pack.column.type', 'Type') }, { key: 'customers', title: t('pack.column.customers', 'Customers') },
          { key: 'hours', title: t('pack.column.hours', 'Service hours') },
          { key: 'support', title: t('pack.column.support', 'Support hours') }, { key: 'rests', title: t('pack.column.rests-on', 'Rests on') },
        ],
        rows: services.map(item => serviceRow(item, desk)),
      },
      ...pictures(services, desk),
    ];
  },
};

function serviceRow(item: Item, { checked: { model }, language, inScope }: Desk): Row {
  const entry = model.value(item), dependencies = objects(entry, 'dependsOn').map(({ value }) => value);
  const t: Language['text'] = (...args) => language.text(...args), owner = namedInline(model, entry, 'owner');
  return { id: item.id, cells: [
    [nameSpan(item)], owner.length > 0 ? owner : inline(t('pack.catalogue.no-owner', 'nobody'), 'bad'), inline(text(entry, 'status') ?? 'live'),
      inline(text(entry, 'type') ?? 'customer-facing'),
    namedInline(model, entry, 'customers', inScope), namedInline(model, entry, 'serviceHours'), namedInline(model, entry, 'supportHours'),
    dependencies.length > 0 ? joinInlines(dependencies.map(value => restsOn(model, value, language)), '; ')
      : list(entry, 'dependsOn').length === 0 && entry['dependsOn'] !== undefined ? inline(t('pack.catalogue.rests-on-nothing', 'nothing else'))
        : inline(t('pack.catalogue.rests-unsaid', 'not said'), 'attention'),
  ] };
}

/** `one of Relay A (SUP-A), Relay B (SUP-B)`. */
function restsOn(model: Desk['checked']['model'], dependency: Fields, language: Language): Inline {
  const named = namedInline(model, dependency, 'to'), count = texts(dependency, 'to').length, need = number(dependency, 'need') ?? count;
  return [...(need < count ? inline(language.text('pack.catalogue.need-of', '{need} of {count}: ', { need, count })) : []), ...named,
    ...(text(dependency, 'kind') === 'soft' ? inline(language.text('pack.catalogue.soft', ' (it can do without)')) : [])];
}

/** One picture where it can be read, else one for each service for customers; those that are still too large are told. */
function pictures(services: readonly Item[], desk: Desk): readonly Block[] {
  const { checked: { model }, language } = desk, t: Language['text'] = (...args) => language.text(...args);
  const live = services.filter(item => text(model.value(item), 'status') !== 'retired');
  const whole = picture('dependencies', t('pack.catalogue.picture', 'What the services rest on'), live, desk);
  if (whole.edges === 0) return [{ type: 'note', text: inline(t('pack.catalogue.no-dependencies',
    'The catalogue names nothing that a service rests on, so there is no picture of it.')) }];
  if (whole.nodes <= MOST_NODES) return [whole.diagram];
  const tops = live.filter(item => (text(model.value(item), 'type') ?? 'customer-facing') === 'customer-facing').map(item => {
    const title = t('pack.catalogue.picture-of', 'What {service} rests on', { service: labelOf(item) });
    return { item, title, ...picture(`dependencies-${item.id}`, title, below(item, live, desk), desk) };
  }).filter(({ edges }) => edges > 0);
  const drawn = tops.filter(({ nodes }) => nodes <= MOST_NODES), large = tops.filter(({ nodes }) => nodes > MOST_NODES);
  return [
    { type: 'note', text: inline(t('pack.catalogue.too-large',
      'All services together ({count} nodes) are too many for one picture that anybody could follow: here is one for each service for customers.',
      { count: whole.nodes })) },
    ...(large.length > 0 ? [{ type: 'note' as const, tone: 'attention' as const,
      text: inline(t('pack.catalogue.still-too-large', 'Too large for a picture even so, and told in the table alone:')) },
      { type: 'list' as const, items: large.map(({ item }) => [nameSpan(item)]) }, whole.diagram.text] : []),
    ...drawn.map(({ title, diagram }): Block => ({ type: 'folded', title, blocks: [diagram] })),
  ];
}

/** A service and all services of the list that it rests on. */
function below(top: Item, services: readonly Item[], { checked: { model } }: Desk): readonly Item[] {
  const byId = new Map(services.map(item => [item.id, item])), found = new Set([top]);
  for (const item of found) for (const { value } of objects(model.value(item), 'dependsOn')) for (const id of texts(value, 'to')) {
    const next = byId.get(model.item(id)?.id ?? id);
    if (next) found.add(next);
  }
  return [...found];
}

/** Services and what they rest on. Several of which some suffice meet in a circle that says how many are needed. */
function picture(key: string, title: string, services: readonly Item[],
  { checked: { model }, language, inScope }: Desk): { diagram: Diagram; nodes: number; edges: number } {
  const t: Language['text'] = (...args) => language.text(...args);
  const isForCustomers = (item: Item): boolean => (text(model.value(item), 'type') ?? 'customer-facing') === 'customer-facing';
  const titled = titlesOf(model.ofType('service').concat(model.ofType('party')));
  const node = (item: Item): FlowNode => ({ id: item.id, text: titled(item), shape: item.type === 'service' ? (isForCustomers(item) ? 'round' : 'box')
    : 'hexagon' });
  const own = new Set(services.map(({ id }) => id)), parties = new Map<string, Item>(), circles: FlowNode[] = [], edges: FlowEdge[] = [], rows: Row[] = [];
  for (const item of services) for (const { at, value } of objects(model.value(item), 'dependsOn')) {
    const named = texts(value, 'to'), need = number(value, 'need') ?? named.length, soft = text(value, 'kind') === 'soft';
    const to = named.flatMap(id => model.item(id) ?? []).filter(one => own.has(one.id) || (one.type === 'party' && inScope(one.id)));
    for (const one of to) if (one.type === 'party') parties.set(one.id, one);
    if (to.length === 0) continue;
    const circle = `${item.id} ${at}`, isRedundant = need < named.length;
    if (isRedundant) { circles.push({ id: circle, text: t('pack.catalogue.circle', '{need} of {count}', { need, count: named.length }),
      shape: 'circle' }); edges.push({ from: item.id, to: circle, dotted: soft }); }
    for (const one of to) {
      edges.push({ from: isRedundant ? circle : item.id, to: one.id, dotted: soft });
      const promised = number(model.value(one), one.type === 'service' ? 'ownAvailability' : 'availability') ?? number(value, 'availability');
      rows.push({ cells: [
        [nameSpan(item)], [nameSpan(one)], inline(soft ? t('pack.catalogue.kind-soft', 'helpful') : isRedundant
          ? t('pack.catalogue.kind-redundant', 'redundant: {need} of {count} are enough', { need, count: named.length })
          : t('pack.catalogue.kind-hard', 'needed')),
        promised === undefined ? inline(t('pack.catalogue.not-known', 'not known'), soft ? 'quiet' : 'attention') : inline(`${promised} %`),
          inline(text(value, 'note')),
      ] });
    }
  }
  const groups = [
    { text: t('pack.catalogue.group-customers', 'Services for customers'), nodes: services.filter(isForCustomers).map(node) },
      { text: t('pack.catalogue.group-supporting', 'Supporting services'), nodes: services.filter(item => !isForCustomers(item)).map(node) },
    { text: t('pack.catalogue.group-parties', 'Supplied by others'), nodes: [...parties.values()].map(node) },
  ];
  const diagram = flowchart({ key, title, direction: 'TB', groups, nodes: circles, edges, text: {
    type: 'table', key, title, rows,
    columns: [
      { key: 'service', title: t('pack.column.service', 'Service'), head: true }, { key: 'rests', title: t('pack.column.rests-on', 'Rests on') },
      { key: 'kind', title: t('pack.column.need', 'Need') },
      { key: 'availability', title: t('pack.column.own-availability', 'Own availability'), numeric: true },
      { key: 'note', title: t('pack.column.note', 'Note') },
    ],
  } });
  return { diagram, nodes: services.length + parties.size + circles.length, edges: edges.length };
}
