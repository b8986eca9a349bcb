import { byMessage, inserts } from './mending.js';
import type { Rule } from './rule.js';

/** What can be asked for can be fulfilled by whoever is there: the model, or the entry of the catalogue, has or names instructions. */
export const requestInstructionsMissing: Rule = {
  id: 'request-instructions-missing',
  title: 'Service requests have instructions',
  clauses: ['8.6.2'],
  grade: 'minor',
  why: 'The standard wants instructions for those who fulfil requests. Without them the result depends on who is on duty, and rights are given that '
    + 'nobody agreed to.',
  messages: {
    missing: { text: '{name} holds no instructions: no steps, and no document that has them. Write the steps, or name the document as instruction.' },
    offering: { text: '{in} offers "{title}" and nothing says how that is fulfilled. Name the document or request model with the instructions as '
      + 'instruction.' },
  },
  data: [
    {
      select: 'request-model', say: 'missing',
      where: [{ field: 'steps', is: 'absent' }, { field: 'instruction', is: 'absent' }, { field: 'content', is: 'absent' }],
    },
    {
      select: 'service', each: 'requestOfferings', say: 'offering', at: 'title', args: { title: 'title' },
      where: [{ field: 'instruction', is: 'absent' }, { field: '^status', notIn: ['pipeline', 'retired'] }],
    },
  ],
  fixes: { steps: 'Begin the steps' },
  fix: byMessage({ missing: inserts('steps', ['steps']) }),
  examples: {
    good: [`
//- mailbox.yaml
{ kind: request-model, id: RM-MAILBOX, title: New mailbox, steps: [{ id: create, title: Create it }] }
//- list.yaml
{ kind: request-model, id: RM-LIST, title: Distribution list, instruction: RM-MAILBOX }
//- catalogue.yaml
kind: service-catalogue
id: CAT
title: Catalogue
services:
  - { id: SVC-MAIL, title: Mail, requestOfferings: [{ title: New mailbox, instruction: RM-MAILBOX }] }
  - { id: SVC-FAX, title: Fax, status: pipeline, requestOfferings: [{ title: Number }] }
`],
    bad: [`
//- mailbox.yaml
kind: request-model
id: RM-MAILBOX
//  ^^^^^^^^^^ request-instructions-missing missing
title: New mailbox
steps: []
//- catalogue.yaml
kind: service-catalogue
id: CAT
title: Catalogue
services:
  - id: SVC-MAIL
    title: Mail
    requestOfferings:
      - { title: New mailbox, instruction: RM-MAILBOX }
      - { title: Distribution list }
//               ^^^^^^^^^^^^^^^^^ request-instructions-missing offering
`],
  },
};
