import assert from 'node:assert/strict';
import type { Repository } from '../support/repository.js';
import { judgeStory, THIN, TWELVE, VARIANTS } from './histories.js';
import { approved, BASE, DOCUMENT, judge, LENA, mail, RECORD, recordOf, SASKIA, smallSms, TOM } from './judged.js';

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

  it('two adopted pages with the same bytes are two pages, each with its own id', async () => {
    const config = `${BASE['sms.yaml'] ?? ''}adopt:\n  - { files: "pages/*.md", as: markdown, kind: document, id: { from: path, strip: [pages/, .md] }, fields: { title: title }, set: { version: "1.0", status: approved } }\n`;
    const page = '---\ntitle: A page\n---\n\nThe same words.\n';
    for (const text of [page, `${page}\n`]) repository.write({ 'sms.yaml': config, 'pages/a.md': text, 'pages/b.md': text }).commit({ author: TOM });
    const { result } = await judge(repository.path, { environment: repository.environment });
    assert.deepEqual([...result.control.documents.values()].filter(({ kind }) => kind === 'document').map(({ id, commits, changedSinceApproval }) => [id, commits?.length, changedSinceApproval]), [['a', 2, undefined], ['b', 2, undefined]]);
  });
});
