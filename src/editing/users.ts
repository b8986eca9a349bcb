import { groupBy } from '../sms/data.js';
import { ENGLISH, type Language } from '../sms/language.js';
import type { Model } from '../sms/model.js';
import { compareText } from '../sms/text.js';
import type { FileFacts, Item, ItemType, Path, Reference } from '../sms/types.js';
import type { EditorDesk } from './desk.js';
import { typeName } from './explorer.js';

/** Things of one type that name another thing. `records`: they only tell what happened. */
export interface Users { type: ItemType; items: readonly Item[]; records: boolean }

/**
 * Who names an item, each once: the things around its references that stand for themselves, so that an SLA counts once however many of its targets name a
 * service. First what promises with it and what endangers it, then what else holds, then records of what happened; of these the most numerous first. Left out
 * is what an item says of itself, and who approved it, which is no use of it. As the last check saw it.
 */
export function usersOf({ model }: Pick<EditorDesk, 'model'>, item: Item): readonly Users[] {
  const known = usersIn.get(model) ?? new Map<string, readonly Users[]>(), before = known.get(item.id);
  if (before) return before;
  const found = findUsers(model, item);
  usersIn.set(model, known.set(item.id, found));
  return found;
}

const usersIn = new WeakMap<Model, Map<string, readonly Users[]>>();

function findUsers(model: Model, item: Item): Users[] {
  const users = new Map<string, Item>();
  for (const reference of model.referencesTo(item.id)) {
    const user = around(model.files.get(reference.file), reference);
    if (user && user.id !== item.id && user.type !== 'approval-record') users.set(user.id, user);
  }
  const isRecord = ({ artefact }: Item): boolean => model.artefact(artefact)?.header === 'record';
  return [...groupBy(users.values(), ({ type }) => type)].map(([type, items]) => ({ type, items, records: items.every(isRecord) }))
    .sort((a, b) => rank(a.type) - rank(b.type) || Number(a.records) - Number(b.records) || b.items.length - a.items.length || compareText(a.type, b.type));
}

const FIRST: readonly ItemType[] = ['sla', 'service', 'risk'];
function rank(type: ItemType): number { return FIRST.includes(type) ? FIRST.indexOf(type) : FIRST.length; }

/** What fields of a file stand in, by their paths: a role has ten thousands of references, most of them in files that did not change since the last check. */
const surroundings = new WeakMap<FileFacts, WeakMap<Path, Item>>();

function around(facts: FileFacts | undefined, { path }: Reference): Item | undefined {
  if (!facts || path.length === 0) return facts?.items[0];
  const known = surroundings.get(facts) ?? new WeakMap<Path, Item>(), before = known.get(path);
  if (before) return before;
  const places = placesIn(facts);
  let found = facts.items[0], key = '';
  for (const step of path) {
    key += `\0${step}`;
    const item = places.get(key);
    if (item?.local === undefined) found = item ?? found;
  }
  if (found) surroundings.set(facts, known.set(path, found));
  return found;
}

const placesOf = new WeakMap<FileFacts, ReadonlyMap<string, Item>>();

function placesIn(facts: FileFacts): ReadonlyMap<string, Item> {
  const before = placesOf.get(facts);
  if (before) return before;
  const places = new Map(facts.items.map(item => [item.path.map(step => `\0${step}`).join(''), item]));
  placesOf.set(facts, places);
  return places;
}

/** `1 risk`, `3 service level agreements`: so many things of a type. */
export function countOf(type: ItemType, count: number, language: Language): string {
  const name = typeName(type, ENGLISH), small = /^\p{Lu}\p{Ll}/u.test(name) ? `${name.charAt(0).toLowerCase()}${name.slice(1)}` : name;
  return count === 1 ? language.text(`count.${type}.one`, `1 ${small}`) : language.text(`count.${type}.many`, `{count} ${plural(small)}`, { count });
}

/** Of an English name, whose main word stands before the first preposition: `registers of configuration items`. */
function plural(name: string): string {
  const [, head = '', rest = ''] = /^(.*?)((?: (?:of|on|with|for|to|from|in) .*)?)$/.exec(name) ?? [];
  const many = /matrix$/.test(head) ? head.replace(/ix$/, 'ices') : /sis$/.test(head) ? head.replace(/is$/, 'es') : /criterion$/.test(head) ? head.replace(/on$/, 'a')
    : /(?:[^s]s|criteria)$/.test(head) ? head : /(?:s|x|z|ch|sh)$/.test(head) ? `${head}es` : /[^aeiou]y$/.test(head) ? `${head.slice(0, -1)}ies` : `${head}s`;
  return `${many}${rest}`;
}
