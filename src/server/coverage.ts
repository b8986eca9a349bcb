import { coverage, outsideClauses } from '../evidence/coverage.js';
import type { CoverageRoot, CoveragePlace } from '../protocol.js';
import { sentence } from '../rules/check.js';
import { ruleById } from '../rules/index.js';
import { clauses, leavesOf } from '../sms/standard.js';
import type { Artefact, Finding } from '../sms/types.js';
import type { Checked } from './document-control.js';

/** How far each clause of the standard is shown, chapter by chapter, for the tree of the editor. Ranges are of the id of an artefact, and of a finding. */
export function toCoverage({ uri, result, address }: Checked): CoverageRoot {
  const { model, config, today } = result, covered = new Map(coverage(result).map(entry => [entry.clause.id, entry]));
  const start = { line: 0, character: 0 };
  const artefact = ({ id, title, file }: Artefact): CoveragePlace => ({ title: id, detail: title, uri: address(file), range: model.files.get(file)?.items[0]?.idRange ?? { start, end: start } });
  const finding = (of: Finding): CoveragePlace => ({ title: sentence(ruleById(of.rule), of), detail: of.rule, uri: address(of.file), range: of.range, grade: of.grade });
  return {
    uri, organization: config.organization, standard: config.standard, today, outside: outsideClauses(result.findings).map(finding),
    chapters: clauses().filter(({ parent }) => parent === undefined).map(({ id, title }) => ({
      id, title,
      clauses: leavesOf(id).flatMap(({ id: leaf }) => {
        const entry = covered.get(leaf);
        return entry ? [{
          id: leaf, title: entry.clause.title, state: entry.state, reason: entry.reason,
          elements: entry.elements.map(({ title: what, state, reason, evidence }) => ({ title: what, state, reason, evidence: evidence.map(artefact) })),
          ...(entry.suggestion && { suggestion: { grade: entry.suggestion.grade, because: entry.suggestion.because, findings: entry.suggestion.findings.map(finding) } }),
        }] : [];
      }),
    })),
  };
}
