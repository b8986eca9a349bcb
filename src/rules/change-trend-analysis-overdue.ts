import { dayAt, fields } from '../sms/data.js';
import { addPeriod, earliestDay, parsePeriod } from '../sms/days.js';
import type { Day } from '../sms/types.js';
import { changeRules } from './changes.js';
import { nameOf } from '../sms/naming.js';
import { comparing, type Place, type Rule } from './rule.js';

/** `since`: the first day of a change. `newest`: the report that goes farthest, with its end and where that stands. */
interface Sheet { since?: Day; reports: number; newest?: { name: string; until: Day; at: Place } }

/** A report without period or conclusions is raised by annotations of its schema; here the newest one is held against today. */
export const changeTrendAnalysisOverdue: Rule = {
  id: 'change-trend-analysis-overdue',
  title: 'Trends of changes are analysed at planned intervals',
  clauses: ['8.5.1.3'],
  grade: 'minor',
  why: 'One failed change is bad luck, the third on the same system is a pattern. Clause 8.5.1.3 wants the records searched for patterns at planned '
    + 'intervals, and conclusions drawn.',
  settings: { every: '3 months', grace: '14 days' },
  messages: {
    missing: { text: '{title} ({id}) has no {fields}. Figures alone are no analysis: say which days it covers and what is concluded, even if it is '
      + 'that nothing has to be done.' },
    overdue: { text: 'The trends of changes were last analysed up to {until} ({name}); the next analysis was due by {due}. Make it from the records '
      + 'since then, and write down what follows from it.' },
    never: { absence: true, text: 'Changes are recorded since {since}, and their trends were never analysed. Go through the records, by service, '
      + 'category and result, and keep what you conclude as a trend report.' },
  },
  records: comparing<Sheet>({
    kinds: ['change-record', 'change-trend-report'],
    note: () => {
      const sheet: Sheet = { reports: 0 };
      return {
        sheet,
        take: record => {
          if (record.kind === 'change-trend-report') {
            const until = dayAt(fields(record.data, 'period'), 'to');
            sheet.reports++;
            if (until !== undefined && (!sheet.newest || until > sheet.newest.until)) sheet.newest = { name: nameOf(record), until, at: record.at('period', 'to') };
            return;
          }
          const day = dayAt(record.data, 'recordedOn') ?? dayAt(record.data, 'deployedAt');
          if (day !== undefined && (sheet.since === undefined || day < sheet.since)) sheet.since = day;
        },
      };
    },
    *end({ model, today, settings, config, report }, sheets) {
      const rules = changeRules(model, today), every = rules.trendEvery ?? parsePeriod(settings['every']), grace = parsePeriod(settings['grace']);
      if (!every) return;
      const dueFrom = (day: Day): Day => { const next = addPeriod(day, every); return grace ? addPeriod(next, grace) : next; };
      const newest = sheets.flatMap(sheet => sheet.newest ?? []).reduce<Sheet['newest']>((last, one) => (last && last.until >= one.until ? last : one), undefined);
      const since = earliestDay(sheets.map(sheet => sheet.since));
      if (newest) {
        const due = dueFrom(newest.until);
        if (due < today) yield report(newest.at, 'overdue', { name: newest.name, until: newest.until, due });
      } else if (sheets.every(({ reports }) => reports === 0) && since !== undefined && dueFrom(since) < today) {
        yield report(rules.policy ?? { file: config.file, path: ['sms'], part: 'key' }, 'never', { since });
      }
    },
  }),
  examples: {
    good: [`
//- change-policy.md
---
kind: change-policy
id: CHP
title: Change policy
trendEvery: 6 months
---
//- CHG-1.yaml
{ kind: change-record, id: CHG-1, title: Firmware, recordedOn: 2025-09-01 }
//- trend.yaml
kind: change-trend-report
id: TREND-1
title: Changes of the first half-year
period: { from: 2026-01-01, to: 2026-06-30 }
conclusions: [Changes of the network fail more often than others; the spare switch is tested first.]
`, `
//- CHG-1.yaml
{ kind: change-record, id: CHG-1, title: Firmware, recordedOn: 2026-07-15 }
`],
    bad: [`
//- CHG-1.yaml
{ kind: change-record, id: CHG-1, title: Firmware, recordedOn: 2025-09-01 }
//- trend.yaml
kind: change-trend-report
id: TREND-1
title: Changes of the first half-year
period: { from: 2026-01-01, to: 2026-06-30 }
//                              ^^^^^^^^^^ change-trend-analysis-overdue overdue
conclusions: [Changes of the network fail more often than others; the spare switch is tested first.]
//- trend-2.yaml
{ kind: change-trend-report, id: TREND-2, title: Figures only, period: { from: 2025-07-01, to: 2025-12-31 } }
//                               ^^^^^^^ change-trend-analysis-overdue missing
`, `
//- sms.yaml
sms: 1
//@0-3 change-trend-analysis-overdue never
organization: Example
timeZone: Europe/Amsterdam
//- CHG-1.yaml
{ kind: change-record, id: CHG-1, title: Firmware, recordedOn: 2026-06-30 }
`],
  },
};
