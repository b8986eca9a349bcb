import type { Defect } from './defect.js';

const CHANGES = 'records/changes/', RELEASES = 'records/releases/', TRANSITIONS = 'records/transitions/';
const LAB = `${CHANGES}CHG-1098.yaml`, FIREWALL = `${CHANGES}CHG-1186.yaml`, RELAYS = `${CHANGES}CHG-1207.yaml`, SECOND = `${CHANGES}CHG-1212.yaml`, FORM = `${CHANGES}CHG-1217.yaml`;
const CERTIFICATES = `${CHANGES}CHG-1223.yaml`, SCREEN = `${CHANGES}CHG-1247.yaml`, HARVEST = `${CHANGES}CHG-1275.yaml`, EMERGENCY = `${CHANGES}CHG-1296.yaml`;
const WORKERS = `${CHANGES}CHG-1297.yaml`, CORRECTION = `${CHANGES}CHG-1307.yaml`, OUTSIDE = `${CHANGES}CHG-1316.yaml`, VOICE = `${CHANGES}CHG-1321.yaml`, STANDARD = `${CHANGES}changes-2026.csv`;
const Q2 = `${CHANGES}TREND-2026-Q2.yaml`, Q3 = `${CHANGES}TREND-2026-Q3.yaml`;
const MARCH = `${RELEASES}REL-2026-03.yaml`, MAY = `${RELEASES}REL-2026-05.yaml`, SEPTEMBER = `${RELEASES}REL-2026-09.yaml`;
const ACCEPTANCE = `${TRANSITIONS}AC-LIS.yaml`, REPORT = `${TRANSITIONS}TR-LIS.yaml`, PLAN_LIS = 'plans/transition/tp-lis.yaml';
const NEW_PLAN = 'plans/transition/tp-print.yaml', NEW_POLICY = 'policies/change-policy-draft.md';

const BASELINE = 'baseline: { description: "Settings of both relays as exported by SUP-MX-A and SUP-MX-B, settings of SVC-MON", takenAt: 2026-05-21T11:40:00+02:00, by: ROLE-MAIL }\n';
const REVIEW = 'review: { on: 2026-08-18, by: ROLE-CM, with: [ROLE-CAB, ROLE-IM, ROLE-PM], conclusion: "It was an emergency and the right thing; scanners booked at 01:51. '
  + 'The setting is for a night only: CHG-1297 bounds the queue for good." }\n';

/** A draft, so that no approval is in question. */
const draft = (kind: string, id: string, title: string, rest: string): string => `kind: ${kind}
id: ${id}
title: ${title}
version: 0.1
status: draft
owner: ROLE-CM
approver: ROLE-SD
reviewedOn: 2026-10-13
${rest}`;

const CONCLUSIONS = `conclusions:
  - The objective of 97 % for the year is missed by one change so far; what is left are standard changes whose instruction has grown old.
  - Instructions of standard changes that nobody has read for a year lose their place on the list until somebody has.
`;

const PLANNED = `services: [SVC-WORK]
responsibilities: [{ role: ROLE-WORK, description: Leads it }]
activities: [{ id: tell, title: Tell the users, owner: ROLE-WORK, due: 2027-01-15 }]
resources: { people: Ten days }
dependencies: []
testing: One floor first.
acceptanceCriteria: [{ id: pages, title: 20 pages a minute }]
intendedOutcomes: [{ id: cost, title: Less paper, measure: A fifth less paper in the first half-year }]
impact: { sms: None., services: None., changes: None., parties: Users print with their card. }
`;

/** Clause 8.5: change, design and transition of services, release and deployment. */
export const defects: readonly Defect[] = [
  {
    title: 'A change policy without a way for emergencies',
    change: [{
      file: NEW_POLICY,
      to: `---\n${draft('change-policy', 'POL-CHG-NEXT', 'Next change policy', `itemsUnderControl: [All services]
categories: [{ category: normal, handling: As before }]
majorImpactCriteria: [Users need training]
`)}---\n\n## Purpose\n\nFewer words.\n`,
    }],
    expect: [{
      rule: 'change-policy-incomplete', message: 'no-emergency', file: NEW_POLICY, line: 'categories: [{ category: normal, handling: As before }]', at: 'normal',
    }],
  },
  {
    title: 'A change policy that does not say what a major impact is',
    change: [{
      file: NEW_POLICY,
      to: `---\n${draft('change-policy', 'POL-CHG-NEXT', 'Next change policy', `itemsUnderControl: [All services]
categories: [{ category: emergency, emergency: true, handling: By telephone }]
`)}---\n\n## Purpose\n\nFewer words.\n`,
    }],
    expect: [{ rule: 'change-policy-incomplete', message: 'missing', file: NEW_POLICY, line: 'id: POL-CHG-NEXT', at: 'POL-CHG-NEXT' }],
  },
  {
    title: 'Nobody asked about the risk of a change',
    change: [{ file: RELAYS, from: '  risk: More connections strain the filter of the gateway; one relay first, the other one carries all mail meanwhile.\n', to: '' }],
    expect: [{ rule: 'change-without-assessment', message: 'parts', file: RELAYS, line: 'considered:', at: 'considered' }],
  },
  {
    title: 'An assessment that forgets the benefit',
    change: [{ file: FORM, from: '  benefit: No ticket changes shifts without its clock.\n', to: '' }],
    expect: [{ rule: 'change-without-assessment', message: 'thin', file: FORM, line: 'considered:', at: 'considered' }],
  },
  {
    title: 'A change approved on the day after it was deployed',
    change: [{ file: CORRECTION, from: 'by: ROLE-CM, on: 2026-09-08,', to: 'by: ROLE-CM, on: 2026-09-14,' }],
    expect: [{
      rule: 'change-implemented-before-approval', message: 'late', file: CORRECTION, at: '2026-09-14',
      line: 'decision: { outcome: approved, by: ROLE-CM, on: 2026-09-14, advice: For it; the list of urgent samples is watched in the first night }',
    }],
  },
  {
    title: 'A change deployed without any decision',
    change: [{ file: SCREEN, from: 'decision: { outcome: approved, by: ROLE-CM, on: 2026-06-30, advice: For it }\n', to: '' }],
    expect: [{ rule: 'change-implemented-before-approval', message: 'undecided', file: SCREEN, line: 'id: CHG-1247', at: 'CHG-1247' }],
  },
  {
    title: 'A decision without the role that made it',
    change: [{ file: SCREEN, from: 'outcome: approved, by: ROLE-CM, on: 2026-06-30', to: 'outcome: approved, on: 2026-06-30' }],
    expect: [{
      rule: 'change-implemented-before-approval', message: 'missing', file: SCREEN, line: 'decision: { outcome: approved, on: 2026-06-30, advice: For it }', at: 'decision',
    }],
  },
  {
    title: 'A change approved by a role that may not',
    change: [{ file: WORKERS, from: 'outcome: approved, by: ROLE-CM', to: 'outcome: approved, by: ROLE-DESKLEAD' }],
    expect: [{
      rule: 'change-implemented-before-approval', message: 'not-entitled', file: WORKERS,
      line: 'decision: { outcome: approved, by: ROLE-DESKLEAD, on: 2026-08-18, advice: For it at once }', at: 'ROLE-DESKLEAD',
    }],
  },
  {
    title: 'A rejected change that was made all the same',
    change: [{ file: HARVEST, from: 'status: rejected\n', to: 'deployedAt: 2026-08-08T06:00:00+02:00\nstatus: rejected\n' }],
    expect: [{
      rule: 'change-implemented-before-approval', message: 'rejected', file: HARVEST, line: 'deployedAt: 2026-08-08T06:00:00+02:00', at: '2026-08-08T06:00:00+02:00',
    }],
  },
  {
    title: 'A category that the policy does not know',
    change: [{ file: CERTIFICATES, from: 'category: normal', to: 'category: urgent' }],
    expect: [{ rule: 'change-outside-process', message: 'unknown-category', file: CERTIFICATES, line: 'category: urgent', at: 'urgent' }],
  },
  {
    title: 'A change recorded on the day after it was made',
    change: [{ file: SCREEN, from: 'recordedOn: 2026-06-17', to: 'recordedOn: 2026-07-10' }],
    expect: [{ rule: 'change-outside-process', message: 'recorded-late', file: SCREEN, line: 'recordedOn: 2026-07-10', at: '2026-07-10' }],
  },
  {
    title: 'A new service without a plan',
    change: [{ file: VOICE, from: 'plan: TP-VOICE\n', to: '' }],
    expect: [{ rule: 'change-outside-process', message: 'no-plan', file: VOICE, line: 'majorImpact: true', at: 'true' }],
  },
  {
    title: 'A release that carries out a change nobody recorded',
    change: [{ file: SEPTEMBER, from: 'changes: [CHG-1307]', to: 'changes: [CHG-1307, CHG-9307]' }],
    expect: [{ rule: 'change-outside-process', message: 'unresolved', file: SEPTEMBER, line: 'changes: [CHG-1307, CHG-9307]', at: 'CHG-9307' }],
  },
  {
    title: 'A change without a way back',
    change: [{ file: OUTSIDE, from: 'reversalPlan: The rule is taken out of the firewall; two minutes.\n', to: '' }],
    expect: [{ rule: 'change-no-reversal-or-test', message: 'missing', file: OUTSIDE, line: 'id: CHG-1316', at: 'CHG-1316' }],
  },
  {
    title: 'A change deployed although its test failed',
    change: [{ file: SECOND, from: 'result: passed', to: 'result: failed' }],
    expect: [{
      rule: 'change-no-reversal-or-test', message: 'failed', file: SECOND, at: 'failed',
      line: 'test: { description: 48 hours with tunnel and load between two spare devices of both versions, on: 2026-06-05, by: ROLE-NET, result: failed }',
    }],
  },
  {
    title: 'A change tested after it was deployed',
    change: [{ file: SECOND, from: 'both versions, on: 2026-06-05', to: 'both versions, on: 2026-06-15' }],
    expect: [{
      rule: 'change-no-reversal-or-test', message: 'late', file: SECOND, at: '2026-06-15',
      line: 'test: { description: 48 hours with tunnel and load between two spare devices of both versions, on: 2026-06-15, by: ROLE-NET, result: passed }',
    }],
  },
  {
    title: 'The investigation of a failed change under a name that nobody looks for',
    change: [{ file: FIREWALL, from: 'investigation: >-\n', to: 'cause: >-\n' }],
    expect: [
      { rule: 'change-review-missing', message: 'not-investigated', file: FIREWALL, line: 'outcome: reversed', at: 'reversed' },
      { rule: 'field-unknown', message: 'unknown', file: FIREWALL, line: 'cause: >-', at: 'cause' },
    ],
  },
  {
    title: 'An emergency change that nobody reviewed',
    change: [{ file: EMERGENCY, from: REVIEW, to: '' }],
    expect: [{ rule: 'change-review-missing', message: 'not-reviewed', file: EMERGENCY, line: 'id: CHG-1296', at: 'CHG-1296' }],
  },
  {
    title: 'A review without a conclusion',
    change: [{ file: CERTIFICATES, from: ', conclusion: Aim reached; the first nine renewals went by themselves.', to: '' }],
    expect: [{ rule: 'change-review-missing', message: 'missing', file: CERTIFICATES, line: 'review: { on: 2026-07-02, by: ROLE-CM }', at: 'review' }],
  },
  {
    title: 'The trend report of the last quarter covers the one before',
    change: [{ file: Q3, from: 'period: { from: 2026-07-01, to: 2026-09-30 }', to: 'period: { from: 2026-04-01, to: 2026-06-29 }' }],
    expect: [{ rule: 'change-trend-analysis-overdue', message: 'overdue', file: Q2, line: 'period: { from: 2026-04-01, to: 2026-06-30 }', at: '2026-06-30' }],
  },
  {
    title: 'A trend report without conclusions',
    change: [{ file: Q3, from: CONCLUSIONS, to: '' }],
    expect: [{ rule: 'change-trend-analysis-overdue', message: 'missing', file: Q3, line: 'id: TREND-2026-Q3', at: 'TREND-2026-Q3' }],
  },
  {
    title: 'A plan without criteria and outcomes',
    change: [{
      file: NEW_PLAN, to: draft('service-transition-plan', 'TP-PRINT', 'Printing with the card', `change: changed\n${PLANNED}`)
        .replace(/acceptanceCriteria.*\n/, '').replace(', measure: A fifth less paper in the first half-year', ''),
    }],
    expect: [
      { rule: 'new-service-plan-incomplete', message: 'missing', file: NEW_PLAN, line: 'id: TP-PRINT', at: 'TP-PRINT' },
      { rule: 'new-service-plan-incomplete', message: 'missing', file: NEW_PLAN, line: 'intendedOutcomes: [{ id: cost, title: Less paper }]', at: 'cost' },
    ],
  },
  {
    title: 'A service ends and nobody says what becomes of its data',
    change: [{ file: NEW_PLAN, to: draft('service-transition-plan', 'TP-PRINT', 'Printing ends', `change: removed\n${PLANNED}`) }],
    expect: [{ rule: 'new-service-plan-incomplete', message: 'no-removal', file: NEW_PLAN, line: 'change: removed', at: 'removed' }],
  },
  {
    title: 'A service went live and nobody wrote down how it came out',
    change: [{ file: REPORT }],
    expect: [{ rule: 'new-service-plan-incomplete', message: 'no-report', file: PLAN_LIS, line: 'liveOn: 2026-03-01', at: '2026-03-01' }],
  },
  {
    title: 'A criterion was missed and waved through',
    change: [{ file: ACCEPTANCE, from: 'result: met, found: All 300 results agree', to: 'result: not-met, found: All 300 results agree' }],
    expect: [{
      rule: 'acceptance-unmet-no-decision', message: 'unmet', file: ACCEPTANCE, at: 'not-met',
      line: '- { criterion: TP-LIS#samples, result: not-met, found: All 300 results agree; two came in another order, testedOn: 2026-02-12, by: Two analysts and SUP-LABSOFT }',
    }],
  },
  {
    title: 'A joint decision that one side made alone',
    change: [{ file: ACCEPTANCE, from: '      with: [Dr E. Sewell for CUS-MAASLAB]\n', to: '' }],
    expect: [{ rule: 'acceptance-unmet-no-decision', message: 'missing', file: ACCEPTANCE, line: 'decision:', at: 'decision' }],
  },
  {
    title: 'A release let go on the day after its deployment',
    change: [{ file: MAY, from: '  on: 2026-05-19', to: '  on: 2026-05-22' }],
    expect: [{ rule: 'acceptance-unmet-no-decision', message: 'accepted-late', file: MAY, line: 'on: 2026-05-22', at: '2026-05-22' }],
  },
  {
    title: 'A release that nobody let go',
    change: [{ file: SEPTEMBER, from: '  approvedBy: ROLE-SD\n', to: '' }],
    expect: [{ rule: 'acceptance-unmet-no-decision', message: 'not-accepted', file: SEPTEMBER, line: 'acceptance:', at: 'acceptance' }],
  },
  {
    title: 'A release without a baseline',
    change: [{ file: MAY, from: BASELINE, to: '' }],
    expect: [{ rule: 'release-without-baseline-or-link', message: 'no-baseline', file: MAY, line: 'id: REL-2026-05', at: 'REL-2026-05' }],
  },
  {
    title: 'A release that does not say which problems it solves',
    change: [{ file: MAY, from: 'problems: [PRB-118]\nknownErrors: [KE-031]\n', to: '' }],
    expect: [{ rule: 'release-without-baseline-or-link', message: 'missing', file: MAY, line: 'id: REL-2026-05', at: 'REL-2026-05' }],
  },
  {
    title: 'A release of which nobody says whether it succeeded',
    change: [{ file: MARCH, from: 'outcome: successful\n', to: '' }],
    expect: [{ rule: 'release-without-baseline-or-link', message: 'not-analysed', file: MARCH, line: 'id: REL-2026-03', at: 'REL-2026-03' }],
  },
  {
    title: 'A standard change of the table was taken back, and nobody says why',
    change: [{
      file: STANDARD, from: 'The network card of this model ran at a tenth of its speed, taken back in 14 minutes, no virtual server was on it. Driver added to the instruction.', to: '',
    }],
    expect: [{
      rule: 'change-review-missing', message: 'not-investigated', file: STANDARD,
      line: 'CHG-1266;Standard;Host B07 updated;ROLE-PLAT;13-07-2026;13-07-2026 14:24;Virtualization and storage;Reversed;;Closed',
      at: 'CHG-1266;Standard;Host B07 updated;ROLE-PLAT;13-07-2026;13-07-2026 14:24;Virtualization and storage;Reversed;;Closed',
    }],
  },
  {
    title: 'The move of the laboratory was looked at by nobody afterwards',
    change: [{ file: LAB, from: 'review: { on: 2026-03-05, by: ROLE-CM,', to: 'review: { by: ROLE-CM,' }],
    expect: [{
      rule: 'change-review-missing', message: 'missing', file: LAB, at: 'review',
      line: 'review: { by: ROLE-CM, with: [Dr E. Sewell, SUP-LABSOFT], conclusion: "Live at 03:05, 25 minutes before the last moment for the way back. '
        + 'Aim reached; TR-LIS reports the outcomes in April." }',
    }],
  },
];
