import type { Adoption } from '../sms/config.js';
import type { Approval, Control } from '../sms/control.js';
import { state, text } from '../sms/data.js';
import { isDay } from '../sms/days.js';
import { isRetired } from '../sms/header.js';
import { isHistory } from '../sms/history.js';
import type { Model } from '../sms/model.js';
import { parseFile } from '../sms/parse.js';
import { addressesOf, holds, holdersOn, personsWith, sameAddress } from '../sms/people.js';
import { nearest, sentenceList } from '../sms/text.js';
import type { Artefact, Day, Item } from '../sms/types.js';
import { fitsTemplate, matchesGlob } from '../sms/wildcards.js';
import { entryOf, readYaml } from '../sms/yaml.js';
import { recordsIn, type ApprovalRecord } from './approvals.js';
import { blobId, digestOf } from './digest.js';
import { headerEdits, yamlScalar } from './header-edits.js';

export type Meaning = Approval['meaning'];

/** What somebody wants to record about a document. All days are `yyyy-mm-dd`; what is left out is decided as the functions here say. */
export interface Wish {
  meaning: Meaning;
  role?: string;
  on?: Day;
  effectiveFrom?: Day;
  comment?: string;
  /** Of the approved text; only for `approved`. */
  version?: string;
  /** Only for `approved` and `reviewed`. */
  nextReview?: Day;
}

export interface ApprovalInput {
  model: Model;
  control: Control;
  today: Day;
  /** Under which name and address git would commit; absent where none is set. */
  identity?: { name: string; email: string };
  /** Id of the document, or an alias of it. */
  id: string;
  /** The file of the document as it stands, and the entry of sms.yaml that adopts it. */
  text?: string;
  adoption?: Adoption;
  /** Every file of the root: a new one gets a name of its own. */
  files: ReadonlySet<string>;
  /** Who wrote content since the previous approved version. */
  authors: readonly { email: string; name: string; commits: readonly string[] }[];
}

export type Plan = Prepared | Refusal;

export interface Prepared {
  ok: true;
  file: string;
  /** The whole text of `file` as it is to be; the same as before where nothing changes in it. */
  artefactText: string;
  record: { id: string; file: string; text: string };
  meaning: Meaning;
  person: { id: string; name: string; email: string };
  role: { id: string; title: string };
  version: string;
  on: Day;
  effectiveFrom?: Day;
  digest: string;
  /** Subject, body and trailers. */
  commitMessage: string;
  /** What will be done, and what is noticed beside: sentences. */
  lines: readonly string[];
}

export interface Refusal { ok: false; code: RefusalCode; sentence: string }

export type RefusalCode =
  | 'unknown-document' | 'not-a-document' | 'id-twice' | 'unreadable' | 'no-version'
  | 'no-identity' | 'email-unknown' | 'email-of-several'
  | 'retired' | 'not-approved-yet' | 'not-for-meaning' | 'day-invalid' | 'day-in-future'
  | 'no-approver' | 'approver-unknown' | 'role-unknown' | 'role-not-approver' | 'role-not-held' | 'no-role'
  | 'uncommitted' | 'own-content' | 'already' | 'record-exists'
  | 'version-needed' | 'version-unwritten' | 'version-invalid' | 'version-taken' | 'bump-unknown'
  | 'cannot-write' | 'record-ignored' | 'no-record-id';

export type Choices = Offer | Refusal;

/** What can be recorded about a document by the person at the keyboard. */
export interface Offer {
  ok: true;
  id: string;
  title: string;
  file: string;
  version: string;
  status: string;
  person: { id: string; name: string; email: string };
  /** The meanings that the status of the document allows. */
  meanings: readonly MeaningChoice[];
  /** The day from which an approval of today would apply, unless another one is wished. */
  effectiveFrom: Day;
}

export interface MeaningChoice {
  meaning: Meaning;
  /** That the person holds today, the document's approver first, then its owner. For `approved` the approver alone. */
  roles: readonly { id: string; title: string }[];
  /** The version that the record would be about. */
  version: string;
  /** Why it is not possible as things stand; `version-needed` goes away when a version is wished. */
  refusal?: Refusal;
}

/** What each meaning is called in subjects, titles, trailers and sentences. */
const WORDS: Readonly<Record<Meaning, { subject: string; title: string; trailer: string; does: string; noun: string }>> = {
  approved: { subject: 'Approve', title: 'Approval of', trailer: 'Approved-by', does: 'approves', noun: 'An approval' },
  reviewed: { subject: 'Record review of', title: 'Review of', trailer: 'Reviewed-by', does: 'has reviewed', noun: 'A review' },
  agreed: { subject: 'Record agreement to', title: 'Agreement to', trailer: 'Agreed-by', does: 'agrees to', noun: 'An agreement' },
  withdrawn: { subject: 'Withdraw', title: 'Withdrawal of', trailer: 'Withdrawn-by', does: 'withdraws', noun: 'A withdrawal' },
};

/** What stands in a header before approval; nothing is in force that could be withdrawn. */
const UNUSED: readonly Meaning[] = ['approved', 'reviewed', 'agreed'];
const USED: readonly Meaning[] = ['approved', 'reviewed', 'agreed', 'withdrawn'];

/**
 * What *Approve…* and *Record review…* (also agreement and withdrawal) would write for a document: its header, an approval record and a commit
 * message; or why not, in a sentence that says what to do. Writes nothing. The person is whoever has git's e-mail address in the role register.
 */
export function planApproval(input: ApprovalInput, wish: Wish): Plan {
  const { model, today } = input;
  const document = documentOf(input, wish);
  if ('ok' in document) return document;
  const person = personOf(input);
  if ('ok' in person) return person;
  const unfit = statusRefusal(document, wish.meaning) ?? wishRefusal(wish, today);
  if (unfit) return unfit;
  const on = wish.on ?? today;
  const role = roleFor(document, person, on, wish, input);
  if ('ok' in role) return role;
  const fitting = contentOf(document, wish, input);
  if ('ok' in fitting) return fitting;
  const own = ownContent(document, person, role, on, input);
  if (own && wish.meaning === 'approved') return own;
  const records = recordsIn(model).filter(record => record.about === document.id);
  const deed: Deed = { document, person, role, on, wish, digest: fitting.digest, records };
  const done = doneAlready(deed);
  if (done) return done;
  const version = versionFor(deed, input);
  if (typeof version !== 'string') return version;

  const header = headerOf(deed, version, input);
  const edited = headerEdits(document.file, fitting.text, input.adoption, header.changes);
  if ('problem' in edited) return refusal('cannot-write', edited.problem.sentence);
  const digest = digestIn(edited.text, document, input);
  if (digest === undefined) return refusal('unreadable', `${document.file} cannot be read once its header is changed. Put right first what \`sms check\` finds `
    + `in it.`);
  const record = recordOf(deed, version, digest, header.effectiveFrom, blobOf(edited.text, fitting.text, document.file, input.control), input);
  if ('ok' in record) return record;

  const email = input.identity?.email.trim() ?? '', address = `${oneLine(person.title).replace(/[<>]/g, '')} <${email}>`;
  const lines = [
    ...header.lines,
    `${record.file}: ${named(person)} ${WORDS[wish.meaning].does} version ${version} as ${named(role)}, fingerprint ${digest.slice(0, digest.indexOf(':') + 13)}.`,
    ...(own ? ['You wrote part of this content yourself. That is no obstacle here; an approval would have to come from somebody else.'] : []),
    ...(wish.meaning === 'approved' && personId(model, text(document.data, 'author')) === person.id ? ['The header names you as `author`. Unless that is out of '
      + 'date, let somebody else approve it.'] : []),
    isHistory(input.control.history)
      ? `Nothing is committed. Commit ${edited.text === fitting.text ? 'the record' : 'both files together'} as ${email}: with that it is evidence.`
      : 'Nothing is committed. Without a history that shows whose hand it was, the record stays a claim.',
  ];
  return {
    ok: true, file: document.file, artefactText: edited.text, record, meaning: wish.meaning, version, on, digest, lines,
    person: { id: person.id, name: person.title, email }, role: { id: role.id, title: role.title },
    ...(header.effectiveFrom !== undefined && { effectiveFrom: header.effectiveFrom }),
    commitMessage: commitMessage(document, version, wish, role, address, digest),
  };
}

/** What can be chosen for a document: meanings, roles, versions; or why nothing can be recorded about it at all. */
export function approvalChoices(input: ApprovalInput): Choices {
  const { model, today } = input;
  const document = documentOf(input, undefined);
  if ('ok' in document) return document;
  const person = personOf(input);
  if ('ok' in person) return person;
  const retired = statusRefusal(document, 'approved');
  if (retired) return retired;
  const version = text(document.data, 'version') ?? '', status = text(document.data, 'status') ?? 'draft';
  const held = rolesHeld(model, document, person, today), approver = roleNamed(model, text(document.data, 'approver'));
  const approvals: Prepared[] = [];
  const meanings = (status === 'approved' ? USED : UNUSED).map((meaning): MeaningChoice => {
    const roles = meaning === 'approved' ? held.filter(role => role.id === approver?.id) : held;
    const plans = roles.map(role => planApproval(input, { meaning, role: role.id }));
    const possible = plans.find(plan => plan.ok), refused = possible ? undefined : plans[0] ?? planApproval(input, { meaning });
    if (possible && meaning === 'approved') approvals.push(possible);
    return { meaning, roles: roles.map(({ id, title }) => ({ id, title })), version: possible?.version ?? version, ...(refused && !refused.ok && { refusal: refused }) };
  });
  return {
    ok: true, id: document.id, title: document.title, file: document.file, version, status, meanings,
    person: { id: person.id, name: person.title, email: input.identity?.email.trim() ?? '' }, effectiveFrom: approvals[0]?.effectiveFrom ?? today,
  };
}

/** Who records what about which document. `digest`: of its content as it stands; `records`: all about it. */
interface Deed { document: Artefact; person: Item; role: Item; on: Day; wish: Wish; digest: string; records: readonly ApprovalRecord[] }

function refusal(code: RefusalCode, sentence: string): Refusal { return { ok: false, code, sentence }; }

/** `Service director (ROLE-SD)`. */
function named({ id, title }: { id: string; title: string }): string { return title.trim() === '' || title === id ? id : `${title} (${id})`; }

function personId(model: Model, id: string | undefined): string | undefined { return id === undefined ? undefined : model.item(id)?.id ?? id; }

/** The document, if it is one about which something can be recorded. Without a wish it may yet lack a version. */
function documentOf({ model, id }: ApprovalInput, wish: Wish | undefined): Artefact | Refusal {
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

/** The text of the document with the digest of its content, where history knows this text. */
function contentOf(document: Artefact, { meaning }: Wish, input: ApprovalInput): { text: string; digest: string } | Refusal {
  const committed = input.control.documents.get(document.id)?.committed ?? 'yes';
  if (committed !== 'yes') {
    return refusal('uncommitted', `${document.file} ${committed === 'new' ? 'is not committed yet' : 'has changes that are not committed'}. Commit `
      + `${committed === 'new' ? 'it' : 'them'} first, so that history says who wrote ${
      committed === 'new' ? 'it' : 'them'}; then ${meaning === 'reviewed' ? 'record the review' : meaning === 'approved' ? 'approve' : 'go on here'}.`);
  }
  const digest = input.text === undefined ? undefined : digestIn(input.text, document, input);
  return input.text === undefined || digest === undefined
    ? refusal('unreadable', `The content of ${named(document)} cannot be read in full, so no fingerprint of it can be taken and nobody could tell later what `
      + `was meant. Put right first what \`sms check\` finds in ${document.file}.`)
    : { text: input.text, digest };
}

/** The digest of the document with another text. */
function digestIn(written: string, { file }: Artefact, { model, adoption }: ApprovalInput): string | undefined {
  const facts = parseFile({ file, text: written.replace(/^\ufeff/, ''), ...(adoption && { adoption }) }, model.config);
  return facts.artefact && facts.incomplete === undefined ? digestOf(facts.artefact, written.replace(/^\ufeff/, ''), adoption) : undefined;
}

/** Git's id of a new text of a file: with the line ends and the byte order mark under which git has the text before. */
function blobOf(written: string, before: string, file: string, { history }: Control): string {
  const known = isHistory(history) ? history.files.get(file) ?? history.head : '';
  const even = (form: string): string => form.replace(/\r\n/g, '\n'), marked = (form: string): string => `\ufeff${form}`;
  const forms = [(form: string): string => form, even, marked, (form: string): string => marked(even(form))];
  return blobId((forms.find(form => blobId(form(before), known) === known) ?? ((form: string): string => form))(written), known);
}

function personOf({ model, identity }: ApprovalInput): Item | Refusal {
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

/** What is wrong with the wish itself. */
function wishRefusal({ meaning, on, effectiveFrom, version, nextReview }: Wish, today: Day): Refusal | undefined {
  const { noun } = WORDS[meaning];
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

function roleNamed(model: Model, id: string | undefined): Item | undefined {
  const item = id === undefined ? undefined : model.item(id);
  return item?.type === 'role' ? item : undefined;
}

/** The roles that the person holds on a day: the document's approver, its owner, then as in the register. */
function rolesHeld(model: Model, { data }: Artefact, person: Item, on: Day): Item[] {
  const first = [roleNamed(model, text(data, 'approver')), roleNamed(model, text(data, 'owner'))].flatMap(role => role ?? []);
  const current = model.ofType('role').filter(role => role.path.length > 0 && !isRetired(model.artefact(role.artefact) ?? NOTHING));
  return [...new Set([...first, ...current])].filter(role => holds(model, person.id, role.id, on));
}

const NOTHING: Artefact = { id: '', kind: '', title: '', file: '', header: 'none', data: {}, adopted: false };

function roleFor(document: Artefact, person: Item, on: Day, wish: Wish, { model, today }: ApprovalInput): Item | Refusal {
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

function ownContent(document: Artefact, person: Item, role: Item, on: Day, { model, authors, identity }: ApprovalInput): Refusal | undefined {
  const addresses = new Set([...addressesOf(model, person), sameAddress(identity?.email ?? '')]);
  const commits = authors.filter(({ email }) => addresses.has(sameAddress(email))).flatMap(author => author.commits);
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
function doneAlready({ document, person, role, on, digest: now, records, wish: { meaning, version: wished } }: Deed): Refusal | undefined {
  const version = text(document.data, 'version'), status = text(document.data, 'status') ?? 'draft';
  const same = records.filter(record => record.meaning === meaning && record.version === version && record.role === role.id);
  const exists = ({ artefact }: ApprovalRecord): string => `${artefact.id} (${artefact.file})`;
  if (meaning === 'reviewed') {
    const record = same.find(each => each.on === on);
    return record && refusal('already', `A review of version ${version} by ${named(role)} on ${on} is recorded: ${exists(record)}. There is nothing to do.`);
  }
  if (meaning === 'approved') {
    if (wished !== undefined && wished !== version) return undefined;
    const record = same.find(({ digest }) => digest === now);
    if (record) return refusal('already', `Version ${version} of ${named(document)} is approved by ${named(role)} with this very content: ${exists(record)}. `
      + `${status === 'approved' ? 'There is nothing to do.' : `Only its status says ${status}: write \`status: approved\` in ${document.file} again, or change the content first.`}`);
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

/** The version that the record is about: another one than today's where the content differs from what was approved under it, or one is wished. */
function versionFor({ document, digest: now, records, wish }: Deed, { model, control }: ApprovalInput): string | Refusal {
  const version = text(document.data, 'version'), known = control.documents.get(document.id);
  if (wish.meaning !== 'approved') return version ?? '';
  const approved = records.filter(record => record.meaning === 'approved');
  // Of a document that went back to draft control says nothing; its records do.
  const digests = approved.flatMap(record => (record.version === version && record.digest?.startsWith('sms1:') === true ? [record.digest] : []));
  const changed = version !== undefined && (known?.changedSinceApproval?.version === version || (digests.length > 0 && !digests.includes(now)));
  const taken = (candidate: string): boolean => (candidate === version ? changed : approved.some(record => record.version === candidate));
  const { version: wished } = wish;
  if (wished !== undefined) {
    return taken(wished) ? refusal('version-taken', `Version ${wished} of ${named(document)} was approved with other content, so this text needs another `
      + `version. Take the next one that is free.`) : wished;
  }
  if (!changed) return version ?? '';
  const why = `The content of ${named(document)} changed since version ${version} was approved`;
  const bump = model.config.rules[BUMP_RULE]?.thresholds['bump'] ?? 'last';
  if (bump === 'none') return refusal('version-unwritten', `${why}, so it needs a new version. Write it as \`version\` in ${document.file}, commit that, and `
    + `approve again.`);
  if (bump !== 'last' && bump !== 'first') return refusal('bump-unknown', `sms.yaml sets \`bump\` of ${BUMP_RULE} to ${bump}, which is none of last, first and `
    + `none. Correct it.`);
  let next = nextVersion(version, bump);
  for (let tries = 0; next !== undefined && taken(next) && tries < MOST_TRIES; tries++) next = nextVersion(next, bump);
  return next === undefined || taken(next) ? refusal('version-needed', `${why}, and from "${version}" nobody can count on to the next version. Say which `
    + `version it is to be.`) : next;
}

const BUMP_RULE = 'doc-changed-without-version';
const MOST_TRIES = 1_000;

/**
 * The version after another one. `last` raises the last number (1.4 → 1.5, 2 → 3, 1.9 → 1.10), `first` the first, and sets those after it to nought
 * (1.4 → 2.0). A number written with leading noughts keeps its width (v1.09 → v1.10). Undefined where the text holds no number.
 */
export function nextVersion(version: string, bump: 'last' | 'first'): string | undefined {
  const numbers = [...version.matchAll(/[0-9]+/g)], at = bump === 'last' ? numbers.length - 1 : 0;
  if (numbers.length === 0) return undefined;
  let seen = -1;
  return version.replace(/[0-9]+/g, digits => {
    seen++;
    const raised = seen < at ? digits : String(seen === at ? BigInt(digits) + 1n : 0n);
    return digits.startsWith('0') ? raised.padStart(digits.length, '0') : raised;
  });
}

/**
 * The day from which a version applies: as wished; else the day that stands there where it lies ahead (a draft that was planned) or belongs to a
 * version that was approved before and did not change; else the day of approval.
 */
function effectiveDay({ data }: Artefact, wished: Day | undefined, on: Day, bumped: boolean): Day {
  const written = text(data, 'effectiveFrom');
  if (wished !== undefined) return wished;
  return isDay(written) && (written >= on || (!bumped && text(data, 'status') === 'approved')) ? written : on;
}

interface Header { changes: Record<string, string | undefined>; lines: string[]; effectiveFrom?: Day }

function headerOf({ document, person, role, on, wish }: Deed, version: string, { model, adoption }: ApprovalInput): Header {
  const { data, file } = document, { meaning } = wish;
  const changes: Record<string, string | undefined> = {}, lines: string[] = [];
  // In an adopted file what has no place there, and need not stand in the header, stands in the record alone.
  const optional = (field: string, value: string): void => {
    if (!adoption || Object.hasOwn(adoption.fields, field) || text(data, field) === value) changes[field] = value;
    else lines.push(`${file}: \`${field}\` (${value}) has no place there, because sms.yaml maps it to no key; it stands in the record alone.`);
  };
  const nextReview = (): void => {
    const written = text(data, 'nextReview');
    if (wish.nextReview !== undefined) changes['nextReview'] = wish.nextReview;
    else if (meaning === 'reviewed' && isDay(written) && written <= on) changes['nextReview'] = undefined;
  };
  let effectiveFrom = meaning === 'agreed' ? wish.effectiveFrom : undefined;
  if (meaning === 'approved') {
    const before = text(data, 'version');
    if (version !== before) {
      changes['version'] = version;
      lines.push(before === undefined ? `${file}: \`version\` becomes ${version}.`
        : `${file}: \`version\` becomes ${version}${wish.version === undefined ? `, because the content changed since ${before} was approved` : ` (${before} before)`}.`);
    }
    effectiveFrom = effectiveDay(document, wish.effectiveFrom, on, version !== before);
    changes['status'] = 'approved';
    changes['approvedOn'] = on;
    const holders = holdersOn(model.value(role), on).length, named = text(data, 'approvedBy');
    if (personId(model, named) !== person.id && (state(data, 'approvedBy') !== 'absent' || holders > 1)) optional('approvedBy', person.id);
    if (effectiveFrom > on) changes['effectiveFrom'] = effectiveFrom; else optional('effectiveFrom', effectiveFrom);
    nextReview();
    if (effectiveFrom < on && effectiveFrom !== text(data, 'effectiveFrom')) lines.push(`The version applies from ${effectiveFrom}, before it was approved on `
      + `${on}. That is allowed; readers will ask why.`);
  } else if (meaning === 'reviewed') {
    const written = text(data, 'reviewedOn');
    if (!isDay(written) || written < on) optional('reviewedOn', on);
    nextReview();
  } else if (meaning === 'withdrawn') {
    changes['status'] = 'withdrawn';
  }
  const set = Object.entries(changes).filter(([field, value]) => field !== 'version' && value !== text(data, field));
  const told = set.map(([field, value]) => (value === undefined ? `\`${field}\` goes` : `\`${field}\` becomes ${value}`));
  if (told.length > 0) lines.push(`${file}: ${sentenceList(told)}.`);
  return { changes, lines, ...(effectiveFrom !== undefined && { effectiveFrom }) };
}

function recordOf(
  { document, person, role, on, wish }: Deed, version: string, digest: string, effectiveFrom: Day | undefined, blob: string, { model, files }: ApprovalInput,
): Prepared['record'] | Refusal {
  const { meaning } = wish, about = `${document.id}-${meaning === 'reviewed' ? on : version}-${role.id}`;
  const more = meaning === 'agreed' || meaning === 'withdrawn' ? `-${meaning}` : '';
  const id = recordId(model, `${meaning === 'reviewed' ? 'REV' : 'APR'}-${about}${more}`);
  if (id === undefined) return refusal('no-record-id', `No id is left for the record: sms.yaml asks for ids of approval records such as `
    + `\`${model.config.ids['approval-record']}\`. Widen that template.`);
  const file = recordFile(`approvals/${fileName(document.id)}`, fileName(`${meaning === 'reviewed' ? `review-${on}` : version}-${role.id}${more}`), files);
  const paths = file.split('/').map((_, at, parts) => parts.slice(0, at + 1).join('/'));
  const ignored = model.config.ignore.find(glob => paths.some(path => matchesGlob(glob, path) || matchesGlob(glob, `${path}/`)));
  if (ignored !== undefined) return refusal('record-ignored', `The record would be ${file}, but sms.yaml ignores \`${ignored}\`, so nobody would see it. Take `
    + `that from \`ignore\`.`);
  const comment = wish.comment?.replace(/\r\n?/g, '\n').trim();
  return { id, file, text: recordText([
    ['kind', 'approval-record'], ['id', id], ['title', `${WORDS[meaning].title} ${document.id} `
      + `${version}`], ['artefact', document.id], ['version', version], ['meaning', meaning],
    ['role', role.id], ['person', person.id], ['on', on], ['effectiveFrom', effectiveFrom], ['digest', digest], ['blob', blob], ['comment', comment === '' ? undefined : comment],
  ]) };
}

/** A free id for a record, by the template of sms.yaml where it has one for approval records. Undefined where none can be made. */
function recordId(model: Model, wanted: string): string | undefined {
  const template = model.config.ids['approval-record'];
  const taken = new Set(model.items.flatMap(item => [item.id, ...item.aliases.map(alias => alias.id)]).map(folded));
  const serves = (id: string): boolean => [...id].length <= LONGEST_ID && !taken.has(folded(id)) && (template === undefined || fitsTemplate(id, template));
  const word = wanted.normalize('NFC').replace(/[\s#[\](){}<>"'`\\\p{Cc}\p{Cf}\p{Cs}\u2018-\u201f\u00ab\u00bb]+/gu, '-'), plain = word.replace(/[^\p{L}\p{N}._-]+/gu, '-');
  const numbered = (base: string, n: number, room = LONGEST_ID): string => {
    const end = n === 1 ? '' : `-${n}`;
    return [...base].slice(0, room - end.length).join('') + end;
  };
  for (const base of [word, plain]) {
    for (let n = 1; n <= MOST_TRIES; n++) if (serves(numbered(base, n))) return numbered(base, n);
  }
  if (template === undefined) return undefined;
  const digits = template.match(/#/g)?.length ?? 0, stars = template.match(/\*/g)?.length ?? 0, room = Math.max(1, LONGEST_ID - (template.length - stars) - (stars - 1));
  const filled = (n: number): string => {
    let rest = String(n).padStart(digits, '0'), star = 0;
    return template.replace(/[#*]/g, c => {
      if (c === '*') return star++ > 0 ? '1' : numbered(plain, digits > 0 ? 1 : n, room);
      const digit = rest[0] ?? '0';
      rest = rest.slice(1);
      return digit;
    });
  };
  // A number that was given once is not given again while its record is there: on from the highest.
  const used = stars > 0 ? 0 : [...taken].reduce((highest, id) => {
    if (!fitsTemplate(id, folded(template))) return highest;
    const number = Number([...template].flatMap((c, at) => (c === '#' ? [id[at] ?? '0'] : [])).join(''));
    return Math.max(highest, number);
  }, 0);
  const most = digits > 0 ? 10 ** Math.min(digits, 9) - 1 : MOST_TRIES;
  for (const first of [used + 1, 1]) {
    for (let n = first; n <= Math.min(most, first + MOST_TRIES); n++) if (serves(filled(n))) return filled(n);
  }
  return undefined;
}

const LONGEST_ID = 100;

/** As file systems and people may confuse it. */
function folded(name: string): string { return name.normalize('NFC').toLowerCase(); }

/** A text as a part of a path that every file system takes, Windows too, and that is no hidden file and no option of a program. */
function fileName(wanted: string): string {
  const name = [...wanted.normalize('NFC').replace(/[\s<>:"/\\|?*'`\p{Cc}\p{Cf}\p{Cs}]+/gu, '-')].slice(0, LONGEST_ID).join('').replace(/^[.-]+|[. -]+$/g, '');
  return name === '' || /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|node_modules)(?:\.|$)/i.test(name) ? `_${name}` : name;
}

function recordFile(folder: string, name: string, files: ReadonlySet<string>): string {
  const taken = new Set([...files].map(folded));
  for (let n = 1; ; n++) {
    const file = `${folder}/${name}${n === 1 ? '' : `-${n}`}.yaml`;
    if (!taken.has(folded(file))) return file;
  }
}

/** Fields as a YAML file of ours, in the order given; what has no value is left out. */
function recordText(fields: readonly (readonly [key: string, value: string | undefined])[]): string {
  return fields.flatMap(([key, value]) => (value === undefined ? [] : [`${key}: `
    + `${value.includes('\n') ? block(value) ?? yamlScalar(value) : yamlScalar(value)}\n`])).join('');
}

/** Several lines as a literal block; undefined where they would not read as the same text. */
function block(value: string): string | undefined {
  const written = `|-\n${value.split('\n').map(line => (line === '' ? '' : `  ${line}`)).join('\n')}`;
  const { root, problems } = readYaml(`k: ${written}\n`), node = entryOf(root, 'k')?.value;
  return problems.length === 0 && node?.type === 'scalar' && node.text === value ? written : undefined;
}

const SUBJECT = 72;

function oneLine(value: string): string { return value.replace(/[\s\p{Cc}]+/gu, ' ').trim(); }

/** Subject, body, trailers; the trailers alone are the last paragraph. */
function commitMessage({ id, title }: Artefact, version: string, wish: Wish, role: Item, address: string, digest: string): string {
  const { subject, trailer } = WORDS[wish.meaning], first = [...`${subject} ${id} ${oneLine(version)}`];
  // A line that begins with a hash is a comment for git, and three dashes end the message for some of its commands.
  const harmless = (line: string): string => line.replace(/^(?=#|---)/, ' ');
  const paragraphs = [oneLine(title), ...(wish.comment ?? '').replace(/\r\n?/g, '\n').split(/\n[ \t]*\n/)]
    .map(paragraph => paragraph.split('\n').flatMap(line => wrapped(oneLine(line))).map(harmless).join('\n')).filter(paragraph => paragraph !== '');
  const trailers = [
    ['SMS-Approval', `${id} ${oneLine(version)}`], [trailer, address], ['Role', role.id], ['Meaning', wish.meaning], ['Digest', digest],
  ].map(([key, value]) => `${key}: ${value}`);
  return `${[first.length > SUBJECT ? `${first.slice(0, SUBJECT - 1).join('')}…` : first.join(''), ...paragraphs, trailers.join('\n')].join('\n\n')}\n`;
}

/** Lines of at most 72 characters, broken at blanks; a longer word stays whole. */
function wrapped(line: string): string[] {
  const lines: string[] = [];
  for (const word of line.split(' ')) {
    const last = lines[lines.length - 1];
    if (last !== undefined && last.length + 1 + word.length <= SUBJECT) lines[lines.length - 1] = `${last} ${word}`; else lines.push(word);
  }
  return lines;
}
