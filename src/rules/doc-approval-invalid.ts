import { state, text } from '../sms/data.js';
import { isDay } from '../sms/days.js';
import type { Model } from '../sms/model.js';
import type { Artefact } from '../sms/types.js';
import { nameOf } from './naming.js';
import { holdersOn } from './roles.js';
import type { Rule } from './rule.js';

/** The approval that a header claims has a day that can be, and is not the author's own. */
export const docApprovalInvalid: Rule = {
  id: 'doc-approval-invalid',
  title: 'Approved documents name a valid approver and a day',
  clauses: ['7.5.2'],
  grade: 'minor',
  why: 'Approval is the point of control: somebody other than the author found the document suitable, on a day that can be looked up.',
  messages: {
    undated: { text: '{name} is approved, but no day of approval is given. Write `approvedOn` with the day, or set the status back until it is approved.' },
    future: { text: '{name} claims to be approved on {day}, which lies after today ({today}). Correct the day, or set the status back until it is approved.' },
    'reviewed-in-future': { text: '{name} claims to have been reviewed on {day}, which lies after today ({today}). Enter the day of the last review that took place.' },
    self: { text: '{person} wrote {name} and approved it as well. Where there is somebody else who can judge it, let them approve it; '
      + 'in a very small organization accept this in the deviation register, with the reason.', grade: 'observation' },
  },
  *check({ model, today, report }) {
    for (const artefact of model.artefacts) {
      if (artefact.header !== 'document') continue;
      const { data, file } = artefact, name = nameOf(artefact), on = text(data, 'approvedOn');
      if (text(data, 'status') === 'approved' && state(data, 'approvedOn') !== 'filled') yield report({ file, path: ['approvedOn'] }, 'undated', { name });
      if (isDay(on) && on > today) yield report({ file, path: ['approvedOn'] }, 'future', { name, day: on, today });
      const reviewed = text(data, 'reviewedOn');
      if (isDay(reviewed) && reviewed > today) yield report({ file, path: ['reviewedOn'] }, 'reviewed-in-future', { name, day: reviewed, today });
      const approved = approverOf(model, artefact), author = personOf(model, text(data, 'author'));
      if (approved !== undefined && author !== undefined && approved.person === author) {
        const person = model.item(author);
        yield report({ file, path: [approved.field] }, 'self', { name, person: person ? nameOf(person) : author });
      }
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
`],
  },
};

/** Who approved: `approvedBy`, else the one person who held `approver` on the day of approval (format.md F6). */
function approverOf(model: Model, { data }: Artefact): { person: string; field: 'approvedBy' | 'approver' } | undefined {
  const named = personOf(model, text(data, 'approvedBy')), on = text(data, 'approvedOn'), role = model.item(text(data, 'approver') ?? '');
  if (named !== undefined) return { person: named, field: 'approvedBy' };
  if (state(data, 'approvedBy') === 'filled' || !isDay(on) || role?.type !== 'role') return undefined;
  const holders = holdersOn(model.value(role), on), only = personOf(model, text(holders[0], 'person'));
  return holders.length === 1 && only !== undefined ? { person: only, field: 'approver' } : undefined;
}

/** The id of the person today, where an earlier id was written. */
function personOf(model: Model, id: string | undefined): string | undefined { return id === undefined ? undefined : model.item(id)?.id ?? id; }
