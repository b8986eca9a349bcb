import assert from 'node:assert/strict';
import { counts } from '../whole/counts.js';

describe('the whole standard', () => {
  for (const { what, of, lacking } of counts()) it(`has all ${String(of)}: ${what}`, () => { assert.deepEqual(lacking, []); });
});
