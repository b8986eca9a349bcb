import type { Rule } from './rule.js';

/** Raised by the parser. */
export const keyDuplicate: Rule = {
  id: 'key-duplicate',
  title: 'Every field is filled in once',
  clauses: ['7.5.3.1'],
  grade: 'minor',
  why: 'With two answers in one field nobody can tell which one holds, and two readers may rely on different ones.',
  messages: {
    duplicate: {
      text: 'The field `{key}` stands here a second time; the first is in line {line}. Keep the one that holds and delete the other.',
    },
  },
  examples: {
    good: [`
//- catalogue.yaml
kind: service-catalogue
id: CAT-HARBOUR
title: Catalogue
services:
  - { id: SVC-MAIL, title: Mail }
  - { id: SVC-NET, title: Network }
`],
    bad: [`
//- policy.yaml
kind: document
id: DOC-MAIL
title: Use of e-mail
owner: ROLE-SMM
owner: ROLE-IM
//@0-5 key-duplicate duplicate
`, `
//- catalogue.yaml
kind: service-catalogue
id: CAT-HARBOUR
title: Catalogue
services:
  - { id: SVC-MAIL, title: Mail, title: E-mail }
//                               ^^^^^ key-duplicate duplicate
`],
  },
};
