import assert from 'node:assert/strict';
import { sentence } from '../../src/rules/check.js';
import { ruleById } from '../../src/rules/index.js';
import type { CheckResult } from '../../src/session/session.js';
import { kindsOf, type Kinds } from '../../src/sms/kinds.js';
import { LIMITS } from '../../src/sms/limits.js';
import { textHash } from '../../src/sms/text.js';
import { checkTexts, crashedIn } from '../support/sms.js';

type Json = Record<string, unknown>;

/** The kinds of these schemas, in files a.json, b.json … */
function kindsFrom(...schemas: readonly Json[]): Kinds {
  const files = schemas.map((schema, at) => ({ file: `own/${String.fromCharCode(97 + at)}.json`, use: 'schema' as const, text: JSON.stringify(schema) }));
  return kindsOf({ own: { key: textHash(JSON.stringify(files)), files } });
}
function said({ reports }: Kinds): string { return reports.map(report => sentence(ruleById(report.rule), report)).join('\n'); }

const ref = (name: string): Json => ({ $ref: `#/$defs/${name}` });
/** `a0` is made of `a1`, that of `a2` …, each by `make`. */
function tower(height: number, make: (next: Json) => Json): Json {
  const defs = Object.fromEntries(Array.from({ length: height }, (_, at) => [`a${at}`, make(ref(`a${at + 1}`))]));
  return { 'x-kind': 'tower-register', properties: { field: ref('a0') }, $defs: { ...defs, [`a${height}`]: { type: 'string' } } };
}

describe('a schema of one’s own that would grow without end is told, not followed:', () => {
  const twice = (next: Json): Json => ({ allOf: [next, next] });
  const cases: readonly (readonly [name: string, schema: Json, says: RegExp])[] = [
    ['all of the same thing twice, on forty floors', tower(40, twice), /more than 50000 parts/],
    ['two fields of the same thing, on forty floors', tower(40, next => ({ properties: { x: next, y: next } })), /more than 50000 parts/],
    ['both at once', tower(40, next => twice({ properties: { x: next, y: next } })), /more than 50000 parts/],
    ['all of one thing in another, on two hundred floors', tower(200, next => ({ allOf: [next] })), /lead to each other/],
    ['a chain of 5000 references', tower(5000, next => next), /lead to each other/],
    ['2000 references to 4000 fields', {
      'x-kind': 'wide-register', properties: Object.fromEntries(Array.from({ length: 2000 }, (_, at) => [`f${at}`, ref('big')])),
      $defs: { big: { properties: Object.fromEntries(Array.from({ length: 4000 }, (_, at) => [`p${at}`, { type: 'string' }])) } },
    }, /more than 50000 parts/],
  ];
  for (const [name, schema, says] of cases) it(name, () => {
    const kinds = kindsFrom(schema);
    assert.match(said(kinds), says);
    assert.deepEqual(kinds.incomplete, ['own/a.json']);
    assert.equal(kinds.get(String(schema['x-kind'])), undefined);
  });

  it('a circle through two files is told once, and neither is used', () => {
    const kinds = kindsFrom({ 'x-kind': 'one-register', properties: { to: { $ref: 'b.json' } } }, { 'x-kind': 'other-register', properties: { to: { $ref: 'a.json' } } });
    assert.equal(kinds.reports.filter(({ args }) => String(args['problem']).includes('without end')).length, 1, said(kinds));
    assert.equal(kinds.get('one-register'), undefined);
    assert.equal(kinds.get('other-register'), undefined);
  });

  it('one that says much and refers often, but no more than can be followed, is used', () => {
    assert.ok(kindsFrom(tower(8, next => ({ properties: { x: next, y: next } }))).get('tower-register'));
  });

  it('of two with one name the first is used, also by those that refer to it', () => {
    const kinds = kindsFrom({ '$id': 'parts.json', '$defs': { x: { type: 'string' } } }, { '$id': 'parts.json', 'x-kind': 'other-register' }, { 'x-kind': 'one-register', 'properties': { x: { $ref: 'parts.json#/$defs/x' } } });
    assert.deepEqual(kinds.incomplete, ['own/b.json']);
    assert.deepEqual(kinds.get('one-register')?.shape.properties.get('x')?.types, ['string']);
  });

  it('more schemas than can be read: the others are used', () => {
    const many = kindsFrom(...Array.from({ length: LIMITS.schema.files + 2 }, (_, at) => ({ $id: `s${at}.json`, 'x-kind': `k${at}-register` })));
    assert.equal(many.reports.length, 2);
    assert.ok(many.get('k0-register'));
    assert.equal(many.get(`k${LIMITS.schema.files}-register`), undefined);
  });
});

describe('what this program asks for cannot be loosened by a detour:', () => {
  const beside = (service: Json, more: Json = {}): Json => ({ 'x-kind': 'service-catalogue', allOf: [{ $ref: 'service-catalogue.json' }], properties: { services: { items: { properties: service } } }, ...more });
  const cases: readonly (readonly [name: string, schema: Json])[] = [
    ['a shorter description of a common thing in its place', beside({ id: { $ref: 'common.json#/$defs/line' } })],
    ['another common thing in its place', beside({ owner: { $ref: 'common.json#/$defs/customer' } })],
    ['all of something else as well', beside({ title: { allOf: [{ allOf: [{ maxLength: 5000 }] }] } })],
    ['another kind of the house as well', { 'x-kind': 'service-catalogue', allOf: [{ $ref: 'service-catalogue.json' }, { $ref: 'sla.json' }] }],
    ['fields that all documents have, in a kind of one’s own', { 'x-kind': 'account-register', properties: { status: { enum: ['open', 'closed'] } } }],
    ['the id of a document', { 'x-kind': 'account-register', properties: { id: { 'type': 'string', 'x-defines': 'account' } } }],
    ['fields that all records have', { 'x-kind': 'account-record', 'x-header': 'record', properties: { title: { type: 'number' } } }],
  ];
  for (const [name, schema] of cases) it(name, () => { assert.match(said(kindsFrom(schema)), /loosen|stays as it is/); });

  it('the header may be named, and what it leaves open may be said', () => {
    const kinds = kindsFrom({ 'x-kind': 'account-register', allOf: [{ $ref: 'header-document.json' }], properties: { title: { maxLength: 60 }, status: { enum: ['draft', 'approved'] } } },
      { 'x-kind': 'account-record', 'x-header': 'record', properties: { status: { type: 'string', enum: ['open', 'closed'] } } });
    assert.equal(said(kinds), '');
    assert.equal(kinds.get('account-register')?.shape.properties.get('approver')?.refersTo[0], 'role');
  });
});

describe('names of kinds and types that would be mixed up:', () => {
  it('a kind called like a thing of the house, a type called like a kind', () => {
    assert.match(said(kindsFrom({ 'x-kind': 'service' })), /thing inside a document/);
    assert.match(said(kindsFrom({ 'x-kind': 'account-register', properties: { all: { items: { properties: { id: { 'type': 'string', 'x-defines': 'account-record' } } } } } }, { 'x-kind': 'account-record', 'x-header': 'record' })), /called a kind of document already/);
  });

  it('words that all objects know: no kinds and types, but fields like any other', async () => {
    assert.match(said(kindsFrom({ 'x-kind': 'constructor' })), /cannot be called "constructor"/);
    assert.match(said(kindsFrom({ 'x-kind': 'account-register', properties: { all: { items: { properties: { id: { 'type': 'string', 'x-defines': 'constructor' } } } } } })), /cannot be called "constructor"/);
    const schema = { 'x-kind': 'account-register', properties: { constructor: { type: 'string', enum: ['a'] }, toString: { items: { required: ['id'], properties: { id: { $ref: 'common.json#/$defs/id', 'x-defines': 'account' } } } } } };
    const result: CheckResult = await checkTexts(new Map([
      ['sms.yaml', 'sms: 1\norganization: Example\ntimeZone: Europe/Amsterdam\nschemas: [own]\n'], ['own/a.json', JSON.stringify(schema)],
      ['a.yaml', 'kind: account-register\nid: A-1\ntitle: A\nconstructor: b\ntoString:\n  - { id: P-1 }\n'], ['b.yaml', 'kind: account-register\nid: A-2\ntitle: B\n'],
    ]));
    assert.deepEqual(crashedIn(result), []);
    const found = (file: string): string[] => result.findings.filter(finding => finding.file === file && /^(?:field|key|id|kind|schema)-/.test(finding.rule)).map(({ rule, message }) => `${rule} ${message}`);
    assert.deepEqual(found('own/a.json'), []);
    assert.deepEqual(found('b.yaml'), []);
    assert.ok(found('a.yaml').length > 0);
    assert.equal(({} as Json)['polluted'], undefined);
  });
});
