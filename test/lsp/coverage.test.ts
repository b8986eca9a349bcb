import assert from 'node:assert/strict';
import { COVERAGE, type CoverageClause, type CoverageResult } from '../../src/protocol.js';
import { uriOfPath } from '../../src/node/uri.js';
import { Editor, Folder, surroundings } from './editor.js';

const SMS = 'sms: 1\norganization: Harbour\nstandard: ISO/IEC 20000-1:2018\ntimeZone: Europe/Amsterdam\ntoday: 2026-10-15\n';
const SCOPE = (status: string): string => `kind: scope-statement\nid: SCOPE\ntitle: What we deliver\nversion: "1.0"\nstatus: ${status}\nowner: ROLE-SMM\napprover: ROLE-SD\napprovedOn: 2026-02-02\neffectiveFrom: 2026-02-02\nreviewEvery: 12 months\n`;
const LOG = 'kind: record-log\nid: LOG-NC\ntitle: Nonconformities\nof: nonconformity\nrecords: []\n';

describe('coverage over the language server', function () {
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
  const ask = (): Promise<CoverageResult> => editor.connection.sendRequest<CoverageResult>(COVERAGE, {});
  const clause = async (id: string): Promise<CoverageClause> => (await ask()).roots[0]?.chapters.flatMap(({ clauses }) => clauses).find(each => each.id === id) ?? assert.fail(id);
  const uri = (file: string): string => uriOfPath(`${folders[0]?.path ?? ''}/${file}`);

  it('answers with chapters, clauses, states and what shows them, where it stands', async () => {
    await start({ 'sms.yaml': SMS, 'scope.yaml': SCOPE('approved'), 'records/log.yaml': LOG });
    const { roots: [root, ...others] } = await ask();
    assert.deepEqual(others, []);
    assert.deepEqual({ ...root, chapters: root?.chapters.map(({ id, clauses }) => [id, clauses.length]) }, {
      uri: uriOfPath(folders[0]?.path ?? ''), organization: 'Harbour', standard: 'ISO/IEC 20000-1:2018', today: '2026-10-15', outside: [],
      chapters: [['4', 4], ['5', 4], ['6', 6], ['7', 10], ['8', 31], ['9', 5], ['10', 3]],
    });
    const scope = await clause('4.3');
    assert.deepEqual([scope.title, scope.state, scope.reason], ['Determining the scope of the service management system', 'approved', 'Scope of the service management system: SCOPE approved and in force.']);
    assert.deepEqual(scope.elements, [{
      title: 'Scope of the service management system', state: 'approved', reason: 'SCOPE approved and in force',
      evidence: [{ title: 'SCOPE', detail: 'What we deliver', uri: uri('scope.yaml'), range: { start: { line: 1, character: 4 }, end: { line: 1, character: 9 } } }],
    }]);
    const nonconformities = await clause('10.1.2');
    assert.deepEqual([nonconformities.state, nonconformities.elements[0]?.evidence[0]?.uri], ['no-cases', uri('records/log.yaml')]);
  });

  it('gives what is about the certificate, which is on no clause', async () => {
    await start({ 'sms.yaml': SMS, 'cert.yaml': 'kind: certification\nid: CERT\ntitle: Our certificate\ndecidedOn: 2020-01-10\ncertificate: { number: "1", standard: ISO/IEC 20000-1:2018, issuedOn: 2020-01-10, expiresOn: 2023-01-09 }\n' });
    const { roots: [root] } = await ask();
    assert.deepEqual(root?.outside.map(({ detail, grade, uri: at }) => [detail, grade, at]), [['certification-data-breach', 'major', uri('cert.yaml')]]);
  });

  it('gives the suggested grade with the findings it rests on, as sentences at their places', async () => {
    await start({ 'sms.yaml': SMS, 'scope.yaml': SCOPE('approved') });
    const { suggestion } = await clause('6.3');
    assert.deepEqual([suggestion?.grade, suggestion?.because], ['major', 'one finding is major by itself']);
    const [finding] = suggestion?.findings ?? [];
    assert.deepEqual([finding?.detail, finding?.grade, finding?.uri], ['mandatory-artefact-missing', 'major', uri('sms.yaml')]);
    assert.match(finding?.title ?? '', /^This SMS has nothing for: Service management plan\./);
  });

  it('follows what is typed and not saved', async () => {
    await start({ 'sms.yaml': SMS, 'scope.yaml': SCOPE('approved') });
    assert.equal((await clause('4.3')).state, 'approved');
    await editor.open(uri('scope.yaml'), SCOPE('draft'));
    await editor.idle();
    const drafted = await clause('4.3');
    assert.deepEqual([drafted.state, drafted.reason], ['drafted', 'Scope of the service management system: not in force yet: SCOPE (draft).']);
  });

  it('has one root for each SMS, and none without', async () => {
    await start({ 'sms.yaml': SMS, 'scope.yaml': SCOPE('approved') }, { 'sms.yaml': SMS.replace('Harbour', 'Tiny') }, { 'note.md': 'Nothing.\n' });
    assert.deepEqual((await ask()).roots.map(({ organization }) => organization).sort(), ['Harbour', 'Tiny']);
  });
});
