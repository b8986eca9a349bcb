import { addTo, groupBy, text, texts } from '../sms/data.js';
import { expectations, type Expectation } from '../sms/expected.js';
import { isRetired } from '../sms/header.js';
import { phrase } from '../sms/language.js';
import type { Model } from '../sms/model.js';
import { kindInfo, kinds, leaves, leavesOf, manifest, type Clause, type KindInfo, type ManifestRow } from '../sms/standard.js';
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
export interface EmptyLeaf { leaf: Clause; all: readonly Clause[]; kinds: readonly Pick<KindInfo, 'kind' | 'name'>[]; /** Kinds of records among them. */ of: readonly Kind[]; drafts: readonly Artefact[]; conditional: boolean }

/** The lowest clauses that a document of some kind would show, that no row of the manifest covers, and that nothing shows yet, or only drafts do. */
export function emptyLeaves(model: Model): readonly EmptyLeaf[] {
  const unmet = new Set(unmetRows(model).map(row => row.id));
  // A row that nothing meets is told by `mandatory-artefact-missing`, or by its own rule; one that only drafts meet is told here, clause by clause.
  const covered = new Set(expectations(model).filter(({ row, about, held }) => unmet.has(row.id) || row.rule !== undefined || about !== undefined || (row.strength === 'explicit' && row.min > 0 && held.some(artefact => !isDraft(artefact))))
    .flatMap(({ row }) => [...row.clauses, ...row.kinds.flatMap(clausesOf)]).flatMap(id => leavesOf(id)).map(leaf => leaf.id));
  const shown = new Map<string, Artefact[]>();
  for (const artefact of model.artefacts.filter(isHeld)) {
    const named = [...clausesOf(artefact.kind), ...clausesOf(text(artefact.data, 'of') ?? ''), ...texts(artefact.data, 'clauses')];
    for (const id of new Set(named.flatMap(clause => leavesOf(clause.trim())).map(leaf => leaf.id))) addTo(shown, id, artefact);
  }
  // Without a role register `role-unknown-or-vacant` speaks.
  if (withoutRoles(model).length > 0) for (const leaf of leavesOf('5.3')) covered.add(leaf.id);
  return together(leaves().flatMap(leaf => {
    const showing = kinds().filter(kind => kind.clauses.some(({ clause }) => leavesOf(clause).some(({ id }) => id === leaf.id)));
    const evidence = shown.get(leaf.id) ?? [];
    if (covered.has(leaf.id) || showing.length === 0 || evidence.some(artefact => !isDraft(artefact))) return [];
    const rows = manifest().filter(row => row.clauses.some(id => leavesOf(id).some(({ id: own }) => own === leaf.id)));
    return [{ leaf, all: [leaf], kinds: showing.map(({ kind, name }) => ({ kind, name })), of: showing.filter(({ header }) => header === 'record').map(({ kind }) => kind), drafts: evidence, conditional: rows.length > 0 && rows.every(({ min }) => min === 0) }];
  }));
}

/** The name of a kind inside a sentence. */
export function kindInWords({ kind, name }: Pick<KindInfo, 'kind' | 'name'>): Phrase { return phrase(`kind.${kind}`, name.toLowerCase()); }

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

function clausesOf(kind: Kind): readonly ClauseRef[] { return kindInfo(kind)?.clauses.map(({ clause }) => clause) ?? []; }

function isHeld(artefact: Artefact): boolean { return artefact.header !== 'document' || !isRetired(artefact); }

function isDraft({ header, data }: Artefact): boolean {
  const status = text(data, 'status');
  return header === 'document' && (status === 'draft' || status === 'in-review');
}
