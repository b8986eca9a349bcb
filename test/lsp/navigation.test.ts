import assert from 'node:assert/strict';
import { Editor, Folder, surroundings, type EditorOptions } from './editor.js';

const CATALOGUE = `kind: service-catalogue
id: CAT
title: Catalogue
services:
  - { id: SVC-MAIL, title: Managed e-mail }
  - { id: SVC-NET, title: Network }
`;
const SLA = `kind: sla
id: SLA-A
title: SLA
services: [SVC-MAIL]
targets:
  - { id: up, title: Up, metric: availability, operator: at-least, value: 99.9, unit: percent, window: calendar-month }
`;
const DOC = '---\nkind: document\nid: DOC-A\ntitle: Doc\n---\n# Ä\nSVC-NET is ours, SVC-OLD was.\n';
const CONFIG = 'sms: 1\norganization: Example\ntimeZone: Europe/Amsterdam\nids: { service: "SVC-*" }\n';

describe('the language server tells where one is', function () {
  this.timeout(60_000);
  const around = surroundings();
  let folder: Folder, editor: Editor;

  const start = async (more: Partial<EditorOptions> = {}): Promise<void> => {
    folder = await new Folder().write({ 'sms.yaml': CONFIG, 'catalogue.yaml': CATALOGUE, 'sla.yaml': SLA, 'pages/doc.md': DOC, 'other.yaml': 'a: 1\n' });
    editor = await Editor.start(around, { folders: [folder.path], ...more });
    await editor.idle();
  };
  afterEach(async () => {
    await editor.dispose();
    folder.remove();
  });
  after(() => around.dispose());

  const ask = (method: string, file: string, more: object = {}): Promise<unknown> => editor.connection.sendRequest(`textDocument/${method}`, { textDocument: { uri: folder.uri(file) }, ...more });
  const at = (line: number, character: number): { position: object } => ({ position: { line, character } });
  const range = (line: number, from: number, to: number): object => ({ start: { line, character: from }, end: { line, character: to } });

  it('announces what it can to a client that registers nothing', async () => {
    folder = await new Folder().write({ 'sms.yaml': CONFIG });
    editor = Editor.connect(around);
    const { capabilities } = await editor.initialize({ folders: [folder.path] }) as { capabilities: object };
    for (const each of ['definitionProvider', 'hoverProvider', 'documentSymbolProvider', 'foldingRangeProvider', 'workspaceSymbolProvider', 'codeLensProvider', 'inlayHintProvider', 'semanticTokensProvider']) {
      assert.ok(each in capabilities, each);
    }
  });

  it('leads to what an id names, in the form that the client knows', async () => {
    await start();
    assert.deepEqual(await ask('definition', 'sla.yaml', at(3, 12)), { uri: folder.uri('catalogue.yaml'), range: range(4, 10, 18) });
    assert.equal(await ask('definition', 'other.yaml', at(0, 0)), null);
    await editor.dispose();
    folder.remove();
    await start({ capabilities: { textDocument: { definition: { linkSupport: true } } } });
    assert.deepEqual(await ask('definition', 'pages/doc.md', at(6, 3)), [{
      originSelectionRange: range(6, 0, 7), targetUri: folder.uri('catalogue.yaml'), targetRange: range(5, 10, 17), targetSelectionRange: range(5, 10, 17),
    }]);
  });

  it('counts what is not saved, also where the client hands over the byte order mark', async () => {
    await start();
    await editor.open(folder.uri('sla.yaml'), `\ufeff${SLA.replace('[SVC-MAIL]', '[SVC-NET]')}`);
    assert.deepEqual(await ask('definition', 'sla.yaml', at(3, 12)), { uri: folder.uri('catalogue.yaml'), range: range(5, 10, 17) });
  });

  it('explains as Markdown, or as plain text for a client that knows no Markdown', async () => {
    await start();
    assert.match(JSON.stringify(await ask('hover', 'sla.yaml', at(3, 12))), /"kind":"markdown","value":"\*\*Managed e-mail\*\* `SVC-MAIL`/);
    await editor.dispose();
    folder.remove();
    await start({ capabilities: { textDocument: { hover: { contentFormat: ['plaintext'] } } } });
    assert.match(JSON.stringify(await ask('hover', 'sla.yaml', at(3, 12))), /"kind":"plaintext","value":"Managed e-mail SVC-MAIL/);
  });

  it('outlines as a tree, or as a list for a client that shows none', async () => {
    await start({ capabilities: { textDocument: { documentSymbol: { hierarchicalDocumentSymbolSupport: true } } } });
    const [tree] = await ask('documentSymbol', 'catalogue.yaml') as { name: string; children: { name: string; children: { name: string }[] }[] }[];
    assert.deepEqual([tree?.name, tree?.children[0]?.name, tree?.children[0]?.children.map(({ name }) => name)], ['Catalogue', 'services', ['Managed e-mail', 'Network']]);
    await editor.dispose();
    folder.remove();
    await start();
    assert.deepEqual((await ask('documentSymbol', 'catalogue.yaml') as { name: string; containerName?: string }[]).map(({ name, containerName }) => [name, containerName]),
      [['Catalogue', undefined], ['services', 'Catalogue'], ['Managed e-mail', 'services'], ['Network', 'services']]);
    assert.deepEqual(await ask('foldingRange', 'catalogue.yaml'), [{ startLine: 3, endLine: 5 }]);
    assert.equal(await ask('documentSymbol', 'other.yaml'), null);
  });

  it('finds things of every SMS of the workspace', async () => {
    await start();
    const other = await new Folder().write({ 'sms.yaml': CONFIG, 'c.yaml': CATALOGUE.replace('id: CAT', 'id: CAT-2') });
    try {
      await editor.dispose();
      editor = await Editor.start(around, { folders: [folder.path, other.path] });
      await editor.idle();
      const found = await editor.connection.sendRequest('workspace/symbol', { query: 'svc-net' }) as { name: string; location: { uri: string; range: object } }[];
      assert.deepEqual(new Set(found.map(({ name, location }) => `${name} ${location.uri}`)), new Set([`SVC-NET Network ${folder.uri('catalogue.yaml')}`, `SVC-NET Network ${other.uri('c.yaml')}`]));
    } finally {
      other.remove();
    }
  });

  it('shows lenses to our client alone, which has their commands', async () => {
    await start();
    assert.equal(await ask('codeLens', 'catalogue.yaml'), null);
    await editor.dispose();
    folder.remove();
    await start({ options: { lenses: 'command' } });
    assert.deepEqual(await ask('codeLens', 'catalogue.yaml'), [
      { range: range(4, 10, 18), command: { title: '1 service level agreement uses this', command: 'sms.showReferences', arguments: [folder.uri('catalogue.yaml'), { line: 4, character: 10 }] } },
      { range: range(5, 10, 17), command: { title: '1 document uses this', command: 'sms.showReferences', arguments: [folder.uri('catalogue.yaml'), { line: 5, character: 10 }] } },
    ]);
  });

  it('shows hints in the range asked for, and colours ids', async () => {
    await start();
    assert.deepEqual(await ask('inlayHint', 'sla.yaml', { range: range(5, 0, 200) }),
      [{ position: { line: 5, character: 78 }, label: '= 43 min 12 s down per month', tooltip: 'It leaves 43 min 12 s of downtime in 30 days, around the clock.', paddingLeft: true }]);
    // From line, from character, length, type, modifiers: the id (a definition), and of two in the text one that names nothing.
    assert.deepEqual(await ask('semanticTokens/full', 'pages/doc.md'), { data: [2, 4, 5, 0, 1, 4, 0, 7, 0, 0, 0, 17, 7, 0, 2] });
  });

  it('asks a client that can to ask anew after each check', async () => {
    const asked: string[] = [];
    folder = await new Folder().write({ 'sms.yaml': CONFIG, 'sla.yaml': SLA });
    editor = Editor.connect(around);
    for (const what of ['codeLens', 'inlayHint', 'semanticTokens']) editor.connection.onRequest(`workspace/${what}/refresh`, () => { asked.push(what); return null; });
    const able = { refreshSupport: true };
    await editor.initialize({ folders: [folder.path], capabilities: { workspace: { codeLens: able, inlayHint: able, semanticTokens: able } } });
    await editor.idle();
    await editor.until('asked anew', () => asked.length >= 3);
    assert.deepEqual([...new Set(asked)], ['codeLens', 'inlayHint', 'semanticTokens']);
  });
});
