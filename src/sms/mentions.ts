import type { ItemType, Mention, Path, Range } from './types.js';
import { fitsTemplate } from './wildcards.js';

/** Templates by which bare words are read as ids: those with something of their own in them; `*` alone would make every word an id. */
export function bareTemplates(ids: Readonly<Record<ItemType, string>>): readonly string[] {
  return Object.values(ids).filter(template => /[\p{L}\p{N}]/u.test(template.replace(/[*#]/g, '')));
}

/** A digit, a separator between two characters, or double brackets. */
const HINT = /\p{N}|\S[._:-]\S|\[\[/u;
const BRACKETED = /\[\[([^[\]\n]{1,210})\]\]/g;
const TOKEN = /[\p{L}\p{N}][\p{L}\p{N}._:-]*(?:#[\p{L}\p{N}][\p{L}\p{N}._:-]*)?/gu;

/**
 * The tokens of a prose that may be ids: `[[id]]`, a word that fits a template, a word with a letter and a digit, or with a separator and no
 * lower-case letter (format.md F5). `range` tells where the characters `from` to `to` of the text stand.
 */
export function findMentions(text: string, path: Path, templates: readonly string[], range: (from: number, to: number) => Range, via: Mention['via'] = 'mention'): Mention[] {
  const found: Mention[] = [];
  // Most texts hold nothing that could be an id, which is quickly seen where the templates need a digit or a separator too.
  if (!HINT.test(text) && templates.every(template => HINT.test(template.replace(/#/g, '0')))) return found;
  let bare = text;
  // In a diagram double brackets are a shape.
  if (via === 'mention' && text.includes('[[')) {
    bare = text.replace(BRACKETED, (whole, id: string, at: number) => {
      const lead = id.length - id.trimStart().length;
      found.push({ text: id.trim().normalize('NFC'), range: range(at + 2 + lead, at + 2 + lead + id.trim().length), path, via, bracketed: true, templated: false });
      return ' '.repeat(whole.length);
    });
  }
  for (const match of bare.matchAll(TOKEN)) {
    const token = match[0].replace(/[._:-]+$/, '');
    const head = token.split('#')[0] ?? token;
    const templated = templates.some(template => fitsTemplate(head, template));
    if (!templated && !looksLikeId(head)) continue;
    found.push({ text: token.normalize('NFC'), range: range(match.index, match.index + token.length), path, via, bracketed: false, templated });
  }
  return found;
}

/** A letter and a digit, or a separator and no lower-case letter. */
export function looksLikeId(head: string): boolean {
  return (/\p{L}/u.test(head) && /\p{N}/u.test(head)) || (/[-._:]/.test(head) && !/\p{Ll}/u.test(head));
}
