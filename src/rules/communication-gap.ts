import { list, objects, text } from '../sms/data.js';
import { addPeriod, isDay, parsePeriod } from '../sms/days.js';
import { inForce } from '../sms/header.js';
import { phrase } from '../sms/language.js';
import type { Day } from '../sms/types.js';
import { currentOfKind } from './lifecycle.js';
import { addsEntry, byMessage } from './mending.js';
import { nameOf } from '../sms/naming.js';
import type { Rule } from './rule.js';

const DIRECTIONS = [
  ['internal', phrase('direction.inside', 'inside the organization')], ['external', phrase('direction.outside', 'to customers and others outside')],
] as const;

/** What an entry of the plan lacks is raised by annotations. */
export const communicationGap: Rule = {
  id: 'communication-gap',
  title: 'The policy is communicated and communication is planned',
  clauses: ['5.2.2', '7.4'],
  grade: 'minor',
  why: 'What nobody was told nobody follows; and in an outage it is too late to settle who calls whom.',
  settings: { tellWithin: '30 days' },
  messages: {
    missing: { text: '{title} has no {fields}. A plan says for each communication what is told, when, to whom, in which way and by whom: add it '
      + 'here.' },
    'policy-untold': { absence: true, text: '{name} was approved on {day}, and nothing shows that anybody was told since. Make it known, and enter '
      + 'who was told when and how (communication), or keep a record of awareness with the topic policy.' },
    'one-sided': { absence: true, text: '{name} plans no communication {direction}. Both are to be settled: add what is told there.' },
  },
  *check({ model, report }) {
    for (const plan of currentOfKind(model, 'communication-plan')) {
      const directions = objects(plan.data, 'communications').map(({ value }) => text(value, 'direction'));
      for (const [direction, where] of DIRECTIONS) {
        if (directions.includes(direction) || directions.includes(undefined)) continue;
        yield report({ file: plan.file, path: ['communications'], part: 'key' }, 'one-sided',
          { name: nameOf(plan), direction: where }, { clauses: ['7.4'] });
      }
    }
  },
  records: {
    kinds: ['awareness-record'],
    begin({ model, today, settings, report }) {
      const grace = parsePeriod(settings['tellWithin']);
      const told: Day[] = [];
      return {
        take({ data }) {
          const on = text(data, 'on');
          if (isDay(on) && list(data, 'topics').includes('policy')) told.push(on);
          return [];
        },
        *end() {
          for (const policy of currentOfKind(model, 'service-management-policy')) {
            const day = text(policy.data, 'approvedOn');
            if (!inForce(policy, today) || !isDay(day) || (grace && addPeriod(day, grace) >= today)) continue;
            const days = objects(policy.data, 'communication').map(({ value }) => text(value, 'on'));
            if (days.some(on => isDay(on) && on >= day) || told.some(on => on >= day)) continue;
            yield report(policy, 'policy-untold', { name: nameOf(policy), day }, { clauses: ['5.2.2'] });
          }
        },
      };
    },
  },
  fixes: { add: 'Plan a communication {direction}' },
  fix: byMessage({
    'one-sided': addsEntry('add', ['communications'], (_, { args }) => ({ direction: DIRECTIONS.find(([, where]) => where.text === args['direction'])?.[0] ?? '' }), { whole: true }),
  }),
  examples: {
    good: [`
//- policy.yaml
kind: service-management-policy
id: POLICY
title: Policy
status: approved
approvedOn: 2026-02-12
communication: [{ audience: Staff, channel: Meeting, on: 2026-02-12 }]
//- plan.yaml
kind: communication-plan
id: COMM
title: Communication plan
communications:
  - { title: Outage, direction: external, about: What stopped, when: Within 15 minutes, to: [Warehouse], channel: Telephone, by: ROLE-DESK }
  - { title: Board, direction: internal, about: Open tickets, when: At every shift, to: [Desk], channel: Screen, by: ROLE-DESK }
`, `
//- policy.yaml
{ kind: service-management-policy, id: POLICY, title: Told at a meeting that is recorded, status: approved, approvedOn: 2026-02-12 }
//- meeting.yaml
{ kind: awareness-record, id: AWR-1, title: Meeting, on: 2026-02-20, topics: [policy] }
//- new.yaml
{ kind: service-management-policy, id: POLICY-2, title: There is still time to tell, status: approved, approvedOn: 2026-09-20 }
`],
    bad: [`
//- policy.yaml
kind: service-management-policy
id: POLICY
//  ^^^^^^ communication-gap policy-untold
title: Told of an earlier version only
status: approved
approvedOn: 2026-02-12
communication: [{ audience: Staff, channel: Meeting, on: 2025-02-12 }]
//- meeting.yaml
{ kind: awareness-record, id: AWR-1, title: Meeting, on: 2026-02-20, topics: [services] }
`, `
//- plan.yaml
kind: communication-plan
id: COMM
title: Communication plan
communications:
//@0-14 communication-gap one-sided
  - { title: Board, direction: internal, about: Open tickets, to: [Desk], channel: Screen, by: ROLE-DESK }
//    ^^^^^ communication-gap missing
`],
  },
};
