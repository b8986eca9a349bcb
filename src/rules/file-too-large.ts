import type { Rule } from './rule.js';

/** Raised by the session before it reads a file. */
export const fileTooLarge: Rule = {
  id: 'file-too-large',
  title: 'Every document is small enough to be checked',
  clauses: ['7.5.3.1'],
  grade: 'minor',
  why: 'A document of this size is not checked, and hardly anybody reads it. A pass would say something about it that nobody knows.',
  messages: {
    'too-large': {
      text: 'This file is too large to be checked: it has {size} bytes, and {limit} are the most that is read. Split it into several ' +
        'documents, ' +
        'or keep long lists of records as a CSV table and name that in a record log.',
    },
  },
  examples: {
    good: [`
//- policy.yaml
{ kind: document, id: DOC-MAIL, title: Use of e-mail }
`],
    bad: [],
  },
};
