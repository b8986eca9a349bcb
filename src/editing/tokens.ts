import { comparePositions } from '../sms/text.js';
import type { Item, Range } from '../sms/types.js';
import { referencesIn } from './cursor.js';
import { namesFile } from './definition.js';
import type { EditorDesk } from './desk.js';

/** An id in a text. `unresolved`: it must name something and does not; `deprecated`: an earlier id, or of something that was replaced or withdrawn. */
export interface IdToken { range: Range; is: ('definition' | 'unresolved' | 'deprecated')[] }

/** The ids of a file, wherever they stand, in order; none overlaps another, and each stands in one line. */
export function idTokens(desk: EditorDesk, file: string): IdToken[] {
  const facts = desk.factsOf(file);
  if (!facts) return [];
  const tokens: IdToken[] = facts.items.flatMap(item => [
    { range: item.idRange, is: ['definition' as const, ...(isRetired(item) ? ['deprecated' as const] : [])] },
    ...item.aliases.map(({ range }) => ({ range, is: ['deprecated' as const] })),
  ]);
  for (const reference of referencesIn(desk, facts)) {
    const item = desk.resolve(reference);
    if (!namesFile(reference)) {
      tokens.push({ range: reference.range, is: !item ? ['unresolved'] : isRetired(item) || isAlias(item, reference.to) ? ['deprecated'] : [] });
    } else if (item && reference.via === 'link') {
      // Of an address only the id in it.
      const fragment = reference.to.split('#')[1] ?? '', { start, end } = reference.range;
      if (fragment !== '' && (item.local === fragment || item.id === fragment) && start.line === end.line && end.character - start.character > fragment.length) {
        tokens.push({ range: { start: { line: end.line, character: end.character - fragment.length }, end }, is: isRetired(item) ? ['deprecated'] : [] });
      }
    }
  }
  tokens.sort((a, b) => comparePositions(a.range.start, b.range.start) || comparePositions(b.range.end, a.range.end));
  const kept: IdToken[] = [];
  for (const token of tokens) {
    const { range: { start, end } } = token, before = kept.at(-1)?.range.end;
    if (start.line === end.line && end.character > start.character && (!before || comparePositions(before, start) <= 0)) kept.push(token);
  }
  return kept;
}

function isRetired({ status, path }: Item): boolean { return path.length === 0 && (status === 'superseded' || status === 'withdrawn'); }

/** Whether a name is an earlier id of the item, alone or behind that of its artefact. */
export function isAlias(item: Item, to: string): boolean {
  const last = to.slice(to.lastIndexOf('#') + 1);
  return last !== (item.local ?? item.id) && item.aliases.some(({ id }) => id === last);
}
