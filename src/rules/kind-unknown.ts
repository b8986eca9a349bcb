import type { Rule } from './rule.js';

/** Raised by the parser. */
export const kindUnknown: Rule = {
  id: 'kind-unknown',
  title: 'Every document is of a known kind',
  clauses: ['7.5.3.1'],
  grade: 'minor',
  why: 'The kind says what a document must contain and which clause it is evidence for. Without it nothing in the document counts.',
  messages: {
    unknown: {
      text: 'There is no kind of document called `{kind}`. Did you mean `{suggestion}`? Until it is corrected, this document counts as ' +
        'evidence of nothing.',
    },
    'unknown-plain': {
      text: 'There is no kind of document called `{kind}`. Choose one from the list that the editor offers after `kind:`; ' +
        '`document` fits whatever has no kind of its own.',
    },
    'no-record': { text: 'A log holds records, and `{kind}` is a kind of document. Name a kind of record, such as incident-record; `sms kinds` lists them.' },
  },
  examples: {
    good: [`
//- policy.yaml
{ kind: document, id: DOC-MAIL, title: Use of e-mail }
//- pipeline.yaml
build: { kind: nonsense, steps: [] }
`],
    bad: [`
//- log.yaml
{ kind: record-log, id: LOG, title: Incidents of the desk, of: incident-records, table: { file: incidents.csv } }
//@63-79 kind-unknown unknown
//- incidents.csv
id,title
INC-1,Mail hangs
//- other.yaml
{ kind: record-log, id: OTHER, title: Agreements, of: sla, records: [] }
//@54-57 kind-unknown no-record
`, `
//- catalogue.yaml
kind: service-catalog
//    ^^^^^^^^^^^^^^^ kind-unknown unknown
id: CAT-HARBOUR
title: Catalogue
`, `
//- deployment.md
---
kind: zzz
//    ^^^ kind-unknown unknown-plain
id: PORTAL
title: Portal
---
`],
  },
};
