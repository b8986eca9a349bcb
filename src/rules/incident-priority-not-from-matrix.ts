import { fields, isFields, objects, text, type Fields } from '../sms/data.js';
import { priorityOf, type PriorityMatrix } from '../service-levels/priority.js';
import type { Terms } from '../service-levels/in-force.js';
import { matrixFinder } from './incidents.js';
import { nameOf } from '../sms/naming.js';
import { writesArgument } from './mending.js';
import type { Rule } from './rule.js';
import { openingDay, isLeftOut } from '../sms/target-results.js';

/** The priority of an incident against the matrix that was in force on its day. */
export const incidentPriorityNotFromMatrix: Rule = {
  id: 'incident-priority-not-from-matrix',
  title: 'Incident priority follows from the matrix',
  clauses: ['8.6.1'],
  grade: 'minor',
  why: 'A matrix is agreed so that the same case gets the same priority whoever takes it. An auditor who finds tickets that differ from it without '
    + 'a word of why concludes that priorities come from feeling.',
  messages: {
    differs: { text: '{incident} has priority {priority}; {matrix}, as in force on {day}, says {expected} for impact {impact} and urgency '
      + '{urgency}. Set {expected}, or write into priorityReason why this case is another one.' },
    'unknown-level': { text: '{incident} has {level} as {field}, which {matrix}, as in force on {day}, does not know. Use one of its levels; '
      + 'without one nobody can say what the priority should be.' },
  },
  records: {
    kinds: ['incident-record'],
    begin: ({ model, report }) => {
      const matrixOf = matrixFinder(model), read = new WeakMap<Terms, { cells: PriorityMatrix | undefined }>();
      const cellsOf = (terms: Terms): PriorityMatrix | undefined => {
        let known = read.get(terms);
        if (!known) read.set(terms, known = { cells: matrixIn(terms) });
        return known.cells;
      };
      return {
        *take(record) {
          const { data } = record, priority = text(data, 'priority'), impact = text(data, 'impact'), urgency = text(data, 'urgency');
          if (priority === undefined || impact === undefined || urgency === undefined || isLeftOut(data) || isExplained(data, priority)) return;
          const found = matrixOf(data), day = openingDay(data);
          if (!found || day === undefined) return;
          const { matrix, terms } = found, cells = cellsOf(terms);
          if (!cells) return;
          const args = (): { incident: string; matrix: string; day: string } => ({ incident: nameOf(record), matrix: nameOf(matrix), day });
          if (!Object.hasOwn(cells, impact)) {
            yield report(record.at('impact'), 'unknown-level', { ...args(), field: 'impact', level: impact });
          } else if (!knows(cells, urgency)) {
            yield report(record.at('urgency'), 'unknown-level', { ...args(), field: 'urgency', level: urgency });
          } else {
            const expected = priorityOf(cells, impact, urgency);
            // An open cell is told at the matrix.
            if (expected !== undefined && expected !== priority) yield report(record.at('priority'), 'differs', { ...args(), priority, expected, impact, urgency });
          }
        },
      };
    },
  },
  fixes: {
    expected: 'Set priority {expected}, as the matrix says',
  },
  fix: writesArgument('expected', 'expected', false),
  examples: {
    good: [`
//- priority.yaml
kind: priority-matrix
id: PM
title: Priority
effectiveFrom: 2026-03-01
matrix: { high: { high: P1, low: P2 }, low: { high: P2, low: P3 } }
previously:
  - { effectiveFrom: 2025-01-01, matrix: { high: { high: P1, low: P1 }, low: { high: P2, low: P3 } } }
//- INC-1.yaml
{ kind: incident-record, id: INC-1, title: Mail stands still, openedAt: 2026-04-01T09:00:00+02:00, impact: high, urgency: low, priority: P2 }
//- INC-2.yaml
{ kind: incident-record, id: INC-2, title: Mail stood still, openedAt: 2026-02-28T09:00:00+01:00, impact: high, urgency: low, priority: P1 }
`, `
//- priority.yaml
{ kind: priority-matrix, id: PM, title: Priority, effectiveFrom: 2026-03-01, matrix: { high: { high: P1, low: P2 }, low: { high: P2, low: P3 } } }
//- INC-1.yaml
{ kind: incident-record, id: INC-1, title: One screen is dark, openedAt: 2026-04-01T09:00:00+02:00, impact: low, urgency: low, priority: P1, priorityReason: It is the screen of the control room }
//- log.yaml
kind: record-log
of: incident-record
id: LOG
title: Incidents of May
records:
  - { id: INC-2, title: No network, openedAt: 2026-05-01T09:00:00+02:00, impact: low, urgency: high, priority: P3, priorityChanges: [{ at: 2026-05-01T10:00:00+02:00, from: P2, to: P3, reason: Everybody moved to the other hall }] }
`],
    bad: [`
//- priority.yaml
kind: priority-matrix
id: PM
title: Priority
effectiveFrom: 2026-03-01
matrix: { high: { high: P1, low: P2 }, low: { high: P2, low: P3 } }
previously:
  - { effectiveFrom: 2025-01-01, matrix: { high: { high: P1, low: P1 }, low: { high: P2, low: P3 } } }
//- INC-1.yaml
kind: incident-record
id: INC-1
title: Mail stands still
openedAt: 2026-03-01T09:00:00+01:00
impact: high
urgency: low
priority: P1
//        ^^ incident-priority-not-from-matrix differs
`, `
//- priority.yaml
{ kind: priority-matrix, id: PM, title: Priority, effectiveFrom: 2026-03-01, matrix: { high: { high: P1, low: P2 }, low: { high: P2, low: P3 } } }
//- log.yaml
kind: record-log
of: incident-record
id: LOG
title: Incidents of May
records:
  - { id: INC-2, title: No network, openedAt: 2026-05-01T09:00:00+02:00, impact: low, urgency: high, priority: P3 }
//                                                                                                             ^^ incident-priority-not-from-matrix differs
  - { id: INC-3, title: No mail, openedAt: 2026-05-01T09:00:00+02:00, impact: huge, urgency: high, priority: P1 }
//                                                                            ^^^^ incident-priority-not-from-matrix unknown-level
`],
  },
};

function isExplained(data: Fields, priority: string): boolean {
  return text(data, 'priorityReason') !== undefined || objects(data, 'priorityChanges').some(({ value }) => text(value, 'to') === priority && text(value, 'reason') !== undefined);
}

function matrixIn(terms: Terms): PriorityMatrix | undefined {
  const matrix = fields(terms, 'matrix');
  return matrix && isMatrix(matrix) ? matrix : undefined;
}

function isMatrix(value: Fields): value is Fields & PriorityMatrix {
  return Object.values(value).every(row => row === null || (isFields(row) && Object.values(row).every(cell => cell === null || typeof cell === 'string')));
}

function knows(matrix: PriorityMatrix, urgency: string): boolean { return Object.values(matrix).some(row => row !== null && row !== undefined && Object.hasOwn(row, urgency)); }
