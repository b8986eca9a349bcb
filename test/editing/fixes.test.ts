import assert from 'node:assert/strict';
import { join } from 'node:path';
import { editorDesk } from '../../src/editing/desk.js';
import { fixContext } from '../../src/editing/fix-context.js';
import { fixAll, fixTitle, withPreview } from '../../src/rules/fixes.js';
import { ruleById } from '../../src/rules/index.js';
import { booleanMeant, dayMeant, durationMeant, momentMeant, numberMeant, periodMeant, timeMeant, timeZoneMeant } from '../../src/rules/writings.js';
import { applyChanges } from '../../src/sms/changes.js';
import { ENGLISH } from '../../src/sms/language.js';
import { foldersIn, textsUnder } from '../support/folders.js';
import { fixesOf, keyOf, outcomes, ruleOf } from '../support/fixes.js';
import { checkTexts } from '../support/sms.js';

const broken = join(process.cwd(), 'samples/broken');

type Files = Readonly<Record<string, string>>;

/** The titles of all fixes of the findings of one rule, the preferred ones with a `!` before them. */
async function titles(files: Files, rule: string): Promise<string[]> {
  const texts = new Map(Object.entries(files)), checked = await checkTexts(texts);
  return checked.findings.filter(finding => finding.rule === rule).flatMap(finding => fixesOf({ files: texts }, checked, finding).map(fix => (fix.preferred ? '! ' : '') + fixTitle(ruleOf(finding), fix, ENGLISH)));
}

/** The files that the first fix with these words in its title changes. */
async function mended(files: Files, rule: string, title = ''): Promise<Files> {
  const texts = new Map(Object.entries(files)), checked = await checkTexts(texts);
  for (const finding of checked.findings.filter(each => each.rule === rule)) {
    const fix = fixesOf({ files: texts }, checked, finding).find(each => fixTitle(ruleOf(finding), each, ENGLISH).includes(title));
    if (fix) return Object.fromEntries([...applyChanges(texts, fix.changes)].filter(([file, text]) => text !== texts.get(file)));
  }
  assert.fail(`no fix "${title}" of ${rule}: ${checked.findings.map(finding => `${finding.rule} ${finding.message}`).join(', ')}`);
}

const HEAD = 'kind: document\nid: DOC-MAIL\ntitle: Use of e-mail\n';
const ROLES = 'kind: role-register\nid: ROLES\ntitle: Roles\nroles:\n  - { id: ROLE-DESK, title: Service desk, holders: [PER-A] }\n';

describe('fixes', () => {
  describe('of the broken samples', () => {
    let made = 0;
    const silenced = new Set<string>();
    after(() => { console.log(`      ${made} fixes made; ${silenced.size} findings mended`); });
    for (const name of foldersIn(broken)) {
      it(`do no harm: ${name}`, async function () {
        this.timeout(120_000);
        const complaints: string[] = [];
        for await (const outcome of outcomes({ files: textsUnder(join(broken, name)) }, () => true)) {
          made++;
          if (outcome.silenced) silenced.add(`${name} ${keyOf(outcome.finding)}`);
          complaints.push(...outcome.complaints.map(complaint => `${outcome.finding.file}:${outcome.finding.range.start.line + 1} ${outcome.finding.rule} ${outcome.title}: ${complaint}`));
        }
        assert.deepEqual(complaints, []);
      });
    }
  });

  describe('of slips', () => {
    const cases: Record<string, [before: string, after: string]> = {
      'a colon in a list': ['distribution:\n  - Desk: all of it # day and night\n  - b\n', 'distribution:\n  - \'Desk: all of it\' # day and night\n  - b\n'],
      'a colon between braces': ['x: { a: b: c, d: e }\n', 'x: { a: \'b: c\', d: e }\n'],
      'a number sign and an apostrophe': ['summary: it\'s #1 here\n', 'summary: "it\'s #1 here"\n'],
      'a text that begins with a star': ['summary: *important* thing\n', 'summary: \'*important* thing\'\n'],
      'quotes that end too early': ['summary: "Mail" and more\n', 'summary: \'"Mail" and more\'\n'],
      'curly quotes around a colon': ['summary: „Mail: all“\n', 'summary: "Mail: all"\n'],
      'a path with backslashes': ['summary: "\\\\server\\Share"\n', 'summary: \'\\\\server\\Share\'\n'],
      'tabs on several lines': ['source:\n\tsystem: x\n\tquery: y\n', 'source:\n  system: x\n  query: y\n'],
      'what a merge brings': ['a: &a { k: v, l: w }\nb:\n  <<: *a\n  l: own\n', 'a: &a { k: v, l: w }\nb:\n  l: own\n  k: v\n'],
      'a line of dashes at the end': ['summary: x\n---\n', 'summary: x\n'],
    };
    for (const [name, [before, wanted]] of Object.entries(cases)) {
      it(name, async () => assert.deepEqual(await mended({ 'mail.yaml': HEAD + before }, 'yaml-syntax'), { 'mail.yaml': HEAD + wanted }));
    }
  });

  describe('of fields', () => {
    it('insert what is missing in the order of the schema, as placeholders or open', async () => {
      const file = 'kind: service-catalogue\nid: CAT\ntitle: Catalogue\naudiences: [everybody]\npublishedAt: https://example.org\nservices:\n  - id: SVC-MAIL # oldest\n    title: "Mail"\n    dependsOn: []\n';
      const { 'cat.yaml': text = '' } = await mended({ 'cat.yaml': file }, 'catalogue-field-missing', 'Insert');
      assert.match(text, /  - id: SVC-MAIL # oldest\n    title: "Mail"\n    description: <.+>\n    owner:\n    intendedOutcomes:\n      - <.+>\n    dependsOn: \[\]\n/);
    });
    it('offer what a field is likely to name, the owner of the document first', async () => {
      const risks = 'kind: risk-register\nid: RISKS\ntitle: Risks\nowner: ROLE-SMM\nrisks:\n  - { id: RSK-1, title: Fire, customerImpact: None, response: Alarm }\n';
      const offered = await titles({ 'risks.yaml': risks, 'roles.yaml': `${ROLES}  - { id: ROLE-SMM, title: SMS manager, holders: [PER-A] }\n` }, 'risk-unattended');
      assert.deepEqual(offered.filter(title => title.startsWith('Insert `owner`')), ['Insert `owner`: ROLE-SMM', 'Insert `owner`: ROLE-DESK']);
    });
    it('write days, moments and words as the schema wants them, inside their quotes', async () => {
      assert.deepEqual(await mended({ 'd.yaml': `${HEAD}approvedOn: "31.03.2026" # minutes\n` }, 'field-invalid'), { 'd.yaml': `${HEAD}approvedOn: "2026-03-31" # minutes\n` });
      assert.deepEqual(await titles({ 'd.yaml': `${HEAD}approvedOn: 3/4/2026\n` }, 'field-invalid'), []);
      assert.deepEqual(await titles({ 'd.yaml': `${HEAD}status: In Review\n` }, 'field-invalid'), ['Write in-review']);
      assert.deepEqual(await mended({ 'd.yaml': `${HEAD}distribution: Desk; Customers\n` }, 'field-invalid'), { 'd.yaml': `${HEAD}distribution: [Desk, Customers]\n` });
    });
    it('take an adopted file as theirs', async () => {
      const adopt = 'sms: 1\norganization: X\ntimeZone: Europe/Amsterdam\nadopt:\n  - { files: "p/*.yaml", as: yaml, kind: document, fields: { id: nr, title: name, approvedOn: meta.day } }\n';
      assert.deepEqual(await mended({ 'sms.yaml': adopt, 'p/a.yaml': 'nr: D-1\nname: N\nmeta:\n    day: 31.03.2026 # q\n' }, 'field-invalid'), { 'p/a.yaml': 'nr: D-1\nname: N\nmeta:\n    day: 2026-03-31 # q\n' });
    });
  });

  describe('of references', () => {
    const scope = 'kind: scope-statement\nid: SCOPE\ntitle: Scope\nservices: [SVC-MIAL]\n', catalogue = 'kind: service-catalogue\nid: CAT\ntitle: Catalogue\nservices:\n  - { id: SVC-MAIL, title: Mail }\n';
    it('write the nearest one at all places that name what is not there', async () => {
      const page = '---\nkind: document\nid: DOC-A\ntitle: A\n---\nSee [[SVC-MIAL]].\n';
      assert.deepEqual(await mended({ 'scope.yaml': scope, 'cat.yaml': catalogue, 'a.md': page }, 'ref-unresolved-or-obsolete', 'SVC-MAIL'),
        { 'scope.yaml': scope.replace('MIAL', 'MAIL'), 'a.md': page.replace('MIAL', 'MAIL') });
    });
    it('add the missing thing to the only place for such things, or begin that', async () => {
      const { 'cat.yaml': text = '' } = await mended({ 'scope.yaml': scope.replace('MIAL', 'FAX'), 'cat.yaml': catalogue }, 'ref-unresolved-or-obsolete', 'Add SVC-FAX');
      assert.match(text, /^ {2}- \{ id: SVC-FAX, title: .+\}$/m);
      const begun = await mended({ 'scope.yaml': scope }, 'ref-unresolved-or-obsolete', 'Create');
      assert.match(Object.values(begun).join(), /^kind: service-catalogue\n[^]*- id: SVC-MIAL\n/);
    });
    it('leave the choice open where a thing has two places', async () => {
      const other = catalogue.replace('id: CAT', 'id: CAT-2').replace('SVC-MAIL', 'SVC-NET');
      assert.deepEqual((await titles({ 'scope.yaml': scope.replace('MIAL', 'XYZXYZ'), 'a.yaml': catalogue, 'b.yaml': other }, 'ref-unresolved-or-obsolete')).filter(title => title.startsWith('Add')), []);
    });
    it('leave alone what names another thing rightly', async () => {
      const page = '---\nkind: document\nid: DOC-A\ntitle: A\n---\nSee DOC-A.\n', wrong = scope.replace('SVC-MIAL', 'DOC-A');
      assert.deepEqual(await mended({ 'scope.yaml': wrong, 'cat.yaml': catalogue, 'a.md': page }, 'ref-unresolved-or-obsolete', 'SVC-MAIL'), { 'scope.yaml': wrong.replace('DOC-A', 'SVC-MAIL') });
    });
    it('follow links from the folder of the page', async () => {
      const page = '---\nkind: document\nid: DOC-A\ntitle: A\n---\nSee [it](../plan%20b.md).\n';
      const top = page.replace('DOC-A', 'DOC-B').replace('../plan', 'plan');
    assert.deepEqual(await mended({ 'pages/a.md': page, 'b.md': top, 'plans/plan b.md': '# Plan\n' }, 'ref-unresolved-or-obsolete'),
      { 'pages/a.md': page.replace('../plan%20b.md', '../plans/plan%20b.md'), 'b.md': top.replace('(plan', '(plans/plan') });
    });
  });

  it('of a key that stands twice keep the comments of what stays', async () => {
    const text = `${HEAD}owner: ROLE-A # first\n# between\nowner: ROLE-B # second\nlanguage: en\n`;
    assert.deepEqual(await mended({ 'd.yaml': text }, 'key-duplicate', 'first'), { 'd.yaml': `${HEAD}owner: ROLE-A # first\n# between\nlanguage: en\n` });
    assert.deepEqual(await mended({ 'd.yaml': text }, 'key-duplicate', 'second `owner`'), { 'd.yaml': `${HEAD}# between\nowner: ROLE-B # second\nlanguage: en\n` });
    assert.deepEqual(await titles({ 'd.yaml': `${HEAD}owner: R\nowner: "R"\n` }, 'key-duplicate'), ['! Remove the second `owner`, which says the same']);
  });

  it('of all findings of a rule are made at once, but for two at one place', async () => {
    const files = new Map([['a.yaml', `${HEAD}langage: en\nclasification: internal\n`], ['b.yaml', HEAD.replace('MAIL', 'FAX') + 'onwer: ROLE-X\n']]), checked = await checkTexts(files), rule = ruleById('field-unknown');
    assert.ok(rule);
    const desk = editorDesk(checked, { textOf: file => files.get(file), isChecked: () => true }, ENGLISH), all = fixAll(checked.findings.filter(finding => finding.rule === rule.id), rule, fixContext(desk, rule));
    assert.ok(all);
    assert.deepEqual([...applyChanges(files, all).values()], [`${HEAD}language: en\nclassification: internal\n`, HEAD.replace('MAIL', 'FAX') + 'owner: ROLE-X\n']);
    assert.ok(withPreview(all, 'why').edits?.every(({ edits }) => edits.every(({ confirm }) => confirm === 'why')));
    const twice = checked.findings.flatMap(finding => (finding.rule === rule.id ? [finding, finding] : []));
    assert.deepEqual(fixAll(twice, rule, fixContext(desk, rule)), all);
  });
});

describe('what people write', () => {
  const table = <T>(read: (text: string) => T, cases: Readonly<Record<string, T>>): void => {
    for (const [text, meant] of Object.entries(cases)) it(`${text} is ${String(meant)}`, () => assert.equal(read(text), meant));
  };
  describe('for a day', () => table(dayMeant, {
    '31.03.2026': '2026-03-31', '1.2.2026': '2026-02-01', '31/3/2026': '2026-03-31', '03/31/2026': '2026-03-31', '4/4/2026': '2026-04-04', '2026/03/31': '2026-03-31', '20260331': '2026-03-31',
    '2026-3-5': '2026-03-05', '31 March 2026': '2026-03-31', 'Mar 31, 2026': '2026-03-31', '1st of May 2026': '2026-05-01', '2026-03-31T10:00': '2026-03-31',
    '3/4/2026': undefined, '2026-02-30': undefined, '31.13.2026': undefined, '31.03.26': undefined, 'March 2026': undefined, 'Ma 3, 2026': undefined, soon: undefined,
  }));
  describe('for a moment', () => table(text => momentMeant(text, 'Europe/Amsterdam'), {
    '2026-07-14 02:10': '2026-07-14T02:10:00+02:00', '14.01.2026 2:10': '2026-01-14T02:10:00+01:00', '2026-07-14T02:10:00Z': '2026-07-14T02:10:00+00:00', '2026-07-14': undefined, '3/4/2026 10:00': undefined,
    '2026-07-14 25:10': undefined,
  }));
  describe('for a period', () => table(periodMeant, {
    yearly: '1 year', 'every 6 months': '6 months', 'six months': '6 months', '12months': '12 months', P1Y: '1 year', 'each year': '1 year', '1 months': '1 month', 'once a month': '1 month', P3M: '3 months',
    '3m': undefined, biannual: undefined, often: undefined, '0 days': undefined,
  }));
  describe('for a duration', () => table(durationMeant, { '4h': '4 hours', '30 min': '30 minutes', '1 hrs': '1 hour', '1.5 h': '1.5 hours', '4m': undefined, soon: undefined }));
  describe('for a number', () => table(numberMeant, { '99.9 %': 99.9, '99,9': 99.9, '1 000': 1000, '95 percent': 95, '1,000': undefined, '> 95': undefined, '': undefined }));
  describe('for a time', () => table(timeMeant, { '8:00': '08:00', '8.30': '08:30', '8h': '08:00', '6 pm': '18:00', '12 am': '00:00', '12 pm': '12:00', '24:00': '24:00', '25:00': undefined, '8': undefined, '13 pm': undefined }));
  describe('for yes or no', () => table(booleanMeant, { yes: true, No: false, maybe: undefined }));
  describe('for a time zone', () => table(timeZoneMeant, { Amsterdam: 'Europe/Amsterdam', 'new york': 'America/New_York', 'europe/berlin': 'Europe/Berlin', Atlantis: undefined }));
});
