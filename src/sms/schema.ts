import schemas from '#schemas';
import { validators } from '#validators';
import { isFields } from './data.js';
import { phrase, phraseList, type Language } from './language.js';
import { nearest, words } from './text.js';
import type { ClauseRef, ItemType, Kind, Path, Word } from './types.js';

/** A schema as the engine walks it: references and `allOf` merged, annotations of format.md F15 read. */
export interface Shape {
  readonly types: readonly string[];
  readonly properties: ReadonlyMap<string, Shape>;
  readonly required: ReadonlySet<string>;
  /** Shape of keys that are no properties, where the schema allows some. */
  readonly additional: Shape | undefined;
  readonly items: Shape | undefined;
  readonly minItems: number;
  /** What the field is called in a sentence. */
  readonly label: string;
  /** The author's help; empty where there is none. */
  readonly description: string;
  /** Ids of these two, for other languages; a label that is only the key in words has none. */
  readonly labelId: string | undefined;
  readonly descriptionId: string | undefined;
  readonly clauses: readonly ClauseRef[];
  readonly defines: ItemType | undefined;
  readonly local: boolean;
  /** The entries of this list are of the kind that the field of this name says (x-kind-from). */
  readonly kindFrom: string | undefined;
  readonly refersTo: readonly ItemType[];
  /** The value is the number of a clause (format.md F16). */
  readonly namesClause: boolean;
  readonly rule: { missing?: string; wrong?: string; unresolved?: string };
  /** A string for people: no id, reference, enumeration, day, pattern. */
  readonly prose: boolean;
  /** False for what records how things went afterwards: it is no content that an approval covers (x-normative). */
  readonly normative: boolean;
  /** The order of the list says something (`x-order: fixed`). */
  readonly fixedOrder: boolean;
  /** Which of two values asks for or promises more (`x-direction`): of choices their place, of a list how many entries it has. `by-operator`: see the whole target. */
  readonly direction: 'higher-is-tighter' | 'lower-is-tighter' | 'by-operator' | undefined;
  /** What holds where the field is absent. */
  readonly default: unknown;
  readonly choices: readonly string[];
  readonly format: string | undefined;
  readonly pattern: string | undefined;
  readonly example: unknown;
  readonly examples: readonly unknown[];
}

export interface BodySection {
  key: string;
  headings: readonly string[];
  /** The same by language. */
  byLanguage: Readonly<Record<string, readonly string[]>>;
  required: boolean;
  clauses: readonly ClauseRef[];
}
/** The heading for a section in the language of an SMS, such as `de-AT`; in English where the schema has none in it. */
export function headingIn({ key, headings, byLanguage }: BodySection, language: string): string { return byLanguage[language.split('-')[0] ?? '']?.[0] ?? headings[0] ?? key; }

export interface KindSchema {
  kind: Kind; name: string; header: 'document' | 'record' | 'none'; format: 'yaml' | 'markdown';
  clauses: readonly { clause: ClauseRef; as: 'maintain' | 'retain' }[];
  body: readonly BodySection[];
  shape: Shape;
}

type Schema = Readonly<Record<string, unknown>>;
const byId = new Map<string, Schema>(schemas.map(schema => [String(schema['$id']), schema]));
const clauseNumber = lookup('common.json#/$defs/clause', '')?.node;
const kinds = new Map<Kind, KindSchema>();
for (const schema of schemas) {
  const kind = schema['x-kind'];
  if (typeof kind === 'string') kinds.set(kind, kindSchema(kind, schema));
}

/** The fields of the header of documents. */
export const headerFields: ReadonlySet<string> = new Set(Object.keys((byId.get('header-document.json')?.['properties'] ?? {}) as object));

/** Of sms.yaml, which is no artefact and has no kind. */
export const configSchema: KindSchema = kindSchema('sms', byId.get('sms.json') ?? {});

/** The schema of a kind; undefined for an unknown one. */
export function kindSchema(kind: Kind): KindSchema | undefined;
export function kindSchema(kind: Kind, schema: Schema): KindSchema;
export function kindSchema(kind: Kind, schema?: Schema): KindSchema | undefined {
  if (!schema) return kinds.get(kind);
  const name = schema['x-name'], base = String(schema['$id']);
  const lazy = { shape: undefined as Shape | undefined };
  return {
    kind,
    name: isFields(name) ? String(name['en'] ?? kind) : kind,
    header: schema['x-header'] === 'record' ? 'record' : schema['x-header'] === 'none' ? 'none' : 'document',
    format: schema['x-format'] === 'markdown' ? 'markdown' : 'yaml',
    clauses: (schema['x-clauses'] as KindSchema['clauses'] | undefined) ?? [],
    body: ((schema['x-body'] as { key: string; headings: Record<string, string[]>; required?: boolean; clauses?: string[] }[] | undefined) ?? [])
      .map(section => ({ key: section.key, headings: Object.values(section.headings).flat(), byLanguage: section.headings, required: section.required === true, clauses: section.clauses ?? [] })),
    get shape() { return lazy.shape ??= shapeOf(schema, base, kind); },
  };
}

/** Kinds of artefacts in order of their schemas' file names. */
export function allKinds(): readonly KindSchema[] { return [...kinds.values()]; }

export function nearestKind(kind: string): string | undefined { return nearest(kind, allKinds().map(k => k.kind)); }

let things: ReadonlyMap<ItemType, { local: boolean }> | undefined;

/** Types of the items inside artefacts that some schema defines, and whether their ids are local. */
export function itemTypes(): ReadonlyMap<ItemType, { local: boolean }> {
  if (things) return things;
  const types = new Map<ItemType, { local: boolean }>();
  const seen = new Set<Shape>();
  const visit = (shape: Shape | undefined): void => {
    if (!shape || seen.has(shape)) return;
    seen.add(shape);
    if (shape.defines !== undefined && shape.defines !== 'artefact') types.set(shape.defines, { local: shape.local });
    for (const property of shape.properties.values()) visit(property);
    visit(shape.items);
    visit(shape.additional);
  };
  for (const { shape } of kinds.values()) visit(shape);
  return things = types;
}

/**
 * What the schema minds in a value, with the words of the house: `field-invalid`, `field-unknown`, or message `wrong` of the field's own rule;
 * `args.otherwise` is then the message of `field-invalid` for a rule that has no such text.
 */
export interface SchemaIssue { path: Path; part: 'key' | 'value'; rule: string; message: string; args: Record<string, Word>; clauses: readonly ClauseRef[] }

/** `data` without nulls, as typed by the schema. Never throws; each value gets at most one issue. */
export function validate(schema: KindSchema, data: unknown): SchemaIssue[] {
  const validator = validators[schema.kind];
  if (!validator || validator(data)) return [];
  const issues: SchemaIssue[] = [];
  const told = new Set<string>();
  for (const error of validator.errors ?? []) {
    const path = pointer(error.instancePath, data);
    const issue = explain(schema.shape, path, error, data);
    if (!issue) continue;
    const key = JSON.stringify([issue.path, issue.part === 'key']);
    if (told.has(key)) continue;
    told.add(key);
    issues.push(issue);
  }
  return issues;
}

/** What a message calls a field: its key as the file has it, and what it is called where that says more. */
export function fieldName(path: Path, shape: Shape | undefined): Word {
  const key = String([...path].reverse().find(step => typeof step === 'string') ?? ''), label = shape?.label.toLowerCase() ?? '';
  return label === '' || label === key.toLowerCase() || label === words(key).toLowerCase() ? `\`${key}\`` : phrase('field.named', '`{key}` ({label})', { key, label: shape?.labelId === undefined ? label : phrase(shape.labelId, shape.label) });
}

/** The field of an object that a key was probably meant to be, among those that are not there. */
export function meantField(shape: Shape | undefined, key: string, isThere: (key: string) => boolean): string | undefined {
  return nearest(key, [...shape?.properties.keys() ?? []].filter(known => !isThere(known)));
}

function explain(root: Shape, path: Path, error: { keyword: string; params: Record<string, unknown> }, data: unknown): SchemaIssue | undefined {
  const { keyword, params } = error;
  if (keyword === 'unevaluatedProperties' || keyword === 'additionalProperties') {
    const field = String(params['unevaluatedProperty'] ?? params['additionalProperty']);
    const present = valueOf(data, path);
    const suggestion = meantField(shapeAt(root, path), field, key => isFields(present) && Object.hasOwn(present, key));
    return { path: [...path, field], part: 'key', rule: 'field-unknown', message: suggestion ? 'suggestion' : 'unknown',
      args: suggestion ? { field, suggestion } : { field }, clauses: [] };
  }
  if (keyword === 'required') {
    const field = String(params['missingProperty']);
    const shape = shapeAt(root, [...path, field]);
    return { path: [...path, field], part: 'value', rule: 'field-invalid', message: 'missing', args: { fields: fieldName([field], shape) }, clauses: shape?.clauses ?? [] };
  }
  if (keyword === 'allOf' || keyword === 'if' || keyword === '$ref') return undefined;
  const shape = shapeAt(root, path);
  const value = valueOf(data, path);
  const field = fieldName(path, shape);
  const shown = shorten(value);
  const own = shape?.rule.wrong;
  const issue = (message: string, args: Record<string, Word>): SchemaIssue =>
    ({ path, part: 'value', rule: own ?? 'field-invalid', message: own ? 'wrong' : message, args: { field, ...args, ...(own && { otherwise: message }) }, clauses: shape?.clauses ?? [] });
  switch (keyword) {
    case 'type': return issue('type', { expected: expected(shape), value: shown });
    case 'enum': case 'const': {
      const suggestion = typeof value === 'string' ? nearest(value, shape?.choices ?? []) : undefined;
      return issue('choice', { value: shown, allowed: allowed(params, shape), hint: suggestion === undefined ? '' : phrase('hint.meant-value', ' Did you mean "{suggestion}"?', { suggestion }), ...(suggestion !== undefined && { suggestion }) });
    }
    case 'format': {
      const message = params['format'] === 'date' ? 'day' : params['format'] === 'date-time' ? 'moment' : 'other';
      return issue(message, { value: shown, expected: message === 'day' ? phrase('expected.day', 'a day such as 2026-03-31') : phrase('expected.moment', 'a moment such as 2026-03-31T09:00:00+02:00') });
    }
    case 'pattern': return issue(isPeriod(shape) ? 'period' : 'pattern', { value: shown, expected: isPeriod(shape) ? phrase('expected.period', 'a period such as 12 months') : example(shape) });
    case 'minimum': case 'exclusiveMinimum': case 'maximum': case 'exclusiveMaximum':
      return issue('range', { value: shown, expected: RANGE_WORDS[keyword](String(params['limit'])) });
    case 'minItems': case 'minLength': return issue('missing', { fields: field, expected: phrase('expected.one', 'at least one') });
    case 'maxItems': case 'maxLength': return issue('range', { value: shown, expected: keyword === 'maxItems' ? phrase('expected.entries', 'at most {limit} entries', { limit: String(params['limit']) })
      : phrase('expected.characters', 'at most {limit} characters', { limit: String(params['limit']) }) });
    default: return issue('other', { value: shown, expected: example(shape) });
  }
}

const RANGE_WORDS: Readonly<Record<'minimum' | 'exclusiveMinimum' | 'maximum' | 'exclusiveMaximum', (limit: string) => Word>> = {
  minimum: limit => phrase('expected.minimum', 'at least {limit}', { limit }), exclusiveMinimum: limit => phrase('expected.more', 'more than {limit}', { limit }),
  maximum: limit => phrase('expected.maximum', 'at most {limit}', { limit }), exclusiveMaximum: limit => phrase('expected.less', 'less than {limit}', { limit }),
};
const TYPE_WORDS: Readonly<Record<string, Word>> = {
  string: phrase('expected.string', 'a text'), number: phrase('expected.number', 'a number'), integer: phrase('expected.integer', 'a whole number'),
  boolean: phrase('expected.boolean', 'true or false'), array: phrase('expected.list', 'a list (one entry per line, each after "- ")'), null: phrase('expected.nothing', 'nothing'),
};

function expected(shape: Shape | undefined): Word {
  const own = [...shape?.properties.keys() ?? []], named = own.length === 0 || own.length > MOST_FIELDS ? '' : ` (${own.join(', ')})`;
  const types = (shape?.types ?? []).map(type => (type === 'object' ? phrase('expected.object', 'fields of its own below it{named}', { named }) : TYPE_WORDS[type] ?? type));
  return types.length === 0 ? phrase('expected.another', 'another value') : phraseList(types, 'or');
}

/** More fields than this are looked up. */
const MOST_FIELDS = 8;

function allowed(params: Record<string, unknown>, shape: Shape | undefined): string {
  const values = Array.isArray(params['allowedValues']) ? params['allowedValues'].map(String) : shape?.choices ?? [String(params['allowedValue'] ?? '')];
  return values.join(', ');
}

function isPeriod(shape: Shape | undefined): boolean { return shape?.pattern?.includes('month') === true; }

function example(shape: Shape | undefined): Word {
  if (shape?.format === 'uri') return phrase('expected.address', 'an address that begins with https://');
  return shape?.example === undefined ? phrase('expected.other', 'another form') : phrase('expected.like', 'something like {example}', { example: shorten(shape.example) });
}

function shorten(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value) ?? '';
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function pointer(instancePath: string, data: unknown): Path {
  const path: (string | number)[] = [];
  let value = data;
  for (const raw of instancePath.split('/').slice(1)) {
    const step = raw.replace(/~1/g, '/').replace(/~0/g, '~');
    const key = Array.isArray(value) ? Number(step) : step;
    path.push(key);
    value = valueOf(value, [key]);
  }
  return path;
}

function valueOf(data: unknown, path: Path): unknown {
  let value = data;
  for (const step of path) value = typeof value === 'object' && value !== null && Object.hasOwn(value, step) ? (value as Record<string | number, unknown>)[step] : undefined;
  return value;
}

/** What a field is called, in a language. */
export function labelIn(language: Language, { label, labelId }: Shape): string { return labelId === undefined ? label : language.text(labelId, label); }

/** The author's help on a field, in a language; empty where there is none. */
export function descriptionIn(language: Language, { description, descriptionId }: Shape): string {
  return descriptionId === undefined ? description : language.text(descriptionId, description);
}

/** Titles and descriptions of fields by their ids: the schema and the way in it to where they stand. */
export function fieldTexts(): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const node of places().keys()) {
    for (const word of ['title', 'description'] as const) {
      const id = textId(node, word), value = node[word];
      if (id !== undefined && typeof value === 'string') texts[id] = value;
    }
  }
  return texts;
}

function textId(node: Schema, word: 'title' | 'description'): string | undefined {
  const place = places().get(node);
  // What a schema says of itself is the name and help of its kind.
  if (node['$id'] !== undefined) return word === 'description' ? `kind.${String(node['x-kind'] ?? place)}.help` : undefined;
  return place && `field.${place}.${word}`;
}

let known: ReadonlyMap<Schema, string> | undefined;

function places(): ReadonlyMap<Schema, string> {
  if (known) return known;
  const found = new Map<Schema, string>();
  const visit = (node: unknown, place: string): void => {
    if (Array.isArray(node)) node.forEach((each, at) => { visit(each, `${place}.${at}`); });
    if (!isFields(node)) return;
    found.set(node, place);
    for (const [key, value] of Object.entries(node)) {
      if (key === 'properties' || key === '$defs') {
        if (isFields(value)) for (const [name, below] of Object.entries(value)) visit(below, `${place}.${key === '$defs' ? '$' : ''}${name}`);
      } else if (!DATA.has(key)) visit(value, key === 'items' ? `${place}[]` : `${place}.${key}`);
    }
  };
  for (const schema of schemas) visit(schema, String(schema['$id']).replace(/\.json$/, ''));
  return known = found;
}

/** Words of a schema below which values stand, no schemas. */
const DATA: ReadonlySet<string> = new Set(['enum', 'const', 'examples', 'default', 'required', 'x-name', 'x-clauses', 'x-body', 'x-rule', 'x-refers-to']);

const DIRECTIONS = ['higher-is-tighter', 'lower-is-tighter', 'by-operator'] as const;

/** True for a list of items or of references, whose order says nothing to an approval (format.md F10). */
export function isSet(list: Shape | undefined): boolean {
  if (!list?.items || list.fixedOrder) return false;
  return list.items.refersTo.length > 0 || [...list.items.properties.values()].some(property => property.defines !== undefined);
}

export function shapeAt(root: Shape, path: Path): Shape | undefined {
  let shape: Shape | undefined = root;
  for (const step of path) shape = typeof step === 'number' ? shape?.items : shape?.properties.get(step) ?? shape?.additional;
  return shape;
}

const memo = new WeakMap<object, Shape>();

function shapeOf(node: Schema, base: string, key: string): Shape {
  const known = memo.get(node);
  if (known) return known;
  const parts = flatten(node, base);
  const pick = (name: string): unknown => parts.find(part => part.node[name] !== undefined)?.node[name];
  const properties = new Map<string, Shape>();
  const required = new Set<string>();
  const lazy: { properties?: ReadonlyMap<string, Shape> } = {};
  const type = pick('type'), rule = pick('x-rule'), itemsPart = parts.find(part => isFields(part.node['items']));
  const additionalPart = parts.find(part => isFields(part.node['additionalProperties']));
  for (const part of parts) for (const name of (part.node['required'] as string[] | undefined) ?? []) required.add(name);
  const choices = (pick('enum') as unknown[] | undefined)?.map(String) ?? [];
  const refersTo = (pick('x-refers-to') as string[] | undefined) ?? [];
  const types = type === undefined ? [] : Array.isArray(type) ? type.map(String) : [String(type)];
  const format = pick('format'), pattern = pick('pattern'), examples = pick('examples');
  const titled = typeof node['title'] === 'string' || !node['$ref'] ? parts.find(part => typeof part.node['title'] === 'string') : undefined;
  const described = parts.find(part => typeof part.node['description'] === 'string');
  const shape: Shape = {
    types, required, choices, refersTo, namesClause: parts.some(part => part.node === clauseNumber),
    get labelId() { return titled && textId(titled.node, 'title'); },
    get descriptionId() { return described && textId(described.node, 'description'); },
    get properties() {
      if (!lazy.properties) {
        for (const part of [...parts].reverse()) {
          const own = part.node['properties'];
          if (isFields(own)) for (const [name, property] of Object.entries(own)) if (isFields(property)) properties.set(name, shapeOf(property, part.base, name));
        }
        lazy.properties = properties;
      }
      return lazy.properties;
    },
    get items() { return itemsPart && shapeOf(itemsPart.node['items'] as Schema, itemsPart.base, key); },
    get additional() { return additionalPart && shapeOf(additionalPart.node['additionalProperties'] as Schema, additionalPart.base, key); },
    minItems: typeof pick('minItems') === 'number' ? (pick('minItems') as number) : 0,
    label: typeof node['title'] === 'string' ? node['title'] : typeof pick('title') === 'string' && !node['$ref'] ? (pick('title') as string) : words(key),
    description: typeof node['description'] === 'string' ? node['description'] : typeof pick('description') === 'string' ? (pick('description') as string) : '',
    clauses: typeof node['x-kind'] === 'string' ? [] : (pick('x-clauses') as string[] | undefined) ?? [],
    defines: pick('x-defines') as string | undefined,
    local: pick('x-local') === true,
    kindFrom: pick('x-kind-from') as string | undefined,
    rule: typeof rule === 'string' ? { missing: rule, wrong: rule, unresolved: rule } : isFields(rule) ? (rule as Shape['rule']) : {},
    prose: types.includes('string') && refersTo.length === 0 && choices.length === 0 && pick('x-defines') === undefined && format === undefined && pattern === undefined
      && pick('const') === undefined,
    normative: pick('x-normative') !== false,
    fixedOrder: pick('x-order') === 'fixed',
    direction: DIRECTIONS.find(direction => direction === pick('x-direction')),
    default: pick('default'),
    format: typeof format === 'string' ? format : undefined,
    pattern: typeof pattern === 'string' ? pattern : undefined,
    example: Array.isArray(examples) ? examples[0] : undefined,
    examples: Array.isArray(examples) ? examples : [],
  };
  memo.set(node, shape);
  return shape;
}

/** The node, then what it refers to and takes all of: an earlier part's word wins. */
function flatten(node: Schema, base: string): { node: Schema; base: string }[] {
  const parts = [{ node, base }];
  const ref = node['$ref'];
  if (typeof ref === 'string') {
    const target = lookup(ref, base);
    if (target) parts.push(...flatten(target.node, target.base));
  }
  for (const part of (node['allOf'] as Schema[] | undefined) ?? []) parts.push(...flatten(part, base));
  return parts;
}

function lookup(ref: string, base: string): { node: Schema; base: string } | undefined {
  const [file = '', fragment = ''] = ref.split('#');
  const target = file === '' ? base : file;
  let node: unknown = byId.get(target);
  for (const step of fragment.split('/').filter(Boolean)) node = isFields(node) ? node[step] : undefined;
  return isFields(node) ? { node, base: target } : undefined;
}
