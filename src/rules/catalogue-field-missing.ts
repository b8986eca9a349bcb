import { valueAt } from '../sms/data.js';
import { fieldFixes } from './field-fixes.js';
import { dataAt, mended, objectOf, setting } from './mending.js';
import type { Rule } from './rule.js';

/** Raised by annotations of the service catalogue's schema. */
export const catalogueFieldMissing: Rule = {
  id: 'catalogue-field-missing',
  title: 'Services are described, with intended outcomes, dependencies and owner',
  clauses: ['8.2.4', '5.3'],
  grade: 'minor',
  why: 'The catalogue is where customers and staff learn what a service is for, what it needs and who answers for it. '
    + 'An auditor takes a few services and asks for exactly these.',
  messages: {
    missing: { text: '{title} ({id}) has no {fields}. The catalogue has to say it for every service (clause 8.2.4; the owner: 5.3): add '
      + 'it here. '
      + 'A service that depends on nothing says so with an empty list: dependsOn: [].' },
  },
  fixes: { none: 'It depends on nothing' },
  *fix(context, finding) {
    yield* fieldFixes(context, finding, catalogueFieldMissing);
    const service = objectOf(context, finding);
    if (!Array.isArray(valueAt(dataAt(context, finding, service), ['dependsOn']))) yield* mended(context, finding, [setting(context, finding.file, [...service, 'dependsOn'], [])], { say: 'none' });
  },
  examples: {
    good: [`
//- catalogue.yaml
kind: service-catalogue
id: CAT
title: Service catalogue
services:
  - id: SVC-NET
    title: Network
    description: Switching and internet access in both halls.
    status: live
    type: supporting
    owner: ROLE-NET
    intendedOutcomes: [Services reach their users.]
    dependsOn: []
`],
    bad: [`
//- catalogue.yaml
kind: service-catalogue
id: CAT
title: Service catalogue
services:
  - id: SVC-NET
//      ^^^^^^^ catalogue-field-missing missing
    title: Network
    description:
    status: live
    type: supporting
    owner: ROLE-NET
    intendedOutcomes: []
`],
  },
};
