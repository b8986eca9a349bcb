import { addTo, groupBy, text, texts } from '../sms/data.js';
import { expectations, type Expectation } from '../sms/expected.js';
import { isRetired } from '../sms/header.js';
import { kindsOf, type Kinds, type KindSchema } from '../sms/kinds.js';
import { phrase } from '../sms/language.js';
import type { Model } from '../sms/model.js';
import { leaves, leavesOf, manifest, type Clause, type ManifestRow } from '../sms/standard.js';
import type { Artefact, ClauseRef, Kind, Phrase, Reference } from '../sms/types.js';

/**
 * What the standard asks of every SMS by name and this one does not hold. What it only implies is judged clause by clause; what a rule of its own is
 * about, and what counts by service, customer or party, is left to that rule.
 */
export function unmetRows(model: Model): readonly ManifestRow[] {
  return namedRows(model).filter(({ row, held }) => row.rule === undefined && held.length < row.min).map(({ row }) => row);
}

function namedRows(model: Model): readonly Expectation[] { return expectations(model).filter(({ row, about }) => row.strength === 'explicit' && about === undefined); }

/** `all`: the first leaf and those after it that the same would show. `conditional`: it is shown only where there was a case. */
export interface EmptyLeaf { leaf: Clause; all: readonly Clause[]; kinds: readonly Pick<KindSchema, 'kind' | 'name'>[]; /** Kinds of records among them. */ of: readonly Kind[]; drafts: readonly Artefact[]; conditional: boolean }

/** The lowest clauses that a document of some kind would show, that no row of the manifest covers, and that nothing shows yet, or only drafts do. */
export function emptyLeaves(model: Model): readonly EmptyLeaf[] {
  const kinds = kindsOf(model.config), unmet = new Set(unmetRows(model).map(row => row.id));
  // A row that nothing meets is told by `mandatory-artefact-missing`, or by its own rule; one that only drafts meet is told here, clause by clause.
  const covered = new Set(expectations(model).filter(({ row, about, held }) => unmet.has(row.id) || row.rule !== undefined || about !== undefined || (row.strength === 'explicit' && row.min > 0 && held.some(artefact => !isDraft(artefact))))
    .flatMap(({ row }) => [...row.clauses, ...row.kinds.flatMap(kind => clausesOf(kind, kinds))]).flatMap(id => leavesOf(id)).map(leaf => leaf.id));
  const shown = new Set<string>(), drafted = new Map<string, Artefact[]>(), told = new Set<string>();
  for (const artefact of model.artefacts.filter(isHeld)) {
    const of = text(artefact.data, 'of') ?? '', own = texts(artefact.data, 'clauses'), draft = isDraft(artefact), key = of === '' && own.length === 0 ? artefact.kind : [artefact.kind, of, ...own].join('\n');
    // Thousands of one kind show the same.
    if (!draft && told.has(key)) continue;
    const ids = new Set([...clausesOf(artefact.kind, kinds), ...clausesOf(of, kinds), ...own].flatMap(clause => leavesOf(clause.trim())).map(leaf => leaf.id));
    if (!draft) told.add(key);
    for (const id of ids) if (draft) addTo(drafted, id, artefact); else shown.add(id);
  }
  // Without a role register `role-unknown-or-vacant` speaks.
  if (withoutRoles(model).length > 0) for (const leaf of leavesOf('5.3')) covered.add(leaf.id);
  return together(leaves().flatMap(leaf => {
    const { showing, rows } = whatShows(leaf, kinds);
    if (covered.has(leaf.id) || showing.length === 0 || shown.has(leaf.id)) return [];
    return [{ leaf, all: [leaf], kinds: showing.map(({ kind, name }) => ({ kind, name })), of: showing.filter(({ header }) => header === 'record').map(({ kind }) => kind), drafts: drafted.get(leaf.id) ?? [], conditional: rows.length > 0 && rows.every(({ min }) => min === 0) }];
  }));
}

const shownBy = new WeakMap<Kinds, Map<string, { showing: readonly KindSchema[]; rows: readonly ManifestRow[] }>>();

/** The kinds and rows of the manifest that a leaf is shown by. */
function whatShows({ id: leaf }: Clause, kinds: Kinds): { showing: readonly KindSchema[]; rows: readonly ManifestRow[] } {
  const covers = (clause: ClauseRef): boolean => leavesOf(clause).some(({ id }) => id === leaf);
  const byLeaf = shownBy.get(kinds) ?? new Map();
  shownBy.set(kinds, byLeaf);
  const known = byLeaf.get(leaf) ?? { showing: kinds.all().filter(kind => kind.clauses.some(({ clause }) => covers(clause))), rows: manifest().filter(row => row.clauses.some(covers)) };
  byLeaf.set(leaf, known);
  return known;
}

/** The name of a kind inside a sentence. */
export function kindInWords({ kind, name }: Pick<KindSchema, 'kind' | 'name'>): Phrase { return phrase(`kind.${kind}`, name.toLowerCase()); }

/** What would show several leaves is missing once: the first of them stands for all. */
function together(all: readonly EmptyLeaf[]): readonly EmptyLeaf[] {
  const same = ({ kinds: of, drafts, conditional }: EmptyLeaf): string => JSON.stringify([of, drafts.map(({ id }) => id), conditional]);
  return [...groupBy(all, same).values()].flatMap(alike => { const [first] = alike; return first ? [{ ...first, all: alike.map(({ leaf }) => leaf) }] : []; });
}

/** The places that give work to roles where no role is defined anywhere: one fault, however many there are. Empty where there is a role. */
export function withoutRoles(model: Model): readonly Reference[] {
  if (model.ofType('role').length > 0) return [];
  return model.references.filter(({ via, expects }) => via === 'field' && expects.includes('role'));
}

function clausesOf(kind: Kind, kinds: Kinds): readonly ClauseRef[] { return kinds.get(kind)?.clauses.map(({ clause }) => clause) ?? []; }

function isHeld(artefact: Artefact): boolean { return artefact.header !== 'document' || !isRetired(artefact); }

function isDraft({ header, data }: Artefact): boolean {
  const status = text(data, 'status');
  return header === 'document' && (status === 'draft' || status === 'in-review');
}
