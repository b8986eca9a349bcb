import { promises as fs, type Dirent } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { LIMITS } from '../sms/limits.js';

/** The file that makes a folder the root of an SMS (format.md F1). */
export const ROOT_FILE = 'sms.yaml';

export interface FoundRoots {
  /** Absolute folders, in code-unit order: a root comes before the roots inside it. */
  roots: string[];
  /** Absolute folders that could not be opened: what lies in them is not known. */
  unreadable: string[];
  /** More folders than the limit for a walk: the rest was not looked at. */
  cut: boolean;
}

/**
 * Every root of an SMS at or below a folder, at most `depth` folders down (0: the folder alone). Not looked into: names that begin with a dot,
 * node_modules, symbolic links, folders that hold a MANIFEST.sha256 (a pack). A path that does not exist or is a file holds no root.
 */
export async function rootsBelow(folder: string, depth: number): Promise<FoundRoots> {
  const found: FoundRoots = { roots: [], unreadable: [], cut: false };
  let level = [resolve(folder)], walked = 0;
  for (let down = 0; level.length > 0; down++) {
    const next: string[] = [];
    for (let at = 0; at < level.length; at += 32) {
      const entries = await Promise.all(level.slice(at, at + 32).map(async path => ({ path, names: await open(path, found.unreadable) })));
      for (const { path, names } of entries) {
        if (down > 0 && names.some(entry => entry.name === 'MANIFEST.sha256')) continue;
        if (names.some(entry => entry.name === ROOT_FILE && !entry.isDirectory())) found.roots.push(path);
        if (down < depth) next.push(...names.filter(mayHoldRoots).map(entry => join(path, entry.name)));
      }
    }
    walked += next.length;
    found.cut = walked > LIMITS.filesWalked;
    level = found.cut ? [] : next;
  }
  const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  found.roots.sort(order);
  found.unreadable.sort(order);
  return found;
}

/** The nearest root at or above a folder or file, as an absolute folder. */
export async function rootAbove(path: string): Promise<string | undefined> {
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    if ((await rootsBelow(folder, 0)).roots.length > 0) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}

function mayHoldRoots(entry: Dirent): boolean {
  return entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules';
}

async function open(folder: string, unreadable: string[]): Promise<Dirent[]> {
  try {
    return await fs.readdir(folder, { withFileTypes: true });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== 'ENOENT' && code !== 'ENOTDIR') unreadable.push(folder);
    return [];
  }
}
