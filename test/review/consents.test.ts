import assert from 'node:assert/strict';
import { consentsOf } from '../../src/review/consents.js';
import type { Change, Weight } from '../../src/review/types.js';
import { ENGLISH, told } from '../../src/sms/language.js';
import { changeOf, checked, harbourWith, sample, small, type Checked } from './states.js';

type Told = readonly [id: string, more: Partial<Change> & { weight: Weight }];

/** Who must agree to changes, a line each: document, meaning, who, state, and why. */
function asked(before: Checked, after: Checked, ...told_: readonly Told[]): string[] {
  return consents(before, after, ...told_).map(({ artefact, meaning, who, state, because }) => `${artefact.id} ${meaning} by ${who.id}, ${state}: ${because.map(each => told(ENGLISH, each)).join('; ')}`);
}
function consents(before: Checked, after: Checked, ...changes: readonly Told[]): ReturnType<typeof consentsOf> {
  return consentsOf(changes.map(([id, more]) => changeOf(id, before.state, after.state, more)), before.state, after.state, after.control);
}

const ROLES = `
//- roles.yaml
kind: role-register
id: ROLES
title: Roles
people: [{ id: PER-A, title: Ada Vos }, { id: PER-B, title: Ben Ruis }]
roles:
  - { id: ROLE-MD, title: Director, topManagement: true, holders: [{ person: PER-A }] }
  - { id: ROLE-SD, title: Head of services, holders: [{ person: PER-B }] }
  - { id: ROLE-IM, title: Incident manager, holders: [{ person: PER-B, until: 2020-12-31 }, { person: PER-A, from: 2021-01-01 }] }
  - { id: ROLE-DESK, title: Desk, holders: [{ group: Shift leads }] }
  - { id: ROLE-SEC, title: Security }
`;
const SLA = `
//- customers.yaml
{ kind: customer-register, id: CUSTOMERS, title: Customers, customers: [{ id: CUS-A, title: Boreal, contacts: [{ name: J. Vermeer }] }, { id: CUS-B, title: Maas }] }
//- catalogue.yaml
{ kind: service-catalogue, id: CAT, title: Catalogue, version: 1, status: draft, owner: ROLE-SD, approver: ROLE-MD, services: [{ id: SVC-A, title: Mail, owner: ROLE-IM }] }
//- sla.yaml
kind: sla
id: SLA-A
title: SLA with Boreal
version: 1.0
status: approved
owner: ROLE-IM
approver: ROLE-SD
approvedOn: 2026-01-10
customers: [CUS-A]
services: [SVC-A]
targets:
  - { id: p2, title: Restoration of P2, metric: restoration-time, priority: P2, operator: at-most, value: 4, unit: hours }
agreedBy:
  - { party: CUS-A, name: J. Vermeer, on: 2026-01-12 }
//- approvals/old.yaml
{ kind: approval-record, id: APR-1, title: Agreed, artefact: SLA-A, version: 1.0, meaning: agreed, party: CUS-A, name: J. Vermeer, on: 2026-01-12, digest: "sms1:0000000000000000000000000000000000000000000000000000000000000000" }
`;
const P2: Told = ['SLA-A#p2', { weight: 'promise', direction: 'loosened', field: ['value'] }];

function smallWith(source: string, ...passages: readonly (readonly [string, string])[]): Promise<Checked> {
  return small(passages.reduce((text, [from, to]) => { assert.equal(text.split(from).length, 2, from); return text.replace(from, () => to); }, source));
}

describe('consents', () => {
  const base = ROLES + SLA, longer = ['value: 4, unit', 'value: 6, unit'] as const, next = ['version: 1.0\nstatus', 'version: 1.1\nstatus'] as const;
  const missing = (who: string, meaning: string, because: string): string => `SLA-A ${meaning} by ${who}, missing: ${because}`;
  const all = [missing('CUS-A', 'agreed', 'customer of the agreement (8.3.3)'), missing('ROLE-SD', 'approved', 'approver of the document'), missing('ROLE-IM', 'reviewed', 'owner of the document')];

  it('to a promise that was loosened: customer, approver and owner; what was agreed and approved before is about something else', async () => {
    const before = await small(base), found = consents(before, await smallWith(base, longer), P2);
    assert.deepEqual(asked(before, await smallWith(base, longer), P2), all);
    assert.deepEqual(found.map(({ who }) => who.persons), [['J. Vermeer'], ['Ben Ruis'], ['Ada Vos']]);
    assert.deepEqual(found.map(({ changes }) => changes), Array(3).fill(['SLA-A#p2 changed value']));
    assert.deepEqual(asked(before, await smallWith(base, longer, next), P2), all, 'with the next number, but the day of the last approval');
  });

  it('that are there: said anew in the document, or in records of this content', async () => {
    const before = await small(base), entry = ['name: J. Vermeer, on: 2026-01-12 }\n', 'name: J. Vermeer, on: 2026-01-12 }\n  - { party: CUS-A, name: K. Smit, on: 2026-06-02 }\n'] as const;
    const states = async (...passages: readonly (readonly [string, string])[]): Promise<string[]> => consents(before, await smallWith(base, longer, next, ...passages), P2).map(({ state }) => state);
    assert.deepEqual(await states(entry, ['approvedOn: 2026-01-10', 'approvedOn: 2026-06-01']), ['claimed', 'claimed', 'missing']);
    assert.deepEqual(consents(before, await smallWith(base, longer, next, entry), P2)[0]?.record, { id: 'SLA-A', file: 'sla.yaml', on: '2026-06-02', person: 'K. Smit' });
    assert.deepEqual(await states(['name: J. Vermeer, on: 2026-01-12 }\n', 'name: J. Vermeer, on: 2026-01-12 }\n  - { party: CUS-A, name: K. Smit, on: 2030-06-02 }\n']), ['missing', 'missing', 'missing'], 'nobody agreed in the future');
    const party = async (...entries: string[]): Promise<string | undefined> => (await states(['name: J. Vermeer, on: 2026-01-12 }\n', `name: J. Vermeer, on: 2026-01-12 }\n${entries.map(each => `  - { party: ${each} }\n`).join('')}`]))[0];
    assert.deepEqual(await Promise.all([party('CUS-A, name: K. Smit'), party('CUS-A, on: 2026-01-11'), party('CUS-A, name: K. Smit, on: 2026-01-12'), party('CUS-A, on: soon'), party('CUS-B, on: 2026-06-02')]), Array(5).fill('missing'), 'without a later day');
    assert.equal(await party('CUS-A, on: 2026-01-13', 'CUS-A'), 'claimed');
    const first = await smallWith(base, ['agreedBy:\n  - { party: CUS-A, name: J. Vermeer, on: 2026-01-12 }\n', '']), signed = await smallWith(base, longer, next);
    assert.equal(consents(first, signed, P2)[0]?.state, 'claimed', 'who had not agreed to anything before');
    const record = (more: string): readonly [string, string] => ['//- approvals/old.yaml', `//- approvals/new.yaml\n{ kind: approval-record, id: APR-2, title: New, artefact: SLA-A, version: 1.1, on: 2026-06-02, ${more} }\n//- approvals/old.yaml`];
    assert.deepEqual(await states(record('meaning: agreed, party: CUS-A, name: K. Smit')), ['claimed', 'missing', 'missing']);
    assert.deepEqual(await states(record('meaning: agreed, party: CUS-B, name: K. Smit')), ['missing', 'missing', 'missing']);
    assert.deepEqual(await states(record('meaning: approved, role: ROLE-IM, person: PER-A')), ['missing', 'missing', 'claimed'], 'whoever approves has reviewed; it is not the approver');
    assert.deepEqual(await states(record('meaning: reviewed, role: ROLE-SD, person: PER-B')), ['missing', 'missing', 'missing'], 'a review is no approval');
    assert.deepEqual(await states(record('meaning: approved, role: ROLE-SD, person: PER-A')), ['missing', 'contradicted', 'missing'], 'who did not hold the role');
  });

  it('to what is no change of the agreement: none of the customer, none to drafts', async () => {
    const before = await small(base), after = await smallWith(base, longer);
    const customers = (...changes: readonly Told[]): string[] => asked(before, after, ...changes).filter(line => line.includes('agreed by'));
    assert.deepEqual(customers(['SLA-A', { weight: 'content', field: ['owner'] }]), []);
    assert.deepEqual(customers(['SLA-A', { weight: 'content', field: ['supportGroup'] }]), []);
    assert.deepEqual(customers(['SLA-A#p2', { weight: 'content', direction: 'neutral', field: ['title'] }]), []);
    assert.equal(customers(['SLA-A', { weight: 'content', field: ['exceptions'] }]).length, 1);
    for (const weight of ['editorial', 'progress', 'record', 'attachment', 'lifecycle'] as const) assert.deepEqual(asked(before, after, ['SLA-A', { weight, field: ['changeSummary'] }]), []);
    const draft = await smallWith(base, ['status: approved', 'status: draft']);
    assert.deepEqual(asked(draft, await smallWith(base, ['status: approved', 'status: draft'], longer), P2), []);
    const claims = await smallWith(base, ['approvedOn: 2026-01-10', 'approvedOn: 2026-06-01']);
    assert.deepEqual(asked(draft, claims, ['SLA-A', { weight: 'lifecycle', direction: 'neutral', field: ['status'] }]),
      ['SLA-A approved by ROLE-SD, claimed: approver of the document', missing('ROLE-IM', 'reviewed', 'owner of the document')], 'a draft that is called approved');
  });

  it('of whoever approved and owned it until now as well', async () => {
    const before = await small(base), after = await smallWith(base, ['owner: ROLE-IM\napprover: ROLE-SD', 'owner: ROLE-DESK\napprover: ROLE-DESK']);
    assert.deepEqual(asked(before, after, ['SLA-A', { weight: 'content', field: ['owner'] }], ['SLA-A', { weight: 'content', field: ['approver'] }]), [
      missing('ROLE-DESK', 'approved', 'approver of the document; owner of the document'), missing('ROLE-SD', 'approved', 'approver of the document until this change'), missing('ROLE-IM', 'reviewed', 'owner of the document until this change'),
    ]);
    assert.deepEqual(consents(before, after, ['SLA-A', { weight: 'content', field: ['owner'] }])[0]?.who.persons, ['Shift leads']);
  });

  it('to an agreement that is gone or taken back, and to a customer who comes in', async () => {
    const before = await small(base), gone = await small(base.replace(/\/\/- sla\.yaml[\s\S]*?(?=\/\/- approvals)/, ''));
    assert.deepEqual(asked(before, gone, ['SLA-A', { weight: 'promise', act: 'removed', direction: 'loosened' }]), all);
    const back = await smallWith(base, ['status: approved', 'status: withdrawn']), record = ['//- approvals/old.yaml', '//- approvals/new.yaml\n{ kind: approval-record, id: APR-2, title: New, artefact: SLA-A, version: 1.0, on: 2026-06-02, meaning: withdrawn, role: ROLE-SD, person: PER-B }\n//- approvals/old.yaml'] as const;
    const ends: Told = ['SLA-A', { weight: 'lifecycle', field: ['status'] }];
    assert.deepEqual(asked(before, back, ends), all);
    assert.deepEqual(consents(before, await smallWith(base, ['status: approved', 'status: withdrawn'], record), ends).map(({ state }) => state), ['missing', 'claimed', 'missing']);
    const joined = await smallWith(base, ['customers: [CUS-A]', 'customers: [CUS-A, CUS-B]']);
    assert.deepEqual(asked(before, joined, ['SLA-A', { weight: 'promise', field: ['customers'] }]).slice(0, 2), [all[0], missing('CUS-B', 'agreed', 'customer of the agreement (8.3.3)')]);
  });

  it('to a service that ends, goes or promises less: the customers of its agreements, who have not agreed to that before', async () => {
    const before = await small(base), retired = await smallWith(base, ['title: Mail, owner', 'title: Mail, status: retired, owner']), gone = await smallWith(base, ['{ id: SVC-A, title: Mail, owner: ROLE-IM }', '']);
    assert.deepEqual(asked(before, retired, ['SVC-A', { weight: 'progress', field: ['status'] }]), [missing('CUS-A', 'agreed', 'the agreement names Mail (SVC-A), which is retired now')]);
    assert.deepEqual(asked(before, gone, ['SVC-A', { weight: 'promise', act: 'removed', direction: 'loosened' }]), [missing('CUS-A', 'agreed', 'the agreement names Mail (SVC-A), which is gone')]);
    const less: Told = ['SVC-A', { weight: 'promise', direction: 'loosened', field: ['availability'] }];
    assert.deepEqual(asked(before, before, less), [missing('CUS-A', 'agreed', 'the agreement names Mail (SVC-A), of which less is promised')]);
    assert.deepEqual(asked(before, before, ['SVC-A', { ...less[1], direction: 'tightened' }], ['SVC-A', { weight: 'content', field: ['description'] }]), []);
  });

  it('of the other party to a contract', async () => {
    const source = `${ROLES}
//- parties.yaml
{ kind: party-register, id: PARTIES, title: Parties, parties: [{ id: SUP-A, title: Carrier, type: external-supplier }] }
//- contract.yaml
{ kind: supplier-contract, id: CON-A, title: Contract, version: 1, status: approved, owner: ROLE-IM, approver: ROLE-SD, approvedOn: 2026-01-01, party: SUP-A, targets: [{ id: repair, metric: restoration-time, operator: at-most, value: 4, unit: hours }] }
`;
    const before = await small(source), after = await smallWith(source, ['value: 4', 'value: 8']);
    assert.deepEqual(asked(before, after, ['CON-A#repair', { weight: 'promise', direction: 'loosened', field: ['value'] }])[0], 'CON-A agreed by SUP-A, missing: other party to the agreement (8.3.4.1)');
  });

  const RACI = `${ROLES}
//- raci.yaml
kind: raci-matrix
id: RACI-INC
title: RACI of incident management
version: 1
status: approved
owner: ROLE-IM
approver: ROLE-SD
approvedOn: 2026-01-01
process: incident-management
processOwner: ROLE-IM
activities:
  - { id: log, title: Log, accountable: [ROLE-DESK], responsible: [ROLE-DESK], consulted: [ROLE-SEC] }
  - { id: lead, title: Lead, accountable: [ROLE-IM], responsible: [ROLE-IM], consulted: [ROLE-MD] }
//- procedure.md
---
kind: procedure
id: PROC-INC
title: Incident procedure
version: 1
status: approved
owner: ROLE-DESK
approver: ROLE-SD
approvedOn: 2026-01-01
process: incident-management
---
# Incident procedure
`;
  it('by the RACI matrix: to a row that changed', async () => {
    const before = await small(RACI), after = await smallWith(RACI, ['title: Log, accountable: [ROLE-DESK]', 'title: Log, accountable: [ROLE-MD]']);
    assert.deepEqual(asked(before, after, ['RACI-INC#log', { weight: 'content', field: ['accountable'] }]), [
      'RACI-INC approved by ROLE-DESK, missing: accountable for Log until this change (RACI)', 'RACI-INC approved by ROLE-MD, missing: accountable for Log (RACI)',
      'RACI-INC approved by ROLE-SD, missing: approver of the document', 'RACI-INC reviewed by ROLE-IM, missing: owner of the document', 'RACI-INC reviewed by ROLE-SEC, missing: to be consulted on Log (RACI)',
    ]);
    const without = await smallWith(RACI, ['  - { id: log, title: Log, accountable: [ROLE-DESK], responsible: [ROLE-DESK], consulted: [ROLE-SEC] }\n', '']);
    assert.ok(asked(before, without, ['RACI-INC#log', { weight: 'content', act: 'removed' }]).includes('RACI-INC approved by ROLE-DESK, missing: accountable for Log (RACI)'));
    const other = await smallWith(RACI, ['processOwner: ROLE-IM', 'processOwner: ROLE-SEC']);
    assert.deepEqual(asked(before, other, ['RACI-INC', { weight: 'content', field: ['processOwner'] }]).filter(line => line.includes('RACI)')), [
      'RACI-INC approved by ROLE-IM, missing: accountable for incident-management until this change (RACI); owner of the document', 'RACI-INC approved by ROLE-SEC, missing: accountable for incident-management (RACI)',
    ]);
  });

  it('by the RACI matrix: to a document that describes the process', async () => {
    const before = await small(RACI);
    assert.deepEqual(asked(before, before, ['PROC-INC', { weight: 'content' }]), [
      'PROC-INC approved by ROLE-IM, missing: accountable for incident-management (RACI)', 'PROC-INC approved by ROLE-SD, missing: approver of the document',
      'PROC-INC reviewed by ROLE-DESK, missing: owner of the document', 'PROC-INC reviewed by ROLE-MD, missing: to be consulted on Lead (RACI)', 'PROC-INC reviewed by ROLE-SEC, missing: to be consulted on Log (RACI)',
    ]);
    const whole = await sample(), found = asked(whole, whole, ['PROC-SUP', { weight: 'content' }]);
    assert.ok(found.some(line => /^PROC-SUP approved by ROLE-SUP, \w+: accountable for Supplier management and control of other parties \(RACI\); owner of the document$/.test(line)), found.join('\n'));
    assert.ok(found.some(line => /^PROC-SUP reviewed by ROLE-SEC, \w+: to be consulted on Select and contract suppliers \(RACI\)$/.test(line)), 'by the rows that the map of processes names');
  });

  it('to what is no longer looked at: whoever answers for it, and who approves the policy, else top management', async () => {
    const config = (off: string): string => `//- sms.yaml\nsms: 1\norganization: Example\ntimeZone: Europe/Amsterdam\n${off}`, off = 'rules: { doc-review-overdue: { off: true, reason: Not yet, owner: ROLE-IM, until: 2027-01-01 } }\n';
    const before = await small(config('') + ROLES), after = await small(config(off) + ROLES), relaxed: Told = ['sms.yaml', { weight: 'frame', direction: 'loosened', field: ['rules', 'doc-review-overdue', 'off'] }];
    assert.deepEqual(asked(before, after, relaxed), [
      'sms.yaml approved by ROLE-MD, missing: top management: this decides what is looked at', 'sms.yaml reviewed by ROLE-IM, missing: answers for how the rule doc-review-overdue is set',
    ]);
    assert.deepEqual(asked(before, after, ['sms.yaml', { ...relaxed[1], direction: 'tightened' }]), []);
    const whole = await sample(), found = asked(whole, whole, ['sms.yaml', { weight: 'frame', direction: 'changed', field: ['ignore'] }]);
    assert.deepEqual(found, ['sms.yaml approved by ROLE-MD, missing: approver of Service management policy (POLICY): this decides what is looked at']);
    const deviations = asked(whole, await checked(harbourWith({ 'registers/deviations.yaml': [['    owner: ROLE-NET\n    until: 2026-11-30', '    owner: ROLE-OPS\n    until: 2027-11-30']] })), ['DEV-001', { weight: 'frame', direction: 'loosened', field: ['until'] }]);
    assert.deepEqual(deviations, [
      'DEVIATIONS approved by ROLE-SD, missing: approver of the document', 'DEVIATIONS reviewed by ROLE-NET, missing: owner of Monitoring of hall B from outside (DEV-001) until this change',
      'DEVIATIONS reviewed by ROLE-OPS, missing: owner of Monitoring of hall B from outside (DEV-001)', 'DEVIATIONS reviewed by ROLE-SMM, missing: owner of the document',
    ]);
  });

  it('of roles that nobody knows are asked by the id that stands there', async () => {
    const before = await small(base), after = await smallWith(base, ['approver: ROLE-SD\napprovedOn', 'approver: ROLE-GONE\napprovedOn']);
    assert.deepEqual(consents(before, after, ['SLA-A', { weight: 'content', field: ['approver'] }]).find(({ who }) => who.id === 'ROLE-GONE')?.who, { id: 'ROLE-GONE', type: 'role', title: 'ROLE-GONE', persons: [] });
  });
});
