import { readUserFile } from '../node/disk.js';
import { rootAbove, rootsBelow } from '../node/roots.js';
import { visible } from '../sms/text.js';
import { rootsInCommit, type GitPlace, type Moment, type SelectedCommit } from './moment.js';
import { shortId } from './names.js';
import { absolutePath, isAbsolutePath, pathBelow, relativePath, tidyPath } from './paths.js';

/** One SMS to check. */
export interface SelectedRoot {
  /** Absolute; of a commit it need not exist any more. */
  folder: string;
  /** As the user gave it; where it was looked for, as seen from there. */
  name: string;
  /** Looked at instead of what stands on disk. */
  commit?: SelectedCommit;
}

/** What is wanted of the folders. */
export interface Wanted {
  /** Absolute. */
  cwd: string;
  /** The command that asks, for sentences. */
  command: string;
  /** Take the folders themselves, whatever is in them (`--config`). */
  asGiven: boolean;
  /** Look into a commit instead of at the disk. */
  moment?: Moment | undefined;
  git: GitPlace;
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

/** The SMS that the folders stand for: themselves, the one around them, or those below. */
export async function selectRoots(folders: readonly string[], wanted: Wanted): Promise<Selection> {
  const selection: Selection = { roots: [], notes: [], errors: [], without: [] };
  for (const given of folders) await (wanted.moment ? selectInCommit(given, wanted.moment, wanted, selection) : select(given, wanted, selection));
  const known = new Set<string>();
  selection.roots = selection.roots.filter(({ folder }) => !known.has(folder) && known.add(folder));
  return selection;
}

/** A folder as the user wrote it, and what others are called beside it. */
function placeOf(given: string, cwd: string): { folder: string; shown: string; name: (path: string) => string } {
  const folder = absolutePath(cwd, given), tidy = tidyPath(cwd, given);
  return {
    folder, shown: tidy === '.' ? 'this folder' : visible(tidy),
    name: path => pathBelow(cwd, path) ?? (path === folder ? tidy : isAbsolutePath(cwd, given) ? path : relativePath(cwd, path) ?? path),
  };
}

async function select(given: string, { cwd, command, asGiven }: Wanted, { roots, notes, errors, without }: Selection): Promise<void> {
  const { folder, shown, name } = placeOf(given, cwd), doing = command === 'check' ? 'Checking' : 'Taking';
  const problem = await whyNoFolder(folder, shown, command);
  if (problem !== undefined) { errors.push({ message: problem }); return; }
  if (asGiven || (await rootsBelow(folder, 0)).roots.length > 0) { roots.push({ folder, name: name(folder) }); return; }
  const above = await rootAbove(folder);
  if (above !== undefined) {
    notes.push(`There is no sms.yaml in ${shown}. ${doing} the SMS that it belongs to: ${visible(name(above))}`);
    roots.push({ folder: above, name: name(above) });
    return;
  }
  const below = await rootsBelow(folder, DEPTH);
  for (const closed of below.unreadable) {
    errors.push({ message: `The folder ${visible(name(closed))} could not be opened, so it is not known whether there is an SMS in it.`, incomplete: true });
  }
  if (below.cut) errors.push({ message: `There are so many folders in ${shown} that not all were looked into. Name the folder of the SMS.`, incomplete: true });
  if (below.roots.length === 0) { without.push(shown); return; }
  notes.push(`There is no sms.yaml in ${shown}. ${doing} ${several(below.roots.length)} below it: ${below.roots.map(root => visible(name(root))).join(', ')}`);
  roots.push(...below.roots.map(root => ({ folder: root, name: name(root) })));
}

async function selectInCommit(given: string, moment: Moment, { cwd, command, asGiven, git }: Wanted, { roots, notes, errors }: Selection): Promise<void> {
  const { folder, shown, name } = placeOf(given, cwd), doing = command === 'check' ? 'Checking' : 'Taking';
  const held = await rootsInCommit(folder, moment, git, DEPTH, asGiven);
  if ('problem' in held) { errors.push({ message: held.problem }); return; }
  const { commit, where, ways } = held, there = `In commit ${shortId(commit.id)} there is no sms.yaml in ${shown}`, found = ways.map(way => absolutePath(folder, way));
  if (found.length === 0) {
    errors.push({ message: `${there}, in the folders around it, or up to ${DEPTH} folders down. Name the folder that the SMS had then.` });
    return;
  }
  if (where !== 'here') notes.push(`${there}. ${doing} ${where === 'above' ? 'the SMS that it belongs to' : `${several(ways.length)} below it`}: ${found.map(root => visible(name(root))).join(', ')}`);
  roots.push(...found.map(root => ({ folder: root, name: name(root), commit })));
}

function several(count: number): string { return count === 1 ? 'the SMS' : `the ${count} SMS`; }

/** How to begin, for folders without an SMS. */
export function nothingFound(without: readonly string[], command = 'check'): string {
  if (command !== 'check') return `There is no SMS: no sms.yaml in ${without.join(', ')}, in the folders around it, or up to ${DEPTH} folders down. Name its folder: sms ${command} … FOLDER.`;
  return `There is nothing to check: no sms.yaml in ${without.join(', ')}, in the folders around it, or up to ${DEPTH} folders down. `
    + 'To begin, create a file sms.yaml with the lines "sms: 1", "organization: YOUR NAME", "timeZone: Europe/Amsterdam" (yours) and "stage: building" in the folder of your documents; '
    + 'delete the last one when the SMS is in operation. '
    + 'To check documents that lie elsewhere, name their folder: sms check FOLDER.';
}

async function whyNoFolder(path: string, shown: string, command: string): Promise<string | undefined> {
  const read = await readUserFile(path);
  if (read.ok || read.reason === 'too-large' || read.reason === 'not-utf8' || read.reason === 'utf16') {
    return `${shown} is a file. sms ${command} takes the folder of an SMS: leave the name out ${command === 'check' ? 'to check' : 'for'} the one you are in.`;
  }
  if (read.reason === 'vanished') return `There is no folder ${shown}. Check the spelling, and the folder you are in.`;
  return read.reason === 'unreadable' ? `The folder ${shown} cannot be opened (${visible(read.detail)}).` : undefined;
}
