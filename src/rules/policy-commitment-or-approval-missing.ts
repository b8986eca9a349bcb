import { phrase, phraseList } from '../sms/language.js';
import { isMarkdown } from '../sms/source.js';
import { currentOfKind } from './lifecycle.js';
import { byMessage, marksAsTop, sectionsBegun } from './mending.js';
import { nameOf } from '../sms/naming.js';
import { namedItem } from '../sms/named.js';
import { filledSection, isTextElsewhere } from './sections.js';
import type { Rule } from './rule.js';

const CONTENT = [
  ['objectives', phrase('word.how-objectives-are-set-a-section-objectives', 'how objectives are set (a section "Objectives")'), phrase('word.frame-for-objectives', 'frame for objectives')],
  ['requirements', phrase('word.the-commitment-to-meet-what-applies-a', 'the commitment to meet what applies (a section "Commitment to requirements")'), phrase('word.commitment-to-meet-requirements', 'commitment to meet requirements')],
  ['improvement', phrase('word.the-commitment-to-improve-services-and-their', 'the commitment to improve services and their management (a section "Commitment to improvement")'), phrase('word.commitment-to-improvement', 'commitment to improvement')],
] as const;

/** The three things that a service management policy has to say, and that somebody at the top approved it. */
export const policyCommitmentOrApprovalMissing: Rule = {
  id: 'policy-commitment-or-approval-missing',
  title: 'The policy makes its commitments and top management approved it',
  clauses: ['5.1', '5.2.1'],
  grade: 'minor',
  why: 'The policy is what top management promises for all services. Without the promise, or without the name of somebody who may give it, it binds '
    + 'nobody.',
  messages: {
    commitment: { text: '{name} has no {missing}. A service management policy is to state {say}.' },
    'not-top': { absence: true, text: '{name} is approved by {role}, which is not marked as top management in the role register. Let somebody '
      + 'approve it who directs the organization, or mark the role (topManagement: true) where it does.' },
  },
  *check({ model, report }) {
    for (const policy of currentOfKind(model, 'service-management-policy')) {
      const missing = isMarkdown(policy.file) && !isTextElsewhere(policy) ? CONTENT.filter(([key]) => filledSection(model, policy, key) === undefined) : [];
      if (missing.length > 0) {
        const args = { name: nameOf(policy), missing: phraseList(missing.map(([, , what]) => what)), say: phraseList(missing.map(([, say]) => say)) };
        yield report(policy, 'commitment', args, { clauses: ['5.2.1'] });
      }
      const approver = namedItem(model, policy.data, 'approver');
      if (approver?.type !== 'role' || model.value(approver)['topManagement'] === true) continue;
      const args = { name: nameOf(policy), role: nameOf(approver) };
      yield report({ file: policy.file, path: ['approver'] }, 'not-top', args, { related: [{ at: approver, text: phrase('related.the-role', 'The role') }] });
    }
  },
  fixes: { section: 'Begin the sections that are missing', top: 'Mark {role} as top management' },
  fix: byMessage({
    *commitment(context, finding) {
      const { model } = context, policy = model.files.get(finding.file)?.artefact;
      const missing = policy ? CONTENT.filter(([key]) => filledSection(model, policy, key) === undefined) : [];
      yield* sectionsBegun(context, finding, missing.map(([key, , what]) => ({ key, body: `<The ${what.text}>` })), 'section');
    },
    'not-top': marksAsTop,
  }),
  examples: {
    good: [`
//- roles.yaml
{ kind: role-register, id: ROLES, title: Roles, roles: [{ id: ROLE-MD, title: Managing director, topManagement: true }] }
//- policy.md
---
{ kind: service-management-policy, id: POLICY, title: Policy, approver: ROLE-MD }
---
## Purpose
Customers can plan on us.
## Objectives
Set once a year.
## Commitment to requirements
We keep what we agreed to.
## Improvement
Services and the way we manage them get better.
`, `
//- policy.yaml
{ kind: service-management-policy, id: POLICY, title: "The text is a PDF, and who may approve is not known here", approver: ROLE-MD, content: [{ file: policy.pdf }] }
//- policy.pdf
(a PDF)
`],
    bad: [`
//- roles.yaml
{ kind: role-register, id: ROLES, title: Roles, roles: [{ id: ROLE-IT, title: Head of IT }] }
//- policy.md
---
kind: service-management-policy
id: POLICY
title: Policy
approver: ROLE-IT
//        ^^^^^^^ policy-commitment-or-approval-missing not-top
---
## Purpose
Customers can plan on us.
## Objectives
Set once a year.
## Commitment to requirements
We keep what we agreed to.
## Improvement
Services and the way we manage them get better.
`, `
//- policy.md
---
kind: service-management-policy
id: POLICY
//  ^^^^^^ policy-commitment-or-approval-missing commitment
title: Policy
---
## Purpose
Customers can plan on us.
## Objectives
Set once a year.
## Commitment to requirements
We keep what we agreed to.
## Improvement
## Responsibilities
Everybody.
`],
  },
};
