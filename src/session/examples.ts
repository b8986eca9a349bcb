import { sentence } from '../rules/check.js';
import { EXAMPLE_CONFIG, EXAMPLE_TODAY, found, readMarked, type Expected } from '../rules/marked.js';
import type { Rule } from '../rules/rule.js';
import type { Config } from '../sms/config.js';
import { filesOf } from '../sms/files.js';
import { analyse } from './analyse.js';
import { Session } from './session.js';

/** How one example of a rule came out. Lines count from 0. */
export interface ExampleResult {
  rule: Rule; good: boolean;
  /** Among its like, from 1. */
  number: number;
  /** What it marks, and the rule did not say there; where the rule spoke without a mark, with what it said. */
  missed: readonly Expected[]; unexpected: readonly (Expected & { said: string })[];
  /** Why it shows nothing, whatever came out. */
  problem?: string;
}

export function isRight({ missed, unexpected, problem }: ExampleResult): boolean { return missed.length === 0 && unexpected.length === 0 && problem === undefined; }

/**
 * Runs the examples beside the rules of an organization, each in an SMS of its own in memory that has the schemas and rules of `config`. A good one is right where
 * its rule is silent, a bad one where it speaks at each mark and nowhere else.
 */
export async function runExamples(rules: readonly Rule[], config: Pick<Config, 'own' | 'schemas' | 'rulePacks'>): Promise<ExampleResult[]> {
  const results: ExampleResult[] = [], folders = `schemas: ${JSON.stringify(config.schemas)}\nrulePacks: ${JSON.stringify(config.rulePacks)}\n`;
  const own = config.own.files.flatMap(({ file, text }) => (text === undefined ? [] : [[file, text] as const]));
  for (const rule of rules) for (const good of [true, false]) for (const [at, source] of (good ? rule.examples.good : rule.examples.bad).entries()) {
    const { files, expected, commits } = readMarked(source), texts = new Map([['sms.yaml', `${EXAMPLE_CONFIG}${folders}`], ...own, ...files]);
    const session = new Session(filesOf(texts), { parse: (jobs, frame) => Promise.resolve(jobs.map(job => analyse(job, frame, []))) });
    await session.refresh();
    const result = await session.check({ now: new Date(`${EXAMPLE_TODAY}T10:00:00Z`), today: EXAMPLE_TODAY, rules: [] });
    const spoken = result.findings.filter(finding => finding.rule === rule.id), places = found(files, spoken).map((place, index) => ({ ...place, said: spoken[index] ? sentence(rule, spoken[index]) : '' }));
    const wanted = good ? [] : expected.filter(mark => mark.rule === '' || mark.rule === rule.id), unread = result.incomplete.find(({ file, rule: failed }) => failed === rule.id || (file !== undefined && files.has(file)));
    const problem = commits.length > 0 ? 'it has commits, and examples of one\'s own are run without a history' : unread ? `${unread.file ?? 'the rule'}: ${unread.reason}`
      : files.size === 0 ? 'it has no file: a line "//- catalogue.yaml" begins one' : !good && wanted.length === 0 ? 'nothing is marked: a line "//   ^^^" under a line marks what is found in it' : undefined;
    results.push({
      rule, good, number: at + 1, ...(problem !== undefined && { problem }),
      missed: wanted.filter(mark => !places.some(place => isAt(place, mark))), unexpected: places.filter(place => !wanted.some(mark => isAt(place, mark))),
    });
  }
  return results;
}

function isAt(one: Expected, mark: Expected): boolean {
  return one.file === mark.file && one.line === mark.line && one.start === mark.start && one.end === mark.end && (mark.message === '' || mark.message === one.message);
}
