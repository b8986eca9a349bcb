import manifest from '../../package.json' with { type: 'json' };
import { sentence } from '../rules/check.js';
import type { Rule } from '../rules/rule.js';
import { FORMAT } from '../sms/config.js';
import { text } from '../sms/data.js';
import type { Finding, Range } from '../sms/types.js';
import { jsonText } from './escape.js';
import { commitFacts } from './moment.js';
import { historyFacts } from './opening.js';
import { countGrades, type CheckedRoot, type CheckRun } from './run.js';

export const TOOL = { name: manifest.name, version: manifest.version };

/** The JSON output, described by schemas/reports/check.json. Files are seen from the root of their SMS; positions count from 1, columns in UTF-16 units. */
export function jsonReport(run: CheckRun): string {
  return jsonText({
    format: FORMAT, tool: TOOL, outcome: run.outcome, exitCode: run.exitCode, runs: run.roots.map(root => ofRoot(root, run)), errors: run.errors.map(message => ({ message })),
  });
}

function ofRoot({ name, result, outcome, coverage, commit, since }: CheckedRoot, run: CheckRun): unknown {
  const finding = (f: Finding): Record<string, unknown> => findingFacts(f, run.rules.get(f.rule));
  return {
    root: name, organization: result.config.organization, standard: result.config.standard, stage: result.config.stage,
    today: result.today, todayFrom: result.todayFrom, ...commitFacts(commit),
    ...(since && { since: { revision: since.revision, ...(since.base && { base: { id: since.base.commit, committed: since.base.committed } }), remaining: since.remaining, fixed: since.fixed } }),
    history: historyFacts(result, commit), outcome, counts: { ...countGrades(result.findings), accepted: result.accepted.length },
    artefacts: result.model.artefacts.length, attachments: result.attachments.length,
    findings: result.findings.map(finding),
    accepted: result.accepted.map(f => ({ ...finding(f), deviation: f.deviation ?? '' })),
    incomplete: result.incomplete, settings: result.settings, withoutHistory: result.withoutHistory, waiting: result.waiting,
    clauses: coverage.map(({ clause, state, evidence, findings }) => ({
      clause: clause.id, title: clause.title, state, findings,
      evidence: evidence.map(({ id, kind, file, data }) => ({ id, kind, file, ...(text(data, 'status') !== undefined && { status: text(data, 'status') }) })),
    })),
  };
}

/** A finding for programs. */
export function findingFacts(finding: Finding, rule: Rule | undefined): Record<string, unknown> {
  const { rule: id, message, args, grade, clauses, file, range, subject, related } = finding;
  return {
    rule: id, message, args, text: sentence(rule, finding), grade, clauses, file, range: oneBased(range), ...(subject !== undefined && { subject }),
    related: related.map(at => ({ file: at.file, range: oneBased(at.range), text: at.text })),
  };
}

export function oneBased({ start, end }: Range): { start: { line: number; column: number }; end: { line: number; column: number } } {
  return { start: { line: start.line + 1, column: start.character + 1 }, end: { line: end.line + 1, column: end.character + 1 } };
}
