import { fields, list, number, objects, state, text, texts } from '../sms/data.js';
import { isDay } from '../sms/days.js';
import { isRetired } from '../sms/header.js';
import { joined, phrase, phraseList } from '../sms/language.js';
import type { Model } from '../sms/model.js';
import { words } from '../sms/text.js';
import type { Artefact, Path, Phrase, Report } from '../sms/types.js';
import { termsProblems } from '../service-levels/in-force.js';
import { isTimeMetric } from '../service-levels/measurability.js';
import { checkPriorityMatrix, limitsNotMonotone, type PriorityCell, type PriorityMatrix, priorityOf, type PriorityScheme } from '../service-levels/priority.js';
import { currentSlas, servicesOfTarget, targetsOf, isTimeTarget, limitOf } from '../sms/agreements.js';
import { currentOfKind } from './lifecycle.js';
import { addingNew, byMessage, mended, setting, wordsOf } from './mending.js';
import { nameOf } from '../sms/naming.js';
import { isMeasurable } from './targets.js';
import type { Place, Rule, RuleContext } from './rule.js';

const PARTS = ['impacts', 'urgencies', 'priorities', 'matrix'];
const MOST_LISTED = 6;
/** Times of requests and deliveries: a target on them says nothing about incidents. */
const OF_REQUESTS = new Set(['delivery-time', 'fulfilment-time', 'lead-time', 'provisioning-time']);

/** Every impact and urgency gives a priority, every priority has a target of time in the SLAs that use the matrix, and graver is never slower. */
export const slaPriorityMatrixIncomplete: Rule = {
  id: 'sla-priority-matrix-incomplete',
  title: 'Priorities are complete and each has a fitting target',
  clauses: ['8.3.3', '8.6.1'],
  grade: 'minor',
  why: 'Where the matrix has a hole, or a priority has no time promised, the desk decides by feeling, and each agent feels otherwise.',
  messages: {
    missing: { text: '{title} ({id}) has no {fields}. Without them no incident gets a priority from it: add them.' },
    'cell-missing': { text: '{matrix} has no priority for {cells}. Fill in each cell, or the desk decides by feeling.' },
    'cell-unknown': { text: '{matrix} has {cells}, which its lists of impacts, urgencies and priorities do not have. Correct the name, or '
      + 'add it to its list.' },
    'not-monotone': { text: 'In {matrix} {cells}. What is graver or more urgent should never get the lower priority: correct one of the '
      + 'cells.' },
    'priority-without-target': { text: '{sla} uses {matrix}, but has no target of time for {priorities}. '
      + 'Add one for each, so that the desk and the customer know how soon such an incident is dealt with.' },
    'times-not-monotone': { text: '{higher} gives {priority} more time than {lower} gives the lower priority {lowerPriority}. Correct one '
      + 'of the two.' },
    'terms-same-day': { text: '{matrix} has two sets of terms that begin on {day}, so nobody can say which priority a case of that day gets. Correct one of the two '
      + 'days, or delete the terms that never applied.' },
    'terms-order': { text: 'The earlier terms of {matrix} from {day} stand after older ones. List them newest first, so that each reader finds those of a day.' },
    'terms-parts': { text: 'The terms of {matrix} from {day} have no {fields}. Earlier terms take nothing from later ones, so cases of that time get no priority '
      + 'from them: write down what applied then.' },
  },
  *check({ model, report }) {
    for (const artefact of currentOfKind(model, 'priority-matrix')) {
      yield* earlierTerms(artefact, report);
      const absent = PARTS.filter(key => state(artefact.data, key) !== 'filled');
      const matrix = nameOf(artefact), at = { file: artefact.file, path: ['matrix'], part: 'key' as const };
      if (absent.length > 0) {
        yield report(artefact, 'missing', { title: artefact.title, id: artefact.id, fields: phraseList(absent.map(words)), count: absent.length });
        continue;
      }
      const scheme = readScheme(artefact);
      if (!scheme) continue;
      const problems = checkPriorityMatrix(scheme);
      const missing = problems.missing.map(({ impact, urgency }) => phrase('matrix.cell', 'impact {impact} with urgency {urgency}', { impact, urgency }));
      if (missing.length > 0) yield report(at, 'cell-missing', { matrix, cells: shortList(missing), count: missing.length });
      // A misspelt row or column also leaves the right one open: that is said already.
      const priorities = new Set(problems.unknownPriorities.map(({ priority }) => priority)), urgencies = new Set(problems.unknownUrgencies.map(({ urgency }) => urgency));
      const unknown = [
        ...[...priorities].map(priority => phrase('matrix.priority', 'the priority {priority}', { priority })),
        ...missing.length > 0 ? [] : [
          ...problems.unknownImpacts.map(impact => phrase('matrix.impact', 'the impact {impact}', { impact })),
          ...[...urgencies].map(urgency => phrase('matrix.urgency', 'the urgency {urgency}', { urgency })),
        ],
      ];
      if (unknown.length > 0) yield report(at, 'cell-unknown', { matrix, cells: shortList(unknown), count: unknown.length });
      const cell = (of: PriorityCell): Phrase => phrase('matrix.cell-is', 'impact {impact} with urgency {urgency} is {priority}', { ...of });
      const wrong = problems.notMonotone.map(({ higher, lower }) => phrase('matrix.yet', '{higher}, yet {lower}', { higher: cell(higher), lower: cell(lower) }));
      if (wrong.length > 0) yield report(at, 'not-monotone', { matrix, cells: shortList(wrong), count: wrong.length });
    }
    for (const sla of currentSlas(model)) {
      const named = text(sla.data, 'priorityMatrix'), item = named === undefined ? undefined : model.item(named);
      const matrix = item?.type === 'priority-matrix' ? model.artefact(item.id) : undefined;
      if (!matrix || isRetired(matrix) || targetsOf(sla).length === 0) continue;
      const priorities = texts(matrix.data, 'priorities'), covered = coveredPriorities(sla);
      const open = covered === 'all' ? [] : priorities.filter(priority => !covered.has(priority));
      if (open.length > 0) {
        yield report({ file: sla.file, path: ['priorityMatrix'] }, 'priority-without-target',
          { sla: nameOf(sla), matrix: nameOf(matrix), priorities: phraseList(open), count: open.length });
      }
      for (const group of comparable(model, sla)) {
        for (const { higher, lower } of limitsNotMonotone(priorities, group)) {
          yield report({ file: sla.file, path: [...higher.path, 'value'] }, 'times-not-monotone',
            { higher: higher.name, priority: higher.priority, lower: lower.name, lowerPriority: lower.priority },
            { related: [{ at: { file: sla.file, path: [...lower.path, 'value'] }, text: phrase('related.the-time-for', 'The time for {name}', { name: lower.priority }) }] });
        }
      }
    }
  },
  fixes: {
    highest: 'Fill the open cells, each with the highest priority that fits',
    lowest: 'Fill the open cells, each with the lowest priority that fits',
    targets: 'Begin a target for each of {priorities}',
  },
  fix: byMessage({
    *'cell-missing'(context, finding) {
      const matrix = context.model.files.get(finding.file)?.artefact, scheme = matrix && readScheme(matrix);
      if (!scheme) return;
      for (const say of ['highest', 'lowest'] as const) {
        const steps = filledCells(scheme, say).map(({ impact, urgency, priority }) => setting(context, finding.file, ['matrix', impact, urgency], priority));
        yield* mended(context, finding, steps, { say });
      }
    },
    *'priority-without-target'(context, finding) {
      const { file } = finding, sla = context.model.files.get(file)?.artefact;
      const matrix = sla && context.model.artefact(context.model.item(text(sla.data, 'priorityMatrix') ?? '')?.id ?? ''), covered = sla && coveredPriorities(sla);
      if (!matrix || covered === undefined || covered === 'all') return;
      const open = texts(matrix.data, 'priorities').filter(priority => !covered.has(priority));
      const steps = addingNew(context, file, ['targets'], open.map(priority => ({ id: `${priority.toLowerCase()}-restore`, title: `Restoration of priority ${priority}`, metric: 'restoration-time', priority, operator: 'at-most' })));
      yield* mended(context, finding, steps, { say: 'targets', args: wordsOf(finding) });
    },
  }),
  examples: {
    good: [`
//- priority.yaml
kind: priority-matrix
id: PM
title: Priority of incidents, changed twice
effectiveFrom: 2026-03-01
impacts: [{ impact: high }]
urgencies: [{ urgency: high }]
priorities: [P1]
matrix: { high: { high: P1 } }
previously:
  - { effectiveFrom: 2025-03-01, impacts: [{ impact: high }], urgencies: [{ urgency: high }], priorities: [P1], matrix: { high: { high: P1 } } }
  - { effectiveFrom: 2024-03-01, impacts: [{ impact: high }], urgencies: [{ urgency: high }], priorities: [P1], matrix: { high: { high: P1 } } }
`, `
//- priority.yaml
kind: priority-matrix
id: PM
title: Priority of incidents
impacts: [{ impact: high }, { impact: low }]
urgencies: [{ urgency: high }, { urgency: low }]
priorities: [P1, P2]
matrix:
  high: { high: P1, low: P2 }
  low: { high: P2, low: P2 }
//- sla.yaml
kind: sla
id: SLA-A
title: SLA with Boreal Foods
services: [SVC-MAIL]
priorityMatrix: PM
targets:
  - { id: p1, title: P1, metric: restoration-time, priority: P1, operator: at-most, value: 4, unit: hours, window: calendar-month, calendar: CAL-24X7 }
  - { id: p2, title: P2, metric: restoration-time, priority: P2, operator: at-most, value: 240, unit: minutes, window: calendar-month, calendar: CAL-24X7 }
  - { id: p2-office, title: P2 by day, metric: restoration-time, priority: P2, operator: at-most, value: 2, unit: hours, window: year, calendar: CAL-DAY }
`],
    bad: [`
//- priority.yaml
kind: priority-matrix
id: PM
title: Priority of incidents
effectiveFrom: 2026-03-01
impacts: [{ impact: high }]
urgencies: [{ urgency: high }]
priorities: [P1]
matrix: { high: { high: P1 } }
previously:
  - { effectiveFrom: 2024-03-01, impacts: [{ impact: high }], urgencies: [{ urgency: high }], priorities: [P1], matrix: { high: { high: P1 } } }
  - { effectiveFrom: 2026-03-01, impacts: [{ impact: high }], urgencies: [{ urgency: high }], priorities: [P1], matrix: { high: { high: P1 } } }
//                   ^^^^^^^^^^ sla-priority-matrix-incomplete terms-same-day
  - { effectiveFrom: 2025-03-01, priorities: [P1] }
//                   ^^^^^^^^^^ sla-priority-matrix-incomplete terms-parts
  - { effectiveFrom: 2025-09-01, impacts: [{ impact: high }], urgencies: [{ urgency: high }], priorities: [P1], matrix: { high: { high: P1 } } }
//                   ^^^^^^^^^^ sla-priority-matrix-incomplete terms-order
`, `
//- priority.yaml
kind: priority-matrix
id: PM
title: Priority of incidents
impacts: [{ impact: high }, { impact: low }]
urgencies: [{ urgency: high }, { urgency: low }]
priorities: [P1, P2, P3, P4]
matrix:
//@0-6 sla-priority-matrix-incomplete cell-missing
//@0-6 sla-priority-matrix-incomplete not-monotone
  high: { high: P2, low: P3 }
  low: { high: P1 }
//- sla.yaml
kind: sla
id: SLA-A
title: SLA with Boreal Foods
services: [SVC-MAIL]
priorityMatrix: PM
//              ^^ sla-priority-matrix-incomplete priority-without-target
targets:
  - { id: p1, title: P1, metric: restoration-time, priority: P1, operator: at-most, value: 4, unit: hours, window: calendar-month }
//                                                                                         ^ sla-priority-matrix-incomplete times-not-monotone
  - { id: p2, title: P2, metric: restoration-time, priority: P2, operator: at-most, value: 90, unit: minutes, window: calendar-month }
  - { id: up, title: Availability, metric: availability, operator: at-least, value: 99.9, unit: percent, window: calendar-month }
`, `
//- priority.yaml
kind: priority-matrix
id: PM
title: Priority of incidents
impacts: [{ impact: high }]
urgencies: [{ urgency: high }]
priorities: [P1, P2]
matrix:
//@0-6 sla-priority-matrix-incomplete cell-unknown
  high: { high: Prio1 }
//- changes.yaml
{ kind: priority-matrix, id: PM-CHANGE, title: Priority of changes, priorities: [low, high] }
//                           ^^^^^^^^^ sla-priority-matrix-incomplete missing
`],
  },
};

/** A day that is none or absent is told of the field. */
function* earlierTerms(artefact: Artefact, report: RuleContext['report']): Iterable<Report> {
  const problems = termsProblems(artefact.data), matrix = nameOf(artefact), at = (index: number): Place => ({ file: artefact.file, path: ['previously', index, 'effectiveFrom'] });
  if (!problems.some(({ problem, index }) => problem === 'no-such-day' && index < 0)) {
    for (const { problem, index, day = '' } of problems) {
      if (problem === 'same-day') yield report(at(index), 'terms-same-day', { matrix, day });
      else if (problem === 'not-newest-first') yield report(at(index), 'terms-order', { matrix, day });
    }
  }
  for (const { at: index, value } of objects(artefact.data, 'previously')) {
    const absent = PARTS.filter(key => state(value, key) !== 'filled'), day = text(value, 'effectiveFrom');
    if (absent.length > 0 && isDay(day)) yield report(at(index), 'terms-parts', { matrix, day, fields: phraseList(absent.map(words)), count: absent.length });
  }
}

/** The scheme of a matrix; undefined where something in it cannot be read. */
function readScheme({ data }: Artefact): PriorityScheme | undefined {
  const impacts = objects(data, 'impacts').flatMap(({ value }) => text(value, 'impact') ?? []);
  const urgencies = objects(data, 'urgencies').flatMap(({ value }) => text(value, 'urgency') ?? []);
  const priorities = texts(data, 'priorities'), rows = fields(data, 'matrix');
  const isWhole = (key: string, read: readonly string[]): boolean => read.length > 0 && read.length === list(data, key).length;
  if (!rows || !isWhole('impacts', impacts) || !isWhole('urgencies', urgencies) || !isWhole('priorities', priorities)) return undefined;
  const matrix: Record<string, PriorityMatrix[string]> = {};
  for (const impact of Object.keys(rows)) {
    const row = fields(rows, impact);
    matrix[impact] = row && Object.fromEntries(Object.keys(row).map(urgency => [urgency, text(row, urgency)]));
  }
  return { impacts, urgencies, priorities, matrix };
}

/** The priorities for which the SLA promises a time; `all` where a time holds for a described population whatever its priority. */
function coveredPriorities(sla: Artefact): ReadonlySet<string> | 'all' {
  const covered = new Set<string>();
  for (const { target } of targetsOf(sla)) {
    const priority = text(target, 'priority'), metric = text(target, 'metric');
    // A target without a metric is rejected by rule 53; it may have been meant.
    if (metric !== undefined && !isTimeMetric(metric)) continue;
    if (priority !== undefined) covered.add(priority);
    else if (text(target, 'population') !== undefined && metric !== undefined && !OF_REQUESTS.has(metric)) return 'all';
  }
  return covered;
}

interface Limit { priority: string; minutes: number; name: string; path: Path }

/** The times of the SLA that can be held against one another: of one metric, for the same services, on the same clock, for the same share. */
function comparable(model: Model, sla: Artefact): readonly (readonly Limit[])[] {
  const groups = new Map<string, Limit[]>();
  for (const { path, target, id, title } of targetsOf(sla)) {
    const limit = limitOf(target), priority = text(target, 'priority');
    if (!limit || priority === undefined || !isTimeTarget(target) || !isMeasurable(sla, target)) continue;
    const services = servicesOfTarget(model, sla, target).map(service => service.id).sort();
    const key = JSON.stringify([text(target, 'metric'), limit.clock, text(target, 'calendar'), services, number(target, 'percentile')]);
    const group = groups.get(key) ?? [];
    group.push({ priority, minutes: limit.minutes, name: nameOf({ id, title }), path });
    groups.set(key, group);
  }
  return [...groups.values()];
}

function shortList(parts: readonly Phrase[]): Phrase {
  return joined(parts.length > MOST_LISTED ? [...parts.slice(0, MOST_LISTED), phrase('list.others', 'and {count} more', { count: parts.length - MOST_LISTED })] : parts, '; ');
}

/** Priorities for the open cells that keep the order: no graver or more urgent case below another, as high or as low as that allows. */
function filledCells({ impacts, urgencies, priorities, matrix }: PriorityScheme, way: 'highest' | 'lowest'): PriorityCell[] {
  const ranks = impacts.map(impact => urgencies.map(urgency => { const rank = priorities.indexOf(priorityOf(matrix, impact, urgency) ?? ''); return rank < 0 ? undefined : rank; }));
  return impacts.flatMap((impact, row) => urgencies.flatMap((urgency, column) => {
    if (ranks[row]?.[column] !== undefined || priorityOf(matrix, impact, urgency) !== undefined) return [];
    const graver = ranks.slice(0, row + 1).flatMap(of => of.slice(0, column + 1)).filter(rank => rank !== undefined);
    const lesser = ranks.slice(row).flatMap(of => of.slice(column)).filter(rank => rank !== undefined);
    const priority = priorities[way === 'highest' ? Math.max(0, ...graver) : Math.min(priorities.length - 1, ...lesser)];
    return priority === undefined ? [] : [{ impact, urgency, priority }];
  }));
}
