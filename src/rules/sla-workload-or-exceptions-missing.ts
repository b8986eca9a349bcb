import type { Rule } from './rule.js';

/** Raised by annotations of the SLA's schema. */
export const slaWorkloadOrExceptionsMissing: Rule = {
  id: 'sla-workload-or-exceptions-missing',
  title: 'SLAs state workload limits and exceptions',
  clauses: ['8.3.3'],
  grade: 'minor',
  why: 'Targets are promised for a certain load and not for every circumstance. Where neither is written down, each dispute about a '
    + 'missed target begins with it.',
  messages: {
    missing: { text: '{title} ({id}) has no {fields}. Clause 8.3.3 expects both in an SLA: '
      + 'say up to which load the targets hold, and when they do not apply; an empty list says that nothing is excepted.' },
  },
  examples: {
    good: [`
//- sla.yaml
kind: sla
id: SLA-A
title: SLA with Boreal Foods
workloadLimits:
  - { id: tickets, measure: Incidents and requests logged, limit: 400, unit: count, window: calendar-month, consequence: Targets of P3 are suspended }
exceptions: [] # says that there are none
`],
    bad: [`
//- sla.yaml
kind: sla
id: SLA-A
//  ^^^^^ sla-workload-or-exceptions-missing missing
title: SLA with Boreal Foods
workloadLimits: []
`],
  },
};
