import { isFields, text } from '../sms/data.js';
import { compareText, visible } from '../sms/text.js';
import type { PackFile } from './archive.js';
import type { EvidencePack } from './pack.js';

/** What a pack says of itself: which files it is made of, and what was found. */

export const MANIFEST = 'MANIFEST.sha256', STATEMENT = 'STATEMENT.json', SIGNATURE = 'SIGNATURE';
/** Of signatures by `ssh-keygen -Y`: one for another purpose is none of a pack. */
export const NAMESPACE = 'sms-evidence-pack';
/** The files that the manifest cannot name, since they are made from it. */
export const ABOVE: readonly string[] = [MANIFEST, STATEMENT, SIGNATURE];

/** How hashes are made: 64 hexadecimal digits of SHA-256. */
export type Hash = (bytes: Uint8Array) => string;

/** The tool and the rules that it judged by. `examples`: those of the rules themselves, and how many of them a run of the build found to be right. */
export interface ToolFacts { name: string; version: string; rules: { count: number; sha256: string; examples: { count: number; right: number } } }

/** One line for each file, in order of their names, as `sha256sum` writes and checks it. */
export function manifestOf(files: readonly PackFile[], hash: Hash): string {
  return [...files].sort((a, b) => compareText(a.path, b.path)).map(({ path, bytes }) => {
    const odd = /[\\\n\r]/.test(path), name = odd ? path.replace(/\\/g, '\\\\').replace(/\n/g, '\\n').replace(/\r/g, '\\r') : path;
    return `${odd ? '\\' : ''}${hash(bytes)}  ${name}\n`;
  }).join('');
}

/** The hash of each file by its path; undefined where a line is none of a manifest, or a file stands there twice. */
export function readManifest(manifest: string): ReadonlyMap<string, string> | undefined {
  const found = new Map<string, string>();
  for (const line of manifest.split(/\r?\n/).slice(0, -1)) {
    const [, odd = '', hash = '', name = ''] = /^(\\?)([0-9a-f]{64})[ \t][ *](.+)$/.exec(line) ?? [];
    const path = odd === '' ? name : name.replace(/\\([\\nr])/g, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped === 'r' ? '\r' : '\\'));
    if (hash === '' || found.has(path)) return undefined;
    found.set(path, hash);
  }
  return found.size === 0 ? undefined : found;
}

/** What a statement is about, in the words of in-toto: a name of its own for what the predicate holds. */
export const PREDICATE = 'https://github.com/sms-as-code/sms-as-code/evidence-pack/v1';

/** The statement of a pack in the form of in-toto (v1): the digest of the manifest and the ids of commit and tree, with what was found. The same text for the same pack. */
export function statementOf(pack: EvidencePack, tool: ToolFacts, manifest: string, tree: string | undefined): string {
  const { commit } = pack;
  return textOf({
    _type: 'https://in-toto.io/Statement/v1',
    subject: [
      { name: MANIFEST, digest: { sha256: manifest } },
      ...(commit && !pack.draft ? [{ name: 'commit', digest: { gitCommit: commit.id } }] : []), ...(tree !== undefined && !pack.draft ? [{ name: 'tree', digest: { gitTree: tree } }] : []),
    ],
    predicateType: PREDICATE,
    predicate: predicateOf(pack, tool),
  });
}

function predicateOf({ format, organization, standard, scope, today, period, commit, draft, level, outcome, counts, leftOut }: EvidencePack, tool: ToolFacts): unknown {
  return { format, tool, organization, standard, scope, today, period, ...(commit && { commit }), draft, level, outcome, counts, leftOut };
}

/** The pack as data: on one line, for it is long, and without characters that a terminal would obey or hide. */
export function packJson(pack: EvidencePack): string { return `${visible(JSON.stringify(pack))}\n`; }

/** JSON as it stands in a pack. */
export function textOf(value: unknown): string { return `${JSON.stringify(value, null, 2)}\n`; }

/** What a statement says; undefined for what is none of ours. `manifest`: the hash of the manifest. */
export function readStatement(statement: string): { manifest: string; predicate: Readonly<Record<string, unknown>> } | undefined {
  let value: unknown;
  try { value = JSON.parse(statement); } catch { return undefined; }
  if (!isFields(value) || text(value, 'predicateType') !== PREDICATE || !Array.isArray(value['subject'])) return undefined;
  const subjects: unknown[] = value['subject'], own = subjects.find(subject => text(subject, 'name') === MANIFEST), predicate = value['predicate'];
  const manifest = isFields(own) ? text(own['digest'], 'sha256') : undefined;
  return manifest !== undefined && isFields(predicate) ? { manifest, predicate } : undefined;
}

/** Whether a statement says of the pack what its own files say: undefined where these are not there or cannot be read. */
export function agrees(predicate: Readonly<Record<string, unknown>>, packJson: string, toolJson: string): boolean | undefined {
  let pack: unknown, tool: unknown;
  try { pack = JSON.parse(packJson); tool = JSON.parse(toolJson); } catch { return undefined; }
  if (!isFields(pack)) return undefined;
  const { format, organization, standard, scope, today, period, commit, draft, level, outcome, counts, leftOut } = pack;
  return JSON.stringify(predicate) === JSON.stringify({ format, tool, organization, standard, scope, today, period, ...(commit !== undefined && { commit }), draft, level, outcome, counts, leftOut });
}
