import type { Config } from './config.js';
import { addTo, groupBy, isFields, valueAt, type Fields } from './data.js';
import { loggedIn } from './header.js';
import { looksLikeId } from './mentions.js';
import { kindsOf, type Kinds } from './kinds.js';
import { compareText } from './text.js';
import type { Artefact, FileFacts, Item, ItemType, Kind, Mention, Reference } from './types.js';

/** An immutable picture of one SMS at one moment. Two can exist at once. Lists are in the order of files, then of their place in the file. */
export interface Model {
  readonly config: Config;
  readonly files: ReadonlyMap<string, FileFacts>;
  /** Every file of the root, attachments too. */
  readonly paths: ReadonlySet<string>;
  readonly artefacts: readonly Artefact[];
  readonly items: readonly Item[];
  readonly references: readonly Reference[];
  /** By id, full name or alias, after NFC. Of several with one id the first. */
  item(id: string): Item | undefined;
  /** The same without the rows of tables. */
  inFiles(id: string): Item | undefined;
  ofType(type: ItemType): readonly Item[];
  ofKind(kind: Kind): readonly Artefact[];
  /** The logs of records of a kind. */
  logsOf(kind: Kind): readonly Artefact[];
  /** The artefacts that have this field, filled or not. */
  withField(field: string): readonly Artefact[];
  /** The artefact with this id (no other items). */
  artefact(id: string): Artefact | undefined;
  /** What a reference names: of an allowed type or not; a local id is looked for in its own artefact first; a file gives its artefact. */
  resolve(reference: Reference): Item | undefined;
  /** True where it names an item of an expected type, or an existing file. */
  resolves(reference: Reference): boolean;
  /** Those that stand in a file. */
  referencesIn(file: string): readonly Reference[];
  /** The fields that expect an item of this type, among others. */
  fieldsFor(type: ItemType): readonly Reference[];
  /** All that name this id (or an alias of it). */
  referencesTo(id: string): readonly Reference[];
  /** The ids of these types, as they are written in an artefact: what somebody could have meant who wrote another one there. */
  idsFor(expects: readonly ItemType[], artefact: string): readonly string[];
  /** The object that carries the item's id. */
  value(item: Item): Fields;
  /** The ids that stand at more than one place, each with all its places in order. */
  readonly duplicates: readonly (readonly { id: string; item: Item; alias: boolean }[])[];
}

/** Where the row of a table stands that has an id (format.md F13). */
export interface RowIndex { find(id: string): { kind: Kind; file: string; line: number; log: string } | undefined }

/**
 * Facts of all files, the paths of every file of the root, and the configuration make one Model; `rows` knows the records in tables by their ids.
 * The order of the files does not matter. `before`: a Model of the same SMS; while no id comes or goes, what its references lead to is known from there.
 */
export function buildModel(facts: Iterable<FileFacts>, paths: Iterable<string>, config: Config, rows?: RowIndex, before?: Model): Model {
  const sorted = [...facts].sort((a, b) => compareText(a.file, b.file)), pathSet: ReadonlySet<string> = paths instanceof Set ? paths : new Set(paths);
  const files = new Map(sorted.map(f => [f.file, f]));
  const artefacts = sorted.flatMap(f => f.artefact ?? []), ofKind = groupBy(artefacts, artefact => artefact.kind), logs = groupBy(ofKind.get('record-log') ?? [], log => loggedIn(log) ?? '');
  const artefactById = new Map<string, Artefact>();
  for (const artefact of artefacts) if (!artefactById.has(artefact.id)) artefactById.set(artefact.id, artefact);
  const known = before && indexes.get(before), kinds = kindsOf(config), names = known && holds(known.names, sorted, pathSet, rows, kinds) ? known.names : namesIn(sorted, pathSet, rows, kinds);
  const index = known?.names === names && saysTheSame(known, sorted) ? known : indexOf(sorted, names);
  const { items, references, duplicates, named, resolve, resolves, referencesIn, fieldsFor, referencesTo } = index, byField = new Map<string, readonly Artefact[]>();
  const model: Model = {
    config, files, paths: pathSet, artefacts, items, references, duplicates,
    item: id => named(id.normalize('NFC')),
    inFiles: id => index.inFiles(id.normalize('NFC')),
    ofType: type => index.ofType.get(type) ?? [],
    ofKind: kind => ofKind.get(kind) ?? [], logsOf: kind => logs.get(kind) ?? [],
    withField: field => {
      let having = byField.get(field);
      if (!having) byField.set(field, having = artefacts.filter(({ data }) => Object.hasOwn(data, field)));
      return having;
    },
    artefact: id => artefactById.get(id.normalize('NFC')),
    resolve, resolves, referencesIn, fieldsFor, referencesTo,
    idsFor: (expects, from) => (expects.includes('item') ? items
      : expects.flatMap(type => (type === 'artefact' ? items.filter(item => item.id === item.artefact) : model.ofType(type))))
      .map(item => (item.local !== undefined && item.artefact === from ? item.local : item.id)),
    value: item => {
      const value = valueAt(files.get(item.file)?.artefact?.data, item.path);
      return isFields(value) ? value : {};
    },
  };
  indexes.set(model, index);
  return model;
}

/** What ids lead to, in the files of one moment. While none comes or goes it serves later Models too: of another file text the items are others, with the same ids. */
interface Names {
  from: readonly FileFacts[];
  paths: ReadonlySet<string>;
  rows: RowIndex | undefined;
  kinds: Kinds;
  byId: ReadonlyMap<string, Item>;
  duplicates: readonly (readonly { id: string; item: Item; alias: boolean }[])[];
  find(reference: Pick<Reference, 'to' | 'expects' | 'artefact'>): Item | undefined;
  fits(item: Item, expects: readonly ItemType[]): boolean;
  row(id: string): Item | undefined;
  /** By reference, what it leads to; null for those that lead nowhere. */
  found: WeakMap<Reference, Item | null>;
  /** Of words that may be ids, those that are. */
  mentions: WeakMap<readonly Mention[], readonly Reference[]>;
  /** Who names what: by id the places in the list of files where it is named, or was in an earlier text; and the texts that were looked at. Made for who asks. */
  namers: { byId: Map<string, number[]>; seen: FileFacts[] };
}

function namesIn(sorted: readonly FileFacts[], paths: ReadonlySet<string>, rows: RowIndex | undefined, kinds: Kinds): Names {
  const byFile = new Map<string, Item>();
  for (const f of sorted) {
    const own = f.items[0];
    if (f.artefact && own) byFile.set(f.file.normalize('NFC'), own);
  }
  const { byId, duplicates } = byIds(sorted);
  // A register of calendars is of kind `calendar` and no calendar itself.
  const things = kinds.itemTypes();
  const mayBeLocal = (expects: readonly ItemType[]): boolean => expects.some(type => type === 'item' || things.get(type)?.local === true);
  const fits = (item: Item, expects: readonly ItemType[]): boolean => expects.length === 0 || expects.includes('item')
    || (expects.includes(item.type) && (item.path.length > 0 || !things.has(item.type))) || (expects.includes('artefact') && item.path.length === 0);
  const row = (id: string): Item | undefined => {
    const found = rows?.find(id);
    if (!found) return undefined;
    const range = { start: { line: found.line, character: 0 }, end: { line: found.line + 1, character: 0 } };
    return { id, type: found.kind, title: id, aliases: [], file: found.file, path: ['row', found.line], idRange: range, artefact: found.log, row: true };
  };
  const find: Names['find'] = ({ to, expects, artefact: from }) => {
    if (expects.length === 1 && expects[0] === 'file') {
      const [file = '', fragment] = to.split('#');
      const artefact = byFile.get(file);
      return fragment === undefined || !artefact ? artefact : byId.get(`${artefact.id}#${fragment}`) ?? inFile(byId.get(fragment), file) ?? artefact;
    }
    if (!to.includes('#') && mayBeLocal(expects)) {
      const local = byId.get(`${from}#${to}`);
      if (local && fits(local, expects)) return local;
    }
    const whole = byId.get(to) ?? row(to);
    if (whole || !to.includes('#')) return whole;
    // An alias of an artefact carries its local ids.
    const [head = '', local = ''] = to.split('#');
    const renamed = byId.get(head);
    return renamed && renamed.id !== head ? byId.get(`${renamed.id}#${local}`) : undefined;
  };
  return { from: sorted, paths, rows, kinds, byId, duplicates, find, fits, row, found: new WeakMap(), mentions: new WeakMap(), namers: { byId: new Map(), seen: [] } };
}

/** Whether all ids are those of then, each of the same type in the same file. */
function holds({ from, paths, rows, kinds }: Names, sorted: readonly FileFacts[], nowPaths: ReadonlySet<string>, nowRows: RowIndex | undefined, nowKinds: Kinds): boolean {
  return paths === nowPaths && rows === nowRows && kinds === nowKinds && from.length === sorted.length && sorted.every((now, at) => {
    const then = from[at];
    return then !== undefined && (then === now || (then.file === now.file && then.artefact?.id === now.artefact?.id && then.items.length === now.items.length
      && now.items.every((item, place) => hasNames(item, then.items[place]))));
  });
}

function hasNames(item: Item, then: Item | undefined): boolean {
  return item === then || (item.id === then?.id && item.type === then.type && item.local === then.local && item.path.length === then.path.length
    && item.aliases.length === then.aliases.length && item.aliases.every(({ id }, at) => id === then.aliases[at]?.id));
}

/** What is found by ids and references in the files as they are. */
interface Index extends Pick<Model, 'items' | 'references' | 'duplicates' | 'inFiles' | 'resolve' | 'resolves' | 'referencesIn' | 'fieldsFor' | 'referencesTo'> {
  names: Names;
  from: readonly FileFacts[];
  ofType: ReadonlyMap<ItemType, readonly Item[]>;
  named(id: string): Item | undefined;
}

const indexes = new WeakMap<Model, Index>();

/** The same object for Models in which all ids are the same, each of the same type in the same file; undefined for a view of a Model. */
export function namesOf(model: Model): object | undefined { return indexes.get(model)?.names; }

/** Whether neither items nor references are others than then. */
function saysTheSame({ from }: Index, sorted: readonly FileFacts[]): boolean {
  return sorted.every((now, at) => {
    const then = from[at];
    return then !== undefined && (then === now || (then.items === now.items && then.references === now.references && then.candidates === now.candidates));
  });
}

function indexOf(sorted: readonly FileFacts[], names: Names): Index {
  const { byId, find, fits, row, found, mentions } = names, places = placesOf(names.paths), items: Item[] = [], later = new Map<Item, Item>();
  for (const [at, { items: own }] of sorted.entries()) {
    const then = names.from[at]?.items;
    for (const [place, item] of own.entries()) {
      items.push(item);
      const before = then?.[place];
      if (before && before !== item) later.set(before, item);
    }
  }
  /** An item as it is now. */
  const current = (item: Item | undefined): Item | undefined => item && (later.get(item) ?? item);
  const inFiles = (id: string): Item | undefined => current(byId.get(id));
  const resolve = (reference: Reference): Item | undefined => {
    let known = found.get(reference);
    if (known === undefined) found.set(reference, known = find(reference) ?? null);
    return current(known ?? undefined);
  };
  const resolves = (reference: Reference): boolean => {
    if (reference.expects.length === 1 && reference.expects[0] === 'file') return places.has(reference.to.split('#')[0] ?? '');
    const item = resolve(reference);
    return item !== undefined && fits(item, reference.expects);
  };
  const mentioned = ({ file, artefact, candidates }: FileFacts): readonly Reference[] => {
    const known = mentions.get(candidates), from = artefact?.id ?? file;
    if (known) return known;
    const own = candidates.flatMap(({ text: to, bracketed, templated, via, path, range }): Reference[] => {
      // Most words that could be ids are none, and nothing is made for them.
      const isOne = bracketed || templated || (find({ to, expects: ANYTHING, artefact: from }) && looksLikeId(to.split('#')[0] ?? ''));
      return isOne ? [{ to, expects: ANYTHING, via, file, path, range, artefact: from }] : [];
    });
    mentions.set(candidates, own);
    return own;
  };
  const references: Reference[] = [], spans = new Map<string, { from: number; to: number }>();
  for (const f of sorted) {
    const from = references.length;
    for (const reference of f.references) references.push(reference);
    if (f.candidates.length > 0) for (const reference of mentioned(f)) references.push(reference);
    if (references.length > from) spans.set(f.file, { from, to: references.length });
  }
  const referencesIn = (file: string): readonly Reference[] => { const span = spans.get(file); return span ? references.slice(span.from, span.to) : []; };
  let byExpected: Map<ItemType, Reference[]> | undefined, isLookedAt = false;
  const users = new Map<string, readonly Reference[]>();
  /** Of texts that were not looked at yet: after an edit that is one. */
  const lookAt = ({ byId: namersById, seen }: Names['namers']): void => {
    for (const [at, f] of sorted.entries()) {
      const then = seen[at];
      if (then?.references === f.references && then.candidates === f.candidates) continue;
      seen[at] = f;
      for (const reference of referencesIn(f.file)) {
        const id = resolve(reference)?.id, known = id === undefined ? undefined : namersById.get(id);
        if (id !== undefined && known?.at(-1) !== at && !(then && known?.includes(at))) addTo(namersById, id, at);
      }
    }
    isLookedAt = true;
  };
  const usersOf = (id: string): readonly Reference[] => {
    if (!isLookedAt) lookAt(names.namers);
    const places = [...names.namers.byId.get(id) ?? []].sort((a, b) => a - b);
    return places.flatMap(at => referencesIn(sorted[at]?.file ?? '').filter(reference => resolve(reference)?.id === id));
  };
  return {
    names, from: sorted, items, references, inFiles, ofType: groupBy(items, item => item.type), named: id => inFiles(id) ?? row(id), resolve, resolves,
    duplicates: later.size === 0 ? names.duplicates : names.duplicates.map(places => places.map(each => ({ ...each, item: current(each.item) ?? each.item }))),
    referencesIn,
    fieldsFor: type => {
      if (!byExpected) {
        byExpected = new Map();
        for (const reference of references) if (reference.via === 'field') for (const expected of new Set(reference.expects)) addTo(byExpected, expected, reference);
      }
      return byExpected.get(type) ?? [];
    },
    referencesTo: id => {
      const item = inFiles(id.normalize('NFC'));
      if (!item) return [];
      const known = users.get(item.id) ?? usersOf(item.id);
      users.set(item.id, known);
      return known;
    },
  };
}

const ANYTHING: ItemType[] = ['item'];

/** Every path with all folders it stands in; they stay while no file comes or goes. */
function placesOf(paths: ReadonlySet<string>): ReadonlySet<string> {
  let places = placesByPaths.get(paths);
  if (!places) placesByPaths.set(paths, places = new Set([...paths].flatMap(path => foldersOf(path.normalize('NFC')))));
  return places;
}

const placesByPaths = new WeakMap<ReadonlySet<string>, ReadonlySet<string>>();

/** A path and all folders it stands in; the root is the empty one. */
function foldersOf(path: string): string[] {
  const parts = path.split('/');
  return parts.map((_, at) => parts.slice(0, at).join('/')).concat(path);
}

function inFile(item: Item | undefined, file: string): Item | undefined { return item?.file === file ? item : undefined; }

/** Of two things with one id the first counts. */
function byIds(sorted: readonly FileFacts[]): { byId: Map<string, Item>; duplicates: { id: string; item: Item; alias: boolean }[][] } {
  const byId = new Map<string, Item>(), several = new Map<string, { id: string; item: Item; alias: boolean }[]>();
  const add = (id: string, item: Item, alias: boolean): void => {
    const first = byId.get(id);
    // Ids come before aliases, so that only an alias is found under another name than its own.
    if (!first) { byId.set(id, item); return; }
    const known = several.get(id);
    if (known) known.push({ id, item, alias }); else several.set(id, [{ id, item: first, alias: first.id !== id }, { id, item, alias }]);
  };
  for (const { items } of sorted) for (const item of items) add(item.id, item, false);
  for (const { items } of sorted) for (const item of items) for (const alias of item.aliases) add(item.local === undefined ? alias.id : `${item.artefact}#${alias.id}`, item, true);
  if (several.size === 0) return { byId, duplicates: [] };
  const duplicates: { id: string; item: Item; alias: boolean }[][] = [];
  for (const [id, item] of byId) {
    const found = several.get(id);
    // Of two artefacts with one id all local ids are double as well: one defect.
    if (found && !(item.local !== undefined && several.has(item.artefact))) duplicates.push(found);
  }
  return { byId, duplicates };
}
