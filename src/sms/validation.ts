import { isFields, valueAt } from './data.js';
import type { KindSchema } from './kinds.js';
import { phrase, phraseList } from './language.js';
import { schemaErrors, type SchemaError } from './schema-errors.js';
import { shapeAt, type Shape } from './shapes.js';
import { nearest, words } from './text.js';
import type { ClauseRef, Path, Word } from './types.js';

/**
 * What the schema minds in a value, with the words of the house: `field-invalid`, `field-unknown`, or message `wrong` of the field's own rule;
 * `args.otherwise` is then the message of `field-invalid` for a rule that has no such text.
 */
export interface SchemaIssue { path: Path; part: 'key' | 'value'; rule: string; message: string; args: Record<string, Word>; clauses: readonly ClauseRef[] }

/** `data` without nulls, as typed by the schema. Never throws; each value gets at most one issue. */
export function validate(schema: KindSchema, data: unknown): SchemaIssue[] {
  const issues: SchemaIssue[] = [];
  const told = new Set<string>();
  for (const error of schemaErrors(schema, data)) {
    const issue = explain(schema.shape, error, data);
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

function explain(root: Shape, { path, keyword, params }: SchemaError, data: unknown): SchemaIssue | undefined {
  if (keyword === 'unevaluatedProperties' || keyword === 'additionalProperties') {
    const field = String(params['unevaluatedProperty'] ?? params['additionalProperty']);
    const present = valueAt(data, path);
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
  const value = valueAt(data, path);
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
