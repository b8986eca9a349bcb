import data from '../../schemas/standards/audit-days.json' with { type: 'json' };
import type { Language } from '../sms/language.js';

/**
 * How many days a certification audit takes, for planning. Data: schemas/standards/audit-days.json, each figure with its source. They are those of articles, and not
 * the normative table of ISO/IEC 20000-6, which was not obtained: only the calculation of the body counts.
 */

/** From the lowest to the highest figure, in days of eight hours. */
export type Days = readonly [least: number, most: number];

/** `share`: of the time of the table, negative for less: −0.1 is ten per cent less. `factor`: the id of one that the data name, or another with its own reason. */
export interface AuditFactor { factor: string; share: number }

/** `personnel`: full-time equivalents in scope on all shifts, part-time staff by their hours, others who are present counted in. */
export interface AuditDaysAsked {
  personnel: number;
  factors?: readonly AuditFactor[];
  /** Sites in scope, the head office among them. */
  sites?: number;
  /** Of the time of the initial audit; a third and two thirds without them. */
  surveillanceShare?: number;
  recertificationShare?: number;
}

export type AuditDaysWarning =
  /** The factors come to more than the reduction that is allowed: the method is to be looked at, not only cut off. */
  | { warning: 'reduction-over-limit'; raw: number; limit: number }
  | { warning: 'increase-over-limit'; raw: number; limit: number }
  /** The highest band has no upper end: the days may be more. */
  | { warning: 'open-ended' }
  | { warning: 'share-outside-range'; share: number; least: number; most: number };

export interface AuditDaysEstimate {
  /** The band of personnel that was looked up; without an upper end in the last. */
  band: { from: number; to?: number };
  /** Of the table, before factors. */
  base: { stage1: Days; stage2: Days; total: Days };
  /** What all factors come to, as they are, and as they count. */
  raw: number;
  adjustment: number;
  stage1: Days;
  stage2: Days;
  initial: Days;
  surveillance: Days;
  recertification: Days;
  /** Of several sites, how many are visited (square root, head office always among them). */
  sites?: { initial: number; surveillance: number; recertification: number };
  warnings: readonly AuditDaysWarning[];
}

interface Band { from: number; to?: number; stage1: number[]; stage2: number[]; openEnded?: boolean }

const BANDS: readonly Band[] = data.bands;

/**
 * base = the table by personnel; adjustment = the sum of the factors, no less than −30 % and no more than +100 %; days = base × (1 + adjustment), up to the next half
 * day. Stage 1 keeps its share. Surveillance and recertification are shares of the initial audit. Undefined where the personnel is no number above nought.
 */
export function estimateAuditDays({ personnel, factors = [], sites, surveillanceShare = data.surveillance.share,
  recertificationShare = data.recertification.share }: AuditDaysAsked): AuditDaysEstimate | undefined {
  if (!Number.isFinite(personnel) || personnel <= 0) return undefined;
  const heads = Math.ceil(personnel), band = BANDS.find(({ to }) => to === undefined || heads <= to);
  if (!band) return undefined;
  const { mostReduction, mostIncrease } = data.adjustment, raw = rounded(factors.reduce((sum, { share }) => sum + share, 0)),
    adjustment = Math.min(mostIncrease, Math.max(-mostReduction, raw));
  const base = { stage1: pair(band.stage1), stage2: pair(band.stage2), total: pair(band.stage1.map((days, at) => days + (band.stage2[at] ?? 0))) };
  const initial = each(base.total, days => days * (1 + adjustment)), stage1 = each(base.stage1, days => days * (1 + adjustment));
  const { least, most } = data.surveillance, warnings: AuditDaysWarning[] = [];
  if (raw < -mostReduction) warnings.push({ warning: 'reduction-over-limit', raw, limit: -mostReduction });
  if (raw > mostIncrease) warnings.push({ warning: 'increase-over-limit', raw, limit: mostIncrease });
  if (band.openEnded === true) warnings.push({ warning: 'open-ended' });
  if (surveillanceShare < least || surveillanceShare > most) warnings.push({ warning: 'share-outside-range', share: surveillanceShare, least, most });
  return {
    band: { from: band.from, ...(band.to !== undefined && { to: band.to }) }, base, raw, adjustment, stage1,
      stage2: [Math.max(0, initial[0] - stage1[0]), Math.max(0, initial[1] - stage1[1])], initial,
    surveillance: each(initial, days => days * surveillanceShare), recertification: each(initial, days => days * recertificationShare),
    ...(sites !== undefined && sites > 1 && { sites: sitesVisited(sites) }), warnings,
  };
}

/** IAF MD 1: of n sites the square root at first, six tenths of it at surveillance, all of it again at recertification; up to the next whole one. */
export function sitesVisited(sites: number): { initial: number; surveillance: number; recertification: number } {
  const root = Math.sqrt(sites), up = (value: number): number => Math.ceil(rounded(value));
  return { initial: up(root), surveillance: up(0.6 * root), recertification: up(root) };
}

/** What the data say of a source. */
export function auditDaysSource(id: keyof typeof data.sources, language: Language): string { return language.text(`audit-days.${id}`, data.sources[id]); }

/** The factors that the data name, in words: those that shorten an audit and those that lengthen it. */
export function auditDaysFactors(language: Language): { less: readonly string[]; more: readonly string[] } {
  const of = (wanted: string): string[] => data.factors.filter(({ direction }) => direction === wanted).map(({ id, title }) => language.text(`audit-days.${id}`, title));
  return { less: of('less'), more: of('more') };
}

/** Texts of the data by their ids, for other languages. */
export function auditDaysTexts(): Record<string, string> {
  return Object.fromEntries([...Object.entries(data.sources),
    ...data.factors.map(({ id, title }) => [id, title] as const)].map(([id, words]) => [`audit-days.${id}`, words]));
}

function pair(days: readonly number[]): Days { return [days[0] ?? 0, days[1] ?? days[0] ?? 0]; }

/** Up to the next half day; a hair above one, which binary arithmetic adds, is none. */
function each([least, most]: Days, of: (days: number) => number): Days {
  const up = (days: number): number => Math.ceil(rounded(days) / data.roundTo) * data.roundTo;
  return [up(of(least)), up(of(most))];
}

function rounded(value: number): number { return Math.round(value * 1e9) / 1e9; }
