import { Repository } from '../support/repository.js';
import { approved, BOT, clone, DAY, digestOfText, DOCUMENT, draftAndApprove, judge, LENA, mail, RECORD, recordOf, SASKIA, smallSms, TOM, verdictOf, type Verdict } from './judged.js';

/** What a history is to be judged as, with the commits that the verdict names. `folder`: where it is looked at, if not where it was made. */
export interface Told extends Verdict { commits: Readonly<Record<string, string>>; folder?: string }

/** One history, made anew by script each time. */
export interface Story { name: string; tell(repository: Repository): Told; files?: Readonly<Record<string, string>> }

const evidenced = (commits: Told['commits'], flagged: string[] = []): Told => ({ state: 'evidenced', code: 'own-commit', commit: 'approval', flagged, commits });
const claimed = (code: string, commit: string, commits: Told['commits'], flagged: string[] = []): Told => ({ state: 'claimed', code, commit, flagged, commits });
const contradicted = (code: string, commit: string, commits: Told['commits'], flagged: string[] = []): Told => ({ state: 'contradicted', code, commit, flagged, commits });

/** Tells a story and judges it. */
export async function judgeStory({ tell, files }: Story): Promise<{ wanted: Verdict; found: Verdict }> {
  const repository = await smallSms(files);
  try {
    const { commits, folder = repository.path, ...wanted } = tell(repository);
    return { wanted, found: verdictOf(await judge(folder, { environment: repository.environment }), commits) };
  } finally {
    repository.remove();
  }
}

const SELF = 'doc-approval-invalid own-content', CHANGED = 'doc-changed-without-version record';
const anew = { version: '1.1', words: 'Mail is for work and for birthdays.' };
const nextRecord = 'approvals/DOC-MAIL/1.1-ROLE-SD.yaml';
const nextRecordOf = (text: string, more: Record<string, string> = {}): string => recordOf(text, { id: 'APR-MAIL-2', version: '1.1', ...more });

/** Lena approves what stands there as version 1.1. */
function approveNext(repository: Repository, file = DOCUMENT, fields: Record<string, string> = {}): string {
  const text = approved({ ...anew, ...fields });
  return repository.write({ [file]: text, [nextRecord]: nextRecordOf(text) }).commit({ author: LENA, message: 'Approve 1.1' });
}

/** The twelve of issue 3; some in more than one form. */
export const TWELVE: readonly { name: string; stories: readonly Story[] }[] = [
  { name: 'squash merge', stories: [
    { name: 'draft and approval squashed into one commit of somebody else', tell: repository => {
      repository.branch('change');
      draftAndApprove(repository);
      repository.checkout('main');
      const squash = repository.squash('change', { author: TOM });
      return claimed('commit-of-other', 'squash', { squash });
    } },
  ] },
  { name: 'rebase merge', stories: [
    { name: 'the approver is the author still, somebody else committed', tell: repository => {
      repository.branch('change');
      draftAndApprove(repository);
      repository.checkout('main').write({ 'notes.md': 'Elsewhere.\n' }).commit({ author: TOM });
      repository.checkout('change');
      const approval = repository.rebase('main', { committer: TOM });
      repository.checkout('main').git('merge', '-q', '--ff-only', 'change');
      return claimed('committed-by-other', 'approval', { approval });
    } },
    { name: 'the approver rebased it', tell: repository => {
      repository.branch('change');
      draftAndApprove(repository);
      repository.checkout('main').write({ 'notes.md': 'Elsewhere.\n' }).commit({ author: TOM });
      repository.checkout('change');
      const approval = repository.rebase('main', { committer: LENA });
      return evidenced({ approval });
    } },
  ] },
  { name: 'bot merge', stories: [
    { name: 'a robot writes what was approved elsewhere; its trailers replace nothing', tell: repository => {
      repository.write({ [DOCUMENT]: mail() }).commit({ author: TOM });
      const bot = repository.write({ [DOCUMENT]: approved(), [RECORD]: recordOf(approved()) }).commit({ author: BOT, message: 'Approve (#41)\n\nApproved-by: Lena Maas <lena@example.org>\nCo-authored-by: Lena Maas <lena@example.org>' });
      return claimed('commit-of-other', 'bot', { bot });
    } },
    { name: 'a robot merges, and the commit of the approver stays', tell: repository => {
      repository.branch('change');
      const { approval } = draftAndApprove(repository);
      repository.checkout('main').merge('change', { author: BOT });
      return evidenced({ approval });
    } },
  ] },
  { name: 'self-approval', stories: [
    { name: 'the approver wrote it', tell: repository => {
      const draft = repository.write({ [DOCUMENT]: mail() }).commit({ author: LENA });
      repository.write({ [DOCUMENT]: approved(), [RECORD]: recordOf(approved()) }).commit({ author: LENA });
      return contradicted('own-content', 'draft', { draft }, [SELF]);
    } },
    { name: 'the approver wrote it under another of their addresses', tell: repository => {
      const draft = repository.write({ [DOCUMENT]: mail() }).commit({ author: 'L. <Lena.Maas@home.example>' });
      repository.write({ [DOCUMENT]: approved(), [RECORD]: recordOf(approved()) }).commit({ author: LENA });
      return contradicted('own-content', 'draft', { draft }, [SELF]);
    } },
    { name: 'the approver rewrote a part while approving', tell: repository => {
      const text = approved({ words: 'Mail is for work, and for lunch.' });
      repository.write({ [DOCUMENT]: mail() }).commit({ author: TOM });
      const approval = repository.write({ [DOCUMENT]: text, [RECORD]: recordOf(text) }).commit({ author: LENA });
      return contradicted('own-content', 'approval', { approval }, [SELF]);
    } },
  ] },
  { name: 'role change', stories: [
    { name: 'somebody else held the role on the day', tell: repository => {
      const text = approved({ approver: 'ROLE-NEW' });
      repository.write({ [DOCUMENT]: mail({ approver: 'ROLE-NEW' }) }).commit({ author: TOM });
      repository.write({ [DOCUMENT]: text, [RECORD]: recordOf(text, { role: 'ROLE-NEW' }) }).commit({ author: LENA });
      return contradicted('role-not-held', '', {}, ['doc-approval-invalid role-not-held']);
    } },
    { name: 'the role was held on the day, and by now by somebody else', tell: repository => {
      const text = approved({ approver: 'ROLE-OLD' });
      repository.write({ [DOCUMENT]: mail({ approver: 'ROLE-OLD' }) }).commit({ author: TOM });
      const approval = repository.write({ [DOCUMENT]: text, [RECORD]: recordOf(text, { role: 'ROLE-OLD' }) }).commit({ author: LENA });
      return evidenced({ approval });
    } },
  ] },
  { name: 'approval before the last edit', stories: [
    { name: 'the content was changed after it was approved', tell: repository => {
      draftAndApprove(repository);
      const edit = repository.write({ [DOCUMENT]: approved({ words: 'Mail is for fun.' }) }).commit({ author: TOM });
      return contradicted('digest-differs', '', { edit }, ['changed in edit', CHANGED]);
    } },
    { name: 'and the change was taken back', tell: repository => {
      const { approval } = draftAndApprove(repository);
      repository.write({ [DOCUMENT]: approved({ words: 'Mail is for fun.' }) }).commit({ author: TOM });
      repository.write({ [DOCUMENT]: approved() }).commit({ author: TOM });
      return evidenced({ approval });
    } },
  ] },
  { name: 'rename and rewrite', stories: [
    { name: 'another file with another text and the same id goes on from what was approved', tell: repository => {
      const file = 'rules/use-of-mail.yaml';
      draftAndApprove(repository);
      repository.write({ [DOCUMENT]: undefined, [file]: yamlMail('1.1', 'in-review') }).commit({ author: TOM });
      const text = yamlMail('1.1', 'approved');
      const approval = repository.write({ [file]: text, [nextRecord]: recordInYaml(text) }).commit({ author: LENA });
      return evidenced({ approval });
    } },
    { name: 'what the approver wrote before the file went elsewhere counts', tell: repository => {
      const file = 'rules/use-of-mail.yaml';
      draftAndApprove(repository);
      const own = repository.write({ [DOCUMENT]: mail(anew) }).commit({ author: LENA });
      repository.write({ [DOCUMENT]: undefined, [file]: yamlMail('1.1', 'in-review') }).commit({ author: TOM });
      const text = yamlMail('1.1', 'approved');
      repository.write({ [file]: text, [nextRecord]: recordInYaml(text) }).commit({ author: LENA });
      return contradicted('own-content', 'own', { own }, [SELF]);
    } },
  ] },
  { name: 'force push', stories: [
    { name: 'the file that was approved is in no commit, its content is', tell: repository => {
      const start = repository.git('rev-parse', 'HEAD');
      repository.write({ [DOCUMENT]: mail() }).commit({ author: TOM });
      const text = approved({ comment: '# as shown in the meeting\n' });
      repository.write({ [DOCUMENT]: text }).commit({ author: TOM });
      const blob = repository.git('rev-parse', `HEAD:${DOCUMENT}`);
      repository.git('reset', '-q', '--hard', start);
      repository.write({ [DOCUMENT]: mail() }).commit({ author: TOM });
      const approval = repository.write({ [DOCUMENT]: approved(), [RECORD]: recordOf(text, { blob }) }).commit({ author: LENA });
      return evidenced({ approval }, ['blob-not-in-history']);
    } },
    { name: 'what was approved was replaced by another text', tell: repository => {
      const start = repository.git('rev-parse', 'HEAD');
      draftAndApprove(repository);
      repository.git('reset', '-q', '--hard', start);
      const words = 'Mail is for fun.', record = recordOf(approved());
      repository.write({ [DOCUMENT]: mail({ words }) }).commit({ author: TOM });
      repository.write({ [DOCUMENT]: approved({ words }), [RECORD]: record }).commit({ author: LENA });
      return contradicted('digest-differs', '', {}, ['doc-approval-invalid digest']);
    } },
    { name: 'somebody wrote all commits anew', tell: repository => {
      const start = repository.git('rev-parse', 'HEAD');
      draftAndApprove(repository);
      repository.git('reset', '-q', '--soft', start);
      const all = repository.commit({ author: TOM });
      return claimed('commit-of-other', 'all', { all });
    } },
  ] },
  { name: 'moved tag', stories: [
    { name: 'a tag with another name inside', tell: repository => {
      const { approval } = draftAndApprove(repository);
      repository.tag('mail-1.0', { message: 'Version 1.0', author: LENA });
      repository.git('update-ref', 'refs/tags/mail-9.9', 'refs/tags/mail-1.0');
      return evidenced({ approval }, ['timeline tag-name-differs', 'tag mail-9.9 is mail-1.0 inside']);
    } },
    { name: 'a tag moved to a later text makes nobody approve it', tell: repository => {
      draftAndApprove(repository);
      repository.tag('mail-1.0', { message: 'Version 1.0', author: LENA });
      const edit = repository.write({ [DOCUMENT]: approved({ words: 'Mail is for fun.' }) }).commit({ author: TOM });
      repository.tag('mail-1.0', { message: 'Version 1.0', author: LENA });
      return contradicted('digest-differs', '', { edit }, ['changed in edit', CHANGED]);
    } },
  ] },
  { name: 'forged date', stories: [
    forged('2001-01-01T09:00:00+00:00', ['day-after-commit', 'date-before-parent', 'timeline date-before-parent']),
    forged('2099-01-01T09:00:00+00:00', ['brought-later', 'timeline date-in-future']),
    forged('2026-01-05T08:00:00+00:00', ['date-before-parent', 'timeline date-before-parent']),
  ] },
  { name: 'mailmap', stories: [
    { name: 'the map makes the approver of somebody else', files: { '.mailmap': 'Lena Maas <lena@example.org> Tom Dekker <tom@example.org>\n' }, tell: repository => {
      repository.write({ [DOCUMENT]: mail() }).commit({ author: SASKIA });
      const other = repository.write({ [DOCUMENT]: approved(), [RECORD]: recordOf(approved()) }).commit({ author: TOM });
      return claimed('commit-of-other', 'other', { other }, ['ignored mailmap']);
    } },
    { name: 'the map hides that the approver wrote it', files: { '.mailmap': 'Tom Dekker <tom@example.org> Lena Maas <lena@example.org>\n' }, tell: repository => {
      const draft = repository.write({ [DOCUMENT]: mail() }).commit({ author: LENA });
      repository.write({ [DOCUMENT]: approved(), [RECORD]: recordOf(approved()) }).commit({ author: LENA });
      return contradicted('own-content', 'draft', { draft }, ['ignored mailmap', SELF]);
    } },
  ] },
  { name: 'shallow clone', stories: [
    { name: 'cut behind a commit of somebody else', tell: repository => {
      draftAndApprove(repository);
      const last = repository.write({ 'notes.md': 'Elsewhere.\n' }).commit({ author: TOM });
      return { ...claimed('history-cut', 'last', { last }, ['cut shallow', 'incomplete']), folder: clone(repository, 'shallow', '--depth', '1') };
    } },
    { name: 'cut at the approval: who wrote the content is not known', tell: repository => {
      const { approval } = draftAndApprove(repository);
      return { ...claimed('history-cut', 'approval', { approval }, ['cut shallow', 'incomplete']), folder: clone(repository, 'shallow', '--depth', '1') };
    } },
    { name: 'cut behind the approval of the version before: all that matters is there', tell: repository => {
      draftAndApprove(repository);
      repository.write({ [DOCUMENT]: mail(anew) }).commit({ author: TOM });
      const approval = approveNext(repository);
      return { ...evidenced({ approval }, ['cut shallow', 'incomplete']), folder: clone(repository, 'shallow', '--depth', '3') };
    } },
  ] },
];

function forged(committed: string, flagged: string[]): Story {
  return { name: `the approval is dated ${committed.slice(0, 16)}`, tell: repository => {
    repository.write({ [DOCUMENT]: mail() }).commit({ author: TOM, date: '2026-01-05T12:00:00+00:00' });
    const approval = repository.write({ [DOCUMENT]: approved(), [RECORD]: recordOf(approved()) }).commit({ author: LENA, date: '2026-01-05T13:00:00+00:00', committed });
    return evidenced({ approval }, flagged);
  } };
}

function yamlMail(version: string, status: string): string {
  return `# written anew, for the intranet\nstatus: ${status}\nid: DOC-MAIL\nversion: ${version}\nkind: document\ntitle: Electronic mail and chat at work\nowner: ROLE-SMM\napprover: ROLE-SD\n${
    status === 'approved' ? `approvedOn: ${DAY}\neffectiveFrom: ${DAY}\n` : ''}`;
}

function recordInYaml(text: string): string { return recordOf(text, { id: 'APR-MAIL-2', version: '1.1', digest: digestOfText('x.yaml', text) }); }

/** A document of its own for what goes beside the twelve. */
const draft = (repository: Repository, fields: Record<string, string> = {}): string => repository.write({ [DOCUMENT]: mail(fields) }).commit({ author: TOM });
const approveWith = (repository: Repository, of: Record<string, string | undefined>, author = LENA, fields: Record<string, string> = {}): string =>
  repository.write({ [DOCUMENT]: approved(fields), [RECORD]: recordOf(approved(fields), of) }).commit({ author });

export const VARIANTS: readonly Story[] = [
  { name: 'the approver committed what somebody else wrote', tell: repository => {
    repository.write({ [DOCUMENT]: mail() }).commit({ author: TOM, committer: LENA });
    return evidenced({ approval: approveWith(repository, {}) });
  } },
  { name: 'a trailer names the approver as one who wrote it: trailers are claims', tell: repository => {
    repository.write({ [DOCUMENT]: mail() }).commit({ author: TOM, message: 'Draft\n\nCo-authored-by: Lena Maas <lena@example.org>' });
    return evidenced({ approval: approveWith(repository, {}) });
  } },
  { name: 'the approver changed the content in a merge', tell: repository => {
    draft(repository);
    repository.branch('side').write({ [DOCUMENT]: mail({ words: 'Mail is for work on one side.' }) }).commit({ author: TOM });
    repository.checkout('main').write({ 'notes.md': 'Elsewhere.\n' }).commit({ author: TOM });
    repository.git('merge', '-q', '--no-ff', '--no-commit', 'side');
    const merge = repository.write({ [DOCUMENT]: mail({ words: 'Mail is for what Lena likes.' }) }).commit({ author: LENA, message: 'Merge side' });
    approveWith(repository, {}, LENA, { words: 'Mail is for what Lena likes.' });
    return contradicted('own-content', 'merge', { merge }, [SELF]);
  } },
  { name: 'the approver merged and changed nothing', tell: repository => {
    draft(repository);
    repository.branch('side').write({ [DOCUMENT]: mail({ words: 'Mail is for work on one side.' }) }).commit({ author: TOM });
    repository.checkout('main').write({ 'notes.md': 'Elsewhere.\n' }).commit({ author: TOM });
    repository.merge('side', { author: LENA });
    return evidenced({ approval: approveWith(repository, {}, LENA, { words: 'Mail is for work on one side.' }) });
  } },
  { name: 'somebody else changed what the record says', tell: repository => {
    draftAndApprove(repository);
    const other = repository.write({ [RECORD]: recordOf(approved(), { comment: 'All agreed.' }) }).commit({ author: TOM });
    return claimed('commit-of-other', 'other', { other });
  } },
  { name: 'somebody else wrote a comment into the record', tell: repository => {
    const { approval } = draftAndApprove(repository);
    repository.write({ [RECORD]: `# filed by Tom\n${recordOf(approved())}` }).commit({ author: TOM });
    return evidenced({ approval });
  } },
  { name: 'somebody else moved the record', tell: repository => {
    const { approval } = draftAndApprove(repository);
    repository.rename(RECORD, 'records/mail.yaml').commit({ author: TOM });
    return evidenced({ approval });
  } },
  { name: 'somebody else deleted the record and brought it again', tell: repository => {
    draftAndApprove(repository);
    repository.write({ [RECORD]: undefined }).commit({ author: LENA });
    const again = repository.write({ [RECORD]: recordOf(approved()) }).commit({ author: TOM });
    return claimed('commit-of-other', 'again', { again });
  } },
  { name: 'two branches changed parts of the content, and neither was the approver', tell: repository => {
    const lines = (first: string, last: string): Record<string, string> => ({ words: `${first}\n\nBetween.\n\nBetween.\n\nBetween.\n\n${last}` });
    draft(repository, lines('One.', 'Two.'));
    repository.branch('side').write({ [DOCUMENT]: mail(lines('One.', 'Two, anew.')) }).commit({ author: TOM });
    repository.checkout('main').write({ [DOCUMENT]: mail(lines('One, anew.', 'Two.')) }).commit({ author: SASKIA });
    repository.merge('side', { author: TOM });
    return evidenced({ approval: approveWith(repository, {}, LENA, lines('One, anew.', 'Two, anew.')) });
  } },
  { name: 'two branches changed parts of the content, and one of them was the approver', tell: repository => {
    const lines = (first: string, last: string): Record<string, string> => ({ words: `${first}\n\nBetween.\n\nBetween.\n\nBetween.\n\n${last}` });
    draft(repository, lines('One.', 'Two.'));
    const own = repository.branch('side').write({ [DOCUMENT]: mail(lines('One.', 'Two, anew.')) }).commit({ author: LENA });
    repository.checkout('main').write({ [DOCUMENT]: mail(lines('One, anew.', 'Two.')) }).commit({ author: SASKIA });
    repository.merge('side', { author: TOM });
    approveWith(repository, {}, LENA, lines('One, anew.', 'Two, anew.'));
    return contradicted('own-content', 'own', { own }, [SELF]);
  } },
  { name: 'the approver edited the approved text before the version was raised', tell: repository => {
    draftAndApprove(repository);
    const own = repository.write({ [DOCUMENT]: approved({ words: anew.words }) }).commit({ author: LENA });
    repository.write({ [DOCUMENT]: mail(anew) }).commit({ author: TOM });
    approveNext(repository);
    return contradicted('own-content', 'own', { own }, [SELF]);
  } },
  { name: 'the approver wrote the version before, which somebody else approved', tell: repository => {
    repository.write({ [DOCUMENT]: mail({ approver: 'ROLE-NEW' }) }).commit({ author: LENA });
    const text = approved({ approver: 'ROLE-NEW' });
    repository.write({ [DOCUMENT]: text, [RECORD]: recordOf(text, { role: 'ROLE-NEW', person: 'PER-SH' }) }).commit({ author: SASKIA });
    repository.write({ [DOCUMENT]: mail(anew) }).commit({ author: TOM });
    return evidenced({ approval: approveNext(repository) });
  } },
  { name: 'a record without a digest fits anything', tell: repository => {
    draft(repository);
    approveWith(repository, { digest: undefined });
    return claimed('no-digest', '', {});
  } },
  { name: 'a digest of an algorithm that is not known', tell: repository => {
    draft(repository);
    approveWith(repository, { digest: `sms9:${'0'.repeat(64)}` });
    return claimed('unknown-algorithm', '', {}, ['doc-approval-invalid algorithm']);
  } },
  { name: 'a record that names no person', tell: repository => {
    draft(repository);
    approveWith(repository, { person: undefined });
    return claimed('no-person', '', {});
  } },
  { name: 'a person without an e-mail address', tell: repository => {
    draft(repository);
    approveWith(repository, { person: 'PER-XX' });
    return claimed('person-without-email', '', {});
  } },
  { name: 'a record of somebody from outside', tell: repository => {
    draft(repository);
    approveWith(repository, { person: undefined, role: undefined, party: 'CUS-BOREAL', name: 'J. Vermeer' });
    return claimed('outside-party', '', {});
  } },
  { name: 'an e-mail address in other capitals', tell: repository => {
    draft(repository);
    return evidenced({ approval: approveWith(repository, {}, 'Lena Maas <Lena@Example.ORG>') });
  } },
  { name: 'an e-mail address that looks alike', tell: repository => {
    draft(repository);
    const other = approveWith(repository, {}, 'Lena Maas <lena@exampIe.org>');
    return claimed('commit-of-other', 'other', { other });
  } },
  { name: 'a document that had another id when it was approved', tell: repository => {
    draft(repository, { id: 'DOC-POST' });
    const then = approved({ id: 'DOC-POST' });
    repository.write({ [DOCUMENT]: then, [RECORD]: recordOf(then, { artefact: 'DOC-POST' }) }).commit({ author: LENA });
    const own = repository.write({ [DOCUMENT]: mail({ ...anew, id: 'DOC-POST' }) }).commit({ author: LENA });
    repository.write({ [DOCUMENT]: undefined, 'rules/mail.md': mail({ ...anew, aliases: '[DOC-POST]' }) }).commit({ author: TOM });
    approveNext(repository, 'rules/mail.md', { aliases: '[DOC-POST]' });
    return contradicted('own-content', 'own', { own }, [SELF]);
  } },
  { name: 'a record that is not committed', tell: repository => {
    draft(repository);
    repository.write({ [DOCUMENT]: approved() }).commit({ author: TOM });
    repository.write({ [RECORD]: recordOf(approved()) });
    return claimed('not-committed', '', {});
  } },
  { name: 'a record that was changed on disk', tell: repository => {
    draftAndApprove(repository);
    repository.write({ [RECORD]: recordOf(approved(), { comment: 'All agreed.' }) });
    return claimed('not-committed', '', {});
  } },
  { name: 'no record at all', tell: repository => {
    repository.write({ [DOCUMENT]: approved() }).commit({ author: LENA });
    return claimed('no-record', '', {});
  } },
  { name: 'a record in another role than that of the approver', tell: repository => {
    draft(repository);
    approveWith(repository, { role: 'ROLE-OLD' });
    return claimed('role-not-approver', '', {});
  } },
  { name: 'a day before the content was written, and the digest of another text', tell: repository => {
    draft(repository);
    approveWith(repository, { digest: `sms1:${'0'.repeat(64)}` });
    return contradicted('digest-differs', '', {}, ['doc-approval-invalid digest']);
  } },
  // What a judgement must not be led astray by.
  { name: 'the record came before the content, which the approver wrote', tell: repository => {
    const text = approved({ words: anew.words });
    draft(repository);
    repository.write({ [RECORD]: recordOf(text) }).commit({ author: LENA });
    const own = repository.write({ [DOCUMENT]: text }).commit({ author: LENA });
    return contradicted('own-content', 'own', { own }, [SELF]);
  } },
  { name: 'the approver gave what they wrote themselves out as an approved version first', tell: repository => {
    const own = repository.write({ [DOCUMENT]: approved({ version: '0.9' }) }).commit({ author: LENA });
    repository.write({ [DOCUMENT]: mail() }).commit({ author: TOM });
    approveWith(repository, {});
    return contradicted('own-content', 'own', { own }, [SELF]);
  } },
  { name: 'the approver brought a record of somebody else for the version before, which they wrote', tell: repository => {
    const before = approved({ version: '0.9' });
    const own = repository.write({ [DOCUMENT]: before, 'approvals/0.9.yaml': recordOf(before, { id: 'APR-0', version: '0.9', person: 'PER-XX' }) }).commit({ author: LENA });
    draft(repository);
    approveWith(repository, {});
    return contradicted('own-content', 'own', { own }, [SELF]);
  } },
  { name: 'what came from a file share as approved counts as the version before', tell: repository => {
    repository.write({ [DOCUMENT]: approved({ version: '0.9' }) }).commit({ author: TOM });
    draft(repository, { words: 'Mail is for work and play.' });
    return evidenced({ approval: approveWith(repository, {}, LENA, { words: 'Mail is for work and play.' }) });
  } },
  { name: 'somebody else made the record speak of another version of the same text', tell: repository => {
    draftAndApprove(repository);
    const other = repository.write({ [DOCUMENT]: approved({ version: '1.1' }), [RECORD]: recordOf(approved(), { version: '1.1' }) }).commit({ author: TOM });
    return claimed('commit-of-other', 'other', { other });
  } },
  { name: 'somebody else changed the day from which it applies in the record', tell: repository => {
    draft(repository);
    approveWith(repository, { effectiveFrom: '2026-06-01' });
    const other = repository.write({ [RECORD]: recordOf(approved(), { effectiveFrom: '2026-02-01' }) }).commit({ author: TOM });
    return claimed('commit-of-other', 'other', { other });
  } },
];

/** Records that lack what evidence needs: none of them is evidenced, whatever else is said of them. */
export const THIN: readonly Story[] = [
  thin('names no role', { role: undefined }),
  thin('names a role that nobody knows', { role: 'ROLE-SDD' }, { approver: 'ROLE-SDD' }),
  thin('has no day', { on: undefined }),
  thin('has a day that does not exist', { on: '2026-02-30' }),
  thin('names no version', { version: undefined }),
  thin('is about no meaning that is known', { meaning: 'seen' }),
];

function thin(name: string, of: Record<string, string | undefined>, fields: Record<string, string> = {}): Story {
  return { name, tell: repository => {
    draft(repository, fields);
    approveWith(repository, of, LENA, fields);
    return { state: 'claimed', code: '', commit: '', flagged: [], commits: {} };
  } };
}
