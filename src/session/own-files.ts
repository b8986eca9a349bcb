import { rulesOf } from '../rules/book.js';
import { foldersOfPack } from '../rules/own-rules.js';
import type { Config } from '../sms/config.js';
import { kindsOf } from '../sms/kinds.js';
import { isInside, NOTHING_OWN, ownUse, type Own, type OwnFile } from '../sms/own.js';
import { standardsOf } from '../sms/standards.js';
import { compareText, textHash } from '../sms/text.js';

/** A file as it was read: `text` is absent where it could not be, and `failure` says why. */
interface Read { text?: string; hash?: string; failure?: { message: string; reason: string } }

/** What stands in the folders with schemas and rules that sms.yaml names, and in those that packs of rules build on. `read`: a file as it is now. */
export async function readOwn({ schemas, rulePacks }: Pick<Config, 'schemas' | 'rulePacks'>, paths: Iterable<string>, read: (file: string) => Promise<Read>): Promise<Own> {
  if (schemas.length + rulePacks.length === 0) return NOTHING_OWN;
  const files: OwnFile[] = [], marks: string[] = [], packs = [...rulePacks], seen = new Set<string>(), all = [...new Set(paths)].sort(compareText);
  // Packs may build on others, and these on others again.
  for (let known = -1; known !== packs.length;) {
    known = packs.length;
    for (const file of all) {
      const use = seen.has(file) ? undefined : ownUse(file, { schemas, rulePacks: packs });
      if (use === undefined) continue;
      seen.add(file);
      const { text, hash, failure } = await read(file);
      marks.push(`${use} ${hash ?? failure?.message ?? ''} ${file}`);
      files.push({ file, use, ...(text === undefined ? { unread: failure?.reason ?? 'it was not read' } : { text }) });
      if (use === 'rule') for (const folder of foldersOfPack(file, text ?? '')) if (!packs.includes(folder)) packs.push(folder);
    }
  }
  return files.length === 0 ? NOTHING_OWN : { key: textHash(marks.join('\n')), files: files.sort((a, b) => compareText(a.file, b.file)), packs };
}

/** What of the schemas, rules and standards of its own cannot be used: then what they would decide was not checked. */
export function ownGaps(config: Config): { file?: string; reason: string }[] {
  const { refused, files } = config.own;
  if (refused) return [{ reason: 'sms.yaml names schemas or rules of its own, which are used in a trusted workspace only' }];
  return [
    ...(['schemas', 'rulePacks'] as const).flatMap(key => config[key].filter(folder => !files.some(({ file }) => isInside(file, folder))).map(folder => ({
      reason: `sms.yaml names the folder ${folder} under ${key}, and nothing that can be used stands in it`,
    }))),
    ...files.flatMap(({ file, unread }) => (unread === undefined ? [] : [{ file, reason: unread }])),
    ...[kindsOf(config), rulesOf(config), standardsOf(config)].flatMap(({ incomplete }) => incomplete).map(file => ({ file, reason: 'not all of it could be used, so what refers to it was not checked' })),
  ];
}
