import type { Rule } from './rule.js';

/** Raised by annotations: of the party register's schema, and of fields that name a party somebody buys from. */
export const partyUncontrolled: Rule = {
  id: 'party-uncontrolled',
  title: 'Every supplier in use is registered, evaluated and controlled',
  clauses: ['8.2.3', '8.3.1'],
  grade: 'minor',
  why: 'The organization answers for what others do for it. It cannot, where nobody ever asked how good they are or looks at what they deliver.',
  messages: {
    missing: { text: '{title} ({id}) has no {fields}. You answer for what this party does (clause 8.2.3): say when and with what result it was '
      + 'evaluated, and by what you see that it performs.' },
    unresolved: { text: '{to} is in no register of parties.{hint} Whoever supplies you has to be registered, evaluated and controlled (clause '
      + '8.2.3): add it there, or name the party that is meant.' },
  },
  examples: {
    good: [`
//- parties.yaml
kind: party-register
id: PARTIES
title: Parties
parties:
  - id: SUP-HALL
    title: Data hall
    type: external-supplier
    evaluation: { on: 2026-04-21, result: Kept its figures }
    controls: [{ title: Minutes without power per month, measures: effectiveness, every: 1 month }]
//- assets.yaml
kind: asset-register
id: ASSETS
title: Assets
assets:
  - { id: AST-RACK, title: Racks, obligations: [{ title: Lease of six racks, type: lease, party: SUP-HALL, endsOn: 2028-12-31 }] }
`],
    bad: [`
//- parties.yaml
kind: party-register
id: PARTIES
title: Parties
parties:
  - id: SUP-HALL
//      ^^^^^^^^ party-uncontrolled missing
    title: Data hall
    type: external-supplier
    evaluation: { on: 2026-04-21, result: Kept its figures }
    controls: []
  - id: SUP-LINE
//      ^^^^^^^^ party-uncontrolled missing
    title: Carrier
    type: external-supplier
  - id: SUP-MAIL
    title: Mail relay
    type: external-supplier
    evaluation: { on: 2026-04-21 }
//@4-14 party-uncontrolled missing
    controls: [{ title: Share of mail relayed within a minute, measures: effectiveness }]
//- assets.yaml
kind: asset-register
id: ASSETS
title: Assets
assets:
  - { id: AST-RACK, title: Racks, obligations: [{ title: Lease of six racks, type: lease, party: SUP-HAL, endsOn: 2028-12-31 }] }
//                                                                                               ^^^^^^^ party-uncontrolled unresolved
`],
  },
};
