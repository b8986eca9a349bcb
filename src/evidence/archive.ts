import { inflateSync, zipSync } from 'fflate';
import { compareText } from '../sms/text.js';

/** One file of a pack. `path`: from its top, with `/`. */
export interface PackFile { path: string; bytes: Uint8Array }

/** More than this in one archive is not unpacked, whatever it says of itself. */
const MOST_BYTES = 1_073_741_824;
/** How many files an archive without extensions of the format can name. */
const MOST_FILES = 65_000;
/** The first day that the format knows: at noon, for it is written as the clock on the wall shows it, and no zone leaves noon out. */
const FIRST_DAY = new Date(1980, 0, 1, 12);

/** Whether one archive can hold the files: at most a gigabyte. */
export function fitsZip(files: readonly PackFile[]): boolean { return files.length <= MOST_FILES && files.reduce((sum, { path, bytes }) => sum + 2 * path.length + bytes.length, 0) <= MOST_BYTES; }

/** A ZIP of files, stored and in order: the same bytes for the same files, wherever and whenever. */
export function zipOf(files: readonly PackFile[]): Uint8Array {
  return zipSync(Object.fromEntries([...files].sort((a, b) => compareText(a.path, b.path)).map(({ path, bytes }) => [path, bytes])), { level: 0, mtime: FIRST_DAY, os: 0 });
}

/**
 * The files of a ZIP, as its directory lists them: two of one name are two. Undefined for what is none or is damaged, for what is encrypted, and for one of more
 * than a gigabyte.
 */
export function readZip(bytes: Uint8Array): readonly PackFile[] | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), utf8 = new TextDecoder('utf-8'), files: PackFile[] = [];
  let end = bytes.length - 22;
  const last = Math.max(0, bytes.length - 22 - 65_535);
  while (end >= last && view.getUint32(end, true) !== 0x0605_4b50) end--;
  if (end < last) return undefined;
  try {
    let total = 0, at = view.getUint32(end + 16, true);
    for (let count = view.getUint16(end + 10, true); count > 0; count--) {
      const flags = view.getUint16(at + 8, true), method = view.getUint16(at + 10, true), packed = view.getUint32(at + 20, true), size = view.getUint32(at + 24, true), local = view.getUint32(at + 42, true);
      const length = view.getUint16(at + 28, true), path = utf8.decode(bytes.subarray(at + 46, at + 46 + length));
      if (view.getUint32(at, true) !== 0x0201_4b50 || view.getUint32(local, true) !== 0x0403_4b50 || (flags & 1) === 1 || (total += size) > MOST_BYTES) return undefined;
      const name = view.getUint16(local + 26, true), start = local + 30 + name + view.getUint16(local + 28, true);
      // Programs differ in which of the two names they take.
      if (utf8.decode(bytes.subarray(local + 30, local + 30 + name)) !== path || start + packed > bytes.length) return undefined;
      const data = bytes.subarray(start, start + packed), content = method === 0 ? data : method === 8 ? inflateSync(data, { out: new Uint8Array(size) }) : undefined;
      if (content?.length !== size) return undefined;
      if (!path.endsWith('/')) files.push({ path, bytes: content });
      at += 46 + length + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    }
    return files;
  } catch {
    // What leads out of the file, or is no compressed text.
    return undefined;
  }
}

/** A name that some file system takes for something else, or not at all (Windows, macOS), or that hides what it is. */
const ILLEGAL = /[<>:"|?*\\\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|[. ]$|^(?:con|prn|aux|nul|com[0-9\u00b9\u00b2\u00b3]|lpt[0-9\u00b9\u00b2\u00b3]|conin\$|conout\$)(?:[. ]|$)/iu;
/** Of one name in bytes, and of a path in a pack in characters: what fits below a folder on Windows, and on a disk that is encrypted. */
const NAME_BYTES = 140, PATH_LENGTH = 180;

/**
 * Where files of an SMS lie in a pack: under `top` by their own paths, or, where a path could not be unpacked everywhere or differs from another in case alone,
 * under `renamed/` by what `hash` makes of it.
 */
export function placesOf(files: readonly string[], top: string, hash: (text: string) => string): ReadonlyMap<string, string> {
  const spelt = new Map<string, string>(), places = new Map<string, string>();
  for (const file of [...files].sort(compareText)) {
    const parts = file.split('/'), prefixes = parts.map((_, at) => parts.slice(0, at + 1).join('/')), key = (path: string): string => path.normalize('NFKC').toLowerCase();
    const taken = prefixes.some((path, at) => { const known = spelt.get(key(path)); return known !== undefined && (known !== path || at === parts.length - 1); });
    const fits = !taken && `${top}/${file}`.length <= PATH_LENGTH && file === file.normalize('NFC') && parts.every(part => !ILLEGAL.test(part) && new TextEncoder().encode(part).length <= NAME_BYTES);
    if (fits) for (const path of prefixes) spelt.set(key(path), path);
    places.set(file, fits ? `${top}/${file}` : `renamed/${hash(`${top}/${file}`).slice(0, 16)}-${plain(parts.at(-1) ?? '')}`);
  }
  return places;
}

/** What is left of a name in letters that all file systems know, with its ending. */
function plain(name: string): string { return name.normalize('NFKD').replace(/[^A-Za-z0-9._-]+/g, '_').slice(-40).replace(/^[._-]+|[._-]+$/g, ''); }
