import { list, objects, text } from './data.js';
import { isDay } from './days.js';
import { compareFindings, marksOf } from './findings.js';
import type { Model } from './model.js';
import type { Artefact, Day, Finding } from './types.js';

/** Mandatory elements that are missing and excluded requirements can be listed as deviations, but stay what they are (format.md F14). */
export const NEVER_ACCEPTED: ReadonlySet<string> = new Set(['mandatory-artefact-missing', 'scope-excludes-requirement']);

/** An entry of a register of deviations. `only`: how many findings of each mark it covers (a baseline); without it all of the rule. `index`: in its list. */
export interface Deviation { index: number; id: string; rule: string; about: string; until: Day; only?: ReadonlyMap<string, number> }

export const DEVIATIONS = 'deviations', DEVIATION_REGISTER = 'deviation-register';

/** The entries that say what they accept and how long. */
export function deviationsIn({ data }: Artefact): Deviation[] {
  return objects(data, DEVIATIONS).flatMap(({ at: index, value }): Deviation[] => {
    const rule = text(value, 'rule'), about = text(value, 'at'), until = text(value, 'until');
    if (rule === undefined || about === undefined || !isDay(until)) return [];
    return [{ index, id: text(value, 'id') ?? '', rule, about, until, ...('only' in value && { only: countsIn(list(value, 'only')) }) }];
  });
}

/** Marks as a register has them: `kfbdaolmpe`, or `kfbdaolmpe*3` for three findings that nothing tells apart. */
function countsIn(marks: readonly unknown[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const written of marks) {
    const [, mark = '', times = '1'] = /^([a-p]+)(?:\*(\d{1,9}))?$/.exec(String(written)) ?? [];
    if (mark !== '') counts.set(mark, (counts.get(mark) ?? 0) + Number(times));
  }
  return counts;
}

/** The same as a register has them, in order. */
export function writtenMarks(counts: ReadonlyMap<string, number>): string[] {
  return [...counts].flatMap(([mark, count]) => (count < 1 ? [] : [count === 1 ? mark : `${mark}*${count}`])).sort();
}

/** What a deviation accepts. `unused`: nothing is there that it could; `spare`: what it would accept beside that, where it says how much. */
export function acceptedBy(model: Model, { about, only }: Deviation, ofRule: readonly Finding[]): { findings: Finding[]; unused: boolean; spare: ReadonlyMap<string, number> } {
  const matching = ofRule.filter(finding => isAbout(model, finding, about));
  if (!only) return { findings: matching, unused: matching.length === 0, spare: new Map() };
  const spare = new Map(only), findings: Finding[] = [], others: Finding[] = [];
  const waysOf = (finding: Finding): string[][] => [marksOf(finding), ...(finding.artefact === about && finding.subject !== about ? [marksOf(asRow(finding))] : [])];
  for (const finding of matching.sort(compareFindings)) {
    const amount = amountOf(finding), marks = waysOf(finding).find(way => way.every(mark => (spare.get(mark) ?? 0) >= amount));
    for (const mark of marks ?? []) spare.set(mark, (spare.get(mark) ?? 0) - amount);
    (marks ? findings : others).push(finding);
  }
  // What lacks more than it did, or is of more rows, counts; what it lacked before is no less there.
  for (const finding of others) for (const mark of waysOf(finding).flat()) if (spare.has(mark)) spare.set(mark, Math.max(0, (spare.get(mark) ?? 0) - amountOf(finding)));
  return { findings, unused: [...only].every(([mark, count]) => spare.get(mark) === count), spare: new Map([...spare].filter(([, count]) => count > 0)) };
}

/** A finding in a row as one of any row of its table. */
export function asRow(finding: Finding): Finding {
  const { words: _, ...rest } = finding;
  return { ...rest, subject: `${finding.artefact ?? ''}#*`, args: {} };
}

/** How many a finding stands for: "47 rows in all" for 47, so that one more is one too many. */
export function amountOf({ rule, message, args }: Finding): number { return rule === 'limit-reached' && message === 'rows' && typeof args['count'] === 'number' ? args['count'] : 1; }

/** A deviation names an id, a full name or a file: it covers what stands inside. */
function isAbout(model: Model, finding: Finding, at: string): boolean {
  if (finding.subject === at || finding.artefact === at || finding.file === at) return true;
  const item = model.item(at), subject = finding.subject === undefined ? undefined : model.item(finding.subject);
  return item !== undefined && subject !== undefined && subject.file === item.file && item.path.every((step, i) => step === subject.path[i]);
}
