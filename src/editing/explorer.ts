import type { ClauseCoverage, Element, Suggestion } from '../evidence/coverage.js';
import { STATES, stateWord, type ClauseState } from '../sms/clause-states.js';
import { groupBy, isFields, text } from '../sms/data.js';
import { addDays, isDay } from '../sms/days.js';
import { isRetired } from '../sms/header.js';
import { gradeWord, type Language } from '../sms/language.js';
import type { Model } from '../sms/model.js';
import { innermost } from '../sms/parse.js';
import { builtInKinds, kindsOf, type Kinds } from '../sms/kinds.js';
import { chaptersOf, numberOf, type Standard } from '../sms/standard.js';
import { standardsOf } from '../sms/standards.js';
import { compareText } from '../sms/text.js';
import type { Artefact, Day, Finding, Grade, Item, Path, Range } from '../sms/types.js';
import type { Checked } from './desk.js';

/** The ways in which the explorer groups what an SMS consists of. */
export type ExplorerMode = 'clause' | 'kind' | 'service' | 'customer' | 'owner' | 'due';

/** What the explorer is made from. */
export interface ExplorerInput extends Checked {
  language: Language;
  /** How far each lowest-level clause of a standard is shown, by its id, in its order, without one of ISO/IEC 20000-1; and the findings on none of them, the gravest first. */
  clauses(standard?: string): { covered: readonly ClauseCoverage[]; outside: readonly Finding[] };
  /** The further standards that it is held against. */
  further: readonly Standard[];
  sentence(finding: Finding): string;
}

/** One line of the explorer's tree. */
export interface ExplorerNode {
  /** Unique among its neighbours, and the same after the next check. */
  key: string;
  type: 'group' | 'clause' | 'element' | 'item' | 'finding';
  label: string;
  /** Beside the label. */
  description: string;
  /** More than there is room for: lines. */
  detail: string;
  /** For those who cannot see marks and places: all that the line says, in one. */
  spoken: string;
  /** How it stands: of a clause or its element the state, else its gravest finding. */
  mark?: ClauseState | Grade;
  /** How urgent it is to look at a clause: while the SMS is being built it is not that something is missing. */
  look?: Grade;
  /** Of an item its id, of a clause its number, of a standard what stands before its clauses. */
  id?: string;
  /** An item that is a document with a header. */
  document?: true;
  place?: { file: string; range: Range };
  /** Whether it has children, and whether these are worth showing at once. */
  fold: 'none' | 'closed' | 'open';
}

type Counts = Readonly<Record<Grade, number>>;

/**
 * What stands below a line of the explorer; `path`: the keys from the top down to it, none for the top. Empty for a line that is not there any more.
 * Only one level is made at a time, since an SMS may have 10,000 artefacts.
 */
export function explorerChildren(input: ExplorerInput, mode: ExplorerMode, path: readonly string[]): ExplorerNode[] {
  const nodes = childrenBy(input, mode, path), more = nodes.length - MOST;
  return more > 0 ? [...nodes.slice(0, MOST), moreNode(more, input.language)] : nodes;
}

/** Lines below one line: more than these nobody reads through. */
const MOST = 1000;

function moreNode(count: number, language: Language): ExplorerNode {
  const label = language.text('explorer.more', '{count} more, found by their names with Go to Symbol in Workspace', { count });
  return { key: 'more', type: 'group', label, description: '', detail: label, spoken: label, fold: 'none' };
}

function childrenBy(input: ExplorerInput, mode: ExplorerMode, path: readonly string[]): ExplorerNode[] {
  switch (mode) {
    case 'clause': return byClause(input, path);
    case 'kind': return byKind(input, path);
    case 'service': case 'customer': return byType(input, mode, path);
    case 'owner': return byOwner(input, path);
    case 'due': return byDueDay(input, path);
  }
}

/** What is said beside the name of the whole SMS: clauses by their states, else findings by their grades. */
export function explorerSummary(input: ExplorerInput, mode: ExplorerMode): string {
  if (mode === 'clause') return stateCounts(input.clauses().covered, input.language);
  return countWords(sum(input.findings.map(({ grade }) => ({ ...NONE, [grade]: 1 }))), input.language);
}

// ---- by clause ----

const OUTSIDE = 'outside';

/** Before the id of a further standard: nothing else among its neighbours begins so. */
const FURTHER = 'standard ';

/** ISO/IEC 20000-1 by its chapters, and below them each further standard that this SMS names clauses of. */
function byClause(input: ExplorerInput, path: readonly string[]): ExplorerNode[] {
  const { main, get } = standardsOf(input.model.config), [first, ...inside] = path, further = first?.startsWith(FURTHER) ? get(first.slice(FURTHER.length)) : undefined;
  if (further) return inStandard(input, further, inside);
  const nodes = inStandard(input, main, path);
  return first === undefined ? [...nodes, ...input.further.map(standard => standardNode(input, standard))] : nodes;
}

function inStandard(input: ExplorerInput, standard: Standard, path: readonly string[]): ExplorerNode[] {
  const { covered, outside } = input.clauses(standard.id), [chapter, leaf, part] = path;
  const leavesBelow = (id: string): readonly ClauseCoverage[] => { const leaves = standardsOf(input.model.config).leavesOf(id); return covered.filter(({ clause }) => leaves.some(each => each.id === clause.id)); };
  if (chapter === undefined) {
    const chapters = chaptersOf(standard).map(({ id, title }) => chapterNode(input, id, title, leavesBelow(id)));
    // What is about the certificate is about all of them.
    return outside.length > 0 ? [outsideNode(input, outside), ...chapters] : chapters;
  }
  if (chapter === OUTSIDE) return leaf === undefined ? outside.map((finding, at) => findingNode(input, finding, at)) : [];
  if (leaf === undefined) return leavesBelow(chapter).map(entry => clauseNode(input, entry));
  const entry = covered.find(({ clause }) => clause.id === leaf);
  if (!entry) return [];
  if (part === undefined) {
    const elements = entry.elements.map((element, at) => elementNode(input, element, at));
    return entry.suggestion ? [suggestionNode(input, entry.suggestion), ...elements] : elements;
  }
  if (path.length > 3) return below(input, path);
  if (part === 'suggestion') return (entry.suggestion?.findings ?? []).map((finding, at) => findingNode(input, finding, at));
  return (entry.elements[Number(part)]?.evidence ?? []).flatMap(artefact => artefactNode(input, artefact) ?? []);
}

function standardNode({ language }: ExplorerInput, { id, title }: Standard): ExplorerNode {
  const description = language.text('explorer.further', 'as far as clauses correspond or are named'), spoken = `${title}, ${description}`;
  return { key: `${FURTHER}${id}`, type: 'group', id, label: title, description, detail: `${title}\n${description}`, spoken, fold: 'closed' };
}

const LACKING: ReadonlySet<ClauseState> = new Set(['missing', 'drafted', 'stale']);
/** The gravest first. */
export const GRADES: readonly Grade[] = ['major', 'minor', 'observation'];

/** Open where there is something to look at. */
function chapterNode(input: ExplorerInput, id: string, title: string, leaves: readonly ClauseCoverage[]): ExplorerNode {
  const { language } = input, counts = stateCounts(leaves, language), label = `${numberOf(id)} ${language.text(`clause.${id}.title`, title)}`;
  const look = leaves.filter(({ state, suggestion }) => LACKING.has(state) || (suggestion && suggestion.grade !== 'observation')).length;
  const worst = STATES.find(state => leaves.some(leaf => leaf.state === state));
  const urgent = GRADES.find(grade => leaves.some(({ state, suggestion }) => urgency(input, state, suggestion) === grade));
  const description = look === 0 ? counts
    : look === 1 ? language.text('explorer.look.one', '1 to look at') : language.text('explorer.look.many', '{count} to look at', { count: look });
  return {
    key: id, type: 'clause', id, label, description, detail: `${label}\n${counts}`, spoken: `${label}, ${description}`, fold: look > 0 ? 'open' : 'closed',
    ...(worst && { mark: worst }), ...(urgent && { look: urgent }),
  };
}

function clauseNode(input: ExplorerInput, { clause: { id, title }, state, reason, suggestion }: ClauseCoverage): ExplorerNode {
  const { language } = input, look = urgency(input, state, suggestion), stands = stateWord(state, language);
  const label = `${numberOf(id)} ${language.text(`clause.${id}.title`, title)}`;
  const description = !suggestion || suggestion.grade === 'observation' ? stands
    : language.text('explorer.suggested', '{state} · suggested {grade}', { state: stands, grade: gradeWord(suggestion.grade, language) });
  const detail = [label, `${stands}: ${reason}`, ...(suggestion ? [suggestedWords(suggestion, language)] : [])].join('\n');
  return { key: id, type: 'clause', id, label, description, detail, spoken: `${label}, ${description}`, mark: state, fold: 'closed', ...(look && { look }) };
}

function urgency({ model }: ExplorerInput, state: ClauseState, suggestion?: Suggestion): Grade | undefined {
  const isAbsent = state === 'missing' || state === 'drafted', building = model.config.stage === 'building';
  if (suggestion?.grade === 'major' || (isAbsent && !building)) return 'major';
  return state === 'stale' || (suggestion?.grade === 'minor' && !isAbsent) ? 'minor' : undefined;
}

export function suggestedWords({ grade, because }: Suggestion, language: Language): string {
  return language.text('explorer.suggested.because', 'Suggested grade: {grade} ({because}). Only an auditor grades.', { grade: gradeWord(grade, language), because });
}

function suggestionNode({ language }: ExplorerInput, suggestion: Suggestion): ExplorerNode {
  const { grade, because } = suggestion, label = language.text('explorer.suggestion', 'Suggested grade: {grade}', { grade: gradeWord(grade, language) });
  return {
    key: 'suggestion', type: 'group', label, description: because, detail: suggestedWords(suggestion, language), spoken: `${label}, ${because}`, mark: grade,
    fold: 'closed',
  };
}

function elementNode(input: ExplorerInput, { title, state, reason, evidence }: Element, at: number): ExplorerNode {
  const { language } = input, look = urgency(input, state), stands = stateWord(state, language), description = `${stands} · ${reason}`;
  return {
    key: String(at), type: 'element', label: title, description, detail: `${title}\n${stands}: ${reason}`, spoken: `${title}, ${stands}, ${reason}`, mark: state,
    fold: evidence.length > 0 ? 'closed' : 'none', ...(look && { look }),
  };
}

function outsideNode({ language }: ExplorerInput, outside: readonly Finding[]): ExplorerNode {
  const label = language.text('explorer.outside', 'Outside the clauses: certification'), mark = outside[0]?.grade;
  const description = outside.length === 1 ? language.text('explorer.findings.one', '1 finding')
    : language.text('explorer.findings.many', '{count} findings', { count: outside.length });
  return { key: OUTSIDE, type: 'group', label, description, detail: label, spoken: `${label}, ${description}`, fold: 'open', ...(mark && { mark }) };
}

function findingNode({ sentence, language }: ExplorerInput, finding: Finding, at: number): ExplorerNode {
  const { rule, grade, file, range } = finding, label = sentence(finding);
  return {
    key: `${at} ${rule}`, type: 'finding', label, description: rule, detail: `${label}\n${rule}`, spoken: `${label} ${gradeWord(grade, language)}, ${rule}`,
    mark: grade, place: { file, range }, fold: 'none',
  };
}

function stateCounts(of: readonly ClauseCoverage[], language: Language): string {
  const counts = STATES.map(state => ({ state, count: of.filter(each => each.state === state).length })).filter(({ count }) => count > 0);
  return counts.map(({ state, count }) => `${count} ${stateWord(state, language)}`).join(', ');
}

// ---- by kind, by what it is about, by owner ----

function byKind(input: ExplorerInput, path: readonly string[]): ExplorerNode[] {
  const { model, language } = input, [kind] = path;
  if (path.length > 1) return below(input, path);
  if (kind !== undefined) return sorted(model.ofKind(kind).flatMap(artefact => artefactNode(input, artefact) ?? []));
  const counts = (artefacts: readonly Artefact[]): Counts[] => artefacts.map(artefact => countsIn(input, artefact));
  return sorted([...groupBy(model.artefacts, artefact => artefact.kind)].map(([of, artefacts]) => groupNode(input, of, typeName(of, language, kindsOf(model.config)), counts(artefacts))));
}

/** What there is of a type, and below each what it names and what names it. */
function byType(input: ExplorerInput, type: string, path: readonly string[]): ExplorerNode[] {
  const [id, of] = path;
  if (id === undefined) return sorted(input.model.ofType(type).map(item => ({ ...itemNode(input, item), fold: 'closed' as const })));
  const item = input.model.item(id);
  return item ? groups(input, related(input, item), of, path.slice(2)) : [];
}

function byOwner(input: ExplorerInput, path: readonly string[]): ExplorerNode[] {
  const { model } = input, [owner, of] = path, owners = ownersOf(input);
  if (owner !== undefined) return groups(input, owners.get(owner) ?? [], of, path.slice(2));
  return sorted([...owners].map(([id, owned]) => groupNode(input, id, model.item(id)?.title ?? id, owned.map(item => countsOf(input, item)), id)));
}

/** By the id of each owner, or what is written where nothing has that id. */
function ownersOf({ model }: ExplorerInput): Map<string, Item[]> {
  return groupBy(model.items.filter(({ owner }) => owner !== undefined), ({ owner = '' }) => model.item(owner)?.id ?? owner);
}

/** Items in groups of one type, the items of one group, or what is below one of these. `path`: below the group. */
function groups(input: ExplorerInput, items: readonly Item[], type: string | undefined, path: readonly string[]): ExplorerNode[] {
  if (type !== undefined) return path.length > 0 ? below(input, path) : sorted(items.filter(item => item.type === type).map(item => itemNode(input, item)));
  const counts = (members: readonly Item[]): Counts[] => members.map(item => countsOf(input, item));
  return sorted([...groupBy(items, item => item.type)].map(([of, members]) => groupNode(input, of, typeName(of, input.language, kindsOf(input.model.config)), counts(members))));
}

/** What names an item, and what it names itself, each once. */
function related({ model }: ExplorerInput, item: Item): Item[] {
  const naming = model.referencesTo(item.id).flatMap(({ file, path }) => innermost(model.files.get(file)?.items ?? [], path) ?? []);
  const own = (model.files.get(item.file)?.references ?? []).filter(({ path }) => item.path.every((step, at) => step === path[at]));
  const named = own.flatMap(reference => model.resolve(reference) ?? []);
  return [...new Map([...naming, ...named].filter(({ id }) => id !== item.id).map(each => [each.id, each])).values()];
}

/** The items inside the one that the path ends with. */
function below(input: ExplorerInput, path: readonly string[]): ExplorerNode[] {
  const item = input.model.item(path.at(-1) ?? '');
  return item ? inside(input, item).map(each => itemNode(input, each)) : [];
}

function inside({ model }: ExplorerInput, { file, path, row }: Item): readonly Item[] {
  if (row) return [];
  const items = model.files.get(file)?.items ?? [];
  return items.filter(each => each.path.length > path.length && path.every((step, at) => step === each.path[at]));
}

function artefactNode(input: ExplorerInput, { file }: Artefact): ExplorerNode | undefined {
  const item = input.model.files.get(file)?.items.find(({ path }) => path.length === 0);
  return item && itemNode(input, item);
}

function itemNode(input: ExplorerInput, item: Item): ExplorerNode {
  const { id, title, type, status, file, idRange } = item, counts = countsOf(input, item), found = countWords(counts, input.language), mark = worstOf(counts);
  const kind = typeName(type, input.language, kindsOf(input.model.config)), isDocument = item.path.length === 0 && input.control.documents.has(id);
  const name = title === '' ? id : title, said = [...(title === '' ? [] : [id]), ...(found === '' ? [] : [found])];
  return {
    key: id, type: 'item', id, label: name, description: said.join(' · '),
    detail: [name, [kind, id, ...(status === undefined ? [] : [status])].join(' · '), ...(found === '' ? [] : [found])].join('\n'),
    spoken: [title === '' ? id : `${id} ${title}`, kind.toLowerCase(), ...(found === '' ? [] : [found])].join(', '),
    place: { file, range: idRange }, fold: inside(input, item).length > 0 ? 'closed' : 'none', ...(mark && { mark }), ...(isDocument && { document: true as const }),
  };
}

/** `note`: beside its name, before the numbers. */
function groupNode({ language }: ExplorerInput, key: string, label: string, members: readonly Counts[], note?: string): ExplorerNode {
  const counts = sum(members), found = countWords(counts, language), mark = worstOf(counts);
  const said = [...(note === undefined ? [] : [note]), String(members.length), ...(found === '' ? [] : [found])];
  return {
    key, type: 'group', label, description: said.join(' · '), detail: [label, ...said].join('\n'), spoken: [label, ...said].join(', '), fold: 'closed',
    ...(mark && { mark }),
  };
}

/** What a kind of artefact, or a type of item, is called. */
export function typeName(type: string, language: Language, kinds: Kinds = builtInKinds): string {
  const words = type.replaceAll('-', ' '), capitals = words.length <= 2 ? words.length : 1;
  return language.text(`kind.${type}`, kinds.get(type)?.name ?? `${words.slice(0, capitals).toUpperCase()}${words.slice(capitals)}`);
}

function sorted(nodes: readonly ExplorerNode[]): ExplorerNode[] { return [...nodes].sort((a, b) => compareText(a.label, b.label) || compareText(a.key, b.key)); }

// ---- by due day ----

/** A day by which something is to be done, or until which something holds. */
interface Due { on: Day; what: DueWord; item: Item }
type DueWord = 'review' | 'due' | 'holds' | 'next';

/** Days that are set beforehand (names of days: format.md F3), and what such a day says. */
const SET: Readonly<Record<string, DueWord>> = {
  due: 'due', dueOn: 'due', checkOn: 'due', noticeBy: 'due', validTo: 'holds', validUntil: 'holds', expiresOn: 'holds', until: 'holds', nextReview: 'review',
  nextOn: 'next', nextTestOn: 'next',
};

/** Of these a day gone by does not say that something waits: somebody was in a role, a meeting was held. */
const ONLY_AHEAD: ReadonlySet<string> = new Set(['until', 'nextOn', 'nextTestOn']);

/** Days and states that say that it is done, whatever was set before. */
const DONE_ON = ['doneOn', 'closedOn', 'settledOn', 'checkedOn', 'withdrawnOn', 'retiredOn'] as const;
const DONE: ReadonlySet<string> = new Set([
  'done', 'closed', 'cancelled', 'settled', 'withdrawn', 'rejected', 'superseded', 'retired', 'verified', 'reached', 'missed', 'dropped',
]);

const SOON = 30;
const SPANS = ['overdue', 'soon', 'later'] as const;
const URGENT: Readonly<Partial<Record<typeof SPANS[number], Grade>>> = { overdue: 'minor', soon: 'observation' };

function byDueDay(input: ExplorerInput, path: readonly string[]): ExplorerNode[] {
  const { today, language } = input, [span] = path, soon = addDays(today, SOON);
  if (path.length > 1) return [];
  const bySpan = groupBy(dues(input), ({ on }) => (on < today ? 'overdue' : on <= soon ? 'soon' : 'later'));
  if (span === undefined) {
    return SPANS.map(of => {
      const count = bySpan.get(of)?.length ?? 0, label = spanWord(of, language), mark: Grade | undefined = count === 0 ? undefined : URGENT[of];
      const fold = count === 0 ? 'none' : of === 'later' ? 'closed' : 'open';
      return { key: of, type: 'group', label, description: String(count), detail: label, spoken: `${label}, ${count}`, fold, ...(mark && { mark }) };
    });
  }
  const own = SPANS.flatMap(of => (of === span ? bySpan.get(of) ?? [] : []));
  return own.sort((a, b) => compareText(a.on, b.on) || compareText(a.item.id, b.item.id)).map(({ on, what, item }) => {
    const node = itemNode(input, item), said = dueWord(what, language), label = `${on} ${node.label}`;
    return {
      ...node, key: `${item.id} ${what} ${on}`, label, description: `${said} · ${item.id}`, detail: `${label}\n${said}`, spoken: `${on} ${said}, ${node.spoken}`,
      fold: 'none',
    };
  });
}

function spanWord(span: typeof SPANS[number], language: Language): string {
  switch (span) {
    case 'overdue': return language.text('explorer.due.overdue', 'Overdue');
    case 'soon': return language.text('explorer.due.soon', 'Within {days} days', { days: SOON });
    case 'later': return language.text('explorer.due.later', 'Later');
  }
}

function dueWord(what: DueWord, language: Language): string {
  switch (what) {
    case 'review': return language.text('explorer.due.review', 'review');
    case 'due': return language.text('explorer.due.due', 'due');
    case 'holds': return language.text('explorer.due.holds', 'holds until then');
    case 'next': return language.text('explorer.due.next', 'next one');
  }
}

const known = new WeakMap<Model, readonly Due[]>();

/** Reviews as document control computes them, and what the fields say of everything that is not done. */
function dues({ model, control, today }: ExplorerInput): readonly Due[] {
  const last = known.get(model), found: Due[] = [];
  if (last) return last;
  known.set(model, found);
  for (const { id, nextReview, due } of control.documents.values()) {
    const item = model.item(id);
    if (item && nextReview !== undefined && due !== 'retired') found.push({ on: nextReview, what: 'review', item });
  }
  const visit = (value: unknown, path: Path, items: readonly Item[]): void => {
    if (Array.isArray(value)) value.forEach((entry, at) => { if (typeof entry === 'object') visit(entry, [...path, at], items); });
    if (!isFields(value) || isDone(value)) return;
    for (const key in value) {
      const child = value[key], what = Object.hasOwn(SET, key) ? SET[key] : undefined;
      if (typeof child === 'object') visit(child, [...path, key], items);
      // The header's own is in the computed one already.
      if (!what || !isDay(child) || (what === 'review' && path.length === 0) || (ONLY_AHEAD.has(key) && child < today)) continue;
      const item = innermost(items, path);
      if (item) found.push({ on: child, what, item });
    }
  };
  for (const artefact of model.artefacts) if (!isRetired(artefact)) visit(artefact.data, [], model.files.get(artefact.file)?.items ?? []);
  return found;
}

function isDone(fields: Readonly<Record<string, unknown>>): boolean {
  return DONE_ON.some(key => text(fields, key) !== undefined) || DONE.has(text(fields, 'status') ?? '');
}

// ---- findings, counted ----

const NONE: Counts = { major: 0, minor: 0, observation: 0 };

/** By file, and by the innermost item that they are about. */
const counted = new WeakMap<readonly Finding[], { files: ReadonlyMap<string, Counts>; subjects: ReadonlyMap<string, Counts> }>();

function countsAll({ findings }: ExplorerInput): { files: ReadonlyMap<string, Counts>; subjects: ReadonlyMap<string, Counts> } {
  let known = counted.get(findings);
  if (known) return known;
  const files = new Map<string, Counts>(), subjects = new Map<string, Counts>();
  const add = (to: Map<string, Counts>, key: string, grade: Grade): void => { const own = to.get(key) ?? NONE; to.set(key, { ...own, [grade]: own[grade] + 1 }); };
  for (const { file, subject, grade } of findings) {
    add(files, file, grade);
    if (subject !== undefined) add(subjects, subject, grade);
  }
  counted.set(findings, known = { files, subjects });
  return known;
}

/** Of an artefact all that is found in its file; of what stands inside one, what is about it. */
function countsOf(input: ExplorerInput, { id, path, file, row }: Item): Counts {
  const { files, subjects } = countsAll(input);
  return (path.length === 0 && !row ? files.get(file) : subjects.get(id)) ?? NONE;
}

function countsIn(input: ExplorerInput, { file }: Artefact): Counts { return countsAll(input).files.get(file) ?? NONE; }

function sum(all: readonly Counts[]): Counts {
  const add = (total: Counts, { major, minor, observation }: Counts): Counts =>
    ({ major: total.major + major, minor: total.minor + minor, observation: total.observation + observation });
  return all.reduce(add, NONE);
}

function worstOf(counts: Counts): Grade | undefined { return GRADES.find(grade => counts[grade] > 0); }

/** `2 minor, 1 observation`; empty where nothing was found. */
function countWords({ major, minor, observation }: Counts, language: Language): string {
  return [
    ...(major > 0 ? [language.text('explorer.count.major', '{count} major', { count: major })] : []),
    ...(minor > 0 ? [language.text('explorer.count.minor', '{count} minor', { count: minor })] : []),
    ...(observation === 1 ? [language.text('explorer.count.observation.one', '1 observation')] : []),
    ...(observation > 1 ? [language.text('explorer.count.observation.many', '{count} observations', { count: observation })] : []),
  ].join(', ');
}
