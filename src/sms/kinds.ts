import schemas from '#schemas';
import type { Config } from './config.js';
import { isFields } from './data.js';
import { builtIn, shapeOf, type Registry, type Schema, type Shape } from './shapes.js';
import { nearest } from './text.js';
import type { ClauseRef, ItemType, Kind } from './types.js';

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
}

/** The fields of the header of documents. */
export const headerFields: ReadonlySet<string> = new Set(Object.keys((builtIn.get('header-document.json')?.['properties'] ?? {}) as object));

/** Of sms.yaml, which is no artefact and has no kind. */
export const configSchema: KindSchema = kindSchema('sms', builtIn.get('sms.json') ?? {}, builtIn);

export const builtInKinds: Kinds = kindsIn(schemas.flatMap(schema => (typeof schema['x-kind'] === 'string' ? [kindSchema(schema['x-kind'], schema, builtIn)] : [])));

/** The kinds that hold under a configuration. */
export function kindsOf(_config: Partial<Pick<Config, 'own'>>): Kinds { return builtInKinds; }

function kindSchema(kind: Kind, schema: Schema, registry: Registry): KindSchema {
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
    get shape() { return lazy.shape ??= shapeOf([{ node: schema, base, registry }], kind); },
  };
}

function kindsIn(list: readonly KindSchema[]): Kinds {
  const byKind = new Map(list.map(schema => [schema.kind, schema])), all = [...byKind.values()];
  const lazy: { types?: ReadonlyMap<ItemType, { local: boolean }> } = {};
  return {
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
