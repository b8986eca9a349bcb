import type { Condition, Rule } from './rule.js';

const HELD: Condition = { field: 'on', notAfter: 'today' };
const TAKEN_UP = ['improvement', 'nonconformity', 'problem', 'change', 'actions'];

/** A test has a result and a review, what failed in it is taken up, and the plan is written anew where that is needed. */
export const continuityTestResultUnused: Rule = {
  id: 'continuity-test-result-unused',
  title: 'Results of continuity tests lead to action',
  clauses: ['8.7.2'],
  grade: 'minor',
  why: 'A test is held to learn from it. What failed and is left so will fail again, on the night when it counts.',
  settings: { reviewWithin: '1 month', reviseWithin: '3 months' },
  messages: {
    'no-result': { text: '{name} was held on {on} and has no result. Say whether it was passed, passed with deficiencies, or failed.' },
    'no-review': { text: '{name} was held on {on} and was not reviewed since. Review it: what was learned, and does the plan still fit? Enter day, '
      + 'reviewer and conclusions.' },
    'no-deficiency': { text: '{name} was not passed without fault, and no deficiency is named. Name what did not work, each with what is done about '
      + 'it.' },
    'not-taken-up': { text: '{name} came out of {in}, and nothing is done about it. Name the improvement, problem or change that takes it up, or '
      + 'enter actions with owner and day.' },
    'plan-not-revised': { text: '{name} came out of {in} and changes the plan, but {plan} was not approved anew since. Revise it, or say here why '
      + 'it may stay as it is.' },
    'no-report': { text: '{name} is the use of the plan in earnest and has no report. Clause 8.7.2 wants cause, impact and recovery told: enter '
      + 'them under invocation.' },
  },
  data: [
    { select: 'continuity-test', where: [HELD, { field: 'result', is: 'absent' }], say: 'no-result', args: { on: 'on' } },
    { select: 'continuity-test', where: [{ field: 'on', before: { minus: { setting: 'reviewWithin' } } },
      { any: [{ field: 'review.on', is: 'absent' }, { field: 'review.conclusions', is: 'absent' }] }], say: 'no-review', args: { on: 'on' } },
    {
      select: 'continuity-test', say: 'no-deficiency', at: 'result',
      where: [HELD, { field: 'result', in: ['passed-with-deficiencies', 'failed'] }, { field: 'deficiencies', is: 'absent' }],
    },
    { select: 'continuity-test', each: 'deficiencies', where: TAKEN_UP.map(field => ({ field, is: 'absent' })), say: 'not-taken-up', at: 'id' },
    { select: 'continuity-test', each: 'deficiencies', say: 'plan-not-revised', at: 'changesPlan', args: { plan: { name: '^plan' } }, where: [
      { field: 'changesPlan', in: [true] }, { field: '^on', before: { minus: { setting: 'reviseWithin' } } },
      { some: { to: '^plan' }, where: [{ field: 'approvedOn', before: { field: '^^on' } }] },
    ] },
    { select: 'continuity-test', say: 'no-report', where: [HELD, { field: 'type', in: ['invocation'] },
      { any: ['cause', 'impact', 'recovery'].map(field => ({ field: `invocation.${field}`, is: 'absent' })) }] },
  ],
  examples: {
    good: [`
//- plan.yaml
{ kind: continuity-plan, id: CONTINUITY, title: Continuity plan, status: approved, approvedOn: 2026-06-18, effectiveFrom: 2026-07-01 }
//- test.yaml
kind: continuity-test
id: CT-1
title: Switch of the halls
plan: CONTINUITY
on: 2026-06-07
result: passed-with-deficiencies
deficiencies:
  - { id: bridge, title: The number of the bridge was old, changesPlan: true, actions: [{ id: number, title: New number }] }
review: { on: 2026-06-15, conclusions: The order of recovery fits. }
//- next.yaml
{ kind: continuity-test, id: CT-2, title: Planned test, plan: CONTINUITY, on: 2026-11-07 }
//- recent.yaml
{ kind: continuity-test, id: CT-3, title: Call tree, plan: CONTINUITY, on: 2026-09-15, result: passed }
`],
    bad: [`
//- plan.yaml
{ kind: continuity-plan, id: CONTINUITY, title: Continuity plan, status: approved, approvedOn: 2026-02-18, effectiveFrom: 2026-03-01 }
//- test.yaml
kind: continuity-test
id: CT-1
//  ^^^^ continuity-test-result-unused no-review
title: Switch of the halls
plan: CONTINUITY
on: 2026-06-07
result: passed-with-deficiencies
deficiencies:
  - { id: bridge, title: The number of the bridge was old, changesPlan: true, actions: [{ id: number, title: New number }] }
//                                                                      ^^^^ continuity-test-result-unused plan-not-revised
  - { id: keys, title: Nobody had the key of the cage }
//        ^^^^ continuity-test-result-unused not-taken-up
review: { on: 2026-06-15 }
//- call-tree.yaml
kind: continuity-test
id: CT-2
//  ^^^^ continuity-test-result-unused no-result
title: Call tree
on: 2026-10-10
//- failed.yaml
kind: continuity-test
id: CT-3
title: Restore from the vault
on: 2026-10-10
result: failed
//      ^^^^^^ continuity-test-result-unused no-deficiency
//- fire.yaml
kind: continuity-test
id: CT-4
//  ^^^^ continuity-test-result-unused no-report
title: Fire in hall A
type: invocation
on: 2026-10-10
result: passed
invocation: { cause: A fire in the room of the batteries }
`],
  },
};
