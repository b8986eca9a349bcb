import { chromium, type Browser, type Page } from 'playwright-core';
import { ensureChromium } from '../vscode/host/install.mjs';

/** A Chromium for the tests of pages. As root it needs to be told that it may go without its sandbox. */
export async function startChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: await ensureChromium(), args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
}

/** Every address that a page asked for and that its own policy did not stop, but for those of files on disk and of data in the page itself. */
export function watchNetwork(page: Page): string[] {
  const asked: string[] = [], note = (url: string): void => { if (!/^(?:file|data|blob|about):/.test(url)) asked.push(url); };
  page.on('requestfinished', request => { note(request.url()); });
  page.on('requestfailed', request => { if (request.failure()?.errorText !== 'csp') note(request.url()); });
  return asked;
}
