import assert from 'node:assert/strict';
import { Table, type TableDesk } from '../../src/session/tables.js';
import type { Rule } from '../../src/rules/rule.js';
import { csvRows, UnclosedQuote } from '../../src/sms/csv.js';
import { dayReader, formatPattern, momentReader } from '../../src/sms/moments.js';
import { builtInKinds } from '../../src/sms/kinds.js';
import { LIMITS } from '../../src/sms/limits.js';
import { buildModel, type Model } from '../../src/sms/model.js';
import { defaults } from '../../src/sms/config.js';
import { UnreadableFile } from '../../src/sms/files.js';
import type { Artefact } from '../../src/sms/types.js';
import { readMarked } from '../../src/rules/marked.js';
import { checkTexts, openTexts } from '../support/sms.js';

async function* portions(...parts: string[]): AsyncGenerator<string> { for (const part of parts) yield Promise.resolve(part); }

async function rowsOf(delimiter: string, ...parts: string[]): Promise<string[]> {
  const found: string[] = [];
  for await (const rows of csvRows(portions(...parts), delimiter)) for (const { cells, line, lines } of rows) found.push(`${line}+${lines} ${cells.join('|')}`);
  return found;
}

describe('rows of a CSV text', () => {
  const text = 'a;b\r\n1;"x; ""y""\r\nz"\r\n\r\n2;3\r\n', expected = ['0+1 a|b', '1+2 1|x; "y"\r\nz', '4+1 2|3'];

  it('have their lines, with quotes, line breaks inside and blank lines', async () => assert.deepEqual(await rowsOf(';', text), expected));

  it('are the same however the text is cut', async () => {
    for (let at = 1; at < text.length; at++) assert.deepEqual(await rowsOf(';', text.slice(0, at), text.slice(at)), expected, `cut at ${at}`);
    assert.deepEqual(await rowsOf(';', ...text), expected);
  });

  it('need no line end at the end, and may have line ends of any system', async () => {
    assert.deepEqual(await rowsOf(',', 'a,b\n1,2'), ['0+1 a|b', '1+1 1|2']);
    assert.deepEqual(await rowsOf(',', 'a,b\r1,2\r'), ['0+1 a|b', '1+1 1|2']);
    assert.deepEqual(await rowsOf(',', ''), []);
  });

  it('end at a quotation mark that is never closed', async () => {
    await assert.rejects(rowsOf(',', 'a,b\n1,2\n3,"4\n5,6\n'), (error: unknown) => error instanceof UnclosedQuote && error.line === 2);
    await assert.rejects(rowsOf(',', 'a\n"', ...Array.from({ length: 20 }, () => 'x'.repeat(100_000))), UnclosedQuote);
  });
});

describe('days and moments of other systems', () => {
  it('are read in their format', () => {
    assert.equal(dayReader('d.M.yyyy')?.('3.7.2026'), '2026-07-03');
    assert.equal(dayReader('MM/dd/yyyy')?.('07/03/2026'), '2026-07-03');
    assert.equal(dayReader()?.('2026-07-03 09:15'), '2026-07-03');
    assert.equal(momentReader('UTC', 'dd-MM-yyyy HH:mm:ss')?.('03-07-2026 09:15:30'), '2026-07-03T09:15:30+00:00');
    assert.equal(momentReader('UTC')?.('2026-07-03T09:15:00.123Z'), '2026-07-03T09:15:00+00:00');
    assert.equal(momentReader('UTC')?.('2026-07-03T09:15:00-0530'), '2026-07-03T09:15:00-05:30');
  });

  it('do not exist on 31 February, at 24:00 or in another format', () => {
    assert.equal(dayReader('dd-MM-yyyy')?.('31-02-2026'), undefined);
    assert.equal(momentReader('UTC', 'dd-MM-yyyy HH:mm')?.('28-02-2026 24:00'), undefined);
    assert.equal(momentReader('UTC', 'dd-MM-yyyy HH:mm')?.('2026-02-28 10:00'), undefined);
    assert.equal(formatPattern('HH:mm'), undefined, 'no day');
    assert.equal(formatPattern('dd-dd-yyyy'), undefined, 'a part twice');
    assert.equal(momentReader('Mars/Olympus'), undefined);
  });

  it('have the offset of their zone, on the nights of the change as well', () => {
    const read = momentReader('Europe/Amsterdam', 'dd-MM-yyyy HH:mm');
    // Clocks go from 02:00 to 03:00 on 29 March 2026 and from 03:00 back to 02:00 on 25 October 2026.
    assert.deepEqual(['29-03-2026 01:59', '29-03-2026 03:00', '25-10-2026 01:59', '25-10-2026 03:00'].map(text => read?.(text)),
      ['2026-03-29T01:59:00+01:00', '2026-03-29T03:00:00+02:00', '2026-10-25T01:59:00+02:00', '2026-10-25T03:00:00+01:00']);
    assert.equal(read?.('29-03-2026 02:30'), '2026-03-29T02:30:00+01:00', 'left out: as if it had not been put forward');
    assert.equal(read?.('25-10-2026 02:30'), '2026-10-25T02:30:00+02:00', 'twice: the first');
    // Half an hour, at two in the night, in an odd zone.
    assert.equal(momentReader('Australia/Lord_Howe')?.('2026-04-05 03:00'), '2026-04-05T03:00:00+10:30');
  });
});

const LOG: Artefact = { id: 'LOG', kind: 'record-log', title: 'Log', file: 'logs/log.yaml', header: 'record', adopted: false, data: { of: 'incident-record', table: { file: 'rows.csv' } } };
const NOWHERE = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

function deskOf(open: () => AsyncIterable<Uint8Array>): TableDesk { return { open, exists: file => file === 'logs/rows.csv', locate: () => NOWHERE, timeZone: 'UTC', kinds: builtInKinds }; }

async function* bytes(...parts: (string | Uint8Array)[]): AsyncGenerator<Uint8Array> { for (const part of parts) yield Promise.resolve(typeof part === 'string' ? new TextEncoder().encode(part) : part); }

const EMPTY: Model = buildModel([], [], defaults('sms.yaml'));

async function readAll(open: () => AsyncIterable<Uint8Array>): Promise<{ ids: number; rows: string[]; said: string[]; incomplete: string | undefined }> {
  const table = new Table(LOG, deskOf(open)), rows: string[] = [];
  await table.readIds();
  for await (const portion of table.rows(EMPTY)) for (const { id } of portion) rows.push(id);
  return { ids: table.ids.size, rows, said: table.reports().map(({ message }) => message), incomplete: table.incomplete };
}

describe('tables that cannot be read', () => {
  it('that are not UTF-8 are a finding and incomplete', async () => {
    const { said, incomplete } = await readAll(() => bytes('id,title\n', new Uint8Array([0x49, 0x2c, 0xe9, 0x0a])));
    assert.deepEqual(said, ['encoding']);
    assert.match(incomplete ?? '', /UTF-8/);
  });

  it('that the disk refuses are a finding and incomplete', async () => {
    const refuse = (reason: 'unreadable' | 'too-large') => (): AsyncIterable<Uint8Array> => ({ [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new UnreadableFile(reason, 'no permission')) }) });
    assert.deepEqual(await readAll(refuse('unreadable')), { ids: 0, rows: [], said: ['unopened'], incomplete: 'it cannot be read' });
    assert.deepEqual((await readAll(refuse('too-large'))).said, ['limit']);
  });

  it('that end in an open quotation mark give the rows before it', async () => {
    assert.deepEqual(await readAll(() => bytes('id,title\nINC-1,One\nINC-2,"Two\nINC-3,Three\n')), { ids: 1, rows: ['INC-1'], said: ['quote'], incomplete: 'it could not be read to its end' });
  });

  it('may have a byte order mark and characters cut between portions', async () => {
    const text = new TextEncoder().encode('\ufeffid,title\nINC-1,Überlast\n');
    assert.deepEqual(await readAll(() => bytes(text.subarray(0, 19), text.subarray(19))), { ids: 1, rows: ['INC-1'], said: [], incomplete: undefined });
  });

  it('are read up to the limit of rows and told to be longer', async function () {
    this.timeout(60_000);
    const portion = `${Array.from({ length: 100_000 }, () => 'A').join('\n')}\n`;
    const { said, incomplete } = await readAll(() => bytes('id\n', ...Array.from({ length: LIMITS.tableRows / 100_000 }, () => portion), 'B\n'));
    assert.deepEqual(said, ['limit', 'id-twice']);
    assert.match(incomplete ?? '', /2000000/);
  });
});

const TEXTS = `
//- log.yaml
kind: record-log
id: LOG
title: Log
of: incident-record
table: { file: rows.csv, columns: { id: no, title: text, priority: prio } }
//- rows.csv
no,text,prio
${Array.from({ length: 50 }, (_, at) => `INC-${at + 1},Ticket ${at + 1},${at < 30 ? '' : 'P1'}`).join('\n')}
//- PRB-1.yaml
{ kind: problem-record, id: PRB-1, title: Problem, incidents: [INC-1, INC-50, INC-51] }
`;

const everyRow: Rule = {
  id: 'test-rule', title: '', clauses: ['8.6.1'], grade: 'minor', why: '', messages: { said: { text: '{name}' } }, examples: { good: [], bad: [] },
  data: [{ select: 'incident-record', where: [{ field: 'priority', is: 'absent' }], say: 'said' }],
};

describe('rows of a table as records', () => {
  it('are listed twenty times for one finding, and then counted', async () => {
    const { rules } = await import('../../src/rules/index.js');
    const { findings } = await checkTexts(readMarked(TEXTS).files, { rules: [everyRow, ...rules.filter(({ id }) => id === 'limit-reached')] });
    assert.equal(findings.filter(({ rule }) => rule === 'test-rule').length, 20);
    assert.deepEqual(findings.filter(({ rule }) => rule === 'limit-reached').map(({ args, file }) => ({ args, file })), [{ args: { limit: 20, count: 30, rule: 'test-rule' }, file: 'log.yaml' }]);
  });

  it('are found by their ids, by references and by mentions', async () => {
    const { rules } = await import('../../src/rules/index.js');
    const { findings, model } = await checkTexts(readMarked(TEXTS).files, { rules: rules.filter(({ id }) => id === 'ref-unresolved-or-obsolete') });
    assert.deepEqual(findings.map(({ args }) => args['to']), ['INC-51']);
    assert.deepEqual([model.item('INC-50')?.type, model.item('INC-50')?.file, model.item('INC-50')?.idRange.start.line, model.item('INC-50')?.row], ['incident-record', 'rows.csv', 50, true]);
  });

  it('may be accepted as deviations by the id of the row', async () => {
    const deviation = `
//- deviations.yaml
kind: deviation-register
id: DEV
title: Deviations
status: approved
approvedOn: 2026-01-01
effectiveFrom: 2026-01-01
deviations: [{ id: DEV-1, rule: test-rule, at: INC-1, reason: Known, owner: ROLE-A, until: 2026-12-31 }]
`;
    const { accepted } = await checkTexts(readMarked(TEXTS + deviation.slice(1)).files, { rules: [everyRow] });
    assert.deepEqual(accepted.map(({ deviation: by, args }) => [by, args['name']]), [['DEV-1', '"Ticket 1" (INC-1)']]);
  });

  it('that could not be read leave no deviation without use', async () => {
    const { rules } = await import('../../src/rules/index.js'), deviations = `
//- deviations.yaml
kind: deviation-register
id: DEV
title: Deviations
status: approved
approvedOn: 2026-01-01
effectiveFrom: 2026-01-01
deviations: [{ id: DEV-1, rule: test-rule, at: INC-50, reason: Known, owner: ROLE-A, until: 2026-12-31 }]
`, both = [everyRow, ...rules.filter(({ id }) => id === 'deviation-unused')], texts = readMarked(TEXTS + deviations.slice(1)).files;
    const said = async (): Promise<string[]> => (await checkTexts(texts, { rules: both })).findings.filter(({ rule }) => rule === 'deviation-unused').map(({ message }) => message);
    assert.deepEqual(await said(), ['unused'], 'INC-50 has a priority');
    texts.delete('rows.csv');
    assert.deepEqual(await said(), []);
  });

  it('of an open table are those that stand in the editor', async () => {
    const check = await openTexts(readMarked(TEXTS).files, { rules: [everyRow] });
    assert.equal((await check(new Map())).findings.length, 20);
    assert.deepEqual((await check(new Map([['rows.csv', 'no,text,prio\nINC-9,Ticket,\n']]))).findings.map(({ args }) => args['name']), ['"Ticket" (INC-9)']);
  });

  it('leave the others alone when a rule fails over one', async () => {
    const failing: Rule = { ...everyRow, id: 'failing', data: [], records: { kinds: ['incident-record'], begin: () => ({ take: record => { throw new Error(`cannot read ${record.id}`); } }) } };
    const { findings, incomplete } = await checkTexts(readMarked(TEXTS).files, { rules: [failing, everyRow] });
    assert.deepEqual(incomplete.filter(({ rule }) => rule !== undefined), [{ rule: 'failing', reason: 'the rule failed: cannot read INC-1' }]);
    assert.equal(findings.filter(({ rule }) => rule === 'test-rule').length, 20);
  });
});
