import { byMessage, mended, removesEntry, removing } from './mending.js';
import type { Rule } from './rule.js';

/** Raised where deviations and settings are matched with today (format.md F14). */
export const deviationExpired: Rule = {
  id: 'deviation-expired',
  title: 'No accepted deviation has run out',
  clauses: ['7.5.3.1'],
  grade: 'minor',
  why: 'The deviation was accepted for a time, and that time is over: either it has been put right, or somebody must decide again.',
  messages: {
    // What deviates counts in full again: this is only a reminder beside it.
    expired: {
      grade: 'observation',
      text: 'The deviation from `{rule}` was accepted until {until}; since then it counts in full. Correct what deviates and delete this ' +
        'entry, or decide anew on a later day.',
    },
    'setting-expired': {
      text: 'This setting of the rule `{rule}` was to hold until {until}; since then it has no effect. Delete it, or decide anew on a ' +
        'later day.',
    },
  },
  fixes: { delete: 'Delete it' },
  fix: byMessage({
    expired: removesEntry('delete'),
    'setting-expired': (context, finding) => mended(context, finding, [removing(context.pathOf(finding).slice(0, 2))], { say: 'delete' }),
  }),
  examples: {
    good: [`
//- deviations.yaml
kind: deviation-register
id: DEVIATIONS
title: Accepted deviations
status: approved
deviations:
  - { id: DEV-001, rule: doc-review-overdue, at: DEVIATIONS, reason: Leave, owner: ROLE-SMM, until: 2026-10-15 }
`],
    bad: [`
//- deviations.yaml
kind: deviation-register
id: DEVIATIONS
title: Accepted deviations
status: approved
deviations:
  - { id: DEV-001, rule: doc-review-overdue, at: DEVIATIONS, reason: Leave, owner: ROLE-SMM, until: 2026-10-14 }
//                                                                                                  ^^^^^^^^^^ deviation-expired expired
`, `
//- sms.yaml
sms: 1
organization: Example
timeZone: Europe/Amsterdam
rules:
  doc-review-overdue: { off: true, reason: No review plan yet, owner: ROLE-SMM, until: 2026-09-30 }
//                                                                                     ^^^^^^^^^^ deviation-expired setting-expired
`],
  },
};
