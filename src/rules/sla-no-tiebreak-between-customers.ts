import { addTo, text, texts } from '../sms/data.js';
import { phrase, phraseList } from '../sms/language.js';
import type { Model } from '../sms/model.js';
import type { Artefact, Day, Item } from '../sms/types.js';
import { currentSlas, termOn } from '../sms/agreements.js';
import { currentOfKind } from './lifecycle.js';
import { nameOf } from '../sms/naming.js';
import { namedItem, namedItems } from '../sms/named.js';
import { foundSame, sameSet, type Findings } from '../sms/reads.js';
import { comparing, type Place, type Rule } from './rule.js';

/** Customers whose SLAs share a support group need a rule for who goes first; it stands in the priority matrix that they name. */
export const slaNoTiebreakBetweenCustomers: Rule = {
  id: 'sla-no-tiebreak-between-customers',
  title: 'Customers who share a support group have a rule for competing priorities',
  clauses: ['8.3.3', '8.6.1'],
  grade: 'observation',
  why: 'When two customers have an incident of the same priority and one team for both, somebody has to wait. Without a written rule it '
    + 'is the quieter one.',
  messages: {
    'no-rule': { absence: true, text: '{group} supports {customers}, but by {slas} nobody knows who goes first when incidents of the same '
      + 'priority compete. '
      + 'Write a tie-break rule (tieBreak) into a priority matrix and name that matrix in each of them.' },
    conflict: { absence: true, text: '{group} supports {customers}, but by {slas} nobody knows who goes first when incidents of the same '
      + 'priority compete, and on {day} {first} and '
      + '{second} were open at the same time. Write a tie-break rule (tieBreak) into a priority matrix and name that matrix in each of them.', grade: 'minor' },
  },
  records: comparing<Case[]>({
    kinds: ['incident-record'],
    note: ({ model, today }) => {
      const sheet: Case[] = [], priorities = highestPriorities(model), isAsked = isAnySilent(model, today);
      return {
        sheet,
        take: ({ id, data, at }) => {
          if (!isAsked || !priorities.has(text(data, 'priority') ?? '')) return;
          const customer = namedItem(model, data, 'customer')?.id, openedAt = text(data, 'openedAt') ?? '', from = Date.parse(openedAt);
          const end = text(data, 'restoredAt') ?? text(data, 'resolvedAt') ?? text(data, 'closedAt'), to = end === undefined ? Infinity : Date.parse(end);
          if (customer !== undefined && from < to) sheet.push({ id, customer, from, to, day: openedAt.slice(0, 10), at: at() });
        },
      };
    },
    *end({ model, today, report }, sheets) {
      const cases = sheets.flat().sort((a, b) => a.from - b.from);
      for (const { group, customers, silent } of groupsWithoutTieBreak(model, today)) {
        const [first, ...others] = silent, pair = firstPair(cases.filter(({ customer }) => customers.has(customer)));
        if (!first) continue;
        yield report({ file: first.file, path: ['supportGroup'] }, pair ? 'conflict' : 'no-rule', {
          group: nameOf(group), customers: phraseList([...customers.values()].map(nameOf)), slas: phraseList(silent.map(sla => sla.id)), count: silent.length,
          ...(pair && { first: pair[0].id, second: pair[1].id, day: pair[1].day }),
        }, {
          related: [
            ...others.map(sla => ({ at: { file: sla.file, path: ['supportGroup'] }, text: phrase('related.uses-the-same-support-group', '{name} uses the same support group', { name: sla.id }) })),
            ...(pair ?? []).map(one => ({ at: one.at, text: phrase('related.was-open', '{name} was open', { name: one.id }) })),
          ],
        });
      }
    },
  }),
  examples: {
    good: [`
//- roles.yaml
{ kind: role-register, id: ROLES, title: Roles, roles: [{ id: ROLE-DESK, title: Service desk }, { id: ROLE-NIGHT, title: Night desk }] }
//- customers.yaml
{ kind: customer-register, id: CUSTOMERS, title: Customers, customers: [{ id: CUS-A, title: Boreal }, { id: CUS-B, title: Delta }] }
//- priority.yaml
{ kind: priority-matrix, id: PM, aliases: [PM-OLD], title: Priority, tieBreak: The incident with the least time left goes first. }
//- sla-a.yaml
{ kind: sla, id: SLA-A, title: SLA A, customers: [CUS-A], supportGroup: ROLE-DESK, priorityMatrix: PM }
//- sla-b.yaml
{ kind: sla, id: SLA-B, title: SLA B, customers: [CUS-B], supportGroup: ROLE-DESK, priorityMatrix: PM-OLD }
//- sla-c.yaml
{ kind: sla, id: SLA-C, title: SLA C, customers: [CUS-B], supportGroup: ROLE-NIGHT }
`, `
//- roles.yaml
{ kind: role-register, id: ROLES, title: Roles, roles: [{ id: ROLE-DESK, title: Service desk }, { id: ROLE-NIGHT, title: Night desk }] }
//- customers.yaml
{ kind: customer-register, id: CUSTOMERS, title: Customers, customers: [{ id: CUS-A, title: Boreal }, { id: CUS-B, title: Delta }] }
//- sla-a.yaml
{ kind: sla, id: SLA-A, title: SLA A, customers: [CUS-A], supportGroup: ROLE-DESK }
//- sla-b.yaml
{ kind: sla, id: SLA-B, title: SLA B, customers: [CUS-B], supportGroup: ROLE-NIGHT }
//- incidents.yaml
kind: record-log
id: LOG-INC
title: Incidents
of: incident-record
records:
  - { id: INC-1, title: Mail is down, customer: CUS-A, priority: P1, openedAt: 2026-08-01T10:00:00+02:00, restoredAt: 2026-08-01T12:00:00+02:00 }
  - { id: INC-2, title: Net is down, customer: CUS-B, priority: P1, openedAt: 2026-08-01T11:00:00+02:00, restoredAt: 2026-08-01T12:00:00+02:00 }
`],
    bad: [`
//- roles.yaml
{ kind: role-register, id: ROLES, title: Roles, roles: [{ id: ROLE-DESK, title: Service desk }] }
//- customers.yaml
{ kind: customer-register, id: CUSTOMERS, title: Customers, customers: [{ id: CUS-A, title: Boreal }, { id: CUS-B, title: Delta }] }
//- sla-a.yaml
kind: sla
id: SLA-A
title: SLA with Boreal
customers: [CUS-A]
supportGroup: ROLE-DESK
//            ^^^^^^^^^ sla-no-tiebreak-between-customers no-rule
//- sla-b.yaml
{ kind: sla, id: SLA-B, title: SLA with Delta, customers: [CUS-B], supportGroup: ROLE-DESK }
//- incidents.yaml
kind: record-log
id: LOG-INC
title: Incidents
of: incident-record
records:
  - { id: INC-1, title: Mail is down, customer: CUS-A, priority: P1, openedAt: 2026-08-01T10:00:00+02:00, restoredAt: 2026-08-01T12:00:00+02:00 }
  - { id: INC-2, title: Net is down, customer: CUS-B, priority: P1, openedAt: 2026-08-01T12:00:00+02:00, restoredAt: 2026-08-01T13:00:00+02:00 }
  - { id: INC-3, title: Chat is down, customer: CUS-A, priority: P2, openedAt: 2026-08-01T12:00:00+02:00 }
`, `
//- roles.yaml
{ kind: role-register, id: ROLES, title: Roles, roles: [{ id: ROLE-DESK, title: Service desk }] }
//- customers.yaml
{ kind: customer-register, id: CUSTOMERS, title: Customers, customers: [{ id: CUS-A, title: Boreal }, { id: CUS-B, title: Delta }] }
//- sla-a.yaml
kind: sla
id: SLA-A
title: SLA with Boreal
customers: [CUS-A]
supportGroup: ROLE-DESK
//            ^^^^^^^^^ sla-no-tiebreak-between-customers conflict
//- sla-b.yaml
{ kind: sla, id: SLA-B, title: SLA with Delta, customers: [CUS-B], supportGroup: ROLE-DESK }
//- incident.yaml
{ kind: incident-record, id: INC-1, title: Mail is down, customer: CUS-A, priority: P1, openedAt: 2026-08-01T10:00:00+02:00, restoredAt: 2026-08-01T12:00:00+02:00 }
//- incidents.yaml
kind: record-log
id: LOG-INC
title: Incidents
of: incident-record
records:
  - { id: INC-2, title: Net is down, customer: CUS-B, priority: P1, openedAt: 2026-08-01T08:59:00Z, restoredAt: 2026-08-01T13:00:00+02:00 }
`],
  },
};

/** A group that supports several customers, and their SLAs that name no tie-break. */
interface Shared { group: Item; customers: ReadonlyMap<string, Item>; silent: readonly Artefact[] }

/** One that is not over yet is open for ever. */
interface Case { id: string; customer: string; from: number; to: number; day: string; at: Place }

const prioritiesByModel: Findings<ReadonlySet<string>> = new WeakMap(), silenceByModel: Findings<boolean> = new WeakMap();

/** Of the cases of the highest priority alone the times are kept. */
function highestPriorities(model: Model): ReadonlySet<string> { return foundSame(model, prioritiesByModel, findPriorities, sameSet); }

function findPriorities(model: Model): ReadonlySet<string> {
  const first = currentOfKind(model, 'priority-matrix').flatMap(({ data }) => texts(data, 'priorities')[0] ?? []);
  return new Set(first.length > 0 ? first : ['P1']);
}

/** Where every group has a rule no time is kept. */
function isAnySilent(model: Model, today: Day): boolean {
  return foundSame(model, silenceByModel, seen => groupsWithoutTieBreak(seen, today).length > 0, (before, now) => before === now);
}

/** The first two cases of different customers that were open at the same time; the cases come in the order of their beginning. */
function firstPair(cases: readonly Case[]): [Case, Case] | undefined {
  const longest = new Map<string, Case>();
  for (const one of cases) {
    for (const [customer, other] of longest) if (customer !== one.customer && other.to > one.from) return [other, one];
    const own = longest.get(one.customer);
    if (!own || own.to < one.to) longest.set(one.customer, one);
  }
  return undefined;
}

function groupsWithoutTieBreak(model: Model, today: Day): readonly Shared[] {
  const byGroup = new Map<string, Artefact[]>();
  for (const sla of currentSlas(model)) {
    const named = text(sla.data, 'supportGroup'), group = named === undefined ? undefined : model.item(named);
    if (group && termOn(sla, today) !== 'over') addTo(byGroup, group.id, sla);
  }
  return [...byGroup].flatMap(([id, slas]) => {
    const customers = new Map(slas.flatMap(sla => namedItems(model, sla.data, 'customers', 'customer')).map(customer => [customer.id, customer]));
    const silent = slas.filter(sla => !hasTieBreak(model, sla)), group = model.item(id);
    return customers.size < 2 || silent.length === 0 || !group ? [] : [{ group, customers, silent }];
  });
}

function hasTieBreak(model: Model, sla: Artefact): boolean {
  const matrix = model.artefact(namedItem(model, sla.data, 'priorityMatrix')?.id ?? '');
  return matrix !== undefined && text(matrix.data, 'tieBreak') !== undefined;
}
