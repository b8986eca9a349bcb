import type { BlockContent, Data, Definition, DefinitionContent, Heading, Nodes, PhrasingContent, Root, RootContent, TableCell, TableRow } from 'mdast';
import { isFields, text, type Fields } from './data.js';
import type { Language } from './language.js';
import { isComment, linesAboveBody, parseBody } from './markdown.js';
import { bareTemplates, findMentions } from './mentions.js';
import type { Model } from './model.js';
import { labelOf } from './naming.js';
import { headerFields, kindsOf } from './kinds.js';
import { labelIn, type Shape } from './shapes.js';
import { isMarkdown } from './source.js';
import { resolveFile, words } from './text.js';
import type { Artefact, Item, Path } from './types.js';

/** Under the title of a pack, of a part and of a document. */
const TOP = 4;
const LOWEST = 6;
/** Longer cells, and more columns, are no table that anybody reads. */
const MOST_CELL = 220;
const MOST_COLUMNS = 8;
/** A list of longer sentences stands below the facts. */
const MOST_LINE = 160;
const PARAGRAPHS = /\r?\n[ \t]*(?:\r?\n)+/;
/** What whoever shows a document says above it. */
const SAID_ABOVE: ReadonlySet<string> = new Set(['kind', 'id', 'title']);
const FOLLOWED = /^(?:https?|mailto):/i;

/**
 * A document or record as it reads, from its data, its text and the schema of its kind alone: what its header says, its fields, its lists as tables or
 * sections, its Markdown. Ids lead to what they name. `source`: the text that `artefact` was read from, of today or of the past. Headings begin at level 4.
 * `lineOf`: where a field stands in the file, counted from 1; what is read then says where it stands (`data-line`), for whoever shows it beside its source.
 */
export function reading(artefact: Artefact, source: string, model: Model, language: Language, lineOf?: (path: Path) => number): Root {
  if (lineOf) return new Reader(artefact, model, language, new Map(), lineOf).read(source);
  const before = known.get(artefact);
  if (before?.source === source && before.language === language && [...before.names].every(([name, label]) => namedNow(model, name) === label)) return before.root;
  const names = new Map<string, string | undefined>(), root = new Reader(artefact, model, language, names).read(source);
  known.set(artefact, { source, language, names, root });
  return root;
}

/** `names`: what was looked up, and what it was called: while that stays, a text reads as it did. */
const known = new WeakMap<Artefact, { source: string; language: Language; names: ReadonlyMap<string, string | undefined>; root: Root }>();

function namedNow(model: Model, name: string): string | undefined {
  const item = name.startsWith(AS_FILE) ? model.files.get(name.slice(AS_FILE.length))?.artefact : model.item(name);
  return item && `${item.id}\n${item.title}`;
}

/** Before a path, which is no id. */
const AS_FILE = '\0';

/** What an id leads to in a tree: whoever writes the page gives it its place. */
function linkTo(id: string, children: PhrasingContent[]): PhrasingContent {
  return { type: 'link', url: `#item-${encodeURIComponent(id.replace(/[\ud800-\udfff]/g, '\ufffd'))}`, children, data: { hProperties: { dataTo: `item:${id}` } } };
}

function plain(value: string): PhrasingContent { return { type: 'text', value }; }
function paragraph(children: PhrasingContent[]): BlockContent { return { type: 'paragraph', children }; }
function cell(children: PhrasingContent[]): TableCell { return { type: 'tableCell', children }; }
function row(cells: readonly PhrasingContent[][], data?: Data): TableRow { return { type: 'tableRow', children: cells.map(cell), ...(data && { data }) }; }
function joined(parts: readonly PhrasingContent[][], between: string): PhrasingContent[] { return parts.flatMap((part, at) => (at === 0 ? part : [plain(between), ...part])); }
function capital(of: string): string { return of.charAt(0).toUpperCase() + of.slice(1); }

function lengthOf(nodes: readonly Nodes[]): number { return nodes.reduce((sum, node) => sum + ('value' in node ? node.value.length : 'children' in node ? lengthOf(node.children) : 1), 0); }

function isBlank(value: unknown): boolean { return value === null || value === undefined || value === '' || (Array.isArray(value) && value.every(isBlank)) || (isFields(value) && Object.values(value).every(isBlank)); }

/** Objects of a list; undefined for another one. */
function objectsOf(value: unknown): readonly Fields[] | undefined { return Array.isArray(value) && value.length > 0 && value.every(isFields) ? value : undefined; }

type Field = readonly [key: string, value: unknown, shape: Shape | undefined, at: Path];

class Reader {
  private readonly templates: readonly string[];

  constructor(private readonly artefact: Artefact, private readonly model: Model, private readonly language: Language, private readonly names: Map<string, string | undefined>, private readonly lineOf?: (path: Path) => number) {
    this.templates = bareTemplates(model.config.ids);
  }

  read(source: string): Root {
    const { data, kind } = this.artefact, schema = kindsOf(this.model.config).get(kind), children: RootContent[] = [];
    const all = this.fieldsOf(this.asWritten(data), schema?.shape, []).filter(([key]) => !SAID_ABOVE.has(key));
    const isHeader = ([key]: Field): boolean => this.artefact.header === 'document' && headerFields.has(key);
    this.blocks([...all.filter(isHeader), ...all.filter(field => !isHeader(field))], TOP, children);
    if (isMarkdown(this.artefact.file)) children.push(...this.body(source));
    return { type: 'root', children };
  }

  /** What was misspelt stands in the data as it was meant too: here it reads as it was written. */
  private asWritten(data: Fields): Fields {
    const meant = (this.artefact.meant ?? []).filter(({ path }) => path.length === 1);
    if (meant.length === 0) return data;
    return Object.fromEntries(Object.entries(data).flatMap(([key, value]): [string, unknown][] => {
      const one = meant.find(({ path }) => path[0] === key);
      return one === undefined ? [[key, value]] : 'written' in one ? [[key, one.written]] : [];
    }));
  }

  /** Those that say something, in order of the schema; then what no schema knows. */
  private fieldsOf(of: Fields, shape: Shape | undefined, at: Path): Field[] {
    const keys = [...(shape?.properties.keys() ?? []), ...Object.keys(of).filter(key => shape?.properties.has(key) !== true)];
    return keys.flatMap((key): Field[] => {
      const own = shape?.properties.get(key) ?? shape?.additional, value = Object.hasOwn(of, key) ? of[key] : undefined;
      if (isBlank(value)) return [];
      // The kind of the entries of a log is named beside them.
      const from = own?.kindFrom === undefined ? undefined : kindsOf(this.model.config).get(text(of, own.kindFrom) ?? '')?.shape;
      return [[key, value, from && own ? { ...own, get items() { return from; } } : own, [...at, key]]];
    });
  }

  private label([key, , shape]: Field): string { return capital(shape ? labelIn(this.language, shape) : words(key)); }

  /** Short ones as facts, the others each below its heading. */
  private blocks(all: readonly Field[], depth: number, into: RootContent[]): void {
    const below: Field[] = [], facts: TableRow[] = [];
    for (const field of all) {
      const line = this.fact(field);
      if (line) facts.push(row([[plain(this.label(field))], line], this.dataAt(field[3]))); else below.push(field);
    }
    if (facts.length > 0) into.push({ type: 'table', children: [row([[plain(this.language.text('reading.field', 'Field'))], [plain(this.language.text('reading.value', 'Value'))]]), ...facts] });
    for (const field of below) this.below(field, depth, into);
  }

  /** A value that can be read beside its name; undefined for one that needs room. */
  private fact([, value, shape]: Field): PhrasingContent[] | undefined {
    if (typeof value === 'string' && PARAGRAPHS.test(value)) return undefined;
    if (typeof value !== 'object' || value === null) return this.inline(value, shape);
    if (objectsOf(value) || (!Array.isArray(value) && Object.values(value).some(one => typeof one === 'object'))) return undefined;
    const line = this.inline(value, shape);
    return lengthOf(line) <= MOST_LINE || (Array.isArray(value) && (value.length === 1 || this.isNames(value, shape))) ? line : undefined;
  }

  private below(field: Field, depth: number, into: RootContent[]): void {
    const [, value, shape, at] = field, entries = objectsOf(value), data = this.dataAt(at);
    into.push({ ...this.heading([plain(this.label(field))], depth), ...(data && { data }) });
    if (entries) this.entries(entries, shape?.items, at, depth + 1, into);
    else if (isFields(value)) this.blocks(this.fieldsOf(value, shape, at), depth + 1, into);
    else if (Array.isArray(value)) into.push({ type: 'list', ordered: shape?.fixedOrder === true, spread: false, children: value.filter(one => !isBlank(one)).map(one => ({ type: 'listItem', spread: false, children: [paragraph(this.inline(one, shape?.items))] })) });
    else for (const part of String(value).split(PARAGRAPHS)) into.push(paragraph(this.inline(part, shape)));
  }

  /** A table where every cell can be read in one; else one section for each. */
  private entries(entries: readonly Fields[], shape: Shape | undefined, within: Path, depth: number, into: RootContent[]): void {
    const all = entries.map((entry, at) => this.fieldsOf(entry, shape, [...within, at])), columns = new Map<string, Field>();
    for (const fields of all) for (const field of fields) if (!columns.has(field[0])) columns.set(field[0], field);
    const order = [...shape?.properties.keys() ?? []].filter(key => columns.has(key)), keys = [...order, ...[...columns.keys()].filter(key => !order.includes(key))];
    const cells = keys.length > MOST_COLUMNS ? undefined : this.cells(all, keys);
    if (cells) {
      const heads = keys.map(key => { const field = columns.get(key); return [plain(field ? this.label(field) : key)]; });
      into.push({ type: 'table', children: [row(heads), ...cells.map((line, at) => row(line, this.placeOf(entries[at], shape, [...within, at])))] });
      return;
    }
    for (const [at, entry] of entries.entries()) {
      const place = this.placeOf(entry, shape, [...within, at]), id = text(entry, 'id'), title = nameIn(entry) ?? id ?? String(at + 1);
      into.push({ ...this.heading([plain(id === undefined || id === title ? title : labelOf({ id, title }))], depth), ...(place && { data: place }) });
      this.blocks((all[at] ?? []).filter(([key]) => !(key === 'id' || (key === 'title' && title === entry['title']) || (key === 'name' && title === entry['name']))), depth + 1, into);
    }
  }

  /** Undefined where one of them is too long. */
  private cells(all: readonly Field[][], keys: readonly string[]): PhrasingContent[][][] | undefined {
    const lines: PhrasingContent[][][] = [];
    for (const fields of all) {
      const line = keys.map(key => { const field = fields.find(([own]) => own === key); return field ? this.inline(field[1], field[2]) : []; });
      if (line.some(one => lengthOf(one) > MOST_CELL)) return undefined;
      lines.push(line);
    }
    return lines;
  }

  /** So that what leads to a thing can lead to where it is described. */
  private placeOf(entry: Fields | undefined, shape: Shape | undefined, at: Path): Data | undefined {
    const id = text(entry, 'id'), own = shape?.properties.get('id'), data = this.dataAt(at);
    return id === undefined || own?.defines === undefined ? data : { hProperties: { dataItem: own.local ? `${this.artefact.id}#${id}` : id, ...data?.hProperties } };
  }

  private dataAt(path: Path): Data | undefined { return this.lineOf && { hProperties: { dataLine: this.lineOf(path) } }; }

  private heading(children: PhrasingContent[], depth: number): Heading | Extract<RootContent, { type: 'paragraph' }> {
    return depth > LOWEST ? { type: 'paragraph', children: [{ type: 'strong', children }] } : { type: 'heading', depth: depthOf(depth), children };
  }

  /** Whether all are names of things or choices. */
  private isNames(value: readonly unknown[], shape: Shape | undefined): boolean { return value.every(one => typeof one === 'string') && ((shape?.items?.refersTo.length ?? 0) > 0 || (shape?.items?.choices.length ?? 0) > 0); }

  /** A value in one line. */
  private inline(value: unknown, shape: Shape | undefined): PhrasingContent[] {
    if (Array.isArray(value)) {
      const entries = value.filter(one => !isBlank(one)), parts = entries.map(one => this.inline(one, shape?.items ?? shape));
      return joined(parts, entries.some(isFields) ? ' • ' : this.isNames(entries, shape) || parts.every(part => lengthOf(part) < 30) ? ', ' : '; ');
    }
    if (isFields(value)) {
      const fields = this.fieldsOf(value, shape, []), title = nameIn(value), id = text(value, 'id'), isNamed = title !== undefined;
      const rest = fields.filter(([key]) => !isNamed || (value[key] !== title && key !== 'id')).map(field => [plain(`${this.label(field).toLowerCase()}: `), ...this.inline(field[1], field[2])]);
      return joined([...(isNamed ? [[plain(id === undefined ? title : labelOf({ id, title }))]] : []), ...rest], '; ');
    }
    if (typeof value === 'boolean') return [plain(value ? this.language.text('reading.yes', 'yes') : this.language.text('reading.no', 'no'))];
    if (typeof value !== 'string') return value === null || value === undefined ? [] : [plain(String(value))];
    if (shape?.format === 'uri' && FOLLOWED.test(value)) return [{ type: 'link', url: value, children: [{ type: 'text', value }] }];
    if (shape?.defines !== undefined || (shape?.choices.length ?? 0) > 0) return [plain(value)];
    if (shape?.refersTo.length === 1 && shape.refersTo[0] === 'file') return this.toFile(value, [{ type: 'inlineCode', value }]);
    // A word that is all there is and an id means what has it, also where words would do.
    const item = (shape?.refersTo.length ?? 0) > 0 || /^[^\s\p{Ll}]+$/u.test(value) ? this.find(value) : undefined;
    return item && item.id !== this.artefact.id ? [linkTo(item.id, [plain(labelOf(item))])] : this.prose(value);
  }

  private find(name: string): Item | undefined {
    for (const id of name.includes('#') ? [name] : [`${this.artefact.id}#${name}`, name]) {
      const item = this.model.item(id);
      this.names.set(id, namedNow(this.model, id));
      if (item) return item;
    }
    return undefined;
  }

  private toFile(file: string, shown: PhrasingContent[]): PhrasingContent[] {
    const artefact = this.model.files.get(file)?.artefact;
    this.names.set(`${AS_FILE}${file}`, namedNow(this.model, `${AS_FILE}${file}`));
    return artefact ? [linkTo(artefact.id, shown)] : shown;
  }

  /** A text with what it mentions as links. */
  private prose(value: string): PhrasingContent[] {
    const found = findMentions(value, [], this.templates, (from, to) => ({ start: { line: 0, character: from }, end: { line: 0, character: to } }))
      .sort((a, b) => a.range.start.character - b.range.start.character), parts: PhrasingContent[] = [];
    let at = 0;
    for (const { text: name, bracketed, range: { start: { character: from }, end: { character: to } } } of found) {
      const item = this.model.item(name), [start, end] = bracketed ? [value.lastIndexOf('[[', from), value.indexOf(']]', to) + 2] : [from, to];
      this.names.set(name, namedNow(this.model, name));
      if (!item || item.id === this.artefact.id || start < at) continue;
      if (start > at) parts.push(plain(value.slice(at, start)));
      parts.push(linkTo(item.id, [plain(value.slice(from, to))]));
      at = end;
    }
    if (at < value.length) parts.push(plain(value.slice(at)));
    return parts;
  }

  /** The Markdown of a document. What is HTML in it is text. */
  private body(source: string): RootContent[] {
    const parsed = parseBody(source);
    if (parsed.type !== 'root') return [paragraph([plain(this.language.text('reading.limit', 'The text has too much markup to be laid out; it stands here as it is written.'))]), { type: 'code', value: source }];
    const definitions = new Map<string, Definition>(), [first] = parsed.children;
    const collect = (node: Nodes): void => { if (node.type === 'definition' && !definitions.has(node.identifier)) definitions.set(node.identifier, node); if ('children' in node) node.children.forEach(collect); };
    collect(parsed);
    const isTitle = first?.type === 'heading' && plainText(first).trim() === this.artefact.title.trim(), own = isTitle ? parsed.children.slice(1) : parsed.children;
    const highest = Math.min(...own.flatMap(node => (node.type === 'heading' ? [node.depth] : []))), lowered = Number.isFinite(highest) ? TOP - highest : 0;
    if (this.lineOf) for (const node of own) this.markLines(node, linesAboveBody(source));
    return asBlocks(own.flatMap(node => this.rewritten(node, definitions, lowered)));
  }

  private markLines(node: Nodes, above: number): void {
    if (node.position && STANDING.has(node.type)) node.data = { ...node.data, hProperties: { ...node.data?.hProperties, dataLine: node.position.start.line + above } };
    if ('children' in node && node.type !== 'paragraph') for (const child of node.children) this.markLines(child, above);
  }

  /** A node of the body with its links led to what they name; comments, places and what only others need are left out. */
  private rewritten({ position: _, ...node }: Nodes, definitions: ReadonlyMap<string, Definition>, lowered: number): Nodes[] {
    const all = (nodes: readonly Nodes[]): Nodes[] => nodes.flatMap(child => this.rewritten(child, definitions, lowered)), line = (nodes: readonly Nodes[]): PhrasingContent[] => all(nodes).filter(isPhrasing);
    switch (node.type) {
      case 'definition': case 'yaml': return [];
      case 'html': return isComment(node.value) ? [] : [plain(node.value)];
      case 'text': return this.prose(node.value);
      case 'heading': return [{ ...node, depth: depthOf(node.depth + lowered), children: line(node.children) }];
      case 'link': return this.link(node.url, line(node.children));
      case 'linkReference': return this.link(definitions.get(node.identifier)?.url ?? '', line(node.children));
      case 'image': return this.image(node.url, node.alt);
      case 'imageReference': return this.image(definitions.get(node.identifier)?.url ?? '', node.alt);
      case 'blockquote': case 'listItem': case 'footnoteDefinition': return [{ ...node, children: asBlocks(all(node.children)).filter(isWithin) }];
      case 'paragraph': case 'emphasis': case 'strong': case 'delete': case 'tableCell': return [{ ...node, children: line(node.children) }];
      case 'list': return [{ ...node, children: all(node.children).filter(child => child.type === 'listItem') }];
      case 'table': return [{ ...node, children: all(node.children).filter(child => child.type === 'tableRow') }];
      case 'tableRow': return [{ ...node, children: all(node.children).filter(child => child.type === 'tableCell') }];
      default: return [node];
    }
  }

  /** Leads to an artefact or to the web; whatever else keeps its words. */
  private link(url: string, children: PhrasingContent[]): PhrasingContent[] {
    const words = children.flatMap(child => (child.type === 'link' ? child.children : [child]));
    if (FOLLOWED.test(url)) return [{ type: 'link', url, children: words }];
    if (/^[a-z][a-z0-9+.-]*:/i.test(url) || url.startsWith('//')) return words;
    const [path = ''] = url.split('#'), file = path === '' ? undefined : resolveFile(this.artefact.file, decoded(path));
    return file === undefined ? words : this.toFile(file, words);
  }

  /** No picture is fetched: its words and where it lies. */
  private image(url: string, alt: string | null | undefined): PhrasingContent[] {
    return [plain(this.language.text('reading.image', 'Picture: {alt}', { alt: alt || '–' })), plain(' '), { type: 'inlineCode', value: url }];
  }
}

/** HTML between blocks has become text, which stands in a paragraph. */
function asBlocks(nodes: readonly Nodes[]): RootContent[] {
  return nodes.flatMap((node): RootContent[] => (node.type === 'root' ? [] : node.type === 'text' ? [paragraph([node])] : [node]));
}

const INLINE = new Set(['text', 'link', 'emphasis', 'strong', 'delete', 'inlineCode', 'break', 'footnoteReference']);
function isPhrasing(node: Nodes): node is PhrasingContent { return INLINE.has(node.type); }

/** What somebody who reads it may want to see where it is written. */
const STANDING = new Set(['heading', 'paragraph', 'listItem', 'tableRow', 'blockquote', 'code']);

const OUTER = new Set(['root', 'listItem', 'tableRow', 'tableCell', 'yaml']);
function isWithin(node: RootContent): node is BlockContent | DefinitionContent { return !INLINE.has(node.type) && !OUTER.has(node.type); }

function depthOf(depth: number): Heading['depth'] { return depth <= 1 ? 1 : depth >= LOWEST ? 6 : depth === 2 ? 2 : depth === 3 ? 3 : depth === 4 ? 4 : 5; }

/** What an entry of a list is called. */
function nameIn(entry: Fields): string | undefined { return text(entry, 'title') ?? text(entry, 'name'); }

function plainText(node: Nodes): string { return 'value' in node ? node.value : 'children' in node ? node.children.map(plainText).join('') : ''; }

function decoded(path: string): string { try { return decodeURIComponent(path); } catch { return path; } }
