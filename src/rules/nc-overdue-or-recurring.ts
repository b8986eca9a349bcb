import { dayAt, fields, groupBy, text, texts, type Fields } from '../sms/data.js';
import type { Model } from '../sms/model.js';
import { leavesOf } from '../sms/standard.js';
import type { Day } from '../sms/types.js';
import { PAST_DUE } from './actions.js';
import { WRONG_DAY, stepsOf, wrongDay } from './day-order.js';
import { dueAfter } from './intervals.js';
import { nameById, nameOf } from '../sms/naming.js';
import { idsIn, namedItem } from '../sms/named.js';
import type { RecordEntry, Rule } from './rule.js';

const CLOSED = ['closed', 'verified', 'withdrawn'];

/** Nonconformities are worked off by their days, and one that was closed stays away. */
export const ncOverdueOrRecurring: Rule = {
  id: 'nc-overdue-or-recurring',
  title: 'Nonconformities are closed in time and do not come back',
  clauses: ['10.1.1'],
  grade: 'minor',
  why: 'An action past its day shows that nobody follows it. What comes back within a year was never understood.',
  settings: { recurringWithin: '12 months' },
  messages: {
    'action-overdue': { text: '{action} against {in} was due on {due} and is not done. Finish it and record the day, or agree on a new one with the '
      + 'owner and say why.' },
    overdue: { text: '{name} was to be closed by {due} and is not. Say what is still open and set a new day, or close it.' },
    recurring: { grade: 'major', text: '{name} is about {shared}, the same clause and the same sort of cause ({cause}) as {earlier}, which was closed '
      + 'on {closed}. Look at both together: if it is the same cause, name the earlier one under recurrenceOf and see why it was not gone.' },
    alike: { grade: 'observation', text: '{name} and {earlier}, which was closed on {closed}, are about the same clause and the same sort of cause '
      + '({cause}). That may be chance. Look whether it is the same cause, and if so name the earlier one under recurrenceOf.' },
    'came-back': { grade: 'major', text: '{name} is recorded as the return of {earlier}, which was closed on {closed} as solved. Look for the cause '
      + 'anew, and at why the check of the effect did not show that it was still there.' },
    days: { text: WRONG_DAY },
  },
  data: [
    {
      select: 'nonconformity', each: 'actions', say: 'action-overdue', at: 'due', args: { action: 'title', due: 'due' },
      where: [{ field: '^status', notIn: CLOSED }, ...PAST_DUE],
    },
    // An action past its day says why the whole is late.
    {
      select: 'nonconformity', say: 'overdue', at: 'dueOn', args: { due: 'dueOn' },
      where: [{ field: 'status', notIn: CLOSED }, { field: 'dueOn', before: 'today' }, { none: { list: 'actions' }, where: PAST_DUE }],
    },
  ],
  records: {
    kinds: ['nonconformity'],
    begin: ({ model, today, settings, report }) => {
      const all: RecordEntry[] = [];
      return {
        *take(record) {
          const wrong = text(record.data, 'status') === 'withdrawn' ? undefined : wrongDay(today, stepsOf(record.data, { detectedOn: 'found', closedOn: 'closed' }));
          if (wrong) yield report(record.at(...wrong.path), 'days', { name: nameOf(record), step: wrong.step, on: wrong.on, why: wrong.why });
          // Which one came before the other nobody can say then.
          else all.push(record);
        },
        *end() {
          const closed = all.flatMap(record => closedOf(record, settings['recurringWithin']));
          const byId = new Map(closed.map(one => [one.record.id, one])), byCause = groupBy(closed, ({ cause }) => cause);
          for (const record of all) {
            const { data } = record, since = dayAt(data, 'detectedOn'), status = text(data, 'status'), cause = causeOf(data);
            // Once the return itself is closed and checked, it is history.
            if (since === undefined || status === 'closed' || status === 'withdrawn') continue;
            const isRecent = (one: Closed): boolean => one.record !== record && one.on <= since && one.until >= since;
            const named = byId.get(namedItem(model, data, 'recurrenceOf')?.id ?? ''), again = named && isRecent(named) ? named : undefined;
            const clauses = clausesOf(data), alike = (cause === undefined ? [] : byCause.get(cause) ?? [])
              .filter(one => isRecent(one) && [...one.clauses].some(clause => clauses.has(clause)));
            const about = subjectsOf(model, record), sharedWith = (one: Closed): string | undefined => [...subjectsOf(model, one.record)].find(id => about.has(id));
            const earlier = again ?? alike.find(one => sharedWith(one) !== undefined) ?? alike[0];
            if (!earlier) continue;
            const args = { name: nameOf(record), earlier: nameOf(earlier.record), closed: earlier.on }, shared = sharedWith(earlier);
            if (again) yield report(record.at('recurrenceOf'), 'came-back', args);
            else if (shared === undefined) yield report(record.at('causeAnalysis', 'category'), 'alike', { ...args, cause: cause ?? '' });
            else yield report(record.at('causeAnalysis', 'category'), 'recurring', { ...args, cause: cause ?? '', shared: nameById(model, shared) });
          }
        },
      };
    },
  },
  examples: {
    good: [`
//- nc1.yaml
{ kind: nonconformity, id: NC-1, title: One, against: [8.6.1], causeAnalysis: { category: procedure }, detectedOn: 2025-03-01, status: closed, closedOn: 2025-09-14 }
//- nc2.yaml
{ kind: nonconformity, id: NC-2, title: A year and a day later, against: [8.6.1], causeAnalysis: { category: procedure }, detectedOn: 2026-09-15, status: raised }
//- nc3.yaml
{ kind: nonconformity, id: NC-3, title: Another cause, against: [8.6.1], causeAnalysis: { category: tool }, detectedOn: 2025-10-01, status: in-progress, dueOn: 2026-10-15 }
`, `
//- nc1.yaml
kind: nonconformity
id: NC-1
title: Due today
detectedOn: 2026-03-01
status: in-progress
actions: [{ id: a1, title: Form, due: 2026-10-15 }, { id: a2, title: Talk, due: 2026-05-01, status: done }, { id: a3, title: Poster, due: 2026-05-01, status: cancelled }]
//- nc2.yaml
{ kind: nonconformity, id: NC-2, title: Closed, dueOn: 2026-03-01, status: closed, closedOn: 2026-04-01, actions: [{ id: a1, title: Form, due: 2026-02-01 }] }
`],
    bad: [`
//- nc1.yaml
kind: nonconformity
id: NC-1
title: Late
detectedOn: 2026-03-01
dueOn: 2026-09-01
status: in-progress
actions: [{ id: a1, title: Form, due: 2026-10-14, status: in-progress }]
//                                    ^^^^^^^^^^ nc-overdue-or-recurring action-overdue
//- nc2.yaml
{ kind: nonconformity, id: NC-2, title: Late, dueOn: 2026-10-14, status: raised }
//                                                   ^^^^^^^^^^ nc-overdue-or-recurring overdue
`, `
//- nc1.yaml
{ kind: nonconformity, id: NC-1, title: One, against: ["8.6"], causeAnalysis: { category: procedure }, detectedOn: 2025-03-01, status: closed, closedOn: 2025-09-15 }
//- nc2.yaml
{ kind: nonconformity, id: NC-2, title: Again, against: [8.6.1], causeAnalysis: { category: procedure }, detectedOn: 2026-09-15, status: raised }
//                                                                                          ^^^^^^^^^ nc-overdue-or-recurring alike
//- nc3.yaml
{ kind: nonconformity, id: NC-3, title: And again, recurrenceOf: NC-1, detectedOn: 2026-02-01, status: raised }
//                                                               ^^^^ nc-overdue-or-recurring came-back
`, `
//- incidents.yaml
kind: record-log
id: LOG-INC
title: Incidents
of: incident-record
records: [{ id: INC-1, title: Mail waits, cis: [CI-QUEUE] }, { id: INC-2, title: Mail waits again, cis: [CI-RELAY, CI-QUEUE] }]
//- nc1.yaml
{ kind: nonconformity, id: NC-1, title: One, from: [INC-1], against: [8.6.1], causeAnalysis: { category: tool }, detectedOn: 2026-03-01, status: closed, closedOn: 2026-05-01 }
//- nc2.yaml
{ kind: nonconformity, id: NC-2, title: Again, from: [INC-2], against: [8.6.1], causeAnalysis: { category: tool }, detectedOn: 2026-09-15, status: raised }
//                                                                                                         ^^^^ nc-overdue-or-recurring recurring
//- nc3.yaml
{ kind: nonconformity, id: NC-3, title: Closed before it was found, detectedOn: 2026-08-01, status: closed, closedOn: 2026-07-01 }
//                                                                                                                    ^^^^^^^^^^ nc-overdue-or-recurring days
`],
  },
};

/** A nonconformity that was closed; until a day another one counts as its return. */
interface Closed { record: RecordEntry; on: Day; until: Day; cause: string | undefined; clauses: ReadonlySet<string> }

function closedOf(record: RecordEntry, within: string | number | undefined): readonly Closed[] {
  const { data } = record, on = dayAt(data, 'closedOn'), until = on === undefined ? undefined : dueAfter(on, within);
  return on === undefined || until === undefined ? [] : [{ record, on, until, cause: causeOf(data), clauses: clausesOf(data) }];
}

/** The sort of cause; undefined where none is told, or none that two could have in common. */
function causeOf(data: Fields): string | undefined {
  const cause = text(fields(data, 'causeAnalysis'), 'category');
  return cause === 'other' ? undefined : cause;
}

/** The targets, problems and configuration items that a nonconformity is about, by what it comes from: breaches and their records, incidents, problems. */
function subjectsOf(model: Model, { data }: RecordEntry): ReadonlySet<string> {
  const found = new Set<string>();
  const add = (id: string): void => {
    const item = model.item(id);
    if (!item) return;
    const value = model.value(item);
    if (item.type === 'target' || item.type === 'problem-record' || item.type === 'ci') found.add(item.id);
    for (const key of item.type === 'breach' ? ['target', 'problem'] : item.type === 'incident-record' ? ['targets', 'problem', 'cis'] : ['cis']) {
      for (const subject of idsIn(model, value, key)) found.add(subject);
    }
    if (item.type === 'breach') for (const record of idsIn(model, value, 'records')) add(record);
  };
  for (const id of idsIn(model, data, 'from')) add(id);
  return found;
}

function clausesOf(data: Fields): ReadonlySet<string> { return new Set(texts(data, 'against').flatMap(id => leavesOf(id.trim())).map(({ id }) => id)); }
