import assert from 'node:assert/strict';
import { openHistory } from '../../src/node/git-history.js';
import { REVIEW, REVIEW_BASES, REVIEW_END, REVIEW_PAGE, type ReviewBasesResult, type ReviewGroup, type ReviewLine, type ReviewPageResult, type ReviewResult } from '../../src/protocol.js';
import { uriOfPath } from '../../src/node/uri.js';
import { pastsIn } from '../../src/server/past.js';
import type { Surroundings } from '../../src/server/workspace.js';
import { Repository } from '../support/repository.js';
import { Editor, surroundings } from './editor.js';

const SMS = 'sms: 1\norganization: Harbour\ntimeZone: Europe/Amsterdam\ntoday: 2026-10-15\nstage: building\n';
const SLA = (hours: number, title = 'Agreement with Boreal'): string => `kind: sla\nid: SLA-BOREAL\ntitle: ${title}\ntargets:\n  - { id: p2, title: Restoration of priority 2, metric: restoration-time, operator: at-most, value: ${hours}, unit: hours, window: calendar-month }\n`;

describe('reviewing over the language server', function () {
  this.timeout(60_000);
  const around = surroundings();
  let repository: Repository, editors: Editor[], opened: { dispose(): void }[];
  beforeEach(async () => { repository = await Repository.create(); editors = []; opened = []; });
  afterEach(async () => {
    for (const editor of editors) await editor.dispose();
    for (const each of opened) each.dispose();
    repository.remove();
  });
  after(() => around.dispose());

  const root = (): string => uriOfPath(repository.path), uri = (file: string): string => `${root()}/${file}`;
  const start = async (more: Partial<Surroundings> = {}): Promise<Editor> => {
    const editor = await Editor.start({ ...around, pastsOf: pastsIn, openHistory: path => { const history = openHistory({ root: path }); opened.push(history); return history; }, ...more }, { folders: [repository.path] });
    editors.push(editor);
    return editor;
  };
  const review = async (editor: Editor, base: string): Promise<Extract<ReviewResult, { ok: true }>> => {
    const result = await editor.connection.sendRequest<ReviewResult>(REVIEW, { root: root(), base });
    return result.ok ? result : assert.fail(result.sentence);
  };
  const linesOf = (groups: readonly ReviewGroup[], id: string): ReviewLine[] => groups.find(group => group.id === id)?.lines ?? [];

  it('names what one may compare with, the last changed first', async () => {
    repository.write({ 'sms.yaml': SMS }).commit();
    repository.git('tag', '-a', 'v1', '-m', 'first');
    repository.git('switch', '-q', '-c', 'later');
    repository.write({ 'sla.yaml': SLA(4) }).commit();
    const editor = await start(), result = await editor.connection.sendRequest<ReviewBasesResult>(REVIEW_BASES, { root: root() });
    assert.deepEqual(result.ok && result.bases.map(({ name, is, on }) => [name, is, on]), [['later', 'branch', '2026-01-05'], ['main', 'branch', '2026-01-05'], ['v1', 'tag', '2026-01-05']]);
  });

  it('tells what changed since both went apart, unsaved texts included, with its places; the same change keeps its key', async () => {
    repository.write({ 'sms.yaml': SMS, 'sla.yaml': SLA(4) }).commit();
    repository.git('switch', '-q', '-c', 'later');
    repository.write({ 'sla.yaml': SLA(6) }).commit();
    repository.git('switch', '-q', 'main');
    repository.write({ 'other.yaml': 'kind: role-register\nid: ROLES\ntitle: Roles\nroles: []\n' }).commit();
    repository.git('switch', '-q', 'later');
    const editor = await start(), first = await review(editor, 'main'), [loosened, ...others] = linesOf(first.groups, 'promise');
    assert.deepEqual([loosened?.mark, loosened?.after?.uri, loosened?.after?.file, loosened?.before?.file, others], ['loosened', uri('sla.yaml'), 'sla.yaml', 'sla.yaml', []]);
    assert.match(loosened?.label ?? '', /4 hours to .*6 hours/);
    assert.equal(loosened?.before?.blob, repository.git('rev-parse', 'main:sla.yaml'));
    assert.match(first.headline, /1 promise loosened/);
    // Further up in the file nothing is different.
    await editor.open(uri('sla.yaml'), `# With a remark\n${SLA(6)}`);
    assert.equal(linesOf((await review(editor, 'main')).groups, 'promise')[0]?.key, loosened?.key);
    await editor.change(uri('sla.yaml'), SLA(8));
    const [again] = linesOf((await review(editor, 'main')).groups, 'promise');
    assert.match(again?.label ?? '', /8 hours/);
    assert.notEqual(again?.key, loosened?.key);
  });

  it('gives a changed document with its changes marked', async () => {
    repository.write({ 'sms.yaml': SMS, 'sla.yaml': SLA(4) }).commit();
    repository.write({ 'sla.yaml': SLA(4, 'Agreement with <b>Boreal</b> Foods') });
    const editor = await start(), page = await editor.connection.sendRequest<ReviewPageResult>(REVIEW_PAGE, { root: root(), base: 'main', before: 'sla.yaml', after: 'sla.yaml' });
    assert.match(page.html, /<ins[^>]*>/);
    assert.ok(!page.html.includes('<b>Boreal'), page.html);
  });

  it('says in a sentence why there is nothing to compare with', async () => {
    repository.write({ 'sms.yaml': SMS }).commit();
    const editor = await start(), wrong = await editor.connection.sendRequest<ReviewResult>(REVIEW, { root: root(), base: 'no-such' });
    assert.ok(!wrong.ok);
    assert.match(wrong.sentence, /no-such/);
    repository.git('switch', '-q', '--orphan', 'alone');
    repository.write({ 'sms.yaml': SMS }).commit();
    await editor.connection.sendNotification('sms/historyMoved');
    const unrelated = await editor.connection.sendRequest<ReviewResult>(REVIEW, { root: root(), base: 'main' });
    assert.ok(!unrelated.ok);
    assert.match(unrelated.sentence, /no commit in common/);
    const { pastsOf: _, ...noGit } = around, web = await start({ ...noGit, pastsOf: () => undefined }), none = await web.connection.sendRequest<ReviewBasesResult>(REVIEW_BASES, { root: root() });
    assert.ok(!none.ok);
  });

  it('gives findings that read alike a key of their own', async () => {
    repository.write({ 'sms.yaml': SMS, 'sla.yaml': SLA(4) }).commit();
    repository.write({ 'sla.yaml': `${SLA(4)}  - { id: p3, title: Restoration }\n  - { id: p4, title: Restoration }\n`, 'other.yaml': 'kind: sla\nid: SLA-2\ntitle: Other\n', 'again.yaml': 'kind: sla\nid: SLA-2\ntitle: Other\n' });
    const lines = linesOf((await review(await start(), 'main')).groups, 'introduced');
    assert.ok(lines.length > 4);
    assert.equal(new Set(lines.map(({ key }) => key)).size, lines.length);
  });

  it('follows the base where that moves, and begins anew after it was ended', async () => {
    repository.write({ 'sms.yaml': SMS, 'sla.yaml': SLA(4) }).commit();
    repository.git('branch', 'base');
    repository.write({ 'sla.yaml': SLA(6) }).commit();
    const editor = await start();
    assert.equal(linesOf((await review(editor, 'base')).groups, 'promise').length, 1);
    repository.git('branch', '-f', 'base', 'HEAD');
    assert.deepEqual((await review(editor, 'base')).groups, []);
    await editor.connection.sendRequest(REVIEW_END, { root: root() });
    assert.deepEqual((await review(editor, 'base')).groups, []);
  });

  it('counts all as new where there was no SMS', async () => {
    repository.write({ 'readme.txt': 'nothing here' }).commit();
    repository.git('tag', 'empty');
    repository.write({ 'sms.yaml': SMS, 'sla.yaml': SLA(4) }).commit();
    const { notes, groups } = await review(await start(), 'empty');
    assert.match(notes.join(), /no SMS in this folder then/);
    assert.ok(groups.some(({ lines }) => lines.some(({ after, before }) => after?.file === 'sla.yaml' && before === undefined)));
  });
});
