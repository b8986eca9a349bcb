import { isDay } from './days.js';
import type { Day, Path } from './types.js';

/** Reading data that a schema describes but nobody guarantees: what is absent or of another type reads as absent. */
export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields { return typeof value === 'object' && value !== null && !Array.isArray(value); }

/** A non-blank string. */
export function text(of: unknown, key: string): string | undefined {
  const value = isFields(of) ? of[key] : undefined;
  return typeof value === 'string' && !isBlank(value) ? value : undefined;
}

/** Nearly all begin with a letter or a digit, and need not be trimmed to see it: rules ask a hundred times for each row of a table. */
function isBlank(value: string): boolean {
  const first = value.charCodeAt(0);
  return !(first > 0x20 && first < 0x7f) && value.trim() === '';
}

export function number(of: unknown, key: string): number | undefined {
  const value = isFields(of) ? of[key] : undefined;
  return typeof value === 'number' ? value : undefined;
}

export function fields(of: unknown, key: string): Fields | undefined {
  const value = isFields(of) ? of[key] : undefined;
  return isFields(value) ? value : undefined;
}

export function list(of: unknown, key: string): readonly unknown[] {
  const value = isFields(of) ? of[key] : undefined;
  return Array.isArray(value) ? value : [];
}

/** The strings of a list, or the one string where a field may hold one or several. */
export function texts(of: unknown, key: string): readonly string[] {
  const one = text(of, key);
  return one === undefined ? list(of, key).filter((value): value is string => typeof value === 'string' && value.trim() !== '') : [one];
}

/** The objects of a list with their place in it. */
export function objects(of: unknown, key: string): readonly { at: number; value: Fields }[] {
  const entries = list(of, key);
  return entries.length === 0 ? NO_OBJECTS : entries.flatMap((value, at) => (isFields(value) ? [{ at, value }] : []));
}

const NO_OBJECTS: readonly { at: number; value: Fields }[] = [];

/** Three states: the key is absent, it has no value (null, blank, empty list), it has one. */
export function state(of: unknown, key: string): 'absent' | 'empty' | 'filled' {
  if (!isFields(of) || !(key in of)) return 'absent';
  const value = of[key];
  return value === null || (typeof value === 'string' && value.trim() === '') || (Array.isArray(value) && value.length === 0) ? 'empty' : 'filled';
}

export function valueAt(data: unknown, path: Path): unknown {
  let value = data;
  for (const step of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Object.hasOwn(value, step) ? (value as Record<string | number, unknown>)[step] : undefined;
  }
  return value;
}

/** The day of a field that holds a day or a moment (the clock time of its own offset); undefined where it is neither. */
export function dayAt(of: unknown, key: string): Day | undefined {
  const day = text(of, key)?.slice(0, 10);
  return isDay(day) ? day : undefined;
}

/** Puts a value at the end of the list that stands under the key. */
export function addTo<K, T>(lists: Map<K, T[]>, key: K, value: T): void {
  const list = lists.get(key);
  if (list) list.push(value); else lists.set(key, [value]);
}

/** In the order in which the keys come first. */
export function groupBy<T, K>(all: Iterable<T>, key: (value: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const value of all) addTo(groups, key(value), value);
  return groups;
}
