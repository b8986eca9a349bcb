import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFileSync, chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { commitAsOf, gitFiles, spanOf } from '../../src/node/git-files.js';
import { openHistory } from '../../src/node/git-history.js';
import { isHistory } from '../../src/sms/history.js';
import { Repository } from '../support/repository.js';

const HOOKS = ['applypatch-msg', 'pre-applypatch', 'post-applypatch', 'pre-commit', 'pre-merge-commit', 'prepare-commit-msg', 'commit-msg', 'post-commit', 'pre-rebase', 'post-checkout', 'post-merge', 'pre-push',
  'pre-receive', 'update', 'proc-receive', 'post-receive', 'post-update', 'reference-transaction', 'push-to-checkout', 'pre-auto-gc', 'post-rewrite', 'sendemail-validate', 'fsmonitor-watchman', 'post-index-change'];

/** Every way that is known to make git run a program out of a repository leads to a canary, which writes a line where it was called from. */
describe('a hostile repository', function () {
  let repo: Repository, canary: string, log: string, key: string;
  before(async function () {
    if (process.platform === 'win32') this.skip();
    repo = await Repository.create();
    const base = dirname(repo.path);
    canary = join(base, 'canary');
    log = join(base, 'log');
    key = repo.sshKey('key');
    writeFileSync(canary, `#!/bin/sh\necho "$0 $*" >> '${log}'\nexit 1\n`);
    chmodSync(canary, 0o755);
    repo.write({ 'sms/sms.yaml': 'sms: 1\n', 'sms/a.md': 'a\n', 'sms/b.yaml': 'b: 1\n' }).commit({ sign: key });
    repo.rename('sms/a.md', 'sms/c.md').write({ 'sms/c.md': 'a\nb\n', 'sms/b.yaml': 'b: 2\n' }).commit({ sign: key });
    repo.tag('v1', { message: 'One', sign: key });
    for (const [name, armour] of [['pgp', 'PGP SIGNATURE'], ['x509', 'SIGNED MESSAGE']] as const) {
      const object = repo.git('cat-file', 'commit', 'HEAD').replace(/\ngpgsig [^]*?END SSH SIGNATURE-----/, `\ngpgsig -----BEGIN ${armour}-----\n \n iHUEABYKAB0WIQ\n -----END ${armour}-----`);
      writeFileSync(join(repo.home, 'object'), object);
      repo.git('update-ref', `refs/heads/${name}`, repo.git('hash-object', '-t', 'commit', '-w', join(repo.home, 'object')));
    }
    repo.write({ '.gitattributes': '* diff=evil filter=evil merge=evil text eol=crlf ident\n*.txt working-tree-encoding=UTF-16\n', '.lfsconfig': `[lfs]\n  url = file://${repo.path}\n`, 'sms/.gitattributes': '*.md diff=evil filter=evil\n' }).commit();
    repo.git('update-ref', 'refs/heads/--output=pwned', 'HEAD');
    repo.git('update-ref', 'refs/tags/-p', 'HEAD');
    const path = repo.git('rev-parse', 'HEAD:sms/b.yaml');
    const hooks = join(repo.path, 'hooks');
    for (const folder of [hooks, join(repo.path, '.git', 'hooks')]) {
      mkdirSync(folder, { recursive: true });
      for (const hook of HOOKS) { cpSync(canary, join(folder, hook)); chmodSync(join(folder, hook), 0o755); }
    }
    writeFileSync(join(repo.path, '.git', 'included'), `[core]\n  fsmonitor = ${canary}\n  pager = ${canary}\n[log]\n  follow = true\n  showRoot = false\n  mailmap = true\n[diff]\n  relative = true\n  renames = copies\n  orderFile = ${join(repo.path, 'gone')}\n`);
    appendFileSync(join(repo.path, '.git', 'config'), `
[include]
  path = included
[core]
  fsmonitor = ${canary}
  pager = ${canary}
  editor = ${canary}
  sshCommand = ${canary}
  askPass = ${canary}
  hooksPath = ${hooks}
  gitProxy = ${canary}
  alternateRefsCommand = ${canary}
  attributesFile = ${join(repo.path, '.gitattributes')}
  untrackedCache = true
  repositoryFormatVersion = 1
[extensions]
  partialClone = origin
[remote "origin"]
  url = ${repo.path}
  promisor = true
  uploadpack = ${canary}
[remote "file"]
  vcs = evil
  url = ext::${canary}
[protocol "ext"]
  allow = always
[protocol "file"]
  allow = always
[diff]
  external = ${canary}
  algorithm = patience
[diff "evil"]
  textconv = ${canary}
  command = ${canary}
[merge "evil"]
  driver = ${canary}
[filter "evil"]
  clean = ${canary}
  smudge = ${canary}
  process = ${canary}
  required = true
[gpg]
  program = ${canary}
  format = ssh
  minTrustLevel = ultimate
[gpg "openpgp"]
  program = ${canary}
[gpg "x509"]
  program = ${canary}
[gpg "ssh"]
  program = ${canary}
  defaultKeyCommand = ${canary}
  allowedSignersFile = ${join(repo.path, 'sms', 'b.yaml')}
[log]
  showSignature = true
[pager]
  log = ${canary}
  config = ${canary}
[color]
  ui = always
[credential]
  helper = ${canary}
[alias]
  log = !${canary}
  rev-parse = !${canary}
  x = !${canary}
[trailer "x"]
  key = X
  command = ${canary}
  cmd = ${canary}
[uploadpack]
  packObjectsHook = ${canary}
[submodule]
  recurse = true
[submodule "x"]
  update = !${canary}
`);
    // A blob that a partial clone lacks, so that git would ask the remote for it.
    rmSync(join(repo.path, '.git', 'objects', path.slice(0, 2), path.slice(2)));
  });
  after(() => repo?.remove());
  const calls = (): string[] => (existsSync(log) ? readFileSync(log, 'utf8').split('\n').filter(line => line !== '') : []);
  const clear = (): void => rmSync(log, { force: true });

  it('does start its programs when git is asked in the usual way', () => {
    const plain = (...args: string[]): number => {
      clear();
      try {
        execFileSync('git', args, { cwd: repo.path, env: repo.environment, stdio: 'ignore', timeout: 20_000 });
      } catch (error) {
        if (!(error instanceof Error && 'status' in error)) throw error;
      }
      return calls().length;
    };
    const commands = [['log', '-1', 'HEAD~1'], ['log', '--format=%G?', 'pgp', '-1'], ['log', '--format=%G?', 'x509', '-1'], ['verify-tag', 'v1'], ['status'], ['log', '-p', 'HEAD~1'], ['cat-file', '-p', 'HEAD:sms/b.yaml'], ['x'],
      ['ls-files'], ['checkout', '-q', 'HEAD', '--', 'sms']];
    assert.deepEqual(commands.filter(args => plain(...args) === 0), []);
    clear();
  });

  it('starts nothing and changes nothing when its history and its files are read', async () => {
    const environment = { ...repo.environment, PATH: `${join(repo.path, 'sms')}:.:${process.env['PATH'] ?? ''}` };
    writeFileSync(join(repo.path, 'sms', 'git'), readFileSync(canary));
    for (const name of ['git', 'gpg', 'ssh-keygen', 'sh', 'cat']) { cpSync(canary, join(repo.path, 'sms', name)); chmodSync(join(repo.path, 'sms', name), 0o755); }
    const state = (): string[] => ['', 'refs/heads', 'refs/tags', 'logs', 'objects', 'info'].flatMap(folder => readdirSync(join(repo.path, '.git', folder)).map(name => {
      const { mtimeMs, size } = statSync(join(repo.path, '.git', folder, name));
      return `${folder}/${name} ${mtimeMs} ${size}`;
    }));
    const before = state();
    const names = ['HEAD', 'pgp', 'x509', 'v1', '--output=pwned', 'refs/heads/--output=pwned', 'refs/tags/-p', '-p', 'HEAD --exec=x'];
    const histories: number[] = [];
    for (const root of [repo.path, join(repo.path, 'sms')]) {
      for (const revision of [undefined, ...names]) {
        const source = openHistory({ root, environment, ...(revision !== undefined && { revision }) });
        const history = await source.read();
        if (!isHistory(history)) { assert.deepEqual([history.reason, revision], ['bad-revision', revision]); continue; }
        histories.push(history.commits.length);
        const commits = history.commits.map(({ id }) => id);
        assert.equal((await source.messages(commits)).size, commits.length);
        const blobs = await source.blobs([...history.files.values(), ...history.commits.flatMap(({ changes }) => changes.flatMap(({ before: was, after }) => [...was, ...(after === undefined ? [] : [after])]))]);
        assert.ok(blobs.size > 1);
        // Each takes two programs: those of one commit by each name, of everything once.
        const signatures = await source.signatures(revision === undefined ? [...commits, ...history.tags.map(({ object }) => object)] : commits.slice(0, 1));
        // The list of trusted keys is the repository's own: nothing of it counts.
        assert.deepEqual([...signatures.values()].filter(({ state: is }) => is === 'good-trusted' || is === 'bad'), []);
        assert.equal(await source.identity(), undefined);
        await source.read();
        source.dispose();
      }
      for (const revision of names) {
        const files = await gitFiles({ root, environment, revision });
        if ('reason' in files) { assert.equal(files.reason, 'bad-revision'); continue; }
        const listing = await files.list([]);
        await Promise.all(listing.files.map(file => files.read(file)));
      }
      await commitAsOf({ root, environment }, '2026-01-05');
      for (const base of names) await spanOf({ root, environment }, { base, head: 'HEAD', merged: true });
    }
    // HEAD twice, two commits with other signatures, a tag, and the two odd names in full; the last commit touches the SMS as well.
    assert.deepEqual(histories, [3, 3, 2, 2, 2, 3, 3, 3, 3, 2, 2, 2, 3, 3]);
    assert.deepEqual(calls(), []);
    assert.deepEqual(state(), before);
    assert.equal(existsSync(join(repo.path, 'pwned')), false);
  });

  it('G09 a blob that a partial clone lacks is not fetched, and is not there', async () => {
    const source = openHistory({ root: join(repo.path, 'sms'), environment: repo.environment });
    const history = await source.read();
    assert.ok(isHistory(history));
    const missing = history.files.get('b.yaml') ?? '';
    assert.equal((await source.blobs([missing])).size, 0);
    const files = await gitFiles({ root: join(repo.path, 'sms'), environment: repo.environment, revision: 'HEAD' });
    assert.ok('list' in files);
    assert.deepEqual(await files.read('b.yaml'), { ok: false, reason: 'unreadable', detail: 'it is missing or damaged in the repository' });
    assert.deepEqual(await files.read('c.md'), { ok: true, text: 'a\nb\n' });
    assert.deepEqual(calls(), []);
  });

  it('G10 its settings change nothing of what is told', async () => {
    const mean = openHistory({ root: join(repo.path, 'sms'), environment: repo.environment });
    const told = await mean.read();
    const copy = join(dirname(repo.path), 'copy');
    cpSync(repo.path, copy, { recursive: true });
    writeFileSync(join(copy, '.git', 'config'), '[core]\n  repositoryFormatVersion = 0\n');
    rmSync(join(copy, '.git', 'refs', 'tags', '-p'));
    rmSync(join(repo.path, '.git', 'refs', 'tags', '-p'));
    assert.deepEqual(await mean.read(), await openHistory({ root: join(copy, 'sms'), environment: repo.environment }).read());
    assert.ok(isHistory(told) && told.commits.at(-1)?.changes.length === 3, 'the first commit tells what it brought');
    assert.deepEqual(calls(), []);
  });

  it('G07 a bare repository that was committed as a folder is no repository of ours', async () => {
    const outer = await Repository.create();
    const docs = join(outer.path, 'docs');
    execFileSync('git', ['init', '-q', '--bare', docs], { env: outer.environment, stdio: 'ignore' });
    outer.write({ 'docs/sms.yaml': 'sms: 1\n', 'docs/inner/sms.yaml': 'sms: 1\n', 'docs/objects/keep': '', 'docs/refs/keep': '' });
    appendFileSync(join(docs, 'config'), `  worktree = ${outer.path}\n  fsmonitor = ${canary}\n  pager = ${canary}\n[log]\n  showSignature = true\n[gpg "ssh"]\n  program = ${canary}\n`);
    outer.commit();
    for (const root of [docs, join(docs, 'inner')]) {
      const source = openHistory({ root, environment: outer.environment });
      const history = await source.read();
      assert.ok(!isHistory(history) && history.reason === 'bare');
      assert.deepEqual([(await source.blobs([outer.git('rev-parse', 'HEAD:docs/sms.yaml')])).size, await source.identity()], [0, undefined]);
      const files = await gitFiles({ root, environment: outer.environment, revision: 'HEAD' });
      assert.ok('reason' in files && files.reason === 'bare');
    }
    const whole = await openHistory({ root: outer.path, environment: outer.environment }).read();
    assert.ok(isHistory(whole));
    assert.deepEqual(calls(), []);
    outer.remove();
  });

  it('G08 a file that leads to the settings of another repository starts nothing', async () => {
    const near = join(dirname(repo.path), 'near');
    mkdirSync(near);
    writeFileSync(join(near, '.git'), `gitdir: ${join(repo.path, '.git')}\n`);
    const source = openHistory({ root: near, environment: repo.environment });
    const history = await source.read();
    assert.ok(isHistory(history));
    await source.signatures(history.commits.map(({ id }) => id));
    assert.deepEqual(calls(), []);
  });

  it('G05 is met by one file: beside it only the signing of a pack, with the key that its user names, starts a program (what git may be told to do is in git.test.ts)', () => {
    const starters = readdirSync('src', { recursive: true }).map(String).filter(name => name.endsWith('.ts') && /from 'node:child_process'/.test(readFileSync(join('src', name), 'utf8')));
    assert.deepEqual(starters.sort(), [join('node', 'git.ts'), join('node', 'sign.ts')]);
  });
});
