import type { ClockState } from './clock.js';

export interface ErrorBudget {
  /** Minutes of downtime that the target leaves in the whole window: (1 − target) × agreed time. */
  budget: number;
  /** Minutes of it that are left; negative when it is overdrawn. */
  remaining: number;
  /** Share of it that is used up; Infinity where there is none and something was down. */
  consumed: number;
  /** Share used up by share of the window gone: above 1 it will not last. */
  burn: number;
  /** Downtime by the end of the window, if the rest goes as `recent` did, or else as the time up to now. */
  projected: number;
  state: ClockState;
}

/**
 * The error budget of an availability target part of the way through its window. `target` is a share of 0 to 1; the rest is minutes of agreed
 * service time without agreed maintenance: `agreed` in the whole window, `elapsed` of these gone, `downtime` in what is gone; `recent` is
 * a stretch up to now that the rest will be like. Breached when more than all is used; at risk from `warningAt` (0.75) on, and when it
 * burns too fast and the projection overdraws it. Undefined where the figures contradict one another.
 */
export function errorBudget({ target, agreed, elapsed, downtime, warningAt = 0.75, recent }: {
  target: number; agreed: number; elapsed: number; downtime: number; warningAt?: number; recent?: { agreed: number; downtime: number };
}): ErrorBudget | undefined {
  const isPossible = target >= 0 && target <= 1 && agreed > 0 && Number.isFinite(agreed) && elapsed >= 0 && elapsed <= agreed
    && downtime >= 0 && downtime <= elapsed;
  if (!isPossible) return undefined;
  const budget = left(target) * agreed;
  const consumed = share(downtime, budget), burn = share(consumed, elapsed / agreed);
  const rate = recent && recent.agreed > 0 ? recent.downtime / recent.agreed : share(downtime, elapsed);
  const projected = downtime + rate * (agreed - elapsed);
  const isTooFast = burn > 1 + tiny && projected > budget * (1 + tiny);
  const state = consumed > 1 + tiny ? 'breached' : consumed >= warningAt - tiny || isTooFast ? 'at-risk' : 'ok';
  return { budget, remaining: budget - downtime, consumed, burn, projected, state };
}

/** Rounding of the figures, far below a second in a year. */
const tiny = 1e-9;

/** Through a rounded difference, so that 99.9 % leaves 0.1 % and not a hair more. */
function left(target: number): number { return Number((1 - target).toFixed(12)); }

function share(part: number, whole: number): number { return part === 0 ? 0 : part / whole; }

/** Burn rates that call for somebody at once, by hours looked back: 2 %, 5 % and 10 % of the budget of 30 days in that time. */
export const fastBurnGuide: readonly { hours: number; factor: number }[] = [
  { hours: 1, factor: 14.4 }, { hours: 6, factor: 6 }, { hours: 72, factor: 1 },
];

/**
 * The lines of the guide that are reached. `downtimeOf` tells agreed service time and downtime, in minutes, of so many hours up to now; it
 * gives nothing where it does not know or nothing was agreed.
 */
export function fastBurns(target: number, downtimeOf: (hours: number) => { agreed: number; downtime: number } | undefined):
  { hours: number; factor: number; burn: number }[] {
  return fastBurnGuide.flatMap(({ hours, factor }) => {
    const past = downtimeOf(hours);
    if (!past || !(past.agreed > 0)) return [];
    const burn = share(past.downtime / past.agreed, left(target));
    return burn >= factor * (1 - tiny) ? [{ hours, factor, burn }] : [];
  });
}
