import { dirname, join, resolve } from 'node:path';
import { compareText } from '../sms/text.js';
import { findRoots, type FoundRoots } from '../sms/walk.js';
import { foldersOf } from './disk.js';

/**
 * Every root of an SMS at or below a folder, at most `depth` folders down (0: the folder alone). Not looked into: names that begin with a dot,
 * node_modules, symbolic links, folders that hold a MANIFEST.sha256 (a pack). A path that does not exist or is a file holds no root.
 */
export async function rootsBelow(folder: string, depth: number): Promise<FoundRoots> {
  const top = resolve(folder), { roots, unreadable, cut } = await findRoots(foldersOf(top), depth);
  const places = (names: readonly string[]): string[] => names.map(name => join(top, name)).sort(compareText);
  return { roots: places(roots), unreadable: places(unreadable), cut };
}

/** The nearest root at or above a folder or file, as an absolute folder. */
export async function rootAbove(path: string): Promise<string | undefined> {
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    if ((await rootsBelow(folder, 0)).roots.length > 0) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}
