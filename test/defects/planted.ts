import assert from 'node:assert/strict';
import type { CheckResult } from '../../src/session/session.js';
import { compareText } from '../../src/sms/text.js';
import { textsUnder } from '../support/folders.js';
import { openTexts } from '../support/sms.js';
import { defects as agreements } from './agreements.js';
import { defects as assurance } from './assurance.js';
import type { Defect } from './defect.js';
import { defects as figures } from './figures.js';
import { defects as foundations } from './foundations.js';
import { defects as loop } from './loop.js';
import { defects as names } from './names.js';
import { defects as portfolio } from './portfolio.js';
import { defects as resolution } from './resolution.js';
import { defects as transition } from './transition.js';

/** The table of faults, by the part of the standard that they are about. */
export const defects: Readonly<Record<string, readonly Defect[]>> = { foundations, portfolio, agreements, transition, resolution, assurance, loop, names, figures };

/** samples/harbour with faults in it. */
export class Harbour {
  private constructor(private readonly texts: ReadonlyMap<string, string>, private readonly check: (unsaved: ReadonlyMap<string, string>) => Promise<CheckResult>) {}

  static async open(): Promise<Harbour> {
    // Without the records of approval: that a text is no longer the approved one is a finding of its own, in test/partition.test.ts.
    const texts = new Map([...textsUnder('samples/harbour')].filter(([file]) => !file.startsWith('approvals/')));
    return new Harbour(texts, await openTexts(texts));
  }

  /** What is found without any fault. */
  async clean(): Promise<string[]> { return (await this.check(new Map())).findings.map(({ file, rule, message }) => `${file} ${rule} ${message}`); }

  /** What is found with the fault in it, and what should be, in the same order. Throws where the fault does not fit the sample. */
  async plant(defect: Defect): Promise<{ found: Defect['expect']; wanted: Defect['expect'] }> {
    const changed = new Map<string, string>();
    for (const { file, from, to = '' } of defect.change) {
      const text = changed.get(file) ?? this.texts.get(file);
      if (from === undefined) { changed.set(file, to); continue; }
      assert.equal(text?.split(from).length, 2, `"${from}" stands exactly once in ${file}`);
      changed.set(file, text?.replace(from, () => to) ?? '');
    }
    const { findings, incomplete } = await this.check(changed);
    assert.deepEqual(incomplete, []);
    const found = findings.map(({ rule, message, file, range }) => {
      const line = (changed.get(file) ?? this.texts.get(file) ?? '').split('\n')[range.start.line] ?? '', end = range.end.line > range.start.line ? line.length : range.end.character;
      return { rule, message, file, line: line.trim(), at: line.slice(range.start.character, end) };
    });
    const order = (a: Defect['expect'][number], b: Defect['expect'][number]): number => compareText(JSON.stringify(a), JSON.stringify(b));
    return { found: found.sort(order), wanted: [...defect.expect].sort(order) };
  }
}
