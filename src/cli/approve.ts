import type { Meaning, Prepared, Wish } from '../control/approving.js';
import { diskFiles } from '../node/disk.js';
import { writeFiles, type NotWritten } from '../node/write.js';
import { isDay } from '../sms/days.js';
import type { Files } from '../sms/files.js';
import { isHistory } from '../sms/history.js';
import { visible } from '../sms/text.js';
import type { Options } from './arguments.js';
import { harmless } from './escape.js';
import { artefactIn } from './history-entries.js';
import type { Io } from './io.js';
import { withDocuments } from './opening.js';
import { absolutePath, relativePath } from './paths.js';

const MEANINGS: readonly (readonly [meaning: Exclude<Meaning, 'reviewed'>, means: string])[] = [
  ['approved', 'you approve the text as it stands, in the role that its header names: it is to apply'],
  ['agreed', 'you agree to the text in a role that you hold: it is as you need it'],
  ['withdrawn', 'you take the document out of use: it is no longer to apply'],
];

/** `sms approve`: writes the record (and header) of an approval, agreement or withdrawal; the message for the commit goes to standard output. 2 where it cannot be done. */
export async function approveCommand(given: string, folder: string | undefined, options: Options, io: Io): Promise<number> {
  const meaning = MEANINGS.find(([each]) => each === options.text('meaning'))?.[0];
  if (meaning === undefined) {
    io.stderr(['sms: What is your word to mean? Say it with --meaning:', ...MEANINGS.map(([each, means]) => `  --meaning ${each.padEnd(9)}  ${means}`), 'To record that you looked it through and it stands as it is: sms review.', ''].join('\n'));
    return 2;
  }
  return record('approve', meaning, given, folder, options, io);
}

/** `sms review`: the same for a review. */
export function reviewCommand(given: string, folder: string | undefined, options: Options, io: Io): Promise<number> { return record('review', 'reviewed', given, folder, options, io); }

async function record(command: string, meaning: Meaning, given: string, folder: string | undefined, options: Options, io: Io): Promise<number> {
  const tell = (text: string, indent = ''): void => { for (const line of text.split('\n')) io.stderr(`${harmless(indent + visible(line))}\n`); };
  const wrong = ['on', 'effective-from', 'next-review'].find(option => options.text(option) !== undefined && !isDay(options.text(option)));
  if (wrong !== undefined) { tell(`sms: --${wrong} takes a day that exists, such as 2026-03-31, not "${options.text(wrong) ?? ''}".`); return 2; }
  const read = new Map<string, string>();
  return withDocuments(command, folder, options, io, async ({ root, session, result }) => {
    const id = result.model.item(given)?.id ?? artefactIn(given, root.folder, result.model.artefacts, io.cwd)?.id ?? given;
    const plan = await session.planApproval(id, wishOf(meaning, options));
    if (!plan.ok) { tell(`sms: ${plan.sentence}`); return 2; }
    for (const note of result.historyNotes) tell(note);
    const before = read.get(plan.file) ?? '';
    if (options.on('dry-run')) {
      tell(`Nothing is written: --dry-run. It would be:`);
      for (const line of plan.lines) tell(line, '  ');
      show(plan, before, tell);
      io.stdout(messageOf(plan));
      return 0;
    }
    const written = await writeFiles(root.folder, [{ file: plan.record.file, before: undefined, after: plan.record.text }, { file: plan.file, before, after: plan.artefactText }]);
    if (!written.ok) { tell(`sms: ${notWritten(written)} Nothing was written.`); return 2; }
    for (const line of plan.lines) tell(line);
    if (isHistory(result.control.history)) tell(howToCommit(plan, before, root.folder, io.cwd));
    io.stdout(messageOf(plan));
    return 0;
  }, { files: root => remembering(diskFiles(root), read) });
}

function wishOf(meaning: Meaning, options: Options): Wish {
  const role = options.text('role'), on = options.text('on'), effectiveFrom = options.text('effective-from'), version = options.text('new-version'), comment = options.text('comment'), nextReview = options.text('next-review');
  return {
    meaning, ...(role !== undefined && { role }), ...(on !== undefined && { on }), ...(effectiveFrom !== undefined && { effectiveFrom }), ...(version !== undefined && { version }),
    ...(comment !== undefined && { comment }), ...(nextReview !== undefined && { nextReview }),
  };
}

/** The disk, and by file every text that was read of it: what is written over must be what was read. */
function remembering(files: Files, read: Map<string, string>): Files {
  return {
    list: ignore => files.list(ignore),
    read: async file => {
      const found = await files.read(file);
      if (found.ok) read.set(file, found.text); else read.delete(file);
      return found;
    },
    stream: file => files.stream(file),
  };
}

/** What a dry run shows: the record, and the lines of the document that would change. */
function show({ file, artefactText, record: { file: recordFile, text } }: Prepared, before: string, tell: (line: string, indent?: string) => void): void {
  tell(recordFile);
  tell(text.trimEnd(), '  + ');
  if (artefactText === before) return;
  const old = before.split('\n'), now = artefactText.split('\n');
  let start = 0, end = 0;
  while (start < Math.min(old.length, now.length) && old[start] === now[start]) start++;
  while (end < Math.min(old.length, now.length) - start && old[old.length - 1 - end] === now[now.length - 1 - end]) end++;
  tell(file);
  for (const line of old.slice(start, old.length - end)) if (!now.slice(start, now.length - end).includes(line)) tell(line, '  - ');
  for (const line of now.slice(start, now.length - end)) if (!old.slice(start, old.length - end).includes(line)) tell(line, '  + ');
}

/** Of standard output: lines as git takes them, without what a terminal would obey. */
function messageOf({ commitMessage }: Prepared): string { return `${commitMessage.trimEnd().split('\n').map(visible).join('\n')}\n`; }

function howToCommit({ file, record, artefactText }: Prepared, before: string, folder: string, cwd: string): string {
  const paths = [record.file, ...(artefactText === before ? [] : [file])].map(each => quoted(relativePath(cwd, absolutePath(folder, each)) ?? absolutePath(folder, each))).join(' ');
  return `To commit, with the message below (it goes to standard output) in a file message.txt:\n  git add -- ${paths}\n  git commit -F message.txt -- ${paths}`;
}

/** For a shell, where it holds more than plain characters. */
function quoted(path: string): string { return /^[\w./@%+=:,\\-]+$/.test(path) ? path : `'${path.replace(/'/g, '\'\\\'\'')}'`; }

function notWritten({ file, reason, detail }: NotWritten): string {
  switch (reason) {
    case 'changed': return `${file} was changed by somebody else meanwhile. Look at it, and try again.`;
    case 'vanished': return `${file} was deleted meanwhile. Look where it went, and try again.`;
    case 'exists': return `There is a file ${file} already, and it is not overwritten. Look at it: it may be the record that you want.`;
    case 'outside': return `${file} does not lie plainly below the folder of the SMS: its name leads outside, through a link, or into a hidden folder. Give it a plain place.`;
    case 'failed': return `${file} could not be written (${detail}). Look whether the disk is full, and whether you may write there.`;
  }
}
