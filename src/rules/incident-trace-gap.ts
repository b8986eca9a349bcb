import { text, type Fields } from '../sms/data.js';
import { phraseList } from '../sms/language.js';
import type { Day } from '../sms/types.js';
import { instantOf } from '../service-levels/time-zone.js';
import { nameOf } from '../sms/naming.js';
import type { Rule } from './rule.js';
import { isLeftOut } from './target-results.js';

/** The steps in their order, each with the moment that shows it. */
const STEPS = [
  { key: 'openedAt', name: 'opened' }, { key: 'acknowledgedAt', name: 'answered' }, { key: 'restoredAt', name: 'restored' },
  { key: 'resolvedAt', name: 'resolved' }, { key: 'closedAt', name: 'closed' },
] as const;

/** How many of the steps an incident of this status has gone. */
const GONE = new Map([['open', 1], ['in-progress', 2], ['on-hold', 2], ['restored', 3], ['resolved', 4], ['closed', 5]]);

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
        const status = text(data, 'status') ?? statusBy(data), gone = GONE.get(status) ?? 1;
        const missing = moments.slice(0, gone).filter(({ written }) => written === undefined).map(({ key, name }) => `when it was ${name} (${key})`);
        if (status === 'closed' && text(data, 'closureConfirmedBy') === undefined) missing.push('who confirmed the closure (closureConfirmedBy)');
        if (missing.length > 0) {
          yield report(record.at(), 'missing', { incident: nameOf(record), status: status.replace('-', ' '), fields: phraseList(missing) });
        }
        let before: { name: string; written: string; instant: number } | undefined;
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
