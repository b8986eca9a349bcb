import assert from 'node:assert/strict';
import fc from 'fast-check';
import { calendarOf, type CalendarTerms, type WorkCalendar } from '../../../src/service-levels/calendar.js';
import { combined, compareHours, tightness, type TargetPart, type Tightness, type WholeTarget } from '../../../src/service-levels/tightness.js';
import { dayNumber } from '../../../src/service-levels/time-zone.js';

// The same cases in every run.
fc.configureGlobal({ seed: 20000 });

function hoursOf(hours: CalendarTerms['hours'], more: Partial<CalendarTerms> = {}): WorkCalendar {
  const { calendar, problems } = calendarOf({ timeZone: 'Europe/Amsterdam', hours, ...more });
  assert.ok(calendar && problems.length === 0, JSON.stringify(problems));
  return calendar;
}

const week = ['mon', 'tue', 'wed', 'thu', 'fri'], office = [{ days: week, from: '08:00', to: '18:00' }];
const named = (id: string, hours: WorkCalendar | undefined): { id: string; hours: WorkCalendar | undefined } => ({ id, hours });
const ALWAYS = named('CAL-24X7', hoursOf('always')), OFFICE = named('CAL-OFFICE', hoursOf(office)), SAME = named('CAL-DESK', hoursOf([{ days: week, from: '08:00', to: '12:00' }, { days: week, from: '12:00', to: '18:00' }]));
const LONG = named('CAL-LONG', hoursOf([{ days: week, from: '08:00', to: '20:00' }])), EARLY = named('CAL-EARLY', hoursOf([{ days: week, from: '07:00', to: '17:00' }]));
const SATURDAY = named('CAL-SAT', hoursOf([...office, { days: ['sat'], from: '08:00', to: '18:00' }]));
const LONDON = named('CAL-LONDON', hoursOf(office, { timeZone: 'Europe/London' })), LONDON_ALWAYS = named('CAL-LONDON-24', hoursOf('always', { timeZone: 'Europe/London' }));
const HOLIDAY = named('CAL-OFFICE', hoursOf(office, { holidays: [{ on: '2026-12-25' }] })), UNKNOWN = named('CAL-NONE', undefined);

const time: WholeTarget = { metric: 'restoration-time', priority: 'P2', operator: 'at-most', value: 4, unit: 'hours', attainment: 95, window: 'calendar-month', calendar: ALWAYS, starts: 'openedAt', stops: 'restoredAt', holds: [] };
const share: WholeTarget = { metric: 'availability', operator: 'at-least', value: 99.5, unit: 'percent', window: 'calendar-month', calendar: OFFICE, excludes: ['agreed-maintenance'] };
const down = { metric: 'downtime', operator: 'at-most' }, count: WholeTarget = { metric: 'outages', operator: 'at-most', value: 3, unit: 'count', window: 'calendar-month' };

/** What is tighter, looser and so on, of a target with these differences. Each pair is also held the other way round. */
const pairs: readonly (readonly [string, WholeTarget, WholeTarget, WholeTarget, Tightness])[] = [
  // Value with operator and unit.
  ['a longer time', time, {}, { value: 6 }, 'loosened'],
  ['hours as minutes', time, {}, { value: 240, unit: 'minutes' }, 'neutral'],
  ['hours as seconds', time, { value: 0.1 }, { value: 360, unit: 'seconds' }, 'neutral'],
  ['fewer minutes than the hours', time, {}, { value: 239, unit: 'minutes' }, 'tightened'],
  ['a day around the clock as hours', time, { value: 1, unit: 'days' }, { value: 24 }, 'neutral'],
  ['a day as hours, without a calendar', time, { value: 1, unit: 'days', calendar: undefined }, { value: 24, calendar: undefined }, 'neutral'],
  ['business hours of a calendar, which are its hours', time, { calendar: OFFICE }, { calendar: OFFICE, unit: 'business-hours' }, 'neutral'],
  ['business hours without a calendar', time, { calendar: undefined }, { calendar: undefined, unit: 'business-hours' }, 'changed'],
  ['a day around the clock as 24 hours of an office', time, { value: 1, unit: 'days', calendar: OFFICE }, { value: 24, calendar: OFFICE }, 'loosened'],
  ['another calendar of what is counted in days around the clock', time, { unit: 'days', calendar: OFFICE }, { unit: 'days' }, 'neutral'],
  ['business days for hours', time, { calendar: OFFICE }, { calendar: OFFICE, value: 1, unit: 'business-days' }, 'changed'],
  ['fewer business days', time, { value: 5, unit: 'business-days' }, { value: 3, unit: 'business-days' }, 'tightened'],
  ['percent as a ratio', share, {}, { value: 0.995, unit: 'ratio' }, 'neutral'],
  ['a ratio that is a little lower', share, {}, { value: 0.9949, unit: 'ratio' }, 'loosened'],
  ['more availability', share, {}, { value: 99.9 }, 'tightened'],
  ['availability as downtime', share, {}, { ...down, value: 0.5 }, 'neutral'],
  ['availability as unavailability, in figures with rounding', share, { value: 99.95 }, { metric: 'unavailability', operator: 'at-most', value: 0.0005, unit: 'ratio' }, 'neutral'],
  ['less downtime than the availability left', share, {}, { ...down, value: 0.1 }, 'tightened'],
  ['availability as downtime in minutes', share, {}, { ...down, value: 216, unit: 'minutes' }, 'changed'],
  ['another side', time, {}, { operator: 'at-least' }, 'changed'],
  ['exactly what was the most', time, {}, { operator: 'equal' }, 'tightened'],
  ['exactly something else', time, { operator: 'equal' }, { operator: 'equal', value: 3 }, 'changed'],
  ['exactly the same in another unit', time, { operator: 'equal' }, { operator: 'equal', value: 240, unit: 'minutes' }, 'neutral'],
  ['exactly more than the most', time, {}, { operator: 'equal', value: 5 }, 'changed'],
  ['another dimension', share, {}, { unit: 'score' }, 'changed'],
  ['a lower number of a unit that nobody knows', time, { unit: 'furlongs' }, { unit: 'furlongs', value: 3 }, 'tightened'],
  ['one unknown unit for another', time, { unit: 'furlongs' }, { unit: 'leagues' }, 'changed'],
  ['a lower number without a unit', time, { unit: undefined }, { unit: null, value: 3 }, 'tightened'],
  ['a unit where there was none', time, { unit: undefined }, {}, 'changed'],
  ['a number as text', time, {}, { value: '3' }, 'changed'],
  ['no number', time, {}, { value: undefined }, 'changed'],
  ['what is not a number', time, {}, { value: NaN }, 'changed'],
  ['an endless time', time, {}, { value: Infinity }, 'changed'],
  ['what is not a number on both sides', time, { value: NaN }, { value: NaN }, 'neutral'],
  ['an unknown operator', time, {}, { operator: 'below', value: 3 }, 'changed'],
  ['no operator', time, { operator: undefined }, { operator: undefined, value: 3 }, 'changed'],
  ['another metric', time, {}, { metric: 'resolution-time' }, 'changed'],
  ['no metric', time, {}, { metric: undefined }, 'changed'],
  // How many of the cases.
  ['fewer cases', time, {}, { attainment: 90 }, 'loosened'],
  ['all cases', time, {}, { attainment: undefined }, 'tightened'],
  ['all cases in figures', time, { attainment: undefined }, { attainment: 100 }, 'neutral'],
  ['the attainment as a percentile', time, {}, { attainment: undefined, percentile: 95 }, 'neutral'],
  ['the attainment as a lower percentile', time, {}, { attainment: undefined, percentile: 90 }, 'loosened'],
  ['a lower percentile of what must be reached', time, { operator: 'at-least', attainment: undefined, percentile: 10 }, { operator: 'at-least', attainment: undefined, percentile: 5 }, 'tightened'],
  ['a percentile of what is to be exact', time, { operator: 'equal', attainment: undefined }, { operator: 'equal', attainment: undefined, percentile: 95 }, 'changed'],
  ['a percentile beside the attainment', time, {}, { percentile: 95 }, 'changed'],
  ['a higher attainment beside a percentile', time, { percentile: 50 }, { percentile: 50, attainment: 99 }, 'tightened'],
  ['an attainment as text', time, {}, { attainment: '99 %' }, 'changed'],
  ['an attainment in words', time, {}, { attainment: NaN }, 'changed'],
  // Windows.
  ['a quarter for a month', share, {}, { window: 'quarter' }, 'loosened'],
  ['a month for a year', share, { window: 'year' }, {}, 'tightened'],
  ['90 days for 30', share, { window: 'rolling-30d' }, { window: 'rolling-90d' }, 'loosened'],
  ['30 days for a month', share, {}, { window: 'rolling-30d' }, 'changed'],
  ['90 days for a quarter', share, { window: 'quarter' }, { window: 'rolling-90d' }, 'changed'],
  ['each event for a month', time, {}, { window: 'per-event' }, 'tightened'],
  ['a month by another name', share, {}, { window: 'month' }, 'neutral'],
  ['a window that nobody knows', share, {}, { window: 'fortnight' }, 'changed'],
  ['no window', share, {}, { window: undefined }, 'changed'],
  ['a longer time for a number of events', count, {}, { window: 'year' }, 'tightened'],
  ['a longer time for minutes of downtime', { ...share, ...down, value: 43, unit: 'minutes' }, {}, { window: 'quarter' }, 'tightened'],
  ['a longer time in which a number is to be reached', count, { operator: 'at-least' }, { operator: 'at-least', window: 'year' }, 'loosened'],
  ['a longer time for exactly so many', count, { operator: 'equal' }, { operator: 'equal', window: 'year' }, 'changed'],
  ['a longer time for downtime in percent', share, { ...down, value: 0.5 }, { ...down, value: 0.5, window: 'year' }, 'loosened'],
  ['a longer time for what nobody can take together', time, { metric: 'effort', attainment: undefined }, { metric: 'effort', attainment: undefined, window: 'year' }, 'changed'],
  ['a mean over a longer time', { ...share, metric: 'satisfaction', unit: 'score', value: 4 }, {}, { window: 'year' }, 'loosened'],
  // Hours.
  ['a clock around the clock', time, { calendar: OFFICE }, {}, 'tightened'],
  ['a clock with longer days', time, { calendar: OFFICE }, { calendar: LONG }, 'tightened'],
  ['a clock with other days', time, { calendar: OFFICE }, { calendar: EARLY }, 'changed'],
  ['a clock of the same hours', time, { calendar: OFFICE }, { calendar: SAME }, 'neutral'],
  ['a clock in another time zone', time, { calendar: OFFICE }, { calendar: LONDON }, 'changed'],
  ['a clock that never stops in another time zone', time, {}, { calendar: LONDON_ALWAYS }, 'neutral'],
  ['a calendar that got a holiday', time, { calendar: OFFICE }, { calendar: HOLIDAY }, 'loosened'],
  ['a calendar that cannot be found', time, {}, { calendar: UNKNOWN }, 'changed'],
  ['the same calendar that cannot be found', time, { calendar: UNKNOWN }, { calendar: UNKNOWN }, 'neutral'],
  ['no calendar', time, {}, { calendar: undefined }, 'changed'],
  ['longer days where a day is one however long', time, { unit: 'business-days', calendar: OFFICE }, { unit: 'business-days', calendar: LONG }, 'changed'],
  ['more business days in a week', time, { unit: 'business-days', calendar: OFFICE }, { unit: 'business-days', calendar: SATURDAY }, 'tightened'],
  ['more hours in which a time must be reached', time, { operator: 'at-least', calendar: OFFICE }, { operator: 'at-least' }, 'loosened'],
  ['more hours of an exact time', time, { operator: 'equal', calendar: OFFICE }, { operator: 'equal' }, 'changed'],
  ['availability in more hours', share, {}, { calendar: ALWAYS }, 'tightened'],
  ['availability in fewer hours, as downtime', share, { ...down, value: 0.5, calendar: ALWAYS }, { ...down, value: 0.5 }, 'loosened'],
  ['another share in more hours', share, { metric: 'change-success' }, { metric: 'change-success', calendar: ALWAYS }, 'changed'],
  // The clock.
  ['a later start', time, {}, { starts: 'acknowledgedAt' }, 'loosened'],
  ['a later end', time, {}, { stops: 'closedAt' }, 'tightened'],
  ['a later end of what must be reached', time, { operator: 'at-least' }, { operator: 'at-least', stops: 'closedAt' }, 'loosened'],
  ['an end that has no place in a case', time, {}, { stops: 'somedayAt' }, 'changed'],
  ['an end where none was said', time, { stops: undefined }, {}, 'changed'],
  ['a reason for a hold', time, {}, { holds: ['awaiting-customer'] }, 'loosened'],
  ['one reason for another', time, { holds: ['night'] }, { holds: ['awaiting-customer'] }, 'changed'],
  ['reasons in another order', time, { holds: ['a', 'b'] }, { holds: ['b', 'a'] }, 'neutral'],
  ['a share of the cases with a reason for a hold', { ...share, metric: 'restored-in-time' }, { holds: [] }, { holds: ['awaiting-customer'] }, 'loosened'],
  ['reasons where none were said', time, { holds: undefined }, {}, 'changed'],
  ['no list of reasons', time, { holds: 5 }, {}, 'changed'],
  ['a longer reopening', time, { reopenedWithin: { count: 5, unit: 'day' } }, { reopenedWithin: { count: 2, unit: 'week' } }, 'tightened'],
  ['a reopening in other words', time, { reopenedWithin: { count: 7, unit: 'day' } }, { reopenedWithin: { count: 1, unit: 'week' } }, 'neutral'],
  ['a reopening in days for one in months', time, { reopenedWithin: { count: 30, unit: 'day' } }, { reopenedWithin: { count: 1, unit: 'month' } }, 'changed'],
  ['a reopening that cannot be read', time, { reopenedWithin: { count: 5, unit: 'day' } }, { reopenedWithin: 'soon' }, 'changed'],
  ['a clock that begins again', time, {}, { onPriorityChange: 'restarts' }, 'loosened'],
  ['what the clock does anyway', time, {}, { onPriorityChange: 'continues' }, 'neutral'],
  // What is left out, and the rest.
  ['an exclusion', share, {}, { excludes: ['agreed-maintenance', 'force-majeure'] }, 'loosened'],
  ['no exclusions', share, {}, { excludes: undefined }, 'tightened'],
  ['no exclusions said as an empty list', share, { excludes: [] }, { excludes: undefined }, 'neutral'],
  ['one exclusion for another', share, {}, { excludes: ['force-majeure'] }, 'changed'],
  ['proof of exclusions', share, {}, { exclusionEvidence: 'Announced five days before' }, 'tightened'],
  ['other proof of exclusions', share, { exclusionEvidence: 'Announced' }, { exclusionEvidence: 'Agreed' }, 'changed'],
  ['other cases', time, {}, { population: 'Those of the sites' }, 'changed'],
  ['another priority', time, {}, { priority: 'P1' }, 'changed'],
  ['more services', share, { services: ['SVC-MAIL'] }, { services: ['SVC-WORK', 'SVC-MAIL'] }, 'tightened'],
  ['services in another order', share, { services: ['SVC-MAIL', 'SVC-WORK'] }, { services: ['SVC-WORK', 'SVC-MAIL'] }, 'neutral'],
  ['less downtime stated', share, { downtime: { value: 43.2, unit: 'minutes', per: 'rolling-30d' } }, { downtime: { value: 0.7, unit: 'hours', per: 'rolling-30d' } }, 'tightened'],
  ['downtime stated for another time', share, { downtime: { value: 43.2, unit: 'minutes', per: 'rolling-30d' } }, { downtime: { value: 43.2, unit: 'minutes', per: 'calendar-month' } }, 'changed'],
  ['downtime stated where it was not', share, {}, { downtime: { value: 43.2, unit: 'minutes', per: 'rolling-30d' } }, 'changed'],
  ['an earlier warning', time, {}, { warningAt: 0.5 }, 'tightened'],
  ['the usual warning', time, {}, { warningAt: 0.75 }, 'neutral'],
  // Together.
  ['less time and more cases', time, {}, { value: 3, attainment: 99 }, 'tightened'],
  ['more time, fewer cases, more holds', time, {}, { value: 6, attainment: 90, holds: ['night'] }, 'loosened'],
  ['less time for fewer cases', time, {}, { value: 3, attainment: 90 }, 'changed'],
  ['more hours, and more time in them', time, { calendar: OFFICE }, { value: 12 }, 'changed'],
  ['less time that is measured otherwise', time, {}, { value: 3, population: 'Those of the sites' }, 'changed'],
  ['more availability in other words and for fewer exclusions', share, {}, { ...down, value: 0.1, excludes: [] }, 'tightened'],
  ['another order of words only', time, { holds: ['a', 'b'], value: 4 }, { holds: ['b', 'a'], value: 240, unit: 'minutes' }, 'neutral'],
];

const back: Readonly<Record<Tightness, Tightness>> = { tightened: 'loosened', loosened: 'tightened', neutral: 'neutral', changed: 'changed' };

describe('a whole target against another', () => {
  for (const [name, base, before, after, direction] of pairs) {
    it(`${direction}: ${name}`, () => {
      const one = { ...base, ...before }, other = { ...base, ...after };
      assert.deepEqual([tightness(one, other).direction, tightness(other, one).direction], [direction, back[direction]]);
    });
  }

  it('names each part that is written otherwise, with what it means by itself', () => {
    assert.deepEqual(tightness(time, { ...time, value: 240, unit: 'minutes', attainment: 90, window: 'per-event', stops: 'closedAt' }).parts, [
      { part: 'value', direction: 'neutral' }, { part: 'attainment', direction: 'loosened' }, { part: 'window', direction: 'tightened' }, { part: 'stops', direction: 'tightened' }]);
    assert.deepEqual(tightness(time, { ...time, holds: [] }), { direction: 'neutral', parts: [] });
  });

  it('does not count holidays of the past', () => {
    const since = dayNumber('2026-12-26'), one = { ...time, calendar: OFFICE }, other = { ...time, calendar: HOLIDAY };
    assert.deepEqual(tightness(one, other, since), { direction: 'neutral', parts: [] });
    assert.equal(tightness(one, other, dayNumber('2026-12-25')).direction, 'loosened');
  });
});

describe('hours against hours', () => {
  const compared = (before: WorkCalendar, after: WorkCalendar, byDays = false): string => compareHours(before, after, undefined, byDays);
  it('are more where every day has them all', () => {
    assert.equal(compared(hoursOf(office), hoursOf('always')), 'more');
    // A holiday on a Saturday takes nothing away; an exception on it gives something.
    assert.equal(compared(hoursOf(office), hoursOf(office, { holidays: [{ on: '2026-12-26' }] })), 'same');
    assert.equal(compared(hoursOf(office), hoursOf(office, { exceptions: [{ on: '2026-12-26', from: '08:00', to: '12:00' }] })), 'more');
    assert.equal(compared(hoursOf(office), hoursOf(office, { exceptions: [{ on: '2026-12-24', from: '08:00', to: '12:00' }] })), 'fewer');
    assert.equal(compared(hoursOf(office), hoursOf(office, { exceptions: [{ on: '2026-12-24', from: '08:00', to: '19:00' }], holidays: [{ on: '2026-12-25' }] })), 'other');
  });
  it('that fill the week are always open, where nothing interrupts them', () => {
    const full = hoursOf([{ days: [...week, 'sat', 'sun'], from: '00:00', to: '24:00' }], { timeZone: 'Asia/Tokyo' });
    assert.equal(compared(full, hoursOf('always')), 'same');
    assert.equal(compared(hoursOf([{ days: [...week, 'sat', 'sun'], from: '00:00', to: '24:00' }], { holidays: [{ on: '2026-12-25' }] }), hoursOf('always')), 'more');
  });
});

describe('parts put together', () => {
  it('are ordered where none of them contradicts the others', () => {
    assert.deepEqual([combined([]), combined(['neutral', 'tightened']), combined(['loosened', 'loosened']), combined(['loosened', 'tightened']), combined(['neutral', 'changed', 'tightened'])],
      ['neutral', 'tightened', 'loosened', 'changed', 'changed']);
  });
});

describe('any two targets', () => {
  const odd = fc.constantFrom<unknown>(undefined, null, '', NaN, Infinity, '4', 'always', [], {}, true, -1, 0);
  const either = (...values: readonly unknown[]): fc.Arbitrary<unknown> => fc.oneof({ arbitrary: fc.constantFrom(...values), weight: 5 }, { arbitrary: odd, weight: 1 });
  const figure = fc.oneof({ arbitrary: fc.double({ min: 0, max: 100, noNaN: true }), weight: 5 }, { arbitrary: odd, weight: 1 });
  const target: fc.Arbitrary<WholeTarget> = fc.record({
    metric: either('availability', 'downtime', 'unavailability', 'restoration-time', 'outages'), operator: either('at-most', 'at-least', 'equal'), value: figure,
    unit: either('percent', 'ratio', 'hours', 'minutes', 'days', 'business-hours', 'business-days', 'count', 'score', 'furlongs'), attainment: figure, percentile: fc.oneof(fc.constant(undefined), figure),
    window: either('calendar-month', 'quarter', 'year', 'rolling-30d', 'rolling-90d', 'per-event', 'fortnight'), calendar: fc.constantFrom(undefined, ALWAYS, OFFICE, LONG, EARLY, SAME, LONDON, HOLIDAY, UNKNOWN),
    starts: either('openedAt', 'acknowledgedAt'), stops: either('restoredAt', 'closedAt'), holds: fc.oneof(fc.subarray(['a', 'b', 'c']), odd), excludes: fc.oneof(fc.subarray(['a', 'b', 'c']), odd),
    reopenedWithin: fc.constantFrom(undefined, 'soon', { count: 5, unit: 'day' as const }, { count: 1, unit: 'month' as const }), onPriorityChange: either('continues', 'restarts'), warningAt: figure,
    downtime: fc.constantFrom(undefined, { value: 43, unit: 'minutes', per: 'quarter' }, { value: 1, unit: 'hours', per: 'quarter' }, { value: 'long' }), services: fc.oneof(fc.constant(undefined), fc.subarray(['SVC-A', 'SVC-B'])),
  });

  it('exchanged exchange tightened and loosened, in each part as well', () => {
    fc.assert(fc.property(target, target, fc.boolean(), (one, other, alike) => {
      // Mostly targets of which only some parts differ, since two that have nothing in common seldom have an order.
      const near = alike ? { ...one, value: other.value, holds: other.holds } : other;
      const there = tightness(one, near), andBack = tightness(near, one);
      assert.equal(andBack.direction, back[there.direction]);
      assert.deepEqual(andBack.parts, there.parts.map(({ part, direction }): { part: TargetPart; direction: Tightness } => ({ part, direction: back[direction] })));
    }), { numRuns: 3000 });
  });

  it('that are alike differ in nothing', () => {
    fc.assert(fc.property(target, one => { assert.deepEqual(tightness(one, { ...one }), { direction: 'neutral', parts: [] }); }), { numRuns: 500 });
  });

  it('one after the other do not go round: tighter than what is tighter is tighter, or cannot be ordered', () => {
    const time = fc.record({ operator: fc.constant('at-most'), value: fc.integer({ min: 1, max: 5 }), unit: fc.constantFrom('hours', 'days', 'minutes'), attainment: fc.integer({ min: 94, max: 96 }), excludes: fc.subarray(['a', 'b']), window: fc.constantFrom('calendar-month', 'quarter', 'per-event') });
    fc.assert(fc.property(time, time, time, (a, b, c) => {
      if (tightness(a, b).direction === 'tightened' && tightness(b, c).direction === 'tightened') assert.equal(tightness(a, c).direction, 'tightened');
    }), { numRuns: 3000 });
  });
});
