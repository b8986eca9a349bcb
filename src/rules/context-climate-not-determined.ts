import type { Rule } from './rule.js';

/** That the decision and its reason are there is raised by annotations. */
export const contextClimateNotDetermined: Rule = {
  id: 'context-climate-not-determined',
  title: 'The context says whether climate change is relevant, and why',
  clauses: ['4.1'],
  grade: 'minor',
  why: 'Since the amendment of 2024 the standard wants it decided whether climate change is an issue here. A no with a reason is an answer; silence '
    + 'is none.',
  messages: {
    missing: { text: '{title} ({id}) has no {fields}. Say whether climate change matters for the services and their management, and why or why not '
      + '(climateChange).' },
    'without-consequence': { text: 'By {name} climate change is relevant, but no risk, opportunity or objective follows from it. Name them here, or '
      + 'add what is missing to the register of risks.',
      grade: 'observation' },
  },
  data: [{
    select: 'context-register', say: 'without-consequence', at: 'climateChange.relevant', where: [
      { field: 'climateChange.relevant', in: [true] }, { field: 'climateChange.risks', is: 'absent' }, { field: 'climateChange.objectives', is: 'absent' },
    ],
  }],
  examples: {
    good: [`
//- context.yaml
kind: context-register
id: CONTEXT
title: Context
climateChange: { relevant: false, rationale: All services run in one well-cooled hall far above the river. }
`],
    bad: [`
//- context.yaml
kind: context-register
id: CONTEXT
title: Context
climateChange: { relevant: true }
//@0-13 context-climate-not-determined missing
//                         ^^^^ context-climate-not-determined without-consequence
`, `
//- context.yaml
kind: context-register
id: CONTEXT
//  ^^^^^^^ context-climate-not-determined missing
title: Context
issues: []
`],
  },
};
