import type { Condition } from './rule.js';

/** Of an action or a decision with a day (`due`): the day has passed, and nobody says that it is done or called off. */
export const PAST_DUE: readonly Condition[] = [
  { field: 'due', before: 'today' }, { field: 'status', notIn: ['done', 'cancelled'] }, { field: 'doneOn', is: 'absent' },
];

/**
 * The same of a decision that is carried out by itself. What one is about, or names, as an improvement or nonconformity is done with it, and is told
 * there; one that was turned down carries out nothing.
 */
export const DECISION_PAST_DUE: readonly Condition[] = [
  ...PAST_DUE,
  ...['improvement', 'nonconformity', 'about'].map((to): Condition => ({
    none: { to, of: ['improvement', 'nonconformity'] },
    where: [{ field: 'status', notIn: ['rejected', 'withdrawn'] }, { field: 'decision.outcome', notIn: ['rejected'] }],
  })),
];
