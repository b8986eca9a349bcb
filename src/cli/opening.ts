import { diskFiles } from '../node/disk.js';
import { gitFiles } from '../node/git-files.js';
import { openHistory } from '../node/git-history.js';
import { parsePool } from '../node/parse-pool.js';
import type { Rule } from '../rules/rule.js';
import type { Side } from '../session/reviewing.js';
import { Session, type CheckResult, type CheckSettings, type SessionOptions } from '../session/session.js';
import { dayOf, isHistory, type NoHistory } from '../sms/history.js';
import type { Files, Parser } from '../sms/files.js';
import { visible } from '../sms/text.js';
import type { Day } from '../sms/types.js';
import type { Options } from './arguments.js';
import { harmless } from './escape.js';
import type { Io } from './io.js';
import { gitPlace, momentNote, noCommit, readMoment, type GitPlace, type SelectedCommit } from './moment.js';
import { shortId } from './names.js';
import { nothingFound, selectRoots, type SelectedRoot } from './roots.js';

/** How long one file may take before it is given up, in seconds. */
export const SECONDS_PER_FILE = 10;

/** One SMS, of the disk or of a commit, with its history. */
export interface OpenedRoot { session: Session; files: Side['files']; dispose(): void }

/** Opens an SMS with the history that leads to it. `files`: the disk seen otherwise. What went wrong with a commit is told as a reason. */
export async function openRoot({ folder, commit }: SelectedRoot, parser: Parser, git: GitPlace, options: SessionOptions & { files?: Files } = {}): Promise<OpenedRoot | NoHistory> {
  const { files: given, ...others } = options, past = commit && !given ? await gitFiles({ ...git, root: folder, revision: commit.id }) : undefined;
  if (past && 'reason' in past) return past;
  const history = openHistory({ ...git, root: folder, ...(commit && { revision: commit.id }), ...(past && { opened: past.git }) });
  const read = given ?? past ?? diskFiles(folder);
  return { session: new Session(read, parser, { ...others, history }), files: read, dispose: () => { history.dispose(); past?.dispose(); } };
}

/** The day to judge by: --today, else that of --as-of, else the day of the commit. */
export function daysOf(commit: SelectedCommit | undefined, today: Day | undefined): Pick<CheckSettings, 'today' | 'commitDay'> {
  const day = today ?? commit?.asOf, committed = commit && dayOf(commit.committed);
  return { ...(day !== undefined && { today: day }), ...(committed !== undefined && committed !== '' && { commitDay: committed }) };
}

/** Where today comes from, in a few words, with the commit that is looked at. */
export function todayWords({ todayFrom, config }: CheckResult, commit: SelectedCommit | undefined, todayGiven: boolean, configName = config.file): string {
  const short = shortId(commit?.id ?? ''), from = {
    'option': commit?.asOf !== undefined && !todayGiven ? `--as-of: commit ${short}, the newest by then by the dates that the committers claim` : commit ? `--today, of commit ${short}` : '--today',
    'commit': `the day of commit ${short}, as its committer claims`, 'sms.yaml': `today of ${visible(configName)}`, 'clock': `the day in ${visible(config.timeZone)}`,
  };
  return from[todayFrom];
}

/** What is known of the history, for programs. A text of the past that could not be read makes it `cut` too: `unread` names its file. */
export function historyFacts({ control: { history, unread }, historyNotes }: CheckResult, commit: SelectedCommit | undefined): Record<string, unknown> {
  const note = commit && momentNote(commit), notes = [...(note === undefined ? [] : [note]), ...historyNotes];
  if (!isHistory(history)) return { state: history.reason === 'off' ? 'off' : 'none', reason: history.reason, notes };
  return { state: history.cut || unread.length > 0 ? 'cut' : 'whole', head: history.head, unread, notes };
}

/** An SMS whose documents a command is about. */
export interface DocumentsAsked extends Side { root: SelectedRoot; parser: Parser; git: GitPlace; todayGiven: boolean }

/**
 * Opens the one SMS that a command is about, checks what stands in it and does the work; gives the exit code of the work, 2 where there is no such SMS. What
 * goes wrong is told on standard error. `files`: the disk seen otherwise, by the folder. `rules`: where what they find counts; else the documents alone do.
 */
export async function withDocuments(command: string, folder: string | undefined, options: Options, io: Io, work: (asked: DocumentsAsked) => Promise<number>, { files, rules = [] }: { files?: (folder: string) => Files; rules?: readonly Rule[] } = {}): Promise<number> {
  const tell = (line: string): void => { io.stderr(`${harmless(line)}\n`); };
  const { moment, today, problems: wrong } = readMoment(options), { git, problems: unfit } = gitPlace(io), problems = [...wrong, ...unfit];
  if (problems.length > 0) { for (const problem of problems) tell(`sms: ${problem}`); return 2; }
  const { roots: [root, ...others], notes, errors, without } = await selectRoots([folder ?? '.'], { cwd: io.cwd, command, asGiven: false, moment, git });
  if (others.length > 0 && root) {
    tell(`sms: There are several SMS here: ${[root, ...others].map(({ name }) => visible(name)).join(', ')}. Name the folder of one: sms ${command} … FOLDER.`);
    return 2;
  }
  for (const note of notes) tell(note);
  for (const { message } of errors) tell(`sms: ${message}`);
  if (!root) {
    if (without.length > 0) tell(`sms: ${nothingFound(without, command)}`);
    return errors.length > 0 && errors.every(({ incomplete }) => incomplete === true) ? 3 : 2;
  }
  const pool = parsePool({ worker: io.worker, threads: io.threads, seconds: SECONDS_PER_FILE, forOneRun: true });
  let opened: OpenedRoot | undefined;
  try {
    const other = files?.(root.folder), found = await openRoot(root, pool, git, other ? { files: other } : {});
    if ('reason' in found) { tell(`sms: ${noCommit({ at: root.commit?.id ?? '' }, found)}`); return 2; }
    opened = found;
    const { session, files: read } = opened;
    await session.refresh();
    const result = await session.check({ now: io.now, rules, ...daysOf(root.commit, today) });
    if (result.error === 'config') { tell(`sms: ${visible(result.config.file)} cannot be used as it is: sms check says why.`); return 2; }
    const note = root.commit && momentNote(root.commit);
    if (note !== undefined) tell(note);
    return await work({ root, session, result, files: read, parser: pool, git, todayGiven: today !== undefined });
  } finally {
    opened?.dispose();
    await pool.dispose();
  }
}
