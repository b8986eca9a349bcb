import { blobId } from '../../src/control/digest.js';
import type { Rule } from '../../src/rules/rule.js';
import { rulesOf } from '../../src/rules/book.js';
import { analyse } from '../../src/session/analyse.js';
import { Session, type CheckResult } from '../../src/session/session.js';
import { UnreadableFile, type Files, type Parser } from '../../src/sms/files.js';
import type { Commit, History, HistorySource } from '../../src/sms/history.js';
import { compareText } from '../../src/sms/text.js';
import type { Finding } from '../../src/sms/types.js';

/**
 * Example texts of rules and tests: `//- path` begins a file (again, where it is written anew), `//   ^^^ rule message` marks what is expected
 * under the line above, `//@ commit E-MAIL DAY` commits what stands there by then.
 */
export interface Marked { files: Map<string, string>; expected: Expected[]; commits: Committed[] }
export interface Expected { file: string; line: number; start: number; end: number; rule: string; message: string }
export interface Committed { email: string; day: string; files: ReadonlyMap<string, string> }

export const EXAMPLE_TODAY = '2026-10-15';
export const EXAMPLE_CONFIG = 'sms: 1\norganization: Example\ntimeZone: Europe/Amsterdam\n';

export function readMarked(source: string): Marked {
  const files = new Map<string, string>();
  const expected: Expected[] = [], commits: Committed[] = [];
  let file = '', lines: string[] = [];
  const close = (): void => { if (file !== '') files.set(file, lines.join('\n') + '\n'); };
  for (const line of source.replace(/^\n/, '').replace(/\n$/, '').split('\n')) {
    const start = /^\/\/- (.+)$/.exec(line);
    if (start) {
      close();
      file = start[1] ?? '';
      lines = [];
      expected.splice(0, expected.length, ...expected.filter(each => each.file !== file));
      continue;
    }
    const commit = /^\/\/@ commit (\S+@\S+) (\d{4}-\d\d-\d\d)$/.exec(line);
    if (commit) {
      close();
      file = '';
      commits.push({ email: commit[1] ?? '', day: commit[2] ?? '', files: new Map([['sms.yaml', EXAMPLE_CONFIG], ...files]) });
      continue;
    }
    const carets = /^\/\/( *)(\^+) ([a-z0-9-]+) ([a-z0-9-]+)$/.exec(line);
    const columns = /^\/\/@(\d+)-(\d+) ([a-z0-9-]+) ([a-z0-9-]+)$/.exec(line);
    const at = lines.length - 1;
    if (carets) {
      const from = 2 + (carets[1]?.length ?? 0);
      expected.push({ file, line: at, start: from, end: from + (carets[2]?.length ?? 0), rule: carets[3] ?? '', message: carets[4] ?? '' });
    } else if (columns) {
      expected.push({ file, line: at, start: Number(columns[1]), end: Number(columns[2]), rule: columns[3] ?? '', message: columns[4] ?? '' });
    } else lines.push(line);
  }
  close();
  return { files, expected, commits };
}

/** The session over texts in memory, with the history that the commits make. */
export async function checkTexts(files: ReadonlyMap<string, string>, options: TextOptions = {}): Promise<CheckResult> { return (await openTexts(files, options))(new Map()); }

export interface TextOptions { rules?: readonly Rule[]; today?: string; commits?: readonly Committed[] }

/** The same, kept open: gives what is found with some texts unsaved, and reads only these anew. */
export async function openTexts(files: ReadonlyMap<string, string>, options: TextOptions = {}): Promise<(unsaved: ReadonlyMap<string, string>) => Promise<CheckResult>> {
  const texts = new Map(files), { rules } = options;
  if (!texts.has('sms.yaml')) texts.set('sms.yaml', EXAMPLE_CONFIG);
  const inMemory: Files = {
    list: () => Promise.resolve({ files: [...texts.keys()], skipped: [] }),
    read: file => { const text = texts.get(file); return Promise.resolve(text === undefined ? { ok: false, reason: 'vanished', detail: '' } : { ok: true, text }); },
    async* stream(file) {
      const text = texts.get(file);
      if (text === undefined) throw new UnreadableFile('vanished', '');
      yield Promise.resolve(new TextEncoder().encode(text));
    },
  };
  const parser: Parser = { parse: (jobs, frame) => Promise.resolve(jobs.map(job => analyse(job, frame, rules ?? rulesOf(frame.config).all))) };
  const session = new Session(inMemory, parser, options.commits && options.commits.length > 0 ? { history: historyOf(options.commits) } : {});
  await session.refresh();
  let before: readonly string[] = [];
  return async unsaved => {
    for (const file of before) session.setOverlay(file, undefined);
    for (const [file, text] of unsaved) session.setOverlay(file, text);
    before = [...unsaved.keys()];
    return session.check({ now: new Date(`${EXAMPLE_TODAY}T10:00:00Z`), ...(rules && { rules }), ...(options.today !== undefined && { today: options.today }) });
  };
}

/** The rules that failed over it: none, in a test that passes. */
export function crashedIn({ incomplete }: CheckResult): CheckResult['incomplete'] { return incomplete.filter(({ rule }) => rule !== undefined); }

/** A straight history as git would tell it. */
export function historyOf(committed: readonly Committed[]): HistorySource {
  const blobs = new Map<string, string>();
  let before = new Map<string, string>();
  const commits = committed.map(({ email, day, files }, at): Commit => {
    const after = new Map([...files].map(([file, text]) => { const blob = blobId(text, ''); blobs.set(blob, text); return [file, blob]; }));
    const changes = [...new Set([...before.keys(), ...after.keys()])].sort(compareText).filter(file => before.get(file) !== after.get(file)).map(file => {
      const old = before.get(file), now = after.get(file);
      return { file, before: old === undefined ? [] : [old], ...(now !== undefined && { after: now }) };
    });
    before = after;
    const who = { name: email.split('@')[0] ?? '', email, at: `${day}T12:00:00+00:00` };
    return { id: commitId(at), parents: at === 0 ? [] : [commitId(at - 1)], author: who, committer: who, changes };
  }).reverse();
  const history: History = { head: commits[0]?.id ?? '', commits, tags: [], files: before, ignored: [] };
  return {
    read: () => Promise.resolve(history),
    blobs: ids => Promise.resolve(new Map(ids.flatMap(id => { const text = blobs.get(id); return text === undefined ? [] : [[id, new TextEncoder().encode(text)]]; }))),
    messages: () => Promise.resolve(new Map()), signatures: () => Promise.resolve(new Map()), identity: () => Promise.resolve(undefined),
  };
}

function commitId(at: number): string { return (at + 1).toString(16).padStart(40, '0'); }

/** What was found, in the form of the markers: a range over several lines is cut at the end of its first line. */
export function found(files: ReadonlyMap<string, string>, findings: readonly Finding[]): Expected[] {
  return findings.map(({ file, range, rule, message }) => {
    const line = (files.get(file) ?? EXAMPLE_CONFIG).split('\n')[range.start.line] ?? '';
    const end = range.end.line > range.start.line ? line.length : range.end.character;
    return { file, line: range.start.line, start: range.start.character, end, rule, message };
  });
}
