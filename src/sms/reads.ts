import type { Control } from './control.js';
import type { Tallies } from './expected.js';
import { loggedIn } from './header.js';
import type { Model } from './model.js';
import type { FileFacts, Item, ItemType, Kind } from './types.js';

/** What of a Model is read as a whole. */
type Whole = 'files' | 'paths' | 'artefacts' | 'items' | 'references' | 'duplicates' | 'ids' | 'control' | 'tallies';

/**
 * What somebody read of a Model while finding something out: while none of it changes, what was found holds. Architecture decision D2 recomputes the
 * whole after each change; with 10,000 artefacts that takes seconds, and what a rule reads tells exactly when it must run again.
 */
export class Reads {
  readonly whole = new Set<Whole>();
  readonly kinds = new Set<Kind>();
  /** Kinds of which the logs were read. */
  readonly logs = new Set<Kind>();
  readonly types = new Set<ItemType>();
  /** Fields that artefacts were chosen by, and types that references were chosen by. */
  readonly having = new Set<string>();
  readonly expecting = new Set<ItemType>();
  /** Files of which the fields, the items, or anything at all was read. */
  readonly fields = new Set<string>();
  readonly items = new Set<string>();
  readonly texts = new Set<string>();
  /** Ids that nothing had. */
  readonly missing = new Set<string>();
  /** Some reference was followed that led nowhere, or might lead elsewhere if there were another id. */
  followed = false;
  private readonly others = new Set<Reads>();
  private readonly answers = new Set<Answer>();

  /** Takes over what others read, and will read. */
  include(other: Reads): void { this.others.add(other); }

  /** Something found out of the Model: what that took matters where it would be found out otherwise. */
  ask(answer: Answer): void { this.answers.add(answer); }

  /** What was read, as of the later Model: undefined where something of it is different. `known`: what came of others, for the same change. */
  heldIn(change: Change, model: Model, known: Map<Reads, Reads | undefined>): Reads | undefined {
    if (known.has(this)) return known.get(this);
    const held = this.isTouchedItself(change) ? undefined : this.renewed(change, model, known);
    known.set(this, held);
    return held;
  }

  /** What was read without asking others. */
  private own(): Reads {
    const own = new Reads(), add = <T>(to: Set<T>, from: ReadonlySet<T>): void => { for (const one of from) to.add(one); };
    add(own.whole, this.whole);
    add(own.kinds, this.kinds);
    add(own.logs, this.logs);
    add(own.types, this.types);
    add(own.having, this.having);
    add(own.expecting, this.expecting);
    add(own.fields, this.fields);
    add(own.items, this.items);
    add(own.texts, this.texts);
    add(own.missing, this.missing);
    own.followed = this.followed;
    return own;
  }

  private renewed(change: Change, model: Model, known: Map<Reads, Reads | undefined>): Reads | undefined {
    const others = new Map<Reads, Reads>(), answers = new Map<Answer, Answer>();
    for (const other of this.others) {
      const held = other.heldIn(change, model, known);
      if (!held) return undefined;
      others.set(other, held);
    }
    for (const answer of this.answers) {
      const held = answer.reads.heldIn(change, model, known) === answer.reads ? answer : answer.again(model);
      if (!held) return undefined;
      answers.set(answer, held);
    }
    if ([...others, ...answers].every(([then, now]) => then === now)) return this;
    const later = new Reads();
    later.include(this.own());
    for (const other of others.values()) later.include(other);
    for (const answer of answers.values()) later.ask(answer);
    return later;
  }

  isTouchedBy(change: Change): boolean {
    return this.isTouchedItself(change) || [...this.others].some(other => other.isTouchedBy(change)) || [...this.answers].some(({ reads }) => reads.isTouchedBy(change));
  }

  private isTouchedItself(change: Change): boolean {
    return meet(change.whole, this.whole) || meet(change.kinds, this.kinds) || meet(change.logs, this.logs) || meet(change.types, this.types) || meet(change.having, this.having) || meet(change.expecting, this.expecting) || meet(change.fields, this.fields) || meet(change.items, this.items)
      || meet(change.texts, this.texts) || meet(change.ids, this.missing) || (change.led && this.followed);
  }
}

/** What was found out of a Model. `again`: the same of a later one; undefined where it is another. */
interface Answer { reads: Reads; again(model: Model): Answer | undefined }

/** What is different in a later Model of the same SMS. */
export interface Change {
  whole: ReadonlySet<Whole>; kinds: ReadonlySet<Kind>; logs: ReadonlySet<Kind>; types: ReadonlySet<ItemType>; having: ReadonlySet<string>; expecting: ReadonlySet<ItemType>;
  fields: ReadonlySet<string>; items: ReadonlySet<string>; texts: ReadonlySet<string>;
  /** Ids that came or went. */
  ids: ReadonlySet<string>;
  /** A reference may lead elsewhere. */
  led: boolean;
}

const views = new WeakMap<Model, { model: Model; reads: Reads }>();

/** The same Model; what is read of it is noted. */
export function watched(model: Model, reads: Reads): Model {
  const noted = (item: Item | undefined, id: string): Item | undefined => {
    if (item && !item.row) reads.items.add(item.file); else reads.missing.add(id.normalize('NFC'));
    return item;
  };
  const files: ReadonlyMap<string, FileFacts> = new WatchedFiles(model.files, reads);
  const view: Model = {
    config: model.config, files,
    get paths() { reads.whole.add('paths'); return model.paths; },
    get artefacts() { reads.whole.add('artefacts'); return model.artefacts; },
    get items() { reads.whole.add('items'); return model.items; },
    get references() { reads.whole.add('references'); return model.references; },
    get duplicates() { reads.whole.add('duplicates'); return model.duplicates; },
    item: id => noted(model.item(id), id),
    inFiles: id => noted(model.inFiles(id), id),
    ofType: type => { reads.types.add(type); return model.ofType(type); },
    ofKind: kind => { reads.kinds.add(kind); return model.ofKind(kind); },
    logsOf: kind => { reads.logs.add(kind); return model.logsOf(kind); },
    withField: field => { reads.having.add(field); return model.withField(field); },
    referencesIn: file => {
      reads.texts.add(file);
      // A word may be a reference if there were such an id.
      reads.followed = true;
      return model.referencesIn(file);
    },
    fieldsFor: type => { reads.expecting.add(type); return model.fieldsFor(type); },
    artefact: id => {
      const found = model.artefact(id);
      if (found) reads.fields.add(found.file); else reads.missing.add(id.normalize('NFC'));
      return found;
    },
    resolve: reference => {
      const found = model.resolve(reference);
      reads.followed = true;
      if (found && !found.row) reads.items.add(found.file);
      return found;
    },
    resolves: reference => {
      const found = model.resolve(reference);
      reads.followed = true;
      if (found && !found.row) reads.items.add(found.file);
      return model.resolves(reference);
    },
    referencesTo: id => {
      noted(model.item(id), id);
      reads.followed = true;
      reads.whole.add('references');
      return model.referencesTo(id);
    },
    idsFor: (expects, artefact) => { reads.whole.add('ids'); return model.idsFor(expects, artefact); },
    value: item => { reads.fields.add(item.file); return model.value(item); },
  };
  views.set(view, { model, reads });
  return view;
}

/** What was found out of Models, with what that took. */
export type Findings<T> = WeakMap<Model, Found<T>>;
interface Found<T> { value: T; reads: Reads; answer?: Answer }

/** Something found out of a Model once for all who ask; each of them counts as having read what that took. */
export function foundOnce<T>(model: Model, known: Findings<T>, find: (model: Model) => T): T {
  const view = views.get(model), found = findOnce(view?.model ?? model, known, find);
  view?.reads.include(found.reads);
  return found.value;
}

/** The same of each of several things, when it is asked for; whoever asks for one counts as having read what all took. */
export function foundOfEach<K extends object, T>(model: Model, known: Findings<OfEach<K, T>>, key: K, find: (model: Model, key: K) => T): T {
  const { seen, found } = foundOnce(model, known, (view): OfEach<K, T> => ({ seen: view, found: new Map<K, { value: T }>() })), then = found.get(key);
  if (then) return then.value;
  const value = find(seen, key);
  found.set(key, { value });
  return value;
}

export interface OfEach<K, T> { seen: Model; found: Map<K, { value: T }> }

/** The same; who asks counts as having read no more than what was found: while that is the same, what it took may change. `same` compares all that it says. */
export function foundSame<T>(model: Model, known: Findings<T>, find: (model: Model) => T, same: (before: T, now: T) => boolean): T {
  const view = views.get(model), found = findOnce(view?.model ?? model, known, find);
  view?.reads.ask(answerOf(found, known, find, same));
  return found.value;
}

function findOnce<T>(model: Model, known: Findings<T>, find: (model: Model) => T): Found<T> {
  let found = known.get(model);
  if (!found) {
    const reads = new Reads();
    known.set(model, found = { value: find(watched(model, reads)), reads });
  }
  return found;
}

function answerOf<T>(found: Found<T>, known: Findings<T>, find: (model: Model) => T, same: (before: T, now: T) => boolean): Answer {
  const { value, reads } = found;
  return found.answer ??= {
    reads,
    again: model => {
      const now = findOnce(model, known, find);
      return same(value, now.value) ? answerOf(now, known, find, same) : undefined;
    },
  };
}

/** Whether both say the same: plain data without order among keys. */
export function sameData(before: unknown, now: unknown): boolean { return JSON.stringify(before) === JSON.stringify(now); }

/** Whether both hold the same. */
export function sameSet<T>(before: ReadonlySet<T>, now: ReadonlySet<T>): boolean { return before.size === now.size && [...now].every(one => before.has(one)); }

/** Files by name; going through all of them is noted as such. */
class WatchedFiles implements ReadonlyMap<string, FileFacts> {
  constructor(private readonly files: ReadonlyMap<string, FileFacts>, private readonly reads: Reads) {}

  get(file: string): FileFacts | undefined {
    this.reads.texts.add(file);
    return this.files.get(file);
  }
  has(file: string): boolean {
    this.reads.texts.add(file);
    return this.files.has(file);
  }
  get size(): number { return this.all().size; }
  forEach(each: (facts: FileFacts, file: string, files: ReadonlyMap<string, FileFacts>) => void): void { this.all().forEach(each); }
  entries(): MapIterator<[string, FileFacts]> { return this.all().entries(); }
  keys(): MapIterator<string> { return this.all().keys(); }
  values(): MapIterator<FileFacts> { return this.all().values(); }
  [Symbol.iterator](): MapIterator<[string, FileFacts]> { return this.all().entries(); }

  private all(): ReadonlyMap<string, FileFacts> {
    this.reads.whole.add('files');
    return this.files;
  }
}

/** What a check knows beside the Model. */
export interface Known { model: Model; control: Control }

/**
 * What changed between two checks of one SMS with the same configuration, day and tables. What is the same object did not change; Session sees to it that what
 * says the same in an edited file is the same object.
 */
export function changeOf(before: Known, after: Known): Change {
  const whole = new Set<Whole>(), kinds = new Set<Kind>(), logs = new Set<Kind>(), types = new Set<ItemType>(), having = new Set<string>(), expecting = new Set<ItemType>();
  const fields = new Set<string>(), items = new Set<string>(), texts = new Set<string>(), ids = new Set<string>(), names = new Set<string>();
  const compare = (file: string, then: FileFacts | undefined, now: FileFacts | undefined): void => {
    if (then === now) return;
    texts.add(file);
    whole.add('files');
    if (then?.artefact !== now?.artefact) {
      fields.add(file);
      whole.add('artefacts');
      for (const artefact of [then?.artefact, now?.artefact]) if (artefact) {
        kinds.add(artefact.kind);
        const logged = loggedIn(artefact);
        if (logged !== undefined) logs.add(logged);
        for (const field of Object.keys(artefact.data)) having.add(field);
      }
      // Where it came or went, so did what references to the file lead to.
      if (then?.artefact?.id !== now?.artefact?.id) {
        names.add(file.normalize('NFC'));
        for (const artefact of [then?.artefact, now?.artefact]) if (artefact) ids.add(artefact.id);
      }
    }
    if (then?.references !== now?.references || then?.candidates !== now?.candidates) whole.add('references');
    if (then?.references !== now?.references) for (const [one, other] of [[then, now], [now, then]] as const) for (const [at, reference] of (one?.references ?? []).entries()) {
      if (other?.references[at] !== reference) for (const type of reference.expects) expecting.add(type);
    }
    if (then?.items === now?.items) return;
    items.add(file);
    whole.add('items');
    // Where the order changed, each may be another of its type than before.
    for (const [one, other] of [[then, now], [now, then]] as const) for (const [at, item] of (one?.items ?? []).entries()) {
      if (other?.items[at] === item) continue;
      types.add(item.type);
      for (const id of [item.id, ...item.aliases.map(alias => (item.local === undefined ? alias.id : `${item.artefact}#${alias.id}`))]) ids.add(id);
    }
  };
  for (const [file, now] of after.model.files) compare(file, before.model.files.get(file), now);
  for (const [file, then] of before.model.files) if (!after.model.files.has(file)) compare(file, then, undefined);
  for (const id of ids) {
    const places = [before, after].map(({ model }) => ({ item: model.inFiles(id), artefact: model.artefact(id) })), [then, now] = places;
    // What has the id in another file may be hidden or seen now.
    for (const { item, artefact } of places) {
      if (item) items.add(item.file);
      if (artefact) fields.add(artefact.file);
    }
    if (then?.item?.file !== now?.item?.file || then?.item?.id !== now?.item?.id || then?.item?.type !== now?.item?.type || then?.item?.path.length !== now?.item?.path.length) names.add(id);
  }
  if ([before, after].some(({ model }) => model.duplicates.some(places => places.some(({ id, item }) => ids.has(id) || items.has(item.file))))) whole.add('duplicates');
  if (before.model.paths !== after.model.paths) whole.add('paths');
  if (names.size > 0) whole.add('ids');
  const led = before.model.paths !== after.model.paths || (names.size > 0 && isNamed(names, [before.model, after.model]));
  if (led) whole.add('references');
  if (!sameControl(before.control, after.control)) whole.add('control');
  return { whole, kinds, logs, types, having, expecting, fields, items, texts, ids, led };
}

/** Whether a reference, or a word that may be one, says one of these names, whole or in part. */
function isNamed(names: ReadonlySet<string>, models: readonly Model[]): boolean {
  const all = new Set([...names].flatMap(name => [name, ...name.split('#')]));
  const says = (to: string): boolean => all.has(to) || (to.includes('#') && to.split('#').some(part => all.has(part)));
  for (const { files } of models) for (const { references, candidates } of files.values()) {
    for (const { to } of references) if (says(to)) return true;
    for (const { text } of candidates) if (says(text)) return true;
  }
  return false;
}

/** Whether document control says the same of all documents. */
export function sameControl(before: Control, after: Control): boolean {
  return before.history === after.history && before.documents.size === after.documents.size && [...after.documents].every(([id, control]) => before.documents.get(id) === control)
    && JSON.stringify([before.strays, before.unread]) === JSON.stringify([after.strays, after.unread]);
}

/** Whether the counts of records are the same. */
export function sameTallies(before: Tallies, after: Tallies): boolean {
  return before.size === after.size && [...after].every(([kind, { count, newest, oldest }]) => {
    const then = before.get(kind);
    return then !== undefined && then.count === count && then.newest === newest && then.oldest === oldest;
  });
}

function meet<T>(few: ReadonlySet<T>, many: ReadonlySet<T>): boolean {
  for (const one of few) if (many.has(one)) return true;
  return false;
}
