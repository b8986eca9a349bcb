import { text, type Fields } from '../sms/data.js';
import { phrase, phraseList } from '../sms/language.js';
import type { Day, Phrase } from '../sms/types.js';
import { instantOf } from '../service-levels/time-zone.js';
import { nameOf } from '../sms/naming.js';
import type { Rule } from './rule.js';
import { isLeftOut } from '../sms/target-results.js';

/** The steps in their order, each with the moment that shows it. */
const STEPS = [
  { key: 'openedAt', name: phrase('step.opened', 'opened') }, { key: 'acknowledgedAt', name: phrase('step.answered', 'answered') },
  { key: 'restoredAt', name: phrase('step.restored', 'restored') }, { key: 'resolvedAt', name: phrase('step.resolved', 'resolved') }, { key: 'closedAt', name: phrase('step.closed', 'closed') },
] as const;

/** How many of the steps an incident of this status has gone, and what it then is. */
const GONE: ReadonlyMap<string, readonly [steps: number, word: Phrase]> = new Map([
  ['open', [1, phrase('incident.open', 'open')]], ['in-progress', [2, phrase('incident.in-progress', 'in progress')]], ['on-hold', [2, phrase('incident.on-hold', 'on hold')]],
  ['restored', [3, phrase('incident.restored', 'restored')]], ['resolved', [4, phrase('incident.resolved', 'resolved')]], ['closed', [5, phrase('incident.closed', 'closed')]],
]);

/** One incident can be followed from its recording to its closure. */
export const incidentTraceGap: Rule = {
  id: 'incident-trace-gap',
  title: 'Incidents can be traced from record to closure',
  clauses: ['8.6.1'],
  grade: 'minor',
  why: 'An auditor takes one incident and follows it: recorded, answered, restored, resolved, closed with the user. A step without its moment, or '
    + 'in an order that cannot be, breaks the trace and with it every figure that is made from it.',
  messages: {
    missing: { text: '{incident} is {status}, and its record does not say {fields}. Enter it, so that it can be followed to its closure.' },
    'out-of-order': { text: '{incident} was {later} at {at} and {earlier} only at {before}, which is later. Correct the wrong one of the two.' },
    'in-future': { text: '{incident} was {step} at {at}, which is after today. Correct the moment.' },
  },
  records: {
    kinds: ['incident-record'],
    begin: ({ today, report }) => ({
      *take(record) {
        const { data } = record;
        if (isLeftOut(data)) return;
        const moments = STEPS.map(({ key, name }) => ({ key, name, written: text(data, key) }));
        const status = text(data, 'status') ?? statusBy(data), [gone, word] = GONE.get(status) ?? [1, status.replace('-', ' ')];
        const missing = moments.slice(0, gone).filter(({ written }) => written === undefined).map(({ key, name }) => phrase('incident.when', 'when it was {step} ({key})', { step: name, key }));
        if (status === 'closed' && text(data, 'closureConfirmedBy') === undefined) missing.push(phrase('incident.who-confirmed', 'who confirmed the closure ({key})', { key: 'closureConfirmedBy' }));
        if (missing.length > 0) {
          yield report(record.at(), 'missing', { incident: nameOf(record), status: word, fields: phraseList(missing) });
        }
        let before: { name: Phrase; written: string; instant: number } | undefined;
        for (const { key, name, written } of moments) {
          const instant = written === undefined ? undefined : instantOf(written);
          if (written === undefined || instant === undefined) continue;
          if (isAfter(written, today)) {
            yield report(record.at(key), 'in-future', { incident: nameOf(record), step: name, at: written });
            return;
          }
          if (before && instant < before.instant) {
            yield report(record.at(key), 'out-of-order',
              { incident: nameOf(record), later: name, at: written, earlier: before.name, before: before.written });
            return;
          }
          // Nobody need have taken what came back by itself.
          if (key !== 'acknowledgedAt') before = { name, written, instant };
        }
      },
    }),
  },
  examples: {
    good: [`
//- INC-1.yaml
kind: incident-record
id: INC-1
title: Mail stands still
openedAt: 2026-05-04T09:00:00+02:00
acknowledgedAt: 2026-05-04T09:04:00+02:00
restoredAt: 2026-05-04T09:03:00+02:00
resolvedAt: 2026-05-04T10:00:00+02:00
closedAt: 2026-05-04T08:30:00Z
closureConfirmedBy: J. Vermeer
status: closed
//- INC-2.yaml
{ kind: incident-record, id: INC-2, title: No network, openedAt: 2026-10-15T09:00:00+02:00, status: open }
`, `
//- log.yaml
kind: record-log
of: incident-record
id: LOG
title: Incidents of May
records:
  - { id: INC-3, title: No network, openedAt: 2026-05-04T09:00:00+02:00, acknowledgedAt: 2026-05-04T09:00:00+02:00, restoredAt: 2026-05-04T09:10:00+02:00, resolvedAt: 2026-05-04T09:10:00+02:00, closedAt: 2026-05-07T09:10:00+02:00, closureConfirmedBy: No answer in three working days }
  - { id: INC-4, title: No network, openedAt: 2026-05-04T09:00:00+02:00, acknowledgedAt: 2026-05-04T09:00:00+02:00, status: on-hold }
  - { id: INC-5, title: No network, duplicateOf: INC-4, status: closed }
`],
    bad: [`
//- INC-1.yaml
kind: incident-record
id: INC-1
//  ^^^^^ incident-trace-gap missing
title: Mail stands still
openedAt: 2026-05-04T09:00:00+02:00
acknowledgedAt: 2026-05-04T09:04:00+02:00
resolvedAt: 2026-05-04T10:00:00+02:00
closedAt: 2026-05-04T10:30:00+02:00
status: closed
//- INC-2.yaml
kind: incident-record
id: INC-2
title: Opened after it was closed
openedAt: 2026-05-14T09:00:00+02:00
closedAt: 2026-05-04T10:30:00+02:00
//        ^^^^^^^^^^^^^^^^^^^^^^^^^ incident-trace-gap out-of-order
acknowledgedAt: 2026-05-14T09:04:00+02:00
restoredAt: 2026-05-14T09:40:00+02:00
resolvedAt: 2026-05-14T10:00:00+02:00
closureConfirmedBy: J. Vermeer
status: closed
`, `
//- log.yaml
kind: record-log
of: incident-record
id: LOG
title: Incidents of October
records:
  - { id: INC-3, title: No network, openedAt: 2026-10-16T09:00:00+02:00, status: open }
//                                            ^^^^^^^^^^^^^^^^^^^^^^^^^ incident-trace-gap in-future
  - { id: INC-4, title: No network, openedAt: 2026-10-12T09:00:00+02:00, acknowledgedAt: 2026-10-12T08:59:00+02:00, status: in-progress }
//                                                                                       ^^^^^^^^^^^^^^^^^^^^^^^^^ incident-trace-gap out-of-order
  - { id: INC-5, title: No network, openedAt: 2026-10-12T09:00:00+02:00, status: in-progress }
//        ^^^^^ incident-trace-gap missing
`],
  },
};

/** The status that the moments tell where none is written. */
function statusBy(data: Fields): string {
  if (text(data, 'closedAt') !== undefined) return 'closed';
  if (text(data, 'resolvedAt') !== undefined) return 'resolved';
  return text(data, 'restoredAt') === undefined ? 'open' : 'restored';
}

function isAfter(moment: string, today: Day): boolean { return moment.slice(0, 10) > today; }
