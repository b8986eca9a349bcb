import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Who commits, when and what: `Name <e-mail>`, ISO moments with an offset. The committer is the author unless said otherwise. */
export interface CommitOptions {
  author?: string;
  date?: string;
  committer?: string;
  committed?: string;
  message?: string;
  /** Path of a private SSH key (`Repository.sshKey`). */
  sign?: string;
}

const ANN = 'Ann Ash <ann@example.org>';
const ANN_HERSELF = { GIT_AUTHOR_NAME: 'Ann Ash', GIT_AUTHOR_EMAIL: 'ann@example.org', GIT_COMMITTER_NAME: 'Ann Ash', GIT_COMMITTER_EMAIL: 'ann@example.org' };

/**
 * A real repository in a temporary folder with a home of its own: no setting of this machine's user counts, nothing is signed unless asked for, and without dates
 * each commit is an hour after the last, from 2026-01-05 on.
 */
export class Repository {
  private hours = 0;

  private constructor(readonly path: string, readonly home: string) {}

  static async create(options: { format?: 'sha1' | 'sha256' } = {}): Promise<Repository> {
    const base = realpathSync(mkdtempSync(join(tmpdir(), 'sms-git-')));
    const repository = new Repository(join(base, 'work'), join(base, 'home'));
    mkdirSync(repository.home);
    mkdirSync(repository.path);
    writeFileSync(join(repository.home, '.gitconfig'), [
      '[init]', '  defaultBranch = main', '[core]', '  autocrlf = false', '  fsync = none', '[gc]', '  auto = 0', '[maintenance]', '  auto = false', '[commit]', '  gpgSign = false', '[tag]', '  gpgSign = false', '',
    ].join('\n'));
    // Without git's samples of hooks, but with the folders that a repository has.
    repository.git('init', '-q', '--template=', ...(options.format === undefined ? [] : [`--object-format=${options.format}`]));
    for (const folder of ['hooks', 'info']) mkdirSync(join(repository.path, '.git', folder));
    return repository;
  }

  /** The environment in which git, and what is tested, sees nothing of this machine's user. */
  get environment(): NodeJS.ProcessEnv {
    const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_') && name !== 'XDG_CONFIG_HOME' && name !== 'GNUPGHOME');
    return { ...Object.fromEntries(kept), HOME: this.home, USERPROFILE: this.home, LC_ALL: 'C' };
  }

  /** Runs plain git in the work tree, as Ann and today; gives what it says on stdout without the last line end. */
  git(...args: string[]): string { return this.run(args, ANN_HERSELF); }

  /** Writes files below the work tree; undefined deletes one. */
  write(files: Readonly<Record<string, string | Uint8Array | undefined>>): this {
    for (const [file, content] of Object.entries(files)) {
      const path = join(this.path, file);
      if (content === undefined) { rmSync(path); continue; }
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
    }
    return this;
  }

  /** Commits everything that stands in the work tree, be it nothing new; gives the id. */
  commit(options: CommitOptions = {}): string {
    this.git('add', '-A');
    return this.record(['--allow-empty', '--allow-empty-message'], options);
  }

  /** Renames a file; to be committed by `commit`. */
  rename(from: string, to: string): this {
    mkdirSync(dirname(join(this.path, to)), { recursive: true });
    renameSync(join(this.path, from), join(this.path, to));
    return this;
  }

  /** Begins a branch and checks it out. */
  branch(name: string, from = 'HEAD'): this { this.git('checkout', '-q', '-b', name, from); return this; }

  checkout(name: string): this { this.git('checkout', '-q', name); return this; }

  /** Merges branches with a commit of its own; gives its id. */
  merge(branch: string | readonly string[], options: CommitOptions = {}): string {
    this.run(['merge', '-q', '--no-ff', '--no-commit', ...[branch].flat()], { ...this.who(options) });
    return this.record([], { message: `Merge ${[branch].flat().join(', ')}`, ...options });
  }

  /** All of a branch as one commit; gives its id. */
  squash(branch: string, options: CommitOptions = {}): string {
    this.git('merge', '-q', '--squash', branch);
    return this.record([], { message: `Squashed ${branch}`, ...options });
  }

  /** Puts the commits of the current branch on top of another one, by another committer where one is named; gives the id of the last. */
  rebase(onto: string, options: Pick<CommitOptions, 'committer' | 'committed'> = {}): string {
    this.run(['rebase', '-q', onto], { ...this.who({ ...options }), GIT_AUTHOR_NAME: undefined, GIT_AUTHOR_EMAIL: undefined, GIT_AUTHOR_DATE: undefined });
    return this.git('rev-parse', 'HEAD');
  }

  /** A tag that is only a name, or with a message a tag object; moves one of the same name. */
  tag(name: string, options: CommitOptions & { at?: string } = {}): this {
    const { message, sign, at = 'HEAD' } = options;
    const kind = message === undefined ? [] : sign === undefined ? ['-a', '-m', message] : ['-s', '-m', message];
    this.run([...signing(sign), 'tag', '-f', ...kind, name, at], this.who(options));
    return this;
  }

  /** Makes an SSH key outside the work tree; gives the path of the private key. */
  sshKey(name: string): string {
    const path = join(dirname(this.path), name);
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', path], { stdio: 'ignore' });
    return path;
  }

  /** A line for a list of trusted keys. `options`: `valid-before="20260301"` and the like. */
  signerLine(key: string, email: string, options = ''): string {
    return `${email} namespaces="git"${options === '' ? '' : `,${options}`} ${readFileSync(`${key}.pub`, 'utf8').split(' ').slice(0, 2).join(' ')}\n`;
  }

  remove(): void { rmSync(dirname(this.path), { recursive: true, force: true, maxRetries: 5 }); }

  private record(args: readonly string[], options: CommitOptions): string {
    const sign = options.sign === undefined ? [] : ['-S'];
    const told = this.run([...signing(options.sign), '-c', 'core.abbrev=no', 'commit', ...args, ...sign, '-F', '-'], this.who(options), options.message ?? 'Change');
    // `[main 0123…] Change`: not to be asked for by another process.
    return /^\[[^\n]* ([0-9a-f]{40,64})\]/.exec(told)?.[1] ?? this.git('rev-parse', 'HEAD');
  }

  private who({ author = ANN, date, committer = author, committed }: CommitOptions): NodeJS.ProcessEnv {
    const at = date ?? new Date(Date.UTC(2026, 0, 5, 9) + this.hours++ * 3_600_000).toISOString().replace('.000Z', '+00:00');
    const [, name = '', email = ''] = /^(.*?) *<(.*)>$/.exec(author) ?? [];
    const [, committerName = '', committerEmail = ''] = /^(.*?) *<(.*)>$/.exec(committer) ?? [];
    return {
      GIT_AUTHOR_NAME: name, GIT_AUTHOR_EMAIL: email, GIT_AUTHOR_DATE: at,
      GIT_COMMITTER_NAME: committerName, GIT_COMMITTER_EMAIL: committerEmail, GIT_COMMITTER_DATE: committed ?? at,
    };
  }

  private run(args: readonly string[], more: NodeJS.ProcessEnv = {}, input = ''): string {
    const env = { ...this.environment, GIT_CONFIG_NOSYSTEM: '1', GIT_TERMINAL_PROMPT: '0', GIT_EDITOR: 'true', ...more };
    return execFileSync('git', args, { cwd: this.path, env, input, encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'], maxBuffer: 64 * 1024 * 1024 }).replace(/\n$/, '');
  }
}

function signing(key: string | undefined): string[] { return key === undefined ? [] : ['-c', 'gpg.format=ssh', '-c', `user.signingKey=${key}`]; }
