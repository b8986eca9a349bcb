import type { Position, Range } from '../sms/types.js';
import { frontMatter } from '../sms/markdown.js';
import { configSchema, kindsOf, type Kinds, type KindSchema } from '../sms/kinds.js';
import type { Shape } from '../sms/shapes.js';
import { shapeIn } from '../sms/shape.js';
import { adoptionFor } from '../sms/adoption.js';
import { isMarkdown, isYaml } from '../sms/source.js';
import type { Adoption } from '../sms/config.js';
import { offsetsOf } from '../sms/changes.js';
import { evenLines, lineTable } from '../sms/text.js';
import type { Path } from '../sms/types.js';
import { matchesGlob } from '../sms/wildcards.js';
import { fieldCursor, type FieldCursor, type Spot } from './completion-context.js';
import { entryCompletions, keyCompletions, kindCompletions } from './completion-fields.js';
import { bodyPlace, proseCompletions } from './completion-prose.js';
import { valueCompletions } from './completion-values.js';
import type { EditorDesk } from './desk.js';

/** Something that can be written at a cursor. */
export interface Completion {
  label: string;
  kind: 'field' | 'choice' | 'thing' | 'file' | 'kind' | 'clause' | 'value' | 'entry';
  detail?: string;
  /** Markdown in which texts of files are escaped. */
  documentation?: string;
  /** With tab stops where `snippet` is set. Lines after the first have their indentation. */
  insert: string;
  snippet?: true;
  /** Of what it replaces; on one line, around the cursor. */
  range: Range;
  /** What is typed is looked for in here; without it in the label. */
  filter?: string;
  sort?: string;
  /** It is no longer in use. */
  retired?: true;
  /** What is written elsewhere in the file with it. */
  also?: { range: Range; text: string }[];
  /** More is to be chosen where it leaves the cursor. */
  again?: true;
}

/** `incomplete`: there are more, to be asked for when more is typed. */
export interface Completions { items: Completion[]; incomplete: boolean }

/** What the editor's answers need to know of the rules, which live beside it. Titles are in the language of the desk. */
export interface RuleWords { id: string; title: string; settings: readonly { name: string; value: number | string }[] }

export interface CompletionOptions {
  rules: readonly RuleWords[];
  /** The character that was typed, where that alone made the editor ask. */
  trigger?: string | undefined;
  /** The editor knows tab stops. */
  snippets: boolean;
}

/** The cursor and what is around it. */
export interface Asking extends CompletionOptions {
  desk: EditorDesk;
  file: string;
  text: string;
  at: number;
  eol: '\n' | '\r\n';
  range(from: number, to: number): Range;
}

/** Characters that make an editor ask: of mentions, anchors, known beginnings of ids, and link targets. */
export const TRIGGERS: readonly string[] = ['[', '#', '-', '(', '/'];

const NOTHING: Completions = { items: [], incomplete: false };

/** What can be written at a position of a file of the SMS, as its text stands now. Empty where nothing can. */
export function completionsAt(desk: EditorDesk, file: string, position: Position, options: CompletionOptions): Completions {
  const written = desk.textOf(file);
  if (written === undefined) return NOTHING;
  const text = evenLines(written), at = offsetsOf(text)(position), table = lineTable(text);
  const ask: Asking = { ...options, desk, file, text, at, eol: text.includes('\r\n') ? '\r\n' : '\n', range: (from, to) => table.range(from, to) };
  const zone = zoneOf(ask);
  if (zone.type === 'body') return bodyCompletions(ask, zone.from);
  return zone.type === 'fields' ? fieldCompletions(ask, zone) : NOTHING;
}

/** `from` to `to`: the lines in which fields stand. */
interface Fields {
  type: 'fields';
  from: number;
  to: number;
  adoption: Adoption | undefined;
  /** Nothing is written yet, but for the kind perhaps. */
  fresh: boolean;
  /** A page without its dashes. */
  bare?: true;
}

function zoneOf({ desk: { model: { config } }, file, text, at }: Asking): Fields | { type: 'body'; from: number } | { type: 'none' } {
  const adoption = file === config.file ? undefined : adoptionFor(file, text, config, matchesGlob);
  const markdown = adoption ? adoption.as === 'markdown' : isMarkdown(file);
  const fresh = (from: number, to: number): boolean => /^\s*(?:kind[ \t]*:[^\n]*)?\s*$/.test(text.slice(from, to));
  const all = { type: 'fields' as const, from: 0, to: text.length, adoption, fresh: fresh(0, text.length) };
  if (!markdown) return adoption || isYaml(file) ? all : { type: 'none' };
  const front = frontMatter(text);
  if (front.kind === 'none' && text.trim() === '') return { ...all, bare: true };
  if (front.kind === 'code' || (front.kind === 'none' && !adoption)) return { type: 'none' };
  if (front.kind === 'yaml') {
    const body = text.indexOf('\n', front.end) + 1;
    const isFresh = fresh(front.start, front.end) && (body === 0 || text.slice(body).trim() === '');
    if (at >= front.start && at < front.end) return { type: 'fields', from: front.start, to: front.end, adoption, fresh: isFresh };
    // In a page that is no artefact nothing is read (format.md F5).
    const isRead = adoption !== undefined || kindIn(text.slice(front.start, front.end), kindsOf(config)) !== undefined;
    return body > 0 && at >= body && isRead ? { type: 'body', from: body } : { type: 'none' };
  }
  if (front.kind === 'none') return { type: 'body', from: 0 };
  // Dashes that were not closed yet: the fields go as far as there is no blank line.
  const from = text.indexOf('\n') + 1, blank = /\n[ \t]*\r?\n/.exec(text.slice(from)), to = blank ? from + blank.index + 1 : text.length;
  if (from === 0 || at < from) return { type: 'none' };
  return at <= to ? { type: 'fields', from, to, adoption, fresh: fresh(from, text.length) } : { type: 'body', from: to };
}

function bodyCompletions(ask: Asking, from: number): Completions {
  const place = bodyPlace(ask.text, from, ask.at);
  if (place === 'code') return NOTHING;
  return proseCompletions(ask, { from: ask.text.lastIndexOf('\n', ask.at - 1) + 1, diagram: place === 'diagram' });
}

function fieldCompletions(ask: Asking, zone: Fields): Completions {
  const { desk, file, text, at } = ask, kinds = kindsOf(desk.model.config), isConfig = file === desk.model.config.file;
  const found = fieldCursor(text.slice(zone.from, zone.to), at - zone.from);
  if (!found || (ask.trigger === '/' && !/["'/\w.]/.test(text[at - 2] ?? ''))) return NOTHING;
  const cursor: FieldCursor = { ...found, from: found.from + zone.from, to: found.to + zone.from };
  const schema = isConfig ? configSchema : zone.adoption ? kinds.get(zone.adoption.kind) : kindIn(text.slice(zone.from, zone.to), kinds);
  const items: Completion[] = [];
  let incomplete = false;
  const add = (more: Completions): void => { items.push(...more.items); incomplete ||= more.incomplete; };
  const shapeOf = (path: Path): Shape | undefined => shapeFor(desk, file, schema, path);
  if (zone.adoption && schema) return adoptedCompletions(ask, cursor, zone.adoption, schema);
  for (const spot of cursor.spots) {
    if (spot.type === 'value') {
      const isKind = spot.path.length === 1 && spot.path[0] === 'kind' && !isConfig;
      add(isKind ? kindCompletions(ask, cursor, spot.space, zone.fresh ? 'whole' : 'name') : inValue(ask, cursor, spot, schema, shapeOf));
    } else if (spot.type === 'entry') {
      const shape = shapeOf(spot.path);
      if (shape) add(entryCompletions(ask, cursor, spot, shape, shapeOf([...spot.path, 0])));
    } else if (ask.trigger === undefined) {
      // Not at a dash or bracket that was typed a moment ago, which is the beginning of something else.
      if (schema) add(keyCompletions(ask, cursor, spot, shapeOf(spot.path), schema));
      else if (spot.path.length === 0) add(kindCompletions(ask, cursor, false, spot.colon ? 'word' : zone.bare ? 'page' : zone.fresh ? 'key' : 'field'));
    }
  }
  return { items, incomplete };
}

/** The schema of the kind that the fields name, in a text that may not parse. */
function kindIn(fields: string, kinds: Kinds): KindSchema | undefined {
  const found = /^["']?kind["']?[ \t]*:[ \t]*["']?([\w-]+)/m.exec(fields) ?? /^\s*\{(?:[^{}]*,)?\s*["']?kind["']?\s*:\s*["']?([\w-]+)/.exec(fields);
  return found?.[1] === undefined ? undefined : kinds.get(found[1]);
}

/** Where the entries of a list have a kind of their own, the file says which: it is read only then. */
function shapeFor(desk: EditorDesk, file: string, schema: KindSchema | undefined, path: Path): Shape | undefined {
  if (!schema) return undefined;
  let shape: Shape | undefined = schema.shape;
  for (const step of path) {
    shape = typeof step === 'number' ? shape?.items : shape?.properties.get(step) ?? shape?.additional;
    if (shape?.kindFrom !== undefined) {
      const source = desk.sourceOf(file);
      return source && shapeIn(schema, source, path, kindsOf(desk.model.config));
    }
  }
  return shape;
}

/** Running text, in which things are mentioned. */
function isText(shape: Shape): boolean { return shape.prose || (shape.items?.prose === true && shape.types.includes('string')); }

function lineStart({ text, at }: Asking): number { return text.lastIndexOf('\n', at - 1) + 1; }

/** What a field can hold, and in a text what can be mentioned. */
function inValue(
  ask: Asking, cursor: FieldCursor, { path, space }: Spot & { type: 'value' }, schema: KindSchema | undefined, shapeOf: (path: Path) => Shape | undefined,
): Completions {
  const shape = shapeOf(path), nested = bracketed(ask, cursor, path, shapeOf);
  if (nested || !shape) return nested ?? NOTHING;
  const isBlock = cursor.quote === '|', isAsked = ask.trigger === undefined || ask.trigger === '[' || shape.refersTo.length > 0;
  const values = isBlock || !isAsked ? NOTHING : valueCompletions(ask, cursor, { shape, path, space, schema });
  // Where words of its own are known and nothing is typed, these alone are offered.
  if (space || !isText(shape) || (values.items.length > 0 && cursor.from === ask.at)) return values;
  const string = isBlock ? {} : { string: { plain: cursor.quote === '', from: cursor.from, flow: cursor.flow } };
  const mentions = proseCompletions(ask, { from: isBlock ? lineStart(ask) : Math.max(cursor.from, lineStart(ask)), diagram: false, ...string });
  return { items: [...values.items, ...mentions.items], incomplete: values.incomplete || mentions.incomplete };
}

/** `[[` where a text or an id is meant: YAML reads a list in a list, and an id alone is what is wanted. */
function bracketed(ask: Asking, cursor: FieldCursor, path: Path, shapeOf: (path: Path) => Shape | undefined): Completions | undefined {
  const from = ask.text.lastIndexOf('[[', cursor.from), meant = path.slice(0, -2), outer = shapeOf(meant);
  if (!cursor.flow || meant.length === 0 || from < 0 || ask.text.slice(from + 2, cursor.from).trim() !== '') return undefined;
  if (!outer || outer.types.includes('array')) return undefined;
  const after = /^[^\S\r\n]*\]{0,2}/.exec(ask.text.slice(cursor.to))?.[0].length ?? 0;
  if (isText(outer)) return proseCompletions(ask, { from, diagram: false, string: { plain: true, from, flow: true } });
  return valueCompletions(ask, { ...cursor, from, to: cursor.to + after, flow: false }, { shape: outer, path: meant, space: false, schema: undefined });
}

/** In a file of theirs their words are offered: what sms.yaml says that these mean, and ids where ours would stand. */
function adoptedCompletions(ask: Asking, cursor: FieldCursor, { fields, values }: Adoption, schema: KindSchema): Completions {
  for (const spot of cursor.spots) {
    if (spot.type !== 'value') continue;
    const path = spot.path.filter(step => typeof step === 'string').join('.'), ours = Object.keys(fields).find(key => fields[key] === path);
    const shape = ours === undefined ? undefined : schema.shape.properties.get(ours), words = ours === undefined ? undefined : values[ours];
    if (!shape) continue;
    const range = ask.range(cursor.from, cursor.to);
    const items = Object.entries(words ?? {}).map(([theirs, own]): Completion => ({ label: theirs, kind: 'choice', detail: own, insert: theirs, range }));
    if (words) return { items, incomplete: false };
    if (shape.refersTo.length > 0) return valueCompletions(ask, cursor, { shape, path: spot.path, space: spot.space, schema: undefined });
  }
  return NOTHING;
}
