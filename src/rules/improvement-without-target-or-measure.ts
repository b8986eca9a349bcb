import { fields, objects, state, text, type Fields } from '../sms/data.js';
import { isDay } from '../sms/days.js';
import { phrase, phraseList } from '../sms/language.js';
import { WRONG_DAY, stepsOf, wrongDay } from './day-order.js';
import { nameOf } from '../sms/naming.js';
import type { Phrase } from '../sms/types.js';
import type { Rule } from './rule.js';

/** An approved improvement says what it is to bring, who sees to it and until when; one that is done says what it brought. */
export const improvementWithoutTargetOrMeasure: Rule = {
  id: 'improvement-without-target-or-measure',
  title: 'Approved improvements have a target and are measured',
  clauses: ['10.2'],
  grade: 'minor',
  why: 'Without a figure beforehand everything that was done counts as a success. The standard wants the result measured against what was aimed at.',
  messages: {
    missing: { text: '{title} ({id}) has no {fields}. Write down by what opportunities for improvement are judged (how well they fit the objectives '
      + 'is one of these) before the next one is decided on.' },
    incomplete: { text: '{name} was approved, but has no {lacking}. An approved improvement is planned and measured (clause 10.2): add it.' },
    'no-measure': { text: '{name} has a target that cannot be followed: it names neither a measure nor a value to be reached. Add one, so that you '
      + 'can tell whether it worked.' },
    'no-result': { absence: true, text: '{name} is done, and nobody has written what it brought. Measure it against its target and record the '
      + 'result; if it brought less, say what is done about it.' },
    overdue: { text: '{name} was to work by {due} and is not done. Finish it, or decide on a new day or that it is given up.' },
    days: { text: WRONG_DAY },
  },
  *check({ model, today, report }) {
    for (const improvement of model.ofType('improvement')) {
      const value = model.value(improvement), status = text(value, 'status'), name = nameOf(improvement), due = text(value, 'due');
      const done = status === 'implemented' || status === 'closed';
      const wrong = wrongDay(today, stepsOf(value, { raisedOn: 'entered', doneOn: 'done' }));
      if (wrong) yield report({ file: improvement.file, path: [...improvement.path, ...wrong.path] }, 'days', { name, step: wrong.step, on: wrong.on, why: wrong.why });
      if (!isApproved(value, status)) continue;
      const lacking = lackingIn(value);
      if (lacking.length > 0) yield report(improvement, 'incomplete', { name, lacking: phraseList(lacking), count: lacking.length });
      for (const { at, value: target } of objects(value, 'targets')) {
        if (state(target, 'measure') === 'filled' || state(target, 'value') === 'filled') continue;
        yield report({ file: improvement.file, path: [...improvement.path, 'targets', at] }, 'no-measure', { name });
      }
      const told = state(value, 'result') === 'filled' || objects(value, 'targets').some(({ value: target }) => state(target, 'result') === 'filled');
      if (done && !told) yield report(improvement, 'no-result', { name });
      if (!done && isDay(due) && due < today) yield report({ file: improvement.file, path: [...improvement.path, 'due'] }, 'overdue', { name, due });
    }
  },
  examples: {
    good: [`
//- register.yaml
kind: improvement-register
id: CSI
title: Improvements
criteria: [Effect]
improvements:
  - id: IMP-1
    title: A clock on the screen
    decision: { outcome: approved }
    evaluation: Large effect, small cost
    owner: ROLE-IM
    due: 2026-06-01
    priority: high
    actions: [{ id: a1, title: Screen }]
    targets: [{ area: quality, title: Share restored, baseline: 78, value: 90, result: 93 }]
    status: implemented
  - { id: IMP-2, title: An idea, status: proposed, due: 2026-01-01, raisedOn: 2026-10-15 }
  - { id: IMP-3, title: A bad idea, status: rejected, decision: { outcome: rejected } }
`, `
//- register.yaml
kind: improvement-register
id: CSI
title: Improvements
criteria: [Effect]
improvements:
  - id: IMP-1
    title: Under way, due today
    evaluation: Large effect, small cost
    owner: ROLE-IM
    due: 2026-10-15
    actions: [{ id: a1, title: Screen }]
    targets: [{ area: quality, measure: MSR-1 }]
    status: in-progress
`],
    bad: [`
//- register.yaml
kind: improvement-register
id: CSI
//  ^^^ improvement-without-target-or-measure missing
title: Improvements
improvements:
  - id: IMP-1
//      ^^^^^ improvement-without-target-or-measure incomplete
    title: A clock on the screen
    decision: { outcome: approved }
    evaluation: Large effect, small cost
    owner: ROLE-IM
    due: 2026-10-14
//       ^^^^^^^^^^ improvement-without-target-or-measure overdue
    actions: [{ id: a1, title: Screen }]
`, `
//- register.yaml
kind: improvement-register
id: CSI
title: Improvements
criteria: [Effect]
improvements:
  - id: IMP-1
//      ^^^^^ improvement-without-target-or-measure no-result
    title: A clock on the screen
    evaluation: Large effect, small cost
    owner: ROLE-IM
    due: 2026-06-01
    raisedOn: 2026-05-01
    doneOn: 2026-04-30
//          ^^^^^^^^^^ improvement-without-target-or-measure days
    actions: [{ id: a1, title: Screen }]
    targets:
      - title: Fewer misses
//      ^^^^^ improvement-without-target-or-measure no-measure
    status: implemented
`],
  },
};

function isApproved(value: Fields, status: string | undefined): boolean {
  const outcome = text(fields(value, 'decision'), 'outcome');
  if (outcome !== undefined) return outcome === 'approved';
  return status === 'approved' || status === 'in-progress' || status === 'implemented' || status === 'closed';
}

const NEEDED: readonly [key: string, words: Phrase][] = [
  ['evaluation', phrase('word.evaluation-by-the-criteria', 'evaluation by the criteria')], ['targets', phrase('word.target', 'target')], ['owner', phrase('word.owner', 'owner')],
  ['due', phrase('word.due-day', 'due day')], ['actions', phrase('word.plan', 'plan')],
];

function lackingIn(value: Fields): readonly Phrase[] { return NEEDED.filter(([key]) => state(value, key) !== 'filled').map(([, words]) => words); }
