import { objects, state, text } from '../sms/data.js';
import { currentOfKind } from './lifecycle.js';
import { addsEntry, byMessage } from './mending.js';
import { phrase } from '../sms/language.js';
import { nameOf } from '../sms/naming.js';
import type { Rule } from './rule.js';

const SIDES = [['internal', phrase('side.inside', 'inside')], ['external', phrase('side.outside', 'outside')]] as const;
const PARTIES = [['customer', phrase('word.customer', 'customer')], ['supplier', phrase('word.supplier', 'supplier')]] as const;

/** What an issue or a party lacks is raised by annotations; here the lists are looked at as a whole, all registers of a kind together. */
export const contextOrPartiesIncomplete: Rule = {
  id: 'context-or-parties-incomplete',
  title: 'Issues and interested parties are complete and lead to risks',
  clauses: ['4.1', '4.2', '6.1.1'],
  grade: 'minor',
  why: 'Scope, risks and objectives are to follow from what surrounds the organization and from what others want of it. Where these are not known, '
    + 'planning starts in the air.',
  messages: {
    missing: { text: '{title} ({id}) has no {fields}. Planning starts from it (clauses 4.1, 4.2 and 6.1.1): add it here; for an issue that leads to '
      + 'no risk an empty list (risks: []).' },
    'no-issue': { absence: true, text: '{name} has no issue from {side} the organization. Both sides are to be looked at: add what there bears on '
      + 'services and their management.' },
    'no-risk': { absence: true, text: 'No issue of {name} leads to a risk or an opportunity, so nothing of it reaches the planning. Name with each '
      + 'issue what was found from it (risks).' },
    'no-party': { absence: true, text: '{name} lists no {type}. Add who it is and what they need or may demand.' },
  },
  *check({ model, report }) {
    const contexts = currentOfKind(model, 'context-register'), [context] = contexts;
    if (context) {
      const issues = contexts.flatMap(({ data }) => objects(data, 'issues').map(({ value }) => value)).filter(issue => text(issue, 'status') !== 'closed');
      const at = { file: context.file, path: ['issues'], part: 'key' } as const, name = nameOf(context);
      for (const [type, side] of SIDES) {
        // An issue that does not say which side it is of may be the one.
        if (issues.every(issue => (text(issue, 'type') ?? type) !== type)) yield report(at, 'no-issue', { name, side }, { clauses: ['4.1'] });
      }
      if (issues.length > 0 && issues.every(issue => state(issue, 'risks') === 'empty')) yield report(at, 'no-risk', { name }, { clauses: ['6.1.1'] });
    }
    const lists = currentOfKind(model, 'interested-parties'), [parties] = lists;
    if (!parties) return;
    const types = new Set(lists.flatMap(({ data }) => objects(data, 'parties').map(({ value }) => text(value, 'type'))));
    for (const [type, word] of PARTIES) {
      if (types.has(type) || types.has(undefined)) continue;
      yield report({ file: parties.file, path: ['parties'], part: 'key' }, 'no-party', { name: nameOf(parties), type: word }, { clauses: ['4.2'] });
    }
  },
  fixes: { issue: 'Add an issue from {side} the organization', party: 'Add a {type}' },
  fix: byMessage({
    'no-issue': addsEntry('issue', ['issues'], (_, { args }) => ({ type: SIDES.find(([, side]) => side.text === args['side'])?.[0] ?? '' }), { whole: true }),
    'no-party': addsEntry('party', ['parties'], (_, { args }) => ({ type: PARTIES.find(([, word]) => word.text === args['type'])?.[0] ?? '' }), { whole: true }),
  }),
  examples: {
    good: [`
//- context.yaml
kind: context-register
id: CONTEXT
title: Context
issues:
  - { id: ISS-1, title: Two people know the storage, type: internal, risks: [RSK-1] }
  - { id: ISS-2, title: The ground of the hall is wanted by others, type: external, risks: [] }
//- parties.yaml
kind: interested-parties
id: PARTIES
title: Interested parties
parties:
  - { id: IP-1, title: The wholesaler, type: customer, requirements: [{ title: Orders at night }] }
  - { id: IP-2, title: The carriers, type: supplier, requirements: [{ title: Forecasts }] }
`, `
//- context.yaml
kind: context-register
id: CONTEXT
title: Two registers together hold both sides
issues: [{ id: ISS-1, title: Two people know the storage, type: internal, risks: [RSK-1] }]
//- market.yaml
kind: context-register
id: MARKET
title: Market
issues: [{ id: ISS-2, title: Customers want to choose their hall, type: external, risks: [] }]
`],
    bad: [`
//- context.yaml
kind: context-register
id: CONTEXT
title: Context
issues:
//@0-6 context-or-parties-incomplete no-issue
//@0-6 context-or-parties-incomplete no-risk
  - { id: ISS-1, title: Two people know the storage, type: internal, risks: [] }
  - { id: ISS-2, title: The law changed, type: external, risks: [RSK-2], status: closed }
//- parties.yaml
kind: interested-parties
id: PARTIES
title: Interested parties
parties:
//@0-7 context-or-parties-incomplete no-party
  - { id: IP-1, title: The wholesaler, type: customer, requirements: [] }
//        ^^^^ context-or-parties-incomplete missing
`, `
//- context.yaml
kind: context-register
id: CONTEXT
title: Context
issues:
  - { id: ISS-1, title: Two people know the storage, type: internal, risks: [RSK-1] }
  - { id: ISS-2, title: The law changed }
//        ^^^^^ context-or-parties-incomplete missing
`],
  },
};
