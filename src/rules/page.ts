import { clause } from '../sms/standard.js';
import type { Rule } from './rule.js';

/** One rule as a Markdown page: why, what it says, grade, clauses with our paraphrase, thresholds, examples. The same for editor and command line. */
export function rulePage(rule: Rule): string {
  const grades = new Set([rule.grade, ...Object.values(rule.messages).map(({ grade }) => grade ?? rule.grade)]);
  const parts = [
    `# ${rule.title}`,
    `\`${rule.id}\` · suggested grade: ${[...grades].join(', ')}. Only an auditor grades.`,
    '## Why', rule.why,
    '## What it says', Object.values(rule.messages).map(({ text, grade }) => `- ${shown(text)}${grade && grade !== rule.grade ? ` *(${grade})*` : ''}`).join('\n'),
    '## Clauses of ISO/IEC 20000-1', rule.clauses.map(clauseLine).join('\n'),
  ];
  const settings = Object.entries(rule.settings ?? {});
  if (settings.length > 0) {
    parts.push('## Settings', 'Under `rules` in `sms.yaml`, with these defaults:',
      fence('yaml', `rules:\n  ${rule.id}: { ${settings.map(([key, value]) => `${key}: ${value}`).join(', ')} }`));
  }
  const { good, bad } = rule.examples;
  if (bad.length > 0) parts.push(bad.length > 1 ? '## What is found' : '## An example of what is found', bad.map(example).join('\n\n---\n\n'));
  if (good.length > 0) parts.push('## How it is right', good.map(example).join('\n\n---\n\n'));
  return `${parts.join('\n\n')}\n`;
}

/** A message as Markdown. What it says of the case at hand is left open; half-sentences that may follow are left out. */
function shown(text: string): string {
  const open = text.replace(/(?<=[.!?])\s*\{\w+\}|\s*\{hint\}/g, '').replace(/\{\w+\}/g, '…');
  return open.split(/(`[^`]*`)/).map(part => (part.startsWith('`') ? part : part.replace(/[*_<[\]\\]/g, '\\$&'))).join('');
}

function clauseLine(id: string): string {
  const known = clause(id);
  if (!known) return `- **${id}**`;
  return `- **${id} ${known.title}**${known.paraphrase ? `: ${known.paraphrase}` : ''}`;
}

/** The files of an example, one block each; under it the places that the rule reports. */
function example(source: string): string {
  const blocks: string[] = [];
  for (const { file, lines, places, commit } of files(source)) {
    if (commit !== undefined) { blocks.push(`*Committed by ${commit}.*`); continue; }
    blocks.push(`\`${file}\``, fence(/\.(md|markdown)$/.test(file) ? 'markdown' : 'yaml', lines.join('\n')));
    if (places.length > 0) blocks.push(places.map(({ line, text }) => `- ${text === '' ? `Line ${line}` : `Line ${line}, at \`${text.replaceAll('`', '')}\``}`).join('\n'));
  }
  return blocks.join('\n\n');
}

interface ExampleFile { file: string; lines: string[]; places: { line: number; text: string }[]; commit?: string }

/** Reads an example: `//- path` begins a file, a line of `//  ^^^` or `//@from-to` marks what is reported in the line above it, `//@ commit` commits. */
function files(source: string): ExampleFile[] {
  const found: ExampleFile[] = [];
  for (const line of source.replace(/^\n/, '').replace(/\s+$/, '').split('\n')) {
    const start = /^\/\/- (.+)$/.exec(line);
    if (start) { found.push({ file: start[1] ?? '', lines: [], places: [] }); continue; }
    const committed = /^\/\/@ commit (\S+) (\S+)$/.exec(line);
    if (committed) { found.push({ file: '', lines: [], places: [], commit: `${committed[1] ?? ''} on ${committed[2] ?? ''}` }); continue; }
    const into = found.at(-1);
    if (!into) continue;
    const marked = /^\/\/(?: *(\^+)|@(\d+)-(\d+)) /.exec(line);
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
