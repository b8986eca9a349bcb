import { state, texts } from '../sms/data.js';
import { phrase, phraseList } from '../sms/language.js';
import { currentOfKind } from './lifecycle.js';
import { changesIn, setting } from './mending.js';
import { nameOf } from '../sms/naming.js';
import { ownRoles } from './roles.js';
import type { Rule } from './rule.js';

const TASKS = [
  ['conformity', phrase('word.to-see-to-it-that-the-sms', 'to see to it that the SMS conforms to the standard')],
  ['reporting', phrase('word.to-report-to-top-management-on-how', 'to report to top management on how the SMS performs')],
] as const;

export const roleSmsAuthorityMissing: Rule = {
  id: 'role-sms-authority-missing',
  title: 'Roles exist for conformity and for reporting to top management',
  clauses: ['5.3'],
  grade: 'minor',
  why: 'Two tasks are named by the standard itself, and top management has to give them to somebody: to keep the system in line with the standard, '
    + 'and to tell top management how it performs.',
  messages: {
    nobody: { absence: true, text: 'No role of {name} has the task {tasks}. Give it to a role of your own organization ({assures}).' },
  },
  *check({ model, report }) {
    const registers = currentOfKind(model, 'role-register'), [register] = registers;
    if (!register || registers.every(({ data }) => state(data, 'roles') !== 'filled')) return;
    const assured = ownRoles(model).flatMap(role => texts(model.value(role), 'assures'));
    const missing = TASKS.filter(([task]) => !assured.includes(task));
    if (missing.length === 0) return;
    const tasks = phraseList(missing.map(([, words]) => words)), assures = `assures: [${missing.map(([task]) => task).join(', ')}]`;
    yield report(register, 'nobody', { name: nameOf(register), tasks, assures });
  },
  fixes: { give: 'Give it to {role}' },
  *fix(context) {
    const roles = ownRoles(context.model), assured = roles.flatMap(role => texts(context.model.value(role), 'assures')), missing = TASKS.flatMap(([task]) => (assured.includes(task) ? [] : [task]));
    for (const role of roles.slice(0, MOST_ROLES)) {
      const own = texts(context.model.value(role), 'assures'), changes = changesIn(context, role.file, [setting(context, role.file, [...role.path, 'assures'], [...own, ...missing])]);
      if (changes) yield { say: 'give', args: { role: nameOf(role) }, changes };
    }
  },
  examples: {
    good: [`
//- roles.yaml
kind: role-register
id: ROLES
title: Roles
roles:
  - { id: ROLE-SMM, title: SMS manager, assures: [conformity] }
//- more.yaml
{ kind: role-register, id: ROLES-2, title: More roles, roles: [{ id: ROLE-QM, title: Quality manager, assures: [reporting] }] }
`, `
//- roles.yaml
{ kind: role-register, id: ROLES, title: Nothing in it yet, roles: [] }
`],
    bad: [`
//- roles.yaml
kind: role-register
id: ROLES
//  ^^^^^ role-sms-authority-missing nobody
title: Roles
roles:
  - { id: ROLE-SMM, title: SMS manager, assures: [conformity] }
  - { id: ROLE-ADV, title: Adviser, party: SUP-ADVICE, assures: [reporting] }
`, `
//- roles.yaml
kind: role-register
id: ROLES
//  ^^^^^ role-sms-authority-missing nobody
title: Roles
roles:
  - { id: ROLE-SMM, title: SMS manager }
`],
  },
};

/** More are looked up, not clicked. */
const MOST_ROLES = 6;
