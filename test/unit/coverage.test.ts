import assert from 'node:assert/strict';
import { areas, coverage, families, integration, outsideClauses, type ClauseCoverage, type Element } from '../../src/evidence/coverage.js';
import { dayOfRecord } from '../../src/sms/expected.js';
import type { Finding } from '../../src/sms/types.js';
import { builtInKinds } from '../../src/sms/kinds.js';
import { leaves, views } from '../../src/sms/standard.js';
import type { CheckResult } from '../../src/session/session.js';
import { readMarked } from '../../src/rules/marked.js';
import { checkTexts, crashedIn } from '../support/sms.js';

/** Today is 2026-10-15; records are to be of the last 12 months. */
async function checked(source: string): Promise<CheckResult> {
  const { files, commits } = readMarked(source), result = await checkTexts(files, { commits });
  assert.deepEqual(crashedIn(result), []);
  return result;
}

async function covered(source: string): Promise<(id: string) => ClauseCoverage> {
  const all = coverage(await checked(source));
  return id => all.find(({ clause }) => clause.id === id) ?? assert.fail(id);
}

async function leaf(id: string, source: string): Promise<string> {
  const { state, reason } = (await covered(source))(id);
  return `${state}. ${reason}`;
}

const APPROVED = 'version: "1.0", status: approved, owner: ROLE-SMM, approver: ROLE-SD, approvedOn: 2026-02-02, effectiveFrom: 2026-02-02, reviewEvery: 12 months';
const scope = (fields: string): string => `\n//- scope.yaml\n{ kind: scope-statement, id: SCOPE, title: Scope, ${fields} }\n`;
const model = (fields: string): string => `\n//- model.yaml\n{ kind: request-model, id: RM, title: A mailbox, ${fields} }\n`;
const request = (id: string, day: string): string => `\n//- ${id}.yaml\n{ kind: service-request-record, id: ${id}, title: A mailbox, openedAt: "${day}T09:00:00+02:00" }\n`;
const log = (of: string, rest: string): string => `\n//- log.yaml\n{ kind: record-log, id: LOG, title: Log, of: ${of}, ${rest} }\n`;

describe('coverage of the clauses', () => {
  it('has the leaves in the order of the standard, and of an empty SMS all are missing', async () => {
    const all = coverage(await checked('//- notes.txt\nNothing yet.'));
    assert.deepEqual(all.map(({ clause }) => clause.id), leaves().map(({ id }) => id));
    assert.deepEqual([...new Set(all.map(({ state }) => state))], ['missing']);
    for (const { reason, evidence } of all) { assert.match(reason, /\.$/); assert.deepEqual(evidence, []); }
  });

  it('has for every leaf something that would show it', async () => {
    const all = coverage(await checked('//- a.md\n---\n{ kind: document, id: A, title: A }\n---\n'));
    assert.deepEqual(all.filter(({ elements }) => elements.length === 0).map(({ clause }) => clause.id), []);
  });

  describe('where documents only are expected (4.3)', () => {
    const cases: readonly [title: string, source: string, expected: string][] = [
      ['missing: none', '', 'missing. Scope of the service management system: there is none.'],
      ['missing: only one that was withdrawn', scope(APPROVED.replace('approved', 'withdrawn')), 'missing. Scope of the service management system: there is none.'],
      ['drafted: only a draft', scope('status: draft'), 'drafted. Scope of the service management system: not in force yet: SCOPE (draft).'],
      ['drafted: in review', scope('status: in-review'), 'drafted. Scope of the service management system: not in force yet: SCOPE (in review).'],
      ['drafted: approved, and not effective yet', scope(APPROVED.replace('effectiveFrom: 2026-02-02', 'effectiveFrom: 2026-11-01')), 'drafted. Scope of the service management system: not in force yet: SCOPE (from 2026-11-01).'],
      ['drafted: nobody says how it stands', scope('version: "1.0"'), 'drafted. Scope of the service management system: not in force yet: SCOPE (without a status).'],
      ['approved: the top', scope(APPROVED), 'approved. Scope of the service management system: SCOPE approved and in force.'],
      ['approved: one of two is enough, and the draft is told', `${scope(APPROVED)}//- next.yaml\n{ kind: scope-statement, id: NEXT, title: Scope to come, status: draft }\n`,
        'approved. Scope of the service management system: SCOPE approved and in force; not yet NEXT (draft).'],
      ['approved by claim: held elsewhere', scope(`${APPROVED}, content: [{ url: "https://intranet.example/scope" }]`), 'approved. Scope of the service management system: SCOPE approved by claim, held elsewhere.'],
      ['approved by claim: held elsewhere, and the card does not say how it stands', scope('content: [{ url: "https://intranet.example/scope" }]'), 'approved. Scope of the service management system: SCOPE approved by claim, held elsewhere.'],
      ['drafted: held elsewhere as a draft', scope('status: draft, content: [{ url: "https://intranet.example/scope" }]'), 'drafted. Scope of the service management system: not in force yet: SCOPE (draft).'],
      ['stale: a review is overdue', scope(APPROVED.replace('approvedOn: 2026-02-02', 'approvedOn: 2025-02-02')), 'stale. Scope of the service management system: review overdue: SCOPE (since 2026-02-02).'],
      ['stale: an approval is contradicted', `${scope(APPROVED)}//- approval.yaml
{ kind: approval-record, id: APR, title: Approval, artefact: SCOPE, version: "1.0", meaning: approved, role: ROLE-SD, person: PER-A, on: 2026-02-02, effectiveFrom: 2026-02-02, digest: "sms1:${'0'.repeat(64)}" }
`, 'stale. Scope of the service management system: approval contradicted: SCOPE.'],
      ['stale: changed under its version', `${scope(APPROVED)}//@ commit ada@example.org 2026-02-03${scope(`${APPROVED}, summary: Another one`)}`,
        'stale. Scope of the service management system: changed since it was approved: SCOPE.'],
    ];
    for (const [title, source, expected] of cases) it(title, async () => { assert.equal(await leaf('4.3', source), expected); });

    it('counts the version that an approval put into force while the next is written', async () => {
      const records = (status: string, version: string): string => scope(`version: "${version}", status: ${status}, owner: ROLE-SMM, approver: ROLE-SD`);
      assert.equal(await leaf('4.3', `${records('in-review', '2.0')}//- approval.yaml
{ kind: approval-record, id: APR, title: Approval, artefact: SCOPE, version: "1.0", meaning: approved, role: ROLE-SD, on: 2026-02-02, effectiveFrom: 2026-02-02 }
`), 'approved. Scope of the service management system: SCOPE in force in an earlier version while the next is written.');
    });
  });

  it('is as good as the worst of several documents, and names it (6.1.2)', async () => {
    const risks = `//- risks.yaml\n{ kind: risk-register, id: RISKS, title: Risks, ${APPROVED} }\n`, criteria = (fields: string): string => `//- criteria.yaml\n{ kind: risk-criteria, id: RC, title: Criteria, ${fields} }\n`;
    assert.equal(await leaf('6.1.2', risks), 'missing. Criteria for accepting risks and the approach to risks: there is none.');
    assert.equal(await leaf('6.1.2', risks + criteria('status: draft')), 'drafted. Criteria for accepting risks and the approach to risks: not in force yet: RC (draft).');
    assert.match(await leaf('6.1.2', risks + criteria(APPROVED)), /^approved\. /);
  });

  describe('where records only are expected (9.3, 10.1.2)', () => {
    const review = (on: string): string => `//- MR-${on}.yaml\n{ kind: management-review, id: MR-${on}, title: Review, on: ${on}, nextOn: 2026-10-01 }\n`;
    const cases: readonly [title: string, id: string, source: string, expected: string][] = [
      ['missing: none, though one is expected', '9.3', '', 'missing. Results of management reviews: nothing is recorded, and nothing says that there was no case.'],
      ['operating: one in the period', '9.3', review('2026-09-01'), 'operating. Results of management reviews: 1 record, of 2026-09-01.'],
      ['operating: several', '9.3', review('2025-09-01') + review('2026-09-01'), 'operating. Results of management reviews: 2 records from 2025-09-01 to 2026-09-01.'],
      ['stale: what was planned for then is no record of it', '9.3', review('2025-09-01'), 'stale. Results of management reviews: 1 record, of 2025-09-01, and none of the last 12 months.'],
      ['stale: the newest of several is too old', '9.3', review('2024-09-01') + review('2025-09-01'), 'stale. Results of management reviews: 2 records, the newest of 2025-09-01, and none of the last 12 months.'],
      ['operating: on the last day that counts', '9.3', review('2025-10-15'), 'operating. Results of management reviews: 1 record, of 2025-10-15.'],
      ['stale: no day says of when', '9.3', '//- MR.yaml\n{ kind: management-review, id: MR, title: Review }\n', 'stale. Results of management reviews: 1 record, which names no day up to today.'],
      ['stale: a day to come shows nothing', '9.3', review('2026-12-01'), 'stale. Results of management reviews: 1 record, which names no day up to today.'],
      ['no cases: a log that was left empty says so', '10.1.2', log('nonconformity', 'records: []'), 'no-cases. Nonconformities, actions and results: LOG says that there was none.'],
      ['missing: a log that says nothing is no declaration', '10.1.2', log('nonconformity', 'note: later'), 'missing. Nonconformities, actions and results: nothing could be read from LOG.'],
      ['missing: a table that is not there is no declaration', '10.1.2', log('nonconformity', 'table: { file: gone.csv }'), 'missing. Nonconformities, actions and results: nothing could be read from LOG.'],
      ['missing: a table without the column of ids is no declaration', '10.1.2', `${log('nonconformity', 'table: { file: nc.csv }')}//- nc.csv\nnumber,title\nNC-1,A gap\n`,
        'missing. Nonconformities, actions and results: nothing could be read from LOG.'],
      ['no cases: a table without rows', '10.1.2', `${log('nonconformity', 'table: { file: nc.csv }')}//- nc.csv\nid,title\n`, 'no-cases. Nonconformities, actions and results: LOG says that there was none.'],
      ['operating: records in a list', '10.1.2', log('nonconformity', 'records: [{ id: NC-1, title: A gap, detectedOn: 2026-03-01 }, { id: NC-2, title: Another, detectedOn: 2026-04-01 }]'),
        'operating. Nonconformities, actions and results: 2 records from 2026-03-01 to 2026-04-01.'],
      ['operating: records in a table', '10.1.2', `${log('nonconformity', 'table: { file: nc.csv }')}//- nc.csv\nid,title,detectedOn\nNC-1,A gap,2026-03-01\nNC-2,Another,2026-05-01\n`,
        'operating. Nonconformities, actions and results: 2 records from 2026-03-01 to 2026-05-01.'],
      ['stale: old records in a table', '10.1.2', `${log('nonconformity', 'table: { file: nc.csv }')}//- nc.csv\nid,title,detectedOn\nNC-1,A gap,2024-03-01\n`,
        'stale. Nonconformities, actions and results: 1 record, of 2024-03-01, and none of the last 12 months.'],
      ['operating: the period is that of sms.yaml', '9.3', `//- sms.yaml\nsms: 1\norganization: Example\ntimeZone: Europe/Amsterdam\nrecordsPeriod: 24 months\n${review('2025-09-01')}`, 'operating. Results of management reviews: 1 record, of 2025-09-01.'],
    ];
    for (const [title, id, source, expected] of cases) it(title, async () => { assert.equal(await leaf(id, source), expected); });
  });

  describe('where both are expected (8.6.2)', () => {
    const cases: readonly [title: string, source: string, expected: string][] = [
      ['missing: records without the document', request('SR-1', '2026-09-01'), 'missing. Instructions for fulfilling service requests: there is none.'],
      ['drafted: the document is a draft, whatever is recorded', model('status: draft') + request('SR-1', '2026-09-01'), 'drafted. Instructions for fulfilling service requests: not in force yet: RM (draft).'],
      ['approved: no record yet', model(APPROVED), 'approved. Instructions for fulfilling service requests: RM approved and in force. Service requests: nothing is recorded, and nothing says that there was no case.'],
      ['operating: records in the period', model(APPROVED) + request('SR-1', '2026-09-01'), 'operating. Service requests: 1 record, of 2026-09-01.'],
      ['no cases: an empty log', model(APPROVED) + log('service-request-record', 'records: []'), 'no-cases. Service requests: LOG says that there was none.'],
      ['stale: the records are old', model(APPROVED) + request('SR-1', '2024-09-01'), 'stale. Service requests: 1 record, of 2024-09-01, and none of the last 12 months.'],
      ['stale: the review of the document is overdue, whatever is recorded', model(APPROVED.replace('approvedOn: 2026-02-02', 'approvedOn: 2025-02-02')) + request('SR-1', '2026-09-01'),
        'stale. Instructions for fulfilling service requests: review overdue: RM (since 2026-02-02).'],
    ];
    for (const [title, source, expected] of cases) it(title, async () => { assert.equal(await leaf('8.6.2', source), expected); });
  });

  describe('where something is expected of each', () => {
    const catalogue = (services: string): string => `//- catalogue.yaml\n{ kind: service-catalogue, id: CAT, title: Catalogue, ${APPROVED}, services: [${services}] }\n`;
    const sla = (id: string, service: string, fields = APPROVED): string => `//- ${id}.yaml\n{ kind: sla, id: ${id}, title: Agreement, ${fields}, services: [${service}] }\n`;
    const A = '{ id: SVC-A, title: Mail }', B = '{ id: SVC-B, title: Files, status: live, type: customer-facing }', TITLE = 'Service level agreement';
    const document = async (source: string): Promise<string> => {
      const [element] = (await covered(source))('8.3.3').elements;
      assert.equal(element?.title, TITLE);
      return `${element.state}. ${element.reason}`;
    };

    it('names the services that nothing is there for; a service is live and for customers where nothing else is said', async () => {
      assert.equal(await document(catalogue(`${A}, ${B}`) + sla('SLA-A', 'SVC-A')), 'missing. nothing for SVC-B');
      assert.equal(await document(catalogue(`${A}, ${B}`)), 'missing. nothing for SVC-A and SVC-B');
    });
    it('is drafted where one of them has only a draft', async () => {
      assert.equal(await document(catalogue(`${A}, ${B}`) + sla('SLA-A', 'SVC-A') + sla('SLA-B', 'SVC-B', 'status: draft')), 'drafted. for SVC-B: not in force yet: SLA-B (draft)');
    });
    it('tells of all together where all stand alike', async () => {
      assert.equal(await document(catalogue(`${A}, ${B}`) + sla('SLA-A', 'SVC-A') + sla('SLA-B', 'SVC-B')), 'approved. SLA-A and SLA-B approved and in force');
    });
    it('expects nothing for services that are not live, or for no customers', async () => {
      const others = '{ id: SVC-B, title: Files, status: pipeline }, { id: SVC-C, title: Network, type: supporting }';
      assert.equal(await document(catalogue(`${A}, ${others}`) + sla('SLA-A', 'SVC-A')), 'approved. SLA-A approved and in force');
    });
    it('names the register that lists none, and claims nothing without one', async () => {
      assert.equal(await document(catalogue('{ id: SVC-C, title: Network, type: supporting }')), 'no-cases. CAT lists no live service for customers');
      assert.equal(await document('//- notes.txt\nNothing yet.'), 'missing. without a service catalogue nothing says whether there is a live service for customers');
    });

    const parties = (list: string): string => `//- parties.yaml\n{ kind: party-register, id: PARTIES, title: Parties, ${APPROVED}, parties: [${list}] }\n`;
    const EXTERNAL = '{ id: SUP-X, title: Carrier, type: external-supplier }', INTERNAL = '{ id: SUP-I, title: Own works, type: internal-supplier }';
    const performance = (id: string, party: string, to: string): string => `//- ${id}.yaml\n{ kind: supplier-performance, id: ${id}, title: Performance, party: ${party}, period: { from: 2024-01-01, to: ${to} } }\n`;

    it('asks of each clause on suppliers for its own kind of supplier', async () => {
      const of = await covered(parties(EXTERNAL) + performance('SP-X', 'SUP-X', '2026-09-30') + `//- con.yaml\n{ kind: supplier-contract, id: CON-X, title: Contract, ${APPROVED}, party: SUP-X }\n`);
      assert.deepEqual([of('8.3.4.1').state, of('8.3.4.1').reason], ['operating', 'Performance of the supplier and reviews of its contract or agreement: 1 record, of 2026-09-30.']);
      assert.deepEqual([of('8.3.4.2').state, of('8.3.4.2').reason.split(': ')[1]], ['no-cases', 'PARTIES lists no internal supplier or customer acting as supplier.']);
    });
    it('shows the clause on internal suppliers by none of the external ones, and the other way round', async () => {
      const of = await covered(parties(`${EXTERNAL}, ${INTERNAL}`) + performance('SP-X', 'SUP-X', '2026-09-30') + performance('SP-I', 'SUP-I', '2026-08-31'));
      assert.deepEqual(['8.3.4.1', '8.3.4.2'].map(id => of(id).evidence.map(({ id: evidence }) => evidence)), [['SP-X'], ['SP-I']]);
    });
    it('counts what is not known of an external supplier against the clause on those', async () => {
      const of = await covered(`${parties(EXTERNAL)}//- con.yaml\n{ kind: supplier-contract, id: CON-X, title: Contract, ${APPROVED}, party: SUP-X, validFrom: 2024-01-01 }\n//- sp.yaml
{ kind: supplier-performance, id: SP-X, title: Performance, party: SUP-X, on: 2024-09-30, results: [{ measure: Power, met: false }] }\n`);
      const rules = (id: string): readonly string[] => of(id).weighing.filter(({ rule }) => rule === 'supplier-performance-unmonitored').map(({ message }) => message);
      assert.deepEqual([[...rules('8.3.4.1')].sort(), rules('8.3.4.2'), rules('8.2.3.2')], [['miss-unanswered', 'overdue'], [], []]);
    });
    it('needs the role register for clause 5.3, whatever matrices there are', async () => {
      const raci = `//- raci.yaml\n{ kind: raci-matrix, id: RACI, title: RACI, ${APPROVED} }\n`;
      assert.match(await leaf('5.3', raci), /^missing\. Roles with/);
      assert.match(await leaf('5.3', `${raci}//- roles.yaml\n{ kind: role-register, id: ROLES, title: Roles, ${APPROVED} }\n`), /^approved\. /);
    });
    it('does not let records about one make up for those about another', async () => {
      const element = async (source: string): Promise<string> => { const found = (await covered(source))('8.3.4.1').elements.find(({ as, optional }) => as === 'retain' && !optional); return `${found?.state ?? ''}. ${found?.reason ?? ''}`; };
      const two = parties(`${EXTERNAL}, { id: SUP-Y, title: Data centre, type: external-supplier }, ${INTERNAL}`);
      assert.equal(await element(two + performance('SP-X', 'SUP-X', '2026-09-30')), 'missing. nothing for SUP-Y');
      assert.equal(await element(two + performance('SP-X', 'SUP-X', '2026-09-30') + performance('SP-Y', 'SUP-Y', '2024-09-30')), 'stale. for SUP-Y: 1 record, of 2024-09-30, and none of the last 12 months');
      assert.equal(await element(two + performance('SP-X', 'SUP-X', '2026-09-30') + log('supplier-performance', 'records: [{ id: SP-Y, title: P, party: SUP-Y, period: { from: 2026-07-01, to: 2026-08-31 } }]')),
        'operating. 2 records from 2026-08-31 to 2026-09-30');
      assert.equal(await element(two + performance('SP-X', 'SUP-X', '2026-09-30') + performance('SP-I', 'SUP-I', '2026-09-30')), 'missing. nothing for SUP-Y');
      assert.equal(await element(two + performance('SP-I', 'SUP-I', '2026-09-30') + performance('SP-X', 'SUP-X', '2024-09-30') + performance('SP-Y', 'SUP-Y', '2024-08-30')), 'stale. 2 records, the newest of 2024-09-30, and none of the last 12 months');
    });
    it('takes a table for all, for its rows are not told apart', async () => {
      const table = `${parties(`${EXTERNAL}`)}${log('supplier-performance', 'table: { file: sp.csv, columns: { id: id, title: title, party: party, period.to: until } }')}//- sp.csv\nid,title,party,until\nSP-1,P,SUP-X,2026-09-30\n`;
      const found = (await covered(table))('8.3.4.1').elements.find(({ as, optional }) => as === 'retain' && !optional);
      assert.equal(found?.state, 'operating');
    });
    it('asks each customer for reviews', async () => {
      const of = await covered(`//- customers.yaml\n{ kind: customer-register, id: CUSTOMERS, title: Customers, ${APPROVED}, customers: [{ id: CUS-A, title: Boreal }, { id: CUS-B, title: Maas }] }
//- review.yaml\n{ kind: service-review, id: REV-1, title: Review, customer: CUS-A, on: 2026-09-01 }\n`);
      const element = of('8.3.2').elements.find(({ title }) => title.startsWith('Reviews')) ?? assert.fail();
      assert.deepEqual([element.state, element.reason, element.evidence.map(({ id }) => id)], ['missing', 'nothing for CUS-B', ['REV-1']]);
    });
  });

  describe('what decides nothing, and what does without a row of the manifest', () => {
    it('does not ask for a case that need not be: complaints, major incidents', async () => {
      const of = await covered('//- INC-1.yaml\n{ kind: incident-record, id: INC-1, title: Mail, openedAt: "2026-09-01T09:00:00+02:00" }\n//- major.md\n'
        + `---\n{ kind: major-incident-procedure, id: PROC-MAJOR, title: Major incidents, ${APPROVED} }\n---\n`);
      const optional = of('8.6.1').elements.filter(element => element.optional);
      assert.deepEqual(optional.map(({ title, state }) => [title, state]), [['Report and review of a major incident', 'missing']]);
      assert.equal(of('8.6.1').state, 'operating');
    });
    it('asks for what need not be where it is all that would show the clause', async () => {
      assert.equal(await leaf('8.7.3.3', ''), 'missing. Information security incidents: nothing is recorded, and nothing says that there was no case.');
    });
    it('takes the kinds that show a clause', async () => {
      assert.equal(await leaf('5.3', ''), 'missing. Roles with their responsibilities, authorities and holders: there is none.');
      assert.equal(await leaf('5.3', `//- roles.yaml\n{ kind: role-register, id: ROLES, title: Roles, ${APPROVED} }\n`), 'approved. Roles with their responsibilities, authorities and holders: ROLES approved and in force.');
    });
    it('takes a kind of document for no record, though it holds what is retained', async () => {
      assert.equal(await leaf('8.4.3', `//- plan.yaml\n{ kind: capacity-plan, id: CAP, title: Capacity, ${APPROVED} }\n`), 'approved. Capacity requirements and capacity plan, with use and its analysis: CAP approved and in force.');
    });
    it('takes no nonconformity for what it goes against', async () => {
      const of = await covered('//- NC-1.yaml\n{ kind: nonconformity, id: NC-1, title: Nobody escalated, against: ["8.6.1"], clauses: ["8.7.1"], detectedOn: 2026-09-01 }\n');
      assert.deepEqual(['8.6.1', '8.7.1', '10.1.2'].map(id => of(id).evidence.map(({ id: evidence }) => evidence)), [[], ['NC-1'], ['NC-1']]);
    });
    it('counts what names a clause in its header', async () => {
      const of = await covered(`//- note.md\n---\n{ kind: document, id: DOC-A, title: Assets, clauses: ["8.2.5"], ${APPROVED} }\n---\n//- MSR.yaml\n{ kind: measurement, id: M-1, title: Use of storage, clauses: ["8.4.3"], measuredOn: 2026-09-01 }\n`);
      assert.deepEqual(of('8.2.5').elements.map(({ as, title, state }): [Element['as'], string, string] => [as, title, state]), [['maintain', 'What names this clause', 'approved'], ['retain', 'Asset register', 'missing']]);
      assert.deepEqual(of('8.4.3').elements.map(({ as, state }) => [as, state]), [['maintain', 'missing'], ['retain', 'operating']]);
    });
    it('shows clause 7.5 by how all documents are kept', async () => {
      const of = await covered(scope(APPROVED) + model('status: draft'));
      for (const id of ['7.5.1', '7.5.2', '7.5.3.1', '7.5.4']) {
        assert.equal(`${of(id).state}. ${of(id).reason}`, 'approved. Controlled documents: SCOPE approved and in force; not yet RM (draft).', id);
        assert.deepEqual(of(id).evidence.map(each => each.id), ['RM', 'SCOPE']);
      }
      // The retention schedule is expected besides.
      assert.match(`${of('7.5.3.2').state}. ${of('7.5.3.2').reason}`, /^missing\. Retention schedule: there is none\.$/);
    });
    it('lists evidence in the order of files, drafts too, and nothing that was withdrawn', async () => {
      const of = await covered(`${scope('status: draft')}//- a.yaml\n{ kind: scope-statement, id: OLD, title: Old, status: superseded }\n//- log.yaml\n{ kind: record-log, id: LOG, title: Log, of: incident-record, records: [] }\n`);
      assert.deepEqual(of('4.3').evidence.map(({ id }) => id), ['SCOPE']);
      assert.deepEqual(of('8.6.1').evidence.map(({ id }) => id), ['LOG']);
    });
  });

  describe('the suggested grade', () => {
    /** Rules that report what the test says, at the item that it says, in the clause that it says. */
    const plant = async (source: string, findings: readonly { rule: string; grade: 'major' | 'minor' | 'observation'; subject?: string; clauses?: string[] }[]): Promise<(id: string) => ClauseCoverage> => {
      const result = await checked(source), [pattern] = result.findings;
      assert.ok(pattern);
      const all = coverage({ ...result, findings: findings.map(({ rule, grade, subject, clauses = ['8.2.4'] }) => { const { subject: _, ...rest } = pattern; return { ...rest, rule, grade, clauses, ...(subject !== undefined && { subject }) }; }) });
      return id => all.find(({ clause }) => clause.id === id) ?? assert.fail(id);
    };
    const suggested = (of: (id: string) => ClauseCoverage, id = '8.2.4'): string | undefined => { const { suggestion } = of(id); return suggestion && `${suggestion.grade} (${suggestion.because}), ${String(suggestion.findings.length)}`; };
    const services = (count: number): string => `//- catalogue.yaml\n{ kind: service-catalogue, id: CAT, title: Catalogue, services: [${Array.from({ length: count }, (_, at) => `{ id: SVC-${at}, title: S }`).join(', ')}] }\n`;
    const minor = (subject: string, rule = 'x-rule') => ({ rule, grade: 'minor', subject }) as const;

    it('is none where nothing was found', async () => { assert.equal(suggested(await plant(services(1), [])), undefined); });
    it('is an observation for observations, however many', async () => {
      assert.equal(suggested(await plant(services(1), Array.from({ length: 5 }, () => ({ rule: 'x-rule', grade: 'observation' }) as const))), 'observation (observations only), 5');
    });
    it('is minor for a lapse or two', async () => {
      assert.equal(suggested(await plant(services(20), [minor('SVC-0')])), 'minor (one lapse), 1');
      assert.equal(suggested(await plant(services(20), [minor('SVC-0'), minor('SVC-1', 'y-rule')])), 'minor (2 lapses), 2');
    });
    it('is major for minor ones of three rules on one clause; what one rule finds in several places is one lapse', async () => {
      assert.equal(suggested(await plant(services(20), [minor('SVC-0'), minor('SVC-0', 'y-rule'), minor('SVC-1', 'z-rule')])), 'major (3 minor lapses of different sorts on one clause look like a system that fails), 3');
      assert.equal(suggested(await plant(services(20), [minor('SVC-0'), minor('SVC-1'), minor('SVC-2'), minor('SVC-3', 'y-rule')])), 'minor (2 lapses in 4 places), 4');
    });
    it('rests at the first clause of a finding alone; the others refer to it', async () => {
      const of = await plant(services(20), [{ ...minor('SVC-0'), clauses: ['9.4', '8.2.4'] }, { ...minor('SVC-1', 'y-rule'), clauses: ['9.4', '8.2.4'] }]);
      assert.equal(suggested(of, '9.4'), 'minor (2 lapses), 2');
      assert.deepEqual([suggested(of), of('8.2.4').elsewhere, of('8.2.4').findings.minor, of('9.4').elsewhere], [undefined, ['9.4'], 2, []]);
    });
    it('is no major one of a draft while the SMS is being built', async () => {
      const building = '//- sms.yaml\nsms: 1\norganization: E\ntimeZone: Europe/Amsterdam\nstage: building\n';
      const three = [minor('CAT'), minor('CAT', 'y-rule'), minor('CAT', 'z-rule')], draft = services(1).replace('title: Catalogue', 'title: Catalogue, status: draft');
      assert.match(suggested(await plant(building + draft, three)) ?? '', /^minor \(still being built/);
      assert.match(suggested(await plant(draft, three)) ?? '', /^major/);
      const of = await covered(building);
      assert.deepEqual(of('8.2.4').findings, { major: 0, minor: 0, observation: 0 });
    });
    it('leaves what names no clause of the standard to a list of its own', async () => {
      const result = await checked(services(1)), [pattern] = result.findings;
      assert.ok(pattern);
      const certification: Finding = { ...pattern, rule: 'certification-data-breach', grade: 'major', clauses: ['iso17021:9.6'] };
      assert.deepEqual(outsideClauses([{ ...certification, grade: 'minor', clauses: ['4.3', 'iso17021:9.6'] }, { ...certification, grade: 'observation' }, certification]).map(({ grade }) => grade), ['major', 'observation']);
    });
    it('is major where one rule speaks about a quarter of what there is, and not below', async () => {
      assert.equal(suggested(await plant(services(8), [minor('SVC-0'), minor('SVC-1')])), 'major (x-rule speaks about 2 of 8, a quarter or more), 2');
      assert.equal(suggested(await plant(services(9), [minor('SVC-0'), minor('SVC-1')])), 'minor (one lapse in 2 places), 2');
      assert.equal(suggested(await plant(services(8), [minor('SVC-0'), minor('SVC-1', 'y-rule')])), 'minor (2 lapses), 2');
      assert.equal(suggested(await plant(services(8), [minor('SVC-0'), minor('SVC-0')])), 'minor (one lapse in 2 places), 2');
      assert.equal(suggested(await plant(services(1), [minor('SVC-0')])), 'minor (one lapse), 1');
    });
    it('counts records in tables among what there is', async () => {
      const rows = Array.from({ length: 20 }, (_, at) => `INC-${at},Mail,2026-09-01 09:00`).join('\n');
      const source = `${services(1)}${log('incident-record', 'table: { file: log.csv }')}//- log.csv\nid,title,openedAt\n${rows}\n`;
      assert.equal(suggested(await plant(source, [minor('INC-0'), minor('INC-1')])), 'minor (one lapse in 2 places), 2');
      assert.equal(suggested(await plant(source.replace(/(INC-[4-9]|INC-1\d),.*\n/g, ''), [minor('INC-0'), minor('INC-1')])), 'major (x-rule speaks about 2 of 4, a quarter or more), 2');
    });
    it('is major for a major one, and is never less than the gravest', async () => {
      assert.equal(suggested(await plant(services(20), [{ rule: 'x-rule', grade: 'major' }, minor('SVC-0')])), 'major (one finding is major by itself), 1');
      assert.equal(suggested(await plant(services(20), [{ rule: 'x-rule', grade: 'major' }, { rule: 'x-rule', grade: 'major' }])), 'major (2 findings are major by themselves), 2');
    });
    it('counts a finding in each clause that it names, one on a branch in all leaves below', async () => {
      const of = await plant(services(1), [{ rule: 'x-rule', grade: 'minor', clauses: ['8.2.4', '8.5.1', 'iso27001:A.5'] }]);
      for (const id of ['8.2.4', '8.5.1.1', '8.5.1.2', '8.5.1.3']) assert.equal(of(id).findings.minor, 1, id);
      assert.equal(of('8.5.3').findings.minor, 0);
    });
    it('is major where what the standard asks for by name is absent altogether, though the finding is minor, and changes no finding', async () => {
      const of = await plant(services(1), [{ rule: 'mandatory-artefact-missing', grade: 'minor' }]);
      assert.equal(suggested(of), 'major (something that the standard asks for by name is absent altogether), 1');
      assert.deepEqual(of('8.2.4').findings, { major: 0, minor: 1, observation: 0 });
      assert.equal(suggested(await plant(services(1), [{ rule: 'mandatory-artefact-missing', grade: 'observation' }])), 'observation (observations only), 1');
    });
  });

  describe('the two audits', () => {
    it('name kinds and clauses that exist', () => {
      const known = new Set(builtInKinds.all().map(({ kind }) => kind)), ids = new Set(leaves().map(({ id }) => id));
      for (const { kinds: of } of views().stage1) for (const kind of of) assert.ok(known.has(kind), kind);
      for (const { clauses } of views().stage2) for (const id of clauses) assert.ok(ids.has(id), id);
      assert.deepEqual([views().stage1.length, views().stage2.length], [9, 8]);
      assert.deepEqual(views().pdca.flatMap(({ clauses }) => clauses), ['4', '5', '6', '7', '8', '9', '10']);
    });
    it('take the worst of a family, and the findings about it', async () => {
      const nine = families(await checked(`//- risks.yaml\n{ kind: risk-register, id: RISKS, title: Risks, ${APPROVED} }\n`));
      const risks = nine.find(({ title }) => title.startsWith('Risk register')) ?? assert.fail();
      assert.deepEqual([risks.state, risks.reason], ['missing', 'Criteria for accepting risks and the approach to risks: there is none.']);
      assert.ok(risks.findings.some(({ rule, args }) => rule === 'mandatory-artefact-missing' && args['row'] === 'risk-criteria'));
      assert.ok(risks.findings.some(({ artefact }) => artefact === 'RISKS'));
      const slas = families(await checked('//- cat.yaml\n{ kind: service-catalogue, id: CAT, title: Catalogue, services: [{ id: SVC-A, title: Mail }, { id: SVC-B, title: Files }] }\n//- sla.yaml\n{ kind: sla, id: SLA, title: Agreement, services: [SVC-A], status: draft }\n'))
        .find(({ title }) => title === 'Service level agreements');
      assert.deepEqual([slas?.state, slas?.reason], ['missing', 'Nothing for SVC-B.']);
    });
    it('take the worst clause of an area, but a document at its top lowers nothing', async () => {
      const result = await checked(`//- policy.md\n---\n{ kind: change-policy, id: POL, title: Policy, ${APPROVED} }\n---\n`
        + '//- CHG-1.yaml\n{ kind: change-record, id: CHG-1, title: Relay, recordedOn: 2026-09-01 }\n//- CHG-2.yaml\n{ kind: change-record, id: CHG-2, title: Relay, recordedOn: 2026-09-20 }\n'
        + '//- T.yaml\n{ kind: change-trend-report, id: T, title: Trends, on: 2026-09-30 }\n');
      const changes = areas(coverage(result), result).find(({ title }) => title === 'Changes');
      assert.deepEqual(changes?.clauses.map(({ state }) => state), ['approved', 'operating', 'operating']);
      assert.equal(changes.state, 'operating');
      assert.deepEqual(changes.remarks, ['Requests for change: the records begin on 2026-09-01; auditors want to see three months of operation at least.']);
    });
    it('count how incidents, problems, changes and configuration items name one another, each pair once', async () => {
      const result = await checked(`//- INC-1.yaml\n{ kind: incident-record, id: INC-1, title: Mail, problem: PRB-1 }\n//- INC-2.yaml\n{ kind: incident-record, id: INC-2, title: Mail, problem: PRB-1 }
//- PRB-1.yaml\n{ kind: problem-record, id: PRB-1, title: Queue, incidents: [INC-1] }\n//- CHG-1.yaml\n{ kind: change-record, id: CHG-1, title: Relay, cis: [CI-1] }
//- cis.yaml\n{ kind: ci-register, id: CIS, title: Items, items: [{ id: CI-1, title: Relay }] }\n`);
      assert.deepEqual(integration(result).map(({ from, to, pairs }) => [from, to, pairs]), [['incident', 'problem', 2], ['problem', 'change', 0], ['change', 'configuration item', 1]]);
    });
  });

  it('knows a record by its latest day up to today, never by a planned one', () => {
    const day = (data: unknown): string | undefined => dayOfRecord(data, '2026-10-15');
    assert.equal(day({ on: '2026-01-01', closedOn: '2026-03-01', nextOn: '2026-09-01', dueOn: '2026-09-02' }), '2026-03-01');
    assert.equal(day({ openedAt: '2026-01-01T10:00:00+01:00', closedAt: '2026-12-01T10:00:00+01:00' }), '2026-01-01');
    assert.equal(day({ period: { from: '2026-01-01', to: '2026-03-31' } }), '2026-03-31');
    assert.equal(day({ entries: [{ on: '2026-01-01' }, { deeper: { checkedOn: '2026-02-01' } }], title: 'on 2026-05-01' }), '2026-02-01');
    assert.equal(day({ on: '2026-02-30' }), undefined);
    assert.equal(day('2026-01-01'), undefined);
  });
});
