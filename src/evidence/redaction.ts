import type { Root, RootContent } from 'mdast';
import { isFields, objects, text, texts } from '../sms/data.js';
import { isHistory } from '../sms/history.js';
import type { Language } from '../sms/language.js';
import type { Model } from '../sms/model.js';
import { addressesOf, holdersOn, sameAddress } from '../sms/people.js';
import { standardsOf } from '../sms/standards.js';
import { compareText } from '../sms/text.js';
import type { Item } from '../sms/types.js';
import { inline, type Desk } from './desk.js';
import type { Block, Diagram, DocumentBlock, EvidencePack, Facts, Inline, Part, Row, Table } from './pack.js';
import { belongings } from './scope.js';

/**
 * What a pack must not show: in one for a customer whatever is about or names other customers, and people's names where they are left out. Works over the finished data,
 * whatever the chapters took from where, so that no chapter can forget it. What is left out is counted and said.
 */
export function redacted(pack: EvidencePack, desk: Desk, asked: RedactionAsked): EvidencePack {
  const gated = desk.scope.of === 'customer' ? withoutOthers(pack, desk, desk.scope) : pack;
  return asked.rolesOnly ? withoutPeople(gated, desk) : gated;
}

export interface RedactionAsked { rolesOnly: boolean }

/** Whether a text may be given away as it is; undefined where everything may. */
export function showsOf(desk: Desk, { rolesOnly }: RedactionAsked): ((text: string) => boolean) | undefined {
  const { checked: { model, config }, scope } = desk, names = scope.of === 'customer' ? othersIn(model, scope.id, config.organization) : undefined,
    people = rolesOnly ? peopleOf(desk) : undefined;
  return names || people ? said => !names?.(said) && (people === undefined || people(said) === said) : undefined;
}

// ---- names in texts ----

/** Letters that look alike as one, and without characters that nobody sees. */
function plain(said: string): string { return /^[\x20-\x7e\n]*$/.test(said) ? said
  : said.normalize('NFKC').replace(/[\u00ad\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff]/g, ''); }

const WORD = /[\p{L}\p{N}\p{M}]+/gu;
/** Between two words of a name: `Boreal Foods`, `boreal-foods`, `boreal_foods`. */
const BETWEEN = /^[\s._:#/-]*$/;

interface Found<T> { from: number; to: number; is: T }

/** Finds names in a text, whatever the case, the white space and the marks between their words; of those that begin at one place the longest. A name without letters or digits is none. */
function finder<T>(names: Iterable<readonly [name: string, is: T]>): (said: string) => readonly Found<T>[] {
  const byWord = new Map<string, { words: readonly string[]; is: T }[]>();
  for (const [name, is] of names) {
    const words = plain(name).toLowerCase().match(WORD) ?? [];
    for (const each of words.length > 1 ? [words, [words.join('')]] : [words]) {
      const [first] = each, known = first === undefined ? undefined : byWord.get(first);
      if (first === undefined) continue;
      if (known) known.push({ words: each, is }); else byWord.set(first, [{ words: each, is }]);
    }
  }
  for (const known of byWord.values()) known.sort((a, b) => b.words.length - a.words.length);
  return given => {
    const found: Found<T>[] = [], said = plain(given),
      all = [...said.matchAll(WORD)].map(({ 0: word, index }) => ({ word: word.toLowerCase(), from: index, to: index + word.length }));
    for (const [at, { word, from }] of all.entries()) {
      const name = byWord.get(word)?.find(({ words }) => words.every((each, next) => {
        const here = all[at + next], before = all[at + next - 1];
        return here?.word === each && (next === 0 || (before !== undefined && BETWEEN.test(said.slice(before.to, here.from))));
      }));
      if (name) found.push({ from, to: all[at + name.words.length - 1]?.to ?? from, is: name.is });
    }
    return found;
  };
}

/** The strings of a value, wherever they stand in it. */
function stringsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.flatMap(stringsIn) : isFields(value)
    ? Object.entries(value).flatMap(([key, each]) => (key === 'type' || key === 'position' ? [] : stringsIn(each))) : [];
}

// ---- other customers ----

type Name = readonly [name: string, is: 'own' | 'other'];

/**
 * Whether a text names another customer than this one: by `title` or `names` of the customer register, its id, or the id of something that is its alone or named after it.
 * A name that is part of a longer one of the customer's own, or of the organization's, is not meant.
 */
function othersIn(model: Model, customer: string, organization: string): (said: string) => boolean {
  const { own, others } = belongings(model, customer), isOther = ({ id }: Item): boolean => id !== customer;
  const names: Name[] = [
    [organization, 'own'], ...[...own].map((id): Name => [id, 'own']), ...[...others].map((id): Name => [id, 'other']),
    ...model.ofType('customer').flatMap(item => namesOf(item, model).map((name): Name => [name, isOther(item) ? 'other' : 'own'])),
    // A service that only others have is known by its title.
    ...model.ofType('service').filter(({ id, title }) => others.has(id) && title !== id).map(({ title }): Name => [title, 'other']),
  ];
  const isNamed = naming(names), after = model.items.filter(({ id, title }) => !own.has(id) && !others.has(id) && isNamed(title));
  return after.length === 0 ? isNamed : naming([...names, ...after.map(({ id }): Name => [id, 'other'])]);
}

function naming(names: readonly Name[]): (said: string) => boolean {
  const find = finder(names);
  return said => {
    const found = find(said), mine = found.filter(({ is }) => is === 'own');
    return found.some(({ from, to, is }) => is === 'other' && !mine.some(each => each.from <= from && each.to >= to));
  };
}

function namesOf(customer: Item, model: Model): readonly string[] {
  return [customer.id, customer.title, ...texts(model.value(customer), 'names'), ...customer.aliases.map(({ id }) => id)];
}

interface Gate {
  /** Whether a value names another customer, in one of its texts or in all of them together. */
  names(value: unknown): boolean;
  /** The row stays, and only what names another is withheld in it. */
  keeps(row: Row): boolean;
  others: ReadonlySet<string>;
  language: Language;
  withheld: { rows: number; passages: number };
}

function withoutOthers(pack: EvidencePack, { checked: { model, config }, language }: Desk, scope: { id: string; title: string }): EvidencePack {
  const inText = othersIn(model, scope.id, config.organization), known = new Map<string, boolean>(), { own, others } = belongings(model, scope.id);
  const isNamed = (said: string): boolean => { let is = known.get(said); if (is === undefined) known.set(said, is = inText(said)); return is; };
  const gate: Gate = {
    names: value => { const said = stringsIn(value); return said.some(isNamed) || (said.length > 1 && isNamed(said.join(''))); },
    keeps: ({ id }) => id !== undefined && (own.has(id) || standardsOf(config).clause(id) !== undefined), others, language, withheld: { rows: 0, passages: 0 },
  };
  const parts = pack.parts.map(part => gatedPart(part, gate)), { rows, passages } = gate.withheld;
  return {
    ...pack, parts,
    leftOut: [
      ...pack.leftOut, language.text('pack.left-out.customers',
        'This pack is for {customer}. What is about other customers or names them is left out: {rows} rows and entries of tables and lists; {passages} passages, pictures and documents, each of which says so in its place.', { customer: scope.title, rows, passages }),
    ],
  };
}

function withheldText({ language }: Gate): string { return language.text('pack.withheld', 'Withheld: it names another customer.'); }

function withheld(gate: Gate): Block {
  gate.withheld.passages++;
  return { type: 'note', tone: 'quiet', text: inline(withheldText(gate)) };
}

function gatedPart({ empty, ...part }: Part, gate: Gate): Part {
  return { ...part, title: textOr(part.title, gate), blocks: part.blocks.flatMap(block => gatedBlock(block, gate)),
    ...(empty !== undefined && { empty: textOr(empty, gate) }) };
}

function textOr(said: string, gate: Gate): string { return gate.names(said) ? withheldText(gate) : said; }

function inlineOr(said: Inline, gate: Gate): Inline { return gate.names(said) ? inline(withheldText(gate), 'quiet') : said; }

function gatedBlock(block: Block, gate: Gate): readonly Block[] {
  return gatedKind(block, gate).map(each => (gate.names(each) ? withheld(gate) : each));
}

function gatedKind(block: Block, gate: Gate): readonly Block[] {
  switch (block.type) {
    case 'heading': case 'note': return [gate.names(block) ? withheld(gate) : block];
    case 'facts': return [gatedFacts(block, gate)];
    case 'list': {
      const items = block.items.filter(item => !gate.names(item)), out = block.items.length - items.length;
      gate.withheld.rows += out;
      return [...(items.length > 0 || out === 0 ? [{ ...block, items }] : []),
        ...(out > 0 ? [{ type: 'note' as const, tone: 'quiet' as const,
        text: inline(gate.language.text('pack.left-out.entries', 'Entries left out, because they name other customers: {count}.', { count: out })) }] : [])];
    }
    case 'table': return [gatedTable(block, gate)];
    case 'diagram': return gatedDiagram(block, gate);
    case 'document': return [gate.others.has(block.id) || gate.names([block.id, block.title, block.file]) ? withheld(gate) : gatedDocument(block, gate)];
    case 'folded': return gate.names(block.title) ? [withheld(gate)] : [{ ...block, blocks: block.blocks.flatMap(each => gatedBlock(each, gate)) }];
  }
}

function gatedFacts({ type, facts }: Facts, gate: Gate): Facts {
  return { type, facts: facts.filter(({ name }) => !gate.names(name)).map(({ name, value }) => ({ name, value: inlineOr(value, gate) })) };
}

function gatedTable(table: Table, gate: Gate): Table {
  const heads = table.columns.flatMap(({ head }, at) => (head === true ? [at] : []));
  const rows = table.rows.flatMap((row): Row[] => {
    if (row.id !== undefined && gate.others.has(row.id)) return [];
    if (!gate.names([row.id ?? '']) && !row.cells.some(cell => gate.names(cell))) return [row];
    return gate.keeps(row) && !heads.some(at => gate.names(row.cells[at])) ? [{ ...row, cells: row.cells.map(cell => inlineOr(cell, gate)) }] : [];
  });
  const out = table.rows.length - rows.length, leftOut = (table.leftOut ?? 0) + out;
  gate.withheld.rows += leftOut;
  return { ...table, title: textOr(table.title, gate), columns: table.columns.map(column => ({ ...column, title: textOr(column.title, gate) })), rows,
    ...(leftOut > 0 && { leftOut }) };
}

/** A picture cannot be shown in part; its table can. */
function gatedDiagram(block: Diagram, gate: Gate): readonly Block[] {
  const table = gatedTable(block.text, gate);
  return gate.names([block.title, block.source]) || table.rows.length < block.text.rows.length ? [withheld(gate), table] : [{ ...block, text: table }];
}

function gatedDocument(block: DocumentBlock, gate: Gate): DocumentBlock {
  return { ...block, standing: inlineOr(block.standing, gate), body: gatedBody(block.body, gate) };
}

/** Section by section: rows and entries that name another are left out; where the words do, the section is withheld. */
function gatedBody({ type, children }: Root, gate: Gate): Root {
  const sections: RootContent[][] = [];
  for (const child of children) { const last = sections.at(-1); if (child.type === 'heading' || !last) sections.push([child]); else last.push(child); }
  return { type, children: sections.flatMap(section => gatedSection(section, gate)) };
}

function gatedSection(section: readonly RootContent[], gate: Gate): readonly RootContent[] {
  if (!section.some(child => gate.names(child))) return section;
  const [first] = section, heading = first?.type === 'heading' ? first : undefined, rows = gate.withheld.rows;
  const rest = section.slice(heading ? 1 : 0).map(child => withoutEntries(child, gate));
  if (!(heading && gate.names(heading)) && !rest.some(child => gate.names(child))) {
    const out = gate.withheld.rows - rows;
    return [...(heading ? [heading] : []), ...rest.filter(child => child.type !== 'list' || child.children.length > 0),
      paragraph(gate.language.text('pack.left-out.entries', 'Entries left out, because they name other customers: {count}.', { count: out }))];
  }
  gate.withheld.rows = rows;
  gate.withheld.passages++;
  return [...(heading && !gate.names(heading) ? [heading] : []), paragraph(withheldText(gate))];
}

function paragraph(value: string): RootContent { return { type: 'paragraph', children: [{ type: 'text', value }] }; }

function withoutEntries(child: RootContent, gate: Gate): RootContent {
  if (child.type === 'table') {
    const children = child.children.filter((row, at) => at === 0 || !gate.names(row));
    gate.withheld.rows += child.children.length - children.length;
    return { ...child, children };
  }
  if (child.type === 'list') {
    const children = child.children.filter(item => !gate.names(item));
    gate.withheld.rows += child.children.length - children.length;
    return { ...child, children };
  }
  return child;
}

// ---- names of people ----

const ADDRESS = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu;

/** Puts roles in the place of people's names and addresses in a text. */
function peopleOf({ checked: { model, today, control: { history } }, language }: Desk): (said: string) => string {
  const called = new Map<string, string>(), taken = new Map<string, number>(), byAddress = new Map<string, string>(), names: (readonly [string, string])[] = [];
  const unique = (label: string): string => { const count = (taken.get(label) ?? 0) + 1; taken.set(label, count); return count === 1 ? label
    : `${label} ${count}`; };
  const persons = model.ofType('person'), roles = model.ofType('role');
  for (const [at, person] of persons.entries()) {
    const role = roles.find(each => holdersOn(model.value(each), today).some(holder => model.item(text(holder, 'person') ?? '')?.id === person.id));
    const label = role ? unique(role.title) : language.text('pack.person', 'person {number}', { number: at + 1 });
    called.set(person.id, label);
    // Initials in an id tell who it is; it leads to the person under its new name all the same.
    for (const id of [person.id, ...person.aliases.map(alias => alias.id)]) names.push([id, `person-${at + 1}`]);
    if (person.title !== person.id) names.push([person.title, label]);
    for (const address of addressesOf(model, person)) byAddress.set(address, label);
  }
  const strangers = new Map<string, string>();
  if (isHistory(history)) {
    const all = [...history.commits.flatMap(({ author, committer }) => [author, committer]), ...history.tags.flatMap(({ tagger }) => tagger ?? [])];
    for (const { name, email } of all.sort((a, b) => compareText(a.email, b.email) || compareText(a.name, b.name))) {
      const key = sameAddress(email), label = byAddress.get(key) ?? strangers.get(key) ?? language.text('pack.author', 'author {number}',
        { number: strangers.size + 1 });
      if (!byAddress.has(key)) strangers.set(key, label);
      names.push([name, label]);
    }
  }
  for (const item of model.items) {
    for (const { value } of objects(model.value(item), 'contacts')) {
      const name = text(value, 'name'), position = text(value, 'position');
      if (name !== undefined && position !== undefined) names.push([name, position]);
    }
  }
  const find = finder(names), unnamed = (said: string): string => {
    let shown = '', at = 0;
    for (const { from, to, is } of find(said)) {
      if (from < at) continue;
      shown += said.slice(at, from) + is;
      at = to;
    }
    return shown + said.slice(at);
  };
  return given => {
    const said = plain(given), known = said.replace(ADDRESS,
      address => byAddress.get(sameAddress(address)) ?? strangers.get(sameAddress(address)) ?? language.text('pack.address-left-out', '(address left out)')),
      shown = unnamed(known);
    return shown === said ? given : shown;
  };
}

/** Values that are no words. */
const NO_WORDS: ReadonlySet<string> = new Set(['type', 'key', 'tone', 'mark', 'kind', 'blob', 'commit']);

function withoutPeople(pack: EvidencePack, desk: Desk): EvidencePack {
  const replace = peopleOf(desk), known = new Map<string, string>(),
    replaced = (said: string): string => { let is = known.get(said); if (is === undefined) known.set(said, is = replace(said)); return is; };
  const made: EvidencePack = JSON.parse(JSON.stringify(pack), (key, value: unknown) => {
    // In the language of a picture only plain words are safe.
    if (typeof value === 'string') return NO_WORDS.has(key) ? value : key === 'source' && replaced(value) !== value ? sourceWithout(value, replaced)
      : replaced(value);
    return wholeWithout(value, replaced);
  });
  return { ...made, leftOut: [...made.leftOut, desk.language.text('pack.left-out.people',
    'Names and e-mail addresses of people are left out; their roles stand in their place.')] };
}

function sourceWithout(source: string,
  replaced: (said: string) => string): string { return source.split('\n').map(line => { const shown = replaced(line); return shown === line ? line
  : shown.replace(/[<>`;]/g, ' '); }).join('\n'); }

/** A name may be written in several pieces, one of them in bold: then the piece of text as a whole is replaced. */
function wholeWithout(value: unknown, replaced: (said: string) => string): unknown {
  if (Array.isArray(value) && value.length > 1 && value.every(each => isFields(each) && typeof each['text'] === 'string' && each['type'] === undefined)) {
    const said = value.map(each => text(each, 'text') ?? (isFields(each) ? String(each['text']) : '')).join(''), shown = replaced(said);
    return shown === said ? value : [{ text: shown }];
  }
  if (isFields(value) && PIECES.has(String(value['type'])) && Array.isArray(value['children']) && value['children'].length > 1) {
    const said = leafTexts(value).join(''), shown = replaced(said);
    return shown === said ? value : { ...value, children: [{ type: 'text', value: shown }] };
  }
  return value;
}

const PIECES: ReadonlySet<string> = new Set(['paragraph', 'heading', 'tableCell', 'emphasis', 'strong', 'delete', 'link']);

function leafTexts(node: unknown): readonly string[] {
  if (!isFields(node)) return [];
  const { value, children } = node;
  return typeof value === 'string' ? [value] : Array.isArray(children) ? children.flatMap(leafTexts) : [];
}

