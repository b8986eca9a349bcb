import { objects, text, texts, type Fields } from '../sms/data.js';
import type { Model } from '../sms/model.js';
import type { Artefact, Item } from '../sms/types.js';
import { currentOfKind } from './lifecycle.js';

/** A configuration item with its entry and the register it stands in. */
export interface ConfigurationItem { item: Item; entry: Fields; register: Artefact; at: number }

/** All items of all registers, those that are retired too. */
export function configurationItems(model: Model): readonly ConfigurationItem[] {
  return currentOfKind(model, 'ci-register').flatMap(register => objects(register.data, 'items').flatMap(({ at, value }) => {
    const id = text(value, 'id'), item = id === undefined ? undefined : model.item(id);
    return item?.type === 'ci' && item.file === register.file ? [{ item, entry: value, register, at }] : [];
  }));
}

/** True where the item is of a type that stands for services: the register says which one; without a word it is the label `service`. */
export function standsForService({ entry, register }: ConfigurationItem): boolean {
  const type = text(entry, 'type'), types = objects(register.data, 'types').map(({ value }) => value);
  if (types.some(one => one['service'] === true)) return types.some(one => one['service'] === true && text(one, 'label') === type);
  return type?.toLowerCase() === 'service';
}

/** What the item names as its services and as the other ends of its relations. */
export function linksOf(entry: Fields): readonly string[] {
  return [...texts(entry, 'services'), ...objects(entry, 'relations').flatMap(({ value }) => texts(value, 'to'))];
}
