import type { Rule } from './rule.js';

/** Raised by the parser: names that programs give a meaning of their own. */
export const keyReserved: Rule = {
  id: 'key-reserved',
  title: 'No field has a name that programs keep for themselves',
  clauses: ['7.5.3.1'],
  grade: 'minor',
  why: 'Some programs that read such a field do something else with it than to read it. What it says may be lost, or worse.',
  messages: {
    reserved: {
      text: 'A field cannot be called `{key}`: programs keep this name for themselves. Choose another name, or delete the field.',
    },
  },
  examples: {
    good: [`
//- policy.yaml
kind: document
id: DOC-MAIL
title: The constructor of the new hall, and its __proto__ type
`],
    bad: [`
//- policy.yaml
kind: document
id: DOC-MAIL
title: Use of e-mail
__proto__: { approved: true }
//@0-9 key-reserved reserved
`],
  },
};
