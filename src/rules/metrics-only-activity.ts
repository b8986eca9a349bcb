import { text } from '../sms/data.js';
import { phraseList } from '../sms/language.js';
import { currentSlas, servicesOfTarget, targetsOf } from '../sms/agreements.js';
import { liveCustomerFacing } from './catalogue.js';
import { currentOfType } from './lifecycle.js';
import { nameOf } from '../sms/naming.js';
import { namedItems } from '../sms/named.js';
import type { Rule } from './rule.js';

/** They tell how much was done; whether it helped anybody they do not tell (domain dossier, section 6.9). */
const ACTIVITY = new Set(['response-time', 'answer-time', 'tickets-closed', 'tickets-opened', 'calls-answered', 'first-contact', 'reopen-rate', 'backlog', 'volume',
  'workload', 'count']);

/** Some figure about each service tells what the customer gets: that it is there, comes back soon, is changed without harm, and what users say. */
export const metricsOnlyActivity: Rule = {
  id: 'metrics-only-activity',
  title: 'Every service has a measure of outcome',
  clauses: ['9.1'],
  grade: 'observation',
  why: 'A desk can answer every call within a minute while nobody at the customer can work. Figures about activity look good and decide nothing.',
  messages: {
    'only-activity': { absence: true, text: '{service} is measured by {metrics} alone. That tells how busy the desk is, not what the customer gets: '
      + 'add a measure of the outcome, such as availability, time to restore, success of changes or satisfaction.' },
  },
  *check({ model, report }) {
    const metrics = new Map<string, Map<string, boolean>>();
    const add = (service: string, metric: string, outcome: boolean): void => {
      metrics.set(service, (metrics.get(service) ?? new Map<string, boolean>()).set(metric, outcome));
    };
    for (const sla of currentSlas(model)) {
      for (const { target } of targetsOf(sla)) {
        const metric = text(target, 'metric');
        if (metric !== undefined) for (const service of servicesOfTarget(model, sla, target)) add(service.id, metric, isOutcome(metric, undefined));
      }
    }
    for (const measure of currentOfType(model, 'measure')) {
      const value = model.value(measure), metric = text(value, 'metric') ?? measure.title;
      for (const service of namedItems(model, value, 'services', 'service')) add(service.id, metric, isOutcome(metric, text(value, 'type')));
    }
    for (const { service } of liveCustomerFacing(model)) {
      const known = metrics.get(service.id);
      if (!known || [...known.values()].includes(true)) continue;
      yield report(service, 'only-activity',
        { service: nameOf(service), metrics: phraseList([...known.keys()].map(metric => metric.replaceAll('-', ' '))) });
    }
  },
  examples: {
    good: [`
//- catalogue.yaml
kind: service-catalogue
id: CAT
title: Catalogue
services: [{ id: SVC-MAIL, title: Mail, status: live, type: customer-facing }, { id: SVC-NEW, title: Voice, status: live, type: customer-facing }]
//- sla.yaml
kind: sla
id: SLA-A
title: SLA
services: [SVC-MAIL]
targets: [{ id: answer, title: Answer, metric: response-time }, { id: back, title: Restored, metric: restoration-time }]
`, `
//- catalogue.yaml
{ kind: service-catalogue, id: CAT, title: Catalogue, services: [{ id: SVC-MAIL, title: Mail, status: live, type: customer-facing }] }
//- sla.yaml
{ kind: sla, id: SLA-A, title: SLA, services: [SVC-MAIL], targets: [{ id: answer, title: Answer, metric: response-time }] }
//- measures.yaml
{ kind: measurement-plan, id: M, title: Measures, measures: [{ id: MSR-1, title: Answers of users, metric: satisfaction, services: [SVC-MAIL] }] }
`],
    bad: [`
//- catalogue.yaml
kind: service-catalogue
id: CAT
title: Catalogue
services:
  - { id: SVC-MAIL, title: Mail, status: live, type: customer-facing }
//        ^^^^^^^^ metrics-only-activity only-activity
//- sla.yaml
{ kind: sla, id: SLA-A, title: SLA, services: [SVC-MAIL], targets: [{ id: answer, title: Answer, metric: response-time }] }
//- measures.yaml
{ kind: measurement-plan, id: M, title: Measures, measures: [{ id: MSR-1, title: Tickets closed, metric: tickets-closed, services: [SVC-MAIL] }] }
`, `
//- catalogue.yaml
{ kind: service-catalogue, id: CAT, title: Catalogue, services: [{ id: SVC-MAIL, title: Mail, status: live, type: customer-facing }] }
//                                                                     ^^^^^^^^ metrics-only-activity only-activity
//- measures.yaml
{ kind: measurement-plan, id: M, title: Measures, measures: [{ id: MSR-1, title: Mails sent, type: activity, metric: mails-sent, services: [SVC-MAIL] }] }
`],
  },
};

function isOutcome(metric: string, said: string | undefined): boolean { return said === undefined ? !ACTIVITY.has(metric) : said === 'outcome'; }
