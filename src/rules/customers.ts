import type { Model } from '../sms/model.js';
import type { Item } from '../sms/types.js';
import { currentSlas } from '../sms/agreements.js';
import { deliveredServices } from './catalogue.js';
import { currentOfType } from './lifecycle.js';
import { namedItems } from '../sms/named.js';

/** The customers to whom something is delivered: an SLA names them, or a service that is live. */
export function customersServed(model: Model): readonly Item[] {
  const named = [...currentSlas(model).map(({ data }) => data), ...deliveredServices(model).map(({ entry }) => entry)]
    .flatMap(of => namedItems(model, of, 'customers', 'customer'));
  const served = new Set(named.map(({ id }) => id));
  return currentOfType(model, 'customer').filter(({ id }) => served.has(id));
}
