import type { Defect } from './defect.js';

const CONTEXT = 'context/context.yaml', PARTIES = 'context/interested-parties.yaml', PROCESSES = 'context/processes.yaml', OBJECTIVES = 'context/objectives.yaml';
const PLAN = 'context/plan.md', POLICY = 'policies/service-management-policy.md', ROLES = 'registers/roles.yaml', RETENTION = 'registers/retention.yaml';
const RESOURCES = 'plans/resources.yaml', COMMUNICATION = 'plans/communication.yaml', GAPS = 'certification/gap-analysis-2025.yaml', BOREAL = 'agreements/sla-boreal.yaml';
const PLATFORM = 'records/competence/COMP-PLAT.yaml', AWARE_SERVICES = 'records/awareness/AWR-2026-04.yaml', QUEUE = 'registers/knowledge/mail-relay-queue.md';

/** Clauses 4 to 7: context, leadership, planning, support. */
export const defects: readonly Defect[] = [
  {
    title: 'The reason why climate change matters is struck out',
    change: [{
      file: CONTEXT, from: `  rationale: >-
    Heat bears on the cooling of hall B and so on all services that run there; heavy rain bears on the access to both halls, which lie
    below the level of the sea. Customers ask for figures on energy, and nothing else of it bears on how we manage services.
`, to: '',
    }],
    expect: [{ rule: 'context-climate-not-determined', message: 'missing', file: CONTEXT, line: 'climateChange:', at: 'climateChange' }],
  },
  {
    title: 'Climate change matters, and nothing follows from it',
    change: [{ file: CONTEXT, from: '  risks: [RSK-003, RSK-009]\n  parties', to: '  parties' }],
    expect: [{ rule: 'context-climate-not-determined', message: 'without-consequence', file: CONTEXT, line: 'relevant: true', at: 'true' }],
  },
  {
    title: 'An issue was entered without looking for risks',
    change: [{ file: CONTEXT, from: '    risks: [RSK-014]\n', to: '' }],
    expect: [{ rule: 'context-or-parties-incomplete', message: 'missing', file: CONTEXT, line: '- id: ISS-05', at: 'ISS-05' }],
  },
  {
    title: 'An interested party that wants nothing',
    change: [{ file: PARTIES, from: '    requirements:\n      - { title: Customers move to the new version before support of the old one ends, type: contractual, metBy: [RSK-007] }\n', to: '' }],
    expect: [{ rule: 'context-or-parties-incomplete', message: 'missing', file: PARTIES, line: '- id: IP-LABSOFT', at: 'IP-LABSOFT' }],
  },
  {
    title: 'All customers are called users',
    change: [
      { file: PARTIES, from: '    title: Boreal Foods\n    type: customer', to: '    title: Boreal Foods\n    type: user' },
      { file: PARTIES, from: '    title: Maasdelta Laboratories\n    type: customer', to: '    title: Maasdelta Laboratories\n    type: user' },
    ],
    expect: [{ rule: 'context-or-parties-incomplete', message: 'no-party', file: PARTIES, line: 'parties:', at: 'parties' }],
  },
  {
    title: 'Under the heading of improvement stands nothing any more',
    change: [{
      file: POLICY, from: `
We improve the services and the way we manage them all the time, and not only after something broke. Every missed target, complaint
and major incident ends with the question what we change. Each process owner brings at least one improvement to every quarterly
review, with its expected effect in figures.
`, to: '',
    }],
    expect: [{ rule: 'policy-commitment-or-approval-missing', message: 'commitment', file: POLICY, line: 'id: POLICY', at: 'POLICY' }],
  },
  {
    title: 'The SMS manager approves the policy',
    change: [{ file: POLICY, from: 'approver: ROLE-MD\nauthor: PER-LM\napprovedBy: PER-SH', to: 'approver: ROLE-SMM\nauthor: PER-LM\napprovedBy: PER-TD' }],
    expect: [{ rule: 'policy-commitment-or-approval-missing', message: 'not-top', file: POLICY, line: 'approver: ROLE-SMM', at: 'ROLE-SMM' }],
  },
  {
    title: 'The new policy was never told to anybody',
    change: [
      { file: POLICY, from: 'channel: Staff meeting in the canteen, on: 2026-03-03', to: 'channel: Staff meeting in the canteen, on: 2025-03-04' },
      { file: POLICY, from: 'channel: Service review, on: 2026-03-19', to: 'channel: Service review, on: 2025-03-20' },
      { file: POLICY, from: 'channel: Service review, on: 2026-03-24', to: 'channel: Service review, on: 2025-03-25' },
      { file: 'records/awareness/AWR-2026-03.yaml', from: 'on: 2026-03-03', to: 'on: 2026-02-03' },
      { file: 'records/awareness/AWR-2026-08.yaml', from: 'on: 2026-08-31', to: 'on: 2026-02-11' },
    ],
    expect: [{ rule: 'communication-gap', message: 'policy-untold', file: POLICY, line: 'id: POLICY', at: 'POLICY' }],
  },
  {
    title: 'Nobody is said to tell customers of planned works',
    change: [{ file: COMMUNICATION, from: 'channel: Schedule of changes on the portal, by: ROLE-CM }', to: 'channel: Schedule of changes on the portal }' }],
    expect: [{
      rule: 'communication-gap', message: 'missing', file: COMMUNICATION, at: 'title',
      line: '- { title: Planned works, direction: external, about: "Which service, from when to when, what users notice", when: Five days ahead, to: [Both customers], channel: Schedule of changes on the portal }',
    }],
  },
  {
    title: 'The SMS manager no longer reports to top management, and nobody else does',
    change: [{ file: ROLES, from: 'assures: [conformity, reporting]', to: 'assures: [conformity]' }],
    expect: [{ rule: 'role-sms-authority-missing', message: 'nobody', file: ROLES, line: 'id: ROLES', at: 'ROLES' }],
  },
  {
    title: 'A process lost its owner',
    change: [{ file: PROCESSES, from: '    owner: ROLE-SD\n    raci: [RACI-OPS#fin-budget', to: '    raci: [RACI-OPS#fin-budget' }],
    expect: [{ rule: 'process-owner-or-raci-missing', message: 'missing', file: PROCESSES, line: '- id: PRC-FIN', at: 'PRC-FIN' }],
  },
  {
    title: 'Nothing says who does what in release management',
    change: [{ file: PROCESSES, from: '    raci: [RACI-OPS#rel-accept, RACI-OPS#rel-deploy]\n', to: '' }],
    expect: [{ rule: 'process-owner-or-raci-missing', message: 'no-rows', file: PROCESSES, line: '- id: PRC-REL', at: 'PRC-REL' }],
  },
  {
    title: 'The SLA with Boreal Foods has no escalation',
    change: [{
      file: BOREAL, from: `escalation:
  - { level: 1, role: ROLE-IM, type: functional, afterShare: 0.5 }
  - { level: 2, role: ROLE-IM, type: hierarchic, afterShare: 0.75 }
  - { level: 3, role: ROLE-SD, type: hierarchic, afterShare: 1 }
`, to: '',
    }],
    expect: [{ rule: 'escalation-path-undefined', message: 'sla', file: BOREAL, line: 'id: SLA-BOREAL', at: 'SLA-BOREAL' }],
  },
  {
    title: 'Escalation goes up the line and to nobody who knows more',
    change: [{ file: BOREAL, from: 'role: ROLE-IM, type: functional', to: 'role: ROLE-IM, type: hierarchic' }],
    expect: [{ rule: 'escalation-path-undefined', message: 'one-sided', file: BOREAL, line: 'escalation:', at: 'escalation' }],
  },
  {
    title: 'The procedure of problem management says nothing about escalation any more',
    change: [{ file: 'processes/problem/procedure.md', from: '## Escalation', to: '## Outside help' }],
    expect: [{ rule: 'escalation-path-undefined', message: 'process', file: PROCESSES, line: '- id: PRC-PRB', at: 'PRC-PRB' }],
  },
  {
    title: 'An objective without a day',
    change: [{ file: OBJECTIVES, from: '    unit: engineers\n    due: 2027-01-31\n', to: '    unit: engineers\n' }],
    expect: [{ rule: 'objective-not-measurable', message: 'missing', file: OBJECTIVES, line: '- id: OBJ-STORAGE', at: 'OBJ-STORAGE' }],
  },
  {
    title: 'An objective without means and without a way to judge it',
    change: [
      { file: OBJECTIVES, from: '    resources: One hour a day of an agent; the portal is paid for by RSK-018\n', to: '' },
      { file: OBJECTIVES, from: '    evaluation: Answers of the second half-year against the value, in the service reviews of January\n', to: '' },
    ],
    expect: [{ rule: 'objective-unplanned-or-unevaluated', message: 'missing', file: OBJECTIVES, line: '- id: OBJ-SATISFIED', at: 'OBJ-SATISFIED' }],
  },
  {
    title: 'Nobody looked at the changes since spring',
    change: [{ file: OBJECTIVES, from: '    measure: MSR-CHANGES\n', to: '' }],
    expect: [{ rule: 'objective-unplanned-or-unevaluated', message: 'not-measured', file: OBJECTIVES, line: 'monitorEvery: 3 months', at: '3 months' }],
  },
  {
    title: 'Nobody ever counted the engineers',
    change: [{
      file: OBJECTIVES, from: `    results:
      - { on: 2026-06-30, value: 2, comment: One of the two left in May; one engineer was hired }
      - { on: 2026-09-30, value: 2, comment: Two more are in training }
`, to: '',
    }],
    expect: [{ rule: 'objective-unplanned-or-unevaluated', message: 'never-measured', file: OBJECTIVES, line: 'monitorEvery: 6 months', at: '6 months' }],
  },
  {
    title: 'An objective ran out and nobody judged it',
    change: [{ file: OBJECTIVES, from: '    unit: score\n    due: 2026-12-31', to: '    unit: score\n    due: 2026-09-30' }],
    expect: [{ rule: 'objective-unplanned-or-unevaluated', message: 'not-judged', file: OBJECTIVES, line: 'due: 2026-09-30', at: '2026-09-30' }],
  },
  {
    title: 'The plan no longer says where the work with other parties is told',
    change: [{ file: PLAN, from: '  - { item: other-parties, artefact: PARTIES }\n', to: '' }, { file: PLAN, from: '## Working with other parties', to: '## Suppliers' }],
    expect: [{ rule: 'smp-content-missing', message: 'parts', file: PLAN, line: 'id: PLAN', at: 'PLAN' }],
  },
  {
    title: 'The certificate for the storage platform ran out',
    change: [{ file: PLATFORM, from: '    validUntil: 2027-05-31', to: '    validUntil: 2026-05-31' }],
    expect: [{ rule: 'competence-gap', message: 'expired', file: PLATFORM, line: 'validUntil: 2026-05-31', at: '2026-05-31' }],
  },
  {
    title: 'Nobody judged what the certificate is worth',
    change: [{
      file: PLATFORM, from: `    evaluation:
      on: 2026-06-08
      by: ROLE-OPS
      method: Restored a volume of 2 TB in the drill of 2026-06-07
      result: sufficient
`, to: '',
    }],
    expect: [{ rule: 'competence-gap', message: 'missing', file: PLATFORM, line: '- competence: RESOURCES#storage', at: 'competence' }],
  },
  {
    title: 'The record of competence of the new problem manager was forgotten',
    change: [{ file: 'records/competence/COMP-PM.yaml' }],
    expect: [{ rule: 'competence-gap', message: 'no-record', file: RESOURCES, line: '- role: ROLE-PM', at: 'ROLE-PM' }],
  },
  {
    title: 'The engineers on call were not at the meeting about agreements',
    change: [{ file: AWARE_SERVICES, from: 'ROLE-OPS, ROLE-ONCALL, ROLE-MAIL', to: 'ROLE-OPS, ROLE-MAIL' }],
    expect: [{ rule: 'awareness-gap', message: 'gap', file: ROLES, line: '- id: ROLE-ONCALL', at: 'ROLE-ONCALL' }],
  },
  {
    title: 'The auditor from outside was never introduced',
    change: [{ file: 'records/awareness/AWR-2026-08.yaml', from: 'on: 2026-08-31', to: 'on: 2025-08-31' }],
    expect: [{
      rule: 'awareness-gap', message: 'gap', file: ROLES, line: '- { id: PER-NK, name: Noor Kaya, emails: [noor.kaya@audit.example] }', at: 'PER-NK',
    }],
  },
  {
    title: 'Records of competence fell out of the retention schedule',
    change: [{ file: RETENTION, from: 'kinds: [competence-record, awareness-record]', to: 'kinds: [awareness-record]' }],
    expect: [{ rule: 'doc-retention-missing', message: 'kind-missing', file: RETENTION, line: 'id: RETENTION', at: 'RETENTION' }],
  },
  {
    title: 'A kind of record is misspelt in the retention schedule',
    change: [{ file: RETENTION, from: 'kinds: [incident-record, major', to: 'kinds: [incident-records, major' }],
    expect: [{
      rule: 'doc-retention-missing', message: 'unknown', file: RETENTION, line: 'kinds: [incident-records, major-incident-report, problem-record, known-error]', at: 'incident-records',
    }],
  },
  {
    title: 'An article is past the day until which it can be relied on',
    change: [{ file: QUEUE, from: 'validUntil: 2027-02-28', to: 'validUntil: 2026-10-14' }],
    expect: [{ rule: 'knowledge-stale', message: 'stale', file: QUEUE, line: 'validUntil: 2026-10-14', at: '2026-10-14' }],
  },
  {
    title: 'A gap from before the certification was never closed',
    change: [{ file: GAPS, from: 'due: 2025-09-30, status: done, doneOn: 2025-09-25', to: 'due: 2025-09-30, status: in-progress' }],
    expect: [{
      rule: 'gap-analysis-unremediated', message: 'overdue', file: GAPS, at: '2025-09-30',
      line: '- { id: charging, title: Cost by service is only estimated, clauses: [8.4.1], current: Cost by department, gap: No cost by service, action: Keys for shared cost, owner: ROLE-SD, due: 2025-09-30, status: in-progress }',
    }],
  },
];
