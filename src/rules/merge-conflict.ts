import type { Rule } from './rule.js';

/** Raised by the parser, which reads no further: what lies between the marks is two documents in one. */
export const mergeConflict: Rule = {
  id: 'merge-conflict',
  title: 'Every document has one text',
  clauses: ['7.5.3.1'],
  grade: 'minor',
  why: 'Two people changed the same lines and nobody chose. Until somebody does, the document says two things at once.',
  messages: {
    conflict: {
      text: 'Two versions of this part stand here, one after the other, and nobody has chosen between them. ' +
        'Keep the lines that hold, delete the others and the three lines that begin with `<<<<<<<`, `=======` and `>>>>>>>`.',
    },
  },
  examples: {
    good: [`
//- policy.md
---
{ kind: document, id: DOC-MAIL, title: Use of e-mail }
---

Use of e-mail
=======

<< back to the start
`],
    bad: [`
//- policy.yaml
kind: document
id: DOC-MAIL
<<<<<<< HEAD
//@0-12 merge-conflict conflict
title: Use of e-mail
=======
title: Use of mail and chat
>>>>>>> chat
`],
  },
};
