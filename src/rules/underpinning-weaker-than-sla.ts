import { addTo, fields, list, text, texts, type Fields } from '../sms/data.js';
import { parsePeriod } from '../sms/days.js';
import { phrase } from '../sms/language.js';
import { sentenceList } from '../sms/text.js';
import type { Model } from '../sms/model.js';
import type { Artefact, Day, Finding, Item, Path, Report } from '../sms/types.js';
import { inForceOn } from '../service-levels/in-force.js';
import type { TimeLimit } from '../service-levels/measurability.js';
import {
  chainMinutes, durationMinutes, hoursLeftOut, isLessOften, latestResponse, WEEKDAYS, type DayStretch, type Interval, type SupportLink,
  type Weekday, type WeeklyHours,
} from '../service-levels/underpinning.js';
import { currentSlas, servicesOfTarget, targetsOf, termOn } from './agreements.js';
import { currentOfKind } from './lifecycle.js';
import { addingNew, byMessage, changesIn } from './mending.js';
import { nameOf } from './naming.js';
import { idOf, namedItem, namedItems } from './references.js';
import { currentRisks, isClosed, isOpportunity } from '../sms/risks.js';
import type { Fix, FixContext, Rule, RuleContext } from './rule.js';
import { SUPPLIER_AGREEMENTS } from './supplier-agreements.js';
import { limitOf } from './targets.js';

/** What suppliers and internal suppliers promise is enough for what was promised to the customer, or the gap is a risk that somebody watches. */
export const underpinningWeakerThanSla: Rule = {
  id: 'underpinning-weaker-than-sla',
  title: 'Supplies are at least as strong as what the SLA promises',
  clauses: ['8.3.4.1', '8.3.4.2'],
  grade: 'minor',
  why: 'Who promises four hours and buys eight has promised what belongs to somebody else. It need not be equal, but it has to be known and '
    + 'watched.',
  settings: { ownWorkShare: 0.5 },
  messages: {
    sum: { text: '{sla} promises {limit}, but {links} may take {total}, with the time for handing over. Agree on shorter times, promise less, or '
      + 'enter a risk that names {slaId} and the supplier.' },
    response: { text: '{target} allows {answer} until somebody answers; of the {limit} of {sla} that leaves {left} for the work. Agree on a quicker '
      + 'answer, or enter a risk that names {slaId} and the supplier.' },
    hours: { text: '{target} is kept in the hours of {calendar} only, but {sla} holds in those of {needed}: {left} are left out. Agree on longer '
      + 'hours, or enter a risk that names {slaId} and the supplier.' },
    recovery: { text: 'After a disaster {agreement} allows {promised}, but {service} {needed}. Agree on less, or enter a risk that names '
      + '{agreementId}.' },
    reporting: { text: '{agreement} brings reports at an interval of {every}, but {slas} promises them at one of {needed}. Agree on reports as '
      + 'often, or enter a risk that names {agreementId}.' },
  },
  *check(context) {
    const { model, today } = context, borne = gapsKnown(model);
    const agreements = SUPPLIER_AGREEMENTS.flatMap(kind => currentOfKind(model, kind)).filter(agreement => termOn(agreement, today) !== 'over');
    const supportsOf = supportsBy(model, agreements);
    for (const sla of currentSlas(model)) {
      if (termOn(sla, today) === 'over') continue;
      for (const promise of targetsOf(sla)) {
        const terms = inForce(promise.target, sla, today), limit = limitOf(terms);
        if (!limit) continue;
        const under = supportsOf(sla, promise);
        yield* judgeTimes(context, { sla, id: promise.id, title: promise.title, path: promise.path, terms, limit }, under, borne);
      }
    }
    const reported = reportsByService(model, today);
    for (const agreement of agreements) yield* judgeAgreement(context, agreement, borne, reported);
  },
  fixes: { risk: 'Enter a risk that names both in {register}' },
  fix: byMessage({ sum: asRisk, response: asRisk, hours: asRisk }),
  examples: {
    good: [`
//- parties.yaml
{ kind: party-register, id: PARTIES, title: Parties, parties: [{ id: SUP-A, title: Carrier, type: external-supplier }, { id: SUP-NET, title: Network team, type: internal-supplier }] }
//- catalogue.yaml
{ kind: service-catalogue, id: CAT, title: Services, services: [{ id: SVC-NET, title: Network, continuity: { rto: 4 hours, rpo: 1 hour } }] }
//- calendars.yaml
kind: calendar
id: CALENDARS
title: Calendars
calendars:
  - { id: CAL-24X7, title: Around the clock, timeZone: Europe/Amsterdam, hours: always }
  - { id: CAL-DAY, title: By day, timeZone: Europe/Amsterdam, hours: [{ days: [mon, tue, wed, thu, fri], from: "08:00", to: "18:00" }] }
//- sla.yaml
kind: sla
id: SLA-A
title: SLA with Boreal
services: [SVC-NET]
reporting: { every: 1 month }
targets:
  - { id: p1, title: Restoration of P1, metric: restoration-time, priority: P1, operator: at-most, value: 4, unit: hours, window: calendar-month, calendar: CAL-24X7 }
  - { id: p3, title: Restoration of P3, metric: restoration-time, priority: P3, operator: at-most, value: 16, unit: business-hours, window: calendar-month, calendar: CAL-DAY }
//- carrier.yaml
kind: supplier-contract
id: CON-A
title: Contract with the carrier
party: SUP-A
services: [SVC-NET]
supportHours: CAL-24X7
continuity: { rto: 240 minutes, rpo: 0 minutes }
reporting: { every: 30 days }
targets:
  - { id: repair, title: Repair of the line, supports: [SLA-A#p1], metric: restoration-time, priority: P1, operator: at-most, value: 2, unit: hours, handover: 20 minutes }
  - { id: answer, title: Answer, supports: [SLA-A#p1], metric: response-time, priority: P1, operator: at-most, value: 2, unit: hours }
//- team.yaml
kind: internal-agreement
id: AGR-NET
title: Agreement with the network team
party: SUP-NET
supportHours: CAL-DAY
targets:
  - { id: p1, title: Search for the fault, supports: [SLA-A#p1], metric: restoration-time, priority: P1, operator: at-most, value: 100, unit: minutes, calendar: CAL-24X7 }
  - { id: p3, title: Restoration of P3, supports: [SLA-A#p3], metric: restoration-time, priority: P3, operator: at-most, value: 16, unit: business-hours }
`, `
//- risks.yaml
{ kind: risk-register, id: RISKS, title: Risks, risks: [{ id: RSK-1, title: The carrier is slower than we promised, parties: [SUP-A], targets: ["SLA-A#p1"] }] }
//- parties.yaml
{ kind: party-register, id: PARTIES, title: Parties, parties: [{ id: SUP-A, title: Carrier, type: external-supplier }] }
//- sla.yaml
kind: sla
id: SLA-A
title: SLA with Boreal
targets:
  - { id: p1, title: Restoration of P1, metric: restoration-time, priority: P1, operator: at-most, value: 4, unit: hours, window: calendar-month }
//- carrier.yaml
kind: supplier-contract
id: CON-A
title: Contract with the carrier
party: SUP-A
targets:
  - { id: repair, title: Repair of the line, supports: [SLA-A#p1], metric: restoration-time, operator: at-most, value: 8, unit: hours }
`],
    bad: [`
//- parties.yaml
{ kind: party-register, id: PARTIES, title: Parties, parties: [{ id: SUP-A, title: Carrier, type: external-supplier }, { id: SUP-NET, title: Network team, type: internal-supplier }] }
//- catalogue.yaml
{ kind: service-catalogue, id: CAT, title: Services, services: [{ id: SVC-NET, title: Network, continuity: { rto: 4 hours, rpo: 1 hour } }] }
//- calendars.yaml
kind: calendar
id: CALENDARS
title: Calendars
calendars:
  - { id: CAL-24X7, title: Around the clock, timeZone: Europe/Amsterdam, hours: always }
  - { id: CAL-DAY, title: By day, timeZone: Europe/Amsterdam, hours: [{ days: [mon, tue, wed, thu, fri], from: "08:00", to: "18:00" }] }
//- sla.yaml
kind: sla
id: SLA-A
title: SLA with Boreal
services: [SVC-NET]
reporting: { every: 1 month }
targets:
  - { id: p1, title: Restoration of P1, metric: restoration-time, priority: P1, operator: at-most, value: 4, unit: hours, window: calendar-month, calendar: CAL-24X7 }
  - { id: p2, title: Restoration of P2, metric: restoration-time, priority: P2, operator: at-most, value: 8, unit: hours, window: calendar-month, calendar: CAL-24X7 }
//- carrier.yaml
kind: supplier-contract
id: CON-A
title: Contract with the carrier
party: SUP-A
services: [SVC-NET]
supportHours: CAL-24X7
continuity: { rto: 5 hours, rpo: 0 minutes }
//                 ^^^^^^^ underpinning-weaker-than-sla recovery
reporting: { every: 3 months }
//                  ^^^^^^^^ underpinning-weaker-than-sla reporting
targets:
  - { id: repair, title: Repair of the line, supports: [SLA-A#p1], metric: restoration-time, priority: P1, operator: at-most, value: 2, unit: hours, handover: 21 minutes }
//                                                                                                                                   ^ underpinning-weaker-than-sla sum
  - { id: answer, title: Answer, supports: [SLA-A#p2], metric: response-time, priority: P2, operator: at-most, value: 5, unit: hours }
//                                                                                                                    ^ underpinning-weaker-than-sla response
//- team.yaml
kind: internal-agreement
id: AGR-NET
title: Agreement with the network team
party: SUP-NET
services: [SVC-NET]
targets:
  - { id: p1, title: Search for the fault, metric: restoration-time, priority: P1, operator: at-most, value: 100, unit: minutes, calendar: CAL-24X7 }
  - { id: p2, title: Restoration of P2, supports: [SLA-A#p2], metric: restoration-time, priority: P2, operator: at-most, value: 8, unit: hours, calendar: CAL-DAY }
//                                                                                                                                                        ^^^^^^^ underpinning-weaker-than-sla hours
`, `
//- risks.yaml
{ kind: risk-register, id: RISKS, title: Risks, risks: [{ id: RSK-1, title: Storms, parties: [SUP-A] }, { id: RSK-2, title: Two nights in one, targets: ["SLA-A#p1"] }] }
//- parties.yaml
{ kind: party-register, id: PARTIES, title: Parties, parties: [{ id: SUP-A, title: Carrier, type: external-supplier }] }
//- sla.yaml
kind: sla
id: SLA-A
title: SLA with Boreal
targets:
  - { id: p1, title: Restoration of P1, metric: restoration-time, priority: P1, operator: at-most, value: 4, unit: hours, window: calendar-month }
//- carrier.yaml
kind: supplier-contract
id: CON-A
title: Contract with the carrier
party: SUP-A
targets:
  - { id: repair, title: Repair of the line, supports: [SLA-A#p1], metric: restoration-time, operator: at-most, value: 8, unit: hours }
//                                                                                                                     ^ underpinning-weaker-than-sla sum
`],
  },
};

interface Promise { sla: Artefact; id: string; title: string; path: Path; terms: Fields; limit: TimeLimit }
interface Support { agreement: Artefact; path: Path; target: Fields; id: string; title: string }

/** Ids that one risk names, for each risk that is still watched. */
type GapsKnown = readonly ReadonlySet<string>[];

/** The target as it holds today: terms before their first day do not hold yet. */
function inForce(target: Fields, sla: Artefact, today: Day): Fields {
  const terms = inForceOn(target, today, text(sla.data, 'validFrom'));
  return terms === undefined || terms === target ? target : { ...target, ...terms };
}

/** Finds who supports a promise: named under `supports`; where nothing is named there, for the same metric, priority and service. */
function supportsBy(model: Model, agreements: readonly Artefact[]): (sla: Artefact, promise: { id: string; target: Fields }) => readonly Support[] {
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
    const services = servicesOfTarget(model, sla, target);
    const like = (alike.get(likeness(target) ?? '') ?? []).filter(one => services.some(service => one.services.has(service.id)));
    return [...named.get(id) ?? [], ...like.map(({ support }) => support)];
  };
}

function likeness(target: Fields): string | undefined {
  const metric = text(target, 'metric'), priority = text(target, 'priority');
  return metric === undefined || priority === undefined ? undefined : JSON.stringify([metric, priority]);
}

const ANSWERS = new Set(['acknowledgement-time', 'answer-time', 'first-response-time', 'response-time']);

/** Each support gets one finding at most: hours that do not fit first, then the answer, then the times together. */
function* judgeTimes(context: RuleContext, promise: Promise, supports: readonly Support[], known: GapsKnown): Iterable<Report> {
  const { model, report, settings } = context, own = Number(settings['ownWorkShare']), promised = ANSWERS.has(text(promise.terms, 'metric') ?? '');
  const sla = nameOf(promise), links: (SupportLink & { support: Support })[] = [];
  for (const support of supports) {
    const { agreement, target, path, id } = support, limit = limitOf(target), answer = ANSWERS.has(text(target, 'metric') ?? '');
    const related = [{ at: { file: promise.sla.file, path: [...promise.path, 'value'] }, text: phrase('related.what-promises', 'What {name} promises', { name: promise.sla.id }) }];
    const gap = isKnown(context, known, agreement, id, promise.id);
    const hours = hoursOf(model, promise, support);
    if (hours) {
      const at = text(target, 'calendar') === undefined ? { file: agreement.file, path: ['supportHours'] } : { file: agreement.file, path: [...path, 'calendar'] };
      if (!gap) yield report(at, 'hours', { target: nameOf(support), sla, slaId: promise.id, ...hours }, { related });
      continue;
    }
    if (!limit || (promised && !answer)) continue;
    if (!promised && answer) {
      const left = promise.limit.minutes - limit.minutes, latest = latestResponse(promise.limit.minutes, own);
      if (limit.clock !== promise.limit.clock || limit.minutes <= latest + 1e-9 || gap) continue;
      yield report({ file: agreement.file, path: [...path, 'value'] }, 'response',
        {
          target: nameOf(support), sla, slaId: promise.id, limit: spell(promise.limit), answer: spell(limit),
          left: spell({ minutes: Math.max(0, left), clock: limit.clock }),
        }, { related });
      continue;
    }
    if (limit.clock !== promise.limit.clock) continue;
    const handover = durationMinutes(text(target, 'handover'));
    links.push({ support, minutes: limit.minutes, ...(handover !== undefined && { handover }), parallel: text(target, 'runs') === 'at-the-same-time' });
  }
  // Times on another clock are left out: the others may be too long by themselves.
  const total = chainMinutes(links), [longest, ...others] = [...links].sort((a, b) => b.minutes - a.minutes);
  if (!longest || total <= promise.limit.minutes + 1e-9) return;
  if (links.some(({ support }) => isKnown(context, known, support.agreement, support.id, promise.id))) return;
  yield report({ file: longest.support.agreement.file, path: [...longest.support.path, 'value'] }, 'sum', {
    sla, slaId: promise.id, limit: spell(promise.limit), total: spell({ minutes: total, clock: promise.limit.clock }),
    links: sentenceList(links.map(({ support }) => nameOf(support))),
    count: links.length,
  }, {
    related: [
      { at: { file: promise.sla.file, path: [...promise.path, 'value'] }, text: phrase('related.what-promises', 'What {name} promises', { name: promise.sla.id }) },
      ...others.map(({ support }) => ({ at: { file: support.agreement.file, path: [...support.path, 'value'] }, text: phrase('related.is-part-of-the-chain', '{name} is part of the chain', { name: support.id }) })),
    ],
  });
}

/** What the support's hours leave out of those of the promise; undefined where they fit or nobody knows. */
function hoursOf(model: Model, promise: Promise, { agreement, target }: Support): { calendar: string; needed: string; left: string } | undefined {
  const needed = calendarOf(model, text(promise.terms, 'calendar'));
  const offered = calendarOf(model, text(target, 'calendar') ?? text(agreement.data, 'supportHours'));
  if (!needed || !offered || needed.item.id === offered.item.id) return undefined;
  if (needed.hours !== 'always' && offered.hours !== 'always' && needed.timeZone !== offered.timeZone) return undefined;
  const left = hoursLeftOut(offered.hours, needed.hours);
  return left.length === 0 ? undefined : { calendar: nameOf(offered.item), needed: nameOf(needed.item), left: spellHours(left) };
}

function calendarOf(model: Model, id: string | undefined): { item: Item; hours: WeeklyHours; timeZone: string | undefined } | undefined {
  const item = id === undefined ? undefined : model.item(id);
  if (item?.type !== 'calendar') return undefined;
  const value = model.value(item), timeZone = text(value, 'timeZone');
  if (text(value, 'hours') === 'always') return { item, hours: 'always', timeZone };
  const hours = list(value, 'hours').map(one => ({ days: texts(one, 'days').filter(isWeekday), from: text(one, 'from') ?? '', to: text(one, 'to') ?? '' }));
  return hours.length === 0 ? undefined : { item, hours, timeZone };
}

function isWeekday(day: string): day is Weekday { return WEEKDAYS.some(known => known === day); }

/** Recovery after a disaster and reports, service by service and SLA by SLA. */
function* judgeAgreement(context: RuleContext, agreement: Artefact, known: GapsKnown, reported: ReadonlyMap<string, readonly Reported[]>): Iterable<Report> {
  const { model, report } = context, services = namedItems(model, agreement.data, 'services', 'service');
  const args = { agreement: nameOf(agreement), agreementId: agreement.id };
  if (isKnown(context, known, agreement)) return;
  for (const key of ['rto', 'rpo']) {
    const written = text(fields(agreement.data, 'continuity'), key), promised = durationMinutes(written);
    const tighter = services.flatMap(service => {
      const need = text(fields(model.value(service), 'continuity'), key), minutes = durationMinutes(need);
      return need !== undefined && minutes !== undefined && promised !== undefined && promised > minutes ? [{ service, need, minutes }] : [];
    }).sort((a, b) => a.minutes - b.minutes)[0];
    if (!tighter) continue;
    yield report({ file: agreement.file, path: ['continuity', key] }, 'recovery',
      { ...args, promised: key === 'rto' ? `${written ?? ''} until it works again` : `a loss of ${written ?? ''} of data`, service: nameOf(tighter.service),
        needed: key === 'rto' ? `has to be back within ${tighter.need}` : `may lose ${tighter.need} at most` },
      { related: [{ at: { file: tighter.service.file, path: [...tighter.service.path, 'continuity', key] }, text: phrase('related.what-needs', 'What {name} needs', { name: tighter.service.id }) }] });
  }
  const every = text(fields(agreement.data, 'reporting'), 'every'), interval = parsePeriod(every);
  if (every === undefined || !interval) return;
  const more = [...new Set(services.flatMap(({ id }) => reported.get(id) ?? []))].filter(one => isLessOften(interval, one.interval));
  const [first] = more;
  if (!first) return;
  yield report({ file: agreement.file, path: ['reporting', 'every'] }, 'reporting',
    { ...args, every, slas: sentenceList(more.map(({ sla }) => sla.id)), needed: first.needed, count: more.length },
    { related: more.map(({ sla }) => ({ at: { file: sla.file, path: ['reporting', 'every'] }, text: phrase('related.how-often-is-reported', 'How often {name} is reported', { name: sla.id }) })) });
}

/** How often an SLA is reported. */
interface Reported { sla: Artefact; needed: string; interval: Interval }

function reportsByService(model: Model, today: Day): ReadonlyMap<string, readonly Reported[]> {
  const found = new Map<string, Reported[]>();
  for (const sla of currentSlas(model)) {
    const needed = text(fields(sla.data, 'reporting'), 'every'), interval = parsePeriod(needed);
    if (needed === undefined || !interval || termOn(sla, today) === 'over') continue;
    const one = { sla, needed, interval };
    for (const { id } of namedItems(model, sla.data, 'services', 'service')) addTo(found, id, one);
  }
  return found;
}

/** A watched risk names the agreement, its target, or the party together with what was promised to the customer. */
function isKnown({ model }: RuleContext, known: GapsKnown, agreement: Artefact, support?: string, promise?: string): boolean {
  const party = namedItem(model, agreement.data, 'party')?.id;
  return known.some(named => named.has(agreement.id) || (support !== undefined && named.has(support))
    || (party !== undefined && promise !== undefined && named.has(party) && named.has(promise)));
}

function gapsKnown(model: Model): GapsKnown {
  const named = new Map<string, Set<string>>(), open = currentRisks(model).filter(({ risk }) => !isClosed(risk) && !isOpportunity(risk));
  for (const { item } of open) named.set(placeOf(item.file, item.path), new Set());
  for (const reference of [...new Set(open.map(({ item }) => item.file))].flatMap(file => model.referencesIn(file))) {
    const item = model.resolve(reference);
    if (item) named.get(placeOf(reference.file, reference.path.slice(0, 2)))?.add(item.id);
  }
  return [...named.values()];
}

function placeOf(file: string, path: Path): string { return `${file} ${JSON.stringify(path)}`; }

function spell({ minutes, clock }: TimeLimit): string {
  const rounded = Math.round(minutes * 10) / 10, hours = Math.floor(rounded / 60), rest = Math.round((rounded - hours * 60) * 10) / 10;
  const count = (amount: number, unit: string): string => `${amount} ${unit}${amount === 1 ? '' : 's'}`;
  const whole = rounded < 120 && rest > 0 ? [count(rounded, 'minute')]
    : [...(hours > 0 ? [count(hours, 'hour')] : []), ...(rest > 0 || hours === 0 ? [count(rest, 'minute')] : [])];
  return `${whole.join(' ')}${clock === 'business' ? ' of working time' : ''}`;
}

const DAY_NAMES: Readonly<Record<Weekday, string>> = {
  mon: 'Monday', tue: 'Tuesday', wed: 'Wednesday', thu: 'Thursday', fri: 'Friday', sat: 'Saturday', sun: 'Sunday',
};
const MOST_LISTED = 2;

function spellHours(left: readonly DayStretch[]): string {
  const time = (minutes: number): string => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
  const shown = left.slice(0, MOST_LISTED).map(({ day, from, to }) => `${DAY_NAMES[day]} ${time(from)} to ${time(to)}`);
  return sentenceList(left.length > MOST_LISTED ? [...shown, `${left.length - MOST_LISTED} more stretches of the week`] : shown);
}

/** The gap as a risk that names the promise and whoever may not keep it; how grave it is, a person says. */
function* asRisk(context: FixContext, { file, args }: Finding): Iterable<Fix> {
  const { model } = context, party = text(model.files.get(file)?.artefact?.data, 'party'), [register] = currentOfKind(model, 'risk-register'), promise = String(args['slaId'] ?? '');
  if (!register || party === undefined) return;
  const entry = { title: `${party} may be too slow for ${promise}`, category: 'other-party', parties: [party], [promise.includes('#') ? 'targets' : 'agreements']: [promise] };
  const changes = changesIn(context, register.file, addingNew(context, register.file, ['risks'], [entry]));
  if (changes) yield { say: 'risk', args: { register: nameOf(register) }, changes };
}
