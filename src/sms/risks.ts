import {
  checkBands, checkRiskMatrix, levelInMatrix, levelOfScore, levelOrder, riskScore, type BandProblems, type RiskLevel, type RiskMatrix,
  type RiskMatrixProblems,
} from '../service-levels/risk.js';
import { fields, list, number, objects, text, type Fields } from './data.js';
import { isRetired } from './header.js';
import type { Model } from './model.js';
import type { Artefact, Item } from './types.js';

/** Risk criteria as far as they can be read. */
export interface Criteria {
  artefact: Artefact;
  likelihood: readonly number[];
  consequence: readonly number[];
  levels: readonly RiskLevel[];
  /** Names of the levels, lowest first. */
  order: readonly string[];
  /** Where levels come from a matrix instead of the product. */
  matrix?: RiskMatrix;
  byMatrix: boolean;
  appetite?: string;
}

export function readCriteria(artefact: Artefact): Criteria {
  const { data } = artefact, byMatrix = text(data, 'score') === 'matrix';
  const matrix = byMatrix ? readMatrix(data) : undefined, appetite = text(data, 'appetite');
  const banded = objects(data, 'levels').flatMap(({ value }) => {
    const level = text(value, 'level'), from = number(value, 'from'), to = number(value, 'to');
    return level !== undefined && from !== undefined && to !== undefined ? [{ level, from, to }] : [];
  });
  // With a matrix the levels need no bands: they stand lowest first.
  const named = objects(data, 'levels').flatMap(({ value }) => text(value, 'level') ?? []);
  return {
    artefact, levels: banded, order: byMatrix && banded.length < named.length ? named : levelOrder(banded), byMatrix,
    likelihood: scale(data, 'likelihood'), consequence: scale(data, 'consequence'),
    ...(matrix ? { matrix } : {}), ...(appetite !== undefined ? { appetite } : {}),
  };
}

function scale(data: unknown, key: string): number[] { return objects(data, key).flatMap(({ value }) => number(value, 'value') ?? []); }

function readMatrix(data: unknown): RiskMatrix {
  const rows = fields(data, 'matrix') ?? {};
  return Object.fromEntries(Object.keys(rows).map(likelihood => {
    const row = fields(rows, likelihood) ?? {};
    return [likelihood, Object.fromEntries(Object.keys(row).map(consequence => [consequence, text(row, consequence)]))];
  }));
}

/** True where both scales and every level can be read: nothing that is written there fell out. */
function isReadable(criteria: Criteria): boolean {
  const { artefact: { data }, likelihood, consequence, levels, order, byMatrix } = criteria;
  const named = list(data, 'levels').length;
  return likelihood.length > 0 && likelihood.length === list(data, 'likelihood').length
    && consequence.length > 0 && consequence.length === list(data, 'consequence').length
    && named > 0 && (byMatrix ? order.length : levels.length) === named;
}

/** What the bands leave open or doubled; undefined for a matrix, and where scales or levels are missing or unreadable. */
export function bandProblems(criteria: Criteria): BandProblems | undefined {
  return !criteria.byMatrix && isReadable(criteria) ? checkBands(criteria.likelihood, criteria.consequence, criteria.levels) : undefined;
}

/** What is wrong with the matrix; undefined where the product counts, and where matrix, scales or levels are missing or unreadable. */
export function matrixProblems(criteria: Criteria): RiskMatrixProblems | undefined {
  const { likelihood, consequence, matrix, order } = criteria;
  return matrix !== undefined && isReadable(criteria) ? checkRiskMatrix(likelihood, consequence, matrix, order) : undefined;
}

/** The criteria of a register: those it names, else the only ones there are. */
export function criteriaOf(model: Model, register: Artefact): Criteria | undefined {
  const named = text(register.data, 'criteria'), all = model.ofKind('risk-criteria').filter(one => !isRetired(one));
  const item = named === undefined ? undefined : model.item(named);
  const artefact = named === undefined ? (all.length === 1 ? all[0] : undefined) : all.find(one => one.id === item?.id);
  return artefact && readCriteria(artefact);
}

/** True where the criteria give every pair of the scales exactly one level. */
export function giveEveryLevel(criteria: Criteria): boolean {
  const bands = bandProblems(criteria), matrix = matrixProblems(criteria);
  return criteria.byMatrix ? matrix?.missing.length === 0 && matrix.unknownLevels.length === 0
    : bands?.gaps.length === 0 && bands.overlaps.length === 0;
}

/** The score (product only) and level that follow from a likelihood and a consequence; undefined where one is not there or not on the scale. */
export function assess(criteria: Criteria, of: Fields): { score?: number; level: string } | undefined {
  const likelihood = number(of, 'likelihood'), consequence = number(of, 'consequence');
  if (likelihood === undefined || consequence === undefined) return undefined;
  if (!criteria.likelihood.includes(likelihood) || !criteria.consequence.includes(consequence)) return undefined;
  const score = riskScore(likelihood, consequence);
  const level = criteria.matrix ? levelInMatrix(criteria.matrix, likelihood, consequence) : levelOfScore(score, criteria.levels);
  return level === undefined ? undefined : { level, ...(criteria.byMatrix ? {} : { score }) };
}

/** The risks (opportunities too) of registers that are not retired, each with its register. */
export function currentRisks(model: Model): readonly { item: Item; risk: Fields; register: Artefact }[] {
  return model.ofType('risk').flatMap(item => {
    const register = model.artefact(item.artefact);
    return register && !isRetired(register) ? [{ item, risk: model.value(item), register }] : [];
  });
}

export function isOpportunity(risk: Fields): boolean { return text(risk, 'category') === 'opportunity'; }

/** True for a risk that nobody has to look after any more. */
export function isClosed(risk: Fields): boolean { return text(risk, 'status') === 'closed'; }
