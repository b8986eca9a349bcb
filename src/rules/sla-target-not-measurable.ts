import { fields, number, state, text, type Fields } from '../sms/data.js';
import { isRetired } from '../sms/header.js';
import type { Model } from '../sms/model.js';
import { proseRange } from '../sms/prose.js';
import { sentenceList } from '../sms/text.js';
import type { Artefact, Path } from '../sms/types.js';
import { downtimeClaims, periodOf, type Period } from '../service-levels/availability.js';
import { missingParts, timeLimit, type MeasurePart } from '../service-levels/measurability.js';
import { currentSlas, targetsOf } from './agreements.js';
import { nameOf } from './naming.js';
import { runsRoundTheClock, targetIndex, termsOf, textsOf } from './targets.js';
import type { Arguments, Place, Rule } from './rule.js';

const WORDS: Readonly<Record<MeasurePart, string>> = {
  metric: 'a metric (what is measured)', operator: 'an operator (at least or at most)', value: 'a value', unit: 'a unit',
  population: 'a population (which services, or cases of which priority)', window: 'a window (over which stretch of time)',
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
  },
  *check({ model, report }) {
    for (const sla of currentSlas(model)) {
      const targets = targetsOf(sla);
      const lacking = targets.flatMap(({ path, target, id, title }) => {
        const parts = missingParts(termsOf(sla, target)).measure.map(part => WORDS[part]);
        return parts.length > 0 ? [{ at: placeOf(model, sla, path, id), name: nameOf({ id, title }), parts: sentenceList(parts) }] : [];
      });
      if (lacking.length > 0 && lacking.length === targets.length) {
        const parts = lacking.map(one => `${one.name} lacks ${one.parts}`).join('; ');
        yield report(sla, 'none-measurable', { sla: nameOf(sla), parts, count: lacking.length },
          { related: lacking.map(one => ({ at: one.at, text: `Lacks ${one.parts}` })) });
      } else {
        for (const { at, name, parts } of lacking) yield report(at, 'parts', { target: name, parts });
      }
      // A registry card names the file in which the targets stand; so does the text of a page.
      const elsewhere = state(sla.data, 'content') === 'filled' || !/\.ya?ml$/i.test(sla.file);
      if (state(sla.data, 'targets') !== 'filled' && !elsewhere) yield report(sla, 'no-targets', { sla: nameOf(sla) });
      for (const { path, target } of targets) {
        if (!runsRoundTheClock(model, target)) continue;
        const mismatch = statedDowntime(target);
        if (mismatch) yield report({ file: sla.file, path: [...path, 'downtime', 'value'] }, 'downtime-mismatch', mismatch);
        for (const key of Object.keys(target)) {
          for (const claim of wrongClaims(text(target, key) ?? '', text(target, 'window'))) {
            yield report({ file: sla.file, path: [...path, key] }, 'downtime-mismatch', claim.args);
          }
        }
      }
    }
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
//- sla.yaml
kind: sla
id: SLA-A
title: The SLA that stands in a signed file
content: [{ url: "https://portal.example/sla.pdf" }]
`],
    bad: [`
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
`],
  },
};

function placeOf(model: Model, sla: Artefact, path: Path, id: string): Place { return model.item(id) ?? { file: sla.file, path }; }

const MINUTES_PER_DAY = 24 * 60;
const DAYS: Readonly<Record<Exclude<Period, object>, { from: number; to: number }>> = {
  day: { from: 1, to: 1 }, week: { from: 7, to: 7 }, month: { from: 28, to: 31 }, quarter: { from: 90, to: 92 }, year: { from: 365, to: 366 },
};

/** The arguments of the message where the field `downtime` does not fit the percentage by more than a twentieth. */
function statedDowntime(target: Fields): Arguments | undefined {
  if (text(target, 'metric') !== 'availability' || text(target, 'unit') !== 'percent') return undefined;
  const downtime = fields(target, 'downtime'), value = number(downtime, 'value'), unit = text(downtime, 'unit'), percent = number(target, 'value');
  if (percent === undefined || value === undefined || unit === undefined) return undefined;
  const period = periodOf(text(downtime, 'per') ?? text(target, 'window') ?? ''), stated = timeLimit(value, unit);
  if (period === undefined || stated?.clock !== 'elapsed' || percent < 0 || percent > 100) return undefined;
  const days = typeof period === 'string' ? DAYS[period] : { from: period.days, to: period.days }, share = 1 - percent / 100;
  const allowed = { from: share * days.from * MINUTES_PER_DAY, to: share * days.to * MINUTES_PER_DAY };
  const fits = stated.minutes >= allowed.from * 0.95 - 1e-9 && stated.minutes <= allowed.to * 1.05 + 1e-9;
  return fits ? undefined : mismatchOf(percent, period, allowed, `${value} ${value === 1 ? unit.replace(/s$/, '') : unit}`);
}

/** The claims of a text whose downtime does not fit its percentage, with the place of the downtime in the text. */
function wrongClaims(prose: string, window: string | undefined): { start: number; end: number; args: Arguments }[] {
  return downtimeClaims(prose, window).filter(claim => !claim.agrees).map(({ percent, period, allowedMinutes, downtimeAt: { start, end } }) =>
    ({ start, end, args: mismatchOf(percent, period, allowedMinutes, prose.slice(start, end).replace(/\s+/g, ' ')) }));
}

function mismatchOf(percent: number, period: Period, allowed: { from: number; to: number }, stated: string): Arguments {
  const per = typeof period === 'string' ? `of a ${period}` : `of ${period.days} days`, from = duration(allowed.from), to = duration(allowed.to);
  const [amount, unit] = from.split(' ');
  return { percent, per, allowed: from === to ? from : `${unit !== undefined && to.endsWith(` ${unit}`) ? amount : from} to ${to}`, stated };
}

function duration(minutes: number): string {
  const rounded = (value: number): string => String(Number(value.toPrecision(3)));
  return minutes < 1 ? `${rounded(minutes * 60)} seconds` : minutes < 120 ? `${rounded(minutes)} minutes` : `${rounded(minutes / 60)} hours`;
}
