import { text, texts } from '../sms/data.js';
import type { Model } from '../sms/model.js';
import { kindInfo, kinds, leaves, leavesOf, type Clause } from '../sms/standard.js';
import type { Artefact, ClauseRef, Finding, Grade } from '../sms/types.js';

/** One lowest-level clause, what of the SMS shows it, and what was found about it. */
export interface ClauseCoverage {
  clause: Clause;
  /** In order of files. Drafts are among them; what is superseded or withdrawn shows nothing any more. */
  evidence: readonly Artefact[];
  /** A finding counts in every clause that it names; one that names a branch counts in all leaves below it. */
  findings: Readonly<Record<Grade, number>>;
  /** False where no kind of this release could show the clause, so that an empty list of evidence says nothing. */
  decidable: boolean;
}

/** All lowest-level clauses in the order of the standard. Clauses of other standards (`iso27001:…`) are left out. */
export function coverage(model: Model, findings: readonly Finding[]): readonly ClauseCoverage[] {
  const evidence = new Map<ClauseRef, Artefact[]>(), counts = new Map<ClauseRef, Record<Grade, number>>();
  for (const artefact of model.artefacts) {
    if (isRetired(artefact)) continue;
    for (const id of leafIds(shownBy(artefact))) evidence.set(id, [...evidence.get(id) ?? [], artefact]);
  }
  for (const finding of findings) {
    for (const id of leafIds(finding.clauses)) {
      const count = counts.get(id) ?? { major: 0, minor: 0, observation: 0 };
      count[finding.grade]++;
      counts.set(id, count);
    }
  }
  const decidable = leafIds(kinds().flatMap(kind => kind.clauses.map(({ clause }) => clause)));
  return leaves().map(clause => ({
    clause, evidence: evidence.get(clause.id) ?? [], findings: counts.get(clause.id) ?? { major: 0, minor: 0, observation: 0 }, decidable: decidable.has(clause.id),
  }));
}

/** The clauses of its kind, of the kind of the records that it holds, and those of its header. */
function shownBy({ kind, data }: Artefact): ClauseRef[] {
  return [kind, text(data, 'of') ?? ''].flatMap(name => kindInfo(name)?.clauses.map(({ clause }) => clause) ?? []).concat(texts(data, 'clauses').map(id => id.trim()));
}

function leafIds(ids: readonly ClauseRef[]): Set<ClauseRef> { return new Set(ids.flatMap(id => leavesOf(id)).map(leaf => leaf.id)); }

/** A record stays evidence whatever its own status says. */
function isRetired({ header, data }: Artefact): boolean {
  const status = text(data, 'status');
  return header === 'document' && (status === 'superseded' || status === 'withdrawn');
}
