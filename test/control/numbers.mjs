// Prints how the histories and the edits of issue 3 are judged, each beside what is expected: node esbuild.mjs && node test/control/numbers.mjs
import { createRequire } from 'node:module';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';

const root = path.resolve(import.meta.dirname, '../..'), outfile = path.join(root, 'dist/test/control/numbers.cjs');
process.chdir(root);
mkdirSync(path.dirname(outfile), { recursive: true });
await build({
  stdin: { contents: "export { judgeStory, TWELVE } from './histories.ts';\nexport { Approved, EDITS } from './edits.ts';", resolveDir: import.meta.dirname, loader: 'ts' },
  bundle: true, platform: 'node', format: 'cjs', target: 'node20', mainFields: ['module', 'main'], outfile, logLevel: 'warning',
});
const { judgeStory, TWELVE, Approved, EDITS } = createRequire(import.meta.url)(outfile);
let wrong = 0;

const shown = ({ state, code, commit, flagged }) => `${state} (${code}${commit === '' ? '' : `, commit "${commit}"`})${flagged.length === 0 ? '' : `; flagged: ${flagged.join(', ')}`}`;
let histories = 0;
for (const { name, stories } of TWELVE) {
  console.log(name);
  let right = true;
  for (const story of stories) {
    const { wanted, found } = await judgeStory(story), same = shown(found) === shown(wanted);
    right &&= same;
    console.log(`  ${same ? 'ok   ' : 'WRONG'} ${story.name}\n          ${shown(found)}${same ? '' : `\n          expected ${shown(wanted)}`}`);
  }
  if (right) histories++; else wrong++;
}
console.log(`\nhistories judged as the format says, or flagged: ${histories} of ${TWELVE.length}\n`);

const approved = await Approved.create();
let edits = 0;
try {
  for (const edit of EDITS) {
    const kept = await approved.kept(edit), same = kept === edit.kept, said = kept === true ? 'kept' : kept === false ? 'void' : kept;
    if (same) edits++; else wrong++;
    console.log(`${same ? 'ok   ' : 'WRONG'} ${edit.kind.padEnd(9)} ${said.padEnd(5)} ${edit.document.padEnd(10)} ${edit.what}`);
  }
} finally {
  approved.remove();
}
console.log(`\nedits that keep or void both approvals rightly: ${edits} of ${EDITS.length}`);
process.exitCode = wrong > 0 ? 1 : 0;
