import { addTo, fields, groupBy, objects, text, texts, type Fields } from '../sms/data.js';
import { addPeriod, isDay, latestDay, parsePeriod } from '../sms/days.js';
import { joined, phrase, phraseList } from '../sms/language.js';
import type { Model } from '../sms/model.js';
import type { Artefact, Day, Item, Report, Word } from '../sms/types.js';
import { isLessOften } from '../service-levels/underpinning.js';
import { currentSlas, isValidOn } from '../sms/agreements.js';
import { everyInterval } from './intervals.js';
import { currentOfKind, currentOfType } from './lifecycle.js';
import { nameById, nameOf } from '../sms/naming.js';
import { idsIn, namedIn, namedItems } from '../sms/named.js';
import { duePeriods } from './reporting-periods.js';
import type { Rule, RuleContext } from './rule.js';
import { agreementsOf, serviceReports, type ServiceReport } from '../sms/service-reports.js';
import { covers, spanName, type Span } from '../sms/spans.js';

/**
 * Reports are there for every period that is due, for every agreement, and reached those for whom they are made. Fields that lack are raised by
 * annotations.
 */
export const serviceReportMissing: Rule = {
  id: 'service-report-missing',
  title: 'Service reports are made for every period and recipient',
  clauses: ['9.4', '8.3.3', '8.2.1'],
  grade: 'minor',
  why: 'A report that was left out once is a month in which nobody looked. Customers notice it later than auditors do.',
  settings: { within: '1 month' },
  messages: {
    missing: { text: '{title} ({id}) has no {fields}. A report is planned with its purpose, readers, content and interval, and kept with its period '
      + 'and with whom it reached: add it.' },
    'period-missing': { absence: true, text: '{report} is due {every}; there is none for {periods}. Make what is missing, or end the report in the plan with '
      + '`until` where it is no longer needed.' },
    'agreement-unreported': { absence: true, text: '{sla} promises a report {every}; there is none for {periods}, and no report of the plan is for '
      + 'this agreement. Make what is missing and enter the agreement in the reporting plan.' },
    'too-rare': { text: '{report} comes {every}, but {sla} promises one {promised}. Shorten the interval, or agree on another one with the '
      + 'customer.' },
    recipient: { text: '{report} reached {reached}, but not {missing}, for whom it is made. Hand it over and enter the day.' },
  },
  *check(context) {
    const { model, report } = context, made = reportsMade(model), planned = new Set<string>();
    for (const definition of currentOfType(model, 'report-definition')) {
      for (const agreement of namedItems(model, model.value(definition), 'agreements', 'sla')) planned.add(agreement.id);
      yield* duesOf(definition, made.byDefinition.get(definition.id) ?? [], context);
      yield* tooRare(definition, context);
    }
    const since = planInForceSince(context);
    if (since !== undefined) {
      for (const sla of currentSlas(model)) if (!planned.has(sla.id)) yield* duesOfAgreement(sla, since, made.byAgreement.get(sla.id) ?? [], context);
    }
    for (const { artefact } of made.all) {
      const reached = reachedBy(artefact, model), lacking = recipientsOf(artefact, model).filter(id => !reached.has(id));
      if (reached.size === 0 || lacking.length === 0) continue;
      const names = (ids: Iterable<string>): Word => phraseList([...ids].map(id => nameById(model, id)));
      const args = { report: nameOf(artefact), reached: names(reached), missing: names(lacking) };
      yield report({ file: artefact.file, path: ['communicatedTo'], part: 'key' }, 'recipient', args);
    }
  },
  examples: {
    good: [`
//- plan.yaml
kind: reporting-plan
id: RP
title: Reports
reports: [{ id: REP-A, title: Report, purpose: P, to: [ROLE-SD], content: [C], every: 1 month, from: 2026-08-01, owner: ROLE-SD, agreements: [SLA-A] }]
//- sla.yaml
{ kind: sla, id: SLA-A, title: SLA, reporting: { every: 1 month } }
//- aug.yaml
{ kind: service-report, id: SR-8, title: August, report: REP-A, agreements: [SLA-A], period: { from: 2026-08-01, to: 2026-08-31 }, communicatedTo: [{ to: ROLE-SD, on: 2026-09-05 }] }
//- roles.yaml
{ kind: role-register, id: ROLES, title: Roles, roles: [{ id: ROLE-SD, title: Service director, holders: [{ group: Board }] }] }
`, `
//- plan.yaml
kind: reporting-plan
id: RP
title: Reports
reports: [{ id: REP-A, title: Report, purpose: P, to: [ROLE-SD], content: [C], every: 1 month, from: 2026-08-01, until: 2026-08-30, owner: ROLE-SD }]
//- sla.yaml
{ kind: sla, id: SLA-A, title: SLA without a plan in force, status: approved, validFrom: 2026-01-01, reporting: { every: 1 month } }
`],
    bad: [`
//- roles.yaml
{ kind: role-register, id: ROLES, title: Roles, roles: [{ id: ROLE-SD, title: Service director, holders: [{ group: Board }] }, { id: ROLE-SLM, title: Manager, holders: [{ group: B }] }] }
//- plan.yaml
kind: reporting-plan
id: RP
title: Reports
reports:
  - id: REP-A
//      ^^^^^ service-report-missing period-missing
    title: Report
    purpose: P
    to: [ROLE-SD, ROLE-SLM]
    content: [C]
    every: 1 month
    from: 2026-07-01
    owner: ROLE-SD
    agreements: [SLA-A]
  - id: REP-B
//      ^^^^^ service-report-missing missing
    title: Costs
    to: [ROLE-SD]
    content: [C]
    every: 1 year
    from: 2026-07-01
    owner: ROLE-SD
//- sla.yaml
{ kind: sla, id: SLA-A, title: SLA }
//- jul.yaml
kind: service-report
id: SR-7
title: July
report: REP-A
agreements: [SLA-A]
period: { from: 2026-07-01, to: 2026-07-31 }
communicatedTo: [{ to: ROLE-SD, on: 2026-08-05 }]
//@0-14 service-report-missing recipient
`, `
//- plan.yaml
kind: reporting-plan
id: RP
title: Reports
status: approved
approvedOn: 2026-06-11
effectiveFrom: 2026-07-01
reports:
  - { id: REP-B, title: Report, purpose: P, to: [CUS-B], content: [C], every: 3 months, from: 2026-07-01, owner: ROLE-SD, agreements: [SLA-B] }
//                                                                            ^^^^^^^^ service-report-missing too-rare
//- sla.yaml
kind: sla
id: SLA-A
title: SLA
status: approved
validFrom: 2026-08-01
reporting: { every: 1 month }
//                  ^^^^^^^ service-report-missing agreement-unreported
//- slb.yaml
{ kind: sla, id: SLA-B, title: SLA B, status: approved, validFrom: 2026-01-01, reporting: { every: 1 month } }
`],
  },
};

interface Made extends ServiceReport { agreements: ReadonlySet<string> }
type MadeBy = ReadonlyMap<string, readonly Made[]>;

/** The reports there are, and by what they are of. */
function reportsMade(model: Model): { all: readonly Made[]; byDefinition: MadeBy; byAgreement: MadeBy } {
  const all = serviceReports(model).map(made => ({ ...made, agreements: agreementsOf(model, made.artefact) }));
  const byDefinition = new Map<string, Made[]>(), byAgreement = new Map<string, Made[]>();
  for (const made of all) {
    for (const { id } of namedIn(model, made.artefact, made.artefact.data, 'report')) addTo(byDefinition, id, made);
    for (const id of made.agreements) addTo(byAgreement, id, made);
  }
  return { all, byDefinition, byAgreement };
}

/** Periods that ended before the records of the SMS begin are no longer asked for. */
function* duesOf(definition: Item, reports: readonly Made[], context: RuleContext): Iterable<Report> {
  const { model, report } = context, value = model.value(definition), every = text(value, 'every'), from = text(value, 'from');
  if (!isDay(from)) return;
  const agreements = namedItems(model, value, 'agreements', 'sla');
  const gaps: Gap[] = periodsOf(value, from, every, context).flatMap((period): Gap[] => {
    const own = reports.filter(({ period: reported }) => covers(reported, period)), begun = agreements.filter(({ artefact }) => begunIn(model.artefact(artefact), period));
    const lacking = begun.filter(({ id }) => !own.some(({ agreements: reported }) => reported.has(id)));
    return lacking.length > 0 || (agreements.length === 0 && own.length === 0) ? [{ period, lacking }] : [];
  });
  if (gaps.length === 0) return;
  // One report that is not made is one gap, however many months and agreements it leaves open.
  const named = [...new Set(gaps.flatMap(({ lacking }) => lacking))];
  const groups = groupBy(gaps, ({ lacking }) => JSON.stringify(lacking.map(nameOf)));
  yield report(definition, 'period-missing', {
    report: nameOf(definition), every: everyInterval(every ?? ''), count: gaps.length,
    periods: joined([...groups.values()].map((own, at) => {
      const lacking = own[0]?.lacking ?? [], names = periodNames(own.map(({ period }) => period));
      const periods = lacking.length === 0 ? names : phrase('periods.with-targets', '{periods} with the targets of {agreements}', { periods: names, agreements: phraseList(lacking.map(nameOf)) });
      return at === 0 ? periods : phrase('periods.for', 'for {periods}', { periods });
    }), '; '),
  }, { related: named.map(at => ({ at, text: phrase('related.an-agreement-whose-targets-are', 'An agreement whose targets are not reported') })) });
}

/** A period without a report, and the agreements that none of its reports is of. */
interface Gap { period: Span; lacking: readonly Item[] }

/** So many periods are named, the others are counted. */
const MOST_PERIODS = 6;

function periodNames(periods: readonly Span[]): Word {
  const names = periods.slice(0, periods.length > MOST_PERIODS ? MOST_PERIODS - 1 : MOST_PERIODS).map(spanName), count = periods.length - names.length, last = periods.at(-1);
  return count > 0 && last ? phrase('periods.more', '{periods} and {count} more up to {last}', { periods: joined(names), count, last: spanName(last) }) : phraseList(names);
}

/** An agreement whose term begins after the period has nothing to report yet. */
function begunIn(sla: Artefact | undefined, { to }: Span): boolean {
  const from = sla && text(sla.data, 'validFrom');
  return !isDay(from) || from <= to;
}

function* tooRare(definition: Item, { model, report }: RuleContext): Iterable<Report> {
  const value = model.value(definition), every = text(value, 'every'), planned = parsePeriod(every);
  for (const agreement of namedItems(model, value, 'agreements', 'sla')) {
    const promised = text(fields(model.artefact(agreement.id)?.data, 'reporting'), 'every'), interval = parsePeriod(promised);
    if (every === undefined || promised === undefined || !planned || !interval || !isLessOften(planned, interval)) continue;
    yield report({ file: definition.file, path: [...definition.path, 'every'] }, 'too-rare', {
      report: nameOf(definition), every: everyInterval(every), sla: nameOf(agreement), promised: everyInterval(promised),
    });
  }
}

function* duesOfAgreement(sla: Artefact, planSince: Day, reports: readonly Made[], context: RuleContext): Iterable<Report> {
  const { today, report } = context, reporting = fields(sla.data, 'reporting'), every = text(reporting, 'every');
  const from = latestDay([planSince, text(sla.data, 'validFrom')]);
  if (from === undefined || !isValidOn(sla, today)) return;
  const missing = periodsOf(reporting ?? {}, from, every, context).filter(period => !reports.some(({ period: reported }) => covers(reported, period)));
  if (missing.length === 0) return;
  const args = { sla: nameOf(sla), every: everyInterval(every ?? ''), periods: periodNames(missing), count: missing.length };
  yield report({ file: sla.file, path: ['reporting', 'every'] }, 'agreement-unreported', args);
}

function periodsOf(value: Fields, from: Day, every: string | undefined, { settings, config, today }: RuleContext): readonly Span[] {
  const interval = parsePeriod(every), within = parsePeriod(text(value, 'within') ?? settings['within']), until = text(value, 'until');
  const kept = parsePeriod(config.recordsPeriod);
  if (!interval || !within || !kept) return [];
  return duePeriods({ from, every: interval, within, since: addPeriod(today, kept, -1), today, ...(isDay(until) && { until }) });
}

/** The day from which reporting is planned at all. Without a plan in force another rule says that clause 9.4 has none. */
function planInForceSince({ model, today }: RuleContext): Day | undefined {
  return currentOfKind(model, 'reporting-plan').flatMap(({ data }) => {
    const from = text(data, 'effectiveFrom');
    return text(data, 'status') === 'approved' && isDay(from) && from <= today ? [from] : [];
  }).sort()[0];
}

function recipientsOf(artefact: Artefact, model: Model): readonly string[] {
  return namedIn(model, artefact, artefact.data, 'report').filter(({ type }) => type === 'report-definition')
    .flatMap(definition => texts(model.value(definition), 'to'))
    .flatMap(id => model.item(id)?.id ?? []);
}

function reachedBy(artefact: Artefact, model: Model): ReadonlySet<string> {
  return new Set(objects(artefact.data, 'communicatedTo').flatMap(({ value }) => idsIn(model, value, 'to')));
}
