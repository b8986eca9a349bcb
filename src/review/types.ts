import type { ClauseState } from '../sms/clause-states.js';
import type { Model } from '../sms/model.js';
import type { ClauseRef, Day, Finding, Grade, ItemType, Kind, Path, Phrase, Range, Word } from '../sms/types.js';

/** What a change of an SMS means to its reviewer: the shapes. No code. Plain data: it crosses to editors and into files. Sentences are phrases, made at the edge. */

/** Whether more is promised or asked after a change, or less. `neutral`: neither. `changed`: it cannot be ordered, and nobody guesses. */
export type Direction = 'tightened' | 'loosened' | 'neutral' | 'changed';

/**
 * Which kind of attention a change wants, in the order in which changes are told. `frame` decides what is looked at at all: sms.yaml, deviations, own rules
 * and schemas. `promise`: what is promised to a customer, or by a supplier. `content`: what else an approval covers. `lifecycle`: version, status, days and
 * names of the header. `progress`: how things went afterwards (x-normative: false). `record`: what is retained. `attachment`: a file that is no artefact.
 * `editorial`: the file says the same in other words of YAML or Markdown, or the same at another place.
 */
export type Weight = 'frame' | 'promise' | 'content' | 'lifecycle' | 'progress' | 'record' | 'attachment' | 'editorial';

/** `retyped`: the id stands for a thing of another kind or type now. `unread`: one side could not be read, so nobody knows. */
export type Act = 'added' | 'removed' | 'changed' | 'renamed' | 'moved' | 'retyped' | 'reordered' | 'reformatted' | 'unread';

/** Something with an id as a change names it: by its id in the later state, or in the earlier one where it is gone. */
export interface Thing { id: string; type: ItemType; title: string }

/** Where something stands in one of the two states. */
export interface At { file: string; path: Path; range: Range }

/** One change that one can agree to or not. */
export interface Change {
  /** By what changed from what to what, not by where it stands: who has ticked it off need not do so again until it changes again. */
  key: string;
  act: Act;
  weight: Weight;
  direction: Direction;
  /** The innermost thing it is about, and the artefact that it stands in. For sms.yaml and attachments the file is the id. */
  thing: Thing;
  artefact: Thing & { kind: Kind };
  /** From the thing's object; absent where it is about the thing as a whole. */
  field?: Path;
  /** What it means, in a sentence of the field's own words. */
  say: Phrase;
  /** Further sentences, where one is not enough: the parts of a whole target. */
  parts?: readonly Phrase[];
  /** Texts before and after, where reading them says more than the sentence: prose, long values. */
  texts?: { before?: string; after?: string };
  clauses: readonly ClauseRef[];
  before?: At;
  after?: At;
}

/** What a thing is to a change that reaches it. */
export type Role = 'service' | 'customer' | 'agreement' | 'promise' | 'supplier-term' | 'risk' | 'procedure' | 'other';

/** Something that a change reaches. `say`: how, where that is more than that it names the changed thing; `grave`: it no longer carries what rests on it. */
export interface Reached { as: Role; thing: Thing; file: string; say?: Phrase; grave?: true }

/** All that one changed thing carries or is named by. Nearest first; each thing once. */
export interface Consequence {
  /** Id of the changed thing, and the keys of its changes. */
  thing: string;
  changes: readonly string[];
  reached: readonly Reached[];
}

/** Somebody who must agree to a change before it holds, and whether that is there. */
export interface Consent {
  /** The changed document or agreement, as it is called and versioned now. */
  artefact: Thing & { kind: Kind; file: string; version?: string };
  meaning: 'approved' | 'agreed' | 'reviewed';
  /** A role of the SMS, or a customer or another party. */
  who: Thing & { persons: readonly string[] };
  /** Why they: `approver of the document`, `customer of the agreement`, `accountable for incident management (RACI)`. */
  because: readonly Phrase[];
  /** `evidenced` and `claimed` as approvals are judged (format.md F10); `missing`: nothing says so of the content as it is now. */
  state: 'evidenced' | 'claimed' | 'contradicted' | 'missing';
  record?: { id: string; file: string; on?: string; person?: string };
  /** The changes that want it. */
  changes: readonly string[];
}

/** An approval that held before and does not cover what stands there now; or one that came. */
export interface ApprovalChange {
  artefact: Thing & { kind: Kind; file: string };
  became: 'voided' | 'given' | 'weaker' | 'stronger';
  version?: string;
  say: Phrase;
}

export interface ClauseChange { clause: ClauseRef; title: string; before: ClauseState; after: ClauseState; direction: 'better' | 'worse' | 'other'; reason: string }

/** What both checks found, held against each other. `introduced`: not there before, in order of grade, file, place. */
export interface FindingChanges { introduced: readonly Finding[]; fixed: readonly Finding[]; regraded: readonly { finding: Finding; from: Grade }[]; remaining: number }

/** What could not be compared, and why; it makes the review incomplete. */
export interface NotCompared { side: 'before' | 'after' | 'both'; file?: string; reason: Word }

export interface Review {
  /** Worst first: by weight, then loosened before changed before tightened before neutral, then by what it reaches, file and place. */
  changes: readonly Change[];
  consequences: readonly Consequence[];
  consents: readonly Consent[];
  approvals: readonly ApprovalChange[];
  clauses: readonly ClauseChange[];
  findings: FindingChanges;
  /** Ids that changed: from the earlier to the later. */
  renamed: readonly (readonly [string, string])[];
  files: { changed: number; added: number; removed: number; moved: number };
  notCompared: readonly NotCompared[];
}

/** One of the two states that are held against each other: an SMS as it was checked. */
export interface State {
  model: Model;
  today: Day;
  /** Of a file that was read. */
  textOf(file: string): string | undefined;
  /** Where a value stands; the whole file's beginning where it does not. */
  locate(file: string, path: Path, part?: 'key' | 'value'): Range;
  findings: readonly Finding[];
  /** What could not be read, by file where it is one. */
  incomplete: readonly { file?: string; rule?: string; reason: string }[];
  /** Files that are no artefacts, with a hash of their bytes. */
  attachments: ReadonlyMap<string, string>;
}
