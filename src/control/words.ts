import type { Approval, ChangedSinceApproval, Reason, ReasonCode, Stray } from '../sms/control.js';
import type { History, NoHistory, Signature } from '../sms/history.js';
import type { Model } from '../sms/model.js';

/** The sentences of document control: what, why it matters, what to do. Calm: a claim is no offence, and a history may be missing for good reasons. */

/** Arguments of a reason. A missing one reads as the general word given here. */
type Args = (name: string, otherwise: string) => string;

/**
 * One sentence for each reason. The comment names the arguments that each may have: `person`, `holders`, `other` are names, `role` an id with
 * `roleTitle`, `day` and days in `other` `yyyy-mm-dd`, `commit` and `blob` ids of git (told in short), `by` a name with its address.
 */
const REASONS: Readonly<Record<ReasonCode, (a: Args) => string>> = {
  // person, commit, day
  'own-commit': a => `The record fits this content and came with commit ${a('commit', 'of its own')} by ${a('person', 'the person it names')}, who held the `
    + `role on ${a('day', 'that day')}.`,
  // version, person, day
  'no-record': a => `Only the header says so${given(a, 'person', ', by which ', ` approved it${given(a, 'day', ' on ', '')}`)}: there is no approval record for ${version(a)}. Have the approver record it with *Approve…* or \`sms approve\`.`,
  // none
  'no-history': () => 'There is a claim but no history that shows whose hand it was. Keep the documents in a git repository, and look at it there.',
  // none
  'not-committed': () => 'The record is not committed as it stands, so the history does not show whose hand it is. Have the person it names commit it.',
  // person, commit, by, day
  'commit-of-other': a => `The record names ${a('person', 'somebody')}, but came with commit ${a('commit', 'of somebody else')} by ${a('by', 'somebody else')}: `
    + `a squashed merge, a robot, or another hand; `
    + `git cannot tell them apart. Have ${a('person', 'the person')} commit the record themselves, and merge without squashing.`,
  // person, commit, by, day
  'committed-by-other': a => `Commit ${a('commit', 'with the record')} names ${a('person', 'the person')} as its author, but ${a('by', 'somebody else')} made `
    + `it, as a rebase or a merge button does; `
    + 'whoever makes a commit can write any author. Merge with a merge commit to keep the person\'s own.',
  // commit
  'history-cut': a => `This copy of the repository does not reach back far enough to tell who wrote and who approved `
    + `this${given(a, 'commit', ' (commit ', ')')}. ${FETCH}`,
  // none
  'no-person': () => 'The record names no person. Have the approval recorded anew by whoever approved.',
  // other (the party), person (the name)
  'outside-party': a => `${a('person', 'Somebody')} agreed for ${a('other', 'another party')}, whose people do not work in this repository. Keep the signed `
    + `copy as \`evidence\` of the agreement.`,
  // person
  'person-without-email': a => `The role register has no e-mail address for ${a('person', 'the person')}, so no commit can be known as theirs. Add the `
    + `addresses that they use in git to \`emails\`.`,
  // role
  'no-role': a => `The record names ${given(a, 'role', 'the role ', ', which the role register does not have') || 'no role'}, so nobody can tell whether its person was entitled. Name the role in which they acted.`,
  // none
  'no-day': () => 'The record names no day that exists, so nobody can tell who held the role then. Write the day on which it was done in `on`.',
  // day (of the record), other (day of the content), commit
  'day-before-content': a => `The record says ${a('day', 'a day')}, but what it approves was written only on ${a('other', 'a later day')} (commit ${a('commit', 'in the history')}), by the dates of the commits. Correct the day, or have the text approved anew.`,
  // none
  'no-digest': () => 'The record has no fingerprint (`digest`) of what was approved, so it fits any text. Have the approval recorded anew with *Approve…*, '
    + 'which writes one.',
  // algorithm
  'unknown-algorithm': a => `The fingerprint of the record was made by ${a('algorithm', 'a way of computing it')}, which this release cannot compute. Look at `
    + `it with the release that made it, or a later one.`,
  // version
  'history-damaged': a => `What ${version(a)} held cannot be read, so the record cannot be held against it. Check the file and, `
    + `with \`git fsck\`, the repository; a fresh clone often helps.`,
  // version, day (of the first commit), commit
  'before-history': a => `The history of this document begins on ${a('day', 'a later day')}, after ${version(a)} was approved: the documents were kept elsewhere then. What was approved cannot be looked up here; keep the earlier repository or its archive.`,
  // version, digest (of the record), other (of the content), commit
  'digest-differs': a => `The content of ${version(a)} is not what the record approves: its fingerprint is ${a('other', 'another one')}, that of the record `
    + `${a('digest', 'differs')}${
    given(a, 'commit', ' (looked at as of commit ', ')')}. Compare the two; then approve the new content under a new version, or take the change back.`,
  // version (of the record), other (of the document), commit
  'version-unknown': a => `The record is about ${version(a)}, but the document ${given(a, 'commit', 'had at commit ', '') || 'has'} `
    + `${given(a, 'other', 'version ', '') || 'no such version'}. Correct the version in the record, `
    + 'or approve the version that is meant.',
  // person, role, roleTitle, day, holders
  'role-not-held': a => `${a('person', 'The person')} did not hold ${role(a)} on ${a('day', 'that day')}; `
    + `${given(a, 'holders', 'it was held by ', '') || 'nobody held it'}. Correct \`holders\` in the role register if that is `
    + 'out of date; else have a holder approve.',
  // role (of the header), roleTitle, other (role of the record)
  'role-not-approver': a => `The document is to be approved by ${role(a)}; there is only a record in the role ${a('other', 'of somebody else')}. Have it `
    + `approved in the role that its \`approver\` names.`,
  // person, commit (one or several), same ('yes': in the commit of the record)
  'own-content': a => `${a('person', 'The person')} wrote part of this content since the previous approved version (commit ${a('commit', 'in the history')}${
    a('same', '') === '' ? '' : ', together with the record'}), and nobody approves their own work. Have another holder of the role approve it.${
    a('same', '') === '' ? '' : ' Where the approver only squashed what somebody else wrote, it looks the same; merging without squashing avoids that.'}`,
  // day, today
  'day-in-future': a => `The record says ${a('day', 'a day')}, which lies after today${given(a, 'today', ' (', ')')}. Correct the day.`,
  // person (of the record), other (of the header)
  'person-differs': a => `The header names ${a('other', 'somebody else')} in \`approvedBy\`, the record ${a('person', 'another person')}. Correct the one that `
    + `is wrong.`,
  // blob
  'blob-not-in-history': a => `The very file that the record names (\`blob\` ${a('blob', 'of git')}) is not in the history of the document: it was approved in `
    + `another state than any that was committed. The content counts, not the file.`,
  // day, other (day of the commit), commit
  'day-after-commit': a => `The record says ${a('day', 'a day')}, but was committed before that, on ${a('other', 'an earlier day')} (commit `
    + `${a('commit', 'of the record')}).`,
  // day, other (day of the parent), commit
  'date-before-parent': a => `Commit ${a('commit', 'of the record')} is dated ${a('day', 'earlier')}, before ${a('other', 'the day')} of the commit that it `
    + `follows. Dates in git are what the writer's machine said; the order is certain.`,
  // day, commit, today
  'date-in-future': a => `Commit ${a('commit', 'of the record')} is dated ${a('day', 'in the future')}, after today${given(a, 'today', ' (', ')')}. Dates in `
    + `git are what the writer's machine said.`,
  // day (of the record), other (day of the commit), commit
  'brought-later': a => `The record says ${a('day', 'a day')}, but came only on ${a('other', 'a later day')} (commit ${a('commit', 'of the record')}): nobody but its author knows whether it was done then.`,
  // tag, other (the name inside), commit
  'tag-name-differs': a => `The tag ${a('tag', 'here')} says inside that it is called ${a('other', 'otherwise')}: it was moved about. Compare it with what an earlier evidence pack or another copy of the repository says.`,
};

const FETCH = 'Fetch the rest with `git fetch --unshallow`; in a pipeline set `fetch-depth: 0` (GitHub) or `GIT_DEPTH: 0` (GitLab).';

function version(a: Args): string { return given(a, 'version', 'version ', '') || 'this version'; }
function role(a: Args): string {
  const id = a('role', ''), title = a('roleTitle', '');
  return id === '' ? 'the role' : title === '' || title === id ? id : `${title} (${id})`;
}
function given(a: Args, name: string, before: string, after: string): string {
  const value = a(name, '');
  return value === '' ? '' : before + value + after;
}

/** The sentence of a reason. `names`: the title of a role or name of a person by id, where the arguments hold ids alone. */
export function reasonSentence({ code, args }: Reason, names?: (id: string) => string | undefined): string {
  const value = (name: string): string => {
    const found = Object.hasOwn(args, name) ? args[name] ?? '' : '';
    if (name === 'roleTitle' && found === '') return names?.(args['role'] ?? '') ?? '';
    return name === 'person' || name === 'other' ? names?.(found) ?? found : name === 'commit' || name === 'blob' ? inShort(found) : found;
  };
  return REASONS[code]((name, otherwise) => value(name) || otherwise);
}

/** Ids of git as people read them. */
function inShort(ids: string): string { return ids.replace(/\b([0-9a-f]{12})(?:[0-9a-f]{52}|[0-9a-f]{28})\b/g, '$1'); }

/** What an approval is worth and why: the sentences of its reasons, the one that decides first, and what is noticed beside. */
export function approvalSentence({ reasons, remarks }: Approval, model: Pick<Model, 'item'>): string {
  return [...new Set([...reasons, ...remarks].map(each => reasonSentence(each, id => model.item(id)?.title)))].join(' ');
}

/** That the content is no longer what was approved under its version, and since when. */
export function changedSentence({ version, record, approvedIn, commit, on, by }: ChangedSinceApproval): string {
  const approved = [...(record === undefined ? [] : [`record ${record}`]), ...(approvedIn === undefined ? [] : [`commit ${inShort(approvedIn)}`])].join(', ');
  const since = commit === undefined ? '; the change is not committed yet, or not to be found in the history'
    : ` since commit ${inShort(commit)}${by === undefined ? '' : ` by ${by}`}${on === undefined ? '' : ` on ${on}`}`;
  return `The content is not what was approved as version ${version}${approved === '' ? '' : ` (${approved})`}${since}. Approve it under a new version, or take `
    + `the change back.`;
}

const NO_HISTORY: Readonly<Record<NoHistory['reason'], (detail: string) => string>> = {
  'off': () => 'The history is not looked at, because sms.yaml says `history: off`. Approvals are shown as claimed.',
  'not-a-repository': () => 'This folder is not in a git repository, so nobody can see from its history who wrote and who approved; approvals are claimed. '
    + 'Checking goes on without. Put the folder under git to have that.',
  'no-commits': () => 'Nothing is committed in this git repository yet, so there is no history; approvals are claimed until there is. Commit the documents.',
  'bare': () => 'This is a bare git repository: it has a history but no files that could be checked. Clone it, and look at the clone.',
  'git-missing': detail => `Git was not found on this machine, so the history cannot be read, and approvals are claimed${between(detail)}. Install git, or tell `
    + `the path of the program: in VS Code by the setting \`sms.git.path\`, else by \`SMS_GIT\` in your environment.`,
  'git-too-old': detail => `The git of this machine is too old to be asked safely${between(detail)}. Update git; until then approvals are claimed.`,
  'foreign-owner': detail => `The repository belongs to another user of this machine, and git refuses to read it, since its settings could run programs in your `
    + `name. Checking goes on without history. If you trust it, allow it yourself with \`git config --global --add safe.directory FOLDER\`${between(detail)}.`,
  'elsewhere': detail => `What stands here as \`.git\` leads to a repository elsewhere, or one that keeps its files elsewhere${between(detail)}. Its history is `
    + `not taken for that of this folder. Open the folder where the repository has its files.`,
  'damaged': detail => `The git repository is damaged, so its history cannot be trusted or read${between(detail)}. Look at it with \`git fsck\`, and fetch or `
    + `clone it anew; the files here are checked all the same.`,
  'too-slow': detail => `Git took too long over the history, and was stopped${between(detail)}. Checking goes on without. Try again when the machine is less `
    + `busy; \`git gc\` makes a large repository faster, and \`SMS_GIT_SECONDS\` in your environment gives it more than 20 seconds.`,
  'bad-revision': detail => `Git knows no commit of that name${detail === '' ? '' : `: ${detail}`}. Give the name of a branch, a tag, or the id of a commit.`,
  'not-trusted': () => 'This folder is not trusted in VS Code, so git is not asked there, and approvals are shown as claimed. Trust the folder to see its history.',
  'failed': detail => `Git could not tell the history${between(detail)}. Checking goes on without, and approvals are claimed. Try \`git log\` in the folder: `
    + `what it says there helps on.`,
};

function between(detail: string): string { return detail === '' ? '' : ` (${detail})`; }

/** Why there is no history, what that means, and what to do. */
export function noHistorySentence({ reason, detail }: NoHistory): string { return NO_HISTORY[reason](detail.replace(/\s+/g, ' ').trim().replace(/[.]$/, '')); }

/** That older commits are not known. */
export function cutSentence({ reason, at }: NonNullable<History['cut']>): string {
  const place = at.length === 0 ? '' : ` It ends at commit ${(at[0] ?? '').slice(0, 12)}${at.length === 1 ? '' : ` and ${at.length - 1} more`}.`;
  return reason === 'shallow'
    ? `The history is incomplete: this is a shallow copy of the repository, and what came before seems to begin with its oldest commit.${place} ${FETCH}`
    : `The history is incomplete: older commits are missing from this copy of the repository.${place} Fetch them with \`git fetch\`, or clone the repository anew.`;
}

const IGNORED: Readonly<Record<History['ignored'][number], string>> = {
  'replace-refs': 'The repository has replacement objects (`refs/replace`), by which git shows other commits than those that were made. They are left out of '
    + 'account here: `git log` may show something else.',
  'grafts': 'The repository has grafts (`info/grafts`), by which git shows another line of commits than the one that was made. They are left out of account '
    + 'here: `git log` may show something else.',
  'mailmap': 'The repository has a `.mailmap`, by which git shows other names and addresses than those in the commits. Here people are told by the addresses as '
    + 'committed; other addresses of a person belong in `emails` of the role register.',
};

/** What would show another history and is left out of account. */
export function ignoredSentence(ignored: History['ignored'][number]): string { return IGNORED[ignored]; }

const UNDERWAY: Readonly<Record<NonNullable<History['underway']>, string>> = {
  'merge': 'A merge', 'rebase': 'A rebase', 'bisect': 'A search by bisection', 'cherry-pick': 'A cherry-pick', 'revert': 'A revert',
};

/** That this is no moment to commit what was written. */
export function commitUnderwaySentence(underway: NonNullable<History['underway']>): string {
  return `${UNDERWAY[underway]} is under way in this repository and not finished: a commit made now goes into it or is left behind by it, and to stop it may `
    + `take back what was written here. Finish it first.`;
}

/** That the files stand between two states. */
export function underwaySentence(underway: NonNullable<History['underway']>): string {
  return `${UNDERWAY[underway]} is under way in this repository and not finished, so the files stand between two states. Finish it, or stop it with \`git `
    + `${underway} ${underway === 'bisect' ? 'reset' : '--abort'}\`, before you rely on what is shown.`;
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

/** What a signature is worth; never more than the keys that the user or the machine trusts. */
export function signatureSentence({ state, signer, key, detail }: Signature): string {
  const whose = signer === undefined ? '' : ` by ${signer}`, why = detail === undefined || detail === '' ? '' : ` (${detail})`, by = key === undefined ? 'a '
    + 'key' : `the key ${key}`;
  switch (state) {
    case 'good-trusted': return `Signed${whose} with a key that you trust${key === undefined ? '' : ` (${key})`}.`;
    case 'good-untrusted': return `Signed with ${by}, and unchanged since; whose key that is, nobody here vouches for${why}. Add the key to your own list of `
      + `trusted keys if you know whose it is.`;
    case 'bad': return `The signature does not fit: the commit was changed after it was signed, or the signature was taken from elsewhere${why}. Ask `
      + `${signer ?? 'the person it names'} before you rely on it.`;
    case 'unsigned': return 'Not signed.';
    case 'cannot-check': return `Signed, but the signature cannot be checked here${why}. Install the program that checks it, or set your list of trusted keys.`;
  }
}
