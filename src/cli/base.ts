import { FETCH, noComparisonSentence } from '../control/words.js';
import { gitFiles, spanOf, type CommitOfDay, type NoBase, type Span } from '../node/git-files.js';
import { openHistory } from '../node/git-history.js';
import type { Rule } from '../rules/rule.js';
import { earlierSide, type Side } from '../session/reviewing.js';
import type { SessionOptions } from '../session/session.js';
import type { Parser } from '../sms/files.js';
import { dayOf, type NoHistory } from '../sms/history.js';
import { visible } from '../sms/text.js';
import type { GitPlace } from './moment.js';
import { shortId } from './names.js';

/** The earlier state that an SMS is held against. */

/** What a user compares: `BASE..HEAD`, `BASE...HEAD` from where the two went apart, without a head up to what stands on disk. */
export interface SpanAsked { base: string; head?: string; merged: boolean }

/** Undefined where no base is named. */
export function readSpan(given: string): SpanAsked | undefined {
  const [, base = '', dots = '', head = ''] = /^(.*?)(?:(\.{2,3})(.*))?$/s.exec(given) ?? [];
  return base === '' ? undefined : { base, merged: dots.length === 3, ...(head !== '' && { head }) };
}

/** The two commits, or why there is nothing to compare. `incomplete`: it may be there, and this copy of the repository lacks it; `badName`: nothing is called so. */
export async function findSpan(folder: string, asked: SpanAsked, git: GitPlace): Promise<Span | { problem: string; incomplete: boolean; badName: boolean }> {
  const found = await spanOf({ ...git, root: folder }, asked);
  if ('noBase' in found) return { problem: noBaseSentence(found), incomplete: found.noBase !== 'unrelated', badName: false };
  return 'reason' in found ? { problem: visible(noComparisonSentence(found)), incomplete: false, badName: found.reason === 'bad-revision' } : found;
}

function noBaseSentence({ noBase, base, head }: NoBase): string {
  const names = `${visible(base)} and ${head === 'HEAD' ? 'what is checked out' : visible(head)}`;
  switch (noBase) {
    case 'unrelated': return `${names} have no commit in common, so there is none from which they went apart. To compare them as they are: ${visible(base)}..${head === 'HEAD' ? '' : visible(head)}`;
    case 'beyond-cut': return `The commit from which ${names} went apart is not in this copy of the repository, which does not hold the whole history. ${FETCH}`;
    case 'not-fetched': return `There is no ${visible(base)} in this copy of the repository. It may be misspelt, or not fetched: the copy does not hold the whole history. ${FETCH}`;
  }
}

/** An earlier state, or that there was no SMS in its folder then: a sentence. */
export type Before = { side: Side; dispose(): void } | { none: string };

interface Opening { parser: Parser; git: GitPlace; now: Date; rules: readonly Rule[]; options?: SessionOptions }

/** Opens and checks the SMS in the folder as it was in a commit, as of the day of the later state. */
export async function openBefore(folder: string, { commit, committed }: CommitOfDay, after: Side, { parser, git, now, rules, options = {} }: Opening): Promise<Before | NoHistory> {
  const files = await gitFiles({ ...git, root: folder, revision: commit });
  if ('reason' in files) return files;
  const history = openHistory({ ...git, root: folder, revision: commit, opened: files.git }), dispose = (): void => { history.dispose(); files.dispose(); };
  try {
    const side = await earlierSide(files, history, after, { parser, now, rules, options });
    if (side) return { side, dispose };
    const { files: all } = await files.list([]), why = all.length === 0 ? 'the folder was not there' : 'the folder had no sms.yaml';
    dispose();
    return { none: `In commit ${shortId(commit)} of ${dayOf(committed)} there was no SMS: ${why}. All that is there now counts as new.` };
  } catch (error) {
    dispose();
    throw error;
  }
}
