import { list, text, texts } from '../sms/data.js';
import { sentenceList } from '../sms/text.js';
import { activities } from './activities.js';
import { nameOf } from './naming.js';
import type { Rule } from './rule.js';

/** The accountable role of an activity is one of the organization itself; others may do the work. */
export const accountabilityGivenAway: Rule = {
  id: 'accountability-given-away',
  title: 'Accountability stays with the organization',
  clauses: ['8.2.3.1', '5.3'],
  grade: 'major',
  why: 'Suppliers and others may operate parts of the services. Who answers for them to the customer, and in an audit, is the organization itself.',
  messages: {
    'given-away': { text: '{activity}: accountable is {role}, a role of {party}. Work may be given to another party, accountability may not: '
      + 'enter a role of your own organization as accountable and make {id} responsible.' },
    'all-operated': { text: 'Other parties operate all processes that this SMS describes ({processes}). At least one has to be run by the organization itself: '
      + 'correct the register if it says too much, else take one back.' },
  },
  *check({ model, report }) {
    const own = new Set(['procedure', 'raci-matrix'].flatMap(kind => model.ofKind(kind).flatMap(({ data }) => text(data, 'process') ?? [])));
    const parties = model.ofType('party'), operated = new Set(parties.flatMap(party => texts(model.value(party), 'processes')));
    const register = parties[0] && model.artefact(parties[0].artefact);
    if (register && own.size > 0 && [...own].every(process => operated.has(process))) {
      yield report(register, 'all-operated', { processes: sentenceList([...own].sort()) });
    }
    for (const { matrix, path, value, name } of activities(model)) {
      for (const [at, id] of list(value, 'accountable').entries()) {
        const role = typeof id === 'string' ? model.item(id.trim()) : undefined, party = role?.type === 'role' ? text(model.value(role), 'party') : undefined;
        if (!role || party === undefined) continue;
        const owner = model.item(party);
        yield report({ file: matrix.file, path: [...path, 'accountable', at] }, 'given-away',
          { activity: name, role: nameOf(role), id: role.id, party: owner ? nameOf(owner) : party }, { related: [{ at: role, text: `a role of ${party}` }] });
      }
    }
  },
  examples: {
    good: [`
//- parties.yaml
{ kind: party-register, id: PARTIES, title: Parties, parties: [{ id: SUP-CARRIER, title: Carrier, processes: [incident-management] }] }
//- incident.md
---
{ kind: procedure, id: PROC-INC, title: Incidents, process: incident-management }
---
//- change.md
---
{ kind: procedure, id: PROC-CHG, title: Changes, process: change-management }
---
`, `
//- raci.yaml
kind: raci-matrix
id: RACI-NET
title: RACI of the network
activities: [{ id: watch, title: Watch the network, accountable: [ROLE-NET], responsible: [ROLE-CARRIER] }]
//- roles.yaml
kind: role-register
id: ROLES
title: Roles
roles: [{ id: ROLE-NET, title: Owner of the network }, { id: ROLE-CARRIER, title: Night shift of the carrier, party: SUP-CARRIER }]
//- parties.yaml
{ kind: party-register, id: PARTIES, title: Parties, parties: [{ id: SUP-CARRIER, title: Carrier }] }
`],
    bad: [`
//- parties.yaml
kind: party-register
id: PARTIES
//  ^^^^^^^ accountability-given-away all-operated
title: Parties
parties: [{ id: SUP-CARRIER, title: Carrier, processes: [incident-management] }]
//- incident.md
---
{ kind: procedure, id: PROC-INC, title: Incidents, process: incident-management }
---
`, `
//- raci.yaml
kind: raci-matrix
id: RACI-NET
title: RACI of the network
activities: [{ id: watch, title: Watch the network, accountable: [ROLE-CARRIER], responsible: [ROLE-NET] }]
//                                                                ^^^^^^^^^^^^ accountability-given-away given-away
//- roles.yaml
kind: role-register
id: ROLES
title: Roles
roles: [{ id: ROLE-NET, title: Owner of the network }, { id: ROLE-CARRIER, title: Night shift of the carrier, party: SUP-CARRIER }]
//- parties.yaml
{ kind: party-register, id: PARTIES, title: Parties, parties: [{ id: SUP-CARRIER, title: Carrier }] }
`],
  },
};
