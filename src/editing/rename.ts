import { edited, type Changes, type Edit } from '../sms/changes.js';
import { groupBy, isFields } from '../sms/data.js';
import { LIFECYCLE } from '../sms/header.js';
import { listIn } from '../sms/language.js';
import { bareTemplates, findMentions, looksLikeId } from '../sms/mentions.js';
import { buildModel } from '../sms/model.js';
import { parseConfigFile, parseFile } from '../sms/parse.js';
import { kindsOf } from '../sms/kinds.js';
import { shapeIn } from '../sms/shape.js';
import { adoptionFor } from '../sms/adoption.js';
import { comparePositions, compareText } from '../sms/text.js';
import type { FileFacts, Item, Path, Position, Range, Reference } from '../sms/types.js';
import { fitsTemplate, matchesGlob } from '../sms/wildcards.js';
import { addEntry, remove } from '../sms/yaml-edits.js';
import { yamlScalar } from '../sms/yaml-text.js';
import { nodeAt, type Node, type ScalarNode } from '../sms/yaml.js';
import { referencesIn, targetAt } from './cursor.js';
import { namesFile } from './definition.js';
import type { EditorDesk } from './desk.js';
import { definitions, isCalled, namingAt, namingsOf, referencesNow, slices, type Naming, type Slice } from './references.js';

/** Why something cannot be renamed, for a person. */
export interface Refusal { refused: string }

/** The name under the cursor. */
export interface Renamable { range: Range; placeholder: string }

/** What the client can do beside editing texts. */
export interface RenameOptions {
  renamesFiles: boolean;
  /** It can ask before it makes a change; else what may mean something else is left. */
  asks: boolean;
}

/** Of `SLA-A#p1` the part that the cursor is on. */
export function prepareRename(desk: EditorDesk, file: string, position: Position): Renamable | Refusal {
  const subject = subjectAt(desk, file, position);
  return 'refused' in subject ? subject : { range: subject.range, placeholder: subject.name };
}

/**
 * Gives what is under the cursor another id, everywhere: its definition, fields, links, mentions, diagrams, full names of what stands in it, and the name of
 * its file where that carries the id. An earlier id is renamed as such. What approval records say stays as it is, since it is evidence of its day; for them,
 * for what was approved, and for rows of tables the id of before is kept as an earlier one. Everything is read again before it is given: after the changes
 * each place names what it named.
 */
export function rename(desk: EditorDesk, file: string, position: Position, wanted: string, options: RenameOptions): Changes | Refusal {
  const subject = subjectAt(desk, file, position);
  if ('refused' in subject) return subject;
  const { item, name: old } = subject, now = wanted.trim().normalize('NFC'), isAlias = old !== (item.local ?? item.id);
  const job: Job = { desk, item, old, now, isAlias, slice: slices(desk), evidence: approvalRecords(desk), edits: new Map(), quoted: new Map() };
  return refusalOf(job) ?? planned(job, options);
}

interface Job {
  desk: EditorDesk;
  item: Item;
  /** Of a local id the local part. */
  old: string;
  now: string;
  isAlias: boolean;
  slice: Slice;
  /** The files of approval records. */
  evidence: ReadonlySet<string>;
  edits: Map<string, Edit[]>;
  /** Texts of YAML that get quotes. */
  quoted: Map<string, { file: string; range: Range }>;
}

// What speaks against it.

function subjectAt(desk: EditorDesk, file: string, position: Position): Naming | Refusal {
  const { language, model } = desk, naming = namingAt(desk, file, position);
  const refused = (id: string, english: string, args = {}): Refusal => ({ refused: language.text(`rename.${id}`, english, args) });
  if (!naming) {
    const target = targetAt(desk, file, position);
    if (target?.type !== 'reference') return refused('nothing', 'There is no id here. Put the cursor on the id of what is to be renamed.');
    return refused('unknown', 'Nothing in this SMS has the id {id}, so there is nothing to rename. Correct the id, or add what it names.', { id: target.reference.to });
  }
  const { item, name } = naming;
  if (item.row) {
    return refused('row', '{id} is a row of a table, {file}. Rows of tables cannot be renamed here: change the id in the program that the table comes from.',
      { id: name, file: item.file });
  }
  if (!isCalled(item, name)) {
    return refused('file', 'This names the file {file} and no id. Rename the file where files are listed, or put the cursor on the id of {id}.', { file: name, id: item.id });
  }
  const [definition] = definitions(desk, item), written = definition && slices(desk)(item.file, definition.range).trim().normalize('NFC');
  if (name === (item.local ?? item.id) && written !== name) {
    const adopted = model.files.get(item.file)?.artefact?.adopted === true;
    const words = { id: name, file: item.file };
    return adopted ? refused('from-path', 'sms.yaml takes the id {id} from the path of {file} (`adopt`). Rename the file, or give it an id of its own.', words)
      : refused('not-written', '{id} does not stand in {file} in so many letters, so it cannot be replaced there. Write the id plainly first.', words);
  }
  const twice = model.duplicates.find(([first]) => first !== undefined && (first.id === item.id || first.id === item.artefact));
  if (twice) {
    const files = listIn(language, [...new Set(twice.map(place => place.item.file))]);
    return refused('twice', 'The id {id} is used more than once, in {files}. Nobody can say which of them is meant: give one of them an id of its own first.',
      { id: twice[0]?.id ?? name, files });
  }
  return hidden(desk, [name]) ?? naming;
}

/** A file that could not be read to its end hides places; where the name does not stand in its text, it hides none of this one. */
function hidden(desk: EditorDesk, names: readonly string[]): Refusal | undefined {
  for (const file of desk.model.files.keys()) {
    if (desk.factsOf(file)?.incomplete === undefined) continue;
    const text = desk.textOf(file)?.normalize('NFC'), words = { file, id: names[0] ?? '' };
    if (text !== undefined && !names.some(name => text.includes(name))) continue;
    return { refused: desk.language.text('rename.hidden', '{file} could not be read to its end, and {id} may be named there. Mend that file first; '
      + 'then everything that names {id} can be found.', words) };
  }
  return undefined;
}

function refusalOf({ desk, item, old, now, isAlias }: Job): Refusal | undefined {
  const { language, model } = desk;
  const refused = (id: string, english: string, args = {}): Refusal => ({ refused: language.text(`rename.${id}`, english, { id: now, ...args }) });
  if (now === old) return refused('unchanged', '{id} is what it is called already.');
  if (!isWellFormed(desk, item, now)) {
    return refused('malformed', '"{id}" cannot be an id. An id has 1 to 100 characters that can be seen and told from others, without spaces, quotation marks, '
      + 'brackets, backslash or #, such as SVC-MAIL.');
  }
  const template = model.config.ids[item.type];
  if (template !== undefined && !isAlias && !(item.path.length === 0 && kindsOf(model.config).itemTypes().has(item.type)) && !fitsTemplate(now, template)) {
    return refused('template', '{id} does not fit the ids that sms.yaml asks for here ({type}: {template}). Choose another one, or change the template in sms.yaml.',
      { type: item.type, template });
  }
  const full = item.local === undefined ? now : `${item.artefact}#${now}`, other = model.item(full);
  if (other && (other.id !== item.id || isAlias)) {
    return refused('taken', '{id} is taken: it is an id of {title}, in {file}. Choose another one.', { title: other.title, file: other.file });
  }
  for (const each of model.items) {
    const near = each.id === item.id ? undefined : namesOf(each).find(id => id.toLowerCase() === full.toLowerCase());
    if (near === undefined) continue;
    return refused('case', '{id} differs from {other}, in {file}, in capital and small letters only. Choose an id that nobody can take for another.', { other: near, file: each.file });
  }
  return hidden(desk, [old, now]);
}

/** Its id and the earlier ones; of local ones the full names. */
function namesOf({ id, local, artefact, aliases }: Item): string[] { return [id, ...aliases.map(alias => (local === undefined ? alias.id : `${artefact}#${alias.id}`))]; }

/** As the parser judges ids. */
function isWellFormed({ model }: EditorDesk, { file }: Item, id: string): boolean {
  const kind = model.files.get(file)?.artefact?.kind ?? '', text = `{ kind: ${kind}, id: ${JSON.stringify(id)}, title: x, aliases: [${JSON.stringify(id)}] }`;
  const { artefact, reports } = parseFile({ file: 'a.yaml', text }, { ids: {}, own: model.config.own });
  return id !== '' && artefact?.id === id && reports.every(({ rule }) => rule !== 'id-invalid');
}

// What changes.

function planned(job: Job, { renamesFiles, asks }: RenameOptions): Changes | Refusal {
  const { desk, item, old, now, isAlias, evidence } = job, { language } = desk, places = namingsOf(desk, item).filter(({ name }) => name === old);
  const stood = everApproved(desk, item) || places.some(({ file, path, reference }) => reference && (evidence.has(file) || isApproved(desk, file, path)));
  const keeps = !isAlias && (stood || hasTables(desk)) && keepAlias(job);
  if (!isAlias) dropAlias(job, keeps);
  const plain = new Set<Reference>();
  for (const place of places) {
    if (keeps && place.reference && evidence.has(place.file)) continue;
    const refusal = editPlace(job, place, keeps, plain);
    if (refusal) return refusal;
  }
  if (!isAlias && asks) editPlainFields(job, keeps);
  quote(job);
  const moved = renamesFiles && !isAlias ? moveFile(job) : undefined;
  const changes: Changes = {
    edits: [...job.edits].map(([file, edits]) => ({ file, edits: inOrder(edits) })).sort((a, b) => compareText(a.file, b.file)),
    ...(moved && { rename: [moved] }),
  };
  const wrong = changedMeaning(job, changes, new Set(places.map(({ file: named }) => named)), plain);
  if (wrong === undefined) return changes;
  return { refused: language.text('rename.otherwise', 'With the id {id}, {file} would no longer name the same things. Choose another one, of letters, digits and hyphens.',
    { id: now, file: wrong }) };
}

function add({ edits }: Job, file: string, edit: Edit): void {
  const known = edits.get(file);
  if (known) known.push(edit); else edits.set(file, [edit]);
}

/** What an anchor of YAML brings to several places is changed once. */
function inOrder(edits: readonly Edit[]): Edit[] {
  const key = ({ range: { start, end } }: Edit): string => `${start.line}:${start.character}-${end.line}:${end.character}`;
  const sorted = [...edits].sort((a, b) => comparePositions(a.range.start, b.range.start));
  const seen = new Set<string>();
  return sorted.filter(edit => { const known = seen.has(key(edit)); seen.add(key(edit)); return !known; });
}

/** One place that names it. */
function editPlace(job: Job, place: Naming, keeps: boolean, plain: Set<Reference>): Refusal | undefined {
  const { desk, item, old, now, slice } = job, { file, path, range, as, reference } = place, hash = reference && !namesFile(reference) ? reference.to.indexOf('#') : -1;
  const full = !reference || hash <= 0 ? now : item.local === undefined ? now + reference.to.slice(hash) : reference.to.slice(0, hash + 1) + now;
  const raw = slice(file, range).trim().normalize('NFC'), whole = reference?.range ?? range, text = raw === old ? now : full;
  if (reference && raw !== old && raw !== reference.to && desk.factsOf(file)?.artefact?.adopted === true) {
    return { refused: desk.language.text('rename.constant', 'sms.yaml names {old} for {file} (`adopt`). Write {id} there first; then it can be renamed here.', { old, id: now, file }) };
  }
  const isWhole = as === 'mention' && isWholeValue(desk, reference);
  if (isWhole && reference) plain.add(reference);
  const how = annotationOf(job, file, path, as === 'id' || as === 'alias' ? 'definition' : as === 'mention' && !isWhole ? 'prose' : 'field', keeps);
  if (as === 'diagram' && !isBare(desk, full)) {
    return { refused: desk.language.text('rename.diagram', '{file} names it in a diagram, where only ids with a digit, or in capitals with a hyphen, are read as such. '
      + 'Choose an id of that form.', { file }) };
  }
  if (as === 'link' || as === 'diagram') add(job, file, { range, text, ...how });
  else if (as !== 'mention' || isWhole) {
    const scalar = asScalar(job, file, whole, full);
    add(job, file, scalar === full ? { range, text, ...how } : { range: whole, text: scalar, ...how });
  } else if (isBare(desk, full) || /\[\[[ \t]*$/.test(before(slice, file, whole, 20))) add(job, file, { range, text, ...how });
  else addBracketed(job, file, path, { range: whole, text: `[[${full}]]`, ...how });
  return undefined;
}

/** What to write for a text of YAML: with quotes where it needs some and has none. */
function asScalar({ slice }: Job, file: string, range: Range, text: string): string {
  return /["']/.test(before(slice, file, range, 1)) ? text : yamlScalar(text, true);
}

/** The characters of the same line in front of a place. */
function before(slice: Slice, file: string, { start }: Range, most: number): string {
  return slice(file, { start: { ...start, character: Math.max(0, start.character - most) }, end: start });
}

/** A name that is not read bare gets brackets; where YAML does not let a text without quotes begin with them, or hold them, it gets quotes as well. */
function addBracketed(job: Job, file: string, path: Path, edit: Edit): void {
  add(job, file, edit);
  const text = job.desk.textOf(file), source = path.length > 0 ? job.desk.sourceOf(file) : undefined, node = source && nodeAt(source.root, path)?.node;
  if (!source || text === undefined || node?.type !== 'scalar' || !node.plain) return;
  const range = source.table.range(source.base + node.start, source.base + node.end);
  const isFlow = path.some((_, length) => {
    const around = nodeAt(source.root, path.slice(0, length))?.node;
    return around !== undefined && /[[{]/.test(text[source.base + around.start] ?? '');
  });
  if (isFlow || comparePositions(edit.range.start, range.start) === 0) job.quoted.set(`${file} ${node.start}`, { file, range });
}

/** Puts the texts that need quotes into them: each one edit with all that changes inside. */
function quote({ desk, edits, quoted }: Job): void {
  for (const { file, range } of quoted.values()) {
    const own = edits.get(file) ?? [], inside = own.filter(edit => holds(range, edit.range.start) && holds(range, edit.range.end));
    const raw = slices(desk)(file, range), written = edited(raw, inside.map(edit => ({ ...edit, range: relative(edit.range, range.start) })));
    edits.set(file, [...own.filter(edit => !inside.includes(edit)), { ...inside[0], range, text: `'${written.replaceAll('\'', '\'\'')}'` }]);
  }
}

function holds({ start, end }: Range, position: Position): boolean {
  return comparePositions(start, position) <= 0 && comparePositions(position, end) <= 0;
}

/** A range counted from another place. */
function relative({ start, end }: Range, from: Position): Range {
  const moved = ({ line, character }: Position): Position => ({ line: line - from.line, character: line === from.line ? character - from.character : character });
  return { start: moved(start), end: moved(end) };
}

/** Whether a name in running text is read without brackets (format.md F5). */
function isBare({ model }: EditorDesk, name: string): boolean {
  const nowhere: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  const [found, ...others] = findMentions(name, [], bareTemplates(model.config.ids), () => nowhere);
  return found?.text === name && others.length === 0 && (found.templated || looksLikeId(name.split('#')[0] ?? ''));
}

/** A field of which the whole text is an id, though its schema says of it only that it is a text. */
function isWholeValue(desk: EditorDesk, reference: Reference | undefined): boolean {
  const node = reference && reference.path.length > 0 ? nodeAt(desk.sourceOf(reference.file)?.root, reference.path)?.node : undefined;
  return node?.type === 'scalar' && node.text.trim().normalize('NFC') === reference?.to;
}

/** Fields of which the whole text is an id that is not read in running text: whether they mean it nobody can say for sure. */
function editPlainFields(job: Job, keeps: boolean): void {
  const { desk, item, old, now } = job, around = item.local === undefined ? '' : `${item.artefact}#`, full = around + old, next = around + now;
  const below = (text: string): string | undefined => (item.path.length === 0 && text.startsWith(`${full}#`) ? next + text.slice(full.length) : undefined);
  const confirm = desk.language.text('rename.plain', 'Fields whose whole text is {old}', { old });
  const how = (file: string, path: Path): Pick<Edit, 'confirm' | 'note'> => ({ confirm, ...annotationOf(job, file, path, 'field', keeps) });
  if (!isBare(desk, full)) editWholeValues(job, desk.model.files.keys(), full, text => (text === full ? next : below(text)), how);
  if (item.local !== undefined && !isBare(desk, old)) editWholeValues(job, [item.file], old, text => (text === old ? now : undefined), how);
}

/** Texts of fields that are what is looked for as a whole. `needle`: what stands in every file that has one. */
function editWholeValues(
  job: Job, files: Iterable<string>, needle: string, instead: (text: string) => string | undefined, how: (file: string, path: Path) => Pick<Edit, 'confirm' | 'note'>,
): void {
  const { desk } = job;
  for (const file of files) {
    const text = desk.textOf(file), source = text?.normalize('NFC').includes(needle) ? desk.sourceOf(file) : undefined, schema = source && desk.schemaOf(file);
    if (!source?.root || !schema) continue;
    for (const { node, path } of scalars(source.root, [])) {
      const written = instead(node.text.trim().normalize('NFC'));
      if (written === undefined || node.end <= node.start || shapeIn(schema, source, path, kindsOf(desk.model.config))?.prose !== true) continue;
      const range = source.table.range(source.base + node.start, source.base + node.end);
      add(job, file, { range, text: node.plain ? yamlScalar(written, true) : written, ...how(file, path) });
    }
  }
}

function* scalars(node: Node, path: Path): Iterable<{ node: ScalarNode; path: Path }> {
  if (node.type === 'scalar') yield { node, path };
  else if (node.type === 'list') for (const [at, item] of node.items.entries()) yield* scalars(item, [...path, at]);
  else for (const { key, value } of node.entries) yield* scalars(value, [...path, key.text]);
}

// What was approved, and the evidence of it.

/** The files of approval records: each says what it says since the commit of the person who approved. */
function approvalRecords({ control }: EditorDesk): ReadonlySet<string> {
  return new Set([...control.documents.values()].flatMap(({ approvals }) => approvals.flatMap(({ record }) => record?.file ?? [])));
}

/** True for what an approval covers (format.md F10), in a document that says of itself that it was approved. */
function isApproved(desk: EditorDesk, file: string, path: Path): boolean {
  const schema = desk.schemaOf(file), source = desk.sourceOf(file);
  if (!wasApproved(desk, file) || LIFECYCLE.includes(String(path[0]))) return false;
  return !schema || !source || !path.some((_, at) => shapeIn(schema, source, path.slice(0, at + 1), kindsOf(desk.model.config))?.normative === false);
}

function wasApproved({ control, factsOf }: EditorDesk, file: string): boolean {
  const artefact = factsOf(file)?.artefact, status = control.documents.get(artefact?.id ?? '')?.status;
  return artefact?.header === 'document' && (status === 'approved' || status === 'superseded' || status === 'withdrawn');
}

function everApproved(desk: EditorDesk, { artefact, file }: Item): boolean {
  return wasApproved(desk, file) || (desk.control.documents.get(artefact)?.approvals ?? []).some(({ meaning }) => meaning === 'approved' || meaning === 'agreed');
}

/** Rows of tables cannot be changed here, and any of them may name it. */
function hasTables({ model }: EditorDesk): boolean { return model.artefacts.some(({ data }) => isFields(data['table'])); }

/** What the editor says of a change, or asks. */
function annotationOf({ desk, old, evidence }: Job, file: string, path: Path, where: 'definition' | 'field' | 'prose', keeps: boolean): Pick<Edit, 'confirm' | 'note'> {
  const { language } = desk;
  if (evidence.has(file)) {
    const label = language.text('rename.record', 'In approval records, which are then no longer as whoever approved wrote them');
    return where === 'definition' ? { note: label } : { confirm: label };
  }
  if (isApproved(desk, file, path)) {
    if (where === 'definition') return { note: language.text('rename.approved-definition', 'Where it has its id: an approved document, which has to be approved again') };
    // Whoever renames means the fields too: undoing is one step, and each such document says that it was changed since.
    if (where === 'field') return { note: language.text('rename.approved-field', 'Fields of approved documents, which then have to be approved again') };
    return keeps ? { confirm: language.text('rename.approved-kept', 'In running text of approved documents, which then have to be approved again. Left as it is, {old} still leads there', { old }) }
      : { confirm: language.text('rename.approved', 'In running text of approved documents, which then have to be approved again') };
  }
  return where === 'prose' ? { confirm: language.text('rename.prose', 'In running text') } : {};
}

/** Adds the id of before to the earlier ones; false where its object has no place for them. */
function keepAlias(job: Job): boolean {
  const { desk, item: { file, path, aliases }, old, now } = job, source = desk.sourceOf(file), schema = desk.schemaOf(file), text = desk.textOf(file);
  const shape = source && schema && shapeIn(schema, source, path, kindsOf(desk.model.config));
  if (!source || text === undefined || !shape?.properties.has(ALIASES) || !isWellFormed(desk, job.item, old)) return false;
  // The place of the one that becomes the id again.
  const back = aliases.find(({ id }) => id === now);
  const edits = back ? [{ range: back.range, text: asScalar(job, file, back.range, old) }] : addEntry(source, text, [...path, ALIASES], old, [...shape.properties.keys()]);
  for (const edit of edits ?? []) add(job, file, edit);
  return edits !== undefined;
}

const ALIASES = 'aliases';

/** An earlier id that becomes the id again is no earlier one any more. */
function dropAlias(job: Job, isReplaced: boolean): void {
  const { desk, item: { file, path, aliases }, now } = job, at = aliases.findIndex(({ id }) => id === now), source = desk.sourceOf(file), text = desk.textOf(file);
  if (isReplaced || at < 0 || !source || text === undefined) return;
  for (const edit of remove(source, text, [...path, ALIASES, at]) ?? []) add(job, file, edit);
}

// The name of its file.

/** Renames the file of an artefact whose name carries the id, and what leads there; undefined where it stays. */
function moveFile(job: Job): { from: string; to: string } | undefined {
  const { desk, item, old, now, slice } = job, { model } = desk, from = item.file;
  if (item.path.length > 0 || model.files.get(from)?.artefact?.adopted !== false) return undefined;
  const slash = from.lastIndexOf('/') + 1, base = from.slice(slash), changed = nameWith(base, old, now), to = changed === undefined ? from : from.slice(0, slash) + changed;
  const isThere = [...model.paths].some(path => path.toLowerCase() === to.toLowerCase() && path !== from);
  if (changed === undefined || to === from || isThere || model.config.ignore.some(glob => matchesGlob(glob, to))) return undefined;
  const links: { reference: Reference; edit: Edit }[] = [];
  for (const reference of referencesNow(desk)) {
    if (!namesFile(reference) || reference.to.split('#')[0] !== from.normalize('NFC')) continue;
    const { range: { start }, range } = reference, raw = slice(reference.file, range), end = raw.split(/[?#]/)[0]?.trimEnd() ?? '';
    const written = [base, encodeURI(base)].find(form => end.endsWith(form));
    // Written in a way that cannot be followed letter by letter: the file keeps its name.
    if (written === undefined || range.end.line !== start.line) return undefined;
    const at = (character: number): Position => ({ line: start.line, character: start.character + character });
    links.push({ reference, edit: { range: { start: at(end.length - written.length), end: at(end.length) }, text: written === base ? changed : encodeURI(changed) } });
  }
  const note = (file: string, path: Path): Pick<Edit, 'note'> => (isApproved(desk, file, path)
    ? { note: desk.language.text('rename.approved-link', 'Links to its file in approved documents, which have to be approved again') } : {});
  for (const { reference: { file, path }, edit } of links) add(job, file, { ...edit, ...note(file, path) });
  editWholeValues(job, model.files.keys(), from.normalize('NFC'), text => (text === from.normalize('NFC') ? to : undefined), note);
  return { from, to };
}

/** A file name with another id; undefined where it does not carry the id, or the new one is no name for a file. Small letters stay small. */
function nameWith(base: string, old: string, now: string): string | undefined {
  if (!/^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u.test(now) || now.endsWith('.')) return undefined;
  const dot = base.lastIndexOf('.'), stem = dot > 0 ? base.slice(0, dot) : base, ending = base.slice(stem.length);
  if (stem === old) return now + ending;
  if (stem === old.toLowerCase()) return now.toLowerCase() + ending;
  const at = looksLikeId(old) ? stem.indexOf(old) : -1, around = [stem[at - 1] ?? '', stem[at + old.length] ?? ''];
  return at < 0 || around.some(c => /[\p{L}\p{N}]/u.test(c)) ? undefined : stem.slice(0, at) + now + stem.slice(at + old.length) + ending;
}

// Whether it is right.

/**
 * A file in which something would name another thing than before, or nothing; undefined where all is as it was but for the one name. `named`: files that name
 * it; `plain`: mentions that are whole fields, and may stop to be mentions.
 */
function changedMeaning({ desk, item, old, now, isAlias }: Job, changes: Changes, named: ReadonlySet<string>, plain: ReadonlySet<Reference>): string | undefined {
  const { model } = desk, { config } = model, moved = changes.rename?.[0], place = (file: string): string => (moved?.from === file ? moved.to : file);
  const edits = new Map(changes.edits?.map(({ file, edits: own }) => [file, own]));
  const facts = [...model.files.keys()].flatMap((file): FileFacts[] => {
    const text = desk.textOf(file), own = edits.get(file), known = desk.factsOf(file), name = place(file);
    if (text === undefined || (!own && name === file)) return known ? [known] : [];
    const after = edited(text, own ?? []);
    if (file === config.file) return [parseConfigFile(file, after).facts];
    const adoption = adoptionFor(name, after, config, matchesGlob);
    return [parseFile({ file: name, text: after, ...(adoption && { adoption }) }, config)];
  });
  const rows = { find: (id: string) => { const row = model.item(id); return row?.row ? { kind: row.type, file: row.file, line: row.idRange.start.line, log: row.artefact } : undefined; } };
  const after = buildModel(facts, [...model.paths].map(place), config, rows);
  const own = item.local ?? item.id, renamed = (id: string): string => {
    if (isAlias || own !== old) return id;
    if (item.local !== undefined) return id === item.id ? `${item.artefact}#${now}` : id;
    return id === item.id ? now : item.path.length === 0 && id.startsWith(`${item.id}#`) ? now + id.slice(item.id.length) : id;
  };
  const defined = new Set(after.items.map(({ id }) => id)), lost = model.items.find(({ id }) => !defined.has(renamed(id)));
  if (lost || after.items.length !== model.items.length) return lost?.file ?? item.file;
  const namings = groupBy(after.references, ({ file }) => file);
  return [...model.files.keys()].find(file => {
    if (!named.has(file) && !edits.has(file)) return false;
    const now = new Map<string, number>(), seen = desk.factsOf(file), read = after.files.get(place(file));
    if (!seen || !read || (read.incomplete !== undefined && seen.incomplete === undefined)) return seen !== undefined;
    const key = ({ via, to, expects }: Reference, id: string | undefined, at: (path: string) => string): string | undefined =>
      (id !== undefined ? `${via} ${id}` : expects.includes('file') ? `${via} ${at(to.split('#')[0] ?? '')}` : undefined);
    for (const reference of namings.get(read.file) ?? []) {
      const name = key(reference, after.resolve(reference)?.id, path => path);
      if (name !== undefined) now.set(name, (now.get(name) ?? 0) + 1);
    }
    return referencesIn(desk, seen).some(reference => {
      const target = desk.resolve(reference), name = key(reference, target && renamed(target.id), place), left = now.get(name ?? '') ?? 0;
      if (name === undefined || isPlain(plain, reference)) return false;
      now.set(name, left - 1);
      return left <= 0;
    });
  });
}

function isPlain(plain: ReadonlySet<Reference>, { file, path, via }: Reference): boolean {
  return via === 'mention' && [...plain].some(each => each.file === file && String(each.path) === String(path));
}
