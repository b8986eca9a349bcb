import assert from 'node:assert/strict';
import type { Repository } from '../support/repository.js';
import { judgeStory, THIN, TWELVE, VARIANTS } from './histories.js';
import { diskFiles } from '../../src/node/disk.js';
import { openHistory } from '../../src/node/git-history.js';
import { Session } from '../../src/session/session.js';
import { approved, BASE, clone, DOCUMENT, judge, LENA, mail, parser, RECORD, recordOf, SASKIA, smallSms, TOM } from './judged.js';

describe('twelve histories', () => {
  for (const { name, stories } of TWELVE) {
    for (const story of stories) {
      it(`${name}: ${story.name}`, async () => {
        const { wanted, found } = await judgeStory(story);
        assert.deepEqual(found, wanted);
      });
    }
  }
});

describe('histories beside these', () => {
  for (const story of VARIANTS) {
    it(story.name, async () => {
      const { wanted, found } = await judgeStory(story);
      assert.deepEqual(found, wanted);
    });
  }
});

describe('a record that lacks what evidence needs', () => {
  for (const story of THIN) {
    it(story.name, async () => {
      const { found } = await judgeStory(story);
      assert.notEqual(found.state, 'evidenced', JSON.stringify(found));
    });
  }
});

describe('approvals of earlier versions, and histories that do not run straight', () => {
  let repository: Repository;
  beforeEach(async () => { repository = await smallSms(); });
  afterEach(() => repository.remove());

  /** State and deciding reason of the approval that a record shows. */
  const stateOf = async (record: string): Promise<string> => {
    const { document } = await judge(repository.path, { environment: repository.environment });
    const approval = document?.approvals.find(each => each.record?.id === record);
    return `${approval?.state ?? 'none'} ${approval?.reasons[0]?.code ?? ''}`;
  };
  const next = { version: '1.1', words: 'Mail is for work and for birthdays.' };
  const draft = (fields: Record<string, string>, author = TOM): string => repository.write({ [DOCUMENT]: mail(fields) }).commit({ author });
  const approve = (fields: Record<string, string>, of: Record<string, string> = {}, author = LENA): string =>
    repository.write({ [DOCUMENT]: approved(fields), [`approvals/${of['id'] ?? '1'}.yaml`]: recordOf(approved(fields), of) }).commit({ author });

  it('an approval stays evidenced when later versions come', async () => {
    draft({});
    approve({});
    draft(next);
    assert.equal(await stateOf('APR-MAIL'), 'evidenced own-commit');
    approve(next, { id: 'APR-2', version: '1.1' });
    assert.equal(await stateOf('APR-MAIL'), 'evidenced own-commit');
    assert.equal(await stateOf('APR-2'), 'evidenced own-commit');
  });

  it('a record that comes when the next version is drafted already is about a version that there was', async () => {
    draft({});
    repository.write({ [DOCUMENT]: approved() }).commit({ author: TOM });
    draft(next);
    repository.write({ [RECORD]: recordOf(approved()) }).commit({ author: LENA });
    assert.equal(await stateOf('APR-MAIL'), 'evidenced own-commit');
  });

  it('a record of a version that there never was is contradicted', async () => {
    draft({});
    repository.write({ [RECORD]: recordOf(approved(), { version: '7.0' }) }).commit({ author: LENA });
    assert.equal(await stateOf('APR-MAIL'), 'contradicted version-unknown');
  });

  it('a record of an earlier version with another digest is contradicted', async () => {
    draft({});
    approve({}, { digest: `sms1:${'0'.repeat(64)}` });
    draft(next);
    assert.equal(await stateOf('APR-MAIL'), 'contradicted digest-differs');
  });

  it('what was approved after a merge that kept one side is the text of that side', async () => {
    draft({ words: 'At first.' });
    repository.branch('side');
    draft({ words: 'Theirs.' });
    repository.checkout('main');
    draft({ words: 'Ours.' });
    repository.git('merge', '-q', '--no-ff', '-s', 'ours', '-m', 'Keep ours', 'side');
    approve({ words: 'Ours.' });
    draft(next);
    assert.equal(await stateOf('APR-MAIL'), 'evidenced own-commit');
  });

  it('the same where the record comes alone', async () => {
    draft({ words: 'At first.' });
    repository.branch('side');
    draft({ words: 'Theirs.' });
    repository.checkout('main');
    repository.write({ [DOCUMENT]: approved({ words: 'Ours.' }) }).commit({ author: TOM });
    repository.git('merge', '-q', '--no-ff', '-s', 'ours', '-m', 'Keep ours', 'side');
    repository.write({ [RECORD]: recordOf(approved({ words: 'Ours.' })) }).commit({ author: LENA });
    draft(next);
    assert.equal(await stateOf('APR-MAIL'), 'evidenced own-commit');
  });

  it('the same with the sides the other way round', async () => {
    draft({ words: 'At first.' });
    repository.branch('side');
    repository.write({ [DOCUMENT]: approved({ words: 'Ours.' }) }).commit({ author: TOM });
    repository.checkout('main');
    draft({ words: 'Theirs.' });
    repository.checkout('side').git('merge', '-q', '--no-ff', '-s', 'ours', '-m', 'Keep ours', 'main');
    repository.write({ [RECORD]: recordOf(approved({ words: 'Ours.' })) }).commit({ author: LENA });
    draft(next);
    assert.equal(await stateOf('APR-MAIL'), 'evidenced own-commit');
  });

  it('a branch that did not know of the version before does not make its content that of the next one', async () => {
    draft({});
    approve({});
    repository.branch('side').write({ [DOCUMENT]: `${approved()}\n<!-- a comment -->\n` }).commit({ author: TOM });
    repository.checkout('main');
    // Lena wrote 1.1, which Saskia approved.
    draft({ ...next, approver: 'ROLE-NEW' }, LENA);
    approve({ ...next, approver: 'ROLE-NEW' }, { id: 'APR-2', version: '1.1', role: 'ROLE-NEW', person: 'PER-SH' }, SASKIA);
    repository.git('merge', '-q', '--no-ff', '-s', 'ours', '-m', 'Merge side', 'side');
    draft({ version: '1.2', words: 'Mail is for work alone.' });
    approve({ version: '1.2', words: 'Mail is for work alone.' }, { id: 'APR-3', version: '1.2' });
    assert.equal(await stateOf('APR-3'), 'evidenced own-commit');
  });

  const STUB = '# Moved\n\nSee the archive.\n', PLACE = 'archive/m.md';

  it('a move that leaves something under the old name makes nobody else the author', async () => {
    draft({ words: 'What Lena wrote.' }, LENA);
    repository.write({ [DOCUMENT]: STUB, [PLACE]: mail({ words: 'What Lena wrote.' }) }).commit({ author: TOM });
    repository.write({ [PLACE]: approved({ words: 'What Lena wrote.' }), [RECORD]: recordOf(approved({ words: 'What Lena wrote.' })) }).commit({ author: LENA });
    assert.equal(await stateOf('APR-MAIL'), 'contradicted own-content');
  });

  it('the same where it was copied first, and another document takes the old name later', async () => {
    draft({}, TOM);
    approve({});
    repository.write({ [PLACE]: approved() }).commit({ author: SASKIA });
    repository.write({ [DOCUMENT]: mail({ id: 'DOC-OTHER', title: 'Other' }) }).commit({ author: SASKIA });
    assert.equal(await stateOf('APR-MAIL'), 'evidenced own-commit');
    const { document } = await judge(repository.path, { environment: repository.environment });
    const other = await judge(repository.path, { environment: repository.environment, id: 'DOC-OTHER' });
    assert.deepEqual([document?.file, document?.commits?.length, document?.obsoleteCopies, other.timeline?.entries.length], [PLACE, 3, [], 1]);
  });

  it('while the next version is written under the same number, the earlier approval stands, and what it approved is in force', async () => {
    draft({});
    approve({});
    draft({ words: 'Mail is for work and for birthdays.', approvedOn: '2026-01-05' });
    assert.equal(await stateOf('APR-MAIL'), 'evidenced own-commit');
    const { result, document } = await judge(repository.path, { environment: repository.environment });
    assert.deepEqual([document?.inForce, document?.versionInForce, document?.status], [false, '1.0', 'in-review']);
    assert.deepEqual(result.findings.filter(({ rule }) => rule === 'doc-approval-invalid' || rule === 'doc-changed-without-version'), []);
  });

  it('a text that could not be read to its end is nobody\'s and evidence of nothing', async () => {
    draft({ words: 'At first.' });
    // Lena writes while the file is broken; Tom mends it.
    repository.write({ [DOCUMENT]: mail({ words: 'All that Lena wanted.' }).replace('owner:', 'owner: "ROLE\nowner:') }).commit({ author: LENA });
    draft({ words: 'All that Lena wanted.' });
    approve({ words: 'All that Lena wanted.' });
    assert.equal(await stateOf('APR-MAIL'), 'claimed history-damaged');
  });

  it('a review of a version that there never was is no review', async () => {
    draft({});
    approve({});
    repository.write({ 'approvals/review.yaml': recordOf(approved(), { id: 'REV-1', version: '99.9', meaning: 'reviewed', digest: undefined, on: '2026-02-01' }) }).commit({ author: LENA });
    assert.equal(await stateOf('REV-1'), 'contradicted version-unknown');
    const { document } = await judge(repository.path, { environment: repository.environment });
    assert.equal(document?.reviewedOn, undefined);
  });

  it('a day before the text was written makes the approval a claim', async () => {
    draft({});
    approve({});
    draft(next);
    approve(next, { id: 'APR-2', version: '1.1', on: '2025-06-01' });
    assert.equal(await stateOf('APR-2'), 'claimed day-before-content');
  });

  it('a document that is not committed yet has no history that an earlier record could contradict', async () => {
    repository.write({ [DOCUMENT]: approved(next), [RECORD]: recordOf(approved()), 'other.txt': 'x' }).git('add', 'other.txt');
    repository.git('commit', '-q', '-m', 'Other');
    assert.equal(await stateOf('APR-MAIL'), 'claimed not-committed');
  });

  it('in a copy that is cut off a change after the approval is told as a change', async () => {
    draft({});
    approve({});
    repository.write({ [DOCUMENT]: approved({ words: 'Something else.' }) }).commit({ author: TOM });
    const whole = await judge(repository.path, { environment: repository.environment });
    const cut = await judge(clone(repository, 'cut', '--depth', '1'), { environment: repository.environment });
    for (const { result } of [whole, cut]) assert.deepEqual(result.findings.filter(({ rule }) => rule.startsWith('doc-')).map(({ rule, message }) => `${rule} ${message}`).filter(each => !each.startsWith('doc-control')), ['doc-changed-without-version record']);
  });

  it('what nothing changed in is judged once', async () => {
    draft({});
    approve({});
    const history = openHistory({ root: repository.path, environment: repository.environment });
    let asked = 0;
    const counting = { ...history, blobs: (ids: readonly string[]) => { asked++; return history.blobs(ids); }, read: () => { asked++; return history.read(); } };
    const session = new Session(diskFiles(repository.path), parser, { history: counting });
    await session.refresh();
    const first = await session.check({ now: new Date('2026-10-15T10:00:00Z') }), after = asked;
    session.setOverlay('roles.yaml', `${BASE['roles.yaml'] ?? ''}# a comment\n`);
    const second = await session.check({ now: new Date('2026-10-15T10:00:00Z') });
    assert.deepEqual([asked, second.control.documents.get('DOC-MAIL')], [after, first.control.documents.get('DOC-MAIL')]);
    repository.write({ 'approvals/1.yaml': undefined }).commit({ author: TOM });
    session.historyMoved();
    await session.changed(['approvals/1.yaml']);
    assert.equal((await session.check({ now: new Date('2026-10-15T10:00:00Z') })).control.documents.get('DOC-MAIL')?.approval?.reasons[0]?.code, 'no-record');
    history.dispose();
  });

  it('two adopted pages with the same bytes are two pages, each with its own id', async () => {
    const config = `${BASE['sms.yaml'] ?? ''}adopt:\n  - { files: "pages/*.md", as: markdown, kind: document, id: { from: path, strip: [pages/, .md] }, fields: { title: title }, set: { version: "1.0", status: approved } }\n`;
    const page = '---\ntitle: A page\n---\n\nThe same words.\n';
    for (const text of [page, `${page}\n`]) repository.write({ 'sms.yaml': config, 'pages/a.md': text, 'pages/b.md': text }).commit({ author: TOM });
    const { result } = await judge(repository.path, { environment: repository.environment });
    assert.deepEqual([...result.control.documents.values()].filter(({ kind }) => kind === 'document').map(({ id, commits, changedSinceApproval }) => [id, commits?.length, changedSinceApproval]), [['a', 2, undefined], ['b', 2, undefined]]);
  });
});
