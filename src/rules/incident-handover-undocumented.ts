import { text, type Fields } from '../sms/data.js';
import { phrase } from '../sms/language.js';
import type { Model } from '../sms/model.js';
import { sourcesOfNonconformities, missedOf } from './incidents.js';
import { nameById, nameOf } from '../sms/naming.js';
import { handovers } from '../sms/records.js';
import type { Rule } from './rule.js';
import { isLeftOut, targetResults } from '../sms/target-results.js';
import type { Word } from '../sms/types.js';

/** Where an incident goes from one shift or group to the next, something is said. Where a nonconformity names the incident, the trail is there. */
export const incidentHandoverUndocumented: Rule = {
  id: 'incident-handover-undocumented',
  title: 'Handover of incidents is documented',
  clauses: ['8.6.1'],
  grade: 'observation',
  why: 'Incidents are lost at the change of shifts. What was tried, what comes next and who was told must not live in the head of somebody who goes '
    + 'home.',
  messages: {
    'no-note': { text: '{incident} went from {from} to {to} without a word of handover. Enter what was tried, what comes next and who was told.' },
    'no-note-missed': { grade: 'minor', text: '{incident} went from {from} to {to} without a word of handover, and missed {target}. Enter what was '
      + 'said; if nothing was, write that down, and see to it that the next handover is documented.' },
  },
  records: {
    kinds: ['incident-record'],
    begin: ({ model, today, report }) => {
      const followed = sourcesOfNonconformities(model);
      return {
        *take(record) {
          if (record.data['assignments'] === undefined || isLeftOut(record.data) || followed.has(record.id)) return;
          for (const { at, before, next, noted } of handovers(record.data)) {
            if (noted) continue;
            const [missed] = missedOf(targetResults(model, record, today)), place = record.at('assignments', at);
            const args = { incident: nameOf(record), from: holderOf(model, before), to: holderOf(model, next) };
            yield missed ? report(place, 'no-note-missed', { ...args, target: nameOf(missed.target) }) : report(place, 'no-note', args);
          }
        },
      };
    },
  },
  examples: {
    good: [`
//- roles.yaml
{ kind: role-register, id: ROLES, title: Roles, roles: [{ id: ROLE-DESK, title: Desk }, { id: ROLE-NET, title: Network }] }
//- INC-1.yaml
kind: incident-record
id: INC-1
title: Mail stands still
assignments:
  - { role: ROLE-DESK, shift: late, handover: Restarted twice; the relay is next }
  - { role: ROLE-DESK, shift: night }
  - { role: ROLE-NET, shift: night, handover: The relay answers on one address only }
  - { role: ROLE-NET, shift: night }
`, `
//- log.yaml
kind: record-log
of: incident-record
id: LOG
title: Incidents of May
records:
  - { id: INC-1, title: No network, assignments: [{ shift: late }, { person: PER-A }] }
  - { id: INC-2, title: No network, assignments: [{ shift: late, handover: Nothing new }, { shift: night }] }
`],
    bad: [`
//- roles.yaml
{ kind: role-register, id: ROLES, title: Roles, roles: [{ id: ROLE-DESK, title: Desk }, { id: ROLE-NET, title: Network }] }
//- INC-1.yaml
kind: incident-record
id: INC-1
title: Mail stands still
assignments:
  - { role: ROLE-DESK, shift: late, handover: Restarted twice; the relay is next }
  - { role: ROLE-DESK, shift: night }
  - { role: ROLE-NET, shift: night }
//@6-10 incident-handover-undocumented no-note
`, `
//- calendars.yaml
{ kind: calendar, id: CALENDARS, title: Calendars, calendars: [{ id: CAL, title: Always, timeZone: Europe/Amsterdam, hours: always }] }
//- sla.yaml
kind: sla
id: SLA-A
title: SLA with Ahoy
validFrom: 2025-01-01
targets:
  - { id: p1, title: Restoration of P1, metric: restoration-time, priority: P1, operator: at-most, value: 4, unit: hours, calendar: CAL, clock: { starts: openedAt, stops: restoredAt, holds: [] } }
//- INC-1.yaml
kind: incident-record
id: INC-1
title: Seven hours
targets: [SLA-A#p1]
openedAt: 2026-04-14T20:40:00+02:00
restoredAt: 2026-04-15T03:40:00+02:00
assignments:
  - { shift: late }
  - { shift: night }
//@6-11 incident-handover-undocumented no-note-missed
`],
  },
};

function holderOf(model: Model, assignment: Fields): Word {
  const named = text(assignment, 'role') ?? text(assignment, 'person'), role = named === undefined ? undefined : nameById(model, named);
  const shift = text(assignment, 'shift');
  if (shift === undefined) return role ?? phrase('word.one-group', 'one group');
  return role === undefined ? phrase('shift.of', 'the {shift} shift', { shift }) : phrase('shift.role-in', '{role} in the {shift} shift', { role, shift });
}
