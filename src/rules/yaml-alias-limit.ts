import type { Rule } from './rule.js';

const eleven = (text: string): string => Array.from({ length: 11 }, () => text).join(', ');

/** Raised by the parser before it copies anything. */
export const yamlAliasLimit: Rule = {
  id: 'yaml-alias-limit',
  title: 'Repeated parts are written out',
  clauses: ['7.5.3.1'],
  grade: 'minor',
  why: 'A few lines that copy one another can grow to millions. Such a file is damaged, machine-made, or made to do harm, and no ' +
    'reader can check it.',
  messages: {
    'too-many': {
      text: 'This file repeats earlier parts with `*name` more than {limit} times, so it was not checked. Write the repeated parts ' +
        'out, or name things by their id.',
    },
    'too-large': {
      text: 'Parts repeated with `*name` would make this file grow beyond {limit} values, so it was not checked. Write out what is ' +
        'meant, or name things by their id.',
    },
  },
  examples: {
    good: [`
//- policy.yaml
kind: document
id: DOC-MAIL
title: &title Use of e-mail
description: *title
`],
    bad: [`
//- policy.yaml
kind: document
id: DOC-MAIL
title: Use of e-mail
a: &a x
b: [
${Array.from({ length: 10 }, () => `  ${Array.from({ length: 10 }, () => '*a').join(', ')},`).join('\n')}
  *a,
//^^ yaml-alias-limit too-many
]
`, `
//- policy.yaml
kind: document
//@0-14 yaml-alias-limit too-large
id: DOC-MAIL
title: Use of e-mail
a: &a [${eleven('x')}]
b: &b [${eleven('*a')}]
c: &c [${eleven('*b')}]
d: &d [${eleven('*c')}]
e: [${eleven('*d')}]
`],
  },
};
