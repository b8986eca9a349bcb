import { text } from '../sms/data.js';
import type { Model } from '../sms/model.js';
import { sentenceList } from '../sms/text.js';
import type { Artefact } from '../sms/types.js';
import { currentSlas, namedItems, termOn } from './agreements.js';
import { nameOf } from './naming.js';
import type { Rule } from './rule.js';

/** Customers whose SLAs share a support group need a rule for who goes first; it stands in the priority matrix that they name. */
export const slaNoTiebreakBetweenCustomers: Rule = {
  id: 'sla-no-tiebreak-between-customers',
  title: 'Customers who share a support group have a rule for competing priorities',
  clauses: ['8.3.3', '8.6.1'],
  grade: 'observation',
  why: 'When two customers have an incident of the same priority and one team for both, somebody has to wait. Without a written rule it '
    + 'is the quieter one.',
  messages: {
    'no-rule': { absence: true, text: '{group} supports {customers}, but by {slas} nobody knows who goes first when incidents of the same priority compete. '
      + 'Write a tie-break rule (tieBreak) into a priority matrix and name that matrix in each of them.' },
  },
  *check({ model, today, report }) {
    const byGroup = new Map<string, Artefact[]>();
    for (const sla of currentSlas(model)) {
      const named = text(sla.data, 'supportGroup'), group = named === undefined ? undefined : model.item(named);
      if (group && termOn(sla, today) !== 'over') byGroup.set(group.id, [...byGroup.get(group.id) ?? [], sla]);
    }
    for (const [id, slas] of byGroup) {
      const customers = new Map(slas.flatMap(sla => namedItems(model, sla.data, 'customers', 'customer')).map(customer => [customer.id, customer]));
      const silent = slas.filter(sla => !hasTieBreak(model, sla)), [first, ...others] = silent, group = model.item(id);
      if (customers.size < 2 || !first || !group) continue;
      yield report({ file: first.file, path: ['supportGroup'] }, 'no-rule', {
        group: nameOf(group), customers: sentenceList([...customers.values()].map(nameOf)), slas: sentenceList(silent.map(sla => sla.id)),
        count: silent.length,
      }, { related: others.map(sla => ({ at: { file: sla.file, path: ['supportGroup'] }, text: `${sla.id} uses the same support group` })) });
    }
  },
  examples: {
    good: [`
//- roles.yaml
{ kind: role-register, id: ROLES, title: Roles, roles: [{ id: ROLE-DESK, title: Service desk }, { id: ROLE-NIGHT, title: Night desk }] }
//- customers.yaml
{ kind: customer-register, id: CUSTOMERS, title: Customers, customers: [{ id: CUS-A, title: Boreal }, { id: CUS-B, title: Delta }] }
//- priority.yaml
{ kind: priority-matrix, id: PM, title: Priority, tieBreak: The incident with the least time left goes first. }
//- sla-a.yaml
{ kind: sla, id: SLA-A, title: SLA A, customers: [CUS-A], supportGroup: ROLE-DESK, priorityMatrix: PM }
//- sla-b.yaml
{ kind: sla, id: SLA-B, title: SLA B, customers: [CUS-B], supportGroup: ROLE-DESK, priorityMatrix: PM }
//- sla-c.yaml
{ kind: sla, id: SLA-C, title: SLA C, customers: [CUS-B], supportGroup: ROLE-NIGHT }
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
`],
  },
};

function hasTieBreak(model: Model, sla: Artefact): boolean {
  const named = text(sla.data, 'priorityMatrix'), matrix = named === undefined ? undefined : model.artefact(named);
  return matrix !== undefined && text(matrix.data, 'tieBreak') !== undefined;
}
