import { text, texts } from '../sms/data.js';
import { isRetired } from '../sms/header.js';
import type { Model } from '../sms/model.js';
import { kindInfo, kinds, leaves, leavesOf, manifest, type Clause, type ManifestRow } from '../sms/standard.js';
import type { Artefact, ClauseRef, Kind } from '../sms/types.js';

/** The documents that the manifest expects once in every SMS and this one does not hold. Rows whose kinds have no schema yet are left out. */
export function unmetRows(model: Model): readonly ManifestRow[] {
  return decidableRows().filter(row => row.per === 'sms' && row.kinds.reduce((held, kind) => held + model.ofKind(kind).filter(isHeld).length, 0) < row.min);
}

export interface EmptyLeaf { leaf: Clause; kinds: readonly string[]; drafts: readonly Artefact[] }

/** The lowest clauses that a document of some kind would show, that no row of the manifest covers, and that nothing shows yet, or only drafts do. */
export function emptyLeaves(model: Model): readonly EmptyLeaf[] {
  const unmet = new Set(unmetRows(model).map(row => row.id));
  const met = (row: ManifestRow): boolean => row.kinds.some(kind => model.ofKind(kind).some(artefact => isHeld(artefact) && !isDraft(artefact)));
  // A row that nothing meets is told by `mandatory-artefact-missing`; one that only drafts meet is told here, clause by clause.
  const covered = new Set(decidableRows().filter(row => unmet.has(row.id) || row.per !== 'sms' || met(row)).flatMap(row => [...row.clauses, ...row.kinds.flatMap(clausesOf)])
    .flatMap(id => leavesOf(id)).map(leaf => leaf.id));
  const shown = new Map<string, Artefact[]>();
  for (const artefact of model.artefacts.filter(isHeld)) {
    const named = [...clausesOf(artefact.kind), ...clausesOf(text(artefact.data, 'of') ?? ''), ...texts(artefact.data, 'clauses')];
    for (const id of new Set(named.flatMap(clause => leavesOf(clause.trim())).map(leaf => leaf.id))) shown.set(id, [...(shown.get(id) ?? []), artefact]);
  }
  return leaves().flatMap(leaf => {
    // What only records show waits for the kinds of records, and for cases to record.
    const showing = kinds().filter(kind => kind.clauses.some(({ clause, as }) => as === 'maintain' && leavesOf(clause).some(({ id }) => id === leaf.id)));
    const evidence = shown.get(leaf.id) ?? [];
    if (covered.has(leaf.id) || showing.length === 0 || evidence.some(artefact => !isDraft(artefact))) return [];
    return [{ leaf, kinds: showing.map(({ name }) => name), drafts: evidence }];
  });
}

/**
 * What the standard asks for by name; what it only implies is judged clause by clause. Rows for records are left to the rules about records:
 * whether one is missing depends on whether there was a case.
 */
function decidableRows(): readonly ManifestRow[] {
  return manifest().filter(row => row.as === 'maintain' && row.strength === 'explicit' && row.kinds.some(kind => kindInfo(kind) !== undefined));
}

function clausesOf(kind: Kind): readonly ClauseRef[] { return kindInfo(kind)?.clauses.map(({ clause }) => clause) ?? []; }

function isHeld(artefact: Artefact): boolean { return artefact.header !== 'document' || !isRetired(artefact); }

function isDraft({ header, data }: Artefact): boolean {
  const status = text(data, 'status');
  return header === 'document' && (status === 'draft' || status === 'in-review');
}
