import { constants, promises as fs, type Stats } from 'node:fs';
import { join } from 'node:path';
import { decodeUtf8 } from './decode.js';
import { UnreadableFile, type Files, type Listing, type ReadResult } from '../sms/files.js';
import { matchesGlob } from '../sms/wildcards.js';
import { LIMITS } from '../sms/limits.js';

/** How much of a file is enough to see whether it claims to be an artefact. */
export const HEAD_BYTES = 65_536;

/** The files of one SMS on disk. `root` is an absolute path. Links are not followed: what they lead to inside the root is listed there anyway. */
export function diskFiles(root: string): Files {
  const place = (file: string): string => join(root, ...file.split('/'));
  return { list: ignore => list(root, ignore), read: file => readUserFile(place(file)), stream: file => streamUserFile(place(file)) };
}

async function list(root: string, ignore: readonly string[]): Promise<Listing> {
  const realRoot = await fs.realpath(root);
  const entriesOf = async (folder: string): Promise<readonly Entry[] | 'vanished' | 'unreadable'> => {
    try {
      return (await fs.readdir(join(root, folder), { withFileTypes: true }))
        .map(entry => ({ name: entry.name, is: entry.isDirectory() ? 'folder' : entry.isFile() ? 'file' : entry.isSymbolicLink() ? 'link' : 'other' }));
    } catch (error) {
      return isCode(error, 'ENOENT') && folder !== '' ? 'vanished' : 'unreadable';
    }
  };
  return listSms(entriesOf, file => leadsInside(realRoot, join(root, file)), ignore);
}

export interface Entry { name: string; is: 'folder' | 'file' | 'link' | 'other' }

/** What of the folders below a root is to be looked at (format.md F1), wherever they stand. The root is the empty name. */
export async function listSms(entriesOf: (folder: string) => Promise<readonly Entry[] | 'vanished' | 'unreadable'>, linkLeadsInside: (file: string) => Promise<boolean>, ignore: readonly string[]): Promise<Listing> {
  const listing: Listing = { files: [], skipped: [] };
  const queue: { folder: string; depth: number }[] = [{ folder: '', depth: 0 }];
  for (let next = queue.pop(); next; next = queue.pop()) {
    const { folder, depth } = next;
    const entries = await entriesOf(folder);
    if (entries === 'vanished') continue;
    if (entries === 'unreadable') {
      listing.skipped.push({ file: folder === '' ? '.' : folder, reason: 'unreadable' });
      continue;
    }
    // A root inside is an SMS of its own; a folder with a manifest is an evidence pack (format.md F1).
    if (folder !== '' && entries.some(entry => entry.is === 'file' && (entry.name === 'sms.yaml' || entry.name === 'MANIFEST.sha256'))) continue;
    for (const { name, is } of entries) {
      const file = folder === '' ? name : `${folder}/${name}`;
      if (name.startsWith('.') || name === 'node_modules' || ignore.some(glob => matchesGlob(glob, file) || matchesGlob(glob, `${file}/`))) continue;
      if (Buffer.byteLength(file) > LIMITS.pathBytes) { listing.limit ??= { kind: 'path', value: LIMITS.pathBytes }; continue; }
      if (is === 'folder') {
        if (depth + 1 > LIMITS.pathDepth) listing.limit ??= { kind: 'depth', value: LIMITS.pathDepth };
        else queue.push({ folder: file, depth: depth + 1 });
      } else if (is === 'file') {
        if (listing.files.length >= LIMITS.filesWalked) return { ...listing, limit: { kind: 'files', value: LIMITS.filesWalked } };
        listing.files.push(file);
      } else if (is === 'link') {
        if (!await linkLeadsInside(file)) listing.skipped.push({ file, reason: 'link-outside-root' });
      } else {
        listing.skipped.push({ file, reason: 'not-a-file' });
      }
    }
  }
  return listing;
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
    const bytes = await handle.readFile();
    if (bytes.length > LIMITS.fileBytes) return { ok: false, reason: 'too-large', detail: '', size: bytes.length };
    return readResult(bytes);
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

/** Bytes of a file as UTF-8, or why they are none. */
export function readResult(bytes: Buffer): ReadResult {
  const decoded = decodeUtf8(bytes);
  return decoded.ok || decoded.reason !== 'not-utf8' ? decoded : { ...decoded, head: bytes.toString('latin1', 0, HEAD_BYTES) };
}

/** A file over the limit, with its first HEAD_BYTES. */
export function tooLarge(size: number, head: Buffer): ReadResult { return { ok: false, reason: 'too-large', detail: '', size, head: head.toString('latin1') }; }

function isCode(error: unknown, code: string): boolean { return error instanceof Error && 'code' in error && error.code === code; }

function explain(error: unknown): string {
  if (isCode(error, 'EACCES') || isCode(error, 'EPERM')) return 'no permission';
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
}
