// node docs/examples.mjs, a part of npm run docs: runs the examples of all rules and writes what came out to src/rules/examples.json, which every evidence pack tells.
// A test fails while that is not so, or of other rules.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const folder = mkdtempSync(join('dist', 'examples-'));
try {
  const outfile = join(folder, 'run.cjs');
  await build({ entryPoints: ['docs/examples.ts'], outfile, bundle: true, platform: 'node', format: 'cjs', target: 'node20', mainFields: ['module', 'main'], logLevel: 'warning' });
  const { runExamples } = createRequire(import.meta.url)(join(process.cwd(), outfile));
  writeFileSync('src/rules/examples.json', `${JSON.stringify(await runExamples(), null, 2)}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
