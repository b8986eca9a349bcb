import { dayAt, fields, objects, text } from '../sms/data.js';
import { isDay } from '../sms/days.js';
import type { Model } from '../sms/model.js';
import type { Artefact, Day, Kind } from '../sms/types.js';
import { currentOfKind } from './lifecycle.js';
import type { RecordEntry } from './rule.js';

/** The records of a kind that are files of their own or stand in the list of a log. Rows of tables are not among them: they come as a stream. */
export function recordsOutside(model: Model, kind: Kind): readonly RecordEntry[] {
  const own = model.ofKind(kind).map((artefact): RecordEntry => ({
    kind, id: artefact.id, title: artefact.title, data: artefact.data, at: (...path) => (path.length === 0 ? artefact : { file: artefact.file, path }),
  }));
  const listed = logsOf(model, kind).flatMap(log => objects(log.data, 'records').map(({ at, value }): RecordEntry => {
    const id = text(value, 'id') ?? '';
    return { kind, id, title: text(value, 'title') ?? id, data: value, log, at: (...path) => ({ file: log.file, path: ['records', at, ...(path.length === 0 ? ['id'] : path)] }) };
  }));
  return [...own, ...listed];
}

/** The logs of a kind of record. */
export function logsOf(model: Model, kind: Kind): readonly Artefact[] {
  return currentOfKind(model, 'record-log').filter(({ data }) => text(data, 'of') === kind);
}

/** Those of them that have a table. */
export function tablesOf(model: Model, kind: Kind): readonly Artefact[] {
  return logsOf(model, kind).filter(({ data }) => fields(data, 'table') !== undefined);
}

/** The last day that a record about a stretch of time tells of: the end of its period, else the day on which it was measured, held or issued. */
export function lastDayOf(data: unknown): Day | undefined {
  return dayAt(fields(data, 'period'), 'to') ?? ['measuredOn', 'on', 'issuedOn'].map(key => dayAt(data, key)).find(isDay);
}
