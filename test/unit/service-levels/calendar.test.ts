import assert from 'node:assert/strict';
import fc from 'fast-check';
import { advance, advanceDays, businessDays, calendarOf, isOpen, minutesOutside, workingMinutes, type CalendarTerms, type WorkCalendar } from '../../../src/service-levels/calendar.js';
import { instantOf } from '../../../src/service-levels/time-zone.js';

fc.configureGlobal({ seed: 20000 });

const at = (moment: string): number => {
  const instant = instantOf(moment);
  assert.ok(instant !== undefined, moment);
  return instant;
};
const utc = (instant: number | undefined) => instant === undefined ? undefined : new Date(instant).toISOString().replace(/:00(?:\.000)?Z$/, 'Z');
const week = ['mon', 'tue', 'wed', 'thu', 'fri'], all = [...week, 'sat', 'sun'];

function calendar(terms: Partial<CalendarTerms>): WorkCalendar {
  const { calendar: made, problems } = calendarOf({ timeZone: 'Europe/Amsterdam', hours: [{ days: week, from: '08:00', to: '18:00' }], ...terms });
  assert.deepEqual(problems, []);
  assert.ok(made);
  return made;
}
const office = calendar({});
const always = calendar({ hours: 'always' });
const hours = (of: WorkCalendar, from: string, to: string) => (workingMinutes(of, at(from), at(to)) ?? NaN) / 60;

describe('working minutes', () => {
  it('the example of the domain: Friday 17:00 to Monday 09:30 is 2 h 30 min', () => {
    // Friday 17–18 is one hour, Monday 08–09:30 one and a half.
    assert.equal(workingMinutes(office, at('2026-11-20T17:00+01:00'), at('2026-11-23T09:30+01:00')), 150);
  });
  it('are none outside the hours and backwards', () => {
    assert.equal(hours(office, '2026-11-20T18:00+01:00', '2026-11-23T08:00+01:00'), 0);
    assert.equal(hours(office, '2026-11-23T12:00+01:00', '2026-11-23T09:00+01:00'), 0);
    assert.equal(hours(office, '2026-11-23T12:00+01:00', '2026-11-23T12:00+01:00'), 0);
  });
  it('take wall-clock time on both sides of the change of clocks', () => {
    // Friday 27 March 17:00 CET to Monday 30 March 09:00 CEST: 1 + 1. By UTC alone Monday would begin an hour late.
    assert.equal(hours(office, '2026-03-27T17:00+01:00', '2026-03-30T09:00+02:00'), 2);
    assert.equal(hours(office, '2026-10-23T17:00+02:00', '2026-10-26T09:00+01:00'), 2);
  });
  it('of the day of 23 hours and that of 25', () => {
    assert.equal(hours(always, '2026-03-29T00:00+01:00', '2026-03-30T00:00+02:00'), 23);
    assert.equal(hours(always, '2026-10-25T00:00+02:00', '2026-10-26T00:00+01:00'), 25);
    const daily = calendar({ hours: [{ days: all, from: '00:00', to: '24:00' }] });
    assert.equal(hours(daily, '2026-03-29T00:00+01:00', '2026-03-30T00:00+02:00'), 23);
    assert.equal(hours(daily, '2026-10-25T00:00+02:00', '2026-10-26T00:00+01:00'), 25);
  });
  it('of windows that touch the skipped hour', () => {
    const day = ['2026-03-29T00:00+01:00', '2026-03-30T00:00+02:00'] as const;
    const on = (from: string, to: string) => hours(calendar({ hours: [{ days: ['sun'], from, to }] }), ...day);
    // 02:00 to 03:00 does not exist: 01–03 is one hour, 02–06 is 03–06, 02:30–06 too (the change is the first moment after 02:30).
    assert.deepEqual([on('01:00', '03:00'), on('02:00', '06:00'), on('02:30', '06:00'), on('02:00', '03:00'), on('02:15', '02:45'), on('01:00', '02:30')], [1, 3, 3, 0, 0, 1]);
  });
  it('of windows that touch the doubled hour', () => {
    const day = ['2026-10-25T00:00+02:00', '2026-10-26T00:00+01:00'] as const;
    const on = (from: string, to: string) => hours(calendar({ hours: [{ days: ['sun'], from, to }] }), ...day);
    // 02:00 to 03:00 lasts two hours; 02:30 is its first occurrence, so that 00–02:30 and 02:30–06 together are the seven hours to 06:00.
    assert.deepEqual([on('01:00', '03:00'), on('02:00', '03:00'), on('00:00', '02:30'), on('02:30', '06:00'), on('03:00', '06:00')], [3, 2, 2.5, 4.5, 3]);
  });
  it('of half an hour of daylight saving, on the other side of the world', () => {
    // Lord Howe Island, 4 October 2026: 02:00 (+10:30) is followed by 02:30 (+11:00). 5 April: 02:00 (+11:00) by 01:30 (+10:30).
    const lord = calendar({ timeZone: 'Australia/Lord_Howe', hours: [{ days: ['sun'], from: '01:00', to: '03:00' }] });
    assert.equal(hours(lord, '2026-10-04T00:00+10:30', '2026-10-05T00:00+11:00'), 1.5);
    assert.equal(hours(lord, '2026-04-05T00:00+11:00', '2026-04-06T00:00+10:30'), 2.5);
  });
  it('of a night shift, written as two entries', () => {
    const night = calendar({ hours: [{ days: week, from: '22:00', to: '24:00' }, { days: ['tue', 'wed', 'thu', 'fri', 'sat'], from: '00:00', to: '06:00' }] });
    // Monday 20:00 to Tuesday 08:00: 22–24 and 00–06.
    assert.equal(hours(night, '2026-11-23T20:00+01:00', '2026-11-24T08:00+01:00'), 8);
    // The Saturday before the change in spring still ends at 06:00 CET; Saturday night is none.
    assert.equal(hours(night, '2026-03-27T20:00+01:00', '2026-03-30T00:00+02:00'), 8);
  });
  it('leave out holidays, and take the hours of exceptions', () => {
    const christmas = calendar({ holidays: [{ on: '2026-12-25' }], exceptions: [{ on: '2026-12-24', from: '08:00', to: '13:00' }, { on: '2026-12-28' }] });
    // Thursday 24th: 5 h instead of 10; Friday 25th: holiday; Monday 28th: closed; Tuesday 29th: 08–10.
    assert.equal(hours(christmas, '2026-12-24T00:00+01:00', '2026-12-29T10:00+01:00'), 7);
    // An exception opens a Saturday, in two stretches.
    const saturday = calendar({ exceptions: [{ on: '2026-11-21', from: '09:00', to: '12:00' }, { on: '2026-11-21', from: '13:00', to: '15:00' }] });
    assert.equal(hours(saturday, '2026-11-20T18:00+01:00', '2026-11-23T08:00+01:00'), 5);
  });
  it('of leap days', () => {
    // 29 February 2028 is a Tuesday; Monday 12:00 to Wednesday 12:00 is 6 + 10 + 4.
    assert.equal(hours(office, '2028-02-28T12:00+01:00', '2028-03-01T12:00+01:00'), 20);
    // 2027 has none: Friday 26 February 12:00 to Monday 1 March 12:00 is 6 + 4.
    assert.equal(hours(office, '2027-02-26T12:00+01:00', '2027-03-01T12:00+01:00'), 10);
    const closed = calendar({ holidays: [{ on: '2028-02-29' }] });
    assert.equal(hours(closed, '2028-02-28T12:00+01:00', '2028-03-01T12:00+01:00'), 10);
  });
  it('over the turn of years', () => {
    // Thursday 31 December 2026 17:00 to Friday 1 January 2027 09:00, without holidays: 1 + 1.
    assert.equal(hours(office, '2026-12-31T17:00+01:00', '2027-01-01T09:00+01:00'), 2);
    // 2024 to 2026 have 262, 261 and 261 weekdays (2024 is a leap year that begins on a Monday and ends on a Tuesday): 784 × 10 h.
    assert.equal(hours(office, '2024-01-01T00:00+01:00', '2027-01-01T00:00+01:00'), 7840);
    // In Kiritimati (+14) the new year has begun while it is 10:00 UTC of the old one. 1 January 2027 is a Friday.
    const island = calendar({ timeZone: 'Pacific/Kiritimati' });
    assert.equal(hours(island, '2026-12-31T18:00Z', '2026-12-31T20:00Z'), 2);
    assert.equal(hours(calendar({ timeZone: 'Pacific/Pago_Pago' }), '2027-01-02T04:00Z', '2027-01-02T06:00Z'), 1);
  });
  it('of 22 working days of ten hours are 220 hours, of which 99.5 % leave 66 minutes', () => {
    // November 2027 has 22 weekdays: it begins on a Monday and has 30 days, the 29th and 30th are Monday and Tuesday.
    const agreed = workingMinutes(office, at('2027-11-01T00:00+01:00'), at('2027-12-01T00:00+01:00')) ?? 0;
    assert.equal(agreed / 60, 220);
    assert.ok(Math.abs((1 - 0.995) * agreed - 66) < 1e-9);
  });
  it('count in seconds and below', () => {
    assert.equal(workingMinutes(office, at('2026-11-23T07:59:59.500+01:00'), at('2026-11-23T08:00:00.250+01:00')), 0.25 / 60);
  });
  it('are unknown outside the years 1970 to 2199', () => {
    for (const of of [office, always]) {
      // Tuesday 31 December 2199, 10:00 to 12:00.
      assert.equal(workingMinutes(of, at('2199-12-31T10:00+01:00'), at('2199-12-31T12:00+01:00')), 120);
      assert.equal(workingMinutes(of, Date.UTC(1960, 0, 1), at('2026-11-23T08:00Z')), undefined);
      assert.equal(workingMinutes(of, at('2026-11-23T08:00Z'), Date.UTC(9999, 11, 31)), undefined);
      assert.equal(workingMinutes(of, NaN, at('2026-11-23T08:00Z')), undefined);
      assert.equal(isOpen(of, Infinity), undefined);
    }
  });
  it('tell whether it is open', () => {
    const open = (moment: string) => isOpen(office, at(moment));
    assert.deepEqual([open('2026-11-23T07:59:59+01:00'), open('2026-11-23T08:00+01:00'), open('2026-11-23T18:00+01:00'), open('2026-11-22T12:00+01:00')], [false, true, false, false]);
  });
});

describe('moments that are due', () => {
  const due = (of: WorkCalendar, from: string, minutes: number) => utc(advance(of, at(from), minutes));
  it('lie at the end of the working time', () => {
    // Friday 17:00 + 2 h 30: one hour on Friday, the rest on Monday until 09:30 CET.
    assert.equal(due(office, '2026-11-20T17:00+01:00', 150), '2026-11-23T08:30Z');
    // + 60 min is used up on Friday at 18:00, not on Monday at 08:00.
    assert.equal(due(office, '2026-11-20T17:00+01:00', 60), '2026-11-20T17:00Z');
    assert.equal(due(office, '2026-11-20T17:00+01:00', 0), '2026-11-20T16:00Z');
  });
  it('begin at the next opening', () => {
    // Saturday + 30 min is Monday 08:30 CET. On Sunday 29 March clocks change, Monday 08:30 is 06:30 UTC then.
    assert.equal(due(office, '2026-11-21T12:00+01:00', 30), '2026-11-23T07:30Z');
    assert.equal(due(office, '2026-03-28T12:00+01:00', 30), '2026-03-30T06:30Z');
  });
  it('keep to elapsed time where it is always open', () => {
    // Four hours from 00:30 CET: 01:30, then 03:00 CEST … 05:30 on the wall.
    assert.equal(due(always, '2026-03-29T00:30+01:00', 240), utc(at('2026-03-29T05:30+02:00')));
    assert.equal(due(always, '2026-10-25T00:30+02:00', 240), utc(at('2026-10-25T03:30+01:00')));
  });
  it('pass over years', () => {
    // 2,610 h are the 261 weekdays of 2026; so from its first moment it is due on its last weekday, Thursday 31 December, 18:00 CET.
    assert.equal(due(office, '2026-01-01T00:00+01:00', 2610 * 60), '2026-12-31T17:00Z');
    assert.equal(due(office, '2026-01-01T00:00+01:00', 2610 * 60 + 1), '2027-01-01T07:01Z');
  });
  it('never come where there are no more hours', () => {
    const once = calendar({ hours: [], exceptions: [{ on: '2026-11-21', from: '09:00', to: '12:00' }] });
    assert.equal(due(once, '2026-11-01T00:00Z', 180), '2026-11-21T11:00Z');
    assert.equal(due(once, '2026-11-01T00:00Z', 181), undefined);
    assert.equal(due(office, '2026-11-01T00:00Z', 1e12), undefined);
    assert.equal(due(always, '2026-11-01T00:00Z', 1e12), undefined);
    assert.equal(advance(office, at('2026-11-01T00:00Z'), NaN), undefined);
    for (const of of [office, always]) assert.deepEqual([advance(of, Date.UTC(1950, 0, 1), 5), advanceDays(of, Date.UTC(1950, 0, 1), 5)], [undefined, undefined]);
  });
});

describe('business days', () => {
  const days = (of: WorkCalendar, from: string, to: string) => businessDays(of, at(from), at(to));
  const short = calendar({ holidays: [{ on: '2026-12-25' }], exceptions: [{ on: '2026-12-24', from: '08:00', to: '13:00' }] });
  it('are parts of the hours of each day', () => {
    // Friday 17:00: a tenth of a day is left; Monday whole; Tuesday 13:00 is half.
    assert.equal(days(office, '2026-11-20T17:00+01:00', '2026-11-24T13:00+01:00'), 1.6);
    // Wednesday 23 December 13:00 to Thursday 10:30: a half, and 2.5 of its 5 hours.
    assert.equal(days(short, '2026-12-23T13:00+01:00', '2026-12-24T10:30+01:00'), 1);
    assert.equal(days(short, '2026-12-24T00:00+01:00', '2026-12-28T18:00+01:00'), 2);
    // Always open: the 23 hours of 29 March are one day, noon to noon over it one and a half and a half.
    assert.equal(days(always, '2026-03-29T00:00+01:00', '2026-03-30T00:00+02:00'), 1);
    assert.equal(days(always, '2026-03-28T12:00+01:00', '2026-03-30T12:00+02:00'), 2);
    // A leap year has 262 weekdays in 2024.
    assert.equal(days(office, '2024-01-01T00:00+01:00', '2025-01-01T00:00+01:00'), 262);
  });
  it('are due where they are used up', () => {
    const due = (of: WorkCalendar, from: string, count: number) => utc(advanceDays(of, at(from), count));
    assert.equal(due(office, '2026-11-20T17:00+01:00', 1), '2026-11-23T16:00Z');
    // From the opening of Monday one day lasts until it closes, five until Friday closes.
    assert.equal(due(office, '2026-11-23T08:00+01:00', 1), '2026-11-23T17:00Z');
    assert.equal(due(office, '2026-11-22T15:00+01:00', 5), '2026-11-27T17:00Z');
    assert.equal(due(short, '2026-12-23T13:00+01:00', 1), '2026-12-24T09:30Z');
    // Half of Wednesday, Thursday, then Monday 28 December until 13:00: 0.5 + 1 + 0.5.
    assert.equal(due(short, '2026-12-23T13:00+01:00', 2), '2026-12-28T12:00Z');
    assert.equal(due(office, '2026-11-23T08:00+01:00', 0), '2026-11-23T07:00Z');
    assert.equal(advanceDays(office, at('2026-11-23T08:00Z'), Infinity), undefined);
  });
});

describe('hours that others do not cover', () => {
  const lab = calendar({ hours: [{ days: week, from: '07:00', to: '22:00' }] });
  const from = at('2026-11-23T00:00+01:00'), to = at('2026-11-30T00:00+01:00');
  it('are counted in minutes', () => {
    // A week: 5 × (15 − 10) h of the laboratory lie outside the office; 168 − 50 h of a service round the clock.
    assert.equal(minutesOutside(lab, office, from, to), 25 * 60);
    assert.equal(minutesOutside(office, lab, from, to), 0);
    assert.equal(minutesOutside(always, office, from, to), 118 * 60);
    assert.equal(minutesOutside(office, always, from, to), 0);
  });
  it('by the time on the clock of each', () => {
    // London keeps 08–18 an hour later: 08–09 in Amsterdam is not covered on five days.
    assert.equal(minutesOutside(office, calendar({ timeZone: 'Europe/London' }), from, to), 5 * 60);
    // A holiday of the other is a day that it does not cover.
    assert.equal(minutesOutside(office, calendar({ holidays: [{ on: '2026-11-25' }] }), from, to), 600);
    assert.equal(minutesOutside(office, lab, NaN, to), undefined);
  });
  it('over several years', () => assert.equal(minutesOutside(lab, office, at('2024-01-01T00:00+01:00'), at('2027-01-01T00:00+01:00')), 784 * 300));
});

describe('contradictory calendars', () => {
  const problems = (terms: Partial<CalendarTerms>) => calendarOf({ timeZone: 'Europe/Amsterdam', hours: [{ days: week, from: '08:00', to: '18:00' }], ...terms }).problems;
  it('are told, with their place', () => {
    assert.deepEqual(problems({ timeZone: 'Europe/Amsterdm' }), [{ problem: 'unknown-time-zone', path: ['timeZone'], value: 'Europe/Amsterdm' }]);
    assert.deepEqual(problems({ hours: [{ days: ['mon', 'tue'], from: '08:00', to: '12:00' }, { days: ['tue'], from: '11:00', to: '18:00' }] }),
      [{ problem: 'overlapping-hours', path: ['hours', 1], other: ['hours', 0], value: 'tue' }]);
    assert.deepEqual(problems({ hours: [{ days: ['mon'], from: '08:00', to: '12:00' }, { days: ['sun'], from: '22:00', to: '06:00' }] }),
      [{ problem: 'from-not-before-to', path: ['hours', 1], value: '22:00 06:00' }]);
    assert.deepEqual(problems({ hours: [{ days: ['mon', 'funday'], from: '08:00', to: '12:00' }] }), [{ problem: 'unknown-weekday', path: ['hours', 0, 'days', 1], value: 'funday' }]);
    assert.deepEqual(problems({ hours: [{ days: ['mon'], from: '8:00', to: '12:00' }, { days: ['mon'], from: '08:00', to: '24:01' }, { days: ['mon'], from: '00:00', to: '24:00' }] })
      .map(({ problem, path }) => [problem, path]), [['no-such-time', ['hours', 0, 'from']], ['no-such-time', ['hours', 1, 'to']]]);
    assert.deepEqual(problems({ holidays: [{ on: '2026-02-31' }] }), [{ problem: 'no-such-day', path: ['holidays', 0, 'on'], value: '2026-02-31' }]);
    assert.deepEqual(problems({ holidays: [{ on: '2026-12-25' }], exceptions: [{ on: '2026-12-25', from: '08:00', to: '12:00' }] }),
      [{ problem: 'exception-on-holiday', path: ['exceptions', 0], other: ['holidays', 0], value: '2026-12-25' }]);
    assert.deepEqual(problems({ exceptions: [{ on: '2026-12-24', from: '08:00' }] }), [{ problem: 'half-an-exception', path: ['exceptions', 0] }]);
    assert.deepEqual(problems({ exceptions: [{ on: '2026-12-24' }, { on: '2026-12-24', from: '08:00', to: '12:00' }] }),
      [{ problem: 'exceptions-contradict', path: ['exceptions', 1], other: ['exceptions', 0], value: '2026-12-24' }]);
    assert.deepEqual(problems({ hours: 'always', exceptions: [{ on: '2026-12-24' }] }), [{ problem: 'exception-of-always', path: ['exceptions', 0] }]);
    assert.deepEqual(problems({ hours: [] }), [{ problem: 'never-open', path: ['hours'] }]);
  });
  it('are none where it only looks like one', () => {
    assert.deepEqual(problems({ hours: [{ days: ['mon'], from: '12:00', to: '18:00' }, { days: ['mon'], from: '08:00', to: '12:00' }] }), []);
    // Hours that meet, a holiday twice or closed as well, two stretches on one day, holidays of what is always open.
    assert.deepEqual(problems({ hours: [{ days: ['mon'], from: '08:00', to: '12:00' }, { days: ['mon'], from: '12:00', to: '18:00' }, { days: ['tue'], from: '08:00', to: '18:00' }] }), []);
    assert.deepEqual(problems({ holidays: [{ on: '2026-12-25' }, { on: '2026-12-25' }], exceptions: [{ on: '2026-12-25' }] }), []);
    assert.deepEqual(problems({ exceptions: [{ on: '2026-12-24', from: '08:00', to: '10:00' }, { on: '2026-12-24', from: '10:00', to: '12:00' }] }), []);
    assert.deepEqual(problems({ hours: 'always', holidays: [{ on: '2026-12-25' }] }), []);
  });
  it('still count what can be read', () => {
    const day = [at('2026-12-25T00:00+01:00'), at('2026-12-26T00:00+01:00')] as const;
    const minutes = (terms: Partial<CalendarTerms>) => {
      const { calendar: made } = calendarOf({ timeZone: 'Europe/Amsterdam', hours: [{ days: week, from: '08:00', to: '18:00' }], ...terms });
      return made && workingMinutes(made, ...day);
    };
    assert.equal(minutes({ hours: [{ days: ['fri'], from: '08:00', to: '12:00' }, { days: ['fri'], from: '11:00', to: '13:00' }] }), 300);
    assert.equal(minutes({ holidays: [{ on: '2026-12-25' }], exceptions: [{ on: '2026-12-25', from: '08:00', to: '12:00' }] }), 240);
    assert.equal(minutes({ exceptions: [{ on: '2026-12-25', to: '12:00' }] }), 600);
    assert.equal(minutes({ holidays: [{ on: '2026-02-31' }] }), 600);
    assert.equal(minutes({ hours: [] }), 0);
    assert.equal(minutes({ timeZone: '' }), undefined);
    // Always is always.
    assert.equal(minutes({ hours: 'always', holidays: [{ on: '2026-12-25' }], exceptions: [{ on: '2026-12-25' }] }), 1440);
  });
});

describe('whatever a file holds', () => {
  it('throws nothing', () => {
    const value = fc.oneof(fc.anything(), fc.constantFrom('08:00', '24:00', '2026-12-25', 'mon', 'Europe/Amsterdam', null));
    const some = (...keys: string[]) => fc.oneof(value, fc.array(fc.oneof(value, fc.record(Object.fromEntries(keys.map((key) => [key, value]))))));
    fc.assert(fc.property(fc.record({ timeZone: value, hours: some('days', 'from', 'to'), holidays: some('on'), exceptions: some('on', 'from', 'to') }), (terms) => {
      calendarOf(terms as unknown as CalendarTerms);
    }));
  });
  it('takes a key without a value for one that is absent', () => {
    const closed = { on: '2026-12-24', from: null, to: null } as unknown as { on: string };
    assert.deepEqual(calendarOf({ timeZone: 'UTC', hours: [{ days: week, from: '08:00', to: '18:00' }], exceptions: [closed] }).problems, []);
  });
});

describe('many tickets', () => {
  it('ask for the offset of a zone no more than a few times a day of the calendar', () => {
    const original = Intl.DateTimeFormat.prototype.formatToParts;
    let asked = 0;
    Intl.DateTimeFormat.prototype.formatToParts = function (...args) {
      asked++;
      return original.apply(this, args);
    };
    try {
      const of = calendarOf({ timeZone: 'Europe/Vilnius', hours: [{ days: week, from: '08:00', to: '18:00' }] }).calendar as WorkCalendar;
      for (let i = 0; i < 20_000; i++) workingMinutes(of, at('2025-06-01T00:00Z') + i * 60_000, at('2025-06-05T00:00Z') + i * 120_000);
    } finally {
      Intl.DateTimeFormat.prototype.formatToParts = original;
    }
    // The year asked for and the one after it, whose first moment ends it: 2 × 370 days, and 17 halvings of a day for each of 4 changes.
    assert.ok(asked > 0 && asked < 2 * 370 + 4 * 17 + 10, String(asked));
  });
});

describe('laws of working time', () => {
  const zones = ['Europe/Amsterdam', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata', 'Pacific/Auckland', 'America/Sao_Paulo', 'Africa/Casablanca', 'UTC'];
  const time = (minutes: number) => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
  const entry = fc.record({ days: fc.subarray(all, { minLength: 1 }), from: fc.integer({ min: 0, max: 95 }), to: fc.integer({ min: 1, max: 96 }) })
    .map(({ days, from, to }) => ({ days, from: time(Math.min(from, to - 1) * 15), to: time(to * 15) }));
  const someCalendar = fc.record({ timeZone: fc.constantFrom(...zones), hours: fc.array(entry, { minLength: 1, maxLength: 3 }) })
    .map((terms) => calendarOf(terms).calendar as WorkCalendar);
  const moment = fc.integer({ min: Date.UTC(2026, 0, 1) / 60_000, max: Date.UTC(2027, 0, 1) / 60_000 }).map((minutes) => minutes * 60_000);

  it('parts add up to the whole', () => {
    fc.assert(fc.property(someCalendar, fc.tuple(moment, moment, moment), (of, moments) => {
      const [a, b, c] = moments.sort((x, y) => x - y) as [number, number, number];
      assert.equal((workingMinutes(of, a, b) ?? NaN) + (workingMinutes(of, b, c) ?? NaN), workingMinutes(of, a, c));
    }));
  });
  it('what is due after some minutes is so many minutes later, and a moment before is not', () => {
    fc.assert(fc.property(someCalendar, moment, fc.integer({ min: 1, max: 20_000 }), (of, from, minutes) => {
      const due = advance(of, from, minutes);
      assert.ok(due !== undefined);
      assert.equal(workingMinutes(of, from, due), minutes);
      assert.ok((workingMinutes(of, from, due - 1) ?? NaN) < minutes);
    }));
  });
  it('business days come back as well', () => {
    fc.assert(fc.property(someCalendar, moment, fc.integer({ min: 1, max: 400 }), (of, from, quarters) => {
      const due = advanceDays(of, from, quarters / 4);
      assert.ok(due !== undefined);
      assert.ok(Math.abs((businessDays(of, from, due) ?? NaN) - quarters / 4) < 1e-6);
    }));
  });
  it('agree with asking the wall clock every quarter of an hour', () => {
    // Not by our own conversion but by what Intl shows. Days on which the clock changes are left out: there it shows a time twice.
    fc.assert(fc.property(fc.constantFrom(...zones), entry, fc.integer({ min: 0, max: 360 }), (timeZone, hoursOf, first) => {
      const of = calendarOf({ timeZone, hours: [hoursOf] }).calendar as WorkCalendar;
      const show = new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
      const from = Date.UTC(2026, 0, 1) + first * 86_400_000, to = from + 2 * 86_400_000;
      const offset = (instant: number) => new Intl.DateTimeFormat('en-GB', { timeZone, timeZoneName: 'longOffset' }).format(instant).split(' ').at(-1);
      if (offset(from - 86_400_000) !== offset(to + 86_400_000)) return;
      let open = 0;
      for (let instant = from; instant < to; instant += 15 * 60_000) {
        const parts = Object.fromEntries(show.formatToParts(instant).map(({ type, value }) => [type, value]));
        const wall = `${parts['hour']}:${parts['minute']}`;
        if (hoursOf.days.includes((parts['weekday'] ?? '').toLowerCase()) && wall >= hoursOf.from && wall < hoursOf.to) open += 15;
      }
      assert.equal(workingMinutes(of, from, to), open);
    }), { numRuns: 60 });
  });
});
