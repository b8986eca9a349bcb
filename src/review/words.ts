import { diffArrays } from 'diff';
import { isFields } from '../sms/data.js';
import { joined, phrase, phraseList } from '../sms/language.js';
import type { Model } from '../sms/model.js';
import { labelOf } from '../sms/naming.js';
import type { Shape } from '../sms/shapes.js';
import type { Item, Path, Phrase, Word } from '../sms/types.js';

/** How the sentences of a review name things, fields and values. */

/** In whose words a value is told: of one state, as written in one artefact. */
export interface Teller { model: Model; artefact: string }

/** What a reference names: an id of its own artefact first, as the Model looks for it. */
export function namedBy(id: string, { model, artefact }: Teller): Item | undefined { return (id.includes('#') ? undefined : model.item(`${artefact}#${id}`)) ?? model.item(id); }

/** What a field is called; the key itself where no schema knows it. */
export function labelWord(key: string, shape: Shape | undefined): Word {
  if (!shape) return key;
  return shape.labelId === undefined ? shape.label : phrase(shape.labelId, shape.label);
}

/** Longer texts are cut, and stand in full beside the sentence. */
export const LONG = 100;
const MOST_NAMED = 6;

/** A value as people read it: ids with what they name, texts cut, objects by their fields. */
export function valueWord(value: unknown, shape: Shape | undefined, teller: Teller): Word {
  if (value === undefined || value === null || value === '') return phrase('review.nothing', 'nothing');
  if (typeof value === 'boolean') return value ? phrase('review.yes', 'yes') : phrase('review.no', 'no');
  if (typeof value === 'number') return value;
  if (typeof value === 'string') {
    const named = refersTo(shape) ? namedBy(value, teller) : undefined;
    return named ? labelOf(named) : cut(value);
  }
  if (Array.isArray(value)) return listWord(value.map(entry => valueWord(entry, shape?.items, teller)));
  if (!isFields(value)) return String(value);
  const parts = Object.entries(value).filter(([, child]) => child !== null && child !== '').map(([key, child]) => {
    const own = shape?.properties.get(key) ?? shape?.additional;
    return joined([labelWord(key, own), valueWord(child, own, teller)], ' ');
  });
  return parts.length <= MOST_NAMED ? joined(parts) : phrase('review.fields-more', '{fields} and more', { fields: joined(parts.slice(0, MOST_NAMED)) });
}

function refersTo(shape: Shape | undefined): boolean { return (shape?.refersTo.length ?? 0) > 0 || (shape?.types.includes('array') === true && (shape.items?.refersTo.length ?? 0) > 0); }

/** `a, b and c`; of many the first, and how many more. */
export function listWord(words: readonly Word[]): Word {
  if (words.length === 0) return phrase('review.none', 'none');
  if (words.length <= MOST_NAMED) return phraseList(words);
  return phrase('review.and-more', '{items} and {count} more', { items: joined(words.slice(0, MOST_NAMED - 1)), count: words.length - MOST_NAMED + 1 });
}

export function cut(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= LONG ? line : `${line.slice(0, LONG - 1).trimEnd()}…`;
}

/** An object without an id as a sentence calls it: by its first field, which schemas begin with; by its place in the list where it has none. */
export function entryWord(entry: unknown, shape: Shape | undefined, at: number, teller: Teller): Word {
  if (!isFields(entry)) return valueWord(entry, shape, teller);
  const naming = [...shape?.properties.keys() ?? Object.keys(entry)].find(key => entry[key] !== undefined && entry[key] !== null && entry[key] !== '' && !isFields(entry[key]));
  return naming === undefined ? at + 1 : valueWord(entry[naming], shape?.properties.get(naming), teller);
}

/** Edits beyond this are counted by sentences only: finding the fewest takes time with their number. */
const MOST_EDITS = 400;
/** A passage of so many words can stand in the sentence itself. */
const MOST_WORDS = 12;

/** How a text became another: the passage itself where there is one and it is short, else how many sentences came and went. Both as compared (normalText). */
export function rewording(before: string, after: string): Word {
  const [was, now] = [before, after].map(text => text.split(/\s+/).filter(Boolean)), runs = diffArrays(was ?? [], now ?? [], { maxEditLength: MOST_EDITS });
  if (runs) {
    const changed = runs.flatMap((run, at) => (run.added || run.removed ? [{ ...run, at }] : []));
    const first = changed[0]?.at ?? 0, together = changed.every(({ at }, n) => at === first + n);
    const said = (added: boolean): string => changed.filter(run => run.added === added).flatMap(run => run.value).join(' ');
    const [from, to] = [said(false), said(true)];
    if (together && changed.length > 0 && changed.every(({ value }) => value.length <= MOST_WORDS)) {
      return from === '' ? phrase('review.words-added', '“{after}” added', { after: to }) : to === '' ? phrase('review.words-removed', '“{before}” taken out', { before: from })
        : phrase('review.words-replaced', '“{after}” instead of “{before}”', { before: from, after: to });
    }
  }
  const { added, removed } = difference(sentences(before), sentences(after), sentence => sentence);
  if (added.length === 0 && removed.length === 0) return phrase('review.other-order', 'put in another order');
  const count = (amount: number): Phrase => (amount === 1 ? phrase('review.sentence', '1 sentence') : phrase('review.sentences', '{count} sentences', { count: amount }));
  if (removed.length === 0) return phrase('review.sentences-added', '{added} added', { added: count(added.length) });
  if (added.length === 0) return phrase('review.sentences-removed', '{removed} removed', { removed: count(removed.length) });
  return phrase('review.sentences-changed', '{added} added, {removed} removed', { added: count(added.length), removed: removed.length });
}

function sentences(text: string): string[] { return text.split(/\n+|(?<=[.!?;:])\s+/).map(sentence => sentence.trim()).filter(Boolean); }

/** What one list has and the other has not, by a key; of equal ones as many as there are more. */
export function difference<T>(before: readonly T[], after: readonly T[], key: (value: T) => string): { added: T[]; removed: T[] } {
  const left = new Map<string, number>();
  for (const value of before) left.set(key(value), (left.get(key(value)) ?? 0) + 1);
  const added = after.filter(value => {
    const count = left.get(key(value)) ?? 0;
    if (count > 0) left.set(key(value), count - 1);
    return count === 0;
  });
  // What is left over is told from the end: the first of equal ones stayed.
  const removed = [...before].reverse().filter(value => {
    const count = left.get(key(value)) ?? 0;
    if (count > 0) left.set(key(value), count - 1);
    return count > 0;
  }).reverse();
  return { added, removed };
}

/** The words of a way to a field, the outermost first: `dependencies Network (SVC-NET), availability`. */
export function wayWord(steps: readonly Word[]): Word { return steps.length === 1 ? steps[0] ?? '' : joined(steps); }

export function pathKey(path: Path): string { return JSON.stringify(path); }
