import assert from 'node:assert/strict';
import { builtInKinds } from '../../src/sms/kinds.js';
import { shapeAt } from '../../src/sms/shapes.js';
import { artefactText, entryText, newId, wantedFields } from '../../src/sms/skeleton.js';
import { rules } from '../../src/rules/index.js';
import { EXAMPLE_TODAY } from '../../src/rules/marked.js';
import { checkTexts } from '../support/sms.js';
import { readYaml } from '../../src/sms/yaml.js';

const today = EXAMPLE_TODAY;

function schemaOf(kind: string) {
  const schema = builtInKinds.get(kind);
  assert.ok(schema);
  return schema;
}

function entryShape(kind: string, list: string) {
  const shape = shapeAt(schemaOf(kind).shape, [list, 0]);
  assert.ok(shape);
  return shape;
}

/** What the engine itself says of a file, beside what is still to be written. */
const ENGINE = new Set(['field-invalid', 'field-unknown', 'id-invalid', 'yaml-syntax', 'section-missing', 'kind-unknown', 'key-duplicate', 'front-matter-unclosed', 'encoding-invalid']);

describe('a new artefact', () => {
  for (const { kind, format } of builtInKinds.all()) {
    it(`of kind ${kind} reads as one, and only lacks what is still to be written`, async () => {
      const schema = schemaOf(kind), file = `new.${format === 'markdown' ? 'md' : 'yaml'}`;
      const text = artefactText(schema, { id: 'NEW-1', title: 'Something: new' }, { today, language: 'en' });
      const { findings, model } = await checkTexts(new Map([[file, text]]));
      const facts = model.files.get(file);
      assert.deepEqual([facts?.artefact?.id, facts?.artefact?.kind, facts?.artefact?.title, facts?.incomplete], ['NEW-1', kind, 'Something: new', undefined]);
      const own = findings.filter(found => found.file === file && ENGINE.has(found.rule) && found.message !== 'missing');
      assert.deepEqual(own.map(({ rule, message, args }) => [rule, message, args]), [], text);
      assert.ok(!findings.some(({ rule }) => rule === 'section-missing'), text);
      assert.equal(artefactText(schema, { id: 'NEW-1', title: 'Something: new' }, { today, language: 'en', eol: '\r\n' }).replaceAll('\r\n', '\n'), text);
      assert.equal(/[ \t]$/m.test(text), false, text);
    });
  }

  it('tells the rule about placeholders of each text that is still to be written', async () => {
    for (const schema of builtInKinds.all().filter(({ header }) => header === 'document')) {
      const file = `new.${schema.format === 'markdown' ? 'md' : 'yaml'}`;
      const text = artefactText(schema, { id: 'NEW-1', title: 'New', status: 'approved' }, { today, language: 'en' });
      const holes = text.split('\n').filter(line => /<|\[Describe/.test(line));
      const { findings } = await checkTexts(new Map([[file, text]]), { rules: rules.filter(({ id }) => id === 'placeholder-text-in-approved') });
      assert.deepEqual(findings.map(({ range }) => text.split('\n')[range.start.line]), holes, schema.kind);
    }
  });

  it('has the header first, then the fields in order of the schema, with what is known', () => {
    assert.equal(artefactText(schemaOf('service-catalogue'), { services: [{ id: 'SVC-MAIL', title: 'Mail', intendedOutcomes: ['Staff send mail.'], customers: ['CUS-A'] }], owner: 'ROLE-SD',
      title: 'Services of Harbour', id: 'CAT' }, { today, language: 'en' }), [
      'kind: service-catalogue', 'id: CAT', 'title: Services of Harbour', 'version: 0.1', 'status: draft', 'owner: ROLE-SD', 'approver:',
      'audiences:', '  - <Who is to have access to the catalogue>', 'publishedAt:', 'services:', '  - id: SVC-MAIL', '    title: Mail', '    customers: [CUS-A]', '    intendedOutcomes:',
      '      - Staff send mail.', ''].join('\n'));
  });

  it('has the sections of its kind in its language', () => {
    const text = artefactText(schemaOf('procedure'), { id: 'PROC-A', title: 'Verfahren' }, { today, language: 'de-CH' });
    assert.ok(text.startsWith('---\nkind: procedure\nid: PROC-A\n'), text);
    assert.ok(text.includes('\n---\n\n## Zweck\n\n[Describe here: Zweck]\n\n## Rollen\n'), text);
  });
});

describe('a new entry', () => {
  it('has what the schema or a rule wants, behind a dash', () => {
    assert.equal(entryText(entryShape('service-catalogue', 'services'), { id: 'SVC-NET', title: 'Network' }, { today, indent: '    ' }), [
      'id: SVC-NET', '    title: Network', '    description: <What the customer gets>', '    owner:', '    intendedOutcomes:', '      - <What the customer can do because of the service>',
      '    criticality:', '      level:', '      reason: <Why it is that critical>', '    dependsOn:'].join('\n'));
  });

  it('stands in braces in flow style, with quotes where these need them', () => {
    assert.equal(entryText(entryShape('role-register', 'people'), { id: 'PER-A', name: 'Vermeer, J.', roles: ['ROLE-A'] }, { today, flow: true }), "{ id: PER-A, name: 'Vermeer, J.', roles: [ROLE-A] }");
    assert.equal(readYaml(`people: [${entryText(entryShape('service-catalogue', 'services'), {}, { today, flow: true })}]`).problems.length, 0);
  });

  it('keeps the line ends of its file', () => {
    assert.equal(entryText(entryShape('sla', 'workloadLimits'), { id: 'tickets', limit: 400 }, { today, indent: '  ', eol: '\r\n' }), 'id: tickets\r\n  limit: 400');
  });

  it('is told by what is not there yet', () => {
    assert.deepEqual(wantedFields(entryShape('risk-register', 'risks'), ['title', 'owner']), ['id', 'customerImpact']);
  });
});

describe('a new id', () => {
  const free = (taken: readonly string[]) => (id: string): boolean => taken.includes(id);
  const of = (type: string, title: string, like: string[], template?: string): string => newId(type, title, { like, template, taken: free(like) });
  it('counts on where the others are numbered', () => {
    assert.equal(of('risk', 'Relay fails', ['RSK-001', 'RSK-002', 'RSK-009']), 'RSK-010');
    assert.equal(of('risk', 'Relay fails', ['RSK-001'], 'RSK-####'), 'RSK-0001');
    assert.equal(of('incident-record', 'Mail', ['INC-2840', 'INC-2841'], 'INC-####'), 'INC-2842');
  });
  it('takes the words of the title where the others have words', () => {
    assert.equal(of('service', 'Managed e-mail', ['SVC-MAIL', 'SVC-NET']), 'SVC-MANAGED-E-MAIL');
    assert.equal(of('service', 'Mail', ['SVC-MAIL'], 'SVC-*'), 'SVC-MAIL-2');
    assert.equal(of('target', 'Restoration of P1', ['availability', 'p1-response']), 'restoration-of-p1');
    assert.equal(of('service', 'Größe der Körbe', []), 'SERVICE-GROSSE-DER-KORBE');
  });
  it('begins with its kind where there is nothing to look at, without saying it twice', () => {
    assert.equal(of('risk-register', 'Risk register', []), 'RISK-REGISTER');
    assert.equal(of('sla', 'SLA with Boreal Foods', []), 'SLA-WITH-BOREAL-FOODS');
    assert.equal(of('sla', 'почта', []), 'SLA');
  });
  it('is free where a template leaves no room', () => { assert.equal(of('scope-statement', 'Scope', ['SCOPE'], 'SCOPE'), 'SCOPE-2'); });
});
