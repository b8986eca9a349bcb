import { placesOf, type PackFile } from '../evidence/archive.js';
import { dataFiles, type PlacedFile } from '../evidence/data-files.js';
import type { Desk } from '../evidence/desk.js';
import type { EvidencePack } from '../evidence/pack.js';
import { MANIFEST, manifestOf, packJson, STATEMENT, statementOf, textOf, type Hash, type ToolFacts } from '../evidence/statement.js';
import { verifyText } from '../evidence/verify-text.js';
import examples from '../rules/examples.json' with { type: 'json' };
import { rules } from '../rules/index.js';
import { decodeUtf8 } from '../sms/bytes.js';
import { UnreadableFile } from '../sms/files.js';
import { sha256Of } from '../sms/hash.js';
import { compareText } from '../sms/text.js';
import type { Side } from './reviewing.js';

/** The files of the SMS that go into a pack as they are, data for programs, and in sentences what does not. */
export interface Originals { files: readonly (Omit<PlacedFile, 'path' | 'sha256' | 'bytes'> & { bytes: Uint8Array })[]; data: readonly PackFile[]; leftOut: readonly string[] }

/** What is larger is told by its hash alone. */
const MOST_BYTES = 268_435_456;

/**
 * The very bytes of what belongs to the scope: the artefacts, sms.yaml with the schemas and rules of its own, the files that they name, and of documents in force in an earlier content that content. Out
 * of git where the pack is of a commit. `shows`: whether a text may be given away; undefined where everything may, also what is no text.
 */
export async function originalsOf({ session, result, files }: Side, desk: Desk, shows: ((text: string) => boolean) | undefined): Promise<Originals> {
  const { model, config, attachments } = result, { language } = desk, all = desk.scope.of === 'all';
  const inScope = model.artefacts.filter(({ id }) => desk.inScope(id)), tables = new Set([...desk.tables.values()].map(({ file }) => file));
  const named = new Set(inScope.flatMap(({ file }) => model.referencesIn(file)).map(({ to }) => to)), others = all ? [...new Set([...attachments, ...tables])] : [...new Set([...attachments, ...tables])].filter(file => named.has(file));
  const wanted: Omit<PlacedFile, 'path' | 'sha256' | 'bytes'>[] = [
    ...(session.textOf(config.file) === undefined ? [] : [{ file: config.file, is: 'configuration' as const }]),
    // What it was judged by. The text of a standard is the organization's to read, not to give away.
    ...config.own.files.filter(({ use, text }) => use !== 'requirements' && text !== undefined).map(({ file }) => ({ file, is: 'configuration' as const })),
    ...inScope.map(({ file, id }) => ({ file, is: 'artefact' as const, id })), ...others.filter(file => model.paths.has(file)).map(file => ({ file, is: tables.has(file) ? 'table' as const : 'attachment' as const })),
  ];
  const earlier = [...desk.inForce.values()].flatMap(({ artefact, earlier: isEarlier, by, blob }) => (isEarlier && by !== 'none' && blob !== undefined && desk.inScope(artefact.id) ? [{ file: artefact.file, is: 'in-force' as const, id: artefact.id, blob }] : []));
  const current = wanted.map(each => { const blob = desk.blobOf(each.file); return { ...each, ...(blob !== undefined && { blob }) }; });
  // Git keeps the line ends that were committed; a work tree may have others.
  const blobs = await session.source?.blobs([...earlier, ...current].flatMap(({ blob }) => blob ?? [])) ?? new Map<string, Uint8Array>();
  const found: Originals['files'][number][] = [];
  let withheld = 0, tooLarge = 0, unreadable = 0;
  for (const each of [...current, ...earlier].sort((a, b) => compareText(a.file, b.file) || compareText(a.is, b.is))) {
    const text = session.textOf(each.file), isUnsaved = each.is !== 'in-force' && text !== undefined && text !== session.savedText(each.file);
    const bytes = ('blob' in each && each.blob !== undefined ? blobs.get(each.blob) : undefined) ?? (isUnsaved ? new TextEncoder().encode(text) : await bytesOf(files, each.file));
    if (bytes === 'unreadable') { unreadable++; continue; }
    if (bytes === 'too-large') { tooLarge++; continue; }
    if (shows) {
      const read = decodeUtf8(bytes);
      if (!read.ok || !shows(`${each.file}\n${read.text}`)) { withheld++; continue; }
    }
    found.push({ ...each, bytes });
  }
  const data = dataFiles(desk, shows ?? (() => true));
  return {
    files: found, data: data.files,
    leftOut: [
      ...(data.leftOut === 0 ? [] : [language.text('pack.data-left-out', 'Entries of the data files left out, because they name what this pack does not show: {count}.', { count: data.leftOut })]),
      ...(withheld === 0 ? [] : [language.text('pack.files-left-out', 'Original files left out, because they name what this pack does not show: {count}.', { count: withheld })]),
      ...(tooLarge === 0 ? [] : [language.text('pack.files-too-large', 'Original files that are too large to be put in: {count}.', { count: tooLarge })]),
      ...(unreadable === 0 ? [] : [language.text('pack.files-unreadable', 'Original files that cannot be read: {count}.', { count: unreadable })]),
    ],
  };
}

async function bytesOf(files: Side['files'], file: string): Promise<Uint8Array | 'unreadable' | 'too-large'> {
  const portions: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const portion of files.stream(file)) {
      length += portion.length;
      if (length > MOST_BYTES) return 'too-large';
      portions.push(portion);
    }
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    return error.reason === 'too-large' ? 'too-large' : 'unreadable';
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const portion of portions) { bytes.set(portion, at); at += portion.length; }
  return bytes;
}

/** The rules of this release, and what its tests say of their examples; no example is told right where these were of other rules. */
export function toolFacts(tool: { name: string; version: string }): ToolFacts {
  const own = rulesHash();
  return { ...tool, rules: { count: rules.length, sha256: own, examples: { count: examples.count, right: examples.sha256 === own ? examples.right : 0 } } };
}

/** Of all that the rules say: grades, clauses, sentences, examples. */
export function rulesHash(): string { return sha256Of(new TextEncoder().encode(JSON.stringify(rules))); }

export interface BundleParts {
  pack: EvidencePack;
  /** What is made from the pack for people: pages, and what these need. */
  pages: readonly PackFile[];
  originals: Originals;
  /** Git's id of all that the commit holds. */
  tree?: string;
  /** The statement is to be signed: VERIFY.md tells how a signature is checked. */
  signed: boolean;
  hash?: Hash;
}

/** All files of a pack but the signature, in order. */
export function bundleOf(desk: Desk, { pack, pages, originals, tree, signed, hash: sha256 = sha256Of }: BundleParts): readonly PackFile[] {
  const utf8 = new TextEncoder(), hash = (text: string): string => sha256(utf8.encode(text)), tool = toolFacts(desk.tool);
  const now = originals.files.filter(({ is }) => is !== 'in-force'), then = originals.files.filter(({ is }) => is === 'in-force');
  const places = [placesOf(now.map(({ file }) => file), 'artefacts', hash), placesOf(then.map(({ file }) => file), 'in-force', hash)] as const;
  const placed = [...now, ...then].map((each): { entry: PlacedFile; bytes: Uint8Array } => {
    const { bytes, ...of } = each, path = places[of.is === 'in-force' ? 1 : 0].get(of.file) ?? '';
    return { entry: { ...of, path, sha256: sha256(bytes), bytes: bytes.length }, bytes };
  });
  const entries = placed.map(({ entry }) => entry), blobs = entries.filter(({ blob }) => blob !== undefined).map(({ blob, path }) => `${blob ?? ''}  ${path}\n`).join('');
  const text = (path: string, content: string): PackFile => ({ path, bytes: utf8.encode(content) });
  const files: PackFile[] = [
    ...pages, ...placed.map(({ entry, bytes }) => ({ path: entry.path, bytes })), ...originals.data, text('pack.json', packJson(pack)), text('data/tool.json', textOf(tool)),
    ...(entries.length === 0 ? [] : [text('data/files.json', textOf(entries))]), ...(blobs === '' ? [] : [text('data/blobs.txt', blobs)]),
    // So that no program that carries the pack on changes line ends.
    text('.gitattributes', '* -text\n'),
  ];
  const facts = { pack, paths: files.map(({ path }) => path), signed, hasBlobs: blobs !== '', ...(tree !== undefined && { tree }), renamed: entries.filter(({ path }) => path.startsWith('renamed/')) };
  files.push(text('VERIFY.md', verifyText(facts, desk.language)));
  files.sort((a, b) => compareText(a.path, b.path));
  const manifest = manifestOf(files, sha256);
  return [...files, text(MANIFEST, manifest), text(STATEMENT, statementOf(pack, tool, hash(manifest), tree))];
}
