/** Small SMSs for the tests of the command line: in stage `building`, so that they stay small. */

export const SMS_YAML = 'sms: 1\norganization: Tiny Hosting\ntimeZone: Europe/Amsterdam\ntoday: 2026-03-31\nstage: building\n';

export const ROLES_YAML = `kind: role-register
id: ROLES
title: Roles
version: "1"
status: approved
owner: ROLE-SMM
approver: ROLE-SMM
approvedOn: 2026-01-10
effectiveFrom: 2026-01-10
reviewEvery: 12 months
people: [{ id: P-ANN, name: Ann Smit }]
roles:
  - id: ROLE-SMM
    title: SMS manager
    assures: [conformity, reporting]
    holders: [{ person: P-ANN, from: 2026-01-01 }]
`;

export const CLEAN: Readonly<Record<string, string>> = { 'sms.yaml': SMS_YAML, 'roles.yaml': ROLES_YAML };

/** One minor finding: the document names a role that does not exist. */
export const NOTE = (owner: string): string => `---
kind: document
id: DOC-NOTE
title: Note
version: "1"
status: draft
owner: ${owner}
approver: ROLE-SMM
reviewEvery: 12 months
---
Text.
`;
export const FAULTY: Readonly<Record<string, string>> = { ...CLEAN, 'note.md': NOTE('ROLE-NOBODY') };
