import { addTo, groupBy, isFields } from '../sms/data.js';
import { headerFields, kindsOf, type Kinds } from '../sms/kinds.js';
import { shapeAt, type Shape } from '../sms/shapes.js';
import { compareText, normalText } from '../sms/text.js';
import type { Artefact, FileFacts, Item } from '../sms/types.js';
import { canonical, type Sides } from './fields.js';
import type { State } from './types.js';

/** Which thing of the earlier state is which of the later one. */
export interface Matching {
  /** From the earlier to the later, artefacts and items. */
  pairs: ReadonlyMap<Item, Item>;
  removed: readonly Item[];
  added: readonly Item[];
  /** Ids that changed, from the earlier to the later; with an artefact's those of what is local to it. */
  renamed: readonly (readonly [string, string])[];
  /** The same, to be asked. */
  laterIds: ReadonlyMap<string, string>;
}

/** Facts of the files on each side that are not the same on both. */
export interface Changed { before: readonly FileFacts[]; after: readonly FileFacts[] }

/** So many of one type that lost their match on each side are held against each other; of more nobody could say which is which. */
const MOST_COMPARED = 60;
/** Shares of equal fields from which two things are held for one under another name. */
const ALIKE = { item: 0.6, artefact: 0.75 };
/** With fewer fields in common two things are alike by chance. */
const LEAST_COMMON = 3;

/**
 * By id; then by alias; then an artefact by its file, and anything by content that is the same or nearly so, where only one can be meant. What stands in an
 * artefact is looked for by content in the same one only: the same terms promised to somebody else are another promise. Of several with one id those in one
 * file belong together, and the rest in order. Near linear in the number of things.
 */
export function matchThings(before: State, after: State, changed: Changed): Matching {
  const own = changed.before.flatMap(({ items }) => items), others = changed.after.flatMap(({ items }) => items);
  const pairs = new Map<Item, Item>(), taken = new Set<Item>(), contents = new Map<Item, Content>();
  const shapes = { before: shapesOf(changed.before, before), after: shapesOf(changed.after, after) };
  const contentOf = (item: Item, side: 'before' | 'after'): Content => {
    let known = contents.get(item);
    if (!known) contents.set(item, known = readContent(item, side === 'before' ? before : after, shapes[side](item)));
    return known;
  };
  const pair = (one: Item, other: Item): void => { pairs.set(one, other); taken.add(other); };
  const open = (side: 'before' | 'after', whole: boolean): Item[] =>
    (side === 'before' ? own.filter(item => !pairs.has(item)) : others.filter(item => !taken.has(item))).filter(item => isWhole(item) === whole);

  /** Pairs what has one key; of several, those in one file first. `single`: only where there is one on each side. */
  const pairBy = (whole: boolean, key: (item: Item) => string | undefined, keyAfter: (item: Item) => readonly string[], single = false): void => {
    const left = new Map<string, Item[]>(), right = new Map<string, Item[]>();
    for (const item of open('before', whole)) { const own = key(item); if (own !== undefined) addTo(left, own, item); }
    for (const item of open('after', whole)) for (const own of keyAfter(item)) if (left.has(own)) addTo(right, own, item);
    for (const [own, ones] of left) {
      const found = (right.get(own) ?? []).filter(item => !taken.has(item));
      if (found.length === 0 || (single && (ones.length !== 1 || found.length !== 1))) continue;
      const rest = ones.filter(one => {
        const other = ones.length + found.length === 2 ? found[0] : found.find(item => item.file === one.file && !taken.has(item));
        if (other) pair(one, other);
        return !other;
      });
      const free = found.filter(item => !taken.has(item));
      rest.forEach((one, at) => { const other = free[at]; if (other) pair(one, other); });
    }
  };
  /** Of those with the same key each pair of which both are the other's only best, by content. */
  const pairAlike = (whole: boolean, key: (item: Item) => string, keyAfter: (item: Item) => string): void => {
    const left = groupBy(open('before', whole), key), right = groupBy(open('after', whole), keyAfter), least = whole ? ALIKE.artefact : ALIKE.item;
    for (const [own, ones] of left) {
      const found = right.get(own) ?? [];
      if (found.length === 0 || ones.length > MOST_COMPARED || found.length > MOST_COMPARED) continue;
      const shares = ones.map(one => found.map(other => share(contentOf(one, 'before'), contentOf(other, 'after'))));
      ones.forEach((one, i) => {
        const row = shares[i] ?? [], best = Math.max(...row), j = row.indexOf(best), other = found[j];
        if (!other || best < least || row.filter(each => each === best).length > 1 || shares.some((each, k) => k !== i && (each[j] ?? 0) >= best)) return;
        pair(one, other);
      });
    }
  };

  pairBy(true, ({ id }) => id, ({ id }) => [id]);
  pairBy(true, ({ id }) => id, ({ aliases }) => aliases.map(alias => alias.id));
  // Whoever takes a renaming back has the later id as an alias before.
  pairBy(true, ({ aliases }) => aliases[0]?.id, ({ id }) => [id]);
  pairBy(true, ({ file, type }) => `${file} ${type}`, ({ file, type }) => [`${file} ${type}`], true);
  const record = (item: Item): boolean => kindsOf(after.model.config).get(item.type)?.header === 'record';
  const sameContent = (item: Item, side: 'before' | 'after', within = ''): string | undefined => {
    const { whole, leaves } = contentOf(item, side);
    return leaves.size < LEAST_COMMON ? undefined : `${within} ${item.type} ${whole}`;
  };
  const listed = (key: string | undefined): readonly string[] => (key === undefined ? [] : [key]);
  pairBy(true, item => sameContent(item, 'before'), item => listed(sameContent(item, 'after')), true);
  pairAlike(true, item => (record(item) ? item.id : item.type), item => (record(item) ? item.id : item.type));

  const artefacts = new Map<string, string>();
  for (const [one, other] of pairs) if (!artefacts.has(one.id)) artefacts.set(one.id, other.id);
  const laterArtefact = (item: Item): string => artefacts.get(item.artefact) ?? item.artefact;
  const laterId = (item: Item): string => (item.local === undefined ? item.id : `${laterArtefact(item)}#${item.local}`);
  pairBy(false, laterId, ({ id }) => [id]);
  pairBy(false, laterId, item => item.aliases.map(({ id }) => (item.local === undefined || id.includes('#') ? id : `${item.artefact}#${id}`)));
  pairBy(false, item => sameContent(item, 'before', laterArtefact(item)), item => listed(sameContent(item, 'after', item.artefact)), true);
  pairAlike(false, item => `${laterArtefact(item)} ${item.type}`, item => `${item.artefact} ${item.type}`);

  const renamed = [...pairs].flatMap(([one, other]) => (one.id === other.id ? [] : [[one.id, other.id] as const])).sort(([a], [b]) => compareText(a, b));
  return { pairs, removed: own.filter(item => !pairs.has(item)), added: others.filter(item => !taken.has(item)), renamed, laterIds: new Map(renamed) };

  function shapesOf(files: readonly FileFacts[], { model }: State): (item: Item) => Shape | undefined {
    const kinds = new Map(files.map(({ file, artefact }) => [file, artefact]));
    return item => { const artefact = kinds.get(item.file); return artefact && shapeOf(item, artefact, kindsOf(model.config)); };
  }
}

export function isWhole(item: Item): boolean { return item.path.length === 0; }

/** The shape of the object that carries the id of an item. */
export function shapeOf({ path }: Pick<Item, 'path'>, { kind, data }: Pick<Artefact, 'kind' | 'data'>, kinds: Kinds): Shape | undefined {
  const root = kinds.get(kind)?.shape, [first] = path, list = typeof first === 'string' ? root?.properties.get(first) : undefined;
  if (!root || list?.kindFrom === undefined) return root && shapeAt(root, path);
  const named = data[list.kindFrom];
  const shape = typeof named === 'string' ? kinds.get(named.trim())?.shape : undefined;
  return shape && shapeAt(shape, path.slice(2));
}

/** What a thing says beside its own name: as a whole, and leaf by leaf. */
interface Content { whole: string; leaves: ReadonlySet<string> }

function readContent(item: Item, { model }: State, shape: Shape | undefined): Content {
  const { aliases: _, ...rest } = model.value(item), facts = model.files.get(item.file), id = [...shape?.properties ?? []].find(([, property]) => property.defines !== undefined)?.[0] ?? 'id';
  // Whose document it is and when it was approved many have in common.
  const skipped = (key: string): boolean => key === id || (isWhole(item) && key !== 'title' && facts?.artefact?.header === 'document' && headerFields.has(key));
  const named = Object.fromEntries(Object.entries(rest).filter(([key]) => !skipped(key))), leaves = new Set<string>();
  const visit = (of: unknown, own: Shape | undefined, way: string): void => {
    if (Array.isArray(of)) for (const entry of of) visit(entry, own?.items, way);
    else if (isFields(of)) for (const [key, child] of Object.entries(of)) visit(child, own?.properties.get(key) ?? own?.additional, `${way}.${key}`);
    else { const text = canonical(of, own); if (text !== undefined && way !== '.kind') leaves.add(`${way} ${text}`); }
  };
  visit(named, shape, '');
  const body = isWhole(item) ? facts?.sections.map(({ heading, text }) => normalText(`${heading} ${text}`)) ?? [] : [];
  for (const section of body) leaves.add(section);
  return { whole: `${canonical(named, shape) ?? ''} ${body.join(' ')}`, leaves };
}

/** Of all leaves of two things the share that both have; nothing where they are few. */
function share(one: Content, other: Content): number {
  let common = 0;
  for (const leaf of one.leaves) if (other.leaves.has(leaf)) common++;
  return common < LEAST_COMMON ? 0 : common / (one.leaves.size + other.leaves.size - common);
}

/** A text without the marks that it ends in; a regular expression would begin anew at each of them. */
export function withoutEnd(of: string, marks: string): string {
  let end = of.length;
  while (end > 0 && marks.includes(of.charAt(end - 1))) end--;
  return of.slice(0, end);
}

/** How the two sides name things: by what their references lead to in the later state, and what texts name by its later id. `artefact`: where they stand. */
export function namesOf(to: Matching['laterIds'], artefact: { before: string; after: string }, { model }: State): Sides['names'] {
  const later = (written: string): string | undefined => to.get(`${artefact.before}#${written}`) ?? to.get(written);
  const named = (written: string): string => (model.inFiles(`${artefact.after}#${written}`) ?? model.inFiles(written))?.id ?? written;
  const text = (of: string): string => (to.size === 0 ? of : of.replace(/[^\s[\](){}"'`,;<>]+/g, word => {
    const bare = withoutEnd(word, '.:!?');
    return to.has(bare) ? `${to.get(bare) ?? bare}${word.slice(bare.length)}` : word;
  }));
  return {
    before: { reference: written => later(written) ?? named(written), text },
    // An earlier id that was left standing is no change of whoever wrote it.
    after: { reference: written => { const found = named(written); return found === written ? later(written) ?? written : found; }, text },
  };
}
