import { readUserFile } from '../node/disk.js';
import { rootAbove, rootsBelow } from '../node/roots.js';
import { visible } from '../sms/text.js';
import { absolutePath, isAbsolutePath, pathBelow, relativePath, tidyPath } from './paths.js';

/** One SMS to check. */
export interface SelectedRoot {
  /** Absolute. */
  folder: string;
  /** As the user gave it; where it was looked for, as seen from there. */
  name: string;
}

export interface Selection {
  roots: SelectedRoot[];
  /** What the user should know of how they were found. */
  notes: string[];
  errors: { message: string; incomplete?: boolean }[];
  /** Folders in and around which there is no SMS. */
  without: string[];
}

const DEPTH = 3;

/** The SMS that the folders stand for: themselves, the one around them, or those below. `asGiven`: themselves, whatever is in them (`--config`). */
export async function selectRoots(folders: readonly string[], cwd: string, asGiven: boolean): Promise<Selection> {
  const selection: Selection = { roots: [], notes: [], errors: [], without: [] };
  for (const given of folders) await select(given, cwd, asGiven, selection);
  const known = new Set<string>();
  selection.roots = selection.roots.filter(({ folder }) => !known.has(folder) && known.add(folder));
  return selection;
}

async function select(given: string, cwd: string, asGiven: boolean, { roots, notes, errors, without }: Selection): Promise<void> {
  const folder = absolutePath(cwd, given), tidy = tidyPath(cwd, given), shown = tidy === '.' ? 'this folder' : visible(tidy);
  const name = (path: string): string => pathBelow(cwd, path) ?? (path === folder ? tidy : isAbsolutePath(cwd, given) ? path : relativePath(cwd, path) ?? path);
  const problem = await whyNoFolder(folder, shown);
  if (problem !== undefined) { errors.push({ message: problem }); return; }
  if (asGiven || (await rootsBelow(folder, 0)).roots.length > 0) { roots.push({ folder, name: name(folder) }); return; }
  const above = await rootAbove(folder);
  if (above !== undefined) {
    notes.push(`There is no sms.yaml in ${shown}. Checking the SMS that it belongs to: ${visible(name(above))}`);
    roots.push({ folder: above, name: name(above) });
    return;
  }
  const below = await rootsBelow(folder, DEPTH);
  for (const closed of below.unreadable) {
    errors.push({ message: `The folder ${visible(name(closed))} could not be opened, so it is not known whether there is an SMS in it.`, incomplete: true });
  }
  if (below.cut) errors.push({ message: `There are so many folders in ${shown} that not all were looked into. Name the folder of the SMS.`, incomplete: true });
  if (below.roots.length === 0) { without.push(shown); return; }
  const several = below.roots.length === 1 ? 'the SMS' : `the ${below.roots.length} SMS`;
  notes.push(`There is no sms.yaml in ${shown}. Checking ${several} below it: ${below.roots.map(root => visible(name(root))).join(', ')}`);
  roots.push(...below.roots.map(root => ({ folder: root, name: name(root) })));
}

/** How to begin, for folders without an SMS. */
export function nothingFound(without: readonly string[]): string {
  return `There is nothing to check: no sms.yaml in ${without.join(', ')}, in the folders around it, or up to ${DEPTH} folders down. `
    + 'To begin, create a file sms.yaml with the lines "sms: 1", "organization: YOUR NAME" and "timeZone: Europe/Amsterdam" (yours) in the folder of your documents. '
    + 'To check documents that lie elsewhere, name their folder: sms check FOLDER.';
}

async function whyNoFolder(path: string, shown: string): Promise<string | undefined> {
  const read = await readUserFile(path);
  if (read.ok || read.reason === 'too-large' || read.reason === 'not-utf8' || read.reason === 'utf16') {
    return `${shown} is a file. sms check takes the folder of an SMS: leave the name out to check the one you are in.`;
  }
  if (read.reason === 'vanished') return `There is no folder ${shown}. Check the spelling, and the folder you are in.`;
  return read.reason === 'unreadable' ? `The folder ${shown} cannot be opened (${visible(read.detail)}).` : undefined;
}
