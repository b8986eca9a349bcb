import { amountWord } from '../sms/amounts.js';
import { addDays, addPeriod, daysBetween, parsePeriod } from '../sms/days.js';
import { dayOfRecord, isSilent, type RecordTally } from '../sms/expected.js';
import { kindsOf } from '../sms/kinds.js';
import { phrase } from '../sms/language.js';
import { manifest } from '../sms/standard.js';
import type { Model } from '../sms/model.js';
import type { Day, Kind, Word } from '../sms/types.js';
import { nameOf } from '../sms/naming.js';
import { logsOf } from '../sms/records.js';
import { recordsOutside } from './records.js';
import type { Place, Rule } from './rule.js';

/** Rows of twelve incidents, the last of them of that day. */
function daily(last: Day): string { return Array.from({ length: 12 }, (_, at) => `INC-${at},Mail stands still,${addDays(last, -3 * at)} 09:00`).join('\n'); }

/** Records that show a clause are not older than the period they are to cover (format.md F17), and not so few that they show one day alone. */
export const evidenceStaleOrThin: Rule = {
  id: 'evidence-stale-or-thin',
  title: 'Records are recent and enough to show operation over time',
  clauses: ['8.1', '9.1'],
  grade: 'minor',
  why: 'Documents say what is meant to be done; records show that it is. Where the newest one is old, a process lives on paper, or nobody keeps the evidence any more.',
  // Kinds of records that a process leaves again and again, and the fewest that show it.
  settings: { fewest: 3, of: 'incident-record service-request-record change-record problem-record release-record' },
  messages: {
    stale: { absence: true, text: 'The newest {kind} is of {day} ({name}); records are to show the last {period}, and none of this kind does. '
      + 'Add the records since then: one per file, or an export of the tool as a record-log.' },
    'no-case-since': { absence: true, grade: 'observation', text: 'The newest {kind} is of {day} ({name}), before the last {period}. If there was a case since then, record it; '
      + 'if there was none, be ready to tell an auditor how you know.' },
    silent: { absence: true, grade: 'observation', text: 'The newest {kind} is of {day} ({name}), {gap} days ago; before that there was one every {usual}. Add the records since then, or find out why there are none.' },
    thin: { absence: true, grade: 'observation', text: 'There is no more than {count} of the kind {kind} ({name}). An auditor takes samples over services, months and people: keep '
      + 'all of them here, or an export of the tool as a record-log.' },
    'one-month': { absence: true, grade: 'observation', text: 'All {count} of the kind {kind} are of one month ({month}; {name}). An auditor takes samples over services, months and people: '
      + 'keep those of the other months too.' },
  },
  *check({ model, config, today, settings, tallies, report }) {
    const period = parsePeriod(config.recordsPeriod), often = new Set(String(settings['of']).split(' ')), fewest = Number(settings['fewest']);
    if (!period) return;
    const since = addPeriod(today, period, -1), elsewhere = new Set(manifest().flatMap(row => (row.recentBy === undefined ? [] : row.kinds)));
    // Kept only where there was a case: that there was none lately is no lapse.
    const occasional = new Set(manifest().flatMap(row => (row.min === 0 ? row.kinds : [])));
    for (const { kind, name, clauses } of kindsOf(model.config).all()) {
      const shown = clauses.filter(({ as }) => as === 'retain').map(({ clause }) => clause), tally = tallies.get(kind);
      // A register is no stream: that nothing was entered lately shows nothing.
      if (shown.length === 0 || tally?.newest === undefined || kind.endsWith('-register')) continue;
      const newest = placeOf(model, kind, tally.newest, today);
      if (!newest) continue;
      const args = { kind: phrase(`kind.${kind}`, name.toLowerCase()), name: newest.name, count: tally.count };
      if (tally.newest < since && elsewhere.has(kind)) continue;
      if (tally.newest < since && occasional.has(kind)) yield report(newest.place, 'no-case-since', { ...args, day: tally.newest, period: config.recordsPeriod }, { clauses: shown });
      else if (tally.newest < since) yield report(newest.place, 'stale', { ...args, day: tally.newest, period: config.recordsPeriod }, { clauses: shown });
      else if (often.has(kind) && isSilent(tally, today)) yield report(newest.place, 'silent', { ...args, day: tally.newest, gap: daysBetween(tally.newest, today), usual: usualOf(tally) }, { clauses: shown });
      else if (often.has(kind) && tally.count < fewest) yield report(newest.place, 'thin', args, { clauses: shown });
      else if (often.has(kind) && isOneMonth(tally)) yield report(newest.place, 'one-month', { ...args, month: tally.newest.slice(0, 7) }, { clauses: shown });
    }
  },
  examples: {
    good: [`
//- sms.yaml
sms: 1
organization: Example
timeZone: Europe/Amsterdam
rules: { evidence-stale-or-thin: { fewest: 2 } }
//- INC-1.yaml
{ kind: incident-record, id: INC-1, title: Mail stands still, openedAt: 2024-02-01T09:00:00+01:00 }
//- INC-2.yaml
{ kind: incident-record, id: INC-2, title: Mail stands still again, openedAt: 2026-02-01T09:00:00+01:00 }
`, `
//- INC-1.yaml
{ kind: incident-record, id: INC-1, title: Mail stands still, openedAt: 2024-02-01T09:00:00+01:00 }
//- log.yaml
{ kind: record-log, id: LOG, title: Incidents of the desk, of: incident-record, table: { file: incidents.csv } }
//- incidents.csv
id,title,openedAt
INC-2,Mail again,2026-01-01 09:00
INC-3,Mail again,2026-02-01 09:00
`, `
//- acceptance.yaml
# No service has come since: the plan of the next one asks for its own.
{ kind: acceptance-record, id: AC-1, title: Acceptance of chat, on: 2024-02-01 }
//- assets.yaml
{ kind: asset-register, id: ASSETS, title: Assets, assets: [{ id: AST-1, title: Laptop, checkedOn: 2024-02-01 }] }
//- log.yaml
{ kind: record-log, id: LOG, title: Incidents of the desk, of: incident-record, table: { file: incidents.csv } }
//- incidents.csv
id,title,openedAt
${daily('2026-09-14')}
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
//- CHG-1.yaml
kind: change-record
id: CHG-1
//  ^^^^^ evidence-stale-or-thin thin
title: New certificate for mail
recordedOn: 2026-09-01
`, `
//- log.yaml
kind: record-log
id: LOG
//  ^^^ evidence-stale-or-thin one-month
title: Incidents of the desk
of: incident-record
table: { file: incidents.csv }
//- incidents.csv
id,title,openedAt
INC-1,Mail stands still,2026-02-01 09:00
INC-2,Mail again,2026-02-02 09:00
INC-3,Mail again,2026-02-28 09:00
`, `
//- NC-1.yaml
kind: nonconformity
id: NC-1
//  ^^^^ evidence-stale-or-thin no-case-since
title: No review was held
detectedOn: 2024-02-01
//- log.yaml
kind: record-log
id: LOG
//  ^^^ evidence-stale-or-thin silent
title: Incidents of the desk
of: incident-record
table: { file: incidents.csv }
//- incidents.csv
id,title,openedAt
${daily('2026-05-28')}
`],
  },
};

/** How much time usually lies between two of them, in words. */
function usualOf({ count, newest = '', oldest = '' }: RecordTally): Word {
  const days = Math.round(daysBetween(oldest, newest) / (count - 1));
  return days <= 1 ? phrase('word.day', 'day') : amountWord(days, 'days');
}

function isOneMonth({ newest, oldest }: RecordTally): boolean { return newest?.slice(0, 7) === oldest?.slice(0, 7); }

/** The record of that day, or the first log, in whose table it stands. */
function placeOf(model: Model, kind: Kind, day: Day, today: Day): { place: Place; name: string } | undefined {
  const record = recordsOutside(model, kind).find(({ data }) => dayOfRecord(data, today) === day);
  if (record) return { place: record.at(), name: nameOf(record) };
  const [log] = logsOf(model, kind);
  return log && { place: log, name: nameOf(log) };
}
