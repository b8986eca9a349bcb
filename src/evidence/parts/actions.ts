import { text, type Fields } from '../../sms/data.js';
import { isDay } from '../../sms/days.js';
import type { Language } from '../../sms/language.js';
import { namedItem } from '../../sms/named.js';
import { labelOf } from '../../sms/naming.js';
import { holdersOn } from '../../sms/people.js';
import type { Item } from '../../sms/types.js';
import { inline, joinInlines, span, type Desk } from '../desk.js';
import type { Column, Inline } from '../pack.js';

/** What somebody is to do by a day: decisions, nonconformities, improvements, told alike. */

export function actionColumns(first: string, language: Language): readonly Column[] {
  const t: Language['text'] = language.text;
  return [
    { key: 'what', title: first, head: true }, { key: 'owner', title: t('pack.column.owner', 'Owner') }, { key: 'due', title: t('pack.column.due', 'Due') },
    { key: 'status', title: t('pack.column.status', 'Status') },
    { key: 'late', title: t('pack.column.late', 'In time') }, { key: 'result', title: t('pack.column.outcome', 'Outcome') },
  ];
}

const DONE: ReadonlySet<string> = new Set(['done', 'implemented', 'closed', 'verified']),
  CALLED_OFF: ReadonlySet<string> = new Set(['cancelled', 'withdrawn', 'rejected', 'deferred']);

/** Its cells in these columns. `due`: the field that holds its day. */
export function actionCells(first: Inline, value: Fields, due: string, { checked: { model, today }, language }: Desk): readonly Inline[] {
  const owner = namedItem(model, value, 'owner');
  return [first, owner ? ownerCell(owner, today, model) : inline(text(value, 'owner')), inline(text(value, due)), inline(text(value, 'status')),
    lateness(value, due, today, language), inline(text(value, 'result') ?? text(value, 'effect'))];
}

function ownerCell(role: Item, today: string, model: Desk['checked']['model']): Inline {
  const people = role.type === 'role' ? holdersOn(model.value(role),
    today).flatMap((holder): Inline[] => { const id = text(holder, 'person') ?? '', person = model.item(id);
    return [[person ? span(person.title, { item: person.id }) : span(id)]]; }) : [];
  return [span(labelOf(role), { item: role.id }), ...(people.length > 0 ? [span(': '), ...joinInlines(people)] : [])];
}

/** Whether it was or is done by its day. */
function lateness(value: Fields, due: string, today: string, language: Language): Inline {
  const t: Language['text'] = language.text, day = text(value, due), status = text(value, 'status') ?? '',
    finished = [text(value, 'doneOn'), text(value, 'closedOn')].find(isDay), done = DONE.has(status) || finished !== undefined;
  if (CALLED_OFF.has(status)) return inline(t('pack.late.called-off', 'called off'), 'quiet');
  if (!isDay(day)) return inline(done ? t('pack.late.done', 'done') : t('pack.late.no-day', 'no day is set'), done ? 'good' : 'attention');
  if (done) return finished !== undefined && finished > day ? inline(t('pack.late.done-late', 'done on {day}, late', { day: finished }), 'attention')
    : inline(finished === undefined ? t('pack.late.done', 'done') : t('pack.late.in-time', 'done on {day}', { day: finished }), 'good');
  return day < today ? inline(t('pack.late.overdue', 'overdue since {day}', { day }), 'bad') : inline(t('pack.late.open', 'open, in time'));
}
