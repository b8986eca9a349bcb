import { text } from '../sms/data.js';
import { addsEntry, byMessage } from './mending.js';
import type { Rule } from './rule.js';

const EMERGENCY = 'emergency';

/** What is absent altogether is raised by annotations of the change policy's schema; whether one category is for emergencies is data. */
export const changePolicyIncomplete: Rule = {
  id: 'change-policy-incomplete',
  title: 'The change policy has its items, categories and criteria',
  clauses: ['8.5.1.1'],
  grade: 'minor',
  why: 'Without a written line between what is controlled and what is not, and between a small change and a large one, everybody draws their own. '
    + 'The way for emergencies is what an auditor asks for first: it is the one that is taken at night and under pressure.',
  messages: {
    missing: { text: '{title} has no {fields}. The policy has to say what is under change control, which categories there are and how each is '
      + 'handled, and by what one tells a major impact (clause 8.5.1.1): add it here.' },
    'no-emergency': { text: '{name} has no category for emergencies. Changes that cannot wait are made all the same; say who may approve them and '
      + 'what is made up for afterwards, in a category with emergency: true.' },
  },
  data: [{
    select: 'change-policy',
    where: [{ field: 'categories', is: 'present' }, { none: { list: 'categories' }, where: [{ field: 'emergency', in: [true] }] }],
    say: 'no-emergency', at: 'categories.0.category',
  }],
  fixes: { emergency: 'Add a category for emergencies' },
  fix: byMessage({
    // Changes that name it already would be judged by a category that nobody has described.
    'no-emergency': addsEntry('emergency', ['categories'], ({ model }) => (model.ofType('change-record').some(change => text(model.value(change), 'category') === EMERGENCY) ? undefined
      : { category: EMERGENCY, emergency: true }), { whole: true }),
  }),
  examples: {
    good: [`
//- change-policy.md
---
kind: change-policy
id: CHP
title: Change policy
itemsUnderControl: [All services of the catalogue]
categories:
  - { category: normal, handling: Assessed and decided on before it is made. }
  - { category: emergency, emergency: true, handling: Approved by telephone and reviewed within a week. }
majorImpactCriteria: [Users need training]
---
`],
    bad: [`
//- change-policy.md
---
kind: change-policy
id: CHP
//  ^^^ change-policy-incomplete missing
title: Change policy
itemsUnderControl: []
categories:
  - { category: normal, handling: Assessed and decided on before it is made. }
//              ^^^^^^ change-policy-incomplete no-emergency
  - { category: standard, preApproved: true }
//    ^^^^^^^^ change-policy-incomplete missing
---
`],
  },
};
