import { phrase, phraseList } from '../sms/language.js';
import { placeholderValue } from '../sms/skeleton.js';
import { fields, state } from '../sms/data.js';
import { categoryOf, changeRules, isApproved, isDeployed } from './changes.js';
import { dataAt, mended, objectOf, setting, shapeOf } from './mending.js';
import { nameOf } from '../sms/naming.js';
import type { Rule } from './rule.js';

/** What clause 8.5.1.3 wants weighed, and whether an auditor would call its absence more than an oversight. */
const MATTERS = [
  { key: 'risk', name: phrase('word.risk', 'risk'), heavy: true },
  { key: 'benefit', name: phrase('word.benefit', 'benefit'), heavy: false },
  { key: 'feasibility', name: phrase('word.feasibility', 'feasibility'), heavy: false },
  { key: 'financial', name: phrase('word.financial-impact', 'financial impact'), heavy: false },
  { key: 'services', name: phrase('word.impact-on-services', 'impact on services'), heavy: true },
  { key: 'customers', name: phrase('word.impact-on-customers', 'impact on customers'), heavy: false },
  { key: 'policiesAndPlans', name: phrase('word.impact-on-policies-and-plans', 'impact on policies and plans'), heavy: false },
  { key: 'capacity', name: phrase('word.impact-on-capacity', 'impact on capacity'), heavy: true },
  { key: 'availability', name: phrase('word.impact-on-availability', 'impact on availability'), heavy: true },
  { key: 'continuity', name: phrase('word.impact-on-continuity', 'impact on continuity'), heavy: true },
  { key: 'security', name: phrase('word.impact-on-information-security', 'impact on information security'), heavy: true },
  { key: 'otherChanges', name: phrase('word.other-changes', 'other changes'), heavy: false },
];

/** Changes that were let go or made say what was weighed before; what was approved once for all of its kind was weighed once. */
export const changeWithoutAssessment: Rule = {
  id: 'change-without-assessment',
  title: 'Changes are assessed for risk and impact',
  clauses: ['8.5.1.3'],
  grade: 'minor',
  why: 'A change that nobody thought through is how most outages begin. What was weighed has to be written down, if only in a few words; "none" is '
    + 'an answer, an empty field is not.',
  messages: {
    none: { text: '{name} was approved or deployed, and its record does not say what was weighed before. Clause 8.5.1.3 wants risk, benefit, cost '
      + 'and what it does to services, capacity, availability, continuity and security considered: enter it under considered, in a few words '
      + 'each.' },
    parts: { text: 'The assessment of {name} says nothing of {fields}. Clause 8.5.1.3 wants it weighed before the decision: add it, or write that '
      + 'there is none.' },
    thin: { grade: 'observation', text: 'The assessment of {name} leaves out {fields}. Risk and impact are there; a few words on the rest make it '
      + 'complete.' },
  },
  records: {
    kinds: ['change-record'],
    begin: ({ model, today, report }) => {
      const rules = changeRules(model, today);
      return {
        *take(change) {
          const { data } = change;
          if (categoryOf(rules, data)?.preApproved || !(isApproved(data) || isDeployed(data)) || fields(data, 'decision')?.['outcome'] === 'rejected') return;
          const considered = fields(data, 'considered'), absent = MATTERS.filter(({ key }) => state(considered, key) !== 'filled');
          if (absent.length === MATTERS.length) { yield report(change.at(), 'none', { name: nameOf(change) }); return; }
          if (absent.length === 0) return;
          const message = absent.some(({ heavy }) => heavy) ? 'parts' : 'thin';
          const args = { name: nameOf(change), fields: phraseList(absent.map(({ name }) => name)), count: absent.length };
          yield report(change.at('considered', absent[0]?.key ?? ''), message, args);
        },
      };
    },
  },
  fixes: { begin: 'Begin what is missing of the assessment' },
  *fix(context, finding) {
    if (finding.message === 'missing') return;
    const record = finding.message === 'none' ? objectOf(context, finding) : objectOf(context, finding).filter(step => step !== 'considered');
    const considered = fields({ considered: dataAt(context, finding, [...record, 'considered']) }, 'considered');
    const steps = MATTERS.filter(({ key }) => state(considered, key) !== 'filled').flatMap(({ key }) => {
      const path = [...record, 'considered', key], shape = shapeOf(context, finding.file, path);
      return shape ? [setting(context, finding.file, path, placeholderValue(shape))] : [];
    });
    yield* mended(context, finding, steps, { say: 'begin' });
  },
  examples: {
    good: [`
//- CHG-1.yaml
kind: change-record
id: CHG-1
title: Firmware of the switch
category: normal
considered:
  risk: The switch may not start; the second one carries the load.
  benefit: Ends the restarts.
  feasibility: Two people, one hour.
  financial: None.
  services: None while one switch runs.
  customers: None.
  policiesAndPlans: None.
  capacity: None.
  availability: One path for an hour.
  continuity: None.
  security: Closes a hole.
  otherChanges: None on this night.
decision: { outcome: approved, by: ROLE-CM, on: 2026-09-01 }
`, `
//- change-policy.md
---
kind: change-policy
id: CHP
title: Change policy
categories: [{ category: standard, preApproved: true, handling: By the list. }]
---
//- CHG-2.yaml
{ kind: change-record, id: CHG-2, title: New mailbox server in the list, category: standard, deployedAt: 2026-09-01T10:00:00+02:00 }
//- CHG-3.yaml
{ kind: change-record, id: CHG-3, title: Not looked at yet, category: normal, status: recorded }
`],
    bad: [`
//- change-policy.md
---
kind: change-policy
id: CHP
title: Change policy
categories: [{ category: normal, handling: By the board. }]
---
//- CHG-2.yaml
{ kind: change-record, id: CHG-2, title: New mailbox server, category: normal, deployedAt: 2026-09-01T10:00:00+02:00 }
//                         ^^^^^ change-without-assessment none
`, `
//- log.yaml
kind: record-log
id: LOG
title: Changes
of: change-record
records:
  - id: CHG-1
    title: Firmware of the switch
    considered:
//  ^^^^^^^^^^ change-without-assessment parts
      risk: The switch may not start.
      benefit: Ends the restarts.
      feasibility: Two people.
      financial: None.
      services: None.
      customers: None.
      policiesAndPlans: None.
      capacity: None.
      continuity: None.
      security: None.
      otherChanges: None.
    decision: { outcome: approved, by: ROLE-CM, on: 2026-09-01 }
  - id: CHG-2
    title: Firmware of the other switch
    considered: { risk: None., services: None., capacity: None., availability: None., continuity: None., security: None. }
//  ^^^^^^^^^^ change-without-assessment thin
    status: deployed
`],
  },
};
