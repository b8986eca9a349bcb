import { objects, text } from '../sms/data.js';
import { addPeriod, isDay, parsePeriod } from '../sms/days.js';
import { reviewEvery } from '../sms/header.js';
import { nameOf } from '../sms/naming.js';
import { currentRisks, isClosed } from '../sms/risks.js';
import type { Rule } from './rule.js';

/** A risk without an owner is raised by an annotation; here its actions and its reviews are held against today. */
export const riskUnattended: Rule = {
  id: 'risk-unattended',
  title: 'Risks have owners, and treatments and reviews are on time',
  clauses: ['6.1.3'],
  grade: 'minor',
  why: 'A register that nobody looks at any more protects nobody. Actions whose day has passed and reviews that were left out are what an '
    + 'auditor sees first.',
  messages: {
    missing: { text: '{title} ({id}) has no {fields}. A risk that belongs to nobody is watched by nobody: name a role.' },
    'action-overdue': { text: '{action}, an action against {risk}, was due on {due} and is not done. '
      + 'Finish it and record it as done, or agree on a new day with the owner of the risk.' },
    'review-overdue': { text: '{risk} was to be looked at again by {due}. Review it, enter the day as reviewedOn, or close it where it is '
      + 'gone.' },
  },
  *check({ model, today, config, report }) {
    for (const { item, risk, register } of currentRisks(model)) {
      if (isClosed(risk)) continue;
      for (const { at, value } of objects(risk, 'actions')) {
        const due = text(value, 'due'), status = text(value, 'status');
        if (!isDay(due) || due >= today || status === 'done' || status === 'cancelled' || text(value, 'doneOn') !== undefined) continue;
        const action = text(value, 'title') ?? text(value, 'id') ?? 'This';
        yield report({ file: item.file, path: [...item.path, 'actions', at, 'due'] }, 'action-overdue', { action, risk: nameOf(item), due });
      }
      const since = text(risk, 'reviewedOn'), written = text(risk, 'nextReview');
      const period = parsePeriod(text(risk, 'reviewEvery') ?? reviewEvery(register, config));
      const days = [...isDay(since) && period ? [addPeriod(since, period)] : [], ...isDay(written) ? [written] : []].sort();
      const due = days[0];
      if (due === undefined || due >= today) continue;
      const key = due === written ? 'nextReview' : 'reviewedOn';
      yield report({ file: item.file, path: [...item.path, key] }, 'review-overdue', { risk: nameOf(item), due });
    }
  },
  examples: {
    good: [`
//- sms.yaml
sms: 1
organization: Example
timeZone: Europe/Amsterdam
reviewEvery: { default: 12 months, risk-register: 6 months }
//- roles.yaml
{ kind: role-register, id: ROLES, title: Roles, roles: [{ id: ROLE-NET, title: Owner of the network }] }
//- risks.yaml
kind: risk-register
id: RISKS
title: Risks
risks:
  - id: RSK-001
    title: The hall floods
    owner: ROLE-NET
    actions:
      - { id: pump, title: Second pump, due: 2026-09-01, status: done, doneOn: 2026-09-20 }
      - { id: drill, title: Drill, due: 2026-10-15, status: open }
    reviewedOn: 2026-04-15
  - { id: RSK-002, title: The old hall burns, owner: ROLE-NET, reviewedOn: 2024-01-01, status: closed }
`, `
//- roles.yaml
{ kind: role-register, id: ROLES, title: Roles, roles: [{ id: ROLE-NET, title: Owner of the network }] }
//- risks.yaml
# Nothing says how often this register is reviewed; the day that is written holds.
kind: risk-register
id: RISKS
title: Risks
risks:
  - { id: RSK-001, title: The hall floods, owner: ROLE-NET, reviewedOn: 2024-03-01, nextReview: 2026-10-15 }
  - id: RSK-002
    title: A relay fails
    owner: ROLE-NET
    actions: [{ id: spare, title: Spare relay, due: 2026-10-14, status: cancelled }, { id: test, title: Test, due: 2026-10-14, doneOn: 2026-10-20 }]
//- old.yaml
kind: risk-register
id: RISKS-2024
title: Risks of 2024
status: superseded
risks: [{ id: RSK-900, title: The old hall floods, owner: ROLE-NET, reviewedOn: 2024-03-01, nextReview: 2025-03-01 }]
`],
    bad: [`
//- sms.yaml
sms: 1
organization: Example
timeZone: Europe/Amsterdam
reviewEvery: { default: 12 months, risk-register: 6 months }
//- roles.yaml
{ kind: role-register, id: ROLES, title: Roles, roles: [{ id: ROLE-NET, title: Owner of the network }] }
//- risks.yaml
kind: risk-register
id: RISKS
title: Risks
risks:
  - id: RSK-001
    title: The hall floods
    owner: ROLE-NET
    actions:
      - { id: pump, title: Second pump, due: 2026-10-14, status: open }
//                                           ^^^^^^^^^^ risk-unattended action-overdue
    reviewedOn: 2026-04-14
//              ^^^^^^^^^^ risk-unattended review-overdue
  - { id: RSK-002, title: A relay fails, reviewedOn: 2026-10-01 }
//        ^^^^^^^ risk-unattended missing
  - { id: RSK-003, title: Mail is lost, owner: ROLE-NET, reviewedOn: 2026-07-01, reviewEvery: 3 months }
//                                                                   ^^^^^^^^^^ risk-unattended review-overdue
`, `
//- roles.yaml
{ kind: role-register, id: ROLES, title: Roles, roles: [{ id: ROLE-NET, title: Owner of the network }] }
//- risks.yaml
# The earlier of two days counts: after the review of June, three months are over; and the day set for the other one has passed.
kind: risk-register
id: RISKS
title: Risks
reviewEvery: 3 months
risks:
  - { id: RSK-001, title: The hall floods, owner: ROLE-NET, reviewedOn: 2026-06-30, nextReview: 2026-12-01 }
//                                                                      ^^^^^^^^^^ risk-unattended review-overdue
  - { id: RSK-002, title: A relay fails, owner: ROLE-NET, reviewedOn: 2026-09-30, nextReview: 2026-10-14 }
//                                                                                            ^^^^^^^^^^ risk-unattended review-overdue
  - id: RSK-003
    title: Mail is lost
    owner: ROLE-NET
    reviewedOn: 2026-10-01
    actions: [{ id: backup, title: Second backup, due: 2026-09-01, status: in-progress }]
//                                                     ^^^^^^^^^^ risk-unattended action-overdue
`, `
//- security.yaml
kind: security-risk-register
id: SEC-RISKS
title: Risks to the security of information
risks:
  - id: RSK-101
    title: Credentials of an administrator are caught
    owner: ROLE-SEC
    actions: [{ id: station, title: Separate workstations, due: 2026-10-14, status: in-progress }]
//                                                              ^^^^^^^^^^ risk-unattended action-overdue
`],
  },
};
