import { rules } from '../src/rules/index.js';
import { rulesHash } from '../src/session/bundle.js';
import { found, readMarked } from '../src/rules/marked.js';
import { checkTexts } from '../test/support/sms.js';

/** Runs the examples of all rules, and says how many there are, how many of them are right, and of which rules. A good one is right where its rule is silent. */
export async function runExamples(): Promise<{ count: number; right: number; sha256: string }> {
  let count = 0, right = 0;
  const line = (of: { file: string; line: number; start: number; end: number; message: string }): string => `${of.file}:${of.line}:${of.start}-${of.end} ${of.message}`;
  for (const { id, examples: { good, bad } } of rules) for (const source of [...good, ...bad]) {
    const { files, expected, commits } = readMarked(source), { findings } = await checkTexts(files, { commits }), wanted = good.includes(source) ? [] : expected.filter(({ rule }) => rule === id);
    count++;
    if (found(files, findings.filter(({ rule }) => rule === id)).map(line).sort().join('\n') === wanted.map(line).sort().join('\n')) right++;
  }
  return { count, right, sha256: rulesHash() };
}
