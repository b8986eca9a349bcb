import type { Kind } from '../sms/types.js';
import { byMessage, creates, inserts, type Mend } from './mending.js';
import type { Condition, Rule } from './rule.js';

const LIVE: Condition = { field: 'liveOn', notAfter: 'today' };
const BUILT: Condition = { field: 'change', in: ['new', 'changed'] };

/** What plan, design, acceptance and report lack is raised by annotations of their schemas; what is not there at all is data. */
export const newServicePlanIncomplete: Rule = {
  id: 'new-service-plan-incomplete',
  title: 'Plans and designs of new or changed services are complete',
  clauses: ['8.5.2'],
  grade: 'minor',
  why: 'A service is easiest to get right before it exists. Clause 8.5.2 names what has to be settled in the plan and in the design, what has to be '
    + 'accepted, and that somebody looks afterwards whether it came out as intended.',
  settings: { reportWithin: '6 months' },
  messages: {
    missing: { text: '{title} has no {fields}. Clause 8.5.2 wants it settled for each new, changed, removed or transferred service: add it, and '
      + 'where there is nothing, say so (an empty list, or a word).' },
    'no-removal': { text: '{name} removes a service and does not say when and what becomes of its data, documents and parts. Add it under removal.' },
    'no-transfer': { text: '{name} hands a service over and does not say when, with whom, and how data, documents and knowledge go along. Add it '
      + 'under transfer.' },
    'no-design': { absence: true, text: 'The service of {name} went live on {day}, and no service design names this plan. Write down how the '
      + 'service works, who takes part, and which agreements and entries of the catalogue change.' },
    'no-acceptance': { absence: true, text: 'The service of {name} went live on {day}, and no acceptance record names this plan. Record how it did '
      + 'against each acceptance criterion, and who accepted it.' },
    'no-report': { absence: true, text: 'The service of {name} has been live since {day}, and no report says whether the intended outcomes came '
      + 'about. Hold the figures against the plan, keep the result as a transition report, and tell those concerned.' },
  },
  data: [
    {
      select: 'service-transition-plan', where: [{ field: 'change', in: ['removed'] }, { field: 'removal', is: 'absent' }],
      say: 'no-removal', at: 'change', clauses: ['8.5.2.1'],
    },
    {
      select: 'service-transition-plan', where: [{ field: 'change', in: ['transferred'] }, { field: 'transfer', is: 'absent' }],
      say: 'no-transfer', at: 'change', clauses: ['8.5.2.1'],
    },
    {
      select: 'service-transition-plan', where: [BUILT, LIVE, { none: { from: 'service-design', via: 'plan' } }],
      say: 'no-design', at: 'liveOn', args: { day: 'liveOn' }, clauses: ['8.5.2.2'],
    },
    {
      select: 'service-transition-plan', where: [BUILT, LIVE, { none: { from: 'acceptance-record', via: 'plan' } }],
      say: 'no-acceptance', at: 'liveOn', args: { day: 'liveOn' }, clauses: ['8.5.2.3'],
    },
    {
      select: 'service-transition-plan',
      where: [
        BUILT, { field: 'liveOn', before: { minus: { setting: 'reportWithin' } } },
        { some: { from: 'acceptance-record', via: 'plan' } }, { none: { from: 'transition-report', via: 'plan' } },
      ],
      say: 'no-report', at: 'liveOn', args: { day: 'liveOn' }, clauses: ['8.5.2.3'],
    },
  ],
  fixes: { removal: 'Begin what is settled for the removal', transfer: 'Begin what is settled for the transfer', create: 'Begin it: {id}' },
  fix: byMessage({
    'no-removal': inserts('removal', ['removal']), 'no-transfer': inserts('transfer', ['transfer']),
    'no-design': follows('service-design', 'Design'), 'no-acceptance': follows('acceptance-record', 'Acceptance'), 'no-report': follows('transition-report', 'Report'),
  }),
  examples: {
    good: [`
//- catalogue.yaml
{ kind: service-catalogue, id: CAT, title: Catalogue, services: [{ id: SVC-VOICE, title: Telephony }] }
//- plan.yaml
kind: service-transition-plan
id: TP-VOICE
title: Telephony
services: [SVC-VOICE]
change: new
responsibilities: [{ description: Design }]
activities: [{ id: lines, title: Order the lines, due: 2026-12-01 }]
resources: { people: One engineer, money: 20000 euros }
dependencies: []
testing: 200 calls from three sites.
acceptanceCriteria: [{ id: speed, title: 95 of 100 calls are put through within 20 seconds }]
intendedOutcomes: [{ id: reached, title: Drivers reach the office, measure: At least 95 % at the first attempt }]
impact: { sms: None., services: None., changes: None., parties: New number for drivers. }
liveOn: 2027-03-01
`],
    bad: [`
//- plan.yaml
kind: service-transition-plan
id: TP-VOICE
//  ^^^^^^^^ new-service-plan-incomplete missing
title: Telephony
change: new
responsibilities: [{ description: Design }]
activities: [{ id: lines, title: Order the lines, due: 2026-12-01 }]
resources: { people: One engineer }
dependencies: []
testing: 200 calls.
intendedOutcomes: [{ id: reached, title: Drivers reach the office }]
//                       ^^^^^^^ new-service-plan-incomplete missing
impact: { sms: None., services: None., changes: None. }
//@0-6 new-service-plan-incomplete missing
//- plan-2.yaml
kind: service-transition-plan
id: TP-FAX
//  ^^^^^^ new-service-plan-incomplete missing
title: End of the fax
change: removed
//      ^^^^^^^ new-service-plan-incomplete no-removal
`, `
//- plan.yaml
kind: service-transition-plan
id: TP-VOICE
//  ^^^^^^^^ new-service-plan-incomplete missing
title: Telephony
change: new
liveOn: 2026-03-01
//      ^^^^^^^^^^ new-service-plan-incomplete no-report
//- design.yaml
kind: service-design
id: SD-VOICE
//  ^^^^^^^^ new-service-plan-incomplete missing
title: Design of telephony
plan: TP-VOICE
//- acceptance.yaml
kind: acceptance-record
id: AC-VOICE
//  ^^^^^^^^ new-service-plan-incomplete missing
title: Acceptance of telephony
plan: TP-VOICE
//- plan-2.yaml
kind: service-transition-plan
id: TP-FAX
//  ^^^^^^ new-service-plan-incomplete missing
title: Fax by mail
change: changed
liveOn: 2026-10-15
//@8-18 new-service-plan-incomplete no-design
//@8-18 new-service-plan-incomplete no-acceptance
//- plan-3.yaml
kind: service-transition-plan
id: TP-PRINT
//  ^^^^^^^^ new-service-plan-incomplete missing
title: Printing goes to another firm
change: transferred
//      ^^^^^^^^^^^ new-service-plan-incomplete no-transfer
`],
  },
};

/** Begins what comes after the plan and names it. */
function follows(kind: Kind, what: string): Mend {
  return creates(kind, 'create', ({ model }, { subject = '' }) => ({ title: `${what}: ${model.item(subject)?.title ?? subject}`, values: { plan: subject } }));
}
