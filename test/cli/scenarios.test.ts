import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { playScenario, readScenarios } from './scenario.js';

const folder = join(process.cwd(), 'test/cli');

for (const file of readdirSync(folder).filter(name => name.endsWith('.scenario')).sort()) {
  describe(`command line: ${file.replace('.scenario', '')}`, () => {
    for (const scenario of readScenarios(readFileSync(join(folder, file), 'utf8'))) {
      it(scenario.title, async () => {
        const { ran, wrong } = await playScenario(scenario);
        assert.deepEqual(wrong, [], `${wrong.join('\n')}\n--- exit code ${ran.status}, stdout:\n${ran.stdout}\n--- stderr:\n${ran.stderr}`);
      });
    }
  });
}
