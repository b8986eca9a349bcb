import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, linkSync, lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { csvCell, markdownText } from '../../src/cli/register-reports.js';
import { writeFiles } from '../../src/node/write.js';
import { Repository } from '../support/repository.js';
import { isReport, REPORTS, wrongIn } from './reports.js';
import { inFolder, runHere, type Ran } from './scenario.js';

const SMS = 'sms: 1\norganization: Tiny Hosting\ntimeZone: Europe/Amsterdam\ntoday: 2026-03-31\nstage: building\n';
const ROLES = `kind: role-register
id: ROLES
title: Roles
version: "1"
status: approved
owner: ROLE-SMM
approver: ROLE-DIR
approvedOn: 2026-01-10
effectiveFrom: 2026-01-10
reviewEvery: 12 months
people:
  - { id: P-ANN, name: Ann Ash, emails: [ann@example.org] }
  - { id: P-BOB, name: Bob Beech, emails: [bob@example.org] }
roles:
  - { id: ROLE-SMM, title: SMS manager, assures: [conformity, reporting], holders: [{ person: P-ANN, from: 2026-01-01 }] }
  - { id: ROLE-DIR, title: Director, holders: [{ person: P-BOB, from: 2026-01-01 }] }
`;
const NOTE = (text = 'Text.', more = ''): string => `---
kind: document
id: DOC-NOTE
title: Note
version: 1.0
status: in-review
owner: ROLE-SMM
approver: ROLE-DIR
reviewEvery: 12 months
${more}---
${text}
`;
const FILES = { 'sms.yaml': SMS, 'roles.yaml': ROLES, 'note.md': NOTE() };
const ANN = 'Ann Ash <ann@example.org>', BOB = 'Bob Beech <bob@example.org>';

interface Approval { state: string; sentence: string; commit?: string; reasons: { code: string; args: Record<string, string>; commits?: string[] }[] }
interface Document { id: string; version?: string; status?: string; due: string; approval?: Approval; nextReview?: string; reviewedOn?: string; committed?: string; changedSinceApproval?: { approvedIn?: string; commit?: string; sentence: string }; lastChange?: { commit: string; by: string } }
interface Register { today: string; todayFrom: string; root: string; filter?: { due: string }; commit?: { id: string; committed: string; day?: string; asOf?: string };
  history: { state: string; reason?: string; head?: string; unread?: string[]; notes: string[] }; documents: Document[] }
interface Past { document: Document; approvals: Approval[]; entries: { commit: string; change: string; subject: string; movedFrom?: string; tags: string[]; trailers: { key: string }[]; signature: { state: string }; approvals: Approval[] }[] }

/** Of each describe below: what its tests work in. */
let repository: Repository;

const env = (more: Record<string, string> = {}): Record<string, string> =>
  ({ ...Object.fromEntries(Object.entries(repository.environment).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))), NO_COLOR: '1', ...more });
const sms = (argv: readonly string[], cwd = repository.path, more: Record<string, string> = {}): Promise<Ran> => runHere(argv, { cwd, env: env(more) });
const json = async <T>(argv: readonly string[], status = 0, cwd = repository.path, more: Record<string, string> = {}): Promise<T> => {
  const ran = await sms([...argv, '--format', 'json'], cwd, more), report = REPORTS.find(name => name === argv[0]);
  assert.equal(ran.status, status, ran.stderr);
  const document: unknown = JSON.parse(ran.stdout);
  assert.ok(report);
  assert.equal(wrongIn(report, document), '');
  assert.ok(isReport(report, document));
  if (more['SMS_GIT'] === undefined) assert.ok(!ran.stdout.includes(repository.path), 'no absolute path');
  return document as T;
};
const note = ({ documents }: Register): Document => {
  const found = documents.find(({ id }) => id === 'DOC-NOTE');
  assert.ok(found);
  return found;
};
const work = (name: string, email: string): void => { repository.git('config', 'user.name', name); repository.git('config', 'user.email', email); };
/** Every file and folder with what it holds. */
const picture = (folder: string): string[] => readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort().map(file => {
  const path = join(folder, file), stats = lstatSync(path);
  return `${file} ${stats.mode} ${stats.isFile() ? createHash('sha256').update(readFileSync(path)).digest('hex') : ''}`;
});

const says = async (folder: string, state: string, sentence: RegExp, status = 0, more: Record<string, string> = {}): Promise<void> => {
  const register = await json<Register>(['register'], status, folder, more);
  assert.equal(register.history.state, state);
  assert.match(register.history.notes.join('\n'), sentence);
  assert.equal(register.documents.length, 2);
  const checked = await sms(['check'], folder, more);
  assert.equal(checked.status, status, checked.stdout);
  assert.match(checked.stdout.replace(/\s+/g, ' '), sentence);
  if (state === 'none') assert.match(checked.stdout, /^Checked without a finding|^History$/m);
};

describe('document control on the command line, in a repository for each', function () {
  this.timeout(60_000);
  beforeEach(async () => { repository = await Repository.create(); });
  afterEach(() => { repository.remove(); });

  describe('approving', () => {
    it('writes header, record and message, nothing under .git; committed by the approver it is evidence', async () => {
      repository.write(FILES).commit({ author: ANN });
      work('Bob Beech', 'bob@example.org');
      const before = picture(join(repository.path, '.git'));
      const ran = await sms(['approve', 'DOC-NOTE', '--meaning', 'approved', '--effective-from', '2026-04-01', '--comment', 'As discussed']);
      assert.equal(ran.status, 0, ran.stderr);
      assert.deepEqual(picture(join(repository.path, '.git')), before);
      assert.match(ran.stdout, /^Approve DOC-NOTE 1\.0\n\n/);
      assert.match(ran.stdout, /^Approved-by: Bob Beech <bob@example\.org>$/m);
      assert.match(ran.stderr, /^ {2}git add -- approvals\/DOC-NOTE\/1\.0-ROLE-DIR\.yaml note\.md\n {2}git commit -F message\.txt -- /m);
      assert.match(readFileSync(join(repository.path, 'note.md'), 'utf8'), /^status: approved$/m);
      assert.match(readFileSync(join(repository.path, 'approvals/DOC-NOTE/1.0-ROLE-DIR.yaml'), 'utf8'), /^person: P-BOB$/m);

      assert.deepEqual([note(await json<Register>(['register'])).approval?.reasons[0]?.code, note(await json<Register>(['register'])).committed], ['not-committed', 'changed']);
      const commit = repository.commit({ author: BOB, message: ran.stdout }), register = await json<Register>(['register']);
      assert.match((await sms(['check'])).stdout, /^ {2}Approvals: 1 evidenced, 1 only claimed, 0 contradicted\. Which and why: sms register$/m);
      const { approval, committed, lastChange } = note(register);
      assert.deepEqual([approval?.state, approval?.commit, committed, lastChange?.by, register.history.state], ['evidenced', commit, 'yes', 'Bob Beech', 'whole']);

      const past = await json<Past>(['history', 'DOC-NOTE']);
      assert.deepEqual(past.entries.map(({ change }) => change), ['lifecycle', 'created']);
      assert.deepEqual(past.entries[0]?.approvals.map(({ state }) => state), ['evidenced']);
      assert.ok(past.entries[0]?.trailers.some(({ key }) => key === 'Approved-by'));
      assert.deepEqual(await json<Past>(['history', 'note.md']), past);
      // Programs get whole ids, people the first digits; and people are told only what is not in order.
      assert.deepEqual([approval?.reasons[0]?.args['commit'], approval?.reasons[0]?.commits], [commit, [commit]]);
      const texts = await Promise.all([['register'], ['register', '--format', 'md'], ['history', 'DOC-NOTE']].map(argv => sms(argv)));
      for (const text of texts) assert.doesNotMatch(text.stdout, /(?<![0-9a-f])[0-9a-f]{40}(?![0-9a-f])/);
      const stdout = texts[0]?.stdout ?? '', sentence = approval?.sentence ?? '';
      for (const text of texts.slice(1)) assert.ok(text.stdout.includes(sentence));
      assert.ok(sentence.includes(commit.slice(0, 12)) && !stdout.includes(sentence));
      assert.match(stdout, /^Approval claimed, without evidence: 1\n.*\nROLES .* claimed\n {4}Only the header says so[\s\S]*^Review due later: 1\n.*\nDOC-NOTE .* evidenced\n {4}note\.md · owner SMS manager · approved on /m);
    });

    it('is taken back by the next change of the content under the same version', async () => {
      repository.write(FILES).commit({ author: ANN });
      work('Bob Beech', 'bob@example.org');
      const { stdout } = await sms(['approve', 'note.md', '--meaning', 'approved']), approved = repository.commit({ author: BOB, message: stdout });
      const file = join(repository.path, 'note.md');
      writeFileSync(file, readFileSync(file, 'utf8').replace('Text.', 'Another text.'));
      const changed = repository.commit({ author: ANN }), { approval, changedSinceApproval } = note(await json<Register>(['register']));
      assert.deepEqual([approval?.state, approval?.reasons[0]?.code], ['contradicted', 'digest-differs']);
      assert.deepEqual([changedSinceApproval?.approvedIn, changedSinceApproval?.commit], [approved, changed]);
      const text = await sms(['register']);
      assert.match(text.stdout, /^Approval contradicted, or content changed since: 1\n.*\nDOC-NOTE .* contradicted\n {4}\S/);
      assert.doesNotMatch(text.stdout, /(?<![0-9a-f])[0-9a-f]{40}(?![0-9a-f])/);
      assert.equal((await sms(['check', '--quiet'])).status, 1);
    });

    it('records a review, and the next one is counted from it', async () => {
      repository.write(FILES).commit({ author: ANN });
      work('Bob Beech', 'bob@example.org');
      repository.commit({ author: BOB, message: (await sms(['approve', 'DOC-NOTE', '--meaning', 'approved', '--on', '2026-02-01'])).stdout });
      work('Ann Ash', 'ann@example.org');
      const ran = await sms(['review', 'DOC-NOTE', '--on', '2026-03-30']);
      assert.equal(ran.status, 0, ran.stderr);
      assert.match(ran.stdout, /^Reviewed-by: Ann Ash <ann@example\.org>$/m);
      repository.commit({ author: ANN, message: ran.stdout });
      const { reviewedOn, nextReview, approval } = note(await json<Register>(['register']));
      assert.deepEqual([reviewedOn, nextReview, approval?.state], ['2026-03-30', '2027-03-30', 'evidenced']);
      assert.deepEqual((await json<Past>(['history', 'DOC-NOTE'])).approvals.map(({ state }) => state), ['evidenced', 'evidenced']);
    });

    it('with --dry-run writes nothing and shows the same', async () => {
      repository.write(FILES).commit({ author: ANN });
      work('Bob Beech', 'bob@example.org');
      const before = picture(repository.path), dry = await sms(['approve', 'DOC-NOTE', '--meaning', 'approved', '--dry-run']);
      assert.equal(dry.status, 0, dry.stderr);
      assert.deepEqual(picture(repository.path), before);
      assert.match(dry.stderr, /^Nothing is written/);
      assert.match(dry.stderr, /^ {2}\+ kind: approval-record$/m);
      assert.match(dry.stderr, /^ {2}- status: in-review\n {2}\+ status: approved$/m);
      assert.equal((await sms(['approve', 'DOC-NOTE', '--meaning', 'approved'])).stdout, dry.stdout);
    });

    it('keeps line ends, a byte order mark and the mode of the file', async () => {
      repository.write({ ...FILES, 'note.md': `\ufeff${NOTE().replace(/\n/g, '\r\n')}` });
      chmodSync(join(repository.path, 'note.md'), 0o640);
      repository.commit({ author: ANN });
      work('Bob Beech', 'bob@example.org');
      assert.equal((await sms(['approve', 'DOC-NOTE', '--meaning', 'approved'])).status, 0);
      const after = readFileSync(join(repository.path, 'note.md'), 'utf8');
      assert.ok(after.startsWith('\ufeff---\r\n'));
      assert.doesNotMatch(after, /[^\r]\n/);
      if (process.platform !== 'win32') assert.equal(statSync(join(repository.path, 'note.md')).mode & 0o777, 0o640);
    });
  });

  it('looks at any commit, and at the newest of a day, also where the folder has another name today', async () => {
    const first = repository.write({ 'old/place/sms.yaml': SMS, 'old/place/roles.yaml': ROLES, 'old/place/note.md': NOTE() }).commit({ author: ANN, date: '2026-02-01T10:00:00+01:00' });
    repository.tag('v1');
    mkdirSync(join(repository.path, 'handbook'));
    renameSync(join(repository.path, 'old/place'), join(repository.path, 'handbook/sms'));
    rmSync(join(repository.path, 'old'), { recursive: true });
    const second = repository.commit({ author: ANN, date: '2026-02-10T10:00:00+01:00' });
    repository.write({ 'handbook/sms/note.md': NOTE('Changed.') }).commit({ author: ANN, date: '2026-03-05T10:00:00+01:00' });

    const then = await json<Register>(['register', 'old/place', '--at', 'v1']);
    assert.deepEqual([then.today, then.todayFrom, then.root, then.history.head, then.history.unread], ['2026-02-01', 'commit', 'old/place', first, []]);
    assert.deepEqual(then.commit, { id: first, committed: '2026-02-01T10:00:00+01:00', day: '2026-02-01' });
    assert.equal(existsSync(join(repository.path, 'old')), false);
    // Found from above, by what the commit holds.
    assert.deepEqual((await json<Register>(['register', '--at', 'v1'])).root, 'old/place');
    assert.deepEqual((await json<Register>(['register', 'old/place/deep', '--at', 'v1'])).root, 'old/place');
    const asOf = await json<Register>(['register', 'handbook', '--as-of', '2026-03-01']);
    assert.deepEqual(asOf.commit, { id: second, committed: '2026-02-10T10:00:00+01:00', day: '2026-02-10', asOf: '2026-03-01' });
    assert.deepEqual([asOf.today, asOf.todayFrom, asOf.commit?.id, note(asOf).lastChange?.commit], ['2026-03-01', 'option', second, first]);
    assert.match(asOf.history.notes[0] ?? '', /rests on the dates that the committers claim/);
    const past = await json<Past>(['history', 'DOC-NOTE', 'handbook']);
    assert.deepEqual(past.entries[0]?.change, 'content');

    const text = await sms(['check', 'handbook/sms', '--at', second, '--quiet']);
    assert.match(text.stdout, new RegExp(`As of 2026-02-10 \\(the day of commit ${second.slice(0, 12)}, as its committer claims\\)\\.`));
    const day = await sms(['check', 'handbook/sms', '--as-of', '2026-03-01', '--quiet']);
    assert.match(day.stderr, new RegExp(`^As of 2026-03-01: commit ${second.slice(0, 12)} of 2026-02-10,.* dates that the committers claim`, 'm'));
    assert.match(day.stdout, new RegExp(`As of 2026-03-01 \\(--as-of: commit ${second.slice(0, 12)}, `));
    const given = await sms(['check', 'handbook/sms', '--at', second, '--today', '2026-12-31', '--quiet']);
    assert.match(given.stdout, new RegExp(`As of 2026-12-31 \\(--today, of commit ${second.slice(0, 12)}\\)`));
    const checked = await json<{ runs: { commit: { id: string }; todayFrom: string; history: { state: string } }[] }>(['check', 'handbook/sms', '--at', second]);
    assert.deepEqual(checked.runs.map(({ commit, todayFrom, history }) => [commit.id, todayFrom, history.state]), [[second, 'commit', 'whole']]);
    const other = await sms(['check', 'old/place', '--at', 'v1', '--config', 'handbook/sms/sms.yaml', '--quiet']);
    assert.equal(other.status, 0, other.stdout + other.stderr);
  });

  describe('what is no whole history', () => {
    it('no commits', async () => {
      repository.write(FILES);
      await says(repository.path, 'none', /Nothing is committed in this git repository yet/);
    });

    it('a detached commit, a worktree and a submodule are whole', async () => {
      repository.write(FILES).commit({ author: ANN });
      repository.git('checkout', '-q', '--detach');
      assert.equal((await json<Register>(['register'])).history.state, 'whole');
      const tree = join(repository.home, 'tree');
      repository.git('worktree', 'add', '-q', tree);
      assert.equal((await json<Register>(['register'], 0, tree)).history.state, 'whole');
      const outer = await Repository.create();
      try {
        outer.write({ 'x.txt': 'x' }).commit();
        outer.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', repository.path, 'inner');
        assert.equal((await json<Register>(['register'], 0, join(outer.path, 'inner'))).history.state, 'whole');
      } finally {
        outer.remove();
      }
    });

    it('a text of the past that is not there: its file is named', async () => {
      const approved = (text: string): string => NOTE(text, 'approvedOn: 2026-02-01\neffectiveFrom: 2026-02-01\n').replace('status: in-review', 'status: approved');
      repository.write({ ...FILES, 'note.md': approved('Text.') }).commit({ author: ANN });
      repository.write({ 'note.md': approved('Changed.') }).commit({ author: ANN });
      const blob = repository.git('rev-parse', 'HEAD~1:note.md');
      rmSync(join(repository.path, '.git/objects', blob.slice(0, 2), blob.slice(2)));
      const { history } = await json<Register>(['register'], 3);
      assert.deepEqual([history.state, history.unread], ['cut', ['note.md']]);
    });

    it('in the midst of a merge', async () => {
      repository.write(FILES).commit({ author: ANN });
      repository.branch('other').write({ 'x.md': 'x\n' }).commit({ author: ANN });
      repository.checkout('main').write({ 'y.md': 'y\n' }).commit({ author: ANN });
      repository.git('merge', '-q', '--no-ff', '--no-commit', 'other');
      await says(repository.path, 'whole', /A merge is under way/);
    });
  });

  it('trusts only the keys of the user', async () => {
    const key = repository.sshKey('ann'), trusted = join(repository.home, 'signers');
    repository.write(FILES).commit({ author: ANN, sign: key });
    writeFileSync(trusted, repository.signerLine(key, 'ann@example.org'));
    repository.git('config', 'gpg.ssh.allowedSignersFile', trusted);
    const state = async (more: Record<string, string>): Promise<string | undefined> => (await json<Past>(['history', 'DOC-NOTE'], 0, repository.path, more)).entries[0]?.signature.state;
    assert.equal(await state({}), 'good-untrusted');
    assert.equal(await state({ SMS_ALLOWED_SIGNERS: trusted }), 'good-trusted');
    assert.match((await sms(['history', 'DOC-NOTE'], repository.path, { SMS_ALLOWED_SIGNERS: trusted })).stdout, /Signed by ann@example\.org with a key that you trust/);
  });

  it('goes by the environment of the user alone: a repository names no program', async () => {
    repository.write({ ...FILES, 'git': '#!/bin/sh\ntouch "$0.ran"\n' });
    chmodSync(join(repository.path, 'git'), 0o755);
    repository.commit({ author: ANN });
    await sms(['register'], repository.path, { PATH: `${repository.path}:${process.env['PATH'] ?? ''}` });
    assert.equal(existsSync(join(repository.path, 'git.ran')), false);
    assert.ok(existsSync(dirname(repository.path)));
  });
});

describe('document control on the command line, in one repository', function () {
  this.timeout(60_000);
  const evil = 'Eve\u001b]8;;https://evil.example\u0007\u202e|=x', title = '=HYPERLINK("https://evil.example")|<b>\u202e[x](y)';
  const document = (id: string, title: string, version: string, approvedOn: string): string =>
    `kind: document\nid: ${id}\ntitle: ${title}\nversion: "${version}"\nstatus: approved\nowner: ROLE-SMM\napprover: ROLE-DIR\napprovedOn: ${approvedOn}\neffectiveFrom: ${approvedOn}\nreviewEvery: 12 months\ndescription: Text.\n`;
  const inside = (folder: string, files: Readonly<Record<string, string>>): Record<string, string> => Object.fromEntries(Object.entries(files).map(([file, text]) => [`${folder}/${file}`, text]));
  /** Folders of the repository: an SMS each, but for `empty`. */
  let at: Readonly<Record<'mine' | 'hostile' | 'off' | 'others' | 'sorted', string>>, bobs: string;

  before(async () => {
    repository = await Repository.create();
    at = { mine: join(repository.path, 'mine'), hostile: join(repository.path, 'hostile'), off: join(repository.path, 'off'), others: join(repository.path, 'others'), sorted: join(repository.path, 'sorted') };
    repository.write({
      ...inside('mine', FILES), ...inside('off', { ...FILES, 'sms.yaml': `${SMS}history: off\n` }), ...inside('others', { ...FILES, 'open.md': NOTE().replace('DOC-NOTE', 'DOC-OPEN') }), 'empty/x.txt': '',
      ...inside('sorted', { 'sms.yaml': SMS, 'roles.yaml': ROLES, 'a.yaml': document('DOC-A', 'Zebra', '1.10', '2025-04-10'), 'b.yaml': document('DOC-B', 'Apple', '1.9', '2025-01-01') }),
    }).commit({ author: ANN });
    repository.write(inside('hostile', { ...FILES, 'note.md': NOTE().replace('title: Note', `title: '${title}'`) }));
    repository.tag('t', { at: repository.commit({ author: `${evil} <e\u009bve@example.org>`, message: '\u001b[2Jclear\n\n::error::x\nApproved-by: \u202enobody' }) });
    bobs = repository.write({ 'others/note.md': NOTE('A better text.') }).commit({ author: BOB });
    repository.write({ 'others/open.md': NOTE('Not committed.').replace('DOC-NOTE', 'DOC-OPEN') });
  });
  after(() => { repository.remove(); });

  describe('approving is refused', () => {
    const refused = async (argv: readonly string[], says: RegExp): Promise<void> => {
      const before = picture(repository.path), ran = await sms(argv, at.others);
      assert.equal(ran.status, 2);
      assert.equal(ran.stdout, '');
      assert.match(ran.stderr, says);
      assert.deepEqual(picture(repository.path), before);
    };

    it('is refused to whoever wrote the content, and the commit is named', async () => {
      work('Bob Beech', 'bob@example.org');
      await refused(['approve', 'DOC-NOTE', '--meaning', 'approved'], new RegExp(bobs.slice(0, 7)));
    });

    it('is refused to an address that nobody has, and to nobody at all', async () => {
      work('Eve Elm', 'eve@example.org');
      await refused(['approve', 'DOC-NOTE', '--meaning', 'approved'], /^sms: Git would commit as eve@example\.org, an address that nobody has in the role register\./);
      repository.git('config', '--unset', 'user.email');
      await refused(['review', 'DOC-NOTE'], /^sms: Git knows no e-mail address of yours here/);
    });

    it('is refused for what is not committed, not known, no document, or no day', async () => {
      work('Bob Beech', 'bob@example.org');
      await refused(['approve', 'DOC-OPEN', '--meaning', 'approved'], /open\.md has changes that are not committed/);
      await refused(['approve', 'DOC-NOET', '--meaning', 'approved'], /Did you mean DOC-NOTE\?/);
      await refused(['approve', 'ROLE-DIR', '--meaning', 'approved'], /is a part of ROLES/);
      await refused(['review', 'DOC-NOTE', '--on', '2026-02-30'], /--on takes a day that exists/);
    });

    it('asks for the meaning', async () => {
      const ran = await sms(['approve', 'DOC-NOTE'], at.others);
      assert.equal(ran.status, 2);
      assert.match(ran.stderr, /^sms: What is your word to mean\? Say it with --meaning:\n {2}--meaning approved .*\n {2}--meaning agreed .*\n {2}--meaning withdrawn /);
    });
  });

  describe('a commit that cannot be looked at', () => {
    for (const [title, argv, says] of [
      ['both options', ['--at', 'HEAD', '--as-of', '2026-03-01'], /Give one of them, not both/],
      ['no such commit', ['--at', 'v9'], /Git knows no commit of that name: v9/],
      ['what looks like an option', ['--at=--output=x'], /Git knows no commit of that name: --output=x/],
      ['no such day', ['--as-of', '2026-02-30'], /--as-of takes a day that exists/],
      ['a day before everything', ['--as-of', '1999-01-01'], /There is no commit of 1999-01-01 or before/],
      ['a commit without an SMS there', ['empty', '--at', 'HEAD'], /In commit [0-9a-f]{12} there is no sms\.yaml in empty/],
    ] as const) {
      it(`refuses ${title}`, async () => {
        for (const command of ['check', 'register']) {
          const ran = await sms([command, ...argv]);
          assert.equal(ran.status, 2, command);
          assert.match(ran.stderr, says);
          assert.equal(ran.stdout, '');
        }
        assert.equal(existsSync(join(repository.path, 'x')), false);
      });
    }
  });

  describe('what is no whole history', () => {
    it('not a repository', () => inFolder(FILES, async folder => {
      await says(folder, 'none', /not in a git repository/);
      const checked = await sms(['check'], folder);
      assert.match(checked.stdout, /^History\n {2}This folder is not in a git repository.*\n {2}Without a history these rules? (?:is|are) in part not checked: .*doc-changed-without-version|^History\n.*\n {2}Without a history this rule is in part not checked: doc-changed-without-version/m);
      assert.equal((await sms(['register', '--at', 'HEAD'], folder)).status, 2);
    }));

    it('a bare repository', async () => {
      execFileSync('git', ['init', '-q', '--bare', join(repository.home, 'bare.git')], { env: repository.environment });
      for (const [file, text] of Object.entries(FILES)) writeFileSync(join(repository.home, 'bare.git', file), text);
      await says(join(repository.home, 'bare.git'), 'none', /bare git repository/);
    });

    it('a shallow copy makes the result incomplete', async () => {
      const copy = join(repository.home, 'copy');
      execFileSync('git', ['clone', '-q', '--depth', '1', `file://${repository.path}`, copy], { env: repository.environment });
      await says(join(copy, 'mine'), 'cut', /shallow copy/, 3);
      assert.deepEqual((await json<Register>(['register'], 3, join(copy, 'mine'))).history.unread, []);
      assert.equal((await sms(['history', 'DOC-NOTE'], join(copy, 'mine'))).status, 3);
    });

    it('a git that is none', async () => {
      for (const program of [join(at.mine, 'sms.yaml'), join(repository.home, 'nowhere'), 'git', join(at.mine, 'git')]) {
        await says(at.mine, 'none', /Git was not found/, 0, { SMS_GIT: program });
      }
      assert.equal((await json<Register>(['register'], 0, at.mine, { SMS_GIT: '' })).history.state, 'whole');
    });

    it('a git that does not answer in the time that it has', async function () {
      if (process.platform === 'win32') this.skip();
      const slow = join(repository.home, 'slow-git');
      writeFileSync(slow, '#!/bin/sh\nexec tail -f /dev/null\n');
      chmodSync(slow, 0o755);
      const { history } = await json<Register>(['register'], 3, at.mine, { SMS_GIT: slow, SMS_GIT_SECONDS: '1' });
      assert.deepEqual([history.state, history.reason], ['none', 'too-slow']);
      assert.match(history.notes.join('\n'), /\(1 s\)/);
      assert.equal((await json<Register>(['register'], 0, at.mine, { SMS_GIT_SECONDS: '600' })).history.state, 'whole');
      for (const seconds of ['0', '601', '1.5', '-1', '1e2', 'soon']) {
        for (const command of ['check', 'register']) {
          const ran = await sms([command], at.mine, { SMS_GIT_SECONDS: seconds });
          assert.deepEqual([ran.status, ran.stdout], [2, '']);
          assert.ok(ran.stderr.startsWith(`sms: SMS_GIT_SECONDS in your environment takes a whole number of seconds from 1 to 600, not "${seconds}".`), ran.stderr);
        }
      }
    });

    it('history: off, and require', async () => {
      await says(at.off, 'off', /history: off/);
      await inFolder({ ...FILES, 'sms.yaml': `${SMS}history: require\n` }, folder => says(folder, 'none', /not in a git repository/, 3));
    });
  });

  it('shows hostile names and messages, and lets none of them steer a terminal, a spreadsheet or a wiki', async () => {
    for (const argv of [['register'], ['register', '--format', 'md'], ['register', '--format', 'csv'], ['register', '--format', 'json'], ['history', 'DOC-NOTE'], ['history', 'DOC-NOTE', '--format', 'md'], ['history', 'DOC-NOTE', '--format', 'json'], ['check'], ['history', '\u001b[2J']]) {
      const { stdout, stderr } = await sms(argv, at.hostile);
      assert.doesNotMatch(stdout + stderr, /[\u0000-\u0009\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e]/, argv.join(' '));
      assert.doesNotMatch(stdout, /^::/m);
    }
    assert.match((await sms(['history', 'DOC-NOTE'], at.hostile)).stdout, /"\\u001b\[2Jclear"/);
    const csv = (await sms(['register', '--format', 'csv'], at.hostile)).stdout;
    assert.ok(csv.includes(`DOC-NOTE,"'=HYPERLINK(""https://evil.example"")`));
    assert.match(csv, /^\ufeffid,title,[\s\S]*\r\n$/);
    const md = (await sms(['register', '--format', 'md'], at.hostile)).stdout;
    assert.equal(md.split('\n').find(line => line.startsWith('| DOC-NOTE '))?.replace(/\\./g, '').split('|').length, md.split('\n')[0]?.split('|').length);
    assert.ok(md.includes('\\<b\\>'));
  });

  it('sorts, and leaves out what is not due', async () => {
    const ids = async (...argv: string[]): Promise<string[]> => {
      const { documents, filter } = await json<Register>(['register', ...argv], 0, at.sorted);
      assert.deepEqual(filter, argv[0] === '--due' ? { due: argv[1] } : undefined);
      return documents.map(({ id }) => id);
    };
    assert.deepEqual(await ids(), ['DOC-A', 'DOC-B', 'ROLES']);
    assert.deepEqual(await ids('--sort', 'title'), ['DOC-B', 'ROLES', 'DOC-A']);
    assert.deepEqual(await ids('--sort', 'version'), ['ROLES', 'DOC-B', 'DOC-A']);
    assert.deepEqual(await ids('--sort', 'next-review'), ['DOC-B', 'DOC-A', 'ROLES']);
    assert.deepEqual(await ids('--due', 'overdue'), ['DOC-B']);
    assert.deepEqual(await ids('--due', 'soon'), ['DOC-A', 'DOC-B']);
    const { stdout } = await sms(['register'], at.sorted);
    assert.match(stdout, /^Review overdue: 1\n[\s\S]*^DOC-B .*2026-01-01[\s\S]*^Approval claimed, without evidence: 2\n[\s\S]*^DOC-A .*2026-04-10[\s\S]*^ROLES [\s\S]*^3 documents: 1 overdue for review; approvals 0 evidenced, 3 claimed, 0 contradicted\. As of 2026-03-31/m);
    assert.equal((await sms(['register'], at.sorted)).stdout, stdout);
    assert.match((await sms(['register', '--due', 'overdue'], at.sorted)).stdout, /^1 of 3 documents \(--due overdue\): 1 overdue for review; approvals 0 evidenced, 1 claimed, 0 contradicted\./m);
    for (const line of (await runHere(['register'], { cwd: at.sorted, env: env(), columns: 80 })).stdout.split('\n')) assert.ok(line.length <= 90, line);
  });

  it('names what is no document', async () => {
    for (const [id, says] of [['DOC-NOET', /Did you mean DOC-NOTE\?/], ['nowhere', /sms register lists what there is/], ['sms.yaml', /There is no document "sms\.yaml"/]] as const) {
      const ran = await sms(['history', id], at.mine);
      assert.deepEqual([ran.status, ran.stdout], [2, '']);
      assert.match(ran.stderr, says);
    }
    const part = await sms(['history', 'ROLE-SMM'], at.mine);
    assert.equal(part.status, 0);
    assert.match(part.stderr, /ROLE-SMM is a part of ROLES/);
    assert.match(part.stdout, /^Roles \(ROLES\)$/m);
  });

  it('asks which of several SMS is meant, and errors are no JSON of a check', async () => {
    for (const argv of [['register'], ['register', '--at', 'HEAD']]) {
      const ran = await sms([...argv, '--format', 'json']);
      assert.deepEqual([ran.status, ran.stdout], [2, '']);
      assert.match(ran.stderr, /There are several SMS here: hostile, mine, off, others, sorted\./);
    }
    const wrong = await sms(['register', '--format', 'json', '--sotr', 'id']);
    assert.deepEqual([wrong.status, wrong.stdout], [2, '']);
    assert.match(wrong.stderr, /Did you mean --sort\?/);
    assert.match((await sms(['sign-off'])).stderr, /Did you mean: sms approve\?/);
    assert.match((await sms(['log'])).stderr, /Did you mean: sms history\?/);
  });
});

describe('document control on the command line, without a repository', () => {
  describe('writing', () => {
    const root = async (work: (folder: string) => Promise<void>): Promise<void> => inFolder({ 'sms/a.yaml': 'a: 1\n', 'sms/.git/config': 'x\n', 'outside/b.yaml': 'b: 1\n' }, work);
    const reason = async (folder: string, file: string, before: string | undefined, after = 'new\n'): Promise<string> => {
      const written = await writeFiles(join(folder, 'sms'), [{ file, before, after }]);
      return written.ok ? 'written' : written.reason;
    };

    it('never leaves the root, nor goes through links or into hidden folders', () => root(async folder => {
      symlinkSync(join(folder, 'outside'), join(folder, 'sms/link'));
      symlinkSync(join(folder, 'outside/b.yaml'), join(folder, 'sms/b.yaml'));
      const before = picture(folder);
      for (const file of ['../outside/c.yaml', '/etc/c.yaml', 'x/../../c.yaml', './c.yaml', 'x//c.yaml', '.git/hooks/c', '.GIT/c', '.gi\u200ct/c', 'GIT~1/c', '.hidden/c.yaml', 'link/c.yaml', 'a.yaml/c.yaml', '']) {
        assert.equal(await reason(folder, file, undefined), 'outside', file);
      }
      assert.equal(await reason(folder, 'b.yaml', 'b: 1\n'), 'outside');
      assert.deepEqual(picture(folder), before);
      const inside = await writeFiles(join(folder, 'sms/.git'), [{ file: 'hooks.yaml', before: undefined, after: '' }]);
      assert.equal(inside.ok, false);
    }));

    it('overwrites nothing that is not as it was read, and makes what is new only where nothing is', () => root(async folder => {
      assert.equal(await reason(folder, 'a.yaml', 'a: 2\n'), 'changed');
      assert.equal(await reason(folder, 'a.yaml', undefined), 'exists');
      assert.equal(await reason(folder, 'c.yaml', 'c: 1\n'), 'vanished');
      assert.equal(readFileSync(join(folder, 'sms/a.yaml'), 'utf8'), 'a: 1\n');
    }));

    it('writes all or nothing', () => root(async folder => {
      const sms = join(folder, 'sms'), before = picture(folder);
      const first = { file: 'new/deep/x.yaml', before: undefined, after: 'x\n' };
      assert.equal((await writeFiles(sms, [first, { file: 'a.yaml', before: 'a: 2\n', after: 'a: 3\n' }])).ok, false);
      assert.deepEqual(picture(folder), before);
      assert.deepEqual(await writeFiles(sms, [first, { file: 'a.yaml', before: 'a: 1\n', after: 'a: 3\n' }]), { ok: true });
      assert.deepEqual([readFileSync(join(sms, 'new/deep/x.yaml'), 'utf8'), readFileSync(join(sms, 'a.yaml'), 'utf8')], ['x\n', 'a: 3\n']);
      assert.deepEqual(readdirSync(sms, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.tmp')), []);
    }));

    it('leaves another name of the same file alone', () => root(async folder => {
      linkSync(join(folder, 'sms/a.yaml'), join(folder, 'outside/a.yaml'));
      assert.equal(await reason(folder, 'a.yaml', 'a: 1\n'), 'written');
      assert.equal(readFileSync(join(folder, 'outside/a.yaml'), 'utf8'), 'a: 1\n');
    }));
  });

  it('guards cells and escapes Markdown', () => {
    assert.deepEqual(['=1', '+1', '-1', '@a', ' =1', '＝1', 'a=1', '2026-01-01', 'a,"b"', 'a\nb', '\t=1'].map(csvCell), ['\'=1', '\'+1', '\'-1', '\'@a', '\' =1', '\'＝1', 'a=1', '2026-01-01', '"a,""b"""', 'a\\u000ab', '\\u0009=1']);
    assert.equal(markdownText('a|b <i> [x](y) `c` \\ _d_'), 'a\\|b \\<i\\> \\[x\\](y) \\`c\\` \\\\ \\_d\\_');
  });
});
