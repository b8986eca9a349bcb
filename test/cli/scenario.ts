import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { run } from '../../src/cli/main.js';
import type { Rule } from '../../src/rules/rule.js';

/**
 * A scenario: what stands on disk, what is typed, what comes out. Sections begin with `====name====`; several tests in a file each begin with
 * `====test: TITLE====`. Sections before the first test hold for all of them.
 *   ====file: PATH====   a text file          ====folder: PATH====  an empty folder     ====link: PATH====  a symbolic link, its target in the section
 *   ====cwd====          where one stands     ====env====           KEY=VALUE lines     ====columns====     of a terminal (none: no terminal)
 *   ====command====      without "sms"        ====status====        the exit code
 *   ====stdout====, ====stderr====            exactly; where neither this nor `has` stands there must be none
 *   ====stdout has====, ====stderr has====    each line occurs, in this order      ====stdout lacks====   no line occurs
 */
export interface Scenario { title: string; sections: { name: string; argument: string; text: string }[] }

export function readScenarios(source: string): Scenario[] {
  const common: Scenario['sections'] = [], scenarios: Scenario[] = [];
  let lines: string[] | undefined;
  for (const line of source.split('\n')) {
    const head = /^====([a-z ]+?)(?:: (.+))?====$/.exec(line);
    if (!head) { lines?.push(line); continue; }
    const [, name = '', argument = ''] = head;
    if (name === 'test') { scenarios.push({ title: argument, sections: [] }); lines = undefined; continue; }
    lines = [];
    const collected = lines;
    const section = { name, argument, get text() { return collected.join('\n'); } };
    (scenarios.at(-1)?.sections ?? common).push(section);
  }
  return scenarios.map(({ title, sections }) => ({ title, sections: [...common, ...sections] }));
}

export interface Ran { status: number; stdout: string; stderr: string }

export interface Setting { cwd?: string; env?: Record<string, string>; columns?: number; rules?: readonly Rule[]; stdout?: (text: string) => void }

/** The command line in this process, on the real disk and with real threads. */
export async function runHere(argv: readonly string[], { cwd = process.cwd(), env = {}, columns, rules, stdout }: Setting = {}): Promise<Ran> {
  const out: string[] = [], err: string[] = [];
  const status = await run(argv, {
    stdout: stdout ?? (text => { out.push(text); }), stderr: text => { err.push(text); }, cwd, env: { ...findsGit(), ...env }, now: new Date('2026-10-15T10:00:00Z'), isTTY: columns !== undefined, columns,
    worker: join(process.cwd(), 'dist/worker.cjs'), threads: 2, asset: name => readFileSync(join(process.cwd(), name === 'pack.css' ? 'media' : 'dist', name), 'utf8'), serve: () => Promise.resolve(0),
  }, rules && { rules });
  return { status, stdout: out.join(''), stderr: err.join('') };
}

/** Of this process only what is needed to find and start git: no setting of whoever runs the tests. */
function findsGit(): Record<string, string> {
  return Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (/^(?:path|pathext|systemroot|windir)$/i.test(name) && value !== undefined ? [[name, value]] : [])));
}

/** Gives a folder that holds these files, and takes it away afterwards. */
export async function inFolder<T>(files: Readonly<Record<string, string>>, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'sms-cli-')));
  try {
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export async function playScenario({ sections }: Scenario): Promise<{ ran: Ran; wrong: string[] }> {
  const of = (name: string): { argument: string; text: string }[] => sections.filter(section => section.name === name);
  const last = (name: string): string | undefined => of(name).at(-1)?.text;
  const files = Object.fromEntries(of('file').map(({ argument, text }) => [argument, text]));
  return inFolder(files, async folder => {
    for (const { argument } of of('folder')) mkdirSync(join(folder, argument), { recursive: true });
    for (const { argument, text } of of('link')) symlinkSync(text.trim(), join(folder, argument));
    const env = Object.fromEntries((last('env') ?? '').split('\n').flatMap(line => { const [key = '', value] = line.split('='); return value === undefined ? [] : [[key, value]]; }));
    const columns = last('columns');
    const ran = await runHere(words((last('command') ?? '').trim()), { cwd: join(folder, last('cwd')?.trim() ?? '.'), env, ...(columns !== undefined && { columns: Number(columns) }) });
    return { ran, wrong: compare(ran, sections) };
  });
}

function compare(ran: Ran, sections: Scenario['sections']): string[] {
  const wrong: string[] = [];
  const status = sections.findLast(({ name }) => name === 'status')?.text.trim() ?? '0';
  if (String(ran.status) !== status) wrong.push(`exit code ${ran.status} instead of ${status}`);
  for (const stream of ['stdout', 'stderr'] as const) {
    const exact = sections.findLast(({ name }) => name === stream), has = sections.findLast(({ name }) => name === `${stream} has`);
    if (exact && ran[stream].trimEnd() !== exact.text.trimEnd()) wrong.push(`${stream} differs from:\n${exact.text}`);
    if (!exact && !has && ran[stream] !== '') wrong.push(`${stream} should be empty`);
    let from = 0;
    for (const line of (has?.text ?? '').split('\n').filter(text => text.trim() !== '')) {
      const at = ran[stream].indexOf(line, from);
      if (at < 0) wrong.push(`${stream} lacks (here): ${line}`); else from = at + line.length;
    }
    for (const line of (sections.findLast(({ name }) => name === `${stream} lacks`)?.text ?? '').split('\n').filter(text => text.trim() !== '')) {
      if (ran[stream].includes(line)) wrong.push(`${stream} should not have: ${line}`);
    }
  }
  return wrong;
}

/** Splits at spaces; double quotes keep words together. */
function words(command: string): string[] { return [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? ''); }
