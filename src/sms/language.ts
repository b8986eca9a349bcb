import type { Arguments, Grade, Phrase, Word } from './types.js';

/**
 * Words for people, in the reader's language. Each text has an id, and stands in English where it is used; another language is a table of texts by
 * id (l10n/). Ids of what the data define: `rule.ID.title`, `rule.ID.why`, `rule.ID.message.NAME`, `rule.ID.fix.NAME`, `clause.ID.title`,
 * `clause.ID.paraphrase`, `kind.KIND`. `{name}` stands for an argument. The ids and texts are gathered from the sources (l10n/collect.ts), so both
 * stand in the call.
 */
export interface Language {
  /** As in `lang` of HTML: `en`, `de`. */
  readonly tag: string;
  text(id: string, english: string, args?: Arguments): string;
}

/** The language of the texts in the code. */
export const ENGLISH: Language = { tag: 'en', text: (_, english, args = {}) => filled(english, args) };

/** A language by its texts; what it lacks is English. */
export function language(tag: string, texts: Readonly<Record<string, string>>): Language {
  return { tag, text: (id, english, args = {}) => filled(Object.hasOwn(texts, id) ? texts[id] ?? english : english, args) };
}

/** `{name}` becomes the argument of that name; what has none stays as it is. */
export function filled(text: string, args: Arguments): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (Object.hasOwn(args, name) ? String(args[name]) : whole));
}

/** `a, b and c`, in a language. */
export function listIn(language: Language, items: readonly string[], word: 'and' | 'or' = 'and'): string {
  if (items.length < 2) return items.join('');
  const args = { items: items.slice(0, -1).join(', '), last: items.at(-1) ?? '' };
  return word === 'and' ? language.text('list.and', '{items} and {last}', args) : language.text('list.or', '{items} or {last}', args);
}

/** Words of ours for an argument. `id` and `text` as in `Language.text`. */
export function phrase(id: string, text: string, args?: Readonly<Record<string, Word>>): Phrase { return { id, text, ...(args && { args }) }; }

/** ` Did you mean X?`, to stand after a sentence; nothing where nothing is near. */
export function meant(suggestion: string | undefined): Word { return suggestion === undefined ? '' : phrase('hint.meant', ' Did you mean {suggestion}?', { suggestion }); }

/** `a, b and c`, where some of them may be words of ours. */
export function phraseList(items: readonly Word[], word: 'and' | 'or' = 'and'): Word {
  const last = items.at(-1), before = items.slice(0, -1);
  if (last === undefined || before.length === 0) return last ?? '';
  const args = { items: joined(before), last };
  return word === 'and' ? phrase('list.and', '{items} and {last}', args) : phrase('list.or', '{items} or {last}', args);
}

/** The same with commas, or what else stands between. */
export function joined(items: readonly Word[], between = ', '): Phrase {
  return { text: items.map((_, at) => `{${at}}`).join(between), args: Object.fromEntries(items.map((item, at) => [String(at), item])) };
}

/** Words as people read them. */
export function told(language: Language, word: Word): string | number {
  if (typeof word !== 'object') return word;
  const { id, text, args = {} } = word, values = Object.fromEntries(Object.entries(args).map(([name, value]) => [name, told(language, value)]));
  return id === undefined ? filled(text, values) : language.text(id, text, values);
}

/** Arguments in English, as reports and JSON have them, and beside them those that hold words of ours. */
export function withWords(given: Readonly<Record<string, Word>>): { args: Arguments; words?: Record<string, Phrase> } {
  const args: Arguments = {}, words: Record<string, Phrase> = {};
  for (const [name, word] of Object.entries(given)) {
    args[name] = told(ENGLISH, word);
    if (typeof word === 'object') words[name] = word;
  }
  return Object.keys(words).length === 0 ? { args } : { args, words };
}

/** A grade as people read it; as data it is never translated. */
export function gradeWord(grade: Grade, language: Language): string {
  switch (grade) {
    case 'major': return language.text('grade.major', 'major');
    case 'minor': return language.text('grade.minor', 'minor');
    case 'observation': return language.text('grade.observation', 'observation');
  }
}
