import { spawn, type ChildProcess } from 'node:child_process';
import { constants, promises as fs } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, isAbsolute, join, parse, relative, resolve, sep } from 'node:path';
import type { NoHistory } from '../sms/history.js';

/** A branch or tag. `committed`: when its commit was made, as the committer wrote it: a moment with offset. */
export interface NamedCommit { name: string; is: 'branch' | 'remote' | 'tag'; commit: string; committed: string }

/**
 * The only place that starts git. It reads and nothing else: a fixed list of commands, none of which runs a program that a repository names (hooks,
 * filters, pagers, text converters, programs for signatures) and none of which reaches the network. Callers pass ids, names and paths, never options.
 * Works with git 2.31 and later; `safe.bareRepository` and checks of SSH signatures need 2.38 and 2.34, older ones do without.
 */
export interface Git {
  /** The folder of the work tree, absolute and real. */
  top: string;
  /** Where the SMS lies in it: empty, or `folder/folder/`. */
  prefix: string;
  /** Of this work tree, and of all work trees of the repository. */
  gitDir: string;
  commonDir: string;
  version: readonly [major: number, minor: number];
  /** The commit and the branch that are checked out. Rejects with `no-commits` or `damaged`. */
  head(): Promise<{ commit: string; branch?: string }>;
  /** The full id of a commit that a user names. Rejects with `bad-revision`. */
  resolve(revision: string): Promise<string>;
  /** The commit graph below a commit, as far as it touches a folder (`folder/`, all where it is empty), as NUL-terminated tokens: LOG_FIELDS per commit, the first after `\x01`, then its changes in raw form. */
  log(commit: string, how: LogWay, prefix: string, onToken: (token: string) => void): Promise<void>;
  /** One commit in the same form, with all that it changed in the repository. */
  one(commit: string, onToken: (token: string) => void): Promise<void>;
  /** First parents with the committer's moment, from a commit downward, until `onCommit` says that it has enough. */
  firstParents(commit: string, onCommit: (commit: string, committed: string) => 'enough' | undefined): Promise<void>;
  /** Commits without parents, or whose parents are not here, below a commit. */
  ends(commit: string): Promise<string[]>;
  /** The commit from which two lines of commits went apart: of several the one that git takes. Undefined where this copy of the repository knows none. */
  mergeBase(one: string, other: string): Promise<string | undefined>;
  /** Whether the copy of the repository ends somewhere (`git clone --depth`). */
  isShallow(): Promise<boolean>;
  /** All paths at or below the prefix of the SMS and `.mailmap` at the top, from the top. */
  tree(commit: string): Promise<TreeEntry[]>;
  /** Ids of tags and replacements by the full name of the ref. */
  refs(): Promise<ReadonlyMap<string, string>>;
  /** Branches, those of remotes, and tags of commits. */
  names(): Promise<NamedCommit[]>;
  /** Objects by id. What is missing or damaged is left out, and what is damaged told; larger ones come without bytes. */
  objects(ids: Iterable<string>, largest: number, onDamaged?: (why: GitError) => void): Promise<ReadonlyMap<string, GitObject>>;
  /** The beginning of a blob. */
  beginning(blob: string, bytes: number): Promise<Buffer>;
  /** Who would commit here. */
  identity(key: 'user.name' | 'user.email'): Promise<string | undefined>;
  /** An absolute path from the settings of the user, else of the machine; never of the repository. */
  trusted(key: 'gpg.ssh.allowedSignersFile' | 'gpg.ssh.revocationFile'): Promise<string | undefined>;
  /** What git says of the signature of a commit or a tag object. `anchors` are the only lists of SSH keys that count. */
  verify(kind: 'commit' | 'tag', id: string, anchors: Anchors): Promise<{ good: boolean; said: string }>;
  /** The program that checks signatures of a format; undefined where there is none. */
  checker(format: 'ssh' | 'gpg'): Promise<string | undefined>;
  /** Ends what is running, and starts nothing any more: what is asked from then on rejects with `failed`. */
  dispose(): void;
}

/** The gits that run for one owner, who may end them all at once. */
export class Processes {
  private readonly running = new Set<ChildProcess>();
  private over = false;

  get ended(): boolean { return this.over; }

  add(child: ChildProcess): void { this.running.add(child); }

  delete(child: ChildProcess): void { this.running.delete(child); }

  /** Ends what is running; nothing is started from then on. */
  end(): void {
    this.over = true;
    for (const child of this.running) killTree(child);
  }
}

export interface GitOptions {
  /** The root of the SMS: an absolute path. It need not exist, but some folder above it. */
  root: string;
  /** Absolute path of git, from the settings of the user or the machine; looked for on PATH where it is not given. */
  program?: string;
  /** Absolute paths of programs that check signatures; looked for on PATH where they are not given. */
  gpg?: string;
  sshKeygen?: string;
  /** Of the process; another one for tests. Nothing of it that begins with GIT_ counts. */
  environment?: NodeJS.ProcessEnv;
  /** How long one command may take. */
  seconds?: number;
  /** Of an owner who ends what runs while the repository is still looked for, or in several repositories. */
  processes?: Processes;
}

/** `guess`: with renamings, ordered. `plain`: for a history that is not whole: no renamings, no order but children mostly first, the whole work tree. */
export type LogWay = 'guess' | 'plain';
/** Id, parents, author's name, e-mail and moment, committer's name, e-mail and moment. */
export const LOG_FIELDS = 8;

export interface TreeEntry { mode: string; id: string; path: string }
export interface GitObject { type: 'blob' | 'commit' | 'tag' | 'tree'; size: number; bytes?: Buffer }
export interface Anchors { allowedSigners?: string; revoked?: string }

/** Why git could not answer. */
export class GitError extends Error {
  constructor(readonly reason: NoHistory['reason'], readonly detail: string) { super(`${reason}: ${detail}`); }
}

/** A failure of git as a reason; anything else is a mistake of the program and thrown on. */
export function noHistory(error: unknown): NoHistory {
  if (error instanceof GitError) return { reason: error.reason, detail: error.detail };
  throw error;
}

const OLDEST: readonly [number, number] = [2, 31];
const SECONDS = 20;
const MOST_BYTES = 256 * 1024 * 1024;
const MOST_STDERR = 64 * 1024;
/** Objects that are read by one process. */
const BATCH_BYTES = 64 * 1024 * 1024;
const BATCH_IDS = 20_000;
/** Of a file that leads to a repository. */
const GITFILE_BYTES = 64 * 1024;
/** How many damaged objects one reading goes around. */
const MOST_DAMAGED = 200;
const ENDED = 'it was ended';
const NOTHING = process.platform === 'win32' ? 'NUL' : '/dev/null';
const ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
const LOG = ['--diff-merges=first-parent', '--raw', '-z', '--no-abbrev', '--no-textconv', '--no-ext-diff', '--no-relative', '--no-notes', '--no-mailmap', '--no-color', '--no-decorate',
  '--no-show-signature', `-O${NOTHING}`, '--format=%x01%H%x00%P%x00%an%x00%ae%x00%aI%x00%cn%x00%ce%x00%cI'];

/** Of reliability.md 3.3, and what else in a repository's own settings would run a program or change an answer. The last setting of a key wins. */
const SETTINGS = [
  'core.fsmonitor=false', 'core.untrackedCache=false', `core.hooksPath=${NOTHING}`, 'core.pager=cat', 'core.askPass=', `core.attributesFile=${NOTHING}`,
  'core.commitGraph=false', 'credential.helper=', 'protocol.allow=never', 'submodule.recurse=false', 'safe.bareRepository=explicit',
  'log.showSignature=false', 'log.follow=false', 'log.showRoot=true', 'i18n.logOutputEncoding=UTF-8',
  `gpg.x509.program=${NOTHING}`, 'gpg.ssh.defaultKeyCommand=', 'gpg.minTrustLevel=undefined',
];

function hardened({ gpg = NOTHING, sshKeygen = NOTHING, allowedSigners = NOTHING, revoked = NOTHING }: { gpg?: string | undefined; sshKeygen?: string | undefined } & Anchors = {}): string[] {
  const settings = [...SETTINGS, `gpg.program=${gpg}`, `gpg.openpgp.program=${gpg}`, `gpg.ssh.program=${sshKeygen}`,
    `gpg.ssh.allowedSignersFile=${allowedSigners}`, `gpg.ssh.revocationFile=${revoked}`];
  return ['--no-pager', '--no-replace-objects', '--no-optional-locks', '--literal-pathspecs', ...settings.flatMap(setting => ['-c', setting])];
}

/**
 * A name of a commit as users may give it: an id, HEAD, a branch, a tag, a branch of a remote by the rules of git check-ref-format, with `~N` and `^N` behind it.
 * Nothing that git could take for an option, a search, a path or a place in a reflog.
 */
export function isRevision(text: string): boolean {
  const name = /^([^\s\x00-\x20\x7f~^:?*[\\]+)(?:~\d{0,6}|\^\d{0,2})*$/.exec(text)?.[1];
  return name !== undefined && Buffer.byteLength(text) <= 250 && !name.startsWith('-') && name !== '@' && !name.includes('..') && !name.includes('@{') && !name.endsWith('.')
    && name.split('/').every(part => part !== '' && !part.startsWith('.') && !part.endsWith('.lock'));
}

/** Finds git and the repository in which the root of an SMS lies. Rejects with a GitError that says why there is none. */
export async function openGit(options: GitOptions): Promise<Git> {
  const { environment = process.env, seconds = SECONDS, processes = new Processes() } = options;
  const root = await nearest(resolve(options.root));
  const dotGit = await findDotGit(root.folder);
  const avoid = await untrustedFolders(root.real, dotGit, environment);
  const path = await searchPath(environment, avoid);
  const program = await findProgram('git', options.program, path, avoid);
  if (program === undefined) throw new GitError('git-missing', options.program ?? 'git');
  const env = cleaned(environment, path);
  const git = (cwd: string, args: readonly string[], more: Partial<Job> = {}): Promise<Ran> =>
    start({ program, args: [...hardened(), ...args], cwd, env, seconds, processes, ...more });

  const version = readVersion(await text(start({ program, args: ['version'], cwd: parse(root.folder).root, env, seconds, processes })));
  if (version[0] < OLDEST[0] || (version[0] === OLDEST[0] && version[1] < OLDEST[1])) throw new GitError('git-too-old', version.join('.'));

  const place = await locate(root, dotGit, args => git(root.folder, ['rev-parse', ...args]));
  const { top, prefix } = place;
  const programs = { ssh: () => findProgram('ssh-keygen', options.sshKeygen, path, avoid), gpg: () => findProgram('gpg', options.gpg, path, avoid) };

  const revParse = async (name: string): Promise<string | undefined> => {
    const { code, out, said } = await git(top, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`]);
    const id = out.toString('latin1').trim();
    if (code === 0 && ID.test(id)) return id;
    const failure = failureOf(code, said);
    if (failure.reason !== 'failed') throw failure;
    return undefined;
  };
  const head = async (): Promise<{ commit: string; branch?: string }> => {
    const { code, out } = await git(top, ['rev-parse', 'HEAD', '--symbolic-full-name', 'HEAD']);
    const [commit = '', name = ''] = out.toString('utf8').split('\n');
    if (code === 0 && ID.test(commit)) return { commit, ...(name.startsWith('refs/heads/') && { branch: name.slice('refs/heads/'.length) }) };
    // rev-parse says the same of a branch that has no commits yet and of one that is broken; log does not.
    const log = await git(top, ['log', '--max-count=1', '--format=%H']);
    throw /does not have any commits yet/.test(log.said) ? new GitError('no-commits', '') : failureOf(log.code, log.said);
  };

  return {
    ...place, version, head,
    async resolve(revision) {
      if (!isRevision(revision)) throw new GitError('bad-revision', revision.slice(0, 250));
      const id = await revParse(revision);
      if (id !== undefined) return id;
      await head();
      throw new GitError('bad-revision', revision);
    },
    async log(commit, how, within, onToken) {
      const order = how === 'plain' ? ['--no-renames'] : ['--topo-order', '-M', '-l1000', ...(within === '' ? [] : ['--full-history', '--parents'])];
      const paths = how === 'plain' || within === '' ? [] : [within.slice(0, -1)];
      await succeed(git(top, ['log', ...order, ...LOG, '--end-of-options', only(commit), '--', ...paths], { onData: tokens(onToken) }));
    },
    async one(commit, onToken) {
      await succeed(git(top, ['log', '--max-count=1', '-M', '-l1000', ...LOG, '--end-of-options', only(commit), '--'], { onData: tokens(onToken) }));
    },
    async firstParents(commit, onCommit) {
      let id = '', enough: 'enough' | undefined;
      const read = tokens(token => {
        if (enough) return;
        if (id === '') id = token;
        else { enough = onCommit(id, token); id = ''; }
      });
      await succeed(git(top, ['log', '--first-parent', '-z', '--no-patch', '--no-notes', '--no-color', '--no-decorate', '--no-show-signature', '--format=%H%x00%cI', '--end-of-options', only(commit), '--'],
        { onData: chunk => { read(chunk); return enough; } }));
    },
    async ends(commit) {
      return lines(await succeed(git(top, ['rev-list', '--max-parents=0', '--end-of-options', only(commit), '--']))).filter(line => ID.test(line));
    },
    async mergeBase(one, other) {
      const { code, out, said } = await git(top, ['merge-base', '--end-of-options', only(one), only(other)]);
      const failure = failureOf(code, said);
      // 1: there is none, which git also says where it cannot read the commits.
      if (code > 1 || (code === 1 && failure.reason !== 'failed')) throw failure;
      return lines({ code, out, said }).find(line => ID.test(line));
    },
    async isShallow() { return lines(await succeed(git(top, ['rev-parse', '--is-shallow-repository']))).includes('true'); },
    async tree(commit) {
      const entries: TreeEntry[] = [];
      const onData = tokens(token => {
        const tab = token.indexOf('\t');
        const [mode = '', , id = ''] = token.slice(0, tab).split(' ');
        entries.push({ mode, id, path: token.slice(tab + 1) });
      });
      await succeed(git(top, ['ls-tree', '-r', '-z', '--full-tree', only(commit), '--', ...(prefix === '' ? [] : [prefix, '.mailmap'])], { onData }));
      return entries;
    },
    async refs() {
      const all = lines(await succeed(git(top, ['for-each-ref', '--format=%(objectname) %(refname)', 'refs/tags', 'refs/replace'])));
      return new Map(all.map(line => [line.slice(line.indexOf(' ') + 1), line.slice(0, line.indexOf(' '))]));
    },
    async names() {
      const format = '--format=%(objecttype) %(objectname) %(*objectname) %(committerdate:iso-strict)%(*committerdate:iso-strict) %(symref) %(refname)';
      const all = lines(await succeed(git(top, ['for-each-ref', format, 'refs/heads', 'refs/remotes', 'refs/tags'])));
      return all.flatMap((line): NamedCommit[] => {
        const [type = '', object = '', inside = '', committed = '', symref = '', ref = ''] = line.split(' '), [, kind = '', name = ''] = /^refs\/(heads|remotes|tags)\/(.+)$/.exec(ref) ?? [];
        const commit = inside === '' ? object : inside;
        // A name that stands for another, such as that of the main branch of a remote, is that other.
        if (symref !== '' || committed === '' || !ID.test(commit) || (type !== 'commit' && inside === '')) return [];
        return [{ name, is: kind === 'heads' ? 'branch' : kind === 'remotes' ? 'remote' : 'tag', commit, committed }];
      });
    },
    async objects(ids, largest, onDamaged) {
      const wanted = [...new Set(ids)].map(only);
      const found = new Map<string, GitObject>();
      for (let at = 0; at < wanted.length; at += BATCH_IDS) await readBatch(wanted.slice(at, at + BATCH_IDS), input => git(top, ['cat-file', '--batch-check'], { input }), { withBytes: false, found, onDamaged });
      const small = [...found].filter(([, { size }]) => size <= largest);
      for (let at = 0; at < small.length;) {
        const batch: string[] = [];
        for (let bytes = 0; at < small.length && (batch.length === 0 || bytes + (small[at]?.[1].size ?? 0) <= BATCH_BYTES); at++) {
          const [id, { size }] = small[at] ?? ['', { size: 0 }];
          batch.push(id);
          bytes += size;
          found.delete(id);
        }
        await readBatch(batch, input => git(top, ['cat-file', '--batch'], { input }), { withBytes: true, found, onDamaged });
      }
      return found;
    },
    async beginning(blob, bytes) {
      const chunks: Buffer[] = [];
      let length = 0;
      await succeed(git(top, ['cat-file', 'blob', only(blob)], { onData: chunk => { chunks.push(chunk); length += chunk.length; return length >= bytes ? 'enough' : undefined; } }));
      return Buffer.concat(chunks).subarray(0, bytes);
    },
    async identity(key) {
      const { code, out, said } = await git(top, ['config', '-z', '--get', key]);
      // 1: not set.
      if (code > 1) throw failureOf(code, said);
      return code === 0 ? out.toString('utf8').split('\0')[0] : undefined;
    },
    async trusted(key) {
      for (const scope of ['--global', '--system']) {
        const { code, out } = await git(top, ['config', scope, '--includes', '--type=path', '-z', '--get', key]);
        const path = out.toString('utf8').split('\0')[0] ?? '';
        if (code === 0 && isAbsolute(path)) return path;
      }
      return undefined;
    },
    async verify(kind, id, anchors) {
      const [gpg, sshKeygen] = await Promise.all([programs.gpg(), programs.ssh()]);
      const args = [...hardened({ gpg, sshKeygen, ...anchors }), `verify-${kind}`, '--raw', only(id)];
      const { code, said } = await start({ program, args, cwd: top, env, seconds, processes });
      return { good: code === 0, said };
    },
    checker: format => programs[format](),
    dispose: () => { processes.end(); },
  };
}

/** A program on PATH that nothing in or above the root of an SMS put there; undefined where there is none. */
export async function programOnPath(name: string, { root, environment = process.env }: Pick<GitOptions, 'root' | 'environment'>): Promise<string | undefined> {
  const folder = await nearest(resolve(root)), avoid = await untrustedFolders(folder.real, await findDotGit(folder.folder), environment);
  return findProgram(name, undefined, await searchPath(environment, avoid), avoid);
}

/** Everything after the first resolving goes by full ids. */
function only(id: string): string {
  if (!ID.test(id)) throw new TypeError('no object id');
  return id;
}

// ---- the repository ----

interface Nearest { folder: string; real: string }

/** The nearest folder that exists at or above a path, and the path itself by real names as far as it exists. */
async function nearest(path: string): Promise<Nearest> {
  for (let folder = path; ; folder = dirname(folder)) {
    try {
      if ((await fs.stat(folder)).isDirectory()) {
        const real = await fs.realpath(folder);
        return { folder: real, real: join(real, relative(folder, path)) };
      }
    } catch (error) {
      if (!(error instanceof Error)) throw error;
    }
    if (dirname(folder) === folder) throw new GitError('not-a-repository', path);
  }
}

/** The folder at or above that holds a `.git`. */
async function findDotGit(folder: string): Promise<string | undefined> {
  for (let at = folder; ; at = dirname(at)) {
    if (await exists(join(at, '.git'))) return at;
    if (dirname(at) === at) return undefined;
  }
}

async function locate(root: Nearest, dotGit: string | undefined, revParse: (args: readonly string[]) => Promise<Ran>): Promise<Pick<Git, 'top' | 'prefix' | 'gitDir' | 'commonDir'>> {
  const facts = await revParse(['--is-bare-repository', '--is-inside-git-dir', '--is-inside-work-tree']);
  if (facts.code !== 0) {
    const failure = failureOf(facts.code, facts.said);
    // git passes by a repository whose HEAD it cannot read.
    if (failure.reason === 'not-a-repository' && dotGit !== undefined && await exists(join(dotGit, '.git', 'objects'))) throw new GitError('damaged', failure.detail);
    throw failure;
  }
  const [bare, insideGit, insideTree] = lines(facts);
  if (bare === 'true' || insideGit === 'true') throw new GitError('bare', root.real);
  // One by one: a path may hold line ends.
  const path = async (option: string): Promise<string> => fs.realpath(resolve(root.folder, (await succeed(revParse([option]))).out.toString('utf8').replace(/\r?\n$/, '')));
  const [top, gitDir, commonDir] = await Promise.all([path('--show-toplevel'), path('--absolute-git-dir'), path('--git-common-dir')]);
  // A setting or a file can make git look at a work tree that has nothing to do with this folder.
  if (insideTree !== 'true' || !isWithin(root.real, top) || await gitDirOf(top) !== gitDir) throw new GitError('elsewhere', top);
  const within = relative(top, root.real).split(sep).join('/');
  return { top, prefix: within === '' ? '' : `${within}/`, gitDir, commonDir };
}

/** Where the `.git` of a folder leads: itself, or from the file of a work tree or submodule. */
async function gitDirOf(folder: string): Promise<string | undefined> {
  const path = join(folder, '.git');
  try {
    const stats = await fs.stat(path);
    if (stats.isDirectory()) return await fs.realpath(path);
    if (!stats.isFile() || stats.size > GITFILE_BYTES) return undefined;
    const written = await fs.readFile(path, 'utf8');
    let end = written.length;
    while (written[end - 1] === '\n' || written[end - 1] === '\r') end--;
    return written.startsWith('gitdir: ') ? await fs.realpath(resolve(folder, written.slice('gitdir: '.length, end))) : undefined;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}

/** Whether a path is a folder or lies in it; both absolute and real. */
export function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

async function exists(path: string): Promise<boolean> {
  try {
    await fs.lstat(path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return false;
    throw error;
  }
}

// ---- programs ----

/** Folders whose programs are not started: the SMS, its repository, and the current folder where it holds the SMS and is not the home of the user. */
async function untrustedFolders(root: string, dotGit: string | undefined, environment: NodeJS.ProcessEnv): Promise<string[]> {
  const here = await fs.realpath(process.cwd());
  const home = environment['HOME'] ?? environment['USERPROFILE'] ?? homedir();
  return [root, ...(dotGit === undefined ? [] : [dotGit]), ...(isWithin(root, here) && !isWithin(home, here) ? [here] : [])];
}

/** The folders of PATH that are absolute, exist and are trusted. */
async function searchPath(environment: NodeJS.ProcessEnv, avoid: readonly string[]): Promise<string[]> {
  const path = Object.entries(environment).find(([name]) => name.toUpperCase() === 'PATH')?.[1] ?? '';
  const folders = await Promise.all(path.split(delimiter).filter(folder => isAbsolute(folder)).map(async folder => {
    const real = await realpath(folder);
    return real === undefined || avoid.some(bad => isWithin(real, bad)) ? [] : [folder];
  }));
  return folders.flat();
}

async function findProgram(name: string, given: string | undefined, path: readonly string[], avoid: readonly string[]): Promise<string | undefined> {
  const file = process.platform === 'win32' ? `${name}.exe` : name;
  const candidates = given === undefined ? path.map(folder => join(folder, file)) : isAbsolute(given) ? [given] : [];
  for (const candidate of candidates) {
    const real = await realpath(candidate);
    if (real !== undefined && !avoid.some(bad => isWithin(real, bad)) && await isProgram(real)) return candidate;
  }
  return undefined;
}

async function isProgram(path: string): Promise<boolean> {
  try {
    await fs.access(path, constants.X_OK);
    return (await fs.stat(path)).isFile();
  } catch (error) {
    if (error instanceof Error && 'code' in error) return false;
    throw error;
  }
}

async function realpath(path: string): Promise<string | undefined> {
  try {
    return await fs.realpath(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}

function cleaned(environment: NodeJS.ProcessEnv, path: readonly string[]): NodeJS.ProcessEnv {
  const kept = Object.entries(environment).filter(([name]) => !/^(?:GIT_|PATH$|LC_ALL$|LANGUAGE$|SSH_ASKPASS)/i.test(name));
  return {
    ...Object.fromEntries(kept), PATH: path.join(delimiter), LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0', GIT_NO_LAZY_FETCH: '1', GIT_OPTIONAL_LOCKS: '0', GIT_ATTR_NOSYSTEM: '1',
    GIT_GRAFT_FILE: NOTHING,
    // No protocol has this name; Windows knows no empty variable.
    GIT_ALLOW_PROTOCOL: 'none',
  };
}

// ---- processes ----

interface Job {
  program: string;
  args: readonly string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  seconds: number;
  processes: Processes;
  input?: string;
  /** Takes the output as it comes, instead of `out`; ends git when it has enough. */
  onData?: (chunk: Buffer) => 'enough' | undefined | void;
}
interface Ran { code: number; out: Buffer; said: string }

/** Runs git to its end or to a limit. Rejects with `too-slow`, `git-missing` or `not-a-repository`, and with `failed` after its owner ended it; what else git answers is the caller's to judge. */
function start({ program, args, cwd, env, seconds, processes, input, onData }: Job): Promise<Ran> {
  return new Promise((resolvePromise, reject) => {
    if (processes.ended) { reject(new GitError('failed', ENDED)); return; }
    // A group of its own, so that what git starts ends with it, and without a terminal that could be asked.
    const child = spawn(program, args, { cwd, env, windowsHide: true, detached: process.platform !== 'win32', stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'] });
    processes.add(child);
    const chunks: Buffer[] = [], complaints: Buffer[] = [];
    let bytes = 0, complained = 0, settled = false;
    const settle = (finish: () => void): void => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      processes.delete(child);
      finish();
    };
    const end = (finish: () => void): void => {
      if (settled) return;
      killTree(child);
      child.stdout?.destroy();
      child.stderr?.destroy();
      settle(finish);
    };
    const timer = setTimeout(() => end(() => reject(new GitError('too-slow', `${seconds} s`))), seconds * 1000);
    const said = (): string => Buffer.concat(complaints).toString('utf8');
    child.stdout?.on('data', (chunk: Buffer) => {
      if (settled) return;
      bytes += chunk.length;
      if (bytes > MOST_BYTES) end(() => reject(new GitError('too-slow', `${MOST_BYTES} bytes`)));
      else if (!onData) chunks.push(chunk);
      else {
        try {
          if (onData(chunk) === 'enough') end(() => resolvePromise({ code: 0, out: Buffer.alloc(0), said: said() }));
        } catch (error) {
          end(() => reject(error));
        }
      }
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      if (complained < MOST_STDERR) complaints.push(chunk);
      complained += chunk.length;
    });
    child.on('error', error => settle(() => { whyNotStarted(error, cwd).then(reject, reject); }));
    child.on('close', (code, signal) => settle(() => {
      if (code === null) reject(new GitError('failed', processes.ended ? ENDED : `ended by ${signal ?? 'a signal'}`));
      else resolvePromise({ code, out: Buffer.concat(chunks), said: said() });
    }));
    // git that ends before it has read all says so by its exit code.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
}

/** A folder that is gone is told by the system as a program that is. */
async function whyNotStarted(error: Error, cwd: string): Promise<GitError> {
  if (!await isFolder(cwd)) return new GitError('not-a-repository', cwd);
  return new GitError('code' in error && error.code === 'ENOENT' ? 'git-missing' : 'failed', error.message);
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await fs.stat(path)).isDirectory();
  } catch (error) {
    if (error instanceof Error && 'code' in error) return false;
    throw error;
  }
}

function killTree(child: ChildProcess): void {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    spawn(join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32', 'taskkill.exe'), ['/pid', String(child.pid), '/t', '/f'], { windowsHide: true, stdio: 'ignore' }).on('error', () => child.kill('SIGKILL'));
    return;
  }
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    // It may have ended by itself.
    if (!(error instanceof Error && 'code' in error)) throw error;
    child.kill('SIGKILL');
  }
}

async function succeed(running: Promise<Ran>): Promise<Ran> {
  const ran = await running;
  if (ran.code !== 0) throw failureOf(ran.code, ran.said);
  return ran;
}

async function text(running: Promise<Ran>): Promise<string> { return (await succeed(running)).out.toString('utf8'); }

function lines({ out }: Ran): string[] { return out.toString('utf8').split('\n').filter(line => line !== ''); }

function readVersion(said: string): [number, number] {
  const match = /^git version (\d+)\.(\d+)/.exec(said);
  if (!match) throw new GitError('git-missing', firstLine(said));
  return [Number(match[1]), Number(match[2])];
}

/** What git's complaint means. The texts are those of LC_ALL=C. */
function failureOf(code: number, said: string): GitError {
  const detail = firstLine(said) || `exit code ${code}`;
  if (/dubious ownership|unsafe repository/.test(said)) return new GitError('foreign-owner', detail);
  if (/cannot use bare repository|must be run in a work tree/.test(said)) return new GitError('bare', detail);
  if (/not a git repository: |invalid gitfile format|no path in gitfile/.test(said)) return new GitError('elsewhere', detail);
  if (/not a git repository/.test(said)) return new GitError('not-a-repository', detail);
  if (/[Ee]xpected git repo version|unknown repository extension|unknown (?:hash algorithm|ref storage)|unsupported ref storage/.test(said)) return new GitError('git-too-old', detail);
  if (/bad (?:object|tree|config|numeric config)|missing object|[Cc]ould not read|unable to (?:read|unpack|parse|find)|corrupt|is empty|broken|inflate|hash mismatch|[Ff]ailed to traverse|not a tree object|not a valid object|unknown object type|garbage/.test(said)) {
    return new GitError('damaged', detail);
  }
  return new GitError('failed', detail);
}

/** The first line in which git says why it gave up, else its first line at all. */
function firstLine(said: string): string {
  const all = said.split('\n').map(line => line.replace(/[\x00-\x1f\x7f]/g, ' ').trim()).filter(line => line !== '');
  return (all.find(line => line.startsWith('fatal: ')) ?? all.find(line => line.startsWith('error: ')) ?? all[0] ?? '').replace(/^(?:fatal|error): /, '').slice(0, 300);
}

/** Cuts output at NULs as it comes. */
function tokens(onToken: (token: string) => void): (chunk: Buffer) => undefined {
  let rest: Buffer[] = [];
  return chunk => {
    let from = 0;
    for (let to = chunk.indexOf(0); to >= 0; from = to + 1, to = chunk.indexOf(0, from)) {
      if (rest.length > 0) {
        onToken(Buffer.concat([...rest, chunk.subarray(from, to)]).toString('utf8'));
        rest = [];
      } else onToken(chunk.toString('utf8', from, to));
    }
    if (from < chunk.length) rest.push(chunk.subarray(from));
    return undefined;
  };
}

interface Batch { withBytes: boolean; found: Map<string, GitObject>; onDamaged: ((why: GitError) => void) | undefined }

/** Answers of `cat-file --batch` and `--batch-check`, which gives up at a damaged object: that one is left out and the rest asked for again. */
async function readBatch(ids: readonly string[], ask: (input: string) => Promise<Ran>, { withBytes, found, onDamaged }: Batch): Promise<void> {
  let pending = ids;
  for (let damaged = 0; pending.length > 0 && damaged < MOST_DAMAGED; damaged++) {
    const { code, out, said } = await ask(`${pending.join('\n')}\n`);
    let answered = 0;
    for (let at = 0; at < out.length;) {
      const end = out.indexOf(10, at);
      if (end < 0) break;
      const [id = '', type = '', size = ''] = out.toString('latin1', at, end).split(' ');
      at = end + 1;
      if (type === 'blob' || type === 'commit' || type === 'tag' || type === 'tree') {
        const length = Number(size);
        if (withBytes && at + length >= out.length) break;
        // A copy: a part would keep the whole output in memory.
        found.set(id, { type, size: length, ...(withBytes && { bytes: Buffer.from(out.subarray(at, at + length)) }) });
        if (withBytes) at += length + 1;
      }
      answered++;
    }
    const failure = failureOf(code, said);
    // Of a file that is no object git says that it is missing, and complains beside that.
    if (failure.reason === 'damaged') onDamaged?.(failure);
    if (code === 0) return;
    if (failure.reason !== 'damaged' && failure.reason !== 'failed') throw failure;
    pending = pending.slice(answered + 1);
  }
}
