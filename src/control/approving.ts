import type { Adoption } from '../sms/config.js';
import type { Approval, Control } from '../sms/control.js';
import { state, text } from '../sms/data.js';
import { addPeriod, isDay, parsePeriod } from '../sms/days.js';
import { reviewEvery } from '../sms/header.js';
import { isHistory } from '../sms/history.js';
import { kindsOf } from '../sms/kinds.js';
import { ENGLISH, phrase, phraseList, told, type Language } from '../sms/language.js';
import type { Model } from '../sms/model.js';
import { parseFile } from '../sms/parse.js';
import { holdersOn } from '../sms/people.js';
import type { Artefact, Day, Item, Word } from '../sms/types.js';
import { recordsIn, type ApprovalRecord } from './approvals.js';
import { commitMessage } from './commit-message.js';
import { blobId, digestIfWhole } from './digest.js';
import { headerEdits } from './header-edits.js';
import { recordOf } from './record-text.js';
import { documentOf, doneAlready, named, ownContent, personId, personOf, refusal, roleFor, roleNamed, rolesHeld, unfit, type Refusal } from './refusals.js';
import { commitUnderwaySentence } from './words.js';

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
  /** Who wrote content since the previous approved version, by address of the commits; a person may write under several. */
  authors: readonly { email: string; name: string; commits: readonly string[] }[];
  /** Of the sentences; English where it is left out. */
  language?: Language;
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
  /** What will be done, and what is noticed beside: sentences. The last says what is left to do, or what the record is worth where nothing is. */
  lines: readonly string[];
}

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

/** What a record will say, in the list of what is written. */
const DOES: Readonly<Record<Meaning, (args: Record<string, Word>) => Word>> = {
  approved: args => phrase('plan.approves', '{file}: {person} approves version {version} as {role}, fingerprint {digest}.', args),
  reviewed: args => phrase('plan.reviewed', '{file}: {person} has reviewed version {version} as {role}, fingerprint {digest}.', args),
  agreed: args => phrase('plan.agrees', '{file}: {person} agrees to version {version} as {role}, fingerprint {digest}.', args),
  withdrawn: args => phrase('plan.withdraws', '{file}: {person} withdraws version {version} as {role}, fingerprint {digest}.', args),
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
  const misfit = unfit(document, wish, today);
  if (misfit) return misfit;
  const on = wish.on ?? today;
  const role = roleFor(document, person, on, wish, input);
  if ('ok' in role) return role;
  const fitting = contentOf(document, wish, input);
  if ('ok' in fitting) return fitting;
  const own = ownContent(document, person, role, on, input);
  if (own && wish.meaning === 'approved') return own;
  const records = recordsIn(model).filter(record => record.about === document.id);
  const deed: Deed = { document, person, role, on, wish, digest: fitting.digest, records };
  const done = doneAlready(deed, input.control);
  if (done) return done;
  const version = versionFor(deed, input);
  if (typeof version !== 'string') return version;

  const header = headerOf(deed, version, input);
  const edited = headerEdits(document.file, fitting.text, input.adoption, header.changes);
  if ('problem' in edited) return refusal('cannot-write', edited.problem.words);
  const digest = digestIn(edited.text, document, input), alone = edited.text === fitting.text;
  if (digest === undefined) return refusal('unreadable', phrase('refusal.unreadable-then', '{file} cannot be read once its header is changed. Put right first what `sms check` '
    + 'finds in it.', { file: document.file }));
  const { effectiveFrom } = header, blob = blobOf(edited.text, fitting.text, document.file, input.control);
  const record = recordOf(deed, { version, digest, blob, ...(effectiveFrom !== undefined && { effectiveFrom }) }, input);
  if ('ok' in record) return record;

  const email = input.identity?.email.trim() ?? '', { history } = input.control;
  const written = input.control.documents.get(document.id)?.changed;
  const { language = ENGLISH } = input;
  const lines: Word[] = [
    ...header.lines,
    // Dates of commits are claims, yet a record of a day before its text is evidence of nothing.
    ...(written && written.on > on ? [phrase('plan.changed-later', 'The text was last changed on {changed}, after {on}: by the history this will stay a claim.', { changed: written.on, on })] : []),
    DOES[wish.meaning]({ file: record.file, person: named(person), version, role: named(role), digest: digest.slice(0, digest.indexOf(':') + 13) }),
    ...(own ? [phrase('plan.own', 'You wrote part of this content yourself. That is no obstacle here; an approval would have to come from somebody else.')] : []),
    ...(wish.meaning === 'approved' && personId(model, text(document.data, 'author')) === person.id
      ? [phrase('plan.author', 'The header names you as `author`. Unless that is out of date, let somebody else approve it.')] : []),
    phrase('plan.not-committed', 'Nothing is committed.'),
    ...(isHistory(history) && history.underway ? [commitUnderwaySentence(history.underway, language)] : []),
    !isHistory(history) ? phrase('plan.claim', 'Without a history that shows whose hand it was, the record stays a claim.')
      : alone ? phrase('plan.commit-record', 'Commit the record as {email}, and merge without squashing: with that it is evidence.', { email })
        : phrase('plan.commit-both', 'Commit both files together as {email}, and merge without squashing: with that it is evidence.', { email }),
  ];
  return {
    ok: true, file: document.file, artefactText: edited.text, record, meaning: wish.meaning, version, on, digest, lines: lines.map(line => String(told(language, line))),
    person: { id: person.id, name: person.title, email }, role: { id: role.id, title: role.title },
    ...(effectiveFrom !== undefined && { effectiveFrom }), commitMessage: commitMessage(deed, version, email, digest),
  };
}

/** What can be chosen for a document: meanings, roles, versions; or why nothing can be recorded about it at all. */
export function approvalChoices(input: ApprovalInput): Choices {
  const { model, today } = input;
  const document = documentOf(input, undefined);
  if ('ok' in document) return document;
  const person = personOf(input);
  if ('ok' in person) return person;
  const retired = unfit(document, { meaning: 'approved' }, today);
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
export interface Deed { document: Artefact; person: Item; role: Item; on: Day; wish: Wish; digest: string; records: readonly ApprovalRecord[] }

/** The text of the document with the digest of its content, where history knows this text. */
function contentOf(document: Artefact, { meaning }: Wish, input: ApprovalInput): { text: string; digest: string } | Refusal {
  const committed = input.control.documents.get(document.id)?.committed ?? 'yes';
  if (committed !== 'yes') {
    const then = meaning === 'reviewed' ? phrase('refusal.then-review', 'record the review') : meaning === 'approved' ? phrase('refusal.then-approve', 'approve')
      : phrase('refusal.then-go-on', 'go on here'), args = { file: document.file, then };
    return refusal('uncommitted', committed === 'new'
      ? phrase('refusal.uncommitted', '{file} is not committed yet. Commit it first, so that history says who wrote it; then {then}.', args)
      : phrase('refusal.uncommitted-changes', '{file} has changes that are not committed. Commit them first, so that history says who wrote them; then {then}.', args));
  }
  const digest = input.text === undefined ? undefined : digestIn(input.text, document, input);
  return input.text === undefined || digest === undefined
    ? refusal('unreadable', phrase('refusal.no-fingerprint', 'The content of {name} cannot be read in full, so no fingerprint of it can be taken and nobody could tell later what was meant. '
      + 'Put right first what `sms check` finds in {file}.', { name: named(document), file: document.file }))
    : { text: input.text, digest };
}

/** The digest of the document with this text; undefined where one of the commit that holds it could not be taken. */
function digestIn(written: string, { file }: Artefact, { model, adoption }: ApprovalInput): string | undefined {
  const read = written.replace(/^\ufeff/, '');
  return digestIfWhole(parseFile({ file, text: read, ...(adoption && { adoption }) }, model.config), read, adoption, kindsOf(model.config));
}

/** Git's id of a new text of a file: with the line ends and the byte order mark under which git has the text before. */
function blobOf(written: string, before: string, file: string, { history }: Control): string {
  const known = isHistory(history) ? history.files.get(file) ?? history.head : '';
  const even = (form: string): string => form.replace(/\r\n/g, '\n'), marked = (form: string): string => `\ufeff${form}`;
  const forms = [(form: string): string => form, even, marked, (form: string): string => marked(even(form))];
  return blobId((forms.find(form => blobId(form(before), known) === known) ?? ((form: string): string => form))(written), known);
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
    return taken(wished) ? refusal('version-taken', phrase('refusal.version-taken', 'Version {version} of {name} was approved with other content, so this text needs another version. Take the '
      + 'next one that is free.', { version: wished, name: named(document) })) : wished;
  }
  if (!changed) return version ?? '';
  const args = { name: named(document), version, file: document.file };
  const bump = model.config.rules[BUMP_RULE]?.thresholds['bump'] ?? 'last';
  if (bump === 'none') return refusal('version-unwritten', phrase('refusal.version-unwritten', 'The content of {name} changed since version {version} was approved, so it needs a new '
    + 'version. Write it as `version` in {file}, commit that, and approve again.', args));
  if (bump !== 'last' && bump !== 'first') return refusal('bump-unknown', phrase('refusal.bump-unknown', 'sms.yaml sets `bump` of {rule} to {bump}, which is none of last, first and '
    + 'none. Correct it.', { rule: BUMP_RULE, bump }));
  let next = nextVersion(version, bump);
  for (let tries = 0; next !== undefined && taken(next) && tries < MOST_TRIES; tries++) next = nextVersion(next, bump);
  return next === undefined || taken(next) ? refusal('version-needed', phrase('refusal.version-needed', 'The content of {name} changed since version {version} was approved, and from '
    + '"{version}" nobody can count on to the next version. Say which version it is to be.', args)) : next;
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

interface Header { changes: Record<string, string | undefined>; lines: Word[]; effectiveFrom?: Day }

function headerOf({ document, person, role, on, wish }: Deed, version: string, { model, adoption }: ApprovalInput): Header {
  const { data, file } = document, { meaning } = wish;
  const changes: Record<string, string | undefined> = {}, lines: Word[] = [];
  // In an adopted file what has no place there, and need not stand in the header, stands in the record alone.
  const optional = (field: string, value: string): void => {
    if (!adoption || Object.hasOwn(adoption.fields, field) || text(data, field) === value) changes[field] = value;
    else lines.push(phrase('plan.no-place', '{file}: `{field}` ({value}) has no place there, because sms.yaml maps it to no key; it stands in the record alone.', { file, field, value }));
  };
  const nextReview = (): void => {
    const written = text(data, 'nextReview');
    if (wish.nextReview !== undefined) changes['nextReview'] = wish.nextReview;
    else if (meaning === 'reviewed' && isDay(written) && written <= on) changes['nextReview'] = undefined;
    const period = parsePeriod(reviewEvery(document, model.config)), due = period && addPeriod(on, period);
    if (due !== undefined && wish.nextReview !== undefined && wish.nextReview > due) {
      lines.push(phrase('plan.interval', 'The interval of its reviews makes the next one due on {due}; the later day {day} does not change that.', { due, day: wish.nextReview }));
    }
  };
  let effectiveFrom = meaning === 'agreed' ? wish.effectiveFrom : undefined;
  if (meaning === 'approved') {
    const before = text(data, 'version');
    if (version !== before) {
      changes['version'] = version;
      lines.push(before === undefined ? phrase('plan.version', '{file}: `version` becomes {version}.', { file, version })
        : wish.version === undefined ? phrase('plan.version-changed', '{file}: `version` becomes {version}, because the content changed since {before} was approved.', { file, version, before })
          : phrase('plan.version-wished', '{file}: `version` becomes {version} ({before} before).', { file, version, before }));
    }
    effectiveFrom = effectiveDay(document, wish.effectiveFrom, on, version !== before);
    changes['status'] = 'approved';
    changes['approvedOn'] = on;
    const holders = holdersOn(model.value(role), on).length, named = text(data, 'approvedBy');
    if (personId(model, named) !== person.id && (state(data, 'approvedBy') !== 'absent' || holders > 1)) optional('approvedBy', person.id);
    if (effectiveFrom > on) changes['effectiveFrom'] = effectiveFrom; else optional('effectiveFrom', effectiveFrom);
    nextReview();
    if (effectiveFrom < on && effectiveFrom !== text(data, 'effectiveFrom')) {
      lines.push(phrase('plan.applies-before', 'The version applies from {from}, before it was approved on {on}. That is allowed; readers will ask why.', { from: effectiveFrom, on }));
    }
  } else if (meaning === 'reviewed') {
    const written = text(data, 'reviewedOn');
    if (!isDay(written) || written < on) optional('reviewedOn', on);
    nextReview();
  } else if (meaning === 'withdrawn') {
    changes['status'] = 'withdrawn';
  }
  const set = Object.entries(changes).filter(([field, value]) => field !== 'version' && value !== text(data, field));
  const becomes = set.map(([field, value]) => (value === undefined ? phrase('plan.goes', '`{field}` goes', { field }) : phrase('plan.becomes', '`{field}` becomes {value}', { field, value })));
  if (becomes.length > 0) lines.push(phrase('plan.fields', '{file}: {fields}.', { file, fields: phraseList(becomes) }));
  return { changes, lines, ...(effectiveFrom !== undefined && { effectiveFrom }) };
}
