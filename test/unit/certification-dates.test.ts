import assert from 'node:assert/strict';
import {
  expiryOf, nextSurveillance, nonconformityDates, recertification, restorableUntil, stage1HoldsUntil, stage2HoldsUntil, suspensionEnds, validityOn,
} from '../../src/sms/certification-dates.js';

describe('dates of a certification', () => {
  it('expires three years after the decision, less a day', () => {
    assert.equal(expiryOf('2025-12-10'), '2028-12-09');
    assert.equal(expiryOf('2024-01-01'), '2026-12-31');
    // Three years on, 29 February does not exist: 28 February, less a day.
    assert.equal(expiryOf('2024-02-29'), '2027-02-27');
  });

  it('wants the first surveillance within twelve months of the decision, not of stage 2', () => {
    assert.deepEqual(nextSurveillance('2025-12-10', '2028-12-09', []), { opensOn: '2026-10-10', planBy: '2026-12-10', dueOn: '2026-12-10' });
    assert.deepEqual(nextSurveillance('2026-08-31', '2029-08-30', []), { opensOn: '2027-06-30', planBy: '2027-08-31', dueOn: '2027-08-31' });
  });

  it('then wants one in every calendar year but that of recertification', () => {
    // 2026 is covered; 2027 is open; planned by 24 months after the decision, held by the end of the year.
    assert.deepEqual(nextSurveillance('2025-12-10', '2028-12-09', ['2026-11-17']), { opensOn: '2027-10-10', planBy: '2027-12-10', dueOn: '2027-12-31' });
    assert.equal(nextSurveillance('2025-12-10', '2028-12-09', ['2026-11-17', '2027-11-16']), undefined);
    // Both in one calendar year leave the other one open.
    assert.equal(nextSurveillance('2025-12-10', '2028-12-09', ['2026-02-02', '2026-11-17'])?.dueOn, '2027-12-31');
    // Held in the year of the decision: the year after it is still open.
    assert.deepEqual(nextSurveillance('2025-02-10', '2028-02-09', ['2025-12-01']), { opensOn: '2026-10-31', planBy: '2026-12-31', dueOn: '2026-12-31' });
    // Expires in January: recertification is due in December before, so that year needs no surveillance.
    assert.equal(nextSurveillance('2025-01-10', '2028-01-09', ['2026-01-08']), undefined);
  });

  it('wants recertification four months to one month before the end', () => {
    assert.deepEqual(recertification('2028-12-09'), { opensOn: '2028-08-09', planBy: '2028-11-09', dueOn: '2028-11-09' });
    assert.deepEqual(recertification('2027-03-31'), { opensOn: '2026-11-30', planBy: '2027-02-28', dueOn: '2027-02-28' });
  });

  it('tells how a certificate stands', () => {
    const expiry = '2028-12-09';
    assert.equal(restorableUntil(expiry), '2029-06-09');
    assert.equal(validityOn('2028-12-09', { expiry }), 'valid');
    assert.equal(validityOn('2028-12-10', { expiry }), 'restorable');
    assert.equal(validityOn('2029-06-09', { expiry }), 'restorable');
    assert.equal(validityOn('2029-06-10', { expiry }), 'lapsed');
    assert.equal(validityOn('2027-01-10', { expiry, suspendedFrom: '2027-01-10' }), 'suspended');
    assert.equal(validityOn('2027-03-01', { expiry, suspendedFrom: '2027-01-10', liftedOn: '2027-03-01' }), 'valid');
    assert.equal(validityOn('2027-03-01', { expiry, withdrawnOn: '2027-03-01' }), 'withdrawn');
    assert.equal(validityOn('2027-02-28', { expiry, withdrawnOn: '2027-03-01' }), 'valid');
  });

  it('counts the half years of suspension, stage 1 and stage 2', () => {
    assert.equal(suspensionEnds('2027-08-31'), '2028-02-29');
    assert.equal(stage1HoldsUntil('2025-10-14'), '2026-04-14');
    assert.equal(stage2HoldsUntil('2025-11-13'), '2026-05-13');
  });

  it('gives a nonconformity the time of the contract, and on recertification no more than the certificate', () => {
    assert.deepEqual(nonconformityDates('2025-11-13', {}), { respondBy: '2025-12-13', closeMajorBy: '2026-02-11' });
    const terms = { respondWithin: { count: 2, unit: 'week' }, closeMajorWithin: { count: 2, unit: 'month' } } as const;
    assert.deepEqual(nonconformityDates('2025-11-13', terms), { respondBy: '2025-11-27', closeMajorBy: '2026-01-13' });
    assert.equal(nonconformityDates('2028-10-20', {}, { expiry: '2028-12-09' }).closeMajorBy, '2028-12-09');
    assert.equal(nonconformityDates('2028-08-20', {}, { expiry: '2028-12-09' }).closeMajorBy, '2028-11-18');
  });
});
