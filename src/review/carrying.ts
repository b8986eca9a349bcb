import { compositeAvailability, percentText } from '../service-levels/composite.js';
import type { TimeLimit } from '../service-levels/measurability.js';
import { limitOf, servicesOfTarget } from '../sms/agreements.js';
import { amountWord, timeOf } from '../sms/amounts.js';
import { number, text } from '../sms/data.js';
import { joined, phrase, phraseList } from '../sms/language.js';
import { namedItems } from '../sms/named.js';
import { labelOf } from '../sms/naming.js';
import { gapsUnder, OWN_WORK_SHARE, recoveryGap, supportsBy, suppliesOn, type Support, type SupplyGap } from '../sms/supplies.js';
import type { Artefact, Item, Phrase, Word } from '../sms/types.js';
import { readUnderpinning, restsOnBroken, serviceHours, type Underpinning } from '../sms/underpinning.js';
import { roleOf } from './roles.js';
import type { State } from './types.js';

/** A gap under a promise of time. `key`: what makes one gap the same as another. */
interface Gap { key: string; gap: SupplyGap; limit: TimeLimit }

/** A promise, in percent, above what a service reaches with all that it `rests` on, itself among it. `bound`: it reaches no more than the share, and perhaps less. */
interface Shortfall { service: Item; promised: number; calendar: string | undefined; share: number; bound: boolean; rests: ReadonlySet<string> }

type Reach = Pick<Shortfall, 'share' | 'bound' | 'rests'> | 'unknown';

/**
 * Whether what is promised to customers is carried in one state: by what suppliers promise, and by what services reach with all they depend on. Judged is
 * what a target says as it is written, which may begin to hold on a later day. Nothing is read before it is asked for, and nothing twice.
 */
export interface Carrying {
  state: State;
  supportsOf: ReturnType<typeof supportsBy>;
  /** None for what is no target of an agreement with a customer. */
  gaps(item: Item): readonly Gap[];
  shortfalls(item: Item): readonly Shortfall[];
}

export function carryingOf(state: State): Carrying {
  const { model, today } = state, gaps = new Map<string, readonly Gap[]>(), shortfalls = new Map<string, readonly Shortfall[]>(), reaches = new Map<string, Reach>();
  const once = <T>(all: Map<string, T>, key: string, make: () => T): T => { const found = all.get(key) ?? make(); all.set(key, found); return found; };
  let supplies: ReturnType<typeof supportsBy> | undefined, read: { underpinning: Underpinning; hours: ReturnType<typeof serviceHours> } | undefined;
  const supportsOf: Carrying['supportsOf'] = (sla, promise) => (supplies ??= supportsBy(model, suppliesOn(model, today)))(sla, promise);
  const slaOf = (item: Item): Artefact | undefined => (item.type === 'target' && roleOf(model, item) === 'promise' ? model.artefact(item.artefact) : undefined);
  const findGaps = (item: Item): readonly Gap[] => {
    const sla = slaOf(item), { id, title, path } = item, target = model.value(item), limit = sla && limitOf(target);
    if (!limit) return [];
    const ownShare = Number(model.config.rules['underpinning-weaker-than-sla']?.thresholds['ownWorkShare'] ?? OWN_WORK_SHARE);
    return gapsUnder(model, { sla, id, title, path, terms: target, limit }, supportsOf(sla, { id, target }), ownShare).map(gap => {
      const amounts = gap.gap === 'sum' ? gap.minutes : gap.gap === 'response' ? gap.answer : gap.left;
      return { key: JSON.stringify([gap.gap, gap.supports.length, amounts, limit]), gap, limit };
    });
  };
  const reachOf = (service: Item, calendar: string | undefined): Reach => {
    if (!read) { const underpinning = readUnderpinning(model); read = { underpinning, hours: serviceHours(model, today, underpinning) }; }
    if (restsOnBroken(read.underpinning, service.id)) return 'unknown';
    const composite = compositeAvailability(read.underpinning.graph, service.id, new Set(read.hours.narrower(service, calendar)));
    if (composite.kind === 'not-computable') return 'unknown';
    return { share: composite.share, bound: composite.kind === 'upper-bound', rests: below(read.underpinning.graph, service.id) };
  };
  const findShortfalls = (item: Item): readonly Shortfall[] => {
    const sla = slaOf(item), target = model.value(item), promised = number(target, 'value'), calendar = text(target, 'calendar');
    const isShare = text(target, 'metric') === 'availability' && text(target, 'unit') === 'percent' && text(target, 'operator') !== 'at-most';
    if (!sla || !isShare || promised === undefined || promised > 100) return [];
    return servicesOfTarget(model, sla, target).flatMap(service => {
      const reach = once(reaches, JSON.stringify([service.id, calendar]), () => reachOf(service, calendar));
      return reach === 'unknown' || reach.share >= promised / 100 - 1e-12 ? [] : [{ service, promised, calendar, ...reach }];
    });
  };
  return { state, supportsOf, gaps: item => once(gaps, item.id, () => findGaps(item)), shortfalls: item => once(shortfalls, item.id, () => findShortfalls(item)) };
}

function below({ nodes }: Underpinning['graph'], root: string): ReadonlySet<string> {
  const seen = new Set([root]);
  for (const id of seen) for (const { to } of nodes.get(id)?.dependsOn ?? []) for (const each of to) seen.add(each);
  return seen;
}

/** What no longer carries, or is no longer carried, and how. */
export interface Broken { item: Item; say: Phrase }

/**
 * Promises that are no longer carried, and what no longer carries them: where the changed thing has a part in it, and where it was not already so before.
 * `found`: what it reaches. `earlierId`: what a thing of today was called then.
 */
export function* broken(start: Item, found: readonly Item[], then: Carrying, now: Carrying, earlierId: (id: string) => string): Iterable<Broken> {
  const { model } = now.state, isHours = start.type === 'calendar', isSupply = isHours || roleOf(model, start) === 'supplier-term';
  const isPart = isHours || start.type === 'service' || start.type === 'party';
  const earlier = (item: Item): Item | undefined => then.state.model.inFiles(earlierId(item.id));
  for (const item of [start, ...found]) {
    const isOwn = start.id === item.id || start.id === item.artefact;
    for (const { key, gap, limit } of isOwn || isSupply ? now.gaps(item) : []) {
      const involved = gap.supports.flatMap(({ id, agreement }) => [id, agreement.id]).concat(gap.gap === 'hours' ? [gap.calendar.id, gap.needed.id] : []);
      const was = earlier(item);
      if (!(isOwn || involved.includes(start.id)) || (was && then.gaps(was).some(each => each.key === key))) continue;
      const say = gapWord(gap, limit, gap.supports.every(support => JSON.stringify(support.target) === JSON.stringify(earlierTarget(support, then, earlierId))));
      if (!isOwn) yield { item, say };
      else for (const support of gap.supports) { const term = model.inFiles(support.id); if (term) yield { item: term, say }; }
    }
    for (const { service, promised, calendar, share, bound, rests } of isOwn || isPart ? now.shortfalls(item) : []) {
      const was = earlier(item), wasShort = was && then.shortfalls(was).find(each => each.service.id === earlierId(service.id));
      if (!(isOwn || rests.has(start.id) || calendar === start.id) || (wasShort?.promised === promised && Math.abs(wasShort.share - share) < 1e-12)) continue;
      const args = { service: labelOf(service), reach: percentText(share, promised / 100), promised };
      const say = bound ? phrase('review.composite-at-most', '{service} with all it depends on reaches at most {reach} %, the promise is {promised} %', args)
        : phrase('review.composite', '{service} with all it depends on reaches {reach} %, the promise is {promised} %', args);
      yield { item: isOwn ? service : item, say };
    }
  }
  yield* unrecovered(start, found, then, now, earlier);
}

/** What is promised for the time after a disaster, between a service and those who supply it. */
function* unrecovered(start: Item, found: readonly Item[], then: Carrying, now: Carrying, earlier: (item: Item) => Item | undefined): Iterable<Broken> {
  const { model } = now.state, role = roleOf(model, start);
  if (role !== 'supplier-term' && role !== 'service') return;
  for (const item of found) {
    if (roleOf(model, item) !== (role === 'service' ? 'supplier-term' : 'service')) continue;
    const [whole, service] = role === 'service' ? [item, start] : [start, item];
    const agreement = whole.path.length === 0 ? model.artefact(whole.id) : undefined, was = earlier(whole), wasService = earlier(service);
    if (!agreement || !namedItems(model, agreement.data, 'services', 'service').some(({ id }) => id === service.id)) continue;
    for (const key of ['rto', 'rpo'] as const) {
      const gap = recoveryGap(agreement, model.value(service), key), wasAgreed = was && then.state.model.artefact(was.id);
      const before = wasAgreed && wasService && recoveryGap(wasAgreed, then.state.model.value(wasService), key);
      if (!gap || (before?.promised === gap.promised && before.needed === gap.needed)) continue;
      const args = { agreement: labelOf(agreement), promised: gap.promised, service: labelOf(service), needed: gap.needed };
      yield { item, say: key === 'rto'
        ? phrase('review.recovery-time', 'after a disaster {agreement} allows {promised}, {service} has to be back within {needed}', args)
        : phrase('review.recovery-point', 'in a disaster {agreement} allows a loss of {promised} of data, {service} may lose {needed}', args) };
    }
  }
}

function earlierTarget({ id }: Support, { state: { model } }: Carrying, earlierId: (id: string) => string): unknown {
  const item = model.inFiles(earlierId(id));
  return item && model.value(item);
}

/** `still`: those who supply promise what they promised before. */
function gapWord(gap: SupplyGap, limit: TimeLimit, still: boolean): Phrase {
  const promised = timeWord(limit), args = { supplier: phraseList([...new Set(gap.supports.map(({ agreement }) => labelOf(agreement)))]), promised };
  if (gap.gap === 'hours') {
    const hours = { ...args, calendar: labelOf(gap.calendar), needed: labelOf(gap.needed) };
    return phrase('review.gap-hours', '{supplier} is kept in the hours of {calendar} only, the promise holds in those of {needed}', hours);
  }
  if (gap.gap === 'response') {
    const answer = { ...args, answer: timeWord(gap.answer) };
    return phrase('review.gap-response', '{supplier} allows {answer} until somebody answers, which leaves too little of the {promised} promised', answer);
  }
  const total = timeWord({ ...limit, minutes: gap.minutes });
  if (gap.supports.length > 1) return phrase('review.gap-together', '{supplier} together may take {total}, the promise is {promised}', { ...args, total });
  return still ? phrase('review.gap-still', '{supplier} still allows {total}, the promise is {promised}', { ...args, total })
    : phrase('review.gap', '{supplier} allows {total} now, the promise is {promised}', { ...args, total });
}

function timeWord({ minutes, clock }: TimeLimit): Word {
  const whole = Math.round(minutes * 10) / 10, hours = Math.floor(whole / 60), rest = Math.round((whole - hours * 60) * 10) / 10;
  const inHours = amountWord(hours, 'hours'), inMinutes = amountWord(rest, 'minutes');
  return timeOf(hours === 0 ? inMinutes : rest === 0 ? inHours : joined([inHours, inMinutes], ' '), clock);
}
