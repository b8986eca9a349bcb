// The mocha run inside VS Code. test/run.mjs bundles it with the suites, which call it from the `run()` that VS Code looks for.
import { writeFileSync } from 'node:fs';
import { format } from 'node:util';
import Mocha from 'mocha';

export interface Suite {
  /** Its file, relative to the repository. */
  file: string;
  load: () => Promise<unknown>;
}

/**
 * Run the suites and write how it went to the file that SMS_TEST_REPORT names, `{ passed, failed, skipped }`.
 * SMS_TEST_GREP narrows the tests down. Rejects when a test failed: VS Code then ends with an exit code other than 0.
 */
export async function runSuites(suites: readonly Suite[]): Promise<void> {
  // The launcher passes on lines with this mark alone; the workbench logs a lot besides.
  const say = (...values: unknown[]): void => console.log(`[test] ${format(...values)}`);
  Mocha.reporters.Base.consoleLog = say;
  const grep = process.env['SMS_TEST_GREP'];
  // What a loaded machine draws late, VS Code may close again, and a hover or a letter goes astray: what is wrong fails three times.
  const mocha = new Mocha({ ui: 'bdd', timeout: 60_000, retries: 2, color: false, forbidOnly: true, ...(grep === undefined ? {} : { grep }) });
  for (const { file, load } of suites) {
    mocha.suite.emit('pre-require', globalThis, file, mocha);
    try {
      await load();
    } catch (error) {
      say('%s could not be loaded: %s', file, error instanceof Error ? error.stack : error);
      throw error;
    }
    mocha.suite.emit('post-require', globalThis, file, mocha);
  }
  const report = await new Promise<{ passed: number; failed: number; skipped: number }>(resolve => {
    const runner = mocha.run(() => {
      const { passes = 0, failures = 0, pending = 0 } = runner.stats ?? {};
      resolve({ passed: passes, failed: failures, skipped: pending });
    });
  });
  const target = process.env['SMS_TEST_REPORT'];
  if (target !== undefined) writeFileSync(target, JSON.stringify(report));
  if (report.failed > 0) throw new Error(`${report.failed} failed`);
}
