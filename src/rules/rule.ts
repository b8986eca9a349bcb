import type { Artefact, ClauseRef, Day, FileFacts, Finding, Grade, Item, Kind, Path, Phrase, Range, Reference, Report, Word } from '../sms/types.js';
import type { Fields } from '../sms/data.js';
import type { Control } from '../sms/control.js';
import type { Tallies } from '../sms/expected.js';
import type { Model } from '../sms/model.js';
import type { Changes } from '../sms/changes.js';
import type { Source } from '../sms/source.js';

/**
 * One rule is one file that exports one of these. Where a schema annotation (x-rule) or the parser raises it, it has no `check`,
 * only the messages that they name: `missing` and `wrong` (a field), `unresolved` (a reference).
 */
export interface Rule {
  id: string;
  /** The file that an organization says it in; absent for one of this program. */
  file?: string;
  /** What is right, as a short sentence: `References point at what exists and is in force`. */
  title: string;
  /** Of ISO/IEC 20000-1; a report may name its own. */
  clauses: ClauseRef[];
  grade: Grade;
  /** Why an auditor would mind, in a sentence or two. */
  why: string;
  /** What the rule decides in part or altogether by the history: told where there is none. */
  needs?: 'history';
  /** Thresholds with their defaults; sms.yaml may set them. */
  settings?: Record<string, number | string>;
  /** `{name}` stands for an argument. Each text says what is wrong and what to do. */
  messages: Record<string, {
    text: string; grade?: Grade;
    /** Said because of what is not there: silent while a file is unread, for it may stand in that one. The run is incomplete then. */
    absence?: true;
    /** Says that nothing has the id `to`: of all that say so of one id one is told (missing-ids.ts adds the number of places to `hint`). So does `unresolved`. */
    missingId?: true;
  }>;
  /** Over one artefact, cached with its facts: may look at nothing else but today, settings and the configuration. */
  checkFile?(context: FileContext): Iterable<Report>;
  /** Over the whole SMS. */
  check?(context: RuleContext): Iterable<Report>;
  /** Over references one by one, wherever they stand. After a change those of a few files are gone through again, so that nothing may be counted over all of them. */
  references?(context: RuleContext): (reference: Reference) => Iterable<Report>;
  /** The same as data: what to look at, when to speak (conditions.ts runs it). */
  data?: readonly DataCheck[];
  /** Over records one by one, wherever they are kept: as a file, in the list or in a row of the table of a record-log (format.md F13). */
  records?: RecordRule | NotingRule;
  /** Words of its fixes, by name: what one does, as an order: `Link {id} instead`. */
  fixes?: Record<string, string>;
  /** Ways to mend a finding of it, the best first; asked for when somebody wants one. What only a person can know is never invented. */
  fix?(context: FixContext, finding: Finding): Iterable<Fix>;
  /** Small multi-file texts that are the rule's tests and its documentation; see CONTRIBUTING, "Examples". */
  examples: { good: readonly string[]; bad: readonly string[] };
}

/** Where a report points: an item (its id), a reference, an artefact (its id), the value at a path (or its key), or a range. */
export type Place = Item | Reference | Artefact | { file: string; path: Path; part?: 'key' | 'value' } | { file: string; range: Range };

export interface Details { clauses?: ClauseRef[]; related?: { at: Place; text: string | Phrase }[] }

interface Context {
  today: Day;
  settings: Readonly<Record<string, number | string>>;
  config: Model['config'];
  /**
   * A path that does not exist in the file points at what lacks it: the id of the nearest object around it, else its key.
   */
  report(at: Place, message: string, args?: Readonly<Record<string, Word>>, details?: Details): Report;
}
export interface FileContext extends Context { facts: FileFacts; artefact: Artefact }
export interface RuleContext extends Context {
  model: Model;
  /** What document control knows; without a history what the files themselves tell. */
  control: Control;
  /** All records by their kind, those in tables too; not known yet while records are judged one by one. */
  tallies: Tallies;
}

/** What a fix is made from: the SMS as it was checked, and the texts as they stand. */
export interface FixContext {
  model: Model; today: Day; control: Control;
  settings: Readonly<Record<string, number | string>>;
  textOf(file: string): string | undefined;
  /** The fields of a file as a tree. */
  sourceOf(file: string): Source | undefined;
  /** The path of the field, object or entry that a finding points at; empty for the artefact itself. */
  pathOf(finding: Finding): Path;
}

/** A way to mend a finding. `say` names one of the rule's `fixes`, or one of those that all rules share (fixes.ts). */
export interface Fix {
  say: string;
  args?: Readonly<Record<string, Word>>;
  changes: Changes;
  /** The one that is right nearly always: it can be made for all findings of the rule at once. */
  preferred?: true;
}

/** A record as rules over records see it. Rows of a table have the fields that the log maps; the others are absent. */
export interface RecordEntry {
  kind: Kind; id: string; title: string; data: Fields;
  /** The log it stands in; undefined for a record that is a file of its own. */
  log?: Artefact;
  /** Where to point: at a field, or without one at the id. */
  at(...path: Path): Place;
}
/**
 * Where the check has no `end` each record is judged by itself, and where it is `apart` the rows of one table are: what is said of them is kept while nothing
 * changes of what was read for them, so that nothing may be remembered of records of another log.
 */
export interface RecordRule { kinds: readonly Kind[]; apart?: true; begin(context: RuleContext): RecordCheck }
export interface RecordCheck {
  take(record: RecordEntry): Iterable<Report>;
  /** After the last one; where the rule is `apart`, of each table and of those in no table. */
  end?(): Iterable<Report>;
}

/** Holds records against each other by what it notes of each; what was noted of a table is kept. Made by `comparing`. */
export interface NotingRule {
  kinds: readonly Kind[];
  note(context: RuleContext): { take(record: RecordEntry): void; done(): Notes };
  end(context: RuleContext, notes: readonly Notes[]): Iterable<Report>;
}

/** What was noted of some records; only the rule that noted it can read it. */
export type Notes = object;

/**
 * A rule over records that says what it has to say at the end, by a sheet of notes on those of each table, and on those in no table. A sheet holds no Model,
 * and little of each record: there may be a million.
 */
export function comparing<N>({ kinds, note, end }: {
  kinds: readonly Kind[]; note(context: RuleContext): { sheet: N; take(record: RecordEntry): void }; end(context: RuleContext, sheets: readonly N[]): Iterable<Report>;
}): NotingRule {
  const sheets = new WeakMap<Notes, { sheet: N }>();
  return {
    kinds,
    note: context => {
      const { sheet, take } = note(context);
      return { take, done: () => { const notes = {}; sheets.set(notes, { sheet }); return notes; } };
    },
    end: (context, notes) => end(context, notes.flatMap(each => { const found = sheets.get(each); return found ? [found.sheet] : []; })),
  };
}

/**
 * A check as plain data (JSON). Selects artefacts of a kind, or items of a type; retired documents are left out. Speaks once for each for which
 * all conditions hold. A path is dotted: `decision.on`; `^` before it reads the thing around: the one selected, seen from an entry of its list or
 * from what is linked.
 */
export interface DataCheck {
  select: Kind;
  /** Only documents approved and effective today. */
  inForce?: true;
  /** Looks at the entries of this list, one by one, instead of the thing itself. */
  each?: string;
  where: readonly Condition[];
  say: string;
  /** The field to point at; where it is absent, at the id of what lacks it. */
  at?: string;
  /**
   * Arguments of the message beside `name`, what it is about, and `in`, the selected thing where `each` is set: path of a field, `{ day: path }` for
   * the day of a moment, or `{ name: path }` for the name of the thing that the field names.
   */
  args?: Readonly<Record<string, string | { name: string } | { day: string } | { setting: string }>>;
  clauses?: readonly ClauseRef[];
}

export type Condition =
  /** Absent: no key, no value, blank, an empty list. */
  | { field: string; is: 'present' | 'absent' }
  /** `notIn` holds for what is absent too. */
  | { field: string; in: readonly (string | number | boolean)[] }
  | { field: string; notIn: readonly (string | number | boolean)[] }
  /** Numbers. Where one is absent, it does not hold. */
  | { field: string; below?: Operand; atMost?: Operand; above?: Operand; atLeast?: Operand }
  /** Days and moments, by day. Where one is absent or no day, it does not hold. */
  | { field: string; before?: DayOperand; notAfter?: DayOperand; after?: DayOperand; notBefore?: DayOperand }
  | { count: Related; where?: readonly Condition[]; below?: Operand; atMost?: Operand; above?: Operand; atLeast?: Operand }
  /** At least one, or none, of the related ones fulfils the conditions. */
  | { some: Related; where?: readonly Condition[] }
  | { none: Related; where?: readonly Condition[] }
  | { any: readonly Condition[] } | { all: readonly Condition[] } | { not: Condition };

/**
 * `to`: the items that this field names, or what is reached over several such fields (`of`: those of these kinds or types). `from` and `via`: the artefacts of this kind, or items of this type, whose field names the thing.
 * `through: all`: and what these name, over any number of hops, each once and the thing itself never. `list`: the entries of a list of its own (objects or values). `kind`: all artefacts of the kind, or items of the type, in the SMS.
 */
export type Related = ({ to: string | readonly string[]; of?: readonly Kind[] } | { from: Kind; via: string }) & { through?: 'all' } | { list: string } | { kind: Kind };
export type Operand = number | { field: string } | { setting: string };
/** A day: today, a field; `plus` and `minus` take a period, a field or a setting that holds one. */
export type DayOperand = 'today' | { field?: string; plus?: string | { field: string } | { setting: string }; minus?: string | { field: string } | { setting: string } };
