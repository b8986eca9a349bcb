// How the documents of samples/harbour read before. Each has its states from today backwards: [name, …edits], the edits turning the text of
// the state above into this one. A name is the version, and a word where one version stood in several ways. `first` is where the file stood
// in the beginning. What has no state of its own here reads as today.
import { asOf, between, head, swap, swapAll, termsBefore, without } from './edits.mjs';

/** The header of an earlier version: its number, the days of approval, effect and review, and what had changed. */
const version = (number, approvedOn, effectiveFrom, reviewedOn = null) => head({ version: number, approvedOn, effectiveFrom, reviewedOn });
const summary = (text) => head({ changeSummary: text });

const unsigned = between('agreedBy:', 'basedOn:', '');
const agreedBy = (party, name, position, on) =>
  swap('basedOn:', `agreedBy:\n  - party: ${party}\n    name: ${name}\n    position: ${position}\n    on: ${on}\nbasedOn:`);
const onlyBoreal = swapAll('[CUS-BOREAL, CUS-MAASLAB]', '[CUS-BOREAL]');

const unsignedByParty = swapAll(/^agreedBy:\n(?: .*\n)+/gm, '');
const notRenewed = swapAll(/^renewal:\n(?: .*\n)+/gm, '');
/** What was entered after this day, in a list at the top, is not there yet. The last of these fields in an entry tells when it was entered. */
const enteredUntil = (day) => (text) => text.replace(/^ {2}- (?:\{ id: .*\n|id: .*\n(?: {4}.*\n)*)/gm, (entry) => {
  const on = [...entry.matchAll(/^ {2}- \{.* measuredOn: ([\d-]+)|^ {4}(?:on|raisedOn): ([\d-]+)/gm)].at(-1);
  return on !== undefined && (on[1] ?? on[2]) > day ? '' : entry;
});
/** Improvements on this day: what was not done is being worked on, and what was not measured has no result. */
const improvedBy = (day) => (text) => asOf(day)(enteredUntil(day)(text).replace(/^ {2}- id: .*\n(?: {4}.*\n)*/gm, (entry) => {
  const later = (field) => [...entry.matchAll(new RegExp(`${field}: ([\\d-]+)`, 'gm'))].some(([, on]) => on > day);
  const measured = !later('measuredOn') ? entry : entry.replace(/, result: [\d.]+, measuredOn: [\d-]+/g, '')
    .replace(/^ {4}status: .*$/m, '    status: implemented').replace(/^ {4}(?:reportedIn: .*\n|result: .*\n(?: {6}.*\n)*)/gm, '');
  return later('^ {4}doneOn') ? measured.replace(/^ {4}status: .*$/m, '    status: in-progress').replace(/^ {4}doneOn: .*\n/m, '') : measured;
}));
/** A month of 2026 and the day on which it was exported, the latest first. */
const exports = [['September', '2026-10-08'], ['August', '2026-09-04'], ['July', '2026-08-05'],
  ['June', '2026-07-06'], ['May', '2026-06-04'], ['April', '2026-05-06']];
const logOn = ([month, day]) => (text) => text.replace(/^#.*\n/gm, '').replace(/exportedAt: [\d-]+/, `exportedAt: ${day}`)
  .replace(/^(title: .*) from April to \w+ 2026/m, month === 'April' ? '$1 of April 2026' : `$1 from April to ${month} 2026`);
/** Rows whose last date comes after the day of the export are not in the table. */
const closedBy = ([, day]) => (text) => text.split(/(?<=\n)/).filter((row) => {
  const last = [...row.matchAll(/(\d\d)-(\d\d)-(\d{4})/g)].map(([, d, m, y]) => `${y}-${m}-${d}`).sort().at(-1);
  return last === undefined || last < day;
}).join('');
const exported = (file, then) => ({ file, states: exports.map((each, at) => (at === 0 ? [each[0]] : [each[0], then(each)])) });
/** Of one version. */
const once = (file, number) => ({ file, states: [[number]] });
/** Of one version, and read again after its approval. */
const readAgain = (file, number) => ({ file, states: [[`${number} reviewed`], [number, head({ reviewedOn: null })]] });

export const documents = {
  'sms.yaml': {
    file: 'sms.yaml',
    states: [
      ['today'],
      ['recurring', swapAll(/^today: .*\n/gm, '')],
      ['operating', between('rules:', undefined, ''), swap('  incident-record: INC-####\n', '')],
      ['history', swap('reviewEvery:\n', 'stage: building\nreviewEvery:\n')],
      ['first', swap('history: use\n', ''), swap('  sla: SLA-*\n', ''), swap('  deviation: DEV-###\n', '')],
    ],
  },

  SCOPE: {
    file: 'scope.yaml',
    states: [
      ['2.1'],
      ['2.0', version('2.0', '2025-10-16', '2025-11-01', '2025-10-07'), summary('Maasdelta Laboratories joins as the second customer.'),
        swap('  - Data hall A, Waalhaven, Rotterdam\n  - Data hall B, Alexander, Rotterdam\n', '  - Two data halls in Rotterdam\n'),
        swap('  - SVC-LIS\n', ''), swap('  - SUP-LABSOFT\n', ''),
        swap('  - The supplier of the laboratory software corrects the application; Harbour runs the servers, the database and the backups.\n', ''),
        swap('  - REQ-LIS-01 and REQ-LIS-03, on which patients depend at night.\n', ''),
        swap('REQ-ERP-02, the weekend peak before the autumn harvest.', 'REQ-ERP-01, the loading at night.')],
      ['1.0', version('1.0', '2024-05-23', '2024-06-01'), summary(null), onlyBoreal, swapAll(/ \(RSK-\d+\)/g, ''),
        swap('REQ-ERP-01, the loading', 'The loading'),
        swap('  - The Dutch law on the security of network and information systems, which names laboratories of hospitals.\n', ''),
        swap('Laboratory analysers, warehouse scanners and printers belong to the customers.', 'Warehouse scanners and printers belong to the customer.')],
    ],
  },

  POLICY: {
    file: 'policies/service-management-policy.md',
    states: [
      ['3.0 communicated'],
      ['3.0', between('communication:', 'publishedAt:', '')],
      ['2.0 reviewed', version('2.0', '2024-05-23', '2024-06-01', '2025-05-20'), summary('Responsibilities by role instead of by name.'),
        swap('and the laboratory system\nthat a doctor on night duty waits for.', 'and the system by\nwhich its lorries are loaded.'),
        swap('4. Which risk in [the register](../risks/register.yaml) did we make smaller?', '4. What does it cost?'),
        swap(' (REQUIREMENTS)', ''), swap('RC-HARBOUR names who may', 'ROLE-SD says who may')],
      ['2.0', head({ reviewedOn: null })],
    ],
  },

  ROLES: {
    file: 'registers/roles.yaml',
    states: [
      ['3.2'],
      ['3.0', version('3.0', '2025-10-16', '2025-11-01', '2025-10-07'), summary('The maker of the laboratory software takes part in incident management.'),
        without('PER-NB', 'PER-NK', 'ROLE-AUDIT'),
        swap('    holders:\n      - { person: PER-NB, from: 2026-09-01 }\n      - { person: PER-RA, from: 2023-06-01, until: 2026-08-31 }\n',
          '    holders: [{ person: PER-RA, from: 2023-06-01 }]\n')],
      ['2.1', version('2.1', '2025-03-20', '2025-04-01', '2025-03-18'),
        summary('Femke Bos takes over service level management from Tom Dekker on 1 April.'),
        without('ROLE-LABSOFT')],
      ['2.0', version('2.0', '2024-06-13', '2024-07-01'), summary(null),
        without('PER-FB'),
        swap('    holders:\n      - { person: PER-FB, from: 2025-04-01 }\n      - { person: PER-TD, from: 2024-01-01, until: 2025-03-31 }\n',
          '    holders: [{ person: PER-TD, from: 2024-01-01 }]\n'),
        swap('    holders: [{ person: PER-BK, from: 2025-01-01 }]\n', '    holders: [{ person: PER-JM, from: 2023-01-01 }]\n')],
    ],
  },

  CUSTOMERS: {
    file: 'registers/customers.yaml',
    states: [
      ['2.0'],
      ['1.1', version('1.1', '2025-10-16', '2025-11-01', '2025-10-07'),
        swap('All shifts at all three sites; one day in the week and one at the weekend', 'All shifts at all three sites'),
        swap('[Dr E. Sewell, Femke Bos, Yara Peters]', '[Dr E. Sewell, Femke Bos]')],
      ['1.0', version('1.0', '2024-10-24', '2024-11-01'), without('CUS-MAASLAB'),
        swap('in Rotterdam and Bremen, about 240', 'in Rotterdam, about 190'),
        swap('[J. Vermeer, Femke Bos, Lena Maas]', '[J. Vermeer, Tom Dekker, Lena Maas]')],
    ],
  },

  PARTIES: {
    file: 'registers/parties.yaml',
    states: [
      ['2.4'],
      ['2.3', version('2.3', '2026-05-07', '2026-05-15', '2026-05-06'), summary(null), without('SUP-MAASLAB-TECH')],
      ['2.0', version('2.0', '2025-10-16', '2025-11-01', '2025-10-07'), swapAll(/^ {4}evaluation: .*\n/gm, ''),
        swap('announced 20 working days ahead and enter our schedule of changes.', 'announced 20 working days ahead.')],
      ['1.0', version('1.0', '2024-10-24', '2024-11-01'), without('SUP-LABSOFT'),
        swap('  - Way out of the contract within six months, with our data\n', '')],
    ],
  },

  DEVIATIONS: {
    file: 'registers/deviations.yaml',
    states: [
      ['1.2'],
      ['1.1', version('1.1', '2026-03-19', '2026-03-19', '2026-03-17'), without('DEV-002')],
      ['1.0', version('1.0', '2025-09-18', '2025-09-18'), swap('goes live in November', 'goes live in March'), swap('2026-11-30', '2026-03-31')],
    ],
  },

  'RC-HARBOUR': {
    file: 'risks/criteria.yaml',
    states: [
      ['1.2'],
      ['1.0', version('1.0', '2024-11-28', '2024-12-01'), swap('"A delivery day is lost, or samples go to another hospital"', 'A delivery day is lost'),
        swap('"A patient is harmed, or a customer leaves"', 'A customer leaves')],
    ],
  },

  RISKS: {
    file: 'risks/register.yaml',
    states: [
      ['5.2'],
      ['5.1 in August', version('5.1', '2026-03-19', '2026-03-19', '2026-03-17'),
        summary('Half-yearly review with all owners; the lease of hall A is new.'),
        without('RSK-019'),
        between('      on: 2026-09-17\n      until: 2027-03-31\n      reason: The hospital', '    reviewedOn',
          '      on: 2026-03-19\n      until: 2026-09-30\n'
          + '      reason: The hospital has money for a second entry from 2027 on\n'),
        swapAll('    reviewedOn: 2026-09-10\n', '    reviewedOn: 2026-03-12\n'),
        swap('        effect: A test by an outside firm on 2026-09-03 no longer reached the servers from a workplace\n', ''),
        swap('        effect: Called twice in August; both incidents restored in time\n', ''),
        swap('        effect: Both harvest weekends passed without a failed change\n', ''),
        swap('    source: Exit talk of a platform engineer in May 2026\n', ''), swap('second quarter of 2026', 'autumn of 2025'),
        swap('Drill on the first Sunday of June', 'Drills of the network alone'), swapAll(/^ {4}status: (?:treated|closed)$/gm, '    status: open')],
      ['5.1', swapAll(/^ {8}status: done\n {8}doneOn: .*\n(?: {8}effect: .*\n)?/gm, '        status: open\n')],
      ['4.0', version('4.0', '2025-11-20', '2025-11-20', '2025-11-18'), summary('Risks of the laboratory; opportunities are part of the register.'),
        without('RSK-014'), between('      on: 2026-03-19\n      until: 2026-09-30', '      reason', '      on: 2025-11-20\n      until: 2026-03-31\n'),
        swapAll('    reviewedOn: 2026-03-12\n', '    reviewedOn: 2025-11-11\n'),
        swapAll(/^ {4}targets: \[SLA-MAASLAB-LIS.*\n/gm, ''), swapAll(', SLA-MAASLAB-LIS#p1-restore', ''),
        swapAll(/^ {4}requirements: \[(?:REQ-BACKUP-01|REQ-ERP-02)\]\n/gm, '')],
      ['3.0', version('3.0', '2024-11-28', '2024-11-28'), summary(null),
        without('RSK-005', 'RSK-007', 'RSK-008', 'RSK-011', 'RSK-015', 'RSK-016', 'RSK-017', 'RSK-018'),
        swapAll('    reviewedOn: 2025-11-11\n', '    reviewedOn: 2024-11-19\n'),
        swapAll(/^ {4}(?:targets|requirements): .*\n/gm, ''), swapAll(', SVC-LIS', ''),
        swap('    source: Two days in July 2025 with 26.8 degrees in the cold aisle\n', ''),
        swap('is missed at both customers.', 'is missed.'), swap('orders or laboratory results;', 'orders;'),
        swap('Orders or results are out', 'Orders are out'),
        swap('PROC-CON with two drills a year', 'Two drills a year'), swap('accounts to both customers', 'accounts to the customer'),
        swapAll(/due: 202[67]/g, 'due: 2025')],
    ],
  },

  'CAT-HARBOUR': {
    file: 'catalogue/services.yaml',
    states: [
      ['4.1 reviewed'],
      ['4.1', head({ reviewedOn: '2026-02-10' })],
      ['3.0', version('3.0', '2025-10-16', '2025-11-01', '2025-10-07'),
        summary('Maasdelta Laboratories joins; hosting of the laboratory information system.'),
        between('# What can be promised', 'services:', ''), swapAll(/^ {4}ownAvailability: .*\n/gm, ''), without('SVC-VOICE')],
      ['2.0', version('2.0', '2024-06-13', '2024-07-01'), summary(null), without('SVC-LIS'), onlyBoreal, swapAll(', plan: PROC-CON', ''),
        swap('420 mailboxes, 380 of them in daily use', '230 mailboxes'), swap('310 laptops and 140 telephones', '210 laptops'),
        swap('ransomware for both customers', 'ransomware')],
    ],
  },

  'CAL-HARBOUR': {
    file: 'catalogue/calendars.yaml', first: 'registers/calendars.yaml',
    states: [
      ['1.3 reviewed'],
      ['1.3', head({ reviewedOn: '2026-02-10' })],
      ['1.2', version('1.2', '2025-10-16', '2025-11-01', '2025-10-07'), summary('Hours of the laboratory; public holidays of 2026.'),
        swapAll(/^ {6}- \{ on: 2027-.*\n/gm, '')],
      ['1.0', version('1.0', '2025-02-13', '2025-03-01'), summary(null), head({ owner: 'ROLE-DESKLEAD', approver: 'ROLE-SLM' }), without('CAL-LAB'),
        swapAll('2026-', '2025-'),
        swap('2025-04-06', '2025-04-21'), swap('2025-04-27', '2025-04-26'), swap('2025-05-14', '2025-05-29'), swap('2025-05-25', '2025-06-09')],
    ],
  },

  REQUIREMENTS: {
    file: 'catalogue/requirements.yaml', first: 'registers/requirements.yaml',
    states: [
      ['2.2'],
      ['2.0', version('2.0', '2025-10-16', '2025-11-01', '2025-10-07'), without('REQ-WORK-01', 'REQ-ERP-02', 'REQ-BACKUP-01')],
      ['1.0', version('1.0', '2025-02-13', '2025-03-01'), without('REQ-MAIL-02', 'REQ-WORK-02', 'REQ-LIS-01', 'REQ-LIS-02', 'REQ-LIS-03')],
    ],
  },

  'PM-HARBOUR': {
    file: 'agreements/priority-matrix.yaml',
    states: [
      ['2.0'],
      ['1.0', version('1.0', '2025-02-13', '2025-03-01'), summary(null), between('impacts:', undefined, `impacts:
  - { impact: high, title: A customer cannot work }
  - { impact: low, title: One user is hindered }
urgencies:
  - { urgency: high, title: Damage grows by the hour }
  - { urgency: low, title: It can wait for the next working day }
priorities: [P1, P2, P3]
matrix:
  high: { high: P1, low: P2 }
  low: { high: P2, low: P3 }
tieBreak: The incident with the least time left to its target goes first.
`)],
    ],
  },

  'SLA-BOREAL': {
    file: 'agreements/sla-boreal.yaml', first: 'agreements/boreal.yaml',
    states: [
      ['1.4 signed'],
      ['1.4', unsigned],
      ['1.3', version('1.3', '2025-12-11', '2026-01-01', '2025-12-09'), summary('Credits are capped at 25 instead of 20 percent of the fee.'),
        agreedBy('CUS-BOREAL', 'J. Vermeer', 'Head of IT', '2025-12-09'),
        swap('services: [SVC-MAIL, SVC-WORK, SVC-ERP, SVC-BACKUP]', 'services: [SVC-MAIL, SVC-ERP, SVC-BACKUP]'),
        swap('[REQ-MAIL-01, REQ-WORK-01, REQ-ERP-01, REQ-ERP-02, REQ-BACKUP-01, REQ-DESK-01]', '[REQ-MAIL-01, REQ-ERP-01, REQ-DESK-01]'),
        without('p4-response', 'p4-restore', 'new-workplace', 'starters'),
        termsBefore('mail-availability', 'p1-restore', 'p2-restore', 'p3-restore'),
        swapAll(/^ {2}- \{ target: mail-availability, from: 99.5, .*\n/gm, ''),
        swap('limit: 9000,', 'limit: 6000,'), swap('targets of priority P3 and P4', 'targets of priority P3'),
        swap('  - Announces more than 20 new staff in one month 15 business days before.\n', '')],
      ['1.2', version('1.2', '2025-07-10', '2025-08-01', '2025-07-08'), summary('More tickets a month, after the office in Bremen joined.'),
        swap('    on: 2025-12-09', '    on: 2025-07-08'),
        swapAll('cap: 25', 'cap: 20')],
      ['1.1', version('1.1', '2025-04-17', '2025-05-01', '2025-04-15'), summary('Femke Bos leads the service reviews.'),
        swap('    on: 2025-07-08', '    on: 2025-04-15'),
        swap('limit: 420', 'limit: 380')],
      ['1.0', version('1.0', '2025-02-13', '2025-03-01'), summary('First version; ends the contract by the hour.'),
        swap('    on: 2025-04-15', '    on: 2025-02-11'),
        swap('[J. Vermeer, Femke Bos, Lena Maas]', '[J. Vermeer, Tom Dekker, Lena Maas]')],
    ],
  },

  'SLA-MAASLAB': {
    file: 'agreements/sla-maaslab.yaml',
    states: [
      ['1.1 signed'],
      ['1.1', unsigned],
      ['1.0', version('1.0', '2025-10-23', '2025-11-01'), summary('First version.'),
        agreedBy('CUS-MAASLAB', 'Dr E. Sewell', 'Head of laboratory informatics', '2025-10-21'),
        swap('[REQ-MAIL-02, REQ-WORK-02, REQ-BACKUP-01]', '[REQ-MAIL-02, REQ-WORK-02]'),
        termsBefore('p3-response', 'p4-response')],
    ],
  },

  'SLA-MAASLAB-LIS': { file: 'agreements/sla-maaslab-lis.yaml', states: [['1.0 signed'], ['1.0', unsigned]] },

  'DOC-LETTER-LIS': { file: 'agreements/letter-of-intent-lis.md', states: [['1.0 superseded'], ['1.0', head({ status: 'approved' })]] },

  'PROC-INC': {
    file: 'processes/incident/procedure.md', first: 'processes/incidents.md',
    states: [
      ['3.1'],
      ['3.0', version('3.0', '2025-11-06', '2025-11-15', '2025-11-04'),
        summary('Written anew, step by step; the procedure for escalations became part of it.'),
        between('5. **Hand over', '6. **Restore', '5. **Hand over to a supplier.** The clock goes on: waiting for a supplier is no reason to hold it.\n'),
        swap('SLA-BOREAL#p1-restore or SLA-MAASLAB-LIS#p1-restore', 'SLA-BOREAL#p1-restore'),
        swap('  ROLE-ONCALL -- application --> ROLE-LABSOFT\n', ''), swap(', SLA-MAASLAB-LIS,', ',')],
      ['1.8', 'incidents.md'],
    ],
  },

  'PROC-ESC': { file: 'processes/escalation.md', states: [['1.1', 'escalation.md']] },

  'RACI-INC': {
    file: 'processes/incident/raci.yaml',
    states: [['2.1'], ['2.0', version('2.0', '2025-11-06', '2025-11-15', '2025-11-04'), without('application', 'compete')]],
  },

  'PROC-MAJOR': {
    file: 'processes/incident/major-incident.md',
    states: [
      ['2.1'],
      ['2.0 reviewed', version('2.0', '2026-02-12', '2026-03-01', '2026-06-16'), head({ kind: 'procedure' }),
        summary('Times of messages by customer; reviewed after the drill of June.'), between('criteria:', '---\n\n#', 'clauses: [8.6.1]\n')],
      ['2.0', head({ reviewedOn: '2026-02-10', changeSummary: 'Times of messages by customer.' })],
      ['1.0', version('1.0', '2025-06-05', '2025-06-15'), summary('First version, after the night of 2025-05-08.'),
        swap('| every 15 (CUS-MAASLAB) or 30 (CUS-BOREAL) |', '| every 30 |'), swap('a delivery night or patients is', 'a delivery night is'),
        swap('decides whether PROC-CON takes over.', 'decides on the takeover by the other hall.')],
    ],
  },

  'DOC-ONCALL': {
    file: 'processes/incident/on-call-handbook.md', first: 'processes/on-call-handbook.md',
    states: [
      ['1.6'],
      ['1.5', version('1.5', '2025-05-22', '2025-06-01', '2025-05-20'),
        swap('| SVC-LIS | connections to analysers, then database | ROLE-HOST, then ROLE-LABSOFT |\n', ''),
        swap('hall within 60', 'hall within 90'), swap(' and in PROC-CON', '')],
      ['1.2', version('1.2', '2024-03-07', '2024-03-15'), swap('4. After 20 minutes', '4. After 30 minutes'),
        swap(' Nobody was ever blamed for calling.', '')],
    ],
  },

  'PROC-CHG': {
    file: 'processes/change/procedure.md',
    states: [
      ['2.5'],
      ['2.4', version('2.4', '2025-05-15', '2025-06-01', '2025-05-13'), summary('Emergency changes are looked at on the next Tuesday.'),
        between('5. **Schedule.**', '6. **Build', '5. **Schedule.** No change of SVC-ERP between 20:00 and 06:00. The customer sees the schedule on the portal five days ahead.\n'),
        swap('those that touch both customers or SVC-NET', 'those that touch SVC-NET'),
        swap('-- touches both customers -->', '-- touches the network -->'),
        swap(', held against SLA-MAASLAB-LIS#change-success;\nemergency', '; emergency')],
      ['2.1', version('2.1', '2024-03-14', '2024-04-01'), summary(null), swap(' Who does what stands in [the matrix](raci.yaml),\nRACI-CHG.', ''),
        swap(' by telephone and looked at by ROLE-CAB on the next Tuesday.', ' by telephone.')],
    ],
  },

  'RACI-CHG': {
    file: 'processes/change/raci.yaml',
    states: [
      ['1.3'],
      ['1.2', version('1.2', '2025-05-15', '2025-06-01', '2025-05-13'),
        swap('Approve a change that touches both customers', 'Approve a change that touches SVC-NET'),
        swap('consulted: [ROLE-PM]', 'consulted: [ROLE-CAB]')],
    ],
  },

  'PROC-PRB': {
    file: 'processes/problem/procedure.md',
    states: [
      ['1.4'],
      ['1.3 reviewed', version('1.3', '2025-09-04', '2025-09-15', '2026-08-27'), summary('Known errors are described so that the desk finds them.'),
        swap(' a trend that ROLE-PM reads from the incidents on the\nfirst Thursday of the month;', '')],
      ['1.3', head({ reviewedOn: '2025-09-02' })],
      ['1.2', version('1.2', '2024-03-14', '2024-04-01'), summary(null),
        swap(' with symptoms and workaround, so that ROLE-DESK finds it under PROC-INC.', '.'),
        swap('and write the risk into RISKS', 'and say so'), swap('live with it --> RISKS', 'live with it --> told([Told to the desk])'),
        swap('  PROC-MAJOR --> ROLE-PM\n', '')],
    ],
  },

  'PROC-REQ': {
    file: 'processes/request/procedure.md',
    states: [
      ['1.8'],
      ['1.5 reviewed', version('1.5', '2024-03-14', '2024-04-01', '2025-03-11'), swap(', at Maasdelta the head of the site', ''),
        swap(', from SLA-BOREAL#new-workplace,\n   SLA-MAASLAB#new-workplace or the target of the agreement concerned.', '.'), swap(' (RSK-015)', ''),
        swap(' (RSK-018)', '')],
      ['1.5', head({ reviewedOn: null })],
    ],
  },

  'PROC-SLM': {
    file: 'processes/service-level/procedure.md',
    states: [
      ['2.2'],
      ['2.1', version('2.1', '2025-04-24', '2025-05-01', '2025-04-22'),
        swap('SLA-BOREAL, SLA-MAASLAB, SLA-MAASLAB-LIS, and what they rest on', 'SLA-BOREAL, and what it rests on'),
        swap('  offer --> SLA-MAASLAB --> report\n  offer --> SLA-MAASLAB-LIS --> report\n', ''),
        swap(' Catalogue and requirements are read through once a year, in February.', '')],
    ],
  },

  'RACI-SLM': {
    file: 'processes/service-level/raci.yaml',
    states: [['1.2'], ['1.1', version('1.1', '2025-04-24', '2025-05-01', '2025-04-22'), without('improve')]],
  },

  'PROC-SUP': {
    file: 'processes/suppliers/procedure.md',
    states: [['1.1'], ['1.0', version('1.0', '2025-05-22', '2025-06-01'), swap(' in writing within ten working days.', '.')]],
  },

  'PROC-CON': {
    file: 'processes/continuity/procedure.md',
    states: [
      ['1.5'],
      ['1.3', version('1.3', '2025-08-28', '2025-09-01', '2025-08-19'), summary('Services come back in the order of their times to recover.'),
        swap('SVC-LIS (2 hours), ', ''), swap(', from which SLA-MAASLAB-LIS#recovery counts.', '.'),
        swap('SVC-IAM --> SVC-LIS --> SVC-ERP', 'SVC-IAM --> SVC-ERP'),
        swap('3. Tell CUS-MAASLAB within 10 minutes, so that the sites change to paper, and CUS-BOREAL within 20.',
          '3. Tell CUS-BOREAL within 20 minutes.'),
        swap(' Each is tried by a user of the customer before the next one begins.', ''),
        swap('risks RSK-003 and RSK-005 are assessed anew', 'RSK-003 is assessed anew'),
        swap('If SVC-LIS is not back after 90 minutes ROLE-SD calls the laboratory, which then sends urgent samples to another hospital.',
          'If SVC-ERP is not back after three hours ROLE-SD calls the customer.'),
        swap(', the first one under load', '')],
    ],
  },

  // One version each; where something was entered after the approval the second state is that of the approval.
  'CON-HALL-A': { file: 'agreements/contracts/hall-a.yaml', states: [['2.1 renewal'], ['2.1', notRenewed]] },
  'CON-HALL-B': once('agreements/contracts/hall-b.yaml', '1.3'),
  'CON-CARRIER-A': once('agreements/contracts/carrier-a.yaml', '1.2'),
  'CON-CARRIER-B': once('agreements/contracts/carrier-b.yaml', '1.1'),
  'CON-DEVICE': { file: 'agreements/contracts/device.yaml', states: [['1.0 renewal'], ['1.0', notRenewed]] },
  'CON-LABSOFT': once('agreements/contracts/labsoft.yaml', '1.1'),
  'CON-MX-A': { file: 'agreements/contracts/relay-a.yaml', states: [['2.0 signed'], ['2.0', unsignedByParty]] },
  'CON-MX-B': { file: 'agreements/contracts/relay-b.yaml', states: [['2.0 signed'], ['2.0', unsignedByParty]] },
  'CON-VAULT': once('agreements/contracts/vault.yaml', '1.4'),
  'AGR-MAASLAB-TECH': { file: 'agreements/internal/technical-service-maaslab.yaml', states: [['1.0 signed'], ['1.0', unsignedByParty]] },

  CONTEXT: readAgain('context/context.yaml', '2.1'),
  INTERESTED: readAgain('context/interested-parties.yaml', '2.0'),
  PLAN: readAgain('context/plan.md', '2.0'),
  PROCESSES: {
    file: 'context/processes.yaml',
    states: [
      ['1.3'],
      ['1.2', version('1.2', '2026-02-12', '2026-03-01', '2026-02-10'), summary(null),
        swap('[At least 92 % of priority 1 to 3 restored within target, Every hand-over between shifts with the time left]',
          '[Priority 1 and 2 restored within target]'), swap(', RACI-OPS#cfg-verify', '')],
    ],
  },
  OBJECTIVES: {
    file: 'context/objectives.yaml',
    states: [
      ['1.1 in October'],
      ['1.1 reviewed', asOf('2026-09-29'), swapAll(/^ {6}- \{ on: 2026-09-30.*\n/gm, '')],
      ['1.1', head({ reviewedOn: '2026-02-10' }), asOf('2026-02-10'), swapAll(/^ {4}results:\n(?: {6}- \{ on: 2026-.*\n)+/gm, '')],
    ],
  },

  'AUDIT-PROGRAMME': {
    file: 'evaluation/audit-programme.yaml',
    states: [['1.0 held'], ['1.0', swap('    status: done\n', '    status: planned\n')]],
  },
  'MEASUREMENT-PLAN': readAgain('evaluation/measurement-plan.yaml', '1.1'),
  'REPORTING-PLAN': once('evaluation/reporting-plan.yaml', '1.0'),

  'AVAILABILITY-PLAN': once('plans/availability.yaml', '1.2'),
  'CAPACITY-PLAN': {
    file: 'plans/capacity.yaml',
    states: [
      ['1.1 third quarter'],
      ['1.1', asOf('2026-07-14'), swapAll(/^ {6}- \{ on: 2026-09-30.*\n/gm, ''), swapAll(/^ {6}- on: 2026-08-15\n(?: {8}.*\n)+/gm, ''),
        swapAll(/^ {4}measurements:\n(?! {6})/gm, '')],
    ],
  },
  COMMUNICATION: once('plans/communication.yaml', '1.2'),
  'CONTINUITY-PLAN': {
    file: 'plans/continuity.yaml',
    states: [['2.1 assessed'], ['2.1', between('  - on: 2026-09-10\n', '  - on: 2026-03-11\n', '')]],
  },
  RESOURCES: {
    file: 'plans/resources.yaml',
    states: [
      ['1.2'],
      ['1.1', version('1.1', '2026-02-12', '2026-03-01', '2026-02-10'), summary(null),
        swapAll(/^ {2}- \{ title: Engineers who know the storage.*\n/gm, ''),
        swapAll(/^ {2}- role: ROLE-PLAT\n(?: {4}.*\n)+/gm, ''), without('storage-training')],
    ],
  },
  'TP-LIS': { file: 'plans/transition/tp-lis.yaml', states: [['1.1 moved'], ['1.1', asOf('2025-11-20')]] },
  'SD-LIS': once('plans/transition/sd-lis.yaml', '1.0'),
  'TP-VOICE': once('plans/transition/tp-voice.yaml', '1.0'),
  'SD-VOICE': once('plans/transition/sd-voice.yaml', '1.0'),

  'POL-CHG': once('policies/change-policy.md', '2.0'),
  'SECURITY-POLICY': {
    file: 'policies/information-security-policy.md',
    states: [['2.0 communicated'], ['2.0', between('communication:', 'publishedAt:', '')]],
  },
  'RACI-OPS': {
    file: 'processes/raci.yaml',
    states: [['1.1'], ['1.0', version('1.0', '2026-02-12', '2026-03-01', '2026-02-10'), summary(null), without('cfg-verify')]],
  },
  'RM-MAILBOX': once('processes/request/models/mailbox.yaml', '1.2'),
  'RM-RESTORE': once('processes/request/models/restore.yaml', '1.4'),
  'RM-RETURN': once('processes/request/models/return.yaml', '1.1'),
  'RM-SHARED': once('processes/request/models/shared.yaml', '1.1'),
  'RM-SOFTWARE': once('processes/request/models/software.yaml', '1.3'),
  'RM-WORKPLACE': once('processes/request/models/workplace.yaml', '2.0'),
  'KB-HANDOVER': { file: 'registers/knowledge/shift-handover.md', states: [['2.0 verified'], ['2.0', head({ verifiedOn: null })]] },
  'KB-RELAY-QUEUE': {
    file: 'registers/knowledge/mail-relay-queue.md',
    states: [['1.2 reviewed'], ['1.2', head({ reviewedOn: null, verifiedOn: null })]],
  },
  RETENTION: once('registers/retention.yaml', '1.4'),
  CONTROLS: once('registers/security-controls.yaml', '1.3'),

  CIS: {
    file: 'registers/ci.yaml',
    states: [['as exported'], ['frozen', swapAll(/^ {4}changes: .*\n/gm, ''), swapAll(/^ {4}lastChangedOn: 2026-.*\n/gm, '')]],
  },
  ASSETS: { file: 'registers/assets.yaml', states: [['licences ordered'], ['first', swap(', note: Renewal ordered on 2026-09-21', '')]] },
  IMPROVEMENTS: {
    file: 'registers/improvements.yaml',
    states: [
      ['October'],
      ['July', improvedBy('2026-07-30')],
      ['June', improvedBy('2026-06-11')],
      ['first', improvedBy('2025-11-25')],
    ],
  },
  'LOG-SUP-2026': {
    file: 'records/suppliers/performance-2026.yaml',
    states: [
      ['third quarter'],
      ['second quarter', enteredUntil('2026-07-13'), asOf('2026-07-13')],
      ['first quarter', enteredUntil('2026-04-13'), asOf('2026-04-13')],
    ],
  },
  'LOG-MEASUREMENTS-2026': {
    file: 'records/measurements/log-2026.yaml',
    states: [['third quarter'], ['second quarter', enteredUntil('2026-07-09')]],
  },
  'DF-2026-2': {
    file: 'records/demand/DF-2026-2.yaml',
    states: [
      ['third quarter'],
      ['first', swapAll(/^ {6}- \{ from: 2026-0[78]-01.*\n/gm, ''), swapAll(/^ {4}consumption:\n(?! {6})/gm, ''),
        swapAll(/^ {2}- \{ to: .* on: 2026-09-.*\n/gm, '')],
    ],
  },
  'LOG-INC-2026': exported('records/incidents/log-2026.yaml', logOn),
  'incidents-2026.csv': exported('records/incidents/incidents-2026.csv', closedBy),
  'LOG-REQ-2026': exported('records/requests/log-2026.yaml', logOn),
  'requests-2026.csv': exported('records/requests/requests-2026.csv', closedBy),
  'LOG-CHG-2026': exported('records/changes/log-2026.yaml', logOn),
  'changes-2026.csv': exported('records/changes/changes-2026.csv', closedBy),
  'INC-4187': { file: 'records/incidents/INC-4187.yaml', states: [['with its problem'], ['first', head({ problem: null })]] },
  'NC-2026-01': {
    file: 'records/nonconformities/NC-2026-01.yaml',
    states: [
      ['closed'],
      ['raised', asOf('2026-05-13'), between('  checkedOn:', 'status:', ''), head({ status: 'in-progress', closedOn: null })],
    ],
  },
};

/** The text of a document in one of its states, as approved. `today` gives the text of today by file, `own` a text that stands here. */
export function textOf(id, name, { today, own }) {
  const { file, states } = documents[id], at = states.findIndex(([state]) => state === name);
  if (at < 0) throw new Error(`${id} has no state ${name}`);
  return states.slice(0, at + 1).flatMap(([, ...edits]) => edits)
    .reduce((text, edit) => (typeof edit === 'string' ? own(edit) : edit(text)), typeof states[0][1] === 'string' ? '' : today(file));
}
