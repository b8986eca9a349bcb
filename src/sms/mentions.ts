import type { ItemType, Mention, Path, Range } from './types.js';

/** Tells whether an id fits the template of a type: `*` stands for letters, digits, `.`, `_`, `-`; `#` for one digit (format.md F4). */
export function fitsTemplate(id: string, template: string): boolean { return compiled(template).test(id); }

const cache = new Map<string, RegExp>();

function compiled(template: string): RegExp {
  const known = cache.get(template);
  if (known) return known;
  // Adjacent stars say no more than one, and would make the match slow.
  const source = template.replace(/\*+/g, '*').replace(/[\\^$.|?+()[\]{}]/g, '\\$&').replace(/\*/g, '[\\p{L}\\p{N}._-]+').replace(/#/g, '[0-9]');
  const pattern = new RegExp(`^${source}$`, 'u');
  cache.set(template, pattern);
  return pattern;
}

/** Templates by which bare words are read as ids: those with something of their own in them; `*` alone would make every word an id. */
export function bareTemplates(ids: Readonly<Record<ItemType, string>>): readonly string[] {
  return Object.values(ids).filter(template => /[\p{L}\p{N}]/u.test(template.replace(/[*#]/g, '')));
}

const BRACKETED = /\[\[([^[\]\n]{1,210})\]\]/g;
const TOKEN = /[\p{L}\p{N}][\p{L}\p{N}._:-]*(?:#[\p{L}\p{N}][\p{L}\p{N}._:-]*)?/gu;

/**
 * The tokens of a prose that may be ids: `[[id]]`, a word that fits a template, a word with a letter and a digit, or with a separator and no
 * lower-case letter (format.md F5). `range` tells where the characters `from` to `to` of the text stand.
 */
export function findMentions(text: string, path: Path, templates: readonly string[], range: (from: number, to: number) => Range, via: Mention['via'] = 'mention'): Mention[] {
  const found: Mention[] = [];
  let bare = text;
  if (text.includes('[[')) {
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
