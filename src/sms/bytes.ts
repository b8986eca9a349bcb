import type { ReadResult } from './files.js';
import { LIMITS } from './limits.js';

/** From the bytes of a file to its text, or why it has none. */

/** How much of a file is enough to see whether it claims to be an artefact. */
export const HEAD_BYTES = 65_536;

/** Bytes of a file as text; of one that is no UTF-8 its beginning as well. */
export function readResult(bytes: Uint8Array): ReadResult {
  if (bytes.length > LIMITS.fileBytes) return tooLarge(bytes.length, bytes);
  const decoded = decodeUtf8(bytes);
  return decoded.ok || decoded.reason !== 'not-utf8' ? decoded : { ...decoded, head: headOf(bytes) };
}

/** A file over the limit, with its first HEAD_BYTES, or all that is known of them. */
export function tooLarge(size: number, head: Uint8Array): ReadResult { return { ok: false, reason: 'too-large', detail: '', size, head: headOf(head) }; }

/** Byte by byte. */
function headOf(bytes: Uint8Array): string {
  let head = '';
  for (let at = 0; at < Math.min(bytes.length, HEAD_BYTES); at += STEP) head += String.fromCharCode(...bytes.subarray(at, Math.min(at + STEP, HEAD_BYTES)));
  return head;
}
/** A call takes so many arguments everywhere. */
const STEP = 8192;

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Bytes as UTF-8 text without a byte order mark; else what they are instead, with the first byte that does not fit and its line. */
export function decodeUtf8(bytes: Uint8Array): ReadResult {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) return { ok: false, reason: 'utf16', detail: '' };
  try {
    const text = decoder.decode(bytes);
    return { ok: true, text: text.charCodeAt(0) === 0xfeff ? text.slice(1) : text };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const at = firstBadByte(bytes);
    let line = 1;
    for (let i = 0; i < at; i++) if (bytes[i] === 10) line++;
    return { ok: false, reason: 'not-utf8', detail: `0x${(bytes[at] ?? 0).toString(16).toUpperCase().padStart(2, '0')}`, line };
  }
}

/** The longest prefix that decodes ends where the first bad sequence begins. */
function firstBadByte(bytes: Uint8Array): number {
  let low = 0, high = bytes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (decodes(bytes.subarray(0, middle + 1))) low = middle + 1; else high = middle;
  }
  // The byte that shows it may be the one after a sequence that was never finished: that is where it began.
  let start = Math.min(low, bytes.length - 1);
  for (let back = 0; back < 3 && start > 0 && !isWhole(bytes.subarray(0, start)); back++) start--;
  return start;
}

/** Cut off in the midst of a sequence is not bad yet. */
function decodes(bytes: Uint8Array): boolean { return isUtf8(bytes, true); }
function isWhole(bytes: Uint8Array): boolean { return isUtf8(bytes, false); }

function isUtf8(bytes: Uint8Array, cut: boolean): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: cut });
    return true;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return false;
  }
}
