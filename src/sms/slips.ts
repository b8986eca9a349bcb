/**
 * What somebody did who wrote YAML by hand and slipped: the ten common slips of format.md F2 and their kin, told from the text.
 * A parser says where it stumbled, which is often lines after the slip and never in the words of an SMS manager. So the text is read once more,
 * knowingly, from its start to the first place that cannot be right.
 */
export interface Slip {
  /** A message of the rule `yaml-syntax`. */
  message: string;
  args: Record<string, string | number>;
  start: number;
  end: number;
  /** Where the rest of the text could not be read for sure. */
  breaks: boolean;
}

/** The first error of the parser: its code, its words and the offset. */
export interface Stumble { code: string; words: string; at: number }

/**
 * The slips of a text, at most one a line, in order: those that YAML takes for something else without a word, and, where the parser stumbled,
 * the one that made it stumble, which is the last. Lines end with a line feed, with or without a carriage return. Takes time in proportion to the text.
 */
export function findSlips(text: string, stumble?: Stumble): Slip[] {
  const { silent, broken } = new Reading(text).all();
  if (!stumble) return onePerLine(text, silent);
  // What lies behind the parser's place is not what it stumbled over, but of what it read in one piece, it names the start.
  if (broken && broken.from <= lineEnd(text, withText(text, stumble.at))) return upTo(text, silent, broken.slip);
  const slip = untold(text, stumble);
  const from = lineStart(text, slip.start), to = lineEnd(text, slip.start);
  const same = silent.find(({ start }) => start >= from && start <= to);
  return upTo(text, silent, same ? { ...same, breaks: true } : slip);
}

/** The same without a parser: undefined where, as far as this reading can tell, the text is whole. */
export function findBreak(text: string): Slip[] | undefined {
  const { silent, broken } = new Reading(text).all();
  return broken && upTo(text, silent, broken.slip);
}

function upTo(text: string, silent: readonly Slip[], last: Slip): Slip[] {
  const line = lineStart(text, last.start);
  return [...onePerLine(text, silent.filter(({ start }) => start < line)), last];
}

/** True where a `#` with a word right behind it stands after other text: the mark of one slip that a parser cannot see. */
export function hasNumberSign(text: string): boolean {
  for (let at = text.indexOf('#'); at >= 0; at = text.indexOf('#', at + 1)) {
    if (!isBlank(text[at - 1]) || isRemark(text[at + 1])) continue;
    let before = at - 1;
    while (isBlank(text[before])) before--;
    if (before >= 0 && text[before] !== '\n') return true;
  }
  return false;
}

const OPENING_QUOTES = '“„«‘”’';
/** True for a character that a word processor puts where a quotation begins. */
export function isCurlyQuote(character: string | undefined): boolean { return character !== undefined && character !== '' && OPENING_QUOTES.includes(character); }

interface Block { list: boolean; column: number }
/** A field or dash whose value has not come yet; `hash`: what stood there instead. */
interface Pending { column: number; list: boolean; hash?: Slip }
interface Broken { slip: Slip; from: number }
/** `key`: a line of fields; `either`: a value that may be the first field of an object; `value`: what follows a field in its line. */
type Role = 'key' | 'either' | 'value';
interface Value { kind: 'plain' | 'quoted' | 'flow' | 'alias'; start: number; end: number }
/** One level of braces or brackets: the entry that is being read, and how the one before ended. */
interface Level {
  open: '[' | '{'; at: number; keyed: boolean;
  value?: Value;
  anchor?: { at: number; name: string };
  /** Fields stand before. */
  fields: boolean;
  loose?: Slip;
}

class Reading {
  private readonly silent: Slip[] = [];
  private broken: Broken | undefined;
  private readonly blocks: Block[] = [];
  private pending: Pending | undefined;
  private begun = false;
  private ended = false;
  /** Where the first line stands that is indented though nothing is above it. */
  private indentedRoot: number | undefined;
  private rootUsed = false;
  private noted = -1;
  private at = 0;
  private names: Set<string> | undefined;

  constructor(private readonly text: string) {}

  all(): { silent: Slip[]; broken: Broken | undefined } {
    if (this.text.startsWith('\uFEFF')) this.at = 1;
    while (this.at < this.text.length && !this.broken) this.line();
    return { silent: this.silent, broken: this.broken };
  }

  // Blocks: the lines and their columns.

  private line(): void {
    const { text } = this;
    const start = this.at === 1 && text.startsWith('\uFEFF') ? 1 : this.at;
    let at = start;
    while (text[at] === ' ') at++;
    let first = at;
    while (isBlank(text[first])) first++;
    if (this.endsAt(first) || text[first] === '#') return this.next(first);
    const column = at - start;
    if (column === 0 && first === at) {
      if (this.isDocumentMark(at)) return this.documentMark(at, text.slice(at, at + 3));
      if (!this.begun && /^%(?:YAML|TAG) /.test(text.slice(at, at + 6))) return this.next(at);
    }
    if (this.ended) return this.breakOff('several-documents', at, this.textEnd(at));
    if (first > at) return this.breakOff('tab', at, at + 1);
    this.entry(at, column);
  }

  private documentMark(at: number, mark: string): void {
    if (mark === '...') { this.ended = this.begun; this.pending = undefined; return this.next(at); }
    if (this.begun) return this.breakOff('several-documents', at, at + 3);
    this.begun = true;
    const value = this.skipBlanks(at + 3);
    if (this.endsAt(value) || this.remarkAt(value)) return this.next(value);
    this.rootUsed = true;
    this.node(value, 'value', value - at, -1);
  }

  private entry(at: number, column: number): void {
    const { text, blocks } = this;
    while ((this.top()?.column ?? -1) > column) blocks.pop();
    const pending = this.pending;
    this.pending = undefined;
    const root = blocks.length === 0 && !pending && this.rootIsFree();
    const fits = root || (pending !== undefined && (column > pending.column));
    if (fits && pending?.hash) pending.hash.breaks = false;
    if (root && column > 0) this.indentedRoot = at;
    this.begun = true;
    if (text[at] === '-' && this.blankAt(at + 1)) {
      const below = pending !== undefined && !pending.list && column === pending.column;
      if (fits || below) {
        blocks.push({ list: true, column });
        if (below && pending.hash) pending.hash.breaks = false;
      } else if (!this.top()?.list || this.top()?.column !== column) return this.misplaced(at);
      return this.afterDash(at, column);
    }
    if (fits) return this.node(at, 'either', column, pending?.column ?? -1);
    if (this.top()?.list && this.top()?.column === column && blocks[blocks.length - 2]?.column === column) blocks.pop();
    const top = this.top();
    if (top && !top.list && top.column === column) return this.node(at, 'key', column, column);
    this.misplaced(at);
  }

  private rootIsFree(): boolean {
    const free = !this.rootUsed;
    this.rootUsed = true;
    return free;
  }

  private afterDash(dash: number, column: number): void {
    const start = dash - column;
    for (let at = dash; ;) {
      const value = this.skipBlanks(at + 1);
      if (this.endsAt(value) || this.remarkAt(value)) return this.wait({ column: at - start, list: true }, value);
      if (this.text[value] !== '-' || !this.blankAt(value + 1)) return this.node(value, 'either', value - start, at - start);
      at = value;
      this.blocks.push({ list: true, column: at - start });
    }
  }

  /** After the colon of a field. */
  private afterColon(at: number, column: number): void {
    const value = this.skipBlanks(at);
    if (this.endsAt(value) || this.remarkAt(value)) return this.wait({ column, list: false }, value);
    this.node(value, 'value', column, column);
  }

  private wait(pending: Pending, at: number): void {
    const hash = this.text[at] === '#' ? this.hash(at) : undefined;
    // Nothing is left of the value, unless it comes in the lines below.
    if (hash) { hash.breaks = true; pending.hash = hash; }
    this.pending = pending;
    this.next(at);
  }

  /** A line whose column is that of nothing around it, or that is no field among fields. */
  private misplaced(at: number): void {
    const line = this.text.slice(at, Math.min(this.textEnd(at), at + 200));
    const dash = /^-\s/.test(line), field = /^["']?[^\s:"']+["']?:(?:\s|$)/.test(line);
    if (/^[\]}]/.test(line)) return this.breakOff('other', at, this.textEnd(at));
    if (!dash && !field && (/^-\S/.test(line) || /^[^\s:]+:\S/.test(line) || !/\s/.test(line))) return this.breakOff('other', at, this.textEnd(at));
    const slip = this.blocks.length === 0 ? this.indentedRoot ?? at : at;
    this.breakOff('indentation', slip, this.textEnd(slip));
  }

  // Values.

  private node(at: number, role: Role, column: number, parent: number): void {
    const { text } = this;
    const c = text[at];
    switch (c) {
      case '"': case '\'': return this.quotedNode(at, role, column, parent);
      case '[': case '{': return this.flowNode(at, role, column, parent);
      case '|': case '>': return role === 'key' ? this.reserved(at, this.textEnd(at)) : this.blockText(at, parent);
      case '@': case '`': case '%': case ',': return this.reserved(at, this.textEnd(at));
      case ']': case '}': return role === 'key' ? this.breakOff('other', at, this.textEnd(at)) : this.reserved(at, this.textEnd(at));
      case '&': case '*': case '!': return this.marked(at, role, column, parent);
      case '?': if (this.blankAt(at + 1)) return this.question(at, role, column); break;
      case '-': if (this.blankAt(at + 1)) return this.dashAfterField(at); break;
      case ':':
        if (this.blankAt(at + 1)) return role === 'key' ? this.afterColon(at + 1, column) : this.breakOff('other', at, this.textEnd(at));
        break;
      default:
    }
    this.plainNode(at, role, column, parent);
  }

  private dashAfterField(at: number): void {
    const below = this.skipBlanks(this.nextLine(at));
    if (this.text[below] === '-' && this.blankAt(below + 1)) return this.breakOff('other', at, this.textEnd(at));
    this.reserved(at, this.textEnd(at));
  }

  /** A question mark and a space begin a key of any shape; after a field or dash it is the start of a text. */
  private question(at: number, role: Role, column: number): void {
    const end = this.textEnd(at);
    const first = this.skipSpaces(lineStart(this.text, at)) === at;
    if (role === 'value') return this.reserved(at, end);
    if (!first) {
      this.note('reserved-character', at, end, { found: '?' }, true);
      return this.next(at);
    }
    this.note('complex-key', Math.min(this.skipBlanks(at + 1), end), end, {}, false);
    if (role === 'either') this.blocks.push({ list: false, column });
    this.pending = { column, list: false };
    this.next(at);
  }

  /** What an anchor, a repetition or a tag stands before. */
  private marked(at: number, role: Role, column: number, parent: number, second = false): void {
    const c = this.text[at] ?? '';
    if (c !== '!' && this.blankAt(at + 1)) return this.reserved(at, this.textEnd(at));
    const end = this.wordEnd(at, false);
    const value = this.skipBlanks(end);
    const over = this.endsAt(value) || this.remarkAt(value);
    if (c === '*') {
      if (over) return this.next(value);
      if (this.text[value] === ':' && this.blankAt(value + 1) && role !== 'value') return this.openMap(role, column, value + 1);
      return this.reserved(at, this.textEnd(at));
    }
    if (over) {
      this.pending = { column: role === 'value' ? column : parent, list: role === 'either' };
      return this.next(value);
    }
    if (/[&*!]/.test(this.text[value] ?? '')) return second ? this.reserved(at, this.textEnd(at)) : this.marked(value, role, column, parent, true);
    if (c === '&' && this.isText(value) && !this.isUsed(this.text.slice(at + 1, end)) && this.plainLine(value).colon === undefined) {
      this.note('reserved-character', at, this.textEnd(at), { found: '&' }, false);
    }
    this.node(value, role, column, parent);
  }

  private openMap(role: Role, column: number, afterColon: number): void {
    if (role === 'either') this.blocks.push({ list: false, column });
    this.afterColon(afterColon, column);
  }

  private plainNode(at: number, role: Role, column: number, parent: number): void {
    const line = this.plainLine(at);
    if (line.colon !== undefined) {
      if (role !== 'value') return this.openMap(role, column, line.colon + 1);
      return this.colon(at, at, line.colon);
    }
    if (role === 'key') return this.misplaced(at);
    let { end, hash } = line;
    let from = this.nextLine(at);
    while (hash === undefined) {
      const more = this.continuation(from, parent);
      if (more === undefined) break;
      const next = this.plainLine(more);
      const dash = this.text[more] === '-' && this.blankAt(more + 1);
      if (dash && next.colon !== undefined) return this.breakOff('indentation', more, this.textEnd(more), {}, at);
      if (dash) this.note('indentation', more, this.textEnd(more), {}, true);
      if (next.colon !== undefined) {
        if (/^[\w.-]+$/.test(this.text.slice(more, Math.min(next.colon, more + 100)))) return this.breakOff('indentation', more, this.textEnd(more), {}, at);
        return this.colon(at, more, next.colon);
      }
      end = next.end;
      hash = next.hash;
      from = this.nextLine(more);
    }
    this.curly(at, end, false);
    if (hash !== undefined) this.hash(hash);
    this.next(hash ?? end);
  }

  private colon(at: number, line: number, colon: number): void {
    if (isCurlyQuote(this.text[at])) return this.breakOff('curly-quotes', at, this.textEnd(at));
    this.breakOff('colon', colon, colon + 1, {}, line === at ? colon : at);
  }

  /** The start of the text in the next line that has any, if it goes on from a text that stands in a block of this column. */
  private continuation(from: number, parent: number): number | undefined {
    const at = this.nextText(from, parent);
    return at === undefined || this.text[at] === '#' ? undefined : at;
  }

  /** The same within quotation marks, where a line may begin with anything. */
  private nextText(from: number, parent: number): number | undefined {
    for (let at = from; at < this.text.length;) {
      const spaces = this.skipSpaces(at), first = this.skipBlanks(at);
      if (this.endsAt(first)) { at = this.nextLine(first); continue; }
      return spaces - at <= parent || (first === at && this.isDocumentMark(at)) ? undefined : first;
    }
    return undefined;
  }

  private isDocumentMark(at: number): boolean {
    const mark = this.text.slice(at, at + 3);
    return (mark === '---' || mark === '...') && this.blankAt(at + 3);
  }

  private quotedNode(at: number, role: Role, column: number, parent: number): void {
    const end = this.quoted(at, role === 'key' ? undefined : parent);
    if (end === undefined) return;
    const after = this.skipBlanks(end);
    if (this.text[after] === ':' && this.blankAt(after + 1) && this.text.lastIndexOf('\n', end) < at) {
      if (role !== 'value') return this.openMap(role, column, after + 1);
      return this.breakOff('colon', after, after + 1);
    }
    if (this.endsAt(after) || this.remarkAt(after)) {
      if (role === 'key') return this.breakOff('other', at, this.textEnd(at));
      if (this.text[after] === '#') this.hash(after);
      return this.next(after);
    }
    this.breakOff('unclosed-quote', at, this.textEnd(at));
  }

  /** The offset after the closing mark. `parent` undefined: it must close in its line. Breaks off where the marks do not pair up. */
  private quoted(at: number, parent: number | undefined): number | undefined {
    const { text } = this;
    const mark = text[at];
    for (let i = at + 1; i < text.length; i++) {
      const c = text[i];
      if (c === mark) {
        if (mark === '\'' && text[i + 1] === '\'') { i++; continue; }
        return i + 1;
      }
      if (c === '\\' && mark === '"') {
        const length = ESCAPES[text[i + 1] ?? ''] ?? (this.endsAt(i + 1) ? 0 : undefined);
        if (length === undefined || (length > 0 && !isHex(text.slice(i + 2, i + 2 + length), length))) {
          this.breakOff('backslash', i, i + 1, {}, at);
          return undefined;
        }
        if (text[i + 1] !== '\n' && text[i + 1] !== '\r') i++;
      } else if (c === '\n') {
        const more = parent === undefined ? undefined : this.nextText(i + 1, parent);
        if (more === undefined) break;
        i = more - 1;
      }
    }
    this.breakOff('unclosed-quote', at, this.textEnd(at));
    return undefined;
  }

  /** A text that begins with `|` or `>`: as a block in the lines below, if nothing but the style of the block follows. */
  private blockText(at: number, parent: number): void {
    const { text } = this;
    let head = at + 1, digit = 0;
    while (head - at < 3 && /[-+1-9]/.test(text[head] ?? '')) {
      const n = Number(text[head]);
      if (n > 0) { if (digit > 0) break; digit = n; }
      head++;
    }
    const after = this.skipBlanks(head);
    if (!this.endsAt(after) && !this.remarkAt(after)) return this.reserved(at, this.textEnd(at));
    let line = this.nextLine(after), indent = digit > 0 ? Math.max(parent, 0) + digit : 0, lines = 0;
    while (line < text.length) {
      const spaces = this.skipSpaces(line), first = this.skipBlanks(line);
      if (this.endsAt(first)) { line = this.nextLine(first); continue; }
      const column = spaces - line;
      if (column <= parent && first > spaces) return this.breakOff('tab', spaces, spaces + 1, {}, at);
      if (column <= parent || (indent > 0 && column < indent)) break;
      if (parent < 0 && column === 0 && this.isDocumentMark(line)) break;
      if (indent === 0) indent = column;
      lines++;
      line = this.nextLine(first);
    }
    if (digit > 0 && lines === 0) this.noteReserved(at, this.textEnd(at));
    this.at = line;
  }

  // Braces and brackets.

  private flowNode(at: number, role: Role, column: number, parent: number): void {
    const end = this.flow(at, parent);
    if (end === undefined) return;
    const after = this.skipBlanks(end);
    if (this.endsAt(after) || this.remarkAt(after)) {
      if (this.text[after] === '#') this.hash(after);
      return this.next(after);
    }
    if (this.text[after] === ':' && role !== 'value' && this.blankAt(after + 1)) return this.openMap(role, column, after + 1);
    this.textAfterFlow(at, after, this.textEnd(at));
  }

  private textAfterFlow(open: number, after: number, end: number): void {
    if (/[\]}]/.test(this.text[after] ?? '')) return this.breakOff('other', after, after + 1, {}, open);
    if (this.text.startsWith('[[', open)) return this.breakOff('double-bracket', open, end);
    this.breakOff('reserved-character', open, end, { found: this.text[open] ?? '[' });
  }

  /** The offset after the closing bracket. */
  private flow(start: number, parent: number): number | undefined {
    const { text } = this;
    const levels: Level[] = [];
    /** A remark that took a comma or a closing bracket with it. */
    let eater: number | undefined;
    const fail = (message: string, from: number, end: number, args: Record<string, string | number> = {}): undefined => {
      if (eater !== undefined) this.breakOff('hash', eater, this.textEnd(eater), {}, start);
      else this.breakOff(message, from, end, args, start);
      return undefined;
    };
    for (let i = start; ;) {
      i = this.skipBlanks(i);
      const level = levels[levels.length - 1];
      if (i >= text.length) return level ? fail('other', level.at, this.textEnd(level.at)) : undefined;
      if (text[i] === '\r' && text[i + 1] === '\n') i++;
      if (text[i] === '\n') {
        const line = i + 1, spaces = this.skipSpaces(line), first = this.skipBlanks(line);
        i = first;
        if (this.endsAt(first) || text[first] === '#') { i = text[first] === '#' ? lineEnd(text, first) : first; continue; }
        if (spaces - line <= parent) {
          if (first > spaces) return fail('tab', spaces, spaces + 1);
          if (text[first] !== ']' && text[first] !== '}') return level ? fail('other', level.at, this.textEnd(level.at)) : undefined;
        }
        continue;
      }
      const c = text[i] ?? '';
      if (c === '#' && (isBlank(text[i - 1]) || text[i - 1] === '\n')) {
        const rest = text.slice(i, this.textEnd(i));
        this.hash(i);
        if (/[,\]}]$/.test(rest) || (!isRemark(rest[1]) && /[,\]}]/.test(rest))) eater ??= i;
        i = lineEnd(text, i);
        continue;
      }
      if (!level) {
        levels.push({ open: c === '{' ? '{' : '[', at: i, keyed: false, fields: false });
        i++;
        continue;
      }
      if (c === ',' || c === ']' || c === '}') {
        if (c !== ',' && (c === ']') !== (level.open === '[')) {
          const unclosed = levels.some(({ open }) => (open === '[') === (c === ']'));
          return unclosed ? fail('other', level.at, this.textEnd(level.at)) : fail('other', i, i + 1);
        }
        if (c === ',' && !level.value && !level.keyed) return fail('other', i, i + 1);
        this.entryDone(level);
        if (c === ',') {
          level.fields ||= level.keyed;
          delete level.value;
          delete level.anchor;
          level.keyed = false;
          i++;
          continue;
        }
        levels.pop();
        const outer = levels[levels.length - 1];
        i++;
        if (!outer) return i;
        outer.value = { kind: 'flow', start: level.at, end: i };
        continue;
      }
      const value = level.value;
      if (c === ':' && (this.blankAt(i + 1) || ',[]{}'.includes(text[i + 1] ?? ' ') || value?.kind === 'quoted' || value?.kind === 'flow')) {
        if (!value && !level.keyed && level.open === '{' && !this.blankAt(i + 1)) return fail('other', i, this.flowTextEnd(i));
        if (level.keyed && value) {
          if (value.kind === 'plain' && text.slice(value.start, i).includes('\n')) return fail('other', value.start, this.flowTextEnd(value.start));
          if (isCurlyQuote(text[value.start])) return fail('curly-quotes', value.start, this.flowTextEnd(value.start));
          return fail('colon', i, i + 1);
        }
        if (!value) return fail('other', i, this.flowTextEnd(i));
        level.keyed = true;
        delete level.value;
        i++;
        continue;
      }
      if (value) return this.textAfterValue(value, i, fail);
      if (c === '[' || c === '{') {
        if (c === '{' && level.open === '{' && level.at === i - 1) this.note('reserved-character', level.at, i + 1, { found: '{' }, true);
        levels.push({ open: c, at: i, keyed: false, fields: false });
        i++;
        continue;
      }
      if (c === '"' || c === '\'') {
        const end = this.quoted(i, parent);
        if (end === undefined) {
          if (this.broken) this.broken.from = Math.min(this.broken.from, start);
          return undefined;
        }
        level.value = { kind: 'quoted', start: i, end };
        i = end;
        continue;
      }
      if ('@`%|>'.includes(c) || ((c === '-' || c === '&' || c === '*') && this.blankAt(i + 1))) {
        return fail(isComparison(text, i) ? 'comparison' : 'reserved-character', i, this.flowTextEnd(i), { found: foundAt(text, i) });
      }
      if (c === '?' && this.blankAt(i + 1)) {
        this.note('reserved-character', i, i + 1, { found: '?' }, true);
        i++;
        continue;
      }
      if (c === '!' || c === '&') {
        const end = this.wordEnd(i, true);
        if (c === '&') level.anchor = { at: i, name: text.slice(i + 1, end) };
        i = Math.max(end, i + 1);
        continue;
      }
      if (c === '*') {
        const end = this.wordEnd(i, true);
        level.value = { kind: 'alias', start: i, end };
        i = end;
        continue;
      }
      const end = this.flowText(i, parent);
      level.value = { kind: 'plain', start: i, end };
      if (level.anchor && !this.isUsed(level.anchor.name)) {
        this.note('reserved-character', level.anchor.at, end, { found: '&' }, false);
      }
      this.curly(i, end, true);
      i = Math.max(end, i + 1);
    }
  }

  private textAfterValue(value: Value, at: number, fail: (message: string, from: number, end: number, args?: Record<string, string>) => undefined): undefined {
    const { text } = this;
    const nextField = /^["']?[\w.-]{1,100}["']?[ \t]*:(?:\s|$)/.test(text.slice(at, at + 110));
    const lines = text.slice(value.end, at).includes('\n');
    if (nextField || lines) return fail('other', at, this.flowTextEnd(at));
    if (value.kind === 'quoted') return fail('unclosed-quote', value.start, this.flowTextEnd(value.start));
    if (value.kind === 'alias') return fail('reserved-character', value.start, this.flowTextEnd(value.start), { found: '*' });
    if (value.kind === 'flow') {
      const open = text[value.start] ?? '[';
      return fail(text.startsWith('[[', value.start) ? 'double-bracket' : 'reserved-character', value.start, this.flowTextEnd(at), { found: open });
    }
    return fail('bracket-inside', at, at + 1);
  }

  /** An entry between braces that is no field: what a comma cut off, a field without a space, or a text that begins with a brace. */
  private entryDone(level: Level): void {
    const { value } = level;
    if (level.open !== '{' || level.keyed || !value || value.kind === 'flow') { if (value || level.keyed) delete level.loose; return; }
    if (value.kind === 'plain' && /^[A-Za-z][\w-]*:(?!\/\/)\S/.test(this.text.slice(value.start, Math.min(value.end, value.start + 200)))) {
      this.note('other', value.start, value.end, {}, true);
    } else if (level.loose) {
      level.loose.end = value.end;
    } else if (level.fields) {
      level.loose = this.note('braces-comma', value.start, value.end, {}, false);
    } else {
      this.note('reserved-character', level.at, value.end, { found: '{' }, true);
    }
  }

  /** The end of an unquoted text between braces or brackets, which may go on over lines. */
  private flowText(start: number, parent: number): number {
    const { text } = this;
    let end = start + 1;
    for (let i = start; i < text.length; i++) {
      const c = text[i] ?? '';
      if (',[]{}'.includes(c)) break;
      if (c === ':' && (this.blankAt(i + 1) || ',[]{}'.includes(text[i + 1] ?? ' '))) break;
      if (c === '#' && i > start && isBlank(text[i - 1])) break;
      if (c === '\n') {
        const more = this.continuation(i + 1, parent);
        if (more === undefined) break;
        i = more - 1;
        continue;
      }
      if (!isBlank(c) && c !== '\r') end = i + 1;
    }
    return end;
  }

  // Words.

  private curly(start: number, end: number, between: boolean): void {
    const { text } = this;
    if (!isCurlyQuote(text[start])) return;
    const inner = text.slice(start + 1, end);
    const closes = lastOf(inner, '“”‘’»'), opens = lastOf(inner, '“„‘«');
    if (between && text[start] !== '’' && text[start] !== '”' && closes < 0) { this.note('curly-quotes', start, end, {}, false); return; }
    if (closes !== inner.length - 1 || inner === '') return;
    const firstClose = firstOf(inner, '“”‘’»');
    if (firstClose < inner.length - 1 && opens > firstClose + 1 && opens < inner.length - 1) return;
    this.note('curly-quotes', start, end, {}, false);
  }

  private hash(at: number): Slip | undefined {
    return isRemark(this.text[at + 1]) ? undefined : this.note('hash', at, this.textEnd(at), {}, false);
  }

  private noteReserved(at: number, end: number): void {
    this.note(isComparison(this.text, at) ? 'comparison' : 'reserved-character', at, end, { found: foundAt(this.text, at) }, true);
  }

  private reserved(at: number, end: number): void {
    this.breakOff(isComparison(this.text, at) ? 'comparison' : 'reserved-character', at, end, { found: foundAt(this.text, at) });
  }

  /** One a line is enough. */
  private note(message: string, start: number, end: number, args: Record<string, string | number>, breaks: boolean): Slip {
    const slip: Slip = { message, args, start, end: Math.max(end, start + 1), breaks };
    if (start >= this.noted) {
      this.silent.push(slip);
      this.noted = lineEnd(this.text, start);
    }
    return slip;
  }

  /** `from`: where that began which a parser reads in one piece. */
  private breakOff(message: string, start: number, end: number, args: Record<string, string | number> = {}, from = start): void {
    this.broken ??= { slip: { message, args, start, end: Math.max(end, start + 1), breaks: true }, from: Math.min(from, start) };
  }

  private isUsed(name: string): boolean {
    this.names ??= new Set(Array.from(this.text.matchAll(/\*([^\s,[\]{}*]+)/g), match => match[1] ?? ''));
    return this.names.has(name);
  }

  /** True where an unquoted text begins. */
  private isText(at: number): boolean { return !/[[\]{}"'|>&*!%@`]/.test(this.text[at] ?? '"'); }

  /** One line of an unquoted text outside braces and brackets: where it ends, its first colon with a space behind, the remark that ends it. */
  private plainLine(start: number): { end: number; colon?: number; hash?: number } {
    const { text } = this;
    let end = start, colon: number | undefined;
    for (let i = start; i < text.length; i++) {
      const c = text[i];
      if (c === '\n') break;
      if (c === '#' && i > start && isBlank(text[i - 1])) return { end, hash: i, ...(colon !== undefined && { colon }) };
      if (c === ':' && this.blankAt(i + 1)) { colon ??= i; if (i === colon) return { end, colon }; }
      if (!isBlank(c) && c !== '\r') end = i + 1;
    }
    return { end };
  }

  private wordEnd(at: number, between: boolean): number {
    let end = at;
    if (this.text.startsWith('!<', at)) while (!this.endsAt(end) && this.text[end] !== '>') end++;
    while (!this.blankAt(end) && !(between && ',[]{}'.includes(this.text[end] ?? ''))) end++;
    return end;
  }

  private flowTextEnd(at: number): number {
    let end = at + 1;
    for (let i = at; !this.endsAt(i) && !(i > at && ',]}'.includes(this.text[i] ?? '')); i++) if (!isBlank(this.text[i])) end = i + 1;
    return end;
  }

  // Places.

  private top(): Block | undefined { return this.blocks[this.blocks.length - 1]; }
  private next(at: number): void { this.at = this.nextLine(at); }
  private nextLine(at: number): number { return Math.min(lineEnd(this.text, at) + 1, this.text.length); }
  private skipSpaces(at: number): number { let i = at; while (this.text[i] === ' ') i++; return i; }
  private skipBlanks(at: number): number { let i = at; while (isBlank(this.text[i])) i++; return i; }
  private endsAt(at: number): boolean {
    const { text } = this;
    return at >= text.length || text[at] === '\n' || (text[at] === '\r' && (at + 1 >= text.length || text[at + 1] === '\n'));
  }
  private blankAt(at: number): boolean { return isBlank(this.text[at]) || this.endsAt(at); }
  private remarkAt(at: number): boolean { return this.text[at] === '#' && isBlank(this.text[at - 1]); }

  /** The end of the line's text, without the blanks behind it. */
  private textEnd(at: number): number {
    let end = lineEnd(this.text, at);
    while (end > at && (isBlank(this.text[end - 1]) || this.text[end - 1] === '\r')) end--;
    return end;
  }
}

/** Characters that may follow a backslash between double quotation marks, and how many hexadecimal digits after them. */
const ESCAPES: Readonly<Record<string, number>> = {
  0: 0, a: 0, b: 0, e: 0, f: 0, n: 0, r: 0, t: 0, v: 0, N: 0, _: 0, L: 0, P: 0, ' ': 0, '"': 0, '/': 0, '\\': 0, '\t': 0, x: 2, u: 4, U: 8,
};

function isHex(digits: string, length: number): boolean { return digits.length === length && /^[\dA-Fa-f]+$/.test(digits); }
function isBlank(c: string | undefined): boolean { return c === ' ' || c === '\t'; }
/** What may follow the `#` of a remark that is meant as one. */
function isRemark(c: string | undefined): boolean { return c === undefined || /[\s!#=*-]/.test(c); }
function isComparison(text: string, at: number): boolean { return /^[<>]=?\s*[=\d]/.test(text.slice(at, at + 10)); }
function foundAt(text: string, at: number): string { return isComparison(text, at) && text[at + 1] === '=' ? text.slice(at, at + 2) : text[at] ?? ''; }

function lastOf(text: string, characters: string): number { return Math.max(...[...characters].map(c => text.lastIndexOf(c))); }
function firstOf(text: string, characters: string): number {
  return Math.min(...[...characters].map(c => text.indexOf(c)).map(at => (at < 0 ? text.length : at)));
}

function lineStart(text: string, at: number): number { return at <= 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1; }
function lineEnd(text: string, at: number): number { const end = text.indexOf('\n', at); return end < 0 ? text.length : end; }

/** The place, or where it has none but remarks, the next line with text. */
function withText(text: string, place: number): number {
  for (let at = lineStart(text, Math.min(place, text.length)); at < text.length; at = lineEnd(text, at) + 1) {
    let first = at;
    while (isBlank(text[first]) || text[first] === '\r') first++;
    if (text[first] !== '\n' && text[first] !== '#' && first < text.length) return Math.max(first, place);
  }
  return text.length;
}

function onePerLine(text: string, slips: readonly Slip[]): Slip[] {
  let end = -1;
  return [...slips].sort((a, b) => a.start - b.start).filter(({ start }) => {
    if (start < end) return false;
    end = lineEnd(text, start);
    return true;
  });
}

/** A stumble that the text does not explain: the parser's own place, in our words. */
function untold(text: string, { code, words, at: place }: Stumble): Slip {
  const at = Math.min(place, text.length);
  const from = lineStart(text, at), end = lineEnd(text, at);
  const to = text[end - 1] === '\r' ? end - 1 : end;
  const slip = (message: string, a: number, b: number, args: Record<string, string> = {}): Slip =>
    ({ message, args, start: a, end: Math.max(b, a + 1), breaks: true });
  if (code === 'TAB_AS_INDENT') {
    const tab = text.indexOf('\t', from);
    return tab >= 0 && tab < to ? slip('tab', tab, tab + 1) : slip('tab', at, at + 1);
  }
  if (code === 'MULTIPLE_DOCS') return slip('several-documents', at, at + 3);
  if (code === 'BAD_SCALAR_START' || code === 'BAD_ALIAS') return slip('reserved-character', at, at + 1, { found: text[at] ?? '' });
  if (code === 'BAD_INDENT' || /column|indent/i.test(words)) {
    let first = from;
    while (first < to && isBlank(text[first])) first++;
    return slip('indentation', first, to);
  }
  return slip('other', Math.min(at, to), to);
}
