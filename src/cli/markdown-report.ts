import { WEIGHT } from '../session/session.js';
import { sentence } from '../rules/check.js';
import { compareFindings } from '../sms/findings.js';
import type { Finding } from '../sms/types.js';
import { oneBased } from './json-report.js';
import { plural } from './layout.js';
import { markdownText } from './register-reports.js';
import { problemsOf, repositoryPlaceOf, type CheckedRoot, type CheckRun } from './run.js';
import { lastLine } from './text-report.js';

/** Characters of all rows together: a summary of GitHub Actions holds 1 MiB, of which one character takes at most four bytes. */
const MOST_CHARACTERS = 100_000;

/** The summary of a step or the body of a page: for each SMS the outcome, then what was found, worst first, as far as there is room. It says what it leaves out. */
export function markdownReport(run: CheckRun, { most = Infinity }: { most?: number }): string {
  const room = Math.floor(MOST_CHARACTERS / Math.max(1, run.roots.length));
  return [...run.errors.map(message => `- ${markdownText(message)}`), ...run.roots.flatMap(root => ofRoot(root, run, most, room))].join('\n').concat('\n');
}

function ofRoot(root: CheckedRoot, run: CheckRun, most: number, room: number): string[] {
  const findings = [...root.result.findings].sort((a, b) => WEIGHT[b.grade] - WEIGHT[a.grade] || compareFindings(a, b));
  const problems = fitting(problemsOf(root).map(({ file, message }) => `- ${markdownText(file === undefined ? message : `${repositoryPlaceOf(root, file)}: ${message}`)}`), room / 2);
  const rows = fitting(findings.slice(0, most).map(finding => rowOf(finding, root, run)), room / 2);
  const left = findings.length - rows.length, missing = problemsOf(root).length - problems.length;
  return [
    `### ${markdownText(root.name === '.' ? 'SMS as Code' : root.name)}`, '', markdownText(lastLine(root, run)), '',
    ...problems, ...(missing > 0 ? [`- and ${missing} more`] : []), ...(problems.length + missing > 0 ? [''] : []),
    ...(rows.length === 0 ? [] : ['| Grade | Place | Finding | Rule |', '| --- | --- | --- | --- |', ...rows, '']),
    ...(left > 0 ? [`${plural(left, 'more finding')} not shown here: *sms check* on your machine lists all.`, ''] : []),
  ];
}

function rowOf(finding: Finding, root: CheckedRoot, run: CheckRun): string {
  const place = `${repositoryPlaceOf(root, finding.file)}:${oneBased(finding.range).start.line}`;
  return `| ${[finding.grade, place, sentence(run.rules.get(finding.rule), finding), finding.rule].map(markdownText).join(' | ')} |`;
}

/** The first of them, as many as there is room for. */
function fitting(lines: readonly string[], characters: number): string[] {
  let used = 0;
  const end = lines.findIndex(line => (used += line.length + 1) > characters);
  return lines.slice(0, end < 0 ? lines.length : end);
}
