import type { Path } from '../sms/types.js';

/**
 * Where a cursor stands in the fields of a file, told from the lines and brackets before it, never from a parse: so it is known in a text that breaks off,
 * and in one that is being typed.
 */

/** Something that may be written at a cursor; which of several it is only the schema knows. */
export type Spot =
  /** A field of the object at the path. `colon`: one follows already; `more`: another field does, without a comma before it. */
  | { type: 'key'; path: Path; present: ReadonlySet<string>; colon: boolean; more: boolean }
  /** The value at the path. `space`: one is needed before it. */
  | { type: 'value'; path: Path; space: boolean }
  /** An entry of the list at the path. `dash`: it stands there already; `back`: it would stand that many columns further left. */
  | { type: 'entry'; path: Path; dash: boolean; back: number };

/** Offsets are those of the text. `from` to `to` is the word or value under the cursor, without quotes. */
export interface FieldCursor {
  spots: Spot[];
  from: number;
  to: number;
  /** Where fields of the object, or dashes of the list, stand: the column. */
  column: number;
  flow: boolean;
  quote: string;
}

interface Frame {
  type: 'map' | 'list';
  column: number;
  path: Path;
  keys: Set<string>;
  key: string;
  count: number;
  /** Nothing stands behind the key or dash yet. */
  open: boolean;
}

interface FlowFrame { type: 'map' | 'list'; path: Path; keys: Set<string>; key: string; count: number; state: 'key' | 'value' | 'done'; from: number }
interface Flow { path: Path; stack: FlowFrame[]; column: number; quote: string; quoteAt: number; comment: boolean }

/** What goes on over line ends: a block of text deeper than a column, brackets, or quotes. */
type Open = { type: 'block'; column: number; path: Path } | { type: 'flow'; flow: Flow } | { type: 'quote'; quote: string; column: number; path: Path };

/** Before a list, an object, a text in quotes. */
const BEGUN = /^[ \t]*(?:[[{"'|>&*!]|- )/;

const KEY = /^(?:"((?:[^"\\]|\\.)*)"|'((?:[^']|'')*)'|([^\s#&*!|>'"%@`{}[\],?-][^#\n]*?|-[^\s#\n][^#\n]*?))[ \t]*:(?=[ \t]|$)/;

/** Undefined where nothing of the fields can be written: in comments, and behind a value. The offset lies in the text; `\r\n` and `\n` end lines. */
export function fieldCursor(text: string, at: number): FieldCursor | undefined { return new Lines(text).cursor(at); }

class Lines {
  private readonly frames: Frame[] = [];
  private open: Open | undefined;

  constructor(private readonly text: string) {}

  cursor(at: number): FieldCursor | undefined {
    let start = 0;
    for (;;) {
      const end = this.endOf(start);
      if (at <= end) return this.inLine(start, end, at);
      this.read(start, end);
      start = this.text.indexOf('\n', end) + 1;
      if (start === 0) return undefined;
    }
  }

  /** Where the line ends, before its line end. */
  private endOf(start: number): number {
    const next = this.text.indexOf('\n', start), end = next < 0 ? this.text.length : next;
    return end > start && this.text[end - 1] === '\r' ? end - 1 : end;
  }

  private read(start: number, end: number): void {
    const line = this.text.slice(start, end), indent = /^[ \t]*/.exec(line)?.[0].length ?? 0;
    if (this.goesOn(line, indent)) {
      if (this.open?.type === 'flow' && this.scan(this.open.flow, start, end + 1)) this.open = undefined;
      else if (this.open?.type === 'quote' && closing(line, 0, this.open.quote) >= 0) this.open = undefined;
      return;
    }
    this.open = undefined;
    if (indent === line.length || line[indent] === '#') return;
    if (/^(?:---|\.\.\.)(?:\s|$)/.test(line)) { this.frames.length = 0; return; }
    const { column } = this.dashes(line, indent);
    const key = KEY.exec(line.slice(column));
    if (key) this.pushKey(column, nameOf(key));
    this.value(line, start, column + (key?.[0].length ?? 0), column, end);
  }

  /** Whether a line belongs to what was begun above. What is less deep than it has to be shows that the end was forgotten. */
  private goesOn(line: string, indent: number): boolean {
    if (!this.open) return false;
    if (this.open.type === 'block') return indent === line.length || indent > this.open.column;
    return indent === line.length || indent > this.depth(this.open) || /^[\]}"',]/.test(line.slice(indent));
  }

  /** The column that it must be deeper than. */
  private depth(open: Open): number { return open.type === 'flow' ? open.flow.column : open.column; }

  /** Takes the dashes at the beginning of a line. */
  private dashes(line: string, indent: number): { column: number; dashed: boolean } {
    let column = indent, dashed = false;
    while (line[column] === '-' && (column + 1 === line.length || /[ \t]/.test(line[column + 1] ?? ''))) {
      this.pushDash(column);
      dashed = true;
      column++;
      while (/[ \t]/.test(line[column] ?? '')) column++;
    }
    return { column, dashed };
  }

  /** What stands behind a key, or alone. `column`: of the fields that it belongs to. */
  private value(line: string, start: number, from: number, column: number, end: number): void {
    const at = from + (/^[ \t]*(?:&\S+[ \t]*)?/.exec(line.slice(from))?.[0].length ?? 0), first = line[at] ?? '', top = this.frames[this.frames.length - 1];
    if (top) top.open = first === '' || first === '#';
    const path = top ? below(top) : [];
    // A text in an entry of a list need only be deeper than its dash; what is all there is in a file may stand anywhere.
    const outer = !top ? -1 : top.type === 'list' ? top.column : column;
    if (first === '|' || first === '>') this.open = { type: 'block', column: outer, path };
    else if (first === '[' || first === '{') {
      const flow: Flow = { path, stack: [], column: outer, quote: '', quoteAt: 0, comment: false };
      if (!this.scan(flow, start + at, end + 1)) this.open = { type: 'flow', flow };
    } else if ((first === '"' || first === '\'') && closing(line, at + 1, first) < 0) this.open = { type: 'quote', quote: first, column: outer, path };
  }

  private pushDash(column: number): void {
    this.pop(({ column: own }) => own > column);
    const top = this.frames[this.frames.length - 1];
    // Behind a field with a value it can only be another entry of the list around.
    if (top?.type === 'map' && top.column === column && !top.open) {
      this.frames.pop();
      this.pushDash(column);
    } else if (top?.type === 'list' && top.column === column) {
      top.count++;
      top.open = true;
    } else {
      if (top) top.open = false;
      this.frames.push({ type: 'list', column, path: top ? below(top) : [], keys: new Set(), key: '', count: 1, open: true });
    }
  }

  private pushKey(column: number, key: string): void {
    this.pop(({ column: own, type }) => own > column || (type === 'list' && own === column));
    let top = this.frames[this.frames.length - 1];
    if (top?.type !== 'map' || top.column !== column) {
      if (top) top.open = false;
      this.frames.push(top = { type: 'map', column, path: top ? below(top) : [], keys: new Set(), key, count: 0, open: true });
    }
    top.keys.add(key);
    top.key = key;
    top.open = true;
  }

  private pop(out: (frame: Frame) => boolean): void {
    for (let top = this.frames[this.frames.length - 1]; top && out(top); top = this.frames[this.frames.length - 1]) this.frames.pop();
  }

  // ---- the line of the cursor ----

  private inLine(start: number, end: number, at: number): FieldCursor | undefined {
    const line = this.text.slice(start, end), prefix = this.text.slice(start, at);
    const indent = /^[ \t]*/.exec(line)?.[0].length ?? 0, blank = indent === line.length;
    const deepest = blank ? Math.max(prefix.length, this.lineAfter(end)?.indent ?? 0) : indent;
    if (this.open && (blank ? deepest > this.depth(this.open) : this.goesOn(line, indent))) return this.inside(this.open, start, end, at);
    this.open = undefined;
    const { column, dashed } = this.dashes(prefix, /^[ \t]*/.exec(prefix)?.[0].length ?? 0), rest = prefix.slice(column);
    if (dashed && column === prefix.length && !/[ \t]$/.test(prefix)) return undefined;
    const key = KEY.exec(rest);
    if (key) {
      this.pushKey(column, nameOf(key));
      const top = this.frames[this.frames.length - 1];
      return top && this.inValue(below(top), start + column + key[0].length, end, at, column);
    }
    if (/^#|[ \t]#/.test(rest)) return undefined;
    if (/^["'[{|>]/.test(rest)) {
      const top = this.open ? undefined : this.around(column, dashed);
      return top && this.inValue(top, start + column, end, at, column);
    }
    return this.inWord(start, column, end, at, dashed);
  }

  /** The path of a value that stands for itself in a line. */
  private around(column: number, dashed: boolean): Path | undefined {
    if (!dashed) this.pop(({ column: own }) => own >= column);
    const top = this.frames[this.frames.length - 1];
    return top ? below(top) : [];
  }

  private inside(open: Open, start: number, end: number, at: number): FieldCursor | undefined {
    if (open.type === 'flow') return this.scan(open.flow, start, at) ? undefined : this.inFlow(open.flow, at);
    if (open.type === 'quote' && closing(this.text.slice(start, at), 0, open.quote) >= 0) return undefined;
    const from = start + (/^[ \t]*/.exec(this.text.slice(start, at))?.[0].length ?? 0);
    // In front of a line its indentation would be lost, and less deep it would end the text.
    if (from === at && (at - start <= this.depth(open) || /^[ \t]+\S/.test(this.text.slice(at, end)))) return undefined;
    const quote = open.type === 'quote' ? open.quote : '|';
    return { spots: [{ type: 'value', path: open.path, space: false }], from, to: end, column: from - start, flow: false, quote };
  }

  private inValue(path: Path, from: number, end: number, at: number, column: number): FieldCursor | undefined {
    const lead = /^[ \t]*/.exec(this.text.slice(from, at))?.[0].length ?? 0, start = from + lead;
    const typed = this.text.slice(start, at), first = typed[0] ?? '';
    const found = (quote: string, begin: number, to: number): FieldCursor =>
      ({ spots: [{ type: 'value', path, space: lead === 0 && this.text[from - 1] === ':' }], from: begin, to, column, flow: false, quote });
    if (first === '{' || first === '[') {
      const flow: Flow = { path, stack: [], column, quote: '', quoteAt: 0, comment: false };
      return this.scan(flow, start, at) ? undefined : this.inFlow(flow, at);
    }
    if (first === '"' || first === '\'') {
      if (closing(typed, 1, first) >= 0) return undefined;
      const close = closing(this.text.slice(start, end), 1, first);
      return found(first, start + 1, close < 0 ? end : start + close);
    }
    if (lead === 0 && at === from && /^\S/.test(this.text.slice(at, end))) return undefined;
    if (/^[|>&*]/.test(typed) || /^#|[ \t]#/.test(typed) || (typed === '' && BEGUN.test(this.text.slice(at, end)))) return undefined;
    const next = this.lineAfter(end);
    if (this.text.slice(from, end).trim() === '' && next && (next.indent > column || (next.indent === column && next.dash))) return undefined;
    const rest = this.text.slice(start, end), length = (/[ \t]+#.*$/.exec(rest)?.index ?? rest.length);
    return found('', start, Math.max(at, start + rest.slice(0, length).trimEnd().length));
  }

  /** At a word, or where one could be, that may become a key, an entry, or a value on a line of its own. */
  private inWord(start: number, column: number, end: number, at: number, dashed: boolean): FieldCursor | undefined {
    const from = start + column, to = at + (/^[\w.-]*/.exec(this.text.slice(at, end))?.[0].length ?? 0);
    const colon = /^[ \t]*:/.test(this.text.slice(to, end));
    // What follows would become a part of it.
    if (!colon && !/^[ \t]*(?:#.*)?$/.test(this.text.slice(to, end))) return undefined;
    const next = this.lineAfter(end), isBelow = (frame: Frame): boolean =>
      next !== undefined && (next.indent > frame.column || (next.indent === frame.column && next.dash && frame.type === 'map'));
    const spots: Spot[] = [], key = (path: Path, keys: ReadonlySet<string>): Spot =>
      ({ type: 'key', path, present: new Set([...keys, ...this.keysAfter(end, column)]), colon, more: false });
    const value = (path: Path): Spot => ({ type: 'value', path, space: false });
    if (dashed) {
      const list = this.frames[this.frames.length - 1];
      if (!list) return undefined;
      if (!colon) spots.push({ type: 'entry', path: list.path, dash: true, back: 0 });
      spots.push(key(below(list), new Set()), value(below(list)));
    } else {
      this.pop(({ column: own }) => own > column);
      const top = this.frames[this.frames.length - 1], under = this.frames[this.frames.length - 2];
      if (!top) {
        if (!next || next.indent === column) spots.push(key([], new Set()));
      } else if (top.column === column) {
        // Between lines that are deeper it would take these from what they belong to.
        if (from === at && next && next.indent > column) return undefined;
        if (top.type === 'list' && !colon) spots.push({ type: 'entry', path: top.path, dash: false, back: 0 });
        const map = top.type === 'map' ? top : under?.column === column ? under : undefined;
        if (map && !(top.type === 'map' && top.open && isBelow(top))) spots.push(key(map.path, map.keys));
        // The entry may be at its end: then the next one begins further left.
        const mayEnd = top.type === 'map' && under?.type === 'list' && under.column < column && from === at && (!next || next.indent <= under.column);
        if (mayEnd && !colon) spots.push({ type: 'entry', path: under.path, dash: false, back: column - under.column });
      } else if (top.open) {
        const path = below(top);
        // Where its lines have begun already, another one stands in their column.
        if (isBelow(top)) {
          if (next?.indent === column) spots.push(next.dash ? { type: 'entry', path, dash: false, back: 0 } : key(path, new Set()));
        } else spots.push(key(path, new Set()), ...(colon ? [] : [{ type: 'entry' as const, path, dash: false, back: 0 }, value(path)]));
      }
    }
    return spots.length === 0 ? undefined : { spots, from, to, column, flow: false, quote: '' };
  }

  /** The next line with something in it. */
  private lineAfter(end: number): { indent: number; dash: boolean } | undefined {
    for (let start = this.text.indexOf('\n', end) + 1; start > 0; start = this.text.indexOf('\n', start) + 1) {
      const line = this.text.slice(start, this.endOf(start)), indent = /^[ \t]*/.exec(line)?.[0].length ?? 0;
      if (indent < line.length && line[indent] !== '#') return { indent, dash: /^-(?:[ \t]|$)/.test(line.slice(indent)) };
    }
    return undefined;
  }

  /** The keys at a column in the lines below, as far as these belong to the same object. */
  private keysAfter(end: number, column: number): string[] {
    const keys: string[] = [];
    for (let start = this.text.indexOf('\n', end) + 1; start > 0; start = this.text.indexOf('\n', start) + 1) {
      const line = this.text.slice(start, this.endOf(start)), indent = /^[ \t]*/.exec(line)?.[0].length ?? 0;
      if (indent === line.length || line[indent] === '#' || indent > column) continue;
      if (indent < column || /^(?:---|\.\.\.)(?:\s|$)/.test(line)) break;
      const key = KEY.exec(line.slice(indent));
      if (key) keys.push(nameOf(key));
    }
    return keys;
  }

  // ---- braces and brackets ----

  /** Reads on to an offset; true where the outermost bracket was closed before it. */
  private scan(flow: Flow, from: number, to: number): boolean {
    const { text } = this, { stack } = flow;
    for (let at = from; at < to && at < text.length; at++) {
      const c = text[at] ?? '', top = stack[stack.length - 1];
      if (flow.comment) { flow.comment = c !== '\n'; continue; }
      if (flow.quote !== '') {
        if (c === '\\' && flow.quote === '"') at++;
        else if (c === flow.quote && c === '\'' && text[at + 1] === '\'') at++;
        else if (c === flow.quote) flow.quote = '';
        continue;
      }
      if ((c === '"' || c === '\'') && (!top || text.slice(top.from, at).trim() === '')) {
        flow.quote = c;
        flow.quoteAt = at;
      } else if (c === '#' && /\s/.test(text[at - 1] ?? '')) flow.comment = true;
      else if (c === '{' || c === '[') {
        const path = !top ? flow.path : top.type === 'map' ? [...top.path, top.key] : [...top.path, top.count];
        stack.push({ type: c === '{' ? 'map' : 'list', path, keys: new Set(), key: '', count: 0, state: c === '{' ? 'key' : 'value', from: at + 1 });
      } else if (c === '}' || c === ']') {
        stack.pop();
        const around = stack[stack.length - 1];
        if (!around) return true;
        around.state = 'done';
      } else if (c === ',' && top) {
        if (top.type === 'map') top.state = 'key'; else { top.count++; top.state = 'value'; }
        top.from = at + 1;
      } else if (c === ':' && top?.type === 'map' && top.state === 'key' && /[\s,\]}]|^$/.test(text[at + 1] ?? '')) {
        top.key = text.slice(top.from, at).trim().replace(/^(["'])(.*)\1$/, '$2');
        top.keys.add(top.key);
        top.state = 'value';
        top.from = at + 1;
      }
    }
    return false;
  }

  private inFlow(flow: Flow, at: number): FieldCursor | undefined {
    const top = flow.stack[flow.stack.length - 1];
    if (!top || top.state === 'done' || flow.comment) return undefined;
    const lead = /^\s*/.exec(this.text.slice(top.from, at))?.[0].length ?? 0, from = flow.quote === '' ? top.from + lead : flow.quoteAt + 1;
    const rest = this.text.slice(at, at + LONGEST_VALUE);
    if (flow.quote === '' && (/^["']/.test(this.text.slice(from, at)) || (from >= at && BEGUN.test(rest)))) return undefined;
    const end = rest.search(flow.quote === '' ? /[,\]}{[\n\r"']|:(?=[ \t\r\n])|[ \t]#|$/ : flow.quote === '"' ? /"|[\r\n]|$/ : /'|[\r\n]|$/);
    // A key is one word; a value may have several.
    const word = top.type === 'map' && top.state === 'key' && flow.quote === '' ? /^[\w.-]*/.exec(rest)?.[0].length ?? 0 : Math.max(end, 0);
    const to = at + rest.slice(0, word).trimEnd().length, cursor = { from, to: Math.max(to, at), column: flow.column, flow: true, quote: flow.quote };
    if (top.type === 'list') {
      const path = [...top.path, top.count];
      return { ...cursor, spots: [{ type: 'entry', path: top.path, dash: true, back: 0 }, { type: 'value', path, space: false }] };
    }
    const space = lead === 0 && this.text[from - 1] === ':';
    if (top.state === 'value') return { ...cursor, spots: [{ type: 'value', path: [...top.path, top.key], space }] };
    const colon = /^["']?\s*:/.test(this.text.slice(cursor.to, cursor.to + 10));
    const more = !colon && /^\s+["']?[\w.-]+["']?:\s/.test(this.text.slice(cursor.to, cursor.to + LONGEST_VALUE));
    const present = new Set([...top.keys, ...this.flowKeysAfter(cursor.to, more)]);
    return { ...cursor, spots: [{ type: 'key', path: top.path, present, colon, more }] };
  }

  /** The keys that follow in the same braces, from the end of a word on. */
  private flowKeysAfter(from: number, atKey: boolean): ReadonlySet<string> {
    const keys = new Set<string>();
    const map: FlowFrame = { type: 'map', path: [], keys, key: '', count: 0, state: atKey ? 'key' : 'done', from };
    const rest: Flow = { path: [], stack: [map], column: 0, quote: '', quoteAt: 0, comment: false };
    // Braces that nobody closed end with the line.
    const line = this.endOf(from), end = this.text.slice(from, line).includes('}') ? line : from + LONGEST_VALUE;
    this.scan(rest, from, Math.min(end, this.text.length));
    return keys;
  }
}

/** Characters looked at behind the cursor for what belongs to the same value. */
const LONGEST_VALUE = 2000;

function below(frame: Frame): Path { return frame.type === 'map' ? [...frame.path, frame.key] : [...frame.path, Math.max(frame.count - 1, 0)]; }

function nameOf([, double, single, plain]: RegExpExecArray): string { return double ?? single?.replaceAll('\'\'', '\'') ?? plain ?? ''; }

/** Where a quoted text ends in a line; −1 where it does not. */
function closing(line: string, from: number, quote: string): number {
  for (let at = from; at < line.length; at++) {
    if (quote === '"' && line[at] === '\\') at++;
    else if (line[at] === quote) {
      if (quote === '\'' && line[at + 1] === quote) at++; else return at;
    }
  }
  return -1;
}
