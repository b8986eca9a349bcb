import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

/** SHA-256 of bytes as 64 hexadecimal digits. */
export function sha256Of(bytes: Uint8Array): string { return bytesToHex(sha256(bytes)); }

/** SHA-256 of bytes that come in portions; the digest is in hexadecimal digits, as `sha256sum` writes it. */
export function sha256Hash(): { add(portion: Uint8Array): void; digest(): string } {
  const hash = sha256.create();
  return { add: portion => { hash.update(portion); }, digest: () => bytesToHex(hash.digest()) };
}
