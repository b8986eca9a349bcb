import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { sentence } from '../../src/rules/check.js';
import { ruleById } from '../../src/rules/index.js';
import type { CheckResult } from '../../src/session/session.js';
import { LIMITS } from '../../src/sms/limits.js';
import { BOUNDS } from '../../src/sms/shapes.js';
import { checkTexts, crashedIn } from '../support/sms.js';

const guide = readFileSync('docs/own-kinds.md', 'utf8');

/** What the guide writes and what it says is told then, in its order: each file stands until it is written again. */
function* steps(): Generator<{ files: ReadonlyMap<string, string>; told: readonly string[] }> {
  const files = new Map<string, string>();
  for (const [, file, , text = ''] of guide.matchAll(/(?:^`(\S+)`:\n\n)?^```(\w+)\n(.*?)^```$/gms)) {
    if (file !== undefined) files.set(file, text);
    else yield { files: new Map(files), told: text.trimEnd().split('\n') };
  }
}

const OF_FIELDS = /^(?:field|kind|schema|ref|id|table|config)-/;
function told({ findings }: CheckResult): string[] {
  return findings.filter(({ rule }) => OF_FIELDS.test(rule)).map(finding => `${finding.file}: ${sentence(ruleById(finding.rule), finding)}`);
}

describe('the guide to kinds of one’s own', () => {
  const known: string[] = [];
  for (const [at, { files, told: expected }] of [...steps()].entries()) {
    it(`example ${at + 1}: ${expected[0]?.slice(0, 60) ?? ''}`, async () => {
      const result = await checkTexts(files), found = told(result).filter(each => !known.includes(each));
      assert.deepEqual(crashedIn(result), []);
      assert.equal(found.length, expected.length, found.join('\n'));
      for (const each of expected) {
        const [file = '', words = ''] = each.split(/: (.*)/s);
        assert.ok(found.some(one => one.startsWith(`${file}: `) && one.includes(words)), `${each}\nis not told. Told is:\n${found.join('\n')}`);
      }
      const isRefused = files.has('own/wrong.json');
      assert.equal(result.incomplete.some(({ file }) => file === 'own/wrong.json'), isRefused);
      if (!isRefused) known.push(...found);
    });
  }

  it('has the words and limits that there are', () => {
    for (const word of ['x-kind', 'x-name', 'x-header', 'x-format', 'x-body', 'x-clauses', 'x-defines', 'x-local', 'x-refers-to', 'x-rule', 'x-normative', 'x-order', 'x-direction']) assert.ok(guide.includes(`\`${word}\``), word);
    for (const word of BOUNDS.filter(each => !each.startsWith('exclusive'))) assert.ok(guide.includes(`\`${word}\``), word);
    const { files, nodes, depth, pattern } = LIMITS.schema;
    assert.ok(guide.includes(`${files} files, 512 Ki characters or ${nodes.toLocaleString('en')} parts in a file, ${depth} brackets inside each other, ${pattern} characters in a pattern, ${LIMITS.nodes.toLocaleString('en')} parts`));
  });
});
