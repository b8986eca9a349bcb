import { addTo, fields, isFields, number, text, texts, type Fields } from '../sms/data.js';
import { addDays, addPeriod, parsePeriod } from '../sms/days.js';
import { phrase } from '../sms/language.js';
import type { Model } from '../sms/model.js';
import { startOfDay, type Instant } from '../service-levels/time-zone.js';
import type { Step } from '../sms/yaml-edits.js';
import { closedLoops } from '../sms/loop.js';
import { byMessage, creates, dataAt, mended, objectOf, setting } from './mending.js';
import { nameOf } from '../sms/naming.js';
import { idOf } from '../sms/named.js';
import { isRounded, contradictionsIn, rounded } from './reported-results.js';
import { comparing, type Place, type Rule } from './rule.js';
import { actionsBySource, agreementsOf, breachesOf, resultsOf, serviceReports, type ServiceReport } from '../sms/service-reports.js';
import { spanName } from '../sms/spans.js';
import { openingDay, targetResults } from '../sms/target-results.js';
import type { Day } from '../sms/types.js';

/** So many of the other records are named beside the first. */
const MOST_NAMED = 5;

/** So many misses of one target in one period are remembered: who has more has other worries than the one that is not listed. */
const MOST_KEPT = 1000;

/**
 * Hops of the loop: from the record that missed a target to the report, and from the breach to what is done. What a breach has to say is raised by
 * annotations.
 */
export const slaBreachNoAction: Rule = {
  id: 'sla-breach-no-action',
  title: 'Missed targets lead to improvement or a nonconformity',
  clauses: ['8.3.3', '10.1.1'],
  grade: 'minor',
  why: 'A miss that is reported and then filed has become business as usual. A miss that is not even reported has become invisible.',
  messages: {
    missing: { text: 'The breach {id} has no {fields}. Of a missed target are told which one it was, what was reached instead, why, and '
      + 'when the customer heard of it: add it.' },
    'no-action': { absence: true, text: '{target} was missed ({report}), and neither a nonconformity nor an improvement came of it. Raise '
      + 'one that names {breach} under `from`, or name one here.' },
    unanswered: { absence: true, text: '{record} missed {target}: {met} of {cases} kept it in {period}, {promised}. No report covers that month, and neither a nonconformity nor an '
      + 'improvement names it. Report it, and raise one that names it under `from`.' },
    'not-reported': { text: '{record} missed {target}: {met} of {cases} kept it in {period}, {promised}. {report} names no breach of it. '
      + 'Enter it there, with its cause and what is done.' },
    'not-named': { text: '{record} missed {target} in {period}. {report} names a breach of it, but not this record among those that missed '
      + 'it ({count} are missing there): add it under `records`.' },
    figure: { text: '{report} shows {value} % for {target} in {period}{counted}. By the records of that period {met} of {cases} kept it, which are {share} %. '
      + 'Correct the figure, or the records where they are wrong.' },
  },
  *check({ model, report }) {
    for (const { breach, links } of closedLoops(model)) {
      if (links.some(({ hop, state }) => hop === 'action' && state === 'there')) continue;
      yield report({ file: breach.report.file, path: [...breach.path, 'id'] }, 'no-action', {
        target: breach.target ? nameOf(breach.target) : nameOf({ id: breach.id, title: breach.title }), breach: breach.id, report: nameOf(breach.report),
      });
    }
  },
  records: comparing<readonly Series[]>({
    kinds: ['incident-record', 'service-request-record'],
    note: ({ model, today }) => {
      const sheet: Series[] = [], byKey = new Map<string, Series>(), dayOf = dayFinder(model.config.timeZone);
      let nth = 0;
      return {
        sheet,
        take: record => {
          const day = openingDay(record.data);
          if (day === undefined) return;
          for (const { target, state, terms, reading } of targetResults(model, record, today)) {
            const outcome = state === 'met' ? 'met' : state === 'missed' || state === 'past-due' ? 'missed' : 'unknown';
            const ended = outcome === 'unknown' || reading?.stoppedAt === undefined ? '' : dayOf(reading.stoppedAt) ?? '', key = `${target.id} ${day} ${ended} ${outcome}`;
            let series = byKey.get(key);
            if (!series) {
              const { id, title } = target;
              byKey.set(key, series = { target: { id, title }, sla: target.sla.id, day, ended, outcome, attainment: number(terms, 'attainment'), count: 0, missed: [] });
              sheet.push(series);
            }
            series.count++;
            if (outcome === 'missed' && series.missed.length < MOST_KEPT) series.missed.push({ id: record.id, name: nameOf(record), at: record.at(), nth: nth++ });
          }
        },
      };
    },
    *end({ model, today, report }, sheets) {
      const reports = reportsByAgreement(model), tallies = new Map<string, Tally>(), answered = answeredIn(model), period = parsePeriod(model.config.recordsPeriod);
      const reported = plannedIn(model), since = period ? addPeriod(today, period, -1) : '', wrong = new Map<ServiceReport, ReadonlySet<string>>();
      const wrongIn = (made: ServiceReport): ReadonlySet<string> => {
        let known = wrong.get(made);
        if (!known) wrong.set(made, known = new Set(contradictionsIn(model, made).map(({ result }) => result.path.join())));
        return known;
      };
      for (const [part, sheet] of sheets.entries()) for (const { target, sla, day, ended, outcome, attainment, count, missed } of sheet) {
        const covering = (reports.get(sla) ?? []).filter(own => day >= own.period.from && day <= own.period.to);
        // Where nobody plans to report, it is counted by the month that is over; a planned report that is missing is told by its own rule.
        const month = day.slice(0, 7), uncovered = covering.length === 0 && !reported.has(sla) && day >= since && month < today.slice(0, 7);
        for (const own of uncovered ? [undefined] : covering) {
          const key = `${own?.artefact.id ?? month} ${target.id}`;
          const tally = tallies.get(key) ?? { report: own, month, target, met: 0, cases: 0, attainment, missed: [], inPeriod: 0, elsewhere: 0 };
          tallies.set(key, tally);
          // Reports count by the month of opening or by that of the end: what ran from one into the other is nobody's surely.
          const within = own !== undefined && ended !== '' && ended <= own.period.to;
          if (!within) tally.elsewhere += count;
          if (outcome === 'unknown') continue;
          tally.cases += count;
          if (within && outcome !== 'met') tally.inPeriod += count;
          if (outcome === 'met') tally.met += count;
          else for (const each of missed) tally.missed.push({ ...each, part });
        }
      }
      for (const tally of tallies.values()) {
        const { report: covered, month, target, met, cases, attainment } = tally, missed = tally.missed.sort((a, b) => a.part - b.part || a.nth - b.nth).slice(0, MOST_KEPT);
        const result = covered && resultsOf(model, covered.artefact).find(one => one.target?.id === target.id);
        // A figure that contradicts itself is told as that.
        const isWrong = covered !== undefined && result !== undefined && wrongIn(covered).has(result.path.join());
        const isOther = result !== undefined && !isWrong && attainment !== undefined && differs(result.value, tally);
        if (covered && isOther) {
          const reported = number(result.value, 'cases'), within = number(result.value, 'within');
          yield report({ file: covered.artefact.file, path: [...result.path, 'value'] }, 'figure', {
            report: nameOf(covered.artefact), value: number(result.value, 'value') ?? '', target: nameOf(target), period: spanName(covered.period),
            counted: reported === undefined || within === undefined ? '' : phrase('figure.counted', ' ({within} of {cases})', { within, cases: reported }), met, cases, share: rounded((100 * met) / cases),
          }, { related: missed.slice(0, MOST_NAMED).map(({ at, name }) => ({ at, text: phrase('related.missed-it', '{name} missed it', { name }) })) });
        }
        if (missed.length === 0 || (attainment !== undefined && 100 * met >= attainment * cases)) continue;
        const promised = attainment === undefined ? phrase('promise.each', 'and each has to') : phrase('promise.share', 'and {share} % are promised', { share: attainment }), [worst] = missed;
        if (!covered) {
          if (worst && !missed.some(({ id }) => answered.has(id))) yield report(worst.at, 'unanswered', { record: worst.name, target: nameOf(target), met, cases, period: month, promised });
          continue;
        }
        const { artefact, period } = covered;
        const breaches = breachesOf(model, artefact), own = breaches.filter(breach => breach.target?.id === target.id);
        // A breach that does not say of what, and a miss without a breach, are told by others.
        if (breaches.some(breach => !breach.target)) continue;
        const isMiss = resultsOf(model, artefact).some(result => result.target?.id === target.id && result.value['met'] === false);
        if (own.length === 0 && (isMiss || isWrong || isOther)) continue;
        const named = new Set(own.flatMap(({ value }) => texts(value, 'records')).map(id => idOf(model, id)));
        const unnamed = missed.filter(({ id }) => !named.has(id)), [first, ...others] = unnamed;
        if (!first) continue;
        yield report(first.at, own.length === 0 ? 'not-reported' : 'not-named', {
          record: first.name, target: nameOf(target), met, cases, period: spanName(period), report: nameOf(artefact), count: unnamed.length,
          promised,
        }, {
          related: [{ at: artefact, text: phrase('related.the-report-of-that-period', 'The report of that period') },
            ...others.slice(0, MOST_NAMED).map(({ at, name }) => ({ at, text: phrase('related.missed-it-as-well', '{name} missed it as well', { name }) }))],
        });
      }
    },
  }),
  fixes: { raise: 'Raise the nonconformity {id}, which names it', share: 'Write {share}, the share by the records' },
  fix: byMessage({
    'no-action': creates('nonconformity', 'raise', (_, { args }) => ({ title: `Breach ${String(args['breach'] ?? '')}`, values: { from: [args['breach']] } })),
    *figure(context, finding) {
      const { file, args } = finding, result = objectOf(context, finding), counts = dataAt(context, finding, result);
      // Another figure would contradict it.
      if (isFields(counts) && counts['met'] === true) return;
      const set = (key: string, argument: string): Step[] => (number(counts, key) === undefined ? [] : [setting(context, file, [...result, key], args[argument] ?? '')]);
      yield* mended(context, finding, [...set('value', 'share'), ...set('cases', 'cases'), ...set('within', 'met')], { say: 'share', args });
    },
  }),
  examples: {
    good: [`
${agreement(95)}
//- inc.yaml
${incident('INC-1', '2026-09-03T08:00', '2026-09-03T15:00')}
//- inc2.yaml
${incident('INC-2', '2026-10-03T08:00', '2026-10-03T15:00')}
//- nc.yaml
{ kind: nonconformity, id: NC-1, title: Nobody came, from: [INC-1] }
`, `
${agreement(95)}
//- inc.yaml
${incident('INC-1', '2026-09-03T08:00', '2026-09-03T15:00')}
//- report.yaml
kind: service-report
id: SR-9
title: September
period: { from: 2026-09-01, to: 2026-09-30 }
agreements: [SLA-A]
results: [{ target: SLA-A#back, value: 0, met: false }]
breaches: [{ id: b1, target: SLA-A#back, records: [INC-1], actual: 7 hours, cause: Nobody came, customerInformedOn: 2026-09-03 }]
//- nc.yaml
{ kind: nonconformity, id: NC-1, title: Nobody came, from: [SR-9#b1] }
`, `
${agreement(50)}
//- inc.yaml
${incident('INC-1', '2026-09-03T08:00', '2026-09-03T15:00')}
//- inc2.yaml
${incident('INC-2', '2026-09-04T08:00', '2026-09-04T12:00')}
//- report.yaml
{ kind: service-report, id: SR-9, title: Half of them are promised, period: { from: 2026-09-01, to: 2026-09-30 }, agreements: [SLA-A], results: [{ target: SLA-A#back, value: 50, met: true, cases: 2, within: 1 }], breaches: [] }
`],
    bad: [`
${agreement(50)}
//- inc.yaml
${incident('INC-1', '2026-09-03T08:00', '2026-09-03T15:00')}
//- inc2.yaml
${incident('INC-2', '2026-09-04T08:00', '2026-09-04T12:00')}
//- report.yaml
{ kind: service-report, id: SR-9, title: One of them is left out, period: { from: 2026-09-01, to: 2026-09-30 }, agreements: [SLA-A], results: [{ target: SLA-A#back, value: 100, met: true, cases: 1, within: 1 }], breaches: [] }
//                                                                                                                                                                          ^^^ sla-breach-no-action figure
`, `
${agreement(95)}
//- inc.yaml
kind: incident-record
id: INC-2841
//  ^^^^^^^^ sla-breach-no-action unanswered
title: Mail stands
customer: CUS-A
service: SVC-MAIL
priority: P1
openedAt: 2026-09-03T08:00:00+02:00
restoredAt: 2026-09-03T15:00:00+02:00
`, `
${agreement(95)}
//- inc.yaml
kind: incident-record
id: INC-1
//  ^^^^^ sla-breach-no-action not-reported
title: Mail stands
customer: CUS-A
service: SVC-MAIL
priority: P1
openedAt: 2026-09-03T08:00:00+02:00
restoredAt: 2026-09-03T12:00:01+02:00
//- report.yaml
{ kind: service-report, id: SR-9, title: September, period: { from: 2026-09-01, to: 2026-09-30 }, agreements: [SLA-A], breaches: [] }
`, `
${agreement(95)}
//- inc.yaml
${incident('INC-1', '2026-09-03T08:00', '2026-09-03T15:00')}
//- inc2.yaml
{ kind: incident-record, id: INC-2, title: Mail, customer: CUS-A, service: SVC-MAIL, priority: P1, openedAt: 2026-09-30T23:59:00+02:00, restoredAt: 2026-10-01T05:00:00+02:00 }
//                           ^^^^^ sla-breach-no-action not-named
//- report.yaml
kind: service-report
id: SR-9
title: September
period: { from: 2026-09-01, to: 2026-09-30 }
agreements: [SLA-A]
breaches:
  - { id: b1, target: SLA-A#back, records: [INC-1], actual: 7 hours, cause: Nobody came, customerInformedOn: 2026-09-03 }
//        ^^ sla-breach-no-action no-action
`, `
//- sla.yaml
{ kind: sla, id: SLA-A, title: SLA, targets: [{ id: up, title: Availability }] }
//- report.yaml
kind: service-report
id: SR-9
title: September
period: { from: 2026-09-01, to: 2026-09-30 }
breaches: [{ id: b1, target: SLA-A#up, actual: 99.1 %, improvement: IMP-1 }, { id: b2, actual: 99.1 %, cause: Water, customerInformedOn: 2026-09-03, improvement: IMP-1 }]
//               ^^ sla-breach-no-action missing
//@83-85 sla-breach-no-action missing
//- register.yaml
{ kind: improvement-register, id: CSI, title: Improvements, improvements: [{ id: IMP-1, title: A second line }] }
`],
  },
};

/** `nth`: in the order of the records of its sheet. */
interface Missed { id: string; name: string; at: Place; nth: number }

/** Cases of one target that began on one day, and ended on one day or on none (''), with one outcome. `missed`: the first of them, where they missed it. */
interface Series {
  target: { id: string; title: string }; sla: string; day: Day; ended: Day | ''; outcome: 'met' | 'missed' | 'unknown'; attainment: number | undefined; count: number; missed: Missed[];
}

interface Tally { report: ServiceReport | undefined; month: string; target: Series['target']; met: number; cases: number; attainment: number | undefined; missed: (Missed & { part: number })[];
  /** Misses that were opened and restored in the period; and the cases that began in it and did not end in it, or of which nobody knows. */
  inPeriod: number; elsewhere: number;
}

/**
 * Whether a report shows another figure than the records: fewer misses than there are in the period in any case, or another share of as many cases. That
 * it counts more cases, or others, may have its reason: the records need not all be here.
 */
function differs(result: Fields, { met, cases, inPeriod, elsewhere }: Tally): boolean {
  const value = number(result, 'value'), reported = number(result, 'cases'), within = number(result, 'within');
  if (value === undefined || cases === 0) return false;
  if (reported === undefined) return value === 100 && inPeriod > 0;
  const shown = within ?? Math.round((value * reported) / 100);
  return inPeriod > reported - shown || (elsewhere === 0 && reported === cases && !isRounded(value, (100 * met) / cases));
}

/** The SLAs about which reports are planned; while nothing was ever reported, a missing report is told once for all, and of no SLA. */
function plannedIn(model: Model): ReadonlySet<string> {
  if (model.ofKind('service-report').length === 0) return new Set();
  const own = model.ofKind('sla').filter(({ data }) => text(fields(data, 'reporting'), 'every') !== undefined).map(({ id }) => id);
  return new Set([...own, ...model.ofType('report-definition').flatMap(item => texts(model.value(item), 'agreements')).map(id => idOf(model, id))]);
}

/** The ids of what nonconformities, improvements and problems say they came from. */
function answeredIn(model: Model): ReadonlySet<string> {
  const problems = model.ofKind('problem-record').flatMap(({ data }) => texts(data, 'incidents')).map(id => idOf(model, id));
  return new Set([...actionsBySource(model).keys(), ...problems]);
}

/** Finds the day of a moment in a time zone. Cases end on few days. */
function dayFinder(timeZone: string): (moment: Instant) => Day | undefined {
  const known = new Map<Day, readonly { day: Day; begins: Instant }[]>();
  return moment => {
    const near = new Date(moment).toISOString().slice(0, 10);
    let days = known.get(near);
    if (!days) known.set(near, days = [1, 0, -1].flatMap(by => { const day = addDays(near, by), begins = startOfDay(timeZone, day); return begins === undefined ? [] : [{ day, begins }]; }));
    return days.find(({ begins }) => begins <= moment)?.day;
  };
}

function reportsByAgreement(model: Model): ReadonlyMap<string, readonly ServiceReport[]> {
  const found = new Map<string, ServiceReport[]>();
  for (const one of serviceReports(model)) for (const id of agreementsOf(model, one.artefact)) addTo(found, id, one);
  return found;
}

function agreement(attainment: number): string {
  return `//- basics.yaml
{ kind: calendar, id: CALS, title: Calendars, calendars: [{ id: CAL, title: Always, timeZone: Europe/Amsterdam, hours: always }] }
//- customers.yaml
{ kind: customer-register, id: CUSTOMERS, title: Customers, customers: [{ id: CUS-A, title: Boreal }] }
//- catalogue.yaml
{ kind: service-catalogue, id: CAT, title: Catalogue, services: [{ id: SVC-MAIL, title: Mail, status: live }] }
//- sla.yaml
kind: sla
id: SLA-A
title: SLA
status: approved
customers: [CUS-A]
services: [SVC-MAIL]
validFrom: 2026-01-01
targets:
  - { id: back, title: Restored, priority: P1, metric: restoration-time, operator: at-most, value: 4, unit: hours, attainment: ${attainment}, calendar: CAL, clock: { starts: openedAt, stops: restoredAt, holds: [] } }`;
}

function incident(id: string, from: string, to: string): string {
  return `{ kind: incident-record, id: ${id}, title: Mail, customer: CUS-A, service: SVC-MAIL, priority: P1, openedAt: ${from}:00+02:00, restoredAt: ${to}:00+02:00 }`;
}
