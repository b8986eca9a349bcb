import { brokenOrder, type Cell } from './grid.js';

/** Priorities by impact, then urgency: `{ high: { high: 'P1', low: 'P2' }, … }`. Absent and empty cells are missing. */
export type PriorityMatrix = Readonly<Record<string, Readonly<Record<string, string | null | undefined>> | null | undefined>>;

/** The lists are given highest first. */
export interface PriorityScheme {
  impacts: readonly string[];
  urgencies: readonly string[];
  priorities: readonly string[];
  matrix: PriorityMatrix;
}

export interface PriorityCell { impact: string; urgency: string; priority: string }

export interface PriorityProblems {
  missing: { impact: string; urgency: string }[];
  unknownPriorities: PriorityCell[];
  unknownImpacts: string[];
  /** Columns that the list of urgencies does not have, each with the row it stands in. */
  unknownUrgencies: { impact: string; urgency: string }[];
  /** Cells of which the one of higher impact or urgency has the lower priority. */
  notMonotone: { higher: PriorityCell; lower: PriorityCell }[];
}

/** The priority of a pair; undefined where the cell is missing. */
export function priorityOf(matrix: PriorityMatrix, impact: string, urgency: string): string | undefined {
  const row = Object.hasOwn(matrix, impact) ? matrix[impact] : undefined;
  const cell = row && Object.hasOwn(row, urgency) ? row[urgency] : undefined;
  return cell === null || cell === '' ? undefined : cell;
}

/** Whether the matrix has every cell, no other rows, columns or priorities, and a priority that never falls as impact or urgency rises. */
export function checkPriorityMatrix({ impacts, urgencies, priorities, matrix }: PriorityScheme): PriorityProblems {
  const problems: PriorityProblems = { missing: [], unknownPriorities: [], unknownImpacts: [], unknownUrgencies: [], notMonotone: [] };
  const ranks = impacts.map((impact) => urgencies.map((urgency) => {
    const priority = priorityOf(matrix, impact, urgency);
    if (priority === undefined) problems.missing.push({ impact, urgency });
    else if (!priorities.includes(priority)) problems.unknownPriorities.push({ impact, urgency, priority });
    else return priorities.indexOf(priority);
    return undefined;
  }));
  for (const [impact, row] of Object.entries(matrix)) {
    if (!impacts.includes(impact)) {
      problems.unknownImpacts.push(impact);
      continue;
    }
    const unknown = Object.keys(row ?? {}).filter((urgency) => !urgencies.includes(urgency));
    problems.unknownUrgencies.push(...unknown.map((urgency) => ({ impact, urgency })));
  }
  const cell = ({ row, column }: Cell): PriorityCell => {
    const impact = impacts[row] ?? '', urgency = urgencies[column] ?? '';
    return { impact, urgency, priority: priorityOf(matrix, impact, urgency) ?? '' };
  };
  problems.notMonotone = brokenOrder(ranks).map(({ first, second }) => ({ higher: cell(first), lower: cell(second) }));
  return problems;
}

/** A limit in minutes for one priority. */
export interface PriorityLimit { priority: string; minutes: number }

/**
 * Pairs of which the higher priority has the longer limit; each priority is compared with the next lower one that has a limit.
 * Give the limits of one metric on one clock. `priorities` is highest first; limits of other priorities are not looked at.
 */
export function limitsNotMonotone<T extends PriorityLimit>(priorities: readonly string[], limits: readonly T[]): { higher: T; lower: T }[] {
  const ranked = priorities.map((priority) => limits.filter((limit) => limit.priority === priority)).filter((list) => list.length > 0);
  return ranked.slice(1).flatMap((list, i) => (ranked[i] ?? []).flatMap((higher) => list
    .filter((lower) => higher.minutes > lower.minutes)
    .map((lower) => ({ higher, lower }))));
}
