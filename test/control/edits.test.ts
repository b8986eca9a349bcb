import assert from 'node:assert/strict';
import { Approved, EDITS } from './edits.js';

describe('thirty edits of documents that two people approved', () => {
  let approved: Approved;
  before(async () => { approved = await Approved.create(); });
  after(() => approved.remove());

  it('are thirty, of every kind', () => {
    assert.equal(EDITS.length, 30);
    for (const kind of ['none', 'editorial', 'normative'] as const) assert.ok(EDITS.filter(edit => edit.kind === kind).length >= 5, kind);
    assert.ok(EDITS.filter(({ how }) => 'branches' in how).length >= 5);
  });

  for (const edit of EDITS) {
    it(`${edit.what}: both approvals ${edit.kept ? 'stay' : 'are void'}`, async () => {
      assert.equal(await approved.kept(edit), edit.kept);
    });
  }
});
