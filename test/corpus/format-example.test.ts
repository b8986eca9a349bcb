import assert from 'node:assert/strict';
import { checkFolder } from '../support/disk.js';
import { shared } from '../support/shared.js';

describe('the example of the format', () => {
  it('yields exactly the findings that the format says', async function () {
    const { model, findings, incomplete, accepted } = await checkFolder(shared(this, 'design', 'format-example'));
    assert.deepEqual(findings.map(({ file, rule, message, args, subject }) => ({ file, rule, message, subject, says: args['priorities'] ?? args['missing'] ?? args['title'] })), [
      { file: 'agreements/sla-boreal.yaml', rule: 'sla-priority-matrix-incomplete', message: 'priority-without-target', subject: 'SLA-BOREAL', says: 'P2 and P3' },
      { file: 'risks/register.yaml', rule: 'risk-register-incomplete', message: 'class-missing', subject: 'RISKS',
        says: 'no risk to the organization (category organization), no risk of missing service requirements (category service-requirement) and no opportunity (category opportunity)' },
      { file: 'sms.yaml', rule: 'mandatory-artefact-missing', message: 'missing', subject: undefined, says: 'Service management policy' },
    ]);
    assert.deepEqual([incomplete, accepted], [[], []]);
    assert.equal(model.items.length, 45);
    assert.equal(model.references.filter(reference => reference.via === 'field' && !model.resolves(reference)).length, 0);
  });
});
