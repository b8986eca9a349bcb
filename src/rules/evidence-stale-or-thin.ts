import { isFields, text } from '../sms/data.js';
import { addPeriod, isDay, parsePeriod } from '../sms/days.js';
import { kinds } from '../sms/standard.js';
import type { Artefact, Day } from '../sms/types.js';
import { nameOf } from './naming.js';
import type { Rule } from './rule.js';

/** Records that show a clause are not older than the period they are to cover (format.md F17). */
export const evidenceStaleOrThin: Rule = {
  id: 'evidence-stale-or-thin',
  title: 'Records are recent and enough to show operation over time',
  clauses: ['8.1', '9.1'],
  grade: 'minor',
  why: 'Documents say what is meant to be done; records show that it is. Where the newest one is old, a process lives on paper, or nobody keeps the evidence any more.',
  messages: {
    stale: { absence: true, text: 'The newest {kind} is of {day} ({name}); records are to show the last {period}, and none of this kind does. '
      + 'Add the records since then, or write down elsewhere that there was no case.' },
  },
  *check({ model, config, today, report }) {
    const period = parsePeriod(config.recordsPeriod);
    if (!period) return;
    const since = addPeriod(today, period, -1);
    for (const { kind, name, clauses } of kinds()) {
      const shown = clauses.filter(({ as }) => as === 'retain');
      if (shown.length === 0) continue;
      const logs = model.ofKind('record-log').filter(({ data }) => text(data, 'of') === kind);
      const records = [...model.ofKind(kind), ...logs].map(record => ({ record, day: newestDay(record) }));
      const newest = records.reduce<{ record: Artefact; day: Day } | undefined>((last, { record, day }) => (day !== undefined && (!last || day > last.day) ? { record, day } : last), undefined);
      // A log whose rows have not been read may hold a newer one.
      if (!newest || newest.day >= since || records.some(({ record, day }) => record.kind === 'record-log' && day === undefined)) continue;
      yield report(newest.record, 'stale', { kind: name.toLowerCase(), day: newest.day, name: nameOf(newest.record), period: config.recordsPeriod }, { clauses: shown.map(({ clause }) => clause) });
    }
  },
  examples: {
    good: [`
//- INC-1.yaml
{ kind: incident-record, id: INC-1, title: Mail stands still, openedAt: 2024-02-01T09:00:00+01:00 }
//- INC-2.yaml
{ kind: incident-record, id: INC-2, title: Mail stands still again, openedAt: 2026-02-01T09:00:00+01:00 }
`, `
//- INC-1.yaml
{ kind: incident-record, id: INC-1, title: Mail stands still, openedAt: 2024-02-01T09:00:00+01:00 }
//- log.yaml
{ kind: record-log, id: LOG, title: Incidents of the desk, of: incident-record, table: { file: incidents.csv } }
`],
    bad: [`
//- INC-1.yaml
{ kind: incident-record, id: INC-1, title: Mail stands still, openedAt: 2024-02-01T09:00:00+01:00 }
//- INC-2.yaml
kind: incident-record
id: INC-2
//  ^^^^^ evidence-stale-or-thin stale
title: Mail stands still again
openedAt: 2024-09-30T09:00:00+02:00
closedAt: 2024-10-02T11:00:00+02:00
`],
  },
};

/** The latest day that a record names, its own or that of a moment (names of days: format.md F3). Of a log, the moment of its export. */
function newestDay({ data }: Artefact): Day | undefined {
  const table = data['table'], values = Object.entries(isFields(table) ? { ...data, exportedAt: table['exportedAt'] } : data);
  const days = values.filter(([key]) => /^on$|On$|At$/.test(key)).map(([, value]) => (typeof value === 'string' ? value.slice(0, 10) : '')).filter(isDay);
  return days.sort().at(-1);
}
