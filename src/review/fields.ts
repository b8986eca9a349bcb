import { durationMinutes, isLessOften } from '../service-levels/underpinning.js';
import { addTo, isFields, type Fields } from '../sms/data.js';
import { isDay, parsePeriod } from '../sms/days.js';
import { joined, phrase } from '../sms/language.js';
import { isSet, type Shape } from '../sms/shapes.js';
import { compareText, normalText } from '../sms/text.js';
import type { ClauseRef, Path, Word } from '../sms/types.js';
import type { Direction } from './types.js';
import { difference, entryWord, labelWord, pathKey, type Teller } from './words.js';

/** What differs between two objects of one shape, field by field. What has an id of its own inside them is left out: it is compared by itself. */

export interface FieldChange {
  /** `value`: one value for another; `list`: values came or went; `entry`: an object without an id came or went; `order`: the same in another order. */
  how: 'value' | 'list' | 'entry' | 'order';
  /** From the object, on either side; absent where it does not stand there. */
  was?: Path;
  now?: Path;
  /** The same with what entries are known by instead of their place. */
  by: Path;
  /** Of the field; of an entry that of its list. */
  shape: Shape | undefined;
  /** What the way to it is called, the outermost first. */
  steps: readonly Word[];
  /** Absent is undefined. */
  before: unknown;
  after: unknown;
  /** False where something on the way records how things went afterwards. */
  normative: boolean;
  clauses: readonly ClauseRef[];
}

/** The two sides as values are told, and how each names things. */
export interface Sides { before: Teller; after: Teller; names: Record<'before' | 'after', Names> }

/** What a reference names, and a text that names things, in the ids of the later state. */
export interface Names { reference(written: string): string; text(text: string): string }

interface Place { was: Path; now: Path; by: Path; steps: readonly Word[]; normative: boolean; clauses: readonly ClauseRef[] }

/** `before` and `after` are values of one shape. In the order of the schema, then of keys that it does not know. */
export function fieldChanges(before: Fields, after: Fields, shape: Shape | undefined, sides: Sides): FieldChange[] {
  const found: FieldChange[] = [];
  objectChanges(before, after, shape, { was: [], now: [], by: [], steps: [], normative: true, clauses: [] }, sides, found);
  return found;
}

function objectChanges(before: Fields, after: Fields, shape: Shape | undefined, place: Place, sides: Sides, found: FieldChange[]): void {
  const known = [...shape?.properties.keys() ?? []].filter(key => Object.hasOwn(before, key) || Object.hasOwn(after, key));
  const others = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(key => !shape?.properties.has(key)).sort(compareText);
  for (const key of [...known, ...others]) {
    const own = shape?.properties.get(key) ?? shape?.additional;
    if (own?.defines !== undefined) continue;
    const word = shape?.properties.has(key) === true ? labelWord(key, own) : key;
    valueChanges(valueOf(before, key), valueOf(after, key), own, {
      was: [...place.was, key], now: [...place.now, key], by: [...place.by, key], steps: [...place.steps, word],
      normative: place.normative && own?.normative !== false, clauses: own && own.clauses.length > 0 ? own.clauses : place.clauses,
    }, sides, found);
  }
}

function valueOf(of: Fields, key: string): unknown { return Object.hasOwn(of, key) && !isAbsent(of[key]) ? of[key] : undefined; }

function isAbsent(value: unknown): boolean { return value === undefined || value === null || (typeof value === 'string' && value.trim() === ''); }

function valueChanges(before: unknown, after: unknown, shape: Shape | undefined, place: Place, sides: Sides, found: FieldChange[]): void {
  if (before === undefined && after === undefined) return;
  const { was, now, ...rest } = place, change = { ...rest, shape, before, after, ...(before !== undefined && { was }), ...(after !== undefined && { now }) };
  if (Array.isArray(before) || Array.isArray(after)) {
    // A field that may hold one or several says the same as a list of one.
    listChanges(asList(before), asList(after), before, after, shape, place, sides, found);
  } else if (isFields(before) && isFields(after)) objectChanges(before, after, shape, place, sides, found);
  else if (canonical(before, shape, sides.names.before) !== canonical(after, shape, sides.names.after)) found.push({ ...change, how: 'value' });
}

function asList(value: unknown): readonly unknown[] { return Array.isArray(value) ? value : value === undefined ? [] : [value]; }

function listChanges(before: readonly unknown[], after: readonly unknown[], whole: unknown, wholeAfter: unknown, shape: Shape | undefined, place: Place, sides: Sides, found: FieldChange[]): void {
  const id = idKey(shape), isItem = (entry: unknown): boolean => id !== undefined && isFields(entry) && !isAbsent(entry[id]), { was, now, ...rest } = place;
  const change = { ...rest, shape, before: whole, after: wholeAfter, ...(whole !== undefined && { was }), ...(wholeAfter !== undefined && { now }) };
  const items = [before, after].map(entries => entries.filter(isItem).map(entry => (isFields(entry) && id !== undefined ? String(entry[id]) : '')));
  const [own, others] = [before, after].map(entries => entries.map((value, at) => ({ value, at })).filter(({ value }) => !isItem(value) && !isAbsent(value)));
  if (!own || !others) return;
  if (items[0]?.length === 0 && items[1]?.length === 0 && own.length === 0 && others.length === 0) {
    // An empty list says that there is none; no list says nothing.
    if ((whole === undefined) !== (wholeAfter === undefined)) found.push({ ...change, how: 'value' });
    return;
  }
  if (shape?.fixedOrder && inOtherOrder(items[0] ?? [], items[1] ?? [])) found.push({ ...change, how: 'order' });
  const entry = shape?.types.includes('array') === false ? shape : shape?.items ?? (shape?.types.length === 0 ? undefined : shape);
  const keyBefore = ({ value }: Entry): string => canonical(value, entry, sides.names.before) ?? '', keyAfter = ({ value }: Entry): string => canonical(value, entry, sides.names.after) ?? '';
  if (!own.some(({ value }) => isFields(value)) && !others.some(({ value }) => isFields(value))) {
    const keys = new Map([...own.map(each => [each, keyBefore(each)] as const), ...others.map(each => [each, keyAfter(each)] as const)]), key = (each: Entry): string => keys.get(each) ?? '';
    const { added, removed } = difference(own, others, key);
    if (added.length > 0 || removed.length > 0) found.push({ ...change, how: 'list', before: removed.map(({ value }) => value), after: added.map(({ value }) => value) });
    else if (!isSet(shape) && own.some((each, at) => { const other = others[at]; return !other || key(each) !== key(other); })) found.push({ ...change, how: 'order' });
    return;
  }
  const pairs = matchEntries(own, others, entry, keyBefore, keyAfter, sides.names), matched = new Set([...pairs.keys(), ...pairs.values()]);
  const down = (one: Entry | undefined, other: Entry | undefined): Place => {
    const shown = other ?? one, list = place.steps.at(-1) ?? '';
    const word = shown ? entryWord(shown.value, entry, shown.at, other ? sides.after : sides.before) : '', alike = !one || !other || known(one, entry) === known(other, entry);
    return {
      ...place, was: [...was, one?.at ?? 0], now: [...now, other?.at ?? 0], by: [...place.by, alike && shown ? known(shown, entry) : `${(one ?? other)?.at ?? 0}`],
      steps: [...place.steps.slice(0, -1), alike ? joined([list, word], ' ') : phrase('review.entry', '{list}, entry {at}', { list, at: (other?.at ?? 0) + 1 })],
    };
  };
  for (const [one, other] of pairs) if (keyBefore(one) !== keyAfter(other)) valueChanges(one.value, other.value, entry, down(one, other), sides, found);
  for (const one of own) if (!matched.has(one)) found.push({ ...change, how: 'entry', was: [...was, one.at], by: down(one, undefined).by, before: one.value, after: undefined });
  for (const other of others) if (!matched.has(other)) found.push({ ...change, how: 'entry', now: [...now, other.at], by: down(undefined, other).by, before: undefined, after: other.value });
  const places = [...pairs].sort(([a], [b]) => a.at - b.at).map(([, other]) => other.at);
  if (!isSet(shape) && places.some((at, n) => n > 0 && at < (places[n - 1] ?? 0))) found.push({ ...change, how: 'order' });
}

/** The field that holds the id of the entries; undefined for a list of what has none. */
export function idKey(list: Shape | undefined): string | undefined {
  if (list?.kindFrom !== undefined) return 'id';
  return [...list?.items?.properties ?? []].find(([, property]) => property.defines !== undefined)?.[0];
}

/** Whether those that stand in both lists stand in another order. */
export function inOtherOrder(before: readonly string[], after: readonly string[]): boolean {
  const places = new Map(before.map((id, at) => [id, at])), common = after.flatMap(id => places.get(id) ?? []);
  return common.some((at, n) => n > 0 && at < (common[n - 1] ?? 0));
}

interface Entry { value: unknown; at: number }

/** Entries without ids: by content, then by what they name, then by their first field, then by place where they are alike. */
function matchEntries(
  before: readonly Entry[], after: readonly Entry[], shape: Shape | undefined, keyBefore: (entry: Entry) => string, keyAfter: (entry: Entry) => string, { before: earlier, after: later }: Sides['names'],
): Map<Entry, Entry> {
  const pairs = new Map<Entry, Entry>(), taken = new Set<Entry>();
  const pairBy = (of: (entry: Entry) => string | undefined, ofAfter: (entry: Entry) => string | undefined, single: boolean): void => {
    const others = new Map<string, Entry[]>(), own = new Map<string, number>();
    for (const entry of after) if (!taken.has(entry)) { const key = ofAfter(entry); if (key !== undefined) addTo(others, key, entry); }
    const open = before.flatMap(entry => { const key = pairs.has(entry) ? undefined : of(entry); return key === undefined ? [] : [{ entry, key }]; });
    for (const { key } of open) own.set(key, (own.get(key) ?? 0) + 1);
    for (const { entry, key } of open) {
      const found = others.get(key);
      if (!found || (single && (own.get(key) !== 1 || found.length !== 1))) continue;
      // Of several the nearest in order.
      const other = found.shift();
      if (!other) continue;
      pairs.set(entry, other);
      taken.add(other);
    }
  };
  pairBy(keyBefore, keyAfter, false);
  const names = namingKeys(shape);
  if (names.length > 0) pairBy(entry => keyOf(entry.value, names, shape, earlier), entry => keyOf(entry.value, names, shape, later), false);
  const first = (entry: Entry): string | undefined => { const key = firstKey(entry.value, shape); return key === undefined ? undefined : keyOf(entry.value, [key], shape); };
  pairBy(first, first, true);
  const open = before.filter(entry => !pairs.has(entry)), left = after.filter(entry => !taken.has(entry));
  const byPlace = new Map(left.map(entry => [entry.at, entry]));
  for (const entry of open) {
    const other = open.length === 1 && left.length === 1 ? left[0] : byPlace.get(entry.at);
    if (other && areAlike(entry.value, other.value, shape)) pairs.set(entry, other);
  }
  return pairs;
}

/** The references of an entry, and what the schema demands of it. */
function namingKeys(shape: Shape | undefined): string[] {
  return [...shape?.properties ?? []].filter(([key, property]) => property.refersTo.length > 0 || shape?.required.has(key)).map(([key]) => key);
}

function firstKey(value: unknown, shape: Shape | undefined): string | undefined {
  if (!isFields(value)) return undefined;
  return [...shape?.properties.keys() ?? Object.keys(value).sort(compareText)].find(key => !isAbsent(value[key]) && typeof value[key] !== 'object');
}

function keyOf(value: unknown, keys: readonly string[], shape: Shape | undefined, names?: Names): string | undefined {
  if (!isFields(value) || keys.every(key => isAbsent(value[key]))) return undefined;
  return keys.map(key => canonical(value[key], shape?.properties.get(key), names) ?? '').join(' ');
}

/** What an entry is known by in a key: without its place, where it has something else. */
function known({ value, at }: Entry, shape: Shape | undefined): string {
  const first = firstKey(value, shape);
  return keyOf(value, namingKeys(shape), shape) ?? (first === undefined ? undefined : keyOf(value, [first], shape)) ?? String(at);
}

/** Something in common, or so little that nothing can be. */
function areAlike(before: unknown, after: unknown, shape: Shape | undefined): boolean {
  if (!isFields(before) || !isFields(after)) return isFields(before) === isFields(after);
  const keys = Object.keys(before).filter(key => !isAbsent(before[key]));
  return keys.length <= 1 || keys.some(key => canonical(before[key], shape?.properties.get(key)) === canonical(after[key], shape?.properties.get(key)));
}

/** A value in one form however it is written, as approvals compare it (format.md F10); undefined where it is absent. With `names` it is compared across states. */
export function canonical(value: unknown, shape: Shape | undefined, names?: Names): string | undefined {
  if (value === null || value === undefined) return undefined;
  if (Array.isArray(value)) {
    const entries = value.flatMap(entry => canonical(entry, shape?.items ?? shape, names) ?? []);
    return `[${(isSet(shape) ? entries.sort(compareText) : entries).join(',')}]`;
  }
  if (typeof value === 'string') {
    if (value.trim() === '') return undefined;
    const refers = shape !== undefined && (shape.refersTo.length > 0 || (shape.items?.refersTo.length ?? 0) > 0);
    return JSON.stringify(!names ? normalText(value) : refers ? names.reference(normalText(value)) : names.text(normalText(value)));
  }
  if (!isFields(value)) return JSON.stringify(value);
  const entries = Object.entries(value).flatMap(([key, child]) => {
    const text = canonical(child, shape?.properties.get(key) ?? shape?.additional, names);
    return text === undefined ? [] : [`${JSON.stringify(normalText(key))}:${text}`];
  });
  return `{${entries.sort(compareText).join(',')}}`;
}

/** Whether more is promised or asked after the change of a field, by what its schema says of it. `ownDefault`: where it is absent something else says what holds. */
export function directionOf(change: FieldChange, ownDefault = false): Direction {
  const { how, shape, before, after, normative } = change, tighter = shape?.direction;
  if (how === 'order') return 'neutral';
  if (how === 'list' || how === 'entry') {
    const more = how === 'list' ? asList(after).length > 0 : after !== undefined, less = how === 'list' ? asList(before).length > 0 : before !== undefined;
    if (more && less) return rests(shape?.items, normative);
    return oriented(more ? 1 : -1, tighter) ?? (namesPeople(shape?.items) || !normative ? 'neutral' : 'changed');
  }
  const [from, to] = [before ?? absentIn(shape), after ?? absentIn(shape)], steps = from === undefined || to === undefined ? undefined : compareValues(from, to, shape);
  if (steps !== undefined) return oriented(steps, tighter) ?? rests(shape, normative);
  if (tighter === 'higher-is-tighter' || tighter === 'lower-is-tighter') {
    if (from !== undefined && to !== undefined) return 'changed';
    // Without a last day it goes on.
    if (shape?.format === 'date') return oriented(to === undefined ? 1 : -1, tighter) ?? 'changed';
    if (!ownDefault) return to === undefined ? 'loosened' : 'tightened';
    // Whatever held before, nothing is beyond the last of the choices.
    const place = shape?.choices.indexOf(String(to ?? from)) ?? -1, end = place === 0 ? -1 : place >= 0 && place === (shape?.choices.length ?? 0) - 1 ? 1 : 0;
    return oriented(to === undefined ? -end : end, tighter) ?? 'changed';
  }
  // An object that came or went, with what can be ordered in it.
  const whole = to === undefined ? from : from === undefined ? to : undefined;
  if (isFields(whole) && isOrdered(shape, whole)) return to === undefined ? 'loosened' : 'tightened';
  return rests(shape, normative);
}

/** Whether its schema orders it, or something in it. */
export function isOrdered(shape: Shape | undefined, value: unknown): boolean {
  return shape?.direction !== undefined || (isFields(value) && [...shape?.properties ?? []].some(([key, { direction }]) => direction !== undefined && !isAbsent(value[key])));
}

function absentIn(shape: Shape | undefined): unknown { return shape?.default ?? (shape?.types.length === 1 && shape.types[0] === 'boolean' ? false : undefined); }

/** Of what has no order. Who it is and what it is called neither promises nor asks. */
function rests(shape: Shape | undefined, normative: boolean): Direction { return !normative || namesPeople(shape) ? 'neutral' : 'changed'; }

function namesPeople(shape: Shape | undefined): boolean { return shape !== undefined && shape.refersTo.length > 0 && shape.refersTo.every(type => type === 'role' || type === 'person'); }

function oriented(steps: number, tighter: Shape['direction']): Direction | undefined {
  if (steps === 0 || (tighter !== 'higher-is-tighter' && tighter !== 'lower-is-tighter')) return undefined;
  return (steps > 0) === (tighter === 'higher-is-tighter') ? 'tightened' : 'loosened';
}

/** More than 0 where the later is more: of numbers, lengths of time, days, choices in their order; undefined where that cannot be said. */
export function compareValues(before: unknown, after: unknown, shape: Shape | undefined): number | undefined {
  if (typeof before === 'number' && typeof after === 'number') return after - before;
  if (typeof before === 'boolean' && typeof after === 'boolean') return Number(after) - Number(before);
  if (typeof before !== 'string' || typeof after !== 'string') return undefined;
  if (shape && shape.choices.length > 0) {
    const [from, to] = [shape.choices.indexOf(before), shape.choices.indexOf(after)];
    return from < 0 || to < 0 ? undefined : to - from;
  }
  if (isDay(before) && isDay(after)) return compareText(after, before);
  const [from, to] = [durationMinutes(before), durationMinutes(after)];
  if (from !== undefined && to !== undefined) return to - from;
  const [every, now] = [parsePeriod(before), parsePeriod(after)];
  if (!every || !now) return undefined;
  return isLessOften(now, every) ? 1 : isLessOften(every, now) ? -1 : undefined;
}

/** What tells one change from another, whatever place it moved to. */
export function fieldKey({ how, by, before, after, shape }: FieldChange): string {
  return [how, pathKey(by), how === 'order' ? '' : canonical(before, shape) ?? '', canonical(after, shape) ?? ''].join(' ');
}
