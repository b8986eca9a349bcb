import { labelOf } from '../sms/naming.js';
import type { Model } from '../sms/model.js';

/** A role, person, party or document; its title where the SMS knows one. */
export interface Named { id: string; title?: string }

/** A role or person by its title, where the SMS knows it. */
export function namedIn(model: Model, id: string): Named {
  const title = model.item(id)?.title ?? '';
  return title === '' || title === id ? { id } : { id, title };
}

export function titleOf(named: Named | undefined): string { return named?.title ?? named?.id ?? ''; }

/** `Service director (ROLE-SD)`. */
export function fullName({ id, title = '' }: Named): string { return labelOf({ id, title }); }

/** An id of git as people read it; programs get the whole. */
export function shortId(id: string): string { return id.slice(0, 12); }
