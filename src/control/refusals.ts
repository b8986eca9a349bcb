import type { Control } from '../sms/control.js';
import { text } from '../sms/data.js';
import { isDay } from '../sms/days.js';
import { isRetired } from '../sms/header.js';
import type { Model } from '../sms/model.js';
import { addressesOf, holds, holdersOn, personsWith, sameAddress } from '../sms/people.js';
import { nearest, sentenceList } from '../sms/text.js';
import type { Artefact, Day, Item } from '../sms/types.js';
import type { ApprovalRecord } from './approvals.js';
import type { ApprovalInput, Deed, Meaning, Wish } from './approving.js';

/** Why somebody cannot record something about a document. `sentence` says it to them, with what to do. */
export interface Refusal { ok: false; code: RefusalCode; sentence: string }

export type RefusalCode =
  | 'unknown-document' | 'not-a-document' | 'id-twice' | 'unreadable' | 'no-version'
  | 'no-identity' | 'email-unknown' | 'email-of-several'
  | 'retired' | 'not-approved-yet' | 'not-for-meaning' | 'day-invalid' | 'day-in-future'
  | 'no-approver' | 'approver-unknown' | 'role-unknown' | 'role-not-approver' | 'role-not-held' | 'no-role'
  | 'uncommitted' | 'own-content' | 'already' | 'record-exists'
  | 'version-needed' | 'version-unwritten' | 'version-invalid' | 'version-taken' | 'bump-unknown'
  | 'cannot-write' | 'record-ignored' | 'no-record-id';

export function refusal(code: RefusalCode, sentence: string): Refusal { return { ok: false, code, sentence }; }

/** `Service director (ROLE-SD)`. */
export function named({ id, title }: { id: string; title: string }): string { return title.trim() === '' || title === id ? id : `${title} (${id})`; }

/** Today's id of a person. */
export function personId(model: Model, id: string | undefined): string | undefined { return id === undefined ? undefined : model.item(id)?.id ?? id; }

/** The document, if it is one about which something can be recorded. Without a wish it may yet lack a version. */
export function documentOf({ model, id }: ApprovalInput, wish: Wish | undefined): Artefact | Refusal {
  const item = model.item(id), document = item?.path.length === 0 ? model.artefact(item.id) : undefined;
  if (!item) {
    const suggestion = nearest(id, model.artefacts.filter(({ header }) => header === 'document').map(each => each.id));
    return refusal('unknown-document', `The SMS has no document `
      + `${id}.${suggestion === undefined ? ' \`sms register\` lists what there is.' : ` Did you mean ${suggestion}?`}`);
  }
  if (!document) return refusal('not-a-document', `${named(item)} is a part of ${item.artefact} and has no approval of its own. Approve ${item.artefact}.`);
  if (document.header !== 'document') return refusal('not-a-document', `${named(document)} is a record: it says what happened and is kept as it is. Only `
    + `documents, with a version and an approver, are approved and reviewed.`);
  const twice = model.duplicates.find(places => places.some(place => place.id === document.id && place.item.path.length === 0));
  if (twice) return refusal('id-twice', `${document.id} stands in ${sentenceList([...new Set(twice.map(place => place.item.file))])}, so nobody could tell `
    + `which of them is meant. Give each document an id of its own first.`);
  if (model.files.get(document.file)?.incomplete !== undefined) return refusal('unreadable', `${document.file} cannot be read to its end, so nobody could tell `
    + `what was meant. Put right first what \`sms check\` finds in it.`);
  if (wish && text(document.data, 'version') === undefined && !(wish.meaning === 'approved' && wish.version !== undefined)) {
    return refusal('no-version', `${named(document)} has no version, and what is recorded must say which one it is about. Write \`version\` in `
      + `${document.file}, such as 1.0.`);
  }
  return document;
}

/** Whoever has git's e-mail address in the role register. */
export function personOf({ model, identity }: ApprovalInput): Item | Refusal {
  const email = identity?.email.trim() ?? '';
  if (!identity || email === '') {
    return refusal('no-identity', 'Git knows no e-mail address of yours here, so nobody could tell whose word it is. Set it with `git config user.email`, to an '
      + 'address that the role register has for you.');
  }
  const [person, other] = personsWith(model, email);
  if (person && other) return refusal('email-of-several', `${email} is the address of ${named(person)} and of ${named(other)}, so nobody could tell whose word `
    + `it is. Leave it with one of them in ${person.file}.`);
  if (person) return person;
  const called = (name: string): string => name.normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase();
  const namesakes = model.ofType('person').filter(each => called(each.title) === called(identity.name)), [namesake] = namesakes;
  const register = model.ofType('person')[0]?.file ?? model.ofKind('role-register')[0]?.file;
  return refusal('email-unknown', `Git would commit as ${email}, an address that nobody has in the role register. ${
    namesake && namesakes.length === 1 ? `If you are ${named(namesake)}, add it to \`emails\` of ${namesake.id} in ${namesake.file}`
      : register === undefined ? 'Begin a role register with yourself under `people`' : `Add yourself with it under \`people\` in ${register}, or add it to `
        + `\`emails\` of your entry there`
  }, and have that change committed; or set \`git config user.email\` to an address that stands there.`);
}

/** Why the status of the document does not allow what is wished, or the wish itself cannot be. */
export function unfit(document: Artefact, wish: Wish, today: Day): Refusal | undefined { return statusRefusal(document, wish.meaning) ?? wishRefusal(wish, today); }

function statusRefusal(document: Artefact, meaning: Meaning): Refusal | undefined {
  const status = text(document.data, 'status') ?? 'draft';
  if (isRetired(document)) {
    return refusal('retired', `${named(document)} is ${status}: it is out of use, and nothing is approved or reviewed there any more. `
      + `${status === 'superseded' ? 'Work on the document that took its place.' : 'To use it again, set its status to draft first.'}`);
  }
  return meaning === 'withdrawn' && status !== 'approved'
    ? refusal('not-approved-yet', `${named(document)} is ${status}, so there is nothing in use to withdraw. Leave it, or remove ${document.file}; history keeps `
      + `it.`) : undefined;
}

const NOUNS: Readonly<Record<Meaning, string>> = { approved: 'An approval', reviewed: 'A review', agreed: 'An agreement', withdrawn: 'A withdrawal' };

/** What is wrong with the wish itself. */
function wishRefusal({ meaning, on, effectiveFrom, version, nextReview }: Wish, today: Day): Refusal | undefined {
  const noun = NOUNS[meaning];
  if (version !== undefined && meaning !== 'approved') return refusal('not-for-meaning', `${noun} is about the version that stands in the document. Only an `
    + `approval can give it another one.`);
  if (effectiveFrom !== undefined && meaning !== 'approved' && meaning !== 'agreed') return refusal('not-for-meaning', `${noun} has no effective day. Leave it `
    + `out.`);
  if (nextReview !== undefined && meaning !== 'approved' && meaning !== 'reviewed') return refusal('not-for-meaning', `${noun} sets no day for the next review. `
    + `Leave it out.`);
  for (const day of [on, effectiveFrom, nextReview]) {
    if (day !== undefined && !isDay(day)) return refusal('day-invalid', `There is no day "${day}". Write a day that exists as year-month-day, such as ${today}.`);
  }
  if (on !== undefined && on > today) return refusal('day-in-future', `${on} lies after today (${today}), and nobody can have acted on it yet. Take today or an `
    + `earlier day; from when a version applies is \`effectiveFrom\`.`);
  if (nextReview !== undefined && nextReview <= (on ?? today)) return refusal('day-invalid', `The next review cannot come on ${nextReview}: that is not after `
    + `${on ?? today}. Take a later day, or leave it out to have the interval decide.`);
  if (version !== undefined && (version.trim() === '' || version.trim() !== version || version.length > 100 || /[\p{Cc}\u2028\u2029]/u.test(version))) {
    return refusal('version-invalid', 'A version is a short text on one line, such as 1.5. Write another one.');
  }
  return undefined;
}

export function roleNamed(model: Model, id: string | undefined): Item | undefined {
  const item = id === undefined ? undefined : model.item(id);
  return item?.type === 'role' ? item : undefined;
}

/** The roles that the person holds on a day: the document's approver, its owner, then as in the register. */
export function rolesHeld(model: Model, { data }: Artefact, person: Item, on: Day): Item[] {
  const first = [roleNamed(model, text(data, 'approver')), roleNamed(model, text(data, 'owner'))].flatMap(role => role ?? []);
  const current = model.ofType('role').filter(role => role.path.length > 0 && !isRetired(model.artefact(role.artefact) ?? NOTHING));
  return [...new Set([...first, ...current])].filter(role => holds(model, person.id, role.id, on));
}

const NOTHING: Artefact = { id: '', kind: '', title: '', file: '', header: 'none', data: {}, adopted: false };

/** The role in which the person acts on a day: the document's approver for an approval, else the one wished or the first that they hold. */
export function roleFor(document: Artefact, person: Item, on: Day, wish: Wish, { model, today }: ApprovalInput): Item | Refusal {
  const approver = text(document.data, 'approver'), wished = roleNamed(model, wish.role), day = on === today ? 'today' : `on ${on}`;
  if (wish.role !== undefined && !wished) {
    const suggestion = nearest(wish.role, model.ofType('role').map(({ id }) => id));
    return refusal('role-unknown', `The role register has no role ${wish.role}.${suggestion === undefined ? '' : ` Did you mean ${suggestion}?`} Take a role `
      + `that you hold, or add it to the register with its holder.`);
  }
  if (wish.meaning === 'approved') {
    if (approver === undefined) return refusal('no-approver', `${named(document)} does not say whose approval it needs. Write the role as \`approver\` in `
      + `${document.file}.`);
    const role = roleNamed(model, approver);
    if (!role) return refusal('approver-unknown', `${named(document)} is to be approved by ${approver}, a role that the role register does not have. Correct `
      + `\`approver\` in ${document.file}, or add the role with its holder.`);
    if (wished && wished.id !== role.id) return refusal('role-not-approver', `${named(document)} is to be approved by ${named(role)}, not by ${named(wished)}. `
      + `${holds(model, person.id, role.id, on) ? 'You hold that role: approve it in that one.' : `It is held by ${whoHolds(model, role, on) ?? 'no person'}.`}`);
    return holds(model, person.id, role.id, on) ? role : notHeld(model, person, role, on, day);
  }
  if (wish.meaning === 'withdrawn') {
    const entitled = ['approver', 'owner'].flatMap(field => roleNamed(model, text(document.data, field)) ?? []), mine = entitled.find(role => (!wished || wished.id === role.id) && holds(model, person.id, role.id, on));
    return mine ?? refusal('role-not-approver', `${named(document)} is taken back by its approver or its owner: ${sentenceList(entitled.map(role => `${named(role)}, held by ${whoHolds(model, role, on) ?? 'no person'}`)) || 'its header names neither'}. `
      + 'Ask one of them.');
  }
  if (wished) return holds(model, person.id, wished.id, on) ? wished : notHeld(model, person, wished, on, day);
  return rolesHeld(model, document, person, on)[0]
    ?? refusal('no-role', `You (${named(person)}) hold no role ${day}, and what is recorded must say in which role. Have yourself entered as \`holders\` of a `
      + `role in ${person.file}.`);
}

function notHeld(model: Model, person: Item, role: Item, on: Day, day: string): Refusal {
  const others = whoHolds(model, role, on);
  return refusal('role-not-held', `You (${named(person)}) do not hold ${named(role)} ${day}. ${
    others === undefined ? `No person does: enter the holder with the first day in ${role.file}.` : `It is held by ${others}. Ask there, or correct \`holders\` `
      + `in ${role.file} if that is out of date.`}`);
}

/** The persons who hold a role on a day; undefined where there is none. A group cannot sign. */
function whoHolds(model: Model, role: Item, on: Day): string | undefined {
  const people = holdersOn(model.value(role), on).flatMap(holder => personId(model, text(holder, 'person')) ?? []);
  return people.length === 0 ? undefined : sentenceList([...new Set(people)].map(id => model.item(id)?.title ?? id));
}

const MOST_COMMITS = 5;

/** That the person wrote part of the content themselves, under whichever of their addresses. */
export function ownContent(document: Artefact, person: Item, role: Item, on: Day, { model, authors }: ApprovalInput): Refusal | undefined {
  const addresses = addressesOf(model, person);
  const commits = authors.filter(({ email }) => addresses.includes(sameAddress(email))).flatMap(author => author.commits);
  if (commits.length === 0) return undefined;
  const shown = commits.slice(0, MOST_COMMITS).map(id => id.slice(0, 12)), more = commits.length - shown.length;
  const wrote = new Set(authors.map(({ email }) => sameAddress(email)));
  const others = holdersOn(model.value(role), on).flatMap(holder => model.item(text(holder, 'person') ?? '') ?? [])
    .filter(other => other.id !== person.id && !addressesOf(model, other).some(address => wrote.has(address)));
  return refusal('own-content', `You wrote part of ${named(document)} since the previous approved version (commit${commits.length === 1 ? '' : 's'} `
    + `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}), and nobody approves their own work. ${
    others.length > 0 ? `${sentenceList(others.map(each => each.title))} can approve it as ${named(role)}.`
      : `Nobody else who could holds ${named(role)}: name another \`approver\` in ${document.file}, or a second holder of the role.`}`);
}

/** Why there is nothing to do, or a second record would stand beside one that is there. */
export function doneAlready({ document, person, role, on, digest: now, records, wish: { meaning, version: wished } }: Deed, { documents }: Control): Refusal | undefined {
  const version = text(document.data, 'version'), status = text(document.data, 'status') ?? 'draft';
  const same = records.filter(record => record.meaning === meaning && record.version === version && record.role === role.id);
  const exists = ({ artefact }: ApprovalRecord): string => `${artefact.id} (${artefact.file})`;
  // What came by another hand can be repeated by the right one.
  const again = ({ artefact }: ApprovalRecord): string | undefined => {
    const judged = documents.get(document.id)?.approvals.find(approval => approval.record?.id === artefact.id), code = judged?.reasons[0]?.code;
    return judged?.state === 'claimed' && (code === 'commit-of-other' || code === 'committed-by-other')
      ? 'It is only claimed, because somebody else committed it. To make it evidence, delete that record, commit, approve again, and commit the new one yourself.' : undefined;
  };
  if (meaning === 'reviewed') {
    const record = same.find(each => each.on === on);
    return record && refusal('already', `A review of version ${version} by ${named(role)} on ${on} is recorded: ${exists(record)}. There is nothing to do.`);
  }
  if (meaning === 'approved') {
    if (wished !== undefined && wished !== version) return undefined;
    const record = same.find(({ digest }) => digest === now);
    if (record) return refusal('already', `Version ${version} of ${named(document)} is approved by ${named(role)} with this very content: ${exists(record)}. `
      + `${status === 'approved' ? again(record) ?? 'There is nothing to do.' : `Only its status says ${status}: write \`status: approved\` in ${document.file} again, or change the content first.`}`);
    const blind = same.find(({ digest }) => digest?.startsWith('sms1:') !== true);
    return blind && refusal('record-exists', `${exists(blind)} approves version ${version} as ${named(role)} without a fingerprint that can be compared. `
      + `Approve under another version, or remove that record if it was a mistake.`);
  }
  const record = same.find(each => meaning === 'withdrawn' || each.person === person.id);
  if (!record) return undefined;
  if (meaning === 'withdrawn') return refusal('record-exists', `${exists(record)} withdraws version ${version}, but the document still says ${status}. Write `
    + `\`status: withdrawn\` in ${document.file}, or remove that record if it was a mistake.`);
  return record.digest === now ? refusal('already', `Your agreement to version ${version} as ${named(role)} is recorded: ${exists(record)}. There is nothing to do.`)
    : refusal('record-exists', `${exists(record)} is your agreement to version ${version} with other content. Let the new content be approved under a version `
      + `of its own, and agree to that.`);
}
