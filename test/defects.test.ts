import assert from 'node:assert/strict';
import { defects, Harbour } from './defects/planted.js';

describe('faults planted into samples/harbour', () => {
  let harbour: Harbour;

  before(async function () {
    this.timeout(120_000);
    harbour = await Harbour.open();
    assert.deepEqual(await harbour.clean(), [], 'the sample itself is clean');
  });

  it('are at least a hundred', () => { assert.ok(Object.values(defects).flat().length >= 100); });

  for (const [name, table] of Object.entries(defects)) {
    describe(name, () => {
      for (const defect of table) {
        it(defect.title, async () => {
          const { found, wanted } = await harbour.plant(defect);
          assert.deepEqual(found, wanted);
        });
      }
    });
  }
});
