import assert from 'node:assert/strict';
import { closedLoops, HOPS, type Chain, type Hop } from '../src/sms/loop.js';
import type { CheckResult } from '../src/session/session.js';
import { openLoops } from './defects/loop.js';
import { textsUnder } from './support/folders.js';
import { openTexts } from './support/sms.js';

/** Closing the loop: record → target → breach → report → decision → nonconformity → effect → management review, on the sample harbour. */
describe('the loop of INC-2841', () => {
  const texts = new Map([...textsUnder('samples/harbour')].filter(([file]) => !file.startsWith('approvals/')));
  let checkWith: (unsaved: ReadonlyMap<string, string>) => Promise<CheckResult>;

  before(async function () {
    this.timeout(120_000);
    checkWith = await openTexts(texts);
  });

  const chain = ({ model }: CheckResult): Chain | undefined => closedLoops(model).find(({ breach }) => breach.id === 'SR-BOREAL-2026-04#b1');
  const state = (found: Chain | undefined, hop: Hop): string | undefined => found?.links.find(link => link.hop === hop)?.state;

  it('is closed, hop by hop', async () => {
    const found = chain(await checkWith(new Map()));
    assert.deepEqual(found?.links.map(link => `${link.hop} ${link.state} ${link.by.join(' ')}`), [
      'record there INC-2841', 'target there SLA-BOREAL#p1-restore', 'report there SR-BOREAL-2026-04', 'decision there SR-BOREAL-2026-04#d1',
      'action there NC-2026-01', 'effect there NC-2026-01', 'review there MR-2026-09',
    ]);
    assert.deepEqual(found?.links.map(({ hop }) => hop), [...HOPS]);
  });

  it('is one of fourteen, and none has a hop missing', async () => {
    const { model } = await checkWith(new Map()), all = closedLoops(model);
    assert.equal(all.length, 14);
    assert.deepEqual(all.flatMap(({ breach, links }) => links.filter(link => link.state === 'missing').map(({ hop }) => `${breach.id} ${hop}`)), []);
  });

  it('needs no reference to the target where it follows from customer, service and priority', async () => {
    const file = 'records/incidents/INC-2841.yaml', text = texts.get(file) ?? '';
    const found = await checkWith(new Map([[file, text.replace(/^targets: .*\n/m, '')]]));
    assert.deepEqual(found.findings.map(({ rule, message }) => `${rule} ${message}`), []);
    assert.equal(state(chain(found), 'record'), 'there');
  });

  for (const open of openLoops) {
    it(`is found open: ${open.title}`, async function () {
      this.timeout(60_000);
      const changed = new Map<string, string>();
      for (const { file, from = '', to = '' } of open.change) {
        const text = changed.get(file) ?? texts.get(file) ?? '';
        assert.equal(text.split(from).length, 2, `"${from}" stands exactly once in ${file}`);
        changed.set(file, text.replace(from, () => to));
      }
      const result = await checkWith(changed);
      assert.deepEqual(result.findings.map(({ rule, message, file }) => ({ rule, message, file })), open.expect.map(({ rule, message, file }) => ({ rule, message, file })));
      assert.equal(result.findings.length, 1);
      if (open.hop !== undefined) assert.equal(state(chain(result), open.hop), 'missing');
    });
  }

  it('waits where its time has not come', async () => {
    const file = 'records/nonconformities/NC-2026-01.yaml', text = (texts.get(file) ?? '').replace(/^effectiveness:\n(?: .*\n)+/m, '').replace('status: closed\nclosedOn: 2026-07-30\n', 'status: in-progress\n');
    const review = 'records/reviews/MR-2026-09.yaml';
    const found = chain(await checkWith(new Map([[file, text], [review, (texts.get(review) ?? '').replace('on: 2026-09-29', 'on: 2026-05-06')]])));
    assert.equal(state(found, 'effect'), 'pending');
    assert.equal(state(found, 'review'), 'pending');
  });
});
