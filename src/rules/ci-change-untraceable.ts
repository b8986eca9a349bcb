import type { Rule } from './rule.js';

/** The register says when an item was last changed and by which changes; the changes say when they were deployed. */
export const ciChangeUntraceable: Rule = {
  id: 'ci-change-untraceable',
  title: 'Changes of configuration items can be traced to a change',
  clauses: ['8.2.6', '8.5.1.3'],
  grade: 'minor',
  why: 'Something that was changed and nobody can say by which change was changed without a decision, or the register was. Either way the next '
    + 'fault is looked for in the wrong place.',
  settings: { days: '30 days' },
  messages: {
    untraceable: { text: '{name} was changed on {on}, and no change says why. Name the change in its `changes`; if there was none, find out who '
      + 'changed what, and have it approved or taken back.' },
    'older-change': { text: '{name} was changed on {on}, but every change that it names was deployed more than {days} before. Name the change that '
      + 'brought it to what it is now.' },
  },
  data: [{
    select: 'ci', say: 'untraceable', at: 'lastChangedOn', args: { on: 'lastChangedOn' },
    where: [
      { field: 'lastChangedOn', is: 'present' }, { field: 'changes', is: 'absent' },
      { any: [{ field: '^baseline.on', is: 'absent' }, { field: 'lastChangedOn', after: { field: '^baseline.on' } }] },
    ],
  }, {
    select: 'ci', say: 'older-change', at: 'lastChangedOn', args: { on: 'lastChangedOn', days: { setting: 'days' } },
    where: [
      { some: { to: 'changes' } },
      { any: [{ field: '^baseline.on', is: 'absent' }, { field: 'lastChangedOn', after: { field: '^baseline.on' } }] },
      // A change whose own days contradict each other is told there.
      { none: { to: 'changes' }, where: [{ any: [
        { not: { field: 'deployedAt', before: { field: '^lastChangedOn', minus: { setting: 'days' } } } },
        { field: 'decision.on', after: { field: 'deployedAt' } }, { field: 'recordedOn', after: { field: 'deployedAt' } },
      ] }] },
    ],
  }],
  examples: {
    good: [`
//- cis.yaml
kind: ci-register
id: CIS
title: Configuration items
baseline: { on: 2026-03-02 }
items:
  - { id: CI-1, title: Server 1, lastChangedOn: 2026-03-02 }
  - { id: CI-2, title: Server 2, lastChangedOn: 2026-06-30, changes: [CHG-7] }
  - { id: CI-3, title: Server 3 }
//- chg.yaml
{ kind: change-record, id: CHG-7, title: New memory, deployedAt: 2026-06-01T09:00:00+02:00 }
//- lab.yaml
{ kind: ci-register, id: CIS-LAB, title: Items of the laboratory, items: [{ id: CI-9, title: Server 9, lastChangedOn: 2026-07-03, changes: [CHG-8] }] }
//- late.yaml
{ kind: change-record, id: CHG-8, title: New disks, decision: { outcome: approved, on: 2026-07-02 }, deployedAt: 2026-05-02T09:00:00+02:00 }
`],
    bad: [`
//- cis.yaml
kind: ci-register
id: CIS
title: Configuration items
baseline: { on: 2026-03-02 }
items:
  - { id: CI-1, title: Server 1, lastChangedOn: 2026-03-03 }
//                                              ^^^^^^^^^^ ci-change-untraceable untraceable
  - { id: CI-2, title: Server 2, lastChangedOn: 2026-07-02, changes: [CHG-7] }
//                                              ^^^^^^^^^^ ci-change-untraceable older-change
//- lab.yaml
kind: ci-register
id: CIS-LAB
title: Items of the laboratory
items: [{ id: CI-9, title: Server 9, lastChangedOn: 2026-03-03, changes: [] }]
//                                                  ^^^^^^^^^^ ci-change-untraceable untraceable
//- chg.yaml
{ kind: change-record, id: CHG-7, title: New memory, deployedAt: 2026-06-01T09:00:00+02:00 }
`],
  },
};
