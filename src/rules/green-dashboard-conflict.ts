import { addTo, dayAt, number, text } from '../sms/data.js';
import { isDay } from '../sms/days.js';
import { phrase, phraseList } from '../sms/language.js';
import type { Model } from '../sms/model.js';
import { foundOnce, type Findings } from '../sms/reads.js';
import { compareText } from '../sms/text.js';
import type { Artefact, Day, Finding, Phrase } from '../sms/types.js';
import { addingNew, byMessage, dataAt, mended, objectOf, setting } from './mending.js';
import { nameOf } from '../sms/naming.js';
import { idsIn, namedItem } from '../sms/named.js';
import { contradictionsIn } from './reported-results.js';
import { comparing, type Fix, type FixContext, type RecordEntry, type Rule } from './rule.js';
import { agreementsOf, breachesOf, resultsOf, serviceReports } from '../sms/service-reports.js';
import { includes, spanBefore, spanName, type Span } from '../sms/spans.js';

/**
 * What a report shows is what its own figures say; and where every target was met and customers saw it otherwise, the report at least says so. That
 * its figures are not those of the records is told by the rule about breaches, which counts them.
 */
export const greenDashboardConflict: Rule = {
  id: 'green-dashboard-conflict',
  title: 'Green figures agree with themselves and with what customers say',
  clauses: ['9.1', '8.3.2'],
  grade: 'observation',
  why: 'A figure that says met beside a value that says missed is the first that an auditor works out again. And targets can all be met in a month in which the customer lost a day. A report that shows only green then measures the wrong thing, and '
    + 'everybody but the supplier knows.',
  messages: {
    share: { grade: 'minor', text: '{report} shows {value} % for {target} in {period}, but {within} of {cases} cases are {share} %. Correct the one that '
      + 'is wrong, and look whether the target was met.' },
    'not-met': { grade: 'minor', text: '{report} says that {target} was met in {period}. It shows {value}, and {promised} is promised: correct the '
      + 'figure, or enter the miss with its breach. If something else was promised then, that belongs under `previously` of the target.' },
    'met-after-all': { grade: 'minor', text: '{report} says that {target} was missed in {period}. It shows {value}, and {promised} is promised: correct '
      + 'the one that is wrong.' },
    unsaid: { grade: 'minor', text: '{report} shows {value} for {target} in {period}, {promised} is promised, and it does not say that it was missed. '
      + 'Enter met: false, and the breach.' },
    'breach-beside': { grade: 'minor', text: '{report} says that {target} was met in {period}, and names a breach of it ({breach}). One of the two is '
      + 'wrong: correct the result, or take the breach out.' },
    conflict: { text: '{report} shows every target met in {period}, while {signs}. Say in the findings what that means and whether the targets '
      + 'still measure what matters; name {ids} there.' },
  },
  *check({ model, report }) {
    for (const made of serviceReports(model)) {
      for (const { result, message, key, args } of contradictionsIn(model, made)) {
        const more = { report: nameOf(made.artefact), period: spanName(made.period), target: result.target ? nameOf(result.target) : '' };
        yield report({ file: made.artefact.file, path: [...result.path, key] }, message, { ...args, ...more }, { clauses: ['9.4', '8.3.3'] });
      }
    }
  },
  records: comparing<Noted>({
    kinds: ['incident-record', 'complaint', 'satisfaction-survey'],
    note: ({ model }) => {
      const sheet: Noted = { majors: [], complaints: [], surveys: [] };
      /** As a sign of that day, where the record has a customer. */
      const signOf = (record: RecordEntry, on: Day | undefined): Sign[] => {
        const customer = on === undefined ? undefined : namedItem(model, record.data, 'customer')?.id;
        return on === undefined || customer === undefined ? [] : [{ id: record.id, name: nameOf(record), on, customer }];
      };
      return {
        sheet,
        take: record => {
          const { kind, data } = record;
          if (kind === 'incident-record') {
            if (data['major'] === true) sheet.majors.push(...signOf(record, dayAt(data, 'openedAt')));
          } else if (kind === 'complaint') {
            if (data['status'] !== 'withdrawn') sheet.complaints.push(...signOf(record, dayAt(data, 'receivedOn')));
          } else {
            const value = number(data, 'value'), on = text(data, 'on');
            if (value !== undefined && isDay(on)) sheet.surveys.push(...signOf(record, on).map(sign => ({ ...sign, value })));
          }
        },
      };
    },
    *end({ model, report }, sheets) {
      // What is green by a mistake is told as that.
      const green = serviceReports(model).filter(made => isGreen(model, made.artefact) && contradictionsIn(model, made).length === 0);
      const majors = byCustomer(sheets.flatMap(sheet => sheet.majors)), complaints = byCustomer(sheets.flatMap(sheet => sheet.complaints));
      const surveys = byCustomer(sheets.flatMap(sheet => sheet.surveys));
      for (const { artefact, period } of green) {
        const customers = customersOf(model, artefact), known = namedAnywhere(model, artefact);
        const own = <T extends Sign>(signs: Signs<T>, span: Span): T[] => customers.flatMap(id => (signs.get(id) ?? []).filter(({ on }) => includes(span, on)));
        const grave = own(majors, period), said = own(complaints, period), before = own(complaints, spanBefore(period)).length;
        const worse = customers.flatMap(id => worsened(surveys.get(id) ?? [])).filter(({ on }) => includes(period, on));
        const found: [Sign[], Phrase][] = [
          [grave, grave.length === 1 ? phrase('sign.major-incident', 'there was a major incident') : phrase('sign.major-incidents', 'there were {count} major incidents', { count: grave.length })],
          [said.length > before ? said : [], phrase('sign.complaints', 'there were more complaints than in the period before ({count} after {before})', { count: said.length, before })],
          [worse, phrase('sign.less-satisfied', 'customers were less satisfied than the time before')],
        ];
        const open = found.filter(([signs]) => signs.some(({ id }) => !known.has(id)));
        if (open.length === 0) continue;
        yield report(artefact, 'conflict', {
          report: nameOf(artefact), period: spanName(period), signs: phraseList(open.map(([, words]) => words)),
          ids: phraseList(open.flatMap(([signs]) => signs.filter(({ id }) => !known.has(id)).map(({ name }) => name))),
        });
      }
    },
  }),
  fixes: { missed: 'Enter that it was missed, and begin the breach' },
  fix: byMessage({ 'not-met': missed, unsaid: missed }),
  examples: {
    good: [`
${figures()}
//- july.yaml
{ kind: service-report, id: SR-7, title: By the terms of July, period: { from: 2026-07-01, to: 2026-07-31 }, results: [{ target: SLA-B#up, value: 99.5, met: true }] }
//- report.yaml
kind: service-report
id: SR-8
title: August
period: { from: 2026-08-01, to: 2026-08-31 }
results:
  - { target: SLA-B#up, value: 99.9, met: true }
  - { target: SLA-B#restore, value: 75, met: false, cases: 12, within: 9 }
  - { target: SLA-B#answer, value: 91.6, met: true, cases: 12, within: 11 }
  - { target: SLA-B#calls, value: 21, met: false }
  - { target: SLA-B#later, cases: 0 }
breaches: [{ id: b1, target: SLA-B#restore }, { id: b2, target: SLA-B#calls }]
`, `
${base()}
//- report.yaml
{ kind: service-report, id: SR-8, title: August, customers: [CUS-A], period: { from: 2026-08-01, to: 2026-08-31 }, results: [{ target: SLA-A#up, met: true }], findings: "Green, but for INC-1 nobody could work for a night." }
//- inc.yaml
{ kind: incident-record, id: INC-1, title: All stood still, customer: CUS-A, major: true, openedAt: 2026-08-15T23:00:00+02:00 }
`, `
${base()}
//- report.yaml
{ kind: service-report, id: SR-8, title: August, customers: [CUS-A], period: { from: 2026-08-01, to: 2026-08-31 }, results: [{ target: SLA-A#up, met: false }] }
//- inc.yaml
{ kind: incident-record, id: INC-1, title: All stood still, customer: CUS-A, major: true, openedAt: 2026-08-15T23:00:00+02:00 }
//- sep.yaml
{ kind: service-report, id: SR-9, title: September, customers: [CUS-A], period: { from: 2026-09-01, to: 2026-09-30 }, results: [{ target: SLA-A#up, met: true }] }
//- complaint.yaml
{ kind: complaint, id: CMP-1, title: As in August, customer: CUS-A, receivedOn: 2026-09-03 }
//- complaint0.yaml
{ kind: complaint, id: CMP-0, title: Late again, customer: CUS-A, receivedOn: 2026-08-03 }
`],
    bad: [`
${figures()}
//- report.yaml
kind: service-report
id: SR-8
title: August
period: { from: 2026-08-01, to: 2026-08-31 }
results:
  - { target: SLA-B#up, value: 97, met: true }
//                                      ^^^^ green-dashboard-conflict not-met
  - { target: SLA-B#restore, value: 99, met: true, cases: 12, within: 9 }
//                                  ^^ green-dashboard-conflict share
  - { target: SLA-B#answer, value: 100, met: true, cases: 3, within: 3 }
//                                           ^^^^ green-dashboard-conflict breach-beside
  - { target: SLA-B#calls, value: 12, met: false }
//                                         ^^^^^ green-dashboard-conflict met-after-all
  - { target: SLA-B#later, value: 75, cases: 4, within: 3 }
//                                ^^ green-dashboard-conflict unsaid
breaches: [{ id: b1, target: SLA-B#answer }]
`, `
${base()}
//- report.yaml
{ kind: service-report, id: SR-8, title: August, customers: [CUS-A], period: { from: 2026-08-01, to: 2026-08-31 }, results: [{ target: SLA-A#up, met: true }], findings: All is well. }
//                          ^^^^ green-dashboard-conflict conflict
//- inc.yaml
{ kind: incident-record, id: INC-1, title: All stood still, customer: CUS-A, major: true, openedAt: 2026-08-15T23:00:00+02:00 }
`, `
${base()}
//- sep.yaml
{ kind: service-report, id: SR-9, title: September, agreements: [SLA-A], period: { from: 2026-09-01, to: 2026-09-30 }, results: [{ target: SLA-A#up, met: true }] }
//                          ^^^^ green-dashboard-conflict conflict
//- complaint.yaml
{ kind: complaint, id: CMP-1, title: Late again, customer: CUS-A, receivedOn: 2026-09-30 }
//- s1.yaml
{ kind: satisfaction-survey, id: SAT-1, title: Spring, customer: CUS-A, on: 2026-03-20, value: 4.2 }
//- s2.yaml
{ kind: satisfaction-survey, id: SAT-2, title: Autumn, customer: CUS-A, on: 2026-09-20, value: 4.1 }
`],
  },
};

interface Sign { id: string; name: string; on: Day; customer: string }
interface Survey extends Sign { value: number }

/** By the customer whose they are. */
type Signs<T> = ReadonlyMap<string, readonly T[]>;

interface Noted { majors: Sign[]; complaints: Sign[]; surveys: Survey[] }

function byCustomer<T extends Sign>(signs: readonly T[]): Signs<T> {
  const found = new Map<string, T[]>();
  for (const sign of signs) addTo(found, sign.customer, sign);
  return found;
}

/** The surveys of one customer that came out below the one before. */
function worsened(surveys: readonly Survey[]): readonly Survey[] {
  const inOrder = [...surveys].sort((a, b) => compareText(a.on, b.on));
  return inOrder.filter(({ on, value }, at) => {
    const earlier = inOrder.slice(0, at).findLast(one => one.on < on);
    return earlier !== undefined && value < earlier.value;
  });
}

/** Something was met and nothing missed. */
function isGreen(model: Model, artefact: Artefact): boolean {
  const met = resultsOf(model, artefact).map(({ value }) => value['met']);
  return met.includes(true) && !met.includes(false) && breachesOf(model, artefact).length === 0;
}

function customersOf(model: Model, artefact: Artefact): readonly string[] {
  const agreements = [...agreementsOf(model, artefact)].flatMap(id => { const sla = model.artefact(id); return sla ? [sla] : []; });
  return [...new Set([artefact, ...agreements].flatMap(({ data }) => idsIn(model, data, 'customers')))];
}

/** The ids that a report names, in a field or in its words. */
const namedByModel: Findings<ReadonlyMap<string, ReadonlySet<string>>> = new WeakMap();

function namedAnywhere(model: Model, artefact: Artefact): ReadonlySet<string> {
  const byFile = foundOnce(model, namedByModel, seen => {
    const found = new Map<string, Set<string>>();
    for (const reference of seen.ofKind('service-report').flatMap(({ file }) => seen.referencesIn(file))) {
      const names = found.get(reference.file) ?? new Set<string>();
      found.set(reference.file, names.add(seen.resolve(reference)?.id ?? reference.to));
    }
    return found;
  });
  return byFile.get(artefact.file) ?? new Set();
}

function figures(): string {
  return `//- sla.yaml
kind: sla
id: SLA-B
title: SLA
targets:
  - id: up
    title: Availability
    effectiveFrom: 2026-08-01
    operator: at-least
    value: 99.9
    unit: percent
    previously: [{ effectiveFrom: 2026-01-01, operator: at-least, value: 99.5, unit: percent }]
  - { id: restore, title: Restored, operator: at-most, value: 4, unit: hours, attainment: 90 }
  - { id: answer, title: Answered, operator: at-most, value: 15, unit: minutes, attainment: 90 }
  - { id: calls, title: Calls that were given up, operator: at-most, value: 20, unit: count }
  - { id: later, title: Restored later, operator: at-most, value: 8, unit: hours, attainment: 90 }`;
}

function base(): string {
  return `//- customers.yaml
{ kind: customer-register, id: CUSTOMERS, title: Customers, customers: [{ id: CUS-A, title: Boreal }] }
//- sla.yaml
{ kind: sla, id: SLA-A, title: SLA, customers: [CUS-A], targets: [{ id: up, title: Availability }] }`;
}

function* missed(context: FixContext, finding: Finding): Iterable<Fix> {
  const { file } = finding, result = objectOf(context, finding), target = text(dataAt(context, finding, result), 'target');
  const steps = target === undefined ? [] : addingNew(context, file, ['breaches'], [{ target }]);
  yield* mended(context, finding, [setting(context, file, [...result, 'met'], false), ...steps], { say: 'missed' });
}
