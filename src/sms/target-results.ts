import { addDays, isDay } from './days.js';
import { fields, list, number, objects, text, texts, type Fields } from './data.js';
import { successorsIn } from './header.js';
import type { Model } from './model.js';
import { foundOnce, foundSame, sameData, type Findings } from './reads.js';
import { phrase } from './language.js';
import type { Artefact, Day, Path, Phrase } from './types.js';
import type { WorkCalendar } from '../service-levels/calendar.js';
import { dueAt, priorityThatCounts, readClock, type ClockTerms, type NoReading, type Reading, type Ticket, type TimeUnit } from '../service-levels/clock.js';
import { inForceOn, type Terms } from '../service-levels/in-force.js';
import { isTimeMetric } from '../service-levels/measurability.js';
import { dayNumber, instantOf, startOfDay, type Instant } from '../service-levels/time-zone.js';
import { workCalendars } from './calendars.js';
import { idOf, idsIn } from './named.js';

/**
 * `past-due`: still running, and the time is used up. Reasons for `not-computable`: `no-day` (when the record began is unknown), `no-terms` (nothing
 * was promised on its day, or nobody knows what), `no-limit` (no time at most that a clock could be held against), `no-calendar`, `no-clock`,
 * `no-moment` (what is written where the clock starts or stops is no moment, or lies after today), `no-stop` (the record has gone on to a later step,
 * and when the clock stopped is not known), or what the clock says.
 */
export type TargetState = 'met' | 'missed' | 'running' | 'past-due' | 'not-computable';
export type NotComputable = 'no-day' | 'no-terms' | 'no-limit' | 'no-calendar' | 'no-clock' | 'no-moment' | 'no-stop' | NoReading['problem'];

/** A service level target that a record can be held against. */
export interface ServiceTarget {
  /** Full name: `SLA-BOREAL#p1-restore`. */
  id: string;
  title: string;
  sla: Artefact;
  /** In the SLA. */
  path: Path;
  value: Fields;
  metric: string;
  customers: readonly string[];
  services: readonly string[];
  priority: string | undefined;
}

export interface TargetResult {
  target: ServiceTarget;
  /** Those of the day on which the record began (format.md F9). */
  terms?: Terms;
  /** In `unit`. */
  limit?: number;
  elapsed?: number;
  unit?: TimeUnit;
  state: TargetState;
  reason?: NotComputable;
  reading?: Reading;
}

/** A record, and the log that it stands in where it is none of its own. */
export interface DatedRecord { data: Fields; log?: Artefact }

export interface ServiceTargets {
  /** By full name; of any SLA. */
  named(id: string): ServiceTarget | undefined;
  /**
   * The targets that apply to a record: those it names; for a request those of its model for its customer; else the times that the SLAs of its
   * customer and service, valid on its day, promise for its priority.
   */
  of(data: Fields): readonly ServiceTarget[];
  /** Whether an SLA valid on the day promises this customer times for this service, whatever the priority. */
  promises(service: string, customer: string, day: Day): boolean;
  /** What became of them. `today` is looked at from its first moment on; a row from the moment of its export, if that was earlier. */
  results(record: DatedRecord, today: Day): readonly TargetResult[];
}

/** An incident or request against the targets that apply, each with the terms of its day, elapsed time, limit and state. */
export function targetResults(model: Model, record: DatedRecord, today: Day): readonly TargetResult[] {
  return serviceTargets(model).results(record, today);
}

/** The targets of all SLAs of the Model; built once for it. */
export function serviceTargets(model: Model): ServiceTargets {
  return foundOnce(model, byModel, build);
}

const byModel: Findings<ServiceTargets> = new WeakMap();

const prioritiesByModel: Findings<readonly string[]> = new WeakMap();

/** No closure of `build`: what is kept of it would keep the whole Model. */
function prioritiesIn(model: Model): readonly string[] { return model.ofKind('priority-matrix').flatMap(({ data }) => texts(data, 'priorities')); }

/** The targets that request models name, by their ids. */
function targetsOfModels(model: Model): ReadonlyMap<string, readonly string[]> {
  const find = (seen: Model): ReadonlyMap<string, readonly string[]> => new Map(seen.ofKind('request-model').map(({ id, data }) => [id.normalize('NFC'), texts(data, 'targets')] as const).reverse());
  return foundSame(model, targetsByModel, find, (before, now) => sameData([...before], [...now]));
}

const targetsByModel: Findings<ReadonlyMap<string, readonly string[]>> = new WeakMap();

/** Why a named target is not one of this record; undefined where it is. */
export function misfit(target: ServiceTarget, data: Fields, model: Model): Phrase | undefined {
  const [customer, service] = (['customer', 'service'] as const).map(key => {
    const id = text(data, key);
    return id === undefined ? undefined : model.item(id)?.id;
  });
  // A priority that changed has targets of more than one.
  const priority = data['priorityChanges'] === undefined ? text(data, 'priority') : undefined;
  if (customer !== undefined && !target.customers.includes(customer)) return phrase('misfit.customer', 'of another customer than {customer}', { customer });
  if (service !== undefined && target.services.length > 0 && !target.services.includes(service)) return phrase('misfit.service', 'not for {service}', { service });
  if (target.priority !== undefined && priority !== undefined && target.priority !== priority) {
    return phrase('misfit.priority', 'for priority {own}, not {priority}', { own: target.priority, priority });
  }
  return undefined;
}

/** Those that no longer count: taken back, or the same thing as another record. */
export function isLeftOut(data: Fields): boolean { return data['status'] === 'cancelled' || text(data, 'duplicateOf') !== undefined; }

/** The day on which a record began, where it began: the clock time of its own offset. Undefined for one that does not exist. */
export function openingDay(data: Fields): Day | undefined {
  const at = data['openedAt'];
  if (typeof at !== 'string' || at.length < 10) return undefined;
  const day = at.slice(0, 10);
  return dayNumber(day) === undefined ? undefined : day;
}

interface Candidate extends ServiceTarget {
  from: Day; to: Day; replaced: boolean;
  /** Its terms by the days that were asked for: records of one day are many. */
  byDay?: Map<Day, Terms | undefined>;
}

const MOST_IDS = 1000;

const EVER = '0000-00-00', NEVER = '9999-12-31';

function build(model: Model): ServiceTargets {
  const byId = new Map<string, Candidate>(), byKey = new Map<string, Candidate[]>(), byPair = new Map<string, Candidate[]>();
  for (const candidate of candidatesOf(model)) {
    byId.set(candidate.id, candidate);
    if (candidate.priority === undefined || !isTimeMetric(candidate.metric)) continue;
    for (const customer of candidate.customers) for (const service of candidate.services) {
      add(byKey, keyOf(service, customer, candidate.priority), candidate);
      add(byPair, keyOf(service, customer), candidate);
    }
  }
  const priorities = foundSame(model, prioritiesByModel, prioritiesIn, sameData);
  const calendar = workCalendars(model), clocks = new WeakMap<Terms, ClockTerms | NotComputable>();
  const clockOf = (terms: Terms): ClockTerms | NotComputable => {
    let known = clocks.get(terms);
    if (known === undefined) clocks.set(terms, known = clockTerms(terms, calendar));
    return known;
  };
  const ids = new Map<string, string>();
  const id = (data: Fields, key: string): string | undefined => {
    const written = text(data, key);
    if (written === undefined) return undefined;
    let known = ids.get(written);
    if (known === undefined) {
      known = idOf(model, written);
      // Rows name the same few services and customers over and over again.
      if (ids.size < MOST_IDS) ids.set(written, known);
    }
    return known;
  };
  const named = (full: string): Candidate | undefined => byId.get(full) ?? byId.get(model.item(full)?.id ?? '');
  const ofModel = (data: Fields): readonly Candidate[] => {
    const request = text(data, 'requestModel'), of = request === undefined ? undefined : targetsOfModels(model).get(request.normalize('NFC'));
    const customer = id(data, 'customer'), day = openingDay(data);
    return of === undefined || customer === undefined ? []
      : of.flatMap(full => named(full) ?? []).filter(found => found.customers.includes(customer) && (day === undefined || validOn(found, day)));
  };
  const of = (data: Fields): readonly Candidate[] => {
    if (isLeftOut(data)) return [];
    const own = texts(data, 'targets');
    if (own.length > 0) return own.flatMap(full => named(full) ?? []);
    const service = id(data, 'service'), customer = id(data, 'customer'), priority = priorityOfRecord(data, priorities), day = openingDay(data);
    if (text(data, 'requestModel') !== undefined) return ofModel(data);
    if (service === undefined || customer === undefined || priority === undefined || day === undefined) return [];
    const valid = (byKey.get(keyOf(service, customer, priority)) ?? []).filter(candidate => validOn(candidate, day));
    return valid.every(({ replaced }) => replaced) ? valid : valid.filter(({ replaced }) => !replaced);
  };
  let last: { data: Fields; today: Day; results: readonly TargetResult[] } | undefined;
  const starts = new Map<Day, Instant>(), exports = new WeakMap<Artefact, Instant>();
  const nowFor = (log: Artefact | undefined, today: Day): Instant => {
    let now = starts.get(today);
    if (now === undefined) starts.set(today, now = startOfDay(model.config.timeZone, today) ?? Date.parse(`${today}T00:00:00Z`));
    if (!log) return now;
    let exported = exports.get(log);
    if (exported === undefined) exports.set(log, exported = instantOf(text(fields(log.data, 'table'), 'exportedAt') ?? '') ?? Infinity);
    return Math.min(now, exported);
  };
  const ends = new Map<Day, Instant>();
  const endFor = (today: Day): Instant => {
    let end = ends.get(today);
    if (end === undefined) ends.set(today, end = startOfDay(model.config.timeZone, addDays(today, 1)) ?? Infinity);
    return end;
  };
  return {
    named, of,
    promises: (service, customer, day) => (byPair.get(keyOf(service, customer)) ?? []).some(candidate => validOn(candidate, day)),
    results: ({ data, log }, today) => {
      // Several rules ask about one record, one after the other.
      if (last?.data === data && last.today === today) return last.results;
      const targets = of(data), ticket = targets.length === 0 ? undefined : ticketOf(data);
      const times = ticket && { now: nowFor(log, today), latest: endFor(today) };
      const results = times ? targets.map(target => resultOf(target, data, ticket, times, clockOf)) : [];
      last = { data, today, results };
      return results;
    },
  };
}

/** When the time of a target was or will be used up for a record, holds counted; undefined where nobody can compute it. */
export function usedUpAt(model: Model, { data }: DatedRecord, { terms }: TargetResult, today: Day): Instant | undefined {
  const clock = terms && clockTerms(terms, workCalendars(model));
  return typeof clock === 'object' ? dueAt(clock, ticketOf(data), startOfDay(model.config.timeZone, today) ?? Date.parse(`${today}T00:00:00Z`)) : undefined;
}

/** `now`: until when a clock runs. No moment lies at `latest` or after it. */
interface Times { now: Instant; latest: Instant }

function resultOf(target: Candidate, data: Fields, ticket: Ticket, { now, latest }: Times, clockOf: (terms: Terms) => ClockTerms | NotComputable): TargetResult {
  const day = openingDay(data);
  if (day === undefined) return { target, state: 'not-computable', reason: 'no-day' };
  const byDay = target.byDay ??= new Map<Day, Terms | undefined>();
  if (!byDay.has(day)) byDay.set(day, termsOn(target, day));
  const terms = byDay.get(day);
  if (!terms) return { target, state: 'not-computable', reason: 'no-terms' };
  const clock = clockOf(terms);
  if (typeof clock === 'string') return { target, terms, state: 'not-computable', reason: clock };
  const isWrong = (name: string): boolean => typeof data[name] === 'string' && (ticket.moments[name] ?? Infinity) >= latest;
  if (isWrong(clock.starts) || isWrong(clock.stops)) return { target, terms, state: 'not-computable', reason: 'no-moment' };
  if (ticket.moments[clock.stops] === undefined && isBeyond(data, clock.stops)) return { target, terms, state: 'not-computable', reason: 'no-stop' };
  const { value: limit, unit } = clock, reading = readClock(clock, ticket, now);
  if ('problem' in reading) {
    if (reading.problem === 'not-started') return { target, terms, limit, unit, state: 'running' };
    return { target, terms, limit, unit, state: 'not-computable', reason: reading.problem };
  }
  const state = reading.met === undefined ? 'running' : reading.met ? 'met' : reading.stoppedAt === undefined ? 'past-due' : 'missed';
  return { target, terms, limit, unit, elapsed: reading.elapsed, state, reading };
}

/** The steps of a record in their order: the moment that shows one, and the statuses that say that it was taken. */
const STEPS: readonly { key: string; statuses: readonly string[] }[] = [
  { key: 'acknowledgedAt', statuses: ['in-progress', 'on-hold'] }, { key: 'restoredAt', statuses: ['restored'] }, { key: 'resolvedAt', statuses: ['resolved'] },
  { key: 'fulfilledAt', statuses: ['fulfilled'] }, { key: 'closedAt', statuses: ['closed', 'rejected'] },
];

/** Whether a record has taken the step that stops a clock, or a later one, by its status or its moments: it does not wait for that step any more. */
function isBeyond(data: Fields, stops: string): boolean {
  const at = STEPS.findIndex(({ key }) => key === stops), status = text(data, 'status') ?? '';
  // Of one that was opened again the moments of before are still there.
  const moments = list(data, 'reopened').length === 0;
  return STEPS.slice(at < 0 ? -1 : at).some(({ key, statuses }) => statuses.includes(status) || (moments && key !== stops && text(data, key) !== undefined));
}

/** Where the day of the present terms does not exist, nobody knows until when the earlier ones held: that is told there. */
function termsOn({ value, from }: Candidate, day: Day): Terms | undefined {
  const since = text(value, 'effectiveFrom');
  return since === undefined || isDay(since) ? inForceOn(value, day, from) : undefined;
}

/** SLAs that bind or once bound: a draft promises nothing, and what was replaced holds for the days before. */
function* candidatesOf(model: Model): Iterable<Candidate> {
  const successors = successorsIn(model);
  for (const sla of model.ofKind('sla')) {
    const status = text(sla.data, 'status'), replaced = status === 'superseded';
    if (status === 'draft' || status === 'in-review' || status === 'withdrawn') continue;
    const ids = (key: string, of: unknown): readonly string[] => idsIn(model, of, key);
    const follows = (successors.get(sla.id) ?? []).flatMap(({ data }) => text(data, 'validFrom') ?? text(data, 'effectiveFrom') ?? []).sort()[0];
    const end = follows === undefined ? undefined : addDays(follows, -1), customers = ids('customers', sla.data), services = ids('services', sla.data);
    for (const { at, value } of objects(sla.data, 'targets')) {
      const local = text(value, 'id'), own = ids('services', value);
      if (local === undefined) continue;
      yield {
        id: `${sla.id}#${local}`, title: text(value, 'title') ?? local, sla, path: ['targets', at], value, metric: text(value, 'metric') ?? '',
        customers, services: own.length > 0 ? own : services, priority: text(value, 'priority'),
        from: text(sla.data, 'validFrom') ?? text(sla.data, 'effectiveFrom') ?? EVER, to: text(sla.data, 'validTo') ?? end ?? NEVER, replaced,
      };
    }
  }
}

function validOn({ from, to }: Candidate, day: Day): boolean { return from <= day && day <= to; }

function keyOf(...parts: readonly string[]): string { return parts.join('\n'); }

function add(map: Map<string, Candidate[]>, key: string, candidate: Candidate): void {
  const found = map.get(key);
  if (found) found.push(candidate); else map.set(key, [candidate]);
}

function priorityOfRecord(data: Fields, order: readonly string[]): string | undefined {
  const priority = text(data, 'priority');
  if (list(data, 'priorityChanges').length === 0) return priority;
  const { priorityChanges } = ticketOf(data);
  return priorityThatCounts(order, { ...(priority !== undefined && { priority }), ...(priorityChanges && { priorityChanges }) }) ?? priority;
}

/** The terms as the clock reads them, or why it cannot. */
function clockTerms(terms: Terms, calendar: (id: string) => WorkCalendar | undefined): ClockTerms | NotComputable {
  const value = number(terms, 'value'), unit = text(terms, 'unit'), clock = fields(terms, 'clock'), warningAt = number(terms, 'warningAt');
  if (value === undefined || !isTimeUnit(unit) || text(terms, 'operator') !== 'at-most') return 'no-limit';
  const starts = text(clock, 'starts'), stops = text(clock, 'stops'), hours = calendar(text(terms, 'calendar') ?? '');
  if (!hours) return 'no-calendar';
  if (starts === undefined || stops === undefined) return 'no-clock';
  const reopenedWithin = text(clock, 'reopenedWithin');
  return {
    value, unit, calendar: hours, starts, stops, holds: texts(clock, 'holds'), onPriorityChange: text(clock, 'onPriorityChange') === 'restarts' ? 'restarts' : 'continues',
    ...(reopenedWithin !== undefined && { reopenedWithin }), ...(warningAt !== undefined && { warningAt }),
  };
}

const UNITS: ReadonlySet<string> = new Set<TimeUnit>(['seconds', 'minutes', 'hours', 'days', 'business-hours', 'business-days']);

function isTimeUnit(unit: string | undefined): unit is TimeUnit { return unit !== undefined && UNITS.has(unit); }

/** The moments of a record, keyed as in it, its holds, reopenings and changes of priority. */
function ticketOf(data: Fields): Ticket {
  const moments: Record<string, Instant | undefined> = {};
  for (const key in data) {
    const value = data[key];
    if (typeof value === 'string' && key.endsWith('At')) moments[key] = instantOf(value);
  }
  const at = (of: Fields, key: string): Instant | undefined => instantOf(text(of, key) ?? '');
  const holds = objects(data, 'holds').map(({ value }) => {
    const reason = text(value, 'reason'), from = at(value, 'from'), to = at(value, 'to');
    return { ...(reason !== undefined && { reason }), ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
  });
  const reopened = objects(data, 'reopened').flatMap(({ value }) => {
    const again = at(value, 'at'), resolvedAt = at(value, 'resolvedAt');
    return again === undefined ? [] : [{ at: again, ...(resolvedAt !== undefined && { resolvedAt }) }];
  });
  const priorityChanges = objects(data, 'priorityChanges').flatMap(({ value }) => {
    const changed = at(value, 'at'), from = text(value, 'from'), to = text(value, 'to');
    return changed === undefined || to === undefined ? [] : [{ at: changed, to, ...(from !== undefined && { from }) }];
  });
  return { moments, ...(holds.length > 0 && { holds }), ...(reopened.length > 0 && { reopened }), ...(priorityChanges.length > 0 && { priorityChanges }) };
}
