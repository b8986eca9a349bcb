/**
 * Availability of what is made of parts. All availabilities are shares of 0 to 1; the formulas hold where the parts fail independently.
 */

/** All must work: Π A. */
export function serial(shares: readonly number[]): number {
  return shares.reduce((product, share) => product * share, 1);
}

/** Any one suffices: 1 − Π(1 − A). */
export function redundant(shares: readonly number[]): number {
  return 1 - shares.reduce((product, share) => product * (1 - share), 1);
}

/** At least `need` of the parts work, which may differ. Exact, by the number of parts that are up. */
export function atLeast(need: number, shares: readonly number[]): number {
  if (need <= 0) return 1;
  if (need > shares.length) return 0;
  // up[i] is the chance that i of the parts seen so far are up; the last entry gathers `need` and more.
  const up = [1, ...Array<number>(need).fill(0)];
  for (const share of shares) {
    for (let i = need; i >= 0; i--) {
      const stays = i === need ? up[i] ?? 0 : (up[i] ?? 0) * (1 - share);
      up[i] = stays + (i > 0 ? (up[i - 1] ?? 0) * share : 0);
    }
  }
  return up[need] ?? 0;
}

/** k of n equal parts: Σ C(n,i) A^i (1−A)^(n−i) for i = k … n. */
export function kOfN(k: number, n: number, share: number): number {
  return atLeast(k, Array<number>(n).fill(share));
}

/** A second part takes over with the chance `coverage`: A1 + (1 − A1) · c · A2. */
export function failover(first: number, second: number, coverage: number): number {
  return first + (1 - first) * coverage * second;
}

/** `need` of the nodes `to` must work; one node, or as many as needed, is a hard serial dependency. Soft ones do not count. */
export interface CompositeDependency {
  to: readonly string[];
  need: number;
  /** Share of each alternative that states none of its own. */
  availability?: number;
  soft?: boolean;
}

export interface CompositeNode {
  /** Share of the part run by ourselves, without what it depends on. */
  own?: number;
  dependsOn: readonly CompositeDependency[];
}

/** A name in `to` without a node (a supplier, say) is a node that depends on nothing. */
export interface DependencyGraph { nodes: ReadonlyMap<string, CompositeNode> }

/** The part whose improvement would gain the composite the most. */
export interface WeakestDependency {
  id: string;
  /** Its own share. */
  share: number;
  /** What the composite gains per unit of this share; the composite is linear in it. */
  weight: number;
}

interface CompositeFacts {
  /** Nodes without a usable value, by code unit. */
  missing: string[];
  /** Nodes without a value of their own for which two dependencies state different ones; the higher was taken, as a bound. */
  contradictory: string[];
  /** Nodes that stand in more than one dependency and were counted once. */
  shared: string[];
  /** Nodes that several alternatives of one redundant group rest on, so that the group is less redundant than it looks. */
  commonCauses: string[];
  /** Nodes that are promised in fewer hours than the root, by code unit. They were not multiplied: outside their hours nothing is known. */
  narrowerHours: string[];
  assumes: 'independence';
}

export type NotComputable = 'cycle' | 'need-impossible' | 'nothing-known' | 'too-complex';

export type Composite = CompositeFacts & (
  /** `exact`: every value is known. `upper-bound`: shows that a target exceeds it, never that a target holds. */
  | { kind: 'exact' | 'upper-bound'; share: number; weakest?: WeakestDependency; reason?: undefined; cycle?: undefined }
  /**
   * `cycle`: of the ids in `cycle` each depends on the next and the last on the first. `need-impossible`: a dependency needs none or more
   * than it names. `nothing-known`: the values that are known bound nothing. `too-complex`: shared nodes in redundant groups are more
   * interwoven than can be computed exactly.
   */
  | { kind: 'not-computable'; reason: NotComputable; cycle?: string[]; share?: undefined; weakest?: undefined }
);

/**
 * Availability of a node: its own part times its hard dependencies, every shared node counted once. Nodes that must work in any case are
 * multiplied once; over what stands in redundant groups the expression is expanded node by node (Shannon decomposition, as an ordered
 * binary decision diagram), so that equal remainders are computed once. `narrowerHours` names nodes whose service hours do not cover those
 * of the root (`minutesOutside`): their values count as unknown.
 */
export function compositeAvailability(graph: DependencyGraph, root: string, narrowerHours: ReadonlySet<string> = new Set()): Composite {
  const { order, cycle } = dependenciesFirst(graph, root);
  const facts: CompositeFacts = { missing: [], contradictory: [], shared: [], commonCauses: [], narrowerHours: [], assumes: 'independence' };
  if (cycle) return { ...facts, kind: 'not-computable', reason: 'cycle', cycle };

  const groups = new Map(order.map((id) => [id, hardDependencies(graph, id)]));
  const all = [...groups.values()].flat();
  facts.shared = sorted(repeated(all.flatMap((group) => group.to)));
  facts.commonCauses = commonCauses(all, groups);
  if (all.some((group) => !Number.isInteger(group.need) || group.need < 1 || group.need > group.to.length)) {
    return { ...facts, kind: 'not-computable', reason: 'need-impossible' };
  }

  const shares = new Map<string, number>();
  const stated = statedShares(all);
  for (const id of order) {
    if (id !== root && narrowerHours.has(id)) {
      facts.narrowerHours.push(id);
      continue;
    }
    const own = usable(graph.nodes.get(id)?.own);
    const others = stated.get(id) ?? new Set<number>();
    if (own !== undefined) shares.set(id, own);
    else if (others.size > 0) shares.set(id, Math.max(...others));
    else facts.missing.push(id);
    if (own === undefined && others.size > 1) facts.contradictory.push(id);
  }
  facts.missing.sort(byCodeUnit);
  facts.contradictory.sort(byCodeUnit);
  facts.narrowerHours.sort(byCodeUnit);

  const { must, open } = mustWork(order, groups, root);
  const redundantPart = expand(open, must, order, groups, shares);
  if (!redundantPart) return { ...facts, kind: 'not-computable', reason: 'too-complex' };
  const serialShare = serial([...must].map((id) => shares.get(id) ?? 1));
  const share = serialShare * redundantPart.share;
  const unknown = facts.missing.length + facts.narrowerHours.length;
  const bounded = unknown > 0 || facts.contradictory.length > 0;
  if (unknown > 0 && share >= 1) return { ...facts, kind: 'not-computable', reason: 'nothing-known' };

  const weights = new Map<string, number>();
  for (const [id, others] of productsOfOthers([...must], shares)) weights.set(id, others * redundantPart.share);
  for (const [id, weight] of redundantPart.weights) weights.set(id, serialShare * weight);
  weights.delete(root);
  const weakest = weakestOf(weights, shares);
  return { ...facts, kind: bounded ? 'upper-bound' : 'exact', share, ...(weakest ? { weakest } : {}) };
}

/**
 * The share that the weakest dependency would need for the composite to reach the target, all else unchanged. `needed` is absent where
 * even 100 % of it would not do; `best` is the composite it would then give. Undefined where nothing was computed or no part can be better.
 * For an upper bound it is the least that is needed, not what suffices.
 */
export function neededFromWeakest(composite: Composite, target: number):
  { id: string; share: number; needed?: number; best: number } | undefined {
  const { weakest } = composite;
  if (composite.kind === 'not-computable' || !weakest) return undefined;
  const best = composite.share + weakest.weight * (1 - weakest.share);
  const needed = weakest.share + (target - composite.share) / weakest.weight;
  const reachable = weakest.weight > 0 && needed <= 1 + 1e-12;
  return { id: weakest.id, share: weakest.share, best, ...(reachable ? { needed: Math.max(0, Math.min(1, needed)) } : {}) };
}

/** A share in percent, with as many decimals, from four on, as tell it from the other one. */
export function percentText(share: number, other: number): string {
  for (let decimals = 4; decimals < 10; decimals++) {
    const shown = (share * 100).toFixed(decimals);
    if (shown !== (other * 100).toFixed(decimals) || share === other) return String(Number(shown));
  }
  return String(Number((share * 100).toFixed(10)));
}

interface Group { to: readonly string[]; need: number; availability: number | undefined }

function hardDependencies(graph: DependencyGraph, id: string): Group[] {
  const dependsOn = graph.nodes.get(id)?.dependsOn ?? [];
  return dependsOn.filter((dependency) => dependency.soft !== true)
    .map((dependency) => ({ to: [...new Set(dependency.to)], need: dependency.need, availability: usable(dependency.availability) }));
}

/** A share outside 0 to 1 is no value. */
function usable(share: number | undefined): number | undefined {
  return share !== undefined && share >= 0 && share <= 1 ? share : undefined;
}

/** All nodes below the root and itself, each after what it depends on; or a cycle. Without recursion: chains may be long. */
function dependenciesFirst(graph: DependencyGraph, root: string): { order: string[]; cycle?: string[] } {
  const order: string[] = [];
  const done = new Set<string>();
  const open = new Set([root]);
  const below = (id: string) => hardDependencies(graph, id).flatMap((group) => group.to);
  const stack = [{ id: root, rest: below(root).values() }];
  for (let top = stack.at(-1); top; top = stack.at(-1)) {
    const next = top.rest.next();
    if (next.done) {
      stack.pop();
      open.delete(top.id);
      done.add(top.id);
      order.push(top.id);
    } else if (open.has(next.value)) {
      const path = stack.map((entry) => entry.id);
      return { order, cycle: smallestFirst(path.slice(path.indexOf(next.value))) };
    } else if (!done.has(next.value)) {
      open.add(next.value);
      stack.push({ id: next.value, rest: below(next.value).values() });
    }
  }
  return { order };
}

/** The same cycle reads the same from wherever it was entered. */
function smallestFirst(cycle: readonly string[]): string[] {
  const start = cycle.indexOf([...cycle].sort(byCodeUnit)[0] ?? '');
  return [...cycle.slice(start), ...cycle.slice(0, start)];
}

function byCodeUnit(a: string, b: string): number { return a < b ? -1 : a > b ? 1 : 0; }

function sorted(ids: Iterable<string>): string[] { return [...ids].sort(byCodeUnit); }

function repeated(ids: readonly string[]): Set<string> {
  const once = new Set<string>(), twice = new Set<string>();
  for (const id of ids) (once.has(id) ? twice : once).add(id);
  return twice;
}

function statedShares(groups: readonly Group[]): Map<string, Set<number>> {
  const stated = new Map<string, Set<number>>();
  for (const { to, availability } of groups) {
    if (availability === undefined) continue;
    for (const id of to) stated.set(id, (stated.get(id) ?? new Set()).add(availability));
  }
  return stated;
}

function commonCauses(all: readonly Group[], groups: ReadonlyMap<string, readonly Group[]>): string[] {
  const causes = new Set<string>();
  for (const group of all) {
    if (group.need >= group.to.length) continue;
    for (const id of repeated(group.to.flatMap((alternative) => [...restsOn(alternative, groups)]))) causes.add(id);
  }
  return sorted(causes);
}

function restsOn(id: string, groups: ReadonlyMap<string, readonly Group[]>): Set<string> {
  const seen = new Set([id]);
  for (const next of seen) for (const group of groups.get(next) ?? []) for (const to of group.to) seen.add(to);
  return seen;
}

/** The nodes without which the root never works, and what remains to be satisfied when all of them do. */
function mustWork(order: readonly string[], groups: ReadonlyMap<string, readonly Group[]>, root: string):
  { must: Set<string>; open: Omit<Group, 'availability'>[] } {
  const must = new Set([root]);
  let open: Omit<Group, 'availability'>[] = [];
  for (let size = 0; size < must.size;) {
    size = must.size;
    open = [];
    for (const id of [...order].reverse()) {
      if (!must.has(id)) continue;
      for (const group of groups.get(id) ?? []) {
        const to = group.to.filter((alternative) => !must.has(alternative));
        const need = group.need - (group.to.length - to.length);
        if (need <= 0) continue;
        if (need === to.length) for (const alternative of to) must.add(alternative);
        else open.push({ to, need });
      }
    }
  }
  return { must, open };
}

/** For each id the product of the shares of all the others; by division it would fail where one of them is 0. */
function productsOfOthers(ids: readonly string[], shares: ReadonlyMap<string, number>): Map<string, number> {
  const products = new Map<string, number>();
  let before = 1, after = 1;
  for (const id of ids) {
    products.set(id, before);
    before *= shares.get(id) ?? 1;
  }
  for (const id of [...ids].reverse()) {
    products.set(id, (products.get(id) ?? 1) * after);
    after *= shares.get(id) ?? 1;
  }
  return products;
}

/** A gain that is equal but for rounding is a tie, and the first id by code unit is named. */
function weakestOf(weights: ReadonlyMap<string, number>, shares: ReadonlyMap<string, number>): WeakestDependency | undefined {
  let weakest: WeakestDependency | undefined;
  let most = 0;
  for (const id of sorted(weights.keys())) {
    const share = shares.get(id), weight = weights.get(id) ?? 0;
    if (share === undefined) continue;
    const gain = weight * (1 - share);
    if (gain > most * (1 + 1e-9)) {
      most = gain;
      weakest = { id, share, weight };
    }
  }
  return weakest;
}

/** A binary decision diagram: node 0 is false, node 1 is true, any other asks for one variable. */
interface Diagram {
  variable: number[];
  low: number[];
  high: number[];
  /** Number of the node with a variable and two branches; result of a step from its three operands. */
  unique: Map<number, number>;
  steps: Map<number, number>;
  /** A limit was hit: what was made since is worthless. */
  exceeded: boolean;
}

// Three node numbers of 17 bits fit a key that a number holds exactly; variables bound the depth of recursion.
const mostNodes = 2 ** 17, mostSteps = 2 ** 18, mostVariables = 2000;

interface Weighted { share: number; weights: Map<string, number> }

/** The chance that all open groups are satisfied while the nodes in `must` work, and its derivative by each share. */
function expand(open: readonly Omit<Group, 'availability'>[], must: ReadonlySet<string>, order: readonly string[],
  groups: ReadonlyMap<string, readonly Group[]>, shares: ReadonlyMap<string, number>): Weighted | undefined {
  const needed = new Set(open.flatMap((group) => group.to));
  for (const id of needed) for (const group of groups.get(id) ?? []) for (const to of group.to) if (!must.has(to)) needed.add(to);
  // Dependents before dependencies: what a node adds to its dependencies is then a single node on top.
  const ids = order.filter((id) => needed.has(id)).reverse();
  const variables = ids.filter((id) => (shares.get(id) ?? 1) < 1);
  if (variables.length > mostVariables) return undefined;
  const rank = new Map(variables.map((id, i) => [id, i]));

  const diagram: Diagram = {
    variable: [mostVariables, mostVariables], low: [0, 1], high: [0, 1], unique: new Map(), steps: new Map(), exceeded: false,
  };
  const works = new Map<string, number>();
  const satisfied = (group: Omit<Group, 'availability'>): number => {
    const parts = group.to.map((id) => (must.has(id) ? 1 : works.get(id) ?? 0));
    // The topmost variable first: the diagram of the rest then hangs below it.
    parts.sort((a, b) => (diagram.variable[a] ?? 0) - (diagram.variable[b] ?? 0));
    return threshold(diagram, parts, group.need);
  };
  for (const id of [...ids].reverse()) {
    const variable = rank.get(id);
    let value = variable === undefined ? 1 : node(diagram, variable, 0, 1);
    for (const group of groups.get(id) ?? []) value = ifThenElse(diagram, value, satisfied(group), 0);
    works.set(id, value);
    if (diagram.exceeded) return undefined;
  }
  let top = 1;
  for (const group of open) top = ifThenElse(diagram, top, satisfied(group), 0);
  return diagram.exceeded ? undefined : evaluate(diagram, top, variables, shares);
}

function node(diagram: Diagram, variable: number, low: number, high: number): number {
  if (low === high) return low;
  const key = (variable * mostNodes + low) * mostNodes + high;
  const known = diagram.unique.get(key);
  if (known !== undefined) return known;
  const made = diagram.variable.length;
  if (made >= mostNodes) {
    diagram.exceeded = true;
    return 0;
  }
  diagram.variable.push(variable);
  diagram.low.push(low);
  diagram.high.push(high);
  diagram.unique.set(key, made);
  return made;
}

function ifThenElse(diagram: Diagram, test: number, then: number, otherwise: number): number {
  if (test === 1 || then === otherwise) return then;
  if (test === 0) return otherwise;
  if (then === 1 && otherwise === 0) return test;
  const key = (test * mostNodes + then) * mostNodes + otherwise;
  const known = diagram.steps.get(key);
  if (known !== undefined) return known;
  if (diagram.exceeded || diagram.steps.size >= mostSteps) {
    diagram.exceeded = true;
    return 0;
  }
  const variableOf = (of: number) => diagram.variable[of] ?? mostVariables;
  const variable = Math.min(variableOf(test), variableOf(then), variableOf(otherwise));
  const branch = (of: number, side: readonly number[]) => (variableOf(of) === variable ? side[of] ?? 0 : of);
  const low = ifThenElse(diagram, branch(test, diagram.low), branch(then, diagram.low), branch(otherwise, diagram.low));
  const high = ifThenElse(diagram, branch(test, diagram.high), branch(then, diagram.high), branch(otherwise, diagram.high));
  const made = node(diagram, variable, low, high);
  diagram.steps.set(key, made);
  return made;
}

/** At least `need` of the parts are true. */
function threshold(diagram: Diagram, parts: readonly number[], need: number): number {
  // row[k]: at least k of the parts from here to the end.
  let row = [1, ...Array<number>(need).fill(0)];
  for (const part of [...parts].reverse()) {
    row = row.map((below, k) => (k === 0 ? 1 : ifThenElse(diagram, part, row[k - 1] ?? 0, below)));
  }
  return row[need] ?? 0;
}

function evaluate(diagram: Diagram, top: number, variables: readonly string[], shares: ReadonlyMap<string, number>): Weighted {
  const shareOf = (of: number) => shares.get(variables[diagram.variable[of] ?? 0] ?? '') ?? 1;
  const chance = [0, 1];
  // A node is made after those below it, so numbers rise from the bottom to the top.
  for (let i = 2; i <= top; i++) {
    const share = shareOf(i);
    chance[i] = share * (chance[diagram.high[i] ?? 0] ?? 0) + (1 - share) * (chance[diagram.low[i] ?? 0] ?? 0);
  }
  const weights = new Map<string, number>();
  const reached = Array<number>(top + 1).fill(0);
  reached[top] = 1;
  for (let i = top; i >= 2; i--) {
    const here = reached[i] ?? 0;
    if (here === 0) continue;
    const low = diagram.low[i] ?? 0, high = diagram.high[i] ?? 0, share = shareOf(i), id = variables[diagram.variable[i] ?? 0] ?? '';
    reached[low] = (reached[low] ?? 0) + here * (1 - share);
    reached[high] = (reached[high] ?? 0) + here * share;
    weights.set(id, (weights.get(id) ?? 0) + here * ((chance[high] ?? 0) - (chance[low] ?? 0)));
  }
  return { share: chance[top] ?? 0, weights };
}
