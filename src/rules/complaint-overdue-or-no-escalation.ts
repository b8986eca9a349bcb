import { fields, objects, state, text } from '../sms/data.js';
import { customersServed } from './customers.js';
import { WRONG_DAY, stepsOf, wrongDay, type DatedStep } from './day-order.js';
import { currentOfType } from './lifecycle.js';
import { nameOf } from '../sms/naming.js';
import type { Condition, Rule } from './rule.js';

const OPEN: readonly Condition[] = [{ field: 'status', notIn: ['closed', 'withdrawn'] }, { field: 'closedOn', is: 'absent' }];

/** Past the day that was set for it, else past what is agreed with the customer, else past the setting. */
const OVERDUE: Condition = {
  any: [
    { field: 'due', before: 'today' },
    { all: [{ field: 'due', is: 'absent' }, { some: { to: 'customer' }, where: [{ field: '^receivedOn', before: { minus: { field: 'complaints.closeWithin' } } }] }] },
    {
      all: [
        { field: 'due', is: 'absent' }, { none: { to: 'customer' }, where: [{ field: 'complaints.closeWithin', is: 'present' }] },
        { field: 'receivedOn', before: { minus: { setting: 'closeWithin' } } },
      ],
    },
  ],
};

/** Complaints are closed in the time that was agreed, and go higher up where they are not settled. */
export const complaintOverdueOrNoEscalation: Rule = {
  id: 'complaint-overdue-or-no-escalation',
  title: 'Complaints are closed in time and can be escalated',
  clauses: ['8.3.2'],
  grade: 'minor',
  why: 'A complaint is the customer’s last attempt to be heard before leaving. The handling of complaints is looked at in every surveillance audit.',
  settings: { closeWithin: '30 days' },
  messages: {
    overdue: { text: '{name} came in on {received} and is still open past its time. Settle this complaint with the customer, or agree on another '
      + 'day (due), and tell the next level.' },
    'not-escalated': { text: '{name} came in on {received} and has been open for longer than the first step of escalation allows, but nobody else '
      + 'was told. Hand this complaint on, and enter that under `escalations`.' },
    'no-path': { absence: true, text: 'For complaints of {customer} nothing says to whom they go when they are not settled. Agree on the steps and '
      + 'enter them under `complaints.escalation`.' },
    days: { text: WRONG_DAY },
  },
  *check({ model, config, report }) {
    const silent = currentOfType(model, 'customer').filter(customer => state(fields(model.value(customer), 'complaints'), 'escalation') !== 'filled');
    // Where nothing is said for any customer, it is missing altogether: while the SMS is built that is one line of a list.
    if (config.stage === 'building' && silent.length === currentOfType(model, 'customer').length) return;
    const served = new Set(customersServed(model).map(({ id }) => id));
    for (const customer of silent) {
      if (served.has(customer.id)) {
        yield report({ file: customer.file, path: [...customer.path, 'complaints', 'escalation'] }, 'no-path', { customer: nameOf(customer) });
      }
    }
  },
  records: {
    kinds: ['complaint'],
    begin: ({ today, report }) => ({
      *take(record) {
        const { data } = record;
        if (text(data, 'status') === 'withdrawn') return;
        const received = stepsOf(data, { receivedOn: 'received' });
        const escalated = objects(data, 'escalations').map(({ at, value }): DatedStep => ({ of: value, key: 'on', path: ['escalations', at, 'on'], words: 'handed on' }));
        const wrong = wrongDay(today, [...received, ...stepsOf(data, { answeredOn: 'answered' })]) ?? wrongDay(today, [...received, ...escalated])
          ?? wrongDay(today, [...received, ...stepsOf(data, { closedOn: 'closed' })]);
        if (wrong) yield report(record.at(...wrong.path), 'days', { name: nameOf(record), step: wrong.step, on: wrong.on, why: wrong.why });
      },
    }),
  },
  data: [
    {
      select: 'complaint', say: 'overdue', at: 'receivedOn', args: { received: 'receivedOn' },
      where: [...OPEN, OVERDUE],
    },
    {
      select: 'complaint', say: 'not-escalated', at: 'receivedOn', args: { received: 'receivedOn' },
      where: [
        ...OPEN, { not: OVERDUE }, { field: 'escalations', is: 'absent' },
        { some: { to: 'customer' }, where: [{ some: { list: 'complaints.escalation' }, where: [{ field: '^^receivedOn', before: { minus: { field: 'after' } } }] }] },
      ],
    },
  ],
  examples: {
    good: [`
//- roles.yaml
{ kind: role-register, id: ROLES, title: Roles, roles: [{ id: ROLE-SD, title: Service director }] }
//- customers.yaml
kind: customer-register
id: CUSTOMERS
title: Customers
customers:
  - { id: CUS-A, title: Boreal, complaints: { closeWithin: 10 days, escalation: [{ level: 1, role: ROLE-SD, after: 5 days }] } }
  - { id: CUS-B, title: A customer to be }
//- catalogue.yaml
{ kind: service-catalogue, id: CAT, title: Services, services: [{ id: SVC-MAIL, title: Mail, status: live, customers: [CUS-A] }] }
//- complaints.yaml
kind: record-log
id: LOG-CPL
title: Complaints
of: complaint
records:
  - { id: CPL-1, title: Nobody called back, customer: CUS-A, receivedOn: 2026-10-05, status: open, escalations: [{ to: ROLE-SD, on: 2026-10-10 }] }
  - { id: CPL-2, title: Slow answer, customer: CUS-A, receivedOn: 2026-10-10, status: open }
  - { id: CPL-3, title: Wrong invoice, customer: CUS-A, receivedOn: 2026-06-01, status: closed, closedOn: 2026-06-30 }
  - { id: CPL-4, title: Rude agent, customer: CUS-A, receivedOn: 2026-09-01, due: 2026-10-15, status: in-progress, escalations: [{ to: ROLE-SD, on: 2026-09-06 }] }
`, `
//- sms.yaml
sms: 1
organization: Example
timeZone: Europe/Amsterdam
stage: building
//- customers.yaml
{ kind: customer-register, id: CUSTOMERS, title: Customers, customers: [{ id: CUS-A, title: Boreal, complaints: { closeWithin: 10 days } }] }
//- catalogue.yaml
{ kind: service-catalogue, id: CAT, title: Services, services: [{ id: SVC-MAIL, title: Mail, status: live, customers: [CUS-A] }] }
`],
    bad: [`
//- roles.yaml
{ kind: role-register, id: ROLES, title: Roles, roles: [{ id: ROLE-SD, title: Service director }] }
//- customers.yaml
kind: customer-register
id: CUSTOMERS
title: Customers
customers:
  - { id: CUS-A, title: Boreal, complaints: { closeWithin: 10 days, escalation: [{ level: 1, role: ROLE-SD, after: 5 days }] } }
  - { id: CUS-B, title: Delta, complaints: { receivedBy: ROLE-SD } }
//                             ^^^^^^^^^^ complaint-overdue-or-no-escalation no-path
  - { id: CUS-C, title: Gamma }
//        ^^^^^ complaint-overdue-or-no-escalation no-path
//- catalogue.yaml
{ kind: service-catalogue, id: CAT, title: Services, services: [{ id: SVC-MAIL, title: Mail, status: live, customers: [CUS-A, CUS-B, CUS-C] }] }
//- complaints.yaml
kind: record-log
id: LOG-CPL
title: Complaints
of: complaint
records:
  - { id: CPL-1, title: Nobody called back, customer: CUS-A, receivedOn: 2026-10-04, status: open, escalations: [{ to: ROLE-SD, on: 2026-10-10 }] }
//                                                                       ^^^^^^^^^^ complaint-overdue-or-no-escalation overdue
  - { id: CPL-2, title: Slow answer, customer: CUS-A, receivedOn: 2026-10-09, status: open }
//                                                                ^^^^^^^^^^ complaint-overdue-or-no-escalation not-escalated
  - { id: CPL-3, title: Wrong invoice, customer: CUS-B, receivedOn: 2026-09-14, status: in-progress }
//                                                                  ^^^^^^^^^^ complaint-overdue-or-no-escalation overdue
`, `
//- complaint.yaml
kind: complaint
id: CPL-4
title: Rude agent
receivedOn: 2026-10-01
//          ^^^^^^^^^^ complaint-overdue-or-no-escalation overdue
due: 2026-10-14
status: in-progress
//- complaint5.yaml
kind: complaint
id: CPL-5
title: Closed before it came in
receivedOn: 2026-10-01
answeredOn: 2026-10-01
closedOn: 2026-09-30
//        ^^^^^^^^^^ complaint-overdue-or-no-escalation days
status: closed
`],
  },
};
