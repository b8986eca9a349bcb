import type { CommitOfDay } from '../node/git-files.js';
import { review as reviewOf } from '../session/reviewing.js';
import type { Review } from '../review/types.js';
import { WEIGHT } from '../session/session.js';
import type { Rule } from '../rules/rule.js';
import { noComparisonSentence } from '../control/words.js';
import { visible } from '../sms/text.js';
import type { Options } from './arguments.js';
import { findSpan, openBefore, readSpan } from './base.js';
import { diffJson } from './diff-json.js';
import { diffHtml, diffMarkdown } from './diff-pages.js';
import { diffText } from './diff-text.js';
import { harmless } from './escape.js';
import type { Io } from './io.js';
import { painter, wantsColour } from './layout.js';
import { gitPlace } from './moment.js';
import { withDocuments, type DocumentsAsked } from './opening.js';
import { absolutePath } from './paths.js';

/** What `sms diff` found, before it is written in one of the formats. */
export interface DiffRun extends Omit<DocumentsAsked, 'parser' | 'git' | 'files'> {
  /** As the user wrote it. */
  range: string;
  base: CommitOfDay;
  /** Absent where it is what stands on disk. */
  head?: CommitOfDay;
  review: Review;
  /** What the user should know of the comparison beside what makes it incomplete. */
  notes: readonly string[];
  exitCode: 0 | 1 | 3;
}

/** What may be asked for to make the exit code 1, and when it does. */
const FAILING: Readonly<Record<string, (review: Review) => boolean>> = {
  'introduced': ({ findings }) => findings.introduced.length > 0 || findings.regraded.some(({ finding, from }) => WEIGHT[finding.grade] > WEIGHT[from]),
  'loosened': ({ changes }) => changes.some(({ direction }) => direction === 'loosened'),
  'missing-consent': ({ consents }) => consents.some(({ meaning, state }) => meaning !== 'reviewed' && (state === 'missing' || state === 'contradicted')),
};

/** `sms diff`: writes what a change means and gives the exit code; 2 where there is nothing to compare, 3 where something could not be compared. */
export async function diffCommand(range: string, folder: string | undefined, options: Options, io: Io, rules: readonly Rule[]): Promise<number> {
  const refuse = (problem: string, code = 2): number => { io.stderr(`${harmless(`sms: ${problem}`)}\n`); return code; };
  const asked = readSpan(range), failOn = options.text('fail-on')?.split(',').map(word => word.trim()) ?? [], unknown = failOn.find(word => !Object.hasOwn(FAILING, word)), { git, problems } = gitPlace(io);
  if (problems[0] !== undefined) return refuse(problems[0]);
  if (!asked) return refuse(`sms diff needs to know where the change begins: sms diff BASE..HEAD, not "${visible(range)}".`);
  if (unknown !== undefined) return refuse(`--fail-on takes ${Object.keys(FAILING).join(', ')}, or several of them with commas between, not "${visible(unknown)}".`);
  const span = await findSpan(absolutePath(io.cwd, folder ?? '.'), asked, git);
  if ('problem' in span) return refuse(span.problem, span.incomplete ? 3 : 2);
  const { base, head } = span, at: Options = { text: name => (name === 'at' ? head?.commit : options.text(name)), on: options.on };
  return withDocuments('diff', folder, at, io, async ({ parser, git: place, files, ...after }) => {
    const { session, result, root } = after, before = await openBefore(root.folder, base, { session, result, files }, { parser, git: place, now: io.now, rules });
    if ('reason' in before) return refuse(visible(noComparisonSentence(before)));
    try {
      const review = await reviewOf('none' in before ? undefined : before.side, { session, result, files });
      const exitCode = review.notCompared.length > 0 ? 3 : failOn.some(word => FAILING[word]?.(review)) ? 1 : 0;
      const run: DiffRun = { ...after, range, base, ...(head && { head }), review, exitCode, notes: 'none' in before ? [before.none] : [] };
      switch (options.text('format')) {
        case 'json': io.stdout(diffJson(run)); break;
        case 'md': io.stdout(diffMarkdown(run, options.on('all'))); break;
        case 'html': io.stdout(diffHtml(run, 'none' in before ? undefined : before.side, options.on('all'))); break;
        default: io.stdout(diffText(run, { paint: painter(wantsColour(io, options.on('no-color'))), width: io.isTTY ? io.columns : undefined, all: options.on('all') }));
      }
      return exitCode;
    } finally {
      if ('dispose' in before) before.dispose();
    }
  }, { rules });
}
