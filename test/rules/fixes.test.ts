import assert from 'node:assert/strict';
import { rules } from '../../src/rules/index.js';
import { outcomes, type Outcome } from '../support/fixes.js';
import { readMarked } from '../../src/rules/marked.js';

/** Of all rules those that mend one of their own bad examples. */
const FLOOR = 0.6;

describe('the fixes of every rule', () => {
  const mending = new Set<string>();

  for (const rule of rules) {
    describe(rule.id, () => {
      rule.examples.bad.forEach((source, at) => {
        it(`do no harm to bad example ${at + 1}`, async () => {
          const { files, commits } = readMarked(source), found: Outcome[] = [];
          for await (const outcome of outcomes({ files, commits }, finding => finding.rule === rule.id)) found.push(outcome);
          if (found.some(({ silenced }) => silenced)) mending.add(rule.id);
          // To be read by somebody who writes one.
          if (process.env['SHOW_FIXES']) for (const { finding, title, silenced, fix } of found) {
            console.log(`      ${silenced ? '+' : '-'}${fix.preferred ? '!' : ' '} ${finding.file}:${finding.range.start.line + 1} ${finding.message}: ${title}`);
          }
          assert.deepEqual(found.flatMap(({ title, complaints }) => complaints.map(complaint => `${title}: ${complaint}`)), []);
        });
      });
    });
  }

  describe('all together', () => {
    it('mend an example of at least three rules in five', function () {
      const without = rules.map(({ id }) => id).filter(id => !mending.has(id));
      console.log(`      ${mending.size} of ${rules.length} rules; without: ${without.join(', ')}`);
      assert.ok(mending.size >= FLOOR * rules.length, `${mending.size} of ${rules.length}`);
    });
  });
});
