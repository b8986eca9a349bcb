import assert from 'node:assert/strict';
import { findingChanges } from '../../src/review/findings.js';
import { fingerprint, fingerprints } from '../../src/sms/findings.js';
import { phraseList, withWords } from '../../src/sms/language.js';
import type { Finding, Word } from '../../src/sms/types.js';

function finding(args: Readonly<Record<string, Word>>, more: Partial<Finding> = {}, line = 0): Finding {
  const at = { line, character: 0 };
  return { rule: 'sla-rule', message: 'missing', ...withWords(args), file: 'a.yaml', range: { start: at, end: at }, related: [], subject: 'SLA-A#p1', artefact: 'SLA-A', grade: 'minor', clauses: [], ...more };
}
const lacking = (...fields: string[]): Finding => finding({ fields: phraseList(fields.map(field => ({ text: `\`${field}\`` }))), title: '"P1"', id: 'p1', count: fields.length });
const said = ({ introduced, fixed, regraded, remaining }: ReturnType<typeof findingChanges>): unknown =>
  ({ introduced: introduced.map(each => each.args), fixed: fixed.map(each => each.args), regraded: regraded.map(({ from, finding: { grade } }) => `${from} > ${grade}`), remaining });

describe('findings held against each other', () => {
  it('know each other when lines, files, titles, numbers and days are others', () => {
    const then = finding({ target: '"Restoration of P1" (SLA-A#p1)', field: '`value`', activity: 'Log it (SLA-A#p1)', days: 3, due: '2026-01-31', line: '12', hint: ' Did you mean X?' });
    const now = finding({ target: '"P1 again" (SLA-A#p1)', field: '`value`', activity: 'Write it down (SLA-A#p1)', days: 40, due: '2026-03-31', line: '90', hint: '' }, { file: 'moved/b.yaml' }, 77);
    assert.equal(fingerprint(now), fingerprint(then));
  });

  it('are told apart by rule, message, thing, and what they are about in it; without a thing by the file', () => {
    const all = [
      finding({ field: '`value`' }), finding({ field: '`unit`' }), finding({ field: '`value`' }, { message: 'wrong' }), finding({ field: '`value`' }, { rule: 'other-rule' }),
      finding({ field: '`value`' }, { subject: 'SLA-A#p2' }), finding({ field: '`value`', clause: '8.2.4' }), ...['a.yaml', 'b.yaml'].map(file => {
        const { subject: _, artefact: __, ...bare } = finding({}, { file });
        return bare;
      }),
    ];
    assert.equal(new Set(all.map(each => fingerprint(each))).size, all.length);
  });

  it('get a number where several are the same, for programs that want each to be another', () => {
    const twice = fingerprints([finding({ day: '2026-01-01' }), finding({ field: 'x' }), finding({ day: '2026-02-01' })]);
    assert.equal(twice.length, new Set(twice).size);
    assert.deepEqual(twice.map(each => each.split(':')[1]), ['1', '1', '2']);
  });

  it('are matched one to one: of three that are the same one came', () => {
    const one = finding({ found: 'best effort' });
    assert.deepEqual(said(findingChanges([one, finding({ found: 'asap' })], [one, { ...one }, { ...one }], [])),
      { introduced: [{ found: 'best effort' }, { found: 'best effort' }], fixed: [{ found: 'asap' }], regraded: [], remaining: 1 });
  });

  it('follow ids that changed: as the thing, in its local ids and in sentences', () => {
    const then = finding({ sla: '"SLA" (SLA-A)', path: 'SVC-A > SLA-A#p1 > SLA-AB' });
    const now = finding({ sla: '"SLA" (SLA-Z)', path: 'SVC-A > SLA-Z#p1 > SLA-AB' }, { subject: 'SLA-Z#p1', artefact: 'SLA-Z' });
    assert.equal(findingChanges([then], [now], [['SLA-A', 'SLA-Z']]).remaining, 1);
    assert.equal(findingChanges([then], [now], []).introduced.length, 1);
  });

  it('are regraded where only the grade is another, and the one of the same grade is the same', () => {
    const minor = finding({ field: 'x' }), major = finding({ field: 'x' }, { grade: 'major' }), observation = finding({ field: 'x' }, { grade: 'observation' });
    assert.deepEqual(said(findingChanges([minor, major], [observation, minor], [])), { introduced: [], fixed: [], regraded: ['major > observation'], remaining: 1 });
  });

  it('that lack less than before did not come; those that lack something else did', () => {
    assert.deepEqual(said(findingChanges([lacking('owner', 'unit', 'value')], [lacking('unit')], [])), { introduced: [], fixed: [], regraded: [], remaining: 1 });
    assert.equal(findingChanges([lacking('unit')], [lacking('owner', 'unit')], []).introduced.length, 1);
    assert.equal(findingChanges([lacking('owner', 'unit')], [lacking('window')], []).introduced.length, 1);
  });

  it('come gravest first, then by place, whatever the order in which they are given', () => {
    const some = [finding({ field: 'a' }, { file: 'z.yaml' }), finding({ field: 'b' }, { grade: 'major', file: 'y.yaml' }), finding({ field: 'c' }, {}, 5), finding({ field: 'd' }, {}, 2)];
    const order = ['b', 'd', 'c', 'a'];
    assert.deepEqual(findingChanges([], some, []).introduced.map(each => each.args['field']), order);
    assert.deepEqual(findingChanges([...some].reverse(), [], []).fixed.map(each => each.args['field']), order);
  });
});
