import { addTo } from './data.js';
import { meant, phrase, phraseList, withWords } from './language.js';
import type { OwnFile } from './own.js';
import { locate, readConfigSource, type Source } from './source.js';
import { MAIN, meantBy, numberOf, refTo, type Clause, type Standard } from './standard.js';
import { nearest } from './text.js';
import type { ClauseRef, Path, Phrase, Report } from './types.js';
import { entryOf, type Node } from './yaml.js';

/** A standard as its file says it: numbers without the name of the standard; `map`: clauses of other standards. */
export interface StandardData { id: string; title: string; source?: string; file?: string; clauses: readonly Clause[] }

export interface OwnStandards { standards: readonly StandardData[]; requirements: ReadonlyMap<ClauseRef, string>; reports: readonly Report[]; incomplete: readonly string[] }

export const MOST_CLAUSES = 5_000;
/** Characters of a clause with the name of its standard (schemas/common.json), and of a file. */
const MOST_REF = 60, MOST_TEXT = 524_288;

/**
 * Reads the standards of an organization, and the requirement texts that it has a licence for. What is wrong is reported at its place and left out; all else is used.
 * `builtIn`: what the maps may lead to beside each other.
 */
export function readOwnStandards(files: readonly OwnFile[], builtIn: readonly Standard[]): OwnStandards {
  const reports: Report[] = [], incomplete = new Set<string>(), taken = new Map<string, string | undefined>(builtIn.map(({ id }) => [id.toLowerCase(), undefined]));
  const open = ({ file, text }: OwnFile): Draft | undefined => {
    if (text === undefined) return undefined;
    const say = (path: Path, problem: Phrase, part: 'key' | 'value' = 'value'): void => {
      incomplete.add(file);
      reports.push({ rule: 'schema-invalid', message: 'standard', ...withWords({ problem }), file, range: locate(source, path, part), related: [] });
    };
    const source = readConfigSource(file, text.length > MOST_TEXT ? '' : text), draft: Draft = { file, source, say };
    if (text.length > MOST_TEXT) { say([], phrase('standard.too-long', 'This file is longer than {most} characters, so it was not read.', { most: MOST_TEXT })); return undefined; }
    for (const { rule, message, args, start, end } of source.problems) { incomplete.add(file); reports.push({ rule, message, args, file, range: source.table.range(start, end), related: [] }); }
    return source.problems.some(({ breaks }) => breaks) ? undefined : draft;
  };
  const drafts = files.filter(({ use }) => use === 'standard').flatMap(file => { const draft = open(file), read = draft && readStandard(draft, taken); return read ? [{ ...read, draft }] : []; });
  const targets = new Map([...builtIn.map(targetIn), ...drafts.map(({ standard }) => targetIn({ ...standard, clauses: standard.clauses.map(clause => ({ ...clause, id: refTo(standard.id, clause.id) })) }))].map(each => [each.id.toLowerCase(), each]));
  const standards = drafts.map(({ standard, maps, draft }) => ({ ...standard, clauses: withMaps(standard, maps, targets, draft) }));
  const requirements = new Map<ClauseRef, string>();
  for (const file of files.filter(({ use }) => use === 'requirements')) { const draft = open(file); if (draft) readRequirements(draft, targets, requirements); }
  return { standards, requirements, reports, incomplete: [...incomplete] };
}

interface Draft { file: string; source: Source; say(path: Path, problem: Phrase, part?: 'key' | 'value'): void }

/** What a clause is mapped to, as written, by its number. */
type Maps = ReadonlyMap<string, readonly { to: string; path: Path }[]>;

function readStandard({ file, source: { root }, say }: Draft, taken: Map<string, string | undefined>): { standard: StandardData; maps: Maps } | undefined {
  const id = textIn(root, 'id'), title = textIn(root, 'title'), from = textIn(root, 'source'), list = entryOf(root, 'clauses')?.value;
  if (id === undefined || !ID.test(id) || /20000/.test(id)) {
    say(['id'], phrase('standard.id', 'A standard needs an `id` that stands before its clauses, such as `tsc` in `tsc:CC6.1`: letters, digits, dots and hyphens, a letter first, and not that of ISO/IEC 20000-1.'));
    return undefined;
  }
  if (taken.has(id.toLowerCase())) {
    const other = taken.get(id.toLowerCase());
    say(['id'], other === undefined ? phrase('standard.built-in', '`{id}` is a standard of this program: an own one needs another id.', { id }) : phrase('standard.twice', '`{id}` is the standard of {file} already: this one is not used.', { id, file: other }));
    return undefined;
  }
  taken.set(id.toLowerCase(), file);
  if (title === undefined) say(['id'], phrase('standard.title', 'The standard `{id}` has no `title`.', { id }));
  if (list?.type !== 'list') { say(['clauses'], phrase('standard.clauses', 'A standard needs `clauses`: a list with an `id` and a `title` each.')); return undefined; }
  if (list.items.length > MOST_CLAUSES) {
    say(['clauses', MOST_CLAUSES], phrase('standard.too-many', 'A standard can have {most} clauses, and this one has {count}: the others are left out.', { most: MOST_CLAUSES, count: list.items.length }));
  }
  const clauses = new Map<string, Placed>(), maps = new Map<string, { to: string; path: Path }[]>();
  for (const [at, node] of list.items.slice(0, MOST_CLAUSES).entries()) {
    const number = textIn(node, 'id'), name = textIn(node, 'title'), path: Path = ['clauses', at];
    if (number === undefined || /[\s:#"'\\[\]]/.test(number) || refTo(id, number).length > MOST_REF) {
      say([...path, 'id'], phrase('standard.clause-id', 'A clause needs an `id` such as `A.5.22`: without spaces, colons, brackets and quotation marks, and not longer than {most} characters with the name of its standard.', { most: MOST_REF }));
      continue;
    }
    if (clauses.has(number)) { say([...path, 'id'], phrase('standard.clause-twice', 'There are two clauses {id}: the first counts.', { id: number })); continue; }
    if (name === undefined) say([...path, 'id'], phrase('standard.clause-title', 'Clause {id} has no `title`.', { id: number }));
    const parent = textIn(node, 'parent'), paraphrase = textIn(node, 'paraphrase'), kinds = textsIn(node, 'kinds');
    clauses.set(number, { at, clause: { id: number, title: name ?? number, ...(parent !== undefined && { parent }), ...(paraphrase !== undefined && { paraphrase }), ...(kinds.length > 0 && { kinds }) } });
    for (const [place, to] of textsIn(node, 'map').entries()) addTo(maps, number, { to, path: [...path, 'map', place] });
  }
  for (const { clause, at } of clauses.values()) {
    const { parent } = clause;
    if (parent === undefined || clauses.has(parent)) continue;
    say(['clauses', at, 'parent'], phrase('standard.parent', 'There is no clause {parent} for {id} to stand under.{hint}', { parent, id: clause.id, hint: meant(nearest(parent, clauses.keys())) }));
    delete clause.parent;
  }
  for (const { clause, at } of cycles(clauses)) {
    say(['clauses', at, 'parent'], phrase('standard.cycle', 'Clause {id} stands under itself: each `parent` must lead up to a clause without one.', { id: clause.id }));
    delete clause.parent;
  }
  return { standard: { id, title: title ?? id, file, ...(from !== undefined && { source: from }), clauses: [...clauses.values()].map(({ clause }) => clause) }, maps };
}

const ID = /^[A-Za-z][A-Za-z0-9.-]{0,29}$/;

interface Placed { clause: Clause; at: number }

/** Of each way up that comes back to where it was: the clause at which it closes. */
function cycles(clauses: ReadonlyMap<string, Placed>): readonly Placed[] {
  const done = new Set<Placed>(), found: Placed[] = [];
  for (const each of clauses.values()) {
    const way = new Set<Placed>();
    for (let at: Placed | undefined = each, last = each; at && !done.has(at); last = at, at = clauses.get(at.clause.parent ?? '')) {
      if (way.has(at)) { found.push(last); break; }
      way.add(at);
    }
    for (const one of way) done.add(one);
  }
  return found;
}

/** A standard that a map or a text may be about. */
interface Target { id: string; title: string; clauses: readonly Clause[]; refs: ReadonlySet<ClauseRef> }

function targetIn({ id, title, clauses }: Pick<Standard, 'id' | 'title' | 'clauses'>): Target { return { id, title, clauses, refs: new Set(clauses.map(clause => clause.id)) }; }

type Targets = ReadonlyMap<string, Target>;

/** The clauses with those of other standards that exist. */
function withMaps({ id: own, clauses }: StandardData, maps: Maps, targets: Targets, { say }: Draft): readonly Clause[] {
  return clauses.map(clause => {
    const map = (maps.get(clause.id) ?? []).flatMap(({ to, path }) => { const found = mapped(to, own, targets); if (typeof found === 'string') return [found]; say(path, found); return []; });
    return map.length > 0 ? { ...clause, map: [...new Set(map)] } : clause;
  });
}

/** The clause that a map leads to, or what is wrong with it. */
function mapped(to: string, own: string, targets: Targets): ClauseRef | Phrase {
  const at = to.indexOf(':'), name = at < 0 ? MAIN : to.slice(0, at), target = targets.get(name.toLowerCase());
  if (target?.id === own) return phrase('standard.map-own', '{to} is a clause of this standard itself: `map` names clauses of others.', { to });
  if (!target) return phrase('standard.map-standard', 'There is no standard `{name}` that {to} could be a clause of.{hint}', { name, to, hint: meant(nearest(name, [...targets.values()].map(({ id }) => id).filter(id => id !== own))) });
  const ref = refTo(target.id, numberOf(to));
  return target.refs.has(ref) ? ref : noClause(to, target);
}

function noClause(to: string, target: Target): Phrase {
  return phrase('standard.map-clause', '{to} is no clause of {title}.{hint}', { to, title: target.title, hint: meant(meantBy(to, target)) });
}

function readRequirements({ source: { root }, say }: Draft, targets: Targets, requirements: Map<ClauseRef, string>): void {
  const name = textIn(root, 'standard') ?? '', text = entryOf(root, 'text')?.value, target = targets.get(name.toLowerCase());
  if (!target) {
    const ids = [...targets.values()].map(({ id }) => id);
    say(['standard'], name === '' ? phrase('requirements.standard', 'Say in `standard` which one this is the text of, such as `iso20000-1`.')
      : phrase('requirements.unknown', 'There is no standard `{name}`: this text is not used. Known are {known}.', { name, known: phraseList(ids) }));
    return;
  }
  if (text?.type !== 'map') { say(['text'], phrase('requirements.text', 'The requirements stand under `text`: the number of a clause, and its text.')); return; }
  for (const { key, value } of text.entries) {
    const ref = refTo(target.id, key.text), path: Path = ['text', key.text];
    if (!target.refs.has(ref)) say(path, noClause(key.text, target), 'key');
    else if (value.type !== 'scalar') say(path, phrase('requirements.words', 'The text of clause {id} is a text, not a list or fields.', { id: key.text }), 'key');
    else if (value.text.trim() !== '') requirements.set(ref, value.text.trim());
  }
}

function textIn(node: Node | undefined, key: string): string | undefined {
  const value = entryOf(node, key)?.value, text = value?.type === 'scalar' ? value.text.trim() : '';
  return text === '' ? undefined : text;
}

function textsIn(node: Node | undefined, key: string): string[] {
  const value = entryOf(node, key)?.value;
  return (value?.type === 'list' ? value.items : value ? [value] : []).map(item => (item.type === 'scalar' ? item.text.trim() : ''));
}
