import type { Block, Column, Inline, Row } from '../evidence/pack.js';
import { told, type Language } from '../sms/language.js';
import { compareClauses } from '../sms/standard.js';
import { countOf, countsBy, type Count, type Mutant, type Mutation } from './score.js';

/** What came of mutants, for people: what shows in an audit that the rules in force bite, and where they do not. */

/** `file:line`, from 1. */
export function placeOf({ file, line }: Mutant): string { return `${file}:${line + 1}`; }

/** How many were noticed, in a sentence. */
export function mutationSummary({ mutants, rules, places }: Mutation, language: Language): string {
  const { made, caught, observed, changed, survived } = countOf(mutants);
  return language.text('mutation.summary', '{made} faults were made, one at a time, at {made} of {places} places where one can be made. The {rules} rules in force noticed {caught} with a finding of grade minor or major, {observed} with an observation, and {changed} only since an approved text is another one now; {survived} went unnoticed.',
    { made, places, rules, caught, observed, changed, survived });
}

/** What a reader must know to judge the figures. */
export function mutationNotes({ before }: Mutation, language: Language): string[] {
  return [
    language.text('mutation.note.scratch', 'Each fault was made in a copy in memory, and the copy was checked like the SMS itself; nothing was written. A fault counts as noticed where a finding came that the SMS as it is does not have.'),
    language.text('mutation.note.change', 'That an approved text is another one now would be noticed of any change. Where nothing else was noticed, the fault is counted by itself and listed with the reason: once somebody approves the text, no rule would tell.'),
    language.text('mutation.note.unnoticed', 'What went unnoticed is listed with its reason as well. It is a gap in the rules, or no fault where it stands: the reader decides. The figures say something of the rules, and nothing of how good the SMS is.'),
    language.text('mutation.note.tables', 'Single rows of tables are not changed, and documents that were replaced or withdrawn are left out.'),
    ...(before > 0 ? [language.text('mutation.note.before', 'The SMS as it is has {before} findings. A fault that makes one of them say the same once more counts as unnoticed.', { before })] : []),
  ];
}

export function mutationBlocks(mutation: Mutation, language: Language): Block[] {
  const { mutants, operators } = mutation, titles = new Map(operators.map(({ id, title }) => [id, String(told(language, title))]));
  const survivors = mutants.filter(({ state }) => state !== 'caught'), text = (of: string): Inline => [{ text: of }];
  const counts = (key: string, title: string, first: string, rows: readonly { name: string; count: Count }[]): Block => ({
    type: 'table', key, title,
    columns: [{ key: 'name', title: first, head: true }, ...COUNTS.map(({ id, english }): Column => ({ key: id, title: language.text(`mutation.column.${id}`, english), numeric: true }))],
    rows: rows.map(({ name, count }): Row => ({ cells: [text(name), ...COUNTS.map(({ id }) => text(String(count[id])))] })),
  });
  return [
    { type: 'note', text: text(mutationSummary(mutation, language)) },
    ...mutationNotes(mutation, language).map((note): Block => ({ type: 'note', text: text(note) })),
    counts('operators', language.text('mutation.by-operator', 'By what was done'), language.text('mutation.fault', 'Fault'), countsBy(mutants, ({ operator }) => [operator]).map(count => ({ name: titles.get(count.key) ?? count.key, count }))),
    counts('kinds', language.text('mutation.by-kind', 'By kind of document or record'), language.text('mutation.kind', 'Kind'), kindCounts(mutants, language)),
    counts('clauses', language.text('mutation.by-clause', 'By clause that the fault is about'), language.text('mutation.clause', 'Clause'), clauseCounts(mutants)),
    ...(survivors.length === 0 ? [] : [{
      type: 'table', key: 'survivors', title: language.text('mutation.survivors', 'What no finding of grade minor or major came of'),
      columns: [
        { key: 'fault', title: language.text('mutation.fault', 'Fault') }, { key: 'place', title: language.text('mutation.place', 'Place') },
        { key: 'clauses', title: language.text('mutation.clauses', 'Clauses') }, { key: 'why', title: language.text('mutation.why', 'Noticed by, or why not') },
      ],
      rows: survivors.map((mutant): Row => ({ cells: [text(String(told(language, mutant.text))), [{ text: placeOf(mutant), mark: 'code' }], text(mutant.clauses.join(', ')), text(whyText(mutant, language))] })),
    } satisfies Block]),
  ];
}

const COUNTS = [{ id: 'made', english: 'Made' }, { id: 'caught', english: 'Noticed' }, { id: 'observed', english: 'As observation' }, { id: 'changed', english: 'As change alone' }, { id: 'survived', english: 'Unnoticed' }] as const;

export function kindCounts(mutants: readonly Mutant[], language: Language): { key: string; name: string; count: Count }[] {
  return countsBy(mutants, ({ kind }) => [kind]).map(count => ({ key: count.key, name: language.text(`kind.${count.key}`, count.key), count })).sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** In the order of the standard. */
export function clauseCounts(mutants: readonly Mutant[]): { name: string; count: Count }[] {
  return countsBy(mutants, ({ clauses }) => clauses).sort((a, b) => compareClauses(a.key, b.key)).map(count => ({ name: count.key, count }));
}

/** Of a fault of which no graver finding came: the observation, or why there is nothing. */
export function whyText({ caughtBy, why }: Mutant, language: Language): string {
  return why ? String(told(language, why.text)) : language.text('mutation.observed-by', 'An observation of {rules}.', { rules: caughtBy.map(({ rule }) => rule).join(', ') });
}
