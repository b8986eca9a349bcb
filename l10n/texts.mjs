// node l10n/texts.mjs, a part of npm run docs: writes sms.en.json and bundle.l10n.json anew, which translators copy. A test fails while they are stale.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const folder = mkdtempSync(join('dist', 'texts-'));
try {
  const outfile = join(folder, 'collect.cjs');
  await build({ entryPoints: ['l10n/collect.ts'], outfile, bundle: true, platform: 'node', format: 'cjs', target: 'node20', mainFields: ['module', 'main'], logLevel: 'warning' });
  const { asFile, clientTexts, serverTexts } = createRequire(import.meta.url)(join(process.cwd(), outfile));
  writeFileSync('l10n/sms.en.json', asFile(serverTexts().texts));
  writeFileSync('l10n/bundle.l10n.json', asFile(clientTexts().texts));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
