import assert from 'node:assert/strict';
import { analyse } from '../../src/session/analyse.js';
import { outcome, Session, type CheckResult } from '../../src/session/session.js';
import { rules } from '../../src/rules/index.js';
import type { Files, ReadResult } from '../../src/sms/files.js';
import { parseFile } from '../../src/sms/parse.js';
import { schemaErrors } from '../../src/sms/schema-errors.js';
import { shapeOf } from '../../src/sms/shapes.js';
import { Editor, Folder, surroundings } from '../lsp/editor.js';
import { crashedIn } from '../support/sms.js';

const CONFIG = 'sms: 1\norganization: Example\ntimeZone: Europe/Amsterdam\nhistory: "off"\nstage: building\nschemas: [own]\n';
const SCHEMA = '{ "x-kind": "account-record", "x-header": "record", "required": ["provider"], "properties": { "provider": { "type": "string", "enum": ["aws"] }, "tags": { "type": "array", "uniqueItems": true, "maxItems": 20000, "items": { "type": "number" } } } }';
const RECORD = 'kind: account-record\nid: ACC-1\ntitle: One\nprovider: aws\n';

/** A check in which reading a file may give something else than its text, and nothing may be asked for that is not listed. */
async function checked(texts: Record<string, string>, otherwise: Record<string, ReadResult> = {}, own?: 'refused'): Promise<CheckResult & { asked: string[] }> {
  const asked: string[] = [];
  const files: Files = {
    list: () => Promise.resolve({ files: [...Object.keys(texts), ...Object.keys(otherwise)], skipped: [] }),
    read: file => { asked.push(file); const { [file]: other } = otherwise, text = texts[file]; return Promise.resolve(other ?? (text === undefined ? { ok: false, reason: 'vanished', detail: '' } : { ok: true, text })); },
    stream: () => { throw new Error('no table is read'); },
  };
  const session = new Session(files, { parse: (jobs, frame) => Promise.resolve(jobs.map(job => analyse(job, frame, rules))) }, own ? { own } : {});
  await session.refresh();
  return { ...await session.check({ now: new Date('2026-10-15T10:00:00Z'), rules }), asked };
}

describe('own schemas that harm, and what is never a pass', () => {
  const own = { 'sms.yaml': CONFIG, 'own/a.json': SCHEMA, 'a.yaml': RECORD };

  it('S14: whatever becomes of a schema, what it would have checked is not passed over', async () => {
    const right = await checked(own), wrong = await checked({ ...own, 'a.yaml': RECORD.replace('aws', 'ibm') });
    assert.deepEqual(right.incomplete, []);
    assert.ok(wrong.findings.some(({ file, rule }) => file === 'a.yaml' && rule === 'field-invalid'));
    const lost: Record<string, Promise<CheckResult>> = {
      broken: checked({ ...own, 'own/a.json': '{' }), wrong: checked({ ...own, 'own/a.json': SCHEMA.replace('"array"', '"aray"') }), refused: checked(own, {}, 'refused'),
      'too large': checked({ 'sms.yaml': CONFIG, 'a.yaml': RECORD }, { 'own/a.json': { ok: false, reason: 'too-large', detail: '', size: 52_428_800 } }),
      'not UTF-8': checked({ 'sms.yaml': CONFIG, 'a.yaml': RECORD }, { 'own/a.json': { ok: false, reason: 'not-utf8', detail: '0xff' } }),
      gone: checked({ 'sms.yaml': CONFIG, 'a.yaml': RECORD }),
    };
    for (const [how, result] of Object.entries(lost)) {
      assert.equal(outcome(await result, 'minor'), 'incomplete', how);
      assert.deepEqual(crashedIn(await result), [], how);
    }
  });

  it('S08, C07: only folders inside are named, only data is read, and nothing else is asked for', async () => {
    for (const folder of ['https://example.com/schemas', 'file:///etc', '../elsewhere', '\\\\host\\share', '/etc']) {
      const result = await checked({ ...own, 'sms.yaml': CONFIG.replace('[own]', JSON.stringify([folder])) });
      assert.ok(result.error === 'config' || result.incomplete.length > 0, folder);
      assert.deepEqual(result.asked.filter(file => !(file in own)), [], folder);
    }
    const code = await checked({ 'sms.yaml': CONFIG, 'own/a.js': 'process.exit(1)', 'own/a.cjs': 'throw 1', 'a.yaml': RECORD });
    assert.equal(outcome(code, 'minor'), 'incomplete');
    assert.deepEqual(code.asked.filter(file => file.startsWith('own/')), []);
  });

  it('S06: long lists and long texts are judged in a time that grows with them', () => {
    const shape = shapeOf([{ node: { 'type': 'object', 'properties': { list: { type: 'array', uniqueItems: true }, mail: { type: 'string', format: 'email' } } }, base: '', registry: new Map() }], 'x');
    const list = Array.from({ length: 50_000 }, (_, at) => ({ at })), mail = `${'a@'.repeat(50_000)}b`;
    assert.deepEqual(schemaErrors({ kind: 'x', shape, file: 'own/x.json' }, { list: [...list, { at: 7 }], mail }).map(({ path, keyword }) => `${path.join('.')} ${keyword}`), ['list uniqueItems', 'mail maxLength']);
  });

  it('S07: ten thousand things wrong in one file: an editor shows 200 and how many more, a check has all', async () => {
    const text = `${RECORD}tags:\n${'  - x\n'.repeat(10_000)}`, all = (await checked({ ...own, 'a.yaml': text })).findings.filter(({ file, rule }) => file === 'a.yaml' && rule === 'field-invalid');
    assert.ok(all.length >= 10_000, String(all.length));
    const folder = await new Folder().write({ ...own, 'a.yaml': text }), around = surroundings(), editor = await Editor.start(around, { folders: [folder.path] });
    try {
      await editor.idle();
      const shown = editor.diagnostics(folder.uri('a.yaml'));
      assert.ok(shown.length <= 202, String(shown.length));
      assert.ok(shown.some(({ message }) => /\d[\d,.]* more/.test(String(message))));
    } finally { await editor.dispose(); await around.dispose(); folder.remove(); }
  }).timeout(60_000);

  it('S05: nothing leaks from a schema or a document into what all objects have', async () => {
    const names = ['constructor', 'toString', 'hasOwnProperty', 'valueOf'], schema = `{ "x-kind": "account-record", "x-header": "record", "additionalProperties": false, "properties": { ${names.map(name => `"${name}": { "type": "number" }`).join(', ')} } }`;
    const result = await checked({ ...own, 'own/a.json': schema, 'a.yaml': `kind: account-record\nid: A\ntitle: A\n${names.map(name => `${name}: x\n`).join('')}__proto__: { polluted: true }\n` });
    const minded = result.findings.filter(({ file }) => file === 'a.yaml').map(({ rule }) => rule);
    assert.ok(minded.includes('key-reserved'), minded.join());
    assert.equal(Object.hasOwn(Object.prototype, 'polluted'), false);
    assert.deepEqual(crashedIn(result), []);
  });

  it('a document of a kind of one’s own is the same facts wherever it is read', () => {
    const files = [{ file: 'own/a.json', use: 'schema' as const, text: SCHEMA }], frame = { ids: {}, own: { key: 'k', files } }, facts = parseFile({ file: 'a.yaml', text: RECORD }, frame);
    assert.equal(facts.artefact?.kind, 'account-record');
    assert.deepEqual(parseFile({ file: 'a.yaml', text: RECORD }, structuredClone(frame)), facts);
  });
});
