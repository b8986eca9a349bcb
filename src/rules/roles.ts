import { state, text } from '../sms/data.js';
import type { Model } from '../sms/model.js';
import { holdersOn } from '../sms/people.js';
import type { Day, Item } from '../sms/types.js';
import { currentOfType } from './lifecycle.js';
import { nameOf } from '../sms/naming.js';
import { namedItem } from '../sms/named.js';

/** The roles of the organization itself: those that are not of another party. */
export function ownRoles(model: Model): readonly Item[] {
  return currentOfType(model, 'role').filter(role => state(model.value(role), 'party') !== 'filled');
}

/** A person who holds a role, or a group: it is no item of its own, so that its role stands for it. `from`: since when, where that is known. */
export interface Holder { item: Item; name: string; from: string }

/** Who holds the role on the day, each once. */
export function holdersOf(model: Model, role: Item, day: Day): readonly Holder[] {
  const found = holdersOn(model.value(role), day).flatMap((holder): Holder[] => {
    const person = namedItem(model, holder, 'person'), group = text(holder, 'group'), from = text(holder, 'from') ?? '';
    return person ? [{ item: person, name: nameOf(person), from }] : group === undefined ? [] : [{ item: role, name: group, from }];
  });
  return [...new Map(found.map(holder => [holder.item.id, holder])).values()];
}
