import { WEIGHT } from '../session/session.js';
import { sentence } from '../rules/check.js';
import type { Finding } from '../sms/types.js';
import { visible } from '../sms/text.js';
import { harmless, xmlText } from './escape.js';
import { oneBased } from './json-report.js';
import { plural } from './layout.js';
import { GRADES, grouped, problemsOf, repositoryPlaceOf, type CheckedRoot, type CheckRun } from './run.js';
import { lastLine } from './text-report.js';

type Verdict = 'passed' | 'failure' | 'error' | 'skipped';

/** A rule, or a rule in one file where it found something there. `text`: lines below the message. */
interface Case { rule: string; name: string; file?: string; verdict: Verdict; message?: string; type?: string; text?: readonly string[] }

interface Suite { name: string; cases: readonly Case[]; beside: readonly string[] }

/**
 * JUnit XML. A suite for each SMS; a case for each rule that found nothing at or above --fail-on, and for each file in which a rule did. What could not be
 * checked is an error, a rule that did not run is skipped; what does not count stands in the output of the suite. It tells no times: they would differ from run to run.
 */
export function junitReport(run: CheckRun): string {
  const suites = [
    ...(run.errors.length === 0 ? [] : [{ name: 'sms check', cases: run.errors.map(message => failed('sms-check', 'sms check', message)), beside: [] }]),
    ...run.roots.map(root => suiteOf(root, run)),
  ];
  return [
    '<?xml version="1.0" encoding="UTF-8"?>', `<testsuites${attributes({ name: 'sms check', ...countsOf(suites.flatMap(({ cases }) => cases)) })}>`,
    ...suites.flatMap(suiteLines), '</testsuites>', '',
  ].join('\n');
}

function suiteOf(root: CheckedRoot, run: CheckRun): Suite {
  const { result } = root, counts = ({ grade }: Finding): boolean => WEIGHT[grade] >= WEIGHT[run.failOn], line = (finding: Finding): string => lineOf(finding, root, run);
  const problems = problemsOf(root), found = result.findings.filter(counts), byRule = grouped(found, ({ rule }) => rule), crashed = new Set(problems.map(({ rule }) => rule));
  const off = new Map(result.settings.filter(setting => setting.off).map(({ rule, reason, owner, until }) => [rule, `Switched off until ${until}, ${owner}: ${reason}`]));
  const unknown = new Map(result.withoutHistory.map(rule => [rule, 'In part not checked: there is no history.']));
  const silent = (rule: string, title: string): Case[] => {
    // Where sms.yaml cannot be used, that a rule found nothing says nothing.
    if (byRule.has(rule) || crashed.has(rule) || result.error !== undefined) return [];
    const why = off.get(rule) ?? unknown.get(rule);
    return [{ rule, name: title, verdict: why === undefined ? 'passed' : 'skipped', ...(why !== undefined && { message: why }) }];
  };
  return {
    name: root.name,
    cases: [
      ...problems.map(({ file, rule, message }) => failed(rule ?? 'not-checked', file === undefined ? root.name : repositoryPlaceOf(root, file), message)),
      ...[...byRule].flatMap(([rule, own]) => [...grouped(own, ({ file }) => repositoryPlaceOf(root, file))].map(([file, here]): Case => {
        const worst = GRADES.find(grade => here.some(finding => finding.grade === grade));
        return { rule, name: file, file, verdict: 'failure', ...(worst && { type: worst }), message: messageOf(here, run), text: here.map(line) };
      })),
      ...[...run.rules.values()].flatMap(({ id, title }) => silent(id, title)),
      ...result.waiting.map(({ rule, waitsFor }): Case => ({ rule, name: rule, verdict: 'skipped', message: `Not in force yet; it waits for ${waitsFor}.` })),
    ],
    beside: [
      lastLine(root, run),
      ...result.findings.filter(finding => !counts(finding)).map(finding => `Below --fail-on ${run.failOn}: ${line(finding)}`),
      ...result.accepted.map(finding => `Accepted as a deviation: ${line(finding)}`),
    ],
  };
}

function failed(rule: string, name: string, message: string): Case { return { rule, name, verdict: 'error', type: 'incomplete', message }; }

function messageOf(findings: readonly Finding[], run: CheckRun): string {
  const [first] = findings;
  return first === undefined ? '' : findings.length === 1 ? sentence(run.rules.get(first.rule), first) : plural(findings.length, 'finding');
}

/** `catalogue.yaml:12:9 minor role-unknown-or-vacant: SVC-NET …`. */
function lineOf(finding: Finding, root: CheckedRoot, run: CheckRun): string {
  const { start } = oneBased(finding.range);
  return `${repositoryPlaceOf(root, finding.file)}:${start.line}:${start.column} ${finding.grade} ${finding.rule}: ${sentence(run.rules.get(finding.rule), finding)}`;
}

// ---- XML ----

function countsOf(cases: readonly Case[]): Record<string, string> {
  const count = (wanted: Verdict): string => String(cases.filter(({ verdict }) => verdict === wanted).length);
  return { tests: String(cases.length), failures: count('failure'), errors: count('error'), skipped: count('skipped') };
}

function suiteLines({ name, cases, beside }: Suite): string[] {
  return [
    `  <testsuite${attributes({ name, ...countsOf(cases) })}>`, ...cases.flatMap(caseLines),
    ...(beside.length === 0 ? [] : [`    <system-out>${lines(beside)}</system-out>`]), '  </testsuite>',
  ];
}

function caseLines({ rule, name, file, verdict, message = '', type, text = [] }: Case): string[] {
  const open = `    <testcase${attributes({ classname: rule, name, ...(file !== undefined && { file }) })}`;
  if (verdict === 'passed') return [`${open}/>`];
  const told = attributes({ message, ...(type !== undefined && { type }) });
  return [`${open}>`, `      <${verdict}${told}${text.length === 0 ? '/>' : `>${lines(text)}</${verdict}>`}`, '    </testcase>'];
}

function attributes(values: Readonly<Record<string, string>>): string { return Object.entries(values).map(([name, value]) => ` ${name}="${xmlText(value)}"`).join(''); }

function lines(texts: readonly string[]): string { return texts.map(each => xmlText(harmless(visible(each)))).join('\n'); }
