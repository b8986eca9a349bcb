/** Requests and notifications of ours between language client and server: types and method names only. */
import type { ExplorerMode, ExplorerNode as ExplorerLine } from './editing/explorer.js';

/** Server → client, notification: how every SMS of the workspace stands. Sent after each check and whenever an SMS comes or goes. */
export const STATUS = 'sms/status';
export interface StatusParams {
  /** Counts up with every change that was seen; never goes back. */
  generation: number;
  /** In order of their addresses. Empty: the workspace has no SMS. */
  roots: RootStatus[];
}
export interface RootStatus {
  /** Address of the folder of its sms.yaml. */
  uri: string;
  /** `checking` before its first result, `failed` when the program could not check it at all: earlier findings then still stand. */
  outcome: 'checking' | 'clean' | 'findings' | 'incomplete' | 'error' | 'failed';
  counts: { major: number; minor: number; observation: number; accepted: number };
  /** The day that counts as today, and where it comes from. */
  today?: string;
  todayFrom?: 'option' | 'sms.yaml' | 'commit' | 'clock';
  /** Sentences: what could not be checked, or why it failed. */
  notChecked: string[];
  /** The revision of its register: another number means that REGISTER has another answer for it. Absent before its first result. */
  register?: number;
}

/** Client → server, request: one rule as a Markdown page. An unknown id is an error (InvalidParams). */
export const RULE = 'sms/rule';
export interface RuleParams { rule: string }
export interface RuleResult { title: string; markdown: string }

/** Client → server, request: the rules of this release, in order of their ids. */
export const RULES = 'sms/rules';
export interface RulesResult { rules: { id: string; title: string; grade: string; clauses: string[] }[] }

/** Client → server, request for tests alone: answered when everything seen so far is checked and published. */
export const IDLE = 'sms/idle';
export interface IdleResult { generation: number }

/** Client → server, request: every controlled document of the workspace, SMS by SMS. */
export const REGISTER = 'sms/register';
export interface RegisterResult { roots: RegisterRoot[] }
export interface RegisterRoot {
  uri: string;
  /** The types of the items that there are: `service`, `risk`. */
  types: string[];
  /** As in its status. */
  revision: number;
  organization: string;
  today: string;
  /** Sentences: that there is no history, that it is cut, what is ignored. Empty: the history is whole. */
  notes: string[];
  documents: RegisterRow[];
}
/** One document of the register. Days are `yyyy-mm-dd`. */
export interface RegisterRow {
  id: string; title: string; kind: string; kindName: string;
  uri: string;
  /** Where its id stands. */
  range: { start: { line: number; character: number }; end: { line: number; character: number } };
  version?: string; status?: string; inForce: boolean;
  /** The version that holds today, where it is another one. */
  versionInForce?: string;
  owner?: string; approver?: string; approvedOn?: string; effectiveFrom?: string; reviewedOn?: string; nextReview?: string;
  due: 'overdue' | 'due-soon' | 'later' | 'none' | 'retired';
  approval?: { state: 'evidenced' | 'claimed' | 'contradicted'; sentence: string };
  /** A sentence, where its content is no longer what was approved under this version. */
  changedSinceApproval?: string;
  committed?: 'yes' | 'changed' | 'new';
  classification?: string;
  /** Ids of what it replaced and of what replaced it; files that hold an earlier content of it. Left out where there are none. */
  supersedes?: string[]; supersededBy?: string[]; obsoleteCopies?: string[];
}

/** Client → server, request: what stands below a line of the explorer. The first key is the address of an SMS; none: the SMSs. */
export const EXPLORER = 'sms/explorer';
export interface ExplorerParams { mode: ExplorerMode; path: string[] }
export interface ExplorerResult { nodes: ExplorerNode[] }
export interface ExplorerNode extends Omit<ExplorerLine, 'place'> { place?: { uri: string; range: { start: { line: number; character: number }; end: { line: number; character: number } } } }

/** Client → server, request: one clause of the standard as a Markdown page, and how the SMSs of the workspace stand there. An unknown one is an error (InvalidParams). */
export const CLAUSE = 'sms/clause';
export interface ClauseParams { clause: string }
export interface ClauseResult { title: string; markdown: string }

/** What the server would write and the client writes: new files with their whole texts, edits of files that are there. Nothing is written by the server. */
export interface Writing {
  create: { uri: string; text: string }[];
  edits: { uri: string; edits: { range: { start: { line: number; character: number }; end: { line: number; character: number } }; newText: string }[] }[];
}

/** Client → server, request: the files of a new SMS in a folder, which need be no part of the workspace. */
export const NEW_SMS = 'sms/newSms';
export interface NewSmsParams { folder: string; organization: string; person: string; services: string[]; customers: string[]; timeZone: string }
export interface NewSmsResult { writing: Writing }

/** Client → server, request: what can be made in an SMS: files of each kind, and entries in the files that there are. */
export const NEW_CHOICES = 'sms/newChoices';
export interface NewChoicesParams { root: string }
export type NewTemplate = { kind: string } | { file: string; field: string };
/** `makes`: the types of what can be made by it: `service`. */
export interface NewChoicesResult { choices: { template: NewTemplate; makes: readonly string[]; label: string; note: string; help: string; group: string }[] }

/** Client → server, request: what making one of them would write. Without an id or a file these are proposed. `file`: from the root. */
export const NEW_ARTEFACT = 'sms/newArtefact';
export interface NewArtefactParams { root: string; template: NewTemplate; title: string; id?: string; file?: string }
export type NewArtefactResult = { ok: true; id: string; file: string; uri: string; position: { line: number; character: number }; writing: Writing } | { ok: false; sentence: string };

/** Client → server, request: whether a finding can be accepted, and what has to be said for it; or why it cannot. */
export const ACCEPTANCE_CHOICES = 'sms/acceptanceChoices';
export interface FindingParams { uri: string; rule: string; range: { start: { line: number; character: number }; end: { line: number; character: number } } }
export type AcceptanceChoicesResult = { ok: true; sentence: string; at: string; today: string; until: string; roles: { id: string; title: string }[] } | { ok: false; sentence: string };

/** Client → server, request: what accepting a finding would write. `note`: from when on it counts, where that is not now. */
export const PREPARE_ACCEPTANCE = 'sms/prepareAcceptance';
export interface PrepareAcceptanceParams extends FindingParams { reason: string; owner: string; until: string }
export type PrepareAcceptanceResult = { ok: true; uri: string; file: string; writing: Writing; note?: string } | { ok: false; sentence: string };

/** Client → server, request: the life of one document. `root`: address of its SMS. */
export const HISTORY = 'sms/history';
export interface HistoryParams { root: string; id: string }
export interface HistoryResult { title: string; notes: string[]; entries: HistoryEntry[] }
export interface HistoryEntry {
  commit: string;
  /** The author's name, address and day, as the commit claims them. */
  author: string; email: string; on: string;
  /** Name and address, where somebody else made the commit. */
  committer?: string;
  subject: string;
  change: 'created' | 'content' | 'lifecycle' | 'moved' | 'deleted' | 'record';
  version?: string; status?: string;
  /** `record`: address of its file, as far as it is still there. */
  approvals: { title: string; state: 'evidenced' | 'claimed' | 'contradicted'; sentence: string; record?: string }[];
  trailers: { key: string; value: string }[];
  signature: { state: string; sentence: string };
  tags: string[];
  movedFrom?: string;
  /** What the document held then, and before; absent where it was not there. */
  content?: ContentParams;
  before?: ContentParams;
}

/** Client → server, request: the text of a file in the past. */
export const CONTENT = 'sms/content';
export interface ContentParams { root: string; file: string; blob: string }
export interface ContentResult { text: string }

/** Client → server, request: what can be approved or reviewed of a document by whoever is at the keyboard, or why nothing can. */
export const APPROVAL_CHOICES = 'sms/approvalChoices';
export interface ApprovalChoicesParams { root: string; id: string }
export type Meaning = 'approved' | 'reviewed' | 'agreed' | 'withdrawn';
export interface ApprovalChoicesResult {
  title: string; version?: string; status?: string;
  person?: { id: string; name: string };
  /**
   * What can be meant. `version`: the one that would result; with `versionWanted` it must be given, because the one that there is cannot be counted up.
   * `effectiveFrom`: proposed, where such a day belongs to it. A meaning with `refusal` cannot be chosen, and says why.
   */
  meanings: { meaning: Meaning; version?: string; versionWanted?: boolean; roles: { id: string; title: string }[]; effectiveFrom?: string; refusal?: string }[];
  /** Why nothing at all can be chosen. */
  refusal?: string;
}

/** Client → server, request: what approving would write. Nothing is written by the server. */
export const PREPARE_APPROVAL = 'sms/prepareApproval';
export interface PrepareApprovalParams { root: string; id: string; meaning: Meaning; role?: string; effectiveFrom?: string; comment?: string; version?: string; nextReview?: string }
export type PrepareApprovalResult =
  | { ok: true; artefact: { uri: string; text: string }; record: { uri: string; text: string }; commitMessage: string; lines: string[] }
  | { ok: false; sentence: string };

/** Client → server, request: the states of an SMS that it may be compared with: branches and tags, the last changed first; or why there are none. */
export const REVIEW_BASES = 'sms/reviewBases';
export interface ReviewBasesParams { root: string }
export type ReviewBasesResult = { ok: true; bases: { name: string; is: 'branch' | 'remote' | 'tag'; commit: string; on: string }[] } | { ok: false; sentence: string };

/** Client → server, request: what changed in an SMS, unsaved texts included, since it went apart from a base: a branch, a tag, a commit. */
export const REVIEW = 'sms/review';
export interface ReviewParams { root: string; base: string }
export type ReviewResult = { ok: true; base: { commit: string; on: string }; headline: string; notes: string[]; groups: ReviewGroup[] } | { ok: false; sentence: string };
/** `id` is the same in every language. `folded`: to be looked at by those who want. */
export interface ReviewGroup { id: string; label: string; folded: boolean; lines: ReviewLine[] }
export interface ReviewLine {
  /** By what it says, not by where it stands; it is ticked off by it. Absent where there is nothing to tick off. */
  key?: string;
  label: string;
  /** Which thing, in a few words. */
  note: string;
  /** For screen readers, and the sign before it. */
  mark: 'loosened' | 'changed' | 'tightened' | 'neutral' | 'missing' | 'there' | 'new' | 'mended' | 'info';
  /** Sentences: what it is made of, what it reaches, who must agree. */
  detail: string[];
  /** Where it stands now, and where it stood; a file that came or went has one of them. */
  after?: { uri: string; file: string; range: { start: { line: number; character: number }; end: { line: number; character: number } } };
  before?: ContentParams & { range: { start: { line: number; character: number }; end: { line: number; character: number } } };
}

/** Client → server, request: the review of an SMS is not looked at any more; gives nothing. */
export const REVIEW_END = 'sms/reviewEnd';
export interface ReviewEndParams { root: string }

/** Client → server, request: a changed document as one reads it, with insertions and deletions marked: HTML without scripts, safe to show. */
export const REVIEW_PAGE = 'sms/reviewPage';
export interface ReviewPageParams { root: string; base: string; before?: string; after?: string }
export interface ReviewPageResult { title: string; html: string }

/**
 * Client → server, request: a page about an SMS as it stands now, unsaved texts included: its evidence pack, one document or record, the thread of one record. In
 * parts of HTML that is safe to show; a part whose mark is among `known` comes without, for it says the same.
 */
export const PAGE = 'sms/page';
export type PageOf = { of: 'pack'; scope?: string } | { of: 'artefact'; file: string } | { of: 'trace'; id: string };
export interface PageParams { root: string; page: PageOf; known?: Record<string, string> }
/** `line`: what it is about, of which day, in one line. `file`: that the page is about, from the root. `problems`: why a picture is not there, by what went wrong. */
export type PageResult = { ok: true; title: string; line: string; file?: string; parts: PagePart[]; problems: Record<string, string> } | { ok: false; sentence: string };
/**
 * `id` stays the same while what the part says changes; `mark` changes with it. `within`: the id of the part that it goes on, where a long one comes in several.
 * `error`: it could not be made, and why.
 */
export interface PagePart { id: string; title: string; within?: string; mark: string; html?: string; error?: string }

/** Client → server, request: what an evidence pack can be about, the whole SMS first. `scope`: as PAGE takes it. */
export const SCOPES = 'sms/scopes';
export interface ScopesParams { root: string }
export interface ScopesResult { scopes: { scope: string; label: string; note: string }[] }

/** Client → server, request: the records that can be traced, as many as one can look through. */
export const RECORDS = 'sms/records';
export interface RecordsParams { root: string }
export interface RecordsResult { records: { id: string; title: string; kind: string }[] }

/** Client → server, request: what stands at a line of a text, the innermost first; null outside of every SMS. Lines count from 0. */
export const STANDS_AT = 'sms/standsAt';
export interface StandsAtParams { uri: string; line: number }
export type StandsAtResult = { root: string; file: string; ids: string[] } | null;

/** Client → server, request: where something stands that a page leads to, as its links say it: `item:SLA-BOREAL`, `file:agreements/sla.yaml:12`. Null: nowhere. */
export const TARGET = 'sms/target';
export interface TargetParams { root: string; to: string }
export type TargetResult = { uri: string; range: { start: { line: number; character: number }; end: { line: number; character: number } } } | null;

/**
 * Server → client, request: what a folder holds that the client alone can open, because it is on no disk of the server's: of the web, or from an
 * extension that provides files.
 */
export const FOLDER = 'sms/folder';
export interface FolderParams { uri: string }
export type FolderResult = { entries: { name: string; is: 'folder' | 'file' | 'link' | 'other' }[] } | { failed: 'vanished' | 'unreadable' };

/** Server → client, request: the bytes of such a file in Base64; of one with more than `most` bytes the `head` first ones alone. */
export const FILE_BYTES = 'sms/fileBytes';
export interface FileBytesParams { uri: string; most: number; head: number }
export type FileBytesResult = { size: number; bytes: string } | { failed: 'vanished' | 'unreadable' | 'not-a-file'; detail: string };

/** Client → server, notification: the workspace became trusted, or a setting of the machine changed. */
export const SETTINGS = 'sms/settings';
export interface SettingsParams {
  /** Git is asked in trusted workspaces alone. */
  trusted: boolean;
  /** Absolute paths, of the machine's settings. */
  git?: string;
  allowedSigners?: string;
}

/** Client → server, notification: another commit is checked out. For repositories whose folder the client does not watch. */
export const HISTORY_MOVED = 'sms/historyMoved';

/** What our own client says when it starts the server; other clients need not. */
export interface InitializationOptions {
  /** `command`: findings carry a link that runs the command sms.showRule of VS Code. */
  ruleLinks?: 'command';
  /** `command`: lenses are shown, and run the commands sms.showReferences, sms.showHistory and sms.recordReview of VS Code. */
  lenses?: 'command';
  /** `command`: each finding can be accepted; that runs the command sms.acceptFinding of VS Code. */
  acceptance?: 'command';
  /** Absent: a client that knows no trust; git is asked then as on the command line. */
  settings?: SettingsParams;
}
