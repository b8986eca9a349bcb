import { fields, text, texts } from '../sms/data.js';
import { phrase, phraseList } from '../sms/language.js';
import type { Model } from '../sms/model.js';
import { missedAtSeveral, repetitionAt, type Outcome, type Repetition } from '../service-levels/repetition.js';
import { compareText } from '../sms/text.js';
import type { Artefact, Item, Word } from '../sms/types.js';
import { actionsFor } from '../sms/loop.js';
import { nameById, nameOf } from '../sms/naming.js';
import { idOf, namedIn } from '../sms/named.js';
import type { Place, Rule } from './rule.js';
import { agreementOf, breachesOf, isTakenBack, resultsOf, serviceReports, type Breach } from '../sms/service-reports.js';
import { spanName, type Span } from '../sms/spans.js';

/**
 * One target missed again and again, or one sort of target at several customers at once, has a cause of its own that somebody looked for. Where
 * a breach has neither nonconformity nor improvement, `sla-breach-no-action` speaks; where it is no breach at all, `service-report-no-decision`. That a
 * nonconformity names no cause is told there.
 */
export const slaBreachRepeatedNoRca: Rule = {
  id: 'sla-breach-repeated-no-rca',
  title: 'Repeated misses have a root cause',
  clauses: ['8.3.3', '10.1.1'],
  grade: 'major',
  why: 'One miss is bad luck. The same one three times is a fault of the system, and treating each alone is what an auditor calls systemic.',
  settings: { shortMisses: 2, shortPeriods: 3, longMisses: 3, longPeriods: 12, customers: 2 },
  messages: {
    repeated: { absence: true, text: '{target} was missed in {periods}, and nobody looked for what these misses have in common. Raise a nonconformity or a '
      + 'problem, find the cause, and name it in the breach.' },
    several: { absence: true, text: 'The {sort} was missed in {period} at {customers} at once, and nobody looked for the common cause. Raise a nonconformity or a '
      + 'problem, find the cause, and name it in the breaches.' },
    'cause-open': { grade: 'observation', text: '{target} was missed in {periods}, and {problem}, which stands behind it, names no cause yet. Find the cause, '
      + 'or say in the problem what is still missing and until when.' },
  },
  *check({ model, settings, report }) {
    const limit = (misses: string, of: string): Repetition => ({ misses: Number(settings[misses]), of: Number(settings[of]) });
    const limits = [limit('shortMisses', 'shortPeriods'), limit('longMisses', 'longPeriods')];
    const told = new Set<string>(), misses: Missed[] = [], awaited = new Set<string>();
    for (const { target, periods } of seriesOf(model)) {
      const outcomes = periods.map(({ outcome }) => outcome);
      // A later miss that is no breach yet is told first; those before it are there all the same.
      const last = periods.reduce((found, { outcome, breach }, at) => (outcome === 'missed' && breach ? at : found), -1);
      for (const { outcome, breach, period } of periods) if (outcome === 'missed' && breach) misses.push(...missedBy(model, target, breach, period));
      const found = repetitionAt(outcomes, last, limits), breach = periods[last]?.breach;
      if (found.length === 0 || !breach || actionsFor(model, breach).length === 0 || hasCause(model, breach)) continue;
      told.add(breach.id);
      const args = { target: nameOf(target), periods: phraseList(found.flatMap(at => periods[at] ?? []).map(({ period }) => spanName(period))), count: found.length };
      const related = found.slice(0, -1).flatMap(at => periods[at]?.breach ?? []).map(earlier => ({ at: placeOf(earlier), text: phrase('related.an-earlier-miss-of-the', 'An earlier miss of the same target') }));
      const raised = raisedFor(model, breach), open = raised.find(problem => isUnderAnalysis(model, problem));
      if (raised.length === 0) yield report(placeOf(breach), 'repeated', args, { related });
      // One analysis that is still to come is told once, however many targets wait for it.
      else if (open && raised.every(({ type }) => type === 'problem-record') && !awaited.has(open.id)) {
        awaited.add(open.id);
        yield report(placeOf(breach), 'cause-open', { ...args, problem: nameOf(open) }, { related });
      }
    }
    for (const group of missedAtSeveral(misses, Number(settings['customers']))) {
      const acted = group.filter(({ breach }) => actionsFor(model, breach).length > 0), [first, ...others] = acted;
      // One analysis for all of them is enough; a miss that is told as a repeated one is told.
      if (!first || acted.length < group.length || group.some(({ breach }) => hasCause(model, breach) || told.has(breach.id))) continue;
      if (group.some(({ breach }) => raisedFor(model, breach).length > 0)) continue;
      const customers = [...new Set(group.map(({ customer }) => customer))].map(id => nameById(model, id));
      yield report(placeOf(first.breach), 'several', { sort: first.word, period: spanName(first.span), customers: phraseList(customers) },
        { related: others.map(({ breach }) => ({ at: placeOf(breach), text: phrase('related.the-same-at-another-customer', 'The same at another customer') })) });
    }
  },
  examples: {
    good: [`
//- sla.yaml
{ kind: sla, id: SLA-A, title: SLA, targets: [{ id: back, title: Restored }] }
${month(7, 'b1', 'nonconformity: NC-1')}
${month(8, 'b1', 'nonconformity: NC-1')}
//- nc.yaml
{ kind: nonconformity, id: NC-1, title: Late, causeAnalysis: { chain: [Nobody was told, There is no clock] } }
`, `
//- sla.yaml
{ kind: sla, id: SLA-A, title: SLA, targets: [{ id: back, title: Restored }] }
${month(7, 'b1', 'nonconformity: NC-1')}
${month(8, 'b1', 'nonconformity: NC-1')}
//- nc.yaml
{ kind: nonconformity, id: NC-1, title: That it has no chain of causes is told by a rule of its own, causeAnalysis: { method: 5-whys } }
`, `
//- sla.yaml
{ kind: sla, id: SLA-A, title: SLA, targets: [{ id: back, title: Restored }] }
${month(5, 'b1', 'improvement: IMP-1')}
//- SR-6.yaml
{ kind: service-report, id: SR-6, title: June, period: { from: 2026-06-01, to: 2026-06-30 }, results: [{ target: SLA-A#back, met: true }] }
//- SR-7.yaml
{ kind: service-report, id: SR-7, title: July, period: { from: 2026-07-01, to: 2026-07-31 }, results: [{ target: SLA-A#back }] }
${month(8, 'b1', 'improvement: IMP-1')}
//- register.yaml
{ kind: improvement-register, id: CSI, title: Improvements, improvements: [{ id: IMP-1, title: A clock }] }
`],
    bad: [`
//- sla.yaml
{ kind: sla, id: SLA-A, title: SLA, targets: [{ id: back, title: Restored }] }
${month(6, 'b1', 'improvement: IMP-1')}
//- SR-7.yaml
{ kind: service-report, id: SR-7, title: July, period: { from: 2026-07-01, to: 2026-07-31 }, results: [{ target: SLA-A#back, met: true }] }
${month(8, 'b1', 'improvement: IMP-1')}
//                                                                                                                                                            ^^ sla-breach-repeated-no-rca repeated
//- register.yaml
{ kind: improvement-register, id: CSI, title: Improvements, improvements: [{ id: IMP-1, title: A clock }] }
`, `
//- customers.yaml
{ kind: customer-register, id: CUSTOMERS, title: Customers, customers: [{ id: CUS-A, title: Boreal }, { id: CUS-B, title: Delta }] }
//- sla-a.yaml
{ kind: sla, id: SLA-A, title: SLA, customers: [CUS-A], targets: [{ id: back, title: Restored, metric: restoration-time, priority: P1 }] }
//- sla-b.yaml
{ kind: sla, id: SLA-B, title: SLA, customers: [CUS-B], targets: [{ id: up, title: Restored, metric: restoration-time, priority: P1 }] }
${month(8, 'b1', 'improvement: IMP-1')}
//                                                                                                                                                            ^^ sla-breach-repeated-no-rca several
//- SR-B.yaml
{ kind: service-report, id: SR-B, title: August, period: { from: 2026-08-01, to: 2026-08-31 }, breaches: [{ id: b1, target: SLA-B#up, improvement: IMP-1 }] }
//- register.yaml
{ kind: improvement-register, id: CSI, title: Improvements, improvements: [{ id: IMP-1, title: A clock }] }
`, `
//- sla.yaml
{ kind: sla, id: SLA-A, title: SLA, targets: [{ id: back, title: Restored }] }
${month(7, 'b1', 'improvement: IMP-1')}
${month(8, 'b1', 'improvement: IMP-1')}
//                                                                                                                                                            ^^ sla-breach-repeated-no-rca cause-open
//- register.yaml
{ kind: improvement-register, id: CSI, title: Improvements, improvements: [{ id: IMP-1, title: A clock, from: [PRB-1] }] }
//- problem.yaml
{ kind: problem-record, id: PRB-1, title: Nobody sees what is due, status: in-analysis }
`],
  },
};

function placeOf({ report, path }: Breach): Place { return { file: report.file, path: [...path, 'id'] }; }

interface PeriodOutcome { period: Span; outcome: Outcome; breach: Breach | undefined }
interface Missed { sort: string; customer: string; period: string; breach: Breach; word: Word; span: Span }

/** For each target that reports show, what became of it period by period, oldest first. */
function seriesOf(model: Model): readonly { target: Item; periods: readonly PeriodOutcome[] }[] {
  const found = new Map<string, { target: Item; periods: Map<string, PeriodOutcome> }>();
  const note = (target: Item | undefined, period: Span, outcome: Outcome, breach: Breach | undefined): void => {
    if (!target) return;
    const series = found.get(target.id) ?? { target, periods: new Map<string, PeriodOutcome>() }, known = series.periods.get(period.from);
    const worse = known?.outcome === 'missed' || outcome === 'missed' ? 'missed' : known?.outcome === 'met' || outcome === 'met' ? 'met' : 'none';
    series.periods.set(period.from, { period, outcome: worse, breach: known?.breach ?? breach });
    found.set(target.id, series);
  };
  for (const { artefact, period } of serviceReports(model)) {
    for (const breach of breachesOf(model, artefact)) note(breach.target, period, 'missed', breach);
    for (const { target, value: { met } } of resultsOf(model, artefact)) note(target, period, met === false ? 'missed' : met === true ? 'met' : 'none', undefined);
  }
  const inOrder = (periods: Iterable<PeriodOutcome>): PeriodOutcome[] => [...periods].sort((a, b) => compareText(a.period.from, b.period.from));
  return [...found.values()].map(({ target, periods }) => ({ target, periods: inOrder(periods.values()) }));
}

function missedBy(model: Model, target: Item, breach: Breach, period: Span): readonly Missed[] {
  const sla = agreementOf(model, target), value = model.value(target), metric = text(value, 'metric');
  if (!sla || metric === undefined) return [];
  const priority = text(value, 'priority'), name = metric.replaceAll('-', ' '), word = priority === undefined ? name : phrase('miss.of-priority', '{metric} of {priority}', { metric: name, priority });
  const alike = { sort: JSON.stringify([metric, priority]), period: JSON.stringify(period), word, span: period, breach };
  return texts(sla.data, 'customers').map(customer => ({ ...alike, customer: idOf(model, customer) }));
}

/** True where somebody looked for the cause: a nonconformity with its analysis, a problem with causes, for the breach or for a record that missed. */
function hasCause(model: Model, breach: Breach): boolean {
  const { value } = breach, actions = actionsFor(model, breach);
  // What is named and not there may say it: that it is not there is told.
  const named: readonly (readonly [unknown, readonly string[]])[] = [[value, ['nonconformity', 'improvement', 'problem']], ...actions.map(action => [model.value(action), ['from']] as const)];
  if (named.some(([of, keys]) => keys.some(key => texts(of, key).some(id => !model.item(id))))) return true;
  return raisedFor(model, breach).some(item => isAnalysed(model.artefact(item.artefact), item));
}

/** The nonconformities and problems behind a breach: what was raised for it, what its improvement came from, the problems of its records. */
function raisedFor(model: Model, breach: Breach): readonly Item[] {
  const { report, value } = breach, records = namedIn(model, report, value, 'records'), actions = actionsFor(model, breach);
  const sources = actions.flatMap(action => {
    const artefact = model.artefact(action.artefact);
    return artefact ? namedIn(model, artefact, model.value(action), 'from') : [];
  });
  const all = [...actions, ...namedIn(model, report, value, 'problem'), ...sources, ...records.flatMap(record => problemOf(model, record))];
  return all.filter(item => (item.type === 'nonconformity' || item.type === 'problem-record') && !isTakenBack(model, item) && text(model.value(item), 'status') !== 'cancelled');
}

/** A problem of which nobody says yet that its cause is known: for the others another rule asks for it. */
function isUnderAnalysis(model: Model, item: Item): boolean {
  const value = model.value(item), status = text(value, 'status');
  return item.type === 'problem-record' && (status === undefined || status === 'open' || status === 'in-analysis')
    && text(value, 'resolvedOn') === undefined && text(value, 'closedOn') === undefined;
}

function problemOf(model: Model, record: Item): readonly Item[] {
  const problem = model.item(text(model.value(record), 'problem') ?? '');
  return problem ? [problem] : [];
}

function isAnalysed(artefact: Artefact | undefined, { type }: Item): boolean {
  if (!artefact) return false;
  if (type === 'nonconformity') return texts(fields(artefact.data, 'causeAnalysis'), 'chain').length > 0;
  return type === 'problem-record' && (text(artefact.data, 'rootCause') !== undefined || texts(artefact.data, 'causes').length > 0);
}

function month(number: number, breach: string, action: string): string {
  const mm = String(number).padStart(2, '0'), last = number === 6 ? 30 : 31;
  return `//- SR-${number}.yaml
{ kind: service-report, id: SR-${number}, title: Month ${number} of the year, period: { from: 2026-${mm}-01, to: 2026-${mm}-${last} }, communicatedTo: [{ to: CUS-A }], breaches: [{ id: ${breach}, target: SLA-A#back, ${action} }] }`;
}
