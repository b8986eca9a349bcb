import assert from 'node:assert/strict';
import type { Parser } from '../../src/sms/files.js';
import { Editor, Folder, surroundings } from './editor.js';

const SMS = 'sms: 1\norganization: Example\ntimeZone: Europe/Amsterdam\n';
const page = (fields: string, text: string): string => `---\nkind: document\nid: DOC-A\ntitle: A page\n${fields}---\n${text}\n`;
const REFERENCE = 'ref-unresolved-or-obsolete', UNKNOWN = 'field-unknown';

describe('findings of the edited file itself', function () {
  this.timeout(60_000);
  const around = surroundings();
  let folder: Folder, editor: Editor | undefined;
  beforeEach(() => { folder = new Folder(); });
  afterEach(async () => {
    await editor?.dispose();
    folder.remove();
  });
  after(() => around.dispose());

  const start = async (parser: Parser = around.parser): Promise<Editor> => {
    await folder.write({ 'sms.yaml': SMS, 'a.md': page('', 'See [[SVC-A]].') });
    editor = await Editor.start({ ...around, parser }, { folders: [folder.path], capabilities: {}, options: {} });
    await editor.idle();
    await editor.open(folder.uri('a.md'), page('', 'See [[SVC-A]].'));
    await editor.idle();
    return editor;
  };
  const published = (of: Editor, from: number): { version: number | undefined; codes: string }[] => of.published.slice(from).filter(({ uri }) => uri === folder.uri('a.md'))
    .map(({ version, diagnostics }) => ({ version, codes: diagnostics.flatMap(({ code, range }) => (code === REFERENCE || code === UNKNOWN ? [`${code} ${range.start.line}`] : [])).sort().join(', ') }));

  it('are published beside what the rest of the SMS has to do with, which moves with its line and never goes away', async () => {
    const open = await start(), from = open.published.length;
    assert.equal(open.of(folder.uri('a.md'), REFERENCE)[0]?.range.start.line, 5);
    await open.change(folder.uri('a.md'), 'colour: red\n', { start: { line: 4, character: 0 }, end: { line: 4, character: 0 } });
    await open.idle();
    const all = published(open, from);
    assert.ok(all.length > 0);
    for (const each of all) assert.deepEqual(each, { version: 2, codes: `${UNKNOWN} 4, ${REFERENCE} 6` });
  });

  it('come while the whole is still waited for', async () => {
    let hold: Promise<void> | undefined, release = (): void => undefined;
    const parser: Parser = { parse: async (jobs, frame) => {
      const facts = await around.parser.parse(jobs, frame);
      if (jobs.some(({ file }) => file === 'b.md')) await hold;
      return facts;
    } };
    const open = await start(parser), from = open.published.length;
    hold = new Promise(resolve => { release = resolve; });
    // The check of the whole waits for this file.
    await folder.write({ 'b.md': page('', 'Text.').replace('DOC-A', 'DOC-B') });
    await open.told(['created', folder.uri('b.md')]);
    await open.change(folder.uri('a.md'), 'colour: red\n', { start: { line: 4, character: 0 }, end: { line: 4, character: 0 } });
    await open.until('the finding of the file itself', () => open.of(folder.uri('a.md'), UNKNOWN).length === 1);
    release();
    await open.idle();
    assert.deepEqual(published(open, from).map(({ version }) => version), [2]);
  });
});
