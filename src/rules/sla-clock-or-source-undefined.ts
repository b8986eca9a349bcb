import { proseRange } from '../sms/prose.js';
import { isFields, text } from '../sms/data.js';
import { isRetired } from '../sms/header.js';
import { sentenceList } from '../sms/text.js';
import { missingParts, type ClockPart } from '../service-levels/measurability.js';
import { findTwoClocks } from '../service-levels/wording.js';
import { targetsOf } from './agreements.js';
import { nameOf } from './naming.js';
import { isMeasurable, targetAt, targetIndex, termsOf, textsOf } from './targets.js';
import type { Rule } from './rule.js';

const WORDS: Readonly<Record<ClockPart, string>> = {
  calendar: 'a calendar', 'clock.starts': 'the event that starts the clock', 'clock.stops': 'the event that stops it',
  'clock.holds': 'the reasons for which it may stand still (an empty list where there are none)',
  source: 'a source of the figures', calculation: 'a calculation',
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
  },
  *checkFile({ facts, artefact, config, report }) {
    if (artefact.kind !== 'sla' || isRetired(artefact)) return;
    for (const { path, target, id, title } of targetsOf(artefact)) {
      if (!isMeasurable(artefact, target)) continue;
      const parts = missingParts(termsOf(artefact, target)).clock.map(part => WORDS[part]);
      const at = facts.items.find(item => item.id === id) ?? { file: artefact.file, path };
      if (parts.length > 0) yield report(at, 'parts', { target: nameOf({ id, title }), parts: sentenceList(parts) });
    }
    for (const prose of textsOf(facts)) {
      const index = targetIndex(prose.path), target = index === undefined ? undefined : targetAt(artefact, index);
      if (isFields(target) && !isMeasurable(artefact, target)) continue;
      const clocks = findTwoClocks(prose.text, text(artefact.data, 'language') ?? config.language);
      if (clocks === undefined || clocks === 'no-list') continue;
      const [first, second] = clocks.business.start < clocks.elapsed.start ? [clocks.business, clocks.elapsed] : [clocks.elapsed, clocks.business];
      yield report({ file: artefact.file, range: proseRange(prose, second.start, second.end) }, 'two-clocks',
        { business: clocks.business.phrase, elapsed: clocks.elapsed.phrase },
        { related: [{ at: { file: artefact.file, range: proseRange(prose, first.start, first.end) }, text: 'The other clock' }] });
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
`],
    bad: [`
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
