import { ENGLISH, language, type Language } from '../sms/language.js';

/**
 * The language for a client's locale, such as `de-AT`: its texts, else those of the language without the region, else English. `tables`: texts by id,
 * by tags in small letters.
 */
export function languageOf(locale: string | undefined, tables: Readonly<Record<string, Readonly<Record<string, string>>>>): Language {
  const [wanted = '', main = ''] = /^([a-z]+)\b.*/.exec((locale ?? '').toLowerCase().replaceAll('_', '-')) ?? [];
  const tag = [wanted, main].find(each => Object.hasOwn(tables, each)), texts = tag === undefined ? undefined : tables[tag];
  return tag !== undefined && texts ? language(tag, texts) : ENGLISH;
}
