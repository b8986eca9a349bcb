import { text, type Fields } from '../sms/data.js';
import type { Model } from '../sms/model.js';
import type { Item } from '../sms/types.js';
import { currentOfType } from './lifecycle.js';

/** The services that customers use and that are in operation, with their entries in the catalogue; without a word on either a service is both. */
export function liveCustomerFacing(model: Model): readonly { service: Item; entry: Fields }[] {
  return currentOfType(model, 'service').flatMap(service => {
    const entry = model.value(service);
    const status = text(entry, 'status') ?? 'live', type = text(entry, 'type') ?? 'customer-facing';
    return status === 'live' && type === 'customer-facing' ? [{ service, entry }] : [];
  });
}

/** The services that are delivered today, to customers or to other services, with their entries in the catalogue. */
export function deliveredServices(model: Model): readonly { service: Item; entry: Fields }[] {
  return currentOfType(model, 'service').flatMap(service => {
    const entry = model.value(service), status = text(entry, 'status') ?? 'live';
    return status === 'live' || status === 'retiring' ? [{ service, entry }] : [];
  });
}
