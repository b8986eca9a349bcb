import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { completionsAt } from '../../src/editing/completion.js';
import { hover } from '../../src/editing/hover.js';
import { references } from '../../src/editing/references.js';
import { coverage } from '../../src/evidence/coverage.js';
import { builtInKinds, kindsOf } from '../../src/sms/kinds.js';
import type { OwnFile } from '../../src/sms/own.js';
import { parseFile } from '../../src/sms/parse.js';
import { validate } from '../../src/sms/validation.js';
import type { CheckResult } from '../../src/session/session.js';
import { sentence } from '../../src/rules/check.js';
import { ruleById } from '../../src/rules/index.js';
import { deskAt } from '../editing/desk.js';
import { spokenTo } from '../editing/spoken.js';
import { checkTexts, openTexts } from '../support/sms.js';

const CONFIG = 'sms: 1\norganization: Example\ntimeZone: Europe/Amsterdam\nschemas: [own]\n';

const CENTRES = `{
  "x-kind": "service-catalogue",
  "allOf": [{ "$ref": "service-catalogue.json" }],
  "properties": {
    "services": {
      "items": {
        "required": ["costCentre"],
        "properties": {
          "costCentre": { "title": "cost centre", "description": "Where its costs are booked.", "type": "string", "pattern": "^CC-[0-9]{3}$", "examples": ["CC-100"] },
          "criticality": { "properties": { "level": { "enum": ["high", "low"] } } }
        }
      }
    }
  }
}
`;

const ACCOUNTS = `{
  "x-kind": "account-register",
  "x-name": { "en": "Register of cloud accounts" },
  "x-clauses": [{ "clause": "8.2.6", "as": "maintain" }],
  "description": "Which accounts we have with cloud providers.",
  "type": "object",
  "unevaluatedProperties": false,
  "properties": {
    "accounts": {
      "type": "array",
      "items": {
        "type": "object", "required": ["id"], "unevaluatedProperties": false,
        "properties": {
          "id": { "$ref": "common.json#/$defs/id", "x-defines": "account" },
          "title": { "$ref": "common.json#/$defs/line" },
          "provider": { "type": "string", "enum": ["aws", "azure"] },
          "services": { "type": "array", "items": { "type": "string", "x-refers-to": ["service"] } }
        }
      }
    }
  }
}
`;

const catalogue = (services: string): string => `kind: service-catalogue\nid: CAT\ntitle: Services\nservices:\n${services}`;
const SERVICES = catalogue('  - { id: SVC-MAIL, title: Mail, costCentre: CC-100 }\n');
const REGISTER = 'kind: account-register\nid: ACCOUNTS\ntitle: Accounts\naccounts:\n  - { id: ACC-1, title: Archive, provider: aws, services: [SVC-MAIL] }\n';
const ALL = new Map([['sms.yaml', CONFIG], ['own/centres.json', CENTRES], ['own/accounts.json', ACCOUNTS], ['catalogue.yaml', SERVICES], ['accounts.yaml', REGISTER]]);

/** What is minded in a file, by its rule and the words in question. */
function minded({ findings }: CheckResult, file: string, rules = ['field-invalid', 'field-unknown', 'kind-unknown', 'ref-unresolved-or-obsolete', 'schema-invalid', 'id-invalid']): string[] {
  return findings.filter(finding => finding.file === file && rules.includes(finding.rule)).map(finding => `${finding.rule}: ${sentence(ruleById(finding.rule), finding)}`);
}
async function checked(changes: Record<string, string>): Promise<CheckResult> { return checkTexts(new Map([...ALL, ...Object.entries(changes)])); }

describe('kinds of one’s own', () => {
  it('are checked like those of the house', async () => {
    const right = await checked({});
    assert.deepEqual([...ALL.keys()].flatMap(file => minded(right, file)), []);
    assert.deepEqual(right.incomplete.filter(({ reason }) => !/history/.test(reason)), []);
    const wrong = await checked({ 'accounts.yaml': REGISTER.replace('aws', 'azur').replace('SVC-MAIL', 'SVC-NOPE').replace('title: Archive', 'titel: Archive') });
    const found = minded(wrong, 'accounts.yaml').join('\n');
    assert.match(found, /field-invalid: "azur".*Did you mean "azure"\?/);
    assert.match(found, /ref-unresolved-or-obsolete: .*SVC-NOPE/);
    assert.match(found, /field-unknown: .*Did you mean `title`/);
  });

  it('can say more of a kind of the house: fields beside and inside, required ones, fewer choices', async () => {
    const found = minded(await checked({ 'catalogue.yaml': catalogue('  - { id: SVC-A, title: A }\n  - { id: SVC-B, title: B, costCentre: "100", criticality: { level: medium, reason: Orders } }\n  - { id: SVC-C, title: C, costCentre: CC-101, costcentre: x }\n') }), 'catalogue.yaml');
    assert.equal(found.length, 4, found.join('\n'));
    assert.match(found[0] ?? '', /Missing here: `costCentre`/);
    assert.match(found.join('\n'), /"100".*something like CC-100/s);
    assert.match(found.join('\n'), /"medium"/);
    assert.match(found.join('\n'), /`costcentre`/);
  });

  it('show clauses, and what names them is found from both sides', async () => {
    const result = await checked({}), { model } = result;
    assert.equal(model.ofKind('account-register').length, 1);
    assert.ok(coverage(result).find(({ clause }) => clause.id === '8.2.6')?.evidence.some(({ id }) => id === 'ACCOUNTS'));
    const own = [...ALL].map(([file, text]) => `//- ${file}\n${text}`).join('');
    const { desk, file, position } = await deskAt(own.replace('services: [SVC-MAIL] }', 'services: [SVC-¦MAIL] }'));
    assert.match(hover(desk, file, position, spokenTo(desk))?.markdown ?? '', /Mail.*`SVC-MAIL`/s);
    const from = await deskAt(own.replace('{ id: SVC-MAIL,', '{ id: SVC-¦MAIL,'));
    assert.ok(references(from.desk, from.file, from.position, false).some(place => place.file === 'accounts.yaml'));
  });

  it('are completed: keys, choices, ids of the right type', async () => {
    const own = [...ALL].map(([file, text]) => `//- ${file}\n${text}`).join('');
    for (const [text, wanted] of [['provider: aws', 'provider: ¦'], ['services: [SVC-MAIL] }', 'services: [¦] }'], [', costCentre: CC-100', ', ¦']] as const) {
      const { desk, file, position } = await deskAt(own.replace(text, wanted)), labels = completionsAt(desk, file, position, { snippets: true, rules: [] }).items.map(({ label }) => label);
      assert.ok(labels.some(label => ['azure', 'SVC-MAIL', 'costCentre'].includes(label)), `${wanted}: ${labels.join(', ')}`);
    }
  });

  it('take effect as soon as their schema changes, without another file being touched', async () => {
    const check = await openTexts(ALL);
    assert.deepEqual(minded(await check(new Map()), 'accounts.yaml'), []);
    assert.equal(minded(await check(new Map([['own/accounts.json', ACCOUNTS.replace('"aws", ', '')]])), 'accounts.yaml').length, 1);
    // While a schema is being written nothing is held against what it would say; what was not checked is told.
    const unfinished = await check(new Map([['own/accounts.json', '{']]));
    assert.deepEqual(minded(unfinished, 'accounts.yaml'), []);
    assert.ok(['own/accounts.json', 'accounts.yaml'].every(file => unfinished.incomplete.some(each => each.file === file)));
    assert.deepEqual(minded(await check(new Map()), 'accounts.yaml'), []);
  });

  describe('are judged before they are used:', () => {
    const field = (schema: string): string => `{ "x-kind": "account-register", "properties": { "field": ${schema} } }`;
    const beside = (service: string): string => `{ "x-kind": "service-catalogue", "allOf": [{ "$ref": "service-catalogue.json" }], "properties": { "services": { "items": ${service} } } }`;
    const deep = `${'{"items":'.repeat(40)}{}${'}'.repeat(40)}`;
    const cases: readonly (readonly [name: string, schema: string, says: RegExp])[] = [
      ['no JSON', '{ "x-kind": ', /no JSON from here on/],
      ['no object', '[]', /A schema is an object/],
      ['a word that is none', field('{ "typ": "string" }'), /Did you mean "type"\?/],
      ['a type that is none', field('{ "type": "strng" }'), /did you mean string/],
      ['a word for branches', field('{ "anyOf": [{ "type": "string" }] }'), /"anyOf" is not used here/],
      ['a dynamic word', field('{ "$dynamicRef": "#x" }'), /"\$dynamicRef" is not used here/],
      ['$data', field('{ "pattern": { "$data": "1/x" } }'), /"pattern" takes a text/],
      ['a reference over the network', field('{ "$ref": "https://example.com/x.json" }'), /Nothing is fetched/],
      ['a reference to a file', field('{ "$ref": "file:///etc/passwd" }'), /Nothing is fetched/],
      ['a reference to a share', field('{ "$ref": "\\\\\\\\host\\\\share\\\\x.json" }'), /Nothing is fetched/],
      ['a reference with data', field('{ "$ref": "data:application/json,{}" }'), /Nothing is fetched/],
      ['a reference out of the folder', field('{ "$ref": "../x.json" }'), /Nothing is fetched/],
      ['a dialect over the network', '{ "$schema": "http://example.com/schema", "x-kind": "account-register" }', /2020-12/],
      ['a reference to nothing', field('{ "$ref": "comon.json#/$defs/id" }'), /There is no .*Did you mean common\.json/],
      ['a reference to itself', field('{ "$ref": "#" }'), /without end/],
      ['references in a circle', '{ "x-kind": "account-register", "$defs": { "a": { "$ref": "#/$defs/b" }, "b": { "items": { "$ref": "#/$defs/a" } } }, "properties": { "f": { "$ref": "#/$defs/a" } } }', /without end/],
      ['a pattern that is none', field('{ "type": "string", "pattern": "(" }'), /not well-formed/],
      ['a pattern that looks ahead', field('{ "type": "string", "pattern": "a(?=b)" }'), /looks ahead or back/],
      ['a long pattern', field(`{ "type": "string", "pattern": "${'a'.repeat(600)}" }`), /at most 512/],
      ['a deep schema', deep, /in each other more than 32 deep/],
      ['a long schema', `{ "x-kind": "account-register", "description": "${'x'.repeat(600_000)}" }`, /more than 524288 characters|more than 524,288 characters/],
      ['a field called __proto__', '{ "x-kind": "account-register", "properties": { "__proto__": { "type": "string" } } }', /cannot be called "__proto__"/],
      ['a type that nothing describes', field('{ "type": "string", "x-refers-to": ["servic"] }'), /Did you mean service\?/],
      ['a type of the house', field('{ "type": "string", "x-defines": "service" }'), /described by this program/],
      ['a clause that does not exist', field('{ "type": "string", "x-clauses": ["8.2.44"] }'), /There is no clause 8\.2\.44/],
      ['a rule that does not exist', field('{ "type": "string", "x-rule": "catalogue-field-mising" }'), /Did you mean catalogue-field-missing/],
      ['the id of a schema of the house', '{ "$id": "common.json", "x-kind": "account-register" }', /name of a schema of this program/],
      ['a kind of the house that is not taken all over', '{ "x-kind": "service-catalogue", "properties": {} }', /take it all over first/],
      ['the header of a kind of the house', '{ "x-kind": "service-catalogue", "x-header": "none", "allOf": [{ "$ref": "service-catalogue.json" }] }', /stays as it is/],
      ['a choice more', beside('{ "properties": { "status": { "enum": ["live", "resting"] } } }'), /loosen/],
      ['another type', beside('{ "properties": { "title": { "type": "number" } } }'), /loosen/],
      ['another pattern', beside('{ "properties": { "id": { "pattern": ".*" } } }'), /loosen|stays as it is/],
      ['fewer entries', '{ "x-kind": "service-catalogue", "allOf": [{ "$ref": "service-catalogue.json" }], "properties": { "audiences": { "minItems": 0 } } }', /loosen/],
      ['any field', beside('{ "additionalProperties": true }'), /loosen/],
      ['another thing to refer to', beside('{ "properties": { "owner": { "x-refers-to": ["service"] } } }'), /loosen/],
      ['loosening behind a reference', '{ "x-kind": "service-catalogue", "$defs": { "s": { "enum": ["x"] } }, "allOf": [{ "$ref": "service-catalogue.json" }], "properties": { "services": { "items": { "properties": { "status": { "$ref": "#/$defs/s" } } } } } }', /loosen/],
    ];
    for (const [name, schema, says] of cases) {
      it(name, async () => {
        const result = await checked({ 'own/accounts.json': schema }), found = minded(result, 'own/accounts.json');
        assert.ok(found.length > 0 && found.some(each => each.startsWith('schema-invalid') && says.test(each)), found.join('\n'));
        assert.ok(result.incomplete.some(({ file }) => file === 'own/accounts.json'));
        // The other one is used all the same, where the two are not about one kind.
        if (!/"x-kind": "service-catalogue"/.test(schema)) assert.match(minded(await checked({ 'own/accounts.json': schema, 'catalogue.yaml': catalogue('  - { id: SVC-A, title: A }\n') }), 'catalogue.yaml').join('\n'), /costCentre/);
      });
    }

    it('two of one kind, and two of one name', async () => {
      assert.match(minded(await checked({ 'own/b.json': ACCOUNTS }), 'own/b.json').join('\n'), /described in own\/accounts\.json already/);
      assert.match(minded(await checked({ 'own/b.json': '{ "$id": "accounts.json" }' }), 'own/b.json').join('\n'), /another schema called "accounts\.json"/);
    });

    it('one that refers to a wrong one', async () => {
      const result = await checked({ 'own/parts.json': '{ "$defs": { "x": { "type": "nothing at all" } } }', 'own/accounts.json': field('{ "$ref": "parts.json#/$defs/x" }') });
      assert.equal(minded(result, 'own/accounts.json').length, 1);
    });
  });

  it('hold a value against own fields only: nothing is inherited from what all objects have', async () => {
    const result = await checked({ 'accounts.yaml': `${REGISTER}constructor: x\ntoString: y\nhasOwnProperty: z\n` });
    assert.deepEqual(minded(result, 'accounts.yaml', ['field-unknown', 'key-reserved']).map(each => each.split(':')[0]), ['key-reserved', 'field-unknown', 'field-unknown']);
  });

  it('take the time of the text for a pattern that others never end with', async () => {
    const evil = ACCOUNTS.replace('"enum": ["aws", "azure"]', '"pattern": "^(a+)+$"'), register = REGISTER.replace('provider: aws', `provider: ${'a'.repeat(5000)}!`);
    assert.equal(minded(await checked({ 'own/accounts.json': evil, 'accounts.yaml': register }), 'accounts.yaml').length, 1);
  });
});

/** What ajv finds and what is found by walking the schema are the same, so that kinds of one's own are checked as those of the house. */
describe('a schema that is walked', () => {
  const files = (folder: string): string[] => readdirSync(folder).flatMap(name => { const path = `${folder}/${name}`; return statSync(path).isDirectory() ? files(path) : /\.(?:ya?ml|md)$/.test(name) ? [path] : []; });
  // Of several things that are wrong with one value the first is told, whatever the order.
  const told = (kind: string, data: unknown, file?: string): string[] => {
    const schema = builtInKinds.get(kind) ?? assert.fail(kind);
    return validate({ ...schema, shape: schema.shape, ...(file !== undefined && { file }) }, data).map(({ path, part, rule }) => `${path.join('.')} ${part} ${rule}`).sort();
  };

  it('minds what ajv minds in the samples, whole and with every value made wrong in turn', () => {
    let compared = 0;
    for (const file of files('samples')) {
      const { artefact } = parseFile({ file, text: readFileSync(file, 'utf8') }, { ids: {} }), data = artefact?.data;
      if (!artefact || data === undefined) continue;
      const both = (value: unknown, at: string): void => { compared++; assert.deepEqual(told(artefact.kind, value, 'own.json'), told(artefact.kind, value), `${file} ${at}`); };
      both(data, '');
      for (const key of Object.keys(data)) {
        const { [key]: _, ...without } = data;
        both(without, `without ${key}`);
        for (const wrong of ['wrong', -1, [], [{}], { odd: 1 }, true]) both({ ...data, [key]: wrong }, `${key}: ${JSON.stringify(wrong)}`);
      }
    }
    assert.ok(compared > 5000, String(compared));
  });
});

it('kinds of the same own files are the same', () => {
  const own: readonly OwnFile[] = [{ file: 'own/a.json', use: 'schema', text: ACCOUNTS }];
  assert.equal(kindsOf({ own: { key: 'a', files: own } }), kindsOf({ own: { key: 'a', files: [...own] } }));
});
