import assert from 'node:assert/strict';
import { columnsOf } from '../../src/cli/layout.js';
import { isReport, wrongIn } from './reports.js';
import { inFolder, runHere, type Ran } from './scenario.js';

const SMS = 'sms: 1\norganization: Tiny Hosting\ntimeZone: Europe/Amsterdam\ntoday: 2026-10-15\n';
const APPROVED = 'version: "1.0"\nstatus: approved\nowner: ROLE-SMM\napprover: ROLE-SD\napprovedOn: 2026-02-02\neffectiveFrom: 2026-02-02\nreviewEvery: 12 months\n';
const ROWS = Array.from({ length: 40 }, (_, at) => `INC-${at},Mail stands still,2026-0${at % 9 + 1}-0${at % 7 + 1} 09:00`).join('\n');
const FILES: Readonly<Record<string, string>> = {
  'sms.yaml': SMS,
  'scope.yaml': `kind: scope-statement\nid: SCOPE\ntitle: Scope\n${APPROVED}`,
  'catalogue.yaml': `kind: service-catalogue\nid: CAT\ntitle: Catalogue\n${APPROVED}services:\n${Array.from({ length: 9 }, (_, at) => `  - { id: SVC-${at}, title: Service ${at} }\n`).join('')}`,
  'log.yaml': 'kind: record-log\nid: LOG\ntitle: Incidents\nof: incident-record\ntable: { file: log.csv }\n', 'log.csv': `id,title,openedAt\n${ROWS}\n`,
  'major.md': `---\nkind: major-incident-procedure\nid: PROC-MAJOR\ntitle: Major incidents\n${APPROVED}---\nText.\n`,
};
const VIEWS: readonly (readonly string[])[] = [[], ['--by', 'pdca'], ['--stage1'], ['--stage2'], ['--stage1', '--stage2'], ['--format', 'md'], ['--format', 'md', '--stage1', '--stage2'], ['--format', 'json']];

interface Report {
  clauses: { clause: string; state: string; reason: string; phase: string; elements: { as: string; records?: { count: number } }[]; evidence: { id: string }[]; suggestion?: { grade: string; findings: object[] } }[];
  stage1: object[]; stage2: object[]; counts: { minor: number };
}

describe('sms coverage', function () {
  this.timeout(60_000);
  const ran = (files: Readonly<Record<string, string>>, argv: readonly string[], columns?: number): Promise<Ran> =>
    inFolder(files, cwd => runHere(['coverage', ...argv], { cwd, ...(columns !== undefined && { columns }) }));

  it('gives JSON of the published schema, with every clause once, whatever part was asked for', async () => {
    const { status, stdout, stderr } = await ran(FILES, ['--format', 'json']), report = JSON.parse(stdout) as Report;
    assert.deepEqual([status, stderr], [0, '']);
    assert.equal(wrongIn('coverage', report), '');
    assert.equal(new Set(report.clauses.map(({ clause }) => clause)).size, 63);
    assert.deepEqual([report.clauses.length, report.stage1.length, report.stage2.length], [63, 9, 8]);
    const incidents = report.clauses.find(({ clause }) => clause === '8.6.1');
    assert.deepEqual([incidents?.state, incidents?.reason, incidents?.phase, incidents?.evidence.map(({ id }) => id)], ['operating', 'Incidents: 40 records from 2026-01-01 to 2026-09-06.', 'do', ['LOG', 'PROC-MAJOR']]);
    assert.equal(incidents?.elements.find(({ as }) => as === 'retain')?.records?.count, 40);
    for (const { suggestion } of report.clauses) if (suggestion) assert.ok(suggestion.findings.length > 0);
    assert.equal((await ran(FILES, ['--format', 'json', '--stage1'])).stdout, stdout);
  });

  it('gives a document of the schema of an SMS without anything, and of one that could not be read', async () => {
    for (const [files, code] of [[{ 'sms.yaml': SMS, 'note.txt': 'Nothing yet.\n' }, 0], [{ ...FILES, 'wrong.yaml': 'kind: role-register\nid: [\n' }, 3]] as const) {
      const { status, stdout } = await ran(files, ['--format', 'json']);
      assert.equal(status, code);
      assert.ok(isReport('coverage', JSON.parse(stdout)));
    }
  });

  it('gives the same bytes twice, in every form', async () => {
    await inFolder(FILES, async cwd => {
      for (const view of VIEWS) {
        const [one, two] = [await runHere(['coverage', ...view], { cwd }), await runHere(['coverage', ...view], { cwd })];
        assert.equal(one.status, 0, view.join(' '));
        assert.deepEqual(one, two, view.join(' '));
      }
    });
  });

  it('keeps within the terminal from 80 columns on, and without colours where none are wanted', async () => {
    for (const width of [60, 80, 110, 140, 200]) {
      for (const view of [[], ['--stage1'], ['--stage2']]) {
        const { stdout } = await ran(FILES, [...view, '--no-color'], width), widest = Math.max(...stdout.split('\n').map(columnsOf));
        assert.ok(widest <= Math.max(80, Math.min(width, 140)), `${view.join(' ')} at ${width}: ${widest}`);
        assert.doesNotMatch(stdout, /\u001b/);
        assert.doesNotMatch(stdout, / $/m);
      }
    }
  });

  it('says alike things once: nine services that lack the same are one line, in one clause; Markdown has a list for each clause', async () => {
    const words = (await ran(FILES, [])).stdout.replace(/\s+/g, ' ');
    assert.equal(words.match(/has no `description`, `owner`/g)?.length, 1);
    assert.match(words, /Likewise 8 times more, all in this file \(catalogue-field-missing\)\./);
    assert.match((await ran(FILES, ['--format', 'md'])).stdout, /Likewise 8 times more, all in this file \(catalogue-field-missing\)\./);
  });

  it('marks the state with its colour, and never a title that holds the same word', async () => {
    const { stdout } = await ran({ ...FILES, 'stale.yaml': `kind: risk-register\nid: missing-stale\ntitle: Risks\nstatus: draft\n` }, [], 100);
    assert.match(stdout, /\u001b\[31mdrafted\u001b\[39m/);
    assert.doesNotMatch(stdout, /\u001b\[\d+mmissing\u001b\[\d+m-/);
  });

  it('lets no name steer a terminal, a wiki or a CI system', async () => {
    const title = '::error::\u001b[2J\u202e|<b>[x](y)', hostile = {
      'sms.yaml': SMS.replace('Tiny Hosting', JSON.stringify(title)), 'note.md': `---\nkind: scope-statement\nid: "X\u009bY|<b>"\ntitle: '##[error]x'\nowner: "ROLE\u202eX"\nstatus: draft\n---\n`,
      'scope.yaml': `kind: scope-statement\nid: SCOPE\ntitle: ${JSON.stringify(title)}\nstatus: "##vso[task]"\nowner: ${JSON.stringify(title)}\n`, 'log.yaml': `kind: record-log\nid: "::error::L"\ntitle: L\nof: nonconformity\nrecords: []\n`,
    };
    for (const view of VIEWS) {
      const { stdout, stderr } = await ran(hostile, view, 80), said = (stdout + stderr).replace(/\u001b\[\d+m/g, '');
      assert.doesNotMatch(said, /[\u0000-\u0009\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e]/, view.join(' '));
      if (!view.includes('--format')) assert.doesNotMatch(said, /^\s*::|##(?:vso)?\[/m, view.join(' '));
    }
    const md = (await ran(hostile, ['--format', 'md'])).stdout;
    assert.doesNotMatch(md, /[^\\]<b>/);
    const rows = md.split('\n').filter(line => line.startsWith('| 4.'));
    assert.ok(rows.length > 0);
    for (const cells of rows) assert.equal(cells.replace(/\\./g, '').split('|').length, 8, cells);
  });

  it('tells of approvals that are only claimed', async () => {
    assert.match((await ran(FILES, [])).stdout.replace(/\s+/g, ' '), /3 approvals only claimed, not evidenced by git \(sms register\)\./);
  });
});
