import { text } from '../sms/data.js';
import { daysBetween } from '../sms/days.js';
import { nameOf } from '../sms/naming.js';
import type { Rule } from './rule.js';

/** The organization keeps the review interval that it set itself (format.md F8). */
export const docReviewOverdue: Rule = {
  id: 'doc-review-overdue',
  title: 'Documents are reviewed when due',
  clauses: ['7.5.2', '7.5.3.2'],
  grade: 'minor',
  why: 'A document that nobody looked at within the interval the organization set itself may no longer fit what is done: the sign of a system on paper.',
  messages: {
    overdue: { text: 'The review of {name} was due on {day}; days since then: {days}. Review it and write the day in `reviewedOn`; '
      + 'if the interval does not suit this document, change `reviewEvery`.' },
  },
  *check({ model, control, today, report }) {
    // The last review may stand in a record of it.
    for (const { id, due, nextReview: day } of control.documents.values()) {
      const document = model.artefact(id);
      if (!document || due !== 'overdue' || day === undefined) continue;
      const { data, file } = document;
      const field = text(data, 'nextReview') === day ? 'nextReview' : text(data, 'reviewedOn') === undefined ? 'approvedOn' : 'reviewedOn';
      yield report({ file, path: [field] }, 'overdue', { name: nameOf(document), day, days: daysBetween(day, today) });
    }
  },
  examples: {
    good: [`
//- mail.yaml
{ kind: document, id: DOC-MAIL, title: Use of e-mail, status: approved, approvedOn: 2024-02-12, reviewedOn: 2025-10-15, reviewEvery: 12 months }
//- old.yaml
{ kind: document, id: DOC-OLD, title: Use of fax, status: withdrawn, approvedOn: 2019-02-12, reviewEvery: 12 months }
//- reviewed.yaml
{ kind: document, id: DOC-FAX, title: Use of fax, status: approved, version: 1, approvedOn: 2019-02-12, reviewEvery: 12 months }
//- review.yaml
{ kind: approval-record, id: REV-FAX, title: Review of DOC-FAX, artefact: DOC-FAX, version: 1, meaning: reviewed, on: 2026-02-12 }
//- undated.yaml
{ kind: document, id: DOC-UNDATED, title: Use of chat, status: approved, approvedOn: 2019-02-12 }
`, `
//- sms.yaml
sms: 1
organization: Example
timeZone: Europe/Amsterdam
reviewEvery: { default: 2 years, document: 6 months }
//- mail.yaml
# Six months on the very day: due, and not yet overdue.
{ kind: document, id: DOC-MAIL, title: Use of e-mail, status: approved, approvedOn: 2026-04-15 }
//- policy.md
---
{ kind: service-management-policy, id: POLICY, title: Policy, status: approved, approvedOn: 2024-10-15 }
---
//- chat.yaml
{ kind: document, id: DOC-CHAT, title: Use of chat, status: approved, approvedOn: 2024-10-14, reviewEvery: 3 years }
`],
    bad: [`
//- mail.yaml
kind: document
id: DOC-MAIL
title: Use of e-mail
status: approved
approvedOn: 2025-02-12
reviewedOn: 2025-02-28
//          ^^^^^^^^^^ doc-review-overdue overdue
reviewEvery: 18 months
//- chat.yaml
kind: document
id: DOC-CHAT
title: Use of chat
status: approved
approvedOn: 2026-02-12
reviewEvery: 1 year
nextReview: 2026-10-14
//          ^^^^^^^^^^ doc-review-overdue overdue
`, `
//- sms.yaml
sms: 1
organization: Example
timeZone: Europe/Amsterdam
reviewEvery: { default: 2 years, document: 6 months }
//- mail.yaml
kind: document
id: DOC-MAIL
title: Use of e-mail
status: approved
approvedOn: 2026-02-12
//          ^^^^^^^^^^ doc-review-overdue overdue
`],
  },
};

/** Whole days from one day to a later one. */
