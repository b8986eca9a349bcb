import type { Condition, Rule } from './rule.js';

const OPEN: Condition = { field: 'status', notIn: ['done', 'accepted'] };

export const gapAnalysisUnremediated: Rule = {
  id: 'gap-analysis-unremediated',
  title: 'Gaps from the gap analysis are closed in time',
  clauses: ['6.3', '8.1'],
  grade: 'observation',
  why: 'A gap that everybody knew of before the audit and nobody closed tells the auditor that the system was built in a hurry.',
  messages: {
    'no-owner': { text: 'Nobody owns the gap {name} from {in}. Name the role that closes it.' },
    'no-day': { text: 'The gap {name} from {in} has no day by which it is to be closed. Agree on one with {owner}.' },
    overdue: { text: 'The gap {name} from {in} was to be closed by {due} and is not. Close it and enter the day, or agree on a new one with the '
      + 'owner.' },
  },
  data: [
    { select: 'gap-analysis', each: 'gaps', where: [OPEN, { field: 'owner', is: 'absent' }], say: 'no-owner' },
    {
      select: 'gap-analysis', each: 'gaps', where: [OPEN, { field: 'owner', is: 'present' }, { field: 'due', is: 'absent' }], say: 'no-day',
      args: { owner: { name: 'owner' } },
    },
    { select: 'gap-analysis', each: 'gaps', where: [OPEN, { field: 'due', before: 'today' }], say: 'overdue', at: 'due', args: { due: 'due' } },
  ],
  examples: {
    good: [`
//- gaps.yaml
kind: gap-analysis
id: GAP-2026
title: Gap analysis of spring
gaps:
  - { id: plan, title: No plan, owner: ROLE-SMM, due: 2026-10-15, status: in-progress }
  - { id: reviews, title: No reviews of suppliers, due: 2026-06-30, status: done, doneOn: 2026-07-10 }
  - { id: charging, title: Cost is not charged, status: accepted }
`],
    bad: [`
//- gaps.yaml
kind: gap-analysis
id: GAP-2026
title: Gap analysis of spring
gaps:
  - { id: plan, title: No plan, owner: ROLE-SMM, due: 2026-10-14, status: in-progress }
//                                                    ^^^^^^^^^^ gap-analysis-unremediated overdue
  - { id: reviews, title: No reviews of suppliers, due: 2026-11-30 }
//        ^^^^^^^ gap-analysis-unremediated no-owner
  - { id: charging, title: Cost is not known, owner: ROLE-SD, status: open }
//        ^^^^^^^^ gap-analysis-unremediated no-day
`],
  },
};
