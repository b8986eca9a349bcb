import assert from 'node:assert/strict';
import { sentence } from '../../src/rules/check.js';
import { rulesOf } from '../../src/rules/book.js';
import { fixesFor } from '../../src/rules/fixes.js';
import type { CheckResult } from '../../src/session/session.js';
import { edited } from '../../src/sms/changes.js';
import { deskOf } from '../editing/desk.js';
import { fixContext } from '../../src/editing/fix-context.js';
import { checkTexts, openTexts } from '../support/sms.js';

const CONFIG = 'sms: 1\norganization: Example\ntimeZone: Europe/Amsterdam\nrulePacks: [rules]\n';
const CATALOGUE = `kind: service-catalogue
id: CAT
title: Services
services:
  - { id: SVC-MAIL, title: Mail, status: live, owner: ROLE-A, dependsOn: [{ to: SVC-NET }] }
  - { id: SVC-NET, title: Network, status: live, type: supporting, dependsOn: [{ to: SVC-POWER }] }
  - { id: SVC-POWER, title: Power, status: retiring, type: supporting, description: It is there, dependsOn: [{ to: SVC-NET }] }
`;
const RULE = `rule: service-without-description
title: Every live service is described
grade: minor
clauses: ["8.2.4"]
select: service
where:
  - { field: status, in: [live] }
  - { field: description, is: absent }
message: '{name} is not described; {owner} writes a sentence.'
at: description
args: { owner: { name: owner } }
fix: { say: Say that it is to be written, set: { description: 'To be written ({today}).' } }
`;
const ALL = new Map([['sms.yaml', CONFIG], ['rules/a.yaml', RULE], ['catalogue.yaml', CATALOGUE]]);

async function checked(changes: Record<string, string>): Promise<CheckResult> { return checkTexts(new Map([...ALL, ...Object.entries(changes)])); }
function said({ findings, config }: CheckResult, ...rules: string[]): string[] {
  return findings.filter(({ rule }) => rules.includes(rule)).map(finding => `${finding.file}:${finding.range.start.line + 1} ${finding.rule === 'rule-invalid' ? '' : `${finding.grade} `}${sentence(rulesOf(config).get(finding.rule), finding)}`);
}
const OWN = 'service-without-description';

describe('rules of one’s own', () => {
  it('speak like those of the house: message, place, grade, clauses', async () => {
    const result = await checked({});
    assert.deepEqual(said(result, OWN), ['catalogue.yaml:5 minor "Mail" (SVC-MAIL) is not described; ROLE-A writes a sentence.', 'catalogue.yaml:6 minor "Network" (SVC-NET) is not described;  writes a sentence.']);
    assert.deepEqual(result.findings.filter(({ rule }) => rule === OWN).map(({ clauses }) => clauses), [['8.2.4'], ['8.2.4']]);
    assert.deepEqual(said(result, 'rule-invalid', 'config-invalid', 'kind-probably-missing'), []);
    assert.deepEqual(result.incomplete.filter(({ reason }) => !/history/.test(reason)), []);
  });

  it('are switched off, graded and set in sms.yaml, and accepted in the deviation register', async () => {
    const because = 'reason: For now, owner: ROLE-A, until: 2026-12-31';
    assert.deepEqual(said(await checked({ 'sms.yaml': `${CONFIG}rules: { ${OWN}: { off: true, ${because} } }\n` }), OWN, 'config-invalid'), []);
    assert.match(said(await checked({ 'sms.yaml': `${CONFIG}rules: { ${OWN}: { grade: major, ${because} } }\n` }), OWN, 'config-invalid')[0] ?? '', /major/);
    assert.match(said(await checked({ 'sms.yaml': `${CONFIG}rules: { ${OWN}x: { off: true, ${because} } }\n` }), 'config-invalid')[0] ?? '', new RegExp(`Did you mean \`${OWN}\``));
    const few = RULE.replace('select:', 'settings: { most: 1 }\nselect:').replace('  - { field: description, is: absent }', '  - { count: { list: dependsOn }, atLeast: { setting: most } }');
    assert.equal(said(await checked({ 'rules/a.yaml': few }), OWN).length, 2);
    assert.equal(said(await checked({ 'rules/a.yaml': few, 'sms.yaml': `${CONFIG}rules: { ${OWN}: { most: 2 } }\n` }), OWN, 'config-invalid').length, 0);
    const register = `kind: deviation-register\nid: DEV\ntitle: Deviations\nversion: "1"\nstatus: approved\nowner: ROLE-A\napprover: ROLE-A\napprovedOn: 2026-01-01\neffectiveFrom: 2026-01-01\ndeviations:\n  - { id: DEV-1, rule: ${OWN}, at: SVC-MAIL, reason: Known, owner: ROLE-A, until: 2026-12-31 }\n`;
    assert.equal(said(await checked({ 'deviations.yaml': register }), OWN, 'deviation-unused').length, 1);
  });

  it('mend what they find', async () => {
    const { desk } = await deskOf(ALL), rule = rulesOf(desk.model.config).get(OWN) ?? assert.fail();
    const texts = desk.findings.filter(finding => finding.rule === OWN).flatMap(finding => [...fixesFor(finding, rule, fixContext(desk, rule))].map(({ changes }) => edited(desk.textOf(finding.file) ?? '', changes.edits?.[0]?.edits ?? [])));
    assert.equal(texts.length, 2);
    assert.match(texts[0] ?? '', /id: SVC-MAIL, .*description: ["']?To be written \(2026-10-15\)\./);
    assert.equal(said(await checked({ 'catalogue.yaml': texts[0] ?? '' }), OWN).length, 1);
  });

  it('follow any number of hops, forward and back, and end in a circle', async () => {
    const over = (related: string): string => `rule: ${OWN}\ntitle: Nothing live stands on what goes\nselect: service\nwhere:\n  - { field: status, in: [live] }\n  - some: ${related}\n    where: [{ field: status, in: [retiring] }]\nmessage: '{name} stands on what goes.'\n`;
    const names = async (related: string): Promise<string> => said(await checked({ 'rules/a.yaml': over(related) }), OWN).map(line => /"(\w+)"/.exec(line)?.[1]).join(' ');
    assert.equal(await names('{ to: dependsOn.to }'), 'Network');
    assert.equal(await names('{ to: dependsOn.to, through: all }'), 'Mail Network');
    assert.equal(await names('{ to: [dependsOn.to, dependsOn.to] }'), 'Mail');
    assert.equal(await names('{ from: service, via: dependsOn.to }'), 'Network');
    assert.equal(await names('{ from: service, via: dependsOn.to, through: all }'), 'Network');
  });

  it('hold days against today and against another field, and count', async () => {
    const rule = `rule: ${OWN}\ntitle: Reviews are planned\nselect: service-catalogue\nwhere:\n  - any:\n    - { field: effectiveFrom, before: { minus: 1 year } }\n    - { field: nextReview, after: { field: effectiveFrom, plus: 2 years } }\nmessage: '{name} is old.'\n`;
    const found = async (header: string): Promise<number> => said(await checked({ 'rules/a.yaml': rule, 'catalogue.yaml': CATALOGUE.replace('services:', `${header}\nservices:`) }), OWN).length;
    assert.equal(await found('effectiveFrom: 2025-10-01'), 1);
    assert.equal(await found('effectiveFrom: 2025-10-20'), 0);
    assert.equal(await found('effectiveFrom: 2026-01-01\nnextReview: 2028-02-01'), 1);
  });

  it('that always speak are listed 200 times in a file, and the total is said', async () => {
    const services = Array.from({ length: 250 }, (_, at) => `  - { id: SVC-${at}, title: S${at}, status: live }\n`).join('');
    const result = await checked({ 'catalogue.yaml': `kind: service-catalogue\nid: CAT\ntitle: Services\nservices:\n${services}` });
    assert.equal(said(result, OWN).length, 200);
    assert.match(said(result, 'limit-reached').join('\n'), /service-without-description speaks 250 times .* first 200/);
  });

  it('take effect as soon as their file changes', async () => {
    const check = await openTexts(ALL);
    assert.equal(said(await check(new Map()), OWN).length, 2);
    assert.equal(said(await check(new Map([['rules/a.yaml', RULE.replace('[live]', '[retiring]')]])), OWN).length, 0);
    assert.match(said(await check(new Map([['rules/a.yaml', RULE.replace('is not described', 'has no words')]])), OWN)[0] ?? '', /has no words/);
    assert.equal(said(await check(new Map([['rules/a.yaml', 'rule: [']])), OWN).length, 0);
    assert.equal(said(await check(new Map()), OWN).length, 2);
  });

  describe('are judged before they are used:', () => {
    const cases: readonly (readonly [name: string, from: string, to: string, says: RegExp])[] = [
      ['a kind that does not exist', 'select: service', 'select: servce', /no kind and no type of item "servce"\. Did you mean service\?/],
      ['a field that does not exist', 'field: description', 'field: descripton', /no field `descripton` here\. Did you mean description\?/],
      ['a value that the field never has', '[live]', '[liv]', /never is "liv"\. Did you mean live\?/],
      ['a key that does not exist', 'message:', 'mesage:', /Did you mean `message`/],
      ['a placeholder that nothing fills', '{name} is', '{nam} is', /Nothing fills in `\{nam\}` here\. Did you mean name\?/],
      ['a clause that does not exist', '"8.2.4"', '"8.2.44"', /There is no clause 8\.2\.44/],
      ['a grade that does not exist', 'grade: minor', 'grade: miner', /Did you mean "minor"\?/],
      ['two things in a condition', '{ field: status, in: [live] }', '{ field: status, in: [live], some: { list: dependsOn } }', /says one thing/],
      ['a condition that asks nothing', '{ field: status, in: [live] }', '{ field: status }', /not said what is to hold/],
      ['a setting that is not there', '{ field: description, is: absent }', '{ count: { list: dependsOn }, above: { setting: most } }', /no setting `most`/],
      ['a field in a list', '{ field: description, is: absent }', '{ field: dependsOn.to, is: absent }', /entries of a list/],
      ['something that names nothing', '{ field: description, is: absent }', '{ some: { to: description } }', /names nothing/],
      ['a text that is to be less', '{ field: description, is: absent }', '{ field: description, below: 3 }', /is no number/],
      ['a day that is none', '{ field: description, is: absent }', '{ field: retiredOn, before: tomorrow }', /Write `today`/],
      ['what is around where nothing is', '{ field: description, is: absent }', '{ field: ^^owner, is: absent }', /nothing around/],
      ['the id of a rule of the house', `rule: ${OWN}`, 'rule: doc-review-overdue', /rule of this program/],
      ['no YAML', 'where:', 'where: [', /./],
    ];
    for (const [name, from, to, says] of cases) {
      it(name, async () => {
        assert.ok(RULE.includes(from));
        const result = await checked({ 'rules/a.yaml': RULE.replace(from, to), 'rules/b.yaml': RULE.replace(`rule: ${OWN}`, 'rule: another') });
        const found = result.findings.filter(({ file }) => file === 'rules/a.yaml').map(finding => sentence(rulesOf(result.config).get(finding.rule), finding));
        assert.ok(found.some(each => says.test(each)), found.join('\n'));
        assert.deepEqual(said(result, OWN), [], 'it is not used');
        assert.equal(said(result, 'another').length, 2, 'the other is used');
        assert.ok(result.incomplete.some(({ file }) => file === 'rules/a.yaml'));
      });
    }

    it('two of one name: the second is not used', async () => {
      const result = await checked({ 'rules/b.yaml': RULE });
      assert.match(said(result, 'rule-invalid').join('\n'), /rules\/b\.yaml:1 There is a rule `service-without-description` in rules\/a\.yaml already/);
      assert.equal(said(result, OWN).length, 2);
    });
  });

  describe('in packs', () => {
    const GROUP = RULE.replace(`rule: ${OWN}`, 'rule: group-rule').replace('select:', 'settings: { most: 3 }\nselect:');
    const packed = (pack: string, more: Record<string, string> = {}): Promise<CheckResult> => checked({ 'rules/pack.yaml': pack, 'group/rule.yaml': GROUP, ...more });

    it('build on others, and grade and set their rules', async () => {
      assert.deepEqual(said(await packed('pack: own\n'), 'group-rule', 'rule-invalid'), []);
      assert.match(said(await packed('pack: own\nextends: [group]\n'), 'group-rule', 'rule-invalid').join('\n'), /:5 minor .*:6 minor/s);
      const result = await packed('pack: own\nextends: [group]\ngrades: { group-rule: major }\nsettings: { group-rule: { most: 5 } }\n');
      assert.match(said(result, 'group-rule', 'rule-invalid').join('\n'), /:5 major .*:6 major/s);
      assert.deepEqual(rulesOf(result.config).get('group-rule')?.settings, { most: 5 });
    });

    it('tell what is wrong with them', async () => {
      const wrong = async (pack: string, more: Record<string, string> = {}): Promise<string> => said(await packed(pack, more), 'rule-invalid').join('\n');
      assert.match(await wrong('pack: own\nextends: [grup]\n'), /no rules in the folder grup/);
      assert.match(await wrong('pack: own\nextends: [group]\n', { 'group/pack.yaml': 'pack: group\nextends: [rules]\n' }), /in a circle: (?:rules → group → rules|group → rules → group)/);
      assert.match(await wrong('pack: own\nextends: [group]\n', { 'group/pack.yaml': 'pack: own\n' }), /is called `own` too/);
      assert.match(await wrong('pack: own\nextends: [group]\ngrades: { grup-rule: major }\n'), /no rule `grup-rule`\. Did you mean group-rule\?/);
      assert.match(await wrong('pack: own\nsettings: { group-rule: { most: 5 } }\n'), /has no rule `group-rule`/);
      assert.match(await wrong('pack: own\nextends: ["../../elsewhere"]\n'), /no rules in the folder/);
    });
  });
});
