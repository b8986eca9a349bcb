import type { Rule } from './rule.js';

/** Format.md F4. */
export const aliasUsed: Rule = {
  id: 'alias-used',
  title: 'Things are called by the id they have today',
  clauses: ['7.5.2'],
  grade: 'observation',
  why: 'An earlier id still leads to the right place, but a reader who looks for it in today\'s lists does not find it.',
  messages: {
    used: { text: '{alias} is an earlier id of {id}. Write {id}.' },
  },
  references: ({ model, report }) => function* used(reference) {
    const item = reference.expects.includes('file') ? undefined : model.resolve(reference);
    // What was approved had that name then, and the record of it is evidence that nobody touches.
    if (!item || !model.resolves(reference) || model.artefact(reference.artefact)?.kind === 'approval-record') return;
    const written = reference.to.slice(reference.to.lastIndexOf('#') + 1);
    if (written === (item.local ?? item.id) || !item.aliases.some(alias => alias.id === written)) return;
    yield report(reference, 'used', { alias: reference.to, id: item.id });
  },
  examples: {
    good: [`
//- catalogue.yaml
kind: service-catalogue
id: CAT-HARBOUR
title: Catalogue
services:
  - { id: SVC-MAIL, title: Mail, aliases: [SVC-EMAIL] }
//- mail.md
---
{ kind: document, id: DOC-MAIL, title: Use of e-mail }
---

SVC-MAIL is for work.
//- approvals/DOC-MAIL/1.yaml
kind: approval-record
id: APR-DOC-E-MAIL-1
title: Approval of the use of e-mail
artefact: DOC-E-MAIL
//- named.md
---
{ kind: document, id: DOC-RULES, title: Rules, aliases: [DOC-E-MAIL] }
---
`],
    bad: [`
//- catalogue.yaml
kind: service-catalogue
id: CAT-HARBOUR
title: Catalogue
services:
  - { id: SVC-MAIL, title: Mail, aliases: [SVC-EMAIL] }
//- mail.md
---
{ kind: document, id: DOC-MAIL, title: Use of e-mail }
---

SVC-EMAIL is for work, see [[SVC-EMAIL]].
//@0-9 alias-used used
//                           ^^^^^^^^^ alias-used used
`],
  },
};
