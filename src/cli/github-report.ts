import { WEIGHT } from '../session/session.js';
import { sentence } from '../rules/check.js';
import { compareFindings } from '../sms/findings.js';
import type { Finding, Grade } from '../sms/types.js';
import { commandData, commandProperty, harmless } from './escape.js';
import { oneBased } from './json-report.js';
import { repositoryPlaceOf, type CheckedRoot, type CheckRun } from './run.js';
import { lastLine } from './text-report.js';

type Kind = 'error' | 'warning' | 'notice';
const KIND: Readonly<Record<Grade, Kind>> = { major: 'error', minor: 'warning', observation: 'notice' };

/** GitHub shows that many of a kind for each step. */
const MOST = 10;

interface Annotation { kind: Kind; line: string }

/** Workflow commands of GitHub Actions, worst first, then the outcome as text. What GitHub would not show is summed up in one notice. */
export function githubReport(run: CheckRun, { most }: { most?: number }): string {
  const all: Annotation[] = [
    ...run.errors.map(message => ({ kind: 'error' as const, line: command('error', { title: 'sms check' }, message) })),
    ...run.roots.flatMap(notChecked),
    ...run.roots.flatMap(root => root.result.findings.map(finding => ({ root, finding })))
      .sort((a, b) => WEIGHT[b.finding.grade] - WEIGHT[a.finding.grade] || (a.root === b.root ? compareFindings(a.finding, b.finding) : 0))
      .slice(0, most ?? Infinity)
      .map(({ root, finding }) => ({ kind: KIND[finding.grade], line: annotation(root, finding, run) })),
  ];
  const total = run.roots.reduce((sum, root) => sum + root.result.findings.length + (notChecked(root).length), run.errors.length);
  const fits = (limits: Readonly<Record<Kind, number>>): Annotation[] => {
    const used = { error: 0, warning: 0, notice: 0 };
    return all.filter(({ kind }) => ++used[kind] <= limits[kind]);
  };
  let shown = fits({ error: MOST, warning: MOST, notice: MOST });
  if (shown.length < total) shown = fits({ error: MOST, warning: MOST, notice: MOST - 1 });
  const lines = shown.map(({ line }) => line);
  if (shown.length < total) {
    const left = total - shown.length;
    const words = `${left} more ${left === 1 ? 'finding is' : 'findings are'} not shown here. "sms check" on your machine, or --format json, lists all.`;
    lines.push(command('notice', { title: 'sms check' }, words));
  }
  return [...lines, ...run.roots.map(root => harmless(lastLine(root, run)))].join('\n') + '\n';
}

function notChecked(root: CheckedRoot): Annotation[] {
  const { incomplete } = root.result;
  if (incomplete.length === 0) return [];
  const what = incomplete.slice(0, MOST).map(({ file, rule, reason }) => `${file ?? (rule === undefined ? root.name : `rule ${rule}`)}: ${reason}`);
  const more = incomplete.length > MOST ? [`and ${incomplete.length - MOST} more`] : [];
  return [{ kind: 'error', line: command('error', { title: 'Not checked to the end' }, [...what, ...more].join('; ')) }];
}

function annotation(root: CheckedRoot, finding: Finding, run: CheckRun): string {
  const { start, end } = oneBased(finding.range);
  return command(KIND[finding.grade], {
    file: repositoryPlaceOf(root, finding.file), line: String(start.line), endLine: String(end.line),
    // GitHub takes columns only within one line.
    ...(start.line === end.line && { col: String(start.column), endColumn: String(end.column) }),
    title: finding.rule,
  }, sentence(run.rules.get(finding.rule), finding));
}

function command(kind: Kind, properties: Readonly<Record<string, string>>, text: string): string {
  return `::${kind} ${Object.entries(properties).map(([key, value]) => `${key}=${commandProperty(value)}`).join(',')}::${commandData(text)}`;
}
