import { STATES, type ClauseState } from '../sms/clause-states.js';
import type { Control, DocumentControl } from '../sms/control.js';
import { groupBy, list, objects, state as stateOf, text, texts } from '../sms/data.js';
import { addPeriod, parsePeriod } from '../sms/days.js';
import { expectations, heldOfKind, isSilent, sumOfTallies, tallyOf, tallyOfRecord, type Expectation, type RecordTally, type Tallies } from '../sms/expected.js';
import { inForce, isRetired } from '../sms/header.js';
import { kindsOf } from '../sms/kinds.js';
import { ENGLISH, listIn, type Language } from '../sms/language.js';
import type { Model } from '../sms/model.js';
import { compareClauses, leaves, leavesOf, manifest, views, type Clause, type ManifestRow } from '../sms/standard.js';
import { standardsOf } from '../sms/standards.js';
import { compareText, resolveFile } from '../sms/text.js';
import type { Artefact, ClauseRef, Day, Finding, Grade, ItemType } from '../sms/types.js';

/** How something stands, and why in a clause of a sentence: `review overdue: PROC-CHG (since 2026-05-01)`. */
export interface Standing { state: ClauseState; reason: string; records?: RecordTally }

/** Something that a clause is to be shown by, and how it stands. */
export interface Element extends Standing {
  title: string;
  /** Documents are maintained, records retained. */
  as: 'maintain' | 'retain';
  evidence: readonly Artefact[];
  /** Expected only where there was a case: it decides nothing while something else is expected. */
  optional: boolean;
}

/** One lowest-level clause, what of the SMS shows it, and what was found about it. */
export interface ClauseCoverage {
  clause: Clause;
  state: ClauseState;
  /** The element that decides the state, said in a sentence. */
  reason: string;
  elements: readonly Element[];
  /** In order of files. Drafts are among them; what is superseded or withdrawn shows nothing any more. */
  evidence: readonly Artefact[];
  /** A finding counts in every clause that it names; one that names a branch counts in all leaves below it. */
  findings: Readonly<Record<Grade, number>>;
  /** What an auditor would probably make of the findings together; only an auditor grades. Each finding weighs at its first clause alone. */
  suggestion?: Suggestion;
  /** The findings that weigh here: those that the suggestion rests on are among them. */
  weighing: readonly Finding[];
  /** Where the others weigh that name this clause too. */
  elsewhere: readonly ClauseRef[];
}

export interface Suggestion { grade: Grade; because: string; findings: readonly Finding[] }

export interface CoverageInput {
  model: Model; findings: readonly Finding[]; control: Control; tallies: Tallies; today: Day;
  /** What could not be read: it says nothing, nor that there was nothing. */
  incomplete: readonly { file?: string }[];
}

/** What is asked, and in which language the answer is. */
export interface Desk extends CoverageInput { language: Language }

/** All lowest-level clauses in the order of the standard. Findings on none of them are told by `outsideClauses`. */
export function coverage(of: CoverageInput, language: Language = ENGLISH): readonly ClauseCoverage[] {
  const input: Desk = { ...of, language };
  // The one list of what a young SMS lacks says no more of a clause than that it is missing.
  const { model } = input, findings = input.findings.filter(({ rule, message }) => !(rule === ABSENT && message === 'building')), expected = groupBy(expectations(model), ({ row }) => row);
  const documents = controlled(input), ofKinds = new Map(kindsOf(model.config).all().map(({ kind, clauses }) => [kind, clauses.map(({ clause }) => clause)] as const));
  const shown = byLeaf(model.artefacts.filter(artefact => artefact.header !== 'document' || !isRetired(artefact)), artefact => shownBy(artefact, ofKinds)), about = byLeaf(findings, finding => finding.clauses);
  return leaves().map(clause => {
    const others = ofOtherParties(clause, expected, model), showing = (shown.get(clause.id) ?? []).filter(artefact => !others.has(artefact)), elements = elementsOf(clause, expected, showing, documents, input);
    const own = about.get(clause.id) ?? [], weighing = own.filter(finding => firstLeaf(finding) === clause.id), stands = overall(elements, language);
    const suggestion = capped(suggest(input, weighing), stands.state, input);
    return {
      clause, elements, ...stands, evidence: inOrder([...showing, ...elements.flatMap(({ evidence }) => evidence)]),
      findings: counts(own), ...(suggestion && { suggestion }), weighing,
      elsewhere: [...new Set(own.flatMap(finding => firstLeaf(finding) ?? []).filter(leaf => leaf !== clause.id))].sort(compareClauses),
    };
  });
}

/** Findings that name no clause of the standard: those on certification name clauses of ISO/IEC 17021-1. The gravest first. */
export function outsideClauses(findings: readonly Finding[]): readonly Finding[] {
  const grades: readonly Grade[] = ['major', 'minor', 'observation'];
  return findings.filter(finding => firstLeaf(finding) === undefined).sort((a, b) => grades.indexOf(a.grade) - grades.indexOf(b.grade));
}

/** Where a finding weighs: the first clause that it names, of a branch the first leaf. */
function firstLeaf({ clauses }: Finding): ClauseRef | undefined {
  for (const id of clauses) { const [leaf] = leavesOf(id); if (leaf) return leaf.id; }
  return undefined;
}

/** What is about suppliers of another type than the clause: it shows the clause about those. */
function ofOtherParties(clause: Clause, expected: Expected, model: Model): ReadonlySet<Artefact> {
  const own = manifest().filter(row => row.per === 'supplier' && concerns(row.clauses, clause)), types = own.flatMap(({ of = [] }) => of);
  const all = own.filter(({ of }) => !of).flatMap(row => expected.get(row) ?? []), isOwn = ({ about }: Expectation): boolean => about === undefined || types.includes(text(model.value(about), 'type') ?? '');
  if (types.length === 0) return new Set();
  const found = new Set(all.filter(each => !isOwn(each)).flatMap(({ held }) => held));
  for (const each of all.filter(isOwn)) for (const artefact of each.held) found.delete(artefact);
  return found;
}

/** So many of each grade. */
export function counts(findings: readonly Finding[]): ClauseCoverage['findings'] {
  const count = (grade: Grade): number => findings.filter(finding => finding.grade === grade).length;
  return { major: count('major'), minor: count('minor'), observation: count('observation') };
}

export function inOrder(artefacts: readonly Artefact[]): readonly Artefact[] { return [...new Set(artefacts)].sort((a, b) => compareText(a.file, b.file)); }

/** The clauses of its kind, of the kind of the records that it holds, and those of its header. */
function shownBy({ kind, data }: Artefact, clausesOf: ReadonlyMap<string, readonly ClauseRef[]>): ClauseRef[] {
  const of = text(data, 'of');
  return [...clausesOf.get(kind) ?? [], ...clausesOf.get(of ?? '') ?? [], ...texts(data, 'clauses').map(id => id.trim())];
}

function byLeaf<T>(all: readonly T[], clausesOf: (one: T) => readonly ClauseRef[]): Map<ClauseRef, T[]> {
  const found = new Map<ClauseRef, T[]>(), leavesBy = new Map<string, ReadonlySet<ClauseRef>>();
  for (const one of all) {
    const ids = clausesOf(one), key = ids.join(' '), own = leavesBy.get(key) ?? leafIds(ids);
    leavesBy.set(key, own);
    for (const id of own) {
      const known = found.get(id);
      if (known) known.push(one); else found.set(id, [one]);
    }
  }
  return found;
}

/** The lowest clauses of ISO/IEC 20000-1 that references name. */
function leafIds(ids: readonly ClauseRef[]): Set<ClauseRef> { return new Set(ids.flatMap(id => leavesOf(id)).map(leaf => leaf.id)); }

function concerns(ids: readonly ClauseRef[], leaf: Clause): boolean { return ids.some(id => id === leaf.id || leaf.id.startsWith(`${id}.`)); }

/** The same for a clause of any standard. */
function names(ids: readonly ClauseRef[], leaf: Clause, { config }: Model): boolean { return ids.some(id => standardsOf(config).leavesOf(id.trim()).some(each => each.id === leaf.id)); }

// ---- audits of two stages ----

/** One of the families of documents and records that an audit of documents asks for first, with the findings about them. */
export interface Family { title: string; asks: string; state: ClauseState; reason: string; elements: readonly Element[]; findings: readonly Finding[] }

/** The nine families of a stage 1 audit (schemas/standards/views.json). The worst of what the standard expects of a family decides. */
export function families(input: CoverageInput): readonly Family[] {
  const expected = groupBy(expectations(input.model), ({ row }) => row), desk: Desk = { ...input, language: ENGLISH };
  return views().stage1.map(({ title, asks, as, kinds: of }) => {
    const rows = manifest().filter(row => row.as === as && row.kinds.some(kind => of.includes(kind) && kindsOf(input.model.config).get(kind)));
    const elements = rows.map(row => elementOf(row, expected.get(row) ?? [], desk)), worst = worstOf(elements);
    const held = new Set(elements.flatMap(({ evidence }) => evidence.map(({ id }) => id))), wanted = new Set(rows.map(({ id }) => id));
    return {
      title, asks, elements, state: worst?.state ?? 'missing', reason: !worst ? nothing(ENGLISH) : elements.length > 1 ? elements.filter(({ state }) => state === worst.state).map(each => told(each, ENGLISH)).join(' ') : sentence(worst.reason),
      findings: input.findings.filter(finding => (finding.artefact !== undefined && held.has(finding.artefact)) || (finding.rule === ABSENT && wanted.has(String(finding.args['row'])))),
    };
  });
}

/** An area that an audit of operation looks into, with the worst state of its clauses. */
export interface Area {
  title: string; asks: string; state: ClauseState; reason: string; clauses: readonly ClauseCoverage[]; findings: readonly Finding[];
  /** What auditors stumble over though no clause asks for it: sentences. */
  remarks: readonly string[];
}

/** The focus areas of a stage 2 audit (schemas/standards/views.json). `covered`: what `coverage` gave for the same. */
export function areas(covered: readonly ClauseCoverage[], { findings, today }: CoverageInput): readonly Area[] {
  return views().stage2.map(({ title, asks, clauses }) => {
    const wanted = leafIds(clauses), own = covered.filter(({ clause }) => wanted.has(clause.id));
    // Where only documents are expected, approved is all that can be: beside operation it lowers nothing.
    const worst = worstOf(own.filter(({ state, elements }) => state !== 'approved' || elements.some(({ as }) => as === 'retain'))) ?? own[0];
    return {
      title, asks, state: worst?.state ?? 'missing', reason: worst?.reason ?? '', clauses: own, remarks: shortSpans(own, today),
      findings: findings.filter(finding => [...leafIds(finding.clauses)].some(id => wanted.has(id))),
    };
  });
}

/** Auditors want to see three months of operation (domain section 4.5). One record alone tells of no span. */
const SPAN = { count: 3, unit: 'month' } as const;

function shortSpans(covered: readonly ClauseCoverage[], today: Day): readonly string[] {
  const since = addPeriod(today, SPAN, -1), elements = covered.flatMap(entry => entry.elements).filter(({ as }) => as === 'retain');
  const spans = new Map(elements.map(({ title, records }) => [title, records] as const));
  return [...spans].flatMap(([title, records]) => (records?.oldest === undefined || records.count < 2 || records.oldest <= since ? []
    : [`${title}: the records begin on ${records.oldest}; auditors want to see three months of operation at least.`]));
}

/** Records of one kind that are tied to records of the next one, counted in pairs. */
export interface Link { from: string; to: string; pairs: number }

/** How the records of operation hang together (domain section 4.5): incident, problem, change, configuration item. What rows of tables name is not among it. */
export function integration({ model }: CoverageInput): readonly Link[] {
  const chain: readonly { type: ItemType; title: string }[] = [
    { type: 'incident-record', title: 'incident' }, { type: 'problem-record', title: 'problem' }, { type: 'change-record', title: 'change' }, { type: 'ci', title: 'configuration item' },
  ];
  const pairs = new Map<string, Set<string>>();
  for (const reference of model.references) {
    const from = reference.via === 'field' ? model.item(reference.artefact) : undefined, to = from && model.resolve(reference);
    if (!from || !to) continue;
    const places = [from.type, to.type].map(type => chain.findIndex(link => link.type === type)), [a = -1, b = -1] = places;
    if (a < 0 || b < 0 || Math.abs(a - b) !== 1) continue;
    const key = String(Math.min(a, b)), pair = a < b ? `${from.id} ${to.id}` : `${to.id} ${from.id}`;
    pairs.set(key, (pairs.get(key) ?? new Set()).add(pair));
  }
  return chain.slice(1).map(({ title }, at) => ({ from: chain[at]?.title ?? '', to: title, pairs: pairs.get(String(at))?.size ?? 0 }));
}

// ---- the state of a clause ----

function worstOf<T extends { state: ClauseState }>(all: readonly T[]): T | undefined {
  return all.reduce<T | undefined>((last, each) => (!last || STATES.indexOf(each.state) < STATES.indexOf(last.state) ? each : last), undefined);
}

function nothing(language: Language): string { return language.text('coverage.nothing', 'Nothing in this SMS shows it.'); }

function told({ title, reason }: Element, language: Language): string { return language.text('coverage.element', '{title}: {reason}.', { title, reason }); }

function sentence(reason: string): string { return `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`; }

/** The table of format.md F17: the worst decides; records lift an approved document, and without records it stays at that. Without elements it is missing. */
export function overall(elements: readonly Element[], language: Language): { state: ClauseState; reason: string } {
  const expected = elements.filter(({ optional, as, state }) => !(optional && (state === 'missing' || (as === 'retain' && state === 'stale')))), deciding = expected.length > 0 ? expected : elements;
  const document = worstOf(deciding.filter(({ as }) => as === 'maintain')), record = worstOf(deciding.filter(({ as }) => as === 'retain')), only = document ?? record;
  if (!only) return { state: 'missing', reason: nothing(language) };
  if (!document || !record) return { state: only.state, reason: told(only, language) };
  if (document.state !== 'approved' && document.state !== 'no-cases') return { state: document.state, reason: told(document, language) };
  if (record.state === 'missing' && document.state === 'approved') return { state: 'approved', reason: `${told(document, language)} ${told(record, language)}` };
  return { state: record.state, reason: told(record, language) };
}

type Expected = ReadonlyMap<ManifestRow, readonly Expectation[]>;

/** Rows of the manifest for the clause; without one for documents, or for records, what kinds there are that show it. */
function elementsOf(clause: Clause, expected: Expected, shown: readonly Artefact[], documents: readonly Element[], input: Desk): Element[] {
  const own = manifest().filter(row => concerns(row.clauses, clause) && row.kinds.some(kind => kindsOf(input.model.config).get(kind)));
  // What is asked of each supplier is asked, in a clause about some of them, of these only.
  const types = own.flatMap(({ of = [] }) => of);
  const rows = own.map(row => elementOf(row.per === 'supplier' && !row.of && types.length > 0 ? { ...row, of: types } : row, expected.get(row) ?? [], input));
  return [...rows, ...(['maintain', 'retain'] as const).flatMap(as => (rows.some(row => row.as === as) ? [] : byKinds(clause, as, shown, input))), ...(rows.length === 0 && clause.id.startsWith('7.5.') ? documents : [])];
}

/** A row of the manifest; the worst of all that it counts by decides. */
function elementOf(row: ManifestRow, all: readonly Expectation[], input: Desk): Element {
  const { model, language } = input, { as } = row, title = language.text(`manifest.${row.id}`, row.title), of = all.filter(({ about }) => about?.type !== 'party' || !row.of || row.of.includes(text(model.value(about), 'type') ?? ''));
  const evidence = inOrder(of.flatMap(({ held }) => held)), make = (standing: Standing): Element => ({ title, as, optional: row.min === 0, evidence, ...standing });
  if (of.length === 0) return make(nobody(row, input));
  const judged = of.map(each => { const standing = stands(each, input); return { each, standing, state: standing.state }; }), worst = worstOf(judged);
  const alike = judged.filter(({ state }) => state === worst?.state), named = alike.flatMap(({ each }) => each.about?.id ?? []);
  if (!worst || named.length === 0) return make(worst ? worst.standing : { state: 'missing', reason: noneAtAll(language) });
  const ofAll = row.per !== 'supplier' || !row.of || evidence.some(({ data }) => data['table'] !== undefined), { state } = worst;
  const tallied = ofAll ? row.kinds.flatMap(kind => input.tallies.get(kind) ?? []) : of.map(each => tallyOf(model, each, input.tallies, input.today));
  const records = as === 'retain' ? { records: sumOfTallies(tallied) } : {};
  if (state === 'missing') return make({ state, reason: language.text('coverage.nothing-for', 'nothing for {names}', { names: some(named, language, 5) }), ...records });
  if (alike.length < judged.length) return make({ state, reason: language.text('coverage.for', 'for {names}: {reason}', { names: some(named, language, 5), reason: worst.standing.reason }), ...records });
  const whole = as === 'maintain' ? ofDocuments(evidence, input) : ofRecords(records.records ?? { count: 0 }, evidence, input);
  // Records that are about none of them do not make up for theirs.
  return make({ ...whole.state === state ? whole : worst.standing, ...records });
}

function noneAtAll(language: Language): string { return language.text('coverage.none', 'there is none'); }

function stands(expectation: Expectation, input: Desk): Standing {
  const { row, held } = expectation;
  return row.as === 'maintain' ? ofDocuments(held, input) : ofRecords(tallyOf(input.model, expectation, input.tallies, input.today), held, input);
}

/** Nothing that the row counts by: the register that would list it says so, where there is one. */
function nobody({ per, of = [] }: ManifestRow, { model, language }: Desk): Standing {
  const register = per === 'service' ? 'service-catalogue' : per === 'customer' ? 'customer-register' : 'party-register', held = heldOfKind(model, register);
  const what = per === 'service' ? language.text('coverage.live-service', 'live service for customers') : per === 'customer' ? language.text('coverage.customer', 'customer')
    : listIn(language, of.map(type => language.text(`party.${type}`, type.replace(/-/g, ' '))), 'or') || language.text('coverage.other-party', 'other party');
  // `a` is for English alone: others leave it out, or say it as they do.
  const names = some(held.map(({ id }) => id), language), a = /^[aeiou]/.test(what) ? 'an' : 'a';
  const kind = language === ENGLISH ? kindsOf(model.config).get(register)?.name.toLowerCase() ?? register : language.text(`kind.${register}`, kindsOf(model.config).get(register)?.name ?? register);
  if (held.length === 0) return { state: 'missing', reason: language.text('coverage.no-register', 'without a {register} nothing says whether there is {a} {what}', { register: kind, a, what }) };
  return {
    state: 'no-cases',
    reason: held.length === 1 ? language.text('coverage.lists-none.one', '{names} lists no {what}', { names, what }) : language.text('coverage.lists-none.many', '{names} list no {what}', { names, what }),
  };
}

/** What the kinds show that name the clause, or that it names itself, and what names it in its header; `shown` holds the artefacts to look through for that. */
export function byKinds(clause: Clause, as: Element['as'], shown: readonly Artefact[], input: Desk): Element[] {
  const { model, tallies, today, language } = input, header = as === 'maintain' ? 'document' : 'record';
  const showing = kindsOf(model.config).all().filter(kind => kind.header === header && (kind.clauses.some(each => each.as === as && names([each.clause], clause, model)) || (clause.id.includes(':') && clause.kinds?.includes(kind.kind) === true)));
  const own = new Set(showing.flatMap(({ kind }) => heldOfKind(model, kind)));
  const tagged = shown.filter(artefact => artefact.header === header && !own.has(artefact) && names(texts(artefact.data, 'clauses'), clause, model));
  if (showing.length === 0 && tagged.length === 0) return [];
  const evidence = inOrder([...own, ...tagged]), title = showing.length === 0 ? language.text('coverage.names-clause', 'What names this clause')
    : listIn(language, showing.slice(0, 4).map(({ kind, name }) => language.text(`kind.${kind}`, name)), 'or');
  if (as === 'maintain') return [{ title, as, optional: false, evidence, ...ofDocuments(evidence, input) }];
  const records = sumOfTallies([
    ...new Set([...showing.map(({ kind }) => kind), ...tagged.flatMap(({ kind, data }) => (kind === 'record-log' ? text(data, 'of') ?? [] : []))]),
  ].flatMap(kind => tallies.get(kind) ?? []).concat(tagged.flatMap(({ kind, data }) => (kind === 'record-log' ? [] : [tallyOfRecord(data, today)]))));
  return [{ title, as, optional: false, evidence, records, ...ofRecords(records, evidence, input) }];
}

/** Clause 7.5 is shown by how all documents are kept. */
function controlled(input: Desk): Element[] {
  const evidence = input.model.artefacts.filter(artefact => artefact.header === 'document' && !isRetired(artefact));
  return evidence.length === 0 ? [] : [{ title: input.language.text('coverage.documents', 'Controlled documents'), as: 'maintain', optional: false, evidence, ...ofDocuments(evidence, input) }];
}

function ofDocuments(held: readonly Artefact[], { control, today, language }: Desk): Standing {
  const controlOf = ({ id }: Artefact): DocumentControl | undefined => control.documents.get(id);
  const holds = (artefact: Artefact): boolean => artefact.header !== 'document' || (text(artefact.data, 'status') === undefined && isElsewhere(artefact))
    || (controlOf(artefact)?.versionInForce !== undefined || (!controlOf(artefact) && inForce(artefact, today)));
  const holding = held.filter(holds), others = held.filter(artefact => !holds(artefact)).map(artefact => `${artefact.id} (${lack(artefact, today, language)})`), among = (names: readonly string[]): string => some(names, language);
  if (held.length === 0) return { state: 'missing', reason: noneAtAll(language) };
  if (holding.length === 0) return { state: 'drafted', reason: language.text('coverage.not-in-force', 'not in force yet: {names}', { names: among(others) }) };
  const controls = holding.flatMap(artefact => controlOf(artefact) ?? []), about = (of: readonly string[], say: (names: string) => string): string[] => (of.length === 0 ? [] : [say(among(of))]);
  const stale = [
    ...about(controls.filter(({ approval }) => approval?.state === 'contradicted').map(({ id }) => id), names => language.text('coverage.contradicted', 'approval contradicted: {names}', { names })),
    ...about(controls.filter(({ approval, changedSinceApproval }) => approval?.state !== 'contradicted' && changedSinceApproval).map(({ id }) => id),
      names => language.text('coverage.changed', 'changed since it was approved: {names}', { names })),
    ...about(controls.filter(({ due }) => due === 'overdue').map(({ id, nextReview: day }) => (day === undefined ? id : language.text('coverage.since', '{id} (since {day})', { id, day }))),
      names => language.text('coverage.overdue', 'review overdue: {names}', { names })),
  ];
  if (stale.length > 0) return { state: 'stale', reason: stale.join('; ') };
  // Of a file inside the SMS an approval can be evidenced, for the digest includes it; an address stays a claim (format.md F11).
  const claimed = (artefact: Artefact): boolean => isElsewhere(artefact)
    && !(objects(artefact.data, 'content').every(({ value }) => text(value, 'url') === undefined) && controlOf(artefact)?.approval?.state === 'evidenced');
  const named = (of: readonly Artefact[], say: (names: string) => string): string[] => about(of.map(({ id }) => id), say);
  const earlier = holding.filter(artefact => controlOf(artefact)?.versionInForce !== undefined && controlOf(artefact)?.inForce === false), rest = holding.filter(artefact => !earlier.includes(artefact));
  return {
    state: 'approved',
    reason: [
      ...named(rest.filter(artefact => !claimed(artefact)), names => language.text('coverage.in-force', '{names} approved and in force', { names })),
      ...named(rest.filter(claimed), names => language.text('coverage.elsewhere', '{names} approved by claim, held elsewhere', { names })),
      ...named(earlier, names => language.text('coverage.earlier', '{names} in force in an earlier version while the next is written', { names })),
      ...about(others, names => language.text('coverage.not-yet', 'not yet {names}', { names })),
    ].join('; '),
  };
}

/** Its text is a file of another kind or an address; the artefact is the card of it (format.md F11). */
function isElsewhere({ data }: Artefact): boolean { return list(data, 'content').length > 0; }

/** Why a document is not in force. */
function lack({ data }: Artefact, today: Day, language: Language): string {
  const status = text(data, 'status'), from = text(data, 'effectiveFrom');
  if (status === 'approved') return from !== undefined && from > today ? language.text('coverage.from', 'from {day}', { day: from }) : language.text('coverage.replaced', 'replaced');
  return status === undefined ? language.text('coverage.no-status', 'without a status') : language.text(`status.${status}`, status.replace(/-/g, ' '));
}

function ofRecords(records: RecordTally, held: readonly Artefact[], input: Desk): Standing {
  const { language } = input, { count: all, newest, oldest } = records, period = parsePeriod(input.model.config.recordsPeriod), since = period && addPeriod(input.today, period, -1);
  if (all === 0) {
    const logs = held.filter(({ kind }) => kind === 'record-log'), silent = logs.filter(log => !saysNone(log, input)), ids = (of: readonly Artefact[]): string => some(of.map(({ id }) => id), language);
    if (silent.length > 0) return { state: 'missing', reason: language.text('coverage.unreadable', 'nothing could be read from {names}', { names: ids(silent) }), records };
    if (logs.length === 1) return { state: 'no-cases', reason: language.text('coverage.said-none.one', '{names} says that there was none', { names: ids(logs) }), records };
    if (logs.length > 0) return { state: 'no-cases', reason: language.text('coverage.said-none.many', '{names} say that there was none', { names: ids(logs) }), records };
    return { state: 'missing', reason: language.text('coverage.nothing-recorded', 'nothing is recorded, and nothing says that there was no case'), records };
  }
  const args = { count: all, newest: newest ?? '', oldest: oldest ?? '', period: input.model.config.recordsPeriod };
  if (newest === undefined) return {
    state: 'stale', records, reason: all === 1 ? language.text('coverage.undated.one', '1 record, which names no day up to today')
      : language.text('coverage.undated.many', '{count} records, none of which names a day up to today', args),
  };
  if (since !== undefined && newest < since) return {
    state: 'stale', records, reason: all === 1 ? language.text('coverage.old.one', '1 record, of {newest}, and none of the last {period}', args)
      : language.text('coverage.old.many', '{count} records, the newest of {newest}, and none of the last {period}', args),
  };
  const what = all === 1 ? language.text('coverage.records.one', '1 record, of {newest}', args)
    : oldest === undefined || oldest === newest ? language.text('coverage.records.day', '{count} records, of {newest}', args)
      : language.text('coverage.records.span', '{count} records from {oldest} to {newest}', args);
  return { state: 'operating', reason: isSilent(records, input.today) ? language.text('coverage.none-since', '{records}, and none since', { records: what }) : what, records };
}

/** A list that was left empty on purpose, or a table that was read and has no rows. */
function saysNone({ id, file, data }: Artefact, { incomplete, findings, model }: CoverageInput): boolean {
  if (Array.isArray(data['records']) && stateOf(data, 'records') === 'empty') return true;
  const table = resolveFile(file, text(data['table'], 'file') ?? '');
  return table !== undefined && model.paths.has(table) && !incomplete.some(each => each.file === table || each.file === file) && !findings.some(({ rule, subject }) => rule === 'table-invalid' && subject === id);
}

function some(names: readonly string[], language: Language, most = 4): string {
  return names.length > most ? language.text('list.more', '{names} and {count} more', { names: names.slice(0, most - 1).join(', '), count: names.length - most + 1 }) : listIn(language, names);
}

// ---- the suggested grade ----

const SYSTEMIC = 3, SHARE = 0.25, ABSENT = 'mandatory-artefact-missing';

/** While the SMS is being built, a draft is work in progress: it suggests no failure. */
function capped(suggestion: Suggestion | undefined, state: ClauseState, { model, language }: Desk): Suggestion | undefined {
  if (suggestion?.grade !== 'major' || model.config.stage !== 'building' || (state !== 'drafted' && state !== 'missing')) return suggestion;
  return { ...suggestion, grade: 'minor', because: language.text('suggestion.building', 'still being built; in an SMS in operation this would weigh more') };
}

/**
 * What several findings on one clause suggest together (domain section 4.2): major for a major one, for something asked for by name that is absent
 * altogether, for minor ones of three rules, or where one rule speaks about a quarter or more of what it is about, two of them at least. What one rule
 * finds in several places is one lapse. Recurrence is a major finding itself. Never less than the gravest of them.
 */
function suggest({ model, tallies, language }: Desk, findings: readonly Finding[]): Suggestion | undefined {
  const majors = findings.filter(({ grade }) => grade === 'major'), minors = findings.filter(({ grade }) => grade === 'minor'), absent = minors.filter(({ rule }) => rule === ABSENT);
  if (majors.length > 0) return {
    grade: 'major', findings: majors, because: majors.length === 1 ? language.text('suggestion.major.one', 'one finding is major by itself')
      : language.text('suggestion.major.many', '{count} findings are major by themselves', { count: majors.length }),
  };
  if (absent.length > 0) return { grade: 'major', because: language.text('suggestion.absent', 'something that the standard asks for by name is absent altogether'), findings: absent };
  const lapses = groupBy(minors, finding => finding.rule);
  if (lapses.size >= SYSTEMIC) return {
    grade: 'major', findings: minors, because: language.text('suggestion.lapses', '{count} minor lapses of different sorts on one clause look like a system that fails', { count: lapses.size }),
  };
  for (const [rule, of] of lapses) {
    const failing = new Set(of.flatMap(({ subject }) => subject ?? [])), types = new Set([...failing].map(id => model.item(id)?.type ?? '')), [type = ''] = types;
    const population = tallies.get(type)?.count ?? model.ofType(type).length;
    if (types.size === 1 && failing.size >= 2 && failing.size >= population * SHARE && population > 0) {
      return { grade: 'major', because: language.text('suggestion.share', '{rule} speaks about {count} of {all}, a quarter or more', { rule, count: failing.size, all: population }), findings: of };
    }
  }
  const sorts = lapses.size === 1 ? language.text('suggestion.lapse.one', 'one lapse') : language.text('suggestion.lapse.many', '{count} lapses', { count: lapses.size });
  if (minors.length > 0) return {
    grade: 'minor', findings: minors,
    because: minors.length === lapses.size ? sorts : language.text('suggestion.places', '{lapses} in {count} places', { lapses: sorts, count: minors.length }),
  };
  return findings.length > 0 ? { grade: 'observation', because: language.text('suggestion.observations', 'observations only'), findings } : undefined;
}
