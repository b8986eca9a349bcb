import { rulesOf } from '../rules/book.js';
import { rules } from '../rules/index.js';
import type { Rule } from '../rules/rule.js';
import { builtInKinds, kindsOf, type Kinds } from '../sms/kinds.js';
import { builtInStandards, standardsOf, type Standards } from '../sms/standards.js';
import { visible } from '../sms/text.js';
import type { Options } from './arguments.js';
import { harmless } from './escape.js';
import type { Io } from './io.js';
import { withDocuments } from './opening.js';

/** What things are called: by this program, or with a folder by the SMS in it, which may have kinds, standards and rules of its own. */
export interface Vocabulary { kinds: Kinds; standards: Standards; rules: readonly Rule[] }

/** Does the work with the words of the SMS in a folder; gives its exit code, or 3 where some of the SMS's own words cannot be used: these are named. */
export async function withVocabulary(command: string, folder: string | undefined, options: Options, io: Io, work: (words: Vocabulary) => Promise<number>): Promise<number> {
  if (folder === undefined) return work({ kinds: builtInKinds, standards: builtInStandards, rules });
  return withDocuments(command, folder, options, io, async ({ result: { config } }) => {
    const kinds = kindsOf(config), standards = standardsOf(config), book = rulesOf(config), done = await work({ kinds, standards, rules: book.all }), unused = [...kinds.incomplete, ...standards.incomplete, ...book.incomplete];
    for (const file of unused) io.stderr(`${harmless(`sms: ${visible(file)} is not used as it is: sms check says why.`)}\n`);
    return done === 0 && unused.length > 0 ? 3 : done;
  });
}
