import assert from 'node:assert/strict';
import { chmodSync, chownSync, cpSync, existsSync, mkdtempSync, readdirSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { NoHistory } from '../../src/sms/history.js';
import type { HistoryOptions } from '../../src/node/git-history.js';
import { outcome, type CheckResult } from '../../src/session/session.js';
import { Repository } from '../support/repository.js';
import { approved, BASE, clone, DOCUMENT, draftAndApprove, judge, LENA, mail, RECORD, recordOf, smallSms, TOM, type Judged } from './judged.js';

const posix = process.platform !== 'win32';

/** A finding that has nothing to do with history, and so must stay whatever happens to it. */
const LACKING = { 'lacking.md': '---\nkind: document\nid: DOC-LACKING\ntitle: Lacking\n---\n\nNo owner, no version.\n' };

const stateOf = ({ document }: Judged): string => `${document?.approval?.state ?? 'none'} ${document?.approval?.reasons[0]?.code ?? ''}`;
const told = ({ findings }: CheckResult): string[] => findings.map(({ file, rule, message }) => `${file} ${rule} ${message}`);
const withSetting = (value: string): string => `${BASE['sms.yaml'] ?? ''}history: ${value}\n`;

describe('bad input: where there is no history', () => {
  let repository: Repository;
  /** What is found where nothing is under git. */
  let plain: Judged;

  before(async () => {
    repository = await smallSms(LACKING);
    draftAndApprove(repository);
    const folder = copy();
    rmSync(join(folder, '.git'), { recursive: true });
    plain = await judge(folder);
    rmSync(folder, { recursive: true });
  });
  after(() => repository.remove());

  /** The repository again, to be spoiled. */
  function copy(): string {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'sms-bad-')));
    cpSync(repository.path, folder, { recursive: true, preserveTimestamps: true });
    return folder;
  }

  function program(body: string): string {
    const path = join(dirname(repository.path), `git-${Math.abs(hash(body))}`);
    writeFileSync(path, `#!/bin/sh\n${body}\n`);
    chmodSync(path, 0o755);
    return path;
  }

  const reasonOf = ({ result }: Judged): NoHistory['reason'] | 'history' => ('reason' in result.control.history ? result.control.history.reason : 'history');

  /** Each: how it comes about, what the sentence must tell and advise, and whether the run is incomplete although nobody asked for a history. */
  const cases: { name: string; reason: NoHistory['reason']; says: RegExp; spoil?: (folder: string) => void; options?: () => Partial<HistoryOptions>; gap?: boolean; only?: boolean }[] = [
    { name: 'not a repository', reason: 'not-a-repository', says: /not in a git repository.*Put the folder under git/, spoil: folder => rmSync(join(folder, '.git'), { recursive: true }) },
    { name: 'no commits', reason: 'no-commits', says: /Nothing is committed.*Commit the documents/, spoil: folder => {
      rmSync(join(folder, '.git'), { recursive: true });
      repository.git('init', '-q', folder);
    } },
    { name: 'a bare repository', reason: 'bare', says: /bare git repository.*Clone it/, spoil: folder => { repository.git('-C', folder, 'config', 'core.bare', 'true'); } },
    { name: 'git is not there', reason: 'git-missing', says: /Git was not found.*Install git/, options: () => ({ program: join(repository.home, 'nowhere', 'git') }) },
    { name: 'what is called git is none', reason: 'git-missing', says: /Git was not found/, options: () => ({ program: program('echo hello') }), only: posix },
    { name: 'git is too old', reason: 'git-too-old', says: /too old.*2\.20.*Update git/, options: () => ({ program: program('echo git version 2.20.1') }), only: posix },
    { name: 'git does not answer', reason: 'too-slow', says: /took too long.*Try again/, options: () => ({ program: program('exec sleep 60'), seconds: 0.3 }), gap: true, only: posix },
    { name: 'git falls over', reason: 'failed', says: /could not tell the history.*git log/, gap: true, only: posix,
      options: () => ({ program: program('case "$*" in version) echo git version 2.45.0;; *) echo "fatal: it rains" >&2; exit 128;; esac') }) },
    { name: 'a repository of somebody else', reason: 'foreign-owner', says: /belongs to another user.*safe\.directory/, only: posix && process.getuid?.() === 0, spoil: folder => {
      for (const path of [folder, join(folder, '.git')]) chownSync(path, 12345, 12345);
    } },
    { name: 'a file .git that leads elsewhere', reason: 'elsewhere', says: /leads to a repository elsewhere/, spoil: folder => {
      rmSync(join(folder, '.git'), { recursive: true });
      writeFileSync(join(folder, '.git'), `gitdir: ${join(folder, 'nowhere')}\n`);
    } },
    { name: 'a damaged HEAD', reason: 'damaged', says: /damaged.*git fsck/, spoil: folder => writeFileSync(join(folder, '.git', 'HEAD'), 'what?\n'), gap: true },
    { name: 'the newest commit is damaged', reason: 'damaged', says: /damaged.*git fsck/, spoil: folder => spoilObject(folder, repository.git('rev-parse', 'HEAD')), gap: true },
  ];

  for (const { name, reason, says, spoil, options, gap = false, only = true } of cases) {
    it(`${name}: says so calmly, and finds the same as without git`, async function () {
      if (!only) this.skip();
      const folder = copy();
      try {
        spoil?.(folder);
        const look = (): Promise<Judged> => judge(folder, { environment: repository.environment, ...options?.() });
        const found = await look();
        assert.equal(reasonOf(found), reason);
        assert.equal(found.result.historyNotes.length, 1);
        assert.match(found.result.historyNotes[0] ?? '', says);
        assert.doesNotMatch(found.result.historyNotes[0] ?? '', /\n|undefined|fatal|Error/);
        assert.deepEqual(told(found.result), told(plain.result));
        assert.ok(told(found.result).some(line => line.startsWith('lacking.md ')));
        assert.equal(stateOf(found), 'claimed no-history');
        assert.deepEqual(found.result.withoutHistory, plain.result.withoutHistory);
        assert.deepEqual(found.timeline?.entries, []);
        // format.md, "Outcome".
        assert.equal(outcome(found.result, 'minor'), gap ? 'incomplete' : 'findings');
        writeFileSync(join(folder, 'sms.yaml'), withSetting('require'));
        const required = await look();
        assert.equal(outcome(required.result, 'minor'), 'incomplete');
        assert.deepEqual(required.result.incomplete.map(each => each.reason), required.result.historyNotes);
        assert.deepEqual(told(required.result), told(plain.result));
        writeFileSync(join(folder, 'sms.yaml'), withSetting('off'));
        const off = await look();
        assert.equal(reasonOf(off), 'off');
        assert.equal(outcome(off.result, 'minor'), 'findings');
        assert.deepEqual(off.result.withoutHistory, plain.result.withoutHistory);
        assert.match(off.result.historyNotes.join(), /history: off/);
        assert.deepEqual(told(off.result), told(plain.result));
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });
  }

  it('names the rules that are left out', () => {
    assert.deepEqual(plain.result.withoutHistory, ['doc-approval-invalid', 'doc-changed-without-version']);
  });
});

describe('bad input: unusual repositories', () => {
  let repository: Repository;
  beforeEach(async () => { repository = await smallSms(LACKING); });
  afterEach(() => repository.remove());
  const look = (folder = repository.path): Promise<Judged> => judge(folder, { environment: repository.environment });

  it('a detached HEAD has a history and no branch', async () => {
    draftAndApprove(repository);
    repository.git('checkout', '-q', '--detach');
    const found = await look();
    assert.equal(stateOf(found), 'evidenced own-commit');
    assert.equal('branch' in found.result.control.history, false);
    assert.deepEqual(found.result.historyNotes, []);
  });

  it('in the middle of a merge it is said, and what is not touched is judged', async () => {
    draftAndApprove(repository);
    repository.branch('side').write({ 'notes.txt': 'side\n' }).commit({ author: TOM });
    repository.checkout('main').write({ 'notes.txt': 'main\n' }).commit({ author: TOM });
    assert.throws(() => repository.git('merge', 'side'));
    const found = await look();
    assert.equal(stateOf(found), 'evidenced own-commit');
    assert.match(found.result.historyNotes.join(), /A merge is under way.*git merge --abort/);
    assert.equal(outcome(found.result, 'minor'), 'findings');
  });

  it('a work tree of its own and a submodule have the history of their repository', async () => {
    draftAndApprove(repository);
    const tree = join(dirname(repository.path), 'tree');
    repository.git('worktree', 'add', '-q', tree, '-b', 'beside');
    assert.equal(stateOf(await look(tree)), 'evidenced own-commit');
    const outer = await Repository.create();
    try {
      outer.git('-c', 'protocol.file.allow=always', 'submodule', 'add', '-q', repository.path, 'module');
      assert.equal(stateOf(await judge(join(outer.path, 'module'), { environment: outer.environment })), 'evidenced own-commit');
    } finally {
      outer.remove();
    }
  });

  it('an SMS in a folder of a repository has the history of the folder', async () => {
    const { approval } = draftAndApprove(repository);
    const outer = await Repository.create();
    try {
      outer.write({ 'readme.txt': 'Other things.\n', 'sms/approvals/x.txt': 'x\n' }).commit();
      for (const [file, text] of Object.entries(BASE)) outer.write({ [`sms/${file}`]: text });
      outer.write({ [`sms/${DOCUMENT}`]: mail() }).commit({ author: TOM });
      outer.write({ 'readme.txt': 'Other things again.\n' }).commit();
      const own = outer.write({ [`sms/${DOCUMENT}`]: approved(), [`sms/${RECORD}`]: recordOf(approved()) }).commit({ author: LENA });
      outer.write({ 'readme.txt': 'And again.\n' }).commit();
      const found = await judge(join(outer.path, 'sms'), { environment: outer.environment });
      assert.equal(stateOf(found), 'evidenced own-commit');
      assert.equal(found.document?.approval?.commit, own);
      assert.notEqual(own, approval);
    } finally {
      outer.remove();
    }
  });

  it('refs that are named like options do nothing', async () => {
    draftAndApprove(repository);
    const head = repository.git('rev-parse', 'HEAD'), target = join(repository.home, 'written');
    const names = ['-p', '--exec=x', `--output=${target}`].map(name => name.replaceAll('/', '-'));
    for (const name of names) for (const kind of ['heads', 'tags']) repository.git('update-ref', `refs/${kind}/${name}`, head);
    repository.git('symbolic-ref', 'HEAD', 'refs/heads/-p');
    const found = await look();
    assert.equal(stateOf(found), 'evidenced own-commit');
    assert.deepEqual(found.timeline?.tags.map(({ name }) => name).sort(), [...names].sort());
    assert.deepEqual(readdirSync(repository.path).filter(name => name.includes('output') || name.includes('written')), []);
    assert.ok(!existsSync(target));
  });

  it('paths with line ends, quotation marks, leading dashes and colons are paths', async function () {
    if (!posix) this.skip();
    for (const file of ['policies/a\nb.md', 'policies/"quoted" \'twice\'.md', '--output=x.md', ':(glob)**.md', 'policies/ä\\ö\t.md']) {
      const folder = await smallSms(LACKING);
      try {
        const { drafted, approval } = draftAndApprove(folder, { file, record: `approvals/${file.replaceAll('/', '-')}.yaml` });
        const found = await judge(folder.path, { environment: folder.environment });
        assert.equal(stateOf(found), 'evidenced own-commit', JSON.stringify(file));
        assert.equal(found.document?.file, file);
        assert.deepEqual(found.document?.commits, [approval, drafted], JSON.stringify(file));
      } finally {
        folder.remove();
      }
    }
  });

  it('a past text that is damaged or gone makes the run incomplete, names the file, and accuses nobody', async () => {
    for (const spoil of [spoilObject, removeObject]) {
      const folder = await smallSms(LACKING);
      try {
        const { drafted } = draftAndApprove(folder);
        spoil(folder.path, folder.git('rev-parse', `${drafted}:${DOCUMENT}`));
        const found = await judge(folder.path, { environment: folder.environment });
        assert.equal(stateOf(found), 'claimed history-damaged');
        assert.deepEqual(found.result.incomplete.map(({ file }) => file), [DOCUMENT]);
        assert.ok(told(found.result).some(line => line.startsWith('lacking.md ')));
        assert.deepEqual(told(found.result).filter(line => line.includes('doc-approval') || line.includes('doc-changed')), []);
      } finally {
        folder.remove();
      }
    }
  });

  it('an approved text of before that is gone makes nobody the author of what came before it', async () => {
    // Lena wrote 0.9, which came as approved from Tom; then the text of that approval is lost.
    repository.write({ [DOCUMENT]: mail({ version: '0.9' }) }).commit({ author: LENA });
    const claimed = repository.write({ [DOCUMENT]: approved({ version: '0.9' }) }).commit({ author: TOM });
    draftAndApprove(repository, { fields: { words: 'Mail is for work alone.' } });
    assert.equal(stateOf(await look()), 'evidenced own-commit');
    removeObject(repository.path, repository.git('rev-parse', `${claimed}:${DOCUMENT}`));
    assert.equal(stateOf(await look()), 'claimed history-damaged');
  });

  it('a commit that is gone cuts the history: it is said, and nothing is guessed', async () => {
    const { drafted } = draftAndApprove(repository);
    repository.write({ 'notes.txt': 'Later.\n' }).commit({ author: TOM });
    removeObject(repository.path, drafted);
    const found = await look();
    assert.match(found.result.historyNotes.join(), /older commits are missing/);
    assert.equal(stateOf(found), 'claimed history-cut');
    assert.equal(outcome(found.result, 'minor'), 'incomplete');
    assert.ok(told(found.result).some(line => line.startsWith('lacking.md ')));
  });

  it('a shallow copy is said and incomplete, with use and with require; not with off', async () => {
    for (const [setting, wanted] of [['use', 'incomplete'], ['require', 'incomplete'], ['off', 'findings']] as const) {
      const folder = await smallSms({ ...LACKING, 'sms.yaml': withSetting(setting) });
      try {
        draftAndApprove(folder);
        folder.write({ 'notes.txt': 'Later.\n' }).commit({ author: TOM });
        const found = await judge(clone(folder, 'shallow', '--depth', '1'), { environment: folder.environment });
        assert.equal(outcome(found.result, 'minor'), wanted, setting);
        assert.match(found.result.historyNotes.join(), setting === 'off' ? /history: off/ : /shallow copy.*fetch --unshallow/);
      } finally {
        folder.remove();
      }
    }
  });

  it('a whole history is no news: use and require come to the same', async () => {
    for (const setting of ['use', 'require'] as const) {
      const folder = await smallSms({ ...LACKING, 'sms.yaml': withSetting(setting) });
      try {
        draftAndApprove(folder);
        const { result } = await judge(folder.path, { environment: folder.environment });
        assert.deepEqual([outcome(result, 'minor'), result.historyNotes, result.withoutHistory, result.incomplete], ['findings', [], [], []]);
      } finally {
        folder.remove();
      }
    }
  });
});

describe('bad input: approval records', () => {
  let repository: Repository, good: string[];
  before(async () => {
    repository = await smallSms(LACKING);
    repository.write({ 'INC-1.yaml': 'kind: incident-record\nid: INC-1\ntitle: Mail stands still\n' }).commit({ author: TOM });
    draftAndApprove(repository);
    good = told((await judge(repository.path, { environment: repository.environment })).result);
  });
  after(() => repository.remove());

  const OTHER = 'approvals/other.yaml';
  const ZEROS = '0'.repeat(64);
  const other = (fields: Record<string, string | undefined>): string => recordOf(approved(), { id: 'APR-OTHER', ...fields });
  /** What comes on top of what is found anyway, the state of the approval, and strays. */
  const cases: { name: string; files: Record<string, string>; finds: string[]; state?: string; stray?: string }[] = [
    { name: 'names an artefact that is not there', files: { [OTHER]: other({ artefact: 'DOC-MAIIL' }) }, finds: [`${OTHER} ref-unresolved-or-obsolete unknown`], stray: 'unknown-artefact' },
    { name: 'names no artefact', files: { [OTHER]: other({ artefact: undefined }) }, finds: [`${OTHER} field-invalid missing`], stray: 'unknown-artefact' },
    { name: 'is about what has no versions', files: { [OTHER]: other({ artefact: 'INC-1' }) }, finds: [`${OTHER} doc-approval-invalid not-a-document`], stray: 'not-a-document' },
    { name: 'has another digest', files: { [RECORD]: recordOf(approved(), { digest: `sms1:${ZEROS}` }) }, finds: [`${RECORD} doc-approval-invalid digest`], state: 'contradicted digest-differs' },
    { name: 'has a digest of an algorithm that is not known', files: { [RECORD]: recordOf(approved(), { digest: `sms7:${ZEROS}` }) }, finds: [`${RECORD} doc-approval-invalid algorithm`], state: 'claimed unknown-algorithm' },
    { name: 'has a digest that is none', files: { [RECORD]: recordOf(approved(), { digest: 'yes' }) }, finds: [`${RECORD} field-invalid pattern`], state: 'claimed unknown-algorithm' },
    { name: 'is of a day in the future', files: { [RECORD]: recordOf(approved(), { on: '2026-12-24' }) }, finds: [`${RECORD} doc-approval-invalid day-in-future`], state: 'contradicted day-in-future' },
    { name: 'is there twice for one version and role', files: { [OTHER]: other({}) }, finds: [`${OTHER} doc-approval-invalid duplicate`], stray: 'duplicate' },
    { name: 'is about a version that there is not', files: { [OTHER]: other({ version: '9.0' }) }, finds: [`${OTHER} doc-approval-invalid version`] },
  ];
  for (const { name, files, finds, state = 'evidenced own-commit', stray } of cases) {
    it(`a record that ${name} is a finding, and the rest is found as before`, async () => {
      const start = repository.git('rev-parse', 'HEAD');
      try {
        repository.write(files).commit({ author: LENA });
        const found = await judge(repository.path, { environment: repository.environment });
        const lines = told(found.result);
        assert.deepEqual(lines.filter(line => !good.includes(line)), finds);
        assert.deepEqual(good.filter(line => !lines.includes(line)), []);
        assert.equal(stateOf(found), state);
        assert.deepEqual(found.result.control.strays.map(({ reason }) => reason), stray === undefined ? [] : [stray]);
        assert.deepEqual(found.result.incomplete, []);
      } finally {
        repository.git('reset', '-q', '--hard', start);
      }
    });
  }
});

function hash(text: string): number { return [...text].reduce((sum, character) => (Math.imul(sum, 31) + character.charCodeAt(0)) | 0, 7); }
function objectPath(folder: string, id: string): string { return join(folder, '.git', 'objects', id.slice(0, 2), id.slice(2)); }
function spoilObject(folder: string, id: string): void {
  const path = objectPath(folder, id);
  chmodSync(path, 0o644);
  writeFileSync(path, Buffer.alloc(statSync(path).size, 7));
}
function removeObject(folder: string, id: string): void { rmSync(objectPath(folder, id)); }
