import { allowedDowntime, agreedMinutes, windowOf } from '../service-levels/availability.js';
import { workingMinutes, type WorkCalendar } from '../service-levels/calendar.js';
import { timeLimit } from '../service-levels/measurability.js';
import { workCalendars } from '../sms/calendars.js';
import { isFields, number, state, text, type Fields } from '../sms/data.js';
import { latestDay } from '../sms/days.js';
import { isRetired, nextReview } from '../sms/header.js';
import type { Language } from '../sms/language.js';
import type { Model } from '../sms/model.js';
import { assess, criteriaOf, giveEveryLevel, type Criteria } from '../sms/risks.js';
import type { Artefact, Path } from '../sms/types.js';
import type { EditorDesk } from './desk.js';

/** What a number or a day of a file comes to, where people would have to work it out. */
export interface Reading {
  /** Of the value. */
  path: Path;
  /** A few words, to stand behind it in its line. */
  short: string;
  /** A sentence. */
  long: string;
}

/** The readings of a file as it stands now. What is written beside a value needs none. */
export function readingsIn(desk: EditorDesk, file: string): Reading[] {
  const artefact = desk.factsOf(file)?.artefact;
  if (!artefact) return [];
  const criteria = criteriaOf(desk.model, artefact), usable = criteria && giveEveryLevel(criteria) ? criteria : undefined;
  return [...reviewReading(desk, artefact), ...valueReadings(desk, usable, artefact.data, [], undefined)];
}

/** `metric`: of the terms that an object replaced. */
function* valueReadings(desk: EditorDesk, criteria: Criteria | undefined, value: unknown, path: Path, metric: string | undefined): Iterable<Reading> {
  if (Array.isArray(value)) {
    for (const [at, entry] of value.entries()) if (typeof entry === 'object') yield* valueReadings(desk, criteria, entry, [...path, at], metric);
  } else if (isFields(value)) {
    const own = text(value, 'metric') ?? metric;
    yield* targetReading(desk, value, path, own);
    if (criteria) yield* riskReading(desk.language, criteria, value, path);
    for (const [key, child] of Object.entries(value)) {
      if (typeof child === 'object') yield* valueReadings(desk, criteria, child, [...path, key], key === 'previously' ? own : undefined);
    }
  }
}

function* targetReading(desk: EditorDesk, terms: Fields, path: Path, metric: string | undefined): Iterable<Reading> {
  const value = number(terms, 'value'), unit = text(terms, 'unit');
  if (value === undefined || unit === undefined) return;
  const reading = unit === 'percent' ? metric === 'availability' && downtimeReading(desk, terms, value) : timeReading(desk, terms, value, unit);
  if (reading) yield { path: [...path, 'value'], ...reading };
}

type Words = Omit<Reading, 'path'>;

/** The downtime that a percentage leaves in its window: round the clock in one of usual length, else in the hours of the window that is running. */
function downtimeReading({ model, today, language }: EditorDesk, terms: Fields, percent: number): Words | undefined {
  const window = text(terms, 'window') ?? '', named = text(terms, 'calendar'), calendar = named === undefined ? undefined : calendarsOf(model)(named);
  if (!(percent >= 0 && percent <= 100) || (named !== undefined && !calendar)) return undefined;
  if (text(terms, 'operator') === 'at-most' || state(terms, 'downtime') === 'filled') return undefined;
  // Through a rounded difference, so that 99.9 % leaves 0.1 %.
  const share = 1 - Number((100 - percent).toFixed(9)) / 100, per = windowWords(window, language);
  if (!calendar || calendar.always) {
    const agreed = agreedMinutes(window);
    if (agreed === undefined) return undefined;
    const time = duration(allowedDowntime(share, agreed), language), days = agreed / (24 * 60);
    return {
      short: language.text('reading.downtime', '{time} down per {window}', { time, window: per }),
      long: language.text('reading.downtime.long', 'It leaves {time} of downtime in {days} days, around the clock.', { time, days }),
    };
  }
  const running = windowOf(window, today, calendar.zone.name), agreed = running && workingMinutes(calendar, running.from, running.to);
  if (agreed === undefined || agreed <= 0) return undefined;
  const time = duration(allowedDowntime(share, agreed), language), hours = language.text('duration.hours', '{count} h', { count: Math.round(agreed / 60) });
  const args = { time, window: per, hours, calendar: named ?? '' };
  return {
    short: language.text('reading.downtime.hours', '{time} down per {window} of {hours}', args),
    long: language.text('reading.downtime.hours.long', 'It leaves {time} of downtime in the {hours} that {calendar} has in the {window} of today.', args),
  };
}

function windowWords(window: string, language: Language): string {
  switch (window) {
    case 'calendar-month': return language.text('window.month', 'month');
    case 'quarter': return language.text('window.quarter', 'quarter');
    case 'year': return language.text('window.year', 'year');
    default: return language.text('window.days', '{count} days', { count: /\d+/.exec(window)?.[0] ?? '' });
  }
}

/** A time in the units in which people think of it; nothing where it is written so. */
function timeReading({ model, language }: EditorDesk, terms: Fields, value: number, unit: string): Words | undefined {
  const named = text(terms, 'calendar'), calendar = named === undefined ? undefined : calendarsOf(model)(named), day = calendar && minutesOfDay(calendar);
  const limit = unit === 'business-days' && day !== undefined ? { minutes: value * day, clock: 'business' } : timeLimit(value, unit);
  if (!limit || !(limit.minutes > 0)) return undefined;
  if (limit.clock === 'business' || (calendar !== undefined && !calendar.always)) {
    return day === undefined ? undefined : workingReading(limit.minutes, day, { unit, calendar: named ?? '', language });
  }
  if (!readsBadly(value, unit)) return undefined;
  const time = duration(limit.minutes, language);
  return { short: time, long: language.text('reading.time.long', 'That is {time}.', { time }) };
}

function readsBadly(value: number, unit: string): boolean {
  switch (unit) {
    case 'days': return !Number.isInteger(value);
    case 'hours': return !Number.isInteger(value) || value >= 48;
    default: return value >= 60;
  }
}

/** Working time in days of its calendar, or such days in hours; both in minutes. */
function workingReading(minutes: number, day: number, { unit, calendar, language }: { unit: string; calendar: string; language: Language }): Words | undefined {
  const hours = duration(day, language, 'hours');
  if (unit === 'business-days') {
    const time = duration(minutes, language, 'hours');
    return {
      short: language.text('reading.working', '{time} of {calendar}', { time, calendar }),
      long: language.text('reading.working.long', 'That is {time}: {calendar} has days of {hours}.', { time, calendar, hours }),
    };
  }
  const count = Math.floor(minutes / day + 1e-9), rest = minutes - count * day;
  if (count === 0) return undefined;
  const days = count === 1 ? language.text('reading.day.one', '1 working day ({hours})', { hours })
    : language.text('reading.day.many', '{count} working days ({hours} each)', { count, hours });
  const time = rest < 0.5 ? days : language.text('reading.day.rest', '{days} and {rest}', { days, rest: duration(rest, language, 'hours') });
  return { short: time, long: language.text('reading.day.long', 'By {calendar} that is {time}.', { calendar, time }) };
}

/** The length of the days of a calendar that has hours; undefined where they differ. Holidays and exceptions are not looked at. */
function minutesOfDay({ weekly }: WorkCalendar): number | undefined {
  const lengths = new Set(weekly.map(stretches => stretches.reduce((sum, [from, to]) => sum + to - from, 0)).filter(minutes => minutes > 0));
  return lengths.size === 1 ? [...lengths][0] : undefined;
}

const MINUTES = { d: 24 * 60, h: 60, min: 1, s: 1 / 60 } as const;

/** Minutes as `43 min 12 s`, `3 d 15 h`: the two greatest units that say something. `hours`: a day has no length there. */
export function duration(minutes: number, language: Language, most: 'days' | 'hours' = 'days'): string {
  // Under a minute to the tenth of a second, else to the second.
  let left = minutes < 1 ? Math.round(minutes * 600) / 600 : Math.round(minutes * 60) / 60;
  const parts: string[] = [];
  for (const unit of most === 'days' ? ['d', 'h', 'min', 's'] as const : ['h', 'min', 's'] as const) {
    if (parts.length === 2) break;
    const last = unit === 's', size = MINUTES[unit], exact = left / size, count = last ? Math.round(exact * 10) / 10 : Math.floor(exact + 1e-9);
    // A day and a few hours read better as hours.
    if (count === 0 || (unit === 'd' && count < 2)) { if (parts.length > 0) break; continue; }
    left -= count * size;
    parts.push(unitText(unit, count, language));
  }
  return parts.length === 0 ? unitText('s', 0, language) : parts.join(' ');
}

function unitText(unit: keyof typeof MINUTES, count: number, language: Language): string {
  switch (unit) {
    case 'd': return language.text('duration.days', '{count} days', { count });
    case 'h': return language.text('duration.hours', '{count} h', { count });
    case 'min': return language.text('duration.minutes', '{count} min', { count });
    case 's': return language.text('duration.seconds', '{count} s', { count });
  }
}

/** Score and level of a risk, as far as they are not written: they stand behind the later of the two figures they follow from. */
function* riskReading(language: Language, criteria: Criteria, risk: Fields, path: Path): Iterable<Reading> {
  const found = assess(criteria, risk);
  if (!found) return;
  const { score, level } = found, lacks = (key: string): boolean => state(risk, key) !== 'filled';
  const parts = [...(score !== undefined && lacks('score') ? [String(score)] : []), ...(lacks('level') ? [level] : [])];
  if (parts.length === 0) return;
  const keys = Object.keys(risk), last = keys.indexOf('likelihood') > keys.indexOf('consequence') ? 'likelihood' : 'consequence', by = criteria.artefact.id;
  yield {
    path: [...path, last], short: parts.join(', '),
    long: score === undefined ? language.text('reading.level.long', 'By {criteria} the level is {level}.', { criteria: by, level })
      : language.text('reading.score.long', 'Likelihood times consequence is {score}; by {criteria} the level is {level}.', { score, criteria: by, level }),
  };
}

/** The day of the next review, behind the interval or, where the interval comes from sms.yaml, behind the day that it counts from. */
function* reviewReading({ model: { config }, control, today, language }: EditorDesk, artefact: Artefact): Iterable<Reading> {
  const { data, id, header } = artefact;
  if (header !== 'document' || isRetired(artefact) || state(data, 'nextReview') === 'filled') return;
  const day = nextReview(artefact, config, latestDay([text(data, 'reviewedOn'), control.documents.get(id)?.reviewedOn]));
  const at = ['reviewEvery', 'reviewedOn', 'approvedOn'].find(key => state(data, key) === 'filled');
  if (day === undefined || at === undefined) return;
  yield day < today ? {
    path: [at], short: language.text('reading.review.overdue', 'review overdue since {day}', { day }),
    long: language.text('reading.review.overdue.long', 'The next review was due on {day}.', { day }),
  } : {
    path: [at], short: language.text('reading.review', 'next review {day}', { day }),
    long: language.text('reading.review.long', 'The next review is due by {day}.', { day }),
  };
}

const calendars = new WeakMap<Model, ReturnType<typeof workCalendars>>();

function calendarsOf(model: Model): ReturnType<typeof workCalendars> {
  const known = calendars.get(model) ?? workCalendars(model);
  calendars.set(model, known);
  return known;
}
