import type { Asking, Completion, Completions } from './completion.js';
import type { FieldCursor, Spot } from './completion-context.js';
import { idFor, inOrder, valueCompletions } from './completion-values.js';
import { typeName } from './explorer.js';
import { said } from './markup.js';
import { asSnippet, asText } from './snippets.js';
import { isFields } from '../sms/data.js';
import type { Language } from '../sms/language.js';
import { proposedId } from '../sms/proposals.js';
import { kindsOf, type Kinds, type KindSchema } from '../sms/kinds.js';
import { descriptionIn, labelIn, type Shape } from '../sms/shapes.js';
import { artefactPieces, definingField, entryPieces, wantedFields, type Piece } from '../sms/skeleton.js';
import { isMarkdown } from '../sms/source.js';
import { clause } from '../sms/standard.js';
import { yamlScalar } from '../sms/yaml-text.js';
import { nodeAt } from '../sms/yaml.js';

const NOTHING: Completions = { items: [], incomplete: false };

type KeySpot = Spot & { type: 'key' };

/** The fields that the object at the spot may have and has not: first those that its schema or a rule wants. */
export function keyCompletions(ask: Asking, cursor: FieldCursor, spot: KeySpot, shape: Shape | undefined, schema: KindSchema): Completions {
  if (!shape) return NOTHING;
  const wanted = new Set(wantedFields(shape, spot.present)), { language } = ask.desk, own = spot.path.length === 0 ? shape : inLog(shape, kindsOf(ask.desk.model.config)).shape;
  const fields = [...own.properties].filter(([key]) => !spot.present.has(key)).map(([key, property], at): Completion => {
    const label = labelIn(language, property), isWanted = wanted.has(key), detail = isWanted ? language.text('completion.needed', '{label}, needed', { label }) : label;
    const help = documented(aboutField(language, property));
    return { label: key, kind: 'field', detail, ...help, ...keyText(ask, cursor, spot, key, property), sort: inOrder(at, isWanted ? 1 : 2) };
  });
  return { items: [...fields, ...(schema.kind === 'sms' && shape.additional ? freeKeys(ask, cursor, spot, shape.additional) : [])], incomplete: false };
}

type Written = Pick<Completion, 'insert' | 'snippet' | 'range' | 'again'>;

/** `key:` and what makes writing on easiest. */
function keyText(ask: Asking, { column, flow, from, to }: FieldCursor, { colon, more }: KeySpot, key: string, shape: Shape): Written {
  const name = yamlScalar(key, flow), range = ask.range(from, to);
  if (colon) return { insert: name, range };
  const { value, again } = valueBegun(shape, column, flow), pieces = [`${name}:`, ...value, ...(more ? [','] : [])];
  // Without tab stops one writes on behind what is there, so that its spaces stay.
  const written = ask.snippets ? rendered(ask, pieces) : { insert: pieces.map(piece => (typeof piece === 'string' ? piece : piece.text)).join('').replaceAll('\n', ask.eol) };
  return { ...written, range, ...(again && { again }) };
}

function valueBegun(shape: Shape, column: number, flow: boolean): { value: Piece[]; again: boolean } {
  const { choices, types, items, refersTo, namesClause, format, examples } = shape, hole = { text: '' }, below = `\n${' '.repeat(column + 2)}`;
  const isList = types.includes('array') && !types.includes('string'), isObject = shape.properties.size > 0 || shape.additional !== undefined;
  if (choices.length > 0) return { value: [' ', { text: '', choices }], again: false };
  if (types.includes('boolean')) return { value: [' ', { text: '', choices: ['true', 'false'] }], again: false };
  if (isList && !flow && items?.prose === true) return { value: [`${below}- `, hole], again: false };
  if (isList && !flow && items && items.properties.size > 0) return { value: [`${below}- `, hole], again: true };
  if (isList) return { value: [' [', hole, ']'], again: true };
  if (isObject) return { value: flow ? [' { ', hole, ' }'] : [below, hole], again: true };
  return { value: [' ', hole], again: refersTo.length > 0 || namesClause || format === 'date' || examples.length > 0 };
}

/** What a field means, and which clauses ask for it. */
function aboutField(language: Language, shape: Shape): string {
  const named = shape.clauses.map(id => {
    const known = clause(id);
    return known ? `${id} ${language.text(`clause.${id}.title`, known.title)}` : id;
  });
  const asked = named.length === 0 ? '' : language.text('completion.clauses', 'Clauses: {clauses}', { clauses: named.join(', ') });
  return [said(descriptionIn(language, shape)), asked].filter(line => line !== '').join('\n\n');
}

function documented(documentation: string): { documentation?: string } { return documentation === '' ? {} : { documentation }; }

function rendered({ snippets, eol }: Asking, pieces: readonly Piece[]): { insert: string; snippet?: true } {
  const hasStops = snippets && pieces.some(piece => typeof piece !== 'string');
  return hasStops ? { insert: asSnippet(pieces, eol), snippet: true } : { insert: asText(pieces, eol) };
}

/** Keys of sms.yaml that are names of something: of types, kinds, rules and their thresholds, or fields of a kind (format.md F18). */
function freeKeys(ask: Asking, cursor: FieldCursor, spot: KeySpot, shape: Shape): Completion[] {
  const names = namesFor(ask, spot).filter(([name]) => !spot.present.has(name));
  return names.map(([name, detail], at) => ({ label: name, kind: 'field', detail, ...keyText(ask, cursor, spot, name, shape), sort: inOrder(at, 3) }));
}

function namesFor({ desk, file, rules }: Asking, { path }: KeySpot): [string, string][] {
  const { language } = desk, [key] = path, last = path[path.length - 1];
  const known = kindsOf(desk.model.config), called = (name: string): [string, string] => [name, typeName(name, language, known)], kinds = known.all().map(({ kind }) => called(kind));
  if (key === 'rules' && path.length === 1) return rules.map(({ id, title }) => [id, title]);
  if (key === 'rules') return (rules.find(({ id }) => id === last)?.settings ?? []).map(({ name, value }) => [name, String(value)]);
  if (key === 'ids' && path.length === 1) return [...[...known.itemTypes().keys()].map(called), ...kinds];
  if (key === 'reviewEvery' && path.length === 1) return [['default', language.text('completion.default', 'All that do not say their own')], ...kinds];
  if (key !== 'adopt' || (last !== 'fields' && last !== 'set' && last !== 'values')) return [];
  const kind = nodeAt(desk.sourceOf(file)?.root, [...path.slice(0, 2), 'kind'])?.node;
  const schema = kind?.type === 'scalar' ? known.get(kind.text) : undefined;
  return [...schema?.shape.properties ?? []].map(([name, field]) => [name, labelIn(language, field)]);
}

// ---- entries ----

/** A new entry of a list: a whole object with what it needs, or one of the values that the list may hold. */
export function entryCompletions(
  ask: Asking, cursor: FieldCursor, { path, dash, back }: Spot & { type: 'entry' }, list: Shape, items: Shape | undefined,
): Completions {
  const mark = dash ? '' : '- ', column = cursor.column - back, from = cursor.from - back;
  if (!items || !list.types.includes('array')) return NOTHING;
  if (items.properties.size === 0) {
    // Behind a dash the value itself is offered.
    if (dash || back > 0 || items.prose) return NOTHING;
    const values = valueCompletions(ask, cursor, { shape: items, path: [...path, 0], space: false, schema: undefined });
    return { ...values, items: values.items.map(item => ({ ...item, insert: `${mark}${item.insert}` })) };
  }
  const { language, today } = ask.desk, { shape, kind } = inLog(items, kindsOf(ask.desk.model.config)), id = definingField(shape), type = kind ?? id?.shape.defines;
  const options = { today, snippet: ask.snippets, flow: cursor.flow, indent: ' '.repeat(column + (dash ? 0 : 2)) };
  const values = id && type !== undefined ? { [id.key]: idFor(ask, type, id.shape) } : {};
  // An example of an entry says what such entries usually have.
  const pieces = entryPieces(shape, values, options, isFields(items.example) ? Object.keys(items.example) : []);
  const label = type === undefined ? language.text('completion.new-entry', 'New entry')
    : language.text('completion.new', 'New {thing}', { thing: inSentence(typeName(type, language, kindsOf(ask.desk.model.config))) });
  const item: Completion = {
    label, kind: 'entry', detail: labelIn(language, list), ...documented(said(descriptionIn(language, list))), ...rendered(ask, [mark, ...pieces]),
    range: ask.range(from, cursor.to), sort: inOrder(0, back > 0 ? 3 : 0),
  };
  return { items: [item], incomplete: false };
}

function inSentence(name: string): string { return name.replace(/^\p{Lu}(?=\p{Ll})/u, letter => letter.toLowerCase()); }

/** The entries of a log are records of a kind, which the log says for all of them. */
function inLog(shape: Shape, kinds: Kinds): { shape: Shape; kind?: string } {
  const schema = shape.properties.has('kind') ? kinds.all().find(each => each.shape === shape) : undefined;
  return schema ? { shape: { ...shape, properties: new Map([...shape.properties].filter(([key]) => key !== 'kind')) }, kind: schema.kind } : { shape };
}

// ---- kinds ----

/**
 * `name`: behind `kind:`; `whole`: the same, where the file holds nothing else, so that a whole new one is written; `key`: a whole one where there is
 * nothing at all; `page`: the same in Markdown that has no dashes yet; `field`: the key alone; `word`: the same before its colon.
 */
export type KindMode = 'name' | 'whole' | 'key' | 'page' | 'field' | 'word';

/** The kinds of artefacts, those for the form of the file first. */
export function kindCompletions(ask: Asking, cursor: FieldCursor, space: boolean, mode: KindMode): Completions {
  const range = ask.range(cursor.from, cursor.to), { language } = ask.desk, markdown = isMarkdown(ask.file), lead = space ? ' ' : '';
  if (mode === 'word') return { items: [{ label: 'kind', kind: 'field', insert: 'kind', range }], incomplete: false };
  if (mode === 'field') return { items: [{ label: 'kind', kind: 'field', insert: 'kind: ', range, again: true }], incomplete: false };
  const kinds = kindsOf(ask.desk.model.config), items = kinds.all().map((schema, at): Completion => {
    const { kind, format, shape } = schema, name = typeName(kind, language, kinds), label = mode === 'key' || mode === 'page' ? `kind: ${kind}` : kind;
    const written = mode === 'name' ? { insert: `${lead}${kind}` } : wholeText(ask, cursor, schema, mode, lead);
    return {
      label, kind: 'kind', detail: name, filter: `${label} ${name}`, range, sort: inOrder(at, (format === 'markdown') === markdown ? 1 : 2),
      ...documented(said(language.text(`kind.${kind}.help`, shape.description))), ...written,
    };
  });
  return { items, incomplete: false };
}

/** A new artefact, as much of it as is not there yet. */
function wholeText(
  ask: Asking, { to }: FieldCursor, schema: KindSchema, mode: 'whole' | 'key' | 'page', lead: string,
): Pick<Completion, 'insert' | 'snippet' | 'also'> {
  const { desk: { model, today }, file, text, snippets, eol } = ask;
  const pieces = artefactPieces(schema, { id: proposedId(model, schema.kind, '') }, { today, snippet: snippets, language: model.config.language });
  // In Markdown the fields stand between dashes, and what follows these is its text.
  const close = pieces.indexOf('\n---\n');
  const fields = close < 0 ? pieces.slice(0, -1) : pieces.slice(1, close), body = close < 0 ? [] : pieces.slice(close + 1);
  const closed = mode !== 'page' && /\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/.test(text.slice(to));
  const open: Piece[] = mode === 'page' ? ['---\n'] : [];
  const { insert, snippet } = rendered(ask, !isMarkdown(file) || closed ? fields : [...open, ...fields, '\n---\n', ...body]);
  return {
    insert: mode === 'whole' ? `${lead}${insert.slice('kind: '.length)}` : insert, ...(snippet && { snippet }),
    ...(closed && body.length > 0 && { also: [{ range: ask.range(text.length, text.length), text: asText(body, eol) }] }),
  };
}
