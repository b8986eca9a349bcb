// The corpus with a past: the artefacts of corpus.mjs in a git repository, each written in several versions by several people, partly on branches.
// The same commits for the same numbers. The last commit holds what writeCorpus wrote and the approval records.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writeCorpus } from './corpus.mjs';

const AUTHORS = Array.from({ length: 12 }, (_, at) => `Author ${at} <author${at}@example.org>`);
const APPROVER = 'Lena Maas <lena@example.org>';
/** One document in this many has an approval record. */
const RECORDED = 10;
/** Every so manieth commit is a merge of the one before it, made beside the main branch. */
const MERGED = 20;

/** Numbers that look random and are the same each time. */
function numbers(seed) {
  let state = seed;
  return below => { state = (Math.imul(state, 1664525) + 1013904223) >>> 0; return state % below; };
}

const walk = (folder, within = '') => readdirSync(join(folder, within)).sort().flatMap(name => {
  const path = within === '' ? name : `${within}/${name}`;
  return statSync(join(folder, path)).isDirectory() ? walk(folder, path) : [path];
});

/** Environment in which nothing counts that the user or the machine has set. */
export function plainEnvironment(home) {
  const kept = Object.entries(process.env).filter(([name]) => !/^(?:GIT_|XDG_CONFIG_HOME$)/.test(name));
  return { ...Object.fromEntries(kept), HOME: home, USERPROFILE: home, GIT_CONFIG_NOSYSTEM: '1' };
}

/** Makes the repository in `folder`, which must not exist. `digestOf(file, text)` computes the digest for the records. Gives the artefacts as `{ file, id }` and the number of commits. */
export function writeHistory(folder, { artefacts, commits, digestOf, home }) {
  const documents = Math.round(artefacts / (1 + 1 / RECORDED)), next = numbers(20000);
  writeCorpus(folder, documents);
  const files = walk(folder), events = [], found = [];
  files.forEach((file, at) => {
    const text = readFileSync(join(folder, file), 'utf8'), id = /^id: (\S+)$/m.exec(text)?.[1];
    if (id !== undefined) found.push({ file, id });
    const versions = id === undefined || !text.includes('version: 1.2\n') || file === 'roles.yaml' ? [text] : [text, ...earlier(text).slice(0, next(4))].reverse();
    const times = versions.map(() => next(1 << 24)).sort((a, b) => a - b);
    versions.forEach((version, turn) => events.push({ time: turn === 0 && file === 'sms.yaml' ? -1 : times[turn], file, text: version, by: AUTHORS[next(AUTHORS.length)] }));
    if (id !== undefined && at % RECORDED === 0 && file.startsWith('agreements/') && found.length < artefacts) {
      const record = `approvals/${id}/1.2-ROLE-SD.yaml`, words = recordOf(id, digestOf(file, text));
      mkdirSync(dirname(join(folder, record)), { recursive: true });
      writeFileSync(join(folder, record), words);
      found.push({ file: record, id: `APR-${id}` });
      events.push({ time: times.at(-1) + 1, file: record, text: words, by: APPROVER });
    }
  });
  events.sort((a, b) => a.time - b.time);
  const git = (args, input) => execFileSync('git', args, { cwd: folder, env: plainEnvironment(home), input, maxBuffer: 1 << 28, stdio: ['pipe', 'pipe', 'inherit'] }).toString('utf8').trim();
  git(['init', '-q', '-b', 'main', '--template=']);
  git(['fast-import', '--quiet', '--force'], stream(events, commits));
  git(['reset', '-q', '--hard']);
  git(['repack', '-q', '-a', '-d']);
  return { found, commits: Number(git(['rev-list', '--count', 'HEAD'])), head: git(['rev-parse', 'HEAD']) };
}

/** What a document said before: under earlier versions, newest first. */
function earlier(text) {
  return ['1.1', '1.0', '0.9'].map((version, at) => text.replace('version: 1.2\n', `version: ${version}\n`).replace(/restored within the limit|Share of incidents/g, words => `${words}, as of ${version}`).replace('value: 4\n', `value: ${5 + at}\n`));
}

function recordOf(id, digest) {
  return `kind: approval-record\nid: APR-${id}\ntitle: Approval of ${id} 1.2\nartefact: ${id}\nversion: 1.2\nmeaning: approved\nrole: ROLE-SD\nperson: PER-1\non: 2026-02-12\neffectiveFrom: 2026-03-01\ndigest: ${digest}\n`;
}

/** The events, spread evenly over as many commits, for `git fast-import`. */
function stream(events, commits) {
  const parts = [], merges = Math.floor(commits / MERGED), plain = commits - merges, start = Date.UTC(2024, 0, 8, 8) / 1000;
  let mark = 0, tip = 0;
  const add = (author, files, parents) => {
    mark++;
    const message = `Change ${mark}`, who = `${author} ${start + mark * 9000} +0000\n`;
    parts.push(`commit refs/heads/main\nmark :${mark}\nauthor ${who}committer ${who}data ${message.length}\n${message}\n`);
    parents.forEach((parent, at) => { if (parent > 0) parts.push(`${at === 0 ? 'from' : 'merge'} :${parent}\n`); });
    for (const { file, text } of files) parts.push(`M 100644 inline ${file}\ndata ${Buffer.byteLength(text)}\n${text}\n`);
    return mark;
  };
  let side = 0;
  for (let at = 0; at < plain; at++) {
    const from = Math.floor(at * events.length / plain), until = Math.floor((at + 1) * events.length / plain), these = events.slice(from, until), author = these[0]?.by ?? AUTHORS[0];
    // One commit stays beside the main branch, which goes on from its parent; the next is made on both.
    const beside = at % (MERGED - 1) === MERGED - 2 && at / (MERGED - 1) < merges;
    if (!beside) { tip = add(author, these, [tip]); continue; }
    side = add(author, these, [tip]);
    tip = add(author, these, [tip, side]);
  }
  parts.push('done\n');
  return Buffer.from(parts.join(''));
}
