import { offsetsOf, edited as withEdits, type Edit } from './changes.js';
import { builtInKinds } from './kinds.js';
import { readConfigSource, readSource, type Source } from './source.js';
import { lineTable } from './text.js';
import type { Path } from './types.js';
import { escapedDouble, UNPRINTABLE, yamlScalar } from './yaml-text.js';
import { entryOf, isEmpty, nodeAt, numberOf, type Entry, type ListNode, type MapNode, type Node } from './yaml.js';

/**
 * Edits of the fields of one file that leave every other byte as it is: comments, order, quotes, line ends. Paths are those of the schema; in an adopted
 * file ours are written under their keys and in their words. After each edit the text is read again: unless what was wanted is there, everything else
 * reads as before, and no slip came in, the answer is undefined. It is an empty list where nothing is to be done.
 */

/** What may be written. Null is a key without a value, for somebody to fill in. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };

/** An edit of a text and its fields, for `inSequence`. */
export type Step = (source: Source, text: string) => Edit[] | undefined;

/** Puts a value in the place of the one at a path: a scalar inside its quotes. Undefined where there is none. */
export function setValue(source: Source, text: string, path: Path, value: Value): Edit[] | undefined {
  const target = placeOf(source, path, value);
  return target && nodeAt(target.tree, target.path) ? put(source, text, target, []) : undefined;
}

/** Sets the field at a path, or inserts it, with the objects around it that are not there yet. `order`: as in insertField. */
export function setField(source: Source, text: string, path: Path, value: Value, order: readonly string[]): Edit[] | undefined {
  const target = placeOf(source, path, value);
  return target && put(source, text, target, orderIn(source, path, order));
}

/**
 * Inserts a field into the object at `path` (empty: the artefact). `order`: the keys of the object as its schema has them; the field comes behind the
 * nearest one before it, else in front of the next one after it. Undefined where it has a value already.
 */
export function insertField(source: Source, text: string, path: Path, key: string, value: Value, order: readonly string[]): Edit[] | undefined {
  const target = placeOf(source, [...path, key], value), present = target && nodeAt(target.tree, target.path)?.node;
  return target && (!present || isEmpty(present)) ? put(source, text, target, orderIn(source, [...path, key], order)) : undefined;
}

/** Adds an entry to the end of the list at a path; makes the list where there is none. `order`: as in insertField, of the object that has the list. */
export function addEntry(source: Source, text: string, path: Path, value: Value, order: readonly string[] = []): Edit[] | undefined {
  const target = placeOf(source, path, [value]);
  if (!target) return undefined;
  const list = nodeAt(target.tree, target.path)?.node, [word = value] = isList(target.value) ? target.value : [];
  if (list?.type === 'list') return put(source, text, { ...target, path: [...target.path, list.items.length], value: word }, []);
  return !list || isEmpty(list) ? put(source, text, target, orderIn(source, path, order)) : undefined;
}

/** Takes out a field, or an entry of a list; with it what has nothing else in it. Comments above it stay. */
export function remove(source: Source, text: string, path: Path): Edit[] | undefined {
  const target = placeOf(source, path, '');
  if (!target || !nodeAt(target.tree, target.path)) return target && [];
  let { path: lifted } = target;
  while (lifted.length > 1 && sizeOf(nodeAt(target.tree, lifted.slice(0, -1))?.node) === 1) lifted = lifted.slice(0, -1);
  const fields = fieldsText(source, text, target.tree), before = plain(target.tree, lifted);
  return firstThatHolds(source, text, fields.removals(lifted), after => same(before, plain(after)));
}

/** Adds entries to the end of a list, or makes the list: with one reading of the text, for hundreds of them. `order`: as in addEntry. */
export function addEntries(source: Source, text: string, path: Path, values: readonly Value[], order: readonly string[] = []): Edit[] | undefined {
  const target = placeOf(source, path, ''), list = target && nodeAt(target.tree, target.path)?.node;
  if (!target || list?.type !== 'list' || list.items.length === 0) return setField(source, text, path, values, order);
  const fields = fieldsText(source, text, target.tree), at = [...target.path, list.items.length];
  const splices = values.flatMap(value => fields.settings(at, value, [])[0] ?? []);
  return firstThatHolds(source, text, [splices], listHolds(target, list.items, values)) ?? inSequence(source, text, values.map(value => (now, current) => addEntry(now, current, path, value, order)));
}

/** Takes entries out of a list, by their places in it, in the same way. */
export function removeEntries(source: Source, text: string, path: Path, indexes: readonly number[]): Edit[] | undefined {
  const target = placeOf(source, path, ''), list = target && nodeAt(target.tree, target.path)?.node, gone = new Set(indexes);
  if (!target || list?.type !== 'list' || list.items.length <= gone.size) return remove(source, text, path);
  const fields = fieldsText(source, text, target.tree), order = [...gone].sort((a, b) => a - b), splices = order.flatMap(at => fields.removals([...target.path, at])[0] ?? []);
  return firstThatHolds(source, text, [splices], listHolds(target, list.items.filter((_, at) => !gone.has(at)), [])) ?? inSequence(source, text, order.reverse().map(at => (now, current) => remove(now, current, [...path, at])));
}

/** Gives a field another key. */
export function renameKey(source: Source, text: string, path: Path, key: string): Edit[] | undefined {
  const target = placeOf(source, path, ''), parent = target && nodeAt(target.tree, target.path.slice(0, -1))?.node, old = target?.path[target.path.length - 1];
  const entry = entryOf(parent, String(old));
  if (!target || source.adoption || !entry || entryOf(parent, key)) return undefined;
  const fields = fieldsText(source, text, target.tree), wanted = plain(target.tree, undefined, { path: target.path, key });
  return firstThatHolds(source, text, [[fields.keyed(entry, key)]], after => same(wanted, plain(after)));
}

/** Steps made one after another, each on what the one before left, as edits of the first text; undefined where one cannot be made. */
export function inSequence(source: Source, text: string, steps: Iterable<Step>): Edit[] | undefined {
  let now: Source | undefined = source, current = text, pieces: Piece[] = [{ start: 0, end: text.length }];
  for (const step of steps) {
    const edits: Edit[] | undefined = now && step(now, current);
    if (!edits) return undefined;
    const offset = offsetsOf(current);
    // From the end, so that offsets before it stay.
    for (const { range, text: written } of [...edits].reverse()) pieces = replaced(pieces, offset(range.start), offset(range.end), written);
    current = withEdits(current, edits);
    now = readAfter.get(edits) ?? reread(source, current);
  }
  return editsOf(text, pieces);
}

/** The one edit that makes `after` of `before`, without what both begin and end with; none where they are the same. */
export function editBetween(before: string, after: string): Edit[] {
  if (before === after) return [];
  let start = 0, end = 0;
  const most = Math.min(before.length, after.length);
  while (start < most && before[start] === after[start]) start++;
  while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  // A line end of two characters is not torn apart.
  if (before[start - 1] === '\r' && (before[start] === '\n' || after[start] === '\n')) start--;
  if (end > 0 && before[before.length - end] === '\n' && (before[before.length - end - 1] === '\r' || after[after.length - end - 1] === '\r')) end--;
  return [{ range: lineTable(before).range(start, before.length - end), text: after.slice(start, after.length - end) }];
}

/** The fields of another state of a file's text; undefined where they cannot be told from the rest any more. */
export function reread(source: Source, text: string): Source | undefined {
  if (source.adoption) return readSource('', text, source.adoption, builtInKinds);
  const read = source.format === 'markdown' ? readSource('a.md', text, undefined, builtInKinds) : readConfigSource('', text);
  return source.format === 'markdown' && read.front?.kind !== source.front?.kind ? undefined : read;
}

/** The line end of a text: the first one in it. */
export function lineEndOf(text: string): string { return /\r\n|\r|\n/.exec(text)?.[0] ?? '\n'; }

// Where, and what.

/** A piece of text that another one takes the place of. Offsets count from the beginning of the fields. */
interface Splice { start: number; end: number; text: string }
interface Target { tree: MapNode | undefined; path: Path; value: Value }

/** The place of a path in the tree as written, and the value in the words of the file; undefined for what has no place there. */
function placeOf(source: Source, path: Path, value: Value): Target | undefined {
  if (path.length === 0 || source.problems.some(({ breaks }) => breaks) || (source.front && source.front.kind !== 'yaml')) return undefined;
  if (!source.adoption) return { tree: source.root, path, value };
  const [field, ...rest] = path, { fields, values } = source.adoption;
  const theirs = Object.hasOwn(fields, field ?? '') ? fields[field ?? ''] : undefined;
  const word = theirWord(value, values[field ?? '']);
  return theirs === undefined || word === undefined ? undefined : { tree: source.theirs, path: [...theirs.split('.'), ...rest], value: word };
}

/** Their word for a value of ours; undefined where it would read as something else. */
function theirWord(value: Value, values: Readonly<Record<string, string>> | undefined): Value | undefined {
  if (!values) return value;
  if (typeof value === 'string') return Object.entries(values).find(([, ours]) => ours === value)?.[0] ?? (Object.hasOwn(values, value) ? undefined : value);
  if (!Array.isArray(value)) return value;
  const words = value.flatMap((item: Value) => theirWord(item, values) ?? []);
  return words.length === value.length ? words : undefined;
}

/** The keys of the object around a field, in the order of the schema, as the file has them. */
function orderIn(source: Source, path: Path, order: readonly string[]): readonly string[] {
  const { adoption } = source;
  if (!adoption || path.length > 1) return order;
  const around = (theirs: string): string => theirs.split('.').slice(0, -1).join('.'), own = adoption.fields[String(path[0])] ?? '';
  return order.flatMap(key => {
    const theirs = Object.hasOwn(adoption.fields, key) ? adoption.fields[key] : undefined;
    return theirs === undefined || around(theirs) !== around(own) ? [] : theirs.split('.').slice(-1);
  });
}

function put(source: Source, text: string, { tree, path, value }: Target, order: readonly string[]): Edit[] | undefined {
  const present = nodeAt(tree, path)?.node;
  if (present && reads(present, value)) return [];
  // What is not there yet around the value is written with it.
  let depth = 1;
  while (depth < path.length) {
    const around = nodeAt(tree, path.slice(0, depth))?.node;
    if (!around || isEmpty(around)) break;
    depth++;
  }
  const at = path.slice(0, depth), whole = nested(path.slice(depth), value);
  if (whole === undefined) return undefined;
  const before = plain(tree, at);
  const ways = fieldsText(source, text, tree).settings(at, whole, depth === path.length ? order : []);
  return firstThatHolds(source, text, ways, after => {
    const node = nodeAt(after, at)?.node;
    return node !== undefined && reads(node, whole) && same(before, plain(after, at));
  });
}

/** Whether a list holds these nodes and then these values, and all around it is as before. */
function listHolds({ tree, path }: Target, kept: readonly Node[], added: readonly Value[]): (after: MapNode | undefined) => boolean {
  const around = plain(tree, path), wanted = kept.map(node => plain(node));
  return after => {
    const list = nodeAt(after, path)?.node;
    return list?.type === 'list' && list.items.length === kept.length + added.length && same(around, plain(after, path))
      && list.items.every((item, at) => { const was = wanted[at], value = added[at - kept.length]; return was ? same(was, plain(item)) : value !== undefined && reads(item, value); });
  };
}

function nested(path: Path, value: Value): Value | undefined {
  return path.reduceRight<Value | undefined>((inner, step) => (inner === undefined ? undefined : typeof step === 'string' ? { [step]: inner } : step === 0 ? [inner] : undefined), value);
}

function firstThatHolds(source: Source, text: string, ways: readonly (readonly Splice[])[], holds: (tree: MapNode | undefined) => boolean): Edit[] | undefined {
  const tail = text.length - (source.front ? source.front.end : text.length);
  for (const splices of ways) {
    const edits = splices.map(({ start, end, text: written }) => ({ range: source.table.range(source.base + start, source.base + end), text: written }));
    const edited = withEdits(text, edits), after = reread(source, edited);
    if (!after || edited.length - (after.front ? after.front.end : edited.length) !== tail || after.base !== source.base || newSlips(source, after)) continue;
    if (holds(after.adoption ? after.theirs : after.root)) {
      readAfter.set(edits, after);
      return edits;
    }
  }
  return undefined;
}

/** The fields of a text after edits, which were read to see that they hold: a large file takes time to read. */
const readAfter = new WeakMap<readonly Edit[], Source>();

function newSlips(before: Source, after: Source): boolean {
  const told = ({ problems }: Source): string[] => problems.map(({ rule, message, args }) => JSON.stringify([rule, message, { ...args, line: 0 }]));
  const known = told(before);
  return told(after).some(slip => {
    const at = known.indexOf(slip);
    if (at >= 0) known.splice(at, 1);
    return at < 0;
  });
}

// What a tree holds, in order, without places.

type Plain = readonly ['scalar', string, boolean] | readonly ['list', readonly Plain[]] | readonly ['map', readonly (readonly [string, Plain])[]];

/** Without what stands at a path; with another key for one. */
function plain(node: Node | undefined, without?: Path, renamed?: { path: Path; key: string }): Plain {
  if (!node) return ['map', []];
  if (node.type === 'scalar') return ['scalar', node.text, node.plain];
  const below = (step: string | number): [Path | undefined, { path: Path; key: string } | undefined] =>
    [without?.[0] === step ? without.slice(1) : undefined, renamed?.path[0] === step ? { ...renamed, path: renamed.path.slice(1) } : undefined];
  const gone = (step: string | number): boolean => without?.length === 1 && without[0] === step;
  if (node.type === 'list') return ['list', node.items.flatMap((item, at) => (gone(at) ? [] : [plain(item, ...below(at))]))];
  return ['map', node.entries.flatMap(({ key, value }) => (gone(key.text) ? [] :
    [[renamed?.path.length === 1 && renamed.path[0] === key.text ? renamed.key : key.text, plain(value, ...below(key.text))] as const]))];
}

function same(a: Plain, b: Plain): boolean { return JSON.stringify(a) === JSON.stringify(b); }

function reads(node: Node, value: Value): boolean {
  if (value === null) return isEmpty(node);
  if (typeof value === 'string') return node.type === 'scalar' && node.text === value && (value === '' ? !node.plain : !isEmpty(node));
  if (typeof value === 'number') return node.type === 'scalar' && node.plain && numberOf(node.text) === value;
  if (typeof value === 'boolean') return node.type === 'scalar' && node.plain && node.text === String(value);
  const readsItem = (own: Node | undefined, item: Value): boolean => own !== undefined && reads(own, item);
  if (isList(value)) return node.type === 'list' && node.items.length === value.length && value.every((item, at) => readsItem(node.items[at], item));
  const fields = Object.entries(value);
  return node.type === 'map' && node.entries.length === fields.length
    && fields.every(([key, field], at) => { const own = node.entries[at]; return own?.key.text === key && reads(own.value, field); });
}

function isList(value: Value): value is readonly Value[] { return Array.isArray(value); }
function isScalar(value: Value): value is string | number | boolean | null { return typeof value !== 'object' || value === null; }
function sizeOf(node: Node | undefined): number { return node?.type === 'list' ? node.items.length : node?.type === 'map' ? node.entries.length : 0; }

// The text of fields.

/** A list of words that is longer, or of sentences, gets a line for each. */
const LONGEST_FLOW = 120;

function fieldsText(source: Source, text: string, tree: MapNode | undefined): FieldsText {
  return new FieldsText(text.slice(source.base, source.front ? source.front.end : text.length), tree, lineEndOf(text));
}

/** The source text of fields with the tree that was read from it. Gives ways to edit it, the best first; whether one holds is for the caller to see. */
class FieldsText {
  private readonly steps: { map: string; list: string };
  constructor(private readonly text: string, private readonly root: MapNode | undefined, private readonly eol: string) { this.steps = this.indentation(root); }

  /** The parent of what is at `path` is there, or is the file. */
  settings(path: Path, value: Value, order: readonly string[]): Splice[][] {
    let node: Node | undefined = this.root, flow = false, entry: Entry | undefined, list: ListNode | undefined;
    for (const [depth, step] of path.entries()) {
      if (!node) return depth === 0 ? [[this.atEnd(this.field(String(step), value, '', ''))]] : [];
      flow ||= this.isFlow(node);
      const last = depth === path.length - 1;
      if (node.type === 'map') {
        const own: Entry | undefined = entryOf(node, String(step));
        if (!own) return !last ? [] : flow ? [this.intoFlowMap(node, String(step), value, order)] : this.intoBlockMap(node, String(step), value, order);
        entry = own;
        list = undefined;
        node = own.value;
      } else if (node.type === 'list' && typeof step === 'number') {
        const own: Node | undefined = node.items[step];
        if (!own) return last && step === node.items.length ? this.intoList(node, entry, value, flow) : [];
        list = node;
        node = own;
      } else return [];
    }
    return node ? this.replacements(node, list ? undefined : entry, value, flow) : [];
  }

  removals(path: Path): Splice[][] {
    const parent = path.length > 1 ? nodeAt(this.root, path.slice(0, -1))?.node : this.root, step = path[path.length - 1];
    if (!parent || parent.type === 'scalar') return [];
    const startOf = (list: ListNode, item: Node, place: number): number => (this.isFlow(list) ? this.nodeStart(item) : this.dashOf(list, place));
    const spans = parent.type === 'list' ? parent.items.map((item, place) => ({ start: startOf(parent, item, place), end: this.lastOf(item, parent.start) }))
      : parent.entries.map(entry => ({ start: this.keyStart(entry), end: this.endOf(entry) }));
    const at = parent.type === 'list' ? Number(step) : parent.entries.findIndex(({ key }) => key.text === step);
    const own = spans[at], next = spans[at + 1], previous = spans[at - 1];
    if (!own) return [];
    if (this.isFlow(parent)) {
      if (next) return [[{ start: own.start, end: next.start, text: '' }]];
      return [[{ start: previous ? previous.end : own.start, end: own.end, text: '' }]];
    }
    const start = this.lineStart(own.start), end = this.nextLine(own.end), before = this.text.slice(start, own.start);
    if (!/^[ \t]*$/.test(before)) {
      // The first field behind a dash: the next one takes its place.
      return next && parent.type === 'map' && /^[ \t]*$/.test(this.text.slice(end, next.start)) ? [[{ start: own.start, end: next.start, text: '' }]] : [];
    }
    const last = end === this.text.length && !/[\r\n]$/.test(this.text);
    return [[{ start: last ? start - (/(?:\r\n|\r|\n)$/.exec(this.text.slice(0, start))?.[0].length ?? 0) : start, end, text: '' }]];
  }

  keyed({ key }: Entry, now: string): Splice {
    const quote = this.quoteOf(key.start, key.plain);
    if (quote === '"') return { start: key.start, end: key.end, text: escapedDouble(now) };
    return quote === '' ? { start: key.start, end: key.end, text: yamlScalar(now) } : { start: key.start - 1, end: key.end + 1, text: yamlScalar(now) };
  }

  // Replacing.

  private replacements(node: Node, entry: Entry | undefined, value: Value, flow: boolean): Splice[][] {
    const { text } = this, from = entry ? this.valueStart(entry) : this.nodeStart(node), alias = /^\*[^\s,[\]{}]+/.exec(text.slice(from));
    const quote = entry && this.quoteOf(entry.key.start, entry.key.plain) === '"' ? '"' : '';
    if (alias && isScalar(value)) return [[{ start: from, end: from + alias[0].length, text: this.flow(value, quote, flow) }]];
    if (alias) return [];
    if (node.type === 'scalar' && isScalar(value)) return this.scalarFor(node, entry, value, flow);
    if (node.type !== 'scalar' && this.isFlow(node) && (flow || isScalar(value) || isList(value) === (node.type === 'list'))) {
      return [[{ start: node.start, end: node.end, text: this.flow(value, quote, flow) }]];
    }
    const blank = entry !== undefined && node.type === 'scalar' && node.plain && node.text === '';
    const start = blank ? this.colon(entry) : this.nodeStart(node), end = blank ? start : entry ? this.endOf(entry) : this.lastOf(node, 0);
    if (!entry || flow) {
      if (hasComment(text.slice(start, end))) return [];
      const indent = text.slice(this.lineStart(start), start).replace(/[^ \t]/g, ' ');
      return [[{ start, end, text: flow ? this.flow(value, quote, true) : this.entryText(value, indent.slice(0, -2), '') }]];
    }
    const indent = this.columnOf(entry), colon = this.colon(entry), line = this.lineEnd(colon);
    if (indent === undefined) return [];
    const written = this.value(value, indent, quote), below = start > line;
    if (hasComment(text.slice(below ? line : colon, end))) return [];
    if (!/^[\r\n]/.test(written)) return [below ? [{ start: colon, end: colon, text: written }, { start: line, end, text: '' }] : [{ start: colon, end, text: written }]];
    if (below) return [[{ start: line, end, text: written }]];
    const tail = this.lineEnd(end);
    return [[{ start: colon, end, text: '' }, { start: tail, end: tail, text: written }]];
  }

  private scalarFor(node: Extract<Node, { type: 'scalar' }>, entry: Entry | undefined, value: string | number | boolean | null, flow: boolean): Splice[][] {
    const { text } = this;
    if (isEmpty(node) && node.text === '') {
      const at = entry ? this.colon(entry) : node.start, written = this.flow(value, '', flow);
      return [[{ start: at, end: at, text: ` ${written}` }], [{ start: at, end: at, text: written }]];
    }
    const quote = this.quoteOf(node.start, node.plain);
    if (quote !== '' && typeof value !== 'string') return [[{ start: node.start - 1, end: node.end + 1, text: this.flow(value, '', flow) }]];
    if (quote === '"') return [[{ start: node.start, end: node.end, text: escapedDouble(String(value)) }]];
    if (quote === '\'' && !UNPRINTABLE.test(String(value))) return [[{ start: node.start, end: node.end, text: String(value).replaceAll('\'', '\'\'') }]];
    const written = this.flow(value, '', flow);
    if (quote !== '') return [[{ start: node.start - 1, end: node.end + 1, text: written }]];
    const from = entry ? this.valueStart(entry) : Math.max(this.lineStart(node.start) - 1, 0);
    const block = node.plain ? null : /[|>][-+0-9]*(?=[ \t]*(?:#.*)?(?:\r\n|\r|\n))/.exec(text.slice(from, node.start));
    if (block && entry) {
      const start = from + block.index, end = start + block[0].length, lineEnd = this.lineEnd(end);
      return [[{ start, end, text: written }, { start: lineEnd, end: Math.max(lineEnd, node.end), text: '' }]];
    }
    return [[{ start: node.start, end: node.end, text: written }]];
  }

  // Inserting.

  private intoBlockMap(map: MapNode, key: string, value: Value, order: readonly string[]): Splice[][] {
    const place = order.indexOf(key), near = { before: place < 0 ? [] : order.slice(0, place).reverse(), after: place < 0 ? [] : order.slice(place + 1) };
    const found = (keys: readonly string[]): Entry[] => keys.flatMap(name => entryOf(map, name) ?? []);
    const ways: Splice[][] = [];
    const before = found(near.before), after = found(near.after), [first] = map.entries, last = map.entries[map.entries.length - 1];
    const behind = before.length > 0 ? before : after.length === 0 && last ? [last] : [];
    const written = (entry: Entry, indent: string): string => this.field(key, value, indent, this.quoteOf(entry.key.start, entry.key.plain) === '"' ? '"' : '');
    for (const entry of behind) {
      const indent = this.columnOf(entry);
      if (indent === undefined) continue;
      const at = this.pastComments(this.nextLine(this.endOf(entry)), indent), lines = written(entry, indent);
      ways.push([at === this.text.length ? this.atEnd(lines) : { start: at, end: at, text: lines + this.eol }]);
    }
    for (const entry of [...after.slice(0, 1), ...(first ? [first] : [])]) {
      const indent = this.columnOf(entry), line = this.lineStart(entry.key.start), start = this.keyStart(entry);
      if (indent === undefined) continue;
      if (/^[ \t]*$/.test(this.text.slice(line, start))) ways.push([{ start: line, end: line, text: written(entry, indent) + this.eol }]);
      else ways.push([{ start, end: start, text: written(entry, indent).slice(indent.length) + this.eol + indent }]);
    }
    return ways;
  }

  private intoFlowMap(map: MapNode, key: string, value: Value, order: readonly string[]): Splice[] {
    const [first] = map.entries, place = order.indexOf(key);
    const quote = first && this.quoteOf(first.key.start, first.key.plain) === '"' ? '"' : '', field = `${named(key, quote, true)}: ${this.flow(value, quote, true)}`;
    if (!first) return [{ start: map.start + 1, end: map.start + 1, text: ` ${field}${this.text[map.start + 1] === ' ' ? '' : ' '}` }];
    const behind = (place < 0 ? [] : order.slice(0, place).reverse()).flatMap(name => entryOf(map, name) ?? [])[0];
    const next = behind || place < 0 ? undefined : order.slice(place + 1).flatMap(name => entryOf(map, name) ?? [])[0];
    if (next) {
      const start = this.keyStart(next), indent = this.indentOf(next);
      return [{ start, end: start, text: `${field},${indent === undefined ? ' ' : this.eol + indent}` }];
    }
    const entry = behind ?? map.entries[map.entries.length - 1] ?? first;
    return this.behindFlow(this.endOf(entry), this.indentOf(entry), field);
  }

  private intoList(list: ListNode, entry: Entry | undefined, value: Value, flow: boolean): Splice[][] {
    const last = list.items[list.items.length - 1];
    if (!flow && !this.isFlow(list) && last) {
      const dash = this.dashOf(list, list.items.length - 1), line = this.text.slice(this.lineStart(dash), dash);
      const indent = line.replace(/[^ \t]/g, ' '), at = this.pastComments(this.nextLine(this.lastOf(last, list.start)), indent);
      const quote = last.type === 'scalar' && this.quoteOf(last.start, last.plain) === '"' ? '"' : '';
      const lines = `${indent}- ${last.type === 'map' && this.isFlow(last) ? this.flow(value, '', false) : this.entryText(value, indent, quote)}`;
      return [[at === this.text.length ? this.atEnd(lines) : { start: at, end: at, text: lines + this.eol }]];
    }
    if (!last && entry && !isScalar(value)) {
      const indent = this.columnOf(entry), line = this.lineEnd(list.end);
      // A block takes the place of the empty brackets, unless they stand between others.
      if (indent !== undefined && /^[ \t]*(?:#.*)?$/.test(this.text.slice(list.end, line))) {
        return [[{ start: this.colon(entry), end: list.end, text: '' }, { start: line, end: line, text: this.value([value], indent, '') }], this.intoEmptyList(list, value)];
      }
    }
    if (!last) return [this.intoEmptyList(list, value)];
    const quote = last.type === 'scalar' && this.quoteOf(last.start, last.plain) === '"' ? '"' : '';
    const start = this.nodeStart(last), before = this.text.slice(this.lineStart(start), start);
    return [this.behindFlow(this.lastOf(last, list.start), /^[ \t]*$/.test(before) ? before : undefined, this.flow(value, quote, true))];
  }

  private intoEmptyList({ start }: ListNode, value: Value): Splice[] { return [{ start: start + 1, end: start + 1, text: this.flow(value, '', true) }]; }

  /** Behind a field or entry that ends at `end`. One on a line of its own (`indent`) gets a line as neighbour, so that a comment behind it stays where it is. */
  private behindFlow(end: number, indent: string | undefined, written: string): Splice[] {
    const line = this.lineEnd(end), behind = this.text.slice(end, line);
    if (indent === undefined || !/^[ \t]*(?:,[ \t]*)?(?:#.*)?$/.test(behind) || line === this.text.length) return [{ start: end, end, text: `, ${written}` }];
    const comma = /^[ \t]*,/.test(behind);
    return [...(comma ? [] : [{ start: end, end, text: ',' }]), { start: line, end: line, text: `${this.eol}${indent}${written}${comma ? ',' : ''}` }];
  }

  // Writing.

  /** `key: value`, over lines where the value needs some. */
  private field(key: string, value: Value, indent: string, quote: string): string { return `${indent}${named(key, quote, false)}:${this.value(value, indent, quote)}`; }

  /** What comes behind the colon of a key at `indent`. */
  private value(value: Value, indent: string, quote: string): string {
    if (value === null) return '';
    if (isScalar(value)) return ` ${this.flow(value, quote, false)}`;
    if (isList(value)) {
      const written = value.every(item => isScalar(item) && !/\s/.test(String(item))) ? this.flow(value, quote, false) : undefined;
      if (written !== undefined && written.length <= LONGEST_FLOW) return ` ${written}`;
      return value.map(item => `${this.eol}${indent}${this.steps.list}- ${this.entryText(item, indent + this.steps.list, quote)}`).join('');
    }
    const fields = Object.entries(value);
    return fields.length === 0 ? ' {}' : fields.map(([key, field]) => this.eol + this.field(key, field, indent + this.steps.map, quote)).join('');
  }

  /** What comes behind the dash at `indent`. */
  private entryText(value: Value, indent: string, quote: string): string {
    if (isScalar(value) || isList(value) || Object.keys(value).length === 0) return this.flow(value, quote, false);
    return Object.entries(value).map(([key, field]) => this.field(key, field, `${indent}  `, quote)).join(this.eol).slice(indent.length + 2);
  }

  /** On one line. `between`: it stands between braces or brackets. */
  private flow(value: Value, quote: string, between: boolean): string {
    if (typeof value === 'string') return quote === '"' ? `"${escapedDouble(value)}"` : yamlScalar(value, between);
    if (isScalar(value)) return value === null ? '~' : String(value);
    if (isList(value)) return `[${value.map(item => this.flow(item, quote, true)).join(', ')}]`;
    const fields = Object.entries(value).map(([key, field]) => `${named(key, quote, true)}: ${this.flow(field, quote, true)}`);
    return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
  }

  /** How far fields and entries stand in from the key above them. */
  private indentation(root: MapNode | undefined): { map: string; list: string } {
    const found: { map?: string; list?: string } = {};
    const visit = (map: MapNode): void => {
      for (const entry of map.entries) {
        const indent = this.indentOf(entry), { value } = entry;
        if (found.map !== undefined && found.list !== undefined) return;
        if (indent === undefined || value.type === 'scalar' || value.start < entry.key.end || this.isFlow(value)) continue;
        const start = value.type === 'list' ? value.start : value.entries[0] ? this.keyStart(value.entries[0]) : value.start;
        const before = this.text.slice(this.lineStart(start), start);
        if (/^ *$/.test(before) && before.startsWith(indent)) found[value.type] ??= before.slice(indent.length);
        if (value.type === 'map') visit(value); else for (const item of value.items) if (item.type === 'map') visit(item);
      }
    };
    if (root && !this.isFlow(root)) visit(root);
    return { map: found.map || '  ', list: found.list ?? '  ' };
  }

  // Places.

  private atEnd(lines: string): Splice {
    const { text, eol } = this, open = text !== '' && !/[\r\n]$/.test(text);
    return { start: text.length, end: text.length, text: open ? eol + lines : lines + eol };
  }

  private isFlow(node: Node): boolean { return node.type !== 'scalar' && (this.text[node.start] === '{' || this.text[node.start] === '['); }
  private quoteOf(start: number, plain: boolean): '"' | '\'' | '' {
    const c = plain ? '' : this.text[start - 1];
    return c === '"' || c === '\'' ? c : '';
  }
  private keyStart({ key }: Entry): number { return key.start - this.quoteOf(key.start, key.plain).length; }
  private nodeStart(node: Node): number { return node.type === 'scalar' ? node.start - this.quoteOf(node.start, node.plain).length : node.start; }
  /** Behind the colon. */
  private colon({ key }: Entry): number {
    const from = key.end + this.quoteOf(key.start, key.plain).length;
    return from + (/^[ \t]*:/.exec(this.text.slice(from))?.[0].length ?? 0);
  }
  private valueStart(entry: Entry): number {
    const colon = this.colon(entry);
    return colon + (/^\s*/.exec(this.text.slice(colon))?.[0].length ?? 0);
  }

  /** Where the text of a field ends, before a comment behind it. */
  private endOf(entry: Entry): number {
    const from = this.valueStart(entry), alias = /^\*[^\s,[\]{}]+/.exec(this.text.slice(from));
    if (alias) return from + alias[0].length;
    return Math.max(this.colon(entry), this.lastOf(entry.value, entry.key.start));
  }

  /** The end of a node by its own text; what an alias brought from elsewhere does not count. */
  private lastOf(node: Node, after: number): number {
    if (node.start < after) return after;
    if (node.type === 'scalar') return node.end + this.quoteOf(node.start, node.plain).length;
    if (this.isFlow(node)) return node.end;
    const inner = node.type === 'list' ? node.items.map(item => this.lastOf(item, node.start)) : node.entries.map(entry => this.endOf(entry));
    return Math.max(node.start, ...inner);
  }

  /** Where the dash of an entry stands. */
  private dashOf(list: ListNode, at: number): number {
    const previous = list.items[at - 1];
    if (!previous) return list.start;
    const from = this.nextLine(this.lastOf(previous, list.start)), dash = /^(?:[ \t]*(?:#.*)?(?:\r\n|\r|\n))*[ \t]*(?=-)/.exec(this.text.slice(from));
    return from + (dash?.[0].length ?? 0);
  }

  /** The white space before a key that is the first thing in its line. */
  private indentOf(entry: Entry): string | undefined {
    const before = this.text.slice(this.lineStart(entry.key.start), this.keyStart(entry));
    return /^[ \t]*$/.test(before) ? before : undefined;
  }
  /** As far in as a key that nothing but dashes stands before. */
  private columnOf(entry: Entry): string | undefined {
    const before = this.text.slice(this.lineStart(entry.key.start), this.keyStart(entry));
    return /^[ \t]*(?:-[ \t]+)*$/.test(before) ? before.replaceAll('-', ' ') : undefined;
  }
  private lineStart(at: number): number { return Math.max(this.text.lastIndexOf('\n', at - 1), this.text.lastIndexOf('\r', at - 1)) + 1; }
  private lineEnd(at: number): number {
    const length = this.text.slice(at).search(/[\r\n]/);
    return length < 0 ? this.text.length : at + length;
  }
  private nextLine(at: number): number {
    const end = this.lineEnd(at);
    return end + (/^(?:\r\n|\r|\n)/.exec(this.text.slice(end, end + 2))?.[0].length ?? 0);
  }
  /** Lines of comment that go on with the comment behind the field above: they stand further in. */
  private pastComments(at: number, indent: string): number {
    let place = at;
    for (;;) {
      const line = /^([ \t]*)#.*(?:\r\n|\r|\n|$)/.exec(this.text.slice(place));
      if (!line || (line[1] ?? '').length <= indent.length) break;
      place += line[0].length;
    }
    return place;
  }
}

function named(key: string, quote: string, flow: boolean): string { return quote === '"' ? `"${escapedDouble(key)}"` : yamlScalar(key, flow); }

/** A `#` that may begin a comment. */
function hasComment(text: string): boolean { return /(?:^|\s)#/.test(text); }

// Edits of edits.

/** A part of the first text, or a text that came in. */
type Piece = { start: number; end: number } | string;

function lengthOf(piece: Piece): number { return typeof piece === 'string' ? piece.length : piece.end - piece.start; }

/** Pieces with the part from `start` to `end` of what they make replaced. */
function replaced(pieces: readonly Piece[], start: number, end: number, text: string): Piece[] {
  return [...cut(pieces, 0, start), text, ...cut(pieces, end, Infinity)];
}

function cut(pieces: readonly Piece[], from: number, to: number): Piece[] {
  const kept: Piece[] = [];
  let at = 0;
  for (const piece of pieces) {
    const a = Math.max(from - at, 0), b = Math.min(to - at, lengthOf(piece));
    if (a < b) kept.push(typeof piece === 'string' ? piece.slice(a, b) : { start: piece.start + a, end: piece.start + b });
    at += lengthOf(piece);
  }
  return kept;
}

function editsOf(text: string, pieces: readonly Piece[]): Edit[] {
  const table = lineTable(text), edits: Edit[] = [];
  let at = 0, written = '';
  for (const piece of [...pieces, { start: text.length, end: text.length }]) {
    if (typeof piece === 'string') { written += piece; continue; }
    if (written !== '' || piece.start > at) edits.push({ range: table.range(at, piece.start), text: written });
    at = piece.end;
    written = '';
  }
  return edits;
}
