/** The terms of a service level target. A key that is absent and one without a value are both missing. */
export interface TargetTerms {
  metric?: string | null;
  operator?: string | null;
  value?: number | null;
  unit?: string | null;
  /** Percent of the cases that must meet the value. Absent means all of them; it is not one of the parts. */
  attainment?: number | null;
  priority?: string | null;
  /** In words, where neither a priority nor services say which cases count. */
  population?: string | null;
  /** Those of the target, or of its agreement where the target names none. */
  services?: readonly string[] | null;
  window?: string | null;
  calendar?: string | null;
  source?: string | Readonly<Record<string, unknown>> | null;
  calculation?: string | null;
  clock?: { starts?: string | null; stops?: string | null; holds?: readonly string[] | null } | null;
}

/** Without these nobody can say whether the target was met. */
export type MeasurePart = 'metric' | 'operator' | 'value' | 'unit' | 'population' | 'window';
/** Without these two people who measure get two results. */
export type ClockPart = 'calendar' | 'clock.starts' | 'clock.stops' | 'clock.holds' | 'source' | 'calculation';

/** Metrics that are the time from one event to another, so that a clock must be defined. */
export const timeMetrics: readonly string[] = [
  'acknowledgement-time', 'answer-time', 'delivery-time', 'diagnosis-time', 'escalation-time', 'first-response-time', 'fulfilment-time',
  'lead-time', 'mean-time-to-restore', 'notification-time', 'provisioning-time', 'recovery-time', 'resolution-time', 'response-time',
  'restoration-time', 'time-to-restore', 'update-interval', 'workaround-time',
];

/** Those whose limit depends on the priority of the ticket: without one nobody knows which tickets count. */
const byPriority: readonly string[] = [
  'acknowledgement-time', 'diagnosis-time', 'escalation-time', 'first-response-time', 'resolution-time', 'response-time',
  'restoration-time', 'time-to-restore', 'workaround-time',
];

/** Whether a metric is a time: one of `timeMetrics`, or any other whose name ends in `-time`. */
export function isTimeMetric(metric: string): boolean {
  return timeMetrics.includes(metric) || metric.endsWith('-time');
}

/**
 * The missing ones of the eight parts. `measure` makes a target unmeasurable (rule `sla-target-not-measurable`); `clock` leaves open how it
 * is measured (rule `sla-clock-or-source-undefined`). The population is the priority where tickets are treated by priority, the services
 * otherwise (for availability always), or is told in words. `holds` may be an empty list: then it is said that the clock never stops in
 * between.
 */
export function missingParts(target: TargetTerms): { measure: MeasurePart[]; clock: ClockPart[] } {
  const measure: MeasurePart[] = [], clock: ClockPart[] = [];
  const time = given(target.metric) && isTimeMetric(target.metric ?? '');
  if (!given(target.metric)) measure.push('metric');
  if (!given(target.operator)) measure.push('operator');
  if (typeof target.value !== 'number' || !Number.isFinite(target.value)) measure.push('value');
  if (!given(target.unit)) measure.push('unit');
  if (!hasPopulation(target)) measure.push('population');
  if (!given(target.window)) measure.push('window');

  if (!given(target.calendar)) clock.push('calendar');
  if (time) {
    if (!given(target.clock?.starts)) clock.push('clock.starts');
    if (!given(target.clock?.stops)) clock.push('clock.stops');
    if (!target.clock?.holds) clock.push('clock.holds');
  }
  const source = typeof target.source === 'string' ? [target.source] : Object.values(target.source ?? {});
  if (source.every(empty)) clock.push('source');
  if (!given(target.calculation)) clock.push('calculation');
  return { measure, clock };
}

function hasPopulation(target: TargetTerms): boolean {
  const services = (target.services ?? []).some((service) => given(service));
  if (target.metric === 'availability') return services;
  if (given(target.priority) || given(target.population)) return true;
  return services && !byPriority.includes(target.metric ?? '');
}

function given(text: string | null | undefined): boolean {
  return typeof text === 'string' && text.trim() !== '';
}

function empty(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}

/** A limit in minutes on one of two clocks, which cannot be compared with each other without the calendar. */
export interface TimeLimit { minutes: number; clock: 'elapsed' | 'business' }

const unitMinutes = new Map<string, TimeLimit>([
  ['seconds', { minutes: 1 / 60, clock: 'elapsed' }], ['minutes', { minutes: 1, clock: 'elapsed' }],
  ['hours', { minutes: 60, clock: 'elapsed' }], ['days', { minutes: 24 * 60, clock: 'elapsed' }],
  ['weeks', { minutes: 7 * 24 * 60, clock: 'elapsed' }],
  ['business-minutes', { minutes: 1, clock: 'business' }], ['business-hours', { minutes: 60, clock: 'business' }],
]);

/** A value with its unit as a limit in time; a day is 24 hours. Undefined for other units: a business day has no length without calendar. */
export function timeLimit(value: number, unit: string): TimeLimit | undefined {
  const one = unitMinutes.get(unit);
  return one && Number.isFinite(value) ? { minutes: value * one.minutes, clock: one.clock } : undefined;
}

/** Negative where the first is shorter, positive where it is longer; undefined where they run on different clocks. */
export function compareLimits(a: TimeLimit, b: TimeLimit): number | undefined {
  return a.clock === b.clock ? a.minutes - b.minutes : undefined;
}
