import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { openHistory } from '../../src/node/git-history.js';
import {
  APPROVAL_CHOICES, CONTENT, HISTORY, HISTORY_MOVED, PREPARE_APPROVAL, REGISTER, SETTINGS,
  type ApprovalChoicesResult, type ContentResult, type HistoryResult, type PrepareApprovalParams, type PrepareApprovalResult, type RegisterResult, type RegisterRow, type SettingsParams,
} from '../../src/protocol.js';
import { pathOfUri, uriOfPath } from '../../src/node/uri.js';
import type { Surroundings } from '../../src/server/workspace.js';
import type { HistorySource } from '../../src/sms/history.js';
import { Repository } from '../support/repository.js';
import { Editor, surroundings } from './editor.js';

const LENA = 'Lena Maas <lena@harbour.example>', FEMKE = 'Femke Bos <femke@harbour.example>';
const SMS = 'sms: 1\norganization: Harbour\ntimeZone: Europe/Amsterdam\ntoday: 2026-10-15\n';
const ROLES = `kind: role-register
id: ROLES
title: Roles
version: 1
status: draft
owner: ROLE-SLM
approver: ROLE-SD
people:
  - { id: PER-LM, name: Lena Maas, emails: [lena@harbour.example] }
  - { id: PER-FB, name: Femke Bos, emails: [femke@harbour.example] }
roles:
  - { id: ROLE-SD, title: Service director, holders: [{ person: PER-LM, from: 2024-01-01 }] }
  - { id: ROLE-SLM, title: Service level manager, holders: [{ person: PER-FB, from: 2024-01-01 }] }
`;
const page = (header: string, text: string): string => `---\nkind: procedure\nid: PROC-INC\ntitle: Handling incidents\nowner: ROLE-SLM\napprover: ROLE-SD\n${header}---\n${text}\n`;

describe('document control over the language server', function () {
  this.timeout(60_000);
  const around = surroundings();
  let repository: Repository, editors: Editor[], opened: { dispose(): void }[], asked: (keyof HistorySource)[];
  beforeEach(async () => { repository = await Repository.create(); editors = []; opened = []; asked = []; });
  afterEach(async () => {
    for (const editor of editors) await editor.dispose();
    repository.remove();
  });
  after(() => around.dispose());

  const start = async (settings?: SettingsParams): Promise<Editor> => {
    const openAndKeep: Surroundings['openHistory'] = (root, programs) => {
      const history = openHistory({ root, environment: repository.environment, ...(programs.git !== undefined && { program: programs.git }) });
      opened.push(history);
      const note = <A extends unknown[], R>(name: keyof HistorySource, call: (...args: A) => R) => (...args: A): R => { asked.push(name); return call(...args); };
      return {
        read: note('read', history.read), blobs: note('blobs', history.blobs), messages: note('messages', history.messages), signatures: note('signatures', history.signatures),
        identity: note('identity', history.identity), dispose: () => { history.dispose(); },
      };
    };
    const editor = await Editor.start({ ...around, openHistory: openAndKeep }, { folders: [repository.path], options: settings ? { settings } : {} });
    editors.push(editor);
    return editor;
  };
  const root = (): string => uriOfPath(repository.path);
  const uri = (file: string): string => uriOfPath(`${repository.path}/${file}`);
  const register = (editor: Editor): Promise<RegisterResult> => editor.connection.sendRequest<RegisterResult>(REGISTER, {});
  const row = async (editor: Editor, id: string): Promise<RegisterRow | undefined> => (await register(editor)).roots[0]?.documents.find(each => each.id === id);
  const history = (editor: Editor, id: string): Promise<HistoryResult> => editor.connection.sendRequest<HistoryResult>(HISTORY, { root: root(), id });
  const choices = (editor: Editor, id: string): Promise<ApprovalChoicesResult> => editor.connection.sendRequest<ApprovalChoicesResult>(APPROVAL_CHOICES, { root: root(), id });
  const prepare = (editor: Editor, wish: Omit<PrepareApprovalParams, 'root'>): Promise<PrepareApprovalResult> => editor.connection.sendRequest<PrepareApprovalResult>(PREPARE_APPROVAL, { root: root(), ...wish });

  /** Written by Femke in two commits, the second of which moves it. */
  const written = (): void => {
    repository.write({ 'sms.yaml': SMS, 'roles.yaml': ROLES, 'incident.md': page('version: 1.0\nstatus: draft\n', 'Incidents are recorded.') }).commit({ author: FEMKE, date: '2026-03-01T10:00:00+01:00', message: 'Write the procedure' });
    repository.rename('incident.md', 'processes/incident.md').write({ 'processes/incident.md': page('version: 1.1\nstatus: in-review\n', 'Incidents are recorded and classified.') })
      .commit({ author: FEMKE, date: '2026-04-01T10:00:00+02:00', message: 'Classify\n\nReviewed-by: Tom Dekker <tom@harbour.example>\n' });
  };
  const actAs = (who: string): void => {
    const [, name = '', email = ''] = /^(.*) <(.*)>$/.exec(who) ?? [];
    repository.git('config', 'user.name', name);
    repository.git('config', 'user.email', email);
  };

  it('lists every controlled document with its place, its people by name and what is due', async () => {
    written();
    const editor = await start(), { roots: [sms] } = await register(editor);
    assert.deepEqual({ ...sms, documents: sms?.documents.map(({ id }) => id) }, { uri: root(), types: ['person', 'procedure', 'role', 'role-register'], revision: editor.status?.roots[0]?.register, organization: 'Harbour', today: '2026-10-15', notes: [], documents: ['PROC-INC', 'ROLES'] });
    assert.deepEqual(sms?.documents[0], {
      id: 'PROC-INC', title: 'Handling incidents', kind: 'procedure', kindName: 'Procedure', uri: uri('processes/incident.md'), range: { start: { line: 2, character: 4 }, end: { line: 2, character: 12 } },
      inForce: false, due: 'none', version: '1.1', status: 'in-review', owner: 'Service level manager (ROLE-SLM)', approver: 'Service director (ROLE-SD)', committed: 'yes',
    });
  });

  it('tells the life of a document through a rename, and gives the texts of then', async () => {
    written();
    repository.tag('v1', { message: 'First' });
    const editor = await start(), { title, notes, entries } = await history(editor, 'PROC-INC');
    assert.equal(title, 'Handling incidents');
    assert.deepEqual(notes, ['Names and dates are as the commits claim them.']);
    assert.deepEqual(entries.map(({ on, author, subject, change, version, tags, movedFrom }) => ({ on, author, subject, change, version, tags, movedFrom })), [
      { on: '2026-04-01', author: 'Femke Bos', subject: 'Classify', change: 'content', version: '1.1', tags: ['v1'], movedFrom: 'incident.md' },
      { on: '2026-03-01', author: 'Femke Bos', subject: 'Write the procedure', change: 'created', version: '1.0', tags: [], movedFrom: undefined },
    ]);
    assert.deepEqual(entries[0]?.trailers, [{ key: 'Reviewed-by', value: 'Tom Dekker <tom@harbour.example>' }]);
    assert.deepEqual(entries[0]?.signature, { state: 'unsigned', sentence: 'Not signed.' });
    assert.deepEqual(entries[0]?.before, { ...entries[1]?.content, file: 'incident.md' });
    assert.equal(entries[1]?.before, undefined);
    const text = async (content: object | undefined): Promise<string> => (await editor.connection.sendRequest<ContentResult>(CONTENT, content)).text;
    assert.match(await text(entries[0]?.content), /recorded and classified\.\n$/);
    assert.match(await text(entries[0]?.before), /Incidents are recorded\.\n$/);
  });

  it('prepares an approval of somebody else, which is evidenced once it is committed', async () => {
    written();
    actAs(LENA);
    const editor = await start(), offered = await choices(editor, 'PROC-INC');
    assert.deepEqual({ person: offered.person, refusal: offered.refusal }, { person: { id: 'PER-LM', name: 'Lena Maas' }, refusal: undefined });
    assert.deepEqual(offered.meanings.find(({ meaning }) => meaning === 'approved'), { meaning: 'approved', version: '1.1', roles: [{ id: 'ROLE-SD', title: 'Service director' }], effectiveFrom: '2026-10-15' });
    const plan = await prepare(editor, { id: 'PROC-INC', meaning: 'approved', effectiveFrom: '2026-11-01', comment: 'Clear now.' });
    assert.ok(plan.ok, plan.ok ? '' : plan.sentence);
    assert.equal(plan.artefact.uri, uri('processes/incident.md'));
    assert.match(plan.artefact.text, /^status: approved$/m);
    assert.match(plan.artefact.text, /^effectiveFrom: 2026-11-01$/m);
    assert.match(plan.record.text, /^kind: approval-record$/m);
    assert.match(plan.record.text, /Clear now\./);
    assert.match(plan.commitMessage, /^Approve PROC-INC 1\.1/);
    assert.ok(plan.lines.length > 0);
    assert.equal(repository.git('status', '--porcelain'), '');
    const record = (pathOfUri(plan.record.uri) ?? '').slice(repository.path.length + 1);
    repository.write({ 'processes/incident.md': plan.artefact.text, [record]: plan.record.text }).commit({ author: LENA, date: '2026-10-15T09:00:00+02:00', message: plan.commitMessage });
    await editor.told(['created', plan.record.uri], ['changed', plan.artefact.uri], ['changed', uri('.git/logs/HEAD')]);
    await editor.idle();
    assert.equal((await row(editor, 'PROC-INC'))?.approval?.state, 'evidenced');
    const { entries: [newest] } = await history(editor, 'PROC-INC');
    assert.deepEqual({ change: newest?.change, approvals: newest?.approvals.map(({ title, state, record: at }) => ({ title, state, at })) }, {
      change: 'lifecycle', approvals: [{ title: '1.1 approved by Lena Maas as Service director', state: 'evidenced', at: plan.record.uri }],
    });
  });

  it('refuses the author and who is unknown, each with a sentence', async () => {
    written();
    actAs(FEMKE);
    const editor = await start(), approved = (await choices(editor, 'PROC-INC')).meanings.find(({ meaning }) => meaning === 'approved');
    assert.ok(approved?.refusal !== undefined);
    const plan = await prepare(editor, { id: 'PROC-INC', meaning: 'approved' });
    assert.ok(!plan.ok && plan.sentence === approved.refusal);
    actAs('Nobody <nobody@harbour.example>');
    const unknown = await choices(editor, 'PROC-INC');
    assert.deepEqual(unknown.meanings, []);
    assert.match(unknown.refusal ?? '', /nobody@harbour\.example/);
  });

  it('follows the commit that is checked out, told by a file of git or by the client', async () => {
    written();
    const editor = await start();
    repository.write({ 'processes/incident.md': page('version: 1.1\nstatus: in-review\n', 'Changed.') });
    await editor.told(['changed', uri('processes/incident.md')]);
    await editor.idle();
    assert.equal((await row(editor, 'PROC-INC'))?.committed, 'changed');
    repository.commit({ author: FEMKE });
    await editor.connection.sendNotification(HISTORY_MOVED);
    await editor.idle();
    assert.equal((await row(editor, 'PROC-INC'))?.committed, 'yes');
    repository.git('reset', '-q', '--soft', 'HEAD~1');
    await editor.told(['changed', uri('.git/refs/heads/main')]);
    await editor.idle();
    assert.equal((await row(editor, 'PROC-INC'))?.committed, 'changed');
  });

  it('asks git at the first check, and then only when there may be another commit', async () => {
    written();
    const editor = await start(), file = uri('processes/incident.md');
    await editor.idle();
    assert.ok(asked.includes('read'));
    asked = [];
    for (const text of ['A', 'An', 'Anew']) {
      if (text === 'A') await editor.open(file, page('version: 2.0\nstatus: draft\n', text)); else await editor.change(file, page('version: 2.0\nstatus: draft\n', text));
      await editor.idle();
    }
    repository.write({ 'roles.yaml': `${ROLES}# Looked through.\n` });
    await editor.told(['changed', uri('roles.yaml')], ['changed', uri('.git/index')], ['created', uri('.git/refs/heads/main.lock')], ['changed', uri('.git/objects/ab')]);
    await editor.close(file);
    await editor.idle();
    assert.equal((await row(editor, 'ROLES'))?.committed, 'changed');
    assert.deepEqual(asked, []);
    for (const name of [
      'HEAD', 'logs/HEAD', 'refs/heads/main', 'refs/heads', 'refs/remotes/origin/main', 'packed-refs', 'shallow', 'info/grafts', 'MERGE_HEAD', 'CHERRY_PICK_HEAD', 'REVERT_HEAD', 'BISECT_LOG',
      'rebase-merge', 'rebase-apply/next', 'worktrees/other/HEAD', 'modules/a/b/refs/heads/main', 'reftable/tables.list',
    ]) {
      asked = [];
      await editor.told(['created', uri(`.git/${name}`)]);
      await editor.idle();
      assert.ok(asked.includes('read'), name);
    }
  });

  it('notices a commit that was made elsewhere by a file of git, and when a document is saved', async () => {
    written();
    const editor = await start(), file = uri('processes/incident.md');
    const committed = async (note: () => Promise<void>, expected: RegisterRow['committed']): Promise<void> => {
      await note();
      await editor.idle();
      assert.equal((await row(editor, 'ROLES'))?.committed, expected);
    };
    repository.write({ 'roles.yaml': `${ROLES}# Looked through.\n` });
    await committed(() => editor.told(['changed', uri('roles.yaml')]), 'changed');
    repository.commit({ author: FEMKE });
    await committed(() => editor.open(file, page('version: 1.1\nstatus: in-review\n', 'Incidents are recorded and classified.')), 'changed');
    await committed(() => editor.told(['changed', uri('.git/logs/HEAD')]), 'yes');
    repository.git('reset', '-q', '--soft', 'HEAD~1');
    await committed(() => editor.save(file), 'changed');
  });

  it('notices the repository that comes and goes', async () => {
    written();
    const editor = await start();
    await editor.idle();
    repository.rename('.git', '../git');
    await editor.told(['deleted', uri('.git')]);
    await editor.idle();
    assert.match((await register(editor)).roots[0]?.notes.join(' ') ?? '', /not in a git repository/);
    repository.rename('../git', '.git');
    await editor.told(['created', uri('.git')]);
    await editor.idle();
    assert.deepEqual((await register(editor)).roots[0]?.notes, []);
  });

  it('gives the register a new revision when a row is different, and else the one that it had', async () => {
    written();
    const editor = await start(), file = uri('processes/incident.md'), header = 'version: 1.1\nstatus: in-review\n';
    const revisionAfter = async (act: () => Promise<unknown>): Promise<number | undefined> => {
      await act();
      const { generation } = await editor.idle();
      await editor.until('the status of it', () => editor.status?.generation === generation);
      const revision = editor.status?.roots[0]?.register;
      assert.equal((await register(editor)).roots[0]?.revision, revision);
      return revision;
    };
    const first = await revisionAfter(() => editor.open(file, page(header, 'Incidents are recorded and classified.')));
    const typed = await revisionAfter(() => editor.change(file, page(header, 'Incidents are recorded.')));
    assert.ok(first !== undefined && typed !== undefined && typed > first, 'it is not what was committed any more');
    assert.equal(await revisionAfter(() => editor.change(file, page(header, 'Incidents are.'))), typed);
    const renamed = await revisionAfter(() => editor.change(file, page(`${header}classification: internal\n`, 'Incidents are.')));
    assert.ok(renamed !== undefined && renamed > typed);
    const back = await revisionAfter(() => editor.change(file, page(header, 'Incidents are recorded and classified.')));
    assert.ok(back !== undefined && back > renamed);
  });

  it('says in the register why an approval is worth what it is, and all else in the history', async () => {
    written();
    repository.write({
      'processes/incident.md': page('version: 1.1\nstatus: approved\napprovedOn: 2026-05-01\n', 'Incidents are recorded and classified.'),
      'record.yaml': 'kind: approval-record\nid: APPROVAL-1\ntitle: Approval\nartefact: PROC-INC\nversion: "1.1"\nmeaning: approved\nrole: ROLE-SD\nperson: PER-LM\non: 2026-06-20\n',
    }).commit({ author: FEMKE, date: '2026-05-01T10:00:00+02:00' });
    const editor = await start(), approval = (await row(editor, 'PROC-INC'))?.approval, { entries: [entry] } = await history(editor, 'PROC-INC'), [told] = entry?.approvals ?? [];
    assert.deepEqual({ title: told?.title, state: told?.state, same: approval?.state }, { title: '1.1 approved by Lena Maas as Service director', state: 'claimed', same: 'claimed' });
    assert.ok(approval && told && told.sentence.startsWith(`${approval.sentence} `), `${approval?.sentence}\n${told?.sentence}`);
    assert.match(told.sentence, /committed before that, on 2026-05-01/);
    assert.doesNotMatch(approval.sentence, /committed before that/);
  });

  it('asks git in trusted workspaces alone, and as soon as one is trusted', async () => {
    written();
    const editor = await start({ trusted: false }), { roots: [untrusted] } = await register(editor);
    assert.equal(opened.length, 0);
    assert.match(untrusted?.notes.join(' ') ?? '', /not trusted/);
    assert.ok(untrusted?.documents.every(({ committed }) => committed === undefined));
    const { entries, notes } = await history(editor, 'PROC-INC');
    assert.deepEqual(entries, []);
    assert.match(notes.join(' '), /not trusted/);
    await editor.connection.sendNotification(SETTINGS, { trusted: true } satisfies SettingsParams);
    await editor.idle();
    assert.deepEqual((await register(editor)).roots[0]?.notes, []);
    assert.equal((await row(editor, 'PROC-INC'))?.committed, 'yes');
    await editor.connection.sendNotification(SETTINGS, { trusted: true, git: `${repository.path}/no-such-git` } satisfies SettingsParams);
    await editor.idle();
    assert.match((await register(editor)).roots[0]?.notes.join(' ') ?? '', /Git was not found/);
  });

  it('counts the unsaved text', async () => {
    written();
    const editor = await start();
    await editor.open(uri('processes/incident.md'), page('version: 2.0\nstatus: draft\n', 'Anew.'));
    await editor.idle();
    const { version, status, committed } = await row(editor, 'PROC-INC') ?? {};
    assert.deepEqual({ version, status, committed }, { version: '2.0', status: 'draft', committed: 'changed' });
  });

  it('goes on without a repository', async () => {
    written();
    rmSync(`${repository.path}/.git`, { recursive: true });
    const editor = await start(), { roots: [sms] } = await register(editor);
    assert.equal(sms?.documents.length, 2);
    assert.match(sms?.notes.join(' ') ?? '', /not in a git repository/);
    assert.deepEqual((await history(editor, 'PROC-INC')).entries, []);
    assert.match((await choices(editor, 'PROC-INC')).refusal ?? '', /not in a git repository/);
  });

  it('answers what it cannot answer with a sentence', async () => {
    written();
    const editor = await start();
    const refused = async (method: string, params: unknown, sentence: RegExp): Promise<void> => {
      await assert.rejects(editor.connection.sendRequest(method, params), (error: Error & { code?: number }) => error.code === -32602 && sentence.test(error.message), `${method} ${JSON.stringify(params)}`);
    };
    for (const method of [HISTORY, APPROVAL_CHOICES, PREPARE_APPROVAL]) {
      await refused(method, undefined, /wants \{ root/);
      await refused(method, { root: 1, id: [] }, /wants \{ root/);
      await refused(method, { root: 'file:///elsewhere', id: 'PROC-INC', meaning: 'approved' }, /There is no SMS at/);
    }
    await refused(HISTORY, { root: root(), id: 'PROC-NONE' }, /no document PROC-NONE/);
    await refused(HISTORY, { root: root(), id: '__proto__' }, /no document __proto__/);
    await refused(CONTENT, { root: root(), file: 'x', blob: '--help' }, /wants \{ root/);
    await refused(CONTENT, { root: root(), file: 'x', blob: 'a'.repeat(40) }, /Git does not have this text/);
    await refused(PREPARE_APPROVAL, { root: root(), id: 'PROC-INC', meaning: 'blessed' }, /wants \{ meaning/);
    assert.match((await choices(editor, 'PROC-NONE')).refusal ?? '', /PROC-NONE/);
  });
});
