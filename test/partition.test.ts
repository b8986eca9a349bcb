import assert from 'node:assert/strict';
import { checkTexts, openTexts } from './support/sms.js';
import { textsUnder } from './support/folders.js';

/**
 * One defect, one finding: the partition of the rules, walked over the sample, which is clean. Each row plants one defect and names the one
 * finding that speaks; its neighbours are silent.
 */
const CATALOGUE = 'catalogue/services.yaml', BOREAL = 'agreements/sla-boreal.yaml', MATRIX = 'agreements/priority-matrix.yaml', RACI = 'processes/incident/raci.yaml';
const ROLES = 'registers/roles.yaml', RISKS = 'risks/register.yaml', CRITERIA = 'risks/criteria.yaml', SCOPE = 'scope.yaml', POLICY = 'policies/service-management-policy.md';
const INCIDENT = 'processes/incident/procedure.md', DEVIATIONS = 'registers/deviations.yaml';

const rows: [defect: string, file: string, from: string | RegExp, to: string, finding: string][] = [
  ['1: a header field is empty', SCOPE, 'approver: ROLE-MD', 'approver:', 'doc-control-block-missing missing'],
  ['1, not field-unknown as well: the field is misspelt', SCOPE, 'approver: ROLE-MD', 'aprover: ROLE-MD', 'field-unknown suggestion'],
  ['2: approved without a day', SCOPE, /approvedOn: .*\n/, '', 'doc-approval-invalid undated'],
  ['2, not 3: the day of approval lies ahead', SCOPE, 'approvedOn: 2026-02-12', 'approvedOn: 2026-12-12', 'doc-approval-invalid future'],
  ['3: the review is overdue', SCOPE, 'reviewedOn: 2026-02-10', 'reviewedOn: 2025-02-10', 'doc-review-overdue overdue'],
  ['6: an id twice; references to it are not reported', CATALOGUE, 'title: Managed workplace', 'title: Managed workplace\n    aliases: [SVC-MAIL]', 'doc-duplicate-id'],
  ['7: a mention of nothing', INCIDENT, '\n## ', '\nSee RSK-999.\n\n## ', 'ref-unresolved-or-obsolete unknown'],
  ['7: a link to no file', INCIDENT, '\n## ', '\nSee [the form](form.md).\n\n## ', 'ref-unresolved-or-obsolete file-missing'],
  ['8: a clause that is none', SCOPE, 'classification: public', 'clauses: [4.9]', 'clause-tag-unknown'],
  ['9: the standard by a wrong name', INCIDENT, '\n## ', '\nThis follows ISO 20001.\n\n## ', 'standard-reference-misnamed'],
  ['10: a placeholder in an approved text', INCIDENT, '\n## ', '\nTODO: name the numbers.\n\n## ', 'placeholder-text-in-approved'],
  ['17: the scope names no organization', SCOPE, 'organization: Harbour Managed Services B.V.', 'organization:', 'scope-service-or-organization-missing missing'],
  ['7, not 18: the scope names an unknown service', SCOPE, '  - SVC-MON\n', '  - SVC-MONI\n', 'ref-unresolved-or-obsolete unknown|scope-catalogue-mismatch left-out'],
  ['18: a live service is left out of the scope', SCOPE, '  - SVC-MON\n', '', 'scope-catalogue-mismatch left-out'],
  ['19: the boundary is vague', SCOPE, 'statement: >-\n', 'statement: >-\n  Harbour works for every customer, and delivers worldwide.\n', 'scope-boundary-vague'],
  ['20: a requirement is excluded', SCOPE, 'statement: >-\n', 'statement: >-\n  Clause 8.5.3 is not applicable.\n', 'scope-excludes-requirement'],
  ['24, not 41: the owner of a service is unknown', CATALOGUE, 'owner: ROLE-MAIL', 'owner: ROLE-NOBODY', 'role-unknown-or-vacant unresolved'],
  ['24: a role is vacant', ROLES, 'holders: [{ person: PER-LM, from: 2024-01-01 }]', 'holders: [{ person: PER-LM, from: 2024-01-01, until: 2026-09-30 }]', 'role-unknown-or-vacant vacant'],
  ['26, not 27: nobody is accountable', RACI, 'title: Log the incident, accountable: [ROLE-DESKLEAD]', 'title: Log the incident, accountable: []', 'raci-not-exactly-one-accountable missing'],
  ['26: two are accountable', RACI, 'title: Log the incident, accountable: [ROLE-DESKLEAD]', 'title: Log the incident, accountable: [ROLE-DESKLEAD, ROLE-IM]', 'raci-not-exactly-one-accountable several'],
  ['24, not 26: the accountable role is unknown', RACI, 'title: Log the incident, accountable: [ROLE-DESKLEAD]', 'title: Log the incident, accountable: [ROLE-DESKLAED]', 'role-unknown-or-vacant unresolved'],
  ['28: another party is accountable', RACI, 'accountable: [ROLE-HOST], responsible: [ROLE-LABSOFT]', 'accountable: [ROLE-LABSOFT], responsible: [ROLE-LABSOFT]', 'accountability-given-away'],
  ['30: a risk without its impact on customers', RISKS, /    customerImpact: Boreal receives no orders.*\n/, '', 'risk-register-incomplete missing'],
  ['31, not 33: no appetite', CRITERIA, /appetite: .*\n/, '', 'risk-criteria-missing missing'],
  ['31, not 32: the bands leave a product open', CRITERIA, 'level: moderate, from: 5, to: 9', 'level: moderate, from: 5, to: 8', 'risk-criteria-missing gap'],
  ['32: a score that is no product', RISKS, '    likelihood: 2\n    consequence: 4\n', '    likelihood: 2\n    consequence: 4\n    score: 9\n', 'risk-score-inconsistent score'],
  ['34: an action is past its day', RISKS, 'due: 2026-12-01\n        status: in-progress', 'due: 2026-09-01\n        status: in-progress', 'risk-unattended'],
  ['34: a risk without owner', RISKS, '    owner: ROLE-MAIL\n    existingControls', '    existingControls', 'risk-unattended missing'],
  ['41: a service without outcomes', CATALOGUE, /    intendedOutcomes:\n      - New staff.*\n      - A lost.*\n/, '', 'catalogue-field-missing missing'],
  ['42: a dependency on nothing', CATALOGUE, 'dependsOn:\n      - to: SVC-IAM\n      - { to: SUP-DEVICE', 'dependsOn:\n      - to: SVC-IAMM\n      - { to: SUP-DEVICE', 'catalogue-dependency-unresolved unknown'],
  ['42: a dependency on itself', CATALOGUE, 'dependsOn:\n      - to: SVC-IAM\n      - { to: SUP-DEVICE', 'dependsOn:\n      - to: SVC-WORK\n      - { to: SUP-DEVICE', 'catalogue-dependency-unresolved self'],
  ['46: no criticality', CATALOGUE, /    criticality: \{ level: medium, reason: One workplace.*\n/, '', 'service-criticality-or-requirements-missing missing'],
  ['53, not 58: a target without a value', BOREAL, '    value: 15\n', '', 'sla-target-not-measurable parts'],
  ['58, not 53: a target without a source', BOREAL, /    source: \{ system: Service desk, query: Report on response times per customer.*\n/, '', 'sla-clock-or-source-undefined parts'],
  ['54: a promise that nobody can measure', BOREAL, 'title: Response to priority 1 incidents', 'title: Prompt response to priority 1 incidents', 'sla-unmeasurable-wording'],
  ['55, not 7: an SLA about an unknown service', BOREAL, 'SVC-ERP, SVC-BACKUP]', 'SVC-ERP, SVC-BACKUP, SVC-NOTHING]', 'sla-service-unknown unresolved'],
  ['56: no exceptions', BOREAL, /exceptions:\n(?:  .*\n)+/, '', 'sla-workload-or-exceptions-missing missing'],
  ['57, not 43: nobody agreed', BOREAL, /agreedBy:\n(?:  .*\n)+/, '', 'sla-not-agreed-or-expired missing'],
  ['57, not 3: the agreement ran out', BOREAL, 'validTo: 2028-02-29', 'validTo: 2026-02-28', 'sla-not-agreed-or-expired expired'],
  ['59: a cell of the matrix is missing', MATRIX, 'minor: { high: P3, medium: P4, low: P4 }', 'minor: { high: P3, medium: P4 }', 'sla-priority-matrix-incomplete'],
  ['60: no rule for competing priorities', MATRIX, /tieBreak: >-\n(?:  .*\n)+previously/, 'previously', 'sla-no-tiebreak-between-customers'],
  ['61: a promise above what the parts can carry', BOREAL, /(id: erp-availability[^]*?effectiveFrom: )2025-03-01([^]*?value: 99\.9)\n/, '$12026-10-01$29\n', 'sla-availability-exceeds-composite'],
  ['42, not 61: the graph is broken', CATALOGUE, '      - to: SVC-IAM\n      - to: SVC-VIRT\n', '      - to: SVC-IAMM\n      - to: SVC-VIRT\n', 'catalogue-dependency-unresolved unknown'],
  ['11: the policy is withdrawn', POLICY, 'status: approved', 'status: withdrawn', 'mandatory-artefact-missing missing|ref-unresolved-or-obsolete obsolete|ref-unresolved-or-obsolete obsolete|ref-unresolved-or-obsolete obsolete'],
  ['12, not 11: the policy is a draft', POLICY, 'status: approved', 'status: draft', 'evidence-clause-empty only-drafts'],
  ['24, not 1: the approver is unknown', SCOPE, 'approver: ROLE-MD', 'approver: ROLE-NOBODY', 'role-unknown-or-vacant unresolved'],
  ['30: no risk of a class', RISKS, /category: organization/g, 'category: continuity', 'risk-register-incomplete class-missing'],
  ['33: a risk above the appetite that nobody accepted', RISKS, /    acceptance:[\s\S]*?\n(?=    [a-z])/, '', 'risk-above-appetite-not-accepted'],
  ['42: an entry without a value', CATALOGUE, 'dependsOn:\n      - to: SVC-IAM\n      - { to: SUP-DEVICE', 'dependsOn:\n      - to:\n      - { to: SUP-DEVICE', 'catalogue-dependency-unresolved empty'],
  ['42: an id in other letters', CATALOGUE, 'dependsOn:\n      - to: SVC-IAM\n      - { to: SUP-DEVICE', 'dependsOn:\n      - to: svc-iam\n      - { to: SUP-DEVICE', 'catalogue-dependency-unresolved case'],
  ['43: a service in no agreement', BOREAL, 'services: [SVC-MAIL, SVC-WORK, SVC-ERP, SVC-BACKUP]', 'services: [SVC-MAIL, SVC-WORK, SVC-ERP]', 'catalogue-service-without-sla'],
  ['46: an SLA without requirements', BOREAL, /basedOn: .*\n/, '', 'service-criticality-or-requirements-missing missing'],
  ['53: a stated downtime contradicts its percentage', BOREAL, '    warningAt: 0.75\n', '    downtime: { value: 2, unit: hours, per: calendar-month }\n', 'sla-target-not-measurable downtime-mismatch'],
  ['53, not the field as well: a value with a comma', BOREAL, 'value: 15\n', 'value: 15,5\n', 'field-invalid type'],
  ['55: a target about an unknown service', BOREAL, '    services: [SVC-MAIL]\n', '    services: [SVC-NONE]\n', 'sla-service-unknown unresolved'],
  ['58: two clocks in one text', BOREAL, 'title: Response to priority 1 incidents', 'title: Response within 15 minutes during business hours, round the clock', 'sla-clock-or-source-undefined two-clocks'],
  ['the engine: a slip hides nothing else', ROLES, 'title: Managing director', 'title: Managing: director', 'yaml-syntax colon'],
  ['the engine: an unread file is no absent file', CATALOGUE, 'kind: service-catalogue', 'kind: service-catalog', 'kind-unknown unknown'],
  ['the engine: a section is missing', POLICY, /\n## Purpose\n/, '\n## Aim of it\n', 'section-missing'],
  ['the engine: a deviation ran out, and what it accepted counts again', DEVIATIONS, 'until: 2027-01-31', 'until: 2026-09-30', 'deviation-expired expired|doc-approval-invalid self'],
  ['the engine: a deviation is no longer needed', DEVIATIONS, 'at: DOC-ONCALL', 'at: PROC-INC', 'deviation-unused unused|doc-approval-invalid self'],
];

describe('one defect, one finding', () => {
  // Each defect here changes an approved text, which is a defect of its own: its records and rule 4 are left out.
  const sample = new Map([...textsUnder('samples/harbour')].filter(([file]) => !file.startsWith('approvals/')));
  // With a history, so that no rule waits for one.
  const commits = [{ email: 'import@harbour.example', day: '2026-10-01', files: sample }];
  let check: Awaited<ReturnType<typeof openTexts>>;
  before(async () => { check = await openTexts(sample, { commits }); });
  it('11, not 12 or 17: the scope is not there', async () => {
    const { findings } = await checkTexts(new Map([...sample].filter(([name]) => name !== SCOPE)));
    assert.deepEqual(findings.filter(({ rule }) => rule !== 'ref-unresolved-or-obsolete').map(({ rule, message }) => `${rule} ${message}`), ['mandatory-artefact-missing missing']);
  });
  for (const [defect, file, from, to, finding] of rows) {
    it(defect, async () => {
      const text = sample.get(file) ?? '';
      const changed = text.replace(from, to);
      assert.notEqual(changed, text, 'the defect is planted');
      const findings = (await check(new Map([[file, changed]]))).findings.filter(({ rule }) => rule !== 'doc-changed-without-version');
      const found = findings.map(({ rule, message }) => `${rule} ${message}`).sort();
      const expected = finding.split('|').sort();
      assert.deepEqual(found.map((f, at) => (expected[at]?.includes(' ') ? f : f.split(' ')[0])), expected);
    });
  }
});
