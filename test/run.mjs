// The whole test run: `node test/run.mjs [--unit | --electron] [--grep words] [file or folder …]`, after a build.
//   --unit       leave out the tests in VS Code, and those in other editors unless they are named
//   --electron   run these in a desktop VS Code, which @vscode/test-electron downloads, instead of VS Code's server (vscode/host/)
// The last line is `N passed, N failed` (`, N skipped` where there are any); the exit code is 0 only when none failed and everything ran.
import { fork } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readFile, readdir, realpath, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import { ensureChromium, ensureHost, repository } from './vscode/host/install.mjs';
import { makeProposal, makeRepository } from './vscode/repository.mjs';
import { makeWebExtension } from './vscode/web/extension.mjs';

const bundles = path.join('dist', 'test');
const suites = 'test/vscode/suite/', webSuites = 'test/vscode/web/';
/** How much runs at a time: one VS Code, while there are tests for it, and plain tests beside it. */
const lanes = Math.min(4, os.availableParallelism());
const common = {
  bundle: true, platform: 'node', target: 'node20', mainFields: ['module', 'main'], sourcesContent: false, logLevel: 'warning',
};

/** Each run is a VS Code of its own. `only` names the suites that it has; without it, all but those of `others`. `make` fills the folder. */
const activation = ['activation.test.ts'], control = ['document-control.test.ts'], explorer = ['explorer.test.ts'], journey = ['journey.test.ts'], editing = ['editing.test.ts'], review = ['review.test.ts'], pages = ['pages.test.ts'], own = ['own.test.ts'], others = [...own, ...control, ...explorer, ...journey, ...editing, ...review, ...pages];
const runsInVSCode = [
  { name: 'VS Code', workspace: 'test/vscode/workspace' },
  { name: 'VS Code, an SMS in a git repository', make: makeRepository, only: control },
  { name: 'VS Code, the explorer of an SMS', make: makeRepository, only: explorer },
  { name: 'VS Code, the walkthrough from an empty folder', only: [...activation, ...journey] },
  { name: 'VS Code, the sample', workspace: 'samples/harbour', only: editing },
  { name: 'VS Code, a change that is proposed', make: makeProposal, only: review },
  { name: 'VS Code, pages beside the sample', workspace: 'samples/harbour', only: pages },
  { name: 'VS Code, what an organization adds to the sample', workspace: 'samples/harbour', only: own },
  { name: 'VS Code in Restricted Mode, an SMS in a git repository', make: makeRepository, only: [...activation, ...control], restricted: true },
  { name: 'VS Code for the Web', workspace: 'test/vscode/workspace', web: true },
];

process.chdir(repository);
// A test that ends this process must not pass for a run that was good.
let finished = false;
process.on('exit', () => {
  if (!finished) process.exitCode = 1;
});

/** What is said while VS Code writes waits until that is done. */
const held = [];
let showing = false;
const total = { passed: 0, failed: 0, skipped: 0 };
try {
  await runAll(readOptions());
} catch (error) {
  fail(error instanceof Error ? error.stack : String(error));
}
if (total.passed + total.failed + total.skipped === 0) fail('There was nothing to run: no test matches.');
finished = true;
const last = `${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}\n`;
process.stdout.write(last, () => process.exit(total.failed > 0 ? 1 : 0));

function readOptions() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { unit: { type: 'boolean', default: false }, electron: { type: 'boolean', default: false }, grep: { type: 'string', short: 'g' } },
  });
  return { ...values, files: positionals.map((name) => path.relative(repository, path.resolve(name)).split(path.sep).join('/')) };
}

async function runAll({ unit, electron, grep, files }) {
  const all = (await readdir('test', { recursive: true })).map((name) => `test/${name.split(path.sep).join('/')}`).filter((name) => name.endsWith('.test.ts')).sort();
  for (const wanted of files) if (!all.some((file) => isIn(file, wanted))) fail(`There is no test in ${wanted}.`);
  const chosen = files.length === 0 ? all : all.filter((file) => files.some((wanted) => isIn(file, wanted)));
  const plain = chosen.filter((file) => !file.startsWith('test/vscode/') && !(unit && files.length === 0 && file.startsWith('test/editors/')));
  const inVSCode = unit ? [] : chosen.filter((file) => file.startsWith(suites) || file.startsWith(webSuites));
  await mkdir(bundles, { recursive: true });
  // Of its own: another run in this folder must not take its parts for those of its own tests.
  const own = await mkdtemp(path.join(bundles, 'run-'));
  const problems = [];
  try {
    if (plain.length > 0) await bundlePlain(plain, own);
    await Promise.all(Array.from({ length: lanes }, async (_, lane) => {
      if (lane === 0 && inVSCode.length > 0) await runInVSCode(inVSCode, { electron, grep }).catch((error) => fail(error.stack));
      show(false);
      await runPlain(plain, own, grep, problems);
    }));
  } finally {
    await rm(own, { recursive: true, force: true });
  }
  for (const problem of problems) console.log(problem);
}

function isIn(file, wanted) {
  return file === wanted || wanted === '' || file.startsWith(`${wanted}/`);
}

function add(counts) {
  for (const name of Object.keys(total)) total[name] += counts[name];
}

function say(text) {
  if (showing) held.push(text);
  else console.log(text);
}

/** Whether VS Code writes. */
function show(on) {
  showing = on;
  if (!on) for (const text of held.splice(0)) console.log(text);
}

/** What is no failure of a single test but makes the run a failed one. */
function fail(sentence) {
  say(`\n${sentence}\n`);
  total.failed += 1;
}

/** What they share is one file, which each process loads once: a copy of all for each would be a gigabyte. */
function bundlePlain(files, outdir) {
  return build({
    ...common, format: 'esm', splitting: true, sourcemap: 'linked', entryPoints: files, outbase: 'test', outdir, outExtension: { '.js': '.mjs' },
    banner: { js: "import { createRequire as requireOf } from 'node:module';\nconst require = requireOf(import.meta.url);" },
    external: ['mocha', 'playwright-core', 'esbuild', '@vscode/test-electron', 'mermaid'],
  });
}

/**
 * The tests that need no editor, one file after the other, in a process of their own: a file that ends the process is a failure, and the others go on in a new one.
 * Whoever calls it at the same time takes out of the same list.
 */
async function runPlain(files, folder, grep, problems) {
  let worker;
  for (let file = files.shift(); file !== undefined; file = files.shift()) {
    worker ??= fork(path.join('test', 'worker.mjs'), [JSON.stringify({ folder, grep })]);
    const answer = await ask(worker, file);
    if (answer === undefined) worker = undefined;
    const { counts, ms, printed, failures } = answer ?? { counts: { passed: 0, failed: 1, skipped: 0 }, ms: 0, printed: [], failures: 'The process ended before its tests did.' };
    add(counts);
    const some = Object.entries(counts).filter(([name, count]) => count > 0 || name === 'passed').map(([name, count]) => `${count} ${name}`);
    if (Object.values(counts).some((count) => count > 0)) say([...printed, `${counts.failed > 0 ? '✗' : '✓'} ${file}: ${some.join(', ')} (${ms} ms)`].join('\n'));
    if (failures !== '') problems.push(`\n${file}\n${failures}`);
  }
  if (worker?.connected) worker.disconnect();
  else if (worker !== undefined) fail('A process ended by itself after its tests.');
}

/** @returns what a process says of a file, undefined where it ended instead */
function ask(worker, file) {
  return new Promise((resolve) => {
    const ended = () => resolve(undefined);
    worker.once('disconnect', ended).once('error', ended).once('message', (answer) => {
      worker.off('disconnect', ended).off('error', ended);
      resolve(answer);
    });
    worker.send(file);
  });
}

async function runInVSCode(files, { electron, grep }) {
  // On Windows the server's native parts would have to be built.
  const desktop = electron || process.platform === 'win32';
  let launcher;
  if (!desktop) {
    await ensureHost();
    await ensureChromium();
    launcher = path.resolve('test', 'vscode', 'host', 'launch.mjs');
    // Some archives and file systems lose the mark of a program.
    await chmod(launcher, 0o755);
  }
  for (const [at, { name, workspace, make, only, restricted = false, web = false }] of runsInVSCode.entries()) {
    const own = web ? files.filter((file) => file.startsWith(webSuites)) : files.filter((file) => file.startsWith(suites))
      .map((file) => file.slice(suites.length)).filter((file) => (only === undefined ? !others.includes(file) : only.includes(file))).map((file) => suites + file);
    if (own.length === 0) continue;
    show(true);
    console.log(`\n${name}`);
    if (restricted && desktop) {
      console.log('Left out: @vscode/test-electron always starts a desktop VS Code with trust.');
      total.skipped += 1;
      continue;
    }
    if (web && desktop) {
      console.log('Left out: a desktop VS Code runs no extensions for the web.');
      total.skipped += 1;
      continue;
    }
    const bundle = path.resolve(bundles, 'vscode', `index-${at + 1}.cjs`);
    await (web ? bundleWebSuites(own, bundle, grep) : bundleSuites(own, bundle));
    add(await runOne({ name, workspace, make, restricted, web, bundle, launcher, grep }));
    show(false);
  }
}

/** VS Code calls the `run` that this bundle exports. */
function bundleSuites(files, outfile) {
  const list = files.map((file) => `{ file: ${JSON.stringify(file)}, load: () => import(${JSON.stringify(`./${file}`)}) }`);
  const contents = `import { runSuites } from './${suites}index.ts';\nexport const run = () => runSuites([${list.join(', ')}]);\n`;
  return build({
    ...common, format: 'cjs', sourcemap: 'inline', stdin: { contents, resolveDir: repository, sourcefile: 'suites.ts', loader: 'ts' }, outfile, external: ['vscode'],
    // mocha's parallel mode looks for its worker beside itself; it is not used.
    logOverride: { 'require-resolve-not-external': 'silent' },
  });
}

/** The same for the extension host of a browser, which knows neither Node nor an environment. */
function bundleWebSuites(files, outfile, grep) {
  const list = files.map((file) => `() => import(${JSON.stringify(`./${file}`)})`);
  // mocha puts itself in the place of what is exported before it.
  const contents = `require('mocha/mocha.js');\nconst { runSuites } = require('./${webSuites}index.ts');\nmodule.exports = { run: () => runSuites([${list.join(', ')}], ${JSON.stringify(grep)}) };\n`;
  return build({
    ...common, format: 'cjs', sourcemap: 'inline', platform: 'browser', target: 'es2022', stdin: { contents, resolveDir: repository, sourcefile: 'suites.js', loader: 'js' }, outfile, external: ['vscode'],
  });
}

/** @returns the counts that the suite itself reported; without a report, one failure */
async function runOne({ name, workspace, make, restricted, web, bundle, launcher, grep }) {
  const temporary = await realpath(await mkdtemp(path.join(os.tmpdir(), 'sms-test-')));
  const report = path.join(temporary, 'report.json');
  const folder = path.join(temporary, 'workspace');
  try {
    if (workspace === undefined) await mkdir(folder);
    if (make !== undefined) await make(folder);
    else if (workspace !== undefined) await cp(workspace, folder, { recursive: true });
    let problem;
    try {
      await runTests({
        ...(launcher !== undefined && { vscodeExecutablePath: launcher }),
        ...(web ? await makeWebExtension(path.join(temporary, 'extension'), bundle) : { extensionDevelopmentPath: repository, extensionTestsPath: bundle }),
        launchArgs: [folder],
        extensionTestsEnv: {
          SMS_TEST_REPORT: report,
          ...(grep !== undefined && { SMS_TEST_GREP: grep }),
          ...(restricted && { SMS_TEST_TRUST: 'restricted' }),
        },
      });
    } catch (error) {
      problem = error.message;
    }
    const counts = await readReport(report);
    if (counts === undefined) fail(`${name}: the tests did not come to their end. ${problem ?? ''}`);
    else if (problem !== undefined && counts.failed === 0) fail(`${name}: no test failed, but ${problem}`);
    return counts ?? { passed: 0, failed: 0, skipped: 0 };
  } finally {
    await rm(temporary, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}

async function readReport(file) {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}
