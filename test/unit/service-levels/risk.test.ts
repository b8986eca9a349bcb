import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkBands, checkRiskMatrix, isAboveAppetite, levelInMatrix, levelOfScore, levelOrder, reachableScores, riskScore } from '../../../src/service-levels/risk.js';

// The same cases in every run.
fc.configureGlobal({ seed: 20000 });

const four = [1, 2, 3, 4], five = [1, 2, 3, 4, 5];
const house = [{ level: 'low', from: 1, to: 3 }, { level: 'moderate', from: 4, to: 8 }, { level: 'high', from: 9, to: 16 }];

describe('risk scores and bands', () => {
  it('knows the products that can occur', () => {
    assert.deepEqual(reachableScores(four, four).map(({ score }) => score), [1, 2, 3, 4, 6, 8, 9, 12, 16]);
    assert.equal(riskScore(0.1, 3), 0.3);
  });
  it('finds nothing wrong with bands that leave out only numbers that cannot occur', () => {
    const gapless = [{ level: 'low', from: 1, to: 4 }, { level: 'high', from: 6, to: 16 }];
    assert.deepEqual(checkBands(four, four, gapless), { gaps: [], overlaps: [], reversed: [], unreachable: [] });
    assert.deepEqual(checkBands(four, four, house), { gaps: [], overlaps: [], reversed: [], unreachable: [] });
    const usual = [{ level: 'low', from: 1, to: 4 }, { level: 'moderate', from: 5, to: 9 }, { level: 'high', from: 10, to: 14 }, { level: 'extreme', from: 15, to: 25 }];
    assert.deepEqual(checkBands(five, five, usual), { gaps: [], overlaps: [], reversed: [], unreachable: [] });
  });
  it('names gaps with a pair that falls into them, overlaps, reversed and unreachable levels', () => {
    const problems = checkBands(four, four, [{ level: 'low', from: 1, to: 4 }, { level: 'moderate', from: 4, to: 6 }, { level: 'high', from: 9, to: 16 },
      { level: 'odd', from: 7, to: 7 }, { level: 'back', from: 8, to: 5 }]);
    assert.deepEqual(problems.gaps, [{ score: 8, likelihood: 2, consequence: 4 }]);
    assert.deepEqual(problems.overlaps, [{ score: 4, likelihood: 1, consequence: 4, levels: ['low', 'moderate'] }]);
    assert.deepEqual(problems.reversed, ['back']);
    assert.deepEqual(problems.unreachable, ['odd']);
  });
  it('equals looking at every pair, for random scales and bands', () => {
    const scale = fc.uniqueArray(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 5 });
    const bands = fc.array(fc.tuple(fc.integer({ min: 0, max: 36 }), fc.integer({ min: 0, max: 36 })), { maxLength: 5 })
      .map((list) => list.map(([from, to], i) => ({ level: `L${i}`, from, to })));
    fc.assert(fc.property(scale, scale, bands, (likelihood, consequence, levels) => {
      const open = new Set<number>(), doubled = new Set<number>(), used = new Set<string>();
      for (const l of likelihood) for (const c of consequence) {
        let count = 0;
        for (const { level, from, to } of levels) if (l * c >= from && l * c <= to) { count++; used.add(level); }
        if (count === 0) open.add(l * c);
        if (count > 1) doubled.add(l * c);
        assert.equal(levelOfScore(l * c, levels) !== undefined, count === 1);
      }
      const problems = checkBands(likelihood, consequence, levels);
      assert.deepEqual(new Set(problems.gaps.map((gap) => gap.score)), open);
      assert.deepEqual(new Set(problems.overlaps.map((overlap) => overlap.score)), doubled);
      assert.deepEqual(new Set([...problems.unreachable, ...problems.reversed]), new Set(levels.map(({ level }) => level).filter((level) => !used.has(level))));
      for (const { score, likelihood: l, consequence: c } of [...problems.gaps, ...problems.overlaps]) assert.equal(l * c, score);
    }));
  });
  it('gives the level of a score and compares it with the appetite', () => {
    assert.equal(levelOfScore(8, house), 'moderate');
    assert.equal(levelOfScore(17, house), undefined);
    const order = levelOrder([...house].reverse());
    assert.deepEqual(order, ['low', 'moderate', 'high']);
    assert.deepEqual(order.map((level) => isAboveAppetite(order, level, 'moderate')), [false, false, true]);
    assert.equal(isAboveAppetite(order, 'huge', 'moderate'), undefined);
    assert.equal(isAboveAppetite(order, 'low', 'none'), undefined);
  });
});

describe('risk matrix', () => {
  const order = ['low', 'moderate', 'high'];
  const matrix = { 1: { 1: 'low', 2: 'low' }, 2: { 1: 'moderate', 2: 'high' } };

  it('gives the level of a pair', () => {
    assert.equal(levelInMatrix(matrix, 2, 1), 'moderate');
    assert.equal(levelInMatrix(matrix, 3, 1), undefined);
  });
  it('is clean when total and monotone', () => {
    assert.deepEqual(checkRiskMatrix([1, 2], [1, 2], matrix, order), { missing: [], unknownLevels: [], unknownLikelihoods: [], unknownConsequences: [], notMonotone: [] });
  });
  it('names missing cells, unknown levels, rows and columns', () => {
    const problems = checkRiskMatrix([1, 2], [1, 2], { 1: { 1: 'low', 7: 'low' }, 2: { 1: 'dire', 2: 'high' }, 9: {} }, order);
    assert.deepEqual(problems.missing, [{ likelihood: 1, consequence: 2 }]);
    assert.deepEqual(problems.unknownLevels, [{ likelihood: 2, consequence: 1, level: 'dire' }]);
    assert.deepEqual(problems.unknownLikelihoods, ['9']);
    assert.deepEqual(problems.unknownConsequences, [{ likelihood: '1', consequence: '7' }]);
  });
  it('names the pair of cells of which the graver has the lower level', () => {
    const problems = checkRiskMatrix([1, 2], [1, 2], { 1: { 1: 'low', 2: 'high' }, 2: { 1: 'low', 2: 'moderate' } }, order);
    assert.deepEqual(problems.notMonotone, [{ graver: { likelihood: 2, consequence: 2, level: 'moderate' }, milder: { likelihood: 1, consequence: 2, level: 'high' } }]);
  });
});
