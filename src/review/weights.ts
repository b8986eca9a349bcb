import { LIFECYCLE } from '../sms/header.js';
import { headerFields, kindsOf, type KindSchema } from '../sms/kinds.js';
import type { Artefact, Item, ItemType } from '../sms/types.js';
import { isOrdered, type FieldChange } from './fields.js';
import { isWhole } from './matching.js';
import { isTarget } from './targets.js';
import type { Direction, State, Weight } from './types.js';

/** What weighs how much, by what the schemas say of it. The worst comes first. */

export const WEIGHTS: readonly Weight[] = ['frame', 'promise', 'content', 'lifecycle', 'progress', 'record', 'attachment', 'editorial'];
export const DIRECTIONS: readonly Direction[] = ['loosened', 'changed', 'tightened', 'neutral'];

export function heavier(one: Weight, other: Weight): Weight { return WEIGHTS.indexOf(one) < WEIGHTS.indexOf(other) ? one : other; }

/** Kinds whose documents promise something to a customer, or ask it of a supplier: they hold targets, and say with whom they are agreed. */
function isAgreement(schema: KindSchema | undefined): boolean {
  const own = [...schema?.shape.properties.values() ?? []];
  return own.some(({ items }) => isTarget(items)) && own.some(shape => [shape, shape.items].some(each => each?.refersTo.some(type => type === 'customer' || type === 'party')));
}

function defines(schema: KindSchema | undefined, type: ItemType): boolean {
  return [...schema?.shape.properties.values() ?? []].some(({ items }) => [...items?.properties.values() ?? []].some(property => property.defines === type));
}

export function weightOf(item: Item, artefact: Artefact | undefined, { model }: Pick<State, 'model'>): Weight {
  const schema = kindsOf(model.config).get(artefact?.kind ?? '');
  if (defines(schema, 'deviation')) return 'frame';
  if (artefact?.header === 'record') return 'record';
  return isAgreement(schema) || item.type === 'service' ? 'promise' : 'content';
}

/** Of a field: the header's life, and what came afterwards, weigh less than what is promised. */
export function weightOfField(change: FieldChange, item: Item, artefact: Artefact | undefined, state: Pick<State, 'model'>): Weight {
  const whole = weightOf(item, artefact, state);
  if (artefact?.header === 'document' && isWhole(item) && LIFECYCLE.includes(String(change.by[0]))) return 'lifecycle';
  if (whole === 'record') return whole;
  // How a document is kept, and by whom, is promised to nobody.
  if (whole === 'promise' && isWhole(item) && headerFields.has(String(change.by[0]))) return 'content';
  if (!change.normative) return 'progress';
  // Of a service what can be ordered is promised, and its hours.
  if (item.type === 'service' && artefact?.header === 'document') return isOrdered(change.shape, change.before ?? change.after) || change.shape?.refersTo.includes('calendar') ? 'promise' : 'content';
  return whole;
}
