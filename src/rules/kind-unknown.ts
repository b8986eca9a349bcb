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
  },
  examples: {
    good: [`
//- policy.yaml
{ kind: document, id: DOC-MAIL, title: Use of e-mail }
//- pipeline.yaml
build: { kind: nonsense, steps: [] }
`],
    bad: [`
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
