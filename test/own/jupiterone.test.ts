import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sentence } from '../../src/rules/check.js';
import { ruleById } from '../../src/rules/index.js';
import type { CheckResult } from '../../src/session/session.js';
import { shared } from '../support/shared.js';
import { checkTexts } from '../support/sms.js';

describe('jupiterone-policies: a library of policies of somebody else, adopted as a kind of one’s own', () => {
  const own = (name: string): string => readFileSync(join('test/own/jupiterone', name), 'utf8');
  const checked = (test: Mocha.Context, edit = (library: string): string => library): Promise<CheckResult> => checkTexts(new Map([
    ['sms.yaml', own('sms.yaml')], ...['kinds/policy-library.json', 'rules/procedure-without-policy.yaml'].map(name => [name, own(name)] as const),
    ['templates/config.json', edit(readFileSync(join(shared(test, 'data', 'jupiterone-policies'), 'templates/config.json'), 'utf8'))],
  ]));

  it('has 25 policies and 141 procedures, and 151 references between them of which 10 lead nowhere', async function () {
    const { model, findings, incomplete, error } = await checked(this);
    assert.equal(error, undefined);
    assert.deepEqual(incomplete, []);
    assert.equal(model.ofType('security-policy').length, 25);
    assert.equal(model.ofType('policy-procedure').length, 141);
    assert.equal((model.files.get('templates/config.json')?.references ?? []).filter(({ expects }) => expects.includes('policy-procedure')).length, 151);
    const unresolved = findings.filter(({ rule }) => rule === 'ref-unresolved-or-obsolete');
    assert.equal(unresolved.length, 10);
    for (const finding of unresolved) assert.match(sentence(ruleById(finding.rule), finding), /ref-/);
    assert.deepEqual(findings.filter(({ rule }) => rule.startsWith('field-') || rule.startsWith('schema-') || rule === 'rule-invalid' || rule.startsWith('id-') || rule === 'kind-unknown'), []);
  });

  it('has no procedure that no policy names; where one is called otherwise, it is found from both sides', async function () {
    const alone = ({ findings }: CheckResult): string[] => findings.filter(({ rule }) => rule === 'procedure-without-policy').map(finding => finding.subject ?? '');
    assert.deepEqual(alone(await checked(this)), []);
    const otherwise = await checked(this, library => library.replace('"id": "cp-ism-scope"', '"id": "cp-ism-extent"'));
    assert.deepEqual(alone(otherwise), ['cp-ism-extent']);
    assert.equal(otherwise.findings.filter(({ rule }) => rule === 'ref-unresolved-or-obsolete').length, 11);
  });
});
