// The mocha run in the extension host of a browser. test/run.mjs bundles it with the suites, which call it from the `run()` that VS Code looks for.
import { workspace } from 'vscode';
import { beside } from './screen.js';

/** Runs the suites and writes `{ passed, failed, skipped }` beside the folder of the workspace. Rejects when a test failed. */
export async function runSuites(suites: readonly (() => Promise<unknown>)[], grep: string | undefined): Promise<void> {
  // The launcher passes on lines with this mark alone; the workbench logs a lot besides.
  const say = (line: string): void => { console.log(`[test] ${line}`); };
  const report = { passed: 0, failed: 0, skipped: 0 };
  const Report = class extends Mocha.reporters.Base {
    constructor(runner: Mocha.Runner) {
      super(runner);
      runner.on('suite', ({ title }) => { say(title); });
      runner.on('pass', ({ title }) => { report.passed++; say(`  ✓ ${title}`); });
      runner.on('pending', ({ title }) => { report.skipped++; say(`  - ${title}`); });
      runner.on('fail', ({ title }, error: unknown) => { report.failed++; say(`  ✗ ${title}\n${error instanceof Error ? error.stack ?? error.message : String(error)}`); });
    }
  };
  mocha.setup({ ui: 'bdd', timeout: 60_000, forbidOnly: true, reporter: Report, ...(grep !== undefined && { grep }) });
  for (const load of suites) await load();
  await new Promise<void>(resolve => { mocha.run(() => { resolve(); }); });
  await workspace.fs.writeFile(beside('report.json'), new TextEncoder().encode(JSON.stringify(report)));
  if (report.failed > 0) throw new Error(`${report.failed} failed`);
}
