import { dayAt, objects, text, texts } from '../sms/data.js';
import { addPeriod, isDay, latestDay, parsePeriod } from '../sms/days.js';
import { inForce } from '../sms/header.js';
import { phrase } from '../sms/language.js';
import type { Model } from '../sms/model.js';
import { compareText } from '../sms/text.js';
import type { Artefact, Day } from '../sms/types.js';
import { currentOfKind } from './lifecycle.js';
import { nameOf } from '../sms/naming.js';
import { idOf, idsIn, namedItem } from '../sms/named.js';
import { comparing, type Place, type RecordEntry, type Rule } from './rule.js';

interface Change { name: string; services: readonly string[]; day: Day; at: Place }

/** By plan the day of its last test. */
interface Sheet { tests: Map<string, Day>; changes: Change[] }

/** That a plan names no interval is raised by an annotation; here the tests and the big changes since the last one are held against it. */
export const continuityTestMissingOrOverdue: Rule = {
  id: 'continuity-test-missing-or-overdue',
  title: 'Continuity plans are tested at planned intervals',
  clauses: ['8.7.2'],
  grade: 'minor',
  why: 'A plan that was never tried is a hope. The first hour of a test shows what is missing: a number, a key, a person who has left.',
  settings: { every: '12 months', retestWithin: '6 months' },
  messages: {
    missing: { text: '{title} ({id}) has no {fields}. Without it nobody can say whether the next test is late: write how often the plan is tested, '
      + 'such as 6 months.' },
    never: { absence: true, grade: 'major', text: '{plan} is in force, and no test of it is recorded. Nobody knows whether it works: hold a test, '
      + 'if only at a table, and record its result.' },
    overdue: { absence: true, text: '{plan} was last tested on {on}; the next test was due on {due}. Hold it and record the result, or record the '
      + 'one that was held.' },
    'not-retested': { absence: true, text: '{plan} was last tested on {on}, and {change} changed what it brings back on {day}. After a major change '
      + 'the plan is tested again: do it, or record the test.' },
  },
  records: comparing<Sheet>({
    kinds: ['continuity-test', 'change-record'],
    note: ({ model, today }) => {
      const sheet: Sheet = { tests: new Map(), changes: [] };
      return {
        sheet,
        take: record => {
          if (record.kind === 'change-record') { sheet.changes.push(...majorChange(model, record, today)); return; }
          const plan = namedItem(model, record.data, 'plan')?.id, on = text(record.data, 'on');
          if (plan !== undefined && isDay(on) && on <= today && on > (sheet.tests.get(plan) ?? '')) sheet.tests.set(plan, on);
        },
      };
    },
    *end({ model, today, settings, report }, sheets) {
      const changes = sheets.flatMap(sheet => sheet.changes);
      for (const plan of currentOfKind(model, 'continuity-plan')) {
        if (!inForce(plan, today)) continue;
        const on = latestDay(sheets.flatMap(({ tests }) => tests.get(plan.id) ?? [])), every = parsePeriod(text(plan.data, 'testEvery') ?? settings['every']), name = nameOf(plan);
        if (on === undefined) {
          yield report(plan, 'never', { plan: name });
          continue;
        }
        const due = every && addPeriod(on, every);
        if (due !== undefined && due < today) {
          yield report(text(plan.data, 'testEvery') === undefined ? plan : { file: plan.file, path: ['testEvery'] }, 'overdue',
            { plan: name, on, due });
          continue;
        }
        const within = parsePeriod(settings['retestWithin']), covered = servicesOf(model, plan);
        const open = changes.filter(({ day, services }) => day > on && within !== undefined && addPeriod(day, within) < today && services.some(id => covered.has(id)));
        const [first] = open.sort((a, b) => compareText(a.day, b.day));
        if (!first) continue;
        yield report(plan, 'not-retested', { plan: name, on, change: first.name, day: first.day }, {
          related: open.map(change => ({ at: change.at, text: phrase('related.came-after-the-test', '{name} came after the test', { name: change.name }) })),
        });
      }
    },
  }),
  examples: {
    good: [`
//- plan.yaml
{ kind: continuity-plan, id: CONTINUITY, title: Continuity plan, status: approved, approvedOn: 2025-01-10, effectiveFrom: 2025-01-10, testEvery: 6 months }
//- test.yaml
{ kind: continuity-test, id: CT-1, title: Switch of the halls, plan: CONTINUITY, on: 2026-04-15 }
`, `
//- catalogue.yaml
{ kind: service-catalogue, id: CAT, title: Catalogue, services: [{ id: SVC-A, title: Orders }, { id: SVC-B, title: Mail }] }
//- plan.yaml
kind: continuity-plan
id: CONTINUITY
title: Continuity plan
status: approved
effectiveFrom: 2025-01-10
testEvery: 1 year
services: [SVC-A]
//- draft.yaml
{ kind: continuity-plan, id: DRAFT, title: Next continuity plan, status: draft, testEvery: 1 year }
//- test.yaml
{ kind: continuity-test, id: CT-1, title: Switch of the halls, plan: CONTINUITY, on: 2026-03-01 }
//- change-b.yaml
{ kind: change-record, id: CHG-1, title: New mail platform, services: [SVC-B], majorImpact: true, deployedAt: 2026-04-01T08:00:00+02:00, outcome: successful }
//- change-a.yaml
{ kind: change-record, id: CHG-2, title: New database, services: [SVC-A], majorImpact: true, deployedAt: 2026-04-15T08:00:00+02:00, outcome: successful }
`],
    bad: [`
//- plan.yaml
kind: continuity-plan
id: CONTINUITY
title: Continuity plan
status: approved
effectiveFrom: 2025-01-10
testEvery: 6 months
//         ^^^^^^^^ continuity-test-missing-or-overdue overdue
//- other.yaml
kind: continuity-plan
id: PLAN-B
//  ^^^^^^ continuity-test-missing-or-overdue missing
//@4-10 continuity-test-missing-or-overdue never
title: Continuity plan of the other hall
status: approved
effectiveFrom: 2025-01-10
//- test.yaml
{ kind: continuity-test, id: CT-1, title: Switch of the halls, plan: CONTINUITY, on: 2026-04-14 }
//- test-b.yaml
{ kind: continuity-test, id: CT-2, title: Planned test, plan: PLAN-B, on: 2026-11-01 }
`, `
//- catalogue.yaml
{ kind: service-catalogue, id: CAT, title: Catalogue, services: [{ id: SVC-A, title: Orders }] }
//- plan.yaml
kind: continuity-plan
id: CONTINUITY
//  ^^^^^^^^^^ continuity-test-missing-or-overdue not-retested
title: Continuity plan
status: approved
effectiveFrom: 2025-01-10
testEvery: 1 year
services: [SVC-A]
//- test.yaml
{ kind: continuity-test, id: CT-1, title: Switch of the halls, plan: CONTINUITY, on: 2026-03-01 }
//- change.yaml
{ kind: change-record, id: CHG-1, title: New database, services: [SVC-A], majorImpact: true, deployedAt: 2026-04-14T08:00:00+02:00, outcome: successful }
`],
  },
};

function majorChange(model: Model, { data, at, ...record }: RecordEntry, today: Day): Change[] {
  const day = dayAt(data, 'deployedAt'), outcome = text(data, 'outcome');
  if (data['majorImpact'] !== true || day === undefined || day > today || (outcome !== undefined && outcome !== 'successful')) return [];
  return [{ name: nameOf(record), services: idsIn(model, data, 'services'), day, at: at() }];
}

function servicesOf(model: Model, plan: Artefact): ReadonlySet<string> {
  const named = [...texts(plan.data, 'services'), ...objects(plan.data, 'recovery').flatMap(({ value }) => text(value, 'service') ?? [])];
  return new Set(named.map(id => idOf(model, id)));
}
