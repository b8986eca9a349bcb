import type { Config } from '../sms/config.js';
import { addTo, isFields, valueAt, type Fields } from '../sms/data.js';
import { addPeriod, isDay, parsePeriod } from '../sms/days.js';
import { inForce } from '../sms/header.js';
import { kindsOf } from '../sms/kinds.js';
import type { Model } from '../sms/model.js';
import type { Artefact, Day, Item, Kind, Path, Report } from '../sms/types.js';
import { currentOfKind, currentOfType } from './lifecycle.js';
import { nameOf, nameOfEntry } from '../sms/naming.js';
import { recordsOutside, tablesOf } from './records.js';
import type { Condition, DataCheck, DayOperand, Operand, Place, RecordCheck, RecordEntry, Related, RuleContext } from './rule.js';

/**
 * Rules as data (DataCheck in rule.ts). A condition holds, does not hold, or nobody knows: what a row of a table says that is only named here is
 * not read. A check speaks only where all its conditions hold.
 */
type Truth = boolean | undefined;

/** What conditions look at: an artefact, an item, an entry of a list, a record. */
interface Thing {
  data: Fields;
  name: string;
  /** Of the artefact, for ids that are unique in it only. */
  artefact: string;
  /** Undefined for an entry of a list, which nobody can name. */
  id?: string;
  /** Only its id is known. */
  unread?: true;
  at(...path: Path): Place;
  around?: Thing;
}

/** Everything that one rule says as data, about what is no record. */
export function* checkData(checks: readonly DataCheck[], context: RuleContext): Iterable<Report> {
  const reader = new Reader(context);
  for (const check of checks) {
    if (isOfRecords(check, context.model.config)) continue;
    for (const thing of reader.selected(check)) yield* reader.speak(check, thing);
  }
}

/** The kinds of records that these checks select, and what judges them one by one. */
export function recordsOfData(checks: readonly DataCheck[], config: Config): { kinds: readonly Kind[]; begin(context: RuleContext): RecordCheck } | undefined {
  const own = checks.filter(check => isOfRecords(check, config));
  if (own.length === 0) return undefined;
  return {
    kinds: [...new Set(own.map(({ select }) => select))],
    begin: context => {
      const reader = new Reader(context);
      return { *take(record) { for (const check of own) if (check.select === record.kind) yield* reader.speak(check, ofRecord(record)); } };
    },
  };
}

/** Records are selected wherever they stand; a log itself is an artefact like others. */
function isOfRecords({ select }: DataCheck, config: Config): boolean { return select !== 'record-log' && kindsOf(config).get(select)?.header === 'record'; }

interface Limits { below?: Operand; atMost?: Operand; above?: Operand; atLeast?: Operand }
interface DayLimits { before?: DayOperand; notAfter?: DayOperand; after?: DayOperand; notBefore?: DayOperand }

function isOfDays(condition: Limits | DayLimits): condition is DayLimits {
  return 'before' in condition || 'notAfter' in condition || 'after' in condition || 'notBefore' in condition;
}

/** A condition on a thing, and what came of it. `things`: what was looked at for it; `below`: what was asked of these, or of its parts. */
export interface Step { condition: Condition; thing: string; truth: Truth; value?: unknown; things: string[]; below: Step[] }

/** One check and one thing: `speaks` where all conditions hold. Conditions after one that does not hold are not looked at. */
export interface Explained { check: DataCheck; name: string; speaks: boolean; steps: readonly Step[] }

/**
 * Why checks speak of something or do not: of the item with an id, each entry where a check looks at these. `others`: of checks that look at something else.
 * The same evaluation as always, written down.
 */
export function explainData(checks: readonly DataCheck[], context: RuleContext, id: string): { explained: readonly Explained[]; others: readonly DataCheck[] } {
  const explained: Explained[] = [], others: DataCheck[] = [];
  for (const check of checks) {
    const reader = new Reader(context, []), things = reader.selected(check).filter(thing => thing.id === id);
    if (things.length === 0) others.push(check);
    for (const thing of things) explained.push(...reader.explain(check, thing));
  }
  return { explained, others };
}

class Reader {
  private readonly links = new Map<string, ReadonlyMap<string, readonly Thing[]>>();
  private readonly all = new Map<Kind, readonly Thing[]>();

  /** `trail`: the steps that are under way, where somebody wants to know. */
  constructor(private readonly context: RuleContext, private readonly trail?: Step[]) {}

  * explain(check: DataCheck, thing: Thing): Iterable<Explained> {
    for (const one of check.each === undefined ? [thing] : this.entries(thing, check.each)) {
      const whole: Step = { condition: { all: check.where }, thing: one.name, truth: undefined, things: [], below: [] };
      this.trail?.push(whole);
      const speaks = this.every(check.where, one) === true;
      this.trail?.pop();
      yield { check, name: one.name, speaks, steps: whole.below };
    }
  }

  selected({ select, inForce: onlyInForce }: DataCheck): readonly Thing[] {
    const { model, today } = this.context;
    return this.things(select).filter(({ artefact }) => {
      const found = onlyInForce ? model.artefact(artefact) : undefined;
      return !onlyInForce || (found !== undefined && inForce(found, today));
    });
  }

  * speak(check: DataCheck, thing: Thing): Iterable<Report> {
    for (const one of check.each === undefined ? [thing] : this.entries(thing, check.each)) {
      if (this.every(check.where, one) !== true) continue;
      const args: Record<string, string | number> = { name: one.name, in: thing.name };
      for (const [key, what] of Object.entries(check.args ?? {})) args[key] = this.argument(what, one);
      const at = check.at === undefined ? one.at() : this.place(one, check.at);
      yield this.context.report(at, check.say, args, check.clauses ? { clauses: [...check.clauses] } : {});
    }
  }

  private argument(what: string | { name: string } | { day: string } | { setting: string }, thing: Thing): string | number {
    if (typeof what === 'object' && 'setting' in what) return this.context.settings[what.setting] ?? '';
    if (typeof what === 'object' && 'day' in what) return dayOf(read(thing, what.day)) ?? '';
    const value = read(thing, typeof what === 'string' ? what : what.name);
    if (typeof what === 'object' && typeof value === 'string') return this.named(value, thing)?.name ?? value;
    return typeof value === 'string' || typeof value === 'number' ? value : value === undefined || value === null ? '' : JSON.stringify(value);
  }

  private place(thing: Thing, path: string): Place {
    const { at, key } = outward(thing, path);
    return at.at(...key);
  }

  /** All conditions together: false as soon as one does not hold. */
  private every(conditions: readonly Condition[], thing: Thing): Truth {
    let known: Truth = true;
    for (const condition of conditions) {
      const truth = this.holds(condition, thing);
      if (truth === false) return false;
      if (truth === undefined) known = undefined;
    }
    return known;
  }

  private any(conditions: readonly Condition[], thing: Thing): Truth {
    let known: Truth = false;
    for (const condition of conditions) {
      const truth = this.holds(condition, thing);
      if (truth === true) return true;
      if (truth === undefined) known = undefined;
    }
    return known;
  }

  private holds(condition: Condition, thing: Thing): Truth {
    const { trail } = this;
    if (!trail) return this.decide(condition, thing);
    const step: Step = { condition, thing: thing.name, truth: undefined, things: [], below: [], ...('field' in condition && { value: read(thing, condition.field) }) };
    trail.at(-1)?.below.push(step);
    trail.push(step);
    step.truth = this.decide(condition, thing);
    trail.pop();
    return step.truth;
  }

  private decide(condition: Condition, thing: Thing): Truth {
    if ('any' in condition) return this.any(condition.any, thing);
    if ('all' in condition) return this.every(condition.all, thing);
    if ('not' in condition) return negate(this.holds(condition.not, thing));
    if ('some' in condition) return this.some(condition.some, condition.where ?? [], thing);
    if ('none' in condition) return negate(this.some(condition.none, condition.where ?? [], thing));
    if ('count' in condition) {
      const { least, most } = this.count(condition.count, condition.where ?? [], thing);
      const low = this.compares(least, condition, thing), high = this.compares(most, condition, thing);
      return low === high ? low : undefined;
    }
    if (outward(thing, condition.field).at.unread) return undefined;
    const value = read(thing, condition.field);
    if ('is' in condition) return isEmpty(value) === (condition.is === 'absent');
    if ('in' in condition) return condition.in.some(one => one === value);
    if ('notIn' in condition) return !condition.notIn.some(one => one === value);
    if (isOfDays(condition)) return this.comparesDays(dayOf(value), condition, thing);
    return typeof value === 'number' && this.compares(value, condition, thing);
  }

  private compares(value: number, { below, atMost, above, atLeast }: Limits, thing: Thing): boolean {
    const fits = (operand: Operand | undefined, test: (limit: number) => boolean): boolean => {
      if (operand === undefined) return true;
      const limit = this.number(operand, thing);
      return limit !== undefined && test(limit);
    };
    return fits(below, limit => value < limit) && fits(atMost, limit => value <= limit)
      && fits(above, limit => value > limit) && fits(atLeast, limit => value >= limit);
  }

  private comparesDays(day: Day | undefined, { before, notAfter, after, notBefore }: DayLimits, thing: Thing): boolean {
    if (day === undefined) return false;
    const fits = (operand: DayOperand | undefined, test: (limit: Day) => boolean): boolean => {
      if (operand === undefined) return true;
      const limit = this.day(operand, thing);
      return limit !== undefined && test(limit);
    };
    return fits(before, limit => day < limit) && fits(notAfter, limit => day <= limit)
      && fits(after, limit => day > limit) && fits(notBefore, limit => day >= limit);
  }

  private number(operand: Operand, thing: Thing): number | undefined {
    if (typeof operand === 'number') return operand;
    const value = 'setting' in operand ? this.context.settings[operand.setting] : read(thing, operand.field);
    return typeof value === 'number' ? value : undefined;
  }

  private day(operand: DayOperand, thing: Thing): Day | undefined {
    if (operand === 'today') return this.context.today;
    const base = operand.field === undefined ? this.context.today : dayOf(read(thing, operand.field));
    const shift = operand.plus ?? operand.minus;
    if (base === undefined || shift === undefined) return base;
    const period = parsePeriod(typeof shift === 'string' ? shift : 'setting' in shift ? this.context.settings[shift.setting] : read(thing, shift.field));
    return period && addPeriod(base, period, operand.plus === undefined ? -1 : 1);
  }

  private some(related: Related, where: readonly Condition[], thing: Thing): Truth {
    let known: Truth = false;
    for (const other of this.related(related, thing)) {
      this.trail?.at(-1)?.things.push(other.name);
      const truth = this.every(where, { ...other, around: thing });
      if (truth === true) return true;
      if (truth === undefined) known = undefined;
    }
    return known === false && this.mayBeMore(related) ? undefined : known;
  }

  /** How many fulfil the conditions: surely, and at most. */
  private count(related: Related, where: readonly Condition[], thing: Thing): { least: number; most: number } {
    let least = 0, most = 0;
    for (const other of this.related(related, thing)) {
      this.trail?.at(-1)?.things.push(other.name);
      const truth = this.every(where, { ...other, around: thing });
      if (truth === true) least++;
      if (truth !== false) most++;
    }
    return { least, most: this.mayBeMore(related) ? Infinity : most };
  }

  /** Rows of a table are not searched for links. */
  private mayBeMore(related: Related): boolean {
    const kind = 'from' in related ? related.from : 'kind' in related ? related.kind : undefined;
    return kind !== undefined && tablesOf(this.context.model, kind).length > 0;
  }

  private related(related: Related, thing: Thing): readonly Thing[] {
    if ('list' in related) return this.entries(thing, related.list);
    if ('kind' in related) return this.things(related.kind);
    const step = (from: Thing): readonly Thing[] => ('to' in related ? this.reached(from, related.to) : this.naming(from, related));
    let found = step(thing);
    if (related.through === 'all') {
      // Each once, however the hops lead in circles; the thing itself is not what it is related with.
      const seen = new Map<string, Thing>(), open = [...found];
      for (let next = open.pop(); next; next = open.pop()) {
        if (next.id === undefined || next.id === thing.id || seen.has(next.id)) continue;
        seen.set(next.id, next);
        open.push(...step(next));
      }
      found = [...seen.values()];
    }
    return 'to' in related && related.of ? found.filter(({ id }) => id !== undefined && related.of?.includes(this.context.model.item(id)?.type ?? '')) : found;
  }

  /** What a field names, or a field of that, hop after hop. */
  private reached(thing: Thing, hops: string | readonly string[]): readonly Thing[] {
    if (typeof hops === 'string') {
      const { at, key } = outward(thing, hops);
      return valuesAt(at.data, key).flatMap(id => (typeof id === 'string' ? this.named(id, at) ?? [] : []));
    }
    let from: readonly Thing[] = [thing];
    for (const hop of hops) { const next = new Map(from.flatMap(each => this.reached(each, hop)).map(each => [each.id ?? '', each])); from = [...next.values()]; }
    return from;
  }

  /** What names it in a field. */
  private naming(thing: Thing, related: { from: Kind; via: string }): readonly Thing[] {
    if (thing.id === undefined) return [];
    const key = `${related.from} ${related.via}`;
    let found = this.links.get(key);
    if (!found) this.links.set(key, found = this.linksBack(related.from, related.via));
    return found.get(thing.id) ?? [];
  }

  private linksBack(from: Kind, via: string): ReadonlyMap<string, readonly Thing[]> {
    const found = new Map<string, Thing[]>();
    for (const other of this.things(from)) {
      const { at, key: path } = outward(other, via), ids = new Set(valuesAt(at.data, path).filter(id => typeof id === 'string'));
      for (const key of new Set([...ids].map(id => this.item(id, other)?.id ?? id))) addTo(found, key, other);
    }
    return found;
  }

  private named(id: string, from: Thing): Thing | undefined {
    const item = this.item(id, from);
    return item && ofItem(this.context.model, item);
  }

  private item(id: string, from: Thing): Item | undefined {
    const { model } = this.context;
    return (id.includes('#') ? undefined : model.item(`${from.artefact}#${id}`)) ?? model.item(id);
  }

  private things(kind: Kind): readonly Thing[] {
    let found = this.all.get(kind);
    if (!found) {
      const { model } = this.context, info = kindsOf(model.config).get(kind);
      found = !info ? currentOfType(model, kind).map(item => ofItem(model, item))
        : info.header === 'record' ? recordsOutside(model, kind).map(ofRecord) : currentOfKind(model, kind).map(ofArtefact);
      this.all.set(kind, found);
    }
    return found;
  }

  private entries(thing: Thing, path: string): readonly Thing[] {
    const { at, key } = outward(thing, path), value = valueAt(at.data, key);
    return (Array.isArray(value) ? value : []).map((entry: unknown, index): Thing => {
      const data = isFields(entry) ? entry : { value: entry }, id = data['id'];
      const full = typeof id === 'string' ? this.item(id, at)?.id : undefined;
      return {
        data, artefact: at.artefact, around: at, ...(full !== undefined && { id: full }),
        at: (...rest) => at.at(...key, index, ...(isFields(entry) ? rest : [])),
        name: (typeof entry === 'string' ? entry : nameOfEntry(data)) || `${index + 1}.`,
      };
    });
  }
}

function ofArtefact(artefact: Artefact): Thing {
  return {
    data: artefact.data, name: nameOf(artefact), artefact: artefact.id, id: artefact.id,
    at: (...path) => (path.length === 0 ? artefact : { file: artefact.file, path }),
  };
}

function ofItem(model: Model, item: Item): Thing {
  const whole = model.artefact(item.artefact);
  return {
    data: model.value(item), name: nameOf(item), artefact: item.artefact, id: item.id,
    ...(item.row && { unread: true }), ...(whole && item.path.length > 0 && { around: ofArtefact(whole) }),
    at: (...path) => (path.length === 0 ? item : { file: item.file, path: [...item.path, ...path] }),
  };
}

function ofRecord(record: RecordEntry): Thing {
  return { data: record.data, name: nameOf(record), artefact: record.log?.id ?? record.id, id: record.id, at: (...path) => record.at(...path) };
}

/** The thing that a path with `^` starts from, and the rest of the path. */
function outward(thing: Thing, path: string): { at: Thing; key: Path } {
  let at = thing, rest = path;
  while (rest.startsWith('^')) {
    if (!at.around) return { at: NOTHING, key: [] };
    at = at.around;
    rest = rest.slice(1);
  }
  return { at, key: rest.split('.').map(step => (/^\d+$/.test(step) ? Number(step) : step)) };
}

const NOTHING: Thing = { data: {}, name: '', artefact: '', at: () => ({ file: '', path: [] }) };

function read(thing: Thing, path: string): unknown {
  const { at, key } = outward(thing, path);
  return valueAt(at.data, key);
}

/** What stands at a path; in a list, what stands there in each entry. */
function valuesAt(data: unknown, path: Path): readonly unknown[] {
  if (Array.isArray(data)) { const [first, ...rest] = path; return typeof first === 'number' ? valuesAt(data[first], rest) : data.flatMap(each => valuesAt(each, path)); }
  const [step, ...rest] = path;
  if (step === undefined) return [data];
  return isFields(data) && Object.hasOwn(data, step) ? valuesAt(data[step], rest) : [];
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '') || (Array.isArray(value) && value.length === 0);
}

/** Of a day or a moment. */
function dayOf(value: unknown): Day | undefined {
  const day = typeof value === 'string' ? value.slice(0, 10) : undefined;
  return isDay(day) ? day : undefined;
}

function negate(truth: Truth): Truth { return truth === undefined ? undefined : !truth; }
