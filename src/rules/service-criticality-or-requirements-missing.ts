import { currentOfKind, currentOfType } from './lifecycle.js';
import { liveCustomerFacing } from './catalogue.js';
import { addingNew, byMessage, changesIn } from './mending.js';
import { nameOf } from '../sms/naming.js';
import { namedItems } from '../sms/named.js';
import type { Rule } from './rule.js';

/** Criticality and the basis of SLAs are raised by annotations; that a requirement names the service is looked up here. */
export const serviceCriticalityOrRequirementsMissing: Rule = {
  id: 'service-criticality-or-requirements-missing',
  title: 'Services have a reasoned criticality and documented requirements',
  clauses: ['8.2.2', '8.3.3'],
  grade: 'minor',
  why: 'How deep continuity, monitoring and targets have to go follows from how critical a service is and from what its customers need of '
    + 'it.',
  messages: {
    missing: { text: '{title} ({id}) has no {fields}. Continuity plans and service levels rest on it (clauses 8.2.2 and 8.3.3): add it '
      + 'here.' },
    'no-requirement': { absence: true, text: '{service} is live and used by customers, but no service requirement names it. '
      + 'Write down what its customers need (clause 8.2.2) and name the service there.' },
  },
  *check({ model, report }) {
    // Without any such document `mandatory-artefact-missing` speaks.
    if (currentOfKind(model, 'service-requirements').length === 0) return;
    const required = new Set(currentOfType(model, 'requirement')
      .flatMap(requirement => namedItems(model, model.value(requirement), 'services', 'service').map(({ id }) => id)));
    for (const { service } of liveCustomerFacing(model)) {
      if (!required.has(service.id)) yield report(service, 'no-requirement', { service: nameOf(service), id: service.id });
    }
  },
  fixes: { add: 'Begin a requirement of it in {document}' },
  fix: byMessage({
    *'no-requirement'(context, { args }) {
      for (const document of currentOfKind(context.model, 'service-requirements').slice(0, 1)) {
        const changes = changesIn(context, document.file, addingNew(context, document.file, ['requirements'], [{ services: [String(args['id'] ?? '')] }]));
        if (changes) yield { say: 'add', args: { document: nameOf(document) }, changes };
      }
    },
  }),
  examples: {
    good: [`
//- catalogue.yaml
kind: service-catalogue
id: CAT
title: Service catalogue
services:
  - id: SVC-MAIL
    title: Managed e-mail
    status: live
    type: customer-facing
    criticality: { level: high, reason: Orders arrive by mail. }
  - id: SVC-NET
    title: Network
    status: live
    type: supporting
    criticality: { level: high, reason: All services need it. }
//- requirements.yaml
kind: service-requirements
id: REQS
title: Service requirements
requirements: [{ id: REQ-1, title: Mail at night, services: [SVC-MAIL] }]
`, `
//- catalogue.yaml
# Chat is not delivered yet, and fax no more; both may wait for a requirement, and none is looked for.
kind: service-catalogue
id: CAT
title: Service catalogue
services:
  - { id: SVC-MAIL, title: Managed e-mail, aliases: [SVC-EMAIL], status: live, type: customer-facing, criticality: { level: high, reason: Orders arrive by mail. } }
  - { id: SVC-CHAT, title: Chat, status: pipeline, type: customer-facing, criticality: { level: low, reason: Mail can stand in for it. } }
  - { id: SVC-FAX, title: Fax, status: retired, type: customer-facing, criticality: { level: low, reason: Nobody used it. } }
//- requirements.yaml
kind: service-requirements
id: REQS
title: Service requirements
requirements: [{ id: REQ-1, title: Mail at night, services: [SVC-EMAIL] }]
`],
    bad: [`
//- catalogue.yaml
kind: service-catalogue
id: CAT
title: Service catalogue
services:
  - id: SVC-MAIL
//      ^^^^^^^^ service-criticality-or-requirements-missing no-requirement
    title: Managed e-mail
    status: live
    type: customer-facing
    criticality: { level: high, reason: Orders arrive by mail. }
  - id: SVC-NET
//      ^^^^^^^ service-criticality-or-requirements-missing missing
    title: Network
    status: live
    type: supporting
//- requirements.yaml
kind: service-requirements
id: REQS
title: Service requirements
requirements: [{ id: REQ-1, title: Fast network, services: [SVC-NET] }]
`, `
//- catalogue.yaml
kind: service-catalogue
id: CAT
title: Service catalogue
services:
  - { id: SVC-MAIL, title: Managed e-mail, status: live, type: customer-facing, criticality: { level: high, reason: Orders arrive by mail. } }
//        ^^^^^^^^ service-criticality-or-requirements-missing no-requirement
  - { id: SVC-NET, title: Network, status: live, type: supporting, criticality: { level: high, reason: All services need it. } }
//- requirements.yaml
{ kind: service-requirements, id: REQS, title: Service requirements, requirements: [{ id: REQ-2, title: Fast network, services: [SVC-NET] }] }
//- requirements-old.yaml
# What customers needed of the service that this one replaced.
kind: service-requirements
id: REQS-2024
title: Service requirements of 2024
status: superseded
requirements: [{ id: REQ-1, title: Mail at night, services: [SVC-MAIL] }]
//- sla.yaml
{ kind: sla, id: SLA-A, title: SLA with Boreal Foods, services: [SVC-MAIL], basedOn: [] }
//               ^^^^^ service-criticality-or-requirements-missing missing
`],
  },
};
