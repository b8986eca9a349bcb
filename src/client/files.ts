import { FileSystemError, FileType, Uri, workspace, type Disposable } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { FILE_BYTES, FOLDER, type FileBytesParams, type FileBytesResult, type FolderParams, type FolderResult } from '../protocol.js';

/** Lets the server read what stands in no folder of its machine: in a browser everything, elsewhere what an extension provides. What it may read it knows itself. */
export function serveFiles(server: BaseLanguageClient): Disposable[] {
  return [
    server.onRequest<FolderResult, void>(FOLDER, (params: FolderParams) => folder(params)),
    server.onRequest<FileBytesResult, void>(FILE_BYTES, (params: FileBytesParams) => fileBytes(params)),
  ];
}

async function folder({ uri }: FolderParams): Promise<FolderResult> {
  try {
    return { entries: (await workspace.fs.readDirectory(Uri.parse(uri))).map(([name, type]) => ({ name, is: sortOf(type) })) };
  } catch (error) {
    return { failed: hasCode(error, 'FileNotFound') || hasCode(error, 'FileNotADirectory') ? 'vanished' : 'unreadable' };
  }
}

async function fileBytes({ uri, most, head }: FileBytesParams): Promise<FileBytesResult> {
  const address = Uri.parse(uri);
  try {
    const { type, size } = await workspace.fs.stat(address);
    if (sortOf(type) !== 'file') return { failed: 'not-a-file', detail: '' };
    // Not read where nothing of it would be sent.
    if (size > most && head === 0) return { size, bytes: '' };
    const bytes = await workspace.fs.readFile(address);
    return { size: bytes.length, bytes: base64(bytes.length > most ? bytes.subarray(0, head) : bytes) };
  } catch (error) {
    if (hasCode(error, 'FileNotFound')) return { failed: 'vanished', detail: '' };
    return { failed: 'unreadable', detail: hasCode(error, 'NoPermissions') ? 'no permission' : error instanceof Error ? error.message : String(error) };
  }
}

function sortOf(type: FileType): 'folder' | 'file' | 'link' | 'other' {
  if ((type & FileType.SymbolicLink) !== 0) return 'link';
  return type === FileType.Directory ? 'folder' : type === FileType.File ? 'file' : 'other';
}

function hasCode(error: unknown, code: string): boolean { return error instanceof FileSystemError && error.code === code; }

/** In steps, for a call takes so many arguments everywhere. */
function base64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += STEP) text += String.fromCharCode(...bytes.subarray(at, at + STEP));
  return btoa(text);
}
const STEP = 8192;
