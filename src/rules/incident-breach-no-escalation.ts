import { list, text, type Fields } from '../sms/data.js';
import { phrase, phraseList } from '../sms/language.js';
import { sourcesOfNonconformities, lengthOf, missedOf } from './incidents.js';
import { nameOf } from '../sms/naming.js';
import type { Rule } from './rule.js';
import { openingDay, targetResults } from '../sms/target-results.js';

/** An incident past a target says who was called in or told. Where a nonconformity already names it, the trail is there. */
export const incidentBreachNoEscalation: Rule = {
  id: 'incident-breach-no-escalation',
  title: 'Incidents past their target are escalated',
  clauses: ['8.6.1', '8.3.3'],
  grade: 'minor',
  why: 'A target that passes without anybody with more knowledge or authority hearing of it is the failure that auditors look for in a single '
    + 'ticket: the customer was promised that somebody would act in time.',
  messages: {
    'not-escalated': { text: '{incident} took {times} by the terms in force on {day}, and no escalation is recorded. Enter who was told and when; '
      + 'if nobody was, write that down and raise a nonconformity that names this incident.' },
    'still-open': { text: '{incident} is open and past its target: {times} by the terms in force on {day}, and no escalation is recorded. Escalate '
      + 'it now and enter it.' },
  },
  records: {
    kinds: ['incident-record'],
    begin: ({ model, today, report }) => {
      const followed = sourcesOfNonconformities(model);
      return {
        *take(record) {
          const missed = missedOf(targetResults(model, record, today));
          if (missed.length === 0 || isEscalated(record.data) || followed.has(record.id)) return;
          const times = phraseList(missed.map(({ target, elapsed = 0, limit = 0, unit = '' }) =>
            phrase('time.against', '{elapsed} against {limit} ({target})', { elapsed: lengthOf(elapsed, unit), limit: lengthOf(limit, unit), target: target.id })));
          const message = missed.some(({ state }) => state === 'missed') ? 'not-escalated' : 'still-open';
          const place = 'escalations' in record.data ? record.at('escalations') : record.at();
          yield report(place, message, { incident: nameOf(record), times, day: openingDay(record.data) ?? '' });
        },
      };
    },
  },
  examples: {
    good: [`
//- calendars.yaml
{ kind: calendar, id: CALENDARS, title: Calendars, calendars: [{ id: CAL, title: Always, timeZone: Europe/Amsterdam, hours: always }] }
//- sla.yaml
kind: sla
id: SLA-A
title: SLA with Ahoy
validFrom: 2025-01-01
targets:
  - id: p1
    title: Restoration of P1
    effectiveFrom: 2026-03-01
    metric: restoration-time
    priority: P1
    operator: at-most
    value: 4
    unit: hours
    calendar: CAL
    clock: { starts: openedAt, stops: restoredAt, holds: [] }
    previously: [{ effectiveFrom: 2025-01-01, operator: at-most, value: 8, unit: hours, calendar: CAL, clock: { starts: openedAt, stops: restoredAt, holds: [] } }]
//- INC-1.yaml
kind: incident-record
id: INC-1
title: Seven hours while eight were promised
targets: [SLA-A#p1]
openedAt: 2026-02-28T20:40:00+01:00
restoredAt: 2026-03-01T03:40:00+01:00
escalations: []
//- INC-2.yaml
kind: incident-record
id: INC-2
title: Seven hours, and somebody was told
targets: [SLA-A#p1]
openedAt: 2026-04-14T20:40:00+02:00
restoredAt: 2026-04-15T03:40:00+02:00
escalations: [{ type: hierarchic, at: 2026-04-15T00:40:00+02:00 }]
//- INC-3.yaml
{ kind: incident-record, id: INC-3, title: Four hours to the minute, targets: [SLA-A#p1], openedAt: 2026-04-14T20:40:00+02:00, restoredAt: 2026-04-15T00:40:00+02:00 }
`, `
//- calendars.yaml
{ kind: calendar, id: CALENDARS, title: Calendars, calendars: [{ id: CAL, title: Always, timeZone: Europe/Amsterdam, hours: always }] }
//- sla.yaml
kind: sla
id: SLA-A
title: SLA with Ahoy
validFrom: 2025-01-01
targets:
  - { id: p1, title: Restoration of P1, metric: restoration-time, priority: P1, operator: at-most, value: 4, unit: hours, calendar: CAL, clock: { starts: openedAt, stops: restoredAt, holds: [] } }
//- INC-1.yaml
kind: incident-record
id: INC-1
title: Seven hours, and nobody was told
targets: [SLA-A#p1]
openedAt: 2026-04-14T20:40:00+02:00
restoredAt: 2026-04-15T03:40:00+02:00
escalations: []
//- NC-1.yaml
{ kind: nonconformity, id: NC-1, title: Nobody was told, from: [INC-1] }
`],
    bad: [`
//- calendars.yaml
{ kind: calendar, id: CALENDARS, title: Calendars, calendars: [{ id: CAL, title: Always, timeZone: Europe/Amsterdam, hours: always }] }
//- sla.yaml
kind: sla
id: SLA-A
title: SLA with Ahoy
validFrom: 2025-01-01
targets:
  - id: p1
    title: Restoration of P1
    effectiveFrom: 2026-03-01
    metric: restoration-time
    priority: P1
    operator: at-most
    value: 4
    unit: hours
    calendar: CAL
    clock: { starts: openedAt, stops: restoredAt, holds: [] }
    previously: [{ effectiveFrom: 2025-01-01, operator: at-most, value: 8, unit: hours, calendar: CAL, clock: { starts: openedAt, stops: restoredAt, holds: [] } }]
//- INC-1.yaml
kind: incident-record
id: INC-1
title: Seven hours while four were promised
targets: [SLA-A#p1]
openedAt: 2026-04-14T20:40:00+02:00
restoredAt: 2026-04-15T03:40:00+02:00
escalations: []
//@0-11 incident-breach-no-escalation not-escalated
//- INC-2.yaml
kind: incident-record
id: INC-2
//  ^^^^^ incident-breach-no-escalation still-open
title: Open since yesterday
targets: [SLA-A#p1]
openedAt: 2026-10-14T18:00:00+02:00
`, `
//- customers.yaml
{ kind: customer-register, id: CUSTOMERS, title: Customers, customers: [{ id: CUS-A, title: Ahoy }] }
//- catalogue.yaml
{ kind: service-catalogue, id: CAT, title: Catalogue, services: [{ id: SVC-MAIL, title: Mail }] }
//- calendars.yaml
kind: calendar
id: CALENDARS
title: Calendars
calendars:
  - { id: CAL, title: Office, timeZone: Europe/Amsterdam, hours: [{ days: [mon, tue, wed, thu, fri], from: "08:00", to: "18:00" }] }
//- sla.yaml
kind: sla
id: SLA-A
title: SLA with Ahoy
customers: [CUS-A]
services: [SVC-MAIL]
validFrom: 2025-01-01
targets:
  - { id: p3, title: Restoration of P3, metric: restoration-time, priority: P3, operator: at-most, value: 8, unit: business-hours, calendar: CAL, clock: { starts: openedAt, stops: restoredAt, holds: [awaiting-customer] } }
//- log.yaml
kind: record-log
of: incident-record
id: LOG
title: Incidents of May
records:
  - { id: INC-1, title: Over a weekend, customer: CUS-A, service: SVC-MAIL, priority: P3, openedAt: 2026-05-08T17:00:00+02:00, restoredAt: 2026-05-11T15:00:00+02:00 }
  - { id: INC-2, title: Over a weekend and a minute, customer: CUS-A, service: SVC-MAIL, priority: P3, openedAt: 2026-05-08T17:00:00+02:00, restoredAt: 2026-05-11T15:01:00+02:00 }
//        ^^^^^ incident-breach-no-escalation not-escalated
  - { id: INC-3, title: The customer was on the road, customer: CUS-A, service: SVC-MAIL, priority: P3, openedAt: 2026-05-08T17:00:00+02:00, restoredAt: 2026-05-11T15:01:00+02:00, holds: [{ reason: awaiting-customer, from: 2026-05-11T09:00:00+02:00, to: 2026-05-11T10:00:00+02:00 }] }
`],
  },
};

function isEscalated(data: Fields): boolean { return list(data, 'escalations').length > 0 || text(data, 'escalatedAt') !== undefined; }
