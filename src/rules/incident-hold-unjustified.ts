import { fields, objects, text, texts } from '../sms/data.js';
import { phrase, phraseList } from '../sms/language.js';
import type { HoldProblem } from '../service-levels/clock.js';
import { nameOf } from '../sms/naming.js';
import type { Rule } from './rule.js';
import { targetResults } from '../sms/target-results.js';
import type { Phrase } from '../sms/types.js';

const DATES: ReadonlyMap<HoldProblem['problem'], Phrase> = new Map([
  ['no-beginning', phrase('hold.no-beginning', 'has no beginning')], ['ends-before-it-begins', phrase('hold.ends-before-it-begins', 'ends before it begins')],
  ['overlaps', phrase('hold.overlaps', 'overlaps another one')], ['outside-open-time', phrase('hold.outside-open-time', 'lies outside the time in which the incident was open')],
  ['not-ended', phrase('hold.not-ended', 'has no end although the incident was solved')],
]);

/** The clock stands still for reasons that the SLA names, for a while, and rarely. */
export const incidentHoldUnjustified: Rule = {
  id: 'incident-hold-unjustified',
  title: 'Incidents are on hold only for agreed reasons',
  clauses: ['8.3.3', '8.6.1'],
  grade: 'observation',
  why: 'A clock that is stopped whenever it gets tight makes every report green. The customer agreed to a few reasons; waiting for a supplier or '
    + 'for a colleague is none of them.',
  settings: { share: 30, holds: 2 },
  messages: {
    'reason-not-agreed': { text: '{incident} was put on hold for {reason}, which is no reason that {targets} allows ({allowed}). The time counts: '
      + 'take the hold out, or agree on the reason with the customer.' },
    'no-reason': { text: '{incident} was put on hold without a reason. The time counts: enter one that {targets} allows ({allowed}), or take the '
      + 'hold out.' },
    contradictory: { text: 'A hold of {incident} {problem}. Correct its moments; as it is, it stops no clock.' },
    'too-long': { text: '{incident} was on hold for {share} % of its time, which is more than {limit} %. Find out whether it was really the '
      + 'customer who kept it waiting.' },
    'too-many': { text: '{incident} was put on hold {count} times, which is more than {limit}. Find out whether the clock was stopped because time '
      + 'ran out.' },
  },
  records: {
    kinds: ['incident-record'],
    begin: ({ model, today, settings, report }) => ({
      *take(record) {
        const holds = objects(record.data, 'holds');
        if (holds.length === 0) return;
        const results = targetResults(model, record, today).filter(({ terms, reading }) => terms !== undefined && reading !== undefined);
        if (results.length === 0) return;
        const incident = nameOf(record), targets = phraseList(results.map(({ target }) => target.id));
        const reasons = new Set(results.flatMap(({ terms }) => texts(fields(terms, 'clock'), 'holds')));
        const allowed = reasons.size === 0 ? phrase('word.none', 'none') : phraseList([...reasons]);
        // Of targets that were answered early a hold lies outside: the one that ran longest tells.
        const longest = results.reduce((a, b) => ((b.reading?.stoppedAt ?? Infinity) > (a.reading?.stoppedAt ?? Infinity) ? b : a)).reading;
        for (const [i, { at, value }] of holds.entries()) {
          const reason = text(value, 'reason');
          if (reason === undefined) yield report(record.at('holds', at), 'no-reason', { incident, targets, allowed });
          else if (!reasons.has(reason)) yield report(record.at('holds', at, 'reason'), 'reason-not-agreed', { incident, reason, targets, allowed });
          else {
            const problem = longest?.holdProblems.find(({ index, problem: found }) => index === i && DATES.has(found));
            if (problem) yield report(record.at('holds', at), 'contradictory', { incident, problem: DATES.get(problem.problem) ?? '' });
          }
        }
        const share = Math.round(100 * Math.max(...results.map(({ reading }) => reading?.holdShare ?? 0))), most = Number(settings['share']);
        const count = Math.max(...results.map(({ reading }) => reading?.holdCount ?? 0)), often = Number(settings['holds']);
        if (share > most) yield report(record.at('holds'), 'too-long', { incident, share, limit: most });
        else if (count > often) yield report(record.at('holds'), 'too-many', { incident, count, limit: often });
      },
    }),
  },
  examples: {
    good: [`
//- calendars.yaml
{ kind: calendar, id: CALENDARS, title: Calendars, calendars: [{ id: CAL, title: Always, timeZone: Europe/Amsterdam, hours: always }] }
//- sla.yaml
kind: sla
id: SLA-A
title: SLA with Ahoy
validFrom: 2025-01-01
targets:
  - { id: p3, title: Restoration of P3, metric: restoration-time, priority: P3, operator: at-most, value: 20, unit: hours, calendar: CAL, clock: { starts: openedAt, stops: restoredAt, holds: [awaiting-customer] } }
//- INC-1.yaml
kind: incident-record
id: INC-1
title: Printer
targets: [SLA-A#p3]
openedAt: 2026-05-04T08:00:00+02:00
restoredAt: 2026-05-04T18:00:00+02:00
holds: [{ reason: awaiting-customer, from: 2026-05-04T10:00:00+02:00, to: 2026-05-04T13:00:00+02:00 }]
`, `
//- calendars.yaml
{ kind: calendar, id: CALENDARS, title: Calendars, calendars: [{ id: CAL, title: Always, timeZone: Europe/Amsterdam, hours: always }] }
//- sla.yaml
kind: sla
id: SLA-A
title: SLA with Ahoy
validFrom: 2025-01-01
targets:
  - { id: p3-answer, title: Response to P3, metric: response-time, priority: P3, operator: at-most, value: 2, unit: hours, calendar: CAL, clock: { starts: openedAt, stops: acknowledgedAt, holds: [] } }
  - { id: p3, title: Restoration of P3, metric: restoration-time, priority: P3, operator: at-most, value: 20, unit: hours, calendar: CAL, clock: { starts: openedAt, stops: restoredAt, holds: [awaiting-customer] } }
//- log.yaml
kind: record-log
of: incident-record
id: LOG
title: Incidents of May
records:
  - { id: INC-2, title: Printer, targets: [SLA-A#p3-answer, SLA-A#p3], openedAt: 2026-05-04T08:00:00+02:00, acknowledgedAt: 2026-05-04T08:30:00+02:00, restoredAt: 2026-05-04T18:00:00+02:00, holds: [{ reason: awaiting-customer, from: 2026-05-04T10:00:00+02:00, to: 2026-05-04T12:00:00+02:00 }] }
  - { id: INC-3, title: Printer, targets: [SLA-A#p3], openedAt: 2026-05-04T08:00:00+02:00, restoredAt: 2026-05-04T18:00:00+02:00, holds: [] }
`],
    bad: [`
//- calendars.yaml
{ kind: calendar, id: CALENDARS, title: Calendars, calendars: [{ id: CAL, title: Always, timeZone: Europe/Amsterdam, hours: always }] }
//- sla.yaml
kind: sla
id: SLA-A
title: SLA with Ahoy
validFrom: 2025-01-01
targets:
  - { id: p3, title: Restoration of P3, metric: restoration-time, priority: P3, operator: at-most, value: 20, unit: hours, calendar: CAL, clock: { starts: openedAt, stops: restoredAt, holds: [awaiting-customer] } }
//- INC-1.yaml
kind: incident-record
id: INC-1
title: Printer
targets: [SLA-A#p3]
openedAt: 2026-05-04T08:00:00+02:00
restoredAt: 2026-05-04T18:00:00+02:00
holds:
  - { reason: awaiting-supplier, from: 2026-05-04T10:00:00+02:00, to: 2026-05-04T13:00:00+02:00 }
//            ^^^^^^^^^^^^^^^^^ incident-hold-unjustified reason-not-agreed
  - { from: 2026-05-04T14:00:00+02:00, to: 2026-05-04T15:00:00+02:00 }
//@6-10 incident-hold-unjustified no-reason
`, `
//- calendars.yaml
{ kind: calendar, id: CALENDARS, title: Calendars, calendars: [{ id: CAL, title: Always, timeZone: Europe/Amsterdam, hours: always }] }
//- sla.yaml
kind: sla
id: SLA-A
title: SLA with Ahoy
validFrom: 2025-01-01
targets:
  - { id: p3, title: Restoration of P3, metric: restoration-time, priority: P3, operator: at-most, value: 20, unit: hours, calendar: CAL, clock: { starts: openedAt, stops: restoredAt, holds: [awaiting-customer] } }
//- INC-1.yaml
kind: incident-record
id: INC-1
title: Printer
targets: [SLA-A#p3]
openedAt: 2026-05-04T08:00:00+02:00
restoredAt: 2026-05-04T18:00:00+02:00
holds: [{ reason: awaiting-customer, from: 2026-05-04T10:00:00+02:00, to: 2026-05-04T13:06:00+02:00 }]
//@0-5 incident-hold-unjustified too-long
//- INC-2.yaml
kind: incident-record
id: INC-2
title: Printer
targets: [SLA-A#p3]
openedAt: 2026-05-04T08:00:00+02:00
restoredAt: 2026-05-04T18:00:00+02:00
holds:
  - { reason: awaiting-customer, from: 2026-05-04T13:00:00+02:00, to: 2026-05-04T10:00:00+02:00 }
//@6-12 incident-hold-unjustified contradictory
//- INC-3.yaml
kind: incident-record
id: INC-3
title: Printer
targets: [SLA-A#p3]
openedAt: 2026-05-04T08:00:00+02:00
restoredAt: 2026-05-04T18:00:00+02:00
holds:
//@0-5 incident-hold-unjustified too-many
  - { reason: awaiting-customer, from: 2026-05-04T09:00:00+02:00, to: 2026-05-04T09:30:00+02:00 }
  - { reason: awaiting-customer, from: 2026-05-04T10:00:00+02:00, to: 2026-05-04T10:30:00+02:00 }
  - { reason: awaiting-customer, from: 2026-05-04T11:00:00+02:00, to: 2026-05-04T11:30:00+02:00 }
`],
  },
};
