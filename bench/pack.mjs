// npm run bench, or `node bench/pack.mjs [ARTEFACTS]` after a build: what an evidence pack costs, of a commit and with all that belongs to it, beside `sms check` of the
// same SMS; and how long the preview in an editor takes once a change was checked.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { writeCorpus } from './corpus.mjs';
import { plainEnvironment } from './history-corpus.mjs';
import { RUNS, bundled, inGit, median, now, seconds, timed } from './measure.mjs';

const BUDGET = { pack: 5000, refresh: 300 };
const ARTEFACTS = Number(process.argv[2] ?? 1000);
const cli = resolve('dist/cli.cjs'), scratch = mkdtempSync(join(tmpdir(), 'sms-bench-pack-')), home = join(scratch, 'home'), folder = join(scratch, 'sms'), environment = plainEnvironment(home);

const git = (...args) => inGit(folder, environment, args), time = args => timed([cli, ...args], { cwd: folder, environment });

/** What a session does, as the server has it. */
function bundle() {
  const contents = `export { Session } from './src/session/session.ts';
export { Pages } from './src/server/pages.ts';
export { ENGLISH } from './src/sms/language.ts';
export { diskFiles } from './src/node/disk.ts';
export { openHistory } from './src/node/git-history.ts';
export { parsePool } from './src/node/parse-pool.ts';`;
  return bundled(contents, scratch);
}

/** What changed of the preview after each of some changes of one file, once it was checked. Milliseconds of processor: what others do on the machine does not count. */
async function refreshes({ Session, Pages, ENGLISH, diskFiles, openHistory, parsePool }) {
  const pool = parsePool({ worker: resolve('dist/worker.cjs'), threads: Math.min(4, availableParallelism()), seconds: 10 });
  const files = diskFiles(folder), history = openHistory({ root: folder, environment }), session = new Session(files, pool, { history }), pages = new Pages(() => Promise.resolve());
  let known = {};
  const show = async result => {
    const { parts } = await pages.page({ session, files, checked: { result } }, { page: { of: 'pack' }, known }, ENGLISH);
    known = Object.fromEntries(parts.map(({ id, mark }) => [id, mark]));
  };
  await session.refresh();
  await show(await session.check({ now: new Date() }));
  const file = readdirSync(folder, { recursive: true }).map(String).filter(each => /sla.*\.yaml$/i.test(each)).sort()[0], text = readFileSync(join(folder, file), 'utf8'), took = [];
  for (let run = 0; run < RUNS + 2; run++) {
    session.setOverlay(file, text.replace(/^title: .*$/m, `title: Changed ${run}`));
    const result = await session.check({ now: new Date() }), from = process.cpuUsage();
    await show(result);
    const { user, system } = process.cpuUsage(from);
    took.push((user + system) / 1000);
  }
  history.dispose();
  await pool.dispose();
  return took;
}

try {
  mkdirSync(home);
  const artefacts = writeCorpus(folder, ARTEFACTS);
  git('init', '-q');
  git('add', '-A');
  git('commit', '-q', '-m', 'All');
  const runs = Array.from({ length: RUNS }, (_, run) => ({
    check: time(['check', '--quiet', '--exit-zero', '--at', 'HEAD', '--today', '2026-10-15']),
    pack: time(['pack', '-o', join(scratch, `pack-${run}`), '--at', 'HEAD', '--today', '2026-10-15']), zip: time(['pack', '-o', join(scratch, `zip-${run}`), '--format', 'zip', '--at', 'HEAD', '--today', '2026-10-15']),
  }));
  const refresh = median(await refreshes(bundle())), pack = median(runs.map(run => run.pack));
  console.log(`Evidence pack of ${artefacts} artefacts`);
  console.log(`  sms check --at HEAD              ${seconds(median(runs.map(run => run.check)))}`);
  console.log(`  sms pack --at HEAD, a folder     ${seconds(pack)}  (budget ${seconds(BUDGET.pack)})`);
  console.log(`  sms pack --at HEAD, a ZIP        ${seconds(median(runs.map(run => run.zip)))}`);
  console.log(`  preview after a change           ${refresh.toFixed(0)} ms  (budget ${BUDGET.refresh} ms)`);
  if (pack > BUDGET.pack || refresh > BUDGET.refresh) process.exitCode = 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
