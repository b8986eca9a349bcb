// npm run bench, or `node bench/history.mjs [ARTEFACTS COMMITS]` after a build: what the history of an SMS costs, beside git alone over the same commits.
// The log pass and the threads of today's ids have a budget, and read nothing of the past; the rest is told.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { plainEnvironment, writeHistory } from './history-corpus.mjs';
import { RUNS, bundled, median, now, seconds } from './measure.mjs';

const [ARTEFACTS, COMMITS] = process.argv.length > 3 ? process.argv.slice(2).map(Number) : [5000, 6000];
const BUDGET = 1000;
const cli = resolve('dist/cli.cjs');
const scratch = mkdtempSync(join(tmpdir(), 'sms-bench-history-'));
const home = join(scratch, 'home'), folder = join(scratch, 'sms'), environment = plainEnvironment(home);

function time(program, args, allowed = [0]) {
  const from = now(), { status, stderr } = spawnSync(program, args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'], env: environment });
  if (!allowed.includes(status)) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}`);
  return now() - from;
}

/** Our own reading of the history, as the session uses it. */
function bundle() {
  const contents = `export { openHistory } from './src/node/git-history.ts';
export { threadsOf } from './src/control/threads.ts';
export { analyse } from './src/session/analyse.ts';
export { defaults } from './src/sms/config.ts';`;
  return bundled(contents, scratch);
}

/** Log pass, then the threads of all artefacts; counts what is asked of the past. */
async function readAll({ openHistory, threadsOf }, artefacts) {
  const source = openHistory({ root: folder, environment });
  const from = now(), history = await source.read(), read = now() - from;
  if (!('head' in history)) throw new Error(`no history: ${history.reason} ${history.detail}`);
  let past = 0, steps = 0;
  const threads = threadsOf(history, { past: wanted => { past += wanted.length; return Promise.resolve(new Map()); }, today: () => Promise.resolve(new Map()) });
  for (const { file, id } of artefacts) {
    const thread = await threads.of(file, [id]);
    if (thread.steps.length === 0 && past === 0) throw new Error(`${file} has no history`);
    steps += thread.steps.length;
  }
  const all = now() - from, again = now();
  await source.read();
  const cached = now() - again;
  source.dispose();
  return { read, all, cached, past, steps, commits: history.commits.length };
}

try {
  mkdirSync(home);
  const ours = bundle(), frame = { config: ours.defaults('sms.yaml'), today: '2026-10-15' };
  const { found, commits } = writeHistory(folder, { artefacts: ARTEFACTS, commits: COMMITS, home, digestOf: (file, text) => ours.analyse({ file, text, digest: 'only' }, frame).digest });
  const off = join(scratch, 'off.yaml');
  writeFileSync(off, `${readFileSync(join(folder, 'sms.yaml'), 'utf8')}history: off\n`);
  const check = ['check', folder, '--quiet', '--exit-zero', '--format', 'json'];
  const runs = [];
  for (let run = 0; run < RUNS; run++) {
    runs.push({
      git: time('git', ['log', '--raw', '-z', '--no-abbrev', 'HEAD']),
      ...await readAll(ours, found),
      // Once: these take long, and their ratio says enough.
      ...(run === 0 && {
        register: time(process.execPath, [cli, 'register', folder, '--format', 'json']),
        check: time(process.execPath, [cli, ...check]),
        without: time(process.execPath, [cli, ...check, '--config', off]),
      }),
    });
  }
  const known = values => values.filter(value => value !== undefined && !Number.isNaN(value));
  const of = key => median(known(runs.map(run => run[key]))), ratio = (a, b) => median(known(runs.map(run => run[a] / run[b]))).toFixed(2);
  const { past, steps } = runs[0], over = of('all') > BUDGET;
  console.log(`${found.length} artefacts over ${commits} commits, changed ${steps} times`);
  console.log(`  git log --raw alone              ${seconds(of('git'))}`);
  console.log(`  log pass                         ${seconds(of('read'))}`);
  console.log(`  log pass and today's ids         ${seconds(of('all'))}  (budget ${seconds(BUDGET)}${over ? ': OVER' : ''})`);
  console.log(`  the same again, nothing changed  ${seconds(of('cached'))}`);
  console.log(`  ratio to git log --raw           ${ratio('all', 'git')}`);
  console.log(`  contents of the past read so far ${past}  (expected 0)`);
  console.log(`  sms register                     ${seconds(of('register'))}`);
  console.log(`  sms check                        ${seconds(of('check'))}`);
  console.log(`  sms check without history        ${seconds(of('without'))}`);
  console.log(`  ratio of the two                 ${ratio('check', 'without')}`);
  if (past > 0) {
    console.log('  Threads asked for contents of the past, which nothing here needs.');
    process.exitCode = 1;
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
