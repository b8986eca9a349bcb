import assert from 'node:assert/strict';
import type { ClientCapabilities, CodeAction, Diagnostic, TextDocumentEdit, TextEdit } from 'vscode-languageserver';
import type { InitializationOptions } from '../../src/protocol.js';
import { edited } from '../../src/sms/changes.js';
import { Editor, Folder, surroundings, type Texts } from './editor.js';

const SMS: Texts = {
  'sms.yaml': 'sms: 1\norganization: Example\ntimeZone: Europe/Amsterdam\n',
  'catalogue.yaml': 'kind: service-catalogue\nid: CAT\ntitle: Catalogue\nservices:\n  - id: SVC-MAIL   # the oldest\n    title: Mail\n    descripton: "Mail for all"\n',
  'calendar.yaml': 'kind: calendar\nid: CALENDARS\ntitle: Calendars\ncalendars:\n  - id: CAL-OFFICE\n    titel: Office\n    timeZone: Europe/Amsterdam\n',
  'scope.yaml': 'kind: scope-statement\nid: SCOPE\ntitle: Scope\nservices: [SVC-MIAL]\n',
  'park.yaml': 'kind: scope-statement\nid: SCOPE-PARK\ntitle: Park\nservices: [SVC-MIAL]\n',
};
const WORKSPACE: ClientCapabilities['workspace'] = { workspaceEdit: { documentChanges: true, resourceOperations: ['create', 'rename', 'delete'], changeAnnotationSupport: { groupsOnLabel: true } } };
const literal = { codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix'] } } };
const LAZY: ClientCapabilities = { workspace: WORKSPACE, textDocument: { codeAction: { ...literal, dataSupport: true, resolveSupport: { properties: ['edit'] } } } };
const PLAIN: ClientCapabilities = { textDocument: { codeAction: literal } };

describe('quick fixes over the language server', function () {
  this.timeout(60_000);
  const around = surroundings();
  let folder: Folder, editors: Editor[];
  beforeEach(() => { folder = new Folder(); editors = []; });
  afterEach(async () => {
    for (const editor of editors) await editor.dispose();
    folder.remove();
  });
  after(() => around.dispose());

  const start = async (capabilities: ClientCapabilities, options: InitializationOptions = {}): Promise<Editor> => {
    await folder.write(SMS);
    const editor = await Editor.start(around, { folders: [folder.path], capabilities, options });
    editors.push(editor);
    await editor.idle();
    return editor;
  };
  const uri = (file: string): string => folder.uri(file);
  const finding = (editor: Editor, file: string, rule: string): Diagnostic => {
    const [found] = editor.of(uri(file), rule);
    assert.ok(found, `${rule} is found in ${file}`);
    return found;
  };
  const actions = (editor: Editor, file: string, diagnostic: Diagnostic, only?: string[]): Promise<CodeAction[]> =>
    editor.connection.sendRequest('textDocument/codeAction', { textDocument: { uri: uri(file) }, range: diagnostic.range, context: { diagnostics: [diagnostic], ...(only && { only }) } });
  const resolve = (editor: Editor, action: CodeAction | undefined): Promise<CodeAction> => editor.connection.sendRequest('codeAction/resolve', action);
  const titled = (all: readonly CodeAction[], title: RegExp): CodeAction => {
    const found = all.find(action => title.test(action.title));
    assert.ok(found, all.map(action => action.title).join('; '));
    return found;
  };

  it('tell what they do at once, and how when it is asked for, with the version of the text', async () => {
    const editor = await start(LAZY), file = 'catalogue.yaml';
    await editor.open(uri(file), SMS[file] ?? '');
    await editor.idle();
    const [first] = await actions(editor, file, finding(editor, file, 'field-unknown'));
    assert.deepEqual([first?.title, first?.kind, first?.isPreferred, first?.edit, first?.diagnostics?.map(({ code }) => code)], ['Rename the field to description', 'quickfix', true, undefined, ['field-unknown']]);
    const { edit } = await resolve(editor, first);
    assert.deepEqual(edit?.documentChanges, [{ textDocument: { uri: uri(file), version: 1 }, edits: [{ range: { start: { line: 6, character: 4 }, end: { line: 6, character: 14 } }, newText: 'description' }] }]);
  });

  it('have their edits at once for a client that cannot ask, and none that it cannot make', async () => {
    const editor = await start(PLAIN), all = await actions(editor, 'park.yaml', finding(editor, 'park.yaml', 'ref-unresolved-or-obsolete'));
    assert.ok(all.every(({ edit, data }) => edit?.changes !== undefined && data === undefined));
    const [link] = all;
    assert.deepEqual(Object.keys(link?.edit?.changes ?? {}).sort(), [uri('park.yaml'), uri('scope.yaml')]);
  });

  it('are shown before they are made where they change several files', async () => {
    const editor = await start(LAZY), [link] = await actions(editor, 'park.yaml', finding(editor, 'park.yaml', 'ref-unresolved-or-obsolete'));
    const { edit } = await resolve(editor, link);
    assert.deepEqual(edit?.documentChanges?.map(change => ('edits' in change ? change.edits.map(each => ('annotationId' in each ? edit.changeAnnotations?.[each.annotationId]?.needsConfirmation : false)) : [])), [[true], [true]]);
  });

  it('are not given for a text that changed since they were offered', async () => {
    const editor = await start(LAZY), file = 'catalogue.yaml', text = SMS[file] ?? '';
    await editor.open(uri(file), text);
    await editor.idle();
    const [first] = await actions(editor, file, finding(editor, file, 'field-unknown'));
    await editor.change(uri(file), `# above\n${text}`);
    assert.equal((await resolve(editor, first)).edit, undefined);
  });

  it('are made from what stands in the editor, not on the disk', async () => {
    const editor = await start(LAZY), file = 'catalogue.yaml', text = (SMS[file] ?? '').replaceAll('\n', '\r\n').replace('descripton', 'descriptio');
    await editor.open(uri(file), text);
    await editor.idle();
    const { edit } = await resolve(editor, (await actions(editor, file, finding(editor, file, 'field-unknown')))[0]);
    const [change] = edit?.documentChanges ?? [];
    assert.ok(change && 'edits' in change);
    assert.equal(edited(text, textEdits(change)), text.replace('descriptio', 'description'));
  });

  it('mend all findings of a rule in the SMS', async () => {
    const editor = await start(LAZY), all = await actions(editor, 'catalogue.yaml', finding(editor, 'catalogue.yaml', 'field-unknown'));
    const { edit } = await resolve(editor, titled(all, /^Fix all in the SMS: /));
    assert.deepEqual(edit?.documentChanges?.map(change => ('edits' in change ? [change.textDocument.uri, ...textEdits(change).map(({ text }) => text)] : [])),
      [[uri('calendar.yaml'), 'title'], [uri('catalogue.yaml'), 'description']]);
  });

  it('end with accepting, in our own client alone', async () => {
    const own = await start(LAZY, { acceptance: 'command' }), diagnostic = finding(own, 'catalogue.yaml', 'field-unknown');
    const last = (await actions(own, 'catalogue.yaml', diagnostic)).at(-1);
    assert.deepEqual([last?.title, last?.command?.command, last?.command?.arguments], ['Accept with a reason…', 'sms.acceptFinding', [uri('catalogue.yaml'), 'field-unknown', diagnostic.range]]);
    const other = await start(LAZY);
    assert.equal((await actions(other, 'catalogue.yaml', diagnostic)).some(({ command }) => command), false);
  });

  it('are given to who asks for quick fixes', async () => {
    const editor = await start(LAZY), diagnostic = finding(editor, 'catalogue.yaml', 'field-unknown');
    assert.deepEqual(await actions(editor, 'catalogue.yaml', diagnostic, ['refactor']), []);
    assert.ok((await actions(editor, 'catalogue.yaml', diagnostic, ['quickfix'])).length > 0);
  });
});

function textEdits({ edits }: TextDocumentEdit): { range: TextEdit['range']; text: string }[] {
  return edits.flatMap(edit => ('newText' in edit ? [{ range: edit.range, text: edit.newText }] : []));
}
