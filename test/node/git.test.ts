import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, parse } from 'node:path';
import { GitError, isRevision, openGit, Processes, type GitOptions } from '../../src/node/git.js';
import { Repository } from '../support/repository.js';
import { shared } from '../support/shared.js';

const posix = process.platform !== 'win32';

/** Why git cannot be used, as `reason`; empty when it can. */
async function refusal(options: GitOptions): Promise<string> {
  try {
    await openGit(options);
    return '';
  } catch (error) {
    if (error instanceof GitError) return error.reason;
    throw error;
  }
}

describe('git', () => {
  let repo: Repository, first: string, second: string;
  before(async () => {
    repo = await Repository.create();
    first = repo.write({ 'sms/sms.yaml': 'sms: 1\n', 'other.txt': 'x\n' }).commit();
    second = repo.write({ 'sms/a.md': 'a\n' }).commit();
    repo.tag('v1.0').tag('release/2026', { message: 'Release' });
  });
  after(() => repo.remove());

  const open = (more: Partial<GitOptions> = {}): ReturnType<typeof openGit> => openGit({ root: join(repo.path, 'sms'), environment: repo.environment, ...more });
  const program = (name: string, body: string): string => {
    const path = join(dirname(repo.path), name);
    writeFileSync(path, `#!/bin/sh\n${body}\n`);
    chmodSync(path, 0o755);
    return path;
  };

  it('G01 G02 takes names of commits and nothing that git could read as anything else', () => {
    const good = ['HEAD', 'HEAD~3', 'main^', 'main^2~1^', 'v1.0', 'release/2026', 'origin/main', 'refs/tags/v1.0', '1029fb0', 'a'.repeat(40), 'feature/é', 'a-b', 'x@y'];
    const bad = ['', '-p', '--output=/tmp/x', '-Ofile', '--upload-pack=x', 'HEAD --exec=x', 'HEAD;rm -rf', 'HEAD;\n--all', 'HEAD\n--all', '@{u}', 'main@{1}', '@', ':/text', 'HEAD:../../x', ':1:x', 'a..b', 'a...b',
      '^main', '~1', 'HEAD^{tree}', 'HEAD^{/x}', 'a b', 'a\tb', 'a\0b', 'a\u00a0b', 'a\u2028b', 'x.lock', 'x.lock/y', '.x', 'a/.x', 'a//b', '/a', 'a/', 'a.', 'a*', 'a?', 'a[b', 'a\\b', 'a\x7f', 'x'.repeat(10_240), 'é'.repeat(126)];
    assert.deepEqual(good.filter(name => !isRevision(name)), []);
    assert.deepEqual(bad.filter(isRevision), []);
  });

  it('resolves ids, branches and tags to the full id of a commit, and nothing else', async () => {
    const git = await open();
    for (const name of ['HEAD', 'main', 'v1.0', 'release/2026', second, second.slice(0, 8), 'refs/heads/main']) assert.equal(await git.resolve(name), second, name);
    assert.equal(await git.resolve('HEAD~1'), first);
    const tree = repo.git('rev-parse', 'HEAD^{tree}');
    for (const name of ['nowhere', 'HEAD~9', tree, 'f'.repeat(40), '--all', 'HEAD:sms']) {
      await assert.rejects(git.resolve(name), (error: unknown) => error instanceof GitError && error.reason === 'bad-revision' && error.detail === name, name);
    }
    assert.deepEqual(await git.head(), { commit: second, branch: 'main' });
  });

  it('PR1 every command carries the whole prefix and environment, whether or not one of today\'s commands would need it', async function () {
    if (!posix) this.skip();
    const log = join(dirname(repo.path), 'asked'), real = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
    // In one write: several run at a time.
    const noting = program('noting-git', `asked="$(printf '%s ' "$@"; env | grep -E '^(GIT_|LC_ALL)' | sort | tr '\\n' ' ')"\nprintf '%s\\n' "$asked" >> '${log}'\nexec '${real}' "$@"`);
    const git = await openGit({ root: join(repo.path, 'sms'), program: noting, environment: { ...repo.environment, GIT_DIR: '/nowhere', GIT_EXTERNAL_DIFF: '/bin/false', GIT_TRACE: '1', LC_ALL: 'de_DE' } });
    await git.log(second, 'guess', 'sms/', () => undefined);
    await git.tree(second);
    await git.refs();
    await git.objects([second], 1000);
    await git.identity('user.email');
    await git.verify('commit', second, {});
    await git.mergeBase(second, first);
    await git.isShallow();
    const asked = readFileSync(log, 'utf8').split('\n').filter(line => line !== '' && !line.startsWith('version '));
    assert.ok(asked.length >= 7, `${asked.length} commands`);
    // reliability.md 3.3
    const wanted = ['--no-pager', '--no-replace-objects', '--no-optional-locks', '--literal-pathspecs', 'core.fsmonitor=false', 'core.untrackedCache=false', 'core.hooksPath=/dev/null', 'core.pager=cat',
      'log.showSignature=false', 'gpg.program=', 'gpg.ssh.program=', 'gpg.x509.program=/dev/null', 'gpg.ssh.defaultKeyCommand= ', 'gpg.ssh.allowedSignersFile=/dev/null', 'gpg.ssh.revocationFile=/dev/null', 'protocol.allow=never',
      'credential.helper= ', 'core.askPass= ', 'core.attributesFile=/dev/null', 'submodule.recurse=false', 'safe.bareRepository=explicit',
      'GIT_TERMINAL_PROMPT=0', 'GIT_NO_LAZY_FETCH=1', 'GIT_ALLOW_PROTOCOL=none', 'GIT_GRAFT_FILE=/dev/null', 'LC_ALL=C'];
    for (const line of asked) {
      assert.deepEqual({ line, lacks: wanted.filter(each => !line.includes(each)) }, { line, lacks: [] });
      assert.doesNotMatch(line, /GIT_DIR|GIT_EXTERNAL_DIFF|GIT_TRACE/);
    }
    for (const line of asked.filter(each => / log /.test(each))) for (const flag of ['--no-textconv', '--no-ext-diff', '--end-of-options']) assert.ok(line.includes(flag), line);
  });

  it('G04 passes on full ids alone', async () => {
    const git = await open();
    for (const id of ['HEAD', `${second}\n${first}`, '-p', second.slice(0, 12), '']) {
      await assert.rejects(git.objects([id], 1), TypeError, id);
      await assert.rejects(git.tree(id), TypeError, id);
      await assert.rejects(git.mergeBase(second, id), TypeError, id);
      await assert.rejects(git.log(id, 'guess', '', () => undefined), TypeError, id);
    }
  });

  it('G08 says where the SMS lies in the repository, also in a work tree of its own and in a submodule', async () => {
    assert.deepEqual([(await open()).top, (await open()).prefix], [repo.path, 'sms/']);
    assert.equal((await open({ root: join(repo.path, 'gone', 'long ago') })).prefix, 'gone/long ago/');
    assert.equal((await open({ root: repo.path })).prefix, '');
    const tree = join(dirname(repo.path), 'tree');
    repo.git('worktree', 'add', '-q', '-b', 'elsewhere', tree, first);
    const inTree = await open({ root: join(tree, 'sms') });
    assert.deepEqual([inTree.top, inTree.prefix, await inTree.head()], [tree, 'sms/', { commit: first, branch: 'elsewhere' }]);
    assert.equal(inTree.commonDir, join(repo.path, '.git'));
    const outer = await Repository.create();
    outer.git('-c', 'protocol.file.allow=always', 'submodule', 'add', '-q', repo.path, 'module');
    const inModule = await openGit({ root: join(outer.path, 'module', 'sms'), environment: outer.environment });
    assert.deepEqual([inModule.top, (await inModule.head()).commit], [join(outer.path, 'module'), second]);
    outer.remove();
    if (posix) {
      symlinkSync(join(repo.path, 'sms'), join(dirname(repo.path), 'link'));
      assert.equal((await open({ root: join(dirname(repo.path), 'link') })).prefix, 'sms/');
    }
  });

  it('G08 refuses a repository whose settings or files put its work tree elsewhere', async () => {
    const other = await Repository.create(), { environment } = other;
    other.write({ 'sms/sms.yaml': 'x' }).commit();
    other.git('config', 'core.worktree', parse(other.path).root);
    assert.equal(await refusal({ root: join(other.path, 'sms'), environment }), 'elsewhere');
    other.git('config', 'core.worktree', repo.path);
    assert.equal(await refusal({ root: join(other.path, 'sms'), environment }), 'elsewhere');
    other.git('config', '--unset', 'core.worktree');
    const near = join(dirname(other.path), 'near');
    mkdirSync(near);
    writeFileSync(join(near, '.git'), `gitdir: ${join(other.path, '.git', 'gone')}\n`);
    assert.equal(await refusal({ root: near, environment }), 'elsewhere');
    // A work tree that the other repository knows nothing of is as good as its own folder.
    writeFileSync(join(near, '.git'), `gitdir: ${join(other.path, '.git')}\n`);
    assert.equal(await refusal({ root: near, environment }), '');
    other.git('config', 'core.worktree', other.path);
    assert.equal(await refusal({ root: near, environment }), 'elsewhere');
    other.remove();
  });

  it('G12 tells no repository, a bare one, one without commits, and one whose HEAD is damaged', async () => {
    const other = await Repository.create(), { environment } = other;
    const root = other.path;
    assert.equal(await refusal({ root: other.home, environment }), 'not-a-repository');
    await assert.rejects(openGit({ root, environment }).then(git => git.head()), (error: unknown) => error instanceof GitError && error.reason === 'no-commits');
    await assert.rejects(openGit({ root, environment }).then(git => git.resolve('HEAD')), (error: unknown) => error instanceof GitError && error.reason === 'no-commits');
    other.write({ a: 'a' }).commit();
    assert.equal(await refusal({ root: join(root, '.git'), environment }), 'bare');
    execFileSync('git', ['clone', '-q', '--bare', root, join(other.home, 'bare')], { env: environment, stdio: 'ignore' });
    assert.equal(await refusal({ root: join(other.home, 'bare'), environment }), 'bare');
    other.write({ '.git/refs/heads/main': 'rubbish\n' });
    await assert.rejects(openGit({ root, environment }).then(git => git.head()), (error: unknown) => error instanceof GitError && error.reason === 'damaged');
    other.write({ '.git/HEAD': '\0\0\0' });
    assert.equal(await refusal({ root, environment }), 'damaged');
    other.remove();
  });

  it('G13 tells that git is missing, too old, or refuses the repository of somebody else', async function () {
    assert.equal(await refusal({ root: repo.path, environment: { ...repo.environment, PATH: '', Path: '' } }), 'git-missing');
    assert.equal(await refusal({ root: repo.path, program: 'git' }), 'git-missing');
    assert.equal(await refusal({ root: repo.path, program: join(repo.home, 'no-git') }), 'git-missing');
    if (!posix) this.skip();
    assert.equal(await refusal({ root: repo.path, program: program('old-git', 'echo git version 2.20.1') }), 'git-too-old');
    assert.equal(await refusal({ root: repo.path, program: program('no-git', 'echo hello') }), 'git-missing');
    const stranger = program('stranger-git', `GIT_TEST_ASSUME_DIFFERENT_OWNER=1 exec ${execFileSync('which', ['git'], { encoding: 'utf8' }).trim()} "$@"`);
    assert.equal(await refusal({ root: repo.path, program: stranger, environment: repo.environment }), 'foreign-owner');
    assert.equal(readFileSync(join(repo.home, '.gitconfig'), 'utf8').includes('safe'), false);
  });

  it('G06 takes nothing from the environment, and no program from the repository or a folder that is not named in full', async function () {
    if (!posix) this.skip();
    const canary = join(dirname(repo.path), 'canary');
    const evil = program('evil', `echo x >> ${canary}`);
    const trap = { 'sms/git': `#!/bin/sh\necho x >> ${canary}\n`, 'bin/git': `#!/bin/sh\necho x >> ${canary}\n` };
    repo.write(trap);
    for (const file of Object.keys(trap)) chmodSync(join(repo.path, file), 0o755);
    const environment = {
      ...repo.environment, GIT_DIR: '/nowhere', GIT_WORK_TREE: '/', GIT_EXTERNAL_DIFF: evil, GIT_SSH_COMMAND: evil, GIT_PAGER: evil, GIT_ASKPASS: evil, GIT_TRACE: '1', GIT_TRACE2: '1',
      GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'core.bare', GIT_CONFIG_VALUE_0: 'true', GIT_EXEC_PATH: join(repo.path, 'bin'), GIT_OBJECT_DIRECTORY: '/nowhere', GIT_REPLACE_REF_BASE: 'refs/x',
      PATH: ['.', '', join(repo.path, 'bin'), join(repo.path, 'sms'), process.env['PATH'] ?? ''].join(':'),
    };
    const git = await openGit({ root: join(repo.path, 'sms'), environment });
    assert.equal((await git.head()).commit, second);
    assert.deepEqual((await git.tree(second)).map(({ path }) => path), ['sms/a.md', 'sms/sms.yaml']);
    assert.equal(existsSync(canary), false);
    assert.equal(await refusal({ root: join(repo.path, 'sms'), environment: { ...environment, PATH: environment.PATH.slice(0, -(process.env['PATH'] ?? '').length) } }), 'git-missing');
    assert.equal(await refusal({ root: join(repo.path, 'sms'), program: join(repo.path, 'bin', 'git') }), 'git-missing');
    assert.equal(existsSync(canary), false);
    repo.write({ 'sms/git': undefined, 'bin/git': undefined });
  });

  it('G28 ends a git that does not come to an end, with all that it started', async function () {
    if (!posix) this.skip();
    const pids = join(dirname(repo.path), 'pids');
    const slow = program('slow-git', `echo $$ >> ${pids}\nsleep 600 &\necho $! >> ${pids}\nwait`);
    assert.equal(await refusal({ root: repo.path, program: slow, seconds: 0.5 }), 'too-slow');
    const flood = program('flood-git', `[ "$1" = version ] && exec echo git version 2.40.0\necho $$ >> ${pids}\nexec cat /dev/zero`);
    assert.equal(await refusal({ root: repo.path, program: flood }), 'too-slow');
    const started = readFileSync(pids, 'utf8').trim().split('\n').map(Number);
    assert.ok(started.length >= 3);
    // Whoever was ended and not yet collected by its parent counts as ended.
    const alive = (pid: number): boolean => existsSync(`/proc/${pid}/stat`) ? !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8')) : existsSync('/proc/self') ? false : isRunning(pid);
    while (started.some(alive)) await new Promise(setImmediate);
  });

  it('G12 tells of a folder that is gone meanwhile, and not that git is', async () => {
    const other = await Repository.create();
    other.write({ 'a.md': 'a' }).commit();
    const git = await openGit({ root: other.path, environment: other.environment });
    rmSync(other.path, { recursive: true });
    await assert.rejects(git.head(), (error: unknown) => error instanceof GitError && error.reason === 'not-a-repository' && error.detail === other.path);
    other.remove();
  });

  it('G08 is not held up by what stands in place of a .git', async function () {
    if (!posix) this.skip();
    const other = await Repository.create(), { environment } = other, inner = join(other.path, 'inner'), outer = join(other.path, '.git');
    execFileSync('git', ['init', '-q', inner], { env: environment });
    execFileSync('git', ['-C', inner, 'config', 'core.worktree', other.path], { env: environment });
    rmSync(outer, { recursive: true });
    writeFileSync(outer, `gitdir: ${'\n'.repeat(250_000)}x`);
    assert.equal(await refusal({ root: inner, environment }), 'elsewhere');
    rmSync(outer);
    execFileSync('mkfifo', [outer]);
    assert.equal(await refusal({ root: inner, environment }), 'elsewhere');
    rmSync(outer);
    writeFileSync(outer, `gitdir: ${join(inner, '.git')}\r\n\n`);
    assert.equal(await refusal({ root: inner, environment }), '');
    other.remove();
  });

  it('starts nothing after its owner ended it', async () => {
    const git = await open(), processes = new Processes();
    const isEnd = (error: unknown): boolean => error instanceof GitError && error.reason === 'failed' && error.detail === 'it was ended';
    git.dispose();
    await assert.rejects(git.head(), isEnd);
    await assert.rejects(git.verify('commit', second, {}), isEnd);
    assert.equal((await (await open({ processes })).head()).commit, second);
    processes.end();
    await assert.rejects(open({ processes }), isEnd);
  });

  it('agrees with quality/git-matrix.sh on what this git does under its options', function () {
    const script = join(shared(this, 'quality'), 'git-matrix.sh');
    if (!posix) this.skip();
    const said = execFileSync('bash', [script], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    const used = ['rev-parse HEAD', 'ls-tree -r -z HEAD', 'cat-file -p HEAD:a.yaml', 'for-each-ref', 'log -1 --format=%H', 'log --name-status -z', 'verify-commit HEAD', 'verify-tag v1'];
    const line = (command: string): string => said.split('\n').find(text => text.startsWith(`${command} `)) ?? `${command} is not in the matrix`;
    assert.deepEqual(used.map(line).filter(text => !text.endsWith('hardened:safe')), []);
    assert.match(line('log -1 --format=%H'), /plain:EXEC/);
    assert.match(line('status --porcelain -z'), /hardened:EXEC/);
    // What is started is no more than that: rev-list, merge-base and config look at no contents.
    const verbs = [...readFileSync('src/node/git.ts', 'utf8').matchAll(/(?:\bgit\(\w+(?:\.\w+)?, \[|args: \[)'([a-z-]+)'/g)].map(([, verb]) => verb);
    assert.deepEqual([...new Set(verbs)].sort(), ['cat-file', 'config', 'for-each-ref', 'log', 'ls-tree', 'merge-base', 'rev-list', 'rev-parse', 'version']);
  });
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return false;
    throw error;
  }
}
