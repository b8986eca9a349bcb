import assert from 'node:assert/strict';
import { inForceOn, termsProblems } from '../../../src/service-levels/in-force.js';

/** Four hours since March 2026, eight since March 2025, 24 since 2024. */
const target = {
  effectiveFrom: '2026-03-01', value: 4,
  previously: [{ effectiveFrom: '2025-03-01', value: 8, attainment: 90 }, { effectiveFrom: '2024-02-29', value: 24 }],
};
const valueOn = (entry: Record<string, unknown>, day: string, firstDay?: string) => inForceOn(entry, day, firstDay)?.['value'];

describe('terms in force', () => {
  it('are those with the latest first day that is not after the day', () => {
    assert.deepEqual(['2026-10-15', '2026-03-01', '2026-02-28', '2025-03-01', '2025-02-28', '2024-02-29', '2024-02-28'].map((day) => valueOn(target, day)),
      [4, 4, 8, 8, 24, 24, undefined]);
  });
  it('inherit nothing', () => {
    assert.deepEqual(inForceOn(target, '2025-06-01'), { effectiveFrom: '2025-03-01', value: 8, attainment: 90 });
    assert.equal(inForceOn(target, '2026-06-01'), target);
  });
  it('are found in any order', () => {
    const turned = { ...target, previously: [...target.previously].reverse() };
    assert.deepEqual(['2026-02-28', '2025-02-28'].map((day) => valueOn(turned, day)), [8, 24]);
  });
  it('of an entry without a day begin with its agreement', () => {
    assert.deepEqual([valueOn({ value: 4 }, '2026-01-01'), valueOn({ value: 4 }, '2026-01-01', '2026-01-01'), valueOn({ value: 4 }, '2025-12-31', '2026-01-01')], [undefined, 4, undefined]);
    // Its own day goes before that of the agreement.
    assert.equal(valueOn({ value: 4, effectiveFrom: '2026-02-01' }, '2026-01-15', '2026-01-01'), undefined);
  });
  it('of two with the same day are the first', () => {
    assert.equal(valueOn({ effectiveFrom: '2026-03-01', value: 4, previously: [{ effectiveFrom: '2026-03-01', value: 8 }] }, '2026-03-01'), 4);
  });
  it('take no day that does not exist, and nothing that is no entry', () => {
    const odd = { effectiveFrom: '2026-02-30', value: 4, previously: ['x', null, { value: 1 }, { effectiveFrom: 2025, value: 2 }, { effectiveFrom: '2025-01-01', value: 8 }] };
    assert.equal(valueOn(odd, '2026-10-15'), 8);
    assert.equal(valueOn({ value: 4, effectiveFrom: '2026-01-01', previously: 'none' }, '2026-10-15'), 4);
  });
});

describe('days of terms', () => {
  const told = (entry: Record<string, unknown>, firstDay?: string) => termsProblems(entry, firstDay).map(({ problem, index, day }) => [problem, index, ...(day === undefined ? [] : [day])].join(' '));
  const days = (from: string | undefined, ...previously: (string | undefined)[]) => ({ ...(from === undefined ? {} : { effectiveFrom: from }),
    previously: previously.map((day) => (day === undefined ? {} : { effectiveFrom: day })) });
  it('are in order in the sample', () => {
    assert.deepEqual(told(target), []);
    assert.deepEqual(told({ value: 4 }), []);
    assert.deepEqual(told(days('2026-03-01')), []);
  });
  it('contradict one another where two are the same', () => {
    assert.deepEqual(told(days('2026-03-01', '2026-03-01')), ['same-day 0 2026-03-01']);
    assert.deepEqual(told(days('2026-03-01', '2025-03-01', '2024-01-01', '2025-03-01')), ['same-day 2 2025-03-01']);
  });
  it('stand newest first', () => {
    assert.deepEqual(told(days('2026-03-01', '2026-04-01', '2025-01-01')), ['not-newest-first 0 2026-04-01']);
    assert.deepEqual(told(days('2026-03-01', '2024-01-01', '2025-01-01')), ['not-newest-first 1 2025-01-01']);
  });
  it('exist', () => {
    assert.deepEqual(told(days('2026-02-30', '2025-02-29', undefined)), ['no-such-day -1 2026-02-30', 'no-such-day 0 2025-02-29', 'no-day 1']);
    assert.deepEqual(told(days(undefined, '2025-01-01')), ['no-day -1']);
    assert.deepEqual(told(days(undefined, '2025-01-01'), '2026-01-01'), []);
    // A place in the list that is no entry is not counted, but keeps its number.
    assert.deepEqual(told({ effectiveFrom: '2026-03-01', previously: [null, { effectiveFrom: '2026-03-01' }] }), ['same-day 1 2026-03-01']);
  });
});
