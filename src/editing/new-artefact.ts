import { edited, offsetsOf, type Changes } from '../sms/changes.js';
import { isRetired } from '../sms/header.js';
import type { Language } from '../sms/language.js';
import type { Model } from '../sms/model.js';
import { proposedFile } from '../sms/proposals.js';
import { kindsOf, type Kinds, type KindSchema } from '../sms/kinds.js';
import { descriptionIn, shapeAt, type Shape } from '../sms/shapes.js';
import { artefactText, definingField, entryText, newId } from '../sms/skeleton.js';
import { clause, compareClauses } from '../sms/standard.js';
import { compareText, lineTable } from '../sms/text.js';
import type { ItemType, Position } from '../sms/types.js';
import { fitsTemplate } from '../sms/wildcards.js';
import { addEntry, type Value } from '../sms/yaml-edits.js';
import { coreValue, isEmpty, readYaml, type Node } from '../sms/yaml.js';
import type { EditorDesk } from './desk.js';
import { typeName } from './explorer.js';

/** Something new that can be made: a file of a kind, or an entry in a list of a file that is there. */
export type Template = { kind: string } | { file: string; field: string };

/** A template as it is offered. `makes`: the types of what can be made by it; `group`: what it belongs to, in order. */
export interface Offer { template: Template; makes: readonly ItemType[]; label: string; note: string; help: string; group: string }

/** All kinds, chapter by chapter of the standard, then the lists of the documents that there are. */
export function offers({ model, language }: { model: Model; language: Language }): Offer[] {
  const known = kindsOf(model.config), first = ({ clauses }: KindSchema): string => clauses[0]?.clause ?? '~';
  const inOrder = [...known.all()].sort((a, b) => compareClauses(first(a), first(b)) || compareText(a.name, b.name)), kinds = inOrder.map(schema => offerOf(schema, language, known));
  const documents = model.artefacts.filter(artefact => artefact.header === 'document' && !artefact.adopted && !isRetired(artefact));
  const lists = documents.flatMap(({ file, kind, id, title }) => listsOf(known.get(kind)).map(({ field, defines, list }): Offer => ({
    template: { file, field }, makes: [defines], note: id, help: descriptionIn(language, list),
    label: language.text('new.in', '{what} in {register}', { what: typeName(defines, language, known), register: title || id }),
    group: language.text('new.entries', 'In a file that is there'),
  })));
  return [...kinds, ...lists];
}

function offerOf(schema: KindSchema, language: Language, kinds: Kinds): Offer {
  const { kind, clauses, shape } = schema;
  return {
    template: { kind }, makes: [kind, ...listsOf(schema).map(({ defines }) => defines)], label: typeName(kind, language, kinds),
    note: clauses.map(each => each.clause).join(', '),
    help: descriptionIn(language, shape), group: chapterOf(clauses[0]?.clause, language),
  };
}

function chapterOf(id: string | undefined, language: Language): string {
  const chapter = clause(id?.split('.')[0] ?? '');
  return chapter ? `${chapter.id} ${language.text(`clause.${chapter.id}.title`, chapter.title)}` : language.text('new.others', 'For the others');
}

/** The lists at the top of a kind whose entries have ids. */
function listsOf(schema: KindSchema | undefined): { field: string; defines: ItemType; list: Shape }[] {
  return [...schema?.shape.properties ?? []].flatMap(([field, list]) => {
    const defines = list.items && definingField(list.items)?.shape.defines;
    return defines === undefined ? [] : [{ field, defines, list }];
  });
}

/** What is wanted of something new. Without an id or a file these are proposed. */
export interface Wish { template: Template; title: string; id?: string; file?: string }

/** What making it would write, and where its id will stand; or why it cannot be made, as a sentence. `title`: of the kind or register. */
export type Planned = { ok: true; id: string; changes: Changes; at: { file: string; position: Position } } | { ok: false; sentence: string };

/** Nothing is written here: what `wish` comes to in the SMS as it stands. */
export function planNew(desk: EditorDesk, { template, title, id: wished, file: wishedFile }: Wish): Planned {
  const { language } = desk, what = 'kind' in template ? newFile(desk, template.kind) : entryIn(desk, template.file, template.field);
  if (!what) return { ok: false, sentence: language.text('new.unknown', 'There is nothing here in which this could be made any more.') };
  const { shape, type, like, prefix } = what, taken = (id: string): boolean => desk.model.item(prefix + id) !== undefined;
  const id = wished ?? newId(type, title, { taken, like, template: desk.model.config.ids[type] });
  const problem = idProblem(id, { taken: taken(id), shape, template: desk.model.config.ids[type], language });
  if (problem !== undefined) return { ok: false, sentence: problem };
  return 'kind' in template ? fileOf(desk, template.kind, { id, title, file: wishedFile }) : entryOf(desk, template.file, template.field, { id, title });
}

/** Why something cannot have this id, as a sentence. */
function idProblem(
  id: string, { taken, shape, template, language }: { taken: boolean; shape: Shape | undefined; template: string | undefined; language: Language },
): string | undefined {
  if (taken) return language.text('new.taken', '{id} is taken.', { id });
  if (id === '' || id.length > MOST_LETTERS || !new RegExp(shape?.pattern ?? '', 'u').test(id)) {
    return language.text('new.shape', 'An id has 1 to {most} characters, and no white space, #, brackets, quotes or backslash.', { most: MOST_LETTERS });
  }
  return template === undefined || fitsTemplate(id, template) ? undefined : language.text('new.template', 'sms.yaml wants ids like {template} here.', { template });
}

const MOST_LETTERS = 100;

/** What ids are proposed by. `shape`: of the id; `prefix`: of full names. */
interface IdFrame { shape: Shape | undefined; type: ItemType; like: readonly string[]; prefix: string }

function newFile({ model }: EditorDesk, kind: string): IdFrame | undefined {
  const schema = kindsOf(model.config).get(kind);
  return schema && { shape: definingField(schema.shape)?.shape, type: kind, like: model.ofKind(kind).map(({ id }) => id), prefix: '' };
}

function entryIn(desk: EditorDesk, file: string, field: string): IdFrame | undefined {
  const schema = desk.schemaOf(file), items = schema && shapeAt(schema.shape, [field])?.items, id = items && definingField(items)?.shape, facts = desk.factsOf(file);
  if (id?.defines === undefined || !facts?.artefact) return undefined;
  const there = desk.model.ofType(id.defines).filter(item => !id.local || item.file === file).map(item => item.local ?? item.id);
  const example = typeof id.example === 'string' ? [id.example] : [];
  return { shape: id, type: id.defines, like: there.length > 0 ? there : example, prefix: id.local ? `${facts.artefact.id}#` : '' };
}

function fileOf({ model, today, language }: EditorDesk, kind: string, { id, title, file: wished }: { id: string; title: string; file: string | undefined }): Planned {
  const schema = kindsOf(model.config).get(kind);
  if (!schema) throw new Error(`there is no kind ${kind}`);
  const file = wished ?? proposedFile(model, kind, id);
  if (!isPath(file)) return { ok: false, sentence: language.text('new.path', '{file} is no path of a file below the folder of sms.yaml.', { file }) };
  if (model.paths.has(file)) return { ok: false, sentence: language.text('new.exists', '{file} exists already.', { file }) };
  const text = artefactText(schema, { id, title }, { today, language: model.config.language });
  return { ok: true, id, changes: { create: [{ file, text }] }, at: { file, position: positionOf(text, id, 0) } };
}

/** Where an id stands first behind a place. */
function positionOf(text: string, id: string, from: number): Position {
  const at = Math.max(text.indexOf(id, from), 0);
  return lineTable(text).position(at);
}

/** Below the root, with an ending by which it is read. */
function isPath(file: string): boolean {
  const isRead = /\.(?:ya?ml|md|markdown)$/i.test(file) && !/\\|:|[\u0000-\u001f]/.test(file);
  return isRead && file.split('/').every(part => part.trim() !== '' && !part.startsWith('.'));
}

function entryOf(desk: EditorDesk, file: string, field: string, { id, title }: { id: string; title: string }): Planned {
  const source = desk.sourceOf(file), text = desk.textOf(file) ?? '', schema = desk.schemaOf(file);
  const items = schema && shapeAt(schema.shape, [field])?.items, key = items && definingField(items)?.key;
  const known = { ...(key !== undefined && { [key]: id }), ...(title !== '' && items?.properties.has('title') && { title }) };
  const value = items && key !== undefined ? valueOf(readYaml(`${entryText(items, known, { today: desk.today })}\n`).root) : undefined;
  const edits = source && schema && value !== undefined ? addEntry(source, text, [field], value, [...schema.shape.properties.keys()]) : undefined;
  const [first] = edits ?? [];
  if (!first || !edits) {
    return { ok: false, sentence: desk.language.text('new.no-place', '{file} cannot be read to its end, so nothing can be put into it. Correct it first.', { file }) };
  }
  return { ok: true, id, changes: { edits: [{ file, edits }] }, at: { file, position: positionOf(edited(text, edits), id, offsetsOf(text)(first.range.start)) } };
}

/** Fields with their values; those without one are left to be written. */
function valueOf(node: Node | undefined): Value | undefined {
  if (!node || isEmpty(node)) return undefined;
  if (node.type === 'scalar') return coreValue(node) ?? undefined;
  if (node.type === 'list') return node.items.flatMap(item => valueOf(item) ?? []);
  const fields = node.entries.flatMap(({ key, value }): [string, Value][] => { const own = valueOf(value); return own === undefined ? [] : [[key.text, own]]; });
  return fields.length === 0 ? undefined : Object.fromEntries(fields);
}
