import { rules } from '../rules/index.js';
import type { Rule } from '../rules/rule.js';
import { builtInKinds, ruleFileSchema, type Kinds, type KindSchema } from '../sms/kinds.js';
import type { Shape } from '../sms/shapes.js';
import { ruleCatalogue, type CatalogueRule } from '../sms/standard.js';
import { compareText } from '../sms/text.js';

/** The tables of docs/. */

export function rulesTable(): string {
  return markdownTable(['Rule', 'Grade', 'Clauses', 'What is right', 'No.'],
    rules.map(rule => [`\`${rule.id}\``, rule.grade, rule.clauses.join(', '), rule.title, String(catalogueRule(rule.id)?.number ?? '')]));
}

export function kindsTable(): string {
  return markdownTable(['Kind', 'What it is', 'Written as', 'Shows clauses'],
    sortedKinds(builtInKinds).map(kind => [`\`${kind.kind}\``, kind.name, writtenAs(kind), shows(kind)]));
}

/** The words of a file with a rule of one's own, as its schema has them: of the rule, of a condition, of what is related. */
export function ruleWordsTable(): string {
  const shape = ruleFileSchema.shape, condition = shape.properties.get('where')?.items, related = condition?.properties.get('some');
  const rows = (of: Shape | undefined, where: string): string[][] => [...of?.properties ?? []]
    .map(([key, { description, label, choices, examples }]) => [`\`${key}\``, where, [`${description === '' ? `${label}.` : description}`, ...(choices.length > 0 ? [`One of: ${choices.join(', ')}.`] : examples[0] === undefined ? [] : [`Such as \`${JSON.stringify(examples[0])}\`.`])].join(' ')]);
  return markdownTable(['Word', 'Stands in', 'What it says'], [...rows(shape, 'a rule'), ...rows(condition, 'a condition'), ...rows(related, '`some`, `none`, `count`')]);
}

export function catalogueRule(id: string): CatalogueRule | undefined { return ruleCatalogue().find(rule => rule.id === id); }

/** Rules of the catalogue that this release cannot decide yet. */
export function waitingRules(inForce: readonly Rule[]): readonly CatalogueRule[] {
  const ids = new Set(inForce.map(rule => rule.id));
  return ruleCatalogue().filter(rule => rule.waitsFor !== undefined && !ids.has(rule.id));
}

export function sortedKinds(kinds: Kinds): readonly KindSchema[] { return [...kinds.all()].sort((a, b) => compareText(a.kind, b.kind)); }

/** `document, YAML`. */
export function writtenAs({ header, format }: KindSchema): string { return `${header === 'none' ? 'file' : header}, ${format === 'yaml' ? 'YAML' : 'Markdown'}`; }

/** `8.2.1, 8.2.4 (maintained)`. */
export function shows({ clauses }: KindSchema): string {
  return (['maintain', 'retain'] as const).map(how => ({ how, ids: clauses.filter(({ as }) => as === how).map(({ clause }) => clause) }))
    .filter(({ ids }) => ids.length > 0).map(({ how, ids }) => `${ids.join(', ')} (${how}ed)`).join('; ');
}

function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell => cell.replace(/\\/g, '\\\\').replace(/\|/g, '\\|')).join(' | ')} |`;
  return [line(head), `|${head.map(() => ' --- |').join('')}`, ...rows.map(line)].join('\n') + '\n';
}
