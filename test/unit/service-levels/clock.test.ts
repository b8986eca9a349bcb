import assert from 'node:assert/strict';
import { calendarOf, type WorkCalendar } from '../../../src/service-levels/calendar.js';
import { dueAt, priorityThatCounts, readClock, stateOf, type ClockTerms, type Reading, type Ticket } from '../../../src/service-levels/clock.js';
import { instantOf } from '../../../src/service-levels/time-zone.js';

const at = (moment: string): number => {
  const instant = instantOf(moment);
  assert.ok(instant !== undefined, moment);
  return instant;
};
const utc = (instant: number | undefined) => instant === undefined ? undefined : new Date(instant).toISOString().replace(/:00\.000Z$/, 'Z');
const made = (hours: 'always' | { days: string[]; from: string; to: string }[], more = {}): WorkCalendar =>
  calendarOf({ timeZone: 'Europe/Amsterdam', hours, ...more }).calendar as WorkCalendar;
const always = made('always'), office = made([{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '08:00', to: '18:00' }]);

const restore: ClockTerms = { value: 4, unit: 'hours', calendar: always, starts: 'openedAt', stops: 'restoredAt', holds: ['awaiting-customer'], reopenedWithin: '5 days' };
const byOffice: ClockTerms = { ...restore, value: 8, unit: 'business-hours', calendar: office };

/** Moments as text; holds as reason, from and to. */
function ticket(openedAt: string, restoredAt?: string, more: { holds?: [reason: string | undefined, from: string | undefined, to?: string | undefined][]; reopened?: [string, string?][]; changes?: [string, string, string][] } = {}): Ticket {
  return {
    moments: { openedAt: at(openedAt), restoredAt: restoredAt === undefined ? undefined : at(restoredAt) },
    holds: (more.holds ?? []).map(([reason, from, to]) => ({ ...(reason === undefined ? {} : { reason }), ...(from === undefined ? {} : { from: at(from) }), ...(to === undefined ? {} : { to: at(to) }) })),
    reopened: (more.reopened ?? []).map(([again, resolved]) => ({ at: at(again), ...(resolved === undefined ? {} : { resolvedAt: at(resolved) }) })),
    priorityChanges: (more.changes ?? []).map(([when, from, to]) => ({ at: at(when), from, to })),
  };
}
const later = at('2026-12-31T00:00Z');
function read(terms: ClockTerms, of: Ticket, now = later): Reading {
  const reading = readClock(terms, of, now);
  assert.ok(!('problem' in reading), JSON.stringify(reading));
  return reading;
}
const problem = (terms: ClockTerms, of: Ticket, now = later) => {
  const reading = readClock(terms, of, now);
  return 'problem' in reading ? reading.problem : undefined;
};
const awaiting = 'awaiting-customer';

describe('the clock of a ticket', () => {
  it('the example of the domain: with a hold on Monday 08:15 to 09:15 it is 1 h 30 min', () => {
    const friday = '2026-11-20T17:00+01:00', monday = '2026-11-23T09:30+01:00';
    assert.equal(read(byOffice, ticket(friday, monday)).elapsed, 2.5);
    const held = read(byOffice, ticket(friday, monday, { holds: [[awaiting, '2026-11-23T08:15+01:00', '2026-11-23T09:15+01:00']] }));
    // One of the two and a half open hours was on hold.
    assert.deepEqual([held.elapsed, held.minutes, held.holdMinutes, held.holdShare, held.holdCount, held.holdProblems], [1.5, 90, 60, 0.4, 1, []]);
  });
  it('the incident of the sample: 7 h where 4 h were in force and 8 h until then', () => {
    const incident = ticket('2026-04-14T20:40+02:00', '2026-04-15T03:40+02:00');
    const now = read(restore, incident), before = read({ ...restore, value: 8 }, incident);
    assert.deepEqual([now.elapsed, now.ratio, now.met, now.state], [7, 1.75, false, 'breached']);
    assert.deepEqual([before.ratio, before.met, before.state], [0.875, true, 'at-risk']);
    // Opened at 20:40, due four hours later.
    assert.equal(utc(dueAt(restore, incident, later)), '2026-04-14T22:40Z');
  });
  it('runs on elapsed time over both changes of clocks', () => {
    // From 00:00 CET to 06:00 CEST it is five hours, from 00:00 CEST to 06:00 CET seven.
    assert.equal(read(restore, ticket('2026-03-29T00:00+01:00', '2026-03-29T06:00+02:00')).elapsed, 5);
    assert.equal(read(restore, ticket('2026-10-25T00:00+02:00', '2026-10-25T06:00+01:00')).elapsed, 7);
  });
  it('runs as of now while nothing stops it', () => {
    const open = ticket('2026-11-23T08:00+01:00');
    const as = (moment: string) => {
      const { elapsed, state, met, stoppedAt } = read(restore, open, at(moment));
      return [elapsed, state, met, stoppedAt];
    };
    // Three of four hours are the share of 0.75.
    assert.deepEqual(as('2026-11-23T10:59+01:00'), [179 / 60, 'ok', undefined, undefined]);
    assert.deepEqual(as('2026-11-23T11:00+01:00'), [3, 'at-risk', undefined, undefined]);
    assert.deepEqual(as('2026-11-23T12:00+01:00'), [4, 'breached', false, undefined]);
    // What happens later has not happened yet.
    assert.equal(read(restore, ticket('2026-11-23T08:00+01:00', '2026-11-23T14:00+01:00'), at('2026-11-23T10:00+01:00')).stoppedAt, undefined);
    assert.equal(read({ ...restore, warningAt: 0.5 }, open, at('2026-11-23T10:00+01:00')).state, 'at-risk');
    // What happens now has.
    assert.equal(read(restore, ticket('2026-11-23T08:00+01:00', '2026-11-23T14:00+01:00'), at('2026-11-23T14:00+01:00')).stoppedAt, at('2026-11-23T14:00+01:00'));
  });
  it('keeps a limit that is reached to the minute', () => {
    const exactly = read(restore, ticket('2026-11-23T08:00+01:00', '2026-11-23T12:00+01:00'));
    assert.deepEqual([exactly.ratio, exactly.met, exactly.state], [1, true, 'at-risk']);
    const over = read(restore, ticket('2026-11-23T08:00+01:00', '2026-11-23T12:00:01+01:00'));
    assert.deepEqual([over.met, over.state], [false, 'breached']);
  });
  it('starts and stops where the target says', () => {
    const of: Ticket = { moments: { approvedAt: at('2026-11-20T10:00Z'), acknowledgedAt: at('2026-11-20T09:10Z'), openedAt: at('2026-11-20T09:00Z'), fulfilledAt: at('2026-11-20T11:00Z') } };
    assert.equal(read({ ...restore, value: 15, unit: 'minutes', stops: 'acknowledgedAt' }, of).elapsed, 10);
    assert.equal(read({ ...restore, starts: 'approvedAt', stops: 'fulfilledAt' }, of).elapsed, 1);
    assert.equal(problem({ ...restore, starts: 'constructor' }, of), 'no-start');
  });
});

describe('units', () => {
  const from = '2026-11-20T17:00+01:00', to = '2026-11-24T13:00+01:00';
  const elapsed = (unit: ClockTerms['unit'], calendar = office) => read({ ...restore, value: 5, unit, calendar }, ticket(from, to)).elapsed;
  it('count in the hours of the calendar, days round the clock', () => {
    // Friday 1 h, Monday 10 h, Tuesday 5 h: 16 hours. 0.1 + 1 + 0.5 business days. Elapsed: 3 days and 20 hours.
    assert.deepEqual([elapsed('seconds'), elapsed('minutes'), elapsed('hours'), elapsed('business-hours'), elapsed('business-days')], [57_600, 960, 16, 16, 1.6]);
    assert.equal(elapsed('days'), 3 + 20 / 24);
    assert.equal(elapsed('hours', always), 92);
    assert.equal(read({ ...restore, unit: 'days', calendar: office }, ticket(from, to)).minutes, 92 * 60);
    assert.equal(read({ ...restore, unit: 'business-days', calendar: office }, ticket(from, to)).minutes, 960);
  });
  it('know a day of 24 hours also when clocks change', () => {
    // From noon to noon over 29 March it is 23 hours.
    assert.equal(read({ ...restore, unit: 'days' }, ticket('2026-03-28T12:00+01:00', '2026-03-29T12:00+02:00')).elapsed, 23 / 24);
  });
  it('are kept to the end of the last business day', () => {
    // Opened Sunday, five business days: Monday to Friday 18:00 is in time, a minute of the Monday after is not.
    const days: ClockTerms = { ...restore, value: 5, unit: 'business-days', calendar: office };
    assert.equal(read(days, ticket('2026-11-22T12:00+01:00', '2026-11-28T12:00+01:00')).met, true);
    assert.equal(read(days, ticket('2026-11-22T12:00+01:00', '2026-11-30T08:01+01:00')).met, false);
    assert.equal(utc(dueAt(days, ticket('2026-11-22T12:00+01:00'), later)), '2026-11-27T17:00Z');
    // Three parts of a day that add up to one: 0.1 (17–18 on Friday), and 0.7 + 0.2 around a hold on Monday.
    const one: ClockTerms = { ...days, value: 1 };
    const held = ticket('2026-11-20T17:00+01:00', '2026-11-23T18:00+01:00', { holds: [[awaiting, '2026-11-23T15:00+01:00', '2026-11-23T16:00+01:00']] });
    assert.deepEqual([read(one, held).elapsed, read(one, held).met], [1, true]);
    assert.equal(utc(dueAt(one, held, later)), '2026-11-23T17:00Z');
  });
});

describe('holds', () => {
  // Opened at 08:00 and restored at 14:00, six hours, always open.
  const held = (...holds: [reason: string | undefined, from: string | undefined, to?: string | undefined][]) => {
    const day = (time: string | undefined) => time === undefined ? undefined : `2026-11-23T${time}+01:00`;
    return read(restore, ticket('2026-11-23T08:00+01:00', '2026-11-23T14:00+01:00', { holds: holds.map(([reason, from, to]) => [reason, day(from), day(to)]) }));
  };
  const told = ({ elapsed, holdCount, holdProblems }: Reading) => [elapsed, holdCount, holdProblems.map(({ index, problem: what }) => `${index} ${what}`)];
  it('stop the clock only for agreed reasons', () => {
    assert.deepEqual(told(held([awaiting, '09:00', '11:30'])), [3.5, 1, []]);
    assert.deepEqual(told(held(['awaiting-supplier', '09:00', '11:30'])), [6, 0, ['0 reason-not-agreed']]);
    assert.deepEqual(told(held([undefined, '09:00', '11:30'])), [6, 0, ['0 no-reason']]);
  });
  it('count once where they overlap', () => {
    // 09:00–11:00 and 10:00–12:00 are three hours; with one inside and one that meets the end, 09:00–12:30.
    assert.deepEqual(told(held([awaiting, '09:00', '11:00'], [awaiting, '10:00', '12:00'])), [3, 2, ['1 overlaps']]);
    assert.deepEqual(told(held([awaiting, '09:00', '12:00'], [awaiting, '10:00', '11:00'], [awaiting, '12:00', '12:30'])), [2.5, 3, ['1 overlaps']]);
    // In another order: 12:00–13:00 and 09:00–12:30 are four hours of six; the first in the list begins later.
    assert.deepEqual(told(held([awaiting, '12:00', '13:00'], [awaiting, '09:00', '12:30'])), [2, 2, ['0 overlaps']]);
    // One that was not accepted hides none that was.
    assert.deepEqual(told(held(['awaiting-supplier', '09:00', '12:00'], [awaiting, '10:00', '11:00'])), [5, 1, ['0 reason-not-agreed', '1 overlaps']]);
  });
  it('may last from the first moment to the last', () => {
    assert.deepEqual(told(held([awaiting, '08:00', '14:00'])), [0, 1, []]);
  });
  it('count only inside the open time', () => {
    // 07:00–09:00 takes one hour, 13:00–20:00 another; 21:00–22:00 none.
    assert.deepEqual(told(held([awaiting, '07:00', '09:00'], [awaiting, '13:00', '20:00'], [awaiting, '21:00', '22:00'])),
      [4, 2, ['0 outside-open-time', '1 outside-open-time', '2 outside-open-time']]);
  });
  it('end with the clock where nobody ended them', () => {
    assert.deepEqual(told(held([awaiting, '12:00'])), [4, 1, ['0 not-ended']]);
  });
  it('are nothing without a beginning or with an end before it', () => {
    assert.deepEqual(told(held([awaiting, undefined, '11:00'], [awaiting, '12:00', '11:00'])), [6, 0, ['0 no-beginning', '1 ends-before-it-begins']]);
  });
  it('outside working hours take nothing', () => {
    // Friday 17:00 to Monday 09:30 with a hold all weekend until Monday 08:00: still 2.5 h, and no share.
    const weekend = read(byOffice, ticket('2026-11-20T17:00+01:00', '2026-11-23T09:30+01:00', { holds: [[awaiting, '2026-11-20T18:00+01:00', '2026-11-23T08:00+01:00']] }));
    assert.deepEqual([weekend.elapsed, weekend.holdShare], [2.5, 0]);
  });
  it('over the change of clocks are as long as they were', () => {
    // 00:00 CET to 12:00 CEST are 11 h; the hold 01:00 CET to 04:00 CEST is two.
    assert.equal(read(restore, ticket('2026-03-29T00:00+01:00', '2026-03-29T12:00+02:00', { holds: [[awaiting, '2026-03-29T01:00+01:00', '2026-03-29T04:00+02:00']] })).elapsed, 9);
  });

  const open = ticket('2026-11-23T08:00+01:00', undefined, { holds: [[awaiting, '2026-11-23T11:00+01:00']] });
  it('without an end run to now', () => {
    const reading = read(restore, open, at('2026-11-23T15:00+01:00'));
    assert.deepEqual([reading.elapsed, reading.onHold, reading.holdMinutes, reading.holdProblems], [3, true, 240, []]);
    // One of four hours is left; should the hold end now, it lasts until 16:00.
    assert.equal(utc(dueAt(restore, open, at('2026-11-23T15:00+01:00'))), '2026-11-23T15:00Z');
  });
  it('make at risk what would be breached', () => {
    // Past due by 13:00 if holds did not count: at risk, though only half of the time is used.
    const early = ticket('2026-11-23T08:00+01:00', undefined, { holds: [[awaiting, '2026-11-23T10:00+01:00']] });
    assert.deepEqual([read(restore, early, at('2026-11-23T11:00+01:00')).state, read(restore, early, at('2026-11-23T13:00+01:00')).state], ['ok', 'at-risk']);
    // Used up at 12:00 and put on hold at 13:00: at risk, but the promise is broken.
    const late = ticket('2026-11-23T08:00+01:00', undefined, { holds: [[awaiting, '2026-11-23T13:00+01:00']] });
    const reading = read(restore, late, at('2026-11-23T14:00+01:00'));
    assert.deepEqual([reading.elapsed, reading.state, reading.met], [5, 'at-risk', false]);
    // The same under a reason that was not agreed.
    const supplier = ticket('2026-11-23T08:00+01:00', undefined, { holds: [['awaiting-supplier', '2026-11-23T11:00+01:00']] });
    assert.deepEqual([read(restore, supplier, at('2026-11-23T14:00+01:00')).state, read(restore, supplier, at('2026-11-23T14:00+01:00')).onHold], ['breached', false]);
  });
  it('shift what is due', () => {
    // Friday 17:00 + 8 h: 1 h, then Monday 08–15; a hold of two hours on Monday makes it 17:00.
    const friday = '2026-11-20T17:00+01:00';
    assert.equal(utc(dueAt(byOffice, ticket(friday), later)), '2026-11-23T14:00Z');
    assert.equal(utc(dueAt(byOffice, ticket(friday, undefined, { holds: [[awaiting, '2026-11-23T09:00+01:00', '2026-11-23T11:00+01:00']] }), later)), '2026-11-23T16:00Z');
    // A hold that begins when the time is used up shifts nothing.
    assert.equal(utc(dueAt(byOffice, ticket(friday, undefined, { holds: [[awaiting, '2026-11-23T15:00+01:00', '2026-11-23T17:00+01:00']] }), later)), '2026-11-23T14:00Z');
    // A date wished by the customer lies ahead: Monday 09:00 to Wednesday 08:00, then 6 h more of 8.
    assert.equal(utc(dueAt(byOffice, ticket(friday, undefined, { holds: [[awaiting, '2026-11-23T09:00+01:00', '2026-11-25T08:00+01:00']] }), at('2026-11-23T10:00+01:00'))), '2026-11-25T13:00Z');
  });
});

describe('reopenings', () => {
  // Two hours, restored 10:00.
  const again = (reopened: [string, string?][], terms = restore, now = later) => read(terms, ticket('2026-11-23T08:00+01:00', '2026-11-23T10:00+01:00', { reopened }), now);
  it('go on, and the time it was resolved drops out', () => {
    // 08–10 and the next day 09:00–10:30.
    const reading = again([['2026-11-24T09:00+01:00', '2026-11-24T10:30+01:00']]);
    assert.deepEqual([reading.elapsed, reading.met, utc(reading.stoppedAt)], [3.5, true, '2026-11-24T09:30Z']);
    // Twice: 2 + 1.5 + 1 h.
    const twice = again([['2026-11-25T09:00+01:00', '2026-11-25T10:00+01:00'], ['2026-11-24T09:00+01:00', '2026-11-24T10:30+01:00']]);
    assert.deepEqual([twice.elapsed, twice.met], [4.5, false]);
    // The fourth hour ends half an hour into the second reopening.
    assert.equal(utc(dueAt(restore, ticket('2026-11-23T08:00+01:00', '2026-11-23T10:00+01:00',
      { reopened: [['2026-11-24T09:00+01:00', '2026-11-24T10:30+01:00'], ['2026-11-25T09:00+01:00', '2026-11-25T10:00+01:00']] }), later)), '2026-11-25T08:30Z');
  });
  it('run while nobody resolved it again', () => {
    const reading = again([['2026-11-24T09:00+01:00']], restore, at('2026-11-24T10:00+01:00'));
    assert.deepEqual([reading.elapsed, reading.stoppedAt, reading.state], [3, undefined, 'at-risk']);
    // Before it was opened again it was resolved.
    const before = again([['2026-11-24T09:00+01:00']], restore, at('2026-11-24T08:00+01:00'));
    assert.deepEqual([before.elapsed, utc(before.stoppedAt)], [2, '2026-11-23T09:00Z']);
    // It runs until it is resolved, and after a resolution that would lie before the reopening.
    assert.deepEqual([again([['2026-11-24T09:00+01:00', '2026-11-24T12:00+01:00']], restore, at('2026-11-24T10:00+01:00')).stoppedAt,
      again([['2026-11-24T09:00+01:00', '2026-11-23T12:00+01:00']], restore, at('2026-11-24T10:00+01:00')).stoppedAt], [undefined, undefined]);
    // What is open cannot be opened again: from 24th 09:00 to 10:00, once.
    assert.equal(again([['2026-11-24T09:00+01:00'], ['2026-11-24T09:30+01:00']], restore, at('2026-11-24T10:00+01:00')).elapsed, 3);
    // Opened again at the very moment.
    assert.equal(again([['2026-11-23T10:00+01:00']], restore, at('2026-11-23T11:00+01:00')).elapsed, 3);
  });
  it('are a new case after the agreed time', () => {
    // Five days after Monday 10:00 is Saturday 10:00.
    assert.equal(again([['2026-11-28T10:00+01:00', '2026-11-28T11:00+01:00']]).elapsed, 3);
    assert.equal(again([['2026-11-28T10:01+01:00', '2026-11-28T11:01+01:00']]).elapsed, 2);
    // Counted from the last resolution: the second one comes four days after the first.
    assert.equal(again([['2026-11-27T10:00+01:00', '2026-11-27T11:00+01:00'], ['2026-12-01T11:00+01:00', '2026-12-01T12:00+01:00']]).elapsed, 4);
    // Two weeks after the 23rd is 7 December.
    assert.deepEqual(['2026-12-07T10:00+01:00', '2026-12-07T10:01+01:00'].map((when) => again([[when]], { ...restore, reopenedWithin: '2 weeks' }, at('2026-12-07T11:00+01:00')).elapsed), [3, 2]);
    const { reopenedWithin: _, ...unlimited } = restore;
    assert.equal(again([['2026-12-28T10:00+01:00', '2026-12-28T11:00+01:00']], unlimited).elapsed, 3);
  });
  it('within months keep the day of the month', () => {
    const month = (reopened: string) => read({ ...restore, reopenedWithin: '1 month' }, { moments: { openedAt: at('2028-01-31T08:00Z'), restoredAt: at('2028-01-31T10:00Z') },
      reopened: [{ at: at(reopened), resolvedAt: at(reopened) + 3_600_000 }] }, at('2028-06-01T00:00Z')).elapsed;
    // A month after 31 January 2028 is 29 February.
    assert.deepEqual([month('2028-02-29T10:00Z'), month('2028-02-29T10:01Z')], [3, 2]);
  });
  it('drop nothing where the resolution on record is the last one', () => {
    // Restored 10:00 says the record, but opened again at 09:00: when it was resolved before is unknown.
    assert.equal(again([['2026-11-23T09:00+01:00']]).elapsed, 2);
    assert.equal(again([['2026-11-23T09:00+01:00', '2026-11-23T11:00+01:00']]).elapsed, 3);
  });
  it('ask for no second answer', () => {
    const of: Ticket = { moments: { openedAt: at('2026-11-23T08:00Z'), acknowledgedAt: at('2026-11-23T08:10Z') }, reopened: [{ at: at('2026-11-24T08:00Z'), resolvedAt: at('2026-11-24T18:00Z') }] };
    assert.equal(read({ ...restore, value: 15, unit: 'minutes', stops: 'acknowledgedAt' }, of).elapsed, 10);
  });
  it('leave a hold in the resolved time without effect', () => {
    const reading = read(restore, ticket('2026-11-23T08:00+01:00', '2026-11-23T10:00+01:00',
      { reopened: [['2026-11-24T09:00+01:00', '2026-11-24T10:30+01:00']], holds: [[awaiting, '2026-11-23T12:00+01:00', '2026-11-24T09:30+01:00']] }));
    // Only 09:00–09:30 of the hold was open time.
    assert.deepEqual([reading.elapsed, reading.holdMinutes, reading.holdProblems], [3, 30, [{ index: 0, problem: 'outside-open-time' }]]);
  });
});

describe('changes of priority', () => {
  const raised = ticket('2026-11-23T08:00+01:00', '2026-11-23T14:00+01:00', { changes: [['2026-11-23T11:00+01:00', 'P3', 'P1']], holds: [[awaiting, '2026-11-23T10:00+01:00', '2026-11-23T12:00+01:00']] });
  it('go on or begin again', () => {
    // 08–14 without the hold of two hours; from 11:00 on, without the hour of the hold that is left.
    assert.equal(read(restore, raised).elapsed, 4);
    const reading = read({ ...restore, onPriorityChange: 'restarts' }, raised);
    assert.deepEqual([reading.elapsed, utc(reading.restartedAt), utc(reading.startedAt)], [2, '2026-11-23T10:00Z', '2026-11-23T07:00Z']);
    // Four hours from 11:00 and one of the hold.
    assert.equal(utc(dueAt({ ...restore, onPriorityChange: 'restarts' }, raised, later)), '2026-11-23T15:00Z');
  });
  it('begin again with the last real change while it was open', () => {
    const changed = ticket('2026-11-23T08:00+01:00', '2026-11-23T14:00+01:00', { changes: [['2026-11-23T13:00+01:00', 'P1', 'P2'], ['2026-11-23T11:00+01:00', 'P3', 'P1'],
      ['2026-11-23T13:30+01:00', 'P2', 'P2'], ['2026-11-23T15:00+01:00', 'P2', 'P4']] });
    assert.equal(read({ ...restore, onPriorityChange: 'restarts' }, changed).elapsed, 1);
    const { priorityChanges = [], ...rest } = changed;
    assert.equal(read({ ...restore, onPriorityChange: 'restarts' }, { ...rest, priorityChanges: [...priorityChanges].reverse() }).elapsed, 1);
  });
  it('tell which target holds', () => {
    const order = ['P1', 'P2', 'P3'], changes = [{ at: 2, from: 'P1', to: 'P3' }, { at: 1, from: 'P2', to: 'P1' }];
    assert.equal(priorityThatCounts(order, { priority: 'P3', priorityChanges: changes }), 'P1');
    assert.equal(priorityThatCounts(order, { priority: 'P3', priorityChanges: changes }, 'restarts'), 'P3');
    assert.equal(priorityThatCounts(order, { priority: 'P2' }), 'P2');
    assert.equal(priorityThatCounts(order, { priority: 'urgent' }), undefined);
    assert.equal(priorityThatCounts(order, {}, 'restarts'), undefined);
  });
});

describe('what cannot be read', () => {
  it('is said and not guessed', () => {
    assert.equal(problem(restore, { moments: {} }), 'no-start');
    assert.equal(problem(restore, ticket('2026-11-23T08:00Z', '2026-11-23T07:59Z')), 'stop-before-start');
    assert.equal(problem(restore, ticket('2027-01-01T00:00Z')), 'not-started');
    for (const value of [0, -1, NaN, Infinity]) assert.equal(problem({ ...restore, value }, ticket('2026-11-23T08:00Z')), 'limit-unusable');
    assert.equal(problem(restore, { moments: { openedAt: Date.UTC(1900, 0, 1) } }), 'out-of-range');
    assert.equal(problem({ ...byOffice, unit: 'business-days' }, { moments: { openedAt: Date.UTC(1900, 0, 1) } }), 'out-of-range');
    assert.equal(dueAt(restore, { moments: {} }, later), undefined);
    assert.equal(dueAt({ ...restore, value: 0 }, ticket('2026-11-23T08:00Z'), later), undefined);
    // Three working hours in all of time, of which four are promised.
    const once = calendarOf({ timeZone: 'UTC', hours: [], exceptions: [{ on: '2026-11-23', from: '08:00', to: '11:00' }] }).calendar as WorkCalendar;
    assert.equal(dueAt({ ...byOffice, value: 4, calendar: once }, ticket('2026-11-23T00:00Z'), later), undefined);
  });
  it('a case closed at the moment of its opening took no time', () => {
    const reading = read(restore, ticket('2026-11-23T08:00Z', '2026-11-23T08:00Z'));
    assert.deepEqual([reading.elapsed, reading.met, reading.holdShare], [0, true, 0]);
  });
});

describe('states', () => {
  it('ok < 0.75 ≤ at risk < 1 ≤ breached', () => {
    assert.deepEqual([0, 0.7499, 0.75, 0.9999, 1, 3].map((ratio) => stateOf(ratio)), ['ok', 'ok', 'at-risk', 'at-risk', 'breached', 'breached']);
    assert.deepEqual([0.5, 0.85, 0.9].map((ratio) => stateOf(ratio, 0.9)), ['ok', 'ok', 'at-risk']);
  });
});
