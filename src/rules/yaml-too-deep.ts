import type { Rule } from './rule.js';

/** Raised by the parser before it builds anything. */
export const yamlTooDeep: Rule = {
  id: 'yaml-too-deep',
  title: 'Nothing is nested deeper than a reader can follow',
  clauses: ['7.5.3.1'],
  grade: 'minor',
  why: 'No document of a service management system needs such depth. It is the mark of a damaged file, or of one made to do harm.',
  messages: {
    'too-deep': {
      text: 'Here things stand inside one another more than {limit} deep, so this file was not checked. ' +
        'Look for opening brackets or dashes that nothing closes, and write the content as a plain list.',
    },
  },
  examples: {
    good: [`
//- policy.yaml
kind: document
id: DOC-MAIL
title: "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[ in a text are no nesting"
`],
    bad: [`
//- policy.yaml
kind: document
id: DOC-MAIL
title: Use of e-mail
sites: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[ Rotterdam
//                                                                     ^ yaml-too-deep too-deep
`],
  },
};
