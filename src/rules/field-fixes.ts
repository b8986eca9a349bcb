import { text } from '../sms/data.js';
import { isDay } from '../sms/days.js';
import { isCurrent } from '../sms/header.js';
import { phraseList } from '../sms/language.js';
import type { Model } from '../sms/model.js';
import { configSchema, kindsOf, type KindSchema } from '../sms/kinds.js';
import type { Shape } from '../sms/shapes.js';
import { fieldName, meantField } from '../sms/validation.js';
import { schemaIn, shapeIn } from '../sms/shape.js';
import { placeholderValue } from '../sms/skeleton.js';
import type { Source } from '../sms/source.js';
import { nearest } from '../sms/text.js';
import type { Finding, Item, Path } from '../sms/types.js';
import { entryOf, isEmpty, nodeAt, type Node } from '../sms/yaml.js';
import { remove, renameKey, setValue, type Step, type Value } from '../sms/yaml-edits.js';
import { mended, setting } from './mending.js';
import type { Fix, FixContext, Rule } from './rule.js';
import { booleanMeant, dayMeant, durationMeant, momentMeant, numberMeant, periodMeant, timeMeant, timeZoneMeant } from './writings.js';

/** Mends what the schemas mind: fields that are missing, unknown, or hold what they are not meant for, whichever rule speaks for them. */
export function* fieldFixes(context: FixContext, finding: Finding, rule: Rule): Iterable<Fix> {
  const source = context.sourceOf(finding.file), isConfig = finding.file === context.model.config.file, schema = isConfig ? configSchema : schemaIn(source, kindsOf(context.model.config));
  if (!source?.root || !schema) return;
  const path = context.pathOf(finding), from = { context, finding, source, schema, path };
  if (finding.rule === 'config-invalid') { yield* configFixes(from); return; }
  if (finding.message === 'missing') yield* missing(from, rule);
  else if (finding.rule === 'field-unknown') yield* meantKey(from);
  else if (finding.rule === 'field-invalid' && finding.message === 'empty-entry') yield* emptyEntry(from);
  else if (finding.rule === 'field-invalid' || finding.message === 'wrong') yield* meantValue(from, String(finding.args['otherwise'] ?? finding.message));
}

interface From { context: FixContext; finding: Finding; source: Source; schema: KindSchema; path: Path }

/** Of sms.yaml. */
function* configFixes(from: From): Iterable<Fix> {
  const { context, finding, path } = from, suggestion = finding.args['suggestion'] ?? finding.words?.['hint']?.args?.['suggestion'];
  switch (finding.message) {
    case 'time-zone': case 'value': yield* meantValue(from, finding.message === 'value' ? 'choice' : finding.message); return;
    case 'suggestion': case 'rule-unknown':
      if (typeof suggestion === 'string') yield* mended(context, finding, [(s, t) => renameKey(s, t, path, suggestion)], { say: 'rename-key', args: { field: suggestion }, preferred: true });
      else yield* mended(context, finding, [(s, t) => remove(s, t, path)], { say: 'remove-field', args: { field: String(path[path.length - 1]) } });
      return;
    case 'key-unknown': case 'threshold-unknown': yield* mended(context, finding, [(s, t) => remove(s, t, path)], { say: 'remove-field', args: { field: String(path[path.length - 1]) } });
  }
}

// Fields that are missing.

/** A field that is not there may name one of so many things before nobody wants to see a list of them. */
const MOST_WAYS = 5;

function* missing(from: From, rule: Rule): Iterable<Fix> {
  const { finding, source, schema, path } = from;
  // The finding stands at an id, a key or a first field: the object is there or around it.
  for (let length = path.length; length >= 0; length--) {
    const at = path.slice(0, length), shape = shapeIn(schema, source, at, kindsOf(from.context.model.config)), node = nodeAt(source.root, at)?.node;
    if (!shape || node?.type !== 'map') continue;
    const lacking = [...shape.properties].filter(([key, property]) => isWanted(shape, key, property, rule) && !isFilled(entryOf(node, key)?.value, property));
    if (lacking.length === 0 || (typeof finding.args['count'] === 'number' && finding.args['count'] !== lacking.length)) continue;
    yield* insertions(from, at, lacking);
    return;
  }
}

function isWanted(shape: Shape, key: string, { rule: { missing: named } }: Shape, rule: Rule): boolean {
  return rule.id === 'field-invalid' ? named === undefined && shape.required.has(key) : named === rule.id;
}

function isFilled(node: Node | undefined, shape: Shape): boolean {
  if (!node || isEmpty(node)) return false;
  return node.type === 'scalar' ? node.text.trim() !== '' : node.type === 'map' || node.items.length > 0 || shape.minItems === 0;
}

function* insertions({ context, finding, source }: From, at: Path, lacking: readonly [string, Shape][]): Iterable<Fix> {
  const fields = phraseList(lacking.map(([key, shape]) => fieldName([key], shape)));
  const ways = lacking.map(([key, shape]) => ({ key, shape, names: namesFor(context, finding, shape, source) }));
  // Of several fields that may each name something nobody sees all combinations: these wait for their value.
  const open = ways.filter(({ names }) => names.length > 0), [chosen] = open.length === 1 ? open : [];
  const begun = ways.map(({ key, shape }) => ({ key, shape, value: partsOf(placeholderValue(shape)) }));
  const steps = (valueOf: (field: { key: string; value: Value }) => Value): Step[] => begun.map(field => setting(context, finding.file, [...at, field.key], valueOf(field)));
  if (!chosen) {
    const whole = begun.every(({ value }) => value !== null);
    yield* mended(context, finding, steps(({ value }) => value), { say: 'insert', args: { fields }, ...(whole && { preferred: true }) });
  }
  for (const name of chosen?.names ?? []) {
    yield* mended(context, finding, steps(field => (field.key === chosen?.key ? name : field.value)), { say: 'insert-with', args: { fields, value: shown(name) } });
  }
  // That there is none of something is for a person to say.
  const none = begun.filter(({ key, value }) => value === null && key !== chosen?.key), names: readonly (Value | undefined)[] = chosen?.names ?? [undefined];
  if (none.length === 0 || !none.every(({ shape }) => listsNames(shape) && shape.minItems === 0)) return;
  for (const name of names) {
    const args = { fields, none: phraseList(none.map(({ key, shape }) => fieldName([key], shape))), value: name === undefined ? '' : shown(name) };
    const say = name !== undefined ? 'insert-with-some' : none.length === begun.length ? 'insert-none' : 'insert-some';
    yield* mended(context, finding, steps(field => (field.key === chosen?.key ? name ?? null : field.value ?? [])), { say, args });
  }
}

function shown(value: Value): string { return Array.isArray(value) ? value.join(', ') : String(value); }

/** What a missing field is likely to name. */
function namesFor(context: FixContext, finding: Finding, shape: Shape, source: Source): Value[] {
  const isList = listsNames(shape), types = isList ? shape.items?.refersTo ?? [] : shape.refersTo;
  const ids = types.length === 0 ? [] : likely(context, finding, types, source);
  return ids.map((id): Value => (isList ? [id] : id));
}

/** A part is begun only where there is something to write in it. */
function partsOf(value: Value): Value {
  const holds = (of: Value): boolean => (typeof of === 'string' ? true : typeof of === 'object' && of !== null && Object.values(of).some(holds));
  return holds(value) ? value : null;
}

/** What is gone is named by nothing new; what somebody outside answers for is named only where a person wants it. */
function isInUse(model: Model, item: Item): boolean {
  return isCurrent(model, item) && !GONE.has(item.status ?? '') && text(model.value(item), 'party') === undefined;
}

const GONE = new Set(['retired', 'superseded', 'withdrawn']);

function listsNames({ types, items }: Shape): boolean { return types.every(type => type === 'array') && items !== undefined && items.refersTo.length > 0; }

/** The ids of what a field may name, where there are few; of roles the owner of the document. */
function likely({ model }: FixContext, finding: Finding, types: readonly string[], source: Source): string[] {
  if (types.some(type => type === 'file' || type === 'item' || type === 'artefact')) return [];
  const items: readonly Item[] = types.flatMap(type => model.ofType(type))
    .filter(item => (item.local === undefined || item.artefact === finding.artefact) && item.id !== finding.subject && isInUse(model, item));
  const owner = nodeAt(source.root, ['owner'])?.node, own = items.filter(({ id }) => owner?.type === 'scalar' && owner.text === id);
  return (items.length > MOST_WAYS ? own : [...own, ...items.filter(item => !own.includes(item))]).map(({ id, local }) => local ?? id);
}

// Keys and values that are nearly right.

function* meantKey({ context, finding, source, schema, path }: From): Iterable<Fix> {
  const key = path[path.length - 1], around = nodeAt(source.root, path.slice(0, -1))?.node;
  const meant = typeof key === 'string' ? meantField(shapeIn(schema, source, path.slice(0, -1), kindsOf(context.model.config)), key, known => entryOf(around, known) !== undefined) : undefined;
  if (meant !== undefined) yield* mended(context, finding, [(s, t) => renameKey(s, t, path, meant)], { say: 'rename-key', args: { field: meant }, preferred: true });
}

function* meantValue({ context, finding, source, schema, path }: From, message: string): Iterable<Fix> {
  const shape = shapeIn(schema, source, path, kindsOf(context.model.config)), node = nodeAt(source.root, path)?.node;
  if (!shape || !node) return;
  const meant = meantBy(message, node, shape, context.model.config.timeZone);
  // Whether a document holds is a decision.
  const certain = !(path.length === 1 && path[0] === 'status') && message !== 'moment';
  if (meant !== undefined) yield* mended(context, finding, [(s, t) => setValue(s, t, path, meant)], { say: 'write', args: { value: shown(meant) }, ...(certain && { preferred: true }) });
}

function meantBy(message: string, node: Node, shape: Shape, timeZone: string): Value | undefined {
  const { types, items } = shape, written = node.type === 'scalar' ? node.text : undefined, [first] = node.type === 'list' ? node.items : [];
  if (message === 'type') {
    if (written === undefined) return first?.type === 'scalar' && node.type === 'list' && node.items.length === 1 && types.includes('string') ? first.text : undefined;
    const number = types.includes('number') || types.includes('integer') ? numberMeant(written) : undefined;
    if (number !== undefined && (types.includes('number') || Number.isInteger(number))) return number;
    if (types.includes('boolean')) return booleanMeant(written);
    return types.includes('array') && items && items.properties.size === 0 && items.types.includes('string') ? written.split(/\s*[,;]\s*/).filter(part => part !== '') : undefined;
  }
  if (written === undefined) return undefined;
  switch (message) {
    case 'choice': return shape.choices.find(choice => choice.toLowerCase() === written.trim().toLowerCase().replace(/[\s_]+/g, '-')) ?? nearest(written, shape.choices);
    case 'day': { const day = dayMeant(written); return isDay(day) ? day : undefined; }
    case 'moment': return momentMeant(written, timeZone);
    case 'period': return periodMeant(written);
    case 'time-zone': return timeZoneMeant(written);
    case 'pattern': {
      const bare = written.trim();
      return [timeMeant(bare), durationMeant(bare), periodMeant(bare), bare, bare.toUpperCase(), bare.toLowerCase()].find(way => way !== undefined && fits(way, shape));
    }
    default: return undefined;
  }
}

function fits(text: string, { pattern }: Shape): boolean { return pattern !== undefined && new RegExp(pattern, 'u').test(text); }

function* emptyEntry({ context, finding, source }: From): Iterable<Fix> {
  const at = source.table.starts[finding.range.start.line] ?? 0, offset = at + finding.range.start.character - source.base;
  const empty = emptyEntriesIn(source.root, []).filter(({ start }) => start >= offset).sort((a, b) => a.start - b.start)[0];
  if (empty) yield* mended(context, finding, [(s, t) => remove(s, t, empty.path)], { say: 'remove-entry', preferred: true });
}

function emptyEntriesIn(node: Node | undefined, path: Path): { path: Path; start: number }[] {
  if (node?.type === 'map') return node.entries.flatMap(({ key, value }) => emptyEntriesIn(value, [...path, key.text]));
  if (node?.type !== 'list') return [];
  return node.items.flatMap((item, at) => (isEmpty(item) ? [{ path: [...path, at], start: item.start }] : emptyEntriesIn(item, [...path, at])));
}
