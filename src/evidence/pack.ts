import type { Root } from 'mdast';
import type { Artefact, ClauseRef, Day, Grade, Kind } from '../sms/types.js';

/**
 * The audit evidence pack as data: parts in order, each of blocks. All texts are told in the language of the pack; keys and ids are never translated.
 * Plain data, described by schemas/reports/pack.json; Markdown, HTML and the preview are made from it and from nothing else.
 */
export interface EvidencePack {
  /** Of the format (format.md F19). */
  format: number;
  tool: { name: string; version: string };
  organization: string;
  standard: string;
  /** Another one whose clauses it tells of as well: which of them correspond is a suggestion. `source`: where it is from, and its licence. */
  further?: { id: string; title: string; source?: string };
  scope: PackScope;
  /** The day as of which everything is judged. */
  today: Day;
  /** Of records. */
  period: Period;
  /** Absent: made from files that are in no commit. */
  commit?: PackCommit;
  /** Not from a commit, or from a commit and files that differ from it: said on every page. */
  draft: boolean;
  level: EvidenceLevel;
  outcome: 'clean' | 'findings' | 'incomplete' | 'error';
  counts: Readonly<Record<Grade, number>>;
  /** What it leaves out on purpose, in sentences: other customers, names of people. */
  leftOut: readonly string[];
  parts: readonly Part[];
}

/** What a pack is about. */
export type PackScope =
  | { of: 'all' } | { of: 'clause'; id: ClauseRef } | { of: 'service' | 'customer'; id: string; title: string }
  | { of: 'stage1' } | { of: 'stage2' };

export interface Period { from: Day; to: Day }

export interface PackCommit { id: string; day: Day; tag?: string }

/** quality: E0 working copy; E1 a commit and a manifest; E2 a tag signed by a trusted signer. `reason`: in a sentence, with what would raise it. */
export interface EvidenceLevel { level: 'E0' | 'E1' | 'E2'; reason: string }

/** A chapter of the pack. A part without blocks says why it is empty; one that is withheld says so. */
export interface Part {
  /** Stable, for links and for keeping open sections open: `catalogue`. */
  id: string;
  title: string;
  clauses: readonly ClauseRef[];
  blocks: readonly Block[];
  /** Why nothing is here, in a sentence. */
  empty?: string;
}

export type Block = Heading | Note | Facts | Table | Listing | Diagram | DocumentBlock | Folded;

/** Within a part; the title of the part stands above it. `id`: so that links lead here. */
export interface Heading { type: 'heading'; id?: string; text: string }
/** A paragraph. */
export interface Note { type: 'note'; tone?: Tone; text: Inline }
/** Names and values beside each other. */
export interface Facts { type: 'facts'; facts: readonly { name: string; value: Inline }[] }
export interface Listing { type: 'list'; items: readonly Inline[] }
/** `key`: stable within the part. `title` is its caption. `leftOut`: rows that are not shown on purpose (other customers). */
export interface Table { type: 'table'; key: string; title: string; columns: readonly Column[]; rows: readonly Row[]; leftOut?: number }
/** `head`: the cells of this column name their rows. */
export interface Column { key: string; title: string; head?: boolean; numeric?: boolean }
/** `id`: of the item that the row is about, so that links lead to it. One cell for each column. */
export interface Row { id?: string; cells: readonly Inline[] }
/** A picture in the language of mermaid, and the same as a table for whoever does not see it. `source` names nothing that runs or leads elsewhere. */
export interface Diagram { type: 'diagram'; key: string; title: string; source: string; text: Table }
/** One document or record, in the version in force, as it reads. */
export interface DocumentBlock {
  type: 'document';
  id: string;
  kind: Kind;
  title: string;
  file: string;
  version?: string;
  /** Git's id of the bytes shown; absent where nothing is committed. */
  blob?: string;
  /** How it stands: in force since when, by which approval, or why not. */
  standing: Inline;
  body: Root;
}
/** Worth a look by whoever wants it. */
export interface Folded { type: 'folded'; title: string; blocks: readonly Block[] }

/** Text of one line, in spans. */
export type Inline = readonly Span[];
/** `to`: where it leads. A tone never stands alone: the text says the same. */
export interface Span { text: string; to?: Target; tone?: Tone; mark?: 'strong' | 'code' }
/** An item of the pack by its id, a clause, a rule, a part, a place in a file (a click in the editor leads there; an export says it), or a page of the web. */
export type Target =
  | { item: string } | { clause: ClauseRef } | { rule: string } | { part: string } | { file: string; line?: number } | { url: string };

/** `heat-1` to `heat-5`: of a heat map, from low to high. */
export type Tone = 'good' | 'attention' | 'bad' | 'quiet' | 'heat-1' | 'heat-2' | 'heat-3' | 'heat-4' | 'heat-5';

/** The text of a document as it is in force on the day (format.md F9), and what says so. */
export interface InForce {
  artefact: Artefact;
  text: string;
  version?: string;
  blob?: string;
  /** `record`: an approval record names it; `header`: only its header does, which is a claim; `none`: nothing of it is in force, and this is what stands there. */
  by: 'record' | 'header' | 'none';
  /** It is not what stands in the files today. */
  earlier: boolean;
}
