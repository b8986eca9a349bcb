import { check, type Checked } from '../../src/rules/check.js';
import { rules as allRules } from '../../src/rules/index.js';
import type { Rule } from '../../src/rules/rule.js';
import { matchesGlob } from '../../src/sms/wildcards.js';
import { analyse } from '../../src/session/analyse.js';
import { knownRules } from '../../src/session/known-rules.js';
import { readConfig } from '../../src/sms/config.js';
import { buildModel, type Model } from '../../src/sms/model.js';
import { adoptionFor, locate, readConfigSource, readSource } from '../../src/sms/source.js';
import type { Range } from '../../src/sms/types.js';

/** Example texts of rules and tests: `//- path` begins a file, `//   ^^^ rule message` marks what is expected under the line above. */
export interface Marked { files: Map<string, string>; expected: Expected[] }
export interface Expected { file: string; line: number; start: number; end: number; rule: string; message: string }

export const EXAMPLE_TODAY = '2026-10-15';
export const EXAMPLE_CONFIG = 'sms: 1\norganization: Example\ntimeZone: Europe/Amsterdam\n';

export function readMarked(source: string): Marked {
  const files = new Map<string, string>();
  const expected: Expected[] = [];
  let file = '', lines: string[] = [];
  const close = (): void => { if (file !== '') files.set(file, lines.join('\n') + '\n'); };
  for (const line of source.replace(/^\n/, '').replace(/\n$/, '').split('\n')) {
    const start = /^\/\/- (.+)$/.exec(line);
    if (start) { close(); file = start[1] ?? ''; lines = []; continue; }
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
  return { files, expected };
}

/** The whole pipeline over texts in memory. */
export function checkTexts(files: ReadonlyMap<string, string>, options: { rules?: readonly Rule[]; today?: string } = {}): { model: Model; checked: Checked } {
  const texts = new Map(files);
  if (!texts.has('sms.yaml')) texts.set('sms.yaml', EXAMPLE_CONFIG);
  const rules = options.rules ?? allRules;
  const { config, facts } = readConfig('sms.yaml', texts.get('sms.yaml') ?? '', knownRules(allRules));
  const today = options.today ?? config.today ?? EXAMPLE_TODAY;
  const parsed = [...texts].filter(([file]) => file !== 'sms.yaml').map(([file, text]) => {
    const adoption = adoptionFor(file, text, config.adopt, matchesGlob);
    return analyse({ file, text, ...(adoption && { adoption }) }, { config, today }, rules);
  });
  const model = buildModel([facts, ...parsed], texts.keys(), config);
  const locator = (file: string, path: readonly (string | number)[], part: 'key' | 'value'): Range => {
    const text = texts.get(file) ?? '';
    return locate(file === 'sms.yaml' ? readConfigSource(file, text) : readSource(file, text, adoptionFor(file, text, config.adopt, matchesGlob)), path, part);
  };
  return { model, checked: check(model, { rules, today, locate: locator, history: false }) };
}

/** What was found, in the form of the markers: a range over several lines is cut at the end of its first line. */
export function found(files: ReadonlyMap<string, string>, checked: Checked): Expected[] {
  return checked.findings.map(({ file, range, rule, message }) => {
    const line = (files.get(file) ?? EXAMPLE_CONFIG).split('\n')[range.start.line] ?? '';
    const end = range.end.line > range.start.line ? line.length : range.end.character;
    return { file, line: range.start.line, start: range.start.character, end, rule, message };
  });
}
