import { comparePositions, lineTable } from './text.js';
import type { Position, Range } from './types.js';

/** Changes to the files of one SMS, to be made all or none. Paths are from the root. */
export interface Changes {
  /** New files; none of them may exist. */
  create?: readonly { file: string; text: string }[];
  edits?: readonly FileEdits[];
  /** After the edits, whose files have their earlier names. */
  rename?: readonly { from: string; to: string }[];
}

export interface FileEdits {
  file: string;
  /** None overlaps another. */
  edits: readonly Edit[];
}

export interface Edit {
  range: Range;
  text: string;
  /** Why it is not certain: the editor asks before it makes it. */
  confirm?: string;
  /** What comes with it: told where the editor shows edits before they are made. */
  note?: string;
}

/** A text with edits made. Of several at one place the first comes first. */
export function edited(text: string, edits: readonly Edit[]): string {
  const offset = offsetsOf(text);
  let result = '', at = 0;
  for (const { range, text: now } of [...edits].sort((a, b) => comparePositions(a.range.start, b.range.start) || comparePositions(a.range.end, b.range.end))) {
    result += text.slice(at, offset(range.start)) + now;
    at = offset(range.end);
  }
  return result + text.slice(at);
}

/** The offset of a position; one outside of the text counts as its nearest place inside. */
export function offsetsOf(text: string): (position: Position) => number {
  const { starts } = lineTable(text);
  return ({ line, character }) => {
    const from = starts[line];
    if (from === undefined) return line < 0 ? 0 : text.length;
    return Math.max(from, Math.min(from + character, lastOf(text, from, starts[line + 1])));
  };
}

/** Where a line ends, before its line end. */
function lastOf(text: string, from: number, next: number | undefined): number {
  let to = next ?? text.length;
  if (next !== undefined) while (to > from && (text[to - 1] === '\n' || text[to - 1] === '\r')) to--;
  return to;
}

/** True where two edits cannot both be made. Two insertions at one place can. */
export function overlap(a: Edit, b: Edit): boolean {
  return comparePositions(a.range.start, b.range.end) < 0 && comparePositions(b.range.start, a.range.end) < 0;
}

/** The files of an SMS, by path, after changes. Throws where a new file exists already, or an edited one does not. */
export function applyChanges(files: ReadonlyMap<string, string>, { create = [], edits = [], rename = [] }: Changes): Map<string, string> {
  const after = new Map(files);
  for (const { file, text } of create) {
    if (after.has(file)) throw new Error(`${file} exists already`);
    after.set(file, text);
  }
  for (const { file, edits: own } of edits) {
    const text = after.get(file);
    if (text === undefined) throw new Error(`${file} does not exist`);
    after.set(file, edited(text, own));
  }
  for (const { from, to } of rename) {
    const text = after.get(from);
    if (text === undefined || after.has(to)) throw new Error(`${from} cannot become ${to}`);
    after.delete(from);
    after.set(to, text);
  }
  return after;
}
