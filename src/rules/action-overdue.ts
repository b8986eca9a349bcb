import { PAST_DUE } from './actions.js';
import type { Rule } from './rule.js';

/** Wherever actions stand whose own rule does not hold them to their day: corrective actions, actions against risks and improvements have theirs. */
export const actionOverdue: Rule = {
  id: 'action-overdue',
  title: 'What was to be done by a day is done, or has another day',
  clauses: ['8.1'],
  grade: 'minor',
  why: 'Plans, reviews and reports end in actions. An action whose day passes in silence is how a report becomes paper: whoever reads the plan believes that it was done.',
  messages: {
    overdue: { text: '{name} in {in} was due on {due} and is not done. Enter the day on which it was done (doneOn), call it off (status), or agree on a new day.' },
  },
  data: [{
    select: 'action', say: 'overdue', at: 'due', args: { in: '^title', due: 'due' },
    where: [...PAST_DUE, { field: '^kind', notIn: ['nonconformity', 'risk-register', 'security-risk-register', 'improvement-register'] }],
  }],
  examples: {
    good: [`
//- problem.yaml
kind: problem-record
id: PRB-1
title: Slow screens
actions:
  - { id: fibre, title: Second fibre, due: 2026-10-15 }
  - { id: share, title: A share of the line, due: 2026-09-30, doneOn: 2026-09-28 }
  - { id: phone, title: Ask the supplier, due: 2026-09-30, status: cancelled }
  - { id: later, title: Read the logs }
`],
    bad: [`
//- plan.yaml
kind: continuity-plan
id: PLAN
title: Continuity of the services
actions:
  - { id: archive, title: Old results into the archive, due: 2026-10-14, status: in-progress }
//                                                           ^^^^^^^^^^ action-overdue overdue
`],
  },
};
