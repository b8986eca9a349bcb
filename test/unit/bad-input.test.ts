import assert from 'node:assert/strict';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { rules as allRules } from '../../src/rules/index.js';
import type { Rule } from '../../src/rules/rule.js';
import { analyse } from '../../src/session/analyse.js';
import { Session, type CheckResult } from '../../src/session/session.js';
import type { Files } from '../../src/sms/files.js';
import { parseFile } from '../../src/sms/parse.js';
import { builtInKinds } from '../../src/sms/kinds.js';
import type { Shape } from '../../src/sms/shapes.js';
import { compareText } from '../../src/sms/text.js';
import type { Finding } from '../../src/sms/types.js';
import { textsUnder } from '../support/folders.js';
import { EXAMPLE_CONFIG, readMarked } from '../../src/rules/marked.js';
import { checkTexts, openTexts } from '../support/sms.js';

/** Every kind of bad input that the issue names, put into the sample: one clear finding at its place, and all other files are checked as before. */

const CALENDARS = 'catalogue/calendars.yaml', BOREAL = 'agreements/sla-boreal.yaml', MATRIX = 'agreements/priority-matrix.yaml', SERVICES = 'catalogue/services.yaml';
const LOG = 'records/incidents/log-2026.yaml', ROWS = 'records/incidents/incidents-2026.csv', INCIDENT = 'records/incidents/INC-2841.yaml', SCOPE = 'scope.yaml';

function header(kind: string, id: string, title: string): string {
  return `kind: ${kind}\nid: ${id}\ntitle: ${title}\nversion: 1.0\nstatus: approved\nowner: ROLE-SLM\napprover: ROLE-SD\napprovedBy: PER-LM\napprovedOn: 2026-02-12\neffectiveFrom: 2026-03-01\nreviewedOn: 2026-02-10\n`;
}

/** Beside each piece of bad input: that the other files are still checked shows in what is found here. */
const WITNESS = { file: 'witness.yaml', text: header('document', 'DOC-WITNESS', 'Witness').replace('approved\n', 'aproved\n'), said: 'witness.yaml status: aproved | aproved | field-invalid choice' };

/** `from` stands exactly once in the file; without it the file is new. */
interface Edit { file: string; from?: string; to: string }

/** What is found: file, line, what the finding covers of it, rule and message. That an approved text was changed is true of each edit, and left out. */
function said(findings: readonly Finding[], text: (file: string) => string): string[] {
  return findings.filter(({ rule }) => rule !== 'doc-changed-without-version').map(({ file, range, rule, message }) => {
    const line = text(file).split('\n')[range.start.line] ?? '', end = range.end.line > range.start.line ? line.length : range.end.character;
    return `${file} ${line.trim()} | ${line.slice(range.start.character, end)} | ${rule} ${message}`;
  }).sort(compareText);
}

const FAX = `  - id: SVC-FAX
    title: Fax
    status: retired
    retiredOn: 2026-05-01
    type: supporting
    description: Fax for those who wanted paper.
    owner: ROLE-MAIL
    intendedOutcomes: [Orders arrive by fax]
    criticality: { level: low, reason: Nobody faxes }
    dependsOn: []
`;
const ON_FAX = `kind: incident-record
id: INC-4299
title: No fax arrives
customer: CUS-BOREAL
service: SVC-FAX
category: flow
openedAt: 2026-05-04T09:00:00+02:00
acknowledgedAt: 2026-05-04T09:04:00+02:00
impact: minor
urgency: low
priority: P4
restoredAt: 2026-05-04T09:30:00+02:00
resolvedAt: 2026-05-04T09:30:00+02:00
closedAt: 2026-05-04T10:30:00+02:00
closureConfirmedBy: J. Vermeer
status: closed
`;
const SECOND_SLA = `${header('sla', 'SLA-BOREAL-2', 'Second agreement with Boreal Foods')}customers: [CUS-BOREAL]
services: [SVC-MAIL]
validFrom: 2026-03-01
agreedBy: [{ party: CUS-BOREAL, name: J. Vermeer, position: Head of IT, on: 2026-02-20 }]
basedOn: [REQ-MAIL-01]
targets:
  - id: p1
    title: Restoration of P1
    metric: restoration-time
    priority: P1
    operator: at-most
    value: 2
    unit: hours
    window: calendar-month
    calendar: CAL-24X7
    clock: { starts: openedAt, stops: restoredAt, holds: [] }
    source: { system: Service desk }
    calculation: Share of the incidents restored in time
workloadLimits: [{ id: tickets, title: Tickets, measure: Incidents logged, limit: 10, unit: count, window: calendar-month, consequence: None }]
exceptions: []
serviceReview: { every: 3 months }
escalation: [{ level: 1, role: ROLE-PLAT, type: functional, afterShare: 0.5 }, { level: 2, role: ROLE-IM, type: hierarchic, afterShare: 0.75 }]
`;

const cases: readonly [title: string, edits: readonly Edit[], expected: readonly string[]][] = [
  ['a document that replaces one that replaces it',
    [{ file: 'a.yaml', to: `${header('document', 'DOC-A', 'One')}supersedes: DOC-B\n` }, { file: 'b.yaml', to: `${header('document', 'DOC-B', 'Two')}supersedes: [DOC-A]\n` }],
    ['a.yaml supersedes: DOC-B | DOC-B | ref-unresolved-or-obsolete supersedes-cycle']],
  ['a circle of three, told once',
    [{ file: 'b.yaml', to: `${header('document', 'DOC-B', 'Two')}supersedes: DOC-A\n` }, { file: 'c.yaml', to: `${header('document', 'DOC-C', 'Three')}supersedes: DOC-B\n` },
      { file: 'z.yaml', to: `${header('document', 'DOC-A', 'One')}supersedes: DOC-C\n` }],
    ['z.yaml supersedes: DOC-C | DOC-C | ref-unresolved-or-obsolete supersedes-cycle']],
  ['a document that replaces itself', [{ file: 'a.yaml', to: `${header('document', 'DOC-A', 'One')}supersedes: DOC-A\n` }],
    ['a.yaml supersedes: DOC-A | DOC-A | ref-unresolved-or-obsolete supersedes-itself']],
  ['a record that names a service retired before its date', [{ file: SERVICES, from: '  - id: SVC-VOICE\n', to: `${FAX}  - id: SVC-VOICE\n` }, { file: 'INC-4299.yaml', to: ON_FAX }],
    ['INC-4299.yaml service: SVC-FAX | SVC-FAX | incident-without-sla-reference service-retired']],
  ['the same on its last day is none', [{ file: SERVICES, from: '  - id: SVC-VOICE\n', to: `${FAX.replace('2026-05-01', '2026-05-04')}  - id: SVC-VOICE\n` }, { file: 'INC-4299.yaml', to: ON_FAX }], []],

  ['a time zone that does not exist, told once', [{ file: CALENDARS, from: 'in the Netherlands.\n    timeZone: Europe/Amsterdam', to: 'in the Netherlands.\n    timeZone: Europe/Atlantis' }],
    [`${CALENDARS} timeZone: Europe/Atlantis | Europe/Atlantis | field-invalid time-zone`]],
  ['hours that overlap on two days, told once', [{ file: CALENDARS, from: 'to: "16:00" }\n', to: 'to: "16:00" }\n      - { days: [fri, sat], from: "15:00", to: "17:00" }\n' }],
    [`${CALENDARS} - { days: [fri, sat], from: "15:00", to: "17:00" } | 15:00 | sla-clock-or-source-undefined hours-overlap`]],
  ['hours that end before they begin', [{ file: CALENDARS, from: 'from: "08:00", to: "16:00"', to: 'from: "16:00", to: "08:00"' }],
    [`${CALENDARS} - { days: [sat], from: "16:00", to: "08:00" } | 08:00 | sla-clock-or-source-undefined hours-reversed`]],
  ['an exception on a holiday', [{ file: CALENDARS, from: '      - { on: 2026-12-24,', to: '      - { on: 2026-12-25, from: "08:00", to: "10:00" }\n      - { on: 2026-12-24,' }],
    [`${CALENDARS} - { on: 2026-12-25, from: "08:00", to: "10:00" } | 2026-12-25 | sla-clock-or-source-undefined exception-on-holiday`]],
  ['two exceptions that contradict each other', [{ file: CALENDARS, from: '      - { on: 2026-12-24,', to: '      - { on: 2026-12-24, reason: Closed }\n      - { on: 2026-12-24,' }],
    [`${CALENDARS} - { on: 2026-12-24, from: "08:00", to: "13:00", reason: Christmas Eve } | 2026-12-24 | sla-clock-or-source-undefined exceptions-differ`]],
  ['a calendar that never opens', [{ file: CALENDARS, from: '    holidays: []\n', to: '    holidays: []\n  - { id: CAL-NEVER, title: Never, timeZone: Europe/Amsterdam, hours: [] }\n' }],
    [`${CALENDARS} - { id: CAL-NEVER, title: Never, timeZone: Europe/Amsterdam, hours: [] } | hours | sla-clock-or-source-undefined never-open`]],
  ['a time that is none', [{ file: CALENDARS, from: 'from: "08:00", to: "16:00"', to: 'from: "08:60", to: "16:00"' }],
    [`${CALENDARS} - { days: [sat], from: "08:60", to: "16:00" } | 08:60 | field-invalid pattern`]],

  ['31 February as a holiday', [{ file: CALENDARS, from: 'on: 2026-04-27', to: 'on: 2026-02-31' }], [`${CALENDARS} - { on: 2026-02-31, title: King's Day } | 2026-02-31 | field-invalid day`]],
  ['31 February as the day of approval', [{ file: SCOPE, from: 'approvedOn: 2026-02-12', to: 'approvedOn: 2026-02-31' }], [`${SCOPE} approvedOn: 2026-02-31 | 2026-02-31 | field-invalid day`]],
  ['31 February as the day of review', [{ file: SCOPE, from: 'reviewedOn: 2026-02-10', to: 'reviewedOn: 2026-02-31' }], [`${SCOPE} reviewedOn: 2026-02-31 | 2026-02-31 | field-invalid day`]],
  ['31 February as the first day of earlier terms', [{ file: BOREAL, from: '{ effectiveFrom: 2025-03-01, operator: at-least', to: '{ effectiveFrom: 2025-02-31, operator: at-least' }],
    [`${BOREAL} - { effectiveFrom: 2025-02-31, operator: at-least, value: 99.5, unit: percent, window: calendar-month, calendar: CAL-24X7, excludes: [agreed-maintenance] } | 2025-02-31 | field-invalid day`]],
  ['31 February as the first day of the matrix, by which many records are judged', [{ file: MATRIX, from: '\neffectiveFrom: 2026-03-01\n', to: '\neffectiveFrom: 2026-02-31\n' }],
    [`${MATRIX} effectiveFrom: 2026-02-31 | 2026-02-31 | field-invalid day`]],
  ['31 February as the moment of a record', [{ file: INCIDENT, from: 'openedAt: 2026-04-14T', to: 'openedAt: 2026-02-31T' }],
    [`${INCIDENT} openedAt: 2026-02-31T20:40:00+02:00 | 2026-02-31T20:40:00+02:00 | field-invalid moment`]],
  ['a moment without offset', [{ file: INCIDENT, from: 'openedAt: 2026-04-14T20:40:00+02:00', to: 'openedAt: 2026-04-14T20:40:00' }],
    [`${INCIDENT} openedAt: 2026-04-14T20:40:00 | 2026-04-14T20:40:00 | field-invalid moment`]],

  ['a target over 100 percent', [{ file: BOREAL, from: 'effectiveFrom: 2025-03-01\n    metric: availability\n    operator: at-least\n    value: 99.9\n', to: 'effectiveFrom: 2025-03-01\n    metric: availability\n    operator: at-least\n    value: 999\n' }],
    [`${BOREAL} value: 999 | 999 | sla-target-not-measurable impossible`]],
  ['earlier terms over 100 percent', [{ file: BOREAL, from: 'value: 99.5, unit: percent', to: 'value: 995, unit: percent' }],
    [`${BOREAL} - { effectiveFrom: 2025-03-01, operator: at-least, value: 995, unit: percent, window: calendar-month, calendar: CAL-24X7, excludes: [agreed-maintenance] } | 995 | sla-target-not-measurable impossible`]],
  ['two sets of terms from one day', [{ file: BOREAL, from: '{ effectiveFrom: 2025-03-01, operator: at-least', to: '{ effectiveFrom: 2026-03-01, operator: at-least' }],
    [`${BOREAL} - { effectiveFrom: 2026-03-01, operator: at-least, value: 99.5, unit: percent, window: calendar-month, calendar: CAL-24X7, excludes: [agreed-maintenance] } | 2026-03-01 | sla-target-not-measurable terms-same-day`]],
  ['credits with a gap', [{ file: BOREAL, from: 'from: 99.0, to: 99.5', to: 'from: 99.0, to: 99.4' }],
    [`${BOREAL} - { target: mail-availability, from: 99.0, to: 99.4, percent: 10, cap: 25, basis: Monthly fee of managed e-mail, claimRule: Credited on the next invoice without a claim } | 99.4 | sla-target-not-measurable credit-bands`]],
  ['two SLAs of one customer that promise different things for one service', [{ file: 'agreements/second.yaml', to: SECOND_SLA }],
    ['agreements/second.yaml value: 2 | 2 | sla-target-not-measurable contradicts']],

  ['a row with a date that cannot be read', [{ file: ROWS, from: '4 - Low;01-04-2026 11:07;', to: '4 - Low;31-02-2026 11:07;' }], ['row INC-2801 | table-invalid unreadable']],
  ['a log whose dates are all in another format', [{ file: LOG, from: 'openedAt: { column: opened, format: dd-MM-yyyy HH:mm }', to: 'openedAt: { column: opened, format: yyyy-MM-dd HH:mm }' }], ['row INC-2801 | table-invalid unreadable']],
  ['a row with a value that nobody mapped', [{ file: ROWS, from: 'INC-2801;Printing from the dispatch office goes to the wrong floor;Boreal Foods GmbH;', to: 'INC-2801;Printing from the dispatch office goes to the wrong floor;Boreal;' }], ['row INC-2801 | table-invalid value']],
];

describe('bad input', () => {
  const texts = new Map([...textsUnder('samples/harbour'), [WITNESS.file, WITNESS.text] as const]);
  let checkWith: (unsaved: ReadonlyMap<string, string>) => Promise<CheckResult>, usual: string[] = [];

  before(async function () {
    this.timeout(120_000);
    checkWith = await openTexts(texts);
    usual = said((await checkWith(new Map())).findings, file => texts.get(file) ?? '');
    assert.ok(usual.includes(WITNESS.said), usual.join('\n'));
  });

  /** What is said beyond what is said of the sample, and that nothing else fell silent. */
  async function newly(edits: readonly Edit[]): Promise<{ fresh: string[]; result: CheckResult }> {
    const changed = new Map<string, string>();
    for (const { file, from, to } of edits) {
      const text = changed.get(file) ?? texts.get(file) ?? '';
      if (from !== undefined) assert.equal(text.split(from).length, 2, `"${from}" stands exactly once in ${file}`);
      changed.set(file, from === undefined ? to : text.replace(from, () => to));
    }
    const result = await checkWith(changed), rest = [...usual];
    const fresh = said(result.findings, file => changed.get(file) ?? texts.get(file) ?? '').filter(each => {
      const at = rest.indexOf(each);
      if (at >= 0) rest.splice(at, 1);
      return at < 0;
    });
    assert.deepEqual(rest, [], 'the other files are checked as before');
    return { fresh, result };
  }
  /** A finding in a table covers its row. */
  const rowOf = (line: string): string => (line.startsWith(`${ROWS} `) ? line.replace(/^\S+ (INC-\d+);.* \| \1;.* \| /, 'row $1 | ') : line);

  for (const [title, edits, expected] of cases) {
    it(title, async function () {
      this.timeout(60_000);
      const { fresh, result } = await newly(edits);
      assert.deepEqual(fresh.map(rowOf), expected);
      assert.deepEqual(result.incomplete.filter(({ rule }) => rule !== undefined), []);
    });
  }

  it('a log with a missing column is told at the column', async function () {
    this.timeout(60_000);
    const { fresh } = await newly([{ file: LOG, from: 'category: category', to: 'category: catgory' }]);
    // What the rows lack for want of it is told of them; nothing is told elsewhere.
    assert.deepEqual(fresh.filter(line => !line.startsWith(`${ROWS} `) && !line.includes('limit-reached rows')), [`${LOG} category: catgory | catgory | table-invalid column-missing`]);
  });

  it('a log whose column of ids is missing is told at the column, and its rows are not judged', async function () {
    this.timeout(60_000);
    const { fresh } = await newly([{ file: LOG, from: '    id: number\n', to: '    id: nummer\n' }]);
    assert.deepEqual(fresh.filter(line => line.startsWith('records/incidents/')), [`${LOG} id: nummer | nummer | table-invalid column-missing`]);
  });

  it('days that do not exist everywhere at once make no rule fail', async function () {
    this.timeout(120_000);
    const broken = new Map([...texts].filter(([file]) => /\.(?:md|ya?ml)$/.test(file) && file !== 'sms.yaml').map(([file, text]) => [file, text.replace(/\b(\d{4})-\d\d-\d\d\b/g, '$1-02-31')]));
    const { findings, incomplete } = await checkWith(broken);
    assert.deepEqual(incomplete.filter(({ rule }) => rule !== undefined), []);
    assert.ok(findings.filter(({ message }) => message === 'day').length > 1000);
  });
});

/** Paths of the fields of a kind that hold a day or a moment. */
function datesIn(shape: Shape, path: readonly (string | number)[] = []): { path: readonly (string | number)[]; format: string }[] {
  if (shape.format === 'date' || shape.format === 'date-time') return [{ path, format: shape.format }];
  return [
    ...[...shape.properties].flatMap(([key, property]) => (property.kindFrom === undefined ? datesIn(property, [...path, key]) : [])),
    ...(shape.items && path.length < 12 ? datesIn(shape.items, [...path, 0]) : []),
  ];
}

function put(data: Record<string, unknown>, [key = '', next, ...rest]: readonly (string | number)[], value: unknown): void {
  const at = data as Record<string | number, unknown>;
  if (next === undefined) { at[key] = value; return; }
  at[key] ??= typeof next === 'number' ? [] : {};
  put(at[key] as Record<string, unknown>, [next, ...rest], value);
}

describe('a day that does not exist', () => {
  for (const { kind } of builtInKinds.all()) {
    const schema = builtInKinds.get(kind), dates = schema ? datesIn(schema.shape) : [];
    it(`is told at each of the ${dates.length} days and moments of ${kind}`, () => {
      const data: Record<string, unknown> = { kind, id: 'X-1', title: 'X' };
      for (const { path, format } of dates) put(data, path, format === 'date' ? '2026-02-31' : '2026-02-31T10:00:00+01:00');
      const text = JSON.stringify(data, undefined, 1), { reports } = parseFile({ file: 'x.yaml', text }, { ids: {} }), lines = text.split('\n');
      const told = reports.filter(({ message, rule }) => (rule === 'field-invalid' && (message === 'day' || message === 'moment')) || message === 'wrong')
        .map(({ range }) => lines[range.start.line]?.slice(range.start.character, range.end.character));
      assert.deepEqual(told.sort(), dates.map(({ format }) => (format === 'date' ? '2026-02-31' : '2026-02-31T10:00:00+01:00')).sort());
    });
  }
});

describe('a rule that throws', () => {
  const texts = readMarked(`
//- a.yaml
{ kind: problem-record, id: PRB-1, title: One }
//- b.yaml
{ kind: problem-record, id: PRB-2, title: Two }
`).files;
  const base = { clauses: ['8.6.3'], grade: 'minor' as const, why: '', title: '', messages: { said: { text: '{name}' } }, examples: { good: [], bad: [] } };
  const sound: Rule = { ...base, id: 'sound', data: [{ select: 'problem-record', where: [{ field: 'owner', is: 'absent' }], say: 'said' }] };
  const fail = (): never => { throw new Error('planted'); };
  const failing: Record<string, Omit<Rule, keyof typeof base | 'id'>> = {
    'over one file': { checkFile: fail },
    'over one file, after its first finding': { *checkFile({ artefact, report }) { yield report(artefact, 'said'); fail(); } },
    'over the whole': { check: fail },
    'over the whole, late': { *check({ model, report }) { for (const artefact of model.artefacts) yield report(artefact, 'said'); fail(); } },
    'when it begins with the records': { records: { kinds: ['problem-record'], begin: fail } },
    'over a record': { records: { kinds: ['problem-record'], begin: () => ({ take: fail }) } },
    'after the last record': { records: { kinds: ['problem-record'], begin: () => ({ take: () => [], end: fail }) } },
    'as data': { data: [{ select: 'problem-record', get where() { return fail(); }, say: 'said' }] },
    'as data that no record fits': { data: [{ select: 'problem-record', where: [{ field: 'owner', notIn: undefined as unknown as string[] }], say: 'said' }] },
    'in its texts': { records: { kinds: ['problem-record'], begin: ({ report }) => ({ take: record => [report(record.at(), 'said', { get name() { return fail(); } })] }) } },
  };
  for (const [where, rule] of Object.entries(failing)) {
    it(`${where} stops no other rule, is told, and makes the run incomplete`, async () => {
      const rules = [{ ...base, id: 'failing', ...rule }, sound, ...allRules.filter(({ id }) => id === 'rule-crashed')];
      const { findings, incomplete } = await checkTexts(texts, { rules });
      assert.deepEqual(findings.filter(({ rule: id }) => id === 'sound').map(({ file }) => file), ['a.yaml', 'b.yaml']);
      if (where === 'in its texts') return;
      assert.deepEqual(findings.filter(({ rule: id }) => id === 'rule-crashed').map(({ file, args }) => [file, args['rule']]), [['sms.yaml', 'failing']]);
      assert.equal(incomplete.filter(({ rule: id }) => id === 'failing').length, 1);
    });
  }
});

describe('documents that replace one another in circles', () => {
  const rules = allRules.filter(({ id }) => id === 'ref-unresolved-or-obsolete');
  const documents = (count: number, replaces: (at: number) => string): Map<string, string> => new Map(Array.from({ length: count }, (_, at) => [`d${at}.yaml`, `{ kind: document, id: DOC-${at}, title: Number ${at}, status: approved, supersedes: ${replaces(at)} }\n`]));
  it('of a thousand are one finding', async function () {
    this.timeout(60_000);
    const { findings } = await checkTexts(documents(1000, at => `DOC-${(at + 1) % 1000}`), { rules });
    assert.deepEqual(findings.map(({ file, message, args }) => [file, message, args['count']]), [['d0.yaml', 'supersedes-cycle', 1000]]);
  });
  it('that are more than anybody can count come to an end', async function () {
    this.timeout(60_000);
    const { findings } = await checkTexts(documents(40, () => `[${Array.from({ length: 40 }, (_, at) => `DOC-${at}`).join(', ')}]`), { rules });
    assert.deepEqual(new Set(findings.map(({ message }) => message)), new Set(['supersedes-itself', 'supersedes-cycle']));
    assert.ok(findings.length <= 60, String(findings.length));
  });
  it('are judged with their history', async () => {
    const { files, commits } = readMarked(`
//- a.yaml
{ kind: document, id: DOC-A, title: One, version: 1, status: approved, supersedes: DOC-B }
//@ commit a@example.org 2026-01-01
//- b.yaml
{ kind: document, id: DOC-B, title: Two, version: 1, status: approved, supersedes: DOC-A }
//@ commit b@example.org 2026-02-01
//- b.yaml
{ kind: document, id: DOC-B, title: Two, version: 2, status: approved, supersedes: DOC-A }
//@ commit b@example.org 2026-03-01
`);
    const { findings } = await checkTexts(new Map([['a.yaml', '{ kind: document, id: DOC-A, title: One, version: 1, status: approved, supersedes: DOC-B }\n'], ...files]), { commits });
    assert.deepEqual(findings.filter(({ rule }) => rule === 'ref-unresolved-or-obsolete').map(({ file, message }) => [file, message]), [['a.yaml', 'supersedes-cycle']]);
  });
});

/** What measures the memory in use, in bytes, after what nobody holds any more was collected. */
function keptMemory(): () => number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  return () => { collect(); return process.memoryUsage().heapUsed; };
}

describe('a log of very many rows', () => {
  const ROW_COUNT = 200_000, LATE = 1000; // npm run bench does the million.
  const small = readMarked(`
//- roles.yaml
{ kind: role-register, id: ROLES, title: Roles, roles: [{ id: ROLE-SLM, title: Service level manager }] }
//- customers.yaml
{ kind: customer-register, id: CUSTOMERS, title: Customers, customers: [{ id: CUS-A, title: Ahoy }] }
//- catalogue.yaml
{ kind: service-catalogue, id: CAT, title: Catalogue, services: [{ id: SVC-MAIL, title: Mail, status: live }] }
//- calendars.yaml
kind: calendar
id: CALENDARS
title: Calendars
calendars: [{ id: CAL, title: Office, timeZone: Europe/Amsterdam, hours: [{ days: [mon, tue, wed, thu, fri], from: "08:00", to: "18:00" }] }]
//- sla.yaml
kind: sla
id: SLA-A
title: SLA with Ahoy
status: approved
customers: [CUS-A]
services: [SVC-MAIL]
validFrom: 2025-01-01
targets:
  - { id: p3, title: Restoration of P3, metric: restoration-time, priority: P3, operator: at-most, value: 8, unit: hours, window: calendar-month, calendar: CAL, clock: { starts: openedAt, stops: restoredAt, holds: [] } }
//- log.yaml
{ kind: record-log, id: LOG, title: Incidents, of: incident-record, table: { file: rows.csv, delimiter: ";" } }
//- rows.csv
`).files;

  /** Opened on a Friday at nine; every so many takes until Monday at nine, ten hours of work later. */
  async function* rows(): AsyncGenerator<Uint8Array> {
    const encoder = new TextEncoder();
    yield encoder.encode('id;title;customer;service;category;impact;urgency;priority;openedAt;acknowledgedAt;restoredAt;resolvedAt;closedAt;closureConfirmedBy;problem;status\n');
    for (let from = 0; from < ROW_COUNT; from += 1000) {
      const lines = Array.from({ length: 1000 }, (_, i) => {
        const restored = (from + i) % LATE === 0 ? '2026-05-11T09:00:00+02:00' : '2026-05-08T12:00:00+02:00';
        return `INC-${from + i};Mail hangs;CUS-A;SVC-MAIL;flow;low;low;P3;2026-05-08T09:00:00+02:00;2026-05-08T09:10:00+02:00;${restored};${restored};2026-05-12T09:00:00+02:00;User;PRB-1;closed\n`;
      });
      yield await Promise.resolve(encoder.encode(lines.join('')));
    }
  }

  it('is judged row by row; what is found in many is listed twenty times and counted, in little memory', async function () {
    this.timeout(240_000);
    let most = 0, portions = 0;
    const texts = new Map([['sms.yaml', EXAMPLE_CONFIG], ...small]), kept = keptMemory(), begin = kept();
    const files: Files = {
      list: () => Promise.resolve({ files: [...texts.keys()], skipped: [] }),
      read: file => Promise.resolve({ ok: true, text: texts.get(file) ?? '' }),
      async* stream() {
        for await (const portion of rows()) {
          if (portions++ % 50 === 0) most = Math.max(most, kept() - begin);
          yield portion;
        }
      },
    };
    const session = new Session(files, { parse: (jobs, frame) => Promise.resolve(jobs.map(job => analyse(job, frame))) });
    await session.refresh();
    const { findings, incomplete, tallies } = await session.check({ now: new Date('2026-10-15T10:00:00Z') });
    assert.deepEqual(incomplete, []);
    assert.equal(tallies.get('incident-record')?.count, ROW_COUNT);
    const late = findings.filter(({ rule }) => rule === 'incident-breach-no-escalation');
    assert.deepEqual(late.map(({ file, range }) => [file, range.start.line]), Array.from({ length: 20 }, (_, at) => ['rows.csv', at * LATE + 1]));
    assert.deepEqual(findings.filter(({ rule, args }) => rule === 'limit-reached' && args['rule'] === 'incident-breach-no-escalation').map(({ file, args }) => [file, args['count']]), [['log.yaml', ROW_COUNT / LATE]]);
    assert.ok(most < 100 * 1_048_576, `${Math.round(most / 1_048_576)} MiB`);
  });
});
