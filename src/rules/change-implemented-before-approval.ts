import { dayAt, fields, state, text } from '../sms/data.js';
import { addPeriod, parsePeriod } from '../sms/days.js';
import { phrase, phraseList } from '../sms/language.js';
import { categoryOf, changeRules, isDecidedLate } from './changes.js';
import { nameById, nameOf } from '../sms/naming.js';
import type { Rule } from './rule.js';

/** What a decision lacks is raised by annotations of the change record's schema. */
export const changeImplementedBeforeApproval: Rule = {
  id: 'change-implemented-before-approval',
  title: 'Changes are approved before they are deployed',
  clauses: ['8.5.1.3'],
  grade: 'minor',
  why: 'A decision that comes after the fact decides nothing. Only an emergency may be made first, and its decision follows within days.',
  settings: { emergencyWithin: '7 days' },
  messages: {
    missing: { text: 'The decision on {title} ({id}) has no {fields}. Whoever looks at it later must see what was decided, by which role and on '
      + 'which day: add it.' },
    undecided: { text: '{name} was deployed on {deployed}, and nobody decided on it. Enter the decision if there was one; if not, look into how it '
      + 'could happen, and treat it as a nonconformity.' },
    rejected: { text: '{name} was deployed on {deployed} although it was rejected. Find out how that could happen and treat it as a nonconformity; '
      + 'if it was approved later, enter that decision.' },
    late: { text: '{name} was deployed on {deployed} and approved only on {decided}{recorded}. What cannot wait for a decision belongs in the category for '
      + 'emergencies; everything else waits. Correct the day if it is wrong; otherwise treat it as a nonconformity.' },
    'not-entitled': { text: '{name} was approved by {role}; by the change policy changes of the category {category} are approved by {entitled}. '
      + 'Have one of them decide, or give the role this authority in the policy.' },
  },
  records: {
    kinds: ['change-record'],
    begin: ({ model, today, settings, report }) => {
      const rules = changeRules(model, today), grace = parsePeriod(settings['emergencyWithin']);
      return {
        *take(change) {
          const { data } = change, deployed = dayAt(data, 'deployedAt'), decision = fields(data, 'decision'), category = categoryOf(rules, data);
          const outcome = text(decision, 'outcome'), decided = dayAt(decision, 'on'), by = text(decision, 'by'), name = nameOf(change);
          const recorded = dayAt(data, 'recordedOn'), emergency = category?.emergency === true;
          // Who decided without being asked to is no matter of when.
          const role = by === undefined ? undefined : model.item(by), entitled = category?.authorities ?? [];
          if (outcome === 'approved' && role?.type === 'role' && entitled.length > 0 && !entitled.includes(role.id)) {
            const args = { name, role: nameOf(role), category: category?.category ?? '', entitled: phraseList(entitled.map(id => nameById(model, id))) };
            yield report(change.at('decision', 'by'), 'not-entitled', args);
          }
          if (deployed === undefined) return;
          if (decided !== undefined && isDecidedLate(data, category)) {
            yield report(change.at('decision', 'on'), 'late', { name, deployed, decided, recorded: recorded !== undefined && recorded > deployed ? phrase('change.recorded-late', ', and recorded only on {recorded}', { recorded }) : '' });
            return;
          }
          if ((recorded !== undefined && recorded > deployed && !emergency)) return;
          if (outcome === 'rejected') { yield report(change.at('deployedAt'), 'rejected', { name, deployed }); return; }
          if (category?.preApproved) return;
          if (state(data, 'decision') !== 'filled') {
            if (!emergency || !grace || addPeriod(deployed, grace) < today) yield report(change.at(), 'undecided', { name, deployed });
          }
        },
      };
    },
  },
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
//- roles.yaml
{ kind: role-register, id: ROLES, title: Roles, roles: [{ id: ROLE-CM, title: Change manager }, { id: ROLE-IM, title: Incident manager }] }
//- CHG-1.yaml
kind: change-record
id: CHG-1
title: Firmware of the switch
category: normal
decision: { outcome: approved, by: ROLE-CM, on: 2026-09-01 }
deployedAt: 2026-09-01T22:00:00+02:00
//- CHG-2.yaml
kind: change-record
id: CHG-2
title: More connections for the database
category: emergency
decision: { outcome: approved, by: ROLE-IM, on: 2026-09-03 }
deployedAt: 2026-09-02T01:00:00+02:00
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
{ kind: change-record, id: CHG-2, title: More connections, category: emergency, deployedAt: 2026-10-10T22:00:00+02:00 }
//- CHG-3.yaml
{ kind: change-record, id: CHG-3, title: Not made yet, category: normal, recordedOn: 2026-10-12 }
`],
    bad: [`
//- change-policy.md
---
kind: change-policy
id: CHP
title: Change policy
categories: [{ category: normal, authorities: [ROLE-CM], handling: By the board. }]
---
//- roles.yaml
{ kind: role-register, id: ROLES, title: Roles, roles: [{ id: ROLE-CM, title: Change manager }, { id: ROLE-IM, title: Incident manager }] }
//- CHG-1.yaml
kind: change-record
id: CHG-1
title: Firmware of the switch
category: normal
decision: { outcome: approved, by: ROLE-CM, on: 2026-09-02 }
//                                              ^^^^^^^^^^ change-implemented-before-approval late
deployedAt: 2026-09-01T22:00:00+02:00
//- CHG-2.yaml
kind: change-record
id: CHG-2
title: Firmware of the other switch
category: normal
decision: { outcome: approved, by: ROLE-IM, on: 2026-09-01 }
//                                 ^^^^^^^ change-implemented-before-approval not-entitled
//- CHG-4.yaml
kind: change-record
id: CHG-4
title: Recorded, tested and decided when all was done
category: normal
recordedOn: 2026-09-02
test: { description: On the spare switch, on: 2026-09-02, result: passed }
decision: { outcome: approved, by: ROLE-CM, on: 2026-09-03 }
//                                              ^^^^^^^^^^ change-implemented-before-approval late
deployedAt: 2026-09-01T22:00:00+02:00
//- CHG-3.yaml
{ kind: change-record, id: CHG-3, title: Nobody decided, category: normal, deployedAt: 2026-09-01T22:00:00+02:00 }
//                         ^^^^^ change-implemented-before-approval undecided
`, `
//- roles.yaml
{ kind: role-register, id: ROLES, title: Roles, roles: [{ id: ROLE-CM, title: Change manager }] }
//- log.yaml
kind: record-log
id: LOG
title: Changes
of: change-record
records:
  - id: CHG-1
    title: Weekend work in the harvest
    decision: { outcome: rejected, by: ROLE-CM, on: 2026-08-04 }
    deployedAt: 2026-08-08T22:00:00+02:00
//              ^^^^^^^^^^^^^^^^^^^^^^^^^ change-implemented-before-approval rejected
  - { id: CHG-2, title: Nobody decided, deployedAt: 2026-08-08T22:00:00+02:00 }
//        ^^^^^ change-implemented-before-approval undecided
//- CHG-3.yaml
kind: change-record
id: CHG-3
title: By whom
decision: { outcome: approved }
//@0-8 change-implemented-before-approval missing
`],
  },
};
