import type { Config } from './config.js';
import { groupBy, isFields, valueAt, type Fields } from './data.js';
import { looksLikeId } from './mentions.js';
import { itemTypes } from './schema.js';
import { compareText } from './text.js';
import type { Artefact, FileFacts, Item, ItemType, Kind, Reference } from './types.js';

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
  ofType(type: ItemType): readonly Item[];
  ofKind(kind: Kind): readonly Artefact[];
  /** The artefact with this id (no other items). */
  artefact(id: string): Artefact | undefined;
  /** What a reference names: of an allowed type or not; a local id is looked for in its own artefact first; a file gives its artefact. */
  resolve(reference: Reference): Item | undefined;
  /** True where it names an item of an expected type, or an existing file. */
  resolves(reference: Reference): boolean;
  /** All that name this id (or an alias of it). */
  referencesTo(id: string): readonly Reference[];
  /** The object that carries the item's id. */
  value(item: Item): Fields;
  /** The ids that stand at more than one place, each with all its places in order. */
  readonly duplicates: readonly (readonly { id: string; item: Item; alias: boolean }[])[];
}

/** Where the row of a table stands that has an id (format.md F13). */
export interface RowIndex { find(id: string): { kind: Kind; file: string; line: number; log: string } | undefined }

/**
 * Facts of all files, the paths of every file of the root, and the configuration make one Model; `rows` knows the records in tables by their ids.
 * The order of the files does not matter.
 */
export function buildModel(facts: Iterable<FileFacts>, paths: Iterable<string>, config: Config, rows?: RowIndex): Model {
  const sorted = [...facts].sort((a, b) => compareText(a.file, b.file));
  const files = new Map(sorted.map(f => [f.file, f]));
  const artefacts: Artefact[] = [], items: Item[] = [];
  const byFile = new Map<string, Item>();
  for (const f of sorted) {
    if (f.artefact) artefacts.push(f.artefact);
    for (const item of f.items) items.push(item);
    const own = f.items[0];
    if (f.artefact && own) byFile.set(f.file.normalize('NFC'), own);
  }
  const { byId, duplicates } = index(items);
  const ofType = groupBy(items, item => item.type), ofKind = groupBy(artefacts, artefact => artefact.kind);
  const artefactById = new Map([...artefacts].reverse().map(artefact => [artefact.id, artefact]));
  const pathSet = new Set(paths);
  const places = new Set([...pathSet].flatMap(path => foldersOf(path.normalize('NFC'))));
  const named = (id: string): Item | undefined => {
    const row = byId.get(id) ? undefined : rows?.find(id);
    if (!row) return byId.get(id);
    const range = { start: { line: row.line, character: 0 }, end: { line: row.line + 1, character: 0 } };
    return { id, type: row.kind, title: id, aliases: [], file: row.file, path: ['row', row.line], idRange: range, artefact: row.log, row: true };
  };
  const find = (reference: Reference): Item | undefined => {
    const { to, expects } = reference;
    if (expects.length === 1 && expects[0] === 'file') {
      const [file = '', fragment] = to.split('#');
      const artefact = byFile.get(file);
      return fragment === undefined || !artefact ? artefact : byId.get(`${artefact.id}#${fragment}`) ?? inFile(byId.get(fragment), file) ?? artefact;
    }
    if (!to.includes('#') && mayBeLocal(expects)) {
      const local = byId.get(`${reference.artefact}#${to}`);
      if (local && fits(local, reference)) return local;
    }
    const whole = named(to);
    if (whole || !to.includes('#')) return whole;
    // An alias of an artefact carries its local ids.
    const [head = '', local = ''] = to.split('#');
    const renamed = byId.get(head);
    return renamed && renamed.id !== head ? byId.get(`${renamed.id}#${local}`) : undefined;
  };
  const found = new Map<Reference, Item | undefined>();
  const resolve = (reference: Reference): Item | undefined => {
    const known = found.get(reference);
    if (known !== undefined || found.has(reference)) return known;
    const item = find(reference);
    found.set(reference, item);
    return item;
  };
  const resolves = (reference: Reference): boolean => {
    if (reference.expects.length === 1 && reference.expects[0] === 'file') return places.has(reference.to.split('#')[0] ?? '');
    const item = resolve(reference);
    return item !== undefined && fits(item, reference);
  };
  // A register of calendars is of kind `calendar` and no calendar itself.
  const things = itemTypes();
  const mayBeLocal = (expects: readonly ItemType[]): boolean => expects.some(type => type === 'item' || things.get(type)?.local === true);
  const fits = (item: Item, { expects }: Reference): boolean => expects.length === 0 || expects.includes('item')
    || (expects.includes(item.type) && (item.path.length > 0 || !things.has(item.type))) || (expects.includes('artefact') && item.path.length === 0);
  const references: Reference[] = [];
  for (const f of sorted) {
    references.push(...f.references);
    for (const candidate of f.candidates) {
      const must = candidate.bracketed || candidate.templated;
      const reference: Reference = { to: candidate.text, expects: ['item'], via: candidate.via, file: f.file, path: candidate.path, range: candidate.range, artefact: f.artefact?.id ?? f.file };
      if (must || (looksLikeId(candidate.text.split('#')[0] ?? '') && resolve(reference))) references.push(reference);
    }
  }
  let users: Map<string, Reference[]> | undefined;
  return {
    config, files, paths: pathSet, artefacts, items, references, duplicates,
    item: id => named(id.normalize('NFC')),
    ofType: type => ofType.get(type) ?? [],
    ofKind: kind => ofKind.get(kind) ?? [],
    artefact: id => artefactById.get(id.normalize('NFC')),
    resolve, resolves,
    referencesTo: id => {
      const item = byId.get(id.normalize('NFC'));
      if (!item) return [];
      users ??= groupBy(references.filter(reference => resolve(reference) !== undefined), reference => resolve(reference)?.id ?? '');
      return users.get(item.id) ?? [];
    },
    value: item => {
      const value = valueAt(files.get(item.file)?.artefact?.data, item.path);
      return isFields(value) ? value : {};
    },
  };
}

/** A path and all folders it stands in; the root is the empty one. */
function foldersOf(path: string): string[] {
  const parts = path.split('/');
  return parts.map((_, at) => parts.slice(0, at).join('/')).concat(path);
}

function inFile(item: Item | undefined, file: string): Item | undefined { return item?.file === file ? item : undefined; }

function index(items: readonly Item[]): { byId: Map<string, Item>; duplicates: { id: string; item: Item; alias: boolean }[][] } {
  const places = new Map<string, { id: string; item: Item; alias: boolean }[]>();
  const add = (id: string, item: Item, alias: boolean): void => {
    const known = places.get(id);
    if (known) known.push({ id, item, alias }); else places.set(id, [{ id, item, alias }]);
  };
  for (const item of items) add(item.id, item, false);
  for (const item of items) for (const alias of item.aliases) add(item.local === undefined ? alias.id : `${item.artefact}#${alias.id}`, item, true);
  const byId = new Map<string, Item>(), duplicates: { id: string; item: Item; alias: boolean }[][] = [];
  for (const [id, found] of places) {
    const first = found[0];
    if (first) byId.set(id, first.item);
    // Of two artefacts with one id all local ids are double as well: one defect.
    const copied = first?.item.local !== undefined && (places.get(first.item.artefact)?.length ?? 0) > 1;
    if (found.length > 1 && !copied) duplicates.push(found);
  }
  return { byId, duplicates };
}
