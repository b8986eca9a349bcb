// What happened at Harbour from the autumn of 2024 on. Everybody and everything in it is invented.

const person = (name, email) => ({ name, email });
const tom = person('Tom Dekker', 'tom.dekker@harbour.example');
const femke = person('Femke Bos', 'femke.bos@harbour.example');
const lena = person('Lena Maas', 'lena.maas@harbour.example');
const saskia = person('Saskia Hoek', 'saskia.hoek@harbour.example');
const ria = person('Ria Aalbers', 'ria.aalbers@harbour.example');
const nadia = person('Nadia Bakker', 'nadia.bakker@harbour.example');
const hugo = person('Hugo Verbeek', 'hugo.verbeek@harbour.example');
const kofi = person('Kofi Osei', 'kofi.osei@harbour.example');
const mila = person('Mila Janssen', 'mila.janssen@harbour.example');
const anke = person('Anke Visser', 'anke.visser@harbour.example');
const ruben = person('Ruben Haan', 'ruben.haan@harbour.example');
const ivo = person('Ivo Blom', 'ivo.blom@harbour.example');
const bot = person('portal-bot', 'bot@harbour.example');

/** An annual review is prepared beside the main branch, which goes on meanwhile. */
const branch = 'review-2026';

/**
 * One commit each: when (Rotterdam time), who, the message, what was done. What is done with a document names it and one of its states in
 * texts.mjs:
 *   put      it stands as in this state
 *   draft    the same, still without its approval
 *   approve  the same, and the record of its approval comes along: approvals/ID/VERSION-ROLE.yaml
 *   review   the same, and the record of its review: approvals/ID/review-DAY-ROLE.yaml
 *   agree    the same, and the record that the customer agreed: approvals/ID/VERSION-CUSTOMER.yaml
 *   move     it goes to where it stands today;  remove  it goes
 *   file     a file of samples/harbour that has no earlier text
 *   merge    what a branch changed
 */
export const scenes = [
  // What was on the file share. Its approvals are what the headers say: nobody kept evidence.
  ['2024-09-30 09:40', tom, 'Start with roles, customers and catalogue', 'put sms.yaml first', 'put ROLES 2.0', 'put CAT-HARBOUR 2.0'],
  ['2024-09-30 10:25', tom, 'Policy and scope, from the file share', 'put POLICY 2.0', 'put SCOPE 1.0'],
  ['2024-10-01 09:10', tom, 'Procedures, from the file share', 'put PROC-INC 1.8', 'put PROC-ESC 1.1', 'put PROC-CHG 2.1', 'put PROC-PRB 1.2',
    'put PROC-REQ 1.5'],
  ['2024-10-01 15:30', kofi, 'On-call handbook, as it hangs in both halls', 'put DOC-ONCALL 1.2'],
  ['2024-10-08 11:05', mila, 'Calendars as the desk uses them, for review', 'draft CAL-HARBOUR 1.0'],
  ['2024-10-17 14:20', tom, 'Register of customers, for review', 'draft CUSTOMERS 1.0'],
  ['2024-10-18 10:45', anke, 'Register of suppliers, for review', 'draft PARTIES 1.0'],
  ['2024-10-24 16:15', lena, 'Customers and suppliers approved in the meeting', 'put CUSTOMERS 1.0', 'put PARTIES 1.0'],
  ['2024-11-19 10:30', tom, 'Risk criteria and the risks from the workshop, for review', 'draft RC-HARBOUR 1.0', 'draft RISKS 3.0'],
  ['2024-11-28 11:00', saskia, 'Risk criteria approved', 'put RC-HARBOUR 1.0'],
  ['2024-11-28 11:40', lena, 'Risks approved', 'put RISKS 3.0'],

  // From here on each approval leaves a record of its own.
  ['2025-01-20 09:15', tom, 'Approvals leave a record from today on', 'put sms.yaml history'],
  ['2025-01-21 13:35', ria, 'Priority matrix, for review', 'draft PM-HARBOUR 1.0'],
  ['2025-01-28 16:50', tom, 'Requirements from the workshop with Boreal, for review', 'draft REQUIREMENTS 1.0'],
  ['2025-02-11 17:20', tom, 'SLA with Boreal, as agreed with Mr Vermeer', 'draft SLA-BOREAL 1.0'],
  ['2025-02-13 09:05', tom, 'Approve the calendars', 'approve CAL-HARBOUR 1.0'],
  ['2025-02-13 10:10', lena, 'Approve requirements and priority matrix', 'approve REQUIREMENTS 1.0', 'approve PM-HARBOUR 1.0'],
  ['2025-02-13 10:20', lena, 'Approve the SLA with Boreal', 'approve SLA-BOREAL 1.0'],
  ['2025-03-11 08:50', mila, 'Review the request procedure: nothing to change', 'review PROC-REQ 1.5 reviewed'],
  ['2025-03-18 10:05', tom, 'Femke Bos takes over service level management on 1 April', 'draft ROLES 2.1'],
  ['2025-03-20 09:12', lena, 'Approve the roles', 'approve ROLES 2.1'],
  ['2025-04-03 14:00', femke, 'Agreements and catalogue each in a folder of their own', 'move SLA-BOREAL', 'move CAL-HARBOUR', 'move REQUIREMENTS'],
  ['2025-04-15 11:25', femke, 'SLA with Boreal: service reviews', 'draft SLA-BOREAL 1.1'],
  ['2025-04-17 09:30', lena, 'Approve SLA-BOREAL 1.1', 'approve SLA-BOREAL 1.1'],
  ['2025-04-22 15:10', femke, 'How service levels are managed, for review', 'draft PROC-SLM 2.1', 'draft RACI-SLM 1.1'],
  ['2025-04-24 10:00', lena, 'Approve procedure and matrix of service level management', 'approve PROC-SLM 2.1', 'approve RACI-SLM 1.1'],
  ['2025-05-13 13:15', hugo, 'Change procedure: emergency changes; a matrix of its own', 'draft PROC-CHG 2.4', 'draft RACI-CHG 1.2'],
  ['2025-05-15 09:45', lena, 'Approve procedure and matrix of change management', 'approve PROC-CHG 2.4', 'approve RACI-CHG 1.2'],
  ['2025-05-20 08:30', lena, 'Review the policy: nothing to change', 'review POLICY 2.0 reviewed'],
  ['2025-05-20 18:05', kofi, 'On-call handbook: ask for help after 20 minutes', 'draft DOC-ONCALL 1.5'],
  ['2025-05-20 18:20', anke, 'How suppliers are managed, for review', 'draft PROC-SUP 1.0'],
  ['2025-05-22 09:00', kofi, 'Approve the on-call handbook', 'approve DOC-ONCALL 1.5'],
  ['2025-05-22 10:30', lena, 'Approve the supplier procedure', 'approve PROC-SUP 1.0'],
  ['2025-06-03 16:40', ria, 'Major incidents, after the night of 8 May', 'draft PROC-MAJOR 1.0'],
  ['2025-06-05 09:20', lena, 'Approve the major incident procedure', 'approve PROC-MAJOR 1.0'],
  ['2025-06-26 14:10', femke, 'Letter of intent with the laboratory', 'draft DOC-LETTER-LIS 1.0'],
  ['2025-06-30 12:00', lena, 'Approve the letter of intent', 'approve DOC-LETTER-LIS 1.0'],
  ['2025-07-08 16:25', femke, 'SLA with Boreal: more tickets', 'draft SLA-BOREAL 1.2'],
  ['2025-07-10 09:15', lena, 'Approve SLA-BOREAL 1.2', 'approve SLA-BOREAL 1.2'],
  ['2025-08-19 10:50', ruben, 'Service continuity procedure, for review', 'draft PROC-CON 1.3'],
  ['2025-08-28 08:40', saskia, 'Approve the service continuity procedure', 'approve PROC-CON 1.3'],
  ['2025-09-02 15:35', ria, 'Problem procedure: known errors', 'draft PROC-PRB 1.3'],
  ['2025-09-04 09:10', lena, 'Approve the problem procedure', 'approve PROC-PRB 1.3'],
  ['2025-09-16 11:30', tom, 'Register of deviations, a result of the internal audit', 'draft DEVIATIONS 1.0', 'put sms.yaml operating'],
  ['2025-09-18 09:25', lena, 'Approve the register of deviations', 'approve DEVIATIONS 1.0'],

  // The laboratory becomes the second customer.
  ['2025-10-07 09:30', femke, 'Maasdelta Laboratories: customer, services, requirements, hours', 'draft CUSTOMERS 1.1', 'draft CAT-HARBOUR 3.0',
    'draft REQUIREMENTS 2.0', 'draft CAL-HARBOUR 1.2'],
  ['2025-10-07 11:15', anke, 'Analytix as the supplier of the laboratory software', 'draft PARTIES 2.0'],
  ['2025-10-07 16:45', tom, 'Scope with the laboratory; the role of its software supplier', 'draft SCOPE 2.0', 'draft ROLES 3.0'],
  ['2025-10-16 10:05', lena, 'Approve catalogue, customers, requirements, calendars', 'approve CUSTOMERS 1.1', 'approve CAT-HARBOUR 3.0',
    'approve REQUIREMENTS 2.0', 'approve CAL-HARBOUR 1.2'],
  ['2025-10-16 10:15', lena, 'Approve suppliers and roles', 'approve PARTIES 2.0', 'approve ROLES 3.0'],
  ['2025-10-16 14:30', saskia, 'Approve the scope', 'approve SCOPE 2.0'],
  ['2025-10-21 17:00', femke, 'SLA with the laboratory, as agreed with Dr Sewell', 'draft SLA-MAASLAB 1.0'],
  ['2025-10-23 09:35', lena, 'Approve SLA-MAASLAB 1.0', 'approve SLA-MAASLAB 1.0'],
  ['2025-11-04 15:20', ria, 'Incident procedure written anew, with what was the escalation procedure',
    'move PROC-INC', 'move DOC-ONCALL', 'draft PROC-INC 3.0', 'draft RACI-INC 2.0', 'remove PROC-ESC'],
  ['2025-11-06 09:50', lena, 'Approve procedure and matrix of incident management', 'approve PROC-INC 3.0', 'approve RACI-INC 2.0'],
  ['2025-11-18 13:40', tom, 'Risks of the laboratory', 'draft RISKS 4.0'],
  ['2025-11-20 10:20', lena, 'Approve the risks', 'approve RISKS 4.0'],
  ['2025-12-09 16:10', femke, 'SLA with Boreal: cap of the credits', 'draft SLA-BOREAL 1.3'],
  ['2025-12-11 09:05', lena, 'Approve SLA-BOREAL 1.3', 'approve SLA-BOREAL 1.3'],

  // The annual review, partly on a branch.
  ['2026-01-29 10:10', femke, 'Requirements for 2026, customers, catalogue with figures', 'draft REQUIREMENTS 2.2', 'draft CUSTOMERS 2.0',
    'draft CAT-HARBOUR 4.1', { branch }],
  ['2026-02-03 14:25', ria, 'Priority matrix with four degrees of impact, and what follows from it',
    'draft PM-HARBOUR 2.0', 'draft PROC-INC 3.1', 'draft RACI-INC 2.1', 'draft PROC-MAJOR 2.0', { branch }],
  ['2026-02-04 08:55', mila, 'Request procedure for both customers', 'draft PROC-REQ 1.8'],
  ['2026-02-05 16:30', femke, 'Agreements from March on', 'draft SLA-BOREAL 1.4', 'draft SLA-MAASLAB 1.1', 'draft SLA-MAASLAB-LIS 1.0',
    'draft PROC-SLM 2.2', 'draft RACI-SLM 1.2', 'draft CAL-HARBOUR 1.3', { branch }],
  ['2026-02-06 09:20', lena, 'Policy: objectives start from what a stop costs the customer', 'draft POLICY 3.0'],
  ['2026-02-09 11:00', tom, 'Scope names the halls; risk criteria with the laboratory', 'draft SCOPE 2.1', 'draft RC-HARBOUR 1.2'],
  ['2026-02-10 17:30', tom, `Merge branch '${branch}'`, `merge ${branch}`],
  ['2026-02-12 09:00', lena, 'Approve the agreements with both customers', 'approve SLA-BOREAL 1.4', 'approve SLA-MAASLAB 1.1',
    'approve SLA-MAASLAB-LIS 1.0'],
  ['2026-02-12 09:10', lena, 'Approve catalogue, requirements, customers, calendars', 'approve CAT-HARBOUR 4.1', 'approve REQUIREMENTS 2.2',
    'approve CUSTOMERS 2.0', 'approve CAL-HARBOUR 1.3'],
  ['2026-02-12 09:25', lena, 'Approve what belongs to incidents, requests and service levels',
    'approve PM-HARBOUR 2.0', 'approve PROC-INC 3.1', 'approve RACI-INC 2.1', 'approve PROC-MAJOR 2.0',
    'approve PROC-REQ 1.8', 'approve PROC-SLM 2.2', 'approve RACI-SLM 1.2'],
  ['2026-02-12 14:05', saskia, 'Approve policy, scope and risk criteria', 'approve POLICY 3.0', 'approve SCOPE 2.1', 'approve RC-HARBOUR 1.2'],
  ['2026-02-24 16:00', femke, 'Signed copies of the agreements',
    'agree SLA-BOREAL 1.4 signed', 'agree SLA-MAASLAB 1.1 signed', 'agree SLA-MAASLAB-LIS 1.0 signed',
    'file agreements/signed/sla-boreal-1.4.pdf', 'file agreements/signed/sla-maaslab-1.1.pdf', 'file agreements/signed/sla-maaslab-lis-1.0.pdf'],
  ['2026-03-02 08:45', femke, 'The agreement replaces the letter of intent', 'put DOC-LETTER-LIS 1.0 superseded'],
  ['2026-03-17 15:15', tom, 'Half-yearly review of the risks; outside measurement of hall B is late', 'draft RISKS 5.1', 'draft DEVIATIONS 1.1'],
  ['2026-03-19 10:10', lena, 'Approve risks and deviations', 'approve RISKS 5.1', 'approve DEVIATIONS 1.1'],
  ['2026-03-24 16:35', lena, 'Policy: where it was made known', 'put POLICY 3.0 communicated'],
  ['2026-04-14 11:20', hugo, 'Matrix of change management: both customers', 'draft RACI-CHG 1.3'],

  // A request on the portal, squashed by it: content and approval in one commit, of neither of the two.
  ['2026-04-16 13:05', bot, `Change procedure 2.5: closed times of both customers (#41)

Hugo Verbeek wrote it, Lena Maas approved it on the portal.

Co-authored-by: Hugo Verbeek <hugo.verbeek@harbour.example>
SMS-Approval: PROC-CHG 2.5
Approved-by: Lena Maas <lena.maas@harbour.example>`, 'approve PROC-CHG 2.5'],
  ['2026-04-16 14:10', lena, 'Approve the matrix of change management', 'approve RACI-CHG 1.3'],
  ['2026-05-05 10:40', anke, 'Evaluations of the suppliers', 'draft PARTIES 2.3', 'draft PROC-SUP 1.1'],
  ['2026-05-07 09:30', lena, 'Approve the supplier procedure', 'approve PROC-SUP 1.1'],
  // Rebased: the approver is the author still, somebody else the committer.
  ['2026-05-07 09:40', lena, 'Approve the register of suppliers', 'approve PARTIES 2.3', { committer: anke }],
  ['2026-06-15 18:30', kofi, 'On-call handbook: the laboratory', 'draft DOC-ONCALL 1.6'],
  ['2026-06-16 10:05', ruben, 'Continuity: experience of the drill of 7 June', 'draft PROC-CON 1.5'],
  ['2026-06-16 15:45', ria, 'Review the major incident procedure after the drill', 'review PROC-MAJOR 2.0 reviewed'],
  ['2026-06-18 09:15', saskia, 'Approve the service continuity procedure', 'approve PROC-CON 1.5'],
  // Nobody else knows both halls: he wrote it.
  ['2026-06-18 17:50', kofi, 'Approve the on-call handbook', 'approve DOC-ONCALL 1.6'],
  ['2026-08-05 11:10', femke, 'Review the catalogue: nothing to change', 'review CAT-HARBOUR 4.1 reviewed'],
  ['2026-08-18 16:20', mila, 'The two incidents in the night of the harvest', 'file records/incidents/INC-4187.yaml',
    'file records/incidents/INC-4188.yaml', 'put sms.yaml recurring'],
  ['2026-08-18 17:05', tom, 'Nadia Bakker takes over problem management on 1 September', 'draft ROLES 3.2'],
  ['2026-08-20 09:10', lena, 'Approve the roles', 'approve ROLES 3.2'],
  ['2026-08-27 14:15', ria, 'Review the problem procedure before it changes hands', 'review PROC-PRB 1.3 reviewed'],
  ['2026-08-28 10:30', ivo, 'Risks: actions that are done', 'put RISKS 5.1 in August'],
  ['2026-09-08 13:25', nadia, 'Problem procedure: the trend is read each month', 'draft PROC-PRB 1.4'],
  ['2026-09-08 15:00', femke, 'Review the calendars: holidays of 2027 are right', 'review CAL-HARBOUR 1.3 reviewed'],
  ['2026-09-10 09:20', lena, 'Approve the problem procedure', 'approve PROC-PRB 1.4'],
  ['2026-09-15 16:50', tom, 'Half-yearly review of the risks; who approves the on-call handbook', 'draft RISKS 5.2', 'draft DEVIATIONS 1.2'],
  ['2026-09-17 10:00', lena, 'Approve risks and deviations', 'approve RISKS 5.2', 'approve DEVIATIONS 1.2'],
  ['2026-09-23 11:35', mila, 'INC-4236', 'file records/incidents/INC-4236.yaml'],
  ['2026-10-14 09:00', tom, 'The day stands still: this is a sample', 'put sms.yaml today'],
].map(([at, by, message, ...acts]) => {
  const { branch: on = 'main', committer = by } = acts.find((act) => typeof act === 'object') ?? {};
  return { at, by, message, branch: on, committer, acts: acts.filter((act) => typeof act === 'string') };
});

/** Annotated, without signatures, each on the newest commit of its time. */
export const tags = [
  { name: 'audit-2025', at: '2025-09-12 16:30', by: tom, message: 'What the internal audit of September 2025 looked at' },
  { name: 'audit-2026', at: '2026-09-24 15:10', by: tom, message: 'What the internal audit of September 2026 looked at' },
];
