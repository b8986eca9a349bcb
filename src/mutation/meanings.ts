import { isFields, list, number, objects, text, texts } from '../sms/data.js';
import { addDays, isDay } from '../sms/days.js';
import { phrase } from '../sms/language.js';
import { isOpportunity, readCriteria } from '../sms/risks.js';
import type { Path } from '../sms/types.js';
import { addEntry, remove, setField, setValue, type Step } from '../sms/yaml-edits.js';
import { becomes, isAsked, takenOut } from './fields.js';
import { at, fieldOf, stepped, thingOf, type Field, type Operator } from './operator.js';

/** Operators that know what a field means in service management, in its own terms. */

/** An object that promises or measures something: what is counted, and the number that it is held against. */
const isTarget = ({ around }: Field): boolean => text(around, 'metric') !== undefined && number(around, 'value') !== undefined;
const isEntry = ({ path }: Field): boolean => typeof path.at(-1) === 'number';

/** What makes a promise measurable. */
const MEASURABLE: ReadonlySet<string> = new Set(['metric', 'operator', 'value', 'unit', 'window', 'population', 'source', 'calculation']);

export const targetUnmeasured: Operator = {
  id: 'target-unmeasured', title: phrase('mutant.target-unmeasured', 'A target cannot be measured'),
  unseen: phrase('mutant.unseen.target-unmeasured', 'No rule in force asks for this part of a target of this kind.'),
  *field(field, original) { if (isTarget(field) && MEASURABLE.has(field.key) && !isEntry(field) && isAsked(field)) yield takenOut(original, field); },
};

export const clockDropped: Operator = {
  id: 'clock-dropped', title: phrase('mutant.clock-dropped', 'A target counts time, and nobody knows when its clock runs'),
  unseen: phrase('mutant.unseen.clock-dropped', 'No rule in force asks for this part of the clock here.'),
  *field(field, original) {
    const isClock = (field.key === 'clock' || field.key === 'calendar') && isTarget(field) && isAsked(field), isPart = field.aroundPath.at(-1) === 'clock' && (field.key === 'starts' || field.key === 'stops');
    if (isClock || isPart) yield takenOut(original, field);
  },
};

const VAGUE: Readonly<Record<string, string>> = { en: 'as soon as possible', de: 'so bald wie möglich' };

export const wordingVague: Operator = {
  id: 'wording-vague', title: phrase('mutant.wording-vague', 'A promise is worded so that nobody can hold anybody to it'),
  unseen: phrase('mutant.unseen.wording-vague', 'No rule in force looks for such words in this text.'),
  *field(field, original) {
    const words = VAGUE[original.model.config.language.split('-')[0] ?? ''] ?? VAGUE['en'] ?? '';
    if (isTarget(field) && field.path.includes('targets') && field.shape.prose && typeof field.value === 'string' && field.key !== 'metric') yield becomes(original, field, `${field.value.trim()}, ${words}`);
  },
};

export const availabilityOverpromised: Operator = {
  id: 'availability-overpromised', title: phrase('mutant.availability-overpromised', 'More availability is promised than there can be'),
  unseen: phrase('mutant.unseen.availability-overpromised', 'No rule in force holds this promise against what the service rests on.'),
  *field(field, original) {
    const { around, key, value, artefact } = field;
    // To customers: a supplier may promise whatever it can.
    if (key === 'value' && list(artefact.data, 'customers').length > 0 && text(around, 'metric') === 'availability' && text(around, 'unit') === 'percent' && text(around, 'operator') === 'at-least' && typeof value === 'number' && value < 99.9999) yield becomes(original, field, 99.9999);
  },
};

export const selfApproved: Operator = {
  id: 'self-approved', title: phrase('mutant.self-approved', 'Who wrote a document approved it as well'),
  unseen: phrase('mutant.unseen.self-approved', 'No rule in force holds author and approver against each other here.'),
  *artefact(artefact, original) {
    const { data, file, kind } = artefact, { model } = original, approval = model.ofKind('approval-record').find(each => text(each.data, 'artefact') === artefact.id && text(each.data, 'version') === text(data, 'version') && text(each.data, 'meaning') === 'approved');
    const person = text(data, 'approvedBy') ?? (approval && text(approval.data, 'person'));
    if (artefact.header !== 'document' || text(data, 'status') !== 'approved' || person === undefined || text(data, 'author') === person) return;
    yield {
      kind, file, path: ['author'], clauses: ['7.5.2'], say: () => phrase('mutant.say.self-approved', '{thing} is said to be written by {person}, who approved it.', { thing: thingOf(original, { artefact, path: [] }), person }),
      make: () => stepped(original, file, [
        (source, written) => setField(source, written, ['author'], person, ['approver', 'author', 'approvedBy', 'approvedOn']), (source, written) => setField(source, written, ['approvedBy'], person, ['approver', 'author', 'approvedBy', 'approvedOn']),
      ]),
    };
  },
};

export const accountableDoubled: Operator = {
  id: 'accountable-doubled', title: phrase('mutant.accountable-doubled', 'Two roles are accountable for one activity'),
  unseen: phrase('mutant.unseen.accountable-doubled', 'No rule in force asks that exactly one role is accountable here.'),
  *field(field, original) {
    const { key, value, artefact: { file }, path } = field, held = texts(field.around, 'accountable');
    const other = key === 'accountable' && Array.isArray(value) && !isEntry(field) ? original.model.ofType('role').find(({ id }) => !held.includes(id))?.id : undefined;
    if (other !== undefined) yield at(field, () => phrase('mutant.say.accountable-doubled', '{field} names {role} as well.', { field: fieldOf(original, field), role: other }), () => stepped(original, file, [(source, written) => addEntry(source, written, path, other)]));
  },
};

export const accountableRemoved: Operator = {
  id: 'accountable-removed', title: phrase('mutant.accountable-removed', 'Nobody is accountable for an activity'),
  unseen: phrase('mutant.unseen.accountable-removed', 'No rule in force asks that exactly one role is accountable here.'),
  *field(field, original) { if (field.key === 'accountable' && !isEntry(field)) yield takenOut(original, field); },
};

export const responsibleRemoved: Operator = {
  id: 'responsible-removed', title: phrase('mutant.responsible-removed', 'Nobody is left who does an activity'),
  unseen: phrase('mutant.unseen.responsible-removed', 'No rule in force asks who does the work.'),
  *field(field, original) {
    const { model } = original, answering = texts(field.around, 'accountable').map(id => model.item(id)), [only] = answering;
    // Without a responsible role the one that answers does the work as well, unless it directs from the top.
    const doesItself = answering.length === 1 && only !== undefined && model.value(only)['topManagement'] !== true;
    if (field.key === 'responsible' && !isEntry(field) && !doesItself) yield takenOut(original, field);
  },
};

const isDependency = ({ key, path }: Field): boolean => key === 'to' && path.includes('dependsOn');

export const dependencyDropped: Operator = {
  id: 'dependency-dropped', title: phrase('mutant.dependency-dropped', 'A service depends on something, and nobody says on what'),
  unseen: phrase('mutant.unseen.dependency-dropped', 'No rule in force asks what this dependency is on.'),
  *field(field, original) { if (isDependency(field) && !isEntry(field)) yield becomes(original, field, null); },
};

export const dependencyCircular: Operator = {
  id: 'dependency-circular', title: phrase('mutant.dependency-circular', 'A service depends on itself'),
  unseen: phrase('mutant.unseen.dependency-circular', 'No rule in force minds that this service rests on itself.'),
  *field(field, original) {
    const own = isDependency(field) && !isEntry(field) ? original.model.items.find(({ file, path }) => file === field.artefact.file && path.length > 0 && path.length < field.path.length && path.every((step, depth) => step === field.path[depth])) : undefined;
    if (own) yield becomes(original, field, own.id);
  },
};

export const holdUnjustified: Operator = {
  id: 'hold-unjustified', title: phrase('mutant.hold-unjustified', 'A clock stood still for no agreed reason'),
  unseen: phrase('mutant.unseen.hold-unjustified', 'No rule in force asks why the clock of this record stood still.'),
  *field(field, original) {
    if (field.key !== 'reason' || !field.path.includes('holds')) return;
    yield takenOut(original, field);
    yield becomes(original, field, 'waiting for our own supplier');
  },
};

const ENDED: readonly string[] = ['restoredAt', 'resolvedAt', 'closedAt'], LATE = 30;

export const breachUnescalated: Operator = {
  id: 'breach-unescalated', title: phrase('mutant.breach-unescalated', 'A case took a month, and nobody was called in'),
  unseen: phrase('mutant.unseen.breach-unescalated', 'No rule in force holds how long this record took against a promise.'),
  *field(field, original) {
    const { key, around, isTop, artefact: { file, header } } = field, ends = ENDED.flatMap(name => { const moment = text(around, name); return moment !== undefined && isDay(moment.slice(0, 10)) ? [{ name, moment, later: addDays(moment.slice(0, 10), LATE) }] : []; });
    if (key !== ENDED[0] || !isTop || header !== 'record' || ends.length === 0 || ends.some(({ later }) => later > original.today)) return;
    const seed = at(field, () => phrase('mutant.say.breach-unescalated', '{thing} ended {days} days later, and nothing is escalated.', { thing: thingOf(original, field), days: LATE }), () => stepped(original, file, [
      ...ends.map(({ name, moment, later }): Step => (source, written) => setValue(source, written, [name], later + moment.slice(10))), (source, written) => remove(source, written, ['escalations']), (source, written) => remove(source, written, ['escalatedAt']),
    ]));
    const followed = original.model.ofKind('nonconformity').find(({ data }) => texts(data, 'from').includes(field.artefact.id));
    yield followed ? { ...seed, unseen: phrase('mutant.unseen.breach-followed', 'The nonconformity {nonconformity} names this record: that nobody was called in is followed there, and the rule over escalation is content with it.', { nonconformity: followed.id }) } : seed;
  },
};

export const priorityChanged: Operator = {
  id: 'priority-changed', title: phrase('mutant.priority-changed', 'A record has another priority than its impact and urgency give'),
  unseen: phrase('mutant.unseen.priority-changed', 'No rule in force holds the priority of this record against the matrix.'),
  *field(field, original) {
    const { key, value, around } = field, known = original.model.withField('priorities').flatMap(({ data }) => texts(data, 'priorities'));
    if (key !== 'priority' || field.artefact.header !== 'record' || text(around, 'impact') === undefined || text(around, 'urgency') === undefined || typeof value !== 'string') return;
    const other = known.findLast(each => each !== value);
    if (other !== undefined) yield becomes(original, field, other);
  },
};

/** A priority in a matrix of impact and urgency, with all priorities of it, the highest first. */
function cellOf({ artefact, path, value }: Field): { order: readonly string[]; value: string } | undefined {
  const order = texts(artefact.data, 'priorities');
  return path[0] === 'matrix' && path.length === 3 && order.length > 0 && typeof value === 'string' ? { order, value } : undefined;
}

export const matrixLoosened: Operator = {
  id: 'matrix-loosened', title: phrase('mutant.matrix-loosened', 'The priority matrix gives the gravest cases the lowest priority'),
  unseen: phrase('mutant.unseen.matrix-loosened', 'The matrix still goes down from the gravest case to the least one, so that no rule in force can tell it from a matrix that was meant so.'),
  *field(field, original) {
    const cell = cellOf(field), lowest = cell?.order.at(-1);
    if (cell && lowest !== undefined && lowest !== cell.value) yield becomes(original, field, lowest);
  },
};

export const matrixOpened: Operator = {
  id: 'matrix-opened', title: phrase('mutant.matrix-opened', 'The priority matrix leaves a case open'),
  unseen: phrase('mutant.unseen.matrix-opened', 'No rule in force asks for each cell of this matrix.'),
  *field(field, original) { if (cellOf(field)) yield takenOut(original, field); },
};

/** An object that rates a risk. */
const isRating = (value: unknown): boolean => number(value, 'likelihood') !== undefined && number(value, 'consequence') !== undefined;

export const scoreWrong: Operator = {
  id: 'score-wrong', title: phrase('mutant.score-wrong', 'The score of a risk is not what its likelihood and consequence give'),
  unseen: phrase('mutant.unseen.score-wrong', 'No rule in force computes the score of this risk.'),
  *field(field, original) {
    const { key, around, aroundPath, aroundShape, artefact: { file } } = field, score = (number(around, 'likelihood') ?? 0) * (number(around, 'consequence') ?? 0) + 1, path: Path = [...aroundPath, 'score'];
    if (key !== 'likelihood' || !isRating(around) || !aroundShape.properties.has('score')) return;
    yield at(field, () => phrase('mutant.say.score-wrong', 'The score of {thing} is said to be {score}.', { thing: thingOf(original, field), score }),
      () => stepped(original, file, [(source, written) => setField(source, written, path, score, [...aroundShape.properties.keys()])]), path);
  },
};

export const riskAboveAppetite: Operator = {
  id: 'risk-above-appetite', title: phrase('mutant.risk-above-appetite', 'What remains of a risk is more than is accepted'),
  unseen: phrase('mutant.unseen.risk-above-appetite', 'No rule in force holds what remains of this risk against what is accepted.'),
  *field(field, original) {
    const { key, value, path, artefact: { file } } = field, scales = original.model.withField('likelihood').filter(({ data }) => list(data, 'likelihood').some(isFields)).map(readCriteria);
    const likelihood = Math.max(...scales.flatMap(scale => scale.likelihood)), consequence = Math.max(...scales.flatMap(scale => scale.consequence));
    if (key !== 'residual' || isOpportunity(field.around) || !isRating(value) || !Number.isFinite(likelihood) || !Number.isFinite(consequence)) return;
    yield at(field, () => phrase('mutant.say.risk-above-appetite', '{field} is said to be likelihood {likelihood} and consequence {consequence}.', { field: fieldOf(original, field), likelihood, consequence }), () => stepped(original, file, [
      (source, written) => setValue(source, written, [...path, 'likelihood'], likelihood), (source, written) => setValue(source, written, [...path, 'consequence'], consequence),
    ]));
  },
};

export const roleVacant: Operator = {
  id: 'role-vacant', title: phrase('mutant.role-vacant', 'Nobody holds a role'),
  unseen: phrase('mutant.unseen.role-vacant', 'No document and no record gives this role any work, so that no rule in force asks who holds it.'),
  *field(field, original) { if (field.key === 'holders' && objects(field.around, 'holders').length > 0) yield takenOut(original, field); },
};
