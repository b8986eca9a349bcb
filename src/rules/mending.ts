import { edited, offsetsOf, type Changes } from '../sms/changes.js';
import { isFields, valueAt } from '../sms/data.js';
import { proposedFile, proposedId } from '../sms/proposals.js';
import { insertSection } from '../sms/markdown-edits.js';
import { headingIn, kindsOf } from '../sms/kinds.js';
import type { Shape } from '../sms/shapes.js';
import { schemaIn, shapeIn } from '../sms/shape.js';
import { isMarkdown } from '../sms/source.js';
import { artefactText, definingField, placeholderValue, wantedFields } from '../sms/skeleton.js';
import type { Arguments, Finding, Kind, Path, Word } from '../sms/types.js';
import { addEntry, editBetween, inSequence, insertField, remove, setField, type Step, type Value } from '../sms/yaml-edits.js';
import { nameOf } from '../sms/naming.js';
import type { Fix, FixContext } from './rule.js';

/** What the fixes of single rules are made of. */

export type Mend = (context: FixContext, finding: Finding) => Iterable<Fix>;

/** A fix for each message that has one. */
export function byMessage(table: Readonly<Record<string, Mend>>): Mend {
  return (context, finding) => (Object.hasOwn(table, finding.message) ? table[finding.message]?.(context, finding) ?? [] : []);
}

/** The arguments of a finding for the words of its fix: those that hold words of ours as such. */
export function wordsOf({ args, words }: Finding): Readonly<Record<string, Word>> { return { ...args, ...words }; }

/** Steps over the fields of one file, as changes; undefined where one of them cannot be made, and where nothing is left to do. */
export function changesIn({ sourceOf, textOf }: FixContext, file: string, steps: readonly Step[]): Changes | undefined {
  const source = sourceOf(file), text = textOf(file), edits = source && text !== undefined ? inSequence(source, text, steps) : undefined;
  return edits && edits.length > 0 ? { edits: [{ file, edits }] } : undefined;
}

/** The fix that makes these steps in the file of the finding; none where they cannot be made. */
export function* mended(context: FixContext, { file }: Finding, steps: readonly Step[], fix: Omit<Fix, 'changes'>): Iterable<Fix> {
  const changes = changesIn(context, file, steps);
  if (changes) yield { ...fix, changes };
}

/** The shape of what stands at a path of a file. */
export function shapeOf({ model, sourceOf }: FixContext, file: string, path: Path): Shape | undefined {
  const kinds = kindsOf(model.config), source = sourceOf(file), schema = schemaIn(source, kinds);
  return source && schema && shapeIn(schema, source, path, kinds);
}

/** The keys of the object at a path, as its schema has them. */
export function orderAt(context: FixContext, file: string, path: Path): readonly string[] { return [...shapeOf(context, file, path)?.properties.keys() ?? []]; }

/** Writes a value, into its place in the order of the schema where the field is not there. */
export function setting(context: FixContext, file: string, path: Path, value: Value): Step {
  return (source, text) => setField(source, text, path, value, orderAt(context, file, path.slice(0, -1)));
}

/** Puts an entry at the end of a list. */
export function adding(context: FixContext, file: string, path: Path, value: Value): Step {
  return (source, text) => addEntry(source, text, path, value, orderAt(context, file, path.slice(0, -1)));
}

export function inserting(context: FixContext, file: string, path: Path, key: string, value: Value): Step {
  return (source, text) => insertField(source, text, path, key, value, orderAt(context, file, path));
}

export function removing(path: Path): Step { return (source, text) => remove(source, text, path); }

/** Writes other words where the finding points at some: inside the value of a field by its quotes, in the text of a page as they are. */
export function* rewritten(context: FixContext, finding: Finding, words: string, fix: Omit<Fix, 'changes'>): Iterable<Fix> {
  const text = context.textOf(finding.file), path = context.pathOf(finding), value = dataAt(context, finding, path);
  if (text === undefined) return;
  const offset = offsetsOf(text), found = text.slice(offset(finding.range.start), offset(finding.range.end));
  if (path.length > 0) {
    if (typeof value === 'string' && value.includes(found)) yield* mended(context, finding, [setting(context, finding.file, path, value.replace(found, words))], fix);
  } else if (found !== '') yield { ...fix, changes: { edits: [{ file: finding.file, edits: [{ range: finding.range, text: words }] }] } };
}

/** What the data of the file of a finding hold at a path. */
export function dataAt({ model }: FixContext, { file }: Finding, path: Path): unknown { return valueAt(model.files.get(file)?.artefact?.data, path); }

/** The object that a finding is about: the one at its path, or around the value there. */
export function objectOf(context: FixContext, finding: Finding): Path {
  let path = context.pathOf(finding);
  while (path.length > 0 && !isFields(dataAt(context, finding, path))) path = path.slice(0, -1);
  return path;
}

/** Writes an argument of the message, which the rule computed, where the finding points. */
export function writesArgument(argument: string, say: string, preferred = true): Mend {
  return function* (context, finding) {
    const value = finding.args[argument], path = context.pathOf(finding);
    if (value === undefined || path.length === 0) return;
    yield* mended(context, finding, [setting(context, finding.file, path, value)], { say, args: wordsOf(finding), ...(preferred && { preferred: true as const }) });
  };
}

/** Inserts fields, begun with placeholders, into the object that the finding is about; a path leads to one inside it. */
export function inserts(say: string, keys: readonly string[], ...inside: Path): Mend {
  return function* (context, finding) {
    const object = [...objectOf(context, finding), ...inside];
    const steps = keys.flatMap((key): Step[] => {
      const shape = shapeOf(context, finding.file, [...object, key]), value = shape && placeholderValue(shape);
      return value === undefined || value === null ? [] : [inserting(context, finding.file, object, key, value)];
    });
    if (steps.length === keys.length) yield* mended(context, finding, steps, { say, args: wordsOf(finding) });
  };
}

/**
 * Begins fields with placeholders. Of one that takes no text there is a fix for each value that it may have: a choice of the schema, or an item that it
 * may name. None where two such are missing, for nobody could choose both at once, or where there are too many to choose from.
 */
export function completes(say: string, keysOf: (context: FixContext, finding: Finding) => readonly string[]): Mend {
  return function* (context, finding) {
    const { file } = finding, object = objectOf(context, finding), begun: Step[] = [];
    let open: { key: string; choices: readonly string[] } | undefined;
    for (const key of keysOf(context, finding)) {
      const shape = shapeOf(context, file, [...object, key]), value = shape && placeholderValue(shape);
      if (!shape || (value === null && open)) return;
      if (value === null) open = { key, choices: shape.choices.length > 0 ? shape.choices : namedBy(context, shape) };
      else begun.push(setting(context, file, [...object, key], value ?? ''));
    }
    if (!open) yield* mended(context, finding, begun, { say, args: wordsOf(finding) });
    else if (open.choices.length <= MOST_CHOICES) {
      for (const choice of open.choices) yield* mended(context, finding, [...begun, setting(context, file, [...object, open.key], choice)], { say: 'insert-with', args: { fields: open.key, value: choice } });
    }
  };
}

/** The ids that a field may name. */
function namedBy({ model }: FixContext, { refersTo }: Shape): string[] { return refersTo.flatMap(type => model.ofType(type).map(({ id }) => id)); }

type Values = Readonly<Record<string, Value>>;

/** Entries at the end of a list: what is known of each, an id where it needs one, and placeholders for what else it wants. */
export function addingNew(context: FixContext, file: string, list: Path, entries: readonly Values[]): Step[] {
  const item = shapeOf(context, file, list)?.items, id = item && definingField(item), { model } = context;
  if (!item) return [];
  const artefact = model.files.get(file)?.artefact?.id ?? '', taken = new Set<string>();
  const free = (known: Values): string => {
    const type = id?.shape.defines ?? '', title = typeof known['title'] === 'string' ? known['title'] : '';
    if (!id?.shape.local) return proposedId(model, type, title, taken);
    const base = title.toLowerCase().replace(/<[^>]*>/g, '').replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '').slice(0, LONGEST_LOCAL) || `${type}-1`;
    for (let number = 1; ; number++) {
      const own = number === 1 ? base : `${base.replace(/-\d+$/, '')}-${number}`;
      if (!taken.has(own) && !model.item(`${artefact}#${own}`)) return own;
    }
  };
  return entries.map(known => {
    const own = id && known[id.key] === undefined ? { [id.key]: free(known) } : {}, all: Values = { ...own, ...known };
    if (id) taken.add(String(all[id.key]));
    const begun = Object.fromEntries(wantedFields(item, Object.keys(all)).flatMap(key => { const shape = item.properties.get(key); return shape ? [[key, placeholderValue(shape)]] : []; }));
    const entry = Object.fromEntries([...item.properties.keys()].flatMap(key => { const value = { ...begun, ...all }[key]; return value === undefined ? [] : [[key, value]]; }));
    return adding(context, file, list, entry);
  });
}
const LONGEST_LOCAL = 40;

/** Adds an entry to a list of the object that the finding is about, or of the artefact where `whole`. */
export function addsEntry(say: string, list: Path, values: Values | ((context: FixContext, finding: Finding) => Values | undefined), { whole = false }: { whole?: boolean } = {}): Mend {
  return function* (context, finding) {
    const path = [...(whole ? [] : objectOf(context, finding)), ...list], known = typeof values === 'function' ? values(context, finding) : values;
    if (known) yield* mended(context, finding, addingNew(context, finding.file, path, [known]), { say, args: wordsOf(finding) });
  };
}

/** One fix for each choice, written where the finding points, or into a field of what it is about. */
export function chooses(say: string, choices: (context: FixContext, finding: Finding) => readonly string[], field?: string): Mend {
  return function* (context, finding) {
    const path = field === undefined ? context.pathOf(finding) : [...objectOf(context, finding), field];
    if (path.length === 0) return;
    for (const choice of choices(context, finding).slice(0, MOST_CHOICES)) {
      yield* mended(context, finding, [setting(context, finding.file, path, choice)], { say, args: { ...finding.args, choice } });
    }
  };
}

/** More are looked up, not clicked. */
const MOST_CHOICES = 6;

/** The fixes of several, the first one's first. */
export function both(...mends: readonly Mend[]): Mend {
  return function* (context, finding) { for (const mend of mends) yield* mend(context, finding); };
}

/** Takes out what the finding points at. */
export function removesIt(say: string, preferred = false): Mend { return (context, finding) => removed(context, finding, context.pathOf(finding), say, preferred); }

/** Takes out the entry of a list that the finding is about. */
export function removesEntry(say: string, preferred = false): Mend { return (context, finding) => removed(context, finding, objectOf(context, finding), say, preferred); }

function* removed(context: FixContext, finding: Finding, at: Path, say: string, preferred: boolean): Iterable<Fix> {
  if (at.length === 0) return;
  const around = dataAt(context, finding, at.slice(0, -1)), isAll = at.length > 1 && isFields(around) && Object.keys(around).length === 1, path = isAll ? at.slice(0, -1) : at;
  const list = path.slice(0, -1), entries = dataAt(context, finding, list);
  // An empty list says that there is none; without it nobody knows.
  const step = Array.isArray(entries) && entries.length === 1 ? setting(context, finding.file, list, []) : removing(path);
  yield* mended(context, finding, [step], { say, args: wordsOf(finding), ...(preferred && { preferred: true as const }) });
}

/** Begins these sections of the page of the finding, each with words of its own, where they belong by the schema. */
export function* sectionsBegun({ model, textOf }: FixContext, { file }: Finding, sections: readonly { key: string; body: string }[], say: string): Iterable<Fix> {
  const before = textOf(file), known = kindsOf(model.config).get(model.files.get(file)?.artefact?.kind ?? '')?.body ?? [], order = known.map(({ headings }) => headings);
  if (before === undefined || !isMarkdown(file)) return;
  let after = before;
  for (const { key, body } of sections) {
    const section = known.find(each => each.key === key);
    if (section) after = edited(after, insertSection(after, headingIn(section, model.config.language), body, order) ?? []);
  }
  if (after !== before) yield { say, changes: { edits: [{ file, edits: editBetween(before, after) }] } };
}

/** The role that a finding points at may only lack its mark. */
export function* marksAsTop(context: FixContext, finding: Finding): Iterable<Fix> {
  const named = dataAt(context, finding, context.pathOf(finding)), role = typeof named === 'string' ? context.model.item(named) : undefined;
  const changes = role && changesIn(context, role.file, [setting(context, role.file, [...role.path, 'topManagement'], true)]);
  if (role && changes) yield { say: 'top', args: { role: nameOf(role) }, changes };
}

/** A new artefact of a kind, with these fields and placeholders for what else it wants, in a file of its own. */
export function newArtefact({ model, today }: FixContext, kind: Kind, title: string, values: Readonly<Record<string, unknown>>): { id: string; file: string; text: string } | undefined {
  const schema = kindsOf(model.config).get(kind);
  if (!schema) return undefined;
  const id = proposedId(model, kind, title);
  return { id, file: proposedFile(model, kind, id), text: artefactText(schema, { id, title, ...values }, { today, language: model.config.language }) };
}

/** Creates an artefact that answers the finding. `args` of the fix: those of the message, and `id` of what is new. */
export function creates(kind: Kind, say: string, contents: (context: FixContext, finding: Finding) => { title: string; values: Readonly<Record<string, unknown>> } | undefined): Mend {
  return function* (context, finding) {
    const wanted = contents(context, finding), made = wanted && newArtefact(context, kind, wanted.title, wanted.values);
    if (made) yield { say, args: { ...finding.args, id: made.id } satisfies Arguments, changes: { create: [{ file: made.file, text: made.text }] } };
  };
}
