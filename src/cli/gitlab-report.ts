import { sentence } from '../rules/check.js';
import { fingerprints } from '../sms/findings.js';
import type { Grade } from '../sms/types.js';
import { jsonText } from './escape.js';
import { oneBased } from './json-report.js';
import { problemsOf, repositoryPlaceOf, type CheckedRoot, type CheckRun } from './run.js';

/** GitLab knows `info`, `minor`, `major`, `critical` and `blocker`. What could not be checked is graver than any finding: it hides some. */
const SEVERITY: Readonly<Record<Grade, string>> = { major: 'major', minor: 'minor', observation: 'info' };

/**
 * The report of GitLab Code Quality: a list of issues, places relative to the top of the repository. Fingerprints stay while the finding does, wherever its
 * file moves, and no two are the same: by them GitLab tells what a merge request brings.
 */
export function gitlabReport(run: CheckRun): string {
  return jsonText([
    ...run.errors.map((message, at) => issue('sms-check', message, `error:${at + 1}`, 'blocker', '.', 1)),
    ...run.roots.flatMap(root => ofRoot(root, run)),
  ]);
}

function ofRoot(root: CheckedRoot, run: CheckRun): unknown[] {
  const { findings, config } = root.result, own = run.roots.length === 1 ? '' : `${root.name}:`, marks = fingerprints(findings);
  return [
    ...problemsOf(root).map(({ file, message }, at) => issue('not-checked', message, `${own}not-checked:${at + 1}`, 'blocker', repositoryPlaceOf(root, file ?? config.file), 1)),
    ...findings.map((finding, at) => issue(finding.rule, sentence(run.rules.get(finding.rule), finding), own + (marks[at] ?? ''), SEVERITY[finding.grade],
      repositoryPlaceOf(root, finding.file), oneBased(finding.range).start.line)),
  ];
}

function issue(rule: string, description: string, fingerprint: string, severity: string, path: string, line: number): unknown {
  return { description, check_name: rule, fingerprint, severity, location: { path, lines: { begin: line } } };
}
