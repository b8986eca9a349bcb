#!/usr/bin/env node
// Takes VS Code's own arguments, so that @vscode/test-electron's runTests({ vscodeExecutablePath }) runs the same suite here, in VS Code's
// server shown in Chromium, as in a desktop VS Code. Understood: --extensionDevelopmentPath=, --extensionTestsPath=, the folder to open
// (the first argument without a dash). The rest is ignored. The exit code is that of the tests.
//
// Environment
//   SMS_TEST_TRUST=restricted   open the folder in Restricted Mode (otherwise Workspace Trust is off)
//   SMS_TEST_TIME_LIMIT=600     seconds that the whole run may take
//   SMS_TEST_VERBOSE=1          pass on everything the workbench logs, not only the lines of the tests
//   SMS_TEST_UI_DIR             set by the launcher for the extension host: the folder in which it answers
//
// What a test can say, by console.log (suite/screen.ts does it for you)
//   [test] anything     printed, without the mark
//   SHOT name           a picture out/name.png; then <SMS_TEST_UI_DIR>/shot-name.json is written, as for UI
//   UI {"id":"find","steps":[…]}   the steps are done in order, as by a person; then <SMS_TEST_UI_DIR>/find.json is written:
//                       {"ok":true,"texts":{…}} or {"ok":false,"texts":{…},"error":"…"} (then with a picture out/ui-failed-find.png);
//                       "into": another folder for the answer, for tests in a browser, which see no environment
// Steps; selectors are Playwright's, the first match counts, each step may take "timeout" milliseconds (20000)
//   {"click": selector}   {"fill": selector, "with": "text"}   {"hover": selector}   {"press": "F1"}   {"type": "text"}   {"shot": "name"}
//   {"waitFor": selector} until it is visible   {"waitGone": selector} until it is not
//   {"text": selector, "as": "name"} the text of every match, as a list, in texts.name of the answer
//   Messages do not pop up in a VS Code under test: run the command notifications.showList, then .notification-list-item-message is there.
//   any step with a selector and "webview": true looks inside the (first) webview
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { format, stripVTControlCharacters } from 'node:util';
import { chromium } from 'playwright-core';
import { ensureChromium, ensureHost, repository } from './install.mjs';
import { startServer } from './server.mjs';

const pictures = path.join(repository, 'out');
const stepLimit = 20_000;
/** Rendering goes on for a moment after an element is there: hovers fade in, decorations and icons follow. */
const settle = 500;

process.exitCode = await launch(readArguments(process.argv.slice(2)));

function readArguments(args) {
  const values = (name) => args.filter((arg) => arg.startsWith(`--${name}=`)).map((arg) => path.resolve(arg.slice(name.length + 3)));
  const folder = args.find((arg) => !arg.startsWith('-'));
  return {
    extensions: values('extensionDevelopmentPath'),
    tests: values('extensionTestsPath')[0],
    folder: folder === undefined ? undefined : path.resolve(folder),
  };
}

/** @returns {Promise<number>} the exit code */
async function launch(open) {
  if (open.tests === undefined || open.extensions.length === 0) {
    console.error('The launcher needs --extensionDevelopmentPath= and --extensionTestsPath=: without both, no test would run.');
    return 2;
  }
  const seconds = Number(process.env.SMS_TEST_TIME_LIMIT ?? 600);
  const host = await ensureHost();
  const executablePath = await ensureChromium();
  const answers = await mkdtemp(path.join(os.tmpdir(), 'sms-vscode-ui-'));
  const timer = new AbortController();
  const lines = [];
  let server;
  let browser;
  try {
    server = await startServer({ host, tests: true, trust: process.env.SMS_TEST_TRUST === 'restricted', env: { SMS_TEST_UI_DIR: answers } });
    browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'],
      handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false,
    });
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' });
    const screen = makeScreen(page, answers);
    const finished = new Promise((resolve) => {
      page.exposeFunction('codeAutomationExit', (code) => resolve({ code }));
      page.on('crash', () => resolve({ problem: 'The page of VS Code crashed in the browser.' }));
      browser.on('disconnected', () => resolve({ problem: 'The browser ended by itself.' }));
      server.ended.then((problem) => resolve({ problem }));
      delay(seconds * 1000, undefined, { signal: timer.signal }).then(
        () => resolve({ problem: `The tests in VS Code did not end within ${seconds} seconds (SMS_TEST_TIME_LIMIT).` }),
        () => undefined,
      );
      whenParentIsGone(timer.signal).then(() => resolve({ problem: 'The program that started the tests is gone.' }));
    });
    await page.exposeFunction('codeAutomationLog', (type, args) => {
      const line = format(...args);
      lines.push(`${type}: ${line}`);
      if (process.env.SMS_TEST_VERBOSE) console.log(`${type}: ${line}`);
      hear(line, screen);
    });
    await page.goto(server.address(open));
    const end = await finished;
    if (end.problem === undefined) {
      await screen.idle();
      return end.code;
    }
    console.error([end.problem, 'The last that VS Code logged:', ...lines.slice(-30), 'The last that its server logged:', server.log().slice(-3000)].join('\n'));
    await Promise.race([screen.shot('ended-early'), delay(5_000)]).catch((error) => console.error(`There is no picture of it: ${error.message}`));
    return 1;
  } finally {
    timer.abort();
    await browser?.close();
    await server?.stop();
    await rm(answers, { recursive: true, force: true });
  }
}

/** A line of the tests stands anywhere in what the workbench logs: it puts the name of the extension host before it. */
function hear(line, screen) {
  const said = /(?:^|\s)\[test\] (?<test>[^]*)|(?:^|\s)SHOT (?<shot>[\w.-]+)\s*$|(?:^|\s)UI (?<ui>\{[^]*\})\s*$/.exec(line)?.groups;
  if (said === undefined) return;
  const inner = said.test === undefined ? said : { ...said, ...(/^SHOT (?<shot>[\w.-]+)\s*$|^UI (?<ui>\{[^]*\})\s*$/.exec(said.test)?.groups ?? {}) };
  if (inner.shot !== undefined) screen.perform({ id: `shot-${inner.shot}`, steps: [{ shot: inner.shot }] });
  else if (inner.ui !== undefined) screen.perform(JSON.parse(inner.ui));
  else console.log(said.test);
}

/** The screen as the tests use it: one list of steps after the other, in the order they came in. */
function makeScreen(page, answers) {
  let queue = Promise.resolve();
  const find = (step, selector) => (step.webview ? page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame') : page).locator(selector);
  const shot = async (name) => {
    if (!/^[\w.-]+$/.test(name)) throw new Error(`A picture cannot be called ${name}: letters, digits, dot, dash and underscore only.`);
    await delay(settle);
    await mkdir(pictures, { recursive: true });
    await page.screenshot({ path: path.join(pictures, `${name}.png`) });
  };
  const act = async (step, texts) => {
    const timeout = step.timeout ?? stepLimit;
    if (step.click !== undefined) await find(step, step.click).first().click({ timeout });
    // What a squiggle underlines lies above it, so Playwright would wait for ever to reach the squiggle itself.
    else if (step.hover !== undefined) await find(step, step.hover).first().hover({ timeout, force: true });
    else if (step.fill !== undefined) await find(step, step.fill).first().fill(step.with, { timeout });
    else if (step.press !== undefined) await page.keyboard.press(step.press);
    else if (step.type !== undefined) await page.keyboard.type(step.type, { delay: 10 });
    else if (step.waitFor !== undefined) await find(step, step.waitFor).first().waitFor({ timeout });
    else if (step.waitGone !== undefined) await find(step, step.waitGone).first().waitFor({ state: 'hidden', timeout });
    else if (step.shot !== undefined) await shot(step.shot);
    else if (step.text !== undefined) {
      await find(step, step.text).first().waitFor({ state: 'attached', timeout });
      texts[step.as] = await find(step, step.text).allTextContents();
    } else throw new Error('There is no such step.');
  };
  const answer = async ({ id, steps, into = answers }) => {
    const texts = {};
    let result = { ok: true, texts };
    for (const step of steps) {
      try {
        await act(step, texts);
      } catch (error) {
        result = { ok: false, texts, error: `${JSON.stringify(step)}: ${stripVTControlCharacters(error.message)}` };
        await shot(`ui-failed-${id}`).catch((cause) => console.error(`There is no picture of it: ${cause.message}`));
        break;
      }
    }
    // Moved into place whole: the test must not read half an answer.
    await writeFile(path.join(into, `${id}.part`), JSON.stringify(result));
    await rename(path.join(into, `${id}.part`), path.join(into, `${id}.json`));
  };
  return {
    shot,
    perform: (request) => {
      queue = queue.then(() => answer(request)).catch((error) => console.error(`UI: ${error.message}`));
    },
    idle: () => queue,
  };
}

/** When the run that started this one is killed, nothing else tells the launcher to end. */
async function whenParentIsGone(signal) {
  const parent = process.ppid;
  while (process.ppid === parent) {
    if (signal.aborted) return new Promise(() => undefined);
    await delay(1_000, undefined, { signal, ref: false }).catch(() => undefined);
  }
}
