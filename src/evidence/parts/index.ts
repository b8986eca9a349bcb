import type { PartMaker } from '../desk.js';
import { audits } from './audits.js';
import { catalogue } from './catalogue.js';
import { certification } from './certification.js';
import { changes } from './changes.js';
import { clauses, further } from './clauses.js';
import { cover } from './cover.js';
import { documents } from './documents.js';
import { glossary } from './glossary.js';
import { loop } from './loop.js';
import { matrix } from './matrix.js';
import { notLookedAt } from './not-looked-at.js';
import { processes } from './processes.js';
import { raci } from './raci.js';
import { records } from './records.js';
import { register } from './register.js';
import { reports } from './reports.js';
import { risks } from './risks.js';
import { roles } from './roles.js';

/** The chapters of a pack in their order. */
export const MAKERS: readonly PartMaker[] = [
  cover, notLookedAt, clauses, further, register, documents, catalogue, matrix, roles, raci, risks, processes, records, reports, audits, certification, loop, changes, glossary,
];
