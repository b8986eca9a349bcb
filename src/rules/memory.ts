import type { Control } from '../sms/control.js';
import type { RecordTally, Tallies } from '../sms/expected.js';
import type { Model } from '../sms/model.js';
import { changeOf, sameTallies, type Change, type Known, type Reads } from '../sms/reads.js';
import type { Report } from '../sms/types.js';
import type { Notes } from './rule.js';

/** What one rule, or one count of records, came to. */
interface Kept<T> { reads: Reads; found: T }

/**
 * What the rules said of an SMS when it was checked last, each with what it read. A rule of which nothing changed since need not run again. To be used
 * with one configuration, day, list of rules and set of tables alone; a check that is given up halfway leaves nothing wrong behind.
 */
export class RuleMemory {
  private readonly reports = new Map<string, Kept<readonly Report[]>>();
  private readonly tallies = new Map<string, Kept<RecordTally>>();
  private readonly notes = new Map<string, Kept<Notes>>();
  /** What rules said of notes. */
  private readonly told = new Map<string, Kept<{ notes: readonly Notes[]; reports: readonly Report[] }>>();
  private seen: Known | undefined;
  private counted: Tallies | undefined;

  /** One that knows the same, for another state of the SMS. */
  fork(): RuleMemory {
    const fork = new RuleMemory();
    for (const [key, kept] of this.reports) fork.reports.set(key, kept);
    for (const [key, kept] of this.tallies) fork.tallies.set(key, kept);
    for (const [key, kept] of this.notes) fork.notes.set(key, kept);
    for (const [key, kept] of this.told) fork.told.set(key, kept);
    fork.seen = this.seen;
    fork.counted = this.counted;
    return fork;
  }

  /** Forgets what a change since the last check may have made untrue; gives the change. */
  see(model: Model, control: Control): Change | undefined {
    const before = this.seen, now = { model, control };
    this.seen = now;
    if (!before) return undefined;
    const change = changeOf(before, now);
    const known = new Map<Reads, Reads | undefined>();
    const keep = <T>(all: Map<string, Kept<T>>): void => {
      for (const [key, { reads, found }] of all) {
        const held = reads.heldIn(change, model, known);
        if (!held) all.delete(key); else if (held !== reads) all.set(key, { reads: held, found });
      }
    };
    keep(this.reports);
    keep(this.tallies);
    keep(this.notes);
    keep(this.told);
    return change;
  }

  /** The same for the counts of records, which are known only when all records were gone through. */
  count(tallies: Tallies): void {
    if (this.counted && !sameTallies(this.counted, tallies)) for (const [key, { reads }] of this.reports) if (reads.whole.has('tallies')) this.reports.delete(key);
    this.counted = tallies;
  }

  reportsOf(key: string): readonly Report[] | undefined { return this.reports.get(key)?.found; }
  keepReports(key: string, reads: Reads, found: readonly Report[]): void { this.reports.set(key, { reads, found }); }

  notesOf(key: string): Notes | undefined { return this.notes.get(key)?.found; }
  keepNotes(key: string, reads: Reads, found: Notes): void { this.notes.set(key, { reads, found }); }

  /** What was said of the very same notes. */
  saidOf(key: string, notes: readonly Notes[]): readonly Report[] | undefined {
    const then = this.told.get(key)?.found;
    return then?.notes.length === notes.length && then.notes.every((each, at) => each === notes[at]) ? then.reports : undefined;
  }
  keepSaid(key: string, reads: Reads, notes: readonly Notes[], reports: readonly Report[]): void { this.told.set(key, { reads, found: { notes, reports } }); }

  tallyOf(kind: string): RecordTally | undefined { return this.tallies.get(kind)?.found; }
  keepTally(kind: string, reads: Reads, found: RecordTally): void { this.tallies.set(kind, { reads, found }); }
}
