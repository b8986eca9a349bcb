import assert from 'node:assert/strict';
import { wrongIn } from './reports.js';
import { runHere } from './scenario.js';

interface Told { complete: boolean; day: string; hops: { key: string; state: string; places: { file: string; line?: number }[] }[] }

describe('sms trace', () => {
  it('follows INC-2841 of the sample from end to end, each hop with its line', async function () {
    this.timeout(60_000);
    const { status, stdout, stderr } = await runHere(['trace', 'INC-2841', 'samples/harbour', '--format', 'json']);
    assert.equal(stderr, '');
    assert.equal(status, 0);
    const told = JSON.parse(stdout) as Told;
    assert.equal(wrongIn('trace', told), '');
    assert.equal(told.day, '2026-04-14');
    assert.deepEqual(told.hops.filter(({ places }) => places.length === 0 || places.some(({ line }) => line === undefined)), []);
    assert.deepEqual(told.hops.flatMap(({ key, state }) => (state === 'there' ? [] : [`${key} ${state}`])), ['handover answered', 'escalation answered']);
  });

  it('finds a row of its tables', async function () {
    this.timeout(60_000);
    const { status, stdout } = await runHere(['trace', 'INC-2995', 'samples/harbour', '--format', 'json']), told = JSON.parse(stdout) as Told;
    assert.equal(wrongIn('trace', told), '');
    assert.deepEqual([status, told.complete], [0, true]);
    assert.equal(told.hops[0]?.places[0]?.file, 'records/incidents/incidents-2026.csv');
    assert.ok(told.hops.some(({ key, state }) => key === 'nonconformity' && state === 'there'));
  });
});
