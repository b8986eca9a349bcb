import { FORMAT } from '../sms/config.js';
import type { Standard } from '../sms/standard.js';
import type { Finding, Grade } from '../sms/types.js';
import { partOf, type Desk, type PartMaker } from './desk.js';
import type { EvidencePack } from './pack.js';
import { MAKERS } from './parts/index.js';
import { redacted } from './redaction.js';
import { evidenceLevel, findingsIn, outcomeOf } from './standing.js';

/** The pack of a desk, with nothing of other customers where it is of one. `rolesOnly`: people by their roles. The same of the same, byte for byte. */
export function evidencePack(desk: Desk, { rolesOnly = false, makers = MAKERS }: { rolesOnly?: boolean; makers?: readonly PartMaker[] } = {}): EvidencePack {
  const { checked: { config, today }, scope, period, commit, draft, tool, further } = desk;
  return redacted({
    format: FORMAT, tool, organization: config.organization, standard: config.standard, ...(further && { further: namesOf(further.standard) }), scope, today, period, ...(commit && { commit }), draft,
    level: evidenceLevel(desk), outcome: outcomeOf(desk), counts: countsOf(findingsIn(desk)), leftOut: [], parts: makers.filter(maker => maker.wanted?.(desk) !== false).map(maker => partOf(maker, desk)),
  }, desk, { rolesOnly });
}

function namesOf({ id, title, source }: Standard): NonNullable<EvidencePack['further']> { return { id, title, ...(source !== undefined && { source }) }; }

function countsOf(findings: readonly Finding[]): Readonly<Record<Grade, number>> {
  const count = (grade: Grade): number => findings.filter(each => each.grade === grade).length;
  return { major: count('major'), minor: count('minor'), observation: count('observation') };
}
