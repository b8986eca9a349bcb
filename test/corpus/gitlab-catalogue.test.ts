import assert from 'node:assert/strict';
import { gitlabCatalogue } from './gitlab-catalogue.mjs';
import { shared } from '../support/shared.js';
import { checkTexts } from '../support/sms.js';

describe('the real service catalogue of GitLab', () => {
  it('has exactly the broken dependencies that are known', async function () {
    const folder = shared(this, 'data', 'gitlab-service-catalogue');
    const { model, findings } = await checkTexts(new Map([['catalogue.yaml', gitlabCatalogue(folder)]]));
    assert.equal(model.ofType('service').length, 55);
    const dependencies = findings.filter(({ rule }) => rule === 'catalogue-dependency-unresolved');
    const count = (message: string): number => dependencies.filter(finding => finding.message === message).length;
    // One finding per id that nothing has, with the number of places that name it.
    const unknown = dependencies.filter(({ message }) => message === 'unknown'), places = unknown.reduce((sum, { args }) => sum + Number(args['places'] ?? 1), 0);
    assert.equal(unknown.length, 3);
    assert.deepEqual({ unknown: places, empty: count('empty'), self: count('self'), cycle: count('cycle'), case: count('case') },
      { unknown: 10, empty: 13, self: 1, cycle: 3, case: 0 });
    assert.deepEqual(dependencies.filter(({ message }) => message === 'cycle').map(({ args }) => args['path']).sort(),
      ['api > gitaly > frontend > api', 'frontend > git > gitaly > frontend', 'frontend > web > gitaly > frontend']);
    assert.equal(dependencies.find(({ message }) => message === 'self')?.subject, 'gitaly');
  });
});
