import { fitsZip, readZip, zipOf, type PackFile } from '../evidence/archive.js';
import { htmlPack } from '../evidence/html.js';
import { markdownPack } from '../evidence/markdown.js';
import type { EvidencePack, PackScope } from '../evidence/pack.js';
import { scopeNamed } from '../evidence/scope.js';
import { MANIFEST, NAMESPACE, packJson, readManifest, readStatement, SIGNATURE, STATEMENT, ABOVE } from '../evidence/statement.js';
import { verifyPage } from '../evidence/verify-page.js';
import { sha256 } from '../node/hash.js';
import { commitWithTree } from '../node/git-files.js';
import { signText } from '../node/sign.js';
import { writeFolder, type FolderNotWritten, type FolderSeen } from '../node/write-folder.js';
import type { Rule } from '../rules/rule.js';
import { bundleOf, originalsOf } from '../session/bundle.js';
import { notCommitted, packOf } from '../session/packing.js';
import { isDay } from '../sms/days.js';
import { dayOf, isHistory } from '../sms/history.js';
import { ENGLISH } from '../sms/language.js';
import type { Model } from '../sms/model.js';
import { standardsOf } from '../sms/standards.js';
import { visible } from '../sms/text.js';
import type { Options } from './arguments.js';
import { standardNamed } from './coverage.js';
import { harmless } from './escape.js';
import type { Io } from './io.js';
import { TOOL } from './json-report.js';
import { plural } from './layout.js';
import { shortId } from './names.js';
import { withDocuments, type DocumentsAsked } from './opening.js';
import { absolutePath } from './paths.js';

/** What the ZIP of a pack is called in its folder. */
const ARCHIVE = 'evidence-pack.zip';

type Format = 'html' | 'md' | 'json' | 'zip' | 'all';

/** `sms pack`: writes the evidence pack and gives the exit code: 3 where something could not be read or written, 1 where --require asks for more than it is. */
export function packCommand(folder: string | undefined, options: Options, io: Io, rules: readonly Rule[]): Promise<number> {
  const tell = (line: string): void => { io.stderr(`${harmless(visible(line))}\n`); }, refuse = (problem: string, code = 2): number => { tell(`sms: ${problem}`); return code; };
  const format = formatOf(options.text('format')), output = options.text('output'), from = options.text('from'), to = options.text('to');
  if (output === undefined) return Promise.resolve(refuse('sms pack needs to know where to write: sms pack -o DIR.'));
  if (output === '-' && format !== 'html' && format !== 'md' && format !== 'json') return Promise.resolve(refuse('Only one page can go to standard output: --format html, md or json.'));
  for (const day of [from, to]) if (day !== undefined && !isDay(day)) return Promise.resolve(refuse(`--from and --to take a day that exists, such as 2026-03-31, not "${visible(day)}".`));
  if (from !== undefined && to !== undefined && from > to) return Promise.resolve(refuse('--from is a later day than --to.'));

  return withDocuments('pack', folder, options, io, async asked => {
    const { root, result } = asked, scope = scopeOf(options.text('scope') ?? 'all', result.model), standards = standardsOf(result.config), standard = standardNamed(options.text('standard'), standards);
    if ('problem' in scope) return refuse(scope.problem);
    if ('problem' in standard) return refuse(standard.problem);
    const isOther = standard !== standards.main, about = scope.of === 'clause' ? standards.of(scope.id) : undefined;
    if (isOther && about && about !== standards.main && about !== standard) return refuse(`--scope ${options.text('scope') ?? ''} is of ${about.title}, and --standard of ${standard.title}: name one of the two.`);
    const facts = await commitOf(asked), differing = root.commit ? [] : await notCommitted(asked), draft = !facts || differing === undefined || differing.length > 0;
    const { desk, pack, shows } = await packOf(asked, {
      scope, ...(isOther && { standard }), draft, tool: TOOL, language: ENGLISH, rolesOnly: options.on('roles-only'), period: { ...(from !== undefined && { from }), ...(to !== undefined && { to }) }, ...(facts && { commit: facts.commit }),
    });

    const { history } = result.control, cut = isHistory(history) ? history.cut !== undefined : true, needed = options.text('require');
    if (draft && isHistory(history)) {
      const [first = '', ...others] = differing ?? [];
      tell(`A draft: what stands on disk is not what commit ${shortId(history.head)} holds: ${first}${others.length > 0 ? ` and ${plural(others.length, 'other file')}` : ''}. sms pack --at HEAD makes the pack of the commit.`);
    }
    for (const note of result.historyNotes) tell(note);
    if (options.on('require-complete-history') && cut) return refuse('--require-complete-history: the whole history is not here. Nothing was written.', 3);
    if (needed !== undefined && pack.level.level < needed) return refuse(`--require ${needed}: the evidence level is ${pack.level.level}. ${pack.level.reason} Nothing was written.`, 1);

    if (output === '-') { io.stdout(page(format, pack, io)); return result.incomplete.length > 0 ? 3 : 0; }
    const isWhole = format === 'zip' || format === 'all', originals = isWhole ? await originalsOf(asked, desk, shows) : { files: [], data: [], leftOut: [] };
    const told: EvidencePack = { ...pack, leftOut: [...pack.leftOut, ...originals.leftOut] }, key = options.text('sign');
    const bundle = bundleOf(desk, { pack: told, pages: pagesOf(format, told, io), originals, signed: key !== undefined, hash: sha256, ...(facts && !draft && { tree: facts.tree }) });
    const statement = bundle.find(({ path }) => path === STATEMENT)?.bytes ?? new Uint8Array(), files = [...bundle];
    if (key !== undefined) {
      const signed = await signText(new TextDecoder().decode(statement), { key: absolutePath(io.cwd, key), namespace: NAMESPACE, root: root.folder, environment: io.env });
      if ('problem' in signed) return refuse(`It could not be signed: ${signed.problem} Nothing was written.`, 3);
      files.push({ path: SIGNATURE, bytes: new TextEncoder().encode(signed.signature) });
    }
    if (format === 'zip' && !fitsZip(files)) return refuse('It is more than a ZIP can hold: --format all writes it as a folder. Nothing was written.', 3);
    const target = absolutePath(io.cwd, output), written = await writeFolder(target, format === 'zip' ? [{ path: ARCHIVE, bytes: zipOf(files) }] : files, { apart: root.folder, lost });
    if (!written.ok) return refuse(notWritten(written, output), written.reason === 'failed' ? 3 : 2);
    for (const line of summary(told, files.length)) tell(line);
    tell(`SHA-256 of ${STATEMENT}, to be told beside the pack: ${sha256(statement)}`);
    for (const { file, reason } of result.incomplete) tell(`sms: Not everything could be read. ${file ?? 'The SMS'}: ${reason}`);
    io.stdout(`${harmless(visible(format === 'zip' ? `${output.replace(/[\\/]+$/, '')}/${ARCHIVE}` : output))}\n`);
    return result.incomplete.length > 0 ? 3 : 0;
  }, { rules });
}

function formatOf(given: string | undefined): Format {
  return given === 'html' || given === 'md' || given === 'json' || given === 'zip' ? given : 'all';
}

/** `clause:8.3.3`, `clause:iso9001:8.4`, `service:SVC-MAIL`, `customer:CUST-BOREAL`, `stage1`, `stage2`, `all`. */
function scopeOf(given: string, model: Model): PackScope | { problem: string } {
  const [, of = '', id = ''] = /^(clause|service|customer):(.+)$/.exec(given) ?? [], scope = scopeNamed(given, model);
  if (scope) return scope;
  if (of === 'clause') {
    const { nearest } = standardsOf(model.config), near = nearest(id);
    return { problem: `There is no clause "${visible(id)}": sms coverage lists those of the standard, and sms coverage --standard ID those of another one.${near === undefined ? '' : ` Did you mean clause:${near}?`}` };
  }
  if (of === 'service' || of === 'customer') {
    const known = model.ofType(of).map(each => each.id).slice(0, 12);
    return { problem: `There is no ${of} "${visible(id)}". ${known.length === 0 ? 'The SMS names none.' : `There ${known.length === 1 ? 'is' : 'are'}: ${known.map(visible).join(', ')}.`}` };
  }
  return { problem: `--scope takes all, clause:ID, service:ID, customer:ID, stage1 or stage2, not "${visible(given)}".` };
}

/** The commit that the pack is of, or on which the files stand, with its tag: a signed one before one that is only a name. Undefined where there is none. */
async function commitOf({ root, result, git }: DocumentsAsked): Promise<{ commit: { id: string; day: string; tag?: string }; tree: string } | undefined> {
  const { history } = result.control;
  if (!isHistory(history)) return undefined;
  const id = root.commit?.id ?? history.head, found = await commitWithTree({ ...git, root: root.folder, revision: id });
  if ('reason' in found) return undefined;
  const tags = history.tags.filter(({ commit }) => commit === id), tag = tags.find(({ object }) => object !== id) ?? tags[0];
  return { commit: { id, day: dayOf(found.committed), ...(tag && { tag: tag.name }) }, tree: found.tree };
}

function page(format: Format, pack: EvidencePack, io: Io): string {
  switch (format) {
    case 'html': return htmlPack(pack, { style: io.asset('pack.css'), script: io.asset('diagrams.js'), mermaid: io.asset('mermaid.min.js') }, ENGLISH);
    case 'md': return markdownPack(pack, ENGLISH);
    default: return packJson(pack);
  }
}

function pagesOf(format: Format, pack: EvidencePack, io: Io): readonly PackFile[] {
  const utf8 = new TextEncoder(), isWhole = format === 'zip' || format === 'all', wanted = (own: Format): boolean => isWhole || format === own;
  const file = (path: string, text: string): PackFile => ({ path, bytes: utf8.encode(text) });
  return [
    ...(wanted('html') ? [file('index.html', page('html', pack, io))] : []), ...(wanted('md') ? [file('pack.md', page('md', pack, io))] : []), file('verify.html', verifyPage(io.asset('verify.js'), ENGLISH)),
  ];
}

/** What would be lost if a folder were replaced by a pack: nothing of a pack of ours, of which there is only what it lists. */
async function lost({ names, paths, read }: FolderSeen): Promise<string | undefined> {
  if (names.length === 1 && names[0] === ARCHIVE) {
    const held = new Map(readZip(await read(ARCHIVE))?.map(({ path, bytes }) => [path, bytes]));
    return strangerIn([...held.keys()], held.get(MANIFEST), held.get(STATEMENT)) === undefined && held.size > 0 ? undefined : ARCHIVE;
  }
  if (!names.includes(MANIFEST) || !names.includes(STATEMENT)) return names[0];
  return strangerIn(await paths(), await read(MANIFEST), await read(STATEMENT));
}

/** A file that is not of a pack of ours. */
function strangerIn(paths: readonly string[], manifest: Uint8Array | undefined, statement: Uint8Array | undefined): string | undefined {
  const text = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes), listed = readManifest(text(manifest)), isOurs = listed !== undefined && readStatement(text(statement)) !== undefined;
  return paths.find(path => !isOurs || (!listed.has(path) && !ABOVE.includes(path)));
}

function notWritten({ reason, detail }: FolderNotWritten, output: string): string {
  const where = visible(output);
  switch (reason) {
    case 'in-git': return `${where} lies in a folder that belongs to git. Nothing was written.`;
    case 'around': return `${where} is the folder of the SMS, or holds it: the pack wants a folder of its own. Nothing was written.`;
    case 'link': return `${where} is a link, and where it leads is not looked at. Nothing was written.`;
    case 'taken': return `${where} holds something that is not of a pack: ${visible(detail)}. It stays as it is; give the pack a folder of its own. Nothing was written.`;
    case 'failed': return `${where} could not be written (${FAILURES[detail] ?? detail}). What stood there is as it was.`;
  }
}

const FAILURES: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full', EDQUOT: 'the disk is full', EROFS: 'nothing can be written there', EACCES: 'no permission', EPERM: 'no permission', ENOTDIR: 'a file stands where a folder should', EEXIST: 'a file stands where a folder should', ENAMETOOLONG: 'the name is too long',
};

function summary({ organization, today, outcome, level, counts, leftOut }: EvidencePack, files: number): string[] {
  const found = { clean: 'nothing was found', findings: 'there are findings', incomplete: 'not everything could be checked', error: 'it could not be checked' };
  return [
    `Evidence pack of ${organization} as of ${today}: ${plural(files, 'file')}. Evidence level ${level.level}. ${level.reason}`.trimEnd(),
    `Outcome: ${found[outcome]} (${counts.major} major, ${counts.minor} minor, ${plural(counts.observation, 'observation')}).`, ...leftOut,
  ];
}
