import { brokenOrder, type Cell } from './grid.js';

/** A band of scores, both ends included. */
export interface RiskLevel { level: string; from: number; to: number }

/** Likelihood × consequence, free of the rounding of decimal scales (0.1 × 3 is 0.3). */
export function riskScore(likelihood: number, consequence: number): number {
  return Number((likelihood * consequence).toPrecision(12));
}

/** Every product that can occur, smallest first, with one pair of values that yields it. */
export function reachableScores(likelihood: readonly number[], consequence: readonly number[]):
  { score: number; likelihood: number; consequence: number }[] {
  const found = new Map<number, { score: number; likelihood: number; consequence: number }>();
  for (const l of likelihood) {
    for (const c of consequence) {
      const score = riskScore(l, c);
      if (!found.has(score)) found.set(score, { score, likelihood: l, consequence: c });
    }
  }
  return [...found.values()].sort((a, b) => a.score - b.score);
}

/** What is wrong with bands, seen from the products that can occur: numbers between two products need no level. */
export interface BandProblems {
  /** Products without a level, with a pair that yields each. */
  gaps: { score: number; likelihood: number; consequence: number }[];
  /** Products with several levels. */
  overlaps: { score: number; likelihood: number; consequence: number; levels: string[] }[];
  /** Levels whose `from` is above their `to`. */
  reversed: string[];
  /** Levels that no product falls into. */
  unreachable: string[];
}

export function checkBands(likelihood: readonly number[], consequence: readonly number[], levels: readonly RiskLevel[]): BandProblems {
  const problems: BandProblems = { gaps: [], overlaps: [], reversed: [], unreachable: [] };
  const reached = new Set<RiskLevel>();
  for (const product of reachableScores(likelihood, consequence)) {
    const hit = levels.filter((level) => level.from <= product.score && product.score <= level.to);
    for (const level of hit) reached.add(level);
    if (hit.length === 0) problems.gaps.push(product);
    if (hit.length > 1) problems.overlaps.push({ ...product, levels: hit.map((level) => level.level) });
  }
  for (const level of levels) {
    if (level.from > level.to) problems.reversed.push(level.level);
    else if (!reached.has(level)) problems.unreachable.push(level.level);
  }
  return problems;
}

/** The one level of a score; undefined where the bands leave it open or give it several. */
export function levelOfScore(score: number, levels: readonly RiskLevel[]): string | undefined {
  const hit = levels.filter((level) => level.from <= score && score <= level.to);
  return hit.length === 1 ? hit[0]?.level : undefined;
}

/** Names of the levels, lowest first, by where their bands begin. */
export function levelOrder(levels: readonly RiskLevel[]): string[] {
  return [...levels].sort((a, b) => a.from - b.from || a.to - b.to).map((level) => level.level);
}

/** Levels by likelihood, then consequence: `{ '1': { '1': 'low', … }, … }`. */
export type RiskMatrix = Readonly<Record<string, Readonly<Record<string, string | undefined>> | undefined>>;

export interface RiskMatrixProblems {
  missing: { likelihood: number; consequence: number }[];
  unknownLevels: { likelihood: number; consequence: number; level: string }[];
  /** Rows and columns that the scales do not have. */
  unknownLikelihoods: string[];
  unknownConsequences: { likelihood: string; consequence: string }[];
  /** Cells of which the graver one has the lower level. */
  notMonotone: { graver: RiskCell; milder: RiskCell }[];
}
interface RiskCell { likelihood: number; consequence: number; level: string }

/** The level of a pair where levels come from a matrix; undefined where the cell is missing. */
export function levelInMatrix(matrix: RiskMatrix, likelihood: number, consequence: number): string | undefined {
  const row = Object.hasOwn(matrix, String(likelihood)) ? matrix[String(likelihood)] : undefined;
  return row && Object.hasOwn(row, String(consequence)) ? row[String(consequence)] ?? undefined : undefined;
}

/** A matrix against its scales and the order of its levels (lowest first). */
export function checkRiskMatrix(likelihood: readonly number[], consequence: readonly number[], matrix: RiskMatrix,
  order: readonly string[]): RiskMatrixProblems {
  const problems: RiskMatrixProblems = { missing: [], unknownLevels: [], unknownLikelihoods: [], unknownConsequences: [], notMonotone: [] };
  const ls = [...new Set(likelihood)].sort((a, b) => b - a), cs = [...new Set(consequence)].sort((a, b) => b - a);
  const ranks = ls.map((l) => cs.map((c) => {
    const level = levelInMatrix(matrix, l, c);
    if (level === undefined) problems.missing.push({ likelihood: l, consequence: c });
    else if (!order.includes(level)) problems.unknownLevels.push({ likelihood: l, consequence: c, level });
    else return -order.indexOf(level);
    return undefined;
  }));
  const cell = ({ row, column }: Cell): RiskCell => {
    const l = ls[row] ?? NaN, c = cs[column] ?? NaN;
    return { likelihood: l, consequence: c, level: levelInMatrix(matrix, l, c) ?? '' };
  };
  problems.notMonotone = brokenOrder(ranks).map(({ first, second }) => ({ graver: cell(first), milder: cell(second) }));
  for (const [l, row] of Object.entries(matrix)) {
    if (!ls.some((value) => String(value) === l)) {
      problems.unknownLikelihoods.push(l);
      continue;
    }
    const unknown = Object.keys(row ?? {}).filter((c) => !cs.some((value) => String(value) === c));
    problems.unknownConsequences.push(...unknown.map((c) => ({ likelihood: l, consequence: c })));
  }
  return problems;
}

/** Whether a level lies above the appetite, by the order of levels (lowest first); undefined where one of them is not in it. */
export function isAboveAppetite(order: readonly string[], level: string, appetite: string): boolean | undefined {
  const at = order.indexOf(level), limit = order.indexOf(appetite);
  return at < 0 || limit < 0 ? undefined : at > limit;
}
