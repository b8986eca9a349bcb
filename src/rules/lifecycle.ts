import { isRetired } from '../sms/header.js';
import type { Model } from '../sms/model.js';
import type { Artefact, Item, ItemType, Kind } from '../sms/types.js';

/** The artefacts of a kind that are not retired; drafts are among them. */
export function currentOfKind(model: Model, kind: Kind): readonly Artefact[] { return model.ofKind(kind).filter(artefact => !isRetired(artefact)); }

/** The items of a type that stand in artefacts that are not retired. */
export function currentOfType(model: Model, type: ItemType): readonly Item[] {
  return model.ofType(type).filter(item => {
    const artefact = model.artefact(item.artefact);
    return artefact === undefined || !isRetired(artefact);
  });
}
