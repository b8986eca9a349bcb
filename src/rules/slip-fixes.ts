import { edited, type Edit } from '../sms/changes.js';
import type { Source } from '../sms/source.js';
import { evenLines } from '../sms/text.js';
import type { Finding } from '../sms/types.js';
import { escapedDouble } from '../sms/yaml-text.js';
import { isEmpty, nodeAt, coreValue, type Node } from '../sms/yaml.js';
import { editBetween, inSequence, insertField, remove, reread, type Value } from '../sms/yaml-edits.js';
import type { Fix } from './rule.js';

/** Mends the common slips of writing YAML by hand (format.md F2). Of all that may be meant, the first way is taken with which the line can be read. */
export function* slipFixes(finding: Finding, source: Source, text: string): Iterable<Fix> {
  const slip = slipAt(finding, source, text), { message } = finding;
  const give = function* (say: string, changed: string | undefined, preferred = true): Iterable<Fix> {
    if (changed !== undefined) yield { say, changes: { edits: [{ file: finding.file, edits: editBetween(text, changed) }] }, ...(preferred && { preferred: true as const }) };
  };
  switch (message) {
    case 'colon': case 'braces-comma': case 'bracket-inside': case 'comparison': case 'reserved-character': case 'hash': case 'tag': case 'unclosed-quote': case 'backslash':
      yield* give('quote', quoted(slip)); return;
    case 'double-bracket': yield* give('unbracket', unbracketed(slip)); yield* give('quote', quoted(slip)); return;
    case 'curly-quotes': yield* give('straight-quotes', straightened(slip)); return;
    case 'tab': yield* give('spaces', untabbed(slip)); return;
    case 'indentation': yield* give('indent', indented(slip), false); return;
    case 'merge-key': yield* give('write-out', writtenOut(slip)); return;
    case 'not-a-map': yield* give('no-dashes', undashed(slip)); return;
    case 'several-documents': yield* split(finding, slip); return;
    case 'other': yield* give('close-bracket', closed(slip)); return;
  }
}

/** `line`: of the slip, without its end; offsets count from the beginning of the text. */
interface Slip { source: Source; text: string; start: number; end: number; lineStart: number; lineEnd: number; line: string }

function slipAt({ range }: Finding, source: Source, text: string): Slip {
  const offset = ({ line, character }: { line: number; character: number }): number => (source.table.starts[line] ?? text.length) + character;
  const lineStart = source.table.starts[range.start.line] ?? 0, length = text.slice(lineStart).search(/[\r\n]|$/), lineEnd = lineStart + length;
  return { source, text, start: offset(range.start), end: offset(range.end), lineStart, lineEnd, line: text.slice(lineStart, lineEnd) };
}

/** The first of several texts in which nothing is wrong any more where the slip was, and nothing new before it. */
function firstClean({ source, text, lineStart, lineEnd }: Slip, ways: Iterable<string>): string | undefined {
  const from = lineStart - source.base, problems = ({ problems: all }: Source): number => all.filter(({ start }) => start < from).length;
  for (const way of ways) {
    const after = reread(source, way), to = lineEnd - source.base + way.length - text.length;
    if (after && problems(after) <= problems(source) && !after.problems.some(({ start }) => start >= from && start <= to)) return way;
  }
  return undefined;
}

const MOST_WAYS = 40;

/** The text around the slip in quotes: from where a value begins to the nearest place at which it may end. */
function quoted(slip: Slip): string | undefined {
  const { text, line, lineStart, lineEnd, start, end } = slip;
  const starts = new Set<number>(), ends = new Set<number>();
  for (const { index, 0: lead } of line.matchAll(/^\s*(?:- +)*(?:["']?[\w.-]+["']?[ \t]*:[ \t]+)?|[{[,][ \t]*(?:["']?[\w.-]+["']?[ \t]*:[ \t]+)?|:[ \t]+/g)) {
    const at = lineStart + index + lead.length;
    if (at <= start) starts.add(at);
  }
  const dashes = lineStart + (/^\s*(?:- +)*/.exec(line)?.[0].length ?? 0), key = /^\s*(?:- +)*["']?[\w.-]+["']?[ \t]*:[ \t]+/.exec(line)?.[0].length ?? 0;
  const block = lineStart + key > start ? dashes : Math.max(dashes, lineStart + key);
  // In a line without braces all of the value; between braces the nearest beginning.
  const ordered = /^[{[](?!\[)/.test(text.slice(block, block + 2)) && start > block ? [...starts].sort((a, b) => b - a) : [block, ...[...starts].filter(at => at > block)];
  const last = lineStart + line.trimEnd().length;
  for (let at = Math.max(end, start + 1); at <= last; at++) if (at === last || /[,\]}]/.test(text[at] ?? '') || /^\s+#/.test(text.slice(at, last)) || (at === end && at <= lineEnd)) ends.add(at);
  const ways: string[] = [];
  for (const from of ordered) {
    for (const to of [...ends].sort((a, b) => a - b)) {
      const value = text.slice(from, to).trimEnd();
      if (value === '' || ways.length >= MOST_WAYS) continue;
      ways.push(text.slice(0, from) + inQuotes(value) + text.slice(from + value.length));
    }
  }
  return firstClean(slip, ways);
}

/** In straight quotes; those that stand at one end alone, or around a text with a backslash, are taken for meant. */
function inQuotes(value: string): string {
  const open = value[0], bare = open === '"' || open === '\'' ? value.slice(1, value.endsWith(open) && value.length > 1 ? -1 : undefined) : value;
  const half = (open === '"' || open === '\'') && !bare.includes(open);
  const text = half ? bare : value;
  return text.includes('\'') ? `"${escapedDouble(text)}"` : `'${text}'`;
}

function unbracketed(slip: Slip): string | undefined {
  const { text, start, line, lineStart } = slip, whole = /^\[\[([^[\]\s]+)\]\](?=\s*(?:#.*)?$)/.exec(text.slice(start, lineStart + line.length));
  return whole ? firstClean(slip, [text.slice(0, start) + (whole[1] ?? '') + text.slice(start + whole[0].length)]) : undefined;
}

function straightened(slip: Slip): string | undefined {
  const { text, start, end } = slip, written = text.slice(start, end);
  const inner = written.replace(/^[“”„‘’‚«»]/, '').replace(/[“”‘’«»]$/, '');
  const ways = [`"${escapedDouble(inner)}"`, `'${inner.replaceAll('\'', '\'\'')}'`].map(way => text.slice(0, start) + way + text.slice(end));
  return firstClean(slip, ways) ?? quoted(slip);
}

/** Spaces for the tabs of neighbouring lines: as far in as the line above, or its text. */
function untabbed(slip: Slip): string | undefined {
  const { text, lineStart } = slip, before = text.slice(0, lineStart), above = before.trimEnd().split(/\r\n|\n|\r/).at(-1) ?? '';
  const block = /^(?:[ ]*\t[^\r\n]*(?:\r\n|\n|\r|$))+/.exec(text.slice(lineStart))?.[0] ?? '';
  const deep = /^[ ]*(?:- +)*/.exec(above)?.[0].length ?? 0, flat = /^[ ]*/.exec(above)?.[0].length ?? 0, least = Math.min(...[...block.matchAll(/^[ ]*(\t+)/gm)].map(([, tabs = '']) => tabs.length));
  const columns = /:\s*$/.test(above) ? [deep + 2, deep, flat + 2, flat, 2, 4] : [deep, deep + 2, flat, flat + 2, 2, 4];
  const ways = columns.map(base => before + block.replace(/^[ ]*(\t+)[ ]*/gm, (_, tabs: string) => ' '.repeat(base + (tabs.length - least) * 2)) + text.slice(lineStart + block.length));
  return firstClean(slip, ways);
}

/** As far in as a line above it, the nearest first. */
function indented(slip: Slip): string | undefined {
  const { text, lineStart, line } = slip, above = text.slice(slip.source.base, lineStart).split(/\r\n|\n|\r/).reverse();
  const columns = [...new Set(above.filter(each => each.trim() !== '' && !/^\s*#/.test(each)).flatMap(each => [/^ *(?:- +)*/.exec(each)?.[0].length ?? 0, /^ */.exec(each)?.[0].length ?? 0]))];
  return firstClean(slip, columns.map(column => text.slice(0, lineStart) + ' '.repeat(column) + line.trimStart() + text.slice(lineStart + line.length)));
}

/** The fields that `<<` would bring, written out. Read under another name, they have a place in the tree. */
function writtenOut(slip: Slip): string | undefined {
  const { source, text, start } = slip, name = 'merged-fields', marked = text.slice(0, start) + name + text.slice(start + 2), read = reread(source, marked);
  const path = read && pathOf(read.root, name), brought = path && nodeAt(read?.root, path)?.node;
  if (!read || !path || brought?.type !== 'map') return undefined;
  const around = path.slice(0, -1), own = nodeAt(read.root, around)?.node, taken = new Set(own?.type === 'map' ? own.entries.map(({ key }) => key.text) : []);
  const fields = brought.entries.filter(({ key }) => !taken.has(key.text));
  const edits = inSequence(read, marked, [(s, t) => remove(s, t, path), ...fields.map(({ key, value }) => (s: Source, t: string): Edit[] | undefined => insertField(s, t, around, key.text, plainValue(value), []))]);
  return edits && edited(marked, edits);
}

function pathOf(node: Node | undefined, name: string): (string | number)[] | undefined {
  const children: [string | number, Node][] = node?.type === 'map' ? node.entries.map(({ key, value }) => [key.text, value]) : node?.type === 'list' ? [...node.items.entries()] : [];
  for (const [step, child] of children) {
    if (step === name) return [step];
    const below = pathOf(child, name);
    if (below) return [step, ...below];
  }
  return undefined;
}

function plainValue(node: Node): Value {
  if (isEmpty(node)) return null;
  if (node.type === 'scalar') return coreValue(node);
  return node.type === 'list' ? node.items.map(plainValue) : Object.fromEntries(node.entries.map(({ key, value }) => [key.text, plainValue(value)]));
}

/** Fields that stand behind dashes as if they were a list. */
function undashed(slip: Slip): string | undefined {
  const { source, text } = slip, end = source.front ? source.front.end : text.length, fields = text.slice(source.base, end);
  const way = text.slice(0, source.base) + fields.replace(/^(?:- {1,3}|  )/gm, '') + text.slice(end), after = reread(source, way);
  return after?.root && after.problems.length === 0 ? way : undefined;
}

/** What comes behind a second line of dashes, as a file of its own. */
function* split(finding: Finding, { text, lineStart, lineEnd, line }: Slip): Iterable<Fix> {
  const rest = text.slice(lineEnd).replace(/^(?:\r\n|\n|\r)/, ''), { file } = finding;
  const edits = editBetween(text, text.slice(0, lineStart));
  if (rest.trim() === '' || line.startsWith('...')) {
    if (rest.trim() === '') yield { say: 'remove-line', changes: { edits: [{ file, edits }] }, preferred: true };
    return;
  }
  const named = /^id[ \t]*:[ \t]*["']?([\w.-]+)/m.exec(evenLines(rest))?.[1]?.toLowerCase();
  const dot = file.lastIndexOf('.'), folder = file.slice(0, file.lastIndexOf('/') + 1);
  const other = named === undefined ? `${file.slice(0, dot)}-2${file.slice(dot)}` : `${folder}${named}${file.slice(dot)}`;
  if (other !== file) yield { say: 'split', args: { file: other }, changes: { create: [{ file: other, text: rest }], edits: [{ file, edits }] } };
}

/** A list or braces that were never closed, closed at the end of the line where they begin. */
function closed(slip: Slip): string | undefined {
  const { text, end } = slip;
  return firstClean(slip, [']', '}', ' }', ']]', '}]', '"', '\''].map(mark => text.slice(0, end) + mark + text.slice(end)));
}
