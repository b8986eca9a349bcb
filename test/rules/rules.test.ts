import assert from 'node:assert/strict';
import recorded from '../../src/rules/examples.json' with { type: 'json' };
import { rules } from '../../src/rules/index.js';
import { rulesHash } from '../../src/session/bundle.js';
import { found, readMarked, type Expected } from '../../src/rules/marked.js';
import { checkTexts, crashedIn } from '../support/sms.js';

const line = (e: Expected): string => `${e.file}:${e.line + 1}:${e.start}-${e.end} ${e.rule} ${e.message}`;

describe('the examples of every rule', () => {
  for (const rule of rules) {
    describe(rule.id, () => {
      rule.examples.good.forEach((source, at) => {
        it(`is silent about good example ${at + 1}`, async () => assert.deepEqual((await judge(source, rule.id)).found, []));
      });
      rule.examples.bad.forEach((source, at) => {
        it(`finds what bad example ${at + 1} marks`, async () => {
          const { expected, found: actual } = await judge(source, rule.id);
          assert.ok(expected.length > 0, 'a bad example marks something');
          assert.deepEqual(actual, expected);
        });
      });
    });
  }
});

describe('all examples together', () => {
  it('are as many as an evidence pack tells, and of these rules (npm run docs)', () => {
    const count = rules.reduce((sum, { examples: { good, bad } }) => sum + good.length + bad.length, 0);
    assert.deepEqual(recorded, { count, right: count, sha256: rulesHash() });
  });
});

async function judge(source: string, rule: string): Promise<{ expected: string[]; found: string[] }> {
  const { files, expected, commits } = readMarked(source);
  const checked = await checkTexts(files, { commits });
  assert.deepEqual(crashedIn(checked), []);
  return { expected: expected.map(line).sort(), found: found(files, checked.findings).filter(f => f.rule === rule).map(line).sort() };
}
