import { list, number, text, type Fields } from '../sms/data.js';
import { joined, phrase, phraseList } from '../sms/language.js';
import type { Model } from '../sms/model.js';
import { currentRisks, isClosed, isOpportunity } from '../sms/risks.js';
import type { Artefact, Day, Item, Path, Phrase, Word } from '../sms/types.js';
import { readUnderpinning, restsOnBroken, serviceHours, type Underpinning } from '../sms/underpinning.js';
import { compositeAvailability, neededFromWeakest, percentText } from '../service-levels/composite.js';
import { inForceOn } from '../service-levels/in-force.js';
import { currentSlas, servicesOfTarget, targetsOf, termOn } from '../sms/agreements.js';
import { nameOf } from '../sms/naming.js';
import type { Rule } from './rule.js';
import { isMeasurable } from './targets.js';

/** An availability that is promised is not above what the service and all it depends on can reach together. */
export const slaAvailabilityExceedsComposite: Rule = {
  id: 'sla-availability-exceeds-composite',
  title: 'Availability targets are possible with what the service depends on',
  clauses: ['8.3.3', '8.7.1', '8.3.4.1'],
  grade: 'observation',
  why: 'A service is down whenever one of the parts it needs is down. A promise above what the parts can reach together will be missed '
    + 'sooner or later, '
    + 'and whoever made it should have known.',
  messages: {
    exceeds: { text: '{target} promises {promised} %, but {figures}. A risk is recorded for it; see whether it still stands. {needed}' },
    'exceeds-without-risk': { absence: true, text: '{target} promises {promised} %, but {figures}. No risk is recorded for it: lower the promise, '
      + 'strengthen what the service depends on, '
      + 'or enter the risk. {needed}', grade: 'minor' },
    hours: { text: '{target} promises {service} in more hours than {parts} {verb} there, on which it depends. For the other hours the promise rests on nothing: '
      + 'agree the same hours with whoever provides the part, promise fewer, or enter the risk.' },
  },
  *check({ model, today, report }) {
    const underpinning = readUnderpinning(model), hours = serviceHours(model, today, underpinning);
    const named = riskSubjects(model);
    for (const sla of currentSlas(model)) {
      if (termOn(sla, today) === 'over') continue;
      for (const { path, target, id, title } of targetsOf(sla)) {
        if (text(target, 'metric') !== 'availability' || !isMeasurable(sla, target)) continue;
        const { terms, at } = termsOn(sla, target, path, today), promised = number(terms, 'value'), calendar = text(terms, 'calendar');
        if (promised === undefined || promised > 100 || text(terms, 'unit') !== 'percent' || text(terms, 'operator') === 'at-most') continue;
        const services = servicesOfTarget(model, sla, target).filter(service => !restsOnBroken(underpinning, service.id));
        const missed = services.flatMap(service => shortfall(model, underpinning, service, promised, hours.narrower(service, calendar)) ?? []);
        const borne = (of: readonly Item[]): boolean => named.has(id) || of.every(service => named.has(service.id));
        if (missed.length > 0) {
          yield report({ file: sla.file, path: [...at, 'value'] }, borne(missed.map(({ service }) => service)) ? 'exceeds' : 'exceeds-without-risk', {
            target: nameOf({ id, title }), promised, figures: phraseList(missed.map(({ figure }) => figure)),
            needed: joined(missed.flatMap(({ needed }) => needed ?? []), ' '), count: missed.length,
          }, { related: missed.map(({ service }) => ({ at: service, text: phrase('related.the-service-and-what-it', 'The service and what it depends on') })) });
          continue;
        }
        for (const service of services) {
          const parts = hours.needed(service, calendar).flatMap(part => model.item(part) ?? []);
          if (parts.length === 0 || borne([service])) continue;
          yield report({ file: sla.file, path: [...at, calendar === undefined ? 'value' : 'calendar'] }, 'hours', {
            target: nameOf({ id, title }), service: nameOf(service), parts: phraseList(parts.map(nameOf)), verb: parts.length === 1 ? phrase('verb.is', 'is') : phrase('verb.are', 'are'), count: parts.length,
          }, { related: parts.map(part => ({ at: { file: part.file, path: [...part.path, 'serviceHours'] }, text: phrase('related.the-hours-of', 'The hours of {name}', { name: part.id }) })) });
        }
      }
    }
  },
  examples: {
    good: [`
//- catalogue.yaml
kind: service-catalogue
id: CAT
title: Service catalogue
services:
  - id: SVC-MAIL
    title: Managed e-mail
    ownAvailability: 99.97
    dependsOn: [{ to: SVC-NET }, { to: [SUP-A, SUP-B], need: 1, availability: 99.5 }, { to: SVC-CHAT, kind: soft }]
  - { id: SVC-NET, title: Network, ownAvailability: 99.98, dependsOn: [] }
  - { id: SVC-CHAT, title: Chat, ownAvailability: 90, dependsOn: [{ to: SUP-A }] }
//- parties.yaml
{ kind: party-register, id: PARTIES, title: Parties, parties: [{ id: SUP-A, title: Relay A }, { id: SUP-B, title: Relay B }] }
//- sla.yaml
kind: sla
id: SLA-A
title: SLA with Boreal Foods
services: [SVC-MAIL]
targets: # 99.9475 % can be reached; nothing is known about Relay A alone, and a bound does not show that a promise fails
  - { id: up, title: Mail, metric: availability, operator: at-least, value: 99.94, unit: percent, window: calendar-month }
  - { id: chat, title: Chat, services: [SVC-CHAT], metric: availability, operator: at-least, value: 90, unit: percent, window: calendar-month }
`, `
//- calendars.yaml
kind: calendar
id: CALENDARS
title: Calendars
calendars:
  - { id: CAL-DAY, title: By day, timeZone: Europe/Amsterdam, hours: [{ days: [mon, tue, wed, thu, fri], from: "08:00", to: "18:00" }] }
  - { id: CAL-LONG, title: Early and late, hours: [{ days: [mon, tue, wed, thu, fri, sat], from: "06:00", to: "22:00" }] }
//- catalogue.yaml
kind: service-catalogue
id: CAT
title: Service catalogue
services:
  - { id: SVC-ERP, title: Orders, serviceHours: CAL-LONG, ownAvailability: 99.9, dependsOn: [{ to: SVC-NET }, { to: [SVC-DB1, SVC-DB2], need: 1 }] }
  - { id: SVC-NET, title: Network, serviceHours: CAL-LONG, ownAvailability: 99.9, dependsOn: [] }
  - { id: SVC-DB1, title: Database, serviceHours: CAL-LONG, ownAvailability: 99.9, dependsOn: [] }
  - { id: SVC-DB2, title: Database by day, serviceHours: CAL-DAY, ownAvailability: 99.9, dependsOn: [] }
//- sla.yaml
kind: sla
id: SLA-A
title: SLA with Boreal Foods
services: [SVC-ERP]
validFrom: 2026-01-01
targets: # until next year 99 % is promised, and by day; of two databases one is there early and late
  - id: up
    title: Orders
    metric: availability
    effectiveFrom: 2027-01-01
    operator: at-least
    value: 99.99
    unit: percent
    window: calendar-month
    calendar: CAL-LONG
    previously: [{ effectiveFrom: 2025-01-01, operator: at-least, value: 99.5, unit: percent, window: year }, { effectiveFrom: 2026-01-01, operator: at-least, value: 99, unit: percent, window: year, calendar: CAL-DAY }]
`],
    bad: [`
//- catalogue.yaml
kind: service-catalogue
id: CAT
title: Service catalogue
services:
  - { id: SVC-WEB, title: Web shop, ownAvailability: 99.9, dependsOn: [{ to: SVC-NET }, { to: SVC-DB }] }
  - { id: SVC-DB, title: Databases, ownAvailability: 99.95, dependsOn: [{ to: SVC-NET }] }
  - { id: SVC-NET, title: Network, ownAvailability: 99.9, dependsOn: [] }
  - { id: SVC-MAIL, title: Mail, dependsOn: [{ to: SVC-NET }] }
//- sla.yaml
kind: sla
id: SLA-A
title: SLA with Boreal Foods
services: [SVC-WEB]
targets:
  - { id: web, title: Web shop, metric: availability, operator: at-least, value: 99.8, unit: percent, window: calendar-month }
//                                                                               ^^^^ sla-availability-exceeds-composite exceeds-without-risk
  - { id: mail, title: Mail, services: [SVC-MAIL], metric: availability, operator: at-least, value: 99.95, unit: percent, window: calendar-month }
//                                                                                                  ^^^^^ sla-availability-exceeds-composite exceeds
//- risks.yaml
kind: risk-register
id: RISKS
title: Risks
risks:
  - { id: RSK-001, title: Mail is promised above the network, statement: SLA-A#mail is missed when the network fails. }
  - { id: RSK-002, title: The shop burns, services: [SVC-WEB], status: closed }
`, `
//- calendars.yaml
kind: calendar
id: CALENDARS
title: Calendars
calendars:
  - { id: CAL-24X7, title: Around the clock, timeZone: Europe/Amsterdam, hours: always }
  - { id: CAL-DAY, title: By day, timeZone: Europe/Amsterdam, hours: [{ days: [mon, tue, wed, thu, fri], from: "08:00", to: "18:00" }] }
//- catalogue.yaml
kind: service-catalogue
id: CAT
title: Service catalogue
services:
  - { id: SVC-ERP, title: Orders, serviceHours: CAL-24X7, ownAvailability: 99.9, dependsOn: [{ to: SVC-NET }] }
  - { id: SVC-NET, title: Network, serviceHours: CAL-DAY, ownAvailability: 90, dependsOn: [] }
//- sla.yaml
kind: sla
id: SLA-A
title: SLA with Boreal Foods
services: [SVC-ERP]
targets:
  - { id: up, title: Orders, metric: availability, operator: at-least, value: 99.5, unit: percent, window: calendar-month }
//                                                                            ^^^^ sla-availability-exceeds-composite hours
  - { id: day, title: Orders by day, metric: availability, operator: at-least, value: 89, unit: percent, window: calendar-month, calendar: CAL-DAY }
  - { id: high, title: Orders at the fairs, metric: availability, operator: at-least, value: 99.95, unit: percent, window: year, calendar: CAL-24X7 }
//                                                                                           ^^^^^ sla-availability-exceeds-composite exceeds-without-risk
`],
  },
};

/** The terms in force on the day, and where they stand; before their first day those of the target itself. */
function termsOn(sla: Artefact, target: Fields, path: Path, today: Day): { terms: unknown; at: Path } {
  const terms = inForceOn(target, today, text(sla.data, 'validFrom')), index = list(target, 'previously').findIndex(entry => entry === terms);
  return index < 0 ? { terms: target, at: path } : { terms, at: [...path, 'previously', index] };
}

interface Shortfall { service: Item; figure: Phrase; needed: Phrase | undefined }

/** Where a service cannot reach the promise (in percent): what it reaches, and what its weakest part would need. */
function shortfall(model: Model, underpinning: Underpinning, service: Item, promised: number, narrower: readonly string[]): Shortfall | undefined {
  const composite = compositeAvailability(underpinning.graph, service.id, new Set(narrower)), target = promised / 100;
  if (composite.kind === 'not-computable' || composite.share >= target - 1e-12) return undefined;
  const names = (ids: readonly string[]): Word => phraseList(ids.flatMap(id => nameById(model, id) ?? [])), isExact = composite.kind === 'exact';
  const unknown = names(composite.missing), fewer = names(composite.narrowerHours);
  const reasons = [
    ...(unknown !== '' ? [phrase('composite.unknown', 'no availability is known of {parts} alone', { parts: unknown })] : []),
    ...(fewer !== '' ? [phrase('composite.fewer-hours', '{parts} left out, for in fewer hours than promised', { parts: fewer })] : []),
  ];
  const args = { service: nameOf(service), reach: percentText(composite.share, target), why: reasons.length > 0 ? joined([' (', joined(reasons, '; '), ')'], '') : '' };
  const figure = isExact ? phrase('composite.reaches', '{service} with all it depends on reaches {reach} %{why}', args)
    : phrase('composite.reaches-at-most', '{service} with all it depends on reaches {reach} % at most{why}', args);
  const weakest = neededFromWeakest(composite, target), part = weakest && nameById(model, weakest.id);
  return { service, figure, needed: weakest && part !== undefined ? neededWord(part, weakest, target, isExact) : undefined };
}

/** What the weakest part would need for the promise, or what is reached where even its never failing is not enough. `isExact`: nothing is unknown of the others. */
function neededWord(part: string, { needed, best, share }: NonNullable<ReturnType<typeof neededFromWeakest>>, target: number, isExact: boolean): Phrase {
  if (needed === undefined) {
    return phrase('composite.never-failed', 'Even if the weakest of its dependencies, {part}, never failed, it would be {best} %.', { part, best: percentText(best, target) });
  }
  const args = { part, needed: roundedUp(needed), share: percentText(share, needed) };
  return isExact ? phrase('composite.needs', 'The weakest of its dependencies, {part}, would need {needed} % instead of {share} %.', args)
    : phrase('composite.needs-at-least', 'The weakest of its dependencies, {part}, would need at least {needed} % instead of {share} %.', args);
}

/** Undefined for the parts that stand for a switch-over. */
function nameById(model: Model, id: string): string | undefined {
  const item = model.item(id);
  return item && nameOf(item);
}

/** A share in percent that is enough as printed. */
function roundedUp(share: number): string { return String(Math.min(100, Math.ceil(share * 1e6 - 1e-6) / 1e4)); }

/** The ids of services and targets that a risk still to be watched names, by field or in its text. */
function riskSubjects(model: Model): ReadonlySet<string> {
  const watched = currentRisks(model).filter(({ risk }) => !isClosed(risk) && !isOpportunity(risk));
  const places = new Set(watched.map(({ item }) => keyOf(item.file, item.path)));
  const subjects = new Set<string>();
  for (const reference of [...new Set(watched.map(({ item }) => item.file))].flatMap(file => model.referencesIn(file))) {
    if (!places.has(keyOf(reference.file, reference.path.slice(0, 2)))) continue;
    const item = model.resolve(reference);
    if (item && (item.type === 'service' || item.type === 'target')) subjects.add(item.id);
  }
  return subjects;
}

function keyOf(file: string, path: Path): string { return `${file} ${JSON.stringify(path)}`; }
