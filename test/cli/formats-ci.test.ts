import assert from 'node:assert/strict';
import type { Rule } from '../../src/rules/rule.js';
import { parseXml, type Element } from '../support/xml.js';
import { CLEAN, FAULTY, NOTE, ROLES_YAML, SMS_YAML } from './fixtures.js';
import { inFolder, runHere, type Ran } from './scenario.js';

/** What forges read: GitLab Code Quality, JUnit, summaries. */

const HOSTILE = ']]><x a="\'&amp;"/>\u0007\u001b[2J\u202e\ud800\uffff\ufffe ::error::x ##[error]y | `code` [a](b) <img src=x>\nnew line é 🙂';

/** Findings of all grades, in two files, with texts that formats must not obey. */
function many(count: number, text = 'Number {n}.'): Rule {
  return {
    id: 'test-many', title: 'Many <&>', clauses: ['7.5.3.1'], grade: 'minor', why: 'For the test.', messages: { one: { text }, worse: { text, grade: 'major' }, note: { text, grade: 'observation' } },
    examples: { good: [], bad: [] },
    *check({ report }) {
      for (let n = 0; n < count; n++) {
        const start = { line: n, character: 0 };
        yield report({ file: n % 2 === 0 ? 'roles.yaml' : 'sms.yaml', range: { start, end: start } }, n % 3 === 0 ? 'one' : n % 3 === 1 ? 'worse' : 'note', { n, hostile: HOSTILE });
      }
    },
  };
}
const crashing: Rule = { ...many(0), id: 'test-crash', check: () => { throw new Error('planted'); } };

interface Case { title: string; files: Readonly<Record<string, string>>; argv?: readonly string[]; rules?: readonly Rule[]; status: number }

const CASES: readonly Case[] = [
  { title: 'clean', files: CLEAN, status: 0 },
  { title: 'findings', files: FAULTY, status: 1 },
  { title: 'hostile texts', files: CLEAN, rules: [many(7, 'So {n}: {hostile}')], status: 1 },
  { title: 'a file that is not UTF-8 text', files: { ...CLEAN, 'n<u>l.yaml': 'kind: document\nid: "\0"\n' }, status: 3 },
  { title: 'a rule that crashes', files: CLEAN, rules: [crashing], status: 3 },
  { title: 'a configuration that is wrong', files: { ...CLEAN, 'sms.yaml': `${SMS_YAML}extra: 1\n` }, status: 2 },
  { title: 'nothing to check', files: { 'sms.yaml': SMS_YAML }, status: 2 },
  { title: 'no SMS', files: {}, status: 2 },
  { title: 'a wrong option', files: CLEAN, argv: ['--wrong'], status: 2 },
  { title: 'several SMSs, the same finding in each', files: { 'a/sms.yaml': SMS_YAML, 'a/roles.yaml': ROLES_YAML, 'a/n.md': NOTE('ROLE-X'), 'b c/sms.yaml': SMS_YAML, 'b c/roles.yaml': ROLES_YAML, 'b c/n.md': NOTE('ROLE-X') }, status: 1 },
];

async function check(files: Readonly<Record<string, string>>, format: string, rules?: readonly Rule[], argv: readonly string[] = []): Promise<Ran> {
  return inFolder(files, folder => runHere(['check', ...argv, '--format', format], { cwd: folder, ...(rules && { rules }) }));
}

const play = ({ files, rules, argv }: Case, format: string): Promise<Ran> => check(files, format, rules, argv);

interface Issue { description: string; check_name: string; fingerprint: string; severity: string; location: { path: string; lines: { begin: number } } }

const issuesOf = ({ stdout }: Ran): Issue[] => JSON.parse(stdout) as Issue[];

describe('formats for forges', function () {
  this.timeout(60_000);

  describe('gitlab is a list of issues of Code Quality', () => {
    for (const one of CASES) {
      it(one.title, async () => {
        const ran = await play(one, 'gitlab'), issues = issuesOf(ran);
        assert.equal(ran.status, one.status);
        assert.equal(issues.some(({ severity }) => severity !== 'info'), one.status > 0, 'something to see wherever it is no pass');
        assert.equal(new Set(issues.map(({ fingerprint }) => fingerprint)).size, issues.length);
        for (const { location: { path, lines: { begin } }, description, check_name: name, severity } of issues) {
          assert.ok(description !== '' && name !== '' && !path.startsWith('/') && Number.isInteger(begin) && begin > 0);
          assert.ok(['info', 'minor', 'major', 'blocker'].includes(severity));
        }
      });
    }

    it('grades are severities; what was not checked is graver', async () => {
      const severities = async (files: Readonly<Record<string, string>>, rules: readonly Rule[]): Promise<string[]> => issuesOf(await check(files, 'gitlab', rules)).map(({ severity }) => severity);
      assert.deepEqual(await severities(CLEAN, [many(3)]), ['minor', 'info', 'major']);
      assert.deepEqual(await severities(CLEAN, [crashing]), ['blocker']);
    });

    it('a fingerprint stays when lines come before the finding and when the file moves', async () => {
      const marks = async (files: Readonly<Record<string, string>>): Promise<string[]> => issuesOf(await check(files, 'gitlab')).filter(({ check_name: name }) => name === 'role-unknown-or-vacant').map(({ fingerprint }) => fingerprint);
      const [mark, ...others] = await marks(FAULTY);
      assert.ok(mark !== undefined && others.length === 0);
      assert.deepEqual(await marks({ ...CLEAN, 'moved/elsewhere.md': NOTE('ROLE-NOBODY').replace('---\n', '---\n# A comment.\n\n') }), [mark]);
      assert.notDeepEqual(await marks({ ...CLEAN, 'note.md': NOTE('ROLE-OTHER') }), [mark]);
    });
  });

  it('sarif carries the same fingerprints', async () => {
    const sarif = JSON.parse((await check(FAULTY, 'sarif')).stdout) as { runs: [{ results: { partialFingerprints: Record<string, string> }[] }] };
    assert.deepEqual(sarif.runs[0].results.map(({ partialFingerprints }) => partialFingerprints['smsFinding/v1']), issuesOf(await check(FAULTY, 'gitlab')).map(({ fingerprint }) => fingerprint));
  });

  describe('junit is well-formed, and its numbers are those of its cases', () => {
    for (const one of CASES) {
      it(one.title, async () => {
        const ran = await play(one, 'junit'), root = parseXml(ran.stdout);
        assert.equal(ran.status, one.status);
        const suites = root.children, cases = suites.flatMap(({ children }) => children).filter(({ name }) => name === 'testcase');
        assert.equal(root.name, 'testsuites');
        assert.ok(suites.length > 0 && suites.every(({ name }) => name === 'testsuite'));
        for (const element of [root, ...suites]) assert.deepEqual(numbers(element), counted(element === root ? cases : element.children));
        const bad = cases.flatMap(({ children }) => children).filter(({ name }) => name === 'failure' || name === 'error').length;
        assert.equal(bad > 0, one.status > 0, 'something red wherever it is no pass');
        assert.equal(cases.some(({ children }) => children.some(({ name }) => name === 'error')), one.status > 1, 'what is not whole is an error');
        for (const { children } of suites) assert.equal(new Set(children.map(({ attributes }) => `${attributes.get('classname') ?? ''} ${attributes.get('name') ?? ''}`)).size, children.length, 'no two cases of one name');
      });
    }

    const verdictOf = (xml: Element, rule: string): string[] => xml.children.flatMap(({ children }) => children).filter(({ attributes }) => attributes.get('classname') === rule)
      .flatMap(({ children, attributes }) => (children.length === 0 ? ['passed'] : children.map(({ name, attributes: own }) => `${name} ${attributes.get('file') ?? ''} ${own.get('message') ?? ''}`)));

    it('a rule has a case for each file in which it found something that counts, else one that passed', async () => {
      const xml = async (...argv: string[]): Promise<Element> => parseXml((await check(CLEAN, 'junit', [many(7)], argv)).stdout);
      assert.deepEqual(verdictOf(await xml(), 'test-many'), ['failure roles.yaml 3 findings', 'failure sms.yaml 2 findings']);
      assert.deepEqual(verdictOf(await xml('--fail-on', 'major'), 'test-many'), ['failure sms.yaml Number 1.', 'failure roles.yaml Number 4.'].sort());
      const beside = (await xml('--fail-on', 'major')).children[0]?.children.at(-1);
      assert.equal(beside?.name, 'system-out');
      assert.match(beside?.text ?? '', /^Below --fail-on major: roles\.yaml:1:1 minor test-many: Number 0\.$/m);
    });

    it('a rule that is switched off, and one that lacks a history, did not pass', async () => {
      const off = `${SMS_YAML}rules:\n  role-unknown-or-vacant: { off: true, reason: We <know>, owner: ROLE-SMM, until: 2026-06-30 }\n`;
      const xml = parseXml((await check({ ...FAULTY, 'sms.yaml': off }, 'junit')).stdout);
      assert.deepEqual(verdictOf(xml, 'role-unknown-or-vacant'), ['skipped  Switched off until 2026-06-30, ROLE-SMM: We <know>']);
      assert.deepEqual(verdictOf(xml, 'doc-changed-without-version'), ['skipped  In part not checked: there is no history.']);
    });

    it('an accepted finding is told and does not fail', async () => {
      const DEVIATIONS = 'kind: deviation-register\nid: DEVIATIONS\ntitle: Accepted deviations\nversion: "1"\nstatus: approved\nowner: ROLE-SMM\napprover: ROLE-SMM\napprovedOn: 2026-01-10\neffectiveFrom: 2026-01-10\nreviewEvery: 12 months\n'
        + 'deviations:\n  - { id: DEV-1, rule: role-unknown-or-vacant, at: DOC-NOTE, reason: Being filled, owner: ROLE-SMM, until: 2026-06-30 }\n';
      const xml = parseXml((await check({ ...FAULTY, 'deviations.yaml': DEVIATIONS }, 'junit')).stdout);
      assert.deepEqual(verdictOf(xml, 'role-unknown-or-vacant'), ['passed']);
      assert.match(xml.children[0]?.children.at(-1)?.text ?? '', /^Accepted as a deviation: note\.md:7:8 minor role-unknown-or-vacant: /m);
    });

    it('texts of the user stay texts', async () => {
      const [failure] = parseXml((await check(CLEAN, 'junit', [many(2, '{hostile}')])).stdout).children[0]?.children[0]?.children ?? [];
      assert.match(failure?.attributes.get('message') ?? '', /^\]\]><x a="'&amp;"\/>\\u0007\\u001b\[2J\\u202e\\ud800\\uffff\\ufffe/);
    });
  });

  describe('github stays within what it shows', () => {
    const kinds = (stdout: string): Record<string, number> => {
      const count = (kind: string): number => stdout.split('\n').filter(line => line.startsWith(`::${kind} `)).length;
      return { error: count('error'), warning: count('warning'), notice: count('notice') };
    };
    for (const count of [5, 60, 400]) {
      it(`${count} findings: at most 10 of a kind, the worst of each, and what is left out is said`, async () => {
        const { stdout } = await check(CLEAN, 'github', [many(count)]), shown = kinds(stdout);
        assert.ok(Object.values(shown).every(each => each <= 10) && Object.values(shown).reduce((sum, each) => sum + each, 0) <= 50);
        const left = Number(/(\d+) more findings are not shown here/.exec(stdout)?.[1] ?? 0), told = Object.values(shown).reduce((sum, each) => sum + each, 0) - (left > 0 ? 1 : 0);
        assert.equal(told + left, count);
        const order = stdout.split('\n').flatMap(line => /^::(error|warning|notice) file/.exec(line)?.[1] ?? []);
        assert.match(order.join(' '), /^(?:error ?)+(?:warning ?)+(?:notice ?)+$/);
      });
    }
  });

  describe('md fits into a summary', () => {
    for (const one of CASES) {
      it(one.title, async () => {
        const ran = await play(one, 'md');
        assert.equal(ran.status, one.status);
        assert.equal(ran.stdout !== '', one.title !== 'a wrong option');
        assert.doesNotMatch(ran.stdout, /(?<!\\)<(?:img|x)|^::|(?<!\\)\[a\]/m);
      });
    }

    it('100,000 findings with long texts: less than 1 MiB, the worst first, and the rest is counted', async () => {
      const { stdout } = await check(CLEAN, 'md', [many(100_000, `{n} ${'日本'.repeat(200)}`)]), rows = stdout.split('\n').filter(line => /^\| (?:major|minor|observation) /.test(line));
      assert.ok(Buffer.byteLength(stdout) < 1024 * 1024 && rows.length > 50);
      assert.ok(rows.every(row => row.startsWith('| major ')));
      assert.match(stdout, new RegExp(`^${100_000 - rows.length} more findings not shown here`, 'm'));
      assert.equal((await check(CLEAN, 'md', [many(9)], ['--max-findings', '2'])).stdout.match(/^\| major /gm)?.length, 2);
    });

    it('a table of three grades', async () => {
      assert.deepEqual((await check(CLEAN, 'md', [many(3, 'a | b {n}')])).stdout.split('\n').slice(4, 9), [
        '| Grade | Place | Finding | Rule |', '| --- | --- | --- | --- |', '| major | sms.yaml:2 | a \\| b 1 | test-many |', '| minor | roles.yaml:1 | a \\| b 0 | test-many |', '| observation | roles.yaml:3 | a \\| b 2 | test-many |',
      ]);
    });
  });
});

function numbers({ attributes }: Element): (string | undefined)[] { return ['tests', 'failures', 'errors', 'skipped'].map(name => attributes.get(name)); }

function counted(elements: readonly Element[]): string[] {
  const cases = elements.filter(({ name }) => name === 'testcase'), having = (kind: string): number => cases.filter(({ children }) => children.some(({ name }) => name === kind)).length;
  assert.ok(cases.every(({ children }) => children.length <= 1));
  return [cases.length, having('failure'), having('error'), having('skipped')].map(String);
}
