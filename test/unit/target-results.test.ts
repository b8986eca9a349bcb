import assert from 'node:assert/strict';
import { serviceTargets, targetResults } from '../../src/sms/target-results.js';
import { analyse } from '../../src/session/analyse.js';
import { defaults } from '../../src/sms/config.js';
import type { Fields } from '../../src/sms/data.js';
import { buildModel } from '../../src/sms/model.js';
import type { Artefact } from '../../src/sms/types.js';
import { textsUnder } from '../support/folders.js';

const TODAY = '2026-10-15';

describe('targets of incidents', () => {
  const sample = textsUnder('samples/harbour'), config = { ...defaults('sms.yaml'), timeZone: 'Europe/Amsterdam' };
  const facts = [...sample].filter(([file]) => file !== 'sms.yaml' && !file.endsWith('.csv')).map(([file, text]) => analyse({ file, text }, { config, today: TODAY }));
  const model = buildModel(facts, sample.keys(), config);

  /** Target, elapsed time, limit, state. */
  const told = (data: Fields, today = TODAY, log?: Artefact): (string | number | undefined)[][] => targetResults(model, { data, ...(log && { log }) }, today)
    .map(({ target, elapsed, limit, state, reason }) => [target.id, elapsed, limit, reason ?? state]);
  const incident = model.artefact('INC-2841')?.data ?? {};
  const mail = { service: 'SVC-MAIL', customer: 'CUS-BOREAL' };

  it('holds INC-2841 against the four hours that were in force', () => {
    // 20:40 to 20:52 is 12 minutes, 20:40 to 03:40 is 7 hours; since 2026-03-01 the SLA says 4.
    assert.deepEqual(told(incident), [['SLA-BOREAL#p1-response', 12, 15, 'met'], ['SLA-BOREAL#p1-restore', 7, 4, 'missed']]);
  });

  it('would have held it against eight hours before 2026-03-01', () => {
    const earlier = { ...incident, openedAt: '2026-02-28T20:40:00+01:00', acknowledgedAt: '2026-02-28T20:52:00+01:00', restoredAt: '2026-03-01T03:40:00+01:00' };
    assert.deepEqual(told(earlier)[1], ['SLA-BOREAL#p1-restore', 7, 8, 'met']);
    const later = { ...incident, openedAt: '2026-03-01T00:00:00+01:00', acknowledgedAt: '2026-03-01T00:12:00+01:00', restoredAt: '2026-03-01T07:00:00+01:00' };
    assert.deepEqual(told(later)[1], ['SLA-BOREAL#p1-restore', 7, 4, 'missed']);
  });

  it('finds the targets by customer, service, priority and day where none is named', () => {
    // Friday 17:00 to Monday 09:30: one hour on Friday, an hour and a half on Monday (CAL-OFFICE, 08:00 to 18:00).
    const data = { ...mail, priority: 'P3', openedAt: '2026-05-08T17:00:00+02:00', acknowledgedAt: '2026-05-08T17:30:00+02:00', restoredAt: '2026-05-11T09:30:00+02:00' };
    assert.deepEqual(told(data), [['SLA-BOREAL#p3-response', 0.5, 4, 'met'], ['SLA-BOREAL#p3-restore', 2.5, 16, 'met']]);
    // The agreement began on 2025-03-01.
    assert.deepEqual(told({ ...data, openedAt: '2025-02-28T17:00:00+01:00' }), []);
    assert.deepEqual(told({ ...data, service: 'SVC-LIS' }), []);
    assert.deepEqual(told({ ...data, duplicateOf: 'INC-2841' }), []);
  });

  it('leaves out holds that the terms allow, and no others', () => {
    const data = { ...mail, priority: 'P2', openedAt: '2026-05-08T08:00:00+02:00', acknowledgedAt: '2026-05-08T08:10:00+02:00', restoredAt: '2026-05-08T17:00:00+02:00' };
    const hold = { from: '2026-05-08T10:00:00+02:00', to: '2026-05-08T12:00:00+02:00' };
    assert.deepEqual(told({ ...data, holds: [{ reason: 'awaiting-customer', ...hold }] })[1], ['SLA-BOREAL#p2-restore', 7, 8, 'met']);
    assert.deepEqual(told({ ...data, holds: [{ reason: 'awaiting-supplier', ...hold }] })[1], ['SLA-BOREAL#p2-restore', 9, 8, 'missed']);
  });

  it('takes the highest priority that it ever had', () => {
    const data = { ...mail, priority: 'P3', priorityChanges: [{ at: '2026-05-08T09:00:00+02:00', from: 'P2', to: 'P3' }], openedAt: '2026-05-08T08:00:00+02:00' };
    assert.deepEqual(serviceTargets(model).of(data).map(({ id }) => id), ['SLA-BOREAL#p2-response', 'SLA-BOREAL#p2-restore']);
  });

  it('knows open ones by the day, and rows by the moment of their export', () => {
    const data = { ...mail, targets: ['SLA-BOREAL#p1-restore'], openedAt: '2026-10-14T21:00:00+02:00' };
    assert.deepEqual(told(data), [['SLA-BOREAL#p1-restore', 3, 4, 'running']]);
    assert.deepEqual(told(data, '2026-10-16'), [['SLA-BOREAL#p1-restore', 27, 4, 'past-due']]);
    assert.deepEqual(told(data, '2026-10-14'), [['SLA-BOREAL#p1-restore', undefined, 4, 'running']]);
    const log = model.artefact('LOG-INC-2026');
    assert.ok(log);
    assert.deepEqual(told({ ...data, openedAt: '2026-10-08T03:00:00+02:00' }, TODAY, log), [['SLA-BOREAL#p1-restore', 3, 4, 'running']]);
  });

  it('says why a result cannot be computed', () => {
    assert.deepEqual(told({ ...incident, openedAt: undefined }), [['SLA-BOREAL#p1-response', undefined, undefined, 'no-day'], ['SLA-BOREAL#p1-restore', undefined, undefined, 'no-day']]);
    assert.equal(told({ ...incident, openedAt: '2025-01-14T20:40:00+01:00' })[1]?.[3], 'no-terms');
    assert.equal(told({ ...incident, restoredAt: '2026-04-13T20:40:00+02:00' })[1]?.[3], 'stop-before-start');
    assert.equal(told({ ...incident, targets: ['SLA-BOREAL#mail-availability'] })[0]?.[3], 'no-limit');
  });

  it('never calls open what was closed: without the moment at which the clock stopped there is no result', () => {
    const states = (changes: Fields): unknown => told({ ...incident, ...changes })[1]?.[3];
    assert.equal(states({ restoredAt: undefined }), 'no-stop');
    assert.equal(states({ restoredAt: undefined, resolvedAt: undefined, closedAt: undefined, status: 'resolved' }), 'no-stop');
    assert.equal(states({ restoredAt: undefined, status: undefined }), 'no-stop');
    assert.equal(states({ restoredAt: '2062-04-15T03:40:00+02:00' }), 'no-moment');
    assert.equal(states({ restoredAt: '15.04.2026 03:40' }), 'no-moment');
    // Near misses: it is still worked on; it was opened again.
    assert.equal(states({ restoredAt: undefined, resolvedAt: undefined, closedAt: undefined, status: 'in-progress' }), 'past-due');
    assert.equal(states({ restoredAt: undefined, status: 'in-progress', reopened: [{ at: '2026-04-20T08:00:00+02:00', resolvedAt: '2026-04-15T09:00:00+02:00' }] }), 'past-due');
    assert.equal(told({ ...incident, acknowledgedAt: undefined })[0]?.[3], 'no-stop');
  });

  it('takes those of the model for a request of its customer', () => {
    const data = { service: 'SVC-WORK', customer: 'CUS-MAASLAB', requestModel: 'RM-WORKPLACE', openedAt: '2026-05-04T09:00:00+02:00', approvedAt: '2026-05-04T09:00:00+02:00', fulfilledAt: '2026-05-06T09:00:00+02:00' };
    assert.deepEqual(told(data), [['SLA-MAASLAB#new-workplace', 2, 5, 'met']]);
  });
});
