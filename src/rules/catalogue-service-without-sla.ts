import { addTo, list, state, text, texts } from '../sms/data.js';
import { phrase, phraseList } from '../sms/language.js';
import type { Model } from '../sms/model.js';
import type { Artefact, Day, Item, Phrase } from '../sms/types.js';
import { currentSlas, isValidOn, termOn } from '../sms/agreements.js';
import { liveCustomerFacing } from './catalogue.js';
import { nameOf } from '../sms/naming.js';
import { namedItems } from '../sms/named.js';
import type { Rule } from './rule.js';

/** Per customer of a live customer-facing service: an SLA that names both and is valid today. An expired one is reported where it stands. */
export const catalogueServiceWithoutSla: Rule = {
  id: 'catalogue-service-without-sla',
  title: 'Every live customer-facing service has an SLA with each of its customers',
  clauses: ['8.3.3'],
  grade: 'minor',
  why: 'What a customer may expect is agreed in an SLA. A service that is delivered without one has promises that nobody wrote down.',
  messages: {
    'no-sla': { absence: true, text: '{service} is live and used by customers, but no SLA names it. Agree one, or mark the service as supporting.' },
    'no-sla-unsaid': { absence: true, text: '{service} has no {fields}, so that it is taken as live and used by customers; no SLA names it. Enter what it is, or agree an SLA.' },
    'no-sla-for-customer': { absence: true, text: '{service} is delivered to {customer}, but no SLA with this customer names it. '
      + 'Agree one, or add the service to the SLA that there is.' },
    'not-valid': { absence: true, text: '{service} is delivered to {customer}, but {sla} is not valid today: {reason}. Until there is a valid one the '
      + 'service is delivered without an SLA.' },
  },
  *check({ model, today, report }) {
    const byService = new Map<string, Artefact[]>();
    for (const sla of currentSlas(model)) {
      for (const { id } of namedItems(model, sla.data, 'services', 'service')) addTo(byService, id, sla);
    }
    const withUnknownService = currentSlas(model).filter(sla => hasUnknown(model, sla, 'services'));
    for (const { service, entry } of liveCustomerFacing(model)) {
      const slas = byService.get(service.id) ?? [], name = nameOf(service);
      if (state(entry, 'customers') !== 'filled') {
        const unsaid = ['status', 'type'].filter(key => state(entry, key) !== 'filled');
        if (slas.length > 0 || withUnknownService.length > 0) continue;
        yield unsaid.length === 0 ? report(service, 'no-sla', { service: name }) : report(service, 'no-sla-unsaid', { service: name, fields: phraseList([...unsaid, 'customers']) });
        continue;
      }
      const seen = new Set<string>();
      for (const [at, id] of list(entry, 'customers').entries()) {
        const customer = typeof id === 'string' ? model.item(id) : undefined;
        if (customer?.type !== 'customer' || seen.has(customer.id)) continue;
        seen.add(customer.id);
        const own = slas.filter(sla => isWith(model, sla, customer));
        // An id that resolves to nothing in one of their SLAs may be the one that is missed here, and is reported there.
        if (slas.some(sla => hasUnknown(model, sla, 'customers')) || withUnknownService.some(sla => isWith(model, sla, customer))) continue;
        if (own.some(sla => isValidOn(sla, today) || termOn(sla, today) === 'over')) continue;
        const place = { file: service.file, path: [...service.path, 'customers', at] }, args = { service: name, customer: nameOf(customer) };
        const nearest = own[0];
        if (nearest) {
          const related = [{ at: nearest, text: phrase('related.the-sla', 'The SLA') }];
          yield report(place, 'not-valid', { ...args, sla: nameOf(nearest), reason: reason(nearest, today) }, { related });
        } else yield report(place, 'no-sla-for-customer', args);
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
  - { id: SVC-MAIL, title: Managed e-mail, status: live, type: customer-facing, customers: [CUS-A] }
  - { id: SVC-CHAT, title: Chat, status: pipeline, type: customer-facing, customers: [CUS-A] }
  - { id: SVC-NET, title: Network, status: live, type: supporting }
//- customers.yaml
{ kind: customer-register, id: CUSTOMERS, title: Customers, customers: [{ id: CUS-A, title: Boreal Foods }] }
//- sla.yaml
kind: sla
id: SLA-A
title: SLA with Boreal Foods
status: approved
effectiveFrom: 2026-01-01
customers: [CUS-A]
services: [SVC-MAIL]
validFrom: 2026-01-01
validTo: 2026-10-15
`, `
//- catalogue.yaml
kind: service-catalogue
id: CAT
title: Service catalogue
services: [{ id: SVC-MAIL, title: Managed e-mail, status: live, type: customer-facing, customers: [CUS-A, CUS-B] }]
//- customers.yaml
kind: customer-register
id: CUSTOMERS
title: Customers
customers: [{ id: CUS-A, title: Boreal Foods }, { id: CUS-B, title: Delta Shipping }]
//- expired.yaml
{ kind: sla, id: SLA-A, title: Reported as expired, status: approved, customers: [CUS-A], services: [SVC-MAIL], validTo: 2026-10-14 }
//- misspelt.yaml
{ kind: sla, id: SLA-B, title: Reported for its unknown service, status: approved, customers: [CUS-B], services: [SVC-MIAL] }
`],
    bad: [`
//- catalogue.yaml
kind: service-catalogue
id: CAT
title: Service catalogue
services:
  - { id: SVC-MAIL, title: Managed e-mail, status: live, type: customer-facing, customers: [CUS-A, CUS-B] }
//                                                                                          ^^^^^ catalogue-service-without-sla not-valid
//                                                                                                 ^^^^^ catalogue-service-without-sla no-sla-for-customer
  - { id: SVC-CHAT, title: Chat, status: live, type: customer-facing }
//        ^^^^^^^^ catalogue-service-without-sla no-sla
  - { id: SVC-FAX, title: Fax }
//        ^^^^^^^ catalogue-service-without-sla no-sla-unsaid
//- customers.yaml
kind: customer-register
id: CUSTOMERS
title: Customers
customers: [{ id: CUS-A, title: Boreal Foods }, { id: CUS-B, title: Delta Shipping }]
//- sla.yaml
kind: sla
id: SLA-A
title: SLA with Boreal Foods
status: approved
effectiveFrom: 2026-01-01
customers: [CUS-A]
services: [SVC-MAIL]
validFrom: 2026-11-01
`, `
//- catalogue.yaml
kind: service-catalogue
id: CAT
title: Service catalogue
services:
  - { id: SVC-MAIL, title: Managed e-mail, status: live, type: customer-facing, customers: [CUS-A] }
//                                                                                          ^^^^^ catalogue-service-without-sla not-valid
  - { id: SVC-ARCHIVE, title: Mail archive, status: live, type: customer-facing, customers: [CUS-A] }
//                                                                                           ^^^^^ catalogue-service-without-sla no-sla-for-customer
//- customers.yaml
{ kind: customer-register, id: CUSTOMERS, title: Customers, customers: [{ id: CUS-A, title: Boreal Foods }] }
//- sla.yaml
# Two years old, and never approved; the archive came later.
{ kind: sla, id: SLA-A, title: SLA with Boreal Foods, status: in-review, customers: [CUS-A], services: [SVC-MAIL], validFrom: 2024-11-01 }
`],
  },
};

/** An SLA that names no customer at all is not held against the catalogue. */
function isWith(model: Model, sla: Artefact, customer: Item): boolean {
  return state(sla.data, 'customers') !== 'filled' || namedItems(model, sla.data, 'customers', 'customer').some(({ id }) => id === customer.id);
}

function hasUnknown(model: Model, sla: Artefact, key: string): boolean { return texts(sla.data, key).some(id => model.item(id) === undefined); }

function reason(sla: Artefact, today: Day): Phrase {
  if (text(sla.data, 'status') !== 'approved') return phrase('sla.not-approved', 'it is not approved ({status})', { status: text(sla.data, 'status') ?? phrase('word.no-status', 'no status') });
  return phrase('sla.begins', 'it begins on {day}', { day: (termOn(sla, today) === 'future' ? text(sla.data, 'validFrom') : text(sla.data, 'effectiveFrom')) ?? '' });
}
