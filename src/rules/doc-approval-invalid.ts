import type { Approval, DocumentControl, ReasonCode } from '../sms/control.js';
import { state, text } from '../sms/data.js';
import { isDay } from '../sms/days.js';
import { isRetired } from '../sms/header.js';
import { phrase } from '../sms/language.js';
import type { Model } from '../sms/model.js';
import type { Artefact, Report } from '../sms/types.js';
import { nameOf } from '../sms/naming.js';
import { onlyHolder } from '../sms/people.js';
import { idOf } from '../sms/named.js';
import type { Rule, RuleContext } from './rule.js';

/** An approval has a day that can be, is not the author's own, and its record fits what it is about (format.md F10). */
export const docApprovalInvalid: Rule = {
  id: 'doc-approval-invalid',
  title: 'Approved documents name a valid approver and a day',
  clauses: ['7.5.2'],
  grade: 'minor',
  why: 'Approval is the point of control: somebody other than the author found the document suitable, on a day that can be looked up.',
  needs: 'history',
  messages: {
    undated: { text: '{name} is approved, but no day of approval is given. Write `approvedOn` with the day, or set the status back until it is approved.' },
    future: { text: '{name} claims to be approved on {day}, which lies after today ({today}). Correct the day, or set the status back until it is approved.' },
    'reviewed-in-future': { text: '{name} claims to have been reviewed on {day}, which lies after today ({today}). Enter the day of the last review that took place.' },
    self: { text: '{person} wrote {name} and approved it as well. Where there is somebody else who can judge it, let them approve it; '
      + 'in a very small organization accept this in the deviation register, with the reason.', grade: 'observation' },
    'own-content': { text: '{person} approved version {version} of {name} and wrote part of it (commits {commits}). Where there is somebody else who can judge it, let them approve it; '
      + 'in a very small organization accept this in the deviation register, with the reason.', grade: 'observation' },
    'role-not-held': { text: '{person} did not hold the role {role} on {day}, the day of this approval.{holders} Let whoever holds the role approve it, or correct the role register.' },
    'before-written': { text: '{name} claims that version {version} was approved on {day}, but by the history that version was written only on {other} (commit {commit}). Have what stands there now approved, or correct the day.' },
    digest: { text: 'The digest of this record fits no text that {name} ever had as version {version}. Approve the version again, so that the record says what was approved.' },
    version: { text: 'This record is about version {version} of {name}, which the document did not have{at}. Correct the version, or approve the one that there is.' },
    'day-in-future': { text: 'This record is of {day}, which lies after today ({today}). Correct the day.' },
    algorithm: { text: 'The digest of this record is of the kind {algorithm}, which this release cannot compute. What it says is not checked.', grade: 'observation' },
    withdrawn: { text: '{name} says that it is approved, but version {version} was withdrawn on {day} ({record}). Set the status to withdrawn, or have the document approved under a new version.' },
    duplicate: { text: 'There is another record of the same kind for version {version} of {name} in this role. Keep the one that stands, so that nobody has to guess.' },
    'not-a-document': { text: '{name} is no controlled document and has no versions to approve. Name the document that was approved in `artefact`.' },
  },
  *check(context) {
    const { model, today, control, report } = context;
    for (const artefact of model.artefacts) {
      if (artefact.header !== 'document') continue;
      const { data, file } = artefact, on = text(data, 'approvedOn'), author = personOf(model, text(data, 'author'));
      if (text(data, 'status') === 'approved' && state(data, 'approvedOn') !== 'filled') yield report({ file, path: ['approvedOn'] }, 'undated', { name: nameOf(artefact) });
      if (isDay(on) && on > today) yield report({ file, path: ['approvedOn'] }, 'future', { name: nameOf(artefact), day: on, today });
      const reviewed = text(data, 'reviewedOn');
      if (isDay(reviewed) && reviewed > today) yield report({ file, path: ['reviewedOn'] }, 'reviewed-in-future', { name: nameOf(artefact), day: reviewed, today });
      const approved = author === undefined ? undefined : approverOf(model, artefact), isSelf = approved !== undefined && approved.person === author;
      if (isSelf) {
        const person = model.item(approved.person);
        yield report({ file, path: [approved.field] }, 'self', { name: nameOf(artefact), person: person ? nameOf(person) : approved.person });
      }
      const known = control.documents.get(artefact.id);
      const early = known?.approval?.record ? undefined : known?.approval?.reasons.find(({ code }) => code === 'day-before-content');
      if (early && known?.file === file && text(data, 'status') === 'approved') {
        const { day = '', other = '', commit = '' } = early.args;
        yield report({ file, path: ['approvedOn'] }, 'before-written', { name: nameOf(artefact), version: known.version ?? '', day, other, commit: commit.slice(0, 12) });
      }
      const withdrawal = known?.approvals.find(each => each.meaning === 'withdrawn' && each.state !== 'contradicted' && each.version === known.version);
      if (withdrawal?.record && known?.file === file && text(data, 'status') === 'approved') {
        yield report({ file, path: ['status'] }, 'withdrawn', { name: nameOf(artefact), version: withdrawal.version, day: withdrawal.on ?? '', record: withdrawal.record.id });
      }
      if (known?.file === file) for (const approval of known.approvals) if (approval.reasons.some(({ code }) => TOLD.has(code))) yield* recordInvalid(approval, known, isSelf, context);
    }
    for (const { record, file, reason, artefact, version } of control.strays) {
      const target = model.item(artefact);
      // An unknown artefact is told as any reference that leads nowhere.
      if (reason === 'duplicate' && target) yield report({ file, path: ['version'] }, 'duplicate', { name: nameOf(target), version, record });
      if (reason === 'not-a-document' && target) yield report({ file, path: ['artefact'] }, 'not-a-document', { name: nameOf(target) });
    }
  },
  examples: {
    good: [`
//- mail.yaml
kind: document
id: DOC-MAIL
title: Use of e-mail
version: 1.2
status: approved
owner: ROLE-MAIL
approver: ROLE-SD
author: PER-KO
approvedBy: PER-LM
approvedOn: 2026-10-15
//- approvals/mail.yaml
{ kind: approval-record, id: APR-MAIL, title: Approval, artefact: DOC-MAIL, version: 1.2, meaning: approved, role: ROLE-SD, person: PER-LM, on: 2026-10-15 }
//- draft.yaml
{ kind: document, id: DOC-DRAFT, title: Use of chat, version: 0.1, status: draft, owner: ROLE-MAIL, approver: ROLE-SD, author: PER-KO }
//- roles.yaml
kind: role-register
id: ROLES
title: Roles
people: [{ id: PER-KO, name: Kofi Osei }, { id: PER-LM, name: Lena Maas }]
roles:
  - { id: ROLE-SD, title: Service director, holders: [{ person: PER-LM, from: 2024-01-01 }, { person: PER-KO, from: 2020-01-01, until: 2023-12-31 }] }
  - { id: ROLE-MAIL, title: Owner of e-mail, holders: [{ person: PER-KO, from: 2024-01-01 }] }
`, `
//- mail.yaml
{ kind: document, id: DOC-MAIL, title: Use of e-mail, version: 1.0, status: in-review, approver: ROLE-SD, author: PER-KO, description: Mail is for work. }
//- fax.yaml
{ kind: document, id: DOC-FAX, title: Use of fax, version: 2.0, status: approved, approver: ROLE-SD, approvedOn: 2026-02-12 }
//- roles.yaml
kind: role-register
id: ROLES
title: Roles
people: [{ id: PER-LM, name: Lena Maas, emails: [lena@example.org] }, { id: PER-KO, name: Kofi Osei, emails: [kofi@example.org] }]
roles: [{ id: ROLE-SD, title: Service director, holders: [{ person: PER-LM, from: 2026-02-01, until: 2026-06-30 }] }]
//@ commit kofi@example.org 2026-02-12
//- mail.yaml
# Lena wrote nothing but the approval, and held the role on that day; today she does not.
kind: document
id: DOC-MAIL
title: Use of e-mail
version: 1.0
status: approved
approver: ROLE-SD
author: PER-KO
approvedOn: 2026-03-05
description: Mail is for work.
//- approvals/mail.yaml
{ kind: approval-record, id: APR-MAIL, title: Approval of DOC-MAIL 1.0, artefact: DOC-MAIL, version: 1.0, meaning: approved, role: ROLE-SD, person: PER-LM, on: 2026-03-05 }
//- fax.yaml
{ kind: document, id: DOC-FAX, title: Use of fax, version: 2.0, status: withdrawn, approver: ROLE-SD, approvedOn: 2026-02-12 }
//- approvals/fax.yaml
{ kind: approval-record, id: APR-FAX, title: Withdrawal of DOC-FAX, artefact: DOC-FAX, version: 2.0, meaning: withdrawn, role: ROLE-SD, person: PER-LM, on: 2026-03-05 }
//@ commit lena@example.org 2026-03-05
`],
    bad: [`
//- mail.yaml
kind: document
id: DOC-MAIL
title: Use of e-mail
version: 1.2
status: draft
reviewedOn: 2027-02-10
//          ^^^^^^^^^^ doc-approval-invalid reviewed-in-future
`, `
//- mail.yaml
kind: document
id: DOC-MAIL
//  ^^^^^^^^ doc-approval-invalid undated
title: Use of e-mail
status: approved
approver: ROLE-SD
//- chat.yaml
kind: document
id: DOC-CHAT
title: Use of chat
status: approved
author: PER-LM
approvedBy: PER-LM
//          ^^^^^^ doc-approval-invalid self
approvedOn: 2026-10-16
//          ^^^^^^^^^^ doc-approval-invalid future
//- phone.yaml
kind: document
id: DOC-PHONE
title: Use of phones
status: approved
author: PER-LM
approver: ROLE-SD
//        ^^^^^^^ doc-approval-invalid self
approvedOn: 2026-02-12
//- roles.yaml
kind: role-register
id: ROLES
title: Roles
people: [{ id: PER-LM, name: Lena Maas }]
roles: [{ id: ROLE-SD, title: Service director, holders: [{ person: PER-LM, from: 2024-01-01 }] }]
`, `
//- mail.yaml
{ kind: document, id: DOC-MAIL, title: Use of e-mail, version: 1.0, status: in-review, approver: ROLE-SD, description: Mail is for work. }
//- roles.yaml
kind: role-register
id: ROLES
title: Roles
people: [{ id: PER-LM, name: Lena Maas, emails: [lena@example.org] }, { id: PER-KO, name: Kofi Osei, emails: [kofi@example.org] }]
roles: [{ id: ROLE-SD, title: Service director, holders: [{ person: PER-LM, from: 2026-03-01 }, { person: PER-KO, from: 2020-01-01, until: 2026-02-28 }] }]
//@ commit lena@example.org 2026-02-12
//- mail.yaml
kind: document
id: DOC-MAIL
title: Use of e-mail
version: 1.0
status: approved
approver: ROLE-SD
//        ^^^^^^^ doc-approval-invalid own-content
approvedOn: 2026-03-05
description: Mail is for work.
//- approvals/mail.yaml
kind: approval-record
id: APR-MAIL
title: Approval of DOC-MAIL 1.0
artefact: DOC-MAIL
version: 1.0
meaning: approved
role: ROLE-SD
person: PER-LM
on: 2026-03-05
//@ commit lena@example.org 2026-03-05
`, `
//- mail.yaml
{ kind: document, id: DOC-MAIL, title: Use of e-mail, version: 1.0, status: approved, approvedOn: 2026-01-05, description: Mail is for work. }
//@ commit kofi@example.org 2026-02-12
//- mail.yaml
kind: document
id: DOC-MAIL
title: Use of e-mail
version: 1.1
status: approved
approvedOn: 2026-01-05
//          ^^^^^^^^^^ doc-approval-invalid before-written
description: Mail is for work and for birthdays.
//@ commit kofi@example.org 2026-08-03
`, `
//- mail.yaml
{ kind: document, id: DOC-MAIL, title: Use of e-mail, version: 1.0, status: in-review, approver: ROLE-SD, description: Mail is for work. }
//@ commit kofi@example.org 2026-02-12
//- mail.yaml
{ kind: document, id: DOC-MAIL, title: Use of e-mail, version: 1.0, status: approved, approver: ROLE-SD, approvedOn: 2026-03-05, description: Mail is for work. }
//- approvals/mail.yaml
kind: approval-record
id: APR-MAIL
title: Approval of DOC-MAIL 1.0
artefact: DOC-MAIL
version: 1.0
meaning: approved
role: ROLE-SD
person: PER-LM
//      ^^^^^^ doc-approval-invalid role-not-held
on: 2026-02-05
digest: sms1:0000000000000000000000000000000000000000000000000000000000000000
//      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ doc-approval-invalid digest
//- approvals/mail2.yaml
kind: approval-record
id: APR-MAIL-2
title: Approval of DOC-MAIL 2.0
artefact: DOC-MAIL
version: 2.0
//       ^^^ doc-approval-invalid version
meaning: approved
on: 2027-03-05
//  ^^^^^^^^^^ doc-approval-invalid day-in-future
digest: sms1:0000000000000000000000000000000000000000000000000000000000000000
//- approvals/mail3.yaml
kind: approval-record
id: APR-MAIL-3
title: Approval of DOC-MAIL 1.0
artefact: DOC-MAIL
version: 1.0
//       ^^^ doc-approval-invalid duplicate
meaning: approved
role: ROLE-SD
on: 2026-03-05
digest: sms7:0000000000000000000000000000000000000000000000000000000000000000
//      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ doc-approval-invalid algorithm
//- approvals/incident.yaml
kind: approval-record
id: APR-INC
title: Approval of INC-1
artefact: INC-1
//        ^^^^^ doc-approval-invalid not-a-document
version: 1.0
meaning: approved
on: 2026-03-05
//- fax.yaml
kind: document
id: DOC-FAX
title: Use of fax
version: 2.0
status: approved
//      ^^^^^^^^ doc-approval-invalid withdrawn
approvedOn: 2020-03-05
//- approvals/fax.yaml
{ kind: approval-record, id: APR-FAX, title: Withdrawal of DOC-FAX, artefact: DOC-FAX, version: 2.0, meaning: withdrawn, role: ROLE-SD, person: PER-LM, on: 2026-03-05 }
//- INC-1.yaml
{ kind: incident-record, id: INC-1, title: Mail stands still }
//- roles.yaml
kind: role-register
id: ROLES
title: Roles
people: [{ id: PER-LM, name: Lena Maas, emails: [lena@example.org] }]
roles: [{ id: ROLE-SD, title: Service director, holders: [{ person: PER-LM, from: 2026-03-01 }] }]
//@ commit lena@example.org 2026-03-05
`],
  },
};

/** The reasons that `recordInvalid` speaks of; thousands of records have none of them. */
const TOLD: ReadonlySet<ReasonCode> = new Set(['day-in-future', 'version-unknown', 'role-not-held', 'digest-differs', 'unknown-algorithm', 'own-content']);

/** What is false in a record about the version of today. Records of earlier versions are history: the timeline of the document judges them. */
function* recordInvalid({ record, version, reasons }: Approval, document: DocumentControl, selfTold: boolean, { model, report }: RuleContext): Iterable<Report> {
  const artefact = model.artefact(document.id);
  if (!record || !artefact || isRetired(artefact)) return;
  const name = nameOf(artefact), at = (field: string): { file: string; path: string[] } => ({ file: record.file, path: [field] }), current = version === document.version;
  for (const { code, args } of reasons) {
    if (code === 'day-in-future') yield report(at('on'), code, { day: args['day'] ?? '', today: args['today'] ?? '' });
    if (code === 'version-unknown') yield report(at('version'), 'version', { name, version, at: args['commit'] === undefined ? '' : phrase('approval.when-it-came', ' when the record came (commit {commit})', { commit: args['commit'].slice(0, 12) }) });
    if (!current) continue;
    if (code === 'role-not-held') {
      const { person = '', role = '', roleTitle = role, day = '', holders = '' } = args;
      yield report(at('person'), code, { person, role: roleTitle, day, holders: holders === '' ? '' : phrase('approval.held-by', ' It was held by {holders}.', { holders }) });
    }
    // A text that fitted once and changed since is told of the document (doc-changed-without-version).
    if (code === 'digest-differs' && !document.changedSinceApproval) yield report(at('digest'), 'digest', { name, version });
    // What is no digest at all is told of the field.
    if (code === 'unknown-algorithm' && /^sms[1-9][0-9]*$/.test(args['algorithm'] ?? '')) yield report(at('digest'), 'algorithm', { algorithm: args['algorithm'] ?? '' });
    if (code === 'own-content' && !selfTold) {
      const approval = model.item(record.id);
      yield report({ file: document.file, path: ['approver'] }, code, { name, version, person: args['person'] ?? '', commits: (args['commit'] ?? '').split(', ').map(id => id.slice(0, 12)).join(', ') }, { related: approval ? [{ at: approval, text: phrase('related.the-approval', 'the approval') }] : [] });
    }
  }
}

/** Who approved: `approvedBy`, else the one person who held `approver` on the day of approval (format.md F6). */
function approverOf(model: Model, { data }: Artefact): { person: string; field: 'approvedBy' | 'approver' } | undefined {
  const named = personOf(model, text(data, 'approvedBy')), on = text(data, 'approvedOn');
  if (named !== undefined) return { person: named, field: 'approvedBy' };
  const only = state(data, 'approvedBy') === 'filled' || !isDay(on) ? undefined : onlyHolder(model, text(data, 'approver'), on);
  return only === undefined ? undefined : { person: only, field: 'approver' };
}

/** The id of the person today, where an earlier id was written. */
function personOf(model: Model, id: string | undefined): string | undefined { return id === undefined ? undefined : idOf(model, id); }
