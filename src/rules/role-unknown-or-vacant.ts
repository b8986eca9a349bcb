import { phrase } from '../sms/language.js';
import type { Model } from '../sms/model.js';
import type { Item, Reference } from '../sms/types.js';
import { withoutRoles } from './expected-evidence.js';
import { currentOfKind, currentOfType } from './lifecycle.js';
import { byMessage, newArtefact } from './mending.js';
import { nameOf } from '../sms/naming.js';
import { holdersOn } from '../sms/people.js';
import { isRetired } from '../sms/header.js';
import type { Rule } from './rule.js';

const MOST_PLACES = 20;

/** Every role that a field names is in the role register, and somebody holds it today. */
export const roleUnknownOrVacant: Rule = {
  id: 'role-unknown-or-vacant',
  title: 'Roles that are given work exist and are held',
  clauses: ['5.3'],
  grade: 'minor',
  why: 'What is given to a role that does not exist, or that nobody holds, is done by nobody.',
  messages: {
    unresolved: { text: 'The role register has no role {to}, so nobody acts here.{hint} Correct the id, or add the role with its holder to the register.' },
    'no-register': { absence: true, text: 'There is no role register, and work is given to roles in {count} places (first {to} in {place}). Write one (`kind: role-register`) with each role, its tasks and who holds it.' },
    'no-roles': { absence: true, text: '{name} lists no role, and work is given to roles in {count} places (first {to} in {place}). Enter each role, its tasks and who holds it.' },
    vacant: { text: 'Nobody holds {name} on {today}, but work is given to it (times named: {count}, first in {place}). Enter the holder with the first day; '
      + 'if the role is no longer needed, give its work to another one.' },
  },
  *check({ model, config, today, report }) {
    const undefinedRoles = withoutRoles(model), [start] = undefinedRoles, [register] = currentOfKind(model, 'role-register');
    if (start) {
      const args = { count: undefinedRoles.length, to: start.to, place: start.artefact };
      const details = { related: undefinedRoles.slice(0, MOST_PLACES).map(at => ({ at, text: phrase('related.is-named-here', '{name} is named here', { name: at.to }) })) };
      yield register ? report(register, 'no-roles', { name: nameOf(register), ...args }, details) : report({ file: config.file, path: ['sms'], part: 'key' }, 'no-register', args, details);
    }
    for (const role of currentOfType(model, 'role')) {
      if (holdersOn(model.value(role), today).length > 0) continue;
      const uses = usesOf(model, role), [first] = uses;
      if (!first) continue;
      const related = uses.slice(0, MOST_PLACES).map(at => ({ at, text: phrase('related.is-named-here', '{name} is named here', { name: role.id }) }));
      yield report(role, 'vacant', { name: nameOf(role), id: role.id, count: uses.length, today, place: first.artefact }, { related });
    }
  },
  fixes: { create: 'Begin the role register with these roles ({id})' },
  fix: byMessage({
    *'no-register'(context, { args }) {
      const made = newArtefact(context, 'role-register', 'Role register', { roles: rolesNamed(context.model).map(id => ({ id, title: '<What the role is called>' })) });
      if (made) yield { say: 'create', args: { ...args, id: made.id }, changes: { create: [made] } };
    },
  }),
  examples: {
    good: [`
//- roles.yaml
kind: role-register
id: ROLES
title: Roles
owner: ROLE-SMM
roles:
  - { id: ROLE-SMM, title: SMS manager, holders: [{ person: PER-TD, from: 2024-01-01, until: 2026-10-15 }] }
  - { id: ROLE-DESK, title: Service desk, holders: [{ group: Service desk }] }
  - { id: ROLE-SPARE, title: Nobody needs it yet }
//- desk.md
---
{ kind: procedure, id: PROC-DESK, title: Service desk, owner: ROLE-DESK }
---
ROLE-SPARE may follow one day.
//- old.yaml
{ kind: document, id: DOC-OLD, title: Use of fax, status: withdrawn, owner: ROLE-SPARE }
`, `
//- roles.yaml
# ROLE-DESK was renamed, and nobody holds ROLE-PM any more; only a record of last year names it.
kind: role-register
id: ROLES
title: Roles
roles:
  - { id: ROLE-SERVICEDESK, title: Service desk, aliases: [ROLE-DESK], holders: [{ person: PER-TD, from: 2026-10-15 }] }
  - { id: ROLE-PM, title: Problem manager, holders: [{ person: PER-TD, from: 2024-01-01, until: 2025-12-31 }] }
//- raci.yaml
{ kind: raci-matrix, id: RACI-INC, title: RACI, activities: [{ id: log, title: Log, accountable: [ROLE-DESK], responsible: [ROLE-SERVICEDESK] }] }
//- NC-1.yaml
{ kind: nonconformity, id: NC-1, title: Late, owner: ROLE-PM, detectedOn: 2025-06-01 }
`],
    bad: [`
//- roles.yaml
kind: role-register
id: ROLES
title: Roles
owner: ROLE-SMM
roles:
  - { id: ROLE-SMM, title: SMS manager, holders: [{ person: PER-TD, from: 2024-01-01, until: 2026-10-14 }] }
//        ^^^^^^^^ role-unknown-or-vacant vacant
  - { id: ROLE-DESK, title: Service desk, holders: [] }
//        ^^^^^^^^^ role-unknown-or-vacant vacant
//- desk.md
---
kind: procedure
id: PROC-DESK
title: Service desk
owner: ROLE-DESK
approver: ROLE-SMM
---
//- raci.yaml
kind: raci-matrix
id: RACI-INC
title: RACI
activities: [{ id: log, title: Log, accountable: [ROLE-SMM], responsible: [ROLE-DSEK] }]
//                                                                         ^^^^^^^^^ role-unknown-or-vacant unresolved
`, `
//- roles.yaml
kind: role-register
id: ROLES
title: Roles
roles:
  - { id: ROLE-DESK, title: Service desk, holders: [{ person: PER-TD, from: 2026-10-16 }] }
//        ^^^^^^^^^ role-unknown-or-vacant vacant
//- raci.yaml
{ kind: raci-matrix, id: RACI-INC, title: RACI, status: draft, activities: [{ id: log, title: Log, accountable: [ROLE-DESK], responsible: [ROLE-DESK] }] }
//- NC-1.yaml
# A role that never was is wrong in a record too.
{ kind: nonconformity, id: NC-1, title: Late, owner: role-desk, detectedOn: 2025-06-01 }
//                                                   ^^^^^^^^^ role-unknown-or-vacant unresolved
`, `
//- sms.yaml
# There is no role register at all: that is told once.
sms: 1
//@0-3 role-unknown-or-vacant no-register
organization: Example
timeZone: Europe/Amsterdam
//- desk.yaml
{ kind: document, id: DOC-DESK, title: Service desk, owner: ROLE-DESK, approver: ROLE-SMM }
`, `
//- roles.yaml
kind: role-register
id: ROLES
//  ^^^^^ role-unknown-or-vacant no-roles
title: Roles
roles: []
//- desk.yaml
{ kind: document, id: DOC-DESK, title: Service desk, owner: ROLE-DESK, approver: ROLE-SMM }
`],
  },
};

/** The fields in documents in use that give the role something to do; what a record says of the past does not count. */
function usesOf(model: Model, role: Item): readonly Reference[] {
  return model.referencesTo(role.id).filter(reference => {
    const from = model.artefact(reference.artefact);
    return reference.via === 'field' && reference.expects.includes('role') && (!from || (from.header !== 'record' && !isRetired(from)));
  });
}

function rolesNamed(model: Model): string[] { return [...new Set(withoutRoles(model).map(({ to }) => to))]; }
