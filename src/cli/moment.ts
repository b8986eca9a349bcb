import { commitAsOf, committedAt } from '../node/git-files.js';
import { noHistory, openGit, type Git, type GitOptions } from '../node/git.js';
import { isDay } from '../sms/days.js';
import { dayOf, type NoHistory } from '../sms/history.js';
import { visible } from '../sms/text.js';
import type { Day } from '../sms/types.js';
import { noHistorySentence } from '../control/words.js';
import type { Options } from './arguments.js';
import type { Io } from './io.js';
import { shortId } from './names.js';
import { relativePath } from './paths.js';

/** A commit that is looked at instead of the folder: as the user named it, or the newest by a day. */
export type Moment = { at: string } | { asOf: Day };

/** The commit that was meant. `committed`: when, as its committer wrote it; `asOf`: the day that was asked for. */
export interface SelectedCommit { id: string; committed: string; asOf?: Day }

/** Where git is and whose signatures count: from the user's environment alone, never from a repository. */
export type GitPlace = Pick<GitOptions, 'program' | 'environment' | 'seconds'> & { allowedSigners?: string };

const MOST_SECONDS = 600;

/** What the environment says of git, and what is wrong with it. An empty variable says nothing. */
export function gitPlace({ env }: Pick<Io, 'env'>): { git: GitPlace; problems: string[] } {
  const given = (name: string): string | undefined => (env[name] === '' ? undefined : env[name]);
  const program = given('SMS_GIT'), allowedSigners = given('SMS_ALLOWED_SIGNERS'), seconds = given('SMS_GIT_SECONDS');
  const fits = seconds === undefined || (/^\d{1,3}$/.test(seconds) && Number(seconds) >= 1 && Number(seconds) <= MOST_SECONDS);
  return {
    git: { environment: env, ...(program !== undefined && { program }), ...(allowedSigners !== undefined && { allowedSigners }), ...(seconds !== undefined && fits && { seconds: Number(seconds) }) },
    problems: fits ? [] : [`SMS_GIT_SECONDS in your environment takes a whole number of seconds from 1 to ${MOST_SECONDS}, not "${visible(seconds)}".`],
  };
}

/** What --at, --as-of and --today ask for, and what is wrong with it. */
export function readMoment(options: Options): { moment?: Moment; today?: Day; problems: string[] } {
  const at = options.text('at'), asOf = options.text('as-of'), today = options.text('today');
  const noDay = (option: string, given: string): string => `--${option} takes a day that exists, such as 2026-03-31, not "${visible(given)}".`;
  return {
    ...(at !== undefined ? { moment: { at } } : asOf !== undefined ? { moment: { asOf } } : {}), ...(today !== undefined && { today }),
    problems: [
      ...(at !== undefined && asOf !== undefined ? ['--at names a commit, and --as-of looks for the one of a day. Give one of them, not both.'] : []),
      ...(asOf !== undefined && !isDay(asOf) ? [noDay('as-of', asOf)] : []), ...(today !== undefined && !isDay(today) ? [noDay('today', today)] : []),
    ],
  };
}

/** The commit that was looked at, for programs: its day as the committer wrote it, and the day that --as-of asked for. */
export function commitFacts(commit: SelectedCommit | undefined): { commit?: Record<string, string> } {
  if (!commit) return {};
  const { id, committed, asOf } = commit, day = dayOf(committed);
  return { commit: { id, committed, ...(day !== '' && { day }), ...(asOf !== undefined && { asOf }) } };
}

/** Of --as-of: which commit is looked at, and what that rests on. */
export function momentNote({ id, committed, asOf }: SelectedCommit): string | undefined {
  if (asOf === undefined) return undefined;
  return `As of ${asOf}: commit ${shortId(id)} of ${dayOf(committed)}, the newest through first parents that is not later. This rests on the dates that the committers claim; git proves none of them.`;
}

/** The roots of SMSs that a commit holds in, around or below a folder, as ways from that folder. */
export interface Held { commit: SelectedCommit; where: 'here' | 'above' | 'below'; ways: string[] }

/** Finds the commit that is meant, and the SMSs in it. A sentence where there is no such commit. The folder need not exist on disk any more. */
export async function rootsInCommit(folder: string, moment: Moment, git: GitPlace, depth: number, asGiven: boolean): Promise<Held | { problem: string }> {
  let opened: Git | undefined, whole: Git | undefined;
  try {
    opened = await openGit({ ...git, root: folder });
    const commit = 'at' in moment ? await named(opened, moment.at) : await ofDay(folder, moment.asOf, git);
    if ('problem' in commit) return commit;
    if (asGiven) return { commit, where: 'here', ways: ['.'] };
    whole = await openGit({ ...git, root: opened.top });
    const here = opened.prefix.replace(/\/$/, ''), folders = (name: string): string[] => paths.filter(path => path === name || path.endsWith(`/${name}`)).map(path => path.slice(0, -name.length - 1));
    const paths = (await whole.tree(commit.id)).map(({ path }) => path), roots = folders('sms.yaml'), packs = folders('MANIFEST.sha256');
    const way = (to: string): string => relativePath(`/${here}`, `/${to}`) ?? to;
    if (roots.includes(here)) return { commit, where: 'here', ways: ['.'] };
    const above = roots.filter(root => isBelow(here, root)).sort((a, b) => b.length - a.length)[0];
    if (above !== undefined) return { commit, where: 'above', ways: [way(above)] };
    const below = roots.filter(root => isBelow(root, here) && mayHoldRoots(way(root), depth) && !packs.some(pack => pack !== here && isBelow(pack, here) && (root === pack || isBelow(root, pack))));
    return { commit, where: 'below', ways: below.map(way).sort() };
  } catch (error) {
    return { problem: noCommit(moment, noHistory(error)) };
  } finally {
    opened?.dispose();
    whole?.dispose();
  }
}

async function named(git: Git, revision: string): Promise<SelectedCommit> {
  const id = await git.resolve(revision);
  return { id, committed: await committedAt(git, id) };
}

async function ofDay(folder: string, asOf: Day, git: GitPlace): Promise<SelectedCommit | { problem: string }> {
  const found = await commitAsOf({ ...git, root: folder }, asOf);
  if (!found) return { problem: `There is no commit of ${asOf} or before: by the dates that the committers claim, the history here begins later.` };
  return 'reason' in found ? { problem: noCommit({ asOf }, found) } : { id: found.commit, committed: found.committed, asOf };
}

/** Why there is no commit to look at. */
export function noCommit(moment: Moment, why: NoHistory): string {
  const sentence = visible(noHistorySentence(why));
  return why.reason === 'bad-revision' ? sentence : `${'at' in moment ? `--at ${visible(moment.at)}` : `--as-of ${moment.asOf}`} looks into the history, and there is none to look into. ${sentence}`;
}

function isBelow(path: string, folder: string): boolean { return path !== folder && (folder === '' || path.startsWith(`${folder}/`)); }

function mayHoldRoots(way: string, depth: number): boolean {
  const parts = way.split('/');
  return parts.length <= depth && !parts.some(part => part.startsWith('.') || part === 'node_modules');
}
