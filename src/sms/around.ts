import type { FileFacts, Item, Path } from './types.js';

/**
 * The things that a place of a file stands in, the artefact first, the innermost last; none where the file is no artefact. Remembered by path: a role has
 * ten thousands of references, most of them in files that did not change since they were asked for last.
 */
export function itemsAround(facts: FileFacts | undefined, path: Path): readonly Item[] {
  const whole = facts?.items[0];
  if (!facts || !whole) return [];
  const known = surroundings.get(facts) ?? new WeakMap<Path, readonly Item[]>(), before = known.get(path);
  if (before) return before;
  const places = placesIn(facts), found = [whole];
  let key = '';
  for (const step of path) {
    key += `\0${step}`;
    const item = places.get(key);
    if (item) found.push(item);
  }
  surroundings.set(facts, known.set(path, found));
  return found;
}

const surroundings = new WeakMap<FileFacts, WeakMap<Path, readonly Item[]>>();
const placesOf = new WeakMap<FileFacts, ReadonlyMap<string, Item>>();

function placesIn(facts: FileFacts): ReadonlyMap<string, Item> {
  const before = placesOf.get(facts);
  if (before) return before;
  const places = new Map(facts.items.map(item => [item.path.map(step => `\0${step}`).join(''), item]));
  placesOf.set(facts, places);
  return places;
}
