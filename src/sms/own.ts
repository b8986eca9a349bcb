/** What an organization brings along for its SMS: kinds, rules and standards of its own, as the files that sms.yaml names the folders of. */

/** By the folder and the place in it. `requirements`: the text of a standard that the organization has a licence for. */
export type OwnUse = 'schema' | 'standard' | 'requirements' | 'rule';

export interface OwnFile {
  file: string;
  use: OwnUse;
  /** Absent where it cannot be read: `unread` says why. */
  text?: string;
  unread?: string;
}

/** Plain data, for it crosses to the threads that read files. */
export interface Own {
  /** Equal for equal files. */
  key: string;
  /** In order of their names. */
  files: readonly OwnFile[];
  /** The folders with rules: those that sms.yaml names, and those that their packs build on. */
  packs?: readonly string[];
  /** They are there, and nobody has said that this folder is to be trusted. */
  refused?: true;
}

export const NOTHING_OWN: Own = { key: '', files: [] };

/** What a file is used for, by the folders that sms.yaml names; undefined for one that stands elsewhere or is something else. */
export function ownUse(file: string, { schemas, rulePacks }: { schemas: readonly string[]; rulePacks: readonly string[] }): OwnUse | undefined {
  const isData = /\.ya?ml$/i.test(file), inside = (folders: readonly string[]): string | undefined => folders.find(folder => isInside(file, folder));
  if (isData && inside(rulePacks) !== undefined) return 'rule';
  const folder = inside(schemas), own = folder === undefined ? undefined : file.slice(folderPath(folder).length);
  if (own === undefined || !(isData || /\.json$/i.test(file))) return undefined;
  return own.startsWith('standards/') ? 'standard' : own.startsWith('requirements/') ? 'requirements' : /\.json$/i.test(file) ? 'schema' : undefined;
}

/** The folder that a file stands in; empty for one beside sms.yaml. */
export function folderOf(file: string): string { return file.slice(0, Math.max(0, file.lastIndexOf('/'))); }

/** The text of a standard that the organization has a licence for: it is shown to those who work on the SMS, and given to nobody. */
export function isLicensed(file: string, { files }: Own): boolean { return files.some(each => each.file === file && each.use === 'requirements'); }

export function isInside(file: string, folder: string): boolean { return file.startsWith(folderPath(folder)); }
function folderPath(folder: string): string { return `${folder.replace(/\/+$/, '')}/`; }
