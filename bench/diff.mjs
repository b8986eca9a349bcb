// npm run bench, or `node bench/diff.mjs [ARTEFACTS CHANGED]` after a build: what `sms diff` costs where some files of many changed.
// The review has a budget: the time it takes once the later state was checked, as in an editor. The whole command is told beside `sms check` of the same SMS.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { writeCorpus } from './corpus.mjs';
import { plainEnvironment } from './history-corpus.mjs';
import { RUNS, bundled, inGit, median, now, seconds, timed } from './measure.mjs';

const BUDGET = 2000;
const [ARTEFACTS, CHANGED] = process.argv.length > 3 ? process.argv.slice(2).map(Number) : [5000, 50];
const cli = resolve('dist/cli.cjs'), scratch = mkdtempSync(join(tmpdir(), 'sms-bench-diff-')), home = join(scratch, 'home'), folder = join(scratch, 'sms'), environment = plainEnvironment(home);

const git = (...args) => inGit(folder, environment, args), time = args => timed([cli, ...args], { cwd: folder, environment });

/** What a session does, as the server has it. */
function bundle() {
  const contents = `export { Session } from './src/session/session.ts';
export { review } from './src/session/reviewing.ts';
export { diskFiles } from './src/node/disk.ts';
export { gitFiles } from './src/node/git-files.ts';
export { openHistory } from './src/node/git-history.ts';
export { parsePool } from './src/node/parse-pool.ts';`;
  return bundled(contents, scratch);
}

/** The later state checked, then the review alone: the earlier state read, checked and held against it. */
async function reviewAlone({ Session, review, diskFiles, gitFiles, openHistory, parsePool }) {
  const pool = parsePool({ worker: resolve('dist/worker.cjs'), threads: Math.min(4, availableParallelism()), seconds: 10 });
  let parsed = 0;
  const parser = { parse: (jobs, frame) => { parsed += jobs.length; return pool.parse(jobs, frame); } };
  const files = diskFiles(folder), history = openHistory({ root: folder, environment }), session = new Session(files, parser, { history });
  await session.refresh();
  const result = await session.check({ now: new Date() });
  parsed = 0;
  const from = now(), past = await gitFiles({ root: folder, environment, revision: 'HEAD~1' }), then = openHistory({ root: folder, environment, revision: 'HEAD~1', opened: past.git });
  const earlier = new Session(past, parser, { history: then, known: session });
  await earlier.refresh();
  const before = { session: earlier, files: past, result: await earlier.check({ now: new Date(), today: result.today }) }, told = await review(before, { session, files, result });
  const took = now() - from;
  for (const each of [history, then, past]) each.dispose();
  await pool.dispose();
  return { took, parsed, told };
}

try {
  mkdirSync(home);
  const artefacts = writeCorpus(folder, ARTEFACTS), agreements = readdirSync(join(folder, 'agreements'), { recursive: true }).filter(name => name.endsWith('.yaml')).sort().map(name => join(folder, 'agreements', name));
  git('init', '-q', '-b', 'main');
  git('add', '-A');
  git('commit', '-q', '-m', 'Before');
  const step = Math.floor(agreements.length / CHANGED);
  for (let at = 0; at < CHANGED; at++) {
    const file = agreements[at * step], text = readFileSync(file, 'utf8'), changed = text.replace(/^( +value: )(\d+)$/m, (_, key, value) => `${key}${Number(value) + 2}`);
    if (changed === text) throw new Error(`nothing to change in ${file}`);
    writeFileSync(file, changed);
  }
  git('commit', '-q', '-a', '-m', 'After');
  const ours = bundle(), runs = [];
  for (let run = 0; run < RUNS; run++) runs.push({ ...await reviewAlone(ours), ...(run === 0 && { diff: time(['diff', 'HEAD~1', '--format', 'json']), check: time(['check', '--quiet', '--exit-zero', '--format', 'json']) }) });
  const [{ parsed, told, diff, check }] = runs, took = median(runs.map(run => run.took)), wrong = told.changes.length < CHANGED || told.notCompared.length > 0 || parsed > 2 * CHANGED;
  console.log(`sms diff: ${CHANGED} changed files in ${artefacts} artefacts`);
  console.log(`  review of a state that was checked  ${seconds(took)}  (budget ${seconds(BUDGET)})`);
  console.log(`  files parsed for it                 ${parsed}, and ${told.changes.length} changes told`);
  console.log(`  sms diff, the whole command         ${seconds(diff)}`);
  console.log(`  sms check of the later state        ${seconds(check)}  (ratio ${(diff / check).toFixed(2)})`);
  if (wrong || took > BUDGET) { console.error('over the budget, or not what changed'); process.exitCode = 1; }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
