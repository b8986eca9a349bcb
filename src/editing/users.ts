import { itemsAround } from '../sms/around.js';
import { groupBy } from '../sms/data.js';
import type { Kinds } from '../sms/kinds.js';
import { ENGLISH, type Language } from '../sms/language.js';
import type { Model } from '../sms/model.js';
import { compareText } from '../sms/text.js';
import type { Item, ItemType } from '../sms/types.js';
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
    const user = itemsAround(model.files.get(reference.file), reference.path).findLast(({ local }) => local === undefined);
    if (user && user.id !== item.id && user.type !== 'approval-record') users.set(user.id, user);
  }
  const isRecord = ({ artefact }: Item): boolean => model.artefact(artefact)?.header === 'record';
  return [...groupBy(users.values(), ({ type }) => type)].map(([type, items]) => ({ type, items, records: items.every(isRecord) }))
    .sort((a, b) => rank(a.type) - rank(b.type) || Number(a.records) - Number(b.records) || b.items.length - a.items.length || compareText(a.type, b.type));
}

const FIRST: readonly ItemType[] = ['sla', 'service', 'risk'];
function rank(type: ItemType): number { return FIRST.includes(type) ? FIRST.indexOf(type) : FIRST.length; }

/** `1 risk`, `3 service level agreements`: so many things of a type. */
export function countOf(type: ItemType, count: number, language: Language, kinds: Kinds): string {
  const name = typeName(type, ENGLISH, kinds), small = /^\p{Lu}\p{Ll}/u.test(name) ? `${name.charAt(0).toLowerCase()}${name.slice(1)}` : name;
  return count === 1 ? language.text(`count.${type}.one`, `1 ${small}`) : language.text(`count.${type}.many`, `{count} ${plural(small)}`, { count });
}

/** Of an English name, whose main word stands before the first preposition: `registers of configuration items`. */
function plural(name: string): string {
  const [, head = '', rest = ''] = /^(.*?)((?: (?:of|on|with|for|to|from|in) .*)?)$/.exec(name) ?? [];
  const many = /matrix$/.test(head) ? head.replace(/ix$/, 'ices') : /sis$/.test(head) ? head.replace(/is$/, 'es') : /criterion$/.test(head) ? head.replace(/on$/, 'a')
    : /(?:[^s]s|criteria)$/.test(head) ? head : /(?:s|x|z|ch|sh)$/.test(head) ? `${head}es` : /[^aeiou]y$/.test(head) ? `${head.slice(0, -1)}ies` : `${head}s`;
  return `${many}${rest}`;
}
