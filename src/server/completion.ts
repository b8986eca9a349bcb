import {
  CompletionItemKind, CompletionItemTag, InsertTextFormat, InsertTextMode, MarkupKind,
  type ClientCapabilities, type Command, type CompletionItem, type CompletionList, type CompletionParams,
} from 'vscode-languageserver';
import { completionsAt, TRIGGERS, type Completion, type RuleWords } from '../editing/completion.js';
import { withoutMarkup } from '../editing/markup.js';
import { rulesOf } from '../rules/book.js';
import type { EditorDesk } from '../editing/desk.js';
import { feature, type Feature } from './editing.js';

const KINDS: Readonly<Record<Completion['kind'], CompletionItemKind>> = {
  field: CompletionItemKind.Field, choice: CompletionItemKind.EnumMember, thing: CompletionItemKind.Reference, file: CompletionItemKind.File,
  kind: CompletionItemKind.Class, clause: CompletionItemKind.Constant, value: CompletionItemKind.Value, entry: CompletionItemKind.Snippet,
};

/** So many characters of a label and what is beside it VS Code shows in one line; of more it would cut the label. */
const WIDTH = 46;

function beside(label: string, detail: string): string {
  const room = Math.max(WIDTH - label.length, 12);
  return detail.length <= room ? detail : `${detail.slice(0, room - 1).replace(/[\ud800-\udbff]$/, '').trimEnd()}…`;
}

/** VS Code shows what can be chosen next where a completion asks for it. Others know no such command. */
const MORE: Command = { title: '', command: 'editor.action.triggerSuggest' };

const options = { triggerCharacters: [...TRIGGERS] };

export const COMPLETION: readonly Feature[] = [feature<CompletionParams>({
  method: 'textDocument/completion',
  capability: { completionProvider: options },
  options,
  answer({ desk, file, client, options: { ruleLinks } }, { position, context }): CompletionList {
    const snippets = client.textDocument?.completion?.completionItem?.snippetSupport === true;
    const { items, incomplete } = completionsAt(desk, file, position, { snippets, trigger: context?.triggerCharacter, rules: ruleWords(desk) });
    return { isIncomplete: incomplete, items: items.map(item => toItem(item, client, ruleLinks === 'command')) };
  },
})];

function ruleWords({ language, model }: EditorDesk): RuleWords[] {
  return rulesOf(model.config).all.map(({ id, title, settings = {} }) => ({
    id, title: language.text(`rule.${id}.title`, title), settings: Object.entries(settings).map(([name, value]) => ({ name, value })),
  }));
}

function toItem(completion: Completion, client: ClientCapabilities, inCode: boolean): CompletionItem {
  const { label, kind, detail, documentation, insert, snippet, range, filter, sort, retired, also, again } = completion;
  const can = client.textDocument?.completion?.completionItem, markdown = can?.documentationFormat?.includes(MarkupKind.Markdown) === true;
  return {
    label, kind: KINDS[kind], textEdit: { range, newText: insert },
    ...(detail !== undefined && { detail, ...(can?.labelDetailsSupport && detail !== label && { labelDetails: { description: beside(label, detail) } }) }),
    ...(documentation !== undefined && { documentation: markdown ? { kind: MarkupKind.Markdown, value: documentation } : withoutMarkup(documentation) }),
    ...(snippet && { insertTextFormat: InsertTextFormat.Snippet }),
    // The lines have their indentation already.
    ...(insert.includes('\n') && can?.insertTextModeSupport && { insertTextMode: InsertTextMode.asIs }),
    ...(filter !== undefined && { filterText: filter }), ...(sort !== undefined && { sortText: sort }),
    ...(retired && (can?.tagSupport ? { tags: [CompletionItemTag.Deprecated] } : can?.deprecatedSupport ? { deprecated: true } : {})),
    ...(also && { additionalTextEdits: also.map(edit => ({ range: edit.range, newText: edit.text })) }),
    ...(again && inCode && { command: MORE }),
  };
}
