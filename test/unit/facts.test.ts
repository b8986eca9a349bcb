import assert from 'node:assert/strict';
import { analyse } from '../../src/session/analyse.js';
import { buildModel } from '../../src/sms/model.js';
import { defaults } from '../../src/sms/config.js';
import { textsUnder } from '../support/folders.js';
import { checkTexts } from '../support/sms.js';

describe('facts', () => {
  const sample = textsUnder('samples/harbour');
  const frame = { config: { ...defaults('sms.yaml'), ids: { service: 'SVC-*' } }, today: '2026-10-15' };
  const facts = [...sample].filter(([file]) => file !== 'sms.yaml').map(([file, text]) => analyse({ file, text }, frame));

  it('are plain data: what JSON gives back is the same', () => {
    for (const of of facts) assert.deepEqual(JSON.parse(JSON.stringify(of)), of);
  });

  it('make the same Model in whatever order the files come', () => {
    const ids = (all: typeof facts): string[] => buildModel(all, sample.keys(), frame.config).items.map(({ id }) => id);
    assert.deepEqual(ids([...facts].reverse()), ids(facts));
  });

  it('give the same findings in whatever order the files come', async () => {
    const broken = textsUnder('samples/broken/catalogue-gaps');
    const reversed = new Map([...broken].reverse());
    assert.deepEqual((await checkTexts(reversed)).findings, (await checkTexts(broken)).findings);
  });
});
