import assert from 'node:assert/strict';
import { agreedMinutes, allowedDowntime, availability, availabilityByUsers, downtimeClaims, parseDowntimeClaim, periodOf } from '../../../src/service-levels/availability.js';

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
