import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { blobId } from '../src/control/digest.js';
import { analyse } from '../src/session/analyse.js';
import { defaults } from '../src/sms/config.js';
import { text } from '../src/sms/data.js';
import { isRetired } from '../src/sms/header.js';
import type { Artefact, FileFacts } from '../src/sms/types.js';

/** Tests elsewhere name commits of the replayed sample. It changes with each change of samples/: write the new id here. */
const HEAD = '18d3a18686523377ea2a17db315fa71d5cd53a1d';
const HARBOUR = join(process.cwd(), 'samples', 'harbour');

interface Commit { id: string; parents: string[]; author: string; committer: string; at: string; subject: string }

describe('the history of the sample', function () {
  this.timeout(120_000);
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'sms-sample-'))), folder = join(base, 'harbour');
  const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_')));
  const git = (...args: string[]): string => execFileSync('git', args, { cwd: folder, encoding: 'utf8', env: clean, maxBuffer: 1 << 26 }).trimEnd();
  const replay = (into: string, env: NodeJS.ProcessEnv = clean): ReturnType<typeof spawnSync> => spawnSync(process.execPath, ['samples/replay.mjs', into], { encoding: 'utf8', env });
  let commits: Commit[];

  before(() => {
    const { status, stderr } = replay(folder);
    assert.equal(status, 0, String(stderr));
    commits = git('log', '--reverse', '--topo-order', '--format=%H%x09%P%x09%an <%ae>%x09%cn <%ce>%x09%cI%x09%s').split('\n').map(line => {
      const [id = '', parents = '', author = '', committer = '', at = '', subject = ''] = line.split('\t');
      return { id, parents: parents === '' ? [] : parents.split(' '), author, committer, at, subject };
    });
  });
  after(() => { rmSync(base, { recursive: true, force: true }); });

  it('comes out the same everywhere, whatever the settings of the user', () => {
    const home = join(base, 'home'), again = join(base, 'again');
    mkdirSync(home);
    writeFileSync(join(home, '.gitconfig'), '[user]\n\tname = Somebody\n[commit]\n\tgpgSign = true\n[core]\n\tautocrlf = true\n[init]\n\tdefaultBranch = trunk\n\tdefaultObjectFormat = sha256\n');
    const settings = { HOME: home, USERPROFILE: home, GIT_CONFIG_GLOBAL: join(home, '.gitconfig'), GIT_DIR: join(base, 'elsewhere'), GIT_AUTHOR_NAME: 'Somebody', GIT_DEFAULT_HASH: 'sha256', TZ: 'Asia/Tokyo' };
    assert.equal(replay(again, { ...clean, ...settings }).status, 0);
    const head = (of: string): string => execFileSync('git', ['rev-parse', 'refs/heads/main'], { cwd: of, encoding: 'utf8', env: clean }).trim();
    assert.deepEqual([head(folder), head(again)], [HEAD, HEAD]);
    assert.equal(git('symbolic-ref', 'HEAD'), 'refs/heads/main');
  });

  it('ends with the files of samples/harbour, byte for byte', () => {
    const files = filesUnder(HARBOUR);
    assert.deepEqual(git('ls-tree', '-r', '--name-only', 'HEAD').split('\n').sort(), files);
    for (const file of files) assert.ok(readFileSync(join(folder, file)).equals(readFileSync(join(HARBOUR, file))), file);
    assert.equal(git('status', '--porcelain'), '');
  });

  it('is not written over what is there', () => {
    const there = join(base, 'there');
    mkdirSync(there);
    writeFileSync(join(there, 'notes.txt'), 'mine');
    const { status, stderr } = replay(there);
    assert.equal(status, 2);
    assert.match(String(stderr), /is not empty/);
    assert.deepEqual(readdirSync(there), ['notes.txt']);
  });

  it('gives a pack as of an earlier commit, with the versions that were in force then', () => {
    const out = join(base, 'pack'), { status, stderr } = spawnSync(process.execPath, ['dist/cli.cjs', 'pack', folder, '-o', out, '--at', 'certified-2025'], { encoding: 'utf8', env: clean });
    assert.equal(status, 0, stderr);
    const data = <T>(name: string): T[] => JSON.parse(readFileSync(join(out, 'data', `${name}.json`), 'utf8')) as T[];
    const sla = data<{ id: string; version: string; versionInForce: string; by: string; blob: string }>('register').find(({ id }) => id === 'SLA-BOREAL');
    assert.deepEqual([sla?.version, sla?.versionInForce, sla?.by], ['1.3', '1.2', 'record']);
    const files = data<{ file: string; path: string; is: string; id?: string; blob: string }>('files'), held = files.find(({ is, id }) => is === 'in-force' && id === 'SLA-BOREAL');
    assert.equal(held?.blob, sla?.blob);
    assert.match(readFileSync(join(out, held?.path ?? ''), 'utf8'), /^version: "?1\.2"?$/m);
    // Everything that the commit held, once, and the very bytes.
    assert.deepEqual(files.filter(({ is }) => is !== 'in-force').map(({ file }) => file).sort(), git('ls-tree', '-r', '--name-only', 'certified-2025').split('\n').sort());
    for (const { path, blob } of files) assert.ok(readFileSync(join(out, path)).equals(execFileSync('git', ['cat-file', 'blob', blob], { cwd: folder, env: clean })), path);
    assert.equal(data('clauses').length, 63);
  });

  it('takes two years, and time goes forward', () => {
    assert.ok(commits.length >= 200 && commits.length <= 280, `${commits.length} commits`);
    assert.ok((commits[0]?.at ?? '') < '2024-10-16' && (commits.at(-1)?.at ?? '') <= '2026-10-15T24', 'two years up to the day of the sample');
    const moments = new Map(commits.map(({ id, at }) => [id, Date.parse(at)]));
    for (const { id, parents, subject } of commits) for (const parent of parents) assert.ok((moments.get(parent) ?? NaN) < (moments.get(id) ?? NaN), subject);
  });

  it('is made by the people of its register, and by a robot', () => {
    const people = readFileSync(join(HARBOUR, 'registers/roles.yaml'), 'utf8').matchAll(/name: ([^,]+), emails: \[([^\]]+)\]/g);
    const known = new Set([...people].map(([, name, email]) => `${name} <${email}>`)), seen = new Set(commits.flatMap(({ author, committer }) => [author, committer]));
    assert.deepEqual([...seen].filter(who => !known.has(who)), ['portal-bot <bot@harbour.example>']);
    assert.ok(seen.size >= 15, [...seen].join(', '));
  });

  it('has what makes approvals hard to judge', () => {
    assert.deepEqual(commits.filter(({ parents }) => parents.length > 1).map(({ subject }) => subject), ["Merge branch 'review-2026'"]);
    assert.deepEqual(commits.filter(({ author, committer }) => author !== committer).map(({ author, committer }) => `${author}, ${committer}`),
      ['Lena Maas <lena.maas@harbour.example>, Anke Visser <anke.visser@harbour.example>']);
    const squash = commits.find(({ author }) => author.startsWith('portal-bot')), changes = git('show', '--name-status', '--format=', squash?.id ?? '');
    assert.equal(changes, 'A\tapprovals/PROC-CHG/2.5-ROLE-SD.yaml\nM\tprocesses/change/procedure.md');
    const rewrite = commits.find(({ subject }) => subject.startsWith('Incident procedure written anew'));
    assert.match(git('show', '--no-renames', '--name-status', '--format=', rewrite?.id ?? ''), /A\tprocesses\/incident\/procedure\.md[^]*D\tprocesses\/incidents\.md/);
    assert.doesNotMatch(git('show', '-M', '--name-status', '--format=', rewrite?.id ?? ''), /R\d+\tprocesses\/incidents\.md/);
    assert.equal(git('show', '-M100%', '--name-status', '--format=', commits.find(({ subject }) => subject.startsWith('Agreements and catalogue each'))?.id ?? ''), [
      'R100\tregisters/calendars.yaml\tcatalogue/calendars.yaml', 'R100\tregisters/requirements.yaml\tcatalogue/requirements.yaml', 'R100\tagreements/boreal.yaml\tagreements/sla-boreal.yaml',
    ].sort((a, b) => ((a.split('\t')[2] ?? '') < (b.split('\t')[2] ?? '') ? -1 : 1)).join('\n'));
    assert.deepEqual(git('for-each-ref', '--format=%(objecttype) %(refname)').split('\n'), ['commit refs/heads/main', 'tag refs/tags/audit-2025', 'tag refs/tags/audit-2026', 'tag refs/tags/certified-2025']);
  });

  it('has records that fit what they approve, at the commit that brought them', () => {
    const brought = git('log', '--no-renames', '--diff-filter=A', '--name-only', '--format=@%H', '--', 'approvals').split('\n').filter(line => line !== '');
    let commit = '', seen = 0;
    for (const line of brought) {
      if (line.startsWith('@')) { commit = line.slice(1); continue; }
      const record = artefactOf(factsOf(line, git('show', `${commit}:${line}`) + '\n')), blob = text(record.data, 'blob') ?? '';
      const place = git('ls-tree', '-r', commit).split('\n').find(entry => entry.includes(` ${blob}\t`)), file = place?.split('\t')[1] ?? '';
      const approved = execFileSync('git', ['cat-file', 'blob', blob], { cwd: folder, encoding: 'utf8', env: clean }), facts = factsOf(file, approved);
      assert.equal(artefactOf(facts).id, text(record.data, 'artefact'), line);
      assert.equal(text(artefactOf(facts).data, 'version'), text(record.data, 'version'), line);
      assert.equal(facts.digest, text(record.data, 'digest'), line);
      assert.equal(readFileSync(join(HARBOUR, line), 'utf8'), git('show', `${commit}:${line}`) + '\n', `${line} is as it was brought`);
      seen++;
    }
    assert.equal(seen, filesUnder(HARBOUR).filter(file => file.startsWith('approvals/')).length);
    assert.ok(seen >= 110, `${seen} records`);
  });

  it('has a record for every approval that stands today, also where the folder stands in another repository', () => {
    const all = filesUnder(HARBOUR).filter(file => /\.(?:yaml|md)$/.test(file)).map(file => ({ file, facts: factsOf(file, readFileSync(join(HARBOUR, file), 'utf8')) }));
    const records = all.flatMap(({ facts: { artefact } }) => (artefact?.kind === 'approval-record' ? [artefact.data] : []));
    const documents = all.flatMap(({ facts }) => (facts.artefact?.header === 'document' && !isRetired(facts.artefact) ? [{ facts, artefact: facts.artefact }] : []));
    assert.equal(documents.length, 67);
    for (const { facts, artefact: { id, data, file } } of documents) {
      const record = records.find(of => text(of, 'artefact') === id && text(of, 'version') === text(data, 'version') && text(of, 'meaning') === 'approved');
      assert.equal(text(record ?? {}, 'digest'), facts.digest, `the approval record of ${id} (blob of today: ${blobId(readFileSync(join(HARBOUR, file), 'utf8'), '')})`);
    }
  });
});

function factsOf(file: string, content: string): FileFacts {
  return analyse({ file, text: content, digest: 'only' }, { config: defaults('sms.yaml'), today: '2026-10-15' });
}

function artefactOf({ file, artefact }: FileFacts): Artefact {
  assert.ok(artefact, `${file} is an artefact`);
  return artefact;
}

/** Every file under a folder by its path with `/`, in order. */
function filesUnder(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(name => statSync(join(folder, name)).isFile());
  return names.map(name => name.replaceAll('\\', '/')).sort();
}
