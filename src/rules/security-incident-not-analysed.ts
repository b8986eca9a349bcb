import { dayAt, fields, text, texts, type Fields } from '../sms/data.js';
import { phrase, phraseList } from '../sms/language.js';
import type { Day } from '../sms/types.js';
import { dayBefore } from './intervals.js';
import { nameOf } from '../sms/naming.js';
import { lastDayOf, recordsOutside } from './records.js';
import type { RecordEntry, Rule } from './rule.js';
import { includes, type Span } from '../sms/spans.js';
import { isLeftOut } from '../sms/target-results.js';

/** Each security incident says its sort, impact and priority; all of a period are looked at together, in a record that names the clause. */
export const securityIncidentNotAnalysed: Rule = {
  id: 'security-incident-not-analysed',
  title: 'Security incidents are classified and analysed',
  clauses: ['8.7.3.3'],
  grade: 'minor',
  why: 'A single security incident tells little; ten of one sort tell where a control fails. The standard wants them analysed by type, number and '
    + 'impact, which needs both in each record, and somebody who looks at all of them.',
  settings: { within: '6 months' },
  messages: {
    'not-classified': { text: '{incident} has no {fields}. Enter it: without it the incident can neither be put in order nor be analysed with the '
      + 'others.' },
    'no-analysis': { absence: true, text: 'No analysis covers {incidents} from more than {within} ago; the first is {incident} of {day}. Analyse '
      + 'them by type, number and impact in a service report or measurement, and write 8.7.3.3 into its clauses.' },
  },
  records: {
    kinds: ['security-incident-record'],
    begin: ({ model, today, settings, report }) => {
      const within = String(settings['within']), latest = dayBefore(today, within) ?? '';
      const analyses = ['service-report', 'measurement', 'management-review'].flatMap(kind => recordsOutside(model, kind)).map(({ data }) => data)
        .filter(data => texts(data, 'clauses').includes('8.7.3.3')).map(coveredBy);
      let open = 0, first: { record: RecordEntry; day: Day } | undefined;
      return {
        *take(record) {
          const { data } = record;
          if (isLeftOut(data)) return;
          const missing = ['type', 'impact', 'priority'].filter(key => (key === 'impact' ? !hasImpact(data) : text(data, key) === undefined));
          if (missing.length > 0) yield report(record.at(), 'not-classified', { incident: nameOf(record), fields: phraseList(missing) });
          const day = dayAt(data, 'openedAt');
          if (day === undefined || day >= latest || analyses.some(span => includes(span, day))) return;
          open++;
          if (!first || day < first.day) first = { record, day };
        },
        *end() {
          if (first) {
            yield report(first.record.at(), 'no-analysis',
              { incident: nameOf(first.record), day: first.day, incidents: open === 1 ? phrase('security-incidents.one', '1 security incident') : phrase('security-incidents.many', '{count} security incidents', { count: open }), within });
          }
        },
      };
    },
  },
  examples: {
    good: [`
//- SEC-1.yaml
{ kind: security-incident-record, id: SEC-1, title: False sign-on page, type: phishing, impact: { confidentiality: low }, priority: P2, openedAt: 2026-04-14T09:00:00+02:00 }
//- SEC-2.yaml
{ kind: security-incident-record, id: SEC-2, title: Stolen laptop, type: loss-of-device, impact: { comment: The disk is encrypted }, priority: P3, openedAt: 2026-04-15T09:00:00+02:00 }
//- report.yaml
{ kind: service-report, id: SR-1, title: Security incidents, clauses: [8.7.3.3], period: { from: 2026-01-01, to: 2026-04-14 } }
`, `
//- SEC-1.yaml
{ kind: security-incident-record, id: SEC-1, title: False sign-on page, status: cancelled, openedAt: 2026-01-14T09:00:00+01:00 }
`],
    bad: [`
//- SEC-1.yaml
kind: security-incident-record
id: SEC-1
//  ^^^^^ security-incident-not-analysed not-classified
title: False sign-on page
type: phishing
openedAt: 2026-05-14T09:00:00+02:00
`, `
//- SEC-1.yaml
kind: security-incident-record
id: SEC-1
//  ^^^^^ security-incident-not-analysed no-analysis
title: False sign-on page
type: phishing
impact: { confidentiality: low }
priority: P2
openedAt: 2026-04-14T09:00:00+02:00
//- SEC-2.yaml
{ kind: security-incident-record, id: SEC-2, title: Stolen laptop, type: loss-of-device, impact: { availability: low }, priority: P3, openedAt: 2026-04-15T09:00:00+02:00 }
//- report.yaml
{ kind: service-report, id: SR-1, title: Security incidents, clauses: [8.7.3.3], period: { from: 2026-01-01, to: 2026-04-13 } }
`],
  },
};

function hasImpact(data: Fields): boolean {
  return text(data, 'impact') !== undefined || ['confidentiality', 'integrity', 'availability', 'comment'].some(key => text(fields(data, 'impact'), key) !== undefined);
}

/** The stretch that an analysis covers; without a period all up to its own day. */
function coveredBy(data: Fields): Span {
  return { from: dayAt(fields(data, 'period'), 'from') ?? '', to: lastDayOf(data) ?? '' };
}
