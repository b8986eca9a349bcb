import { objects, text, texts, type Fields } from '../sms/data.js';
import type { Model } from '../sms/model.js';
import type { Artefact, Item, Path } from '../sms/types.js';
import { currentOfKind } from './lifecycle.js';

/** One row of a RACI matrix. */
export interface Activity { matrix: Artefact; path: Path; value: Fields; name: string }

/** The rows of all RACI matrices in use; drafts are among them. */
export function activities(model: Model): readonly Activity[] {
  return currentOfKind(model, 'raci-matrix').flatMap(matrix => objects(matrix.data, 'activities').map(({ at, value }) => {
    const local = text(value, 'id'), id = local === undefined ? matrix.id : `${matrix.id}#${local}`, title = text(value, 'title');
    return { matrix, path: ['activities', at], value, name: title === undefined ? id : `${title} (${id})` };
  }));
}

/** The roles in a column of a row, each once; `unknown` where a name is no role of the register. */
export function rolesIn(model: Model, activity: Activity, column: string): { roles: readonly Item[]; unknown: boolean } {
  const found = texts(activity.value, column).map(id => model.item(id.trim()));
  const roles = new Map(found.flatMap(item => (item?.type === 'role' ? [[item.id, item] as const] : [])));
  return { roles: [...roles.values()], unknown: found.some(item => item?.type !== 'role') };
}
