import type { Finding } from '../sms/types.js';

/**
 * Example texts of rules and tests (CONTRIBUTING, "Examples"): `//- path` begins a file (again, where it is written anew), `//   ^^^ rule message` marks what is expected
 * under the line above (rules of one's own may leave the names out), `//@ commit E-MAIL DAY` commits what stands there by then.
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
    const carets = /^\/\/( *)(\^+)(?: ([a-z0-9-]+)(?: ([a-z0-9-]+))?)?$/.exec(line);
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

/** What was found, in the form of the markers: a range over several lines is cut at the end of its first line. */
export function found(files: ReadonlyMap<string, string>, findings: readonly Finding[]): Expected[] {
  return findings.map(({ file, range, rule, message }) => {
    const line = (files.get(file) ?? EXAMPLE_CONFIG).split('\n')[range.start.line] ?? '';
    const end = range.end.line > range.start.line ? line.length : range.end.character;
    return { file, line: range.start.line, start: range.start.character, end, rule, message };
  });
}
