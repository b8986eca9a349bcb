import assert from 'node:assert/strict';
import fc from 'fast-check';
import { CALENDAR_FIELDS, calendarChange, calendarSwap, isCalendar, isMatrix, isTarget, MATRIX_FIELDS, matrixChange, promised, TARGET_FIELDS, targetChange, type Between, type Meant } from '../../src/review/targets.js';
import type { State } from '../../src/review/types.js';
import { isFields, list, type Fields } from '../../src/sms/data.js';
import { ENGLISH, told } from '../../src/sms/language.js';
import { builtInKinds } from '../../src/sms/kinds.js';
import { shapeAt } from '../../src/sms/shapes.js';
import type { Artefact } from '../../src/sms/types.js';
import { EXAMPLE_CONFIG } from '../../src/rules/marked.js';
import { stateOf } from './state.js';

// The same cases in every run.
fc.configureGlobal({ seed: 20000 });

// Today is 2026-10-15 in both states.
const CALENDARS = `
//- calendars.yaml
kind: calendar
id: CAL
title: Calendars
calendars:
  - { id: CAL-24X7, title: Around the clock, hours: always }
  - id: CAL-OFFICE
    title: Office hours
    hours: [{ days: [mon, tue, wed, thu, fri], from: "08:00", to: "18:00" }]
    holidays: [{ on: 2026-01-01, title: New Year }, { on: 2026-12-25, title: Christmas Day }]
  - id: CAL-BROKEN
    title: Broken
    hours: [{ days: [mon], from: "18:00", to: "08:00" }]
`;
const CUSTOMERS = `
//- customers.yaml
kind: customer-register
id: CUSTOMERS
title: Customers
customers:
  - { id: CUS-BOREAL, title: Boreal Foods }
  - { id: CUS-LAB, title: Maas Lab }
//- catalogue.yaml
kind: service-catalogue
id: CAT
title: Catalogue
services:
  - { id: SVC-MAIL, title: E-mail }
  - { id: SVC-ERP, title: Orders, aliases: [SVC-ORDERS] }
`;

const AT = { artefact: 'SLA-BOREAL', list: 'targets' };

function artefactIn({ model }: State, id: string): Artefact {
  const artefact = model.artefact(id);
  assert.ok(artefact, id);
  return artefact;
}

function entryOf(state: State, { artefact, list: key }: { artefact: string; list: string }, at = 0): Fields {
  const entry = list(artefactIn(state, artefact).data, key)[at];
  assert.ok(isFields(entry));
  return entry;
}

function between(before: State, after: State, artefact: string): Between { return { before, after, artefact: { before: artefactIn(before, artefact), after: artefactIn(after, artefact) } }; }

function lines(meant: Meant | undefined): readonly unknown[] | undefined { return meant && [meant.direction, told(ENGLISH, meant.say), ...meant.parts.map(part => told(ENGLISH, part))]; }

function sla(target: string, { head = 'customers: [CUS-BOREAL]', others = CALENDARS }: { head?: string; others?: string } = {}): State {
  return stateOf(`${others}${CUSTOMERS}//- sla.yaml\nkind: sla\nid: SLA-BOREAL\ntitle: Agreement with Boreal\n${head}\nservices: [SVC-MAIL]\ntargets:\n  - ${target}\n`);
}

function changed(before: State, after: State): readonly unknown[] | undefined { return lines(targetChange(entryOf(before, AT), entryOf(after, AT), between(before, after, AT.artefact))); }

/** The target of the agreement with these fields for those. */
function inTarget(from: string, to: string, base = P2): readonly unknown[] | undefined {
  assert.equal(base.split(from).length, 2, from);
  return changed(sla(base), sla(base.replace(from, to)));
}

const P2 = '{ id: p2, title: P2 resolution, metric: resolution-time, priority: P2, operator: at-most, value: 4, unit: hours, attainment: 95, window: calendar-month, calendar: CAL-24X7, clock: { starts: openedAt, stops: resolvedAt, holds: [awaiting-customer] } }';
const MAIL = '{ id: mail, title: Availability of e-mail, services: [SVC-MAIL], metric: availability, operator: at-least, value: 99.5, unit: percent, window: calendar-month, calendar: CAL-OFFICE, excludes: [agreed-maintenance] }';
const NAME = 'P2 resolution for Boreal Foods';

describe('a change of a target', () => {
  it('is said from what to what, for whom', () => {
    assert.deepEqual(inTarget('value: 4', 'value: 6'), ['loosened', `${NAME} loosened from at most 4 hours to at most 6 hours`]);
    assert.deepEqual(inTarget('value: 4, unit: hours', 'value: 1, unit: hours'), ['tightened', `${NAME} tightened from at most 4 hours to at most 1 hour`]);
    assert.deepEqual(inTarget('value: 4, unit: hours', 'value: 240, unit: minutes'), ['neutral', `${NAME} says the same in other words: at most 240 minutes instead of at most 4 hours`]);
    assert.deepEqual(inTarget('at-most, value: 4', 'at-least, value: 4'), ['changed', `${NAME} changed from at most 4 hours to at least 4 hours`]);
  });

  it('that covers several parts says them all, each with what it means', () => {
    assert.deepEqual(inTarget('value: 4, unit: hours, attainment: 95', 'value: 3, unit: hours, attainment: 90'), ['changed',
      `${NAME} changed from at most 4 hours for 95 % of the cases to at most 3 hours for 90 % of the cases`,
      'value: at most 3 hours instead of at most 4 hours (tightened)', 'attainment: 90 % of the cases instead of 95 % of the cases (loosened)']);
    assert.deepEqual(inTarget('attainment: 95, window: calendar-month', 'window: per-event'), ['tightened',
      `${NAME} tightened from at most 4 hours for 95 % of the cases in each month to at most 4 hours for all cases in each event`,
      'attainment: all cases instead of 95 % of the cases (tightened)', 'window: each event instead of each month (tightened)']);
    assert.deepEqual(changed(sla(MAIL), sla(MAIL.replace('99.5', '99.0').replace('agreed-maintenance', 'agreed-maintenance, force-majeure'))), ['loosened',
      'Availability of e-mail for Boreal Foods loosened from at least 99.5 % to at least 99 %; exclusions: force-majeure added',
      'value: at least 99 % instead of at least 99.5 % (loosened)', 'exclusions: force-majeure added (loosened)']);
    assert.deepEqual(changed(sla(MAIL), sla(MAIL.replace('CAL-OFFICE', 'CAL-24X7').replace('agreed-maintenance', 'force-majeure'))), ['changed',
      'Availability of e-mail for Boreal Foods changed: calendar: Around the clock (CAL-24X7) instead of Office hours (CAL-OFFICE) (tightened); exclusions: force-majeure added, agreed-maintenance removed (cannot be ordered)',
      'calendar: Around the clock (CAL-24X7) instead of Office hours (CAL-OFFICE) (tightened)', 'exclusions: force-majeure added, agreed-maintenance removed (cannot be ordered)']);
  });

  it('names the first parts of many', () => {
    const [, say, ...parts] = inTarget('starts: openedAt, stops: resolvedAt, holds: [awaiting-customer]', 'starts: acknowledgedAt, stops: restoredAt, holds: [awaiting-customer, night], onPriorityChange: restarts') ?? [];
    assert.equal(say, `${NAME} loosened: start of the clock: acknowledgedAt instead of openedAt; end of the clock: restoredAt instead of resolvedAt; 2 more`);
    assert.equal(parts.length, 4);
  });

  it('without an agreement with customers is told of the target alone, of a contract with its supplier', () => {
    const other = { head: 'customers: []' };
    assert.deepEqual(changed(sla(P2, other), sla(P2.replace('value: 4', 'value: 6'), other))?.[1], 'P2 resolution loosened from at most 4 hours to at most 6 hours');
    const contract = (value: number): State => stateOf(`//- parties.yaml\nkind: party-register\nid: PARTIES\ntitle: Parties\nparties: [{ id: PTY-NET, title: Noordnet }]\n`
      + `//- contract.yaml\nkind: supplier-contract\nid: CTR\ntitle: Lines\nparty: PTY-NET\ntargets: [{ id: up, metric: availability, operator: at-least, value: ${value}, unit: percent }]\n`);
    const [one, other1] = [contract(99.9), contract(99)], at = { artefact: 'CTR', list: 'targets' };
    assert.deepEqual(lines(targetChange(entryOf(one, at), entryOf(other1, at), between(one, other1, 'CTR'))), ['loosened', 'up with Noordnet loosened from at least 99.9 % to at least 99 %']);
  });

  it('is none where nothing that is promised is written otherwise, and the same where only words are', () => {
    assert.equal(inTarget('title: P2 resolution', 'title: Resolution of P2'), undefined);
    assert.equal(inTarget('attainment: 95', 'attainment: 95.0, population: null'), undefined);
    assert.deepEqual(inTarget('holds: [awaiting-customer]', 'holds: awaiting-customer'), ['neutral', `${NAME} says the same in other words`]);
  });

  it('follows a calendar of the same id to its hours', () => {
    const longer = CALENDARS.replace('to: "18:00"', 'to: "20:00"'), office = P2.replace('CAL-24X7', 'CAL-OFFICE');
    assert.deepEqual(changed(sla(office), sla(office, { others: longer })), ['tightened', `${NAME} tightened: calendar: the hours of Office hours (CAL-OFFICE) are others`]);
    // A holiday that is over and one that is to come.
    assert.equal(changed(sla(office), sla(office, { others: CALENDARS.replace('{ on: 2026-01-01, title: New Year }, ', '') })), undefined);
    assert.equal(changed(sla(office), sla(office, { others: CALENDARS.replace('{ on: 2026-12-25, title: Christmas Day }', '') }))?.[0], 'tightened');
  });

  it('of a calendar that cannot be read or found cannot be ordered', () => {
    assert.deepEqual(inTarget('CAL-24X7', 'CAL-BROKEN')?.[0], 'changed');
    assert.deepEqual(inTarget('CAL-24X7', 'CAL-NOWHERE'), ['changed', `${NAME} changed: calendar: CAL-NOWHERE instead of Around the clock (CAL-24X7) (cannot be ordered)`]);
    assert.deepEqual(inTarget('CAL-24X7', '[CAL-24X7]')?.[0], 'changed');
  });

  it('of services counts those of the agreement where it names none, and an alias as its id', () => {
    const base = '{ id: a, title: Availability, metric: availability, operator: at-least, value: 99, unit: percent }', of = (services: string): State => sla(base.replace('metric', `services: ${services}, metric`));
    assert.equal(changed(sla(base), of('[SVC-MAIL]'))?.[0], 'neutral');
    assert.deepEqual(changed(sla(base), of('[SVC-MAIL, SVC-ERP]')), ['tightened', 'Availability for Boreal Foods tightened: services: Orders (SVC-ERP) added']);
    assert.equal(changed(of('[SVC-ORDERS]'), of('[SVC-ERP]'))?.[0], 'neutral');
    assert.deepEqual(changed(of('[SVC-ERP, SVC-MAIL]'), of('[SVC-ERP]')), ['loosened', 'Availability for Boreal Foods loosened: services: E-mail (SVC-MAIL) removed']);
  });

  it('of an id that was renamed is none where that is said', () => {
    const renamed = CALENDARS.replace('id: CAL-24X7', 'id: CAL-ALWAYS'), [before, after] = [sla(P2), sla(P2.replace('CAL-24X7', 'CAL-ALWAYS'), { others: renamed })];
    const said = { ...between(before, after, AT.artefact), later: (id: string) => (id === 'CAL-24X7' ? 'CAL-ALWAYS' : id) };
    assert.deepEqual(lines(targetChange(entryOf(before, AT), entryOf(after, AT), said)), ['neutral', `${NAME} says the same in other words`]);
  });

  it('with what is no target of the format is told as it is written', () => {
    assert.deepEqual(inTarget('value: 4', 'value: four')?.slice(0, 2), ['changed', `${NAME} changed from at most 4 hours to at most four hours`]);
    assert.deepEqual(inTarget('value: 4', 'value: .nan')?.slice(0, 2), ['changed', `${NAME} changed from at most 4 hours to at most .nan hours`]);
    assert.deepEqual(inTarget('value: 4, ', '')?.slice(0, 2), ['changed', `${NAME} changed from at most 4 hours to at most no value`]);
    assert.deepEqual(inTarget('clock: { starts: openedAt, stops: resolvedAt, holds: [awaiting-customer] }', 'clock: from the call')?.[0], 'changed');
    assert.deepEqual(inTarget('unit: hours', 'unit: [hours]')?.[0], 'changed');
    assert.deepEqual(inTarget('excludes: [agreed-maintenance]', 'excludes: { some: thing }', MAIL)?.[0], 'changed');
    assert.deepEqual(inTarget('window: calendar-month', 'window: calendar-month, downtime: none', MAIL)?.[0], 'changed');
  });
});

describe('terms that hold from a day on', () => {
  const dated = (terms: string, previously = ''): State => sla(`{ id: p2, title: P2 resolution, metric: resolution-time, operator: at-most, unit: hours, ${terms}${previously && `, previously: [${previously}]`} }`);
  const past = (day: string, value: number): string => `{ effectiveFrom: ${day}, operator: at-most, value: ${value}, unit: hours }`, four = dated('effectiveFrom: 2026-03-01, value: 4');

  it('are told with that day where those of today are kept', () => {
    assert.deepEqual(changed(four, dated('effectiveFrom: 2027-01-01, value: 6', past('2026-03-01', 4))), ['loosened', `${NAME} loosened from at most 4 hours to at most 6 hours, from 2027-01-01 on`]);
    assert.deepEqual(changed(dated('value: 4'), dated('effectiveFrom: 2027-01-01, value: 3', past('2026-03-01', 4))), ['tightened', `${NAME} tightened from at most 4 hours to at most 3 hours, from 2027-01-01 on`]);
  });

  it('from today on leave those of before as they were', () => {
    assert.deepEqual(changed(four, dated('effectiveFrom: 2026-10-15, value: 6', past('2026-03-01', 4))), ['loosened', `${NAME} loosened from at most 4 hours to at most 6 hours, from 2026-10-15 on`]);
    // Three months ago: that day is told, and nothing before it differs.
    assert.deepEqual(changed(four, dated('effectiveFrom: 2026-07-15, value: 6', past('2026-03-01', 4))), ['loosened', `${NAME} loosened from at most 4 hours to at most 6 hours, from 2026-07-15 on`]);
  });

  it('that are written over those that held until now change the past too', () => {
    assert.deepEqual(changed(four, dated('effectiveFrom: 2026-03-01, value: 6')), ['loosened', `${NAME} loosened from at most 4 hours to at most 6 hours`,
      'The terms since 2026-03-01 are written otherwise as well: cases of that time are judged by them']);
    assert.deepEqual(changed(dated('effectiveFrom: 2026-03-01, value: 4', past('2025-03-01', 8)), dated('effectiveFrom: 2026-03-01, value: 4', past('2025-03-01', 9))),
      ['changed', `What ${NAME} said of the time from 2025-03-01 on is written otherwise; what holds today is the same`]);
    assert.deepEqual(changed(dated('effectiveFrom: 2026-03-01, value: 4', past('2025-03-01', 8)), dated('effectiveFrom: 2026-02-01, value: 4', past('2025-03-01', 8))),
      ['changed', `What ${NAME} said of the time from 2026-02-01 on is written otherwise; what holds today is the same`]);
    // The same in other words is the same for the past as well.
    assert.equal(changed(four, dated('effectiveFrom: 2026-03-01, value: 4.0, window: null'))?.length, undefined);
    assert.equal(changed(four, sla('{ id: p2, title: P2 resolution, metric: resolution-time, operator: at-most, effectiveFrom: 2026-03-01, value: 240, unit: minutes }'))?.length, 2);
  });

  it('that begin later with nothing before them leave a gap', () => {
    assert.deepEqual(changed(four, dated('effectiveFrom: 2027-01-01, value: 6')), ['loosened', `${NAME} promises nothing from 2026-10-15 on: no terms of that day are written down`,
      `${NAME} loosened from at most 4 hours to at most 6 hours, from 2027-01-01 on`, 'The terms since 2026-03-01 are written otherwise as well: cases of that time are judged by them']);
    assert.deepEqual(changed(dated('effectiveFrom: 2027-01-01, value: 6'), dated('effectiveFrom: 2026-12-01, value: 6')),
      ['tightened', `${NAME} promises at most 6 hours from 2026-12-01 on, where nothing was promised before`]);
  });

  it('inherit the metric and nothing else', () => {
    assert.deepEqual(changed(dated('effectiveFrom: 2026-03-01, value: 4, attainment: 95'), dated('effectiveFrom: 2027-01-01, value: 4, attainment: 95', `${past('2026-03-01', 4)}`))?.slice(0, 2),
      ['tightened', `${NAME} tightened from at most 4 hours for 95 % of the cases to at most 4 hours for all cases`]);
  });

  it('whose days do not tell when they hold are said to be unclear, and those of today are still compared', () => {
    const undated = '{ operator: at-most, value: 8, unit: hours }';
    assert.deepEqual(changed(four, dated('effectiveFrom: 2026-03-01, value: 4', undated)), ['changed', `${NAME} is written otherwise, and its days do not tell when which terms hold`]);
    assert.equal(changed(dated('value: 4', past('2026-01-01', 8)), dated('value: 6', past('2026-01-01', 8)))?.[0], 'loosened');
    assert.equal(changed(four, dated('effectiveFrom: 2026-13-01, value: 4'))?.[0], 'changed');
    assert.equal(changed(four, dated('effectiveFrom: 2026-03-01, value: 4', '3, null'))?.[0], 'neutral');
  });
});

describe('what a target promises', () => {
  it('is said with its cases and window', () => {
    const said = (target: Fields): unknown => { const phrase = promised(target); return phrase && told(ENGLISH, phrase); };
    assert.equal(said({ operator: 'at-most', value: 4, unit: 'hours', attainment: 95, window: 'calendar-month' }), 'at most 4 hours for 95 % of the cases in each month');
    assert.equal(said({ operator: 'at-least', value: 99.95, unit: 'percent', window: 'rolling-30d' }), 'at least 99.95 % in any 30 days');
    assert.equal(said({ operator: 'equal', value: 1, unit: 'business-days', percentile: 95 }), 'exactly 1 business day for the percentile of 95');
    assert.equal(said({ value: 3, unit: 'count' }), '3');
    assert.equal(said({ operator: 'at-most' }), undefined);
  });
});

describe('what is compared as a whole', () => {
  it('is known by its fields, in every kind', () => {
    const shape = (kind: string, ...path: (string | number)[]) => { const found = builtInKinds.get(kind)?.shape; return found && shapeAt(found, path); };
    for (const [kind, key] of [['sla', 'targets'], ['supplier-contract', 'targets'], ['internal-agreement', 'targets'], ['objectives', 'objectives'], ['measurement-plan', 'measures']] as const) assert.ok(isTarget(shape(kind, key, 0)), kind);
    for (const [kind, ...path] of [['sla'], ['sla', 'workloadLimits', 0], ['service-catalogue', 'services', 0], ['no-such-kind']] as const) assert.ok(!isTarget(shape(kind, ...path)), kind);
    assert.deepEqual([isMatrix(shape('priority-matrix')), isMatrix(shape('sla')), isMatrix(undefined)], [true, false, false]);
    assert.deepEqual([isCalendar(shape('calendar', 'calendars', 0)), isCalendar(shape('calendar')), isCalendar(undefined)], [true, false, false]);
  });
});

describe('a change of a matrix of priorities', () => {
  const matrix = (cells: string, more = '', priorities = '[P1, P2, P3]'): State => stateOf(`//- pm.yaml\nkind: priority-matrix\nid: PM\ntitle: Priorities\n`
    + `impacts: [{ impact: high, title: Nobody can work }, { impact: low, title: Some can }]\nurgencies: [{ urgency: high }, { urgency: low }]\npriorities: ${priorities}\nmatrix: ${cells}\n${more}`);
  const changedMatrix = (before: State, after: State): readonly unknown[] | undefined => lines(matrixChange(artefactIn(before, 'PM').data, artefactIn(after, 'PM').data, between(before, after, 'PM')));
  const base = '{ high: { high: P1, low: P2 }, low: { high: P2, low: P3 } }';

  it('is said cell by cell: more urgent is tighter', () => {
    assert.deepEqual(changedMatrix(matrix(base), matrix(base.replace('low: P3', 'low: P2'))), ['tightened', 'Priorities (PM) tightened: impact low and urgency low: P2 instead of P3']);
    assert.deepEqual(changedMatrix(matrix(base), matrix('{ high: { high: P2, low: P2 }, low: { high: P3, low: P3 } }')), ['loosened',
      'Priorities (PM) loosened: impact high and urgency high: P2 instead of P1; impact low and urgency high: P3 instead of P2',
      'impact high and urgency high: P2 instead of P1 (loosened)', 'impact low and urgency high: P3 instead of P2 (loosened)']);
    assert.equal(changedMatrix(matrix(base), matrix('{ high: { high: P2, low: P1 }, low: { high: P2, low: P3 } }'))?.[0], 'changed');
  });

  it('is tighter where a cell was open, and looser where one is opened', () => {
    assert.deepEqual(changedMatrix(matrix('{ high: { high: P1, low: null }, low: { high: P2, low: P3 } }'), matrix(base)), ['tightened', 'Priorities (PM) tightened: impact high and urgency low: P2 instead of nothing']);
    assert.equal(changedMatrix(matrix(base), matrix('{ high: { high: P1, low: P2 } }'))?.[0], 'loosened');
  });

  it('cannot be ordered with other priorities, levels or ties', () => {
    assert.deepEqual(changedMatrix(matrix(base), matrix(base.replace('P3', 'P9'))), ['changed', 'Priorities (PM) changed: impact low and urgency low: P9 instead of P3 (cannot be ordered)']);
    assert.equal(changedMatrix(matrix(base), matrix(base, '', '[P2, P1, P3]'))?.[0], 'changed');
    assert.deepEqual(changedMatrix(matrix(base), matrix(base, 'tieBreak: The older one goes first\n')), ['changed', 'Priorities (PM) changed: tie-break rule: The older one goes first instead of nothing (cannot be ordered)']);
    const [one] = [matrix(base)], other = stateOf((one?.textOf('pm.yaml') ?? '').replace(/^/, '//- pm.yaml\n').replace('Some can', 'Nearly all can'));
    assert.deepEqual(one && changedMatrix(one, other), ['changed', 'Priorities (PM) changed: levels of impact: high: Nobody can work, low: Nearly all can instead of high: Nobody can work, low: Some can (cannot be ordered)']);
  });

  it('is none where it is the same, in another order of its rows', () => {
    assert.equal(changedMatrix(matrix(base), matrix('{ low: { low: P3, high: P2 }, high: { low: P2, high: P1 } }')), undefined);
  });

  it('is told with the day from which it holds', () => {
    const lists = 'impacts: [{ impact: high, title: Nobody can work }, { impact: low, title: Some can }], urgencies: [{ urgency: high }, { urgency: low }], priorities: [P1, P2, P3]';
    const later = matrix(base.replace('low: P3', 'low: P2'), `effectiveFrom: 2027-01-01\npreviously: [{ effectiveFrom: 2026-03-01, ${lists}, matrix: ${base} }]\n`);
    assert.deepEqual(changedMatrix(matrix(base, 'effectiveFrom: 2026-03-01\n'), later), ['tightened', 'Priorities (PM) tightened: impact low and urgency low: P2 instead of P3, from 2027-01-01 on']);
    // The day of a version is no gap before it.
    assert.deepEqual(changedMatrix(matrix(base, 'effectiveFrom: 2026-03-01\n'), matrix(base.replace('low: P3', 'low: P2'), 'effectiveFrom: 2027-01-01\n')),
      ['tightened', 'Priorities (PM) tightened: impact low and urgency low: P2 instead of P3']);
  });

  it('that is none is no crash', () => {
    assert.equal(changedMatrix(matrix(base), matrix('by feeling'))?.[0], 'loosened');
    assert.equal(changedMatrix(matrix('by feeling'), matrix('by luck'))?.[0], 'changed');
    assert.equal(changedMatrix(matrix(base), matrix('{ high: P1, low: [P2] }'))?.[0], 'loosened');
    assert.equal(changedMatrix(matrix('{ high: { high: { a: 1 } } }'), matrix('{ high: { high: { a: 2 } } }'))?.[0], 'changed');
  });
});

describe('a change of a calendar', () => {
  const states = (from: string, to: string, config?: string): [State, State] => {
    assert.ok(from === '' || CALENDARS.includes(from), from);
    return [stateOf(CALENDARS), stateOf(CALENDARS.replace(from, to), config === undefined ? {} : { config })];
  };
  const changedCalendar = (from: string, to: string, at = 1, config?: string): readonly unknown[] | undefined => {
    const [before, after] = states(from, to, config), where = { artefact: 'CAL', list: 'calendars' };
    return lines(calendarChange(entryOf(before, where, at), entryOf(after, where, at), { before, after }));
  };

  it('says whether there are more hours', () => {
    assert.deepEqual(changedCalendar('to: "18:00"', 'to: "20:00"'), ['tightened', 'Office hours (CAL-OFFICE) has more hours: hours: mon–fri 08:00–20:00 instead of mon–fri 08:00–18:00']);
    assert.deepEqual(changedCalendar('title: Christmas Day }', 'title: Christmas Day }, { on: 2026-12-28, title: Day off }'), ['loosened', 'Office hours (CAL-OFFICE) has fewer hours: holidays: 2026-12-28 (Day off) added']);
    assert.deepEqual(changedCalendar('hours: always', 'hours: [{ days: [sat, sun], from: "00:00", to: "24:00" }]', 0), ['loosened', 'Around the clock (CAL-24X7) has fewer hours: hours: sat sun 00:00–24:00 instead of always']);
    assert.deepEqual(changedCalendar('from: "08:00"', 'from: "09:00"')?.[0], 'loosened');
    assert.deepEqual(changedCalendar('from: "08:00", to: "18:00"', 'from: "09:00", to: "19:00"')?.[0], 'changed');
  });

  it('says each part with what it does by itself', () => {
    assert.deepEqual(changedCalendar('holidays: [{ on: 2026-01-01, title: New Year }, ', 'exceptions: [{ on: 2026-12-24, from: "08:00", to: "12:00", reason: Christmas Eve }]\n    holidays: ['), ['loosened',
      'Office hours (CAL-OFFICE) has fewer hours: holidays: 2026-01-01 (New Year) removed; exceptions: 2026-12-24 08:00–12:00 (Christmas Eve) added',
      'holidays: 2026-01-01 (New Year) removed (means the same)', 'exceptions: 2026-12-24 08:00–12:00 (Christmas Eve) added (loosened)']);
  });

  it('in other words, and of days that are over, changes nothing from today on', () => {
    assert.deepEqual(changedCalendar('{ on: 2026-01-01, title: New Year }, ', ''), ['neutral', 'Office hours (CAL-OFFICE) has the same hours from today on: holidays: 2026-01-01 (New Year) removed']);
    assert.equal(changedCalendar('days: [mon, tue, wed, thu, fri], from: "08:00", to: "18:00"', 'days: [mon, tue, wed, thu, fri], from: "08:00", to: "12:00" }, { days: [mon, tue, wed, thu, fri], from: "12:00", to: "18:00"')?.[0], 'neutral');
    assert.equal(changedCalendar('title: Office hours', 'title: Hours of the office'), undefined);
  });

  it('of the time zone cannot be ordered, that of sms.yaml included', () => {
    assert.deepEqual(changedCalendar('title: Office hours', 'title: Office hours\n    timeZone: Asia/Tokyo'), ['changed', 'Office hours (CAL-OFFICE) has other hours: time zone: Asia/Tokyo instead of Europe/Amsterdam (cannot be ordered)']);
    assert.equal(changedCalendar('', '', 1, EXAMPLE_CONFIG.replace('Europe/Amsterdam', 'Asia/Tokyo'))?.[0], 'changed');
    assert.equal(changedCalendar('title: Office hours', 'title: Office hours\n    timeZone: Europe/Amsterdam'), undefined);
  });

  it('that cannot be read cannot be ordered', () => {
    assert.equal(changedCalendar('from: "18:00", to: "08:00"', 'from: "08:00", to: "18:00"', 2)?.[0], 'changed');
    assert.deepEqual(changedCalendar('hours: always', 'hours: sometimes', 0), ['changed', 'Around the clock (CAL-24X7) has other hours: hours: sometimes instead of always (cannot be ordered)']);
    assert.equal(changedCalendar('on: 2026-12-25', 'on: soon')?.[0], 'changed');
  });

  it('in a field of hours says whether the other one has more', () => {
    const [before, after] = states('', ''), swap = (one: string | undefined, other: string | undefined): readonly unknown[] | undefined => lines(calendarSwap('E-mail, support hours', one, other, { before, after }));
    assert.deepEqual(swap('CAL-OFFICE', 'CAL-24X7'), ['tightened', 'E-mail, support hours: Around the clock (CAL-24X7) instead of Office hours (CAL-OFFICE), with more hours']);
    assert.deepEqual(swap('CAL-24X7', 'CAL-OFFICE')?.[0], 'loosened');
    assert.deepEqual([swap(undefined, 'CAL-OFFICE')?.[0], swap('CAL-OFFICE', undefined)?.[0], swap('CAL-OFFICE', 'CAL-BROKEN')?.[0], swap('CAL-NOWHERE', 'CAL-OFFICE')?.[0]], ['tightened', 'loosened', 'changed', 'changed']);
    assert.deepEqual([swap('CAL-OFFICE', 'CAL-OFFICE'), swap('CAL-BROKEN', 'CAL-BROKEN'), swap(undefined, undefined)], [undefined, undefined, undefined]);
  });
});

describe('whatever stands in the fields', () => {
  const [before, after] = [sla(P2), sla(P2)], both = between(before, after, AT.artefact);
  const value = fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.constantFrom<unknown>(NaN, Infinity, 4, 'hours', 'CAL-24X7', '2026-01-01', [{ on: '2026-12-25' }], { high: { low: 'P1' } }, [{ effectiveFrom: '2026-02-01' }], ['P1', 'P2']));
  for (const [name, keys, compare] of [['target', TARGET_FIELDS, targetChange], ['matrix', MATRIX_FIELDS, matrixChange], ['calendar', CALENDAR_FIELDS, calendarChange]] as const) {
    it(`of a ${name}, it is told, and against itself there is nothing to tell`, () => {
      const entry = fc.record(Object.fromEntries([...keys].map(key => [key, value])), { requiredKeys: [] });
      fc.assert(fc.property(entry, entry, (one: Fields, other: Fields) => {
        assert.equal(compare(one, structuredClone(one), both), undefined);
        const meant = compare(one, other, both);
        if (meant) assert.doesNotMatch([meant.say, ...meant.parts].map(part => told(ENGLISH, part)).join(' '), /undefined|\[object/);
      }), { numRuns: 300 });
    });
  }
});
