import { dayAt, state, text } from '../sms/data.js';
import { phraseList } from '../sms/language.js';
import { categoryOf, changeRules, isApproved, isDecidedLate, isDeployed, isMajor } from './changes.js';
import { byMessage, chooses } from './mending.js';
import { nameOf } from '../sms/naming.js';
import type { FixContext, Rule } from './rule.js';

/** A release that names an unknown change is raised by an annotation of its schema; an incident that does by the rule on references. */
export const changeOutsideProcess: Rule = {
  id: 'change-outside-process',
  title: 'All changes go through change management',
  clauses: ['8.5.1.2'],
  grade: 'minor',
  why: 'Every change is recorded and classified before it is made, and what is new, removed or handed over goes through clause 8.5.2. A change that '
    + 'came to light by its incident went past all of it.',
  messages: {
    unresolved: { text: '{to} is named as a change, and no change with this id is recorded.{hint} Record it, or name the one that is meant; what '
      + 'was deployed without a record went past change management.' },
    'recorded-late': { text: '{name} was deployed on {deployed} and recorded only on {recorded}. A change is recorded before it is made; correct '
      + 'the day if it is wrong, otherwise treat it as a nonconformity.' },
    'no-category': { text: '{name} has no category. How a change is decided on, tested and reviewed depends on it: enter one of the change policy.' },
    'unknown-category': { text: '{name} is of the category {category}, which the change policy does not know. It has {known}: enter one of them, or '
      + 'extend the policy.' },
    'no-plan': { text: '{name} is a new, removed or transferred service or has a major impact, and names no plan. Clause 8.5.1.2 sends such changes '
      + 'through service design and transition: write a service transition plan and name it as plan.' },
  },
  records: {
    kinds: ['change-record'],
    begin: ({ model, today, report }) => {
      const rules = changeRules(model, today);
      return {
        *take(record) {
          const { data } = record, name = nameOf(record);
          const made = isApproved(data) || isDeployed(data), category = text(data, 'category');
          const deployed = dayAt(data, 'deployedAt'), recorded = dayAt(data, 'recordedOn'), known = categoryOf(rules, data);
          if (category !== undefined && !known && rules.categories.size > 0) {
            yield report(record.at('category'), 'unknown-category', { name, category, known: phraseList([...rules.categories.keys()]) });
          } else if (category === undefined && made) yield report(record.at(), 'no-category', { name });
          if (deployed !== undefined && recorded !== undefined && recorded > deployed && !known?.emergency && !isDecidedLate(data, known)) {
            yield report(record.at('recordedOn'), 'recorded-late', { name, deployed, recorded });
          }
          if (made && isMajor(data) && !known?.emergency && state(data, 'plan') !== 'filled') {
            yield report(record.at(data['majorImpact'] === true ? 'majorImpact' : 'serviceChange'), 'no-plan', { name });
          }
        },
      };
    },
  },
  fixes: { category: 'Enter the category {choice}' },
  fix: byMessage({ 'no-category': chooses('category', categories, 'category'), 'unknown-category': chooses('category', categories, 'category') }),
  examples: {
    good: [`
//- change-policy.md
---
kind: change-policy
id: CHP
title: Change policy
categories:
  - { category: normal, handling: By the board. }
  - { category: emergency, emergency: true, handling: By telephone. }
---
//- plan.yaml
{ kind: service-transition-plan, id: TP-1, title: Telephony }
//- CHG-1.yaml
{ kind: change-record, id: CHG-1, title: Telephony goes live, category: normal, recordedOn: 2026-08-01, serviceChange: new, plan: TP-1, deployedAt: 2026-09-01T22:00:00+02:00 }
//- CHG-2.yaml
{ kind: change-record, id: CHG-2, title: More connections, category: emergency, recordedOn: 2026-09-02, deployedAt: 2026-09-01T22:00:00+02:00 }
//- REL-1.yaml
{ kind: release-record, id: REL-1, title: September, changes: [CHG-1] }
`, `
//- change-policy.md
---
kind: change-policy
id: CHP
title: Change policy
categories: [{ category: normal, handling: By the board. }]
---
//- CHG-1.yaml
{ kind: change-record, id: CHG-1, title: Telephony, category: normal, serviceChange: new, status: recorded }
//- CHG-2.yaml
{ kind: change-record, id: CHG-2, title: Nobody sorted it yet, status: recorded }
`],
    bad: [`
//- change-policy.md
---
kind: change-policy
id: CHP
title: Change policy
categories: [{ category: normal, handling: By the board. }]
---
//- CHG-1.yaml
kind: change-record
id: CHG-1
title: Telephony goes live
category: normal
recordedOn: 2026-09-02
//          ^^^^^^^^^^ change-outside-process recorded-late
serviceChange: new
//             ^^^ change-outside-process no-plan
deployedAt: 2026-09-01T22:00:00+02:00
//- CHG-2.yaml
{ kind: change-record, id: CHG-2, title: More connections, category: urgent }
//                                                                   ^^^^^^ change-outside-process unknown-category
`, `
//- CHG-3.yaml
{ kind: change-record, id: CHG-3, title: Nobody sorted it, status: deployed }
//                         ^^^^^ change-outside-process no-category
//- REL-1.yaml
{ kind: release-record, id: REL-1, title: September, changes: [CHG-9] }
//                                                             ^^^^^ change-outside-process unresolved
`],
  },
};

function categories({ model, today }: FixContext): readonly string[] { return [...changeRules(model, today).categories.keys()]; }
