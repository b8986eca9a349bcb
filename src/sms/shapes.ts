import schemas from '#schemas';
import { isFields } from './data.js';
import type { Language } from './language.js';
import { words } from './text.js';
import type { ClauseRef, ItemType, Path } from './types.js';

/** Words of JSON Schema that limit a value and say nothing else of it. */
export const BOUNDS = ['const', 'enum', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'minLength', 'maxLength', 'minItems', 'maxItems', 'uniqueItems'] as const;
export type Bound = typeof BOUNDS[number];

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
  /** No keys but those of `properties`. */
  readonly closed: boolean;
  /** What else holds for the value, as the schema says it. */
  readonly bounds: Readonly<Partial<Record<Bound, unknown>>>;
  readonly example: unknown;
  readonly examples: readonly unknown[];
}

/** A schema as it is written. */
export type Schema = Readonly<Record<string, unknown>>;

/** Schemas by their ids: those of the house, and those that an organization brings along. */
export type Registry = ReadonlyMap<string, Schema>;

export const builtIn: Registry = new Map<string, Schema>(schemas.map(schema => [String(schema['$id']), schema]));

/** Which fields an artefact begins with, and the schema that says them (format.md F6, F7). */
export const HEADERS = { document: 'header-document.json', record: 'header-record.json', none: undefined } as const;
export function headerIn(schema: Schema): keyof typeof HEADERS { return schema['x-header'] === 'record' ? 'record' : schema['x-header'] === 'none' ? 'none' : 'document'; }

/** A schema and where it stands: what its references are read from. */
export interface Part { node: Schema; base: string; registry: Registry }

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

export const DIRECTIONS = ['higher-is-tighter', 'lower-is-tighter', 'by-operator'] as const;

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
const clauseNumber = lookup('common.json#/$defs/clause', { base: '', registry: builtIn })?.node;

/** The shape of one schema, or of several that all hold for the value: an earlier one's word wins. `key`: what a field is called that has no title. */
export function shapeOf(given: readonly Part[], key: string): Shape {
  const [only] = given, known = only && given.length === 1 ? memo.get(only.node) : undefined;
  if (known) return known;
  const parts = given.flatMap(flatten);
  const pick = (name: string): unknown => parts.find(part => part.node[name] !== undefined)?.node[name];
  const below = (name: string): Part[] => parts.flatMap(({ node: { [name]: value }, base, registry }) => (isFields(value) ? [{ node: value, base, registry }] : []));
  const lazy: { properties?: ReadonlyMap<string, Shape>; items?: Shape; additional?: Shape } = {};
  const type = pick('type'), rule = pick('x-rule'), items = below('items'), additional = below('additionalProperties');
  const choices = (pick('enum') as unknown[] | undefined)?.map(String) ?? [];
  const refersTo = (pick('x-refers-to') as string[] | undefined) ?? [];
  const types = type === undefined ? [] : Array.isArray(type) ? type.map(String) : [String(type)];
  const format = pick('format'), pattern = pick('pattern'), examples = pick('examples');
  const titled = firstOf(given, part => (typeof part.node['title'] === 'string' || !part.node['$ref'] ? flatten(part).find(({ node }) => typeof node['title'] === 'string') : undefined));
  const described = parts.find(part => typeof part.node['description'] === 'string');
  const shape: Shape = {
    types, choices, refersTo, namesClause: parts.some(part => part.node === clauseNumber),
    required: new Set(parts.flatMap(({ node }) => (node['required'] as string[] | undefined) ?? [])),
    get labelId() { return titled && textId(titled.node, 'title'); },
    get descriptionId() { return described && textId(described.node, 'description'); },
    get properties() { return lazy.properties ??= propertiesOf(parts); },
    get items() { return items.length === 0 ? undefined : lazy.items ??= shapeOf(items, key); },
    get additional() { return additional.length === 0 ? undefined : lazy.additional ??= shapeOf(additional, key); },
    minItems: typeof pick('minItems') === 'number' ? (pick('minItems') as number) : 0,
    label: typeof titled?.node['title'] === 'string' ? titled.node['title'] : words(key),
    description: typeof described?.node['description'] === 'string' ? described.node['description'] : '',
    clauses: given.some(({ node }) => typeof node['x-kind'] === 'string') ? []
      : [...new Set(given.flatMap(part => (firstOf(flatten(part), ({ node }) => node['x-clauses']) as string[] | undefined) ?? []))],
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
    closed: parts.some(({ node }) => node['additionalProperties'] === false || node['unevaluatedProperties'] === false),
    bounds: Object.fromEntries(BOUNDS.flatMap(word => (pick(word) === undefined ? [] : [[word, pick(word)]]))),
  };
  if (only && given.length === 1) memo.set(only.node, shape);
  return shape;
}

/** Of a field that several of them describe, one shape of all that is said of it; their order is that of the last, for that says where the common ones stand. */
function propertiesOf(parts: readonly Part[]): ReadonlyMap<string, Shape> {
  const given = new Map<string, Part[]>();
  for (const { node, base, registry } of [...parts].reverse()) {
    const own = node['properties'];
    if (isFields(own)) for (const [name, property] of Object.entries(own)) if (isFields(property)) given.set(name, [{ node: property, base, registry }, ...given.get(name) ?? []]);
  }
  return new Map([...given].map(([name, of]) => [name, shapeOf(of, name)]));
}

function firstOf<T, R>(list: readonly T[], read: (each: T) => R | undefined): R | undefined {
  for (const each of list) {
    const found = read(each);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The schema, then what it refers to and takes all of: an earlier part's word wins. */
export function flatten(part: Part): Part[] {
  const { node } = part, ref = node['$ref'], parts = [part], target = typeof ref === 'string' ? lookup(ref, part) : undefined;
  if (target) parts.push(...flatten(target));
  for (const each of (node['allOf'] as Schema[] | undefined) ?? []) parts.push(...flatten({ ...part, node: each }));
  return parts;
}

/** What a reference names, such as `common.json#/$defs/line`; undefined where there is nothing of that name. */
export function lookup(ref: string, { base, registry }: Pick<Part, 'base' | 'registry'>): Part | undefined {
  const [file = '', fragment = ''] = ref.split('#');
  const target = file === '' ? base : file;
  let node: unknown = registry.get(target);
  for (const step of fragment.split('/').filter(Boolean)) node = isFields(node) && Object.hasOwn(node, step) ? node[step] : undefined;
  return isFields(node) ? { node, base: target, registry } : undefined;
}
