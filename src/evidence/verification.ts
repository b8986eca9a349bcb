import { compareText } from '../sms/text.js';
import type { PackFile } from './archive.js';
import { ABOVE, agrees, MANIFEST, readManifest, readStatement, SIGNATURE, STATEMENT, type Hash } from './statement.js';

/** Checks a pack against what it says of itself: for the command line, and for the page that every pack brings along. Says what differs, and nothing of who made it. */

/**
 * How something differs. `changed`: other bytes; `line-ends`: the same text with other line ends; `renamed`: the bytes are there under another name, `other`;
 * `other-case`: there beside one whose name differs in case alone; `twice`: two of one name; `added`: in no list; `manifest` and `statement`: these themselves are not
 * what the other says; `unreadable`: one of them is no such list.
 */
export interface Difference { what: 'changed' | 'line-ends' | 'missing' | 'added' | 'renamed' | 'other-case' | 'twice' | 'manifest' | 'statement' | 'unreadable'; file: string; other?: string }

/** `files`: how many the manifest lists. `fingerprint`: the hash of the statement, by which two packs are told apart; nothing else needs to be compared. */
export interface Verdict { differences: readonly Difference[]; files: number; fingerprint: string; signed: boolean; predicate: Readonly<Record<string, unknown>> }

/** Undefined where the files are no evidence pack: neither a manifest nor a statement of ours is among them. */
export function verify(found: readonly PackFile[], hash: Hash): Verdict | undefined {
  const files = fromTop(found), at = new Map(files.map(({ path, bytes }) => [path, bytes])), utf8 = new TextDecoder('utf-8');
  const textAt = (path: string): string | undefined => { const bytes = at.get(path); return bytes && utf8.decode(bytes); };
  const manifestText = textAt(MANIFEST), statementText = textAt(STATEMENT), statement = statementText === undefined ? undefined : readStatement(statementText);
  if (manifestText === undefined && !statement) return undefined;
  const differences: Difference[] = [], tell = (what: Difference['what'], file: string, other?: string): void => { differences.push({ what, file, ...(other !== undefined && { other }) }); };

  const listed = manifestText === undefined ? undefined : readManifest(manifestText);
  if (manifestText === undefined) tell('missing', MANIFEST);
  else if (!listed) tell('unreadable', MANIFEST);
  if (statementText === undefined) tell('missing', STATEMENT);
  else if (!statement) tell('unreadable', STATEMENT);
  const manifestBytes = at.get(MANIFEST);
  if (manifestBytes && listed && statement && hash(manifestBytes) !== statement.manifest) tell(converted(manifestBytes).some(bytes => hash(bytes) === statement.manifest) ? 'line-ends' : 'manifest', MANIFEST);
  if (statementText?.includes('\r\n') === true) tell('line-ends', STATEMENT);
  if (statement && agrees(statement.predicate, textAt('pack.json') ?? '', textAt('data/tool.json') ?? '') === false) tell('statement', STATEMENT);
  if (listed) compare(files, listed, hash, tell);

  return {
    differences: differences.sort((a, b) => compareText(a.file, b.file) || compareText(a.what, b.what)), files: listed?.size ?? 0,
    fingerprint: statementText === undefined ? '' : hash(at.get(STATEMENT) ?? new Uint8Array()), signed: at.has(SIGNATURE), predicate: statement?.predicate ?? {},
  };
}

function compare(files: readonly PackFile[], listed: ReadonlyMap<string, string>, hash: Hash, tell: (what: Difference['what'], file: string, other?: string) => void): void {
  const hashes = files.map(({ path, bytes }) => ({ path, hash: ABOVE.includes(path) ? '' : hash(bytes), bytes })), here = new Set(files.map(({ path }) => path));
  const byCase = new Map([...listed.keys(), ...ABOVE].map(path => [path.toLowerCase(), path]));
  const missing = new Map([...listed].filter(([path]) => !here.has(path)).map(([path, own]) => [own, path])), seen = new Set<string>(), found = new Set<string>();
  for (const file of hashes) {
    const own = listed.get(file.path), other = missing.get(file.hash), sameButCase = byCase.get(file.path.toLowerCase());
    if (seen.has(file.path)) tell('twice', file.path);
    seen.add(file.path);
    if (own === undefined && !ABOVE.includes(file.path)) {
      if (other !== undefined && !found.has(other)) { found.add(other); tell('renamed', other, file.path); }
      else if (sameButCase !== undefined) tell('other-case', file.path, sameButCase);
      else tell('added', file.path);
    } else if (own !== undefined && own !== file.hash) tell(converted(file.bytes).some(bytes => hash(bytes) === own) ? 'line-ends' : 'changed', file.path);
  }
  for (const path of listed.keys()) if (!here.has(path) && !found.has(path)) tell('missing', path);
}

/** Who packs a folder again puts the folder itself around it. */
function fromTop(files: readonly PackFile[]): readonly PackFile[] {
  if (files.some(({ path }) => path === MANIFEST || path === STATEMENT)) return files;
  const [top, ...others] = new Set(files.map(({ path }) => path.slice(0, path.indexOf('/') + 1)));
  return top === undefined || top === '' || others.length > 0 ? files : files.map(({ path, bytes }) => ({ path: path.slice(top.length), bytes }));
}

/** The same with each kind of line ends. */
function converted(bytes: Uint8Array): readonly Uint8Array[] {
  const without = bytes.filter((byte, at) => !(byte === RETURN && bytes[at + 1] === LINE_FEED)), withReturns = new Uint8Array(without.length + without.reduce((sum, byte) => sum + (byte === LINE_FEED ? 1 : 0), 0));
  let at = 0;
  for (const byte of without) {
    if (byte === LINE_FEED) withReturns[at++] = RETURN;
    withReturns[at++] = byte;
  }
  return [without, withReturns];
}

const LINE_FEED = 10, RETURN = 13;
