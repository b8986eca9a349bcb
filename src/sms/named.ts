import { texts } from './data.js';
import type { Model } from './model.js';
import type { Artefact, Item, ItemType } from './types.js';

/** What fields name. Ids that resolve to nothing are told by the rule on references, so that others may leave them out. */

/** The id of what is called so, by its id or an earlier one; the word itself where nothing is. */
export function idOf(model: Model, name: string): string { return model.item(name)?.id ?? name; }

/** The ids that a field names, one or several. */
export function idsIn(model: Model, of: unknown, key: string): readonly string[] { return texts(of, key).map(name => idOf(model, name)); }

/** What a field names, or the first of several. */
export function namedItem(model: Model, of: unknown, key: string): Item | undefined {
  const [name] = texts(of, key);
  return name === undefined ? undefined : model.item(name);
}

/** The items of a type that a field names, each once. */
export function namedItems(model: Model, of: unknown, key: string, type: ItemType): readonly Item[] {
  const found = new Map<string, Item>();
  for (const id of texts(of, key)) {
    const item = model.item(id);
    if (item?.type === type) found.set(item.id, item);
  }
  return [...found.values()];
}

/** The items that a field of an artefact names; ids that are local to it are looked for first. */
export function namedIn(model: Model, artefact: Artefact, of: unknown, key: string): readonly Item[] {
  return texts(of, key).flatMap(id => (id.includes('#') ? undefined : model.item(`${artefact.id}#${id}`)) ?? model.item(id) ?? []);
}
