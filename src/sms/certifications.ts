import { expiryOf, nonconformityDates, stage2HoldsUntil, validityOn, type Validity } from './certification-dates.js';
import { dayAt, fields, objects, text, type Fields } from './data.js';
import { parsePeriod } from './days.js';
import { compareText } from './text.js';
import type { Day, Path } from './types.js';

/** What a record of certification says, read for the arithmetic of its cycle. */

/** An audit of the body; held where `begun` is there, else planned. `at`: its place in the list. */
export interface CertificationAudit { at: number; value: Fields; type: string; begun?: Day; ended?: Day; planned?: Day }

export function certificationAudits(data: Fields, today: Day): readonly CertificationAudit[] {
  return objects(data, 'audits').map(({ at, value }) => {
    const begun = dayAt(value, 'from'), ended = dayAt(value, 'to') ?? begun;
    const planned = dayAt(value, 'plannedFrom') ?? dayAt(value, 'plannedTo') ?? begun;
    const isHeld = begun !== undefined && begun <= today;
    return { at, value, type: text(value, 'type') ?? '', ...(isHeld ? { begun, ...(ended !== undefined && { ended }) } : planned !== undefined && { planned }) };
  });
}

/** The earliest day from today on that is planned for an audit of this type. */
export function nextPlanned(audits: readonly CertificationAudit[], type: string, today: Day): { at: number; day: Day; key: string } | undefined {
  return audits.flatMap(({ at, value, type: own, planned }) => (own === type && planned !== undefined && planned >= today
    ? [{ at, day: planned, key: ['plannedFrom', 'plannedTo', 'from'].find(key => text(value, key) === planned) ?? 'plannedFrom' }] : []))
    .sort((a, b) => compareText(a.day, b.day))[0];
}

/** The surveillance audits that were held since a decision, by their first days. */
export function surveillancesSince(decision: Day, audits: readonly CertificationAudit[]): readonly Day[] {
  return audits.flatMap(({ type, begun }) => (type === 'surveillance' && begun !== undefined && begun >= decision ? [begun] : []));
}

/** `granted`: the day of the decision, unless it was refused. `written`: the last day by the certificate; `expiry`: that, else as computed. */
export interface CertificateTerm { granted?: Day; written?: Day; expiry?: Day; validity?: Validity }

export function termOfCertificate(data: Fields, today: Day): CertificateTerm {
  const decision = fields(data, 'decision'), suspension = fields(data, 'suspension'), decided = dayAt(decision, 'on'), written = dayAt(fields(data, 'certificate'), 'expiresOn');
  const granted = text(decision, 'outcome') === 'refused' ? undefined : decided, expiry = written ?? (granted === undefined ? undefined : expiryOf(granted));
  const suspendedFrom = dayAt(suspension, 'from'), liftedOn = dayAt(suspension, 'until'), withdrawnOn = dayAt(data, 'withdrawnOn');
  return {
    ...(granted !== undefined && { granted }), ...(written !== undefined && { written }),
    ...(expiry !== undefined && { expiry, validity: validityOn(today, { expiry, ...(suspendedFrom !== undefined && { suspendedFrom }), ...(liftedOn !== undefined && { liftedOn }), ...(withdrawnOn !== undefined && { withdrawnOn }) }) }),
  };
}

/**
 * A finding of the body with its days. `repeatBy`: until then a major one of stage 2 has to be closed, else stage 2 is held again. `later`: the first audit after
 * it was raised, at which a minor one is verified.
 */
export interface CertificationFinding {
  audit: CertificationAudit; value: Fields; path: Path; grade: string | undefined; raised: Day | undefined; answeredOn?: Day; closedOn?: Day;
  respondBy?: Day; closeMajorBy?: Day; repeatBy?: Day; later?: CertificationAudit;
}

export function certificationFindings(data: Fields, audits: readonly CertificationAudit[], expiry: Day | undefined): readonly CertificationFinding[] {
  const contract = fields(data, 'contract'), respondWithin = parsePeriod(text(contract, 'respondWithin')), closeMajorWithin = parsePeriod(text(contract, 'closeMajorWithin'));
  const terms = { ...(respondWithin && { respondWithin }), ...(closeMajorWithin && { closeMajorWithin }) };
  return audits.flatMap(audit => objects(audit.value, 'findings').map(({ at, value }): CertificationFinding => {
    const raised = dayAt(value, 'raisedOn') ?? audit.ended, answeredOn = dayAt(value, 'respondedOn'), closedOn = dayAt(value, 'closedOn');
    const known = { audit, value, path: ['audits', audit.at, 'findings', at, 'id'], grade: text(value, 'grade'), raised, ...(answeredOn !== undefined && { answeredOn }), ...(closedOn !== undefined && { closedOn }) };
    if (raised === undefined) return known;
    const later = audits.find(({ type, begun }) => begun !== undefined && begun > raised && type !== 'pre-audit');
    return {
      ...known, ...nonconformityDates(raised, terms, audit.type === 'recertification' && expiry !== undefined ? { expiry } : undefined),
      ...(audit.type === 'stage2' && audit.ended !== undefined && { repeatBy: stage2HoldsUntil(audit.ended) }), ...(later && { later }),
    };
  }));
}
