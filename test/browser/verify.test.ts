import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, realpathSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { zipOf } from '../../src/evidence/archive.js';
import { CLEAN, NOTE } from '../cli/fixtures.js';
import { inFolder, runHere } from '../cli/scenario.js';
import { startChromium, watchNetwork } from '../support/chromium.js';

const FILES: Readonly<Record<string, string>> = { ...CLEAN, 'notes/a.md': NOTE('ROLE-SMM').replace('Text.', 'Two\nlines.'), 'plan.txt': 'An attachment.\n' };
const NOTE_A = 'artefacts/notes/a.md';

/** The page of a pack, in a browser that opens it from disk. */
describe('verify.html', function () {
  this.timeout(120_000);
  let browser: Browser, base: string, good: string, page: Page, asked: string[];
  const wrong: string[] = [];

  before(async () => {
    base = realpathSync(mkdtempSync(join(tmpdir(), 'sms-verify-page-')));
    good = join(base, 'good');
    await inFolder(FILES, async folder => { assert.equal((await runHere(['pack', folder, '-o', good])).status, 0); });
    browser = await startChromium();
    page = await browser.newPage();
    asked = watchNetwork(page);
    page.on('pageerror', error => { wrong.push(String(error)); });
    page.on('console', message => { if (message.type() === 'error' || message.type() === 'warning') wrong.push(message.text()); });
  });
  after(async () => {
    await browser.close();
    rmSync(base, { recursive: true, force: true });
  });

  const zipped = (folder: string): string => {
    const paths = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name).slice(folder.length + 1));
    writeFileSync(`${folder}.zip`, zipOf(paths.map(path => ({ path, bytes: readFileSync(join(folder, path)) }))));
    return `${folder}.zip`;
  };
  const told = async (input: '#folder' | '#zip', path: string): Promise<string> => {
    await page.goto(pathToFileURL(join(good, 'verify.html')).href);
    await page.locator(input).setInputFiles(path);
    await page.locator('#result .good, #result .bad').first().waitFor();
    return page.locator('#result').innerText();
  };

  it('says of a pack as it was written that it is', async () => {
    for (const text of [await told('#folder', good), await told('#zip', zipped(good))]) {
      assert.match(text, /^✓ All \d+ files are as the pack lists them, and there are no others\.$/m);
      assert.ok(text.includes(createHash('sha256').update(readFileSync(join(good, 'STATEMENT.json'))).digest('hex')));
      assert.match(text, /^Tiny Hosting, as of 2026-03-31: (?:nothing was found|there are findings); evidence level E0\./m);
    }
  });

  const change = (folder: string, path: string, to: (text: string) => string): void => { writeFileSync(join(folder, path), to(readFileSync(join(folder, path), 'utf8'))); };
  const TAMPERED: readonly (readonly [what: string, change: (folder: string) => void, said: string])[] = [
    ['one byte changed', folder => { change(folder, NOTE_A, text => text.replace('Two', 'Twn')); }, `${NOTE_A}: its content was changed.`],
    ['a file added', folder => { writeFileSync(join(folder, 'artefacts/extra.md'), 'x'); }, 'artefacts/extra.md: it was added; no list names it.'],
    ['a file removed', folder => { unlinkSync(join(folder, NOTE_A)); }, `${NOTE_A}: it is missing.`],
    ['a file renamed', folder => { renameSync(join(folder, NOTE_A), join(folder, 'artefacts/z.md')); }, `${NOTE_A}: it was renamed to artefacts/z.md.`],
    ['a file duplicated in other case', folder => { cpSync(join(folder, NOTE_A), join(folder, 'artefacts/notes/A.md')); }, `artefacts/notes/A.md: it was added, and differs from ${NOTE_A} in capital letters alone.`],
    ['a file with other line ends', folder => { change(folder, NOTE_A, text => text.replace(/\n/g, '\r\n')); }, `${NOTE_A}: its line ends were converted; else it is the same text.`],
    ['the manifest itself', folder => { change(folder, 'MANIFEST.sha256', text => text.replace(/^.*plan\.txt\n/m, '')); unlinkSync(join(folder, 'artefacts/plan.txt')); }, 'MANIFEST.sha256: the list of files is another one than the statement is about.'],
    ['a name that would be a tag', folder => { writeFileSync(join(folder, 'artefacts/<img src=x onerror=alert(1)>'), 'x'); }, 'artefacts/<img src=x onerror=alert(1)>: it was added; no list names it.'],
  ];
  for (const [what, tamper, said] of TAMPERED) it(`names it: ${what}`, async () => {
    const folder = join(base, 'bad');
    rmSync(folder, { recursive: true, force: true });
    cpSync(good, folder, { recursive: true });
    tamper(folder);
    for (const text of [await told('#folder', folder), await told('#zip', zipped(folder))]) assert.ok(text.includes('✗ This is not the pack as it was written. What differs (1):') && text.includes(said), text);
  });

  it('says what is no pack', async () => {
    writeFileSync(join(base, 'no.zip'), 'no zip');
    assert.match(await told('#zip', join(base, 'no.zip')), /^This is no evidence pack/);
  });

  it('asks for nothing, and runs nothing but its own script', async () => {
    await told('#folder', good);
    assert.deepEqual(asked, []);
    assert.deepEqual(wrong, []);
    const blocked = await page.evaluate(`new Promise(resolve => {
      const seen = [];
      document.addEventListener('securitypolicyviolation', event => { seen.push(event.effectiveDirective); });
      const script = document.createElement('script'); script.textContent = 'window.bad = 1'; document.body.append(script);
      const image = document.createElement('img'); image.src = 'https://example.org/x.png'; image.setAttribute('onerror', 'window.bad = 2'); document.body.append(image);
      fetch('https://example.org/').catch(() => {});
      setTimeout(() => resolve({ seen: [...new Set(seen)].sort(), bad: window.bad }), 300);
    })`);
    assert.deepEqual(blocked, { seen: ['connect-src', 'img-src', 'script-src-attr', 'script-src-elem'], bad: undefined });
    assert.deepEqual(asked, []);
  });

  it('reads well for everybody', async () => {
    const require = createRequire(join(process.cwd(), 'package.json')), axe = readFileSync(require.resolve('axe-core'), 'utf8');
    for (const colorScheme of ['light', 'dark'] as const) {
      const context = await browser.newContext({ colorScheme, bypassCSP: true }), own = await context.newPage();
      await own.goto(pathToFileURL(join(good, 'verify.html')).href);
      await own.locator('#folder').setInputFiles(good);
      await own.locator('#result .good').waitFor();
      const violations = await own.evaluate(`(() => { ${axe}; return axe.run().then(({ violations }) => violations.map(({ id, impact }) => id + ' ' + impact)); })()`);
      assert.deepEqual(violations, []);
      await context.close();
    }
    const plain = await browser.newContext({ javaScriptEnabled: false }), silent = await plain.newPage();
    await silent.goto(pathToFileURL(join(good, 'verify.html')).href);
    assert.match(await silent.locator('body').innerText(), /VERIFY\.md/);
    await plain.close();
  });
});
