import type { Listing } from './files.js';
import { LIMITS } from './limits.js';
import { matchesGlob } from './wildcards.js';

/** Which files and folders are looked at (format.md F1), wherever they stand: on disk, in a commit, with an editor in a browser. */

export interface Entry { name: string; is: 'folder' | 'file' | 'link' | 'other' }

/** Opens a folder by its path from the top, with `/`; the top is the empty name. */
export type OpenFolder = (folder: string) => Promise<readonly Entry[] | 'vanished' | 'unreadable'>;

/** The file that makes a folder the root of an SMS. */
export const ROOT_FILE = 'sms.yaml';
/** The file that makes a folder an evidence pack. */
const PACK_FILE = 'MANIFEST.sha256';
/** Folders opened at once. */
const AT_ONCE = 32;

/** A name that begins with a dot, or node_modules, anywhere in a path. */
export function isHidden(file: string): boolean { return /(^|\/)(\.|node_modules(\/|$))/.test(file); }

/** What of the folders below a root is to be looked at. Links are not followed; one that does not lead inside is told. `ignore`: globs of sms.yaml. */
export async function listSms(openFolder: OpenFolder, linkLeadsInside: (file: string) => Promise<boolean>, ignore: readonly string[]): Promise<Listing> {
  const listing: Listing = { files: [], skipped: [] };
  let level = [''];
  for (let depth = 0; level.length > 0; depth++) {
    const next: string[] = [];
    for await (const { folder, entries } of opened(level, openFolder)) {
      if (entries === 'vanished' && folder !== '') continue;
      if (entries === 'vanished' || entries === 'unreadable') {
        listing.skipped.push({ file: folder === '' ? '.' : folder, reason: 'unreadable' });
        continue;
      }
      // A root inside is an SMS of its own.
      if (folder !== '' && entries.some(({ name, is }) => is === 'file' && (name === ROOT_FILE || name === PACK_FILE))) continue;
      for (const { name, is } of entries) {
        const file = below(folder, name);
        if (isHidden(name) || ignore.some(glob => matchesGlob(glob, file) || matchesGlob(glob, `${file}/`))) continue;
        if (isTooLong(file)) { listing.limit ??= { kind: 'path', value: LIMITS.pathBytes }; continue; }
        if (is === 'folder') {
          if (depth + 1 > LIMITS.pathDepth) listing.limit ??= { kind: 'depth', value: LIMITS.pathDepth };
          else next.push(file);
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
    level = next;
  }
  return listing;
}

export interface FoundRoots {
  /** Folders. */
  roots: string[];
  /** Folders that could not be opened: what lies in them is not known. */
  unreadable: string[];
  /** More folders than the limit for a walk: the rest was not looked at. */
  cut: boolean;
}

/** Every root of an SMS at or below the top, at most `depth` folders down (0: the top alone). A top that is no folder holds none. */
export async function findRoots(openFolder: OpenFolder, depth: number): Promise<FoundRoots> {
  const found: FoundRoots = { roots: [], unreadable: [], cut: false };
  let level = [''], walked = 0;
  for (let down = 0; level.length > 0; down++) {
    const next: string[] = [];
    for await (const { folder, entries } of opened(level, openFolder)) {
      if (entries === 'unreadable') found.unreadable.push(folder);
      if (typeof entries === 'string' || (down > 0 && entries.some(({ name }) => name === PACK_FILE))) continue;
      if (entries.some(({ name, is }) => name === ROOT_FILE && is !== 'folder')) found.roots.push(folder);
      if (down < depth) next.push(...entries.filter(({ name, is }) => is === 'folder' && !isHidden(name)).map(({ name }) => below(folder, name)));
    }
    walked += next.length;
    found.cut = walked > LIMITS.filesWalked;
    level = found.cut ? [] : next;
  }
  return found;
}

async function* opened(folders: readonly string[], openFolder: OpenFolder): AsyncGenerator<{ folder: string; entries: Awaited<ReturnType<OpenFolder>> }> {
  for (let at = 0; at < folders.length; at += AT_ONCE) {
    yield* await Promise.all(folders.slice(at, at + AT_ONCE).map(async folder => ({ folder, entries: await openFolder(folder) })));
  }
}

function below(folder: string, name: string): string { return folder === '' ? name : `${folder}/${name}`; }

/** A UTF-16 unit is three bytes of UTF-8 at most. */
function isTooLong(file: string): boolean { return file.length * 3 > LIMITS.pathBytes && new TextEncoder().encode(file).length > LIMITS.pathBytes; }
