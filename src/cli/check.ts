import { noComparisonSentence } from '../control/words.js';
import { coverage } from '../evidence/coverage.js';
import { readUserFile } from '../node/disk.js';
import { parsePool } from '../node/parse-pool.js';
import { rulesOf } from '../rules/book.js';
import type { Rule } from '../rules/rule.js';
import { findingsBetween, whyUnread, type Side } from '../session/reviewing.js';
import { outcome, WEIGHT, type CheckResult, type Outcome, type SessionOptions } from '../session/session.js';
import type { Parser } from '../sms/files.js';
import type { Day, Grade } from '../sms/types.js';
import { ENGLISH, told as tellIn } from '../sms/language.js';
import { visible } from '../sms/text.js';
import type { Options } from './arguments.js';
import { findSpan, openBefore } from './base.js';
import { harmless } from './escape.js';
import { githubReport } from './github-report.js';
import { gitlabReport } from './gitlab-report.js';
import type { Io } from './io.js';
import { jsonReport } from './json-report.js';
import { junitReport } from './junit-report.js';
import { painter, wantsColour } from './layout.js';
import { markdownReport } from './markdown-report.js';
import { gitPlace, momentNote, noCommit, readMoment, type GitPlace } from './moment.js';
import { daysOf, openRoot, SECONDS_PER_FILE } from './opening.js';
import { absolutePath, pathBelow, relativePath, tidyPath } from './paths.js';
import { nothingFound, selectRoots, type SelectedRoot } from './roots.js';
import { exitCodeOf, worstOutcome, type CheckRun, type CheckedRoot, type Since } from './run.js';
import { sarifReport } from './sarif-report.js';
import { textReport } from './text-report.js';

/** sms.yaml from elsewhere: where it is found, what it is called in findings, and what stands in it. */
interface OtherConfig { path: string; text: string }

/** `sms check`: writes the report and gives the exit code. */
export async function checkCommand(operands: readonly string[], options: Options, io: Io, rules: readonly Rule[]): Promise<number> {
  const failOn = gradeOf(options.text('fail-on')), since = options.text('since'), most = options.text('max-findings'), { git, problems: unfit } = gitPlace(io);
  const { moment, today, problems: wrong } = readMoment(options), problems = [...wrong, ...unfit];
  if (most !== undefined && !/^\d{1,9}$/.test(most)) problems.push(`--max-findings takes a number, such as 50, not "${visible(most)}".`);
  const config = options.text('config');
  const other = config === undefined ? undefined : await readConfigFile(config, io.cwd);
  if (typeof other === 'string') problems.push(other);
  if (problems.length > 0) return write(failed(problems, failOn, rules), options, io);

  const { roots, notes, errors, without } = await selectRoots(operands.length === 0 ? ['.'] : operands, { cwd: io.cwd, command: 'check', asGiven: other !== undefined, moment, git });
  const allowEmpty = options.on('allow-empty');
  for (const note of notes) io.stderr(`${harmless(note)}\n`);
  const messages = errors.map(({ message }) => message);
  if (without.length > 0 && !allowEmpty) messages.push(nothingFound(without));
  const outcomes: Outcome[] = errors.map(({ incomplete }) => (incomplete === true ? 'incomplete' : 'error'));
  if (without.length > 0 && !allowEmpty) outcomes.push('error');

  const announce = options.on('debug') || (io.isTTY && !options.on('quiet') && (options.text('format') ?? 'text') === 'text');
  const settings: Settings = { io, rules, git, failOn, allowEmpty, alone: roots.length === 1, ...(today !== undefined && { today }), ...(since !== undefined && { since }) };
  const pool = parsePool({ worker: io.worker, threads: io.threads, seconds: SECONDS_PER_FILE, forOneRun: true });
  const checked: CheckedRoot[] = [];
  try {
    for (const root of roots) {
      const note = root.commit && momentNote(root.commit);
      if (note !== undefined) io.stderr(`${harmless(note)}\n`);
      if (announce) io.stderr(`${harmless(root.name === '.' ? 'Checking …' : `Checking ${visible(root.name)} …`)}\n`);
      const found = await checkRoot(root, pool, typeof other === 'object' ? other : undefined, settings);
      if (typeof found === 'object') { checked.push(found); continue; }
      messages.push(found);
      outcomes.push('error');
    }
  } finally {
    await pool.dispose();
  }
  const worst = worstOutcome([...outcomes, ...checked.map(root => root.outcome)]);
  return write({
    roots: checked, errors: messages, outcome: worst, exitCode: exitCodeOf(worst, options.on('exit-zero')), failOn, rules: new Map([...rules, ...checked.flatMap(({ result }) => (result ? rulesOf(result.config).own : []))].map(rule => [rule.id, rule])),
  }, options, io);
}

/** The result where nothing could be checked at all. */
export function failed(errors: readonly string[], failOn: Grade, rules: readonly Rule[], exitCode = 2): CheckRun {
  return { roots: [], errors, outcome: 'error', exitCode, failOn, rules: new Map(rules.map(rule => [rule.id, rule])) };
}

/** Writes a run in the format that was asked for; what went wrong goes to standard error as well. */
export function write(run: CheckRun, options: Options, io: Io): number {
  for (const error of run.errors) io.stderr(`${harmless(`sms: ${error}`)}\n`);
  const most = options.text('max-findings');
  const limit = most !== undefined && /^\d{1,9}$/.test(most) ? { most: Number(most) } : {};
  switch (options.text('format')) {
    case 'json': io.stdout(jsonReport(run)); break;
    case 'sarif': io.stdout(sarifReport(run)); break;
    case 'github': io.stdout(githubReport(run, limit)); break;
    case 'gitlab': io.stdout(gitlabReport(run)); break;
    case 'junit': io.stdout(junitReport(run)); break;
    case 'md': io.stdout(markdownReport(run, limit)); break;
    default:
      io.stdout(textReport(run, {
        paint: painter(wantsColour(io, options.on('no-color'))), width: io.isTTY ? io.columns : undefined, quiet: options.on('quiet'), ...limit,
      }));
  }
  return run.exitCode;
}

interface Settings {
  io: Io; rules: readonly Rule[]; git: GitPlace; failOn: Grade; allowEmpty: boolean; today?: Day; since?: string;
  /** The only SMS of the run: its files need no folder before them to be told apart. */
  alone: boolean;
}

/** The SMS with what was found, or a sentence where its commit cannot be read. */
async function checkRoot(root: SelectedRoot, parser: Parser, other: OtherConfig | undefined, settings: Settings): Promise<CheckedRoot | string> {
  const { folder, name, commit } = root, { io, rules, git, failOn, allowEmpty, today, alone, since } = settings;
  const named = other && configName(other.path, folder, io.cwd);
  const opened = await openRoot(root, parser, git, other && named ? { configFile: named.name, configText: other.text } : {});
  if ('reason' in opened) return noCommit({ at: commit?.id ?? '' }, opened);
  let result: CheckResult, earlier: { since: Since; result: CheckResult } | string | undefined;
  try {
    await opened.session.refresh();
    const full = await opened.session.check({ now: io.now, rules, ...daysOf(commit, today) });
    result = told(allowEmpty && full.error === 'nothing' ? withoutError(full) : full);
    earlier = since === undefined || result.error ? undefined : await newSince(since, root, { ...opened, result }, parser, settings, other && named ? { configFile: named.name, configText: other.text } : {});
  } finally {
    opened.dispose();
  }
  if (typeof earlier === 'string') return earlier;
  if (earlier) ({ result } = earlier);
  const prefix = prefixOf(pathBelow(io.cwd, folder));
  const repository = io.env['GITHUB_WORKSPACE'] ?? io.env['CI_PROJECT_DIR'];
  return {
    name, prefix: prefix ?? (alone ? '' : `${name.replace(/\\/g, '/')}/`),
    repositoryPrefix: (repository !== undefined && repository !== '' ? prefixOf(pathBelow(absolutePath(io.cwd, repository), folder)) : undefined) ?? prefix ?? '',
    outside: named?.shown === undefined ? undefined : { name: named.name, shown: named.shown }, commit, todayGiven: today !== undefined, ...(earlier && { since: earlier.since }),
    result, outcome: outcome(result, failOn), coverage: coverage(result),
  };
}

/**
 * The result with those findings alone that are new against where a revision and what is checked went apart. Where that is not known, all findings stay, and the
 * result is incomplete. A sentence where there is no such revision.
 */
async function newSince(revision: string, { folder, commit }: SelectedRoot, after: Side, parser: Parser, { io, rules, git }: Settings, options: SessionOptions): Promise<{ since: Since; result: CheckResult } | string> {
  const { result } = after, since = { revision, remaining: 0, fixed: 0 };
  const unknown = (why: string): { since: Since; result: CheckResult } => {
    const reason = `what is new since ${visible(revision)} is not known, and all findings are told. ${why}`;
    return { since, result: { ...result, incomplete: [...result.incomplete, { reason }] } };
  };
  const span = await findSpan(folder, { base: revision, merged: true, ...(commit && { head: commit.id }) }, git);
  if ('problem' in span) return span.badName ? span.problem : unknown(span.problem);
  const before = await openBefore(folder, span.base, after, { parser, git, now: io.now, rules, options });
  if ('reason' in before) return unknown(noComparisonSentence(before));
  if ('none' in before) return { since: { ...since, base: span.base, none: before.none }, result };
  try {
    const unread = whyUnread(before.side.result);
    if (unread !== undefined) return unknown(`In commit ${span.base.commit.slice(0, 12)}: ${tellIn(ENGLISH, unread)}`);
    const { introduced, fixed, regraded } = findingsBetween(before.side, after), worse = regraded.filter(({ finding, from }) => WEIGHT[finding.grade] > WEIGHT[from]);
    const fresh = new Set([...introduced, ...worse.map(({ finding }) => finding)]);
    return {
      since: { ...since, base: span.base, remaining: result.findings.length - fresh.size, fixed: fixed.length }, result: { ...result, findings: result.findings.filter(finding => fresh.has(finding)) },
    };
  } finally {
    before.dispose();
  }
}

/** What sms.yaml from elsewhere is called: as seen from the root, so that it is no other file of the SMS; `shown` as seen by the user, where it lies outside. */
function configName(path: string, folder: string, cwd: string): { name: string; shown?: string } {
  const inside = pathBelow(folder, path);
  if (inside !== undefined) return { name: inside };
  const shown = pathBelow(cwd, path), last = path.split(/[\\/]/).at(-1) ?? path;
  const way = shown === undefined || pathBelow(cwd, folder) === undefined ? undefined : relativePath(folder, path);
  return { name: way ?? last, shown: shown ?? last };
}

function prefixOf(way: string | undefined): string | undefined { return way === '.' ? '' : way === undefined ? undefined : `${way}/`; }

function withoutError({ error: _, ...result }: CheckResult): CheckResult { return result; }

/** Findings about other files would be noise where sms.yaml could not be read at all. */
function told(result: CheckResult): CheckResult {
  if (result.error !== 'config' || whyUnread(result) === undefined) return result;
  return { ...result, findings: result.findings.filter(({ rule }) => rule === 'config-invalid') };
}

function gradeOf(value: string | undefined): Grade { return value === 'major' || value === 'observation' ? value : 'minor'; }

async function readConfigFile(file: string, cwd: string): Promise<OtherConfig | string> {
  const path = absolutePath(cwd, file), shown = visible(tidyPath(cwd, file));
  const read = await readUserFile(path);
  if (read.ok) return { path, text: read.text };
  switch (read.reason) {
    case 'vanished': return `There is no file ${shown}, which --config names. Check the spelling, and the folder you are in.`;
    case 'not-a-file': return `--config names ${shown}, which is no plain file. It takes a file written like sms.yaml.`;
    case 'too-large': return `The file ${shown}, which --config names, is too large for a configuration.`;
    case 'not-utf8': case 'utf16': return `The file ${shown}, which --config names, is no UTF-8 text. Save it as UTF-8.`;
    case 'unreadable': return `The file ${shown}, which --config names, cannot be opened (${visible(read.detail)}).`;
  }
}
