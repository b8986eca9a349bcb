import { groupBy } from '../sms/data.js';
import { addDays } from '../sms/days.js';
import type { Day } from '../sms/types.js';
import { inline } from './desk.js';
import { flowLabel } from './diagrams.js';
import type { Diagram, Inline } from './pack.js';

/** Pictures of time: what happened when, and what is due when. */

export interface TimelineEvent { day: Day; time?: string; text: string }

/** A timeline of days with what happened on each, and the same as a table. Events are given in their order. */
export function timelineOf({ key, title, columns, events }: { key: string; title: string; columns: { day: string; time: string; what: string };
  events: readonly TimelineEvent[] }): Diagram {
  const days = [...groupBy(events, ({ day }) => day)];
  return {
    type: 'diagram', key, title,
    source: ['timeline', ...days.map(([day, own]) => `    ${day} ${own.map(({ time, text }) => `: ${flowLabel(time === undefined ? text
      : `${time} ${text}`)}`).join(' ')}`)].join('\n'),
    text: {
      type: 'table', key, title, columns: [{ key: 'day', title: columns.day, head: true }, { key: 'time', title: columns.time }, { key: 'what', title: columns.what }],
      rows: events.map(({ day, time, text }) => ({ cells: [inline(day), inline(time), inline(text)] })),
    },
  };
}

/** One bar from its first to its last day, or a day where `to` is absent. `state`: done, under way or due now, late. `note` stands in the table alone. */
export interface CalendarEntry { text: string; from: Day; to?: Day; state?: 'done' | 'active' | 'crit'; note?: Inline; section: string }

/**
 * A calendar in bars, and the same as a table. The days are written out, that of today too: nothing in it depends on when it is drawn. The dot keeps labels from being read as orders,
 * which stand at the beginning of a line.
 */
export function calendarOf({ key, title, today, columns, entries }: { key: string; title: string; today: { day: Day; text: string };
  columns: { what: string; from: string; to: string; note: string }; entries: readonly CalendarEntry[] }): Diagram {
  const sections = [...groupBy(entries, ({ section }) => section)];
  let at = 0;
  return {
    type: 'diagram', key, title,
    source: ['gantt', '    dateFormat YYYY-MM-DD', '    axisFormat %Y-%m', '    todayMarker off',
      `    \u2022 ${flowLabel(today.text)} :vert, v1, ${today.day}, 0d`, ...sections.flatMap(([section, own]) => [`    section ${flowLabel(section)}`,
      ...own.map(({ text, from, to,
        state }) => `    \u2022 ${flowLabel(text)} :${[...(state ? [state] : []), ...(to === undefined ? ['milestone'] : []), `n${++at}`, from, to === undefined ? '0d' : addDays(to, 1)].join(', ')}`)])].join('\n'),
    text: {
      type: 'table', key, title,
      columns: [{ key: 'what', title: columns.what, head: true }, { key: 'from', title: columns.from }, { key: 'to', title: columns.to },
        { key: 'note', title: columns.note }],
      rows: entries.map(({ text, from, to, note }) => ({ cells: [inline(text), inline(from), inline(to ?? from), note ?? []] })),
    },
  };
}
