import { groupBy } from '../sms/data.js';
import { labelOf } from '../sms/naming.js';
import type { Diagram, Table } from './pack.js';

/** Pictures of what leads to what. Ids and shapes are ours, and nothing in a label is read as an order, as Markdown or as HTML. */

const MOST_LETTERS = 80;

/** More nodes than this nobody can follow in one picture. */
export const MOST_NODES = 80;

/** Signs that mean something to mermaid, to Markdown or to HTML, and like ones that mean nothing: the table beside has the text as it is written. */
const LIKE: Readonly<Record<string, string>> = {
  '"': '\u201d', '<': '\u2039', '>': '\u203a', '&': '\uff06', '#': '\uff03', '`': '\u00b4', ':': '\u2236', ';': '\u204f', '{': '(', '}': ')', '[': '(', ']': ')', '|': '\u00a6', '\\': '\u29f5',
  '$': '\uff04', '*': '\u2217', '_': '\uff3f', '~': '\u223c', '^': '\uff3e', '@': '\uff20', '=': '\uff1d',
};

/** A text as a label, the same with and without HTML in labels. */
export function flowLabel(text: string): string {
  const plain = text.normalize('NFC').replace(/[\p{Cc}\p{Cf}\p{Cn}\p{Co}\p{Cs}\p{Z}]+/gu, ' ').trim(), letters = [...plain];
  const short = letters.length > MOST_LETTERS ? `${letters.slice(0, MOST_LETTERS - 1).join('')}\u2026` : plain;
  // What would begin a comment, an arrow or a list.
  const label = short.replace(/["<>&#`:;{}[\]|\\$*_~^@=]/g, sign => LIKE[sign] ?? ' ').replace(/%{2,}/g, '%').replace(/-{2,}/g, '\u2013').replace(/^[-+](?= )/, '\u2013').replace(/^(\d+)[.](?= )/, '$1\u2024');
  return label === '' ? '\u2013' : label;
}

const SHAPES = { box: ['[', ']'], round: ['(', ')'], stadium: ['([', '])'], hexagon: ['{{', '}}'], circle: ['((', '))'], sheet: ['[/', '/]'] } as const;

/** `id`: of whoever builds the picture; in its source it is another one. */
export interface FlowNode { id: string; text: string; shape?: keyof typeof SHAPES }
/** `dotted`: less than a need. `both`: there and back. What begins or ends at no node is left out. */
export interface FlowEdge { from: string; to: string; dotted?: boolean; both?: boolean }
export interface FlowGroup { text: string; nodes: readonly FlowNode[] }

/** What things are called in little room: their titles, which need no id beside them where each is another one. */
export function titlesOf(items: readonly { id: string; title: string }[]): (item: { id: string; title: string }) => string {
  const counts = groupBy(items, ({ title }) => title);
  return item => ((counts.get(item.title)?.length ?? 0) > 1 ? labelOf(item) : item.title);
}

/** A flowchart and the table that says the same. Groups come in their order; what is in none stands beside them. */
export function flowchart({ key, title, direction, groups = [], nodes = [], edges, text }: {
  key: string; title: string; direction: 'TB' | 'LR'; groups?: readonly FlowGroup[]; nodes?: readonly FlowNode[]; edges: readonly FlowEdge[]; text: Table;
}): Diagram {
  const names = new Map<string, string>();
  const node = ({ id, text: label, shape = 'box' }: FlowNode): string => {
    const name = `n${names.size + 1}`, [open, close] = SHAPES[shape];
    names.set(id, name);
    return `${name}${open}"${flowLabel(label)}"${close}`;
  };
  const lines = [
    ...groups.flatMap(({ text: label, nodes: own }, at) => (own.length === 0 ? [] : [`  subgraph g${at + 1}["${flowLabel(label)}"]`, ...own.map(one => `    ${node(one)}`), '  end'])),
    ...nodes.map(one => `  ${node(one)}`),
  ];
  const arrows = edges.flatMap(({ from, to, dotted, both }) => {
    const start = names.get(from), end = names.get(to);
    return start === undefined || end === undefined ? [] : [`  ${start} ${both ? '<' : ''}${dotted ? '-.->' : '-->'} ${end}`];
  });
  return { type: 'diagram', key, title, source: [`flowchart ${direction}`, ...lines, ...arrows].join('\n'), text };
}
