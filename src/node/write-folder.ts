import { promises as fs } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { isGit, statOf } from './write.js';

/** One file of a folder that is written as a whole. `path`: from the folder, with `/`. */
export interface FileBytes { path: string; bytes: Uint8Array }

/**
 * Why a folder was not written. `in-git`: it lies in what git keeps for itself; `around`: it is the folder that it is made from, or holds it; `link`: a link stands
 * there; `taken`: something else stands there, `detail` names it; `failed`: the machine could not, for the reason in `detail`.
 */
export interface FolderNotWritten { ok: false; reason: 'in-git' | 'around' | 'link' | 'taken' | 'failed'; detail: string }

export interface FolderOptions {
  /** Absolute: what the folder may neither be nor hold. */
  apart: string;
  /** Whether a folder may be replaced: gives the name of what would be lost, else nothing. */
  lost(folder: FolderSeen): Promise<string | undefined>;
}

/** A folder that stands there already. `names`: of what lies in it directly; `paths`: of all files below it. */
export interface FolderSeen { names: readonly string[]; paths(): Promise<readonly string[]>; read(path: string): Promise<Uint8Array> }

/**
 * Writes a folder: all of it or nothing. It is made beside under another name and put in its place when it is whole and on the disk; what stood there stays whole until
 * then. What a run left behind that was killed is cleared away: a folder that it had put aside and not replaced comes back.
 */
export async function writeFolder(target: string, files: readonly FileBytes[], { apart, lost }: FolderOptions): Promise<{ ok: true } | FolderNotWritten> {
  const refuse = (reason: FolderNotWritten['reason'], detail = ''): FolderNotWritten => ({ ok: false, reason, detail });
  let making: string | undefined;
  try {
    await makeFolder(dirname(target));
    const parent = await fs.realpath(dirname(target)), place = join(parent, basename(target)), own = await fs.realpath(apart).catch(() => apart);
    if (place.split(sep).some(isGit)) return refuse('in-git');
    const way = relative(place, own);
    if (way === '' || (!way.startsWith('..') && !way.startsWith(sep) && !/^[A-Za-z]:/.test(way))) return refuse('around');
    const leftover = (kind: string, pid: number | string): string => join(parent, `.${basename(target)}.sms-${kind}.tmp-${pid}`);
    await clearLeftovers(parent, place, basename(target));
    const before = await statOf(place);
    if (before?.isSymbolicLink() === true) return refuse('link');
    if (before && !before.isDirectory()) return refuse('taken', basename(target));
    const stranger = before && await lost({ names: (await fs.readdir(place)).sort(), paths: async () => (await entriesBelow(place)).map(({ path }) => path), read: path => fs.readFile(join(place, path)) });
    if (stranger !== undefined) return refuse('taken', stranger);

    const temporary = making = leftover('new', process.pid);
    await fs.rm(temporary, { recursive: true, force: true });
    await fs.mkdir(temporary);
    const folders = new Set(files.flatMap(({ path }) => path.split('/').slice(0, -1).map((_, at, parts) => parts.slice(0, at + 1).join('/'))));
    for (const folder of [...folders].sort((a, b) => a.length - b.length)) await fs.mkdir(join(temporary, folder));
    for (let at = 0; at < files.length; at += AT_ONCE) await Promise.all(files.slice(at, at + AT_ONCE).map(({ path, bytes }) => writeThrough(join(temporary, path), bytes)));
    for (const folder of ['', ...folders]) await syncFolder(join(temporary, folder));

    const aside = leftover('old', process.pid);
    if (before) await fs.rename(place, aside);
    try {
      await fs.rename(temporary, place);
    } catch (error) {
      if (before) await fs.rename(aside, place);
      throw error;
    }
    making = undefined;
    await syncFolder(parent);
    await fs.rm(aside, { recursive: true, force: true });
    return { ok: true };
  } catch (error) {
    if (error instanceof Error && 'code' in error) return refuse('failed', String(error.code));
    throw error;
  } finally {
    if (making !== undefined) await fs.rm(making, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** Files written at once. */
const AT_ONCE = 32;

/** Makes a folder and those around it. Node's own way never ends where the system says that a folder it was just asked for is not there, as /proc does. */
async function makeFolder(folder: string): Promise<void> {
  const missing: string[] = [];
  for (let at = folder; !await statOf(at) && dirname(at) !== at; at = dirname(at)) missing.unshift(at);
  for (const each of missing) await fs.mkdir(each);
}

/** All that lies in a folder and below and is no folder. */
async function entriesBelow(folder: string): Promise<{ path: string; isFile: boolean }[]> {
  const found: { path: string; isFile: boolean }[] = [], walk = async (within: string): Promise<void> => {
    for (const entry of await fs.readdir(join(folder, within), { withFileTypes: true })) {
      const path = within === '' ? entry.name : `${within}/${entry.name}`;
      if (entry.isDirectory()) await walk(path); else found.push({ path, isFile: entry.isFile() });
    }
  };
  await walk('');
  return found;
}

async function writeThrough(path: string, bytes: Uint8Array): Promise<void> {
  const handle = await fs.open(path, 'wx');
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** So that its names are on the disk too; Windows opens no folders and needs no such thing. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await fs.open(folder, 'r').catch(() => undefined);
  try { await handle?.sync().catch(() => undefined); } finally { await handle?.close(); }
}

/** What runs left behind that are over. */
async function clearLeftovers(parent: string, place: string, name: string): Promise<void> {
  const own = new RegExp(`^\\.${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\.sms-(new|old)\\.tmp-(\\d+)$`);
  for (const entry of await fs.readdir(parent)) {
    const [, kind, pid] = own.exec(entry) ?? [];
    if (kind === undefined || (Number(pid) !== process.pid && isRunning(Number(pid)))) continue;
    if (kind === 'old' && !await statOf(place)) await fs.rename(join(parent, entry), place);
    else await fs.rm(join(parent, entry), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/**
 * The files of a folder, or the bytes of a file, or the code of why it cannot be read. A folder that holds none of `marks` is not looked into; what is no plain file
 * stands there without bytes.
 */
export async function readPack(path: string, marks: readonly string[]): Promise<{ files: FileBytes[] } | { bytes: Uint8Array } | { failed: string }> {
  try {
    if (!(await fs.stat(path)).isDirectory()) return { bytes: await fs.readFile(path) };
    const files: FileBytes[] = [], names = await fs.readdir(path);
    if (names.some(name => marks.includes(name))) for (const { path: file, isFile } of await entriesBelow(path)) files.push({ path: file, bytes: isFile ? await fs.readFile(join(path, file)) : new Uint8Array() });
    return { files };
  } catch (error) {
    if (error instanceof Error && 'code' in error) return { failed: String(error.code) };
    throw error;
  }
}
