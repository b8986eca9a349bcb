import { addTo, dayAt, objects, text, texts } from '../sms/data.js';
import { inForce } from '../sms/header.js';
import { phrase, phraseList } from '../sms/language.js';
import type { Artefact, Day } from '../sms/types.js';
import { dayBefore, dueAfter } from './intervals.js';
import { currentOfKind } from './lifecycle.js';
import { byMessage, creates } from './mending.js';
import { nameOf } from '../sms/naming.js';
import { idOf } from '../sms/named.js';
import { comparing, type Place, type RecordEntry, type Rule } from './rule.js';
import { isLeftOut } from '../sms/target-results.js';

/** What a record of a major incident, or a report of one, tells. */
interface Told { id: string; name: string; isLed: boolean; isTopInformed: boolean; day: Day | undefined; at: Place }
interface ToldIncident extends Told { restored: Day | undefined }
/** `incidents`: none for a drill. */
interface ToldReport extends Told { incidents: readonly string[]; isReviewed: boolean }
interface Sheet { incidents: ToldIncident[]; reports: ToldReport[] }

function toldBy({ id, title, data }: RecordEntry): Pick<Told, 'id' | 'name' | 'isLed' | 'isTopInformed'> {
  const says = (...keys: string[]): boolean => keys.some(key => texts(data, key).length > 0);
  return { id, name: nameOf({ id, title }), isLed: says('majorIncidentManager', 'manager'), isTopInformed: says('managementInformedAt') };
}

/** Criteria are raised by an annotation. Here: how each major incident was led and looked back upon, and whether the procedure was ever tried. */
export const majorIncidentControlMissing: Rule = {
  id: 'major-incident-control-missing',
  title: 'Major incidents are controlled and the procedure is tried',
  clauses: ['8.6.1'],
  grade: 'minor',
  why: 'In a major incident there is no time to find out who decides. The standard wants criteria, a procedure, somebody who leads, top management '
    + 'that knows, and a look back afterwards; a procedure that was never tried fails on the night it is needed.',
  settings: { review: '30 days', tried: '12 months' },
  messages: {
    missing: { grade: 'major', text: '{title} ({id}) has no {fields}. Write down what makes an incident a major one, so that nobody has to decide '
      + 'it at night.' },
    'not-controlled': { text: '{incident} was a major incident and neither it nor its report says {fields}. Enter it; if it did not happen, that is '
      + 'what the review has to deal with.' },
    'no-review': { absence: true, text: '{incident} was a major incident and was restored on {day}; no report with a day of review names it. Review '
      + 'it and record the review as a major-incident-report.' },
    'report-without-review': { text: '{report} tells of a major incident that was over on {day}, and has no day of review. Look back upon it with '
      + 'those who were there, and enter the day as reviewedOn.' },
    'never-tried': { grade: 'observation', absence: true, text: '{procedure} was neither used nor tried in a drill since {since}. Plan a drill and '
      + 'record it as a major-incident-report of type drill.' },
  },
  records: comparing<Sheet>({
    kinds: ['major-incident-report', 'incident-record'],
    note: () => {
      const sheet: Sheet = { incidents: [], reports: [] };
      return {
        sheet,
        take: record => {
          const { kind, data } = record;
          if (kind === 'major-incident-report') {
            sheet.reports.push({
              ...toldBy(record), incidents: text(data, 'type') === 'drill' ? [] : texts(data, 'incidents'), isReviewed: text(data, 'reviewedOn') !== undefined,
              day: text(data, 'on') ?? dayAt(data, 'declaredAt'), at: record.at(),
            });
          } else if (data['major'] === true && !isLeftOut(data)) {
            sheet.incidents.push({ ...toldBy(record), day: dayAt(data, 'openedAt'), restored: dayAt(data, 'restoredAt') ?? dayAt(data, 'resolvedAt'), at: record.at('major') });
          }
        },
      };
    },
    *end({ model, today, settings, report }, sheets) {
      const incidents = sheets.flatMap(sheet => sheet.incidents), reports = sheets.flatMap(sheet => sheet.reports), byIncident = new Map<string, ToldReport[]>();
      for (const told of reports) for (const id of told.incidents) addTo(byIncident, idOf(model, id), told);
      // One report may be of several incidents of one night.
      const unreviewed = new Map<ToldReport, Day>();
      for (const incident of incidents) {
        const own = byIncident.get(incident.id) ?? [], { name, restored } = incident, both = [incident, ...own];
        const missing = both.some(({ isLed }) => isLed) ? [] : [phrase('word.who-led-it', 'who led it')];
        if (!both.some(({ isTopInformed }) => isTopInformed)) missing.push(phrase('word.when-top-management-was-told', 'when top management was told'));
        if (missing.length > 0) yield report(incident.at, 'not-controlled', { incident: name, fields: phraseList(missing) });
        const due = restored === undefined ? undefined : dueAfter(restored, settings['review']);
        if (restored === undefined || due === undefined || due >= today || own.some(({ isReviewed }) => isReviewed)) continue;
        const [first] = own;
        if (first) unreviewed.set(first, restored);
        else yield report(incident.at, 'no-review', { incident: name, day: restored });
      }
      for (const [told, day] of unreviewed) yield report(told.at, 'report-without-review', { report: told.name, day });
      const since = dayBefore(today, settings['tried']);
      if (since === undefined) return;
      const days = [...incidents, ...reports].flatMap(({ day }) => day ?? []);
      for (const procedure of currentOfKind(model, 'major-incident-procedure')) {
        if (!inForce(procedure, today) || effectiveAfter(procedure, since) || days.some(day => day >= since)) continue;
        yield report(procedure, 'never-tried', { procedure: nameOf(procedure), since });
      }
    },
  }),
  fixes: { report: 'Write the report {id} of it' },
  fix: byMessage({
    'no-review': creates('major-incident-report', 'report', (_, { subject = '' }) => ({ title: `Major incident ${subject}`, values: { incidents: [subject] } })),
  }),
  examples: {
    good: [`
//- roles.yaml
{ kind: role-register, id: ROLES, title: Roles, roles: [{ id: ROLE-IM, title: Incident manager }] }
//- major.md
---
kind: major-incident-procedure
id: PROC-MAJOR
title: Major incidents
status: approved
effectiveFrom: 2024-01-01
criteria: [Every incident of priority P1]
---
//- INC-1.yaml
{ kind: incident-record, id: INC-1, title: No network, major: true, majorIncidentManager: ROLE-IM, managementInformedAt: 2026-05-04T09:20:00+02:00, openedAt: 2026-05-04T09:00:00+02:00, restoredAt: 2026-05-04T10:00:00+02:00 }
//- MIR-1.yaml
{ kind: major-incident-report, id: MIR-1, title: Review, incidents: [INC-1], reviewedOn: 2026-05-11 }
`, `
//- roles.yaml
{ kind: role-register, id: ROLES, title: Roles, roles: [{ id: ROLE-IM, title: Incident manager }] }
//- major.md
---
kind: major-incident-procedure
id: PROC-MAJOR
title: Major incidents
status: approved
effectiveFrom: 2024-01-01
criteria: [Every incident of priority P1]
---
//- MIR-1.yaml
{ kind: major-incident-report, id: MIR-1, title: Drill, type: drill, on: 2025-10-15 }
//- INC-1.yaml
{ kind: incident-record, id: INC-1, title: No network, major: true, majorIncidentManager: ROLE-IM, managementInformedAt: 2026-09-15T09:20:00+02:00, openedAt: 2026-09-15T09:00:00+02:00, restoredAt: 2026-09-15T10:00:00+02:00 }
`],
    bad: [`
//- major.md
---
kind: major-incident-procedure
id: PROC-MAJOR
//  ^^^^^^^^^^ major-incident-control-missing missing
//  ^^^^^^^^^^ major-incident-control-missing never-tried
title: Major incidents
status: approved
effectiveFrom: 2024-01-01
---
//- MIR-1.yaml
{ kind: major-incident-report, id: MIR-1, title: Drill, type: drill, on: 2025-10-14 }
`, `
//- roles.yaml
{ kind: role-register, id: ROLES, title: Roles, roles: [{ id: ROLE-IM, title: Incident manager }] }
//- log.yaml
kind: record-log
of: incident-record
id: LOG
title: Incidents of September
records:
  - { id: INC-1, title: No network, openedAt: 2026-09-14T09:00:00+02:00, restoredAt: 2026-09-14T10:00:00+02:00, major: true, majorIncidentManager: ROLE-IM }
//                                                                                                                     ^^^^ major-incident-control-missing not-controlled
//                                                                                                                     ^^^^ major-incident-control-missing no-review
  - { id: INC-2, title: No mail, openedAt: 2026-09-14T09:00:00+02:00, restoredAt: 2026-09-14T10:00:00+02:00, major: false }
  - { id: INC-3, title: No power, openedAt: 2026-09-14T09:00:00+02:00, restoredAt: 2026-09-14T10:00:00+02:00, major: true }
//- MIR-1.yaml
kind: major-incident-report
id: MIR-1
//  ^^^^^ major-incident-control-missing report-without-review
title: A night without power
incidents: [INC-3]
manager: ROLE-IM
managementInformedAt: 2026-09-14T09:20:00+02:00
`],
  },
};

/** Too new to have been tried. */
function effectiveAfter({ data }: Artefact, since: Day): boolean {
  const from = text(data, 'effectiveFrom'), earlier = objects(data, 'previously').length > 0 || texts(data, 'supersedes').length > 0;
  return from !== undefined && from > since && !earlier;
}
