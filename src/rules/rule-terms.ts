import { parsePeriod } from '../sms/days.js';
import type { Kinds } from '../sms/kinds.js';
import { joined, meant, phrase } from '../sms/language.js';
import type { Shape } from '../sms/shapes.js';
import { nearest } from '../sms/text.js';
import type { ItemType, Kind, Path, Phrase } from '../sms/types.js';
import type { Condition, DataCheck, DayOperand, Operand, Related } from './rule.js';

/** What the words of a check mean: whether the kinds, fields and settings exist that it names, wherever its hops lead. */

/** What conditions look at, by the shapes that it can have; undefined where nobody knows. `around`: what `^` reads. */
interface Scope { shapes: readonly Shape[] | undefined; around?: Scope }

type Say = (path: Path, problem: Phrase) => void;

export interface Terms { kinds: Kinds; settings: Readonly<Record<string, number | string>>; say: Say }

/** Tells what is wrong in a check, at its place below `path`. Nothing told: it can be used. */
export function judgeCheck(check: DataCheck & { message: string; fix?: { say: string; set?: Readonly<Record<string, unknown>>; remove?: readonly string[] } }, path: Path, terms: Terms): void {
  const { say } = terms, selected = scopeOf(check.select, [...path, 'select'], terms);
  if (!selected) return;
  const one = check.each === undefined ? selected : entriesOf(selected, check.each, [...path, 'each'], terms);
  if (!one) return;
  for (const [at, condition] of check.where.entries()) judge(condition, one, [...path, 'where', at], terms);
  if (check.at !== undefined) field(one, check.at, [...path, 'at'], terms);
  for (const [name, what] of Object.entries(check.args ?? {})) {
    const at = [...path, 'args', name];
    if (!/^\w+$/.test(name)) say(at, phrase('own-rule.arg', 'The words of a message are named in letters and digits; `{name}` is no such name.', { name }));
    if (typeof what === 'string') field(one, what, at, terms);
    else if ([('name' in what), ('day' in what), ('setting' in what)].filter(Boolean).length !== 1) say(at, phrase('own-rule.arg-form', 'Write the path of a field, or one of {forms}.', { forms: joined(['{ name: path }', '{ day: path }', '{ setting: name }']) }));
    else if ('setting' in what) setting(what.setting, at, terms);
    else field(one, 'name' in what ? what.name : what.day, at, terms);
  }
  const words = ['name', ...(check.each === undefined ? [] : ['in']), ...Object.keys(check.args ?? {})];
  placeholders(check.message, words, [...path, 'message'], say);
  if (!check.fix) return;
  placeholders(check.fix.say, words, [...path, 'fix', 'say'], say);
  if (!check.fix.set && !check.fix.remove) say([...path, 'fix'], phrase('own-rule.fix', 'A fix says under `set` what it writes, or under `remove` what it takes out.'));
  for (const [key, value] of Object.entries(check.fix.set ?? {})) {
    field(one, key, [...path, 'fix', 'set', key], terms);
    if (key.startsWith('^')) say([...path, 'fix', 'set', key], phrase('own-rule.fix-outside', 'A fix writes into the thing itself, not into what is around it.'));
    if (typeof value === 'string') placeholders(value, [...words, 'today'], [...path, 'fix', 'set', key], say);
  }
  for (const [at, key] of (check.fix.remove ?? []).entries()) field(one, key, [...path, 'fix', 'remove', at], terms);
}

function placeholders(text: string, known: readonly string[], at: Path, say: Say): void {
  for (const [, name = ''] of text.matchAll(/\{(\w*)\}/g)) if (!known.includes(name)) {
    say(at, phrase('own-rule.placeholder', 'Nothing fills in `{name}` here.{hint} Known are: {known}. Say under `args` where another word comes from.', { name: `{${name}}`, hint: meant(nearest(name, known)), known: known.map(each => `{${each}}`).join(', ') }));
  }
}

const HEADS = ['field', 'count', 'some', 'none', 'any', 'all', 'not'] as const;
const LIMITS = ['below', 'atMost', 'above', 'atLeast'] as const, DAYS = ['before', 'notAfter', 'after', 'notBefore'] as const;
const TESTS: readonly (readonly string[])[] = [['is'], ['in'], ['notIn'], LIMITS, DAYS];

function judge(condition: Condition, scope: Scope, path: Path, terms: Terms): void {
  const has = (key: string): boolean => Object.hasOwn(condition, key), heads = HEADS.filter(has), { say } = terms;
  if (heads.length !== 1) {
    say(path, phrase('own-rule.condition', 'A condition says one thing: it has one of {heads}, and this one has {count}. Write several conditions one below the other.', { heads: HEADS.join(', '), count: heads.length }));
    return;
  }
  const tests = TESTS.filter(group => group.some(has)), isCount = 'count' in condition;
  if ('field' in condition || isCount) {
    const able = isCount ? [LIMITS] : TESTS;
    if (tests.length !== 1 || !tests.every(group => able.includes(group))) {
      say(path, phrase('own-rule.test', 'It is not said what is to hold of it. Write one of: {tests}.', { tests: able.map(group => group.join('/')).join(', ') }));
      return;
    }
  } else if (tests.length > 0) { say([...path, tests[0]?.find(has) ?? ''], phrase('own-rule.test-misplaced', 'This belongs to a `field` or a `count`.')); return; }
  if (has('where') && !(isCount || 'some' in condition || 'none' in condition)) { say([...path, 'where'], phrase('own-rule.where-misplaced', '`where` belongs to `count`, `some` or `none`.')); return; }
  if ('any' in condition) { for (const [at, each] of condition.any.entries()) judge(each, scope, [...path, 'any', at], terms); return; }
  if ('all' in condition) { for (const [at, each] of condition.all.entries()) judge(each, scope, [...path, 'all', at], terms); return; }
  if ('not' in condition) { judge(condition.not, scope, [...path, 'not'], terms); return; }
  if ('field' in condition) { judgeField(condition, scope, path, terms); return; }
  const head = isCount ? 'count' : 'some' in condition ? 'some' : 'none', related = isCount ? condition.count : 'some' in condition ? condition.some : condition.none;
  if (isCount) for (const key of LIMITS) operand(condition[key], scope, [...path, key], terms);
  const target = relatedScope(related, scope, [...path, head], terms);
  if (target) for (const [at, each] of (condition.where ?? []).entries()) judge(each, { ...target, around: scope }, [...path, 'where', at], terms);
}

type OfField = Extract<Condition, { field: string }>;

function judgeField(condition: OfField, scope: Scope, path: Path, terms: Terms): void {
  const found = field(scope, condition.field, [...path, 'field'], terms), types = found?.flatMap(({ types: own }) => own) ?? [], { say } = terms;
  if ('in' in condition || 'notIn' in condition) {
    const key = 'in' in condition ? 'in' : 'notIn', choices = found?.flatMap(({ choices: own }) => own) ?? [];
    const isChosen = found !== undefined && found.length > 0 && found.every(({ choices: own }) => own.length > 0);
    for (const [at, value] of ('in' in condition ? condition.in : condition.notIn).entries()) if (isChosen && !choices.includes(String(value))) {
      say([...path, key, at], phrase('own-rule.choice', '`{field}` never is "{value}".{hint} It can be: {choices}.', { field: condition.field, value: String(value), hint: meant(nearest(String(value), choices)), choices: [...new Set(choices)].join(', ') }));
    }
    return;
  }
  const numbers = types.length > 0 && !types.some(type => type === 'number' || type === 'integer');
  const given: Readonly<Record<string, unknown>> = { ...condition };
  for (const key of LIMITS) if (given[key] !== undefined) {
    if (numbers) say([...path, 'field'], phrase('own-rule.no-number', '`{field}` is no number, so it is never more or less than anything.', { field: condition.field }));
    operand(given[key] as Operand, scope, [...path, key], terms);
  }
  for (const key of DAYS) if (given[key] !== undefined) {
    if (types.length > 0 && !types.includes('string')) say([...path, 'field'], phrase('own-rule.no-day', '`{field}` is no day, so it is never before or after one.', { field: condition.field }));
    dayOperand(given[key] as DayOperand, scope, [...path, key], terms);
  }
}

function operand(given: Operand | undefined, scope: Scope, path: Path, terms: Terms): void {
  if (typeof given !== 'object') return;
  if ('setting' in given === 'field' in given) terms.say(path, phrase('own-rule.operand', 'Write a number, { field: path } or { setting: name }.'));
  else if ('setting' in given) setting(given.setting, path, terms);
  else field(scope, given.field, path, terms);
}

function dayOperand(given: DayOperand | undefined, scope: Scope, path: Path, terms: Terms): void {
  const wrong = (): void => { terms.say(path, phrase('own-rule.day', 'Write `today`, or { field: path }, with `plus` or `minus` and a period such as `3 months` where it is meant to be later or earlier.')); };
  if (given === undefined) return;
  if (typeof given === 'string') { if (given !== 'today') wrong(); return; }
  if (given.field !== undefined) field(scope, given.field, path, terms);
  const { plus, minus } = given, shift = plus ?? minus;
  if ((plus !== undefined && minus !== undefined) || (given.field === undefined && shift === undefined)) { wrong(); return; }
  if (typeof shift === 'string') { if (!parsePeriod(shift)) wrong(); } else if (shift && 'setting' in shift) setting(shift.setting, path, terms);
  else if (shift) field(scope, shift.field, path, terms);
}

function setting(name: string, path: Path, { settings, say }: Terms): void {
  if (!Object.hasOwn(settings, name)) say(path, phrase('own-rule.setting', 'The rule has no setting `{name}`.{hint} Give it a value under `settings`.', { name, hint: meant(nearest(name, Object.keys(settings))) }));
}

/** What is related with a thing: undefined where that is wrong, and told. */
function relatedScope(related: Related, scope: Scope, path: Path, terms: Terms): Scope | undefined {
  const ways = (['to', 'from', 'list', 'kind'] as const).filter(key => key in related), { say } = terms;
  if (ways.length !== 1 || ('from' in related) !== ('via' in related)) {
    say(path, phrase('own-rule.related', 'Say how it is related: `to` and the field that names it, `from` a kind and `via` its field, `list` and a list of its own, or `kind` for all of a kind.'));
    return undefined;
  }
  if ('list' in related) return entriesOf(scope, related.list, [...path, 'list'], terms);
  if ('kind' in related) return scopeOf(related.kind, [...path, 'kind'], terms);
  if ('from' in related) {
    const from = scopeOf(related.from, [...path, 'from'], terms);
    if (from) field(from, related.via, [...path, 'via'], terms, true);
    return from;
  }
  for (const [at, type] of (related.of ?? []).entries()) if (!shapesOf(type, terms.kinds)) unknownType(type, [...path, 'of', at], terms);
  let from: Scope | undefined = scope;
  for (const [at, hop] of (typeof related.to === 'string' ? [related.to] : related.to).entries()) {
    const place = typeof related.to === 'string' ? [...path, 'to'] : [...path, 'to', at], found: readonly Shape[] | undefined = from && field(from, hop, place, terms, true);
    if (!from || (found && found.length === 0)) return undefined;
    const types: ItemType[] = [...new Set(found?.flatMap(shape => namedBy(shape)) ?? [])];
    if (found && types.length === 0) { say(place, phrase('own-rule.names-nothing', '`{field}` names nothing that could be looked at.', { field: hop })); return undefined; }
    const shapes = types.map(type => shapesOf(type, terms.kinds));
    from = { shapes: found === undefined || shapes.some(each => each === undefined) ? undefined : shapes.flatMap(each => each ?? []) };
  }
  if (related.of) { const shapes = related.of.map(type => shapesOf(type, terms.kinds)); return { shapes: shapes.some(each => each === undefined) ? undefined : shapes.flatMap(each => each ?? []) }; }
  return from;
}

function namedBy(shape: Shape): readonly ItemType[] { return shape.refersTo.length > 0 ? shape.refersTo : shape.items ? namedBy(shape.items) : []; }

function entriesOf(scope: Scope, path: string, at: Path, terms: Terms): Scope | undefined {
  const found = field(scope, path, at, terms);
  if (found === undefined) return { shapes: undefined, around: scope };
  if (found.length === 0) return undefined;
  const items = found.flatMap(({ items: own }) => own ?? []);
  if (items.length === 0) { terms.say(at, phrase('own-rule.no-list', '`{field}` is no list.', { field: path })); return undefined; }
  // A plain entry is read as `value`.
  return { shapes: items.some(({ properties }) => properties.size === 0) ? undefined : items, around: scope };
}

function scopeOf(type: string, at: Path, terms: Terms): Scope | undefined {
  const shapes = shapesOf(type, terms.kinds);
  if (!shapes) { if (!ANY.has(type)) { unknownType(type, at, terms); return undefined; } return { shapes: undefined }; }
  const kinds = terms.kinds.get(type) ? [] : terms.kinds.all().filter(({ shape }) => defining(shape).has(type)).map(({ shape }) => shape);
  return { shapes, ...(kinds.length > 0 && { around: { shapes: kinds } }) };
}

/** Whatever has an id. */
const ANY: ReadonlySet<string> = new Set(['artefact']);

function unknownType(type: string, at: Path, { kinds, say }: Terms): void {
  say(at, phrase('own-rule.kind', 'There is no kind and no type of item "{type}".{hint} `sms kinds` lists them.', { type, hint: meant(nearest(type, [...kinds.all().map(({ kind }) => kind), ...kinds.itemTypes().keys()])) }));
}

/** What a thing of a kind or type looks like; undefined for one that is not known. */
function shapesOf(type: Kind | ItemType, kinds: Kinds): readonly Shape[] | undefined {
  const kind = kinds.get(type);
  if (kind) return [kind.shape];
  const found = kinds.all().flatMap(({ shape }) => defining(shape).get(type) ?? []);
  return found.length > 0 ? found : undefined;
}

const items = new WeakMap<Shape, ReadonlyMap<ItemType, readonly Shape[]>>();

/** The shapes of the items inside, by their types. */
function defining(root: Shape): ReadonlyMap<ItemType, readonly Shape[]> {
  const known = items.get(root);
  if (known) return known;
  const found = new Map<ItemType, Shape[]>(), seen = new Set<Shape>();
  const visit = (shape: Shape | undefined): void => {
    if (!shape || seen.has(shape)) return;
    seen.add(shape);
    for (const property of shape.properties.values()) {
      if (property.defines !== undefined && property.defines !== 'artefact') found.set(property.defines, [...found.get(property.defines) ?? [], shape]);
      visit(property);
    }
    visit(shape.items);
    visit(shape.additional);
  };
  visit(root);
  items.set(root, found);
  return found;
}

/** The shapes of a field, wherever it can stand; undefined where nobody knows, none where it does not exist, which is told. `through`: lists are gone through. */
function field(scope: Scope, path: string, at: Path, { say }: Pick<Terms, 'say'>, through = false): readonly Shape[] | undefined {
  let from: Scope | undefined = scope, rest = path;
  while (rest.startsWith('^')) { from = from?.around; rest = rest.slice(1); }
  if (!from) { say(at, phrase('own-rule.around', 'There is nothing around here that `{field}` could read.', { field: path })); return []; }
  let shapes = from.shapes;
  for (const step of rest.split('.')) {
    if (shapes === undefined) return undefined;
    const inside: readonly Shape[] = through ? shapes.map(shape => shape.items ?? shape) : shapes;
    const next: readonly Shape[] = /^\d+$/.test(step) ? inside.flatMap(shape => shape.items ?? []) : inside.flatMap(shape => shape.properties.get(step) ?? shape.additional ?? []);
    if (next.length === 0) {
      // What a schema says nothing of may have any field.
      if (inside.some(({ closed, properties, items: list }) => !closed && properties.size === 0 && !list)) return undefined;
      const known = inside.flatMap(shape => [...shape.properties.keys()]);
      say(at, inside.every(shape => shape.items) ? phrase('own-rule.in-list', '`{field}` stands in the entries of a list. Look at these with `each`, or with `some`, `none` or `count` and `list`.', { field: path })
        : phrase('own-rule.field', 'There is no field `{field}` here.{hint}', { field: path, hint: meant(nearest(step, known)) }));
      return [];
    }
    shapes = next;
  }
  return shapes;
}
