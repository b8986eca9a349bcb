import type { Hop } from '../../src/sms/loop.js';
import type { Defect } from './defect.js';

const BOREAL_04 = 'records/reports/SR-BOREAL-2026-04.yaml', BOREAL_08 = 'records/reports/SR-BOREAL-2026-08.yaml', BOREAL_09 = 'records/reports/SR-BOREAL-2026-09.yaml';
const INCIDENT = 'records/incidents/INC-2841.yaml', NC_1 = 'records/nonconformities/NC-2026-01.yaml', NC_2 = 'records/nonconformities/NC-2026-02.yaml';
const REVIEW = 'records/reviews/MR-2026-09.yaml', AUDIT = 'records/audits/AR-2026-1.yaml', PROGRAMME = 'evaluation/audit-programme.yaml';
const MEASURES = 'evaluation/measurement-plan.yaml', REPORTING = 'evaluation/reporting-plan.yaml', IMPROVEMENTS = 'registers/improvements.yaml';

/** The breach of INC-2841, from its id to the day on which the customer was told. */
const BREACH = `  - id: b1
    title: A priority 1 incident took seven hours
    target: SLA-BOREAL#p1-restore
    records: [INC-2841]
    actual: 7 hours; 4 hours are promised since 1 March
    cause: Nobody watched the time after the change of shifts, and nobody was told at half time
    customerInformedOn: 2026-04-15
`;

const P1_RESTORE = '  - { target: SLA-BOREAL#p1-restore, value: 0, met: false, cases: 1, within: 0, previous: [{ period: 2026-03 }], comment: "One case, INC-2841" }\n';

const EFFECTIVENESS = `effectiveness:
  criterion: No incident of priority 1 or 2 that changes shifts without its due time, and none over target without escalation, from 15 June to 26 July
  checkOn: 2026-07-28
  checkedOn: 2026-07-28
  checkedBy: ROLE-SMM
  result: effective
  evidence: [LOG-INC-2026, SR-BOREAL-2026-06]
  comment: Ten incidents of priority 2 and none of priority 1 in these six weeks; four of them were open at a change of shifts, all with their due time, and none went over target.
`;

const CRITERIA = `criteria:
  - What customers feel of it, in minutes, answers or missed targets
  - Fit with one of the objectives of the year (OBJECTIVES)
  - Risk that becomes smaller, by the bands of RC-HARBOUR
  - Cost, and days of people whom incidents need as well
`;

/** The loop of INC-2841 with one hop taken out. `hop`: which one is missing in its chain; undefined where the chain is gone, or leads elsewhere. */
export interface OpenLoop extends Defect { hop?: Hop }

export const openLoops: readonly OpenLoop[] = [
  {
    title: 'record → target: the incident is held against the target of another priority',
    change: [{ file: INCIDENT, from: 'targets: [SLA-BOREAL#p1-response, SLA-BOREAL#p1-restore]', to: 'targets: [SLA-BOREAL#p1-response, SLA-BOREAL#p2-restore]' }],
    expect: [{ rule: 'incident-without-sla-reference', message: 'other-target', file: INCIDENT, line: 'targets: [SLA-BOREAL#p1-response, SLA-BOREAL#p2-restore]', at: 'SLA-BOREAL#p2-restore' }],
  },
  {
    title: 'record → breach: the breach does not name the incident',
    hop: 'record',
    change: [{ file: BOREAL_04, from: '    records: [INC-2841]\n', to: '' }],
    expect: [{ rule: 'sla-breach-no-action', message: 'not-named', file: INCIDENT, line: 'id: INC-2841', at: 'INC-2841' }],
  },
  {
    title: 'target → breach: the report shows the miss and names no breach',
    change: [
      { file: BOREAL_04, from: BREACH, to: '' }, { file: BOREAL_04, from: 'about: [b1]', to: 'about: [INC-2841]' },
      { file: NC_1, from: 'from: [INC-2841, SR-BOREAL-2026-04#b1]', to: 'from: [INC-2841]' },
    ],
    expect: [{
      rule: 'service-report-no-decision', message: 'miss', file: BOREAL_04,
      line: '- { target: SLA-BOREAL#p1-restore, value: 0, met: false, cases: 1, within: 0, previous: [{ period: 2026-03 }], comment: "One case, INC-2841" }', at: 'false',
    }],
  },
  {
    title: 'target → breach: neither the miss nor a breach is in the report',
    change: [
      { file: BOREAL_04, from: BREACH, to: '' }, { file: BOREAL_04, from: 'about: [b1]', to: 'about: [INC-2841]' },
      { file: BOREAL_04, from: P1_RESTORE, to: '' },
      { file: NC_1, from: 'from: [INC-2841, SR-BOREAL-2026-04#b1]', to: 'from: [INC-2841]' },
    ],
    expect: [{ rule: 'sla-breach-no-action', message: 'not-reported', file: INCIDENT, line: 'id: INC-2841', at: 'INC-2841' }],
  },
  {
    title: 'target → breach: the report says that the target was met',
    change: [
      { file: BOREAL_04, from: BREACH, to: '' }, { file: BOREAL_04, from: 'about: [b1]', to: 'about: [INC-2841]' },
      { file: BOREAL_04, from: 'SLA-BOREAL#p1-restore, value: 0, met: false, cases: 1, within: 0,', to: 'SLA-BOREAL#p1-restore, value: 100, met: true, cases: 1, within: 1,' },
      { file: NC_1, from: 'from: [INC-2841, SR-BOREAL-2026-04#b1]', to: 'from: [INC-2841]' },
    ],
    expect: [{
      rule: 'sla-breach-no-action', message: 'figure', file: BOREAL_04,
      line: '- { target: SLA-BOREAL#p1-restore, value: 100, met: true, cases: 1, within: 1, previous: [{ period: 2026-03 }], comment: "One case, INC-2841" }', at: '100',
    }],
  },
  {
    title: 'target → breach: the breach does not say of what',
    hop: 'target',
    change: [{ file: BOREAL_04, from: '    target: SLA-BOREAL#p1-restore\n', to: '' }],
    expect: [{ rule: 'sla-breach-no-action', message: 'missing', file: BOREAL_04, line: '- id: b1', at: 'b1' }],
  },
  {
    title: 'breach → customer: nobody says when the customer was told',
    change: [{ file: BOREAL_04, from: '    customerInformedOn: 2026-04-15\n', to: '' }],
    expect: [{ rule: 'sla-breach-no-action', message: 'missing', file: BOREAL_04, line: '- id: b1', at: 'b1' }],
  },
  {
    title: 'breach → report: no report of April is about the agreement',
    hop: 'report',
    change: [{ file: BOREAL_04, from: 'agreements: [SLA-BOREAL]\n', to: '' }],
    expect: [{ rule: 'service-report-missing', message: 'period-missing', file: REPORTING, line: '- id: REP-BOREAL', at: 'REP-BOREAL' }],
  },
  {
    title: 'report → decision: nothing is decided about the breach',
    hop: 'decision',
    change: [{ file: BOREAL_04, from: 'about: [b1]', to: 'about: [SVC-ERP]' }],
    expect: [{ rule: 'service-report-no-decision', message: 'breach', file: BOREAL_04, line: '- id: b1', at: 'b1' }],
  },
  {
    title: 'decision → nonconformity: it does not come from the breach',
    hop: 'action',
    change: [{ file: NC_1, from: 'from: [INC-2841, SR-BOREAL-2026-04#b1]', to: 'from: [INC-2841]' }],
    expect: [{ rule: 'sla-breach-no-action', message: 'no-action', file: BOREAL_04, line: '- id: b1', at: 'b1' }],
  },
  {
    title: 'nonconformity → effectiveness: it was closed and nobody checked',
    hop: 'effect',
    change: [{ file: NC_1, from: EFFECTIVENESS, to: '' }],
    expect: [{ rule: 'nc-effectiveness-not-verified', message: 'not-checked', file: NC_1, line: 'id: NC-2026-01', at: 'NC-2026-01' }],
  },
  {
    title: 'nonconformity → management review: the review did not deal with it',
    hop: 'review',
    change: [{ file: REVIEW, from: 'evidence: [NC-2026-01, NC-2026-02,', to: 'evidence: [NC-2026-02,' }],
    expect: [{ rule: 'review-no-decision-or-late', message: 'nonconformity-not-reviewed', file: NC_1, line: 'id: NC-2026-01', at: 'NC-2026-01' }],
  },
];

export const defects: readonly Defect[] = [
  ...openLoops,
  {
    title: '102: a measure that nobody evaluates',
    change: [{ file: MEASURES, from: '    evaluatedEvery: 3 months\n    owner: ROLE-CM\n', to: '    owner: ROLE-CM\n' }],
    expect: [{ rule: 'measurement-definition-incomplete', message: 'missing', file: MEASURES, line: '- id: MSR-CHANGES', at: 'MSR-CHANGES' }],
  },
  {
    title: '102: a result without its period',
    change: [{ file: 'records/measurements/M-RESTORE-2026-Q2.yaml', from: 'period: { from: 2026-04-01, to: 2026-06-30 }\n', to: '' }],
    expect: [{ rule: 'measurement-definition-incomplete', message: 'missing', file: 'records/measurements/M-RESTORE-2026-Q2.yaml', line: 'id: M-RESTORE-2026-Q2', at: 'M-RESTORE-2026-Q2' }],
  },
  {
    title: '104: all is green, and of the major incident not a word',
    change: [{ file: BOREAL_08, from: 'two hours (INC-4187).', to: 'two hours.' },
      { file: BOREAL_08, from: 'about: [INC-4187]', to: 'about: [SVC-ERP]' }, { file: BOREAL_08, from: 'comment: "INC-4187, 2 h 9 min"', to: 'comment: "2 h 9 min"' }],
    expect: [{ rule: 'green-dashboard-conflict', message: 'conflict', file: BOREAL_08, line: 'id: SR-BOREAL-2026-08', at: 'SR-BOREAL-2026-08' }],
  },
  {
    title: '105: the agreement on the laboratory system was left out of a report',
    change: [{ file: 'records/reports/SR-MAASLAB-2026-08.yaml', from: 'agreements: [SLA-MAASLAB, SLA-MAASLAB-LIS]', to: 'agreements: [SLA-MAASLAB]' }],
    expect: [{ rule: 'service-report-missing', message: 'period-missing', file: REPORTING, line: '- id: REP-MAASLAB', at: 'REP-MAASLAB' }],
  },
  {
    title: '105: the report never reached the customer',
    change: [{ file: BOREAL_09, from: '  - { to: CUS-BOREAL, on: 2026-10-07, how: Portal }\n', to: '' }],
    expect: [{ rule: 'service-report-missing', message: 'recipient', file: BOREAL_09, line: 'communicatedTo:', at: 'communicatedTo' }],
  },
  {
    title: '105: a report without a purpose',
    change: [{ file: REPORTING, from: '    purpose: Top management sees whether objectives will be reached and decides on people, money and priorities between two reviews.\n', to: '' }],
    expect: [{ rule: 'service-report-missing', message: 'missing', file: REPORTING, line: '- id: REP-SMS', at: 'REP-SMS' }],
  },
  {
    title: '106: a result without those before it',
    change: [{ file: BOREAL_09, from: '{ target: SLA-BOREAL#mail-availability, value: 100, met: true, previous: [{ period: 2026-08, value: 99.962 }, { period: 2026-07, value: 100 }, { period: 2026-06, value: 99.995 }] }', to: '{ target: SLA-BOREAL#mail-availability, value: 100, met: true, previous: [{ period: 2026-08, value: 99.962 }] }' }],
    expect: [{ rule: 'service-report-no-trend-or-comment', message: 'no-trend', file: BOREAL_09, line: '- { target: SLA-BOREAL#mail-availability, value: 100, met: true, previous: [{ period: 2026-08, value: 99.962 }] }', at: 'SLA-BOREAL#mail-availability' }],
  },
  {
    title: '107: a decision that nobody carried out',
    change: [{ file: BOREAL_09, from: '    due: 2026-12-18\n    improvement: IMP-018\n', to: '    due: 2026-10-14\n' }],
    expect: [{ rule: 'service-report-no-decision', message: 'overdue', file: BOREAL_09, line: 'due: 2026-10-14', at: '2026-10-14' }],
  },
  {
    title: '107: a decision without an owner',
    change: [{ file: BOREAL_09, from: '    owner: ROLE-WORK\n', to: '' }],
    expect: [{ rule: 'service-report-no-decision', message: 'missing', file: BOREAL_09, line: '- id: d1', at: 'd1' }],
  },
  {
    title: '109: the same target missed twice, and nobody asked what the misses have in common',
    change: [{ file: IMPROVEMENTS, from: 'from: [PRB-126, SR-MAASLAB-2026-07#b1, SR-MAASLAB-2026-08#b1]', to: 'from: [SR-MAASLAB-2026-07#b1, SR-MAASLAB-2026-08#b1]' }],
    expect: [{ rule: 'sla-breach-repeated-no-rca', message: 'repeated', file: 'records/reports/SR-MAASLAB-2026-08.yaml', line: '- id: b1', at: 'b1' }],
  },
  {
    title: '110: no audit looks at leadership',
    change: [{ file: PROGRAMME, from: 'clauses: ["4", "5", "6", "7"]', to: 'clauses: ["4", "6", "7"]' }],
    expect: [{ rule: 'audit-coverage-gap', message: 'gap', file: PROGRAMME, line: 'audits:', at: 'audits' }],
  },
  {
    title: '110: the audit was held, and the report says nothing of assets',
    change: [{ file: AUDIT, from: '  - { clauses: [8.2.5], result: conforms, evidence: [ASSETS], comment: Licences of twenty laptops taken at random were in order }\n', to: '' }],
    expect: [{ rule: 'audit-coverage-gap', message: 'report-lacks', file: AUDIT, line: 'conformity:', at: 'conformity' }],
  },
  {
    title: '110: the audit stayed in a drawer',
    change: [{ file: AUDIT, from: 'audit: AUD-2026-1\n', to: '' }],
    expect: [{ rule: 'audit-coverage-gap', message: 'unreported', file: PROGRAMME, line: '- id: AUD-2026-1', at: 'AUD-2026-1' }],
  },
  {
    title: '112: the change manager audits change management',
    change: [{ file: AUDIT, from: 'auditors: [{ person: PER-NK,', to: 'auditors: [{ person: PER-HV,' }],
    expect: [{
      rule: 'auditor-not-independent', message: 'own-process', file: AUDIT,
      line: 'auditors: [{ person: PER-HV, role: ROLE-AUDIT, independence: Comes from outside and carries out no process of Harbour, competence: Lead auditor for ISO/IEC 20000-1 and ISO/IEC 27001 since 2017 }]', at: 'PER-HV',
    }],
  },
  {
    title: '113: the review left out the risks',
    change: [{ file: REVIEW, from: '  - topic: risks\n', to: '  - topic: resources\n' }],
    expect: [{ rule: 'review-input-missing', message: 'topics', file: REVIEW, line: 'inputs:', at: 'inputs' }],
  },
  {
    title: '113: nothing was on the table about the policies',
    change: [{ file: REVIEW, from: '    evidence: [POLICY, SECURITY-POLICY, POL-CHG]\n', to: '' }],
    expect: [{ rule: 'review-input-missing', message: 'no-evidence', file: REVIEW, line: '- topic: policy-adherence', at: 'policy-adherence' }],
  },
  {
    title: '114: the review was led by somebody who cannot decide',
    change: [{ file: REVIEW, from: 'chair: ROLE-MD', to: 'chair: ROLE-SMM' }],
    expect: [{ rule: 'review-no-decision-or-late', message: 'chair', file: REVIEW, line: 'chair: ROLE-SMM', at: 'ROLE-SMM' }],
  },
  {
    title: '114: the next review is overdue',
    change: [{ file: REVIEW, from: 'nextOn: 2027-09-28', to: 'nextOn: 2026-10-14' }],
    expect: [{ rule: 'review-no-decision-or-late', message: 'late', file: REVIEW, line: 'nextOn: 2026-10-14', at: '2026-10-14' }],
  },
  {
    title: '114: what was decided is not done',
    change: [{ file: REVIEW, from: '    due: 2026-11-30\n', to: '    due: 2026-10-14\n' }],
    expect: [{ rule: 'review-no-decision-or-late', message: 'overdue', file: REVIEW, line: 'due: 2026-10-14', at: '2026-10-14' }],
  },
  {
    title: '115: a finding of the audit without a nonconformity',
    change: [{ file: NC_2, from: 'from: [AR-2026-1#f1]', to: 'from: [CV-2026-1]' }],
    expect: [{ rule: 'finding-without-corrective-action', message: 'no-nonconformity', file: AUDIT, line: '- id: f1', at: 'f1' }],
  },
  {
    title: '115: blamed on somebody, and that was that',
    change: [{ file: NC_2, from: 'category: procedure', to: 'category: human-error' }],
    expect: [{ rule: 'finding-without-corrective-action', message: 'superficial', file: NC_2, line: 'category: human-error', at: 'human-error' }],
  },
  {
    title: '116: the owner found that it helped',
    change: [{ file: NC_1, from: 'checkedBy: ROLE-SMM', to: 'checkedBy: ROLE-IM' }],
    expect: [{ rule: 'nc-effectiveness-not-verified', message: 'by-owner', file: NC_1, line: 'checkedBy: ROLE-IM', at: 'ROLE-IM' }],
  },
  {
    title: '116: checked before anything could show',
    change: [{ file: NC_1, from: 'checkedOn: 2026-07-28', to: 'checkedOn: 2026-06-30' }],
    expect: [{ rule: 'nc-effectiveness-not-verified', message: 'too-early', file: NC_1, line: 'checkedOn: 2026-06-30', at: '2026-06-30' }],
  },
  {
    title: '117: an action against a nonconformity is late',
    change: [{ file: NC_2, from: 'due: 2026-11-13', to: 'due: 2026-10-14' }],
    expect: [{
      rule: 'nc-overdue-or-recurring', message: 'action-overdue', file: NC_2,
      line: '- { id: walk, title: Walk through hall B with a sample of twenty items, owner: ROLE-CM, due: 2026-10-14, status: in-progress }', at: '2026-10-14',
    }],
  },
  {
    title: '117: the same sort of cause at the same clause within a year',
    change: [{ file: NC_2, from: 'against: [8.2.6]', to: 'against: [8.2.6, 8.6.1]' }],
    expect: [{ rule: 'nc-overdue-or-recurring', message: 'alike', file: NC_2, line: 'category: procedure', at: 'procedure' }],
  },
  {
    title: '8: a nonconformity goes against a clause that is none',
    change: [{ file: NC_2, from: 'against: [8.2.6]', to: 'against: [8.2.9]' }],
    expect: [{ rule: 'clause-tag-unknown', message: 'unknown', file: NC_2, line: 'against: [8.2.9]', at: '8.2.9' }],
  },
  {
    title: '8: a finding of an audit names a clause as the edition of 2011 numbered it',
    change: [{ file: AUDIT, from: '    clauses: [8.2.6]\n    statement', to: '    clauses: [6.6.2]\n    statement' }],
    expect: [{ rule: 'clause-tag-unknown', message: 'edition-2011', file: AUDIT, line: 'clauses: [6.6.2]', at: '6.6.2' }],
  },
  {
    title: '119: an approved improvement that nobody weighed',
    change: [{ file: IMPROVEMENTS, from: '    evaluation: A third of all incidents at workplaces would not come up; eight days of work with SUP-DEVICE, no licence.\n', to: '' }],
    expect: [{ rule: 'improvement-without-target-or-measure', message: 'incomplete', file: IMPROVEMENTS, line: '- id: IMP-018', at: 'IMP-018' }],
  },
  {
    title: '119: an improvement past its day',
    change: [{ file: IMPROVEMENTS, from: '    owner: ROLE-WORK\n    due: 2026-11-02\n', to: '    owner: ROLE-WORK\n    due: 2026-10-14\n' }],
    expect: [{ rule: 'improvement-without-target-or-measure', message: 'overdue', file: IMPROVEMENTS, line: 'due: 2026-10-14', at: '2026-10-14' }],
  },
  {
    title: '119: nobody wrote down by what opportunities are judged',
    change: [{ file: IMPROVEMENTS, from: CRITERIA, to: '' }],
    expect: [{ rule: 'improvement-without-target-or-measure', message: 'missing', file: IMPROVEMENTS, line: 'id: IMPROVEMENTS', at: 'IMPROVEMENTS' }],
  },
];
