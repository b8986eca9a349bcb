import { weekdayWord } from '../sms/amounts.js';
import { groupBy, isFields, objects, state, text, valueAt } from '../sms/data.js';
import { isRetired } from '../sms/header.js';
import { phrase, phraseList } from '../sms/language.js';
import { proseRange } from '../sms/prose.js';
import type { Artefact, Path, Phrase, Report } from '../sms/types.js';
import { calendarOf, type CalendarProblem } from '../service-levels/calendar.js';
import { missingParts, type ClockPart } from '../service-levels/measurability.js';
import { findTwoClocks } from '../service-levels/wording.js';
import { targetsOf } from '../sms/agreements.js';
import { calendarTerms } from '../sms/calendars.js';
import { byMessage, completes, dataAt, objectOf, removesEntry } from './mending.js';
import { nameOf } from '../sms/naming.js';
import { isMeasurable, targetAt, targetIndex, termsOf, textsOf } from './targets.js';
import type { FileContext, Place, Rule } from './rule.js';

const WORDS: Readonly<Record<ClockPart, Phrase>> = {
  calendar: phrase('target-part.calendar', 'a calendar'), 'clock.starts': phrase('target-part.clock-starts', 'the event that starts the clock'),
  'clock.stops': phrase('target-part.clock-stops', 'the event that stops it'),
  'clock.holds': phrase('target-part.clock-holds', 'the reasons for which it may stand still (an empty list where there are none)'),
  source: phrase('target-part.source', 'a source of the figures'), calculation: phrase('target-part.calculation', 'a calculation'),
};

/** A target that could be measured says with which clock, from which source and how; one that could not is left to `sla-target-not-measurable`. */
export const slaClockOrSourceUndefined: Rule = {
  id: 'sla-clock-or-source-undefined',
  title: 'Targets say by which clock and from which source they are measured',
  clauses: ['8.3.3', '9.1'],
  grade: 'minor',
  why: 'Four hours are four hours only if both sides agree on when the clock starts, when it stands still, in which hours it runs and who '
    + 'reads it. '
    + 'Otherwise two people who measure get two results.',
  messages: {
    parts: { text: '{target} lacks {parts}. Two people who measure it would get two results: add it.' },
    'two-clocks': { text: 'This text counts time in two ways, by “{business}” and by “{elapsed}”. Say for each target which clock counts, '
      + 'and only once.' },
    'hours-reversed': { text: 'These hours of {calendar} end at {to} and begin at {from}, so there are none. Hours over midnight are two entries, one to 24:00 and '
      + 'one from 00:00 of the next day.' },
    'hours-overlap': { text: 'In {calendar} two entries share hours on {days}. A clock counts them once, a reader perhaps twice: let them follow one another, or make them one.' },
    'exception-half': { text: 'The exception of {calendar} on {day} has only one of beginning and end. Add the other, or take out both for a day that is closed.' },
    'exceptions-differ': { text: '{calendar} has two exceptions on {day} that contradict each other. Leave one, or give them hours that do not overlap.' },
    'exception-on-holiday': { text: '{calendar} opens on {day}, which is one of its holidays. Say one of the two: take the day out of the holidays or the exceptions.' },
    'exception-of-always': { text: '{calendar} is always open, and yet has an exception. Take it out, or write the hours of each weekday.' },
    'never-open': { text: '{calendar} has no hours at all, so no clock that runs in it ever moves. Add the hours, or the word always.' },
  },
  *checkFile({ facts, artefact, config, report }) {
    if (artefact.kind === 'calendar' && !isRetired(artefact)) yield* contradictoryHours(artefact, config.timeZone, report);
    if (artefact.kind !== 'sla' || isRetired(artefact)) return;
    for (const { path, target, id, title } of targetsOf(artefact)) {
      if (!isMeasurable(artefact, target)) continue;
      const parts = missingParts(termsOf(artefact, target)).clock.map(part => WORDS[part]);
      const at = facts.items.find(item => item.id === id) ?? { file: artefact.file, path };
      if (parts.length > 0) yield report(at, 'parts', { target: nameOf({ id, title }), parts: phraseList(parts) });
    }
    for (const prose of textsOf(facts)) {
      const index = targetIndex(prose.path), target = index === undefined ? undefined : targetAt(artefact, index);
      if (isFields(target) && !isMeasurable(artefact, target)) continue;
      const clocks = findTwoClocks(prose.text, text(artefact.data, 'language') ?? config.language);
      if (clocks === undefined || clocks === 'no-list') continue;
      const [first, second] = clocks.business.start < clocks.elapsed.start ? [clocks.business, clocks.elapsed] : [clocks.elapsed, clocks.business];
      yield report({ file: artefact.file, range: proseRange(prose, second.start, second.end) }, 'two-clocks',
        { business: clocks.business.phrase, elapsed: clocks.elapsed.phrase },
        { related: [{ at: { file: artefact.file, range: proseRange(prose, first.start, first.end) }, text: phrase('related.the-other-clock', 'The other clock') }] });
    }
  },
  fixes: { begin: 'Begin what is missing', remove: 'Take this exception out' },
  fix: byMessage({
    parts: completes('begin', (context, finding) => {
      const sla = context.model.files.get(finding.file)?.artefact, target = dataAt(context, finding, objectOf(context, finding));
      return sla && isFields(target) ? [...new Set(missingParts(termsOf(sla, target)).clock.map(part => part.split('.')[0] ?? part))] : [];
    }),
    'exception-on-holiday': removesEntry('remove'), 'exceptions-differ': removesEntry('remove'), 'exception-of-always': removesEntry('remove'),
  }),
  examples: {
    good: [`
//- sla.yaml
kind: sla
id: SLA-A
title: SLA with Boreal Foods
services: [SVC-MAIL]
targets:
  - id: up
    title: Availability
    metric: availability
    operator: at-least
    value: 99.9
    unit: percent
    window: calendar-month
    calendar: CAL-24X7
    source: { system: Monitoring }
    calculation: Minutes up divided by minutes of agreed service time
  - id: p1
    title: Restoration of priority 1
    metric: restoration-time
    priority: P1
    operator: at-most
    value: 4
    unit: hours
    window: calendar-month
    calendar: CAL-24X7
    clock: { starts: openedAt, stops: restoredAt, holds: [] }
    source: { system: Service desk }
    calculation: Share of the incidents restored within the limit
  - { id: vague, title: Restoration of the rest }
`, `
//- calendars.yaml
kind: calendar
id: CALENDARS
title: Calendars
calendars:
  - id: CAL-DAY # hours that touch; a pause; a short day that is no holiday; the night in two entries
    title: By day
    hours:
      - { days: [mon, tue], from: "08:00", to: "12:00" }
      - { days: [mon, tue], from: "12:00", to: "18:00" }
      - { days: [fri], from: "22:00", to: "24:00" }
      - { days: [sat], from: "00:00", to: "06:00" }
    holidays: [{ on: 2026-12-25 }]
    exceptions: [{ on: 2026-12-24, from: "08:00", to: "10:00" }, { on: 2026-12-24, from: "10:00", to: "12:00" }, { on: 2026-12-31 }]
  - { id: CAL-24X7, title: Around the clock, hours: always, holidays: [{ on: 2026-12-25 }] }
`],
    bad: [`
//- calendars.yaml
kind: calendar
id: CALENDARS
title: Calendars
calendars:
  - id: CAL-DAY
    title: By day
    hours:
      - { days: [mon, tue, wed], from: "08:00", to: "18:00" }
      - { days: [tue, wed], from: "17:00", to: "20:00" }
//                                 ^^^^^ sla-clock-or-source-undefined hours-overlap
      - { days: [sat], from: "22:00", to: "06:00" }
//                                         ^^^^^ sla-clock-or-source-undefined hours-reversed
    holidays: [{ on: 2026-12-25 }]
    exceptions:
      - { on: 2026-12-24, from: "08:00" }
//            ^^^^^^^^^^ sla-clock-or-source-undefined exception-half
      - { on: 2026-12-25, from: "08:00", to: "12:00" }
//            ^^^^^^^^^^ sla-clock-or-source-undefined exception-on-holiday
      - { on: 2026-12-31, from: "08:00", to: "12:00" }
      - { on: 2026-12-31 }
//            ^^^^^^^^^^ sla-clock-or-source-undefined exceptions-differ
  - { id: CAL-24X7, title: Around the clock, hours: always, holidays: [{ on: 2026-12-25 }], exceptions: [{ on: 2026-12-24 }] }
//                                                                                                             ^^^^^^^^^^ sla-clock-or-source-undefined exception-of-always
  - { id: CAL-NONE, title: Never, hours: [] }
//                                ^^^^^ sla-clock-or-source-undefined never-open
`, `
//- sla.yaml
kind: sla
id: SLA-A
title: SLA with Boreal Foods
services: [SVC-MAIL]
targets:
  - id: p1
//      ^^ sla-clock-or-source-undefined parts
    title: Restoration of priority 1
    metric: restoration-time
    priority: P1
    operator: at-most
    value: 4
    unit: hours
    window: calendar-month
    calendar: CAL-24X7
    clock: { starts: openedAt, stops: restoredAt }
    source: { system: }
    calculation: Share of the incidents restored within 4 business hours, where 4 elapsed hours count for priority 1
//                                                                                ^^^^^^^^^^^^^ sla-clock-or-source-undefined two-clocks
`],
  },
};

/** What a calendar says twice or takes back. What the schema finds at a field, such as a time that is none, is told there, and what follows from it is not told. */
function* contradictoryHours(artefact: Artefact, timeZone: string, report: FileContext['report']): Iterable<Report> {
  for (const { at, value } of objects(artefact.data, 'calendars')) {
    const { problems } = calendarOf(calendarTerms(value, timeZone)), calendar = nameOf({ id: text(value, 'id') ?? '', title: text(value, 'title') ?? '' });
    const place = (...path: Path): Place => ({ file: artefact.file, path: ['calendars', at, ...path] });
    const unreadable = problems.some(({ problem }) => problem !== 'never-open') || (state(value, 'hours') === 'filled' && !Array.isArray(value['hours']));
    for (const { key, days, problem: { problem, path, other, value: day = '' } } of grouped(problems)) {
      const related = other ? { related: [{ at: place(...other, key), text: phrase('related.what-it-contradicts', 'What it contradicts') }] } : {};
      if (problem === 'from-not-before-to') { const [from = '', to = ''] = day.split(' '); yield report(place(...path, 'to'), 'hours-reversed', { calendar, from, to }); }
      else if (problem === 'overlapping-hours') yield report(place(...path, key), 'hours-overlap', { calendar, days: phraseList(days.map(weekdayWord)) }, related);
      else if (problem === 'half-an-exception') yield report(place(...path, key), 'exception-half', { calendar, day: text(valueAt(value, path), 'on') ?? '' });
      else if (problem === 'exceptions-contradict') yield report(place(...path, key), 'exceptions-differ', { calendar, day }, related);
      else if (problem === 'exception-on-holiday') yield report(place(...path, key), 'exception-on-holiday', { calendar, day }, related);
      else if (problem === 'exception-of-always') yield report(place(...path, key), 'exception-of-always', { calendar });
      else if (problem === 'never-open' && !unreadable) yield report(place(...path), 'never-open', { calendar });
    }
  }
}

/** Two entries that meet on several weekdays are one problem. `key`: the field of the entry to point at. */
function grouped(problems: readonly CalendarProblem[]): { key: string; days: string[]; problem: CalendarProblem }[] {
  const groups = groupBy(problems, ({ problem, path, other, value }) => JSON.stringify(problem === 'overlapping-hours' ? [problem, path] : [problem, path, other, value]));
  return [...groups.values()].flatMap(([problem, ...more]) => (problem ? [{
    key: problem.problem === 'overlapping-hours' ? 'from' : 'on', days: [problem, ...more].map(({ value = '' }) => value), problem,
  }] : []));
}
