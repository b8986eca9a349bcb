import type { PackFile } from './archive.js';
import type { Desk } from './desk.js';
import { findingsIn } from './standing.js';
import { textOf } from './statement.js';

/** Where the bytes of a file of the SMS lie in a pack. `in-force`: an earlier content of it, which is what holds on the day. */
export interface PlacedFile { file: string; path: string; is: 'configuration' | 'artefact' | 'attachment' | 'table' | 'in-force'; id?: string; blob?: string; sha256: string; bytes: number }

/**
 * What programs want to know of a pack beside its chapters: findings, the register of documents and the states of clauses. Persons are not named. `shows`: whether
 * something may be told, by all that is said of it; gives how many things were not.
 */
export function dataFiles(desk: Desk, shows: (said: string) => boolean): { files: readonly PackFile[]; leftOut: number } {
  const { checked: { accepted, control }, covered, inForce, inScope } = desk;
  let leftOut = 0;
  const told = (all: readonly object[]): Uint8Array => {
    const shown = all.filter(each => shows(JSON.stringify(each)));
    leftOut += all.length - shown.length;
    return new TextEncoder().encode(textOf(shown));
  };
  const found = [...findingsIn(desk), ...findingsIn({ ...desk, checked: { ...desk.checked, findings: accepted } })];
  return {
    files: [
      {
        path: 'data/findings.json',
        bytes: told(found.map(finding => {
          const { rule, message, grade, clauses, file, range, subject, deviation } = finding;
          return { rule, message, title: desk.ruleTitle(rule), text: desk.sentence(finding), grade, clauses, file, line: range.start.line + 1, subject, deviation };
        })),
      },
      {
        path: 'data/register.json',
        bytes: told([...control.documents.values()].filter(({ id }) => inScope(id)).map(({ id, kind, title, file, version, status, versionInForce, owner, approver, approvedOn, effectiveFrom, classification, reviewedOn, nextReview, due, approval, supersedes, supersededBy }) => {
          const { by, blob } = inForce.get(id) ?? {};
          return {
            id, kind, title, file, version, status, versionInForce, by, blob, owner, approver, approvedOn, effectiveFrom, classification, reviewedOn, nextReview, due,
            approval: approval && { state: approval.state, role: approval.role, on: approval.on, record: approval.record?.id, commit: approval.commit }, supersedes, supersededBy,
          };
        })),
      },
      {
        path: 'data/clauses.json',
        bytes: told([...covered, ...desk.further?.covered ?? []].map(({ clause, state, reason, evidence, findings: of }) => ({ clause: clause.id, title: clause.title, state, reason, evidence: evidence.map(({ id }) => id).filter(inScope), findings: of }))),
      },
    ],
    leftOut,
  };
}
