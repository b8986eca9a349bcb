import assert from 'node:assert/strict';
import fc from 'fast-check';
import { addDuration, attainmentOf, changeSuccess, count, failureMeans, mergeDurations, newDurations, newTally, percentile, percentileKept, percentileOf, sumOf,
  summaryOf, type Population, type Tally } from '../../../src/service-levels/attainment.js';
import { calendarOf, type WorkCalendar } from '../../../src/service-levels/calendar.js';
import { readClock, type ClockTerms, type Ticket } from '../../../src/service-levels/clock.js';

fc.configureGlobal({ seed: 20000 });

const always = calendarOf({ timeZone: 'UTC', hours: 'always' }).calendar as WorkCalendar;
const terms: ClockTerms = { value: 4, unit: 'hours', calendar: always, starts: 'openedAt', stops: 'restoredAt', holds: [] };
const hour = 3_600_000;
const april = { from: Date.UTC(2026, 3, 1), to: Date.UTC(2026, 4, 1) };
/** Opened and restored so many hours after the beginning of April. */
const ticket = (opened: number, restored?: number): Ticket => ({ moments: { openedAt: april.from + opened * hour, restoredAt: restored === undefined ? undefined : april.from + restored * hour } });
function tallyOf(tickets: readonly Ticket[], population: Population, window = april): Tally {
  const tally = newTally();
  for (const [i, one] of tickets.entries()) count(tally, readClock(terms, one, window.to), window, population, `INC-${i}`);
  return tally;
}
const counts = (met: number, missed: number, open = 0): Tally => ({ ...newTally(), met, missedStopped: missed, missedOpen: open });

describe('populations', () => {
  const month = 720;
  const tickets = [
    ticket(10, 12), ticket(10, 14), ticket(10, 15), // 2 h and 4 h are in time, 5 h not.
    ticket(-3, 1), ticket(-30, 1), // Opened in March: 4 h in time, 31 h not.
    ticket(month - 2, month + 1), // Restored in May, as of the end of April two hours old.
    ticket(month - 20, month + 1), ticket(-40), // Still open and past due.
    ticket(month - 1), // Open and not yet due.
    ticket(month + 5, month + 6), ticket(-20, -19), // Opened in May; restored in March.
    ticket(20, 19), { moments: {} }, // Unreadable.
  ];
  it('of what stopped in the window and what is past due at its end', () => {
    const { notYetDueIds, ...tally } = tallyOf(tickets, 'stopped-in-window');
    assert.deepEqual(tally, { met: 3, missedStopped: 2, missedOpen: 2, notYetDue: 2, unreadable: 2 });
    assert.deepEqual(notYetDueIds, ['INC-5', 'INC-8']);
    // 3 of 7; the two that are not yet due are left out.
    const { percent, ...rest } = attainmentOf(tallyOf(tickets, 'stopped-in-window'), 95);
    assert.deepEqual(rest, { met: 3, missed: 4, cases: 7, kept: false, tooFewForPercent: true });
    assert.ok(Math.abs((percent ?? 0) - 300 / 7) < 1e-9);
  });
  it('of what started in the window', () => {
    // Those of March drop out: 2 in time, 5 h missed, and the one that is 20 h old.
    const { notYetDueIds: _, ...tally } = tallyOf(tickets, 'started-in-window');
    assert.deepEqual(tally, { met: 2, missedStopped: 1, missedOpen: 1, notYetDue: 2, unreadable: 2 });
  });
  it('have their ends: the first instant belongs to the window, that after the last does not', () => {
    assert.equal(tallyOf([ticket(-1, 0), ticket(month - 1, month)], 'stopped-in-window').met, 1);
    assert.equal(tallyOf([ticket(0, 1), ticket(month, month + 1)], 'started-in-window').met, 1);
    assert.equal(tallyOf([ticket(month)], 'stopped-in-window').notYetDue, 0);
  });
  it('count an overdue case as missed also while it is on hold', () => {
    const held: Ticket = { ...ticket(700), holds: [{ reason: 'awaiting-customer', from: april.from + 706 * hour }] };
    const tally = newTally();
    count(tally, readClock({ ...terms, holds: ['awaiting-customer'] }, held, april.to), april, 'stopped-in-window');
    assert.equal(tally.missedOpen, 1);
  });
  it('list only the first hundred that are not yet due', () => {
    const tally = tallyOf(Array.from({ length: 150 }, () => ticket(month - 1)), 'stopped-in-window');
    assert.deepEqual([tally.notYetDue, tally.notYetDueIds.length], [150, 100]);
    assert.equal(sumOf([tally, tally]).notYetDueIds.length, 100);
  });
});

describe('attainment', () => {
  it('is kept from the promised percentage on', () => {
    // 95 % of 20 are 19 and of 40 are 38; 0.95 × 20 is a hair more than 19 in binary.
    assert.deepEqual([attainmentOf(counts(19, 1), 95).kept, attainmentOf(counts(18, 2), 95).kept, attainmentOf(counts(38, 2), 95).kept], [true, false, true]);
    // 99.9 % of 1000 are 999.
    assert.deepEqual([attainmentOf(counts(999, 1), 99.9).kept, attainmentOf(counts(998, 2), 99.9).kept], [true, false]);
    assert.deepEqual([attainmentOf(counts(20, 0)).kept, attainmentOf(counts(20, 0, 1)).kept], [true, false]);
  });
  it('shows counts below twenty cases', () => {
    assert.deepEqual([attainmentOf(counts(19, 0)).tooFewForPercent, attainmentOf(counts(19, 1)).tooFewForPercent], [true, false]);
    assert.deepEqual(attainmentOf(newTally(), 95), { met: 0, missed: 0, cases: 0, tooFewForPercent: true });
  });
  it('of several months is that of all their cases', () => {
    // 10 of 10 and 50 of 100: 60 of 110 are 54.5 %, the average of the percentages would be 75 %.
    const both = attainmentOf(sumOf([counts(10, 0), counts(50, 40, 10)]), 60);
    assert.deepEqual([both.met, both.cases, both.kept, (both.percent ?? 0).toFixed(1)], [60, 110, false, '54.5']);
  });
});

describe('percentiles', () => {
  it('take the nearest rank', () => {
    // p30 of five: rank ⌈1.5⌉ = 2; p40: 2; p50: ⌈2.5⌉ = 3; p100: 5. p0 is the first.
    assert.deepEqual([0, 5, 30, 40, 50, 100].map((p) => percentile([50, 15, 40, 20, 35], p)), [15, 15, 20, 20, 35, 50]);
    // p95 of twenty is the 19th, of 21 the ⌈19.95⌉ = 20th. 7 % of 100 is the 7th, though 0.07 × 100 is a hair more in binary.
    const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);
    assert.deepEqual([percentile(upTo(20), 95), percentile(upTo(21), 95), percentile(upTo(100), 7), percentile([], 95)], [19, 20, 7, undefined]);
  });
  it('are judged from counts', () => {
    assert.deepEqual([percentileKept(counts(19, 1), 95), percentileKept(counts(18, 2), 95), percentileKept(newTally(), 95)], [true, false, undefined]);
    // One that is open and past due is longer than the limit: 19 of 21 are less than the 20 of the rank.
    assert.deepEqual([percentileKept(counts(19, 1, 1), 95), percentileKept(counts(20, 0, 1), 95)], [false, true]);
    fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 60 }), fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 100 }), (values, p, limit) => {
      const met = values.filter((value) => value <= limit).length;
      assert.equal(percentileKept(counts(met, values.length - met), p), (percentile(values, p) ?? Infinity) <= limit);
    }));
  });
});

describe('durations', () => {
  const of = (values: Iterable<number>) => {
    const durations = newDurations();
    for (const value of values) addDuration(durations, value);
    return durations;
  };
  it('have mean, median and p90', () => {
    // 1 to 10: sum 55; median between 5 and 6; p90 the ninth.
    assert.deepEqual(summaryOf(of([3, 1, 2, 10, 9, 8, 7, 6, 5, 4])), { count: 10, mean: 5.5, median: 5.5, p90: 9, least: 1, most: 10, exact: true });
    // One long case lifts the mean and not the median: (4 × 1 + 96) / 5 = 20.
    assert.deepEqual(summaryOf(of([1, 1, 96, 1, 1])), { count: 5, mean: 20, median: 1, p90: 96, least: 1, most: 96, exact: true });
    assert.deepEqual(summaryOf(newDurations()), { count: 0, exact: true });
    assert.equal(percentileOf(newDurations(), 50), undefined);
  });
  it('leave out what is none', () => assert.equal(of([-1, NaN, Infinity, 0]).count, 1));
  it('of many cases are right within one percent, their count and mean exactly', () => {
    // 1 to 100,000 in another order: mean 50,000.5, median the same, p90 = 90,000.
    const n = 100_000, values = Array.from({ length: n }, (_, i) => ((i * 7919) % n) + 1);
    const many = of(values), summary = summaryOf(many);
    assert.deepEqual([summary.count, summary.mean, summary.least, summary.most, summary.exact], [n, 50_000.5, 1, n, false]);
    assert.ok(many.values === undefined && many.buckets.size < 1500);
    for (const [p, right] of [[50, 50_000], [90, 90_000], [99, 99_000], [1, 1000]] as const) {
      assert.ok(Math.abs((percentileOf(many, p) ?? 0) / right - 1) < 0.01, `p${p} is ${percentileOf(many, p)}`);
    }
    assert.equal(percentileOf(many, 100), n);
    const merged = mergeDurations(of(values.slice(0, 30_000)), of(values.slice(30_000)));
    assert.deepEqual(summaryOf(merged), summary);
    assert.deepEqual(summaryOf(mergeDurations(of([1, 2]), of([3]))), summaryOf(of([1, 2, 3])));
    // 6,000 and 6,000 are too many to keep, as are a few beside too many.
    const half = of(values.slice(0, 6000));
    assert.deepEqual([mergeDurations(half, half).values, mergeDurations(of([1]), many).values, mergeDurations(many, of([1])).count], [undefined, undefined, n + 1]);
    assert.deepEqual([half.values?.length, of(values.slice(0, 10_001)).values], [6000, undefined]);
  });
});

describe('means of failures', () => {
  it('720 h with one failure of 3 h: A = 99.58 %', () => {
    const means = failureMeans({ agreed: 720, downtime: 3, failures: 1 });
    assert.deepEqual([means?.mtrs, means?.mtbf, means?.mtbsi, ((means?.availability ?? 0) * 100).toFixed(2)], [3, 717, 720, '99.58']);
  });
  it('of several failures', () => {
    // 1 + 2 + 6 = 9 h in three failures, 711 h up: MTRS 3, MTBF 237, MTBSI 240, A = 711/720.
    assert.deepEqual(failureMeans({ agreed: 720, downtime: 9, failures: 3 }), { mtrs: 3, mtbf: 237, mtbsi: 240, availability: 0.9875 });
  });
  it('are none without failures, and nothing where the figures contradict one another', () => {
    assert.deepEqual(failureMeans({ agreed: 720, downtime: 0, failures: 0 }), { availability: 1 });
    assert.deepEqual(failureMeans({ agreed: 720, downtime: 720, failures: 1 }), { mtrs: 720, mtbf: 0, mtbsi: 720, availability: 0 });
    for (const [agreed, downtime, failures] of [[720, 3, 0], [0, 0, 0], [720, 721, 1], [720, -1, 1], [720, 3, 1.5], [NaN, 1, 1]] as const) {
      assert.equal(failureMeans({ agreed, downtime, failures }), undefined);
    }
  });
});

describe('success of changes', () => {
  it('counts what failed, was reversed or caused a major incident against', () => {
    // Of seven one was cancelled; of the six implemented three were successful, one of which caused a major incident: 2 of 6.
    assert.deepEqual(changeSuccess([{ outcome: 'successful' }, { outcome: 'failed' }, { outcome: 'reversed' }, { outcome: 'successful', causedMajorIncident: true },
      { outcome: 'cancelled' }, { outcome: 'successful' }, { outcome: 'unknown' }]), { successful: 2, implemented: 6, rate: 1 / 3 });
    assert.deepEqual(changeSuccess([]), { successful: 0, implemented: 0 });
  });
});
