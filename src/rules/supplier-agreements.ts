import { addTo, text } from '../sms/data.js';
import { addPeriod, isDay, parsePeriod } from '../sms/days.js';
import type { Model } from '../sms/model.js';
import { compareText } from '../sms/text.js';
import type { Artefact, Day, Item } from '../sms/types.js';
import { isValidOn, termOn } from '../sms/agreements.js';
import { SUPPLIER_AGREEMENTS } from '../sms/supplies.js';
import { currentOfKind, currentOfType } from './lifecycle.js';
import { namedItem } from '../sms/named.js';

/** One of those kinds. */
export type SupplierAgreement = (typeof SUPPLIER_AGREEMENTS)[number];

/** The parties of these types that a current register lists. */
export function partiesOf(model: Model, types: readonly string[]): readonly Item[] {
  return currentOfType(model, 'party').filter(party => types.includes(text(model.value(party), 'type') ?? ''));
}

/** The current documents of these kinds by the id of the party that they name. */
export function agreementsByParty(model: Model, kinds: readonly SupplierAgreement[]): ReadonlyMap<string, readonly Artefact[]> {
  const found = new Map<string, Artefact[]>();
  for (const agreement of kinds.flatMap(kind => currentOfKind(model, kind))) {
    const party = namedItem(model, agreement.data, 'party')?.id;
    if (party !== undefined) addTo(found, party, agreement);
  }
  return found;
}

/** What is agreed with a party today. `latest` has run out, and nothing took its place; `other` is yet to come, or not approved. */
export interface Standing { valid: readonly Artefact[]; latest?: Artefact; other: readonly Artefact[] }

export function standingOf(all: readonly Artefact[], today: Day): Standing {
  const valid = all.filter(one => isValidOn(one, today)), over = all.filter(one => termOn(one, today) === 'over');
  const latest = [...over].sort((a, b) => compareText(text(b.data, 'validTo') ?? '', text(a.data, 'validTo') ?? ''))[0];
  return { valid, other: all.filter(one => !valid.includes(one) && !over.includes(one)), ...(valid.length === 0 && latest && { latest }) };
}

/** The last day on which notice may be given; undefined where none follows from what is written. */
export function lastDayOfNotice(contract: Artefact): Day | undefined {
  const written = text(contract.data, 'noticeBy'), to = text(contract.data, 'validTo'), period = parsePeriod(text(contract.data, 'noticePeriod'));
  if (isDay(written)) return written;
  return isDay(to) && period ? addPeriod(to, period, -1) : undefined;
}
