import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fitsTemplate, matchesGlob } from '../../src/sms/wildcards.js';

describe('wildcards', () => {
  const globs: [glob: string, yes: string[], no: string[]][] = [
    ['drafts/**', ['drafts/a.md', 'drafts/a/b.md', 'drafts/'], ['drafts', 'old/drafts/a.md', 'draftsx/a.md']],
    ['source/**/*.html.md.erb', ['source/a.html.md.erb', 'source/a/b/c.html.md.erb'], ['a.html.md.erb', 'source/a.html.md', 'xsource/a.html.md.erb']],
    ['**/*.md', ['a.md', 'x/y/a.md'], ['a.mdx', 'a.md/x']],
    ['*.md', ['a.md'], ['x/a.md', 'a.txt']],
    ['?.md', ['a.md', 'é.md', '😀.md'], ['ab.md', '.md']],
    ['**', ['a', 'a/b'], []],
    ['a/**/b', ['a/b', 'a/x/b', 'a/x/y/b'], ['ab', 'a/xb']],
    ['*.{yaml,yml}', ['a.yaml', 'a.yml'], ['a.json', 'a.{yaml,yml}']],
    ['x**y', ['xaby', 'xy'], ['xa/by']],
    ['[a].md', ['[a].md'], ['a.md']],
  ];
  for (const [glob, yes, no] of globs) {
    it(glob, () => {
      assert.deepEqual(yes.filter(file => !matchesGlob(glob, file)), []);
      assert.deepEqual(no.filter(file => matchesGlob(glob, file)), []);
    });
  }

  it('fit ids: a star is one character or more, a hash one digit', () => {
    assert.deepEqual(['SVC-MAIL', 'SVC-A.b_2', 'SVC-BÜRO'].filter(id => !fitsTemplate(id, 'SVC-*')), []);
    assert.deepEqual(['SVC-', 'SVC', 'XSVC-A', 'SVC-A B', 'SVC-A/B'].filter(id => fitsTemplate(id, 'SVC-*')), []);
    assert.ok(fitsTemplate('INC-2841', 'INC-####') && !fitsTemplate('INC-284', 'INC-####') && !fitsTemplate('INC-28A1', 'INC-####'));
  });

  it('agree with a regular expression on short texts', () => {
    const piece = fc.constantFrom('a', 'b', '/', '*', '?');
    fc.assert(fc.property(fc.array(piece, { maxLength: 6 }).map(p => p.join('')).filter(p => !p.includes('**')), fc.stringMatching(/^[ab/]{0,8}$/), (glob, file) => {
      const pattern = new RegExp(`^${glob.replace(/\*/g, '[^/]*').replace(/\?/g, '[^/]')}$`);
      assert.equal(matchesGlob(glob, file), pattern.test(file));
    }), { seed: 7, numRuns: 2_000 });
  });

  it('cannot be made to hang', () => {
    assert.equal(matchesGlob(`${'*a'.repeat(200)}x`, 'a'.repeat(255)), false);
    assert.equal(matchesGlob(`${'**/a'.repeat(100)}x`, 'a/'.repeat(500)), false);
    assert.equal(matchesGlob('{a,a}'.repeat(90), 'a'), false);
    assert.equal(fitsTemplate('a'.repeat(400), `${'*a'.repeat(200)}x`), false);
  });
});
