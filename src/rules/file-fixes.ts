import { edited, type Edit } from '../sms/changes.js';
import { frontMatter } from '../sms/markdown.js';
import { insertSection } from '../sms/markdown-edits.js';
import { kindsOf, type Kinds } from '../sms/kinds.js';
import { schemaIn } from '../sms/shape.js';
import type { Source } from '../sms/source.js';
import { evenLines } from '../sms/text.js';
import type { Finding, Range } from '../sms/types.js';
import { entryOf, nodeAt, readYaml, type Node } from '../sms/yaml.js';
import { editBetween, lineEndOf, remove, reread, setField, setValue } from '../sms/yaml-edits.js';
import { idFixes } from './id-fixes.js';
import { mended } from './mending.js';
import type { Fix, FixContext } from './rule.js';
import { slipFixes } from './slip-fixes.js';

/** Mends what keeps a file, or a part of it, from being read as it is meant: its kind, its front matter, its sections, ids, a key that stands twice, slips of writing. */
export function* fileFixes(context: FixContext, finding: Finding): Iterable<Fix> {
  const text = context.textOf(finding.file), source = context.sourceOf(finding.file);
  if (text === undefined || !source) return;
  switch (finding.rule) {
    case 'kind-unknown': yield* kindMeant(context, finding, source); return;
    case 'kind-probably-missing': yield* kindGuessed(kindsOf(context.model.config), finding, source, text); return;
    case 'key-duplicate': yield* oneKey(finding, source, text); return;
    case 'key-reserved': yield* withoutKey(finding, source, text); return;
    case 'merge-conflict': yield* oneSide(finding, source, text); return;
    case 'front-matter-unclosed': yield* frontMatterFixes(finding, text); return;
    case 'section-missing': yield* section(kindsOf(context.model.config), finding, source, text); return;
    case 'id-differs-by-case': case 'id-invalid': yield* idFixes(context, finding); return;
    case 'yaml-syntax': yield* slipFixes(finding, source, text);
  }
}

function inFile({ file }: Finding, edits: readonly Edit[]): Fix['changes'] { return { edits: [{ file, edits }] }; }

function* kindMeant(context: FixContext, finding: Finding, source: Source): Iterable<Fix> {
  // Of a log the kind of its records: that field is the one at the finding.
  const entry = source.root?.entries.find(({ value }) => value.type === 'scalar' && sameStart(source, value, finding.range));
  const meant = entry?.value.type === 'scalar' && finding.message === 'unknown' ? kindsOf(context.model.config).nearest(entry.value.text.trim()) : undefined;
  if (entry && meant !== undefined) yield* mended(context, finding, [(s, t) => setValue(s, t, [entry.key.text], meant)], { say: 'write', args: { value: meant }, preferred: true });
}

function sameStart(source: Source, node: Node, { start }: Range): boolean {
  const at = source.table.position(source.base + node.start);
  return at.line === start.line && at.character === start.character;
}

/** The kinds that know all fields of the file, where they are few; `document` fits whatever has none of its own. */
function* kindGuessed(kinds: Kinds, finding: Finding, source: Source, text: string): Iterable<Fix> {
  const root = source.root, format = source.format;
  if (!root) return;
  const own = root.entries.map(({ key }) => key.text).filter(key => key !== 'kind');
  const fitting = kinds.all().filter(({ shape, format: as }) => (as === 'yaml' || format === 'markdown') && own.every(key => shape.properties.has(key))).map(({ kind }) => kind);
  const guesses = fitting.length <= MOST_KINDS ? fitting : fitting.filter(kind => kind === 'document');
  for (const kind of guesses) {
    const edits = setField(source, text, ['kind'], kind, ['kind', ...own]);
    if (edits && edits.length > 0) yield { say: 'insert-with', args: { fields: '`kind`', value: kind }, changes: inFile(finding, edits) };
  }
}

const MOST_KINDS = 3;

/** Of a key that stands twice one is kept. Read under another name, the second has a place in the tree as well. */
function* oneKey(finding: Finding, source: Source, text: string): Iterable<Fix> {
  const { start, end } = finding.range, offset = (source.table.starts[start.line] ?? 0) + start.character, key = text.slice(offset, offset + end.character - start.character);
  const other = `${key}-2`, marked = reread(source, text.slice(0, offset) + other + text.slice(offset + key.length));
  const path = marked && pathOfKey(marked.root, offset - marked.base), around = path && nodeAt(marked?.root, path.slice(0, -1))?.node;
  const first = entryOf(around, key)?.value, second = entryOf(around, other)?.value;
  if (!marked || !path || !first || !second || source.adoption) return;
  const markedText = text.slice(0, offset) + other + text.slice(offset + key.length), parent = path.slice(0, -1);
  const equal = JSON.stringify(bare(first)) === JSON.stringify(bare(second));
  const withoutSecond = remove(marked, markedText, [...parent, other]);
  if (withoutSecond) {
    const changes = inFile(finding, editBetween(text, edited(markedText, withoutSecond)));
    yield { say: equal ? 'remove-double' : 'keep-first', args: { field: key }, changes, ...(equal && { preferred: true as const }) };
  }
  const withoutFirst = equal ? undefined : remove(marked, markedText, [...parent, key]);
  const now = withoutFirst && edited(markedText, withoutFirst), at = now?.lastIndexOf(other) ?? -1;
  if (now !== undefined && at >= 0) yield { say: 'keep-second', args: { field: key }, changes: inFile(finding, editBetween(text, now.slice(0, at) + key + now.slice(at + other.length))) };
}

/** Without the field whose key means something else to programs; read under another name, it has a place in the tree. */
function* withoutKey(finding: Finding, source: Source, text: string): Iterable<Fix> {
  const { start, end } = finding.range, offset = (source.table.starts[start.line] ?? 0) + start.character, key = text.slice(offset, offset + end.character - start.character);
  const markedText = `${text.slice(0, offset)}reserved-key${text.slice(offset + key.length)}`, marked = reread(source, markedText), path = marked && pathOfKey(marked.root, offset - marked.base);
  const edits = marked && path && !source.adoption ? remove(marked, markedText, path) : undefined;
  if (edits) yield { say: 'remove-field', args: { field: key }, changes: inFile(finding, editBetween(text, edited(markedText, edits))) };
}

/** One side of a conflict that two people left behind. */
function* oneSide(finding: Finding, source: Source, text: string): Iterable<Fix> {
  const from = source.table.starts[finding.range.start.line] ?? 0;
  const found = /^<{7}.*(?:\r\n|\n|\r)([^]*?)(?:^\|{7}.*(?:\r\n|\n|\r)[^]*?)?^={7}(?:\r\n|\n|\r)([^]*?)^>{7}.*(?:\r\n|\n|\r|$)/m.exec(text.slice(from));
  if (found?.index !== 0) return;
  for (const [say, side = ''] of [['keep-ours', found[1]], ['keep-theirs', found[2]]] as const) {
    yield { say, changes: inFile(finding, editBetween(text, text.slice(0, from) + side + text.slice(from + found[0].length))) };
  }
}

function bare(node: Node): unknown {
  if (node.type === 'scalar') return node.text;
  return node.type === 'list' ? node.items.map(bare) : node.entries.map(({ key, value }) => [key.text, bare(value)]);
}

function pathOfKey(node: Node | undefined, at: number): (string | number)[] | undefined {
  if (node?.type === 'map') {
    for (const { key, value } of node.entries) {
      if (key.start === at) return [key.text];
      const below = pathOfKey(value, at);
      if (below) return [key.text, ...below];
    }
  } else if (node?.type === 'list') {
    for (const [place, item] of node.items.entries()) {
      const below = pathOfKey(item, at);
      if (below) return [place, ...below];
    }
  }
  return undefined;
}

function* frontMatterFixes(finding: Finding, text: string): Iterable<Fix> {
  const now = frontMatterMended(finding.message, text, lineEndOf(text));
  if (now !== undefined && frontMatter(evenLines(now)).kind === 'yaml') yield { say: `front-matter-${finding.message}`, changes: inFile(finding, editBetween(text, now)), preferred: true };
}

function frontMatterMended(message: string, text: string, eol: string): string | undefined {
  const lines = text.split(/(?<=\r\n|\n|\r(?!\n))/);
  if (message === 'code') return `---${eol}${lines.slice(1).join('')}`;
  if (message === 'unopened' && /^\s*---/.test(text.trimStart())) return text.slice(text.indexOf('---'));
  const opened = message === 'unopened' ? [`---${eol}`, ...lines] : lines;
  if (message === 'unopened' && frontMatter(evenLines(opened.join(''))).kind === 'yaml') return opened.join('');
  // The fields go on to the last line that can be read with them.
  let last = 0;
  for (let end = 2; end <= opened.length && !/^#|^\s*$/.test(opened[end - 1] ?? ''); end++) {
    const { root, problems } = readYaml(evenLines(opened.slice(1, end).join('')));
    if (root?.type === 'map' && problems.length === 0) last = end;
  }
  if (last === 0) return undefined;
  const fields = opened.slice(0, last).join('');
  return `${fields}${/[\r\n]$/.test(fields) ? '' : eol}---${eol}${opened.slice(last).join('')}`;
}

function* section(kinds: Kinds, finding: Finding, source: Source, text: string): Iterable<Fix> {
  const schema = schemaIn(source, kinds), own = schema?.body.find(({ key }) => key === finding.args['section']), heading = String(finding.args['heading'] ?? own?.headings[0] ?? '');
  if (!schema || !own || source.format !== 'markdown') return;
  const edits = insertSection(text, heading, `[Describe here: ${heading}]`, schema.body.map(({ headings }) => headings));
  if (edits && edits.length > 0) yield { say: 'insert-section', args: { heading }, changes: inFile(finding, edits), preferred: true };
}
