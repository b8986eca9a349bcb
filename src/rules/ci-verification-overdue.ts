import { addTo, dayAt, fields, text } from '../sms/data.js';
import { latestDay } from '../sms/days.js';
import type { Day } from '../sms/types.js';
import { dueAfter } from './intervals.js';
import { currentOfKind } from './lifecycle.js';
import { nameOf } from '../sms/naming.js';
import { recordsOutside } from './records.js';
import { namedItem } from '../sms/named.js';
import type { Rule } from './rule.js';

/** What a verification has to tell is raised by annotations; here its day is held against the interval of the register. */
export const ciVerificationOverdue: Rule = {
  id: 'ci-verification-overdue',
  title: 'Configuration items are verified at planned intervals',
  clauses: ['8.2.6'],
  grade: 'minor',
  why: 'A register that is never compared with the racks and the network drifts away from them, and decisions about incidents and changes are then '
    + 'made on what used to be.',
  settings: { interval: '12 months' },
  messages: {
    missing: { text: '{title} ({id}) has no {fields}. A verification has to tell what was looked at and how much of it was right (clause 8.2.6). If '
      + 'nothing was wrong, say so with an empty list: deficiencies: [].' },
    never: { absence: true, grade: 'major', text: '{register} has never been compared with what is really there. Take a sample, write down how much '
      + 'of it was right (a record of the kind `ci-verification`), and do so at planned intervals.' },
    overdue: { absence: true, text: '{register} was last compared with what is really there on {last}; the next verification was due by {due}. Take '
      + 'a sample and record the result.' },
    'no-actions': { text: '{name} found deficiencies that are not corrected, and names no actions. Correct them and enter the day, or say what is '
      + 'done, by whom and until when.' },
  },
  *check({ model, today, settings, report }) {
    const held = new Map<string, Day[]>();
    for (const { data } of recordsOutside(model, 'ci-verification')) {
      const register = namedItem(model, data, 'register'), on = dayAt(data, 'on');
      if (register && on !== undefined && on <= today) addTo(held, register.id, on);
    }
    for (const register of currentOfKind(model, 'ci-register')) {
      const last = latestDay(held.get(register.id) ?? []), since = last ?? dayAt(fields(register.data, 'baseline'), 'on');
      const due = since === undefined ? undefined : dueAfter(since, text(register.data, 'verifyEvery') ?? settings['interval']);
      if (due !== undefined && due >= today) continue;
      if (last === undefined) yield report(register, 'never', { register: nameOf(register) });
      else if (due !== undefined) yield report(register, 'overdue', { register: nameOf(register), last, due });
    }
  },
  data: [{
    select: 'ci-verification', say: 'no-actions', at: 'deficiencies',
    where: [{ field: 'actions', is: 'absent' }, { some: { list: 'deficiencies' }, where: [{ field: 'correctedOn', is: 'absent' }] }],
  }],
  examples: {
    good: [`
//- cis.yaml
{ kind: ci-register, id: CIS, title: Configuration items, verifyEvery: 6 months }
//- young.yaml
{ kind: ci-register, id: CIS-LAB, title: Items of the laboratory, baseline: { on: 2026-03-01 } }
//- v1.yaml
kind: ci-verification
id: CV-1
title: Walk through hall A
register: CIS
on: 2026-04-15
sample: 40
accuracy: 97.5
deficiencies: [{ description: A switch stands in rack 5 and not in rack 4, correctedOn: 2026-04-16 }]
`, `
//- cis.yaml
{ kind: ci-register, id: CIS, title: Configuration items }
//- v1.yaml
{ kind: ci-verification, id: CV-1, title: Scan of the network, register: CIS, on: 2025-10-15, sample: 212, accuracy: 100, deficiencies: [] }
`],
    bad: [`
//- cis.yaml
{ kind: ci-register, id: CIS, title: Configuration items }
//                       ^^^ ci-verification-overdue overdue
//- v1.yaml
{ kind: ci-verification, id: CV-1, title: Scan of the network, register: CIS, on: 2025-10-14, sample: 212, accuracy: 100, deficiencies: [] }
//- new.yaml
{ kind: ci-register, id: CIS-LAB, title: Items of the laboratory }
//                       ^^^^^^^ ci-verification-overdue never
`, `
//- cis.yaml
{ kind: ci-register, id: CIS, title: Configuration items, verifyEvery: 6 months }
//- v1.yaml
kind: ci-verification
id: CV-1
//  ^^^^ ci-verification-overdue missing
title: Walk through hall A
register: CIS
on: 2026-04-15
deficiencies:
//@0-12 ci-verification-overdue no-actions
  - description: A switch stands in rack 5 and not in rack 4
`],
  },
};
