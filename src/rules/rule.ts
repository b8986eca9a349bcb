import type { Artefact, ClauseRef, Day, FileFacts, Grade, Item, Path, Range, Reference, Report } from '../sms/types.js';
import type { Control } from '../sms/control.js';
import type { Model } from '../sms/model.js';

/**
 * One rule is one file that exports one of these. Where a schema annotation (x-rule) or the parser raises it, it has no `check`,
 * only the messages that they name: `missing` and `wrong` (a field), `unresolved` (a reference).
 */
export interface Rule {
  id: string;
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
  }>;
  /** Over one artefact, cached with its facts: may look at nothing else but today, settings and the configuration. */
  checkFile?(context: FileContext): Iterable<Report>;
  /** Over the whole SMS. */
  check?(context: RuleContext): Iterable<Report>;
  /** Small multi-file texts that are the rule's tests and its documentation; see CONTRIBUTING, "Examples". */
  examples: { good: string[]; bad: string[] };
}

/** Where a report points: an item (its id), a reference, an artefact (its id), the value at a path (or its key), or a range. */
export type Place = Item | Reference | Artefact | { file: string; path: Path; part?: 'key' | 'value' } | { file: string; range: Range };

export type Arguments = Record<string, string | number>;
export interface Details { clauses?: ClauseRef[]; related?: { at: Place; text: string }[] }

interface Context {
  today: Day;
  settings: Readonly<Record<string, number | string>>;
  config: Model['config'];
  /**
   * A path that does not exist in the file points at what lacks it: the id of the nearest object around it, else its key.
   */
  report(at: Place, message: string, args?: Arguments, details?: Details): Report;
}
export interface FileContext extends Context { facts: FileFacts; artefact: Artefact }
export interface RuleContext extends Context {
  model: Model;
  /** What document control knows; without a history what the files themselves tell. */
  control: Control;
}
