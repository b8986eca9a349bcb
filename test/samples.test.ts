import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { CheckResult } from '../src/session/session.js';
import type { Finding } from '../src/sms/types.js';
import { foldersIn, textsUnder } from './support/folders.js';
import { checkTexts, crashedIn } from './support/sms.js';

const samples = join(process.cwd(), 'samples');

const line = ({ file, range: { start }, grade, rule, message }: Finding): string =>
  `${file}:${start.line + 1}:${start.character + 1} ${grade} ${rule} ${message}`;

/** The texts of the good sample with one passage of one file written otherwise. */
function harbourWith(file: string, passage: string, instead: string): Map<string, string> {
  const texts = textsUnder(join(samples, 'harbour')), text = texts.get(file) ?? '';
  assert.equal(text.split(passage).length, 2, `"${passage}" stands once in ${file}`);
  return texts.set(file, text.replace(passage, instead));
}

describe('the sample harbour', () => {
  let result: CheckResult;
  before(async () => { result = await checkTexts(textsUnder(join(samples, 'harbour'))); });

  it('has nothing to find and is checked to its end', () => {
    assert.deepEqual(result.findings.map(line), []);
    assert.deepEqual(crashedIn(result), []);
    assert.deepEqual([...result.model.files.values()].filter(facts => facts.incomplete !== undefined).map(facts => facts.file), []);
  });

  it('accepts two deviations, which are used', () => {
    assert.deepEqual(result.accepted.map(({ deviation, rule, message }) => `${deviation ?? ''} ${rule} ${message}`),
      ['DEV-001 availability-not-monitored-or-investigated not-watched', 'DEV-002 doc-approval-invalid self']);
  });

  it('carries its day, so that it stays as it is', () => {
    assert.equal(result.config.today, '2026-10-15');
  });

  it('is of the size that it claims, and all that it names is there', () => {
    const { model } = result;
    assert.ok(model.artefacts.length >= 300, `${model.artefacts.length} artefacts`);
    assert.equal(model.ofType('service').length, 10);
    assert.equal(model.ofType('risk').length, 23);
    assert.equal(model.ofType('target').length, 60);
    const named = model.references.filter(reference => model.resolves(reference)).length;
    assert.equal(named, model.references.length);
    assert.ok(named > 800, `${named} references`);
  });

  it('is watched: a promise above what can be carried is found, and that nobody approved it', async () => {
    const target = 'id: erp-availability';
    const text = textsUnder(join(samples, 'harbour')).get('agreements/sla-boreal.yaml') ?? '';
    const from = text.indexOf(target), passage = text.slice(from, text.indexOf('value: 99.9', from) + 'value: 99.9'.length);
    const changed = await checkTexts(harbourWith('agreements/sla-boreal.yaml', passage, `${passage.replace('2025-03-01', '2026-10-01')}9`));
    assert.deepEqual(changed.findings.map(({ rule, message }) => `${rule} ${message}`), ['doc-changed-without-version record', 'sla-availability-exceeds-composite exceeds']);
  });

  it('is watched: a role that nobody knows is found, and that nobody approved it', async () => {
    const changed = await checkTexts(harbourWith('processes/incident/raci.yaml', 'processOwner: ROLE-IM', 'processOwner: ROLE-INC'));
    assert.deepEqual(changed.findings.map(line), ['processes/incident/raci.yaml:4:10 minor doc-changed-without-version record', 'processes/incident/raci.yaml:12:15 minor role-unknown-or-vacant unresolved']);
  });
});

describe('the broken samples', () => {
  const names = foldersIn(join(samples, 'broken'));

  it('are there', () => { assert.ok(names.length >= 8, names.join(', ')); });

  for (const name of names) {
    it(`${name} yields exactly what it expects, and fails`, async () => {
      const texts = textsUnder(join(samples, 'broken', name)), checked = await checkTexts(texts), { model } = checked;
      assert.deepEqual(checked.findings.map(line), (texts.get('expected.txt') ?? '').split('\n').filter(expected => expected !== ''));
      assert.deepEqual(crashedIn(checked), []);
      assert.deepEqual([...model.files.values()].filter(facts => facts.incomplete !== undefined).map(facts => facts.file), []);
      assert.ok(checked.findings.some(({ grade }) => grade !== 'observation'), 'at least one finding that fails the run');
    });
  }
});
