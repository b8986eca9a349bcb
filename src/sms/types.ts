/** The data shapes that all floors share. No code. Positions are zero-based UTF-16, structurally those of LSP. */

export interface Position { line: number; character: number }
export interface Range { start: Position; end: Position }

/** Where a value stands inside the data of an artefact: `['targets', 0, 'value']`. */
export type Path = readonly (string | number)[];

/** What an auditor would probably call it. Always a suggestion. */
export type Grade = 'major' | 'minor' | 'observation';

/** `8.3.3` is ISO/IEC 20000-1; others are qualified: `iso27001:A.5.22` (format.md F16). */
export type ClauseRef = string;

/** The name of a kind of artefact, of a type of item: `sla`, `service`. Open sets, defined by the schemas. */
export type Kind = string;
export type ItemType = string;

/** A calendar day, `yyyy-mm-dd`. */
export type Day = string;

/** One file that is an artefact of the SMS. `data` is typed by its schema, not by YAML (format.md F2). */
export interface Artefact {
  id: string;
  kind: Kind;
  title: string;
  /** Path of the file from the root of the SMS, with `/`. */
  file: string;
  header: 'document' | 'record' | 'none';
  data: Record<string, unknown>;
  /** True where `adopt` of sms.yaml made it an artefact (F12). */
  adopted: boolean;
  /**
   * What stands in `data` as it was meant, so that nobody misses it: a misspelt field under its right name as well, and a misspelt choice, of which
   * `written` is what the file says.
   */
  meant?: { path: Path; written?: unknown }[];
}

/** Anything with an id that others may name: an artefact, or a service, target, role, risk … inside one. */
export interface Item {
  /** Unique in the SMS; for a local id the full name, `SLA-BOREAL#p1-restore`. */
  id: string;
  /** The part after `#`, for ids that are unique in their artefact only. */
  local?: string;
  /** For an artefact its kind. */
  type: ItemType;
  title: string;
  owner?: string;
  status?: string;
  aliases: Alias[];
  file: string;
  /** Of the object that carries the id; `[]` for the artefact itself. */
  path: Path;
  /** Of the id's text, without quotes. */
  idRange: Range;
  /** Id of the artefact it stands in; its own for an artefact. */
  artefact: string;
  /** A row of the table of a record-log: only its id is known here (format.md F13). */
  row?: true;
}

export interface Alias { id: string; range: Range }

/** A place that names an item or a file. */
export interface Reference {
  /** As written, NFC: an id, a local id, a full name, or for `file` a path from the root. */
  to: string;
  /** Types it may name; `artefact` stands for any artefact, `item` for anything, `file` for a file of the root. */
  expects: ItemType[];
  via: 'field' | 'link' | 'mention' | 'diagram';
  file: string;
  /** Of the value for a field, of the string around it for a mention in YAML, `[]` in Markdown text. */
  path: Path;
  range: Range;
  /** The rule that speaks when it does not resolve (x-rule); without one, `ref-unresolved-or-obsolete` does. */
  rule?: string;
  /** Id of the artefact it stands in. */
  artefact: string;
}

/** A token of prose that may be an id; the Model decides (format.md F5). */
export interface Mention {
  text: string;
  range: Range;
  path: Path;
  via: 'mention' | 'diagram';
  /** Written `[[id]]`: it must resolve. */
  bracketed: boolean;
  /** Fits a template of `ids`: it must resolve. */
  templated: boolean;
}

/** One heading of Markdown with the text up to the next heading. `key` where the schema knows it (x-body). */
export interface Section { key?: string; depth: number; heading: string; range: Range; text: string; textRange: Range }

/** A mermaid fence. */
export interface Diagram { source: string; range: Range }

/**
 * Prose as searched by wording rules: a YAML string or a block of Markdown. White space of any length reads as one space; quoted text and
 * code read as one U+FFFC. `segments` tell where the characters from `at` on stand in the file.
 */
export interface Prose { path: Path; text: string; segments: { at: number; line: number; character: number }[] }

/** What `{name}` in a text stands for. */
export type Arguments = Record<string, string | number>;

/** Words of ours that stand in an argument: an English text with the id under which other languages have it. Without an id it only joins others. */
export interface Phrase { id?: string; text: string; args?: Readonly<Record<string, Word>> }
export type Word = string | number | Phrase;

/** What a rule says, before grades and settings: `message` names one of the rule's texts. */
export interface Report {
  rule: string;
  message: string;
  args: Record<string, string | number>;
  /** Those arguments again that hold words of ours. */
  words?: Readonly<Record<string, Phrase>>;
  /** Instead of the rule's own, where a field says which clause it breaks. */
  clauses?: ClauseRef[];
  file: string;
  range: Range;
  related: RelatedLocation[];
  /** Id (full name) of the innermost item it is about, and of its artefact: what a deviation may name. */
  subject?: string;
  artefact?: string;
}

export interface RelatedLocation { file: string; range: Range; text: string; words?: Phrase }

/** A report with its grade. The sentence is made at the edge, from the rule's message and `args`. */
export interface Finding extends Report { grade: Grade; clauses: ClauseRef[]; deviation?: string }

/**
 * Everything one file says, and what the rules over one file say of it. Plain data: JSON.parse(JSON.stringify(f)) equals f; it crosses
 * threads and goes into caches, by the text, the configuration and the day.
 */
export interface FileFacts {
  file: string;
  artefact?: Artefact;
  /** `sms1:…` of an artefact that was read to its end (format.md F10); only where the job asked for it. */
  digest?: string;
  items: Item[];
  references: Reference[];
  candidates: Mention[];
  sections: Section[];
  diagrams: Diagram[];
  /** Left out once the rules over one file have run: it is half of the text again. */
  prose: Prose[];
  reports: Report[];
  /** Why the file could not be checked to its end; it makes the run incomplete. */
  incomplete?: string;
  /** Ids that may be defined in what could not be read: nobody can say that they do not exist. */
  maybe?: string[];
  /** Rules that failed over this file. */
  crashed?: Crash[];
}

/** A rule that threw: a bug of ours, said and never a pass. */
export interface Crash { rule: string; error: string }
