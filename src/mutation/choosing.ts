import { groupBy } from '../sms/data.js';
import type { Operator, Seed } from './operator.js';

/** A seed with the operator that sows it. */
export interface Candidate { operator: Operator; seed: Seed }

/**
 * Candidates in the order in which they are tried: in each round every operator has one turn for each kind, the operators in turn; of one operator and kind those
 * are taken first that stand far apart. So any number of them from the beginning is spread evenly, and the same SMS gives the same ones.
 */
export function* inTurn(candidates: readonly Candidate[]): Generator<Candidate> {
  const ofOperators = [...groupBy(candidates, ({ operator }) => operator).values()].map(own => [...groupBy(own, ({ seed }) => seed.kind).values()].map(spread));
  const rounds = Math.max(0, ...ofOperators.flat().map(({ length }) => length));
  for (let round = 0; round < rounds; round++) yield* interleaved(ofOperators.map(kinds => kinds.flatMap(own => own[round] ?? [])));
}

function* interleaved<T>(lists: readonly (readonly T[])[]): Generator<T> {
  const longest = lists.reduce((most, { length }) => Math.max(most, length), 0);
  for (let place = 0; place < longest; place++) for (const list of lists) { const each = list[place]; if (each !== undefined) yield each; }
}

/** The same in another order: the first, the one in the middle, those in the middle of the halves, … (the van der Corput sequence of base 2). */
function spread<T>(list: readonly T[]): T[] {
  return list.map((each, place) => ({ each, key: reversedBits(place) })).sort((a, b) => a.key - b.key).map(({ each }) => each);
}

/** The binary digits behind the point in reversed order: 1 gives 0.5, 2 gives 0.25, 3 gives 0.75. */
function reversedBits(number: number): number {
  let rest = number, result = 0;
  for (let weight = 0.5; rest > 0; weight /= 2, rest = Math.floor(rest / 2)) if (rest % 2 === 1) result += weight;
  return result;
}
