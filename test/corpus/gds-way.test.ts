import assert from 'node:assert/strict';
import { checkFolder } from '../support/disk.js';
import { shared } from '../support/shared.js';

const OVERDUE = { '2025-10-01': 12, '2026-01-01': 14, '2026-04-22': 20, '2026-07-01': 29, '2026-08-19': 31 };

describe('gds-way: 65 pages that were never written for us, adopted', () => {
  for (const [today, expected] of Object.entries(OVERDUE)) {
    it(`has ${expected} overdue reviews on ${today}`, async function () {
      const result = await checkFolder(shared(this, 'data', 'gds-way'), { today, config: 'test/corpus/gds-way.sms.yaml' });
      assert.equal(result.model.artefacts.length, 65);
      assert.equal(result.findings.filter(finding => finding.rule === 'doc-review-overdue').length, expected);
    });
  }

  it('has one page without review data', async function () {
    const { findings } = await checkFolder(shared(this, 'data', 'gds-way'), { today: '2026-04-22', config: 'test/corpus/gds-way.sms.yaml' });
    const without = findings.filter(({ rule, args }) => rule === 'doc-control-block-missing' && String(args['fields']).includes('review day'));
    assert.equal(without.length, 1);
  });
});
