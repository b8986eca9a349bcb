// npm run bench, or `node bench/editing.mjs [ARTEFACTS]` after a build: the language server as a process of its own, over a corpus of all kinds in the
// proportions of samples/harbour: how long after a keystroke the findings of the file itself and those across files are there, how long completion, hover
// and definition take, and how much memory the server holds.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { writeCopies } from './corpus.mjs';
import { now } from './measure.mjs';

const { createProtocolConnection, StreamMessageReader, StreamMessageWriter } = createRequire(import.meta.url)('vscode-languageserver/node');
const SIZE = Number(process.argv[2] ?? 10_000);
/** Files that are edited, and how many times a letter is typed in each. */
const FILES = Number(process.env.BENCH_FILES ?? 40), LETTERS = 4;
const BUDGET = { own: 100, cross: 300, request: 100, mebibytes: 250 };
const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'sms-bench-editing-')));

const sleep = ms => new Promise(done => { setTimeout(done, ms); });
const part = (values, share) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? NaN;
const over = (value, budget) => (value > budget ? `: OVER by ${Math.round(value - budget)}` : '');

/** A client as small as can be: what was published last of each file, and when. */
function connect(child) {
  const connection = createProtocolConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  const waiting = new Set();
  const heard = { published: new Map(), checked: 0 };
  connection.onNotification('textDocument/publishDiagnostics', params => { heard.published.set(params.uri, params); wake(); });
  connection.onNotification('sms/status', ({ generation, roots }) => { if (roots.every(({ outcome }) => outcome !== 'checking')) heard.checked = generation; wake(); });
  connection.onNotification('window/logMessage', ({ type, message }) => { if (type === 1) console.error(message); });
  const wake = () => { for (const each of [...waiting]) each(); };
  /** Milliseconds until it holds. */
  const until = (what, holds, limit = 120_000) => new Promise((done, fail) => {
    const from = now();
    const timer = setTimeout(() => { waiting.delete(look); fail(new Error(`this did not happen: ${what}`)); }, limit);
    const look = () => {
      if (!holds()) return;
      clearTimeout(timer);
      waiting.delete(look);
      done(now() - from);
    };
    waiting.add(look);
    look();
  });
  connection.listen();
  return { connection, heard, until };
}

function walk(folder, within = '') {
  return readdirSync(join(folder, within), { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1)).flatMap(entry => {
    const path = within === '' ? entry.name : `${within}/${entry.name}`;
    return entry.isDirectory() ? walk(folder, path) : [path];
  });
}

/** Milliseconds of processor that Linux says the process took, in all its threads; elsewhere unknown. What others do on the machine meanwhile does not count. */
function workOf(pid) {
  try {
    const [user, system] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ').slice(11, 13).map(Number);
    return 10 * (user + system);
  } catch {
    return NaN;
  }
}

/** Mebibytes that Linux says the process holds; elsewhere unknown. */
function memoryOf(pid) {
  try {
    return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
  } catch {
    return NaN;
  }
}

const row = (what, values, budget) => {
  const p95 = part(values, 0.95);
  console.log(`  ${what.padEnd(52)} p50 ${String(Math.round(part(values, 0.5))).padStart(5)} ms   p95 ${String(Math.round(p95)).padStart(5)} ms   (budget ${budget} ms${over(p95, budget)})`);
};

let child;
try {
  const folder = join(scratch, 'sms');
  const artefacts = writeCopies(folder, SIZE);
  const uri = file => pathToFileURL(join(folder, file)).href;
  // The heap as the server itself sees it, asked for by a signal.
  child = spawn(process.execPath, ['--require', resolve('bench/heap.cjs'), resolve('dist/server.cjs'), '--stdio'], { stdio: ['pipe', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', text => { said += text; });
  const { connection, heard, until } = connect(child), begun = now();
  const { capabilities } = await connection.sendRequest('initialize', { processId: process.pid, rootUri: null, workspaceFolders: [{ uri: uri(''), name: 'sms' }], capabilities: {} });
  await connection.sendNotification('initialized', {});
  await connection.sendRequest('sms/idle', {});
  const first = now() - begun;
  const ask = async () => {
    said = '';
    child.kill('SIGUSR2');
    for (let turn = 0; turn < 100 && !said.includes('}'); turn++) await sleep(50);
    return said.includes('{') ? JSON.parse(said.slice(said.indexOf('{'), said.indexOf('}') + 1)) : {};
  };
  const afterFirst = { ...await ask(), rss: memoryOf(child.pid) };

  const files = walk(folder).filter(file => /\.(?:ya?ml|md)$/.test(file) && file !== 'sms.yaml' && /^(?:---\r?\n)?kind: /.test(readFileSync(join(folder, file), 'utf8')));
  // By a step that is prime: each at another place of its copy, so that all kinds are as likely as they are many.
  const chosen = Array.from({ length: FILES }, (_, at) => files[(at * 7919) % files.length]);
  const own = [], cross = [], work = [], requests = { completion: [], hover: [], definition: [] }, slow = [];
  for (const file of chosen) {
    const address = uri(file), text = readFileSync(join(folder, file), 'utf8'), lines = text.split('\n');
    await connection.sendNotification('textDocument/didOpen', { textDocument: { uri: address, languageId: file.endsWith('.md') ? 'markdown' : 'yaml', version: 1, text } });
    await connection.sendRequest('sms/idle', {});
    // A line of its own, with a key that no schema knows: each letter makes the finding another one. Under it a reference, which the whole SMS is asked about.
    const at = lines.findIndex(line => line.startsWith('title:')) + 1;
    let version = 1;
    const type = async (line, character, typed) => {
      const change = { textDocument: { uri: address, version: ++version }, contentChanges: [{ range: { start: { line, character }, end: { line, character } }, text: typed }] };
      await connection.sendNotification('textDocument/didChange', change);
      return version;
    };
    await type(at, 0, 'zzz: x\nclauses: [NOWHERE]\n');
    await connection.sendRequest('sms/idle', {});
    for (let letter = 0; letter < LETTERS; letter++) {
      const known = heard.checked, worked = workOf(child.pid), typed = await type(at, 3, 'z');
      const mine = until('findings of the file itself', () => heard.published.get(address)?.version >= typed);
      const all = until('findings across files', () => heard.checked > known && heard.published.get(address)?.version >= typed);
      own.push(await mine);
      const took = await all;
      cross.push(took);
      work.push(workOf(child.pid) - worked);
      slow.push({ file, took });
    }
    // Asked while a check is under way, as an editor does.
    const place = lines.findIndex((line, index) => index > 2 && /^\w+: .*[A-Z]+-/.test(line)), line = place < 0 ? 1 : place, character = Math.max(1, (lines[line]?.search(/[A-Z]+-/) ?? 1) + 1);
    for (const [name, capability] of [['completion', 'completionProvider'], ['hover', 'hoverProvider'], ['definition', 'definitionProvider']]) {
      if (!capabilities[capability]) continue;
      await type(at, 3, 'z');
      const from = now();
      await connection.sendRequest(`textDocument/${name}`, { textDocument: { uri: address }, position: { line: line >= at ? line + 2 : line, character } });
      requests[name].push(now() - from);
    }
    await connection.sendNotification('textDocument/didClose', { textDocument: { uri: address } });
    await connection.sendRequest('sms/idle', {});
  }
  // The server gives memory back after ten quiet seconds.
  await sleep(20_000);
  const settled = { ...await ask(), rss: memoryOf(child.pid) };

  console.log(`${artefacts} artefacts, ${files.length} files, ${own.length} letters typed in ${FILES} of them, of ${new Set(chosen.map(file => file.replace(/^copy-\d+\//, ''))).size} different places; checked first after ${(first / 1000).toFixed(1)} s; load of the machine ${loadavg()[1].toFixed(1)} on ${availableParallelism()} processors`);
  row('keystroke to findings of the file itself', own, BUDGET.own);
  row('keystroke to findings across files', cross, BUDGET.cross);
  console.log(`  ${'processor time of the server for a keystroke'.padEnd(52)} p50 ${String(Math.round(part(work, 0.5))).padStart(5)} ms   p95 ${String(Math.round(part(work, 0.95))).padStart(5)} ms   (all threads)`);
  for (const [name, values] of Object.entries(requests)) if (values.length > 0) row(name, values, BUDGET.request);
  for (const { file, took } of slow.sort((a, b) => b.took - a.took).filter(({ file }, index, all) => all.findIndex(each => each.file === file) === index).slice(0, 3)) console.log(`    slowest: ${Math.round(took)} ms in ${file}`);
  const mebibytes = value => (value === undefined || Number.isNaN(value) ? '?' : String(Math.round(value)));
  console.log(`  memory of the server, settled                        ${mebibytes(settled.rss)} MiB   (budget ${BUDGET.mebibytes} MiB${over(settled.rss, BUDGET.mebibytes)}); heap ${mebibytes(settled.used)} of ${mebibytes(settled.total)} MiB`);
  console.log(`  after the first check                                ${mebibytes(afterFirst.rss)} MiB; heap ${mebibytes(afterFirst.used)} of ${mebibytes(afterFirst.total)} MiB`);
  await connection.sendRequest('shutdown');
  await connection.sendNotification('exit');
  await once(child, 'exit');
} finally {
  child?.kill('SIGKILL');
  rmSync(scratch, { recursive: true, force: true });
}
