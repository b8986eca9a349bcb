import type { Language } from '../sms/language.js';

/**
 * Why something was not read or checked to its end, as facts and results tell it in English: facts cross threads and stay in caches, so that the words are
 * recognized where they are shown. `{name}` stands for a value.
 */
const REASONS: Readonly<Record<string, string>> = {
  'unread.end': 'it could not be read to its end', 'unread.encoding': 'its encoding is not UTF-8', 'unread.encoding-text': 'its encoding is not UTF-8 text', 'unread.large': 'it is too large',
  'unread.limit': 'its text is over a limit', 'unread.fields': 'the fields at its top are not read', 'unread.kind': 'its kind is unknown', 'unread.kind-of-records': 'the kind of its records is unknown',
  'unread.slow': 'it took too long to read', 'unread.memory': 'it took too much memory to read', 'unread.bug': 'a bug of this program: {error}', 'unread.unread': 'it was not read',
  'unread.unreadable': 'it cannot be read', 'unread.unreadable-why': 'it cannot be read ({detail})', 'unread.vanished': 'it was deleted while it was to be read', 'unread.no-file': 'it is no plain file',
  'unread.no-table': 'its table is not there', 'unread.columns': 'its columns are not those that the log names', 'unread.rows': 'it has more than {limit} rows',
  'unread.files': 'there are more than {limit} files', 'unread.depth': 'folders are nested deeper than {limit}', 'unread.path': 'a path is longer than {limit} bytes',
  'unread.artefacts': 'there are more than {limit} artefacts', 'unread.rule': 'the rule failed: {error}',
  'unread.own-folder': 'sms.yaml names the folder {folder} under {key}, and nothing that can be used stands in it',
  'unread.own-partly': 'not all of it could be used, so what refers to it was not checked',
  'unread.trust': 'sms.yaml names schemas or rules of its own, which are used in a trusted workspace only',
  'unread.past': 'an earlier text of it is not in this copy of the repository',
};

const KNOWN = Object.entries(REASONS).map(([id, english]) => {
  const names = [...english.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  return { id, english, names, shape: new RegExp(`^${english.replace(/[().]/g, '\\$&').replace(/\{\w+\}/g, '([^]*)')}$`) };
});

/** A reason in a language; one that is none of these (a sentence on the history) is in it already. */
export function reasonIn(language: Language, reason: string): string {
  for (const { id, english, names, shape } of KNOWN) {
    const found = shape.exec(reason);
    if (found) return language.text(id, english, Object.fromEntries(names.map((name, at) => [name, found[at + 1] ?? ''])));
  }
  return reason;
}

/** The texts by their ids, for whoever translates them. */
export function unreadTexts(): Readonly<Record<string, string>> { return REASONS; }
