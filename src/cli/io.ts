/** `verify.js`, `diagrams.js`: bundles for pages; `mermaid.min.js`: draws diagrams; `pack.css`: how a pack looks. */
export type Asset = 'verify.js' | 'diagrams.js' | 'mermaid.min.js' | 'pack.css';

/** What the command line touches of the world: given by bin.ts, and by tests. */
export interface Io {
  stdout(text: string): void;
  stderr(text: string): void;
  /** Absolute. */
  cwd: string;
  env: Readonly<Record<string, string | undefined>>;
  now: Date;
  /** Whether standard output is a terminal. */
  isTTY: boolean;
  /** Of the terminal; undefined where there is none. */
  columns: number | undefined;
  /** Path of the bundle of session/worker-main.ts, and how many threads may run it. */
  worker: string;
  threads: number;
  /** What pages bring along: the text of a file of the program. */
  asset(name: Asset): string;
  /** Runs the language server on standard input and output until the client ends it. */
  serve(): Promise<number>;
}
