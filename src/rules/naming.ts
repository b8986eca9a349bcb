import { text, type Fields } from '../sms/data.js';
import type { Model } from '../sms/model.js';

/** How messages name a thing: `Managed e-mail (SVC-MAIL)`; the id alone where the title says no more. */
export function nameOf(thing: { id: string; title: string }): string {
  return thing.title.trim() === '' || thing.title === thing.id ? thing.id : `${thing.title} (${thing.id})`;
}

/** The same for an entry of a list, by what is written there; without an id its title, blank where it has none. */
export function nameOfEntry(entry: Fields): string {
  const id = text(entry, 'id'), title = text(entry, 'title') ?? '';
  return id === undefined ? title : nameOf({ id, title });
}

/** The same for what an id names; the id itself where that is nothing. */
export function nameById(model: Model, id: string): string {
  const item = model.item(id);
  return item ? nameOf(item) : id;
}
