import { groupBy, objects, text, texts } from '../sms/data.js';
import { itemsAround } from '../sms/around.js';
import type { Model } from '../sms/model.js';
import { idsIn } from '../sms/named.js';
import { proceduresOf } from '../sms/processes.js';
import { standardsOf } from '../sms/standards.js';
import type { Item } from '../sms/types.js';
import { areas, families, type ClauseCoverage } from './coverage.js';
import type { Checked } from './desk.js';
import type { PackScope } from './pack.js';

/** Whether something belongs to what a pack is about: an artefact or an item, by its id. All does where it is about the whole SMS. `covered`: what `coverage` gave for the same. */
export function scopeFilter(scope: PackScope, checked: Checked, covered: readonly ClauseCoverage[]): (id: string) => boolean {
  const { model } = checked;
  switch (scope.of) {
    case 'all': return () => true;
    case 'customer': return forCustomer(model, scope.id);
    case 'service': return forService(model, scope.id);
    case 'clause': { const wanted = new Set(standardsOf(model.config).leavesOf(scope.id).map(({ id }) => id)); return inClauses(model, covered.filter(each => wanted.has(each.clause.id))); }
    case 'stage1': return inArtefacts(model, families(checked).flatMap(({ elements }) => elements.flatMap(({ evidence }) => evidence.map(({ id }) => id))));
    case 'stage2': return inClauses(model, areas(covered, checked).flatMap(area => area.clauses));
  }
}

/** What `all`, `clause:8.3.3`, `service:SVC-MAIL`, `customer:CUS-BOREAL`, `stage1` or `stage2` names; undefined where that is nothing. */
export function scopeNamed(given: string, model: Model): PackScope | undefined {
  const [, of = given, id = ''] = /^(clause|service|customer):(.+)$/.exec(given) ?? [], item = model.item(id);
  if (of === 'all' || of === 'stage1' || of === 'stage2') return { of };
  if (of === 'clause') { const known = standardsOf(model.config).clause(id); return known && { of, id: known.id }; }
  return (of === 'service' || of === 'customer') && item?.type === of ? { of, id: item.id, title: item.title } : undefined;
}


/** What shows the clauses, and the processes of the map that fulfil them, with their procedures. */
function inClauses(model: Model, shown: readonly ClauseCoverage[]): (id: string) => boolean {
  const wanted = new Set(shown.map(each => each.clause.id)), { leavesOf } = standardsOf(model.config),
    processes = model.ofType('process').filter(item => texts(model.value(item), 'clauses').some(id => leavesOf(id.trim()).some(leaf => wanted.has(leaf.id))));
  return inArtefacts(model, [...shown.flatMap(({ evidence }) => evidence.map(({ id }) => id)),
    ...processes.flatMap(item => proceduresOf(model, model.value(item)).map(({ id }) => id))], processes);
}

/** The artefacts, what stands in them, and what was said of their approval; of the artefacts of some items only these. */
function inArtefacts(model: Model, ids: readonly string[], items: readonly Item[] = []): (id: string) => boolean {
  const whole = withApprovals(model, new Set(ids)),
    single = new Set([...items.map(({ id }) => id), ...withApprovals(model, new Set(items.map(({ artefact }) => artefact)))]);
  return id => single.has(id) || whole.has(model.item(id)?.artefact ?? id);
}

function withApprovals(model: Model, ids: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...ids, ...model.ofKind('approval-record').flatMap(({ id, data }) => (ids.has(model.item(text(data, 'artefact') ?? '')?.id ?? '') ? [id] : []))]);
}

/** What the fields of a thing name that say what it is about: its own, not those of entries without an id within it. */
interface Naming { from: Item; to: Item }

function namings(model: Model): readonly Naming[] {
  return model.references.flatMap(reference => {
    const { file, path, via } = reference, from = via === 'field' ? itemsAround(model.files.get(file), path).at(-1) : undefined, to = from
      && path.length - from.path.length <= 2 ? model.resolve(reference) : undefined;
    return from && to && from.id !== to.id ? [{ from, to }] : [];
  });
}

/** Once by what names, once by what is named. */
function both(model: Model): { named: (id: string) => readonly Item[]; namers: (id: string) => readonly Item[] } {
  const all = namings(model), named = groupBy(all, ({ from }) => from.id), namers = groupBy(all, ({ to }) => to.id);
  return { named: id => [...new Set(named.get(id)?.map(({ to }) => to))], namers: id => [...new Set(namers.get(id)?.map(({ from }) => from))] };
}

// ---- a service ----

/**
 * The service, what it rests on, what promises or asks something of these, what is recorded about them or about these promises, and who and what all this names.
 * Of an artefact that is about several services, the entries that name only others are left out.
 */
function forService(model: Model, id: string): (id: string) => boolean {
  const core = new Set([id]), { named, namers } = both(model);
  for (const service of core) {
    const item = model.item(service);
    for (const { value } of item ? objects(model.value(item), 'dependsOn') : []) for (const to of idsIn(model, value, 'to')) core.add(to);
  }
  const isService = (item: Item): boolean => item.type === 'service' && !core.has(item.id);
  /** It says which services it is about, and that is others. */
  const ofOthers = (item: Item): boolean => { const services = named(item.id).filter(({ type }) => type === 'service'); return services.length > 0
    && services.every(isService); };
  // The supplier of a part supplies others too: what names only the supplier is about all of them.
  const about = new Set([...core].filter(part => model.item(part)?.type === 'service').flatMap(service => namers(service)).filter(item => !isService(item)).map(item => item.id));
  const direct = model.items.filter(item => (about.has(item.id) || (item.path.length > 0 && about.has(item.artefact))) && !isService(item) && !ofOthers(item));
  const recorded = direct.filter(item => !core.has(item.id)).flatMap(item => namers(item.id)).filter(item => !isService(item) && !ofOthers(item));
  const seeds = [...[...core].flatMap(each => model.item(each) ?? []), ...direct, ...recorded], found = new Set(seeds.map(item => item.id));
  for (const item of seeds) for (const other of named(item.id)) if (!isService(other) && !ofOthers(other)) found.add(other.id);
  const holding = withApprovals(model, new Set([...found].flatMap(each => model.item(each)?.artefact ?? each)));
  return each => found.has(each) || (holding.has(each) && model.artefact(each) !== undefined);
}

// ---- a customer ----

/** Whose things are: those of one customer, and those of other customers alone. */
export interface Belongings { own: ReadonlySet<string>; others: ReadonlySet<string> }

/**
 * What belongs to a customer: what names it in a field of its own, what stands in that, and what is about such things alone. What is about several customers, as a service
 * that both use, is nobody's alone: it is a customer's own where it names it, and never another's.
 */
export function belongings(model: Model, customer: string): Belongings {
  const whose = new Map<string, Set<string>>(), byArtefact = groupBy(model.items, ({ artefact }) => artefact), { named, namers } = both(model),
    direct = new Set<string>();
  for (const { id: owner } of model.ofType('customer')) {
    for (const { id } of [{ id: owner }, ...namers(owner)]) { whose.set(id, (whose.get(id) ?? new Set()).add(owner)); if (id !== owner) direct.add(id); }
  }
  const ownerOf = (id: string): string | undefined => { const owners = whose.get(id), [owner] = owners ?? []; return owners?.size === 1 ? owner : undefined; };
  const queue = [...direct];
  for (const id of queue) {
    const item = model.item(id), owner = ownerOf(id);
    if (!item || owner === undefined) continue;
    const inIt = item.path.length === 0 ? (byArtefact.get(id) ?? []).filter(each => each.id !== id) : [];
    // What names a shared service, or things of several, is about more than one of them.
    const about = namers(id).filter(next => named(next.id).every(({ id: other, type }) => ownerOf(other) === owner || (type !== 'service' && !whose.has(other))));
    for (const next of [...inIt, ...about]) if (!whose.has(next.id)) { whose.set(next.id, new Set([owner])); queue.push(next.id); }
  }
  const all = [...whose], ids = (wanted: (owners: ReadonlySet<string>) => boolean): ReadonlySet<string> => new Set(all.flatMap(([id,
    owners]) => (wanted(owners) ? [id] : [])));
  return { own: ids(owners => owners.has(customer)), others: ids(owners => !owners.has(customer)) };
}

/**
 * The customer's own things, the documents of the SMS as a whole, and of records those that are the customer's. What is another's is not in it, nor what stands in that;
 * what the words of a document say of others is for the gate (redaction.ts).
 */
function forCustomer(model: Model, customer: string): (id: string) => boolean {
  const { own, others } = belongings(model, customer),
    approvals = new Map(model.ofKind('approval-record').map(({ id, data }) => [id, model.item(text(data, 'artefact') ?? '')?.id] as const));
  const isIn = (id: string): boolean => {
    const item = model.item(id), artefact = item && model.artefact(item.artefact);
    if (!artefact || others.has(id) || others.has(artefact.id)) return false;
    // A log holds the records of all; of a record that is about the whole SMS a customer sees nothing.
    if (own.has(id) || artefact.header !== 'record' || artefact.kind === 'record-log') return true;
    const about = approvals.get(artefact.id);
    return about === undefined ? own.has(artefact.id) : isIn(about);
  };
  return isIn;
}
