// Prints how much of the whole standard there is, and how exactly planted faults are found: node esbuild.mjs && node test/whole/numbers.mjs
import { createRequire } from 'node:module';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { build } from 'esbuild';

const root = path.resolve(import.meta.dirname, '../..'), outfile = path.join(root, 'dist/test/whole/numbers.cjs');
process.chdir(root);
mkdirSync(path.dirname(outfile), { recursive: true });
await build({
  stdin: { contents: "export { counts } from './counts.ts';\nexport { defects, Harbour } from '../defects/planted.ts';", resolveDir: import.meta.dirname, loader: 'ts' },
  bundle: true, platform: 'node', format: 'cjs', target: 'node20', mainFields: ['module', 'main'], outfile, logLevel: 'warning',
});
const { counts, defects, Harbour } = createRequire(import.meta.url)(outfile);
let wrong = 0;
for (const { what, has, of, lacking } of counts()) {
  console.log(`${what}: ${has} of ${of}${lacking.length === 0 ? '' : `; without: ${lacking.join(', ')}`}`);
  wrong += lacking.length;
}
const harbour = await Harbour.open(), all = Object.entries(defects).flatMap(([name, table]) => table.map(defect => ({ name, defect })));
let exact = 0;
for (const { name, defect } of all) {
  const { found, wanted } = await harbour.plant(defect);
  if (isDeepStrictEqual(found, wanted)) exact++;
  else console.log(`  WRONG ${name}: ${defect.title}`);
}
console.log(`planted faults found exactly, and nothing else: ${exact} of ${all.length}`);
process.exitCode = wrong > 0 || exact < all.length ? 1 : 0;
