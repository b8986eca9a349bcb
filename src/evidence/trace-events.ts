import { fields, objects, text, type Fields } from '../sms/data.js';
import { dayIn, isDay, timeIn } from '../sms/days.js';
import { reviewOf, reviewsOf } from '../sms/loop.js';
import { namedItem } from '../sms/named.js';
import { labelOf } from '../sms/naming.js';
import { labelIn } from '../sms/shapes.js';
import { usedUpAt } from '../sms/target-results.js';
import { compareText } from '../sms/text.js';
import type { Item } from '../sms/types.js';
import { instantOf, startOfDay } from '../service-levels/time-zone.js';
import { isMoment, type Thread } from './trace-thread.js';
import type { TraceEvent, TraceHopKey } from './trace.js';

/** What happened when: the moments of the record and of what it led to, and when the time of each target was over. */
export function eventsOf(thread: Thread): readonly TraceEvent[] {
  const { model, data, log, shape, results, misses, problems, changes, actions, today, language, t } = thread, { timeZone } = model.config;
  const found: (TraceEvent & { instant: number; at: number })[] = [];
  const add = (hop: TraceHopKey, written: string | undefined, words: string): void => {
    const day = written?.slice(0, 10), instant = written === undefined ? undefined : isDay(written) ? startOfDay(timeZone, written) : instantOf(written);
    if (written === undefined || !isDay(day) || instant === undefined || day > today) return;
    found.push({ day, ...(written.length > 10 && { time: written.slice(11, 16) }), hop, text: words, instant, at: found.length });
  };
  const named = (of: Fields, key: string): string => { const item = namedItem(model, of, key); return item ? labelOf(item) : text(of, key) ?? ''; };
  for (const [key, field] of shape?.properties ?? []) if (isMoment(key) && !PLANS.has(key)) add('record', text(data, key), labelIn(language, field));
  for (const { value } of objects(data, 'assignments')) add('handover', text(value, 'from'),
    t('trace.event.assigned', 'with {who}', { who: [named(value, 'role'), named(value, 'person'),
    text(value, 'shift') ?? ''].filter(part => part !== '').join(', ') }));
  for (const { value } of objects(data, 'escalations')) add('escalation', text(value, 'at') ?? text(value, 'on'),
    t('trace.event.escalated', 'escalated to {who}', { who: named(value, 'to') }));
  for (const { value } of objects(data, 'holds')) {
    add('clocks', text(value, 'from'), t('trace.event.hold', 'on hold: {reason}', { reason: text(value, 'reason') ?? '–' }));
    add('clocks', text(value, 'to'), t('trace.event.resumed', 'goes on'));
  }
  for (const { value } of objects(data, 'priorityChanges')) add('record', text(value, 'at'),
    t('trace.event.priority', 'priority {from} becomes {to}', { from: text(value, 'from') ?? '–', to: text(value, 'to') ?? '–' }));
  for (const { value } of objects(data, 'reopened')) add('record', text(value, 'at'), t('trace.event.reopened', 'opened again'));
  for (const { value } of objects(data, 'actions')) add('record', text(value, 'at') ?? text(value, 'doneOn'), text(value, 'description') ?? text(value, 'title') ?? '');
  for (const result of results) {
    const due = usedUpAt(model, { data, ...(log && { log }) }, result, today), day = due === undefined ? undefined : dayIn(timeZone, new Date(due)),
      time = due === undefined ? undefined : timeIn(timeZone, new Date(due));
    if (due !== undefined && day !== undefined && day <= today) found.push({ day, ...(time !== undefined && { time }), hop: 'clocks',
      text: t('trace.event.due', 'time of {target} is over', { target: result.target.id }), instant: due, at: found.length });
  }
  add('decision', text(fields(data, 'decision'), 'on'), t('trace.event.decided', 'decided: {outcome}', { outcome: text(fields(data, 'decision'), 'outcome') ?? '–' }));
  add('effect', text(fields(data, 'review'), 'on') ?? text(fields(data, 'effectivenessCheck'), 'checkedOn'), t('trace.event.checked', 'effect checked'));
  const life = (hop: TraceHopKey, item: Item, keys: readonly (readonly [key: string, words: (id: string) => string])[]): void => { for (const [key,
    words] of keys) add(hop, text(model.value(item), key), words(item.id)); };
  const opened = (id: string): string => t('trace.event.opened', '{id} opened', { id }), closed = (id: string): string => t('trace.event.closed', '{id} closed', { id });
  for (const problem of problems) life('problem', problem,
    [['openedOn', opened], ['resolvedOn', id => t('trace.event.resolved', '{id} resolved', { id })], ['closedOn', closed]]);
  for (const change of changes) life('change', change, [['recordedOn', opened], ['deployedAt', id => t('trace.event.deployed', '{id} deployed', { id })]]);
  for (const action of actions) if (action.id !== thread.id) {
    life('nonconformity', action, [['detectedOn', opened], ['raisedOn', opened], ['closedOn', closed]]);
    add('effect', text(fields(model.value(action), 'effectiveness'), 'checkedOn'), t('trace.event.effect', 'effect of {id} checked', { id: action.id }));
  } else add('effect', text(fields(data, 'effectiveness'), 'checkedOn'), t('trace.event.checked', 'effect checked'));
  for (const breach of new Set(misses.flatMap(({ breach: of }) => of ?? []))) add('told', text(breach.value, 'customerInformedOn'),
    t('trace.event.told', 'customer told of {breach}', { breach: breach.id }));
  for (const report of new Set(misses.flatMap(({ reports }) => reports.map(({ artefact }) => artefact)))) add('report', text(report.data, 'issuedOn'),
    t('trace.event.reported', '{id} issued', { id: report.id }));
  const reviews = reviewsOf(model);
  for (const id of new Set(actions.flatMap(action => reviewOf(model, action, reviews).by))) add('review', reviews.find(({ review }) => review.id === id)?.on,
    t('trace.event.reviewed', 'management review {id}', { id }));
  return found.sort((a, b) => a.instant - b.instant || a.at - b.at || compareText(a.text, b.text)).map(({ instant: _, at: __, ...event }) => event);
}

/** Days that were set beforehand. */
const PLANS: ReadonlySet<string> = new Set(['dueOn', 'nextOn', 'checkOn']);
