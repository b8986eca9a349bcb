import type { AnnotatedTextEdit, ChangeAnnotation, ClientCapabilities, CreateFile, RenameFile, TextDocumentEdit, TextEdit, WorkspaceEdit } from 'vscode-languageserver';
import type { Changes, Edit } from '../sms/changes.js';

export interface ChangeOptions {
  uri(file: string): string;
  /** Of an open file; the client refuses the edit where its text is another one by then. */
  version(file: string): number | undefined;
  client: ClientCapabilities;
}

/**
 * Changes as the client makes them. A client that cannot create or rename files gets the edits alone where these stand for themselves: undefined where a
 * new file would be lost.
 */
export function toWorkspaceEdit({ create = [], edits = [], rename = [] }: Changes, { uri, version, client }: ChangeOptions): WorkspaceEdit | undefined {
  const can = client.workspace?.workspaceEdit, kinds = new Set(can?.resourceOperations);
  if (create.length > 0 && !(can?.documentChanges && kinds.has('create'))) return undefined;
  if (!can?.documentChanges) {
    return { changes: Object.fromEntries(edits.map(({ file, edits: own }) => [uri(file), own.map(plain)])) };
  }
  const annotations = new Map<string, { id: string; annotation: ChangeAnnotation }>();
  const written = (edit: Edit): TextEdit | AnnotatedTextEdit => {
    const label = edit.confirm ?? edit.note;
    if (label === undefined || !can.changeAnnotationSupport) return plain(edit);
    const known = annotations.get(label) ?? { id: `a${annotations.size + 1}`, annotation: { label, needsConfirmation: edit.confirm !== undefined } };
    annotations.set(label, known);
    return { ...plain(edit), annotationId: known.id };
  };
  const document = (file: string, own: readonly Edit[], at: number | null): TextDocumentEdit => ({ textDocument: { uri: uri(file), version: at }, edits: own.map(written) });
  const documentChanges: (CreateFile | TextDocumentEdit | RenameFile)[] = [
    ...create.flatMap(({ file, text }): (CreateFile | TextDocumentEdit)[] => [
      { kind: 'create', uri: uri(file), options: { overwrite: false, ignoreIfExists: false } },
      document(file, [{ range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, text }], null),
    ]),
    ...edits.map(({ file, edits: own }) => document(file, own, version(file) ?? null)),
    ...(kinds.has('rename') ? rename.map(({ from, to }): RenameFile => ({ kind: 'rename', oldUri: uri(from), newUri: uri(to), options: { overwrite: false } })) : []),
  ];
  return { documentChanges, ...(annotations.size > 0 && { changeAnnotations: Object.fromEntries([...annotations.values()].map(({ id, annotation }) => [id, annotation])) }) };
}

function plain({ range, text }: Edit): TextEdit { return { range, newText: text }; }
