import schemas from '#schemas';
import type { Config } from './config.js';
import { isFields } from './data.js';
import { readOwnKinds } from './own-kinds.js';
import type { Own } from './own.js';
import { builtIn, headerIn, HEADERS, lookup, shapeOf, type Part, type Schema, type Shape } from './shapes.js';
import { standardsOf } from './standards.js';
import { nearest, words } from './text.js';
import type { ClauseRef, ItemType, Kind, Report } from './types.js';

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
  /** Where an organization describes it itself, or more of it; absent for one of the house. */
  file?: string;
}

/** The kinds of artefacts of an SMS: those of the house, and those of its own (format.md F15). */
export interface Kinds {
  /** Undefined for an unknown one. */
  get(kind: Kind): KindSchema | undefined;
  /** In order of their schemas' file names, those of its own last. */
  all(): readonly KindSchema[];
  /** Types of the items inside artefacts that some schema defines, and whether their ids are local. */
  itemTypes(): ReadonlyMap<ItemType, { local: boolean }>;
  /** The one that a word was probably meant to be. */
  nearest(kind: string): Kind | undefined;
  /** What is wrong in the schemas of its own, and which files are therefore not used. */
  readonly reports: readonly Report[];
  readonly incomplete: readonly string[];
  /** False where schemas of its own cannot be used, all or some: what is unknown may be described there. Such a run is incomplete. */
  readonly isWhole: boolean;
}

/** The fields of the header of documents. */
export const headerFields: ReadonlySet<string> = new Set(Object.keys((builtIn.get('header-document.json')?.['properties'] ?? {}) as object));

/** Of sms.yaml, which is no artefact and has no kind. */
export const configSchema: KindSchema = kindSchema('sms', houseOf(builtIn.get('sms.json') ?? {}));

/** Of the files of own rules, which are no artefacts either. */
export const ruleFileSchema: KindSchema = kindSchema('rule-file', houseOf(builtIn.get('rule-file.json') ?? {}));
export const rulePackSchema: KindSchema = kindSchema('rule-pack', houseOf(builtIn.get('rule-pack.json') ?? {}));

export const builtInKinds: Kinds = kindsIn(schemas.flatMap(schema => (typeof schema['x-kind'] === 'string' ? [kindSchema(schema['x-kind'], houseOf(schema))] : [])));

/** In a folder that nobody trusts. */
const withoutOwn: Kinds = { ...builtInKinds, isWhole: false };

function houseOf(schema: Schema): Part { return { node: schema, base: String(schema['$id']), registry: builtIn }; }

/** The kinds that hold under a configuration. Of the same own files the same kinds. Never throws. */
export function kindsOf({ own }: Partial<Pick<Config, 'own'>>): Kinds {
  if (own?.refused) return withoutOwn;
  if (!own?.files.some(({ use }) => use === 'schema')) return builtInKinds;
  // By its key: threads that read files get a copy with each batch.
  const found = known.get(own.key) ?? kindsFrom(own);
  if (!known.has(own.key) && known.size >= MOST_KNOWN) known.clear();
  known.set(own.key, found);
  return found;
}

const known = new Map<string, Kinds>();
/** Of states of SMSs: what one edits, and what that is compared with. */
const MOST_KNOWN = 20;

function kindsFrom(own: Own): Kinds {
  const { kinds, reports, incomplete } = readOwnKinds(own.files.filter(({ use }) => use === 'schema'), builtInKinds, standardsOf({ own }));
  const described = new Map(kinds.map(({ kind, file, part }) => [kind, kindSchema(kind, part, { file, house: builtInKinds.get(kind) })]));
  return kindsIn([...builtInKinds.all().map(schema => described.get(schema.kind) ?? schema), ...[...described.values()].filter(({ kind }) => !builtInKinds.get(kind))], reports, incomplete, incomplete.length === 0 && own.files.every(({ use, text }) => use !== 'schema' || text !== undefined));
}

/** `of`: of a kind that an organization describes, where it does, and what the house says of it. */
function kindSchema(kind: Kind, part: Part, { file, house }: { file?: string; house?: KindSchema | undefined } = {}): KindSchema {
  const { node: schema, registry } = part, name = schema['x-name'], lazy = { shape: undefined as Shape | undefined };
  const header = house?.header ?? headerIn(schema);
  // What all documents and all records have goes without saying.
  const common = file === undefined || house ? undefined : lookup(HEADERS[header] ?? '', { base: '', registry });
  return {
    kind, header,
    name: isFields(name) ? String(name['en'] ?? Object.values(name)[0] ?? kind) : house?.name ?? (file === undefined ? kind : words(kind)),
    format: house?.format ?? (schema['x-format'] === 'markdown' ? 'markdown' : 'yaml'),
    clauses: [...house?.clauses ?? [], ...(schema['x-clauses'] as KindSchema['clauses'] | undefined) ?? []],
    body: [...house?.body ?? [], ...((schema['x-body'] as { key: string; headings: Record<string, string[]>; required?: boolean; clauses?: string[] }[] | undefined) ?? [])
      .map(section => ({ key: section.key, headings: Object.values(section.headings).flat(), byLanguage: section.headings, required: section.required === true, clauses: section.clauses ?? [] }))],
    get shape() { return lazy.shape ??= shapeOf(common ? [part, common] : [part], kind); },
    ...(file !== undefined && { file }),
  };
}

function kindsIn(list: readonly KindSchema[], reports: readonly Report[] = [], incomplete: readonly string[] = [], isWhole = true): Kinds {
  const byKind = new Map(list.map(schema => [schema.kind, schema])), all = [...byKind.values()];
  const lazy: { types?: ReadonlyMap<ItemType, { local: boolean }> } = {};
  return {
    reports, incomplete, isWhole,
    get: kind => byKind.get(kind),
    all: () => all,
    itemTypes: () => lazy.types ??= itemTypesIn(all),
    nearest: kind => nearest(kind, byKind.keys()),
  };
}

function itemTypesIn(kinds: readonly KindSchema[]): ReadonlyMap<ItemType, { local: boolean }> {
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
  for (const { shape } of kinds) visit(shape);
  return types;
}
