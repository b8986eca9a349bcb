import { byMessage, removesEntry, writesArgument } from './mending.js';
import type { Rule } from './rule.js';

/** Raised where deviations are matched with findings (format.md F14). */
export const deviationUnused: Rule = {
  id: 'deviation-unused',
  title: 'Every accepted deviation is still needed',
  clauses: ['7.5.3.1'],
  grade: 'observation',
  why: 'An acceptance that nothing needs any more would silently cover the next defect of this sort.',
  messages: {
    unused: { text: 'Nothing deviates here any more: `{rule}` finds nothing at {at}. Delete this entry, or correct the place it names.' },
    partly: {
      text: 'Some of what this accepts of `{rule}` at {at} is gone, and would be covered if it came back: {marks}. Take it out of the list here; ' +
        '`sms baseline` does so for all entries.',
    },
    'unknown-rule': { text: 'There is no rule `{rule}`, so this accepts nothing. Did you mean `{suggestion}`?' },
  },
  fixes: { delete: 'Delete this entry', rule: 'Write {suggestion}' },
  fix: byMessage({ unused: removesEntry('delete', true), 'unknown-rule': writesArgument('suggestion', 'rule') }),
  examples: {
    good: [`
//- deviations.yaml
kind: deviation-register
id: DEVIATIONS
title: Accepted deviations
status: approved
deviations:
  - id: DEV-001
    rule: doc-duplicate-id
    at: SVC-MAIL
    reason: Both catalogues are merged in November.
    owner: ROLE-SMM
    until: 2026-11-30
//- catalogue-a.yaml
{ kind: service-catalogue, id: CAT-A, title: Catalogue A, services: [{ id: SVC-MAIL, title: Mail }] }
//- catalogue-b.yaml
{ kind: service-catalogue, id: CAT-B, title: Catalogue B, services: [{ id: SVC-MAIL, title: Mail }] }
`, `
//- deviations.yaml
kind: deviation-register
id: DEVIATIONS
title: Accepted deviations
status: approved
deviations:
  - id: DEV-001
    rule: doc-duplicate-id
    at: SVC-MAIL
    only: [jepfkhakfo]
    reason: Found when the SMS was taken over.
    owner: ROLE-SMM
    until: 2026-11-30
//- catalogue-a.yaml
{ kind: service-catalogue, id: CAT-A, title: Catalogue A, services: [{ id: SVC-MAIL, title: Mail }] }
//- catalogue-b.yaml
{ kind: service-catalogue, id: CAT-B, title: Catalogue B, services: [{ id: SVC-MAIL, title: Mail }] }
`],
    bad: [`
//- deviations.yaml
kind: deviation-register
id: DEVIATIONS
title: Accepted deviations
status: approved
deviations:
  - id: DEV-001
    rule: doc-duplicate-id
    at: DEVIATIONS
//      ^^^^^^^^^^ deviation-unused unused
    reason: The reviewer is on parental leave until spring.
    owner: ROLE-SMM
    until: 2027-03-31
  - id: DEV-002
    rule: doc-review-overdu
//        ^^^^^^^^^^^^^^^^^ deviation-unused unknown-rule
    at: DEVIATIONS
    reason: The reviewer is on parental leave until spring.
    owner: ROLE-SMM
    until: 2027-03-31
`, `
//- deviations.yaml
kind: deviation-register
id: DEVIATIONS
title: Accepted deviations
status: approved
deviations:
  - id: DEV-001
    rule: doc-duplicate-id
    at: SVC-MAIL
    only: [jepfkhakfo, kfbdaolmpe]
//  ^^^^ deviation-unused partly
    reason: Found when the SMS was taken over.
    owner: ROLE-SMM
    until: 2026-11-30
//- catalogue-a.yaml
{ kind: service-catalogue, id: CAT-A, title: Catalogue A, services: [{ id: SVC-MAIL, title: Mail }] }
//- catalogue-b.yaml
{ kind: service-catalogue, id: CAT-B, title: Catalogue B, services: [{ id: SVC-MAIL, title: Mail }] }
`],
  },
};
