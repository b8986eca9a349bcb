import { isCurrent, isRetired } from '../sms/header.js';
import type { Model } from '../sms/model.js';
import type { Artefact, Item, ItemType, Kind } from '../sms/types.js';
import type { RuleContext } from './rule.js';

/** The artefacts of a kind that are not retired; drafts are among them. */
export function currentOfKind(model: Model, kind: Kind): readonly Artefact[] { return model.ofKind(kind).filter(artefact => !isRetired(artefact)); }

/** The items of a type that stand in artefacts that are not retired. */
export function currentOfType(model: Model, type: ItemType): readonly Item[] { return model.ofType(type).filter(item => isCurrent(model, item)); }

/** While an SMS is being built, what it has nothing of at all is told in one list: the rules about the single cases wait for the first one. */
export function isYetToCome({ config, model }: RuleContext, kind: string, met = 0): boolean {
  return config.stage === 'building' && met === 0 && model.ofKind(kind).length === 0;
}
