import { fields, list, number, state, text, texts, type Fields } from '../sms/data.js';
import type { Model } from '../sms/model.js';
import { proseRange } from '../sms/prose.js';
import { comparePositions } from '../sms/text.js';
import type { Artefact, FileFacts, Path, Prose } from '../sms/types.js';
import { targetsOf } from '../sms/agreements.js';
import { missingParts, type TargetTerms } from '../service-levels/measurability.js';

/** The terms of a target; services that it does not name are those of its SLA, and a described population does for a priority. */
export function termsOf(sla: Artefact, target: Fields): TargetTerms {
  const clock = fields(target, 'clock') ?? null;
  const optional = (key: string): string | null => text(target, key) ?? null;
  return {
    metric: optional('metric'), operator: optional('operator'), // A value that is no number is told by its field.
    value: number(target, 'value') ?? (state(target, 'value') === 'filled' ? 0 : null), unit: optional('unit'),
    priority: optional('priority') ?? optional('population'), services: texts(state(target, 'services') === 'filled' ? target : sla.data, 'services'),
    window: optional('window'), calendar: optional('calendar'), source: text(target, 'source') ?? fields(target, 'source') ?? null,
    calculation: optional('calculation'),
    clock: clock && {
      starts: text(clock, 'starts') ?? null, stops: text(clock, 'stops') ?? null, holds: Array.isArray(clock['holds']) ? texts(clock, 'holds') : null,
    },
  };
}

/** What a target keeps while its terms change: the other fields of earlier ones stand in `previously`. */
export function lasting(target: Fields): Fields {
  return Object.fromEntries(['metric', 'priority', 'services', 'population'].flatMap(key => (key in target ? [[key, target[key]] as const] : [])));
}

/** True where `sla-target-not-measurable` speaks about the target: other rules leave it alone then. */
export function isMeasurable(sla: Artefact, target: Fields): boolean { return areMeasurable(sla) || lacksNothing(sla, target); }

function lacksNothing(sla: Artefact, target: Fields): boolean { return missingParts(termsOf(sla, target)).measure.length === 0; }

/** Whether all targets of an agreement are. An artefact is the same object while its file says the same. */
function areMeasurable(sla: Artefact): boolean {
  const known = measurable.get(sla) ?? targetsOf(sla).every(({ target }) => lacksNothing(sla, target));
  measurable.set(sla, known);
  return known;
}

const measurable = new WeakMap<Artefact, boolean>();

/** False where the calendar of a target has hours: then a month has less service time than its minutes. True without a calendar. */
export function runsRoundTheClock(model: Model, target: unknown): boolean {
  const named = text(target, 'calendar'), calendar = named === undefined ? undefined : model.item(named);
  return named === undefined || (calendar !== undefined && text(model.value(calendar), 'hours') === 'always');
}

/** The index of the target that a text of the agreement belongs to. */
export function targetIndex(path: Path): number | undefined { return path[0] === 'targets' && typeof path[1] === 'number' ? path[1] : undefined; }

export function targetAt(sla: Artefact, index: number): unknown { return list(sla.data, 'targets')[index]; }

const GLOSSARY = new Set(['glossary', 'definitions', 'definition of terms', 'terms and definitions', 'terms', 'glossar', 'begriffe', 'definitionen']);

/** The texts of an agreement without its glossary, which explains words and promises nothing. */
export function textsOf(facts: FileFacts): readonly Prose[] {
  const glossaries = facts.sections.filter(section => GLOSSARY.has(section.heading.trim().toLowerCase()));
  return facts.prose.filter(prose => prose.path[0] !== 'glossary'
    && !glossaries.some(({ textRange: { start, end } }) => {
      const at = proseRange(prose, 0, 0).start;
      return prose.path.length === 0 && comparePositions(at, start) >= 0 && comparePositions(at, end) < 0;
    }));
}
