import { dayAt, fields, state, text } from '../sms/data.js';
import { phrase, phraseList } from '../sms/language.js';
import { categoryOf, changeRules, isApproved, isDecidedLate, isDeployed } from './changes.js';
import { byMessage, completes, dataAt, objectOf } from './mending.js';
import { nameOf } from '../sms/naming.js';
import type { Rule } from './rule.js';

/** The way back is known before a change is let go, the test before it is made. */
export const changeNoReversalOrTest: Rule = {
  id: 'change-no-reversal-or-test',
  title: 'Changes are tested and can be reversed',
  clauses: ['8.5.1.3'],
  grade: 'minor',
  why: 'Whoever plans the way back only when a change has failed plans it at the worst moment. Clause 8.5.1.3 wants changes tried before, and the '
    + 'way back planned and, where it can be done, tried as well.',
  messages: {
    missing: { text: 'The record of {name} has no {fields}. Say how it was tried, and how it is taken back or put right if it fails; where there is '
      + 'no way back, say what is done instead.' },
    failed: { text: '{name} was deployed although its test failed. Enter the test that passed; if there was none, look into it as you would into a '
      + 'change that failed.' },
    late: { text: '{name} was tested on {tested}, after it was deployed on {deployed}. A test belongs before the deployment; what comes after is '
      + 'the review. Correct the day, or enter the earlier test.' },
  },
  records: {
    kinds: ['change-record'],
    begin: ({ model, today, report }) => {
      const rules = changeRules(model, today);
      return {
        *take(change) {
          const { data } = change, category = categoryOf(rules, data), deployed = isDeployed(data), test = fields(data, 'test'), name = nameOf(change);
          if (category?.preApproved || !(deployed || isApproved(data)) || fields(data, 'decision')?.['outcome'] === 'rejected') return;
          const absent = [...deployed && test === undefined ? [phrase('word.test', 'test')] : [], ...state(data, 'reversalPlan') === 'filled' ? [] : [phrase('word.way-back', 'way back')]];
          if (absent.length > 0) yield report(change.at(), 'missing', { name, fields: phraseList(absent), count: absent.length });
          const day = dayAt(data, 'deployedAt'), tested = dayAt(test, 'on');
          if (deployed && text(test, 'result') === 'failed') yield report(change.at('test', 'result'), 'failed', { name });
          else if (day !== undefined && tested !== undefined && tested > day && !category?.emergency && !isDecidedLate(data, category)) {
            yield report(change.at('test', 'on'), 'late', { name, tested, deployed: day });
          }
        },
      };
    },
  },
  fixes: { begin: 'Begin what is missing of the test and the way back' },
  fix: byMessage({
    missing: completes('begin', (context, finding) => ['test', 'reversalPlan'].filter(key => dataAt(context, finding, [...objectOf(context, finding), key]) === undefined)),
  }),
  examples: {
    good: [`
//- CHG-1.yaml
kind: change-record
id: CHG-1
title: Firmware of the switch
test: { description: On the spare switch, on: 2026-08-30, result: passed }
reversalPlan: The old firmware stays in the second slot; starting it takes six minutes.
deployedAt: 2026-09-01T22:00:00+02:00
//- CHG-2.yaml
{ kind: change-record, id: CHG-2, title: Firmware of the other switch, reversalPlan: As before., status: approved }
`, `
//- change-policy.md
---
kind: change-policy
id: CHP
title: Change policy
categories:
  - { category: standard, preApproved: true, handling: By the list. }
  - { category: emergency, emergency: true, handling: By telephone. }
---
//- CHG-1.yaml
{ kind: change-record, id: CHG-1, title: New server in the list, category: standard, deployedAt: 2026-09-01T22:00:00+02:00 }
//- CHG-2.yaml
kind: change-record
id: CHG-2
title: More connections
category: emergency
test: { description: Under load on the test copy, on: 2026-09-02, result: passed }
reversalPlan: Back to the old number of connections.
deployedAt: 2026-09-01T22:00:00+02:00
//- CHG-3.yaml
{ kind: change-record, id: CHG-3, title: Rejected, decision: { outcome: rejected, by: ROLE-CM, on: 2026-09-01 } }
`],
    bad: [`
//- CHG-1.yaml
{ kind: change-record, id: CHG-1, title: Firmware of the switch, deployedAt: 2026-09-01T22:00:00+02:00 }
//                         ^^^^^ change-no-reversal-or-test missing
//- CHG-2.yaml
{ kind: change-record, id: CHG-2, title: Firmware of the other switch, status: approved }
//                         ^^^^^ change-no-reversal-or-test missing
`, `
//- CHG-1.yaml
kind: change-record
id: CHG-1
title: More connections
category: normal
test: { description: Under load on the test copy, on: 2026-09-02, result: passed }
//                                                    ^^^^^^^^^^ change-no-reversal-or-test late
reversalPlan: Back to the old number of connections.
deployedAt: 2026-09-01T22:00:00+02:00
//- CHG-2.yaml
kind: change-record
id: CHG-2
title: Fewer connections
test: { description: Under load, result: failed }
//                                       ^^^^^^ change-no-reversal-or-test failed
reversalPlan: Back to the old number of connections.
deployedAt: 2026-09-01T22:00:00+02:00
`],
  },
};
