import assert from 'node:assert/strict';
import { analyseSafely } from '../../src/session/analyse.js';
import { findingsBetween, review, type Side } from '../../src/session/reviewing.js';
import { Session } from '../../src/session/session.js';
import { UnreadableFile, type Files, type Frame, type Parser } from '../../src/sms/files.js';
import type { ParseJob } from '../../src/sms/parse.js';

const SMS = 'sms: 1\norganization: Tiny\ntimeZone: UTC\nstage: building\n';
const note = (id: string, text: string): string => `---\nkind: document\nid: ${id}\ntitle: ${id} title\nversion: 1\nstatus: draft\n---\n${text}\n`;
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Files in memory; undefined ones cannot be read. `ids`: as git has them. */
function filesOf(texts: Readonly<Record<string, string | undefined>>, ids?: Readonly<Record<string, string>>): Files & { idOf?(file: string): string | undefined; read_: string[] } {
  const read: string[] = [];
  return {
    read_: read, list: () => Promise.resolve({ files: Object.keys(texts).filter(file => file !== 'sms.yaml'), skipped: [] }),
    read: file => { const text = texts[file]; return Promise.resolve(text === undefined ? { ok: false, reason: file in texts ? 'unreadable' : 'vanished', detail: 'x' } : { ok: true, text }); },
    async *stream(file) {
      read.push(file);
      const text = texts[file];
      if (text === undefined) throw new UnreadableFile('unreadable', 'x');
      // In portions, so that a line end may be cut through.
      for (const portion of text.match(/[\s\S]{1,3}/g) ?? []) yield Promise.resolve(bytes(portion));
    },
    ...(ids && { idOf: (file: string) => ids[file] }),
  };
}

class Counting implements Parser {
  readonly parsed: string[] = [];
  parse(jobs: readonly ParseJob[], frame: Frame) {
    this.parsed.push(...jobs.map(({ file }) => file));
    return Promise.resolve(jobs.map(job => analyseSafely(job, frame)));
  }
}

async function checked(files: ReturnType<typeof filesOf>, today = '2026-03-31', known?: Session): Promise<Side & { parsed: string[] }> {
  const parser = new Counting(), session = new Session(files, parser, known && { known });
  await session.refresh();
  return { session, files, parsed: parser.parsed, result: await session.check({ today, now: new Date(0) }) };
}
const FILES = { 'sms.yaml': SMS, 'a.md': note('DOC-A', 'First.'), 'b.md': note('DOC-B', 'See [[DOC-A]] and [[DOC-NONE]].'), 'c.md': note('DOC-C', 'Third.'), 'plan.pdf': 'x\r\ny' };

describe('a review of two checked states', () => {
  it('takes what stands in both from the later one: equal files are parsed once', async () => {
    const after = await checked(filesOf({ ...FILES, 'c.md': note('DOC-C', 'Other.'), 'd.md': note('DOC-D', 'New.') }));
    assert.deepEqual(after.parsed, ['a.md', 'b.md', 'c.md', 'd.md']);
    const before = await checked(filesOf(FILES), '2026-03-31', after.session);
    assert.deepEqual(before.parsed, ['c.md']);
    // Nothing of what is found depends on that.
    const alone = await checked(filesOf(FILES));
    assert.deepEqual(before.result.findings, alone.result.findings);
    assert.deepEqual(before.result.incomplete, alone.result.incomplete);
    assert.deepEqual(await review(before, after), await review(alone, after));
    // The later one is what it was.
    assert.deepEqual((await after.session.check({ today: '2026-03-31', now: new Date(0) })).findings, after.result.findings);
  });

  it('takes nothing from an unsaved text that was not checked yet', async () => {
    const after = await checked(filesOf({ ...FILES, 'c.md': note('DOC-C', 'Other.') }));
    after.session.setOverlay('c.md', FILES['c.md']);
    const before = await checked(filesOf(FILES), '2026-03-31', after.session);
    assert.deepEqual(before.parsed, ['c.md']);
    assert.equal(before.result.model.files.get('c.md')?.sections[0]?.text, (await checked(filesOf(FILES))).result.model.files.get('c.md')?.sections[0]?.text);
  });

  it('takes nothing over under another configuration or on another day', async () => {
    const after = await checked(filesOf(FILES));
    assert.equal((await checked(filesOf({ ...FILES, 'sms.yaml': `${SMS}recordsPeriod: 6 months\n` }), '2026-03-31', after.session)).parsed.length, 3);
    assert.equal((await checked(filesOf(FILES), '2026-04-01', after.session)).parsed.length, 3);
  });

  it('finds what came and what went, also where a file comes or goes that others name', async () => {
    const before = await checked(filesOf(FILES)), { 'a.md': _, ...without } = FILES, after = await checked(filesOf(without), '2026-03-31', before.session);
    const told = await review(before, after), about = ({ rule, args }: { rule: string; args: Record<string, unknown> }): string => `${rule} ${String(args['to'])}`;
    assert.deepEqual(told.findings.introduced.map(about), ['ref-unresolved-or-obsolete DOC-A']);
    assert.deepEqual((await review(after, before)).findings.fixed.map(about), ['ref-unresolved-or-obsolete DOC-A']);
    assert.ok(told.findings.remaining > 0);
    assert.deepEqual(findingsBetween(before, after), told.findings);
    assert.deepEqual(told.changes.map(({ act, thing }) => [act, thing.id]), [['removed', 'DOC-A']]);
    assert.equal(findingsBetween(undefined, after).introduced.length, after.result.findings.length);
  });

  it('tells worst first, the same for any order of files', async () => {
    const later = { ...FILES, 'sms.yaml': `${SMS}recordsPeriod: 6 months\n`, 'plan.pdf': 'z', 'b.md': note('DOC-B', 'See nothing.'), 'c.md': note('DOC-C', 'Third.').replace('title: DOC-C title', "title: 'DOC-C title'") };
    const one = await review(await checked(filesOf(FILES)), await checked(filesOf(later)));
    assert.deepEqual(one.changes.map(({ weight }) => weight), ['frame', 'content', 'attachment', 'editorial']);
    const turned = <T>(files: Record<string, T>): Record<string, T> => Object.fromEntries(Object.entries(files).reverse());
    assert.deepEqual(await review(await checked(filesOf(turned(FILES))), await checked(filesOf(turned(later)))), one);
  });

  it('knows attachments by what git calls their bytes: read only where git does not have them, with its line ends', async () => {
    const ids = { 'plan.pdf': '13a8ae7cbb3f8ed44ae6ca19aa9c0b6cbe0b8d1d' }, inGit = filesOf(FILES, ids), other = filesOf({ ...FILES, 'plan.pdf': 'never read' }, ids);
    const same = await review(await checked(inGit), await checked(other));
    assert.deepEqual([same.changes, inGit.read_, other.read_], [[], [], []]);
    // `x\ny` in git, `x\r\ny` on the disk of Windows.
    const id = '1b322989b6eea65102d4f5921ccb7df5dc613fe7';
    const changes = async (disk: string, git: string): Promise<number> => (await review(await checked(filesOf(FILES, { 'plan.pdf': git })), await checked(filesOf({ ...FILES, 'plan.pdf': disk })))).changes.length;
    assert.deepEqual([await changes('x\ny', id), await changes('x\r\ny', id), await changes('x\ry', id), await changes('x\ny\r', id)], [0, 0, 1, 1]);
    // Without git each is read, and the same bytes are the same.
    assert.deepEqual((await review(await checked(filesOf(FILES)), await checked(filesOf(FILES)))).changes, []);
  });

  it('claims no change of what it cannot read, and says so', async () => {
    const told = await review(await checked(filesOf(FILES)), await checked(filesOf({ ...FILES, 'plan.pdf': undefined, 'c.md': undefined })));
    assert.deepEqual(told.notCompared.map(({ side, file }) => [side, file]), [['after', 'c.md'], ['after', 'plan.pdf']]);
    assert.deepEqual(told.changes.map(({ act }) => act), ['unread']);
  });

  it('names once what neither check could look at', async () => {
    const failing = { id: 'test-crash', title: 'x', clauses: ['7.5.3.1'], grade: 'minor' as const, why: 'x', messages: {}, examples: { good: [], bad: [] }, check: (): never => { throw new Error('planted'); } };
    const of = async (rules: boolean): Promise<Side> => { const side = await checked(filesOf(FILES)); return rules ? { ...side, result: await side.session.check({ today: '2026-03-31', now: new Date(0), rules: [failing] }) } : side; };
    const sides = async (one: boolean, other: boolean): Promise<unknown> => (await review(await of(one), await of(other))).notCompared.map(({ side, reason }) => [side, reason]);
    assert.deepEqual(await sides(true, true), [['both', 'the rule failed: planted']]);
    assert.deepEqual(await sides(true, false), [['before', 'the rule failed: planted']]);
    assert.deepEqual(await sides(false, true), [['after', 'the rule failed: planted']]);
    assert.deepEqual(await sides(false, false), []);
  });
});
