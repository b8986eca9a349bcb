import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

/** The published schemas of reports. */
export const REPORTS = ['check', 'register', 'history', 'coverage', 'diff', 'trace', 'pack', 'mutate'] as const;
export type Report = typeof REPORTS[number];

const published = (name: Report): object => JSON.parse(readFileSync(join(process.cwd(), `schemas/reports/${name}.json`), 'utf8')) as object;
const compiled = (schema: object): ValidateFunction => new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true }).compile(schema);

/** The published ones let fields be added. Here none is known but those that they name, so that a field of the program with another name, or without a description, is found. */
const closed = new Map(REPORTS.map(name => [name, compiled(close(published(name)) as object)]));
const open = new Map(REPORTS.map(name => [name, compiled(published(name))]));

function close(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(close);
  if (typeof schema !== 'object' || schema === null) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, close(value)]));
  // What refers to another schema adds to it, and that is closed.
  return inner['type'] === 'object' && 'properties' in inner && !('$ref' in inner) && !('additionalProperties' in inner) ? { ...inner, additionalProperties: false } : inner;
}

/** What is wrong with a document by the closed schema. */
export function wrongIn(name: Report, document: unknown): string {
  const valid = closed.get(name);
  assert.ok(valid);
  return valid(document) ? '' : JSON.stringify(valid.errors, null, 1);
}

/** Whether the document is one of the published schema. */
export function isReport(name: Report, document: unknown): boolean { return open.get(name)?.(document) === true; }
