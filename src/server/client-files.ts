import { FILE_BYTES, FOLDER, type FileBytesParams, type FileBytesResult, type FolderParams, type FolderResult } from '../protocol.js';
import { HEAD_BYTES, readResult, tooLarge } from '../sms/bytes.js';
import { UnreadableFile, type Files, type ReadResult } from '../sms/files.js';
import { LIMITS } from '../sms/limits.js';
import { compareText } from '../sms/text.js';
import { findRoots, listSms, type OpenFolder } from '../sms/walk.js';
import type { Surroundings } from './workspace.js';

/** Sends a request to the client. */
export type AskClient = <R>(method: string, params: object) => Promise<R>;

/** The client hands over a table whole, through two processes: what is larger than this counts as too large there. */
const MOST_TABLE_BYTES = 67_108_864;

/**
 * The files of a client that alone can read them: in a browser all, in Node those that an extension provides (`vscode-vfs:`). The path of such a file is
 * its address without escapes, `vscode-vfs://github/harbour/sms/sla.yaml`.
 */
export function clientFiles(ask: AskClient): Pick<Surroundings, 'openFiles' | 'findRoots' | 'pathOfUri' | 'uriOfPath'> {
  const foldersOf = (top: string): OpenFolder => async folder => {
    const result = await answered(ask<FolderResult>(FOLDER, { uri: uriOf(below(top, folder)) } satisfies FolderParams));
    return 'entries' in result ? result.entries : result.failed;
  };
  const bytes = (path: string, most: number, head: number): Promise<FileBytesResult | Unanswered> =>
    answered(ask<FileBytesResult>(FILE_BYTES, { uri: uriOf(path), most, head } satisfies FileBytesParams));
  const read = async (path: string): Promise<ReadResult> => {
    const result = await bytes(path, LIMITS.fileBytes, HEAD_BYTES);
    if ('failed' in result) return { ok: false, reason: result.failed, detail: result.detail };
    return result.size > LIMITS.fileBytes ? tooLarge(result.size, decoded(result.bytes)) : readResult(decoded(result.bytes));
  };
  return {
    openFiles: (root): Files => ({
      // Nobody here can tell where a link leads, so it is not judged; followed it is nowhere.
      list: ignore => listSms(foldersOf(root), () => Promise.resolve(true), ignore),
      read: file => read(below(root, file)),
      stream: async function* (file) {
        const result = await bytes(below(root, file), MOST_TABLE_BYTES, 0);
        if ('failed' in result) throw result.failed === 'vanished' ? new UnreadableFile('vanished', '') : new UnreadableFile('unreadable', result.detail);
        if (result.size > MOST_TABLE_BYTES) {
          throw new UnreadableFile('unreadable', `more than ${MOST_TABLE_BYTES / 1_048_576} MiB, too much where only the editor can open it`);
        }
        yield* portions(result.bytes);
      },
    }),
    findRoots: async (folder, depth) => {
      const { roots, unreadable, cut } = await findRoots(foldersOf(folder), depth);
      const places = (names: readonly string[]): string[] => names.map(name => below(folder, name)).sort(compareText);
      return { roots: places(roots), unreadable: places(unreadable), cut };
    },
    pathOfUri: pathOf, uriOfPath: uriOf,
  };
}

/** Tells the path of a file of the client from one on disk. A drive of Windows has one letter. */
export function isClientPath(path: string): boolean { return /^[a-z][a-z0-9+.-]+:/.test(path); }

/** Undefined for what has no folders, such as `untitled:`, and for what more than a path belongs to. */
function pathOf(uri: string): string | undefined {
  const [, scheme = '', authority = '', path = ''] = /^([a-z][a-z0-9+.-]+:)(\/\/[^/?#]*)?(\/[^?#]*)?$/i.exec(uri) ?? [];
  if (scheme === '' || (authority === '' && path === '')) return undefined;
  try {
    const names = path.split('/').map(decodeURIComponent);
    return names.some(name => name.includes('/')) ? undefined : scheme.toLowerCase() + authority + names.join('/').replace(/\/$/, '');
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

function uriOf(path: string): string {
  const [, place = '', names = ''] = /^([^/]*(?:\/\/[^/]*)?)(.*)$/s.exec(path) ?? [];
  return place + (names === '' ? '/' : names.split('/').map(encodeURIComponent).join('/'));
}

function below(folder: string, name: string): string { return name === '' ? folder : `${folder}/${name}`; }

type Unanswered = { failed: 'unreadable'; detail: string };

/** A client that does not answer, or knows no such request, has a file that cannot be read: no mistake of ours. */
async function answered<R>(answer: Promise<R>): Promise<R | Unanswered> {
  try {
    return await answer;
  } catch (error) {
    return { failed: 'unreadable', detail: error instanceof Error ? error.message : String(error) };
  }
}

function decoded(base64: string): Uint8Array { return Uint8Array.from(atob(base64), character => character.charCodeAt(0)); }

/** As from a disk, and so that the bytes never stand beside their Base64 whole. Four characters are three bytes. */
function* portions(base64: string): Generator<Uint8Array> { for (let at = 0; at < base64.length; at += PORTION) yield decoded(base64.slice(at, at + PORTION)); }
const PORTION = 87_380;
