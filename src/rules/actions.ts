import type { Condition } from './rule.js';

/** Of an action or a decision with a day (`due`): the day has passed, and nobody says that it is done or called off. */
export const PAST_DUE: readonly Condition[] = [
  { field: 'due', before: 'today' }, { field: 'status', notIn: ['done', 'cancelled'] }, { field: 'doneOn', is: 'absent' },
];
