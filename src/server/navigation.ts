import {
  SymbolKind, type DefinitionParams, type DocumentSymbol, type FoldingRange, type Hover, type HoverParams, type Location, type LocationLink, type SymbolInformation,
  type WorkspaceSymbolParams,
} from 'vscode-languageserver';
import { approvalSentence, changedSentence } from '../control/words.js';
import { definition, placeOf } from '../editing/definition.js';
import type { EditorDesk } from '../editing/desk.js';
import { folds } from '../editing/folding.js';
import { hover, type Spoken } from '../editing/hover.js';
import { withoutMarkup } from '../editing/markup.js';
import { findSymbols, outline, type FoundSymbol, type OutlineNode } from '../editing/symbols.js';
import { sentence } from '../rules/check.js';
import { rulesOf } from '../rules/book.js';
import { feature, type Asked, type Feature, type WideFeature } from './editing.js';

/** What tells where one is, and leads elsewhere. */
export const NAVIGATION: readonly Feature[] = [
  feature<DefinitionParams>({
    method: 'textDocument/definition', capability: { definitionProvider: true },
    answer: ({ desk, file, uri, client }, { position }): LocationLink[] | Location | null => {
      const found = definition(desk, file, position);
      if (!found) return null;
      const { origin, range } = found, targetUri = uri(found.file);
      return client.textDocument?.definition?.linkSupport === true
        ? [{ originSelectionRange: origin, targetUri, targetRange: range, targetSelectionRange: range }] : { uri: targetUri, range };
    },
  }),
  feature<HoverParams>({
    method: 'textDocument/hover', capability: { hoverProvider: true },
    answer: ({ desk, file, client }, { position }): Hover | null => {
      const found = hover(desk, file, position, spokenIn(desk));
      if (!found) return null;
      const { markdown, range } = found, plain = client.textDocument?.hover?.contentFormat?.includes('markdown') === false;
      return { range, contents: plain ? { kind: 'plaintext', value: withoutMarkup(markdown) } : { kind: 'markdown', value: markdown } };
    },
  }),
  feature({
    method: 'textDocument/documentSymbol', capability: { documentSymbolProvider: true }, files: 'yaml',
    answer: ({ desk, file, uri, client }): DocumentSymbol[] | SymbolInformation[] | null => {
      const found = outline(desk, file);
      if (!found) return null;
      return client.textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport === true ? [toSymbol(found)] : toList(found, uri(file));
    },
  }),
  feature({
    method: 'textDocument/foldingRange', capability: { foldingRangeProvider: true }, files: 'yaml',
    answer: ({ desk, file }): FoldingRange[] | null =>
      folds(desk, file)?.map(({ startLine, endLine, is }) => ({ startLine, endLine, ...(is === 'comment' && { kind: 'comment' }) })) ?? null,
  }),
];

export const WIDE_NAVIGATION: readonly WideFeature[] = [{
  method: 'workspace/symbol', capability: { workspaceSymbolProvider: true },
  answer: (all, { query }: WorkspaceSymbolParams): SymbolInformation[] =>
    all.flatMap(asked => findSymbols(asked.desk, query).map(found => toInformation(found, asked))),
}];

function toInformation({ item, name, container }: FoundSymbol, { desk, uri }: Asked): SymbolInformation {
  const { file, range } = placeOf(desk, item);
  return { name, containerName: container, kind: item.path.length === 0 ? SymbolKind.Module : SymbolKind.Object, location: { uri: uri(file), range } };
}

function spokenIn({ model, language }: EditorDesk): Spoken {
  return {
    why: id => {
      const rule = rulesOf(model.config).get(id);
      return rule && language.text(`rule.${id}.why`, rule.why);
    },
    finding: finding => sentence(rulesOf(model.config).get(finding.rule), finding, language),
    approval: approval => approvalSentence(approval, model, language),
    changed: changed => changedSentence(changed, language),
  };
}

const KIND: Readonly<Record<OutlineNode['is'], SymbolKind>> = {
  artefact: SymbolKind.Module, list: SymbolKind.Array, object: SymbolKind.Field, item: SymbolKind.Object, section: SymbolKind.String,
};

function toSymbol({ name, detail, is, range, at, children }: OutlineNode): DocumentSymbol {
  return { name, detail, kind: KIND[is], range, selectionRange: at, children: children.map(toSymbol) };
}

/** For editors that show no tree. */
function toList({ name, is, at, children }: OutlineNode, uri: string, containerName?: string): SymbolInformation[] {
  const own = { name, kind: KIND[is], location: { uri, range: at }, ...(containerName !== undefined && { containerName }) };
  return [own, ...children.flatMap(child => toList(child, uri, name))];
}
