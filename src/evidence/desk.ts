import type { Control } from '../sms/control.js';
import type { Config } from '../sms/config.js';
import type { Signature } from '../sms/history.js';
import type { Language } from '../sms/language.js';
import type { Standard } from '../sms/standard.js';
import type { Day, Finding, Grade } from '../sms/types.js';
import type { ClauseCoverage, CoverageInput } from './coverage.js';
import type { Block, InForce, Inline, PackCommit, Part, PackScope, Period, Span, Target, Tone } from './pack.js';

/** What was checked, as far as a pack tells of it: what a session gives. */
export interface Checked extends CoverageInput {
  config: Config;
  control: Control;
  todayFrom: 'option' | 'sms.yaml' | 'commit' | 'clock';
  accepted: readonly Finding[];
  incomplete: readonly { file?: string; rule?: string; reason: string }[];
  historyNotes: readonly string[];
  settings: readonly { rule: string; off: boolean; grade?: Grade; reason: string; owner: string; until: string }[];
  withoutHistory: readonly string[];
  waiting: readonly { rule: string; waitsFor: string }[];
  attachments: readonly string[];
  /** It could not be checked at all. */
  error?: 'config' | 'nothing';
}

/** Everything that the parts of a pack are made from. Nothing in it changes while a pack is made. */
export interface Desk {
  checked: Checked;
  covered: readonly ClauseCoverage[];
  /** Another standard whose clauses are asked for as well, and how far they are shown. */
  further?: { standard: Standard; covered: readonly ClauseCoverage[] };
  scope: PackScope;
  /** Whether something belongs to the scope: an artefact or an item, by its id. */
  inScope(id: string): boolean;
  period: Period;
  commit?: PackCommit;
  /** Of the tag of the commit. */
  signature?: Signature;
  draft: boolean;
  /** By id of the document; artefacts without a document header are not among them. */
  inForce: ReadonlyMap<string, InForce>;
  /** Of logs that are tables: what its rows come to in the period. By id of the log. */
  tables: ReadonlyMap<string, TableFacts>;
  /** Git's id of a file as it stands; absent where it is in no commit. */
  blobOf(file: string): string | undefined;
  textOf(file: string): string | undefined;
  /** A finding as a sentence, and a rule by its title; rules live beside this floor. */
  sentence(finding: Finding): string;
  ruleTitle(rule: string): string;
  /** What the approval of a document's version is worth and why, and that it was changed since, in sentences; empty where nothing claims one. Control lives beside this floor. */
  approvalWords(id: string): string;
  language: Language;
  /** The name and version of the tool. */
  tool: { name: string; version: string };
}

/** The rows of one table: how many there are and how many in the period, per customer where rows name one, and the hash of the file. */
export interface TableFacts { file: string; rows: number; inPeriod: number; oldest?: Day; newest?: Day; byCustomer: ReadonlyMap<string, number>; sha256?: string }

/** One chapter: `make` gives its blocks, or why there are none. */
export interface PartMaker {
  id: string;
  clauses: readonly string[];
  title(language: Language, desk: Desk): string;
  /** Whether the chapter belongs to this pack at all; without it, to all. */
  wanted?(desk: Desk): boolean;
  make(desk: Desk): readonly Block[] | { empty: string };
}

/** The part that a maker makes. */
export function partOf({ id, clauses, title, make }: PartMaker, desk: Desk): Part {
  const made = make(desk), head = { id, title: title(desk.language, desk), clauses };
  return 'empty' in made ? { ...head, blocks: [], empty: made.empty } : { ...head, blocks: made };
}

/** A span; with `to` it leads there. */
export function span(text: string | number, to?: Target, more: { tone?: Tone; mark?: 'strong' | 'code' } = {}): Span { return { text: String(text), ...(to && { to }), ...more }; }

/** A text in one span; nothing for an empty one. */
export function inline(text: string | number | undefined, tone?: Tone): Inline { return text === undefined || text === '' ? [] : [{ text: String(text), ...(tone && { tone }) }]; }

/** Several with something between. */
export function joinInlines(parts: readonly Inline[], between = ', '): Inline { return parts.flatMap((part, at) => (at === 0 ? part : [{ text: between }, ...part])); }
