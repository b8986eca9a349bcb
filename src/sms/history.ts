import type { Day } from './types.js';

/**
 * What git tells of the files of one SMS. Files are seen from the root of the SMS; names, addresses and moments are as written in
 * the commits, and so no more than claims: anybody can write any name and any date there.
 */
export interface History {
  /** Id of the commit that is looked at; its history is everything before it. */
  head: string;
  /** Name of the branch that is checked out; absent where none is, or where a commit was asked for. */
  branch?: string;
  /** Children before their parents. Only commits that touch the SMS and merges; `parents` leads from one of these to the next. */
  commits: readonly Commit[];
  tags: readonly Tag[];
  /** The files of the SMS in `head` with their blobs. */
  files: ReadonlyMap<string, string>;
  /** Why older commits are not known, and the commits at which knowledge ends: these seem to create everything. */
  cut?: { reason: 'shallow' | 'missing-objects'; at: readonly string[] };
  /** What would show another history to somebody who asks git in the usual way. Left out of account here. */
  ignored: readonly ('replace-refs' | 'grafts' | 'mailmap')[];
  /** Something is under way that is not finished: what stands on disk is in between. */
  underway?: 'merge' | 'rebase' | 'bisect' | 'cherry-pick' | 'revert';
}

/** Who did something and when: an ISO 8601 moment with the offset as written. */
export interface Who { name: string; email: string; at: string }

export interface Commit {
  id: string;
  parents: readonly string[];
  author: Who;
  committer: Who;
  /** The files of the SMS that it changed; of a merge those that are not as in its first parent. */
  changes: readonly Change[];
}

/** What a commit did to a file. */
export interface Change {
  file: string;
  /** Where git thinks that the file came from. */
  from?: string;
  /** The blob before, in the first parent. Empty: the file is new there. */
  before: readonly string[];
  /** The blob after; absent: the file was deleted. */
  after?: string;
}

export interface Tag {
  name: string;
  /** The tag object, or the commit itself for a tag that is only a name. */
  object: string;
  commit: string;
  /** The name inside the tag object: another one means that it was moved about. */
  nameInside?: string;
  tagger?: Who;
}

/** Why there is no history. Each has a calm sentence (control/words.ts); checking goes on without. */
export interface NoHistory {
  reason: 'off' | 'not-a-repository' | 'no-commits' | 'bare' | 'git-missing' | 'git-too-old' | 'foreign-owner' | 'elsewhere' | 'damaged' | 'too-slow' | 'bad-revision' | 'not-trusted' | 'virtual' | 'failed';
  /** What git said, or the version found, or the revision asked for. */
  detail: string;
}

export function isHistory(value: History | NoHistory): value is History { return 'head' in value; }

/** The whole of a commit object. */
export interface CommitMessage {
  /** Decoded; what is no text of the encoding named reads as U+FFFD. */
  message: string;
  /** `Approved-by: Lena Maas <lena@…>` and the like, from the last paragraph of the message, in order. */
  trailers: readonly { key: string; value: string }[];
  signed: boolean;
}

/** What a signature is worth. Trust comes from the settings of the user or the machine alone, never from the repository. */
export interface Signature {
  state: 'good-trusted' | 'good-untrusted' | 'bad' | 'unsigned' | 'cannot-check';
  /** The name under which the key is trusted; the fingerprint of the key. */
  signer?: string;
  key?: string;
  /** Why it cannot be checked or is not trusted: no program, no list of trusted keys, expired, revoked. */
  detail?: string;
}

/** Where the history of one SMS comes from. Nothing here rejects over the state of a repository; a mistake of the program does. */
export interface HistorySource {
  /** The history up to the commit that is checked out (or was asked for when this was opened). Cheap when nothing changed since the last call. */
  read(): Promise<History | NoHistory>;
  /** Contents by blob id; what is not there is left out. */
  blobs(ids: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>>;
  messages(commits: readonly string[]): Promise<ReadonlyMap<string, CommitMessage>>;
  /** Of commits and tag objects. */
  signatures(ids: readonly string[]): Promise<ReadonlyMap<string, Signature>>;
  /** Asks again what failed before: a git that was too slow is else not waited for a second time. */
  forget?(): void;
  /** The e-mail address under which git would commit here; absent where none is set. */
  identity(): Promise<{ name: string; email: string } | undefined>;
}

/** The calendar day of a moment, as whoever wrote it saw it. */
export function dayOf(moment: string): Day { return moment.slice(0, 10); }
