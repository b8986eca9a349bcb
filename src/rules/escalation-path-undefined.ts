import { type Fields, objects, text } from '../sms/data.js';
import { phrase } from '../sms/language.js';
import type { Model } from '../sms/model.js';
import type { Artefact, Finding, Item, Phrase, Report } from '../sms/types.js';
import { currentSlas, termOn } from '../sms/agreements.js';
import { currentOfKind } from './lifecycle.js';
import { byMessage, dataAt, mended, objectOf, setting } from './mending.js';
import { nameOf } from '../sms/naming.js';
import { namesOf, operationalProcesses, type Process } from './processes.js';
import { filledSection, isTextElsewhere } from './sections.js';
import type { Fix, FixContext, Place, Rule } from './rule.js';

const SIDES = [
  ['functional', phrase('escalation.functional', 'people who know more (functional)')], ['hierarchic', phrase('escalation.hierarchic', 'people who may decide more (hierarchic)')],
] as const;

/** Agreements and the processes by which services are run say who is told or takes over when time runs out. */
export const escalationPathUndefined: Rule = {
  id: 'escalation-path-undefined',
  title: 'Escalation paths are defined',
  clauses: ['5.3', '8.6.1'],
  grade: 'minor',
  why: 'At night somebody has to know whom to call, and when, without asking first whether they may. Where it is not written down, it depends on '
    + 'who is on shift.',
  messages: {
    sla: { text: '{name} does not say who is told when a target is about to be missed. Enter the steps: who, and after which part of the time '
      + '(escalation).' },
    process: { absence: true, text: 'Neither the map nor a procedure says who is told or takes over where {name} gets stuck. Enter the steps here '
      + '(escalation), or write a section "Escalation" into its procedure.' },
    'one-sided': { text: 'The escalation of {name} never reaches {missing}. Add a step, or mark the one that does (type).', grade: 'observation' },
  },
  *check({ model, today, report }) {
    function* oneSided(of: Item | Artefact, at: Place, steps: readonly Fields[]): Iterable<Report> {
      for (const missing of missingSides(steps)) yield report(at, 'one-sided', { name: nameOf(of), missing });
    }
    for (const sla of currentSlas(model)) {
      if (termOn(sla, today) === 'over') continue;
      const steps = stepsOf(sla.data);
      if (steps.length === 0) yield report(sla, 'sla', { name: nameOf(sla) });
      else yield* oneSided(sla, { file: sla.file, path: ['escalation'], part: 'key' }, steps);
    }
    for (const found of operationalProcesses(model)) {
      const { item, process } = found, steps = stepsOf(process);
      if (steps.length > 0) yield* oneSided(item, { file: item.file, path: [...item.path, 'escalation'], part: 'key' }, steps);
      else if (!isInProcedure(model, found)) yield report(item, 'process', { name: nameOf(item) });
    }
  },
  fixes: { begin: 'Escalate to {owner}, then to {approver}' },
  fix: byMessage({ sla: toOwnerAndApprover, process: toOwnerAndApprover }),
  examples: {
    good: [`
//- sla.yaml
kind: sla
id: SLA-A
title: SLA with Boreal Foods
escalation:
  - { level: 1, role: ROLE-IM, type: functional, afterShare: 0.5 }
  - { level: 2, role: ROLE-SD, type: hierarchic, afterShare: 1 }
//- old.yaml
{ kind: sla, id: SLA-OLD, title: SLA that ran out, validTo: 2026-06-30 }
//- processes.yaml
kind: sms-process-map
id: MAP
title: Processes
processes:
  - { id: PRC-INC, title: Incidents, process: incident-management, clauses: [8.6.1] }
  - { id: PRC-REV, title: Review, clauses: ["9.3"] }
//- incident.md
---
{ kind: procedure, id: PROC-INC, title: Incident management, process: incident-management }
---
## Escalation
After half of the time ROLE-IM is called.
`, `
//- sla.yaml
{ kind: sla, id: SLA-A, title: A step that does not say of which type it is may be either, escalation: [{ level: 1, role: ROLE-IM, afterShare: 0.5 }] }
//- processes.yaml
kind: sms-process-map
id: MAP
title: Processes
processes:
  - { id: PRC-INC, title: Incidents, clauses: ["8.6"], procedure: PROC-INC }
//- incident.yaml
{ kind: procedure, id: PROC-INC, title: The procedure is a Word file, content: [{ file: incident.docx }] }
//- incident.docx
(a Word file)
`],
    bad: [`
//- sla.yaml
kind: sla
id: SLA-A
title: SLA with Boreal Foods
escalation:
//@0-10 escalation-path-undefined one-sided
  - { level: 1, role: ROLE-IM, type: functional, afterShare: 0.5 }
//- sla-b.yaml
kind: sla
id: SLA-B
//  ^^^^^ escalation-path-undefined sla
title: SLA with Delta
`, `
//- processes.yaml
kind: sms-process-map
id: MAP
title: Processes
processes:
  - { id: PRC-INC, title: Incidents, process: incident-management, clauses: [8.6.1], procedure: PROC-INC }
//        ^^^^^^^ escalation-path-undefined process
//- incident.md
---
{ kind: procedure, id: PROC-INC, title: Incident management, process: incident-management }
---
## Escalation
## Records
Each incident.
`],
  },
};

function stepsOf(of: Fields): readonly Fields[] { return objects(of, 'escalation').map(({ value }) => value); }

/** A step that does not say of which type it is may be of either. */
function missingSides(steps: readonly Fields[]): readonly Phrase[] {
  const types = steps.map(step => text(step, 'type'));
  return types.includes(undefined) ? [] : SIDES.filter(([type]) => !types.includes(type)).map(([, words]) => words);
}

/** The procedure that the process names, or one that names the process, has a section about it, or a text that is not read. */
function isInProcedure(model: Model, found: Process): boolean {
  const id = text(found.process, 'procedure'), named = model.artefact(id ?? ''), names = namesOf(found);
  // An id that resolves to nothing is reported there.
  if (id !== undefined && !named) return true;
  const procedures = [...named ? [named] : [], ...currentOfKind(model, 'procedure').filter(({ data }) => names.includes(text(data, 'process')?.trim() ?? ''))];
  return procedures.some(procedure => isTextElsewhere(procedure) || filledSection(model, procedure, 'escalation') !== undefined);
}

/** Those who answer for it are a beginning: one who knows, then one who may decide. Who it shall be, a person says. */
function* toOwnerAndApprover(context: FixContext, finding: Finding): Iterable<Fix> {
  const object = objectOf(context, finding), around = dataAt(context, finding, []), owner = text(dataAt(context, finding, object), 'owner') ?? text(around, 'owner'), approver = text(around, 'approver');
  if (owner === undefined || approver === undefined || owner === approver) return;
  const steps = [{ level: 1, role: owner, type: 'functional' }, { level: 2, role: approver, type: 'hierarchic' }];
  yield* mended(context, finding, [setting(context, finding.file, [...object, 'escalation'], steps)], { say: 'begin', args: { owner, approver } });
}
