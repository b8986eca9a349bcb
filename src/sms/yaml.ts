import { isAlias, isMap, isPair, isScalar, isSeq, Lexer, parseDocument, type Document, type Node as YamlNode, type Pair, type YAMLError } from 'yaml';
import { LIMITS } from './limits.js';
import { findBreak, findSlips, hasNumberSign, isCurlyQuote, type Slip } from './slips.js';
import { evenLines } from './text.js';

/**
 * YAML as the house reads it (format.md F2): a tree with the source text of every plain scalar, so that the schema can decide the type.
 * Offsets count from the start of the given text. Aliases are resolved; the same node may stand at several places.
 */
export type Node = MapNode | ListNode | ScalarNode;
export interface MapNode { type: 'map'; start: number; end: number; entries: Entry[] }
export interface Entry { key: ScalarNode; value: Node }
export interface ListNode { type: 'list'; start: number; end: number; items: Node[] }
/** `start` and `end` bound the text without quotes. `plain`: written without quotes and not as a block. */
export interface ScalarNode { type: 'scalar'; start: number; end: number; text: string; plain: boolean }

/** A slip, by rule and message; `breaks` where the rest of the file could not be read for sure. */
export interface YamlProblem { rule: string; message: string; args: Record<string, string | number>; start: number; end: number; breaks: boolean }
export interface YamlTree { root: Node | undefined; problems: YamlProblem[] }

/** Never throws. After a breaking problem the tree holds what could be read. */
export function readYaml(source: string): YamlTree {
  // A carriage return alone ends a line for the editor and the standard, not for the library. Offsets stay.
  const text = evenLines(source);
  const conflict = /^(<{7}|>{7})( |$)/m.exec(text);
  if (conflict) {
    const end = text.indexOf('\n', conflict.index);
    return { root: undefined, problems: [problem('merge-conflict', 'conflict', conflict.index, end < 0 ? text.length : end)] };
  }
  const deep = tooDeep(text);
  if (deep !== undefined) return { root: undefined, problems: [problem('yaml-too-deep', 'too-deep', deep, deep + 1, { limit: LIMITS.depth })] };
  if (text.length > LONG_TEXT) {
    // The library makes an error of each mark that it does not expect, with all that belongs to an error: minutes for a million of them.
    const slips = findBreak(text);
    if (slips) return { root: undefined, problems: told(slips) };
  }
  let document: Document.Parsed;
  try {
    document = parseDocument(text, { schema: 'failsafe', prettyErrors: false, uniqueKeys: false, merge: false, stringKeys: false, logLevel: 'error' });
  } catch (error) {
    // The library's own limits (stack, size): bad input, not a bug of ours, whatever it throws.
    if (!(error instanceof Error)) throw error;
    return { root: undefined, problems: told(findSlips(text, { code: '', words: '', at: text.length })) };
  }
  const reader = new Reader(text);
  const root = reader.read(document.contents);
  const first = document.errors.reduce<YAMLError | undefined>((found, error) => (found && found.pos[0] <= error.pos[0] ? found : error), undefined);
  if (!first && !reader.suspicious && !hasNumberSign(text)) return { root, problems: reader.problems };
  const slips = told(findSlips(text, first && { code: first.code, words: first.message, at: first.pos[0] }));
  return { root, problems: merged(text, reader.problems, slips, first !== undefined) };
}

function told(slips: readonly Slip[]): YamlProblem[] { return slips.map(slip => ({ rule: 'yaml-syntax', ...slip })); }

/** Of one slip one finding: what the tree shows of it in the same line, and, where the text breaks off, all that the damage brings with it, is left out. */
function merged(text: string, problems: readonly YamlProblem[], slips: readonly YamlProblem[], broken: boolean): YamlProblem[] {
  const lines = slips.map(({ start }) => ({ from: text.lastIndexOf('\n', start - 1) + 1, to: lineEnd(text, start) }));
  const rest = broken ? lines[lines.length - 1]?.from ?? 0 : Infinity;
  let at = 0;
  const kept = [...problems].sort((a, b) => a.start - b.start).filter(({ rule, start }) => {
    if (rule === 'yaml-alias-limit' || rule === 'limit-reached') return true;
    while (at < lines.length && (lines[at]?.to ?? 0) < start) at++;
    return start < rest && (rule !== 'yaml-syntax' || start < (lines[at]?.from ?? Infinity));
  });
  return [...kept, ...slips].sort((a, b) => a.start - b.start);
}

/** The node at a path, or the key before it; undefined where the path leads nowhere. */
export function nodeAt(root: Node | undefined, path: readonly (string | number)[]): { node: Node; key?: ScalarNode } | undefined {
  let node = root, key: ScalarNode | undefined;
  for (const step of path) {
    key = undefined;
    if (node?.type === 'map') {
      const entry: Entry | undefined = node.entries.find(e => e.key.text === step);
      node = entry?.value;
      key = entry?.key;
    } else {
      node = node?.type === 'list' && typeof step === 'number' ? node.items[step] : undefined;
    }
    if (!node) return undefined;
  }
  return node && (key ? { node, key } : { node });
}

export function entryOf(node: Node | undefined, key: string): Entry | undefined {
  return node?.type === 'map' ? node.entries.find(entry => entry.key.text === key) : undefined;
}

/** True for a scalar that is no value: `key:`, `key: ~`, `key: null`. */
export function isEmpty(node: Node): boolean {
  return node.type === 'scalar' && node.plain && (node.text === '' || node.text === '~' || node.text === 'null');
}

/** Number of an unquoted or quoted decimal; undefined where it is none. May be infinite. */
export function numberOf(text: string): number | undefined {
  return /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/.test(text) ? Number(text) : undefined;
}

/** YAML 1.2 core: what a plain scalar means where no schema says otherwise. */
export function coreValue(node: ScalarNode): string | number | boolean | null {
  if (!node.plain) return node.text;
  if (isEmpty(node)) return null;
  if (node.text === 'true' || node.text === 'false') return node.text === 'true';
  const value = numberOf(node.text);
  return value === undefined || !Number.isFinite(value) ? node.text : value;
}

function problem(rule: string, message: string, start: number, end: number, args: Record<string, string | number> = {}, breaks = true): YamlProblem {
  return { rule, message, args, start, end: Math.max(end, start), breaks };
}

function lineEnd(text: string, at: number): number { const end = text.indexOf('\n', at); return end < 0 ? text.length : end; }
function firstLine(text: string): number { const end = text.search(/[\r\n]/); return end < 0 ? text.length : end; }

class Reader {
  private readonly anchors = new Map<string, Node>();
  private readonly sizes = new Map<Node, number>();
  private aliases = 0;
  private stopped = false;
  private depth = 0;
  private lines: number[] | undefined;
  private readonly idle = new Set<string>();
  readonly problems: YamlProblem[] = [];
  /** True where the text has marks that YAML reads without a word and people seldom mean. */
  suspicious = false;

  constructor(private readonly text: string) {}

  read(contents: unknown): Node | undefined {
    if (contents === null || contents === undefined) return undefined;
    const root = this.node(contents);
    if (this.idle.size > 0) this.suspicious = true;
    if (!this.stopped && (this.sizes.get(root) ?? 1) > LIMITS.nodes) {
      this.stop(this.aliases > 0 ? problem('yaml-alias-limit', 'too-large', 0, firstLine(this.text), { limit: LIMITS.nodes })
        : problem('limit-reached', 'nodes', 0, firstLine(this.text), { limit: LIMITS.nodes }));
    }
    return this.stopped ? undefined : root;
  }

  private stop(reason: YamlProblem): void {
    if (!this.stopped) this.problems.push(reason);
    this.stopped = true;
  }

  private say(message: string, start: number, end: number, args: Record<string, string | number> = {}, breaks = false): void {
    this.problems.push(problem('yaml-syntax', message, start, end, args, breaks));
  }

  private node(source: unknown): Node {
    // Damaged text may nest deeper than its brackets, dashes and columns let expect.
    if (this.depth >= MOST_DEPTH) this.stop(problem('yaml-too-deep', 'too-deep', isNode(source) ? start(source) : 0, isNode(source) ? start(source) + 1 : 1, { limit: LIMITS.depth }));
    this.depth++;
    const node = this.convert(source);
    this.depth--;
    const anchor = anchorOf(source);
    if (anchor !== undefined) {
      if (node.type === 'scalar' && node.text === '' && node.plain) {
        const at = this.text.lastIndexOf('&', node.start);
        this.say('reserved-character', at, at + 1 + anchor.length, { found: '&' }, true);
      }
      this.anchors.set(anchor, node);
      if (node.type === 'scalar') this.idle.add(anchor);
    }
    return node;
  }

  private convert(source: unknown): Node {
    if (this.stopped) return { type: 'scalar', start: 0, end: 0, text: '', plain: true };
    this.checkTag(source);
    if (isAlias(source)) return this.alias(source.source, start(source));
    if (isMap(source)) return this.map(source.items as Pair<unknown, unknown>[], source);
    if (isSeq(source)) {
      const items: Node[] = [];
      let size = 1;
      for (const item of source.items) {
        const node = isPair(item) ? this.map([item], source) : this.node(item);
        items.push(node);
        size += this.sizes.get(node) ?? 1;
      }
      const node: ListNode = { type: 'list', start: start(source), end: end(source), items };
      this.sizes.set(node, size);
      return node;
    }
    if (isScalar(source)) return this.scalar(source);
    return { type: 'scalar', start: 0, end: 0, text: '', plain: true };
  }

  private map(pairs: Pair<unknown, unknown>[], source: { range?: [number, number, number] | null; flow?: boolean }): MapNode {
    const entries: Entry[] = [];
    const seen = new Map<string, number>();
    let size = 1;
    for (const pair of pairs) {
      if (!isScalar(pair.key)) {
        const at = isNode(pair.key) ? start(pair.key) : start(source);
        this.say('complex-key', at, isNode(pair.key) ? end(pair.key) : at + 1);
        this.suspicious = true;
        continue;
      }
      const key = this.scalar(pair.key);
      if (this.text.charCodeAt(key.start - 1) === 32 && this.text.charCodeAt(key.start - 2) === 63) this.suspicious = true;
      if (key.text === '<<' && key.plain) {
        this.say('merge-key', key.start, key.end);
        if (pair.value !== null && pair.value !== undefined) size += this.sizes.get(this.node(pair.value)) ?? 1;
        continue;
      }
      if (key.text === '' && key.plain) { this.say('other', key.start, key.end + 1, {}, true); continue; }
      if (RESERVED.has(key.text)) { this.problems.push(problem('key-reserved', 'reserved', key.start, key.end, { key: key.text }, false)); continue; }
      const before = seen.get(key.text);
      if (before !== undefined) {
        const line = this.lineOf(before);
        this.problems.push(problem('key-duplicate', 'duplicate', key.start, key.end, { key: key.text, line }, false));
        continue;
      }
      seen.set(key.text, key.start);
      // A text that a comma or brace cut into pieces: no field.
      if (pair.value === null && source.flow) { this.suspicious = true; continue; }
      const value: Node = pair.value === null || pair.value === undefined ? { type: 'scalar', start: key.end, end: key.end, text: '', plain: true } : this.node(pair.value);
      entries.push({ key, value });
      size += this.sizes.get(value) ?? 1;
    }
    const node: MapNode = { type: 'map', start: start(source), end: end(source), entries };
    this.sizes.set(node, size);
    return node;
  }

  /** The number of the line, from 1. */
  private lineOf(at: number): number {
    if (!this.lines) {
      this.lines = [];
      for (let i = this.text.indexOf('\n'); i >= 0; i = this.text.indexOf('\n', i + 1)) this.lines.push(i);
    }
    let low = 0, high = this.lines.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.lines[middle] ?? 0) < at) low = middle + 1; else high = middle;
    }
    return low + 1;
  }

  private scalar(source: { value: unknown; source?: string; type?: string | null; range?: [number, number, number] | null }): ScalarNode {
    const plain = source.type === 'PLAIN' || source.type === undefined || source.type === null;
    let from = start(source), to = end(source);
    if (source.type === 'QUOTE_DOUBLE' || source.type === 'QUOTE_SINGLE') {
      from++;
      if (to > from && this.text[to - 1] === this.text[from - 1]) to--;
    } else if (source.type === 'BLOCK_LITERAL' || source.type === 'BLOCK_FOLDED') {
      const line = this.text.indexOf('\n', from);
      if (line >= 0 && line < to) from = line + 1;
      from += /^[ \t]*/.exec(this.text.slice(from, to))?.[0].length ?? 0;
      to = from + this.text.slice(from, to).trimEnd().length;
    }
    const text = plain ? source.source ?? String(source.value ?? '') : String(source.value ?? '');
    if (plain && text !== '') {
      if (isCurlyQuote(text[0]) || (to - from !== text.length && /\n[ \t]*-[ \t]/.test(this.text.slice(from, to)))) this.suspicious = true;
    } else if (!plain && text === '' && (this.text[start(source)] === '>' || this.text[start(source)] === '|')) this.suspicious = true;
    return { type: 'scalar', start: from, end: to, text, plain };
  }

  private alias(name: string, at: number): Node {
    if (++this.aliases > LIMITS.aliases) this.stop(problem('yaml-alias-limit', 'too-many', at, at + 1 + name.length, { limit: LIMITS.aliases }));
    this.idle.delete(name);
    const node = this.anchors.get(name);
    if (node) return node;
    this.say('reserved-character', at, at + 1 + name.length, { found: '*' }, true);
    return { type: 'scalar', start: at, end: at + 1 + name.length, text: `*${name}`, plain: true };
  }

  private checkTag(source: unknown): void {
    if (!isNode(source) || isAlias(source)) return;
    const tag = (source as { tag?: string }).tag;
    if (tag === undefined) return;
    const at = this.text.lastIndexOf('!', start(source));
    const written = /^!\S*/.exec(this.text.slice(Math.max(at, 0)))?.[0] ?? tag;
    const from = this.text.slice(0, Math.max(at, 0)).endsWith('!') ? at - 1 : at;
    if (tag === '!') this.say('reserved-character', from, end(source), { found: '!' }, true);
    else if (isScalar(source) && source.source === '' && !tag.startsWith('tag:')) this.say('reserved-character', from, from + written.length, { found: '!' }, true);
    else this.say('tag', from, at + written.length, { tag: this.text.slice(from, at + written.length) }, true);
  }
}

const LONG_TEXT = 50_000;
const MOST_DEPTH = 4 * LIMITS.depth;
const RESERVED = new Set(['__proto__', 'constructor', 'prototype']);

function isNode(value: unknown): value is YamlNode { return typeof value === 'object' && value !== null && 'range' in value; }
function anchorOf(value: unknown): string | undefined { return isNode(value) && !isAlias(value) ? (value as { anchor?: string }).anchor : undefined; }
function start(node: { range?: [number, number, number] | null }): number { return node.range?.[0] ?? 0; }
function end(node: { range?: [number, number, number] | null }): number { return node.range?.[1] ?? 0; }

/** The offset where nesting first goes deeper than the limit. Counted before the library parses, which descends by recursion. */
function tooDeep(text: string): number | undefined {
  let brackets = 0, longestIndent = 0;
  for (let i = 0, lineStart = true, indent = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 91 || c === 123) brackets++;
    if (c === 10) { lineStart = true; indent = 0; continue; }
    if (!lineStart) continue;
    if (c === 32 || c === 45 || c === 63) { indent++; if (indent > longestIndent) longestIndent = indent; } else lineStart = false;
  }
  if (brackets > LIMITS.depth) {
    let depth = 0, at = 0, scalar = false;
    for (const token of new Lexer().lex(text)) {
      if (!scalar && (token === '[' || token === '{') && ++depth > LIMITS.depth) return at;
      if (!scalar && (token === ']' || token === '}')) depth--;
      scalar = token === '\x1f';
      if (!scalar && token !== '\x02' && token !== '\x18') at += token.length;
    }
  }
  if (longestIndent > LIMITS.depth) {
    const columns: number[] = [];
    let at = 0;
    for (const line of text.split('\n')) {
      const lead = /^ *(?:[-?] +)*/.exec(line)?.[0] ?? '';
      if (line.trim() !== '') {
        for (let column = 0; column < lead.length; column++) {
          if (lead[column] === ' ') continue;
          push(columns, column);
        }
        if (lead.length < line.length) push(columns, lead.length);
        if (columns.length > LIMITS.depth) return at + Math.min(lead.length, columns[LIMITS.depth] ?? 0);
      }
      at += line.length + 1;
    }
  }
  return undefined;
}

function push(columns: number[], column: number): void {
  while (columns.length > 0 && (columns[columns.length - 1] ?? 0) >= column) columns.pop();
  columns.push(column);
}
