import { objects, text, type Fields } from './data.js';
import { isRetired } from './header.js';
import type { Model } from './model.js';
import type { Artefact, Kind, Path } from './types.js';

/** A record that is a file of its own or an entry in the list of a log: `artefact` is what stands in the file, `path` leads to what carries its fields. Rows of tables are not among them: they come as a stream. */
export interface ListedRecord { kind: Kind; id: string; title: string; data: Fields; log?: Artefact; artefact: Artefact; path: Path }

/** The records of a kind: files first, then the entries of logs. */
export function recordsInFiles(model: Model, kind: Kind): readonly ListedRecord[] {
  const own = model.ofKind(kind).map(artefact => wholeOf(artefact));
  return [...own, ...logsOf(model, kind).flatMap(log => objects(log.data, 'records').map(({ at, value }) => entryOf(kind, log, at, value)))];
}

/** The logs of a kind of record, those with a table too. */
export function logsOf(model: Model, kind: Kind): readonly Artefact[] {
  return model.logsOf(kind).filter(log => !isRetired(log));
}

/** The record that an id names: a file, or an entry of a log. */
export function recordNamed(model: Model, id: string): ListedRecord | undefined {
  const item = model.inFiles(id), artefact = item && model.artefact(item.artefact);
  if (!item || !artefact) return undefined;
  if (item.path.length === 0) return wholeOf(artefact);
  const [list, at] = item.path;
  if (artefact.kind !== 'record-log' || list !== 'records' || typeof at !== 'number' || item.path.length !== 2) return undefined;
  return entryOf(text(artefact.data, 'of') ?? '', artefact, at, model.value(item));
}

function wholeOf(artefact: Artefact): ListedRecord {
  const { kind, id, title, data } = artefact;
  return { kind, id, title, data, artefact, path: [] };
}

function entryOf(kind: Kind, log: Artefact, at: number, data: Fields): ListedRecord {
  const id = text(data, 'id') ?? '';
  return { kind, id, title: text(data, 'title') ?? id, data, log, artefact: log, path: ['records', at] };
}

/** Where a record went from one group or shift to the next: two that are both named and differ. The word may stand with those who gave it or with those who took it. */
export function handovers(data: Fields): readonly { at: number; before: Fields; next: Fields; noted: boolean }[] {
  const assignments = objects(data, 'assignments');
  return assignments.flatMap(({ at, value: next }, i) => {
    const before = assignments[i - 1]?.value;
    return before && crosses(before, next) ? [{ at, before, next, noted: text(before, 'handover') !== undefined || text(next, 'handover') !== undefined }] : [];
  });
}

function crosses(before: Fields, next: Fields): boolean {
  return (['role', 'shift'] as const).some(key => {
    const one = text(before, key), other = text(next, key);
    return one !== undefined && other !== undefined && one !== other;
  });
}
