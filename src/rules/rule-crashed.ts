import type { Rule } from './rule.js';

/** Raised by whoever runs the rules. */
export const ruleCrashed: Rule = {
  id: 'rule-crashed',
  title: 'Every rule runs to its end',
  clauses: ['7.5.3.1'],
  grade: 'minor',
  why: 'What a rule would have found is not known, so the result is incomplete. It is a mistake of the program, not of the documents.',
  messages: {
    crashed: {
      text: 'The rule `{rule}` stopped because of a mistake in this program ({error}), so what it would have found is not known. ' +
        'Please report it to the makers of the program, with this text. The other rules were checked.',
    },
  },
  examples: {
    good: [`
//- policy.yaml
{ kind: document, id: DOC-MAIL, title: Use of e-mail }
`],
    bad: [],
  },
};
