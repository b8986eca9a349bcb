import assert from 'node:assert/strict';
import { changesBetween } from '../../src/review/changes.js';
import { namesOf } from '../../src/review/matching.js';
import type { State } from '../../src/review/types.js';
import { lineOf, stateOf } from './state.js';

const HEADER = 'version: "1"\nstatus: approved\nowner: ROLE-A\napprover: ROLE-A\n';
const ROLES = (...rows: string[]): string => `//- roles.yaml\nkind: role-register\nid: ROLES\ntitle: Roles\n${HEADER}roles:\n${rows.map(row => `  - { ${row} }\n`).join('')}`;
const A = 'id: ROLE-A, title: Manager of services', B = 'id: ROLE-B, title: Mail team, description: Keeps the mail going, holders: [{ person: PER-1, from: 2026-01-01 }]';
const SLA = (file: string, id: string, more = '', targets = '  - { id: p1, title: Restoration, metric: restoration-time, operator: at-most, value: 4, unit: hours }\n'): string =>
  `//- ${file}\nkind: sla\nid: ${id}\ntitle: Boreal\n${HEADER}${more}customers: [CUS-1]\nservices: [SVC-1]\ntargets:\n${targets}`;

function compared(before: string, after: string): ReturnType<typeof changesBetween> & { lines: string[] } {
  const result = changesBetween(stateOf(before), stateOf(after));
  return { ...result, lines: result.changes.map(lineOf) };
}

describe('matching', () => {
  it('follows an artefact to another file, changed or not', () => {
    const moved = compared(SLA('a.yaml', 'SLA-1'), SLA('agreements/a.yaml', 'SLA-1'));
    assert.deepEqual([moved.lines, moved.files], [['moved editorial neutral: Boreal (SLA-1) moved from a.yaml to agreements/a.yaml'], { changed: 0, added: 0, removed: 0, moved: 1 }]);
    assert.deepEqual(compared(SLA('a.yaml', 'SLA-1'), SLA('b.yaml', 'SLA-1', 'validFrom: 2026-01-01\n')).lines.map(line => line.split(':')[0]), ['changed promise changed', 'moved editorial neutral']);
  });

  it('knows what was renamed by its alias, and takes what follows for nothing else', () => {
    const { lines, renamed } = compared(ROLES(A, B) + SLA('a.yaml', 'SLA-1').replace('ROLE-A', 'ROLE-B'), ROLES(A, `${B.replace('ROLE-B', 'ROLE-MAIL')}, aliases: [ROLE-B]`) + SLA('a.yaml', 'SLA-1').replace('ROLE-A', 'ROLE-MAIL'));
    assert.deepEqual(lines, ['renamed content neutral: Mail team (ROLE-MAIL) was called ROLE-B before', 'reformatted editorial neutral: Boreal (SLA-1): names the same things by other ids']);
    assert.deepEqual(renamed, [['ROLE-B', 'ROLE-MAIL']]);
  });

  it('follows the local ids of a renamed artefact, and references to them', () => {
    const { lines, renamed } = compared(SLA('a.yaml', 'SLA-1', 'credits: [{ target: p1, percent: 5 }]\n'), SLA('a.yaml', 'SLA-2', 'aliases: [SLA-1]\ncredits: [{ target: SLA-2#p1, percent: 5 }]\n'));
    assert.deepEqual(renamed, [['SLA-1', 'SLA-2'], ['SLA-1#p1', 'SLA-2#p1']]);
    assert.deepEqual(lines, ['renamed promise neutral: Boreal (SLA-2) was called SLA-1 before']);
  });

  it('knows what was renamed without an alias by its file, or by what it says', () => {
    assert.deepEqual(compared(SLA('a.yaml', 'SLA-1'), SLA('a.yaml', 'SLA-2')).lines, ['renamed promise neutral: Boreal (SLA-2) was called SLA-1 before']);
    assert.deepEqual(compared(SLA('a.yaml', 'SLA-1'), SLA('b.yaml', 'SLA-2')).lines, ['renamed promise neutral: Boreal (SLA-2) was called SLA-1 before', 'moved editorial neutral: Boreal (SLA-2) moved from a.yaml to b.yaml']);
    assert.deepEqual(compared(ROLES(A, B), ROLES(A, B.replace('ROLE-B', 'ROLE-MAIL').replace('going', 'running'))).lines,
      ['changed content changed: Mail team (ROLE-MAIL): description changed from Keeps the mail going to Keeps the mail running', 'renamed content neutral: Mail team (ROLE-MAIL) was called ROLE-B before']);
  });

  it('does not guess which of two it was', () => {
    const twins = (one: string, other: string): string => ROLES(A, B.replace('ROLE-B', one), B.replace('ROLE-B', other));
    assert.deepEqual(compared(twins('ROLE-B1', 'ROLE-B2'), twins('ROLE-C1', 'ROLE-C2')).lines.map(line => line.split(' ')[0]).sort(), ['added', 'added', 'removed', 'removed']);
    // With so little said of them two are alike by chance.
    assert.deepEqual(compared(ROLES(A, 'id: ROLE-B, title: Mail'), ROLES(A, 'id: ROLE-C, title: Mail')).lines.map(line => line.split(' ')[0]).sort(), ['added', 'removed']);
  });

  it('does not take one record for another that looks like it', () => {
    const record = (id: string, version: string): string => `//- approvals/${id}.yaml\nkind: approval-record\nid: ${id}\ntitle: Approval\nartefact: SLA-1\nversion: "${version}"\nmeaning: approved\nrole: ROLE-A\nperson: PER-1\non: 2026-01-01\n`;
    assert.deepEqual(compared(record('APR-1', '1'), record('APR-2', '2')).lines.map(line => line.split(' ')[0]).sort(), ['added', 'removed']);
  });

  it('follows an item to another register by its id, and takes the same terms in another agreement for another promise', () => {
    const two = (one: string, other: string): string => ROLES(A, one) + ROLES(other).replace('roles.yaml', 'more.yaml').replace('id: ROLES', 'id: MORE').replace('title: Roles', 'title: More roles');
    const C = 'id: ROLE-C, title: Third, description: Something else';
    assert.deepEqual(compared(two(B, C), two(C, B)).lines, ['moved content neutral: Mail team (ROLE-B) moved from Roles (ROLES) to More roles (MORE)', 'moved content neutral: Third (ROLE-C) moved from More roles (MORE) to Roles (ROLES)'].sort((a, b) => (a.includes('ROLE-B') ? -1 : b.includes('ROLE-B') ? 1 : 0)));
    const target = '  - { id: p1, title: Restoration, metric: restoration-time, operator: at-most, value: 4, unit: hours }\n', own = '  - { id: own, title: Availability, metric: availability, operator: at-least, value: 99, unit: percent }\n';
    const { renamed, lines } = compared(SLA('a.yaml', 'SLA-1', '', target + own) + SLA('b.yaml', 'SLA-2', '', own), SLA('a.yaml', 'SLA-1', '', own) + SLA('b.yaml', 'SLA-2', '', own + target));
    assert.deepEqual([renamed, lines.map(line => line.split(':')[0])], [[], ['removed promise loosened', 'added promise tightened']]);
    const catalogue = (file: string, id: string, services: string): string => `//- ${file}\nkind: service-catalogue\nid: ${id}\ntitle: ${id}\n${HEADER}services: [${services}]\n`, mail = '{ id: SVC-1, title: Mail }';
    assert.deepEqual(compared(catalogue('a.yaml', 'A', mail) + catalogue('b.yaml', 'B', ''), catalogue('a.yaml', 'A', '') + catalogue('b.yaml', 'B', mail)).lines, ['moved content neutral: Mail (SVC-1) moved from A to B']);
  });

  it('says where an id stands for something else', () => {
    const service = '//- catalogue.yaml\nkind: service-catalogue\nid: CAT\ntitle: Catalogue\n' + `${HEADER}services:\n  - { id: ROLE-B, title: Mail }\n  - { id: SVC-1, title: One }\n`;
    const { lines, changes } = compared(ROLES(A, B) + service.replace('  - { id: ROLE-B, title: Mail }\n', ''), ROLES(A) + service);
    assert.deepEqual(lines, ['retyped promise changed: ROLE-B stands for something else now: it was role “Mail team”, and is service “Mail”']);
    assert.deepEqual([changes[0]?.before?.file, changes[0]?.after?.file], ['roles.yaml', 'catalogue.yaml']);
    assert.deepEqual(compared(SLA('a.yaml', 'X-1'), `//- b.yaml\nkind: document\nid: X-1\ntitle: Page\n${HEADER}`).lines.map(line => line.split(':')[0]), ['retyped promise changed']);
  });

  it('knows a renamed thing in a text before any marks, however many', () => {
    const { text } = namesOf(new Map([['ROLE-B', 'ROLE-MAIL']]), { before: 'A', after: 'A' }, stateOf('')).before, points = '.'.repeat(200_000);
    assert.equal(text('ask ROLE-B?! or (ROLE-B): not ROLE-BA.'), 'ask ROLE-MAIL?! or (ROLE-MAIL): not ROLE-BA.');
    assert.equal(text(`ROLE-B${points}x ROLE-B${points}`), `ROLE-B${points}x ROLE-MAIL${points}`);
  });

  it('pairs what has one id twice by its file', () => {
    const before = SLA('a.yaml', 'SLA-1') + SLA('b.yaml', 'SLA-1'), after = SLA('a.yaml', 'SLA-1', 'validFrom: 2026-01-01\n') + SLA('b.yaml', 'SLA-1', 'validFrom: 2026-02-02\n');
    assert.deepEqual(changesBetween(stateOf(before), stateOf(after)).changes.map(({ before: was, after: now }) => [was?.file, now?.file]), [['a.yaml', 'a.yaml'], ['b.yaml', 'b.yaml']]);
  });

  it('takes 10,000 lines in another order for what they are', () => {
    const rows = Array.from({ length: 1_450 }, (_, at) => `  - id: DEV-${at}\n    title: Deviation ${at}\n    rule: ci-orphan\n    at: CI-${at}\n    reason: Known since ${at}\n    owner: ROLE-A\n    until: 2026-12-31\n`);
    const register = (all: readonly string[]): State => stateOf(`//- deviations.yaml\nkind: deviation-register\nid: DEVIATIONS\ntitle: Deviations\n${HEADER}deviations:\n${all.join('')}`), before = register(rows);
    assert.ok((before.textOf('deviations.yaml') ?? '').split('\n').length > 10_000);
    assert.deepEqual(changesBetween(before, register([...rows].reverse())).changes.map(lineOf), ['reordered editorial neutral: Deviations (DEVIATIONS): the same entries in another order']);
    // All of them under new ids: they are known by what they say, and where they say something else too nobody guesses among so many.
    assert.equal(changesBetween(before, register(rows.map(row => row.replace('DEV-', 'D-')))).renamed.length, rows.length);
    const others = changesBetween(before, register(rows.map(row => row.replace('DEV-', 'D-').replace(/since \d+/, 'now'))));
    assert.deepEqual([others.renamed.length, new Set(others.changes.map(({ act }) => act))], [0, new Set(['added', 'removed'])]);
  });
});
