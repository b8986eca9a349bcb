import { addTo, groupBy, texts } from '../sms/data.js';
import { isRetired } from '../sms/header.js';
import { kindsOf } from '../sms/kinds.js';
import { ENGLISH, listIn, type Language } from '../sms/language.js';
import type { Clause, Standard } from '../sms/standard.js';
import { standardsOf } from '../sms/standards.js';
import type { Artefact, ClauseRef, Finding } from '../sms/types.js';
import { byKinds, counts, coverage, inOrder, overall, type ClauseCoverage, type CoverageInput, type Desk, type Element } from './coverage.js';

/**
 * How far each lowest-level clause of a standard is shown: of ISO/IEC 20000-1 as `coverage` tells it; of another one by what names its clauses, and by what shows the clauses
 * that correspond, as far as the map between the standards says so: a suggestion, and no grade is suggested for it. The same evidence counts in each standard.
 */
export function coverageOf(standard: Standard, of: CoverageInput, language: Language = ENGLISH, main = coverage(of, language)): readonly ClauseCoverage[] {
  const standards = standardsOf(of.model.config);
  if (standard.id === standards.main.id) return main;
  const desk: Desk = { ...of, language }, tagged = taggedLeaves(of), entries = new Map(main.map(entry => [entry.clause.id, entry])), about = findingsByLeaf(of);
  const own = (clause: Clause): Element[] => (['maintain', 'retain'] as const).flatMap(as => byKinds(clause, as, tagged.get(clause.id) ?? [], desk));
  return standard.leaves.map(clause => {
    const named = own(clause), shared = standards.sharedBy(clause.id);
    const through = throughOthers(shared.flatMap(other => (entries.get(other.id)?.elements ?? own(other)).map(element => ({ other: other.id, element }))), named.length > 0, language);
    const elements = [...named, ...through], findings = [...new Set([clause, ...shared].flatMap(({ id }) => about.get(id) ?? []))];
    const stands = elements.length > 0 ? overall(elements, language) : { state: 'missing' as const, reason: nothing(shared, language) };
    const shown = [...tagged.get(clause.id) ?? [], ...shared.flatMap(({ id }) => entries.get(id)?.evidence ?? tagged.get(id) ?? []), ...elements.flatMap(({ evidence }) => evidence)];
    return { clause, elements, ...stands, evidence: inOrder(shown), findings: counts(findings), weighing: findings, elsewhere: [] };
  });
}

/** Of how far another standard is shown this is to be known. */
export function aboutMap(language: Language): string {
  return language.text('coverage.about-map', 'Which clauses of two standards correspond is a suggestion: (through 8.3.3) says that what is expected for clause 8.3.3 of ISO/IEC 20000-1 counts here as well. What names '
    + 'a clause itself, such as a document with clauses: ["iso27001:A.5.22"] in its header, counts without that. Findings are those about the clauses that correspond, with the grades that they have there.');
}

/** The further standards that something in this SMS names a clause of: in the header of an artefact or as what a kind shows. */
export function standardsInUse({ model }: Pick<CoverageInput, 'model'>): readonly Standard[] {
  const standards = standardsOf(model.config), named = [...model.artefacts.flatMap(({ data }) => texts(data, 'clauses')), ...kindsOf(model.config).all().flatMap(({ clauses }) => clauses.map(({ clause }) => clause))];
  const used = new Set(named.flatMap(ref => (standards.clause(ref.trim()) ? standards.of(ref.trim())?.id ?? [] : [])));
  return standards.all.filter(({ id, file }) => id !== standards.main.id && (file !== undefined || used.has(id)));
}

/** What names a clause in its header. */
function taggedLeaves({ model }: CoverageInput): ReadonlyMap<ClauseRef, readonly Artefact[]> {
  const standards = standardsOf(model.config), found = new Map<ClauseRef, Artefact[]>();
  for (const artefact of model.artefacts) {
    const refs = texts(artefact.data, 'clauses');
    if (refs.length === 0 || (artefact.header === 'document' && isRetired(artefact))) continue;
    for (const id of new Set(refs.flatMap(ref => standards.leavesOf(ref.trim())).map(leaf => leaf.id))) addTo(found, id, artefact);
  }
  return found;
}

function findingsByLeaf({ model, findings }: CoverageInput): ReadonlyMap<ClauseRef, readonly Finding[]> {
  const standards = standardsOf(model.config), found = new Map<ClauseRef, Finding[]>();
  for (const finding of findings) for (const id of new Set(finding.clauses.flatMap(ref => standards.leavesOf(ref)).map(leaf => leaf.id))) addTo(found, id, finding);
  return found;
}

/** What shows other clauses, each once with the clauses that it shows. Beside what names the clause itself it is welcome and no more. */
function throughOthers(all: readonly { other: ClauseRef; element: Element }[], beside: boolean, language: Language): Element[] {
  const same = ({ element: { title, as, state, reason } }: { element: Element }): string => JSON.stringify([title, as, state, reason]);
  return [...groupBy(all, same).values()].flatMap(alike => {
    const [first] = alike, clauses = listIn(language, [...new Set(alike.map(({ other }) => other))]);
    if (!first) return [];
    const { element } = first;
    return [{ ...element, title: language.text('coverage.through', '{title} (through {clauses})', { title: element.title, clauses }), optional: beside || alike.every(each => each.element.optional) }];
  });
}

function nothing(shared: readonly Clause[], language: Language): string {
  return shared.length > 0 ? language.text('coverage.nothing-through', 'It corresponds to {clauses}; nothing in this SMS shows that, and nothing names it.', { clauses: listIn(language, shared.map(other => other.id)) })
    : language.text('coverage.nothing-own', 'No clause of ISO/IEC 20000-1 corresponds to it, and nothing in this SMS names it: it expects evidence of its own.');
}
