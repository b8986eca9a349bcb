import { text, type Fields } from './data.js';
import type { Model } from './model.js';

/** How sentences name a thing: `"Managed e-mail" (SVC-MAIL)`, so that nobody reads the title on into the sentence; the id alone where the title says no more. */
export function nameOf({ id, title }: { id: string; title: string }): string {
  return title.trim() === '' || title === id ? id : `${quoted(title)} (${id})`;
}

/** The same for lists and tables: `Managed e-mail (SVC-MAIL)`. */
export function labelOf({ id, title }: { id: string; title: string }): string {
  return title.trim() === '' || title === id ? id : `${title} (${id})`;
}

/** A title in a sentence. */
export function quoted(title: string): string { return `"${title.replaceAll('"', "'")}"`; }

/** The same for an entry of a list, by what is written there; without an id its title, blank where it has none. */
export function nameOfEntry(entry: Fields): string {
  const id = text(entry, 'id'), title = text(entry, 'title') ?? '';
  return id === undefined ? (title.trim() === '' ? '' : quoted(title)) : nameOf({ id, title });
}

/** The same for what an id names; the id itself where that is nothing. */
export function nameById(model: Model, id: string): string {
  const item = model.item(id);
  return item ? nameOf(item) : id;
}
