import type { Config } from './config.js';
import type { Approval } from './control.js';
import { text, texts } from './data.js';
import { addPeriod, isDay, parsePeriod } from './days.js';
import type { Model } from './model.js';
import type { Artefact, Day, Item, Kind } from './types.js';

/** What changes in the life of a document without changing what it says (format.md F10); left out at the top level only. */
export const LIFECYCLE: readonly string[] = [
  'version', 'status', 'author', 'approvedBy', 'approvedOn', 'effectiveFrom', 'reviewedOn', 'nextReview', 'changeSummary', 'aliases', 'supersedes',
];

/** True for a document that was replaced or taken back: what stands in it promises nothing any more. */
export function isRetired(artefact: Artefact): boolean {
  const status = text(artefact.data, 'status');
  return status === 'superseded' || status === 'withdrawn';
}

/** True for an item that stands in an artefact that is not retired. */
export function isCurrent(model: Model, item: Item): boolean {
  const artefact = model.artefact(item.artefact);
  return artefact === undefined || !isRetired(artefact);
}

/** Approved, effective on the day and not superseded (format.md F6): computed, never written. */
export function inForce(artefact: Artefact, today: Day): boolean {
  const from = text(artefact.data, 'effectiveFrom');
  return text(artefact.data, 'status') === 'approved' && (from === undefined || from <= today);
}

/** Of the approvals of a document the one whose version took effect last by the day (format.md F9); one that is contradicted shows nothing. */
export function approvalOn(approvals: readonly Approval[], day: Day): Approval | undefined {
  const from = ({ effectiveFrom, on = '' }: Approval): Day => effectiveFrom ?? on;
  const held = approvals.filter(each => each.meaning === 'approved' && each.state !== 'contradicted' && each.on !== undefined && from(each) <= day);
  return held.reduce<Approval | undefined>((last, each) => (last && from(last) >= from(each) ? last : each), undefined);
}

/** The interval of reviews: the document's own, else that of its kind or the default in sms.yaml. */
export function reviewEvery(artefact: Artefact, config: Config): string | undefined {
  return text(artefact.data, 'reviewEvery') ?? config.reviewEvery[artefact.kind] ?? config.reviewEvery['default'];
}

/**
 * The day by which the next review is due: last completed review, else approval, plus the interval; `nextReview` can only set an earlier one.
 * `reviewed`: the day of the last completed review, where more than the header tells of it.
 */
export function nextReview(artefact: Artefact, config: Config, reviewed = text(artefact.data, 'reviewedOn')): Day | undefined {
  const written = text(artefact.data, 'nextReview'), approved = text(artefact.data, 'approvedOn');
  const since = isDay(reviewed) ? reviewed : isDay(approved) ? approved : undefined;
  const period = parsePeriod(reviewEvery(artefact, config));
  const computed = since !== undefined && period ? addPeriod(since, period) : undefined;
  if (isDay(written)) return computed === undefined || written < computed ? written : computed;
  return computed;
}

/** By the id of a replaced document, those that say they replace it. */
export function successorsIn(model: Model): ReadonlyMap<string, readonly Artefact[]> {
  const found = new Map<string, Artefact[]>();
  for (const artefact of model.withField('supersedes')) {
    for (const id of texts(artefact.data, 'supersedes')) {
      const replaced = model.item(id)?.id ?? id;
      found.set(replaced, [...(found.get(replaced) ?? []), artefact]);
    }
  }
  return found;
}

/** The kind of the records in a log; undefined for what is no log. */
export function loggedIn({ kind, data }: Artefact): Kind | undefined { return kind === 'record-log' ? text(data, 'of') : undefined; }
