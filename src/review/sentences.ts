import { phrase } from '../sms/language.js';
import type { Shape } from '../sms/shapes.js';
import type { Phrase, Word } from '../sms/types.js';
import type { FieldChange, Sides } from './fields.js';
import type { Change, Direction } from './types.js';
import { entryWord, listWord, LONG, rewording, valueWord, wayWord } from './words.js';

/** What the change of a field means, in the field's own words; a longer text is told by what differs in it, and stands beside the sentence. */
export function sentence(change: FieldChange, thing: Word, { before: was, after: now }: Sides, direction: Direction): { say: Phrase; direction: Direction; texts?: NonNullable<Change['texts']> } {
  const { how, shape, before, after } = change, field = wayWord(change.steps);
  if (how === 'order') return { direction, say: phrase('review.reordered', '{thing}: {field} put in another order', { thing, field }) };
  if (how === 'list' || how === 'entry') {
    const word = (value: unknown, at: number, teller: typeof was): Word => (how === 'entry' ? entryWord(value, shape?.items, at, teller) : valueWord(value, shape?.items ?? shape, teller));
    const words = (values: readonly unknown[], teller: typeof was): Word => listWord(values.map((value, at) => word(value, at, teller)));
    const [removed, added] = [listOf(before, how), listOf(after, how)], [one, other] = [removed[0], added[0]];
    if (removed.length === 1 && added.length === 1 && isProse(one, shape?.items) && isProse(other, shape?.items)) {
      return { direction, say: phrase('review.reworded', '{thing}: {field} reworded: {how}', { thing, field, how: rewording(one, other) }), texts: textsOf(one, other) };
    }
    const long = [...removed, ...added].some(value => typeof value === 'string' && value.length > LONG);
    const args = { thing, field, added: words(added, now), removed: words(removed, was) };
    const say = removed.length === 0 ? phrase('review.list-added', '{thing}: {field}: {added} added', args)
      : added.length === 0 ? phrase('review.list-removed', '{thing}: {field}: {removed} taken out', args)
      : phrase('review.list-changed', '{thing}: {field}: {added} added, {removed} taken out', args);
    return { direction, say, ...(long && { texts: textsOf(removed.map(String).join('\n'), added.map(String).join('\n')) }) };
  }
  const args = { thing, field, before: valueWord(before, shape, was), after: valueWord(after, shape, now) };
  if (isProse(before, shape) && isProse(after, shape)) {
    return { direction, say: phrase('review.reworded', '{thing}: {field} reworded: {how}', { thing, field, how: rewording(before, after) }), texts: textsOf(before, after) };
  }
  const long = [before, after].some(value => typeof value === 'string' && value.length > LONG), texts = long ? { texts: textsOf(asText(before), asText(after)) } : {};
  if (typeof (before ?? false) === 'boolean' && typeof (after ?? false) === 'boolean' && (before ?? false) !== (after ?? false)) {
    return { direction, say: after === true ? phrase('review.is-now', '{thing}: {field} now', args) : phrase('review.no-longer', '{thing}: {field} no longer', args) };
  }
  if (before === undefined) return { direction, say: phrase('review.field-added', '{thing}: {field} added: {after}', args), ...texts };
  if (after === undefined) return { direction, say: phrase('review.field-removed', '{thing}: {field} taken out; it was {before}', args), ...texts };
  const say = direction === 'loosened' ? phrase('review.loosened', '{thing}: {field} loosened from {before} to {after}', args)
    : direction === 'tightened' ? phrase('review.tightened', '{thing}: {field} tightened from {before} to {after}', args)
      : phrase('review.changed', '{thing}: {field} changed from {before} to {after}', args);
  return { direction, say, ...texts };
}

/** A text that is read for what differs in it. */
function isProse(value: unknown, shape: Shape | undefined): value is string { return typeof value === 'string' && (shape?.prose ?? true) && value.length > LONG / 2; }

function asText(value: unknown): string | undefined { return typeof value === 'string' ? value : undefined; }

function listOf(value: unknown, how: FieldChange['how']): readonly unknown[] { return how === 'list' && Array.isArray(value) ? value : value === undefined ? [] : [value]; }

function textsOf(before: string | undefined, after: string | undefined): NonNullable<Change['texts']> { return { ...(before && { before }), ...(after && { after }) }; }
