import { csvRows, UnclosedQuote, type CsvRow } from '../sms/csv.js';
import type { RecordEntry } from '../rules/rule.js';
import { nameOf } from '../rules/naming.js';
import { fields, isFields, text, texts, type Fields } from '../sms/data.js';
import { UnreadableFile } from '../sms/files.js';
import { LIMITS } from '../sms/limits.js';
import type { Model, RowIndex } from '../sms/model.js';
import { dayReader, momentReader } from '../sms/moments.js';
import { kindSchema, shapeAt, type KindSchema, type Shape } from '../sms/schema.js';
import { nearest, resolveFile } from '../sms/text.js';
import type { Artefact, Path, Range, Report } from '../sms/types.js';

/** What a table is read with: the portions of its text, and where fields of its log stand. */
export interface TableDesk {
  open(file: string): AsyncIterable<Uint8Array>;
  /** False for what is no file of the SMS: that is told of the reference to it. */
  exists(file: string): boolean;
  locate(file: string, path: Path, part: 'key' | 'value'): Range;
  timeZone: string;
}

/**
 * The table of a record-log (format.md F13). Read twice: first for the ids alone, which the Model needs, then row by row as records. What cannot be
 * read is reported once for all rows that are alike, and told as `incomplete` where something was left out.
 */
export class Table {
  readonly ids = new Map<string, number>();
  incomplete: string | undefined;
  /** Nobody knows which ids stand in it. */
  idsUnknown = false;
  private misread = false;
  private readonly found: Report[] = [];
  /** By what is wrong: the report at the first row, and how many rows there are. */
  private readonly alike = new Map<string, { report: Report; count: number }>();
  private readonly schema: KindSchema | undefined;
  readonly file: string;
  private readonly table: Fields;

  constructor(readonly log: Artefact, private readonly desk: TableDesk) {
    this.table = fields(log.data, 'table') ?? {};
    this.schema = kindSchema(text(log.data, 'of') ?? '');
    this.file = resolveFile(log.file, text(this.table, 'file') ?? '') ?? '';
  }

  /** What was wrong with it, once all rows were read. */
  reports(): Report[] { return [...this.found, ...[...this.alike.values()].map(({ report, count }) => ({ ...report, args: { ...report.args, count } }))]; }

  /** The ids of all rows with the line of each: of several rows with one id the first. */
  async readIds(): Promise<void> {
    let column: number | undefined;
    for await (const { row, header } of this.read(true)) {
      if (column === undefined) {
        const { id } = this.columns();
        column = header.indexOf(id?.column ?? '');
        if (column < 0 && (id === undefined || !isFields(this.table['columns']))) this.tell(['table', 'file'], 'no-id', { file: this.file });
        if (column < 0) { this.idsUnknown = true; return; }
      }
      const id = (row.cells[column] ?? '').trim().normalize('NFC');
      if (id === '' || row.cells.length !== header.length || this.isMissing(id)) continue;
      const first = this.ids.get(id);
      if (first === undefined) this.ids.set(id, row.line);
      else if (text(this.table, 'rows') !== 'event') this.tellRow(row, `id-twice`, 'id-twice', { id, line: first + 1 });
    }
  }

  /** The rows as records, portion by portion. */
  async* rows(model: Model): AsyncGenerator<readonly RecordEntry[]> {
    const { schema } = this;
    if (!schema) return;
    const events = text(this.table, 'rows') === 'event' ? new Map<string, RecordEntry>() : undefined, told = new Set<string>();
    let readers: CellReader[] | undefined, portion: RecordEntry[] = [];
    for await (const { row, header } of this.read(false)) {
      readers ??= this.readers(schema, header, model);
      // A column that is not where the log says would be missed in every row.
      if (this.misread || !readers.some(({ field }) => field === 'id')) this.incomplete ??= 'its columns are not those that the log names';
      if (!readers.some(({ field }) => field === 'id')) return;
      const record = this.record(schema, readers, row, header);
      if (!record || this.misread) continue;
      const other = told.has(record.id) ? undefined : model.item(record.id);
      if (other && !other.row) {
        told.add(record.id);
        this.found.push(this.rowReport(row, 'id-taken', { id: record.id, other: nameOf(other) }));
      }
      if (events) { events.set(record.id, record); continue; }
      portion.push(record);
      if (portion.length >= PORTION) { yield portion; portion = []; }
    }
    if (events) portion = [...events.values()];
    if (portion.length > 0) yield portion;
  }

  /** Rows under the first one, which names the columns. The first time everything that hinders reading is told. */
  private async* read(first: boolean): AsyncGenerator<{ row: CsvRow; header: readonly string[] }> {
    if (this.file === '' || !this.desk.exists(this.file)) {
      this.incomplete = 'its table is not there';
      this.idsUnknown = true;
      return;
    }
    let header: readonly string[] | undefined, count = 0;
    const stop = (message: string, args: Report['args'], reason: string): void => {
      this.incomplete = reason;
      if (first) this.tell(['table', 'file'], message, { file: this.file, ...args });
    };
    try {
      for await (const rows of csvRows(decoded(this.desk.open(this.file)), text(this.table, 'delimiter') ?? ',')) {
        for (const row of rows) {
          if (!header) { header = row.cells.map(name => name.trim()); continue; }
          if (++count > LIMITS.tableRows) return stop('limit', { limit: LIMITS.tableRows, unit: 'rows' }, `it has more than ${LIMITS.tableRows} rows`);
          yield { row, header };
        }
      }
      if (!header && first) this.tell(['table', 'file'], 'no-header', { file: this.file });
    } catch (error) {
      this.idsUnknown = true;
      if (error instanceof UnclosedQuote) {
        this.incomplete = 'it could not be read to its end';
        if (first) this.found.push(this.rowReport({ line: error.line, lines: 1 }, 'quote', {}));
      } else if (error instanceof TypeError) stop('encoding', {}, 'its encoding is not UTF-8');
      else if (error instanceof UnreadableFile) {
        if (error.reason === 'too-large') stop('limit', { limit: LIMITS.tableBytes / 1_048_576, unit: 'MiB' }, 'it is too large');
        else stop('unopened', { reason: error.reason === 'vanished' ? 'it was deleted meanwhile' : error.detail }, 'it cannot be read');
      } else throw error;
    }
  }

  /** Our fields with their columns; without `columns` the table has our names. */
  private columns(): Record<string, { column: string; format: string | undefined }> {
    const written = this.table['columns'];
    if (!isFields(written)) return { id: { column: 'id', format: undefined } };
    return Object.fromEntries(Object.entries(written).flatMap(([field, value]) => {
      const column = typeof value === 'string' ? value : text(value, 'column'), format = text(value, 'format');
      return column === undefined ? [] : [[field, { column, format }] as const];
    }));
  }

  private readers(schema: KindSchema, header: readonly string[], model: Model): CellReader[] {
    const written = isFields(this.table['columns']);
    const columns = written ? this.columns() : Object.fromEntries(header.map(column => [column, { column, format: undefined }]));
    return Object.entries(columns).flatMap(([field, { column, format }]): CellReader[] => {
      const path = field.split('.'), shape = shapeAt(schema.shape, path), at = header.indexOf(column), place = ['table', 'columns', field];
      if (!shape || field === 'kind') {
        if (!written) return [];
        const suggestion = nearest(field, schema.shape.properties.keys());
        this.misread = true;
        this.tell(place, 'field-unknown', { kind: schema.name, field, hint: suggestion === undefined ? '' : ` Did you mean ${suggestion}?` }, 'key');
        return [];
      }
      if (at < 0) {
        this.misread = true;
        this.tell(place, 'column-missing', { file: this.file, column, field, columns: header.slice(0, 30).join(', ') });
        return [];
      }
      const read = this.reading(shape, format);
      if (!read) {
        this.misread = true;
        this.tell([...place, 'format'], 'format', { format: format ?? '' });
        return [];
      }
      const values = Object.entries(fields(fields(this.table, 'values') ?? {}, field) ?? {}).flatMap(([theirs, ours]) => (typeof ours === 'string' ? [[theirs, ours] as const] : []));
      return [{ field, path, at, column, shape, read, values: new Map(values), ours: new Set(values.map(([, ours]) => ours)), known: known(shape, model) }];
    });
  }

  private reading(shape: Shape, format: string | undefined): CellReader['read'] | undefined {
    if (shape.format === 'date-time') return momentReader(text(this.table, 'timeZone') ?? this.desk.timeZone, format);
    if (shape.format === 'date') return dayReader(format);
    if (shape.types.includes('number') || shape.types.includes('integer')) return cell => (/^[+-]?\d+(?:\.\d+)?$/.test(cell) ? Number(cell) : undefined);
    if (shape.types.includes('boolean')) return cell => (cell === 'true' ? true : cell === 'false' ? false : undefined);
    if (shape.types.includes('array')) return cell => cell.split(/[;,|]/).map(part => part.trim()).filter(part => part !== '');
    return cell => cell;
  }

  private record({ kind }: KindSchema, readers: readonly CellReader[], row: CsvRow, header: readonly string[]): RecordEntry | undefined {
    if (row.cells.length !== header.length) {
      this.tellRow(row, 'cells', 'cells', { cells: row.cells.length, expected: header.length });
      return undefined;
    }
    const data: Record<string, unknown> = {};
    for (const reader of readers) {
      const raw = (row.cells[reader.at] ?? '').trim();
      if (this.isMissing(raw)) continue;
      const cell = reader.values.get(raw) ?? raw, value = reader.read(cell);
      // As in a file, what is told to be wrong stays as it is written: it is not missing as well.
      if (value === undefined) {
        put(data, reader.path, raw);
        this.tellRow(row, `unreadable ${reader.field}`, 'unreadable', { column: reader.column, expected: expected(reader.shape), value: shorten(raw) });
      } else if (typeof value === 'string' && (reader.known ? !reader.known.has(value) : reader.values.size > 0 && !reader.values.has(raw) && !reader.ours.has(raw))) {
        put(data, reader.path, raw);
        this.tellRow(row, `value ${reader.field} ${raw}`, 'value', { column: reader.column, value: shorten(raw), field: reader.field, expected: expectedOne(reader.shape), ...(reader.shape.refersTo.length > 0 && { to: value }) });
      } else put(data, reader.path, typeof value === 'string' && reader.path[0] === 'id' ? value.normalize('NFC') : value);
    }
    const id = text(data, 'id');
    if (id === undefined) {
      this.tellRow(row, 'id-missing', 'id-missing', {});
      return undefined;
    }
    const { log } = this, place = { file: this.file, range: rangeOf(row) };
    return { kind, id, title: text(data, 'title') ?? id, data, log, at: () => place };
  }

  private isMissing(cell: string): boolean { return cell === '' || texts(this.table, 'missing').includes(cell); }

  private tell(path: Path, message: string, args: Report['args'], part: 'key' | 'value' = 'value'): void {
    const { log } = this;
    this.found.push({ rule: 'table-invalid', message, args, file: log.file, range: this.desk.locate(log.file, path, part), related: [], subject: log.id, artefact: log.id });
  }

  private tellRow(row: CsvRow, key: string, message: string, args: Report['args']): void {
    const known = this.alike.get(key);
    if (known) known.count++;
    // A column of texts that nobody mapped may hold another value in each row.
    else if (this.alike.size < MOST_ALIKE) this.alike.set(key, { report: this.rowReport(row, message, args), count: 1 });
  }

  private rowReport(row: Pick<CsvRow, 'line' | 'lines'>, message: string, args: Report['args']): Report {
    return { rule: 'table-invalid', message, args, file: this.file, range: rangeOf(row), related: [], subject: this.log.id, artefact: this.log.id };
  }
}

interface CellReader {
  field: string; path: readonly string[]; at: number; column: string; shape: Shape;
  read(cell: string): unknown;
  /** Theirs: ours. */
  values: ReadonlyMap<string, string>;
  ours: ReadonlySet<string>;
  /** What the value may be; undefined where anything goes. */
  known: { has(value: string): boolean } | undefined;
}

const PORTION = 1000, MOST_ALIKE = 200;

/** The ids of the rows of all tables: what the Model resolves names of records with. */
export function rowIndex(tables: readonly Table[]): RowIndex {
  return {
    find: id => {
      for (const { ids, log, file } of tables) {
        const line = ids.get(id);
        if (line !== undefined) return { kind: text(log.data, 'of') ?? '', file, line, log: log.id };
      }
      return undefined;
    },
  };
}

function known(shape: Shape, model: Model): CellReader['known'] {
  if (shape.choices.length > 0) return new Set(shape.choices);
  if (shape.refersTo.length === 0 || shape.refersTo.includes('file')) return undefined;
  const found = new Map<string, boolean>();
  return {
    has: value => {
      let fits = found.get(value);
      if (fits === undefined) {
        const item = model.item(value);
        fits = item !== undefined && (shape.refersTo.includes('item') || shape.refersTo.includes('artefact') || shape.refersTo.includes(item.type));
        if (found.size < 10_000) found.set(value, fits);
      }
      return fits;
    },
  };
}

function expected(shape: Shape): string {
  if (shape.format === 'date-time') return 'moment in the format that is set';
  if (shape.format === 'date') return 'day in the format that is set';
  return shape.types.includes('boolean') ? 'true or false' : 'number';
}

function expectedOne(shape: Shape): string {
  if (shape.choices.length === 0 && shape.refersTo.length === 0) return 'None of the values that are mapped is that one.';
  if (shape.choices.length > 0) return `It should be one of: ${shape.choices.join(', ')}.`;
  return `This SMS has no ${shape.refersTo.map(type => type.replace(/-/g, ' ')).join(' or ')} with that id.`;
}

function put(data: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [key = '', ...rest] = path;
  if (rest.length === 0) { data[key] = value; return; }
  const inner = isFields(data[key]) ? { ...data[key] } : {};
  put(inner, rest, value);
  data[key] = inner;
}

function rangeOf({ line, lines }: Pick<CsvRow, 'line' | 'lines'>): Range { return { start: { line, character: 0 }, end: { line: line + lines, character: 0 } }; }

function shorten(value: string): string { return value.length > 60 ? `${value.slice(0, 57)}…` : value; }

/** Throws TypeError where the bytes are no UTF-8. */
async function* decoded(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for await (const portion of bytes) yield decoder.decode(portion, { stream: true });
  yield decoder.decode();
}
