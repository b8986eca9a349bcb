import { text, texts } from '../sms/data.js';
import { phrase } from '../sms/language.js';
import { dayBefore } from './intervals.js';
import { lastDayOf, recordsOutside } from './records.js';
import type { Rule } from './rule.js';

/** Somebody reads the figures of incidents and opens problems from them, or writes down that there was nothing to open. */
export const problemNotProactive: Rule = {
  id: 'problem-not-proactive',
  title: 'Problems are also found from trends',
  clauses: ['8.6.3'],
  grade: 'observation',
  why: 'Problem management that only follows incidents is always late. The standard wants incident data and trends analysed; an auditor asks when '
    + 'that was done last and what came of it.',
  settings: { within: '12 months' },
  messages: {
    'none-lately': { absence: true, text: 'No problem came from a trend since {since}; the last one is {problem}. Read the trend of incidents and '
      + 'record what it shows as a problem of origin proactive-trend, or as a report with clause 8.6.3 where it shows nothing.' },
    'none-ever': { grade: 'minor', absence: true, text: 'Of all problems that are recorded ({count}) none came from a trend, and no analysis of '
      + 'trends is recorded. Read the trend of incidents and record what it shows as a problem of origin proactive-trend, or as a report with '
      + 'clause 8.6.3 where it shows nothing.' },
  },
  records: {
    kinds: ['problem-record'],
    begin: ({ model, config, today, settings, report }) => {
      const since = dayBefore(today, settings['within']) ?? '';
      let count = 0, last: { id: string; day: string } | undefined;
      return {
        *take({ id, data }) {
          count++;
          const day = text(data, 'openedOn') ?? '';
          if (text(data, 'origin') === 'proactive-trend' && (!last || day > last.day)) last = { id, day };
          yield* [];
        },
        *end() {
          // Without any problem it is the records that are missing, and another rule says so.
          if (count === 0 || (last && last.day >= since)) return;
          const analyses = ['service-report', 'measurement'].flatMap(kind => recordsOutside(model, kind))
            .filter(({ data }) => texts(data, 'clauses').includes('8.6.3'));
          const days = analyses.map(({ data }) => lastDayOf(data) ?? '');
          if (days.some(day => day >= since)) return;
          const place = { file: config.file, path: ['sms'], part: 'key' } as const;
          if (last || days.length > 0) yield report(place, 'none-lately', { since, problem: last?.id ?? phrase('word.an-analysis-without-one', 'an analysis without one') });
          else yield report(place, 'none-ever', { count });
        },
      };
    },
  },
  examples: {
    good: [`
//- PRB-1.yaml
{ kind: problem-record, id: PRB-1, title: Mail waits, origin: reactive, openedOn: 2026-05-01 }
//- PRB-2.yaml
{ kind: problem-record, id: PRB-2, title: Line is full on Mondays, origin: proactive-trend, openedOn: 2025-10-15 }
`, `
//- PRB-1.yaml
{ kind: problem-record, id: PRB-1, title: Mail waits, origin: reactive, openedOn: 2026-05-01 }
//- trends.yaml
{ kind: service-report, id: SR-TRENDS, title: Trends of incidents, clauses: [8.6.3], period: { from: 2026-01-01, to: 2026-06-30 } }
`],
    bad: [`
//- sms.yaml
sms: 1
//@0-3 problem-not-proactive none-lately
organization: Example
timeZone: Europe/Amsterdam
//- PRB-1.yaml
{ kind: problem-record, id: PRB-1, title: Mail waits, origin: reactive, openedOn: 2026-05-01 }
//- PRB-2.yaml
{ kind: problem-record, id: PRB-2, title: Line is full on Mondays, origin: proactive-trend, openedOn: 2025-10-14 }
`, `
//- sms.yaml
sms: 1
//@0-3 problem-not-proactive none-ever
organization: Example
timeZone: Europe/Amsterdam
//- log.yaml
kind: record-log
of: problem-record
id: LOG
title: Problems
records:
  - { id: PRB-1, title: Mail waits, origin: major-incident, openedOn: 2026-05-01 }
`],
  },
};
