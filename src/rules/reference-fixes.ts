import { offsetsOf, type Edit } from '../sms/changes.js';
import { text } from '../sms/data.js';
import { isCurrent, successorsIn } from '../sms/header.js';
import { phrase } from '../sms/language.js';
import type { Model } from '../sms/model.js';
import { proposedFile, proposedId } from '../sms/proposals.js';
import { kindsOf, type Kinds, type KindSchema } from '../sms/kinds.js';
import type { Shape } from '../sms/shapes.js';
import { artefactText, definingField, placeholderValue } from '../sms/skeleton.js';
import { comparePositions, fileFrom, nearest } from '../sms/text.js';
import type { Finding, Item, ItemType, Path, Phrase, Reference } from '../sms/types.js';
import { addEntry, lineEndOf, type Value } from '../sms/yaml-edits.js';
import { orderAt } from './mending.js';
import type { Fix, FixContext } from './rule.js';

/** Mends references that lead nowhere, to the wrong thing, or to what is no longer in use, whichever rule speaks for them. */
export function* referenceFixes(context: FixContext, finding: Finding): Iterable<Fix> {
  const { model } = context, reference = finding.rule === 'link-outside-root' ? undefined : referenceAt(model, finding);
  if (finding.rule === 'link-outside-root') yield* insideLinks(context, finding);
  if (!reference) return;
  switch (finding.message) {
    case 'unresolved': case 'unknown': case 'wrong-type': case 'file-missing': case 'fragment': {
      yield* links(context, finding, reference);
      if (finding.message !== 'wrong-type' && finding.message !== 'fragment') yield* creations(context, reference);
      return;
    }
    case 'used': case 'replaced': case 'obsolete': {
      const target = model.resolve(reference);
      if (finding.message === 'used' && target) yield* linkTo(context, finding, reference, target, true);
      const successor = target && finding.message !== 'used' ? successorsIn(model).get(target.artefact)?.[0] : undefined;
      const instead = successor && target && (target.path.length === 0 ? model.item(successor.id) : model.item(`${successor.id}#${target.local ?? ''}`));
      if (instead) yield* linkTo(context, finding, reference, instead, finding.message === 'replaced');
    }
  }
}

function referenceAt(model: Model, { file, range }: Finding): Reference | undefined {
  return model.references.find(reference => reference.file === file && comparePositions(reference.range.start, range.start) === 0 && comparePositions(reference.range.end, range.end) === 0);
}

/** So few things of a type are all that can have been meant. */
const FEW = 3;

function* links(context: FixContext, finding: Finding, reference: Reference): Iterable<Fix> {
  const { model } = context;
  if (reference.expects.includes('file')) { yield* fileLinks(context, finding, reference); return; }
  const items = candidates(model, reference), byId = new Map(items.map(item => [written(item, reference), item]));
  const close = byId.get(nearest(reference.to, byId.keys()) ?? '');
  if (close) yield* linkTo(context, finding, reference, close, true);
  if (!reference.expects.includes('item') && !reference.expects.includes('artefact') && items.length <= FEW) {
    for (const item of items) if (item !== close) yield* linkTo(context, finding, reference, item, false);
  }
}

/** What a reference could have meant, and is in use. */
function candidates(model: Model, { expects, artefact, file, path }: Reference): readonly Item[] {
  const ofType = (type: ItemType): readonly Item[] => (type === 'artefact' ? model.items.filter(item => item.path.length === 0) : model.ofType(type));
  const items = expects.includes('item') ? model.items : expects.flatMap(ofType), isLocal = expects.every(type => kindsOf(model.config).itemTypes().get(type)?.local);
  return items.filter(item => isCurrent(model, item) && !isAround(item, file, path) && (item.local === undefined || item.artefact === artefact || !isLocal));
}

/** True for what the reference stands in: nothing depends on itself. */
function isAround(item: Item, file: string, path: Path): boolean {
  return item.file === file && item.path.length > 0 && item.path.length < path.length && item.path.every((step, at) => step === path[at]);
}

/** As the id is written from there. */
function written(item: Item, { artefact, to }: Reference): string { return item.local !== undefined && item.artefact === artefact && !to.includes('#') ? item.local : item.id; }

function* linkTo({ model }: FixContext, { rule }: Finding, reference: Reference, item: Item, preferred: boolean): Iterable<Fix> {
  const id = written(item, reference);
  yield { say: 'link', args: { id }, changes: changed(placesOf(model, reference, rule), place => written(item, place)), ...(preferred && { preferred: true as const }) };
}

/** All places that name what is not there: they are one finding. Of what is there it is the place alone. */
function placesOf(model: Model, reference: Reference, rule: string): readonly Reference[] {
  if (model.resolves(reference) || rule === 'alias-used') return [reference];
  const { to, artefact, expects } = reference, local = /\p{Ll}/u.test(to.split('#')[0] ?? '') && !to.includes('#') && !expects.includes('file');
  return model.references.filter(other => other === reference || (other.to === to && !model.resolves(other) && (!local || other.artefact === artefact)
    && (other.expects.join() === expects.join() || other.expects.includes('item'))));
}

function changed(places: readonly Reference[], textFor: (place: Reference) => string): Fix['changes'] {
  const files = [...new Set(places.map(({ file }) => file))];
  return { edits: files.map(file => ({ file, edits: places.filter(place => place.file === file).map((place): Edit => ({ range: place.range, text: textFor(place) })) })) };
}

function* fileLinks({ model }: FixContext, { rule }: Finding, reference: Reference): Iterable<Fix> {
  const [whole = '', fragment] = reference.to.split('#'), suffix = fragment === undefined ? '' : `#${fragment}`;
  if (fragment !== undefined && model.paths.has(whole)) {
    const close = nearest(fragment, (model.files.get(whole)?.items ?? []).map(item => item.local ?? item.id));
    if (close !== undefined) yield { say: 'link', args: { id: close }, changes: changed([reference], place => `${asWritten(whole, place)}#${close}`), preferred: true };
    return;
  }
  const names = new Map([...model.paths].reverse().map(path => [nameOf(path), path])), close = names.get(nameOf(whole)) ?? nearest(whole, model.paths);
  if (close === undefined) return;
  yield { say: 'link', args: { id: close }, changes: changed(placesOf(model, reference, rule), place => asWritten(close, place) + suffix), preferred: true };
}

/** The file of the same name inside of the SMS. */
function* insideLinks({ model, textOf }: FixContext, { file, range, args }: Finding): Iterable<Fix> {
  const named = [...model.paths].filter(path => nameOf(path) === nameOf(String(args['to'] ?? ''))), [only] = named, via = model.files.get(file)?.sections.length ? 'link' : 'field';
  if (only !== undefined && named.length === 1) {
    yield { say: 'link', args: { id: only }, changes: { edits: [{ file, edits: [{ range, text: asWritten(only, { file, via }) }] }] } };
  }
  const text = textOf(file) ?? '', offset = offsetsOf(text), start = offset(range.start), end = offset(range.end);
  const before = /(?<!!)\[([^\][\n]+)\]\($/.exec(text.slice(text.lastIndexOf('\n', start) + 1, start)), words = before?.[1];
  if (before && words !== undefined && text[end] === ')') {
    const { start: { line, character }, end: { line: last, character: to } } = range;
    yield { say: 'unlink', changes: { edits: [{ file, edits: [{ range: { start: { line, character: character - before[0].length }, end: { line: last, character: to + 1 } }, text: words }] }] } };
  }
}

function nameOf(path: string): string { return path.slice(path.lastIndexOf('/') + 1).toLowerCase(); }

/** A path from the root as it is written in a file: from the folder of that. */
function asWritten(path: string, { file, via }: Pick<Reference, 'file' | 'via'>): string {
  const relative = fileFrom(file, path);
  return via === 'link' ? relative.replaceAll('%', '%25').replaceAll(' ', '%20').replaceAll('(', '%28').replaceAll(')', '%29') : relative;
}

/** The missing thing, made from its schema, where there is one place that it can be meant for. */
function* creations(context: FixContext, { to, expects, via }: Reference): Iterable<Fix> {
  const { model } = context, [type] = expects;
  if (expects.length !== 1 || type === undefined || via !== 'field' || to.includes('#') || !/^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u.test(to) || model.items.some(({ id }) => id.toLowerCase() === to.toLowerCase())) return;
  const homes = homesOf(type, kindsOf(model.config));
  if (homes.length === 0) {
    const schema = kindsOf(model.config).itemTypes().has(type) ? undefined : kindsOf(model.config).get(type);
    if (schema?.header === 'document') yield* newFile(context, schema, to, { id: to });
    return;
  }
  const registers = homes.flatMap(home => model.ofKind(home.schema.kind).filter(register => isCurrentArtefact(register) && !register.adopted).map(register => ({ register, home })));
  const [only] = registers;
  if (registers.length === 1 && only) {
    const { register, home } = only, source = context.sourceOf(register.file), now = context.textOf(register.file);
    const edits = source && now !== undefined ? addEntry(source, now, [home.list], begun(home, to), orderAt(context, register.file, [])) : undefined;
    if (edits && edits.length > 0) yield { say: 'create-item', args: { id: to, type: typeName(type), file: register.file }, changes: { edits: [{ file: register.file, edits }] } };
  } else if (registers.length === 0 && homes.length === 1 && homes[0]) {
    const { schema, list } = homes[0];
    yield* newFile(context, schema, proposedId(model, schema.kind, schema.name), { [list]: [begun(homes[0], to)] });
  }
}

function isCurrentArtefact({ data }: { data: Record<string, unknown> }): boolean { const status = text(data, 'status'); return status !== 'superseded' && status !== 'withdrawn'; }

interface Home { schema: KindSchema; list: string; entry: Shape; key: string }

/** The lists of documents in which things of a type are kept. */
function homesOf(type: ItemType, kinds: Kinds): Home[] {
  return kinds.all().filter(({ header }) => header === 'document').flatMap(schema => [...schema.shape.properties].flatMap(([list, { items }]) => {
    const id = items && definingField(items);
    return items && id?.shape.defines === type && !id.shape.local ? [{ schema, list, entry: items, key: id.key }] : [];
  }));
}

/** An entry with its id, and what its schema or a rule wants beside that. */
function begun({ entry, key }: Home, id: string): Value {
  const value = placeholderValue(entry);
  return typeof value === 'object' && value !== null ? { ...value, [key]: id } : { [key]: id };
}

function* newFile({ model, today, textOf }: FixContext, schema: KindSchema, id: string, values: Record<string, unknown>): Iterable<Fix> {
  const file = proposedFile(model, schema.kind, id);
  const eol = lineEndOf(textOf(model.config.file) ?? '');
  yield { say: 'create', args: { id, kind: typeName(schema.kind), file }, changes: { create: [{ file, text: artefactText(schema, { id, title: id, ...values }, { today, eol, language: model.config.language }) }] } };
}

function typeName(type: ItemType): Phrase { return phrase(`kind.${type}`, type.replaceAll('-', ' ')); }
