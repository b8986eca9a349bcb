import { fields, number, objects, text, type Fields } from '../sms/data.js';
import { isDay } from '../sms/days.js';
import { phrase } from '../sms/language.js';
import type { Model } from '../sms/model.js';
import { compareText } from '../sms/text.js';
import type { Artefact, Report } from '../sms/types.js';
import { currentOfKind } from './lifecycle.js';
import { nameOf } from '../sms/naming.js';
import { lastDayOf } from './records.js';
import { namedItem } from '../sms/named.js';
import type { Place, Rule, RuleContext } from './rule.js';

/** One value of the use of a resource; the first day is that of the plan itself, before all others. */
interface Use { on: string; value: number; decided: boolean; at: Place }

/** The last value that is known counts: of the plan, its list of measurements, or the records of the measure that the resource names. */
export const capacityThresholdCrossedNoAction: Rule = {
  id: 'capacity-threshold-crossed-no-action',
  title: 'A crossed capacity threshold leads to action',
  clauses: ['8.4.3'],
  grade: 'minor',
  why: 'A threshold is set so that there is time to act. Crossed without a word, it is a decision that nobody took, and the next one to notice is '
    + 'the customer.',
  messages: {
    crossed: { text: '{resource}: the value of {value}{unit} reaches the threshold of {threshold}, but {plan} names no action that is still to be '
      + 'done. Add one with owner and day, or write down with the measurement what was decided.' },
  },
  records: {
    kinds: ['measurement'],
    begin: context => {
      const measured = new Map<string, Use>();
      return {
        *take(record) {
          const measure = namedItem(context.model, record.data, 'measure')?.id, value = number(record.data, 'value');
          if (measure === undefined || value === undefined) return;
          const use = { on: lastDayOf(record.data) ?? '', value, decided: text(record.data, 'decision') !== undefined, at: record.at('value') };
          if (use.on >= (measured.get(measure)?.on ?? '')) measured.set(measure, use);
        },
        *end() {
          for (const plan of currentOfKind(context.model, 'capacity-plan')) {
            for (const { at, value } of objects(plan.data, 'resources')) yield* judge(context, plan, at, value, recorded(context.model, value, measured));
          }
        },
      };
    },
  },
  examples: {
    good: [`
//- capacity.yaml
kind: capacity-plan
id: CAPACITY-PLAN
title: Capacity plan
resources:
  - id: disk
    title: Storage
    current: 71
    threshold: { value: 80 }
    measurements: [{ on: 2026-07-01, value: 82 }, { on: 2026-09-30, value: 79.9 }]
  - id: agents
    title: Agents of the desk
    threshold: { value: 10, operator: at-least }
    measurements: [{ on: 2026-09-30, value: 10 }]
    actions: [{ id: hire, title: Hire an agent, due: 2026-12-01, status: in-progress }]
  - { id: memory, title: Memory, threshold: { value: 80 }, measurements: [{ on: 2026-09-30, value: 81, decision: The old cluster goes in November }] }
  - id: cpu
    title: Processors
    threshold: { value: 70 }
    measurements: [{ on: 2026-09-30, value: 72 }]
    actions: [{ id: two, title: Two hosts, status: done, doneOn: 2026-10-05 }]
`, `
//- capacity.yaml
kind: capacity-plan
id: CAPACITY-PLAN
title: Capacity plan
resources: [{ id: disk, title: Storage, current: 81, threshold: { value: 80 }, measure: MSR-DISK }]
//- plan.yaml
{ kind: measurement-plan, id: MP, title: Measures, measures: [{ id: MSR-DISK, title: Filling of the disks }] }
//- m.yaml
{ kind: measurement, id: M-1, title: Disks in September, measure: MSR-DISK, period: { from: 2026-09-01, to: 2026-09-30 }, value: 74 }
`],
    bad: [`
//- capacity.yaml
kind: capacity-plan
id: CAPACITY-PLAN
title: Capacity plan
resources:
  - id: disk
    title: Storage
    current: 71
    threshold: { value: 80 }
    measurements: [{ on: 2026-07-01, value: 75 }, { on: 2026-09-30, value: 80 }]
//                                                                         ^^ capacity-threshold-crossed-no-action crossed
  - id: agents
    title: Agents of the desk
    threshold: { value: 10, operator: at-least }
    current: 9
//           ^ capacity-threshold-crossed-no-action crossed
    actions: [{ id: hire, title: Hire an agent, due: 2026-12-01, status: cancelled }]
  - id: cpu
    title: Processors
    threshold: { value: 70 }
    measurements: [{ on: 2026-09-30, value: 72 }]
//                                          ^^ capacity-threshold-crossed-no-action crossed
    actions: [{ id: two, title: Two hosts, status: done, doneOn: 2026-09-05 }]
`, `
//- capacity.yaml
kind: capacity-plan
id: CAPACITY-PLAN
title: Capacity plan
resources: [{ id: disk, title: Storage, current: 71, threshold: { value: 80 }, measure: MSR-DISK }]
//                ^^^^ capacity-threshold-crossed-no-action crossed
//- plan.yaml
{ kind: measurement-plan, id: MP, title: Measures, measures: [{ id: MSR-DISK, title: Filling of the disks }] }
//- m.yaml
{ kind: measurement, id: M-1, title: Disks in September, measure: MSR-DISK, period: { from: 2026-09-01, to: 2026-09-30 }, value: 84 }
`],
  },
};

function* judge({ report }: RuleContext, plan: Artefact, at: number, resource: Fields, record: Use | undefined): Iterable<Report> {
  const terms = fields(resource, 'threshold'), threshold = number(terms, 'value'), path = ['resources', at];
  if (threshold === undefined) return;
  const last = [...usesOf(plan, resource, path), ...record ? [record] : []].sort((a, b) => compareText(a.on, b.on)).at(-1);
  if (!last || last.decided || (text(terms, 'operator') === 'at-least' ? last.value > threshold : last.value < threshold)) return;
  if (objects(resource, 'actions').some(({ value }) => isAnswer(value, last.on))) return;
  const unit = text(resource, 'unit');
  yield report(last === record ? { file: plan.file, path: [...path, 'id'] } : last.at, 'crossed', {
    resource: text(resource, 'title') ?? text(resource, 'id') ?? '', value: last.value, threshold, unit: unit === undefined ? '' : ` ${unit}`,
    plan: nameOf(plan),
  }, last === record ? { related: [{ at: last.at, text: phrase('related.the-measurement', 'The measurement') }] } : {});
}

function usesOf(plan: Artefact, resource: Fields, path: readonly (string | number)[]): Use[] {
  const current = number(resource, 'current');
  const measured = objects(resource, 'measurements').flatMap(({ at, value }): Use[] => {
    const on = text(value, 'on'), amount = number(value, 'value');
    return isDay(on) && amount !== undefined
      ? [{ on, value: amount, decided: text(value, 'decision') !== undefined, at: { file: plan.file, path: [...path, 'measurements', at, 'value'] } }] : [];
  });
  return current === undefined ? measured : [{ on: '', value: current, decided: false, at: { file: plan.file, path: [...path, 'current'] } }, ...measured];
}

/** An action that is still to be done, or that was finished after the measurement and may have mended what it shows. */
function isAnswer(action: Fields, measuredOn: string): boolean {
  const status = text(action, 'status'), doneOn = text(action, 'doneOn');
  if (status === 'cancelled') return false;
  return doneOn === undefined ? status !== 'done' : doneOn >= measuredOn;
}

function recorded(model: Model, resource: Fields, measured: ReadonlyMap<string, Use>): Use | undefined {
  return measured.get(namedItem(model, resource, 'measure')?.id ?? '');
}
