import assert from 'node:assert/strict';
import { nearest } from '../../src/sms/text.js';

describe('what was probably meant', () => {
  const cases: [string, string[], string | undefined][] = [
    ['ROLE-SML', ['ROLE-SMM', 'ROLE-SLM'], 'ROLE-SLM'],
    ['openedat', ['closedAt', 'openedAt'], 'openedAt'],
    ['PRB-118', ['PRB-121', 'PRB-123'], undefined],
    ['RSK-002', ['RSK-102'], undefined],
    ['INC-2841', ['INV-2841'], 'INV-2841'],
    ['2841', ['2842'], undefined],
    ['x', ['y', 'z'], 'y'],
  ];
  for (const [word, known, wanted] of cases) it(`${word} among ${known.join(', ')}: ${wanted ?? 'none'}`, () => assert.equal(nearest(word, known), wanted));
});
