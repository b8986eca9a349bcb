import { isFields } from './data.js';
import type { KindSchema, Kinds } from './kinds.js';
import { meant, phrase, withWords } from './language.js';
import { LIMITS } from './limits.js';
import type { OwnFile } from './own.js';
import { readSchemaFile, type SchemaFile } from './schema-file.js';
import { builtIn, headerIn, HEADERS, lookup, shapeOf, type Part, type Registry, type Schema, type Shape } from './shapes.js';
import type { Standards } from './standards.js';
import { nearest } from './text.js';
import type { ItemType, Path, Phrase, Report } from './types.js';

/** A kind of one's own, or what is said beside one of the house. */
export interface OwnKind { kind: string; file: string; part: Part }

export interface OwnKinds { kinds: readonly OwnKind[]; reports: readonly Report[]; incomplete: readonly string[] }

/**
 * Reads the schemas of an organization (format.md F15). One with something wrong is not used and says why at its place; the others are.
 * `house`: the kinds of this program, which can be extended and tightened, never loosened.
 */
export function readOwnKinds(files: readonly OwnFile[], house: Kinds, standards: Pick<Standards, 'clause' | 'nearest'>): OwnKinds {
  const read = files.flatMap((file, at) => (at < LIMITS.schema.files ? readSchemaFile(file) : oneTooMany(file)) ?? []), registry = new Map(builtIn), byKind = new Map<string, SchemaFile>();
  for (const one of read) {
    const given = one.schema['$id'] !== undefined;
    if (given && builtIn.has(one.id)) one.say(phrase('schema.id-house', '"{id}" is the name of a schema of this program. Give this one another "$id", or none.', { id: one.id }), ['$id']);
    else if (registry.has(one.id) && !builtIn.has(one.id)) one.say(phrase('schema.id-twice', 'There is another schema called "{id}". Give one of the two another "$id".', { id: one.id }), ['$id']);
    else if (one.reports.length === 0) {
      // A file that is called like one of the house says more of that: nobody refers to it by that name.
      if (builtIn.has(one.id)) one.id = one.file;
      registry.set(one.id, one.schema);
    }
    const kind = one.schema['x-kind'];
    if (typeof kind !== 'string') continue;
    const first = byKind.get(kind);
    if (first) one.say(phrase('schema.kind-twice', 'The kind "{kind}" is described in {file} already. Describe it in one file.', { kind, file: first.file }), ['x-kind']);
    else byKind.set(kind, one);
  }
  const own = read.filter(isSound), wrong = new Set<string>();
  const settle = (): void => {
    for (let before = -1; before !== registry.size;) {
      before = registry.size;
      for (const one of own) if (registry.has(one.id)) judgeReferences(one, registry, wrong);
      for (const one of read) if (!isSound(one)) {
        if (registry.get(one.id) === one.schema) registry.delete(one.id);
        if (!registry.has(one.id)) wrong.add(one.id);
      }
    }
  };
  // Of a schema that refers to a wrong one nothing is known either: until nothing changes any more.
  settle();
  judgeUnfolding(own.filter(isSound), registry);
  settle();
  const sound = own.filter(isSound), vocabulary = vocabularyOf(sound, house);
  for (const one of sound) judgeWords(one, vocabulary, standards);
  for (const one of sound) {
    const base = house.get(String(one.schema['x-kind'] ?? ''));
    if (base && !extended(one.schema, base)) {
      one.say(phrase('schema.extends', '"{kind}" is a kind of this program. To say more of it, take it all over first: "allOf": [{ "$ref": "{file}" }].', { kind: base.kind, file: nameOf(base.kind) }), ['x-kind']);
    }
    const header = HEADERS[headerIn(one.schema)], common = base ? undefined : lookup(header ?? '', { base: '', registry: builtIn });
    const shape = base?.shape ?? (common && shapeOf([common], ''));
    if (shape) judgeTightening({ node: one.schema, base: one.id, registry }, shape, [], one, base?.kind ?? header);
  }
  const used = sound.filter(isSound);
  return {
    kinds: used.flatMap(({ file, id, schema }) => (typeof schema['x-kind'] === 'string' ? [{ kind: schema['x-kind'], file, part: { node: schema, base: id, registry } }] : [])),
    reports: read.flatMap(({ reports }) => reports),
    incomplete: read.filter(one => !isSound(one)).map(({ file }) => file),
  };
}

function oneTooMany({ file }: OwnFile): SchemaFile {
  const problem = phrase('schema.files', 'More than {limit} schemas stand in the folders of sms.yaml. This one and those after it are not read.', { limit: LIMITS.schema.files });
  return { file, id: file, schema: {}, reports: [{ rule: 'schema-invalid', message: 'schema', ...withWords({ problem }), file, range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, related: [] }], say: () => undefined };
}

function isSound({ reports }: SchemaFile): boolean { return reports.length === 0; }

/** Whether a schema takes all over that the house says of its kind. */
function extended(schema: Schema, { kind }: KindSchema): boolean {
  return (Array.isArray(schema['allOf']) ? schema['allOf'] : []).some(each => isFields(each) && typeof each['$ref'] === 'string' && lookup(each['$ref'], { base: '', registry: builtIn })?.node['x-kind'] === kind);
}

function nameOf(kind: string): string { return [...builtIn].find(([, schema]) => schema['x-kind'] === kind)?.[0] ?? ''; }

/** Each object of a schema that is a schema itself, and where it stands. */
function* schemasIn(node: Schema, path: Path = []): Iterable<{ node: Schema; path: Path }> {
  yield { node, path };
  for (const inner of innerSchemas(node)) yield* schemasIn(inner.node, [...path, ...inner.path]);
}

/** Those that stand immediately in one. */
function* innerSchemas(node: Schema): Iterable<{ node: Schema; path: Path }> {
  for (const word of ['properties', '$defs'] as const) {
    const { [word]: under } = node;
    if (isFields(under)) for (const [name, each] of Object.entries(under)) if (isFields(each)) yield { node: each, path: [word, name] };
  }
  for (const word of ['items', 'additionalProperties'] as const) { const { [word]: under } = node; if (isFields(under)) yield { node: under, path: [word] }; }
  if (Array.isArray(node['allOf'])) for (const [at, each] of node['allOf'].entries()) if (isFields(each)) yield { node: each, path: ['allOf', at] };
}

/** Everything that is referred to exists, and can be used. */
function judgeReferences(file: SchemaFile, registry: Registry, wrong: ReadonlySet<string>): void {
  for (const { node, path } of schemasIn(file.schema)) {
    const ref = node['$ref'];
    if (typeof ref !== 'string' || lookup(ref, { base: file.id, registry })) continue;
    const [name = '', place = ''] = ref.split('#');
    if (wrong.has(name)) { file.say(phrase('schema.reference-wrong', 'Something is wrong in what "{ref}" refers to, so neither can be used.', { ref }), [...path, '$ref']); continue; }
    const suggestion = name === '' || registry.has(name) ? undefined : nearest(name, registry.keys());
    file.say(phrase('schema.reference', 'There is no "{ref}" to refer to.{hint}', { ref, hint: meant(suggestion === undefined ? undefined : place === '' ? suggestion : `${suggestion}#${place}`) }), [...path, '$ref']);
  }
}

/** How deep and how large a schema is once all references are written out. */
interface Extent { depth: number; size: number }

/** No reference leads back to where it stands, and what is written out at all of them is no more than can be followed. Each part is looked at once. */
function judgeUnfolding(files: readonly SchemaFile[], registry: Registry): void {
  const known = new Map<Schema, Extent>(), around = new Set<Schema>(), byId = new Map(files.map(file => [file.id, file]));
  const extentOf = (node: Schema, path: Path, file: SchemaFile): Extent => {
    const found = known.get(node);
    if (found) return found;
    around.add(node);
    const extent = { depth: 1, size: 1 };
    const add = (inner: Extent): void => { extent.depth = Math.max(extent.depth, inner.depth + 1); extent.size = Math.min(extent.size + inner.size, Number.MAX_SAFE_INTEGER); };
    for (const each of innerSchemas(node)) add(extentOf(each.node, [...path, ...each.path], file));
    const ref = node['$ref'], target = typeof ref === 'string' ? lookup(ref, { base: file.id, registry }) : undefined, owner = target && byId.get(target.base);
    const say = (problem: Phrase): void => { file.say(problem, [...path, '$ref']); };
    if (target && owner) {
      if (around.has(target.node)) say(phrase('schema.circular', '"{ref}" leads back to this place, without end. Describe the inner part on its own, without referring to what is around it.', { ref: String(ref) }));
      else if (around.size > MOST_AROUND) say(phrase('schema.chain', 'Here more than {limit} references lead to each other. Refer to the last one at once.', { limit: MOST_AROUND }));
      else add(extentOf(target.node, placeOf(String(ref)), owner));
    }
    around.delete(node);
    known.set(node, extent);
    return extent;
  };
  for (const file of files) {
    const { depth, size } = extentOf(file.schema, [], file);
    if (size > LIMITS.nodes || depth > MOST_AROUND) file.say(phrase('schema.unfolds', 'Written out at each place that refers to it, this schema has more than {limit} parts. Refer to fewer things, or say less of each.', { limit: LIMITS.nodes }), ['x-kind']);
  }
}

/** Of schemas inside each other, with what they refer to. */
const MOST_AROUND = 128;

function placeOf(ref: string): Path { return (ref.split('#')[1] ?? '').split('/').filter(Boolean); }

interface Vocabulary { house: ReadonlySet<ItemType>; kinds: ReadonlySet<string>; items: ReadonlySet<ItemType>; types: ReadonlySet<ItemType>; rules: ReadonlySet<string> }

function vocabularyOf(own: readonly SchemaFile[], house: Kinds): Vocabulary {
  const known = new Set([...house.itemTypes().keys(), ...house.all().map(({ kind }) => kind)]), types = new Set(known), kinds = new Set<string>(), rules = new Set<string>();
  for (const { schema } of own) {
    if (typeof schema['x-kind'] === 'string') { types.add(schema['x-kind']); kinds.add(schema['x-kind']); }
    for (const { node } of schemasIn(schema)) if (typeof node['x-defines'] === 'string') types.add(node['x-defines']);
  }
  for (const schema of builtIn.values()) for (const { node } of schemasIn(schema)) for (const rule of rulesNamed(node['x-rule'])) rules.add(rule);
  return { house: known, kinds, items: new Set(house.itemTypes().keys()), types, rules };
}

function rulesNamed(rule: unknown): readonly string[] { return typeof rule === 'string' ? [rule] : isFields(rule) ? Object.values(rule).map(String) : []; }

/** What the annotations name exists. */
function judgeWords(file: SchemaFile, { house, kinds, items, types, rules }: Vocabulary, standards: Pick<Standards, 'clause' | 'nearest'>): void {
  const kind = file.schema['x-kind'];
  if (typeof kind === 'string' && items.has(kind)) file.say(phrase('schema.kind-taken', 'A "{kind}" is a thing inside a document of this program. Call this kind otherwise, such as "{kind}-register".', { kind }), ['x-kind']);
  for (const { node, path } of schemasIn(file.schema)) {
    const defines = node['x-defines'], isTop = path.length === 0;
    if (typeof defines === 'string' && kinds.has(defines)) {
      file.say(phrase('schema.type-kind', '"{type}" is called a kind of document already. Call the things inside it otherwise.', { type: defines }), [...path, 'x-defines']);
    }
    if (typeof defines === 'string' && house.has(defines) && !kinds.has(defines)) {
      file.say(phrase('schema.type-taken', 'What is called "{type}" is described by this program. Name what this kind describes otherwise.', { type: defines }), [...path, 'x-defines']);
    }
    for (const [at, type] of textsOf(node['x-refers-to']).entries()) if (!types.has(type)) {
      file.say(phrase('schema.type-unknown', 'No schema describes a "{type}" that could be referred to.{hint}', { type, hint: meant(nearest(type, types)) }), [...path, 'x-refers-to', at]);
    }
    for (const rule of rulesNamed(node['x-rule'])) if (!rules.has(rule)) {
      file.say(phrase('schema.rule-unknown', 'No rule "{rule}" speaks for fields.{hint} Without "x-rule" a field that is wrong is told all the same.', { rule, hint: meant(nearest(rule, rules)) }), [...path, 'x-rule']);
    }
    for (const [at, each] of (Array.isArray(node['x-clauses']) ? node['x-clauses'] : []).entries()) {
      const clause = isTop && isFields(each) ? String(each['clause']) : String(each);
      if (standards.clause(clause)) continue;
      file.say(phrase('schema.clause', 'There is no clause {clause}.{hint}', { clause, hint: meant(standards.nearest(clause)) }), [...path, 'x-clauses', at, ...(isTop ? ['clause'] : [])]);
    }
  }
}

function textsOf(value: unknown): readonly string[] { return Array.isArray(value) ? value.filter(each => typeof each === 'string') : []; }

/** Words of a schema that a kind of the house says once and for all. */
const FIXED = ['const', 'default', 'format', 'pattern', 'x-defines', 'x-local', 'x-rule', 'x-normative', 'x-order', 'x-direction', 'x-kind-from'] as const;
const TOP_FIXED = ['x-format', 'x-header'] as const;
const LEAST = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems'] as const, MOST = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems'] as const;

/** What is said beside a kind or a header of the house may ask for more than that does, and never for less. `whole`: the one that it takes all over. */
function judgeTightening(part: Part, house: Shape, path: Path, file: SchemaFile, whole?: string): void {
  const { node } = part, { bounds } = house;
  const say = (word: string, problem: Phrase): void => { file.say(problem, [...path, word]); };
  const loosens = (word: string, now: unknown): Phrase => phrase('schema.loosens', 'This would loosen what this program asks for ({word}: {now}). Its kinds can be tightened, never loosened.', { word, now: typeof now === 'string' ? now : JSON.stringify(now) ?? '' });
  const others = phrase('schema.fixed', 'What this program says of this field stays as it is. Fields of your own can be added beside it, and a rule of your own can ask for more.');
  if (path.length === 0 && whole !== undefined && !whole.endsWith('.json')) for (const word of TOP_FIXED) if (node[word] !== undefined) say(word, phrase('schema.header', '"{word}" of a kind of this program stays as it is. Leave it out.', { word }));
  const types = node['type'] === undefined ? [] : Array.isArray(node['type']) ? node['type'].map(String) : [String(node['type'])];
  if (house.types.length > 0 && types.some(type => !house.types.includes(type) && !(type === 'integer' && house.types.includes('number')))) say('type', loosens('type', house.types.length === 1 ? house.types[0] : house.types));
  if (Array.isArray(node['enum'])) {
    if (house.choices.length > 0 && node['enum'].some(each => !house.choices.includes(String(each)))) say('enum', loosens('enum', house.choices));
    if (house.choices.length === 0 && (bounds.const !== undefined || house.refersTo.length > 0 || house.defines !== undefined)) say('enum', others);
  }
  for (const word of FIXED) {
    const now = word === 'const' ? bounds.const : word === 'pattern' ? house.pattern : word === 'format' ? house.format : undefined;
    const isOwn = (word === 'pattern' || word === 'format') && now === undefined && house.refersTo.length === 0 && house.defines === undefined;
    const narrows = word === 'const' && now === undefined && (house.choices.length === 0 || house.choices.includes(String(node[word])));
    if (node[word] !== undefined && node[word] !== now && !isOwn && !narrows) say(word, now === undefined ? others : loosens(word, now));
  }
  for (const word of LEAST) { const now = bounds[word], own = node[word]; if (typeof now === 'number' && typeof own === 'number' && own < now) say(word, loosens(word, now)); }
  for (const word of MOST) { const now = bounds[word], own = node[word]; if (typeof now === 'number' && typeof own === 'number' && own > now) say(word, loosens(word, now)); }
  if (bounds.uniqueItems === true && node['uniqueItems'] === false) say('uniqueItems', loosens('uniqueItems', true));
  for (const word of ['additionalProperties', 'unevaluatedProperties'] as const) if (house.closed && node[word] !== undefined && node[word] !== false) say(word, loosens(word, false));
  const refers = textsOf(node['x-refers-to']);
  if (refers.length > 0 && refers.some(type => !house.refersTo.includes(type))) say('x-refers-to', house.refersTo.length > 0 ? loosens('x-refers-to', house.refersTo) : others);
  for (const [name, below] of Object.entries(isFields(node['properties']) ? node['properties'] : {})) {
    const shape = house.properties.get(name) ?? house.additional;
    if (shape && isFields(below)) judgeTightening({ ...part, node: below }, shape, [...path, 'properties', name], file);
  }
  if (house.items && isFields(node['items'])) judgeTightening({ ...part, node: node['items'] }, house.items, [...path, 'items'], file);
  // What a reference brings is told at the reference.
  const ref = node['$ref'], target = typeof ref === 'string' ? lookup(ref, part) : undefined;
  if (target && !(whole !== undefined && (target.node['x-kind'] === whole || target.node['$id'] === whole))) judgeTightening(target, house, path, { ...file, say: problem => { file.say(problem, [...path, '$ref']); } });
  for (const [at, each] of (Array.isArray(node['allOf']) ? node['allOf'] : []).entries()) if (isFields(each)) judgeTightening({ ...part, node: each }, house, [...path, 'allOf', at], file, path.length === 0 ? whole : undefined);
}
