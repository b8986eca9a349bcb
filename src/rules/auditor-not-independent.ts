import { objects, text, texts, type Fields } from '../sms/data.js';
import { isDay } from '../sms/days.js';
import { phrase, phraseList } from '../sms/language.js';
import type { Model } from '../sms/model.js';
import { holds } from '../sms/people.js';
import { leavesOf } from '../sms/standard.js';
import type { Artefact, Day, Item, Path } from '../sms/types.js';
import { currentOfKind, currentOfType } from './lifecycle.js';
import { nameOf } from '../sms/naming.js';
import { namedIn, namedItem } from '../sms/named.js';
import type { Rule } from './rule.js';

/** Who audits a process does not own it. That an auditor gives no reason for being independent is raised by an annotation. */
export const auditorNotIndependent: Rule = {
  id: 'auditor-not-independent',
  title: 'Auditors do not audit their own work',
  clauses: ['9.2.2'],
  grade: 'minor',
  why: 'Nobody finds the faults of their own work: they knew why they did it so. An audit by the owner is a confirmation.',
  messages: {
    missing: { text: 'An auditor ({title}) has no {fields}. Say why this person can judge without judging their own work; if nobody can, ask '
      + 'somebody from outside.' },
    'own-process': { text: '{auditor} audits {processes} in {audit} and owns {what}. Let somebody else audit that part.' },
  },
  *check({ model, today, report }) {
    const reported = new Set<string>(), all = servedBy(model), roles = new Set(currentOfType(model, 'role').map(({ id }) => id));
    for (const made of model.ofKind('audit-report')) {
      const audit = namedIn(model, made, made.data, 'audit')[0], planned = audit && model.value(audit);
      if (audit) reported.add(audit.id);
      const from = text(made.data, 'from');
      yield* judge(made, [], made.data, { ...planned, ...made.data }, nameOf(made), isDay(from) ? from : today);
    }
    for (const programme of currentOfKind(model, 'audit-programme')) {
      for (const { at, value } of objects(programme.data, 'audits')) {
        const item = namedItem(model, value, 'id');
        // Once there is a report, it tells who really audited.
        if (!item || reported.has(item.id) || text(value, 'status') === 'cancelled') continue;
        yield* judge(programme, ['audits', at], value, value, nameOf(item), today);
      }
    }

    function* judge(artefact: Artefact, path: Path, own: Fields, scope: Fields, audit: string, day: Day): ReturnType<NonNullable<Rule['check']>> {
      const processes = auditedProcesses(model, artefact, scope, all);
      for (const { at, value } of objects(own, 'auditors')) {
        const role = namedItem(model, value, 'role')?.id, auditor = namedItem(model, value, 'person')?.id;
        // The role that an auditor acts in, and all that the person holds on the day.
        const owned = processes.filter(({ owner }) => owner === role || (auditor !== undefined && roles.has(owner) && holds(model, auditor, owner, day)));
        if (owned.length === 0) continue;
        const person = model.item(text(value, 'person') ?? text(value, 'role') ?? ''), name = person ? nameOf(person) : text(value, 'name') ?? '';
        const key = text(value, 'person') === undefined ? 'role' : 'person';
        yield report({ file: artefact.file, path: [...path, 'auditors', at, key] }, 'own-process', {
          auditor: name, audit, processes: phraseList(owned.map(({ process }) => nameOf(process))), what: owned.length === 1 ? phrase('word.it', 'it') : phrase('word.them', 'them'),
        });
      }
    }
  },
  examples: {
    good: [`
//- roles.yaml
kind: role-register
id: ROLES
title: Roles
people: [{ id: PER-A, name: Ann }, { id: PER-B, name: Bob }]
roles:
  - { id: ROLE-IM, title: Incident manager, holders: [{ person: PER-A, from: 2026-05-01 }, { person: PER-B, from: 2024-01-01, until: 2026-04-30 }] }
  - { id: ROLE-SMM, title: SMS manager, holders: [{ person: PER-B, from: 2024-01-01 }] }
//- map.yaml
kind: sms-process-map
id: MAP
title: Processes
processes: [{ id: PRC-INC, title: Incident management, clauses: [8.6.1], owner: ROLE-IM }, { id: PRC-DOC, title: Documents, clauses: [7.5.3], owner: ROLE-SMM }]
//- programme.yaml
kind: audit-programme
id: AP
title: Audits
audits:
  - { id: AUD-1, title: Incidents, plannedOn: 2026-11-01, processes: [PRC-INC], auditors: [{ person: PER-B, independence: Left the process in April }] }
`, `
//- roles.yaml
kind: role-register
id: ROLES
title: Roles
people: [{ id: PER-A, name: Ann }]
roles: [{ id: ROLE-IM, title: Incident manager, holders: [{ person: PER-A, from: 2026-05-01 }] }]
//- map.yaml
{ kind: sms-process-map, id: MAP, title: Processes, processes: [{ id: PRC-INC, title: Incident management, clauses: [8.6.1], owner: ROLE-IM }] }
//- programme.yaml
kind: audit-programme
id: AP
title: Audits
audits: [{ id: AUD-1, title: Incidents, plannedOn: 2026-09-01, clauses: [8.6.1], auditors: [{ person: PER-A, independence: None }] }]
//- report.yaml
{ kind: audit-report, id: AR-1, title: By somebody else in the end, audit: AUD-1, from: 2026-09-01, auditors: [{ name: N. Kaya, independence: From outside }] }
`],
    bad: [`
//- roles.yaml
kind: role-register
id: ROLES
title: Roles
people: [{ id: PER-A, name: Ann }, { id: PER-B, name: Bob }]
roles:
  - { id: ROLE-IM, title: Incident manager, holders: [{ person: PER-A, from: 2026-05-01 }, { person: PER-B, from: 2024-01-01, until: 2026-04-30 }] }
//- map.yaml
{ kind: sms-process-map, id: MAP, title: Processes, processes: [{ id: PRC-INC, title: Incident management, clauses: [8.6.1], owner: ROLE-IM }] }
//- programme.yaml
kind: audit-programme
id: AP
title: Audits
audits:
  - { id: AUD-1, title: Incidents, plannedOn: 2026-11-01, processes: [PRC-INC], auditors: [{ person: PER-A, independence: Is honest }] }
//                                                                                                   ^^^^^ auditor-not-independent own-process
  - { id: AUD-2, title: Requests, plannedOn: 2026-11-01, processes: [], auditors: [{ person: PER-B }] }
//                                                                                   ^^^^^^ auditor-not-independent missing
`, `
//- roles.yaml
kind: role-register
id: ROLES
title: Roles
people: [{ id: PER-A, name: Ann }, { id: PER-B, name: Bob }]
roles:
  - { id: ROLE-IM, title: Incident manager, holders: [{ person: PER-A, from: 2026-05-01 }, { person: PER-B, from: 2024-01-01, until: 2026-04-30 }] }
//- map.yaml
{ kind: sms-process-map, id: MAP, title: Processes, processes: [{ id: PRC-INC, title: Incident management, clauses: [8.6.1], owner: ROLE-IM }] }
//- programme.yaml
kind: audit-programme
id: AP
title: Audits
audits: [{ id: AUD-1, title: Clause 8.6, plannedOn: 2026-04-01, clauses: ["8.6"], auditors: [{ name: N. Kaya, independence: From outside }] }]
//- report.yaml
kind: audit-report
id: AR-1
title: Held by the owner of that day
audit: AUD-1
from: 2026-04-02
auditors: [{ person: PER-B, independence: Knows the process best }]
//                   ^^^^^ auditor-not-independent own-process
`],
  },
};

/** A process with its owner and the clauses that it serves, down to the smallest. */
interface Served { process: Item; owner: string; leaves: readonly string[] }

function servedBy(model: Model): readonly Served[] {
  return currentOfType(model, 'process').map(process => ({
    process, owner: ownerOf(model, process), leaves: texts(model.value(process), 'clauses').flatMap(id => leavesOf(id.trim())).map(({ id }) => id),
  }));
}

/** The processes that an audit names; without any, those that serve its clauses. */
function auditedProcesses(model: Model, artefact: Artefact, scope: Fields, all: readonly Served[]): readonly Pick<Served, 'process' | 'owner'>[] {
  const named = namedIn(model, artefact, scope, 'processes').filter(({ type }) => type === 'process');
  if (named.length > 0) return named.map(process => ({ process, owner: ownerOf(model, process) }));
  const clauses = new Set(texts(scope, 'clauses').flatMap(id => leavesOf(id.trim())).map(({ id }) => id));
  return clauses.size === 0 ? [] : all.filter(({ leaves }) => leaves.some(leaf => clauses.has(leaf)));
}

function ownerOf(model: Model, process: Item): string { return model.item(process.owner ?? '')?.id ?? ''; }
