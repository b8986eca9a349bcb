import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ClientCapabilities, CodeAction, CodeLens, CompletionItem, CompletionList, Diagnostic, DocumentSymbol, Hover, InlayHint } from 'vscode-languageserver';
import { serverTexts } from '../../l10n/collect.js';
import { slashed, uriOfPath } from '../../src/node/uri.js';
import {
  CLAUSE, EXPLORER, NEW_CHOICES, REGISTER, RULE, RULES, type ClauseResult, type ExplorerParams, type ExplorerResult, type NewChoicesResult, type RegisterResult, type RuleResult, type RulesResult,
} from '../../src/protocol.js';
import { rules } from '../../src/rules/index.js';
import { leaves } from '../../src/sms/standard.js';
import { foldersIn, textsUnder } from '../support/folders.js';
import { dataIn, hardCoded, pseudoTable } from '../support/pseudo.js';
import { Editor, surroundings } from './editor.js';

const SAMPLES = join(process.cwd(), 'samples');

/** Files of the good sample that are asked about at each line: of every sort, with calendars, targets, prose and links. */
const ASKED = ['sms.yaml', 'catalogue/services.yaml', 'agreements/sla-boreal.yaml', 'risks/register.yaml'];

describe('the language server in a pseudo-language', function () {
  this.timeout(120_000);
  const around = { ...surroundings(), languages: { 'qps-ploc': pseudoTable(serverTexts().texts) } };
  const folder = slashed(realpathSync(mkdtempSync(join(tmpdir(), 'sms ploc ')))), texts = new Map<string, string>();
  let editor: Editor, isData: (run: string) => boolean;

  before(async () => {
    for (const name of ['harbour', ...foldersIn(join(SAMPLES, 'broken')).map(each => `broken/${each}`)]) {
      cpSync(join(SAMPLES, name), join(folder, name), { recursive: true });
      for (const [file, text] of textsUnder(join(SAMPLES, name))) texts.set(`${name}/${file}`, text);
    }
    isData = dataIn([...texts.keys(), ...texts.values()]);
    editor = Editor.connect(around);
    await editor.initialize({ folders: [folder], locale: 'qps-ploc', capabilities: CAPABILITIES, options: { ruleLinks: 'command', lenses: 'command', acceptance: 'command' } });
    await editor.idle();
  });
  after(async () => {
    await editor.dispose();
    await around.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  const uri = (file: string): string => uriOfPath(`${folder}/${file}`);
  const ask = <R>(method: string, params: object): Promise<R> => editor.connection.sendRequest<R>(method, params);
  /** Each of what is shown, with what is hard-coded in it; each sort of it once. */
  const judge = (shown: Iterable<readonly [where: string, text: string | undefined]>): string[] => {
    const found = new Map<string, string>();
    for (const [where, text = ''] of shown) for (const run of hardCoded(text, isData)) found.set(`${where}: ${run}`, run);
    return [...found.keys()].sort();
  };

  it('tells every finding', () => {
    const all = Object.values(editor.everything()).flat();
    assert.ok(all.length > 100);
    const bare = all.filter(({ message }) => !/^\[!! [^]* !!\]$/.test(String(message)));
    assert.deepEqual(bare.map(({ code, message }) => `${String(code)} ${String(message)}`), []);
    assert.deepEqual(judge(all.map(({ code, message }): [string, string] => [String(code), String(message)])), []);
    const related = judge(all.flatMap(({ code, relatedInformation = [] }) => relatedInformation.map(({ message }): [string, string] => [String(code), message])));
    assert.deepEqual(related, []);
  });

  it('tells how each SMS stands, and what is not checked', () => {
    assert.deepEqual(judge(editor.status?.roots.flatMap(({ notChecked }) => notChecked.map(text => ['status', text] as const)) ?? []), []);
  });

  it('tells every rule', async () => {
    const known = await ask<RulesResult>(RULES, {});
    const pages = await Promise.all(rules.map(async ({ id }) => [id, withoutCode((await ask<RuleResult>(RULE, { rule: id })).markdown)] as const));
    assert.deepEqual(judge([...known.rules.map(({ id, title }) => [id, title] as const), ...pages]), []);
    assert.ok(known.rules.every(({ grade }) => grade.startsWith('[!! ')));
  });

  it('tells clauses', async () => {
    const pages = await Promise.all(leaves().filter((_, at) => at % 5 === 0).map(async ({ id }) => [id, withoutCode((await ask<ClauseResult>(CLAUSE, { clause: id })).markdown)] as const));
    assert.deepEqual(judge(pages), []);
  });

  it('tells the register of documents', async () => {
    const { roots } = await ask<RegisterResult>(REGISTER, {});
    assert.deepEqual(judge(roots.flatMap(({ notes, documents }) => [
      ...notes.map(note => ['note', note] as const), ...documents.flatMap(({ kindName, approval, changedSinceApproval }) => [['kind', kindName], ['approval', approval?.sentence], ['changed', changedSinceApproval]] as const),
    ])), []);
  });

  it('tells every line of the explorer', async () => {
    const shown: [string, string][] = [];
    const visit = async (mode: ExplorerParams['mode'], path: string[]): Promise<void> => {
      const { nodes } = await ask<ExplorerResult>(EXPLORER, { mode, path });
      for (const { key, label, description, detail, spoken, fold, type } of nodes) {
        for (const text of [label, description, detail, spoken]) shown.push([`${mode} ${type}`, text]);
        const [root = key] = path, depth = WALKED.find(([name]) => root.endsWith(name))?.[1] ?? 0;
        if (fold !== 'none' && path.length < depth) await visit(mode, [...path, key]);
      }
    };
    for (const mode of MODES) await visit(mode, []);
    assert.ok(shown.length > 1000);
    assert.deepEqual(judge(shown), []);
  });

  it('tells what can be made new', async () => {
    const { choices } = await ask<NewChoicesResult>(NEW_CHOICES, { root: uri('harbour') });
    assert.deepEqual(judge(choices.flatMap(({ label, note, help, group }) => [['label', label], ['note', note], ['help', help], ['group', group]] as const)), []);
  });

  it('tells what an editor asks at a place', async () => {
    const shown: [string, string | undefined][] = [];
    for (const file of ASKED) {
      const textDocument = { uri: uri(`harbour/${file}`) }, lines = (texts.get(`harbour/${file}`) ?? assert.fail(file)).split('\n');
      for (const [line, text] of lines.entries()) {
        const columns = [text.search(/[^\s-]/), text.indexOf(': ') + 3].filter(at => at > 0 && at < text.length);
        for (const character of columns) {
          const position = { line, character };
          const hover = await ask<Hover | null>('textDocument/hover', { textDocument, position });
          if (hover) shown.push(['hover', wordsOf(hover.contents)]);
          if (line % 5 !== 0) continue;
          const found = await ask<CompletionItem[] | CompletionList | null>('textDocument/completion', { textDocument, position });
          for (const item of Array.isArray(found) ? found : found?.items ?? []) shown.push(['completion', item.label], ['completion', item.detail], ['completion', item.labelDetails?.description], ['completion', wordsOf(item.documentation)]);
        }
      }
      const range = { start: { line: 0, character: 0 }, end: { line: lines.length, character: 0 } };
      for (const { command } of await ask<CodeLens[] | null>('textDocument/codeLens', { textDocument }) ?? []) shown.push(['lens', command?.title]);
      for (const { label, tooltip } of await ask<InlayHint[] | null>('textDocument/inlayHint', { textDocument, range }) ?? []) shown.push(['hint', typeof label === 'string' ? label : label.map(({ value }) => value).join('')], ['hint', wordsOf(tooltip)]);
      const symbols = (all: readonly DocumentSymbol[]): void => { for (const { name, detail, children = [] } of all) { shown.push(['symbol', name], ['symbol', detail]); symbols(children); } };
      symbols(await ask<DocumentSymbol[] | null>('textDocument/documentSymbol', { textDocument }) ?? []);
    }
    for (const sort of ['hover', 'completion', 'lens', 'hint', 'symbol']) assert.ok(shown.some(([name, text]) => name === sort && text !== undefined && text !== ''), `there are ${sort}s`);
    assert.deepEqual(judge(shown), []);
  });

  it('tells what mends a finding', async () => {
    const shown: [string, string | undefined][] = [];
    for (const [address, diagnostics] of Object.entries(editor.everything())) {
      for (const diagnostic of firstOfEach(diagnostics)) {
        const { range } = diagnostic;
        for (const action of await ask<CodeAction[] | null>('textDocument/codeAction', { textDocument: { uri: address }, range, context: { diagnostics: [diagnostic] } }) ?? []) {
          const where = `fix of ${String(diagnostic.code)}`, { edit } = action.data === undefined ? action : await ask<CodeAction>('codeAction/resolve', action);
          shown.push([where, action.title], [where, action.disabled?.reason]);
          for (const { label, description } of Object.values(edit?.changeAnnotations ?? {})) shown.push([where, label], [where, description]);
        }
      }
    }
    assert.ok(shown.length > 50);
    assert.deepEqual(judge(shown), []);
  });
});

/** How deep the explorer is walked through, by SMS. */
const WALKED: readonly (readonly [name: string, depth: number])[] = [['/harbour', 2], ['/loop-left-open', 5]];

/** As VS Code has them. */
const CAPABILITIES: ClientCapabilities = {
  textDocument: {
    completion: { completionItem: { snippetSupport: true, documentationFormat: ['markdown'], labelDetailsSupport: true } },
    hover: { contentFormat: ['markdown'] },
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix'] } }, dataSupport: true, isPreferredSupport: true, disabledSupport: true, resolveSupport: { properties: ['edit'] } },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
  },
  workspace: { workspaceEdit: { documentChanges: true, resourceOperations: ['create', 'rename', 'delete'], changeAnnotationSupport: {} } },
};

const MODES: readonly ExplorerParams['mode'][] = ['clause', 'kind', 'service', 'customer', 'owner', 'due'];

/** Of each rule one, in a file. */
function firstOfEach(diagnostics: readonly Diagnostic[]): Diagnostic[] { return [...new Map([...diagnostics].reverse().map(each => [each.code, each])).values()]; }

/** What stands in a fence is an example, and between backticks data. */
function withoutCode(markdown: string): string {
  return markdown.replace(/^(`{3,})[^]*?^\1$/gm, '').replace(/`[^`\n]*`/g, '').replace(/\\([!-/:-@[-`{-~])/g, '$1');
}

function wordsOf(contents: Hover['contents'] | string | undefined): string {
  if (contents === undefined) return '';
  if (typeof contents === 'string') return withoutCode(contents);
  return Array.isArray(contents) ? contents.map(each => wordsOf(each)).join('\n') : withoutCode(contents.value);
}
