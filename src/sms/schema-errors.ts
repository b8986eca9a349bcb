import { validators } from '#validators';
import { fullFormats } from 'ajv-formats/dist/formats.js';
import { isFields, valueAt } from './data.js';
import type { KindSchema } from './kinds.js';
import { LIMITS } from './limits.js';
import { compilePattern, type Pattern } from './pattern.js';
import type { Shape } from './shapes.js';
import type { Path } from './types.js';

/** What a value breaks, as JSON Schema calls it. */
export interface SchemaError { path: Path; keyword: string; params: Record<string, unknown> }

/**
 * Of a schema of the house by what ajv made of it when this program was built. One that came with an SMS is walked: nothing is made of it that runs, and no
 * pattern takes longer than the text is long.
 */
export function schemaErrors({ kind, shape, file }: Pick<KindSchema, 'kind' | 'shape' | 'file'>, data: unknown): SchemaError[] {
  const errors: SchemaError[] = [], validator = file === undefined ? validators[kind] : undefined;
  if (!validator) look(shape, data, [], errors);
  else if (!validator(data)) for (const { instancePath, keyword, params } of validator.errors ?? []) errors.push({ path: pointer(instancePath, data), keyword, params });
  return errors;
}

function pointer(instancePath: string, data: unknown): Path {
  const path: (string | number)[] = [];
  for (const raw of instancePath.split('/').slice(1)) path.push(Array.isArray(valueAt(data, path)) ? Number(raw) : raw.replace(/~1/g, '/').replace(/~0/g, '~'));
  return path;
}

function look(shape: Shape, value: unknown, path: Path, errors: SchemaError[]): void {
  const { types, bounds } = shape, says = (keyword: string, params: Record<string, unknown> = {}): void => { errors.push({ path, keyword, params }); };
  if (types.length > 0 && !types.some(type => isOf(type, value))) { says('type', { type: types }); return; }
  if (bounds.enum !== undefined && !(Array.isArray(bounds.enum) && bounds.enum.includes(value))) says('enum', { allowedValues: bounds.enum });
  if (bounds.const !== undefined && bounds.const !== value) says('const', { allowedValue: bounds.const });
  if (typeof value === 'string') ofText(shape, value, says);
  else if (typeof value === 'number') inRange(shape, value, says);
  else if (Array.isArray(value)) {
    ofSize(shape, value.length, 'Items', says);
    if (bounds.uniqueItems === true && new Set(value.map(each => JSON.stringify(each))).size < value.length) says('uniqueItems');
    if (shape.items) for (const [at, each] of value.entries()) look(shape.items, each, [...path, at], errors);
  } else if (isFields(value)) {
    for (const name of shape.required) if (!Object.hasOwn(value, name)) says('required', { missingProperty: name });
    const { properties, additional } = shape;
    for (const key of Object.keys(value)) {
      const own = properties.get(key) ?? additional, each = value[key];
      if (own) look(own, each, [...path, key], errors);
      else if (shape.closed) says('additionalProperties', { additionalProperty: key });
    }
  }
}

type Says = (keyword: string, params?: Record<string, unknown>) => void;

function isOf(type: string, value: unknown): boolean {
  switch (type) {
    case 'array': return Array.isArray(value);
    case 'object': return isFields(value);
    case 'integer': return Number.isInteger(value);
    case 'null': return value === null;
    default: return typeof value === type;
  }
}

function ofText(shape: Shape, value: string, says: Says): void {
  if (shape.bounds.minLength !== undefined || shape.bounds.maxLength !== undefined) ofSize(shape, [...value].length, 'Length', says);
  if (shape.format === undefined && shape.pattern === undefined) return;
  if (value.length > LIMITS.lineLength) { says('maxLength', { limit: LIMITS.lineLength }); return; }
  if (shape.format !== undefined && !hasFormat(shape.format, value)) says('format', { format: shape.format });
  if (shape.pattern !== undefined && !patternOf(shape.pattern)?.test(value)) says('pattern', { pattern: shape.pattern });
}

function inRange({ bounds: { minimum, maximum, exclusiveMinimum, exclusiveMaximum } }: Shape, value: number, says: Says): void {
  if (typeof minimum === 'number' && value < minimum) says('minimum', { limit: minimum });
  if (typeof maximum === 'number' && value > maximum) says('maximum', { limit: maximum });
  if (typeof exclusiveMinimum === 'number' && value <= exclusiveMinimum) says('exclusiveMinimum', { limit: exclusiveMinimum });
  if (typeof exclusiveMaximum === 'number' && value >= exclusiveMaximum) says('exclusiveMaximum', { limit: exclusiveMaximum });
}

function ofSize({ bounds }: Shape, size: number, of: 'Items' | 'Length', says: Says): void {
  const least = bounds[`min${of}`], most = bounds[`max${of}`];
  if (typeof least === 'number' && size < least) says(`min${of}`, { limit: least });
  if (typeof most === 'number' && size > most) says(`max${of}`, { limit: most });
}

/** The formats that schemas may ask for. */
export const FORMATS = ['date', 'date-time', 'uri', 'email'] as const;

function hasFormat(format: string, value: string): boolean {
  const known = FORMATS.find(name => name === format), test = known && fullFormats[known];
  if (test === undefined || typeof test === 'boolean') return true;
  if (test instanceof RegExp) return test.test(value);
  if (typeof test === 'function') return test(value);
  return typeof test === 'object' && 'validate' in test && typeof test.validate === 'function' ? (test.validate as (text: string) => boolean)(value) : true;
}

const patterns = new Map<string, Pattern | undefined>();
const MOST_PATTERNS = 500;

/** Undefined for one that cannot be used: such a schema is none. */
function patternOf(source: string): Pattern | undefined {
  if (!patterns.has(source)) {
    const pattern = compilePattern(source);
    if (patterns.size >= MOST_PATTERNS) patterns.clear();
    patterns.set(source, typeof pattern === 'object' ? pattern : undefined);
  }
  return patterns.get(source);
}
