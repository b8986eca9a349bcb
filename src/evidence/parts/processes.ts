import { objects, text, texts, type Fields } from '../../sms/data.js';
import { isCurrent } from '../../sms/header.js';
import type { Language } from '../../sms/language.js';
import { namedItem } from '../../sms/named.js';
import { proceduresOf } from '../../sms/processes.js';
import { clause } from '../../sms/standard.js';
import type { Item } from '../../sms/types.js';
import { inline, joinInlines, span, type Desk, type PartMaker } from '../desk.js';
import { flowchart, MOST_NODES, titlesOf } from '../diagrams.js';
import type { Block, Inline, Row, Table } from '../pack.js';
import { namedInline, nameSpan } from './names.js';

/** The processes, what goes into them and comes out, and how they work together. */
export const processes: PartMaker = {
  id: 'processes',
  clauses: ['4.4', '8.1'],
  title: language => language.text('pack.processes.title', 'Process map'),
  make(desk) {
    const { checked: { model }, language, inScope } = desk, t: Language['text'] = (...args) => language.text(...args);
    const all = model.ofType('process').filter(item => isCurrent(model, item)), shown = all.filter(({ id }) => inScope(id));
    if (shown.length === 0) return { empty: all.length === 0 ? t('pack.processes.empty',
      'There is no process map, or it lists no process. Clause 4.4 shows what is missing.')
      : t('pack.processes.out-of-scope', 'No process belongs to what this pack is about.') };
    return [...map(shown, desk), {
      type: 'table', key: 'processes', title: t('pack.processes.table', 'Processes'), rows: shown.map(item => processRow(item, desk)),
        ...(all.length > shown.length && { leftOut: all.length - shown.length }),
      columns: [
        { key: 'process', title: t('pack.column.process', 'Process'), head: true }, { key: 'owner', title: t('pack.column.owner', 'Owner') },
        { key: 'clauses', title: t('pack.column.clauses', 'Clauses') }, { key: 'inputs', title: t('pack.processes.inputs', 'Inputs') },
        { key: 'outputs', title: t('pack.processes.outputs', 'Outputs') },
        { key: 'criteria', title: t('pack.processes.criteria', 'Performs well when') },
        { key: 'procedure', title: t('pack.processes.procedure', 'Procedure in force') },
      ],
    }];
  },
};

function processRow(item: Item, desk: Desk): Row {
  const { checked: { model }, language } = desk, value = model.value(item), owner = namedInline(model, value, 'owner');
  return { id: item.id, cells: [
    [nameSpan(item)], owner.length > 0 ? owner : inline(language.text('pack.processes.no-owner', 'nobody'), 'bad'),
      joinInlines(texts(value, 'clauses').map(number => [clause(number) ? span(number, { clause: number }) : span(number)])),
    things(value, 'inputs', desk), things(value, 'outputs', desk), inline(texts(value, 'criteria').join('; ')), procedure(value, desk),
  ] };
}

/** What goes in or comes out: things of the SMS by their ids, others in words. */
function things(value: Fields, key: string, { checked: { model } }: Desk): Inline { return namedInline(model, value, key); }

/** What the process names, or else the procedures that name the process; each with the version that is in force. */
function procedure(value: Fields, desk: Desk): Inline {
  const { checked: { model, control }, language } = desk, t: Language['text'] = (...args) => language.text(...args), found = proceduresOf(model, value);
  if (found.length === 0) return inline(t('pack.processes.no-procedure', 'none'), 'quiet');
  return joinInlines(found.map((item): Inline => {
    const version = control.documents.get(item.id)?.versionInForce;
    return [nameSpan(item), ...(version === undefined ? inline(t('pack.processes.not-in-force', ', no version in force'), 'attention')
      : inline(t('pack.processes.version', ', version {version}', { version })))];
  }), '; ');
}

/** How processes work together: the picture shows who gives to whom, the table also what. */
function map(shown: readonly Item[], { checked: { model }, language }: Desk): readonly Block[] {
  const t: Language['text'] = (...args) => language.text(...args), ids = new Set(shown.map(({ id }) => id));
  const pairs = shown.flatMap(item => objects(model.value(item),
    'interactions').flatMap(({ value }) => { const other = namedItem(model, value, 'with'); return other && ids.has(other.id)
    ? [{ item, other, gives: text(value, 'gives'), takes: text(value, 'takes') }] : []; }));
  const flows = pairs.flatMap(({ item, other, gives, takes }) => [...(gives !== undefined || takes === undefined
    ? [{ from: item, to: other, what: gives }] : []), ...(takes !== undefined ? [{ from: other, to: item, what: takes }] : [])]);
  if (flows.length === 0) return [{ type: 'note', text: inline(t('pack.processes.no-interactions',
    'The map does not say how the processes work together, so there is no picture of it.')) }];
  const title = t('pack.processes.map', 'How the processes work together');
  const linked = shown.filter(item => flows.some(({ from, to }) => from.id === item.id || to.id === item.id));
  const told: Table = {
    type: 'table', key: 'interactions', title, rows: flows.map(({ from, to, what }) => ({ cells: [[nameSpan(from)], [nameSpan(to)], inline(what)] })),
    columns: [{ key: 'from', title: t('pack.processes.from', 'From'), head: true }, { key: 'to', title: t('pack.processes.to', 'To') },
      { key: 'what', title: t('pack.processes.what', 'What') }],
  };
  if (linked.length > MOST_NODES) return [{ type: 'note', text: inline(t('pack.processes.too-large',
    'The processes ({count}) are too many for one picture that anybody could follow; the table tells who gives what to whom.',
    { count: linked.length })) }, told];
  const there = new Set(flows.map(({ from, to }) => `${from.id} ${to.id}`));
  const isBack = (from: Item, to: Item): boolean => there.has(`${to.id} ${from.id}`), titled = titlesOf(linked);
  // Of two that give to each other one line, from the one that comes first.
  const lines = [...new Map(flows.filter(({ from, to }) => !isBack(from, to)
    || shown.indexOf(from) < shown.indexOf(to)).map(flow => [`${flow.from.id} ${flow.to.id}`, flow])).values()];
  return [flowchart({
    key: 'interactions', title, direction: 'LR', nodes: linked.map(item => ({ id: item.id, text: titled(item), shape: 'round' })),
      edges: lines.map(({ from, to }) => ({ from: from.id, to: to.id, both: isBack(from, to) })), text: told,
  })];
}
