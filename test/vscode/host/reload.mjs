// A window of VS Code that is loaded again: prints where the evidence pack of a folder stood before and after, as JSON. No test in VS Code can do that: it would end with the window.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { PackageManager, listFiles } from '@vscode/vsce';
import { chromium } from 'playwright-core';
import { ensureChromium, ensureHost, repository } from './install.mjs';
import { startServer } from './server.mjs';

const [folder] = process.argv.slice(2), { publisher, name, version } = JSON.parse(readFileSync(path.join(repository, 'package.json'), 'utf8'));
const files = await listFiles({ cwd: repository, packageManager: PackageManager.None });
const server = await startServer({ host: await ensureHost(), extensions: [{ name: `${publisher}.${name}-${version}`, from: repository, files }] });
const browser = await chromium.launch({ executablePath: await ensureChromium(), args: ['--no-sandbox', '--disable-gpu'] });
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' });
  // Other tests run beside this one.
  page.setDefaultTimeout(90_000);
  const inside = () => page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
  /** Where the part stands, once nothing moves any more. */
  const top = async () => {
    let before, now = (await inside().locator('.part-risks h2').boundingBox())?.y;
    do { before = now; await page.waitForTimeout(700); now = (await inside().locator('.part-risks h2').boundingBox())?.y; } while (before !== now);
    return now;
  };
  await page.goto(server.address({ folder: path.resolve(folder) }));
  await page.locator('.statusbar-item:has-text("SMS: no findings")').waitFor({ timeout: 90_000 });
  await page.keyboard.press('F1');
  await page.locator('.quick-input-box input').fill('>SMS: Open Evidence Pack');
  await page.locator('.quick-input-list .monaco-list-row:has-text("Open Evidence Pack")').first().click();
  await page.locator('.quick-input-list .monaco-list-row:has-text("The whole SMS")').click();
  await inside().locator('.part-risks').waitFor({ state: 'attached' });
  await inside().locator('#contents > summary').click();
  await inside().locator('#contents a[data-to="part:risks"]').click();
  const before = await top();
  // In a browser VS Code keeps what is open, and where it stands, every five seconds when it is idle, for a page that ends waits for nothing.
  await page.waitForTimeout(12_000);
  await page.reload();
  await inside().locator('.part-risks').waitFor({ state: 'attached', timeout: 90_000 });
  const after = await top(), title = await inside().locator('h1').textContent();
  await page.screenshot({ path: path.join(repository, 'out', 'pack-reloaded.png') });
  console.log(JSON.stringify({ before, after, title }));
} finally {
  await browser.close();
  await server.stop();
}
