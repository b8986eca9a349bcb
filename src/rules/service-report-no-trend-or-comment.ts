import { list, state, text } from '../sms/data.js';
import { addPeriod, isDay, parsePeriod } from '../sms/days.js';
import { phraseList } from '../sms/language.js';
import type { Day } from '../sms/types.js';
import type { Rule } from './rule.js';
import { nameOf } from '../sms/naming.js';
import { resultsOf, serviceReports, type ReportEntry } from '../sms/service-reports.js';
import { lengthOfSpan, type Span } from '../sms/spans.js';
import type { Model } from '../sms/model.js';

/** A trend needs three periods, and somebody's words on it. That words are missing is raised by an annotation. */
export const serviceReportNoTrendOrComment: Rule = {
  id: 'service-report-no-trend-or-comment',
  title: 'Service reports show trends and comments',
  clauses: ['9.4'],
  grade: 'minor',
  why: 'One figure says whether a target was met; three say where it is going. A report without a trend is read too late.',
  settings: { periods: 3 },
  messages: {
    missing: { text: '{title} ({id}) says nothing of {fields}. A report tells where the figures go and what follows from them, in words: add it, '
      + 'even if it is one sentence.' },
    'no-trend': { text: '{report} shows fewer than {periods} periods of {targets}. Add the results of the periods before as `previous`, so that '
      + 'readers see where it is going.' },
  },
  *check({ model, settings, report }) {
    const periods = Number(settings['periods']);
    for (const { artefact, period } of serviceReports(model)) {
      const short = resultsOf(model, artefact)
        .filter(result => state(result.value, 'value') === 'filled' && shown(result) < periods && shown(result) < expected(model, result, period, periods));
      const [first] = short;
      if (!first) continue;
      yield report({ file: artefact.file, path: [...first.path, 'target'] }, 'no-trend', {
        report: nameOf(artefact), periods, count: short.length,
        targets: phraseList(short.map(({ target, value }) => target?.title ?? text(value, 'target') ?? '')),
      });
    }
  },
  examples: {
    good: [`
//- sla.yaml
{ kind: sla, id: SLA-A, title: SLA, targets: [{ id: up, title: Availability, effectiveFrom: 2026-01-01 }, { id: back, title: Restored, effectiveFrom: 2026-08-01 }] }
//- report.yaml
kind: service-report
id: SR-9
title: September
period: { from: 2026-09-01, to: 2026-09-30 }
trends: Steady.
findings: Nothing to say.
results:
  - { target: SLA-A#up, value: 99.9, previous: [{ period: 2026-08, value: 99.8 }, { period: 2026-07, value: 99.9 }] }
  - { target: SLA-A#back, value: 100, previous: [{ period: 2026-08, value: 100 }] }
`, `
//- sla.yaml
{ kind: sla, id: SLA-A, title: SLA, targets: [{ id: up, title: Availability, effectiveFrom: 2026-09-01 }, { id: back, title: Restored }] }
//- report.yaml
kind: service-report
id: SR-9
title: September, the first month of the target; and no case of the other
period: { from: 2026-09-01, to: 2026-09-30 }
trends: It is too early for a trend.
findings: Nothing to say.
results: [{ target: SLA-A#up, value: 99.9 }, { target: SLA-A#back, cases: 0 }]
`],
    bad: [`
//- sla.yaml
{ kind: sla, id: SLA-A, title: SLA, targets: [{ id: up, title: Availability, effectiveFrom: 2026-07-01 }] }
//- report.yaml
kind: service-report
id: SR-9
//  ^^^^ service-report-no-trend-or-comment missing
title: September
period: { from: 2026-09-01, to: 2026-09-30 }
findings: Nothing to say.
results:
  - { target: SLA-A#up, value: 99.9, previous: [{ period: 2026-08, value: 99.8 }] }
//            ^^^^^^^^ service-report-no-trend-or-comment no-trend
`, `
//- sla.yaml
{ kind: sla, id: SLA-A, title: SLA, targets: [{ id: up, title: Availability }] }
//- report.yaml
kind: service-report
id: SR-9
title: September
period: { from: 2026-09-01, to: 2026-09-30 }
trends: Up.
findings: All is well.
results:
  - { target: SLA-A#up, value: 99.9 }
//            ^^^^^^^^ service-report-no-trend-or-comment no-trend
`],
  },
};

/** Periods that are shown, the one of the report among them. */
function shown({ value }: ReportEntry): number { return 1 + list(value, 'previous').length; }

/** As many as the terms of the target have been in force for, and no more than a trend needs. */
function expected(model: Model, { target }: ReportEntry, period: Span, periods: number): number {
  const value = target && model.value(target), since = text(value, 'effectiveFrom'), window = text(value, 'window');
  // Single events have no periods; of a target over a quarter every third month says something.
  if (window === 'per-event') return 1;
  // A day that does not exist is told there.
  if (since !== undefined && !isDay(since)) return 1;
  if (since === undefined) return periods;
  const length = parsePeriod(WINDOWS.get(window ?? '') ?? lengthOfSpan(period));
  let first: Day = period.from, count = 1;
  while (length && count < periods && addPeriod(first, length, -1) >= since) { first = addPeriod(first, length, -1); count++; }
  return count;
}

const WINDOWS: ReadonlyMap<string, string> = new Map([['quarter', '3 months'], ['year', '1 year']]);
