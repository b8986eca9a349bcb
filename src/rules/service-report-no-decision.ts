import { number, objects, text } from '../sms/data.js';
import type { Model } from '../sms/model.js';
import type { Artefact, Word } from '../sms/types.js';
import { DECISION_PAST_DUE } from './actions.js';
import { closedLoops } from '../sms/loop.js';
import { addingNew, addsEntry, byMessage, dataAt, mended, objectOf } from './mending.js';
import { nameOf } from '../sms/naming.js';
import { namedIn } from '../sms/named.js';
import { contradictionsIn } from './reported-results.js';
import type { FixContext, Rule } from './rule.js';
import { betterIs, breachesOf, resultsOf, serviceReports, type ReportEntry } from '../sms/service-reports.js';
import { spanName, spanOf } from '../sms/spans.js';

/** The hops of the loop from a missed result to a breach, and from a breach to a decision. That decisions lack altogether is raised by an annotation. */
export const serviceReportNoDecision: Rule = {
  id: 'service-report-no-decision',
  title: 'Service reports lead to decisions',
  clauses: ['9.4'],
  grade: 'minor',
  why: 'A report that shows a miss and asks nobody to do anything is a file. Auditors ask for the decision, and who was to carry it out.',
  settings: { worsening: 3 },
  messages: {
    missing: { text: '{title} ({id}) has no {fields}. Reports are made so that somebody decides: write down what was decided, by when and by whom. '
      + 'Where nothing had to be decided, say so with an empty list: decisions: [].' },
    miss: { text: '{report} shows that {target} was missed in {period}, and names no breach: no cause, nobody who was told, nothing that was '
      + 'decided. Add it to `breaches`, and a decision about it.' },
    breach: { absence: true, text: '{breach} was missed in {period}, and {report} decides nothing about it. Add a decision that names {local} under '
      + '`about`, with an owner and a day.' },
    trend: { grade: 'observation', text: '{target} got worse {times} times in a row, to {value} in {period}, and {report} decides nothing about it. '
      + 'Ask for the reason while the target is still met.' },
    overdue: { text: '{decision}, decided in {in}, was due on {due} and is not done. Finish it and record the day, or decide anew.' },
  },
  *check({ model, settings, report }) {
    for (const { breach, links } of closedLoops(model)) {
      // Where decisions lack altogether, that is told once.
      if (!isDecidedUpon(breach.report) || links.some(({ hop, state: found }) => hop === 'decision' && found === 'there')) continue;
      yield report({ file: breach.report.file, path: [...breach.path, 'id'] }, 'breach', {
        breach: nameOf({ id: breach.target?.id ?? breach.id, title: breach.title }), local: breach.id.split('#')[1] ?? '',
        report: nameOf(breach.report), period: periodOf(breach.report),
      });
    }
    for (const made of serviceReports(model)) {
      const { artefact, period } = made, wrong = new Set(contradictionsIn(model, made).map(({ result }) => result.path.join()));
      const decided = isDecidedUpon(artefact), breaches = breachesOf(model, artefact);
      const told = new Set(breaches.map(({ target }) => target?.id));
      for (const result of resultsOf(model, artefact)) {
        const name = result.target ? nameOf(result.target) : text(result.value, 'target') ?? '';
        const args = (): Record<string, Word> => ({ report: nameOf(artefact), target: name, period: spanName(period) });
        if (result.value['met'] === false) {
          // A breach that does not say of what may be this one; the rule about breaches minds it.
          if (!told.has(result.target?.id) && !told.has(undefined) && !wrong.has(result.path.join())) yield report({ file: artefact.file, path: [...result.path, 'met'] }, 'miss', args());
        } else if (decided && worsens(model, result, Number(settings['worsening'])) && !isDecided(model, artefact, result)) {
          const more = { times: Number(settings['worsening']), value: number(result.value, 'value') ?? '' };
          yield report({ file: artefact.file, path: [...result.path, 'value'] }, 'trend', { ...args(), ...more });
        }
      }
    }
  },
  data: [{ select: 'service-report', each: 'decisions', say: 'overdue', at: 'due', args: { decision: 'title', due: 'due' }, where: DECISION_PAST_DUE }],
  fixes: { decision: 'Add a decision about it', breach: 'Begin the breach, and a decision about it' },
  fix: byMessage({
    breach: addsEntry('decision', ['decisions'], (_, { args }) => ({ about: [args['local'] ?? ''] }), { whole: true }),
    trend: addsEntry('decision', ['decisions'], (context, finding) => ({ about: [text(dataAt(context, finding, objectOf(context, finding)), 'target') ?? ''] }), { whole: true }),
    *miss(context, finding) {
      const target = text(dataAt(context, finding, objectOf(context, finding)), 'target') ?? '', { file } = finding, id = freeBreach(context, file);
      yield* mended(context, finding, [...addingNew(context, file, ['breaches'], [{ id, target }]), ...addingNew(context, file, ['decisions'], [{ about: [id] }])], { say: 'breach' });
    },
  }),
  examples: {
    good: [`
//- sla.yaml
{ kind: sla, id: SLA-A, title: SLA, targets: [{ id: up, title: Availability, operator: at-least }, { id: back, title: Restored, operator: at-most, attainment: 95 }] }
//- report.yaml
kind: service-report
id: SR-9
title: September
period: { from: 2026-09-01, to: 2026-09-30 }
results:
  - { target: SLA-A#up, value: 99.1, met: false }
  - { target: SLA-A#back, value: 96, met: true, previous: [{ period: 2026-08, value: 97 }, { period: 2026-07, value: 98 }, { period: 2026-06, value: 98 }] }
breaches: [{ id: b1, target: SLA-A#up }]
decisions: [{ id: d1, title: Second line to the hall, about: [b1], owner: ROLE-NET, due: 2026-10-15 }]
`, `
//- report.yaml
{ kind: service-report, id: SR-8, title: August, period: { from: 2026-08-01, to: 2026-08-31 }, breaches: [], decisions: [] }
`],
    bad: [`
//- sla.yaml
{ kind: sla, id: SLA-A, title: SLA, targets: [{ id: up, title: Availability, operator: at-least }, { id: back, title: Restored, operator: at-most, attainment: 95 }] }
//- report.yaml
kind: service-report
id: SR-9
title: September
period: { from: 2026-09-01, to: 2026-09-30 }
results:
  - { target: SLA-A#up, value: 99.1, met: false }
  - { target: SLA-A#back, value: 96, met: true, previous: [{ period: 2026-08, value: 97 }, { period: 2026-07, value: 98 }, { period: 2026-06, value: 99 }] }
//                               ^^ service-report-no-decision trend
breaches:
  - { id: b1, target: SLA-A#up }
//        ^^ service-report-no-decision breach
decisions: [{ id: d1, title: Praise the desk, about: [SLA-A#up-time], owner: ROLE-NET, due: 2026-10-14 }]
//                                                                                          ^^^^^^^^^^ service-report-no-decision overdue
`, `
//- sla.yaml
{ kind: sla, id: SLA-A, title: SLA, targets: [{ id: up, title: Availability, operator: at-least }] }
//- report.yaml
kind: service-report
id: SR-9
title: September
period: { from: 2026-09-01, to: 2026-09-30 }
results: [{ target: SLA-A#up, value: 99.1, met: false }]
//                                              ^^^^^ service-report-no-decision miss
decisions: []
//- older.yaml
{ kind: service-report, id: SR-8, title: August, period: { from: 2026-08-01, to: 2026-08-31 } }
//                          ^^^^ service-report-no-decision missing
`],
  },
};

function periodOf({ data }: Artefact): Word {
  const span = spanOf(data, 'period');
  return span ? spanName(span) : '';
}

/** True where decisions are written down, be it that there was none. */
function isDecidedUpon({ data }: Artefact): boolean { return Array.isArray(data['decisions']); }

/** Worse than the period before, so many times in a row. */
function worsens(model: Model, { value, target }: ReportEntry, times: number): boolean {
  const series = [number(value, 'value'), ...objects(value, 'previous').map(({ value: earlier }) => number(earlier, 'value'))].slice(0, times + 1);
  if (series.length <= times || target === undefined) return false;
  const better = betterIs(model.value(target));
  return series.slice(1).every((earlier, at) => {
    const later = series[at];
    return earlier !== undefined && later !== undefined && (better === 'higher' ? later < earlier : later > earlier);
  });
}

function isDecided(model: Model, artefact: Artefact, { target }: ReportEntry): boolean {
  return objects(artefact.data, 'decisions').some(({ value }) => namedIn(model, artefact, value, 'about').some(({ id }) => id === target?.id));
}

function freeBreach({ model }: FixContext, file: string): string {
  const report = model.files.get(file)?.artefact?.id ?? '';
  for (let number = 1; ; number++) if (!model.item(`${report}#b${number}`)) return `b${number}`;
}
