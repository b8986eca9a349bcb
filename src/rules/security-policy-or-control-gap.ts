import { dayAt, objects, text, texts } from '../sms/data.js';
import { isDay } from '../sms/days.js';
import { inForce } from '../sms/header.js';
import { phrase, phraseList } from '../sms/language.js';
import type { Report } from '../sms/types.js';
import { dueAfter } from './intervals.js';
import { currentOfKind, currentOfType } from './lifecycle.js';
import { nameOf, nameOfEntry } from '../sms/naming.js';
import { idOf } from '../sms/named.js';
import type { Rule, RuleContext } from './rule.js';

/** Who has to know the policy, and by which entries of `communication` it is told. */
const AUDIENCES = [
  { groups: ['staff'], name: phrase('word.staff', 'staff') },
  { groups: ['customers', 'users'], name: phrase('word.customers-and-users', 'customers and users') },
  { groups: ['suppliers'], name: phrase('word.suppliers', 'suppliers') },
];

/** That a control lacks decision, reason or owner is raised by annotations; here it is about communication, reviews and suppliers. */
export const securityPolicyOrControlGap: Rule = {
  id: 'security-policy-or-control-gap',
  title: 'The security policy is approved and communicated, and controls are decided and reviewed',
  clauses: ['8.7.3.1', '8.7.3.2'],
  grade: 'minor',
  why: 'A security policy that suppliers never saw binds nobody there, and a control that nobody decided on or looked at again may long have '
    + 'stopped working.',
  settings: { every: '12 months' },
  messages: {
    missing: { text: '{title} ({id}) has no {fields}. A control counts when it was decided on, with a reason, and somebody answers for it: add it.' },
    'not-told': { text: '{policy} is in force, but no entry shows that {groups} were told about it. Tell them, and enter day and way under '
      + 'communication.' },
    'approver-outside': { text: '{name} is to be approved by {role}, a role of another organization. The policy needs a manager of your own who may '
      + 'decide on it.' },
    'not-reviewed': { text: '{name} is in use, and no day says when it was decided on or its effect was checked. Check whether it works, and enter '
      + 'reviewedOn and the effect.' },
    'review-overdue': { text: 'The effect of {control} was to be checked by {due}. Check it, enter the day as reviewedOn and what you saw as '
      + 'effect.' },
    'control-overdue': { text: '{name} was to work by {due} and is still planned. Finish it and set its status, or agree on a new day with its '
      + 'owner.' },
    'supplier-without-agreement': { absence: true, text: '{register} names no agreement with {party} about the security of information. Agree what '
      + 'the supplier has to keep and enter it under agreements; if it reaches neither systems nor information, enter it with the reason under '
      + 'withoutAccess.' },
  },
  *check(context) {
    const { model, today, report } = context;
    for (const policy of currentOfKind(model, 'information-security-policy')) {
      if (!inForce(policy, today)) continue;
      const told = new Set(objects(policy.data, 'communication').flatMap(({ value }) => {
        const to = text(value, 'to'), on = text(value, 'on');
        return to !== undefined && isDay(on) && on <= today ? [to] : [];
      }));
      const groups = AUDIENCES.filter(audience => !audience.groups.some(group => told.has(group))).map(({ name }) => name);
      if (groups.length > 0) {
        yield report(policy, 'not-told', { policy: nameOf(policy), groups: phraseList(groups), count: groups.length }, { clauses: ['8.7.3.1'] });
      }
    }
    yield* controlReviews(context);
    yield* suppliers(context);
  },
  data: [
    {
      select: 'information-security-policy', where: [{ some: { to: 'approver' }, where: [{ field: 'party', is: 'present' }] }],
      say: 'approver-outside', at: 'approver', args: { role: { name: 'approver' } }, clauses: ['8.7.3.1'],
    },
    {
      select: 'security-control-register', each: 'controls',
      where: [{ field: 'decision', notIn: ['leave'] }, { field: 'status', in: ['planned'] }, { field: 'due', before: 'today' }],
      say: 'control-overdue', at: 'due', args: { due: 'due' }, clauses: ['8.7.3.2'],
    },
    {
      select: 'security-control-register', each: 'controls',
      where: [
        { field: 'decision', notIn: ['leave'] }, { field: 'status', notIn: ['planned', 'retired'] },
        { field: 'reviewedOn', is: 'absent' }, { field: 'decidedOn', is: 'absent' },
      ],
      say: 'not-reviewed', at: 'reviewedOn', clauses: ['8.7.3.2'],
    },
  ],
  examples: {
    good: [`
//- policy.md
---
kind: information-security-policy
id: SECURITY
title: Information security policy
status: approved
effectiveFrom: 2026-01-01
communication: [{ to: staff, on: 2026-01-05 }, { to: users, on: 2026-01-09 }, { to: suppliers, on: 2026-10-15 }]
---
//- parties.yaml
kind: party-register
id: PARTIES
title: Parties
parties:
  - { id: SUP-VAULT, title: Vault, type: external-supplier }
  - { id: SUP-HALL, title: Hall, type: external-supplier }
  - { id: SUP-OWN, title: Own data centre, type: internal-supplier }
//- controls.yaml
kind: security-control-register
id: CONTROLS
title: Controls
agreements: [{ party: SUP-VAULT, title: Annex 2 }]
withoutAccess: [{ party: SUP-HALL, reason: Delivers paper only }]
`, `
//- roles.yaml
{ kind: role-register, id: ROLES, title: Roles, roles: [{ id: ROLE-SEC, title: Security officer, holders: [{ group: Officers }] }] }
//- draft.md
---
{ kind: information-security-policy, id: SECURITY, title: Information security policy, status: draft, approver: ROLE-SEC }
---
//- controls.yaml
kind: security-control-register
id: CONTROLS
title: Controls
controlReviewEvery: 6 months
controls:
  - { id: CTL-01, title: Second factor, decision: use, reason: RSK-012, owner: ROLE-SEC, status: in-operation, reviewedOn: 2026-04-15 }
  - { id: CTL-02, title: Known programs only, decision: use, reason: Ransomware, owner: ROLE-SEC, status: planned, due: 2026-10-15 }
  - { id: CTL-03, title: Clean desk, decision: leave, reason: Nobody prints, owner: ROLE-SEC }
`],
    bad: [`
//- policy.md
---
kind: information-security-policy
id: SECURITY
//  ^^^^^^^^ security-policy-or-control-gap not-told
title: Information security policy
status: approved
effectiveFrom: 2026-01-01
approver: ROLE-OUT
//        ^^^^^^^^ security-policy-or-control-gap approver-outside
communication: [{ to: staff, on: 2026-01-05 }, { to: suppliers, on: 2026-10-16 }]
---
//- roles.yaml
{ kind: role-register, id: ROLES, title: Roles, roles: [{ id: ROLE-OUT, title: Adviser, party: SUP-VAULT, holders: [{ group: Advisers }] }] }
//- parties.yaml
kind: party-register
id: PARTIES
title: Parties
parties:
  - { id: SUP-VAULT, title: Vault, type: external-supplier }
  - { id: SUP-HALL, title: Hall, type: external-supplier }
//        ^^^^^^^^ security-policy-or-control-gap supplier-without-agreement
//- controls.yaml
{ kind: security-control-register, id: CONTROLS, title: Controls, agreements: [{ party: SUP-VAULT, title: Annex 2 }] }
`, `
//- roles.yaml
{ kind: role-register, id: ROLES, title: Roles, roles: [{ id: ROLE-SEC, title: Security officer, holders: [{ group: Officers }] }] }
//- controls.yaml
kind: security-control-register
id: CONTROLS
title: Controls
controlReviewEvery: 6 months
controls:
  - { id: CTL-01, title: Second factor, decision: use, reason: RSK-012, owner: ROLE-SEC, status: in-operation, reviewedOn: 2026-04-14 }
//                                                                                                                         ^^^^^^^^^^ security-policy-or-control-gap review-overdue
  - { id: CTL-02, title: Known programs only, decision: use, reason: Ransomware, owner: ROLE-SEC, status: planned, due: 2026-10-14 }
//                                                                                                                      ^^^^^^^^^^ security-policy-or-control-gap control-overdue
  - { id: CTL-03, title: Clean desk, decision: use }
//        ^^^^^^ security-policy-or-control-gap missing
//@10-16 security-policy-or-control-gap not-reviewed
`],
  },
};

function* controlReviews({ model, today, settings, report }: RuleContext): Iterable<Report> {
  for (const register of currentOfKind(model, 'security-control-register')) {
    for (const { at, value } of objects(register.data, 'controls')) {
      const status = text(value, 'status');
      if (text(value, 'decision') === 'leave' || status === 'retired' || status === 'planned') continue;
      const key = text(value, 'reviewedOn') !== undefined ? 'reviewedOn' : 'decidedOn', since = dayAt(value, key);
      const every = text(value, 'reviewEvery') ?? text(register.data, 'controlReviewEvery') ?? settings['every'];
      const due = since === undefined ? undefined : dueAfter(since, every);
      if (due === undefined || due >= today) continue;
      yield report({ file: register.file, path: ['controls', at, key] }, 'review-overdue', { control: nameOfEntry(value), due }, { clauses: ['8.7.3.2'] });
    }
  }
}

/** Outside parties of which no register of controls says what was agreed with them. Without such a register `mandatory-artefact-missing` speaks. */
function* suppliers({ model, report }: RuleContext): Iterable<Report> {
  const registers = currentOfKind(model, 'security-control-register'), [first] = registers;
  if (!first) return;
  const named = new Set(registers.flatMap(({ data }) => [...objects(data, 'agreements'), ...objects(data, 'withoutAccess')].flatMap(({ value }) => texts(value, 'party')))
    .map(id => idOf(model, id)));
  for (const party of currentOfType(model, 'party')) {
    if (text(model.value(party), 'type') === 'internal-supplier' || named.has(party.id)) continue;
    yield report(party, 'supplier-without-agreement', { register: nameOf(first), party: nameOf(party) }, { clauses: ['8.7.3.2'] });
  }
}
