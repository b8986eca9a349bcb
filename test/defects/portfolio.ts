import type { Defect } from './defect.js';

/** Service portfolio, configuration, supply and demand. */
export const defects: readonly Defect[] = [
  {
    title: 'A delivered service is struck from the configuration items',
    change: [{ file: 'registers/ci.yaml', from: '    services: [SVC-MON]\n', to: '' }],
    expect: [{ rule: 'catalogue-reality-mismatch', message: 'no-ci', file: 'catalogue/services.yaml', line: '- id: SVC-MON', at: 'SVC-MON' }],
  },
  {
    title: 'The item of a service gets the type of its application',
    change: [{ file: 'registers/ci.yaml', from: '    type: service\n    description: The service as a whole for Boreal Foods.', to: '    type: application\n    description: The service as a whole for Boreal Foods.' }],
    expect: [{ rule: 'catalogue-reality-mismatch', message: 'no-ci', file: 'catalogue/services.yaml', line: '- id: SVC-ERP', at: 'SVC-ERP' }],
  },
  {
    title: 'A request is booked on the telephony that is still planned',
    change: [{ file: 'records/requests/RQ-9001.yaml', to: `kind: service-request-record
id: RQ-9001
title: Number for a new driver
customer: CUS-BOREAL
service: SVC-VOICE
openedAt: 2026-10-14T09:20:00+02:00
status: open
` }],
    expect: [{ rule: 'catalogue-reality-mismatch', message: 'booked-planned', file: 'records/requests/RQ-9001.yaml', line: 'service: SVC-VOICE', at: 'SVC-VOICE' }],
  },
  {
    title: 'Nobody evaluated the vault',
    change: [{ file: 'registers/parties.yaml', from: '    evaluation: { on: 2026-04-09, by: ROLE-PLAT, result: Restore test of 2 TB in 5 h 10 min }\n', to: '' }],
    expect: [{ rule: 'party-uncontrolled', message: 'missing', file: 'registers/parties.yaml', line: '- id: SUP-VAULT', at: 'SUP-VAULT' }],
  },
  {
    title: 'The vault is evaluated without a result',
    change: [{ file: 'registers/parties.yaml', from: '{ on: 2026-04-09, by: ROLE-PLAT, result: Restore test of 2 TB in 5 h 10 min }', to: '{ on: 2026-04-09, by: ROLE-PLAT }' }],
    expect: [{ rule: 'party-uncontrolled', message: 'missing', file: 'registers/parties.yaml', line: 'evaluation: { on: 2026-04-09, by: ROLE-PLAT }', at: 'evaluation' }],
  },
  {
    title: 'A second catalogue is written for nobody',
    change: [{ file: 'catalogue/second.yaml', to: `kind: service-catalogue
id: CAT-SECOND
title: Catalogue of services that are only thought of
version: 0.1
status: draft
owner: ROLE-SLM
approver: ROLE-SD
reviewedOn: 2026-10-12
services: []
` }],
    expect: [{ rule: 'catalogue-not-accessible', message: 'missing', file: 'catalogue/second.yaml', line: 'id: CAT-SECOND', at: 'CAT-SECOND' }],
  },
  {
    title: 'An asset is leased from somebody whom nobody registered',
    change: [{ file: 'registers/assets.yaml', from: 'party: SUP-HALL-B, endsOn', to: 'party: SUP-HALL-C, endsOn' }],
    expect: [{ rule: 'party-uncontrolled', message: 'unresolved', file: 'registers/assets.yaml', at: 'SUP-HALL-C',
      line: '- { title: Lease of hall B, type: lease, party: SUP-HALL-C, endsOn: 2029-06-30 }' }],
  },
  {
    title: 'A configuration item loses its status',
    change: [{ file: 'registers/ci.yaml', from: '    description: Four virtual servers with 420 mailboxes, two in each hall.\n    status: live\n', to: '    description: Four virtual servers with 420 mailboxes, two in each hall.\n' }],
    expect: [{ rule: 'ci-attributes-incomplete', message: 'missing', file: 'registers/ci.yaml', line: '- id: CI-MAILBOX', at: 'CI-MAILBOX' }],
  },
  {
    title: 'A type of configuration items is renamed in the list only',
    change: [{ file: 'registers/ci.yaml', from: '{ label: cluster, title: Cluster of servers,', to: '{ label: server-cluster, title: Cluster of servers,' }],
    expect: [
      { rule: 'ci-attributes-incomplete', message: 'type-unknown', file: 'registers/ci.yaml', line: 'type: cluster', at: 'cluster' },
      { rule: 'ci-attributes-incomplete', message: 'type-unknown', file: 'registers/ci.yaml', line: 'type: cluster', at: 'cluster' },
    ],
  },
  {
    title: 'The relation that ties the outside measurement to a service goes',
    change: [
      { file: 'registers/ci.yaml', from: '      - { type: uses, to: CI-MON-OUTSIDE }\n', to: '' },
      { file: 'registers/ci.yaml', from: '    relations: [{ type: reports-to, to: CI-MON-CORE }]', to: '    relations: []' },
    ],
    expect: [{ rule: 'ci-orphan', message: 'orphan', file: 'registers/ci.yaml', line: '- id: CI-MON-OUTSIDE', at: 'CI-MON-OUTSIDE' }],
  },
  {
    title: 'The spare switch goes live and nobody says where',
    change: [{ file: 'registers/ci.yaml', from: 'status: spare', to: 'status: live' }],
    expect: [{ rule: 'ci-orphan', message: 'orphan', file: 'registers/ci.yaml', line: '- id: CI-SWITCH-SPARE', at: 'CI-SWITCH-SPARE' }],
  },
  {
    title: 'The interval of verification is shortened and nobody acts on it',
    change: [{ file: 'registers/ci.yaml', from: 'verifyEvery: 6 months', to: 'verifyEvery: 3 months' }],
    expect: [{ rule: 'ci-verification-overdue', message: 'overdue', file: 'registers/ci.yaml', line: 'id: CIS', at: 'CIS' }],
  },
  {
    title: 'The verification does not tell how much was right',
    change: [{ file: 'records/configuration/CV-2026-1.yaml', from: 'accuracy: 95\n', to: '' }],
    expect: [{ rule: 'ci-verification-overdue', message: 'missing', file: 'records/configuration/CV-2026-1.yaml', line: 'id: CV-2026-1', at: 'CV-2026-1' }],
  },
  {
    title: 'A deficiency is found and left',
    change: [{ file: 'records/configuration/CV-2026-1.yaml', from: '    correctedOn: 2026-05-21\n', to: '' }],
    expect: [{ rule: 'ci-verification-overdue', message: 'no-actions', file: 'records/configuration/CV-2026-1.yaml', line: 'deficiencies:', at: 'deficiencies' }],
  },
  {
    title: 'A cluster is changed after the baseline without a change',
    change: [{ file: 'registers/ci.yaml', from: 'racks 3 to 5"\n    lastChangedOn: 2025-11-30', to: 'racks 3 to 5"\n    lastChangedOn: 2026-09-13' }],
    expect: [{ rule: 'ci-change-untraceable', message: 'untraceable', file: 'registers/ci.yaml', line: 'lastChangedOn: 2026-09-13', at: '2026-09-13' }],
  },
  {
    title: 'A firewall is changed, and the only change it names is from June',
    change: [{ file: 'registers/ci.yaml', from: 'pair; separate networks for the servers of each customer.', to: 'pair; one network for all servers.' },
      { file: 'registers/ci.yaml', from: '    location: "Hall A, rack 1"\n    version: 11.2.4\n    lastChangedOn: 2026-06-14', to: '    location: "Hall A, rack 1"\n    version: 11.2.4\n    lastChangedOn: 2026-08-25' }],
    expect: [{ rule: 'ci-change-untraceable', message: 'older-change', file: 'registers/ci.yaml', line: 'lastChangedOn: 2026-08-25', at: '2026-08-25' }],
  },
  {
    title: 'The maintenance of the switches has run out',
    change: [{ file: 'registers/assets.yaml', from: 'Security updates and replacement on the next working day, type: maintenance, endsOn: 2027-02-28', to: 'Security updates and replacement on the next working day, type: maintenance, endsOn: 2026-10-14' }],
    expect: [{ rule: 'asset-obligation-expired', message: 'expired', file: 'registers/assets.yaml', at: '2026-10-14',
      line: '- { title: Security updates and replacement on the next working day, type: maintenance, endsOn: 2026-10-14 }' }],
  },
  {
    title: 'The cost of the third quarter was not entered for one line',
    change: [
      { file: 'records/finance/BUDGET-2026.yaml', from: '      - { from: 2026-04-01, to: 2026-06-30, amount: 23600, planned: 23500 }\n', to: '' },
      { file: 'records/finance/BUDGET-2026.yaml', from: '      - { from: 2026-07-01, to: 2026-09-30, amount: 24100, planned: 23500 }\n', to: '' },
    ],
    expect: [{ rule: 'cost-not-monitored', message: 'no-actuals', file: 'records/finance/BUDGET-2026.yaml', line: 'actuals:', at: 'actuals' }],
  },
  {
    title: 'A service falls out of the budget',
    change: [{ file: 'records/finance/BUDGET-2026.yaml', from: 'services: [SVC-ERP, SVC-LIS]', to: 'services: [SVC-ERP]' }],
    expect: [{ rule: 'cost-not-monitored', message: 'no-budget', file: 'catalogue/services.yaml', line: '- id: SVC-LIS', at: 'SVC-LIS' }],
  },
  {
    title: 'The budget is that of last year',
    change: [{ file: 'records/finance/BUDGET-2026.yaml', from: 'period: { from: 2026-01-01, to: 2026-12-31 }', to: 'period: { from: 2025-10-01, to: 2026-09-30 }' }],
    expect: [{ rule: 'cost-not-monitored', message: 'period-over', file: 'records/finance/BUDGET-2026.yaml', line: 'period: { from: 2025-10-01, to: 2026-09-30 }', at: '2026-09-30' }],
  },
  {
    title: 'Nobody forecasts the demand of the laboratory',
    change: [{ file: 'records/demand/DF-2026-2.yaml', from: 'services: [SVC-LIS]', to: 'services: [SVC-MON]' }],
    expect: [{ rule: 'demand-or-capacity-plan-missing', message: 'no-forecast', file: 'catalogue/services.yaml', line: '- id: SVC-LIS', at: 'SVC-LIS' }],
  },
  {
    title: 'A measure of demand says nothing about tomorrow',
    change: [{ file: 'records/demand/DF-2026-2.yaml', from: '    expected: [{ on: 2026-12-31, value: 428 }, { on: 2027-12-31, value: 440 }]\n', to: '' }],
    expect: [{ rule: 'demand-or-capacity-plan-missing', message: 'missing', file: 'records/demand/DF-2026-2.yaml', line: '- id: mailboxes', at: 'mailboxes' }],
  },
  {
    title: 'The storage is measured above its threshold after the action was cancelled',
    change: [
      { file: 'plans/capacity.yaml', from: '      - { on: 2026-09-30, value: 71 }', to: '      - { on: 2026-09-30, value: 83 }' },
      { file: 'plans/capacity.yaml', from: 'owner: ROLE-PLAT, due: 2027-06-30, status: open }', to: 'owner: ROLE-PLAT, due: 2027-06-30, status: cancelled }' },
    ],
    expect: [{ rule: 'capacity-threshold-crossed-no-action', message: 'crossed', file: 'plans/capacity.yaml', line: '- { on: 2026-09-30, value: 83 }', at: '83' }],
  },
  {
    title: 'Nothing is done any more about the two engineers who know the storage',
    change: [{ file: 'plans/capacity.yaml', from: 'owner: ROLE-PLAT, due: 2027-01-31, status: in-progress }', to: 'owner: ROLE-PLAT, due: 2027-01-31, status: done, doneOn: 2026-08-31 }' }],
    expect: [{ rule: 'capacity-threshold-crossed-no-action', message: 'crossed', file: 'plans/capacity.yaml', at: '2',
      line: '- { on: 2026-09-30, value: 2, comment: Two more have passed the first of three examinations }' }],
  },
];
