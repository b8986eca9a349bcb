import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { RowIds } from '../../src/session/row-ids.js';

describe('the ids of the rows of a table', () => {
  it('are found with their lines, also after the buffers have grown, and no others', () => {
    const ids = new RowIds(), name = (at: number): string => (at % 3 === 0 ? `INC-${at}` : at % 3 === 1 ? `Störung-${at}-😀` : `${at}`);
    for (let at = 0; at < 20_000; at++) {
      assert.equal(ids.get(name(at)), undefined);
      ids.add(name(at), 2 * at);
    }
    assert.equal(ids.size, 20_000);
    for (let at = 0; at < 20_000; at++) assert.equal(ids.get(name(at)), 2 * at);
    assert.deepEqual([...ids.all()].sort(), Array.from({ length: 20_000 }, (_, at) => name(at)).sort());
    for (const other of ['', 'INC-', 'INC-1', 'INC-03', 'inc-3', `INC-${20_001}`]) assert.equal(ids.get(other), undefined);
  });

  it('keeps apart ids of the same hash', () => {
    // FNV-1a by letter: both end in the same number.
    const byHash = new Map<number, string>(), ids = new RowIds();
    const hash = (id: string): number => [...id].reduce((sum, letter) => Math.imul(sum ^ letter.charCodeAt(0), 0x01000193), 0x811c9dc5);
    let pair: [string, string] | undefined;
    for (let at = 0; at < 400_000 && !pair; at++) {
      const id = (at * 2_654_435_761 % 4_294_967_296).toString(36), other = byHash.get(hash(id));
      if (other !== undefined && other !== id) pair = [other, id];
      byHash.set(hash(id), id);
    }
    assert.ok(pair);
    ids.add(pair[0], 1);
    assert.equal(ids.get(pair[1]), undefined);
    ids.add(pair[1], 2);
    assert.deepEqual(pair.map(id => ids.get(id)), [1, 2]);
  });

  it('are found as fast where somebody chose them to have one hash', () => {
    // The last eight bits of their places are the same: however many places there are, all stand at a few of them.
    const hash = (id: string): number => [...id].reduce((sum, letter) => Math.imul(sum ^ letter.charCodeAt(0), 0x01000193), 0x811c9dc5);
    const place = (id: string): number => (hash(id) ^ (hash(id) >>> 15)) & 0xff, same: string[] = [];
    for (let at = 0; same.length < 3_000; at++) {
      const id = at.toString(36);
      if (place(id) === place('AA')) same.push(id);
    }
    const ids = new RowIds();
    same.forEach((id, at) => { ids.add(id, at); });
    assert.equal(ids.size, 3_000);
    assert.deepEqual(same.map(id => ids.get(id)), same.map((_, at) => at));
    assert.equal(ids.get('not among them'), undefined);
  });
});
