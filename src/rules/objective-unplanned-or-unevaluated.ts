import { objects, text } from '../sms/data.js';
import { isDay, latestDay } from '../sms/days.js';
import { inForce } from '../sms/header.js';
import type { Model } from '../sms/model.js';
import type { Day, Item } from '../sms/types.js';
import { dueAfter, everyInterval } from './intervals.js';
import { currentOfType } from './lifecycle.js';
import { nameOf } from '../sms/naming.js';
import { lastDayOf } from './records.js';
import { namedItem } from '../sms/named.js';
import type { Rule } from './rule.js';

/** The five parts of the plan are raised by annotations; here the figures and the days are held against today. */
export const objectiveUnplannedOrUnevaluated: Rule = {
  id: 'objective-unplanned-or-unevaluated',
  title: 'Objectives have a plan and are evaluated',
  clauses: ['6.2.2', '9.1'],
  grade: 'minor',
  why: 'An objective is a wish until somebody does something for it, has the means, and looks at the figure in between. One that nobody judges at '
    + 'the end was not meant.',
  settings: { collectWithin: '30 days' },
  messages: {
    missing: { text: '{title} ({id}) has no {fields}. A plan for an objective says what is done, with which means, by whom, until when and how the '
      + 'result is judged: add it here.' },
    'not-measured': { absence: true, text: '{name} is to be looked at {every}, and its newest figure is of {day}. Enter the figures since then '
      + '(results, or records of the measure that it names).' },
    'never-measured': { absence: true, text: '{name} is to be looked at {every}, and there is no figure of it since {day}. Enter the first one '
      + '(results, or records of the measure that it names).' },
    'not-judged': { text: '{name} was to be reached by {due}, and nobody says whether it was. Judge it and enter day, conclusion and status, or '
      + 'agree on a new day.' },
  },
  records: {
    kinds: ['measurement'],
    begin({ model, today, settings, report }) {
      const newest = new Map<string, Day>();
      return {
        take({ data }) {
          const measure = namedItem(model, data, 'measure')?.id, day = lastDayOf(data);
          if (measure !== undefined && day !== undefined && day > (newest.get(measure) ?? '')) newest.set(measure, day);
          return [];
        },
        *end() {
          for (const { item, start } of openObjectives(model, today)) {
            const objective = model.value(item), due = text(objective, 'due'), every = text(objective, 'monitorEvery');
            if (isDay(due) && due < today) {
              yield report({ file: item.file, path: [...item.path, 'due'] }, 'not-judged', { name: nameOf(item), due });
              continue;
            }
            if (every === undefined || start === undefined) continue;
            const measure = namedItem(model, objective, 'measure')?.id;
            const last = latestDay([...objects(objective, 'results').map(({ value }) => text(value, 'on')), newest.get(measure ?? '')]);
            const late = dueAfter(last ?? start, every, settings['collectWithin']) ?? dueAfter(last ?? start, every);
            if (late === undefined || late >= today) continue;
            const args = { name: nameOf(item), every: everyInterval(every), day: last ?? start };
            const message = last === undefined ? 'never-measured' : 'not-measured';
            yield report({ file: item.file, path: [...item.path, 'monitorEvery'] }, message, args, { clauses: ['9.1'] });
          }
        },
      };
    },
  },
  examples: {
    good: [`
//- objectives.yaml
kind: objectives
id: OBJECTIVES
title: Objectives
status: approved
effectiveFrom: 2026-01-01
objectives:
  - id: OBJ-1
    title: Services are back in time
    measure: MSR-1
    due: 2026-10-15
    monitorEvery: 3 months
    actions: [{ id: a, title: Hand-over on the screen }]
    resources: Ten days
    owner: ROLE-IM
    evaluation: In the review of January
//- plan.yaml
{ kind: measurement-plan, id: PLAN, title: Measurement plan, measures: [{ id: MSR-1, title: Share restored in time }] }
//- q2.yaml
{ kind: measurement, id: M-Q2, title: Second quarter, measure: MSR-1, period: { from: 2026-04-01, to: 2026-06-30 }, value: 78 }
`, `
//- objectives.yaml
kind: objectives
id: OBJECTIVES
title: Objectives
status: approved
effectiveFrom: 2026-01-01
objectives:
  - id: OBJ-1
    title: The figure of the quarter may still come in
    due: 2026-12-31
    monitorEvery: 3 months
    actions: [{ id: a, title: Hand-over on the screen }]
    resources: Ten days
    owner: ROLE-IM
    evaluation: In the review of January
    results: [{ on: 2026-06-30, value: 78 }]
  - id: OBJ-2
    title: It was judged
    due: 2026-06-30
    monitorEvery: 3 months
    actions: [{ id: b, title: Course }]
    resources: Ten days
    owner: ROLE-IM
    evaluation: In July
    status: missed
`],
    bad: [`
//- objectives.yaml
kind: objectives
id: OBJECTIVES
title: Objectives
status: approved
effectiveFrom: 2026-01-01
objectives:
  - id: OBJ-1
    title: Services are back in time
    measure: MSR-1
    due: 2026-12-31
    monitorEvery: 3 months
//                ^^^^^^^^ objective-unplanned-or-unevaluated not-measured
    actions: [{ id: a, title: Hand-over on the screen }]
    resources: Ten days
    owner: ROLE-IM
    evaluation: In the review of January
  - id: OBJ-2
//      ^^^^^ objective-unplanned-or-unevaluated missing
    title: Users are content
    due: 2026-10-14
//       ^^^^^^^^^^ objective-unplanned-or-unevaluated not-judged
    monitorEvery: 3 months
    actions: []
    owner: ROLE-DESK
    evaluation: In January
//- plan.yaml
{ kind: measurement-plan, id: PLAN, title: Measurement plan, measures: [{ id: MSR-1, title: Share restored in time }] }
//- q1.yaml
{ kind: measurement, id: M-Q1, title: First quarter, measure: MSR-1, period: { from: 2026-01-01, to: 2026-03-31 }, value: 78 }
`, `
//- objectives.yaml
kind: objectives
id: OBJECTIVES
title: Objectives
status: approved
effectiveFrom: 2026-03-01
objectives:
  - id: OBJ-1
    title: Services are back in time
    due: 2026-12-31
    monitorEvery: 6 months
//                ^^^^^^^^ objective-unplanned-or-unevaluated never-measured
    actions: [{ id: a, title: Hand-over on the screen }]
    resources: Ten days
    owner: ROLE-IM
    evaluation: In the review of January
`],
  },
};

/** Objectives of documents in force about which nothing was decided yet, with the day from which figures are expected. */
function openObjectives(model: Model, today: Day): readonly { item: Item; start: Day | undefined }[] {
  return currentOfType(model, 'objective').flatMap(item => {
    const whole = model.artefact(item.artefact), objective = model.value(item);
    if (!whole || !inForce(whole, today) || !['open', undefined].includes(text(objective, 'status')) || text(objective, 'evaluatedOn') !== undefined) {
      return [];
    }
    return [{ item, start: latestDay([text(objective, 'baselineOn'), text(whole.data, 'effectiveFrom') ?? text(whole.data, 'approvedOn')]) }];
  });
}
