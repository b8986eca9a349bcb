import { text, texts } from '../sms/data.js';
import { isDay } from '../sms/days.js';
import { phraseList } from '../sms/language.js';
import type { Model } from '../sms/model.js';
import type { Item } from '../sms/types.js';
import { byMessage, completes, dataAt, objectOf } from './mending.js';
import { nameOf } from '../sms/naming.js';
import type { Rule } from './rule.js';
import { openingDay, isLeftOut, misfit, serviceTargets } from '../sms/target-results.js';

/** An incident has targets: named, or to be had from its customer, service, priority and day. And what it is about was delivered that day. */
export const incidentWithoutSlaReference: Rule = {
  id: 'incident-without-sla-reference',
  title: 'Every incident has its service level target',
  clauses: ['8.6.1', '8.3.3'],
  grade: 'minor',
  why: 'Those who work on an incident need to know by when, and those who report need to know what was promised. An incident that leads to no '
    + 'target shows that the agreement and the desk do not know one another.',
  messages: {
    'no-target': { absence: true, text: '{incident} leads to no service level target: no SLA of {customer} that was valid on {day} promises a time '
      + 'for {service}. Correct the customer, the service or the day, or name the targets.' },
    incomplete: { absence: true, text: '{incident} has no {fields}, so that nobody can say which service level target holds. Enter it.' },
    'service-retired': { text: '{incident} is of {day} and names {service}, which was delivered only until {retired}. Correct the service or the '
      + 'days.' },
    'other-target': { text: '{incident} names {target}, which is {why}. Name the target that holds for this incident, or leave targets out: they '
      + 'follow from customer, service and priority.' },
  },
  records: {
    kinds: ['incident-record', 'service-request-record'],
    begin: ({ model, today, report }) => {
      const targets = serviceTargets(model);
      // Rows name the same few services and customers over and over again.
      const services = new Map<string, Item | undefined>(), customers = new Map<string, Item | undefined>();
      return {
        *take(record) {
          const { data } = record;
          if (isLeftOut(data)) return;
          const named = text(data, 'service'), service = lookUp(services, model, named, 'service'), day = openingDay(data);
          const entry = service && model.value(service), retired = text(entry, 'retiredOn');
          if (service && isDay(retired) && day !== undefined && day > retired) {
            yield report(record.at('service'), 'service-retired', { incident: nameOf(record), day, service: nameOf(service), retired });
            return;
          }
          // What is planned only is told at the catalogue.
          if (record.kind !== 'incident-record' || text(entry, 'status') === 'pipeline') return;
          const own = texts(data, 'targets');
          if (own.length > 0) {
            for (const [at, id] of own.entries()) {
              const target = targets.named(id), why = target && misfit(target, data, model);
              if (target && why !== undefined) {
                yield report(record.at('targets', at), 'other-target', { incident: nameOf(record), target: target.id, why });
              }
            }
            return;
          }
          if (service && text(model.value(service), 'type') === 'supporting') return;
          const missing = ['customer', 'service'].filter(key => text(data, key) === undefined);
          if (missing.length > 0) {
            yield report(record.at(), 'incomplete', { incident: nameOf(record), fields: phraseList(missing) });
            return;
          }
          const customer = lookUp(customers, model, text(data, 'customer'), 'customer');
          if (!service || !customer || day === undefined || targets.promises(service.id, customer.id, day)) return;
          // A customer of the service without any SLA today is told at the catalogue, once.
          if (texts(model.value(service), 'customers').includes(customer.id) && !targets.promises(service.id, customer.id, today)) return;
          yield report(record.at('customer'), 'no-target', { incident: nameOf(record), customer: nameOf(customer), service: nameOf(service), day });
        },
      };
    },
  },
  fixes: { begin: 'Begin what is missing' },
  fix: byMessage({ incomplete: completes('begin', (context, finding) => ['customer', 'service'].filter(key => text(dataAt(context, finding, objectOf(context, finding)), key) === undefined)) }),
  examples: {
    good: [`
//- customers.yaml
{ kind: customer-register, id: CUSTOMERS, title: Customers, customers: [{ id: CUS-A, title: Ahoy }] }
//- catalogue.yaml
kind: service-catalogue
id: CAT
title: Catalogue
services: [{ id: SVC-MAIL, title: Mail }, { id: SVC-NET, title: Network, type: supporting }]
//- sla.yaml
kind: sla
id: SLA-A
title: SLA with Ahoy
status: approved
customers: [CUS-A]
services: [SVC-MAIL]
validFrom: 2026-01-01
targets: [{ id: p1, title: Restoration of P1, metric: restoration-time, priority: P1 }]
//- INC-1.yaml
{ kind: incident-record, id: INC-1, title: Mail stands still, openedAt: 2026-05-02T09:00:00+02:00, customer: CUS-A, service: SVC-MAIL, priority: P1 }
//- INC-2.yaml
{ kind: incident-record, id: INC-2, title: A switch fails over, openedAt: 2026-05-02T09:00:00+02:00, service: SVC-NET, priority: P3 }
`, `
//- customers.yaml
{ kind: customer-register, id: CUSTOMERS, title: Customers, customers: [{ id: CUS-A, title: Ahoy }] }
//- catalogue.yaml
{ kind: service-catalogue, id: CAT, title: Catalogue, services: [{ id: SVC-MAIL, title: Mail }] }
//- sla.yaml
kind: sla
id: SLA-A
title: SLA with Ahoy
customers: [CUS-A]
services: [SVC-MAIL]
validFrom: 2026-01-01
validTo: 2026-05-31
targets: [{ id: p1, title: Restoration of P1, metric: restoration-time, priority: P1 }]
//- log.yaml
kind: record-log
of: incident-record
id: LOG
title: Incidents of May
records:
  - { id: INC-1, title: Mail stands still, openedAt: 2026-05-31T23:00:00+02:00, customer: CUS-A, service: SVC-MAIL, priority: P1 }
`],
    bad: [`
//- customers.yaml
{ kind: customer-register, id: CUSTOMERS, title: Customers, customers: [{ id: CUS-A, title: Ahoy }, { id: CUS-B, title: Bolder }] }
//- catalogue.yaml
{ kind: service-catalogue, id: CAT, title: Catalogue, services: [{ id: SVC-MAIL, title: Mail }] }
//- sla.yaml
kind: sla
id: SLA-A
title: SLA with Ahoy
customers: [CUS-A]
services: [SVC-MAIL]
validFrom: 2026-01-01
validTo: 2026-05-31
targets: [{ id: p1, title: Restoration of P1, metric: restoration-time, priority: P1 }]
//- log.yaml
kind: record-log
of: incident-record
id: LOG
title: Incidents of May
records:
  - { id: INC-1, title: Mail stands still, openedAt: 2026-06-01T00:30:00+02:00, customer: CUS-A, service: SVC-MAIL, priority: P1 }
//                                                                                        ^^^^^ incident-without-sla-reference no-target
  - { id: INC-2, title: Mail stands still, openedAt: 2026-05-02T09:00:00+02:00, customer: CUS-A, priority: P1 }
//        ^^^^^ incident-without-sla-reference incomplete
  - { id: INC-3, title: Mail stands still, openedAt: 2026-05-02T09:00:00+02:00, customer: CUS-B, service: SVC-MAIL, priority: P1, targets: [SLA-A#p1] }
//                                                                                                                                          ^^^^^^^^ incident-without-sla-reference other-target
`, `
//- customers.yaml
{ kind: customer-register, id: CUSTOMERS, title: Customers, customers: [{ id: CUS-A, title: Ahoy }] }
//- catalogue.yaml
{ kind: service-catalogue, id: CAT, title: Catalogue, services: [{ id: SVC-FAX, title: Fax, status: retired, retiredOn: 2026-05-01 }] }
//- INC-1.yaml
kind: incident-record
id: INC-1
title: Fax answers no more on its last day
openedAt: 2026-05-01T09:00:00+02:00
customer: CUS-A
//        ^^^^^ incident-without-sla-reference no-target
service: SVC-FAX
priority: P1
//- INC-2.yaml
kind: incident-record
id: INC-2
title: Fax is gone
openedAt: 2026-05-02T09:00:00+02:00
service: SVC-FAX
//       ^^^^^^^ incident-without-sla-reference service-retired
//- REQ-1.yaml
kind: service-request-record
id: REQ-1
title: A new fax number
openedAt: 2026-06-01T09:00:00+02:00
service: SVC-FAX
//       ^^^^^^^ incident-without-sla-reference service-retired
`],
  },
};

function lookUp(known: Map<string, Item | undefined>, model: Model, id: string | undefined, type: string): Item | undefined {
  if (id === undefined) return undefined;
  if (!known.has(id)) {
    const item = model.item(id);
    known.set(id, item?.type === type ? item : undefined);
  }
  return known.get(id);
}
