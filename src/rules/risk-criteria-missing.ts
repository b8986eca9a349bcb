import { joined, phrase, phraseList } from '../sms/language.js';
import { currentOfKind } from './lifecycle.js';
import { bandProblems, matrixProblems, readCriteria } from '../sms/risks.js';
import type { Phrase } from '../sms/types.js';
import { byMessage, chooses } from './mending.js';
import type { Rule } from './rule.js';

/** Absent scales, levels and appetite are raised by annotations; here the levels are held against every score that can occur. */
export const riskCriteriaMissing: Rule = {
  id: 'risk-criteria-missing',
  title: 'Risk criteria have scales, levels and an appetite without gaps',
  clauses: ['6.1.2'],
  grade: 'minor',
  why: 'Without criteria that give every risk one level, and without a line above which a risk needs a decision, two people decide the '
    + 'same risk differently.',
  messages: {
    missing: { text: '{title} ({id}) has no {fields}. Without scales, levels and an appetite nobody can say how grave a risk is or which '
      + 'ones need a decision.' },
    gap: { text: 'No level covers the score {scores} ({pairs}). A risk with that score would have no level: '
      + 'let the bands of the levels meet, without a hole between them.' },
    overlap: { text: 'More than one level covers the score {scores}. A risk with that score could be read either way: let each band begin '
      + 'above the one before.' },
    'matrix-gap': { text: 'The risk matrix has no level for {pairs}. Fill in each cell with one of the levels.' },
    'appetite-unknown': { text: 'The appetite is {appetite}, which is none of the levels ({levels}). Name the highest level that needs no '
      + 'acceptance.' },
  },
  *check({ model, report }) {
    for (const artefact of currentOfKind(model, 'risk-criteria')) {
      const criteria = readCriteria(artefact), bands = bandProblems(criteria), matrix = matrixProblems(criteria), { file } = artefact;
      const levels = { file, path: ['levels'], part: 'key' as const };
      if (bands && bands.gaps.length > 0) {
        const pairs = shortList(bands.gaps.map(({ likelihood, consequence }) => phrase('risk.pair-and', 'likelihood {likelihood} and consequence {consequence}', { likelihood, consequence })), '; ');
        yield report(levels, 'gap', { scores: phraseList(bands.gaps.map(({ score }) => String(score))), pairs, count: bands.gaps.length });
      }
      if (bands && bands.overlaps.length > 0) {
        const scores = bands.overlaps.map(({ score, levels: several }) => ({ text: '{score} ({levels})', args: { score, levels: phraseList(several, 'and') } }));
        yield report(levels, 'overlap', { scores: phraseList(scores), count: scores.length });
      }
      const open = matrix ? [...matrix.missing, ...matrix.unknownLevels] : [];
      if (open.length > 0) {
        const pairs = shortList(open.map(({ likelihood, consequence }) => phrase('risk.pair-with', 'likelihood {likelihood} with consequence {consequence}', { likelihood, consequence })), ', ');
        yield report({ file, path: ['matrix'], part: 'key' }, 'matrix-gap', { pairs, count: open.length });
      }
      if (criteria.appetite !== undefined && criteria.order.length > 0 && !criteria.order.includes(criteria.appetite)) {
        yield report({ file, path: ['appetite'] }, 'appetite-unknown', { appetite: criteria.appetite, levels: criteria.order.join(', ') });
      }
    }
  },
  fixes: { appetite: 'Set the appetite to {choice}' },
  fix: byMessage({ 'appetite-unknown': chooses('appetite', ({ model }, { file }) => { const found = model.files.get(file)?.artefact; return found ? readCriteria(found).order : []; }) }),
  examples: {
    good: [`
//- criteria.yaml
kind: risk-criteria
id: RC
title: Risk criteria
likelihood: [{ value: 1, title: Rare }, { value: 2, title: Yearly }, { value: 4, title: Monthly }]
consequence: [{ value: 1, title: Unnoticed }, { value: 2, title: A target is missed }]
score: product
levels: # 3, 5, 6 and 7 are no products of these scales: the hole between the bands is none
  - { level: low, from: 1, to: 2 }
  - { level: high, from: 4, to: 8 }
appetite: low
`, `
//- criteria.yaml
# The matrix decides, so the levels need no bands: they stand lowest first. Nothing has to be high.
kind: risk-criteria
id: RC
title: Risk criteria
likelihood: [{ value: 1, title: Rare }, { value: 2, title: Yearly }]
consequence: [{ value: 1, title: Unnoticed }, { value: 2, title: A target is missed }]
score: matrix
matrix:
  1: { 1: low, 2: low }
  2: { 1: low, 2: moderate }
levels: [{ level: low }, { level: moderate }, { level: high }]
appetite: moderate
//- old.yaml
kind: risk-criteria
id: RC-OLD
title: Criteria until 2025
status: superseded
likelihood: [{ value: 1, title: Rare }, { value: 2, title: Yearly }]
consequence: [{ value: 1, title: Unnoticed }, { value: 2, title: A target is missed }]
levels: [{ level: low, from: 1, to: 1 }, { level: high, from: 4, to: 4 }]
appetite: tolerable
`],
    bad: [`
//- criteria.yaml
kind: risk-criteria
id: RC
title: Risk criteria
likelihood: [{ value: 1, title: Rare }, { value: 2, title: Yearly }, { value: 3, title: Monthly }]
consequence: [{ value: 1, title: Unnoticed }, { value: 2, title: A target is missed }]
score: product
levels:
//@0-6 risk-criteria-missing gap
//@0-6 risk-criteria-missing overlap
  - { level: low, from: 1, to: 2 }
  - { level: moderate, from: 2, to: 3 }
  - { level: high, from: 5, to: 6 }
appetite: medium
//        ^^^^^^ risk-criteria-missing appetite-unknown
`, `
//- criteria.yaml
kind: risk-criteria
id: RC
//  ^^ risk-criteria-missing missing
title: Risk criteria
likelihood: [{ value: 1, title: Rare }, { value: 2, title: Yearly }]
consequence: [{ value: 1, title: Unnoticed }, { value: 2, title: A target is missed }]
score: product
levels: [{ level: low, from: 1, to: 2 }, { level: high, from: 4, to: 4 }]
`, `
//- criteria.yaml
kind: risk-criteria
id: RC
title: Risk criteria
likelihood: [{ value: 1, title: Rare }, { value: 2, title: Yearly }]
consequence: [{ value: 1, title: Unnoticed }, { value: 2, title: A target is missed }]
score: matrix
matrix:
//@0-6 risk-criteria-missing matrix-gap
  1: { 1: low, 2: high }
  2: { 1: low }
levels: [{ level: low }, { level: high }]
appetite: low
`],
  },
};

function shortList(parts: readonly Phrase[], separator: string): Phrase {
  return joined(parts.length > 5 ? [...parts.slice(0, 5), phrase('list.others', 'and {count} more', { count: parts.length - 5 })] : parts, separator);
}
