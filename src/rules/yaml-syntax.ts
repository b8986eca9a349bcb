import type { Rule } from './rule.js';

/** The common slips of writing YAML by hand, and what is no part of the format (format.md F2). Raised by the parser. */
export const yamlSyntax: Rule = {
  id: 'yaml-syntax',
  title: 'Every file can be read to its end',
  clauses: ['7.5.3.1'],
  grade: 'minor',
  why: 'A slip of the pen makes the rest of the file mean something else or nothing at all, and what cannot be read is no evidence.',
  messages: {
    colon: {
      text: 'There is a colon followed by a space inside this text. Put the whole text in quotes, or write it on the next line after `>-`.',
    },
    'braces-comma': {
      text: 'There is a comma inside this text, and between braces or brackets a comma ends the text. Put the whole text in quotes.',
    },
    'bracket-inside': {
      text: 'There is a bracket or a brace inside this text, and between braces or brackets it does not stand for itself. Put the whole text in quotes.',
    },
    tab: { text: 'This line is indented with a tab. Delete the tab and type spaces, as many as the lines beside it have.' },
    comparison: {
      text: 'A text cannot begin with "{found}". Put the whole text in quotes, or say it in words: "at least", "at most", "more than".',
    },
    'reserved-character': {
      text: 'A text cannot begin with the character "{found}" unless it is in quotes. Put the whole text in quotes.',
    },
    'double-bracket': {
      text: 'A text cannot begin with `[[` unless it is in quotes. Put the whole text in quotes. In a field that asks for an id, write ' +
        'the id alone, without brackets.',
    },
    'curly-quotes': {
      text: 'These are curly quotation marks, as a word processor types them. Replace them at both ends of the text with straight ' +
        'ones: `"` or `\'`.',
    },
    indentation: {
      text: 'The number of spaces at the start of this line is not right. Fields of one thing begin exactly below one another, and so ' +
        'do the dashes of one list; a text that goes on from the line above begins further right than its field.',
    },
    hash: {
      text: 'From the ` #` on, this text is taken for a remark and left out. Put the whole text in quotes; if it is meant as a remark, ' +
        'give it a line of its own.',
    },
    backslash: {
      text: 'Between double quotation marks a backslash does not stand for itself. Put single ones around this text: ' +
        '`\'\\\\server\\folder\'`.',
    },
    'unclosed-quote': {
      text: 'The quotation marks around this text do not pair up. Put one at its very start and one at its very end. ' +
        'Where the text has such a mark inside, use the other sort around it: `"customer\'s mail"`.',
    },
    tag: {
      text: 'A word that begins with `!`, here `{tag}`, is not allowed in front of a value. Delete it; if it is part of the text, put the ' +
        'whole text in quotes.',
    },
    'merge-key': { text: 'Fields cannot be copied from elsewhere with `<<`. Write them out here.' },
    'complex-key': {
      text: 'The name of a field is a plain word, such as `title`. Here stands something else, or the line begins with a question mark. ' +
        'Write `name: value`; a text that begins with `?`, `[` or an opening brace goes in quotes.',
    },
    'several-documents': {
      text: 'Here a second document begins, after a line of three dashes or dots. Put it into a file of its own: one file, one document.',
    },
    'not-a-map': {
      text: 'This file does not begin with fields. Begin each line with the name of a field and a colon, such as `title: Service ' +
        'catalogue`.',
    },
    other: {
      text: 'From here on this file cannot be read. Compare this line and the one before it with the example of this kind of document: ' +
        'is there a space after each colon and dash, and is every quotation mark and bracket closed?',
    },
  },
  examples: {
    good: [`
//- catalogue.yaml
kind: service-catalogue
id: CAT-HARBOUR
title: "Catalogue: what we offer"
version: 1.10                 # the tenth edition
services:
  - id: SVC-MAIL
    title: Mail & calendar, R&D
    description: >-
      For all staff: mailboxes, calendars and, on request, an archive.
      Answered within <= 4 h, 100 % of the time; ticket#4711 says why.
    intendedOutcomes:
      - "Orders: read within the hour"
      - Customers' mail arrives at 08:00, wherever they are
      - The “green line” is answered
`, `
//- incident.md
---
kind: procedure
id: PROC-INC
title: 'Incidents: from call to close'
---

# Incidents: from call to close

- *First*: log it, see [[RACI-INC]]
- @ the desk: call #1 > call #2, "and so on
`],
    bad: [`
//- catalogue.yaml
kind: service-catalogue
id: CAT-HARBOUR
title: Catalogue
services:
  - id: SVC-MAIL
    title: Mail
    description: For all staff: mailboxes and calendars
//                            ^ yaml-syntax colon
`, `
//- catalogue.yaml
kind: service-catalogue
id: CAT-HARBOUR
title: Catalogue
services:
  - id: SVC-MAIL
    title: Mail
    criticality: { level: high, reason: Orders, invoices and pay slips arrive by mail }
//                                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ yaml-syntax braces-comma
`, `
//- catalogue.yaml
kind: service-catalogue
id: CAT-HARBOUR
title: Catalogue
services:
  - id: SVC-MAIL
    title: Mail
    criticality: { level: high, reason: Orders arrive by mail (see [[SVC-ERP]]) }
//                                                                 ^ yaml-syntax bracket-inside
`, `
//- catalogue.yaml
kind: service-catalogue
id: CAT-HARBOUR
title: Catalogue
services:
  - id: SVC-MAIL
	title: Mail
//@0-1 yaml-syntax tab
`, `
//- policy.yaml
kind: document
id: DOC-MAIL
title: Use of e-mail
description: >= 99.9 percent of the month
//           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ yaml-syntax comparison
`, `
//- policy.yaml
kind: document
id: DOC-MAIL
title: @work, use of e-mail
//     ^^^^^^^^^^^^^^^^^^^^ yaml-syntax reserved-character
`, `
//- policy.yaml
kind: document
id: DOC-MAIL
title: Use of e-mail
description: [[SVC-MAIL]] is for work
//           ^^^^^^^^^^^^^^^^^^^^^^^^ yaml-syntax double-bracket
`, `
//- policy.yaml
kind: document
id: DOC-MAIL
title: “E-mail: for work only”
//     ^^^^^^^^^^^^^^^^^^^^^^^ yaml-syntax curly-quotes
`, `
//- policy.yaml
kind: document
id: DOC-MAIL
title: Use of e-mail
  owner: ROLE-SMM
//^^^^^^^^^^^^^^^ yaml-syntax indentation
`, `
//- policy.yaml
kind: document
id: DOC-MAIL
title: Mail after ticket #4711
//                       ^^^^^ yaml-syntax hash
`, `
//- policy.yaml
kind: document
id: DOC-MAIL
title: "Use of e-mail
//     ^^^^^^^^^^^^^^ yaml-syntax unclosed-quote
owner: ROLE-SMM
`, `
//- policy.yaml
kind: document
id: DOC-MAIL
title: !include secret.txt
//     ^^^^^^^^ yaml-syntax tag
`, `
//- policy.yaml
kind: document
id: DOC-MAIL
title: Use of e-mail
<<: { owner: ROLE-SMM }
//@0-2 yaml-syntax merge-key
`, `
//- policy.yaml
kind: document
id: DOC-MAIL
title: Use of e-mail
? [mail, calendar]
//^^^^^^^^^^^^^^^^ yaml-syntax complex-key
: for work
`, `
//- policy.yaml
kind: document
id: DOC-MAIL
title: Use of e-mail
---
//@0-3 yaml-syntax several-documents
kind: document
id: DOC-PHONE
title: Use of phones
`, `
//- policy.yaml
- kind: document
//^^^^^^^^^^^^^^ yaml-syntax not-a-map
- id: DOC-MAIL
- title: Use of e-mail
`, `
//- policy.yaml
kind: document
id: DOC-MAIL
title: Use of e-mail
distribution: [Service desk, Customers
//            ^^^^^^^^^^^^^^^^^^^^^^^^ yaml-syntax other
owner: ROLE-SMM
`, `
//- policy.yaml
kind: document
id: DOC-MAIL
title: "E-mail\\Use"
//            ^ yaml-syntax backslash
`],
  },
};
