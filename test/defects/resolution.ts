import type { Defect } from './defect.js';

const LOG = 'records/incidents/incidents-2026.csv', LAPTOP = 'records/incidents/INC-4236.yaml', LAB = 'records/incidents/INC-4188.yaml', ORDERS = 'records/incidents/INC-4187.yaml';
const MAJOR = 'processes/incident/major-incident.md', NIGHT = 'records/major-incidents/MIR-2026-2.yaml', SOFTWARE = 'processes/request/models/software.yaml';
const LINE = 'records/problems/PRB-121.yaml', QUEUE = 'records/problems/PRB-123.yaml', MONDAY = 'records/problems/KE-033.yaml';
const CATALOGUE = 'catalogue/services.yaml', PHISHING = 'records/security/SEC-2026-1.yaml', ANALYSIS = 'records/reports/SR-SECURITY-2026-H1.yaml';

/** Rows of the log; of a row the whole line is covered. */
const CALENDAR = 'INC-2802;Calendar of the dispatch team shows meetings twice;Boreal Foods GmbH;Managed e-mail;MBX-BOR-13;Phone;Calendar;4 - Minor;'
  + '1 - High;3 - Medium;01-04-2026 13:13;01-04-2026 14:28;02-04-2026 17:57;Incident manager;03-04-2026 16:18;03-04-2026 16:30;07-04-2026 17:12;No answer in three working days;Configuration;Mail team;;;Closed';
const WIRELESS = 'INC-2806;Laptop loses the wireless network in the meeting rooms;Maasdelta Laboratories;Managed workplace;NB-403;Phone;Laptop;'
  + '3 - Moderate;3 - Low;4 - Low;01-04-2026 15:23;01-04-2026 17:19;;;02-04-2026 14:14;02-04-2026 14:54;04-04-2026 15:14;User;Driver;Workplace team;;;Closed';
const BROWSER = 'INC-2819;Browser shows a certificate warning for the intranet;Boreal Foods GmbH;Managed workplace;NB-234;Portal;Software;'
  + '3 - Moderate;2 - Medium;3 - Medium;10-04-2026 08:55;10-04-2026 10:08;13-04-2026 12:25;Incident manager;14-04-2026 15:07;14-04-2026 15:12;17-04-2026 15:12;User;Certificate;Service desk;;;Closed';

function row(rule: string, message: string, line: string): Defect['expect'][number] { return { rule, message, file: LOG, line, at: line }; }

/** Incidents, requests, problems, security incidents. */
export const defects: readonly Defect[] = [
  {
    title: 'A row of the log has no category',
    change: [{ file: LOG, from: 'MBX-BOR-13;Phone;Calendar;4 - Minor;1 - High;3 - Medium;01-04-2026 13:13', to: 'MBX-BOR-13;Phone;;4 - Minor;1 - High;3 - Medium;01-04-2026 13:13' }],
    expect: [row('incident-not-classified', 'missing', CALENDAR.replace(';Phone;Calendar;', ';Phone;;'))],
  },
  {
    title: 'An incident without urgency',
    change: [{ file: LAPTOP, from: 'urgency: high\n', to: '' }],
    expect: [{ rule: 'incident-not-classified', message: 'missing', file: LAPTOP, line: 'id: INC-4236', at: 'INC-4236' }],
  },
  {
    title: 'A priority by feeling',
    change: [{ file: LAB, from: 'impact: extensive', to: 'impact: minor' }],
    expect: [{ rule: 'incident-priority-not-from-matrix', message: 'differs', file: LAB, line: 'priority: P1', at: 'P1' }],
  },
  {
    title: 'An impact in the words of the matrix of last year',
    change: [{ file: LAPTOP, from: 'impact: minor', to: 'impact: low' }],
    expect: [{ rule: 'incident-priority-not-from-matrix', message: 'unknown-level', file: LAPTOP, line: 'impact: low', at: 'low' }],
  },
  {
    title: 'A target of the other customer',
    change: [{ file: LAPTOP, from: 'SLA-BOREAL#p3-restore', to: 'SLA-MAASLAB#p3-restore' }],
    expect: [
      { rule: 'incident-without-sla-reference', message: 'other-target', file: LAPTOP, line: 'targets: [SLA-BOREAL#p3-response, SLA-MAASLAB#p3-restore]', at: 'SLA-MAASLAB#p3-restore' },
    ],
  },
  {
    title: 'A row of the log without a customer',
    change: [{ file: LOG, from: 'meeting rooms;Maasdelta Laboratories;Managed workplace;NB-403;', to: 'meeting rooms;;Managed workplace;NB-403;' }],
    expect: [row('incident-without-sla-reference', 'incomplete', WIRELESS.replace('Maasdelta Laboratories', ''))],
  },
  {
    title: 'A row of the log past its target, and nobody was told',
    change: [{ file: LOG, from: '01-04-2026 14:28;02-04-2026 17:57;Incident manager;', to: '01-04-2026 14:28;;;' }],
    expect: [row('incident-breach-no-escalation', 'not-escalated', CALENDAR.replace('02-04-2026 17:57;Incident manager', ';'))],
  },
  {
    title: 'A row of the log that was closed before it was opened',
    change: [{ file: LOG, from: '02-04-2026 14:54;04-04-2026 15:14;', to: '02-04-2026 14:54;30-03-2026 15:14;' }],
    expect: [row('incident-trace-gap', 'out-of-order', WIRELESS.replace('04-04-2026 15:14', '30-03-2026 15:14'))],
  },
  {
    title: 'Nobody confirmed the closure',
    change: [{ file: LAPTOP, from: 'closureConfirmedBy: Dispatch office, CUS-BOREAL\n', to: '' }],
    expect: [{ rule: 'incident-trace-gap', message: 'missing', file: LAPTOP, line: 'id: INC-4236', at: 'INC-4236' }],
  },
  {
    title: 'An incident of tomorrow',
    change: [{ file: LAPTOP, from: 'closedAt: 2026-09-23', to: 'closedAt: 2026-10-23' }],
    expect: [
      { rule: 'incident-trace-gap', message: 'in-future', file: LAPTOP, line: 'closedAt: 2026-10-23T10:15:00+02:00', at: '2026-10-23T10:15:00+02:00' },
    ],
  },
  {
    title: 'The night shift takes over without a word',
    change: [{ file: ORDERS, from: '    handover: Nobody at Boreal can book; the warehouse office is on the line.\n', to: '' }],
    expect: [{ rule: 'incident-handover-undocumented', message: 'no-note', file: ORDERS, line: '- role: ROLE-HOST', at: 'role' }],
  },
  {
    title: 'On hold for a supplier',
    change: [{ file: LAPTOP, from: 'holds: []', to: 'holds: [{ reason: awaiting-supplier, from: 2026-09-22T09:12:00+02:00, to: 2026-09-22T09:20:00+02:00 }]' }],
    expect: [
      { rule: 'incident-hold-unjustified', message: 'reason-not-agreed', file: LAPTOP, line: 'holds: [{ reason: awaiting-supplier, from: 2026-09-22T09:12:00+02:00, to: 2026-09-22T09:20:00+02:00 }]', at: 'awaiting-supplier' },
    ],
  },
  {
    title: 'On hold for more than a third of the time',
    change: [{ file: LAPTOP, from: 'holds: []', to: 'holds: [{ reason: awaiting-customer, from: 2026-09-22T08:40:00+02:00, to: 2026-09-22T09:05:00+02:00 }]' }],
    expect: [
      { rule: 'incident-hold-unjustified', message: 'too-long', file: LAPTOP, line: 'holds: [{ reason: awaiting-customer, from: 2026-09-22T08:40:00+02:00, to: 2026-09-22T09:05:00+02:00 }]', at: 'holds' },
    ],
  },
  {
    title: 'A hold that ends before it begins',
    change: [{ file: LAPTOP, from: 'holds: []', to: 'holds: [{ reason: awaiting-customer, from: 2026-09-22T09:20:00+02:00, to: 2026-09-22T09:12:00+02:00 }]' }],
    expect: [
      { rule: 'incident-hold-unjustified', message: 'contradictory', file: LAPTOP, line: 'holds: [{ reason: awaiting-customer, from: 2026-09-22T09:20:00+02:00, to: 2026-09-22T09:12:00+02:00 }]', at: 'reason' },
    ],
  },
  {
    title: 'Nothing says what makes an incident a major one',
    change: [{ file: MAJOR, from: 'version: 2.1', to: 'version: 2.2' }, { file: MAJOR, from: 'criteria:\n  - Every incident of priority P1.\n  - Every other incident that ROLE-IM or ROLE-SD declares to be major.\n', to: '' }],
    expect: [{ rule: 'major-incident-control-missing', message: 'missing', file: MAJOR, line: 'id: PROC-MAJOR', at: 'PROC-MAJOR' }],
  },
  {
    title: 'Nobody led the major incident of the laboratory',
    change: [{ file: LAB, from: 'majorIncidentManager: ROLE-IM\n', to: '' }, { file: NIGHT, from: 'manager: ROLE-IM\n', to: '' }],
    expect: [{ rule: 'major-incident-control-missing', message: 'not-controlled', file: LAB, line: 'major: true', at: 'true' }],
  },
  {
    title: 'The night of the harvest was never looked back upon',
    change: [{ file: NIGHT, from: 'reviewedOn: 2026-08-20\n', to: '' }],
    expect: [
      { rule: 'major-incident-control-missing', message: 'report-without-review', file: NIGHT, line: 'id: MIR-2026-2', at: 'MIR-2026-2' },
    ],
  },
  {
    title: 'A request model without steps',
    change: [{
      file: SOFTWARE, to: `kind: request-model
id: RM-SOFTWARE
title: Additional software
version: 1.4
status: approved
owner: ROLE-DESKLEAD
approver: ROLE-SD
approvedOn: 2026-03-19
effectiveFrom: 2026-04-01
reviewedOn: 2026-03-17
services: [SVC-WORK]
steps: []
`,
    }],
    expect: [{ rule: 'request-instructions-missing', message: 'missing', file: SOFTWARE, line: 'id: RM-SOFTWARE', at: 'RM-SOFTWARE' }],
  },
  {
    title: 'An offering that nothing says how to fulfil',
    change: [{ file: CATALOGUE, from: 'version: 4.1', to: 'version: 4.2' }, { file: CATALOGUE, from: '{ title: New mailbox, instruction: PROC-REQ }', to: '{ title: New mailbox }' }],
    expect: [
      { rule: 'request-instructions-missing', message: 'offering', file: CATALOGUE, line: '- { title: New mailbox }', at: 'New mailbox' },
    ],
  },
  {
    title: 'It was a human error',
    change: [{ file: QUEUE, from: 'rootCause: The number of workers of the batch queue had no upper bound, and the load test left out the one job that grows with the harvest.', to: 'rootCause: Human error of an engineer' }],
    expect: [
      { rule: 'problem-rca-superficial', message: 'human-only', file: QUEUE, line: 'rootCause: Human error of an engineer', at: 'Human error of an engineer' },
    ],
  },
  {
    title: 'The analysis stops at the first answer',
    change: [{
      file: LINE, from: `  - It is full because the hospital in Dordrecht copies its images of the weekend over the same line when its first shift begins.
  - The line carries both since the laboratory moved in, and neither side keeps a share of it for results.
`, to: '',
    }],
    expect: [{ rule: 'problem-rca-superficial', message: 'too-few-steps', file: LINE, line: 'causes:', at: 'causes' }],
  },
  {
    title: 'A closed problem without a cause',
    change: [{ file: QUEUE, from: 'rootCause: The number of workers of the batch queue had no upper bound, and the load test left out the one job that grows with the harvest.\n', to: '' }],
    expect: [{ rule: 'problem-rca-superficial', message: 'no-cause', file: QUEUE, line: 'id: PRB-123', at: 'PRB-123' }],
  },
  {
    title: 'The same laptop three times in a week, and no problem',
    change: [
      { file: LOG, from: 'Disk encryption asks for the recovery key;Maasdelta Laboratories;Managed workplace;NB-219;', to: 'Disk encryption asks for the recovery key;Maasdelta Laboratories;Managed workplace;NB-403;' },
      { file: LOG, from: 'Browser shows a certificate warning for the intranet;Boreal Foods GmbH;Managed workplace;NB-234;', to: 'Browser shows a certificate warning for the intranet;Boreal Foods GmbH;Managed workplace;NB-403;' },
    ],
    expect: [row('recurring-incident-without-problem', 'no-problem', BROWSER.replace('NB-234', 'NB-403'))],
  },
  {
    title: 'No problem came from a trend',
    change: [{ file: LINE, from: 'origin: proactive-trend', to: 'origin: reactive' }],
    expect: [],
  },
  {
    title: 'The last trend was read two summers ago',
    change: [{ file: LINE, from: 'openedOn: 2026-06-04', to: 'openedOn: 2025-06-05' }],
    expect: [],
  },
  {
    title: 'The known error of the line names another problem',
    change: [{ file: MONDAY, from: 'problem: PRB-121', to: 'problem: PRB-123' }],
    expect: [
      { rule: 'known-error-missing', message: 'not-recorded', file: LINE, line: 'rootCause: The one line to the laboratory in Dordrecht is shared with the hospital without a share that is kept for results (RSK-017).', at: 'The one line to the laboratory in Dordrecht is shared with the hospital without a share that is kept for results (RSK-017).' },
    ],
  },
  {
    title: 'The desk did not look for the known error',
    change: [{ file: LOG, from: 'PRB-121;KE-033;Closed', to: 'PRB-121;;Closed' }],
    expect: [{ rule: 'known-error-missing', message: 'not-used', file: MONDAY, line: 'id: KE-033', at: 'KE-033' }],
  },
  {
    title: 'A security incident of no sort',
    change: [{ file: PHISHING, from: 'type: phishing\n', to: '' }],
    expect: [{ rule: 'security-incident-not-analysed', message: 'not-classified', file: PHISHING, line: 'id: SEC-2026-1', at: 'SEC-2026-1' }],
  },
  {
    title: 'Nobody looked at the security incidents of the half-year together',
    change: [{ file: ANALYSIS, from: 'clauses: [8.7.3.3]\n', to: '' }],
    expect: [{ rule: 'security-incident-not-analysed', message: 'no-analysis', file: PHISHING, line: 'id: SEC-2026-1', at: 'SEC-2026-1' }],
  },
];
