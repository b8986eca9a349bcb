import assert from 'node:assert/strict';
import { chainMinutes, durationMinutes, hoursLeftOut, isLessOften, latestResponse, type WeeklyHours } from '../../../src/service-levels/underpinning.js';

describe('a chain of support', () => {
  it('adds up those who work one after the other, with their handovers', () => {
    // Network team 90 min after 10 min of handover, then the carrier 120 min after 20 min: 100 + 140 = 240 = 4 h, just what is promised.
    assert.equal(chainMinutes([{ minutes: 90, handover: 10 }, { minutes: 120, handover: 20 }]), 240);
    // A quarter of an hour more at one of them: 255 min are above 4 h = 240 min.
    assert.equal(chainMinutes([{ minutes: 90, handover: 25 }, { minutes: 120, handover: 20 }]), 255);
  });
  it('takes the slowest of those who work at the same time, once', () => {
    // Two relays are worked on at once, 60 + 15 and 120 + 5 min: the slower one, 125, counts.
    assert.equal(chainMinutes([{ minutes: 60, handover: 15, parallel: true }, { minutes: 120, handover: 5, parallel: true }]), 125);
    // First the own data hall for 30 min, then both at once: 30 + 125.
    assert.equal(chainMinutes([{ minutes: 30 }, { minutes: 60, handover: 15, parallel: true }, { minutes: 120, handover: 5, parallel: true }]), 155);
  });
  it('is nothing without anybody', () => assert.equal(chainMinutes([]), 0));
});

describe('the answer of a supplier', () => {
  it('leaves the own share of the work', () => {
    // 4 h to restore, half of it for ourselves: 240 * (1 - 0.5) = 120 min.
    assert.equal(latestResponse(240, 0.5), 120);
    // 2 h, three quarters for ourselves: 120 * 0.25 = 30 min.
    assert.equal(latestResponse(120, 0.75), 30);
    // No more than all of it, no less than nothing.
    assert.deepEqual([latestResponse(120, 2), latestResponse(120, -1)], [0, 120]);
  });
});

describe('lengths of time', () => {
  it('become minutes', () => {
    // 1.5 d * 24 * 60 = 2160 min.
    assert.deepEqual(['30 minutes', '1 hour', '4 hours', '1.5 days', '0 hours'].map(durationMinutes), [30, 60, 240, 2160, 0]);
    for (const none of [undefined, '', '4', 'four hours', '4 weeks', '-1 hours', '4 hours or so']) assert.equal(durationMinutes(none), undefined, String(none));
  });
});

describe('intervals', () => {
  it('are compared in months where both are in months or years, in days where both are in days or weeks', () => {
    assert.equal(isLessOften({ count: 3, unit: 'month' }, { count: 1, unit: 'month' }), true);
    // 1 year = 12 months: the same, whichever way round.
    assert.equal(isLessOften({ count: 1, unit: 'year' }, { count: 12, unit: 'month' }), false);
    assert.equal(isLessOften({ count: 12, unit: 'month' }, { count: 1, unit: 'year' }), false);
    // 5 weeks = 35 days.
    assert.equal(isLessOften({ count: 5, unit: 'week' }, { count: 30, unit: 'day' }), true);
  });
  it('are told apart across the two only where no month is that short or that long', () => {
    // A month has 28 to 31 days: 30 days may be less or more.
    assert.equal(isLessOften({ count: 30, unit: 'day' }, { count: 1, unit: 'month' }), false);
    assert.equal(isLessOften({ count: 1, unit: 'month' }, { count: 30, unit: 'day' }), false);
    // 32 days are longer than any month; two months have at least 56 days, which is more than 7 weeks = 49 days.
    assert.equal(isLessOften({ count: 32, unit: 'day' }, { count: 1, unit: 'month' }), true);
    assert.equal(isLessOften({ count: 2, unit: 'month' }, { count: 7, unit: 'week' }), true);
  });
});

describe('hours', () => {
  const office: WeeklyHours = [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '08:00', to: '18:00' }];
  const laboratory: WeeklyHours = [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '07:00', to: '22:00' }, { days: ['sat'], from: '08:00', to: '16:00' }];

  it('around the clock cover everything', () => assert.deepEqual([hoursLeftOut('always', 'always'), hoursLeftOut('always', laboratory)], [[], []]));
  it('cover what lies inside them', () => assert.deepEqual([hoursLeftOut(office, office), hoursLeftOut(laboratory, office)], [[], []]));
  it('leave out what lies outside, before and after on each day', () => {
    // On five days 07-08 and 18-22 o'clock, on Saturday 08-16: eleven stretches; in minutes 420-480, 1080-1320, 480-960.
    const left = hoursLeftOut(office, laboratory);
    assert.equal(left.length, 11);
    assert.deepEqual(left.slice(0, 2), [{ day: 'mon', from: 420, to: 480 }, { day: 'mon', from: 1080, to: 1320 }]);
    assert.deepEqual(left.at(-1), { day: 'sat', from: 480, to: 960 });
  });
  it('leave out nights and the weekend of what runs around the clock', () => {
    // 5 * 2 stretches beside the office hours and two whole days: 168 h - 50 h = 118 h = 7080 min.
    const left = hoursLeftOut(office, 'always');
    assert.equal(left.length, 12);
    assert.equal(left.reduce((sum, { from, to }) => sum + to - from, 0), 7080);
  });
  it('are joined where they touch or overlap', () => {
    const shifts: WeeklyHours = [{ days: ['mon'], from: '14:00', to: '24:00' }, { days: ['mon'], from: '00:00', to: '08:00' }, { days: ['mon'], from: '07:00', to: '14:00' }];
    assert.deepEqual(hoursLeftOut(shifts, [{ days: ['mon'], from: '00:00', to: '24:00' }]), []);
  });
  it('that cannot be read cover nothing', () => assert.equal(hoursLeftOut([{ days: ['mon'], from: 'eight', to: '18:00' }], [{ days: ['mon'], from: '08:00', to: '18:00' }]).length, 1));
});
