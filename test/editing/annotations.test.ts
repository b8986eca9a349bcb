import assert from 'node:assert/strict';
import { inlayHints } from '../../src/editing/inlay-hints.js';
import { lenses } from '../../src/editing/lenses.js';
import { duration } from '../../src/editing/readings.js';
import { idTokens } from '../../src/editing/tokens.js';
import { ENGLISH } from '../../src/sms/language.js';
import { lineTable } from '../../src/sms/text.js';
import { CURSOR, deskAt, type DeskOptions } from './desk.js';

const ALL = { start: { line: 0, character: 0 }, end: { line: 9999, character: 0 } };

/** The lines of the file with the cursor that have a hint, as they look. */
async function hinted(text: string, options?: DeskOptions): Promise<string[]> {
  const { desk, file, files } = await deskAt(text, options), lines = (files.get(file) ?? '').split(/\r?\n/);
  return inlayHints(desk, file, ALL).map(({ position: { line, character }, label }) => {
    const whole = lines[line] ?? '';
    return `${whole.slice(0, character)}[${label}]${whole.slice(character)}`.trim();
  });
}

const CALENDARS = `//- calendars.yaml
kind: calendar
id: CALENDARS
title: Calendars
calendars:
  - { id: CAL-ALL, title: Always, timeZone: Europe/Amsterdam, hours: always }
  - { id: CAL-DAY, title: By day, timeZone: Europe/Amsterdam, hours: [{ days: [mon, tue, wed, thu, fri], from: "08:00", to: "18:00" }] }
  - { id: CAL-ODD, title: Odd, timeZone: Europe/Amsterdam, hours: [{ days: [mon], from: "08:00", to: "18:00" }, { days: [tue], from: "08:00", to: "12:00" }] }
`;
const target = (terms: string): string => `${CALENDARS}//- sla.yaml\nkind: sla\nid: SLA-A\ntitle: SLA\ntargets:\n  - { id: a, title: A, ${terms} }\n|`;

describe('inlay hints', () => {
  const targets: [string, string, string | undefined][] = [
    ['the downtime that a percentage leaves in a month', 'metric: availability, value: 99.9, unit: percent, window: calendar-month', 'value: 99.9[= 43 min 12 s down per month], unit'],
    ['in a year around the clock', 'metric: availability, value: 99, unit: percent, window: year, calendar: CAL-ALL', 'value: 99[= 3 days 15 h down per year], unit'],
    ['in thirty days', 'metric: availability, value: "99.99", unit: percent, window: rolling-30d', 'value: "99.99"[= 4 min 19 s down per 30 days], unit'],
    ['in the hours of its calendar', 'metric: availability, value: 99.5, unit: percent, window: calendar-month, calendar: CAL-DAY', 'value: 99.5[= 1 h 6 min down per month of 220 h], unit'],
    ['nothing where the downtime is written', 'metric: availability, value: 99.9, unit: percent, window: calendar-month, downtime: { value: 43.2, unit: minutes, per: rolling-30d }', undefined],
    ['nothing where the window is a single event', 'metric: availability, value: 99.9, unit: percent, window: per-event', undefined],
    ['nothing for an unknown calendar', 'metric: availability, value: 99.9, unit: percent, window: year, calendar: CAL-X', undefined],
    ['nothing for another percentage', 'metric: satisfaction, value: 95, unit: percent, window: year', undefined],
    ['the terms that were replaced', 'metric: availability, previously: [{ value: 99.5, unit: percent, window: calendar-month }]', 'value: 99.5[= 3 h 36 min down per month], unit'],
    ['minutes as hours', 'metric: restoration-time, value: 240, unit: minutes', 'value: 240[= 4 h], unit'],
    ['hours as days', 'metric: delivery-time, value: 72, unit: hours', 'value: 72[= 3 days], unit'],
    ['nothing for hours that read well', 'metric: restoration-time, value: 4, unit: hours, calendar: CAL-ALL', undefined],
    ['business hours as days of their calendar', 'metric: restoration-time, value: 24, unit: business-hours, calendar: CAL-DAY', 'value: 24[= 2 working days (10 h each) and 4 h], unit'],
    ['hours on a calendar with hours, too', 'metric: restoration-time, value: 10, unit: hours, calendar: CAL-DAY', 'value: 10[= 1 working day (10 h)], unit'],
    ['business days as hours', 'metric: delivery-time, value: 5, unit: business-days, calendar: CAL-DAY', 'value: 5[= 50 h of CAL-DAY], unit'],
    ['nothing where days have different lengths', 'metric: delivery-time, value: 5, unit: business-days, calendar: CAL-ODD', undefined],
  ];
  for (const [name, terms, expected] of targets) {
    it(`show ${name}`, async () => {
      const found = await hinted(target(terms));
      assert.equal(found.length, expected === undefined ? 0 : 1, found.join('\n'));
      if (expected !== undefined) assert.ok(found[0]?.includes(expected), found[0]);
    });
  }

  const CRITERIA = `//- criteria.yaml
kind: risk-criteria
id: RC
title: Criteria
likelihood: [{ value: 1, title: a }, { value: 2, title: b }, { value: 3, title: c }]
consequence: [{ value: 1, title: a }, { value: 2, title: b }]
score: product
levels: [{ level: low, from: 1, to: 3 }, { level: high, from: 4, to: 6 }]
`;
  it('show score and level of a risk as far as they are not written', async () => {
    assert.deepEqual(await hinted(`${CRITERIA}//- risks.yaml
kind: risk-register
id: RISKS
title: Risks
risks:
  - { id: R-1, title: x, likelihood: 3, consequence: 2, residual: { consequence: 1, likelihood: 2 } }
  - { id: R-2, title: x, likelihood: 3, consequence: 2, score: 6 }
  - { id: R-3, title: x, likelihood: 3, consequence: 2, score: 6, level: high }
  - { id: R-4, title: x, likelihood: 9, consequence: 2 }
|`), [
      '- { id: R-1, title: x, likelihood: 3, consequence: 2[= 6, high], residual: { consequence: 1, likelihood: 2 } }', '- { id: R-1, title: x, likelihood: 3, consequence: 2, residual: { consequence: 1, likelihood: 2[= 2, low] } }',
      '- { id: R-2, title: x, likelihood: 3, consequence: 2[= high], score: 6 }',
    ]);
  });

  const doc = (fields: string): string => `//- sms.yaml\nsms: 1\norganization: Example\ntimeZone: Europe/Amsterdam\nreviewEvery: { default: 6 months }\n//- doc.md\n---\nkind: document\nid: D-1\ntitle: Doc\n${fields}\n---\n|Text\n`;
  it('show the day of the next review', async () => {
    assert.deepEqual(await hinted(doc('reviewedOn: 2026-09-01\nreviewEvery: 12 months')), ['reviewEvery: 12 months[= next review 2027-09-01]']);
    assert.deepEqual(await hinted(doc('reviewedOn: 2026-03-31')), ['reviewedOn: 2026-03-31[= review overdue since 2026-09-30]']);
    assert.deepEqual(await hinted(doc('reviewedOn: 2026-03-31'), { eol: '\r\n' }), ['reviewedOn: 2026-03-31[= review overdue since 2026-09-30]']);
  });
  it('show no day of a review that is written, unknown or no longer due', async () => {
    assert.deepEqual(await hinted(doc('reviewedOn: 2026-09-01\nnextReview: 2026-12-01')), []);
    assert.deepEqual(await hinted(doc('version: 1.0')), []);
    assert.deepEqual(await hinted(doc('status: withdrawn\nreviewedOn: 2026-09-01')), []);
  });
  it('count what is not saved', async () => {
    const now = doc('reviewedOn: 2026-10-01');
    assert.deepEqual(await hinted(now, { before: doc('reviewedOn: 2026-03-31').replace('|', '') }), ['reviewedOn: 2026-10-01[= next review 2027-04-01]']);
  });
  it('are those of the part that is seen', async () => {
    const { desk, file } = await deskAt(doc('reviewedOn: 2026-09-01'));
    assert.deepEqual(inlayHints(desk, file, { start: { line: 6, character: 0 }, end: { line: 9, character: 0 } }), []);
  });
});

describe('durations', () => {
  for (const [minutes, expected] of [[0, '0 s'], [0.05, '3 s'], [0.5, '30 s'], [1, '1 min'], [43.2, '43 min 12 s'], [43.199999, '43 min 12 s'], [60, '1 h'], [61, '1 h 1 min'], [1440, '24 h'], [2880, '2 days'], [5256, '3 days 15 h'], [59.9999, '1 h']] as const) {
    it(`${minutes} minutes are ${expected}`, () => assert.equal(duration(minutes, ENGLISH), expected));
  }
  it('in working hours are in no days', () => assert.equal(duration(3000, ENGLISH, 'hours'), '50 h'));
});

const CATALOGUE = `//- catalogue.yaml
kind: service-catalogue
id: CAT
title: Catalogue
services:
  - { id: SVC-MAIL, title: Mail }
  - { id: SVC-NET, title: Network }
`;

describe('code lenses', () => {
  async function above(text: string, options?: DeskOptions): Promise<string[]> {
    const { desk, file, files } = await deskAt(text, options);
    return lenses(desk, file).map(({ range: { start, end }, title, leads }) => `${(files.get(file) ?? '').split(/\r?\n/)[start.line]?.slice(start.character, end.character) ?? ''}: ${title} > ${leads}`);
  }
  const sla = (id: string): string => `//- ${id}.yaml\n{ kind: sla, id: ${id}, title: T, services: [SVC-MAIL], targets: [{ id: up, title: A, services: [SVC-MAIL] }] }\n`;
  it('count who uses a thing, each once, by type', async () => {
    assert.deepEqual(await above(`${CATALOGUE}|\n${sla('SLA-A')}${sla('SLA-B')}//- risks.yaml\n{ kind: risk-register, id: RISKS, title: R, risks: [{ id: R-1, title: x, services: [SVC-MAIL], statement: SVC-MAIL fails }] }\n`),
      ['SVC-MAIL: 2 service level agreements, 1 risk use this > references']);
    assert.deepEqual(await above(`${CATALOGUE}|\n${sla('SLA-A')}`), ['SVC-MAIL: 1 service level agreement uses this > references']);
  });
  it('name three types, and count the others', async () => {
    const more = '//- doc.md\n---\n{ kind: document, id: D-1, title: T }\n---\nSVC-MAIL\n//- kb.md\n---\n{ kind: knowledge-article, id: KB-1, title: T }\n---\nSVC-MAIL\n';
    assert.deepEqual(await above(`${CATALOGUE}|\n${sla('SLA-A')}${sla('SLA-B')}//- risks.yaml\n{ kind: risk-register, id: RISKS, title: R, risks: [{ id: R-1, title: x, services: [SVC-MAIL] }] }\n${more}`),
      ['SVC-MAIL: 2 service level agreements, 1 risk, 1 document and 1 other use this > references']);
  });
  it('say nothing of what nobody uses, nor of a target that only reports name', async () => {
    assert.deepEqual(await above(`${CATALOGUE}|`), []);
    const report = '//- report.yaml\n{ kind: service-report, id: SR-1, title: R, results: [{ target: SLA-A#up, result: 99 }] }\n';
    assert.deepEqual(await above(`${sla('SLA-A')}|\n${report}`), []);
    assert.deepEqual(await above(`${sla('SLA-A')}|\n//- risks.yaml\n{ kind: risk-register, id: RISKS, title: R, risks: [{ id: R-1, title: x, targets: [SLA-A#up] }] }\n`), ['up: 1 risk uses this > references']);
  });
  const doc = (fields: string): string => `//- doc.yaml\nkind: document\nid: D-1\ntitle: T\nversion: 1.0\n|${fields}\n`;
  it('say when a review is due soon or overdue', async () => {
    assert.deepEqual(await above(doc('status: draft\nreviewedOn: 2025-10-27\nreviewEvery: 12 months')), ['D-1: Review due in 12 days > review']);
    assert.deepEqual(await above(doc('status: draft\nreviewedOn: 2025-10-16\nreviewEvery: 12 months')), ['D-1: Review due tomorrow > review']);
    assert.deepEqual(await above(doc('status: draft\nreviewedOn: 2025-10-15\nreviewEvery: 12 months')), ['D-1: Review due today > review']);
    assert.deepEqual(await above(doc('status: draft\nreviewedOn: 2025-09-01\nreviewEvery: 12 months')), ['D-1: Review overdue since 2026-09-01 > review']);
    assert.deepEqual(await above(doc('status: draft\nreviewedOn: 2026-09-01\nreviewEvery: 12 months')), []);
  });
  it('say what an approval is worth', async () => {
    assert.deepEqual(await above(doc('status: approved\napprovedOn: 2026-09-01\nreviewEvery: 12 months')), ['D-1: Approval of version 1.0: only claimed > history']);
  });
  it('stand where the id stands in a text that is not saved', async () => {
    assert.deepEqual(await above(`${CATALOGUE.replace('title: Catalogue', 'title: Catalogue\n\n\ndescription: "|"')}${sla('SLA-A')}`, { before: CATALOGUE }), ['SVC-MAIL: 1 service level agreement uses this > references']);
  });
});

describe('semantic tokens', () => {
  async function tokens(text: string, options?: DeskOptions): Promise<string[]> {
    const { desk, file, files } = await deskAt(text, options), whole = files.get(file) ?? '', { starts } = lineTable(whole);
    return idTokens(desk, file).map(({ range: { start, end }, is }) => `${whole.slice((starts[start.line] ?? 0) + start.character, (starts[end.line] ?? 0) + end.character)}${is.map(each => ` ${each}`).join('')}`);
  }
  it('are the ids of a YAML file: where they are defined, in fields and in texts', async () => {
    assert.deepEqual(await tokens(`${CATALOGUE}//- sla.yaml\nkind: sla\nid: SLA-A\ntitle: T\nservices: [SVC-MAIL, "SVC-NONE"]\ntargets:\n  - { id: up, title: A }\nexceptions: [When SVC-NET or UTF-8 fails, "[[up]] and [[SVC-GONE]]"]\n|`),
      ['SLA-A definition', 'SVC-MAIL', 'SVC-NONE unresolved', 'up definition', 'SVC-NET', 'up', 'SVC-GONE unresolved']);
  });
  it('are the ids of Markdown: in front matter, prose, links and diagrams, and no others', async () => {
    assert.deepEqual(await tokens(`${CATALOGUE}//- doc.md\n---\nkind: document\nid: D-1\ntitle: T\n---\n# SVC-MAIL\n🙂 SVC-NET, \`SVC-NET\` and [it](catalogue.yaml#SVC-MAIL), [all](catalogue.yaml).\n\n\`\`\`mermaid\nSVC-MAIL --> X\n\`\`\`\n${CURSOR}`, { eol: '\r\n' }),
      ['D-1 definition', 'SVC-MAIL', 'SVC-NET', 'SVC-MAIL', 'SVC-MAIL']);
  });
  it('tell what was replaced or withdrawn, and earlier ids', async () => {
    assert.deepEqual(await tokens(`//- old.yaml\n{ kind: document, id: D-OLD-1, title: T, status: withdrawn }\n//- new.yaml\n{ kind: document, id: D-NEW-1, title: T, aliases: [D-N] }\n//- doc.yaml\n{ kind: document, id: D-1, title: T, changeSummary: D-OLD-1 and D-N and D-NEW-1 }\n|`),
      ['D-1 definition', 'D-OLD-1 deprecated', 'D-N deprecated', 'D-NEW-1']);
    assert.deepEqual(await tokens('{ kind: document, id: D-1, title: T, status: superseded, aliases: [D-0] }\n|'), ['D-1 definition deprecated', 'D-0 deprecated']);
  });
});
