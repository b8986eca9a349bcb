import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { CLEAN, NOTE } from '../cli/fixtures.js';
import { parseXml } from '../support/xml.js';

/** What runs in CI: the files are read as a forge reads them, and their scripts are run with the packed command line. Of the forge itself `gh` is made up here. */

interface Step { name?: string; id?: string; if?: string; shell?: string; run?: string; uses?: string; env?: Readonly<Record<string, string>> }
interface Action { inputs: Readonly<Record<string, { description: string; default: string }>>; outputs: Readonly<Record<string, { value: string }>>; runs: { using: string; steps: readonly Step[] } }
interface GitlabJob { image: string; variables: Readonly<Record<string, string>>; script: readonly string[]; artifacts: { when: string; paths: string[]; reports: Readonly<Record<string, string>> } }
interface Workflow { permissions: Readonly<Record<string, string>>; jobs: Readonly<Record<string, { permissions?: Readonly<Record<string, string>>; steps: readonly { uses?: string; with?: Readonly<Record<string, unknown>> }[] }>> }

const textOf = (file: string): string => readFileSync(file, 'utf8');
const action = parse(textOf('action.yml')) as Action;
const gitlab = (parse(textOf('ci/gitlab.yml')) as Readonly<Record<string, GitlabJob>>)['sms-as-code'];
const manifest = JSON.parse(textOf('package.json')) as { name: string; version: string; bin: Readonly<Record<string, string>>; dependencies?: unknown };
const pinned = `${manifest.name}@${manifest.version}`;

/** The YAML of a document in docs/, fenced, that has this line. */
function fenced(file: string, line: string): string {
  const found = [...textOf(file).matchAll(/^```ya?ml\n(.*?)^```$/gms)].map(([, text = '']) => text).find(text => text.includes(line));
  assert.ok(found !== undefined, `${file} shows ${line}`);
  return found;
}

describe('files for CI', () => {
  it('the action uses no other action, and no expression stands in a script', () => {
    assert.equal(action.runs.using, 'composite');
    for (const { name = '', uses, run, shell } of action.runs.steps) {
      assert.ok(uses === undefined || /@[0-9a-f]{40}$/.test(uses), `${name} is pinned`);
      assert.ok(run === undefined || (!run.includes('${{') && shell === 'bash'), `${name} reads variables`);
      assert.ok(run === undefined || run.split('\n').length < 3 || run.startsWith('set -euo pipefail\n'), `${name} stops at what fails`);
    }
  });

  it('the token is seen by the step that comments, and by no other', () => {
    assert.deepEqual(action.runs.steps.filter(({ env }) => Object.values(env ?? {}).some(value => /token|secrets/.test(value))).map(({ name }) => name), ['Comment']);
  });

  it('every input and every output of a step that is named exists', () => {
    const ids = new Map(action.runs.steps.flatMap(({ id, run }) => (id === undefined ? [] : [[id, run ?? ''] as const])));
    const named = [...textOf('action.yml').matchAll(/(inputs|steps)\.([\w-]+)(?:\.outputs\.(\w+))?/g)];
    for (const [whole, kind, name = '', output = ''] of named) {
      assert.ok(kind === 'inputs' ? name in action.inputs : ids.get(name)?.includes(`echo "${output}=`), whole);
    }
    assert.deepEqual(Object.keys(action.inputs).filter(name => !named.some(([, kind, each]) => kind === 'inputs' && each === name)), []);
  });

  it('what is installed is this release, by its exact version', () => {
    assert.equal(action.inputs['package']?.default, pinned);
    assert.equal(gitlab?.variables['SMS_PACKAGE'], pinned);
    assert.match(gitlab?.image ?? '', /^node:\d+\.\d+\.\d+-/);
    assert.equal(manifest.dependencies, undefined, 'so that nothing else comes with it');
  });

  it('nothing is downloaded but by npm', () => {
    for (const file of ['action.yml', 'ci/gitlab.yml', '.pre-commit-hooks.yaml']) assert.doesNotMatch(textOf(file), /\b(?:curl|wget|npx|pip|apt)\b/);
  });

  it('the job of GitLab fetches the whole history and hands over both reports, whatever the outcome', () => {
    assert.equal(gitlab?.variables['GIT_DEPTH'], '0');
    assert.equal(gitlab?.artifacts.when, 'always');
    assert.deepEqual(Object.keys(gitlab.artifacts.reports), ['codequality', 'junit']);
    for (const path of Object.values(gitlab.artifacts.reports)) assert.ok(gitlab.artifacts.paths.some(folder => path.startsWith(folder)) && gitlab.script.join('\n').includes(path.replace('.sms-as-code', '$out')), path);
  });

  it('the hook of pre-commit starts a program that the package has, on the whole', () => {
    const [hook, ...others] = parse(textOf('.pre-commit-hooks.yaml')) as { id: string; entry: string; language: string; pass_filenames: boolean }[];
    assert.deepEqual([hook?.id, hook?.language, hook?.pass_filenames, others.length], ['sms-check', 'node', false, 0]);
    assert.ok(Object.hasOwn(manifest.bin, hook?.entry.split(' ')[0] ?? ''));
  });

  it('the workflow of docs/ci.md fetches the whole history, is pinned, and may write comments only', () => {
    const { permissions, jobs } = parse(fenced('docs/ci.md', 'pull_request:')) as Workflow, steps = Object.values(jobs).flatMap(job => job.steps);
    assert.deepEqual(permissions, { 'contents': 'read', 'pull-requests': 'write' });
    assert.ok(Object.values(jobs).every(job => job.permissions === undefined));
    const [checkout, own] = steps.map(({ uses = '' }) => uses);
    assert.match(checkout ?? '', /^actions\/checkout@[0-9a-f]{40}$/);
    assert.match(own ?? '', /^sms-as-code\/sms-as-code@/);
    assert.equal(steps[0]?.with?.['fetch-depth'], 0);
    assert.deepEqual(Object.keys(steps[1]?.with ?? {}).filter(name => !(name in action.inputs)), []);
  });
});

describe('the action and the job, run with the packed command line', function () {
  this.timeout(240_000);
  if (process.platform === 'win32') return;

  let work = '', tarball = '';
  before(() => {
    work = realpathSync(mkdtempSync(join(tmpdir(), 'sms-action-')));
    const packed = JSON.parse(execFileSync('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', work], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })) as [{ filename: string; files: { path: string }[] }];
    tarball = join(work, packed[0].filename);
    const files = packed[0].files.map(({ path }) => path).filter(path => !path.startsWith('schemas/'));
    assert.deepEqual(files.sort(), ['CHANGELOG.md', 'LICENSE', 'README.md', 'dist/cli.cjs', 'dist/diagrams.js', 'dist/mermaid.min.js', 'dist/server.cjs', 'dist/verify.js', 'dist/worker.cjs', 'media/pack.css', 'package.json']);
  });
  after(() => { rmSync(work, { recursive: true, force: true }); });

  it('a pull request: annotations, a summary, SARIF, one comment that is then updated', () => {
    const repository = pullRequest(work, 'pr', { from: 'samples/harbour', change: loosened }), first = runAction(repository, { package: tarball });
    assert.equal(first.status, 1, first.log);
    const kinds = ['error', 'warning', 'notice'].map(kind => first.log.split('\n').filter(line => line.startsWith(`::${kind} `)).length);
    assert.ok(kinds.every(count => count <= 10) && kinds.reduce((sum, count) => sum + count, 0) <= 50);
    assert.match(first.log, /^::warning file=agreements\/sla-boreal\.yaml,line=\d+/m);
    assert.equal(first.outputs['status'], '1');
    const sarif = JSON.parse(textOf(first.outputs['sarif'] ?? '')) as { runs: { results: unknown[] }[] };
    assert.ok((sarif.runs[0]?.results.length ?? 0) > 0);
    assert.match(first.summary, /SLA-BOREAL/);
    assert.ok(Buffer.byteLength(first.summary) < 1024 * 1024);
    const [list, post, ...others] = first.calls;
    assert.deepEqual([list?.args.slice(0, 3), others], [['api', '--paginate', 'repos/harbour/sms/issues/7/comments?per_page=100'], []]);
    assert.deepEqual(post?.args.slice(0, 5), ['api', '--silent', '--method', 'POST', 'repos/harbour/sms/issues/7/comments']);
    assert.deepEqual([post?.body.split('\n')[0], post?.body.match(/<!--/g)?.length], ['<!-- sms-as-code review -->', 1]);
    assert.ok((post?.body.length ?? 0) > 200 && (post?.body.length ?? 0) <= 65_000);

    const comments = [
      { id: 1, user: { login: 'mallory' }, body: '<!-- sms-as-code review -->\nAll is well.' }, { id: 2, user: { login: 'github-actions[bot]' }, body: 'Other words.' },
      { id: 3, user: { login: 'github-actions[bot]' }, body: post?.body ?? '' },
    ];
    const second = runAction(repository, { package: tarball }, { comments });
    assert.deepEqual(second.calls[1]?.args.slice(0, 5), ['api', '--silent', '--method', 'PATCH', 'repos/harbour/sms/issues/comments/3']);
    assert.equal(second.calls[1]?.body, post?.body, 'the same input, the same words');
    assert.equal(second.calls.length, 2);
  });

  it('from a fork, where the token may only read: the summary, a sentence, and the outcome of the check', () => {
    const ran = runAction(pullRequest(work, 'fork'), { package: tarball }, { readOnly: true });
    assert.equal(ran.status, 1, ran.log);
    assert.match(ran.log, /^::notice title=SMS as Code::The review stands in the summary of this job only: /m);
    assert.match(ran.summary, /DOC-NOTE[^]*The review stands in the summary of this job only: /);
  });

  it('a change without a finding passes, however many there were before; without the comment gh is not asked', () => {
    const ran = runAction(pullRequest(work, 'harmless', { was: 'ROLE-NOBODY', change: folder => { edit(folder, 'note.md', /^Text/m, 'Words'); } }), { package: tarball, comment: 'false' });
    assert.equal(ran.status, 0, ran.log);
    assert.deepEqual(ran.calls, []);
  });

  it('whatever the program says: a comment that is too long, and a summary that is, are a sentence instead', () => {
    const repository = pullRequest(work, 'long');
    for (const [characters, short, shown] of [[64_000, true, true], [66_000, false, true], [600_000, false, false]] as const) {
      const ran = runAction(repository, { package: standIn(work, characters) });
      assert.equal(ran.status, 0);
      const body = ran.calls[1]?.body ?? '';
      assert.equal(body.includes('é'.repeat(1000)), short);
      assert.ok(body.length <= 65_000 && (short || body.includes('It stands in the summary of the job.')));
      assert.equal(ran.summary.includes('é'.repeat(1000)), shown);
      assert.ok(Buffer.byteLength(ran.summary) <= 1024 * 1024 && ran.summary !== '');
    }
  });

  it('a review that fails or is not whole fails the job, though the check passes', () => {
    const repository = pullRequest(work, 'status');
    for (const [check, diff, ends] of [[0, 0, 0], [0, 70, 70], [1, 3, 3], [3, 70, 3], [2, 0, 2]] as const) {
      assert.equal(runAction(repository, { package: standIn(work, 10, { check, diff }), comment: 'false' }).status, ends);
    }
  });

  it('a push: no base, so all findings count and the summary lists them', () => {
    const ran = runAction(pullRequest(work, 'push'), { package: tarball }, { push: true });
    assert.equal(ran.status, 1, ran.log);
    assert.equal(ran.outputs['review'], '');
    assert.match(ran.summary, /^### SMS as Code\n\nFindings: /);
    assert.deepEqual(ran.calls, []);
  });

  it('a folder below the top has a comment of its own and places from the top', () => {
    const ran = runAction(pullRequest(work, 'below', { below: 'docs/my sms' }), { package: tarball, folder: 'docs/my sms' });
    assert.match(ran.log, /^::warning file=docs\/my sms\/note\.md,/m);
    assert.match(ran.calls[1]?.body ?? '', /^<!-- sms-as-code review of docs\/my sms -->\n/);
  });

  it('a copy without the history is no pass, and says what to do', () => {
    const whole = pullRequest(work, 'whole'), shallow = join(work, 'shallow');
    execFileSync('git', ['clone', '-q', '--depth', '1', `file://${whole}`, shallow], { stdio: 'ignore' });
    const ran = runAction(shallow, { package: tarball });
    assert.ok(ran.status === 2 || ran.status === 3, ran.log);
    assert.match(ran.log, /^::error .*fetch-depth: 0/m);
    assert.notEqual(ran.summary, '');
  });

  for (const [title, folder] of [['a quote', "x'; touch OWNED; '"], ['a command', '$(touch OWNED)'], ['an option', '--format=text'], ['a line', 'x\n::set-output name=a::b']] as const) {
    it(`an input is never read as a script: ${title}`, () => {
      const repository = pullRequest(work, `hostile-${title.replace(' ', '-')}`), ran = runAction(repository, { package: tarball, folder, base: folder, 'fail-on': folder });
      assert.equal(ran.status, 2, ran.log);
      assert.ok(!existsSync(join(repository, 'OWNED')));
      assert.doesNotMatch(ran.log, /^::set-output/m);
    });
  }

  it('a package that is not pinned is refused before anything is installed', () => {
    for (const name of ['sms-as-code', 'sms-as-code@latest', 'sms-as-code@^0.1.0', 'other@1.0.0', 'sms-as-code@npm:other@1.0.0', 'https://x.example/a.tgz', '../missing.tgz', '--global']) {
      const ran = runAction(work, { package: name });
      assert.equal(ran.status, 2, name);
      assert.match(ran.log, /^::error title=SMS as Code::The input package takes /m);
    }
  });

  it('GitLab: the job leaves both reports and ends as the check does', () => {
    assert.ok(gitlab);
    const repository = pullRequest(work, 'gitlab'), base = execFileSync('git', ['rev-parse', 'refs/remotes/origin/main'], { cwd: repository, encoding: 'utf8' }).trim();
    const ran = spawnSync('bash', ['-c', gitlab.script.join('\n')], {
      cwd: repository, encoding: 'utf8', env: { ...plain(work), ...gitlab.variables, CI_PROJECT_DIR: repository, CI_MERGE_REQUEST_DIFF_BASE_SHA: base, SMS_PACKAGE: tarball, TMPDIR: work },
    });
    assert.equal(ran.status, 1, ran.stdout + ran.stderr);
    const report = (name: string): string => textOf(join(repository, gitlab.artifacts.reports[name] ?? ''));
    const issues = JSON.parse(report('codequality')) as { location: { path: string }; fingerprint: string }[];
    assert.ok(issues.some(({ location }) => location.path === 'note.md'));
    assert.equal(new Set(issues.map(({ fingerprint }) => fingerprint)).size, issues.length);
    assert.equal(parseXml(report('junit')).name, 'testsuites');
    assert.match(textOf(join(repository, '.sms-as-code/review.md')), /DOC-NOTE/);
  });
});

// ---- a repository ----

const AUTHOR = { GIT_AUTHOR_NAME: 'Femke Bos', GIT_AUTHOR_EMAIL: 'femke.bos@harbour.example', GIT_COMMITTER_NAME: 'Femke Bos', GIT_COMMITTER_EMAIL: 'femke.bos@harbour.example' };
const DATES = { GIT_AUTHOR_DATE: '2026-10-10T10:00:00Z', GIT_COMMITTER_DATE: '2026-10-10T10:00:00Z' };

function plain(home: string): Record<string, string> {
  return { PATH: process.env['PATH'] ?? '', HOME: home, npm_config_offline: 'true', npm_config_cache: join(home, 'npm-cache'), npm_config_update_notifier: 'false', LC_ALL: 'C.UTF-8' };
}

function edit(folder: string, file: string, from: RegExp, to: string): void {
  const text = textOf(join(folder, file));
  assert.match(text, from);
  writeFileSync(join(folder, file), text.replace(from, () => to));
}

/** Promises less than before, and names an owner that there is not. */
function loosened(folder: string): void {
  edit(folder, 'agreements/sla-boreal.yaml', /^version: .*$/m, 'version: "9.9"');
  edit(folder, 'agreements/sla-boreal.yaml', /^owner: .*$/m, 'owner: ROLE-NOBODY');
}

interface Wanted { from?: string; was?: string; change?: (folder: string) => void; below?: string }

/** An SMS with a change, as a forge checks out a pull request: the merge of it into main, and main where it was. Without more a small one, in which a document loses its owner. */
function pullRequest(work: string, name: string, { from, was = 'ROLE-SMM', change = folder => { writeFileSync(join(folder, 'note.md'), NOTE('ROLE-NOBODY')); }, below = '.' }: Wanted = {}): string {
  const top = join(work, name), folder = join(top, below), env = { ...plain(work), ...AUTHOR, ...DATES };
  const git = (...args: string[]): void => { execFileSync('git', ['-c', 'init.defaultBranch=main', '-c', 'commit.gpgsign=false', ...args], { cwd: top, env, stdio: 'ignore' }); };
  mkdirSync(folder, { recursive: true });
  if (from !== undefined) cpSync(from, folder, { recursive: true });
  else for (const [file, text] of Object.entries({ ...CLEAN, 'note.md': NOTE(was) })) writeFileSync(join(folder, file), text);
  git('init');
  git('add', '.');
  git('commit', '-m', 'The SMS');
  git('update-ref', 'refs/remotes/origin/main', 'HEAD');
  git('checkout', '-b', 'change');
  change(folder);
  git('commit', '-am', 'A change');
  git('checkout', '--detach', 'main');
  git('merge', '--no-ff', '-m', 'Merge of the pull request', 'change');
  return top;
}

/** A package of the same name, whose program says that many characters of two bytes whatever it is asked, and ends as it is told here. */
function standIn(work: string, characters: number, { check = 0, diff = 0 }: { check?: number; diff?: number } = {}): string {
  const folder = join(work, `stand-in-${characters}-${check}-${diff}`);
  mkdirSync(join(folder, 'dist'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: manifest.name, version: '0.0.1' }));
  writeFileSync(join(folder, 'dist/cli.cjs'), `process.stdout.write('é'.repeat(${characters})); process.exitCode = process.argv[2] === 'diff' ? ${diff} : ${check};`);
  const [{ filename }] = JSON.parse(execFileSync('npm', ['pack', '--json', '--pack-destination', folder], { cwd: folder, encoding: 'utf8', env: plain(work), stdio: ['ignore', 'pipe', 'ignore'] })) as [{ filename: string }];
  return join(folder, filename);
}

// ---- the runner ----

interface Comment { id: number; user: { login: string }; body: string }
interface Call { args: string[]; body: string }
interface Ran { status: number; log: string; summary: string; outputs: Readonly<Record<string, string>>; calls: readonly Call[] }

/** `gh` with a forge behind it that holds these comments. It writes down what it is asked, and answers as the forge would: `--jq` through jq where there is one. */
const GH = `#!/usr/bin/env node
const fs = require('node:fs'), { spawnSync } = require('node:child_process'), { dirname, join } = require('node:path');
const forge = JSON.parse(fs.readFileSync(join(dirname(process.argv[1]), 'forge.json'), 'utf8')), args = process.argv.slice(2);
const field = args.find(arg => arg.startsWith('body=@'));
fs.appendFileSync(join(dirname(process.argv[1]), 'calls'), JSON.stringify({ args, body: field ? fs.readFileSync(field.slice(6), 'utf8') : '' }) + '\\n');
if (process.env.GH_TOKEN !== 'a token') process.exit(4);
if (!args.includes('--method')) {
  const filter = args[args.indexOf('--jq') + 1], jq = spawnSync('jq', ['-r', filter], { input: JSON.stringify(forge.comments), encoding: 'utf8' });
  if (jq.error) {
    for (const { id, user, body } of forge.comments) if (user.login === 'github-actions[bot]' && body.startsWith(process.env.SMS_MARK)) console.log(id);
  } else { process.stdout.write(jq.stdout); process.stderr.write(jq.stderr); process.exit(jq.status); }
} else if (forge.readOnly) { console.error('gh: Resource not accessible by integration (HTTP 403)'); process.exit(1); }
`;

/** Runs the steps of the action one after the other, as GitHub does: variables from expressions, outputs through files, the first failure ends it. */
function runAction(repository: string, inputs: Readonly<Record<string, string>>, { comments = [], readOnly = false, push = false }: { comments?: readonly Comment[]; readOnly?: boolean; push?: boolean } = {}): Ran {
  const machine = mkdtempSync(join(tmpdir(), 'sms-runner-')), bin = join(machine, 'bin');
  try {
    for (const name of ['bin', 'temp']) mkdirSync(join(machine, name));
    for (const name of ['output', 'summary', 'bin/calls']) writeFileSync(join(machine, name), '');
    writeFileSync(join(bin, 'gh'), GH);
    chmodSync(join(bin, 'gh'), 0o755);
    writeFileSync(join(bin, 'forge.json'), JSON.stringify({ comments, readOnly }));
    const values = new Map<string, string>([
      ...Object.entries(action.inputs).map(([name, input]) => [`inputs.${name}`, inputs[name] ?? input.default] as const),
      ['github.token', 'a token'], ['github.event.pull_request.number', push ? '' : '7'],
    ]);
    const env = {
      ...plain(machine), PATH: `${bin}:${process.env['PATH'] ?? ''}`, GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: repository, GITHUB_REPOSITORY: 'harbour/sms', RUNNER_TEMP: join(machine, 'temp'),
      GITHUB_OUTPUT: join(machine, 'output'), GITHUB_STEP_SUMMARY: join(machine, 'summary'), GITHUB_BASE_REF: push ? '' : 'main', GITHUB_EVENT_NAME: push ? 'push' : 'pull_request',
    };
    let log = '', status = 0;
    for (const step of action.runs.steps) {
      if (step.if !== undefined && !step.if.split('&&').every(part => holds(part, values))) continue;
      const own = Object.fromEntries(Object.entries(step.env ?? {}).map(([name, value]) => [name, expanded(value, values)]));
      const ran = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run ?? ''], { cwd: repository, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, env: { ...env, ...own } });
      log += ran.stdout + ran.stderr;
      for (const line of textOf(join(machine, 'output')).split('\n')) {
        const [, name, value] = /^(\w+)=(.*)$/.exec(line) ?? [];
        if (name !== undefined && step.id !== undefined) values.set(`steps.${step.id}.outputs.${name}`, value ?? '');
      }
      writeFileSync(join(machine, 'output'), '');
      status = ran.status ?? 70;
      if (status !== 0) break;
    }
    const outputs = Object.fromEntries(Object.entries(action.outputs).map(([name, { value }]) => [name, expanded(value, values)]));
    const kept = join(repository, '..', `${machine.split('/').at(-1) ?? ''}.sarif`);
    if (existsSync(outputs['sarif'] ?? '')) cpSync(outputs['sarif'] ?? '', kept);
    return {
      status, log, summary: textOf(join(machine, 'summary')), outputs: { ...outputs, sarif: kept },
      calls: textOf(join(bin, 'calls')).split('\n').filter(line => line !== '').map(line => JSON.parse(line) as Call),
    };
  } finally {
    rmSync(machine, { recursive: true, force: true });
  }
}

function valueOf(name: string, values: ReadonlyMap<string, string>): string {
  const value = values.get(name);
  assert.ok(value !== undefined || name.startsWith('steps.'), `the runner knows ${name}`);
  return value ?? '';
}

function expanded(text: string, values: ReadonlyMap<string, string>): string { return text.replace(/\$\{\{ ([\w.-]+) \}\}/g, (_, name: string) => valueOf(name, values)); }

/** `inputs.comment == 'true'`, `steps.review.outputs.file != ''`. */
function holds(condition: string, values: ReadonlyMap<string, string>): boolean {
  const [, name = '', operator, value] = /^\s*([\w.-]+) (==|!=) '([^']*)'\s*$/.exec(condition) ?? [];
  assert.ok(operator !== undefined, `the runner reads ${condition}`);
  return (valueOf(name, values) === value) === (operator === '==');
}
