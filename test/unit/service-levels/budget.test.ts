import assert from 'node:assert/strict';
import { errorBudget, fastBurnGuide, fastBurns } from '../../../src/service-levels/budget.js';

const close = (actual: number | undefined, expected: number, within = 1e-9) =>
  assert.ok(actual !== undefined && Math.abs(actual - expected) <= within, `${actual} is not ${expected}`);
/** 30 days at 99.9 %: a budget of 43.2 minutes; days gone, minutes down. */
const month = (days: number, downtime: number, more = {}) => errorBudget({ target: 0.999, agreed: 43_200, elapsed: days * 1440, downtime, ...more });

describe('error budget', () => {
  it('is what the target leaves', () => {
    close(month(10, 0)?.budget, 43.2);
    close(errorBudget({ target: 0.9995, agreed: 43_200, elapsed: 0, downtime: 0 })?.budget, 21.6);
    close(errorBudget({ target: 0.995, agreed: 220 * 60, elapsed: 0, downtime: 0 })?.budget, 66);
  });
  it('is consumed and burns', () => {
    // 10.8 of 43.2 min in 15 of 30 days: a quarter used in half of the time, so half the speed; 21.6 min at the end.
    const slow = month(15, 10.8);
    close(slow?.consumed, 0.25);
    close(slow?.burn, 0.5);
    close(slow?.remaining, 32.4);
    close(slow?.projected, 21.6);
    assert.equal(slow?.state, 'ok');
    // The same in 5 days: a sixth of the time, speed 1.5, projected 64.8 of 43.2 min.
    const fast = month(5, 10.8);
    close(fast?.burn, 1.5);
    close(fast?.projected, 64.8);
    assert.equal(fast?.state, 'at-risk');
  });
  it('is at risk from three quarters on, and breached when it is overdrawn', () => {
    // 32.4 min are three quarters; at the end of the month that is a speed of 0.75.
    assert.deepEqual([month(30, 32.39)?.state, month(30, 32.4)?.state, month(30, 43.2)?.state, month(30, 43.21)?.state], ['ok', 'at-risk', 'at-risk', 'breached']);
    assert.deepEqual([month(30, 30, { warningAt: 0.5 })?.state, month(30, 40, { warningAt: 0.95 })?.state], ['at-risk', 'ok']);
    // Exactly as fast as allowed is not too fast.
    assert.equal(month(10, 14.4)?.state, 'ok');
  });
  it('is projected by what came lately, where that is given', () => {
    // 20 min in 10 days burn at 1.39; but a week without any downtime leaves it at 20.
    const calm = month(10, 20, { recent: { agreed: 7 * 1440, downtime: 0 } });
    close(calm?.projected, 20);
    assert.equal(calm?.state, 'ok');
    // 10 min in 10 days burn at 0.69; a day with 5 of them makes 10 + 20 × 5 = 110, but as a whole it is not too fast yet.
    const wild = month(10, 10, { recent: { agreed: 1440, downtime: 5 } });
    close(wild?.projected, 110);
    assert.equal(wild?.state, 'ok');
    // A stretch without service time says nothing: 10 min in 10 days make 30.
    close(month(10, 10, { recent: { agreed: 0, downtime: 0 } })?.projected, 30);
    // 15 min in 10 days burn at 1.04, and at 5 min a day it will be 115.
    assert.equal(month(10, 15, { recent: { agreed: 1440, downtime: 5 } })?.state, 'at-risk');
  });
  it('of a target of 100 % has nothing to consume', () => {
    const none = errorBudget({ target: 1, agreed: 43_200, elapsed: 1440, downtime: 0 });
    assert.deepEqual([none?.budget, none?.consumed, none?.burn, none?.state], [0, 0, 0, 'ok']);
    const one = errorBudget({ target: 1, agreed: 43_200, elapsed: 1440, downtime: 1 });
    assert.deepEqual([one?.consumed, one?.state], [Infinity, 'breached']);
  });
  it('is nothing where the figures contradict one another', () => {
    for (const wrong of [{ target: 1.1 }, { target: 99.9 }, { agreed: 0 }, { agreed: NaN }, { elapsed: 50_000 }, { downtime: 20_000 }, { downtime: -1 }]) {
      assert.equal(month(10, 1, wrong), undefined);
    }
  });
});

describe('fast burn', () => {
  it('of the guide uses 2 %, 5 % and 10 % of thirty days', () => {
    // 14.4 × 1 h of 720 h = 2 %; 6 × 6 h = 5 %; 1 × 72 h = 10 %.
    for (const [i, share] of [0.02, 0.05, 0.1].entries()) {
      const line = fastBurnGuide[i];
      close(line && (line.factor * line.hours) / 720, share);
    }
  });
  it('names the lines that are reached', () => {
    // At 99.9 % 14.4-fold is 1.44 % of an hour, 0.864 min; 6-fold in six hours 2.16 min; once in three days 4.32 min.
    const of = (hour: number, six: number, days: number) =>
      fastBurns(0.999, (hours) => ({ agreed: hours * 60, downtime: hours === 1 ? hour : hours === 6 ? six : days })).map(({ hours }) => hours);
    assert.deepEqual([of(0.864, 0.864, 0.864), of(0.86, 2.16, 2.16), of(0, 2.15, 4.32), of(0, 0, 4.31)], [[1], [6], [72], []]);
    const [line] = fastBurns(0.999, (hours) => (hours === 1 ? { agreed: 60, downtime: 6 } : undefined));
    close(line?.burn, 100);
    assert.deepEqual(fastBurns(0.999, () => ({ agreed: 0, downtime: 0 })), []);
  });
});
