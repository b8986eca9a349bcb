import { fields, objects, state, text, type Fields } from './data.js';
import { isDay } from './days.js';
import type { Model } from './model.js';
import { foundOfEach, foundOnce, type Findings, type OfEach } from './reads.js';
import { compareText } from './text.js';
import type { Artefact, Day, Item } from './types.js';
import { namedIn } from './named.js';
import { actionsBySource, agreementsOf, breachesOf, isTakenBack, serviceReports, type Breach } from './service-reports.js';

/** From the record that missed a target to the review by top management, in this order. */
export const HOPS = ['record', 'target', 'report', 'decision', 'action', 'effect', 'review'] as const;
export type Hop = typeof HOPS[number];

/**
 * One hop of a chain: what is there (full ids); `missing`: it should be there by now; `pending`: its time has not come, or what it hangs on is
 * not there, so that nobody can say.
 */
export interface Link { hop: Hop; state: 'there' | 'missing' | 'pending'; by: readonly string[] }

/** How the loop was closed for one breach: each hop once. */
export interface Chain { breach: Breach; links: readonly Link[]; actions: readonly Item[] }

/**
 * The chains of all breaches that service reports name: record → target → report → decision → nonconformity or improvement → effect →
 * management review. A breach of a target that has no single cases (availability) needs no record. Pure; in the order of the reports.
 */
export function closedLoops(model: Model): readonly Chain[] { return foundOnce(model, loopsByModel, findLoops); }

const loopsByModel: Findings<readonly Chain[]> = new WeakMap();

function findLoops(model: Model): readonly Chain[] {
  const looked = reviewsOf(model);
  return serviceReports(model).flatMap(({ artefact }) => breachesOf(model, artefact).map(breach => chainOf(model, breach, looked)));
}

function chainOf(model: Model, breach: Breach, reviews: Reviews): Chain {
  const { report, value, target } = breach;
  const records = namedIn(model, report, value, 'records'), decisions = decisionsAbout(model, breach);
  const actions = actionsFor(model, breach);
  const links: Link[] = [
    { hop: 'record', state: records.length > 0 ? 'there' : needsRecords(model, target) ? 'missing' : 'pending', by: ids(records) },
    { hop: 'target', state: target ? 'there' : 'missing', by: target ? [target.id] : [] },
    { hop: 'report', state: target && !agreementsOf(model, report).has(target.artefact) ? 'missing' : 'there', by: [report.id] },
    { hop: 'decision', state: decisions.length > 0 ? 'there' : 'missing', by: decisions.map(({ id }) => id) },
    { hop: 'action', state: actions.length > 0 ? 'there' : 'missing', by: ids(actions) },
    together('effect', actions, action => effectOf(model, action)),
    together('review', actions, action => reviewOf(model, action, reviews)),
  ];
  return { breach, links, actions };
}

function ids(items: readonly Item[]): readonly string[] { return items.map(({ id }) => id); }

/** Cases of a priority are single records; the availability of a month is not. */
function needsRecords(model: Model, target: Item | undefined): boolean {
  return target !== undefined && text(model.value(target), 'priority') !== undefined;
}

/** The decisions of the report that are about the breach, or about its target. */
export function decisionsAbout(model: Model, { report, id, target }: Breach): readonly { id: string; value: Fields }[] {
  return objects(report.data, 'decisions').flatMap(({ at, value }) => {
    const about = namedIn(model, report, value, 'about').some(item => item.id === id || item.id === target?.id);
    return about ? [{ id: `${report.id}#${text(value, 'id') ?? String(at + 1)}`, value }] : [];
  });
}

/** What is done about a breach: named by it, by a decision about it, or naming it (each link is written at one end). */
export function actionsFor(model: Model, breach: Breach): readonly Item[] { return foundOfEach(model, actionsByModel, breach, findActions); }

const actionsByModel: Findings<OfEach<Breach, readonly Item[]>> = new WeakMap();

function findActions(model: Model, breach: Breach): readonly Item[] {
  const { report, value, id } = breach, decided = decisionsAbout(model, breach), bySource = actionsBySource(model);
  const named = [value, ...decided.map(decision => decision.value)]
    .flatMap(of => [...namedIn(model, report, of, 'nonconformity'), ...namedIn(model, report, of, 'improvement')]);
  const naming = [id, ...decided.map(decision => decision.id)].flatMap(source => bySource.get(source) ?? []);
  const all = [...named, ...naming].filter(action => !isTakenBack(model, action));
  return [...new Map(all.map(action => [action.id, action])).values()];
}

function together(hop: Hop, actions: readonly Item[], each: (action: Item) => Link): Link {
  const links = actions.map(each), by = links.flatMap(link => link.by);
  const any = (wanted: Link['state']): boolean => links.some(link => link.state === wanted);
  return { hop, state: any('there') ? 'there' : any('missing') ? 'missing' : 'pending', by };
}

/** Whether it was checked that a nonconformity's actions, or an improvement, brought what they were to bring. Before they are finished nobody can. */
export function effectOf(model: Model, action: Item): Link {
  const value = model.value(action), status = text(value, 'status');
  const finished = action.type === 'nonconformity' ? status === 'closed' || status === 'verified' : status === 'implemented' || status === 'closed';
  const told = action.type === 'nonconformity' ? text(fields(value, 'effectiveness'), 'result') !== undefined
    : state(value, 'result') === 'filled' || objects(value, 'targets').some(({ value: target }) => state(target, 'result') === 'filled');
  return { hop: 'effect', state: told ? 'there' : finished ? 'missing' : 'pending', by: told ? [action.id] : [] };
}

/** The management reviews by day, and what each of them names as an input or a subject of a decision. */
export type Reviews = readonly { review: Artefact; on: Day; names: ReadonlySet<string> }[];

export function reviewsOf(model: Model): Reviews { return foundOnce(model, reviewsByModel, findReviews); }

const reviewsByModel: Findings<Reviews> = new WeakMap();

function findReviews(model: Model): Reviews {
  return model.ofKind('management-review').flatMap(review => {
    const on = text(review.data, 'on');
    if (!isDay(on)) return [];
    const inputs = objects(review.data, 'inputs').flatMap(({ value }) => namedIn(model, review, value, 'evidence'));
    const decisions = objects(review.data, 'decisions')
      .flatMap(({ value }) => ['about', 'nonconformity', 'improvement'].flatMap(key => namedIn(model, review, value, key)));
    return [{ review, on, names: new Set([...inputs, ...decisions].map(({ id }) => id)) }];
  }).sort((a, b) => compareText(a.on, b.on));
}

/** The day from which a review can know of it. */
export function knownSince(model: Model, action: Item): Day | undefined {
  const day = text(model.value(action), action.type === 'nonconformity' ? 'detectedOn' : 'raisedOn');
  return isDay(day) ? day : undefined;
}

/** Whether a management review since then dealt with it. A review that names the whole register dealt with all its improvements. */
export function reviewOf(model: Model, action: Item, reviews: Reviews): Link {
  const since = knownSince(model, action), held = reviews.filter(({ on }) => since !== undefined && on > since);
  const deals = (names: ReadonlySet<string>): boolean => names.has(action.id) || (action.type === 'improvement' && names.has(action.artefact));
  const by = held.filter(({ names }) => deals(names)).map(({ review }) => review.id);
  return { hop: 'review', state: by.length > 0 ? 'there' : held.length > 0 ? 'missing' : 'pending', by };
}
