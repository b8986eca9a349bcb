import assert from 'node:assert/strict';
import { textsUnder } from '../support/folders.js';
import { CLEAN } from './fixtures.js';
import { wrongIn } from './reports.js';
import { inFolder, runHere } from './scenario.js';

interface Told {
  counts: { made: number; caught: number; observed: number; changed: number; survived: number };
  mutants: { operator: string; file: string; line: number; state: string; caughtBy: { rule: string; grade: string }[]; why?: { reason: string; text: string } }[];
}

describe('sms mutate', () => {
  it('makes 200 faults in copies of the sample, says of each that survives where it is and why, and leaves the files alone', async function () {
    this.timeout(300_000);
    const before = textsUnder('samples/harbour'), { status, stdout, stderr } = await runHere(['mutate', 'samples/harbour', '--max', '200', '--format', 'json']);
    assert.deepEqual([status, stderr], [0, '']);
    assert.deepEqual(textsUnder('samples/harbour'), before);
    const told = JSON.parse(stdout) as Told, { made, caught, observed, changed, survived } = told.counts;
    assert.equal(wrongIn('mutate', told), '');
    assert.deepEqual([made, caught + observed + changed + survived, told.mutants.length], [200, 200, 200]);
    assert.ok(survived * 10 <= made, `${survived} of ${made} went unnoticed`);
    assert.deepEqual(told.mutants.filter(({ file, line, state, caughtBy, why }) =>
      !before.has(file) || line < 1 || ['changed', 'survived'].includes(state) !== (why !== undefined && why.text !== '') || (state === 'survived') !== (caughtBy.length === 0)), []);
    const rulesOf = (operator: string): Set<string> => new Set(told.mutants.filter(each => each.operator === operator).flatMap(({ caughtBy }) => caughtBy.map(({ rule }) => rule)));
    assert.deepEqual([...rulesOf('changed-after-approval')], ['doc-changed-without-version']);
  });

  it('does not say that no rule asks where a nonconformity already follows a breach up', async function () {
    this.timeout(120_000);
    const { stdout } = await runHere(['mutate', 'samples/harbour', '--operator', 'breach-unescalated', '--format', 'json']), { mutants } = JSON.parse(stdout) as Told;
    assert.match(mutants.find(({ file }) => file.endsWith('INC-2841.yaml'))?.why?.text ?? '', /^The nonconformity NC-2026-01 names this record/);
  });

  it('gives the same bytes again', () => inFolder(CLEAN, async cwd => {
    const argv = ['mutate', '--max', '20', '--format', 'json'], first = await runHere(argv, { cwd }), second = await runHere(argv, { cwd });
    assert.deepEqual([first.status, first.stdout === second.stdout, (JSON.parse(first.stdout) as Told).counts.made], [0, true, 20]);
  }));

  it('tries nothing where the SMS cannot be read to its end', () => inFolder({ ...CLEAN, 'wrong.yaml': 'kind: role-register\nid: [\n' }, async cwd => {
    const { status, stdout, stderr } = await runHere(['mutate'], { cwd });
    assert.deepEqual([status, stdout], [3, '']);
    assert.match(stderr, /wrong\.yaml: .*\n.*Nothing was tried\./s);
  }));

  it('refuses an operator that it does not know', () => inFolder(CLEAN, async cwd => {
    const { status, stdout, stderr } = await runHere(['mutate', '--operator', 'link-brokn'], { cwd });
    assert.deepEqual([status, stdout], [2, '']);
    assert.match(stderr, /Did you mean link-broken\?/);
  }));
});
