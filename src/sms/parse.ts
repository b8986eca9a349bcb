import type { Adoption, Config } from './config.js';
import { isFields, valueAt } from './data.js';
import { isTimeZone } from './days.js';
import { LIMITS } from './limits.js';
import { readMarkdown, type MarkdownParts } from './markdown.js';
import { bareTemplates, findMentions } from './mentions.js';
import { makeProse } from './prose.js';
import { configSchema, headerFields, kindsOf, type Kinds, type KindSchema } from './kinds.js';
import { shapeAt, type Shape } from './shapes.js';
import { fieldName, meantField, validate, type SchemaIssue } from './validation.js';
import { isCurlyQuote } from './slips.js';
import { isMarkdown, isYaml, locate, readConfigSource, readSource, type Source } from './source.js';
import { phraseList, withWords } from './language.js';
import { evenLines, nearest, resolveFile } from './text.js';
import type { ClauseRef, FileFacts, Item, Kind, Path, Range, Report, Word } from './types.js';
import { coreValue, entryOf, isEmpty, nodeAt, numberOf, type ListNode, type MapNode, type Node, type ScalarNode } from './yaml.js';

/** The part of the configuration that parsing depends on. */
export type Profile = Pick<Config, 'ids'> & Partial<Pick<Config, 'own'>>;

/** One file to parse. `adoption`: the entry of sms.yaml that takes it. `digest`: its digest is wanted, beside all else or alone. */
export interface ParseJob { file: string; text: string; adoption?: Adoption; digest?: 'too' | 'only' }

/** Reads one file. Never throws over bad content: what is wrong becomes a report, and the rest goes on. A file that is no artefact gives empty facts. */
export function parseFile(job: ParseJob, profile: Profile): FileFacts {
  const { file, adoption } = job;
  const text = evenLines(job.text);
  if (!adoption && !isMarkdown(file) && !isYaml(file)) return emptyFacts(file);
  const encoding = badText(text);
  if (encoding) {
    const facts = emptyFacts(file);
    return { ...facts, reports: [{ rule: 'encoding-invalid', message: encoding, args: {}, file, range: ORIGIN, related: [] }], incomplete: 'its encoding is not UTF-8 text', maybe: possibleIds(text) };
  }
  return new Parser(file, text, readSource(file, text, adoption, kindsOf(profile)), profile).facts();
}

/** Facts of sms.yaml: no artefact, but the fields that name roles are references like any other. */
export function parseConfigFile(file: string, text: string): { facts: FileFacts; data: Record<string, unknown>; source: Source } {
  const source = readConfigSource(file, text);
  return { ...new Parser(file, text, source, { ids: {} }).config(), source };
}

export function emptyFacts(file: string): FileFacts {
  return { file, items: [], references: [], candidates: [], sections: [], diagrams: [], prose: [], reports: [] };
}

export const ORIGIN: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

function badText(text: string): string | undefined { return text.includes('\0') ? 'nul' : undefined; }

class Parser {
  private readonly result: FileFacts;
  private readonly templates: readonly string[];
  private readonly kinds: Kinds;
  private artefactId = '';

  /** What was replaced or withdrawn promises nothing any more: nothing is missing there. */
  private retired = false;
  /** What stands under misspelt keys, as it counts for an approval: as fields that no schema knows. */
  private readonly asWritten: { path: Path; written: unknown }[] = [];
  /** Misspelt fields and choices, and what each was meant to be. */
  private readonly meant: { path: Path; as: string; isKey: boolean }[] = [];
  /** While the list of a log is read. */
  private entryKind: Kind | undefined;

  constructor(private readonly file: string, private readonly text: string, private readonly source: Source, profile: Profile) {
    this.result = emptyFacts(file);
    this.templates = bareTemplates(profile.ids);
    this.kinds = kindsOf(profile);
  }

  facts(): FileFacts {
    const { source } = this;
    if (!this.claimsToBeOne()) return this.finished();
    for (const problem of source.problems) {
      this.report(problem.rule, problem.message, problem.args, this.range(problem.start, problem.end));
      if (problem.breaks) this.result.incomplete ??= 'it could not be read to its end';
    }
    const conflict = source.format === 'markdown' ? /^<{7} /m.exec(this.text) : null;
    if (conflict && /^={7}$/m.test(this.text) && /^>{7} /m.test(this.text) && !this.result.incomplete) {
      const end = this.text.slice(conflict.index).search(/[\r\n]|$/);
      this.report('merge-conflict', 'conflict', {}, source.table.range(conflict.index, conflict.index + end));
      this.result.incomplete = 'it could not be read to its end';
    }
    if (source.root) this.artefact(source.root);
    return this.finished();
  }

  config(): { facts: FileFacts; data: Record<string, unknown> } {
    for (const problem of this.source.problems) this.report(problem.rule, problem.message, problem.args, this.range(problem.start, problem.end));
    if (!this.source.root) return { facts: this.finished(), data: {} };
    this.artefactId = this.file;
    const data = this.value(this.source.root, configSchema.shape, []) as Record<string, unknown>;
    if (this.source.problems.every(problem => !problem.breaks)) this.judge(configSchema, data);
    return { facts: this.finished(), data };
  }

  private finished(): FileFacts {
    if (this.result.incomplete !== undefined) this.result.maybe = possibleIds(this.text);
    return this.result;
  }

  /** False for an attachment; a file that seems to have forgotten its kind is told so and otherwise left alone. */
  private claimsToBeOne(): boolean {
    const { problems, root, claims } = this.source;
    const fault = this.frontMatterFault();
    if (fault) {
      this.report('front-matter-unclosed', fault.message, fault.args ?? {}, this.source.table.range(fault.start, fault.end));
      this.result.incomplete = 'the fields at its top are not read';
      return false;
    }
    if (claims) return true;
    if (problems.some(({ rule }) => rule === 'merge-conflict')) return true;
    const id = entryOf(root, 'id')?.value, title = entryOf(root, 'title')?.value;
    if (id && title && problems.length === 0 && !isEmpty(id) && !isEmpty(title)) this.report('kind-probably-missing', 'missing', {}, locate(this.source, []));
    return false;
  }

  /** Fields at the top of a page that are none for want of their dashes; only where the page says or is told that it is an artefact. */
  private frontMatterFault(): { message: string; args?: Report['args']; start: number; end: number } | undefined {
    const { front, adoption } = this.source;
    const claims = adoption !== undefined || /^kind[ \t]*:/m.test(this.text);
    if (front?.kind === 'none') {
      const fields = UNOPENED.exec(this.text.slice(0, 4000));
      const name = fields?.[1];
      if (!fields || name === undefined || !(adoption || name === 'kind')) return undefined;
      const end = fields[0].length - 1;
      return { message: 'unopened', start: end - name.length, end };
    }
    if (front?.kind === 'unclosed' && claims) return { message: 'unclosed', start: 0, end: 3 };
    if (front?.kind === 'code' && claims) return { message: 'code', args: { language: front.language ?? '' }, start: 0, end: this.text.split('\n', 1)[0]?.trimEnd().length ?? 3 };
    return undefined;
  }

  private artefact(root: MapNode): void {
    const { source, file } = this;
    const kindNode = entryOf(root, 'kind')?.value;
    const kind = kindNode?.type === 'scalar' ? kindNode.text : '';
    const schema = this.kinds.get(kind);
    if (!schema) {
      const shown = kind.length > 60 ? `${kind.slice(0, 57)}…` : kind;
      const suggestion = kind.length > 60 ? undefined : this.kinds.nearest(kind);
      if (this.kinds.isWhole) this.report('kind-unknown', suggestion ? 'unknown' : 'unknown-plain', suggestion ? { kind: shown, suggestion } : { kind: shown }, locate(source, ['kind']));
      this.result.incomplete ??= KIND_UNKNOWN;
      return;
    }
    const id = this.artefactIdOf(root);
    this.artefactId = id;
    const status = entryOf(root, 'status')?.value;
    this.retired = schema.header === 'document' && status?.type === 'scalar' && (status.text === 'superseded' || status.text === 'withdrawn');
    const data = this.value(root, schema.shape, []) as Record<string, unknown>;
    this.kindsOfEntries(schema, data);
    const title = typeof data['title'] === 'string' ? data['title'] : id;
    const kept = source.theirs ? untyped(source.theirs) as Record<string, unknown> : {};
    this.result.artefact = { id, kind, title, file, header: schema.header, data: { ...strangers(kept, schema), ...data }, adopted: source.adoption !== undefined };
    if (source.format === 'markdown') this.body(schema);
    else if (schema.format === 'markdown') this.missingSections(schema);
    if (!this.result.incomplete) this.judge(schema, data);
    if (this.asWritten.length > 0) this.result.artefact.meant = this.asWritten;
    for (const { path, as, isKey } of this.meant) {
      const around = valueAt(this.result.artefact.data, path.slice(0, -1)) as Record<string | number, unknown>, key = path[path.length - 1] ?? '', written = around[key];
      around[isKey ? as : key] = isKey ? written : as;
      (this.result.artefact.meant ??= []).push(isKey ? { path: [...path.slice(0, -1), as] } : { path, written });
    }
  }

  private artefactIdOf(root: MapNode): string {
    const from = this.source.adoption?.id;
    const node = entryOf(root, 'id')?.value;
    let id = node?.type === 'scalar' ? node.text.trim().normalize('NFC') : '';
    let idRange = locate(this.source, []);
    if (from?.from === 'path') {
      id = this.file.normalize('NFC');
      for (const part of from.strip) id = id.startsWith(part) ? id.slice(part.length) : id.endsWith(part) ? id.slice(0, -part.length) : id;
    } else if (from?.from === 'field') {
      const theirs = nodeAt(this.source.theirs, from.field.split('.'))?.node;
      id = theirs?.type === 'scalar' ? theirs.text.trim().normalize('NFC') : '';
      if (theirs) idRange = this.range(theirs.start, theirs.end);
    }
    if (id === '') id = this.file;
    const kindNode = entryOf(root, 'kind')?.value;
    const item = this.item(root, kindNode?.type === 'scalar' ? kindNode.text : '', id, idRange, []);
    this.result.items.unshift({ ...item, artefact: id });
    if (node && !isEmpty(node) && !this.source.adoption) this.checkId(id, idRange);
    return id;
  }

  private item(node: MapNode, type: string, id: string, idRange: Range, path: Path, local?: string): Item {
    const field = (key: string): string | undefined => {
      const value = entryOf(node, key)?.value;
      return value?.type === 'scalar' && !isEmpty(value) ? value.text : undefined;
    };
    const owner = field('owner'), status = field('status');
    const aliases = entryOf(node, 'aliases')?.value;
    return {
      id, type, title: field('title') ?? field('name') ?? id, file: this.file, path, idRange, artefact: this.artefactId,
      ...(local !== undefined && { local }), ...(owner !== undefined && { owner }), ...(status !== undefined && { status }),
      aliases: aliases?.type === 'list' ? aliases.items.flatMap(alias =>
        alias.type === 'scalar' && !isEmpty(alias) ? [{ id: alias.text.normalize('NFC'), range: this.range(alias.start, alias.end) }] : []) : [],
    };
  }

  /** The typed value of a node; on the way it notes items, references, prose, and fields that a rule of their own misses. */
  private value(node: Node, shape: Shape | undefined, path: Path): unknown {
    if (node.type === 'scalar') return this.scalar(node, shape, path);
    const slip = this.slipAsText(node, shape);
    if (slip !== undefined) return slip;
    if (node.type === 'list') {
      return node.items.map((item, at) => {
        const value = this.value(item, shape?.items, [...path, at]);
        if (value === null && shape?.items && shape.items.rule.missing === undefined && isEmpty(item) && !this.broken()) {
          this.report('field-invalid', 'empty-entry', { field: fieldName(path, shape) }, this.entryRange(node, at), [...path, at]);
        }
        return value;
      });
    }
    const value: Record<string, unknown> = {};
    let there: Set<string> | undefined;
    for (const { key, value: child } of node.entries) {
      const known = shape?.properties.get(key.text) ?? shape?.additional, property = known ?? this.meantShape(() => there ??= new Set(node.entries.map(entry => entry.key.text)), shape, key.text);
      if (!known && property) this.asWritten.push({ path: [...path, key.text], written: untyped(child) });
      value[key.text] = property?.kindFrom === undefined ? this.value(child, property, [...path, key.text]) : this.entries(node, child, property, [...path, key.text]);
    }
    if (shape) {
      this.defines(node, shape, path);
      if (!this.result.incomplete) this.missing(shape, path, value);
    }
    return value;
  }

  /** What stands under a misspelt key is read as the field that was meant, else all that hangs on it would be missed too. */
  private meantShape(there: () => ReadonlySet<string>, shape: Shape | undefined, key: string): Shape | undefined {
    if (!shape || shape.properties.size === 0 || this.source.adoption || !this.kinds.isWhole) return undefined;
    return shape.properties.get(meantField(shape, key, known => there().has(known)) ?? '');
  }

  /** Where a field says of which kind others are, it names a kind of record: else none of them would be judged, and nobody told. */
  private kindsOfEntries(schema: KindSchema, data: Record<string, unknown>): void {
    for (const from of new Set([...schema.shape.properties.values()].flatMap(({ kindFrom }) => kindFrom ?? []))) {
      const kind = data[from], known = typeof kind === 'string' ? this.kinds.get(kind) : undefined;
      if (typeof kind !== 'string' || known?.header === 'record') continue;
      const suggestion = known ? undefined : this.kinds.nearest(kind);
      if (known || this.kinds.isWhole) this.report('kind-unknown', known ? 'no-record' : suggestion ? 'unknown' : 'unknown-plain', { kind, ...(suggestion && { suggestion }) }, locate(this.source, [from]), [from]);
      this.result.incomplete ??= 'the kind of its records is unknown';
    }
  }

  /** A list whose entries are artefacts of a kind that a field beside it names. */
  private entries(node: MapNode, list: Node, property: Shape, path: Path): unknown {
    const named = entryOf(node, property.kindFrom ?? '')?.value, kind = named?.type === 'scalar' ? this.kinds.get(named.text.trim()) : undefined;
    if (list.type !== 'list' || !kind) return this.value(list, property, path);
    this.entryKind = kind.kind;
    const values = list.items.map((item, at) => this.value(item, kind.shape, [...path, at]));
    this.entryKind = undefined;
    values.forEach((value, at) => { if (isFields(value)) this.judgeAgainst(kind, { kind: kind.kind, ...value }, [...path, at]); });
    return values;
  }

  /** What YAML makes a list or an object, and the writer meant as a text: `[[…]]`, or a colon inside. The text as it stands, told once. */
  private slipAsText(node: ListNode | MapNode, shape: Shape | undefined): unknown {
    const text = (s: Shape | undefined): boolean => s !== undefined && s.types.includes('string') && !s.types.includes('array') && !s.types.includes('object');
    if (!shape || !(text(shape) || (node.type === 'list' && text(shape.items)))) return undefined;
    const source = this.sourceOf(node);
    if (node.type === 'list') {
      const [inner] = node.items;
      const ids = text(shape) || (text(shape.items) && inner?.type === 'list' && !this.sourceOf(inner).startsWith('[['));
      if (!ids || !source.startsWith('[[')) return undefined;
      if (!this.told(node)) this.report('yaml-syntax', 'double-bracket', {}, this.range(node.start, node.end));
      return text(shape) ? source : node.items.map(item => this.sourceOf(item));
    }
    const [entry] = node.entries;
    if (!text(shape) || !entry || source.startsWith('{')) return undefined;
    const curly = isCurlyQuote(entry.key.text[0]);
    if (!curly && !/\s/.test(entry.key.text) && (node.entries.length > 1 || !this.standsAfterDash(node.start))) return undefined;
    const from = this.source.base + entry.key.end;
    const colon = this.text.indexOf(':', from);
    if (!this.told(node)) {
      if (curly) this.report('yaml-syntax', 'curly-quotes', {}, this.range(entry.key.start, Math.max(entry.key.end, entry.value.end)));
      else this.report('yaml-syntax', 'colon', {}, this.source.table.range(colon, colon + 1));
    }
    return source;
  }

  /** True where a slip in this part, or the damage of one somewhere, is told already. */
  private told({ start, end }: Node): boolean { return this.broken() || this.source.problems.some(problem => problem.start >= start && problem.start <= end); }

  private standsAfterDash(start: number): boolean {
    const at = this.source.base + start;
    const before = this.text.slice(Math.max(0, this.text.lastIndexOf('\n', at - 1) + 1, at - 200), at);
    return /[-,[][ \t]*["']?$/.test(before);
  }

  /** True where the damage of a slip that is already told may show as anything. */
  private broken(): boolean { return this.result.incomplete !== undefined || this.source.problems.some(problem => problem.breaks); }

  /** An entry without a value has no text of its own: the dash before it is pointed at. */
  private entryRange(list: ListNode, at: number): Range {
    const item = list.items[at];
    const dash = this.text.lastIndexOf('-', this.source.base + (item?.start ?? list.start));
    return dash >= this.source.base + list.start ? this.source.table.range(dash, dash + 1) : this.range(list.start, list.start + 1);
  }

  private scalar(node: ScalarNode, shape: Shape | undefined, path: Path): unknown {
    if (isEmpty(node)) return null;
    const value = this.typed(node, shape, path);
    if (!shape || typeof value !== 'string') return value;
    const refersTo = shape.refersTo.length > 0 ? shape.refersTo : shape.types.includes('array') ? shape.items?.refersTo ?? [] : [];
    if (refersTo.length > 0) this.reference(node, shape.refersTo.length > 0 || !shape.items ? shape : shape.items, path);
    else if (shape.prose && node.end > node.start) this.proseString(node, path);
    return value;
  }

  private typed(node: ScalarNode, shape: Shape | undefined, path: Path): unknown {
    const types = shape?.types ?? [];
    if (types.length === 0) return coreValue(node);
    const text = types.includes('string');
    if (types.includes('number') || types.includes('integer')) {
      const number = text && !node.plain ? undefined : numberOf(node.text.trim());
      if (number !== undefined) {
        if (Number.isFinite(number) && !(Number.isInteger(number) && !Number.isSafeInteger(number))) return number;
        this.report('field-invalid', 'precision', { field: fieldName(path, shape), value: node.text }, this.range(node.start, node.end), path);
        return null;
      }
    }
    if (types.includes('boolean') && node.plain && (node.text === 'true' || node.text === 'false')) return node.text === 'true';
    return node.text;
  }

  private reference(node: ScalarNode, shape: Shape, path: Path): void {
    const to = node.text.trim().normalize('NFC');
    const range = this.range(node.start, node.end);
    let target: string | undefined = to;
    if (shape.refersTo.length === 1 && shape.refersTo[0] === 'file') {
      target = resolveFile(this.file, to);
      if (target === undefined) { this.report('link-outside-root', 'link', { to }, range, path); return; }
    }
    this.result.references.push({
      to: target, expects: [...shape.refersTo], via: 'field', file: this.file, path, range, artefact: this.artefactId,
      ...(shape.rule.unresolved !== undefined && { rule: shape.rule.unresolved }),
    });
  }

  private proseString(node: ScalarNode, path: Path): void {
    const from = this.source.base + node.start;
    const raw = this.text.slice(from, this.source.base + node.end);
    const range = (a: number, b: number): Range => this.source.table.range(from + a, from + b);
    const read = raw.includes('`') ? raw.replace(/`[^`\n]{0,500}`/g, code => ' '.repeat(code.length)) : raw;
    this.result.candidates.push(...findMentions(read, path, this.templates, range));
    this.result.prose.push(makeProse(path, raw, this.source.table.position(from)));
  }

  private defines(node: MapNode, shape: Shape, path: Path): void {
    if (path.length === 0) return;
    for (const [key, property] of shape.properties) {
      if (!property.defines) continue;
      const entry = entryOf(node, key)?.value;
      if (entry?.type !== 'scalar' || isEmpty(entry)) continue;
      const written = entry.text.trim().normalize('NFC');
      const range = this.range(entry.start, entry.end);
      this.checkId(written, range);
      this.result.items.push(property.local ? this.item(node, property.defines, `${this.artefactId}#${written}`, range, path, written)
        : this.item(node, property.defines === 'artefact' ? this.entryKind ?? property.defines : property.defines, written, range, path));
    }
  }

  private checkId(id: string, range: Range): void {
    const codes = (pattern: RegExp): string =>
      [...id].filter(c => pattern.test(c)).map(c => `U+${(c.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`).join(', ');
    if (HIDDEN.test(id)) this.report('id-invalid', 'spoof', { id, codes: codes(HIDDEN) }, range);
    else if ([...id].length > 100 || /[\s#[\](){}"'“”‘’\\\p{Cc}]/u.test(id)) this.report('id-invalid', 'shape', { id }, range);
    else if (/\p{Script=Latin}/u.test(id) && LOOKALIKE.test(id)) this.report('id-invalid', 'spoof', { id, codes: codes(LOOKALIKE) }, range);
  }

  /** One report per object and rule, naming the fields that are absent or empty. */
  private missing(shape: Shape, path: Path, value: Record<string, unknown>): void {
    if (this.retired) return;
    let missing: Map<string, { labels: Word[]; clauses: ClauseRef[] }> | undefined;
    // A card that registers a file held elsewhere (format.md F11) needs its header alone: what the file says nobody here can see.
    const elsewhere = path.length === 0 && Array.isArray(value['content']) && value['content'].length > 0;
    for (const [key, property] of shape.properties) {
      const rule = property.rule.missing;
      // A misspelt key is one finding, and says which field was meant.
      if (rule === undefined || (elsewhere && !headerFields.has(key)) || isFilled(value[key], property) || Object.keys(value).some(k => !shape.properties.has(k) && nearest(k, [key]) !== undefined)) continue;
      missing ??= new Map();
      const entry = missing.get(rule) ?? { labels: [], clauses: [] };
      entry.labels.push(fieldName([key], property));
      for (const clause of property.clauses) if (!entry.clauses.includes(clause)) entry.clauses.push(clause);
      missing.set(rule, entry);
    }
    if (!missing) return;
    const { id, title } = this.nameAround(path, shape.label);
    for (const [rule, { labels, clauses }] of missing) {
      this.report(rule, 'missing', { fields: phraseList(labels), title: title === id ? id : `"${title.replaceAll('"', "'")}"`, id, count: labels.length }, locate(this.source, [...path, '']), path, clauses);
    }
  }

  /** Id and title of the object at a path, or of the nearest one around it that has an id. */
  private nameAround(path: Path, label: string): { id: string; title: string } {
    for (let length = path.length; length > 0; length--) {
      const node = nodeAt(this.source.root, path.slice(0, length))?.node;
      const named = (key: string): string | undefined => {
        const value = entryOf(node, key)?.value;
        return value?.type === 'scalar' && !isEmpty(value) ? value.text : undefined;
      };
      const id = named('id'), title = named('title') ?? named('name');
      if (id !== undefined || (length === path.length && title !== undefined)) return { id: id ?? '', title: title ?? id ?? label };
    }
    const own = this.result.items[0];
    return { id: this.artefactId, title: own?.title ?? this.artefactId };
  }

  private judge(schema: KindSchema, data: Record<string, unknown>): void {
    const checked = this.source.adoption ? onlyOurs(data, this.source.root) : data;
    this.judgeAgainst(schema, checked, []);
    this.judgeZones(schema.shape, checked, []);
  }

  /** `base`: where the data stand in the file. */
  private judgeAgainst(schema: KindSchema, data: Record<string, unknown>, base: Path): void {
    const lacking = new Map<string, { issue: SchemaIssue; labels: Word[] }>();
    const issues = validate(schema, withoutNulls(data));
    // A misspelt key is one finding, and says which field was meant.
    const meant = new Set(issues.filter(({ message }) => message === 'suggestion').map(({ path, args }) => JSON.stringify([...path.slice(0, -1), args['suggestion']])));
    for (const issue of issues) {
      if (issue.message === 'missing' && meant.has(JSON.stringify(issue.path))) continue;
      const shape = shapeAt(schema.shape, issue.path);
      // Ids were judged while reading, with words of their own.
      if (valueAt(data, issue.path) === null || (shape?.defines !== undefined && issue.message !== 'missing')) continue;
      if (issue.message === 'missing') {
        if (shape?.rule.missing !== undefined) continue;
        const parent = JSON.stringify(issue.path.slice(0, -1));
        const known = lacking.get(parent);
        if (known) known.labels.push(issue.args['fields'] ?? ''); else lacking.set(parent, { issue, labels: [issue.args['fields'] ?? ''] });
        continue;
      }
      if ((this.source.adoption || !this.kinds.isWhole) && issue.rule === 'field-unknown') continue;
      const message = shape?.format === 'date' && issue.message === 'type' ? 'day' : issue.message;
      const path = [...base, ...issue.path];
      // Whether a document holds is not guessed.
      if (issue.args['suggestion'] !== undefined && !(path.length === 1 && path[0] === 'status')) this.meant.push({ path, as: String(issue.args['suggestion']), isKey: issue.part === 'key' });
      this.report(issue.rule, message, issue.args, locate(this.source, path, issue.part), path, issue.clauses);
    }
    for (const { issue, labels } of lacking.values()) {
      const path = [...base, ...issue.path];
      this.report('field-invalid', 'missing', { fields: phraseList(labels) }, locate(this.source, path), path, issue.clauses);
    }
  }

  /** Time zones are names that the platform knows; a schema cannot list them. */
  private judgeZones(shape: Shape | undefined, value: unknown, path: Path): void {
    if (Array.isArray(value)) { value.forEach((item, at) => this.judgeZones(shape?.items, item, [...path, at])); return; }
    if (isFields(value)) {
      for (const [key, child] of Object.entries(value)) this.judgeZones(shape?.properties.get(key) ?? shape?.additional, child, [...path, key]);
      return;
    }
    if (path[path.length - 1] === 'timeZone' && typeof value === 'string' && !isTimeZone(value)) {
      this.report('field-invalid', 'time-zone', { field: fieldName(path, shape), value }, locate(this.source, path), path);
    }
  }

  private body(schema: KindSchema): void {
    const start = this.source.front?.kind === 'yaml' ? this.source.front.end : 0;
    const parts = readMarkdown(this.text);
    if ('limit' in parts) {
      this.report('limit-reached', parts.limit, { limit: parts.value }, this.source.table.range(parts.at, parts.at + 1));
      this.result.incomplete = 'its text is over a limit';
      return;
    }
    const range = (from: number, to: number): Range => this.source.table.range(from, to);
    for (const block of parts.blocks) {
      if (block.start < start) continue;
      this.result.candidates.push(...findMentions(block.text, [], this.templates, (a, b) => range(block.start + a, block.start + b)));
      if (/\p{L}/u.test(block.text)) this.result.prose.push(makeProse([], block.text, this.source.table.position(block.start)));
    }
    for (const { source, start: from, end } of parts.diagrams) {
      this.result.diagrams.push({ source, range: range(from, end) });
      this.result.candidates.push(...findMentions(source, [], this.templates, (a, b) => range(from + a, from + b), 'diagram'));
    }
    for (const link of parts.links) this.link(link.url, range(link.start, link.end), link);
    this.sections(schema, parts);
  }

  private link(url: string, range: Range, at: { start: number; end: number }): void {
    if (url === '' || url.startsWith('#') || url.startsWith('/') || /^[a-z][a-z0-9+.-]*:/i.test(url) || url.startsWith('//')) return;
    const [target = '', fragment] = url.split('#');
    let decoded = target;
    try { decoded = decodeURIComponent(target); } catch (error) { if (!(error instanceof URIError)) throw error; }
    const file = resolveFile(this.file, decoded.split('?')[0] ?? '');
    const inside = this.text.indexOf(url, at.start);
    const exact = inside >= 0 && inside < at.end ? this.source.table.range(inside, inside + url.length) : range;
    if (file === undefined) { this.report('link-outside-root', 'link', { to: url }, exact); return; }
    this.result.references.push({ to: (fragment ? `${file}#${fragment}` : file).normalize('NFC'), expects: ['file'], via: 'link', file: this.file, path: [], range: exact, artefact: this.artefactId });
  }

  private sections(schema: KindSchema, { headings }: MarkdownParts): void {
    headings.forEach((heading, at) => {
      const end = headings[at + 1]?.start ?? this.text.length;
      const name = heading.text.trim().toLowerCase();
      const known = schema.body.find(section => section.headings.some(h => h.toLowerCase() === name));
      this.result.sections.push({
        depth: heading.depth, heading: heading.text, range: this.source.table.range(heading.start, heading.end), text: this.text.slice(heading.end, end).trim(),
        textRange: this.source.table.range(heading.end, end), ...(known && { key: known.key }),
      });
    });
    this.missingSections(schema);
  }

  /** A card that names where its text is (`content`) has none of its own. */
  private missingSections(schema: KindSchema): void {
    const content = entryOf(this.source.root, 'content')?.value;
    if (this.source.adoption || (content && !isEmpty(content))) return;
    for (const section of schema.body) {
      if (!section.required) continue;
      const found = this.result.sections.findIndex(s => s.key === section.key);
      const next = found < 0 ? undefined : this.result.sections[found + 1];
      const current = this.result.sections[found];
      if (current && (current.text !== '' || (next && next.depth > current.depth))) continue;
      this.report('section-missing', 'missing', { section: section.key, heading: section.headings[0] ?? section.key }, current?.range ?? locate(this.source, []), [], section.clauses);
    }
  }

  private sourceOf(node: Node): string { return this.text.slice(this.source.base + node.start, this.source.base + node.end); }
  private range(start: number, end: number): Range { return this.source.table.range(this.source.base + start, this.source.base + end); }

  private report(rule: string, message: string, args: Readonly<Record<string, Word>>, range: Range, path: Path = [], clauses: readonly ClauseRef[] = []): void {
    const report: Report = { rule, message, ...withWords(args), file: this.file, range, related: [] };
    if (clauses.length > 0) report.clauses = [...clauses];
    if (this.artefactId !== '') {
      report.artefact = this.artefactId;
      report.subject = innermost(this.result.items, path)?.id ?? this.artefactId;
    }
    this.result.reports.push(report);
  }
}

/** Keys of an adopted file that are not ours: what is called like one of ours and was not mapped means something else. */
function strangers(kept: Record<string, unknown>, schema: KindSchema): Record<string, unknown> {
  return Object.fromEntries(Object.entries(kept).filter(([key]) => !schema.shape.properties.has(key)));
}

/** Whether the data of a file, by what was reported of it, hold all that it says: not where a key is written twice, or a number is none. */
export function isInData(reports: readonly Report[]): boolean {
  return !reports.some(({ rule, message }) => NOT_IN_DATA.has(rule) || (rule === 'field-invalid' && message === 'precision'));
}

const NOT_IN_DATA: ReadonlySet<string> = new Set(['yaml-syntax', 'key-duplicate', 'key-reserved']);

/** Why a file of no known kind is incomplete. */
export const KIND_UNKNOWN = 'its kind is unknown';
/** Among the possible ids of a file of which nothing is known: it may define any. */
export const ANY_ID = '*';

/** What stands behind `id:` or in `aliases`, told without parsing. */
export function possibleIds(text: string): string[] {
  const found = new Set<string>();
  for (const [, id, aliases] of text.matchAll(/\bid["']?[ \t]*:[ \t]*["']?([^\s"',}\]#]{1,100})|\baliases[ \t]*:[ \t]*\[([^\]\n]{1,500})/g)) {
    for (const name of id !== undefined ? [id] : (aliases ?? '').split(',')) found.add(name.trim().normalize('NFC'));
    if (found.size >= LIMITS.nodes) break;
  }
  return [...found];
}

/** Lines of fields at the very top up to one that tells what the file is: without dashes above, or with a blank line above the dashes. */
const UNOPENED = /^(?:\s*\n(?:---[ \t]*\r?\n)?)?(?:[A-Za-z][\w-]*:[^\n]*\n(?:[ \t-][^\n]*\n)*){0,40}?(kind|title|name):/;

/** The item with the longest path that leads to this one. */
export function innermost(items: readonly Item[], path: Path): Item | undefined {
  let best: Item | undefined;
  for (const item of items) {
    if (item.path.length <= path.length && item.path.every((step, at) => step === path[at]) && (!best || item.path.length > best.path.length)) best = item;
  }
  return best;
}

const HIDDEN = /[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/u;

/** Beside Latin letters these look like others. */
const LOOKALIKE = /[\p{Script=Cyrillic}\p{Script=Greek}]/u;

function isFilled(value: unknown, shape: Shape): boolean {
  if (value === undefined || value === null) return false;
  if (typeof value === 'string') return value.trim() !== '';
  return !(Array.isArray(value) && value.length === 0 && shape.minItems > 0);
}

function onlyOurs(data: Record<string, unknown>, root: MapNode | undefined): Record<string, unknown> {
  return Object.fromEntries((root?.entries ?? []).map(({ key }) => [key.text, data[key.text]]));
}

/** A key without a value counts as absent for the schema; entries of lists keep their place. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(item => (item === null ? '' : withoutNulls(item)));
  if (!isFields(value)) return value;
  const result: Record<string, unknown> = {};
  for (const [key, child] of Object.entries(value)) if (child !== null) result[key] = withoutNulls(child);
  return result;
}

/** A value as YAML alone types it. */
export function untyped(node: Node): unknown {
  if (node.type === 'scalar') return coreValue(node);
  return node.type === 'list' ? node.items.map(untyped) : Object.fromEntries(node.entries.map(({ key, value }) => [key.text, untyped(value)]));
}
