import assert from 'node:assert/strict';
import { definition } from '../../src/editing/definition.js';
import { explorerChildren } from '../../src/editing/explorer.js';
import { hover } from '../../src/editing/hover.js';
import { offers, planNew } from '../../src/editing/new-artefact.js';
import { rename } from '../../src/editing/rename.js';
import { findSymbols } from '../../src/editing/symbols.js';
import { fixTitle } from '../../src/rules/fixes.js';
import { applyChanges } from '../../src/sms/changes.js';
import { ENGLISH } from '../../src/sms/language.js';
import { deskAt } from '../editing/desk.js';
import { spokenTo } from '../editing/spoken.js';
import { fixesOf, ruleOf } from '../support/fixes.js';
import { checkTexts } from '../support/sms.js';

const REGISTER = {
  'x-kind': 'account-register', 'x-name': { en: 'Register of cloud accounts' }, 'x-clauses': [{ clause: '8.2.6', as: 'maintain' }], 'description': 'Which accounts we have.', 'required': ['purpose', 'accounts'],
  'properties': {
    purpose: { title: 'purpose', description: 'What the accounts are for.', type: 'string' },
    accounts: { title: 'accounts', type: 'array', items: { 'type': 'object', 'required': ['id', 'provider', 'region'], 'additionalProperties': false, 'properties': {
      id: { '$ref': 'common.json#/$defs/id', 'x-defines': 'account' }, title: { $ref: 'common.json#/$defs/line' }, provider: { title: 'provider', description: 'Who runs it.', type: 'string', enum: ['aws', 'azure'] },
      region: { title: 'region', type: 'string' }, services: { type: 'array', items: { 'type': 'string', 'x-refers-to': ['service'] } },
    } } },
  },
};
const FILES = {
  'sms.yaml': 'sms: 1\norganization: Example\ntimeZone: Europe/Amsterdam\nschemas: [own]\n', 'own/accounts.json': `${JSON.stringify(REGISTER)}\n`,
  'catalogue.yaml': 'kind: service-catalogue\nid: CAT\ntitle: Services\nservices:\n  - { id: SVC-MAIL, title: Mail }\n',
  'accounts.yaml': 'kind: account-register\nid: ACCOUNTS\ntitle: Accounts\npurpose: Archives\naccounts:\n  - { id: ACC-1, title: Archive, provider: aws, region: eu, services: [SVC-MAIL] }\n',
  'note.md': '---\nkind: document\nid: NOTE\ntitle: Note\n---\nWe keep [[ACC-1]] for SVC-MAIL.\n',
};
const at = (from: string, to: string): string => Object.entries(FILES).map(([file, text]) => `//- ${file}\n${text}`).join('').replace(from, to);

describe('kinds of one’s own while writing', () => {
  it('fields and things are explained where one points, and found from where they are named', async () => {
    const field = await deskAt(at('provider: aws', 'prov¦ider: aws'));
    assert.match(hover(field.desk, field.file, field.position, spokenTo(field.desk))?.markdown ?? '', /Who runs it\./);
    const mention = await deskAt(at('[[ACC-1]]', '[[ACC-¦1]]'));
    assert.match(hover(mention.desk, mention.file, mention.position, spokenTo(mention.desk))?.markdown ?? '', /Archive/);
    assert.equal(definition(mention.desk, mention.file, mention.position)?.file, 'accounts.yaml');
    assert.ok(findSymbols(mention.desk, 'ACC-1').some(({ item }) => item.file === 'accounts.yaml'));
  });

  it('a service is renamed in one’s own register, and a thing of that in prose', async () => {
    for (const [from, to, wanted, file, holds] of [['{ id: SVC-MAIL', '{ id: SVC-¦MAIL', 'SVC-POST', 'accounts.yaml', 'services: [SVC-POST]'], ['{ id: ACC-1', '{ id: ACC-¦1', 'ACC-9', 'note.md', '[[ACC-9]]']] as const) {
      const { desk, file: own, position, files } = await deskAt(at(from, to)), changes = rename(desk, own, position, wanted, { renamesFiles: true, asks: true });
      assert.ok(!('refused' in changes), JSON.stringify(changes));
      assert.ok(applyChanges(files, changes).get(file)?.includes(holds));
    }
  });

  it('missing fields are inserted by a fix, in the order of the schema', async () => {
    const texts = new Map(Object.entries({ ...FILES, 'accounts.yaml': 'kind: account-register\nid: ACCOUNTS\ntitle: Accounts\naccounts:\n  - id: ACC-1\n    services: [SVC-MAIL]\n' })), checked = await checkTexts(texts);
    const fixes = checked.findings.filter(({ file, rule }) => file === 'accounts.yaml' && rule === 'field-invalid').flatMap(finding => fixesOf({ files: texts }, checked, finding).map(fix => ({ fix, title: fixTitle(ruleOf(finding), fix, ENGLISH) })));
    let after: ReadonlyMap<string, string> = texts;
    for (const wanted of ['region', 'purpose']) {
      const found = fixes.find(({ title }) => title.startsWith('Insert') && title.includes(wanted));
      assert.ok(found, fixes.map(({ title }) => title).join('\n'));
      after = applyChanges(texts, found.fix.changes);
      const text = after.get('accounts.yaml') ?? '';
      if (wanted === 'region') assert.match(text, /id: ACC-1\n +provider:.*\n +region:.*\n +services:/);
      else assert.match(text, /title: Accounts\npurpose:.*\naccounts:/);
    }
  });

  it('are offered as something new, under their clause, and begun with the fields that they need', async () => {
    const { desk } = await deskAt(at('region: eu', 'region: e¦u'));
    const offer = offers(desk).find(({ template }) => 'kind' in template && template.kind === 'account-register');
    assert.deepEqual([offer?.label, offer?.note, offer?.help, offer?.group.split(' ')[0]], ['Register of cloud accounts', '8.2.6', 'Which accounts we have.', '8']);
    assert.ok(offers(desk).some(({ template, makes }) => 'file' in template && template.file === 'accounts.yaml' && makes.includes('account')));
    const plan = planNew(desk, { template: { kind: 'account-register' }, title: 'More accounts' });
    assert.ok(plan.ok);
    assert.match(plan.changes.create?.[0]?.text ?? '', /^kind: account-register\nid: .*\ntitle: More accounts\n[^]*purpose:.*\naccounts:/);
  });

  it('stand in the explorer by what they are called', async () => {
    const result = await checkTexts(new Map(Object.entries(FILES))), input = { ...result, language: ENGLISH, clauses: () => ({ covered: [], outside: [] }), further: [], sentence: () => '' };
    const kind = explorerChildren(input, 'kind', []).find(({ label }) => label === 'Register of cloud accounts');
    assert.ok(kind);
    assert.deepEqual(explorerChildren(input, 'kind', [kind.key]).map(({ label }) => label), ['Accounts']);
    assert.ok(explorerChildren(input, 'service', []).some(({ label }) => label === 'Mail'));
  });
});
