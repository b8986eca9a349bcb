// npm run bench, or `node bench/own-rules.mjs [ARTEFACTS]`: what 50 rules of one's own cost a check, in pairs with the same check without them.
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { writeMixedCorpus } from './corpus.mjs';
import { RUNS, median, seconds, timed } from './measure.mjs';

const SIZE = Number(process.argv[2] ?? 5000), COUNT = 50, BUDGET = 2;
const scratch = mkdtempSync(join(tmpdir(), 'sms-bench-own-')), cli = resolve('dist/cli.cjs');

try {
  const without = join(scratch, 'without'), own = join(scratch, 'own'), environment = { ...process.env };
  const artefacts = writeMixedCorpus(without, SIZE);
  cpSync(without, own, { recursive: true });
  mkdirSync(join(own, 'house-rules'));
  const files = readdirSync('test/own/rules').filter(name => name.endsWith('.yaml')).sort();
  for (let at = 0; at < COUNT; at++) {
    const text = readFileSync(join('test/own/rules', files[at % files.length]), 'utf8');
    writeFileSync(join(own, 'house-rules', `${at}.yaml`), at < files.length ? text : text.replace(/^rule: (.*)$/m, 'rule: $1-again'));
  }
  appendFileSync(join(own, 'sms.yaml'), '\nrulePacks: [house-rules]\n');
  const check = folder => [cli, 'check', folder, '--quiet', '--exit-zero', '--format', 'json'];
  const runs = Array.from({ length: RUNS }, () => ({ without: timed(check(without), { cwd: without, environment }), own: timed(check(own), { cwd: own, environment }) }));
  const ratio = median(runs.map(run => run.own / run.without));
  console.log(`${artefacts} artefacts, ${COUNT} rules of one's own`);
  console.log(`  sms check without them           ${seconds(median(runs.map(run => run.without)))}`);
  console.log(`  sms check with them              ${seconds(median(runs.map(run => run.own)))}`);
  console.log(`  ratio                            ${ratio.toFixed(2)}  (budget ${BUDGET.toFixed(1)}${ratio > BUDGET ? ': OVER' : ''})`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
