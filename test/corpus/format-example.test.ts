import assert from 'node:assert/strict';
import { ruleCatalogue } from '../../src/sms/standard.js';
import { checkFolder } from '../support/disk.js';
import { shared } from '../support/shared.js';

describe('the example of the format', () => {
  /** The rules of the catalogue that the foundation had. */
  const FOUNDATION = new Set(ruleCatalogue().filter(({ number }) => number <= 4 || (number >= 6 && number <= 12) || (number >= 17 && number <= 20) || [24, 26, 27, 28, 41, 42, 43, 46].includes(number)
    || (number >= 30 && number <= 34) || (number >= 53 && number <= 61)).map(({ id }) => id));

  it('yields exactly the findings that the format says, with the rules of the foundation', async function () {
    const { model, findings, incomplete, accepted } = await checkFolder(shared(this, 'design', 'format-example'));
    // What the foundation knew no kinds for was neither missing nor empty.
    const told = findings.filter(({ rule, args }) => FOUNDATION.has(rule) && rule !== 'evidence-clause-empty' && (rule !== 'mandatory-artefact-missing' || args['row'] === 'policy'));
    assert.deepEqual(told.map(({ file, rule, message, args, subject }) => ({ file, rule, message, subject, says: args['priorities'] ?? args['missing'] ?? args['title'] })), [
      { file: 'agreements/sla-boreal.yaml', rule: 'sla-priority-matrix-incomplete', message: 'priority-without-target', subject: 'SLA-BOREAL', says: 'P2 and P3' },
      { file: 'risks/register.yaml', rule: 'risk-register-incomplete', message: 'class-missing', subject: 'RISKS',
        says: 'no risk to the organization (category organization), no risk of missing service requirements (category service-requirement) and no opportunity (category opportunity)' },
      { file: 'sms.yaml', rule: 'mandatory-artefact-missing', message: 'missing', subject: undefined, says: 'Service management policy' },
    ]);
    assert.deepEqual([incomplete, accepted], [[], []]);
    assert.equal(model.items.length, 45);
    assert.equal(model.references.filter(reference => reference.via === 'field' && !model.resolves(reference)).length, 0);
  });

  it('finds with all rules that INC-2841 took 7 hours where 4 were in force, was not escalated, and led to nothing', async function () {
    const { findings } = await checkFolder(shared(this, 'design', 'format-example'));
    const about = findings.filter(({ subject, rule }) => subject === 'INC-2841' && rule !== 'evidence-stale-or-thin');
    assert.deepEqual(about.map(({ rule, message }) => `${rule} ${message}`), ['incident-not-classified missing', 'sla-breach-no-action unanswered', 'incident-breach-no-escalation not-escalated']);
    assert.match(JSON.stringify(about[2]?.args), /7 hours.*4 hours|4 hours.*7 hours/);
  });
});
