import { groupBy, state, text, valueAt } from '../sms/data.js';
import { DEVIATION_REGISTER } from '../sms/deviations.js';
import { joined, phrase } from '../sms/language.js';
import { labelOf } from '../sms/naming.js';
import { kindsOf } from '../sms/kinds.js';
import { compareText, textHash } from '../sms/text.js';
import type { Artefact, Item, Path, Phrase } from '../sms/types.js';
import type { Matching } from './matching.js';
import type { Act, At, Change, Direction, NotCompared, State, Weight } from './types.js';
import { DIRECTIONS, WEIGHTS } from './weights.js';

/** Where the changes between two states are gathered; they get keys and an order at the end. */

/** A change as it is found. */
export interface Draft {
  act: Act;
  weight: Weight;
  direction: Direction;
  item: Item | string;
  field?: Path;
  say: Phrase;
  parts?: readonly Phrase[] | undefined;
  texts?: Change['texts'];
  clauses?: readonly string[];
  /** Where it stood and stands. */
  before?: At | undefined;
  after?: At | undefined;
  /** What changed, whatever its place. */
  content: string;
}

export class Desk {
  readonly notCompared: NotCompared[] = [];
  /** Artefacts of which something was said, by their later item. */
  readonly told = new Set<Item>();
  readonly attachments: { differing: string[]; moved: (readonly [string, string])[] } = { differing: [], moved: [] };
  private readonly drafts: Draft[] = [];
  private readonly wholes: { before: ReadonlyMap<string, Item>; after: ReadonlyMap<string, Item> };

  constructor(readonly before: State, readonly after: State, readonly matching: Matching) {
    const whole = ({ model }: State): ReadonlyMap<string, Item> => new Map([...model.files].flatMap(([file, { artefact, items }]) => (artefact && items[0] ? [[file, items[0]] as const] : [])));
    this.wholes = { before: whole(before), after: whole(after) };
  }

  put(draft: Draft): void {
    this.drafts.push(draft);
    if (typeof draft.item === 'string' || draft.weight === 'editorial') return;
    for (const side of ['before', 'after'] as const) {
      const file = draft[side]?.file, whole = file === undefined ? undefined : this.wholes[side].get(file);
      if (whole) this.told.add(whole);
    }
  }

  whole(side: 'before' | 'after', file: string): Item | undefined { return this.wholes[side].get(file); }

  artefact(side: 'before' | 'after', file: string): Artefact | undefined { return this[side].model.files.get(file)?.artefact; }

  at(side: 'before' | 'after', item: Item, path: Path = []): At {
    const full = [...item.path, ...path];
    return { file: item.file, path: full, range: path.length === 0 ? item.idRange : this[side].locate(item.file, full) };
  }

  /** Of an entry that accepts what stood there when an SMS was taken over (its marks are listed): the rule. */
  private baselineRule({ before, after, thing, artefact, field }: Change): string | undefined {
    // Another end or owner is told for each.
    if (field && field[0] !== 'only') return undefined;
    const at = after ?? before, value = at && thing.id !== artefact.id ? valueAt(this[after ? 'after' : 'before'].model.files.get(at.file)?.artefact?.data, at.path.slice(0, 2)) : undefined;
    return artefact.kind === DEVIATION_REGISTER && state(value, 'only') === 'filled' ? text(value, 'rule') : undefined;
  }

  changes(): Change[] {
    const keys = new Map<string, number>();
    return together(this.drafts.map(draft => this.change(draft)), change => this.baselineRule(change)).sort(inOrder).map(change => {
      // Of what changed twice in the same way each has its own.
      const seen = keys.get(change.key) ?? 0;
      keys.set(change.key, seen + 1);
      return seen === 0 ? change : { ...change, key: `${change.key}~${seen + 1}` };
    });
  }

  private change({ act, weight, direction, item, field, say, parts, texts, clauses, before, after, content }: Draft): Change {
    const [side, other] = after ? ['after', 'before'] as const : ['before', 'after'] as const;
    const artefact = typeof item === 'string' ? undefined : this.artefact(side, item.file) ?? this.artefact(other, item.file);
    const thing = typeof item === 'string' ? { id: item, type: 'file', title: item } : { id: item.id, type: item.type, title: item.title };
    return {
      key: textHash(`${act} ${thing.id} ${content}`), act, weight, direction, thing,
      artefact: artefact ? { id: artefact.id, type: artefact.kind, title: artefact.title, kind: artefact.kind } : { ...thing, kind: thing.type },
      ...(field && { field }), say, ...(parts && parts.length > 0 && { parts }), ...(texts && { texts }),
      clauses: clauses && clauses.length > 0 ? clauses : (kindsOf(this[side].model.config).get(artefact?.kind ?? '')?.clauses ?? []).map(({ clause }) => clause),
      ...(before && { before }), ...(after && { after }),
    };
  }
}

/** Worst first, then by place. */
function inOrder(a: Change, b: Change): number {
  const [one, other] = [a.after ?? a.before, b.after ?? b.before];
  return WEIGHTS.indexOf(a.weight) - WEIGHTS.indexOf(b.weight) || DIRECTIONS.indexOf(a.direction) - DIRECTIONS.indexOf(b.direction) || compareText(one?.file ?? '', other?.file ?? '')
    || (one?.range.start.line ?? 0) - (other?.range.start.line ?? 0) || (one?.range.start.character ?? 0) - (other?.range.start.character ?? 0) || compareText(a.key, b.key);
}

/** More records of one log, or entries of a baseline, than this are told in one sentence. */
const MOST_RECORDS = 20;

/** Many records that one log lost, got or changed are one change, and so are many entries of a baseline. */
function together(changes: readonly Change[], baselineRule: (change: Change) => string | undefined): Change[] {
  const groups = groupBy(changes, change => (change.thing.id === change.artefact.id ? '' : change.weight === 'record' || baselineRule(change) !== undefined ? `${change.act} ${change.artefact.id}` : ''));
  return [...groups].flatMap(([key, own]) => {
    const [first] = own, count = new Set(own.map(({ thing }) => thing.id)).size;
    if (key === '' || !first || count <= MOST_RECORDS) return own;
    const args = { artefact: labelOf(first.artefact), count }, { field: _, texts: __, parts: ___, ...rest } = first;
    const rules = groupBy(own, change => baselineRule(change) ?? ''), of = joined([...rules].sort(([a, m], [b, n]) => n.length - m.length || compareText(a, b)).map(([rule, all]) => `${rule} (${all.length})`));
    const say = first.weight !== 'record' ? first.act === 'added' ? phrase('review.baseline-added', '{artefact}: {count} entries of a baseline added, of {of}', { ...args, of })
      : first.act === 'removed' ? phrase('review.baseline-removed', '{artefact}: {count} entries of a baseline taken out, of {of}', { ...args, of }) : phrase('review.baseline-changed', '{artefact}: {count} entries of a baseline changed, of {of}', { ...args, of })
      : first.act === 'added' ? phrase('review.records-added', '{artefact}: {count} records added', args)
      : first.act === 'removed' ? phrase('review.records-removed', '{artefact}: {count} records taken out', args) : phrase('review.records-changed', '{artefact}: {count} records changed', args);
    const { kind, ...thing } = first.artefact;
    const direction = DIRECTIONS.find(each => own.some(change => change.direction === each)) ?? 'neutral';
    return [{ ...rest, act: 'changed' as const, direction, thing, artefact: { ...thing, kind }, say, key: textHash(own.map(change => change.key).sort(compareText).join(' ')) }];
  });
}
