import { readZip } from '../evidence/archive.js';
import { MANIFEST, STATEMENT } from '../evidence/statement.js';
import { verify } from '../evidence/verification.js';
import { differenceTexts } from '../evidence/verify-text.js';
import { sha256 } from '../node/hash.js';
import { readPack } from '../node/write-folder.js';
import { ENGLISH, filled } from '../sms/language.js';
import { visible } from '../sms/text.js';
import { harmless } from './escape.js';
import type { Io } from './io.js';
import { plural } from './layout.js';
import { absolutePath } from './paths.js';

/** `sms verify`: says what of a pack is not as it was written, and gives the exit code: 1 where something differs, 2 for what is no pack, 3 where it cannot be read. */
export async function verifyCommand(pack: string, io: Io): Promise<number> {
  const tell = (line: string): void => { io.stdout(`${harmless(visible(line))}\n`); }, refuse = (problem: string, code: number): number => { io.stderr(`${harmless(`sms: ${visible(problem)}`)}\n`); return code; };
  const read = await readPack(absolutePath(io.cwd, pack), [MANIFEST, STATEMENT]);
  if ('failed' in read) return refuse(read.failed === 'ENOENT' ? `There is no ${pack}.` : `${pack} cannot be read (${read.failed}).`, read.failed === 'ENOENT' ? 2 : 3);
  const files = 'files' in read ? read.files : readZip(read.bytes), verdict = files && verify(files, sha256);
  if (!verdict) return refuse(`${pack} is no evidence pack: it holds neither a MANIFEST.sha256 nor a STATEMENT.json of one${'files' in read ? '' : ', or is no ZIP that can be read'}.`, 2);
  const texts = differenceTexts(ENGLISH);
  for (const { what, file, other = '' } of verdict.differences) tell(filled(texts[what], { file, other }));
  tell(verdict.differences.length === 0 ? `All ${plural(verdict.files, 'file')} of the pack are as it lists them, and there are no others.` : `${plural(verdict.differences.length, 'difference')}: this is not the pack as it was written.`);
  if (verdict.fingerprint !== '') tell(`SHA-256 of its statement: ${verdict.fingerprint}`);
  tell(verdict.signed ? 'It has a signature, which ssh-keygen checks: VERIFY.md says how.' : 'It has no signature: compare the SHA-256 with the one that you were told in another way.');
  return verdict.differences.length === 0 ? 0 : 1;
}
