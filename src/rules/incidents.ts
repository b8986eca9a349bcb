import { amountWord } from '../sms/amounts.js';
import { texts, text, valueAt, type Fields } from '../sms/data.js';
import { isDay } from '../sms/days.js';
import type { Model } from '../sms/model.js';
import { foundSame, sameSet, type Findings } from '../sms/reads.js';
import type { Artefact, Day, Word } from '../sms/types.js';
import { inForceOn, type Terms } from '../service-levels/in-force.js';
import { currentOfKind } from './lifecycle.js';
import { recordsOutside } from './records.js';
import { idOf } from '../sms/named.js';
import { openingDay, serviceTargets, type TargetResult } from '../sms/target-results.js';

/**
 * The ids that nonconformities name as what they come from, and the records of the breaches among them. What one of them names has its trail
 * there.
 */
export function sourcesOfNonconformities(model: Model): ReadonlySet<string> { return foundSame(model, sourcesByModel, findSources, sameSet); }

const sourcesByModel: Findings<ReadonlySet<string>> = new WeakMap();

function findSources(model: Model): ReadonlySet<string> {
  const named = recordsOutside(model, 'nonconformity').flatMap(({ data }) => texts(data, 'from'));
  // A nonconformity that is named and not there is told as that: what it came from has its trail in what names it.
  const missing = model.fieldsFor('nonconformity').flatMap(reference => {
    if (model.resolve(reference)) return [];
    const around = valueAt(model.files.get(reference.file)?.artefact?.data, reference.path.slice(0, reference.path.lastIndexOf('nonconformity')));
    return ['records', 'incidents'].flatMap(key => texts(around, key));
  });
  const answered = named.flatMap(id => model.item(id) ?? []).filter(({ type }) => type === 'breach').flatMap(breach => texts(model.value(breach), 'records'));
  return new Set([...named, ...missing, ...answered].map(id => idOf(model, id)));
}

/** The results that went past their time, stopped or not. */
export function missedOf(results: readonly TargetResult[]): readonly TargetResult[] {
  return results.filter(({ state }) => state === 'missed' || state === 'past-due');
}

/**
 * Finds the priority matrix that held for a record on its day: the only one of the SMS, else that of the SLA whose targets apply. Undefined where there
 * is none, or none was in force.
 */
export function matrixFinder(model: Model): (data: Fields) => { matrix: Artefact; terms: Terms } | undefined {
  const matrices = currentOfKind(model, 'priority-matrix'), byDay = new Map<Artefact, Map<Day, Terms | undefined>>();
  return data => {
    const day = openingDay(data);
    const named = matrices.length > 1 ? text(serviceTargets(model).of(data)[0]?.sla.data, 'priorityMatrix') : undefined;
    const matrix = matrices.length > 1 ? matrices.find(({ id }) => named !== undefined && id === model.item(named)?.id) : matrices[0];
    // Since when it holds nobody knows where its day does not exist: that is told there.
    const since = text(matrix?.data, 'effectiveFrom');
    if (!matrix || day === undefined || (since !== undefined && !isDay(since))) return undefined;
    let days = byDay.get(matrix);
    if (!days) byDay.set(matrix, days = new Map());
    if (!days.has(day)) days.set(day, inForceOn(matrix.data, day, '0000-00-00'));
    const terms = days.get(day);
    return terms && { matrix, terms };
  };
}

/** A length of time for a message: `7 hours`, `19.5 business hours`. */
export function lengthOf(value: number, unit: string): Word { return amountWord(Math.round(value * 100) / 100, unit); }
