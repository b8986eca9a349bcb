import type { Asking, Completion, Completions } from './completion.js';
import type { FieldCursor } from './completion-context.js';
import type { EditorDesk } from './desk.js';
import { typeName } from './explorer.js';
import { escaped } from './markup.js';
import { timeZones } from '../sms/days.js';
import { isRetired } from '../sms/header.js';
import type { Language } from '../sms/language.js';
import { kindsOf, type KindSchema } from '../sms/kinds.js';
import type { Shape } from '../sms/shapes.js';
import { newId } from '../sms/skeleton.js';
import type { Clause } from '../sms/standard.js';
import { standardsOf } from '../sms/standards.js';
import { fileFrom } from '../sms/text.js';
import type { Item, ItemType, Path } from '../sms/types.js';
import { nodeAt } from '../sms/yaml.js';
import { escapedDouble, yamlScalar } from '../sms/yaml-text.js';

/** More than these are told one by one only when more of them is typed. */
export const MOST = 500;

/** What stands at `path`; `space`: one is needed before it. */
export interface ValueAt { shape: Shape; path: Path; space: boolean; schema: KindSchema | undefined }

/** A value as it is offered, before it is known where it stands. */
interface Offered { value: string; kind: Completion['kind']; detail?: string; documentation?: string; filter?: string; retired?: true }
interface Offers { offered: Offered[]; incomplete: boolean }

/** The values that a field can have, as far as they can be told. */
export function valueCompletions(ask: Asking, cursor: FieldCursor, { shape, path, space, schema }: ValueAt): Completions {
  // Behind the key of a list its only entry is written in brackets.
  const isList = !shape.types.includes('string') && shape.types.includes('array') && shape.items !== undefined;
  const typed = ask.text.slice(cursor.from, ask.at).replace(/^[[ ]*/, ''), range = ask.range(cursor.from, cursor.to);
  const written = (value: string): string => {
    const { quote, flow } = cursor;
    const scalar = quote === '"' ? escapedDouble(value) : quote === '\'' ? value.replaceAll('\'', '\'\'') : yamlScalar(value, flow || isList);
    return `${space ? ' ' : ''}${isList ? `[${scalar}]` : scalar}`;
  };
  const { offered, incomplete } = offers(ask, isList && shape.items ? shape.items : shape, path, schema, typed), there = besides(ask, path, typed);
  return { items: offered.filter(({ value }) => !there.has(value)).map(({ value, ...rest }, at) => ({ label: value, ...rest, insert: written(value), range, sort: inOrder(at) })), incomplete };
}

/** What stands in the same list already, but for what is under the cursor. */
function besides({ desk, file }: Asking, path: Path, typed: string): ReadonlySet<string> {
  const around = typeof path[path.length - 1] === 'number' ? nodeAt(desk.sourceOf(file)?.root, path.slice(0, -1))?.node : undefined;
  const texts = around?.type === 'list' ? around.items.flatMap(item => (item.type === 'scalar' ? item.text : [])) : [];
  return new Set(texts.filter(text => text !== typed));
}

/** As editors sort, which is by text. `group` comes first. */
export function inOrder(at: number, group = 1): string { return `${group}${String(at).padStart(4, '0')}`; }

function offers(ask: Asking, shape: Shape, path: Path, schema: KindSchema | undefined, typed: string): Offers {
  const all = (offered: Offered[]): Offers => ({ offered, incomplete: false }), { language, today } = ask.desk;
  if (shape.refersTo.includes('file')) return files(ask, typed);
  if (shape.refersTo.length > 0) return things(ask, shape.refersTo, typed);
  if (shape.choices.length > 0) return all(shape.choices.map(value => ({ value, kind: 'choice' })));
  if (shape.types.includes('boolean')) return all(['true', 'false'].map(value => ({ value, kind: 'choice' })));
  if (shape.namesClause) return clauseOffers(ask.desk, typed);
  if (shape.format === 'date') return all([{ value: today, kind: 'value', detail: language.text('completion.today', 'Today') }]);
  if (path[path.length - 1] === 'timeZone') return all(timeZones().map(value => ({ value, kind: 'value' })));
  if (namesKind(schema, path)) {
    const known = kindsOf(ask.desk.model.config), kinds = known.all().filter(({ header }) => schema?.kind === 'sms' || header === 'record');
    return all(kinds.map(({ kind }) => ({ value: kind, kind: 'kind', detail: typeName(kind, language, known) })));
  }
  if (shape.defines !== undefined) {
    const type = shape.defines === 'artefact' ? schema?.kind : shape.defines;
    const detail = language.text('completion.free', 'Nothing else has this id');
    return all(type === undefined ? [] : [{ value: idFor(ask, type, shape), kind: 'value', detail }]);
  }
  const examples = shape.examples.flatMap(example => (typeof example === 'string' || typeof example === 'number' ? [String(example)] : []));
  const namesRule = examples.some(example => ask.rules.some(({ id }) => id === example));
  if (namesRule) return all(ask.rules.map(({ id, title }) => ({ value: id, kind: 'value', detail: title })));
  // What somebody might have called a thing is nobody else's name for it.
  if (shape.pattern === undefined && examples.some(example => /\s/.test(example))) return all([]);
  return all(examples.map(value => ({ value, kind: 'value', detail: language.text('completion.example', 'For example') })));
}

/** A field that says of which kind others are: of the entries of a log, or of files that sms.yaml takes in. */
function namesKind(schema: KindSchema | undefined, path: Path): boolean {
  const last = path[path.length - 1];
  if (!schema) return false;
  if (schema.kind === 'sms') return path[0] === 'adopt' && last === 'kind';
  return path.length === 1 && [...schema.shape.properties.values()].some(({ kindFrom }) => kindFrom === last);
}

/** The clauses of ISO/IEC 20000-1; those of other standards once letters are typed, of which their names and titles are made. */
function clauseOffers({ model, language }: EditorDesk, typed: string): Offers {
  const { main, all } = standardsOf(model.config), wanted = typed.toLowerCase();
  const others = !/[a-z]/.test(wanted) ? [] : all.slice(1).flatMap(({ clauses, title }) => clauses.filter(clause => isSubsequence(wanted, `${clause.id} ${clause.title}`.toLowerCase())).map(clause => clauseOffer(clause, language, title)));
  return { offered: [...main.clauses.map(clause => clauseOffer(clause, language)), ...others.slice(0, MOST)], incomplete: true };
}

function clauseOffer({ id, title, paraphrase }: Clause, language: Language, standard?: string): Offered {
  const name = language.text(`clause.${id}.title`, title);
  return {
    value: id, kind: 'clause', detail: standard === undefined ? name : `${name} · ${standard}`, filter: `${id} ${title}`,
    ...(paraphrase !== undefined && { documentation: escaped(language.text(`clause.${id}.paraphrase`, paraphrase)) }),
  };
}

/** An id that nobody has, like those of the same type; `shape`: of the field that holds it. */
export function idFor({ desk, file }: Asking, type: string, { local, example }: Shape): string {
  const { model } = desk, facts = desk.factsOf(file), own = facts?.items ?? [], prefix = local ? `${facts?.artefact?.id ?? ''}#` : '';
  const others = local ? [] : model.ofType(type).filter(item => item.file !== file);
  const same = [...others, ...own.filter(item => item.type === type && item.path.length > 0)].map(item => item.local ?? item.id);
  const taken = (id: string): boolean => own.some(item => item.id === `${prefix}${id}`) || model.item(`${prefix}${id}`) !== undefined;
  const like = same.length > 0 ? same : typeof example === 'string' ? [example] : local ? [`${type}-1`] : [];
  return newId(type, '', { taken, like, template: model.config.ids[type] });
}

// ---- things ----

function things(ask: Asking, types: readonly ItemType[], typed: string): Offers {
  const { items, incomplete } = named(ask, types, { typed });
  const offered = items.map(({ item, name, retired }): Offered => ({
    value: name, kind: 'thing', detail: item.title, documentation: about(ask.desk, item), filter: `${name} ${item.title}`,
    ...(retired && { retired: true }),
  }));
  return { offered, incomplete };
}

/** A thing by which something is named, with what it is called from there. */
export interface Named { item: Item; name: string; retired: boolean }

/** `begins`: what is typed is the beginning of an id. `whole`: without what has its id in an artefact only. */
export interface Wanted { typed: string; begins?: boolean; whole?: boolean }

/** The items of some types (`artefact`: any artefact, `item`: anything): those of the same file first, retired ones last. */
export function named(
  { desk, file }: Asking, types: readonly ItemType[], { typed, begins = false, whole = false }: Wanted,
): { items: Named[]; incomplete: boolean } {
  const { model } = desk, inside = kindsOf(model.config).itemTypes(), own = desk.factsOf(file), anything = types.includes('item'), artefacts = types.includes('artefact');
  const fits = ({ type, path }: Item): boolean =>
    anything || (artefacts && path.length === 0) || (types.includes(type) && (path.length > 0 || !inside.has(type)));
  const wanted = typed.toLowerCase();
  const matches = ({ id, title }: Item): boolean =>
    (begins ? id.toLowerCase().startsWith(wanted) : isSubsequence(wanted, `${id} ${title}`.toLowerCase()));
  const mine: Named[] = [], others: Named[] = [], retired: Named[] = [];
  let count = 0;
  const take = (item: Item, isOwn: boolean): void => {
    // One more than the most shows that there are more.
    if (count > MOST || !fits(item) || (whole && item.local !== undefined) || (isOwn && item.path.length === 0) || !matches(item)) return;
    count++;
    const one = { item, name: isOwn && item.local !== undefined ? item.local : item.id, retired: isOut(desk, item) };
    (one.retired ? retired : isOwn ? mine : others).push(one);
  };
  for (const item of own?.items ?? []) take(item, true);
  for (const item of anything || artefacts ? model.items : types.flatMap(type => model.ofType(type))) if (item.file !== file) take(item, false);
  return { items: [...mine, ...others, ...retired].slice(0, MOST), incomplete: count > MOST };
}

/** Whether the letters come in this order: what editors let through when somebody types. */
export function isSubsequence(letters: string, text: string): boolean {
  let at = 0;
  for (const letter of letters) {
    at = text.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

const OUT: ReadonlySet<string> = new Set(['superseded', 'withdrawn', 'retired']);

function isOut({ model }: EditorDesk, { status, artefact, path }: Item): boolean {
  if (status !== undefined && OUT.has(status)) return true;
  const around = path.length > 0 ? model.artefact(artefact) : undefined;
  return around !== undefined && around.header === 'document' && isRetired(around);
}

/** What helps to tell one thing from another. */
export function about({ language, model }: EditorDesk, { type, title, owner, status, file }: Item): string {
  const holder = owner === undefined ? undefined : model.item(owner);
  const who = owner === undefined ? undefined : holder && holder.title !== owner ? `${holder.title} (${owner})` : owner;
  return [
    `**${escaped(title)}**`, escaped(typeName(type, language, kindsOf(model.config))),
    ...(who === undefined ? [] : [language.text('completion.owner', 'Owner: {owner}', { owner: escaped(who) })]),
    ...(status === undefined ? [] : [language.text('completion.status', 'State: {status}', { status: escaped(status) })]),
    escaped(file),
  ].join('  \n');
}

function files({ desk: { model }, file }: Asking, typed: string): Offers {
  const { found, incomplete } = filesFor(model, file, typed);
  return { offered: found.map(({ path, title }) => ({ value: path, kind: 'file', ...(title !== undefined && { detail: title }) })), incomplete };
}

export interface NamedFile { path: string; id?: string; title?: string }

/** The files of the root as they are written in a file, with the titles of those that are artefacts. */
export function filesFor(model: EditorDesk['model'], file: string, typed: string): { found: NamedFile[]; incomplete: boolean } {
  const wanted = typed.toLowerCase(), found: NamedFile[] = [];
  for (const each of model.paths) {
    const path = fileFrom(file, each);
    if (each === file || each === model.config.file || !isSubsequence(wanted, path.toLowerCase())) continue;
    if (found.length === MOST) return { found, incomplete: true };
    const artefact = model.files.get(each)?.artefact;
    found.push({ path, ...(artefact && { id: artefact.id, title: artefact.title }) });
  }
  return { found, incomplete: false };
}
