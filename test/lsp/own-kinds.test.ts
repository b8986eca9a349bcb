import assert from 'node:assert/strict';
import { SETTINGS } from '../../src/protocol.js';
import { Editor, Folder, surroundings } from './editor.js';

const CONFIG = 'sms: 1\norganization: Example\ntimeZone: Europe/Amsterdam\nschemas: [own]\nids: { cloud-account: ACC-* }\n';
const SCHEMA = JSON.stringify({
  'x-kind': 'account-register', 'properties': { accounts: { type: 'array', items: { type: 'object', required: ['id'], additionalProperties: false, properties: {
    id: { '$ref': 'common.json#/$defs/id', 'x-defines': 'cloud-account' }, provider: { type: 'string', enum: ['aws', 'azure'] }, service: { 'type': 'string', 'x-refers-to': ['service'] },
  } } } },
}, undefined, 2);
const CENTRES = JSON.stringify({ 'x-kind': 'service-catalogue', 'allOf': [{ $ref: 'service-catalogue.json' }], 'properties': { services: { items: { properties: { costCentre: { type: 'string' }, account: { 'type': 'string', 'x-refers-to': ['cloud-account'] } } } } } });
const ACCOUNTS = 'kind: account-register\nid: ACCOUNTS\ntitle: Accounts\naccounts:\n  - { id: ACC-1, provider: aws, service: SVC-A }\n';
const SERVICES = 'kind: service-catalogue\nid: CAT\ntitle: Services\nservices:\n  - { id: SVC-A, title: A, costCentre: CC-1, account: ACC-1 }\n';

describe('kinds of one’s own in an editor', function () {
  this.timeout(60_000);
  const OF_KINDS = /^(?:field|kind|ref|schema|config|id)-/;
  const minded = (editor: Editor, uri: string): string[] => editor.codes(uri).filter(code => OF_KINDS.test(code));
  let folder: Folder, around: ReturnType<typeof surroundings>;
  beforeEach(async () => {
    around = surroundings();
    folder = await new Folder().write({ 'sms.yaml': CONFIG, 'own/accounts.json': SCHEMA, 'own/services.json': CENTRES, 'accounts.yaml': ACCOUNTS, 'catalogue.yaml': SERVICES });
  });
  afterEach(async () => { await around.dispose(); folder.remove(); });

  it('follow their schema while it is written, and when it is saved or deleted', async () => {
    const editor = await Editor.start(around, { folders: [folder.path] }), [schema, accounts, services] = ['own/accounts.json', 'accounts.yaml', 'catalogue.yaml'].map(file => folder.uri(file)) as [string, string, string];
    try {
      await editor.idle();
      for (const uri of [schema, accounts, services]) assert.deepEqual(minded(editor, uri), []);
      await editor.open(schema, SCHEMA);
      await editor.change(schema, SCHEMA.replace('"aws",', ''));
      await editor.idle();
      assert.deepEqual(minded(editor, accounts), ['field-invalid']);
      // While it is being written it is told where it is wrong, and nothing is held against what it would say.
      await editor.change(schema, SCHEMA.replace('"array"', '"aray"'));
      await editor.idle();
      assert.deepEqual([minded(editor, schema), minded(editor, accounts), minded(editor, services)], [['schema-invalid'], [], []]);
      assert.equal(editor.status?.roots[0]?.outcome, 'incomplete');
      await editor.close(schema);
      await folder.write({ 'own/accounts.json': SCHEMA.replace('"provider"', '"seller"') });
      await editor.told(['changed', schema]);
      await editor.idle();
      assert.deepEqual(minded(editor, accounts), ['field-unknown']);
      await folder.delete('own/accounts.json');
      await editor.told(['deleted', schema]);
      await editor.idle();
      // What the other schema refers to is gone with it.
      assert.deepEqual([minded(editor, folder.uri('own/services.json')), minded(editor, accounts)], [['schema-invalid'], []]);
      await folder.write({ 'sms.yaml': CONFIG.replace(/ids:.*\n/, ''), 'own/services.json': CENTRES.replace('cloud-account', 'role') });
      await editor.told(['changed', folder.uri('own/services.json')], ['changed', folder.uri('sms.yaml')]);
      await editor.idle();
      assert.ok(minded(editor, accounts).includes('kind-unknown'));
    } finally { await editor.dispose(); }
  });

  it('are not used in a folder that nobody trusts: that is told once, nothing is held against them, and with trust they are', async () => {
    const editor = await Editor.start(around, { folders: [folder.path], options: { settings: { trusted: false } } }), status = (): readonly string[] => editor.status?.roots[0]?.notChecked ?? [];
    try {
      await editor.idle();
      for (const file of ['sms.yaml', 'own/accounts.json', 'accounts.yaml', 'catalogue.yaml']) assert.deepEqual(minded(editor, folder.uri(file)), [], file);
      assert.equal(editor.status?.roots[0]?.outcome, 'incomplete');
      assert.deepEqual(status(), ['sms.yaml names schemas or rules of its own, which are used in a trusted workspace only']);
      await editor.connection.sendNotification(SETTINGS, { trusted: true });
      await editor.idle();
      assert.deepEqual(status(), []);
      await editor.open(folder.uri('accounts.yaml'), ACCOUNTS.replace('aws', 'ibm'));
      await editor.idle();
      assert.deepEqual(minded(editor, folder.uri('accounts.yaml')), ['field-invalid']);
    } finally { await editor.dispose(); }
  });
});
