import { DiagnosticSeverity, type Diagnostic } from 'vscode-languageserver';
import { sentence } from '../rules/check.js';
import type { RuleBook } from '../rules/book.js';
import { told, type Language } from '../sms/language.js';
import { LIMITS } from '../sms/limits.js';
import { visible } from '../sms/text.js';
import type { Finding, Grade } from '../sms/types.js';

const SEVERITY: Readonly<Record<Grade, DiagnosticSeverity>> = {
  major: DiagnosticSeverity.Error, minor: DiagnosticSeverity.Warning, observation: DiagnosticSeverity.Information,
};

export interface DiagnosticOptions {
  /** The address of a file of the same SMS. */
  uri(file: string): string;
  /** The address that explains a rule, where the client has one. */
  ruleHref(rule: string): string | undefined;
  language: Language;
  rules: Pick<RuleBook, 'get'>;
}

/**
 * The findings of one file as an editor shows them, in the order given. Of more than the limit the worst stay, and one more says how many there are.
 */
export function toDiagnostics(findings: readonly Finding[], options: DiagnosticOptions): Diagnostic[] {
  const all = findings.map(finding => toDiagnostic(finding, options));
  const more = all.length - LIMITS.reportsPerFile;
  if (more <= 0) return all;
  const worstFirst = [...all].sort((a, b) => severity(a) - severity(b));
  const kept = new Set(worstFirst.slice(0, LIMITS.reportsPerFile));
  const start = { line: 0, character: 0 }, { language } = options;
  return [...all.filter(diagnostic => kept.has(diagnostic)), {
    range: { start, end: start }, severity: severity(worstFirst[LIMITS.reportsPerFile]), source: 'SMS',
    message: more === 1
      ? language.text('findings.more.one', 'This file has 1 more finding, which is not listed here. Correct the ones listed, or see all with `sms check`.')
      : language.text('findings.more.many', 'This file has {count} more findings, which are not listed here. Correct the ones listed, or see all with `sms check`.', { count: more }),
  }];
}

function severity(diagnostic: Diagnostic | undefined): DiagnosticSeverity { return diagnostic?.severity ?? DiagnosticSeverity.Information; }

function toDiagnostic(finding: Finding, { uri, ruleHref, language, rules }: DiagnosticOptions): Diagnostic {
  const href = ruleHref(finding.rule);
  return {
    range: finding.range,
    severity: SEVERITY[finding.grade],
    source: 'SMS',
    code: finding.rule,
    ...(href !== undefined && { codeDescription: { href } }),
    message: visible(sentence(rules.get(finding.rule), finding, language)),
    ...(finding.related.length > 0 && {
      relatedInformation: finding.related.map(({ file, range, text, words }) => ({ location: { uri: uri(file), range }, message: words ? String(told(language, words)) : text })),
    }),
  };
}
