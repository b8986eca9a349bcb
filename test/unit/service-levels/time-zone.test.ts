import assert from 'node:assert/strict';
import { windowOf } from '../../../src/service-levels/availability.js';
import { dayNumber, instantAt, instantOf, startOfDay, zoneOf } from '../../../src/service-levels/time-zone.js';

const utc = (at: number | undefined) => at === undefined ? undefined : new Date(at).toISOString().replace('.000Z', 'Z');

describe('moments and days', () => {
  it('reads moments with their offset', () => {
    assert.equal(instantOf('1970-01-01T00:00Z'), 0);
    // 20:40 two hours ahead of UTC is 18:40 there.
    assert.equal(utc(instantOf('2026-04-14T20:40+02:00')), '2026-04-14T18:40:00Z');
    assert.equal(utc(instantOf('2026-04-14T20:40:30-03:30')), '2026-04-15T00:10:30Z');
    assert.deepEqual([utc(instantOf('2026-04-14T00:30+00:30')), utc(instantOf('2026-04-14T00:00-23:59'))], ['2026-04-14T00:00:00Z', '2026-04-14T23:59:00Z']);
    assert.equal(instantOf('2026-04-14t20:40:00.1239z'), Date.UTC(2026, 3, 14, 20, 40, 0, 123));
    assert.equal(utc(instantOf('2028-02-29 00:00Z')), '2028-02-29T00:00:00Z');
  });
  it('takes no moment without offset and none that does not exist', () => {
    for (const wrong of ['2026-04-14T20:40', '2026-04-14', '', '2026-02-29T00:00Z', '2026-13-01T00:00Z', '2026-04-14T24:00Z', '2026-04-14T20:60Z',
      '2026-04-14T20:40:61Z', '2026-04-14T20:40+2:00', '2026-04-14T20:40+0200', '2026-04-14T20:40:00.Z', '2026-04-14T20:40Zz', '0001-01-01T00:00Z',
      '14-04-2026T20:40Z', undefined, null, 5]) assert.equal(instantOf(wrong), undefined, String(wrong));
  });
  it('numbers days', () => {
    assert.equal(dayNumber('1970-01-02'), 1);
    // 2000 was a leap year, 2100 is none.
    assert.notEqual(dayNumber('2000-02-29'), undefined);
    for (const wrong of ['2100-02-29', '2026-02-31', '2026-2-3', '1969-12-31', '2200-01-01', '2026-00-10', '', 20260101]) assert.equal(dayNumber(wrong), undefined);
  });
});

describe('wall clocks of time zones', () => {
  it('begin a day where daylight saving says', () => {
    // Amsterdam is one hour ahead of UTC in winter and two in summer.
    assert.equal(utc(startOfDay('Europe/Amsterdam', '2026-03-29')), '2026-03-28T23:00:00Z');
    assert.equal(utc(startOfDay('Europe/Amsterdam', '2026-03-30')), '2026-03-29T22:00:00Z');
    assert.equal(utc(startOfDay('Asia/Kolkata', '2026-01-01')), '2025-12-31T18:30:00Z');
    assert.equal(startOfDay('Europe/Nowhere', '2026-03-29'), undefined);
    assert.equal(startOfDay('Europe/Amsterdam', '2026-02-31'), undefined);
    // In Brazil clocks went from 23:59:59 to 01:00 until 2018: the day begins at the moment of the change, 03:00 UTC.
    assert.equal(utc(startOfDay('America/Sao_Paulo', '2018-11-04')), '2018-11-04T03:00:00Z');
    // Samoa skipped 30 December 2011: that day begins when the next one does.
    assert.equal(startOfDay('Pacific/Apia', '2011-12-30'), startOfDay('Pacific/Apia', '2011-12-31'));
  });
  it('show a skipped time at the change and a doubled one first', () => {
    const zone = zoneOf('Europe/Amsterdam');
    assert.ok(zone);
    const on = (day: string, minutes: number) => utc(instantAt(zone, dayNumber(day) ?? NaN, minutes));
    // 2026-03-29 02:00 CET is followed by 03:00 CEST, both are 01:00 UTC.
    assert.deepEqual([119, 120, 150, 180].map((minutes) => on('2026-03-29', minutes)),
      ['2026-03-29T00:59:00Z', '2026-03-29T01:00:00Z', '2026-03-29T01:00:00Z', '2026-03-29T01:00:00Z']);
    // 2026-10-25 02:00 to 03:00 comes twice, first as CEST (two hours ahead).
    assert.deepEqual([120, 150, 180].map((minutes) => on('2026-10-25', minutes)),
      ['2026-10-25T00:00:00Z', '2026-10-25T00:30:00Z', '2026-10-25T02:00:00Z']);
  });
});

describe('windows of a day', () => {
  const hours = (window: string, day: string, zone = 'Europe/Amsterdam') => {
    const found = windowOf(window, day, zone);
    return found && (found.to - found.from) / 3_600_000;
  };
  it('are real months with their days of 23 and 25 hours', () => {
    // 31 × 24 = 744, less the hour skipped on the 29th; April 30 × 24 = 720; October 744 and the hour that comes twice.
    assert.deepEqual(['2026-03-15', '2026-04-30', '2026-10-01', '2026-02-01', '2028-02-29'].map((day) => hours('calendar-month', day)), [743, 720, 745, 672, 696]);
    assert.equal(hours('calendar-month', '2026-03-15', 'UTC'), 744);
  });
  it('are quarters, years, weeks and rolling days', () => {
    // Q1 2026: 31 + 28 + 31 = 90 days, an hour short. Q4: 92 days, an hour long. A year has both.
    assert.deepEqual([hours('quarter', '2026-03-31'), hours('quarter', '2026-12-31'), hours('year', '2026-06-01'), hours('year', '2028-06-01')],
      [90 * 24 - 1, 92 * 24 + 1, 8760, 8784]);
    // Wednesday 25 November 2026 lies in the week from Monday 23; in Amsterdam it begins at 23:00 UTC.
    assert.equal(utc(windowOf('week', '2026-11-25', 'Europe/Amsterdam')?.from), '2026-11-22T23:00:00Z');
    assert.equal(utc(windowOf('week', '2026-11-29', 'Europe/Amsterdam')?.from), '2026-11-22T23:00:00Z');
    // 30 days that end with 30 April are 1 to 30 April; those that end with 1 April contain the 29th of March.
    assert.equal(utc(windowOf('rolling-30d', '2026-04-30', 'UTC')?.from), '2026-04-01T00:00:00Z');
    assert.deepEqual([hours('rolling-30d', '2026-04-30'), hours('rolling-30d', '2026-04-01')], [720, 719]);
  });
  it('are unknown for other words', () => {
    for (const window of ['per-event', 'someday', 'constructor']) assert.equal(windowOf(window, '2026-04-01', 'UTC'), undefined);
    assert.equal(windowOf('year', '2026-02-30', 'UTC'), undefined);
    assert.equal(windowOf('year', '2026-02-28', 'Nowhere'), undefined);
  });
});
