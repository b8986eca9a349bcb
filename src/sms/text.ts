import type { Position, Range } from './types.js';

/** Offsets ↔ positions of one text. Lines end at LF, CRLF or a lone CR, as in VS Code. */
export interface LineTable { readonly starts: readonly number[]; position(offset: number): Position; range(start: number, end: number): Range }

export function lineTable(text: string): LineTable {
  const starts = [0];
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 10 || (c === 13 && text.charCodeAt(i + 1) !== 10)) starts.push(i + 1);
  }
  const position = (offset: number): Position => {
    const at = Math.max(0, Math.min(offset, text.length));
    let low = 0, high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= at) low = middle; else high = middle - 1;
    }
    return { line: low, character: at - (starts[low] ?? 0) };
  };
  return {
    starts, position,
    range: (start, end) => ({ start: position(start), end: position(end) }),
  };
}

/** A lone CR ends a line for an editor, but not for the YAML parser: as LF it does for both, and every offset stays. */
export function evenLines(text: string): string { return text.includes('\r') ? text.replace(/\r(?!\n)/g, '\n') : text; }

/** Text as compared: NFC, white space of any length one space, quotation marks, dashes and ellipses of typographers as those of a keyboard. */
export function normalText(text: string): string {
  return text.normalize('NFC').replace(/[\u2018-\u201b\u2039\u203a]/g, "'").replace(/[\u201c-\u201f\u00ab\u00bb]/g, '"')
    .replace(/[\u2010-\u2015\u2212]/g, '-').replace(/\u2026/g, '...').replace(/\p{White_Space}+/gu, ' ').replace(/^ | $/g, '');
}

export function comparePositions(a: Position, b: Position): number { return a.line - b.line || a.character - b.character; }

/** By code unit: the same in every locale. */
export function compareText(a: string, b: string): number { return a < b ? -1 : a > b ? 1 : 0; }

/** `../signed/a.pdf` seen from `agreements/sla.yaml` is `signed/a.pdf`; undefined where it leaves the root. */
export function resolveFile(from: string, link: string): string | undefined {
  const parts = from.split('/').slice(0, -1);
  for (const part of link.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}

/** The other way round: how a path from the root is written in a file. */
export function fileFrom(from: string, file: string): string {
  const folder = from.split('/').slice(0, -1), to = file.split('/');
  let shared = 0;
  while (shared < folder.length && shared < to.length - 1 && folder[shared] === to[shared]) shared++;
  return [...folder.slice(shared).map(() => '..'), ...to.slice(shared)].join('/');
}

/** `intendedOutcomes` reads `intended outcomes`. */
export function words(key: string): string { return key.replace(/([a-z0-9])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`); }

/** `a, b and c`. */
export function sentenceList(items: readonly string[], word: 'and' | 'or' = 'and'): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} ${word} ${items[items.length - 1]}`;
}

/** `1 day`, `3 days`: of a word that takes an s. */
export function counted(amount: number, unit: string): string { return `${amount} ${unit}${amount === 1 ? '' : 's'}`; }

/** FNV-1a over UTF-16 units, twice with different seeds: tells texts apart for caches; it proves nothing. */
export function textHash(text: string): string {
  let a = 0x811c9dc5, b = 0x9747b28c;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    a = Math.imul(a ^ c, 0x01000193);
    b = Math.imul(b ^ c, 0x5bd1e995) ^ (b >>> 15);
  }
  // Joined it is one string; as a template it would keep its parts too.
  return [a >>> 0, b >>> 0, text.length].map(part => part.toString(16)).join('-');
}

/**
 * The nearest of `candidates` by edit distance (at most a third of the length), for "did you mean"; of equally near ones the one with the same letters,
 * for two that changed places are the commonest slip, and then the first. Numbers are counted, not misspelt: of two that have both, the numbers are the
 * same and the letters are near.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const lower = word.toLowerCase(), letters = sorted(lower), own = lettersOf(lower);
  let best: string | undefined, bestDistance = farthest(word) + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - lower.length) >= bestDistance) continue;
    const other = candidate.toLowerCase(), theirs = lettersOf(other);
    // A mistake brings one letter in and takes one out at most: of most ids this says that they are too far away.
    if (Math.max(bitsIn(own & ~theirs), bitsIn(theirs & ~own)) > bestDistance) continue;
    const steps = editDistance(lower, other, Math.ceil(bestDistance));
    if (steps > bestDistance) continue;
    const distance = steps - (other.length === lower.length && sorted(other) === letters ? 0.5 : 0);
    if (distance < bestDistance && sameNumbers(lower, other)) { best = candidate; bestDistance = distance; }
  }
  return best;
}

function farthest(word: string): number { return Math.floor(Math.max(word.length, 3) / 3); }

/** Which letters there are, as bits; several may share one. */
function lettersOf(word: string): number {
  let letters = 0;
  for (let i = 0; i < word.length; i++) letters |= 1 << (word.charCodeAt(i) & 31);
  return letters;
}

function bitsIn(bits: number): number {
  let count = 0;
  for (let left = bits; left !== 0; left &= left - 1) count++;
  return count;
}

function sorted(word: string): string { return [...word].sort().join(''); }

function sameNumbers(word: string, other: string): boolean {
  const [ours = [], theirs = []] = [word, other].map(each => each.match(/\d+/g)?.map(Number));
  if (ours.length === 0 || theirs.length === 0 || word === other) return true;
  const [letters = '', others = ''] = [word, other].map(each => each.replace(/[^\p{L}]/gu, ''));
  return ours.join() === theirs.join() && editDistance(letters, others) <= farthest(letters);
}

/** Optimal string alignment: two letters in the wrong order are one mistake. Where it is more than `most`, any number that is more. */
function editDistance(a: string, b: string, most = Infinity): number {
  let before: number[] = [], row = Array.from({ length: b.length + 1 }, (_, i) => i), least = 0;
  for (let i = 1; i <= a.length; i++) {
    const next = [i], leastBefore = least;
    least = i;
    for (let j = 1; j <= b.length; j++) {
      let cost = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      next.push(cost);
      if (cost < least) least = cost;
    }
    // No way leads on from here but through this line or the one before.
    if (least > most && leastBefore > most) return least;
    before = row;
    row = next;
  }
  return row[b.length] ?? 0;
}

/** Control characters, line and paragraph ends, marks that turn the direction of text, halves of surrogate pairs. */
const HIDDEN = /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

export function escaped(character: string): string { return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`; }

/** Text of the user's files or arguments for a terminal: what would steer it is shown as an escape, `\u001b`. */
export function visible(text: string): string { return text.replace(HIDDEN, escaped); }
