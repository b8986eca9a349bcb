import { traceOf, type Trace } from '../evidence/trace.js';
import type { TracedRow } from '../evidence/trace-thread.js';
import { sentence } from '../rules/check.js';
import { rulesOf } from '../rules/book.js';
import { text } from '../sms/data.js';
import { ENGLISH, type Language } from '../sms/language.js';
import type { Model } from '../sms/model.js';
import { recordNamed } from '../sms/records.js';
import { kindsOf } from '../sms/kinds.js';
import { nearest } from '../sms/text.js';
import type { Side } from './reviewing.js';
import type { Table } from './tables.js';

/** `other`: the id names something that is no record. `meant`: the id of a record that is nearly the same. */
export type Traced = { trace: Trace } | { other: { id: string; kind: string } } | { meant: string | undefined };

/** The thread of the record that an id names, in a file, a log or a table, as of the last check. */
export async function traceRecord({ session, result }: Pick<Side, 'session' | 'result'>, id: string, language: Language = ENGLISH): Promise<Traced> {
  const { model } = result, wanted = id.trim().normalize('NFC'), row = model.inFiles(wanted) ? undefined : await rowNamed(wanted, session.tables, model);
  const trace = traceOf({
    checked: result, language, locate: (file, path) => session.locate(file, path), sentence: finding => sentence(rulesOf(result.config).get(finding.rule), finding, language),
      ...(row && { row }),
  }, wanted);
  if (trace) return { trace };
  const item = model.inFiles(wanted);
  return item ? { other: { id: item.id, kind: item.type } } : { meant: nearest(wanted, recordIds(model, session.tables)) };
}

async function rowNamed(id: string, tables: readonly Table[], model: Model): Promise<TracedRow | undefined> {
  for (const table of tables) {
    const found = await table.rowOf(id, model), line = table.ids.get(id);
    if (found && line !== undefined) return { kind: found.kind, id: found.id, title: found.title, data: found.data, log: table.log, file: table.file, line: line + 1 };
  }
  return undefined;
}

/** The ids of all records, those in tables too. */
export function* recordIds(model: Model, tables: readonly Table[]): Generator<string> {
  for (const { id, kind } of model.artefacts) {
    const schema = kindsOf(model.config).get(kind);
    if (schema?.header === 'record' && kind !== 'record-log') yield id;
  }
  for (const log of model.ofKind('record-log')) for (const item of model.items) if (item.artefact === log.id && item.path.length === 2
    && recordNamed(model, item.id)) yield item.id;
  for (const { ids, log } of tables) if (text(log.data, 'of') !== undefined) yield* ids.all();
}
