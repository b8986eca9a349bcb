import {
  DocumentHighlightKind, LSPErrorCodes, ResponseError,
  type DocumentHighlight, type DocumentLink, type Location, type ReferenceParams, type RenameParams, type TextDocumentPositionParams, type WorkspaceEdit,
} from 'vscode-languageserver';
import { highlights } from '../editing/highlights.js';
import { documentLinks } from '../editing/links.js';
import { references } from '../editing/references.js';
import { prepareRename, rename, type Refusal, type RenameOptions } from '../editing/rename.js';
import { isYaml } from '../sms/source.js';
import { toWorkspaceEdit } from './changes.js';
import { feature, type Asked, type Feature } from './editing.js';

/** What is about the names of things: where one is used, and giving it another. */
export const RENAMING: readonly Feature[] = [
  feature<ReferenceParams>({
    method: 'textDocument/references', capability: { referencesProvider: true },
    answer: ({ desk, file, uri }, { position, context }): Location[] =>
      references(desk, file, position, context.includeDeclaration).map(place => ({ uri: uri(place.file), range: place.range })),
  }),
  feature<TextDocumentPositionParams>({
    method: 'textDocument/documentHighlight', capability: { documentHighlightProvider: true },
    answer: ({ desk, file }, { position }): DocumentHighlight[] =>
      highlights(desk, file, position).map(({ range, kind }) => ({ range, kind: kind === 'write' ? DocumentHighlightKind.Write : DocumentHighlightKind.Read })),
  }),
  feature({
    // An editor that knows Markdown has its links.
    method: 'textDocument/documentLink', capability: { documentLinkProvider: {} }, options: { resolveProvider: false }, files: 'yaml',
    answer: ({ desk, file, uri }): DocumentLink[] | null => (!isYaml(file) ? null : documentLinks(desk, file).map(({ range, file: to, at }) =>
      ({ range, target: at ? `${uri(to)}#L${at.line + 1},${at.character + 1}` : uri(to) }))),
  }),
  feature<TextDocumentPositionParams>({
    method: 'textDocument/prepareRename', current: true,
    answer: ({ desk, file }, { position }) => orRefused(prepareRename(desk, file, position)),
  }),
  feature<RenameParams>({
    method: 'textDocument/rename', capability: { renameProvider: { prepareProvider: true } }, options: { prepareProvider: true }, current: true,
    answer: (asked, { position, newName }): WorkspaceEdit | null =>
      toWorkspaceEdit(orRefused(rename(asked.desk, asked.file, position, newName, optionsOf(asked))), asked) ?? null,
  }),
];

function optionsOf({ client: { workspace } }: Asked): RenameOptions {
  const can = workspace?.workspaceEdit, isFull = can?.documentChanges === true;
  return { renamesFiles: isFull && can.resourceOperations?.includes('rename') === true, asks: isFull && can.changeAnnotationSupport !== undefined };
}

function orRefused<T extends object>(result: T | Refusal): T {
  if ('refused' in result) throw new ResponseError(LSPErrorCodes.RequestFailed, result.refused);
  return result;
}
