import { sentence } from '../rules/check.js';
import type { Rule } from '../rules/rule.js';
import { text } from '../sms/data.js';
import { fingerprints } from '../sms/findings.js';
import type { Finding, Grade, Range } from '../sms/types.js';
import { jsonText } from './escape.js';
import { oneBased, TOOL } from './json-report.js';
import { problemsOf, repositoryPlaceOf, type CheckedRoot, type CheckRun } from './run.js';

const LEVEL: Readonly<Record<Grade, 'error' | 'warning' | 'note'>> = { major: 'error', minor: 'warning', observation: 'note' };

/** SARIF 2.1.0, one run for each SMS. Addresses are relative to the top of the repository (SRCROOT), so that code scanning finds the files. */
export function sarifReport(run: CheckRun): string {
  const rules = [...run.rules.values()];
  const driver = {
    name: 'SMS as Code', semanticVersion: TOOL.version, version: TOOL.version,
    rules: rules.map(rule => ({
      id: rule.id, name: rule.id, shortDescription: { text: rule.title }, fullDescription: { text: rule.why },
      help: { text: `${rule.why}\nClauses: ${rule.clauses.join(', ')}. More, with examples: sms explain ${rule.id}` },
      defaultConfiguration: { level: LEVEL[rule.grade] }, properties: { tags: [...new Set(rule.clauses)].map(clause => `clause ${clause}`) },
    })),
  };
  const indexes = new Map(rules.map((rule, at) => [rule.id, at]));
  const common = { tool: { driver }, columnKind: 'utf16CodeUnits', originalUriBaseIds: { SRCROOT: { description: { text: 'The top of the repository.' } } } };
  const errors = run.errors.map(message => ({ level: 'error', message: { text: message } }));
  return jsonText({
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0',
    runs: run.roots.length === 0 ? [{ ...common, invocations: [invocation(run.outcome === 'clean', run.exitCode, errors)], results: [] }]
      : run.roots.map((root, at) => ({
        ...common, automationDetails: { id: `sms-as-code/${root.name}/` },
        properties: { today: root.result.today, todayFrom: root.result.todayFrom, stage: root.result.config.stage, ...(root.commit && { commit: root.commit.id }) },
        invocations: [invocation(root.outcome === 'clean' || root.outcome === 'findings', run.exitCode, [...notifications(root), ...(at === 0 ? errors : [])])],
        results: results(root, run, indexes),
      })),
  });
}

function invocation(executionSuccessful: boolean, exitCode: number, toolExecutionNotifications: unknown[]): unknown {
  return { executionSuccessful, exitCode, toolExecutionNotifications };
}

function notifications(root: CheckedRoot): unknown[] {
  return problemsOf(root).map(({ file, message }) => ({ level: 'error', message: { text: message }, ...(file !== undefined && { locations: [location(root, file)] }) }));
}

function results(root: CheckedRoot, { rules }: CheckRun, indexes: ReadonlyMap<string, number>): unknown[] {
  const all = [...root.result.findings, ...root.result.accepted], marks = fingerprints(all);
  return all.map((finding, at) => result(root, finding, marks[at] ?? '', rules.get(finding.rule), indexes.get(finding.rule)));
}

function result(root: CheckedRoot, finding: Finding, mark: string, rule: Rule | undefined, ruleIndex: number | undefined): unknown {
  return {
    ruleId: finding.rule, ...(ruleIndex !== undefined && { ruleIndex }), level: LEVEL[finding.grade], message: { text: sentence(rule, finding) },
    locations: [location(root, finding.file, finding.range)],
    // Under a name of our own: GitHub's upload warns of each that it would have computed otherwise under its own.
    partialFingerprints: { 'smsFinding/v1': mark },
    ...(finding.related.length > 0 && {
      relatedLocations: finding.related.map(({ file, range, text: words }) => ({ ...location(root, file, range), message: { text: words } })),
    }),
    ...(finding.deviation !== undefined && { suppressions: [{ kind: 'external', status: 'accepted', justification: justification(root, finding.deviation) }] }),
    properties: { message: finding.message, clauses: finding.clauses, grade: finding.grade, ...(finding.subject !== undefined && { subject: finding.subject }) },
  };
}

function justification({ result: { model } }: CheckedRoot, id: string): string {
  const deviation = model.item(id), value = deviation && model.value(deviation);
  return [id, text(value, 'reason'), text(value, 'until') && `accepted until ${text(value, 'until')}`, text(value, 'owner')].filter(part => part !== undefined && part !== '').join(' · ');
}

function location(root: CheckedRoot, file: string, range?: Range): { physicalLocation: unknown } {
  const place = range && oneBased(range);
  return {
    physicalLocation: {
      artifactLocation: { uri: repositoryPlaceOf(root, file).split('/').map(part => encodeURIComponent(part.replace(/\p{Surrogate}/gu, '\ufffd'))).join('/'), uriBaseId: 'SRCROOT' },
      ...(place && { region: { startLine: place.start.line, startColumn: place.start.column, endLine: place.end.line, endColumn: place.end.column } }),
    },
  };
}
