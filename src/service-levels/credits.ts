/** A stretch of results and the credit for it, in percent of some fee. Without an end it goes on without limit. */
export interface CreditBand {
  from?: number;
  to?: number;
  percent?: number;
  /** Most that is credited in one window. */
  cap?: number;
}

/** `at-least`: more is better (availability). `at-most`: less is better (time). */
export type CreditOperator = 'at-least' | 'at-most';

/**
 * `incomplete`: no credit, or no end at all. `reversed`: from is not below to. `gap` and `overlap`: with `other`, between the two.
 * `not-monotone`: a smaller credit than that of `other` for a worse result. `above-cap`: a credit that is never paid in full. `caps-differ`:
 * from that of `other`, so that nobody knows which one holds. `no-cap`: nothing limits what is credited. `off-target`: the mildest band
 * does not begin where the target ends.
 */
export type CreditProblemKind = 'incomplete' | 'reversed' | 'gap' | 'overlap' | 'not-monotone' | 'above-cap' | 'caps-differ' | 'no-cap'
  | 'off-target';

/** Indexes of bands as they were given. */
export interface CreditProblem { problem: CreditProblemKind; band: number; other?: number }

interface Known { index: number; from: number; to: number; percent: number; cap: number | undefined }

/** The bands of one target: whether they join without gap or overlap, rise as results get worse, and are capped. */
export function checkCredits(bands: readonly CreditBand[], operator: CreditOperator, target?: number): CreditProblem[] {
  const problems: CreditProblem[] = [];
  const known: Known[] = [];
  for (const [index, { from, to, percent, cap }] of bands.entries()) {
    if (percent === undefined || (from === undefined && to === undefined)) problems.push({ problem: 'incomplete', band: index });
    else if ((from ?? -Infinity) >= (to ?? Infinity)) problems.push({ problem: 'reversed', band: index });
    else known.push({ index, from: from ?? -Infinity, to: to ?? Infinity, percent, cap });
    if (percent !== undefined && cap !== undefined && percent > cap) problems.push({ problem: 'above-cap', band: index });
  }
  // From the mildest miss to the gravest.
  known.sort((a, b) => (operator === 'at-least' ? b.to - a.to || b.from - a.from : a.from - b.from || a.to - b.to));
  problems.push(...neighbours(known, operator), ...capsOf(known));
  const [mildest] = known;
  const begins = operator === 'at-least' ? mildest?.to : mildest?.from;
  if (mildest && target !== undefined && begins !== target) problems.push({ problem: 'off-target', band: mildest.index });
  return problems;
}

function neighbours(known: readonly Known[], operator: CreditOperator): CreditProblem[] {
  const problems: CreditProblem[] = [];
  let [reach] = known;
  for (const band of known.slice(1)) {
    if (!reach) break;
    const distance = operator === 'at-least' ? reach.from - band.to : band.from - reach.to;
    if (distance !== 0) problems.push({ problem: distance > 0 ? 'gap' : 'overlap', band: band.index, other: reach.index });
    if (band.percent < reach.percent) problems.push({ problem: 'not-monotone', band: band.index, other: reach.index });
    if (operator === 'at-least' ? band.from <= reach.from : band.to >= reach.to) reach = band;
  }
  return problems;
}

function capsOf(known: readonly Known[]): CreditProblem[] {
  const first = known.find(({ cap }) => cap !== undefined);
  if (!first) return known.slice(0, 1).map(({ index }) => ({ problem: 'no-cap', band: index }));
  const others = known.filter(({ cap }) => cap !== undefined && cap !== first.cap);
  return others.map(({ index }) => ({ problem: 'caps-differ', band: index, other: first.index }));
}

/**
 * The credit of a result in percent, at most the cap; 0 where no band has it. Of two bands that meet, the milder has the result between
 * them, and the end that is nearest to the target has none, as there the target is kept: 99.5 ≤ result < 99.9, or 4 < result ≤ 8.
 * Undefined where bands contradict one another.
 */
export function creditOf(bands: readonly CreditBand[], operator: CreditOperator, result: number): number | undefined {
  const credits = new Set<number>();
  for (const { from = -Infinity, to = Infinity, percent, cap = Infinity } of bands) {
    if (percent === undefined || (from === -Infinity && to === Infinity)) continue;
    const isIn = operator === 'at-least' ? from <= result && result < to : from < result && result <= to;
    if (isIn) credits.add(Math.min(percent, cap));
  }
  return credits.size > 1 ? undefined : [...credits][0] ?? 0;
}
