import assert from 'node:assert/strict';
import type { Parser } from '../../src/sms/files.js';
import { RULE, RULES, type RuleResult, type RulesResult } from '../../src/protocol.js';
import { rules } from '../../src/rules/index.js';
import { CancellationTokenSource } from './protocol.js';
import { Editor, Folder, surroundings, type Texts } from './editor.js';

const SMS = 'sms: 1\norganization: Example\ntimeZone: Europe/Amsterdam\n';
const catalogue = (id: string): string => `kind: service-catalogue\nid: CAT\ntitle: Catalogue\nservices:\n  - id: ${id}\n    title: Mail\n`;
const page = (id: string, text: string): string => `---\nkind: document\nid: ${id}\ntitle: A page\n---\n${text}\n`;
const REFERENCE = 'ref-unresolved-or-obsolete', DUPLICATE = 'doc-duplicate-id';
const small: Texts = { 'sms.yaml': SMS, 'catalogue.yaml': catalogue('SVC-MAIL'), 'pages/mail.md': page('DOC-MAIL', 'See [[SVC-MAIL]].') };

describe('language server', function () {
  this.timeout(60_000);
  const around = surroundings();
  let folder: Folder, editors: Editor[];
  beforeEach(() => { folder = new Folder(); editors = []; });
  afterEach(async () => {
    for (const editor of editors) await editor.dispose();
    folder.remove();
  });
  after(() => around.dispose());

  const start = async (texts: Texts, options: { folders?: string[]; capabilities?: object; ruleLinks?: 'command'; parser?: Parser } = {}): Promise<Editor> => {
    await folder.write(texts);
    const editor = await Editor.start({ ...around, ...(options.parser && { parser: options.parser }) }, {
      folders: options.folders ?? [folder.path], capabilities: options.capabilities ?? {}, options: options.ruleLinks ? { ruleLinks: options.ruleLinks } : {},
    });
    editors.push(editor);
    await editor.idle();
    return editor;
  };
  const uri = (file: string): string => folder.uri(file);

  describe('publishes', () => {
    it('the findings of all files, none of them open', async () => {
      const editor = await start({ ...small, 'a.md': page('DOC-A', 'See [[SVC-A]].'), 'b/c.md': page('DOC-B', '[[SVC-B]]') });
      assert.deepEqual(editor.of(uri('a.md'), REFERENCE).map(({ range }) => range), [{ start: { line: 5, character: 6 }, end: { line: 5, character: 11 } }]);
      assert.equal(editor.of(uri('b/c.md'), REFERENCE).length, 1);
      assert.deepEqual(editor.of(uri('pages/mail.md'), REFERENCE), []);
      assert.ok(editor.codes(uri('sms.yaml')).includes('mandatory-artefact-missing'));
      assert.ok(editor.published.every(({ version }) => version === undefined));
    });

    it('what an editor needs of a finding: source, rule, severity by grade, a sentence', async () => {
      const editor = await start({ ...small, 'a.md': page('DOC-A', '[[SVC-A]]') });
      const found = editor.of(uri('a.md'), REFERENCE)[0];
      assert.deepEqual({ source: found?.source, severity: found?.severity, link: found?.codeDescription }, { source: 'SMS', severity: 2, link: undefined });
      assert.match(String(found?.message), /^Nothing in this SMS has the id SVC-A\b/);
      assert.equal(editor.of(uri('sms.yaml'), 'mandatory-artefact-missing')[0]?.severity, 1);
    });

    it('a command link at each finding for a client that asks for it', async () => {
      const editor = await start({ ...small, 'a.md': page('DOC-A', '[[SVC-A]]') }, { ruleLinks: 'command' });
      assert.equal(editor.of(uri('a.md'), REFERENCE)[0]?.codeDescription?.href, 'command:sms.showRule?%5B%22ref-unresolved-or-obsolete%22%5D');
    });

    it('ids that stand in two files, each but the first, with the place of the first', async () => {
      const editor = await start({ ...small, 'x.md': page('DOC-X', 'One.'), 'y.md': page('DOC-X', 'Two.') });
      assert.deepEqual(editor.of(uri('x.md'), DUPLICATE), []);
      const [found] = editor.of(uri('y.md'), DUPLICATE);
      assert.deepEqual(found?.relatedInformation?.map(({ location }) => location), [{ uri: uri('x.md'), range: { start: { line: 2, character: 4 }, end: { line: 2, character: 9 } } }]);
    });

    it('at most 200 findings of a file and how many more there are', async () => {
      const editor = await start({ ...small, 'a.md': page('DOC-A', Array.from({ length: 260 }, (_, i) => `[[SVC-${i}]]`).join('\n')) });
      const found = editor.diagnostics(uri('a.md'));
      assert.equal(found.length, 201);
      assert.match(String(found.at(-1)?.message), /^This file has 6\d more findings, which are not listed here\./);
    });

    it('how each SMS stands', async () => {
      const editor = await start({ 'sms.yaml': `${SMS}today: 2026-01-02\n`, 'a.md': page('DOC-A', '[[SVC-A]]'), 'empty/sms.yaml': SMS });
      assert.deepEqual(editor.status?.roots.map(({ uri: at, outcome, today, todayFrom }) => ({ at, outcome, today, todayFrom })), [
        { at: folder.uri('').replace(/\/$/, ''), outcome: 'findings', today: '2026-01-02', todayFrom: 'sms.yaml' },
        { at: uri('empty'), outcome: 'error', today: '2026-10-15', todayFrom: 'clock' },
      ]);
      const [first] = editor.status?.roots ?? [];
      assert.equal(first?.counts.major, Object.values(editor.everything()).flat().filter(({ severity }) => severity === 1).length - (editor.status?.roots[1]?.counts.major ?? 0));
    });

    it('nothing where there is no SMS', async () => {
      const editor = await start({ 'a.md': page('DOC-A', '[[SVC-A]]') });
      assert.deepEqual(editor.published, []);
      await editor.open(uri('a.md'), 'kind: x');
      await editor.idle();
      assert.deepEqual(editor.published, []);
    });
  });

  describe('while somebody types', () => {
    it('an unsaved change makes a finding in another file, and correcting it takes the finding back', async () => {
      const editor = await start(small);
      await editor.open(uri('catalogue.yaml'), catalogue('SVC-MAIL'));
      await editor.change(uri('catalogue.yaml'), 'SVC-POST', { start: { line: 4, character: 8 }, end: { line: 4, character: 16 } });
      await editor.until('a finding in the page', () => editor.of(uri('pages/mail.md'), REFERENCE).length === 1);
      assert.deepEqual(editor.of(uri('pages/mail.md'), REFERENCE)[0]?.range, { start: { line: 5, character: 6 }, end: { line: 5, character: 14 } });
      await editor.change(uri('catalogue.yaml'), 'SVC-MAIL', { start: { line: 4, character: 8 }, end: { line: 4, character: 16 } });
      await editor.until('no finding in the page', () => editor.of(uri('pages/mail.md'), REFERENCE).length === 0);
    });

    it('closing without saving lets the disk count again', async () => {
      const editor = await start(small);
      await editor.open(uri('pages/mail.md'), page('DOC-MAIL', '[[SVC-OTHER]]'));
      await editor.until('the finding', () => editor.of(uri('pages/mail.md'), REFERENCE).length === 1);
      await editor.close(uri('pages/mail.md'));
      await editor.until('it is gone', () => editor.of(uri('pages/mail.md'), REFERENCE).length === 0);
    });

    it('findings of an open file carry its version, and unchanged ones are not sent again', async () => {
      const editor = await start(small);
      await editor.open(uri('pages/mail.md'), page('DOC-MAIL', '[[SVC-OTHER]]'));
      await editor.until('the finding', () => editor.of(uri('pages/mail.md'), REFERENCE).length === 1);
      assert.equal(editor.published.at(-1)?.version, 1);
      const sent = editor.published.length;
      await editor.change(uri('pages/mail.md'), page('DOC-MAIL', '[[SVC-OTHER]] and more.'));
      await editor.idle();
      assert.equal(editor.published.length, sent);
    });

    it('a storm of changes ends where a cold start would, and no version goes back', async () => {
      const editor = await start(small);
      const at = uri('pages/mail.md');
      await editor.open(at, page('DOC-MAIL', ''));
      for (let i = 0; i < 300; i++) {
        await editor.change(at, i % 2 === 0 ? '[[SVC-X]]\n' : 'é😀 ', { start: { line: 5, character: 0 }, end: { line: 5, character: 0 } });
        if (i % 50 === 0) await editor.idle();
      }
      await editor.idle();
      const versions = editor.published.flatMap(({ uri: of, version }) => (of === at && version !== undefined ? [version] : []));
      assert.ok(versions.length > 0);
      assert.deepEqual(versions, [...versions].sort((a, b) => a - b));
      await folder.write({ 'pages/mail.md': page('DOC-MAIL', `${'é😀 [[SVC-X]]\n'.repeat(150)}`.replace(/\n$/, '')) });
      const cold = await start({});
      assert.deepEqual(editor.of(at, REFERENCE), cold.of(at, REFERENCE));
      assert.deepEqual(editor.everything(), cold.everything());
    });

    it('a check that a change has overtaken is not published', async () => {
      const gate = gated(around.parser);
      const editor = await start(small, { parser: gate.parser });
      const at = uri('pages/mail.md');
      await editor.open(at, page('DOC-MAIL', ''));
      await editor.idle();
      const entered = gate.close();
      await editor.change(at, page('DOC-MAIL', '[[SVC-STALE]]'));
      await entered;
      const before = editor.published.length;
      const version = await editor.change(at, page('DOC-MAIL', '[[SVC-CURRENT]]'));
      // Answered after the change was taken in.
      await editor.connection.sendRequest(RULES, {});
      gate.open();
      await editor.idle();
      const after = editor.published.slice(before).filter(({ uri: of }) => of === at);
      assert.deepEqual(after.map(published => published.version), [version]);
      assert.ok(JSON.stringify(after).includes('SVC-CURRENT') && !JSON.stringify(editor.published).includes('SVC-STALE'));
    });

    it('an open file that sms.yaml ignores is not looked at, a new one that is not saved yet is', async () => {
      const editor = await start({ ...small, 'sms.yaml': `${SMS}ignore: ["drafts/**"]\n`, 'drafts/d.md': page('DOC-D', '[[SVC-D]]') });
      await editor.open(uri('drafts/d.md'), page('DOC-D', '[[SVC-D]]'));
      await editor.open(uri('new.md'), page('DOC-N', '[[SVC-N]]'));
      await editor.until('the finding of the new file', () => editor.of(uri('new.md'), REFERENCE).length === 1);
      assert.deepEqual(editor.diagnostics(uri('drafts/d.md')), []);
    });

    it('text with carriage returns and characters beyond the basic plane has its findings in UTF-16 columns', async () => {
      const editor = await start(small);
      await editor.open(uri('pages/mail.md'), page('DOC-MAIL', '').replaceAll('\n', '\r\n'));
      await editor.change(uri('pages/mail.md'), '😀 [[SVC-X]]', { start: { line: 5, character: 0 }, end: { line: 5, character: 0 } });
      await editor.until('the finding', () => editor.of(uri('pages/mail.md'), REFERENCE).length === 1);
      assert.deepEqual(editor.of(uri('pages/mail.md'), REFERENCE)[0]?.range, { start: { line: 5, character: 5 }, end: { line: 5, character: 10 } });
    });
  });

  describe('sees on disk', () => {
    it('a change of sms.yaml at once, saved or not', async () => {
      const editor = await start({ ...small, 'drafts/d.md': page('DOC-D', '[[SVC-D]]') });
      assert.equal(editor.of(uri('drafts/d.md'), REFERENCE).length, 1);
      await editor.open(uri('sms.yaml'), `${SMS}ignore: ["drafts/**"]\n`);
      await editor.until('ignored by the unsaved sms.yaml', () => editor.diagnostics(uri('drafts/d.md')).length === 0);
      await editor.close(uri('sms.yaml'));
      await editor.until('the saved sms.yaml counts again', () => editor.of(uri('drafts/d.md'), REFERENCE).length === 1);
      await folder.write({ 'sms.yaml': `${SMS}rules:\n  ${REFERENCE}: { grade: major, reason: r, owner: ROLE-X, until: 2027-01-01 }\n` });
      await editor.told(['changed', uri('sms.yaml')]);
      await editor.until('the grade of sms.yaml', () => editor.of(uri('drafts/d.md'), REFERENCE)[0]?.severity === 1);
    });

    it('files that come, change and go', async () => {
      const editor = await start(small);
      await folder.write({ 'new.md': page('DOC-N', '[[SVC-N]]') });
      await editor.told(['created', uri('new.md')]);
      await editor.until('the finding of the new file', () => editor.of(uri('new.md'), REFERENCE).length === 1);
      await folder.write({ 'new.md': page('DOC-N', '[[SVC-MAIL]]') });
      await editor.told(['changed', uri('new.md')]);
      await editor.until('it is corrected', () => editor.of(uri('new.md'), REFERENCE).length === 0);
      await folder.delete('catalogue.yaml');
      await editor.told(['deleted', uri('catalogue.yaml')]);
      // One missing id is one finding, at the first place that names it.
      await editor.until('the finding where it was named', () => editor.of(uri('new.md'), REFERENCE).length === 1 && editor.of(uri('pages/mail.md'), REFERENCE).length === 0);
      assert.deepEqual(editor.diagnostics(uri('catalogue.yaml')), []);
    });

    it('a file and a folder that get another name', async () => {
      const editor = await start({ ...small, 'pages/a.md': page('DOC-A', '[[SVC-A]]') });
      await folder.rename('pages/a.md', 'pages/b.md');
      await editor.told(['deleted', uri('pages/a.md')], ['created', uri('pages/b.md')]);
      await editor.until('the findings moved', () => editor.diagnostics(uri('pages/a.md')).length === 0 && editor.of(uri('pages/b.md'), REFERENCE).length === 1);
      await folder.rename('pages', 'texts');
      await editor.told(['deleted', uri('pages')], ['created', uri('texts')]);
      await editor.until('the findings moved', () => editor.diagnostics(uri('pages/b.md')).length === 0 && editor.of(uri('texts/b.md'), REFERENCE).length === 1);
    });

    it('a folder whose files were replaced, told as one change', async () => {
      const editor = await start({ ...small, 'old/mail.md': page('DOC-OLD', '[[SVC-A]]') });
      await folder.delete('pages');
      await folder.rename('old', 'pages');
      await editor.told(['deleted', uri('old')], ['deleted', uri('pages')], ['created', uri('pages')]);
      await editor.until('the other text', () => editor.of(uri('pages/mail.md'), REFERENCE).length === 1 && editor.diagnostics(uri('old/mail.md')).length === 0);
    });

    it('many files at once', async () => {
      const editor = await start(small);
      const many = Array.from({ length: 300 }, (_, i) => `many/${i}.md`);
      await folder.write(Object.fromEntries(many.map((file, i) => [file, page(`DOC-${i}`, `[[SVC-${i}]]`)])));
      await editor.told(...many.map((file): ['created', string] => ['created', uri(file)]));
      await editor.until('a finding in each', () => many.every(file => editor.of(uri(file), REFERENCE).length === 1));
      await folder.delete('many');
      await editor.told(['deleted', uri('many')]);
      await editor.until('none is left', () => many.every(file => editor.diagnostics(uri(file)).length === 0));
    });

    it('a file that a client without a watcher saves for the first time', async () => {
      const editor = await start({ 'pages/mail.md': page('DOC-MAIL', '[[SVC-MAIL]]') });
      await editor.open(uri('sms.yaml'), SMS);
      await folder.write({ 'sms.yaml': SMS });
      await editor.save(uri('sms.yaml'));
      await editor.until('there is an SMS', () => editor.of(uri('pages/mail.md'), REFERENCE).length === 1);
    });
  });

  describe('several SMS', () => {
    it('do not mix: equal ids clash with nothing, and nothing refers across', async () => {
      const editor = await start({
        'one/sms.yaml': SMS, 'one/catalogue.yaml': catalogue('SVC-MAIL'), 'one/a.md': page('DOC-A', '[[SVC-MAIL]]'),
        'two/sms.yaml': SMS, 'two/a.md': page('DOC-A', '[[SVC-MAIL]]'), 'one/inner/sms.yaml': SMS, 'one/inner/a.md': page('DOC-A', '[[SVC-MAIL]]'),
      });
      assert.equal(editor.status?.roots.length, 3);
      assert.deepEqual(['one/a.md', 'two/a.md', 'one/inner/a.md'].map(file => editor.of(uri(file), REFERENCE).length), [0, 1, 1]);
      assert.deepEqual(['one/a.md', 'two/a.md', 'one/inner/a.md'].flatMap(file => editor.of(uri(file), DUPLICATE)), []);
    });

    it('come and go with their sms.yaml, and the files go to the one around', async () => {
      const editor = await start({ ...small, 'inner/a.md': page('DOC-A', '[[SVC-MAIL]]') });
      const at = uri('inner/a.md');
      await editor.open(at, page('DOC-A', '[[SVC-MAIL]]'));
      await editor.idle();
      assert.deepEqual(editor.of(at, REFERENCE), []);
      await folder.write({ 'inner/sms.yaml': SMS });
      await editor.told(['created', uri('inner/sms.yaml')]);
      await editor.until('an SMS of its own', () => editor.of(at, REFERENCE).length === 1 && editor.status?.roots.length === 2);
      await folder.delete('inner/sms.yaml');
      await editor.told(['deleted', uri('inner/sms.yaml')]);
      await editor.until('part of the outer one again', () => editor.of(at, REFERENCE).length === 0 && editor.status?.roots.length === 1);
      assert.deepEqual(editor.diagnostics(uri('inner/sms.yaml')), []);
      await folder.delete('sms.yaml');
      await editor.told(['deleted', uri('sms.yaml')]);
      await editor.until('nothing is left', () => editor.status?.roots.length === 0);
      assert.deepEqual(editor.everything(), {});
    });

    it('come and go with the folders of the workspace', async () => {
      const capabilities = { workspace: { workspaceFolders: true } };
      const editor = await start({ 'one/sms.yaml': SMS, 'one/a.md': page('DOC-A', '[[SVC-A]]'), 'two/sms.yaml': SMS, 'two/a.md': page('DOC-A', '[[SVC-A]]') },
        { folders: [`${folder.path}/one`], capabilities });
      assert.deepEqual([editor.of(uri('one/a.md'), REFERENCE).length, editor.diagnostics(uri('two/a.md')).length], [1, 0]);
      await editor.connection.sendNotification('workspace/didChangeWorkspaceFolders', { event: { added: [{ uri: uri('two'), name: 'two' }], removed: [{ uri: uri('one'), name: 'one' }] } });
      await editor.until('the other one', () => editor.of(uri('two/a.md'), REFERENCE).length === 1 && editor.diagnostics(uri('one/a.md')).length === 0);
    });
  });

  describe('asks of a client that can', () => {
    const capabilities = {
      workspace: { didChangeWatchedFiles: { dynamicRegistration: true } },
      textDocument: { synchronization: { dynamicRegistration: true }, filters: { relativePatternSupport: true } },
    };

    it('to tell of files, and of the documents inside each SMS alone', async () => {
      const editor = await start({ 'one/sms.yaml': SMS, 'elsewhere/a.md': 'x' }, { capabilities });
      // Beside files: opening, changing, saving, closing of the documents of each SMS.
      const registered = (): number => [...editor.registrations.values()].filter(({ method }) => /\/did/.test(method)).length;
      await editor.until('registered', () => registered() === 5);
      const selectors = [...editor.registrations.values()].flatMap(({ method, registerOptions }) => (method === 'textDocument/didOpen' ? [registerOptions] : []));
      assert.deepEqual(selectors, [{ documentSelector: [{ scheme: 'file', pattern: { baseUri: uri('one'), pattern: '**/*' } }] }]);
      await folder.write({ 'two/sms.yaml': SMS });
      await editor.told(['created', uri('two/sms.yaml')]);
      await editor.until('registered for the new one too', () => registered() === 9);
      await folder.delete('one');
      await editor.told(['deleted', uri('one')]);
      await editor.until('no more for the one that went', () => registered() === 5);
    });
  });

  describe('answers', () => {
    it('with the page of a rule, and with all rules', async () => {
      const editor = await start({});
      const { rules: listed } = await editor.connection.sendRequest<RulesResult>(RULES, {});
      assert.deepEqual(listed.map(({ id }) => id), rules.map(({ id }) => id));
      for (const { id } of listed) {
        const { title, markdown } = await editor.connection.sendRequest<RuleResult>(RULE, { rule: id });
        assert.ok(markdown.startsWith(`# ${title}\n`));
        for (const heading of ['## Why', '## What it says', '## Clauses of ISO/IEC 20000-1']) assert.ok(markdown.includes(`\n${heading}\n`), `${id}: ${heading}`);
        assert.doesNotMatch(markdown, /^\/\/|\{hint\}/m, id);
      }
    });

    it('an unknown rule, missing parameters and an unknown method with an error, and goes on', async () => {
      const editor = await start(small);
      await assert.rejects(editor.connection.sendRequest(RULE, { rule: 'no-such-rule' }), { code: -32602 });
      await assert.rejects(editor.connection.sendRequest(RULE), { code: -32602 });
      await assert.rejects(editor.connection.sendRequest('sms/none', {}), { code: -32601 });
      await editor.idle();
    });

    it('a cancelled request with the error that LSP has for it', async () => {
      const gate = gated(around.parser);
      const editor = await start(small, { parser: gate.parser });
      const entered = gate.close();
      await editor.open(uri('a.md'), page('DOC-A', ''));
      await entered;
      const source = new CancellationTokenSource();
      const waiting = editor.connection.sendRequest('sms/idle', {}, source.token);
      source.cancel();
      await assert.rejects(waiting, { code: -32800 });
      gate.open();
      await editor.idle();
    });

    it('requests out of turn with an error: before initialize, a second initialize, after shutdown', async () => {
      const editor = Editor.connect(around);
      editors.push(editor);
      await assert.rejects(editor.connection.sendRequest(RULES, {}), { code: -32002 });
      await editor.initialize({ folders: [] });
      await assert.rejects(editor.initialize({ folders: [] }), { code: -32600 });
      await editor.connection.sendRequest('shutdown');
      await assert.rejects(editor.connection.sendRequest(RULES, {}), { code: -32600 });
    });
  });

  it('says so when the check itself fails, and recovers', async () => {
    let broken = true;
    const editor = await start(small, { parser: { parse: (jobs, frame) => (broken ? Promise.reject(new Error('out of order')) : around.parser.parse(jobs, frame)) } });
    assert.equal(editor.status?.roots[0]?.outcome, 'failed');
    assert.match(String(editor.status?.roots[0]?.notChecked[0]), /out of order/);
    assert.ok(editor.logged.some(line => line.startsWith('check: failed ')));
    broken = false;
    await editor.open(uri('pages/mail.md'), page('DOC-MAIL', '[[SVC-X]]'));
    await editor.until('a finding', () => editor.of(uri('pages/mail.md'), REFERENCE).length === 1);
    await editor.until('the status says so', () => editor.status?.roots[0]?.outcome === 'findings');
  });
});

/** A parser that can be held up: `close` resolves when a call waits at the gate, `open` lets it through. */
function gated(parser: Parser): { parser: Parser; close(): Promise<void>; open(): void } {
  let closed: Promise<void> | undefined, open = (): void => undefined, entered = (): void => undefined;
  return {
    parser: {
      parse: async (jobs, frame) => {
        if (closed) { entered(); await closed; }
        return parser.parse(jobs, frame);
      },
    },
    close: () => {
      closed = new Promise(resolve => { open = () => { closed = undefined; resolve(); }; });
      return new Promise(resolve => { entered = resolve; });
    },
    open: () => { open(); },
  };
}
