import { ENGLISH, gradeWord, type Language } from '../sms/language.js';
import { clause } from '../sms/standard.js';
import type { Rule } from './rule.js';

/** One rule as a Markdown page: why, what it says, grade, clauses with our paraphrase, thresholds, examples. */
export function rulePage(rule: Rule, language: Language = ENGLISH): string {
  const { id, title, why, messages } = rule;
  const grades = [...new Set([rule.grade, ...Object.values(messages).map(({ grade }) => grade ?? rule.grade)])];
  const says = Object.entries(messages).map(([name, { text, grade }]) =>
    `- ${shown(language.text(`rule.${id}.message.${name}`, text))}${grade && grade !== rule.grade ? ` *(${gradeWord(grade, language)})*` : ''}`);
  const parts = [
    `# ${language.text(`rule.${id}.title`, title)}`,
    language.text('page.grade', '`{rule}` · suggested grade: {grades}. Only an auditor grades.', { rule: id, grades: grades.map(grade => gradeWord(grade, language)).join(', ') }),
    ...(why === '' ? [] : [`## ${language.text('page.why', 'Why')}`, language.text(`rule.${id}.why`, why)]),
    `## ${language.text('page.says', 'What it says')}`, says.join('\n'),
    ...(rule.clauses.length === 0 ? [] : [`## ${language.text('page.clauses', 'Clauses of ISO/IEC 20000-1')}`, rule.clauses.map(clause => clauseLine(clause, language)).join('\n')]),
    ...(rule.file === undefined ? [] : [language.text('page.own', 'A rule of this SMS: {file}.', { file: `\`${rule.file.replaceAll('`', '')}\`` })]),
  ];
  const settings = Object.entries(rule.settings ?? {});
  if (settings.length > 0) {
    parts.push(`## ${language.text('page.settings', 'Settings')}`, language.text('page.settings.where', 'Under `rules` in `sms.yaml`, with these defaults:'),
      fence('yaml', `rules:\n  ${id}: { ${settings.map(([key, value]) => `${key}: ${value}`).join(', ')} }`));
  }
  const { good, bad } = rule.examples, shownAll = (all: readonly string[]): string => all.map(each => example(each, language)).join('\n\n---\n\n');
  if (bad.length > 0) {
    const heading = bad.length > 1 ? language.text('page.found', 'What is found') : language.text('page.found.one', 'An example of what is found');
    parts.push(`## ${heading}`, shownAll(bad));
  }
  if (good.length > 0) parts.push(`## ${language.text('page.right', 'How it is right')}`, shownAll(good));
  return `${parts.join('\n\n')}\n`;
}

/** A message as Markdown. What it says of the case at hand is left open; half-sentences that may follow are left out. */
function shown(text: string): string {
  const open = text.replace(/(?<=[.!?])\s*\{\w+\}|\s*\{hint\}/g, '').replace(/\{\w+\}/g, '…');
  return open.split(/(`[^`]*`)/).map(part => (part.startsWith('`') ? part : part.replace(/[*_<[\]\\]/g, '\\$&'))).join('');
}

function clauseLine(id: string, language: Language): string {
  const known = clause(id);
  if (!known) return `- **${id}**`;
  const { title, paraphrase } = known;
  return `- **${id} ${language.text(`clause.${id}.title`, title)}**${paraphrase === undefined ? '' : `: ${language.text(`clause.${id}.paraphrase`, paraphrase)}`}`;
}

/** The files of an example, one block each; under it the places that the rule reports. */
function example(source: string, language: Language): string {
  const blocks: string[] = [];
  for (const { file, lines, places, commit } of files(source)) {
    if (commit !== undefined) { blocks.push(`*${language.text('page.committed', 'Committed by {who} on {day}.', commit)}*`); continue; }
    blocks.push(`\`${file}\``, fence(/\.(md|markdown)$/.test(file) ? 'markdown' : 'yaml', lines.join('\n')));
    if (places.length === 0) continue;
    blocks.push(places.map(({ line, text }) => `- ${text === '' ? language.text('page.line', 'Line {line}', { line })
      : language.text('page.line.at', 'Line {line}, at `{text}`', { line, text: text.replaceAll('`', '') })}`).join('\n'));
  }
  return blocks.join('\n\n');
}

interface ExampleFile { file: string; lines: string[]; places: { line: number; text: string }[]; commit?: { who: string; day: string } }

/** Reads an example: `//- path` begins a file, a line of `//  ^^^` or `//@from-to` marks what is reported in the line above it, `//@ commit` commits. */
function files(source: string): ExampleFile[] {
  const found: ExampleFile[] = [];
  for (const line of source.replace(/^\n/, '').replace(/\s+$/, '').split('\n')) {
    const start = /^\/\/- (.+)$/.exec(line);
    if (start) { found.push({ file: start[1] ?? '', lines: [], places: [] }); continue; }
    const committed = /^\/\/@ commit (\S+) (\S+)$/.exec(line);
    if (committed) { found.push({ file: '', lines: [], places: [], commit: { who: committed[1] ?? '', day: committed[2] ?? '' } }); continue; }
    const into = found.at(-1);
    if (!into) continue;
    const marked = /^\/\/(?: *(\^+)|@(\d+)-(\d+))(?: |$)/.exec(line);
    if (!marked) { into.lines.push(line); continue; }
    const from = marked[1] === undefined ? Number(marked[2]) : line.indexOf('^');
    const to = marked[1] === undefined ? Number(marked[3]) : from + marked[1].length;
    into.places.push({ line: into.lines.length, text: (into.lines.at(-1) ?? '').slice(from, to).trim() });
  }
  return found;
}

function fence(language: string, text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`{3,}/g)].map(([ticks]) => ticks.length));
  const ticks = '`'.repeat(longest + 1);
  return `${ticks}${language}\n${text}\n${ticks}`;
}
