import { dayAt, number, objects, state, text, texts, type Fields } from '../sms/data.js';
import { earliestDay, isDay } from '../sms/days.js';
import { inForce } from '../sms/header.js';
import { phrase, phraseList } from '../sms/language.js';
import type { Model } from '../sms/model.js';
import type { Artefact, Day, Item, Report } from '../sms/types.js';
import { availability } from '../service-levels/availability.js';
import { inForceOn } from '../service-levels/in-force.js';
import { currentSlas, isValidOn, targetsOf } from '../sms/agreements.js';
import { liveCustomerFacing } from './catalogue.js';
import { dayBefore, everyInterval } from './intervals.js';
import { currentOfKind, currentOfType } from './lifecycle.js';
import { byMessage, inserts, writesArgument } from './mending.js';
import { nameOf } from '../sms/naming.js';
import { recordsOutside, tablesOf } from './records.js';
import { idOf, idsIn } from '../sms/named.js';
import type { Place, RecordEntry, Rule, RuleContext } from './rule.js';
import { isMeasurable } from './targets.js';

/** Figures are rounded to two places; what differs by more is another figure. */
const ROUNDED = 0.01;

/** Availability is measured for every target and watched in every component, and each loss that nobody planned is looked into. */
export const availabilityNotMonitoredOrInvestigated: Rule = {
  id: 'availability-not-monitored-or-investigated',
  title: 'Availability is monitored and outages are investigated',
  clauses: ['8.7.1'],
  grade: 'minor',
  why: 'A target that nobody measures is a wish, a component that nobody watches fails unseen, and an outage without a cause comes back. Auditors '
    + 'take one outage and ask what was learned from it.',
  settings: { grace: '1 month' },
  messages: {
    missing: { text: '{title} ({id}) has no {fields}. Without it nobody can tell what the figure is about: add it.' },
    'not-measured': { absence: true, text: '{target} promises an availability, and no measurement since {since} names it. Record the result {every} '
      + 'as an availability-measurement, and name the target there.' },
    'not-watched': { absence: true, text: '{component} is needed by {needed}, and no monitor in operation watches it. Add one to {plan} and name '
      + 'the component there, or say since when the planned one runs.' },
    'outage-not-investigated': { text: '{name}: this outage was not planned, and nothing says what was found out about it. Name the problem that '
      + 'looks for the cause, or write the investigation.' },
    'downtime-not-investigated': { text: '{name} tells of {minutes} minutes of downtime that nobody planned, and nothing says what was found out. '
      + 'Name the problem that looks for the cause, or write the investigation.' },
    'miss-not-investigated': { text: '{name}: {value} % is below the {promised} % of {target}, and nothing says why. Name the problem that looks '
      + 'for the cause, or write the investigation.' },
    'value-wrong': { text: '{name} says {value} %, but from its minutes follow {computed} %. Correct the figure or the minutes; the figure may also '
      + 'be left out.' },
  },
  *check(context) {
    const plans = currentOfKind(context.model, 'availability-plan'), [first] = plans;
    if (first) yield* unwatched(context, plans, first);
  },
  records: {
    kinds: ['availability-measurement'],
    begin(context) {
      const measured = new Map<string, Day>(), { model, today } = context;
      return {
        *take(record) {
          const { data } = record, to = text(data['period'], 'to');
          for (const id of texts(data, 'targets')) {
            const target = idOf(model, id);
            if (isDay(to) && to <= today && to > (measured.get(target) ?? '')) measured.set(target, to);
          }
          yield* judge(context, record);
        },
        * end() { yield* unmeasured(context, measured); },
      };
    },
  },
  fixes: { computed: 'Write {computed}, as the minutes say', investigation: 'Begin the investigation' },
  fix: byMessage({
    'value-wrong': writesArgument('computed', 'computed'), 'downtime-not-investigated': inserts('investigation', ['investigation']), 'miss-not-investigated': inserts('investigation', ['investigation']),
  }),
  examples: {
    good: [`
//- catalogue.yaml
kind: service-catalogue
id: CAT
title: Catalogue
services:
  - { id: SVC-MAIL, title: Mail, type: customer-facing, status: live, dependsOn: [{ to: SVC-NET }, { to: SVC-CHAT, kind: soft }] }
  - { id: SVC-NET, title: Network, type: supporting, status: live, dependsOn: [{ to: [SUP-A, SUP-B], need: 1 }] }
  - { id: SVC-CHAT, title: Chat, type: supporting, status: live, dependsOn: [] }
//- parties.yaml
{ kind: party-register, id: PARTIES, title: Parties, parties: [{ id: SUP-A, title: Carrier A }, { id: SUP-B, title: Carrier B }] }
//- plan.yaml
kind: availability-plan
id: AVAILABILITY
title: Availability plan
monitors:
  - { title: Test mail, components: [SVC-MAIL], status: in-operation }
  - { title: Ports, components: [SVC-NET, SUP-A, SUP-B] }
`, `
//- sla.yaml
kind: sla
id: SLA-A
title: SLA with Boreal
status: approved
effectiveFrom: 2025-01-01
targets:
  - { id: mail, title: Mail, services: [SVC-MAIL], effectiveFrom: 2025-01-01, metric: availability, operator: at-least, value: 99.9, unit: percent, window: calendar-month }
  - { id: young, title: Chat, services: [SVC-CHAT], effectiveFrom: 2026-09-01, metric: availability, operator: at-least, value: 99.9, unit: percent, window: calendar-month }
//- catalogue.yaml
{ kind: service-catalogue, id: CAT, title: Catalogue, services: [{ id: SVC-MAIL, title: Mail }, { id: SVC-CHAT, title: Chat }] }
//- august.yaml
kind: availability-measurement
id: AM-1
title: Mail in August
service: SVC-MAIL
targets: [SLA-A#mail]
period: { from: 2026-08-01, to: 2026-08-31 }
agreedMinutes: 44640
maintenanceMinutes: 240
unplannedMinutes: 50
value: 99.89
outages:
  - { from: 2026-08-09T08:00:00+02:00, to: 2026-08-09T12:00:00+02:00, minutes: 240, planned: true }
  - { from: 2026-08-19T08:00:00+02:00, to: 2026-08-19T08:50:00+02:00, minutes: 50, investigation: The certificate of the relay had run out. }
`],
    bad: [`
//- catalogue.yaml
kind: service-catalogue
id: CAT
title: Catalogue
services:
  - { id: SVC-MAIL, title: Mail, type: customer-facing, status: live, dependsOn: [{ to: SVC-NET }] }
  - { id: SVC-NET, title: Network, type: supporting, status: live, dependsOn: [{ to: [SUP-A, SUP-B], need: 1 }] }
//        ^^^^^^^ availability-not-monitored-or-investigated not-watched
//@93-98 availability-not-monitored-or-investigated not-watched
//- parties.yaml
{ kind: party-register, id: PARTIES, title: Parties, parties: [{ id: SUP-A, title: Carrier A }, { id: SUP-B, title: Carrier B }] }
//- plan.yaml
kind: availability-plan
id: AVAILABILITY
title: Availability plan
monitors:
  - { title: Test mail, components: [SVC-MAIL], status: in-operation }
  - { title: Port, components: [SUP-A] }
  - { title: Other port, components: [SUP-B], status: planned }
`, `
//- sla.yaml
kind: sla
id: SLA-A
title: SLA with Boreal
status: approved
effectiveFrom: 2025-01-01
targets:
  - { id: mail, title: Mail, services: [SVC-MAIL], effectiveFrom: 2025-01-01, metric: availability, operator: at-least, value: 99.9, unit: percent, window: calendar-month }
//        ^^^^ availability-not-monitored-or-investigated not-measured
//- catalogue.yaml
{ kind: service-catalogue, id: CAT, title: Catalogue, services: [{ id: SVC-MAIL, title: Mail }] }
//- july.yaml
kind: availability-measurement
id: AM-1
title: Mail in July
service: SVC-MAIL
targets: [SLA-A#mail]
period: { from: 2026-07-01, to: 2026-07-31 }
value: 99.5
//     ^^^^ availability-not-monitored-or-investigated miss-not-investigated
//- august.yaml
kind: availability-measurement
id: AM-2
title: Mail in August
service: SVC-MAIL
period: { from: 2026-08-01, to: 2026-08-31 }
agreedMinutes: 44640
unplannedMinutes: 50
//                ^^ availability-not-monitored-or-investigated downtime-not-investigated
value: 99.99
//     ^^^^^ availability-not-monitored-or-investigated value-wrong
//- september.yaml
kind: availability-measurement
id: AM-3
//  ^^^^ availability-not-monitored-or-investigated missing
title: Mail in September
period: { from: 2026-09-01, to: 2026-09-30 }
unplannedMinutes: 50
outages:
  - { from: 2026-09-19T08:00:00+02:00, to: 2026-09-19T08:50:00+02:00, minutes: 50 }
//          ^^^^^^^^^^^^^^^^^^^^^^^^^ availability-not-monitored-or-investigated outage-not-investigated
`],
  },
};

/** Components that a live service cannot do without and no monitor watches: each once, where it is first named. */
function* unwatched({ model, report }: RuleContext, plans: readonly Artefact[], plan: Artefact): Iterable<Report> {
  const watched = new Set(plans.flatMap(({ data }) => objects(data, 'monitors')).filter(({ value }) => text(value, 'status') !== 'planned')
    .flatMap(({ value }) => idsIn(model, value, 'components')));
  const needed = new Map<string, { component: Item; places: { at: Place; by: Item | undefined }[] }>();
  const services = new Map(currentOfType(model, 'service').map(service => [service.id, service]));
  const need = (component: Item, at: Place, by?: Item): void => {
    const known = needed.get(component.id);
    if (known) known.places.push({ at, by });
    else needed.set(component.id, { component, places: [{ at, by }] });
  };
  const queue = liveCustomerFacing(model).map(({ service }) => service), seen = new Set(queue.map(({ id }) => id));
  for (const service of queue) for (const { item } of hardDependencies(model, service)) {
    if (services.has(item.id) && !seen.has(item.id)) { seen.add(item.id); queue.push(item); }
  }
  for (const service of services.values()) {
    if (!seen.has(service.id)) continue;
    for (const { item, at } of hardDependencies(model, service)) need(item, services.has(item.id) ? item : at, service);
    if (!needed.has(service.id)) need(service, service);
  }
  for (const { component, places: [first, ...others] } of needed.values()) {
    if (!first || watched.has(component.id)) continue;
    const users = [first, ...others].flatMap(({ by }) => by ?? []);
    yield report(first.at, 'not-watched', { component: nameOf(component), needed: users.length > 0 ? phraseList(users.map(nameOf)) : phrase('word.its-customers', 'its customers'), plan: nameOf(plan) },
      { related: others.flatMap(({ at, by }) => (by && at !== component ? [{ at, text: phrase('related.needs-it-too', '{name} needs it too', { name: nameOf(by) }) }] : [])) });
  }
}

function hardDependencies(model: Model, service: Item): readonly { item: Item; at: Place }[] {
  return objects(model.value(service), 'dependsOn').flatMap(({ at, value }) => {
    if (text(value, 'kind') === 'soft') return [];
    const listed = Array.isArray(value['to']);
    return texts(value, 'to').flatMap((id, index) => {
      const item = model.item(id);
      if (item?.type !== 'service' && item?.type !== 'party') return [];
      return [{ item, at: { file: service.file, path: [...service.path, 'dependsOn', at, 'to', ...listed ? [index] : []] } }];
    });
  });
}

/** Targets for availability in force that no measurement names within their window and the time of grace. */
function* unmeasured({ model, today, settings, report }: RuleContext, measured: ReadonlyMap<string, Day>): Iterable<Report> {
  // Without any measurement at all `mandatory-artefact-missing` speaks.
  if (recordsOutside(model, 'availability-measurement').length === 0 && tablesOf(model, 'availability-measurement').length === 0) return;
  const promised = [
    ...currentSlas(model).filter(sla => isValidOn(sla, today)).flatMap(sla => targetsOf(sla)
      .filter(({ target }) => text(target, 'metric') === 'availability' && isMeasurable(sla, target)).map(of => ({ ...of, from: sla }))),
    ...currentOfKind(model, 'availability-plan').filter(plan => inForce(plan, today)).flatMap(plan => targetsOf(plan)
      .filter(({ target }) => number(target, 'value') !== undefined).map(of => ({ ...of, from: plan }))),
  ];
  for (const { target, id, title, from } of promised) {
    const window = WINDOWS.get(text(target, 'window') ?? 'calendar-month'), item = model.item(id), begun = sinceWhen(target, from);
    const end = window === undefined ? undefined : dayBefore(today, window), since = end === undefined ? undefined : dayBefore(end, settings['grace']);
    if (!item || window === undefined || since === undefined || (begun !== undefined && begun > since) || (measured.get(id) ?? '') >= since) continue;
    yield report(item, 'not-measured', { target: nameOf({ id, title }), since, every: everyInterval(window) });
  }
}

/** Windows of targets whose results are recorded when they are over. */
const WINDOWS: ReadonlyMap<string, string> = new Map([
  ['calendar-month', '1 month'], ['quarter', '3 months'], ['year', '1 year'], ['rolling-30d', '30 days'], ['rolling-90d', '90 days'],
]);

/** The first day on which the target promised anything. */
function sinceWhen(target: Fields, from: Artefact): Day | undefined {
  return earliestDay([target, ...objects(target, 'previously').map(({ value }) => value)].map(terms => text(terms, 'effectiveFrom')))
    ?? dayAt(from.data, 'validFrom') ?? dayAt(from.data, 'effectiveFrom');
}

function* judge({ model, report }: RuleContext, { data, at, ...record }: RecordEntry): Iterable<Report> {
  const name = nameOf(record), known = isInvestigated(data), outages = objects(data, 'outages'), unplanned = number(data, 'unplannedMinutes');
  const computed = computedValue(data), written = number(data, 'value'), value = written ?? computed;
  if (written !== undefined && computed !== undefined && Math.abs(written - computed) > ROUNDED) {
    yield report(at('value'), 'value-wrong', { name, value: written, computed: rounded(computed) });
  }
  if (known) return;
  const open = outages.filter(outage => outage.value['planned'] !== true && !isInvestigated(outage.value));
  for (const outage of open) yield report(at('outages', outage.at, 'from'), 'outage-not-investigated', { name });
  const listed = outages.some(outage => outage.value['planned'] !== true);
  if (open.length > 0 || listed) return;
  if (unplanned !== undefined && unplanned > 0) {
    yield report(at('unplannedMinutes'), 'downtime-not-investigated', { name, minutes: unplanned });
    return;
  }
  const missed = value === undefined ? undefined : missedTarget(model, data, value);
  if (!missed || value === undefined) return;
  yield report(written === undefined ? at() : at('value'), 'miss-not-investigated',
    { name, value: rounded(value), promised: missed.promised, target: nameOf(missed.target) });
}

function isInvestigated(of: Fields): boolean { return state(of, 'problem') === 'filled' || state(of, 'investigation') === 'filled'; }

function computedValue(data: Fields): number | undefined {
  const agreed = number(data, 'agreedMinutes'), downtime = number(data, 'unplannedMinutes');
  const agreedMaintenance = number(data, 'maintenanceMinutes') ?? 0;
  const share = agreed === undefined || downtime === undefined ? undefined : availability({ agreed, downtime, agreedMaintenance });
  return share === undefined ? undefined : share * 100;
}

function rounded(value: number): number { return Number(value.toFixed(3)); }

/** The first of the targets, as in force at the end of the period, that the value is below. */
function missedTarget(model: Model, data: Fields, value: number): { target: Item; promised: number } | undefined {
  const on = text(data['period'], 'to');
  for (const id of texts(data, 'targets')) {
    const target = model.item(id), promised = target && isDay(on) ? number(inForceOn(model.value(target), on, '0000-00-00'), 'value') : undefined;
    // What nobody can reach is told at the promise.
    if (target && promised !== undefined && promised <= 100 && value < promised) return { target, promised };
  }
  return undefined;
}
