import assert from 'node:assert/strict';
import fc from 'fast-check';
import { atLeast, compositeAvailability, failover, kOfN, neededFromWeakest, redundant, serial,
  type CompositeDependency, type CompositeNode, type DependencyGraph } from '../../../src/service-levels/composite.js';

// The same cases in every run.
fc.configureGlobal({ seed: 20000 });

const percent = (share: number | undefined) => share === undefined ? undefined : (share * 100).toFixed(4);
const close = (actual: number | undefined, expected: number, within = 1e-12) =>
  assert.ok(actual !== undefined && Math.abs(actual - expected) <= within, `${actual} is not ${expected}`);

type Line = [own: number | undefined, ...dependsOn: (string | CompositeDependency)[]];
function graph(lines: Record<string, Line>): DependencyGraph {
  return { nodes: new Map(Object.entries(lines).map(([id, [own, ...dependsOn]]): [string, CompositeNode] => [id, {
    ...(own === undefined ? {} : { own }),
    dependsOn: dependsOn.map((to) => (typeof to === 'string' ? { to: [to], need: 1 } : to)),
  }])) };
}

/** Not fc.double: most of its values are so close to 0 that every error would drown. */
const share = fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 300, max: 999 }).map((x) => x / 1000) }, { weight: 1, arbitrary: fc.constantFrom(0, 1) });

describe('formulas of composite availability', () => {
  it('serial', () => {
    assert.equal(percent(serial([0.999, 0.9995, 0.999])), '99.7502');
    assert.equal(serial([]), 1);
  });
  it('redundant', () => assert.equal(percent(redundant([0.995, 0.995])), '99.9975'));
  it('k of n', () => {
    assert.equal(percent(kOfN(2, 3, 0.99)), '99.9702');
    assert.equal(percent(atLeast(2, [0.99, 0.99, 0.99])), '99.9702');
    assert.equal(atLeast(0, []), 1);
    assert.equal(atLeast(1, []), 0);
  });
  it('failover that is not perfect', () => assert.equal(percent(failover(0.99, 0.99, 0.95)), '99.9405'));
  it('mixed', () => assert.equal(percent(serial([0.999, redundant([0.99, 0.99]), 0.9995])), '99.8401'));

  it('redundant parts are at least as good as the best, serial ones at most as good as the weakest', () => {
    fc.assert(fc.property(fc.array(share, { minLength: 1, maxLength: 8 }), (shares) => {
      assert.ok(redundant(shares) >= Math.max(...shares) - 1e-12);
      assert.ok(serial(shares) <= Math.min(...shares) + 1e-12);
    }));
  });
  it('k of unequal parts equals counting all states', () => {
    fc.assert(fc.property(fc.array(share, { minLength: 1, maxLength: 7 }), fc.integer({ min: 0, max: 8 }), (shares, need) => {
      let sum = 0;
      for (let state = 0; state < 2 ** shares.length; state++) {
        const up = shares.map((_, i) => (state >> i) % 2 === 1);
        if (up.filter(Boolean).length >= need) sum += shares.reduce((p, a, i) => p * (up[i] ? a : 1 - a), 1);
      }
      close(atLeast(need, shares), sum);
    }));
  });
  it('one of n is redundant, n of n is serial', () => {
    fc.assert(fc.property(fc.array(share, { minLength: 1, maxLength: 8 }), (shares) => {
      close(atLeast(1, shares), redundant(shares));
      close(atLeast(shares.length, shares), serial(shares));
    }));
  });
});

describe('composite availability of a graph', () => {
  const relays: CompositeDependency = { to: ['SUP-MX-A', 'SUP-MX-B'], need: 1, availability: 0.995 };

  it('of the example of the format is 99.9475 %', () => {
    const result = compositeAvailability(graph({ 'SVC-MAIL': [0.9997, 'SVC-NET', relays], 'SVC-NET': [0.9998] }), 'SVC-MAIL');
    assert.equal(result.kind, 'exact');
    assert.equal(percent(result.share), '99.9475');
    assert.deepEqual({ missing: result.missing, shared: result.shared, commonCauses: result.commonCauses }, { missing: [], shared: [], commonCauses: [] });
    assert.equal(result.assumes, 'independence');
    assert.equal(result.weakest?.id, 'SVC-NET');
  });
  it('counts a shared node once', () => {
    const result = compositeAvailability(graph({ A: [0.99, 'B', 'C'], B: [0.99, 'D'], C: [0.99, 'D'], D: [0.9] }), 'A');
    close(result.share, 0.99 ** 3 * 0.9);
    assert.deepEqual(result.shared, ['D']);
    assert.deepEqual(result.commonCauses, []);
  });
  it('factors a shared node out of a redundant group and names it as a common cause', () => {
    const result = compositeAvailability(graph({ A: [1, { to: ['B', 'C'], need: 1 }], B: [0.9, 'D'], C: [0.9, 'D'], D: [0.8] }), 'A');
    close(result.share, 0.8 * 0.99);
    assert.deepEqual(result.commonCauses, ['D']);
  });
  it('multiplies a node once that must work anyway, though it stands in a redundant group', () => {
    const result = compositeAvailability(graph({ A: [1, 'B', { to: ['B', 'C'], need: 1 }, { to: ['B', 'C', 'D'], need: 2 }], B: [0.9], C: [0.8], D: [0.7] }), 'A');
    close(result.share, 0.9 * (1 - 0.2 * 0.3));
  });
  it('leaves soft dependencies out, with what is missing or circular below them', () => {
    const result = compositeAvailability(graph({ A: [0.99, { to: ['B'], need: 1, soft: true }], B: [undefined, 'A'] }), 'A');
    assert.deepEqual({ kind: result.kind, missing: result.missing }, { kind: 'exact', missing: [] });
    close(result.share, 0.99);
  });
  it('flags a dependency with narrower hours and does not multiply it', () => {
    // Of 0.99 × 0.9 × 0.95 only B is left out; what it depends on itself stays.
    const of = graph({ A: [0.99, 'B'], B: [0.9, 'C'], C: [0.95] });
    const result = compositeAvailability(of, 'A', new Set(['B']));
    assert.deepEqual({ kind: result.kind, narrower: result.narrowerHours, missing: result.missing }, { kind: 'upper-bound', narrower: ['B'], missing: [] });
    close(result.share, 0.99 * 0.95);
    // Its own hours are not narrower than themselves, nor do those of nodes count that it does not depend on.
    assert.equal(compositeAvailability(of, 'B', new Set(['A', 'B'])).kind, 'exact');
    // One of a pair may be down outside its hours: the pair counts as up, a bound from above.
    close(compositeAvailability(graph({ A: [0.99, { to: ['B', 'C'], need: 1 }], B: [0.9], C: [0.9] }), 'A', new Set(['C'])).share, 0.99);
    assert.equal(compositeAvailability(graph({ A: [1, 'B'], B: [0.9] }), 'A', new Set(['B'])).reason, 'nothing-known');
  });
  it('prefers what a node states itself to what the dependency states', () => {
    close(compositeAvailability(graph({ A: [1, { to: ['B', 'C'], need: 1, availability: 0.5 }], B: [0.9] }), 'A').share, 1 - 0.1 * 0.5);
  });
  it('gives an upper bound where values are missing, and names them', () => {
    const result = compositeAvailability(graph({ A: [0.99, 'Z', 'B', { to: ['X', 'Y'], need: 1 }], B: [undefined, 'C'], C: [0.95] }), 'A');
    assert.equal(result.kind, 'upper-bound');
    close(result.share, 0.99 * 0.95);
    assert.deepEqual(result.missing, ['B', 'X', 'Y', 'Z']);
  });
  it('gives an upper bound where two dependencies state different values for the same node', () => {
    const both = (second: number) => graph({ A: [1, { to: ['S'], need: 1, availability: 0.9 }, 'B'], B: [1, { to: ['S'], need: 1, availability: second }] });
    const result = compositeAvailability(both(0.95), 'A');
    assert.deepEqual({ kind: result.kind, contradictory: result.contradictory }, { kind: 'upper-bound', contradictory: ['S'] });
    close(result.share, 0.95);
    assert.equal(compositeAvailability(both(0.9), 'A').kind, 'exact');
  });
  it('never makes 100 % of nothing', () => {
    for (const nodes of [graph({ A: [undefined] }), graph({}), graph({ A: [undefined, 'B'], B: [undefined] }), graph({ A: [1, { to: ['B', 'C'], need: 1 }], B: [0.9] }),
      graph({ A: [undefined, { to: ['B'], need: 1, availability: 1.5 }] }), graph({ A: [NaN] })]) {
      const result = compositeAvailability(nodes, 'A');
      assert.deepEqual({ kind: result.kind, reason: result.reason, share: result.share }, { kind: 'not-computable', reason: 'nothing-known', share: undefined });
      assert.ok(result.missing.length > 0);
    }
  });
  it('reports a cycle, the same from wherever it is entered, and a node that depends on itself', () => {
    const nodes = graph({ R: [1, 'C'], A: [1, 'B'], B: [1, 'C'], C: [1, 'A'], S: [0.9, { to: ['S', 'T'], need: 1 }] });
    for (const root of ['R', 'A', 'B', 'C']) {
      const result = compositeAvailability(nodes, root);
      assert.deepEqual({ reason: result.reason, cycle: result.cycle, share: result.share }, { reason: 'cycle', cycle: ['A', 'B', 'C'], share: undefined });
    }
    assert.deepEqual(compositeAvailability(nodes, 'S').cycle, ['S']);
  });
  it('refuses a need that cannot be', () => {
    for (const need of [0, 3, 1.5, NaN, -1]) assert.equal(compositeAvailability(graph({ A: [1, { to: ['B', 'C', 'C'], need }], B: [1], C: [1] }), 'A').reason, 'need-impossible');
    assert.equal(compositeAvailability(graph({ A: [1, { to: [], need: 1 }] }), 'A').reason, 'need-impossible');
  });
  it('tells what the weakest dependency would need', () => {
    const result = compositeAvailability(graph({ A: [0.999, 'B', 'C'], B: [0.99], C: [0.995] }), 'A');
    assert.equal(result.weakest?.id, 'B');
    const inverse = neededFromWeakest(result, 0.993);
    assert.ok(inverse?.needed !== undefined);
    close(0.999 * inverse.needed * 0.995, 0.993);
    const tooMuch = neededFromWeakest(result, 0.999);
    assert.equal(tooMuch?.needed, undefined);
    close(tooMuch?.best, 0.999 * 0.995);
    assert.equal(neededFromWeakest(compositeAvailability(graph({ A: [0.9] }), 'A'), 0.95), undefined);
  });
  it('finds the weakest where something is down altogether', () => {
    const result = compositeAvailability(graph({ A: [1, 'B', 'C'], B: [0], C: [0.9] }), 'A');
    assert.equal(result.share, 0);
    assert.equal(result.weakest?.id, 'B');
    close(neededFromWeakest(result, 0.45)?.needed, 0.5);
  });
  it('stands long chains, wide groups and many shared nodes', () => {
    const chain = graph(Object.fromEntries(Array.from({ length: 20_000 }, (_, i): [string, Line] => [`N${i}`, i === 19_999 ? [0.9] : [1, `N${i + 1}`]])));
    close(compositeAvailability(chain, 'N0').share, 0.9);
    const wide = Array.from({ length: 60 }, (_, i) => `W${i}`);
    close(compositeAvailability(graph({ A: [1, { to: wide, need: 30, availability: 0.6 }] }), 'A').share, kOfN(30, 60, 0.6), 1e-9);
    const parts = Array.from({ length: 40 }, (_, i) => `P${i}`);
    const shared = compositeAvailability(graph({ A: [1, { to: ['X', 'Y'], need: 1 }], X: [0.9, ...parts], Y: [0.9, ...parts], ...Object.fromEntries(parts.map((id): [string, Line] => [id, [0.999]])) }), 'A');
    close(shared.share, 0.99 * 0.999 ** 40);
    assert.equal(shared.commonCauses.length, 40);
  });
  it('says too complex rather than computing for ever', () => {
    // Pairs across a long random-like permutation: every order of the variables keeps many of them open at once.
    const n = 150;
    const nodes: Record<string, Line> = { A: [1] };
    for (let i = 0; i < n; i++) for (const step of [37, 61, 89]) nodes.A?.push({ to: [`P${i}`, `P${(i * step + 11) % n}`, `P${(i + step) % n}`].filter((id, j, ids) => ids.indexOf(id) === j), need: 1, availability: 0.99 });
    nodes.A = [1, ...(nodes.A?.slice(1) as CompositeDependency[]).filter((group) => group.to.length === 3)];
    const result = compositeAvailability(graph(nodes), 'A');
    assert.equal(result.reason, 'too-complex');
    assert.ok(result.shared.length > 16);
  });

  // Own brute force: every state of every part, and the definition of "works" read literally.
  function works(nodes: DependencyGraph, id: string, up: ReadonlySet<string>): boolean {
    return up.has(id) && (nodes.nodes.get(id)?.dependsOn ?? []).every((dependency) => dependency.soft === true
      || dependency.to.filter((to) => works(nodes, to, up)).length >= dependency.need);
  }
  function bruteForce(nodes: DependencyGraph, root: string): number {
    const ids = [...nodes.nodes.keys()];
    let sum = 0;
    for (let state = 0; state < 2 ** ids.length; state++) {
      const up = new Set(ids.filter((_, i) => (state >> i) % 2 === 1));
      if (works(nodes, root, up)) sum += ids.reduce((p, id) => p * (up.has(id) ? nodes.nodes.get(id)?.own ?? 1 : 1 - (nodes.nodes.get(id)?.own ?? 1)), 1);
    }
    return sum;
  }
  const randomGraph = fc.integer({ min: 2, max: 9 }).chain((n) => fc.tuple(...Array.from({ length: n }, (_, i) => fc.record({
    own: share,
    // Only towards higher numbers, so that there is no cycle.
    groups: fc.array(fc.record({
      to: fc.uniqueArray(fc.integer({ min: Math.min(i + 1, n - 1), max: n - 1 }), { minLength: 1, maxLength: 4 }), need: fc.nat(), soft: fc.integer({ min: 0, max: 9 }).map((x) => x === 0),
    }), { maxLength: i === n - 1 ? 0 : 3 }),
  })))).map((nodes) => graph(Object.fromEntries(nodes.map((node, i): [string, Line] => [`N${i}`, [node.own, ...node.groups.map(({ to, need, soft }): CompositeDependency => (
    { to: to.map((t) => `N${t}`), need: 1 + (need % to.length), soft }))]]))));

  it('equals the sum over all states of the parts, for random graphs', () => {
    fc.assert(fc.property(randomGraph, (nodes) => {
      const result = compositeAvailability(nodes, 'N0');
      assert.equal(result.kind, 'exact');
      close(result.share, bruteForce(nodes, 'N0'), 1e-11);
    }), { numRuns: 300 });
  });
  it('with a value missing lies at or above whatever that value may be', () => {
    fc.assert(fc.property(randomGraph, fc.nat(), (nodes, pick) => {
      const ids = [...nodes.nodes.keys()], lost = ids[pick % ids.length] ?? '';
      const partial = new Map(nodes.nodes);
      partial.set(lost, { dependsOn: nodes.nodes.get(lost)?.dependsOn ?? [] });
      const result = compositeAvailability({ nodes: partial }, 'N0');
      if (result.kind === 'upper-bound') assert.ok(result.share >= bruteForce(nodes, 'N0') - 1e-11);
      else if (result.kind === 'not-computable') assert.equal(result.reason, 'nothing-known');
      assert.equal(result.missing.includes(lost), result.kind !== 'exact');
    }));
  });
  it('reaches the target when the weakest dependency gets what it needs, and nothing else would gain more', () => {
    fc.assert(fc.property(randomGraph, fc.integer({ min: 1, max: 99 }).map((x) => x / 100), (nodes, fraction) => {
      const result = compositeAvailability(nodes, 'N0');
      assert.ok(result.kind === 'exact');
      const withShare = (id: string, own: number) => compositeAvailability({ nodes: new Map([...nodes.nodes, [id, { own, dependsOn: nodes.nodes.get(id)?.dependsOn ?? [] }]]) }, 'N0').share ?? NaN;
      const gains = [...nodes.nodes.keys()].filter((id) => id !== 'N0').map((id) => withShare(id, 1) - (result.share ?? NaN));
      if (!result.weakest) return assert.ok(gains.every((gain) => gain < 1e-9));
      const { id } = result.weakest, best = withShare(id, 1);
      assert.ok(best - result.share >= Math.max(...gains) - 1e-9);
      if (best - result.share < 1e-6) return;
      const target = result.share + (best - result.share) * fraction;
      close(withShare(id, neededFromWeakest(result, target)?.needed ?? NaN), target, 1e-9);
      return;
    }));
  });
});
