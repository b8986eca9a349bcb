import type { Defect } from './defect.js';

const NC = 'records/nonconformities/NC-2026-01.yaml', INCIDENT = 'records/incidents/INC-2841.yaml', PROBLEM = 'records/problems/PRB-118.yaml';
const CHANGE = 'records/changes/CHG-1207.yaml', REVIEW = 'records/reviews/MR-2026-09.yaml', AUDIT = 'records/audits/AR-2026-1.yaml';

/** What is named and not there, misspelt, or dated wrong: one fault, however much hangs on it. */
export const defects: readonly Defect[] = [
  {
    title: 'a nonconformity that many name is deleted',
    change: [{ file: NC }],
    expect: [{ rule: 'ref-unresolved-or-obsolete', message: 'unknown', file: AUDIT, line: 'samples: [INC-2841, INC-4187, INC-4188, PRB-118, PRB-121, KE-031, CHG-1207, CHG-1217, REL-2026-05, CV-2026-1, NC-2026-01]', at: 'NC-2026-01' }],
  },
  {
    title: 'the time at which an incident was opened is misspelt',
    change: [{ file: INCIDENT, from: 'openedAt:', to: 'openedat:' }],
    expect: [{ rule: 'field-unknown', message: 'suggestion', file: INCIDENT, line: 'openedat: 2026-04-14T20:40:00+02:00', at: 'openedat' }],
  },
  {
    title: 'the root cause of a problem is misspelt',
    change: [{ file: PROBLEM, from: '\nrootCause:', to: '\nrootCausee:' }],
    expect: [{ rule: 'field-unknown', message: 'suggestion', file: PROBLEM, line: 'rootCausee: The queue between SUP-MX-A, SUP-MX-B and our servers belonged to no capacity plan and to no measurement, so that a limit set for half of the mailboxes stayed.', at: 'rootCausee' }],
  },
  {
    title: 'an input of the management review is misspelt',
    change: [{ file: REVIEW, from: 'topic: performance-trends', to: 'topic: performance-trend' }],
    expect: [{ rule: 'field-invalid', message: 'choice', file: REVIEW, line: '- topic: performance-trend', at: 'performance-trend' }],
  },
  {
    title: 'a change was deployed before it was recorded, tested and approved',
    change: [{ file: CHANGE, from: 'deployedAt: 2026-05-21T13:05:00+02:00', to: 'deployedAt: 2026-04-20T10:00:00+02:00' }],
    expect: [{
      rule: 'change-implemented-before-approval', message: 'late', file: CHANGE,
      line: 'decision: { outcome: approved, by: ROLE-SD, on: 2026-05-19, advice: For it; both customers are touched }', at: '2026-05-19',
    }],
  },
  {
    title: 'an incident names a configuration item that nobody has',
    change: [{ file: INCIDENT, from: 'CI-MX-QUEUE', to: 'CI-MX-QUEU' }],
    expect: [{ rule: 'catalogue-reality-mismatch', message: 'unknown-ci', file: INCIDENT, line: 'cis: [CI-MX-QUEU]', at: 'cis' }],
  },
];
