import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compilePattern } from '../../src/sms/pattern.js';

function finds(source: string, text: string): boolean {
  const pattern = compilePattern(source);
  assert.ok(typeof pattern === 'object', `${source}: ${String(pattern)}`);
  return pattern.test(text);
}

describe('patterns of own schemas', () => {
  const cases: readonly string[] = ['^always$', '^[A-Z]{3}$', 'a|b|', '(a|b)*c', '^(?:ab?){2,3}$', '^(?<year>\\d{4})-\\d\\d$', 'x{0}y', 'a{2,}', '^\\p{Lu}\\p{Ll}+$', '[\\]\\-^]', '\\bword\\b', 'a\\B', '^$', '.', '^.{2}$',
    '\\u{1F600}', '\\uD83D\\uDE00', '[😀-😂]', '(a*)*b', '(a?){3}a{3}', '(?:a|ab)(?:c|bcd)(?:d*)', '\\.|\\/', '^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$', '[^\\s#]+$', '()', '(|a)+', '\\x41', 'a+?b??', '(?:)*x'];
  const texts: readonly string[] = ['', 'a', 'b', 'ab', 'abab', 'aba', 'ABC', 'ABCD', 'always', 'aac', '2026-03', '2026-03\n', 'Über', 'über', ']', '^', 'a word here', 'sword', 'words', 'aa', '\n', '😀', '😁x', 'abcd', 'aaa', 'aaaaaaab', '23:59', '24:01', '/', 'y', 'xy', 'A', 'a b'];

  it('finds what the platform finds', () => {
    for (const source of cases) for (const text of texts) assert.equal(finds(source, text), new RegExp(source, 'u').test(text), `${source} in ${JSON.stringify(text)}`);
  });

  it('finds what the platform finds, whatever the pattern', () => {
    const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\w', '\\b', '^', '$', '(?:a|b)', '()', '\\B');
    const pattern = fc.letrec<{ whole: string }>(tie => ({
      whole: fc.oneof({ maxDepth: 3 }, atom, fc.tuple(tie('whole'), tie('whole')).map(([one, other]) => one + other), fc.tuple(tie('whole'), tie('whole')).map(([one, other]) => `(?:${one}|${other})`),
        fc.tuple(tie('whole'), fc.constantFrom('*', '+', '?', '{2}', '{0,2}', '{1,}')).map(([one, sign]) => `(?:${one})${sign}`)),
    })).whole;
    fc.assert(fc.property(pattern, fc.stringMatching(/^[ab \n]{0,8}$/), (source, text) => {
      assert.equal(finds(source, text), new RegExp(source, 'u').test(text), `${source} in ${JSON.stringify(text)}`);
    }), { numRuns: 500 });
  });

  it('matches in linear time what others take exponential time for', () => {
    const text = `${'a'.repeat(20_000)}!`;
    for (const source of ['^(a+)+$', '^(a|a)*$', '^(a*)*b$', '^(?:a?){60}a{60}$']) assert.equal(finds(source, text), false);
  });

  it('refuses what cannot be matched so', () => {
    const faults = Object.entries({
      '(': 'syntax', 'a{2,1}': 'syntax', ']': 'syntax', '\\q': 'syntax', 'a(?=b)': 'look-around', '(?<!a)b': 'look-around', '(a)\\1': 'back-reference', '(?<x>a)\\k<x>': 'back-reference',
      'a{5000}': 'too-large', '((a{1,100}){1,100}){1,100}': 'too-large', '(a{0,999}){999}': 'too-large',
    });
    assert.deepEqual(faults.map(([source]) => [source, compilePattern(source)]), faults);
  });
});
