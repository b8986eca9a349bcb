import Papa from 'papaparse';

/** A row of a table with the line where it begins (zero-based) and how many lines it fills. `cells` are cut when they are asked for, each time anew. */
export interface CsvRow { readonly cells: readonly string[]; readonly line: number; readonly lines: number }

/** A row longer than this is none: a quotation mark was never closed, and everything after it would be one cell. */
const LONGEST_ROW = 1_048_576;

/** A quotation mark that opens at this line is never closed. What stands after it was not read. */
export class UnclosedQuote extends Error { constructor(readonly line: number) { super(`a quotation mark is not closed after line ${line + 1}`); } }

/**
 * The rows of a CSV text that comes in portions, without blank lines; at most one portion is held at a time. Line ends may be of either system.
 * Throws UnclosedQuote.
 */
export async function* csvRows(portions: AsyncIterable<string>, delimiter: string): AsyncGenerator<readonly CsvRow[]> {
  const separator = Papa.BAD_DELIMITERS.includes(delimiter) ? ',' : delimiter;
  let line = 0, rest = '', newline: Newline | undefined, unclosed: number | undefined;
  const read = (last: boolean): readonly CsvRow[] => {
    newline ??= /\r\n|\r|\n/.exec(rest)?.[0] as Newline | undefined;
    if (newline === undefined && !last) return [];
    // Without a quotation mark a row is a line, and most tables have none: this takes a third of the time.
    const portion: Portion = { text: rest, separator, newline: newline ?? '\n', line, last }, found = (rest.includes('"') ? quotedRows : plainRows)(portion);
    ({ line, unclosed } = found);
    rest = last ? '' : rest.slice(found.end);
    if (rest.length > LONGEST_ROW) unclosed = line;
    return found.rows;
  };
  for await (const portion of portions) {
    rest += portion;
    // A line end may be cut in two.
    if (rest.endsWith('\r')) continue;
    const rows = read(false);
    if (rows.length > 0) yield rows;
    if (unclosed !== undefined) throw new UnclosedQuote(unclosed);
  }
  const rows = rest === '' ? [] : read(true);
  if (rows.length > 0) yield rows;
  if (unclosed !== undefined) throw new UnclosedQuote(unclosed);
}

type Newline = '\n' | '\r\n' | '\r';

/** `line` is that of its first row; of a portion that is not the last one the end of its last row is not known yet. */
interface Portion { text: string; separator: string; newline: Newline; line: number; last: boolean }

/** `line` and `end`: where what was not read begins. */
interface Found { rows: readonly CsvRow[]; line: number; end: number; unclosed: number | undefined }

function plainRows({ text, separator, newline, line, last }: Portion): Found {
  const rows: CsvRow[] = [];
  const add = (content: string): void => {
    const lines = 1 + (newline === '\n' ? 0 : breaks(content));
    if (content.includes(separator) || content.trim() !== '') rows.push(new PlainRow(content, separator, line, lines));
    line += lines;
  };
  let end = 0;
  for (let at = text.indexOf(newline); at >= 0; at = text.indexOf(newline, end)) {
    add(text.slice(end, at));
    end = at + newline.length;
  }
  if (last) add(text.slice(end));
  return { rows, line, end, unclosed: undefined };
}

class PlainRow implements CsvRow {
  constructor(private readonly content: string, private readonly separator: string, readonly line: number, readonly lines: number) {}

  get cells(): readonly string[] { return this.content.split(this.separator); }
}

function quotedRows({ text, separator, newline, line, last }: Portion): Found {
  const parser = new Papa.Parser({ delimiter: separator, newline, quoteChar: '"', escapeChar: '"' });
  const { data, meta, errors } = parser.parse(text, 0, !last) as { data: string[][]; meta: { cursor: number }; errors: { code: string }[] };
  const rows: CsvRow[] = [], broken = last && errors.some(({ code }) => code === 'MissingQuotes');
  for (const [at, cells] of data.entries()) {
    if (broken && at === data.length - 1) return { rows, line, end: meta.cursor, unclosed: line };
    const lines = 1 + cells.reduce((count, cell) => count + breaks(cell), 0);
    if (cells.length > 1 || (cells[0] ?? '').trim() !== '') rows.push({ cells, line, lines });
    line += lines;
  }
  return { rows, line, end: meta.cursor, unclosed: undefined };
}

function breaks(cell: string): number {
  let count = 0;
  for (let at = cell.indexOf('\n'); at >= 0; at = cell.indexOf('\n', at + 1)) count++;
  return count;
}
