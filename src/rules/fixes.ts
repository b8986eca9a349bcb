import type { Changes, Edit, FileEdits } from '../sms/changes.js';
import { told, type Language } from '../sms/language.js';
import { comparePositions } from '../sms/text.js';
import type { Finding } from '../sms/types.js';
import { fieldFixes } from './field-fixes.js';
import { fileFixes } from './file-fixes.js';
import { referenceFixes } from './reference-fixes.js';
import type { Fix, FixContext, Rule } from './rule.js';

/** Ways to mend what the parser, the schemas and references raise, whichever rule speaks: each gives those for what it knows, and nothing else. */
const SHARED: readonly ((context: FixContext, finding: Finding, rule: Rule) => Iterable<Fix>)[] = [fieldFixes, referenceFixes, fileFixes];

/**
 * All ways to mend a finding, the best first: those of its rule, then those that all rules share. Each is made from the texts as they stand, and changes
 * something; none is given for a file that changed since the check in a way that moved the finding.
 */
export function fixesFor(finding: Finding, rule: Rule, context: FixContext): Fix[] {
  const own = [...rule.fix?.(context, finding) ?? []];
  // A rule that writes the missing fields itself knows more of them.
  const fixes = finding.message === 'missing' && own.length > 0 ? own : [...own, ...SHARED.flatMap(shared => [...shared(context, finding, rule)])];
  const seen = new Set<string>();
  return fixes.filter(({ changes }) => {
    const key = JSON.stringify(changes), known = seen.has(key);
    seen.add(key);
    return !known && [...changes.create ?? [], ...(changes.edits ?? []).filter(({ edits }) => edits.length > 0), ...changes.rename ?? []].length > 0;
  });
}

/**
 * The preferred fix of each of some findings of one rule, made at once. Where two would write at one place the first is made, and the other is left for
 * the next time; so are those beyond MOST_AT_ONCE. Undefined where none has one.
 */
export function fixAll(findings: readonly Finding[], rule: Rule, context: FixContext): Changes | undefined {
  const edits = new Map<string, Edit[]>(), create = new Map<string, string>();
  let made = 0;
  for (const finding of findings) {
    if (made >= MOST_AT_ONCE) break;
    const changes = fixesFor(finding, rule, context).find(({ preferred }) => preferred)?.changes;
    if (!changes || changes.rename) continue;
    const meets = ({ file, edits: own }: FileEdits): boolean => own.some(edit => (edits.get(file) ?? []).some(other => touch(edit, other)));
    if ((changes.create ?? []).some(({ file }) => create.has(file)) || changes.edits?.some(meets)) continue;
    made++;
    for (const { file, text } of changes.create ?? []) create.set(file, text);
    for (const { file, edits: own } of changes.edits ?? []) edits.set(file, [...edits.get(file) ?? [], ...own]);
  }
  if (made === 0) return undefined;
  return { create: [...create].map(([file, text]) => ({ file, text })), edits: [...edits].map(([file, own]) => ({ file, edits: own })) };
}

/** More take longer than somebody waits. */
const MOST_AT_ONCE = 500;

/** True where what one writes may be read together with what the other writes. */
function touch(a: Edit, b: Edit): boolean { return comparePositions(a.range.start, b.range.end) <= 0 && comparePositions(b.range.start, a.range.end) <= 0; }

/** Changes to more than one file are shown before they are made. */
export function withPreview(changes: Changes, why: string): Changes {
  const { create = [], edits = [] } = changes;
  if (create.length + edits.length < 2) return changes;
  return { ...changes, edits: edits.map(({ file, edits: own }) => ({ file, edits: own.map(edit => ({ ...edit, confirm: edit.confirm ?? why })) })) };
}

/** What a fix does, as an order: `Link SVC-MAIL instead`. */
export function fixTitle(rule: Rule, { say, args = {} }: Fix, language: Language): string {
  const own = rule.fixes?.[say], words = Object.fromEntries(Object.entries(args).map(([name, word]) => [name, told(language, word)]));
  return own === undefined ? language.text(`fix.${say}`, FIXES[say] ?? say, words) : language.text(`rule.${rule.id}.fix.${say}`, own, words);
}

/** The words of the fixes that all rules share. */
export const FIXES: Readonly<Record<string, string>> = {
  insert: 'Insert {fields}',
  'insert-with': 'Insert {fields}: {value}',
  'insert-none': 'Insert {fields}: there is none',
  'insert-with-some': 'Insert {fields}: {value}; of {none} there is none',
  'insert-some': 'Insert {fields}; of {none} there is none',
  'rename-key': 'Rename the field to `{field}`',
  write: 'Write {value}',
  'remove-entry': 'Remove the empty entry',
  'remove-field': 'Delete `{field}`',
  link: 'Write {id}',
  unlink: 'Keep the words without the link',
  create: 'Create {id} ({kind}) in {file}',
  'create-item': 'Add {id} ({type}) to {file}',
  'remove-double': 'Remove the second `{field}`, which says the same',
  'keep-first': 'Keep the first `{field}`, delete the second',
  'keep-ours': 'Keep what stands above `=======`',
  'keep-theirs': 'Keep what stands below `=======`',
  'keep-second': 'Keep the second `{field}`, delete the first',
  'front-matter-unclosed': 'End the fields with a line `---`',
  'front-matter-unopened': 'Begin the fields with a line `---`',
  'front-matter-code': 'Begin the page with `---` alone',
  'insert-section': 'Insert the section "{heading}"',
  rename: 'Rename this one to {id}',
  quote: 'Put the text in quotes',
  unbracket: 'Write the id without brackets',
  'straight-quotes': 'Write straight quotation marks',
  spaces: 'Indent with spaces',
  indent: 'Indent as the lines above',
  'write-out': 'Write the fields out here',
  'no-dashes': 'Take the dashes away',
  'remove-line': 'Remove the line',
  split: 'Move what follows to {file}',
  'close-bracket': 'Close it at the end of the line',
};
