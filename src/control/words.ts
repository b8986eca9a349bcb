import type { Approval, ChangedSinceApproval, Reason, ReasonCode, Stray } from '../sms/control.js';
import type { History, NoHistory, Signature } from '../sms/history.js';
import { ENGLISH, type Language } from '../sms/language.js';
import type { Model } from '../sms/model.js';
import type { Arguments } from '../sms/types.js';

/** The sentences of document control: what, why it matters, what to do. Calm: a claim is no offence, and a history may be missing for good reasons. */

/**
 * A sentence, and words that stand in it for what is not given: the first of a name's texts whose own arguments are all given, else nothing.
 * `{which}` of `version {version}` and `this version` is the former where the version is known.
 */
interface Words { text: string; or?: Readonly<Record<string, readonly string[]>> }

/** What to do where the history is not whole. */
export const FETCH = 'Fetch the rest with `git fetch --unshallow`; in a pipeline set `fetch-depth: 0` (GitHub) or `GIT_DEPTH: 0` (GitLab).';

const VERSION = ['version {version}', 'this version'], ROLE = ['{roleTitle} ({role})', '{role}', 'the role'];

/**
 * One sentence for each reason. The comment names the arguments that each may have: `person`, `holders`, `other` are names, `role` an id with
 * `roleTitle`, `day` and days in `other` `yyyy-mm-dd`, `commit` and `blob` ids of git (told in short), `by` a name with its address.
 */
const REASONS: Readonly<Record<ReasonCode | 'own-content-same', Words>> = {
  // person, commit, day
  'own-commit': {
    text: 'The record fits this content and came with commit {commit} by {person}, who held the role on {day}.',
    or: { commit: ['of its own'], person: ['the person it names'], day: ['that day'] },
  },
  // version, person, day
  'no-record': {
    text: 'Only the header says so{whose}: there is no approval record for {which}. Have the approver record it with *Approve…* or `sms approve`.',
    or: { whose: [', by which {person} approved it on {day}', ', by which {person} approved it'], which: VERSION },
  },
  // none
  'no-history': { text: 'There is a claim but no history that shows whose hand it was. Keep the documents in a git repository, and look at it there.' },
  // none
  'not-committed': { text: 'The record is not committed as it stands, so the history does not show whose hand it is. Have the person it names commit it.' },
  // person, commit, by, day
  'commit-of-other': {
    text: 'The record names {person}, but came with commit {commit} by {by}: a squashed merge, a robot, or another hand; git cannot tell them apart. '
      + 'Have {them} commit the record themselves, and merge without squashing.',
    or: { person: ['somebody'], commit: ['of somebody else'], by: ['somebody else'], them: ['{person}', 'the person'] },
  },
  // person, commit, by, day
  'committed-by-other': {
    text: 'Commit {commit} names {person} as its author, but {by} made it, as a rebase or a merge button does; whoever makes a commit can write any author. '
      + 'Merge with a merge commit to keep the person\'s own.',
    or: { commit: ['with the record'], person: ['the person'], by: ['somebody else'] },
  },
  // commit
  'history-cut': { text: `This copy of the repository does not reach back far enough to tell who wrote and who approved this{at}. ${FETCH}`, or: { at: [' (commit {commit})'] } },
  // none
  'no-person': { text: 'The record names no person. Have the approval recorded anew by whoever approved.' },
  // other (the party), person (the name)
  'outside-party': {
    text: '{person} agreed for {other}, whose people do not work in this repository. Keep the signed copy as `evidence` of the agreement.',
    or: { person: ['Somebody'], other: ['another party'] },
  },
  // person
  'person-without-email': {
    text: 'The role register has no e-mail address for {person}, so no commit can be known as theirs. Add the addresses that they use in git to `emails`.',
    or: { person: ['the person'] },
  },
  // role
  'no-role': {
    text: 'The record names {named}, so nobody can tell whether its person was entitled. Name the role in which they acted.',
    or: { named: ['the role {role}, which the role register does not have', 'no role'] },
  },
  // none
  'no-day': { text: 'The record names no day that exists, so nobody can tell who held the role then. Write the day on which it was done in `on`.' },
  // day (of the record), other (day of the content), commit
  'day-before-content': {
    text: 'The record says {day}, but what it approves was written only on {other} (commit {commit}), by the dates of the commits. Correct the day, or have the text approved anew.',
    or: { day: ['a day'], other: ['a later day'], commit: ['in the history'] },
  },
  // none
  'no-digest': { text: 'The record has no fingerprint (`digest`) of what was approved, so it fits any text. Have the approval recorded anew with *Approve…*, which writes one.' },
  // algorithm
  'unknown-algorithm': {
    text: 'The fingerprint of the record was made by {algorithm}, which this release cannot compute. Look at it with the release that made it, or a later one.',
    or: { algorithm: ['a way of computing it'] },
  },
  // version
  'history-damaged': {
    text: 'What {which} held cannot be read, so the record cannot be held against it. Check the file and, with `git fsck`, the repository; a fresh clone often helps.',
    or: { which: VERSION },
  },
  // version, day (of the first commit), commit
  'before-history': {
    text: 'The history of this document begins on {day}, after {which} was approved: the documents were kept elsewhere then. What was approved cannot be looked up here; '
      + 'keep the earlier repository or its archive.',
    or: { day: ['a later day'], which: VERSION },
  },
  // version, digest (of the record), other (of the content), commit
  'digest-differs': {
    text: 'The content of {which} is not what the record approves: its fingerprint is {other}, that of the record {digest}{at}. Compare the two; then approve the new content '
      + 'under a new version, or take the change back.',
    or: { which: VERSION, other: ['another one'], digest: ['differs'], at: [' (looked at as of commit {commit})'] },
  },
  // version (of the record), other (of the document), commit
  'version-unknown': {
    text: 'The record is about {which}, but the document {had} {others}. Correct the version in the record, or approve the version that is meant.',
    or: { which: VERSION, had: ['had at commit {commit}', 'has'], others: ['version {other}', 'no such version'] },
  },
  // person, role, roleTitle, day, holders
  'role-not-held': {
    text: '{person} did not hold {held} on {day}; {instead}. Correct `holders` in the role register if that is out of date; else have a holder approve.',
    or: { person: ['The person'], held: ROLE, day: ['that day'], instead: ['it was held by {holders}', 'nobody held it'] },
  },
  // role (of the header), roleTitle, other (role of the record)
  'role-not-approver': {
    text: 'The document is to be approved by {wanted}; there is only a record in the role {other}. Have it approved in the role that its `approver` names.',
    or: { wanted: ROLE, other: ['of somebody else'] },
  },
  // person, commit (one or several), same ('yes': in the commit of the record, which is the next one)
  'own-content': {
    text: '{person} wrote part of this content since the previous approved version (commit {commit}), and nobody approves their own work. Have another holder of the role '
      + 'approve it.',
    or: { person: ['The person'], commit: ['in the history'] },
  },
  'own-content-same': {
    text: '{person} wrote part of this content since the previous approved version (commit {commit}, together with the record), and nobody approves their own work. Have another '
      + 'holder of the role approve it. Where the approver only squashed what somebody else wrote, it looks the same; merging without squashing avoids that.',
    or: { person: ['The person'], commit: ['in the history'] },
  },
  // day, today
  'day-in-future': { text: 'The record says {day}, which lies after today{when}. Correct the day.', or: { day: ['a day'], when: [' ({today})'] } },
  // person (of the record), other (of the header)
  'person-differs': {
    text: 'The header names {other} in `approvedBy`, the record {person}. Correct the one that is wrong.',
    or: { other: ['somebody else'], person: ['another person'] },
  },
  // blob
  'blob-not-in-history': {
    text: 'The very file that the record names (`blob` {blob}) is not in the history of the document: it was approved in another state than any that was committed. The content '
      + 'counts, not the file.',
    or: { blob: ['of git'] },
  },
  // day, other (day of the commit), commit
  'day-after-commit': {
    text: 'The record says {day}, but was committed before that, on {other} (commit {commit}).',
    or: { day: ['a day'], other: ['an earlier day'], commit: ['of the record'] },
  },
  // day, other (day of the parent), commit
  'date-before-parent': {
    text: 'Commit {commit} is dated {day}, before {other} of the commit that it follows. Dates in git are what the writer\'s machine said; the order is certain.',
    or: { commit: ['of the record'], day: ['earlier'], other: ['the day'] },
  },
  // day, commit, today
  'date-in-future': {
    text: 'Commit {commit} is dated {day}, after today{when}. Dates in git are what the writer\'s machine said.',
    or: { commit: ['of the record'], day: ['in the future'], when: [' ({today})'] },
  },
  // day (of the record), other (day of the commit), commit
  'brought-later': {
    text: 'The record says {day}, but came only on {other} (commit {commit}): nobody but its author knows whether it was done then.',
    or: { day: ['a day'], other: ['a later day'], commit: ['of the record'] },
  },
  // tag, other (the name inside), commit
  'tag-name-differs': {
    text: 'The tag {tag} says inside that it is called {other}: it was moved about. Compare it with what an earlier evidence pack or another copy of the repository says.',
    or: { tag: ['here'], other: ['otherwise'] },
  },
};

/** The sentence of a reason. `names`: the title of a role or name of a person by id, where the arguments hold ids alone. */
export function reasonSentence({ code, args }: Reason, names?: (id: string) => string | undefined, language: Language = ENGLISH): string {
  const given: Record<string, string> = {};
  for (const [name, value = ''] of Object.entries(args)) {
    given[name] = name === 'person' || name === 'other' ? names?.(value) ?? value : name === 'commit' || name === 'blob' ? inShort(value) : value;
  }
  const title = given['roleTitle'] || names?.(given['role'] ?? '');
  given['roleTitle'] = title === undefined || title === given['role'] ? '' : title;
  const key = code === 'own-content' && (given['same'] ?? '') !== '' ? 'own-content-same' : code;
  return told(`reason.${key}`, REASONS[key], given, language);
}

function told(id: string, { text, or = {} }: Words, given: Readonly<Record<string, string | undefined>>, language: Language): string {
  const args: Arguments = {}, isGiven = (name: string): boolean => (given[name] ?? '') !== '';
  for (const [name, value] of Object.entries(given)) if (value !== undefined && value !== '') args[name] = value;
  const words: Arguments = { ...args };
  for (const [name, texts] of Object.entries(or)) {
    if (isGiven(name)) continue;
    const at = texts.findIndex(each => [...each.matchAll(/\{(\w+)\}/g)].every(([, argument = '']) => isGiven(argument)));
    words[name] = at < 0 ? '' : language.text(wordId(id, name, at), texts[at] ?? '', args);
  }
  return language.text(id, text, words);
}

function wordId(id: string, name: string, at: number): string { return `${id}.${name}${at === 0 ? '' : `.${at + 1}`}`; }

/** Ids of git as people read them. */
function inShort(ids: string): string { return ids.replace(/\b([0-9a-f]{12})(?:[0-9a-f]{52}|[0-9a-f]{28})\b/g, '$1'); }

/** What an approval is worth and why: the sentences of its reasons, the one that decides first, and what is noticed beside. */
export function approvalSentence({ reasons, remarks }: Approval, model: Pick<Model, 'item'>, language: Language = ENGLISH): string {
  return [...new Set([...reasons, ...remarks].map(each => reasonSentence(each, id => model.item(id)?.title, language)))].join(' ');
}

const CHANGED: Words = {
  text: 'The content is not what was approved as version {version}{approved}{since}. Approve it under a new version, or take the change back.',
  or: {
    approved: [' (record {record}, commit {approvedIn})', ' (record {record})', ' (commit {approvedIn})'],
    since: [
      ' since commit {commit} by {by} on {on}', ' since commit {commit} by {by}', ' since commit {commit} on {on}', ' since commit {commit}',
      '; the change is not committed yet, or not to be found in the history',
    ],
  },
};

/** That the content is no longer what was approved under its version, and since when. */
export function changedSentence({ version, record, approvedIn = '', commit = '', on, by }: ChangedSinceApproval, language: Language = ENGLISH): string {
  return told('changed', CHANGED, { version, record, approvedIn: inShort(approvedIn), commit: inShort(commit), on, by }, language);
}

const WHY = { why: [' ({detail})'] };

const NO_HISTORY: Readonly<Record<NoHistory['reason'], Words>> = {
  'off': { text: 'The history is not looked at, because sms.yaml says `history: off`. Approvals are shown as claimed.' },
  'not-a-repository': {
    text: 'This folder is not in a git repository, so nobody can see from its history who wrote and who approved; approvals are claimed. Checking goes on without. Put the folder '
      + 'under git to have that.',
  },
  'no-commits': { text: 'Nothing is committed in this git repository yet, so there is no history; approvals are claimed until there is. Commit the documents.' },
  'bare': { text: 'This is a bare git repository: it has a history but no files that could be checked. Clone it, and look at the clone.' },
  'git-missing': {
    text: 'Git was not found on this machine, so the history cannot be read, and approvals are claimed{why}. Install git, or tell the path of the program: in VS Code by the setting '
      + '`sms.git.path`, else by `SMS_GIT` in your environment.',
    or: WHY,
  },
  'git-too-old': { text: 'The git of this machine is too old to be asked safely{why}. Update git; until then approvals are claimed.', or: WHY },
  'foreign-owner': {
    text: 'The repository belongs to another user of this machine, and git refuses to read it, since its settings could run programs in your name. Checking goes on without history. '
      + 'If you trust it, allow it yourself with `git config --global --add safe.directory FOLDER`{why}.',
    or: WHY,
  },
  'elsewhere': {
    text: 'What stands here as `.git` leads to a repository elsewhere, or one that keeps its files elsewhere{why}. Its history is not taken for that of this folder. Open the folder '
      + 'where the repository has its files.',
    or: WHY,
  },
  'damaged': {
    text: 'The git repository is damaged, so its history cannot be trusted or read{why}. Look at it with `git fsck`, and fetch or clone it anew; the files here are checked all the '
      + 'same.',
    or: WHY,
  },
  'too-slow': {
    text: 'Git took too long over the history, and was stopped{why}. Checking goes on without. Try again when the machine is less busy; `git gc` makes a large repository faster, and '
      + '`SMS_GIT_SECONDS` in your environment gives it more than 20 seconds.',
    or: WHY,
  },
  'bad-revision': { text: 'Git knows no commit of that name{name}. Give the name of a branch, a tag, or the id of a commit.', or: { name: [': {detail}'] } },
  'not-trusted': { text: 'This folder is not trusted in VS Code, so git is not asked there, and approvals are shown as claimed. Trust the folder to see its history.' },
  'virtual': {
    text: 'In VS Code for the Web, and in folders that only an extension can read, git cannot be asked: there is no history, approvals are shown as claimed, and nothing can be '
      + 'approved; a clone of the repository on a computer has all that.',
  },
  'failed': { text: 'Git could not tell the history{why}. Checking goes on without, and approvals are claimed. Try `git log` in the folder: what it says there helps on.', or: WHY },
};

/** Where another sentence is said of what cannot be compared: nothing goes on without. */
const NO_COMPARISON: Readonly<Partial<Record<NoHistory['reason'], Words>>> = {
  'not-a-repository': { text: 'This folder is not in a git repository, so there is no earlier state to compare with. Put the folder under git, and commit what is there before you change it.' },
  'no-commits': { text: 'Nothing is committed in this git repository yet, so there is no earlier state to compare with. Commit the documents before you change them.' },
  'foreign-owner': {
    text: 'The repository belongs to another user of this machine, and git refuses to read it, since its settings could run programs in your name: there is no earlier state to compare '
      + 'with. If you trust it, allow it yourself with `git config --global --add safe.directory FOLDER`{why}.',
    or: WHY,
  },
  'damaged': { text: 'The git repository is damaged, so no earlier state can be read to compare with{why}. Look at it with `git fsck`, and fetch or clone it anew.', or: WHY },
  'too-slow': {
    text: 'Git took too long, and was stopped{why}, so there is no earlier state to compare with. Try again when the machine is less busy; `git gc` makes a large repository faster, and '
      + '`SMS_GIT_SECONDS` in your environment gives it more than 20 seconds.',
    or: WHY,
  },
  'failed': { text: 'Git could not tell what was there{why}, so there is nothing to compare with. Try `git log` in the folder: what it says there helps on.', or: WHY },
};

/** Why there is nothing to compare with, and what to do. */
export function noComparisonSentence(why: NoHistory, language: Language = ENGLISH): string {
  const words = NO_COMPARISON[why.reason];
  return words ? told(`no-comparison.${why.reason}`, words, { detail: inOneLine(why.detail) }, language) : noHistorySentence(why, language);
}

/** Why there is no history, what that means, and what to do. */
export function noHistorySentence({ reason, detail }: NoHistory, language: Language = ENGLISH): string {
  return told(`no-history.${reason}`, NO_HISTORY[reason], { detail: inOneLine(detail) }, language);
}

function inOneLine(detail: string): string { return detail.replace(/\s+/g, ' ').trim().replace(/[.]$/, ''); }

const END = { end: [' It ends at commit {commit} and {more} more.', ' It ends at commit {commit}.'] };
const CUT: Readonly<Record<NonNullable<History['cut']>['reason'], Words>> = {
  'shallow': { text: `The history is incomplete: this is a shallow copy of the repository, and what came before seems to begin with its oldest commit.{end} ${FETCH}`, or: END },
  'missing-objects': {
    text: 'The history is incomplete: older commits are missing from this copy of the repository.{end} Fetch them with `git fetch`, or clone the repository anew.', or: END,
  },
};

/** That older commits are not known. */
export function cutSentence({ reason, at }: NonNullable<History['cut']>, language: Language = ENGLISH): string {
  return told(`cut.${reason}`, CUT[reason], { commit: at[0]?.slice(0, 12), more: at.length > 1 ? String(at.length - 1) : '' }, language);
}

const IGNORED: Readonly<Record<History['ignored'][number], Words>> = {
  'replace-refs': {
    text: 'The repository has replacement objects (`refs/replace`), by which git shows other commits than those that were made. They are left out of account here: `git log` may show '
      + 'something else.',
  },
  'grafts': {
    text: 'The repository has grafts (`info/grafts`), by which git shows another line of commits than the one that was made. They are left out of account here: `git log` may show '
      + 'something else.',
  },
  'mailmap': {
    text: 'The repository has a `.mailmap`, by which git shows other names and addresses than those in the commits. Here people are told by the addresses as committed; other addresses '
      + 'of a person belong in `emails` of the role register.',
  },
};

/** What would show another history and is left out of account. */
export function ignoredSentence(ignored: History['ignored'][number], language: Language = ENGLISH): string { return told(`ignored.${ignored}`, IGNORED[ignored], {}, language); }

const UNDERWAY: Readonly<Record<NonNullable<History['underway']>, Words>> = {
  'merge': { text: 'A merge' }, 'rebase': { text: 'A rebase' }, 'bisect': { text: 'A search by bisection' }, 'cherry-pick': { text: 'A cherry-pick' }, 'revert': { text: 'A revert' },
};

/** That this is no moment to commit what was written. */
export function commitUnderwaySentence(underway: NonNullable<History['underway']>, language: Language = ENGLISH): string {
  return language.text('underway.commit', '{what} is under way in this repository and not finished: a commit made now goes into it or is left behind by it, and to stop it may take '
    + 'back what was written here. Finish it first.', { what: told(`underway.${underway}`, UNDERWAY[underway], {}, language) });
}

/** That the files stand between two states. */
export function underwaySentence(underway: NonNullable<History['underway']>, language: Language = ENGLISH): string {
  return language.text('underway.files', '{what} is under way in this repository and not finished, so the files stand between two states. Finish it, or stop it with `{command}`, '
    + 'before you rely on what is shown.', { what: told(`underway.${underway}`, UNDERWAY[underway], {}, language), command: `git ${underway} ${underway === 'bisect' ? 'reset' : '--abort'}` });
}

/** Why an approval record is about nothing. */
export function straySentence({ record, file, reason, artefact, version, role }: Stray): string {
  const shown = artefact === '' ? 'no document' : artefact;
  if (reason === 'unknown-artefact') return `The approval record ${record} (${file}) is about ${shown}, which the SMS does not have. Correct \`artefact\`; if `
    + `the document got another id, keep the old one as an alias of it.`;
  if (reason === 'not-a-document') return `The approval record ${record} (${file}) is about ${shown}, which is no document with a version and an approver. `
    + `Correct \`artefact\`, or remove the record.`;
  return `The approval record ${record} (${file}) says once more what another record says of `
    + `${shown}${version === '' ? '' : `, version ${version}`}${role === '' ? '' : `, role ${role}`}. Keep the one that holds, and remove the other.`;
}

const SIGNATURES: Readonly<Record<Signature['state'], Words>> = {
  'good-trusted': { text: 'Signed{whose} with a key that you trust{which}.', or: { whose: [' by {signer}'], which: [' ({key})'] } },
  'good-untrusted': {
    text: 'Signed with {by}, and unchanged since; whose key that is, nobody here vouches for{why}. Add the key to your own list of trusted keys if you know whose it is.',
    or: { by: ['the key {key}', 'a key'], ...WHY },
  },
  'bad': {
    text: 'The signature does not fit: the commit was changed after it was signed, or the signature was taken from elsewhere{why}. Ask {signer} before you rely on it.',
    or: { signer: ['the person it names'], ...WHY },
  },
  'unsigned': { text: 'Not signed.' },
  'cannot-check': { text: 'Signed, but the signature cannot be checked here{why}. Install the program that checks it, or set your list of trusted keys.', or: WHY },
};

/** What a signature is worth; never more than the keys that the user or the machine trusts. */
export function signatureSentence({ state, signer, key, detail }: Signature, language: Language = ENGLISH): string {
  return told(`signature.${state}`, SIGNATURES[state], { signer, key, detail }, language);
}

/** The texts of these sentences by their ids, for whoever translates them. */
export function controlTexts(): Record<string, string> {
  const tables = { reason: REASONS, changed: { '': CHANGED }, 'no-history': NO_HISTORY, 'no-comparison': NO_COMPARISON, cut: CUT, ignored: IGNORED, underway: UNDERWAY, signature: SIGNATURES };
  return Object.fromEntries(Object.entries(tables).flatMap(([area, table]) => Object.entries<Words>(table).flatMap(([name, { text, or = {} }]): [string, string][] => {
    const id = name === '' ? area : `${area}.${name}`;
    return [[id, text], ...Object.entries(or).flatMap(([word, texts]) => texts.map((each, at): [string, string] => [wordId(id, word, at), each]))];
  })));
}
