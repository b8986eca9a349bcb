import assert from 'node:assert/strict';
import { auditDaysFactors, auditDaysSource, auditDaysTexts, estimateAuditDays, sitesVisited } from '../../src/evidence/audit-days.js';
import data from '../../schemas/standards/audit-days.json' with { type: 'json' };
import { ENGLISH } from '../../src/sms/language.js';

/** Figures: domain knowledge of the project, section 4.3. */
describe('days of certification audits', () => {
  it('are those of the band, without a hole between bands', () => {
    const total = (personnel: number): string => { const { stage1 = [], stage2 = [], initial = [] } = estimateAuditDays({ personnel }) ?? {}; return `${stage1.join('–')} ${stage2.join('–')} ${initial.join('–')}`; };
    const bands: readonly (readonly [personnel: number, expected: string])[] = [
      [1, '1–1 3–4 4–5'], [25, '1–1 3–4 4–5'], [25.5, '1–1.5 4–6 5–7.5'], [26, '1–1.5 4–6 5–7.5'], [65, '1–1.5 4–6 5–7.5'], [66, '1.5–2 6–8 7.5–10'], [175, '1.5–2 6–8 7.5–10'],
      [176, '2–2 8–12 10–14'], [425, '2–2 8–12 10–14'], [426, '2–3 12–15 14–18'], [5000, '2–3 12–15 14–18'],
    ];
    for (const [personnel, expected] of bands) assert.equal(total(personnel), expected, String(personnel));
    assert.deepEqual(data.bands.slice(1).map(({ from }, at) => from - (data.bands[at]?.to ?? 0)), [1, 1, 1, 1]);
  });

  it('grow and shrink by factors, up to the next half day', () => {
    const { initial, stage1, stage2, adjustment } = estimateAuditDays({ personnel: 55, factors: [{ factor: 'combined-audit', share: -0.1 }, { factor: 'identical-shifts', share: -0.1 }] }) ?? assert.fail();
    assert.equal(adjustment, -0.2);
    assert.deepEqual([initial, stage1, stage2], [[4, 6], [1, 1.5], [3, 4.5]]);
    assert.deepEqual(estimateAuditDays({ personnel: 20, factors: [{ factor: 'complex-processes', share: 0.1 }] })?.initial, [4.5, 5.5]);
  });

  it('are never cut by more than 30 %, and factors beyond it are a warning, not only cut off', () => {
    const at = (share: number) => estimateAuditDays({ personnel: 100, factors: [{ factor: 'x', share }] }) ?? assert.fail();
    assert.deepEqual(at(-0.3).warnings, []);
    assert.deepEqual(at(-0.45).warnings, [{ warning: 'reduction-over-limit', raw: -0.45, limit: -0.3 }]);
    assert.deepEqual([at(-0.45).adjustment, at(-0.45).initial], [-0.3, at(-0.3).initial]);
    assert.deepEqual(at(1.5).warnings, [{ warning: 'increase-over-limit', raw: 1.5, limit: 1 }]);
    // 0.1 + 0.2 is a hair more than 0.3 in binary.
    assert.deepEqual(estimateAuditDays({ personnel: 100, factors: [{ factor: 'a', share: -0.1 }, { factor: 'b', share: -0.2 }] })?.warnings, []);
  });

  it('of surveillance are a third and of recertification two thirds, where nothing else is said', () => {
    const { surveillance, recertification } = estimateAuditDays({ personnel: 55 }) ?? assert.fail();
    assert.deepEqual([surveillance, recertification], [[2, 2.5], [3.5, 5]]);
    assert.deepEqual(estimateAuditDays({ personnel: 55, surveillanceShare: 0.5, recertificationShare: 1 })?.warnings, [{ warning: 'share-outside-range', share: 0.5, least: 0.3, most: 0.4 }]);
  });

  it('have no upper end in the last band, and that is said', () => assert.deepEqual(estimateAuditDays({ personnel: 900 })?.warnings, [{ warning: 'open-ended' }]));

  it('are not invented where nobody says how many people there are', () => {
    for (const personnel of [0, -3, NaN, Infinity]) assert.equal(estimateAuditDays({ personnel }), undefined);
  });

  it('are held at some of many sites', () => {
    assert.deepEqual(sitesVisited(10), { initial: 4, surveillance: 2, recertification: 4 });
    assert.deepEqual(estimateAuditDays({ personnel: 55, sites: 3 })?.sites, { initial: 2, surveillance: 2, recertification: 2 });
    assert.equal(estimateAuditDays({ personnel: 55, sites: 1 })?.sites, undefined);
  });

  it('say where their figures come from, and that it is not the normative table', () => {
    const known = new Set(Object.keys(data.sources)), named = [...data.bands, data.adjustment, data.surveillance, data.recertification, data.integratedReduction, ...data.factors].map(({ source }) => source);
    assert.deepEqual(named.filter(source => !known.has(source)), []);
    assert.equal(Object.keys(auditDaysTexts()).length, known.size + auditDaysFactors(ENGLISH).less.length + auditDaysFactors(ENGLISH).more.length);
    assert.match(auditDaysSource('articles', ENGLISH), /not the normative table of ISO\/IEC 20000-6/);
  });
});
