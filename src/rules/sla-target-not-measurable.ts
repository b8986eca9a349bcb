import { amountWord, limitWord } from '../sms/amounts.js';
import { addTo, fields, type Fields, isFields, list, number, objects, state, text, texts } from '../sms/data.js';
import { isDay } from '../sms/days.js';
import { isRetired } from '../sms/header.js';
import { joined, phrase, phraseList } from '../sms/language.js';
import type { Model } from '../sms/model.js';
import { proseRange } from '../sms/prose.js';
import { compareText } from '../sms/text.js';
import type { Artefact, Day, Item, Path, Phrase, Report, Word } from '../sms/types.js';
import { downtimeClaims, periodOf, type Period } from '../service-levels/availability.js';
import { checkCredits, type CreditBand, type CreditOperator, type CreditProblem } from '../service-levels/credits.js';
import { inForceOn, termsProblems, type Terms } from '../service-levels/in-force.js';
import { missingParts, timeLimit, type MeasurePart } from '../service-levels/measurability.js';
import { currentSlas, isValidOn, servicesOfTarget, targetsOf } from '../sms/agreements.js';
import { addsEntry, byMessage, completes, dataAt, objectOf, removesEntry } from './mending.js';
import { nameOf } from '../sms/naming.js';
import { idOf, namedItems } from '../sms/named.js';
import { isMeasurable, lasting, runsRoundTheClock, targetIndex, termsOf, textsOf } from './targets.js';
import type { Place, Rule, RuleContext } from './rule.js';

type Target = ReturnType<typeof targetsOf>[number];
type Reporter = RuleContext['report'];

const WORDS: Readonly<Record<MeasurePart, Phrase>> = {
  metric: phrase('target-part.metric', 'a metric (what is measured)'), operator: phrase('target-part.operator', 'an operator (at least or at most)'),
  value: phrase('target-part.value', 'a value'), unit: phrase('target-part.unit', 'a unit'),
  population: phrase('target-part.population', 'a population (which services, or cases of which priority)'), window: phrase('target-part.window', 'a window (over which stretch of time)'),
};

/** A target says what, how much, of what and over which time; a downtime stated beside a percentage fits it. */
export const slaTargetNotMeasurable: Rule = {
  id: 'sla-target-not-measurable',
  title: 'Service level targets can be measured',
  clauses: ['8.3.3'],
  grade: 'minor',
  why: 'A target of which a part is missing can be neither met nor missed: provider and customer will read it in two ways, each to their '
    + 'own advantage.',
  messages: {
    parts: { text: '{target} lacks {parts}. Without it nobody can say whether the target was met: add it.' },
    'none-measurable': { text: 'None of the targets of {sla} can be measured: {parts}. Give each a metric, operator, value, unit, '
      + 'population and window.', grade: 'major' },
    'no-targets': { text: '{sla} has no service level targets. An SLA promises something that can be measured: write down at least one '
      + 'target.', grade: 'major' },
    'downtime-mismatch': { text: '{percent} % {per} allows {allowed} of downtime, not {stated}. The customer will hold you to the figure '
      + 'that suits them: correct one of the two.' },
    contradicts: { text: '{target} promises something else for {service} than {other} does to the same customer ({terms}; there {otherTerms}), '
      + 'and both hold today. '
      + 'The customer will hold you to the one that suits them: leave one, or say for which cases each is.' },
    impossible: { text: '{target} promises {promised}, which {why}. Correct the number or its unit.' },
    'terms-same-day': { text: '{target} has two sets of terms that begin on {day}, so nobody can say what was promised that day. Correct one of '
      + 'the two days, or '
      + 'delete the terms that never applied.' },
    'terms-order': { text: 'The earlier terms of {target} from {day} stand after older ones. List them newest first, so that each reader finds '
      + 'those of a day.' },
    'terms-undated': { text: '{target} has earlier terms, but no day from which the present ones apply: nobody can say which of them hold. Add '
      + 'the effective day.' },
    'terms-parts': { text: 'The terms of {target} from {day} lack {parts}. Earlier terms take nothing from later ones, so cases of that time '
      + 'cannot be judged: '
      + 'write down what was agreed then.' },
    'credit-incomplete': { text: 'This credit for {target} {problem}. Nobody can work out what is given back: complete the band.' },
    'credit-bands': { text: 'The credits for {target} {problem}. Provider and customer would work out two amounts: let each band begin where '
      + 'the one before it ends, '
      + 'and the first one at the target.' },
    'credit-falls': { text: 'The credits for {target} give {percent} % for {worse} and {otherPercent} % for {better}. A worse result should '
      + 'never give the customer less: correct one of the two.' },
    'credit-cap': { text: 'The credits for {target} {problem}. Say in each band the same most that is given back in one window, and no more '
      + 'than it in a band.' },
  },
  *check({ model, today, report: tell }) {
    for (const sla of currentSlas(model)) {
      if (sound.has(sla)) continue;
      const targets = targetsOf(sla);
      let isSound = state(sla.data, 'credits') !== 'filled';
      const report: Reporter = (...said) => { isSound = false; return tell(...said); };
      const lacking = targets.flatMap(({ path, target, id, title }) => {
        const parts = missingParts(termsOf(sla, target)).measure.map(part => WORDS[part]);
        return parts.length > 0 ? [{ at: placeOf(model, sla, path, id), name: nameOf({ id, title }), parts: phraseList(parts) }] : [];
      });
      if (lacking.length > 0 && lacking.length === targets.length) {
        const parts = joined(lacking.map(({ name, parts: own }) => phrase('target.lacks', '{target} lacks {parts}', { target: name, parts: own })), '; ');
        yield report(sla, 'none-measurable', { sla: nameOf(sla), parts, count: lacking.length },
          { related: lacking.map(one => ({ at: one.at, text: phrase('related.lacks', 'Lacks {name}', { name: one.parts }) })) });
      } else {
        for (const { at, name, parts } of lacking) yield report(at, 'parts', { target: name, parts });
      }
      // A registry card names the file in which the targets stand; so does the text of a page.
      const elsewhere = state(sla.data, 'content') === 'filled' || !/\.ya?ml$/i.test(sla.file);
      if (state(sla.data, 'targets') !== 'filled' && !elsewhere) yield report(sla, 'no-targets', { sla: nameOf(sla) });
      for (const { path, target } of targets) {
        const mismatch = statedDowntime(target);
        const claims = Object.keys(target).flatMap(key => wrongClaims(text(target, key) ?? '', text(target, 'window')).map(({ args }) => ({ key, args })));
        if (!mismatch && claims.length === 0) continue;
        isSound = false;
        if (!runsRoundTheClock(model, target)) continue;
        if (mismatch) yield report({ file: sla.file, path: [...path, 'downtime', 'value'] }, 'downtime-mismatch', mismatch);
        for (const { key, args } of claims) yield report({ file: sla.file, path: [...path, key] }, 'downtime-mismatch', args);
      }
      for (const one of targets) {
        yield* impossibleValues(sla, one, report);
        yield* earlierTerms(sla, one, report);
      }
      yield* credits(model, sla, today, targets, report);
      if (isSound) sound.add(sla);
    }
    yield* contradictions(model, today, tell);
  },
  // Texts outside the targets are there only while the file is read; those of targets wait for the hours of their calendar.
  *checkFile({ facts, artefact, report }) {
    if (artefact.kind !== 'sla' || isRetired(artefact)) return;
    for (const prose of textsOf(facts)) {
      if (targetIndex(prose.path) !== undefined) continue;
      for (const { start, end, args } of wrongClaims(prose.text, undefined)) {
        yield report({ file: artefact.file, range: proseRange(prose, start, end) }, 'downtime-mismatch', args);
      }
    }
  },
  fixes: { begin: 'Complete the target', target: 'Begin a target', leave: 'Leave the downtime out: it follows from the percentage' },
  fix: byMessage({
    'no-targets': addsEntry('target', ['targets'], {}, { whole: true }),
    parts: completes('begin', (context, finding) => {
      const sla = context.model.files.get(finding.file)?.artefact, target = dataAt(context, finding, objectOf(context, finding));
      return sla && isFields(target) ? missingParts(termsOf(sla, target)).measure : [];
    }),
    *'downtime-mismatch'(context, finding) { if (context.pathOf(finding).at(-2) === 'downtime') yield* removesEntry('leave', true)(context, finding); },
  }),
  examples: {
    good: [`
//- sla.yaml
kind: sla
id: SLA-A
title: SLA with Boreal Foods
services: [SVC-MAIL]
targets:
  - id: availability
    title: 99.9 % availability, at most 43 minutes of downtime in 30 days
    metric: availability
    operator: at-least
    value: 99.9
    unit: percent
    window: rolling-30d
    downtime: { value: 43.2, unit: minutes }
  - { id: p1, title: Priority 1, metric: restoration-time, priority: P1, operator: at-most, value: 4, unit: hours, window: calendar-month }
  - id: office
    title: "99.5 % uptime, at most 66 minutes of downtime per month" # of 220 office hours
    metric: availability
    operator: at-least
    value: 99.5
    unit: percent
    window: calendar-month
    calendar: CAL-OFFICE
//- calendars.yaml
kind: calendar
id: CALENDARS
title: Calendars
calendars: [{ id: CAL-OFFICE, title: Office hours, timeZone: Europe/Amsterdam, hours: [{ days: [mon, tue, wed, thu, fri], from: "08:00", to: "18:00" }] }]
`, `
//- customers.yaml
{ kind: customer-register, id: CUSTOMERS, title: Customers, customers: [{ id: CUS-A, title: Boreal }, { id: CUS-B, title: Delta }] }
//- catalogue.yaml
{ kind: service-catalogue, id: CAT, title: Services, services: [{ id: SVC-MAIL, title: Mail }, { id: SVC-WEB, title: Web }] }
//- sla-a.yaml
kind: sla
id: SLA-A
title: SLA with Boreal
status: approved
customers: [CUS-A]
services: [SVC-MAIL]
targets:
  - { id: p1, title: P1, metric: restoration-time, priority: P1, operator: at-most, value: 4, unit: hours, window: calendar-month }
  - { id: up, title: Up, metric: availability, operator: at-least, value: 99.9, unit: percent, window: calendar-month }
//- sla-a2.yaml
kind: sla
id: SLA-A2
title: Second SLA with Boreal
status: approved
customers: [CUS-A]
services: [SVC-MAIL, SVC-WEB]
targets:
  - { id: p1, title: P1, metric: restoration-time, priority: P1, operator: at-most, value: 240, unit: minutes, window: calendar-month }
  - { id: up, title: Up, services: [SVC-WEB], metric: availability, operator: at-least, value: 99, unit: percent, window: calendar-month }
//- sla-b.yaml
kind: sla
id: SLA-B
title: SLA with Delta
status: approved
customers: [CUS-B]
services: [SVC-MAIL]
targets: [{ id: p1, title: P1, metric: restoration-time, priority: P1, operator: at-most, value: 8, unit: hours, window: calendar-month }]
//- sla-draft.yaml
kind: sla
id: SLA-NEW
title: The next SLA with Boreal
status: draft
customers: [CUS-A]
services: [SVC-MAIL]
targets: [{ id: p1, title: P1, metric: restoration-time, priority: P1, operator: at-most, value: 2, unit: hours, window: calendar-month }]
`, `
//- sla.yaml
kind: sla
id: SLA-A
title: Terms that changed twice, and credits in bands that join
services: [SVC-MAIL]
validFrom: 2026-03-01
targets:
  - id: up
    title: Availability
    metric: availability
    operator: at-least
    value: 100
    unit: percent
    window: calendar-month
    previously:
      - { effectiveFrom: 2025-03-01, operator: at-least, value: 99.5, unit: percent, window: calendar-month }
      - { effectiveFrom: 2024-03-01, operator: at-least, value: 99, unit: percent, window: calendar-month }
  - { id: p1, title: P1, metric: restoration-time, priority: P1, operator: at-most, value: 4, unit: hours, attainment: 95, window: calendar-month }
  - { id: growth, title: Costs, metric: cost, operator: at-most, value: 110, unit: percent, window: year }
credits:
  - { target: up, from: 99.5, to: 100, percent: 5, cap: 25 }
  - { target: up, to: 99.5, percent: 25, cap: 25 }
  - { target: p1, from: 90, to: 95, percent: 5, cap: 10 } # of the share of cases in time
  - { target: p1, to: 90, percent: 10, cap: 10 }
`, `
//- sla.yaml
kind: sla
id: SLA-A
title: The SLA that stands in a signed file
content: [{ url: "https://portal.example/sla.pdf" }]
`],
    bad: [`
//- sla.yaml
kind: sla
id: SLA-A
title: SLA with Boreal Foods
services: [SVC-MAIL]
targets:
  - { id: up, title: Availability, metric: availability, operator: at-least, value: 100.5, unit: percent, window: year }
//                                                                                  ^^^^^ sla-target-not-measurable impossible
  - { id: p1, title: P1, metric: restoration-time, priority: P1, operator: at-most, value: -4, unit: hours, window: year }
//                                                                                         ^^ sla-target-not-measurable impossible
  - id: p2
    title: P2
    effectiveFrom: 2026-03-01
    metric: restoration-time
    priority: P2
    operator: at-most
    value: 8
    unit: hours
    window: year
    previously:
      - { effectiveFrom: 2026-03-01, operator: at-most, value: 9, unit: hours, window: year }
//                       ^^^^^^^^^^ sla-target-not-measurable terms-same-day
      - { effectiveFrom: 2024-01-01, operator: at-most, value: 0, unit: hours, window: year }
//                                                             ^ sla-target-not-measurable impossible
      - { effectiveFrom: 2025-01-01, value: 12, unit: hours }
//                       ^^^^^^^^^^ sla-target-not-measurable terms-order
//                       ^^^^^^^^^^ sla-target-not-measurable terms-parts
  - id: p3
    title: P3
    metric: restoration-time
    priority: P3
    operator: at-most
    value: 8
    unit: hours
    window: year
    previously: [{ effectiveFrom: 2026-03-01, operator: at-most, value: 9, unit: hours, window: year }]
//  ^^^^^^^^^^ sla-target-not-measurable terms-undated
`, `
//- sla.yaml
kind: sla
id: SLA-A
title: SLA with Boreal Foods
services: [SVC-MAIL]
targets:
  - { id: up, title: Availability, metric: availability, operator: at-least, value: 99.9, unit: percent, window: calendar-month }
  - { id: p1, title: P1, metric: restoration-time, priority: P1, operator: at-most, value: 4, unit: hours, attainment: 95, window: calendar-month }
  - { id: p2, title: P2, metric: restoration-time, priority: P2, operator: at-most, value: 8, unit: hours, window: calendar-month }
credits:
  - { target: up, from: 99.5, to: 99.9, percent: 10, cap: 25 }
  - { target: up, from: 98, to: 99.4, percent: 20, cap: 25 }
//                              ^^^^ sla-target-not-measurable credit-bands
  - { target: up, to: 98, percent: 5, cap: 25 }
//                                 ^ sla-target-not-measurable credit-falls
  - { target: p1, from: 90, to: 95, percent: 5 }
//    ^^^^^^ sla-target-not-measurable credit-cap
  - { target: p1, to: 90, percent: 10 }
  - { target: p2, from: 16, to: 8, percent: 5, cap: 25 }
//                      ^^ sla-target-not-measurable credit-incomplete
  - { from: 8, percent: 5 }
//    ^^^^ sla-target-not-measurable credit-incomplete
`, `
//- sla-a.yaml
kind: sla
id: SLA-A
title: SLA with Boreal Foods
services: [SVC-MAIL]
targets:
  - { id: up, title: Availability, metric: availability, operator: at-least, value: 99.99, unit: percent, window: year, downtime: { value: 1, unit: hours } }
//                                                                                                                                         ^ sla-target-not-measurable downtime-mismatch
  - { id: p1, title: Priority 1, metric: restoration-time, operator: at-most, value: 4, unit: hours }
//        ^^ sla-target-not-measurable parts
  - id: web
    title: "99.5 % uptime, no more than 1 hour of downtime per month"
//          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ sla-target-not-measurable downtime-mismatch
    metric: availability
    operator: at-least
    value: 99.5
    unit: percent
    window: calendar-month
exceptions: ["The site as a whole has 99.9 % uptime, no more than 2 hours of downtime per month."]
//                                                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ sla-target-not-measurable downtime-mismatch
//- sla-b.yaml
kind: sla
id: SLA-B
//  ^^^^^ sla-target-not-measurable none-measurable
title: SLA with Delta Shipping
services: [SVC-MAIL]
targets:
  - { id: up, title: The service is available, metric: availability }
//- sla-c.yaml
kind: sla
id: SLA-C
//  ^^^^^ sla-target-not-measurable no-targets
title: SLA with Gamma Bank
services: [SVC-MAIL]
`, `
//- customers.yaml
{ kind: customer-register, id: CUSTOMERS, title: Customers, customers: [{ id: CUS-A, title: Boreal }] }
//- catalogue.yaml
{ kind: service-catalogue, id: CAT, title: Services, services: [{ id: SVC-MAIL, title: Mail }, { id: SVC-WEB, title: Web }] }
//- sla-a.yaml
kind: sla
id: SLA-A
title: SLA with Boreal
status: approved
customers: [CUS-A]
services: [SVC-MAIL]
validFrom: 2025-01-01
targets:
  - { id: p1, title: P1, metric: restoration-time, priority: P1, operator: at-most, value: 4, unit: hours, window: calendar-month }
//- sla-a2.yaml
kind: sla
id: SLA-A2
title: Second SLA with Boreal
status: approved
customers: [CUS-A]
services: [SVC-MAIL, SVC-WEB]
validFrom: 2026-01-01
targets:
  - { id: p1, title: P1, metric: restoration-time, priority: P1, operator: at-most, value: 8, unit: hours, window: calendar-month }
//                                                                                         ^ sla-target-not-measurable contradicts
`],
  },
};

/** Agreements in whose own words nothing is wrong, whatever calendars and days say. One that says something else is another object. */
const sound = new WeakSet<Artefact>();

/** Why no result, or every one, keeps these terms; undefined where they can be kept and missed. */
function whyImpossible(terms: unknown): Phrase | undefined {
  const value = number(terms, 'value'), unit = text(terms, 'unit') ?? '', operator = text(terms, 'operator');
  if (value === undefined || operator === undefined) return undefined;
  if (unit === 'percent' && value > 100 && operator !== 'at-most') return phrase('impossible.more-than-all', 'is more than all: no result can reach it');
  if (value < 0 && unit !== 'score') return phrase('impossible.less-than-nothing', 'is less than nothing');
  return value === 0 && TIMES.has(unit) && operator !== 'at-least' ? phrase('impossible.no-time', 'leaves no time at all') : undefined;
}

function promiseWord(terms: unknown): Word { return limitWord(text(terms, 'operator'), amountWord(number(terms, 'value') ?? '', text(terms, 'unit'))); }

const TIMES: ReadonlySet<string> = new Set(['seconds', 'minutes', 'hours', 'business-hours', 'days', 'business-days']);

function* impossibleValues(sla: Artefact, { path, target, id, title }: Target, report: Reporter): Iterable<Report> {
  for (const { terms, at } of [{ terms: target, at: path }, ...objects(target, 'previously').map(({ at: index, value }) => ({ terms: value, at: [...path, 'previously', index] }))]) {
    const why = whyImpossible(terms);
    if (why === undefined) continue;
    yield report({ file: sla.file, path: [...at, 'value'] }, 'impossible', {
      target: nameOf({ id, title }), promised: promiseWord(terms), why,
    });
  }
}

/** What is told of a day that does not exist is told of the field; what follows from it is not told. */
function* earlierTerms(sla: Artefact, { path, target, id, title }: Target, report: Reporter): Iterable<Report> {
  const name = nameOf({ id, title }), problems = termsProblems(target, text(sla.data, 'validFrom'));
  if (problems.some(({ problem, index }) => problem === 'no-such-day' && index < 0)) return;
  for (const { problem, index, day = '' } of problems) {
    const at = { file: sla.file, path: [...path, 'previously', index, 'effectiveFrom'] };
    if (problem === 'same-day') yield report(at, 'terms-same-day', { target: name, day });
    else if (problem === 'not-newest-first') yield report(at, 'terms-order', { target: name, day });
    else if (problem === 'no-day' && index < 0) yield report({ file: sla.file, path: [...path, 'previously'], part: 'key' }, 'terms-undated', { target: name });
  }
  if (!isMeasurable(sla, target)) return;
  for (const { at, value } of objects(target, 'previously')) {
    const parts = missingParts(termsOf(sla, { ...lasting(target), ...value })).measure.map(part => WORDS[part]), day = text(value, 'effectiveFrom');
    if (parts.length > 0 && isDay(day)) yield report({ file: sla.file, path: [...path, 'previously', at, 'effectiveFrom'] }, 'terms-parts', { target: name, day, parts: phraseList(parts), count: parts.length });
  }
}

interface Band { at: number; band: CreditBand }

/** Each band is told once: what it lacks comes before how it fits the others. */
function* credits(model: Model, sla: Artefact, today: Day, targets: readonly Target[], report: Reporter): Iterable<Report> {
  const bands = new Map<Target | undefined, Band[]>();
  for (const { at, value } of objects(sla.data, 'credits')) {
    const named = text(value, 'target'), item = named === undefined ? undefined : model.item(`${sla.id}#${named}`) ?? model.item(named);
    const target = named === undefined ? (targets.length === 1 ? targets[0] : undefined) : targets.find(({ id }) => id === item?.id);
    // That a target is unknown is told of the reference to it.
    if (named !== undefined && !target) continue;
    const band: CreditBand = {};
    for (const key of ['from', 'to', 'percent', 'cap'] as const) { const amount = number(value, key); if (amount !== undefined) band[key] = amount; }
    bands.set(target, [...bands.get(target) ?? [], { at, band }]);
  }
  for (const [target, own] of bands) {
    const place = (index: number, key?: string): Place => ({ file: sla.file, path: ['credits', own[index]?.at ?? 0, ...(key === undefined ? [] : [key])] });
    const name = target ? nameOf(target) : nameOf(sla), told = new Set<number>();
    if (!target) {
      for (const index of own.keys()) yield report(place(index), 'credit-incomplete', { target: name, problem: phrase('credit.no-target', 'names no target') });
      continue;
    }
    const terms = inForceOn(target.target, today, text(sla.data, 'validFrom')) ?? target.target;
    if (whyImpossible(terms) !== undefined) continue;
    const { problems, begins } = problemsOf(own.map(({ band }) => band), terms);
    const unusable = problems.some(({ problem }) => problem === 'incomplete' || problem === 'reversed');
    for (const { problem, band, other } of problems) {
      if (told.has(band) || (unusable && problem !== 'incomplete' && problem !== 'reversed')) continue;
      told.add(band);
      const one = own[band]?.band ?? {}, rival = other === undefined ? undefined : own[other]?.band;
      const related = other === undefined ? {} : { related: [{ at: place(other), text: phrase('related.the-other-band', 'The other band') }] };
      const said = (message: string, words: Phrase, key?: string): Report => report(place(band, key), message, { target: name, problem: words }, related);
      if (problem === 'incomplete') yield said('credit-incomplete', one.percent === undefined ? phrase('credit.no-percent', 'says no percentage') : phrase('credit.no-ends', 'says neither where it begins nor where it ends'));
      else if (problem === 'reversed') yield said('credit-incomplete', phrase('credit.reversed', 'begins at {from}, which is not below its end, {to}', { from: one.from ?? '', to: one.to ?? '' }), 'from');
      else if (problem === 'gap') yield said('credit-bands', phrase('credit.gap', 'leave a gap between {other} and {band}', { other: spelled(rival), band: spelled(one) }), begins);
      else if (problem === 'overlap') yield said('credit-bands', phrase('credit.overlap', 'overlap: {other} and {band} share results', { other: spelled(rival), band: spelled(one) }), begins);
      else if (problem === 'off-target') yield said('credit-bands', phrase('credit.off-target', 'begin with {band}, and not where the target is missed', { band: spelled(one) }), begins);
      else if (problem === 'above-cap') yield said('credit-cap', phrase('credit.above-cap', 'give {percent} % for {band}, but never more than {cap} %', { percent: one.percent ?? '', band: spelled(one), cap: one.cap ?? '' }), 'cap');
      else if (problem === 'caps-differ') yield said('credit-cap', phrase('credit.caps-differ', 'are limited to {cap} % here and to {other} % in another band', { cap: one.cap ?? '', other: rival?.cap ?? '' }), 'cap');
      else if (problem === 'no-cap') yield said('credit-cap', phrase('credit.no-cap', 'have no cap'));
      else yield report(place(band, 'percent'), 'credit-falls', { target: name, percent: one.percent ?? '', worse: spelled(one), otherPercent: rival?.percent ?? '', better: spelled(rival) }, related);
    }
  }
}

/**
 * Bands of results; where the target is a share of cases within a time they may be of that share as well: then they are read in the way in which
 * they fit better. `begins`: the end of a band on the side of the better results.
 */
function problemsOf(bands: readonly CreditBand[], terms: Terms): { problems: readonly CreditProblem[]; begins: 'from' | 'to' } {
  const operator = text(terms, 'operator'), attainment = number(terms, 'attainment');
  const reading = (of: CreditOperator, target: number | undefined): ReturnType<typeof problemsOf> => ({ problems: checkCredits(bands, of, target), begins: of === 'at-least' ? 'to' : 'from' });
  const readings = [
    ...(operator === 'at-least' || operator === 'at-most' ? [reading(operator, number(terms, 'value'))] : []),
    ...(attainment !== undefined ? [reading('at-least', attainment)] : []),
  ];
  return readings.sort((a, b) => a.problems.length - b.problems.length)[0] ?? { problems: [], begins: 'to' };
}

function spelled({ from, to }: CreditBand = {}): Phrase {
  if (from === undefined) return phrase('results.up-to', 'results up to {to}', { to: to ?? '' });
  return to === undefined ? phrase('results.from', 'results from {from} on', { from }) : phrase('results.from-to', 'results from {from} to {to}', { from, to });
}

interface PromiseOfToday extends Target { sla: Artefact; terms: Fields; measured: string; said: string }
interface Promised extends PromiseOfToday { about: readonly string[]; services: readonly Item[] }

/** Targets of two agreements with one customer that measure the same of the same service and promise different things. Tiers within one SLA are none. */
function* contradictions(model: Model, today: Day, report: Reporter): Iterable<Report> {
  const valid = currentSlas(model).filter(sla => isValidOn(sla, today)).sort((a, b) => compareText(text(a.data, 'validFrom') ?? '', text(b.data, 'validFrom') ?? ''));
  const byCustomer = new Map<string, Artefact[]>();
  for (const sla of valid) for (const { id } of namedItems(model, sla.data, 'customers', 'customer')) addTo(byCustomer, id, sla);
  const told = new Set<string>();
  for (const all of byCustomer.values()) {
    const slas = aboutTheSame(model, all);
    // By what is measured and of which service: most promises have nothing to do with each other.
    const earlier: Promised[] = [], places = new Map<string, number[]>();
    for (const sla of slas) {
      const own = promisesOf(sla, today).map((one): Promised => {
        const services = servicesOfTarget(model, sla, one.target);
        return { ...one, services, about: services.map(({ id }) => `${id}\0${one.measured}`) };
      });
      const isRival = (at: number): boolean => { const other = earlier[at]; return other !== undefined && !supersedes(model, sla, other.sla) && !supersedes(model, other.sla, sla); };
      for (const one of own) {
        if (one.about.some(each => places.get(each)?.some(at => earlier[at]?.said === one.said && isRival(at)))) continue;
        const first = Math.min(...one.about.map(each => places.get(each)?.find(isRival) ?? Infinity)), other = earlier[first], key = `${one.sla.id}#${one.id}`;
        if (!other || told.has(key)) continue;
        told.add(key);
        const shared = one.services.find(({ id }) => other.services.some(service => service.id === id)), service = shared ? nameOf(shared) : '';
        yield report({ file: sla.file, path: [...one.path, 'value'] }, 'contradicts',
          { target: nameOf(one), other: nameOf(other), service, terms: shown(one), otherTerms: shown(other) },
          { related: [{ at: { file: other.sla.file, path: [...other.path, 'value'] }, text: phrase('related.what-promises', 'What {name} promises', { name: other.sla.id }) }] });
      }
      for (const one of own) {
        const at = earlier.push(one) - 1;
        for (const each of one.about) addTo(places, each, at);
      }
    }
  }
}

/** Of the agreements with a customer those about a service that another one is about too: of thousands of targets most need not be held against others. */
function aboutTheSame(model: Model, slas: readonly Artefact[]): readonly Artefact[] {
  if (slas.length < 2) return [];
  const byService = new Map<string, Artefact[]>();
  for (const sla of slas) {
    const named = [sla.data, ...list(sla.data, 'targets')].flatMap(of => texts(of, 'services'));
    for (const id of new Set([...new Set(named)].map(name => idOf(model, name)))) addTo(byService, id, sla);
  }
  const shared = new Set([...byService.values()].flatMap(own => (own.length > 1 ? own : [])));
  return slas.filter(sla => shared.has(sla));
}

/** What the targets promise by the terms of today, as far as it can be measured: what is measured, and what is said of it, each in a form that can be compared. */
function promisesOf(sla: Artefact, today: Day): readonly PromiseOfToday[] {
  const known = promises.get(sla);
  if (known?.today === today) return known.found;
  const found = targetsOf(sla).flatMap((one): PromiseOfToday[] => {
    const { target } = one, now = inForceOn(target, today, text(sla.data, 'validFrom') ?? today);
    if (!now || !isMeasurable(sla, target) || whyImpossible(now) !== undefined) return [];
    const terms: Fields = now === target ? target : { ...target, ...now };
    return [{ ...one, sla, terms, measured: values(terms, 'metric', 'priority', 'population', 'percentile').join('\0'), said: comparable(terms) }];
  });
  promises.set(sla, { today, found });
  return found;
}

/** An artefact is the same object while its file says the same. */
const promises = new WeakMap<Artefact, { today: Day; found: readonly PromiseOfToday[] }>();

function values(terms: Fields, ...keys: string[]): string[] { return keys.map(key => text(terms, key) ?? String(number(terms, key) ?? '')); }

/** What is promised, in a form in which it can be compared: an hour is sixty minutes. */
function comparable(terms: Fields): string {
  const value = number(terms, 'value') ?? 0, unit = text(terms, 'unit') ?? '', limit = timeLimit(value, unit);
  return [text(terms, 'operator'), limit ? `${limit.minutes} ${limit.clock === 'business' ? 'business minutes' : 'minutes'}` : `${value} ${unit}`, ...values(terms, 'attainment', 'window', 'calendar')].join('\0');
}

function shown({ terms }: Promised): Phrase { return joined([promiseWord(terms), ...values(terms, 'window', 'calendar').filter(part => part !== '')]); }

function supersedes(model: Model, one: Artefact, other: Artefact): boolean { return texts(one.data, 'supersedes').some(id => model.item(id)?.id === other.id); }

function placeOf(model: Model, sla: Artefact, path: Path, id: string): Place { return model.item(id) ?? { file: sla.file, path }; }

const MINUTES_PER_DAY = 24 * 60;
const DAYS: Readonly<Record<Exclude<Period, object>, { from: number; to: number }>> = {
  day: { from: 1, to: 1 }, week: { from: 7, to: 7 }, month: { from: 28, to: 31 }, quarter: { from: 90, to: 92 }, year: { from: 365, to: 366 },
};

/** The arguments of `downtime-mismatch`. */
type Mismatch = Readonly<Record<'percent' | 'per' | 'allowed' | 'stated', Word>>;

/** The arguments of the message where the field `downtime` does not fit the percentage by more than a twentieth. */
function statedDowntime(target: Fields): Mismatch | undefined {
  if (text(target, 'metric') !== 'availability' || text(target, 'unit') !== 'percent') return undefined;
  const downtime = fields(target, 'downtime'), value = number(downtime, 'value'), unit = text(downtime, 'unit'), percent = number(target, 'value');
  if (percent === undefined || value === undefined || unit === undefined) return undefined;
  const period = periodOf(text(downtime, 'per') ?? text(target, 'window') ?? ''), stated = timeLimit(value, unit);
  if (period === undefined || stated?.clock !== 'elapsed' || percent < 0 || percent > 100) return undefined;
  const days = typeof period === 'string' ? DAYS[period] : { from: period.days, to: period.days }, share = 1 - percent / 100;
  const allowed = { from: share * days.from * MINUTES_PER_DAY, to: share * days.to * MINUTES_PER_DAY };
  const fits = stated.minutes >= allowed.from * 0.95 - 1e-9 && stated.minutes <= allowed.to * 1.05 + 1e-9;
  return fits ? undefined : mismatchOf(percent, period, allowed, amountWord(value, unit));
}

/** The claims of a text whose downtime does not fit its percentage, with the place of the downtime in the text. */
function wrongClaims(prose: string, window: string | undefined): { start: number; end: number; args: Mismatch }[] {
  return downtimeClaims(prose, window).filter(claim => !claim.agrees).map(({ percent, period, allowedMinutes, downtimeAt: { start, end } }) =>
    ({ start, end, args: mismatchOf(percent, period, allowedMinutes, prose.slice(start, end).replace(/\s+/g, ' ')) }));
}

function mismatchOf(percent: number, period: Period, allowed: { from: number; to: number }, stated: Word): Mismatch {
  const per = typeof period === 'string' ? PERIODS[period] : phrase('period.days', 'of {count} days', { count: period.days }), from = duration(allowed.from), to = duration(allowed.to);
  const least = from.unit === to.unit ? from.count : amountWord(from.count, from.unit), most = amountWord(to.count, to.unit);
  return { percent, per, allowed: from.unit === to.unit && from.count === to.count ? most : phrase('span.from-to', '{from} to {to}', { from: least, to: most }), stated };
}

const PERIODS: Readonly<Record<Exclude<Period, object>, Phrase>> = {
  day: phrase('period.day', 'of a day'), week: phrase('period.week', 'of a week'), month: phrase('period.month', 'of a month'), quarter: phrase('period.quarter', 'of a quarter'),
  year: phrase('period.year', 'of a year'),
};

function duration(minutes: number): { count: number; unit: string } {
  const [value, unit] = minutes < 1 ? [minutes * 60, 'seconds'] as const : minutes < 120 ? [minutes, 'minutes'] as const : [minutes / 60, 'hours'] as const;
  return { count: Number(value.toPrecision(3)), unit };
}
