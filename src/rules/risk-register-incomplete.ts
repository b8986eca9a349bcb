import { text } from '../sms/data.js';
import { phrase, phraseList } from '../sms/language.js';
import { currentOfKind } from './lifecycle.js';
import { currentRisks, isOpportunity } from '../sms/risks.js';
import { addingNew, byMessage, mended } from './mending.js';
import type { Rule } from './rule.js';

/** What clause 6.1.2 wants to see considered, by the category of our registers. */
const CLASSES = [
  { category: 'organization', lacking: phrase('risk-class.organization', 'no risk to the organization (category organization)') },
  { category: 'service-requirement', lacking: phrase('risk-class.service-requirement', 'no risk of missing service requirements (category service-requirement)') },
  { category: 'other-party', lacking: phrase('risk-class.other-party', 'no risk from other parties (category other-party)') },
];

/** All registers together hold every class of risk and an opportunity; the customer impact is raised by an annotation. */
export const riskRegisterIncomplete: Rule = {
  id: 'risk-register-incomplete',
  title: 'The risk register covers every class of risk, opportunities and customer impact',
  clauses: ['6.1.2'],
  grade: 'minor',
  why: 'Clause 6.1.2 names what has to be looked at: the organization, the service requirements, the other parties, what it means for '
    + 'customers, '
    + 'and opportunities. A class without any entry looks as if nobody had asked.',
  messages: {
    'class-missing': { absence: true, text: 'The risk registers of this SMS hold {missing}. Clause 6.1.2 wants each of them considered: '
      + 'add at least one entry of each, even if it needs no treatment.' },
    missing: { text: '{title} ({id}) has no {fields}. Clause 6.1.2 wants to know what a risk means for customers: say it in a sentence.' },
  },
  *check({ model, report }) {
    const first = currentOfKind(model, 'risk-register')[0];
    if (!first) return;
    const risks = currentRisks(model).map(({ risk }) => risk);
    const categories = new Set(risks.map(risk => text(risk, 'category')));
    const absent = CLASSES.filter(({ category }) => !categories.has(category));
    const missing = [...absent.map(({ lacking }) => lacking), ...risks.some(isOpportunity) ? [] : [phrase('risk-class.opportunity', 'no opportunity (category opportunity)')]];
    if (missing.length > 0) yield report(first, 'class-missing', { missing: phraseList(missing), count: missing.length });
  },
  fixes: { begin: 'Begin a risk of each class that is missing' },
  fix: byMessage({
    *'class-missing'(context, finding) {
      const risks = currentRisks(context.model).map(one => one.risk), there = new Set(risks.map(one => text(one, 'category')));
      const missing = [...CLASSES.map(({ category }) => category).filter(category => !there.has(category)), ...risks.some(isOpportunity) ? [] : ['opportunity']];
      yield* mended(context, finding, addingNew(context, finding.file, ['risks'], missing.map(category => ({ category }))), { say: 'begin' });
    },
  }),
  examples: {
    good: [`
//- risks.yaml
kind: risk-register
id: RISKS
title: Risks and opportunities
risks:
  - { id: RSK-001, title: Key people leave, category: organization, customerImpact: Changes wait for weeks. }
  - { id: RSK-002, title: Restore takes too long, category: service-requirement, customerImpact: Orders stop. }
//- more-risks.yaml
kind: risk-register
id: RISKS-MORE
title: Risks from suppliers, and opportunities
risks:
  - { id: RSK-003, title: The relay fails, category: other-party, customerImpact: No mail from outside. }
  - { id: RSK-004, title: One tool for both desks, category: opportunity, customerImpact: Shorter waiting. }
`, `
//- risks.yaml
# A risk that is closed was considered all the same.
kind: risk-register
id: RISKS
title: Risks and opportunities
risks:
  - { id: RSK-001, title: Key people leave, category: organization, customerImpact: Changes wait for weeks., status: closed }
  - { id: RSK-002, title: Restore takes too long, category: service-requirement, customerImpact: Orders stop. }
  - { id: RSK-003, title: The relay fails, category: other-party, customerImpact: No mail from outside. }
  - { id: RSK-004, title: One tool for both desks, category: opportunity, customerImpact: None }
`],
    bad: [`
//- risks.yaml
kind: risk-register
id: RISKS
//  ^^^^^ risk-register-incomplete class-missing
title: Risks and opportunities
risks:
  - { id: RSK-001, title: The relay fails, category: other-party, customerImpact: No mail from outside. }
  - { id: RSK-002, title: The hall floods, category: continuity, customerImpact: "" }
//        ^^^^^^^ risk-register-incomplete missing
`, `
//- opportunities.yaml
# What stands in a register that was withdrawn is considered no more.
kind: risk-register
id: CHANCES
title: Opportunities of 2024
status: withdrawn
risks: [{ id: RSK-004, title: One tool for both desks, category: opportunity, customerImpact: Shorter waiting. }]
//- risks.yaml
kind: risk-register
id: RISKS
//  ^^^^^ risk-register-incomplete class-missing
title: Risks
risks:
  - { id: RSK-001, title: Key people leave, category: organization, customerImpact: Changes wait for weeks. }
  - { id: RSK-002, title: Restore takes too long, category: service-requirement, customerImpact: Orders stop. }
  - { id: RSK-003, title: The relay fails, category: other-party, customerImpact: No mail from outside. }
`],
  },
};
