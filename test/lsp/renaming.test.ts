import assert from 'node:assert/strict';
import type { ClientCapabilities, DocumentHighlight, DocumentLink, Location, Position, WorkspaceEdit } from 'vscode-languageserver';
import { Editor, Folder, surroundings, type Texts } from './editor.js';

const SMS: Texts = {
  'sms.yaml': 'sms: 1\norganization: Example\ntimeZone: Europe/Amsterdam\n',
  'catalogue.yaml': 'kind: service-catalogue\nid: CAT\ntitle: Catalogue\nservices:\n  - { id: SVC-MAIL, title: Mail }\n',
  'sla-a.yaml': 'kind: sla\nid: SLA-A\ntitle: Agreement\nservices: [SVC-MAIL]\nagreedBy: [{ party: CUS-A, evidence: [{ file: pages/mail.md }] }]\n',
  'pages/mail.md': '---\n{ kind: document, id: DOC-MAIL, title: Use of mail }\n---\nSVC-MAIL, see [it](../sla-a.yaml).\n',
};
const FULL: ClientCapabilities = {
  workspace: { workspaceEdit: { documentChanges: true, resourceOperations: ['create', 'rename', 'delete'], changeAnnotationSupport: { groupsOnLabel: true } } },
};

describe('names over the language server', function () {
  this.timeout(60_000);
  const around = surroundings();
  let folder: Folder, editors: Editor[];
  beforeEach(() => { folder = new Folder(); editors = []; });
  afterEach(async () => {
    for (const editor of editors) await editor.dispose();
    folder.remove();
  });
  after(() => around.dispose());

  const start = async (capabilities: ClientCapabilities = FULL): Promise<Editor> => {
    await folder.write(SMS);
    const editor = await Editor.start(around, { folders: [folder.path], capabilities });
    editors.push(editor);
    await editor.idle();
    return editor;
  };
  const uri = (file: string): string => folder.uri(file);
  const ask = <R>(editor: Editor, method: string, file: string, line: number, character: number, more: object = {}): Promise<R> => {
    const position: Position = { line, character };
    return editor.connection.sendRequest<R>(`textDocument/${method}`, { textDocument: { uri: uri(file) }, position, ...more });
  };
  const range = (line: number, from: number, to: number): Location['range'] => ({ start: { line, character: from }, end: { line, character: to } });

  it('references, highlights and links', async () => {
    const editor = await start();
    const places = await ask<Location[]>(editor, 'references', 'pages/mail.md', 3, 2, { context: { includeDeclaration: true } });
    assert.deepEqual(places, [
      { uri: uri('catalogue.yaml'), range: range(4, 10, 18) }, { uri: uri('pages/mail.md'), range: range(3, 0, 8) }, { uri: uri('sla-a.yaml'), range: range(3, 11, 19) },
    ]);
    assert.deepEqual(await ask<DocumentHighlight[]>(editor, 'documentHighlight', 'catalogue.yaml', 4, 12), [{ range: range(4, 10, 18), kind: 3 }]);
    const links = await editor.connection.sendRequest<DocumentLink[]>('textDocument/documentLink', { textDocument: { uri: uri('sla-a.yaml') } });
    assert.deepEqual(links, [{ range: range(4, 46, 59), target: uri('pages/mail.md') }]);
    assert.equal(await editor.connection.sendRequest('textDocument/documentLink', { textDocument: { uri: uri('pages/mail.md') } }), null);
  });

  it('a rename waits for what was typed in three editors, and carries their versions', async () => {
    const editor = await start();
    for (const file of ['catalogue.yaml', 'sla-a.yaml', 'pages/mail.md']) await editor.open(uri(file), SMS[file] ?? '');
    await editor.change(uri('catalogue.yaml'), `# new\n${SMS['catalogue.yaml'] ?? ''}`);
    await editor.change(uri('sla-a.yaml'), (SMS['sla-a.yaml'] ?? '').replace('[SVC-MAIL]', '[ SVC-MAIL ]'));
    await editor.change(uri('pages/mail.md'), (SMS['pages/mail.md'] ?? '').replace('SVC-MAIL', 'The SVC-MAIL'));
    assert.deepEqual(await ask(editor, 'prepareRename', 'catalogue.yaml', 5, 12), { range: range(5, 10, 18), placeholder: 'SVC-MAIL' });
    const edit = await ask<WorkspaceEdit>(editor, 'rename', 'catalogue.yaml', 5, 12, { newName: 'SVC-POST' });
    assert.deepEqual(edit, {
      documentChanges: [
        { textDocument: { uri: uri('catalogue.yaml'), version: 2 }, edits: [{ range: range(5, 10, 18), newText: 'SVC-POST' }] },
        { textDocument: { uri: uri('pages/mail.md'), version: 2 }, edits: [{ range: range(3, 4, 12), newText: 'SVC-POST', annotationId: 'a1' }] },
        { textDocument: { uri: uri('sla-a.yaml'), version: 2 }, edits: [{ range: range(3, 12, 20), newText: 'SVC-POST' }] },
      ],
      changeAnnotations: { a1: { label: 'In running text', needsConfirmation: true } },
    });
  });

  it('renames the file after the edits, where the client can', async () => {
    const editor = await start();
    const edit = await ask<WorkspaceEdit>(editor, 'rename', 'sla-a.yaml', 1, 5, { newName: 'SLA-B' });
    assert.deepEqual(edit.documentChanges, [
      { textDocument: { uri: uri('pages/mail.md'), version: null }, edits: [{ range: range(3, 22, 32), newText: 'sla-b.yaml' }] },
      { textDocument: { uri: uri('sla-a.yaml'), version: null }, edits: [{ range: range(1, 4, 9), newText: 'SLA-B' }] },
      { kind: 'rename', oldUri: uri('sla-a.yaml'), newUri: uri('sla-b.yaml'), options: { overwrite: false } },
    ]);
  });

  it('gives plain edits and leaves the file to a client that knows no more', async () => {
    const editor = await start({});
    assert.deepEqual(await ask(editor, 'rename', 'sla-a.yaml', 1, 5, { newName: 'SLA-B' }), { changes: { [uri('sla-a.yaml')]: [{ range: range(1, 4, 9), newText: 'SLA-B' }] } });
  });

  it('says why not in a sentence', async () => {
    const editor = await start();
    await assert.rejects(ask(editor, 'prepareRename', 'catalogue.yaml', 2, 10), { code: -32803, message: 'There is no id here. Put the cursor on the id of what is to be renamed.' });
    await assert.rejects(ask(editor, 'rename', 'catalogue.yaml', 4, 12, { newName: 'SLA-A' }), { code: -32803, message: /^SLA-A is taken/ });
  });

  it('counts places as the client does that hands over a byte order mark', async () => {
    const editor = await start(), text = '{ kind: document, id: DOC-BOM, title: Mark }\n';
    await folder.write({ 'mark.yaml': `\ufeff${text}` });
    await editor.told(['created', uri('mark.yaml')]);
    await editor.open(uri('mark.yaml'), `\ufeff${text}`);
    assert.deepEqual(await ask(editor, 'prepareRename', 'mark.yaml', 0, 24), { range: range(0, 22, 29), placeholder: 'DOC-BOM' });
  });
});
