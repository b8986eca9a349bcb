import { csvRows, UnclosedQuote, type CsvRow } from '../sms/csv.js';
import type { TableFacts } from '../evidence/desk.js';
import type { Period } from '../evidence/pack.js';
import type { RecordEntry } from '../rules/rule.js';
import { idOf } from '../sms/named.js';
import { nameOf } from '../sms/naming.js';
import { fields, isFields, text, texts, valueAt, type Fields } from '../sms/data.js';
import { beginningOf } from '../sms/expected.js';
import { sha256Hash } from '../sms/hash.js';
import { UnreadableFile } from '../sms/files.js';
import { meant, phrase, phraseList, withWords } from '../sms/language.js';
import { LIMITS } from '../sms/limits.js';
import type { Model, RowIndex } from '../sms/model.js';
import { Reads, watched, type Change } from '../sms/reads.js';
import { dayReader, momentReader } from '../sms/moments.js';
import type { Kinds, KindSchema } from '../sms/kinds.js';
import { shapeAt, type Shape } from '../sms/shapes.js';
import { nearest, resolveFile } from '../sms/text.js';
import { fieldName, validate } from '../sms/validation.js';
import { RowIds } from './row-ids.js';
import type { Artefact, Day, Path, Phrase, Range, Report, Word } from '../sms/types.js';

/** What a table is read with: the portions of its text, and where fields of its log stand. */
export interface TableDesk {
  open(file: string): AsyncIterable<Uint8Array>;
  /** False for what is no file of the SMS: that is told of the reference to it. */
  exists(file: string): boolean;
  locate(file: string, path: Path, part: 'key' | 'value'): Range;
  timeZone: string;
  kinds: Kinds;
}

/**
 * The table of a record-log (format.md F13). Read twice: first for the ids alone, which the Model needs, then row by row as records. What cannot be
 * read is reported once for all rows that are alike, and told as `incomplete` where something was left out.
 */
export class Table {
  readonly ids = new RowIds();
  incomplete: string | undefined;
  /** Nobody knows which ids stand in it. */
  idsUnknown = false;
  private misread = false;
  private found: Report[] = [];
  /** By what is wrong: the report at the first row, and how many rows there are. */
  private alike = new Map<string, { report: Report; count: number }>();
  /** How things stood before the rows were read as records, which may be done again. */
  private begun: { incomplete: string | undefined; found: readonly Report[]; alike: ReadonlyMap<string, { report: Report; count: number }> } | undefined;
  /** What its rows were held against; undefined before they were read to their end. */
  private reads: Reads | undefined;
  private readonly schema: KindSchema | undefined;
  readonly file: string;
  private readonly table: Fields;
  /** What stands for no value, as written in the cells. */
  private readonly missing: ReadonlySet<string>;

  constructor(readonly log: Artefact, private readonly desk: TableDesk) {
    this.table = fields(log.data, 'table') ?? {};
    this.schema = desk.kinds.get(text(log.data, 'of') ?? '');
    this.missing = new Set(['', ...texts(this.table, 'missing')]);
    this.file = resolveFile(log.file, text(this.table, 'file') ?? '') ?? '';
  }

  /** Whether its rows were read as records, and what was found then still holds. */
  get isKnown(): boolean { return this.reads !== undefined; }

  /** The Model changed: what was found in its rows may not hold any more. */
  see(change: Change): void {
    if (this.reads?.isTouchedBy(change) || [...change.ids].some(id => this.ids.get(id) !== undefined)) this.reads = undefined;
  }

  /** What was wrong with it, once all rows were read. */
  reports(): Report[] { return [...this.found, ...[...this.alike.values()].map(({ report, count }) => ({ ...report, args: { ...report.args, count } }))]; }

  /** The ids of all rows with the line of each: of several rows with one id the first. */
  async readIds(): Promise<void> {
    const mayRepeat = text(this.table, 'rows') === 'event';
    let column: number | undefined;
    for await (const { rows, header } of this.read(true)) for (const row of rows) {
      if (column === undefined) {
        const { id } = this.columns();
        column = header.indexOf(id?.column ?? '');
        if (column < 0 && (id === undefined || !isFields(this.table['columns']))) this.tell(['table', 'file'], 'no-id', { file: this.file });
        if (column < 0) { this.idsUnknown = true; return; }
      }
      const { cells } = row, id = (cells[column] ?? '').trim().normalize('NFC');
      if (cells.length !== header.length || this.missing.has(id)) continue;
      const first = this.ids.get(id);
      if (first === undefined) this.ids.add(id, row.line);
      else if (!mayRepeat) this.tellRow(row, `id-twice`, 'id-twice', { id, line: first + 1 });
    }
  }

  /** The rows as records, portion by portion. */
  async* rows(model: Model): AsyncGenerator<readonly RecordEntry[]> {
    const reads = new Reads();
    this.begun ??= { incomplete: this.incomplete, found: this.found, alike: this.alike };
    this.incomplete = this.begun.incomplete;
    this.misread = false;
    this.found = [...this.begun.found];
    this.alike = new Map([...this.begun.alike].map(([key, known]) => [key, { ...known }]));
    this.reads = undefined;
    yield* this.records(model, watched(model, reads));
    this.reads = reads;
  }

  /** What its rows come to, for a pack: read once more from beginning to end, hashed on the way. What a check found in them stays as it is. */
  async facts(model: Model, period: Period, today: Day): Promise<TableFacts> {
    const { file, log } = this, hash = sha256Hash(), customers = new Map<string, number>(), byCustomer = new Map<string, number>();
    const table = new Table(log, { ...this.desk, open: each => hashed(this.desk.open(each), hash) });
    let rows = 0, inPeriod = 0, oldest: Day | undefined, newest: Day | undefined;
    for await (const portion of table.rows(model)) for (const { data } of portion) {
      const day = beginningOf(data, today), customer = text(data, 'customer');
      rows++;
      if (day === undefined) continue;
      if (oldest === undefined || day < oldest) oldest = day;
      if (newest === undefined || day > newest) newest = day;
      if (day < period.from || day > period.to) continue;
      inPeriod++;
      if (customer !== undefined) customers.set(customer, (customers.get(customer) ?? 0) + 1);
    }
    for (const [name, count] of customers) { const id = idOf(model, name); byCustomer.set(id, (byCustomer.get(id) ?? 0) + count); }
    // Of a file that was not read to its end the hash would be one of nothing.
    return { file, rows, inPeriod, byCustomer, ...(oldest !== undefined && { oldest }), ...(newest !== undefined && { newest }), ...(table.incomplete === undefined && { sha256: hash.digest() }) };
  }

  /** The record in the row that has this id; of several with one id the first. Undefined where there is none. */
  async rowOf(id: string, model: Model): Promise<RecordEntry | undefined> {
    if (this.ids.get(id) === undefined) return undefined;
    let found: RecordEntry | undefined;
    for await (const portion of new Table(this.log, this.desk).rows(model)) for (const record of portion) if (record.id === id) found ??= record;
    return found;
  }

  private async* records(model: Model, seen: Model): AsyncGenerator<readonly RecordEntry[]> {
    const { schema } = this;
    if (!schema) return;
    const events = text(this.table, 'rows') === 'event' ? new Map<string, RecordEntry>() : undefined, told = new Set<string>();
    let readers: CellReader[] | undefined, portion: RecordEntry[] = [];
    for await (const { rows, header } of this.read(false)) for (const row of rows) {
      if (!readers) {
        readers = this.readers(schema, header, seen);
        const hasId = readers.some(({ field }) => field === 'id');
        // A column that is not where the log says would be missed in every row.
        if (this.misread || !hasId) this.incomplete ??= 'its columns are not those that the log names';
        if (!hasId) return;
      }
      const record = this.record(schema, readers, row, header);
      if (!record || this.misread) continue;
      const other = model.inFiles(record.id);
      if (other && !told.has(record.id)) {
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
  private async* read(first: boolean): AsyncGenerator<{ rows: readonly CsvRow[]; header: readonly string[] }> {
    if (this.file === '' || !this.desk.exists(this.file)) {
      this.incomplete = 'its table is not there';
      this.idsUnknown = true;
      return;
    }
    let header: readonly string[] | undefined, count = 0;
    const stop = (message: string, args: Readonly<Record<string, Word>>, reason: string): void => {
      this.incomplete = reason;
      if (first) this.tell(['table', 'file'], message, { file: this.file, ...args });
    };
    try {
      for await (const portion of csvRows(decoded(this.desk.open(this.file)), text(this.table, 'delimiter') ?? ',')) {
        const rows = header ? portion : portion.slice(1), room = LIMITS.tableRows - count;
        header ??= (portion[0]?.cells ?? []).map(name => name.trim());
        count += rows.length;
        yield { rows: rows.slice(0, room), header };
        if (rows.length > room) return stop('limit', { limit: LIMITS.tableRows, unit: phrase('word.rows', 'rows') }, `it has more than ${LIMITS.tableRows} rows`);
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
        else stop('unopened', { reason: error.reason === 'vanished' ? phrase('table.vanished', 'it was deleted meanwhile') : error.detail }, 'it cannot be read');
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
        this.tell(place, 'field-unknown', { kind: schema.name, field, hint: meant(suggestion) }, 'key');
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
      const values = new Map(Object.entries(fields(fields(this.table, 'values') ?? {}, field) ?? {}).flatMap(([theirs, ours]) => (typeof ours === 'string' ? [[theirs, ours] as const] : [])));
      return [{ field, path, at, column, shape, read, values, ours: new Set(values.values()), known: known(shape, model) }];
    });
  }

  private reading(shape: Shape, format: string | undefined): CellReader['read'] | undefined {
    if (shape.format === 'date-time') return momentReader(text(this.table, 'timeZone') ?? this.desk.timeZone, format);
    if (shape.format === 'date') return dayReader(format);
    if (shape.types.includes('number') || shape.types.includes('integer')) return cell => (/^[+-]?\d+(?:\.\d+)?$/.test(cell) ? Number(cell) : undefined);
    if (shape.types.includes('boolean')) return cell => (cell === 'true' ? true : cell === 'false' ? false : undefined);
    if (shape.types.includes('array')) return cell => (/[;,|]/.test(cell) ? cell.split(/[;,|]/).map(part => part.trim()).filter(part => part !== '') : [cell]);
    return cell => cell;
  }

  private record(schema: KindSchema, readers: readonly CellReader[], row: CsvRow, header: readonly string[]): RecordEntry | undefined {
    const { cells } = row, { log, file } = this, { kind } = schema;
    if (cells.length !== header.length) {
      this.tellRow(row, 'cells', 'cells', { cells: cells.length, expected: header.length });
      return undefined;
    }
    const data: Record<string, unknown> = {};
    for (const reader of readers) {
      const raw = (cells[reader.at] ?? '').trim();
      if (!this.missing.has(raw)) put(data, reader.path, this.valueOf(raw, reader, row));
    }
    const id = text(data, 'id');
    if (id === undefined) {
      this.tellRow(row, 'id-missing', 'id-missing', {});
      return undefined;
    }
    this.judge(schema, { ...data, kind }, readers, row);
    const { line, lines } = row;
    return { kind, id, title: text(data, 'title') ?? id, data, log, at: () => ({ file, range: rangeOf({ line, lines }) }) };
  }

  /** What a schema of one's own asks for, beyond what was told cell by cell: for kinds of the house rules do that. */
  private judge(schema: KindSchema, data: Record<string, unknown>, readers: readonly CellReader[], row: CsvRow): void {
    if (schema.file === undefined) return;
    for (const { path, message, args, rule } of validate(schema, data)) {
      const key = path.join('.'), reader = readers.find(({ field }) => field === key), field = fieldName(path, shapeAt(schema.shape, path)), value = valueAt(data, path);
      if (rule === 'field-unknown' || message === 'choice' || (message === 'type' && reader !== undefined) || args['otherwise'] === 'type') continue;
      if (message === 'missing') this.tellRow(row, `missing ${key}`, 'missing', { field });
      else this.tellRow(row, `unfit ${key}`, 'unfit', { field, value: shorten(String(value)), expected: args['expected'] ?? '' });
    }
  }

  /** As in a file, what is told to be wrong stays as it is written: it is not missing as well. */
  private valueOf(raw: string, reader: CellReader, row: CsvRow): unknown {
    const value = reader.read(reader.values.get(raw) ?? raw);
    if (value === undefined) {
      this.tellRow(row, `unreadable ${reader.field}`, 'unreadable', { column: reader.column, expected: expected(reader.shape), value: shorten(raw) });
      return raw;
    }
    if (typeof value !== 'string') return value;
    if (reader.known ? !reader.known.has(value) : reader.values.size > 0 && !reader.values.has(raw) && !reader.ours.has(raw)) {
      this.tellRow(row, `value ${reader.field} ${raw}`, 'value', { column: reader.column, value: shorten(raw), field: reader.field, expected: expectedOne(reader.shape), ...(reader.shape.refersTo.length > 0 && { to: value }) });
      return raw;
    }
    if (reader.field === 'id') return detached(value.normalize('NFC'));
    return reader.field === 'title' ? detached(value) : value;
  }

  private tell(path: Path, message: string, args: Readonly<Record<string, Word>>, part: 'key' | 'value' = 'value'): void {
    const { log } = this;
    this.found.push({ rule: 'table-invalid', message, ...withWords(args), file: log.file, range: this.desk.locate(log.file, path, part), related: [], subject: log.id, artefact: log.id });
  }

  private tellRow(row: CsvRow, key: string, message: string, args: Readonly<Record<string, Word>>): void {
    const known = this.alike.get(key);
    if (known) known.count++;
    // A column of texts that nobody mapped may hold another value in each row.
    else if (this.alike.size < MOST_ALIKE) this.alike.set(key, { report: this.rowReport(row, message, args), count: 1 });
  }

  private rowReport(row: Pick<CsvRow, 'line' | 'lines'>, message: string, args: Readonly<Record<string, Word>>): Report {
    return { rule: 'table-invalid', message, ...withWords(args), file: this.file, range: rangeOf(row), related: [], subject: this.log.id, artefact: this.log.id };
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

const PORTION = 100, MOST_ALIKE = 200;

/** How many answers about ids are kept: words that look like ids are asked about at each change. */
const MOST_ANSWERS = 50_000;

/** The ids of the rows of all tables: what the Model resolves names of records with. */
export function rowIndex(tables: readonly Table[]): RowIndex {
  const answers = new Map<string, ReturnType<RowIndex['find']>>();
  const find: RowIndex['find'] = id => {
    for (const { ids, log, file } of tables) {
      const line = ids.get(id);
      if (line !== undefined) return { kind: text(log.data, 'of') ?? '', file, line, log: log.id };
    }
    return undefined;
  };
  return {
    find: id => {
      if (answers.has(id)) return answers.get(id);
      const answer = find(id);
      if (answers.size < MOST_ANSWERS) answers.set(id, answer);
      return answer;
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

function expected(shape: Shape): Phrase {
  if (shape.format === 'date-time') return phrase('table.moment', 'moment in the format that is set');
  if (shape.format === 'date') return phrase('table.day', 'day in the format that is set');
  return shape.types.includes('boolean') ? phrase('table.boolean', 'true or false') : phrase('table.number', 'number');
}

function expectedOne(shape: Shape): Phrase {
  if (shape.choices.length === 0 && shape.refersTo.length === 0) return phrase('table.not-mapped', 'None of the values that are mapped is that one.');
  if (shape.choices.length > 0) return phrase('table.one-of', 'It should be one of: {choices}.', { choices: shape.choices.join(', ') });
  return phrase('table.no-such', 'This SMS has no {types} with that id.', { types: phraseList(shape.refersTo.map(type => phrase(`kind.${type}`, type.replace(/-/g, ' '))), 'or') });
}

async function* hashed(bytes: AsyncIterable<Uint8Array>, hash: { add(portion: Uint8Array): void }): AsyncGenerator<Uint8Array> {
  for await (const portion of bytes) {
    hash.add(portion);
    yield portion;
  }
}

function put(data: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const key = path[0] ?? '';
  if (path.length === 1) { data[key] = value; return; }
  const rest = path.slice(1);
  const inner = isFields(data[key]) ? { ...data[key] } : {};
  put(inner, rest, value);
  data[key] = inner;
}

function rangeOf({ line, lines }: Pick<CsvRow, 'line' | 'lines'>): Range { return { start: { line, character: 0 }, end: { line: line + lines, character: 0 } }; }

function shorten(value: string): string { return value.length > 60 ? `${value.slice(0, 57)}…` : value; }

/** A part of a text keeps the whole text in memory (V8): what rules may keep of a row is a text of its own. */
function detached(part: string): string { return part.length < SHORTEST_PART ? part : ` ${part}`.slice(1); }

/** Shorter ones are always texts of their own. */
const SHORTEST_PART = 13;

/** Each portion is decoded by itself, up to its last whole letter: as one stream it would take twice the time and memory. Throws TypeError where the bytes are no UTF-8. */
async function* decoded(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let decoder = new TextDecoder('utf-8', { fatal: true }), rest: Uint8Array = new Uint8Array(0);
  for await (const portion of bytes) {
    const all = rest.length === 0 ? portion : joined(rest, portion), end = endOfLetters(all);
    rest = all.slice(end);
    if (end === 0) continue;
    yield decoder.decode(all.subarray(0, end));
    // A byte order mark is one at the beginning only.
    decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  }
  yield decoder.decode(rest);
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}

/** Where a letter of several bytes may begin that the portion cuts in two; its end where it cuts none. */
function endOfLetters(bytes: Uint8Array): number {
  for (let at = bytes.length - 1; at >= 0 && at >= bytes.length - 3; at--) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) return at;
  }
  return bytes.length;
}
