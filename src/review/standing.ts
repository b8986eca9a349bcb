import type { ClauseCoverage } from '../evidence/coverage.js';
import type { ClauseState } from '../sms/clause-states.js';
import type { Approval, Control, DocumentControl, Reason, ReasonCode } from '../sms/control.js';
import { phrase } from '../sms/language.js';
import { compareText } from '../sms/text.js';
import type { Phrase } from '../sms/types.js';
import type { ApprovalChange, ClauseChange } from './types.js';

/**
 * Approvals that held and do not cover what stands there now, that came, or that are worth more or less than before; in order of files. What is gone, superseded
 * or withdrawn needs none. `before` is absent where there was no SMS; `renamed`: ids, from the earlier to the later;
 * `titleOf` names roles and people.
 */
export function approvalChanges(before: Control | undefined, after: Control, renamed: readonly (readonly [string, string])[], titleOf: TitleOf = id => id): ApprovalChange[] {
  const earlier = new Map(renamed.map(([from, to]) => [to, from]));
  return [...after.documents.values()].flatMap((now): ApprovalChange[] => {
    const was = before?.documents.get(earlier.get(now.id) ?? now.id), then = was && worthOf(was);
    const worth = was && hasOldDay(was, now) ? undefined : worthOf(now), change = became(was, then, now, worth, titleOf);
    if (!change || now.due === 'retired') return [];
    const { id, kind, title, file, version } = now;
    return [{ artefact: { id, type: kind, title, kind, file }, ...change, ...(version !== undefined && { version }) }];
  }).sort((a, b) => compareText(a.artefact.file, b.artefact.file));
}

type Worth = 'evidenced' | 'claimed';
type TitleOf = (id: string) => string;

/** What the approval of its content is worth; undefined where none covers it. */
function worthOf({ status, approval, changedSinceApproval }: DocumentControl): Worth | undefined {
  return status !== 'approved' || !approval || changedSinceApproval || approval.state === 'contradicted' ? undefined : approval.state;
}

/** The next version with the day on which the one before was approved: nobody approved it on that day. */
function hasOldDay(was: DocumentControl, { version, approvedOn, approval }: DocumentControl): boolean {
  return was.version !== version && was.approvedOn !== undefined && was.approvedOn === approvedOn && approval !== undefined && !approval.record;
}

type Became = Pick<ApprovalChange, 'became' | 'say'>;

function became(was: DocumentControl | undefined, then: Worth | undefined, now: DocumentControl, worth: Worth | undefined, titleOf: TitleOf): Became | undefined {
  const version = now.version ?? '';
  if (worth === undefined) return then === undefined || !was ? undefined : { became: 'voided', say: voided(was, now, titleOf) };
  if (then === undefined || was?.version !== now.version) return { became: 'given', say: given(now, worth, titleOf) };
  if (then === worth) return undefined;
  if (worth === 'claimed') return { became: 'weaker', say: phrase('review.approval-weaker', 'the approval of version {version} was evidenced, and is only claimed now', { version }) };
  return { became: 'stronger', say: phrase('review.approval-stronger', 'the approval of version {version} was only claimed, and is evidenced now', { version }) };
}

function voided(was: DocumentControl, now: DocumentControl, titleOf: TitleOf): Phrase {
  const { status, version = '', versionInForce, changedSinceApproval, approval } = now, before = was.version ?? '';
  if (status !== 'approved') {
    return versionInForce === undefined || versionInForce === version
      ? phrase('review.approval-withdrawn', 'version {before} was approved; what stands there now is not', { before })
      : phrase('review.approval-next', 'version {version} is yet to be approved; {before} stays in force until then', { version, before: versionInForce });
  }
  if (approval?.state === 'contradicted') return phrase('review.approval-contradicted', 'version {version} is said to be approved, but {reason}',
    { version, reason: whyFalse(approval, titleOf) });
  if (hasOldDay(was, now)) {
    const args = { version, before, day: now.approvedOn ?? '' };
    return phrase('review.approval-old-day', 'version {version} is said to be approved on {day}, but on that day it was version {before}', args);
  }
  return changedSinceApproval && before === version
    ? phrase('review.approval-changed', 'the content was changed, and version {version} stayed: what was approved is something else', { version })
    : phrase('review.approval-missing', 'nothing shows that version {version} was approved', { version });
}

function given({ version = '', approver = '', approval }: DocumentControl, worth: Worth, titleOf: TitleOf): Phrase {
  const args = { version, role: titleOf(approval?.role ?? approver) };
  return worth === 'evidenced' ? phrase('review.approval-evidenced', 'version {version} was approved by {role}, and that is evidenced', args)
    : phrase('review.approval-claimed', 'version {version} is said to be approved by {role}; that is only claimed', args);
}

function whyFalse({ reasons }: Approval, titleOf: TitleOf): Phrase {
  const reason = reasons.find(({ code }) => WHY_FALSE.has(code));
  return reason ? WHY_FALSE.get(reason.code)?.(Object.fromEntries(Object.entries(reason.args).map(([name, value]) => [name, titleOf(value)]))) ?? UNKNOWN : UNKNOWN;
}

const UNKNOWN = phrase('review.false', 'its record does not fit');

/** Why an approval is contradicted (format.md F10). */
const WHY_FALSE = new Map<ReasonCode, (args: Reason['args']) => Phrase>([
  ['digest-differs', () => phrase('review.false-digest', 'what was approved is another content')],
  ['version-unknown', () => phrase('review.false-version', 'the record is about a version that there was not')],
  ['role-not-held', args => phrase('review.false-role', '{person} did not hold the role {role} on {day}',
    { person: args['person'] ?? '', role: args['role'] ?? '', day: args['day'] ?? '' })],
  ['own-content', args => phrase('review.false-own', '{person} wrote some of it', { person: args['person'] ?? '' })],
  ['day-in-future', () => phrase('review.false-day', 'the day of its record is yet to come')],
]);

/** From worse to better; `no-cases` is as good as what it takes the place of. */
const RANK: Readonly<Record<ClauseState, number>> = { missing: 0, drafted: 1, stale: 2, approved: 3, operating: 4, 'no-cases': 3.5 };

/** The clauses whose state is another now, in the order of the standard; why, as it is now. A clause that was not looked at before was missing. */
export function clauseChanges(before: readonly ClauseCoverage[], after: readonly ClauseCoverage[]): ClauseChange[] {
  const earlier = new Map(before.map(({ clause, state }) => [clause.id, state]));
  return after.flatMap(({ clause: { id, title }, state, reason }): ClauseChange[] => {
    const was = earlier.get(id) ?? 'missing', isOther = [was, state].includes('no-cases') && Math.abs(RANK[was] - RANK[state]) < 1;
    const direction = isOther ? 'other' : RANK[state] > RANK[was] ? 'better' : 'worse';
    return was === state ? [] : [{ clause: id, title, before: was, after: state, direction, reason }];
  });
}
