import type { Commit, History, NoHistory, Signature, Tag } from './history.js';
import type { Day, Kind } from './types.js';

/** What document control knows of an SMS (clause 7.5): versions, approvals and reviews with what they are worth. No code. Plain data but for the history. */
export interface Control {
  history: History | NoHistory;
  /** By id; only what carries a document header. In order of files. */
  documents: ReadonlyMap<string, DocumentControl>;
  /** Approval records that are about nothing: by their id, why. */
  strays: readonly Stray[];
  /** What of the past could not be read though git names it: commits or blobs; makes the run incomplete. */
  unread: readonly string[];
}

/** One content of one artefact: a blob of git, or the text of today. */
export interface Revision {
  /** Git's id of these bytes. */
  blob: string;
  file: string;
  id: string;
  kind: Kind;
  title: string;
  /** Of the header, as text; absent where the file has none. */
  version?: string;
  status?: string;
  approvedOn?: Day;
  approvedBy?: string;
  effectiveFrom?: Day;
  reviewedOn?: Day;
  changeSummary?: string;
  /** `sms1:…` (format.md F10). */
  digest: string;
  /** Of a record: all that it says, to be compared. */
  says?: string;
  /** What stood there is no document that could be read to its end: nothing else here counts. */
  unreadable?: true;
}

/** Reads contents, of the past and of today. What cannot be read is left out. */
export interface Contents {
  /** By blob. */
  past(wanted: readonly { file: string; blob: string }[]): Promise<ReadonlyMap<string, Revision>>;
  /** By file. */
  today(files: readonly string[]): Promise<ReadonlyMap<string, Revision>>;
}

export interface DocumentControl {
  id: string;
  kind: Kind;
  title: string;
  file: string;
  version?: string;
  status?: string;
  /** Approved, effective and not superseded today. */
  inForce: boolean;
  /** The version that holds today: an earlier one while the next is being written (format.md F9). */
  versionInForce?: string;
  owner?: string;
  approver?: string;
  approvedOn?: Day;
  effectiveFrom?: Day;
  classification?: string;
  /** Day of the last completed review, by the header or by a record of it, whichever is later. */
  reviewedOn?: Day;
  nextReview?: Day;
  /** `none`: no day can be computed; `retired`: superseded or withdrawn, nothing is due. Due soon: within 30 days. */
  due: 'overdue' | 'due-soon' | 'later' | 'none' | 'retired';
  /** What its version's approval is worth; absent where the header does not claim one. The best of `approvals`, a contradicted one first. */
  approval?: Approval;
  /** All records of approvals, agreements, withdrawals and reviews of it, any version, the latest day first. */
  approvals: readonly Approval[];
  /** Its content differs from what was approved under the same version: since which commit and by whom, where history tells. */
  changedSinceApproval?: ChangedSinceApproval;
  supersedes: readonly string[];
  supersededBy: readonly string[];
  /** Files that hold an earlier content of it under another name. */
  obsoleteCopies: readonly string[];
  /** Whether what stands on disk is what was last committed; absent without a history. */
  committed?: 'yes' | 'changed' | 'new';
  /** Commits that touched it, newest first, through renamings; absent without a history. */
  commits?: readonly string[];
  /** Who wrote the last change, and when. */
  changed?: { commit: string; on: Day; by: string };
}

export interface ChangedSinceApproval { version: string; approvedIn?: string; record?: string; commit?: string; on?: Day; by?: string }

export interface Approval {
  /** The approval record; absent where only the header claims it. */
  record?: { id: string; file: string };
  version: string;
  meaning: 'approved' | 'reviewed' | 'agreed' | 'withdrawn';
  role?: string;
  person?: string;
  party?: string;
  on?: Day;
  effectiveFrom?: Day;
  comment?: string;
  state: 'evidenced' | 'claimed' | 'contradicted';
  /** Why; the first is the one that decides. */
  reasons: readonly Reason[];
  /** The commit that brought the record. */
  commit?: string;
  /** Noticed beside: days that do not fit, a blob that is not in the history. Never changes the state. */
  remarks: readonly Reason[];
}

/** `code` names a sentence of control/words.ts. */
export interface Reason { code: ReasonCode; args: Readonly<Record<string, string>> }

export type ReasonCode =
  // evidenced
  | 'own-commit'
  // claimed
  | 'no-record' | 'no-history' | 'not-committed' | 'commit-of-other' | 'committed-by-other' | 'history-cut' | 'no-person' | 'outside-party' | 'person-without-email' | 'no-digest' | 'unknown-algorithm' | 'history-damaged' | 'before-history' | 'role-not-approver' | 'no-role' | 'no-day' | 'day-before-content'
  // contradicted
  | 'digest-differs' | 'version-unknown' | 'role-not-held' | 'own-content' | 'day-in-future'
  // remarks
  | 'person-differs' | 'blob-not-in-history' | 'day-after-commit' | 'date-before-parent' | 'date-in-future' | 'tag-name-differs' | 'brought-later';

export interface Stray { record: string; file: string; reason: 'unknown-artefact' | 'not-a-document' | 'duplicate'; artefact: string; version: string; role: string }

/** The life of one document, newest first. */
export interface Timeline {
  document: DocumentControl;
  entries: readonly TimelineEntry[];
  tags: readonly Tag[];
  /** What does not fit: dates of commits that cannot be, tags that were moved about. */
  remarks: readonly Reason[];
}

export interface TimelineEntry {
  commit: Commit;
  subject: string;
  trailers: readonly { key: string; value: string }[];
  signature: Signature;
  /** Where the document was then, and what it held. Absent after its deletion. */
  revision?: Revision;
  /** The file before, where the commit moved it. */
  movedFrom?: string;
  /** What the commit did to its content: `lifecycle` changed header fields alone; `record` only brought a record about it. */
  change: 'created' | 'content' | 'lifecycle' | 'moved' | 'deleted' | 'record';
  /** Records that came with this commit, judged as they were at this commit. */
  approvals: readonly Approval[];
  tags: readonly string[];
}
