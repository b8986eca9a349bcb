import { texts } from '../sms/data.js';
import { phraseList } from '../sms/language.js';
import type { Step } from '../sms/yaml-edits.js';
import { activities, rolesIn } from './activities.js';
import { byMessage, dataAt, mended, objectOf, setting } from './mending.js';
import { nameOf } from '../sms/naming.js';
import type { Rule } from './rule.js';

/** Each activity has one role that answers for it. That there is none is raised by the annotation of the schema. */
export const raciNotExactlyOneAccountable: Rule = {
  id: 'raci-not-exactly-one-accountable',
  title: 'Each activity has exactly one accountable role',
  clauses: ['5.3'],
  grade: 'minor',
  why: 'Where nobody answers for a result, or several do, each can point at another. One accountable role per activity is the convention of RACI.',
  messages: {
    missing: { text: '{title} ({id}) has no {fields}: nobody answers for the result. Enter the one role that does.' },
    several: { text: '{activity} has {count} accountable roles: {roles}. Keep the one that answers for the result and make the others responsible.',
      grade: 'observation' },
  },
  *check({ model, report }) {
    for (const activity of activities(model)) {
      const { roles } = rolesIn(model, activity, 'accountable');
      if (roles.length < 2) continue;
      yield report({ file: activity.matrix.file, path: [...activity.path, 'accountable'] }, 'several',
        { activity: activity.name, count: roles.length, roles: phraseList(roles.map(nameOf)) });
    }
  },
  fixes: { keep: 'Keep {role} accountable, the others become responsible' },
  fix: byMessage({
    *several(context, finding) {
      const row = objectOf(context, finding), value = dataAt(context, finding, row), accountable = [...new Set(texts(value, 'accountable'))];
      const set = (column: string, roles: readonly string[]): Step => setting(context, finding.file, [...row, column], roles);
      for (const role of accountable) {
        const others = accountable.filter(other => other !== role), responsible = [...new Set([...texts(value, 'responsible'), ...others])];
        yield* mended(context, finding, [set('accountable', [role]), set('responsible', responsible)], { say: 'keep', args: { role } });
      }
    },
  }),
  examples: {
    good: [`
//- raci.yaml
kind: raci-matrix
id: RACI-INC
title: RACI of incident management
activities:
  - { id: log, title: Log and classify, accountable: [ROLE-IM], responsible: [ROLE-DESK, ROLE-IM] }
  - { id: restore, title: Restore the service, accountable: [ROLE-IM, ROLE-IM] }
  - { id: tell, title: Tell the customer, accountable: [ROLE-IM, ROLE-GHOST] }
//- roles.yaml
{ kind: role-register, id: ROLES, title: Roles, roles: [{ id: ROLE-IM, title: Incident manager }, { id: ROLE-DESK, title: Service desk }] }
`, `
//- raci.yaml
# Several may do it and be asked; one answers for it.
kind: raci-matrix
id: RACI-CHG
title: RACI of change management
activities:
  - { id: assess, title: Assess changes, accountable: [ROLE-CM], responsible: [ROLE-CM, ROLE-NET], consulted: [ROLE-NET, ROLE-DESK] }
//- old.yaml
{ kind: raci-matrix, id: RACI-OLD, title: Of last year, status: superseded, activities: [{ id: assess, title: Assess changes, accountable: [ROLE-CM, ROLE-NET] }] }
//- roles.yaml
kind: role-register
id: ROLES
title: Roles
roles: [{ id: ROLE-CM, title: Change manager }, { id: ROLE-NET, title: Network }, { id: ROLE-DESK, title: Service desk }]
`],
    bad: [`
//- raci.yaml
kind: raci-matrix
id: RACI-INC
title: RACI of incident management
activities:
  - { id: log, title: Log and classify, responsible: [ROLE-DESK] }
//        ^^^ raci-not-exactly-one-accountable missing
  - { id: restore, title: Restore the service, accountable: [ROLE-IM, ROLE-DESK] }
//                                             ^^^^^^^^^^^ raci-not-exactly-one-accountable several
//- roles.yaml
{ kind: role-register, id: ROLES, title: Roles, roles: [{ id: ROLE-IM, title: Incident manager }, { id: ROLE-DESK, title: Service desk }] }
`, `
//- raci.yaml
kind: raci-matrix
id: RACI-CHG
title: RACI of change management
status: draft
activities:
  - { id: assess, title: Assess changes, accountable: [ROLE-CM, ROLE-NET, ROLE-CM], responsible: [ROLE-NET] }
//                                       ^^^^^^^^^^^ raci-not-exactly-one-accountable several
  - { id: approve, title: Approve changes, accountable: [], responsible: [ROLE-CM] }
//        ^^^^^^^ raci-not-exactly-one-accountable missing
//- roles.yaml
{ kind: role-register, id: ROLES, title: Roles, roles: [{ id: ROLE-CM, title: Change manager }, { id: ROLE-NET, title: Network }] }
`],
  },
};
