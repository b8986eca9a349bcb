import manifestData from '../../schemas/standards/manifest.json' with { type: 'json' };
import catalogueData from '../../schemas/rule-catalogue.json' with { type: 'json' };
import viewData from '../../schemas/standards/views.json' with { type: 'json' };
import standardData from '../../schemas/standards/iso-20000-1.json' with { type: 'json' };
import { allKinds, kindSchema } from './schema.js';
import type { ClauseRef, Kind } from './types.js';

/** A unit of the clause tree. Data: schemas/standards/iso-20000-1.json. */
export interface Clause {
  id: ClauseRef; title: string; parent?: ClauseRef; leaf?: boolean; paraphrase?: string;
  maintain?: string[]; retain?: string[]; kinds?: Kind[]; findings?: string[]; itil?: string[]; related?: ClauseRef[]; amended?: string;
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

/** A kind of artefact, from its schema. */
export interface KindInfo {
  kind: Kind; name: string; header: 'document' | 'record' | 'none'; format: 'yaml' | 'markdown';
  clauses: { clause: ClauseRef; as: 'maintain' | 'retain' }[];
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

export function kinds(): readonly KindInfo[] { return allKinds().map(info); }
export function kindInfo(kind: Kind): KindInfo | undefined {
  const schema = kindSchema(kind);
  return schema && info(schema);
}

function info({ kind, name, header, format, clauses: evidences }: ReturnType<typeof allKinds>[number]): KindInfo {
  return { kind, name, header, format, clauses: [...evidences] };
}

/** Clause order: by number, part by part; what is no number sorts by text. */
export function compareClauses(a: ClauseRef, b: ClauseRef): number {
  const left = a.split('.'), right = b.split('.');
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
