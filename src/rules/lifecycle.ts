import { text } from '../sms/data.js';
import type { Model } from '../sms/model.js';
import type { Artefact, Item, ItemType, Kind } from '../sms/types.js';

/** True for a document that was replaced or taken back: what stands in it promises nothing any more. */
export function isRetired(artefact: Artefact): boolean {
  const status = text(artefact.data, 'status');
  return status === 'superseded' || status === 'withdrawn';
}

/** The artefacts of a kind that are not retired; drafts are among them. */
export function currentOfKind(model: Model, kind: Kind): readonly Artefact[] { return model.ofKind(kind).filter(artefact => !isRetired(artefact)); }

/** The items of a type that stand in artefacts that are not retired. */
export function currentOfType(model: Model, type: ItemType): readonly Item[] {
  return model.ofType(type).filter(item => {
    const artefact = model.artefact(item.artefact);
    return artefact === undefined || !isRetired(artefact);
  });
}
