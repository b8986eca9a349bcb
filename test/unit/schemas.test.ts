import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { parse } from 'yaml';
import { rules } from '../../src/rules/index.js';
import standard from '../../schemas/standards/iso-20000-1.json' with { type: 'json' };

type Schema = Record<string, unknown>;

const annotations = ['x-kind', 'x-name', 'x-format', 'x-header', 'x-body', 'x-clauses', 'x-defines', 'x-local', 'x-refers-to', 'x-rule',
  'x-normative', 'x-order', 'x-direction', 'x-kind-from'];

const folder = join(process.cwd(), 'schemas');
const schemas = new Map<string, Schema>();
for (const name of readdirSync(folder).sort()) {
  if (!name.endsWith('.json') || name === 'rule-catalogue.json') continue;
  schemas.set(name, record(JSON.parse(readFileSync(join(folder, name), 'utf8'))));
}
const kinds = new Map([...schemas.values()].flatMap((schema): [string, Schema][] =>
  typeof schema['x-kind'] === 'string' ? [[schema['x-kind'], schema]] : []));

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true });
formats.default(ajv);
ajv.addVocabulary(annotations);
for (const schema of schemas.values()) ajv.addSchema(schema);

function isRecord(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function record(value: unknown): Schema {
  assert.ok(isRecord(value), `an object was expected, not ${JSON.stringify(value)}`);
  return value;
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter(item => typeof item === 'string') : [];
}

/** The schema with what it refers to merged under it: an annotation beside a $ref overrides that of the referred one. */
function resolved(schema: Schema): Schema {
  if (typeof schema['$ref'] !== 'string') return schema;
  const [file = '', pointer = ''] = schema['$ref'].split('#');
  let target: Schema = record(schemas.get(file));
  for (const step of pointer.split('/').slice(1)) target = record(target[step]);
  return { ...resolved(target), ...schema };
}

/** Every schema inside a schema, with its place; `property` where it is the schema of a named field. */
function* places(schema: Schema, at: string, property: boolean): Generator<{ at: string; schema: Schema; property: boolean }> {
  yield { at, schema, property };
  for (const key of ['properties', '$defs']) {
    if (isRecord(schema[key])) for (const [name, child] of Object.entries(schema[key])) yield* places(record(child), `${at}/${name}`, true);
  }
  for (const key of ['items', 'additionalProperties']) if (isRecord(schema[key])) yield* places(schema[key], `${at}/${key}`, false);
}

const everywhere = [...schemas].flatMap(([name, schema]) => [...places(schema, name, false)]);

/** Fields of a kind with those of its header. */
function fields(schema: Schema): Schema {
  const inherited = Array.isArray(schema['allOf']) ? schema['allOf'].map(part => fields(resolved(record(part)))) : [];
  return Object.assign({}, ...inherited, schema['properties']);
}

/** Gives text as read from YAML the type that the schema wants (format.md F2). */
function typed(value: unknown, schema: Schema): unknown {
  const { type, items, additionalProperties } = resolved(schema);
  const types = typeof type === 'string' ? [type] : strings(type);
  if (Array.isArray(value)) return value.map(item => isRecord(items) ? typed(item, items) : item);
  if (isRecord(value)) {
    const known = fields(resolved(schema));
    const other = isRecord(additionalProperties) ? additionalProperties : {};
    return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, typed(child, isRecord(known[key]) ? known[key] : other)]));
  }
  if (types.includes('number') && typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value)) return Number(value);
  if (types.includes('boolean') && (value === 'true' || value === 'false')) return value === 'true';
  return value;
}

/** What a schema finds in a YAML text or in the front matter of a Markdown text. */
function problems(text: string, file: string): string[] {
  const front = /^---\n([\s\S]*?)\n---\n/.exec(text);
  const read: unknown = parse(front?.[1] ?? text, { schema: 'failsafe' });
  const data = record(read);
  const name = file.endsWith('sms.yaml') ? 'sms.json' : `${String(data['kind'])}.json`;
  const validate = ajv.getSchema(name);
  if (!validate) return [`no schema ${name}`];
  validate(typed(data, record(schemas.get(name))));
  return (validate.errors ?? []).map(error => `${error.instancePath} ${error.message ?? ''} ${JSON.stringify(error.params)}`);
}

describe('schemas', () => {
  it('has one file for each kind, named after it', () => {
    assert.ok(kinds.size >= 19);
    for (const [kind, schema] of kinds) assert.equal(schema['$id'], `${kind}.json`);
    for (const [name, schema] of schemas) assert.equal(schema['$id'], name);
  });

  for (const name of schemas.keys()) {
    it(`compiles ${name} in strict mode`, () => {
      assert.equal(typeof ajv.getSchema(name), 'function');
    });
  }

  it('says of each kind what it is called, how it is written, its header and its clauses', () => {
    const clauses = new Map(standard.clauses.map(clause => [clause.id, 'leaf' in clause && clause.leaf === true]));
    for (const [kind, schema] of kinds) {
      const name = record(schema['x-name']);
      assert.ok(typeof name['en'] === 'string' && typeof name['de'] === 'string', kind);
      assert.ok(schema['x-format'] === 'yaml' || schema['x-format'] === 'markdown', kind);
      assert.ok(schema['x-header'] === 'document' || schema['x-header'] === 'record', kind);
      assert.deepEqual(schema['allOf'], [{ $ref: `header-${schema['x-header']}.json` }], kind);
      assert.equal(schema['unevaluatedProperties'], false, kind);
      assert.ok(Array.isArray(schema['x-clauses']), kind);
      for (const entry of schema['x-clauses']) {
        const { clause, as } = record(entry);
        assert.ok(clauses.get(String(clause)), `${kind}: ${String(clause)} is no lowest-level clause`);
        assert.equal(as, schema['x-header'] === 'record' ? 'retain' : 'maintain', kind);
      }
    }
    for (const { at, schema } of everywhere.filter(place => place.property)) {
      for (const clause of strings(schema['x-clauses'])) assert.ok(clauses.has(clause), `${at}: ${clause} is no clause`);
    }
  });

  it('names the sections of Markdown kinds in both languages, each heading once', () => {
    for (const kind of ['procedure', 'service-management-policy']) {
      const body = record(kinds.get(kind))['x-body'];
      assert.ok(Array.isArray(body));
      const seen = new Set<string>();
      for (const part of body) {
        const { key, headings, clauses, required } = record(part);
        assert.ok(typeof key === 'string' && Array.isArray(clauses) && typeof required === 'boolean');
        for (const language of ['en', 'de']) {
          const names = strings(record(headings)[language]);
          assert.ok(names.length > 0, `${kind} ${key} ${language}`);
          for (const heading of names) {
            const known = `${language} ${heading.toLowerCase()}`;
            assert.ok(!seen.has(known), `${kind}: ${known} stands for two sections`);
            seen.add(known);
          }
        }
      }
    }
  });

  it('has a label and a help text for every field', () => {
    for (const { at, schema } of everywhere.filter(place => place.property)) {
      const { title, description } = resolved(schema);
      assert.ok(typeof title === 'string' && title.length > 0 && title.length <= 40, `${at} has no short label`);
      assert.ok(typeof description === 'string' && /[.]$/.test(description), `${at} has no help text`);
    }
  });

  it('gives examples that are valid', () => {
    let tried = 0;
    for (const { at, schema } of everywhere) {
      if (!Array.isArray(schema['examples'])) continue;
      const validate = ajv.compile({ ...schema, $defs: {} });
      for (const example of schema['examples']) {
        assert.ok(validate(example), `${at}: ${JSON.stringify(example)} ${ajv.errorsText(validate.errors)}`);
        tried++;
      }
    }
    assert.ok(tried > 100, `${tried} examples`);
  });

  it('uses no keyword whose errors help nobody, and no open objects', () => {
    for (const { at, schema } of everywhere) {
      for (const keyword of ['oneOf', 'anyOf', 'not', 'if', 'uniqueItems', 'patternProperties']) assert.ok(!(keyword in schema), `${at} has ${keyword}`);
      if (isRecord(schema['properties']) && !('unevaluatedProperties' in schema) && !at.startsWith('header-')) {
        assert.ok('additionalProperties' in schema, `${at} takes any field`);
      }
    }
    assert.deepEqual(everywhere.filter(({ at, schema }) => schema['type'] === 'object' && !at.startsWith('header-')
      && !('properties' in schema) && !('additionalProperties' in schema)).map(place => place.at), ['record-log.json/records/items']);
  });

  it('names rules that exist, and never requires what a rule judges', () => {
    for (const { at, schema } of everywhere) {
      const named = schema['x-rule'], cases = isRecord(named) ? Object.entries(named) : named === undefined ? [] : ['missing', 'wrong', 'unresolved'].map(when => [when, named] as const);
      for (const [when, id] of cases) {
        const rule = rules.find(each => each.id === id);
        assert.ok(rule, `${at} names ${String(id)}`);
        assert.ok(['missing', 'wrong', 'unresolved'].includes(when), `${at}: ${when}`);
        // What has no text of its own for a wrong value is told as `field-invalid`.
        if (isRecord(named) && when !== 'wrong') assert.ok(rule.messages[when] ?? rule.check, `${at}: ${rule.id} has no text for ${when}`);
      }
      for (const name of strings(schema['required'])) {
        const own = resolved(record(record(schema['properties'])[name]))['x-rule'];
        assert.ok(typeof own !== 'string' && !(isRecord(own) && 'missing' in own), `${at} requires ${name}, which a rule judges`);
      }
    }
  });

  it('leaves the header of documents to the rules', () => {
    assert.deepEqual(schemas.get('header-document.json')?.['required'], ['kind']);
    assert.deepEqual(schemas.get('header-record.json')?.['required'], ['kind', 'id', 'title']);
  });

  it('defines item types and refers only to types, kinds, artefacts, items and files', () => {
    const globals = new Set<string>();
    const locals = new Set<string>();
    for (const { at, schema } of everywhere) {
      if (typeof schema['x-defines'] !== 'string') continue;
      assert.equal(resolved(schema)['type'], 'string', at);
      (schema['x-local'] === true ? locals : globals).add(schema['x-defines']);
    }
    assert.deepEqual([...globals].sort(), ['artefact', 'asset', 'audit', 'calendar', 'ci', 'control', 'customer', 'deviation', 'improvement', 'interested-party',
      'issue', 'measure', 'objective', 'party', 'person', 'process', 'report-definition', 'requirement', 'risk', 'role', 'service']);
    assert.deepEqual([...locals].sort(), ['action', 'activity', 'audit-finding', 'breach', 'budget-line', 'certification-audit', 'certification-finding', 'competence',
      'criterion', 'decision', 'demand', 'gap', 'outcome', 'resource', 'step', 'target', 'test-deficiency', 'workload-limit']);
    for (const { at, schema } of everywhere) {
      if (!('x-refers-to' in schema)) continue;
      const types = strings(schema['x-refers-to']);
      assert.ok(types.length > 0, at);
      for (const type of types) {
        assert.ok(globals.has(type) || locals.has(type) || kinds.has(type) || type === 'item' || type === 'file', `${at} refers to ${type}`);
      }
    }
  });

  it('asks of every role that somebody holds it', () => {
    for (const { at, schema } of everywhere) {
      const { 'x-refers-to': types, 'x-rule': rule } = resolved(schema);
      if (strings(types).join() === 'role') assert.equal(record(rule)['unresolved'], 'role-unknown-or-vacant', at);
    }
  });

  it('finds a wrong enumeration, an unknown field and a wrong day', () => {
    assert.deepEqual(problems('kind: sla\ntargets: [{ id: a, operator: about, vlaue: 4, effectiveFrom: 2026-02-30 }]\n', 'sla.yaml').sort(), [
      '/targets/0 must NOT have additional properties {"additionalProperty":"vlaue"}',
      '/targets/0/effectiveFrom must match format "date" {"format":"date"}',
      '/targets/0/operator must be equal to one of the allowed values {"allowedValues":["at-least","at-most","equal"]}',
    ]);
    assert.deepEqual(problems('kind: document\nownr: ROLE-X\n', 'a.yaml'), [' must NOT have unevaluated properties {"unevaluatedProperty":"ownr"}']);
    assert.equal(problems('kind: document\nid: a b\n', 'a.yaml').length, 1);
    assert.equal(problems('kind: calendar\ncalendars: [{ id: c, title: C, hours: sometimes }]\n', 'a.yaml').length, 1);
  });

  it('accepts every value that the format allows', () => {
    assert.deepEqual(problems('kind: document\nid: 0123\nversion: 1.10\nsupersedes: [A, B]\nreviewEvery: 1 year\nlanguage: de-CH\n', 'a.yaml'), []);
    assert.deepEqual(problems('kind: sla\nid: Größe-1/ä.b:c\nexceptions: []\n', 'a.yaml'), []);
    assert.deepEqual(problems('kind: service-catalogue\nservices: [{ id: a, title: A, dependsOn: [] }]\n', 'a.yaml'), []);
    assert.deepEqual(problems('sms: 1\nadopt: [{ files: "**/*.md", as: markdown, kind: document, set: { status: approved, clauses: ["7.4"] } }]\n', 'sms.yaml'), []);
  });

  const example = join(process.cwd(), '..', 'shared', 'design', 'format-example');
  if (!existsSync(example)) {
    it('validates the example of the format: not here, since the product documents are not beside the repository');
  } else {
    const files = readdirSync(example, { recursive: true, encoding: 'utf8' }).map(file => file.replaceAll('\\', '/'))
      .filter(file => /\.(yaml|md)$/.test(file)).sort();
    it('finds the eighteen files of the example', () => {
      assert.equal(files.length, 18);
    });
    for (const file of files) {
      it(`validates ${file} of the example`, () => {
        assert.deepEqual(problems(readFileSync(join(example, file), 'utf8'), file), []);
      });
    }
  }
});
