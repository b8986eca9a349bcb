import { list, text, texts } from '../sms/data.js';
import { isDay } from '../sms/days.js';
import { phrase, phraseList } from '../sms/language.js';
import type { Model } from '../sms/model.js';
import type { Day } from '../sms/types.js';
import { dayBefore } from './intervals.js';
import { nameOf } from '../sms/naming.js';
import { holdersOf, ownRoles, type Holder } from './roles.js';
import type { Rule } from './rule.js';

const TOPICS = [
  ['policy', phrase('word.the-policy', 'the policy')], ['objectives', phrase('word.the-objectives', 'the objectives')],
  ['services', phrase('word.the-services-they-deal-with', 'the services they deal with')], ['contribution', phrase('word.what-they-contribute', 'what they contribute')],
  ['nonconformity', phrase('word.what-follows-when-things-are-not-done', 'what follows when things are not done as agreed')],
] as const;

/** Everybody who holds a role of the organization itself, and every group that does, has been told of the five topics lately. */
export const awarenessGap: Rule = {
  id: 'awareness-gap',
  title: 'Everybody in scope has been made aware in the last year',
  clauses: ['7.3'],
  grade: 'minor',
  why: 'An auditor asks whoever is at the desk what the policy wants of them and what happens when a target is missed. Who was never told cannot '
    + 'say.',
  settings: { within: '12 months', newcomers: '30 days' },
  messages: {
    gap: { absence: true, text: 'Nothing shows that {who} was told since {since} of {topics}. Do so, and keep a record of it: when, by whom, how, '
      + 'and who took part.' },
  },
  records: {
    kinds: ['awareness-record'],
    begin({ model, today, settings, report }) {
      const since = dayBefore(today, settings['within']) ?? '', recent = dayBefore(today, settings['newcomers']) ?? today;
      const told = new Map<string, Set<unknown>>();
      let records = 0;
      return {
        take({ data }) {
          records++;
          const on = text(data, 'on');
          if (!isDay(on) || on < since || on > today) return [];
          const takers = [...texts(data, 'people'), ...texts(data, 'roles').flatMap(id => {
            const role = model.item(id);
            return role ? holdersOf(model, role, on).map(({ item }) => item.id) : [];
          })].flatMap(id => model.item(id)?.id ?? []);
          for (const taker of takers) {
            const topics = told.get(taker) ?? new Set();
            for (const topic of list(data, 'topics')) topics.add(topic);
            told.set(taker, topics);
          }
          return [];
        },
        *end() {
          // Without any record there is no evidence at all, which other rules say once.
          if (records === 0) return;
          for (const { item, from } of inScope(model, today)) {
            const missing = TOPICS.filter(([topic]) => !told.get(item.id)?.has(topic));
            if (missing.length === 0 || from >= recent) continue;
            yield report(item, 'gap', { who: nameOf(item), since, topics: phraseList(missing.map(([, words]) => words)) });
          }
        },
      };
    },
  },
  examples: {
    good: [`
//- roles.yaml
kind: role-register
id: ROLES
title: Roles
people: [{ id: PER-A, name: Anna }, { id: PER-B, name: Bram }, { id: PER-C, name: Cees }, { id: PER-D, name: Dora }]
roles:
  - { id: ROLE-IM, title: Incident manager, holders: [{ person: PER-A, from: 2024-01-01 }] }
  - { id: ROLE-DESK, title: Service desk, holders: [{ group: Service desk }] }
  - { id: ROLE-SUP, title: Second line of a supplier, party: SUP-LAB, holders: [{ person: PER-B }] }
  - { id: ROLE-PM, title: Problem manager, holders: [{ person: PER-C, from: 2026-09-20 }, { person: PER-D, from: 2020-01-01, until: 2026-09-19 }] }
//- march.yaml
{ kind: awareness-record, id: AWR-1, title: Staff meeting, on: 2026-03-03, topics: [policy, objectives, services, contribution], roles: [ROLE-IM, ROLE-DESK] }
//- april.yaml
{ kind: awareness-record, id: AWR-2, title: What follows from a miss, on: 2025-10-15, topics: [nonconformity], people: [PER-A], roles: [ROLE-DESK] }
`, `
//- roles.yaml
{ kind: role-register, id: ROLES, title: Without any record the evidence as a whole is missing, people: [{ id: PER-A, name: Anna }], roles: [{ id: ROLE-IM, title: Incident manager, holders: [{ person: PER-A }] }] }
`],
    bad: [`
//- roles.yaml
kind: role-register
id: ROLES
title: Roles
people:
  - { id: PER-A, name: Anna }
//        ^^^^^ awareness-gap gap
  - { id: PER-C, name: Cees }
//        ^^^^^ awareness-gap gap
roles:
  - { id: ROLE-IM, title: Incident manager, holders: [{ person: PER-A, from: 2024-01-01 }] }
  - { id: ROLE-DESK, title: Service desk, holders: [{ group: Service desk }] }
//        ^^^^^^^^^ awareness-gap gap
  - { id: ROLE-PM, title: Problem manager, holders: [{ person: PER-C, from: 2026-09-01 }] }
//- march.yaml
{ kind: awareness-record, id: AWR-1, title: Staff meeting, on: 2026-03-03, topics: [policy, objectives, services, contribution], roles: [ROLE-IM, ROLE-PM] }
//- april.yaml
{ kind: awareness-record, id: AWR-2, title: What follows from a miss, on: 2025-10-14, topics: [nonconformity], people: [PER-A], roles: [ROLE-DESK] }
`, `
//- roles.yaml
kind: role-register
id: ROLES
title: Roles
roles:
  - { id: ROLE-DESK, title: Service desk, holders: [{ group: Service desk }] }
//        ^^^^^^^^^ awareness-gap gap
//- log.yaml
kind: record-log
id: LOG
title: Meetings
of: awareness-record
records: [{ id: AWR-1, title: Shift meeting, on: 2026-03-03, topics: [policy], roles: [ROLE-DESK] }]
`],
  },
};

/** Everybody who holds a role of the organization, each once, with the earliest day. */
function inScope(model: Model, day: Day): Iterable<Holder> {
  const found = new Map<string, Holder>();
  for (const role of ownRoles(model)) {
    for (const holder of holdersOf(model, role, day)) {
      const known = found.get(holder.item.id);
      if (!known || holder.from < known.from) found.set(holder.item.id, holder);
    }
  }
  return found.values();
}
