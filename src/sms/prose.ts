import type { Position, Prose, Range } from './types.js';

/** Stands for what is no prose: quoted text, code. No word and no space, so that no wording is found across it. */
export const HOLE = '\uFFFC';

/** The place in its file of the characters `from` to `to` of a prose. */
export function proseRange(prose: Prose, from: number, to: number): Range {
  return { start: position(prose, from), end: to > from ? after(position(prose, to - 1)) : position(prose, from) };
}

function position({ segments }: Prose, at: number): Position {
  let low = 0, high = segments.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((segments[middle]?.at ?? 0) <= at) low = middle; else high = middle - 1;
  }
  const segment = segments[low] ?? { at: 0, line: 0, character: 0 };
  return { line: segment.line, character: segment.character + at - segment.at };
}

function after({ line, character }: Position): Position { return { line, character: character + 1 }; }

/** Prose from the source that begins at `start`. */
export function makeProse(path: Prose['path'], source: string, start: Position): Prose {
  const blanked = blankQuoted(source);
  const segments: Prose['segments'] = [];
  let text = '', line = start.line, lineStart = -start.character, at = 0;
  for (const space of blanked.matchAll(/[ \t]{2,}|[ \t]*[\r\n][ \t\r\n]*|\uFFFC+|$/g)) {
    if (space.index > at || segments.length === 0) segments.push({ at: text.length, line, character: at - lineStart });
    text += blanked.slice(at, space.index);
    if (space[0] === '') break;
    segments.push({ at: text.length, line, character: space.index - lineStart });
    text += space[0].startsWith(HOLE) ? HOLE : ' ';
    for (let i = space.index; i < space.index + space[0].length; i++) {
      const c = blanked.charCodeAt(i);
      if (c === 10 || (c === 13 && blanked.charCodeAt(i + 1) !== 10)) { line++; lineStart = i + 1; }
    }
    at = space.index + space[0].length;
  }
  return { path, text, segments };
}

const QUOTED = /"[^"]{0,500}"|“[^“”]{0,500}”|„[^„“”]{0,500}[“”]|«[^«»]{0,500}»|‘[^‘’]{0,500}’(?![a-z])|`[^`]{0,500}`/g;

function blankQuoted(text: string): string {
  return /["“„«‘`]/.test(text) ? text.replace(QUOTED, quoted => quoted.replace(/[^\r\n]/g, HOLE)) : text;
}
