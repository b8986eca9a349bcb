import { fields, objects, text } from '../sms/data.js';
import { isDay } from '../sms/days.js';
import { phraseList } from '../sms/language.js';
import { liveCustomerFacing } from './catalogue.js';
import { currentOfKind } from './lifecycle.js';
import { nameOf } from '../sms/naming.js';
import { recordsOutside } from './records.js';
import { namedItems } from '../sms/named.js';
import type { Rule } from './rule.js';

const TYPES = ['human', 'technical', 'information', 'financial'];

/**
 * What a forecast or a resource has to tell is raised by annotations; here services are looked up in the forecasts, and sorts of resources in the
 * plan.
 */
export const demandOrCapacityPlanMissing: Rule = {
  id: 'demand-or-capacity-plan-missing',
  title: 'Demand is forecast and capacity planned',
  clauses: ['8.4.2', '8.4.3'],
  grade: 'minor',
  why: 'Who does not look ahead learns of growing demand by an incident. And a plan that counts disks and forgets the people who run them protects '
    + 'half of the service.',
  messages: {
    missing: { text: '{title} ({id}) has no {fields}. Demand has to be forecast (clause 8.4.2) and capacity planned for it, with what is needed, '
      + 'the value at which to act and the time that takes (clause 8.4.3): add it here.' },
    'no-forecast': { absence: true, text: '{service} is used by customers, but no forecast says how its demand will develop from today on. Add it '
      + 'to the next forecast.' },
    'no-such-resources': { text: '{plan} names no {types} resources. What the services need of people, technology, information and money has to be '
      + 'planned (clause 8.4.3): add what is needed of them, even where it is enough.' },
  },
  *check({ model, today, report }) {
    const forecasts = recordsOutside(model, 'demand-forecast');
    const foreseen = new Set(forecasts.filter(({ data }) => {
      const to = text(fields(data, 'period'), 'to');
      return !isDay(to) || to >= today;
    }).flatMap(({ data }) => objects(data, 'forecasts').flatMap(({ value }) => namedItems(model, value, 'services', 'service').map(({ id }) => id))));
    // Without any forecast the missing record itself is told.
    if (forecasts.length > 0) {
      for (const { service } of liveCustomerFacing(model)) {
        if (!foreseen.has(service.id)) yield report(service, 'no-forecast', { service: nameOf(service) }, { clauses: ['8.4.2'] });
      }
    }
    for (const plan of currentOfKind(model, 'capacity-plan')) {
      const resources = objects(plan.data, 'resources');
      if (resources.length === 0 || resources.some(({ value }) => text(value, 'type') === undefined)) continue;
      const lacking = TYPES.filter(type => !resources.some(({ value }) => text(value, 'type') === type));
      if (lacking.length > 0) {
        yield report({ file: plan.file, path: ['resources'], part: 'key' }, 'no-such-resources',
          { plan: nameOf(plan), types: phraseList(lacking, 'or') }, { clauses: ['8.4.3'] });
      }
    }
  },
  examples: {
    good: [`
//- catalogue.yaml
kind: service-catalogue
id: CAT
title: Catalogue
services: [{ id: SVC-MAIL, title: Mail }, { id: SVC-NET, title: Network, type: supporting }]
//- demand.yaml
kind: demand-forecast
id: DF-1
title: Demand until 2027
period: { from: 2026-07-01, to: 2027-06-30 }
forecasts: [{ id: boxes, title: Mailboxes, services: [SVC-MAIL], current: 420, expected: [{ on: 2027-06-30, value: 460 }] }]
//- capacity.yaml
kind: capacity-plan
id: CAPACITY-PLAN
title: Capacity plan
targetsImpact: Each hall carries everything alone.
resources:
  - id: disk
    title: Storage
    type: technical
    requirement: 40 GB for each mailbox
    current: 71
    expected: [{ on: 2027-06-30, value: 83 }]
    threshold: { value: 80 }
    leadTime: 10 weeks
  - id: people
    title: Agents
    type: human
    requirement: Two at night
    current: 11
    expected: [{ on: 2027-06-30, value: 11 }]
    threshold: { value: 10, operator: at-least }
    leadTime: 3 months
  - id: runbooks
    title: Runbooks
    type: information
    requirement: One for each service
    current: 9
    expected: [{ on: 2027-06-30, value: 9 }]
    threshold: { value: 9, operator: at-least }
    leadTime: 1 month
  - id: reserve
    title: Reserve
    type: financial
    requirement: 40,000 euros
    current: 40000
    expected: [{ on: 2027-06-30, value: 40000 }]
    threshold: { value: 20000, operator: at-least }
    leadTime: 1 month
`, `
//- catalogue.yaml
{ kind: service-catalogue, id: CAT, title: Catalogue, services: [{ id: SVC-MAIL, title: Mail }] }
`],
    bad: [`
//- catalogue.yaml
kind: service-catalogue
id: CAT
title: Catalogue
services: [{ id: SVC-MAIL, title: Mail }, { id: SVC-ERP, title: Orders }, { id: SVC-LIS, title: Laboratory }]
//                                              ^^^^^^^ demand-or-capacity-plan-missing no-forecast
//                                                                              ^^^^^^^ demand-or-capacity-plan-missing no-forecast
//- demand.yaml
kind: demand-forecast
id: DF-1
title: Demand until 2027
period: { from: 2026-07-01, to: 2027-06-30 }
forecasts:
  - { id: boxes, title: Mailboxes, services: [SVC-MAIL], current: 420 }
//        ^^^^^ demand-or-capacity-plan-missing missing
//- old.yaml
kind: demand-forecast
id: DF-0
title: Demand until 2026
period: { from: 2025-10-15, to: 2026-10-14 }
forecasts: [{ id: orders, title: Order lines, services: [SVC-ERP], current: 3000, expected: [{ on: 2026-08-31, value: 9000 }] }]
`, `
//- capacity.yaml
kind: capacity-plan
id: CAPACITY-PLAN
//  ^^^^^^^^^^^^^ demand-or-capacity-plan-missing missing
title: Capacity plan
resources:
//@0-9 demand-or-capacity-plan-missing no-such-resources
  - id: disk
//      ^^^^ demand-or-capacity-plan-missing missing
    title: Storage
    type: technical
    requirement: 40 GB for each mailbox
    current: 71
    expected: [{ on: 2027-06-30, value: 83 }]
`],
  },
};
