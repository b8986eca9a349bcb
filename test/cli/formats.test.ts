import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { rules } from '../../src/rules/index.js';
import type { Rule } from '../../src/rules/rule.js';
import { shared } from '../support/shared.js';
import { CLEAN, FAULTY, NOTE, ROLES_YAML, SMS_YAML } from './fixtures.js';
import { isReport, wrongIn } from './reports.js';
import { inFolder, runHere, type Ran } from './scenario.js';

const DEVIATIONS = `kind: deviation-register
id: DEVIATIONS
title: Accepted deviations
version: "1"
status: approved
owner: ROLE-SMM
approver: ROLE-SMM
approvedOn: 2026-01-10
effectiveFrom: 2026-01-10
reviewEvery: 12 months
deviations:
  - { id: DEV-1, rule: role-unknown-or-vacant, at: DOC-NOTE, reason: The role is being filled, owner: ROLE-SMM, until: 2026-06-30 }
`;

const crashing: Rule = {
  id: 'test-crash', title: 'Crashes', clauses: ['7.5.3.1'], grade: 'minor', why: 'For the test.', messages: {}, examples: { good: [], bad: [] },
  check: () => { throw new Error('planted'); },
};
const impossible: Rule = { ...crashing, get id(): string { throw new Error('planted deeper'); } };

function manyFindings(count: number): Rule {
  return {
    ...crashing, id: 'test-many', messages: { one: { text: 'Number {n}.' } },
    *check({ report }) {
      for (let n = 0; n < count; n++) {
        const start = { line: n % 10, character: 0 };
        yield report({ file: 'roles.yaml', range: { start, end: start } }, 'one', { n });
      }
    },
  };
}

interface Case { title: string; files: Readonly<Record<string, string>>; argv: string[]; rules?: readonly Rule[]; status: number; outcome: string }

const CASES: readonly Case[] = [
  { title: 'clean', files: CLEAN, argv: ['check'], status: 0, outcome: 'clean' },
  { title: 'findings', files: FAULTY, argv: ['check'], status: 1, outcome: 'findings' },
  { title: 'findings, with --exit-zero', files: FAULTY, argv: ['check', '--exit-zero'], status: 0, outcome: 'findings' },
  { title: 'an accepted deviation', files: { ...FAULTY, 'deviations.yaml': DEVIATIONS }, argv: ['check'], status: 0, outcome: 'clean' },
  { title: 'a file that is not UTF-8 text', files: { ...CLEAN, 'nul.yaml': 'kind: document\nid: "\0"\n' }, argv: ['check'], status: 3, outcome: 'incomplete' },
  { title: 'a rule that crashes', files: CLEAN, argv: ['check'], rules: [crashing], status: 3, outcome: 'incomplete' },
  { title: 'a configuration that is wrong', files: { ...CLEAN, 'sms.yaml': `${SMS_YAML}extra: 1\n` }, argv: ['check'], status: 2, outcome: 'error' },
  { title: 'nothing to check', files: { 'sms.yaml': SMS_YAML }, argv: ['check'], status: 2, outcome: 'error' },
  { title: 'no SMS', files: {}, argv: ['check'], status: 2, outcome: 'error' },
  { title: 'no folder', files: {}, argv: ['check', 'nowhere'], status: 2, outcome: 'error' },
  { title: 'a wrong option', files: CLEAN, argv: ['check', '--wrong'], status: 2, outcome: 'error' },
  { title: 'a wrong command', files: CLEAN, argv: ['chekc'], status: 2, outcome: 'error' },
  { title: 'a mistake in the program', files: CLEAN, argv: ['check'], rules: [impossible], status: 70, outcome: 'error' },
  {
    title: 'several SMSs, names that need escapes', status: 1, outcome: 'findings', argv: ['check'],
    files: { 'a/sms.yaml': SMS_YAML, 'a/roles.yaml': ROLES_YAML, 'b c/sms.yaml': SMS_YAML, 'b c/roles.yaml': ROLES_YAML, 'b c/ü % #.md': NOTE('ROLE-\u0085X') },
  },
];

const read = (ran: Ran): unknown => JSON.parse(ran.stdout);

async function play({ files, argv, rules }: Case, format: string): Promise<{ ran: Ran; folder: string }> {
  return inFolder(files, async folder => ({ folder, ran: await runHere([...argv, '--format', format], { cwd: folder, ...(rules && { rules }) }) }));
}

describe('formats of sms check', () => {
  describe('json is one document of the published schema, whatever happens (C02)', () => {
    for (const one of CASES) {
      it(one.title, async () => {
        const { ran, folder } = await play(one, 'json');
        const document = read(ran) as { outcome: string; exitCode: number };
        assert.equal(wrongIn('check', document), '');
        assert.ok(isReport('check', document));
        assert.deepEqual([ran.status, document.exitCode, document.outcome], [one.status, one.status, one.outcome]);
        assert.ok(!ran.stdout.includes(folder), 'no absolute path');
      });
    }

    it('a wrong field is none of it; one more is, but not of this release', async () => {
      const document = read((await play({ title: '', files: FAULTY, argv: ['check'], status: 1, outcome: 'findings' }, 'json')).ran) as { runs: { findings: object[] }[] };
      assert.equal(isReport('check', { ...document, exitCode: 4 }), false);
      Object.assign(document.runs[0]?.findings[0] ?? {}, { grabe: 'minor' });
      assert.ok(isReport('check', document));
      assert.match(wrongIn('check', document), /"additionalProperty": "grabe"/);
    });
  });

  describe('sarif is valid by the official schema', () => {
    let valid: ValidateFunction | undefined;
    before(function () {
      const path = shared(this as unknown as Mocha.Context, 'data', 'schemas', 'sarif-schema-2.1.0.json');
      const schema = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
      // Written for draft 4, with nothing that a later draft reads otherwise but the name of its id.
      delete schema['$schema'];
      delete schema['id'];
      const ajv = new Ajv({ strict: false, allErrors: true });
      addFormats.default(ajv);
      valid = ajv.compile(schema);
    });
    for (const one of CASES) {
      it(one.title, async () => {
        const { ran, folder } = await play(one, 'sarif');
        assert.ok(valid?.(read(ran)), JSON.stringify(valid?.errors, null, 1));
        assert.equal(ran.status, one.status);
        assert.ok(!ran.stdout.includes(folder), 'no absolute path');
      });
    }
  });

  it('sarif tells levels, places, suppressions and whether the run is whole', async () => {
    interface Sarif { runs: { invocations: { executionSuccessful: boolean }[]; results: { ruleId: string; level: string; suppressions?: { kind: string; justification: string }[];
      locations: { physicalLocation: { artifactLocation: { uri: string; uriBaseId: string }; region: object } }[] }[] }[] }
    const sarif = async (title: string): Promise<Sarif> => {
      const one = CASES.find(c => c.title === title);
      assert.ok(one);
      return read((await play(one, 'sarif')).ran) as Sarif;
    };
    const accepted = (await sarif('an accepted deviation')).runs[0];
    const suppressed = accepted?.results.find(result => result.ruleId === 'role-unknown-or-vacant');
    assert.equal(accepted?.invocations[0]?.executionSuccessful, true);
    assert.deepEqual(suppressed?.suppressions, [{ kind: 'external', status: 'accepted', justification: 'DEV-1 · The role is being filled · accepted until 2026-06-30 · ROLE-SMM' }]);
    const several = (await sarif('several SMSs, names that need escapes')).runs[1]?.results.find(result => result.ruleId === 'role-unknown-or-vacant');
    assert.equal(several?.level, 'warning');
    assert.deepEqual(several?.locations[0]?.physicalLocation.artifactLocation, { uri: 'b%20c/%C3%BC%20%25%20%23.md', uriBaseId: 'SRCROOT' });
    assert.deepEqual(several?.locations[0]?.physicalLocation.region, { startLine: 7, startColumn: 8, endLine: 7, endColumn: 15 });
    for (const title of ['a file that is not UTF-8 text', 'a mistake in the program', 'no folder', 'a configuration that is wrong', 'nothing to check']) {
      assert.equal((await sarif(title)).runs[0]?.invocations[0]?.executionSuccessful, false, title);
    }
  });

  it('a rule that crashes stops no other, and names itself', async () => {
    await inFolder(FAULTY, async folder => {
      const ran = await runHere(['check'], { cwd: folder, rules: [...rules, crashing] });
      assert.equal(ran.status, 3);
      assert.match(ran.stdout, /^note\.md:7:8 {2}minor/m);
      assert.match(ran.stdout, /The rule `test-crash` stopped because of a mistake in this program \(planted\)/);
      assert.match(ran.stdout, /^Incomplete: 1 thing could not be checked/m);
    });
  });

  it('a mistake in the program asks for a report, and shows where only with --debug', async () => {
    await inFolder(CLEAN, async folder => {
      const ran = await runHere(['check'], { cwd: folder, rules: [impossible] });
      assert.equal(ran.status, 70);
      assert.match(ran.stderr, /This is a mistake in the program, not in your documents: planted deeper\. Please report it/);
      assert.doesNotMatch(ran.stderr, /^\s+at /m);
      assert.match((await runHere(['check', '--debug'], { cwd: folder, rules: [impossible] })).stderr, /^\s+at /m);
    });
  });

  it('output that cannot be written is no pass', async () => {
    await inFolder(CLEAN, async folder => {
      const ran = await runHere(['check'], { cwd: folder, stdout: () => { throw new Error('disk full'); } });
      assert.equal(ran.status, 70);
    });
  });

  it('100,000 findings: json holds all, --max-findings cuts text and github only, and says so (C10)', async () => {
    const many = [manyFindings(100_000)];
    await inFolder(CLEAN, async folder => {
      const json = JSON.parse((await runHere(['check', '--format', 'json', '--max-findings', '5'], { cwd: folder, rules: many })).stdout) as { runs: { findings: unknown[] }[] };
      assert.equal(json.runs[0]?.findings.length, 100_000);
      const text = (await runHere(['check', '--quiet', '--max-findings', '5'], { cwd: folder, rules: many })).stdout;
      assert.match(text, /^99995 more findings not shown \(--max-findings 5\)/);
      assert.equal(text.match(/Number \d+\./g)?.length, 5);
      const github = (await runHere(['check', '--format', 'github'], { cwd: folder, rules: many })).stdout.split('\n');
      assert.equal(github.filter(line => line.startsWith('::warning ')).length, 10);
      assert.deepEqual(github.filter(line => line.startsWith('::notice ')).map(line => /(\d+) more findings/.exec(line)?.[1]), ['99990']);
    });
  });

  it('counts what shows each clause, and every clause once', async () => {
    await inFolder(FAULTY, async folder => {
      interface Clause { clause: string; decidable: boolean; evidence: { id: string }[]; findings: { minor: number } }
      const { clauses } = (JSON.parse((await runHere(['check', '--format', 'json'], { cwd: folder })).stdout) as { runs: [{ clauses: Clause[] }] }).runs[0];
      assert.equal(clauses.length, 63);
      assert.equal(new Set(clauses.map(({ clause }) => clause)).size, 63);
      const roles = clauses.find(({ clause }) => clause === '5.3');
      assert.deepEqual(roles?.evidence.map(({ id }) => id), ['ROLES']);
      assert.equal(roles?.findings.minor, 1);
    });
  });
});
