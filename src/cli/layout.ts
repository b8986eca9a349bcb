import type { Grade } from '../sms/types.js';
import type { Io } from './io.js';

/** Makes text bold, dim or coloured, or leaves it as it is. */
export interface Painter { bold(text: string): string; dim(text: string): string; good(text: string): string; grade(grade: Grade, text: string): string }

/** Colour where the flag, else the environment, else the terminal wants it. */
export function wantsColour(io: Pick<Io, 'env' | 'isTTY'>, noColour: boolean): boolean {
  if (noColour) return false;
  const { FORCE_COLOR: force, NO_COLOR: none, TERM: term } = io.env;
  if (force !== undefined) return force !== '0' && force !== 'false';
  if (none !== undefined && none !== '') return false;
  return io.isTTY && term !== 'dumb';
}

export function painter(colour: boolean): Painter {
  const code = (on: number, off: number) => (text: string): string => (colour && text !== '' ? `\u001b[${on}m${text}\u001b[${off}m` : text);
  const grades: Record<Grade, (text: string) => string> = { major: code(31, 39), minor: code(33, 39), observation: code(36, 39) };
  return { bold: code(1, 22), dim: code(2, 22), good: code(32, 39), grade: (grade, text) => grades[grade](text) };
}

const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}|[\u{20000}-\u{3fffd}]/u;
const NO_WIDTH = /\p{Mark}|[\u200c\u200d]/u;

/** How many columns of a terminal the text takes. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const character of text) columns += character < '\u0300' ? 1 : NO_WIDTH.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return columns;
}

/** Breaks text at spaces; a word that is longer than a line is left whole (an address or a path must stay one). */
export function wrap(text: string, width: number, first = width): string[] {
  const lines: string[] = [];
  let line = '', used = 0, room = first;
  for (const word of text.split(' ')) {
    const columns = columnsOf(word);
    if (line !== '' && used + 1 + columns > room) {
      lines.push(line);
      line = word; used = columns; room = width;
    } else {
      line = line === '' ? word : `${line} ${word}`;
      used += (line === word ? 0 : 1) + columns;
    }
  }
  return [...lines, line];
}

/** Text with `indent` spaces before every line but, where `hanging`, the first. Without a width it stays one line. */
export function paragraph(text: string, width: number | undefined, indent: number, hanging = false): string[] {
  const space = ' '.repeat(indent);
  if (width === undefined) return [hanging ? text : space + text];
  const room = Math.max(20, width - indent);
  return wrap(text, room, hanging ? Math.max(20, width) : room).map((line, at) => (hanging && at === 0 ? line : space + line));
}

/** Cells side by side, each broken to its column; two spaces between, none at the end. */
export function row(cells: readonly string[], widths: readonly number[], paint: (text: string, column: number) => string = text => text): string[] {
  const broken = cells.map((cell, at) => (cell.startsWith(' ') ? [cell] : wrap(cell, widths[at] ?? 20)));
  const height = Math.max(...broken.map(lines => lines.length));
  return Array.from({ length: height }, (_, y) => {
    const last = broken.reduce((end, lines, at) => ((lines[y] ?? '') === '' ? end : at), -1);
    return broken.slice(0, last + 1).map((lines, at) => {
      const part = lines[y] ?? '';
      return paint(part, at) + (at === last ? '' : ' '.repeat(Math.max(0, (widths[at] ?? 20) - columnsOf(part)) + 2));
    }).join('');
  });
}

export function plural(count: number, one: string, several = `${one}s`): string { return `${count} ${count === 1 ? one : several}`; }
