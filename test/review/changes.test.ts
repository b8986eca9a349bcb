import assert from 'node:assert/strict';
import { changesBetween } from '../../src/review/changes.js';
import type { State } from '../../src/review/types.js';
import { ENGLISH, told } from '../../src/sms/language.js';
import { EXAMPLE_CONFIG } from '../../src/rules/marked.js';
import { lineOf, stateOf, stateOfTexts } from './state.js';

const ROLES = `
//- roles.yaml
kind: role-register
id: ROLES
title: Roles
version: "1"
status: approved
owner: ROLE-SLM
approver: ROLE-SLM
approvedOn: 2026-01-10
effectiveFrom: 2026-01-10
roles:
  - { id: ROLE-SLM, title: Service level manager }
  - { id: ROLE-MAIL, title: Mail team }
  - { id: ROLE-NET, title: Network team }
`;
const CATALOGUE = `
//- catalogue.yaml
kind: service-catalogue
id: CAT
title: Catalogue
version: "1"
status: approved
owner: ROLE-SLM
approver: ROLE-SLM
services:
  - id: SVC-MAIL
    title: E-mail
    owner: ROLE-MAIL
    ownAvailability: 99.9
    continuity: { rto: 4 hours, rpo: 1 hour }
    dependsOn:
      - { to: SVC-NET, kind: hard }
      - { to: SVC-DNS, kind: soft }
  - { id: SVC-NET, title: Network, owner: ROLE-NET, type: supporting }
  - { id: SVC-DNS, title: Name service, owner: ROLE-NET, type: supporting }
  - { id: SVC-LAN, title: Local network, owner: ROLE-NET, type: supporting }
`;
const SLA = `
//- sla.yaml
kind: sla
id: SLA-BOREAL
title: Boreal
version: "1"
status: approved
owner: ROLE-SLM
approver: ROLE-SLM
customers: [CUS-BOREAL]
services: [SVC-MAIL]
exceptions: [Outages that the customer causes]
targets:
  - { id: p2, title: P2 resolution, metric: resolution-time, priority: P2, operator: at-most, value: 4, unit: hours, attainment: 95, window: calendar-month }
  - { id: availability, title: Availability, metric: availability, operator: at-least, value: 99.9, unit: percent, window: calendar-month }
reporting: { every: 1 month, to: [CUS-BOREAL] }
`;
const PROCEDURE = `
//- incident.md
---
kind: procedure
id: PROC-INC
title: Incident management
version: "1"
status: approved
owner: ROLE-SLM
approver: ROLE-SLM
process: incident-management
---
# Incident management

What this is about.

## Escalation

The shift lead calls the manager within 30 minutes. The manager informs the customer.
Everybody writes down what was done.

## Tools

The service desk and the telephone.
`;
const ALL = ROLES + CATALOGUE + SLA + PROCEDURE;

/** What is said between two texts of one SMS. */
function said(before: string, after: string, configs: { before?: string; after?: string } = {}): string[] {
  return compared(stateOf(before, { config: configs.before ?? EXAMPLE_CONFIG }), stateOf(after, { config: configs.after ?? EXAMPLE_CONFIG })).lines;
}

function compared(before: State, after: State): ReturnType<typeof changesBetween> & { lines: string[] } {
  const result = changesBetween(before, after);
  assert.equal(new Set(result.changes.map(({ key }) => key)).size, result.changes.length, 'each change has a key of its own');
  return { ...result, lines: result.changes.map(lineOf) };
}

/** The example with a passage replaced, which is there once. */
function edited(from: string, to: string, of = ALL): string {
  assert.equal(of.split(from).length, 2, from);
  return of.replace(from, () => to);
}

describe('changes', () => {
  it('says nothing where nothing changed, and asks unchanged files for nothing', () => {
    const before = stateOf(ALL), after = stateOf(edited('value: 4, unit: hours', 'value: 6, unit: hours'), { known: before });
    const asked: string[] = [];
    const watched = (state: State): State => ({ ...state, textOf: file => { asked.push(file); return state.textOf(file); }, locate: (file, path) => { asked.push(file); return state.locate(file, path); } });
    assert.deepEqual(said(ALL, ALL), []);
    assert.equal(changesBetween(watched(before), watched(after)).changes.length, 1);
    assert.deepEqual([...new Set(asked)].sort(), ['sla.yaml', 'sms.yaml']);
  });

  it('tells a field by its direction', () => {
    assert.deepEqual(said(ALL, edited('rto: 4 hours', 'rto: 6 hours')), ['changed promise loosened: E-mail (SVC-MAIL): continuity, recovery time objective loosened from 4 hours to 6 hours']);
    assert.deepEqual(said(ALL, edited('rto: 4 hours', 'rto: 90 minutes')), ['changed promise tightened: E-mail (SVC-MAIL): continuity, recovery time objective tightened from 4 hours to 90 minutes']);
    assert.deepEqual(said(ALL, edited('every: 1 month', 'every: 3 months')), ['changed promise loosened: Boreal (SLA-BOREAL): reporting, interval loosened from 1 month to 3 months']);
    assert.deepEqual(said(ALL, edited(', rpo: 1 hour', '')), ['changed promise loosened: E-mail (SVC-MAIL): continuity, recovery point objective taken out; it was 1 hour']);
    assert.deepEqual(said(ALL, edited('    continuity: { rto: 4 hours, rpo: 1 hour }\n', '')), ['changed promise loosened: E-mail (SVC-MAIL): continuity taken out; it was recovery time objective 4 hours, recovery point objective 1 hour']);
  });

  it('takes a last day that comes for an end, and one that goes for none', () => {
    assert.match(said(ALL, edited('services: [SVC-MAIL]', 'services: [SVC-MAIL]\nvalidTo: 2027-01-01'))[0] ?? '', /^changed promise loosened: .*added: 2027-01-01$/);
    assert.match(said(edited('services: [SVC-MAIL]', 'services: [SVC-MAIL]\nvalidTo: 2027-01-01'), ALL)[0] ?? '', /^changed promise tightened: /);
  });

  it('tells a target as a whole, at its place', () => {
    const { changes } = compared(stateOf(ALL), stateOf(edited('value: 4, unit: hours', 'value: 6, unit: hours')));
    assert.equal(changes.length, 1);
    const [change] = changes;
    assert.deepEqual([change?.act, change?.weight, change?.direction, change?.thing.id, change?.artefact.kind, change?.field], ['changed', 'promise', 'loosened', 'SLA-BOREAL#p2', 'sla', undefined]);
    assert.match(told(ENGLISH, change?.say ?? { text: '' }).toString(), /4 hours.*6 hours/);
    assert.deepEqual([change?.before?.path, change?.after?.path], [['targets', 0, 'value'], ['targets', 0, 'value']]);
    assert.equal(change?.after?.range.start.line, 11);
  });

  it('tells other fields of a target by themselves', () => {
    assert.deepEqual(said(ALL, edited('title: P2 resolution', 'title: Resolution of P2')), ['changed promise neutral: Resolution of P2 (SLA-BOREAL#p2): title changed from P2 resolution to Resolution of P2']);
  });

  it('names what references name', () => {
    assert.deepEqual(said(ALL, edited('    owner: ROLE-MAIL\n', '    owner: ROLE-NET\n')), ['changed content neutral: E-mail (SVC-MAIL): owner changed from Mail team (ROLE-MAIL) to Network team (ROLE-NET)']);
  });

  it('follows a dependency to its new end, and knows entries by what they name', () => {
    assert.deepEqual(said(ALL, edited('{ to: SVC-NET, kind: hard }', '{ to: SVC-LAN, kind: hard }')), ['changed content changed: E-mail (SVC-MAIL): dependencies, entry 1, dependency changed from Network (SVC-NET) to Local network (SVC-LAN)']);
    assert.deepEqual(said(ALL, edited('{ to: SVC-DNS, kind: soft }', '{ to: SVC-DNS, kind: hard }')), ['changed content changed: E-mail (SVC-MAIL): dependencies Name service (SVC-DNS), kind of dependency changed from soft to hard']);
    assert.deepEqual(said(ALL, edited('      - { to: SVC-NET, kind: hard }\n', '')), ['changed content changed: E-mail (SVC-MAIL): dependencies: Network (SVC-NET) taken out']);
  });

  it('keeps its key while the change is the same, wherever it stands', () => {
    const soft = '{ to: SVC-DNS, kind: soft }', hard = '{ to: SVC-DNS, kind: hard }', one = compared(stateOf(ALL), stateOf(edited(soft, hard))).changes[0];
    const moved = (text: string): string => text.replace('      - { to: SVC-NET, kind: hard }\n', '').replace('kind: service-catalogue', '# a comment\n\nkind: service-catalogue');
    assert.equal(compared(stateOf(moved(ALL)), stateOf(moved(edited(soft, hard)))).changes[0]?.key, one?.key);
    assert.notEqual(compared(stateOf(edited(soft, '{ to: SVC-DNS }')), stateOf(edited(soft, hard))).changes[0]?.key, one?.key);
  });

  it('tells the order of entries without ids, which approvals cover, and passes over that of references', () => {
    const swapped = edited('      - { to: SVC-NET, kind: hard }\n      - { to: SVC-DNS, kind: soft }\n', '      - { to: SVC-DNS, kind: soft }\n      - { to: SVC-NET, kind: hard }\n');
    assert.deepEqual(said(ALL, swapped), ['reordered content neutral: E-mail (SVC-MAIL): dependencies put in another order']);
    const two = edited('customers: [CUS-BOREAL]', 'customers: [CUS-BOREAL, CUS-ORION]');
    assert.deepEqual(said(two, two.replace('[CUS-BOREAL, CUS-ORION]', '[CUS-ORION, CUS-BOREAL]')), ['reordered editorial neutral: Boreal (SLA-BOREAL): the same entries in another order']);
  });

  it('tells what lists of an agreement got and lost', () => {
    assert.deepEqual(said(ALL, edited('exceptions: [Outages that the customer causes]', 'exceptions: [Outages that the customer causes, Strikes]')), ['changed promise loosened: Boreal (SLA-BOREAL): exceptions: Strikes added']);
    assert.deepEqual(said(ALL, edited('customers: [CUS-BOREAL]', 'customers: [CUS-ORION]')), ['changed promise changed: Boreal (SLA-BOREAL): customers: CUS-ORION added, CUS-BOREAL taken out']);
  });

  it('folds away what is only written otherwise', () => {
    const folded = /^reformatted editorial neutral: /;
    for (const after of [
      edited('customers: [CUS-BOREAL]', 'customers:\n  - "CUS-BOREAL"   # agreed in March'), edited('id: SLA-BOREAL\ntitle: Boreal\n', 'title: \'Boreal\'\nid: SLA-BOREAL\n'),
      edited('value: 4, unit: hours', 'value: 4.0, unit: hours'), edited('What this is about.', 'What this\nis  about.'), edited('## Tools\n', 'Tools\n-----\n'),
    ]) {
      const lines = said(ALL, after);
      assert.equal(lines.length, 1);
      assert.match(lines[0] ?? '', folded);
    }
    const { model: _, ...texts } = { model: 0, of: new Map([['sms.yaml', EXAMPLE_CONFIG], ['a.yaml', 'kind: sla\nid: A\ntitle: A\n']]) };
    assert.deepEqual(compared(stateOfTexts(texts.of), stateOfTexts(new Map([...texts.of, ['a.yaml', 'kind: sla\r\nid: A\r\ntitle: A\r\n']]))).lines, ['reformatted editorial neutral: A: only the line ends changed']);
  });

  it('finds the loosened promise in a file that was also laid out anew', () => {
    const lines = said(ALL, edited('customers: [CUS-BOREAL]', '# customers\ncustomers:\n  - CUS-BOREAL').replace('value: 99.9, unit: percent', 'value: 99.5, unit: percent'));
    assert.equal(lines.length, 1);
    assert.match(lines[0] ?? '', /^changed promise loosened: .*99\.9.*99\.5/);
  });

  it('folds rows in another order', () => {
    const rows = CATALOGUE.trimEnd().split('\n'), last = rows.slice(-3);
    assert.deepEqual(said(ALL, ALL.replace(last.join('\n'), [...last].reverse().join('\n'))), ['reordered editorial neutral: Catalogue (CAT): the same entries in another order']);
  });

  it('tells prose section by section, with the words themselves where they are few', () => {
    assert.deepEqual(said(ALL, edited('within 30 minutes', 'within four hours')), ['changed content changed: Incident management (PROC-INC): section “Escalation” reworded: “four hours.” instead of “30 minutes.”']);
    const { changes } = compared(stateOf(ALL), stateOf(edited('The manager informs the customer.\nEverybody writes down what was done.', 'Nobody informs the customer. The next shift goes on with it. Notes are kept.')));
    assert.deepEqual(changes.map(lineOf), ['changed content changed: Incident management (PROC-INC): section “Escalation” reworded: 3 sentences added, 2 removed']);
    assert.match(changes[0]?.texts?.after ?? '', /^The shift lead .*Notes are kept\.$/s);
    assert.equal(changes[0]?.after?.range.start.line, 14);
  });

  it('knows a section that was renumbered, renamed, moved, added or taken out', () => {
    const numbered = edited('## Escalation', '## 1. Escalation', edited('## Tools', '## 2. Tools'));
    assert.deepEqual(said(ALL, numbered), ['changed content neutral: Incident management (PROC-INC): 2 sections have other numbers']);
    assert.deepEqual(said(numbered, numbered.replace('## 2. Tools', '## 3. Tools').replace('within 30', 'within 40')), [
      'changed content changed: Incident management (PROC-INC): section “1. Escalation” reworded: “40” instead of “30”',
      'changed content neutral: Incident management (PROC-INC): section “2. Tools” is called “3. Tools” now',
    ]);
    assert.deepEqual(said(ALL, edited('## Tools', '## What is used')), ['changed content neutral: Incident management (PROC-INC): section “Tools” is called “What is used” now']);
    const [head = '', escalation = '', tools = ''] = PROCEDURE.split(/(?=## )/);
    assert.deepEqual(said(PROCEDURE, head + tools.trimEnd() + '\n\n' + escalation), ['reordered content neutral: Incident management (PROC-INC): sections stand in another order or at another level']);
    assert.deepEqual(said(PROCEDURE, head + escalation), ['changed content changed: Incident management (PROC-INC): section “Tools” taken out']);
    assert.deepEqual(said(head + escalation, PROCEDURE), ['changed content changed: Incident management (PROC-INC): section “Tools” added']);
  });

  it('weighs the life of a document less than what it says, but for its end', () => {
    assert.deepEqual(said(ALL, edited('title: Boreal\nversion: "1"', 'title: Boreal\nversion: "2"')), ['changed lifecycle neutral: Boreal (SLA-BOREAL): version changed from 1 to 2']);
    assert.deepEqual(said(ALL, edited('title: Boreal\nversion: "1"\nstatus: approved', 'title: Boreal\nversion: "1"\nstatus: withdrawn')), ['changed promise loosened: Boreal (SLA-BOREAL): status changed from approved to withdrawn']);
  });

  it('takes a service that ends for one that is promised no more', () => {
    const lan = 'id: SVC-LAN, title: Local network', retired = edited(lan, `${lan}, status: retired`);
    assert.deepEqual(said(ALL, retired), ['changed promise loosened: Local network (SVC-LAN): status added: retired']);
    assert.deepEqual(said(retired, ALL), ['changed promise tightened: Local network (SVC-LAN): status taken out; it was retired']);
    assert.deepEqual(said(ALL, edited(lan, `${lan}, status: pipeline`)), ['changed progress neutral: Local network (SVC-LAN): status added: pipeline']);
  });

  it('tells what went, what came and how much was in it', () => {
    assert.deepEqual(said(ALL, edited('  - { id: SVC-LAN, title: Local network, owner: ROLE-NET, type: supporting }\n', '')), ['removed promise loosened: Local network (SVC-LAN) taken out of Catalogue (CAT)']);
    const lines = said(ALL, ROLES + CATALOGUE + PROCEDURE);
    assert.deepEqual(lines, ['removed promise loosened: Service level agreement “Boreal” (SLA-BOREAL) taken out, with targets: 2']);
    assert.deepEqual(said(ROLES + CATALOGUE + PROCEDURE, ALL), ['added promise tightened: Service level agreement “Boreal” (SLA-BOREAL) added, with targets: 2']);
    // What others may still name is told one by one.
    assert.deepEqual(said(ALL, ROLES + SLA + PROCEDURE).map(line => line.replace(/:.*?\((\S+)\).*/, ' $1')).sort(), ['removed content changed CAT', 'removed promise loosened SVC-DNS', 'removed promise loosened SVC-LAN', 'removed promise loosened SVC-MAIL', 'removed promise loosened SVC-NET']);
  });

  it('puts what decides on the checking first, and knows which way it turns', () => {
    const base = `${EXAMPLE_CONFIG}stage: operating\n`, turned = (line: string): string => (said(ALL, ALL, { before: EXAMPLE_CONFIG, after: `${EXAMPLE_CONFIG}${line}\n` })[0] ?? '').split(':')[0] ?? '';
    assert.deepEqual(said(ALL, ALL, { before: EXAMPLE_CONFIG, after: base }), ['changed frame neutral: sms.yaml: stage added: operating'].map(line => line.replace('neutral', 'changed')));
    assert.equal(turned('stage: building'), 'changed frame loosened');
    assert.equal(turned('history: require'), 'changed frame tightened');
    assert.equal(turned('history: off'), 'changed frame loosened');
    assert.equal(turned('ignore: [drafts/**]'), 'changed frame loosened');
    const off = `${EXAMPLE_CONFIG}rules:\n  service-report-missing: { off: true, reason: none yet, owner: ROLE-SLM, until: 2026-12-31 }\n`, { changes } = compared(stateOf(ALL), stateOf(edited('every: 1 month', 'every: 3 months'), { config: off }));
    assert.deepEqual(changes.map(lineOf), ['changed frame loosened: sms.yaml: rules, service-report-missing, switched off now', 'changed promise loosened: Boreal (SLA-BOREAL): reporting, interval loosened from 1 month to 3 months']);
    assert.deepEqual(changes[0]?.parts?.map(part => told(ENGLISH, part)), ['sms.yaml: rules, service-report-missing, reason added: none yet', 'sms.yaml: rules, service-report-missing, owner added: Service level manager (ROLE-SLM)', 'sms.yaml: rules, service-report-missing, end added: 2026-12-31']);
    assert.match(said(ALL, ALL, { before: off, after: EXAMPLE_CONFIG })[0] ?? '', /^changed frame tightened: .*switched off no longer$/);
    assert.match(said(ALL, ALL, { before: off, after: off.replace('off: true', 'grade: observation') })[0] ?? '', /^changed frame /);
    assert.match(said(ALL, ALL, { before: EXAMPLE_CONFIG, after: off.replace('off: true', 'grade: observation') })[0] ?? '', /^changed frame loosened: .*grade added: observation$/);
    assert.match(said(ALL, ALL, { before: off, after: off.replace('2026-12-31', '2027-12-31') })[0] ?? '', /^changed frame loosened: /);
    assert.deepEqual(said(ALL, ALL, { after: `# ours\n${EXAMPLE_CONFIG}` }).map(line => line.split(':')[0]), ['reformatted editorial neutral']);
    assert.match(said(ALL, ALL, { after: `${EXAMPLE_CONFIG}rules: [\n` })[0] ?? '', /^unread frame changed: /);
  });

  it('takes a deviation for less that is looked at', () => {
    const register = (...rows: string[]): string => `//- deviations.yaml\nkind: deviation-register\nid: DEV\ntitle: Deviations\nversion: "1"\nstatus: approved\nowner: ROLE-SLM\napprover: ROLE-SLM\ndeviations:\n${rows.map(row => `  - { ${row}, rule: ci-orphan, at: SVC-NET, reason: known, owner: ROLE-SLM }\n`).join('')}`;
    const one = register('id: DEV-1, until: 2026-12-31'), two = register('id: DEV-1, until: 2026-12-31', 'id: DEV-2, until: 2026-12-31');
    assert.deepEqual(said(ALL + one, ALL + two), ['added frame loosened: DEV-2 added to Deviations (DEV): ci-orphan at SVC-NET, until 2026-12-31']);
    assert.deepEqual(said(ALL + two, ALL + one), ['removed frame tightened: DEV-2 taken out of Deviations (DEV): ci-orphan at SVC-NET, until 2026-12-31']);
    assert.deepEqual(said(ALL + one, ALL + one.replace('2026-12-31', '2027-12-31')), ['changed frame loosened: DEV-1: end loosened from 2026-12-31 to 2027-12-31']);
    assert.deepEqual(said(ALL, ALL + one).map(line => line.split(':')[0]), ['added frame loosened', 'added frame neutral']);
  });

  it('tells many entries of a baseline in one sentence, and each that is prolonged or accepts more than was found', () => {
    const register = (rows: readonly string[]): string => `//- deviations.yaml\nkind: deviation-register\nid: DEV\ntitle: Deviations\nversion: "1"\nstatus: approved\nowner: ROLE-SLM\napprover: ROLE-SLM\ndeviations:\n${rows.map(row => `  - { ${row}, reason: known, owner: ROLE-SLM }\n`).join('')}`;
    const rows = Array.from({ length: 30 }, (_, at) => `id: DEV-${at}, rule: ${at < 20 ? 'ci-orphan' : 'doc-duplicate-id'}, at: SVC-${at}, only: [abcdefghij], until: 2026-12-31`), [first = ''] = rows;
    const whole = register(rows), wide = first.replace('DEV-0', 'DEV-99').replace(', only: [abcdefghij]', '');
    assert.deepEqual(said(ALL + register([first]), ALL + register([...rows, wide])), [
      'added frame loosened: DEV-99 added to Deviations (DEV): ci-orphan at SVC-0, until 2026-12-31', 'changed frame loosened: Deviations (DEV): 29 entries of a baseline added, of ci-orphan (19), doc-duplicate-id (10)',
    ].sort((a, b) => Number(a.startsWith('added')) - Number(b.startsWith('added'))));
    assert.deepEqual(said(ALL + whole, ALL + register([first])), ['changed frame tightened: Deviations (DEV): 29 entries of a baseline taken out, of ci-orphan (19), doc-duplicate-id (10)']);
    assert.equal(said(ALL + whole, ALL + whole.replaceAll('until: 2026-12-31', 'until: 2027-12-31')).filter(line => line.includes('end loosened')).length, 30);
  });

  it('neither promises nor asks with a record, and counts many as one change', () => {
    const log = (count: number, skip = 0): string => `//- log.yaml\nkind: record-log\nid: LOG\ntitle: Incidents\nof: incident-record\nrecords:\n${Array.from({ length: count }, (_, at) => `  - { id: INC-${at + skip}, title: Case ${at + skip}, status: closed }\n`).join('')}`;
    assert.deepEqual(said(log(2), log(3)), ['added record neutral: Case 2 (INC-2) added to Incidents (LOG)']);
    assert.deepEqual(said(log(2), log(2).replace('Case 1,', 'Case one,')), ['changed record neutral: Case one (INC-1): title changed from Case 1 to Case one']);
    assert.deepEqual(said(log(2), log(102)), ['changed record neutral: Incidents (LOG): 100 records added']);
  });

  it('counts the rows of a table', () => {
    const log = '//- log.yaml\nkind: record-log\nid: LOG\ntitle: Incidents\nof: incident-record\ntable: { file: log.csv, columns: { id: number, title: subject } }\n//- log.csv\n', rows = 'number,subject\nI-1,one\nI-2,two\nI-3,three\n';
    assert.deepEqual(said(log + rows, log + 'number,subject\nI-1,one\nI-2,zwei\nI-4,four\nI-5,five\n'), ['changed record neutral: Incidents (LOG): table log.csv: rows added: 2, rows taken out: 1, rows changed: 1']);
    assert.deepEqual(said(log + rows, log + rows), []);
    // A table that is too large to be held as a text is known by its bytes.
    const hashed = (hash?: string): State => { const state = stateOf(log + rows); return { ...state, textOf: file => (file === 'log.csv' ? undefined : state.textOf(file)), attachments: new Map(hash === undefined ? [] : [['log.csv', hash]]) }; };
    assert.deepEqual(compared(hashed('a'), hashed('b')).lines, ['changed record neutral: Incidents (LOG): table log.csv: its rows changed']);
    assert.deepEqual(compared(hashed('a'), hashed('a')).lines, []);
    assert.deepEqual(compared(hashed('a'), hashed()).notCompared.map(({ side, file }) => [side, file]), [['after', 'log.csv']]);
  });

  it('follows a table to another file by its log, and tells of one that came or went', () => {
    const log = (file?: string, id = 'LOG', at = 'log.yaml'): string => `//- ${at}\nkind: record-log\nid: ${id}\ntitle: Incidents\nof: incident-record\n${file === undefined ? '' : `table: { file: ${file}, columns: { id: number, title: subject } }\n`}`;
    const table = (file: string, ...rows: string[]): string => `//- ${file}\nnumber,subject\n${rows.join('\n')}\n`, three = ['I-1,one', 'I-2,two', 'I-3,three'];
    const whole = log('inc-2025.csv') + table('inc-2025.csv', ...three), rowsOf = (lines: readonly string[]): string[] => lines.filter(line => line.includes('.csv') && !line.includes(': table, file'));
    const renamed = compared(stateOf(whole), stateOf(log('inc.csv') + table('inc.csv', 'I-1,one')));
    assert.deepEqual(rowsOf(renamed.lines), ['changed record neutral: Incidents (LOG): table inc.csv: rows taken out: 2']);
    assert.deepEqual(renamed.files, { changed: 1, added: 0, removed: 0, moved: 1 });
    assert.deepEqual(rowsOf(said(whole, log('inc.csv') + table('inc.csv', ...three))), []);
    assert.deepEqual(rowsOf(said(log('inc.csv') + table('inc.csv', ...three), log('inc.csv', 'LOG', 'logs/log.yaml') + table('logs/inc.csv', 'I-1,one')).filter(line => !line.includes('editorial'))),
      ['changed record neutral: Incidents (LOG): table logs/inc.csv: rows taken out: 2']);
    assert.deepEqual(said(whole, log()).filter(line => line.includes('taken out') && line.includes('attachment')), ['removed attachment changed: inc-2025.csv taken out']);
    assert.deepEqual(said(log(), whole).filter(line => line.includes('attachment')), ['added attachment neutral: inc-2025.csv added']);
    assert.deepEqual(said(whole, '').filter(line => line.includes('attachment')), ['removed attachment changed: inc-2025.csv taken out']);
    // Which table it was before nobody knows, but that this file is another is seen.
    assert.deepEqual(said(whole, `//- log.yaml\nkind: record-log\nid: LOG\ntitle: [\n${table('inc-2025.csv', 'I-1,one')}`).filter(line => line.includes('attachment')), ['changed attachment changed: inc-2025.csv changed']);
  });

  it('never takes what it could not read for unchanged', () => {
    const broken = (title: string): string => `//- sla.yaml\nkind: sla\nid: SLA-BOREAL\ntitle: [${title}\n`, rest = ROLES + CATALOGUE + PROCEDURE;
    const after = compared(stateOf(ALL), stateOf(rest + broken('a')));
    assert.deepEqual(after.lines.map(line => line.split(':')[0]), ['unread promise changed']);
    assert.deepEqual(after.notCompared.map(({ side, file }) => [side, file]), [['after', 'sla.yaml']]);
    assert.deepEqual(compared(stateOf(rest + broken('a')), stateOf(ALL)).notCompared.map(({ side }) => side), ['before']);
    const both = compared(stateOf(rest + broken('a')), stateOf(rest + broken('b')));
    assert.deepEqual([both.lines.map(line => line.split(' ')[0]), both.notCompared.map(({ side }) => side)], [['unread'], ['both']]);
    const same = compared(stateOf(rest + broken('a')), stateOf(rest + broken('a')));
    assert.deepEqual([same.lines, same.notCompared], [[], []]);
    // Of a field that is written twice only one is read.
    const twice = compared(stateOf(ALL), stateOf(edited('reporting: {', 'reporting: { every: 2 months }\nreporting: {')));
    assert.deepEqual([twice.lines.length > 0, twice.lines.filter(line => line.includes('editorial')), twice.notCompared.map(({ side, file }) => [side, file])], [true, [], [['after', 'sla.yaml']]]);
    // What may have moved into it is not said to be gone.
    const moved = compared(stateOf(ALL), stateOf(rest + broken('a').replace('sla.yaml', 'agreements/boreal.yaml')));
    assert.deepEqual(moved.changes.map(({ act, before, after }) => [act, before?.file, after?.file]), [['unread', 'sla.yaml', 'agreements/boreal.yaml']]);
    assert.deepEqual(compared(stateOf(ALL), { ...stateOf(rest), incomplete: [{ file: 'sla.yaml', reason: 'it cannot be read' }] }).lines.map(line => line.split(' ')[0]), ['unread']);
  });

  it('tells of files that are no artefacts by their content', () => {
    const files = (...all: [string, string][]): string => all.map(([file, text]) => `//- ${file}\n${text}\n`).join('');
    assert.deepEqual(said(files(['signed.pdf', '%PDF one'], ['old.docx', 'text']), files(['signed.pdf', '%PDF two'], ['archive/old.docx', 'text'], ['new.png', 'x'])), [
      'changed attachment changed: signed.pdf changed', 'added attachment neutral: new.png added', 'moved editorial neutral: archive/old.docx moved from old.docx to archive/old.docx',
    ]);
    assert.deepEqual(said(files(['notes.md', 'one']), files(['notes.md', 'two'])), ['changed attachment changed: notes.md changed']);
    const { files: counts } = compared(stateOf(files(['a.pdf', '1'], ['b.pdf', '2'], ['c.pdf', '3'])), stateOf(files(['a.pdf', '1x'], ['d.pdf', '2'], ['e.pdf', '4'])));
    assert.deepEqual(counts, { changed: 1, added: 1, removed: 1, moved: 1 });
  });

  it('tells the worst first and in the same words whatever the order of the files', () => {
    const after = edited('rto: 4 hours', 'rto: 2 hours').replace('value: 99.9, unit', 'value: 99, unit').replace('within 30', 'within 40').replace('title: Boreal\nversion: "1"', 'title: Boreal\nversion: "2"');
    const lines = said(ALL, after), turned = (of: string): State => stateOfTexts(new Map([...['sms.yaml', 'roles.yaml', 'catalogue.yaml', 'sla.yaml', 'incident.md'].reverse()].map(file => [file, stateOf(of).textOf(file) ?? ''])));
    assert.deepEqual(lines.map(line => line.split(':')[0]), ['changed promise loosened', 'changed promise tightened', 'changed content changed', 'changed lifecycle neutral']);
    assert.deepEqual(compared(turned(ALL), turned(after)).changes, compared(stateOf(ALL), stateOf(after)).changes);
  });
});
