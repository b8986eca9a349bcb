import { isFields } from './data.js';
import { headerFields, headingIn, type KindSchema } from './kinds.js';
import type { Shape } from './shapes.js';
import type { Day } from './types.js';
import { fitsTemplate } from './wildcards.js';
import { yamlScalar } from './yaml-text.js';
import type { Value } from './yaml-edits.js';

/**
 * New artefacts and entries written out from their schema. What only a person knows is a placeholder that the rule placeholder-text-in-approved knows,
 * or, where the field takes no text, a key without a value: neither a day nor a number nor a reference is made up.
 */

/** A place to be filled in. `text` stands there until then; in a snippet it may be one of `choices`. */
export interface Hole { text: string; choices?: readonly string[] }

/** A text with holes. `\n` ends a line. */
export type Piece = string | Hole;

type Values = Readonly<Record<string, unknown>>;

/** `snippet`: for somebody who fills it in at once; examples and today's day are then offered to be typed over. */
export interface PieceOptions { today: Day; indent?: string; flow?: boolean; snippet?: boolean }
export interface TextOptions { today: Day; eol?: string }

/** What every document has in its header from the beginning (format.md F6), with what is true of each new one. */
const CONTROL_BLOCK: Values = { version: '0.1', status: 'draft', owner: null, approver: null };

/** A whole new file of a kind. `values`: what is known, by field; what the schema or a rule wants beside them is left to be written. */
export function artefactText(schema: KindSchema, values: Values, { today, eol = '\n', language }: TextOptions & { language: string }): string {
  return written(artefactPieces(schema, values, { today, language }), eol);
}

/** The same with its holes. `language`: of the SMS, as in sms.yaml; headings are in it, where the schema has them. */
export function artefactPieces(schema: KindSchema, values: Values, { language, ...options }: { today: Day; snippet?: boolean; language: string }): Piece[] {
  const open = Object.fromEntries(openFields(schema).map(key => [key, null]));
  const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
  const known = { ...open, ...(schema.header === 'document' && CONTROL_BLOCK), id: schema.kind.toUpperCase(), ...given, kind: schema.kind };
  const fields = fieldPieces(schema.shape, known, ['title', ...wantedFields(schema.shape, [])], { ...options, indent: '' }, true);
  if (schema.format !== 'markdown') return [...fields, '\n'];
  const sections = schema.body.filter(({ required }) => required).flatMap((section): Piece[] => {
    const heading = headingIn(section, language);
    // In the words that the rule looks for, whatever the language.
    return [`\n## ${heading}\n\n`, { text: `[Describe here: ${heading}]` }, '\n'];
  });
  return ['---\n', ...fields, '\n---\n', ...sections];
}

/**
 * The fields of one object, in a list or under a key: `values`, and what the schema or a rule wants beside them. Its first line has no indentation, for it
 * stands behind a dash or an indentation already; no line end follows the last. In flow style one line with its braces.
 */
export function entryText(shape: Shape, values: Values, { eol = '\n', ...options }: TextOptions & { indent?: string; flow?: boolean }): string {
  return written(entryPieces(shape, values, options), eol);
}

/** The same with its holes, and with the fields that `more` names. */
export function entryPieces(shape: Shape, values: Values, options: PieceOptions, more: readonly string[] = []): Piece[] {
  return fieldPieces(shape, values, [...wantedFields(shape, []), ...more], options, false);
}

/** The fields of an object that are not there, and that its schema or a rule wants (`required`, `x-rule`), in order of the schema. */
export function wantedFields(shape: Shape, present: Iterable<string>): string[] {
  const there = new Set(present);
  const isWanted = (key: string, { rule, defines }: Shape): boolean => shape.required.has(key) || rule.missing !== undefined || defines !== undefined;
  return [...shape.properties].filter(([key, property]) => !there.has(key) && isWanted(key, property)).map(([key]) => key);
}

/** The field of an object that holds the id of what it is, with its key. */
export function definingField(shape: Shape): { key: string; shape: Shape } | undefined {
  for (const [key, property] of shape.properties) if (property.defines !== undefined) return { key, shape: property };
  return undefined;
}

/** Pieces as a file holds them. */
export function written(pieces: readonly Piece[], eol: string): string {
  return pieces.map(piece => (typeof piece === 'string' ? piece : piece.text)).join('').replace(/ +$/gm, '').replaceAll('\n', eol);
}

/** What the standard asks for, and the lists that the file is kept for: of things that all of the SMS names. They are there to be filled in, or deleted. */
function openFields({ shape, header }: KindSchema): string[] {
  const own = [...shape.properties].filter(([key]) => header !== 'document' || !headerFields.has(key));
  return own.filter(([key, { clauses, items }]) => key !== 'clauses' && (clauses.length > 0 || (items && definingField(items)?.shape.local === false))).map(([key]) => key);
}

/**
 * `wanted` are begun where they have no value; a value of null is a key without one. `alone`: no other file is looked at, so that the id of what all of the
 * SMS names cannot be made up.
 */
function fieldPieces(shape: Shape | undefined, values: Values, wanted: readonly string[], options: PieceOptions, alone: boolean): Piece[] {
  const properties: ReadonlyMap<string, Shape> = shape?.properties ?? new Map<string, Shape>();
  const there = new Set([...wanted, ...Object.keys(values).filter(key => values[key] !== undefined)]);
  // What says of which kind others are is a name of a kind, though no schema lists them.
  const kinds = new Set([...properties.values()].flatMap(({ kindFrom }) => kindFrom ?? []));
  const fields = [...[...properties.keys()].filter(key => there.has(key)), ...[...there].filter(key => !properties.has(key))].map((key): Piece[] => {
    const property = properties.get(key), value = values[key];
    if (value !== undefined && value !== null) return [`${yamlScalar(key, options.flow)}:`, ...knownPieces(value, property, options, alone)];
    const isBegun = property !== undefined && wanted.includes(key) && !kinds.has(key);
    return [`${yamlScalar(key, options.flow)}:`, ...(isBegun ? unknownPieces(property, options, alone) : [' ', { text: '' }])];
  });
  const between = options.flow ? ', ' : `\n${options.indent ?? ''}`;
  const all = fields.flatMap((field, at): Piece[] => (at === 0 ? field : [between, ...field]));
  return options.flow ? ['{ ', ...all, ' }'] : all;
}

function knownPieces(value: unknown, shape: Shape | undefined, options: PieceOptions, alone: boolean): Piece[] {
  const inner = `${options.indent ?? ''}  `;
  // A kind has no type: it is what it is.
  if (options.snippet && typeof value === 'string' && shape && shape.types.length > 0) return [' ', { text: yamlScalar(value, options.flow) }];
  if (options.flow || typeof value !== 'object' || Object.keys(value ?? {}).length === 0) return [` ${onOneLine(value, options.flow)}`];
  if (isFields(value)) return [`\n${inner}`, ...fieldPieces(shape, value, [], { ...options, indent: inner }, alone)];
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  if (items.every(item => typeof item !== 'object' && !/\s/.test(String(item)))) return [` ${onOneLine(items)}`];
  return items.flatMap((item): Piece[] =>
    [`\n${inner}- `, ...(isFields(item) ? fieldPieces(shape?.items, item, [], { ...options, indent: `${inner}  ` }, alone) : [onOneLine(item)])]);
}

function onOneLine(value: unknown, flow = false): string {
  if (Array.isArray(value)) return `[${value.map(item => onOneLine(item, true)).join(', ')}]`;
  if (!isFields(value)) return typeof value === 'string' ? yamlScalar(value, flow) : String(value);
  const fields = Object.entries(value).filter(([, child]) => child !== undefined && child !== null).map(([key, child]) => `${yamlScalar(key, true)}: ${onOneLine(child, true)}`);
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
}

function unknownPieces(shape: Shape, options: PieceOptions, alone: boolean): Piece[] {
  const { indent = '', flow, snippet } = options, inner = `${indent}  `, empty: Piece[] = [' ', { text: '' }];
  // In a file a part is begun only where there is a text to write in it.
  const begun = (pieces: Piece[]): Piece[] => (snippet || pieces.some(piece => typeof piece !== 'string' && piece.text !== '') ? pieces : empty);
  const { items } = shape;
  if (shape.properties.size > 0) {
    const fields = wantedFields(shape, []);
    return fields.length === 0 ? empty : begun([flow ? ' ' : `\n${inner}`, ...fieldPieces(shape, {}, fields, { ...options, indent: inner }, alone)]);
  }
  if (!items || shape.types.some(type => type !== 'array')) return [' ', holeFor(shape, options)];
  if (items.properties.size > 0) {
    const id = definingField(items);
    if (id && alone && !id.shape.local) return empty;
    const known = id?.shape.local ? { [id.key]: `${id.shape.defines ?? ''}-1` } : {};
    const entry = fieldPieces(items, known, wantedFields(items, []), { ...options, indent: `${inner}  ` }, alone);
    return begun(flow ? [' [', ...entry, ']'] : [`\n${inner}- `, ...entry]);
  }
  if (items.prose && !flow) return [`\n${inner}- `, { text: yamlScalar(placeholder(shape)) }];
  return snippet ? [' [', holeFor(items, options), ']'] : empty;
}

function holeFor(shape: Shape, { today, snippet, flow }: PieceOptions): Hole {
  if (shape.prose) return { text: yamlScalar(placeholder(shape), flow) };
  if (!snippet || shape.refersTo.length > 0) return { text: '' };
  if (shape.choices.length > 0) return { text: '', choices: shape.choices };
  if (shape.types.includes('boolean')) return { text: '', choices: ['true', 'false'] };
  if (shape.format === 'date') return { text: today };
  return { text: typeof shape.example === 'string' || typeof shape.example === 'number' ? yamlScalar(String(shape.example), flow) : '' };
}

/**
 * A value to begin a field with: a placeholder for a text, an object or a list of one with those; null, a key without a value, for what nobody but a
 * person can say.
 */
export function placeholderValue(shape: Shape): Value {
  const { items } = shape;
  if (shape.properties.size > 0) return objectOf(shape);
  if (items && shape.types.every(type => type === 'array')) {
    if (items.properties.size > 0) { const entry = objectOf(items); return entry === null ? null : [entry]; }
    return items.prose ? [placeholder(shape)] : null;
  }
  return shape.prose ? placeholder(shape) : null;
}

/** Null where nothing in it is asked for: an empty object would only look like one that was filled in. */
function objectOf(shape: Shape): Value {
  const id = definingField(shape), wanted = wantedFields(shape, []);
  return wanted.length === 0 ? null : Object.fromEntries(wanted.flatMap(key => {
    const property = shape.properties.get(key);
    return property ? [[key, id?.key === key && property.local ? `${property.defines ?? ''}-1` : placeholderValue(property)]] : [];
  }));
}

const MOST_LETTERS = 60;

/** `<What the customer gets>`: of the help for a field as much of its first sentence as a placeholder may hold (placeholder-text-in-approved). */
function placeholder({ description, label }: Shape): string {
  const said = /^[A-Za-z][A-Za-z0-9_ '-]*/.exec(description)?.[0].trim() ?? '';
  const short = said.length <= MOST_LETTERS ? said : said.slice(0, said.lastIndexOf(' ', MOST_LETTERS));
  return short.includes(' ') ? `<${short}>` : `<Text for the ${label.replace(/[^A-Za-z0-9_ '-]/g, ' ').trim()}>`;
}

export interface TakenIds {
  taken(id: string): boolean;
  /** Those of the same type; without any an example. */
  like: readonly string[];
  /** What sms.yaml asks for (`ids`). */
  template?: string | undefined;
}

/** An id for something new that nobody has: it fits the template, else it looks like the others of its type, else it begins with the name of the type. */
export function newId(type: string, title: string, { taken, like, template }: TakenIds): string {
  const own = slug(title, type), head = type.toUpperCase();
  const pattern = template ?? patternOf(like) ?? (own === '' ? head : `${head}-*`);
  const lower = template === undefined && like.length > 0 && like.every(id => id === id.toLowerCase());
  const upper = own !== '' ? own : pattern === '*' ? head : 'NEW', word = lower ? upper.toLowerCase() : upper;
  const digits = /#+/.exec(pattern)?.[0].length ?? 0;
  const at = (number: number): string => {
    const numbered = pattern.replace(/#+/, String(number).padStart(digits, '0')).replace(/#/g, '0');
    const named = numbered.replaceAll('*', word);
    return digits === 0 && number > 1 ? `${named}-${number}` : named;
  };
  // An example is no id that somebody has.
  const highest = digits === 0 ? 0 : like.filter(id => taken(id) && fitsTemplate(id, pattern)).reduce((most, id) => Math.max(most, numberIn(id, pattern)), 0);
  for (let number = highest + 1; ; number++) {
    const id = at(number);
    if (!taken(id)) return id;
  }
}

/** The number that stands where a template has its digits. */
function numberIn(id: string, template: string): number {
  const before = /^[^*#]*/.exec(template)?.[0].length ?? 0;
  return Number((template[before] === '#' ? /^\d+/.exec(id.slice(before)) : /\d+(?=\D*$)/.exec(id))?.[0] ?? 0);
}

/** `RSK-###` of RSK-001 and RSK-002, `SVC-*` of SVC-MAIL and SVC-NET; undefined where they have nothing in common. */
function patternOf(like: readonly string[]): string | undefined {
  const last = like[like.length - 1];
  if (last === undefined) return undefined;
  const number = /^(.*?[^\d])?(\d+)$/.exec(last), prefix = number?.[1] ?? '';
  if (number && like.filter(id => id.startsWith(prefix) && /^\d+$/.test(id.slice(prefix.length))).length * 2 > like.length) return `${prefix}${'#'.repeat(number[2]?.length ?? 1)}`;
  const head = /^[\p{L}]+[-._]/u.exec(last)?.[0] ?? '';
  return like.filter(id => id.startsWith(head)).length * 2 > like.length && head === head.toUpperCase() ? `${head}*` : '*';
}

const LONGEST_SLUG = 30;

/** The words of a title as a part of an id, without those that the type has too. Of other scripts than Latin nothing: an id of two scripts looks like another. */
function slug(title: string, type: string): string {
  const known = new Set(type.toUpperCase().split('-'));
  const words = title.normalize('NFKD').replace(/\p{M}/gu, '').toUpperCase().split(/[^A-Z0-9]+/).filter(word => word !== '' && !known.has(word));
  const short = words.filter((_, at) => words.slice(0, at + 1).join('-').length <= LONGEST_SLUG).join('-');
  return short === '' ? words[0]?.slice(0, LONGEST_SLUG) ?? '' : short;
}
