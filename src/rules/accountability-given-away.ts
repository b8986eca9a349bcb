import { list, text, texts } from '../sms/data.js';
import { phrase, phraseList } from '../sms/language.js';
import type { Finding } from '../sms/types.js';
import { activities } from './activities.js';
import { byMessage, dataAt, mended, setting } from './mending.js';
import { nameOf } from '../sms/naming.js';
import type { Fix, FixContext, Rule } from './rule.js';

/** More are looked up, not clicked. */
const MOST_ROLES = 5;

/** One of our own roles answers for it, those that do the work already before others. */
function* takesBack(context: FixContext, finding: Finding): Iterable<Fix> {
  const { model } = context, path = context.pathOf(finding), around = path.slice(0, -2), responsible = texts({ of: dataAt(context, finding, [...around, 'responsible']) }, 'of');
  const isOwn = (id: string): boolean => { const role = model.item(id); return role?.type === 'role' && text(model.value(role), 'party') === undefined; };
  const working = responsible.filter(isOwn), roles = working.length > 0 ? working : model.ofType('role').map(({ id }) => id).filter(isOwn), given = dataAt(context, finding, path);
  if (path.length < 3 || typeof given !== 'string' || roles.length > MOST_ROLES) return;
  for (const choice of roles) {
    const workers = [...responsible.filter(id => id !== choice), ...responsible.includes(given) ? [] : [given]];
    yield* mended(context, finding, [setting(context, finding.file, path, choice), setting(context, finding.file, [...around, 'responsible'], workers)], { say: 'take', args: { choice, id: given } });
  }
}

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
      yield report(register, 'all-operated', { processes: phraseList([...own].sort()) });
    }
    for (const { matrix, path, value, name } of activities(model)) {
      for (const [at, id] of list(value, 'accountable').entries()) {
        const role = typeof id === 'string' ? model.item(id.trim()) : undefined, party = role?.type === 'role' ? text(model.value(role), 'party') : undefined;
        if (!role || party === undefined) continue;
        const owner = model.item(party);
        yield report({ file: matrix.file, path: [...path, 'accountable', at] }, 'given-away',
          { activity: name, role: nameOf(role), id: role.id, party: owner ? nameOf(owner) : party }, { related: [{ at: role, text: phrase('related.a-role-of', 'a role of {name}', { name: party }) }] });
      }
    }
  },
  fixes: { take: '{choice} is accountable, {id} does the work' },
  fix: byMessage({ 'given-away': takesBack }),
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
