import type { Rule } from './rule.js';

/** Raised by the schemas. */
export const fieldUnknown: Rule = {
  id: 'field-unknown',
  title: 'Every field has a name that the format knows',
  clauses: ['7.5.3.1'],
  grade: 'minor',
  why: 'What stands in a misspelt field is not read: the document seems to say something that no list, calculation or check takes ' +
    'notice of.',
  messages: {
    unknown: {
      text: 'There is no field `{field}` here, so what it says is not read. Choose one of the fields that the editor offers ' +
        '(`sms explain` and the kind lists them), or say it in the description.',
    },
    suggestion: { text: 'There is no field `{field}` here. Did you mean `{suggestion}`?' },
  },
  examples: {
    good: [`
//- catalogue.yaml
kind: service-catalogue
id: CAT-HARBOUR
title: Catalogue
services:
  - { id: SVC-MAIL, title: Mail, description: "colour: blue" }
`],
    bad: [`
//- catalogue.yaml
kind: service-catalogue
id: CAT-HARBOUR
title: Catalogue
services:
  - id: SVC-MAIL
    title: Mail
    descripton: Mailboxes for all staff
//  ^^^^^^^^^^ field-unknown suggestion
    zzz: blue
//  ^^^ field-unknown unknown
`],
  },
};
