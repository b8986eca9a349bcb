import { sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** The absolute path of a `file:` address, with `/` and a small drive letter; undefined for every other address. */
export function pathOfUri(uri: string): string | undefined {
  if (!uri.startsWith('file:')) return undefined;
  try {
    return slashed(fileURLToPath(uri));
  } catch (error) {
    // Not an address of a file of this machine: another host, or an encoded slash.
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** The `file:` address of an absolute path. */
export function uriOfPath(path: string): string { return pathToFileURL(path).href; }

/** An absolute path in the one spelling that is compared: `/` between its parts, a small drive letter, no `/` at the end but for the root. */
export function slashed(path: string): string {
  const forward = sep === '\\' ? path.replaceAll('\\', '/').replace(/^[A-Z]:/, drive => drive.toLowerCase()) : path;
  return forward.length > 1 && forward.endsWith('/') ? forward.slice(0, -1) : forward;
}
