// npm run bench, or `node bench/tables.mjs [ROWS]` after a build: time and peak memory of `sms check` on samples/harbour with a log of so many incidents,
// each held against the SLA targets of its customer, service and priority in their business hours.
import { spawnSync } from 'node:child_process';
import { closeSync, cpSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { RUNS, median } from './measure.mjs';

const ROWS = Number(process.argv[2] ?? 1_000_000);
const BUDGET = { seconds: 10, mebibytes: 300 };
const LOG = 'records/incidents/incidents-2026.csv';
const scratch = mkdtempSync(join(tmpdir(), 'sms-bench-tables-'));

const over = (value, budget) => (value > budget ? ': OVER' : '');

/** The tickets of the sample over and over, each under a number of its own. */
function writeRows(file, rows) {
  const [header, ...tickets] = readFileSync(file, 'utf8').trimEnd().split('\n');
  const to = openSync(file, 'w');
  writeSync(to, `${header}\n`);
  for (let from = 0; from < rows; from += 10_000) {
    const ticket = number => `INC-${number + 1_000_000}${tickets[number % tickets.length].replace(/^[^;]*/, '')}\n`;
    writeSync(to, Array.from({ length: Math.min(10_000, rows - from) }, (_, i) => ticket(from + i)).join(''));
  }
  closeSync(to);
}

try {
  const folder = join(scratch, 'sms'), hook = join(scratch, 'peak.cjs'), cli = resolve('dist/cli.cjs');
  cpSync('samples/harbour', folder, { recursive: true });
  writeFileSync(hook, "process.on('exit', () => process.stderr.write(`\\npeak ${process.resourceUsage().maxRSS}\\n`));\n");
  const check = () => {
    const from = process.hrtime.bigint();
    const args = ['--require', hook, cli, 'check', folder, '--quiet', '--exit-zero', '--format', 'json'];
    const { status, stderr } = spawnSync(process.execPath, args, { maxBuffer: 1 << 28, encoding: 'utf8' });
    if (status !== 0) throw new Error(`sms check ended with ${status}: ${stderr}`);
    return { seconds: Number(process.hrtime.bigint() - from) / 1e9, mebibytes: Number(/peak (\d+)/.exec(stderr)?.[1]) / 1024 };
  };
  const runs = () => Array.from({ length: RUNS }, check);
  const without = runs();
  writeRows(join(folder, LOG), ROWS);
  const all = runs(), time = of => median(of.map(run => run.seconds)), peak = of => Math.max(...of.map(run => run.mebibytes));
  const seconds = time(all), mebibytes = peak(all);
  console.log(`${ROWS} rows of incidents, ${Math.round(statSync(join(folder, LOG)).size / 1_048_576)} MiB`);
  console.log(`  sms check                        ${seconds.toFixed(2)} s  (budget ${BUDGET.seconds} s${over(seconds, BUDGET.seconds)})`);
  console.log(`  peak memory                      ${mebibytes.toFixed(0)} MiB  (budget ${BUDGET.mebibytes} MiB${over(mebibytes, BUDGET.mebibytes)})`);
  console.log(`  the sample without them          ${time(without).toFixed(2)} s, ${peak(without).toFixed(0)} MiB`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
