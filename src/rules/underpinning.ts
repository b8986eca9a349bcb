import { list, number, objects, text, texts } from '../sms/data.js';
import type { Model } from '../sms/model.js';
import type { CompositeDependency, CompositeNode, DependencyGraph } from '../service-levels/composite.js';
import { currentOfType } from './lifecycle.js';

/** The dependencies of the catalogue as shares of 0 to 1, and the services whose dependencies cannot be followed. */
export interface Underpinning { graph: DependencyGraph; broken: ReadonlySet<string> }

/**
 * Reads the catalogue and the party register. A service is broken where one of its hard dependencies names nothing, something unknown or
 * itself: rule `catalogue-dependency-unresolved` says so. Imperfect failover is a part of its own between a service and its stand-in.
 */
export function readUnderpinning(model: Model): Underpinning {
  const nodes = new Map<string, CompositeNode>(), broken = new Set<string>();
  for (const party of currentOfType(model, 'party')) nodes.set(party.id, node(percent(model.value(party), 'availability'), []));
  for (const service of currentOfType(model, 'service')) {
    const entry = model.value(service), dependsOn: CompositeDependency[] = [];
    if (objects(entry, 'dependsOn').length < list(entry, 'dependsOn').length) broken.add(service.id);
    for (const { at, value } of objects(entry, 'dependsOn')) {
      if (text(value, 'kind') === 'soft') continue;
      const to = texts(value, 'to').flatMap(id => {
        const item = model.item(id);
        return item?.type === 'service' || item?.type === 'party' ? [item.id] : [];
      });
      const written = text(value, 'to') === undefined ? list(value, 'to').length : 1;
      if (to.length === 0 || to.length < written || to.includes(service.id)) { broken.add(service.id); continue; }
      const need = number(value, 'need') ?? to.length, availability = percent(value, 'availability'), coverage = number(value, 'coverage');
      const standIns = need === 1 && coverage !== undefined && coverage >= 0 && coverage < 1 ? to.slice(1) : [];
      for (const id of standIns) {
        nodes.set(`${service.id} ${at} ${id}`, node(coverage, [{ to: [id], need: 1, ...(availability !== undefined ? { availability } : {}) }]));
      }
      const alternatives = standIns.length > 0 ? [...to.slice(0, 1), ...standIns.map(id => `${service.id} ${at} ${id}`)] : to;
      dependsOn.push({ to: alternatives, need, ...(availability !== undefined ? { availability } : {}) });
    }
    nodes.set(service.id, node(percent(entry, 'ownAvailability'), dependsOn));
  }
  return { graph: { nodes }, broken };
}

function node(own: number | undefined, dependsOn: readonly CompositeDependency[]): CompositeNode {
  return { dependsOn, ...(own !== undefined ? { own } : {}) };
}

function percent(of: unknown, key: string): number | undefined {
  const value = number(of, key);
  return value !== undefined && value >= 0 && value <= 100 ? value / 100 : undefined;
}

/** True where a hard dependency below the service cannot be followed. */
export function restsOnBroken({ graph, broken }: Underpinning, root: string): boolean {
  const seen = new Set([root]);
  for (const id of seen) {
    if (broken.has(id)) return true;
    for (const dependency of graph.nodes.get(id)?.dependsOn ?? []) for (const to of dependency.to) seen.add(to);
  }
  return false;
}
