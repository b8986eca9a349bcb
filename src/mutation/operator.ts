import { edited } from '../sms/changes.js';
import { isFields, list, type Fields } from '../sms/data.js';
import { isRetired } from '../sms/header.js';
import { phrase } from '../sms/language.js';
import { kindsOf, type KindSchema } from '../sms/kinds.js';
import type { Model } from '../sms/model.js';
import { nameOf } from '../sms/naming.js';
import { innermost } from '../sms/parse.js';
import type { Shape } from '../sms/shapes.js';
import type { Source } from '../sms/source.js';
import { words } from '../sms/text.js';
import type { Artefact, ClauseRef, Day, Kind, Path, Phrase, Word } from '../sms/types.js';
import { inSequence, type Step } from '../sms/yaml-edits.js';

/**
 * Faults that are made on purpose, to see which of them the rules notice (mutation testing). A mutant is an SMS with one fault in it; here it is the texts of
 * the files that differ. An operator is a way to make such faults. By the schema wherever it says what a field is for, so that kinds of one's own are
 * tried like the built-in ones.
 */

/** The SMS as it was checked, and its texts. */
export interface Original {
  model: Model;
  today: Day;
  textOf(file: string): string | undefined;
  /** The fields of a file as a tree. */
  sourceOf(file: string): Source | undefined;
}

/** Files with the texts that they have in a mutant; undefined for one that is gone. */
export type Texts = ReadonlyMap<string, string | undefined>;

/** A place where an operator can make a fault. */
export interface Seed {
  kind: Kind;
  file: string;
  /** What is changed; empty for the file as a whole. */
  path: Path;
  /** Where it stands, where a path does not tell: from 0. */
  line?: number;
  clauses: readonly ClauseRef[];
  /** What was done, as a sentence. */
  say(): Phrase;
  /** Why it may be right that nothing is noticed here, where that is another reason than the operator's. */
  unseen?: Phrase;
  /** Undefined where it cannot be made in the text as it is written. */
  make(): Texts | undefined;
}

export interface Operator {
  id: string;
  /** What goes wrong: `A link leads nowhere`. */
  title: Phrase;
  /** What it means that no rule notices one of its faults: true of all of them. */
  unseen: Phrase;
  /** At one field of an artefact, or one entry of a list of values. */
  field?(field: Field, original: Original): Iterable<Seed>;
  /** At an artefact as a whole. */
  artefact?(artefact: Artefact, original: Original): Iterable<Seed>;
  /** At the SMS as a whole. */
  whole?(original: Original): Iterable<Seed>;
}

/** A field that has a value, or a value in its list. */
export interface Field {
  artefact: Artefact;
  /** Of the artefact; for an entry of a log that of the record. */
  schema: KindSchema;
  /** The field's name, for an entry of a list that of the list. */
  key: string;
  path: Path;
  shape: Shape;
  value: unknown;
  /** The object that the field stands in, with its path and shape. */
  around: Fields;
  aroundPath: Path;
  aroundShape: Shape;
  /** It stands at the top of the file, beside its id. */
  isTop: boolean;
}

/** The schema of an artefact; undefined for a kind that nobody knows. */
export function schemaOf({ model }: Original, kind: Kind): KindSchema | undefined { return kindsOf(model.config).get(kind); }

/** What still says something: documents that were not replaced or taken back, and records. */
export function currentArtefacts({ model }: Original): readonly Artefact[] { return model.artefacts.filter(artefact => !isRetired(artefact)); }

/** Every field of an artefact that its schema knows and that has a value, but for what applied earlier (format.md F9). */
export function* fieldsOf(original: Original, artefact: Artefact): Generator<Field> {
  const schema = schemaOf(original, artefact.kind);
  if (schema) yield* fieldsIn(original, { artefact, schema }, artefact.data, schema.shape, []);
}

const EARLIER = 'previously';

function* fieldsIn(original: Original, of: Pick<Field, 'artefact' | 'schema'>, around: Fields, aroundShape: Shape, aroundPath: Path): Generator<Field> {
  for (const [key, value] of Object.entries(around)) {
    const shape = aroundShape.properties.get(key) ?? aroundShape.additional, path = [...aroundPath, key];
    if (!shape || key === EARLIER || isBlank(value)) continue;
    const here = { ...of, key, around, aroundShape, aroundPath, isTop: aroundPath.length === 0 };
    yield { ...here, path, shape, value };
    if (isFields(value)) yield* fieldsIn(original, of, value, shape, path);
    const recordKind = shape.kindFrom === undefined ? undefined : around[shape.kindFrom], record = typeof recordKind === 'string' ? schemaOf(original, recordKind) : undefined;
    for (const [at, entry] of list(around, key).entries()) {
      const inner = record?.shape ?? shape.items;
      if (!inner || isBlank(entry)) continue;
      if (isFields(entry)) yield* fieldsIn(original, { ...of, ...(record && { schema: record }) }, entry, inner, [...path, at]);
      else yield { ...here, path: [...path, at], shape: inner, value: entry };
    }
  }
}

function isBlank(value: unknown): boolean { return value === null || value === undefined || (typeof value === 'string' && value.trim() === '') || (Array.isArray(value) && value.length === 0); }

/** A seed at a field. `clauses`: those that the field is there for, else those of its kind. */
export function at(field: Field, say: () => Phrase, make: () => Texts | undefined, path: Path = field.path): Seed {
  return { kind: field.schema.kind, file: field.artefact.file, path, clauses: clausesOf(field), say, make };
}

/** The clauses that a field is there for, else those that its kind shows. */
export function clausesOf({ shape, schema }: Pick<Field, 'shape' | 'schema'>): readonly ClauseRef[] { return shape.clauses.length > 0 ? shape.clauses : clausesOfKind(schema); }
export function clausesOfKind(schema: KindSchema | undefined): readonly ClauseRef[] { return [...new Set(schema?.clauses.map(({ clause }) => clause))]; }

/** The thing that a field belongs to: the nearest one with an id. */
export function thingOf({ model }: Original, { artefact, path }: Pick<Field, 'artefact' | 'path'>): string {
  return nameOf(innermost(model.files.get(artefact.file)?.items ?? [], path) ?? artefact);
}

/** `the criticality of "Managed e-mail" (SVC-MAIL)`, without the article. */
export function fieldOf(original: Original, field: Field): Word {
  const { shape, key } = field, label = shape.label.toLowerCase();
  return phrase('mutant.field', '`{key}`{label} of {thing}', {
    key, thing: thingOf(original, field),
    label: label === '' || label === key.toLowerCase() || label === words(key).toLowerCase() ? '' : phrase('mutant.label', ' ({label})', { label: shape.labelId === undefined ? label : phrase(shape.labelId, shape.label) }),
  });
}

/** The texts of a mutant in which these steps were made in one file; undefined where one of them cannot be made, or changes nothing. */
export function stepped({ textOf, sourceOf }: Original, file: string, steps: readonly Step[]): Texts | undefined {
  const source = sourceOf(file), text = textOf(file), edits = source && text !== undefined ? inSequence(source, text, steps) : undefined;
  return edits && edits.length > 0 && text !== undefined ? new Map([[file, edited(text, edits)]]) : undefined;
}

/** The texts of a mutant without these files. */
export function without(files: Iterable<string>): Texts { return new Map([...files].map(file => [file, undefined])); }
