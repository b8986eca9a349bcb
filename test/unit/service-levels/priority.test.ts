import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkPriorityMatrix, limitsNotMonotone, priorityOf, type PriorityMatrix } from '../../../src/service-levels/priority.js';

// The same cases in every run.
fc.configureGlobal({ seed: 20000 });

const levels = ['high', 'low'], priorities = ['P1', 'P2', 'P3'];
const check = (matrix: PriorityMatrix) => checkPriorityMatrix({ impacts: levels, urgencies: levels, priorities, matrix });
const clean = { missing: [], unknownPriorities: [], unknownImpacts: [], unknownUrgencies: [], notMonotone: [] };

describe('priority matrix', () => {
  it('of the example of the format is total and monotone', () => {
    assert.deepEqual(check({ high: { high: 'P1', low: 'P2' }, low: { high: 'P2', low: 'P3' } }), clean);
  });
  it('names missing cells, absent, empty or in a missing row', () => {
    assert.deepEqual(check({ high: { high: 'P1', low: null } }).missing, [
      { impact: 'high', urgency: 'low' }, { impact: 'low', urgency: 'high' }, { impact: 'low', urgency: 'low' }]);
    assert.equal(check({}).missing.length, 4);
    assert.equal(priorityOf({}, 'constructor', 'name'), undefined);
    assert.equal(priorityOf({ high: { high: '' } }, 'high', 'high'), undefined);
  });
  it('names unknown priorities, rows and columns', () => {
    const problems = check({ high: { high: 'P0', low: 'P2', middle: 'P2' }, low: { high: 'P2', low: 'P3' }, middle: { high: 'P1' } });
    assert.deepEqual(problems, { ...clean, unknownPriorities: [{ impact: 'high', urgency: 'high', priority: 'P0' }], unknownImpacts: ['middle'],
      unknownUrgencies: [{ impact: 'high', urgency: 'middle' }] });
  });
  it('names the two cells that break the order', () => {
    assert.deepEqual(check({ high: { high: 'P1', low: 'P3' }, low: { high: 'P2', low: 'P2' } }).notMonotone, [
      { higher: { impact: 'high', urgency: 'low', priority: 'P3' }, lower: { impact: 'low', urgency: 'low', priority: 'P2' } }]);
  });
  it('sees a broken order across missing cells', () => {
    assert.deepEqual(check({ high: { high: 'P3' }, low: { low: 'P1' } }).notMonotone, [
      { higher: { impact: 'high', urgency: 'high', priority: 'P3' }, lower: { impact: 'low', urgency: 'low', priority: 'P1' } }]);
  });
  it('is monotone exactly when no pair of cells breaks the order, for random matrices with holes', () => {
    const ids = ['a', 'b', 'c', 'd'];
    const cells = fc.array(fc.constantFrom('P1', 'P2', 'P3', undefined), { minLength: 16, maxLength: 16 });
    fc.assert(fc.property(fc.oneof(cells, cells.map((list) => [...list].sort())), (list) => {
      const at = (i: number, j: number) => list[i * 4 + j];
      const matrix = Object.fromEntries(ids.map((id, i) => [id, Object.fromEntries(ids.map((other, j) => [other, at(i, j)]))]));
      let broken = false;
      for (let i = 0; i < 4; i++) for (let j = 0; j < 4; j++) for (let k = i; k < 4; k++) for (let l = j; l < 4; l++) {
        const higher = at(i, j), lower = at(k, l);
        if (higher && lower && higher > lower) broken = true;
      }
      const problems = checkPriorityMatrix({ impacts: ids, urgencies: ids, priorities, matrix });
      assert.equal(problems.notMonotone.length > 0, broken);
      for (const { higher, lower } of problems.notMonotone) {
        assert.ok(higher.impact <= lower.impact && higher.urgency <= lower.urgency && higher.priority > lower.priority);
      }
      assert.equal(problems.missing.length, list.filter((cell) => cell === undefined).length);
    }), { numRuns: 500 });
  });
});

describe('limits by priority', () => {
  it('may stay or grow as the priority falls', () => {
    assert.deepEqual(limitsNotMonotone(priorities, [{ priority: 'P3', minutes: 480 }, { priority: 'P1', minutes: 240 }, { priority: 'P2', minutes: 240 }]), []);
  });
  it('names the pair where the higher priority waits longer, also past one without a limit', () => {
    const first = { priority: 'P1', minutes: 600, id: 'p1' }, third = { priority: 'P3', minutes: 480, id: 'p3' };
    assert.deepEqual(limitsNotMonotone(priorities, [third, first, { priority: 'P9', minutes: 1, id: 'x' }]), [{ higher: first, lower: third }]);
  });
});
