import assert from 'node:assert/strict';
import type { ClientCapabilities, CompletionItem, CompletionList } from 'vscode-languageserver';
import { Editor, Folder, surroundings, type Texts } from './editor.js';

const SMS: Texts = {
  'sms.yaml': 'sms: 1\norganization: Example\ntimeZone: Europe/Amsterdam\n',
  'catalogue.yaml': 'kind: service-catalogue\nid: CAT\ntitle: Catalogue\nservices:\n  - { id: SVC-MAIL, title: Mail }\n  - { id: SVC-FAX, title: Fax, status: retired }\n',
  'page.md': '---\nkind: procedure\nid: PROC-A\ntitle: A\n---\n\nText\n',
};
const CODE: ClientCapabilities = {
  textDocument: { completion: { completionItem: { snippetSupport: true, documentationFormat: ['markdown', 'plaintext'], insertTextModeSupport: { valueSet: [1, 2] }, tagSupport: { valueSet: [1] } } } },
};

describe('completion over the language server', function () {
  this.timeout(60_000);
  const around = surroundings();
  let folder: Folder, editors: Editor[];
  beforeEach(async () => { folder = await new Folder().write(SMS); editors = []; });
  afterEach(async () => {
    for (const editor of editors) await editor.dispose();
    folder.remove();
  });
  after(() => around.dispose());

  const start = async (capabilities: ClientCapabilities, options = {}): Promise<Editor> => {
    const editor = await Editor.start(around, { folders: [folder.path], capabilities, options });
    editors.push(editor);
    await editor.idle();
    return editor;
  };
  /** At the `|` of a text that was typed a moment ago. */
  const ask = async (editor: Editor, file: string, text: string, context?: object): Promise<CompletionList> => {
    const at = text.indexOf('|'), lines = text.slice(0, at).split('\n');
    await editor.open(folder.uri(file), '');
    await editor.change(folder.uri(file), text.replace('|', ''));
    const position = { line: lines.length - 1, character: (lines.at(-1) ?? '').length };
    return editor.connection.sendRequest<CompletionList>('textDocument/completion', { textDocument: { uri: folder.uri(file) }, position, ...(context && { context }) });
  };
  const item = ({ items }: CompletionList, label: string): CompletionItem | undefined => items.find(each => each.label === label);

  it('is announced with the characters that begin something', async () => {
    const editor = Editor.connect(around);
    editors.push(editor);
    const { capabilities } = await editor.initialize({ folders: [folder.path] }) as { capabilities: { completionProvider?: unknown } };
    assert.deepEqual(capabilities.completionProvider, { triggerCharacters: ['[', '#', '-', '(', '/'] });
  });

  it('sees a text that was not checked yet, and gives snippets to who knows them', async () => {
    const editor = await start(CODE, { ruleLinks: 'command' });
    const list = await ask(editor, 'catalogue.yaml', 'kind: service-catalogue\nid: CAT\ntitle: Catalogue\nservices:\n  - { id: SVC-NET, title: Network }\n  |');
    const entry = item(list, 'New service');
    assert.deepEqual([entry?.insertTextFormat, entry?.insertTextMode, entry?.kind], [2, 1, 15]);
    assert.ok(entry?.textEdit?.newText.startsWith('- id: ${1:SVC-NEW}\n    title: '), entry?.textEdit?.newText);
    const keys = await ask(editor, 'new.yaml', 'kind: sla\nid: SLA-A\n|');
    assert.deepEqual(item(keys, 'owner')?.command, { title: '', command: 'editor.action.triggerSuggest' });
  });

  it('gives plain texts to others', async () => {
    const editor = await start({});
    const list = await ask(editor, 'new.yaml', 'kind: sla\nid: SLA-A\nservices: [|]');
    assert.deepEqual(item(list, 'SVC-MAIL'), {
      label: 'SVC-MAIL', kind: 18, detail: 'Mail', documentation: 'Mail\nService\ncatalogue.yaml'.replaceAll('\n', '  \n'), filterText: 'SVC-MAIL Mail', sortText: '10000',
      textEdit: { range: { start: { line: 2, character: 11 }, end: { line: 2, character: 11 } }, newText: 'SVC-MAIL' },
    });
    assert.deepEqual(item(await ask(editor, 'new.yaml', 'kind: sla\nsta|'), 'status')?.textEdit?.newText, 'status: ');
  });

  it('puts what a label stands for beside it, as far as there is room', async () => {
    const editor = await start({ textDocument: { completion: { completionItem: { labelDetailsSupport: true } } } });
    const beside = async (text: string, label: string): Promise<unknown> => item(await ask(editor, 'new.yaml', text), label)?.labelDetails;
    assert.deepEqual(await beside('kind: sla\nid: SLA-A\nservices: [|]', 'SVC-MAIL'), { description: 'Mail' });
    assert.deepEqual(await beside(`kind: service-catalogue\nid: CAT-B\nservices:\n  - { id: SVC-${'LONG-'.repeat(6)}ID, title: Network of all sites, owner: X }\n  - { id: SVC-B, title: B, dependsOn: [{ to: | }] }\n`, `SVC-${'LONG-'.repeat(6)}ID`),
      { description: 'Network of…' });
  });

  it('marks what is no longer in use', async () => {
    const editor = await start(CODE);
    assert.deepEqual(item(await ask(editor, 'new.yaml', 'kind: sla\nid: SLA-A\nservices: [|]'), 'SVC-FAX')?.tags, [1]);
  });

  it('answers in prose where a trigger character was typed, and with a byte order mark in the text', async () => {
    const editor = await start(CODE);
    const context = { triggerKind: 2, triggerCharacter: '-' };
    assert.deepEqual((await ask(editor, 'page.md', '\ufeff---\nkind: procedure\nid: PROC-A\ntitle: A\n---\n\nText of SVC-|\n', context)).items.map(({ label }) => label), ['SVC-MAIL', 'SVC-FAX']);
    assert.deepEqual((await ask(editor, 'page.md', '---\nkind: procedure\nid: PROC-A\ntitle: A\n---\n\n-|\n', context)).items, []);
  });
});
