import { text, texts } from '../sms/data.js';
import { phrase } from '../sms/language.js';
import type { Model } from '../sms/model.js';
import { activities } from './activities.js';
import { currentOfKind } from './lifecycle.js';
import { addingNew, byMessage, changesIn, creates } from './mending.js';
import { nameOf } from '../sms/naming.js';
import { namesOf, operationalProcesses, type Process } from './processes.js';
import type { Rule } from './rule.js';

/** A process without an owner is raised by an annotation. */
export const processOwnerOrRaciMissing: Rule = {
  id: 'process-owner-or-raci-missing',
  title: 'Each process has an owner and a responsibility matrix',
  clauses: ['5.3', '4.4'],
  grade: 'minor',
  why: 'Work that crosses teams stops where nobody answers for it. Who does what in a process, and who answers for it, is to be settled before '
    + 'something goes wrong.',
  messages: {
    missing: { text: '{title} ({id}) has no {fields}. Name the role that answers for the process as a whole.' },
    'no-rows': { absence: true, text: 'Nothing says who does what in {process}. Settle it, for example in a responsibility matrix, and name the '
      + 'matrix or its rows here (raci).' },
    'empty-matrix': { absence: true, text: '{matrix} is named for {process}, but has no rows. Enter its activities, each with who does the work and '
      + 'who answers for it.' },
  },
  *check({ model, report }) {
    const filled = new Set(activities(model).map(({ matrix }) => matrix.id));
    const named = new Set(currentOfKind(model, 'raci-matrix').flatMap(({ data }) => text(data, 'process')?.trim() ?? []));
    for (const found of operationalProcesses(model)) {
      const { item, process } = found, refs = texts(process, 'raci');
      if (refs.length === 0) {
        if (!namesOf(found).some(name => named.has(name))) yield report(item, 'no-rows', { process: nameOf(item) });
        continue;
      }
      const empty = emptyMatrix(model, found, filled);
      if (!empty) continue;
      const args = { matrix: nameOf(empty), process: nameOf(item) };
      yield report({ file: item.file, path: [...item.path, 'raci'] }, 'empty-matrix', args, { related: [{ at: empty, text: phrase('related.the-matrix', 'The matrix') }] });
    }
  },
  fixes: { create: 'Begin its responsibility matrix {id}', activity: 'Begin a row of {matrix}' },
  fix: byMessage({
    'no-rows': creates('raci-matrix', 'create', ({ model }, { subject = '' }) => ({ title: `Responsibilities in ${model.item(subject)?.title ?? subject}`, values: { process: subject } })),
    *'empty-matrix'(context, { args, related: [matrix] }) {
      const changes = matrix && changesIn(context, matrix.file, addingNew(context, matrix.file, ['activities'], [{}]));
      if (changes) yield { say: 'activity', args, changes };
    },
  }),
  examples: {
    good: [`
//- processes.yaml
kind: sms-process-map
id: MAP
title: Processes
processes:
  - { id: PRC-INC, title: Incidents, process: incident-management, clauses: [8.6.1], owner: ROLE-IM }
  - { id: PRC-CAP, title: Capacity, clauses: [8.4.3], owner: ROLE-OPS, raci: [RACI-ALL#plan] }
  - { id: PRC-REV, title: Review, clauses: ["9.3"], owner: ROLE-SD }
//- raci.yaml
kind: raci-matrix
id: RACI-INC
title: RACI of incidents
process: incident-management
activities: [{ id: log, title: Log, accountable: [ROLE-IM], responsible: [ROLE-DESK] }]
//- all.yaml
kind: raci-matrix
id: RACI-ALL
title: RACI of the rest
activities: [{ id: plan, title: Plan, accountable: [ROLE-OPS], responsible: [ROLE-OPS] }]
`, `
//- processes.yaml
{ kind: sms-process-map, id: MAP, title: The matrix that is named does not exist; another rule says so, processes: [{ id: PRC-INC, title: Incidents, clauses: [8.6.1], owner: ROLE-IM, raci: RACI-INC }] }
`],
    bad: [`
//- processes.yaml
kind: sms-process-map
id: MAP
title: Processes
processes:
  - { id: PRC-INC, title: Incidents, process: incident-management, clauses: [8.6.1], owner: ROLE-IM }
//        ^^^^^^^ process-owner-or-raci-missing no-rows
  - { id: PRC-CAP, title: Capacity, clauses: [8.4.3], raci: RACI-CAP }
//        ^^^^^^^ process-owner-or-raci-missing missing
//                                                          ^^^^^^^^ process-owner-or-raci-missing empty-matrix
//- raci.yaml
{ kind: raci-matrix, id: RACI-CAP, title: RACI of capacity, activities: [] }
//- other.yaml
{ kind: raci-matrix, id: RACI-PRB, title: RACI of problems, process: problem-management, activities: [{ id: a, title: A, accountable: [ROLE-PM], responsible: [ROLE-PM] }] }
`, `
//- processes.yaml
kind: sms-process-map
id: MAP
title: Processes
processes:
  - { id: PRC-INC, title: Incidents, process: incident-management, clauses: [8.6.1], owner: ROLE-IM }
//        ^^^^^^^ process-owner-or-raci-missing no-rows
//- raci.yaml
{ kind: raci-matrix, id: RACI-INC, title: RACI of incidents, status: withdrawn, process: incident-management, activities: [{ id: log, title: Log }] }
`],
  },
};

/** The matrix that a process names where it names no other and that one has no rows. */
function emptyMatrix(model: Model, { process }: Process, filled: ReadonlySet<string>): ReturnType<Model['artefact']> {
  const named = texts(process, 'raci').map(id => model.item(id));
  const [first] = named;
  return first?.type === 'raci-matrix' && named.length === 1 && !filled.has(first.id) ? model.artefact(first.id) : undefined;
}
