import manifestData from '../../schemas/standards/manifest.json' with { type: 'json' };
import catalogueData from '../../schemas/rule-catalogue.json' with { type: 'json' };
import viewData from '../../schemas/standards/views.json' with { type: 'json' };
import standardData from '../../schemas/standards/iso-20000-1.json' with { type: 'json' };
import { nearest } from './text.js';
import type { ClauseRef, Kind } from './types.js';

/** A unit of a clause tree. Data: schemas/standards; `map`: the clauses of other standards that it corresponds to. */
export interface Clause {
  id: ClauseRef; title: string; parent?: ClauseRef; leaf?: boolean; paraphrase?: string;
  maintain?: string[]; retain?: string[]; kinds?: readonly Kind[]; findings?: string[]; itil?: string[]; map?: readonly ClauseRef[]; amended?: string;
}

/** An artefact that the standard expects. Data: schemas/standards/manifest.json. */
export interface ManifestRow {
  id: string; title: string; kinds: Kind[]; clauses: ClauseRef[]; as: 'maintain' | 'retain'; strength: 'explicit' | 'implied';
  per: 'sms' | 'service' | 'customer' | 'supplier' | 'period'; min: number; family?: number;
  /** The types of parties that it is expected for. */
  of?: string[];
  /** The rule that speaks where it is missing; without one, `mandatory-artefact-missing` does. */
  rule?: string;
  /** `major` where its absence is no lapse but a part of the system that is not there. */
  grade?: 'major';
  /** The rule that speaks where the newest is too old; without one, `evidence-stale-or-thin` does. */
  recentBy?: string;
}

/** The clauses seen otherwise: by the cycle of planning and acting, and as certification audits of two stages look at them. Data: schemas/standards/views.json. */
export interface Views {
  pdca: { title: string; clauses: ClauseRef[] }[];
  stage1: { title: string; asks: string; as: 'maintain' | 'retain'; kinds: Kind[] }[];
  stage2: { title: string; asks: string; clauses: ClauseRef[] }[];
}

/** One of the 120 rules of the catalogue; `waitsFor` where this release cannot decide it yet. */
export interface CatalogueRule { number: number; id: string; title: string; clauses: ClauseRef[]; group: string; waitsFor?: string }


const tree = standardData.clauses as readonly Clause[];
const byId = new Map(tree.map(clause => [clause.id, clause]));

export function clauses(): readonly Clause[] { return tree; }
export function clause(id: ClauseRef): Clause | undefined { return byId.get(id); }
export function leaves(): readonly Clause[] { return lowest; }
const lowest = tree.filter(c => c.leaf === true);

/** The leaf itself, or all leaves below a branch; none for an unknown id. */
export function leavesOf(id: ClauseRef): readonly Clause[] {
  const named = byId.get(id);
  if (!named) return [];
  const known = below.get(id) ?? (named.leaf === true ? [named] : leaves().filter(c => c.id.startsWith(`${id}.`)));
  below.set(id, known);
  return known;
}
const below = new Map<ClauseRef, readonly Clause[]>();

export function manifest(): readonly ManifestRow[] { return manifestData.rows as readonly ManifestRow[]; }
export function views(): Views { return viewData as Views; }
export function ruleCatalogue(): readonly CatalogueRule[] { return catalogueData.rules as readonly CatalogueRule[]; }

/**
 * A standard as data. The numbers of its clauses stand without a name for ISO/IEC 20000-1, and with the id of the standard in front for all others
 * (format.md F16).
 */
export interface Standard {
  id: string;
  title: string;
  /** Where it is from, under which licence, and who says which clauses correspond. */
  source?: string;
  /** The file of the organization that it stands in. */
  file?: string;
  clauses: readonly Clause[];
  leaves: readonly Clause[];
}

/** The clauses at the top; of one under which branches alone stand these, such as the four themes of an annex. */
export function chaptersOf({ clauses: all }: Pick<Standard, 'clauses'>): readonly Clause[] {
  return all.filter(({ parent }) => parent === undefined).flatMap(chapter => {
    const children = all.filter(({ parent }) => parent === chapter.id);
    return children.length > 0 && children.every(({ leaf }) => leaf !== true) ? children : [chapter];
  });
}

/** The standard that the SMS is one of. */
export const MAIN = 'iso20000-1';

export function refTo(standard: string, number: string): ClauseRef { return standard === MAIN ? number : `${standard}:${number}`; }

/** What a clause is called among those of its standard: its number without the name in front. */
export function numberOf(ref: ClauseRef): string { return ref.slice(ref.indexOf(':') + 1); }

/** The clause of a standard that a reference was probably meant to name. */
export function meantBy(ref: ClauseRef, { clauses: among }: Pick<Standard, 'clauses'>): ClauseRef | undefined {
  const byNumber = new Map(among.map(({ id }) => [numberOf(id).toLowerCase(), id])), wanted = numberOf(ref).toLowerCase().replace(/^(?:clause|control|annex|§)\s*/, '');
  // `5.22` where A.5.22 was meant, and the other way round; 8.3.3.14.2 where there is 8.3.3.
  const same = byNumber.get(wanted) ?? byNumber.get(`a.${wanted}`) ?? byNumber.get(wanted.replace(/^a\.?/, '')) ?? byNumber.get(nearest(wanted, byNumber.keys()) ?? '');
  if (same !== undefined) return same;
  for (let at = wanted.lastIndexOf('.'); at > 0; at = wanted.lastIndexOf('.', at - 1)) { const above = byNumber.get(wanted.slice(0, at)); if (above !== undefined) return above; }
  return undefined;
}

/** Clause order: numbers by their value, all else by text; those of ISO/IEC 20000-1 before those with a name in front. */
export function compareClauses(a: ClauseRef, b: ClauseRef): number {
  const left = a.match(PIECES) ?? [], right = b.match(PIECES) ?? [];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const x = left[i], y = right[i];
    if (x === y) continue;
    if (x === undefined || y === undefined) return x === undefined ? -1 : 1;
    const [m, n] = [Number(x), Number(y)];
    if (Number.isNaN(m) || Number.isNaN(n)) return x < y ? -1 : 1;
    if (m !== n) return m - n;
  }
  return 0;
}

/** A.5.22 and PR4.2: digits, and what stands between them. */
const PIECES = /\d+|\D+/g;
