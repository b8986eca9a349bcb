import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Item { file: string; line: number; text: string }
/** What a step of neovim.lua got, or why it got nothing. */
interface Results {
  notified: string[];
  capabilities: string[]; diagnostics: { on: string; source: string; severity: number; message: string }; codeAction: { offered: string[] };
  bom: { line: number; from: number; to: number; first: number }; hover: string; definition: { file: string; on: string }; references: Item[];
  documentSymbol: Item[]; workspaceSymbol: Item[]; completion: { items: string[]; line: string }; rename: { buffers: number }; renameFile: number;
}

/** A second client, written by others: Neovim as Debian has it, with the configuration of docs/editors.md. What it got, and what its buffers and files are then. */
describe('Neovim', function () {
  this.timeout(300_000);
  let folder: string, sms: string, results: Record<string, { got?: unknown; failed?: string }>;
  const got = <K extends keyof Results>(name: K): Results[K] => {
    const { got: value, failed } = results[name] ?? { failed: 'not reached' };
    assert.equal(failed, undefined, `${name}: ${failed ?? ''}`);
    return value as Results[K];
  };
  /** Places of a word in the files of the sample, but for approvals, whose ids and paths are none. */
  const places = (word: RegExp, top = sms): string[] => filesBelow(top).flatMap(file => readFileSync(join(top, file), 'utf8').split('\n').flatMap((line, at) => (word.test(line) ? [`${file}:${at + 1}`] : [])));

  before(function () {
    const nvim = neovim();
    if (nvim === undefined) {
      console.log('      Neovim is absent, and this is no Debian as root where it could be installed: skipped. Install Neovim 0.7 or later to run this.');
      this.skip();
    }
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'sms nvim ')));
    sms = join(folder, 'harbour');
    cpSync('samples/harbour', sms, { recursive: true });
    writeFileSync(join(sms, 'marked.md'), '\ufeff---\nkind: document\nid: DOC-MARKED\ntitle: Märked\n---\né 😀 [[SVC-NONE]]\n');
    const [, config = ''] = /```lua\n([^]*?)```/.exec(readFileSync('docs/editors.md', 'utf8')) ?? [];
    writeFileSync(join(folder, 'config.lua'), config);
    mkdirSync(join(folder, 'bin'));
    writeFileSync(join(folder, 'bin', 'sms'), `#!/bin/sh\nexec '${process.execPath}' '${join(process.cwd(), 'dist/cli.cjs')}' "$@"\n`);
    chmodSync(join(folder, 'bin', 'sms'), 0o755);
    const result = join(folder, 'result.json');
    const run = spawnSync(nvim, ['--headless', '--clean', '-n', '-S', join(process.cwd(), 'test/editors/neovim.lua')], {
      cwd: sms, encoding: 'utf8', timeout: 240_000,
      env: { ...process.env, PATH: `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}`, HOME: folder, XDG_STATE_HOME: folder, XDG_CACHE_HOME: folder, SMS_CONFIG: join(folder, 'config.lua'), SMS_RESULT: result },
    });
    assert.ok(existsSync(result), `Neovim did not come to its end: ${run.stderr}`);
    results = JSON.parse(readFileSync(result, 'utf8')) as typeof results;
  });
  after(() => { if (folder) rmSync(folder, { recursive: true, force: true }); });

  it('is told at once what there is, since it lets nobody register later', () => {
    const announced = got('capabilities');
    for (const each of ['textDocumentSync', 'hoverProvider', 'definitionProvider', 'referencesProvider', 'renameProvider', 'codeActionProvider', 'completionProvider', 'documentSymbolProvider', 'workspaceSymbolProvider']) {
      assert.ok(announced.includes(each), `${each} in ${announced.join(', ')}`);
    }
    assert.deepEqual(got('notified'), []);
  });

  it('shows findings of a text that is not saved, on the exact value', () => {
    const { on, source, severity, message } = got('diagnostics');
    assert.deepEqual([on, source, severity], ['ROLE-MIAL', 'SMS', 2]);
    assert.match(message, /ROLE-MIAL/);
  });

  it('shows them at the right place in a file with a byte order mark, behind what is not ASCII', () => {
    const { line, from, to, first } = got('bom');
    // In bytes, as Neovim counts: é has two, the face four.
    assert.deepEqual([line, to - from, from], [5, 'SVC-NONE'.length, 3 + 5 + 2]);
    assert.ok(first <= 1);
  });

  it('mends a finding by a code action', () => {
    assert.match(got('codeAction').offered[0] ?? '', /ROLE-MAIL/);
  });

  it('tells over an id what it names', () => { assert.match(got('hover'), /Managed e-mail/); });

  it('goes from an id to where it is defined', () => {
    const { file, on } = got('definition');
    assert.equal(file, 'catalogue/services.yaml');
    assert.ok(on.startsWith('SVC-MAIL'), on);
  });

  it('lists all references of an id, and its definition', () => {
    const found = got('references'), files = new Set(found.map(({ file }) => file));
    assert.ok(found.length > 10);
    assert.ok(files.has('catalogue/services.yaml') && files.has('agreements/sla-boreal.yaml'));
    const wrong = found.filter(({ file, line }) => !(readFileSync(join('samples/harbour', file), 'utf8').split('\n')[line - 1] ?? '').includes('SVC-ERP'));
    assert.deepEqual(wrong, []);
  });

  it('lists the symbols of a file, and finds one of the SMS by its id', () => {
    assert.ok(got('documentSymbol').some(({ text }) => /SVC-MAIL|Managed e-mail/.test(text)));
    assert.ok(got('workspaceSymbol').some(({ file, text }) => file === 'agreements/sla-boreal.yaml' && /SLA-BOREAL/.test(text)));
  });

  it('completes an id, and writes what was chosen', () => {
    const { items, line } = got('completion');
    assert.ok(items.includes('ROLE-WORK'), items.join(', '));
    assert.equal(line.trim(), 'owner: ROLE-WORK');
  });

  it('renames the file that carries an id in its name', () => {
    assert.equal(got('renameFile'), 0);
    assert.match(readFileSync(join(sms, 'records/incidents/INC-2900.yaml'), 'utf8'), /^id: INC-2900$/m);
  });

  it('renames an id in all files, open or not, and leaves nothing that does not resolve', () => {
    assert.ok(got('rename').buffers > 5);
    // Comments are nobody's references.
    const before = places(/^[^#]*(?<![\w-])SVC-ERP(?![\w-])/, 'samples/harbour'), left = places(/^[^#]*(?<![\w-])SVC-ERP(?![\w-])/);
    assert.ok(before.length > 30);
    // It stood in what was approved, so it still resolves.
    assert.deepEqual(left.map(place => place.replace(/:.*/, '')), ['catalogue/services.yaml']);
    assert.match(readFileSync(join(sms, 'catalogue/services.yaml'), 'utf8'), /- id: SVC-ORDERS\n {4}aliases: \[SVC-ERP\]\n/);
    const told = execFileSync(process.execPath, ['dist/cli.cjs', 'check', sms, '--format', 'json', '--exit-zero'], { encoding: 'utf8', maxBuffer: 1 << 26 });
    assert.doesNotMatch(told, /SVC-ERP|(?:no such|Nothing in this SMS)[^"]*SVC-ORDERS/);
  });
});

/** Its program; on Debian as root it is installed. */
function neovim(): string | undefined {
  const works = (): boolean => spawnSync('nvim', ['--version']).status === 0;
  if (works()) return 'nvim';
  if (!existsSync('/etc/debian_version') || process.getuid?.() !== 0) return undefined;
  const install = (): boolean => spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'neovim'], { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }).status === 0;
  // On a fresh machine the lists of packages are absent or out of date.
  if (!install()) { spawnSync('apt-get', ['update']); install(); }
  return works() ? 'nvim' : undefined;
}

function filesBelow(top: string): string[] { return readdirSync(top, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name).slice(top.length + 1)); }
