import { inForceOn } from '../service-levels/in-force.js';
import type { TimeLimit } from '../service-levels/measurability.js';
import {
  chainMinutes, durationMinutes, hoursLeftOut, latestResponse, WEEKDAYS, type DayStretch, type SupportLink, type Weekday, type WeeklyHours,
} from '../service-levels/underpinning.js';
import { limitOf, servicesOfTarget, targetsOf, termOn } from './agreements.js';
import { addTo, fields, list, text, texts, type Fields } from './data.js';
import { isRetired } from './header.js';
import type { Model } from './model.js';
import { idOf } from './named.js';
import type { Artefact, Day, Item, Path } from './types.js';

/** The kinds of what is agreed with those who supply something. */
export const SUPPLIER_AGREEMENTS = ['supplier-contract', 'internal-agreement'] as const;

/** What is agreed with suppliers, neither retired nor run out; drafts are among it. */
export function suppliesOn(model: Model, today: Day): readonly Artefact[] {
  return SUPPLIER_AGREEMENTS.flatMap(kind => model.ofKind(kind)).filter(agreement => !isRetired(agreement) && termOn(agreement, today) !== 'over');
}

/** A limit of time that an SLA promises. `terms`: those that are judged, of today or of a day to come. */
export interface TimePromise { sla: Artefact; id: string; title: string; path: Path; terms: Fields; limit: TimeLimit }

/** A target of a supplier that carries a promise to a customer. */
export interface Support { agreement: Artefact; path: Path; target: Fields; id: string; title: string }

/** The target as it holds on the day: terms before their first day do not hold yet. */
export function targetOn(target: Fields, sla: Artefact, day: Day): Fields {
  const terms = inForceOn(target, day, text(sla.data, 'validFrom'));
  return terms === undefined || terms === target ? target : { ...target, ...terms };
}

/** Finds who supports a promise: named under `supports`; where nothing is named there, for the same metric, priority and service. */
export function supportsBy(model: Model, agreements: readonly Artefact[]): (sla: Artefact, promise: { id: string; target: Fields }) => readonly Support[] {
  const named = new Map<string, Support[]>(), alike = new Map<string, { support: Support; services: ReadonlySet<string> }[]>();
  for (const agreement of agreements) {
    for (const own of targetsOf(agreement)) {
      const support = { ...own, agreement }, ids = texts(own.target, 'supports'), key = likeness(own.target);
      for (const id of new Set(ids.map(one => idOf(model, one)))) addTo(named, id, support);
      const services = new Set(servicesOfTarget(model, agreement, own.target).map(({ id }) => id));
      if (ids.length === 0 && key !== undefined && services.size > 0) addTo(alike, key, { support, services });
    }
  }
  return (sla, { id, target }) => {
    const own = named.get(id) ?? NONE, likely = alike.size === 0 ? undefined : alike.get(likeness(target) ?? '');
    if (!likely) return own;
    const services = servicesOfTarget(model, sla, target);
    return [...own, ...likely.flatMap(one => (services.some(service => one.services.has(service.id)) ? [one.support] : []))];
  };
}

const NONE: readonly Support[] = [];

function likeness(target: Fields): string | undefined {
  const metric = text(target, 'metric'), priority = text(target, 'priority');
  return metric === undefined || priority === undefined ? undefined : JSON.stringify([metric, priority]);
}

/**
 * Where what suppliers promise does not carry a promise to the customer. `hours`: they work in fewer hours, `left` is what those of `calendar` leave out
 * of those of `needed`. `response`: the time until they answer leaves too little for the work. `sum`: one after the other they may take `minutes` in all.
 */
export type SupplyGap =
  | { gap: 'hours'; supports: readonly [Support]; calendar: Item; needed: Item; left: readonly DayStretch[] }
  | { gap: 'response'; supports: readonly [Support]; answer: TimeLimit }
  | { gap: 'sum'; supports: readonly Support[]; longest: Support; minutes: number };

const ANSWERS = new Set(['acknowledgement-time', 'answer-time', 'first-response-time', 'response-time']);

/** Of the time that is promised, what we need ourselves, where sms.yaml sets no other share. */
export const OWN_WORK_SHARE = 0.5;

/** Each support is in one gap at most: hours that do not fit first, then the answer, then the times together. `ownShare`: as of `latestResponse`. */
export function gapsUnder(model: Model, promise: TimePromise, supports: readonly Support[], ownShare: number): SupplyGap[] {
  const promised = ANSWERS.has(text(promise.terms, 'metric') ?? ''), gaps: SupplyGap[] = [], links: (SupportLink & { support: Support })[] = [];
  for (const support of supports) {
    const { target } = support, limit = limitOf(target), answer = ANSWERS.has(text(target, 'metric') ?? '');
    const hours = hoursBetween(model, promise, support);
    if (hours) { gaps.push({ gap: 'hours', supports: [support], ...hours }); continue; }
    // Times on another clock are left out: the others may be too long by themselves.
    if (!limit || limit.clock !== promise.limit.clock || (promised && !answer)) continue;
    if (!promised && answer) {
      if (limit.minutes > latestResponse(promise.limit.minutes, ownShare) + 1e-9) gaps.push({ gap: 'response', supports: [support], answer: limit });
      continue;
    }
    links.push({ support, ...linkOf(target, limit) });
  }
  const minutes = chainMinutes(links), [longest] = [...links].sort((a, b) => b.minutes - a.minutes);
  if (longest && minutes > promise.limit.minutes + 1e-9) gaps.push({ gap: 'sum', supports: links.map(({ support }) => support), longest: longest.support, minutes });
  return gaps;
}

function linkOf(target: Fields, { minutes }: TimeLimit): SupportLink {
  const handover = durationMinutes(text(target, 'handover'));
  return { minutes, ...(handover !== undefined && { handover }), parallel: text(target, 'runs') === 'at-the-same-time' };
}

/** What is left of a promise for our own work where each support takes all its time, by the arithmetic of `gapsUnder`; undefined where none is on the same clock. */
export function leftUnder({ limit, terms }: TimePromise, supports: readonly Support[]): TimeLimit | undefined {
  const promised = ANSWERS.has(text(terms, 'metric') ?? '');
  const limits = supports.flatMap(({ target }) => { const own = limitOf(target); return own?.clock === limit.clock ? [{ target, own, answer: ANSWERS.has(text(target, 'metric') ?? '') }] : []; });
  const links = limits.filter(({ answer }) => answer === promised).map(({ target, own }) => linkOf(target, own));
  // An answer is the beginning of the work that follows it.
  const taken = links.length > 0 ? chainMinutes(links) : Math.max(...limits.map(({ own }) => own.minutes));
  return limits.length === 0 ? undefined : { ...limit, minutes: limit.minutes - taken };
}

/** What is agreed and what a service needs after a disaster, in the words of both, where the agreement allows more; undefined where it fits or nobody knows. */
export function recoveryGap(agreement: Artefact, service: Fields, key: 'rto' | 'rpo'): { promised: string; needed: string; minutes: number } | undefined {
  const promised = text(fields(agreement.data, 'continuity'), key), needed = text(fields(service, 'continuity'), key);
  const allowed = durationMinutes(promised), minutes = durationMinutes(needed);
  return promised !== undefined && needed !== undefined && allowed !== undefined && minutes !== undefined && allowed > minutes ? { promised, needed, minutes } : undefined;
}

/** What the support's hours leave out of those of the promise; undefined where they fit or nobody knows. */
function hoursBetween(model: Model, promise: TimePromise, { agreement, target }: Support): { calendar: Item; needed: Item; left: readonly DayStretch[] } | undefined {
  const needed = weekOf(model, text(promise.terms, 'calendar')), offered = weekOf(model, text(target, 'calendar') ?? text(agreement.data, 'supportHours'));
  if (!needed || !offered || needed.item.id === offered.item.id) return undefined;
  if (needed.hours !== 'always' && offered.hours !== 'always' && needed.timeZone !== offered.timeZone) return undefined;
  const left = hoursLeftOut(offered.hours, needed.hours);
  return left.length === 0 ? undefined : { calendar: offered.item, needed: needed.item, left };
}

function weekOf(model: Model, id: string | undefined): { item: Item; hours: WeeklyHours; timeZone: string | undefined } | undefined {
  const item = id === undefined ? undefined : model.item(id);
  if (item?.type !== 'calendar') return undefined;
  const value = model.value(item), timeZone = text(value, 'timeZone');
  if (text(value, 'hours') === 'always') return { item, hours: 'always', timeZone };
  const hours = list(value, 'hours').map(one => ({ days: texts(one, 'days').filter(isWeekday), from: text(one, 'from') ?? '', to: text(one, 'to') ?? '' }));
  return hours.length === 0 ? undefined : { item, hours, timeZone };
}

function isWeekday(day: string): day is Weekday { return WEEKDAYS.some(known => known === day); }
