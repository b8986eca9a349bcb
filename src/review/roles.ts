import { text } from '../sms/data.js';
import type { Model } from '../sms/model.js';
import { SUPPLIER_AGREEMENTS } from '../sms/supplies.js';
import type { Item, ItemType } from '../sms/types.js';
import type { Role, State } from './types.js';

/** What things of a type, or all in artefacts of a kind, are to a change that reaches them. What is not named here is `other`. */
const ROLES: Readonly<Record<Exclude<Role, 'promise' | 'other'>, readonly ItemType[]>> = {
  service: ['service'], customer: ['customer'], agreement: ['sla'], 'supplier-term': SUPPLIER_AGREEMENTS, risk: ['risk'],
  procedure: ['procedure', 'major-incident-procedure', 'request-model', 'raci-matrix', 'process'],
};
/** In the order in which those at one distance are told. */
export const ORDER: readonly Role[] = ['service', 'agreement', 'customer', 'promise', 'supplier-term', 'risk', 'procedure', 'other'];
const roleOfType = new Map(Object.entries(ROLES).flatMap(([role, types]) => types.map(type => [type, ORDER.find(known => known === role) ?? 'other'] as const)));

/** What a thing is to a change: by its type, else by the artefact that it stands in. */
export function roleOf(model: Model, item: Item): Role {
  const roles = known.get(model) ?? new Map<Item, Role>();
  let role = roles.get(item);
  if (role === undefined) known.set(model, roles.set(item, role = findRole(model, item)));
  return role;
}

const known = new WeakMap<Model, Map<Item, Role>>();

function findRole(model: Model, item: Item): Role {
  const own = roleOfType.get(item.type), whole = roleOfType.get(model.artefact(item.artefact)?.kind ?? '');
  if (own !== undefined || whole === undefined) return own ?? 'other';
  return whole === 'agreement' ? 'promise' : whole === 'supplier-term' || whole === 'procedure' ? whole : 'other';
}

/** Whether it is to a change what the artefact is that it stands in. */
export function isInside({ type, path }: Item): boolean { return path.length > 0 && !roleOfType.has(type); }

/** What has come to its end, of documents and of items. */
const ENDED: ReadonlySet<string> = new Set(['superseded', 'withdrawn', 'retired']);

/** The status by which a thing ended with this change; undefined where it did not, or had ended before. */
export function endOf(item: Item, before: State, after: State): string | undefined {
  const status = text(after.model.value(item), 'status') ?? '', earlier = before.model.inFiles(item.id);
  return ENDED.has(status) && !(earlier && ENDED.has(text(before.model.value(earlier), 'status') ?? '')) ? status : undefined;
}
