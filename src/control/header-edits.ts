import type { Adoption } from '../sms/config.js';
import { isMarkdown, readSource, type Source } from '../sms/source.js';
import { entryOf, isEmpty, nodeAt, readYaml, type Entry, type MapNode, type Node } from '../sms/yaml.js';

/** Why a header field cannot be written. `sentence` says it to a person, with what to do. */
export interface HeaderProblem {
  code: 'unreadable' | 'no-front-matter' | 'no-fields' | 'unmapped' | 'constant' | 'word-taken' | 'not-a-value' | 'twice' | 'cannot-edit';
  field?: string;
  sentence: string;
}

/** The order in which a document header is written (format.md F6). */
const HEADER: readonly string[] = [
  'kind', 'id', 'title', 'version', 'status', 'owner', 'approver', 'author', 'approvedOn', 'approvedBy', 'effectiveFrom', 'reviewedOn', 'reviewEvery', 'nextReview',
  'classification', 'distribution', 'language', 'retention', 'externalOrigin', 'changeSummary', 'clauses', 'supersedes', 'translationOf', 'aliases', 'content',
];

/** A piece of text that another one takes the place of. Offsets count from the beginning of the fields. */
interface Splice { start: number; end: number; text: string }

/**
 * The text of an artefact with header fields set (a value) or removed (undefined), by the smallest edits: all other bytes stay. `adoption` is the entry
 * of sms.yaml that takes the file; ours is then written under their key and in their words. A byte order mark stays where there is one.
 * After each edit the text is read again: unless the field reads as wanted and everything else as before, a problem is given instead.
 */
export function headerEdits(
  file: string, text: string, adoption: Adoption | undefined, changes: Readonly<Record<string, string | undefined>>,
): { text: string } | { problem: HeaderProblem } {
  const mark = text.startsWith('\ufeff') ? '\ufeff' : '';
  let current = text.slice(mark.length);
  for (const [field, value] of Object.entries(changes).sort(([a], [b]) => placeOf(a) - placeOf(b))) {
    const edited = edit(file, current, adoption, field, value);
    if ('problem' in edited) return edited;
    current = edited.text;
  }
  return { text: mark + current };
}

/** A text as one YAML scalar on one line: plain where that reads as the same text, else in quotes. `flow`: it stands between braces or brackets. */
export function yamlScalar(text: string, flow = false): string {
  if (readsPlain(text, flow)) return text;
  return text.includes('\'') || UNPRINTABLE.test(text) ? `"${escapedDouble(text)}"` : `'${text}'`;
}

const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

function readsPlain(text: string, flow: boolean): boolean {
  if (text.trim() !== text || UNPRINTABLE.test(text)) return false;
  const { root, problems } = readYaml(flow ? `{ k: ${text} }\n` : `k: ${text}\n`);
  const node = root?.type === 'map' && root.entries.length === 1 ? root.entries[0]?.value : undefined;
  return problems.length === 0 && node?.type === 'scalar' && node.plain && node.text === text && !isEmpty(node);
}

function escapedDouble(text: string): string {
  return JSON.stringify(text).slice(1, -1).replace(/[\u007f-\u009f\u2028\u2029\ufeff]/g, c => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function placeOf(field: string): number {
  const place = HEADER.indexOf(field);
  return place < 0 ? HEADER.length : place;
}

/** One field. */
function edit(file: string, text: string, adoption: Adoption | undefined, field: string, value: string | undefined): { text: string } | { problem: HeaderProblem } {
  const say = (code: HeaderProblem['code'], sentence: string): { problem: HeaderProblem } => ({ problem: { code, field, sentence } });
  const source = readSource(file, text, adoption);
  const fault = faultOf(file, source);
  if (fault) return { problem: fault };
  const read = entryOf(source.root, field);
  if (value === undefined ? !read : read?.value.type === 'scalar' && !isEmpty(read.value) && read.value.text === value) return { text };

  const theirs = adoption && Object.hasOwn(adoption.fields, field) ? adoption.fields[field] : undefined;
  if (adoption && theirs === undefined) {
    return Object.hasOwn(adoption.set, field)
      ? say('constant', `\`${field}\` of ${file} is a constant in sms.yaml (\`adopt\`, \`set\`), so it cannot be written into the file. Map it to a key of the `
        + `file under \`fields\` instead.`)
      : say('unmapped', `${file} is adopted, and sms.yaml does not say under which key its \`${field}\` stands. Add \`${field}\` to \`fields\` of its entry `
        + `under \`adopt\`.`);
  }
  const path = theirs === undefined ? [field] : theirs.split('.');
  const written = value === undefined ? undefined : theirWord(value, adoption?.values[field]);
  if (value !== undefined && written === undefined) {
    return say('word-taken', `sms.yaml reads "${value}" of \`${field}\` as another word (\`adopt\`, \`values\`), and names no word of the file that means `
      + `${value}. Add one.`);
  }
  const key = path[path.length - 1] ?? field;
  if (source.problems.some(({ rule, args }) => rule === 'key-duplicate' && args['key'] === key)) {
    return say('twice', `\`${key}\` stands twice in ${file}, and only one of them counts. Remove one first.`);
  }
  const tree = adoption ? source.theirs : source.root;
  const present = nodeAt(tree, path)?.node;
  if (written !== undefined && present && present.type !== 'scalar') {
    return say('not-a-value', `\`${key}\` of ${file} holds ${present.type === 'list' ? 'a list' : 'further fields'}, where one value belongs. Write \`${key}: `
      + `${written}\` by hand.`);
  }

  const end = source.front ? source.front.end : text.length;
  const fields = new FieldsText(text.slice(source.base, end), tree, /\r\n|\r|\n/.exec(text)?.[0] ?? '\n');
  const near = neighbours(field, path, adoption);
  for (const splices of written === undefined ? fields.removals(path) : fields.settings(path, written, near)) {
    const edited = text.slice(0, source.base) + spliced(fields.text, splices) + text.slice(end);
    if (holds(file, source, text.length - end, edited, adoption, field, value, path)) return { text: edited };
  }
  return say('cannot-edit', value === undefined ? `\`${key}\` cannot be taken out of ${file} without touching something else there. Remove it by hand.`
    : `\`${key}: ${written}\` cannot be written into ${file} without touching something else there. Write it by hand.`);
}

function faultOf(file: string, { problems, front, root, claims, adoption }: Source): HeaderProblem | undefined {
  if (front?.kind === 'none' && (adoption || isMarkdown(file))) {
    return { code: 'no-front-matter', sentence: `${file} has no fields at its top to write to. Begin the file with a line \`---\`, its fields, and another line `
      + `\`---\`.` };
  }
  if ((front && front.kind !== 'yaml') || problems.some(({ breaks }) => breaks)) {
    return { code: 'unreadable', sentence: `The fields of ${file} cannot be read to their end, so nothing is written there. Put right first what \`sms check\` `
      + `finds in it.` };
  }
  return root && claims ? undefined : { code: 'no-fields', sentence: `${file} is no document of the SMS: it has no field \`kind\`.` };
}

/** Their word for a value of ours; undefined where it would read as something else. */
function theirWord(value: string, values: Readonly<Record<string, string>> | undefined): string | undefined {
  const word = Object.entries(values ?? {}).find(([, ours]) => ours === value)?.[0];
  return word ?? (values && Object.hasOwn(values, value) ? undefined : value);
}

/** The keys beside which a new field belongs: those before it, the nearest first, and those after it. */
function neighbours(field: string, path: readonly string[], adoption: Adoption | undefined): { before: readonly string[]; after: readonly string[] } {
  const parent = path.slice(0, -1).join('.');
  const keys = (ours: readonly string[]): string[] => ours.flatMap(name => {
    const theirs = adoption ? (Object.hasOwn(adoption.fields, name) ? adoption.fields[name]?.split('.') : undefined) : [name];
    const key = theirs?.[theirs.length - 1];
    return theirs && key !== undefined && theirs.slice(0, -1).join('.') === parent ? [key] : [];
  });
  const place = placeOf(field);
  return { before: keys(HEADER.slice(0, place).reverse()), after: keys(HEADER.slice(place + 1)) };
}

function spliced(text: string, splices: readonly Splice[]): string {
  let result = '', at = 0;
  for (const splice of splices) {
    result += text.slice(at, splice.start) + splice.text;
    at = splice.end;
  }
  return result + text.slice(at);
}

/** True where the edited text reads as wanted and everything else reads as before. */
function holds(
  file: string, before: Source, tail: number, edited: string, adoption: Adoption | undefined, field: string, value: string | undefined, path: readonly string[],
): boolean {
  const after = readSource(file, edited, adoption);
  if (faultOf(file, after) || edited.length - (after.front ? after.front.end : edited.length) !== tail) return false;
  const told = (source: Source): string => JSON.stringify(source.problems.map(({ rule, message, args }) => [rule, message, { ...args, line: 0 }]));
  if (told(before) !== told(after)) return false;
  const read = entryOf(after.root, field)?.value;
  if (value === undefined ? read !== undefined : read?.type !== 'scalar' || isEmpty(read) || read.text !== value) return false;
  const oldTree = adoption ? before.theirs : before.root, newTree = adoption ? after.theirs : after.root;
  let depth = 1;
  while (depth < path.length && nodeAt(oldTree, path.slice(0, depth))) depth++;
  return shape(oldTree, path.slice(0, depth)) === shape(newTree, path.slice(0, depth)) && shape(before.root, [field]) === shape(after.root, [field]);
}

/** What a tree holds, in order, without places and without what stands at a path. */
function shape(node: Node | undefined, without: readonly string[]): string {
  const plain = (of: Node, path: readonly string[] | undefined): unknown => {
    if (of.type === 'scalar') return [of.text, of.plain];
    if (of.type === 'list') return of.items.map(item => plain(item, undefined));
    return { map: of.entries.flatMap(({ key, value }) => {
      const on = path?.[0] === key.text;
      return on && path?.length === 1 ? [] : [[key.text, plain(value, on ? path?.slice(1) : undefined)]];
    }) };
  };
  return JSON.stringify(plain(node ?? { type: 'map', start: 0, end: 0, entries: [] }, without));
}

/** The source text of fields with the tree that was read from it. Gives ways to edit it, the best first; whether one holds is for the caller to see. */
class FieldsText {
  constructor(readonly text: string, private readonly root: MapNode | undefined, private readonly eol: string) {}

  settings(path: readonly string[], value: string, near: { before: readonly string[]; after: readonly string[] }): Splice[][] {
    let map = this.root, depth = 0, flow = false;
    for (; map; depth++) {
      flow ||= this.isFlow(map);
      const entry = entryOf(map, path[depth] ?? '');
      if (!entry) break;
      if (depth === path.length - 1) return [this.replaced(entry, value, flow)];
      if (entry.value.type !== 'map') return [];
      map = entry.value;
    }
    const steps = path.slice(depth);
    if (!map) return [[this.atEnd(this.lines(steps, value, '', ''))]];
    if (flow) return [this.intoFlow(map, steps, value)];
    return this.intoBlock(map, steps, value, depth === path.length - 1 ? near : { before: [], after: [] });
  }

  removals(path: readonly string[]): Splice[][] {
    const parent = path.length > 1 ? nodeAt(this.root, path.slice(0, -1))?.node : this.root;
    const entry = entryOf(parent, path[path.length - 1] ?? '');
    if (parent?.type !== 'map' || !entry) return [];
    if (!this.isFlow(parent)) {
      const start = this.lineStart(entry.key.start), end = this.nextLine(this.endOf(entry));
      if (!/^[ \t]*$/.test(this.text.slice(start, this.keyStart(entry)))) return [];
      const last = end === this.text.length && !/[\r\n]$/.test(this.text);
      return [[{ start: last ? start - (/(?:\r\n|\r|\n)$/.exec(this.text.slice(0, start))?.[0].length ?? 0) : start, end, text: '' }]];
    }
    const at = parent.entries.indexOf(entry), next = parent.entries[at + 1], previous = parent.entries[at - 1];
    if (next) return [[{ start: this.keyStart(entry), end: this.keyStart(next), text: '' }]];
    return [[{ start: previous ? this.endOf(previous) : this.keyStart(entry), end: this.endOf(entry), text: '' }]];
  }

  private replaced(entry: Entry, value: string, flow: boolean): Splice[] {
    const { text } = this, node = entry.value;
    const from = this.valueStart(entry), alias = /^\*[^\s,[\]{}]+/.exec(text.slice(from));
    if (alias) return [{ start: from, end: from + alias[0].length, text: yamlScalar(value, flow) }];
    if (node.type !== 'scalar') return [];
    if (isEmpty(node) && node.text === '') {
      const colon = this.colon(entry);
      return [{ start: colon, end: colon, text: ` ${yamlScalar(value, flow)}` }];
    }
    const quote = this.quoteOf(node.start, node.plain);
    if (quote === '"') return [{ start: node.start, end: node.end, text: escapedDouble(value) }];
    if (quote === '\'' && !UNPRINTABLE.test(value)) return [{ start: node.start, end: node.end, text: value.replaceAll('\'', '\'\'') }];
    if (quote !== '') return [{ start: node.start - 1, end: node.end + 1, text: yamlScalar(value, flow) }];
    const block = node.plain ? null : /[|>][-+0-9]*(?=[ \t]*(?:#.*)?(?:\r\n|\r|\n))/.exec(text.slice(from, node.start));
    if (block) {
      const start = from + block.index, end = start + block[0].length, lineEnd = this.lineEnd(end);
      return [{ start, end, text: yamlScalar(value, flow) }, { start: lineEnd, end: Math.max(lineEnd, node.end), text: '' }];
    }
    return [{ start: node.start, end: node.end, text: yamlScalar(value, flow) }];
  }

  private intoBlock(map: MapNode, steps: readonly string[], value: string, near: { before: readonly string[]; after: readonly string[] }): Splice[][] {
    const found = (keys: readonly string[]): Entry[] => keys.flatMap(key => entryOf(map, key) ?? []);
    const ways: Splice[][] = [];
    const before = found(near.before), after = found(near.after), [first] = map.entries, last = map.entries[map.entries.length - 1];
    const behind = before.length > 0 ? before : after.length === 0 && last ? [last] : [];
    for (const entry of behind) {
      const indent = this.indentOf(entry);
      if (indent === undefined) continue;
      const at = this.pastComments(this.nextLine(this.endOf(entry)), indent);
      const lines = this.lines(steps, value, indent, this.quoteOf(entry.key.start, entry.key.plain));
      ways.push([at === this.text.length ? this.atEnd(lines) : { start: at, end: at, text: lines + this.eol }]);
    }
    for (const entry of [...after.slice(0, 1), ...(first ? [first] : [])]) {
      const indent = this.indentOf(entry), at = this.lineStart(entry.key.start);
      if (indent !== undefined) ways.push([{ start: at, end: at, text: this.lines(steps, value, indent, this.quoteOf(entry.key.start, entry.key.plain)) + this.eol }]);
    }
    return ways;
  }

  private intoFlow(map: MapNode, steps: readonly string[], value: string): Splice[] {
    const last = map.entries[map.entries.length - 1];
    const quote = last ? this.quoteOf(last.key.start, last.key.plain) : '';
    const [key = '', ...rest] = steps;
    const inner = rest.reduceRight((of, step) => `{ ${named(step, quote, true)}: ${of} }`, quote === '"' ? `"${escapedDouble(value)}"` : yamlScalar(value, true));
    const field = `${named(key, quote, true)}: ${inner}`;
    if (!last) return [{ start: map.start + 1, end: map.start + 1, text: ` ${field}${this.text[map.start + 1] === ' ' ? '' : ' '}` }];
    const end = this.endOf(last), indent = this.indentOf(last), line = this.lineEnd(end), behind = this.text.slice(end, line);
    // A field on a line of its own gets a line as neighbour, so that a comment behind it stays where it is.
    if (indent === undefined || !/^[ \t]*(?:,[ \t]*)?(?:#.*)?$/.test(behind) || line === this.text.length) return [{ start: end, end, text: `, ${field}` }];
    const comma = /^[ \t]*,/.test(behind);
    return [...(comma ? [] : [{ start: end, end, text: ',' }]), { start: line, end: line, text: `${this.eol}${indent}${field}${comma ? ',' : ''}` }];
  }

  /** `a: value`, or one line for each step of the path. */
  private lines(steps: readonly string[], value: string, indent: string, quote: string): string {
    const scalar = quote === '"' ? `"${escapedDouble(value)}"` : yamlScalar(value);
    return steps.map((step, at) => `${indent}${'  '.repeat(at)}${named(step, quote, false)}:${at === steps.length - 1 ? ` ${scalar}` : ''}`).join(this.eol);
  }

  private atEnd(lines: string): Splice {
    const { text, eol } = this, open = text !== '' && !/[\r\n]$/.test(text);
    return { start: text.length, end: text.length, text: open ? eol + lines : lines + eol };
  }

  private isFlow(map: MapNode): boolean { return this.text[map.start] === '{'; }
  private quoteOf(start: number, plain: boolean): '"' | '\'' | '' {
    const c = plain ? '' : this.text[start - 1];
    return c === '"' || c === '\'' ? c : '';
  }
  private keyStart({ key }: Entry): number { return key.start - this.quoteOf(key.start, key.plain).length; }
  /** Behind the colon. */
  private colon({ key }: Entry): number {
    const from = key.end + this.quoteOf(key.start, key.plain).length;
    return from + (/^[ \t]*:/.exec(this.text.slice(from))?.[0].length ?? 0);
  }
  private valueStart(entry: Entry): number {
    const colon = this.colon(entry);
    return colon + (/^\s*/.exec(this.text.slice(colon))?.[0].length ?? 0);
  }

  /** Where the text of a field ends, before a comment behind it. */
  private endOf(entry: Entry): number {
    const from = this.valueStart(entry), alias = /^\*[^\s,[\]{}]+/.exec(this.text.slice(from));
    if (alias) return from + alias[0].length;
    return Math.max(this.colon(entry), this.lastOf(entry.value, entry.key.start));
  }

  /** The end of a node by its own text; what an alias brought from elsewhere does not count. */
  private lastOf(node: Node, after: number): number {
    if (node.start < after) return after;
    if (node.type === 'scalar') return node.end + this.quoteOf(node.start, node.plain).length;
    if (this.text[node.start] === '{' || this.text[node.start] === '[') return node.end;
    const inner = node.type === 'list' ? node.items.map(item => this.lastOf(item, node.start)) : node.entries.map(entry => this.endOf(entry));
    return Math.max(node.start, ...inner);
  }

  /** The white space before a key that is the first thing in its line. */
  private indentOf(entry: Entry): string | undefined {
    const before = this.text.slice(this.lineStart(entry.key.start), this.keyStart(entry));
    return /^[ \t]*$/.test(before) ? before : undefined;
  }
  private lineStart(at: number): number { return Math.max(this.text.lastIndexOf('\n', at - 1), this.text.lastIndexOf('\r', at - 1)) + 1; }
  private lineEnd(at: number): number {
    const length = this.text.slice(at).search(/[\r\n]/);
    return length < 0 ? this.text.length : at + length;
  }
  private nextLine(at: number): number {
    const end = this.lineEnd(at);
    return end + (/^(?:\r\n|\r|\n)/.exec(this.text.slice(end, end + 2))?.[0].length ?? 0);
  }
  /** Lines of comment that go on with the comment behind the field above: they stand further in. */
  private pastComments(at: number, indent: string): number {
    let place = at;
    for (;;) {
      const line = /^([ \t]*)#.*(?:\r\n|\r|\n|$)/.exec(this.text.slice(place));
      if (!line || (line[1] ?? '').length <= indent.length) break;
      place += line[0].length;
    }
    return place;
  }
}

function named(key: string, quote: string, flow: boolean): string { return quote === '"' ? `"${escapedDouble(key)}"` : yamlScalar(key, flow); }
