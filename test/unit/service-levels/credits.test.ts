import assert from 'node:assert/strict';
import { checkCredits, creditOf, type CreditBand } from '../../../src/service-levels/credits.js';

/** Of the sample's agreement: availability of mail, target 99.9 %. */
const mail: CreditBand[] = [{ from: 99.5, to: 99.9, percent: 5, cap: 25 }, { from: 99, to: 99.5, percent: 10, cap: 25 }, { from: 0, to: 99, percent: 25, cap: 25 }];
/** Mean hours to restore, target 4 h. */
const restore: CreditBand[] = [{ from: 4, to: 8, percent: 5, cap: 20 }, { from: 8, percent: 20, cap: 20 }];

describe('the credit of a result', () => {
  it('is that of its band', () => {
    // 99.9 keeps the target; 99.5 is still in the mildest band, 99.4999 not.
    assert.deepEqual([100, 99.9, 99.89, 99.5, 99.4999, 99, 98.9, 0].map((result) => creditOf(mail, 'at-least', result)), [0, 0, 5, 5, 10, 10, 25, 25]);
    assert.deepEqual([3, 4, 4.01, 8, 8.01, 1000].map((result) => creditOf(restore, 'at-most', result)), [0, 0, 5, 5, 20, 20]);
  });
  it('is never more than the cap', () => assert.equal(creditOf([{ to: 99, percent: 40, cap: 30 }], 'at-least', 98), 30));
  it('is unknown where bands contradict one another, and none in a gap', () => {
    const torn: CreditBand[] = [{ from: 99, to: 99.9, percent: 5 }, { from: 98, to: 99.5, percent: 10 }, { to: 97, percent: 20 }];
    assert.deepEqual([99.6, 99.2, 98.5, 97.5, 96].map((result) => creditOf(torn, 'at-least', result)), [5, undefined, 10, 0, 20]);
    assert.equal(creditOf([{ percent: 5 }, { from: 99, to: 99.9 }], 'at-least', 99.5), 0);
  });
});

describe('bands of credits', () => {
  const told = (bands: CreditBand[], operator: 'at-least' | 'at-most' = 'at-least', target?: number) =>
    checkCredits(bands, operator, target).map(({ problem, band, other }) => `${problem} ${band}${other === undefined ? '' : ` ${other}`}`);
  it('join, rise and are capped', () => {
    assert.deepEqual(told(mail, 'at-least', 99.9), []);
    assert.deepEqual(told([...mail].reverse(), 'at-least', 99.9), []);
    assert.deepEqual(told(restore, 'at-most', 4), []);
    assert.deepEqual(told([]), []);
  });
  it('leave no gap and do not overlap', () => {
    assert.deepEqual(told([{ from: 99.5, to: 99.9, percent: 5, cap: 9 }, { from: 98, to: 99.4, percent: 9, cap: 9 }]), ['gap 1 0']);
    assert.deepEqual(told([{ from: 99.5, to: 99.9, percent: 5, cap: 9 }, { from: 98, to: 99.6, percent: 9, cap: 9 }]), ['overlap 1 0']);
    assert.deepEqual(told([{ from: 4, to: 8, percent: 5, cap: 9 }, { from: 9, percent: 9, cap: 9 }], 'at-most'), ['gap 1 0']);
    assert.deepEqual(told([{ from: 4, percent: 5, cap: 9 }, { from: 9, percent: 9, cap: 9 }], 'at-most'), ['overlap 1 0']);
    // Two that begin at the same end: the narrower one is the milder.
    const same: CreditBand[] = [{ from: 98, to: 99.9, percent: 9, cap: 9 }, { from: 99, to: 99.9, percent: 5, cap: 9 }];
    assert.deepEqual([told(same), told([...same].reverse())], [['overlap 0 1'], ['overlap 1 0']]);
    const times: CreditBand[] = [{ from: 4, to: 9, percent: 9, cap: 9 }, { from: 4, to: 8, percent: 5, cap: 9 }];
    assert.deepEqual([told(times, 'at-most'), told([...times].reverse(), 'at-most')], [['overlap 0 1'], ['overlap 1 0']]);
    // A band inside another does not hide that the next one joins the outer.
    assert.deepEqual(told([{ from: 99, to: 99.9, percent: 5, cap: 9 }, { from: 99.2, to: 99.4, percent: 5, cap: 9 }, { to: 99, percent: 9, cap: 9 }]), ['overlap 1 0']);
  });
  it('give no less for a worse result', () => {
    assert.deepEqual(told([{ from: 99.5, to: 99.9, percent: 10, cap: 10 }, { to: 99.5, percent: 5, cap: 10 }]), ['not-monotone 1 0']);
    // Where less is better, the same bands rise.
    assert.deepEqual(told([{ from: 8, percent: 10, cap: 10 }, { from: 4, to: 8, percent: 5, cap: 10 }], 'at-most'), []);
  });
  it('are capped by one cap', () => {
    assert.deepEqual(told([{ to: 99.9, percent: 5 }]), ['no-cap 0']);
    assert.deepEqual(told([{ to: 99.9, percent: 30, cap: 25 }]), ['above-cap 0']);
    assert.deepEqual(told([{ from: 99, to: 99.9, percent: 5, cap: 25 }, { to: 99, percent: 10, cap: 20 }]), ['caps-differ 1 0']);
    // One band that names the cap is enough.
    assert.deepEqual(told([{ from: 99, to: 99.9, percent: 5 }, { to: 99, percent: 10, cap: 20 }]), []);
  });
  it('are whole and begin at the target', () => {
    assert.deepEqual(told([{ from: 99, to: 99.9, cap: 5 }, { percent: 5, cap: 5 }, { from: 99, to: 98, percent: 5, cap: 5 },
      { from: 99, to: 99, percent: 5, cap: 5 }]), ['incomplete 0', 'incomplete 1', 'reversed 2', 'reversed 3']);
    assert.deepEqual(told([{ from: 99, to: 99.5, percent: 5, cap: 5 }], 'at-least', 99.9), ['off-target 0']);
    assert.deepEqual(told([{ from: 5, percent: 5, cap: 5 }], 'at-most', 4), ['off-target 0']);
  });
});
