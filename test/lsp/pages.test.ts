import assert from 'node:assert/strict';
import { inline, type PartMaker } from '../../src/evidence/desk.js';
import { diskFiles } from '../../src/node/disk.js';
import { PAGE, RECORDS, SCOPES, STANDS_AT, TARGET, type PageOf, type PagePart, type PageResult, type RecordsResult, type ScopesResult, type StandsAtResult, type TargetResult } from '../../src/protocol.js';
import { Pages, type Shown } from '../../src/server/pages.js';
import { Session } from '../../src/session/session.js';
import { ENGLISH } from '../../src/sms/language.js';
import { Editor, Folder, surroundings } from './editor.js';

const SMS = 'sms: 1\norganization: Harbour\ntimeZone: Europe/Amsterdam\ntoday: 2026-10-15\nstage: building\n';
const CATALOGUE = 'kind: service-catalogue\nid: CAT\ntitle: Catalogue\nservices:\n  - { id: SVC-MAIL, title: Mail, owner: ROLE-X }\n';
const SLA = (value: number): string => `kind: sla\nid: SLA-1\ntitle: Agreement on mail\nversion: 1.0\nstatus: draft\nservices: [SVC-MAIL]\ntargets:\n  - { id: avail, title: Availability of mail, services: [SVC-MAIL], metric: availability, operator: at-least, value: ${value}, unit: percent, window: calendar-month }\n`;
const POLICY = '---\nkind: service-management-policy\nid: POL-1\ntitle: Policy <b>one</b>\nowner: ROLE-GONE\nstatus: whatever\n---\n\n# Policy\n\nFirst words.\n\n## Purpose\n\nSee SVC-MAIL. <script>alert(1)</script>\n';
const INCIDENT = 'kind: incident-record\nid: INC-1\ntitle: Mail stands still\nservice: SVC-MAIL\nopenedAt: 2026-09-01T08:00:00+02:00\n';

describe('pages over the language server', function () {
  this.timeout(60_000);
  const around = surroundings();
  let folder: Folder, editor: Editor;
  beforeEach(async () => {
    folder = await new Folder().write({ 'sms.yaml': SMS, 'catalogue.yaml': CATALOGUE, 'sla.yaml': SLA(99.9), 'policy.md': POLICY, 'records/inc-1.yaml': INCIDENT });
    editor = await Editor.start(around, { folders: [folder.path] });
  });
  afterEach(async () => { await editor.dispose(); folder.remove(); });
  after(() => around.dispose());

  const root = (): string => folder.uri('').replace(/\/$/, '');
  const page = async (of: PageOf, known: Record<string, string> = {}): Promise<Extract<PageResult, { ok: true }>> => {
    const result = await editor.connection.sendRequest<PageResult>(PAGE, { root: root(), page: of, known });
    return result.ok ? result : assert.fail(result.sentence);
  };
  const marks = (parts: readonly PagePart[]): Record<string, string> => Object.fromEntries(parts.map(({ id, mark }) => [id, mark]));
  const written = (parts: readonly PagePart[]): string[] => parts.filter(({ html }) => html !== undefined).map(({ id }) => id);

  it('gives the pack in parts, each document by itself, and after a change those alone that say something else', async () => {
    const first = await page({ of: 'pack' }), ids = first.parts.map(({ id }) => id);
    assert.ok(['cover', 'clauses', 'documents', 'documents/sla.yaml', 'matrix', 'risks'].every(id => ids.includes(id)), ids.join());
    assert.deepEqual(written(first.parts), ids);
    assert.equal(new Set(ids).size, ids.length);
    assert.deepEqual(written((await page({ of: 'pack' }, marks(first.parts))).parts), []);
    await editor.open(folder.uri('sla.yaml'), SLA(99.5));
    const again = await page({ of: 'pack' }, marks(first.parts)), changed = written(again.parts);
    assert.ok(changed.includes('matrix') && changed.includes('documents/sla.yaml'), changed.join());
    assert.ok(!changed.includes('documents/catalogue.yaml') && !changed.includes('risks') && !changed.includes('raci'), changed.join());
    assert.match(again.parts.find(({ id }) => id === 'matrix')?.html ?? '', /99\.5/);
    assert.match(again.parts.find(({ id }) => id === 'documents/sla.yaml')?.html ?? '', /data-item="SLA-1#avail"/);
  });

  it('writes a long table piece by piece as it writes it whole', async () => {
    const services = Array.from({ length: 60 }, (_, at) => `  - { id: SVC-${at}, title: "Service <i>${at}</i>", owner: ROLE-X }\n`).join('');
    await editor.open(folder.uri('catalogue.yaml'), `kind: service-catalogue\nid: CAT\ntitle: Catalogue\nservices:\n${services}`);
    const { parts } = await page({ of: 'pack' }), html = parts.find(({ id }) => id === 'catalogue')?.html ?? '';
    assert.ok((html.match(/data-item="SVC-\d+"/g) ?? []).length >= 60, html.slice(0, 1500));
    assert.equal(html.includes('<i>'), false);
    for (const tag of ['table', 'tbody', 'tr', 'td', 'details', 'section', 'div']) assert.equal(html.split(`<${tag}`).length, html.split(`</${tag}>`).length, tag);
  });

  it('says what a pack can be about, and of what it cannot', async () => {
    const { scopes } = await editor.connection.sendRequest<ScopesResult>(SCOPES, { root: root() });
    assert.deepEqual(scopes.slice(0, 4).map(({ scope }) => scope), ['all', 'stage1', 'stage2', 'service:SVC-MAIL']);
    assert.match((await page({ of: 'pack', scope: 'service:SVC-MAIL' })).line, /service Mail/);
    const none = await editor.connection.sendRequest<PageResult>(PAGE, { root: root(), page: { of: 'pack', scope: 'service:NONE' } });
    assert.ok(!none.ok && none.sentence.includes('service:NONE'));
  });

  it('shows an artefact as it reads, with where it stands and what was found there', async () => {
    const { title, file, parts } = await page({ of: 'artefact', file: 'policy.md' }), document = parts.find(({ id }) => id === 'document')?.html ?? '';
    assert.deepEqual([title, file, parts.map(({ id }) => id)], ['Policy <b>one</b>', 'policy.md', ['findings', 'document', 'users']]);
    assert.doesNotMatch(document.replace(/"[^"]*"/g, ''), /<script|<b>/);
    // Front matter counts: the heading "Purpose" is line 13 of the file.
    assert.match(/<h\d[^>]*>Purpose/.exec(document)?.[0] ?? '', /data-line="13"/);
    const row = /<tr[^>]*data-line="6"[^]*?<\/tr>/.exec(document)?.[0] ?? '';
    assert.match(row, /whatever[^]*class="finding /);
    await editor.open(folder.uri('policy.md'), POLICY.replace('First words.', 'Other words.'));
    assert.match((await page({ of: 'artefact', file: 'policy.md' })).parts.find(({ id }) => id === 'document')?.html ?? '', /Other words/);
  });

  it('says who uses an artefact, and of what is none that it is none', async () => {
    const { parts } = await page({ of: 'artefact', file: 'catalogue.yaml' });
    assert.ok(parts.some(({ id, html }) => id === 'users' && html !== undefined));
    const none = await editor.connection.sendRequest<PageResult>(PAGE, { root: root(), page: { of: 'artefact', file: 'sms.yaml' } });
    assert.ok(!none.ok && none.sentence.includes('sms.yaml'));
  });

  it('follows a record, and says which is meant where there is none', async () => {
    const { title, parts } = await page({ of: 'trace', id: 'INC-1' });
    assert.equal(title, 'Thread of INC-1');
    assert.match(parts[0]?.html ?? '', /Mail stands still/);
    for (const id of ['CNI-1', 'SLA-1']) {
      const none = await editor.connection.sendRequest<PageResult>(PAGE, { root: root(), page: { of: 'trace', id } });
      assert.ok(!none.ok && none.sentence.includes(id), id);
    }
    assert.deepEqual((await editor.connection.sendRequest<RecordsResult>(RECORDS, { root: root() })).records.map(({ id, title: name }) => [id, name]), [['INC-1', 'Mail stands still']]);
  });

  it('leads to what is there and nowhere else, and says what stands at a line', async () => {
    const target = (to: string): Promise<TargetResult> => editor.connection.sendRequest<TargetResult>(TARGET, { root: root(), to });
    await editor.idle();
    assert.deepEqual((await target('item:SVC-MAIL'))?.range.start, { line: 4, character: 10 });
    assert.deepEqual(await target('file:sla.yaml:3'), { uri: folder.uri('sla.yaml'), range: { start: { line: 2, character: 0 }, end: { line: 2, character: 0 } } });
    for (const to of ['item:NONE', 'file:../../etc/passwd:1', 'file:/etc/passwd', 'command:workbench.action.quit', '', 'item:']) assert.equal(await target(to), null, to);
    const at = (file: string, line: number): Promise<StandsAtResult> => editor.connection.sendRequest<StandsAtResult>(STANDS_AT, { uri: folder.uri(file), line });
    assert.deepEqual(await at('sla.yaml', 7), { root: root(), file: 'sla.yaml', ids: ['SLA-1#avail', 'SLA-1'] });
    assert.deepEqual((await at('policy.md', 12))?.ids, ['POL-1']);
    assert.equal((await at('sla.yaml', 9_999))?.file, 'sla.yaml');
    await assert.rejects(editor.connection.sendRequest(PAGE, { root: root(), page: { of: 'whatever' } }), /wants/);
  });

  it('shows a part that cannot be made with why, and the others', async () => {
    const maker = (id: string, make: PartMaker['make']): PartMaker => ({ id, clauses: [], title: () => `Part ${id}`, make });
    const files = diskFiles(folder.path), session = new Session(files, around.parser);
    await session.refresh();
    const result = await session.check({ now: around.now() }), shown: Shown = { uri: 'file:///sms', session, files, pasts: undefined, checked: { uri: 'file:///sms', result, register: 1, address: file => `file:///sms/${file}` } };
    const pages = new Pages(() => Promise.resolve(), [maker('good', () => [{ type: 'note', text: inline('It stands.') }]), maker('bad', () => { throw new Error('broke <here>'); })]);
    const made = await pages.page(shown, { page: { of: 'pack' } }, ENGLISH);
    assert.ok(made.ok);
    assert.deepEqual(made.parts.map(({ id, title, error }) => [id, title, error]), [['good', 'Part good', undefined], ['bad', 'Part bad', 'broke <here>']]);
    assert.match(made.parts[0]?.html ?? '', /It stands\./);
  });
});
