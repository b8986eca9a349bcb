import { isTimeMetric, timeLimit, type TimeLimit } from '../service-levels/measurability.js';
import { number, objects, state, text, type Fields } from './data.js';
import { isDay } from './days.js';
import { inForce, isRetired } from './header.js';
import type { Model } from './model.js';
import type { Artefact, Day, Item, Path } from './types.js';
import { namedItems } from './named.js';

/** The SLAs that were neither superseded nor withdrawn; drafts are among them. */
export function currentSlas(model: Model): readonly Artefact[] { return model.ofKind('sla').filter(sla => !isRetired(sla)); }

/** The service level targets of an SLA with the path of each. */
export function targetsOf(sla: Artefact): readonly { path: Path; target: Fields; id: string; title: string }[] {
  return objects(sla.data, 'targets').map(({ at, value }) => {
    const local = text(value, 'id') ?? String(at + 1);
    return { path: ['targets', at], target: value, id: `${sla.id}#${local}`, title: text(value, 'title') ?? '' };
  });
}

/** The services a target is about: its own, else all of its SLA. */
export function servicesOfTarget(model: Model, sla: Artefact, target: Fields): readonly Item[] {
  return namedItems(model, state(target, 'services') === 'filled' ? target : sla.data, 'services', 'service');
}

/** Whether the SLA, by its own days, has not begun, is running, or has run out. */
export function termOn(sla: Artefact, today: Day): 'future' | 'running' | 'over' {
  const from = text(sla.data, 'validFrom'), to = text(sla.data, 'validTo');
  if (isDay(to) && to < today) return 'over';
  return isDay(from) && from > today ? 'future' : 'running';
}

/** True where the SLA binds on the day: approved, effective, and within its term. */
export function isValidOn(sla: Artefact, today: Day): boolean { return inForce(sla, today) && termOn(sla, today) === 'running'; }

/** A limit of time that the target sets on the cases of a priority; undefined for other targets and for unreadable ones. */
export function limitOf(target: Fields): TimeLimit | undefined {
  if (!isTimeTarget(target) || text(target, 'operator') !== 'at-most') return undefined;
  const value = number(target, 'value'), unit = text(target, 'unit');
  return value !== undefined && value > 0 && unit !== undefined ? timeLimit(value, unit) : undefined;
}

export function isTimeTarget(target: Fields): boolean {
  const metric = text(target, 'metric');
  return metric !== undefined && isTimeMetric(metric);
}
