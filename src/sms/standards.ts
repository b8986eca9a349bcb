import fitsm from '../../schemas/standards/fitsm.json' with { type: 'json' };
import iso20000 from '../../schemas/standards/iso-20000-1.json' with { type: 'json' };
import iso27001 from '../../schemas/standards/iso-27001.json' with { type: 'json' };
import iso9001 from '../../schemas/standards/iso-9001.json' with { type: 'json' };
import type { Own } from './own.js';
import { readOwnStandards, type StandardData } from './own-standards.js';
import { MAIN, meantBy, numberOf, refTo, type Clause, type Standard } from './standard.js';
import type { ClauseRef, Report } from './types.js';

/** The standards that an SMS can be held against: those of this program, ISO/IEC 20000-1 first, and those that the organization brings along, in order of their files. */
export interface Standards {
  readonly all: readonly Standard[];
  readonly main: Standard;
  /** By its id, however that is capitalized. */
  get(id: string): Standard | undefined;
  /** The standard that a reference names a clause of; undefined for one that nobody knows. */
  of(ref: ClauseRef): Standard | undefined;
  /** However the name of its standard is capitalized. */
  clause(ref: ClauseRef): Clause | undefined;
  /** The leaf itself, or all leaves below a branch; none for an unknown clause. */
  leavesOf(ref: ClauseRef): readonly Clause[];
  /** The clauses of other standards that correspond to a clause, as the maps say: a suggestion. In both directions, each once. */
  related(ref: ClauseRef): readonly ClauseRef[];
  /** Leaves of other standards whose evidence counts for a leaf too: what it, or a branch above it, is mapped to, and what that is mapped to. */
  sharedBy(leaf: ClauseRef): readonly Clause[];
  /** The clause that was probably meant, where a standard is known and has none of that number. */
  nearest(ref: ClauseRef): ClauseRef | undefined;
  /** The text of a clause that the organization has a licence for: shown to people who work on this SMS, and never written into anything. */
  requirement(ref: ClauseRef): string | undefined;
  /** What is wrong in the files of the organization, and of which files not all could be used. */
  readonly reports: readonly Report[];
  readonly incomplete: readonly string[];
}

const BUILT_IN: readonly Standard[] = [iso20000, iso27001, iso9001, fitsm].map(standardIn);

/** Of the same own files the same standards. Never throws. */
export function standardsOf({ own }: { own: Own }): Standards {
  const found = known.get(own) ?? standardsFrom(own);
  known.set(own, found);
  return found;
}

const known = new WeakMap<Own, Standards>();

/** Of all who bring none along. */
export const builtInStandards: Standards = standards(BUILT_IN, new Map(), [], []);

function standardsFrom({ files }: Own): Standards {
  const own = files.filter(({ use }) => use === 'standard' || use === 'requirements');
  if (own.length === 0) return builtInStandards;
  const read = readOwnStandards(own, BUILT_IN);
  return standards([...BUILT_IN, ...read.standards.map(standardIn)], read.requirements, read.reports, read.incomplete);
}

/** A leaf is what nothing stands under. */
function standardIn({ clauses: own, ...standard }: StandardData): Standard {
  const parents = new Set(own.map(({ parent }) => parent)), { id } = standard;
  const clauses = own.map(({ leaf: _, ...clause }): Clause => ({
    ...clause, id: refTo(id, clause.id), ...(clause.parent !== undefined && { parent: refTo(id, clause.parent) }), ...(!parents.has(clause.id) && { leaf: true }),
  }));
  return { ...standard, clauses, leaves: clauses.filter(({ leaf }) => leaf === true) };
}

function standards(all: readonly Standard[], requirements: ReadonlyMap<ClauseRef, string>, reports: readonly Report[], incomplete: readonly string[]): Standards {
  const clauses = new Map(all.flatMap(each => each.clauses.map(clause => [clause.id, clause] as const))), byId = new Map(all.map(each => [each.id.toLowerCase(), each]));
  /** The clause itself and those above it. */
  const upwards = function* (clause: Clause | undefined): Iterable<Clause> { for (let at = clause; at; at = at.parent === undefined ? undefined : clauses.get(at.parent)) yield at; };
  const below = new Map<ClauseRef, Clause[]>(), maps = new Map<ClauseRef, ClauseRef[]>(), sharing = new Map<ClauseRef, readonly Clause[]>();
  const add = <T>(to: Map<ClauseRef, T[]>, ref: ClauseRef, one: T): void => { const list = to.get(ref); if (!list) to.set(ref, [one]); else if (!list.includes(one)) list.push(one); };
  for (const leaf of all.flatMap(each => each.leaves)) for (const { id } of upwards(leaf)) { const leaves = below.get(id); if (leaves) leaves.push(leaf); else below.set(id, [leaf]); }
  for (const { id, map = [] } of clauses.values()) for (const to of map) { add(maps, id, to); add(maps, to, id); }
  const [main = { id: MAIN, title: '', clauses: [], leaves: [] }] = all, leavesOf = (ref: ClauseRef): readonly Clause[] => below.get(ref) ?? below.get(same(ref)) ?? [];
  const of = (ref: ClauseRef): Standard | undefined => { const at = ref.indexOf(':'); return at < 0 ? main : byId.get(ref.slice(0, at).toLowerCase()); };
  const shared = (ref: ClauseRef): readonly Clause[] => {
    const home = of(ref), found = new Set<Clause>(), wanted = [clauses.get(ref)];
    for (const next of wanted) for (const { map = [] } of upwards(next)) for (const each of map.flatMap(leavesOf)) if (!found.has(each) && of(each.id) !== home) { found.add(each); wanted.push(each); }
    return [...found].sort((a, b) => order(a) - order(b));
  };
  /** The name of a standard as it is written, before the number. */
  const same = (ref: ClauseRef): ClauseRef => { const found = of(ref); return found && found !== main ? refTo(found.id, numberOf(ref)) : ref; };
  const places = new Map([...clauses.values()].map((clause, at) => [clause, at])), order = (clause: Clause): number => places.get(clause) ?? 0;
  return {
    all, main, reports, incomplete, of, leavesOf,
    get: id => byId.get(id.toLowerCase()),
    clause: ref => clauses.get(ref) ?? clauses.get(same(ref)),
    related: ref => maps.get(ref) ?? [],
    sharedBy: ref => { const before = sharing.get(ref) ?? shared(ref); sharing.set(ref, before); return before; },
    nearest: ref => { const standard = of(ref); return standard && meantBy(ref, standard); },
    requirement: ref => requirements.get(ref),
  };
}
