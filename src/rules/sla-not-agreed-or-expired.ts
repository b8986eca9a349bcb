import { objects, text, texts } from '../sms/data.js';
import { phraseList } from '../sms/language.js';
import { currentSlas, termOn } from '../sms/agreements.js';
import { addsEntry, byMessage } from './mending.js';
import { nameOf } from '../sms/naming.js';
import { namedItems } from '../sms/named.js';
import type { Rule } from './rule.js';

/** An SLA without any agreement is raised by an annotation. */
export const slaNotAgreedOrExpired: Rule = {
  id: 'sla-not-agreed-or-expired',
  title: 'SLAs are agreed and valid',
  clauses: ['8.3.3'],
  grade: 'minor',
  why: 'An SLA binds because a customer agreed to it, and as long as both said. Without that it is only what the provider wishes.',
  messages: {
    missing: { text: '{title} ({id}) has no {fields}: it does not say who agreed to it. Name the customer, the person and the day, with '
      + 'the signed copy or the message as evidence.' },
    expired: { text: '{sla} ran out on {validTo}. Renew it with the customer, or set its status to withdrawn, or to superseded where '
      + 'another one took its place.' },
    'not-by-customer': { text: '{sla} names who agreed to it, but none of them is its customer ({customers}). Record the agreement of the '
      + 'customer.' },
  },
  *check({ model, today, report }) {
    for (const sla of currentSlas(model)) {
      if (termOn(sla, today) === 'over') {
        yield report({ file: sla.file, path: ['validTo'] }, 'expired', { sla: nameOf(sla), validTo: text(sla.data, 'validTo') ?? '' });
      }
      const customers = namedItems(model, sla.data, 'customers', 'customer'), agreed = objects(sla.data, 'agreedBy');
      const parties = agreed.map(({ value }) => text(value, 'party'));
      const known = parties.flatMap(id => (id === undefined ? undefined : model.item(id)) ?? []);
      if (customers.length === 0 || known.length === 0 || known.length < agreed.length) continue;
      if (!known.some(({ id }) => customers.some(customer => customer.id === id))) {
        yield report({ file: sla.file, path: ['agreedBy'], part: 'key' }, 'not-by-customer',
          { sla: nameOf(sla), customers: phraseList(customers.map(nameOf)) });
      }
    }
  },
  fixes: { begin: 'Begin the agreement of {party}' },
  fix: byMessage({
    *'not-by-customer'(context, finding) {
      for (const customer of texts(context.model.files.get(finding.file)?.artefact?.data, 'customers')) yield* addsEntry('begin', ['agreedBy'], { party: customer }, { whole: true })(context, { ...finding, args: { party: customer } });
    },
  }),
  examples: {
    good: [`
//- customers.yaml
{ kind: customer-register, id: CUSTOMERS, title: Customers, customers: [{ id: CUS-A, title: Boreal Foods }] }
//- sla.yaml
kind: sla
id: SLA-A
title: SLA with Boreal Foods
customers: [CUS-A]
validTo: 2026-10-15
agreedBy: [{ party: CUS-A, name: J. Vermeer, on: 2026-02-20 }]
//- old.yaml
kind: sla
id: SLA-OLD
title: SLA with Boreal Foods until 2024
status: superseded
customers: [CUS-A]
validTo: 2024-12-31
agreedBy: [{ party: CUS-A, name: J. Vermeer, on: 2022-02-20 }]
`, `
//- customers.yaml
kind: customer-register
id: CUSTOMERS
title: Customers
customers: [{ id: CUS-A, title: Boreal Foods, aliases: [CUS-BF] }, { id: CUS-B, title: Delta Shipping }]
//- parties.yaml
{ kind: party-register, id: PARTIES, title: Parties, parties: [{ id: SUP-MX, title: Mail relay }] }
//- sla.yaml
# Without a last day it runs until it is ended. One of the customers agreed under its earlier id; the relay put its name beside.
kind: sla
id: SLA-A
title: SLA with Boreal Foods and Delta Shipping
customers: [CUS-A, CUS-B]
validFrom: 2024-01-01
agreedBy: [{ party: SUP-MX, name: A. Relay, on: 2024-02-20 }, { party: CUS-BF, name: J. Vermeer, on: 2024-02-20 }]
`],
    bad: [`
//- registers.yaml
{ kind: customer-register, id: CUSTOMERS, title: Customers, customers: [{ id: CUS-A, title: Boreal Foods }] }
//- parties.yaml
{ kind: party-register, id: PARTIES, title: Parties, parties: [{ id: SUP-MX, title: Mail relay }] }
//- sla-a.yaml
kind: sla
id: SLA-A
title: SLA with Boreal Foods
customers: [CUS-A]
validTo: 2026-10-14
//       ^^^^^^^^^^ sla-not-agreed-or-expired expired
agreedBy: [{ party: SUP-MX, name: A. Relay, on: 2026-02-20 }]
//@0-8 sla-not-agreed-or-expired not-by-customer
//- sla-b.yaml
kind: sla
id: SLA-B
//  ^^^^^ sla-not-agreed-or-expired missing
title: Another SLA with Boreal Foods
customers: [CUS-A]
`, `
//- customers.yaml
kind: customer-register
id: CUSTOMERS
title: Customers
customers: [{ id: CUS-A, title: Boreal Foods }, { id: CUS-B, title: Delta Shipping }]
//- sla-a.yaml
# Another customer has agreed.
kind: sla
id: SLA-A
title: SLA with Boreal Foods
customers: [CUS-A]
validTo: 2026-10-15
agreedBy: [{ party: CUS-B, name: P. Delta, on: 2026-02-20 }]
//@0-8 sla-not-agreed-or-expired not-by-customer
//- sla-b.yaml
# It ran out while it was still being negotiated.
{ kind: sla, id: SLA-B, title: SLA with Delta Shipping, status: in-review, customers: [CUS-B], validTo: 2025-12-31, agreedBy: [] }
//               ^^^^^ sla-not-agreed-or-expired missing
//                                                                                                      ^^^^^^^^^^ sla-not-agreed-or-expired expired
`],
  },
};
