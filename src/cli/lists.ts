import type { Rule } from '../rules/rule.js';
import { FORMAT } from '../sms/config.js';
import { jsonText } from './escape.js';
import { TOOL } from './json-report.js';
import { paragraph, plural, row, type Painter } from './layout.js';
import { catalogueRule, shows, sortedKinds, waitingRules, writtenAs } from './tables.js';
import type { Kinds } from '../sms/kinds.js';
import { visible } from '../sms/text.js';

/** `sms rules`: a table for people. */
export function rulesText(rules: readonly Rule[], paint: Painter, columns: number | undefined): string {
  const widths = columnWidths(columns, [longest(rules.map(rule => rule.id)), 11, 20], 5);
  const waiting = waitingRules(rules);
  return [
    ...row(['Rule', 'Grade', 'Clauses', 'What is right', 'No.'], widths).map(paint.bold),
    ...rules.flatMap(rule => row([rule.id, rule.grade, rule.clauses.join(', '), rule.title, String(catalogueRule(rule.id)?.number ?? '–')], widths,
      (cell, column) => (column === 1 ? paint.grade(rule.grade, cell) : cell))),
    '',
    waiting.length === 0 ? 'All 120 rules of the catalogue are in force.' : paint.bold(`Not in force yet: ${plural(waiting.length, 'rule')} of the catalogue of 120, and what each waits for`),
    ...waiting.flatMap(({ id, waitsFor, clauses, number }) => row([id, '', clauses.join(', '), waitsFor ?? '', String(number)], widths)),
    '',
    ...paragraph('Rules without a number guard what the others rely on. sms explain RULE says why, with examples.', columns, 0).map(paint.dim),
  ].join('\n') + '\n';
}

/** `sms rules --format json`. */
export function rulesJson(rules: readonly Rule[]): string {
  return jsonText({
    format: FORMAT, tool: TOOL,
    rules: rules.map(rule => {
      const number = catalogueRule(rule.id)?.number;
      return { id: rule.id, ...(number !== undefined && { number }), title: rule.title, grade: rule.grade, clauses: rule.clauses, why: rule.why, settings: rule.settings ?? {} };
    }),
    waiting: waitingRules(rules).map(({ id, number, title, clauses, waitsFor }) => ({ id, number, title, clauses, waitsFor })),
  });
}

/** `sms kinds`: a table for people. */
export function kindsText(all: Kinds, paint: Painter, columns: number | undefined): string {
  const kinds = sortedKinds(all), own = kinds.filter(({ file }) => file !== undefined);
  const widths = columnWidths(columns, [longest(kinds.map(kind => kind.kind)), 30, 18]);
  return [
    ...row(['Kind', 'What it is', 'Written as', 'Shows clauses'], widths).map(paint.bold),
    ...kinds.flatMap(kind => row([kind.kind, kind.name, writtenAs(kind), shows(kind)], widths)),
    ...(own.length === 0 ? [] : ['', ...paragraph(`Described by this SMS itself: ${own.map(({ kind, file }) => `${kind} (${visible(file ?? '')})`).join(', ')}.`, columns, 0)]),
  ].join('\n') + '\n';
}

/** The last of the columns but `tail` takes what is left. */
function columnWidths(columns: number | undefined, head: readonly number[], tail?: number): number[] {
  const taken = [...head, ...(tail === undefined ? [] : [tail])].reduce((sum, width) => sum + width + 2, 0);
  return [...head, Math.max(24, (columns ?? 130) - taken), ...(tail === undefined ? [] : [tail])];
}

function longest(words: readonly string[]): number { return Math.max(...words.map(word => word.length)); }
