import type { Defect } from './defect.js';

const MAIL_JULY = 'records/availability/AM-MAIL-2026-07.yaml', MAIL_AUGUST = 'records/availability/AM-MAIL-2026-08.yaml';
const ERP_AUGUST = 'records/availability/AM-ERP-2026-08.yaml', ERP_SEPTEMBER = 'records/availability/AM-ERP-2026-09.yaml';
const LIS_AUGUST = 'records/availability/AM-LIS-2026-08.yaml', LIS_SEPTEMBER = 'records/availability/AM-LIS-2026-09.yaml', NET = 'records/availability/AM-NET-2026-Q3.yaml';
const AVAILABILITY = 'plans/availability.yaml', CONTINUITY = 'plans/continuity.yaml', CATALOGUE = 'catalogue/services.yaml', SLA_LIS = 'agreements/sla-maaslab-lis.yaml';
const TEST_2025 = 'records/tests/CT-2025-2.yaml', TEST_MAY = 'records/tests/CT-2026-1.yaml', TEST_JUNE = 'records/tests/CT-2026-2.yaml';
const POLICY = 'policies/information-security-policy.md', RISKS = 'risks/security.yaml', CONTROLS = 'registers/security-controls.yaml', CERTIFICATION = 'certification/certification.yaml';
const NOT_MONITORED = 'availability-not-monitored-or-investigated', ASSESSMENT = 'assurance-risk-assessment-overdue', TESTS = 'continuity-test-missing-or-overdue';
const RESULT = 'continuity-test-result-unused', SECURITY = 'security-policy-or-control-gap', DATES = 'certification-data-breach';
const CERTIFIED = 'The service management system of Harbour Managed Services B.V. that supports the delivery of';
const PLAN_NAMED = { from: 'plan: CONTINUITY-PLAN\n', to: '' };

/** Clauses 8.7 and the certificate. What stands here changes records and what is no content of documents, so that no approval is voided as well. */
export const defects: readonly Defect[] = [
  {
    title: 'An outage of mail that nobody looked into',
    change: [{
      file: MAIL_AUGUST, to: '',
      from: '    investigation: Sessions that nobody ended were kept for 90 days; they are now kept for 14, and the disk has an alarm at 70 %. Nobody had called by 06:58.\n',
    }],
    expect: [{ rule: NOT_MONITORED, message: 'outage-not-investigated', file: MAIL_AUGUST, line: '- from: 2026-08-20T06:41:00+02:00', at: '2026-08-20T06:41:00+02:00' }],
  },
  {
    title: 'The outage of the harvest weekend names no problem',
    change: [{ file: ERP_AUGUST, from: '    problem: PRB-123\n', to: '' }],
    expect: [{ rule: NOT_MONITORED, message: 'outage-not-investigated', file: ERP_AUGUST, line: '- from: 2026-08-15T23:38:00+02:00', at: '2026-08-15T23:38:00+02:00' }],
  },
  {
    title: 'Downtime without an outage and without an investigation',
    change: [{ file: MAIL_JULY, from: 'unplannedMinutes: 0\nvalue: 100\n', to: 'unplannedMinutes: 30\nvalue: 99.933\n' }],
    expect: [{ rule: NOT_MONITORED, message: 'downtime-not-investigated', file: MAIL_JULY, line: 'unplannedMinutes: 30', at: '30' }],
  },
  {
    title: 'A month below its target, and nobody says why',
    change: [{ file: ERP_SEPTEMBER, from: 'unplannedMinutes: 0\nvalue: 100\n', to: 'value: 99.1\n' }],
    expect: [{ rule: NOT_MONITORED, message: 'miss-not-investigated', file: ERP_SEPTEMBER, line: 'value: 99.1', at: '99.1' }],
  },
  {
    title: 'An availability that does not follow from its minutes',
    change: [{ file: LIS_AUGUST, from: 'value: 99.982\n', to: 'value: 99.999\n' }],
    expect: [{ rule: NOT_MONITORED, message: 'value-wrong', file: LIS_AUGUST, line: 'value: 99.999', at: '99.999' }],
  },
  {
    title: 'A measurement of no service',
    change: [{ file: NET, from: 'service: SVC-NET\n', to: '' }],
    expect: [{ rule: NOT_MONITORED, message: 'missing', file: NET, line: 'id: AM-NET-2026-Q3', at: 'AM-NET-2026-Q3' }],
  },
  {
    title: 'Nobody measures the target of the laboratory system any more',
    change: [
      { file: LIS_AUGUST, from: 'targets: [SLA-MAASLAB-LIS#lis-availability]\n', to: '' },
      { file: LIS_SEPTEMBER, from: 'targets: [SLA-MAASLAB-LIS#lis-availability]\n', to: '' },
    ],
    expect: [{ rule: NOT_MONITORED, message: 'not-measured', file: SLA_LIS, line: '- id: lis-availability', at: 'lis-availability' }],
  },
  {
    title: 'The only monitor of the order system is planned',
    change: [{
      file: AVAILABILITY, from: 'status: in-operation\n    since: 2025-03-01', to: 'status: planned\n    since: 2027-03-01',
    }],
    expect: [{ rule: NOT_MONITORED, message: 'not-watched', file: CATALOGUE, line: '- id: SVC-ERP', at: 'SVC-ERP' }],
  },
  {
    title: 'Risks to availability were not assessed for more than half a year',
    change: [{ file: AVAILABILITY, from: '  - on: 2026-09-10', to: '  - on: 2026-01-10' }],
    expect: [{ rule: ASSESSMENT, message: 'overdue', file: AVAILABILITY, line: '- on: 2026-03-12', at: '2026-03-12' }],
  },
  {
    title: 'Assessments of the risks to continuity lie ahead',
    change: [{ file: CONTINUITY, from: '  - on: 2026-09-10', to: '  - on: 2026-12-10' }, { file: CONTINUITY, from: '  - on: 2026-03-11', to: '  - on: 2027-03-11' }],
    expect: [{ rule: ASSESSMENT, message: 'ahead', file: CONTINUITY, line: '- on: 2026-12-10', at: '2026-12-10' }],
  },
  {
    title: 'Risks to information were not assessed for more than half a year',
    change: [{ file: RISKS, from: '  - on: 2026-09-08', to: '  - on: 2026-01-08' }],
    expect: [{ rule: ASSESSMENT, message: 'overdue', file: RISKS, line: '- on: 2026-03-10', at: '2026-03-10' }],
  },
  {
    title: 'Nobody owns a risk to information',
    change: [{ file: RISKS, from: '    owner: ROLE-HOST\n', to: '' }],
    expect: [{ rule: 'risk-unattended', message: 'missing', file: RISKS, line: '- id: RSK-102', at: 'RSK-102' }],
  },
  {
    title: 'Both tests of the year are gone',
    change: [{ file: TEST_MAY, ...PLAN_NAMED }, { file: TEST_JUNE, ...PLAN_NAMED }],
    expect: [{ rule: TESTS, message: 'overdue', file: CONTINUITY, line: 'testEvery: 6 months', at: '6 months' }],
  },
  {
    title: 'The continuity plan was never tested',
    change: [{ file: TEST_2025, ...PLAN_NAMED }, { file: TEST_MAY, ...PLAN_NAMED }, { file: TEST_JUNE, ...PLAN_NAMED }],
    expect: [{ rule: TESTS, message: 'never', file: CONTINUITY, line: 'id: CONTINUITY-PLAN', at: 'CONTINUITY-PLAN' }],
  },
  {
    title: 'A test without a result',
    change: [{ file: TEST_JUNE, from: 'result: passed\n', to: '' }],
    expect: [{ rule: RESULT, message: 'no-result', file: TEST_JUNE, line: 'id: CT-2026-2', at: 'CT-2026-2' }],
  },
  {
    title: 'A test that nobody reviewed',
    change: [{ file: TEST_MAY, from: '  on: 2026-06-04\n', to: '' }],
    expect: [{ rule: RESULT, message: 'no-review', file: TEST_MAY, line: 'id: CT-2026-1', at: 'CT-2026-1' }],
  },
  {
    title: 'What went wrong in the switch of the halls leads to nothing',
    change: [{ file: TEST_MAY, from: '    improvement: IMP-015\n', to: '' }],
    expect: [{ rule: RESULT, message: 'not-taken-up', file: TEST_MAY, line: '- id: told-late', at: 'told-late' }],
  },
  {
    title: 'A test failed, and no deficiency is named',
    change: [{ file: TEST_2025, from: 'result: passed\n', to: 'result: failed\n' }],
    expect: [{ rule: RESULT, message: 'no-deficiency', file: TEST_2025, line: 'result: failed', at: 'failed' }],
  },
  {
    title: 'A test changes the plan, and the plan stays as it was',
    change: [{ file: TEST_MAY, from: 'on: 2026-05-23\n', to: 'on: 2026-06-25\n' }],
    expect: [{ rule: RESULT, message: 'plan-not-revised', file: TEST_MAY, line: 'changesPlan: true', at: 'true' }],
  },
  {
    title: 'The plan was used in earnest, and nobody reported on it',
    change: [{ file: TEST_JUNE, from: 'type: switch-over\n', to: 'type: invocation\n' }],
    expect: [{ rule: RESULT, message: 'no-report', file: TEST_JUNE, line: 'id: CT-2026-2', at: 'CT-2026-2' }],
  },
  {
    title: 'Suppliers were not told about the security policy',
    change: [{ file: POLICY, from: '  - { to: suppliers, audience: All nine suppliers, channel: Letter of ROLE-SUP with a copy to sign, on: 2026-04-09 }\n', to: '' }],
    expect: [{ rule: SECURITY, message: 'not-told', file: POLICY, line: 'id: SECURITY-POLICY', at: 'SECURITY-POLICY' }],
  },
  {
    title: 'The effect of a control was not checked in half a year',
    change: [{ file: CONTROLS, from: 'reviewedOn: 2026-07-14', to: 'reviewedOn: 2026-01-14' }],
    expect: [{
      rule: SECURITY, message: 'review-overdue', file: CONTROLS, at: '2026-01-14',
      line: '- { id: CTL-03, title: Copy of backups that nobody can change for 35 days, references: ["iso27001:A.8.13"], risks: [RSK-004, RSK-005], services: [SVC-BACKUP], decision: use, '
        + 'reason: REQ-BACKUP-01 and the conditions of the insurers, decidedOn: 2025-12-18, decidedBy: ROLE-MD, owner: ROLE-PLAT, status: in-operation, agreedWith: [SUP-VAULT], '
        + 'monitoring: A file is read back each night, reviewEvery: 6 months, reviewedOn: 2026-01-14, effect: "Restore of 2 TB in 5 h 10 min; an attempt to delete was refused" }',
    }],
  },
  {
    title: 'The certificate is printed with too late an end',
    change: [{ file: CERTIFICATION, from: 'expiresOn: 2028-12-09', to: 'expiresOn: 2028-12-31' }],
    expect: [{ rule: DATES, message: 'expiry-differs', file: CERTIFICATION, line: 'expiresOn: 2028-12-31', at: '2028-12-31' }],
  },
  {
    title: 'The first surveillance audit is planned after its last day',
    change: [{ file: CERTIFICATION, from: 'plannedFrom: 2026-11-17', to: 'plannedFrom: 2026-12-11' }],
    expect: [{ rule: DATES, message: 'surveillance-planned-late', file: CERTIFICATION, line: 'plannedFrom: 2026-12-11', at: '2026-12-11' }],
  },
  {
    title: 'The surveillance audit was due last week',
    change: [{ file: CERTIFICATION, from: 'decision: { on: 2025-12-10', to: 'decision: { on: 2025-10-10' }, { file: CERTIFICATION, from: '  expiresOn: 2028-12-09\n', to: '' }],
    expect: [{ rule: DATES, message: 'surveillance-late', file: CERTIFICATION, line: 'id: CERT-HARBOUR', at: 'CERT-HARBOUR' }],
  },
  {
    title: 'The certificate claims more than the scope',
    change: [{ file: CERTIFICATION, from: 'application hosting and backup from Rotterdam', to: 'application hosting, telephony and backup from Rotterdam' }],
    expect: [{ rule: DATES, message: 'scope-differs', file: CERTIFICATION, line: CERTIFIED, at: CERTIFIED }],
  },
  {
    title: 'The body waits for an answer to its nonconformity',
    change: [{ file: CERTIFICATION, from: 'raisedOn: 2025-11-13, respondedOn: 2025-12-02', to: 'raisedOn: 2025-11-13' }],
    expect: [{
      rule: DATES, message: 'answer-late', file: CERTIFICATION, at: 'nc-suppliers',
      line: '- { id: nc-suppliers, title: Suppliers had not been told about the information security policy, grade: minor, clauses: [8.7.3.1], raisedOn: 2025-11-13 }',
    }],
  },
  {
    title: 'A major nonconformity of stage 2 is still open',
    change: [{ file: CERTIFICATION, from: 'security policy, grade: minor', to: 'security policy, grade: major' }],
    expect: [{
      rule: DATES, message: 'stage2-to-repeat', file: CERTIFICATION, at: 'nc-suppliers',
      line: '- { id: nc-suppliers, title: Suppliers had not been told about the information security policy, grade: major, clauses: [8.7.3.1], raisedOn: 2025-11-13, respondedOn: 2025-12-02 }',
    }],
  },
  {
    title: 'A concern of stage 1 was never closed',
    change: [{ file: CERTIFICATION, from: ', closedOn: 2025-11-11', to: '' }],
    expect: [{
      rule: DATES, message: 'concern-open', file: CERTIFICATION, at: 'c-scope',
      line: '- { id: c-scope, title: Hall B was not named in the scope statement, grade: concern, clauses: ["4.3"], raisedOn: 2025-10-14, respondedOn: 2025-10-28 }',
    }],
  },
  {
    title: 'The surveillance audit went by without the nonconformity of stage 2',
    change: [{ file: CERTIFICATION, from: 'plannedFrom: 2026-11-17\n    plannedTo: 2026-11-18\n', to: 'from: 2026-10-06\n    to: 2026-10-07\n' }],
    expect: [{
      rule: DATES, message: 'minor-not-verified', file: CERTIFICATION, at: 'nc-suppliers',
      line: '- { id: nc-suppliers, title: Suppliers had not been told about the information security policy, grade: minor, clauses: [8.7.3.1], raisedOn: 2025-11-13, respondedOn: 2025-12-02 }',
    }],
  },
  {
    title: 'The certificate is suspended',
    change: [{ file: CERTIFICATION, from: 'decision: {', to: 'suspension: { from: 2026-09-01, reason: Fees were not paid }\ndecision: {' }],
    expect: [{ rule: DATES, message: 'suspended', file: CERTIFICATION, line: 'suspension: { from: 2026-09-01, reason: Fees were not paid }', at: '2026-09-01' }],
  },
  {
    title: 'The body has not decided yet, and stage 1 came before the internal audit and the management review',
    change: [{ file: CERTIFICATION, from: 'decision: { on: 2025-12-10, outcome: granted }\n', to: '' }, { file: CERTIFICATION, from: '    from: 2025-10-14\n', to: '    from: 2025-01-14\n' }],
    expect: [
      { rule: 'audit-not-done-before-stage1', message: 'no-audit', file: CERTIFICATION, line: 'from: 2025-01-14', at: '2025-01-14' },
      { rule: 'audit-not-done-before-stage1', message: 'no-review', file: CERTIFICATION, line: 'from: 2025-01-14', at: '2025-01-14' },
    ],
  },
];
