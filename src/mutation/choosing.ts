import { groupBy } from '../sms/data.js';
import { compareText, textHash } from '../sms/text.js';
import type { Operator, Seed } from './operator.js';

/** A seed with the operator that sows it. */
export interface Candidate { operator: Operator; seed: Seed }

/**
 * Candidates in the order in which they are tried: in each round every operator has one turn for each kind, the operators in turn; of one operator and kind a
 * hash of the place decides. So any number of them from the beginning is spread over operators, kinds and fields, and the same SMS gives the same ones.
 */
export function* inTurn(candidates: readonly Candidate[]): Generator<Candidate> {
  const ofOperators = [...groupBy(candidates, ({ operator }) => operator).values()].map(own => [...groupBy(own, ({ seed }) => seed.kind).values()].map(mixed));
  const rounds = Math.max(0, ...ofOperators.flat().map(({ length }) => length));
  for (let round = 0; round < rounds; round++) yield* interleaved(ofOperators.map(kinds => kinds.flatMap(own => own[round] ?? [])));
}

function* interleaved<T>(lists: readonly (readonly T[])[]): Generator<T> {
  const longest = lists.reduce((most, { length }) => Math.max(most, length), 0);
  for (let place = 0; place < longest; place++) for (const list of lists) { const each = list[place]; if (each !== undefined) yield each; }
}

/** In the order of a hash of what is changed: mixed, so that the first ones are not all of one field, and the same whatever stands in other files. */
function mixed(list: readonly Candidate[]): Candidate[] {
  return list.map(each => ({ each, key: textHash(JSON.stringify([each.operator.id, each.seed.file, each.seed.path])) })).sort((a, b) => compareText(a.key, b.key)).map(({ each }) => each);
}
