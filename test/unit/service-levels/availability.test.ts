import assert from 'node:assert/strict';
import { agreedMinutes, allowedDowntime, availability, availabilityByUsers, downtimeClaims, measuredAvailability, parseDowntimeClaim, periodOf, windowOf,
  type Outage } from '../../../src/service-levels/availability.js';
import { calendarOf, workingMinutes, type WorkCalendar } from '../../../src/service-levels/calendar.js';
import { instantOf } from '../../../src/service-levels/time-zone.js';

const close = (actual: number | undefined, expected: number, within = 1e-9) =>
  assert.ok(actual !== undefined && Math.abs(actual - expected) <= within, `${actual} is not ${expected}`);

describe('availability of one service', () => {
  it('takes downtime from the agreed service time', () => {
    close(availability({ agreed: 43_200, downtime: 43.2 }), 0.999);
    close(availability({ agreed: 720 * 60, downtime: 180 }), 0.99583333, 1e-8);
  });
  it('takes agreed maintenance out of the service time', () => {
    close(availability({ agreed: 43_200, downtime: 60, agreedMaintenance: 240 }), (42_960 - 60) / 42_960);
  });
  it('gives nothing, never 100 %, where nothing was agreed or the figures contradict one another', () => {
    for (const figures of [{ agreed: 0, downtime: 0 }, { agreed: 60, downtime: 61 }, { agreed: 60, downtime: -1 }, { agreed: NaN, downtime: 0 },
      { agreed: Infinity, downtime: 0 }, { agreed: 60, downtime: 0, agreedMaintenance: 60 }]) assert.equal(availability(figures), undefined);
  });
  it('weighs by users', () => {
    close(availabilityByUsers(43_200, 200, [{ minutes: 120, usersAffected: 50 }, { minutes: 30, usersAffected: 200 }]), 1 - (120 * 50 + 30 * 200) / (43_200 * 200));
    assert.equal(availabilityByUsers(43_200, 10, [{ minutes: 1, usersAffected: 11 }]), undefined);
    assert.equal(availabilityByUsers(43_200, 0, []), undefined);
  });
});

describe('allowed downtime', () => {
  it('is what the target leaves of the agreed service time', () => {
    close(allowedDowntime(0.999, 43_200), 43.2);
    close(allowedDowntime(0.9995, 43_200), 21.6);
    close(allowedDowntime(0.995, 22 * 10 * 60), 66);
  });
  it('knows the agreed minutes of the windows', () => {
    assert.equal(agreedMinutes('calendar-month'), 43_200);
    assert.equal(agreedMinutes('rolling-30d'), 43_200);
    assert.equal(agreedMinutes('quarter'), 129_600);
    assert.equal(agreedMinutes('year'), 525_600);
    assert.equal(agreedMinutes('week', 10), 7 * 600);
    for (const unknown of ['fortnight', 'rolling-0d', 'rolling-d', 'constructor', '']) assert.equal(agreedMinutes(unknown), undefined);
    assert.deepEqual(periodOf('rolling-90d'), { days: 90 });
  });
});

describe('availability measured in the hours of a calendar', () => {
  const at = (moment: string): number => {
    const instant = instantOf(moment);
    assert.ok(instant !== undefined, moment);
    return instant;
  };
  const always = calendarOf({ timeZone: 'Europe/Amsterdam', hours: 'always' }).calendar as WorkCalendar;
  const office = calendarOf({ timeZone: 'Europe/Amsterdam', hours: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '08:00', to: '18:00' }],
    holidays: [{ on: '2026-04-06' }, { on: '2026-04-27' }] }).calendar as WorkCalendar;
  const month = (day: string) => windowOf('calendar-month', day, 'Europe/Amsterdam') ?? { from: NaN, to: NaN };
  const measured = (calendar: WorkCalendar, day: string, outages: [from: string, to?: string, users?: number][], more: { maintenance?: [string, string][]; users?: number } = {}) =>
    measuredAvailability({ calendar, ...month(day), ...(more.users === undefined ? {} : { users: more.users }),
      outages: outages.map(([from, to, users]): Outage => ({ from: at(from), ...(to === undefined ? {} : { to: at(to) }), ...(users === undefined ? {} : { usersAffected: users }) })),
      maintenance: (more.maintenance ?? []).map(([from, to]) => ({ from: at(from), to: at(to) })) });

  it('knows the agreed service time of real months', () => {
    const hours = (calendar: WorkCalendar, day: string) => {
      const { from, to } = month(day);
      return (workingMinutes(calendar, from, to) ?? NaN) / 60;
    };
    // March 2026 has a day of 23 hours, October one of 25; February 28 days, in 2028 29.
    assert.deepEqual(['2026-03-01', '2026-04-01', '2026-10-01', '2026-02-01', '2028-02-01'].map((day) => hours(always, day)), [743, 720, 745, 672, 696]);
    // April 2026 begins on a Wednesday and has 22 weekdays, two of them holidays.
    assert.equal(hours(office, '2026-04-01'), 200);
    // 0.1 % of March is 44.58 min, not the 44.64 of 744 hours.
    close(allowedDowntime(0.999, hours(always, '2026-03-01') * 60), 44.58);
  });
  it('counts downtime in the service time only', () => {
    // Thursday 2 April 17:00 to Friday 3 April 09:00 is down 16 h, of which 2 h are agreed: 198 of 200.
    const result = measured(office, '2026-04-01', [['2026-04-02T17:00+02:00', '2026-04-03T09:00+02:00']]);
    assert.deepEqual(result, { agreed: 12_000, maintenance: 0, downtime: 120, share: 0.99 });
  });
  it('takes agreed maintenance out of both', () => {
    // 720 h less 4 h of maintenance; of the outage 09–13 only 12–13 is left: 715/716.
    const result = measured(always, '2026-04-01', [['2026-04-12T09:00+02:00', '2026-04-12T13:00+02:00']], { maintenance: [['2026-04-12T08:00+02:00', '2026-04-12T12:00+02:00']] });
    assert.deepEqual([result?.agreed, result?.maintenance, result?.downtime], [716 * 60, 240, 60]);
    close(result?.share, 715 / 716);
    // Two that overlap are one: 08–14 is six hours, and nothing was down.
    const twice = measured(always, '2026-04-01', [['2026-04-12T09:00+02:00', '2026-04-12T13:00+02:00']],
      { maintenance: [['2026-04-12T08:00+02:00', '2026-04-12T12:00+02:00'], ['2026-04-12T10:00+02:00', '2026-04-12T14:00+02:00']] });
    assert.deepEqual([twice?.maintenance, twice?.share], [360, 1]);
  });
  it('counts outages at one time once, and those that reach out of the month up to its ends', () => {
    // 10–12 and 11–13 are three hours.
    assert.equal(measured(always, '2026-04-01', [['2026-04-12T10:00+02:00', '2026-04-12T12:00+02:00'], ['2026-04-12T11:00+02:00', '2026-04-12T13:00+02:00']])?.downtime, 180);
    // From 31 March 22:00 two hours of April's first day; from 30 April 23:00 on the last hour; one of May does not count.
    assert.equal(measured(always, '2026-04-01', [['2026-03-31T22:00+02:00', '2026-04-01T02:00+02:00'], ['2026-04-30T23:00+02:00'], ['2026-05-03T00:00+02:00']])?.downtime, 180);
  });
  it('is right when clocks change', () => {
    // 29 March 01:00 CET to 04:00 CEST are two hours of 743; 25 October 01:00 CEST to 04:00 CET are four of 745.
    close(measured(always, '2026-03-01', [['2026-03-29T01:00+01:00', '2026-03-29T04:00+02:00']])?.share, 741 / 743);
    close(measured(always, '2026-10-01', [['2026-10-25T01:00+02:00', '2026-10-25T04:00+01:00']])?.share, 741 / 745);
  });
  it('weighs by users', () => {
    // (120 × 50 + 30 × 200) / (43,200 × 200) = 12,000 / 8,640,000; unweighted it is 150 min.
    const result = measured(always, '2026-04-01', [['2026-04-12T10:00+02:00', '2026-04-12T12:00+02:00', 50], ['2026-04-13T10:00+02:00', '2026-04-13T10:30+02:00']], { users: 200 });
    close(result?.byUsers, 1 - 12_000 / 8_640_000);
    close(result?.share, 1 - 150 / 43_200);
    // Two at one time that hit 150 each hit not more than the 200 there are: 60 × 200.
    close(measured(always, '2026-04-01', [['2026-04-12T10:00+02:00', '2026-04-12T11:00+02:00', 150], ['2026-04-12T10:00+02:00', '2026-04-12T11:00+02:00', 150]], { users: 200 })?.byUsers,
      1 - 12_000 / 8_640_000);
    // Not where more are hit than there are, or nobody says how many there are.
    assert.equal(measured(always, '2026-04-01', [['2026-04-12T10:00+02:00', '2026-04-12T11:00+02:00', 201]], { users: 200 })?.byUsers, undefined);
    assert.equal(measured(always, '2026-04-01', [['2026-04-12T10:00+02:00', '2026-04-12T11:00+02:00', 20]])?.byUsers, undefined);
  });
  it('gives nothing where nothing was agreed or a stretch ends before it begins', () => {
    assert.equal(measuredAvailability({ calendar: office, from: at('2026-04-04T00:00+02:00'), to: at('2026-04-06T00:00+02:00'), outages: [] }), undefined);
    assert.equal(measured(always, '2026-04-01', [['2026-04-12T13:00+02:00', '2026-04-12T10:00+02:00']]), undefined);
    assert.equal(measured(always, '2026-04-01', [], { maintenance: [['2026-03-01T00:00Z', '2026-06-01T00:00Z']] }), undefined);
    assert.equal(measuredAvailability({ calendar: office, from: Date.UTC(1900, 0, 1), to: at('2026-04-06T00:00Z'), outages: [] }), undefined);
  });
});

describe('a stated downtime beside its percentage', () => {
  const agrees: [string, number][] = [
    ['99.9 % availability, that is at most 43.2 minutes of downtime per month.', 43.2],
    ['The service has an uptime of 99.9% (43.8 minutes per month).', 43.8],
    ['99.9% availability allows no more than 8.76 hours of downtime per year', 8 * 60 + 45.6],
    ['We guarantee 99.95 percent uptime; downtime is limited to 21.6 minutes a month.', 21.6],
    ['Availability: 99.99 % per year, at most 52 minutes of downtime.', 52],
    ['99.999 % uptime (at most 5 minutes a year)', 5],
    ['99.9 % uptime, at most 8 hours and 45 minutes of downtime per year', 525],
    ['availability of 99 % in any 30 days, with unplanned outages of up to 7.2 hours', 432],
    ['99 per cent available per week, i.e. no more than 1.68 hours down per week', 100.8],
    ['99.5 % availability per quarter, which is up to 648 minutes of downtime', 648],
    ['95 % of incidents are closed in time; availability is 99.9 % with downtime of less than 44 minutes per month', 44],
    ['Monthly uptime of 99.5 %: maximum 3.6 hours of downtime monthly.', 216],
    ['90 % uptime (at most 1,008 minutes per week)', 1008],
  ];
  for (const [text, minutes] of agrees) {
    it(`agrees: ${text}`, () => {
      const claim = parseDowntimeClaim(text);
      assert.ok(claim, 'no claim found');
      close(claim.statedMinutes, minutes, 1e-6);
      assert.equal(claim.agrees, true, JSON.stringify(claim));
    });
  }

  const contradicts = [
    '99.99 % availability means downtime of at most 1 hour a year.',
    '99.99% uptime, so the service is down for at most one hour a year',
    '99.9 % availability, at most 8 hours of downtime per month',
    '99.9% uptime (43.8 hours per month)',
    'Uptime is 99.5 % with no more than 43.2 minutes of downtime per month.',
    '99.9 % available, not more than 10.1 hours of downtime per year',
    '99.9 % uptime, at most 45 minutes of downtime in any 30 days',
  ];
  for (const text of contradicts) {
    it(`contradicts: ${text}`, () => assert.equal(parseDowntimeClaim(text)?.agrees, false));
  }

  it('tells what the percentage allows and where both stand', () => {
    const text = 'Good. The agreed 99.99 % availability means downtime of at most 1 hour a year.';
    const claim = parseDowntimeClaim(text);
    assert.ok(claim);
    close(claim.allowedMinutes.from, 52.56);
    close(claim.allowedMinutes.to, 52.704);
    assert.equal(claim.period, 'year');
    assert.equal(text.slice(claim.percentAt.start, claim.percentAt.end), '99.99 %');
    assert.equal(text.slice(claim.downtimeAt.start, claim.downtimeAt.end), '1 hour a year');
  });
  it('takes the period from the target where the text names none', () => {
    const text = '99.9 % availability, no more than 43.2 minutes of downtime';
    assert.equal(parseDowntimeClaim(text), undefined);
    assert.equal(parseDowntimeClaim(text, 'calendar-month')?.agrees, true);
    assert.equal(parseDowntimeClaim(text, 'calendar-year')?.agrees, false);
    assert.equal(parseDowntimeClaim(text, 'someday'), undefined);
  });
  it('reads each sentence of a longer text by itself', () => {
    const text = 'Mail has 99.9 % availability, 43 minutes of downtime a month. The portal has 99 % availability, 43 minutes of downtime a month.';
    assert.deepEqual(downtimeClaims(text).map((claim) => claim.agrees), [true, false]);
    assert.equal(parseDowntimeClaim(text), undefined);
  });

  const nothing = [
    '', '99.9 % availability', 'at most 1 hour of downtime a year', '99.9 % of incidents restored within 4 hours per month',
    '99.9 % availability, incidents are restored within 4 hours, per month', '99.9 % availability and 10 hours of support per month',
    '99.9 % availability and up to 10 hours per month of consulting', '99.9 % availability excluding 4 hours of planned downtime per month',
    '99.9 % availability in business hours, at most 13 minutes of downtime per month',
    '99.9 % availability for gold and 99.5 % availability for silver, 43.2 minutes of downtime per month',
    '99.9 % availability, 43.2 minutes or 44 minutes of downtime per month', '0.1 % unavailability, 43.2 minutes of downtime per month',
    '99,9 % availability, 43.2 minutes of downtime per month', '99.9 % availability measured every 5 minutes, per month',
    "If our uptime drops below 99.99%, we will credit you. For any given day where an outage exceeds 5 minutes, we'll credit your account.",
    'we consider less than 90% availability over one hour as an incident (6 minute outage), less than 97% over a 24-hour period (43 minute outage)',
  ];
  for (const text of nothing) it(`says nothing about: ${text}`, () => assert.deepEqual(downtimeClaims(text), []));

  it('reads long and hostile texts without trouble', () => {
    for (const piece of ['99.9 % availability ', '1 hour ', '9', '9,999', 'a ', '\n ', '. ', '(', 'downtime ', '1 hour and 1 hour and ']) {
      assert.deepEqual(downtimeClaims(piece.repeat(20_000)), []);
    }
  });
});
