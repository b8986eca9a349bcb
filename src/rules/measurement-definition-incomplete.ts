import type { Rule } from './rule.js';

/** Raised by annotations of the schemas of measurement plans and measurements. */
export const measurementDefinitionIncomplete: Rule = {
  id: 'measurement-definition-incomplete',
  title: 'Measures say what, how, when and by whom',
  clauses: ['9.1'],
  grade: 'minor',
  why: 'Two people who measure the same thing get two figures when nobody wrote down what is counted. And a figure that nobody ever evaluates costs '
    + 'work and changes nothing.',
  messages: {
    missing: { text: '{title} ({id}) has no {fields}. A figure can be relied on only if it is known what is measured, how, when, when it is '
      + 'evaluated, and who answers for it (clause 9.1): write it here.' },
  },
  examples: {
    good: [`
//- measures.yaml
kind: measurement-plan
id: MEASURES
title: Measures
measures:
  - id: MSR-1
    title: Time to restore
    what: Share of the incidents that were restored within the target
    method: Closed tickets of the month, from the service desk
    measuredEvery: 1 month
    evaluatedEvery: 3 months
    owner: ROLE-IM
//- result.yaml
{ kind: measurement, id: M-1, title: Quarter 3, measure: MSR-1, period: { from: 2026-07-01, to: 2026-09-30 }, value: 0 }
`],
    bad: [`
//- measures.yaml
kind: measurement-plan
id: MEASURES
title: Measures
measures:
  - id: MSR-1
//      ^^^^^ measurement-definition-incomplete missing
    title: Tickets closed
    what: Tickets closed in the month
    method: Report of the service desk
    measuredEvery: 1 month
    owner: ROLE-IM
//- result.yaml
{ kind: measurement, id: M-1, title: Quarter 3, measure: MSR-1, value: 812 }
//                       ^^^ measurement-definition-incomplete missing
`],
  },
};
