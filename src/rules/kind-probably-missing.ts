import type { Rule } from './rule.js';

/** Raised by the parser (format.md F1). */
export const kindProbablyMissing: Rule = {
  id: 'kind-probably-missing',
  title: 'What looks like a document of the SMS says its kind',
  clauses: ['7.5.2'],
  grade: 'observation',
  why: 'A file without a kind is an attachment: it is not checked and is evidence of nothing, though its author may believe otherwise.',
  messages: {
    missing: {
      text: 'This file has an id and a title but no kind, so it is not part of the SMS and was not checked. ' +
        'Add a line such as `kind: document`. If it belongs elsewhere, name it under `ignore` in sms.yaml.',
    },
  },
  examples: {
    good: [`
//- policy.yaml
{ kind: document, id: DOC-MAIL, title: Use of e-mail }
//- menu.yaml
title: Menu of the canteen
//- notes.md
# Notes

id: is a word, title: is another.
`],
    bad: [`
//- policy.yaml
id: DOC-MAIL
//  ^^^^^^^^ kind-probably-missing missing
title: Use of e-mail
owner: ROLE-SMM
`, `
//- policy.md
---
title: Use of e-mail
id: DOC-MAIL
//  ^^^^^^^^ kind-probably-missing missing
---

E-mail is for work.
`],
  },
};
