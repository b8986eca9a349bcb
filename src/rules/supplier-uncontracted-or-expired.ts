import { addTo, fields, state, text, texts } from '../sms/data.js';
import { addPeriod, isDay, parsePeriod } from '../sms/days.js';
import { phrase, phraseList } from '../sms/language.js';
import type { Model } from '../sms/model.js';
import type { DependencyGraph } from '../service-levels/composite.js';
import { currentOfType, isYetToCome } from './lifecycle.js';
import { nameOf } from '../sms/naming.js';
import type { Rule } from './rule.js';
import { agreementsByParty, lastDayOfNotice, partiesOf, standingOf } from './supplier-agreements.js';
import { readUnderpinning } from '../sms/underpinning.js';

/** Every external supplier has a contract that is in force, a known end and somebody who looks after the relationship. */
export const supplierUncontractedOrExpired: Rule = {
  id: 'supplier-uncontracted-or-expired',
  title: 'External suppliers have a valid contract and a relationship manager',
  clauses: ['8.3.4.1'],
  grade: 'minor',
  why: 'What is not agreed in writing cannot be asked for when it matters: on the night on which the supplier fails. A contract that ran out '
    + 'unnoticed is no better.',
  settings: { noticeAhead: '90 days' },
  messages: {
    uncontracted: { absence: true, text: '{party} is an external supplier, but no contract with it is in force. Write or renew the contract and '
      + 'register it as a supplier-contract with its party; where it exists as a signed file, name the file under `content`.' },
    'uncontracted-critical': { absence: true, text: '{services} cannot do without {party}, but no contract with it is in force. Write or renew the '
      + 'contract and register it as a supplier-contract with its party; where it exists as a signed file, name the file under '
      + '`content`.', grade: 'major' },
    expired: { text: '{contract} ran out on {validTo}, and no other contract with {party} is in force. Renew it, or replace the supplier.' },
    'expired-critical': { text: '{contract} ran out on {validTo}, and no other contract with {party} is in force, though {services} cannot do '
      + 'without it. Renew it at once.',
      grade: 'major' },
    'notice-due': { text: '{contract} can be ended only until {noticeBy}. Decide whether it goes on, and enter the decision under `renewal`; else '
      + 'it goes on, or ends, without anybody having chosen that.', grade: 'observation' },
    'no-manager': { text: '{party} has no relationship manager. Name the role that looks after the relationship, the contract and its performance.' },
  },
  *check(context) {
    const { model, today, settings, report } = context;
    if (isYetToCome(context, 'supplier-contract')) return;
    const contracts = agreementsByParty(model, ['supplier-contract']), critical = servicesAtStake(model), ahead = parsePeriod(settings['noticeAhead']);
    for (const party of partiesOf(model, ['external-supplier'])) {
      const { valid, latest, other } = standingOf(contracts.get(party.id) ?? [], today), services = critical.get(party.id) ?? [];
      const args = { party: nameOf(party), services: phraseList(services), count: services.length };
      if (latest) {
        yield report({ file: latest.file, path: ['validTo'] }, services.length > 0 ? 'expired-critical' : 'expired',
          { ...args, contract: nameOf(latest), validTo: text(latest.data, 'validTo') ?? '' });
      } else if (valid.length === 0) {
        yield report(party, services.length > 0 ? 'uncontracted-critical' : 'uncontracted', args,
          { related: other.map(one => ({ at: one, text: phrase('related.is-not-in-force-today', '{name} is not in force today', { name: one.id }) })) });
      }
      for (const contract of valid) {
        const day = lastDayOfNotice(contract), decided = text(fields(contract.data, 'renewal'), 'decision') !== undefined;
        const followed = [...valid, ...other].some(one => one !== contract && (text(one.data, 'validFrom') ?? '') > (text(contract.data, 'validFrom') ?? ''));
        if (day === undefined || !isDay(day) || !ahead || decided || followed || day < today || day > addPeriod(today, ahead)) continue;
        yield report({ file: contract.file, path: [state(contract.data, 'noticeBy') === 'filled' ? 'noticeBy' : 'validTo'] }, 'notice-due',
          { contract: nameOf(contract), noticeBy: day });
      }
      if (texts(model.value(party), 'relationshipManager').length === 0) yield report(party, 'no-manager', { party: nameOf(party) });
    }
  },
  examples: {
    good: [`
//- roles.yaml
{ kind: role-register, id: ROLES, title: Roles, roles: [{ id: ROLE-SUP, title: Supplier manager }] }
//- parties.yaml
kind: party-register
id: PARTIES
title: Parties
parties:
  - { id: SUP-MX, title: Mail relay, type: external-supplier, relationshipManager: ROLE-SUP }
  - { id: SUP-HALL, title: Data hall, type: external-supplier, relationshipManager: ROLE-SUP }
  - { id: SUP-TEAM, title: Network team of the group, type: internal-supplier }
//- contract-mx.yaml
{ kind: supplier-contract, id: CON-MX, title: Mail relay, status: approved, party: SUP-MX, validFrom: 2024-01-01, validTo: 2026-10-15, renewal: { decision: continue } }
//- contract-hall-old.yaml
{ kind: supplier-contract, id: CON-HALL-1, title: Hall until 2025, status: approved, party: SUP-HALL, validTo: 2025-12-31 }
//- contract-hall.yaml
{ kind: supplier-contract, id: CON-HALL-2, title: Hall, status: approved, party: SUP-HALL, validFrom: 2026-01-01, noticeBy: 2027-01-14 }
`, `
//- sms.yaml
sms: 1
organization: Example
timeZone: Europe/Amsterdam
stage: building
//- parties.yaml
{ kind: party-register, id: PARTIES, title: Parties, parties: [{ id: SUP-MX, title: Mail relay, type: external-supplier }] }
`],
    bad: [`
//- roles.yaml
{ kind: role-register, id: ROLES, title: Roles, roles: [{ id: ROLE-SUP, title: Supplier manager }] }
//- parties.yaml
kind: party-register
id: PARTIES
title: Parties
parties:
  - { id: SUP-MX, title: Mail relay, type: external-supplier, relationshipManager: ROLE-SUP }
//        ^^^^^^ supplier-uncontracted-or-expired uncontracted
  - { id: SUP-HALL, title: Data hall, type: external-supplier, relationshipManager: ROLE-SUP }
  - { id: SUP-VAULT, title: Vault, type: external-supplier }
//        ^^^^^^^^^ supplier-uncontracted-or-expired no-manager
//- contract-mx.yaml
{ kind: supplier-contract, id: CON-MX, title: Mail relay, status: draft, party: SUP-MX, validFrom: 2024-01-01 }
//- contract-hall.yaml
{ kind: supplier-contract, id: CON-HALL, title: Hall, status: approved, party: SUP-HALL, validTo: 2026-10-14 }
//                                                                                                ^^^^^^^^^^ supplier-uncontracted-or-expired expired
//- contract-vault.yaml
kind: supplier-contract
id: CON-VAULT
title: Vault
status: approved
party: SUP-VAULT
validTo: 2027-06-30
//       ^^^^^^^^^^ supplier-uncontracted-or-expired notice-due
noticePeriod: 6 months
`, `
//- catalogue.yaml
kind: service-catalogue
id: CAT
title: Service catalogue
services:
  - { id: SVC-LIS, title: Laboratory system, criticality: { level: critical, reason: Patients wait. }, dependsOn: [{ to: SVC-NET }, { to: SUP-SOFT, kind: soft }] }
  - { id: SVC-NET, title: Network, criticality: { level: medium, reason: Others can wait. }, dependsOn: [{ to: [SUP-A, SUP-B], need: 1 }] }
//- roles.yaml
{ kind: role-register, id: ROLES, title: Roles, roles: [{ id: ROLE-SUP, title: Supplier manager }] }
//- parties.yaml
kind: party-register
id: PARTIES
title: Parties
parties:
  - { id: SUP-A, title: Carrier A, type: external-supplier, relationshipManager: ROLE-SUP }
//        ^^^^^ supplier-uncontracted-or-expired uncontracted-critical
  - { id: SUP-B, title: Carrier B, type: external-supplier, relationshipManager: ROLE-SUP }
  - { id: SUP-SOFT, title: Maker of the laboratory system, type: external-supplier, relationshipManager: ROLE-SUP }
//        ^^^^^^^^ supplier-uncontracted-or-expired uncontracted
//- contract-b.yaml
{ kind: supplier-contract, id: CON-B, title: Carrier B, status: approved, party: SUP-B, validTo: 2026-09-30, noticeBy: 2026-12-01 }
//                                                                                               ^^^^^^^^^^ supplier-uncontracted-or-expired expired-critical
`],
  },
};

/** By the id of a party, the critical services that cannot do without it, directly or through other services. */
function servicesAtStake(model: Model): ReadonlyMap<string, readonly string[]> {
  const { graph } = readUnderpinning(model), found = new Map<string, string[]>();
  for (const service of currentOfType(model, 'service')) {
    if (text(fields(model.value(service), 'criticality'), 'level') !== 'critical') continue;
    for (const id of below(graph, service.id)) if (model.item(id)?.type === 'party') addTo(found, id, nameOf(service));
  }
  return found;
}

function below(graph: DependencyGraph, root: string): ReadonlySet<string> {
  const seen = new Set([root]);
  for (const id of seen) for (const dependency of graph.nodes.get(id)?.dependsOn ?? []) for (const to of dependency.to) seen.add(to);
  return seen;
}
