import assert from 'node:assert/strict';
import { serverTexts } from '../../l10n/collect.js';
import { review as reviewOf, type Side } from '../../src/session/reviewing.js';
import { isFields } from '../../src/sms/data.js';
import { ENGLISH, language, told } from '../../src/sms/language.js';
import { compareText } from '../../src/sms/text.js';
import type { Review } from '../../src/review/types.js';
import type { Phrase } from '../../src/sms/types.js';
import { dataIn, hardCoded, pseudoTable } from '../support/pseudo.js';
import { checked, harbour, SCRIPTED, type Scripted, type Sms } from './forty.js';

const PSEUDO = language('qps-ploc', pseudoTable(serverTexts().texts));

/** What a service level manager expects of a review of the sample, held against what it says. */
describe('scripted changes of the sample, with what they mean, what they reach and who must agree', function () {
  this.timeout(300_000);
  let sample: Sms, base: Side, right = 0;
  before(async () => {
    sample = harbour();
    base = await checked(sample);
    assert.deepEqual([base.result.findings, base.result.incomplete], [[], []], 'the sample is clean: whatever is found comes of the change');
  });

  for (const scripted of SCRIPTED) {
    it(scripted.name, async () => {
      const after: Sms = new Map(sample);
      for (const edit of scripted.edits) edit(after);
      const review = await reviewOf(base, await checked(after, base.session)), isData = dataIn([...sample, ...after].flat().filter(each => typeof each === 'string'));
      judge(review, scripted);
      assert.deepEqual(phrasesIn({ ...review, findings: undefined }).flatMap(each => hardCoded(String(told(PSEUDO, each)), isData)), [], 'its sentences are made of texts by id');
      right++;
    });
  }

  it('are right: 40 of 40', () => { assert.equal(`${right} of ${SCRIPTED.length}`, '40 of 40'); });
});

/** The sentences and words in a review, wherever they stand. */
function phrasesIn(value: unknown): Phrase[] {
  if (Array.isArray(value)) return value.flatMap(phrasesIn);
  if (isPhrase(value)) return [value];
  return isFields(value) ? Object.values(value).flatMap(phrasesIn) : [];
}

function isPhrase(value: unknown): value is Phrase { return isFields(value) && typeof value['text'] === 'string' && (typeof value['id'] === 'string' || isFields(value['args'])); }

function judge(review: Review, { changes, folded = [], reaches = {}, consents = [], voided = [], introduced = [] }: Scripted): void {
  const { changes: all, consequences, consents: asked, approvals, findings, notCompared } = review;
  const seen = all.filter(({ weight }) => weight !== 'editorial'), quiet = all.filter(({ weight }) => weight === 'editorial');
  assert.deepEqual(seen.map(({ act, weight, direction, thing }) => `${act} ${weight} ${direction} ${thing.id}`), changes.map(([line]) => line));
  changes.forEach(([, ...words], at) => {
    const change = seen[at], sentences = change ? [change.say, ...change.parts ?? []].map(say => told(ENGLISH, say)).join('\n') : '';
    for (const word of words) assert.match(sentences, word);
  });
  assert.deepEqual(quiet.map(({ act, thing }) => `${act} ${thing.id}`), folded);

  assert.deepEqual(consequences.map(({ thing }) => thing).sort(compareText), Object.keys(reaches).sort(compareText), 'what reaches something');
  for (const { thing, reached } of consequences) {
    const { has = [], not = [], grave = [] } = reaches[thing] ?? {}, named = reached.map(each => `${each.as} ${each.thing.id}`);
    assert.deepEqual(has.filter(each => !named.includes(each)), [], `${thing} reaches these as well`);
    assert.deepEqual(not.filter(each => named.includes(each)), [], `${thing} does not reach these`);
    assert.deepEqual(reached.filter(each => each.grave && each.as !== 'other').map(each => `${each.as} ${each.thing.id}`).sort(compareText),
      [...grave].sort(compareText), `what no longer carries ${thing}, or is no longer carried`);
    assert.ok(reached.every(({ grave: isGrave, say }) => !isGrave || say), 'what is grave says why');
  }

  assert.deepEqual(asked.map(({ artefact, meaning, who, state }) => `${artefact.id} ${meaning} ${who.id} ${state}`).sort(compareText),
    [...consents].sort(compareText));
  assert.deepEqual(approvals.filter(({ became }) => became === 'voided').map(({ artefact }) => artefact.id).sort(compareText),
    [...voided].sort(compareText), 'approvals voided');
  const rules = new Set(findings.introduced.map(({ rule }) => rule));
  assert.deepEqual(introduced.filter(rule => !rules.has(rule)), [], 'found by these rules');
  assert.deepEqual(notCompared, []);

  const keys = new Set(all.map(({ key }) => key));
  assert.equal(keys.size, all.length, 'each change has a key of its own');
  assert.deepEqual([...consequences, ...asked].flatMap(each => each.changes).filter(key => !keys.has(key)), [],
    'who is asked or reached is so for a change that is told');
}
