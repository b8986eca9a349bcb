import type { Config } from './config.js';
import type { ParseJob } from './parse.js';
import type { Day, FileFacts } from './types.js';

/** Where the files of one SMS come from: a folder on disk, later a commit. Paths are relative to the root, with `/`. */
export interface Files {
  /** Every file of the root that is to be looked at, in any order (format.md F1). `ignore`: globs of sms.yaml. */
  list(ignore: readonly string[]): Promise<Listing>;
  read(file: string): Promise<ReadResult>;
  /** The bytes of a table in portions, since it may be too large to be held at once. Throws UnreadableFile. */
  stream(file: string): AsyncIterable<Uint8Array>;
  /** Git's id of the bytes of a file, where they come out of git. */
  idOf?(file: string): string | undefined;
}

/** A file that cannot be read to its end, and why. */
export class UnreadableFile extends Error { constructor(readonly reason: 'vanished' | 'unreadable' | 'too-large', readonly detail: string) { super(detail); } }

export interface Listing {
  files: string[];
  /** What stands there and is not looked at: links that leave the root, what is no plain file, what cannot be opened. */
  skipped: { file: string; reason: 'link-outside-root' | 'not-a-file' | 'unreadable' }[];
  /** A limit on the number of files or the depth of folders was hit: the list is not whole. */
  limit?: { kind: 'files' | 'depth' | 'path'; value: number };
}

export type ReadResult =
  | { ok: true; text: string }
  | { ok: false; reason: 'vanished' | 'unreadable' | 'not-a-file' | 'too-large' | 'not-utf8' | 'utf16'; detail: string; size?: number; line?: number;
    /** The beginning of a file that is too large or no UTF-8, byte by byte: enough to see whether it claims to be an artefact. */
    head?: string };

/** What the facts of a file depend on beside its text. Plain data. */
export interface Frame { config: Config; today: Day }

/** Reads and checks files one by one, usually in threads that can be ended. Never rejects over content: what takes too long is facts with a `limit-reached` report. */
export interface Parser {
  parse(jobs: readonly ParseJob[], frame: Frame): Promise<FileFacts[]>;
  /** Few files, if any, will come soon: what they were parsed with may be given back. */
  rest?(): Promise<void>;
}

/** Files that are texts in memory, by their paths. */
export function filesOf(texts: ReadonlyMap<string, string>): Files {
  return {
    list: () => Promise.resolve({ files: [...texts.keys()], skipped: [] }),
    read: file => { const text = texts.get(file); return Promise.resolve(text === undefined ? { ok: false, reason: 'vanished', detail: '' } : { ok: true, text }); },
    async* stream(file) {
      const text = texts.get(file);
      if (text === undefined) throw new UnreadableFile('vanished', '');
      yield Promise.resolve(new TextEncoder().encode(text));
    },
  };
}
