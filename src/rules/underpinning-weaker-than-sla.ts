import { amountWord, timeOf, weekdayWord } from '../sms/amounts.js';
import { addTo, fields, text } from '../sms/data.js';
import { parsePeriod } from '../sms/days.js';
import { joined, phrase, phraseList } from '../sms/language.js';
import type { Model } from '../sms/model.js';
import type { Artefact, Day, Finding, Path, Report, Word } from '../sms/types.js';
import type { TimeLimit } from '../service-levels/measurability.js';
import { isLessOften, type DayStretch, type Interval } from '../service-levels/underpinning.js';
import { currentSlas, limitOf, targetsOf, termOn } from '../sms/agreements.js';
import { namedItem, namedItems } from '../sms/named.js';
import { nameOf } from '../sms/naming.js';
import { currentRisks, isClosed, isOpportunity } from '../sms/risks.js';
import { gapsUnder, OWN_WORK_SHARE, recoveryGap, suppliesOn, supportsBy, targetOn, type Support, type TimePromise } from '../sms/supplies.js';
import { currentOfKind } from './lifecycle.js';
import { addingNew, byMessage, changesIn } from './mending.js';
import type { Fix, FixContext, Rule, RuleContext } from './rule.js';

/** What suppliers and internal suppliers promise is enough for what was promised to the customer, or the gap is a risk that somebody watches. */
export const underpinningWeakerThanSla: Rule = {
  id: 'underpinning-weaker-than-sla',
  title: 'Supplies are at least as strong as what the SLA promises',
  clauses: ['8.3.4.1', '8.3.4.2'],
  grade: 'minor',
  why: 'Who promises four hours and buys eight has promised what belongs to somebody else. It need not be equal, but it has to be known and '
    + 'watched.',
  settings: { ownWorkShare: OWN_WORK_SHARE },
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
    const agreements = suppliesOn(model, today);
    const supportsOf = supportsBy(model, agreements);
    for (const sla of currentSlas(model)) {
      if (termOn(sla, today) === 'over') continue;
      for (const promise of targetsOf(sla)) {
        const under = supportsOf(sla, promise);
        if (under.length === 0) continue;
        const terms = targetOn(promise.target, sla, today), limit = limitOf(terms);
        if (limit) yield* judgeTimes(context, { sla, id: promise.id, title: promise.title, path: promise.path, terms, limit }, under, borne);
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

/** By id, what each risk that is still watched and names it names beside it. */
type GapsKnown = ReadonlyMap<string, readonly ReadonlySet<string>[]>;

/** Each support gets one finding at most. */
function* judgeTimes(context: RuleContext, promise: TimePromise, supports: readonly Support[], known: GapsKnown): Iterable<Report> {
  const { model, report, settings } = context, sla = nameOf(promise), slaId = promise.id, limit = spell(promise.limit);
  const promised = { at: { file: promise.sla.file, path: [...promise.path, 'value'] }, text: phrase('related.what-promises', 'What {name} promises', { name: promise.sla.id }) };
  for (const gap of gapsUnder(model, promise, supports, Number(settings['ownWorkShare']))) {
    if (gap.supports.some(({ agreement, id }) => isKnown(context, known, agreement, id, promise.id))) continue;
    const support = gap.gap === 'sum' ? gap.longest : gap.supports[0], { agreement, target } = support, file = agreement.file, at = { file, path: [...support.path, 'value'] };
    if (gap.gap === 'hours') {
      const place = text(target, 'calendar') === undefined ? ['supportHours'] : [...support.path, 'calendar'];
      yield report({ file, path: place }, 'hours', {
        target: nameOf(support), sla, slaId, calendar: nameOf(gap.calendar), needed: nameOf(gap.needed), left: spellHours(gap.left),
      }, { related: [promised] });
    } else if (gap.gap === 'response') {
      const { minutes, clock } = gap.answer, left = spell({ minutes: Math.max(0, promise.limit.minutes - minutes), clock });
      yield report(at, 'response', { target: nameOf(support), sla, slaId, limit, answer: spell(gap.answer), left }, { related: [promised] });
    } else {
      const others = gap.supports.filter(one => one !== support);
      yield report(at, 'sum', {
        sla, slaId, limit, total: spell({ minutes: gap.minutes, clock: promise.limit.clock }), links: phraseList(gap.supports.map(nameOf)), count: gap.supports.length,
      }, {
        related: [promised, ...others.map(other => ({ at: { file: other.agreement.file, path: [...other.path, 'value'] }, text: phrase('related.is-part-of-the-chain', '{name} is part of the chain', { name: other.id }) }))],
      });
    }
  }
}

/** Recovery after a disaster and reports, service by service and SLA by SLA. */
function* judgeAgreement(context: RuleContext, agreement: Artefact, known: GapsKnown, reported: ReadonlyMap<string, readonly Reported[]>): Iterable<Report> {
  const { model, report } = context, services = namedItems(model, agreement.data, 'services', 'service');
  const args = { agreement: nameOf(agreement), agreementId: agreement.id };
  if (isKnown(context, known, agreement)) return;
  for (const key of ['rto', 'rpo'] as const) {
    const tighter = services.flatMap(service => {
      const gap = recoveryGap(agreement, model.value(service), key);
      return gap ? [{ service, ...gap }] : [];
    }).sort((a, b) => a.minutes - b.minutes)[0];
    if (!tighter) continue;
    yield report({ file: agreement.file, path: ['continuity', key] }, 'recovery',
      { ...args, promised: key === 'rto' ? phrase('recovery.time', '{time} until it works again', { time: tighter.promised }) : phrase('recovery.loss', 'a loss of {time} of data', { time: tighter.promised }),
        service: nameOf(tighter.service),
        needed: key === 'rto' ? phrase('recovery.back-within', 'has to be back within {time}', { time: tighter.needed }) : phrase('recovery.may-lose', 'may lose {time} at most', { time: tighter.needed }) },
      { related: [{ at: { file: tighter.service.file, path: [...tighter.service.path, 'continuity', key] }, text: phrase('related.what-needs', 'What {name} needs', { name: tighter.service.id }) }] });
  }
  const every = text(fields(agreement.data, 'reporting'), 'every'), interval = parsePeriod(every);
  if (every === undefined || !interval) return;
  const more = [...new Set(services.flatMap(({ id }) => reported.get(id) ?? []))].filter(one => isLessOften(interval, one.interval));
  const [first] = more;
  if (!first) return;
  yield report({ file: agreement.file, path: ['reporting', 'every'] }, 'reporting',
    { ...args, every, slas: phraseList(more.map(({ sla }) => sla.id)), needed: first.needed, count: more.length },
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
  return known.has(agreement.id) || (support !== undefined && known.has(support))
    || (party !== undefined && promise !== undefined && (known.get(party) ?? []).some(named => named.has(promise)));
}

function gapsKnown(model: Model): GapsKnown {
  const named = new Map<string, Set<string>>(), open = currentRisks(model).filter(({ risk }) => !isClosed(risk) && !isOpportunity(risk));
  for (const { item } of open) named.set(placeOf(item.file, item.path), new Set());
  for (const reference of [...new Set(open.map(({ item }) => item.file))].flatMap(file => model.referencesIn(file))) {
    const item = model.resolve(reference);
    if (item) named.get(placeOf(reference.file, reference.path.slice(0, 2)))?.add(item.id);
  }
  const known = new Map<string, ReadonlySet<string>[]>();
  for (const ids of named.values()) for (const id of ids) addTo(known, id, ids);
  return known;
}

function placeOf(file: string, path: Path): string { return [file, ...path].join('\n'); }

function spell({ minutes, clock }: TimeLimit): Word {
  const rounded = Math.round(minutes * 10) / 10, hours = Math.floor(rounded / 60), rest = Math.round((rounded - hours * 60) * 10) / 10;
  const whole = rounded < 120 && rest > 0 ? [amountWord(rounded, 'minutes')]
    : [...(hours > 0 ? [amountWord(hours, 'hours')] : []), ...(rest > 0 || hours === 0 ? [amountWord(rest, 'minutes')] : [])];
  return timeOf(joined(whole, ' '), clock);
}

const MOST_LISTED = 2;

function spellHours(left: readonly DayStretch[]): Word {
  const time = (minutes: number): string => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
  const shown = left.slice(0, MOST_LISTED).map(({ day, from, to }) => phrase('stretch', '{day} {from} to {to}', { day: weekdayWord(day), from: time(from), to: time(to) }));
  return left.length > MOST_LISTED ? phrase('stretches.more', '{stretches} and {count} more stretches of the week', { stretches: joined(shown), count: left.length - MOST_LISTED }) : phraseList(shown);
}

/** The gap as a risk that names the promise and whoever may not keep it; how grave it is, a person says. */
function* asRisk(context: FixContext, { file, args }: Finding): Iterable<Fix> {
  const { model } = context, party = text(model.files.get(file)?.artefact?.data, 'party'), [register] = currentOfKind(model, 'risk-register'), promise = String(args['slaId'] ?? '');
  if (!register || party === undefined) return;
  const entry = { title: `${party} may be too slow for ${promise}`, category: 'other-party', parties: [party], [promise.includes('#') ? 'targets' : 'agreements']: [promise] };
  const changes = changesIn(context, register.file, addingNew(context, register.file, ['risks'], [entry]));
  if (changes) yield { say: 'risk', args: { register: nameOf(register) }, changes };
}
