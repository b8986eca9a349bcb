import { minutesOutside, type WorkCalendar } from '../service-levels/calendar.js';
import type { CompositeDependency, CompositeNode, DependencyGraph } from '../service-levels/composite.js';
import { workCalendars } from './calendars.js';
import { list, number, objects, text, texts } from './data.js';
import { isCurrent } from './header.js';
import type { Model } from './model.js';
import type { Day, Item } from './types.js';

/** The dependencies of the catalogue as shares of 0 to 1, and the services whose dependencies cannot be followed. */
export interface Underpinning { graph: DependencyGraph; broken: ReadonlySet<string> }

/**
 * Reads the catalogue and the party register. A service is broken where one of its hard dependencies names nothing, something unknown or
 * itself: rule `catalogue-dependency-unresolved` says so. Imperfect failover is a part of its own between a service and its stand-in.
 */
export function readUnderpinning(model: Model): Underpinning {
  const nodes = new Map<string, CompositeNode>(), broken = new Set<string>();
  for (const party of current(model, 'party')) nodes.set(party.id, node(percent(model.value(party), 'availability'), []));
  for (const service of current(model, 'service')) {
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

/**
 * What a service depends on that has fewer hours than a promise in the hours of a calendar (or, without one, of the service): `narrower` anywhere
 * below it, `needed` only where nothing can take its place. Judged over the twelve months from today, in which holidays count.
 */
export function serviceHours(model: Model, today: Day, { graph }: Underpinning): Record<'narrower' | 'needed', (service: Item, calendar: string | undefined) => readonly string[]> {
  const calendars = workCalendars(model), from = Date.parse(`${today}T00:00Z`), to = from + 366 * 24 * 60 * 60_000;
  const ofService = new Map(current(model, 'service').flatMap(({ id, ...item }) => {
    const calendar = text(model.value({ id, ...item }), 'serviceHours'), hours = calendar === undefined ? undefined : calendars(calendar);
    return hours ? [[id, hours] as const] : [];
  }));
  const below = (root: string, onlyNeeded: boolean): ReadonlySet<string> => {
    const seen = new Set([root]);
    for (const id of seen) {
      for (const { to: parts, need } of graph.nodes.get(id)?.dependsOn ?? []) if (!onlyNeeded || need === parts.length) for (const part of parts) seen.add(part);
    }
    return seen;
  };
  const compared = new Map<WorkCalendar, Map<WorkCalendar, boolean>>();
  const isNarrower = (one: WorkCalendar, than: WorkCalendar): boolean => {
    const known = compared.get(than) ?? new Map<WorkCalendar, boolean>();
    compared.set(than, known);
    if (!known.has(one)) known.set(one, one !== than && (minutesOutside(than, one, from, to) ?? 0) > 0);
    return known.get(one) ?? false;
  };
  const among = (onlyNeeded: boolean) => (service: Item, calendar: string | undefined): readonly string[] => {
    const promised = calendar === undefined ? ofService.get(service.id) : calendars(calendar);
    if (!promised) return [];
    return [...below(service.id, onlyNeeded)].filter(id => { const own = ofService.get(id); return id !== service.id && own !== undefined && isNarrower(own, promised); });
  };
  return { narrower: among(false), needed: among(true) };
}

function current(model: Model, type: 'service' | 'party'): readonly Item[] { return model.ofType(type).filter(item => isCurrent(model, item)); }
