import type { Rule } from './rule.js';

/** Raised by annotations of the schema of objectives. */
export const objectiveNotMeasurable: Rule = {
  id: 'objective-not-measurable',
  title: 'Objectives can be measured',
  clauses: ['6.2.1'],
  grade: 'minor',
  why: 'An objective without a figure is reached or missed by whoever tells the story. With metric, value, unit and day two people come to the same '
    + 'answer.',
  messages: {
    missing: { text: '{title} ({id}) has no {fields}, so nobody can say whether it was reached. Say what is measured, which value is to be reached '
      + 'in which unit, and by when.' },
  },
  examples: {
    good: [`
//- objectives.yaml
kind: objectives
id: OBJECTIVES
title: Objectives
objectives:
  - { id: OBJ-1, title: Services are back in time, metric: Share of incidents restored within target, operator: at-least, value: 95, unit: percent, due: 2026-12-31 }
`],
    bad: [`
//- objectives.yaml
kind: objectives
id: OBJECTIVES
title: Objectives
objectives:
  - { id: OBJ-1, title: Customers are happier, metric: Satisfaction, due: 2026-12-31 }
//        ^^^^^ objective-not-measurable missing
  - { id: OBJ-2, title: Services are back in time, metric: Share restored within target, value: 0, unit: percent, due: }
//        ^^^^^ objective-not-measurable missing
`],
  },
};
