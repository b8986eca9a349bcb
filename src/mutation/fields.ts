import { text, type Fields } from '../sms/data.js';
import { addDays, addPeriod, isDay } from '../sms/days.js';
import { headerFields } from '../sms/kinds.js';
import { phrase } from '../sms/language.js';
import type { Shape } from '../sms/shapes.js';
import type { Day, ItemType } from '../sms/types.js';
import { remove, setValue, type Value } from '../sms/yaml-edits.js';
import { at, fieldOf, stepped, without, type Field, type Operator, type Original, type Seed, type Texts } from './operator.js';

/** Operators that know from the schema alone what a field is for. */

const set = (original: Original, { artefact: { file }, path }: Field, value: Value): Texts | undefined => stepped(original, file, [(source, written) => setValue(source, written, path, value)]);
const take = (original: Original, { artefact: { file }, path }: Field): Texts | undefined => stepped(original, file, [(source, written) => remove(source, written, path)]);

/** The sentence and the fault for a field that is taken out. */
export function takenOut(original: Original, field: Field): Seed {
  return at(field, () => phrase('mutant.taken-out', '{field} is taken out.', { field: fieldOf(original, field) }), () => take(original, field));
}

/** The same for a value that becomes another one; null is a key without a value. */
export function becomes(original: Original, field: Field, value: Value): Seed {
  if (value === null) return at(field, () => phrase('mutant.emptied', '{field} says nothing.', { field: fieldOf(original, field) }), () => set(original, field, value));
  const shown = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : JSON.stringify(value), before = typeof field.value === 'object' ? JSON.stringify(field.value) : String(field.value);
  return at(field, () => phrase('mutant.becomes', '{field} is {after} instead of {before}.', { field: fieldOf(original, field), after: shown, before }), () => set(original, field, value));
}

const isEntry = ({ path }: Field): boolean => typeof path.at(-1) === 'number';
const isHeader = ({ artefact, isTop, key }: Field): boolean => artefact.header === 'document' && isTop && headerFields.has(key);
/** The schema, a rule or a clause asks for it: what nobody asks for may be left out. */
export const isAsked = ({ aroundShape, key, shape }: Field): boolean => aroundShape.required.has(key) || shape.rule.missing !== undefined || shape.clauses.length > 0;

export const ownerRemoved: Operator = {
  id: 'owner-removed', title: phrase('mutant.owner-removed', 'Something has no owner any more'),
  unseen: phrase('mutant.unseen.owner', 'No rule in force asks who owns this.'),
  *field(field, original) { if (field.key === 'owner' && !isEntry(field) && !isHeader(field) && isAsked(field)) yield takenOut(original, field); },
};

export const controlFieldRemoved: Operator = {
  id: 'control-field-removed', title: phrase('mutant.control-field-removed', 'A document loses a part of its control block'),
  unseen: phrase('mutant.unseen.control-field', 'The document is controlled without it: what this field says is said elsewhere, or need not be said.'),
  *field(field, original) { if (isHeader(field) && field.shape.clauses.length > 0 && field.shape.defines === undefined) yield takenOut(original, field); },
};

export const fieldRemoved: Operator = {
  id: 'field-removed', title: phrase('mutant.field-removed', 'What a clause, the schema or a rule asks for is not there'),
  unseen: phrase('mutant.unseen.field-removed', 'The field is there for a clause, and no rule in force asks for it here. Where the organization relies on it, a rule of its own can.'),
  *field(field, original) {
    if (isEntry(field) || isHeader(field) || field.key === 'owner' || field.shape.defines !== undefined || !isAsked(field)) return;
    yield takenOut(original, field);
  },
};

export const linkBroken: Operator = {
  id: 'link-broken', title: phrase('mutant.link-broken', 'A link leads to nothing'),
  unseen: phrase('mutant.unseen.link-broken', 'No rule in force minds that this names something that is not there.'),
  *field(field, original) {
    const { shape: { refersTo, defines }, value } = field;
    if (refersTo.length === 0 || defines !== undefined || typeof value !== 'string') return;
    yield becomes(original, field, refersTo.includes('file') ? `gone/${value}` : `${value}-GONE`);
  },
};

export const linkMisdirected: Operator = {
  id: 'link-misdirected', title: phrase('mutant.link-misdirected', 'A link leads to something of another sort'),
  unseen: phrase('mutant.unseen.link-misdirected', 'No rule in force minds what sort of thing this names.'),
  *field(field, original) {
    const { shape: { refersTo, defines }, value } = field, other = refersTo.some(type => ANYTHING.has(type)) ? undefined : otherThing(original, refersTo);
    if (refersTo.length > 0 && defines === undefined && typeof value === 'string' && other !== undefined) yield becomes(original, field, other);
  },
};

const ANYTHING: ReadonlySet<ItemType> = new Set(['item', 'artefact', 'file']);

/** The id of something that may not stand where one of these types belongs: of the first one with another type, whose id is known everywhere. */
function otherThing({ model }: Original, types: readonly ItemType[]): string | undefined {
  return model.items.find(item => item.local === undefined && item.path.length > 0 && !types.includes(item.type))?.id;
}

export const idDoubled: Operator = {
  id: 'id-doubled', title: phrase('mutant.id-doubled', 'Two things have one id'),
  unseen: phrase('mutant.unseen.id-doubled', 'No rule in force minds that two things share this id.'),
  *field(field, original) {
    const { shape: { defines }, value, isTop, artefact } = field;
    if (defines === undefined || typeof value !== 'string' || isEntry(field)) return;
    const other = isTop ? original.model.ofKind(artefact.kind).find(({ id }) => id !== artefact.id)?.id : before(original, field);
    if (other !== undefined && other !== value) yield becomes(original, field, other);
  },
};

/** The id of the entry before this one in its list. */
function before({ model }: Original, { artefact, aroundPath, key }: Field): string | undefined {
  const place = aroundPath.at(-1), list = aroundPath.slice(0, -1);
  const previous = typeof place === 'number' && place > 0 ? model.items.find(({ file, path }) => file === artefact.file && path.length === aroundPath.length && path.at(-1) === place - 1 && list.every((step, depth) => path[depth] === step)) : undefined;
  return previous && text(model.value(previous), key);
}

export const loosened: Operator = {
  id: 'loosened', title: phrase('mutant.loosened', 'Far less is asked for or promised'),
  unseen: phrase('mutant.unseen.loosened', 'No rule in force judges how strict this is, or holds it against anything. As a change of what was agreed it is shown by sms diff.'),
  *field(field, original) {
    const looser = looserValue(field.shape, field.value, field.around);
    if (looser !== undefined && looser !== field.value) yield becomes(original, field, looser);
  },
};

/** A tenth or ten times as much; the next choice; a list without its last entry. Undefined where a value is loosest already, or nobody knows which way is looser. */
function looserValue({ direction, choices, types }: Shape, value: unknown, around: Fields): Value | undefined {
  const operator = text(around, 'operator'), way = direction === 'by-operator' ? (operator === 'at-least' ? 'higher-is-tighter' : operator === 'at-most' ? 'lower-is-tighter' : undefined) : direction;
  if (way === undefined) return undefined;
  const down = way === 'higher-is-tighter', moved = (number: number): number => Number((down ? number / 10 : number * 10).toFixed(6));
  if (typeof value === 'number') return moved(value);
  if (Array.isArray(value)) return down && value.length > 1 && value.every(each => typeof each === 'string') ? value.slice(0, -1).map(String) : undefined;
  if (typeof value !== 'string') return undefined;
  const choice = choices.indexOf(value);
  if (choice >= 0) return choices[choice + (down ? -1 : 1)];
  const [, count = '', unit = ''] = types.includes('string') ? /^(\d+(?:\.\d+)?) +([a-z]+)$/.exec(value) ?? [] : [];
  return count === '' || down ? undefined : `${moved(Number(count))} ${unit.replace(/s?$/, 's')}`;
}

/** The day of a field that holds a day or a moment, and the same field with another day. */
function dayOf({ shape: { format }, value }: Field): { day: Day; on(day: Day): string } | undefined {
  if ((format !== 'date' && format !== 'date-time') || typeof value !== 'string') return undefined;
  const day = value.slice(0, 10);
  return isDay(day) ? { day, on: other => other + value.slice(10) } : undefined;
}

/** Days until which something is to be done, or holds. */
const ENDS = /^(?:to|until|by|due|dueOn|lastDay|validTo|validUntil|expiresOn|endsOn|endOfLifeOn|checkOn|nextOn|nextTestOn|nextReview|plannedOn|plannedTo|plannedFor|noticeBy)$/;

export const dayPassed: Operator = {
  id: 'day-passed', title: phrase('mutant.day-passed', 'A day that was to come has passed, and nobody did anything'),
  unseen: phrase('mutant.unseen.day-passed', 'No rule in force asks for anything once this day has passed.'),
  *field(field, original) {
    const found = ENDS.test(field.key) ? dayOf(field) : undefined;
    if (found && found.day > original.today) yield becomes(original, field, found.on(addDays(original.today, -1)));
  },
};

export const doneInFuture: Operator = {
  id: 'done-in-future', title: phrase('mutant.done-in-future', 'What was done is dated after today'),
  unseen: phrase('mutant.unseen.done-in-future', 'No rule in force minds that this day lies after today.'),
  *field(field, original) {
    const found = /^(?:on|at)$|(?:On|At)$/.test(field.key) ? dayOf(field) : undefined;
    if (found && found.day <= original.today) yield becomes(original, field, found.on(addDays(original.today, 30)));
  },
};

/** Years by which what is to be done at intervals is set back: more than any interval that is usual. */
const YEARS = 5;

export const reviewAged: Operator = {
  id: 'review-aged', title: phrase('mutant.review-aged', 'What is to be looked at again and again was last looked at long ago'),
  unseen: phrase('mutant.unseen.review-aged', 'No rule in force measures from this day when it is to be done again.'),
  *field(field, original) {
    const { artefact, key, isTop } = field, found = artefact.header === 'document' && /^(?:reviewed|verified|checked|evaluated|tested|measured)On$/.test(key) ? dayOf(field) : undefined;
    if (!found || found.day > original.today) return;
    const seed = becomes(original, field, found.on(addPeriod(found.day, { count: YEARS, unit: 'year' }, -1)));
    // A record of a review says the same as the header.
    const records = isTop ? original.model.withField('meaning').filter(({ data }) => text(data, 'meaning') === 'reviewed' && text(data, 'artefact') === artefact.id) : [];
    if (records.length === 0) yield seed;
    else yield {
      ...seed, say: () => phrase('mutant.say.review-aged', '{done} There is no record of a review (files taken out: {count}).', { done: seed.say(), count: records.length }),
      make: () => { const made = seed.make(); return made && new Map([...made, ...without(records.map(({ file }) => file))]); },
    };
  },
};
