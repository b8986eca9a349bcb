import { addTo, text } from '../sms/data.js';
import { phrase } from '../sms/language.js';
import type { Day } from '../sms/types.js';
import { byMessage, creates } from './mending.js';
import { nameById, nameOf } from '../sms/naming.js';
import { recordsOutside } from './records.js';
import { idsIn } from '../sms/named.js';
import { comparing, type Rule } from './rule.js';
import { openingDay, isLeftOut } from '../sms/target-results.js';

/** A cause that is known and not yet gone is told to those who take calls, and they use it. */
export const knownErrorMissing: Rule = {
  id: 'known-error-missing',
  title: 'Known errors are recorded and used',
  clauses: ['8.6.3'],
  grade: 'minor',
  why: 'As long as a known cause is there, every call about it costs the time of somebody who looks for it anew. Known errors have to be recorded, '
    + 'and kept where those who take calls find them.',
  messages: {
    'not-recorded': { absence: true, text: '{name} has a known cause that is not gone yet, and no known error names it. Record its symptoms and its '
      + 'workaround as a known-error, so that the next call is a short one.' },
    'not-used': { text: '{error} has been published since {day}; {incidents} of its problem {problem} came in since then, and none names it. See to '
      + 'it that those who take calls look for known errors first, and name it in these incidents.' },
  },
  data: [{
    select: 'problem-record', say: 'not-recorded', at: 'rootCause',
    where: [
      { field: 'rootCause', is: 'present' }, { field: 'resolvedOn', is: 'absent' }, { field: 'closedOn', is: 'absent' },
      { field: 'status', notIn: ['resolved', 'closed', 'cancelled'] },
      { none: { from: 'known-error', via: 'problem' }, where: [{ field: 'status', notIn: ['withdrawn'] }] },
    ],
  }],
  records: comparing<{ used: Set<string>; ofProblem: Map<string, Day[]> }>({
    kinds: ['incident-record'],
    note: ({ model }) => {
      const sheet = { used: new Set<string>(), ofProblem: new Map<string, Day[]>() };
      return {
        sheet,
        take: ({ data }) => {
          const error = idsIn(model, data, 'knownError')[0], problem = idsIn(model, data, 'problem')[0], day = openingDay(data);
          if (error !== undefined) sheet.used.add(error);
          else if (problem !== undefined && day !== undefined && !isLeftOut(data)) addTo(sheet.ofProblem, problem, day);
        },
      };
    },
    *end({ model, today, report }, sheets) {
      for (const error of recordsOutside(model, 'known-error').filter(({ data }) => text(data, 'status') !== 'withdrawn')) {
        const day = text(error.data, 'publishedOn'), problem = idsIn(model, error.data, 'problem')[0];
        const until = text(error.data, 'correctedOn') ?? today;
        if (day === undefined || problem === undefined || sheets.some(({ used }) => used.has(error.id))) continue;
        const later = sheets.flatMap(({ ofProblem }) => ofProblem.get(problem) ?? []).filter(incident => incident > day && incident <= until);
        if (later.length > 0) {
          const args = { error: nameOf(error), day, incidents: later.length === 1 ? phrase('incidents.one', '1 incident') : phrase('incidents.many', '{count} incidents', { count: later.length }), problem: nameById(model, problem) };
          yield report(error.at(), 'not-used', args);
        }
      }
    },
  }),
  fixes: { create: 'Record the known error {id}' },
  fix: byMessage({
    'not-recorded': creates('known-error', 'create', ({ model }, { subject = '' }) => ({ title: model.item(subject)?.title ?? subject, values: { problem: subject } })),
  }),
  examples: {
    good: [`
//- PRB-1.yaml
{ kind: problem-record, id: PRB-1, title: Mail waits, rootCause: Too few connections, status: cause-known }
//- KE-1.yaml
{ kind: known-error, id: KE-1, title: Mail waits in the evening, problem: PRB-1, publishedOn: 2026-05-01, status: current }
//- log.yaml
kind: record-log
of: incident-record
id: LOG
title: Incidents
records:
  - { id: INC-1, title: Mail waits, problem: PRB-1, openedAt: 2026-04-01T09:00:00+02:00 }
  - { id: INC-2, title: Mail waits, problem: PRB-1, knownError: KE-1, openedAt: 2026-05-20T09:00:00+02:00 }
`, `
//- PRB-1.yaml
{ kind: problem-record, id: PRB-1, title: Mail waits, rootCause: Too few connections, status: resolved, resolvedOn: 2026-05-21 }
//- PRB-2.yaml
{ kind: problem-record, id: PRB-2, title: Screens freeze, status: in-analysis }
`],
    bad: [`
//- PRB-1.yaml
kind: problem-record
id: PRB-1
title: Mail waits
rootCause: Too few connections
//         ^^^^^^^^^^^^^^^^^^^ known-error-missing not-recorded
status: cause-known
`, `
//- PRB-1.yaml
{ kind: problem-record, id: PRB-1, title: Mail waits, rootCause: Too few connections, status: cause-known }
//- KE-1.yaml
kind: known-error
id: KE-1
//  ^^^^ known-error-missing not-used
title: Mail waits in the evening
problem: PRB-1
publishedOn: 2026-05-01
status: current
//- log.yaml
kind: record-log
of: incident-record
id: LOG
title: Incidents
records:
  - { id: INC-1, title: Mail waits, problem: PRB-1, openedAt: 2026-05-02T09:00:00+02:00 }
`],
  },
};
