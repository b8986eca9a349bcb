import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { clausePage } from '../../src/editing/clause-page.js';
import { hover } from '../../src/editing/hover.js';
import { readZip } from '../../src/evidence/archive.js';
import { coverageOf } from '../../src/evidence/further-coverage.js';
import { ENGLISH } from '../../src/sms/language.js';
import { sentence } from '../../src/rules/check.js';
import { ruleById } from '../../src/rules/index.js';
import type { CheckResult } from '../../src/session/session.js';
import { numberOf } from '../../src/sms/standard.js';
import { builtInStandards, standardsOf } from '../../src/sms/standards.js';
import { inFolder, runHere, type Ran } from '../cli/scenario.js';
import { deskAt } from '../editing/desk.js';
import { spokenTo } from '../editing/spoken.js';
import { checkFolder } from '../support/disk.js';
import { Repository } from '../support/repository.js';
import { shared } from '../support/shared.js';
import { checkTexts } from '../support/sms.js';

describe('strongdm-comply: policies that were never written for us, against a standard of their own', function () {
  this.timeout(60_000);

  it('covers all 61 criteria, and finds exactly the 5 references to CC9.9, which there is none of', async function () {
    const data = shared(this, 'data', 'strongdm-comply', 'example'), folder = mkdtempSync(join(tmpdir(), 'sms-own-'));
    try {
      cpSync('test/own/strongdm', folder, { recursive: true });
      cpSync(data, join(folder, 'example'), { recursive: true });
      const result = await checkFolder(folder), tsc = standardsOf(result.config).get('tsc');
      assert.deepEqual([result.incomplete, tsc?.leaves.length], [[], 61]);
      assert.ok(tsc);
      const covered = coverageOf(tsc, result);
      assert.equal(covered.filter(({ evidence, state }) => evidence.length > 0 && state !== 'missing').length, 61);
      const unknown = result.findings.filter(({ rule }) => rule === 'clause-tag-unknown');
      assert.deepEqual(unknown.map(({ file }) => file), ['classification', 'encryption', 'information', 'password', 'policy'].map(name => `example/policies/${name}.md`));
      for (const finding of unknown) assert.match(sentence(ruleById(finding.rule), finding, ENGLISH), /names tsc:CC9\.9, which is no clause of Trust Services Criteria 2017\./);
      assert.deepEqual(unknown.map(({ range }) => [range.start.line, range.start.character]), unknown.map(() => [4, 6]));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

const CONFIG = 'sms: 1\norganization: Example\ntimeZone: Europe/Amsterdam\nschemas: [own]\n';
const HOUSE = `id: house
title: House rules for suppliers
clauses:
  - { id: H, title: Suppliers }
  - { id: H.1, title: Suppliers are known, parent: H, map: ["8.3.4.1", "iso27001:A.5.22"] }
  - { id: H.2, title: Suppliers are visited, parent: H }
`;
const VISITS = '---\nkind: document\nid: VISITS\ntitle: Visits to suppliers\nstatus: draft\nclauses: ["house:H.2", "iso9001:8.4.1", 8.2.3.2]\n---\nWhen we go there.\n';

const checked = (files: Readonly<Record<string, string>>): Promise<CheckResult> => checkTexts(new Map(Object.entries({ 'sms.yaml': CONFIG, ...files })), { today: '2026-10-15' });

/** What is said of the files of its own, as `line:column sentence`, lines and columns from 1. */
async function said(files: Readonly<Record<string, string>>): Promise<string[]> {
  const { findings } = await checked(files);
  return findings.filter(({ file }) => file.startsWith('own/')).map(finding => `${finding.range.start.line + 1}:${finding.range.start.character + 1} ${sentence(ruleById(finding.rule), finding, ENGLISH)}`);
}

describe('the built-in standards', () => {
  const { all, get, leavesOf, clause } = builtInStandards;

  it('have the clauses that they have: 93 controls, 7 chapters of ISO 9001 and 85 requirements of FitSM', () => {
    assert.deepEqual(['A.5', 'A.6', 'A.7', 'A.8'].map(theme => leavesOf(`iso27001:${theme}`).length), [37, 8, 14, 34]);
    for (const id of ['iso27001', 'iso9001']) assert.deepEqual(get(id)?.clauses.filter(each => each.parent === undefined).map(each => numberOf(each.id)).filter(number => number !== 'A'), ['4', '5', '6', '7', '8', '9', '10'], id);
    const fitsm = get('fitsm')?.leaves.map(each => numberOf(each.id)) ?? [];
    assert.deepEqual([fitsm.filter(id => id.startsWith('GR')).length, fitsm.filter(id => id.startsWith('PR')).length], [16, 69]);
  });

  it('say where they are from, and map to clauses that exist', () => {
    for (const { id, source = '', clauses } of all.slice(1)) {
      assert.match(source, /\S/, id);
      for (const { map = [], parent } of clauses) for (const ref of [...map, ...(parent === undefined ? [] : [parent])]) assert.ok(clause(ref), `${id}: ${ref}`);
    }
  });

  it('correspond as one management system that serves several standards needs it', () => {
    const pairs = [['9.2.1', 'iso27001:9.2.1', 'iso9001:9.2.1'], ['9.3', 'iso27001:9.3', 'iso9001:9.3'], ['10.1.1', 'iso27001:10.2', 'iso9001:10.2.1'], ['10.2', 'iso27001:10.1', 'iso9001:10.3'], ['8.5.1.3', 'iso27001:A.8.32'],
      ['8.2.6', 'iso27001:A.8.9'], ['8.2.5', 'iso27001:A.5.9'], ['8.4.3', 'iso27001:A.8.6'], ['8.7.2', 'iso27001:A.5.29', 'iso27001:A.5.30'], ['8.3.4.1', 'iso27001:A.5.19', 'iso27001:A.5.23', 'iso9001:8.4'], ['8.7.3.3', 'iso27001:A.5.24', 'iso27001:A.5.28']];
    for (const [main = '', ...others] of pairs) for (const other of others) assert.ok(builtInStandards.related(main).includes(other), `${main} and ${other}`);
  });

  it('are found however their names are capitalized', () => {
    assert.equal(clause('ISO9001:8.4')?.id, 'iso9001:8.4');
    assert.deepEqual(leavesOf('ISO27001:A.5.22').map(({ id }) => id), ['iso27001:A.5.22']);
    assert.equal(clause('iso20000-1:8.3.3'), undefined);
  });
});

describe('standards of one\'s own', () => {
  it('are covered by what names their clauses, and by what shows those that correspond, over several maps', async () => {
    const result = await checked({ 'own/standards/house.yaml': HOUSE, 'visits.md': VISITS }), standards = standardsOf(result.config), house = standards.get('HOUSE');
    assert.ok(house);
    assert.deepEqual(standards.sharedBy('house:H.1').map(({ id }) => id), ['8.2.3.1', '8.2.3.2', '8.3.4.1', 'iso27001:A.5.22']);
    const covered = coverageOf(house, result);
    assert.deepEqual(covered.map(({ clause, state, evidence, suggestion }) => [clause.id, state, evidence.map(({ id }) => id), suggestion]), [['house:H.1', 'missing', ['VISITS'], undefined], ['house:H.2', 'drafted', ['VISITS'], undefined]]);
  });

  it('count the same evidence once in each standard', async () => {
    const result = await checked({ 'own/standards/house.yaml': HOUSE, 'visits.md': VISITS }), { all } = standardsOf(result.config);
    const shownIn = all.map(standard => [standard.id, coverageOf(standard, result).flatMap(({ clause, evidence }) => evidence.filter(({ id }) => id === 'VISITS').map(() => clause.id))] as const);
    for (const [id, clauses] of shownIn) assert.equal(new Set(clauses).size, clauses.length, id);
    assert.deepEqual(shownIn.map(([id, clauses]) => [id, clauses.length > 0]), [['iso20000-1', true], ['iso27001', true], ['iso9001', true], ['fitsm', true], ['house', true]]);
  });

  it('may be JSON, and are read again when they change', async () => {
    const json = JSON.stringify({ id: 'house', title: 'House', clauses: [{ id: 'H.1', title: 'One' }] });
    for (const [text, leaves] of [[json, 1], [json.replace('"One" }', '"One" }').replace('[{', '[{"id":"H.0","title":"Zero"},{'), 2]] as const) {
      assert.equal(standardsOf((await checked({ 'own/standards/house.json': text })).config).get('house')?.leaves.length, leaves);
    }
  });

  const wrong: readonly (readonly [title: string, text: string, expected: readonly RegExp[]])[] = [
    ['a map to clauses that do not exist', 'id: a\ntitle: A\nclauses:\n  - { id: "1", title: One, map: [8.3.33, "iso27001:5.22", "iso27002:5.1", "a:1", 8.3.3] }\n', [
      /^4:34 8\.3\.33 is no clause of ISO\/IEC 20000-1:2018\. Did you mean 8\.3\?$/, /^4:43 iso27001:5\.22 is no clause of ISO\/IEC 27001:2022\. Did you mean iso27001:A\.5\.22\?$/,
      /^4:60 There is no standard `iso27002` that iso27002:5\.1 could be a clause of\./, /^4:76 a:1 is a clause of this standard itself/]],
    ['parents in a circle', 'id: a\ntitle: A\nclauses: [{ id: x, title: X, parent: y }, { id: y, title: Y, parent: z }, { id: z, title: Z, parent: x }]\n', [/^3:\d+ Clause z stands under itself/]],
    ['a clause under itself', 'id: a\ntitle: A\nclauses: [{ id: x, title: X, parent: x }]\n', [/^3:\d+ Clause x stands under itself/]],
    ['a parent that is not there', 'id: a\ntitle: A\nclauses: [{ id: CC1, title: X }, { id: CC1.1, title: Y, parent: C1 }]\n', [/^3:\d+ There is no clause C1 for CC1\.1 to stand under\./]],
    ['two clauses of one number', 'id: a\ntitle: A\nclauses: [{ id: x, title: X }, { id: x, title: Y }]\n', [/^3:\d+ There are two clauses x: the first counts\.$/]],
    ['the id of a built-in one', 'id: ISO9001\ntitle: A\nclauses: []\n', [/^1:5 `ISO9001` is a standard of this program/]],
    ['that of ISO/IEC 20000-1', 'id: iso20000-1\ntitle: A\nclauses: []\n', [/^1:5 A standard needs an `id`/]],
    ['no clauses', 'id: a\ntitle: A\n', [/^1:5 A standard needs `clauses`/]],
    ['clauses without numbers and titles', 'id: a\ntitle: A\nclauses: [{ title: X }, { id: "a b", title: X }, { id: x }, text]\n', [/A clause needs an `id`/, /A clause needs an `id`/, /Clause x has no `title`/, /A clause needs an `id`/]],
    ['YAML that cannot be read', 'id: a\ntitle: A\nclauses: [\n', [/cannot be read/]],
    ['a text', 'ISO 9001\n', [/does not begin with fields/]],
    ['more clauses than can be', `id: a\ntitle: A\nclauses:\n${Array.from({ length: 5_001 }, (_, at) => `- { id: c${at}, title: C }\n`).join('')}`, [/^5004:9 A standard can have 5000 clauses, and this one has 5001/]],
    ['a text longer than can be', `id: a\ntitle: A\n# ${'x'.repeat(600_000)}\nclauses: []\n`, [/longer than 524288 characters/]],
  ];
  for (const [title, text, expected] of wrong) {
    it(`say what is wrong at its place, and use the rest: ${title}`, async () => {
      const found = await said({ 'own/standards/a.yaml': text, 'own/standards/house.yaml': HOUSE });
      assert.equal(found.length, expected.length, found.join('\n'));
      for (const [at, pattern] of expected.entries()) assert.match(found[at] ?? '', pattern);
      const { incomplete, config } = await checked({ 'own/standards/a.yaml': text, 'own/standards/house.yaml': HOUSE });
      assert.deepEqual(incomplete.map(({ file }) => file), ['own/standards/a.yaml']);
      assert.equal(standardsOf(config).get('house')?.leaves.length, 2);
    });
  }

  it('two of one id: the first of the files is used, and the second named', async () => {
    const files = { 'own/standards/a.yaml': HOUSE, 'own/standards/b.yaml': HOUSE.replace('id: house', 'id: House').replace('House rules', 'Other rules') };
    assert.deepEqual(await said(files), ['1:5 `House` is the standard of own/standards/a.yaml already: this one is not used.']);
    assert.equal(standardsOf((await checked(files)).config).get('house')?.title, 'House rules for suppliers');
  });

  it('a tag of a standard of one\'s own that has no such clause is found, and one of a standard that was not read whole is not', async () => {
    const tags = async (standard: string): Promise<number> => (await checked({ 'own/standards/house.yaml': standard, 'd.md': VISITS.replace('house:H.2', 'house:H.3') })).findings.filter(({ rule }) => rule === 'clause-tag-unknown').length;
    assert.deepEqual([await tags(HOUSE), await tags(`${HOUSE}  - { id: H.2, title: Again }\n`)], [1, 0]);
  });

  it('are not used in a folder that nobody trusts, and the check says so', async () => {
    const { incomplete, config } = await checkTexts(new Map(Object.entries({ 'sms.yaml': CONFIG, 'own/standards/house.yaml': HOUSE })), { own: 'refused' });
    assert.equal(standardsOf(config).get('house'), undefined);
    assert.match(incomplete.map(({ reason }) => reason).join(), /trusted/);
  });

  it('are the same whatever the order in which files are listed', async () => {
    const files = Object.entries({ 'sms.yaml': CONFIG, 'own/standards/a.yaml': HOUSE, 'own/standards/b.yaml': HOUSE.replace('id: house', 'id: other').replace('"8.3.4.1"', '"house:H.1"') });
    const [one, two] = await Promise.all([files, [...files].reverse()].map(async each => standardsOf((await checkTexts(new Map(each))).config).all));
    assert.deepEqual(one, two);
    assert.equal(one?.length, 6);
  });
});

describe('the text of a standard that one has a licence for', function () {
  this.timeout(120_000);
  const SECRET = 'Quokka', FILES: Readonly<Record<string, string>> = {
    'sms.yaml': CONFIG, 'visits.md': VISITS.replace('8.2.3.2', '8.3.99'), 'own/standards/house.yaml': HOUSE,
    'own/requirements/iso.yaml': `standard: iso20000-1\ntext:\n  "8.3.4.1": The ${SECRET} one.\n  "8.2.3.2": The ${SECRET} two.\n`,
    'own/requirements/quality.json': `{ "standard": "iso9001", "text": { "8.4.1": "The ${SECRET} three." } }\n`,
    'own/requirements/house.yaml': `standard: house\ntext: { H.1: The ${SECRET} four., H.2: The ${SECRET} five. }\n`,
  };
  const BROKEN = { 'own/requirements/wrong.yaml': `standard: iso9001\ntext: { "8.44": ${SECRET} six, "8.4.2": [${SECRET} seven] }\n`, 'own/requirements/broken.yaml': `standard: iso9001\ntext: { "8.4.3": ${SECRET}: eight }\n`, 'own/requirements/other.yaml': `standard: iso9002\ntext: { "1": ${SECRET} }\n` };

  it('is shown where somebody hovers over the clause, and on its page', async () => {
    const { config } = await checkTexts(new Map(Object.entries(FILES))), standards = standardsOf(config);
    assert.deepEqual(['8.3.4.1', '8.2.3.2', 'iso9001:8.4.1', 'house:H.2', '8.3.3'].map(ref => standards.requirement(ref)), [`The ${SECRET} one.`, `The ${SECRET} two.`, `The ${SECRET} three.`, `The ${SECRET} five.`, undefined]);
    const text = Object.entries(FILES).map(([file, written]) => `//- ${file}\n${written.replace('house:H.2"', 'house:H.¦2"')}`).join(''), at = await deskAt(text);
    assert.match(hover(at.desk, at.file, at.position, spokenTo(at.desk))?.markdown ?? '', new RegExp(`The ${SECRET} five`));
    const clause = standards.clause('8.3.4.1') ?? assert.fail();
    assert.match(clausePage(clause, standards, [], ENGLISH), new RegExp(`The ${SECRET} one`));
  });

  it('is in nothing that is written or printed', async () => {
    const formats = ['text', 'md', 'json', 'sarif', 'gitlab', 'junit', 'github'], ids = ['iso20000-1', 'iso9001', 'house'];
    const asked = [
      ...formats.map(format => ['check', '--format', format]), ...ids.flatMap(id => ['text', 'md', 'json'].map(format => ['coverage', '--standard', id, '--format', format])),
      ...ids.flatMap(id => ['md', 'json'].map(format => ['pack', '-o', '-', '--standard', id, '--format', format])), ...['text', 'md', 'json', 'html'].map(format => ['diff', 'HEAD', '--format', format]),
      ['explain', '8.3.4.1', '.'], ['explain', 'iso9001:8.4.1', '.'], ['explain', 'house:H.1', '.'], ['register'], ['kinds', '.'],
    ];
    const repository = await Repository.create();
    try {
      repository.write(FILES).commit();
      const env = Object.fromEntries(Object.entries(repository.environment).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
      const sms = (...argv: string[]): Promise<Ran> => runHere(argv, { cwd: repository.path, env });
      for (const files of [{ 'own/requirements/house.yaml': `standard: house\ntext: { H.1: The new ${SECRET}. }\n` }, BROKEN]) {
        repository.write(files);
        for (const argv of files === BROKEN ? asked.filter(([command]) => command === 'check') : asked) {
          const { status, stdout, stderr } = await sms(...argv);
          assert.ok(stdout.length > 50 && [0, 1, 3].includes(status), `sms ${argv.join(' ')}: ${status} ${stderr}`);
          assert.ok(!`${stdout}${stderr}`.includes(SECRET), `sms ${argv.join(' ')}`);
        }
        const out = join(dirname(repository.path), 'evidence');
        for (const format of ['all', 'zip']) {
          const { stderr } = await sms('pack', '-o', out, '--format', format, '--standard', 'house');
          const written = format === 'zip' ? readZip(readFileSync(join(out, 'evidence-pack.zip'))) : readdirSync(out, { recursive: true, withFileTypes: true }).flatMap(each => (each.isFile() ? [{ path: each.name, bytes: readFileSync(join(each.parentPath, each.name)) }] : []));
          assert.ok(Array.isArray(written) && written.length > 10, stderr);
          for (const { path, bytes } of written) assert.ok(!new TextDecoder().decode(bytes).includes(SECRET), path);
        }
      }
    } finally {
      repository.remove();
    }
  });

  it('is named where it is of no standard or of no clause', async () => {
    assert.deepEqual((await said(BROKEN)).map(each => each.replace(/ Compare.*/, '')), [
      '2:24 There is a colon followed by a space inside this text. Put the whole text in quotes, or write it on the next line after `>-`.',
      '1:11 There is no standard `iso9002`: this text is not used. Known are iso20000-1, iso27001, iso9001 and fitsm.',
      '2:10 8.44 is no clause of ISO 9001:2015. Did you mean iso9001:8?', '2:30 The text of clause 8.4.2 is a text, not a list or fields.',
    ]);
  });
});

describe('the guide to further standards', function () {
  this.timeout(60_000);
  const guide = readFileSync('docs/standards.md', 'utf8'), files: Record<string, string> = {}, examples: { argv: string[]; files: Readonly<Record<string, string>>; lines: string[] }[] = [];
  for (const [, file, , text = ''] of guide.matchAll(/(?:^`(\S+)`:\n\n)?^```(\w+)\n(.*?)^```$/gms)) {
    if (file !== undefined) { files[file] = text; continue; }
    for (const line of text.trimEnd().split('\n')) {
      if (line.startsWith('$ sms ')) examples.push({ argv: line.slice(6).split(' '), files: { ...files }, lines: [] }); else examples.at(-1)?.lines.push(line);
    }
  }

  for (const { argv, files: known, lines } of examples) {
    it(`sms ${argv.join(' ')}, with ${Object.keys(known).length} files`, async () => {
      const { stdout, stderr } = await inFolder(known, cwd => runHere(argv, { cwd })), even = (words: string): string => words.replace(/\s+/g, ' '), printed = even(`${stdout} ${stderr}`);
      let from = 0;
      for (const line of lines) {
        const at = printed.indexOf(even(line), from);
        assert.ok(at >= 0, `${line}\nis not in\n${stdout.slice(0, 6000)}${stderr}`);
        from = at + even(line).length;
      }
      assert.ok(lines.length > 0 && !printed.includes('licensed copy'));
    });
  }
});
