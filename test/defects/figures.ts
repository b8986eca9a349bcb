import type { Defect } from './defect.js';

const BOREAL_04 = 'records/reports/SR-BOREAL-2026-04.yaml', BOREAL_06 = 'records/reports/SR-BOREAL-2026-06.yaml';
const ROWS = 'records/incidents/incidents-2026.csv', NC_1 = 'records/nonconformities/NC-2026-01.yaml';
const PROBLEM = 'records/problems/PRB-118.yaml', COMPLAINT = 'records/customers/CPL-2026-01.yaml', IMPROVEMENTS = 'registers/improvements.yaml';
const REVIEW = 'records/reviews/MR-2026-09.yaml', REPORTING = 'evaluation/reporting-plan.yaml';

const EFFECT = `effectivenessCheck:
  due: 2026-07-20
  checkedOn: 2026-07-23
  checkedBy: ROLE-PM
  recurrences: 0
  result: effective
  comment: Oldest mail of the last 60 days waited four minutes; two alarms, both before a user noticed.
`;

/** The moments of INC-2801, with the one of its restoration. */
const row2801 = (restored: string): string => `01-04-2026 12:20;;;${restored};02-04-2026 12:44;05-04-2026 12:44`;

const wholeRow2801 = (restored: string): string => 'INC-2801;Printing from the dispatch office goes to the wrong floor;Boreal Foods GmbH;Managed workplace;PQ-18;Portal;Printing;'
  + `3 - Moderate;3 - Low;4 - Low;01-04-2026 11:07;${row2801(restored)};User;Configuration;Service desk;;;Closed`;

const CHAIN = `causeAnalysis:
  method: 5-whys
  chain:
    - Nobody escalated, because nobody on the night shift knew that four hours had run since 20:40.
    - They did not know, because the ticket changed shifts without a word; the form for the hand-over asks what was tried, and has no field for the time that is left.
    - The screen at the desk shows tickets by their number, and not by the time that is left to their target.
    - On other evenings the lead of the day shift had the times in his head and called before he went home; he was on leave.
    - When the target was shortened from eight to four hours on 1 March, nobody asked whether a rule in one head still holds at four.
  category: procedure
  on: 2026-05-13
  by: [ROLE-IM, ROLE-DESKLEAD, ROLE-OPS]
`;

/** Figures that do not agree with what is beside them, records that are not what they say, and the same thing told at one place. */
export const defects: readonly Defect[] = [
  {
    title: '104: a figure below what is promised is called met',
    change: [{ file: BOREAL_04, from: 'mail-availability, value: 99.981,', to: 'mail-availability, value: 97,' }],
    expect: [{
      rule: 'green-dashboard-conflict', message: 'not-met', file: BOREAL_04,
      line: '- { target: SLA-BOREAL#mail-availability, value: 97, met: true, previous: [{ period: 2026-03, value: 99.94 }], comment: "8 minutes on 22 April; the night of 14 April does not show here, see findings" }', at: 'true',
    }],
  },
  {
    title: '104: the figure of INC-2841 is turned round; its cases say otherwise',
    change: [{ file: BOREAL_04, from: 'SLA-BOREAL#p1-restore, value: 0, met: false,', to: 'SLA-BOREAL#p1-restore, value: 100, met: true,' }],
    expect: [{
      rule: 'green-dashboard-conflict', message: 'share', file: BOREAL_04,
      line: '- { target: SLA-BOREAL#p1-restore, value: 100, met: true, cases: 1, within: 0, previous: [{ period: 2026-03 }], comment: "One case, INC-2841" }', at: '100',
    }],
  },
  {
    title: '104: 75 % of 90 % is called met, beside its own breach',
    change: [{ file: BOREAL_06, from: 'p3-restore, value: 75, met: false,', to: 'p3-restore, value: 75, met: true,' }],
    expect: [{
      rule: 'green-dashboard-conflict', message: 'not-met', file: BOREAL_06,
      line: '- { target: SLA-BOREAL#p3-restore, value: 75, met: true, cases: 12, within: 9, previous: [{ period: 2026-05, value: 75 }, { period: 2026-04, value: 58.3 }, { period: 2026-03, value: 69.2 }], comment: "9 of 12" }', at: 'true',
    }],
  },
  {
    title: '104: nobody says whether 75 % of 90 % was met',
    change: [{ file: BOREAL_06, from: 'p3-restore, value: 75, met: false,', to: 'p3-restore, value: 75,' }],
    expect: [{
      rule: 'green-dashboard-conflict', message: 'unsaid', file: BOREAL_06,
      line: '- { target: SLA-BOREAL#p3-restore, value: 75, cases: 12, within: 9, previous: [{ period: 2026-05, value: 75 }, { period: 2026-04, value: 58.3 }, { period: 2026-03, value: 69.2 }], comment: "9 of 12" }', at: '75',
    }],
  },
  {
    title: '104: all cases are said to be in time, and a breach says which were not',
    change: [{ file: BOREAL_06, from: 'p3-restore, value: 75, met: false, cases: 12, within: 9,', to: 'p3-restore, value: 91.7, met: true, cases: 12, within: 11,' }],
    expect: [{
      rule: 'green-dashboard-conflict', message: 'breach-beside', file: BOREAL_06,
      line: '- { target: SLA-BOREAL#p3-restore, value: 91.7, met: true, cases: 12, within: 11, previous: [{ period: 2026-05, value: 75 }, { period: 2026-04, value: 58.3 }, { period: 2026-03, value: 69.2 }], comment: "9 of 12" }', at: 'true',
    }],
  },
  {
    title: '104, not 107: a figure that keeps the promise is called missed',
    change: [{ file: BOREAL_06, from: 'erp-availability, value: 99.991, met: true', to: 'erp-availability, value: 99.991, met: false' }],
    expect: [{
      rule: 'green-dashboard-conflict', message: 'met-after-all', file: BOREAL_06,
      line: '- { target: SLA-BOREAL#erp-availability, value: 99.991, met: false, previous: [{ period: 2026-05, value: 99.969 }, { period: 2026-04, value: 100 }, { period: 2026-03, value: 99.98 }] }', at: 'false',
    }],
  },
  {
    title: '108: the report shows fewer misses than the log of the desk',
    change: [{ file: BOREAL_06, from: 'p3-restore, value: 75, met: false, cases: 12, within: 9,', to: 'p3-restore, value: 83.3, met: false, cases: 12, within: 10,' }],
    expect: [{
      rule: 'sla-breach-no-action', message: 'figure', file: BOREAL_06,
      line: '- { target: SLA-BOREAL#p3-restore, value: 83.3, met: false, cases: 12, within: 10, previous: [{ period: 2026-05, value: 75 }, { period: 2026-04, value: 58.3 }, { period: 2026-03, value: 69.2 }], comment: "9 of 12" }', at: '83.3',
    }],
  },
  {
    title: '86, not 85: when a closed incident was restored is not known',
    change: [{ file: ROWS, from: row2801('02-04-2026 12:39'), to: row2801('') }],
    expect: [{
      rule: 'incident-trace-gap', message: 'missing', file: ROWS,
      line: wholeRow2801(''), at: wholeRow2801(''),
    }],
  },
  {
    title: '86, not 85: a closed incident was restored in a year to come',
    change: [{ file: ROWS, from: row2801('02-04-2026 12:39'), to: row2801('02-04-2062 12:39') }],
    expect: [{
      rule: 'incident-trace-gap', message: 'in-future', file: ROWS,
      line: wholeRow2801('02-04-2062 12:39'), at: wholeRow2801('02-04-2062 12:39'),
    }],
  },
  {
    title: '91: a problem was closed and nobody looked whether the solution held',
    change: [{ file: PROBLEM, from: EFFECT, to: '' }],
    expect: [{ rule: 'problem-rca-superficial', message: 'not-checked', file: PROBLEM, line: 'id: PRB-118', at: 'PRB-118' }],
  },
  {
    title: '91: a problem was closed before it was resolved',
    change: [{ file: PROBLEM, from: 'closedOn: 2026-07-23', to: 'closedOn: 2026-05-20' }],
    expect: [{ rule: 'problem-rca-superficial', message: 'days', file: PROBLEM, line: 'closedOn: 2026-05-20', at: '2026-05-20' }],
  },
  {
    title: '117: a nonconformity was closed before it was found',
    change: [{ file: NC_1, from: 'closedOn: 2026-07-30', to: 'closedOn: 2026-05-05' }],
    expect: [{ rule: 'nc-overdue-or-recurring', message: 'days', file: NC_1, line: 'closedOn: 2026-05-05', at: '2026-05-05' }],
  },
  {
    title: '68: a complaint was answered before it came in',
    change: [{ file: COMPLAINT, from: 'answeredOn: 2026-04-17', to: 'answeredOn: 2026-04-15' }],
    expect: [{ rule: 'complaint-overdue-or-no-escalation', message: 'days', file: COMPLAINT, line: 'answeredOn: 2026-04-15', at: '2026-04-15' }],
  },
  {
    title: '119: an improvement was done before anybody thought of it',
    change: [{ file: IMPROVEMENTS, from: '    doneOn: 2026-06-29\n', to: '    doneOn: 2026-05-29\n' }],
    expect: [{ rule: 'improvement-without-target-or-measure', message: 'days', file: IMPROVEMENTS, line: 'doneOn: 2026-05-29', at: '2026-05-29' }],
  },
  {
    title: '115, not 109 as well: the nonconformity that four breaches share names no cause',
    change: [{ file: NC_1, from: CHAIN, to: '' }],
    expect: [{ rule: 'finding-without-corrective-action', message: 'no-cause', file: NC_1, line: 'id: NC-2026-01', at: 'NC-2026-01' }],
  },
  {
    title: '108, not 85 and 87: the nonconformity names the breach and not the incident, which is enough; that the customer was not told stays',
    change: [{ file: NC_1, from: 'from: [INC-2841, SR-BOREAL-2026-04#b1]', to: 'from: [SR-BOREAL-2026-04#b1]' }, { file: BOREAL_04, from: '    customerInformedOn: 2026-04-15\n', to: '' }],
    expect: [{ rule: 'sla-breach-no-action', message: 'missing', file: BOREAL_04, line: '- id: b1', at: 'b1' }],
  },
  {
    title: '119, not 107 and 114 as well: an improvement is late, and a report and a review had decided on it',
    change: [
      { file: IMPROVEMENTS, from: '    owner: ROLE-WORK\n    due: 2026-11-02\n', to: '    owner: ROLE-WORK\n    due: 2026-10-14\n' },
      { file: 'records/reports/SR-MAASLAB-2026-09.yaml', from: '    due: 2026-11-02\n    improvement: IMP-017\n', to: '    due: 2026-10-14\n    improvement: IMP-017\n' },
      { file: REVIEW, from: '    owner: ROLE-WORK\n    due: 2026-11-02\n', to: '    owner: ROLE-WORK\n    due: 2026-10-14\n' },
    ],
    expect: [{ rule: 'improvement-without-target-or-measure', message: 'overdue', file: IMPROVEMENTS, line: 'due: 2026-10-14', at: '2026-10-14' }],
  },
  {
    title: '105: two reports on one plan were not made, of two agreements: one finding',
    change: [
      { file: 'records/reports/SR-MAASLAB-2026-05.yaml', from: 'agreements: [SLA-MAASLAB, SLA-MAASLAB-LIS]\n', to: '' },
      { file: 'records/reports/SR-MAASLAB-2026-06.yaml', from: 'agreements: [SLA-MAASLAB, SLA-MAASLAB-LIS]\n', to: 'agreements: [SLA-MAASLAB]\n' },
    ],
    expect: [{ rule: 'service-report-missing', message: 'period-missing', file: REPORTING, line: '- id: REP-MAASLAB', at: 'REP-MAASLAB' }],
  },
];
