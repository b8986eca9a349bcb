import { workingMs, type WorkCalendar } from './calendar.js';
import { dayNumber, instantAt, msPerDay, zoneOf, type Instant } from './time-zone.js';

const minutesPerDay = 24 * 60;

/** What a downtime or a percentage is said to hold for. */
export type Period = 'day' | 'week' | 'month' | 'quarter' | 'year' | { days: number };

/** Least and most days; a month is that of February to that of July, a year with or without a leap day. */
function daysOf(period: Period): { least: number; most: number } {
  switch (period) {
    case 'day': return { least: 1, most: 1 };
    case 'week': return { least: 7, most: 7 };
    case 'month': return { least: 28, most: 31 };
    case 'quarter': return { least: 90, most: 92 };
    case 'year': return { least: 365, most: 366 };
    default: return { least: period.days, most: period.days };
  }
}

const windows = new Map<string, Period>([
  ['calendar-day', 'day'], ['day', 'day'], ['calendar-week', 'week'], ['week', 'week'], ['calendar-month', 'month'], ['month', 'month'],
  ['calendar-quarter', 'quarter'], ['quarter', 'quarter'], ['calendar-year', 'year'], ['year', 'year'],
]);

/** The period that a target's window names: `calendar-month`, `quarter`, `rolling-30d`; undefined for an unknown one. */
export function periodOf(window: string): Period | undefined {
  const rolling = /^rolling-([1-9]\d{0,3})d$/.exec(window);
  return rolling ? { days: Number(rolling[1]) } : windows.get(window);
}

/**
 * Agreed service time of a window in minutes, with a month of 30, a quarter of 90 and a year of 365 days.
 * `hoursPerDay` is for services that do not run round the clock but on every day. Undefined for an unknown window.
 */
export function agreedMinutes(window: string, hoursPerDay = 24): number | undefined {
  const period = periodOf(window);
  if (period === undefined) return undefined;
  const days = period === 'month' ? 30 : daysOf(period).least;
  return days * hoursPerDay * 60;
}

/**
 * Availability of one service as a share of 0 to 1: (AST − DT) / AST. Both in minutes; downtime counts only where it lies inside the
 * agreed service time. `agreedMaintenance` (minutes inside the service time) leaves the service time, and must already be out of the
 * downtime. Undefined, never 100 %, where nothing was agreed or the figures contradict one another.
 */
export function availability(figures: { agreed: number; downtime: number; agreedMaintenance?: number }): number | undefined {
  const agreed = figures.agreed - (figures.agreedMaintenance ?? 0);
  if (!(agreed > 0) || !Number.isFinite(agreed) || !(figures.downtime >= 0) || figures.downtime > agreed) return undefined;
  return (agreed - figures.downtime) / agreed;
}

/** An outage that hit some of the users: minutes and how many. */
export interface PartialOutage { minutes: number; usersAffected: number }

/** Availability weighted by users: 1 − Σ(duration × users affected) / (AST × users). Undefined as for `availability`. */
export function availabilityByUsers(agreed: number, users: number, outages: readonly PartialOutage[]): number | undefined {
  if (!(users > 0) || outages.some((outage) => outage.usersAffected > users)) return undefined;
  const lost = outages.reduce((sum, outage) => sum + outage.minutes * outage.usersAffected, 0);
  return availability({ agreed: agreed * users, downtime: lost });
}

/**
 * The window that a day lies in, from its first instant up to the first one after it: the day, the week from Monday, the month, quarter or
 * year of the calendar, or for `rolling-30d` the thirty days that end with the day. Undefined for another window (`per-event`), an unknown
 * time zone, and a day that does not exist.
 */
export function windowOf(window: string, day: string, timeZone: string): { from: Instant; to: Instant } | undefined {
  const period = periodOf(window), zone = zoneOf(timeZone), number = dayNumber(day);
  if (period === undefined || !zone || number === undefined) return undefined;
  const [year = 0, month = 1] = day.split('-').map(Number);
  const firstOf = (ofMonth: number): number => Date.UTC(year, ofMonth - 1, 1) / msPerDay;
  const monthsFrom = (ofMonth: number, count: number): [number, number] => [firstOf(ofMonth), firstOf(ofMonth + count)];
  const [first, next] = ((): [number, number] => {
    switch (period) {
      case 'day': return [number, number + 1];
      // Day 0 was a Thursday.
      case 'week': return [number - ((number + 3) % 7), number - ((number + 3) % 7) + 7];
      case 'month': return monthsFrom(month, 1);
      case 'quarter': return monthsFrom(month - ((month - 1) % 3), 3);
      case 'year': return monthsFrom(1, 12);
      default: return [number + 1 - period.days, number + 1];
    }
  })();
  return { from: instantAt(zone, first, 0), to: instantAt(zone, next, 0) };
}

/** A time in which the service was down. Without an end it is down still; without a number of users it hit all of them. */
export interface Outage { from: Instant; to?: Instant; usersAffected?: number }

export interface MeasuredAvailability {
  /** Agreed service time in minutes, without agreed maintenance. */
  agreed: number;
  /** Minutes of agreed maintenance that lay in the service time. */
  maintenance: number;
  /** Minutes of the agreed service time in which it was down for anybody; outages at one time count once. */
  downtime: number;
  share: number;
  /** Share with downtime weighted by users; absent where their number is unknown or an outage is said to have hit more. */
  byUsers?: number;
}

/**
 * Availability from one instant up to another in the hours of a calendar. Agreed maintenance leaves both the service time and the downtime.
 * For a window that is not over, `to` is now. Of outages at one time the users add up, but never to more than there are. Undefined, never
 * 100 %, where no service time is left or a stretch ends before it begins.
 */
export function measuredAvailability({ calendar, from, to, outages, maintenance = [], users }: {
  calendar: WorkCalendar; from: Instant; to: Instant; outages: readonly Outage[];
  maintenance?: readonly { from: Instant; to: Instant }[]; users?: number;
}): MeasuredAvailability | undefined {
  if ([...outages, ...maintenance].some((stretch) => !(stretch.from <= (stretch.to ?? Infinity)))) return undefined;
  const all = workingMs(calendar, from, to);
  // Where something changes: maintenance, outages of all users, outages of some.
  const changes: [at: Instant, maintenance: number, outages: number, users: number][] = [];
  const clip = (at: Instant): Instant => Math.min(to, Math.max(from, at));
  for (const stretch of maintenance) changes.push([clip(stretch.from), 1, 0, 0], [clip(stretch.to), -1, 0, 0]);
  for (const { from: start, to: end = to, usersAffected = users ?? 0 } of outages) {
    changes.push([clip(start), 0, 1, usersAffected], [clip(end), 0, -1, -usersAffected]);
  }
  changes.sort(([a], [b]) => a - b);

  let inMaintenance = 0, down = 0, affected = 0, at = from, maintained = 0, downtime = 0, weighted = 0;
  for (const [next, ...by] of changes) {
    const worked = inMaintenance > 0 || down > 0 ? workingMs(calendar, at, next) ?? 0 : 0;
    if (inMaintenance > 0) maintained += worked;
    else {
      downtime += worked;
      weighted += worked * Math.min(affected, users ?? 0);
    }
    at = next;
    inMaintenance += by[0];
    down += by[1];
    affected += by[2];
  }
  const agreed = (all ?? 0) - maintained;
  if (agreed <= 0) return undefined;
  const isWeighted = users !== undefined && users > 0 && outages.every(({ usersAffected = 0 }) => usersAffected >= 0 && usersAffected <= users);
  return {
    agreed: agreed / 60_000, maintenance: maintained / 60_000, downtime: downtime / 60_000, share: (agreed - downtime) / agreed,
    ...(isWeighted ? { byUsers: 1 - weighted / (agreed * users) } : {}),
  };
}

/** Downtime in minutes that a target (share of 0 to 1) leaves in the agreed minutes: (1 − target) × AST. */
export function allowedDowntime(target: number, agreed: number): number {
  return (1 - target) * agreed;
}

/** A percentage of availability with the downtime that the same sentence states for it. Offsets are UTF-16 units of the text. */
export interface DowntimeClaim {
  percent: number;
  /** As written, in minutes. */
  statedMinutes: number;
  period: Period;
  /** What the percentage allows in the shortest and the longest such period, in minutes. */
  allowedMinutes: { from: number; to: number };
  agrees: boolean;
  percentAt: { start: number; end: number };
  downtimeAt: { start: number; end: number };
}

/**
 * The one claim of an English text such as `99.9 % uptime, no more than 8.76 hours of downtime per year`; undefined where there is none,
 * more than one, or it is ambiguous. Periods are round the clock: a text about planned downtime or business hours gives nothing, and a
 * caller should not ask for targets whose calendar is not. `window` is that of the target the text belongs to, used where the text names
 * no period.
 */
export function parseDowntimeClaim(text: string, window?: string): DowntimeClaim | undefined {
  const claims = downtimeClaims(text, window);
  return claims.length === 1 ? claims[0] : undefined;
}

/** All claims of a longer English text, at most one for each sentence. A sentence that can be read in two ways gives none. */
export function downtimeClaims(text: string, window?: string): DowntimeClaim[] {
  const claims: DowntimeClaim[] = [];
  if (!/%|percent|per cent/i.test(text)) return claims;
  for (const { start, end } of sentences(text)) {
    const claim = claimOf(text.slice(start, end), start, window === undefined ? undefined : periodOf(window));
    if (claim) claims.push(claim);
  }
  return claims;
}

/** Longer sentences are no sentences; it keeps every search below short. */
const longestSentence = 1000;

function* sentences(text: string): Generator<{ start: number; end: number }> {
  let start = 0;
  // A point ends a sentence only before white space, so that 99.9 stays whole.
  for (const end of text.matchAll(/[.!?](?=\s)|\n(?=[ \t]*(?:[-*|#]|\r?\n))|$/g)) {
    const stop = end.index + end[0].length;
    if (/\b(?:i\.e|e\.g|max|approx)\.$/i.test(text.slice(Math.max(start, stop - 10), stop))) continue;
    if (stop > start && stop - start <= longestSentence) yield { start, end: stop };
    start = stop;
  }
}

interface Found<T> { value: T; start: number; end: number }

const number = String.raw`(?<![\d.,])(?:\d{1,3}(?:,\d{3})+(?:\.\d{1,6})?|\d{1,9}(?:\.\d{1,6})?)`;
const numberWords = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];
const unit = String.raw`(?:seconds?|secs?|s|minutes?|mins?|hours?|hrs?|h|days?)\b`;
const part = String.raw`(?:${number}|\b(?:${numberWords.join('|')}|an?)\b)[ \u00a0-]?${unit}`;
const duration = String.raw`${part}(?:(?:,? and |,? )${number}[ \u00a0-]?${unit})?`;
const someDays = String.raw`(?:rolling |consecutive )?\d{1,4}[ -]days?\b`;
const periodWords = String.raw`(?:(?:calendar|rolling|given|single|whole|full) )?(?:day|week|month|quarter|year|annum)\b|${someDays}`;
const adverbs = new Map<string, Period>([
  ['daily', 'day'], ['weekly', 'week'], ['monthly', 'month'], ['quarterly', 'quarter'],
  ['annual', 'year'], ['annually', 'year'], ['yearly', 'year'],
]);
const adverb = String.raw`\b(?:${[...adverbs.keys()].join('|')})\b`;
const each = String.raw`(?:\/ ?|\b(?:(?:in|over|during|within|for) )?(?:an?|per|each|every|any|the|one) |\b(?:in|over) (?=\d))`;
const per = String.raw`${each}(?:${periodWords})`;
const downWords = String.raw`(?:downtime|outages?|unavailability|interruptions?|down|unavailable)\b`;
const downtimeAfter = String.raw`(?: of)?(?: (?:unplanned|total|accumulated|cumulative|allowed|permitted))? ${downWords}`;
const gap = String.raw`[ \u00a0]{0,2}`;

const percentPattern = new RegExp(String.raw`(${number})${gap}(?:%|percent\b|per cent\b)`, 'gi');
const durationPattern = new RegExp(
  String.raw`(?<duration>${duration})(?<before>${downtimeAfter})?(?:,? ?\(?${gap}(?<period>${per}|${adverb}))?`
  + String.raw`(?<after>${downtimeAfter})?`, 'gi');
const anyPeriodPattern = new RegExp(String.raw`${per}|${adverb}`, 'gi');
const availabilityWord = /\b(?:uptime|availability|available)\b/i;

/** What ties a duration with a period, but without the word downtime, to the percentage: `99.9 % (43.8 minutes per month)`. */
const limitWords = new RegExp(String.raw`(?:at most|(?:no|not) more than|not (?:to )?exceed(?:ing)?|up to`
  + String.raw`|max(?:imum|\.)?(?: of)?|less than|under|below|≤|<=?|=|≈|~|[(:–—]|\bor|i\.e\.,?|that is,?`
  + String.raw`|equals|equal to|means|meaning|equivalent to|allows|allowing|corresponds to)${gap}$`, 'i');
/** `downtime is limited to 43 minutes`: the word stands before the number, with nothing but a few words between. */
const downtimeBefore = /\b(?:downtime|outages?|unavailab(?:ility|le)|interruptions?|down)\b[^\d.;%]{0,40}$/i;
/** Time that is not of downtime, or not round the clock: then the plain arithmetic does not hold. */
const otherClock = /\b(?:planned|scheduled|maintenance)\b|\b(?:business|working|office|core|service) (?:hours?|days?|time|windows?)\b/i;
const notDowntime = /\b(?:credits?|restor\w{1,10}|resol\w{1,10}|respon\w{1,10}|repair\w{0,4}|support|notice|backups?)\b/i;

function claimOf(sentence: string, offset: number, windowPeriod: Period | undefined): DowntimeClaim | undefined {
  if (!availabilityWord.test(sentence) || otherClock.test(sentence) || notDowntime.test(sentence)) return undefined;
  const percents = percentages(sentence);
  const percent = percents.length === 1 ? percents[0] : undefined;
  if (!percent) return undefined;

  const periods = periodsIn(sentence);
  const stated: Found<{ written: Written; period: Period | undefined }>[] = [];
  for (const match of sentence.matchAll(durationPattern)) {
    const groups = match.groups ?? {};
    // The days of `in any 30 days` are the period, not the downtime.
    if (groups['period'] === undefined && periods.some(({ start, end }) => start <= match.index && match.index < end)) continue;
    const before = sentence.slice(Math.max(0, match.index - 80), match.index);
    const isDowntime = groups['before'] !== undefined || groups['after'] !== undefined || downtimeBefore.test(before);
    const ofSomething = /^ of\b/i.test(sentence.slice(match.index + match[0].length));
    const isLimit = groups['period'] !== undefined && limitWords.test(before) && !ofSomething;
    const written = readDuration(groups['duration'] ?? '');
    if (!written) return undefined;
    // Any other time beside the stated one makes the sentence ambiguous.
    if (!isDowntime && !isLimit) return undefined;
    const period = groups['period'] === undefined ? undefined : readPeriod(groups['period']);
    stated.push({ value: { written, period }, start: match.index, end: match.index + match[0].trimEnd().length });
  }
  const downtime = stated.length === 1 ? stated[0] : undefined;
  if (!downtime) return undefined;

  const period = downtime.value.period ?? onlyPeriod(periods) ?? windowPeriod;
  if (period === undefined) return undefined;
  const { least, most } = daysOf(period);
  // Through a rounded difference, so that 99.9 % leaves 0.1 % and not 0.0999999999999943 %.
  const left = Number((100 - percent.value).toFixed(9)) / 100;
  const allowedMinutes = { from: left * least * minutesPerDay, to: left * most * minutesPerDay };
  return {
    percent: percent.value, statedMinutes: downtime.value.written.minutes, period, allowedMinutes,
    agrees: agrees(downtime.value.written, allowedMinutes),
    percentAt: { start: offset + percent.start, end: offset + percent.end },
    downtimeAt: { start: offset + downtime.start, end: offset + downtime.end },
  };
}

/** The percentages that have `uptime`, `availability` or `available` beside them, with no other number between. */
function percentages(sentence: string): Found<number>[] {
  const found: Found<number>[] = [];
  for (const match of sentence.matchAll(percentPattern)) {
    const value = readNumber(match[1] ?? '');
    const start = match.index, end = start + match[0].length;
    const before = /[^\d]*$/.exec(sentence.slice(Math.max(0, start - 40), start))?.[0] ?? '';
    const after = /^[^\d]*/.exec(sentence.slice(end, end + 40))?.[0] ?? '';
    if (value > 0 && value <= 100 && (availabilityWord.test(before) || availabilityWord.test(after))) found.push({ value, start, end });
  }
  return found;
}

function periodsIn(sentence: string): Found<Period>[] {
  const found: Found<Period>[] = [];
  for (const match of sentence.matchAll(anyPeriodPattern)) {
    const value = readPeriod(match[0]);
    if (value !== undefined) found.push({ value, start: match.index, end: match.index + match[0].length });
  }
  return found;
}

function onlyPeriod(periods: readonly Found<Period>[]): Period | undefined {
  const different = new Map(periods.map(({ value }) => [JSON.stringify(value), value]));
  return different.size === 1 ? [...different.values()][0] : undefined;
}

function readPeriod(text: string): Period | undefined {
  const lower = text.toLowerCase();
  const days = /(\d{1,4})[ -]days?$/.exec(lower);
  if (days) return { days: Number(days[1]) };
  const last = /[a-z]+$/.exec(lower)?.[0] ?? '';
  return last === 'annum' ? 'year' : windows.get(last) ?? adverbs.get(last);
}

function readNumber(text: string): number {
  return Number(text.replaceAll(',', ''));
}

/** A duration with the size of one unit of its last place, both in minutes. */
interface Written { minutes: number; place: number; digits: number }

function readDuration(text: string): Written | undefined {
  let minutes = 0, place = 0, digits = 0;
  for (const match of text.matchAll(new RegExp(String.raw`(${number}|[a-z]+)[ \u00a0-]?(${unit})`, 'gi'))) {
    const amount = (match[1] ?? '').toLowerCase(), per = minutesPer((match[2] ?? '').toLowerCase());
    const word = amount === 'a' || amount === 'an' ? 1 : numberWords.indexOf(amount) + 1;
    const value = /^\d/.test(amount) ? readNumber(amount) : word;
    if (value === 0 && word === 0 && !/^\d/.test(amount)) return undefined;
    minutes += value * per;
    place = per / 10 ** (amount.split('.')[1]?.length ?? 0);
    digits += /^\d/.test(amount) ? amount.replace(/^[0.,]+/, '').replace(/\D/g, '').length : String(value).length;
  }
  return place === 0 ? undefined : { minutes, place, digits };
}

function minutesPer(unitText: string): number {
  if (unitText.startsWith('s')) return 1 / 60;
  if (unitText.startsWith('m')) return 1;
  return unitText.startsWith('d') ? minutesPerDay : 60;
}

/**
 * At the precision in which the number is written: rounded, or cut off where it has two digits or more (52 for 52.56). A single digit
 * rounds by so much that 52.56 minutes would pass as `1 hour`; therefore never further off than 5 %.
 */
function agrees(written: Written, allowed: { from: number; to: number }): boolean {
  const slack = 1e-9 * Math.max(1, allowed.to);
  const cutOff = written.digits >= 2 ? written.place : written.place / 2;
  const rounded = written.minutes + cutOff >= allowed.from - slack && written.minutes - written.place / 2 <= allowed.to + slack;
  return rounded && written.minutes >= allowed.from * 0.95 - slack && written.minutes <= allowed.to * 1.05 + slack;
}
