import { fields, number, text, type Fields } from '../sms/data.js';
import { phrase } from '../sms/language.js';
import type { Path, Word } from '../sms/types.js';
import { levelOfScore } from '../service-levels/risk.js';
import { nameOf } from '../sms/naming.js';
import { assess, criteriaOf, currentRisks, giveEveryLevel, isOpportunity, type Criteria } from '../sms/risks.js';
import { writesArgument } from './mending.js';
import type { Rule } from './rule.js';

/** Scores and levels need not be written; where they are, they follow from likelihood, consequence and the criteria. */
export const riskScoreInconsistent: Rule = {
  id: 'risk-score-inconsistent',
  title: 'Risk scores and levels follow from the criteria',
  clauses: ['6.1.2'],
  grade: 'observation',
  why: 'A register whose figures do not follow from one another puts the wrong risks on top, and shows that nobody works with it.',
  messages: {
    'off-scale': { text: '{risk} has the {which} {value}, which is not on the scale of {criteria} ({scale}). Choose one of its values.' },
    score: { text: 'The {which} of {risk} is written as {written}; likelihood {likelihood} times consequence {consequence} is {computed}. '
      + 'Correct it, or leave it out: it is computed.' },
    level: { text: 'The {which} of {risk} is written as {written}; by {criteria} it is {computed}. Correct it, or leave it out: it is '
      + 'computed.' },
    'residual-above': { text: 'After its treatment {risk} scores {residual}, more than the {inherent} before it. '
      + 'A treatment that makes a risk graver needs another look: correct the figures or the treatment.' },
  },
  *check({ model, report }) {
    for (const { item, risk, register } of currentRisks(model)) {
      const criteria = criteriaOf(model, register);
      if (!criteria || !giveEveryLevel(criteria)) continue;
      const name = nameOf(item), residual = fields(risk, 'residual');
      const place = (path: Path): { file: string; path: Path } => ({ file: item.file, path: [...item.path, ...path] });
      for (const problem of problems(criteria, risk, OWN)) yield report(place([problem.key]), problem.message, { risk: name, ...problem.args });
      if (!residual) continue;
      for (const problem of problems(criteria, residual, RESIDUAL)) {
        yield report(place(['residual', problem.key]), problem.message, { risk: name, ...problem.args });
      }
      const before = assess(criteria, risk)?.score, after = assess(criteria, residual)?.score;
      if (before !== undefined && after !== undefined && after > before && !isOpportunity(risk)) {
        yield report({ ...place(['residual']), part: 'key' }, 'residual-above', { risk: name, residual: after, inherent: before });
      }
    }
  },
  fixes: {
    computed: 'Write {computed}, as computed',
  },
  fix: writesArgument('computed', 'computed'),
  examples: {
    good: [`
//- criteria.yaml
kind: risk-criteria
id: RC
title: Risk criteria
likelihood: [{ value: 1, title: Rare }, { value: 2, title: Yearly }]
consequence: [{ value: 1, title: Unnoticed }, { value: 2, title: A target is missed }]
score: product
levels: [{ level: low, from: 1, to: 2 }, { level: high, from: 3, to: 4 }]
appetite: low
//- risks.yaml
kind: risk-register
id: RISKS
title: Risks
criteria: RC
risks:
  - { id: RSK-001, title: Flood, likelihood: 2, consequence: 2, score: 4, level: high, residual: { likelihood: 1, consequence: 2 } }
  - { id: RSK-002, title: Fire, likelihood: 1, consequence: 2 }
  - { id: RSK-003, title: New desk tool, category: opportunity, likelihood: 1, consequence: 2, residual: { likelihood: 2, consequence: 2 } }
`, `
//- criteria.yaml
kind: risk-criteria
id: RC
title: Risk criteria
likelihood: [{ value: 1, title: Rare }, { value: 2, title: Yearly }]
consequence: [{ value: 1, title: Unnoticed }, { value: 2, title: A target is missed }]
score: matrix
matrix:
  1: { 1: low, 2: high }
  2: { 1: low, 2: high }
levels: [{ level: low }, { level: high }]
appetite: low
//- risks.yaml
# By the matrix a rare flood is high. Where a matrix decides, no product is computed and a score of your own counts for nothing.
kind: risk-register
id: RISKS
title: Risks
risks:
  - { id: RSK-001, title: Flood, likelihood: 1, consequence: 2, level: high }
  - { id: RSK-002, title: Fire, likelihood: 1, consequence: 2, score: 20, residual: { likelihood: 1, consequence: 1, level: low } }
`],
    bad: [`
//- criteria.yaml
kind: risk-criteria
id: RC
title: Risk criteria
likelihood: [{ value: 1, title: Rare }, { value: 2, title: Yearly }]
consequence: [{ value: 1, title: Unnoticed }, { value: 2, title: A target is missed }]
score: product
levels: [{ level: low, from: 1, to: 2 }, { level: high, from: 3, to: 4 }]
appetite: low
//- risks.yaml
kind: risk-register
id: RISKS
title: Risks
criteria: RC
risks:
  - { id: RSK-001, title: Flood, likelihood: 2, consequence: 2, score: 3 }
//                                                                     ^ risk-score-inconsistent score
  - { id: RSK-002, title: Fire, likelihood: 2, consequence: 1, level: high }
//                                                                    ^^^^ risk-score-inconsistent level
  - { id: RSK-003, title: Theft, likelihood: 5, consequence: 1 }
//                                           ^ risk-score-inconsistent off-scale
  - { id: RSK-004, title: Strike, likelihood: 1, consequence: 1, residual: { likelihood: 2, consequence: 2 } }
//                                                               ^^^^^^^^ risk-score-inconsistent residual-above
`, `
//- criteria.yaml
kind: risk-criteria
id: RC
title: Risk criteria
likelihood: [{ value: 1, title: Rare }, { value: 2, title: Yearly }]
consequence: [{ value: 1, title: Unnoticed }, { value: 2, title: A target is missed }]
score: matrix
matrix:
  1: { 1: low, 2: high }
  2: { 1: low, 2: high }
levels: [{ level: low }, { level: high }]
appetite: low
//- risks.yaml
kind: risk-register
id: RISKS
title: Risks
risks:
  - { id: RSK-001, title: Flood, likelihood: 1, consequence: 2, level: low }
//                                                                     ^^^ risk-score-inconsistent level
  - { id: RSK-002, title: Fire, likelihood: 2, consequence: 2, residual: { likelihood: 0.5, consequence: 2 } }
//                                                                                     ^^^ risk-score-inconsistent off-scale
  - { id: RSK-003, title: Theft, likelihood: 2, consequence: 2, residual: { likelihood: 2, consequence: 1, level: high } }
//                                                                                                                ^^^^ risk-score-inconsistent level
`],
  },
};

/** What the figures of an assessment are called, of the risk as it stands and after its treatment. */
const OWN = {
  likelihood: phrase('risk.likelihood', 'likelihood'), consequence: phrase('risk.consequence', 'consequence'), score: phrase('risk.score', 'score'), level: phrase('risk.level', 'level'),
};
const RESIDUAL: typeof OWN = {
  likelihood: phrase('risk.residual-likelihood', 'residual likelihood'), consequence: phrase('risk.residual-consequence', 'residual consequence'),
  score: phrase('risk.residual-score', 'residual score'), level: phrase('risk.residual-level', 'residual level'),
};

/** What is wrong with the figures of one assessment; a level that fits a wrong score is not wrong once more. */
function* problems(criteria: Criteria, of: Fields, which: typeof OWN): Iterable<{ key: string; message: string; args: Readonly<Record<string, Word>> }> {
  const name = nameOf(criteria.artefact);
  let offScale = false;
  for (const key of ['likelihood', 'consequence'] as const) {
    const value = number(of, key), scale = criteria[key];
    if (value === undefined || scale.includes(value)) continue;
    offScale = true;
    yield { key, message: 'off-scale', args: { which: which[key], value, criteria: name, scale: scale.join(', ') } };
  }
  const computed = assess(criteria, of);
  if (offScale || !computed) return;
  const score = number(of, 'score'), level = text(of, 'level');
  const wrong = score !== undefined && computed.score !== undefined && score !== computed.score;
  if (wrong) {
    const [likelihood, consequence] = [number(of, 'likelihood') ?? 0, number(of, 'consequence') ?? 0];
    yield { key: 'score', message: 'score', args: { which: which.score, written: score, likelihood, consequence, computed: computed.score ?? 0 } };
  }
  const follows = wrong && level !== undefined && level === levelOfScore(score, criteria.levels);
  if (level !== undefined && level !== computed.level && !follows) {
    yield { key: 'level', message: 'level', args: { which: which.level, written: level, criteria: name, computed: computed.level } };
  }
}
