// Makes a repository out of samples/harbour: `node samples/replay.mjs FOLDER`. Two years of history, with the same commit ids everywhere; the
// last commit holds the files of samples/harbour. history/story.mjs tells what happened, history/texts.mjs how the documents read then.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { asOf, unapproved } from './history/edits.mjs';
import { scenes, tags } from './history/story.mjs';
import { documents, textOf } from './history/texts.mjs';

const samples = path.dirname(fileURLToPath(import.meta.url));
const ofToday = (file) => readFileSync(path.join(samples, 'harbour', file));
const texts = { today: (file) => ofToday(file).toString('utf8'), own: (file) => readFileSync(path.join(samples, 'history', file), 'utf8') };
const summerTime = [['2024-03-31', '2024-10-27'], ['2025-03-30', '2025-10-26'], ['2026-03-29', '2026-10-25']];

/** The files after each scene, from the root of the SMS: `{ scene, files, merged }`. Files that did not change are the same objects. */
export function play() {
  const branches = new Map([['main', { files: new Map(), places: new Map() }]]), begun = new Map();
  return scenes.map((scene) => {
    if (!branches.has(scene.branch)) {
      const main = branches.get('main');
      begun.set(scene.branch, main.files);
      branches.set(scene.branch, main);
    }
    const { files, places } = branches.get(scene.branch), state = { files: new Map(files), places: new Map(places) };
    let merged;
    for (const act of scene.acts) {
      const [, verb, what] = /^(\w+) (.+)$/.exec(act);
      if (verb === 'merge') {
        merged = what;
        for (const [file, bytes] of branches.get(what).files) if (begun.get(what).get(file) !== bytes) state.files.set(file, bytes);
      } else perform(state, verb, what, scene.at.slice(0, 10));
    }
    branches.set(scene.branch, state);
    return { scene, files: state.files, merged };
  });
}

function perform({ files, places }, verb, what, day) {
  if (verb === 'file') return void files.set(what, onDay(day, what));
  if (verb === 'records') {
    const [folder, ...ids] = what.split(' ');
    for (const id of ids) perform({ files, places }, 'file', `records/${folder}/${id}.yaml`, day);
    return;
  }
  const [, id, name] = /^(\S+) ?(.*)$/.exec(what), { file, first = file } = documents[id], place = places.get(id) ?? first;
  if (verb === 'remove') return void files.delete(place);
  if (verb === 'move') {
    places.set(id, file);
    files.set(file, files.get(place));
    return void files.delete(place);
  }
  const text = textOf(id, name, texts), field = (key) => new RegExp(`^${key}: \\[?([^\\s\\],]+)`, 'm').exec(text)?.[1];
  files.set(place, Buffer.from(verb === 'draft' ? unapproved(text) : text));
  const version = field('version');
  const names = { approve: `${version}-${field('approver')}`, review: `review-${field('reviewedOn')}-${field('owner')}`, agree: `${version}-${field('customers')}` };
  if (names[verb] === undefined) return;
  const record = `approvals/${id}/${names[verb]}.yaml`;
  files.set(record, ofToday(record));
}

/** A file as it stands today, but for what was done later than that day. */
function onDay(day, file) {
  const bytes = ofToday(file), text = bytes.toString('utf8'), then = /\.(?:yaml|md)$/.test(file) ? asOf(day)(text) : text;
  return then === text ? bytes : Buffer.from(then);
}

/** Seconds since 1970 and offset, as git writes a moment; `at` is the time in Rotterdam. */
function moment(at) {
  const day = at.slice(0, 10), offset = summerTime.some(([from, until]) => from <= day && day < until) ? '+02:00' : '+01:00';
  return `${Date.parse(`${at.replace(' ', 'T')}:00${offset}`) / 1000} ${offset.replace(':', '')}`;
}

const who = (role, { name, email }, at) => `${role} ${name} <${email}> ${moment(at)}\n`;
const data = (content) => { const bytes = Buffer.from(content); return [Buffer.from(`data ${bytes.length}\n`), bytes, Buffer.from('\n')]; };

/** What was approved or reviewed and by whom stands at the end of the message, in the words of `sms approve`. */
function messageOf({ message, by, acts }) {
  if (/^[\w-]+-by: /m.test(message)) return `${message}\n`;
  const trailers = [['approve', 'Approved-by'], ['review', 'Reviewed-by']].flatMap(([verb, key]) => {
    const of = acts.filter((act) => act.startsWith(`${verb} `)).map((act) => `SMS-Approval: ${act.split(' ').slice(1, 3).join(' ')}\n`);
    return of.length === 0 ? [] : [...of, `${key}: ${by.name} <${by.email}>\n`];
  });
  return trailers.length === 0 ? `${message}\n` : `${message}\n\n${trailers.join('')}`;
}

/** The whole history for `git fast-import`. */
function stream(played) {
  const newest = new Map(), parts = [];
  played.forEach(({ scene, files, merged }, at) => {
    const before = newest.get(scene.branch) ?? newest.get('main'), earlier = before === undefined ? new Map() : played[before].files;
    parts.push(`commit refs/heads/${scene.branch}\nmark :${at + 1}\n`);
    parts.push(who('author', scene.by, scene.at), who('committer', scene.committer, scene.at), ...data(messageOf(scene)));
    if (before !== undefined) parts.push(`from :${before + 1}\n`);
    if (merged !== undefined) parts.push(`merge :${newest.get(merged) + 1}\n`);
    for (const file of earlier.keys()) if (!files.has(file)) parts.push(`D ${file}\n`);
    for (const [file, bytes] of files) if (earlier.get(file) !== bytes) parts.push(`M 100644 inline ${file}\n`, ...data(bytes));
    newest.set(scene.branch, at);
  });
  for (const { name, at, by, message } of tags) {
    const tagged = played.findLastIndex(({ scene }) => scene.branch === 'main' && scene.at <= at);
    parts.push(`tag ${name}\nfrom :${tagged + 1}\n`, who('tagger', by, at), ...data(`${message}\n`));
  }
  return Buffer.concat(parts.map((part) => Buffer.from(part)));
}

/** git in a folder, with nothing that the user or the machine has set. */
function git(folder, args, input) {
  const kept = Object.entries(process.env).filter(([name]) => /^(?:path|pathext|systemroot|comspec|temp|tmp|tmpdir)$/i.test(name));
  const nothing = process.platform === 'win32' ? 'NUL' : '/dev/null';
  const env = { ...Object.fromEntries(kept), GIT_CONFIG_GLOBAL: nothing, GIT_CONFIG_NOSYSTEM: '1', GIT_DEFAULT_HASH: 'sha1', LC_ALL: 'C' };
  return execFileSync('git', args, { cwd: folder, env, input: input ?? '', stdio: ['pipe', 'pipe', 'inherit'] }).toString('utf8').trim();
}

function main([folder, ...more]) {
  if (folder === undefined || more.length > 0) throw new Error('Use: node samples/replay.mjs FOLDER');
  const root = path.resolve(folder);
  mkdirSync(root, { recursive: true });
  if (readdirSync(root).length > 0) throw new Error(`${folder} is not empty. Name a folder that is, or one that does not exist yet.`);
  const played = play();
  git(root, ['init', '--quiet', '--template=']);
  git(root, ['symbolic-ref', 'HEAD', 'refs/heads/main']);
  git(root, ['fast-import', '--quiet'], stream(played));
  for (const branch of new Set(scenes.map((scene) => scene.branch))) if (branch !== 'main') git(root, ['update-ref', '-d', `refs/heads/${branch}`]);
  git(root, ['reset', '--quiet', '--hard']);
  console.log(`${played.length} commits, the last one ${git(root, ['rev-parse', 'HEAD'])}`);
  console.log(`Try: sms register ${folder}, sms history SLA-BOREAL ${folder}, sms check ${folder} --as-of 2025-12-31`);
}

if (process.argv[1] !== undefined && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    main(process.argv.slice(2));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
  }
}
