import { phrase } from '../sms/language.js';
import { nameOf } from '../sms/naming.js';
import type { Rule } from './rule.js';

/** What was approved under a version is what stands there under it (format.md F10). */
export const docChangedWithoutVersion: Rule = {
  id: 'doc-changed-without-version',
  title: 'A changed document has a new version',
  clauses: ['7.5.3.2'],
  grade: 'minor',
  why: 'Whoever reads a version must be able to rely on it being what was approved. A text that changed under the same number was approved by nobody, and two people with the same version in hand hold different papers.',
  needs: 'history',
  // How approving raises the number: `last` (1.4 to 1.5), `first` (1.4 to 2.0), `none`.
  settings: { bump: 'last' },
  messages: {
    record: { text: '{name} is no longer what was approved as version {version} ({record}){who}. Give it a new version and set the status to in-review until it is approved, or undo the change.' },
    changed: { text: '{name} was changed after version {version} was approved (commit {approvedIn}){who}, and is still called {version}. Give it a new version and set the status to in-review until it is approved, or undo the change.' },
  },
  *check({ model, control, report }) {
    for (const { id, changedSinceApproval: change } of control.documents.values()) {
      const document = model.artefact(id);
      if (!document || !change) continue;
      const { version, record, approvedIn = '', by, on, commit } = change;
      const who = by === undefined ? '' : phrase('changed.who', ': {by} changed it on {on} (commit {commit})', { by, on: on ?? '', commit: short(commit) }), name = nameOf(document);
      const place = { file: document.file, path: ['version'] }, approval = model.item(record ?? '');
      if (record === undefined) yield report(place, 'changed', { name, version, approvedIn: short(approvedIn), who });
      else yield report(place, 'record', { name, version, record, who }, { related: approval ? [{ at: approval, text: phrase('related.the-approval', 'the approval') }] : [] });
    }
  },
  examples: {
    good: [`
//- mail.yaml
{ kind: document, id: DOC-MAIL, title: Use of e-mail, version: 1.2, status: approved, description: Mail is for work. }
//- chat.yaml
{ kind: document, id: DOC-CHAT, title: Use of chat, version: 1.0, status: approved, description: Chat is for work. }
//@ commit kofi@example.org 2026-02-12
//- mail.yaml
# a comment, a review and another order are no change of the text
{ kind: document, version: 1.2, id: DOC-MAIL, title: Use of e-mail, status: approved, reviewedOn: 2026-08-03, description: "Mail is for work." }
//- chat.yaml
{ kind: document, id: DOC-CHAT, title: Use of chat, version: 1.1, status: approved, description: Chat is for work and for birthdays. }
`, `
//- draft.yaml
{ kind: document, id: DOC-MAIL, title: Use of e-mail, version: 1.2, status: approved, description: Mail is for work. }
//@ commit kofi@example.org 2026-02-12
//- draft.yaml
{ kind: document, id: DOC-MAIL, title: Use of e-mail, version: 1.2, status: in-review, description: Mail is for work and for birthdays. }
`],
    bad: [`
//- mail.yaml
{ kind: document, id: DOC-MAIL, title: Use of e-mail, version: 1.2, status: approved, description: Mail is for work. }
//@ commit kofi@example.org 2026-02-12
//- mail.yaml
kind: document
id: DOC-MAIL
title: Use of e-mail
version: 1.2
//       ^^^ doc-changed-without-version changed
status: approved
description: Mail is for work and for birthdays.
//@ commit lena@example.org 2026-03-01
`, `
//- mail.yaml
kind: document
id: DOC-MAIL
title: Use of e-mail
version: 1.2
//       ^^^ doc-changed-without-version record
status: approved
description: Mail is for work and for birthdays.
//- approvals/mail.yaml
kind: approval-record
id: APR-MAIL
title: Approval of DOC-MAIL 1.2
artefact: DOC-MAIL
version: 1.2
meaning: approved
on: 2026-02-12
digest: sms1:0000000000000000000000000000000000000000000000000000000000000000
`],
  },
};

function short(commit: string | undefined): string { return (commit ?? '').slice(0, 12); }
