import { constants, promises as fs, type Stats } from 'node:fs';
import { join } from 'node:path';
import { HEAD_BYTES, readResult, tooLarge } from '../sms/bytes.js';
import { UnreadableFile, type Files, type Listing, type ReadResult } from '../sms/files.js';
import { LIMITS } from '../sms/limits.js';
import { listSms, type OpenFolder } from '../sms/walk.js';

/** The files of one SMS on disk. `root` is an absolute path. Links are not followed: what they lead to inside the root is listed there anyway. */
export function diskFiles(root: string): Files {
  const place = (file: string): string => join(root, ...file.split('/'));
  return { list: ignore => list(root, ignore), read: file => readUserFile(place(file)), stream: file => streamUserFile(place(file)) };
}

async function list(root: string, ignore: readonly string[]): Promise<Listing> {
  const realRoot = await fs.realpath(root);
  return listSms(foldersOf(root), file => leadsInside(realRoot, join(root, file)), ignore);
}

/** Opens the folders below one on disk. */
export function foldersOf(top: string): OpenFolder {
  return async folder => {
    try {
      return (await fs.readdir(join(top, folder), { withFileTypes: true }))
        .map(entry => ({ name: entry.name, is: entry.isDirectory() ? 'folder' : entry.isFile() ? 'file' : entry.isSymbolicLink() ? 'link' : 'other' }));
    } catch (error) {
      return isCode(error, 'ENOENT') || isCode(error, 'ENOTDIR') ? 'vanished' : 'unreadable';
    }
  };
}

/** A link that leads nowhere or back into the root does no harm; its target is judged where it stands. */
async function leadsInside(realRoot: string, link: string): Promise<boolean> {
  try {
    const target = await fs.realpath(link);
    return target === realRoot || target.startsWith(`${realRoot}/`) || target.startsWith(`${realRoot}\\`);
  } catch (error) {
    return isCode(error, 'ENOENT') || isCode(error, 'ELOOP');
  }
}

/** Reads one file as UTF-8 without following a link, up to the limit; never throws over what it finds. A byte order mark is taken off. */
export async function readUserFile(path: string): Promise<ReadResult> {
  let handle;
  try {
    // Not blocking: a named pipe put in place of the file must not hold us up.
    handle = await fs.open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
    const stats: Stats = await handle.stat();
    if (!stats.isFile()) return { ok: false, reason: 'not-a-file', detail: '' };
    if (stats.size > LIMITS.fileBytes) {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
      return tooLarge(stats.size, buffer.subarray(0, bytesRead));
    }
    return readResult(await handle.readFile());
  } catch (error) {
    if (isCode(error, 'ENOENT')) return { ok: false, reason: 'vanished', detail: '' };
    if (isCode(error, 'ELOOP') || isCode(error, 'EISDIR') || isCode(error, 'ENXIO')) return { ok: false, reason: 'not-a-file', detail: '' };
    return { ok: false, reason: 'unreadable', detail: explain(error) };
  } finally {
    await handle?.close();
  }
}

/** The bytes of one file in portions, without following a link, up to the limit for tables. Throws UnreadableFile. */
async function* streamUserFile(path: string): AsyncGenerator<Uint8Array> {
  let handle;
  try {
    handle = await fs.open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
    const stats = await handle.stat();
    if (!stats.isFile()) throw new UnreadableFile('unreadable', 'it is no plain file');
    if (stats.size > LIMITS.tableBytes) throw new UnreadableFile('too-large', '');
    for (let at = 0; ;) {
      const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafeSlow(PORTION), 0, PORTION, at);
      if (bytesRead === 0) return;
      at += bytesRead;
      if (at > LIMITS.tableBytes) throw new UnreadableFile('too-large', '');
      yield buffer.subarray(0, bytesRead);
    }
  } catch (error) {
    if (error instanceof UnreadableFile) throw error;
    throw isCode(error, 'ENOENT') ? new UnreadableFile('vanished', '') : new UnreadableFile('unreadable', explain(error));
  } finally {
    await handle?.close();
  }
}

/** How much of a table is read at once: as a text small enough to be given back with the short-lived things, which bigger ones are not (V8). */
const PORTION = 65_536;

function isCode(error: unknown, code: string): boolean { return error instanceof Error && 'code' in error && error.code === code; }

function explain(error: unknown): string {
  if (isCode(error, 'EACCES') || isCode(error, 'EPERM')) return 'no permission';
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
}
