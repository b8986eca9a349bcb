import { groupBy, isFields, text, type Fields } from '../sms/data.js';
import { DEVIATION_REGISTER } from '../sms/deviations.js';
import { joined, phrase } from '../sms/language.js';
import { labelOf } from '../sms/naming.js';
import { isInData } from '../sms/parse.js';
import { kindsOf, type Kinds } from '../sms/kinds.js';
import type { Shape } from '../sms/shapes.js';
import { adoptionFor } from '../sms/adoption.js';
import { isMarkdown } from '../sms/source.js';
import { compareText, evenLines, textHash } from '../sms/text.js';
import type { Artefact, FileFacts, Item, Phrase, Word } from '../sms/types.js';
import { matchesGlob } from '../sms/wildcards.js';
import { claims, compareAttachments, compareTables } from './attachments.js';
import { Desk } from './desk.js';
import { canonical, directionOf, fieldChanges, fieldKey, type FieldChange, type Names, type Sides } from './fields.js';
import { isWhole, matchThings, namesOf, shapeOf } from './matching.js';
import { endOf } from './roles.js';
import { sectionChanges } from './sections.js';
import { sentence } from './sentences.js';
import { compareConfig } from './settings.js';
import { CALENDAR_FIELDS, calendarChange, calendarSwap, isCalendar, isMatrix, isTarget, MATRIX_FIELDS, matrixChange, promised, TARGET_FIELDS, targetChange, type Between, type Meant } from './targets.js';
import type { At, Direction, NotCompared, Review, State, Weight } from './types.js';
import { heavier, weightOf, weightOfField } from './weights.js';
import { labelWord, pathKey, wayWord } from './words.js';

export interface Compared extends Pick<Review, 'changes' | 'renamed' | 'files' | 'notCompared'> {}

/**
 * What differs between two states of one SMS, worst first. Files with the same facts or the same text cost next to nothing. What could not be read on one side
 * is no change and no "nothing changed": it stands in `notCompared`. Never throws over content.
 */
export function changesBetween(before: State, after: State): Compared {
  const found = changedFiles(before, after), matching = matchThings(before, after, found.changed), desk = new Desk(before, after, matching);
  compareConfig(desk);
  for (const [one, other] of matching.pairs) comparePair(one, other, desk);
  tellRemoved(found.unread, desk);
  tellAdded(found.unread, desk);
  for (const [one, other] of matching.pairs) if (isWhole(one)) tellForm(one, other, desk);
  for (const unread of found.unread) tellUnread(unread, desk);
  const compared = compareTables(desk);
  compareAttachments(found.plain, compared, desk);
  return { changes: desk.changes(), renamed: matching.renamed, files: countFiles(found, desk), notCompared: desk.notCompared };
}

// Which files differ

interface Unread {
  file: string;
  before?: FileFacts;
  after?: FileFacts;
  side: NotCompared['side'];
  reason: string;
  /** Ids that may stand in it. */
  maybe: ReadonlySet<string>;
  /** The artefact of another file that it may hold. */
  moved?: Item;
}

interface Found {
  changed: { before: FileFacts[]; after: FileFacts[] };
  unread: Unread[];
  /** Of the root on at least one side, and no artefact on either. */
  plain: string[];
  differing: Set<string>;
}

function changedFiles(before: State, after: State): Found {
  const { model: { files: own } } = before, { model: { files: others } } = after, found: Found = { changed: { before: [], after: [] }, unread: [], plain: [], differing: new Set() };
  const configs = new Set([before.model.config.file, after.model.config.file]), gaps = [before, after].map(gapsOf);
  for (const file of [...new Set([...own.keys(), ...others.keys()])].sort(compareText)) {
    const one = own.get(file), other = others.get(file);
    if (configs.has(file)) continue;
    if (one === other || (one && other && saysTheSame(one, other, before, after))) continue;
    if (!claims(one) && !claims(other)) { found.plain.push(file); continue; }
    found.differing.add(file);
    const lost = [one?.incomplete ?? (one ? undefined : gaps[0]?.(file)), other?.incomplete ?? (other ? undefined : gaps[1]?.(file))];
    if (lost[0] !== undefined || lost[1] !== undefined) {
      found.unread.push({
        file, ...(one && { before: one }), ...(other && { after: other }), side: lost[0] === undefined ? 'after' : lost[1] === undefined ? 'before' : 'both', reason: lost[1] ?? lost[0] ?? '',
        maybe: new Set([...(lost[0] === undefined ? [] : one?.maybe ?? []), ...(lost[1] === undefined ? [] : other?.maybe ?? [])]),
      });
      continue;
    }
    if (one?.artefact) found.changed.before.push(one);
    if (other?.artefact) found.changed.after.push(other);
  }
  return found;
}

function saysTheSame(one: FileFacts, other: FileFacts, before: State, after: State): boolean {
  const text = before.textOf(one.file);
  if (text === undefined || text !== after.textOf(other.file)) return false;
  if (one.artefact?.kind !== other.artefact?.kind || one.artefact?.id !== other.artefact?.id) return false;
  // An adopted file says what sms.yaml makes of it.
  return one.artefact?.adopted !== true || JSON.stringify(before.model.config.adopt) === JSON.stringify(after.model.config.adopt);
}

/** Why a file that is not there may only be unseen: it stands in a folder that could not be opened. */
function gapsOf({ incomplete }: State): (file: string) => string | undefined {
  const places = incomplete.flatMap(({ file, reason, rule }) => (file === undefined || rule !== undefined ? [] : [{ file, reason }]));
  return file => places.find(place => place.file === '.' || place.file === file || file.startsWith(`${place.file}/`))?.reason;
}

function countFiles({ differing }: Found, { before, after, matching, attachments }: Desk): Review['files'] {
  const config = [before, after].map(state => state.textOf(state.model.config.file)), had = (file: string): boolean => before.model.paths.has(file), has = (file: string): boolean => after.model.paths.has(file);
  const all = new Set([...differing, ...attachments.differing, ...(config[0] === config[1] ? [] : [after.model.config.file])]);
  const gone = new Set([...all].filter(file => !has(file))), came = new Set([...all].filter(file => !had(file)));
  let moved = 0;
  for (const [one, other] of [...[...matching.pairs].flatMap(([one, other]) => (isWhole(one) ? [[one.file, other.file] as const] : [])), ...attachments.moved]) {
    if (one !== other && gone.has(one) && came.has(other)) { gone.delete(one); came.delete(other); moved++; }
  }
  return { changed: [...all].filter(file => had(file) && has(file)).length, added: came.size, removed: gone.size, moved };
}

// One thing on both sides

function comparePair(one: Item, other: Item, desk: Desk): void {
  const artefact = { before: desk.artefact('before', one.file), after: desk.artefact('after', other.file) }, at = { before: desk.at('before', one), after: desk.at('after', other) };
  if (!artefact.before || !artefact.after) return;
  const own = desk.whole('before', one.file), nowIn = desk.whole('after', other.file), moved = own !== undefined && desk.matching.pairs.get(own) !== nowIn;
  if (one.type !== other.type) {
    desk.put({
      act: 'retyped', weight: heavier(weightOf(one, artefact.before, desk.before), weightOf(other, artefact.after, desk.after)), direction: 'changed', item: other, ...at, content: `${one.type} ${other.type}`,
      say: phrase('review.retyped', '{id} stands for something else now: it was {before}, and is {after}', { id: other.id, before: typed(one, desk.before), after: typed(other, desk.after) }),
      texts: { before: labelOf(one), after: labelOf(other) },
    });
    return;
  }
  if (isWhole(one) ? one.id !== other.id : one.local !== other.local || (one.local === undefined ? one.id !== other.id : moved)) {
    desk.put({
      act: 'renamed', weight: weightOf(other, artefact.after, desk.after), direction: 'neutral', item: other, ...at, content: one.id,
      say: phrase('review.renamed', '{thing} was called {before} before', { thing: labelOf(other), before: one.id }),
    });
  }
  if (isWhole(one) && one.file !== other.file) {
    desk.put({
      act: 'moved', weight: 'editorial', direction: 'neutral', item: other, ...at, content: `${one.file} ${other.file}`,
      say: phrase('review.moved', '{thing} moved from {before} to {after}', { thing: labelOf(other), before: one.file, after: other.file }),
    });
  } else if (!isWhole(one) && moved && own && nowIn) {
    // What an approval of either covers is another content.
    desk.put({
      act: 'moved', weight: artefact.after.header === 'record' ? 'record' : 'content', direction: 'neutral', item: other, ...at, content: `${own.id} ${nowIn.id}`,
      say: phrase('review.moved', '{thing} moved from {before} to {after}', { thing: labelOf(other), before: labelOf(own), after: labelOf(nowIn) }),
    });
  }
  const lost = isWhole(one) ? [isLost(one, desk.before), isLost(other, desk.after)] : [];
  if (lost.includes(true) && desk.before.textOf(one.file) !== desk.after.textOf(other.file)) {
    const reason = phrase('review.lost', 'it says what could not be taken from it, such as a field that is written twice');
    desk.notCompared.push({ side: !lost[0] ? 'after' : !lost[1] ? 'before' : 'both', file: other.file, reason });
  }
  compareFields(one, other, { before: artefact.before, after: artefact.after }, desk);
  if (isWhole(one)) compareBodies(one, other, { before: artefact.before, after: artefact.after }, desk);
}

function typed({ type, title, id }: Item, { model }: State): Word {
  const name = kindsOf(model.config).get(type)?.name, kind: Word = name === undefined ? type : phrase(`kind.${type}`, name);
  return title === id ? kind : joined([kind, `“${title}”`], ' ');
}

function namesIn({ matching, after }: Desk, artefact: Between['artefact']): Sides['names'] { return namesOf(matching.laterIds, { before: artefact.before.id, after: artefact.after.id }, after); }

/** Compared together, since no part says by itself whether more is promised. */
const WHOLES: readonly { is(shape: Shape | undefined): boolean; fields: ReadonlySet<string>; compare(before: Fields, after: Fields, between: Between): Meant | undefined }[] = [
  { is: isTarget, fields: TARGET_FIELDS, compare: targetChange }, { is: isMatrix, fields: MATRIX_FIELDS, compare: matrixChange }, { is: isCalendar, fields: CALENDAR_FIELDS, compare: calendarChange },
];

function compareFields(one: Item, other: Item, artefact: Between['artefact'], desk: Desk): void {
  const { before, after } = desk, was = before.model.value(one), now = after.model.value(other);
  if (was === now || JSON.stringify(was) === JSON.stringify(now)) return;
  const shape = shapeOf(other, artefact.after, kindsOf(desk.after.model.config)), names = namesIn(desk, artefact);
  const sides: Sides = { before: { model: before.model, artefact: artefact.before.id }, after: { model: after.model, artefact: artefact.after.id }, names };
  const [from, to] = isWhole(one) ? [withoutMapped(artefact.before, before), withoutMapped(artefact.after, after)] : [was, now];
  let found = fieldChanges(from, to, shape, sides);
  // That the earlier id still resolves is part of the renaming.
  if (one.id !== other.id) {
    const isEarlier = (added: unknown): boolean => Array.isArray(added) && added.every(id => id === one.id || id === one.local);
    found = found.filter(({ by, how, after: added }) => !(by.length === 1 && by[0] === 'aliases' && how === 'list' && isEarlier(added)));
  }
  const whole = WHOLES.find(({ is }) => is(shape)), judged = whole ? found.filter(({ by }) => whole.fields.has(String(by[0]))) : [];
  const meant = whole && judged.length > 0 ? whole.compare(was, now, { before, after, artefact, later: id => names.before.reference(id) }) : undefined;
  if (meant) {
    // By matrices and calendars all agreements promise.
    const own = weightOf(other, artefact.after, desk.after), weight = own === 'content' && !isTarget(shape) ? 'promise' : own;
    desk.put({
      act: 'changed', weight, direction: meant.direction, item: other, say: meant.say, parts: meant.parts, before: desk.at('before', one, judged[0]?.was ?? []), after: desk.at('after', other, judged[0]?.now ?? []),
      clauses: [...new Set(judged.flatMap(({ clauses }) => clauses))], content: judged.map(fieldKey).join(' '),
    });
  }
  for (const change of found) if (!meant || !judged.includes(change)) putField(change, one, other, artefact, sides, desk);
}

/** Of an adopted file their keys that are read as ours, which would be told twice. */
function withoutMapped({ data, adopted, file }: Artefact, { model, textOf }: State): Fields {
  const adoption = adopted ? adoptionFor(file, textOf(file) ?? '', model.config, matchesGlob) : undefined;
  if (!adoption) return data;
  const theirs = new Set(Object.entries(adoption.fields).flatMap(([ours, way]) => (way.includes('.') || way === ours ? [] : [way])));
  return Object.fromEntries(Object.entries(data).filter(([key]) => !theirs.has(key) || Object.hasOwn(adoption.fields, key)));
}

function putField(change: FieldChange, one: Item, other: Item, artefact: Between['artefact'], sides: Sides, desk: Desk): void {
  const thing = labelOf(other), field = change.now ?? change.was ?? [];
  let weight = weightOfField(change, other, artefact.after, desk.after);
  const told = sentence(change, thing, sides, weight === 'record' || weight === 'lifecycle' || (isTitle(change) && weight !== 'frame') ? 'neutral' : directionOf(change));
  let { direction, say } = told;
  if (change.shape?.refersTo.includes('calendar') && change.how === 'value') {
    const meant = calendarSwap(joined([thing, wayWord(change.steps)]), asId(change.before), asId(change.after), desk);
    if (meant) ({ direction, say } = meant);
  }
  // Taken back, or in force again: as if the whole went, or came.
  const turn = change.by.length === 1 && change.by[0] === 'status' ? (endOf(other, desk.before, desk.after) ? 'loosened' : endOf(one, desk.after, desk.before) ? 'tightened' : undefined) : undefined;
  if (turn && (weight === 'lifecycle' || weight === 'progress')) {
    weight = weightOf(other, artefact.after, desk.after);
    direction = weight === 'promise' ? turn : 'changed';
  }
  desk.put({
    act: change.how === 'order' ? 'reordered' : 'changed', weight, direction, item: other, field, say, ...(told.texts && { texts: told.texts }), clauses: change.clauses,
    before: desk.at('before', one, change.was ?? change.now ?? []), after: desk.at('after', other, change.now ?? change.was ?? []), content: fieldKey(change),
  });
}

/** What a thing is called promises nothing. */
function isTitle({ by }: FieldChange): boolean { return by.length === 1 && by[0] === 'title'; }

function asId(value: unknown): string | undefined { return typeof value === 'string' ? value : undefined; }

function compareBodies(one: Item, other: Item, artefact: Between['artefact'], desk: Desk): void {
  const [was, now] = [desk.before, desk.after].map((state, at) => ({ facts: state.model.files.get((at === 0 ? one : other).file), text: state.textOf((at === 0 ? one : other).file) }));
  if (!was?.facts || !now?.facts || was.text === undefined || now.text === undefined || was.text === now.text) return;
  const markdown = [isBody(one.file, was.text, desk.before), isBody(other.file, now.text, desk.after)];
  if (!markdown[0] && !markdown[1]) return;
  const found = sectionChanges({ facts: was.facts, text: markdown[0] ? was.text : '' }, { facts: now.facts, text: markdown[1] ? now.text : '' }, kindsOf(desk.after.model.config).get(artefact.after.kind), namesIn(desk, artefact));
  if (!found) { desk.notCompared.push({ side: 'both', file: other.file, reason: phrase('review.body-limit', 'its text is over a limit') }); return; }
  const weight = weightOf(other, artefact.after, desk.after), thing = labelOf(other);
  for (const { how, say, texts, before: range, after: rangeNow, content } of found) {
    desk.put({
      act: how === 'order' ? 'reordered' : 'changed', weight, item: other, content: `${how} ${content}`,
      direction: weight === 'record' || how === 'called' || how === 'numbered' || how === 'order' ? 'neutral' : 'changed',
      say: phrase('review.of-thing', '{thing}: {say}', { thing, say }), ...(texts && { texts }),
      before: range ? { file: one.file, path: [], range } : desk.at('before', one), after: rangeNow ? { file: other.file, path: [], range: rangeNow } : desk.at('after', other),
    });
  }
}

function isBody(file: string, text: string, { model }: State): boolean {
  const adoption = adoptionFor(file, text, model.config, matchesGlob);
  return adoption ? adoption.as === 'markdown' : isMarkdown(file);
}

// What came and went

function tellRemoved(unread: readonly Unread[], desk: Desk): void {
  const { removed } = desk.matching, gone = new Set(removed), paths = new Set(removed.map(item => `${item.file} ${pathKey(item.path)}`));
  const lost = unread.filter(({ after, side }) => after !== undefined && side !== 'before');
  for (const item of removed) {
    const artefact = desk.artefact('before', item.file), whole = desk.whole('before', item.file);
    if (!artefact || !whole || mayStandIn(item, lost)) continue;
    const inside = isInside(item, paths);
    if (!isWhole(item) && (inside || gone.has(whole)) && (item.local !== undefined || artefact.header === 'record')) continue;
    const now = desk.matching.pairs.get(whole), kinds = kindsOf(desk.before.model.config), weight = weightOf(item, artefact, desk.before);
    // With what it stands for now it cannot have what was local to it.
    if (item.local !== undefined && now && now.type !== whole.type) continue;
    desk.put({
      act: 'removed', weight, direction: cameOrWent(item, artefact, weight, false, kinds), item, before: desk.at('before', item), content: canonical(desk.before.model.value(item), undefined) ?? '',
      clauses: clausesOf(item, artefact, kinds), say: isWhole(item) ? phrase('review.removed-whole', '{thing} taken out{inside}', { thing: named(item, artefact, desk.before), inside: contents(item, artefact, desk.before) })
        : phrase('review.removed', '{thing} taken out of {artefact}{terms}', { thing: labelOf(item), artefact: labelOf(artefact), terms: termsOf(item, artefact, desk.before) }),
    });
    if (now) desk.told.add(now);
  }
}

function tellAdded(unread: readonly Unread[], desk: Desk): void {
  const { added } = desk.matching, came = new Set(added), paths = new Set(added.map(item => `${item.file} ${pathKey(item.path)}`));
  const lost = unread.filter(({ before, side }) => before !== undefined && side !== 'after');
  for (const item of added) {
    const artefact = desk.artefact('after', item.file), whole = desk.whole('after', item.file);
    if (!artefact || !whole || mayStandIn(item, lost)) continue;
    const kinds = kindsOf(desk.after.model.config), weight = weightOf(item, artefact, desk.after);
    // A new document is agreed to as a whole; what it accepts or leaves out is not.
    if (!isWhole(item) && (isInside(item, paths) || (came.has(whole) && weight !== 'frame'))) continue;
    desk.put({
      act: 'added', weight, direction: cameOrWent(item, artefact, weight, true, kinds), item, after: desk.at('after', item), clauses: clausesOf(item, artefact, kinds),
      content: canonical(desk.after.model.value(item), undefined) ?? '',
      say: isWhole(item) ? phrase('review.added-whole', '{thing} added{inside}', { thing: named(item, artefact, desk.after), inside: contents(item, artefact, desk.after) })
        : phrase('review.added', '{thing} added to {artefact}{terms}', { thing: labelOf(item), artefact: labelOf(artefact), terms: termsOf(item, artefact, desk.after) }),
      parts: isWhole(item) ? promisesIn(item, artefact, desk.after) : undefined,
    });
  }
}

/** What may stand in a file that could not be read neither came nor went, as far as anybody knows. */
function mayStandIn(item: Item, unread: readonly Unread[]): boolean {
  const found = unread.find(({ maybe }) => maybe.has(item.id) || maybe.has(item.local ?? item.id));
  if (found && isWhole(item)) found.moved ??= item;
  return found !== undefined;
}

/** Inside another item that came or went as a whole. */
function isInside({ file, path }: Item, paths: ReadonlySet<string>): boolean {
  for (let length = path.length - 1; length > 0; length--) if (paths.has(`${file} ${pathKey(path.slice(0, length))}`)) return true;
  return false;
}

function cameOrWent(item: Item, artefact: Artefact, weight: Weight, came: boolean, kinds: Kinds): Direction {
  const list = listOfItem(item, artefact, kinds)?.direction;
  if (list === 'higher-is-tighter') return came ? 'tightened' : 'loosened';
  if (list === 'lower-is-tighter') return came ? 'loosened' : 'tightened';
  const promises = weight === 'promise' && (isWhole(item) || item.type === 'service' || isTarget(shapeOf(item, artefact, kinds)));
  if (promises) return came ? 'tightened' : 'loosened';
  return came || weight === 'record' ? 'neutral' : 'changed';
}

function listOfItem(item: Item, artefact: Artefact, kinds: Kinds): Shape | undefined {
  const path = item.path.slice(0, -1);
  return path.length === 0 ? undefined : shapeOf({ path }, artefact, kinds);
}

function clausesOf(item: Item, artefact: Artefact, kinds: Kinds): readonly string[] { return listOfItem(item, artefact, kinds)?.clauses ?? []; }

/** `Service level agreement “Boreal” (SLA-BOREAL)`. */
function named(item: Item, { kind }: Artefact, { model }: State): Word {
  const name = kindsOf(model.config).get(kind)?.name;
  return name === undefined ? labelOf(item) : joined([phrase(`kind.${kind}`, name), item.title === item.id ? item.id : `“${item.title}” (${item.id})`], ' ');
}

/** ` with targets: 6, workload limits: 2`; nothing where it holds no items. */
function contents(item: Item, { kind }: Artefact, { model }: State): Word {
  const shape = kindsOf(model.config).get(kind)?.shape, lists = groupBy((model.files.get(item.file)?.items ?? []).filter(({ path }) => path.length === 2), ({ path }) => String(path[0]));
  const parts = [...lists].map(([key, items]) => joined([labelWord(key, shape?.properties.get(key)), items.length], ': '));
  return parts.length === 0 ? '' : phrase('review.with', ', with {parts}', { parts: joined(parts) });
}

/** `: at most 4 hours …`, what a target promises. */
function termsOf(item: Item, artefact: Artefact, { model }: State): Word {
  const terms = isTarget(shapeOf(item, artefact, kindsOf(model.config))) ? promised(model.value(item)) : artefact.kind === DEVIATION_REGISTER ? borne(model.value(item)) : undefined;
  return terms ? joined(['', terms], ': ') : '';
}

/** What a deviation accepts, and how long. */
function borne(value: unknown): Phrase | undefined {
  const rule = text(value, 'rule'), at = text(value, 'at'), until = text(value, 'until');
  return rule === undefined || at === undefined || until === undefined ? undefined : phrase('review.deviation', '{rule} at {at}, until {until}', { rule, at, until });
}

function promisesIn(item: Item, artefact: Artefact, { model }: State): readonly Phrase[] {
  return (model.files.get(item.file)?.items ?? []).flatMap(own => {
    const terms = !isWhole(own) && isTarget(shapeOf(own, artefact, kindsOf(model.config))) ? promised(model.value(own)) : undefined;
    return terms ? [phrase('review.of-thing', '{thing}: {say}', { thing: labelOf(own), say: terms })] : [];
  });
}

// What is only written otherwise

function tellForm(one: Item, other: Item, desk: Desk): void {
  const was = desk.before.textOf(one.file), now = desk.after.textOf(other.file), artefact = { before: desk.artefact('before', one.file), after: desk.artefact('after', other.file) };
  if (desk.told.has(one) || desk.told.has(other) || !artefact.before || !artefact.after || was === now) return;
  const { before, after } = { before: artefact.before, after: artefact.after }, shape = kindsOf(desk.after.model.config).get(after.kind)?.shape, names = namesIn(desk, { before, after });
  const at = { before: desk.at('before', one), after: desk.at('after', other) }, thing = labelOf(other), rest = { weight: 'editorial' as const, direction: 'neutral' as const, item: other, ...at };
  const evenly = [was, now].map(text => evenLines(text ?? '').replace(/\r\n/g, '\n')), content = textHash(`${evenly[0]}\0${evenly[1]}`);
  if (was === undefined || now === undefined) return;
  if (evenly[0] === evenly[1]) { desk.put({ ...rest, act: 'reformatted', content: 'lines', say: phrase('review.line-ends', '{thing}: only the line ends changed', { thing }) }); return; }
  const [from, to] = [whole(before.data, shape, names.before), whole(after.data, shape, names.after)];
  // No sentence was found for it, or nobody knows: that it changed is said all the same.
  if (from !== to || isLost(one, desk.before) || isLost(other, desk.after)) {
    desk.put({ ...rest, act: 'changed', weight: weightOf(other, after, desk.after), direction: 'changed', content, say: phrase('review.otherwise', '{thing} changed', { thing }), texts: { before: was, after: now } });
    return;
  }
  if (whole(before.data, shape) !== whole(after.data, shape)) {
    desk.put({ ...rest, act: 'reformatted', content: `names ${content}`, say: phrase('review.other-ids', '{thing}: names the same things by other ids', { thing }) });
    return;
  }
  if (listsIn(before.data) !== listsIn(after.data)) desk.put({ ...rest, act: 'reordered', content, say: phrase('review.rows', '{thing}: the same entries in another order', { thing }) });
  else desk.put({ ...rest, act: 'reformatted', content, say: phrase('review.reformatted', '{thing}: says the same in another form (comments, quotes, order of fields or layout)', { thing }) });
}

function isLost({ file }: Item, { model }: State): boolean { return !isInData(model.files.get(file)?.reports ?? []); }

/** All data in one form: records of a log, whose order says nothing, have the shape that their log names. */
function whole(data: Fields, shape: Shape | undefined, names?: Names): string {
  return Object.keys(data).sort(compareText).map(key => {
    const own = shape?.properties.get(key), value = data[key];
    return own?.kindFrom !== undefined && Array.isArray(value) ? value.map(entry => canonical(entry, undefined, names) ?? '').sort(compareText).join('\n') : `${key} ${canonical(value, own, names) ?? ''}`;
  }).join('\n');
}

/** The data with their lists as they stand, and fields in one order. */
function listsIn(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(listsIn).join(',')}]`;
  if (!isFields(value)) return JSON.stringify(value) ?? '';
  return `{${Object.entries(value).filter(([, child]) => child !== null).sort(([a], [b]) => compareText(a, b)).map(([key, child]) => `${JSON.stringify(key)}:${listsIn(child)}`).join(',')}}`;
}

// What could not be read

function tellUnread({ file, before, after, side, reason, moved }: Unread, desk: Desk): void {
  const artefact = after?.artefact ?? before?.artefact, item = artefact ? desk.whole('after', file) ?? desk.whole('before', file) : undefined, args = { file, reason };
  const say = (): Phrase => {
    if (side === 'both') return phrase('review.file-unread-both', '{file} changed, and could be read neither before nor after: {reason}', args);
    if (side === 'before') {
      return after ? phrase('review.file-unread-before', '{file} could not be read before, so that nobody knows what changed: {reason}', args)
        : phrase('review.file-unread-gone', '{file} could not be read, and is gone: {reason}', args);
    }
    return before ? phrase('review.file-unread-after', '{file} cannot be read any more, so that nobody knows what changed: {reason}', args)
      : phrase('review.file-unread-new', '{file} is new and cannot be read: {reason}', args);
  };
  const at = (state: State): At => ({ file, path: [], range: state.locate(file, []) });
  const parts = moved && [phrase('review.file-unread-moved', 'it may be what stood or stands in {file}: {thing}', { file: moved.file, thing: labelOf(moved) })];
  desk.notCompared.push({ side, file, reason });
  desk.put({
    act: 'unread', weight: item ? weightOf(item, artefact, before ? desk.before : desk.after) : 'content', direction: 'changed', item: item ?? file, say: say(), parts,
    before: before ? at(desk.before) : moved && desk.at('before', moved), after: after ? at(desk.after) : moved && desk.at('after', moved),
    content: `${side} ${textHash(desk.before.textOf(file) ?? '')} ${textHash(desk.after.textOf(file) ?? '')}`,
  });
}
