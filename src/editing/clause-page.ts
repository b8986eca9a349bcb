import { stateWord } from '../sms/clause-states.js';
import type { ClauseCoverage, Element } from '../evidence/coverage.js';
import { groupBy } from '../sms/data.js';
import { kindsOf } from '../sms/kinds.js';
import { gradeWord, type Language } from '../sms/language.js';
import { MAIN, type Clause } from '../sms/standard.js';
import type { Standards } from '../sms/standards.js';
import type { Finding } from '../sms/types.js';
import { GRADES, suggestedWords, typeName, type ExplorerInput } from './explorer.js';

/** A clause of a standard as a Markdown page: what it wants, in our words, and how each SMS stands there. A branch shows its lowest-level clauses. `all`: the SMSs that know it. */
export function clausePage(clause: Clause, standards: Standards, all: readonly ExplorerInput[], language: Language): string {
  const { id, title, itil = [], kinds = [] } = clause, leaves = standards.leavesOf(id).map(({ id: leaf }) => leaf), standard = standards.of(id), related = standards.related(id);
  const titled = (ref: string): string => { const other = standards.clause(ref); return `\`${ref}\` ${plain(other ? language.text(`clause.${ref}.title`, other.title) : '')}`.trimEnd(); };
  const about = (label: string, values: readonly string[]): string[] => (values.length === 0 ? [] : [`- **${label}**: ${values.join(', ')}`]);
  const facts = [
    ...about(language.text('clause-page.kinds', 'Shown by'), kinds.map(kind => typeName(kind, language, all.map(({ model }) => kindsOf(model.config)).find(known => known.get(kind))))),
    ...about(language.text('clause-page.itil', 'ITIL practice'), itil), ...about(standard?.id === MAIN ? language.text('clause-page.related', 'Related') : language.text('clause-page.corresponds', 'Corresponds, as a suggestion, to'), related.map(titled)),
    ...(standard?.id === MAIN || clause.leaf !== true || related.length > 0 || standards.sharedBy(id).length > 0 ? [] : [`- ${language.text('clause-page.alone', 'No clause of another standard is known to correspond to it: it expects evidence of its own.')}`]),
  ];
  const below = (standard?.clauses ?? []).filter(({ parent }) => parent === id);
  return `${[
    `# ${plain(id)} ${plain(language.text(`clause.${id}.title`, title))}`, `*${standard?.id === MAIN ? language.text('clause-page.standard', 'ISO/IEC 20000-1, in our words') : plain(standard?.title ?? '')}*`,
    ...paraphrase(clause, language), ...requirement(standards.requirement(id), language), ...(facts.length > 0 ? [facts.join('\n')] : []),
    ...below.flatMap(child => [`## ${plain(child.id)} ${plain(language.text(`clause.${child.id}.title`, child.title))}`, ...paraphrase(child, language)]),
    ...all.flatMap(input => standing(input, standard?.id, leaves, all.length > 1)),
  ].join('\n\n')}\n`;
}

function paraphrase({ id, paraphrase: words }: Clause, language: Language): string[] {
  return words === undefined ? [] : [plain(language.text(`clause.${id}.paraphrase`, words))];
}

/** The text of the standard itself, where the organization has a licence for it. */
function requirement(text: string | undefined, language: Language): string[] {
  return text === undefined ? [] : [`## ${language.text('clause-page.requirement', 'Requirement (your licensed text)')}`, text.split(/\r?\n/).map(line => `> ${plain(line)}`.trimEnd()).join('\n')];
}

/** How one SMS stands in these clauses. `named`: there are several SMSs. */
function standing(input: ExplorerInput, standard: string | undefined, leaves: readonly string[], named: boolean): string[] {
  const { language, model } = input, own = input.clauses(standard).covered.filter(({ clause }) => leaves.includes(clause.id));
  const heading = named ? language.text('clause-page.state-of', 'How {organization} stands', { organization: plain(model.config.organization) })
    : language.text('clause-page.state', 'How this SMS stands');
  return [`## ${heading}`, ...own.flatMap(entry => stands(input, entry, own.length > 1))];
}

function stands({ language, sentence, findings }: ExplorerInput, { clause, state, reason, elements, suggestion, weighing }: ClauseCoverage, named: boolean): string[] {
  const of = clause.id.includes(':') ? weighing : findings.filter(({ clauses: about }) => about.includes(clause.id)), said = `**${stateWord(state, language)}** · ${plain(reason)}`;
  return [
    ...(named ? [`### ${plain(clause.id)} ${plain(language.text(`clause.${clause.id}.title`, clause.title))}`] : []), said,
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
