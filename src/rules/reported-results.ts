import { amountWord, limitWord } from '../sms/amounts.js';
import { number, text, type Fields } from '../sms/data.js';
import type { Model } from '../sms/model.js';
import { foundOfEach, type Findings, type OfEach } from '../sms/reads.js';
import type { Day, Word } from '../sms/types.js';
import { inForceOn, type Terms } from '../service-levels/in-force.js';
import { betterIs, breachesOf, resultsOf, type ReportEntry, type ServiceReport } from '../sms/service-reports.js';
import { lengthOf } from './incidents.js';

/**
 * What a result of a report says against itself. `share`: its figure is not that of its own cases. `not-met`: it says met, and its figure is not what is
 * promised. `met-after-all`: the reverse. `unsaid`: it falls short of what is promised and does not say so. `breach-beside`: it says met, and the report
 * names a breach of the target. `key`: where to point. `args`: for the message, beside those that every result has.
 */
export interface Contradiction {
  result: ReportEntry;
  message: 'share' | 'not-met' | 'met-after-all' | 'unsaid' | 'breach-beside';
  key: 'met' | 'value';
  args: Readonly<Record<string, Word>>;
}

/** Of each result of a report at most one: the first that applies. Held against the terms in force in its period (format.md F9). */
export function contradictionsIn(model: Model, report: ServiceReport): readonly Contradiction[] { return foundOfEach(model, contradictionsByModel, report, findContradictions); }

const contradictionsByModel: Findings<OfEach<ServiceReport, readonly Contradiction[]>> = new WeakMap();

function findContradictions(model: Model, { artefact, period }: ServiceReport): readonly Contradiction[] {
  const breaches = breachesOf(model, artefact);
  return resultsOf(model, artefact).flatMap((result): Contradiction[] => {
    const { target, value: entry } = result, value = number(entry, 'value'), met = entry['met'], cases = number(entry, 'cases');
    if (!target || cases === 0) return [];
    const terms = termsIn(model.value(target), period, text(model.artefact(target.artefact)?.data, 'validFrom')), own = ownShare(entry, terms);
    if (value !== undefined && own !== undefined && !isRounded(value, own)) {
      return [{ result, message: 'share', key: 'value', args: { value, within: number(entry, 'within') ?? '', cases: cases ?? '', share: rounded(own) } }];
    }
    const kept = value === undefined ? undefined : verdictOf(terms, value, own), [first] = terms;
    const args = { value: value === undefined || !first ? '' : amount(first, value), promised: first ? promiseOf(first) : '' };
    if (met === true && kept === false) return [{ result, message: 'not-met', key: 'met', args }];
    if (met === false && kept === true) return [{ result, message: 'met-after-all', key: 'met', args }];
    if (typeof met !== 'boolean' && kept === false) return [{ result, message: 'unsaid', key: 'value', args }];
    const beside = met === true ? breaches.find(breach => breach.target?.id === target.id) : undefined;
    return beside ? [{ result, message: 'breach-beside', key: 'met', args: { breach: beside.id } }] : [];
  });
}

/** The terms of a target on the first and on the last day of a period: one where they are the same. */
function termsIn(target: Fields, { from, to }: { from: Day; to: Day }, firstDay: string | undefined): readonly Terms[] {
  const found = new Set<Terms>();
  for (const day of [from, to]) {
    const terms = inForceOn(target, day, firstDay ?? '0000-00-00');
    if (terms) found.add(terms);
  }
  return [...found];
}

/** The share of a result's own cases, in percent, where the figure is one. */
function ownShare(entry: Fields, terms: readonly Terms[]): number | undefined {
  const cases = number(entry, 'cases'), within = number(entry, 'within');
  const shares = terms.length > 0 && terms.every(one => number(one, 'attainment') !== undefined || text(one, 'unit') === 'percent');
  return shares && cases !== undefined && cases > 0 && within !== undefined ? (100 * within) / cases : undefined;
}

/** Whether the figure is what was promised, as far as its decimals tell; undefined where nobody can say, or the terms of the period do not agree. */
function verdictOf(terms: readonly Terms[], value: number, own: number | undefined): boolean | undefined {
  const verdicts = new Set(terms.map(one => {
    const attainment = number(one, 'attainment'), limit = attainment ?? number(one, 'value'), operator = text(one, 'operator');
    if (limit === undefined || operator === undefined || (limit > 100 && (attainment !== undefined || text(one, 'unit') === 'percent'))) return undefined;
    if (attainment === undefined && operator === 'equal') return undefined;
    const sign = betterIs(one) === 'higher' ? 1 : -1, exact = own ?? value, slack = own === undefined ? halfOfLastDigit(value) : 1e-9;
    const margin = sign * (exact - limit);
    // What is exactly what was promised is kept; else a figure that was rounded may lie on the other side.
    return margin === 0 || margin >= slack ? true : margin <= -slack ? false : own === undefined ? undefined : true;
  }));
  const [verdict] = verdicts;
  return verdicts.size === 1 ? verdict : undefined;
}

/** Whether a figure is the share, rounded or cut off after as many decimals as it has. */
export function isRounded(value: number, share: number): boolean {
  return Math.abs(value - share) <= halfOfLastDigit(value) + 1e-9 || (share >= value && share - value < 2 * halfOfLastDigit(value));
}

function halfOfLastDigit(value: number): number { return 0.5 * 10 ** -(String(value).split('.')[1] ?? '').length; }

/** For messages: a share of 58.333… reads 58.33. */
export function rounded(share: number): number { return Math.round(share * 100) / 100; }

function amount(terms: Terms, value: number): Word {
  const unit = text(terms, 'unit');
  if (number(terms, 'attainment') !== undefined || unit === 'percent') return amountWord(value, 'percent');
  return unit === undefined || unit === 'score' || unit === 'count' ? String(value) : lengthOf(value, unit);
}

function promiseOf(terms: Terms): Word {
  const attainment = number(terms, 'attainment'), value = number(terms, 'value') ?? 0;
  return attainment !== undefined ? limitWord('at-least', amountWord(attainment, 'percent')) : limitWord(text(terms, 'operator') === 'at-most' ? 'at-most' : 'at-least', amount(terms, value));
}
