import { isFields } from './data.js';
import { joined, phrase, withWords } from './language.js';
import { LIMITS } from './limits.js';
import type { OwnFile } from './own.js';
import { compilePattern } from './pattern.js';
import { FORMATS } from './schema-errors.js';
import { DIRECTIONS, type Schema } from './shapes.js';
import { lineTable, nearest } from './text.js';
import type { Path, Phrase, Report, Word } from './types.js';
import { nodeAt, readYaml } from './yaml.js';

/** A schema that an organization brings along, and what is wrong with it. */
export interface SchemaFile {
  file: string;
  /** By which others refer to it. */
  id: string;
  schema: Schema;
  /** Empty while it can be used. */
  reports: Report[];
  say(problem: Phrase, path: Path, part?: 'key' | 'value'): void;
}

/** Reads one schema (format.md F15). Nothing is fetched, compiled or run. Undefined where the file itself could not be read: that is told elsewhere. */
export function readSchemaFile({ file, text }: OwnFile): SchemaFile | undefined {
  if (text === undefined) return undefined;
  const reports: Report[] = [], said = new Set<string>();
  const tell = (problem: Phrase, start: number, end: number): void => {
    const key = `${start} ${problem.id ?? problem.text}`;
    if (said.has(key)) return;
    said.add(key);
    reports.push({ rule: 'schema-invalid', message: 'schema', ...withWords({ problem }), file, range: lineTable(text).range(start, end), related: [] });
  };
  const read: SchemaFile = { file, id: file.slice(file.lastIndexOf('/') + 1), schema: {}, reports, say: () => undefined };
  const large = tooLarge(text);
  if (large) { tell(large.problem, large.at, large.at); return read; }
  let data: unknown;
  try { data = JSON.parse(text); } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const at = Math.min(Number(/position (\d+)/.exec(error.message)?.[1] ?? text.length), text.length);
    tell(phrase('schema.json', 'This file is no JSON from here on: a comma, a quotation mark or a bracket is missing, or one too many.'), at, at);
    return read;
  }
  const { root } = readYaml(text);
  read.say = (problem, path, part = 'value') => {
    for (let length = path.length; length >= 0; length--) {
      const found = nodeAt(root, path.slice(0, length));
      if (!found) continue;
      const { node, key } = found, on = key && (part === 'key' || length < path.length || node.type !== 'scalar') ? key : node;
      tell(problem, on.start, on.type === 'scalar' ? on.end : on.start + 1);
      return;
    }
    tell(problem, 0, 0);
  };
  if (!isFields(data)) { read.say(phrase('schema.object', 'A schema is an object: it begins with "{" and says with "x-kind" which kind it describes.'), []); return read; }
  read.schema = data;
  const id = data['$id'];
  if (typeof id === 'string' && /^[\w.-]+$/.test(id)) read.id = id;
  look(data, [], read);
  return read;
}

/** Told without reading it as a schema, in one pass. */
function tooLarge(text: string): { problem: Phrase; at: number } | undefined {
  const { length, depth: deepest, nodes: most } = LIMITS.schema;
  if (text.length > length) return { at: 0, problem: phrase('schema.long', 'This schema has more than {limit} characters. Nobody reads so much; divide it.', { limit: length }) };
  let depth = 0, nodes = 0, quoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (quoted) { if (character === '\\') at++; else if (character === '"') quoted = false; continue; }
    if (character === '"') quoted = true;
    else if (character === '}' || character === ']') depth--;
    else if (character === '{' || character === '[') { depth++; nodes++; } else if (character === ',') nodes++;
    if (depth > deepest) return { at, problem: phrase('schema.deep', 'From here on brackets stand in each other more than {limit} deep. Describe the inner part under "$defs" and refer to it.', { limit: deepest }) };
    if (nodes > most) return { at, problem: phrase('schema.many', 'This schema has more than {limit} parts. Nobody reads so much; divide it.', { limit: most }) };
  }
  return undefined;
}

type Taken = 'text' | 'number' | 'count' | 'boolean' | 'list' | 'texts' | 'anything' | 'schema' | 'schemas' | 'schema-list' | 'schema-or-boolean' | readonly string[];

/** The words of JSON Schema 2020-12, and of format.md F15, that a schema of one's own may use: those that the schemas of the house use. */
const WORDS: Readonly<Record<string, Taken>> = {
  '$ref': 'text', '$comment': 'text', 'title': 'text', 'description': 'text', 'examples': 'list', 'default': 'anything',
  'type': ['string', 'number', 'integer', 'boolean', 'array', 'object'], 'enum': 'list', 'const': 'anything', 'format': FORMATS, 'pattern': 'text',
  'minimum': 'number', 'maximum': 'number', 'exclusiveMinimum': 'number', 'exclusiveMaximum': 'number',
  'minLength': 'count', 'maxLength': 'count', 'minItems': 'count', 'maxItems': 'count', 'uniqueItems': 'boolean',
  'properties': 'schemas', 'required': 'texts', 'additionalProperties': 'schema-or-boolean', 'unevaluatedProperties': 'boolean', 'items': 'schema', 'allOf': 'schema-list',
  'x-defines': 'text', 'x-local': 'boolean', 'x-refers-to': 'texts', 'x-clauses': 'texts', 'x-rule': 'anything', 'x-normative': 'boolean', 'x-order': ['fixed'], 'x-direction': DIRECTIONS, 'x-kind-from': 'text',
};
/** At the top of the file only. */
const TOP: Readonly<Record<string, Taken>> = {
  '$schema': 'text', '$id': 'text', '$defs': 'schemas', 'x-kind': 'text', 'x-name': 'anything', 'x-format': ['yaml', 'markdown'], 'x-header': ['document', 'record', 'none'], 'x-body': 'list', 'x-clauses': 'list',
};

/** Words that have a sentence of their own, for who knows JSON Schema. */
const REFUSED: Readonly<Record<string, Phrase>> = {
  ...Object.fromEntries(['anyOf', 'oneOf', 'not', 'if', 'then', 'else', 'dependentSchemas', 'dependentRequired'].map(word => [word,
    phrase('schema.branches', '"{word}" is not used here: where one of several may hold, no message can say what is wrong. List the choices with "enum", or write a rule of your own.', { word })])),
  ...Object.fromEntries(['$data', '$dynamicRef', '$dynamicAnchor', '$recursiveRef', '$recursiveAnchor', '$anchor', '$vocabulary'].map(word => [word,
    phrase('schema.dynamic', '"{word}" is not used here: a schema says the same wherever it is used. Refer to a part of a file with "$ref".', { word })])),
};

const DIALECT = 'https://json-schema.org/draft/2020-12/schema';

function look(node: Schema, path: Path, file: SchemaFile): void {
  const isTop = path.length === 0;
  for (const [word, value] of Object.entries(node)) {
    const at = [...path, word], taken = (isTop ? TOP[word] : undefined) ?? (Object.hasOwn(WORDS, word) ? WORDS[word] : undefined);
    if (taken === undefined) { file.say(unknownWord(word, isTop), at, 'key'); continue; }
    const wanted = wants(taken, value);
    if (wanted !== undefined) { file.say(phrase('schema.value', '"{word}" takes {expected}.', { word, expected: wanted }), at); continue; }
    details(word, value, at, file);
    if (word === 'properties' || word === '$defs') {
      for (const [name, each] of Object.entries(value as Schema)) {
        if (name === '__proto__') file.say(phrase('schema.name', 'This cannot be called "{name}": programs use that name for themselves.', { name }), [...at, name], 'key');
        else look(each as Schema, [...at, name], file);
      }
    } else if (word === 'allOf') (value as Schema[]).forEach((each, place) => { look(each, [...at, place], file); });
    else if ((word === 'items' || word === 'additionalProperties') && isFields(value)) look(value, at, file);
  }
}

function unknownWord(word: string, isTop: boolean): Phrase {
  const refused = Object.hasOwn(REFUSED, word) ? REFUSED[word] : undefined;
  if (refused) return refused;
  if (!isTop && Object.hasOwn(TOP, word)) return phrase('schema.top', '"{word}" stands at the top of a schema only.', { word });
  const suggestion = nearest(word, [...Object.keys(WORDS), ...isTop ? Object.keys(TOP) : []]);
  return suggestion === undefined ? phrase('schema.word', '"{word}" is no word of the schemas that are used here, so it would have no effect.', { word })
    : phrase('schema.word-meant', '"{word}" is no word of the schemas that are used here. Did you mean "{suggestion}"?', { word, suggestion });
}

function isListOf(value: unknown, is: (each: unknown) => boolean): boolean { return Array.isArray(value) && value.every(is); }
function isText(value: unknown): value is string { return typeof value === 'string'; }

/** What a word takes, where its value is something else. */
function wants(taken: Taken, value: unknown): Word | undefined {
  if (typeof taken !== 'string') {
    const all = isText(value) ? [value] : isListOf(value, isText) && Array.isArray(value) ? value.map(String) : [''], wrong = all.find(each => !taken.includes(each));
    if (wrong === undefined && all.length > 0) return undefined;
    const meant = nearest(wrong ?? '', taken), choices = taken.join(', ');
    return meant === undefined ? phrase('schema.one-of', 'one of {choices}', { choices }) : phrase('schema.one-of-meant', 'one of {choices}; did you mean {meant}?', { choices, meant });
  }
  switch (taken) {
    case 'text': return isText(value) ? undefined : phrase('schema.text', 'a text');
    case 'number': return typeof value === 'number' ? undefined : phrase('schema.number', 'a number');
    case 'count': return Number.isSafeInteger(value) && Number(value) >= 0 ? undefined : phrase('schema.count', 'a whole number from 0 on');
    case 'boolean': return typeof value === 'boolean' ? undefined : phrase('schema.boolean', 'true or false');
    case 'list': return Array.isArray(value) && value.length > 0 ? undefined : phrase('schema.list', 'a list with at least one entry');
    case 'texts': return isListOf(value, isText) ? undefined : phrase('schema.texts', 'a list of texts');
    case 'schema': return isFields(value) ? undefined : phrase('schema.schema', 'a schema in "{" and "}"');
    case 'schema-or-boolean': return isFields(value) || typeof value === 'boolean' ? undefined : phrase('schema.schema-or', 'true, false, or a schema in "{" and "}"');
    case 'schemas': return isFields(value) && Object.values(value).every(isFields) ? undefined : phrase('schema.schemas', 'names, each with a schema in "{" and "}"');
    case 'schema-list': return isListOf(value, isFields) ? undefined : phrase('schema.schema-list', 'a list of schemas');
    case 'anything': return undefined;
  }
}

const PATTERN_FAULTS = {
  'syntax': phrase('schema.pattern', 'This pattern is not well-formed.'),
  'look-around': phrase('schema.look-around', 'This pattern looks ahead or back ("(?=", "(?!", "(?<=", "(?<!"), which can take without end. Say what the whole text looks like, or write a rule of your own.'),
  'back-reference': phrase('schema.back-reference', 'This pattern refers back to what it found ("\\1"), which can take without end. Say what the whole text looks like, or write a rule of your own.'),
  'too-large': phrase('schema.pattern-large', 'This pattern repeats more than can be followed. Use smaller numbers.'),
};

/** What else must hold of the value of a word. */
function details(word: string, value: unknown, at: Path, file: SchemaFile): void {
  const say = (problem: Phrase): void => { file.say(problem, at); };
  if ((word === 'x-kind' || word === 'x-defines') && value === 'constructor') { say(phrase('schema.name', 'This cannot be called "{name}": programs use that name for themselves.', { name: value })); return; }
  switch (word) {
    case '$schema':
      if (value !== DIALECT) say(phrase('schema.dialect', 'Schemas are written in JSON Schema 2020-12 here: "{dialect}". It is a name; nothing is fetched.', { dialect: DIALECT }));
      return;
    case '$id':
      if (!/^[\w.-]+$/.test(String(value))) say(phrase('schema.id', 'Write the name of the file, such as "cloud-services.json". Addresses and folders are not used: nothing is fetched.'));
      return;
    case '$ref':
      if (/^(?:[A-Za-z][A-Za-z0-9+.-]*:|[\\/]|\.)/.test(String(value))) say(phrase('schema.remote', 'Schemas refer to others by the name of the file alone, such as "common.json#/$defs/line". Nothing is fetched from "{ref}".', { ref: String(value).slice(0, 80) }));
      return;
    case 'pattern': {
      const text = String(value), pattern = text.length > LIMITS.schema.pattern ? undefined : compilePattern(text);
      if (pattern === undefined) say(phrase('schema.pattern-long', 'A pattern has at most {limit} characters.', { limit: LIMITS.schema.pattern }));
      else if (typeof pattern === 'string') say(PATTERN_FAULTS[pattern]);
      return;
    }
    case 'enum': case 'const': {
      const odd = (word === 'enum' && Array.isArray(value) ? value : [value]).some(each => typeof each === 'object' && each !== null);
      if (odd) say(phrase('schema.scalar', '"{word}" takes texts, numbers, true or false.', { word }));
      return;
    }
    case 'x-kind':
      if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(String(value)) || value === 'sms') say(phrase('schema.kind-name', 'A kind is named in small letters and hyphens, such as "cloud-account-register".'));
      return;
    case 'x-defines':
      if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(String(value))) say(phrase('schema.type-name', 'A type is named in small letters and hyphens, such as "cloud-account".'));
      return;
    case 'x-name':
      if (!isFields(value) || Object.keys(value).length === 0 || !Object.values(value).every(isText)) say(phrase('schema.names', '"x-name" takes the name by language, such as { "en": "Register of cloud accounts" }.'));
      return;
    case 'x-rule':
      if (!isText(value) && !(isFields(value) && Object.entries(value).every(([key, rule]) => ['missing', 'wrong', 'unresolved'].includes(key) && isText(rule)))) {
        say(phrase('schema.rule', '"x-rule" takes the id of a rule, or one each for {cases}.', { cases: joined(['missing', 'wrong', 'unresolved']) }));
      }
      return;
    case 'x-body':
      for (const [place, section] of (value as unknown[]).entries()) if (!isSection(section)) {
        file.say(phrase('schema.section', 'A section has a "key" and its "headings" by language, such as { "key": "scope", "headings": { "en": ["Scope"] } }; it may have "clauses", and may be "required".'), [...at, place]);
      }
      return;
    case 'x-clauses': {
      const isOfKind = at.length === 1;
      if (isOfKind && !(value as unknown[]).every(each => isFields(each) && isText(each['clause']) && (each['as'] === 'maintain' || each['as'] === 'retain'))) {
        say(phrase('schema.shows', 'At the top "x-clauses" says what the kind shows, and how: { "clause": "8.2.4", "as": "maintain" } for a document, "retain" for a record.'));
      }
    }
  }
}

function isSection(value: unknown): boolean {
  return isFields(value) && isText(value['key']) && isFields(value['headings']) && Object.values(value['headings']).length > 0
    && Object.values(value['headings']).every(each => isListOf(each, isText) && Array.isArray(each) && each.length > 0)
    && (value['required'] === undefined || typeof value['required'] === 'boolean') && (value['clauses'] === undefined || isListOf(value['clauses'], isText));
}
