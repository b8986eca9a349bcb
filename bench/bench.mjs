// npm run bench: time of `sms check` on generated SMSs of 1,000 and 5,000 artefacts, beside the libraries alone on the same files, in one run.
// Absolute times wander with the machine; the ratios are what to compare (each pair is taken in turn, the median is printed).
import { mkdtempSync, rmSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildSync } from 'esbuild';
import { writeCorpus } from './corpus.mjs';
import { RUNS, median, seconds, timed } from './measure.mjs';

const SIZES = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [1000, 5000];
const cli = resolve('dist/cli.cjs');
const scratch = mkdtempSync(join(tmpdir(), 'sms-bench-'));

const time = (args, cwd, env = {}) => timed(args, { cwd, environment: { ...process.env, ...env } });

try {
  // The floor is bundled like our own command, so that both load in the same way.
  const floor = join(scratch, 'floor.cjs');
  buildSync({ entryPoints: ['bench/floor.mjs'], bundle: true, platform: 'node', format: 'cjs', outfile: floor, mainFields: ['module', 'main'], minify: true, logLevel: 'error' });
  const totals = [];
  for (const size of SIZES) {
    const folder = join(scratch, String(size));
    const artefacts = writeCorpus(folder, size);
    const check = ['check', folder, '--quiet', '--exit-zero', '--format', 'json'];
    const runs = Array.from({ length: RUNS }, () => ({
      floor: time([floor, folder], folder),
      ours: time([cli, ...check], folder),
      one: time([cli, ...check], folder, { SMS_THREADS: '1' }),
    }));
    const ours = median(runs.map(run => run.ours));
    totals.push({ artefacts, ours });
    console.log(`${artefacts} artefacts`);
    console.log(`  sms check                        ${seconds(ours)}`);
    console.log(`  sms check, one parsing thread    ${seconds(median(runs.map(run => run.one)))}`);
    console.log(`  yaml and remark alone, one core  ${seconds(median(runs.map(run => run.floor)))}`);
    console.log(`  ratio                            ${median(runs.map(run => run.ours / run.floor)).toFixed(2)}  (budget 1.0)`);
    console.log(`  ratio, one parsing thread        ${median(runs.map(run => run.one / run.floor)).toFixed(2)}`);
  }
  const [small, large] = [totals[0], totals[totals.length - 1]];
  if (small && large && small !== large) {
    console.log(`growth: ${(large.ours / small.ours).toFixed(2)} times the time for ${(large.artefacts / small.artefacts).toFixed(2)} times the artefacts`);
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
// Each in a process of its own, so that none pays for what another left behind.
if (process.argv.length === 2) {
  for (const bench of ['rules', 'own-rules', 'tables', 'history', 'editing', 'diff', 'pack', 'activation']) process.exitCode ||= spawnSync(process.execPath, [`bench/${bench}.mjs`], { stdio: 'inherit' }).status ?? 1;
}
