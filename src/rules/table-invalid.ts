import type { Rule } from './rule.js';

/** Raised while the tables of record-logs are read (format.md F13); what is alike in many rows is told once, at the first of them. */
export const tableInvalid: Rule = {
  id: 'table-invalid',
  title: 'Tables of records can be read as their log says',
  clauses: ['7.5.3.1'],
  grade: 'minor',
  why: 'What cannot be read is no evidence, and figures computed without it are wrong without showing it.',
  messages: {
    'column-missing': { text: '{file} has no column "{column}", from which {field} is to be read. It has: {columns}. Correct the name under '
      + '`columns`, or export the table again.' },
    'no-id': { text: 'Nothing says which column of {file} holds the ids of the records. Write `id:` and the name of the column under `columns`.' },
    'no-header': { text: '{file} is empty: the first line of a table holds the names of its columns.' },
    'field-unknown': { text: '{kind} has no field "{field}".{hint} Only fields of the kind can be read from a column.' },
    format: { text: '"{format}" is no format of days and times. Put it together from yyyy MM dd HH mm ss, for example dd-MM-yyyy HH:mm.' },
    value: { missingId: true, text: 'The column "{column}" says "{value}" here (rows like this: {count}). {expected} Say what it stands for under `values`, `{field}`.' },
    unreadable: { text: '"{value}" in the column "{column}" is no {expected}, so the row is judged without it (rows like this: {count}).' },
    missing: { text: 'This row says nothing for {field}, which is asked for (rows like this: {count}).' },
    unfit: { text: '"{value}" does not fit {field}, which takes {expected} (rows like this: {count}).' },
    cells: { text: 'This row has {cells} cells, but the first line names {expected} columns, so the row was left out (rows like this: {count}).' },
    'id-missing': { text: 'This row has no id and was left out: nobody could name such a record (rows like this: {count}).' },
    'id-twice': { text: 'This row repeats the id of an earlier one ({id}, line {line}; rows like this: {count}). Where each row is an event of a '
      + 'record, say `rows: event`.' },
    'id-taken': { text: '{id} is also the id of {other}. One of the two has to change.' },
    quote: { text: 'A quotation mark that opens in this row is never closed, so the rest of the table was not read. Export it again, or double '
      + 'quotation marks inside a cell.' },
    encoding: { text: '{file} is not in UTF-8, so it was not read. Export it with the encoding UTF-8.' },
    unopened: { text: '{file} cannot be read ({reason}), so none of its records was checked.' },
    limit: { text: '{file} has more than {limit} {unit}; what lies beyond was not read. Divide it, for example by year.' },
  },
  examples: {
    good: [`
//- log.yaml
kind: record-log
id: LOG
title: Incidents of the desk
of: incident-record
table:
  file: incidents.csv
  delimiter: ;
  missing: ["", "?"]
  timeZone: Europe/Amsterdam
  columns:
    id: number
    title: subject
    service: { column: item }
    openedAt: { column: opened, format: dd-MM-yyyy HH:mm }
    major: { column: major }
  values:
    service: { Mail: SVC-MAIL }
    major: { yes: "true", no: "false" }
//- incidents.csv
number;subject;item;opened;major;free
INC-1;"Mail ""hangs""";Mail;03-07-2026 09:15;no;1

INC-2;Mail again;SVC-MAIL;?;yes;2
//- catalogue.yaml
kind: service-catalogue
id: CAT
title: Catalogue
services: [{ id: SVC-MAIL, title: Mail }]
`, `
//- log.yaml
{ kind: record-log, id: LOG, title: Incidents of the desk, of: incident-record, table: { file: incidents.csv, rows: event } }
//- incidents.csv
id,title,status
INC-1,Mail hangs,open
INC-1,Mail hangs,closed
`],
    bad: [`
//- log.yaml
kind: record-log
id: LOG
title: Incidents of the desk
of: incident-record
table:
  file: incidents.csv
  columns:
    id: number
    titel: subject
//  ^^^^^ table-invalid field-unknown
    service: item
    urgency: urgent
//           ^^^^^^ table-invalid column-missing
    openedAt: { column: opened, format: soon }
//                                      ^^^^ table-invalid format
    closedAt: { column: closed, format: dd-MM-yyyy HH:mm }
//- incidents.csv
number,subject,item,opened,closed
INC-1,Mail hangs,Mail,x,31-02-2026 10:00
//@0-40 table-invalid value
//@0-40 table-invalid unreadable
INC-2,Mail hangs,Mail,x,01-03-2026 10:00
INC-1,Mail hangs,,x,
//@0-20 table-invalid id-twice
,Mail hangs,,x,
//@0-15 table-invalid id-missing
INC-3,Mail hangs
//@0-16 table-invalid cells
`, `
//- log.yaml
kind: record-log
id: LOG
title: Incidents of the desk
of: incident-record
table:
  file: incidents.csv
//      ^^^^^^^^^^^^^ table-invalid no-id
  columns: { title: subject }
//- quote.yaml
{ kind: record-log, id: QUOTE, title: Incidents of the fourth desk, of: incident-record, table: { file: quote.csv } }
//- quote.csv
id,title
INC-3,Mail hangs
INC-4,"Mail hangs
//@0-17 table-invalid quote
//- other.yaml
kind: record-log
id: OTHER
title: Incidents of the other desk
of: incident-record
table:
  file: other.csv
//      ^^^^^^^^^ table-invalid no-header
//- third.yaml
kind: record-log
id: THIRD
title: Incidents of the third desk
of: incident-record
table: { file: third.csv }
//- third.csv
id,title
INC-9,Mail hangs
//@0-16 table-invalid id-taken
//- INC-9.yaml
{ kind: incident-record, id: INC-9, title: Mail hangs }
//- incidents.csv
subject
Mail hangs
//- other.csv
`],
  },
};
