import { list, texts } from '../sms/data.js';
import { phraseList } from '../sms/language.js';
import { activities, rolesIn } from './activities.js';
import { byMessage, dataAt, type Mend, mended, objectOf, setting } from './mending.js';
import { nameOf } from '../sms/naming.js';
import type { Rule } from './rule.js';

/**
 * Each activity has a role that does it. The one accountable role of an activity without a responsible one is taken to do the work as well,
 * unless it is a role of top management; of several accountable ones nobody knows which.
 */
export const raciNoResponsible: Rule = {
  id: 'raci-no-responsible',
  title: 'Each activity has a role that does it',
  clauses: ['5.3'],
  grade: 'minor',
  why: 'Work that is given to nobody is not done, or is done by whoever happens to notice.',
  messages: {
    missing: { text: '{activity} has no responsible role. {roles} answers for the result, but directs from the top and will not do the work. '
      + 'Enter the role that does.' },
    unclear: { text: '{activity} has no responsible role, and with {count} accountable ones ({roles}) it is open who does the work. '
      + 'Enter the role that does.' },
  },
  *check({ model, report }) {
    for (const activity of activities(model)) {
      if (list(activity.value, 'responsible').length > 0) continue;
      const { roles, unknown } = rolesIn(model, activity, 'accountable'), [first] = roles;
      if (!first || unknown) continue;
      const args = { activity: activity.name, count: roles.length, roles: phraseList(roles.map(nameOf)) };
      const place = { file: activity.matrix.file, path: [...activity.path, 'responsible'] };
      if (roles.length > 1) yield report(place, 'unclear', args);
      else if (model.value(first)['topManagement'] === true) yield report(place, 'missing', args);
    }
  },
  fixes: { does: '{role} does the work' },
  fix: byMessage({ unclear: oneOf('accountable'), missing: oneOf('consulted', 'informed') }),
  examples: {
    good: [`
//- raci.yaml
kind: raci-matrix
id: RACI-INC
title: RACI of incident management
activities:
  - { id: log, title: Log and classify, accountable: [ROLE-SD], responsible: [ROLE-DESK] }
  - { id: restore, title: Restore the service, accountable: [ROLE-IM] }
  - { id: review, title: Review major incidents }
  - { id: tell, title: Tell the customer, accountable: [ROLE-GHOST] }
//- roles.yaml
kind: role-register
id: ROLES
title: Roles
roles: [{ id: ROLE-IM, title: Incident manager }, { id: ROLE-DESK, title: Service desk }, { id: ROLE-SD, title: Service director, topManagement: true }]
`, `
//- raci.yaml
kind: raci-matrix
id: RACI-AUDIT
title: RACI of the management review
activities:
  - { id: chair, title: Chair the review, accountable: [ROLE-SD], responsible: [ROLE-SD] }
  - { id: prepare, title: Prepare the review, accountable: [ROLE-SMM], responsible: [] }
//- old.yaml
{ kind: raci-matrix, id: RACI-OLD, title: Of last year, status: superseded, activities: [{ id: chair, title: Chair the review, accountable: [ROLE-SD] }] }
//- roles.yaml
kind: role-register
id: ROLES
title: Roles
roles: [{ id: ROLE-SMM, title: SMS manager }, { id: ROLE-SD, title: Service director, topManagement: true }]
`],
    bad: [`
//- raci.yaml
kind: raci-matrix
id: RACI-INC
title: RACI of incident management
activities:
  - { id: log, title: Log and classify, accountable: [ROLE-SD] }
//        ^^^ raci-no-responsible missing
  - { id: restore, title: Restore the service, accountable: [ROLE-IM, ROLE-DESK], responsible: [] }
//                                                                                ^^^^^^^^^^^ raci-no-responsible unclear
//- roles.yaml
kind: role-register
id: ROLES
title: Roles
roles: [{ id: ROLE-IM, title: Incident manager }, { id: ROLE-DESK, title: Service desk }, { id: ROLE-SD, title: Service director, topManagement: true }]
`, `
//- raci.yaml
# Named twice it is still one role, and informing others is no work on the change.
kind: raci-matrix
id: RACI-CHG
title: RACI of change management
status: draft
activities:
  - { id: approve, title: Approve changes, accountable: [ROLE-SD, ROLE-SD], consulted: [ROLE-CM] }
//        ^^^^^^^ raci-no-responsible missing
  - { id: build, title: Build and test, accountable: [ROLE-CM, ROLE-SD], informed: [ROLE-DESK] }
//        ^^^^^ raci-no-responsible unclear
//- roles.yaml
kind: role-register
id: ROLES
title: Roles
roles: [{ id: ROLE-CM, title: Change manager }, { id: ROLE-DESK, title: Service desk }, { id: ROLE-SD, title: Service director, topManagement: true }]
`],
  },
};

/** A fix for each role in these columns of the row. */
function oneOf(...columns: readonly string[]): Mend {
  return function* (context, finding) {
    const row = objectOf(context, finding), value = dataAt(context, finding, row);
    for (const role of new Set(columns.flatMap(column => texts(value, column)))) {
      yield* mended(context, finding, [setting(context, finding.file, [...row, 'responsible'], [role])], { say: 'does', args: { role } });
    }
  };
}
