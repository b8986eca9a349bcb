import { servicesOfTarget, targetsOf } from '../sms/agreements.js';
import { itemsAround } from '../sms/around.js';
import { addTo, text, texts, valueAt } from '../sms/data.js';
import { isRetired } from '../sms/header.js';
import { phrase } from '../sms/language.js';
import type { Model } from '../sms/model.js';
import { namedItems } from '../sms/named.js';
import { labelOf } from '../sms/naming.js';
import { compareText } from '../sms/text.js';
import type { Item, ItemType, Phrase, Reference } from '../sms/types.js';
import { broken, carryingOf, type Carrying } from './carrying.js';
import { endOf, isInside, ORDER, roleOf } from './roles.js';
import type { Change, Consequence, Reached, Role, State } from './types.js';

/** Who is named because they act or are served: what names them does not rest on what they are. */
const PEOPLE: ReadonlySet<ItemType> = new Set(['role', 'person', 'customer']);
/**
 * What each changed thing carries, or is named by: by the references of the later state, of what is gone by those of the earlier one. Only what the standard
 * calls maintained is looked at; records tell what happened, and count only where they name what is no longer there. In the order of the changes.
 */
export function consequencesOf(changes: readonly Change[], before: State, after: State): Consequence[] {
  const keys = new Map<string, Change[]>();
  for (const change of changes) if (reaches(change, before, after)) addTo(keys, change.thing.id, change);
  const then = webOf(before), now = webOf(after), gone = goneIn([...keys.values()].flat(), before, after), naming = stillNaming(gone, after.model);
  const earlierId = earlierIds(changes, before);
  return [...keys].flatMap(([id, own]): Consequence[] => {
    const item = after.model.inFiles(id), inside = gone.get(id), found = item ? reachedFrom(item, now) : new Map<string, Found>();
    for (const each of inside ?? []) for (const reached of asNow(reachedFrom(each, then).values(), after).values()) {
      const known = found.get(reached.item.id);
      if (!known || byDistance(reached, known) < 0) found.set(reached.item.id, reached);
    }
    const status = item && endOf(item, before, after);
    const say = status !== undefined ? phrase('review.names-ended', 'still names it, and it is {status} now', { status })
      : item && inside?.[0] ? phrase('review.names-earlier', 'still calls it {id}, which leads nowhere now', { id: inside[0].id })
        : phrase('review.names-gone', 'still names it, and it is gone');
    for (const user of item && status !== undefined ? endedUsers(item, now) : naming.get(id) ?? []) mark(found, after.model, { item: user, say });
    const things = [...found.values()].map(each => each.item);
    for (const each of item ? broken(item, things, then.carrying, now.carrying, earlierId) : []) mark(found, after.model, each);
    found.delete(id);
    const reached = [...found.values()].sort(byDistance).map(({ item: { id: thing, type, title, file }, role, say: how, grave }): Reached =>
      ({ as: role, thing: { id: thing, type, title }, file, ...(how && { say: how }), ...(grave && { grave }) }));
    return reached.length === 0 ? [] : [{ thing: id, changes: own.map(({ key }) => key), reached }];
  });
}

/** Of the life of a thing only its end reaches others. */
function reaches({ weight, field, thing }: Change, before: State, after: State): boolean {
  if (weight === 'frame' || weight === 'promise' || weight === 'content') return true;
  const item = after.model.inFiles(thing.id);
  return (weight === 'lifecycle' || weight === 'progress') && field?.at(-1) === 'status' && item !== undefined && endOf(item, before, after) !== undefined;
}

/**
 * Ids that stand for nothing any more: of removed things, of renamed ones that keep no alias, and of all that stood in such an artefact and nowhere else now.
 * By each, as it is called now where it is there, all that went with it.
 */
function goneIn(changes: readonly Change[], before: State, after: State): ReadonlyMap<string, readonly Item[]> {
  const gone = new Map<string, readonly Item[]>();
  for (const change of changes) {
    const { act, thing: { id } } = change, item = act === 'removed' ? before.model.inFiles(id) : earlierItem(change, before);
    if (!item || after.model.inFiles(item.id)) continue;
    const inside = item.path.length === 0 ? before.model.files.get(item.file)?.items ?? [] : [item];
    gone.set(id, inside.filter(each => !after.model.inFiles(each.id)));
  }
  return gone;
}

/** Who still names what is gone, in words that lead nowhere now. By the removed thing. */
function stillNaming(gone: ReadonlyMap<string, readonly Item[]>, model: Model): ReadonlyMap<string, readonly Item[]> {
  const wanted = new Map<string, string>(), users = new Map<string, Item[]>();
  for (const [thing, items] of gone) for (const { id } of items) wanted.set(id, thing);
  if (wanted.size === 0) return users;
  const locals = new Set([...gone.values()].flat().flatMap(({ local }) => local ?? []));
  for (const facts of model.files.values()) {
    const own = facts.artefact?.id ?? '';
    for (const { to, path } of [...facts.references, ...facts.candidates.map(({ text: to, path }) => ({ to, path }))]) {
      const thing = wanted.get(to) ?? (locals.has(to) && !model.inFiles(to) ? wanted.get(`${own}#${to}`) : undefined);
      const user = thing === undefined ? undefined : itemsAround(facts, path).at(-1);
      if (thing !== undefined && user && user.type !== 'approval-record') addTo(users, thing, user);
    }
  }
  return users;
}

function endedUsers(item: Item, web: Web): readonly Item[] {
  return web.users(item.id).filter(({ reference }) => reference.path[0] !== 'supersedes').map(({ user }) => user);
}

/** What a renamed thing was; paths of changes lead to its object or to its id. */
function earlierItem({ act, before: at }: Change, before: State): Item | undefined {
  return act === 'renamed' && at ? itemsAround(before.model.files.get(at.file), at.path).at(-1) : undefined;
}

function earlierIds(changes: readonly Change[], before: State): (id: string) => string {
  const ids = new Map<string, string>();
  for (const change of changes) {
    const item = earlierItem(change, before);
    if (item) ids.set(change.thing.id, item.id);
  }
  return id => {
    const [head = '', local] = id.split('#'), earlier = ids.get(id) ?? (local === undefined ? id : `${ids.get(head) ?? head}#${local}`);
    return before.model.inFiles(earlier)?.id ?? id;
  };
}

interface Found { item: Item; role: Role; distance: number; soft: boolean; say?: Phrase; grave?: true; ends?: boolean }

function byDistance(a: Found, b: Found): number {
  return Number(a.soft) - Number(b.soft) || a.distance - b.distance || ORDER.indexOf(a.role) - ORDER.indexOf(b.role) || compareText(a.item.file, b.item.file)
    || compareText(a.item.id, b.item.id);
}

/** `soft`: it goes on without. `ends`: what it reaches goes no further. `names`: it names it, and rests on nothing of it. */
interface Step { item: Item; say?: Phrase; soft?: boolean; ends?: boolean; names?: boolean }

/** From one thing to the next, the nearest first, what goes on without it last. */
function reachedFrom(start: Item, web: Web): Map<string, Found> {
  const found = new Map<string, Found>(), hard: Found[] = [{ item: start, role: roleOf(web.state.model, start), distance: 0, soft: false }];
  const soft: Found[] = [], naming: Found[] = [];
  // What names it may rest on it as well, by another way.
  for (const queue of [hard, soft, naming]) {
    for (const from of queue) {
      if (found.has(from.item.id)) continue;
      found.set(from.item.id, from);
      if (from.ends) continue;
      for (const { item, say, soft: without = false, ends, names = false } of from.distance === 0 ? web.fromStart(from.item) : web.onward(from.item)) {
        if (found.has(item.id)) continue;
        const next: Found = { item, role: roleOf(web.state.model, item), distance: from.distance + 1, soft: from.soft || without, ...(say && { say }),
          ...((ends || names) && { ends: true }) };
        (names ? naming : next.soft ? soft : hard).push(next);
      }
    }
  }
  found.delete(start.id);
  return found;
}

/** What is reached as it is now; what is gone itself was gone through, and is left out. */
function asNow(found: Iterable<Found>, { model }: State): Map<string, Found> {
  return new Map([...found].flatMap(each => { const item = model.inFiles(each.item.id); return item ? [[item.id, { ...each, item }] as const] : []; }));
}

/** What no longer carries, or is not carried; it may have been reached before. */
function mark(found: Map<string, Found>, model: Model, { item, say }: { item: Item; say: Phrase }): void {
  const known = found.get(item.id);
  if (!known?.grave) found.set(item.id, { ...(known ?? { item, role: roleOf(model, item), distance: 1, soft: false }), say, grave: true });
}

interface Use { reference: Reference; user: Item }

/** What leads from one thing to another in one state. */
interface Web {
  state: State;
  /** Who names it of what is maintained and in use: the innermost things around its references. */
  users(id: string): readonly Use[];
  fromStart(item: Item): Iterable<Step>;
  onward(item: Item): Iterable<Step>;
  carrying: Carrying;
}

function webOf(state: State): Web {
  const { model } = state, uses = new Map<string, readonly Use[]>(), carrying = carryingOf(state);
  const users = (id: string): readonly Use[] => {
    let known = uses.get(id);
    if (!known) {
      uses.set(id, known = model.referencesTo(id).flatMap(reference => {
        const user = itemsAround(model.files.get(reference.file), reference.path).at(-1);
        const whole = user && model.artefact(user.artefact), isOwn = user?.id === id || user?.artefact === id;
        // Risks are maintained, also where what holds them is retained.
        return !whole || isOwn || (whole.header === 'record' && role(user) !== 'risk') || isRetired(whole) ? [] : [{ reference, user }];
      }));
    }
    return known;
  };
  const role = (item: Item): Role => roleOf(model, item);
  const itemsIn = (artefact: string, as: Role): readonly Item[] => {
    const own = model.files.get(model.artefact(artefact)?.file ?? '')?.items ?? [];
    return own.filter(item => item.path.length > 0 && role(item) === as);
  };
  /** Hard where there is no word of the contrary. */
  const dependence = ({ reference, user }: Use): boolean | undefined => {
    const at = reference.path.indexOf('dependsOn');
    return reference.via !== 'field' || user.type !== 'service' || at < 0
      ? undefined : text(valueAt(model.files.get(reference.file)?.artefact?.data, reference.path.slice(0, at + 2)), 'kind') !== 'soft';
  };
  const dependent = (item: Item, hard: boolean, name: string): Step => ({
    item, soft: !hard, say: hard ? phrase('review.depends-on', 'depends on {name}', { name }) : phrase('review.uses', 'uses {name}, and goes on without it', { name }),
  });
  const steps = new Map<string, readonly Step[]>();
  const onward = (item: Item): readonly Step[] => {
    const known = steps.get(item.id) ?? [...stepsFrom(item)];
    steps.set(item.id, known);
    return known;
  };
  function* stepsFrom(item: Item): Iterable<Step> {
    const name = labelOf(item), as = role(item);
    if (as === 'service') {
      const promises = phrase('review.promises', 'promises {name}', { name });
      for (const use of users(item.id)) {
        const hard = dependence(use), { user } = use, asked = role(user);
        if (hard !== undefined) yield dependent(user, hard, name);
        else if (use.reference.via === 'field' && (asked === 'agreement' || asked === 'promise')) {
          const sla = model.artefact(user.artefact), whole = sla && model.inFiles(sla.id);
          if (whole) yield { item: whole, say: promises };
          // What the agreement says of all its services holds for its targets that name none.
          const own = asked === 'promise' ? [user] : itemsIn(user.artefact, 'promise').filter(each => sla
            && servicesOfTarget(model, sla, model.value(each)).some(({ id }) => id === item.id));
          for (const each of own) yield { item: each, say: promises };
        }
      }
    } else if (as === 'promise') {
      const whole = model.inFiles(item.artefact);
      if (whole) yield { item: whole };
    } else if (as === 'agreement') {
      const say = phrase('review.customer-of', 'customer of {name}', { name });
      for (const customer of namedItems(model, model.value(item), 'customers', 'customer')) yield { item: customer, say };
    } else if (as === 'supplier-term') yield* carried(item);
  }
  /** What rests on a supplier's word: the promises that it is said to support, else its services. */
  function* carried(item: Item): Iterable<Step> {
    const agreement = model.artefact(item.artefact), say = phrase('review.rests-on', 'rests on {name}', { name: labelOf(item) });
    if (!agreement) return;
    const targets = targetsOf(agreement).filter(({ id }) => item.path.length === 0 || id === item.id);
    for (const { target } of targets) for (const id of texts(target, 'supports')) { const to = model.item(id); if (to) yield { item: to, say }; }
    for (const { target } of targets) {
      if (texts(target, 'supports').length > 0 && text(target, 'metric') !== 'availability') continue;
      for (const service of servicesOfTarget(model, agreement, target)) yield { item: service, say };
    }
    if (item.path.length === 0) for (const service of namedItems(model, agreement.data, 'services', 'service')) yield { item: service, say };
  }
  function* fromStart(item: Item): Iterable<Step> {
    const as = role(item), name = labelOf(item);
    if (as === 'service' || as === 'promise' || as === 'agreement' || as === 'supplier-term') yield* onward(item);
    const sla = as === 'promise' || as === 'agreement' ? model.artefact(item.artefact) : undefined;
    if (sla) {
      const services = as === 'promise' ? servicesOfTarget(model, sla, model.value(item)) : namedItems(model, sla.data, 'services', 'service');
      for (const service of services) yield { item: service, ends: true };
      if (as === 'agreement') for (const each of itemsIn(sla.id, 'promise')) yield { item: each };
      else for (const { id } of carrying.supportsOf(sla, { id: item.id, target: model.value(item) })) {
        const term = model.inFiles(id);
        if (term) yield { item: term, say: phrase('review.supports', 'supports {name}', { name }), ends: true };
      }
    }
    // Who does what in a step of a matrix is told to whoever names the matrix.
    if (as === 'procedure' && isInside(item)) for (const { user } of users(item.artefact)) yield { item: user, names: true };
    for (const use of users(item.id)) {
      const hard = dependence(use);
      if (hard === undefined) yield { item: use.user, names: use.reference.via !== 'field' || PEOPLE.has(item.type) || as === 'service' };
      else if (as !== 'service') yield dependent(use.user, hard, name);
    }
  }
  return { state, users, fromStart, onward, carrying };
}
