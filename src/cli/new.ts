import { editorDesk } from '../editing/desk.js';
import { planNew } from '../editing/new-artefact.js';
import { newSms } from '../editing/new-sms.js';
import { rootsBelow } from '../node/roots.js';
import { writeFiles, type NotWritten } from '../node/write.js';
import { dayIn } from '../sms/days.js';
import { ENGLISH } from '../sms/language.js';
import { kindsOf } from '../sms/kinds.js';
import { visible } from '../sms/text.js';
import type { Options } from './arguments.js';
import { harmless } from './escape.js';
import type { Io } from './io.js';
import { withDocuments } from './opening.js';
import { absolutePath, pathBelow } from './paths.js';

/**
 * `sms new KIND` and `sms new sms`: writes new files, none over another; their names go to standard output, or with `--output -` the text. 2 where it
 * cannot be done.
 */
export function newCommand(kind: string, folder: string | undefined, options: Options, io: Io): Promise<number> {
  return kind === 'sms' ? beginSms(folder, options, io) : makeArtefact(kind, folder, options, io);
}

async function makeArtefact(kind: string, folder: string | undefined, options: Options, io: Io): Promise<number> {
  const title = options.text('title'), id = options.text('id'), output = options.text('output');
  if (title === undefined) return refuse(io, `What is it to be called? Say it with --title: sms new ${kind} --title "…".`);
  return withDocuments('new', folder, options, io, async ({ root, session, result }) => {
    const kinds = kindsOf(result.config);
    if (!kinds.get(kind)) {
      const meant = kinds.nearest(kind);
      return refuse(io, `There is no kind "${kind}". ${meant === undefined ? 'sms kinds . lists them.' : `Did you mean ${meant}?`}`);
    }
    const file = output === undefined || output === '-' ? undefined : pathBelow(root.folder, absolutePath(io.cwd, output));
    if (output !== undefined && output !== '-' && file === undefined) return refuse(io, `${output} does not lie in the folder of the SMS.`);
    const desk = editorDesk({ ...result }, { textOf: name => session.textOf(name), isChecked: () => true }, ENGLISH);
    const plan = planNew(desk, { template: { kind }, title, ...(id !== undefined && { id }), ...(file !== undefined && { file }) });
    if (!plan.ok) return refuse(io, plan.sentence);
    const create = plan.changes.create ?? [];
    if (output !== '-') return write(root.folder, create, io);
    for (const { text } of create) io.stdout(harmless(text));
    return 0;
  });
}

async function beginSms(folder: string | undefined, options: Options, io: Io): Promise<number> {
  const organization = options.text('title'), root = absolutePath(io.cwd, folder ?? '.');
  const timeZone = options.text('time-zone') ?? 'UTC', today = dayIn(timeZone, io.now);
  if (organization === undefined) return refuse(io, 'Which organization is it for? Say it with --title: sms new sms --title "Harbour Managed Services".');
  if (today === undefined) return refuse(io, `There is no time zone "${timeZone}". It is written as in Europe/Amsterdam.`);
  const listed = (name: string): string[] => (options.text(name) ?? '').split(',');
  const wish = { organization, person: options.text('person') ?? '', services: listed('services'), customers: listed('customers'), timeZone };
  const { create } = newSms(wish, { today, language: ENGLISH });
  if ((await rootsBelow(root, 0)).roots.length > 0) return refuse(io, 'There is an SMS in this folder already: it has a file sms.yaml.');
  if (options.text('output') !== '-') return write(root, create, io);
  for (const { file, text } of create) io.stdout(`# ${file}\n${harmless(text)}`);
  return 0;
}

async function write(root: string, create: readonly { file: string; text: string }[], io: Io): Promise<number> {
  const written = await writeFiles(root, create.map(({ file, text }) => ({ file, before: undefined, after: text })));
  if (!written.ok) return refuse(io, `${why(written)} Nothing was written.`);
  for (const { file } of create) io.stdout(`${harmless(visible(file))}\n`);
  io.stderr('sms: Written, nothing is overwritten or committed. sms check says what is still missing.\n');
  return 0;
}

function why({ file, reason, detail }: NotWritten): string {
  if (reason === 'exists') return `There is a file ${file} already.`;
  return reason === 'outside' ? `${file} does not lie plainly below the folder.` : `${file} could not be written (${detail || reason}).`;
}

function refuse(io: Io, sentence: string): number {
  io.stderr(`${harmless(`sms: ${visible(sentence)}`)}\n`);
  return 2;
}
