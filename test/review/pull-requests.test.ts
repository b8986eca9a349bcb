import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { isMap, isSeq, parseDocument, visit } from 'yaml';
import { runHere } from '../cli/scenario.js';

/**
 * Four pull requests to the sample, as data, each with the comment that `sms diff` writes on it beside: somebody who decides on it must be able to do so
 * from the comment alone. SMS_WRITE_COMMENTS=1 writes the comments anew; read them before they are kept.
 */
interface PullRequest { title: string; decision: 'approve' | 'refuse'; because: string; decisive: string[]; commits: Commit[] }
interface Commit {
  author: string; date: string; message: string;
  /** Files written anew by a formatter. */
  reformat?: string[];
  replace?: Record<string, [string, string][]>;
  /** From a text up to the next place that begins like the second one. */
  cut?: Record<string, [string, string]>;
  write?: Record<string, string[]>;
  /** Arguments of sms approve. */
  approve?: string[];
}

const FOLDER = 'test/review/pull-requests';

describe('pull requests that are decided by their comment', function () {
  this.timeout(120_000);
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'sms-pull-'))), sample = join(base, 'sample'), home = join(base, 'home');
  const environment = { ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'))), HOME: home, USERPROFILE: home, GIT_CONFIG_NOSYSTEM: '1' };
  const clean = Object.fromEntries(Object.entries(environment).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
  const git = (args: readonly string[], more: NodeJS.ProcessEnv = {}): string => execFileSync('git', args, { cwd: sample, encoding: 'utf8', env: { ...clean, ...more } }).trimEnd();

  before(() => {
    mkdirSync(home);
    execFileSync(process.execPath, ['samples/replay.mjs', sample], { env: clean, stdio: 'pipe' });
  });
  after(() => { rmSync(base, { recursive: true, force: true }); });

  const read = (file: string): string => readFileSync(join(sample, file), 'utf8');
  const write = (file: string, text: string): void => { mkdirSync(dirname(join(sample, file)), { recursive: true }); writeFileSync(join(sample, file), text); };
  const fill = (line: string): string => line.replace(/\{digest of ([^}]+)\}/, (_, file: string) => /^digest: (.*)$/m.exec(read(file))?.[1] ?? '').replace(/\{blob of ([^}]+)\}/, (_, file: string) => git(['hash-object', file]));

  async function commit({ author, date, message, reformat = [], replace = {}, cut = {}, write: added = {}, approve }: Commit): Promise<void> {
    for (const file of reformat) write(file, reformatted(read(file)));
    for (const [file, passages] of Object.entries(replace)) {
      for (const [from, to] of passages) {
        assert.equal(read(file).split(from).length, 2, `${file}: ${from}`);
        write(file, read(file).replace(from, () => to));
      }
    }
    for (const [file, [from, to]] of Object.entries(cut)) {
      const text = read(file), start = text.indexOf(from), end = text.indexOf(to, start + from.length);
      assert.ok(start >= 0 && end > start, `${file}: ${from}`);
      write(file, text.slice(0, start) + text.slice(end));
    }
    for (const [file, lines] of Object.entries(added)) write(file, `${lines.map(fill).join('\n')}\n`);
    const [, name = '', email = ''] = /^(.*) <(.*)>$/.exec(author) ?? [];
    if (approve) {
      git(['config', 'user.name', name]);
      git(['config', 'user.email', email]);
      const ran = await runHere(['approve', ...approve], { cwd: sample, env: clean });
      assert.equal(ran.status, 0, ran.stderr);
      git(['config', '--unset', 'user.name']);
      git(['config', '--unset', 'user.email']);
    }
    git(['add', '-A']);
    git(['commit', '-q', '-m', message], { GIT_AUTHOR_NAME: name, GIT_AUTHOR_EMAIL: email, GIT_AUTHOR_DATE: date, GIT_COMMITTER_NAME: name, GIT_COMMITTER_EMAIL: email, GIT_COMMITTER_DATE: date });
  }

  for (const file of readdirSync(FOLDER).filter(name => name.endsWith('.json')).sort()) {
    const name = file.slice(0, -'.json'.length), pull: PullRequest = JSON.parse(readFileSync(join(FOLDER, file), 'utf8'));
    it(`${pull.decision}: ${name}`, async () => {
      git(['checkout', '-q', '-B', name, 'main']);
      for (const each of pull.commits) await commit(each);
      const { status, stdout, stderr } = await runHere(['diff', 'main...HEAD', '--format', 'md'], { cwd: sample, env: clean });
      assert.equal(status, 0, stderr);
      // Ids of commits change with every change of the sample.
      const comment = stdout.replace(/\b(commit) [0-9a-f]{12}\b/g, '$1 000000000000'), golden = join(FOLDER, `${name}.md`);
      const beginning = comment.split('\n').slice(0, 15).join('\n');
      for (const words of pull.decisive) assert.ok(beginning.includes(words), `within the first 15 lines: ${words}\n${beginning}`);
      if (process.env['SMS_WRITE_COMMENTS'] === '1') writeFileSync(golden, comment);
      assert.equal(comment, readFileSync(golden, 'utf8'), 'SMS_WRITE_COMMENTS=1 writes it anew');
      assert.ok(comment.length < 65_000);
    });
  }

  it('are told by a page as well, with the redline of each document', async () => {
    git(['checkout', '-q', 'loosened-while-reformatting']);
    const { stdout } = await runHere(['diff', 'main...HEAD', '--format', 'html'], { cwd: sample, env: clean });
    assert.match(stdout, /^<!DOCTYPE html>\n<html lang="en">/);
    assert.match(stdout, /<h1>1 promise loosened, 1 approval voided/);
    // Of seven hundred lines one number.
    assert.deepEqual([...stdout.matchAll(/<(ins|del)>.*?<\/\1>/gs)].map(([mark]) => mark.replace(/<span class="sr">.*?<\/span>/g, '')), ['<del>8</del>', '<ins>12</ins>']);
    assert.doesNotMatch(stdout, /<script|<img|<link|\ssrc=|@import|url\(/);
  });
});

/** The same in block style throughout, indented by four. */
function reformatted(text: string): string {
  const document = parseDocument(text, { schema: 'failsafe' });
  visit(document, { Collection: (_, node) => { if (isMap(node) || isSeq(node)) node.flow = false; } });
  return document.toString({ lineWidth: 100, indent: 4, singleQuote: true });
}
