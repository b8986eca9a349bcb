import type { Control } from '../sms/control.js';
import { text } from '../sms/data.js';
import { isDay } from '../sms/days.js';
import { isRetired } from '../sms/header.js';
import { ENGLISH, meant, phrase, phraseList, told } from '../sms/language.js';
import type { Model } from '../sms/model.js';
import { addressesOf, holds, holdersOn, personsWith, sameAddress } from '../sms/people.js';
import { nearest } from '../sms/text.js';
import type { Artefact, Day, Item, Phrase, Word } from '../sms/types.js';
import type { ApprovalRecord } from './approvals.js';
import type { ApprovalInput, Deed, Meaning, Wish } from './approving.js';

/** Why somebody cannot record something about a document. `sentence` says it to them, with what to do; `words`: for other languages. */
export interface Refusal { ok: false; code: RefusalCode; sentence: string; words: Phrase }

export type RefusalCode =
  | 'unknown-document' | 'not-a-document' | 'id-twice' | 'unreadable' | 'no-version'
  | 'no-identity' | 'email-unknown' | 'email-of-several'
  | 'retired' | 'not-approved-yet' | 'not-for-meaning' | 'day-invalid' | 'day-in-future'
  | 'no-approver' | 'approver-unknown' | 'role-unknown' | 'role-not-approver' | 'role-not-held' | 'no-role'
  | 'uncommitted' | 'own-content' | 'already' | 'record-exists'
  | 'version-needed' | 'version-unwritten' | 'version-invalid' | 'version-taken' | 'bump-unknown'
  | 'cannot-write' | 'record-ignored' | 'no-record-id';

export function refusal(code: RefusalCode, words: Phrase): Refusal { return { ok: false, code, sentence: String(told(ENGLISH, words)), words }; }

/** `Service director (ROLE-SD)`. */
export function named({ id, title }: { id: string; title: string }): string { return title.trim() === '' || title === id ? id : `${title} (${id})`; }

/** Today's id of a person. */
export function personId(model: Model, id: string | undefined): string | undefined { return id === undefined ? undefined : model.item(id)?.id ?? id; }

/** The document, if it is one about which something can be recorded. Without a wish it may yet lack a version. */
export function documentOf({ model, id }: ApprovalInput, wish: Wish | undefined): Artefact | Refusal {
  const item = model.item(id), document = item?.path.length === 0 ? model.artefact(item.id) : undefined;
  if (!item) {
    const suggestion = nearest(id, model.artefacts.filter(({ header }) => header === 'document').map(each => each.id));
    return refusal('unknown-document', phrase('refusal.unknown-document', 'The SMS has no document {id}.{hint}', {
      id, hint: suggestion === undefined ? phrase('refusal.unknown-document.listed', ' `sms register` lists what there is.') : meant(suggestion),
    }));
  }
  if (!document) return refusal('not-a-document', phrase('refusal.part', '{name} is a part of {whole} and has no approval of its own. Approve {whole}.', { name: named(item), whole: item.artefact }));
  if (document.header !== 'document') return refusal('not-a-document', phrase('refusal.record', '{name} is a record: it says what happened and is kept as it is. Only documents, with a '
    + 'version and an approver, are approved and reviewed.', { name: named(document) }));
  const twice = model.duplicates.find(places => places.some(place => place.id === document.id && place.item.path.length === 0));
  if (twice) return refusal('id-twice', phrase('refusal.id-twice', '{id} stands in {files}, so nobody could tell which of them is meant. Give each document an id of its own first.', {
    id: document.id, files: phraseList([...new Set(twice.map(place => place.item.file))]),
  }));
  if (model.files.get(document.file)?.incomplete !== undefined) return refusal('unreadable', phrase('refusal.unreadable', '{file} cannot be read to its end, so nobody could tell what was meant. '
    + 'Put right first what `sms check` finds in it.', { file: document.file }));
  if (wish && text(document.data, 'version') === undefined && !(wish.meaning === 'approved' && wish.version !== undefined)) {
    return refusal('no-version', phrase('refusal.no-version', '{name} has no version, and what is recorded must say which one it is about. Write `version` in {file}, such as 1.0.', {
      name: named(document), file: document.file,
    }));
  }
  return document;
}

/** Whoever has git's e-mail address in the role register. */
export function personOf({ model, identity }: ApprovalInput): Item | Refusal {
  const email = identity?.email.trim() ?? '';
  if (!identity || email === '') {
    return refusal('no-identity', phrase('refusal.no-identity', 'Git knows no e-mail address of yours here, so nobody could tell whose word it is. Set it with `git config user.email`, '
      + 'to an address that the role register has for you.'));
  }
  const [person, other] = personsWith(model, email);
  if (person && other) return refusal('email-of-several', phrase('refusal.email-of-several', '{email} is the address of {person} and of {other}, so nobody could tell whose word it is. Leave it '
    + 'with one of them in {file}.', { email, person: named(person), other: named(other), file: person.file }));
  if (person) return person;
  const called = (name: string): string => name.normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase();
  const namesakes = model.ofType('person').filter(each => called(each.title) === called(identity.name)), [namesake] = namesakes;
  const register = model.ofType('person')[0]?.file ?? model.ofKind('role-register')[0]?.file;
  return refusal('email-unknown', phrase('refusal.email-unknown', 'Git would commit as {email}, an address that nobody has in the role register. {add}, and have that change committed; '
    + 'or set `git config user.email` to an address that stands there.', {
    email,
    add: namesake && namesakes.length === 1
      ? phrase('refusal.email-unknown.namesake', 'If you are {name}, add it to `emails` of {id} in {file}', { name: named(namesake), id: namesake.id, file: namesake.file })
      : register === undefined ? phrase('refusal.email-unknown.no-register', 'Begin a role register with yourself under `people`')
        : phrase('refusal.email-unknown.register', 'Add yourself with it under `people` in {file}, or add it to `emails` of your entry there', { file: register }),
  }));
}

/** Why the status of the document does not allow what is wished, or the wish itself cannot be. */
export function unfit(document: Artefact, wish: Wish, today: Day): Refusal | undefined { return statusRefusal(document, wish.meaning) ?? wishRefusal(wish, today); }

function statusRefusal(document: Artefact, meaning: Meaning): Refusal | undefined {
  const status = text(document.data, 'status') ?? 'draft';
  if (isRetired(document)) {
    const args = { name: named(document), status: phrase(`status.${status}`, status) };
    return refusal('retired', status === 'superseded'
      ? phrase('refusal.superseded', '{name} is {status}: it is out of use, and nothing is approved or reviewed there any more. Work on the document that took its place.', args)
      : phrase('refusal.retired', '{name} is {status}: it is out of use, and nothing is approved or reviewed there any more. To use it again, set its status to draft first.', args));
  }
  return meaning === 'withdrawn' && status !== 'approved'
    ? refusal('not-approved-yet', phrase('refusal.not-approved-yet', '{name} is {status}, so there is nothing in use to withdraw. Leave it, or remove {file}; history keeps it.', {
      name: named(document), status: phrase(`status.${status}`, status), file: document.file,
    })) : undefined;
}

const NOUNS: Readonly<Record<Meaning, Phrase>> = {
  approved: phrase('refusal.an-approval', 'An approval'), reviewed: phrase('refusal.a-review', 'A review'), agreed: phrase('refusal.an-agreement', 'An agreement'),
  withdrawn: phrase('refusal.a-withdrawal', 'A withdrawal'),
};

/** What is wrong with the wish itself. */
function wishRefusal({ meaning, on, effectiveFrom, version, nextReview }: Wish, today: Day): Refusal | undefined {
  const noun = NOUNS[meaning];
  if (version !== undefined && meaning !== 'approved') return refusal('not-for-meaning', phrase('refusal.version-stands', '{deed} is about the version that stands in the document. '
    + 'Only an approval can give it another one.', { deed: noun }));
  if (effectiveFrom !== undefined && meaning !== 'approved' && meaning !== 'agreed') return refusal('not-for-meaning', phrase('refusal.no-effective-day', '{deed} has no effective '
    + 'day. Leave it out.', { deed: noun }));
  if (nextReview !== undefined && meaning !== 'approved' && meaning !== 'reviewed') return refusal('not-for-meaning', phrase('refusal.no-next-review', '{deed} sets no day for the '
    + 'next review. Leave it out.', { deed: noun }));
  for (const day of [on, effectiveFrom, nextReview]) {
    if (day !== undefined && !isDay(day)) {
      return refusal('day-invalid', phrase('refusal.day-invalid', 'There is no day "{day}". Write a day that exists as year-month-day, such as {today}.', { day, today }));
    }
  }
  if (on !== undefined && on > today) return refusal('day-in-future', phrase('refusal.day-in-future', '{on} lies after today ({today}), and nobody can have acted on it yet. Take '
    + 'today or an earlier day; from when a version applies is `effectiveFrom`.', { on, today }));
  if (nextReview !== undefined && nextReview <= (on ?? today)) return refusal('day-invalid', phrase('refusal.next-review-before', 'The next review cannot come on {day}: that is not '
    + 'after {on}. Take a later day, or leave it out to have the interval decide.', { day: nextReview, on: on ?? today }));
  if (version !== undefined && (version.trim() === '' || version.trim() !== version || version.length > 100 || /[\p{Cc}\u2028\u2029]/u.test(version))) {
    return refusal('version-invalid', phrase('refusal.version-invalid', 'A version is a short text on one line, such as 1.5. Write another one.'));
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
  const approver = text(document.data, 'approver'), wished = roleNamed(model, wish.role);
  const day = on === today ? phrase('refusal.today', 'today') : phrase('refusal.on', 'on {day}', { day: on });
  if (wish.role !== undefined && !wished) {
    const suggestion = nearest(wish.role, model.ofType('role').map(({ id }) => id));
    return refusal('role-unknown', phrase('refusal.role-unknown', 'The role register has no role {role}.{hint} Take a role that you hold, or add it to the register with its holder.', {
      role: wish.role, hint: meant(suggestion),
    }));
  }
  if (wish.meaning === 'approved') {
    const names = { name: named(document), file: document.file };
    if (approver === undefined) {
      return refusal('no-approver', phrase('refusal.no-approver', '{name} does not say whose approval it needs. Write the role as `approver` in {file}.', names));
    }
    const role = roleNamed(model, approver);
    if (!role) {
      return refusal('approver-unknown', phrase('refusal.approver-unknown', '{name} is to be approved by {approver}, a role that the role register does not have. Correct `approver` in '
        + '{file}, or add the role with its holder.', { ...names, approver }));
    }
    if (wished && wished.id !== role.id) {
      return refusal('role-not-approver', phrase('refusal.role-not-approver', '{name} is to be approved by {role}, not by {other}. {who}', {
        ...names, role: named(role), other: named(wished), who: holds(model, person.id, role.id, on) ? phrase('refusal.you-hold-it', 'You hold that role: approve it in that one.')
          : phrase('refusal.it-is-held', 'It is held by {who}.', { who: whoHolds(model, role, on) ?? NO_PERSON }),
      }));
    }
    return holds(model, person.id, role.id, on) ? role : notHeld(model, person, role, on, day);
  }
  if (wish.meaning === 'withdrawn') {
    const entitled = ['approver', 'owner'].flatMap(field => roleNamed(model, text(document.data, field)) ?? []), mine = entitled.find(role => (!wished || wished.id === role.id) && holds(model, person.id, role.id, on));
    const holders = entitled.map(role => phrase('refusal.role-held', '{role}, held by {who}', { role: named(role), who: whoHolds(model, role, on) ?? NO_PERSON }));
    return mine ?? refusal('role-not-approver', phrase('refusal.taken-back', '{name} is taken back by its approver or its owner: {holders}. Ask one of them.', {
      name: named(document), holders: holders.length === 0 ? phrase('refusal.names-neither', 'its header names neither') : phraseList(holders),
    }));
  }
  if (wished) return holds(model, person.id, wished.id, on) ? wished : notHeld(model, person, wished, on, day);
  return rolesHeld(model, document, person, on)[0]
    ?? refusal('no-role', phrase('refusal.no-role', 'You ({person}) hold no role {day}, and what is recorded must say in which role. Have yourself entered as `holders` of a role in '
      + '{file}.', { person: named(person), day, file: person.file }));
}

function notHeld(model: Model, person: Item, role: Item, on: Day, day: Word): Refusal {
  const others = whoHolds(model, role, on), { file } = role;
  return refusal('role-not-held', phrase('refusal.role-not-held', 'You ({person}) do not hold {role} {day}. {who}', {
    person: named(person), role: named(role), day, who: others === undefined ? phrase('refusal.nobody-holds', 'No person does: enter the holder with the first day in {file}.', { file })
      : phrase('refusal.others-hold', 'It is held by {who}. Ask there, or correct `holders` in {file} if that is out of date.', { who: others, file }),
  }));
}

const NO_PERSON = phrase('refusal.no-person', 'no person');

/** The persons who hold a role on a day; undefined where there is none. A group cannot sign. */
function whoHolds(model: Model, role: Item, on: Day): Word | undefined {
  const people = holdersOn(model.value(role), on).flatMap(holder => personId(model, text(holder, 'person')) ?? []);
  return people.length === 0 ? undefined : phraseList([...new Set(people)].map(id => model.item(id)?.title ?? id));
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
  const names = more > 0 ? phrase('list.more', '{names} and {count} more', { names: shown.join(', '), count: more }) : shown.join(', ');
  return refusal('own-content', phrase('refusal.own-content', 'You wrote part of {name} since the previous approved version ({commits}), and nobody approves their own work. {who}', {
    name: named(document),
    commits: commits.length === 1 ? phrase('refusal.commit.one', 'commit {names}', { names }) : phrase('refusal.commit.many', 'commits {names}', { names }),
    who: others.length > 0 ? phrase('refusal.others-can', '{people} can approve it as {role}.', { people: phraseList(others.map(each => each.title)), role: named(role) })
      : phrase('refusal.nobody-else', 'Nobody else who could holds {role}: name another `approver` in {file}, or a second holder of the role.', { role: named(role), file: document.file }),
  }));
}

/** Why there is nothing to do, or a second record would stand beside one that is there. */
export function doneAlready({ document, person, role, on, digest: now, records, wish: { meaning, version: wished } }: Deed, { documents }: Control): Refusal | undefined {
  const version = text(document.data, 'version'), status = text(document.data, 'status') ?? 'draft';
  const same = records.filter(record => record.meaning === meaning && record.version === version && record.role === role.id);
  const exists = ({ artefact }: ApprovalRecord): string => `${artefact.id} (${artefact.file})`;
  // What came by another hand can be repeated by the right one.
  const again = ({ artefact }: ApprovalRecord): Phrase | undefined => {
    const judged = documents.get(document.id)?.approvals.find(approval => approval.record?.id === artefact.id), code = judged?.reasons[0]?.code;
    return judged?.state === 'claimed' && (code === 'commit-of-other' || code === 'committed-by-other')
      ? phrase('refusal.only-claimed', 'It is only claimed, because somebody else committed it. To make it evidence, delete that record, commit, approve again, and commit the new one '
        + 'yourself.') : undefined;
  };
  if (meaning === 'reviewed') {
    const record = same.find(each => each.on === on);
    return record && refusal('already', phrase('refusal.reviewed', 'A review of version {version} by {role} on {on} is recorded: {record}. {rest}', {
      version: version ?? '', role: named(role), on, record: exists(record), rest: NOTHING_TO_DO,
    }));
  }
  if (meaning === 'approved') {
    if (wished !== undefined && wished !== version) return undefined;
    const record = same.find(({ digest }) => digest === now);
    if (record) {
      return refusal('already', phrase('refusal.approved', 'Version {version} of {name} is approved by {role} with this very content: {record}. {rest}', {
        version: version ?? '', name: named(document), role: named(role), record: exists(record),
        rest: status === 'approved' ? again(record) ?? NOTHING_TO_DO
          : phrase('refusal.only-status', 'Only its status says {status}: write `status: approved` in {file} again, or change the content first.', { status, file: document.file }),
      }));
    }
    const blind = same.find(({ digest }) => digest?.startsWith('sms1:') !== true);
    return blind && refusal('record-exists', phrase('refusal.blind', '{record} approves version {version} as {role} without a fingerprint that can be compared. Approve under another '
      + 'version, or remove that record if it was a mistake.', { record: exists(blind), version: version ?? '', role: named(role) }));
  }
  const record = same.find(each => meaning === 'withdrawn' || each.person === person.id);
  if (!record) return undefined;
  const args = { record: exists(record), version: version ?? '', role: named(role), status, file: document.file, rest: NOTHING_TO_DO };
  if (meaning === 'withdrawn') {
    return refusal('record-exists', phrase('refusal.withdrawn', '{record} withdraws version {version}, but the document still says {status}. Write `status: withdrawn` in {file}, or remove '
      + 'that record if it was a mistake.', args));
  }
  return record.digest === now ? refusal('already', phrase('refusal.agreed', 'Your agreement to version {version} as {role} is recorded: {record}. {rest}', args))
    : refusal('record-exists', phrase('refusal.agreed-other', '{record} is your agreement to version {version} with other content. Let the new content be approved under a version of its '
      + 'own, and agree to that.', args));
}

const NOTHING_TO_DO = phrase('refusal.nothing-to-do', 'There is nothing to do.');
