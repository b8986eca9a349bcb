// npm run bench, or `node bench/activation.mjs [FOLDER]` after a build: how long a real VS Code (test/vscode/host) says that activating the
// extension took, in windows of a copy of samples/harbour, or of FOLDER, opened one after the other; that a folder without an SMS does not wake it;
// and the longest time without a break that the extension host spends in our code until the first check is shown. All is time by the clock: on a
// machine that is busy with other things too it measures these. BENCH_PROFILE names a file for the profile behind the last number.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { ensureChromium, ensureHost, repository } from '../test/vscode/host/install.mjs';
import { startServer } from '../test/vscode/host/server.mjs';
import { RUNS, median } from './measure.mjs';

/** Windows after the first. */
const BUDGET = { cold: 250, warm: 80, task: 50 };
const LIMIT = 60_000;
const OURS = 'sms-as-code.sms-as-code';
const scratch = mkdtempSync(join(tmpdir(), 'sms-bench-activation-'));

const sleep = ms => new Promise(done => { setTimeout(done, ms); });
const over = (value, budget) => (value > budget ? `: OVER by ${Math.round(value - budget)}` : '');

/** An extension that is there before ours and writes down, when ours has come to rest, what VS Code shows under `Developer: Startup Performance`. */
const PROBE = `const { commands, extensions, window, workspace } = require('vscode');
const { writeFileSync, renameSync } = require('node:fs');
const { Session } = require('node:inspector');
const sleep = ms => new Promise(done => { setTimeout(done, ms); });
const session = process.env.SMS_BENCH_PROFILE === '1' ? new Session() : undefined;
if (session) {
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.setSamplingInterval', { interval: 500 });
  session.post('Profiler.start');
}
async function look() {
  // VS Code looks for the files that wake an extension for so long; with none, seconds more must wake nothing.
  const roots = await workspace.findFiles('{sms.yaml,*/sms.yaml,*/*/sms.yaml}');
  const ours = extensions.getExtension('${OURS}');
  if (roots.length > 0) {
    while (!ours.isActive) await sleep(20);
    await commands.executeCommand('sms.test.idle');
  }
  await sleep(3000);
  const active = ours.isActive;
  const stop = () => new Promise((done, fail) => session.post('Profiler.stop', (error, said) => (error ? fail(error) : done(said.profile))));
  const profile = session && await stop();
  await commands.executeCommand('perfview.show');
  const text = () => window.visibleTextEditors.map(({ document }) => document.getText()).find(each => each.includes('Extension Activation Stats'));
  while (text() === undefined) await sleep(50);
  return { active, text: text(), profile };
}
exports.activate = () => {
  const answer = process.env.SMS_BENCH_ANSWER;
  look().catch(error => ({ failed: error.stack })).then(said => {
    writeFileSync(answer + '.part', JSON.stringify(said));
    renameSync(answer + '.part', answer);
  });
};
`;

/** Opens the folder in so many windows one after the other; what the probe says in each. */
async function open(executablePath, host, folder, windows, profile = '0') {
  const answer = join(scratch, 'answer.json');
  const probe = { name: 'bench.probe-1.0.0', from: join(scratch, 'probe'), files: ['package.json', 'probe.cjs'] };
  const server = await startServer({ host, tests: true, extensions: [probe], env: { SMS_BENCH_ANSWER: answer, SMS_BENCH_PROFILE: profile } });
  const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'];
  const browser = await chromium.launch({ executablePath, args });
  const said = [];
  try {
    for (let window = 0; window < windows; window++) {
      const page = await browser.newPage();
      await page.exposeFunction('codeAutomationLog', () => undefined);
      await page.exposeFunction('codeAutomationExit', () => undefined);
      await page.goto(server.address({ folder, extensions: [repository] }));
      said.push(await heard(answer, server));
      // Its extension host ends with it.
      await page.close();
      await sleep(1000);
    }
  } finally {
    await browser.close();
    await server.stop();
  }
  return said;
}

async function heard(answer, server) {
  for (const end = Date.now() + LIMIT; Date.now() < end; await sleep(100)) {
    let said;
    try {
      said = JSON.parse(readFileSync(answer, 'utf8'));
    } catch (error) {
      if (error.code === 'ENOENT') continue;
      throw error;
    }
    rmSync(answer);
    if (said.failed !== undefined) throw new Error(said.failed);
    return said;
  }
  throw new Error(`VS Code said nothing within ${LIMIT / 1000} seconds.\n${server.log().slice(-2000)}`);
}

/** Milliseconds of the three parts of the activation, of VS Code's table: | id | eager | load code | call activate | finish activate | event | by | */
function partsOf(text) {
  const cells = text.split('\n').map(line => line.split('|').map(cell => cell.trim())).find(([, id]) => id === OURS);
  if (cells === undefined) return undefined;
  const [load, call, finish] = cells.slice(3, 6).map(Number);
  return { load, call, finish, all: load + call + finish };
}

/** The stretches of samples with our code on the stack, garbage collected meanwhile included, the longest first. Milliseconds. */
function stretches({ nodes, samples, timeDeltas }) {
  const byId = new Map(nodes.map(node => [node.id, node]));
  const above = new Map(nodes.flatMap(({ id, children = [] }) => children.map(child => [child, id])));
  const isOurs = id => id !== undefined && (byId.get(id).callFrame.url.endsWith('/dist/extension.cjs') || isOurs(above.get(id)));
  const found = [];
  let within = false;
  samples.forEach((id, at) => {
    const before = within;
    within = isOurs(id) || (before && byId.get(id).callFrame.functionName === '(garbage collector)');
    if (!within) return;
    if (!before) found.push(0);
    // A sample stands for the time until the next.
    found[found.length - 1] += (timeDeltas[at + 1] ?? 0) / 1000;
  });
  return found.sort((a, b) => b - a);
}

const row = (what, value, budget, more = '') => console.log(
  `  ${what.padEnd(52)} ${String(Math.round(value)).padStart(5)} ms   (budget ${budget} ms${over(value, budget)})${more}`,
);
const spell = ({ load, call, finish }) => `loading ${load}, activate() ${call}, its promise ${finish}`;

try {
  const host = await ensureHost(), executablePath = await ensureChromium();
  mkdirSync(join(scratch, 'probe'));
  mkdirSync(join(scratch, 'empty'));
  const engines = { vscode: '^1.91.0' };
  const manifest = { name: 'probe', publisher: 'bench', version: '1.0.0', engines, main: './probe.cjs', activationEvents: ['*'] };
  writeFileSync(join(scratch, 'probe', 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(scratch, 'probe', 'probe.cjs'), PROBE);
  const folder = join(scratch, 'sms');
  cpSync(process.argv[2] ?? join(repository, 'samples', 'harbour'), folder, { recursive: true });
  // Linux forgets what it read of our code; elsewhere the first window is cold for VS Code alone.
  const bundle = join(repository, 'dist', 'extension.cjs');
  spawnSync('sync', [bundle]);
  spawnSync('dd', [`if=${bundle}`, 'iflag=nocache', 'count=0']);

  const said = await open(executablePath, host, folder, 1 + RUNS);
  const [cold, ...after] = said.map(({ text }) => partsOf(text));
  const [asleep] = await open(executablePath, host, join(scratch, 'empty'), 1);
  const [{ profile }] = await open(executablePath, host, folder, 1, '1');
  if (process.env.BENCH_PROFILE) writeFileSync(process.env.BENCH_PROFILE, JSON.stringify(profile));

  const warm = after.map(({ all }) => all), middle = after.find(({ all }) => all === median(warm));
  const [longest = 0, ...next] = stretches(profile);
  const load = `${loadavg()[0].toFixed(1)} on ${cpus().length} cores`;
  console.log(`activation of the extension as VS Code measures it, ${said.length} windows; load of the machine now ${load}`);
  row('the first window', cold.all, BUDGET.cold, `: ${spell(cold)}`);
  row('the windows after it, median', middle.all, BUDGET.warm, `: ${spell(middle)}; each ${warm.join(', ')}`);
  console.log(`  ${'a folder without an SMS'.padEnd(52)} ${asleep.active || partsOf(asleep.text) ? 'OVER: it woke the extension' : 'wakes nothing'}`);
  const tasks = [longest, ...next.slice(0, 2)].map(Math.round).join(', ');
  row('longest task of ours until the first check is shown', Math.max(middle.all, longest), BUDGET.task, `: activation ${middle.all}, then ${tasks}`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
