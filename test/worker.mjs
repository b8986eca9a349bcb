// A process that runs plain tests for run.mjs: it is told a file, runs its tests by mocha and answers how they went and what they printed.
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { format } from 'node:util';
import Mocha from 'mocha';

/** Milliseconds for a test: what never ends is ended; no measure. */
const limit = 60_000;
const { folder, grep } = JSON.parse(process.argv[2]);

process.setSourceMapsEnabled(true);
// VS Code goes first: what a person does there must be seen within 20 seconds.
os.setPriority(5);

let said = [];
console.log = Mocha.reporters.Base.consoleLog = (...values) => said.push(format(...values));
process.on('message', async (file) => {
  said = [];
  process.send(await runFile(file));
});
process.on('disconnect', () => process.exit());

/** @returns {Promise<{ counts: object, ms: number, printed: string[], failures: string }>} `failures` in full, empty where there is none */
async function runFile(file) {
  const start = Date.now();
  const mocha = new Mocha({ ui: 'bdd', timeout: limit, forbidOnly: true, reporter: class {}, ...(grep !== undefined && { grep }) });
  mocha.suite.emit('pre-require', globalThis, file, mocha);
  try {
    await import(pathToFileURL(path.resolve(folder, file.replace(/^test\//, '').replace(/\.ts$/, '.mjs'))).href);
  } catch (error) {
    return broken(`It could not be loaded.\n${error instanceof Error ? error.stack : error}`);
  }
  mocha.suite.emit('post-require', globalThis, file, mocha);
  if (mocha.suite.total() === 0) return broken('It has no tests.');
  const failed = [];
  const { stats } = await new Promise((resolve) => {
    const runner = mocha.run(() => resolve(runner));
    runner.on('fail', (test, error) => {
      test.err = error;
      failed.push(test);
    });
  });
  const ms = Date.now() - start, printed = said;
  said = [];
  if (failed.length > 0) Mocha.reporters.Base.list(failed);
  // Otherwise all that the tests hold stays in memory.
  mocha.dispose();
  return { counts: { passed: stats.passes, failed: stats.failures, skipped: stats.pending }, ms, printed, failures: said.join('\n') };
}

function broken(failures) {
  return { counts: { passed: 0, failed: 1, skipped: 0 }, ms: 0, printed: said, failures };
}
