import { stateWord } from '../sms/clause-states.js';
import type { ClauseCoverage, Element } from '../evidence/coverage.js';
import { groupBy } from '../sms/data.js';
import { gradeWord, type Language } from '../sms/language.js';
import { clauses, leavesOf, type Clause } from '../sms/standard.js';
import type { Finding } from '../sms/types.js';
import { GRADES, suggestedWords, typeName, type ExplorerInput } from './explorer.js';

/** A clause of the standard as a Markdown page: what it wants, in our words, and how each SMS stands there. A branch shows its lowest-level clauses. */
export function clausePage(clause: Clause, all: readonly ExplorerInput[], language: Language): string {
  const { id, title, itil = [], related = [], kinds = [] } = clause, leaves = leavesOf(id).map(({ id: leaf }) => leaf);
  const about = (label: string, values: readonly string[]): string[] => (values.length === 0 ? [] : [`- **${label}**: ${values.join(', ')}`]);
  const facts = [
    ...about(language.text('clause-page.kinds', 'Shown by'), kinds.map(kind => typeName(kind, language))),
    ...about(language.text('clause-page.itil', 'ITIL practice'), itil), ...about(language.text('clause-page.related', 'Related'), related.map(ref => `\`${ref}\``)),
  ];
  const below = clauses().filter(({ parent }) => parent === id);
  return `${[
    `# ${id} ${language.text(`clause.${id}.title`, title)}`, `*${language.text('clause-page.standard', 'ISO/IEC 20000-1, in our words')}*`,
    ...paraphrase(clause, language), ...(facts.length > 0 ? [facts.join('\n')] : []),
    ...below.flatMap(child => [`## ${child.id} ${language.text(`clause.${child.id}.title`, child.title)}`, ...paraphrase(child, language)]),
    ...all.flatMap(input => standing(input, leaves, all.length > 1)),
  ].join('\n\n')}\n`;
}

function paraphrase({ id, paraphrase: words }: Clause, language: Language): string[] {
  return words === undefined ? [] : [language.text(`clause.${id}.paraphrase`, words)];
}

/** How one SMS stands in these clauses. `named`: there are several SMSs. */
function standing(input: ExplorerInput, leaves: readonly string[], named: boolean): string[] {
  const { language, model } = input, own = input.clauses().covered.filter(({ clause }) => leaves.includes(clause.id));
  const heading = named ? language.text('clause-page.state-of', 'How {organization} stands', { organization: plain(model.config.organization) })
    : language.text('clause-page.state', 'How this SMS stands');
  return [`## ${heading}`, ...own.flatMap(entry => stands(input, entry, own.length > 1))];
}

function stands({ language, sentence, findings }: ExplorerInput, { clause, state, reason, elements, suggestion }: ClauseCoverage, named: boolean): string[] {
  const of = findings.filter(({ clauses: about }) => about.includes(clause.id)), said = `**${stateWord(state, language)}** · ${plain(reason)}`;
  return [
    ...(named ? [`### ${clause.id} ${language.text(`clause.${clause.id}.title`, clause.title)}`] : []), said,
    ...(elements.length > 0 ? [elements.map(each => `- ${plain(each.title)}: *${stateWord(each.state, language)}*${shownBy(each, language)}`).join('\n')] : []),
    ...(suggestion ? [suggestedWords({ ...suggestion, because: plain(suggestion.because) }, language)] : []),
    ...(of.length > 0 ? [`#### ${language.text('clause-page.findings', 'Findings')}`, found(of, sentence, language)] : []),
  ];
}

/** The findings of one rule together: each once with its number. */
function found(findings: readonly Finding[], sentence: (finding: Finding) => string, language: Language): string {
  const alike = groupBy(worstFirst(findings), finding => `${finding.grade}\0${sentence(finding)}\0${finding.file}`);
  const line = (finding: Finding, count: number): string => {
    const place = `\`${finding.file.replaceAll('`', '')}:${finding.range.start.line + 1}\``;
    return `- *${gradeWord(finding.grade, language)}* ${plain(sentence(finding))} (${place}${count > 1 ? `, ${count} ×` : ''})`;
  };
  return [...alike.values()].slice(0, MOST).flatMap(of => (of[0] ? [line(of[0], of.length)] : [])).join('\n');
}

function worstFirst(findings: readonly Finding[]): Finding[] { return [...findings].sort((a, b) => GRADES.indexOf(a.grade) - GRADES.indexOf(b.grade)); }

/** More than this nobody reads on a page: the Problems view has them all. */
const MOST = 20;

function shownBy({ evidence }: Element, language: Language): string {
  if (evidence.length === 0) return '';
  const names = evidence.slice(0, MOST).map(({ id }) => `\`${id.replaceAll('`', '')}\``).join(', '), count = evidence.length - MOST;
  return ` (${count > 0 ? language.text('list.more', '{names} and {count} more', { names, count }) : names})`;
}

/** What comes from files is text, never markup or a link. What stands between backticks stays code. */
function plain(text: string): string {
  return text.split(/(`[^`]*`)/).map(part => (part.startsWith('`') ? part : part.replace(/[\\*_<>[\]!#]/g, '\\$&'))).join('');
}
