import assert from 'node:assert/strict';
import {
  ACCEPTANCE_CHOICES, CLAUSE, EXPLORER, NEW_ARTEFACT, NEW_CHOICES, NEW_SMS, PREPARE_ACCEPTANCE,
  type AcceptanceChoicesResult, type ClauseResult, type ExplorerNode, type ExplorerParams, type ExplorerResult, type NewArtefactResult, type NewChoicesResult, type NewSmsResult, type PrepareAcceptanceResult,
} from '../../src/protocol.js';
import { uriOfPath } from '../../src/node/uri.js';
import { Editor, Folder, surroundings } from './editor.js';

const SMS = 'sms: 1\norganization: Harbour\nstandard: ISO/IEC 20000-1:2018\ntimeZone: Europe/Amsterdam\ntoday: 2026-10-15\n';
const SCOPE = (status: string): string => `kind: scope-statement\nid: SCOPE\ntitle: What we deliver\nversion: "1.0"\nstatus: ${status}\nowner: ROLE-SMM\napprover: ROLE-SD\napprovedOn: 2026-02-02\neffectiveFrom: 2026-02-02\nreviewEvery: 12 months\n`;
const LOG = 'kind: record-log\nid: LOG-NC\ntitle: Nonconformities\nof: nonconformity\nrecords: []\n';
const ROLES = 'kind: role-register\nid: ROLES\ntitle: Roles\nroles: [{ id: ROLE-SMM, title: SMS manager }, { id: ROLE-SD, title: Director }]\n';

describe('the explorer and what makes things, over the language server', function () {
  this.timeout(60_000);
  const around = surroundings();
  let folders: Folder[], editor: Editor;
  beforeEach(() => { folders = []; });
  afterEach(async () => { await editor.dispose(); for (const folder of folders) folder.remove(); });
  after(() => around.dispose());

  const start = async (...texts: Readonly<Record<string, string>>[]): Promise<void> => {
    for (const each of texts) folders.push(await new Folder().write(each));
    editor = await Editor.start(around, { folders: folders.map(({ path }) => path) });
  };
  const ask = <R>(method: string, params: object): Promise<R> => editor.connection.sendRequest<R>(method, params);
  const below = async (mode: ExplorerParams['mode'], ...path: string[]): Promise<ExplorerNode[]> => (await ask<ExplorerResult>(EXPLORER, { mode, path })).nodes;
  const clause = async (id: string): Promise<ExplorerNode> => (await below('clause', root(), id.split('.')[0] ?? '')).find(node => node.id === id) ?? assert.fail(id);
  const root = (): string => uriOfPath(folders[0]?.path ?? '');
  const uri = (file: string): string => uriOfPath(`${folders[0]?.path ?? ''}/${file}`);

  it('answers with SMSs, chapters, clauses, states and what shows them, where it stands', async () => {
    await start({ 'sms.yaml': SMS, 'scope.yaml': SCOPE('approved'), 'records/log.yaml': LOG });
    const [only, ...others] = await below('clause');
    assert.deepEqual([only?.key, only?.label, others], [root(), 'Harbour', []]);
    const chapters = await below('clause', root());
    assert.deepEqual(await Promise.all(chapters.map(async ({ key }) => [key, (await below('clause', root(), key)).length])), [['4', 4], ['5', 4], ['6', 6], ['7', 10], ['8', 31], ['9', 5], ['10', 3]]);
    const scope = await clause('4.3');
    assert.deepEqual([scope.label, scope.description, scope.mark], ['4.3 Determining the scope of the service management system', 'approved · suggested major', 'approved']);
    const [, element] = await below('clause', root(), '4', '4.3'), [shown] = await below('clause', root(), '4', '4.3', element?.key ?? '');
    assert.deepEqual([element?.label, element?.mark, shown?.id, shown?.place], [
      'Scope of the service management system', 'approved', 'SCOPE', { uri: uri('scope.yaml'), range: { start: { line: 1, character: 4 }, end: { line: 1, character: 9 } } },
    ]);
    assert.equal((await clause('10.1.2')).mark, 'no-cases');
  });

  it('gives what is about the certificate, which is on no clause', async () => {
    await start({ 'sms.yaml': SMS, 'cert.yaml': 'kind: certification\nid: CERT\ntitle: Our certificate\ndecidedOn: 2020-01-10\ncertificate: { number: "1", standard: ISO/IEC 20000-1:2018, issuedOn: 2020-01-10, expiresOn: 2023-01-09 }\n' });
    const [outside] = await below('clause', root()), found = await below('clause', root(), outside?.key ?? '');
    assert.deepEqual(found.map(({ description, mark, place }) => [description, mark, place?.uri]), [['certification-data-breach', 'major', uri('cert.yaml')]]);
  });

  it('follows what is typed and not saved', async () => {
    await start({ 'sms.yaml': SMS, 'scope.yaml': SCOPE('approved') });
    assert.equal((await clause('4.3')).mark, 'approved');
    await editor.open(uri('scope.yaml'), SCOPE('draft'));
    await editor.idle();
    assert.equal((await clause('4.3')).mark, 'drafted');
    assert.match((await ask<ClauseResult>(CLAUSE, { clause: '4.3' })).markdown, /\*\*drafted\*\* · .*not in force yet: SCOPE \(draft\)/);
  });

  it('has one root for each SMS, nothing below one that is not there, and says what it wants', async () => {
    await start({ 'sms.yaml': SMS, 'scope.yaml': SCOPE('approved') }, { 'sms.yaml': SMS.replace('Harbour', 'Tiny') }, { 'note.md': 'Nothing.\n' });
    assert.deepEqual((await below('kind')).map(({ label }) => label).sort(), ['Harbour', 'Tiny']);
    assert.deepEqual(await below('kind', 'file:///gone'), []);
    await assert.rejects(ask(EXPLORER, { mode: 'size', path: [] }), /mode: clause \| kind/);
    await assert.rejects(ask(CLAUSE, { clause: '99' }), /no clause 99/);
  });

  it('gives the files of a new SMS where there is none yet', async () => {
    await start({ 'note.md': 'Nothing.\n' });
    const { writing } = await ask<NewSmsResult>(NEW_SMS, { folder: `${root()}/the sms`, organization: 'Harbour', person: 'Lena', services: ['Mail'], customers: [], timeZone: 'Europe/Amsterdam' });
    assert.deepEqual(writing.create.map(({ uri: at }) => at.slice(root().length)), ['sms.yaml', 'catalogue.yaml', 'customers.yaml', 'roles.yaml'].map(file => `/the sms/${file}`));
    assert.deepEqual(writing.edits, []);
  });

  it('offers what can be made, proposes its id and file, and gives what to write', async () => {
    await start({ 'sms.yaml': SMS, 'roles.yaml': ROLES });
    const { choices } = await ask<NewChoicesResult>(NEW_CHOICES, { root: root() });
    assert.deepEqual(choices.filter(({ makes }) => makes.includes('role')).map(({ template }) => template), [{ kind: 'role-register' }, { file: 'roles.yaml', field: 'roles' }]);
    const made = await ask<NewArtefactResult>(NEW_ARTEFACT, { root: root(), template: { kind: 'scope-statement' }, title: 'What we deliver' });
    assert.ok(made.ok);
    assert.deepEqual([made.file, made.uri, made.writing.create.map(each => each.uri)], [made.file, uri(made.file), [uri(made.file)]]);
    const refused = await ask<NewArtefactResult>(NEW_ARTEFACT, { root: root(), template: { file: 'roles.yaml', field: 'roles' }, title: 'X', id: 'ROLE-SD' });
    assert.deepEqual(refused, { ok: false, sentence: 'ROLE-SD is taken.' });
  });

  it('says what accepting a finding needs, and gives what to write; what is mandatory is refused', async () => {
    await start({ 'sms.yaml': SMS, 'roles.yaml': ROLES });
    const finding = (file: string, rule: string): object => {
      const { range } = editor.diagnostics(uri(file)).find(({ code }) => code === rule) ?? assert.fail(rule);
      return { uri: uri(file), rule, range };
    };
    await editor.idle();
    const vacant = finding('roles.yaml', 'doc-control-block-missing'), choices = await ask<AcceptanceChoicesResult>(ACCEPTANCE_CHOICES, vacant);
    assert.deepEqual(choices.ok && [choices.at, choices.until, choices.roles.map(({ id }) => id)], ['ROLES', '2027-01-13', ['ROLE-SMM', 'ROLE-SD']]);
    const prepared = await ask<PrepareAcceptanceResult>(PREPARE_ACCEPTANCE, { ...vacant, reason: 'It is new.', owner: 'ROLE-SMM', until: '2026-12-31' });
    assert.deepEqual(prepared.ok && [prepared.file, prepared.note], ['deviations.yaml', 'It counts from when the register of deviations is approved.']);
    const never = await ask<AcceptanceChoicesResult>(ACCEPTANCE_CHOICES, finding('sms.yaml', 'mandatory-artefact-missing'));
    assert.match(never.ok ? '' : never.sentence, /cannot be left out/);
  });
});
