import type { Edit } from './changes.js';
import { frontMatter, readMarkdown } from './markdown.js';
import { evenLines, lineTable } from './text.js';
import { lineEndOf } from './yaml-edits.js';

/** The names that one section may have, in any language. */
export type SectionNames = readonly string[];

/**
 * Inserts a section into a page of Markdown, before the next one of `order` that is there, else behind the last one before it, else at the end, with a
 * blank line around; where there is a section of that name without text, its text. None where it has a text already; undefined for a page that is not read.
 */
export function insertSection(text: string, heading: string, body: string, order: readonly SectionNames[]): Edit[] | undefined {
  const even = evenLines(text), parts = readMarkdown(even), front = frontMatter(even);
  if ('limit' in parts || front.kind === 'unclosed' || front.kind === 'code') return undefined;
  const is = (names: SectionNames) => ({ text: name }: { text: string }): boolean => names.some(other => other.toLowerCase() === name.trim().toLowerCase());
  const place = order.findIndex(names => is(names)({ text: heading })), own = order[place] ?? [heading];
  const { headings } = parts, eol = lineEndOf(text), table = lineTable(text);
  const insert = (at: number, written: string): Edit[] => [{ range: table.range(at, at), text: written.replaceAll('\n', eol) }];

  const present = headings.findIndex(is(own)), found = headings[present];
  if (found) {
    const next = headings[present + 1];
    if (even.slice(found.end, next?.start).trim() !== '' || (next && next.depth > found.depth)) return [];
    return insert(found.end, `\n\n${body}${/^\r?\n[ \t]*\r?\n|^\s*$/.test(even.slice(found.end)) ? '' : '\n'}${found.end === even.length ? '\n' : ''}`);
  }
  const known = headings.filter(each => order.some(names => is(names)(each))), depth = known[0]?.depth ?? (headings[0]?.depth === 1 ? 2 : headings[0]?.depth ?? 2);
  const section = `${'#'.repeat(depth)} ${heading}\n\n${body}\n`;
  const next = order.slice(place + 1).flatMap(names => headings.find(is(names)) ?? [])[0];
  if (next && place >= 0) return insert(next.start, `${before(even, next.start)}${section}\n`);
  const previous = place < 0 ? undefined : order.slice(0, place).reverse().flatMap(names => headings.find(is(names)) ?? [])[0];
  const after = previous && headings.slice(headings.indexOf(previous) + 1).find(each => each.depth <= previous.depth);
  if (after) return insert(after.start, `${before(even, after.start)}${section}\n`);
  const end = even.trimEnd().length, last = even.slice(end).includes('\n') ? end + even.slice(end).indexOf('\n') + 1 : even.length;
  return insert(last, `${last === even.length && !even.endsWith('\n') && even !== '' ? '\n' : ''}${end === 0 ? '' : '\n'}${section}`);
}

/** What is wanting of a blank line before a place at the beginning of a line. */
function before(text: string, at: number): string { return /(?:^|\n[ \t]*\r?\n)$/.test(text.slice(0, at)) || at === 0 ? '' : '\n'; }
