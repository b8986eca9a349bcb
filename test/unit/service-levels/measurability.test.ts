import assert from 'node:assert/strict';
import { compareLimits, isTimeMetric, missingParts, timeLimit, timeMetrics, type TargetTerms } from '../../../src/service-levels/measurability.js';

const availability: TargetTerms = { metric: 'availability', operator: 'at-least', value: 99.9, unit: 'percent', services: ['SVC-MAIL'], window: 'calendar-month',
  calendar: 'CAL-24X7', source: { system: 'Monitoring', point: 'Mail login' }, calculation: 'Minutes up divided by agreed minutes' };
const restore: TargetTerms = { metric: 'restoration-time', priority: 'P1', operator: 'at-most', value: 4, unit: 'hours', attainment: 95, services: ['SVC-MAIL'],
  window: 'calendar-month', calendar: 'CAL-24X7', clock: { starts: 'openedAt', stops: 'restoredAt', holds: ['awaiting-customer'] }, source: 'Service desk',
  calculation: 'Share restored within the limit' };

describe('the eight-part test', () => {
  it('finds the targets of the example of the format complete', () => {
    for (const target of [availability, restore]) assert.deepEqual(missingParts(target), { measure: [], clock: [] });
  });
  it('finds everything missing in an empty target; the clock is of time metrics only', () => {
    assert.deepEqual(missingParts({}), { measure: ['metric', 'operator', 'value', 'unit', 'population', 'window'], clock: ['calendar', 'source', 'calculation'] });
    assert.deepEqual(missingParts({ metric: 'response-time' }).clock, ['calendar', 'clock.starts', 'clock.stops', 'clock.holds', 'source', 'calculation']);
  });
  for (const key of ['metric', 'operator', 'value', 'unit', 'window'] as const) {
    it(`names a missing ${key}`, () => {
      assert.deepEqual(missingParts({ ...restore, [key]: null }).measure, [key]);
      assert.deepEqual(missingParts({ ...availability, [key]: undefined }).measure, [key]);
    });
  }
  for (const key of ['calendar', 'source', 'calculation'] as const) {
    it(`names a missing ${key}`, () => assert.deepEqual(missingParts({ ...restore, [key]: null }), { measure: [], clock: [key] }));
  }
  for (const key of ['starts', 'stops', 'holds'] as const) {
    it(`names a clock without ${key}`, () => assert.deepEqual(missingParts({ ...restore, clock: { ...restore.clock, [key]: null } }), { measure: [], clock: [`clock.${key}`] }));
  }
  it('accepts a clock that is never held', () => assert.deepEqual(missingParts({ ...restore, clock: { starts: 'a', stops: 'b', holds: [] } }).clock, []));
  it('takes white space, an empty list, an empty source and a number that is none for missing', () => {
    assert.deepEqual(missingParts({ ...availability, unit: ' ', value: NaN, services: [''], source: { system: '', point: null }, calculation: ' ' }),
      { measure: ['value', 'unit', 'population'], clock: ['source', 'calculation'] });
    assert.deepEqual(missingParts({ ...availability, source: '' }).clock, ['source']);
    assert.deepEqual(missingParts({ ...availability, value: 0 }).measure, []);
  });
  it('has the services as population of availability, the priority of tickets, or words', () => {
    assert.deepEqual(missingParts({ ...availability, services: [], priority: 'P1', population: 'all' }).measure, ['population']);
    assert.deepEqual(missingParts({ ...restore, priority: null }).measure, ['population']);
    assert.deepEqual(missingParts({ ...restore, priority: null, population: 'All incidents' }).measure, []);
    assert.deepEqual(missingParts({ ...restore, metric: 'fulfilment-time', priority: null }).measure, []);
    assert.deepEqual(missingParts({ ...availability, metric: 'satisfaction', services: null }).measure, ['population']);
  });
  it('knows time metrics, also ones that are not listed', () => {
    for (const metric of [...timeMetrics, 'call-back-time']) assert.equal(isTimeMetric(metric), true, metric);
    for (const metric of ['availability', 'uptime', 'satisfaction', 'change-success', 'time']) assert.equal(isTimeMetric(metric), false, metric);
  });
});

describe('limits in time', () => {
  it('become minutes; a day is 24 hours', () => {
    assert.deepEqual(timeLimit(4, 'hours'), { minutes: 240, clock: 'elapsed' });
    assert.deepEqual(timeLimit(2, 'days'), { minutes: 2880, clock: 'elapsed' });
    assert.deepEqual(timeLimit(8, 'business-hours'), { minutes: 480, clock: 'business' });
    for (const unit of ['percent', 'business-days', 'count', 'constructor']) assert.equal(timeLimit(1, unit), undefined);
    assert.equal(timeLimit(NaN, 'hours'), undefined);
  });
  it('compare on one clock only', () => {
    const limit = (value: number, unit: string) => timeLimit(value, unit) ?? assert.fail();
    assert.equal(compareLimits(limit(4, 'hours'), limit(240, 'minutes')), 0);
    assert.ok((compareLimits(limit(1, 'days'), limit(25, 'hours')) ?? 0) < 0);
    assert.equal(compareLimits(limit(4, 'hours'), limit(4, 'business-hours')), undefined);
  });
});
