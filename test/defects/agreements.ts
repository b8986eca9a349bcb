import type { Defect } from './defect.js';

const PARTIES = 'registers/parties.yaml', CUSTOMERS = 'registers/customers.yaml', MATRIX = 'agreements/priority-matrix.yaml', BOREAL = 'agreements/sla-boreal.yaml';
const HALL_A = 'agreements/contracts/hall-a.yaml', HALL_B = 'agreements/contracts/hall-b.yaml', CARRIER_B = 'agreements/contracts/carrier-b.yaml';
const RELAY_A = 'agreements/contracts/relay-a.yaml', VAULT = 'agreements/contracts/vault.yaml', DEVICE = 'agreements/contracts/device.yaml';
const LABSOFT = 'agreements/contracts/labsoft.yaml', TECHNICIANS = 'agreements/internal/technical-service-maaslab.yaml';
const PERFORMANCE = 'records/suppliers/performance-2026.yaml', CARRIER_Q2 = 'records/suppliers/SP-CARRIER-A-2026-Q2.yaml', RELAY_Q2 = 'records/suppliers/SP-MX-A-2026-Q2.yaml';
const DISPUTE = 'records/suppliers/DIS-2026-1.yaml', COMPLAINT = 'records/customers/CPL-2026-01.yaml', REVIEW = 'records/customers/REV-BOREAL-2026-10.yaml';
const SURVEY = 'records/customers/SAT-BOREAL-2026-Q3.yaml', SPRING = 'records/customers/SAT-MAASLAB-2026-1.yaml', EXTRA = 'agreements/sla-maaslab-mail.yaml';

const REPAIR = { rule: 'underpinning-weaker-than-sla', message: 'sum', file: CARRIER_B, line: 'value: 4', at: '4' };
const UNANSWERED = { rule: 'supplier-performance-unmonitored', message: 'miss-unanswered', file: CARRIER_Q2, line: 'met: false', at: 'false' };
const NEVER = { rule: 'supplier-performance-unmonitored', message: 'never', file: PARTIES };

/** Clause 8.3: customers, agreements, suppliers. */
export const defects: readonly Defect[] = [
  {
    title: 'Nobody says who goes first, though two customers had a stop in the same night',
    change: [{
      file: MATRIX, from: `tieBreak: >-
  Between incidents of one priority danger to patients goes first, then the incident with the least
  time left to its target, then the one that was logged first. Size or revenue of a customer never
  counts. The incident manager decides and records each exception with its reason.
`, to: '',
    }],
    expect: [{ rule: 'sla-no-tiebreak-between-customers', message: 'conflict', file: BOREAL, line: 'supportGroup: ROLE-DESK', at: 'ROLE-DESK' }],
  },
  {
    title: 'A second agreement promises the laboratory less for its mail',
    change: [{
      file: EXTRA, to: `kind: sla
id: SLA-MAASLAB-MAIL
title: Service level agreement on mail of Maasdelta Laboratories
version: 1.0
status: approved
owner: ROLE-SLM
approver: ROLE-SD
approvedOn: 2026-02-12
effectiveFrom: 2026-03-01
reviewedOn: 2026-02-10
customers: [CUS-MAASLAB]
services: [SVC-MAIL]
validFrom: 2026-03-01
agreedBy: [{ party: CUS-MAASLAB, name: Dr E. Sewell, on: 2026-02-24 }]
basedOn: [REQ-MAIL-02]
targets:
  - id: p2-restore
    title: Restoration of priority 2 incidents
    metric: restoration-time
    priority: P2
    operator: at-most
    value: 12
    unit: hours
    attainment: 95
    window: calendar-month
    calendar: CAL-24X7
    clock: { starts: openedAt, stops: restoredAt, holds: [awaiting-customer] }
    source: { system: Service desk, query: Report on restoration times per customer }
    calculation: Share of the incidents of this priority opened in the month that were restored within the limit
workloadLimits: [{ id: mails, measure: Mails a day, limit: 20000, unit: count, window: calendar-month, consequence: The day is left out }]
exceptions: []
escalation: [{ level: 1, role: ROLE-IM, type: functional, afterShare: 0.5 }, { level: 2, role: ROLE-SD, type: hierarchic, afterShare: 1 }]
`,
    }],
    expect: [{ rule: 'sla-target-not-measurable', message: 'contradicts', file: EXTRA, line: 'value: 12', at: '12' }],
  },
  {
    title: 'A line is repaired in four hours, with a quarter of an hour for handing over, where four are promised',
    change: [{ file: CARRIER_B, from: 'value: 3.5', to: 'value: 4' }],
    expect: [REPAIR, REPAIR],
  },
  {
    title: 'The maker of the laboratory software answers priority 1 in office hours only',
    change: [{
      file: LABSOFT, from: `    priority: P1
    operator: at-most
    value: 15
    unit: minutes
    window: calendar-month
    calendar: CAL-24X7`, to: `    priority: P1
    operator: at-most
    value: 15
    unit: minutes
    window: calendar-month
    calendar: CAL-OFFICE`,
    }],
    expect: [{ rule: 'underpinning-weaker-than-sla', message: 'hours', file: LABSOFT, line: 'calendar: CAL-OFFICE', at: 'CAL-OFFICE' }],
  },
  {
    title: 'A technician reaches the rack when most of the two hours are over',
    change: [{ file: HALL_B, from: 'value: 45', to: 'value: 90' }],
    expect: [{ rule: 'underpinning-weaker-than-sla', message: 'response', file: HALL_B, line: 'value: 90', at: '90' }],
  },
  {
    title: 'The vault may be away for longer than backups can be',
    change: [{ file: VAULT, from: 'rto: 4 hours', to: 'rto: 8 hours' }],
    expect: [{ rule: 'underpinning-weaker-than-sla', message: 'recovery', file: VAULT, line: 'continuity: { rto: 8 hours, rpo: 24 hours }', at: '8 hours' }],
  },
  {
    title: 'A relay reports once a quarter, and the customers are reported to each month',
    change: [{ file: RELAY_A, from: 'reporting: { every: 1 month,', to: 'reporting: { every: 3 months,' }],
    expect: [{
      rule: 'underpinning-weaker-than-sla', message: 'reporting', file: RELAY_A,
      line: 'reporting: { every: 3 months, to: [ROLE-MAIL, ROLE-SUP], format: "Availability, times of relaying, and share of spam" }', at: '3 months',
    }],
  },
  {
    title: 'The contract with the maker of the laboratory software does not say what the maker decides and does',
    change: [{
      file: LABSOFT, from: `  theirs:
    - Finds faults of the application and proposes a workaround.
    - Decides on the contents of versions, and supports each for three years (RSK-007).
`, to: '',
    }],
    expect: [{ rule: 'supplier-contract-content-missing', message: 'lacks', file: LABSOFT, line: 'id: CON-LABSOFT', at: 'CON-LABSOFT' }],
  },
  {
    title: 'The contract with the vault ran out in spring',
    change: [{ file: VAULT, from: 'validTo: 2027-04-30', to: 'validTo: 2026-04-30' }],
    expect: [{ rule: 'supplier-uncontracted-or-expired', message: 'expired', file: VAULT, line: 'validTo: 2026-04-30', at: '2026-04-30' }],
  },
  {
    title: 'The lease of a hall ran out yesterday',
    change: [{ file: HALL_A, from: 'validTo: 2028-12-31', to: 'validTo: 2026-10-14' }],
    expect: [{ rule: 'supplier-uncontracted-or-expired', message: 'expired-critical', file: HALL_A, line: 'validTo: 2026-10-14', at: '2026-10-14' }],
  },
  {
    title: 'The contract on devices can be ended until the end of the year, and nobody has decided',
    change: [{
      file: DEVICE, from: `renewal:
  decision: continue
  on: 2026-10-01
  by: ROLE-SUP
  reason: Kept its figures over twelve months; another supplier was 8 percent dearer.
`, to: '',
    }],
    expect: [{ rule: 'supplier-uncontracted-or-expired', message: 'notice-due', file: DEVICE, line: 'noticeBy: 2026-12-31', at: '2026-12-31' }],
  },
  {
    title: 'The lease of a hall, with 24 months of notice, can be ended until the end of the year, and nobody has decided',
    change: [{ file: HALL_A, from: '  decision: replace\n', to: '' }],
    expect: [{ rule: 'supplier-uncontracted-or-expired', message: 'notice-due', file: HALL_A, line: 'validTo: 2028-12-31', at: '2028-12-31' }],
  },
  {
    title: 'Nobody looks after the relationship with a hall',
    change: [{ file: PARTIES, from: '    relationshipManager: ROLE-SUP\n    provides: [Space, Power and cooling, Access control]\n    coordination: Monthly', to: '    provides: [Space, Power and cooling, Access control]\n    coordination: Monthly' }],
    expect: [{ rule: 'supplier-uncontracted-or-expired', message: 'no-manager', file: PARTIES, line: '- id: SUP-HALL-A', at: 'SUP-HALL-A' }],
  },
  {
    title: 'The agreement with the technicians of the laboratory ended after two weeks',
    change: [{ file: TECHNICIANS, from: 'validFrom: 2026-09-15\n', to: 'validFrom: 2026-09-15\nvalidTo: 2026-09-30\n' }],
    expect: [{ rule: 'internal-agreement-missing', message: 'expired', file: TECHNICIANS, line: 'validTo: 2026-09-30', at: '2026-09-30' }],
  },
  {
    title: 'The agreement with the technicians is approved and not effective yet',
    change: [{ file: TECHNICIANS, from: 'effectiveFrom: 2026-09-15', to: 'effectiveFrom: 2026-11-01' }],
    expect: [{ rule: 'internal-agreement-missing', message: 'none', file: PARTIES, line: '- id: SUP-MAASLAB-TECH', at: 'SUP-MAASLAB-TECH' }],
  },
  {
    title: 'The agreement with the technicians does not say where the processes meet',
    change: [{
      file: TECHNICIANS, from: `interfaces:
  - Calls go to the porter of the site around the clock, with the number of our ticket.
  - What was changed is entered in the configuration information by ROLE-NET on the same day.
`, to: 'interfaces: []\n',
    }],
    expect: [{ rule: 'internal-agreement-missing', message: 'lacks', file: TECHNICIANS, line: 'id: AGR-MAASLAB-TECH', at: 'AGR-MAASLAB-TECH' }],
  },
  {
    title: 'The quarters of nearly all suppliers are lost',
    change: [{ file: PERFORMANCE }],
    expect: ['SUP-HALL-A', 'SUP-HALL-B', 'SUP-CARRIER-B', 'SUP-MX-B', 'SUP-VAULT', 'SUP-DEVICE', 'SUP-LABSOFT'].map(at => ({ ...NEVER, line: `- id: ${at}`, at })),
  },
  {
    title: 'The interval of looking at a relay was shortened, and nobody looked',
    change: [{ file: RELAY_A, from: 'monitoredEvery: 3 months', to: 'monitoredEvery: 1 week' }, {
      file: PERFORMANCE, from: `    party: SUP-MX-A
    agreement: CON-MX-A
    period: { from: 2026-07-01, to: 2026-09-30 }`, to: `    party: SUP-MX-A
    agreement: CON-MX-A
    period: { from: 2026-07-01, to: 2026-08-31 }`,
    }],
    expect: [{ rule: 'supplier-performance-unmonitored', message: 'overdue', file: PARTIES, line: '- id: SUP-MX-A', at: 'SUP-MX-A' }],
  },
  {
    title: 'A relay missed its target, and nothing was done',
    change: [{
      file: RELAY_Q2, from: `actions:
  - id: connections
    title: Connections follow the number of mailboxes, with an alarm on the age of the queue
    owner: ROLE-MAIL
    due: 2026-05-31
    status: done
    doneOn: 2026-05-21
    effect: 99.7 percent in June, oldest mail four minutes
  - id: contract
    title: Both contracts with relays say so
    owner: ROLE-SUP
    due: 2026-06-30
    status: done
    doneOn: 2026-06-23
`, to: '',
    }],
    expect: [{ rule: 'supplier-performance-unmonitored', message: 'miss-unanswered', file: RELAY_Q2, line: 'met: false', at: 'false' }],
  },
  {
    title: 'A carrier missed two targets in one quarter, and nothing was done',
    change: [{
      file: CARRIER_Q2, from: `actions:
  - id: crew
    title: Crew and material for the northern route stand by in Rotterdam
    owner: ROLE-SUP
    due: 2026-08-31
    status: done
    doneOn: 2026-08-20
    effect: A trial call on 2026-09-03 had people at the trench after 55 minutes
  - id: works
    title: Works without ten working days of notice become an incident of ours when they are announced
    owner: ROLE-NET
    due: 2026-07-31
    status: done
    doneOn: 2026-07-22
`, to: 'actions: []\n',
    }],
    expect: [UNANSWERED, UNANSWERED],
  },
  {
    title: 'A third miss in the log has no answer either',
    change: [{
      file: PERFORMANCE, from: '- { target: CON-VAULT#availability, value: 99.96, unit: percent, met: true }\n      - { target: CON-VAULT#full-restore, value: 5.4, unit: hours, met: true,',
      to: '- { target: CON-VAULT#availability, value: 99.96, unit: percent, met: true }\n      - { target: CON-VAULT#full-restore, value: 7.4, unit: hours, met: false,',
    }],
    expect: [{
      rule: 'supplier-performance-unmonitored', message: 'miss-unanswered', file: PERFORMANCE,
      line: '- { target: CON-VAULT#full-restore, value: 7.4, unit: hours, met: false, cases: 1, comment: Drill with 3 TB }', at: 'false',
    }],
  },
  {
    title: 'The dispute with a carrier was never settled',
    change: [{ file: DISPUTE, from: 'status: settled', to: 'status: open' }, { file: DISPUTE, from: 'settledOn: 2026-07-02\n', to: '' }],
    expect: [{ rule: 'supplier-performance-unmonitored', message: 'dispute-overdue', file: DISPUTE, line: 'due: 2026-07-15', at: '2026-07-15' }],
  },
  {
    title: 'The review of autumn with Boreal Foods was not held',
    change: [{ file: REVIEW }],
    expect: [{
      rule: 'customer-review-or-satisfaction-overdue', message: 'review-overdue', file: CUSTOMERS,
      line: 'serviceReview: { every: 3 months, with: [J. Vermeer, Femke Bos, Lena Maas], minutes: "Customer portal, folder Service reviews" }', at: '3 months',
    }],
  },
  {
    title: 'The last survey at Boreal Foods is older than three months',
    change: [{ file: SURVEY, from: 'on: 2026-10-08', to: 'on: 2026-07-08' }],
    expect: [{ rule: 'customer-review-or-satisfaction-overdue', message: 'survey-overdue', file: CUSTOMERS, line: 'every: 3 months', at: '3 months' }],
  },
  {
    title: 'Nobody says whom a survey stands for',
    change: [{
      file: SPRING, to: '',
      from: 'sample: All shifts at all three sites, one day in the week and one at the weekend; the head of laboratory informatics answers for those who pay\n',
    }],
    expect: [{ rule: 'customer-review-or-satisfaction-overdue', message: 'missing', file: SPRING, line: 'id: SAT-MAASLAB-2026-1', at: 'SAT-MAASLAB-2026-1' }],
  },
  {
    title: 'Nobody thought about what a survey says',
    change: [{
      file: SURVEY, to: '',
      from: 'analysis: The best value since we ask. News about an open ticket rose from 3.8 to 4.1 with the text messages; the warehouse office is back at 4.4.\n',
    }],
    expect: [
      { rule: 'customer-review-or-satisfaction-overdue', message: 'missing', file: SURVEY, line: 'id: SAT-BOREAL-2026-Q3', at: 'SAT-BOREAL-2026-Q3' },
    ],
  },
  {
    title: 'The complaint of spring is still open',
    change: [{ file: COMPLAINT, from: 'status: closed', to: 'status: open' }, { file: COMPLAINT, from: 'closedOn: 2026-04-24\n', to: '' }],
    expect: [{ rule: 'complaint-overdue-or-no-escalation', message: 'overdue', file: COMPLAINT, line: 'receivedOn: 2026-04-16', at: '2026-04-16' }],
  },
  {
    title: 'A complaint has been open for six days, and nobody higher up knows',
    change: [
      { file: COMPLAINT, from: 'status: closed', to: 'status: in-progress' }, { file: COMPLAINT, from: 'closedOn: 2026-04-24\n', to: '' },
      { file: COMPLAINT, from: 'receivedOn: 2026-04-16', to: 'receivedOn: 2026-10-09' }, { file: COMPLAINT, from: 'answeredOn: 2026-04-17', to: 'answeredOn: 2026-10-10' },
      {
        file: COMPLAINT, to: '',
        from: 'escalations:\n  - { to: ROLE-SD, on: 2026-04-21, reason: "Five days open; the customer wants to hear it from the management, in the service review" }\n',
      },
    ],
    expect: [{ rule: 'complaint-overdue-or-no-escalation', message: 'not-escalated', file: COMPLAINT, line: 'receivedOn: 2026-10-09', at: '2026-10-09' }],
  },
  {
    title: 'Complaints of Boreal Foods go to nobody when they are not settled',
    change: [{
      file: CUSTOMERS, from: `      closeWithin: 10 days
      escalation:
        - { level: 1, role: ROLE-SD, type: hierarchic, after: 5 days }
        - { level: 2, role: ROLE-MD, type: hierarchic, after: 10 days }
`, to: '      closeWithin: 10 days\n',
    }],
    expect: [{ rule: 'complaint-overdue-or-no-escalation', message: 'no-path', file: CUSTOMERS, line: 'complaints:', at: 'complaints' }],
  },
];
