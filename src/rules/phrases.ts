import { proseRange } from '../sms/prose.js';
import type { FileFacts, Path, Prose, Range } from '../sms/types.js';

/** A wording found in prose, with what stands around it. */
export interface Phrase { text: string; prose: Prose; at: number; place: { file: string; range: Range } }

/** Every place where a wording (a global pattern) stands in the prose of a file; code and quoted text are not read. */
export function* phrases(facts: FileFacts, pattern: RegExp, within: (path: Path) => boolean = () => true): Iterable<Phrase> {
  if (wholeText(facts).search(pattern) < 0) return;
  for (const prose of facts.prose) {
    if (!within(prose.path)) continue;
    for (const match of prose.text.matchAll(pattern)) yield phrase(facts, prose, match.index, match[0]);
  }
}

const whole = new WeakMap<FileFacts, string>();

/** All prose of a file as one text: most patterns stand nowhere in it, and one search tells. */
function wholeText(facts: FileFacts): string {
  let text = whole.get(facts);
  if (text === undefined) {
    text = facts.prose.map(prose => prose.text).join('\n');
    whole.set(facts, text);
  }
  return text;
}

export function phrase(facts: FileFacts, prose: Prose, at: number, text: string): Phrase {
  return { text, prose, at, place: { file: facts.file, range: proseRange(prose, at, at + text.length) } };
}

/** The sentences of a prose with their offsets; a point within a number ends none. */
export function* sentences(text: string): Iterable<{ at: number; text: string }> {
  let at = 0;
  for (const end of text.matchAll(/[.;!?](?=\s|$)/g)) {
    yield { at, text: text.slice(at, end.index + 1) };
    at = end.index + 1;
  }
  if (at < text.length) yield { at, text: text.slice(at) };
}
