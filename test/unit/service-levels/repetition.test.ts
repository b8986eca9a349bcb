import assert from 'node:assert/strict';
import { missedAtSeveral, missesIn, repeatedAt, repetitionAt, type Outcome } from '../../../src/service-levels/repetition.js';

/** m = missed, o = met, - = no case; oldest first. */
const read = (word: string): Outcome[] => [...word].map(c => (c === 'm' ? 'missed' : c === '-' ? 'none' : 'met'));

/** Each with its derivation: a miss at place i is repeated where places i-2…i hold two misses, or i-11…i three. */
const worked: [word: string, repeated: number[], why: string][] = [
  ['m', [], 'one miss, nothing before it'],
  ['mm', [1], 'places 0 and 1: two of (at most) three'],
  ['mom', [2], 'places 0 and 2 of 0…2: two of three'],
  ['moom', [], 'places 1…3 hold one miss; 0…3 hold two, and three of twelve are asked'],
  ['moomoom', [6], 'place 3: 1…3 one, 0…3 two. Place 6: 4…6 one, but 0…6 three: three of twelve'],
  ['mmo', [1], 'place 2 was met: a met period is never repeated, whatever lies before it'],
  ['mmm', [1, 2], 'place 1 with 0; place 2 with 0 and 1'],
  ['m-m', [2], 'a month without a case passes: 0…2 hold two misses'],
  ['m--m', [], 'two months without a case: 1…3 hold one miss, 0…3 two of twelve'],
  ['moooomoooooom', [], 'place 12: the twelve are 1…12, place 0 has dropped out; 5 and 12 are two'],
  ['moooomooooom', [11], 'place 11: the twelve are 0…11 and hold 0, 5 and 11: three'],
  ['mmoooooooomooo', [1, 10], 'place 10: 8…10 hold one, 0…10 hold 0, 1 and 10: three of twelve'],
  ['ooo', [], 'nothing missed'],
  ['', [], 'nothing reported'],
];

describe('repeated misses', () => {
  for (const [word, repeated, why] of worked) it(`${word === '' ? '(none)' : word} ${repeated.length === 0 ? 'never' : `at ${repeated.join(', ')}`}: ${why}`, () => {
    assert.deepEqual(repeatedAt(read(word)), repeated);
    repeated.forEach(at => assert.ok(repetitionAt(read(word), at).length >= 2));
  });

  it('follow the limits that are given: two of two', () => {
    // Places 0 and 2 are never next to each other within two periods; 2 and 3 are.
    assert.deepEqual(repeatedAt(read('momm'), [{ misses: 2, of: 2 }]), [3]);
    assert.deepEqual(repeatedAt(read('mm'), []), []);
  });

  it('name the misses of the first limit that is reached', () => {
    // At 3: places 1…3 hold 1 and 3, two of three; the miss at 0 belongs to the twelve only.
    assert.deepEqual(repetitionAt(read('mmom'), 3), [1, 3]);
    // At 6: 4…6 hold one miss; 0…6 hold three.
    assert.deepEqual(repetitionAt(read('moomoom'), 6), [0, 3, 6]);
    assert.deepEqual(repetitionAt(read('mmo'), 2), []);
    assert.deepEqual(missesIn(read('mmm'), 2, 2), [1, 2]);
  });

  it('are those of one sort in one period at two customers', () => {
    const miss = (sort: string, customer: string, period: string) => ({ sort, customer, period });
    const [a, b, c, d] = [miss('restore P3', 'A', '2026-04'), miss('restore P3', 'B', '2026-04'), miss('restore P3', 'B', '2026-05'), miss('respond P3', 'A', '2026-04')];
    // A and B in April make a pair; May has B alone, and the response is another sort.
    assert.deepEqual(missedAtSeveral([a, b, c, d]), [[a, b]]);
    // The same customer twice, by two agreements, is one customer.
    assert.deepEqual(missedAtSeveral([a, { ...a }]), []);
    assert.deepEqual(missedAtSeveral([a, b], 3), []);
  });
});
