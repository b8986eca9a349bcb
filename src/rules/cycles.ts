import { compareText } from '../sms/text.js';

/** Who depends on whom: from an id to the ids it names. Ids that are no key have no successors. */
export type Graph = ReadonlyMap<string, readonly string[]>;

/**
 * The elementary circles of a graph, each once, as the ids along it beginning with the smallest by code unit; the first id is not
 * repeated at the end. An edge from a node to itself is no circle. At most `limit` of them; `complete` is false where there are more.
 * D. B. Johnson, Finding all the elementary circuits of a directed graph, SIAM J. Comput. 4 (1975); without recursion, since chains can be long.
 */
export function elementaryCycles(graph: Graph, limit: number): { cycles: string[][]; complete: boolean } {
  const cycles: string[][] = [];
  const waiting = components(graph, new Set(graph.keys())).reverse();
  for (let component = waiting.pop(); component !== undefined; component = waiting.pop()) {
    const start = component[0] ?? '';
    if (!cyclesThrough(graph, start, new Set(component), limit, cycles)) return { cycles: cycles.sort(comparePaths), complete: false };
    waiting.push(...components(graph, new Set(component.slice(1))).reverse());
  }
  return { cycles: cycles.sort(comparePaths), complete: true };
}

/** Adds the circles through `start` within its component; false when the limit is reached before all were found. */
function cyclesThrough(graph: Graph, start: string, component: ReadonlySet<string>, limit: number, found: string[][]): boolean {
  const next = (node: string): string[] => within(graph, node, component);
  const path = [start], blocked = new Set(path), closed = new Set<string>(), waitingFor = new Map<string, Set<string>>();
  const stack = [{ node: start, rest: next(start).reverse() }];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const to = top.rest.pop();
    if (to === start) {
      if (found.length === limit) return false;
      found.push([...path]);
      for (const node of path) closed.add(node);
    } else if (to !== undefined) {
      if (blocked.has(to)) continue;
      path.push(to);
      blocked.add(to);
      closed.delete(to);
      stack.push({ node: to, rest: next(to).reverse() });
    } else {
      if (closed.has(top.node)) unblock(top.node, blocked, waitingFor);
      else for (const node of next(top.node)) waitingFor.set(node, (waitingFor.get(node) ?? new Set()).add(top.node));
      stack.pop();
      path.pop();
    }
  }
  return true;
}

function unblock(node: string, blocked: Set<string>, waitingFor: Map<string, Set<string>>): void {
  const free = [node];
  for (let one = free.pop(); one !== undefined; one = free.pop()) {
    if (!blocked.delete(one)) continue;
    free.push(...waitingFor.get(one) ?? []);
    waitingFor.delete(one);
  }
}

function within(graph: Graph, node: string, nodes: ReadonlySet<string>): string[] {
  return [...new Set(graph.get(node) ?? [])].filter(to => to !== node && nodes.has(to)).sort(compareText);
}

/** The strongly connected components of two nodes and more (Tarjan 1972), each sorted, in the order of their smallest id. */
function components(graph: Graph, nodes: ReadonlySet<string>): string[][] {
  const index = new Map<string, number>(), low = new Map<string, number>();
  const open: string[] = [], isOpen = new Set<string>(), result: string[][] = [];
  const enter = (node: string): { node: string; rest: string[] } => {
    low.set(node, index.size);
    index.set(node, index.size);
    open.push(node);
    isOpen.add(node);
    return { node, rest: within(graph, node, nodes) };
  };
  const lower = (node: string, value: number): void => { low.set(node, Math.min(low.get(node) ?? value, value)); };
  for (const root of nodes) {
    if (index.has(root)) continue;
    const stack = [enter(root)];
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const to = top.rest.pop();
      if (to !== undefined) {
        if (!index.has(to)) stack.push(enter(to));
        else if (isOpen.has(to)) lower(top.node, index.get(to) ?? 0);
        continue;
      }
      stack.pop();
      const above = stack.at(-1);
      if (above) lower(above.node, low.get(top.node) ?? 0);
      if (low.get(top.node) !== index.get(top.node)) continue;
      const component = open.splice(open.lastIndexOf(top.node));
      for (const node of component) isOpen.delete(node);
      if (component.length > 1) result.push(component.sort(compareText));
    }
  }
  return result.sort(comparePaths);
}

function comparePaths(a: readonly string[], b: readonly string[]): number {
  for (let i = 0; i < a.length && i < b.length; i++) {
    const order = compareText(a[i] ?? '', b[i] ?? '');
    if (order !== 0) return order;
  }
  return a.length - b.length;
}
