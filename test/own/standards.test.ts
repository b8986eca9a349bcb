import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { coverageOf } from '../../src/evidence/further-coverage.js';
import { ENGLISH } from '../../src/sms/language.js';
import { sentence } from '../../src/rules/check.js';
import { ruleById } from '../../src/rules/index.js';
import { standardsOf } from '../../src/sms/standards.js';
import { checkFolder } from '../support/disk.js';
import { shared } from '../support/shared.js';

describe('strongdm-comply: policies that were never written for us, against a standard of their own', function () {
  this.timeout(60_000);

  it('covers all 61 criteria, and finds exactly the 5 references to CC9.9, which there is none of', async function () {
    const data = shared(this, 'data', 'strongdm-comply', 'example'), folder = mkdtempSync(join(tmpdir(), 'sms-own-'));
    try {
      cpSync('test/own/strongdm', folder, { recursive: true });
      cpSync(data, join(folder, 'example'), { recursive: true });
      const result = await checkFolder(folder), tsc = standardsOf(result.config).get('tsc');
      assert.deepEqual([result.incomplete, tsc?.leaves.length], [[], 61]);
      assert.ok(tsc);
      const covered = coverageOf(tsc, result);
      assert.equal(covered.filter(({ evidence, state }) => evidence.length > 0 && state !== 'missing').length, 61);
      const unknown = result.findings.filter(({ rule }) => rule === 'clause-tag-unknown');
      assert.deepEqual(unknown.map(({ file }) => file), ['classification', 'encryption', 'information', 'password', 'policy'].map(name => `example/policies/${name}.md`));
      for (const finding of unknown) assert.match(sentence(ruleById(finding.rule), finding, ENGLISH), /names tsc:CC9\.9, which is no clause of Trust Services Criteria 2017\./);
      assert.deepEqual(unknown.map(({ range }) => [range.start.line, range.start.character]), unknown.map(() => [4, 6]));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
