import { readUserFile } from '../node/disk.js';
import { noHistory, openGit } from '../node/git.js';
import { writeFiles } from '../node/write.js';
import { noHistorySentence } from '../control/words.js';
import type { CheckResult } from '../session/session.js';
import { addTo, text } from '../sms/data.js';
import type { Model } from '../sms/model.js';
import { addressesOf, holdersOn } from '../sms/people.js';
import { compareText, sentenceList, visible } from '../sms/text.js';
import type { Day } from '../sms/types.js';
import type { Options } from './arguments.js';
import { harmless } from './escape.js';
import type { Io } from './io.js';
import { plural } from './layout.js';
import { gitPlace, type GitPlace } from './moment.js';
import { fullName, namedIn } from './names.js';
import { withDocuments } from './opening.js';
import { absolutePath } from './paths.js';

/**
 * `sms codeowners`: who is to be asked about which document, in the form that forges read, from the holders of the roles that own and approve it. To standard
 * output, or into a block of a file that is otherwise left alone. Gives the exit code: 1 where --check finds another block, 3 where a document could not be read.
 */
export function codeownersCommand(folder: string | undefined, options: Options, io: Io): Promise<number> {
  const target = options.text('write'), checked = options.text('check');
  if (target !== undefined && checked !== undefined) return Promise.resolve(refuse(io, '--write writes the file, and --check only looks at it. Give one of them.'));
  return withDocuments('codeowners', folder, options, io, async ({ root, result }) => {
    for (const { file, reason } of result.incomplete) io.stderr(`${harmless(visible(`sms: Not everything could be read. ${file ?? 'The SMS'}: ${reason}`))}\n`);
    const prefix = await prefixOf(root.folder, gitPlace(io).git, io), { lines, lacking } = ownersOf(result, prefix), block = blockOf(prefix, lines);
    for (const sentence of lacking) io.stderr(`${harmless(visible(`sms: ${sentence}`))}\n`);
    if (result.incomplete.length > 0 && (target ?? checked) !== undefined) { io.stderr('sms: So the list may lack something: nothing was written or compared.\n'); return 3; }
    if (target !== undefined) return write(target, block, io);
    if (checked !== undefined) return compare(checked, block, io);
    io.stdout(`${block.join('\n')}\n`);
    return result.incomplete.length > 0 ? 3 : 0;
  });
}

/** Where the SMS lies in its repository: empty, or `folder/`. */
async function prefixOf(folder: string, git: GitPlace, io: Io): Promise<string> {
  try {
    const opened = await openGit({ ...git, root: folder });
    opened.dispose();
    return opened.prefix;
  } catch (error) {
    io.stderr(`${harmless(visible(`sms: Paths are told from the folder of the SMS. ${noHistorySentence(noHistory(error))}`))}\n`);
    return '';
  }
}

// ---- who ----

/** A line for each document whose owner or approver somebody with an address is, by path; and what is to be known of the others. */
function ownersOf({ model, control, today }: CheckResult, prefix: string): { lines: readonly string[]; lacking: readonly string[] } {
  const owners = new Map<string, Set<string>>(), vacant = new Map<string, string[]>(), without: string[] = [];
  for (const { id, file, owner, approver } of control.documents.values()) {
    const addresses = new Set<string>();
    for (const role of new Set([owner, approver])) {
      if (role === undefined) continue;
      const found = addressesIn(model, role, today);
      if (found.length === 0) addTo(vacant, role, id);
      for (const address of found) addresses.add(address);
    }
    if (addresses.size === 0) { without.push(`${id} (${file})`); continue; }
    // Two names may be written alike: those of both are asked.
    const path = pattern(prefix + file), known = owners.get(path);
    owners.set(path, known ? new Set([...known, ...addresses]) : addresses);
  }
  return {
    lines: [...owners].sort(([a], [b]) => compareText(a, b)).map(([path, addresses]) => `${path} ${[...addresses].sort(compareText).join(' ')}`),
    lacking: [
      ...[...vacant].sort(([a], [b]) => compareText(a, b)).map(([role, ids]) =>
        `Nobody with an e-mail address holds ${fullName(namedIn(model, role))} on ${today}. It owns or approves ${several(ids)}.`),
      ...(without.length === 0 ? [] : [`No line for ${several(without)}: there is nobody to be asked.`]),
    ],
  };
}

const MOST_NAMED = 5;

function several(names: readonly string[]): string {
  const shown = [...names].sort(compareText);
  return shown.length <= MOST_NAMED ? sentenceList(shown) : `${shown.slice(0, MOST_NAMED).join(', ')} and ${shown.length - MOST_NAMED} more`;
}

/** Of everybody who holds the role on the day the first address that a forge can read. */
function addressesIn(model: Model, role: string, today: Day): string[] {
  const known = model.item(role);
  if (known?.type !== 'role') return [];
  return holdersOn(model.value(known), today).flatMap(holder => {
    const person = model.item(text(holder, 'person') ?? '');
    return (person?.type === 'person' ? addressesOf(model, person) : []).filter(address => /^[^\s@#,;<>]+@[^\s@#,;<>]+$/.test(visible(address))).slice(0, 1);
  });
}

/**
 * A file as CODEOWNERS names it. Forges disagree on how to quote: spaces take a backslash with all of them, and for whatever else one of them may read as
 * something of its own stands `?`, which is any one character.
 */
function pattern(path: string): string {
  return `/${visible(path).replace(/\\u[0-9a-f]{4}|[\\#*?[\]!]/g, '?').replace(/ /g, '\\ ')}`;
}

// ---- the block ----

function marks(prefix: string): { begin: string; end: string } {
  const where = prefix === '' ? '' : ` ${visible(prefix.replace(/\/$/, ''))}`;
  return { begin: `# >>> sms-as-code${where}`, end: `# <<< sms-as-code${where}` };
}

function blockOf(prefix: string, lines: readonly string[]): readonly string[] {
  const { begin, end } = marks(prefix);
  return [begin, '# By sms codeowners, from the owners and approvers of the documents. What stands in this block is written anew.', ...lines, end];
}

/** A file around the block. `block`: what stands there now; absent where there is none. */
interface Around { text: string | undefined; before: readonly string[]; block?: readonly string[]; after: readonly string[]; lineEnd: string }

/** Reads the file and finds the block by its first and last line; a sentence where that cannot be done. A file that is not there holds nothing. */
async function around(file: string, block: readonly string[], io: Io): Promise<Around | string> {
  const read = await readUserFile(absolutePath(io.cwd, file));
  if (!read.ok && read.reason !== 'vanished') return `${file} cannot be read as text (${read.detail || read.reason}).`;
  if (!read.ok) return { text: undefined, before: [], after: [], lineEnd: '\n' };
  const { text } = read, lines = text.replace(/(?:\r?\n)+$/, '').split(/\r?\n/), [begin = '', end = ''] = [block[0], block.at(-1)];
  const first = lines.indexOf(begin), last = lines.indexOf(end), lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  if (first < 0 && last < 0) return { text, before: text.trim() === '' ? [] : lines, after: [], lineEnd };
  if (first < 0 || last < first || lines.lastIndexOf(begin) !== first || lines.lastIndexOf(end) !== last) {
    return `${file} does not hold "${begin}" and then "${end}" once each. Mend that by hand.`;
  }
  return { text, before: lines.slice(0, first), block: lines.slice(first, last + 1), after: lines.slice(last + 1), lineEnd };
}

async function write(file: string, block: readonly string[], io: Io): Promise<number> {
  const found = await around(file, block, io);
  if (typeof found === 'string') return refuse(io, found);
  const path = absolutePath(io.cwd, file), name = path.split(/[\\/]/).at(-1) ?? '', gap = found.block === undefined && found.before.length > 0 ? [''] : [];
  const after = [...found.before, ...gap, ...block, ...found.after, ''].join(found.lineEnd);
  const written = await writeFiles(path.slice(0, path.length - name.length), [{ file: name, before: found.text, after }]);
  if (!written.ok) return refuse(io, `${file} could not be written (${written.detail || written.reason}). Its folder must be there, and it must be a plain file.`);
  io.stderr(`${harmless(`sms: ${visible(file)} ${after === found.text ? 'is current' : 'is written'}: ${plural(block.length - 3, 'document')}. Nothing is committed.`)}\n`);
  return 0;
}

/** Tells by which lines the block differs, as a patch would: more than these are counted. */
const MOST_LINES = 20;

async function compare(file: string, block: readonly string[], io: Io): Promise<number> {
  const found = await around(file, block, io);
  if (typeof found === 'string') return refuse(io, found);
  if (found.text === undefined) return refuse(io, `There is no file ${file}. sms codeowners --write ${file} writes it.`);
  const now = found.block ?? [], shown = harmless(visible(file));
  if (now.join('\n') === block.join('\n')) { io.stdout(`${shown} is current: ${plural(block.length - 3, 'document')}.\n`); return 0; }
  const has = new Set(now), wants = new Set(block);
  const lines = [...now.filter(line => !wants.has(line)).map(line => `- ${line}`), ...block.filter(line => !has.has(line)).map(line => `+ ${line}`)];
  const more = lines.length - MOST_LINES;
  io.stdout([
    `${shown} is not current${found.block ? '' : ': it has no lines of sms codeowners'}. sms codeowners --write ${shown} writes it.`,
    ...lines.slice(0, MOST_LINES).map(line => harmless(visible(line))), ...(more > 0 ? [`and ${plural(more, 'more line')}`] : []), '',
  ].join('\n'));
  return 1;
}

function refuse(io: Io, sentence: string): number {
  io.stderr(`${harmless(`sms: ${visible(sentence)}`)}\n`);
  return 2;
}
