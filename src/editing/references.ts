import { offsetsOf } from '../sms/changes.js';
import { comparePositions, compareText } from '../sms/text.js';
import type { Item, Path, Position, Range, Reference } from '../sms/types.js';
import { referencesIn, targetAt, touches } from './cursor.js';
import { namesFile } from './definition.js';
import type { EditorDesk } from './desk.js';

/** A place that names an item: where it has its id or an earlier one, or a part of a text that refers to it. */
export interface Naming {
  item: Item;
  file: string;
  path: Path;
  /** Of the name alone: of `SLA-A#p1` the part before or behind the `#`; of a link the part behind it where that is what names the item, else all of it. */
  range: Range;
  /** As written, NFC: its id, its local part, or an earlier one of these; of a link that names the item by its file the path of that. */
  name: string;
  as: 'id' | 'alias' | Reference['via'];
  /** Absent where the item is defined. */
  reference?: Reference;
}

/** A place in a file. */
export interface Location { file: string; range: Range }

/** What the cursor is on: of `SLA-A#p1` the one part or the other. Undefined where nothing is named that is there. */
export function namingAt(desk: EditorDesk, file: string, position: Position): Naming | undefined {
  const target = targetAt(desk, file, position);
  if (!target) return undefined;
  if (target.type === 'reference') {
    const named = namingsBy(desk, target.reference, slices(desk));
    return named.find(({ range }) => touches(range, position)) ?? named[0];
  }
  const { item, range } = target, own = { item, file, path: item.path, range };
  if (target.type === 'item') return { ...own, name: item.local ?? item.id, as: 'id' };
  return { ...own, name: item.aliases.find(alias => comparePositions(alias.range.start, range.start) === 0)?.id ?? item.id, as: 'alias' };
}

/** All places that name an item, definitions first, then in order of file and place. `among`: the references to look through, by default all. */
export function namingsOf(desk: EditorDesk, item: Item, among = referencesNow(desk)): Naming[] {
  const slice = slices(desk);
  const found = among.filter(reference => mayName(desk, reference, item)).flatMap(reference => namingsBy(desk, reference, slice)).filter(naming => naming.item.id === item.id);
  return [...definitions(desk, item), ...inOrder(found)];
}

/** A place of what the cursor is on. */
export interface Occurrence extends Location { isDefinition: boolean }

/**
 * All places that name what the cursor is on, in order of file and place; where it is nothing that is there, all that name the same by the same words.
 * `among` as in namingsOf.
 */
export function occurrences(desk: EditorDesk, file: string, position: Position, among = referencesNow(desk)): Occurrence[] {
  const naming = namingAt(desk, file, position), target = targetAt(desk, file, position);
  if (naming) return inOrder(namingsOf(desk, naming.item, among).map(({ file: at, range, reference }) => ({ file: at, range, isDefinition: !reference })));
  if (target?.type !== 'reference') return [];
  const { to } = target.reference, isFile = namesFile(target.reference), same = among.filter(each => each.to === to && namesFile(each) === isFile && !desk.resolve(each));
  return inOrder(same.map(({ file: at, range }) => ({ file: at, range, isDefinition: false })));
}

/** The same with or without the definition. */
export function references(desk: EditorDesk, file: string, position: Position, withDefinition: boolean): Location[] {
  return occurrences(desk, file, position).filter(({ isDefinition }) => withDefinition || !isDefinition).map(({ file: at, range }) => ({ file: at, range }));
}

/** Every reference of the SMS: of an open file as it stands now. */
export function referencesNow(desk: EditorDesk): Reference[] {
  const { model } = desk, changed = [...model.files].filter(([file, facts]) => desk.factsOf(file) !== facts).map(([file]) => file), stale = new Set(changed);
  return [...stale.size === 0 ? model.references : model.references.filter(({ file }) => !stale.has(file)), ...changed.flatMap(file => {
    const facts = desk.factsOf(file);
    return facts ? referencesIn(desk, facts) : [];
  })];
}

/** The place where an item has its id, and those of its earlier ids; a row of a table has none that is known. */
export function definitions(desk: EditorDesk, item: Item): Naming[] {
  if (item.row) return [];
  const { file } = item, now = desk.factsOf(file)?.items.find(({ id }) => id === item.id) ?? item, at = { item, file, path: now.path };
  return [{ ...at, range: now.idRange, name: now.local ?? now.id, as: 'id' }, ...now.aliases.map(({ id, range }): Naming => ({ ...at, range, name: id, as: 'alias' }))];
}

/** Cheap, since it is asked of every reference. */
function mayName(desk: EditorDesk, reference: Reference, item: Item): boolean {
  if (desk.resolve(reference)?.id === item.id) return true;
  const hash = reference.to.indexOf('#');
  return hash > 0 && item.path.length === 0 && !namesFile(reference) && desk.model.item(reference.to.slice(0, hash))?.id === item.id;
}

/** The one or two items that a reference names: of a full name the artefact and what stands in it. */
function namingsBy(desk: EditorDesk, reference: Reference, slice: Slice): Naming[] {
  const { to, file, path, via, range } = reference, hash = to.indexOf('#'), item = desk.resolve(reference), as = via, raw = slice(file, range);
  const place = (at: number): Position => ({ ...range.start, character: range.start.character + at }), part = (from: number, end: number): Range => ({ start: place(from), end: place(end) });
  const naming = (of: Item | undefined, name: string, at: Range): Naming[] => (of ? [{ item: of, file, path, range: at, name, as, reference }] : []);
  const at = raw.indexOf('#'), spaces = raw.length - raw.trimStart().length, whole = range.start.line === range.end.line ? part(spaces, raw.trimEnd().length) : range;
  const head = hash < 0 ? to : to.slice(0, hash), tail = hash < 0 ? '' : to.slice(hash + 1);
  // Written with escapes, or over several lines, its parts cannot be told.
  const split = at >= 0 && whole !== range && raw.slice(at + 1).trim().normalize('NFC') === tail;
  if (namesFile(reference)) return item && split && isCalled(item, tail) ? naming(item, tail, part(at + 1, raw.trimEnd().length)) : naming(item, head, whole);
  if (hash <= 0) return naming(item, to, whole);
  if (!split) return naming(item, tail, whole);
  const around = desk.model.item(head);
  return [...naming(around?.path.length === 0 ? around : undefined, head, part(spaces, at)), ...naming(item, tail, part(at + 1, raw.trimEnd().length))];
}

/** The text of a place. */
export type Slice = (file: string, range: Range) => string;

/** Keeps the lines of each file that it is asked about. */
export function slices(desk: EditorDesk): Slice {
  const known = new Map<string, (position: Position) => number>();
  return (file, { start, end }) => {
    const text = desk.textOf(file) ?? '', offset = known.get(file) ?? offsetsOf(text);
    known.set(file, offset);
    return text.slice(offset(start), offset(end));
  };
}

/** Whether a name is one of the item's own: its id, its local part, or an earlier one. */
export function isCalled({ id, local, aliases }: Item, name: string): boolean { return name === id || name === local || aliases.some(alias => alias.id === name); }

function inOrder<L extends Location>(places: readonly L[]): L[] {
  const sorted = [...places].sort((a, b) => compareText(a.file, b.file) || comparePositions(a.range.start, b.range.start));
  // What an anchor of YAML brings to several places stands in one.
  return sorted.filter((each, at) => { const before = sorted[at - 1]; return !before || before.file !== each.file || comparePositions(before.range.start, each.range.start) !== 0; });
}
