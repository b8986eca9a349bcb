import { diffArrays } from 'diff';
import type { Element, ElementContent } from 'hast';
import { phrase, told, type Language } from '../sms/language.js';
import { normalText, visible } from '../sms/text.js';
import { element } from '../sms/html.js';

/**
 * A document as blocks of marked words, and two of these held against each other: block by block, and word by word inside a block that changed.
 * Blocks with the same `content` say the same.
 */
export type Block = Leaf | Container;
interface Common {
  tag: string;
  properties?: Element['properties'];
  /** What tells it from the others around it, where something does. */
  key?: string;
  content: string;
}
export interface Leaf extends Common { tokens: readonly Token[] }
/** `set`: the order of the blocks in it says nothing. */
export interface Container extends Common { blocks: readonly Block[]; set: boolean }

/** A word, a mark or a space. `as`: what it is compared by. `within`: the elements around it, the outermost first. */
export interface Token { text: string; as: string; within: readonly Wrap[] }
export interface Wrap { tag: string; href?: string }

type More = Partial<Pick<Common, 'properties' | 'key'>>;

export function leaf(tag: string, tokens: readonly Token[], more: More = {}): Leaf {
  return { tag, tokens, content: `${tag}(${tokens.map(({ as }) => as).join('').replace(/ +/g, ' ').trim()})`, ...more };
}

export function container(tag: string, blocks: readonly Block[], more: More & { set?: boolean } = {}): Container {
  const contents = blocks.map(({ key, content }) => (key === undefined ? content : `${key} ${content}`)), set = more.set === true;
  return { tag, blocks, content: `${tag}{${(set ? contents.sort() : contents).join()}}`, ...more, set };
}

/** Words, numbers with their points, spaces and marks of a text. `as`: what goes before each word for comparing. */
export function tokensOf(text: string, within: readonly Wrap[] = [], as = ''): Token[] {
  return [...text.matchAll(/\s+|[\p{L}\p{N}_][\p{L}\p{M}\p{N}_]*(?:[-.,:/'’#][\p{L}\p{N}_][\p{L}\p{M}\p{N}_]*)*|[^]/gu)]
    .map(([word]) => (word.trim() === '' ? { text: ' ', as: ' ', within } : { text: visible(word), as: `${as}${normalText(word)}`, within }));
}

/** Lines as they stand. */
export function linesOf(text: string, within: readonly Wrap[] = []): Token[] {
  return text.split('\n').map((line, at, all) => ({ text: `${line.split('\t').map(visible).join('\t')}${at < all.length - 1 ? '\n' : ''}`, as: `${line}\n`, within }));
}

/** The later blocks, with what came and what went marked where it stands or stood. `set`: their order says nothing. */
export function marked(before: readonly Block[], after: readonly Block[], set: boolean, language: Language): ElementContent[] {
  return alignment(before, after, set).flatMap(([was, now]): ElementContent[] => {
    if (was && now) return [was.content === now.content ? plain(now) : together(was, now, language)];
    return now ? [whole(now, 'ins', language)] : was ? [whole(was, 'del', language)] : [];
  });
}

/** A block as it reads. */
export function plain(block: Block): Element { return around(block, 'tokens' in block ? nested(block.tokens) : block.blocks.map(plain)); }

function around({ tag, properties }: Block, children: readonly ElementContent[]): Element { return element(tag, properties ?? {}, children); }

function together(was: Block, now: Block, language: Language): Element {
  if ('tokens' in was && 'tokens' in now) return around(now, wordByWord(was.tokens, now.tokens, language));
  const children = marked(asBlocks(was), asBlocks(now), 'set' in was && 'set' in now && was.set && now.set, language);
  // So that one word is found in a long table.
  return now.tag === 'tr' || now.tag === 'li' ? element(now.tag, { ...now.properties, className: ['changed'] }, children) : around(now, children);
}

function asBlocks(block: Block): readonly Block[] { return 'tokens' in block ? [leaf('div', block.tokens)] : block.blocks; }

function whole(block: Block, mark: 'ins' | 'del', language: Language): Element {
  if (!('tokens' in block)) return around(block, block.blocks.map(child => whole(child, mark, language)));
  // A line across the page and an empty cell have no words to mark.
  return around(block, block.tokens.length === 0 ? [] : [passage(block.tokens, mark, language)]);
}

function passage(tokens: readonly Token[], mark: 'ins' | 'del', language: Language): Element {
  const word = mark === 'ins' ? phrase('review.page.added', 'added:') : phrase('review.page.removed', 'removed:');
  return element(mark, {}, [element('span', { className: ['sr'] }, [`${told(language, word)} `]), ...nested(tokens, true)]);
}

/** Tokens in the elements around them. `addresses`: a link also says where it leads, which may be all that changed. */
function nested(tokens: readonly Token[], addresses = false, depth = 0): ElementContent[] {
  const children: ElementContent[] = [];
  for (let at = 0; at < tokens.length;) {
    const wrap = tokens[at]?.within[depth];
    let end = at + 1;
    while (end < tokens.length && tokens[end]?.within[depth] === wrap) end++;
    const run = tokens.slice(at, end);
    if (!wrap) children.push({ type: 'text', value: run.map(({ text }) => text).join('') });
    else {
      children.push(element(wrap.tag, wrap.href === undefined ? {} : { href: wrap.href }, wrap.tag === 'br' ? [] : nested(run, addresses, depth + 1)));
      if (addresses && wrap.href !== undefined) children.push(element('small', {}, [` (${visible(wrap.href)})`]));
    }
    at = end;
  }
  return children;
}

/** Edits beyond this are not looked for one by one: finding the fewest takes time with the square of their number. */
const MOST_EDITS = 800;
/** Below this share of words that stayed, two texts are easier to read one after the other. */
const LEAST_SHARED = 0.25;

function wordByWord(before: readonly Token[], after: readonly Token[], language: Language): ElementContent[] {
  const runs = diffArrays([...before], [...after], { comparator: (a, b) => a.as === b.as, maxEditLength: MOST_EDITS });
  const stayed = (runs ?? []).filter(({ added, removed }) => !added && !removed).flatMap(({ value }) => value).filter(({ as }) => /[\p{L}\p{N}]/u.test(as)).length;
  const most = Math.max(...[before, after].map(tokens => tokens.filter(({ as }) => /[\p{L}\p{N}]/u.test(as)).length));
  const gone = (tokens: readonly Token[]): ElementContent[] => (tokens.length === 0 ? [] : [passage(tokens, 'del', language)]);
  const come = (tokens: readonly Token[]): ElementContent[] => (tokens.length === 0 ? [] : [passage(tokens, 'ins', language)]);
  if (!runs || (most > 3 && stayed < most * LEAST_SHARED)) return [...gone(before), { type: 'text', value: ' ' }, ...come(after)];
  const said: ElementContent[] = [];
  let removed: Token[] = [], added: Token[] = [], from = 0;
  const flush = (): void => { said.push(...gone(removed), ...come(added)); removed = []; added = []; };
  for (const [at, run] of runs.entries()) {
    const were = run.added ? [] : before.slice(from, from + run.value.length);
    from += were.length;
    if (run.removed) removed.push(...were);
    else if (run.added) added.push(...run.value);
    // Words with only a space between them are one passage.
    else if (run.value.every(({ as }) => as === ' ') && removed.length > 0 && added.length > 0 && at < runs.length - 1) { removed.push(...were); added.push(...run.value); }
    else { flush(); said.push(...nested(run.value)); }
  }
  flush();
  return said;
}

type Pair = readonly [Block | undefined, Block | undefined];

function alignment(before: readonly Block[], after: readonly Block[], set: boolean): Pair[] {
  if (set) return unordered(before, after);
  const runs = diffArrays([...before], [...after], { comparator: (a, b) => a.content === b.content, maxEditLength: MOST_EDITS });
  if (!runs) return inGap(before, after);
  const pairs: Pair[] = [];
  let removed: Block[] = [], added: Block[] = [], at = 0;
  const flush = (): void => { pairs.push(...inGap(removed, added)); removed = []; added = []; };
  for (const run of runs) {
    if (run.removed) { removed.push(...run.value); at += run.value.length; }
    else if (run.added) added.push(...run.value);
    else { flush(); for (const now of run.value) pairs.push([before[at++], now]); }
  }
  flush();
  return pairs;
}

/** By keys, else by what they say, else by likeness; what went stands after what it stood behind. */
function unordered(before: readonly Block[], after: readonly Block[]): Pair[] {
  const left = new Set(before), partner = new Map<Block, Block>();
  const match = (by: (block: Block) => string | undefined): void => {
    const known = new Map<string, Block[]>();
    for (const was of left) { const key = by(was); if (key !== undefined) known.set(key, [...known.get(key) ?? [], was]); }
    for (const now of after) {
      const key = partner.has(now) ? undefined : by(now), was = key === undefined ? undefined : known.get(key)?.shift();
      if (was) { partner.set(now, was); left.delete(was); }
    }
  };
  match(({ key }) => key);
  match(({ content }) => content);
  if (left.size * (after.length - partner.size) <= MOST_COMPARED) {
    for (const now of after) {
      if (partner.has(now)) continue;
      const [best] = [...left].map(was => ({ was, like: likeness(was, now) })).filter(({ like }) => like > 0).sort((a, b) => b.like - a.like);
      if (best) { partner.set(now, best.was); left.delete(best.was); }
    }
  }
  const pairs: Pair[] = after.map(now => [partner.get(now), now]);
  for (const [at, was] of before.entries()) {
    if (!left.has(was)) continue;
    const ahead = at === 0 ? -1 : pairs.findIndex(([other]) => other === before[at - 1]);
    pairs.splice(ahead + 1, 0, [was, undefined]);
  }
  return pairs;
}

/** So many likenesses are looked at; of more, blocks are told one after the other. */
const MOST_COMPARED = 40_000;

/** Between blocks that stayed: the pairs, in order, that are most alike all together (Needleman and Wunsch, 1970). */
function inGap(before: readonly Block[], after: readonly Block[]): Pair[] {
  const apart = [...before.map((was): Pair => [was, undefined]), ...after.map((now): Pair => [undefined, now])];
  if (before.length === 0 || after.length === 0 || before.length * after.length > MOST_COMPARED) return apart;
  // Cells stand in columns.
  if (before.length === after.length && before.every(({ tag }, at) => (tag === 'td' || tag === 'th') && after[at]?.tag === tag)) return before.map((was, at) => [was, after[at]]);
  const best: number[][] = Array.from({ length: before.length + 1 }, () => new Array<number>(after.length + 1).fill(0)), at = (i: number, j: number): number => best[i]?.[j] ?? 0;
  const like = before.map(was => after.map(now => likeness(was, now)));
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      const here = like[i]?.[j] ?? 0, row = best[i];
      if (row) row[j] = Math.max(at(i + 1, j), at(i, j + 1), here > 0 ? here + at(i + 1, j + 1) : 0);
    }
  }
  const pairs: Pair[] = [];
  let i = 0, j = 0;
  while (i < before.length || j < after.length) {
    const here = like[i]?.[j] ?? 0;
    if (i < before.length && j < after.length && here > 0 && at(i, j) === here + at(i + 1, j + 1)) pairs.push([before[i++], after[j++]]);
    else if (i < before.length && (j === after.length || at(i, j) === at(i + 1, j))) pairs.push([before[i++], undefined]);
    else pairs.push([undefined, after[j++]]);
  }
  return pairs;
}

/** Blocks that share less of their words than this are two. */
const ALIKE = 0.35;

/** From 0, two that have nothing to do with each other, to 1: the share of their words that both have (Dice), of keys whether they are the same. */
function likeness(was: Block, now: Block): number {
  if (was.tag !== now.tag) return 0;
  if (was.key !== undefined && now.key !== undefined) return was.key === now.key ? 1 : 0;
  const [one, other] = [wordsOf(was), wordsOf(now)], left = new Map<string, number>();
  for (const word of one) left.set(word, (left.get(word) ?? 0) + 1);
  let shared = 0;
  for (const word of other) {
    const count = left.get(word) ?? 0;
    if (count > 0) { shared++; left.set(word, count - 1); }
  }
  const all = one.length + other.length, dice = all === 0 ? 1 : 2 * shared / all;
  return dice >= ALIKE ? dice : 0;
}

const words = new WeakMap<Block, readonly string[]>();

function wordsOf(block: Block): readonly string[] {
  let known = words.get(block);
  if (!known) words.set(block, known = 'tokens' in block ? block.tokens.map(({ as }) => as).filter(as => as !== ' ') : block.blocks.flatMap(wordsOf));
  return known;
}
