// Prints the numbers that are known of the shared documents, each with what is expected: npm run build && node test/corpus/numbers.mjs
// Uses the built command line on the documents as they are; needs ../shared beside the checkout.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gitlabCatalogue } from './gitlab-catalogue.mjs';

const root = path.resolve(import.meta.dirname, '../..'), shared = path.resolve(root, '../shared');
let wrong = 0;

function findings(...args) {
  const { stdout } = spawnSync(process.execPath, [path.join(root, 'dist/cli.cjs'), 'check', ...args, '--format', 'json'], { encoding: 'utf8', maxBuffer: 1 << 28 });
  return JSON.parse(stdout).runs[0].findings;
}

function say(what, found, expected) {
  if (found !== expected) wrong++;
  console.log(`${found === expected ? 'ok   ' : 'WRONG'} ${what}: ${found} (expected ${expected})`);
}

const gds = [path.join(shared, 'data/gds-way'), '--config', path.join(root, 'test/corpus/gds-way.sms.yaml')];
for (const [today, expected] of Object.entries({ '2025-10-01': 12, '2026-01-01': 14, '2026-04-22': 20, '2026-07-01': 29, '2026-08-19': 31 })) {
  const found = findings(...gds, '--today', today);
  say(`gds-way, overdue reviews on ${today}`, found.filter(f => f.rule === 'doc-review-overdue').length, expected);
  if (today === '2026-08-19') say('gds-way, pages without review data', found.filter(f => f.rule === 'doc-control-block-missing' && f.args.fields.includes('review day')).length, 1);
}

const scratch = mkdtempSync(path.join(tmpdir(), 'sms-numbers-'));
writeFileSync(path.join(scratch, 'sms.yaml'), 'sms: 1\norganization: GitLab\ntimeZone: UTC\nstage: building\n');
writeFileSync(path.join(scratch, 'catalogue.yaml'), gitlabCatalogue(path.join(shared, 'data/gitlab-service-catalogue')));
const dependencies = findings(scratch).filter(f => f.rule === 'catalogue-dependency-unresolved');
rmSync(scratch, { recursive: true });
for (const [message, expected] of Object.entries({ unknown: 10, empty: 13, self: 1, cycle: 3 })) {
  say(`GitLab catalogue, dependencies ${message}`, dependencies.filter(f => f.message === message).length, expected);
}
for (const cycle of dependencies.filter(f => f.message === 'cycle')) console.log(`      ${cycle.args.path}`);

const example = findings(path.join(shared, 'design/format-example'));
say('example of the format, findings', example.map(f => f.rule).join(', '), 'sla-priority-matrix-incomplete, risk-register-incomplete, mandatory-artefact-missing');
process.exitCode = wrong > 0 ? 1 : 0;
