import { objects, text, texts, type Fields } from './data.js';
import { isDay } from './days.js';
import type { Model } from './model.js';
import type { Day, Item } from './types.js';

/** Who holds a role on a day. Days of beginning and end count; a day that cannot be read is taken as no limit. */
export function holdersOn(role: Fields, day: Day): readonly Fields[] {
  return objects(role, 'holders').map(({ value }) => value).filter(holder => {
    const from = text(holder, 'from'), until = text(holder, 'until');
    return (!isDay(from) || from <= day) && (!isDay(until) || until >= day);
  });
}

/** An e-mail address as it is compared: nobody has two that differ in capitals alone. */
export function sameAddress(address: string): string { return address.trim().toLowerCase(); }

/** The addresses of a person of the role register, as compared. */
export function addressesOf(model: Model, person: Item): readonly string[] { return texts(model.value(person), 'emails').map(sameAddress); }

/** The persons who have an e-mail address: one, or none, or by mistake several. */
export function personsWith(model: Model, address: string): readonly Item[] {
  const wanted = sameAddress(address);
  return wanted === '' ? [] : model.ofType('person').filter(person => addressesOf(model, person).includes(wanted));
}

/** True where the person (by id) holds the role (by id) on the day. */
export function holds(model: Model, person: string, role: string, day: Day): boolean {
  const known = model.item(role), wanted = model.item(person)?.id ?? person;
  return known?.type === 'role' && holdersOn(model.value(known), day).some(holder => {
    const id = text(holder, 'person');
    return id !== undefined && (model.item(id)?.id ?? id) === wanted;
  });
}

/** The one person who holds the role on the day, by id; undefined where nobody or several do. */
export function onlyHolder(model: Model, role: string | undefined, day: Day): string | undefined {
  const known = model.item(role ?? ''), holders = known?.type === 'role' ? holdersOn(model.value(known), day) : [];
  const person = holders.length === 1 ? text(holders[0], 'person') : undefined;
  return person === undefined ? undefined : model.item(person)?.id ?? person;
}
