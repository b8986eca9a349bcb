import type { Rule } from './rule.js';

/** Raised by annotations of the schema of the scope statement. */
export const scopeServiceOrOrganizationMissing: Rule = {
  id: 'scope-service-or-organization-missing',
  title: 'The scope names the organization and the services',
  clauses: ['4.3'],
  grade: 'major',
  why: 'A scope is the services and the organization that manages and delivers them. Without either nobody knows what is audited and what a certificate is about.',
  messages: {
    missing: { text: '{title} ({id}) has no {fields}. The scope has to name who manages and delivers the services, and which services these are: add it here.' },
  },
  examples: {
    good: [`
//- scope.yaml
{ kind: scope-statement, id: SCOPE, title: Scope of the SMS, organization: Harbour Managed Services, services: [SVC-MAIL], locations: [] }
`],
    bad: [`
//- scope.yaml
kind: scope-statement
id: SCOPE
//  ^^^^^ scope-service-or-organization-missing missing
title: Scope of the SMS
organization: Harbour Managed Services
services: []
//- scope-south.yaml
kind: scope-statement
id: SCOPE-SOUTH
//  ^^^^^^^^^^^ scope-service-or-organization-missing missing
title: Scope in the south
organization:
`],
  },
};
