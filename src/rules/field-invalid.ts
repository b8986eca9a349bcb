import type { Rule } from './rule.js';

/** Raised by the schemas, where no other rule speaks for the field (x-rule). */
export const fieldInvalid: Rule = {
  id: 'field-invalid',
  title: 'Every field holds what it is meant for',
  clauses: ['7.5.3.1'],
  grade: 'minor',
  why: 'A value that cannot be understood is as good as none: it cannot be compared, added up or looked up, by a program or by an auditor.',
  messages: {
    type: { text: 'The field {field} takes {expected}. Here stands something else.' },
    choice: { text: '"{value}" is not one of the values that the field {field} can have.{hint} Choose one of: {allowed}.' },
    day: { text: '"{value}" is no day of the calendar. The field {field} takes year, month and day, such as `2026-03-31`.' },
    moment: {
      text: '"{value}" is no moment. The field {field} takes day, time and difference from world time, such as ' +
        '`2026-03-31T14:05:00+02:00`.',
    },
    period: {
      text: '"{value}" is no period. The field {field} takes a number and a unit, such as `30 days`, `2 weeks`, `6 months` or `1 year`.',
    },
    'time-zone': { text: '"{value}" is no time zone. The field {field} takes a region and a city, such as `Europe/Amsterdam`.' },
    pattern: { text: '"{value}" does not fit the field {field}, which takes {expected}.' },
    range: { text: 'The field {field} takes {expected}; {value} lies outside.' },
    precision: {
      text: 'The number {value} in the field {field} is too large or has too many digits to be calculated with. Write fewer digits; a ' +
        'number that is a name goes in quotes.',
    },
    missing: { text: 'Missing here: {fields}. Add what is missing; if the whole entry is not meant, delete it.' },
    'empty-entry': { text: 'The list {field} has an entry without content. Fill it in or delete it, with its dash or comma.' },
    other: { text: 'The field {field} takes {expected}. Here stands something else.' },
  },
  examples: {
    good: [`
//- policy.yaml
kind: document
id: DOC-MAIL
title: Use of e-mail
version: 1.10
status: approved
owner: NO
approvedOn: 2024-02-29
reviewEvery: 18 months
`],
    bad: [`
//- policy.yaml
kind: document
id: DOC-MAIL
title: [Use of e-mail]
//@0-5 field-invalid type
status: aproved
//      ^^^^^^^ field-invalid choice
approvedOn: 2026-02-30
//          ^^^^^^^^^^ field-invalid day
reviewEvery: yearly
//           ^^^^^^ field-invalid period
`, `
//- calendar.yaml
kind: calendar
id: CALENDARS
title: Service calendars
calendars:
  - id: CAL-OFFICE
//      ^^^^^^^^^^ field-invalid missing
    timeZone: Amsterdam
//            ^^^^^^^^^ field-invalid time-zone
    hours:
      - { days: [mon, tue, wed, thu, fri], from: "8:00", to: "18:00" }
//                                                ^^^^ field-invalid pattern
`, `
//- catalogue.yaml
kind: service-catalogue
id: CAT-HARBOUR
title: Catalogue
publishedAt: portal
//           ^^^^^^ field-invalid other
services:
  - id: SVC-MAIL
    title: Mail
    ownAvailability: 101
//                   ^^^ field-invalid range
    availabilityRequirement: 1e400
//                           ^^^^^ field-invalid precision
    intendedOutcomes:
      - Staff send and receive mail.
      -
//    ^ field-invalid empty-entry
`, `
//- incident.yaml
kind: incident-record
id: INC-2841
title: Inbound mail stopped
openedAt: 2026-07-14 02:10
//        ^^^^^^^^^^^^^^^^ field-invalid moment
`],
  },
};
