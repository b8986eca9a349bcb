import { wordLists, type Entry, type Family, type WordList } from './wording-lists.js';

export type { Family } from './wording-lists.js';

/** A phrase that nobody can measure. Offsets are UTF-16 units of the text; `phrase` is as written, on one line. */
export interface WordingHit { family: Family; phrase: string; start: number; end: number }

export interface WordingOptions {
  /** Report `4 h` and `4 hours` that say neither business nor elapsed. Off where a structured target beside the text names its clock. */
  bareDurations?: boolean;
}

/**
 * Unmeasurable wording in a text, in order, overlapping hits once (the longest). Text in quotation marks, in code and in addresses is
 * exempt. `language` is a tag such as `en` or `de-AT`; `no-list` where we have no list for it. Takes time in proportion to the text.
 */
export function findWording(text: string, language: string, options: WordingOptions = {}): WordingHit[] | 'no-list' {
  const compiled = compiledFor(language);
  if (!compiled) return 'no-list';
  const { list } = compiled;
  const hits: Span[] = [];
  for (const sentence of sentencesOf(text, list)) {
    const facts = sentenceFacts(sentence, list);
    for (const [i, { word }] of sentence.entries()) {
      for (const phrase of compiled.byFirst.get(word) ?? []) {
        const end = matchAt(phrase.slots, sentence, i);
        if (end === undefined || excused(phrase.entry, sentence, i, end, facts, text)) continue;
        hits.push({ family: phrase.entry.family, from: i, to: end, sentence });
      }
      const number = bareNumber(sentence, i, facts, list, options);
      if (number !== undefined) hits.push({ family: 'bare-numbers', from: i, to: number, sentence });
      const clock = facts.hasDuration ? undefined : roundTheClock(sentence, i, compiled);
      if (clock !== undefined) hits.push({ family: 'quality', from: i, to: clock, sentence });
    }
  }
  return longestOnly(hits).map(({ family, from, to, sentence }) => ({ family, ...quote(text, sentence, from, to) }));
}

/** Words as written, on one line, and where they stand. */
export interface Quote { phrase: string; start: number; end: number }

/**
 * Two clocks in one text: a time in business hours and one in elapsed hours or round the clock, so that the reader cannot tell which one
 * counts. Undefined where there is at most one.
 */
export function findTwoClocks(text: string, language: string): { business: Quote; elapsed: Quote } | 'no-list' | undefined {
  const compiled = compiledFor(language);
  if (!compiled) return 'no-list';
  const first = (sentences: readonly (readonly Token[])[], phrases: ByFirst): Quote | undefined => {
    for (const sentence of sentences) {
      for (const [i, { word }] of sentence.entries()) {
        const end = phrases.get(word)?.map((slots) => matchAt(slots, sentence, i)).find((at) => at !== undefined);
        if (end !== undefined) return quote(text, sentence, i, end);
      }
    }
    return undefined;
  };
  const sentences = sentencesOf(text, compiled.list);
  const business = first(sentences, compiled.businessClock), elapsed = business && first(sentences, compiled.elapsedClock);
  return business && elapsed ? { business, elapsed } : undefined;
}

function quote(text: string, sentence: readonly Token[], from: number, to: number): Quote {
  const start = sentence[from]?.start ?? 0, end = sentence[to]?.end ?? 0;
  return { phrase: text.slice(start, end).replace(/\s+/g, ' '), start, end };
}

/** A word, number or per cent sign, with what stands between it and the one before. */
interface Token { word: string; start: number; end: number; gap: string; number: boolean }
interface Span { family: Family; from: number; to: number; sentence: readonly Token[] }

/** A phrase word by word, with the words that may stand at each place; one may be left out. */
type Slots = readonly { words: readonly string[]; optional: boolean }[];

/** Phrases by each word they may begin with. */
type ByFirst = ReadonlyMap<string, readonly Slots[]>;

interface Compiled {
  list: WordList;
  /** Phrases by each word they may begin with. */
  byFirst: ReadonlyMap<string, readonly { entry: Entry; slots: Slots }[]>;
  businessClock: ByFirst;
  elapsedClock: ByFirst;
  roundTheClock: readonly Slots[];
}

const compiledLists = new Map([...wordLists].map(([language, list]) => [language, compile(list)]));

function compiledFor(language: string): Compiled | undefined {
  return compiledLists.get(language.toLowerCase().split(/[-_]/)[0] ?? '');
}

function compile(list: WordList): Compiled {
  const byFirst = new Map<string, { entry: Entry; slots: Slots }[]>();
  for (const entry of list.entries) {
    const slots = slotsOf(entry.words);
    for (const word of slots[0]?.words ?? []) byFirst.set(word, [...(byFirst.get(word) ?? []), { entry, slots }]);
  }
  return {
    list, byFirst,
    businessClock: phrasesByFirst(list.businessClock),
    elapsedClock: phrasesByFirst(list.elapsedClock),
    roundTheClock: list.roundTheClock.map(slotsOf),
  };
}

function phrasesByFirst(phrases: readonly string[]): ByFirst {
  const byFirst = new Map<string, Slots[]>();
  for (const slots of phrases.map(slotsOf)) {
    // A word that may be left out leaves the beginning to the next.
    const must = slots.findIndex(({ optional }) => !optional);
    for (const word of slots.slice(0, must + 1).flatMap(({ words }) => words)) byFirst.set(word, [...byFirst.get(word) ?? [], slots]);
  }
  return byFirst;
}

function slotsOf(words: string): Slots {
  return words.split(' ').map((slot) => {
    const optional = slot.endsWith('?');
    return { optional, words: (optional ? slot.slice(0, -1) : slot).split('|').flatMap(withEndings) };
  });
}

/** `angemessen~` stands for the word with each ending of a German adjective. */
function withEndings(word: string): string[] {
  if (!word.endsWith('~')) return [word];
  const stem = word.slice(0, -1);
  return ['', 'e', 'en', 'er', 'es', 'em'].map((ending) => stem + ending);
}

/** Index of the last token of the phrase that begins here; phrases are short, so this is a bounded number of steps. */
function matchAt(slots: Slots, sentence: readonly Token[], from: number): number | undefined {
  let at = from;
  for (const { words, optional } of slots) {
    const token = sentence[at];
    if (token && words.includes(token.word) && (at === from || joins(token.gap))) at++;
    else if (!optional) return undefined;
  }
  return at - 1;
}

/** White space, also across lines, a hyphen, a slash or nothing (`24x7`) join the words of a phrase; a comma or a point does not. */
function joins(gap: string): boolean {
  const mark = gap.trim();
  return mark === '' || mark === '×' || ((mark === '-' || mark === '\u2010' || mark === '\u2011' || mark === '/') && mark === gap);
}

interface SentenceFacts { hasWindow: boolean; hasInterval: boolean; hasDuration: boolean; isMoney: boolean; hasSample: boolean }

function excused(entry: Entry, sentence: readonly Token[], from: number, to: number, facts: SentenceFacts, text: string): boolean {
  const before = sentence[from - 1], after = sentence[to + 1], first = sentence[from], last = sentence[to];
  if (from === to && first && last && partOfName(text, first.start, last.end)) return true;
  if (entry.unlessInterval && facts.hasInterval) return true;
  if (entry.unlessSample && facts.hasSample) return true;
  if (before && first && joins(first.gap) && (entry.unlessAfter ?? []).includes(before.word)) return true;
  const next = after && joins(after.gap) ? after : undefined;
  if (next && (entry.unlessBefore ?? []).includes(next.word)) return true;
  return entry.onlyBeforeNumber === true && !(next && (next.number || (entry.numberWords ?? []).includes(next.word)));
}

/** `fast-track`, `SVC-FAST`, `good.example.org`: a word that is joined to another one is a name, not a promise. */
function partOfName(text: string, start: number, end: number): boolean {
  return /[\p{L}\p{N}][-\u2010\u2011_.@\\]$/u.test(text.slice(Math.max(0, start - 3), start))
    || /^[-\u2010\u2011_.@\\][\p{L}\p{N}]/u.test(text.slice(end, end + 3));
}

function sentenceFacts(sentence: readonly Token[], list: WordList): SentenceFacts {
  const facts = { hasWindow: false, hasInterval: false, hasDuration: false, isMoney: false, hasSample: false };
  for (const [i, token] of sentence.entries()) {
    const previous = sentence[i - 1], each = previous !== undefined && list.eachWords.includes(previous.word);
    const rolling = previous?.number === true && list.rollingWords.includes(sentence[i - 2]?.word ?? '');
    if (list.windowWords.includes(token.word) || (list.dayWords.includes(token.word) && (each || rolling))) facts.hasWindow = true;
    if (list.intervalWords.includes(token.word) || (each && (token.number || list.periodNouns.includes(token.word)))) facts.hasInterval = true;
    if (previous?.number && list.durationUnits.includes(token.word)) facts.hasDuration = true;
    if (list.moneyWords.includes(token.word)) facts.isMoney = true;
    if (list.sampleWords.includes(token.word)) facts.hasSample = true;
  }
  return facts;
}

/** `99.9 %` without a window in its sentence; with the option also `4 h` without a clock. Index of the last token. */
function bareNumber(sentence: readonly Token[], i: number, facts: SentenceFacts, list: WordList,
  options: WordingOptions): number | undefined {
  const token = sentence[i], next = sentence[i + 1];
  if (!token?.number || !next || next.gap.trim() !== '') return undefined;
  if (list.percentWords.includes(next.word)) return facts.hasWindow || facts.isMoney ? undefined : i + 1;
  if (next.word === 'per' && sentence[i + 2]?.word === 'cent') return facts.hasWindow || facts.isMoney ? undefined : i + 2;
  if (!options.bareDurations || !list.clockUnits.includes(next.word)) return undefined;
  const near = [sentence[i + 2]?.word, sentence[i + 3]?.word, sentence[i - 1]?.word];
  return near.some((word) => word !== undefined && list.clockWords.includes(word)) ? undefined : i + 1;
}

/** `24/7 support`, `support around the clock`: says when somebody is there, not how soon they act. */
function roundTheClock(sentence: readonly Token[], i: number, { list, roundTheClock: clocks }: Compiled): number | undefined {
  const isSupport = (token: Token | undefined) => token !== undefined && list.supportWords.includes(token.word);
  const joined = (token: Token | undefined) => token !== undefined && joins(token.gap);
  for (const slots of clocks) {
    const clock = matchAt(slots, sentence, i);
    const after = clock === undefined ? undefined : sentence[clock + 1];
    if (clock !== undefined && joined(after) && isSupport(after)) return clock + 1;
    const follows = isSupport(sentence[i]) && joined(sentence[i + 1]) ? matchAt(slots, sentence, i + 1) : undefined;
    if (follows !== undefined) return follows;
  }
  return undefined;
}

function longestOnly(hits: readonly Span[]): Span[] {
  const place = (hit: Span) => ({ start: hit.sentence[hit.from]?.start ?? 0, end: hit.sentence[hit.to]?.end ?? 0 });
  const inOrder = hits.map((hit) => ({ hit, ...place(hit) })).sort((a, b) => a.start - b.start || b.end - a.end);
  const kept: typeof inOrder = [];
  for (const hit of inOrder) {
    const last = kept.at(-1);
    if (!last || hit.start >= last.end) kept.push(hit);
    else if (hit.end - hit.start > last.end - last.start) kept[kept.length - 1] = hit;
  }
  return kept.map(({ hit }) => hit);
}

/** Words and numbers (`99.9`, `4,5`), a per cent sign by itself; `24x7` is three. */
const tokenPattern = /\p{N}+(?:[.,]\p{N}+)*|[\p{L}\p{M}]+|%/gu;

/** The sentences of the last texts: several rules ask about the same ones, and agreements repeat themselves. */
const known = new WeakMap<WordList, Map<string, Token[][]>>();
const MOST_KNOWN = 500;

function sentencesOf(text: string, list: WordList): Token[][] {
  const texts = known.get(list) ?? new Map<string, Token[][]>();
  known.set(list, texts);
  let sentences = texts.get(text);
  if (!sentences) {
    if (texts.size >= MOST_KNOWN) texts.clear();
    texts.set(text, sentences = split(text, list));
  }
  return sentences;
}

function split(text: string, list: WordList): Token[][] {
  const exempt = exemptSpans(text);
  const sentences: Token[][] = [];
  let sentence: Token[] = [];
  let last = 0, span = 0;
  for (const match of text.matchAll(tokenPattern)) {
    const start = match.index, end = start + match[0].length;
    while ((exempt[span]?.end ?? Infinity) <= start) span++;
    if ((exempt[span]?.start ?? Infinity) <= start) continue;
    const gap = text.slice(last, start), previous = sentence.at(-1);
    if (previous && endsSentence(gap) && !(gap.startsWith('. ') && list.abbreviations.includes(previous.word))) {
      sentences.push(sentence);
      sentence = [];
    }
    const joined = previous && gap.startsWith('. ') && sentence.length > 0 ? gap.slice(1) : gap;
    sentence.push({ word: match[0].normalize('NFC').toLowerCase(), start, end, gap: joined, number: /^\p{N}/u.test(match[0]) });
    last = end;
  }
  sentences.push(sentence);
  return sentences;
}

/** A stop before white space, an empty line, or the start of a list item, heading or table cell. */
function endsSentence(gap: string): boolean {
  return /[.!?…]["”’»)\]]?\s/.test(gap) || gap.includes('|') || gap.split(/\r\n|\r|\n/).slice(1).some((line, i, lines) =>
    (line.trim() === '' && i < lines.length - 1) || /^[-*+#>]/.test(line.trim()));
}

const closers = new Map([['"', '"'], ['\u201c', '\u201d'], ['\u201e', '\u201c\u201d'], ['«', '»'], ['»', '«']]);

/**
 * What is quoted, code or an address, in order and apart. A quotation ends in its own paragraph, so that a stray mark (3" rack) exempts
 * nothing; code in backticks ends at as many backticks as it began with.
 */
function exemptSpans(text: string): { start: number; end: number }[] {
  const spans: { start: number; end: number }[] = [];
  // Where no closing mark follows, none follows later in the paragraph either: each is searched for once.
  let missing = new Set<string>(), paragraph = 0;
  for (const mark of text.matchAll(/[`"\u201c\u201e«»]|https?:\/\/[^\s)>\]"`]+/g)) {
    const start = mark.index;
    if (start < (spans.at(-1)?.end ?? 0)) continue;
    if (mark[0].length > 1) {
      spans.push({ start, end: start + mark[0].length });
      continue;
    }
    if (start >= paragraph) {
      const blank = /\n[ \t]*\r?\n/g;
      blank.lastIndex = start;
      paragraph = blank.exec(text)?.index ?? text.length;
      missing = new Set();
    }
    if (mark[0] === '`') {
      const ticks = /^`+/.exec(text.slice(start, start + 64))?.[0] ?? '`';
      const end = missing.has(ticks) ? -1 : text.indexOf(ticks, start + ticks.length);
      if (end >= 0 && (ticks.length >= 3 || end < paragraph)) spans.push({ start, end: end + ticks.length });
      else {
        missing.add(ticks);
        spans.push({ start, end: start + ticks.length });
      }
      continue;
    }
    if (missing.has(mark[0])) continue;
    let end = start + 1;
    while (end < paragraph && !(closers.get(mark[0]) ?? '').includes(text[end] ?? '')) end++;
    if (end < paragraph) spans.push({ start, end: end + 1 });
    else missing.add(mark[0]);
  }
  return spans;
}
