import { kindsOf } from '../sms/kinds.js';
import type { Language } from '../sms/language.js';
import type { Model } from '../sms/model.js';
import { labelIn, type Shape } from '../sms/shapes.js';
import type { Source } from '../sms/source.js';
import { compareText, words } from '../sms/text.js';
import type { Item, Position, Range, Section } from '../sms/types.js';
import { entryOf, isEmpty, type MapNode, type Node, type ScalarNode } from '../sms/yaml.js';
import type { EditorDesk } from './desk.js';
import { typeName } from './explorer.js';

/** One line of the outline of a file. `range` holds all of it and of its children, `at` what is shown of it when it is chosen. */
export interface OutlineNode { name: string; detail: string; is: 'artefact' | 'list' | 'object' | 'item' | 'section'; range: Range; at: Range; children: OutlineNode[] }

/** Deeper than this nobody looks. */
const DEEPEST = 6;

/** What a file consists of: an artefact, its lists and objects, their entries by title and id; for Markdown its headings. Undefined for what is no artefact. */
export function outline(desk: EditorDesk, file: string): OutlineNode | undefined {
  const source = desk.sourceOf(file), schema = desk.schemaOf(file), artefact = desk.factsOf(file)?.artefact, text = desk.textOf(file);
  const root = source?.theirs ?? source?.root;
  if (!source || !schema || !root || text === undefined) return undefined;
  const { table, base } = source, whole = table.range(0, text.length), own = desk.factsOf(file)?.items[0];
  const name = artefact?.title ?? scalarIn(root, 'organization') ?? file, id = artefact?.id;
  return {
    name, is: 'artefact', range: whole, at: own?.idRange ?? table.range(base + root.start, base + root.start),
    detail: id === undefined ? file : [...(id === name ? [] : [id]), typeName(schema.kind, desk.language, kindsOf(desk.model.config))].join(' · '),
    children: source.format === 'markdown' ? headings(desk.factsOf(file)?.sections ?? []) : fieldsOf(source, desk.language, root, schema.shape, 1),
  };
}

/** The fields of an object that hold objects, each with what it holds. */
function fieldsOf(source: Source, language: Language, object: MapNode, shape: Shape | undefined, depth: number): OutlineNode[] {
  return object.entries.flatMap(({ key, value }) => {
    // An alias stands for what is written elsewhere.
    if (value.type === 'scalar' || !within(value, object)) return [];
    const property = shape && (shape.properties.get(key.text) ?? shape.additional), children = insideOf(source, language, value, property, key.text, depth);
    if (value.type === 'list' && children.length === 0) return [];
    const at = rangeOf(source, key), name = property ? labelIn(language, property) : words(key.text);
    return [{ name, detail: '', is: value.type === 'list' ? 'list' as const : 'object' as const, range: { start: at.start, end: endOf(source, value) }, at, children }];
  });
}

function insideOf(source: Source, language: Language, value: Node, shape: Shape | undefined, key: string, depth: number): OutlineNode[] {
  if (depth >= DEEPEST) return [];
  if (value.type === 'map') return fieldsOf(source, language, value, shape, depth + 1);
  if (value.type === 'scalar') return [];
  return value.items.flatMap((item, at) => {
    if (item.type !== 'map' || !within(item, value)) return [];
    const idKey = [...shape?.items?.properties ?? []].find(([, property]) => property.defines !== undefined)?.[0] ?? 'id', id = scalarIn(item, idKey);
    const title = scalarIn(item, 'title') ?? scalarIn(item, 'name'), place = entryOf(item, idKey)?.value, range = rangeOf(source, item), first = item.entries[0];
    const name = title ?? id ?? (first && textOf(first.value)) ?? `${words(key)} ${at + 1}`;
    const named = id !== undefined && place?.type === 'scalar' ? place : first?.key;
    return [{
      name, detail: id !== undefined && id !== name ? id : '', is: 'item' as const, range: { start: range.start, end: endOf(source, item) },
      at: named ? rangeOf(source, named) : { start: range.start, end: range.start }, children: fieldsOf(source, language, item, shape?.items, depth + 1),
    }];
  });
}

/** Headings below headings. */
function headings(sections: readonly Section[]): OutlineNode[] {
  const top: OutlineNode[] = [], open: { depth: number; node: OutlineNode }[] = [];
  for (const { depth, heading, range, textRange } of sections) {
    while ((open.at(-1)?.depth ?? 0) >= depth) open.pop();
    const name = heading.trim() === '' ? '#'.repeat(depth) : heading;
    const node: OutlineNode = { name, detail: '', is: 'section', range: { start: range.start, end: textRange.end }, at: range, children: [] };
    for (const { node: above } of open) above.range = { start: above.range.start, end: textRange.end };
    (open.at(-1)?.node.children ?? top).push(node);
    open.push({ depth, node });
  }
  return top;
}

function scalarIn(object: MapNode, key: string): string | undefined {
  const value = entryOf(object, key)?.value;
  return value?.type === 'scalar' ? textOf(value) : undefined;
}

/** A value in one line, or the values of a list; undefined for what has none. */
function textOf(value: Node): string | undefined {
  if (value.type === 'scalar') return isEmpty(value) || value.text.trim() === '' ? undefined : value.text.replace(/\s+/g, ' ').trim();
  return value.type === 'list' ? value.items.flatMap(item => (item.type === 'scalar' ? textOf(item) ?? [] : [])).join(', ') || undefined : undefined;
}

function within(inner: Node, outer: Node): boolean { return inner.start >= outer.start && inner.end <= outer.end; }

function rangeOf({ table, base }: Source, { start, end }: Node | ScalarNode): Range { return table.range(base + start, base + end); }

function endOf({ table, base }: Source, { end }: Node): Position { return table.position(base + end); }

// ---- the whole SMS ----

export interface FoundSymbol { item: Item; name: string; container: string }

/** More than this are not shown. */
const MOST_SYMBOLS = 200;

/** The things whose id, title or earlier id holds what is asked for, the best first; of an id also those that have its letters in this order. */
export function findSymbols({ model, language }: Pick<EditorDesk, 'model' | 'language'>, query: string): FoundSymbol[] {
  const wanted = query.trim().toLowerCase(), byRank: { item: Item; alias?: string }[][] = Array.from({ length: WORST + 1 }, () => []);
  for (const item of model.items) {
    const rank = Math.min(RANK[placeIn(item.id.toLowerCase(), wanted)].id, RANK[placeIn(item.title.toLowerCase(), wanted)].title);
    const alias = rank < ALIAS ? undefined : item.aliases.find(({ id }) => placeIn(id.toLowerCase(), wanted) !== 'nowhere');
    if (rank < ALIAS) byRank[rank]?.push({ item });
    else if (alias) byRank[ALIAS]?.push({ item, alias: alias.id });
    else if (holdsInOrder(item.id.toLowerCase(), wanted)) byRank[WORST]?.push({ item });
  }
  const found: { item: Item; alias?: string }[] = [];
  for (const equal of byRank) {
    // Where everything fits, the order says nothing.
    if (wanted !== '') equal.sort(({ item: { id: a } }, { item: { id: b } }) => a.length - b.length || compareText(a, b));
    found.push(...equal.slice(0, MOST_SYMBOLS - found.length));
    if (found.length === MOST_SYMBOLS) break;
  }
  return found.map(({ item, alias }) => {
    // Editors leave out what does not show the letters that were typed.
    const name = item.title === item.id || item.title === '' ? item.id : `${item.id} ${item.title}`;
    const container = containerOf(model, item, typeName(item.type, language, kindsOf(model.config)));
    return { item, container, name: alias === undefined ? name : language.text('symbols.alias', '{name} (formerly {alias})', { name, alias }) };
  });
}

function containerOf(model: Model, item: Item, type: string): string {
  const around = item.path.length === 0 ? undefined : model.artefact(item.artefact);
  return around ? `${type} · ${around.title}` : type;
}

type Place = 'all' | 'begin' | 'word' | 'inside' | 'nowhere';
const ALIAS = 8, WORST = 9;
const RANK: Readonly<Record<Place, { id: number; title: number }>> = {
  all: { id: 0, title: 1 }, begin: { id: 2, title: 4 }, word: { id: 3, title: 5 }, inside: { id: 6, title: 7 }, nowhere: { id: ALIAS, title: ALIAS },
};

/** Both in small letters. */
function placeIn(own: string, wanted: string): Place {
  const at = own.indexOf(wanted);
  if (at < 0) return 'nowhere';
  if (own.length === wanted.length) return 'all';
  return at === 0 ? 'begin' : /[\p{L}\p{N}]/u.test(own[at - 1] ?? '') ? 'inside' : 'word';
}

function holdsInOrder(text: string, wanted: string): boolean {
  let at = 0;
  for (const character of wanted) {
    const next = text.indexOf(character, at);
    if (next < 0) return false;
    at = next + character.length;
  }
  return true;
}
