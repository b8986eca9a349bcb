import { dayAt, fields } from '../sms/data.js';
import { isDay } from '../sms/days.js';
import type { Model } from '../sms/model.js';
import type { Artefact, Day, Kind } from '../sms/types.js';
import { logsOf, recordsInFiles } from '../sms/records.js';
import type { RecordEntry } from './rule.js';

/** The records of a kind that are files of their own or stand in the list of a log. Rows of tables are not among them: they come as a stream. */
export function recordsOutside(model: Model, kind: Kind): readonly RecordEntry[] {
  return recordsInFiles(model, kind).map(({ artefact, path: own, ...record }) => ({
    ...record, at: (...path) => (own.length + path.length === 0 ? artefact : { file: artefact.file, path: [...own, ...(path.length === 0 ? ['id'] : path)] }),
  }));
}

/** Those of them that have a table. */
export function tablesOf(model: Model, kind: Kind): readonly Artefact[] {
  return logsOf(model, kind).filter(({ data }) => fields(data, 'table') !== undefined);
}

/** The last day that a record about a stretch of time tells of: the end of its period, else the day on which it was measured, held or issued. */
export function lastDayOf(data: unknown): Day | undefined {
  return dayAt(fields(data, 'period'), 'to') ?? ['measuredOn', 'on', 'issuedOn'].map(key => dayAt(data, key)).find(isDay);
}
