import { randomBytes } from 'node:crypto';
import { constants, promises as fs, type Stats } from 'node:fs';
import { join, sep } from 'node:path';
import { decodeUtf8 } from '../sms/bytes.js';

/** A file of an SMS as it is to be. `before`: the text that it was thought to hold, without a byte order mark; undefined for one that must be new. */
export interface Wanted { file: string; before: string | undefined; after: string }

/** Why nothing was written. `outside`: the name leads out of the root, into a hidden folder, or through a link. */
export interface NotWritten { ok: false; file: string; reason: 'outside' | 'changed' | 'exists' | 'vanished' | 'failed'; detail: string }

/**
 * Writes new and changed files below a root (an absolute path): all of them or none, each whole or not at all. Nothing is overwritten that is not as it was
 * read, no link is followed, and nothing is written under `.git`. Where the machine fails in between, what was written is taken back as far as that is possible.
 */
export async function writeFiles(root: string, files: readonly Wanted[]): Promise<{ ok: true } | NotWritten> {
  const undo: (() => Promise<void>)[] = [], staged: (Wanted & { path: string; temporary: string })[] = [];
  let at = '';
  try {
    const real = await fs.realpath(root);
    for (const wanted of files) {
      at = wanted.file;
      const parts = partsOf(wanted.file);
      if (!parts || real.split(sep).some(isGit)) throw new Refused('outside', '');
      const path = await placeBelow(real, parts, undo);
      const { mark, mode } = await stillAsRead(path, wanted);
      if (wanted.before === wanted.after) continue;
      const temporary = `${path.slice(0, path.lastIndexOf(sep) + 1)}.sms-${randomBytes(8).toString('hex')}.tmp`;
      undo.push(async () => { await fs.rm(temporary, { force: true }); });
      await writeNew(temporary, mark + wanted.after, mode);
      staged.push({ ...wanted, path, temporary });
    }
    for (const { file, before, after, path, temporary } of staged) {
      at = file;
      // Once more, as late as can be: somebody else may have written meanwhile.
      const { mark } = await stillAsRead(path, { file, before, after });
      if (before === undefined) await putNew(temporary, path);
      else await fs.rename(temporary, path);
      undo.push(() => (before === undefined ? fs.rm(path, { force: true }) : fs.writeFile(path, mark + before)));
    }
    for (const { temporary } of staged) await fs.rm(temporary, { force: true });
    return { ok: true };
  } catch (error) {
    for (const back of undo.reverse()) await back().catch((second: unknown) => { if (!(second instanceof Error && 'code' in second)) throw second; });
    if (error instanceof Refused) return { ok: false, file: at, reason: error.reason, detail: error.detail };
    if (error instanceof Error && 'code' in error) return { ok: false, file: at, reason: 'failed', detail: String(error.code) };
    throw error;
  }
}

class Refused extends Error {
  constructor(readonly reason: NotWritten['reason'], readonly detail: string) { super(reason); }
}

/** The parts of a path from the root; undefined for what is no plain name of a file that an SMS may hold (format.md F1). */
function partsOf(file: string): string[] | undefined {
  const parts = file.split('/'), strange = sep === '\\' ? /[\\:\0]|[. ]$/ : /\0/;
  return parts.every(part => part !== '' && !part.startsWith('.') && !strange.test(part) && !isGit(part) && part !== 'node_modules') ? parts : undefined;
}

/** What some file system takes for `.git`: capitals, the short name on Windows, characters that macOS passes over. */
export function isGit(part: string): boolean { return /^(?:\.git|git~\d+)[. ]*$/i.test(part.replace(/[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g, '')); }

/** The path of a file whose folders are folders and no links; makes those that are missing. */
async function placeBelow(root: string, parts: readonly string[], undo: (() => Promise<void>)[]): Promise<string> {
  let folder = root;
  for (const part of parts.slice(0, -1)) {
    folder = join(folder, part);
    const path = folder, stats = await statOf(path);
    if (!stats) {
      await fs.mkdir(path);
      undo.push(() => fs.rmdir(path));
    } else if (!stats.isDirectory()) throw new Refused('outside', part);
  }
  return join(folder, parts.at(-1) ?? '');
}

/** That a file still holds what was read; gives its byte order mark and mode. */
async function stillAsRead(path: string, { before }: Wanted): Promise<{ mark: string; mode: number }> {
  const stats = await statOf(path);
  if (before === undefined) {
    if (stats) throw new Refused('exists', '');
    return { mark: '', mode: 0o666 };
  }
  if (!stats) throw new Refused('vanished', '');
  if (!stats.isFile()) throw new Refused('outside', '');
  const handle = await fs.open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  try {
    const bytes = await handle.readFile(), decoded = decodeUtf8(bytes);
    if (!decoded.ok || decoded.text !== before) throw new Refused('changed', '');
    return { mark: bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? '\ufeff' : '', mode: stats.mode & 0o777 };
  } finally {
    await handle.close();
  }
}

/** What stands at a path, a link as itself; undefined where nothing does. */
export async function statOf(path: string): Promise<Stats | undefined> {
  try {
    return await fs.lstat(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

async function writeNew(path: string, text: string, mode: number): Promise<void> {
  const handle = await fs.open(path, 'wx', mode);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  // The mode of a new file is cut down by the user's mask; that of one that stands there stays.
  if (mode !== 0o666) await fs.chmod(path, mode);
}

/** Puts a file in a place where nothing stands. */
async function putNew(temporary: string, path: string): Promise<void> {
  try {
    await fs.link(temporary, path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EEXIST') throw new Refused('exists', '');
    // Some file systems know no second name of a file.
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'EOPNOTSUPP' && code !== 'ENOSYS' && code !== 'EMLINK') throw error;
    await fs.copyFile(temporary, path, constants.COPYFILE_EXCL).catch(async (second: unknown) => {
      if (second instanceof Error && 'code' in second && second.code === 'EEXIST') throw new Refused('exists', '');
      await fs.rm(path, { force: true });
      throw second;
    });
  }
}
