import { addTo, dayAt, fields, text } from '../sms/data.js';
import { earliestDay, latestDay } from '../sms/days.js';
import type { Artefact, Day, Item, Kind, Report } from '../sms/types.js';
import { currentSlas, termOn } from '../sms/agreements.js';
import { customersServed } from './customers.js';
import { dueAfter, shortest } from './intervals.js';
import { isYetToCome } from './lifecycle.js';
import { nameOf } from '../sms/naming.js';
import { idsIn, namedItems } from '../sms/named.js';
import type { RecordCheck, Rule, RuleContext } from './rule.js';

/** With every customer the services are talked about at the planned intervals, and its people are asked how satisfied they are. */
export const customerReviewOrSatisfactionOverdue: Rule = {
  id: 'customer-review-or-satisfaction-overdue',
  title: 'Service reviews are held and satisfaction is measured',
  clauses: ['8.3.2'],
  grade: 'minor',
  why: 'Figures may be green and the customer about to leave. What the services are worth to the customer is heard in the review and in the survey '
    + 'only, and an auditor asks for the minutes.',
  settings: { reviewEvery: '12 months', surveyEvery: '12 months' },
  messages: {
    'review-never': { absence: true, text: 'No service review with {customer} is recorded, and the interval of {every} is over. Hold it, and keep '
      + 'the minutes as a service-review.' },
    'review-overdue': { text: 'The last service review with {customer} was held on {last}; the next one was due by {due}. Hold it, and keep its '
      + 'minutes as a service-review.' },
    'survey-never': { absence: true, text: 'No survey of satisfaction at {customer} is recorded, and the interval of {every} is over. Ask users and '
      + 'deciders, and keep the result as a satisfaction-survey.' },
    'survey-overdue': { text: 'The last survey of satisfaction at {customer} is of {last}; the next one was due by {due}. Ask again, and keep the '
      + 'result as a satisfaction-survey.' },
    missing: { text: '{title} ({id}) has no {fields}. A result says something only where it is known whom it stands for, and it helps only where '
      + 'somebody thought about it: add it.' },
  },
  records: { kinds: ['service-review', 'satisfaction-survey'], begin: latest },
  examples: {
    good: [`
//- customers.yaml
kind: customer-register
id: CUSTOMERS
title: Customers
customers:
  - { id: CUS-A, title: Boreal, serviceReview: { every: 3 months }, satisfaction: { every: 6 months } }
  - { id: CUS-B, title: A customer to be }
  - { id: CUS-C, title: A new customer }
//- catalogue.yaml
{ kind: service-catalogue, id: CAT, title: Services, services: [{ id: SVC-MAIL, title: Mail, status: live, customers: [CUS-A] }, { id: SVC-NEW, title: New, status: pipeline, customers: [CUS-B] }] }
//- sla.yaml
{ kind: sla, id: SLA-C, title: SLA with the new customer, customers: [CUS-C], validFrom: 2026-09-01, serviceReview: { every: 3 months } }
//- review.yaml
{ kind: service-review, id: SR-1, title: Review of July, customer: CUS-A, on: 2026-07-15 }
//- surveys.yaml
kind: record-log
id: LOG-SAT
title: Surveys
of: satisfaction-survey
records:
  - { id: SAT-1, title: Spring, customer: CUS-A, on: 2026-04-15, sample: All shifts at both sites, analysis: As in autumn }
`, `
//- sms.yaml
sms: 1
organization: Example
timeZone: Europe/Amsterdam
stage: building
//- customers.yaml
{ kind: customer-register, id: CUSTOMERS, title: Customers, customers: [{ id: CUS-A, title: Boreal, serviceReview: { every: 3 months } }] }
//- catalogue.yaml
{ kind: service-catalogue, id: CAT, title: Services, services: [{ id: SVC-MAIL, title: Mail, status: live, customers: [CUS-A] }] }
`],
    bad: [`
//- customers.yaml
kind: customer-register
id: CUSTOMERS
title: Customers
customers:
  - { id: CUS-A, title: Boreal, serviceReview: { every: 3 months }, satisfaction: { every: 6 months } }
//                                                      ^^^^^^^^ customer-review-or-satisfaction-overdue review-overdue
//@91-99 customer-review-or-satisfaction-overdue survey-overdue
  - { id: CUS-B, title: Delta }
//        ^^^^^ customer-review-or-satisfaction-overdue review-never
//        ^^^^^ customer-review-or-satisfaction-overdue survey-never
//- catalogue.yaml
{ kind: service-catalogue, id: CAT, title: Services, services: [{ id: SVC-MAIL, title: Mail, status: live, customers: [CUS-A, CUS-B] }] }
//- review.yaml
{ kind: service-review, id: SR-1, title: Review of July, customer: CUS-A, on: 2026-07-14 }
//- surveys.yaml
kind: record-log
id: LOG-SAT
title: Surveys
of: satisfaction-survey
records:
  - { id: SAT-1, title: Spring, customer: CUS-A, on: 2026-04-14, sample: All shifts at both sites, analysis: As in autumn }
`, `
//- survey.yaml
kind: satisfaction-survey
id: SAT-1
//  ^^^^^ customer-review-or-satisfaction-overdue missing
title: Autumn
on: 2026-10-01
value: 4.6
sample: Who answered the phone
`],
  },
};

interface Planned { kind: Kind; field: string; setting: string; never: string; overdue: string }
const PLANNED: readonly Planned[] = [
  { kind: 'service-review', field: 'serviceReview', setting: 'reviewEvery', never: 'review-never', overdue: 'review-overdue' },
  { kind: 'satisfaction-survey', field: 'satisfaction', setting: 'surveyEvery', never: 'survey-never', overdue: 'survey-overdue' },
];

function latest(context: RuleContext): RecordCheck {
  const { model, today } = context, last = new Map<string, Day>(), seen = new Map<Kind, number>();
  return {
    take({ kind, data }) {
      const on = dayAt(data, 'on');
      seen.set(kind, (seen.get(kind) ?? 0) + 1);
      for (const id of on === undefined ? [] : idsIn(model, data, 'customer')) {
        const key = `${kind} ${id}`;
        last.set(key, latestDay([last.get(key), on]) ?? '');
      }
      return [];
    },
    *end() {
      const slas = new Map<string, Artefact[]>(), customers = customersServed(model);
      for (const sla of currentSlas(model).filter(one => termOn(one, today) === 'running')) {
        for (const { id } of namedItems(model, sla.data, 'customers', 'customer')) addTo(slas, id, sla);
      }
      for (const plan of PLANNED) {
        if (isYetToCome(context, plan.kind, seen.get(plan.kind))) continue;
        for (const customer of customers) yield* judge(context, plan, customer, slas.get(customer.id) ?? [], last.get(`${plan.kind} ${customer.id}`));
      }
    },
  };
}

function* judge(context: RuleContext, planned: Planned, customer: Item, slas: readonly Artefact[], last: Day | undefined): Iterable<Report> {
  const { model, today, settings, report } = context, { field, setting, never, overdue } = planned;
  const agreed = [model.value(customer), ...slas.map(({ data }) => data)].map(of => text(fields(of, field), 'every'));
  const every = shortest(last ?? today, agreed) ?? String(settings[setting]);
  const since = last ?? earliestDay(slas.map(({ data }) => text(data, 'validFrom'))), due = since === undefined ? undefined : dueAfter(since, every);
  if (due !== undefined && due >= today) return;
  const at = { file: customer.file, path: [...customer.path, field, 'every'] };
  if (last === undefined) yield report(at, never, { customer: nameOf(customer), every });
  else if (due !== undefined) yield report(at, overdue, { customer: nameOf(customer), last, due });
}
