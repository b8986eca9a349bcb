import type { Rule } from './rule.js';

/** Raised by annotations of the continuity plan's schema. */
export const continuityPlanContentMissing: Rule = {
  id: 'continuity-plan-content-missing',
  title: 'Continuity plans have their five items and can be reached off-site',
  clauses: ['8.7.2'],
  grade: 'minor',
  why: 'A plan is read at night, in a hurry, by somebody who did not write it. Whoever then has to guess who may declare it, what comes back first '
    + 'or how to return loses the hours that the plan was to save.',
  messages: {
    missing: { text: '{title} ({id}) has no {fields}. Clause 8.7.2 wants to know when and by whom the plan is invoked, what is done after a major '
      + 'loss, what is available meanwhile, what has to be recovered how soon, how the return goes, and that plan and contacts can be reached when '
      + 'the usual place cannot. Add it here; where it stands in an attached file, a sentence with the page does.' },
  },
  examples: {
    good: [`
//- roles.yaml
{ kind: role-register, id: ROLES, title: Roles, roles: [{ id: ROLE-SEC, title: Continuity officer, holders: [{ group: Duty officers }] }] }
//- plan.yaml
kind: continuity-plan
id: CONTINUITY
title: Continuity plan
invocation: { criteria: [A hall without power for 15 minutes], by: [ROLE-SEC] }
majorLoss: [{ title: One hall is lost, description: The other hall takes over. }]
availabilityWhenInvoked: [{ description: Mail and orders from one hall. }]
recovery: [{ rto: 4 hours, rpo: 1 hour }]
returnToNormal: { description: On a Sunday, as a change }
reachableAt: [Printed in both halls]
contacts: [{ name: Duty officer, phone: "+31 10 555 0100" }]
`],
    bad: [`
//- plan.yaml
kind: continuity-plan
id: CONTINUITY
//  ^^^^^^^^^^ continuity-plan-content-missing missing
title: Continuity plan
invocation:
//@0-10 continuity-plan-content-missing missing
  criteria: [A hall without power for 15 minutes]
majorLoss: [{ title: One hall is lost, description: The other hall takes over. }]
availabilityWhenInvoked: []
`],
  },
};
