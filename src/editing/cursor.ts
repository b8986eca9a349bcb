import { kindsOf, type KindSchema } from '../sms/kinds.js';
import type { Shape } from '../sms/shapes.js';
import { looksLikeId } from '../sms/mentions.js';
import { shapeIn } from '../sms/shape.js';
import { comparePositions } from '../sms/text.js';
import { offsetsOf } from '../sms/changes.js';
import type { FileFacts, Item, Mention, Path, Position, Range, Reference } from '../sms/types.js';
import type { Node, ScalarNode } from '../sms/yaml.js';
import type { EditorDesk } from './desk.js';

/** What the cursor is on: the place where an item has its id, one of its earlier ids, or a place that names something. */
export type Target =
  | { type: 'item'; item: Item; range: Range }
  | { type: 'alias'; item: Item; range: Range }
  | { type: 'reference'; reference: Reference; item: Item | undefined; range: Range };

/** Undefined where the cursor is on nothing that has an id. Its place counts as on a range from its beginning to right after its end. */
export function targetAt(desk: EditorDesk, file: string, position: Position): Target | undefined {
  const facts = desk.factsOf(file);
  if (!facts) return undefined;
  for (const item of facts.items) {
    if (touches(item.idRange, position)) return { type: 'item', item: desk.model.item(item.id) ?? item, range: item.idRange };
    for (const alias of item.aliases) if (touches(alias.range, position)) return { type: 'alias', item, range: alias.range };
  }
  const reference = referencesIn(desk, facts).find(({ range }) => touches(range, position));
  return reference && { type: 'reference', reference, item: desk.resolve(reference), range: reference.range };
}

/** All that a file names: its references, and the tokens of its prose that are ids (format.md F5). */
export function referencesIn(desk: EditorDesk, facts: FileFacts): Reference[] {
  return [...facts.references, ...facts.candidates.flatMap(candidate => {
    const reference = mentionOf(facts, candidate);
    const must = candidate.bracketed || candidate.templated;
    return must || (looksLikeId(candidate.text.split('#')[0] ?? '') && desk.resolve(reference)) ? [reference] : [];
  })];
}

function mentionOf(facts: FileFacts, { text, via, path, range }: Mention): Reference {
  return { to: text, expects: ['item'], via, file: facts.file, path, range, artefact: facts.artefact?.id ?? facts.file };
}

/** A field under the cursor. `shape` is undefined for a field that the schema does not know. */
export interface FieldAt { path: Path; part: 'key' | 'value'; schema: KindSchema; shape: Shape | undefined; node: Node; key?: ScalarNode; range: Range }

/** The innermost field at a position of a file's fields; undefined in the body of Markdown and between fields. */
export function fieldAt(desk: EditorDesk, file: string, position: Position): FieldAt | undefined {
  const source = desk.sourceOf(file), schema = desk.schemaOf(file), text = desk.textOf(file);
  if (!source?.root || !schema || text === undefined) return undefined;
  const at = offsetsOf(text)(position) - source.base;
  const found = innermost(source.root, at, []);
  if (!found) return undefined;
  const { path, part, node, key } = found, on = part === 'key' && key ? key : node;
  return { path, part, schema, shape: shapeIn(schema, source, path, kindsOf(desk.model.config)), node, ...(key && { key }), range: source.table.range(source.base + on.start, source.base + on.end) };
}

/** The path of the innermost object, entry or value around a position of a file's fields; empty for the artefact itself. */
export function pathAt(desk: EditorDesk, file: string, position: Position): Path {
  return fieldAt(desk, file, position)?.path ?? [];
}

function innermost(node: Node, at: number, path: Path, key?: ScalarNode): { path: Path; part: 'key' | 'value'; node: Node; key?: ScalarNode } | undefined {
  if (node.type === 'map') {
    for (const entry of node.entries) {
      const below = [...path, entry.key.text];
      if (within(entry.key, at)) return { path: below, part: 'key', node: entry.value, key: entry.key };
      const found = innermost(entry.value, at, below, entry.key);
      if (found) return found;
    }
  } else if (node.type === 'list') {
    for (const [place, item] of node.items.entries()) {
      const found = innermost(item, at, [...path, place]);
      if (found) return found;
    }
  } else if (within(node, at)) return { path, part: 'value', node, ...(key && { key }) };
  return undefined;
}

function within({ start, end }: { start: number; end: number }, at: number): boolean { return at >= start && at <= end; }

export function touches({ start, end }: Range, position: Position): boolean { return comparePositions(start, position) <= 0 && comparePositions(position, end) <= 0; }
